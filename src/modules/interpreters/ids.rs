//! Interpreters by their numbers, and how long these keep them (pycore_interp.h, pycore_pystate.h).

use crate::layout::*;
use crate::modules::crossing;
use crate::object::Owned;
use crate::raise;
use crate::runtime::errors::Result;
use crate::runtime::interpreter::PyInterpreterState;
use crate::runtime::{crossinterp, interpreters, lifecycle};
use crate::types::long;
use exuvia_macros::capi;
use std::ffi::{c_int, c_long};

/// The number that an object is; an exception where it can be no interpreter's.
pub fn parse(object: &PyObject) -> Result<i64> {
    crossing::parse_id("interpreter", object, crossing::too_big)
}

/// The interpreter of that number; `InterpreterNotFoundError` where there is none.
fn of_id(id: i64) -> Result<*mut PyInterpreterState> {
    interpreters::find(|interp| (interp.id == id).then(|| interp.as_ptr())).ok_or_else(|| crossinterp::not_found(id))
}

/// The number that an object is, or -1 with an exception where it can be no interpreter's.
#[capi(private)]
pub fn _PyInterpreterState_ObjectToID(object: &PyObject) -> Result<i64> {
    parse(object)
}

/// The interpreter of that number; NULL with `InterpreterNotFoundError` where there is none.
#[capi(private)]
pub fn _PyInterpreterState_LookUpID(id: i64) -> Result<*mut PyInterpreterState> {
    of_id(id)
}

/// The interpreter of the number that an object is; NULL with an exception where there is none.
#[capi(private)]
pub fn _PyInterpreterState_LookUpIDObject(object: &PyObject) -> Result<*mut PyInterpreterState> {
    of_id(parse(object)?)
}

/// The interpreter's number, new.
#[capi(private)]
pub fn _PyInterpreterState_GetIDObject(interp: *mut PyInterpreterState) -> Result<Owned> {
    // SAFETY: C's word: a live interpreter.
    long::from_i64(unsafe { (*interp).id })
}

/// Who made the interpreter.
#[capi(private)]
pub fn _PyInterpreterState_GetWhence(interp: *mut PyInterpreterState) -> c_long {
    // SAFETY: C's word: a live interpreter.
    unsafe { (*interp).whence.get() }
}

/// Whether the interpreter's modules are there.
#[capi(private)]
pub fn _PyInterpreterState_IsReady(interp: *mut PyInterpreterState) -> bool {
    // SAFETY: C's word: a live interpreter.
    unsafe { (*interp).ready.get() }
}

/// The main interpreter, or NULL.
#[capi(private)]
pub fn _PyInterpreterState_Main() -> *mut PyInterpreterState {
    lifecycle::main_interpreter()
}

/// One more id object.
#[capi(private)]
pub fn _PyInterpreterState_IDIncref(interp: *mut PyInterpreterState) {
    // SAFETY: C's word: a live interpreter.
    let ids = unsafe { &(*interp).ids };
    ids.set(ids.get() + 1);
}

/// One id object less; with the last of them ends an interpreter that was made to.
#[capi(private)]
pub fn _PyInterpreterState_IDDecref(interp: *mut PyInterpreterState) {
    // SAFETY: C's word: a live interpreter.
    let this = unsafe { &*interp };
    let left = this.ids.get() - 1;
    this.ids.set(left.max(0));
    if left <= 0 && this.ends_with_ids.get() && this.id != 0 && !std::ptr::eq(this, crate::runtime::interp()) {
        interpreters::end_other(interp);
    }
}

/// Whether the interpreter ends with its last id object.
#[capi]
pub fn _PyInterpreterState_RequiresIDRef(interp: *mut PyInterpreterState) -> c_int {
    // SAFETY: C's word: a live interpreter.
    c_int::from(unsafe { (*interp).ends_with_ids.get() })
}

/// Says whether the interpreter ends with its last id object.
#[capi]
pub fn _PyInterpreterState_RequireIDRef(interp: *mut PyInterpreterState, required: c_int) {
    // SAFETY: C's word: a live interpreter.
    unsafe { (*interp).ends_with_ids.set(required != 0) };
}

/// Notes that the current thread runs the interpreter's `__main__`: 0, or -1 with `InterpreterError` where one does already.
#[capi(private)]
pub fn _PyInterpreterState_SetRunningMain(interp: *mut PyInterpreterState) -> Result<()> {
    // SAFETY: C's word: a live interpreter.
    let this = unsafe { &*interp };
    if this.runs_main.get() {
        return Err(raise!(InterpreterError, "interpreter already running"));
    }
    if !std::ptr::eq(this, crate::runtime::interp()) {
        return Err(raise!(RuntimeError, "current tstate has wrong interpreter"));
    }
    this.runs_main.set(true);
    Ok(())
}

/// Notes that no thread runs the interpreter's `__main__`.
#[capi(private)]
pub fn _PyInterpreterState_SetNotRunningMain(interp: *mut PyInterpreterState) {
    // SAFETY: C's word: a live interpreter.
    unsafe { (*interp).runs_main.set(false) };
}

/// Whether a thread runs the interpreter's `__main__`; the main one's is always taken to be run.
#[capi(private)]
pub fn _PyInterpreterState_IsRunningMain(interp: *mut PyInterpreterState) -> bool {
    // SAFETY: C's word: a live interpreter or NULL.
    unsafe { interp.as_ref() }.is_some_and(|interp| interp.id == 0 || interp.runs_main.get())
}
