//! `%` formatting.
//!
//! A directive is `%`, a key in parentheses, flags, a width, a precision, a length that means nothing, and a conversion. What a conversion
//! gives is a sign, a prefix and a body, which the flags then arrange.

use super::chars::{Chars, TextBuf};
use super::{ascii, expect_str, from_buf, from_chars};
use crate::layout::*;
use crate::object::Owned;
use crate::protocol::{index, mapping, number};
use crate::raise;
use crate::runtime::buf::{Buf, ToBuf};
use crate::runtime::errors::{Raised, Result};
use crate::types::float::text::{self as float_text, Style};
use crate::types::{exceptions, float, long};
use exuvia_macros::capi;

/// The arguments: one after the other from a tuple, or one, or by name.
struct Values<'a> {
    all: &'a PyObject,
    tuple: Option<&'a PyTupleObject>,
    by_name: bool,
    next: usize,
    /// What the last key gave, until it is used.
    keyed: Option<Owned>,
    /// A key was given: there are no more arguments without one.
    key_seen: bool,
}

impl<'a> Values<'a> {
    fn new(all: &'a PyObject) -> Self {
        let tuple = all.downcast::<PyTupleObject>();
        // SAFETY: a suite lives as long as its type.
        let subscript = unsafe { all.ty().tp_as_mapping.get().as_ref() }.is_some_and(|m| m.mp_subscript.get().is_some());
        let by_name = subscript && tuple.is_none() && all.downcast::<PyUnicodeObject>().is_none();
        Values { all, tuple, by_name, next: 0, keyed: None, key_seen: false }
    }
    fn take(&mut self) -> Result<Owned> {
        if let Some(keyed) = self.keyed.take() {
            return Ok(keyed);
        }
        let found = match self.tuple {
            _ if self.key_seen => None,
            Some(tuple) => tuple.as_slice().get(self.next).copied(),
            None => (self.next == 0).then_some(self.all),
        };
        self.next += 1;
        found.map(|o| o.new_ref()).ok_or_else(|| raise!(TypeError, "not enough arguments for format string"))
    }
    fn look_up(&mut self, key: Chars<'_>) -> Result<()> {
        if !self.by_name {
            return Err(raise!(TypeError, "format requires a mapping"));
        }
        self.keyed = Some(mapping::get_item(self.all, &*from_chars(key)?)?);
        self.key_seen = true;
        Ok(())
    }
    fn check_used_up(&self) -> Result<()> {
        let left = match self.tuple {
            Some(tuple) => self.next < tuple.len(),
            None => self.next == 0 && !self.by_name,
        };
        if left && !self.key_seen { Err(raise!(TypeError, "not all arguments converted during string formatting")) } else { Ok(()) }
    }
}

#[derive(Default)]
struct Flags {
    left: bool,
    sign: bool,
    blank: bool,
    alternate: bool,
    zero: bool,
    width: usize,
    precision: Option<usize>,
}

impl Flags {
    /// Nothing was asked for that changes a number's text.
    fn is_plain(&self) -> bool {
        !self.sign && !self.blank && self.width == 0 && self.precision.is_none()
    }
}

/// `format % args`.
pub fn format(format: &PyUnicodeObject, args: &PyObject) -> Result<Owned<PyUnicodeObject>> {
    let chars = format.chars();
    let mut values = Values::new(args);
    let mut out = TextBuf::with_capacity(chars.len() + 16);
    let mut at = 0;
    loop {
        let rest = chars.slice(at, chars.len());
        let plain = super::search::find_char(rest, b'%'.into(), true).unwrap_or(rest.len());
        out.push_chars(rest.slice(0, plain));
        at += plain;
        if at == chars.len() {
            break;
        }
        at = directive(chars, at + 1, &mut values, &mut out)?;
    }
    values.check_used_up()?;
    from_buf(&out)
}

fn incomplete() -> Raised {
    raise!(ValueError, "incomplete format")
}

/// A number at `at`, and what follows it.
fn digits(chars: Chars<'_>, mut at: usize, most: usize, what: &str) -> Result<(Option<usize>, usize)> {
    let mut value = None;
    while let Some(c @ 0x30..=0x39) = chars.get(at) {
        let digit = c as usize - 0x30;
        let so_far: usize = value.unwrap_or(0);
        if so_far > (most - digit) / 10 {
            return Err(raise!(ValueError, "{what} too big"));
        }
        value = Some(so_far * 10 + digit);
        at += 1;
    }
    Ok((value, at))
}

/// Does the directive whose `%` stands before `at`; where it ends.
fn directive(chars: Chars<'_>, mut at: usize, values: &mut Values<'_>, out: &mut TextBuf) -> Result<usize> {
    let byte = |at: usize| chars.get(at).map(|c| u8::try_from(c).unwrap_or(0xFF));
    if byte(at) == Some(b'%') {
        out.push(b'%'.into());
        return Ok(at + 1);
    }
    if byte(at) == Some(b'(') {
        let start = at + 1;
        let mut depth = 1;
        at = start;
        loop {
            match byte(at) {
                Some(b')') => depth -= 1,
                Some(b'(') => depth += 1,
                Some(_) => {}
                None if values.by_name => return Err(raise!(ValueError, "incomplete format key")),
                None => return Err(raise!(TypeError, "format requires a mapping")),
            }
            at += 1;
            if depth == 0 {
                break;
            }
        }
        values.look_up(chars.slice(start, at - 1))?;
    }
    let mut flags = Flags::default();
    loop {
        match byte(at) {
            Some(b'-') => flags.left = true,
            Some(b'+') => flags.sign = true,
            Some(b' ') => flags.blank = true,
            Some(b'#') => flags.alternate = true,
            Some(b'0') => flags.zero = true,
            _ => break,
        }
        at += 1;
    }
    if byte(at) == Some(b'*') {
        let width = index_value(&*values.take()?, "ssize_t", isize::MAX)?;
        flags.left |= width < 0;
        flags.width = width.unsigned_abs();
        at += 1;
    } else {
        let (width, end) = digits(chars, at, isize::MAX as usize, "width")?;
        flags.width = width.unwrap_or(0);
        at = end;
    }
    if byte(at) == Some(b'.') {
        at += 1;
        if byte(at) == Some(b'*') {
            flags.precision = Some(index_value(&*values.take()?, "int", i32::MAX as isize)?.max(0) as usize);
            at += 1;
        } else {
            let (precision, end) = digits(chars, at, i32::MAX as usize, "precision")?;
            flags.precision = Some(precision.unwrap_or(0));
            at = end;
        }
    }
    if matches!(byte(at), Some(b'h' | b'l' | b'L')) {
        at += 1;
    }
    let Some(conversion) = chars.get(at) else { return Err(incomplete()) };
    let value = values.take()?;
    convert(conversion, at, &value, &flags, out)?;
    Ok(at + 1)
}

/// An int argument for `*`.
fn index_value(object: &PyObject, c_type: &str, most: isize) -> Result<isize> {
    let Some(number) = object.downcast::<PyLongObject>() else { return Err(raise!(TypeError, "* wants int")) };
    match index::fitting(number).filter(|n| (-most - 1..=most).contains(n)) {
        Some(n) => Ok(n),
        None => Err(raise!(OverflowError, "Python int too large to convert to C {c_type}")),
    }
}

/// Appends a value in a conversion, whose letter stands at `at`.
fn convert(conversion: u32, at: usize, value: &PyObject, flags: &Flags, out: &mut TextBuf) -> Result<()> {
    match u8::try_from(conversion).unwrap_or(0) {
        letter @ (b's' | b'r' | b'a') => {
            let text = match letter {
                b's' => value.str()?,
                b'r' => value.repr()?,
                _ => ascii(value)?,
            };
            let text = text.chars();
            put_text(out, text.slice(0, flags.precision.unwrap_or(usize::MAX)), flags)
        }
        b'c' => put_text(out, Chars::Four(&[character(value)?]), flags),
        b'd' | b'i' | b'u' if flags.is_plain() && value.downcast_exact::<PyLongObject>().is_some() => {
            if let Some(number) = value.downcast_exact::<PyLongObject>() {
                out.push_latin1(&long::methods::decimal(number)?);
            }
            Ok(())
        }
        letter @ (b'd' | b'i' | b'u' | b'o' | b'x' | b'X') => {
            let text = int_text(letter, value)?;
            put_int(out, letter, &text, flags)
        }
        letter @ (b'e' | b'E' | b'f' | b'F' | b'g' | b'G') => {
            let mut text = Buf::new();
            if flags.precision.is_some_and(|p| p > float_text::LARGEST_PRECISION) {
                return Err(raise!(ValueError, "precision too big"));
            }
            let style = Style { alternate: flags.alternate, ..Style::new(letter, flags.precision.unwrap_or(6)) };
            float_text::write(&mut text, float::as_f64(value)?, style);
            put_number(out, &text, b"", 0, flags)
        }
        _ => {
            let shown = if (31..127).contains(&conversion) { char::from(conversion as u8) } else { '?' };
            Err(raise!(ValueError, "unsupported format character '{shown}' (0x{conversion:x}) at index {at}"))
        }
    }
}

fn put_text(out: &mut TextBuf, text: Chars<'_>, flags: &Flags) -> Result<()> {
    let padding = flags.width.saturating_sub(text.len());
    if padding > 0 && !out.try_reserve(padding + text.len()) {
        return Err(Raised::no_memory());
    }
    if !flags.left {
        out.push_n(b' '.into(), padding);
    }
    out.push_chars(text);
    if flags.left {
        out.push_n(b' '.into(), padding);
    }
    Ok(())
}

/// The character that `%c` asks for.
fn character(value: &PyObject) -> Result<u32> {
    if let Some(text) = value.downcast::<PyUnicodeObject>() {
        return match text.len() {
            1 => Ok(text.chars().at(0)),
            n => Err(raise!(TypeError, "%c requires an int or a unicode character, not a string of length {n}")),
        };
    }
    if !index::is_index(value) {
        return Err(raise!(TypeError, "%c requires an int or a unicode character, not {}", value.ty().name()));
    }
    let number = number::index_any(value)?;
    let code = number.as_object().downcast::<PyLongObject>().and_then(PyLongObject::to_i64);
    match code {
        Some(c @ 0..=0x10FFFF) => Ok(c as u32),
        _ => Err(raise!(OverflowError, "%c arg not in range(0x110000)")),
    }
}

/// A value as an int's text: a sign, a prefix where the base has one, digits.
fn int_text(letter: u8, value: &PyObject) -> Result<Buf<u8>> {
    let decimal = matches!(letter, b'd' | b'i' | b'u');
    let owned;
    let number = match value.downcast::<PyLongObject>() {
        Some(number) => number,
        None => {
            let wrong = || {
                let wanted = if decimal { "a real number" } else { "an integer" };
                raise!(TypeError, "%{} format: {wanted} is required, not {}", char::from(letter), value.ty().name())
            };
            if number::PyNumber_Check(Some(value)) == 0 {
                return Err(wrong());
            }
            let converted = if decimal { number::int(value) } else { number::index_any(value) };
            owned = match converted {
                Ok(number) => number,
                Err(raised) if raised.matches(&exceptions::TypeError) => {
                    raised.clear();
                    return Err(wrong());
                }
                Err(raised) => return Err(raised),
            };
            owned.as_object().downcast::<PyLongObject>().ok_or_else(wrong)?
        }
    };
    match letter {
        b'o' | b'x' | b'X' => {
            let text = long::methods::to_base(number, if letter == b'o' { 8 } else { 16 })?;
            let mut text = expect_str(&text)?.utf8()?.to_buf();
            if letter == b'X' {
                text.make_ascii_uppercase();
            }
            Ok(text)
        }
        _ => Ok(long::methods::decimal(number)?.to_buf()),
    }
}

/// Appends an int, whose text has a prefix for the bases that have one.
fn put_int(out: &mut TextBuf, letter: u8, text: &[u8], flags: &Flags) -> Result<()> {
    let sign = usize::from(text.first() == Some(&b'-'));
    let (prefix, digits) = if matches!(letter, b'o' | b'x' | b'X') { text[sign..].split_at(2) } else { (&b""[..], &text[sign..]) };
    let prefix = if flags.alternate { prefix } else { b"" };
    let zeros = flags.precision.unwrap_or(0).saturating_sub(digits.len());
    let mut signed = text[..sign].to_buf();
    signed.extend_from_slice(digits);
    put_number(out, &signed, prefix, zeros, flags)
}

/// Appends a number: its sign, the prefix, zeros, its digits, in a field.
fn put_number(out: &mut TextBuf, text: &[u8], prefix: &[u8], mut zeros: usize, flags: &Flags) -> Result<()> {
    let (sign, digits) = match text {
        [sign @ (b'-' | b'+'), rest @ ..] => (Some(*sign), rest),
        _ if flags.sign => (Some(b'+'), text),
        _ if flags.blank => (Some(b' '), text),
        _ => (None, text),
    };
    let len = usize::from(sign.is_some()) + prefix.len() + digits.len();
    let mut padding = flags.width.saturating_sub(len.saturating_add(zeros));
    if flags.zero && !flags.left {
        zeros += std::mem::take(&mut padding);
    }
    if !out.try_reserve(len.saturating_add(zeros).saturating_add(padding)) {
        return Err(Raised::no_memory());
    }
    if !flags.left {
        out.push_n(b' '.into(), padding);
    }
    out.push_latin1(sign.as_slice());
    out.push_latin1(prefix);
    out.push_n(b'0'.into(), zeros);
    out.push_latin1(digits);
    if flags.left {
        out.push_n(b' '.into(), padding);
    }
    Ok(())
}

/// `format % args`, new.
#[capi]
pub fn PyUnicode_Format(format: Option<&PyObject>, args: Option<&PyObject>) -> Result<Owned> {
    let (Some(string), Some(args)) = (format, args) else { return Err(super::bad_internal_call()) };
    self::format(expect_str(string)?, args).map(Owned::upcast)
}
