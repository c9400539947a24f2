//! `bytes % values`.
//!
//! A specification is `%`, perhaps a key in parentheses, flags, a width, a precision, a length that means nothing, and a letter.

use super::by_method;
use crate::layout::*;
use crate::object::Owned;
use crate::protocol::buffer::{self, View};
use crate::protocol::{index, mapping, number};
use crate::raise;
use crate::runtime::buf::{Buf, ToBuf};
use crate::runtime::errors::{Raised, Result};
use crate::types::float::text::{LARGEST_PRECISION, Style, write};
use crate::types::{bytearray, exceptions, float, long};
use std::ffi::c_int;

/// What the result is.
#[derive(Clone, Copy)]
pub enum Into {
    Bytes,
    ByteArray,
}

/// The values that the format asks for, one by one or by key.
struct Values<'a> {
    object: &'a PyObject,
    /// The tuple's items, or the one object.
    tuple: Option<&'a PyTupleObject>,
    taken: usize,
    /// Whether values are looked up by key.
    mapping: bool,
    /// The value that a key has found, for the letter behind it.
    found: Option<Owned>,
}

impl<'a> Values<'a> {
    fn new(object: &'a PyObject) -> Self {
        let tuple = object.downcast::<PyTupleObject>();
        // SAFETY: a suite lives as long as its type.
        let subscriptable = unsafe { object.ty().tp_as_mapping.get().as_ref() }.is_some_and(|suite| suite.mp_subscript.get().is_some());
        let text = object.downcast::<PyBytesObject>().is_some()
            || object.downcast::<PyByteArrayObject>().is_some()
            || object.downcast::<PyUnicodeObject>().is_some();
        Values { object, tuple, taken: 0, mapping: subscriptable && tuple.is_none() && !text, found: None }
    }

    fn next(&mut self) -> Result<Owned> {
        if let Some(found) = self.found.take() {
            return Ok(found);
        }
        let value = match self.tuple {
            Some(tuple) => tuple.as_slice().get(self.taken).copied(),
            None => Some(self.object).filter(|_| self.taken == 0),
        };
        self.taken += 1;
        value.map(PyObject::new_ref).ok_or_else(|| raise!(TypeError, "not enough arguments for format string"))
    }

    fn look_up(&mut self, key: &[u8]) -> Result<()> {
        if !self.mapping {
            return Err(raise!(TypeError, "format requires a mapping"));
        }
        let key = super::from_slice(key)?;
        self.found = Some(mapping::get_item(self.object, &key)?);
        Ok(())
    }

    fn all_taken(&self) -> bool {
        match self.tuple {
            Some(tuple) => self.taken >= tuple.len(),
            None => self.taken > 0 || self.mapping,
        }
    }
}

/// What stands between the per cent sign and the letter.
#[derive(Default)]
struct Spec {
    left: bool,
    sign: bool,
    blank: bool,
    alternate: bool,
    zero: bool,
    width: usize,
    precision: Option<usize>,
    letter: u8,
}

/// The format's text and how much of it is read.
struct Reader<'a> {
    text: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<u8> {
        let byte = *self.text.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    /// The key in parentheses, which may hold others.
    fn key(&mut self) -> Result<std::ops::Range<usize>> {
        let (start, mut depth) = (self.at, 1);
        while depth > 0 {
            match self.next() {
                Some(b'(') => depth += 1,
                Some(b')') => depth -= 1,
                Some(_) => {}
                None => return Err(raise!(ValueError, "incomplete format key")),
            }
        }
        Ok(start..self.at - 1)
    }

    /// The digits of a number that begins with `first`, and what follows them.
    fn number(&mut self, first: u8, largest: usize, too_big: &str) -> Result<(usize, Option<u8>)> {
        let mut value = usize::from(first - b'0');
        loop {
            match self.next() {
                Some(digit) if digit.is_ascii_digit() => {
                    let next = value.checked_mul(10).and_then(|n| n.checked_add(usize::from(digit - b'0')));
                    value = next.filter(|&n| n <= largest).ok_or_else(|| raise!(ValueError, "{too_big} too big"))?;
                }
                other => return Ok((value, other)),
            }
        }
    }
}

fn starred(values: &mut Values<'_>) -> Result<Owned> {
    let value = values.next()?;
    if value.as_object().downcast::<PyLongObject>().is_none() {
        return Err(raise!(TypeError, "* wants int"));
    }
    Ok(value)
}

fn read(reader: &mut Reader<'_>, values: &mut Values<'_>) -> Result<Spec> {
    let mut spec = Spec::default();
    let mut next = reader.next();
    if next == Some(b'(') {
        let key = reader.key()?;
        values.look_up(&reader.text[key])?;
        next = reader.next();
    }
    while let Some(flag) = next {
        match flag {
            b'-' => spec.left = true,
            b'+' => spec.sign = true,
            b' ' => spec.blank = true,
            b'#' => spec.alternate = true,
            b'0' => spec.zero = true,
            _ => break,
        }
        next = reader.next();
    }
    match next {
        Some(b'*') => {
            let width = long::as_ssize(&*starred(values)?)?;
            spec.left |= width < 0;
            spec.width = width.unsigned_abs();
            next = reader.next();
        }
        Some(digit) if digit.is_ascii_digit() => (spec.width, next) = reader.number(digit, isize::MAX as usize, "width")?,
        _ => {}
    }
    if next == Some(b'.') {
        spec.precision = Some(0);
        next = reader.next();
        match next {
            Some(b'*') => {
                let precision = long::as_int(&*starred(values)?)?;
                spec.precision = Some(usize::try_from(precision).unwrap_or(0));
                next = reader.next();
            }
            Some(digit) if digit.is_ascii_digit() => {
                let (precision, after) = reader.number(digit, c_int::MAX as usize, "prec")?;
                (spec.precision, next) = (Some(precision), after);
            }
            _ => {}
        }
    }
    if matches!(next, Some(b'h' | b'l' | b'L')) {
        next = reader.next();
    }
    spec.letter = next.ok_or_else(|| raise!(ValueError, "incomplete format"))?;
    Ok(spec)
}

/// `format % values`, new.
pub fn format(text: &[u8], values: &PyObject, into: Into) -> Result<Owned> {
    let mut values = Values::new(values);
    let mut out: Buf<u8> = Buf::with_capacity(text.len() + 100);
    let mut reader = Reader { text, at: 0 };
    while let Some(length) = memchr::memchr(b'%', &text[reader.at..]) {
        out.extend_from_slice(&text[reader.at..reader.at + length]);
        reader.at += length + 1;
        let spec = read(&mut reader, &mut values)?;
        if spec.letter == b'%' {
            out.push(b'%');
            continue;
        }
        let value = values.next()?;
        convert(&spec, &value, reader.at - 1, &mut out)?;
    }
    out.extend_from_slice(&text[reader.at..]);
    if !values.all_taken() {
        return Err(raise!(TypeError, "not all arguments converted during bytes formatting"));
    }
    match into {
        Into::Bytes => Ok(super::from_slice(&out)?.upcast()),
        Into::ByteArray => Ok(bytearray::from_slice(&out)?.upcast()),
    }
}

fn convert(spec: &Spec, value: &PyObject, at: usize, out: &mut Buf<u8>) -> Result<()> {
    match spec.letter {
        b'r' | b'a' => {
            let text = crate::protocol::object::PyObject_ASCII(Some(value))?;
            let text = text.as_object().downcast::<PyUnicodeObject>().map_or_else(String::new, PyUnicodeObject::to_lossy);
            pad_text(spec, text.as_bytes(), out)
        }
        b's' | b'b' => {
            if let Some(bytes) = value.downcast_exact::<PyBytesObject>() {
                return pad_text(spec, bytes.as_slice(), out);
            }
            let held = bytes_of(value)?;
            pad_text(spec, View::simple(&held)?.as_slice(), out)
        }
        b'c' => pad(spec, b"", &[character(value)?], false, out),
        b'd' | b'i' | b'u' | b'o' | b'x' | b'X' => integer(spec, value, out),
        b'e' | b'E' | b'f' | b'F' | b'g' | b'G' => real(spec, value, out),
        letter => {
            let shown = if (32..127).contains(&letter) { char::from(letter) } else { '?' };
            Err(raise!(ValueError, "unsupported format character '{shown}' (0x{letter:x}) at index {at}"))
        }
    }
}

/// The bytes that `%b` stands for: of a buffer, or what `__bytes__` gives.
fn bytes_of(value: &PyObject) -> Result<Owned> {
    if value.downcast::<PyByteArrayObject>().is_some() {
        return Ok(value.new_ref());
    }
    if let Some(made) = by_method(value)? {
        return Ok(made);
    }
    if buffer::getter(value.ty()).is_some() {
        return crate::types::bytes_methods::table::copy_of_buffer(value);
    }
    Err(raise!(TypeError, "%b requires a bytes-like object, or an object that implements __bytes__, not '{}'", value.ty().name()))
}

/// The byte that `%c` stands for.
fn character(value: &PyObject) -> Result<u8> {
    let bytes = match (value.downcast::<PyBytesObject>(), value.downcast::<PyByteArrayObject>()) {
        (Some(bytes), _) => Some((bytes.as_slice(), "bytes")),
        (_, Some(array)) => Some((array.as_slice(), "bytearray")),
        _ => None,
    };
    match bytes {
        Some(([byte], _)) => Ok(*byte),
        Some((bytes, kind)) => {
            Err(raise!(TypeError, "%c requires an integer in range(256) or a single byte, not a {kind} object of length {}", bytes.len()))
        }
        None if index::is_index(value) => u8::try_from(index::clamped(value)?).map_err(|_| raise!(OverflowError, "%c arg not in range(256)")),
        None => Err(raise!(TypeError, "%c requires an integer in range(256) or a single byte, not {}", value.ty().name())),
    }
}

/// Text, cut to the precision.
fn pad_text(spec: &Spec, text: &[u8], out: &mut Buf<u8>) -> Result<()> {
    let length = spec.precision.map_or(text.len(), |precision| precision.min(text.len()));
    pad(spec, b"", &text[..length], false, out)
}

/// Appends a sign or prefix and what follows it, filled to the width.
fn pad(spec: &Spec, prefix: &[u8], text: &[u8], number: bool, out: &mut Buf<u8>) -> Result<()> {
    let fill = spec.width.saturating_sub(prefix.len() + text.len());
    out.try_reserve(prefix.len() + text.len() + fill).map_err(|_| Raised::no_memory())?;
    let zeros = number && spec.zero && !spec.left;
    if !zeros && !spec.left {
        out.extend(std::iter::repeat_n(b' ', fill));
    }
    out.extend_from_slice(prefix);
    if zeros {
        out.extend(std::iter::repeat_n(b'0', fill));
    }
    out.extend_from_slice(text);
    if spec.left {
        out.extend(std::iter::repeat_n(b' ', fill));
    }
    Ok(())
}

/// The sign that a number is written with.
fn sign(spec: &Spec, negative: bool) -> &'static [u8] {
    match (negative, spec.sign, spec.blank) {
        (true, ..) => b"-",
        (_, true, _) => b"+",
        (_, _, true) => b" ",
        _ => b"",
    }
}

fn integer(spec: &Spec, value: &PyObject, out: &mut Buf<u8>) -> Result<()> {
    let decimal = matches!(spec.letter, b'd' | b'i' | b'u');
    let int = whole(spec.letter, decimal, value)?;
    let base = match spec.letter {
        b'o' => 8,
        b'x' | b'X' => 16,
        _ => 10,
    };
    let text = number::PyNumber_ToBase(&int, base)?;
    let text = text.as_object().downcast::<PyUnicodeObject>().map_or_else(String::new, PyUnicodeObject::to_lossy);
    let (negative, text) = text.strip_prefix('-').map_or((false, text.as_str()), |rest| (true, rest));
    // Octal and hexadecimal digits stand behind a prefix of two letters, which is only asked for by the flag.
    let (prefix, digits) = if decimal { ("", text) } else { text.split_at(2) };
    let mut prefix_text = sign(spec, negative).to_buf();
    if spec.alternate {
        prefix_text.extend_from_slice(prefix.as_bytes());
    }
    let precision = spec.precision.unwrap_or(0);
    if precision > isize::MAX as usize - 4096 {
        return Err(raise!(OverflowError, "precision too large"));
    }
    let mut number = Buf::new();
    let zeros = precision.saturating_sub(digits.len());
    number.try_reserve(zeros + digits.len()).map_err(|_| Raised::no_memory())?;
    number.extend(std::iter::repeat_n(b'0', zeros));
    number.extend_from_slice(digits.as_bytes());
    if spec.letter == b'X' {
        number.make_ascii_uppercase();
        prefix_text.make_ascii_uppercase();
    }
    pad(spec, &prefix_text, &number, true, out)
}

/// The int that is written: of any number for decimal letters, of what has `__index__` for the others.
fn whole(letter: u8, decimal: bool, value: &PyObject) -> Result<Owned> {
    if value.downcast::<PyLongObject>().is_some() {
        return Ok(value.new_ref());
    }
    let letter = char::from(letter);
    let wanted = |what: &str| raise!(TypeError, "%{letter} format: {what} is required, not {}", value.ty().name());
    if !number::PyNumber_Check(Some(value)).is_positive() {
        return Err(wanted(if decimal { "a real number" } else { "an integer" }));
    }
    let converted = if decimal { number::PyNumber_Long(value) } else { number::index(value) };
    converted.map_err(|raised| {
        if !raised.matches(&exceptions::TypeError) {
            return raised;
        }
        raised.clear();
        wanted(if decimal { "a real number" } else { "an integer" })
    })
}

fn real(spec: &Spec, value: &PyObject, out: &mut Buf<u8>) -> Result<()> {
    let value = float::as_f64(value).map_err(|raised| {
        if !raised.matches(&exceptions::TypeError) {
            return raised;
        }
        raised.clear();
        raise!(TypeError, "float argument required, not {}", value.ty().name())
    })?;
    let precision = spec.precision.unwrap_or(6);
    if precision > LARGEST_PRECISION {
        return Err(raise!(ValueError, "precision too big"));
    }
    let style = Style { alternate: spec.alternate, ..Style::new(spec.letter, precision) };
    let mut text = Buf::new();
    write(&mut text, value, style);
    let negative = text.first() == Some(&b'-');
    let digits = &text[usize::from(negative)..];
    pad(spec, sign(spec, negative), digits, true, out)
}
