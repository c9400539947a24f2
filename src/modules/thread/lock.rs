//! `_thread.lock` and `_thread.RLock`.

use super::timeout;
use crate::args::{Signature, check_positional};
use crate::boundary::method::{self, Args};
use crate::boundary::slot;
use crate::layout::*;
use crate::object::gc;
use crate::object::{Owned, Typed, types};
use crate::raise;
use crate::runtime::errors::{Raised, Result};
use crate::runtime::mutex::{How, Locked, PyMutex};
use crate::runtime::pythread::PyThread_get_thread_ident_ex as this_thread;
use crate::runtime::sync;
use crate::types::bool::from_bool;
use crate::types::{long, singletons, tuple, unicode, weakref};
use std::cell::Cell;
use std::time::Duration;

/// A lock that any thread may give back.
#[repr(C)]
pub struct Lock {
    ob_base: PyObject,
    mutex: PyMutex,
}
/// A lock that its owner may take again.
#[repr(C)]
pub struct RLock {
    ob_base: PyObject,
    mutex: PyMutex,
    /// Who has it; 0 for nobody.
    owner: Cell<u64>,
    /// How often the owner has taken it.
    count: Cell<usize>,
}
// SAFETY: both begin with a PyObject.
unsafe impl IsObject for Lock {}
// SAFETY: as above.
unsafe impl IsObject for RLock {}
// SAFETY: no other type's instances pass for it; `lock` has no subclasses.
unsafe impl Typed for Lock {
    fn type_object() -> &'static PyTypeObject {
        &LOCK
    }
}

/// `_thread.lock`.
pub static LOCK: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"_thread.lock".as_ptr()),
    tp_doc: Cell::new(c"lock()\n--\n\nA lock: taken by one thread at a time, given back by any.".as_ptr()),
    tp_basicsize: Cell::new(size_of::<Lock>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::MANAGED_WEAKREF),
    tp_dealloc: Cell::new(Some(slot::dealloc(|this: *mut Lock| dealloc(this.cast())))),
    tp_traverse: Cell::new(Some(slot::traverse(|_: &Lock, _| Ok(())))),
    tp_repr: Cell::new(Some(slot::unary(lock_repr))),
    tp_methods: Cell::new(LOCK_METHODS.as_ptr()),
    tp_new: Cell::new(Some(slot::new(lock_new))),
    ..PyTypeObject::STATIC
};
/// `_thread.RLock`.
pub static RLOCK: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"_thread.RLock".as_ptr()),
    tp_basicsize: Cell::new(size_of::<RLock>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::MANAGED_WEAKREF | flags::BASETYPE),
    tp_dealloc: Cell::new(Some(slot::dealloc(|this: *mut RLock| dealloc(this.cast())))),
    tp_traverse: Cell::new(Some(slot::traverse(|_: &RLock, _| Ok(())))),
    tp_repr: Cell::new(Some(slot::unary(rlock_repr))),
    tp_methods: Cell::new(RLOCK_METHODS.as_ptr()),
    tp_new: Cell::new(Some(slot::new(|ty: &PyTypeObject, _: &PyTupleObject, _: Option<&PyDictObject>| types::alloc(ty, 0)))),
    ..PyTypeObject::STATIC
};

static LOCK_METHODS: [PyMethodDef; 10] = [
    method::keywords(c"acquire_lock", acquire, c"acquire_lock($self, /, blocking=True, timeout=-1)\n--\n\nThe same as acquire()."),
    method::keywords(c"acquire", acquire, c"acquire($self, /, blocking=True, timeout=-1)\n--\n\nTakes the lock; says whether it could."),
    method::noargs(c"release_lock", release, c"release_lock($self, /)\n--\n\nThe same as release()."),
    method::noargs(c"release", release, c"release($self, /)\n--\n\nGives the lock back."),
    method::noargs(c"locked_lock", locked, c"locked_lock($self, /)\n--\n\nThe same as locked()."),
    method::noargs(c"locked", locked, c"locked($self, /)\n--\n\nWhether the lock is taken."),
    method::noargs(c"__enter__", enter, c"__enter__($self, /)\n--\n\nTakes the lock."),
    method::fastcall(c"__exit__", |this: &Lock, _: &[&PyObject]| release(this), c"__exit__($self, /, *exc_info)\n--\n\nGives the lock back."),
    method::noargs(c"_at_fork_reinit", reinit, c"_at_fork_reinit($self, /)\n--\n\nMakes the lock as new, in the child of a fork."),
    PyMethodDef::END,
];
static RLOCK_METHODS: [PyMethodDef; 11] = [
    method::keywords(c"acquire", racquire, c"acquire($self, /, blocking=True, timeout=-1)\n--\n\nTakes the lock, once more where it is one's own."),
    method::noargs(c"release", rrelease, c"release($self, /)\n--\n\nGives the lock back, as often as it was taken."),
    method::noargs(c"locked", |this: &RLock| from_bool(this.mutex.is_locked()), c"locked($self, /)\n--\n\nWhether the lock is taken."),
    method::noargs(c"_is_owned", |this: &RLock| from_bool(this.is_own()), c"_is_owned($self, /)\n--\n\nWhether the running thread has it."),
    method::o(c"_acquire_restore", acquire_restore, c"_acquire_restore($self, state, /)\n--\n\nTakes the lock as often as it was."),
    method::noargs(
        c"_release_save",
        release_save,
        c"_release_save($self, /)\n--\n\nGives the lock back for good; how often it was taken, and by whom.",
    ),
    method::noargs(
        c"_recursion_count",
        |this: &RLock| long::from_usize(if this.is_own() { this.count.get() } else { 0 }),
        c"_recursion_count($self, /)\n--\n\nHow often the running thread has taken it.",
    ),
    method::noargs(c"__enter__", |this: &RLock| this.lock(None), c"__enter__($self, /)\n--\n\nTakes the lock."),
    method::fastcall(c"__exit__", |this: &RLock, _: &[&PyObject]| rrelease(this), c"__exit__($self, /, *exc_info)\n--\n\nGives the lock back."),
    method::noargs(c"_at_fork_reinit", rreinit, c"_at_fork_reinit($self, /)\n--\n\nMakes the lock as new, in the child of a fork."),
    PyMethodDef::END,
];

fn dealloc(this: *mut PyObject) {
    // SAFETY: dead; whole until it is freed.
    unsafe {
        gc::untrack(this);
        weakref::clear_all(&*this);
        types::free(this);
    }
}

/// A new lock, free.
pub fn new() -> Result<Owned> {
    types::alloc(&LOCK, 0)
}

fn lock_new(ty: &PyTypeObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    if kwargs.is_some_and(|kwargs| !kwargs.is_empty()) {
        return Err(raise!(TypeError, "lock() takes no keyword arguments"));
    }
    check_positional("lock", args.len(), 0, 0)?;
    types::alloc(ty, 0)
}

/// What `acquire` is asked for: `None` for as long as it takes, or so many nanoseconds.
fn wish(args: Args<'_>) -> Result<Option<u64>> {
    static SIGNATURE: Signature<2> = Signature { function: "acquire", names: ["blocking", "timeout"], positional: 2, required: 0 };
    let [blocking, limit] = SIGNATURE.bind(args)?;
    let blocking = blocking.map_or(Ok(true), |blocking| blocking.is_true())?;
    let limit = limit.map_or(Ok(None), timeout::of_lock)?;
    match (blocking, limit) {
        (false, Some(_)) => Err(raise!(ValueError, "can't specify a timeout for a non-blocking call")),
        (false, None) => Ok(Some(0)),
        (true, limit) => Ok(limit),
    }
}

/// Takes a mutex: whether it could within so many nanoseconds. What a signal's handler raises meanwhile is raised.
fn lock(mutex: &PyMutex, limit: Option<u64>) -> Result<bool> {
    if mutex.try_lock() {
        return Ok(true);
    }
    if limit == Some(0) {
        return Ok(false);
    }
    let until = limit.map(|nanoseconds| sync::after(Duration::from_nanos(nanoseconds)));
    match mutex.lock(until.as_ref(), How { detach: true, signals: true }) {
        Locked::Yes => Ok(true),
        Locked::TimedOut => Ok(false),
        Locked::Interrupted => Err(Raised::already()),
    }
}

fn acquire(this: &Lock, args: Args<'_>) -> Result<Owned> {
    lock(&this.mutex, wish(args)?).map(from_bool)
}
fn enter(this: &Lock) -> Result<Owned> {
    lock(&this.mutex, None).map(from_bool)
}
fn release(this: &Lock) -> Result<Owned> {
    if !this.mutex.unlock() {
        return Err(raise!(RuntimeError, "release unlocked lock"));
    }
    Ok(singletons::none())
}
fn locked(this: &Lock) -> Owned {
    from_bool(this.mutex.is_locked())
}
fn reinit(this: &Lock) -> Owned {
    this.mutex.remake();
    singletons::none()
}
fn state(mutex: &PyMutex) -> &'static str {
    if mutex.is_locked() { "locked" } else { "unlocked" }
}
fn lock_repr(this: &Lock) -> Result<Owned> {
    Ok(unicode::from_display(format_args!("<{} {} object at {this:p}>", state(&this.mutex), this.ob_base.ty().name()))?.upcast())
}

impl RLock {
    fn is_own(&self) -> bool {
        self.owner.get() == this_thread() && self.count.get() > 0
    }
    fn lock(&self, limit: Option<u64>) -> Result<Owned> {
        if self.is_own() {
            self.count.set(self.count.get() + 1);
            return Ok(from_bool(true));
        }
        let taken = lock(&self.mutex, limit)?;
        if taken {
            self.owner.set(this_thread());
            self.count.set(1);
        }
        Ok(from_bool(taken))
    }
    fn check_own(&self) -> Result<()> {
        if self.is_own() { Ok(()) } else { Err(raise!(RuntimeError, "cannot release un-acquired lock")) }
    }
    fn give_back(&self) {
        self.count.set(0);
        self.owner.set(0);
        self.mutex.unlock();
    }
}

fn racquire(this: &RLock, args: Args<'_>) -> Result<Owned> {
    this.lock(wish(args)?)
}
fn rrelease(this: &RLock) -> Result<Owned> {
    this.check_own()?;
    match this.count.get() {
        1 => this.give_back(),
        count => this.count.set(count - 1),
    }
    Ok(singletons::none())
}
fn release_save(this: &RLock) -> Result<Owned> {
    this.check_own()?;
    let (count, owner) = (this.count.get(), this.owner.get());
    this.give_back();
    Ok(tuple::from_owned([long::from_usize(count)?, long::from_u64(owner)?])?.upcast())
}
fn acquire_restore(this: &RLock, state: &PyObject) -> Result<Owned> {
    let Some(state) = state.downcast::<PyTupleObject>() else {
        return Err(raise!(TypeError, "_acquire_restore() argument 1 must be 2-item tuple, not {}", state.ty().short_name()));
    };
    let &[count, owner] = state.as_slice() else {
        return Err(raise!(TypeError, "_acquire_restore() argument 1 must be tuple of length 2, not {}", state.len()));
    };
    let count = long::convert::as_ssize(count)?;
    let owner = long::convert::PyLong_AsUnsignedLongLongMask(Some(owner))?;
    lock(&this.mutex, None)?;
    this.count.set(usize::try_from(count).unwrap_or(0));
    this.owner.set(owner);
    Ok(singletons::none())
}
fn rreinit(this: &RLock) -> Owned {
    this.count.set(0);
    this.owner.set(0);
    this.mutex.remake();
    singletons::none()
}
fn rlock_repr(this: &RLock) -> Result<Owned> {
    let (owner, count, name) = (this.owner.get(), this.count.get(), this.ob_base.ty().name());
    let text = format_args!("<{} {name} object owner={owner} count={count} at {this:p}>", state(&this.mutex));
    Ok(unicode::from_display(text)?.upcast())
}
