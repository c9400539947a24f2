//! The bound on recursion through C: the thread's stack.

use crate::raise;
use crate::runtime::errors::{Raised, Result};
use crate::runtime::thread_state::{stack_pointer, thread};

/// Entered: dropped when the call is over.
pub struct Guard(());

/// `RecursionError` where little of the thread's stack is left; `place` ends its message (" while …").
#[inline(always)]
pub fn enter(place: &str) -> Result<Guard> {
    let thread = thread();
    if stack_pointer() < thread.stack_soft_limit.get() {
        return Err(overflow(place));
    }
    Ok(Guard(()))
}

/// The `RecursionError` of a call that would go too deep.
#[cold]
#[inline(never)]
pub fn overflow(place: &str) -> Raised {
    let thread = thread();
    let here = stack_pointer();
    // Within the last part of the margin only those go on that are already handling the error.
    if here < thread.stack_soft_limit.get().saturating_sub(48 * 1024) {
        crate::runtime::fatal::fatal("Py_EnterRecursiveCall", &format!("the stack overflows{place} while an overflow is being handled"));
    }
    let used = thread.stack_top.get().saturating_sub(here) / 1024;
    raise!(RecursionError, "Stack overflow (used {used} kB){place}")
}
