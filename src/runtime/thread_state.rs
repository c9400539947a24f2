//! Thread states: what a thread needs to run in an interpreter.
//!
//! Invariant: at most one thread has a thread state attached at a time; [`current`](thread) is NULL while none is.
//! Whoever runs Rust that touches objects has one attached.

use crate::layout::*;
use crate::runtime::fatal::{called_function, fatal, no_thread_state};
use crate::runtime::gil::{self, Gil};
use crate::runtime::interpreter::PyInterpreterState;
use crate::runtime::sync::{AcrossFork, Mutex};
use exuvia_macros::capi;
use std::cell::Cell;
use std::ffi::c_int;
use std::ops::Deref;
use std::ptr::null_mut;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// A thread state: CPython's struct, and what Exuvia adds.
#[repr(C)]
pub struct Thread {
    ts: PyThreadState,
    /// Below this address a call that may recurse raises RecursionError.
    pub stack_soft_limit: Cell<usize>,
    /// Where the thread's stack begins (its highest address); 0 where it is not known.
    pub stack_top: Cell<usize>,
    /// Its interpreter's lock, which it may wait for when the interpreter is gone.
    pub gil: Arc<Gil>,
    /// Its interpreter was ended by another thread: who asks for its turn stops for good.
    gone: AtomicBool,
    /// How often `PyThreadState_Ensure` has asked for it, and whether the last release ends it.
    pub ensured: Cell<usize>,
    pub ensure_made_it: Cell<bool>,
    /// What keeps its interpreter going until then, or NULL.
    pub guard: Cell<*mut crate::runtime::guards::PyInterpreterGuard>,
    /// The thread whose stack that is; 0 before the state was first attached.
    stack_owner: Cell<u64>,
    /// Objects whose text is being made; see `object/recursion.rs`.
    pub reprs: std::cell::RefCell<Vec<crate::object::Owned>>,
}
impl Deref for Thread {
    type Target = PyThreadState;
    #[inline(always)]
    fn deref(&self) -> &PyThreadState {
        &self.ts
    }
}

unsafe extern "C" {
    static exuvia_current_thread: u8;
    static exuvia_bound_thread: u8;
    #[cfg(feature = "checked")]
    pub static exuvia_call_site: u8;
    #[cfg(feature = "checked")]
    pub static exuvia_call_export: u8;
    #[cfg(feature = "checked")]
    static exuvia_running_export: u8;
    #[cfg(feature = "checked")]
    static exuvia_running_site: u8;
    #[cfg(feature = "checked")]
    static exuvia_silent_failures: u8;
    #[cfg(feature = "checked")]
    static exuvia_given_back: u8;
}

/// Reads a thread-local word of current.c. Whatever may change it is a call, which `readonly` respects.
macro_rules! read_local {
    ($word:ident) => {{
        let value: *mut Thread;
        // SAFETY: the word is there in every thread.
        unsafe {
            #[cfg(target_arch = "x86_64")]
            std::arch::asm!(
                "mov {0}, qword ptr [rip + {1}@GOTTPOFF]",
                "mov {0}, qword ptr fs:[{0}]",
                out(reg) value,
                sym $word,
                options(pure, readonly, nostack, preserves_flags)
            );
            #[cfg(target_arch = "aarch64")]
            std::arch::asm!(
                "adrp {0}, :gottprel:{2}",
                "ldr {0}, [{0}, #:gottprel_lo12:{2}]",
                "mrs {1}, tpidr_el0",
                "ldr {0}, [{1}, {0}]",
                out(reg) value,
                out(reg) _,
                sym $word,
                options(pure, readonly, nostack, preserves_flags)
            );
        }
        value
    }};
}

/// Writes a thread-local word of current.c.
macro_rules! write_local {
    ($word:ident, $value:expr) => {
        // SAFETY: the word is there in every thread.
        unsafe {
            #[cfg(target_arch = "x86_64")]
            std::arch::asm!(
                "mov {0}, qword ptr [rip + {1}@GOTTPOFF]",
                "mov qword ptr fs:[{0}], {2}",
                out(reg) _,
                sym $word,
                in(reg) $value,
                options(nostack, preserves_flags)
            );
            #[cfg(target_arch = "aarch64")]
            std::arch::asm!(
                "adrp {0}, :gottprel:{2}",
                "ldr {0}, [{0}, #:gottprel_lo12:{2}]",
                "mrs {1}, tpidr_el0",
                "str {3}, [{1}, {0}]",
                out(reg) _,
                out(reg) _,
                sym $word,
                in(reg) $value,
                options(nostack, preserves_flags)
            );
        }
    };
}

/// The attached thread state, or NULL.
#[inline(always)]
pub fn current() -> *mut Thread {
    read_local!(exuvia_current_thread)
}

/// Where the C API was last called from on this thread, as its gate has noted it; it is asked once a call.
#[cfg(feature = "checked")]
#[inline(always)]
pub fn take_call_site() -> usize {
    read_local!(exuvia_call_site) as usize
}

/// What was called there, as its gate has noted it.
#[cfg(feature = "checked")]
#[inline(always)]
pub fn take_call_export() -> Option<&'static crate::checked::entry::Export> {
    let noted: *mut Thread = read_local!(exuvia_call_export);
    // SAFETY: gates write the addresses of their exports, which are static.
    unsafe { noted.cast::<crate::checked::entry::Export>().as_ref() }
}

/// The innermost call of the C API that runs on this thread: what was called, and where.
#[cfg(feature = "checked")]
#[inline(always)]
pub fn running_call() -> (Option<&'static crate::checked::entry::Export>, usize) {
    let noted: *mut Thread = read_local!(exuvia_running_export);
    // SAFETY: only `set_running_call` writes it: exports, which are static.
    (unsafe { noted.cast::<crate::checked::entry::Export>().as_ref() }, read_local!(exuvia_running_site) as usize)
}

/// Sets what [`running_call`] gives.
#[cfg(feature = "checked")]
#[inline(always)]
pub fn set_running_call(export: Option<&'static crate::checked::entry::Export>, site: usize) {
    write_local!(exuvia_running_export, export.map_or(std::ptr::null(), std::ptr::from_ref));
    write_local!(exuvia_running_site, site);
}

/// The object that the running call gives a reference back to, where that is what the call is for; 0 otherwise.
#[cfg(feature = "checked")]
#[inline(always)]
pub fn given_back() -> usize {
    read_local!(exuvia_given_back) as usize
}

/// Sets what [`given_back`] gives.
#[cfg(feature = "checked")]
#[inline(always)]
pub fn set_given_back(object: usize) {
    write_local!(exuvia_given_back, object);
}

/// How often functions of extensions have failed on this thread and not said why.
#[cfg(feature = "checked")]
#[inline(always)]
pub fn silent_failures() -> usize {
    read_local!(exuvia_silent_failures) as usize
}

/// Counts one more of [`silent_failures`].
#[cfg(feature = "checked")]
pub fn count_silent_failure() {
    write_local!(exuvia_silent_failures, silent_failures() + 1);
}

/// Jumps to a C function: the whole body of a naked one. In the checked build the place that called is noted on the way, and
/// the `Export` that is called, which only that build has.
#[macro_export]
macro_rules! jump {
    ($function:path, $export:path) => {
        #[cfg(all(target_arch = "x86_64", not(feature = "checked")))]
        std::arch::naked_asm!("jmp {}", sym $function);
        #[cfg(all(target_arch = "aarch64", not(feature = "checked")))]
        std::arch::naked_asm!("b {}", sym $function);
        // No argument comes in r10 or r11, in x16 or x17.
        #[cfg(all(target_arch = "x86_64", feature = "checked"))]
        std::arch::naked_asm!(
            "mov r10, qword ptr [rsp]",
            "mov r11, qword ptr [rip + {}@GOTTPOFF]",
            "mov qword ptr fs:[r11], r10",
            "lea r10, [rip + {}]",
            "mov r11, qword ptr [rip + {}@GOTTPOFF]",
            "mov qword ptr fs:[r11], r10",
            "jmp {}",
            sym $crate::runtime::thread_state::exuvia_call_site,
            sym $export,
            sym $crate::runtime::thread_state::exuvia_call_export,
            sym $function
        );
        #[cfg(all(target_arch = "aarch64", feature = "checked"))]
        std::arch::naked_asm!(
            "adrp x16, :gottprel:{0}",
            "ldr x16, [x16, #:gottprel_lo12:{0}]",
            "mrs x17, tpidr_el0",
            "str x30, [x17, x16]",
            "adrp x16, :gottprel:{2}",
            "ldr x16, [x16, #:gottprel_lo12:{2}]",
            "add x17, x17, x16",
            "adrp x16, {1}",
            "add x16, x16, #:lo12:{1}",
            "str x16, [x17]",
            "b {3}",
            sym $crate::runtime::thread_state::exuvia_call_site,
            sym $export,
            sym $crate::runtime::thread_state::exuvia_call_export,
            sym $function
        );
    };
}

/// Attaches a thread state to the running thread, or detaches the one that is (NULL). The GIL is the caller's affair.
pub fn set_current(thread: *mut Thread) {
    write_local!(exuvia_current_thread, thread);
}

/// The thread state that the running thread last had attached, as long as that lives; NULL otherwise.
#[inline(always)]
pub fn bound() -> *mut Thread {
    read_local!(exuvia_bound_thread)
}

/// As [`bound`]; NULL where the state's interpreter was ended under it.
pub fn live_bound() -> *mut Thread {
    let bound = bound();
    // SAFETY: alive, or kept.
    if unsafe { bound.as_ref() }.is_some_and(Thread::is_gone) { null_mut() } else { bound }
}

/// Remembers the thread state that the running thread attaches.
pub fn set_bound(thread: *mut Thread) {
    write_local!(exuvia_bound_thread, thread);
}

/// The attached thread state. Look it up once and pass it on.
#[inline(always)]
pub fn thread<'a>() -> &'a Thread {
    let current = current();
    if current.is_null() {
        not_attached();
    }
    // SAFETY: an attached thread state is alive until it is detached.
    unsafe { &*current }
}

/// The attached thread state, if there is one.
#[inline(always)]
pub fn try_thread<'a>() -> Option<&'a Thread> {
    // SAFETY: an attached thread state is alive until it is detached.
    unsafe { current().as_ref() }
}

#[cold]
#[inline(never)]
fn not_attached() -> ! {
    no_thread_state(called_function().as_deref().unwrap_or("the C API"))
}

impl Thread {
    #[inline(always)]
    pub fn interp<'a>(&self) -> &'a PyInterpreterState {
        // SAFETY: an interpreter outlives its thread states.
        unsafe { &*self.ts.interp.get() }
    }
}

/// Bytes of stack that are kept for handling an overflow.
const MARGIN: usize = 64 * 1024;

/// The address of something on the stack, now.
#[inline(always)]
pub fn stack_pointer() -> usize {
    let here: usize;
    // SAFETY: reads a register.
    unsafe {
        #[cfg(target_arch = "x86_64")]
        std::arch::asm!("mov {}, rsp", out(reg) here, options(nomem, nostack, preserves_flags));
        #[cfg(target_arch = "aarch64")]
        std::arch::asm!("mov {}, sp", out(reg) here, options(nomem, nostack, preserves_flags));
    }
    here
}

/// Whether so little stack is left that destroying one more container by recursion is not safe.
#[inline(always)]
pub fn stack_is_short() -> bool {
    try_thread().is_some_and(|t| stack_pointer() < t.stack_soft_limit.get())
}

/// Puts a dead container aside until the stack is free again; see [`run_delayed`].
///
/// # Safety
/// `object` is a GC object whose count is zero.
pub unsafe fn dealloc_later(object: *mut PyObject) {
    let thread = thread();
    // SAFETY: the caller's word; the link lies in the GC header.
    unsafe { crate::object::gc::link_delayed(object, thread.delete_later.get()) };
    thread.delete_later.set(object);
}

/// Destroys what [`dealloc_later`] put aside, if the stack has room.
#[inline]
pub fn run_delayed() {
    let Some(thread) = try_thread() else { return };
    while !thread.delete_later.get().is_null() && stack_pointer() > thread.stack_soft_limit.get() + MARGIN {
        let object = thread.delete_later.get();
        // SAFETY: it was linked by dealloc_later, with a count of zero.
        unsafe {
            thread.delete_later.set(crate::object::gc::unlink_delayed(object));
            crate::object::refcount::dealloc(object);
        }
    }
}

/// A new thread state of an interpreter, on its list, not attached.
pub fn create(interp: *mut PyInterpreterState) -> *mut Thread {
    let thread = Box::new(Thread {
        ts: PyThreadState {
            prev: Cell::new(null_mut()),
            next: Cell::new(null_mut()),
            interp: Cell::new(interp),
            eval_breaker: AtomicUsize::new(0),
            _status: Cell::new(0),
            holds_gil: Cell::new(0),
            _whence: Cell::new(0),
            state: Cell::new(0),
            py_recursion_remaining: Cell::new(1000),
            py_recursion_limit: Cell::new(1000),
            recursion_headroom: Cell::new(0),
            tracing: Cell::new(0),
            what_event: Cell::new(-1),
            current_frame: Cell::new(null_mut()),
            c_profilefunc: Cell::new(None),
            c_tracefunc: Cell::new(None),
            c_profileobj: Field::NULL,
            c_traceobj: Field::NULL,
            current_exception: Field::NULL,
            exc_info: Cell::new(null_mut()),
            dict: Field::NULL,
            gilstate_counter: Cell::new(1),
            async_exc: Field::NULL,
            // SAFETY: cannot fail.
            thread_id: Cell::new(unsafe { libc::pthread_self() } as u64),
            // SAFETY: cannot fail.
            native_thread_id: Cell::new(unsafe { libc::gettid() } as u64),
            delete_later: Cell::new(null_mut()),
            critical_section: Cell::new(0),
            coroutine_origin_tracking_depth: Cell::new(0),
            async_gen_firstiter: Field::NULL,
            async_gen_finalizer: Field::NULL,
            context: Field::NULL,
            context_ver: Cell::new(1),
            id: Cell::new(0),
            datastack_chunk: Cell::new(null_mut()),
            datastack_top: Cell::new(null_mut()),
            datastack_limit: Cell::new(null_mut()),
            exc_state: _PyErr_StackItem { exc_value: Field::NULL, previous_item: Cell::new(null_mut()) },
            current_executor: Field::NULL,
            dict_global_version: Cell::new(0),
            threading_local_key: Field::NULL,
            threading_local_sentinel: Field::NULL,
            remote_debugger_support: [const { Cell::new(0) }; 129],
            datastack_cached_chunk: Cell::new(null_mut()),
        },
        stack_soft_limit: Cell::new(0),
        stack_top: Cell::new(0),
        stack_owner: Cell::new(0),
        // SAFETY: alive: nobody makes thread states of another.
        gil: unsafe { (*interp).gil.clone() },
        gone: AtomicBool::new(false),
        ensured: Cell::new(0),
        ensure_made_it: Cell::new(false),
        guard: Cell::new(null_mut()),
        reprs: Default::default(),
    });
    thread.ts.exc_info.set((&raw const thread.ts.exc_state).cast_mut());
    let thread = Box::into_raw(thread);
    // SAFETY: an interpreter outlives its thread states; the list is under the lock.
    unsafe {
        let _lock = LIST.lock();
        (*interp).states_made.set((*interp).states_made.get() + 1);
        (*thread).ts.id.set((*interp).states_made.get());
        let head = (*interp).threads.replace(thread);
        (*thread).ts.next.set(head.cast());
        if let Some(head) = head.as_ref() {
            head.ts.prev.set(thread.cast());
        }
    }
    thread
}

/// Guards every interpreter's list of thread states.
pub static LIST: Mutex<()> = Mutex::new(());

impl Thread {
    /// Whether its interpreter was ended under it.
    #[inline]
    pub fn is_gone(&self) -> bool {
        self.gone.load(Ordering::Relaxed)
    }
    /// The thread that last attached the state; 0 before any did.
    pub fn owner(&self) -> u64 {
        self.stack_owner.get()
    }
    /// Learns the bounds of the running thread's stack; called when the state is attached.
    #[inline]
    pub fn adopt_stack(&self) {
        // SAFETY: cannot fail.
        let this = unsafe { libc::pthread_self() } as u64;
        if self.stack_owner.replace(this) != this {
            let (top, size) = stack_bounds();
            self.stack_top.set(top);
            self.stack_soft_limit.set(if size == 0 { 0 } else { top - size + (size / 8).clamp(MARGIN, 8 * MARGIN) });
            self.ts.thread_id.set(this);
            // SAFETY: cannot fail.
            self.ts.native_thread_id.set(unsafe { libc::gettid() } as u64);
        }
    }

    /// Drops every object that the state holds.
    fn clear(&self) {
        let ts = &self.ts;
        crate::modules::thread::local::forget_thread(self);
        for field in [&ts.c_profileobj, &ts.c_traceobj, &ts.current_exception, &ts.async_exc, &ts.async_gen_firstiter, &ts.async_gen_finalizer] {
            field.set(None);
        }
        for field in [&ts.context, &ts.threading_local_key, &ts.threading_local_sentinel, &ts.exc_state.exc_value] {
            field.set(None);
        }
        ts.dict.set(None);
        run_delayed();
    }
}

/// Takes a thread state off its interpreter's list.
///
/// # Safety
/// It is on the list, and its interpreter alive.
unsafe fn unlink(thread: *mut Thread) {
    let _lock = LIST.lock();
    // SAFETY: the caller's word; the list is locked.
    unsafe {
        let (prev, next) = ((*thread).ts.prev.get(), (*thread).ts.next.get());
        match prev.as_ref() {
            Some(prev) => prev.next.set(next),
            None => (*thread).interp().threads.set(next.cast()),
        }
        if let Some(next) = next.as_ref() {
            next.prev.set(prev);
        }
    }
}

/// Takes a thread state off its interpreter's list and frees it. It is attached nowhere, and cleared.
fn delete(thread: *mut Thread) {
    // SAFETY: on its interpreter's list, or kept; and nobody's any more.
    unsafe {
        if (*thread).is_gone() {
            KEPT.lock().retain(|kept| kept.0 != thread);
            if bound() == thread {
                set_bound(null_mut());
            }
            return drop(Box::from_raw(thread));
        }
        unlink(thread);
        unbind(&*thread);
        drop(Box::from_raw(thread));
    }
}

/// The running thread does not come back to a state that goes.
fn unbind(thread: &Thread) {
    if std::ptr::eq(bound(), thread) {
        set_bound(null_mut());
    }
}

/// States of interpreters that have ended which other threads may still come back with: they are kept as long as these
/// threads live.
static KEPT: Mutex<Vec<Kept>> = Mutex::new(Vec::new());
struct Kept(*mut Thread);
// SAFETY: used under the lock, and nobody else's.
unsafe impl Send for Kept {}

/// The locks here, as a fork needs them.
pub fn kept_lock() -> &'static dyn AcrossFork {
    &KEPT
}

/// Frees the state, or keeps it, where it is another thread's. It is cleared, and off every list.
///
/// # Safety
/// As [`delete`]; the interpreter is about to go.
unsafe fn free_or_keep(thread: *mut Thread) {
    // SAFETY: the caller's word.
    unsafe {
        let owner = (*thread).stack_owner.get();
        if owner == 0 || owner == libc::pthread_self() as u64 {
            drop(Box::from_raw(thread));
            return;
        }
        (*thread).gone.store(true, Ordering::Relaxed);
        let mut kept = KEPT.lock();
        kept.retain(|Kept(thread)| {
            let id = (**thread).ts.native_thread_id.get();
            let lives = libc::syscall(libc::SYS_tgkill, libc::getpid(), id, 0) == 0;
            if !lives {
                drop(Box::from_raw(*thread));
            }
            lives
        });
        kept.push(Kept(thread));
    }
}

/// Detaches the running thread's state, which is cleared, and frees it. Once the GIL is given up, the interpreter may be
/// gone: the state is off its list before.
fn delete_current(thread: *mut Thread) {
    // SAFETY: attached, so on its interpreter's list, and nobody else's.
    unsafe {
        unlink(thread);
        unbind(&*thread);
        gil::detach();
        drop(Box::from_raw(thread));
    }
}

/// In the child of a fork: takes every thread state but the running thread's off the interpreter's list, and returns them
/// as a list of their own, to be dropped once the child is in order.
pub fn take_others(interp: &PyInterpreterState, own: &Thread) -> *mut Thread {
    let mut others: *mut Thread = null_mut();
    let mut next = interp.threads.get();
    // SAFETY: nobody else is there to use the list.
    while let Some(thread) = unsafe { next.as_ref() } {
        let this = next;
        next = thread.ts.next.get().cast();
        if !std::ptr::eq(this, own) {
            thread.ts.next.set(others.cast());
            others = this;
        }
    }
    own.ts.prev.set(null_mut());
    own.ts.next.set(null_mut());
    interp.threads.set(std::ptr::from_ref(own).cast_mut());
    others
}

/// Drops what thread states hold that [`take_others`] gave, and frees them.
pub fn drop_taken(mut taken: *mut Thread) {
    while !taken.is_null() {
        // SAFETY: off every list, and their threads are not there.
        unsafe {
            let next = (*taken).ts.next.get().cast();
            (*taken).clear();
            drop(Box::from_raw(taken));
            taken = next;
        }
    }
}

/// Clears every thread state of an interpreter that is ending.
pub fn clear_all(interp: *mut PyInterpreterState) {
    // SAFETY: the interpreter is ending: nobody else uses its thread states.
    unsafe {
        let mut next = (*interp).threads.get();
        while let Some(thread) = next.as_ref() {
            thread.clear();
            next = thread.ts.next.get().cast();
        }
        (*interp).free.drain();
    }
}

/// Frees every thread state of an interpreter that is ending; none of them is attached.
pub fn delete_all(interp: *mut PyInterpreterState) {
    // SAFETY: the interpreter is ending: nobody else uses its thread states.
    unsafe {
        while let Some(thread) = (*interp).threads.get().as_ref() {
            let thread = std::ptr::from_ref(thread).cast_mut();
            unlink(thread);
            unbind(&*thread);
            free_or_keep(thread);
        }
    }
}

/// The running thread's stack: its highest address and its size; zeros where the system does not say.
fn stack_bounds() -> (usize, usize) {
    thread_local! {
        // For a process's first thread the system reads a file to answer.
        static KNOWN: Cell<Option<(usize, usize)>> = const { Cell::new(None) };
    }
    if let Ok(Some(known)) = KNOWN.try_with(Cell::get) {
        return known;
    }
    let found = ask_stack_bounds();
    // A thread that is coming to its end asks again.
    let _ = KNOWN.try_with(|known| known.set(Some(found)));
    found
}

fn ask_stack_bounds() -> (usize, usize) {
    // SAFETY: the attribute object is initialised by the first call and destroyed after use.
    unsafe {
        let mut attributes: libc::pthread_attr_t = std::mem::zeroed();
        if libc::pthread_getattr_np(libc::pthread_self(), &mut attributes) != 0 {
            return (0, 0);
        }
        let (mut address, mut size) = (null_mut(), 0);
        let known = libc::pthread_attr_getstack(&attributes, &mut address, &mut size) == 0;
        libc::pthread_attr_destroy(&mut attributes);
        if known { (address as usize + size, size) } else { (0, 0) }
    }
}

/// The attached thread state, borrowed; a fatal error where there is none.
#[capi]
pub fn PyThreadState_Get() -> *mut PyThreadState {
    (&raw const thread().ts).cast_mut()
}

/// The attached thread state, borrowed, or NULL.
#[capi]
pub fn PyThreadState_GetUnchecked() -> *mut PyThreadState {
    current().cast()
}

/// The attached thread state, borrowed, or NULL: what 3.12 and older called the function above.
#[capi(private)]
pub fn _PyThreadState_GetCurrent() -> *mut PyThreadState {
    current().cast()
}

/// A new thread state of the interpreter, attached nowhere; NULL, without an exception, for no interpreter.
#[capi]
pub fn PyThreadState_New(interp: *mut PyInterpreterState) -> *mut PyThreadState {
    if interp.is_null() { null_mut() } else { create(interp).cast() }
}

/// Drops the objects that the thread state holds. Its interpreter's GIL is held.
#[capi]
pub fn PyThreadState_Clear(tstate: *mut PyThreadState) {
    if tstate.is_null() {
        no_thread_state("PyThreadState_Clear");
    }
    // SAFETY: C's word.
    unsafe { (*tstate.cast::<Thread>()).clear() };
}

/// Frees a thread state that is cleared and not attached.
#[capi]
pub fn PyThreadState_Delete(tstate: *mut PyThreadState) {
    if tstate.is_null() {
        no_thread_state("PyThreadState_Delete");
    }
    if tstate.cast() == current() {
        fatal("PyThreadState_Delete", &format!("tstate {tstate:p} is still current"));
    }
    // SAFETY: C's word.
    if unsafe { &*tstate }.holds_gil.get() != 0 {
        fatal("PyThreadState_Delete", &format!("tstate {tstate:p} is still current in another thread"));
    }
    delete(tstate.cast());
}

/// Detaches the attached thread state, which is cleared, and frees it.
#[capi]
pub fn PyThreadState_DeleteCurrent() {
    let thread = current();
    if thread.is_null() {
        no_thread_state("_PyThreadState_DeleteCurrent");
    }
    delete_current(thread);
}

/// Attaches another thread state, or none (NULL), and returns the one that was, or NULL.
#[capi]
pub fn PyThreadState_Swap(tstate: *mut PyThreadState) -> *mut PyThreadState {
    if tstate.cast() == current() {
        return tstate;
    }
    let old = gil::detach();
    if !tstate.is_null() {
        gil::attach(tstate.cast());
    }
    old.cast()
}

/// The next thread state of the same interpreter, or NULL.
#[capi]
pub fn PyThreadState_Next(tstate: *mut PyThreadState) -> *mut PyThreadState {
    // SAFETY: C's word: alive, or NULL.
    unsafe { tstate.as_ref() }.map_or(null_mut(), |thread| thread.next.get())
}

/// The thread state's interpreter.
#[capi]
pub fn PyThreadState_GetInterpreter(tstate: *mut PyThreadState) -> *mut PyInterpreterState {
    // SAFETY: C's word: alive, or NULL.
    unsafe { tstate.as_ref() }.map_or(null_mut(), |thread| thread.interp.get())
}

/// The thread state's number, which no other of the interpreter has had.
#[capi]
pub fn PyThreadState_GetID(tstate: *mut PyThreadState) -> u64 {
    // SAFETY: C's word: alive, or NULL.
    unsafe { tstate.as_ref() }.map_or(0, |thread| thread.id.get())
}

/// A dict for extensions to keep per-thread data in, borrowed; NULL, without an exception, where no thread state is attached.
#[capi]
pub fn PyThreadState_GetDict() -> *mut PyObject {
    let Some(thread) = try_thread() else { return null_mut() };
    if thread.dict.is_null() {
        match crate::types::dict::new() {
            Ok(dict) => thread.dict.set(Some(dict)),
            Err(raised) => raised.clear(),
        }
    }
    thread.dict.as_ptr().cast()
}

/// Has an exception (a class or an instance; NULL for none) raised in the thread of that number, where it next runs bytecode:
/// how many of the interpreter's thread states that are, 0 or 1.
#[capi]
pub fn PyThreadState_SetAsyncExc(id: u64, exc: Option<&PyObject>) -> c_int {
    let old = {
        let _lock = LIST.lock();
        let mut next: *mut PyThreadState = thread().interp().threads.get().cast();
        loop {
            // SAFETY: what is on the list is alive, and stays as long as the lock is held.
            let Some(state) = (unsafe { next.as_ref() }) else { return 0 };
            if state.thread_id.get() == id {
                let old = state.async_exc.replace(exc.map(PyObject::new_ref));
                state.eval_breaker.fetch_or(ASYNC_EXCEPTION, Ordering::Relaxed);
                break old;
            }
            next = state.next.get();
        }
    };
    // Its end may run code, which the lock would be in the way of.
    drop(old);
    1
}

/// The bit of `eval_breaker` that says that `async_exc` is set.
const ASYNC_EXCEPTION: usize = 1 << 3;

/// Suspends tracing and profiling in the thread, as often as it is called.
#[capi]
pub fn PyThreadState_EnterTracing(tstate: *mut PyThreadState) {
    // SAFETY: C's word: alive, or NULL.
    if let Some(thread) = unsafe { tstate.as_ref() } {
        thread.tracing.set(thread.tracing.get() + 1);
    }
}

/// Takes one `PyThreadState_EnterTracing` back.
#[capi]
pub fn PyThreadState_LeaveTracing(tstate: *mut PyThreadState) {
    // SAFETY: C's word: alive, or NULL.
    if let Some(thread) = unsafe { tstate.as_ref() } {
        thread.tracing.set(thread.tracing.get() - 1);
    }
}

/// A new thread state of the interpreter, attached nowhere: `PyThreadState_New` by an old name.
#[capi(private)]
pub fn _PyThreadState_Prealloc(interp: *mut PyInterpreterState) -> *mut PyThreadState {
    PyThreadState_New(interp)
}

/// Ends the process: it was never for others to call.
#[capi(private)]
pub fn _PyThreadState_Init(_tstate: *mut PyThreadState) {
    fatal("_PyThreadState_Init", "_PyThreadState_Init() is for internal use only");
}
