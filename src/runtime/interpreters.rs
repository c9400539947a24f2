//! The runtime's interpreters: the list of them, making one, ending one.
//!
//! Invariant: an interpreter is on the list from before its first object until after its last. The main one is made and
//! ended with the runtime, and is the last of the list; the newest is its first.

use crate::layout::*;
use crate::runtime::errors::{Raised, Result};
use crate::runtime::fatal::fatal;
use crate::runtime::gil::{self, Gil};
use crate::runtime::interpreter::PyInterpreterState;
use crate::runtime::sync::{AcrossFork, Mutex};
use crate::runtime::thread_state::{self, Thread};
use crate::runtime::{audit, lifecycle};
use crate::types::exceptions;
use exuvia_macros::capi;
use std::cell::Cell;
use std::ffi::{CStr, c_int, c_long};
use std::ptr::{null, null_mut};
use std::sync::Arc;

/// The values of `PyInterpreterConfig.gil`.
pub mod which_gil {
    use std::ffi::c_int;
    pub const DEFAULT: c_int = 0;
    pub const SHARED: c_int = 1;
    pub const OWN: c_int = 2;
}

/// Who made an interpreter.
pub mod whence {
    use std::ffi::c_long;
    pub const UNKNOWN: c_long = 0;
    pub const RUNTIME: c_long = 1;
    pub const LEGACY_CAPI: c_long = 2;
    pub const CAPI: c_long = 3;
    pub const XI: c_long = 4;
    pub const STDLIB: c_long = 5;
}

/// What an interpreter that shares everything may do: all.
pub const LEGACY: PyInterpreterConfig = PyInterpreterConfig {
    use_main_obmalloc: 1,
    allow_fork: 1,
    allow_exec: 1,
    allow_threads: 1,
    allow_daemon_threads: 1,
    check_multi_interp_extensions: 0,
    gil: which_gil::SHARED,
};

/// What one with a lock of its own may do.
pub const ISOLATED: PyInterpreterConfig = PyInterpreterConfig {
    use_main_obmalloc: 0,
    allow_fork: 0,
    allow_exec: 0,
    allow_threads: 1,
    allow_daemon_threads: 0,
    check_multi_interp_extensions: 1,
    gil: which_gil::OWN,
};

/// An interpreter's neighbours on the list.
#[derive(Default)]
pub struct Links {
    newer: Cell<*mut PyInterpreterState>,
    older: Cell<*mut PyInterpreterState>,
}

struct List {
    newest: *mut PyInterpreterState,
    next_id: i64,
}
// SAFETY: pointers to interpreters, used under the lock.
unsafe impl Send for List {}

static LIST: Mutex<List> = Mutex::new(List { newest: null_mut(), next_id: 0 });

/// The lock here, as a fork needs it.
pub fn lock() -> &'static dyn AcrossFork {
    &LIST
}

/// In the child of a fork: there is the main interpreter only. What the others hold stays the parent's.
pub fn forget_others(main: &PyInterpreterState) {
    let mut list = LIST.lock();
    list.newest = main.as_ptr();
    main.links.newer.set(null_mut());
    main.links.older.set(null_mut());
}

/// Puts an interpreter on the list; called where it is made.
pub(super) fn enlist(interp: &PyInterpreterState) {
    let mut list = LIST.lock();
    if interp.id == 0 {
        list.next_id = 1;
    }
    interp.links.older.set(list.newest);
    // SAFETY: what is on the list is alive.
    if let Some(newest) = unsafe { list.newest.as_ref() } {
        newest.links.newer.set(interp.as_ptr());
    }
    list.newest = interp.as_ptr();
}

/// Takes it off again; called where it is freed.
pub(super) fn delist(interp: &PyInterpreterState) {
    let mut list = LIST.lock();
    let (newer, older) = (interp.links.newer.get(), interp.links.older.get());
    // SAFETY: what is on the list is alive.
    unsafe {
        match newer.as_ref() {
            Some(newer) => newer.links.older.set(older),
            None => list.newest = older,
        }
        if let Some(older) = older.as_ref() {
            older.links.newer.set(newer);
        }
    }
}

/// A number that no interpreter of this runtime has had.
fn next_id() -> i64 {
    let mut list = LIST.lock();
    let id = list.next_id;
    list.next_id += 1;
    id
}

/// Looks at the interpreters, newest first, until `look` finds something. None can come or go meanwhile.
pub fn find<T>(mut look: impl FnMut(&PyInterpreterState) -> Option<T>) -> Option<T> {
    let list = LIST.lock();
    let mut at = list.newest;
    // SAFETY: what is on the list is alive, and stays as long as the lock is held.
    while let Some(interp) = unsafe { at.as_ref() } {
        if let Some(found) = look(interp) {
            return Some(found);
        }
        at = interp.links.older.get();
    }
    None
}

// ---- making -------------------------------------------------------------------------------------------------------

fn failed(func: &'static CStr, why: &'static CStr) -> PyStatus {
    PyStatus { _type: 1, func: func.as_ptr(), err_msg: why.as_ptr(), exitcode: 0 }
}

const DONE: PyStatus = PyStatus { _type: 0, func: null(), err_msg: null(), exitcode: 0 };

/// A new interpreter without thread states and modules. `Err` where an audit hook refuses, with its exception set.
fn make(whence: c_long, gil: Arc<Gil>) -> Result<*mut PyInterpreterState> {
    if thread_state::try_thread().is_some() {
        audit::audit(c"cpython.PyInterpreterState_New", || Ok(crate::types::tuple::from_owned([])?.upcast()))?;
    }
    let interp = PyInterpreterState::new(next_id(), gil);
    interp.whence.set(whence);
    Ok(Box::into_raw(interp))
}

/// The main interpreter's lock.
fn main_gil() -> Option<Arc<Gil>> {
    // SAFETY: the main interpreter lives as long as the runtime is up.
    unsafe { lifecycle::main_interpreter().as_ref() }.map(|main| main.gil.clone())
}

/// Makes an interpreter as configured and attaches its first thread state, in the place of the one that is attached.
/// Where it fails that one is attached again.
pub fn create(config: &PyInterpreterConfig, whence: c_long) -> std::result::Result<&'static Thread, PyStatus> {
    let Some(main_gil) = main_gil() else {
        return Err(failed(c"new_interpreter", c"Py_Initialize must be called first"));
    };
    let Ok(interp) = make(whence, if config.gil == which_gil::OWN { Arc::new(Gil::new()) } else { main_gil }) else {
        return Err(failed(c"_PyInterpreterState_New", c"sys.audit failed"));
    };
    // SAFETY: just made, and this thread's alone.
    let this = unsafe { &*interp };
    let refused = match config.gil {
        _ if config.use_main_obmalloc == 0 && config.check_multi_interp_extensions == 0 => {
            Some(c"per-interpreter obmalloc does not support single-phase init extension modules")
        }
        which_gil::DEFAULT | which_gil::SHARED | which_gil::OWN => None,
        _ => Some(c"invalid interpreter config 'gil' value"),
    };
    if let Some(why) = refused {
        // SAFETY: nobody has seen it.
        drop(unsafe { Box::from_raw(interp) });
        return Err(failed(c"init_interp_settings", why));
    }
    let flag = |value: c_int| c_int::from(value != 0);
    this.config.set(PyInterpreterConfig {
        use_main_obmalloc: flag(config.use_main_obmalloc),
        allow_fork: flag(config.allow_fork),
        allow_exec: flag(config.allow_exec),
        allow_threads: flag(config.allow_threads),
        allow_daemon_threads: flag(config.allow_daemon_threads),
        check_multi_interp_extensions: flag(config.check_multi_interp_extensions),
        gil: if config.gil == which_gil::OWN { which_gil::OWN } else { which_gil::SHARED },
    });
    this.import.check_extensions.set(config.check_multi_interp_extensions != 0);
    let thread = thread_state::create(interp);
    let before = gil::detach();
    gil::attach(thread);
    if let Err(raised) = this.start() {
        let status = status_of(raised);
        finish_off(interp);
        if !before.is_null() {
            gil::attach(before);
        }
        return Err(status);
    }
    this.ready.set(true);
    // SAFETY: attached, so alive.
    Ok(unsafe { &*thread })
}

/// What an exception at start-up says to who called.
fn status_of(raised: Raised) -> PyStatus {
    let no_memory = raised.matches(&exceptions::MemoryError);
    raised.clear();
    failed(c"new_interpreter", if no_memory { c"memory allocation failed" } else { c"can't initialize the interpreter's modules" })
}

// ---- ending -------------------------------------------------------------------------------------------------------

/// Empties an interpreter whose thread state is attached, detaches that, and frees all of it.
fn finish_off(interp: *mut PyInterpreterState) {
    // SAFETY: alive, and its lock is ours.
    let this = unsafe { &*interp };
    if !this.cleared.replace(true) {
        this.clear();
    }
    thread_state::clear_all(interp);
    gil::detach();
    thread_state::delete_all(interp);
    // SAFETY: no thread state is left that could reach it.
    drop(unsafe { Box::from_raw(interp) });
}

/// Ends the interpreter of the attached thread state, which is not the main one.
fn end(thread: &Thread) {
    let interp = thread.interp();
    interp.finish();
    finish_off(interp.as_ptr());
}

/// Ends an interpreter that is neither the main nor the current one, and runs nothing.
pub fn end_other(interp: *mut PyInterpreterState) {
    let before = gil::detach();
    let own = thread_state::create(interp);
    gil::attach(own);
    // SAFETY: attached, so alive.
    end(unsafe { &*own });
    if !before.is_null() {
        gil::attach(before);
    }
}

/// Ends the interpreters that a host has left over, with a warning; the main one's thread state is attached, before and after.
pub fn end_left_over() {
    let newest = || find(|interp| (interp.id != 0).then(|| interp.as_ptr()));
    if newest().is_none() {
        return;
    }
    const WARNING: &str = "remaining subinterpreters; close them with Interpreter.close()";
    if let Err(raised) = crate::modules::warnings::warn_text(&exceptions::RuntimeWarning, WARNING) {
        raised.clear();
    }
    let own = gil::detach();
    while let Some(interp) = newest() {
        end_other(interp);
    }
    gil::attach(own);
}

// ---- pylifecycle.h ------------------------------------------------------------------------------------------------

/// Makes an interpreter as configured. Its first thread state is attached, in the place of the one that was, and put into
/// `tstate_p`; NULL there, and an error status, where that fails. No exception is set.
#[capi]
pub fn Py_NewInterpreterFromConfig(tstate_p: *mut *mut PyThreadState, config: *const PyInterpreterConfig) -> PyStatus {
    // SAFETY: C's word: each is NULL or can be used.
    let (place, config) = unsafe { (tstate_p.as_mut(), config.as_ref()) };
    let (Some(place), Some(config)) = (place, config) else {
        return failed(c"Py_NewInterpreterFromConfig", c"NULL was passed where a place or a configuration is needed");
    };
    let up = !lifecycle::main_interpreter().is_null();
    match create(config, whence::CAPI) {
        Ok(thread) => {
            *place = (&raw const **thread).cast_mut();
            DONE
        }
        Err(status) => {
            if up {
                *place = null_mut();
            }
            status
        }
    }
}

/// Makes an interpreter that shares the main one's lock, and attaches its first thread state in the place of the one that
/// is attached. Ends the process where that fails.
#[capi]
pub fn Py_NewInterpreter() -> *mut PyThreadState {
    match create(&LEGACY, whence::LEGACY_CAPI) {
        Ok(thread) => (&raw const **thread).cast_mut(),
        Err(status) => {
            // SAFETY: texts of this file.
            let (func, why) = unsafe { (CStr::from_ptr(status.func), CStr::from_ptr(status.err_msg)) };
            crate::runtime::fatal::exit(Some(&func.to_string_lossy()), &why.to_string_lossy())
        }
    }
}

/// Ends the interpreter of the attached thread state; none is attached afterwards. Fatal where another or none is
/// attached, and for the main interpreter, which ends with the runtime.
#[capi]
pub fn Py_EndInterpreter(tstate: *mut PyThreadState) {
    let thread = thread_state::current();
    if tstate.is_null() || tstate != thread.cast() {
        fatal("Py_EndInterpreter", "thread is not current");
    }
    // SAFETY: attached, so alive.
    let thread = unsafe { &*thread };
    if !thread.current_frame.get().is_null() {
        fatal("Py_EndInterpreter", "thread still has a frame");
    }
    if thread.interp().id == 0 {
        fatal("Py_EndInterpreter", "the main interpreter ends with the runtime");
    }
    end(thread);
}

// ---- pystate.h ----------------------------------------------------------------------------------------------------

/// An interpreter without thread states and modules, that shares the main one's lock; NULL where the runtime is not up. Ends
/// the process where an audit hook refuses.
#[capi]
pub fn PyInterpreterState_New() -> *mut PyInterpreterState {
    let Some(gil) = main_gil() else { return null_mut() };
    match make(whence::UNKNOWN, gil) {
        Ok(interp) => interp,
        Err(_) => crate::runtime::fatal::exit(Some("_PyInterpreterState_New"), "sys.audit failed"),
    }
}

/// Runs something with a thread state of the interpreter attached: the one that is, or one made for it.
pub fn within<R>(interp: *mut PyInterpreterState, body: impl FnOnce(&PyInterpreterState) -> R) -> R {
    // SAFETY: C's word: alive.
    let this = unsafe { &*interp };
    if thread_state::try_thread().is_some_and(|thread| std::ptr::eq(thread.interp(), this)) {
        return body(this);
    }
    let before = gil::detach();
    let own = thread_state::create(interp);
    gil::attach(own);
    let result = body(this);
    thread_state::PyThreadState_Clear(own.cast());
    thread_state::PyThreadState_DeleteCurrent();
    if !before.is_null() {
        gil::attach(before);
    }
    result
}

fn not_main(function: &str, interp: *mut PyInterpreterState) {
    if interp.is_null() {
        fatal(function, "NULL interpreter");
    }
    if interp == lifecycle::main_interpreter() {
        fatal(function, "the main interpreter ends with the runtime");
    }
}

/// Drops everything that the interpreter holds. Fatal for NULL and for the main interpreter.
#[capi]
pub fn PyInterpreterState_Clear(interp: *mut PyInterpreterState) {
    not_main("PyInterpreterState_Clear", interp);
    within(interp, |this| {
        this.clear();
        thread_state::clear_all(interp);
        this.cleared.set(true);
    });
}

/// Frees an interpreter and its thread states, none of which is attached to another thread; one that is attached to this
/// one is detached. Fatal for NULL and for the main interpreter.
#[capi]
pub fn PyInterpreterState_Delete(interp: *mut PyInterpreterState) {
    not_main("PyInterpreterState_Delete", interp);
    // SAFETY: C's word: alive.
    let this = unsafe { &*interp };
    let current = thread_state::try_thread();
    let before = if current.is_some_and(|thread| std::ptr::eq(thread.interp(), this)) {
        null_mut()
    } else {
        let before = gil::detach();
        gil::attach(thread_state::create(interp));
        before
    };
    finish_off(interp);
    if !before.is_null() {
        gil::attach(before);
    }
}

/// The newest interpreter, or NULL.
#[capi]
pub fn PyInterpreterState_Head() -> *mut PyInterpreterState {
    LIST.lock().newest
}

/// The interpreter that was made before this one, or NULL.
#[capi]
pub fn PyInterpreterState_Next(interp: *mut PyInterpreterState) -> *mut PyInterpreterState {
    let _lock = LIST.lock();
    // SAFETY: C's word: alive.
    unsafe { interp.as_ref() }.map_or(null_mut(), |interp| interp.links.older.get())
}
