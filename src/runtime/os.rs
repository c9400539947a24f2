//! PyOS_*: signals, forks, C strings.

use crate::runtime::{lifecycle, thread_state};
use exuvia_macros::capi;
use std::ffi::{CStr, c_char, c_int};
use std::sync::atomic::{AtomicBool, Ordering};

/// Set by the handler of SIGINT.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Whether an interrupt has come since the last call; only the main interpreter's threads are told.
#[capi]
pub fn PyOS_InterruptOccurred() -> c_int {
    let main = thread_state::try_thread().is_some_and(|t| std::ptr::eq(t.interp(), lifecycle::main_interpreter()));
    c_int::from(main && INTERRUPTED.swap(false, Ordering::Relaxed))
}

type Handler = Option<unsafe extern "C" fn(c_int)>;

/// The handler of a signal; `SIG_ERR` where there is none of that number.
#[capi]
pub fn PyOS_getsig(sig: c_int) -> Handler {
    // SAFETY: asks for the action only; a handler's address is a function pointer or one of the system's small numbers.
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        let found = if libc::sigaction(sig, std::ptr::null(), &mut action) == -1 { libc::SIG_ERR } else { action.sa_sigaction };
        std::mem::transmute::<libc::sighandler_t, Handler>(found)
    }
}

/// Sets the handler of a signal and returns the old one; `SIG_ERR` where there is no signal of that number.
#[capi]
pub fn PyOS_setsig(sig: c_int, handler: Handler) -> Handler {
    // SAFETY: C's handler; a handler's address is a function pointer or one of the system's small numbers.
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        let mut old: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = std::mem::transmute::<Handler, libc::sighandler_t>(handler);
        libc::sigemptyset(&mut action.sa_mask);
        // On the thread's own signal stack where it has one: the thread's may have overflowed.
        action.sa_flags = libc::SA_ONSTACK;
        let found = if libc::sigaction(sig, &action, &mut old) == -1 { libc::SIG_ERR } else { old.sa_sigaction };
        std::mem::transmute::<libc::sighandler_t, Handler>(found)
    }
}

/// Compares two C strings without regard to ASCII case: negative, zero or positive.
#[capi]
pub fn PyOS_mystricmp(str1: &CStr, str2: &CStr) -> c_int {
    compare(str1.to_bytes_with_nul(), str2.to_bytes_with_nul())
}

/// As `PyOS_mystricmp`, of at most `size` characters.
#[capi]
pub fn PyOS_mystrnicmp(str1: *const c_char, str2: *const c_char, size: isize) -> c_int {
    for i in 0..size.max(0) {
        // SAFETY: C's word: neither string ends before this one, or both did.
        let (a, b) = unsafe { (*str1.offset(i) as u8, *str2.offset(i) as u8) };
        let difference = c_int::from(a.to_ascii_lowercase()) - c_int::from(b.to_ascii_lowercase());
        if difference != 0 || a == 0 {
            return difference;
        }
    }
    0
}

fn compare(a: &[u8], b: &[u8]) -> c_int {
    a.iter().zip(b).map(|(a, b)| c_int::from(a.to_ascii_lowercase()) - c_int::from(b.to_ascii_lowercase())).find(|d| *d != 0).unwrap_or(0)
}
