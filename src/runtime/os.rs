//! PyOS_*: C strings.

use exuvia_macros::capi;
use std::ffi::{CStr, c_char, c_int};

/// Compares two C strings without regard to ASCII case: negative, zero or positive.
#[capi]
pub fn PyOS_mystricmp(str1: &CStr, str2: &CStr) -> c_int {
    compare(str1.to_bytes_with_nul(), str2.to_bytes_with_nul())
}

/// As `PyOS_mystricmp`, of at most `size` characters.
#[capi]
pub fn PyOS_mystrnicmp(str1: *const c_char, str2: *const c_char, size: isize) -> c_int {
    for i in 0..size.max(0) {
        // SAFETY: C's word: neither string ends before this one, or both did.
        let (a, b) = unsafe { (*str1.offset(i) as u8, *str2.offset(i) as u8) };
        let difference = c_int::from(a.to_ascii_lowercase()) - c_int::from(b.to_ascii_lowercase());
        if difference != 0 || a == 0 {
            return difference;
        }
    }
    0
}

fn compare(a: &[u8], b: &[u8]) -> c_int {
    a.iter().zip(b).map(|(a, b)| c_int::from(a.to_ascii_lowercase()) - c_int::from(b.to_ascii_lowercase())).find(|d| *d != 0).unwrap_or(0)
}
