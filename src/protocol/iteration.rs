//! Iteration: iterators of any object, their items, and how many there may be.

use crate::boundary::new_reference;
use crate::foreign;
use crate::layout::*;
use crate::object::types::slots::Method;
use crate::object::{Owned, attribute, id};
use crate::protocol::{index, sequence};
use crate::raise;
use crate::runtime::errors::{self, Raised, Result};
use crate::types::exceptions::{StopIteration, TypeError};
use crate::types::{iterators, long, tuple};
use exuvia_macros::capi;
use std::ffi::{CStr, c_int};
use std::ptr::null_mut;

/// Docstrings of what iterators have in common.
pub const LENGTH_HINT_DOC: &CStr = c"How many items are left, as far as is known.";
pub const REDUCE_DOC: &CStr = c"What copy and pickle need.";
pub const SETSTATE_DOC: &CStr = c"Sets the position, as what __reduce__ returned says.";

/// The `tp_iternext` of types that have lost theirs: it raises `TypeError`.
///
/// # Safety
/// The slot's contract.
pub unsafe extern "C" fn next_not_implemented(object: *mut PyObject) -> *mut PyObject {
    // SAFETY: a live object.
    let _: Raised = raise!(TypeError, "'{}' object is not iterable", unsafe { &*object }.ty().name());
    null_mut()
}

/// Whether instances of the type are iterators.
#[inline(always)]
fn is_iterator_type(ty: &PyTypeObject) -> bool {
    ty.tp_iternext.get().is_some_and(|next| next as usize != next_not_implemented as *const () as usize)
}

/// `iter(object)`.
pub fn iter(object: &PyObject) -> Result<Owned> {
    let Some(slot) = object.ty().tp_iter.get() else {
        if sequence::is_sequence(object) {
            return iterators::sequence_iterator(object);
        }
        return Err(raise!(TypeError, "'{}' object is not iterable", object.ty().name()));
    };
    // SAFETY: the slot's contract.
    let iterator = unsafe { new_reference(foreign!(slot(object.as_ptr()))) }?;
    if !is_iterator_type(iterator.ty()) {
        return Err(raise!(TypeError, "iter() returned non-iterator of type '{}'", iterator.ty().name()));
    }
    Ok(iterator)
}

/// How an iterator's next item is asked for, looked up once.
#[derive(Clone, Copy)]
pub struct Step(iternextfunc);

impl Step {
    /// Of an object that [`iter`] returned.
    #[inline(always)]
    pub fn of(iterator: &PyObject) -> Step {
        Step(iterator.ty().tp_iternext.get().unwrap_or(next_not_implemented))
    }
    /// The next item; `None` at the end.
    #[inline(always)]
    pub fn next(self, iterator: &PyObject) -> Result<Option<Owned>> {
        // SAFETY: the slot's contract.
        let item = unsafe { foreign!(ends(self.0)(iterator.as_ptr())) };
        if item.is_null() {
            return if at_end() { Ok(None) } else { Err(Raised::already()) };
        }
        // SAFETY: a new reference.
        Ok(Some(unsafe { Owned::from_nonnull(item) }))
    }
}

/// An iterator returned NULL: is it its end, and not an error? The exception that says so goes. It is C's kind of function: no panic comes out
/// of it, so that callers need no code for one.
#[cold]
#[inline(never)]
extern "C" fn at_end() -> bool {
    let ended = !errors::occurred() || errors::pending_matches(&StopIteration);
    if ended {
        errors::clear();
    }
    ended
}

/// The next item of an iterator; `None` at the end.
#[inline]
pub fn next(iterator: &PyObject) -> Result<Option<Owned>> {
    Step::of(iterator).next(iterator)
}

/// Calls `f` with each item of an iterable, until it says `false`.
pub fn for_each(iterable: &PyObject, mut f: impl FnMut(Owned) -> Result<bool>) -> Result<()> {
    let iterator = iter(iterable)?;
    let step = Step::of(&iterator);
    while let Some(item) = step.next(&iterator)? {
        if !f(item)? {
            break;
        }
    }
    Ok(())
}

/// How many items an object will give, as far as `len()` or `__length_hint__` know; else `default`.
pub fn length_hint(object: &PyObject, default: usize) -> Result<usize> {
    if sequence::has_len(object) {
        match sequence::len(object) {
            Ok(len) => return Ok(len),
            Err(raised) if raised.matches(&TypeError) => raised.clear(),
            Err(raised) => return Err(raised),
        }
    }
    let Some(method) = Method::find(object, &id::__length_hint__)? else { return Ok(default) };
    let hint = match method.call(&[object]) {
        Ok(hint) => hint,
        Err(raised) if raised.matches(&TypeError) => {
            raised.clear();
            return Ok(default);
        }
        Err(raised) => return Err(raised),
    };
    if hint.is_not_implemented() {
        return Ok(default);
    }
    if !hint.ty().has_flag(flags::LONG_SUBCLASS) {
        return Err(raise!(TypeError, "__length_hint__ must be an integer, not {}", hint.ty().name()));
    }
    usize::try_from(index::number(&hint)?).map_err(|_| raise!(ValueError, "__length_hint__() should return >= 0"))
}

/// What `__reduce__` of an iterator returns: a built-in function, what to call it with, and the position where there is one.
pub fn reduce(function: &CStr, argument: &PyObject, position: Option<isize>) -> Result<Owned> {
    let function = attribute::builtin(function)?;
    let arguments = tuple::from_slice(&[argument])?.upcast();
    Ok(match position {
        Some(position) => tuple::from_owned([function, arguments, long::from_isize(position)?])?.upcast(),
        None => tuple::from_owned([function, arguments])?.upcast(),
    })
}

// ---- abstract.h ---------------------------------------------------------------------------------------------------

/// `iter(o)`, new.
#[capi]
pub fn PyObject_GetIter(o: &PyObject) -> Result<Owned> {
    iter(o)
}

/// `aiter(o)`, new.
#[capi]
pub fn PyObject_GetAIter(o: &PyObject) -> Result<Owned> {
    // SAFETY: a suite lives as long as its type.
    let slot = unsafe { o.ty().tp_as_async.get().as_ref() }.and_then(|suite| suite.am_aiter.get());
    let Some(slot) = slot else {
        return Err(raise!(TypeError, "'{}' object is not an async iterable", o.ty().name()));
    };
    // SAFETY: the slot's contract.
    let iterator = unsafe { new_reference(foreign!(slot(o.as_ptr()))) }?;
    if PyAIter_Check(Some(&iterator)) == 0 {
        return Err(raise!(TypeError, "aiter() returned not an async iterator of type '{}'", iterator.ty().name()));
    }
    Ok(iterator)
}

/// Whether the object is an iterator.
#[capi]
pub fn PyIter_Check(obj: Option<&PyObject>) -> c_int {
    c_int::from(obj.is_some_and(|obj| is_iterator_type(obj.ty())))
}

/// Whether the object is an asynchronous iterator.
#[capi]
pub fn PyAIter_Check(obj: Option<&PyObject>) -> c_int {
    // SAFETY: a suite lives as long as its type.
    let next = obj.and_then(|obj| unsafe { obj.ty().tp_as_async.get().as_ref() }).and_then(|suite| suite.am_anext.get());
    c_int::from(next.is_some_and(|next| next as usize != next_not_implemented as *const () as usize))
}

/// The next item, new; NULL at the end, or with an exception.
#[capi]
pub fn PyIter_Next(iter: &PyObject) -> Result<Option<Owned>> {
    Step::of(iter).next(iter)
}

/// 1 and the next item, new; 0 and NULL at the end; -1 and NULL with an exception.
#[capi]
pub fn PyIter_NextItem(iter: &PyObject, item: *mut *mut PyObject) -> Result<bool> {
    let found = if is_iterator_type(iter.ty()) { next(iter) } else { Err(raise!(TypeError, "expected an iterator, got '{}'", iter.ty().name())) };
    // SAFETY: C's word: room for a reference.
    unsafe { sequence::hand_out(item, found) }
}

/// Sends a value into an iterator: 1 and what it yields, 0 and what it returns, -1 and NULL with an exception.
#[capi]
pub fn PyIter_Send(iter: Option<&PyObject>, arg: Option<&PyObject>, result: *mut *mut PyObject) -> c_int {
    let (Some(iter), Some(arg), false) = (iter, arg, result.is_null()) else {
        let _: Raised = raise!(SystemError, "null argument to internal routine");
        return -1;
    };
    // SAFETY: the slots' contracts; `result` is room for a reference.
    unsafe {
        if let Some(send) = iter.ty().tp_as_async.get().as_ref().and_then(|suite| suite.am_send.get()) {
            return foreign!(send(iter.as_ptr(), arg.as_ptr(), result));
        }
        let sent = if arg.is_none() && is_iterator_type(iter.ty()) {
            match iter.ty().tp_iternext.get() {
                Some(step) => new_reference(step(iter.as_ptr())),
                None => return -1,
            }
        } else {
            attribute::get(iter, &id::send).and_then(|send| send.call1(arg))
        };
        match sent {
            Ok(item) => {
                *result = item.into_ptr();
                1
            }
            Err(_) => match stop_value() {
                Ok(value) => {
                    *result = value.into_ptr();
                    0
                }
                Err(_) => {
                    *result = null_mut();
                    -1
                }
            },
        }
    }
}

/// Takes a pending StopIteration and returns its value; `None` where nothing is pending.
pub fn stop_value() -> Result<Owned> {
    if !errors::occurred() {
        return Ok(crate::types::singletons::none());
    }
    if !errors::pending_matches(&StopIteration) {
        return Err(Raised::already());
    }
    let value = errors::take().and_then(|exception| {
        // SAFETY: a StopIteration or an instance of a subclass.
        unsafe { exception.cast_unchecked::<PyStopIterationObject>() }.value.get()
    });
    Ok(value.unwrap_or_else(crate::types::singletons::none))
}

/// How many items an object will give, or `defaultvalue` where it does not know; -1 with an exception.
#[capi]
pub fn PyObject_LengthHint(o: &PyObject, defaultvalue: isize) -> Result<isize> {
    // A default below zero comes back as it is.
    match length_hint(o, usize::MAX)? {
        usize::MAX => Ok(defaultvalue),
        hint => Ok(hint as isize),
    }
}
