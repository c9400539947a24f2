//! The encodings that the library has itself, by every name that they have.

use super::narrow::Narrow;
use super::{escape, narrow, utf7, utf8, wide};
use crate::layout::*;
use crate::object::Owned;
use crate::runtime::errors::Result;
use crate::types::unicode;
use std::ffi::CStr;

/// An encoding of the library's own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Native {
    Utf7,
    Utf8,
    /// With a mark (0), little-endian (-1) or big-endian (1).
    Utf16(i32),
    Utf32(i32),
    Ascii,
    Latin1,
    UnicodeEscape,
    RawUnicodeEscape,
}

/// The longest name that is known.
const LONGEST: usize = 22;

/// A name as the table has it: letters and digits in lower case, dots, and one underscore for anything else between them.
fn normalized<'a>(name: &[u8], buffer: &'a mut [u8; LONGEST]) -> Option<&'a [u8]> {
    let mut len = 0;
    let mut gap = false;
    for &b in name {
        if !b.is_ascii_alphanumeric() && b != b'.' {
            gap = true;
            continue;
        }
        if gap && len > 0 {
            *buffer.get_mut(len)? = b'_';
            len += 1;
        }
        gap = false;
        *buffer.get_mut(len)? = b.to_ascii_lowercase();
        len += 1;
    }
    Some(&buffer[..len])
}

impl Native {
    /// The encoding of a name, and whether `str` and `bytes` know the name without asking the registry.
    pub fn of(name: &[u8]) -> Option<(Native, bool)> {
        let mut buffer = [0; LONGEST];
        Some(match normalized(name, &mut buffer)? {
            b"utf_8" | b"utf8" => (Native::Utf8, true),
            b"utf_16" | b"utf16" => (Native::Utf16(0), true),
            b"utf_32" | b"utf32" => (Native::Utf32(0), true),
            b"ascii" | b"us_ascii" => (Native::Ascii, true),
            b"latin1" | b"latin_1" | b"iso_8859_1" | b"iso8859_1" => (Native::Latin1, true),
            b"cp65001" | b"u8" | b"utf" | b"utf8_ucs2" | b"utf8_ucs4" => (Native::Utf8, false),
            b"u16" => (Native::Utf16(0), false),
            b"utf_16_le" | b"utf_16le" | b"unicodelittleunmarked" => (Native::Utf16(-1), false),
            b"utf_16_be" | b"utf_16be" | b"unicodebigunmarked" => (Native::Utf16(1), false),
            b"u32" => (Native::Utf32(0), false),
            b"utf_32_le" | b"utf_32le" => (Native::Utf32(-1), false),
            b"utf_32_be" | b"utf_32be" => (Native::Utf32(1), false),
            b"utf_7" | b"utf7" | b"u7" | b"unicode_1_1_utf_7" => (Native::Utf7, false),
            b"646" | b"ansi_x3.4_1968" | b"ansi_x3.4_1986" | b"ansi_x3_4_1968" | b"cp367" | b"csascii" | b"ibm367" | b"iso646_us"
            | b"iso_646.irv_1991" | b"iso_ir_6" | b"us" => (Native::Ascii, false),
            b"8859" | b"cp819" | b"csisolatin1" | b"ibm819" | b"iso8859" | b"iso_8859_1_1987" | b"iso_ir_100" | b"l1" | b"latin" => {
                (Native::Latin1, false)
            }
            b"unicode_escape" => (Native::UnicodeEscape, false),
            b"raw_unicode_escape" => (Native::RawUnicodeEscape, false),
            _ => return None,
        })
    }

    /// The encoding's name in those of its functions in `_codecs`.
    pub fn name(self) -> &'static str {
        match self {
            Native::Utf7 => "utf_7",
            Native::Utf8 => "utf_8",
            Native::Utf16(0) => "utf_16",
            Native::Utf16(..0) => "utf_16_le",
            Native::Utf16(_) => "utf_16_be",
            Native::Utf32(0) => "utf_32",
            Native::Utf32(..0) => "utf_32_le",
            Native::Utf32(_) => "utf_32_be",
            Native::Ascii => "ascii",
            Native::Latin1 => "latin_1",
            Native::UnicodeEscape => "unicode_escape",
            Native::RawUnicodeEscape => "raw_unicode_escape",
        }
    }

    /// A new string of all of the bytes.
    pub fn decode(self, bytes: &[u8], errors: Option<&CStr>) -> Result<Owned<PyUnicodeObject>> {
        self.decode_part(bytes, errors, None)
    }

    /// A new string of the bytes. Where `consumed` is given, what is not finished at their end is left, and it says how many were used.
    pub fn decode_part(self, bytes: &[u8], errors: Option<&CStr>, consumed: Option<&mut isize>) -> Result<Owned<PyUnicodeObject>> {
        match self {
            Native::Utf7 => utf7::decode(bytes, errors, consumed),
            Native::Utf8 => utf8::decode(bytes, errors, consumed),
            Native::Utf16(mut order) => wide::decode_utf16(bytes, errors, &mut order, consumed),
            Native::Utf32(mut order) => wide::decode_utf32(bytes, errors, &mut order, consumed),
            Native::Ascii => narrow::decode_ascii(bytes, errors),
            Native::Latin1 => unicode::from_latin1(bytes),
            Native::UnicodeEscape => super::decode_escapes(bytes, errors, consumed),
            Native::RawUnicodeEscape => escape::decode_raw(bytes, errors, consumed),
        }
    }

    /// The text in the encoding, new bytes.
    pub fn encode(self, string: &PyUnicodeObject, errors: Option<&CStr>) -> Result<Owned<PyBytesObject>> {
        match self {
            Native::Utf7 => utf7::encode(string),
            Native::Utf8 => utf8::encode(string, errors),
            Native::Utf16(order) => wide::encode(string, 2, errors, order),
            Native::Utf32(order) => wide::encode(string, 4, errors, order),
            Native::Ascii => narrow::encode(string, Narrow::Ascii, errors),
            Native::Latin1 => narrow::encode(string, Narrow::Latin1, errors),
            Native::UnicodeEscape => escape::encode(string),
            Native::RawUnicodeEscape => escape::encode_raw(string),
        }
    }
}
