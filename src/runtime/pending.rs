//! Pending calls: functions that any thread may leave for the interpreter's main thread to run at a safe point.

use crate::foreign;
use crate::object::gc;
use crate::runtime::errors::{Raised, Result};
use crate::runtime::gil;
use crate::runtime::interpreter::PyInterpreterState;
use crate::runtime::sync::{AcrossFork, Mutex};
use crate::runtime::{lifecycle, thread, thread_state};
use exuvia_macros::capi;
use std::collections::VecDeque;
use std::ffi::{c_int, c_void};
use std::sync::atomic::{AtomicBool, Ordering};

type Function = unsafe extern "C" fn(*mut c_void) -> c_int;

/// How many may wait, as in CPython.
const MOST: usize = 32;
/// How many one turn runs at most: those that calls add while they run are run as well.
const MOST_AT_ONCE: usize = 300;

struct Call(Function, *mut c_void);
// SAFETY: who adds a call says that its argument may be used on the main thread.
unsafe impl Send for Call {}

/// An interpreter's pending calls.
#[derive(Default)]
pub struct Queue {
    calls: Mutex<VecDeque<Call>>,
    running: AtomicBool,
}

impl Queue {
    /// The lock here, as a fork needs it.
    pub fn lock(&self) -> &dyn AcrossFork {
        &self.calls
    }
    /// In the child of a fork: nobody runs them.
    pub fn remake(&self) {
        self.calls.in_child();
        self.running.store(false, Ordering::Relaxed);
    }
}

/// Runs what is pending; stops at the first that fails.
pub fn run(interp: &PyInterpreterState) -> bool {
    let queue = &interp.pending;
    if queue.running.swap(true, Ordering::Acquire) {
        return true;
    }
    let mut left = MOST_AT_ONCE;
    let mut good = true;
    while left > 0 && good {
        left -= 1;
        let Some(Call(function, arg)) = queue.calls.lock().pop_front() else { break };
        // SAFETY: C's function, called as it asked.
        good = unsafe { foreign!(function(arg)) } == 0;
    }
    queue.running.store(false, Ordering::Release);
    good
}

/// Has `func(arg)` called by the main thread at a safe point: 0, or -1 where too many wait. Needs no thread state.
#[capi]
pub fn Py_AddPendingCall(func: Option<Function>, arg: *mut c_void) -> c_int {
    let interp = match thread_state::try_thread() {
        Some(thread) => thread.interp(),
        // SAFETY: the main interpreter lives as long as the runtime is up.
        None => match unsafe { lifecycle::main_interpreter().as_ref() } {
            Some(interp) => interp,
            None => return -1,
        },
    };
    let mut calls = interp.pending.calls.lock();
    match func {
        Some(func) if calls.len() < MOST => {
            calls.push_back(Call(func, arg));
            0
        }
        _ => -1,
    }
}

/// Runs what is pending: calls, a collection that is due, a turn that another thread has asked for. 0, or -1 with an exception.
#[capi]
pub fn Py_MakePendingCalls() -> Result<()> {
    let thread = thread();
    if !run(thread.interp()) {
        return Err(Raised::already());
    }
    if thread.interp().gc.due.get() {
        gc::collect::collect_due();
    }
    gil::switch_if_asked();
    Ok(())
}
