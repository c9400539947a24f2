//! `PyMutex`: a lock of one byte; and critical sections, which a build with a GIL does not need to hold.
//!
//! Inline code takes and gives a free lock itself: bit 0 says locked, bit 1 that somebody waits. That is also how
//! parking_lot's own byte lock keeps its state, so a `PyMutex` is one.

use crate::layout::PyObject;
use crate::runtime::gil;
use exuvia_macros::capi;
use parking_lot::RawMutex;
use parking_lot::lock_api::RawMutex as _;
use std::ffi::{c_int, c_void};

/// A lock of one byte, zero while free.
#[repr(transparent)]
pub struct PyMutex(RawMutex);
const _: () = assert!(size_of::<PyMutex>() == 1);

/// Locks; waits with the thread state detached where it must wait.
#[capi]
pub fn PyMutex_Lock(mutex: *mut PyMutex) {
    // SAFETY: C's word.
    let mutex = unsafe { &(*mutex).0 };
    if !mutex.try_lock() {
        gil::allow_threads(|| mutex.lock());
    }
}

/// Unlocks. Fatal where it is not locked.
#[capi]
pub fn PyMutex_Unlock(mutex: *mut PyMutex) {
    // SAFETY: C's word.
    let mutex = unsafe { &(*mutex).0 };
    if !mutex.is_locked() {
        crate::runtime::fatal::fatal("PyMutex_Unlock", "unlocking mutex that is not locked");
    }
    // SAFETY: locked, by C's word by the caller.
    unsafe { mutex.unlock() };
}

/// Whether it is locked, by anybody.
#[capi]
pub fn PyMutex_IsLocked(mutex: *mut PyMutex) -> c_int {
    // SAFETY: C's word.
    c_int::from(unsafe { &(*mutex).0 }.is_locked())
}

/// Begins a critical section on an object. The GIL is section enough.
#[capi(private)]
pub fn PyCriticalSection_Begin(_section: *mut c_void, _object: *mut PyObject) {}
/// Ends it.
#[capi(private)]
pub fn PyCriticalSection_End(_section: *mut c_void) {}
/// Begins a critical section on two objects.
#[capi(private)]
pub fn PyCriticalSection2_Begin(_section: *mut c_void, _a: *mut PyObject, _b: *mut PyObject) {}
/// Ends it.
#[capi(private)]
pub fn PyCriticalSection2_End(_section: *mut c_void) {}
/// Begins a critical section on a lock.
#[capi(private)]
pub fn PyCriticalSection_BeginMutex(_section: *mut c_void, _mutex: *mut PyMutex) {}
/// Begins a critical section on two locks.
#[capi(private)]
pub fn PyCriticalSection2_BeginMutex(_section: *mut c_void, _a: *mut PyMutex, _b: *mut PyMutex) {}
