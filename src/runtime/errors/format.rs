//! Raising with a formatted message: `PyErr_Format` and its like.

use super::set::{make, set_object};
use super::{Raised, Result, clear, raise_again, restore, take};
use crate::boundary::va_list::VaList;
use crate::layout::*;
use crate::object::Owned;
use crate::raise;
use crate::types::exceptions::base;
use crate::worker;
use exuvia_macros::capi;
use std::ffi::CStr;

worker! {
    format_v as exuvia_err_format(class: &PyObject, format: &CStr, va: *mut VaList) -> Result<Owned>;
    format_from_cause as exuvia_err_format_from_cause(class: &PyObject, format: &CStr, va: *mut VaList) -> Result<Owned>;
    format_note as exuvia_err_format_note(format: &CStr, va: *mut VaList) -> ();
}

/// The text of a format and its arguments.
///
/// # Safety
/// They are what `PyUnicode_FromFormatV` takes.
pub unsafe fn text_of_format(format: &CStr, va: *mut VaList) -> Result<Owned<PyUnicodeObject>> {
    let text = crate::args::from_format::PyUnicode_FromFormatV(format, va)?;
    text.downcast().map_err(|_| raise!(SystemError, "bad argument to internal function"))
}

/// # Safety
/// `format` and `va` are what `PyUnicode_FromFormatV` takes.
unsafe fn format_v(class: &PyObject, format: &CStr, va: *mut VaList) -> Result<Owned> {
    clear();
    // SAFETY: the caller's word.
    let message = unsafe { text_of_format(format, va) }?;
    Err(set_object(class, Some(&message)))
}

/// # Safety
/// As for [`format_v`].
unsafe fn format_from_cause(class: &PyObject, text: &CStr, va: *mut VaList) -> Result<Owned> {
    let cause = take();
    // SAFETY: the caller's word.
    let message = unsafe { text_of_format(text, va) }?;
    let exception = make(class, Some(&message))?;
    if let Some(this) = PyObject::downcast::<PyBaseExceptionObject>(&exception) {
        this.context.set(cause.clone());
        this.suppress_context.set(1);
        this.cause.set(cause);
    }
    Err(raise_again(exception))
}

/// # Safety
/// As for [`format_v`].
unsafe fn format_note(text: &CStr, va: *mut VaList) {
    let Some(exception) = take() else { return };
    // SAFETY: the caller's word.
    let added = unsafe { text_of_format(text, va) }.and_then(|note| base::add_note(&exception, &note));
    match added {
        Ok(()) => restore(Some(exception)),
        Err(raised) => {
            // What went wrong is told with the exception that it was about as its context.
            if let Some(new) = raised.take() {
                if let Some(this) = PyObject::downcast::<PyBaseExceptionObject>(&new) {
                    this.context.set(Some(exception));
                }
                let _: Raised = raise_again(new);
            }
        }
    }
}

/// Raises `class(message)` with a message by the format of `PyUnicode_FromFormat`; NULL.
#[capi]
pub fn PyErr_FormatV(class: &PyObject, text: &CStr, va: *mut VaList) -> Result<Owned> {
    // SAFETY: C's word.
    unsafe { format_v(class, text, va) }
}

/// As `PyErr_FormatV`, for a thread state that the caller has looked up.
#[capi(private)]
pub fn _PyErr_FormatV(_thread: *mut PyThreadState, class: &PyObject, text: &CStr, va: *mut VaList) -> Result<Owned> {
    // SAFETY: C's word.
    unsafe { format_v(class, text, va) }
}
