//! PyOS_*: C strings.

use crate::runtime::errors::Result;
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

/// The file system path of an object, new: a `str` or `bytes` itself, or what its `__fspath__` gives. `TypeError` for anything else.
#[capi]
pub fn PyOS_FSPath(path: &crate::layout::PyObject) -> Result<crate::object::Owned> {
    use crate::layout::{PyBytesObject, PyUnicodeObject};
    use crate::object::is_instance;
    let is_path = |object: &crate::layout::PyObject| is_instance::<PyUnicodeObject>(object) || is_instance::<PyBytesObject>(object);
    if is_path(path) {
        return Ok(path.new_ref());
    }
    let Some(method) = crate::object::attribute::_PyObject_LookupSpecial(path, &crate::object::id::__fspath__)? else {
        return Err(crate::raise!(TypeError, "expected str, bytes or os.PathLike object, not {}", path.ty().short_name()));
    };
    let result = method.call0()?;
    if is_path(&result) {
        return Ok(result);
    }
    let (ty, result) = (path.ty().short_name(), result.ty().short_name());
    Err(crate::raise!(TypeError, "expected {ty}.__fspath__() to return str or bytes, not {result}"))
}
