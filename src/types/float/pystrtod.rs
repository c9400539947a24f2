//! pystrtod.h: doubles to and from C strings.

use super::text::{self, Style};
use crate::layout::*;
use crate::raise;
use crate::runtime::buf::Buf;
use crate::runtime::errors::{Raised, Result, set_object};
use crate::runtime::memory::{self, Domain};
use crate::types::unicode;
use exuvia_macros::capi;
use std::ffi::{CStr, c_char, c_int};

const SIGN: c_int = 1;
const ADD_DOT_0: c_int = 2;
const ALTERNATE: c_int = 4;
const NO_NEGATIVE_ZERO: c_int = 8;

/// The double that a C string begins with (no white space before it), and in `end`, unless NULL, where it ends; with a NULL `end` the whole string
/// has to be one. `ValueError` where there is none. One beyond the largest double raises `overflow`, or is infinite where that is NULL. -1.0 with an
/// exception.
#[capi]
pub fn PyOS_string_to_double(from: &CStr, end: *mut *mut c_char, overflow: Option<&PyObject>) -> Result<f64> {
    let bytes = from.to_bytes();
    let found = text::read_prefix(bytes);
    let stopped = found.map_or(0, |(_, n)| n);
    let shown = || String::from_utf8_lossy(&bytes[..bytes.len().min(200)]);
    let result = match found {
        Some((value, n)) if !end.is_null() || n == bytes.len() => {
            let spelled = bytes[..n].iter().any(u8::is_ascii_digit);
            match overflow {
                Some(class) if value.is_infinite() && spelled => {
                    let message = unicode::from_display(format_args!("value too large to convert to float: '{}'", shown()))?;
                    Err(set_object(class, Some(&message)))
                }
                _ => Ok(value),
            }
        }
        _ => Err(raise!(ValueError, "could not convert string to float: '{}'", shown())),
    };
    if !end.is_null() {
        // SAFETY: C passes the address of a pointer; the text is at least that long.
        unsafe { *end = from.as_ptr().add(stopped).cast_mut() };
    }
    result
}

/// The double in the style of `code` (`e E f F g G r`), as a new C string that `PyMem_Free` frees; `kind`, unless NULL, becomes 0 for a finite number, 1
/// for an infinity, 2 for a NaN. `SystemError` where code or precision make no sense, `MemoryError`.
#[capi]
pub fn PyOS_double_to_string(value: f64, code: c_char, precision: c_int, flags: c_int, kind: *mut c_int) -> Result<*mut c_char> {
    let code = code as u8;
    if !matches!(code, b'e' | b'E' | b'f' | b'F' | b'g' | b'G' | b'r') || code == b'r' && precision != 0 {
        return Err(raise!(SystemError, "bad argument to internal function"));
    }
    if precision == c_int::MIN || usize::try_from(precision).is_ok_and(|p| p > text::LARGEST_PRECISION) {
        return Err(raise!(ValueError, "precision too big"));
    }
    let style = Style {
        code,
        precision: usize::try_from(precision).unwrap_or(0),
        below: precision.min(0).unsigned_abs() as usize,
        sign: flags & SIGN != 0,
        add_dot_0: flags & ADD_DOT_0 != 0,
        alternate: flags & ALTERNATE != 0,
        no_negative_zero: flags & NO_NEGATIVE_ZERO != 0,
    };
    if !kind.is_null() {
        let is = if value.is_nan() { 2 } else { value.is_infinite() as c_int };
        // SAFETY: C passes the address of an int.
        unsafe { *kind = is };
    }
    let mut out = Buf::new();
    out.try_reserve(style.precision + style.below + 400).map_err(|_| Raised::no_memory())?;
    text::write(&mut out, value, style);
    out.push(0);
    let block = memory::alloc(Domain::Mem, out.len()).cast::<u8>();
    if block.is_null() {
        return Err(Raised::no_memory());
    }
    // SAFETY: fresh memory of that length.
    unsafe { block.copy_from_nonoverlapping(out.as_ptr(), out.len()) };
    Ok(block.cast())
}
