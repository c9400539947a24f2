//! pythread.h: threads, locks and thread-specific storage of the system.

use crate::layout::PyObject;
use crate::object::Owned;
use crate::raise;
use crate::runtime::errors::Result;
use crate::runtime::memory::{self, Domain};
use crate::runtime::sync::{self, Deadline};
use crate::runtime::{gil, interp, pending, pytime, thread_state};
use exuvia_macros::capi;
use std::ffi::{c_int, c_ulong, c_void};
use std::mem::MaybeUninit;
use std::ptr::null_mut;
use std::time::Duration;

/// The longest timeout of a lock, in microseconds.
#[capi]
pub static PY_TIMEOUT_MAX: i64 = i64::MAX / 1000;

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

type Function = unsafe extern "C" fn(*mut c_void);

unsafe extern "C" {
    fn exuvia_thread_entry(start: *mut c_void) -> *mut c_void;
}

/// The stack size that the attached interpreter gives its new threads; 0 for the system's.
fn own_stack_size() -> usize {
    thread_state::try_thread().map_or(0, |thread| thread.interp().stack_size.get())
}

/// Starts a thread.
fn start(function: Function, arg: *mut c_void, detached: bool) -> Option<libc::pthread_t> {
    // SAFETY: the attributes are initialised before use and destroyed after; `start` is the thread's once it runs.
    unsafe {
        let start = libc::malloc(size_of::<(Function, *mut c_void)>()).cast::<[*mut c_void; 2]>();
        if start.is_null() {
            return None;
        }
        *start = [function as *mut c_void, arg];
        let mut attributes = MaybeUninit::uninit();
        if libc::pthread_attr_init(attributes.as_mut_ptr()) != 0 {
            libc::free(start.cast());
            return None;
        }
        let stack = own_stack_size();
        if stack != 0 {
            libc::pthread_attr_setstacksize(attributes.as_mut_ptr(), stack);
        }
        if detached {
            libc::pthread_attr_setdetachstate(attributes.as_mut_ptr(), libc::PTHREAD_CREATE_DETACHED);
        }
        let mut thread = MaybeUninit::uninit();
        let entry: extern "C" fn(*mut c_void) -> *mut c_void = std::mem::transmute(exuvia_thread_entry as *const ());
        let status = libc::pthread_create(thread.as_mut_ptr(), attributes.as_ptr(), entry, start.cast());
        libc::pthread_attr_destroy(attributes.as_mut_ptr());
        if status != 0 {
            libc::free(start.cast());
            return None;
        }
        Some(thread.assume_init())
    }
}

/// Starts a detached thread: its identifier, or `(unsigned long)-1`.
#[capi(private)]
pub fn PyThread_start_new_thread(function: Option<Function>, arg: *mut c_void) -> c_ulong {
    function.and_then(|function| start(function, arg, true)).map_or(c_ulong::MAX, |thread| thread as c_ulong)
}

/// Starts a thread that is to be joined or detached, once: 0 with its identifier and handle, or -1.
#[capi(private)]
pub fn PyThread_start_joinable_thread(function: Option<Function>, arg: *mut c_void, ident: *mut u64, handle: *mut usize) -> c_int {
    let Some(thread) = function.and_then(|function| start(function, arg, false)) else { return -1 };
    // SAFETY: C's word.
    unsafe {
        *ident = thread as u64;
        *handle = thread as usize;
    }
    0
}

/// Waits for a thread to end: 0, or another number. The caller detaches its thread state before.
#[capi(private)]
pub fn PyThread_join_thread(handle: usize) -> c_int {
    // SAFETY: C's word: a thread that was neither joined nor detached.
    unsafe { libc::pthread_join(handle as libc::pthread_t, null_mut()) }
}

/// Lets a thread's resources go when it ends: 0, or another number.
#[capi(private)]
pub fn PyThread_detach_thread(handle: usize) -> c_int {
    // SAFETY: C's word: a thread that was neither joined nor detached.
    unsafe { libc::pthread_detach(handle as libc::pthread_t) }
}

/// The running thread's identifier.
#[capi(private)]
pub fn PyThread_get_thread_ident_ex() -> u64 {
    u64::from(PyThread_get_thread_ident())
}

/// `sys.thread_info`, new.
#[capi]
pub fn PyThread_GetInfo() -> Result<Owned> {
    crate::modules::sys::structs::thread_info()
}

/// The stack size of the interpreter's new threads; 0 for the system's. Fatal where no thread state is attached.
#[capi]
pub fn PyThread_get_stacksize() -> usize {
    interp().stack_size.get()
}

/// Sets the stack size of the interpreter's new threads: 0, or -1 where the system refuses it. Fatal where no thread state
/// is attached.
#[capi]
pub fn PyThread_set_stacksize(size: usize) -> c_int {
    let place = &interp().stack_size;
    // CPython's own floor.
    if size != 0 && size < 32 * 1024 {
        return -1;
    }
    if size != 0 {
        // SAFETY: the attributes are initialised before use and destroyed after.
        let status = unsafe {
            let mut attributes = MaybeUninit::uninit();
            if libc::pthread_attr_init(attributes.as_mut_ptr()) != 0 {
                return -1;
            }
            let status = libc::pthread_attr_setstacksize(attributes.as_mut_ptr(), size);
            libc::pthread_attr_destroy(attributes.as_mut_ptr());
            status
        };
        if status != 0 {
            return -1;
        }
    }
    place.set(size);
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
    let deadline = u64::try_from(microseconds).ok().map(|microseconds| sync::after(Duration::from_micros(microseconds)));
    acquire(lock.cast(), microseconds == 0, deadline.as_ref(), intr_flag != 0) as c_int
}

/// How an attempt to take a lock ended (`PyLockStatus`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Acquired {
    No = 0,
    Yes = 1,
    Interrupted = 2,
}

/// Takes a lock: at once or not at all, until a deadline, or whenever it is free.
fn acquire(lock: *mut libc::sem_t, at_once: bool, until: Option<&Deadline>, interruptible: bool) -> Acquired {
    loop {
        // SAFETY: C's word: a lock.
        let status = unsafe {
            match until {
                _ if at_once => libc::sem_trywait(lock),
                Some(deadline) => sem_clockwait(lock, libc::CLOCK_MONOTONIC, deadline),
                None => libc::sem_wait(lock),
            }
        };
        if status == 0 {
            return Acquired::Yes;
        }
        match std::io::Error::last_os_error().raw_os_error() {
            Some(libc::EINTR) if interruptible => return Acquired::Interrupted,
            Some(libc::EINTR) => {}
            _ => return Acquired::No,
        }
    }
}

/// Takes a lock within so many nanoseconds (0 tries once, less than -1000 waits) with the thread state detached while it
/// waits. A signal's handler runs meanwhile: 1 taken, 0 not, 2 where it raised.
#[capi(private)]
pub fn PyThread_acquire_lock_timed_with_retries(lock: *mut c_void, timeout: i64) -> c_int {
    let lock = lock.cast::<libc::sem_t>();
    let deadline = u64::try_from(timeout).ok().map(|nanoseconds| sync::after(Duration::from_nanos(nanoseconds)));
    let at_once = -1000 < timeout && timeout <= 0;
    let mut result = acquire(lock, true, None, false);
    while result != Acquired::Yes && !at_once {
        result = gil::allow_threads(|| acquire(lock, false, deadline.as_ref(), true));
        if result != Acquired::Interrupted || pending::Py_MakePendingCalls().is_err() {
            break;
        }
    }
    result as c_int
}

/// A timeout in seconds as nanoseconds; without one [`UNSET_TIMEOUT`], or 0 for a call that does not block. `ValueError`,
/// `OverflowError`.
#[capi(private)]
pub fn PyThread_ParseTimeoutArg(arg: Option<&PyObject>, blocking: c_int, timeout: *mut i64) -> Result<()> {
    let value = match arg.filter(|arg| !arg.is_none()) {
        None if blocking != 0 => UNSET_TIMEOUT,
        None => 0,
        Some(_) if blocking == 0 => return Err(raise!(ValueError, "can't specify a timeout for a non-blocking call")),
        Some(seconds) => pytime::timeout(seconds)?,
    };
    // SAFETY: C's word.
    unsafe { *timeout = value };
    Ok(())
}

/// What stands for no timeout: -1 second, in nanoseconds.
pub const UNSET_TIMEOUT: i64 = -1_000_000_000;

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
