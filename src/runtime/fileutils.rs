//! fileutils.h: files as the C library has them, with errors as exceptions.

use crate::layout::*;
use crate::runtime::errors::{Raised, Result, errno, from_errno};
use crate::runtime::{audit, gil, signals};
use crate::types::unicode::codecs::locale;
use crate::types::{exceptions, long, tuple, unicode};
use exuvia_macros::capi;
use std::ffi::{CStr, c_int};

/// Raises `OSError` of the C library's error number.
fn os_error(path: Option<&PyObject>) -> Raised {
    from_errno(exceptions::OSError.as_object(), errno(), path, None)
}

/// What the system knows of an open file: 0, or -1 with the error in `errno`. Needs no thread state.
#[capi(private)]
pub fn _Py_fstat_noraise(fd: c_int, status: *mut libc::stat) -> c_int {
    // SAFETY: C's word: room for what is written.
    unsafe { libc::fstat(fd, status) }
}

/// The same; -1 with `OSError`.
#[capi(private)]
pub fn _Py_fstat(fd: c_int, status: *mut libc::stat) -> Result<()> {
    match gil::allow_threads(|| _Py_fstat_noraise(fd, status)) {
        0 => Ok(()),
        _ => Err(os_error(None)),
    }
}

/// Another descriptor of an open file, which programs that are started do not get; -1 with `OSError`.
#[capi(private)]
pub fn _Py_dup(fd: c_int) -> Result<c_int> {
    // SAFETY: a system call on numbers.
    match gil::allow_threads(|| unsafe { libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, 0) }) {
        ..0 => Err(os_error(None)),
        made => Ok(made),
    }
}

/// Opens a file by a path of any kind, as `fopen` does; programs that are started do not get it. NULL with `OSError`.
#[capi]
pub fn Py_fopen(path: &PyObject, mode: &CStr) -> Result<*mut libc::FILE> {
    audit::audit(c"open", || {
        let mode = unicode::codecs::utf8::decode_strict(mode.to_bytes())?;
        Ok(tuple::from_owned([path.new_ref(), mode.upcast(), long::from_i64(0)?])?.upcast())
    })?;
    let bytes = locale::path_bytes(path)?;
    loop {
        // SAFETY: two C strings; a bytes object's data end with NUL, and this path has no other.
        let file = gil::allow_threads(|| unsafe { libc::fopen(bytes.data().cast(), mode.as_ptr()) });
        if file.is_null() {
            if errno() == libc::EINTR {
                signals::check()?;
                continue;
            }
            return Err(os_error(Some(path)));
        }
        // SAFETY: an open file.
        if unsafe { libc::fcntl(libc::fileno(file), libc::F_SETFD, libc::FD_CLOEXEC) } < 0 {
            let raised = os_error(None);
            Py_fclose(file);
            return Err(raised);
        }
        return Ok(file);
    }
}

/// Closes a file that `Py_fopen` gave.
#[capi]
pub fn Py_fclose(file: *mut libc::FILE) -> c_int {
    // SAFETY: C's word: an open file.
    unsafe { libc::fclose(file) }
}
