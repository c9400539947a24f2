//! UTF-16 and UTF-32.

use super::errors::{Decoding, Encoding, Input, Replacement, is_surrogate};
use crate::layout::*;
use crate::object::Owned;
use crate::runtime::buf::Buf;
use crate::runtime::errors::Result;
use crate::types::bytes;
use crate::types::unicode;
use crate::types::unicode::chars::TextBuf;
use std::ffi::CStr;

/// How C speaks of byte order: below 0 little, 0 a mark or the machine's, above 0 big.
pub type Order = i32;

#[inline]
fn u16_at(bytes: &[u8], at: usize, little: bool) -> Option<u32> {
    let pair = [*bytes.get(at)?, *bytes.get(at + 1)?];
    Some(u32::from(if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) }))
}

/// A new string of UTF-16. `order` is what the caller knows of the byte order, and then what a mark at the beginning says. With `consumed`, what is
/// unfinished at the end is left for the next call, and how much was used is stored.
pub fn decode_utf16(input: &[u8], errors: Option<&CStr>, order: &mut Order, consumed: Option<&mut isize>) -> Result<Owned<PyUnicodeObject>> {
    let mut at = 0;
    if *order == 0 {
        match input {
            [0xFF, 0xFE, ..] => (*order, at) = (-1, 2),
            [0xFE, 0xFF, ..] => (*order, at) = (1, 2),
            _ => {}
        }
    }
    let little = *order < 0 || *order == 0 && cfg!(target_endian = "little");
    let mut handler = Decoding::new(if little { "utf-16-le" } else { "utf-16-be" }, errors);
    let mut out = TextBuf::with_capacity(input.len() / 2);
    let mut input = Input::Given(input);
    loop {
        let bytes = input.bytes();
        let len = bytes.len();
        let Some(unit) = u16_at(bytes, at, little) else {
            if at == len || consumed.is_some() {
                break;
            }
            at = handler.recover(&mut input, at, len, "truncated data", &mut out)?;
            continue;
        };
        if !is_surrogate(unit) {
            out.push(unit);
            at += 2;
            continue;
        }
        let (end, reason) = match (unit, u16_at(bytes, at + 2, little)) {
            (0xDC00.., _) => (at + 2, "illegal encoding"),
            (_, Some(low @ 0xDC00..=0xDFFF)) => {
                out.push(0x10000 + ((unit & 0x3FF) << 10 | low & 0x3FF));
                at += 4;
                continue;
            }
            (_, Some(_)) => (at + 2, "illegal UTF-16 surrogate"),
            (_, None) if consumed.is_some() => break,
            (_, None) => (len, "unexpected end of data"),
        };
        at = handler.recover(&mut input, at, end, reason, &mut out)?;
    }
    if let Some(consumed) = consumed {
        *consumed = at as isize;
    }
    unicode::from_buf(&out)
}

/// As [`decode_utf16`], of UTF-32.
pub fn decode_utf32(input: &[u8], errors: Option<&CStr>, order: &mut Order, consumed: Option<&mut isize>) -> Result<Owned<PyUnicodeObject>> {
    let mut at = 0;
    if *order == 0 {
        match input {
            [0xFF, 0xFE, 0, 0, ..] => (*order, at) = (-1, 4),
            [0, 0, 0xFE, 0xFF, ..] => (*order, at) = (1, 4),
            _ => {}
        }
    }
    let little = *order < 0 || *order == 0 && cfg!(target_endian = "little");
    let mut handler = Decoding::new(if little { "utf-32-le" } else { "utf-32-be" }, errors);
    let mut out = TextBuf::with_capacity(input.len() / 4);
    let mut input = Input::Given(input);
    loop {
        let bytes = input.bytes();
        let len = bytes.len();
        let (end, reason) = match bytes.get(at..).and_then(|rest| rest.first_chunk::<4>()) {
            None if at == len || consumed.is_some() => break,
            None => (len, "truncated data"),
            Some(four) => match if little { u32::from_le_bytes(*four) } else { u32::from_be_bytes(*four) } {
                0xD800..=0xDFFF => (at + 4, "code point in surrogate code point range(0xd800, 0xe000)"),
                c @ 0..=0x10FFFF => {
                    out.push(c);
                    at += 4;
                    continue;
                }
                _ => (at + 4, "code point not in range(0x110000)"),
            },
        };
        at = handler.recover(&mut input, at, end, reason, &mut out)?;
    }
    if let Some(consumed) = consumed {
        *consumed = at as isize;
    }
    unicode::from_buf(&out)
}

/// The text in UTF-16 or UTF-32 (`width` is 2 or 4), new bytes; with a mark where `order` is 0.
pub fn encode(string: &PyUnicodeObject, width: usize, errors: Option<&CStr>, order: Order) -> Result<Owned<PyBytesObject>> {
    let little = order < 0 || order == 0 && cfg!(target_endian = "little");
    let name = match (width, order) {
        (2, 0) => "utf-16",
        (2, ..0) => "utf-16-le",
        (2, _) => "utf-16-be",
        (_, 0) => "utf-32",
        (_, ..0) => "utf-32-le",
        _ => "utf-32-be",
    };
    let chars = string.chars();
    let mut out: Buf<u8> = Buf::with_capacity(chars.len() * width + width);
    let put_unit = |out: &mut Buf<u8>, unit: u32| match (width, little) {
        (2, true) => out.extend_from_slice(&(unit as u16).to_le_bytes()),
        (2, false) => out.extend_from_slice(&(unit as u16).to_be_bytes()),
        (_, true) => out.extend_from_slice(&unit.to_le_bytes()),
        (_, false) => out.extend_from_slice(&unit.to_be_bytes()),
    };
    let put = |out: &mut Buf<u8>, c: u32| {
        if width == 2 && c > 0xFFFF {
            put_unit(out, 0xD800 + ((c - 0x10000) >> 10));
            put_unit(out, 0xDC00 + (c & 0x3FF));
        } else {
            put_unit(out, c);
        }
    };
    if order == 0 {
        put_unit(&mut out, 0xFEFF);
    }
    const REASON: &str = "surrogates not allowed";
    let mut handler = Encoding::new(name, errors);
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        if !is_surrogate(c) {
            put(&mut out, c);
            at += 1;
            continue;
        }
        let (replacement, next) = handler.recover(string, at, at + 1, REASON)?;
        match replacement {
            Replacement::Plain(text) => text.iter().for_each(|&b| put(&mut out, b.into())),
            Replacement::Text(text) if text.is_ascii() => text.chars().iter().for_each(|c| put(&mut out, c)),
            Replacement::Raw(ref raw) if raw.len() % width == 0 => out.extend_from_slice(raw),
            Replacement::Bytes(ref object) if object.len() % width == 0 => out.extend_from_slice(object.as_slice()),
            _ => return Err(handler.raise(string, at, at + 1, REASON)),
        }
        at = next;
    }
    bytes::from_slice(&out)
}
