//! `PyOS_strtoul` and `PyOS_strtol`: C integers from C strings, by Python's prefixes.

use super::text::{DIGIT_VALUES, is_space};
use exuvia_macros::capi;
use std::ffi::{CStr, c_char, c_int, c_long, c_ulong};

/// What was read, how far, and whether it fitted.
struct Found {
    value: u64,
    end: usize,
    fits: bool,
}

fn read(text: &[u8], base: c_int) -> Found {
    let at = |i: usize| text.get(i).copied().unwrap_or(0);
    let digit = |i: usize, base: u32| Some(u32::from(DIGIT_VALUES[usize::from(at(i))])).filter(|d| *d < base);
    let spaces = |mut i: usize| {
        while is_space(at(i)) {
            i += 1;
        }
        i
    };
    let nothing = |end: usize| Found { value: 0, end, fits: true };
    let mut i = spaces(0);
    let prefixed = match at(i + 1) | 0x20 {
        _ if at(i) != b'0' => None,
        b'x' => Some(16),
        b'o' => Some(8),
        b'b' => Some(2),
        _ => None,
    };
    let base = match (base, prefixed) {
        (0, Some(base)) => base,
        // A zero without a letter may only be zero.
        (0, None) if at(i) == b'0' => {
            while at(i) == b'0' {
                i += 1;
            }
            return nothing(spaces(i));
        }
        (0, None) => 10,
        (2..=36, _) => base as u32,
        _ => return nothing(i),
    };
    if prefixed == Some(base) {
        if digit(i + 2, base).is_none() {
            return nothing(i + 1);
        }
        i += 2;
    }
    let mut found = nothing(i);
    while let Some(d) = digit(found.end, base) {
        found.end += 1;
        match found.value.checked_mul(base.into()).and_then(|v| v.checked_add(d.into())) {
            Some(value) if found.fits => found.value = value,
            _ => (found.value, found.fits) = (u64::MAX, false),
        }
    }
    found
}

fn out_of_range() {
    // SAFETY: the thread's own errno.
    unsafe { *libc::__errno_location() = libc::ERANGE };
}

/// Writes how far the text was read.
fn stop(text: &CStr, at: usize, end: *mut *mut c_char) {
    if !end.is_null() {
        // SAFETY: C passes the address of a pointer; the text is at least that long.
        unsafe { *end = text.as_ptr().add(at).cast_mut() };
    }
}

/// The unsigned integer that a C string begins with, and in `ptr` where it ends; 0 and the beginning where there is none. The largest one and ERANGE in
/// `errno` where it is larger. Base 0 goes by the prefix.
#[capi]
pub fn PyOS_strtoul(str: &CStr, ptr: *mut *mut c_char, base: c_int) -> c_ulong {
    let found = read(str.to_bytes(), base);
    stop(str, found.end, ptr);
    if !found.fits {
        out_of_range();
    }
    found.value
}

/// The integer that a C string begins with, and in `ptr` where it ends. `LONG_MAX` and ERANGE in `errno` where it does not fit.
#[capi]
pub fn PyOS_strtol(str: &CStr, ptr: *mut *mut c_char, base: c_int) -> c_long {
    let text = str.to_bytes();
    let start = text.iter().take_while(|b| is_space(**b)).count();
    let sign = text.get(start).copied().filter(|b| matches!(b, b'+' | b'-'));
    let start = start + usize::from(sign.is_some());
    let found = read(&text[start..], base);
    stop(str, start + found.end, ptr);
    if !found.fits {
        out_of_range();
    }
    let value = i128::from(found.value) * if sign == Some(b'-') { -1 } else { 1 };
    c_long::try_from(value).unwrap_or_else(|_| {
        out_of_range();
        c_long::MAX
    })
}
