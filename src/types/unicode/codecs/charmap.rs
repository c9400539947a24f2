//! Codecs that are a mapping: bytes to characters, characters to bytes.

use super::errors::{Decoding, Encoding, Input, Kind, Replacement};
use crate::boundary::{method, slot};
use crate::layout::*;
use crate::object::{Owned, Typed, gc};
use crate::protocol::mapping;
use crate::raise;
use crate::runtime::buf::Buf;
use crate::runtime::errors::Result;
use crate::runtime::memory;
use crate::types::unicode::chars::TextBuf;
use crate::types::unicode::{self, expect_argument};
use crate::types::{bytes, dict, exceptions, long};
use exuvia_macros::capi;
use std::cell::Cell;
use std::ffi::{CStr, c_char};

const UNDEFINED: &str = "character maps to <undefined>";

/// What a mapping gives for a key; `None` for a `LookupError`.
pub fn lookup(mapping: &PyObject, key: &PyObject) -> Result<Option<Owned>> {
    match mapping::get_item(mapping, key) {
        Ok(value) => Ok(Some(value)),
        Err(raised) if raised.matches(&exceptions::LookupError) => {
            raised.clear();
            Ok(None)
        }
        Err(raised) => Err(raised),
    }
}

/// A new string of bytes that a mapping gives characters for; Latin-1 where there is none.
pub fn decode(input: &[u8], mapping: Option<&PyObject>, errors: Option<&CStr>) -> Result<Owned<PyUnicodeObject>> {
    let Some(mapping) = mapping else { return unicode::from_latin1(input) };
    let table = mapping.downcast_exact::<PyUnicodeObject>().map(PyUnicodeObject::chars);
    let mut handler = Decoding::new("charmap", errors);
    let mut out = TextBuf::with_capacity(input.len());
    let mut input = Input::Given(input);
    let mut at = 0;
    while let Some(&b) = input.bytes().get(at) {
        let known = match table {
            Some(table) => match table.get(b.into()) {
                Some(0xFFFE) | None => false,
                Some(c) => {
                    out.push(c);
                    true
                }
            },
            None => decode_one(b, mapping, &mut out)?,
        };
        at = if known { at + 1 } else { handler.recover(&mut input, at, at + 1, UNDEFINED, &mut out)? };
    }
    unicode::from_buf(&out)
}

/// Appends what a mapping object gives for a byte; false where it gives nothing.
fn decode_one(b: u8, mapping: &PyObject, out: &mut TextBuf) -> Result<bool> {
    let Some(value) = lookup(mapping, &*long::from_i64(b.into())?)? else { return Ok(false) };
    if value.is_none() {
        return Ok(false);
    }
    if let Some(number) = (*value).downcast::<PyLongObject>() {
        return match number.to_i64() {
            Some(0xFFFE) => Ok(false),
            Some(c @ 0..=0x10FFFF) => {
                out.push(c as u32);
                Ok(true)
            }
            _ => Err(raise!(TypeError, "character mapping must be in range(0x110000)")),
        };
    }
    match (*value).downcast::<PyUnicodeObject>() {
        Some(text) if text.len() == 1 && text.chars().at(0) == 0xFFFE => Ok(false),
        Some(text) => {
            out.push_chars(text.chars());
            Ok(true)
        }
        None => Err(raise!(TypeError, "character mapping must return integer, None or str")),
    }
}

/// Appends what a mapping gives for a character; false where it gives nothing.
fn encode_one(c: u32, mapping: &PyObject, out: &mut Buf<u8>) -> Result<bool> {
    if let Some(map) = mapping.downcast::<EncodingMap>() {
        return Ok(map.byte(c).map(|b| out.push(b)).is_some());
    }
    let Some(value) = lookup(mapping, &*long::from_i64(c.into())?)? else { return Ok(false) };
    if value.is_none() {
        return Ok(false);
    }
    if let Some(number) = (*value).downcast::<PyLongObject>() {
        return match number.to_i64() {
            Some(b @ 0..=255) => {
                out.push(b as u8);
                Ok(true)
            }
            _ => Err(raise!(TypeError, "character mapping must be in range(256)")),
        };
    }
    match (*value).downcast::<PyBytesObject>() {
        Some(bytes) => {
            out.extend_from_slice(bytes.as_slice());
            Ok(true)
        }
        None => Err(raise!(TypeError, "character mapping must return integer, bytes or None, not {}", value.ty().name())),
    }
}

/// The bytes that a mapping gives for the characters; Latin-1 where there is none. New.
pub fn encode(string: &PyUnicodeObject, mapping: Option<&PyObject>, errors: Option<&CStr>) -> Result<Owned<PyBytesObject>> {
    let Some(mapping) = mapping else { return super::narrow::encode(string, super::narrow::Narrow::Latin1, errors) };
    let mut out = Buf::with_capacity(string.len());
    let mut handler = Encoding::new("charmap", errors);
    let chars = string.chars();
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        if encode_one(c, mapping, &mut out)? {
            at += 1;
            continue;
        }
        // All that follow and are not mapped either are one error.
        let mut end = at + 1;
        let mut probe = Buf::new();
        while let Some(next) = chars.get(end) {
            if encode_one(next, mapping, &mut probe)? {
                break;
            }
            end += 1;
        }
        at = recover(&mut handler, string, at, end, mapping, &mut out)?;
    }
    bytes::from_slice(&out)
}

fn recover(handler: &mut Encoding<'_>, string: &PyUnicodeObject, start: usize, end: usize, mapping: &PyObject, out: &mut Buf<u8>) -> Result<usize> {
    if handler.kind == Kind::Strict {
        return Err(handler.raise(string, start, end, UNDEFINED));
    }
    let (replacement, next) = handler.recover(string, start, end, UNDEFINED)?;
    let mut mapped = |c: u32| match encode_one(c, mapping, out)? {
        true => Ok(()),
        false => Err(handler.raise(string, start, end, UNDEFINED)),
    };
    match replacement {
        // What stands for the characters is mapped as well.
        Replacement::Plain(text) => text.iter().try_for_each(|&b| mapped(b.into()))?,
        Replacement::Text(text) => text.chars().iter().try_for_each(mapped)?,
        Replacement::Raw(bytes) => out.extend_from_slice(&bytes),
        Replacement::Bytes(bytes) => out.extend_from_slice(bytes.as_slice()),
    }
    Ok(next)
}

// ---- the compact map that encoders of one-byte encodings use ------------------------------------------------------

/// Characters below U+10000 to bytes, in three levels: `level1` says which block of the second is a character's, that which of the third.
/// The second level's blocks of 16 and then the third's of 128 follow the struct.
#[repr(C)]
pub struct EncodingMap {
    ob_base: PyObject,
    level1: Cell<[u8; 32]>,
    count2: Cell<i32>,
    count3: Cell<i32>,
    level23: [Cell<u8>; 8],
}
object_structs! { EncodingMap: ob_base -> PyObject }

const NONE: u8 = 0xFF;
/// Where the levels begin.
const HEAD: usize = std::mem::offset_of!(EncodingMap, level23);

// SAFETY: every instance begins with an EncodingMap, and the type cannot be derived from.
unsafe impl Typed for EncodingMap {
    fn type_object() -> &'static PyTypeObject {
        &EncodingMap_Type
    }
}

/// `EncodingMap`.
pub static EncodingMap_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"EncodingMap".as_ptr()),
    tp_basicsize: Cell::new(size_of::<EncodingMap>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::DISALLOW_INSTANTIATION),
    tp_dealloc: Cell::new(Some(slot::dealloc(|map: *mut EncodingMap| {
        // SAFETY: dead; it holds nothing.
        unsafe { memory::free_object(map.cast()) }
    }))),
    tp_methods: Cell::new(METHODS.as_ptr()),
    ..PyTypeObject::STATIC
};

static METHODS: [PyMethodDef; 2] = [
    method::noargs(
        c"size",
        |map: &EncodingMap| long::from_usize(size_of::<EncodingMap>() - 1 + map.levels().len()),
        c"size($self, /)\n--\n\nThe size of the map in bytes.",
    ),
    PyMethodDef::END,
];

impl EncodingMap {
    fn levels(&self) -> &[u8] {
        let len = 16 * self.count2.get() as usize + 128 * self.count3.get() as usize;
        // SAFETY: as many bytes follow the struct's head, and are not written once the map is made.
        unsafe { std::slice::from_raw_parts(self.as_ptr().cast::<u8>().add(HEAD), len) }
    }
    fn byte(&self, c: u32) -> Option<u8> {
        if c == 0 {
            return Some(0);
        }
        let c = usize::from(u16::try_from(c).ok()?);
        let levels = self.levels();
        let second = self.level1.get()[c >> 11];
        let third = *levels.get(16 * usize::from(second) + (c >> 7 & 15)).filter(|_| second != NONE)?;
        let byte = *levels.get(16 * self.count2.get() as usize + 128 * usize::from(third) + (c & 127)).filter(|_| third != NONE)?;
        (byte != 0).then_some(byte)
    }
}

/// The map from the characters of a decoding table to their places in it, new: an [`EncodingMap`] where that can hold it, else a dict.
#[capi]
pub fn PyUnicode_BuildEncodingMap(string: &PyObject) -> Result<Owned> {
    let string = string.downcast::<PyUnicodeObject>().filter(|s| !s.is_empty()).ok_or_else(unicode::bad_argument)?;
    let chars: Buf<u32> = string.chars().slice(0, 256).iter().collect();
    let mut level1 = [NONE; 32];
    let mut level2 = [NONE; 512];
    let (mut count2, mut count3) = (0usize, 0usize);
    let mut fits = chars[0] == 0;
    for &c in &chars[1..] {
        if c == 0 || c > 0xFFFF {
            fits = false;
            break;
        }
        if c == 0xFFFE {
            continue;
        }
        let (first, second) = (c as usize >> 11, c as usize >> 7);
        if level1[first] == NONE {
            level1[first] = count2 as u8;
            count2 += 1;
        }
        if level2[second] == NONE {
            level2[second] = count3.min(usize::from(NONE)) as u8;
            count3 += 1;
        }
    }
    if !fits || count2 >= usize::from(NONE) || count3 >= usize::from(NONE) {
        return build_dict(&chars);
    }
    let map = memory::alloc_object((HEAD + 16 * count2 + 128 * count3).max(size_of::<EncodingMap>()))?;
    // SAFETY: fresh memory for the head and the levels, all of which is written here.
    let levels = unsafe {
        gc::init(map, &EncodingMap_Type);
        let levels = map.cast::<u8>().add(HEAD);
        levels.write_bytes(NONE, 16 * count2);
        levels.add(16 * count2).write_bytes(0, 128 * count3);
        std::slice::from_raw_parts_mut(levels, 16 * count2 + 128 * count3)
    };
    for (place, &c) in chars.iter().enumerate().skip(1) {
        if c == 0xFFFE {
            continue;
        }
        let c = c as usize;
        let third = level2[c >> 7];
        levels[16 * usize::from(level1[c >> 11]) + (c >> 7 & 15)] = third;
        levels[16 * count2 + 128 * usize::from(third) + (c & 127)] = place as u8;
    }
    // SAFETY: just made.
    let map: Owned<EncodingMap> = unsafe { Owned::from_nonnull(map.cast()) };
    map.level1.set(level1);
    map.count2.set(count2 as i32);
    map.count3.set(count3 as i32);
    Ok(map.upcast())
}

fn build_dict(chars: &[u32]) -> Result<Owned> {
    let map = dict::new()?;
    for (place, &c) in chars.iter().enumerate() {
        map.insert(&*long::from_i64(c.into())?, &*long::from_usize(place)?)?;
    }
    Ok(map.upcast())
}

/// A new string of bytes that a mapping gives characters for.
#[capi]
pub fn PyUnicode_DecodeCharmap(text: *const c_char, length: isize, mapping: Option<&PyObject>, errors: Option<&CStr>) -> Result<Owned> {
    decode(super::input(text, length)?, mapping, errors).map(Owned::upcast)
}

/// The bytes that a mapping gives for the characters, new.
#[capi]
pub fn PyUnicode_AsCharmapString(string: &PyObject, mapping: Option<&PyObject>) -> Result<Owned> {
    let Some(mapping) = mapping else { return Err(unicode::bad_argument()) };
    encode(expect_argument(string)?, Some(mapping), None).map(Owned::upcast)
}
