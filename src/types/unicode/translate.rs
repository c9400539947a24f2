//! `str.translate` and `str.maketrans`.

use super::chars::{Chars, TextBuf};
use super::from_buf;
use crate::layout::*;
use crate::object::Owned;
use crate::raise;
use crate::runtime::errors::Result;
use crate::types::singletons::none;
use crate::types::unicode::codecs::charmap;
use crate::types::{dict, long};
use std::ffi::c_char;

/// What a table gives for a character: appends it.
fn translate_one(c: u32, table: &PyObject, out: &mut TextBuf) -> Result<()> {
    let Some(value) = charmap::lookup(table, &*long::from_i64(c.into())?)? else {
        out.push(c);
        return Ok(());
    };
    if value.is_none() {
        return Ok(());
    }
    if let Some(number) = value.as_object().downcast::<PyLongObject>() {
        return match number.to_i64() {
            Some(c @ 0..=0x10FFFF) => {
                out.push(c as u32);
                Ok(())
            }
            _ => Err(raise!(ValueError, "character mapping must be in range(0x110000)")),
        };
    }
    match value.as_object().downcast::<PyUnicodeObject>() {
        Some(text) => {
            out.push_chars(text.chars());
            Ok(())
        }
        None => Err(raise!(TypeError, "character mapping must return integer, None or str")),
    }
}

/// The text with each character replaced by what the table gives for it. The error handler is never needed: what the table does not have
/// stays as it is.
pub fn translate(string: &PyUnicodeObject, table: &PyObject, _errors: *const c_char) -> Result<Owned<PyUnicodeObject>> {
    let mut out = TextBuf::with_capacity(string.len());
    // What a one-byte character becomes, once it is known to be one character or none.
    let mut known: [Option<Option<u32>>; 256] = [None; 256];
    for c in string.chars().iter() {
        match known.get(c as usize) {
            Some(Some(Some(to))) => out.push(*to),
            Some(Some(None)) => {}
            slot => {
                let before = out.len();
                translate_one(c, table, &mut out)?;
                if slot.is_some() {
                    match out.len() - before {
                        0 => known[c as usize] = Some(None),
                        1 => known[c as usize] = Some(out.chars().get(before)),
                        _ => {}
                    }
                }
            }
        }
    }
    from_buf(&out)
}

/// A table for `translate` from one dict, or from characters, what they become, and what is left out.
pub fn make_table(args: &[&PyObject]) -> Result<Owned> {
    let table = dict::new()?;
    match args {
        [one] => from_dict(one, &table)?,
        [from, to, rest @ ..] => {
            let Some(from) = from.downcast::<PyUnicodeObject>() else {
                return Err(raise!(TypeError, "first maketrans argument must be a string if there is a second argument"));
            };
            let to = argument(to, 2)?;
            let out = rest.first().map(|out| argument(out, 3)).transpose()?;
            if from.len() != to.len() {
                return Err(raise!(ValueError, "the first two maketrans arguments must have equal length"));
            }
            for (from, to) in from.chars().iter().zip(to.chars().iter()) {
                table.insert(&*long::from_i64(from.into())?, &*long::from_i64(to.into())?)?;
            }
            for c in out.map_or(Chars::One(&[]), PyUnicodeObject::chars).iter() {
                table.insert(&*long::from_i64(c.into())?, &none())?;
            }
        }
        [] => {}
    }
    Ok(table.upcast())
}

fn argument(object: &PyObject, place: u32) -> Result<&PyUnicodeObject> {
    object.downcast().ok_or_else(|| super::bad_type("maketrans", Some(place), object))
}

fn from_dict(source: &PyObject, table: &PyDictObject) -> Result<()> {
    let Some(source) = source.downcast_exact::<PyDictObject>() else {
        return Err(raise!(TypeError, "if you give only one argument to maketrans it must be a dict"));
    };
    let mut position = 0;
    while let Some((key, value)) = source.next(&mut position) {
        if let Some(text) = key.downcast::<PyUnicodeObject>() {
            if text.len() != 1 {
                return Err(raise!(ValueError, "string keys in translatetable must be of length 1"));
            }
            table.insert(&*long::from_i64(text.chars().at(0).into())?, value)?;
        } else if key.downcast::<PyLongObject>().is_some() {
            table.insert(key, value)?;
        } else {
            return Err(raise!(TypeError, "keys in translate table mustbe strings or integers"));
        }
    }
    Ok(())
}
