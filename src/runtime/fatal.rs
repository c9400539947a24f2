//! The end of the process, when going on would do harm.

use crate::runtime::thread_state;
use std::io::Write;

/// Prints what was called and why it cannot go on, and aborts.
#[cold]
#[inline(never)]
pub fn fatal(function: &str, why: &str) -> ! {
    let state = match thread_state::try_thread() {
        Some(_) => "a thread state is attached",
        None => "no thread state is attached",
    };
    let _ = writeln!(std::io::stderr(), "Fatal Python error: {function}: {why}\nPython runtime state: {state}");
    std::process::abort()
}
