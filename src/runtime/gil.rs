//! The lock that an interpreter's threads take turns at.
//!
//! Invariant: who holds it has its thread state attached. A waiter that has waited for [`Gil::interval`] asks the
//! holder to let go, and then the holder does not get it back before somebody else had it.

use crate::layout::PyThreadState;
use crate::runtime::fatal::fatal;
use crate::runtime::lifecycle;
use crate::runtime::thread_state::{self, Thread};
use exuvia_macros::capi;
use parking_lot::{Condvar, Mutex};
use std::ptr::null_mut;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

/// How long a waiter waits before it asks, in microseconds, unless a program sets it.
const SWITCH_INTERVAL: u64 = 5000;

/// A global interpreter lock; an interpreter has its own or shares the main one's.
///
/// Free or taken is one word, so that taking a free lock and giving it back unasked costs an atomic each. Who finds it
/// taken waits under the mutex.
#[derive(Default)]
pub struct Gil {
    held: AtomicBool,
    /// Changed under the mutex, and before a waiter looks at `held` for the last time.
    waiters: AtomicUsize,
    /// Counts the times it was taken, so that a waiter sees whether somebody had it meanwhile. Written by the holder.
    turns: AtomicU64,
    requested: AtomicBool,
    /// How long a waiter waits before it asks, in microseconds; 0 stands for [`SWITCH_INTERVAL`].
    interval: AtomicU64,
    wait: Mutex<()>,
    free: Condvar,
    switched: Condvar,
}

impl Gil {
    pub fn new() -> Self {
        Self::default()
    }
    /// How long a waiter waits before it asks.
    pub fn interval(&self) -> Duration {
        Duration::from_micros(match self.interval.load(Ordering::Relaxed) {
            0 => SWITCH_INTERVAL,
            set => set,
        })
    }
    /// Sets how long a waiter waits before it asks; at least a microsecond.
    pub fn set_interval(&self, interval: Duration) {
        let micros = u64::try_from(interval.as_micros()).unwrap_or(u64::MAX).max(1);
        self.interval.store(micros, Ordering::Relaxed);
    }
    /// Whether a waiter has asked the holder to let go.
    #[inline]
    pub fn is_requested(&self) -> bool {
        self.requested.load(Ordering::Relaxed)
    }
    #[inline]
    fn try_take(&self) -> bool {
        let taken = self.held.compare_exchange(false, true, Ordering::SeqCst, Ordering::Relaxed).is_ok();
        if taken {
            self.turns.store(self.turns.load(Ordering::Relaxed).wrapping_add(1), Ordering::Relaxed);
        }
        taken
    }
    #[inline]
    pub fn take(&self) {
        if !self.try_take() {
            self.wait_and_take();
        }
    }
    #[cold]
    fn wait_and_take(&self) {
        let mut guard = self.wait.lock();
        self.waiters.fetch_add(1, Ordering::SeqCst);
        while !self.try_take() {
            let turns = self.turns.load(Ordering::Relaxed);
            let timed_out = self.free.wait_for(&mut guard, self.interval()).timed_out();
            if timed_out && self.turns.load(Ordering::Relaxed) == turns {
                self.requested.store(true, Ordering::Relaxed);
            }
        }
        self.waiters.fetch_sub(1, Ordering::SeqCst);
        self.requested.store(false, Ordering::Relaxed);
        self.switched.notify_all();
    }
    /// Lets go; `forced`, because a waiter has asked for it, waits until somebody has had a turn.
    #[inline]
    pub fn release(&self, forced: bool) {
        let turns = self.turns.load(Ordering::Relaxed);
        self.held.store(false, Ordering::SeqCst);
        if self.waiters.load(Ordering::SeqCst) > 0 {
            self.wake(forced, turns);
        }
    }
    #[cold]
    fn wake(&self, forced: bool, turns: u64) {
        let mut guard = self.wait.lock();
        self.free.notify_one();
        if forced {
            while self.turns.load(Ordering::Relaxed) == turns && self.waiters.load(Ordering::SeqCst) > 0 {
                self.switched.wait_for(&mut guard, self.interval());
            }
        }
    }
}

/// Attaches a thread state to the running thread: takes its interpreter's lock. Where the runtime is coming to its end
/// and another thread ends it, this one stops here for good.
pub fn attach(thread: *mut Thread) {
    // SAFETY: a thread state that is alive and attached nowhere.
    let state = unsafe { &*thread };
    if lifecycle::is_ending_elsewhere() {
        hang();
    }
    state.interp().gil.take();
    if lifecycle::is_ending_elsewhere() {
        state.interp().gil.release(false);
        hang();
    }
    state.holds_gil.set(1);
    thread_state::set_current(thread);
    state.adopt_stack();
    thread_state::set_bound(thread);
}

/// Detaches the thread state that is attached, gives the lock up, and returns it; NULL where none is.
pub fn detach() -> *mut Thread {
    let thread = thread_state::current();
    // SAFETY: an attached thread state is alive.
    if let Some(state) = unsafe { thread.as_ref() } {
        let forced = state.interp().gil.is_requested();
        state.holds_gil.set(0);
        thread_state::set_current(null_mut());
        state.interp().gil.release(forced);
    }
    thread
}

/// Runs something that may block with the thread state detached, if one is attached.
pub fn allow_threads<R>(body: impl FnOnce() -> R) -> R {
    let thread = detach();
    let result = body();
    if !thread.is_null() {
        attach(thread);
    }
    result
}

/// Lets another thread have its turn where one has asked for it.
pub fn switch_if_asked() {
    if thread_state::thread().interp().gil.is_requested() {
        let thread = detach();
        attach(thread);
    }
}

/// The end of a thread that came too late: it sleeps for ever, as CPython's do.
fn hang() -> ! {
    loop {
        // SAFETY: waits for a signal.
        unsafe { libc::pause() };
    }
}

/// Detaches the thread state and returns it; the calling thread may block then. Fatal where none is attached.
#[capi]
pub fn PyEval_SaveThread() -> *mut PyThreadState {
    let thread = detach();
    if thread.is_null() {
        fatal("PyEval_SaveThread", "the function must be called with the GIL held, but no thread state is attached");
    }
    thread.cast()
}

/// Attaches the thread state that `PyEval_SaveThread` returned; waits for its interpreter's GIL.
#[capi]
pub fn PyEval_RestoreThread(tstate: *mut PyThreadState) {
    if tstate.is_null() {
        fatal("PyEval_RestoreThread", "the thread state is NULL");
    }
    attach(tstate.cast());
}

/// Attaches a thread state to a thread that has none attached.
#[capi]
pub fn PyEval_AcquireThread(tstate: *mut PyThreadState) {
    if tstate.is_null() {
        fatal("PyEval_AcquireThread", "the thread state is NULL");
    }
    if !thread_state::current().is_null() {
        fatal("PyEval_AcquireThread", "a thread state is attached already");
    }
    attach(tstate.cast());
}

/// Detaches the given thread state, which is the one attached.
#[capi]
pub fn PyEval_ReleaseThread(tstate: *mut PyThreadState) {
    if thread_state::current() != tstate.cast() {
        fatal("PyEval_ReleaseThread", "wrong thread state: it is not the one attached");
    }
    detach();
}

/// Does nothing: the GIL is there from the start.
#[capi]
pub fn PyEval_InitThreads() {}
