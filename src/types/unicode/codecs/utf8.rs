//! UTF-8 with error handlers.

use super::errors::{Decoding, Encoding, Input, Replacement, raise_decode};
use crate::layout::*;
use crate::object::Owned;
use crate::runtime::buf::Buf;
use crate::runtime::errors::Result;
use crate::types::bytes;
use crate::types::unicode::chars::{Chars, TextBuf};
use crate::types::unicode::utf8::{self, Fault};
use crate::types::unicode::{self, new};
use std::ffi::CStr;

/// A new string of UTF-8; `UnicodeDecodeError` where it is not well-formed.
#[inline]
pub fn decode_strict(input: &[u8]) -> Result<Owned<PyUnicodeObject>> {
    if input.is_ascii() {
        return unicode::from_ascii(input);
    }
    match utf8::check(input, 0) {
        // SAFETY: just checked.
        Ok(()) => unsafe { new::from_utf8_unchecked(input) },
        Err(fault) => Err(raise_decode("utf-8", input, fault.start, fault.end, fault.reason)),
    }
}

/// A new string of UTF-8. With `consumed`, an unfinished sequence at the end is left for the next call, and how much was used is stored.
pub fn decode(input: &[u8], errors: Option<&CStr>, consumed: Option<&mut isize>) -> Result<Owned<PyUnicodeObject>> {
    if input.is_ascii() {
        if let Some(consumed) = consumed {
            *consumed = input.len() as isize;
        }
        return unicode::from_ascii(input);
    }
    let (result, used) = match utf8::check(input, 0) {
        // SAFETY: just checked.
        Ok(()) => (unsafe { new::from_utf8_unchecked(input) }?, input.len()),
        Err(fault) => {
            let mut out = TextBuf::with_capacity(input.len());
            let used = decode_from(&mut Input::Given(input), fault, Decoding::new("utf-8", errors), consumed.is_some(), &mut out)?;
            (unicode::from_buf(&out)?, used)
        }
    };
    if let Some(consumed) = consumed {
        *consumed = used as isize;
    }
    Ok(result)
}

/// Decodes what has faults, of which the first is known; how much was used.
fn decode_from(input: &mut Input<'_>, first: Fault, mut errors: Decoding<'_>, stateful: bool, out: &mut TextBuf) -> Result<usize> {
    let mut at = 0;
    let mut found = Err(first);
    loop {
        let bytes = input.bytes();
        let end = match &found {
            Ok(()) => bytes.len(),
            Err(fault) => fault.start,
        };
        // SAFETY: what stands before a fault is well-formed.
        append(unsafe { std::str::from_utf8_unchecked(&bytes[at..end]) }, out);
        let Err(fault) = found else { return Ok(end) };
        // The beginning of a surrogate that ends the data may become whole, and then a handler can let it pass.
        let surrogate = || matches!(&bytes[fault.start..], [0xED, 0xA0..=0xBF]);
        if stateful && (fault.unfinished || surrogate()) {
            return Ok(fault.start);
        }
        at = errors.recover(input, fault.start, fault.end, fault.reason, out)?;
        found = utf8::check(input.bytes(), at);
    }
}

fn append(text: &str, out: &mut TextBuf) {
    if text.is_ascii() {
        out.push_chars(Chars::One(text.as_bytes()));
    } else {
        text.chars().for_each(|c| out.push(c.into()));
    }
}

/// The text in UTF-8, new bytes.
pub fn encode(string: &PyUnicodeObject, errors: Option<&CStr>) -> Result<Owned<PyBytesObject>> {
    if string.is_ascii() || !string.utf8.get().is_null() {
        return bytes::from_slice(string.utf8()?);
    }
    let chars = string.chars();
    if let Some(len) = utf8::plain_len(chars) {
        return bytes::from_exact(len, |out| {
            // SAFETY: as many bytes as were measured, and no surrogates.
            unsafe { utf8::encode_to(chars, out) }
        });
    }
    let mut out = Buf::with_capacity(utf8::encoded_len(chars));
    let mut handler = Encoding::new("utf-8", errors);
    let mut at = 0;
    while let Some(start) = utf8::encode_from(chars, at, &mut out) {
        let end = start + chars.slice(start, chars.len()).iter().take_while(|&c| super::errors::is_surrogate(c)).count();
        const REASON: &str = "surrogates not allowed";
        let (replacement, next) = handler.recover(string, start, end, REASON)?;
        match replacement {
            Replacement::Text(text) => {
                if !text.is_ascii() {
                    return Err(handler.raise(string, start, end, REASON));
                }
                out.extend_from_slice(text.utf8()?);
            }
            Replacement::Plain(bytes) | Replacement::Raw(bytes) => out.extend_from_slice(&bytes),
            Replacement::Bytes(bytes) => out.extend_from_slice(bytes.as_slice()),
        }
        at = next;
    }
    bytes::from_slice(&out)
}
