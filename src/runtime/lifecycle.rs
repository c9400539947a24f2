//! Start and end of the runtime.

use crate::runtime::errors::Result;
use crate::runtime::gil::Gil;
use crate::runtime::interpreter::PyInterpreterState;
use crate::runtime::thread_state::{self, Thread};
use exuvia_macros::capi;
use parking_lot::Mutex;
use std::ffi::c_int;
use std::ptr::null_mut;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The main interpreter and its first thread state, while the runtime is up.
struct Runtime {
    interp: *mut PyInterpreterState,
    main: *mut Thread,
}
// SAFETY: the pointers are used under the lock, or under the main interpreter's GIL.
unsafe impl Send for Runtime {}

static RUNTIME: Mutex<Option<Runtime>> = Mutex::new(None);
/// Built-in types are readied once a process: what hangs under them is shared and never freed.
static TYPES_READY: AtomicBool = AtomicBool::new(false);

fn start() -> Result<()> {
    if !TYPES_READY.load(Ordering::Acquire) {
        crate::types::ready_all()?;
        TYPES_READY.store(true, Ordering::Release);
    }
    Ok(())
}

/// Starts the runtime; does nothing where it is up. `signals` other than 0 asks for signal handlers.
#[capi]
pub fn Py_InitializeEx(signals: c_int) {
    let _ = signals;
    let mut runtime = RUNTIME.lock();
    if runtime.is_some() {
        return;
    }
    let interp = Box::into_raw(PyInterpreterState::new(0, Arc::new(Gil::new())));
    let main = thread_state::create(interp);
    // SAFETY: just made.
    unsafe { (*interp).gil.take() };
    thread_state::set_current(main);
    *runtime = Some(Runtime { interp, main });
    drop(runtime);
    if start().is_err() {
        crate::runtime::fatal::fatal("Py_InitializeEx", "a built-in type could not be readied");
    }
}

/// Starts the runtime, with signal handlers; does nothing where it is up.
#[capi]
pub fn Py_Initialize() {
    Py_InitializeEx(1);
}

/// Whether the runtime is up.
#[capi]
pub fn Py_IsInitialized() -> c_int {
    c_int::from(RUNTIME.lock().is_some())
}

/// Ends the runtime: 0, or -1 where what was written could not be flushed. Does nothing where it is not up.
#[capi]
pub fn Py_FinalizeEx() -> c_int {
    let Some(runtime) = RUNTIME.lock().take() else {
        return 0;
    };
    // SAFETY: made by Py_InitializeEx, and out of everybody's reach now.
    unsafe {
        (*runtime.interp).gil.release(false);
        thread_state::set_current(null_mut());
        drop(Box::from_raw(runtime.main));
        drop(Box::from_raw(runtime.interp));
    }
    0
}

/// Ends the runtime.
#[capi]
pub fn Py_Finalize() {
    Py_FinalizeEx();
}
