//! The lock that an interpreter's threads take turns at.
//!
//! Invariant: who holds it has its thread state attached. A waiter to whom an interval has passed without another thread
//! getting the lock asks the holder to let go, and then the holder does not get it back before somebody else had it. One
//! who has lost the race for it time and again is handed it: nobody can take it in between.

use crate::layout::PyThreadState;
use crate::runtime::fatal::{fatal, no_thread_state};
use crate::runtime::lifecycle;
use crate::runtime::sync::{self, ANYBODY, Mutex, Woken, order};
use crate::runtime::thread_state::{self, Thread};
use exuvia_macros::capi;
use std::ptr::null_mut;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

/// How long a waiter waits before it asks, in microseconds, unless a program sets it.
const SWITCH_INTERVAL: u64 = 5000;
/// How often a waiter loses the lock to another before it is handed it.
const PATIENCE: u32 = 20;

const FREE: u32 = 0;
const HELD: u32 = 1;
/// Given up, for a starving waiter only.
const RESERVED: u32 = 2;

/// Kinds of waiters, as bits.
const PATIENT: u32 = 1;
const STARVING: u32 = 2;

/// A global interpreter lock; an interpreter has its own or shares the main one's.
///
/// Taking it while it is free, and giving it back unasked, is an atomic each and no system call.
pub struct Gil(&'static Words);

/// A lock's words, on a cache line of their own. They are never freed but used again: who lets go looks whether somebody
/// waits, and by then the interpreter may have been ended by whoever got the lock.
#[derive(Default)]
#[repr(align(64))]
struct Words {
    word: AtomicU32,
    /// Changed before a waiter looks at the word for the last time.
    waiters: AtomicU32,
    /// How many of them are to be handed the lock.
    starving: AtomicU32,
    /// Counts the times that another thread than the last took it. Written by the holder.
    switches: AtomicU32,
    /// How many have let go because they were asked, and wait until somebody has had a turn.
    watchers: AtomicU32,
    requested: AtomicBool,
    /// A waiter was woken and has neither taken the lock nor gone back to sleep: waking another would help nobody.
    woken: AtomicBool,
    /// Who had it last; says nothing about whether that is alive.
    last: AtomicPtr<Thread>,
    /// How long a waiter waits before it asks, in microseconds; 0 stands for [`SWITCH_INTERVAL`].
    interval: AtomicU64,
}

/// Words that no lock uses.
pub static SPARE: Mutex<Vec<SpareWords>> = Mutex::new(Vec::new());
/// Words that no lock uses.
pub struct SpareWords(&'static Words);

impl Drop for SpareWords {
    fn drop(&mut self) {
        // SAFETY: made by a box, and no lock's. They are dropped when the library goes.
        drop(unsafe { Box::from_raw(std::ptr::from_ref(self.0).cast_mut()) });
    }
}
impl Default for Gil {
    fn default() -> Self {
        Self::new()
    }
}
/// How many locks there are: with more than one, several threads run at once.
#[cfg(feature = "checked")]
static LIVING: AtomicU32 = AtomicU32::new(0);

/// Whether there is more than one lock.
#[cfg(feature = "checked")]
#[inline]
pub fn are_several() -> bool {
    LIVING.load(Ordering::Relaxed) > 1
}

impl Drop for Gil {
    fn drop(&mut self) {
        #[cfg(feature = "checked")]
        LIVING.fetch_sub(1, Ordering::Relaxed);
        self.0.interval.store(0, Ordering::Relaxed);
        SPARE.lock().push(SpareWords(self.0));
    }
}
impl Gil {
    pub fn new() -> Self {
        #[cfg(feature = "checked")]
        LIVING.fetch_add(1, Ordering::Relaxed);
        let spare = SPARE.lock().pop();
        Gil(spare.map_or_else(|| &*Box::leak(Box::default()), |words| std::mem::ManuallyDrop::new(words).0))
    }
    #[inline]
    pub fn is_requested(&self) -> bool {
        self.0.requested.load(Ordering::Relaxed)
    }
    /// How long a waiter waits before it asks.
    pub fn interval(&self) -> Duration {
        self.0.interval()
    }
    /// Sets how long a waiter waits before it asks; at least a microsecond.
    pub fn set_interval(&self, interval: Duration) {
        let micros = u64::try_from(interval.as_micros()).unwrap_or(u64::MAX).max(1);
        self.0.interval.store(micros, Ordering::Relaxed);
    }
    /// Takes the lock for a thread state.
    #[inline]
    pub fn take(&self, who: *mut Thread) {
        if !self.0.try_take(who, FREE) {
            self.0.wait_and_take(who);
        }
    }
    /// Lets go; where a waiter has asked for it, waits until somebody else has had a turn. The lock may be gone meanwhile.
    #[inline]
    pub fn release(&self) {
        let words = self.0;
        words.release(words.requested.load(Ordering::Relaxed));
    }
    /// Lets go and waits for nobody.
    pub fn release_for_good(&self) {
        let words = self.0;
        words.release(false);
    }
    /// In the child of a fork: nobody waits, and the calling thread holds it.
    pub fn remake(&self) {
        let words = self.0;
        words.word.store(HELD, Ordering::Relaxed);
        for count in [&words.waiters, &words.starving, &words.watchers] {
            count.store(0, Ordering::Relaxed);
        }
        words.requested.store(false, Ordering::Relaxed);
        words.woken.store(false, Ordering::Relaxed);
    }
}

impl Words {
    fn interval(&self) -> Duration {
        Duration::from_micros(match self.interval.load(Ordering::Relaxed) {
            0 => SWITCH_INTERVAL,
            set => set,
        })
    }
    #[inline]
    fn try_take(&self, who: *mut Thread, from: u32) -> bool {
        let taken = self.word.compare_exchange(from, HELD, Ordering::SeqCst, Ordering::Relaxed).is_ok();
        if taken && self.last.load(Ordering::Relaxed) != who {
            self.last.store(who, Ordering::Relaxed);
            self.switches.store(self.switches.load(Ordering::Relaxed).wrapping_add(1), Ordering::SeqCst);
        }
        if taken {
            order::after(self.word.as_ptr());
        }
        taken
    }
    #[cold]
    fn wait_and_take(&self, who: *mut Thread) {
        self.waiters.fetch_add(1, Ordering::SeqCst);
        let mut lost = 0;
        let mut switches = self.switches.load(Ordering::SeqCst);
        let mut deadline = sync::after(self.interval());
        let mut kind = PATIENT;
        loop {
            if self.try_take(who, FREE) || (kind == STARVING && self.try_take(who, RESERVED)) {
                break;
            }
            // Another thread's turn has begun: it gets its interval. Who takes the lock back that it has just given up begins none.
            let seen = self.switches.load(Ordering::SeqCst);
            if seen != switches {
                switches = seen;
                deadline = sync::after(self.interval());
                lost += 1;
            }
            self.woken.store(false, Ordering::SeqCst);
            match self.word.load(Ordering::SeqCst) {
                FREE => continue,
                RESERVED if kind == STARVING => continue,
                taken => {
                    if sync::wait(&self.word, taken, Some(&deadline), kind) == Woken::TimedOut {
                        deadline = sync::after(self.interval());
                        if self.switches.load(Ordering::SeqCst) == switches {
                            self.requested.store(true, Ordering::Relaxed);
                        }
                    }
                }
            }
            if lost >= PATIENCE && kind == PATIENT {
                kind = STARVING;
                self.starving.fetch_add(1, Ordering::SeqCst);
            }
        }
        if kind == STARVING {
            self.starving.fetch_sub(1, Ordering::SeqCst);
        }
        self.waiters.fetch_sub(1, Ordering::SeqCst);
        self.woken.store(false, Ordering::SeqCst);
        self.requested.store(false, Ordering::Relaxed);
        if self.watchers.load(Ordering::SeqCst) > 0 {
            sync::wake(&self.switches, i32::MAX, ANYBODY);
        }
    }
    /// Lets go; `forced`, because a waiter has asked for it, waits until somebody else has had a turn.
    #[inline]
    fn release(&self, forced: bool) {
        let switches = self.switches.load(Ordering::Relaxed);
        let reserved = self.starving.load(Ordering::Relaxed) > 0;
        order::before(self.word.as_ptr());
        self.word.store(if reserved { RESERVED } else { FREE }, Ordering::SeqCst);
        if self.waiters.load(Ordering::SeqCst) > 0 {
            self.pass_on(forced, reserved, switches);
        }
    }
    #[cold]
    fn pass_on(&self, forced: bool, reserved: bool, switches: u32) {
        if forced || reserved || !self.woken.swap(true, Ordering::SeqCst) {
            sync::wake(&self.word, 1, if reserved { STARVING } else { PATIENT | STARVING });
        }
        if forced {
            self.watchers.fetch_add(1, Ordering::SeqCst);
            while self.switches.load(Ordering::SeqCst) == switches && self.waiters.load(Ordering::SeqCst) > 0 {
                sync::wait(&self.switches, switches, Some(&sync::after(self.interval())), ANYBODY);
            }
            self.watchers.fetch_sub(1, Ordering::SeqCst);
        }
    }
}

/// Whether a thread state that asks for its turn came too late: the runtime is coming to its end by another.
fn must_hang(thread: *mut Thread) -> bool {
    // SAFETY: alive, or kept for this.
    lifecycle::is_ending_elsewhere(thread) || unsafe { (*thread).is_gone() }
}

/// Attaches a thread state to the running thread, which has none: takes its interpreter's lock. Where the runtime is
/// coming to its end by another thread state, this thread stops here for good.
pub fn attach(thread: *mut Thread) {
    if !thread_state::current().is_null() {
        fatal("_PyThreadState_Attach", "non-NULL old thread state");
    }
    if must_hang(thread) {
        hang();
    }
    // SAFETY: a thread state that is alive and attached nowhere.
    let state = unsafe { &*thread };
    let gil = &state.gil;
    gil.take(thread);
    if must_hang(thread) {
        gil.release_for_good();
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
        thread_state::set_current(null_mut());
        if state.holds_gil.replace(0) == 0 {
            fatal("drop_gil", "drop_gil: GIL is not locked");
        }
        state.gil.release();
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

/// The end of a thread that came too late: it sleeps for ever, as CPython's do. The library stays loaded under it.
pub fn hang() -> ! {
    lifecycle::stay_loaded();
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
        no_thread_state("PyEval_SaveThread");
    }
    thread.cast()
}

/// Attaches the thread state that `PyEval_SaveThread` returned; waits for its interpreter's GIL. Fatal for NULL and where
/// one is attached already.
#[capi]
pub fn PyEval_RestoreThread(tstate: *mut PyThreadState) {
    if tstate.is_null() {
        no_thread_state("PyEval_RestoreThread");
    }
    attach(tstate.cast());
}

/// Attaches a thread state to a thread that has none attached. Fatal for NULL and where one is.
#[capi]
pub fn PyEval_AcquireThread(tstate: *mut PyThreadState) {
    if tstate.is_null() {
        no_thread_state("PyEval_AcquireThread");
    }
    attach(tstate.cast());
}

/// Detaches the given thread state. Fatal where it is not the one attached.
#[capi]
pub fn PyEval_ReleaseThread(tstate: *mut PyThreadState) {
    let current = thread_state::current();
    if current.is_null() {
        fatal("drop_gil", "drop_gil: GIL is not locked");
    }
    if current != tstate.cast() {
        fatal("PyEval_ReleaseThread", "wrong thread state");
    }
    detach();
}

/// Takes the GIL back that `PyEval_ReleaseLock` gave up. Fatal where no thread state is attached, or where it is held.
#[capi(private)]
pub fn PyEval_AcquireLock() {
    let thread = thread_state::current();
    // SAFETY: an attached thread state is alive.
    let Some(state) = (unsafe { thread.as_ref() }) else { no_thread_state("PyEval_AcquireLock") };
    if state.holds_gil.get() != 0 {
        fatal("PyEval_AcquireLock", "the GIL is held by this thread already");
    }
    thread_state::set_current(null_mut());
    attach(thread);
}

/// Gives the GIL up; the thread state stays the running thread's, and must not be used before `PyEval_AcquireLock`. Fatal
/// where the GIL is not held.
#[capi(private)]
pub fn PyEval_ReleaseLock() {
    let thread = detach();
    if thread.is_null() {
        fatal("drop_gil", "drop_gil: GIL is not locked");
    }
    thread_state::set_current(thread);
}

/// Does nothing: the GIL is there from the start.
#[capi]
pub fn PyEval_InitThreads() {}

/// 1: the GIL is there from the start.
#[capi(private)]
pub fn PyEval_ThreadsInitialized() -> std::ffi::c_int {
    1
}
