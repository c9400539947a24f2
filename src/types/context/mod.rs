//! context.h: `Context`, a mapping from context variables to their values. `variable` has `ContextVar` and `Token`, `iterators` what goes
//! through a context, `watch` those that hear when a thread goes from one context to another.
//!
//! The values stand in a dict. Copies share it, and so does an iterator: whoever writes to a shared one takes a copy for itself first.
//!
//! Invariant: a dict that somebody else holds is not written to.

pub mod iterators;
pub mod variable;
pub mod watch;

use crate::args::check_positional;
use crate::boundary::method::{self, Args};
use crate::boundary::slot::{self, CompareOp};
use crate::layout::*;
use crate::object::{Owned, Typed, gc, types};
use crate::raise;
use crate::runtime::errors::{self, Result};
use crate::runtime::thread;
use crate::types::bool::from_bool;
use crate::types::dict;
use crate::types::singletons::{none, not_implemented};
use exuvia_macros::capi;
use std::cell::Cell;
use std::ffi::c_int;
use std::ptr::null_mut;
use variable::VariableObject;

/// A context; no header shows it.
#[repr(C)]
pub struct ContextObject {
    ob_base: PyObject,
    /// The context that was the thread's when this one was entered.
    previous: Field<ContextObject>,
    /// Never NULL once the context is made.
    values: Field<PyDictObject>,
    weaklist: Cell<*mut PyObject>,
    entered: Cell<bool>,
}
object_structs! { ContextObject: ob_base -> PyObject }
const _: () = assert!(size_of::<ContextObject>() == 48);

// SAFETY: the type has no subclasses.
unsafe impl Typed for ContextObject {
    fn type_object() -> &'static PyTypeObject {
        &PyContext_Type
    }
}

/// `contextvars.Context`.
#[capi]
pub static PyContext_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"_contextvars.Context".as_ptr()),
    tp_basicsize: Cell::new(size_of::<ContextObject>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC),
    tp_weaklistoffset: Cell::new(std::mem::offset_of!(ContextObject, weaklist) as isize),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_traverse: Cell::new(Some(slot::traverse(|this: &ContextObject, visitor: &gc::Visitor| {
        visitor.field(&this.previous)?;
        visitor.field(&this.values)
    }))),
    tp_clear: Cell::new(Some(slot::clear(|this: &ContextObject| {
        this.previous.set(None);
        this.values.set(None);
    }))),
    tp_hash: Cell::new(Some(slot::HASH_NOT_IMPLEMENTED)),
    tp_richcompare: Cell::new(Some(slot::compare(compare))),
    tp_iter: Cell::new(Some(slot::unary(|this: &ContextObject| iterators::new(&iterators::KEYS, this)))),
    tp_as_mapping: Cell::new(&MAPPING),
    tp_as_sequence: Cell::new(&SEQUENCE),
    tp_methods: Cell::new(METHODS.as_ptr()),
    tp_new: Cell::new(Some(slot::new(new_context))),
    ..PyTypeObject::STATIC
};

static MAPPING: PyMappingMethods = PyMappingMethods {
    mp_length: Cell::new(Some(slot::length(|this: &ContextObject| this.values.get().map_or(0, |values| values.len() as isize)))),
    mp_subscript: Cell::new(Some(slot::subscript(subscript))),
    ..PyMappingMethods::EMPTY
};

static SEQUENCE: PySequenceMethods = PySequenceMethods {
    sq_contains: Cell::new(Some(slot::contains(|this: &ContextObject, key: &PyObject| Ok(find(this, key)?.is_some())))),
    ..PySequenceMethods::EMPTY
};

static METHODS: [PyMethodDef; 7] = [
    method::keywords(c"run", run, c"Calls a callable in the context."),
    method::noargs(c"copy", |this: &ContextObject| copy(this), c"copy($self, /)\n--\n\nAnother context with the same values."),
    method::fastcall(c"get", get, c"get($self, key, default=None, /)\n--\n\nThe variable's value here, or the default."),
    method::noargs(c"keys", |this: &ContextObject| iterators::new(&iterators::KEYS, this), c"keys($self, /)\n--\n\nThe variables."),
    method::noargs(c"values", |this: &ContextObject| iterators::new(&iterators::VALUES, this), c"values($self, /)\n--\n\nTheir values."),
    method::noargs(c"items", |this: &ContextObject| iterators::new(&iterators::ITEMS, this), c"items($self, /)\n--\n\nPairs of both."),
    PyMethodDef::END,
];

// ---- making and reading -------------------------------------------------------------------------------------------

fn with_values(values: Owned<PyDictObject>) -> Result<Owned<ContextObject>> {
    let object = gc::alloc_uninit(&PyContext_Type, size_of::<ContextObject>())?;
    // SAFETY: fresh memory for a context; tracked once it is whole.
    unsafe {
        let context = object.cast::<ContextObject>();
        (&raw mut (*context).previous).write(Field::NULL);
        (&raw mut (*context).values).write(Field::new(Some(values)));
        (&raw mut (*context).weaklist).write(Cell::new(null_mut()));
        (&raw mut (*context).entered).write(Cell::new(false));
        gc::track(object);
        Ok(Owned::from_nonnull(context))
    }
}

fn new_context(_: &PyTypeObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    if !args.is_empty() || kwargs.is_some_and(|kwargs| !kwargs.is_empty()) {
        return Err(raise!(TypeError, "Context() does not accept any arguments"));
    }
    Ok(with_values(dict::new()?)?.upcast())
}

fn dealloc(this: *mut ContextObject) {
    // SAFETY: dead; whole until it is freed.
    unsafe {
        gc::untrack(this.cast());
        if !(*this).weaklist.get().is_null() {
            crate::types::weakref::clear_all(&*this);
        }
        (*this).previous.set(None);
        (*this).values.set(None);
        types::free(this.cast());
    }
}

fn copy(this: &ContextObject) -> Result<Owned> {
    Ok(with_values(this.shared()?)?.upcast())
}

impl ContextObject {
    /// The values, to be read.
    fn shared(&self) -> Result<Owned<PyDictObject>> {
        match self.values.get() {
            Some(values) => Ok(values),
            None => dict::new(),
        }
    }
    /// The values, to be written: nobody else has them.
    fn own(&self) -> Result<Owned<PyDictObject>> {
        let values = self.shared()?;
        // One reference is the context's, one is this function's.
        if values.refcount() <= 2 && self.values.get().is_some() {
            return Ok(values);
        }
        let copy = values.copy()?;
        self.values.set(Some(copy.clone()));
        Ok(copy)
    }
}

/// The thread's context, made where it has none yet.
pub fn current() -> Result<Owned<ContextObject>> {
    let field = &thread().context;
    if let Some(context) = field.get() {
        return context.downcast::<ContextObject>().map_err(|_| raise!(SystemError, "the thread's context is none"));
    }
    let made = with_values(dict::new()?)?;
    field.set(Some(made.clone().upcast()));
    Ok(made)
}

fn variable(key: &PyObject) -> Result<&VariableObject> {
    match key.downcast::<VariableObject>() {
        Some(variable) => Ok(variable),
        None => Err(raise!(TypeError, "a ContextVar key was expected, got {}", &*key.repr()?)),
    }
}

fn find(this: &ContextObject, key: &PyObject) -> Result<Option<Owned>> {
    variable(key)?;
    this.shared()?.get(key)
}

fn subscript(this: &ContextObject, key: &PyObject) -> Result<Owned> {
    find(this, key)?.ok_or_else(|| errors::key_error(key))
}

fn get(this: &ContextObject, args: &[&PyObject]) -> Result<Owned> {
    check_positional("get", args.len(), 1, 2)?;
    let &[key, ..] = args else { return Ok(none()) };
    Ok(find(this, key)?.unwrap_or_else(|| args.get(1).map_or_else(none, |default| default.new_ref())))
}

fn compare(this: &ContextObject, other: &PyObject, op: CompareOp) -> Result<Owned> {
    let (Some(other), CompareOp::Eq | CompareOp::Ne) = (other.downcast::<ContextObject>(), op) else {
        return Ok(not_implemented());
    };
    let same = this.shared()?.as_object().equals(&*other.shared()?)?;
    Ok(from_bool(same == (op == CompareOp::Eq)))
}

// ---- entering and leaving -----------------------------------------------------------------------------------------

fn enter(this: &ContextObject) -> Result<()> {
    if this.entered.get() {
        return Err(raise!(RuntimeError, "cannot enter context: {} is already entered", &*this.as_object().repr()?));
    }
    let field = &thread().context;
    this.previous.set(field.get().and_then(|context| context.downcast::<ContextObject>().ok()));
    this.entered.set(true);
    field.set(Some(this.as_object().new_ref()));
    watch::switched();
    Ok(())
}

fn leave(this: &ContextObject) -> Result<()> {
    if !this.entered.get() {
        return Err(raise!(RuntimeError, "cannot exit context: {} has not been entered", &*this.as_object().repr()?));
    }
    let field = &thread().context;
    if !field.get().is_some_and(|context| context.is(this)) {
        return Err(raise!(RuntimeError, "cannot exit context: thread state references a different context object"));
    }
    let previous = this.previous.get();
    this.previous.set(None);
    this.entered.set(false);
    field.set(previous.map(Owned::upcast));
    watch::switched();
    Ok(())
}

fn run(this: &ContextObject, args: Args<'_>) -> Result<Owned> {
    let Some((callable, positional)) = args.positional.split_first() else {
        return Err(raise!(TypeError, "run() missing 1 required positional argument"));
    };
    enter(this)?;
    let result = callable.call_args(Args { positional, ..args });
    let pending = errors::take();
    let left = leave(this);
    match left {
        Ok(()) => errors::restore(pending),
        Err(raised) => return Err(raised),
    }
    result
}

// ---- context.h ----------------------------------------------------------------------------------------------------

fn expect(object: &PyObject) -> Result<&ContextObject> {
    object.downcast().ok_or_else(|| raise!(TypeError, "an instance of Context was expected"))
}

/// A new context without values.
#[capi]
pub fn PyContext_New() -> Result<Owned> {
    Ok(with_values(dict::new()?)?.upcast())
}

/// A new context with the values of another.
#[capi]
pub fn PyContext_Copy(context: &PyObject) -> Result<Owned> {
    copy(expect(context)?)
}

/// A new context with the values of the thread's.
#[capi]
pub fn PyContext_CopyCurrent() -> Result<Owned> {
    copy(&*current()?)
}

/// Makes a context the thread's: 0, or -1 with `RuntimeError` where some thread is in it.
#[capi]
pub fn PyContext_Enter(context: &PyObject) -> Result<()> {
    enter(expect(context)?)
}

/// Goes back to the context that the thread had before it entered this one: 0, or -1 with `RuntimeError` where it is not the thread's.
#[capi]
pub fn PyContext_Exit(context: &PyObject) -> Result<()> {
    leave(expect(context)?)
}

/// Has a function called whenever a thread goes to another context: its number, or -1 with `RuntimeError` where there are too many.
#[capi]
pub fn PyContext_AddWatcher(callback: Option<watch::Callback>) -> Result<c_int> {
    watch::add(callback)
}

/// Forgets such a function: 0, or -1 with `ValueError`.
#[capi]
pub fn PyContext_ClearWatcher(watcher_id: c_int) -> Result<()> {
    watch::clear(watcher_id)
}
