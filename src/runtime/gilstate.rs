//! `PyGILState_*`: running Python from a thread that Python did not start.
//!
//! Invariant: a thread remembers the thread state that it last had attached, as long as that lives; that is the one
//! which `PyGILState_Ensure` attaches, in whichever interpreter it is. A thread without one gets one of the main
//! interpreter's, which the matching release frees.

use crate::layout::PyThreadState;
use crate::runtime::fatal::fatal;
use crate::runtime::gil;
use crate::runtime::lifecycle;
use crate::runtime::thread_state::{self, PyThreadState_Clear, PyThreadState_DeleteCurrent};
use exuvia_macros::capi;
use std::ffi::c_int;

const LOCKED: c_int = 0;
const UNLOCKED: c_int = 1;

/// Makes sure that the running thread has a thread state attached; the result goes to the matching `PyGILState_Release`.
/// Fatal where the runtime is not up.
#[capi]
pub fn PyGILState_Ensure() -> c_int {
    let bound = thread_state::live_bound();
    let (thread, fresh) = if bound.is_null() {
        let interp = lifecycle::main_interpreter();
        if interp.is_null() {
            fatal("PyGILState_Ensure", "the runtime is not initialized");
        }
        (thread_state::create(interp), true)
    } else {
        (bound, false)
    };
    // SAFETY: bound states are alive, and this one was just made.
    let state = unsafe { &*thread };
    if fresh {
        state.gilstate_counter.set(0);
    }
    let attached = thread_state::current() == thread;
    if !attached {
        gil::attach(thread);
    }
    state.gilstate_counter.set(state.gilstate_counter.get() + 1);
    if attached { LOCKED } else { UNLOCKED }
}

/// Undoes the matching `PyGILState_Ensure`: leaves the thread as it was before.
#[capi]
pub fn PyGILState_Release(state: c_int) {
    let thread = thread_state::bound();
    // SAFETY: bound states are alive.
    let Some(bound) = (unsafe { thread.as_ref() }) else {
        fatal("PyGILState_Release", "auto-releasing thread-state, but no thread-state for this thread");
    };
    if thread_state::current() != thread {
        fatal("PyGILState_Release", &format!("thread state {thread:p} must be current when releasing"));
    }
    let count = bound.gilstate_counter.get() - 1;
    bound.gilstate_counter.set(count);
    if count == 0 {
        // Clearing may run code that calls back: it finds the state in use.
        bound.gilstate_counter.set(1);
        PyThreadState_Clear(thread.cast());
        bound.gilstate_counter.set(0);
        PyThreadState_DeleteCurrent();
    } else if state == UNLOCKED {
        gil::detach();
    }
}

/// The thread state that the running thread last had attached, borrowed, or NULL.
#[capi]
pub fn PyGILState_GetThisThreadState() -> *mut PyThreadState {
    thread_state::live_bound().cast()
}

/// Whether the running thread has a thread state attached. True while the runtime is not up, as nothing needs one.
#[capi]
pub fn PyGILState_Check() -> c_int {
    c_int::from(lifecycle::main_interpreter().is_null() || !thread_state::current().is_null())
}
