//! What types ask of functions and frames, which stand above them.

use crate::layout::*;
use crate::object::Owned;
use crate::raise;
use crate::runtime::errors::{self, Raised, Result};
use std::ffi::c_void;

/// The globals of the code that runs, if any does.
pub fn globals() -> Option<Owned<PyDictObject>> {
    // SAFETY: the symbol's prototype; it returns a borrowed dict or NULL.
    unsafe {
        let f = libc::dlsym(libc::RTLD_DEFAULT, c"PyEval_GetGlobals".as_ptr());
        if f.is_null() {
            return None;
        }
        std::mem::transmute::<*mut c_void, unsafe extern "C" fn() -> *mut PyDictObject>(f)().as_ref().map(Owned::from_ref)
    }
}

/// Whether an object is a function of Python code.
pub fn is_function(object: &PyObject) -> bool {
    // SAFETY: a C string; the symbol is a type.
    let function = unsafe { libc::dlsym(libc::RTLD_DEFAULT, c"PyFunction_Type".as_ptr()).cast::<PyTypeObject>().as_ref() };
    function.is_some_and(|function| std::ptr::eq(object.ty(), function))
}

/// Adds a note to the exception that is set.
pub fn add_note(raised: Raised, note: &str) -> Raised {
    let Some(exception) = raised.take() else { return Raised::already() };
    let add = || -> Result<()> {
        let method = crate::object::attribute::get(&exception, &crate::object::id::add_note)?;
        method.call1(&*crate::types::unicode::from_str(note)?).map(drop)
    };
    if let Err(again) = add() {
        again.clear();
    }
    errors::raise_again(exception)
}

/// What `super()` without arguments stands for: the class around the running method, and its first argument.
pub fn super_arguments() -> Result<(Owned<PyTypeObject>, Owned)> {
    Err(raise!(RuntimeError, "super(): no current frame"))
}
