//! `tuple`: a sequence that does not change.
//!
//! Invariant: items are written only while nobody else holds the tuple. `()` is one static object; every other exact tuple of up to [`KEPT`] items comes from a
//! free list of its length. The hash is computed once and kept.

mod capi;
mod iterator;
mod methods;

pub use iterator::PyTupleIter_Type;

use crate::boundary::slot;
use crate::layout::*;
use crate::object::{Owned, Typed, gc, types};
use crate::protocol::iteration;
use crate::runtime::errors::{Raised, Result};
use crate::runtime::thread;
use exuvia_macros::capi;
use std::cell::Cell;

// SAFETY: instances of tuple and of its subclasses begin with a PyTupleObject.
unsafe impl Typed for PyTupleObject {
    fn type_object() -> &'static PyTypeObject {
        &PyTuple_Type
    }
    const FLAG: Option<u64> = Some(flags::TUPLE_SUBCLASS);
}

/// Bytes of a tuple without items.
const HEAD: usize = 32;
/// Freed tuples of up to this many items are kept for the next of their length.
pub const KEPT: usize = 20;

/// `tuple`.
#[capi]
pub static PyTuple_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"tuple".as_ptr()),
    tp_doc: Cell::new(c"tuple(iterable=(), /)\n--\n\nA sequence that does not change, of what the iterable gives.".as_ptr()),
    tp_basicsize: Cell::new(HEAD as isize),
    tp_itemsize: Cell::new(8),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::BASETYPE | flags::TUPLE_SUBCLASS | flags::MATCH_SELF | flags::SEQUENCE),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_traverse: Cell::new(Some(slot::traverse(traverse))),
    tp_repr: Cell::new(Some(slot::unary(methods::repr))),
    tp_hash: Cell::new(Some(slot::hash(methods::hash))),
    tp_richcompare: Cell::new(Some(slot::compare(methods::compare))),
    tp_iter: Cell::new(Some(slot::unary(iterator::new))),
    tp_new: Cell::new(Some(slot::new(methods::new))),
    tp_vectorcall: Cell::new(Some(slot::vectorcall(methods::vectorcall))),
    tp_as_sequence: Cell::new(&methods::SEQUENCE),
    tp_as_mapping: Cell::new(&methods::MAPPING),
    tp_methods: Cell::new(methods::METHODS.as_ptr()),
    ..PyTypeObject::STATIC
};

/// `()` with room for the collector's head, which is read when a tuple is asked whether it is tracked.
#[repr(C)]
struct Empty {
    head: [usize; 2],
    tuple: PyTupleObject,
}
static EMPTY: Empty = Empty {
    head: [0; 2],
    tuple: PyTupleObject {
        ob_base: PyVarObject { ob_base: PyObject::immortal((&raw const PyTuple_Type).cast_mut()), ob_size: Cell::new(0) },
        ob_hash: Cell::new(-1),
        ob_item: [Field::NULL],
    },
};

/// `()`.
#[inline(always)]
pub fn empty() -> Owned<PyTupleObject> {
    Owned::from_ref(&EMPTY.tuple)
}

/// `()`, borrowed.
pub fn empty_static() -> &'static PyObject {
    EMPTY.tuple.as_object()
}

impl PyTupleObject {
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.ob_size.get() as usize
    }
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// The items, borrowed. A tuple that is still being filled must not be looked at.
    #[inline(always)]
    pub fn as_slice(&self) -> &[&PyObject] {
        // SAFETY: as many items as the size says, none of them NULL.
        unsafe { std::slice::from_raw_parts(self.items().cast(), self.len()) }
    }
    /// Where the items begin.
    #[inline(always)]
    pub(crate) fn items(&self) -> *mut *mut PyObject {
        // SAFETY: the items follow the head; the pointer is made from the whole object, not from the one item that the struct names.
        unsafe { (&raw const *self).cast_mut().byte_add(HEAD).cast() }
    }
}

/// Memory for an exact tuple of `len` items, not tracked. The items hold nothing yet.
#[inline(always)]
fn raw(len: usize) -> Result<*mut PyTupleObject> {
    let kept = if len.wrapping_sub(1) < KEPT { thread().interp().free.tuple[len - 1].pop() } else { None };
    let object = match kept {
        Some(object) => {
            // SAFETY: memory of a tuple of that length with its head.
            unsafe { gc::reuse(object, &PyTuple_Type) };
            object
        }
        None => {
            if len > (isize::MAX as usize - 64) / 8 {
                return Err(Raised::no_memory());
            }
            gc::alloc_uninit(&PyTuple_Type, HEAD + len * 8)?
        }
    };
    let tuple = object.cast::<PyTupleObject>();
    // SAFETY: just made.
    unsafe {
        (*tuple).ob_base.ob_size.set(len as isize);
        (*tuple).ob_hash.set(-1);
    }
    Ok(tuple)
}

/// A new tuple whose `len` items are NULL; the caller fills it in.
pub fn of_nulls(len: usize) -> Result<Owned<PyTupleObject>> {
    if len == 0 {
        return Ok(empty());
    }
    let tuple = raw(len)?;
    // SAFETY: just made, with room for the items.
    unsafe {
        (*tuple).items().write_bytes(0, len);
        gc::track(tuple.cast());
        Ok(Owned::from_nonnull(tuple))
    }
}

/// A new tuple of owned references.
#[inline]
pub fn from_owned<const N: usize>(items: [Owned; N]) -> Result<Owned<PyTupleObject>> {
    if N == 0 {
        return Ok(empty());
    }
    let tuple = raw(N)?;
    // SAFETY: just made, with room for the items, which move in.
    unsafe {
        (*tuple).items().cast::<[Owned; N]>().write(items);
        gc::track(tuple.cast());
        Ok(Owned::from_nonnull(tuple))
    }
}

/// A new tuple of borrowed references.
#[inline]
pub fn from_slice(items: &[&PyObject]) -> Result<Owned<PyTupleObject>> {
    if items.is_empty() {
        return Ok(empty());
    }
    let tuple = raw(items.len())?;
    // SAFETY: just made, with room for the items.
    unsafe {
        let slots = (*tuple).items();
        for (n, item) in items.iter().enumerate() {
            item.incref();
            *slots.add(n) = item.as_ptr();
        }
        gc::track(tuple.cast());
        Ok(Owned::from_nonnull(tuple))
    }
}

/// A new tuple of what the iterator gives, which is `count` items.
pub fn from_exact(count: usize, items: impl Iterator<Item = Owned>) -> Result<Owned<PyTupleObject>> {
    let tuple = of_nulls(count)?;
    for (n, item) in items.take(count).enumerate() {
        // SAFETY: there is room for `count` items, and nobody else has the tuple.
        unsafe { *tuple.items().add(n) = item.into_ptr() };
    }
    Ok(tuple)
}

/// A new tuple of references that it takes over from memory.
///
/// # Safety
/// `items` points to `len` owned references, which the caller gives up when the result is `Ok`.
pub unsafe fn from_array_steal(items: *const *mut PyObject, len: usize) -> Result<Owned<PyTupleObject>> {
    if len == 0 {
        return Ok(empty());
    }
    let tuple = raw(len)?;
    // SAFETY: just made, with room for the items.
    unsafe {
        std::ptr::copy_nonoverlapping(items, (*tuple).items(), len);
        gc::track(tuple.cast());
        Ok(Owned::from_nonnull(tuple))
    }
}

/// Puts an item in the place of another in a tuple that nobody else has, then drops the old one.
pub(in crate::types) fn replace(tuple: &PyTupleObject, at: usize, item: Owned) {
    debug_assert!(at < tuple.len());
    // SAFETY: in range; the tuple owned the old item, which may be NULL.
    drop(unsafe { Owned::from_ptr(tuple.items().add(at).replace(item.into_ptr())) });
}

/// Puts two items in the place of a pair's, which nobody else has, then drops the old ones.
pub(in crate::types) fn refill(pair: &PyTupleObject, [a, b]: [Owned; 2]) {
    debug_assert!(pair.len() == 2);
    pair.ob_hash.set(-1);
    // SAFETY: two items, which the tuple owned.
    let old = unsafe { (Owned::from_ptr(pair.items().replace(a.into_ptr())), Owned::from_ptr(pair.items().add(1).replace(b.into_ptr()))) };
    drop(old);
}

/// A tuple of what an iterable gives: the tuple itself where it is an exact one.
pub fn from_iterable(iterable: &PyObject) -> Result<Owned<PyTupleObject>> {
    if let Some(tuple) = iterable.downcast_exact::<PyTupleObject>() {
        return Ok(Owned::from_ref(tuple));
    }
    if let Some(list) = iterable.downcast_exact::<PyListObject>() {
        return from_slice(list.as_slice());
    }
    let iterator = iteration::iter(iterable)?;
    let step = iteration::Step::of(&iterator);
    let list = crate::types::list::new()?;
    while let Some(item) = step.next(&iterator)? {
        list.push(item)?;
    }
    list.take_tuple()
}

fn dealloc(tuple: *mut PyTupleObject) {
    let object = tuple.cast::<PyObject>();
    // SAFETY: the tuple is dead; items may be NULL where it was never filled.
    unsafe {
        gc::untrack(object);
        let len = (*tuple).len();
        for n in (0..len).rev() {
            let item = *(*tuple).items().add(n);
            if !item.is_null() {
                PyObject::decref(item);
            }
        }
        if !std::ptr::eq((*object).ty(), &PyTuple_Type) {
            types::free(object);
        } else if !(len.wrapping_sub(1) < KEPT && thread().interp().free.tuple[len - 1].push(object)) {
            gc::free(object);
        }
    }
}

fn traverse(tuple: &PyTupleObject, visitor: &gc::Visitor) -> std::result::Result<(), std::ffi::c_int> {
    for n in 0..tuple.len() {
        // SAFETY: an item or NULL.
        visitor.pointer(unsafe { *tuple.items().add(n) })?;
    }
    Ok(())
}
