//! The program's own arguments, as the host has handed them to the runtime.

use super::status::Step;
use crate::layout::PyWideStringList;
use crate::runtime::sync::{AcrossFork, Mutex};
use exuvia_macros::capi;
use libc::wchar_t;
use std::ffi::c_int;

/// A list whose pointers C was given; it lives until the next start.
struct Arguments(PyWideStringList);
// SAFETY: the strings are written before they are put here, and never again.
unsafe impl Send for Arguments {}

/// The lock here, as a fork needs it.
pub fn lock() -> &'static dyn AcrossFork {
    &ARGUMENTS
}

static ARGUMENTS: Mutex<Arguments> = Mutex::new(Arguments(PyWideStringList::EMPTY));

/// Keeps copies of the arguments of a start; of none where the runtime ends.
pub fn keep(arguments: &PyWideStringList) -> Step {
    ARGUMENTS.lock().0.assign(arguments.iter(), c"_Py_SetArgcArgv")
}

/// The arguments that the runtime was started with, before it took its own out: how many, and a borrowed array of them.
/// None (0 and NULL) where the host has handed over none.
#[capi]
pub fn Py_GetArgcArgv(argc: *mut c_int, argv: *mut *mut *mut wchar_t) {
    let arguments = ARGUMENTS.lock();
    // SAFETY: C's word: two places to write to, or NULL.
    unsafe {
        if let Some(argc) = argc.as_mut() {
            *argc = c_int::try_from(arguments.0.length).unwrap_or(c_int::MAX);
        }
        if let Some(argv) = argv.as_mut() {
            *argv = arguments.0.items;
        }
    }
}
