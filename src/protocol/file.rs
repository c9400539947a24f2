//! Objects that are files because they have `write` or `readline`.

use crate::layout::*;
use crate::object::{Owned, attribute, id};
use crate::raise;
use crate::runtime::errors::{Raised, Result, occurred};
use crate::types::{bytes, long, unicode};
use exuvia_macros::capi;
use std::ffi::{CStr, c_int};

/// `Py_PRINT_RAW`: write `str` instead of `repr`.
pub const RAW: c_int = 1;

/// Writes an object's `repr`, or its `str` with `Py_PRINT_RAW`: 0, or -1 with an exception.
#[capi]
pub fn PyFile_WriteObject(object: Option<&PyObject>, file: Option<&PyObject>, flags: c_int) -> Result<()> {
    let Some(file) = file else {
        return Err(raise!(TypeError, "writeobject with NULL file"));
    };
    let write = attribute::get(file, &id::write)?;
    let text = match (object, flags & RAW != 0) {
        (Some(object), true) => object.str()?,
        (Some(object), false) => object.repr()?,
        (None, _) => unicode::from_str("<NULL>")?,
    };
    write.call1(&text).map(drop)
}

/// Writes UTF-8 text: 0, or -1 with an exception, also where one is set already.
#[capi]
pub fn PyFile_WriteString(text: &CStr, file: Option<&PyObject>) -> Result<()> {
    if occurred() {
        return Err(Raised::already());
    }
    let Some(file) = file else {
        return Err(raise!(SystemError, "null file for PyFile_WriteString"));
    };
    PyFile_WriteObject(Some(&*unicode::codecs::decode(text.to_bytes(), None, None)?), Some(file), RAW)
}

/// The next line of a file: `readline(n)`, or for a negative `n` the line without its end and `EOFError` where there is none.
#[capi]
pub fn PyFile_GetLine(file: &PyObject, n: c_int) -> Result<Owned> {
    let readline = attribute::get(file, &id::readline)?;
    let line = match n {
        ..=0 => readline.call0()?,
        n => readline.call1(&*long::from_i64(i64::from(n))?)?,
    };
    let at_end = || raise!(EOFError, "EOF when reading a line");
    if let Some(text) = PyObject::downcast::<PyBytesObject>(&line) {
        return match (n < 0, text.as_slice()) {
            (true, []) => Err(at_end()),
            (true, [rest @ .., b'\n']) => Ok(bytes::from_slice(rest)?.upcast()),
            _ => Ok(line.clone()),
        };
    }
    if let Some(text) = PyObject::downcast::<PyUnicodeObject>(&line) {
        let len = text.len();
        return match n < 0 {
            true if len == 0 => Err(at_end()),
            true if text.chars().get(len - 1) == Some(u32::from(b'\n')) => Ok(unicode::substring(text, 0, len - 1)?.upcast()),
            _ => Ok(line.clone()),
        };
    }
    Err(raise!(TypeError, "object.readline() returned non-string"))
}

/// The descriptor of an int, or of what has a `fileno` method; `TypeError` for anything else, `ValueError` for a negative one.
pub fn descriptor(object: &PyObject) -> Result<c_int> {
    let fd = if object.downcast::<PyLongObject>().is_some() {
        if crate::types::bool::value_of(object).is_some() {
            crate::modules::warnings::warn_text(&crate::types::exceptions::RuntimeWarning, "bool is used as a file descriptor")?;
        }
        long::convert::as_int(object)?
    } else {
        let Some(method) = attribute::get_optional(object, &id::fileno)? else {
            return Err(raise!(TypeError, "argument must be an int, or have a fileno() method."));
        };
        let found = method.call0()?;
        if (*found).downcast::<PyLongObject>().is_none() {
            return Err(raise!(TypeError, "fileno() returned a non-integer"));
        }
        long::convert::as_int(&found)?
    };
    if fd < 0 {
        return Err(raise!(ValueError, "file descriptor cannot be a negative integer ({fd})"));
    }
    Ok(fd)
}

/// The descriptor of an int, or of what has a `fileno` method; -1 with an exception.
#[capi]
pub fn PyObject_AsFileDescriptor(object: &PyObject) -> Result<c_int> {
    descriptor(object)
}

/// Writes the object's descriptor and returns 1; 0 with an exception. For `O&`.
#[capi(private)]
pub fn _PyLong_FileDescriptor_Converter(object: &PyObject, place: *mut c_int) -> c_int {
    match descriptor(object) {
        Ok(fd) if !place.is_null() => {
            // SAFETY: C passes the address of an int.
            unsafe { *place = fd };
            1
        }
        _ => 0,
    }
}
