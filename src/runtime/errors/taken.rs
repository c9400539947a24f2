//! Exceptions that are taken, kept, put back: the one that is set, and the one that is being handled.

use super::set::{as_class, make};
use super::{Raised, Result, raise_again, restore, take};
use crate::layout::*;
use crate::object::{Owned, is_instance};
use crate::raise;
use crate::runtime::thread;
use crate::types::singletons::none;
use exuvia_macros::capi;

/// Takes the exception that is set: a new reference, or NULL.
#[capi]
pub fn PyErr_GetRaisedException() -> Option<Owned> {
    take()
}

/// Sets an exception as it is; steals it. NULL drops what is set.
#[capi]
pub fn PyErr_SetRaisedException(exception: Option<Owned>) {
    restore(exception);
}

/// As `PyErr_GetRaisedException`, for a thread state that the caller has looked up.
#[capi(private)]
pub fn _PyErr_GetRaisedException(_thread: *mut PyThreadState) -> Option<Owned> {
    take()
}

/// As `PyErr_SetRaisedException`, for a thread state that the caller has looked up.
#[capi(private)]
pub fn _PyErr_SetRaisedException(_thread: *mut PyThreadState, exception: Option<Owned>) {
    restore(exception);
}

/// Writes an owned reference, or NULL, where C wants one.
///
/// # Safety
/// `place` is NULL or can be written.
unsafe fn give(place: *mut *mut PyObject, object: Option<Owned>) {
    if !place.is_null() {
        // SAFETY: the caller's word.
        unsafe { *place = object.map_or(std::ptr::null_mut(), Owned::into_ptr) };
    }
}

/// Takes the exception that is set: its class, itself and its traceback, new references or NULL.
#[capi]
pub fn PyErr_Fetch(class: *mut *mut PyObject, value: *mut *mut PyObject, traceback: *mut *mut PyObject) {
    let exception = take();
    let of = |e: &Owned| e.ty().as_object().new_ref();
    let traced = exception.as_ref().and_then(|e| e.downcast_ref()).and_then(|e| e.traceback.get());
    // SAFETY: C's word.
    unsafe {
        give(class, exception.as_ref().map(of));
        give(value, exception);
        give(traceback, traced);
    }
}

impl Owned {
    fn downcast_ref(&self) -> Option<&PyBaseExceptionObject> {
        let object: &PyObject = self;
        PyObject::downcast(object)
    }
}

/// Sets an exception from its three parts, all stolen; a class of NULL drops what is set. The value is made an
/// instance of the class where it is none.
#[capi]
pub fn PyErr_Restore(class: Option<Owned>, value: Option<Owned>, traceback: Option<Owned>) {
    let Some(class) = class else {
        restore(None);
        return;
    };
    let exception = match value {
        Some(value) if value.ty().as_object().is(&class) => value,
        value => match make(&class, value.as_deref()) {
            Ok(exception) => exception,
            Err(raised) => return drop(raised),
        },
    };
    let Some(this) = exception.downcast_ref() else {
        return drop(raise!(TypeError, "exceptions must derive from BaseException"));
    };
    let traceback = traceback.filter(|t| !t.is_none());
    if traceback.as_ref().is_some_and(|t| !is_instance::<PyTracebackObject>(t)) {
        return drop(raise!(TypeError, "traceback must be a Traceback or None"));
    }
    this.traceback.set(traceback);
    drop(raise_again(exception));
}

/// How often normalizing may fail before it gives up: making the exception may raise one that cannot be made either.
const PATIENCE: usize = 32;

/// Makes `*value` an instance of `*class`, or of a class below it that `*class` then is. Where that fails, the three
/// become what was raised.
#[capi]
pub fn PyErr_NormalizeException(class: *mut *mut PyObject, value: *mut *mut PyObject, traceback: *mut *mut PyObject) {
    for attempt in 0..=PATIENCE {
        // SAFETY: C's word: the places own what stands there.
        let (Some(ty), held) = (unsafe { (Owned::from_ptr(*class), Owned::from_ptr(*value)) }) else { return };
        let held = held.unwrap_or_else(none);
        // SAFETY: as above; both are given back on every way below.
        unsafe { (*class, *value) = (std::ptr::null_mut(), std::ptr::null_mut()) };
        let (ty, held) = match normalize(ty, held) {
            Ok(pair) => pair,
            Err(raised) => {
                drop(raised);
                // SAFETY: C's word.
                let before = unsafe { Owned::from_ptr(*traceback) };
                if attempt == PATIENCE {
                    super::clear();
                    drop(raise!(RecursionError, "maximum recursion depth exceeded while normalizing an exception"));
                }
                PyErr_Fetch(class, value, traceback);
                // SAFETY: C's word.
                unsafe {
                    if (*traceback).is_null() {
                        *traceback = before.map_or(std::ptr::null_mut(), Owned::into_ptr);
                    }
                }
                continue;
            }
        };
        // SAFETY: C's word.
        unsafe { (*class, *value) = (ty.into_ptr(), held.into_ptr()) };
        return;
    }
}

fn normalize(class: Owned, value: Owned) -> Result<(Owned, Owned)> {
    if as_class(&class).is_none() {
        return Ok((class, value));
    }
    if is_instance::<PyBaseExceptionObject>(&value) && crate::protocol::instance::is_subclass(value.ty().as_object(), &class)? {
        let class = value.ty().as_object().new_ref();
        return Ok((class, value));
    }
    let made = make(&class, Some(&value))?;
    Ok((class, made))
}

/// The exception that is being handled, new, or NULL.
#[capi]
pub fn PyErr_GetHandledException() -> Option<Owned> {
    super::handled()
}

/// Makes an exception the one that is being handled; NULL or `None` says that none is.
#[capi]
pub fn PyErr_SetHandledException(exception: Option<&PyObject>) {
    // SAFETY: the thread state's own item is there when no other is.
    if let Some(item) = unsafe { thread().exc_info.get().as_ref() } {
        item.exc_value.set(exception.filter(|e| !e.is_none()).map(PyObject::new_ref));
    }
}

/// The exception that is being handled in its three parts, new references: class and traceback are `None` where there is
/// none, the value is NULL.
#[capi]
pub fn PyErr_GetExcInfo(class: *mut *mut PyObject, value: *mut *mut PyObject, traceback: *mut *mut PyObject) {
    let exception = super::handled();
    let ty = exception.as_ref().map_or_else(none, |e| e.ty().as_object().new_ref());
    let traced = exception.as_ref().and_then(|e| e.downcast_ref()).and_then(|e| e.traceback.get());
    // SAFETY: C's word.
    unsafe {
        give(class, Some(ty));
        give(value, exception);
        give(traceback, Some(traced.unwrap_or_else(none)));
    }
}

/// Makes the value the exception that is being handled. Steals all three; class and traceback are not looked at.
#[capi]
pub fn PyErr_SetExcInfo(class: Option<Owned>, value: Option<Owned>, traceback: Option<Owned>) {
    PyErr_SetHandledException(value.as_deref());
    drop((class, value, traceback));
}

/// Puts back an exception that was taken. Where another has been set meanwhile, the one that was taken becomes its context.
/// Steals it; does nothing for NULL.
#[capi]
pub fn _PyErr_ChainExceptions1(exception: Option<Owned>) {
    let Some(exception) = exception else { return };
    match take() {
        None => drop(raise_again(exception)),
        Some(newer) => {
            if let Some(this) = newer.downcast_ref() {
                this.context.set(Some(exception));
            }
            let _: Raised = raise_again(newer);
        }
    }
}
