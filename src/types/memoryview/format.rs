//! Formats of items: the native single letters that a view reads and writes, and those of the `struct` module, which it compares by.

use crate::layout::*;
use crate::object::Owned;
use crate::protocol::{index, number};
use crate::raise;
use crate::runtime::errors::{Raised, Result};
use crate::types::{bool, bytes, exceptions, float, long};
use std::ffi::CStr;

/// How this machine orders the bytes of a number.
const LITTLE: bool = cfg!(target_endian = "little");

/// The letter of a native format of one item, with or without `@` before it.
pub fn native(format: &CStr) -> Option<u8> {
    match format.to_bytes() {
        [b'@', letter] | [letter] => Some(*letter),
        _ => None,
    }
}

/// The size of an item of a native format; `None` where a view cannot read it.
pub fn native_size(letter: u8) -> Option<usize> {
    Some(match letter {
        b'b' | b'B' | b'c' | b'?' => 1,
        b'h' | b'H' | b'e' => 2,
        b'i' | b'I' | b'f' => 4,
        b'l' | b'L' | b'q' | b'Q' | b'n' | b'N' | b'd' | b'P' => 8,
        _ => return None,
    })
}

/// A native format that casts go to or come from plain bytes by.
pub fn is_byte(format: &CStr) -> bool {
    matches!(native(format), Some(b'b' | b'B' | b'c'))
}

/// # Safety
/// `item` points to as many bytes.
unsafe fn read<const N: usize>(item: *const u8) -> [u8; N] {
    // SAFETY: the caller's word.
    unsafe { item.cast::<[u8; N]>().read_unaligned() }
}

/// The value of one item, new. `NotImplementedError` for a format that views do not read.
///
/// # Safety
/// `item` points to an item of that format.
#[inline]
pub unsafe fn unpack(letter: u8, item: *const u8) -> Result<Owned> {
    // SAFETY: the caller's word.
    unsafe {
        match letter {
            b'B' => long::from_i64((*item).into()),
            b'b' => long::from_i64((*item as i8).into()),
            b'h' => long::from_i64(i16::from_ne_bytes(read(item)).into()),
            b'H' => long::from_i64(u16::from_ne_bytes(read(item)).into()),
            b'i' => long::from_i64(i32::from_ne_bytes(read(item)).into()),
            b'I' => long::from_i64(u32::from_ne_bytes(read(item)).into()),
            b'l' | b'q' | b'n' => long::from_i64(i64::from_ne_bytes(read(item))),
            b'L' | b'Q' | b'N' | b'P' => long::from_u64(u64::from_ne_bytes(read(item))),
            b'?' => Ok(bool::from_bool(*item != 0)),
            b'c' => Ok(bytes::from_slice(&[*item])?.upcast()),
            b'd' => float::from_f64(f64::from_ne_bytes(read(item))),
            b'f' => float::from_f64(f32::from_ne_bytes(read(item)).into()),
            b'e' => float::from_f64(float::pack::unpack2(read(item), LITTLE)),
            _ => Err(raise!(NotImplementedError, "memoryview: format {} not supported", char::from(letter))),
        }
    }
}

#[cold]
fn bad_value(format: &CStr) -> Raised {
    raise!(ValueError, "memoryview: invalid value for format '{}'", format.to_string_lossy())
}
#[cold]
fn bad_type(format: &CStr) -> Raised {
    raise!(TypeError, "memoryview: invalid type for format '{}'", format.to_string_lossy())
}
/// What a failed conversion becomes in a view's words.
#[cold]
fn reword(raised: Raised, format: &CStr) -> Raised {
    if raised.matches(&exceptions::TypeError) {
        raised.clear();
        bad_type(format)
    } else if raised.matches(&exceptions::OverflowError) || raised.matches(&exceptions::ValueError) {
        raised.clear();
        bad_value(format)
    } else {
        raised
    }
}

/// The value as the bytes of an item, and how many they are.
pub fn pack(format: &CStr, letter: u8, value: &PyObject) -> Result<([u8; 8], usize)> {
    let mut item = [0u8; 8];
    let Some(size) = native_size(letter) else {
        return Err(raise!(NotImplementedError, "memoryview: format {} not supported", char::from(letter)));
    };
    match letter {
        b'b' | b'B' | b'h' | b'H' | b'i' | b'I' | b'l' | b'L' | b'q' | b'Q' | b'n' | b'N' | b'P' => {
            let bytes = integer(format, letter, size, value)?;
            item[..size].copy_from_slice(&bytes[..size]);
        }
        b'?' => item[0] = u8::from(value.is_true()?),
        b'c' => {
            let Some(bytes) = value.downcast::<PyBytesObject>() else { return Err(bad_type(format)) };
            let [byte] = bytes.as_slice() else { return Err(bad_value(format)) };
            item[0] = *byte;
        }
        _ => {
            let value = float::as_f64(value).map_err(|raised| reword(raised, format))?;
            match letter {
                b'd' => item = value.to_ne_bytes(),
                // As in C, what is too large becomes infinite.
                b'f' => item[..4].copy_from_slice(&(value as f32).to_ne_bytes()),
                _ => item[..2].copy_from_slice(&float::pack::pack2(value, LITTLE).map_err(|_| bad_value(format))?),
            }
        }
    }
    Ok((item, size))
}

fn integer(format: &CStr, letter: u8, size: usize, value: &PyObject) -> Result<[u8; 8]> {
    if letter == b'P' {
        let int = value.downcast::<PyLongObject>().ok_or_else(|| bad_type(format))?;
        let address = if int.is_negative() { int.to_i64().map(|n| n as u64) } else { int.to_u64() };
        return Ok(address.ok_or_else(|| bad_value(format))?.to_ne_bytes());
    }
    if !index::is_index(value) {
        return Err(bad_type(format));
    }
    let int = number::index(value).map_err(|raised| reword(raised, format))?;
    // SAFETY: what `index` returns is an int.
    let int = unsafe { int.cast_unchecked::<PyLongObject>() };
    let bits = size as u32 * 8;
    let value = if letter.is_ascii_lowercase() {
        let lowest = i64::MIN >> (64 - bits);
        int.to_i64().filter(|n| (lowest..=!lowest).contains(n)).map(|n| n as u64)
    } else {
        int.to_u64().filter(|n| *n <= u64::MAX >> (64 - bits))
    };
    Ok(value.ok_or_else(|| bad_value(format))?.to_ne_bytes())
}

// ---- formats of the struct module ---------------------------------------------------------------------------------

/// Fields of a struct of one letter: where the first lies, how long each is, and how many there are; never none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FieldFormat {
    pub letter: u8,
    pub offset: usize,
    pub size: usize,
    pub count: usize,
}

/// A format that the `struct` module understands.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    pub fields: Vec<FieldFormat>,
    pub size: usize,
    pub little: bool,
}

/// Why a format is no struct's.
#[derive(Debug, PartialEq, Eq)]
pub enum BadFormat {
    Letter,
    LonelyCount,
    TooLong,
}

impl BadFormat {
    pub fn message(&self) -> &'static str {
        match self {
            BadFormat::Letter => "bad char in struct format",
            BadFormat::LonelyCount => "repeat count given without format specifier",
            BadFormat::TooLong => "total struct size too long",
        }
    }
}

impl Layout {
    /// Reads a format: byte order and alignment, then letters with counts.
    pub fn parse(format: &[u8]) -> core::result::Result<Self, BadFormat> {
        let (native, little, letters) = match format {
            [b'@', rest @ ..] => (true, LITTLE, rest),
            [b'=', rest @ ..] => (false, LITTLE, rest),
            [b'<', rest @ ..] => (false, true, rest),
            [b'>' | b'!', rest @ ..] => (false, false, rest),
            _ => (true, LITTLE, format),
        };
        let mut layout = Layout { fields: Vec::new(), size: 0, little };
        let mut at = 0;
        while let Some(&letter) = letters.get(at) {
            at += 1;
            if letter.is_ascii_whitespace() || letter == 0x0B {
                continue;
            }
            let (mut count, mut letter) = (1usize, letter);
            if letter.is_ascii_digit() {
                count = usize::from(letter - b'0');
                loop {
                    let Some(&next) = letters.get(at) else { return Err(BadFormat::LonelyCount) };
                    at += 1;
                    if !next.is_ascii_digit() {
                        letter = next;
                        break;
                    }
                    count = count.checked_mul(10).and_then(|n| n.checked_add(usize::from(next - b'0'))).ok_or(BadFormat::TooLong)?;
                }
            }
            layout.push(letter, count, native)?;
        }
        Ok(layout)
    }

    fn push(&mut self, letter: u8, count: usize, native: bool) -> core::result::Result<(), BadFormat> {
        let (size, alignment): (usize, usize) = match (letter, native) {
            (b'x' | b'b' | b'B' | b'c' | b'?' | b's' | b'p', _) => (1, 1),
            (b'h' | b'H' | b'e', _) => (2, 2),
            (b'i' | b'I' | b'f', _) => (4, 4),
            (b'l' | b'L', false) => (4, 4),
            (b'l' | b'L' | b'n' | b'N' | b'P', true) => (8, 8),
            (b'q' | b'Q' | b'd', _) => (8, 8),
            (b'F', _) => (8, 4),
            (b'D', _) => (16, 8),
            _ => return Err(BadFormat::Letter),
        };
        if native {
            self.size = self.size.checked_next_multiple_of(alignment).ok_or(BadFormat::TooLong)?;
        }
        let end = size.checked_mul(count).and_then(|n| n.checked_add(self.size)).filter(|&n| n <= isize::MAX as usize).ok_or(BadFormat::TooLong)?;
        match letter {
            b'x' => {}
            b's' | b'p' => self.fields.push(FieldFormat { letter, offset: self.size, size: count, count: 1 }),
            _ if count == 0 => {}
            _ => self.fields.push(FieldFormat { letter, offset: self.size, size, count }),
        }
        self.size = end;
        Ok(())
    }

    /// Whether two items are equal, value by value. A NaN equals nothing.
    ///
    /// # Safety
    /// Each item has as many bytes as its layout says.
    pub unsafe fn equal(&self, item: *const u8, other: &Layout, other_item: *const u8) -> bool {
        self.count() == other.count()
            && self.each().zip(other.each()).all(|(a, b)| {
                // SAFETY: the caller's word.
                unsafe { Value::read(self, &a, item).equals(&Value::read(other, &b, other_item)) }
            })
    }

    /// How many values there are.
    pub fn count(&self) -> usize {
        self.fields.iter().map(|field| field.count).sum()
    }

    /// The fields, one by one.
    pub fn each(&self) -> impl Iterator<Item = FieldFormat> {
        self.fields.iter().flat_map(|field| (0..field.count).map(|n| FieldFormat { offset: field.offset + n * field.size, count: 1, ..*field }))
    }
}

/// What a field holds, as Python would compare it.
enum Value<'a> {
    Int(i128),
    Float(f64),
    Complex(f64, f64),
    Bytes(&'a [u8]),
}

impl<'a> Value<'a> {
    /// # Safety
    /// The item is as the layout says, and stays for `'a`.
    unsafe fn read(layout: &Layout, field: &FieldFormat, item: *const u8) -> Self {
        // SAFETY: the caller's word.
        let raw: &'a [u8] = unsafe { std::slice::from_raw_parts(item.add(field.offset), field.size) };
        let unsigned = |raw: &[u8]| {
            let fold = |value: u128, byte: &u8| value << 8 | u128::from(*byte);
            if layout.little { raw.iter().rev().fold(0, fold) } else { raw.iter().fold(0, fold) }
        };
        let float = |raw: &[u8]| match raw.len() {
            2 => float::pack::unpack2([unsigned(raw) as u8, (unsigned(raw) >> 8) as u8], true),
            4 => f64::from(f32::from_bits(unsigned(raw) as u32)),
            _ => f64::from_bits(unsigned(raw) as u64),
        };
        match field.letter {
            b'c' | b's' => Value::Bytes(raw),
            b'p' => {
                let length = raw.first().map_or(0, |&n| usize::from(n).min(raw.len() - 1));
                Value::Bytes(raw.get(1..1 + length).unwrap_or_default())
            }
            b'?' => Value::Int(i128::from(raw != [0])),
            b'e' | b'f' | b'd' => Value::Float(float(raw)),
            b'F' | b'D' => {
                let (real, imaginary) = raw.split_at(field.size / 2);
                Value::Complex(float(real), float(imaginary))
            }
            letter => {
                let value = unsigned(raw) as i128;
                let bits = field.size as u32 * 8;
                let negative = letter.is_ascii_lowercase() && value >> (bits - 1) != 0;
                Value::Int(if negative { value - (1 << bits) } else { value })
            }
        }
    }

    fn equals(&self, other: &Value<'_>) -> bool {
        match (self, other) {
            (Value::Int(a), Value::Int(b)) => a == b,
            (Value::Float(a), Value::Float(b)) => a == b,
            (Value::Complex(a, b), Value::Complex(c, d)) => a == c && b == d,
            (Value::Bytes(a), Value::Bytes(b)) => a == b,
            (Value::Int(a), Value::Float(b)) | (Value::Float(b), Value::Int(a)) => same(*a, *b),
            (Value::Int(a), Value::Complex(b, zero)) | (Value::Complex(b, zero), Value::Int(a)) => *zero == 0.0 && same(*a, *b),
            (Value::Float(a), Value::Complex(b, zero)) | (Value::Complex(b, zero), Value::Float(a)) => *zero == 0.0 && a == b,
            _ => false,
        }
    }
}

/// Whether an int and a float are exactly the same number.
fn same(int: i128, float: f64) -> bool {
    // Casts saturate, and every value of a 64-bit field is far from the ends.
    float as i128 == int && float.fract() == 0.0
}
