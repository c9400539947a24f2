//! `unicode_escape` and `raw_unicode_escape`: the escapes of string literals.

use super::errors::{Decoding, Input};
use crate::layout::*;
use crate::object::Owned;
use crate::runtime::buf::Buf;
use crate::runtime::errors::Result;
use crate::types::bytes;
use crate::types::unicode::chars::{TextBuf, with_units};
use crate::types::unicode::{self, names, repr};
use std::ffi::CStr;

/// The first escape that means nothing, for whoever warns of it.
#[derive(Clone, Copy, Default, Debug)]
pub struct Invalid {
    /// The character after the backslash, or an octal value above 0o377.
    pub value: u32,
    /// Where the backslash's follower stands.
    pub at: usize,
}

/// Hexadecimal digits at the beginning, at most `n`: how many, and their value.
fn hex(bytes: &[u8], n: usize) -> (usize, u32) {
    let digits = bytes.iter().take(n).map_while(|&b| char::from(b).to_digit(16));
    digits.fold((0, 0), |(count, value), digit| (count + 1, value << 4 | digit))
}

/// Copies what stands from a place to the next backslash; where that is, or the end.
fn copy_plain(bytes: &[u8], at: usize, out: &mut TextBuf) -> usize {
    let rest = &bytes[at..];
    let plain = memchr::memchr(b'\\', rest).unwrap_or(rest.len());
    out.push_latin1(&rest[..plain]);
    at + plain
}

/// A new string of `unicode_escape`, and the first escape in it that means nothing. With `consumed`, an escape that is not finished is left for
/// the next call, and how much was used is stored.
pub fn decode(input: &[u8], errors: Option<&CStr>, consumed: Option<&mut isize>) -> Result<(Owned<PyUnicodeObject>, Option<Invalid>)> {
    let stateful = consumed.is_some();
    let mut handler = Decoding::new("unicodeescape", errors);
    let mut out = TextBuf::with_capacity(input.len());
    let mut input = Input::Given(input);
    let mut invalid = None;
    let mut at = 0;
    loop {
        let bytes = input.bytes();
        at = copy_plain(bytes, at, &mut out);
        if at == bytes.len() {
            break;
        }
        let start = at;
        let Some(&letter) = bytes.get(at + 1) else {
            if stateful {
                break;
            }
            at = handler.recover(&mut input, start, start + 1, "\\ at end of string", &mut out)?;
            continue;
        };
        at += 2;
        let simple = match letter {
            b'\n' => continue,
            b'\\' | b'\'' | b'"' => letter,
            b'a' => 7,
            b'b' => 8,
            b'f' => 12,
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'v' => 11,
            _ => 0,
        };
        if simple != 0 {
            out.push(simple.into());
            continue;
        }
        let (end, reason) = match letter {
            b'0'..=b'7' => {
                let digits = bytes[at - 1..].iter().take(3).take_while(|b| matches!(b, b'0'..=b'7'));
                let (n, value) = digits.fold((0, 0u32), |(n, value), &b| (n + 1, value << 3 | u32::from(b - b'0')));
                if value > 0o377 && invalid.is_none() {
                    invalid = Some(Invalid { value, at: start + 1 });
                }
                out.push(value);
                at += n - 1;
                continue;
            }
            b'x' | b'u' | b'U' => {
                let (wanted, reason) = match letter {
                    b'x' => (2, "truncated \\xXX escape"),
                    b'u' => (4, "truncated \\uXXXX escape"),
                    _ => (8, "truncated \\UXXXXXXXX escape"),
                };
                let (n, value) = hex(&bytes[at..], wanted);
                if n == wanted && value <= 0x10FFFF {
                    out.push(value);
                    at += n;
                    continue;
                }
                if stateful && n < wanted && at + n == bytes.len() {
                    at = start;
                    break;
                }
                (at + n, if n == wanted { "illegal Unicode character" } else { reason })
            }
            b'N' => match bytes.get(at) {
                Some(b'{') => match memchr::memchr(b'}', &bytes[at..]) {
                    Some(n) if n > 1 => match names::lookup(&bytes[at + 1..at + n]) {
                        Some(c) => {
                            out.push(c);
                            at += n + 1;
                            continue;
                        }
                        None => (at + n + 1, "unknown Unicode character name"),
                    },
                    Some(_) => (at + 1, "malformed \\N character escape"),
                    None if stateful => {
                        at = start;
                        break;
                    }
                    None => (bytes.len(), "malformed \\N character escape"),
                },
                None if stateful => {
                    at = start;
                    break;
                }
                _ => (at, "malformed \\N character escape"),
            },
            other => {
                invalid.get_or_insert(Invalid { value: other.into(), at: start + 1 });
                out.push(b'\\'.into());
                out.push(other.into());
                continue;
            }
        };
        at = handler.recover(&mut input, start, end, reason, &mut out)?;
    }
    if let Some(consumed) = consumed {
        *consumed = at as isize;
    }
    Ok((unicode::from_buf(&out)?, invalid))
}

/// A new string of `raw_unicode_escape`; `consumed` as for [`decode`].
pub fn decode_raw(input: &[u8], errors: Option<&CStr>, consumed: Option<&mut isize>) -> Result<Owned<PyUnicodeObject>> {
    let stateful = consumed.is_some();
    let mut handler = Decoding::new("rawunicodeescape", errors);
    let mut out = TextBuf::with_capacity(input.len());
    let mut input = Input::Given(input);
    let mut at = 0;
    loop {
        let bytes = input.bytes();
        at = copy_plain(bytes, at, &mut out);
        if at == bytes.len() {
            break;
        }
        let start = at;
        let (wanted, reason) = match bytes.get(at + 1) {
            Some(b'u') => (4, "truncated \\uXXXX escape"),
            Some(b'U') => (8, "truncated \\UXXXXXXXX escape"),
            // A lone backslash at the end may yet become an escape.
            None if stateful => break,
            Some(&other) => {
                out.push_latin1(&[b'\\', other]);
                at += 2;
                continue;
            }
            None => {
                out.push(b'\\'.into());
                at += 1;
                continue;
            }
        };
        let (n, value) = hex(&bytes[at + 2..], wanted);
        let end = at + 2 + n;
        if n == wanted && value <= 0x10FFFF {
            out.push(value);
            at = end;
            continue;
        }
        if stateful && n < wanted && end == bytes.len() {
            break;
        }
        at = handler.recover(&mut input, start, end, if n == wanted { "\\Uxxxxxxxx out of range" } else { reason }, &mut out)?;
    }
    if let Some(consumed) = consumed {
        *consumed = at as isize;
    }
    unicode::from_buf(&out)
}

/// The text as `unicode_escape`, new bytes.
pub fn encode(string: &PyUnicodeObject) -> Result<Owned<PyBytesObject>> {
    let mut out = Buf::with_capacity(string.len());
    with_units!(string.chars(), |units| {
        for &c in units {
            match c.into() {
                0x5C => out.extend_from_slice(b"\\\\"),
                9 => out.extend_from_slice(b"\\t"),
                10 => out.extend_from_slice(b"\\n"),
                13 => out.extend_from_slice(b"\\r"),
                c @ 0x20..=0x7E => out.push(c as u8),
                c => repr::escape(c, |b| out.push(b)),
            }
        }
    });
    bytes::from_slice(&out)
}

/// The text as `raw_unicode_escape`, new bytes.
pub fn encode_raw(string: &PyUnicodeObject) -> Result<Owned<PyBytesObject>> {
    let mut out = Buf::with_capacity(string.len());
    with_units!(string.chars(), |units| {
        for &c in units {
            match c.into() {
                c @ 0..=0xFF => out.push(c as u8),
                c => repr::escape(c, |b| out.push(b)),
            }
        }
    });
    bytes::from_slice(&out)
}
