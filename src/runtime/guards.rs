//! Guards and views (PEP 788): threads that Python did not start, and an interpreter that may end.
//!
//! A guard keeps an interpreter from ending as long as it is open. A view names an interpreter, and becomes a guard as long as
//! that has not begun to end. `PyThreadState_Ensure` attaches a thread state under a guard.
//!
//! Invariant: an interpreter of which a guard is open has not passed [`Guards::close`]; after that there are none.

use crate::layout::PyThreadState;
use crate::raise;
use crate::runtime::errors::{Raised, Result};
use crate::runtime::fatal::{fatal, no_thread_state};
use crate::runtime::gil;
use crate::runtime::interpreter::PyInterpreterState;
use crate::runtime::interpreters;
use crate::runtime::sync::{AcrossFork, Condvar, Mutex};
use crate::runtime::thread_state::{self, Thread};
use exuvia_macros::capi;
use std::ffi::c_void;
use std::ptr::null_mut;

/// An interpreter's open guards.
#[derive(Default)]
pub struct Guards {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    open: usize,
    closed: bool,
}

impl Guards {
    /// The lock here, as a fork needs it.
    pub fn lock(&self) -> &dyn AcrossFork {
        &self.state
    }
    /// Opens one, unless the interpreter has begun to end.
    fn open(&self) -> bool {
        let mut state = self.state.lock();
        if state.closed {
            return false;
        }
        state.open += 1;
        true
    }
    fn give_back(&self) {
        let mut state = self.state.lock();
        state.open -= 1;
        if state.open == 0 {
            self.changed.notify_all();
        }
    }
    /// Waits until none is open, without the interpreter's lock, and lets none be opened any more. The interpreter's thread
    /// state is attached.
    pub fn close(&self) {
        let mut state = self.state.lock();
        while state.open > 0 {
            drop(state);
            gil::allow_threads(|| {
                let mut state = self.state.lock();
                while state.open > 0 {
                    state = self.changed.wait(state);
                }
            });
            state = self.state.lock();
        }
        state.closed = true;
    }
}

/// Keeps an interpreter going.
pub struct PyInterpreterGuard {
    interp: *mut PyInterpreterState,
}

/// Names an interpreter.
pub struct PyInterpreterView {
    id: i64,
}

/// Opens a guard of an interpreter that cannot go meanwhile.
fn guard_of(interp: &PyInterpreterState) -> Option<Box<PyInterpreterGuard>> {
    interp.guards.open().then(|| Box::new(PyInterpreterGuard { interp: interp.as_ptr() }))
}

/// A guard of the interpreter of that number, where it is alive and not ending.
pub fn of_id(id: i64) -> Option<Held> {
    let guard = interpreters::find(|interp| (interp.id == id && interp.ready.get()).then(|| guard_of(interp)));
    Some(Held(Box::into_raw(guard??)))
}

/// A guard that is closed where it goes out of sight.
pub struct Held(*mut PyInterpreterGuard);

impl Held {
    /// Its interpreter, which is alive.
    pub fn interp(&self) -> *mut PyInterpreterState {
        // SAFETY: open.
        unsafe { (*self.0).interp }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        PyInterpreterGuard_Close(self.0);
    }
}

fn no_guard() -> Raised {
    raise!(PythonFinalizationError, "cannot acquire finalization guard anymore")
}

/// A guard of the current interpreter, to be closed; NULL with `PythonFinalizationError` where that is ending.
#[capi(since = "3.15")]
pub fn PyInterpreterGuard_FromCurrent() -> Result<*mut PyInterpreterGuard> {
    let Some(thread) = thread_state::try_thread() else { no_thread_state("PyInterpreterGuard_FromCurrent") };
    guard_of(thread.interp()).map(Box::into_raw).ok_or_else(no_guard)
}

/// A guard of the view's interpreter, to be closed; NULL, without an exception, where that is ending or gone. Needs no thread
/// state.
#[capi(since = "3.15")]
pub fn PyInterpreterGuard_FromView(view: *mut PyInterpreterView) -> *mut PyInterpreterGuard {
    // SAFETY: C's word: a view or NULL.
    let Some(view) = (unsafe { view.as_ref() }) else { return null_mut() };
    let guard = interpreters::find(|interp| (interp.id == view.id && interp.ready.get()).then(|| guard_of(interp)));
    guard.flatten().map_or(null_mut(), Box::into_raw)
}

/// Closes a guard: its interpreter may end. Needs no thread state.
#[capi(since = "3.15")]
pub fn PyInterpreterGuard_Close(guard: *mut PyInterpreterGuard) {
    if guard.is_null() {
        return;
    }
    // SAFETY: C's word: an open guard, whose interpreter is alive therefore.
    unsafe {
        let guard = Box::from_raw(guard);
        (*guard.interp).guards.give_back();
    }
}

/// A view of the current interpreter, to be closed.
#[capi(since = "3.15")]
pub fn PyInterpreterView_FromCurrent() -> *mut PyInterpreterView {
    let Some(thread) = thread_state::try_thread() else { no_thread_state("PyInterpreterView_FromCurrent") };
    Box::into_raw(Box::new(PyInterpreterView { id: thread.interp().id }))
}

/// A view of the main interpreter, to be closed. Needs no thread state, and no runtime that is up.
#[capi(since = "3.15")]
pub fn PyInterpreterView_FromMain() -> *mut PyInterpreterView {
    Box::into_raw(Box::new(PyInterpreterView { id: 0 }))
}

/// Closes a view. Needs no thread state.
#[capi(since = "3.15")]
pub fn PyInterpreterView_Close(view: *mut PyInterpreterView) {
    if !view.is_null() {
        // SAFETY: C's word: an open view.
        drop(unsafe { Box::from_raw(view) });
    }
}

/// What stands for no thread state in what `PyThreadState_Ensure` gives out. Its address is all that matters.
static NOTHING: u8 = 0;

fn nothing() -> *mut c_void {
    (&raw const NOTHING).cast_mut().cast()
}

/// Attaches a thread state of the guarded interpreter, and returns the one that was attached.
fn ensure(interp: *mut PyInterpreterState) -> *mut c_void {
    let before = thread_state::current();
    // SAFETY: an attached thread state is alive.
    let own = unsafe { before.as_ref() }.filter(|thread| thread.interp.get() == interp);
    let thread: &Thread = match own {
        Some(thread) => thread,
        None => {
            let bound = thread_state::live_bound();
            gil::detach();
            // SAFETY: bound states are alive, and this one was just made.
            let thread = unsafe {
                match bound.as_ref().filter(|bound| bound.interp.get() == interp) {
                    Some(bound) => bound,
                    None => {
                        let made = &*thread_state::create(interp);
                        made.ensure_made_it.set(true);
                        made
                    }
                }
            };
            gil::attach(std::ptr::from_ref(thread).cast_mut());
            thread
        }
    };
    thread.ensured.set(thread.ensured.get() + 1);
    if before.is_null() { nothing() } else { before.cast() }
}

/// Makes sure that a thread state of the guard's interpreter is attached; what it returns goes to the matching
/// `PyThreadState_Release`. NULL, without an exception, where that cannot be.
#[capi(since = "3.15")]
pub fn PyThreadState_Ensure(guard: *mut PyInterpreterGuard) -> *mut c_void {
    // SAFETY: C's word: an open guard or NULL.
    match unsafe { guard.as_ref() } {
        Some(guard) => ensure(guard.interp),
        None => null_mut(),
    }
}

/// As `PyThreadState_Ensure`, with a guard that lasts until the matching `PyThreadState_Release`. NULL, without an exception, where
/// the view's interpreter is ending or gone.
#[capi(since = "3.15")]
pub fn PyThreadState_EnsureFromView(view: *mut PyInterpreterView) -> *mut c_void {
    let guard = PyInterpreterGuard_FromView(view);
    // SAFETY: just opened, or NULL.
    let Some(interp) = (unsafe { guard.as_ref() }).map(|guard| guard.interp) else { return null_mut() };
    let token = ensure(interp);
    let thread = thread_state::thread();
    if thread.guard.get().is_null() {
        thread.guard.set(guard);
    } else {
        // The state is guarded already until its last release.
        PyInterpreterGuard_Close(guard);
    }
    token
}

/// Undoes the matching `PyThreadState_Ensure`: what was attached before is attached again. Fatal where no state is attached,
/// or none was ensured.
#[capi(since = "3.15")]
pub fn PyThreadState_Release(token: *mut c_void) {
    let current = thread_state::current();
    // SAFETY: an attached thread state is alive.
    let Some(thread) = (unsafe { current.as_ref() }) else { no_thread_state("PyThreadState_Release") };
    let Some(left) = thread.ensured.get().checked_sub(1) else {
        fatal("PyThreadState_Release", "PyThreadState_Release() called more times than PyThreadState_Ensure()");
    };
    thread.ensured.set(left);
    let before: *mut PyThreadState = if token == nothing() { null_mut() } else { token.cast() };
    if left > 0 {
        thread_state::PyThreadState_Swap(before);
        return;
    }
    let guard = thread.guard.replace(null_mut());
    if thread.ensure_made_it.get() {
        thread_state::PyThreadState_Clear(current.cast());
        thread_state::PyThreadState_DeleteCurrent();
    }
    thread_state::PyThreadState_Swap(before);
    PyInterpreterGuard_Close(guard);
}
