//! The frame that runs, as C asks for it: there is one only while code objects are being run.

use super::frame::PyFrameObject;
use crate::layout::*;
use crate::object::{Owned, is_exact};
use crate::raise;
use crate::runtime::errors::Result;
use crate::runtime::interp;
use exuvia_macros::capi;
use std::ffi::c_char;

/// The frame that runs in the calling thread, borrowed, or NULL.
#[capi]
pub fn PyEval_GetFrame() -> *mut PyFrameObject {
    crate::runtime::thread().current_frame.get().cast()
}

/// The frame that runs in a thread, new, or NULL.
#[capi]
pub fn PyThreadState_GetFrame(tstate: *mut PyThreadState) -> Option<Owned<PyFrameObject>> {
    // SAFETY: C's word: a live thread state or NULL; its frame is NULL or alive.
    unsafe { tstate.as_ref()?.current_frame.get().cast::<PyFrameObject>().as_ref() }.map(Owned::from_ref)
}

fn frame<'a>() -> Option<&'a PyFrameObject> {
    // SAFETY: NULL or the frame that runs, which lives while it runs.
    unsafe { PyEval_GetFrame().as_ref() }
}

fn no_frame() -> crate::runtime::errors::Raised {
    raise!(SystemError, "frame does not exist")
}

/// The globals of the frame that runs, borrowed; NULL, without an exception, where none runs.
#[capi]
pub fn PyEval_GetGlobals() -> *mut PyObject {
    // The frame holds them.
    frame().map_or(std::ptr::null_mut(), |frame| frame.globals().as_ptr())
}

/// The locals of the frame that runs, borrowed; `SystemError` where none runs.
#[capi]
pub fn PyEval_GetLocals() -> Result<*mut PyObject> {
    // The frame holds them.
    Ok(frame().ok_or_else(no_frame)?.locals()?.as_ptr())
}

/// The locals of the frame that runs, new; `SystemError` where none runs.
#[capi]
pub fn PyEval_GetFrameLocals() -> Result<Owned> {
    frame().ok_or_else(no_frame)?.locals()
}

/// The globals of the frame that runs, new; NULL, without an exception, where none runs.
#[capi]
pub fn PyEval_GetFrameGlobals() -> Option<Owned> {
    frame().map(PyFrameObject::globals)
}

/// The builtins that the frame that runs sees, new; the interpreter's where none runs.
#[capi]
pub fn PyEval_GetFrameBuiltins() -> Option<Owned> {
    match frame() {
        Some(frame) => Some(frame.builtins()),
        None => interp().sys.builtins.get().map(Owned::upcast),
    }
}

/// What a callable is called in messages; of what is no function, its type's name. Lives as long as the callable.
#[capi]
pub fn PyEval_GetFuncName(func: &PyObject) -> *const c_char {
    if let Some(function) = builtin(func) {
        // SAFETY: a function's definition outlives it.
        return unsafe { (*function.m_ml.get()).ml_name };
    }
    func.ty().tp_name.get()
}

/// What follows the name of a callable in messages: `()` for functions, ` object` for others.
#[capi]
pub fn PyEval_GetFuncDesc(func: &PyObject) -> *const c_char {
    match builtin(func) {
        Some(_) => c"()".as_ptr(),
        None if is_exact::<PyMethodObject>(func) => c"()".as_ptr(),
        None => c" object".as_ptr(),
    }
}

/// A built-in function; that of a method that is bound to one.
fn builtin(callable: &PyObject) -> Option<&PyCFunctionObject> {
    if let Some(method) = callable.downcast_exact::<PyMethodObject>() {
        // SAFETY: the method holds its function, which does not change.
        return unsafe { method.im_func.peek() }.and_then(builtin);
    }
    callable.downcast()
}
