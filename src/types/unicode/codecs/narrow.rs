//! ASCII and Latin-1.

use super::errors::{Decoding, Encoding, Input, Kind, Replacement};
use crate::layout::*;
use crate::object::Owned;
use crate::runtime::buf::Buf;
use crate::runtime::errors::Result;
use crate::types::bytes;
use crate::types::unicode;
use crate::types::unicode::chars::{Chars, TextBuf};
use std::ffi::CStr;

/// A new string of ASCII.
pub fn decode_ascii(input: &[u8], errors: Option<&CStr>) -> Result<Owned<PyUnicodeObject>> {
    if input.is_ascii() {
        return unicode::from_ascii(input);
    }
    let mut out = TextBuf::with_capacity(input.len());
    let mut handler = Decoding::new("ascii", errors);
    let mut input = Input::Given(input);
    let mut at = 0;
    loop {
        let rest = &input.bytes()[at..];
        let plain = rest.iter().position(|&b| b >= 128).unwrap_or(rest.len());
        out.push_latin1(&rest[..plain]);
        at += plain;
        if at == input.bytes().len() {
            return unicode::from_buf(&out);
        }
        at = handler.recover(&mut input, at, at + 1, "ordinal not in range(128)", &mut out)?;
    }
}

/// The two encodings that are a range of code points.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Narrow {
    Ascii,
    Latin1,
}

/// The text in ASCII or Latin-1, new bytes.
pub fn encode(string: &PyUnicodeObject, narrow: Narrow, errors: Option<&CStr>) -> Result<Owned<PyBytesObject>> {
    let (name, limit, reason) = match narrow {
        Narrow::Ascii => ("ascii", 0x80, "ordinal not in range(128)"),
        Narrow::Latin1 => ("latin-1", 0x100, "ordinal not in range(256)"),
    };
    let chars = string.chars();
    if let Chars::One(units) = chars
        && (string.is_ascii() || narrow == Narrow::Latin1)
    {
        return bytes::from_slice(units);
    }
    let mut out = Buf::with_capacity(chars.len());
    let mut handler = Encoding::new(name, errors);
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        if c < limit {
            out.push(c as u8);
            at += 1;
            continue;
        }
        // All that follow and cannot be encoded either are one error, save where each is a byte of its own.
        let run = chars.slice(at, chars.len()).iter().take_while(|&c| c >= limit).count();
        let end = at + run;
        if handler.kind == Kind::SurrogateEscape
            && let Some(byte) = super::errors::escaped_byte(c)
        {
            out.push(byte);
            at += 1;
            continue;
        }
        let (replacement, next) = handler.recover(string, at, end, reason)?;
        match replacement {
            Replacement::Plain(bytes) | Replacement::Raw(bytes) => out.extend_from_slice(&bytes),
            Replacement::Bytes(bytes) => out.extend_from_slice(bytes.as_slice()),
            Replacement::Text(text) => match text.chars() {
                Chars::One(units) if text.is_ascii() || narrow == Narrow::Latin1 => out.extend_from_slice(units),
                _ => return Err(handler.raise(string, at, end, reason)),
            },
        }
        at = next;
    }
    bytes::from_slice(&out)
}
