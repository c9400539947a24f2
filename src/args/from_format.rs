//! The engine behind `PyUnicode_FromFormat` and every function of the C API that formats text.
//!
//! A format is ASCII. Between `%` and the conversion stand flags (`-`, `0`, `#`), a width, a precision and a length; the arguments are read
//! from C's `va_list` as the conversions ask for them.

use crate::boundary::va_list::VaList;
use crate::layout::*;
use crate::object::{Owned, types};
use crate::raise;
use crate::runtime::errors::{Raised, Result};
use crate::types::unicode::chars::{Chars, TextBuf};
use crate::types::unicode::{self, api, codecs};
use exuvia_macros::capi;
use std::ffi::{CStr, c_char, c_int};

crate::worker! {
    formatted as exuvia_from_format(format: &CStr, va: *mut VaList) -> Result<Owned>;
}

/// A new string by the format, of the values in `va`.
#[capi]
pub fn PyUnicode_FromFormatV(format: &CStr, va: *mut VaList) -> Result<Owned> {
    formatted(format, va)
}

fn formatted(format: &CStr, va: *mut VaList) -> Result<Owned> {
    // SAFETY: C's word: `va` holds what the format says.
    unsafe { from_format(format, va) }.map(Owned::upcast)
}

/// A new string by the format.
///
/// # Safety
/// `va` holds what the format says.
pub unsafe fn from_format(format: &CStr, va: *mut VaList) -> Result<Owned<PyUnicodeObject>> {
    let mut out = TextBuf::with_capacity(format.count_bytes());
    // SAFETY: the caller's word.
    unsafe { write(&mut out, format, va)? };
    unicode::from_buf(&out)
}

/// Appends text by the format.
///
/// # Safety
/// `va` holds what the format says.
pub unsafe fn write(out: &mut TextBuf, format: &CStr, va: *mut VaList) -> Result<()> {
    // SAFETY: the caller's word.
    let mut va = unsafe { VaList::copy(va) };
    let mut rest = format.to_bytes();
    loop {
        let plain = memchr::memchr(b'%', rest).unwrap_or(rest.len());
        let (text, tail) = rest.split_at(plain);
        if let Some(bad) = text.iter().find(|b| !b.is_ascii()) {
            return Err(raise!(ValueError, "PyUnicode_FromFormatV() expects an ASCII-encoded format string, got a non-ASCII byte: 0x{bad:02x}"));
        }
        out.push_latin1(text);
        let Some(directive) = tail.strip_prefix(b"%") else { return Ok(()) };
        // SAFETY: the caller's word.
        rest = unsafe { one(out, directive, &mut va) }?;
    }
}

/// What stands between `%` and the conversion.
#[derive(Default)]
struct Spec {
    left: bool,
    zero: bool,
    alternate: bool,
    width: Option<usize>,
    /// A negative one from an argument counts as none for numbers and as 0 for C's text.
    precision: Option<usize>,
    negative_precision: bool,
    length: Length,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Length {
    #[default]
    Int,
    Long,
    LongLong,
    Size,
    Max,
    Ptrdiff,
}

fn number(text: &[u8], what: &str) -> Result<(usize, usize)> {
    let digits = text.iter().take_while(|b| b.is_ascii_digit()).count();
    let mut value = 0isize;
    for &b in &text[..digits] {
        value = match value.checked_mul(10).and_then(|v| v.checked_add(isize::from(b - b'0'))) {
            Some(value) => value,
            None => return Err(raise!(ValueError, "{what} too big")),
        };
    }
    Ok((value as usize, digits))
}

/// Does one directive, of which the `%` has been read; what follows it.
///
/// # Safety
/// `va` holds what the directive asks for.
unsafe fn one<'a>(out: &mut TextBuf, directive: &'a [u8], va: &mut VaList) -> Result<&'a [u8]> {
    let invalid = || raise!(SystemError, "invalid format string: %{}", String::from_utf8_lossy(directive));
    if let Some(rest) = directive.strip_prefix(b"%") {
        out.push(b'%'.into());
        return Ok(rest);
    }
    let mut spec = Spec::default();
    let mut at = 0;
    loop {
        match directive.get(at) {
            Some(b'-') => spec.left = true,
            Some(b'0') => spec.zero = true,
            Some(b'#') => spec.alternate = true,
            _ => break,
        }
        at += 1;
    }
    if directive.get(at) == Some(&b'*') {
        at += 1;
        // SAFETY: the caller's word.
        let width = unsafe { va.arg::<c_int>() };
        spec.left |= width < 0;
        spec.width = Some(width.unsigned_abs() as usize);
    } else {
        let (width, digits) = number(&directive[at..], "width")?;
        at += digits;
        spec.width = (digits > 0).then_some(width);
    }
    if directive.get(at) == Some(&b'.') {
        at += 1;
        if directive.get(at) == Some(&b'*') {
            at += 1;
            // SAFETY: the caller's word.
            let precision = unsafe { va.arg::<c_int>() };
            spec.precision = usize::try_from(precision).ok();
            spec.negative_precision = precision < 0;
        } else {
            let (precision, digits) = number(&directive[at..], "precision")?;
            at += digits;
            spec.precision = Some(precision);
        }
    }
    let (length, used) = match &directive[at..] {
        [b'l', b'l', ..] => (Length::LongLong, 2),
        [b'l', ..] => (Length::Long, 1),
        [b'z', ..] => (Length::Size, 1),
        [b'j', ..] => (Length::Max, 1),
        [b't', ..] => (Length::Ptrdiff, 1),
        _ => (Length::Int, 0),
    };
    spec.length = length;
    at += used;
    let Some(&conversion) = directive.get(at) else { return Err(invalid()) };
    let wide = length == Length::Long;
    let plain = length == Length::Int;
    let bare = plain && spec.width.is_none() && spec.precision.is_none() && !spec.negative_precision;
    // SAFETY: the caller's word, for every argument read below.
    unsafe {
        match conversion {
            b'c' if bare => match va.arg::<c_int>() {
                c @ 0..=0x10FFFF => out.push(c as u32),
                _ => return Err(raise!(OverflowError, "character argument not in range(0x110000)")),
            },
            b'd' | b'i' => {
                let value = match length {
                    Length::Int => i64::from(va.arg::<c_int>()),
                    _ => va.arg::<i64>(),
                };
                spec.integer(out, value < 0, digits(&mut [0; 64], value.unsigned_abs(), 10, false))?;
            }
            b'u' | b'x' | b'X' | b'o' => {
                let value = match length {
                    Length::Int => u64::from(va.arg::<u32>()),
                    _ => va.arg::<u64>(),
                };
                let base = match conversion {
                    b'u' => 10,
                    b'o' => 8,
                    _ => 16,
                };
                spec.integer(out, false, digits(&mut [0; 64], value, base, conversion == b'X'))?;
            }
            b'p' if bare => {
                let pointer = va.arg::<*const u8>();
                out.push_str(&if pointer.is_null() { "0x(nil)".to_owned() } else { format!("{pointer:p}") });
            }
            b's' if plain => spec.c_text(out, va.arg())?,
            b's' if wide => spec.wide_text(out, va.arg())?,
            b'U' if plain => {
                let string = va.arg::<*const PyObject>().as_ref().ok_or_else(unicode::bad_internal_call)?;
                spec.string(out, unicode::expect_argument(string)?)?;
            }
            b'V' if plain || wide => {
                let object = va.arg::<*const PyObject>().as_ref();
                let text = va.arg::<*const c_char>();
                match object {
                    Some(object) => spec.string(out, unicode::expect_argument(object)?)?,
                    None if wide => spec.wide_text(out, text.cast())?,
                    None => spec.c_text(out, text)?,
                }
            }
            b'S' | b'R' | b'A' if plain => {
                let object = va.arg::<*const PyObject>().as_ref().ok_or_else(unicode::bad_internal_call)?;
                let text = match conversion {
                    b'S' => object.str()?,
                    b'R' => object.repr()?,
                    _ => unicode::ascii(object)?,
                };
                spec.string(out, &text)?;
            }
            b'T' | b'N' if plain => {
                let object = va.arg::<*const PyObject>().as_ref().ok_or_else(unicode::bad_internal_call)?;
                let ty = match conversion {
                    b'T' => object.ty(),
                    _ => match object.downcast::<PyTypeObject>() {
                        Some(ty) => ty,
                        None => return Err(raise!(TypeError, "%N argument must be a type")),
                    },
                };
                spec.string(out, &*type_name(ty, if spec.alternate { ':' } else { '.' })?)?;
            }
            _ => return Err(invalid()),
        }
    }
    Ok(&directive[at + 1..])
}

/// A number's digits.
fn digits(buffer: &mut [u8; 64], mut value: u64, base: u64, upper: bool) -> &[u8] {
    let letters: &[u8; 16] = if upper { b"0123456789ABCDEF" } else { b"0123456789abcdef" };
    let mut at = buffer.len();
    loop {
        at -= 1;
        buffer[at] = letters[(value % base) as usize];
        value /= base;
        if value == 0 {
            return &buffer[at..];
        }
    }
}

/// The name of a type with its module, but for the built-in ones.
fn type_name(ty: &PyTypeObject, separator: char) -> Result<Owned<PyUnicodeObject>> {
    if !ty.has_flag(flags::HEAPTYPE) {
        return unicode::from_str(ty.name());
    }
    let name = types::query::qualname(ty)?;
    match types::query::module_name(ty)?.downcast::<PyUnicodeObject>() {
        Ok(module) if !module.is_text("builtins") && !module.is_text("__main__") => {
            let mut text = TextBuf::new();
            text.push_chars(module.chars());
            text.push(separator as u32);
            text.push_chars(name.chars());
            unicode::from_buf(&text)
        }
        _ => Ok(name),
    }
}

impl Spec {
    /// Appends a text, padded with spaces.
    fn padded(&self, out: &mut TextBuf, text: Chars<'_>) -> Result<()> {
        let padding = self.width.unwrap_or(0).saturating_sub(text.len());
        if !out.try_reserve(padding) {
            return Err(Raised::no_memory());
        }
        if !self.left {
            out.push_n(b' '.into(), padding);
        }
        out.push_chars(text);
        if self.left {
            out.push_n(b' '.into(), padding);
        }
        Ok(())
    }

    /// Appends a string, cut to the precision.
    fn string(&self, out: &mut TextBuf, string: &PyUnicodeObject) -> Result<()> {
        self.padded(out, string.chars().slice(0, self.precision.unwrap_or(usize::MAX)))
    }

    /// Appends UTF-8, of which the precision counts the bytes; what is not well-formed is replaced.
    ///
    /// # Safety
    /// `text` ends with a NUL, or is as long as the precision.
    unsafe fn c_text(&self, out: &mut TextBuf, text: *const c_char) -> Result<()> {
        if text.is_null() {
            return Err(unicode::bad_internal_call());
        }
        let limit = if self.negative_precision { Some(0) } else { self.precision };
        let len = match limit {
            // SAFETY: the caller's word.
            Some(limit) => unsafe { libc::strnlen(text, limit) },
            // SAFETY: the caller's word.
            None => unsafe { libc::strlen(text) },
        };
        // SAFETY: as long as was just measured.
        let bytes = unsafe { std::slice::from_raw_parts(text.cast::<u8>(), len) };
        if bytes.is_ascii() {
            return self.padded(out, Chars::One(bytes));
        }
        // A character that the precision cuts in two is left out.
        let mut consumed = 0;
        let cut = limit == Some(len);
        let string = codecs::utf8::decode(bytes, Some(c"replace"), cut.then_some(&mut consumed))?;
        self.padded(out, string.chars())
    }

    /// Appends wide characters, of which the precision counts.
    ///
    /// # Safety
    /// `text` ends with a NUL, or is as long as the precision.
    unsafe fn wide_text(&self, out: &mut TextBuf, text: *const libc::wchar_t) -> Result<()> {
        if text.is_null() {
            return Err(unicode::bad_internal_call());
        }
        let limit = if self.negative_precision { 0 } else { self.precision.unwrap_or(usize::MAX) };
        let mut len = 0;
        // SAFETY: the caller's word.
        while len < limit && unsafe { *text.add(len) } != 0 {
            len += 1;
        }
        // SAFETY: as long as was just measured.
        let units = unsafe { api::wide_slice(text, len as isize) };
        let string = unicode::from_ucs4(&units)?;
        self.padded(out, string.chars())
    }

    /// Appends a number: at least as many digits as the precision, then zeros or spaces up to the width.
    fn integer(&self, out: &mut TextBuf, negative: bool, digits: &[u8]) -> Result<()> {
        let mut zeros = self.precision.unwrap_or(0).saturating_sub(digits.len());
        let width = self.width.unwrap_or(0);
        let len = usize::from(negative) + digits.len();
        let mut padding = width.saturating_sub(len.saturating_add(zeros));
        if self.zero && !self.left {
            zeros += std::mem::take(&mut padding);
        }
        if zeros.checked_add(padding).is_none_or(|n| n > isize::MAX as usize / 2 || !out.try_reserve(n + len)) {
            return Err(Raised::no_memory());
        }
        if !self.left {
            out.push_n(b' '.into(), padding);
        }
        if negative {
            out.push(b'-'.into());
        }
        out.push_n(b'0'.into(), zeros);
        out.push_latin1(digits);
        if self.left {
            out.push_n(b' '.into(), padding);
        }
        Ok(())
    }
}
