//! Start and end of the runtime.
//!
//! Invariant: built-in types and what hangs under them are readied once a process and live as long as it; everything
//! else belongs to an interpreter, and is gone when `Py_FinalizeEx` returns.

use crate::runtime::errors::Result;
use crate::runtime::gil::{self, Gil};
use crate::runtime::interpreter::PyInterpreterState;
use crate::runtime::sync::{AcrossFork, Mutex};
use crate::runtime::thread_state::{self, Thread};
use exuvia_macros::capi;
use std::ffi::c_int;
use std::ptr::null_mut;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU8, AtomicU64, Ordering};

/// The runtime's stages.
const DOWN: u8 = 0;
const UP: u8 = 1;
const ENDING: u8 = 2;

static STAGE: AtomicU8 = AtomicU8::new(DOWN);
/// The main interpreter, while the runtime is not down.
static MAIN: AtomicPtr<PyInterpreterState> = AtomicPtr::new(null_mut());
/// The thread state that ends the runtime.
static ENDING_THREAD: AtomicPtr<Thread> = AtomicPtr::new(null_mut());
/// The thread that started the runtime; 0 before.
static MAIN_THREAD: AtomicU64 = AtomicU64::new(0);
/// Start and end exclude each other.
static TRANSITION: Mutex<()> = Mutex::new(());
static TYPES_READY: AtomicBool = AtomicBool::new(false);
/// The lock here, as a fork needs it.
pub fn lock() -> &'static dyn AcrossFork {
    &EXIT_FUNCTIONS
}

/// What `Py_AtExit` was given; called last first.
static EXIT_FUNCTIONS: Mutex<Vec<unsafe extern "C" fn()>> = Mutex::new(Vec::new());
const MOST_EXIT_FUNCTIONS: usize = 32;

/// The main interpreter; NULL while the runtime is down.
pub fn main_interpreter() -> *mut PyInterpreterState {
    MAIN.load(Ordering::Acquire)
}

/// The thread that started the runtime; 0 before.
pub fn main_thread() -> u64 {
    MAIN_THREAD.load(Ordering::Relaxed)
}

/// Makes the running thread the main one.
pub fn take_main_thread() {
    // SAFETY: cannot fail.
    MAIN_THREAD.store(unsafe { libc::pthread_self() } as u64, Ordering::Relaxed);
}

/// Whether the runtime is ending, by another thread state than this one.
#[inline]
pub fn is_ending_elsewhere(thread: *mut Thread) -> bool {
    STAGE.load(Ordering::Relaxed) == ENDING && ENDING_THREAD.load(Ordering::Acquire) != thread
}

/// What has to exist before the first object: types, their hashes, the modules.
fn start(interp: &PyInterpreterState) -> Result<()> {
    match crate::runtime::environment::int_max_str_digits() {
        Ok(Some(limit)) => interp.int_max_str_digits.set(limit),
        Ok(None) => {}
        Err(why) => refuse(why),
    }
    if !TYPES_READY.load(Ordering::Acquire) {
        crate::object::hash::start(crate::object::hash::seed_from_environment());
        crate::types::unicode::intern::start();
        crate::types::ready_all()?;
        TYPES_READY.store(true, Ordering::Release);
    }
    interp.start()
}

/// Ends the process, with status 1: the environment asks for what cannot be.
fn refuse(why: &str) -> ! {
    eprintln!("Fatal Python error: Py_InitializeEx: {why}\nPython runtime state: preinitialized");
    std::process::exit(1)
}

/// Makes this library's symbols visible to what is loaded later: a host may have opened it with `RTLD_LOCAL`, and
/// extension modules name no library that they take the C API from.
fn make_symbols_global() {
    reopen(libc::RTLD_GLOBAL);
}

/// Keeps this library loaded whatever the host does: a thread that never returns stands in it.
pub fn stay_loaded() {
    reopen(libc::RTLD_NODELETE);
}

/// Opens this library once more, with a flag that stays when that is closed again.
fn reopen(flag: c_int) {
    let mut info = std::mem::MaybeUninit::<libc::Dl_info>::zeroed();
    // SAFETY: asks for the library of one of its own functions, and opens it once more by the name it is loaded under.
    unsafe {
        if libc::dladdr(Py_Finalize as *const () as *const libc::c_void, info.as_mut_ptr()) == 0 {
            return;
        }
        let name = info.assume_init().dli_fname;
        // A program that the library is part of is visible, and stays, anyway.
        let handle = if name.is_null() { null_mut() } else { libc::dlopen(name, libc::RTLD_NOW | libc::RTLD_NOLOAD | flag) };
        if !handle.is_null() {
            // The count is given back so that the host can still unload the library.
            libc::dlclose(handle);
        }
    }
}

/// Starts the runtime; does nothing where it is up. `initsigs` other than 0 asks for signal handlers.
#[capi]
pub fn Py_InitializeEx(initsigs: c_int) {
    let _transition = TRANSITION.lock();
    if STAGE.load(Ordering::Acquire) != DOWN {
        return;
    }
    take_main_thread();
    crate::runtime::memory::start();
    crate::runtime::heap::start();
    make_symbols_global();
    let interp = Box::into_raw(PyInterpreterState::new(0, Arc::new(Gil::new())));
    MAIN.store(interp, Ordering::Release);
    let main = thread_state::create(interp);
    gil::attach(main);
    // SAFETY: just made.
    if let Err(raised) = start(unsafe { &*interp }) {
        let why = raised.take().and_then(|why| why.repr().ok()).map(|why| why.to_string());
        crate::runtime::fatal::fatal("Py_InitializeEx", &format!("the runtime could not be started: {}", why.unwrap_or_default()));
    }
    STAGE.store(UP, Ordering::Release);
    if initsigs != 0 {
        crate::runtime::signals::install();
    }
}

/// Starts the runtime, with signal handlers; does nothing where it is up.
#[capi]
pub fn Py_Initialize() {
    Py_InitializeEx(1);
}

/// Whether the runtime is up: true until `Py_FinalizeEx` has ended everything.
#[capi]
pub fn Py_IsInitialized() -> c_int {
    c_int::from(STAGE.load(Ordering::Acquire) != DOWN)
}

/// Whether the runtime is coming to its end.
#[capi]
pub fn Py_IsFinalizing() -> c_int {
    c_int::from(STAGE.load(Ordering::Acquire) == ENDING)
}

/// Ends the runtime: 0, or -1 where what was written could not be flushed. Does nothing where it is not up.
#[capi]
pub fn Py_FinalizeEx() -> c_int {
    let _transition = TRANSITION.lock();
    if STAGE.load(Ordering::Acquire) != UP {
        return 0;
    }
    let thread = thread_state::thread();
    let interp = main_interpreter();
    // SAFETY: the main interpreter is alive, and its GIL is ours.
    let flushed = unsafe { &*interp }.finish();
    crate::runtime::signals::uninstall();
    ENDING_THREAD.store((thread as *const Thread).cast_mut(), Ordering::Release);
    STAGE.store(ENDING, Ordering::Release);
    // SAFETY: as above.
    unsafe { &*interp }.clear();
    thread_state::clear_all(interp);
    gil::detach();
    thread_state::delete_all(interp);
    MAIN.store(null_mut(), Ordering::Release);
    // SAFETY: no thread state is left that could reach it.
    drop(unsafe { Box::from_raw(interp) });
    ENDING_THREAD.store(null_mut(), Ordering::Release);
    STAGE.store(DOWN, Ordering::Release);
    crate::runtime::audit::clear();
    loop {
        let Some(function) = EXIT_FUNCTIONS.lock().pop() else { break };
        // SAFETY: C's function, called as it asked.
        unsafe { function() };
    }
    if flushed { 0 } else { -1 }
}

/// Ends the runtime.
#[capi]
pub fn Py_Finalize() {
    Py_FinalizeEx();
}

/// Has a function called at the end of `Py_FinalizeEx`, last first: 0, or -1 where 32 are waiting.
#[capi]
pub fn Py_AtExit(func: Option<unsafe extern "C" fn()>) -> c_int {
    let mut functions = EXIT_FUNCTIONS.lock();
    match func {
        Some(func) if functions.len() < MOST_EXIT_FUNCTIONS => {
            functions.push(func);
            0
        }
        _ => -1,
    }
}

/// Ends the runtime and the process with an exit status; 120 where what was written could not be flushed.
#[capi]
pub fn Py_Exit(status: c_int) {
    let status = if Py_FinalizeEx() < 0 { 120 } else { status };
    // SAFETY: does not return; C's exit functions run.
    unsafe { libc::exit(status) }
}
