//! Locks of one word that wait in the kernel (futexes): what all shared state of the runtime is guarded with.
//!
//! They keep no queue of their own and no table that is shared between locks. So a fork leaves nothing of the threads
//! that it drops behind: a lock is as new in the child once its word is zero again (see `runtime/fork.rs`). And they
//! register nothing with a thread's end, so that a host can unload the library.
//!
//! Invariant: a [`Mutex`]'s word is 0 while free, 1 while held, 2 while held and somebody may be waiting.

use std::cell::UnsafeCell;
use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// A point of the monotonic clock.
pub type Deadline = libc::timespec;

/// Now, by the monotonic clock. No system call.
pub fn now() -> Deadline {
    let mut now = Deadline { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: writes a timespec.
    unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC, &mut now) };
    now
}

/// So long after now; so far that it does not matter where no clock has it.
pub fn after(delay: Duration) -> Deadline {
    let mut at = now();
    at.tv_sec = at.tv_sec.saturating_add(i64::try_from(delay.as_secs()).unwrap_or(i64::MAX));
    at.tv_nsec += i64::from(delay.subsec_nanos());
    if at.tv_nsec >= 1_000_000_000 {
        at.tv_nsec -= 1_000_000_000;
        at.tv_sec = at.tv_sec.saturating_add(1);
    }
    at
}

/// Why a wait ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Woken {
    /// Somebody woke it, or the word was another, or for no reason at all.
    Perhaps,
    TimedOut,
    Interrupted,
}

/// All kinds of waiters.
pub const ANYBODY: u32 = u32::MAX;

/// Waits while the word is `expected`, until somebody wakes the word for one of the `kinds`.
pub fn wait(word: &AtomicU32, expected: u32, until: Option<&Deadline>, kinds: u32) -> Woken {
    let until = until.map_or(std::ptr::null(), std::ptr::from_ref);
    let operation = libc::FUTEX_WAIT_BITSET | libc::FUTEX_PRIVATE_FLAG;
    // SAFETY: a live word, and a time or NULL.
    if unsafe { libc::syscall(libc::SYS_futex, word.as_ptr(), operation, expected, until, std::ptr::null::<u32>(), kinds) } == 0 {
        return Woken::Perhaps;
    }
    match std::io::Error::last_os_error().raw_os_error() {
        Some(libc::ETIMEDOUT) => Woken::TimedOut,
        Some(libc::EINTR) => Woken::Interrupted,
        _ => Woken::Perhaps,
    }
}

/// Wakes at most so many that wait on the word for one of the `kinds`; says whether there was one.
pub fn wake(word: &AtomicU32, count: i32, kinds: u32) -> bool {
    let operation = libc::FUTEX_WAKE_BITSET | libc::FUTEX_PRIVATE_FLAG;
    let (no_time, no_word) = (std::ptr::null::<Deadline>(), std::ptr::null::<u32>());
    // SAFETY: an address; nothing is read from it.
    unsafe { libc::syscall(libc::SYS_futex, word.as_ptr(), operation, count, no_time, no_word, kinds) > 0 }
}

/// What valgrind's helgrind is told of locks that it does not know, in builds with debug assertions: whose writes are there to be seen.
/// A request is a sequence of instructions that does nothing where the program does not run under valgrind.
pub mod order {
    #[cfg(all(debug_assertions, target_arch = "x86_64"))]
    fn request(code: u64, place: *const u32) {
        let words: [u64; 6] = [code, place as u64, 0, 0, 0, 0];
        // SAFETY: rotates a register by 128 bits in all, and leaves another as it was; valgrind reads the words.
        unsafe {
            std::arch::asm!(
                "rol rdi, 3", "rol rdi, 13", "rol rdi, 61", "rol rdi, 51", "xchg rbx, rbx",
                inout("rax") words.as_ptr() => _, inout("rdx") 0u64 => _, out("rdi") _,
            );
        }
    }
    #[cfg(not(all(debug_assertions, target_arch = "x86_64")))]
    #[inline(always)]
    fn request(_: u64, _: *const u32) {}

    /// What this thread has done so far comes before what a thread does after [`after`] of the same place.
    #[inline(always)]
    pub fn before(place: *const u32) {
        request(0x4847_0121, place);
    }
    /// What this thread does from now on comes after what was done before [`before`] of the same place.
    #[inline(always)]
    pub fn after(place: *const u32) {
        request(0x4847_0122, place);
    }
}

const FREE: u32 = 0;
const HELD: u32 = 1;
const WAITED_FOR: u32 = 2;

/// A value that one thread at a time gets at.
#[derive(Default)]
pub struct Mutex<T> {
    word: AtomicU32,
    value: UnsafeCell<T>,
}
// SAFETY: the value is reached under the lock only.
unsafe impl<T: Send> Sync for Mutex<T> {}

/// The lock, held.
#[must_use]
pub struct MutexGuard<'a, T>(&'a Mutex<T>);

impl<T> Mutex<T> {
    pub const fn new(value: T) -> Self {
        Mutex { word: AtomicU32::new(FREE), value: UnsafeCell::new(value) }
    }
    #[inline]
    pub fn lock(&self) -> MutexGuard<'_, T> {
        self.hold();
        MutexGuard(self)
    }
    #[inline]
    fn hold(&self) {
        if self.word.compare_exchange(FREE, HELD, Ordering::Acquire, Ordering::Relaxed).is_err() {
            self.wait();
        }
        order::after(self.word.as_ptr());
    }
    #[cold]
    fn wait(&self) {
        // What is guarded is short: often it is over before the kernel is asked.
        for _ in 0..100 {
            if self.word.load(Ordering::Relaxed) == FREE {
                break;
            }
            std::hint::spin_loop();
        }
        while self.word.swap(WAITED_FOR, Ordering::Acquire) != FREE {
            wait(&self.word, WAITED_FOR, None, ANYBODY);
        }
    }
    #[inline]
    fn release(&self) {
        order::before(self.word.as_ptr());
        if self.word.swap(FREE, Ordering::Release) == WAITED_FOR {
            wake(&self.word, 1, ANYBODY);
        }
    }
}
impl<T> Drop for MutexGuard<'_, T> {
    #[inline]
    fn drop(&mut self) {
        self.0.release();
    }
}
impl<T> Deref for MutexGuard<'_, T> {
    type Target = T;
    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: the lock is held.
        unsafe { &*self.0.value.get() }
    }
}
impl<T> DerefMut for MutexGuard<'_, T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: the lock is held.
        unsafe { &mut *self.0.value.get() }
    }
}

/// Lets threads wait, under a [`Mutex`], until another has changed what it guards.
#[derive(Default)]
pub struct Condvar {
    /// How often something has changed.
    changes: AtomicU32,
}

impl Condvar {
    /// Gives the lock up until something changes, or for no reason at all, and takes it again.
    pub fn wait<'a, T>(&self, guard: MutexGuard<'a, T>) -> MutexGuard<'a, T> {
        let mutex = guard.0;
        let seen = self.changes.load(Ordering::Relaxed);
        drop(guard);
        wait(&self.changes, seen, None, ANYBODY);
        mutex.lock()
    }
    /// Something has changed; told with the lock held, or after.
    pub fn notify_all(&self) {
        self.changes.fetch_add(1, Ordering::Relaxed);
        wake(&self.changes, i32::MAX, ANYBODY);
    }
}

/// The word of a [`RwLock`] that is being written; otherwise the number of readers.
const WRITER: u32 = u32::MAX;

/// A value that many threads read at a time, or one writes.
#[derive(Default)]
pub struct RwLock<T> {
    word: AtomicU32,
    waiters: AtomicU32,
    value: UnsafeCell<T>,
}
// SAFETY: the value is written under the writer's lock only.
unsafe impl<T: Send + Sync> Sync for RwLock<T> {}

/// The lock, held for reading.
#[must_use]
pub struct ReadGuard<'a, T>(&'a RwLock<T>);
/// The lock, held for writing.
#[must_use]
pub struct WriteGuard<'a, T>(&'a RwLock<T>);

impl<T> RwLock<T> {
    pub const fn new(value: T) -> Self {
        RwLock { word: AtomicU32::new(0), waiters: AtomicU32::new(0), value: UnsafeCell::new(value) }
    }
    #[inline]
    pub fn read(&self) -> ReadGuard<'_, T> {
        self.hold(|readers| (readers < WRITER - 1).then_some(readers.wrapping_add(1)));
        ReadGuard(self)
    }
    pub fn write(&self) -> WriteGuard<'_, T> {
        self.hold(|readers| (readers == 0).then_some(WRITER));
        WriteGuard(self)
    }
    /// Changes the word as soon as `change` allows it.
    #[inline]
    fn hold(&self, change: impl Fn(u32) -> Option<u32>) {
        if self.word.fetch_update(Ordering::Acquire, Ordering::Relaxed, &change).is_err() {
            self.waiters.fetch_add(1, Ordering::SeqCst);
            while let Err(word) = self.word.fetch_update(Ordering::SeqCst, Ordering::SeqCst, &change) {
                wait(&self.word, word, None, ANYBODY);
            }
            self.waiters.fetch_sub(1, Ordering::Relaxed);
        }
        order::after(self.word.as_ptr());
    }
    fn wake(&self) {
        if self.waiters.load(Ordering::SeqCst) > 0 {
            wake(&self.word, i32::MAX, ANYBODY);
        }
    }
    #[inline]
    fn release_read(&self) {
        order::before(self.word.as_ptr());
        if self.word.fetch_sub(1, Ordering::SeqCst) == 1 {
            self.wake();
        }
    }
}
impl<T> Drop for ReadGuard<'_, T> {
    #[inline]
    fn drop(&mut self) {
        self.0.release_read();
    }
}
impl<T> Drop for WriteGuard<'_, T> {
    fn drop(&mut self) {
        order::before(self.0.word.as_ptr());
        self.0.word.store(0, Ordering::SeqCst);
        self.0.wake();
    }
}
impl<T> Deref for ReadGuard<'_, T> {
    type Target = T;
    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: the lock is held.
        unsafe { &*self.0.value.get() }
    }
}
impl<T> Deref for WriteGuard<'_, T> {
    type Target = T;
    fn deref(&self) -> &T {
        // SAFETY: the lock is held.
        unsafe { &*self.0.value.get() }
    }
}
impl<T> DerefMut for WriteGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: the lock is held for writing.
        unsafe { &mut *self.0.value.get() }
    }
}

/// What a lock does around a fork.
pub trait AcrossFork {
    /// Holds the lock, so that nothing is being changed when the process is copied.
    fn before(&self);
    /// Gives it back in the parent.
    fn in_parent(&self);
    /// Makes it free in the child: who waited for it is not there.
    fn in_child(&self);
    /// Drops what the lock guards: the library goes.
    ///
    /// # Safety
    /// Nobody uses the lock any more.
    unsafe fn drop_guarded(&self);
}
impl<T> AcrossFork for Mutex<T> {
    fn before(&self) {
        self.hold();
    }
    fn in_parent(&self) {
        self.release();
    }
    fn in_child(&self) {
        self.word.store(FREE, Ordering::Relaxed);
    }
    unsafe fn drop_guarded(&self) {
        // SAFETY: the caller's word.
        unsafe { self.value.get().drop_in_place() };
    }
}
impl<T> AcrossFork for RwLock<T> {
    // As a reader: what the calling thread does between the two may read as well.
    fn before(&self) {
        std::mem::forget(self.read());
    }
    fn in_parent(&self) {
        self.release_read();
    }
    fn in_child(&self) {
        self.word.store(0, Ordering::Relaxed);
        self.waiters.store(0, Ordering::Relaxed);
    }
    unsafe fn drop_guarded(&self) {
        // SAFETY: the caller's word.
        unsafe { self.value.get().drop_in_place() };
    }
}
