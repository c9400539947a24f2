//! `PyBytes_FromFormat`: a small language of its own, older than that of `PyUnicode_FromFormat`.
//!
//! Width and flags are read and mean nothing; a precision cuts `%s`. What is no conversion ends the reading: the rest of the format,
//! from its per cent sign on, is copied as it stands.

use super::from_slice;
use crate::boundary::va_list::VaList;
use crate::object::Owned;
use crate::raise;
use crate::runtime::buf::Buf;
use crate::runtime::errors::Result;
use exuvia_macros::capi;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::io::Write;

crate::worker! {
    PyBytes_FromFormatV as exuvia_bytes_from_format(format: &CStr, va: *mut VaList) -> Result<Owned>;
}

/// New bytes by the format, of the values in `va`.
#[capi]
pub fn PyBytes_FromFormatV(format: &CStr, va: *mut VaList) -> Result<Owned> {
    let mut out = Buf::with_capacity(format.count_bytes());
    // SAFETY: C's word: `va` holds what the format says.
    unsafe { write(&mut out, format.to_bytes(), &mut VaList::copy(va))? };
    Ok(from_slice(&out)?.upcast())
}

/// What stands between `%` and the conversion, as far as it matters.
#[derive(Default)]
struct Spec {
    /// 0 means that none is given.
    precision: usize,
    long: bool,
    size: bool,
}

/// # Safety
/// `va` holds what the format says.
unsafe fn write(out: &mut Buf<u8>, mut format: &[u8], va: &mut VaList) -> Result<()> {
    while let Some(length) = memchr::memchr(b'%', format) {
        let (text, directive) = format.split_at(length);
        out.extend_from_slice(text);
        let (spec, rest) = read(&directive[1..]);
        // SAFETY: the caller's word.
        match unsafe { convert(out, &spec, rest.first().copied(), va)? } {
            true => format = &rest[1..],
            false => {
                out.extend_from_slice(directive);
                return Ok(());
            }
        }
    }
    out.extend_from_slice(format);
    Ok(())
}

/// Reads up to the conversion, which stands at the start of what is left.
fn read(mut text: &[u8]) -> (Spec, &[u8]) {
    let mut spec = Spec::default();
    let digits = |text: &[u8]| text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    text = &text[digits(text)..];
    if let [b'.', rest @ ..] = text {
        let length = digits(rest);
        spec.precision = rest[..length].iter().fold(0usize, |value, digit| value.saturating_mul(10).saturating_add(usize::from(digit - b'0')));
        text = &rest[length..];
    }
    // Flags and other letters before the conversion are passed over.
    let passed = text.iter().take_while(|byte| **byte != b'%' && !byte.is_ascii_alphabetic()).count();
    text = &text[passed..];
    match text {
        [b'l', b'd' | b'u', ..] => (spec.long, text) = (true, &text[1..]),
        [b'z', b'd' | b'u', ..] => (spec.size, text) = (true, &text[1..]),
        _ => {}
    }
    (spec, text)
}

/// Writes one value; false for what is no conversion.
///
/// # Safety
/// `va` holds what the conversion says.
unsafe fn convert(out: &mut Buf<u8>, spec: &Spec, conversion: Option<u8>, va: &mut VaList) -> Result<bool> {
    // Writing to memory does not fail.
    let mut number = |text: std::fmt::Arguments<'_>| drop(out.write_fmt(text));
    // SAFETY: the caller's word.
    unsafe {
        match conversion {
            Some(b'c') => {
                let value = va.arg::<c_int>();
                let Ok(byte) = u8::try_from(value) else {
                    return Err(raise!(OverflowError, "PyBytes_FromFormatV(): %c format expects an integer in range [0; 255]"));
                };
                out.push(byte);
            }
            Some(b'd') if spec.long || spec.size => number(format_args!("{}", va.arg::<i64>())),
            Some(b'd' | b'i') => number(format_args!("{}", va.arg::<c_int>())),
            Some(b'u') if spec.long || spec.size => number(format_args!("{}", va.arg::<u64>())),
            Some(b'u') => number(format_args!("{}", va.arg::<u32>())),
            Some(b'x') => number(format_args!("{:x}", va.arg::<u32>())),
            Some(b's') => {
                let text = va.arg::<*const c_char>();
                let length = match spec.precision {
                    0 => libc::strlen(text),
                    most => libc::strnlen(text, most),
                };
                out.extend_from_slice(std::slice::from_raw_parts(text.cast(), length));
            }
            Some(b'p') => {
                let pointer = va.arg::<*const c_void>();
                match pointer.is_null() {
                    // What C's own `%p` writes, behind the prefix that it does not write itself.
                    true => out.extend_from_slice(b"0x(nil)"),
                    false => number(format_args!("{pointer:p}")),
                }
            }
            Some(b'%') => out.push(b'%'),
            _ => return Ok(false),
        }
    }
    Ok(true)
}
