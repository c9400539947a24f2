//! The lock that an interpreter's threads take turns at.
//!
//! Invariant: who holds it has its thread state attached. A waiter that has waited for [`SWITCH_INTERVAL`] asks the
//! holder to let go, and then the holder does not get it back before somebody else had it.

use parking_lot::{Condvar, Mutex};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How long a waiter waits before it asks.
pub const SWITCH_INTERVAL: Duration = Duration::from_millis(5);

#[derive(Default)]
struct State {
    held: bool,
    waiters: usize,
    /// Counts the times it was taken, so that a waiter sees whether somebody had it meanwhile.
    turns: u64,
}

/// A global interpreter lock; an interpreter has its own or shares the main one's.
#[derive(Default)]
pub struct Gil {
    state: Mutex<State>,
    free: Condvar,
    switched: Condvar,
    requested: AtomicBool,
}

impl Gil {
    pub const fn new() -> Self {
        Gil {
            state: Mutex::new(State { held: false, waiters: 0, turns: 0 }),
            free: Condvar::new(),
            switched: Condvar::new(),
            requested: AtomicBool::new(false),
        }
    }
    /// Whether a waiter has asked the holder to let go.
    #[inline]
    pub fn is_requested(&self) -> bool {
        self.requested.load(Ordering::Relaxed)
    }
    pub fn take(&self) {
        let mut state = self.state.lock();
        state.waiters += 1;
        while state.held {
            let turns = state.turns;
            let timed_out = self.free.wait_for(&mut state, SWITCH_INTERVAL).timed_out();
            if timed_out && state.held && state.turns == turns {
                self.requested.store(true, Ordering::Relaxed);
            }
        }
        state.waiters -= 1;
        state.held = true;
        state.turns += 1;
        self.requested.store(false, Ordering::Relaxed);
        drop(state);
        self.switched.notify_all();
    }
    /// Lets go; where a waiter had asked for it, waits until somebody has taken it.
    pub fn release(&self, forced: bool) {
        let mut state = self.state.lock();
        state.held = false;
        let turns = state.turns;
        self.free.notify_one();
        if forced && self.is_requested() {
            while state.turns == turns && state.waiters > 0 {
                self.switched.wait(&mut state);
            }
        }
    }
}
