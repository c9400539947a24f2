//! Waiting until what was sent is received.
//!
//! Invariant: a promise is kept or broken exactly once: it is broken where it is dropped and nobody has kept it.

use crate::runtime::errors::{Raised, Result};
use crate::runtime::pythread;
use std::ffi::c_void;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

struct Shared {
    /// Held until the promise is kept or broken.
    lock: *mut c_void,
    kept: AtomicBool,
}
// SAFETY: a lock, and an atomic.
unsafe impl Send for Shared {}
// SAFETY: the same.
unsafe impl Sync for Shared {}

impl Drop for Shared {
    fn drop(&mut self) {
        pythread::PyThread_free_lock(self.lock);
    }
}

/// An item's half: tells the sender what became of it. One that nobody waits for is empty.
#[derive(Default)]
pub struct Promise(Option<Arc<Shared>>);

impl Promise {
    /// The item was received.
    pub fn keep(self) {
        if let Some(shared) = &self.0 {
            shared.kept.store(true, Ordering::Release);
        }
    }
}

impl Drop for Promise {
    fn drop(&mut self) {
        if let Some(shared) = &self.0 {
            pythread::PyThread_release_lock(shared.lock);
        }
    }
}

/// The sender's half.
pub struct Wait(Arc<Shared>);

/// How waiting ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    Kept,
    Broken,
    TimedOut,
}

/// A promise and the wait for it.
pub fn promise() -> Result<(Promise, Wait)> {
    let lock = pythread::PyThread_allocate_lock();
    if lock.is_null() {
        return Err(Raised::no_memory());
    }
    let shared = Arc::new(Shared { lock, kept: AtomicBool::new(false) });
    pythread::PyThread_acquire_lock(lock, 1);
    Ok((Promise(Some(shared.clone())), Wait(shared)))
}

impl Wait {
    pub fn is_for(&self, promise: &Promise) -> bool {
        promise.0.as_ref().is_some_and(|shared| Arc::ptr_eq(shared, &self.0))
    }
    /// Waits with the thread state detached; an exception where a signal's handler raised.
    pub fn wait(&self, timeout: i64) -> Result<Outcome> {
        match pythread::PyThread_acquire_lock_timed_with_retries(self.0.lock, timeout) {
            0 => Ok(Outcome::TimedOut),
            1 if self.0.kept.load(Ordering::Acquire) => Ok(Outcome::Kept),
            1 => Ok(Outcome::Broken),
            _ => Err(Raised::already()),
        }
    }
}
