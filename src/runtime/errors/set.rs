//! Raising: an exception from a class and a value, its context, and the exports that raise.

use super::{Raised, Result, handled, pending_matches, raise_again, take};
use crate::foreign;
use crate::layout::*;
use crate::object::{Owned, is_instance};
use crate::raise;
use crate::runtime::thread;
use crate::types::{exceptions, tuple, unicode};
use exuvia_macros::capi;
use std::ffi::{CStr, c_int};

/// The object as an exception class.
pub fn as_class(object: &PyObject) -> Option<&PyTypeObject> {
    object.downcast::<PyTypeObject>().filter(|ty| ty.has_flag(flags::BASE_EXC_SUBCLASS))
}

/// What `class(value)` is, by the rules of raising: a tuple is the arguments, `None` none of them.
/// Anything can be called; `TypeError` where the result is no exception.
pub fn make(class: &PyObject, value: Option<&PyObject>) -> Result<Owned> {
    let args = match value {
        None => tuple::from_owned([])?,
        Some(value) if value.is_none() => tuple::from_owned([])?,
        Some(value) => match value.downcast::<PyTupleObject>() {
            Some(args) => Owned::from_ref(args),
            None => tuple::from_slice(&[value])?,
        },
    };
    let exception = call(class, &args)?;
    if !is_instance::<PyBaseExceptionObject>(&exception) {
        let class = class.repr()?;
        let (class, other) = (unicode::to_text(&class), exception.ty().name());
        return Err(raise!(TypeError, "calling {class} should have returned an instance of BaseException, not {other}"));
    }
    Ok(exception)
}

/// `class(*args)`. An exception class whose metatype is `type` is made without a detour over the call protocol.
fn call(class: &PyObject, args: &PyTupleObject) -> Result<Owned> {
    if let Some(ty) = as_class(class)
        && std::ptr::eq(class.ty(), &crate::object::types::PyType_Type)
        && let (Some(new), Some(init)) = (ty.tp_new.get(), ty.tp_init.get())
    {
        // SAFETY: the slots' contract.
        unsafe {
            let made = crate::boundary::new_reference(foreign!(new(ty.as_ptr(), args.as_ptr().cast(), std::ptr::null_mut())))?;
            if !made.ty().is_subtype(ty) {
                return Ok(made);
            }
            let init = made.ty().tp_init.get().unwrap_or(init);
            crate::boundary::status(foreign!(init(made.as_ptr(), args.as_ptr().cast(), std::ptr::null_mut())))?;
            return Ok(made);
        }
    }
    match class.ty().tp_call.get() {
        // SAFETY: the slot's contract.
        Some(call) => unsafe { crate::boundary::new_reference(foreign!(call(class.as_ptr(), args.as_ptr().cast(), std::ptr::null_mut()))) },
        None => Err(raise!(TypeError, "'{}' object is not callable", class.ty().name())),
    }
}

/// Makes `handled` the context of `exception`. A chain that leads from it back to the exception is cut there.
pub(super) fn chain(exception: &PyObject, handled: Owned) {
    if handled.is(exception) {
        return;
    }
    let Some(this) = exception.downcast::<PyBaseExceptionObject>() else { return };
    // Two walks at different speeds meet in a chain that goes round without the exception.
    let mut at = handled.clone();
    let mut slow = handled.clone();
    let mut step = false;
    while let Some(next) = at.downcast::<PyBaseExceptionObject>().ok().and_then(|e| e.context.get().map(|c| (e, c))) {
        let (link, context) = next;
        if context.is(exception) {
            link.context.set(None);
            break;
        }
        at = context;
        if at.is(&slow) {
            break;
        }
        if step && let Some(context) = slow.clone().downcast::<PyBaseExceptionObject>().ok().and_then(|e| e.context.get()) {
            slow = context;
        }
        step = !step;
    }
    this.context.set(Some(handled));
}

/// Raises `class(value)`, or the value itself where it is an instance already.
pub fn set_object(class: &PyObject, value: Option<&PyObject>) -> Raised {
    let Some(ty) = as_class(class) else {
        return match class.repr() {
            Ok(repr) => raise!(SystemError, "_PyErr_SetObject: exception {} is not a BaseException subclass", unicode::to_text(&repr)),
            Err(raised) => raised,
        };
    };
    let made = match value {
        Some(value) if is_instance::<PyBaseExceptionObject>(value) => {
            match crate::protocol::instance::is_subclass(value.ty().as_object(), ty.as_object()) {
                Ok(true) => Ok(value.new_ref()),
                Ok(false) => make_cleared(class, Some(value)),
                Err(raised) => Err(raised),
            }
        }
        value => make_cleared(class, value),
    };
    match made {
        Ok(exception) => {
            if let Some(handled) = handled() {
                chain(&exception, handled);
            }
            raise_again(exception)
        }
        Err(raised) => raised,
    }
}

fn make_cleared(class: &PyObject, value: Option<&PyObject>) -> Result<Owned> {
    drop(take());
    make(class, value)
}

/// Raises `ty(value)` for a class of the library's own.
pub fn with_value(ty: &PyTypeObject, value: &PyObject) -> Raised {
    set_object(ty.as_object(), Some(value))
}

/// Raises `ty()`.
pub fn raise_class(ty: &PyTypeObject) -> Raised {
    set_object(ty.as_object(), None)
}

/// Raises `KeyError(key)`; unlike `set_object` also where the key is a tuple.
pub fn key_error(key: &PyObject) -> Raised {
    match tuple::from_slice(&[key]) {
        Ok(args) => set_object(exceptions::KeyError.as_object(), Some(args.as_object())),
        Err(raised) => raised,
    }
}

/// Raises `class(message)` for bytes that ought to be UTF-8.
fn set_text(class: &PyObject, message: &CStr) -> Raised {
    match unicode::codecs::decode(message.to_bytes(), None, None) {
        Ok(text) => set_object(class, Some(text.as_object())),
        Err(raised) => raised,
    }
}

/// Raises `class(value)`, with the exception that is being handled as its context. A tuple is the arguments, NULL or
/// `None` none; an instance of the class is raised itself. `SystemError` where `class` is no exception class.
#[capi]
pub fn PyErr_SetObject(class: Option<&PyObject>, value: Option<&PyObject>) {
    let Some(class) = class else {
        super::clear();
        return;
    };
    let _: Raised = set_object(class, value);
}

/// Raises `class()`.
#[capi]
pub fn PyErr_SetNone(class: &PyObject) {
    let _: Raised = set_object(class, None);
}

/// Raises `class(message)`; the message is UTF-8.
#[capi]
pub fn PyErr_SetString(class: &PyObject, message: &CStr) {
    let _: Raised = set_text(class, message);
}

/// As `PyErr_SetString`, for a thread state that the caller has looked up.
#[capi(private)]
pub fn _PyErr_SetString(_thread: *mut PyThreadState, class: &PyObject, message: &CStr) {
    let _: Raised = set_text(class, message);
}

/// Raises `KeyError(key)`, also where the key is a tuple.
#[capi(private)]
pub fn _PyErr_SetKeyError(key: &PyObject) {
    let _: Raised = key_error(key);
}

/// The class of the exception that is set, borrowed, or NULL.
#[capi]
pub fn PyErr_Occurred() -> Option<&'static PyTypeObject> {
    // SAFETY: an exception keeps its class alive while it is set.
    unsafe { thread().current_exception.peek() }.map(|e: &PyObject| e.ty())
}

/// Drops the exception that is set.
#[capi]
pub fn PyErr_Clear() {
    super::clear();
}

/// As `PyErr_Clear`, for a thread state that the caller has looked up.
#[capi(private)]
pub fn _PyErr_Clear(_thread: *mut PyThreadState) {
    super::clear();
}

/// Raises `TypeError: bad argument type for built-in operation`; 0.
#[capi]
pub fn PyErr_BadArgument() -> c_int {
    let _: Raised = raise!(TypeError, "bad argument type for built-in operation");
    0
}

/// Raises `MemoryError`; NULL.
#[capi]
pub fn PyErr_NoMemory() -> Option<Owned> {
    let _: Raised = Raised::no_memory();
    None
}

/// Raises `SystemError: bad argument to internal function`.
#[capi]
pub fn PyErr_BadInternalCall() {
    let _: Raised = raise!(SystemError, "bad argument to internal function");
}

/// Raises `SystemError: FILE:LINE: bad argument to internal function`.
#[capi]
pub fn _PyErr_BadInternalCall(filename: &CStr, lineno: c_int) {
    let _: Raised = raise!(SystemError, "{}:{lineno}: bad argument to internal function", filename.to_string_lossy());
}

/// Whether an exception or its class is of a class, or of one of a tuple's classes, however deep. Never raises.
pub fn given_matches(given: &PyObject, class: &PyObject) -> bool {
    if let Some(classes) = class.downcast::<PyTupleObject>() {
        return classes.as_slice().iter().any(|class| given_matches(given, class));
    }
    let given = if is_instance::<PyBaseExceptionObject>(given) { given.ty().as_object() } else { given };
    match (as_class(given), as_class(class)) {
        (Some(given), Some(class)) => given.is_subtype(class),
        _ => given.is(class),
    }
}

/// 1 where an exception or its class is of the class, or of one of a tuple's; 0 where not, or where either is NULL.
#[capi]
pub fn PyErr_GivenExceptionMatches(given: Option<&PyObject>, class: Option<&PyObject>) -> c_int {
    c_int::from(matches!((given, class), (Some(given), Some(class)) if given_matches(given, class)))
}

/// As `PyErr_GivenExceptionMatches`, for the exception that is set.
#[capi]
pub fn PyErr_ExceptionMatches(class: Option<&PyObject>) -> c_int {
    if let Some(class) = class.and_then(as_class) {
        return c_int::from(pending_matches(class));
    }
    // SAFETY: matching runs no foreign code.
    let given = unsafe { thread().current_exception.peek() };
    PyErr_GivenExceptionMatches(given, class)
}

/// As `PyErr_ExceptionMatches`, for a thread state that the caller has looked up.
#[capi(private)]
pub fn _PyErr_ExceptionMatches(_thread: *mut PyThreadState, class: Option<&PyObject>) -> c_int {
    PyErr_ExceptionMatches(class)
}
