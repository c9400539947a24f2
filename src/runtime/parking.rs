//! The parking lot: threads that wait on an address, so that a lock can be as small as a byte.
//!
//! Invariant: a parked thread's [`Waiter`] lies on its own stack and stands in its address's bucket until whoever wakes
//! it, or itself when it gives up, takes it out under the bucket's lock.

use crate::runtime::gil;
use crate::runtime::sync::{self, ANYBODY, AcrossFork, Deadline, Mutex, Woken};
use exuvia_macros::capi;
use std::ffi::{c_int, c_void};
use std::ptr::null_mut;
use std::sync::atomic::{AtomicU8, AtomicU16, AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

struct Waiter {
    address: usize,
    /// 1 once it was woken.
    woken: AtomicU32,
    arg: *mut c_void,
}
#[derive(Default)]
struct Bucket(Vec<*const Waiter>);
// SAFETY: waiters are looked at under the bucket's lock, and live until they are taken out.
unsafe impl Send for Bucket {}

const BUCKETS: usize = 128;
static LOT: [Mutex<Bucket>; BUCKETS] = [const { Mutex::new(Bucket(Vec::new())) }; BUCKETS];

fn bucket(address: usize) -> &'static Mutex<Bucket> {
    let mixed = (address as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 57;
    &LOT[mixed as usize % BUCKETS]
}

/// How a thread's stay ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(i32)]
pub enum Parked {
    Woken = 0,
    /// It was not so as it had to be for the thread to wait.
    NotSo = -1,
    TimedOut = -2,
    Interrupted = -3,
}

/// Parks the running thread at an address, where `is_so` still holds; `arg` is shown to whoever wakes it. With `detach`
/// its thread state is detached meanwhile.
pub fn park<T>(address: *const T, is_so: impl FnOnce() -> bool, until: Option<&Deadline>, arg: *mut c_void, detach: bool) -> Parked {
    let waiter = Waiter { address: address as usize, woken: AtomicU32::new(0), arg };
    let bucket = bucket(waiter.address);
    {
        let mut bucket = bucket.lock();
        if !is_so() {
            return Parked::NotSo;
        }
        bucket.0.push(&raw const waiter);
    }
    let stay = || {
        loop {
            let why = sync::wait(&waiter.woken, 0, until, ANYBODY);
            if waiter.woken.load(Ordering::Acquire) != 0 {
                return Parked::Woken;
            }
            let why = match why {
                Woken::Perhaps => continue,
                Woken::TimedOut => Parked::TimedOut,
                Woken::Interrupted => Parked::Interrupted,
            };
            let mut bucket = bucket.lock();
            if let Some(at) = bucket.0.iter().position(|w| std::ptr::eq(*w, &waiter)) {
                bucket.0.remove(at);
                return why;
            }
            drop(bucket);
            // Somebody is waking it at this moment, and has told others so.
            while waiter.woken.load(Ordering::Acquire) == 0 {
                sync::wait(&waiter.woken, 0, None, ANYBODY);
            }
            return Parked::Woken;
        }
    };
    if detach { gil::allow_threads(stay) } else { stay() }
}

/// Wakes the thread that has waited longest at an address. `tell` is called before, with what it brought (NULL where there
/// is none) and whether more are waiting; nobody parks there meanwhile.
pub fn unpark<T>(address: *const T, tell: impl FnOnce(*mut c_void, bool)) {
    let address = address as usize;
    let mut bucket = bucket(address).lock();
    // SAFETY: a waiter in a bucket is alive.
    let here = |w: &*const Waiter| unsafe { (**w).address } == address;
    let Some(at) = bucket.0.iter().position(here) else { return tell(null_mut(), false) };
    let waiter = bucket.0.remove(at);
    let more = bucket.0.iter().any(here);
    // SAFETY: it stays until it is woken.
    tell(unsafe { (*waiter).arg }, more);
    drop(bucket);
    set_off(waiter);
}

/// Wakes a waiter that was taken out of its bucket.
fn set_off(waiter: *const Waiter) {
    // SAFETY: it stays until the store; waking an address asks nothing of what lies there.
    unsafe {
        let word = &raw const (*waiter).woken;
        (*word).store(1, Ordering::Release);
        sync::wake(&*word, 1, ANYBODY);
    }
}

// ---- pycore_parking_lot.h -----------------------------------------------------------------------------------------

/// Parks the running thread at an address as long as what lies there, 1, 2, 4 or 8 bytes, is what is expected: how that ended. Less than no time is for ever.
#[capi(private)]
pub fn _PyParkingLot_Park(address: *const c_void, expected: *const c_void, size: usize, timeout: i64, arg: *mut c_void, detach: c_int) -> c_int {
    // SAFETY: C's word: both are aligned for their size.
    let is_so = || unsafe {
        match size {
            1 => (*address.cast::<AtomicU8>()).load(Ordering::SeqCst) == *expected.cast::<u8>(),
            2 => (*address.cast::<AtomicU16>()).load(Ordering::SeqCst) == *expected.cast::<u16>(),
            4 => (*address.cast::<AtomicU32>()).load(Ordering::SeqCst) == *expected.cast::<u32>(),
            8 => (*address.cast::<AtomicU64>()).load(Ordering::SeqCst) == *expected.cast::<u64>(),
            _ => false,
        }
    };
    let until = u64::try_from(timeout).ok().map(|timeout| sync::after(Duration::from_nanos(timeout)));
    park(address, is_so, until.as_ref(), arg, detach != 0) as c_int
}

/// Wakes the thread that has waited longest at an address; `tell` is called before, whether there is one or not.
#[capi(private)]
pub fn _PyParkingLot_Unpark(address: *const c_void, tell: Option<unsafe extern "C" fn(*mut c_void, *mut c_void, c_int)>, arg: *mut c_void) {
    unpark(address, |brought, more| {
        if let Some(tell) = tell {
            // SAFETY: C's word; it is no place to call Python from, so no checks of a call out stand here.
            unsafe { tell(arg, brought, more.into()) };
        }
    });
}

/// Holds all buckets: the process is about to be copied.
pub fn before_fork() {
    LOT.iter().for_each(|bucket| bucket.before());
}
/// Gives them back.
pub fn after_fork_in_parent() {
    LOT.iter().for_each(|bucket| bucket.in_parent());
}
/// Forgets who waits: none of them is in the child.
pub fn after_fork_in_child() {
    for bucket in &LOT {
        bucket.in_child();
        bucket.lock().0.clear();
    }
}

/// Frees the buckets' lists: the library goes.
///
/// # Safety
/// Nobody parks any more.
pub unsafe fn unload() {
    // SAFETY: the caller's word.
    LOT.iter().for_each(|bucket| unsafe { bucket.drop_guarded() });
}
