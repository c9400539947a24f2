//! Environment variables, as a start reads them: not at all where it is not to, and one that is empty is not there.

use super::wide;
use std::ffi::{CStr, c_int};

/// A variable's bytes; `None` where it is missing or empty, or the environment is not to be used.
pub fn variable(used: bool, name: &CStr) -> Option<Vec<u8>> {
    raw(used, name).filter(|value| !value.is_empty())
}

/// As [`variable`], with an empty one.
pub fn raw(used: bool, name: &CStr) -> Option<Vec<u8>> {
    if !used {
        return None;
    }
    // SAFETY: a C string; the value is copied at once.
    let value = unsafe { libc::getenv(name.as_ptr()) };
    // SAFETY: as above.
    (!value.is_null()).then(|| unsafe { CStr::from_ptr(value) }.to_bytes().to_vec())
}

/// The number that a variable's bytes are.
pub fn number(value: &[u8]) -> Option<c_int> {
    wide::number(value.iter().map(|b| u32::from(*b)))
}

/// Raises a counted flag to a variable's number; any other text stands for 1.
pub fn raise_flag(used: bool, name: &CStr, flag: &mut c_int) {
    if let Some(value) = variable(used, name) {
        *flag = (*flag).max(number(&value).filter(|n| *n >= 0).unwrap_or(1));
    }
}
