//! Signals: what a handler may do is set a flag; what Python does about it happens where the main thread looks.
//!
//! Invariant: a flag is set by a handler or by `PyErr_SetInterruptEx`, and taken by [`check`] in the main thread.

use crate::raise;
use crate::runtime::errors::Result;
use exuvia_macros::capi;
use std::ffi::c_int;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// One more than the greatest signal number.
pub const LIMIT: c_int = 65;

static TRIPPED: [AtomicBool; LIMIT as usize] = [const { AtomicBool::new(false) }; LIMIT as usize];
/// Whether any flag may be set.
static ANY: AtomicBool = AtomicBool::new(false);
/// The signals whose handling is Python's: one bit each.
static HANDLED: AtomicU64 = AtomicU64::new(0);

extern "C" fn on_signal(signal: c_int) {
    trip(signal);
}

fn index(signal: c_int) -> Option<usize> {
    usize::try_from(signal).ok().filter(|s| (1..LIMIT as usize).contains(s))
}

fn trip(signal: c_int) {
    if let Some(flag) = index(signal).and_then(|i| TRIPPED.get(i)) {
        flag.store(true, Ordering::Relaxed);
        ANY.store(true, Ordering::Release);
    }
}

/// Makes SIGINT raise KeyboardInterrupt and a broken pipe an error instead of the end; the runtime starts.
pub fn install() {
    // SAFETY: handlers that only set flags.
    unsafe {
        libc::signal(libc::SIGPIPE, libc::SIG_IGN);
        #[cfg(target_os = "linux")]
        libc::signal(libc::SIGXFSZ, libc::SIG_IGN);
        let old = PyOS_setsig(libc::SIGINT, Some(on_signal));
        if old.map(|f| f as usize) == Some(libc::SIG_IGN) {
            libc::signal(libc::SIGINT, libc::SIG_IGN);
            return;
        }
    }
    HANDLED.fetch_or(1 << libc::SIGINT, Ordering::Relaxed);
}

/// Gives SIGINT back; the runtime ends.
pub fn uninstall() {
    if HANDLED.swap(0, Ordering::Relaxed) & (1 << libc::SIGINT) != 0 {
        // SAFETY: the default action.
        unsafe { libc::signal(libc::SIGINT, libc::SIG_DFL) };
    }
    forget();
}

/// Forgets the signals that have come and were not handled: they were the parent's.
pub fn forget() {
    for flag in &TRIPPED {
        flag.store(false, Ordering::Relaxed);
    }
    ANY.store(false, Ordering::Relaxed);
}

/// Whether the running thread is the one that started the runtime; in the child of a fork the one that forked.
pub fn is_main_thread() -> bool {
    // SAFETY: cannot fail.
    crate::runtime::lifecycle::main_thread() == unsafe { libc::pthread_self() } as u64
}

/// Handles the signals that have come, in the main thread: KeyboardInterrupt for SIGINT.
pub fn check() -> Result<()> {
    if !ANY.load(Ordering::Acquire) || !is_main_thread() || crate::runtime::interp().id != 0 {
        return Ok(());
    }
    ANY.store(false, Ordering::Relaxed);
    for (signal, flag) in TRIPPED.iter().enumerate() {
        if flag.swap(false, Ordering::Relaxed) && signal as c_int == libc::SIGINT {
            return Err(raise!(KeyboardInterrupt, ""));
        }
    }
    Ok(())
}

/// Handles the signals that have come: 0, or -1 with what a handler raised.
#[capi]
pub fn PyErr_CheckSignals() -> Result<()> {
    check()
}

/// Makes it so as if the signal had come: 0, or -1 for a number that is no signal. A signal whose handling is not Python's is
/// let go.
#[capi]
pub fn PyErr_SetInterruptEx(signum: c_int) -> c_int {
    let Some(bit) = index(signum) else { return -1 };
    if bit < 64 && HANDLED.load(Ordering::Relaxed) & (1 << bit) != 0 {
        trip(signum);
    }
    0
}

/// Makes it so as if SIGINT had come.
#[capi]
pub fn PyErr_SetInterrupt() {
    PyErr_SetInterruptEx(libc::SIGINT);
}

/// Whether SIGINT has come and was not handled yet, in the main thread; then it is no more.
#[capi]
pub fn PyOS_InterruptOccurred() -> c_int {
    c_int::from(is_main_thread() && TRIPPED[libc::SIGINT as usize].swap(false, Ordering::Relaxed))
}

/// A handler of C's.
pub type Handler = Option<unsafe extern "C" fn(c_int)>;

/// The handler of a signal; `SIG_ERR` for a number that is no signal.
#[capi]
pub fn PyOS_getsig(signum: c_int) -> Handler {
    // SAFETY: reads an action; the word is a handler, SIG_DFL or SIG_IGN.
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        let found = libc::sigaction(signum, std::ptr::null(), &mut action);
        let word = if found == 0 { action.sa_sigaction } else { libc::SIG_ERR };
        std::mem::transmute::<usize, Handler>(word)
    }
}

/// Sets the handler of a signal, on the alternate stack where the thread has one; what it was before, or `SIG_ERR`.
#[capi]
pub fn PyOS_setsig(signum: c_int, handler: Handler) -> Handler {
    // SAFETY: the caller's handler; the word is a handler, SIG_DFL or SIG_IGN.
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = std::mem::transmute::<Handler, usize>(handler);
        action.sa_flags = libc::SA_ONSTACK;
        libc::sigemptyset(&mut action.sa_mask);
        let mut old: libc::sigaction = std::mem::zeroed();
        let set = libc::sigaction(signum, &action, &mut old);
        std::mem::transmute::<usize, Handler>(if set == 0 { old.sa_sigaction } else { libc::SIG_ERR })
    }
}

/// Whether the calling thread is the runtime's main one.
#[capi(private)]
pub fn _PyOS_IsMainThread() -> c_int {
    c_int::from(is_main_thread())
}
