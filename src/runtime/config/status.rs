//! `PyStatus`: how a step of starting up went. Inside, a step is a [`Step`]: what it makes, or the status that ends it.

use crate::layout::PyStatus;
use crate::runtime::fatal;
use exuvia_macros::capi;
use std::ffi::{CStr, c_char, c_int};
use std::ptr::null;

const OK: c_int = 0;
const ERROR: c_int = 1;
const EXIT: c_int = 2;

/// What a step of starting up makes, or the status that ends the start.
pub type Step<T = ()> = std::result::Result<T, PyStatus>;

/// An error of a function, which may be nameless.
pub fn error(function: Option<&'static CStr>, why: &'static CStr) -> PyStatus {
    PyStatus { _type: ERROR, func: function.map_or(null(), CStr::as_ptr), err_msg: why.as_ptr(), exitcode: 0 }
}

/// No memory, in a function.
pub fn no_memory(function: &'static CStr) -> PyStatus {
    error(Some(function), c"memory allocation failed")
}

/// What C gets of a step.
pub fn status(step: Step) -> PyStatus {
    step.err().unwrap_or_else(PyStatus_Ok)
}

/// Whether a status is one that exits, and with what.
pub fn exit_code(status: &PyStatus) -> Option<c_int> {
    (status._type == EXIT).then_some(status.exitcode)
}

/// All went well.
#[capi]
pub fn PyStatus_Ok() -> PyStatus {
    PyStatus { _type: OK, func: null(), err_msg: null(), exitcode: 0 }
}

/// An error with a message, which must stay.
#[capi]
pub fn PyStatus_Error(err_msg: *const c_char) -> PyStatus {
    PyStatus { _type: ERROR, func: null(), err_msg, exitcode: 0 }
}

/// The error that memory has run out.
#[capi]
pub fn PyStatus_NoMemory() -> PyStatus {
    error(None, c"memory allocation failed")
}

/// The wish that the process end with this exit status.
#[capi]
pub fn PyStatus_Exit(exitcode: c_int) -> PyStatus {
    PyStatus { _type: EXIT, func: null(), err_msg: null(), exitcode }
}

/// Whether the status is an error.
#[capi]
pub fn PyStatus_IsError(err: PyStatus) -> c_int {
    c_int::from(err._type == ERROR)
}

/// Whether the status asks that the process end.
#[capi]
pub fn PyStatus_IsExit(err: PyStatus) -> c_int {
    c_int::from(err._type == EXIT)
}

/// Whether the status is anything but success.
#[capi]
pub fn PyStatus_Exception(err: PyStatus) -> c_int {
    c_int::from(err._type != OK)
}

/// Ends the process as the status says: with its exit status, or with 1 and the error's text. It must not be a success.
#[capi]
pub fn Py_ExitStatusException(err: PyStatus) {
    // SAFETY: messages are C strings that stay.
    let text = |text: *const c_char| (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) }.to_string_lossy());
    match err._type {
        // SAFETY: C's exit functions run.
        EXIT => unsafe { libc::exit(err.exitcode) },
        ERROR => fatal::exit(text(err.func).as_deref(), text(err.err_msg).as_deref().unwrap_or("<message not set>")),
        _ => fatal::fatal("Py_ExitStatusException", "the status is a success"),
    }
}
