//! Start and end of the runtime.
//!
//! Invariant: built-in types and what hangs under them are readied once a process and live as long as it; everything
//! else belongs to an interpreter, and is gone when `Py_FinalizeEx` returns.

use crate::layout::{PyConfig, PyStatus};
use crate::runtime::config::status::{Py_ExitStatusException, Step, error, status};
use crate::runtime::config::{COMPAT, held, legacy, locale, paths, preinit, read};
use crate::runtime::errors::Result;
use crate::runtime::gil::{self, Gil};
use crate::runtime::interpreter::PyInterpreterState;
use crate::runtime::sync::{AcrossFork, Mutex, MutexGuard};
use crate::runtime::thread_state::{self, Thread};
use exuvia_macros::capi;
use std::ffi::{CStr, c_int};
use std::ptr::null_mut;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU8, AtomicU64, Ordering};

/// The runtime's stages.
const DOWN: u8 = 0;
/// The main interpreter is there, but its start is not finished: a host asked for that.
const CORE: u8 = 1;
const UP: u8 = 2;
const ENDING: u8 = 3;

static STAGE: AtomicU8 = AtomicU8::new(DOWN);
/// Whether the last start has come to its end, or is coming to it.
static ENDED: AtomicBool = AtomicBool::new(false);
/// The main interpreter, while the runtime is not down.
static MAIN: AtomicPtr<PyInterpreterState> = AtomicPtr::new(null_mut());
/// The thread state that ends the runtime.
static ENDING_THREAD: AtomicPtr<Thread> = AtomicPtr::new(null_mut());
/// The thread that started the runtime; 0 before.
static MAIN_THREAD: AtomicU64 = AtomicU64::new(0);
/// Start and end exclude each other.
static TRANSITION: Mutex<()> = Mutex::new(());
static TYPES_READY: AtomicBool = AtomicBool::new(false);
/// The lock that start and end take: a child may be forked while another thread holds it.
pub fn transition() -> &'static dyn AcrossFork {
    &TRANSITION
}
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

/// Whether the runtime is ending, by another thread state than this one, or has ended.
#[inline]
pub fn is_ending_elsewhere(thread: *mut Thread) -> bool {
    match STAGE.load(Ordering::Relaxed) {
        UP | CORE => false,
        ENDING => ENDING_THREAD.load(Ordering::Acquire) != thread,
        _ => true,
    }
}

/// Whether whoever calls now has to have a thread state attached: the runtime is up, or has ended.
pub fn asks_for_thread_state() -> bool {
    match STAGE.load(Ordering::Relaxed) {
        UP => true,
        DOWN => ENDED.load(Ordering::Relaxed),
        _ => false,
    }
}

/// The stage, for people.
pub fn state() -> String {
    let state = match STAGE.load(Ordering::Acquire) {
        UP => "initialized",
        ENDING => return format!("finalizing (tstate={:#018x})", ENDING_THREAD.load(Ordering::Acquire) as usize),
        CORE => "core initialized",
        _ if preinit::is_settled() => "preinitialized",
        _ if ENDED.load(Ordering::Acquire) => "finalizing",
        _ => preinit::state(),
    };
    state.to_owned()
}

/// What has to exist before the first object: types, their hashes, the modules.
fn start(interp: &PyInterpreterState) -> Result<()> {
    if !TYPES_READY.load(Ordering::Acquire) {
        let config = interp.py_config.get();
        // A seed is 32 bits wide.
        crate::object::hash::start((config.use_hash_seed != 0).then_some(config.hash_seed as u32));
        crate::types::unicode::intern::start();
        crate::types::ready_all()?;
        TYPES_READY.store(true, Ordering::Release);
    }
    interp.start()
}

/// Whether that has been done.
static VISIBLE: AtomicBool = AtomicBool::new(false);

/// Makes this library's symbols visible to what is loaded later: a host may have opened it with `RTLD_LOCAL`, and
/// extension modules name no library that they take the C API from.
fn make_symbols_global() {
    if VISIBLE.swap(true, Ordering::Relaxed) {
        return;
    }
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

/// The thread that starts or ends the runtime; 0 while none does.
static TRANSITION_THREAD: AtomicU64 = AtomicU64::new(0);

/// A start or an end that is going on.
struct Transition(#[allow(dead_code)] MutexGuard<'static, ()>);

impl Transition {
    /// Waits until no other thread starts or ends the runtime. `None` where this one does: what runs meanwhile calls back.
    fn begin() -> Option<Transition> {
        // SAFETY: cannot fail.
        let this = unsafe { libc::pthread_self() } as u64;
        if TRANSITION_THREAD.load(Ordering::Relaxed) == this {
            return None;
        }
        let guard = TRANSITION.lock();
        TRANSITION_THREAD.store(this, Ordering::Relaxed);
        Some(Transition(guard))
    }
}

impl Drop for Transition {
    fn drop(&mut self) {
        TRANSITION_THREAD.store(0, Ordering::Relaxed);
    }
}

/// Starts the runtime with a configuration; where it is up, only the configuration changes.
fn initialize(source: &PyConfig, only_from_down: bool) -> Step {
    const FUNCTION: Option<&CStr> = Some(c"Py_InitializeFromConfig");
    let Some(_transition) = Transition::begin() else {
        return Err(error(FUNCTION, c"the runtime is starting or coming to its end"));
    };
    if only_from_down && STAGE.load(Ordering::Acquire) == UP {
        return Ok(());
    }
    preinit::settle_for(source, None)?;
    let mut config = source.copy()?;
    let done = read::read(&mut config).and_then(|()| match STAGE.load(Ordering::Acquire) {
        DOWN => bring_up(&mut config),
        _ => reconfigure(&mut config),
    });
    // What was taken over left an empty configuration.
    config.clear();
    done
}

/// What a configuration that was read lacks: what a host had set before, paths, the names of codecs. It holds for the process from now on.
fn complete(config: &mut PyConfig) -> Step {
    held::apply(config)?;
    if config._install_importlib != 0 {
        paths::complete(config)?;
        legacy::set_paths(config);
    }
    held::name_codecs(config)?;
    held::name_encoding(config);
    Ok(())
}

/// Makes the main interpreter, which takes the configuration over.
fn bring_up(config: &mut PyConfig) -> Step {
    complete(config)?;
    take_main_thread();
    make_symbols_global();
    let (is_main, signals) = (config._init_main != 0, config.install_signal_handlers != 0);
    let interp = Box::into_raw(PyInterpreterState::new(0, Arc::new(Gil::new())));
    // SAFETY: just made.
    let state = unsafe { &*interp };
    state.py_config.put(std::mem::replace(config, PyConfig::new(COMPAT)));
    MAIN.store(interp, Ordering::Release);
    ENDED.store(false, Ordering::Release);
    STAGE.store(CORE, Ordering::Release);
    gil::attach(thread_state::create(interp));
    if let Err(raised) = start(state) {
        let no_memory = raised.matches(&crate::types::exceptions::MemoryError);
        raised.clear();
        take_down(interp, false);
        let why = if no_memory { c"memory allocation failed" } else { c"can't initialize the main interpreter" };
        return Err(error(Some(c"Py_InitializeFromConfig"), why));
    }
    let frames = state.py_config.get().tracemalloc;
    if frames > 0 {
        crate::runtime::tracemalloc::start(frames.min(crate::runtime::tracemalloc::MOST_FRAMES));
    }
    if is_main {
        STAGE.store(UP, Ordering::Release);
        if signals {
            crate::runtime::signals::install();
        }
    }
    if preinit::settled().coerce_c_locale_warn != 0 && locale::is_c() {
        crate::runtime::sys::write_stderr(LOCALE_WARNING);
    }
    Ok(())
}

const LOCALE_WARNING: &CStr = c"Python runtime initialized with LC_CTYPE=C (a locale with default ASCII encoding), which may cause Unicode compatibility problems. Using C.UTF-8, C.utf8, or UTF-8 (if available) as alternative Unicode-compatible locales is recommended.\n";

/// Gives the running main interpreter another configuration.
fn reconfigure(config: &mut PyConfig) -> Step {
    const FUNCTION: Option<&CStr> = Some(c"pyinit_core_reconfigure");
    // SAFETY: the main interpreter lives while the runtime is not down.
    let Some(interp) = (unsafe { main_interpreter().as_ref() }) else { return Err(error(FUNCTION, c"can't make main interpreter")) };
    if thread_state::try_thread().is_none_or(|thread| !std::ptr::eq(thread.interp(), interp)) {
        return Err(error(FUNCTION, c"failed to read thread state"));
    }
    complete(config)?;
    let is_main = config._init_main != 0;
    interp.py_config.put(std::mem::replace(config, PyConfig::new(COMPAT)));
    interp.int_max_str_digits.set(interp.py_config.get().int_max_str_digits);
    if !is_main {
        return Ok(());
    }
    let updated = crate::runtime::config::values::fill_sys().and_then(|()| crate::modules::sys::structs::renew_flags());
    if let Err(raised) = updated {
        raised.clear();
        return Err(error(Some(c"pyinit_main_reconfigure"), c"fail to reconfigure Python"));
    }
    if STAGE.swap(UP, Ordering::AcqRel) == CORE && interp.py_config.get().install_signal_handlers != 0 {
        crate::runtime::signals::install();
    }
    Ok(())
}

/// Starts the runtime with a configuration. Where it is up, `sys` and the flags say from now on what the configuration says.
#[capi]
pub fn Py_InitializeFromConfig(config: *const PyConfig) -> PyStatus {
    // SAFETY: C's word: a configuration, or NULL.
    match unsafe { config.as_ref() } {
        Some(config) => status(initialize(config, false)),
        None => error(Some(c"Py_InitializeFromConfig"), c"initialization config is NULL"),
    }
}

/// Starts the runtime; does nothing where it is up. `initsigs` other than 0 asks for signal handlers. Ends the process where a variable
/// asks for what cannot be.
#[capi]
pub fn Py_InitializeEx(initsigs: c_int) {
    // SAFETY: cannot fail.
    let in_transition = TRANSITION_THREAD.load(Ordering::Relaxed) == unsafe { libc::pthread_self() } as u64;
    if STAGE.load(Ordering::Acquire) == UP || in_transition {
        return;
    }
    let mut config = PyConfig::new(COMPAT);
    config.install_signal_handlers = initsigs;
    if let Err(status) = initialize(&config, true) {
        Py_ExitStatusException(status);
    }
}

/// Starts the runtime, with signal handlers; does nothing where it is up.
#[capi]
pub fn Py_Initialize() {
    Py_InitializeEx(1);
}

/// Whether the runtime is up: true until `Py_FinalizeEx` has begun to take modules apart.
#[capi]
pub fn Py_IsInitialized() -> c_int {
    c_int::from(STAGE.load(Ordering::Acquire) == UP)
}

/// Whether the runtime is coming to its end, or has come to it and was not started again.
#[capi]
pub fn Py_IsFinalizing() -> c_int {
    c_int::from(ENDED.load(Ordering::Acquire))
}

/// Empties and frees the main interpreter, whose thread state is attached. The runtime is down then, and has ended where it had been `up`.
fn take_down(interp: *mut PyInterpreterState, up: bool) {
    ENDING_THREAD.store((thread_state::thread() as *const Thread).cast_mut(), Ordering::Release);
    STAGE.store(ENDING, Ordering::Release);
    ENDED.store(up, Ordering::Release);
    // SAFETY: the main interpreter is alive, and its GIL is ours.
    unsafe { &*interp }.clear();
    thread_state::clear_all(interp);
    gil::detach();
    thread_state::delete_all(interp);
    MAIN.store(null_mut(), Ordering::Release);
    // SAFETY: no thread state is left that could reach it.
    drop(unsafe { Box::from_raw(interp) });
    ENDING_THREAD.store(null_mut(), Ordering::Release);
    STAGE.store(DOWN, Ordering::Release);
    legacy::set_file_system_encoding(None);
    preinit::forget();
}

/// Ends the runtime: 0, or -1 where what was written could not be flushed. Does nothing where it is not up.
#[capi]
pub fn Py_FinalizeEx() -> c_int {
    let Some(_transition) = Transition::begin() else { return 0 };
    if STAGE.load(Ordering::Acquire) != UP {
        return 0;
    }
    let interp = main_interpreter();
    // SAFETY: the main interpreter is alive, and its GIL is ours.
    let flushed = unsafe { &*interp }.finish();
    crate::runtime::signals::uninstall();
    take_down(interp, true);
    crate::runtime::audit::clear();
    crate::modules::io::open::clear_hook();
    crate::runtime::tracemalloc::stop();
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
