//! Encoders and decoders, and unicodeobject.h's part about them.
//!
//! Each codec is a pair of functions over bytes and a string; what cannot be coded goes to [`errors`]. `PyUnicode_Decode` and `PyUnicode_AsEncodedString`
//! know the names of the library's own ([`native`]) and ask the registry ([`crate::types::codecs`]) for the others.

pub mod charmap;
pub mod errors;
pub mod escape;
pub mod locale;
pub mod narrow;
pub mod native;
pub mod utf7;
pub mod utf8;
pub mod wide;

use crate::layout::*;
use crate::modules::warnings;
use crate::object::Owned;
use crate::protocol::buffer::View;
use crate::raise;
use crate::runtime::errors::Result;
use crate::types::unicode::{self, bad_internal_call, expect_argument};
use crate::types::{bytes, codecs, exceptions};
use exuvia_macros::capi;
use narrow::Narrow;
use native::Native;
use std::ffi::{CStr, c_char, c_int};

/// The bytes that C passes. NULL is none where the size says so.
pub(super) fn input<'a>(text: *const c_char, size: isize) -> Result<&'a [u8]> {
    // SAFETY: C's word.
    match unsafe { unicode::slice_of(text.cast::<u8>(), size) } {
        Some(bytes) => Ok(bytes),
        None if size == 0 => Ok(&[]),
        None if size < 0 => Err(raise!(SystemError, "Negative size passed to PyUnicode_New")),
        None => Err(bad_internal_call()),
    }
}

/// A new string of bytes in an encoding, UTF-8 where none is named.
pub fn decode(bytes: &[u8], encoding: Option<&CStr>, errors: Option<&CStr>) -> Result<Owned<PyUnicodeObject>> {
    let Some(encoding) = encoding else { return utf8::decode(bytes, errors, None) };
    match Native::of(encoding.to_bytes()) {
        Some((native, true)) => native.decode(bytes, errors),
        Some((native, false)) => native.decode(bytes, errors).map_err(|raised| codecs::failed(raised, encoding, "decoding")),
        None => decode_by_registry(&*bytes::from_slice(bytes)?, encoding, errors),
    }
}

/// Decodes by a registered codec, which must be one for text.
fn decode_by_registry(object: &PyObject, encoding: &CStr, errors: Option<&CStr>) -> Result<Owned<PyUnicodeObject>> {
    let text = codecs::decode_text(object, encoding, errors)?;
    text.downcast::<PyUnicodeObject>().map_err(|other| {
        raise!(
            TypeError,
            "'{:.400}' decoder returned '{:.400}' instead of 'str'; use codecs.decode() to decode to arbitrary types",
            encoding.to_string_lossy(),
            other.ty().name()
        )
    })
}

/// The text in an encoding, UTF-8 where none is named. New.
pub fn encode(string: &PyUnicodeObject, encoding: Option<&CStr>, errors: Option<&CStr>) -> Result<Owned<PyBytesObject>> {
    let Some(encoding) = encoding else { return utf8::encode(string, errors) };
    match Native::of(encoding.to_bytes()) {
        Some((native, true)) => return native.encode(string, errors),
        Some((native, false)) => return native.encode(string, errors).map_err(|raised| codecs::failed(raised, encoding, "encoding")),
        None => {}
    }
    let result = codecs::encode_text(string, encoding, errors)?;
    let result = match result.downcast::<PyBytesObject>() {
        Ok(bytes) => return Ok(bytes),
        Err(other) => other,
    };
    if let Some(array) = (*result).downcast::<PyByteArrayObject>() {
        let name = encoding.to_string_lossy();
        let message = format!("encoder {name} returned bytearray instead of bytes; use codecs.encode() to encode to arbitrary types");
        warnings::warn_text(&exceptions::RuntimeWarning, &message)?;
        return bytes::from_slice(array.as_slice());
    }
    Err(raise!(
        TypeError,
        "'{:.400}' encoder returned '{:.400}' instead of 'bytes'; use codecs.encode() to encode to arbitrary types",
        encoding.to_string_lossy(),
        result.ty().name()
    ))
}

/// A new string of a bytes-like object in an encoding.
pub fn decode_object(object: &PyObject, encoding: Option<&CStr>, errors: Option<&CStr>) -> Result<Owned<PyUnicodeObject>> {
    if let Some(bytes) = object.downcast::<PyBytesObject>() {
        if bytes.is_empty() {
            return Ok(unicode::empty());
        }
        return decode(bytes.as_slice(), encoding, errors);
    }
    if object.downcast::<PyUnicodeObject>().is_some() {
        return Err(raise!(TypeError, "decoding str is not supported"));
    }
    let buffer = match View::simple(object) {
        Ok(buffer) => buffer,
        Err(raised) => {
            raised.clear();
            return Err(raise!(TypeError, "decoding to str: need a bytes-like object, {} found", object.ty().name()));
        }
    };
    if buffer.is_empty() {
        return Ok(unicode::empty());
    }
    decode(buffer.as_slice(), encoding, errors)
}

/// A new string of a bytes-like object in an encoding, UTF-8 where none is named. A `str` is refused.
#[capi]
pub fn PyUnicode_FromEncodedObject(object: Option<&PyObject>, encoding: Option<&CStr>, errors: Option<&CStr>) -> Result<Owned> {
    decode_object(object.ok_or_else(bad_internal_call)?, encoding, errors).map(Owned::upcast)
}

/// A new string of bytes in an encoding, UTF-8 where none is named.
#[capi]
pub fn PyUnicode_Decode(text: *const c_char, size: isize, encoding: Option<&CStr>, errors: Option<&CStr>) -> Result<Owned> {
    decode(input(text, size)?, encoding, errors).map(Owned::upcast)
}

/// The text in an encoding, UTF-8 where none is named: bytes, new.
#[capi]
pub fn PyUnicode_AsEncodedString(string: &PyObject, encoding: Option<&CStr>, errors: Option<&CStr>) -> Result<Owned> {
    encode(expect_argument(string)?, encoding, errors).map(Owned::upcast)
}

/// What a registered decoder makes of a `str`, new.
#[capi]
pub fn PyUnicode_AsDecodedObject(string: &PyObject, encoding: Option<&CStr>, errors: Option<&CStr>) -> Result<Owned> {
    expect_argument(string)?;
    codecs::decode(string, encoding.unwrap_or(c"utf-8"), errors)
}

/// As `PyUnicode_AsDecodedObject`, and it must be a `str`.
#[capi]
pub fn PyUnicode_AsDecodedUnicode(string: &PyObject, encoding: Option<&CStr>, errors: Option<&CStr>) -> Result<Owned> {
    expect_argument(string)?;
    let encoding = encoding.unwrap_or(c"utf-8");
    expect_text(codecs::decode(string, encoding, errors)?, encoding, "decoder", "decode")
}

fn expect_text(object: Owned, encoding: &CStr, coder: &str, verb: &str) -> Result<Owned> {
    if (*object).downcast::<PyUnicodeObject>().is_some() {
        return Ok(object);
    }
    let (encoding, found) = (encoding.to_string_lossy(), object.ty().name());
    Err(raise!(TypeError, "'{encoding:.400}' {coder} returned '{found:.400}' instead of 'str'; use codecs.{verb}() to {verb} to arbitrary types"))
}

/// What a registered encoder makes of a `str`, new.
#[capi]
pub fn PyUnicode_AsEncodedObject(string: &PyObject, encoding: Option<&CStr>, errors: Option<&CStr>) -> Result<Owned> {
    expect_argument(string)?;
    codecs::encode(string, encoding.unwrap_or(c"utf-8"), errors)
}

/// As `PyUnicode_AsEncodedObject`, and it must be a `str`.
#[capi]
pub fn PyUnicode_AsEncodedUnicode(string: &PyObject, encoding: Option<&CStr>, errors: Option<&CStr>) -> Result<Owned> {
    expect_argument(string)?;
    let encoding = encoding.unwrap_or(c"utf-8");
    expect_text(codecs::encode(string, encoding, errors)?, encoding, "encoder", "encode")
}

/// `"utf-8"`.
#[capi]
pub fn PyUnicode_GetDefaultEncoding() -> *const c_char {
    c"utf-8".as_ptr()
}

/// A new string of UTF-8.
#[capi]
pub fn PyUnicode_DecodeUTF8(text: *const c_char, size: isize, errors: Option<&CStr>) -> Result<Owned> {
    utf8::decode(input(text, size)?, errors, None).map(Owned::upcast)
}

/// As `PyUnicode_DecodeUTF8`; how much was used is stored where `consumed` is not NULL, and what is not finished is left.
#[capi]
pub fn PyUnicode_DecodeUTF8Stateful(text: *const c_char, size: isize, errors: Option<&CStr>, consumed: *mut isize) -> Result<Owned> {
    // SAFETY: C's word.
    utf8::decode(input(text, size)?, errors, unsafe { consumed.as_mut() }).map(Owned::upcast)
}

/// The text in UTF-8, new bytes.
#[capi]
pub fn PyUnicode_AsUTF8String(string: &PyObject) -> Result<Owned> {
    utf8::encode(expect_argument(string)?, None).map(Owned::upcast)
}

/// The text in UTF-8 with an error handler, new bytes.
#[capi(private)]
pub fn _PyUnicode_AsUTF8String(string: &PyObject, errors: Option<&CStr>) -> Result<Owned> {
    utf8::encode(expect_argument(string)?, errors).map(Owned::upcast)
}

/// A new string of UTF-7.
#[capi]
pub fn PyUnicode_DecodeUTF7(text: *const c_char, size: isize, errors: Option<&CStr>) -> Result<Owned> {
    utf7::decode(input(text, size)?, errors, None).map(Owned::upcast)
}

/// As `PyUnicode_DecodeUTF7`; how much was used is stored where `consumed` is not NULL, and what is not finished is left.
#[capi]
pub fn PyUnicode_DecodeUTF7Stateful(text: *const c_char, size: isize, errors: Option<&CStr>, consumed: *mut isize) -> Result<Owned> {
    // SAFETY: C's word.
    utf7::decode(input(text, size)?, errors, unsafe { consumed.as_mut() }).map(Owned::upcast)
}

macro_rules! wide_decoders {
    ($plain:ident, $stateful:ident, $decode:path, $name:literal) => {
        #[doc = concat!("A new string of ", $name, ". `*byteorder` says how the bytes stand (NULL is 0: look for a mark), and then how they did.")]
        #[capi]
        pub fn $plain(text: *const c_char, size: isize, errors: Option<&CStr>, byteorder: *mut c_int) -> Result<Owned> {
            $stateful(text, size, errors, byteorder, std::ptr::null_mut())
        }
        #[doc = concat!("As `", stringify!($plain), "`; how much was used is stored where `consumed` is not NULL, and what is not finished is left.")]
        #[capi]
        pub fn $stateful(text: *const c_char, size: isize, errors: Option<&CStr>, byteorder: *mut c_int, consumed: *mut isize) -> Result<Owned> {
            let mut own = 0;
            // SAFETY: C's word.
            let (order, consumed) = unsafe { (byteorder.as_mut().unwrap_or(&mut own), consumed.as_mut()) };
            $decode(input(text, size)?, errors, order, consumed).map(Owned::upcast)
        }
    };
}
wide_decoders!(PyUnicode_DecodeUTF16, PyUnicode_DecodeUTF16Stateful, wide::decode_utf16, "UTF-16");
wide_decoders!(PyUnicode_DecodeUTF32, PyUnicode_DecodeUTF32Stateful, wide::decode_utf32, "UTF-32");

/// The text in UTF-16 with a mark, new bytes.
#[capi]
pub fn PyUnicode_AsUTF16String(string: &PyObject) -> Result<Owned> {
    wide::encode(expect_argument(string)?, 2, None, 0).map(Owned::upcast)
}

/// The text in UTF-32 with a mark, new bytes.
#[capi]
pub fn PyUnicode_AsUTF32String(string: &PyObject) -> Result<Owned> {
    wide::encode(expect_argument(string)?, 4, None, 0).map(Owned::upcast)
}

/// The text in UTF-16, new bytes: little-endian (-1), big-endian (1), or with a mark (0).
#[capi(private)]
pub fn _PyUnicode_EncodeUTF16(string: &PyObject, errors: Option<&CStr>, byteorder: c_int) -> Result<Owned> {
    wide::encode(expect_argument(string)?, 2, errors, byteorder).map(Owned::upcast)
}

/// The text in UTF-32, new bytes: little-endian (-1), big-endian (1), or with a mark (0).
#[capi(private)]
pub fn _PyUnicode_EncodeUTF32(string: &PyObject, errors: Option<&CStr>, byteorder: c_int) -> Result<Owned> {
    wide::encode(expect_argument(string)?, 4, errors, byteorder).map(Owned::upcast)
}

/// A new string of `unicode_escape`; warns of escapes that mean nothing.
#[capi]
pub fn PyUnicode_DecodeUnicodeEscape(text: *const c_char, size: isize, errors: Option<&CStr>) -> Result<Owned> {
    decode_escapes(input(text, size)?, errors, None).map(Owned::upcast)
}

/// A new string of text with escapes; warns of one that means nothing.
pub fn decode_escapes(bytes: &[u8], errors: Option<&CStr>, consumed: Option<&mut isize>) -> Result<Owned<PyUnicodeObject>> {
    let (string, invalid) = escape::decode(bytes, errors, consumed)?;
    if let Some(invalid) = invalid {
        warn_about(invalid)?;
    }
    Ok(string)
}

/// Warns of an escape that means nothing.
pub fn warn_about(invalid: escape::Invalid) -> Result<()> {
    let message = match invalid.value {
        octal @ 0o400.. => format!("\"\\{octal:o}\" is an invalid octal escape sequence. Such sequences will not work in the future. "),
        letter => {
            let letter = char::from_u32(letter).unwrap_or('?');
            format!("\"\\{letter}\" is an invalid escape sequence. Such sequences will not work in the future. ")
        }
    };
    warnings::warn_text(&exceptions::DeprecationWarning, &message)
}

/// The text as `unicode_escape`, new bytes.
#[capi]
pub fn PyUnicode_AsUnicodeEscapeString(string: &PyObject) -> Result<Owned> {
    escape::encode(expect_argument(string)?).map(Owned::upcast)
}

/// A new string of `raw_unicode_escape`.
#[capi]
pub fn PyUnicode_DecodeRawUnicodeEscape(text: *const c_char, size: isize, errors: Option<&CStr>) -> Result<Owned> {
    escape::decode_raw(input(text, size)?, errors, None).map(Owned::upcast)
}

/// The text as `raw_unicode_escape`, new bytes.
#[capi]
pub fn PyUnicode_AsRawUnicodeEscapeString(string: &PyObject) -> Result<Owned> {
    escape::encode_raw(expect_argument(string)?).map(Owned::upcast)
}

/// A new string of Latin-1.
#[capi]
pub fn PyUnicode_DecodeLatin1(text: *const c_char, size: isize, _errors: *const c_char) -> Result<Owned> {
    unicode::from_latin1(input(text, size)?).map(Owned::upcast)
}

/// The text in Latin-1, new bytes.
#[capi]
pub fn PyUnicode_AsLatin1String(string: &PyObject) -> Result<Owned> {
    narrow::encode(expect_argument(string)?, Narrow::Latin1, None).map(Owned::upcast)
}

/// A new string of ASCII.
#[capi]
pub fn PyUnicode_DecodeASCII(text: *const c_char, size: isize, errors: Option<&CStr>) -> Result<Owned> {
    narrow::decode_ascii(input(text, size)?, errors).map(Owned::upcast)
}

/// The text in ASCII, new bytes.
#[capi]
pub fn PyUnicode_AsASCIIString(string: &PyObject) -> Result<Owned> {
    narrow::encode(expect_argument(string)?, Narrow::Ascii, None).map(Owned::upcast)
}

/// As `PyUnicode_DecodeUnicodeEscape`, without a warning: the first escape that means nothing is stored instead, or -1 and NULL. How much was used
/// is stored where `consumed` is not NULL, and what is not finished is left.
#[capi(private)]
pub fn _PyUnicode_DecodeUnicodeEscapeInternal2(
    text: *const c_char,
    size: isize,
    errors: Option<&CStr>,
    consumed: *mut isize,
    first_invalid: *mut c_int,
    first_invalid_at: *mut *const c_char,
) -> Result<Owned> {
    // SAFETY: C's word.
    let (string, invalid) = escape::decode(input(text, size)?, errors, unsafe { consumed.as_mut() })?;
    // SAFETY: C's word.
    unsafe {
        if let Some(place) = first_invalid.as_mut() {
            *place = invalid.map_or(-1, |invalid| invalid.value as c_int);
        }
        if let Some(place) = first_invalid_at.as_mut() {
            *place = invalid.map_or(std::ptr::null(), |invalid| text.add(invalid.at));
        }
    }
    Ok(string.upcast())
}
