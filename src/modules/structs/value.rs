//! Values of a struct's fields: to and from their bytes.

use super::error;
use crate::layout::*;
use crate::object::Owned;
use crate::protocol::number;
use crate::raise;
use crate::runtime::errors::{Raised, Result};
use crate::types::bool::from_bool;
use crate::types::float::{self, pack};
use crate::types::memoryview::format::{FieldFormat, Layout};
use crate::types::{bytes, complex, long};

/// The value of a field, new. `raw` are its bytes.
pub fn unpack(layout: &Layout, field: &FieldFormat, raw: &[u8]) -> Result<Owned> {
    let little = layout.little;
    match field.letter {
        b'c' | b's' => Ok(bytes::from_slice(raw)?.upcast()),
        b'p' => {
            let length = raw.first().map_or(0, |&n| usize::from(n).min(raw.len() - 1));
            Ok(bytes::from_slice(raw.get(1..1 + length).unwrap_or_default())?.upcast())
        }
        b'?' => Ok(from_bool(raw != [0])),
        b'e' | b'f' | b'd' => float::from_f64(real(raw, little)),
        b'F' | b'D' => {
            let (re, im) = raw.split_at(field.size / 2);
            complex::from_complex(Py_complex { real: real(re, little), imag: real(im, little) })
        }
        letter => {
            let value = word(raw, little);
            if letter.is_ascii_uppercase() {
                return long::from_u64(value);
            }
            let spare = 64 - 8 * field.size as u32;
            long::from_i64((value << spare) as i64 >> spare)
        }
    }
}

fn word(raw: &[u8], little: bool) -> u64 {
    let fold = |value: u64, byte: &u8| value << 8 | u64::from(*byte);
    if little { raw.iter().rev().fold(0, fold) } else { raw.iter().fold(0, fold) }
}

fn real(raw: &[u8], little: bool) -> f64 {
    match *raw {
        [a, b] => pack::unpack2([a, b], little),
        [a, b, c, d] => pack::unpack4([a, b, c, d], little),
        [a, b, c, d, e, f, g, h] => pack::unpack8([a, b, c, d, e, f, g, h], little),
        _ => 0.0,
    }
}

/// A field's bytes, which the caller copies to their place once no foreign code can run any more.
pub enum Packed {
    Word([u8; 16], usize),
    /// The object holds the bytes; those of `p` begin with their number.
    Text(Owned, bool),
}

impl Packed {
    fn of(bytes: &[u8]) -> Packed {
        let mut word = [0; 16];
        word[..bytes.len()].copy_from_slice(bytes);
        Packed::Word(word, bytes.len())
    }

    /// Writes to a place of zeros.
    pub fn write(&self, place: &mut [u8]) {
        match self {
            Packed::Word(word, size) => place[..*size].copy_from_slice(&word[..*size]),
            Packed::Text(object, counted) => {
                let data = text(object).unwrap_or_default();
                let place = match (counted, &mut *place) {
                    (_, []) => return,
                    (true, [count, rest @ ..]) => {
                        *count = data.len().min(rest.len()).min(255) as u8;
                        rest
                    }
                    (false, _) => place,
                };
                let size = data.len().min(place.len());
                place[..size].copy_from_slice(&data[..size]);
            }
        }
    }
}

fn text(object: &PyObject) -> Option<&[u8]> {
    match (object.downcast::<PyBytesObject>(), object.downcast::<PyByteArrayObject>()) {
        (Some(bytes), _) => Some(bytes.as_slice()),
        (_, Some(bytes)) => Some(bytes.as_slice()),
        _ => None,
    }
}

/// The value as the bytes of a field.
pub fn pack(layout: &Layout, field: &FieldFormat, value: &PyObject) -> Result<Packed> {
    let little = layout.little;
    match field.letter {
        b'?' => Ok(Packed::of(&[u8::from(value.is_true()?)])),
        b'c' => match value.downcast::<PyBytesObject>().map(|bytes| bytes.as_slice()) {
            Some(&[byte]) => Ok(Packed::of(&[byte])),
            _ => Err(error("char format requires a bytes object of length 1")),
        },
        letter @ (b's' | b'p') => match text(value) {
            Some(_) => Ok(Packed::Text(value.new_ref(), letter == b'p')),
            None => Err(error(&format!("argument for '{}' must be a bytes object", char::from(letter)))),
        },
        b'e' | b'f' | b'd' => {
            let value = float::as_f64(value).map_err(|raised| reword(raised, "required argument is not a float"))?;
            put_real(value, field.size, little)
        }
        b'F' | b'D' => {
            let value = complex::as_complex(value).map_err(|raised| reword(raised, "required argument is not a complex"))?;
            let half = field.size / 2;
            let part = |value: f64| match half {
                // By the machine's order it is a cast, as in C: what is too large becomes infinite.
                4 if little == cfg!(target_endian = "little") => Ok(Packed::of(&(value as f32).to_ne_bytes())),
                _ => put_real(value, half, little),
            };
            match (part(value.real)?, part(value.imag)?) {
                (Packed::Word(mut both, _), Packed::Word(imag, _)) => {
                    both[half..2 * half].copy_from_slice(&imag[..half]);
                    Ok(Packed::Word(both, 2 * half))
                }
                (real, _) => Ok(real),
            }
        }
        letter => integer(letter, field.size, little, value),
    }
}

fn reword(raised: Raised, message: &str) -> Raised {
    raised.clear();
    error(message)
}

fn put_real(value: f64, size: usize, little: bool) -> Result<Packed> {
    let too_large = |letter: char| raise!(OverflowError, "float too large to pack with {letter} format");
    match size {
        2 => Ok(Packed::of(&pack::pack2(value, little).map_err(|_| too_large('e'))?)),
        4 => Ok(Packed::of(&pack::pack4(value, little).map_err(|_| too_large('f'))?)),
        _ => Ok(Packed::of(&pack::pack8(value, little))),
    }
}

fn integer(letter: u8, size: usize, little: bool, value: &PyObject) -> Result<Packed> {
    if !number::is_index(value) {
        return Err(error("required argument is not an integer"));
    }
    let int = number::index_any(value)?;
    let Some(int) = (*int).downcast::<PyLongObject>() else {
        return Err(error("required argument is not an integer"));
    };
    let bits = 8 * size as u32;
    let value = if letter == b'P' {
        let address = if int.is_negative() { int.to_i64().map(|n| n as u64) } else { int.to_u64() };
        address.ok_or_else(|| error("int too large to convert"))?
    } else if letter.is_ascii_uppercase() {
        let most = u64::MAX >> (64 - bits);
        int.to_u64().filter(|n| *n <= most).ok_or_else(|| error(&format!("'{}' format requires 0 <= number <= {most}", char::from(letter))))?
    } else {
        let least = i64::MIN >> (64 - bits);
        let fitting = int.to_i64().filter(|n| (least..=!least).contains(n));
        fitting.ok_or_else(|| error(&format!("'{}' format requires {least} <= number <= {}", char::from(letter), !least)))? as u64
    };
    Ok(if little { Packed::of(&value.to_le_bytes()[..size]) } else { Packed::of(&value.to_be_bytes()[8 - size..]) })
}
