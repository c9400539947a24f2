//! `set` and `frozenset`.
//!
//! `core` is the hash table and what the rest of the library calls, `operations` the algebra, `methods` what Python sees, `capi` the C API.

mod capi;
mod core;
mod iterator;
mod methods;
mod operations;

pub use iterator::PySetIter_Type;

use crate::boundary::slot;
use crate::layout::*;
use crate::object::{Owned, gc, types};
use crate::runtime::errors::Result;
use crate::runtime::memory::{self, Domain};
use exuvia_macros::capi;
use std::cell::Cell;
use std::mem::offset_of;

/// What `set` and `frozenset` have in common.
const BASE: PyTypeObject = PyTypeObject {
    tp_basicsize: Cell::new(size_of::<PySetObject>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::BASETYPE | flags::MATCH_SELF),
    tp_weaklistoffset: Cell::new(offset_of!(PySetObject, weakreflist) as isize),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_traverse: Cell::new(Some(slot::traverse(traverse))),
    tp_clear: Cell::new(Some(slot::clear(PySetObject::clear))),
    tp_repr: Cell::new(Some(slot::unary(methods::repr))),
    tp_richcompare: Cell::new(Some(slot::compare(methods::compare))),
    tp_iter: Cell::new(Some(slot::unary(iterator::new))),
    tp_as_sequence: Cell::new(&methods::SEQUENCE),
    ..PyTypeObject::STATIC
};

/// `set`.
#[capi]
pub static PySet_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"set".as_ptr()),
    tp_doc: Cell::new(
        c"set(iterable=(), /)\n--\n\nA collection of what the iterable gives, each value once and in no order, that can change.".as_ptr(),
    ),
    tp_hash: Cell::new(Some(slot::HASH_NOT_IMPLEMENTED)),
    tp_init: Cell::new(Some(slot::init(methods::init))),
    tp_new: Cell::new(Some(slot::new(methods::new))),
    tp_vectorcall: Cell::new(Some(slot::vectorcall(methods::vectorcall))),
    tp_as_number: Cell::new(&methods::SET_NUMBER),
    tp_methods: Cell::new(methods::SET_METHODS.as_ptr()),
    ..BASE
};

/// `frozenset`.
#[capi]
pub static PyFrozenSet_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"frozenset".as_ptr()),
    tp_doc: Cell::new(
        c"frozenset(iterable=(), /)\n--\n\nA collection of what the iterable gives, each value once and in no order, that does not change.".as_ptr(),
    ),
    tp_hash: Cell::new(Some(slot::hash(|s: &PySetObject| methods::frozen_hash(s)))),
    tp_new: Cell::new(Some(slot::new(methods::frozen_new))),
    tp_vectorcall: Cell::new(Some(slot::vectorcall(methods::frozen_vectorcall))),
    tp_as_number: Cell::new(&methods::FROZEN_NUMBER),
    tp_methods: Cell::new(methods::FROZEN_METHODS.as_ptr()),
    ..BASE
};

/// The type of what stands in for a removed key.
static DUMMY_TYPE: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"<dummy key> type".as_ptr()),
    tp_basicsize: Cell::new(size_of::<PyObject>() as isize),
    ..PyTypeObject::STATIC
};
/// What stands in for a removed key.
pub(in crate::types) static DUMMY: PyObject = PyObject::immortal((&raw const DUMMY_TYPE).cast_mut());

/// A pointer to a static object.
#[repr(transparent)]
pub struct StaticPointer(&'static PyObject);

/// What stands in a slot whose key was removed.
#[capi]
pub static _PySet_Dummy: StaticPointer = StaticPointer(&DUMMY);

/// Whether the object is a set or a frozenset.
#[inline]
pub fn is_any_set(object: &PyObject) -> bool {
    as_any_set(object).is_some()
}
/// The object as a set or a frozenset.
#[inline]
pub fn as_any_set(object: &PyObject) -> Option<&PySetObject> {
    let ty = object.ty();
    let is = is_exactly(ty) || ty.is_subtype(&PySet_Type) || ty.is_subtype(&PyFrozenSet_Type);
    // SAFETY: instances of both types and of their subclasses begin with a PySetObject.
    is.then(|| unsafe { object.cast_unchecked() })
}
fn is_exactly(ty: &PyTypeObject) -> bool {
    std::ptr::eq(ty, &PySet_Type) || std::ptr::eq(ty, &PyFrozenSet_Type)
}
/// Whether a set is exactly a `set` or a `frozenset`.
pub fn is_plain(set: &PySetObject) -> bool {
    is_exactly(set.ty())
}
/// The object as a set.
#[inline]
pub fn as_set(object: &PyObject) -> Option<&PySetObject> {
    let ty = object.ty();
    // SAFETY: as above.
    (std::ptr::eq(ty, &PySet_Type) || ty.is_subtype(&PySet_Type)).then(|| unsafe { object.cast_unchecked() })
}
/// The object as a frozenset.
#[inline]
pub fn as_frozenset(object: &PyObject) -> Option<&PySetObject> {
    let ty = object.ty();
    // SAFETY: as above.
    (std::ptr::eq(ty, &PyFrozenSet_Type) || ty.is_subtype(&PyFrozenSet_Type)).then(|| unsafe { object.cast_unchecked() })
}

/// A new, empty instance of `set`, `frozenset` or a subclass.
pub fn empty_of(ty: &PyTypeObject) -> Result<Owned<PySetObject>> {
    if !is_exactly(ty) {
        let object = types::alloc(ty, 0)?;
        // SAFETY: an instance of a subclass, all zeros so far.
        return Ok(unsafe {
            object.cast_unchecked::<PySetObject>().make_empty();
            object.cast()
        });
    }
    let object = gc::alloc_uninit(ty, size_of::<PySetObject>())?;
    // SAFETY: memory for a set, written before it is tracked.
    unsafe {
        let set = &*object.cast::<PySetObject>();
        set.make_empty();
        set.finger.set(0);
        set.weakreflist.set(std::ptr::null_mut());
        gc::track(object);
        Ok(Owned::from_nonnull(object.cast()))
    }
}

/// A new, empty `set`.
pub fn new() -> Result<Owned<PySetObject>> {
    empty_of(&PySet_Type)
}

/// A new set of that type of what an iterable gives.
pub fn from_iterable(ty: &PyTypeObject, iterable: &PyObject) -> Result<Owned<PySetObject>> {
    let set = empty_of(ty)?;
    set.update(iterable)?;
    Ok(set)
}

fn dealloc(set: *mut PySetObject) {
    let object = set.cast::<PyObject>();
    // SAFETY: the set is dead.
    unsafe {
        gc::untrack(object);
        if !(*set).weakreflist.get().is_null() {
            crate::types::weakref::clear_all(&*object);
        }
        let (table, size) = ((*set).table.get(), (*set).slots());
        core::drop_slots(table, size);
        if table != (*set).small() {
            memory::free(Domain::Mem, table.cast());
        }
        types::free(object);
    }
}

fn traverse(set: &PySetObject, visitor: &gc::Visitor) -> std::result::Result<(), std::ffi::c_int> {
    let mut position = 0;
    while let Some((key, _)) = set.next(&mut position) {
        visitor.pointer(key.as_ptr())?;
    }
    Ok(())
}
