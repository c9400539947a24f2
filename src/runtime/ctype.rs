//! pyctype.h: ASCII's classes and cases, for the macros of that header.

use exuvia_macros::capi;

const LOWER: u32 = 1;
const UPPER: u32 = 2;
const DIGIT: u32 = 4;
const HEX_DIGIT: u32 = 16;
const SPACE: u32 = 8;

/// The classes of each byte.
#[capi]
pub static _Py_ctype_table: [u32; 256] = {
    let mut table = [0; 256];
    let mut i = 0;
    while i < 128 {
        let b = i as u8;
        table[i] = (b.is_ascii_lowercase() as u32 * LOWER)
            | (b.is_ascii_uppercase() as u32 * UPPER)
            | (b.is_ascii_digit() as u32 * DIGIT)
            | (b.is_ascii_hexdigit() as u32 * HEX_DIGIT)
            | (matches!(b, b' ' | b'\t'..=b'\r') as u32 * SPACE);
        i += 1;
    }
    table
};

const fn cases(upper: bool) -> [u8; 256] {
    let mut table = [0; 256];
    let mut i = 0;
    while i < 256 {
        let b = i as u8;
        table[i] = if upper { b.to_ascii_uppercase() } else { b.to_ascii_lowercase() };
        i += 1;
    }
    table
}

/// Each byte in lower case.
#[capi]
pub static _Py_ctype_tolower: [u8; 256] = cases(false);
/// Each byte in upper case.
#[capi]
pub static _Py_ctype_toupper: [u8; 256] = cases(true);
