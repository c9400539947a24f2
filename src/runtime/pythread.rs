//! pythread.h: threads, locks and thread-specific storage of the system.

use crate::runtime::memory::{self, Domain};
use exuvia_macros::capi;
use std::ffi::{c_int, c_ulong, c_void};
use std::mem::MaybeUninit;
use std::ptr::null_mut;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The longest timeout of a lock, in microseconds.
#[capi]
pub static PY_TIMEOUT_MAX: i64 = i64::MAX / 1000;

/// Stack of new threads, in bytes; 0 for the system's default.
static STACK_SIZE: AtomicUsize = AtomicUsize::new(0);

/// The running thread's identifier.
#[capi]
pub fn PyThread_get_thread_ident() -> c_ulong {
    // SAFETY: cannot fail.
    unsafe { libc::pthread_self() as c_ulong }
}

/// The running thread's number in the system.
#[capi]
pub fn PyThread_get_thread_native_id() -> c_ulong {
    // SAFETY: cannot fail.
    unsafe { libc::gettid() as c_ulong }
}

/// Does nothing: there is nothing to prepare.
#[capi]
pub fn PyThread_init_thread() {}

struct Start {
    function: unsafe extern "C" fn(*mut c_void),
    arg: *mut c_void,
}

extern "C" fn run(start: *mut c_void) -> *mut c_void {
    // SAFETY: made by PyThread_start_new_thread, and ours now.
    let Start { function, arg } = *unsafe { Box::from_raw(start.cast::<Start>()) };
    // SAFETY: C's function, called as it asked.
    unsafe { function(arg) };
    null_mut()
}

/// Starts a detached thread: its identifier, or `(unsigned long)-1`.
#[capi(private)]
pub fn PyThread_start_new_thread(function: Option<unsafe extern "C" fn(*mut c_void)>, arg: *mut c_void) -> c_ulong {
    let Some(function) = function else { return c_ulong::MAX };
    let start = Box::into_raw(Box::new(Start { function, arg }));
    // SAFETY: the attributes are initialised before use and destroyed after; `start` is the thread's once it runs.
    unsafe {
        let mut attributes = MaybeUninit::uninit();
        let mut thread = MaybeUninit::uninit();
        if libc::pthread_attr_init(attributes.as_mut_ptr()) != 0 {
            drop(Box::from_raw(start));
            return c_ulong::MAX;
        }
        let stack = STACK_SIZE.load(Ordering::Relaxed);
        if stack != 0 {
            libc::pthread_attr_setstacksize(attributes.as_mut_ptr(), stack);
        }
        libc::pthread_attr_setdetachstate(attributes.as_mut_ptr(), libc::PTHREAD_CREATE_DETACHED);
        let status = libc::pthread_create(thread.as_mut_ptr(), attributes.as_ptr(), run, start.cast());
        libc::pthread_attr_destroy(attributes.as_mut_ptr());
        if status != 0 {
            drop(Box::from_raw(start));
            return c_ulong::MAX;
        }
        thread.assume_init() as c_ulong
    }
}

/// The stack size of new threads; 0 for the system's.
#[capi]
pub fn PyThread_get_stacksize() -> usize {
    STACK_SIZE.load(Ordering::Relaxed)
}

/// Sets the stack size of new threads: 0, or -1 where the system refuses it.
#[capi]
pub fn PyThread_set_stacksize(size: usize) -> c_int {
    if size == 0 {
        STACK_SIZE.store(0, Ordering::Relaxed);
        return 0;
    }
    // CPython's own floor.
    if size < 32 * 1024 {
        return -1;
    }
    // SAFETY: the attributes are initialised before use and destroyed after.
    unsafe {
        let mut attributes = MaybeUninit::uninit();
        if libc::pthread_attr_init(attributes.as_mut_ptr()) != 0 {
            return -1;
        }
        let status = libc::pthread_attr_setstacksize(attributes.as_mut_ptr(), size);
        libc::pthread_attr_destroy(attributes.as_mut_ptr());
        if status != 0 {
            return -1;
        }
    }
    STACK_SIZE.store(size, Ordering::Relaxed);
    0
}

// ---- locks: a semaphore, which any thread may release and a signal may interrupt ------------------------------------

/// A new, free lock, or NULL.
#[capi]
pub fn PyThread_allocate_lock() -> *mut c_void {
    let lock = memory::alloc(Domain::Raw, size_of::<libc::sem_t>()).cast::<libc::sem_t>();
    // SAFETY: fresh memory of the right size.
    if !lock.is_null() && unsafe { libc::sem_init(lock, 0, 1) } != 0 {
        // SAFETY: just allocated.
        unsafe { memory::free(Domain::Raw, lock.cast()) };
        return null_mut();
    }
    lock.cast()
}

/// Frees a lock that nobody waits for; does nothing for NULL.
#[capi]
pub fn PyThread_free_lock(lock: *mut c_void) {
    if !lock.is_null() {
        // SAFETY: C's word: from PyThread_allocate_lock.
        unsafe {
            libc::sem_destroy(lock.cast());
            memory::free(Domain::Raw, lock);
        }
    }
}

/// Takes a lock within so many microseconds (0 tries once, negative waits): 1 taken, 0 not, 2 where a signal came and
/// `intr_flag` says to give up then. The caller detaches its thread state before it waits.
#[capi]
pub fn PyThread_acquire_lock_timed(lock: *mut c_void, microseconds: i64, intr_flag: c_int) -> c_int {
    let lock = lock.cast::<libc::sem_t>();
    let mut deadline = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    if microseconds > 0 {
        // SAFETY: writes a timespec.
        unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC, &mut deadline) };
        let nanoseconds = deadline.tv_nsec + (microseconds % 1_000_000) * 1000;
        deadline.tv_sec = deadline.tv_sec.saturating_add(microseconds / 1_000_000 + nanoseconds / 1_000_000_000);
        deadline.tv_nsec = nanoseconds % 1_000_000_000;
    }
    loop {
        // SAFETY: C's word: a lock.
        let status = unsafe {
            match microseconds {
                0 => libc::sem_trywait(lock),
                1.. => sem_clockwait(lock, libc::CLOCK_MONOTONIC, &deadline),
                _ => libc::sem_wait(lock),
            }
        };
        if status == 0 {
            return 1;
        }
        match std::io::Error::last_os_error().raw_os_error() {
            Some(libc::EINTR) if intr_flag != 0 => return 2,
            Some(libc::EINTR) => {}
            _ => return 0,
        }
    }
}

unsafe extern "C" {
    fn sem_clockwait(lock: *mut libc::sem_t, clock: libc::clockid_t, deadline: *const libc::timespec) -> c_int;
}

/// Takes a lock: 1, or 0 where it is held and `waitflag` is 0.
#[capi]
pub fn PyThread_acquire_lock(lock: *mut c_void, waitflag: c_int) -> c_int {
    PyThread_acquire_lock_timed(lock, if waitflag != 0 { -1 } else { 0 }, 0)
}

/// Gives a lock back.
#[capi]
pub fn PyThread_release_lock(lock: *mut c_void) {
    // SAFETY: C's word: a lock.
    unsafe { libc::sem_post(lock.cast()) };
}

// ---- thread-specific storage ---------------------------------------------------------------------------------------

/// A key; static ones start as zeros.
#[repr(C)]
pub struct Py_tss_t {
    is_initialized: c_int,
    key: libc::pthread_key_t,
}

/// A new key that is not yet created, or NULL.
#[capi]
pub fn PyThread_tss_alloc() -> *mut Py_tss_t {
    memory::calloc(Domain::Raw, 1, size_of::<Py_tss_t>()).cast()
}

/// Deletes and frees a key; does nothing for NULL.
#[capi]
pub fn PyThread_tss_free(key: *mut Py_tss_t) {
    if !key.is_null() {
        PyThread_tss_delete(key);
        // SAFETY: C's word: from PyThread_tss_alloc.
        unsafe { memory::free(Domain::Raw, key.cast()) };
    }
}

/// Whether the key is created.
#[capi]
pub fn PyThread_tss_is_created(key: *mut Py_tss_t) -> c_int {
    // SAFETY: C's word.
    c_int::from(unsafe { (*key).is_initialized } != 0)
}

/// Creates the key: 0, also where it is created already; another number where the system has none left.
#[capi]
pub fn PyThread_tss_create(key: *mut Py_tss_t) -> c_int {
    // SAFETY: C's word.
    let key = unsafe { &mut *key };
    if key.is_initialized != 0 {
        return 0;
    }
    // SAFETY: writes a key.
    if unsafe { libc::pthread_key_create(&mut key.key, None) } != 0 {
        return -1;
    }
    key.is_initialized = 1;
    0
}

/// Deletes the key; does nothing where it is not created.
#[capi]
pub fn PyThread_tss_delete(key: *mut Py_tss_t) {
    // SAFETY: C's word.
    let key = unsafe { &mut *key };
    if key.is_initialized != 0 {
        // SAFETY: created.
        unsafe { libc::pthread_key_delete(key.key) };
        key.is_initialized = 0;
    }
}

/// Sets the running thread's value: 0, or another number.
#[capi]
pub fn PyThread_tss_set(key: *mut Py_tss_t, value: *mut c_void) -> c_int {
    // SAFETY: C's word.
    if unsafe { libc::pthread_setspecific((*key).key, value) } == 0 { 0 } else { -1 }
}

/// The running thread's value; NULL where none was set.
#[capi]
pub fn PyThread_tss_get(key: *mut Py_tss_t) -> *mut c_void {
    // SAFETY: C's word.
    unsafe { libc::pthread_getspecific((*key).key) }
}

/// A new key of the old kind, or -1.
#[capi]
pub fn PyThread_create_key() -> c_int {
    let mut key = 0;
    // SAFETY: writes a key.
    if unsafe { libc::pthread_key_create(&mut key, None) } != 0 {
        return -1;
    }
    c_int::try_from(key).unwrap_or(-1)
}

/// Deletes a key of the old kind.
#[capi]
pub fn PyThread_delete_key(key: c_int) {
    // SAFETY: C's word.
    unsafe { libc::pthread_key_delete(key as libc::pthread_key_t) };
}

/// Forgets the running thread's value.
#[capi]
pub fn PyThread_delete_key_value(key: c_int) {
    PyThread_set_key_value(key, null_mut());
}

/// Sets the running thread's value: 0, or -1.
#[capi]
pub fn PyThread_set_key_value(key: c_int, value: *mut c_void) -> c_int {
    // SAFETY: C's word.
    if unsafe { libc::pthread_setspecific(key as libc::pthread_key_t, value) } == 0 { 0 } else { -1 }
}

/// The running thread's value, or NULL.
#[capi]
pub fn PyThread_get_key_value(key: c_int) -> *mut c_void {
    // SAFETY: C's word.
    unsafe { libc::pthread_getspecific(key as libc::pthread_key_t) }
}

/// Does nothing: the system's keys survive a fork.
#[capi]
pub fn PyThread_ReInitTLS() {}
