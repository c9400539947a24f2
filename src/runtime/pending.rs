//! Pending calls: functions that any thread may leave for another to run at a safe point: for the main thread, in the main
//! interpreter, or for whichever runs next in an interpreter.

use crate::foreign;
use crate::object::gc;
use crate::raise;
use crate::runtime::errors::{self, Raised, Result};
use crate::runtime::gil;
use crate::runtime::interpreter::PyInterpreterState;
use crate::runtime::sync::{AcrossFork, Mutex};
use crate::runtime::{lifecycle, memory, signals, thread};
use exuvia_macros::capi;
use std::collections::VecDeque;
use std::ffi::{c_int, c_void};
use std::sync::atomic::{AtomicBool, Ordering};

type Function = unsafe extern "C" fn(*mut c_void) -> c_int;

/// How many calls for the main thread may wait, and are made in one go.
const MOST_FOR_MAIN: usize = 32;
/// How many may wait for any thread of an interpreter, and how many of them are made in one go.
const MOST: usize = 300;
const MOST_AT_ONCE: usize = 100;

/// `_PyEval_AddPendingCall`: for the main thread of the main interpreter; to free the argument with `PyMem_RawFree` afterwards.
const FOR_MAIN: c_int = 1;
const FREE_ARGUMENT: c_int = 2;

struct Call {
    function: Function,
    arg: *mut c_void,
    free_argument: bool,
}
// SAFETY: who adds a call says that its argument may be used on the thread that makes it.
unsafe impl Send for Call {}

/// Pending calls.
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

impl Queue {
    fn add(&self, call: Call, most: usize) -> c_int {
        let mut calls = self.calls.lock();
        if calls.len() >= most {
            return -1;
        }
        calls.push_back(call);
        0
    }
    /// Makes the calls, one thread at a time; stops at the first that fails. Calls that they add are made as well.
    fn run(&self, most: usize) -> Result<()> {
        if self.running.swap(true, Ordering::Acquire) {
            return Ok(());
        }
        let mut good = true;
        for _ in 0..most {
            let Some(Call { function, arg, free_argument }) = self.calls.lock().pop_front() else { break };
            // SAFETY: C's function, called as it asked; the argument is of the raw domain where it asks to be freed.
            unsafe {
                good = foreign!(function(arg)) == 0;
                if free_argument && !arg.is_null() {
                    memory::free(memory::Domain::Raw, arg);
                }
            }
            if !good {
                break;
            }
        }
        self.running.store(false, Ordering::Release);
        if good { Ok(()) } else { Err(Raised::already()) }
    }
    fn is_empty(&self) -> bool {
        self.calls.lock().is_empty()
    }
}

/// Whether the running thread is the main one, in the main interpreter.
fn is_main(interp: &PyInterpreterState) -> bool {
    interp.id == 0 && signals::is_main_thread()
}

/// Runs what is pending; stops at the first that fails.
fn run(interp: &PyInterpreterState) -> Result<()> {
    interp.pending.run(MOST_AT_ONCE)?;
    if is_main(interp) { interp.pending_for_main.run(MOST_FOR_MAIN) } else { Ok(()) }
}

/// Runs all that is pending: the interpreter ends. What fails is reported.
pub fn finish(interp: &PyInterpreterState) {
    loop {
        if let Err(raised) = run(interp) {
            let why = raised.take();
            let misuse = raise!(SystemError, "bad argument to internal function").take();
            if let (Some(misuse), Some(why)) = (&misuse, why) {
                crate::types::exceptions::base::PyException_SetContext(misuse, Some(why));
            }
            errors::restore(misuse);
            errors::PyErr_Print();
        }
        if interp.pending.is_empty() && (!is_main(interp) || interp.pending_for_main.is_empty()) {
            return;
        }
    }
}

/// Has `func(arg)` called by the main thread, in the main interpreter, at a safe point: 0, or -1 where too many wait. Needs no
/// thread state.
#[capi]
pub fn Py_AddPendingCall(func: Option<Function>, arg: *mut c_void) -> c_int {
    // SAFETY: the main interpreter lives as long as the runtime is up.
    match (func, unsafe { lifecycle::main_interpreter().as_ref() }) {
        (Some(function), Some(main)) => main.pending_for_main.add(Call { function, arg, free_argument: false }, MOST_FOR_MAIN),
        _ => -1,
    }
}

/// Has `func(arg)` called in the interpreter at a safe point, by any of its threads, or by the main one as the flags say: 0, or -1
/// where too many wait.
#[capi(private)]
pub fn _PyEval_AddPendingCall(interp: *mut PyInterpreterState, func: Option<Function>, arg: *mut c_void, flags: c_int) -> c_int {
    // SAFETY: C's word: a live interpreter.
    let (Some(function), Some(interp)) = (func, unsafe { interp.as_ref() }) else { return -1 };
    let call = Call { function, arg, free_argument: flags & FREE_ARGUMENT != 0 };
    if flags & FOR_MAIN == 0 {
        return interp.pending.add(call, MOST);
    }
    // SAFETY: the main interpreter lives as long as the runtime is up.
    unsafe { lifecycle::main_interpreter().as_ref() }.map_or(-1, |main| main.pending_for_main.add(call, MOST_FOR_MAIN))
}

/// Makes the calls that are pending and handles signals, in the main thread and the main interpreter; lets a collection that is due
/// run, and a thread that waits for its turn: 0, or -1 with an exception.
#[capi]
pub fn Py_MakePendingCalls() -> Result<()> {
    let thread = thread();
    let interp = thread.interp();
    if is_main(interp) {
        signals::check()?;
        run(interp)?;
    }
    if interp.gc.due.get() {
        gc::collect::collect_due();
    }
    gil::switch_if_asked();
    Ok(())
}
