//! `PyMutex`: a lock of one byte; and critical sections, which a build with a GIL does not need to hold.
//!
//! Inline code takes and gives a free lock itself: bit 0 says locked, bit 1 that somebody waits, in the parking lot.

use crate::layout::PyObject;
use crate::runtime::fatal::fatal;
use crate::runtime::parking::{self, Parked};
use crate::runtime::sync::{self, Deadline};
use crate::runtime::{pending, thread_state};
use exuvia_macros::capi;
use std::ffi::{c_int, c_void};
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

/// A lock of one byte, zero while free.
#[repr(transparent)]
#[derive(Default)]
pub struct PyMutex(AtomicU8);

const LOCKED: u8 = 1;
const WAITED_FOR: u8 = 2;
/// A waiter who has waited so long is handed the lock.
const FAIR_AFTER: Duration = Duration::from_millis(1);

/// What a waiter shows to whoever gives the lock back.
struct Waiting {
    fair: Deadline,
    handed: bool,
}

/// How an attempt to lock ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(i32)]
pub enum Locked {
    TimedOut = 0,
    Yes = 1,
    /// A signal came, and its handler raised.
    Interrupted = 2,
}

/// How to wait.
#[derive(Clone, Copy, Default)]
pub struct How {
    /// With the thread state detached, if one is attached.
    pub detach: bool,
    /// Run what signals ask for when one interrupts.
    pub signals: bool,
}

impl PyMutex {
    #[inline]
    pub fn try_lock(&self) -> bool {
        let byte = self.0.load(Ordering::Relaxed);
        byte & LOCKED == 0 && self.0.compare_exchange(byte, byte | LOCKED, Ordering::Acquire, Ordering::Relaxed).is_ok()
    }
    /// Locks, at the latest at the deadline.
    pub fn lock(&self, until: Option<&Deadline>, how: How) -> Locked {
        let mut waiting = Waiting { fair: sync::after(FAIR_AFTER), handed: false };
        loop {
            let byte = self.0.load(Ordering::Relaxed);
            if byte & LOCKED == 0 {
                if self.0.compare_exchange_weak(byte, byte | LOCKED, Ordering::Acquire, Ordering::Relaxed).is_ok() {
                    return Locked::Yes;
                }
                continue;
            }
            if byte & WAITED_FOR == 0 && self.0.compare_exchange_weak(byte, byte | WAITED_FOR, Ordering::Relaxed, Ordering::Relaxed).is_err() {
                continue;
            }
            let is_so = || self.0.load(Ordering::Relaxed) == LOCKED | WAITED_FOR;
            match parking::park(&raw const self.0, is_so, until, (&raw mut waiting).cast(), how.detach) {
                // SAFETY: who woke this thread is done with it; what it wrote is read past the compiler's idea of it.
                Parked::Woken if unsafe { (&raw const waiting.handed).read_volatile() } => return Locked::Yes,
                Parked::Woken | Parked::NotSo => {}
                Parked::TimedOut => return Locked::TimedOut,
                Parked::Interrupted if how.signals && thread_state::try_thread().is_some() => {
                    if pending::Py_MakePendingCalls().is_err() {
                        return Locked::Interrupted;
                    }
                }
                Parked::Interrupted => {}
            }
        }
    }
    /// Unlocks; false where it was not locked.
    pub fn unlock(&self) -> bool {
        loop {
            let byte = self.0.load(Ordering::Relaxed);
            if byte & LOCKED == 0 {
                return false;
            }
            if byte & WAITED_FOR != 0 {
                parking::unpark(&raw const self.0, |arg, more| {
                    let waiting = arg.cast::<Waiting>();
                    let mut byte = if more { WAITED_FOR } else { 0 };
                    // SAFETY: the waiter stays, and looks at it only once it is woken.
                    if let Some(waiting) = unsafe { waiting.as_mut() } {
                        let now = sync::now();
                        waiting.handed = (now.tv_sec, now.tv_nsec) >= (waiting.fair.tv_sec, waiting.fair.tv_nsec);
                        byte |= if waiting.handed { LOCKED } else { 0 };
                    }
                    self.0.store(byte, Ordering::Release);
                });
                return true;
            }
            if self.0.compare_exchange_weak(byte, 0, Ordering::Release, Ordering::Relaxed).is_ok() {
                return true;
            }
        }
    }
    pub fn is_locked(&self) -> bool {
        self.0.load(Ordering::Relaxed) & LOCKED != 0
    }
    /// Free again, whoever had it: in the child of a fork.
    pub fn remake(&self) {
        self.0.store(0, Ordering::Relaxed);
    }
}

/// Locks; waits with the thread state detached where it must wait.
#[capi]
pub fn PyMutex_Lock(mutex: *mut PyMutex) {
    // SAFETY: C's word.
    let mutex = unsafe { &*mutex };
    if !mutex.try_lock() {
        mutex.lock(None, How { detach: true, signals: false });
    }
}

/// Unlocks. Fatal where it is not locked.
#[capi]
pub fn PyMutex_Unlock(mutex: *mut PyMutex) {
    // SAFETY: C's word.
    if !unsafe { &*mutex }.unlock() {
        fatal("PyMutex_Unlock", "unlocking mutex that is not locked");
    }
}

/// Whether it is locked, by anybody.
#[capi]
pub fn PyMutex_IsLocked(mutex: *mut PyMutex) -> c_int {
    // SAFETY: C's word.
    c_int::from(unsafe { &*mutex }.is_locked())
}

/// Locks within so many nanoseconds (0 tries once, negative waits): 1 locked, 0 not, 2 where a signal's handler raised.
/// Flag 1 detaches the thread state meanwhile, flag 2 runs signals' handlers.
#[capi(private)]
pub fn _PyMutex_LockTimed(mutex: *mut PyMutex, timeout: i64, flags: c_int) -> c_int {
    // SAFETY: C's word.
    let mutex = unsafe { &*mutex };
    if timeout == 0 {
        return c_int::from(mutex.try_lock());
    }
    let until = u64::try_from(timeout).ok().map(|nanoseconds| sync::after(Duration::from_nanos(nanoseconds)));
    mutex.lock(until.as_ref(), How { detach: flags & 1 != 0, signals: flags & 2 != 0 }) as c_int
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
