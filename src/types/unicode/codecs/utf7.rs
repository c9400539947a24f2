//! UTF-7: ASCII, and base-64 runs of UTF-16 between `+` and `-`.

use super::errors::{Decoding, Input};
use crate::layout::*;
use crate::object::Owned;
use crate::runtime::buf::Buf;
use crate::runtime::errors::Result;
use crate::types::bytes;
use crate::types::unicode;
use crate::types::unicode::chars::TextBuf;
use std::ffi::CStr;

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn base64_value(b: u8) -> Option<u32> {
    Some(
        match b {
            b'A'..=b'Z' => b - b'A',
            b'a'..=b'z' => b - b'a' + 26,
            b'0'..=b'9' => b - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        }
        .into(),
    )
}

/// Characters that every variant of UTF-7 lets stand for themselves.
fn is_direct(c: u32) -> bool {
    match u8::try_from(c) {
        Ok(b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'\'' | b'(' | b')' | b',' | b'-' | b'.' | b'/' | b':' | b'?') => true,
        Ok(b' ' | b'\t' | b'\r' | b'\n') => true,
        // The optional ones, which are written as they are.
        Ok(
            b'!' | b'"' | b'#' | b'$' | b'%' | b'&' | b'*' | b';' | b'<' | b'=' | b'>' | b'@' | b'[' | b']' | b'^' | b'_' | b'`' | b'{' | b'|' | b'}',
        ) => true,
        _ => false,
    }
}

/// The run that is being decoded.
#[derive(Default)]
struct Shift {
    active: bool,
    start: usize,
    /// How long the result was when the run began: what a stateful decoder goes back to.
    len: usize,
    bits: u32,
    buffer: u32,
    high: u32,
}

/// A new string of UTF-7. With `consumed`, a run that is not finished is left for the next call, and how much was used is stored.
pub fn decode(input: &[u8], errors: Option<&CStr>, consumed: Option<&mut isize>) -> Result<Owned<PyUnicodeObject>> {
    let mut handler = Decoding::new("utf7", errors);
    let mut out: Buf<u32> = Buf::with_capacity(input.len());
    let mut input = Input::Given(input);
    let mut shift = Shift::default();
    let mut at = 0;
    let recover = |handler: &mut Decoding<'_>, input: &mut Input<'_>, start, end, reason, out: &mut Buf<u32>| -> Result<usize> {
        let mut stands = TextBuf::new();
        let next = handler.recover(input, start, end, reason, &mut stands)?;
        out.extend(stands.chars().iter());
        Ok(next)
    };
    'outer: loop {
        while let Some(&b) = input.bytes().get(at) {
            if shift.active {
                if let Some(value) = base64_value(b) {
                    shift.buffer = shift.buffer << 6 | value;
                    shift.bits += 6;
                    at += 1;
                    if shift.bits >= 16 {
                        let unit = shift.buffer >> (shift.bits - 16) & 0xFFFF;
                        shift.bits -= 16;
                        shift.buffer &= (1 << shift.bits) - 1;
                        take_unit(&mut shift, unit, &mut out);
                    }
                    continue;
                }
                // The run ends here.
                shift.active = false;
                if shift.bits > 0 && (shift.bits >= 6 || shift.buffer != 0) {
                    let reason = if shift.bits >= 6 { "partial character in shift sequence" } else { "non-zero padding bits in shift sequence" };
                    // The byte that ends the run is part of the error.
                    at = recover(&mut handler, &mut input, shift.start, at + 1, reason, &mut out)?;
                    continue;
                }
                if let Some(high) = pending(&mut shift)
                    && b < 128
                {
                    out.push(high);
                }
                if b == b'-' {
                    at += 1;
                }
                continue;
            }
            match b {
                b'+' => match input.bytes().get(at + 1).copied() {
                    Some(b'-') => {
                        out.push(b'+'.into());
                        at += 2;
                    }
                    Some(next) if base64_value(next).is_none() => {
                        at = recover(&mut handler, &mut input, at, at + 2, "ill-formed sequence", &mut out)?;
                    }
                    _ => {
                        shift = Shift { active: true, start: at, len: out.len(), ..Shift::default() };
                        at += 1;
                    }
                },
                0..=127 => {
                    out.push(b.into());
                    at += 1;
                }
                _ => at = recover(&mut handler, &mut input, at, at + 1, "unexpected special character", &mut out)?,
            }
        }
        if shift.active && consumed.is_none() {
            shift.active = false;
            if shift.high != 0 || shift.bits >= 6 || shift.bits > 0 && shift.buffer != 0 {
                let len = input.bytes().len();
                at = recover(&mut handler, &mut input, shift.start, len, "unterminated shift sequence", &mut out)?;
                if at < input.bytes().len() {
                    continue 'outer;
                }
            }
        }
        break;
    }
    if let Some(consumed) = consumed {
        if shift.active {
            out.truncate(shift.len);
            *consumed = shift.start as isize;
        } else {
            *consumed = at as isize;
        }
    }
    unicode::from_chars(unicode::Chars::Four(&out))
}

/// The high surrogate that waits for its low one, which no longer comes.
fn pending(shift: &mut Shift) -> Option<u32> {
    let high = std::mem::take(&mut shift.high);
    (high != 0).then_some(high)
}

fn take_unit(shift: &mut Shift, unit: u32, out: &mut Buf<u32>) {
    if let Some(high) = pending(shift) {
        if matches!(unit, 0xDC00..=0xDFFF) {
            return out.push(0x10000 + ((high & 0x3FF) << 10 | unit & 0x3FF));
        }
        out.push(high);
    }
    if matches!(unit, 0xD800..=0xDBFF) {
        shift.high = unit;
    } else {
        out.push(unit);
    }
}

/// The text in UTF-7, new bytes.
pub fn encode(string: &PyUnicodeObject) -> Result<Owned<PyBytesObject>> {
    let chars = string.chars();
    let mut out: Buf<u8> = Buf::with_capacity(chars.len() + 8);
    let (mut in_shift, mut bits, mut buffer) = (false, 0u32, 0u32);
    for c in chars.iter() {
        if in_shift && is_direct(c) {
            if bits > 0 {
                out.push(BASE64[(buffer << (6 - bits) & 63) as usize]);
                (bits, buffer) = (0, 0);
            }
            in_shift = false;
            // Where the character could be taken for base 64, the end of the run is marked.
            if base64_value(c as u8).is_some() || c == u32::from(b'-') {
                out.push(b'-');
            }
            out.push(c as u8);
            continue;
        }
        if !in_shift {
            if c == u32::from(b'+') {
                out.extend_from_slice(b"+-");
                continue;
            }
            if is_direct(c) {
                out.push(c as u8);
                continue;
            }
            out.push(b'+');
            in_shift = true;
        }
        let mut unit = |unit: u32| {
            buffer = buffer << 16 | unit;
            bits += 16;
            while bits >= 6 {
                out.push(BASE64[(buffer >> (bits - 6) & 63) as usize]);
                bits -= 6;
                buffer &= (1 << bits) - 1;
            }
        };
        if c > 0xFFFF {
            unit(0xD800 + ((c - 0x10000) >> 10));
            unit(0xDC00 + (c & 0x3FF));
        } else {
            unit(c);
        }
    }
    if bits > 0 {
        out.push(BASE64[(buffer << (6 - bits) & 63) as usize]);
    }
    if in_shift {
        out.push(b'-');
    }
    bytes::from_slice(&out)
}
