//! The encodings of the C library's locale and of file names.
//!
//! File names are in the encoding that the configuration names: UTF-8 with escaped bytes, unless somebody asks for another.

use super::errors::{escaped_byte, raise_decode, raise_encode};
use super::{input, utf8};
use crate::layout::*;
use crate::object::Owned;
use crate::raise;
use crate::runtime::buf::Buf;
use crate::runtime::errors::Result;
use crate::types::bytes;
use crate::types::unicode;
use crate::types::unicode::chars::TextBuf;
use crate::types::unicode::expect_argument;
use exuvia_macros::capi;
use std::ffi::{CStr, c_char, c_int, c_void};

unsafe extern "C" {
    fn mbrtowc(to: *mut libc::wchar_t, from: *const c_char, n: usize, state: *mut [u64; 2]) -> usize;
    fn wcrtomb(to: *mut c_char, c: libc::wchar_t, state: *mut [u64; 2]) -> usize;
}

/// Whether bytes that mean nothing are escaped; `ValueError` for any handler but the two.
fn escapes(errors: Option<&CStr>) -> Result<bool> {
    match errors.map(CStr::to_bytes) {
        None | Some(b"strict") => Ok(false),
        Some(b"surrogateescape") => Ok(true),
        _ => Err(raise!(ValueError, "unsupported error handler")),
    }
}

/// A new string of bytes in the locale's encoding.
fn decode(bytes: &[u8], errors: Option<&CStr>) -> Result<Owned<PyUnicodeObject>> {
    let escape = escapes(errors)?;
    if bytes.is_ascii() {
        return unicode::from_ascii(bytes);
    }
    let mut out = TextBuf::with_capacity(bytes.len());
    let mut state = [0; 2];
    let mut at = 0;
    while at < bytes.len() {
        let mut c: libc::wchar_t = 0;
        // SAFETY: the bytes from `at` on, and a state that is large enough for any C library's.
        let used = unsafe { mbrtowc(&mut c, bytes[at..].as_ptr().cast(), bytes.len() - at, &mut state) };
        match used {
            0 => break,
            n if n <= bytes.len() - at && !super::errors::is_surrogate(c as u32) && (0..=0x10FFFF).contains(&c) => {
                out.push(c as u32);
                at += n;
            }
            _ if escape => {
                out.push(0xDC00 + u32::from(bytes[at]));
                at += 1;
                state = [0; 2];
            }
            _ => return Err(raise_decode("locale", bytes, at, at + 1, "decoding error")),
        }
    }
    unicode::from_buf(&out)
}

fn encode(string: &PyUnicodeObject, errors: Option<&CStr>) -> Result<Owned<PyBytesObject>> {
    if string.chars().iter().any(|c| c == 0) {
        return Err(raise!(ValueError, "embedded null character"));
    }
    let escape = escapes(errors)?;
    let mut out = Buf::with_capacity(string.len());
    let mut state = [0; 2];
    for (at, c) in string.chars().iter().enumerate() {
        if let (true, Some(byte)) = (escape, escaped_byte(c)) {
            out.push(byte);
            continue;
        }
        let mut buffer = [0; 16];
        // SAFETY: room for any C library's longest sequence, and a state that is large enough.
        match unsafe { wcrtomb(buffer.as_mut_ptr(), c as libc::wchar_t, &mut state) } {
            n if n <= buffer.len() => out.extend(buffer[..n].iter().map(|&b| b as u8)),
            _ => return Err(raise_encode("locale", string, at, at + 1, "encoding error")),
        }
    }
    bytes::from_slice(&out)
}

/// A new string of bytes, `length` of them and a NUL, in the locale's encoding; `errors` is `strict` or `surrogateescape`.
#[capi]
pub fn PyUnicode_DecodeLocaleAndSize(text: *const c_char, length: isize, errors: Option<&CStr>) -> Result<Owned> {
    let bytes = input(text, length)?;
    // SAFETY: C's word: a NUL follows.
    if memchr::memchr(0, bytes).is_some() || unsafe { *text.add(bytes.len()) } != 0 {
        return Err(raise!(ValueError, "embedded null byte"));
    }
    decode(bytes, errors).map(Owned::upcast)
}

/// A new string of a C string in the locale's encoding; `errors` is `strict` or `surrogateescape`.
#[capi]
pub fn PyUnicode_DecodeLocale(text: &CStr, errors: Option<&CStr>) -> Result<Owned> {
    decode(text.to_bytes(), errors).map(Owned::upcast)
}

/// The text in the locale's encoding, new bytes; `errors` is `strict` or `surrogateescape`.
#[capi]
pub fn PyUnicode_EncodeLocale(string: &PyObject, errors: Option<&CStr>) -> Result<Owned> {
    encode(expect_argument(string)?, errors).map(Owned::upcast)
}

const ESCAPE: Option<&CStr> = Some(c"surrogateescape");

/// A file name of bytes, new.
pub fn decode_fs(bytes: &[u8]) -> Result<Owned<PyUnicodeObject>> {
    let config = &crate::runtime::interp().py_config;
    if config.names_are_utf8() {
        return utf8::decode(bytes, ESCAPE, None);
    }
    let (encoding, errors) = config.file_names();
    super::decode(bytes, Some(&encoding), Some(&errors))
}

/// The bytes of a file name, new.
pub fn encode_fs(string: &PyUnicodeObject) -> Result<Owned<PyBytesObject>> {
    let config = &crate::runtime::interp().py_config;
    if config.names_are_utf8() {
        return utf8::encode(string, ESCAPE);
    }
    let (encoding, errors) = config.file_names();
    super::encode(string, Some(&encoding), Some(&errors))
}

/// A new string of a file name.
#[capi]
pub fn PyUnicode_DecodeFSDefault(text: &CStr) -> Result<Owned> {
    decode_fs(text.to_bytes()).map(Owned::upcast)
}

/// A new string of a file name of `size` bytes.
#[capi]
pub fn PyUnicode_DecodeFSDefaultAndSize(text: *const c_char, size: isize) -> Result<Owned> {
    decode_fs(input(text, size)?).map(Owned::upcast)
}

/// The bytes of a file name, new.
#[capi]
pub fn PyUnicode_EncodeFSDefault(string: &PyObject) -> Result<Owned> {
    encode_fs(expect_argument(string)?).map(Owned::upcast)
}

/// What `PyUnicode_FSConverter` returns: it wants to be called again, with NULL, to give up what it has made.
const CLEANUP_SUPPORTED: c_int = 0x20000;

/// Drops what an earlier call has stored at `place`.
///
/// # Safety
/// `place` points to an owned reference or NULL.
unsafe fn give_up(place: *mut c_void) {
    // SAFETY: the caller's word.
    drop(unsafe { Owned::from_ptr(std::ptr::replace(place.cast::<*mut PyObject>(), std::ptr::null_mut())) });
}

/// A converter for `PyArg_Parse`: the bytes of a path, new, stored in a `PyObject *`.
#[capi]
pub fn PyUnicode_FSConverter(path: Option<&PyObject>, place: *mut c_void) -> c_int {
    let Some(path) = path else {
        // SAFETY: C's word.
        unsafe { give_up(place) };
        return 1;
    };
    match path_bytes(path) {
        Ok(bytes) => {
            // SAFETY: C's word: a place for a reference.
            unsafe { *place.cast::<*mut PyObject>() = bytes.into_ptr().cast() };
            CLEANUP_SUPPORTED
        }
        Err(_) => 0,
    }
}

/// The bytes of a path, without NULs: what `PyUnicode_FSConverter` makes.
pub fn path_bytes(path: &PyObject) -> Result<Owned<PyBytesObject>> {
    let path = crate::runtime::os::PyOS_FSPath(path)?;
    let bytes = match path.downcast::<PyBytesObject>() {
        Ok(bytes) => bytes,
        Err(text) => encode_fs(expect_argument(&text)?)?,
    };
    if memchr::memchr(0, bytes.as_slice()).is_some() {
        return Err(raise!(ValueError, "embedded null byte"));
    }
    Ok(bytes)
}

/// A converter for `PyArg_Parse`: the text of a path, new, stored in a `PyObject *`.
#[capi]
pub fn PyUnicode_FSDecoder(path: Option<&PyObject>, place: *mut c_void) -> c_int {
    let Some(path) = path else {
        // SAFETY: C's word.
        unsafe { give_up(place) };
        return 1;
    };
    match decoded(path) {
        Ok(text) => {
            // SAFETY: C's word: a place for a reference.
            unsafe { *place.cast::<*mut PyObject>() = text.into_ptr().cast() };
            CLEANUP_SUPPORTED
        }
        Err(_) => 0,
    }
}

fn decoded(path: &PyObject) -> Result<Owned<PyUnicodeObject>> {
    let path = crate::runtime::os::PyOS_FSPath(path)?;
    let text = match path.downcast::<PyUnicodeObject>() {
        Ok(text) => text,
        Err(bytes) => decode_fs(bytes.as_object().downcast::<PyBytesObject>().map_or(&[], PyBytesObject::as_slice))?,
    };
    if text.chars().iter().any(|c| c == 0) {
        return Err(raise!(ValueError, "embedded null character"));
    }
    Ok(text)
}
