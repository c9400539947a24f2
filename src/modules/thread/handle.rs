//! `_thread._ThreadHandle`: a thread to be waited for.
//!
//! Invariant: what a thread and its handles share is an [`Os`], which the thread marks as done when it touches nothing
//! of the interpreter any more. The system's thread is joined or detached once.

use super::timeout;
use crate::boundary::{method, slot};
use crate::layout::*;
use crate::object::{Owned, Typed, types};
use crate::raise;
use crate::runtime::errors::Result;
use crate::runtime::pythread::{self, PyThread_get_thread_ident_ex as this_thread};
use crate::runtime::sync::{self, ANYBODY, Mutex, Woken};
use crate::runtime::{gil, interp, pending};
use crate::types::{bool, long, singletons, unicode};
use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

/// How far a thread is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    New,
    Starting,
    Running,
    Done,
}

/// What a thread and its handles share.
pub struct Os {
    pub ident: AtomicU64,
    /// 1 once the thread is done with Python.
    done: AtomicU32,
    stage: Mutex<(Stage, Option<usize>)>,
}

impl Os {
    fn new() -> Self {
        Os { ident: AtomicU64::new(0), done: AtomicU32::new(0), stage: Mutex::new((Stage::New, None)) }
    }
    pub fn stage(&self) -> Stage {
        self.stage.lock().0
    }
    /// Goes from one stage to the next: false where it was at another.
    pub fn advance(&self, from: Stage, to: Stage) -> bool {
        let mut stage = self.stage.lock();
        let right = stage.0 == from;
        if right {
            stage.0 = to;
        }
        right
    }
    /// The thread runs; `handle` is the system's, to be joined or detached.
    pub fn runs(&self, ident: u64, handle: Option<usize>) {
        self.ident.store(ident, Ordering::Relaxed);
        *self.stage.lock() = (Stage::Running, handle);
    }
    pub fn is_done(&self) -> bool {
        self.done.load(Ordering::Acquire) != 0
    }
    /// Tells everybody who waits that the thread is done.
    pub fn tell_done(&self) {
        self.done.store(1, Ordering::Release);
        sync::wake(&self.done, i32::MAX, ANYBODY);
    }
    /// The system's thread, for one caller to join or detach.
    fn take(&self) -> Option<usize> {
        let mut stage = self.stage.lock();
        stage.0 = Stage::Done;
        stage.1.take()
    }
    /// In the child of a fork: the thread is not there.
    pub fn lost(&self) {
        let mut stage = self.stage.lock();
        stage.1 = None;
        if stage.0 != Stage::New {
            stage.0 = Stage::Done;
        }
        self.done.store(1, Ordering::Relaxed);
    }
}
impl Drop for Os {
    fn drop(&mut self) {
        if let Some(handle) = self.take() {
            pythread::PyThread_detach_thread(handle);
        }
    }
}

/// A `_ThreadHandle`.
#[repr(C)]
pub struct Handle {
    ob_base: PyObject,
    /// From `Arc::into_raw`.
    os: Cell<*const Os>,
}
// SAFETY: it begins with a PyObject.
unsafe impl IsObject for Handle {}
// SAFETY: the type has no subclasses.
unsafe impl Typed for Handle {
    fn type_object() -> &'static PyTypeObject {
        &HANDLE
    }
}

/// `_thread._ThreadHandle`.
pub static HANDLE: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"_thread._ThreadHandle".as_ptr()),
    tp_basicsize: Cell::new(size_of::<Handle>() as isize),
    tp_flags: Cell::new(flags::DEFAULT),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_repr: Cell::new(Some(slot::unary(repr))),
    tp_methods: Cell::new(METHODS.as_ptr()),
    tp_getset: Cell::new(GETSETS.as_ptr()),
    tp_new: Cell::new(Some(slot::new(|_: &PyTypeObject, _: &PyTupleObject, _: Option<&PyDictObject>| Ok(new()?.upcast())))),
    ..PyTypeObject::STATIC
};
static METHODS: [PyMethodDef; 4] = [
    method::fastcall(c"join", join, c"Waits for the thread to end, at most so many seconds."),
    method::noargs(c"_set_done", set_done, c"_set_done($self, /)\n--\n\nMarks the thread as ended."),
    method::noargs(c"is_done", |this: &Handle| bool::from_bool(this.os().is_done()), c"is_done($self, /)\n--\n\nWhether the thread has ended."),
    PyMethodDef::END,
];
static GETSETS: [PyGetSetDef; 2] =
    [method::getset(c"ident", |this: &Handle| long::from_u64(this.os().ident.load(Ordering::Relaxed)), c""), PyGetSetDef::END];

/// A new handle of no thread.
pub fn new() -> Result<Owned<Handle>> {
    let object = types::alloc(&HANDLE, 0)?;
    // SAFETY: a fresh handle.
    let handle = unsafe { object.cast::<Handle>() };
    let os = Arc::new(Os::new());
    interp().threads_module.remember(&os);
    handle.os.set(Arc::into_raw(os));
    Ok(handle)
}

impl Handle {
    fn os(&self) -> &Os {
        // SAFETY: set when it was made, and kept until it is destroyed.
        unsafe { &*self.os.get() }
    }
    /// What the thread keeps of it.
    pub fn share(&self) -> Arc<Os> {
        // SAFETY: from Arc::into_raw.
        unsafe {
            Arc::increment_strong_count(self.os.get());
            Arc::from_raw(self.os.get())
        }
    }
}

fn dealloc(this: *mut Handle) {
    // SAFETY: dead; its share of the thread is given up, once.
    unsafe {
        let os = (*this).os.get();
        if !os.is_null() {
            drop(Arc::from_raw(os));
        }
        types::free(this.cast());
    }
}

fn repr(this: &Handle) -> Result<Owned> {
    let (name, ident) = (this.ob_base.ty().name(), this.os().ident.load(Ordering::Relaxed));
    Ok(unicode::from_display(format_args!("<{name} object: ident={ident}>"))?.upcast())
}

fn check_started(os: &Os) -> Result<()> {
    match os.stage() {
        Stage::New | Stage::Starting => Err(raise!(RuntimeError, "thread not started")),
        _ => Ok(()),
    }
}

fn join(this: &Handle, args: &[&PyObject]) -> Result<Owned> {
    if args.len() > 1 {
        return Err(raise!(TypeError, "join() takes at most 1 argument ({} given)", args.len()));
    }
    let limit = match args {
        [seconds, ..] if !seconds.is_none() => timeout::of_join(seconds)?,
        _ => None,
    };
    wait(&this.share(), limit)?;
    Ok(singletons::none())
}

/// Waits for a thread to end, at most so many nanoseconds.
pub fn wait(os: &Os, limit: Option<u64>) -> Result<()> {
    check_started(os)?;
    if os.ident.load(Ordering::Relaxed) == this_thread() && !os.is_done() {
        return Err(raise!(RuntimeError, "Cannot join current thread"));
    }
    let until = limit.map(|nanoseconds| sync::after(Duration::from_nanos(nanoseconds)));
    while !os.is_done() {
        match gil::allow_threads(|| sync::wait(&os.done, 0, until.as_ref(), ANYBODY)) {
            Woken::Perhaps => {}
            Woken::TimedOut if os.is_done() => {}
            Woken::TimedOut => return Ok(()),
            Woken::Interrupted => pending::Py_MakePendingCalls()?,
        }
    }
    match os.take() {
        Some(handle) if gil::allow_threads(|| pythread::PyThread_join_thread(handle)) != 0 => Err(raise!(RuntimeError, "Failed joining thread")),
        _ => Ok(()),
    }
}

fn set_done(this: &Handle) -> Result<Owned> {
    let os = this.os();
    check_started(os)?;
    if let Some(handle) = os.take()
        && pythread::PyThread_detach_thread(handle) != 0
    {
        return Err(raise!(RuntimeError, "failed detaching handle"));
    }
    os.tell_done();
    Ok(singletons::none())
}

/// `_make_thread_handle(ident)`: a handle of a thread that somebody else started.
pub fn of_ident(_: &PyObject, ident: &PyObject) -> Result<Owned> {
    if ident.downcast::<PyLongObject>().is_none() {
        return Err(raise!(TypeError, "ident must be an integer"));
    }
    let ident = long::convert::PyLong_AsUnsignedLongLong(Some(ident))?;
    let handle = new()?;
    handle.os().runs(ident, None);
    Ok(handle.upcast())
}

/// An argument that has to be a handle.
pub fn of_argument(argument: &PyObject) -> Result<Owned<Handle>> {
    match argument.downcast::<Handle>() {
        Some(handle) => Ok(Owned::from_ref(handle)),
        None => Err(raise!(TypeError, "'handle' must be a _ThreadHandle")),
    }
}
