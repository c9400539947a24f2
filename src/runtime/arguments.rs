//! The program's own arguments, as the host has handed them to the runtime.

use crate::runtime::sync::{AcrossFork, Mutex};
use exuvia_macros::capi;
use std::ffi::c_int;
use std::ptr::null_mut;

/// C strings of wide characters that live as long as the process, since C keeps pointers to them.
struct Arguments {
    pointers: Vec<*mut libc::wchar_t>,
}
// SAFETY: the strings are written before they are put here, and never again.
unsafe impl Send for Arguments {}

/// The lock here, as a fork needs it.
pub fn lock() -> &'static dyn AcrossFork {
    &ARGUMENTS
}

static ARGUMENTS: Mutex<Arguments> = Mutex::new(Arguments { pointers: Vec::new() });

/// The arguments that the runtime was started with, before it took its own out: how many, and a borrowed array of them.
/// None (0 and NULL) where the host has handed over none.
#[capi]
pub fn Py_GetArgcArgv(argc: *mut c_int, argv: *mut *mut *mut libc::wchar_t) {
    let mut arguments = ARGUMENTS.lock();
    let count = arguments.pointers.len();
    // SAFETY: C's word: two places to write to.
    unsafe {
        *argc = c_int::try_from(count).unwrap_or(c_int::MAX);
        *argv = if count == 0 { null_mut() } else { arguments.pointers.as_mut_ptr() };
    }
}
