//! `bytes_iterator` and `bytearray_iterator`: a place in a sequence of bytes, which is dropped at the end.

use super::table::Kind;
use crate::boundary::{method, slot};
use crate::layout::*;
use crate::object::gc::Visitor;
use crate::object::{Owned, attribute, gc};
use crate::protocol::iteration;
use crate::runtime::errors::Result;
use crate::types::singletons::none;
use crate::types::{long, tuple};
use exuvia_macros::capi;
use std::cell::Cell;

/// An iterator over a sequence of bytes.
#[repr(C)]
pub struct ByteIterator {
    ob_base: PyObject,
    at: Cell<isize>,
    /// NULL once it is exhausted.
    sequence: Field,
}
object_structs! { ByteIterator: ob_base -> PyObject }

const fn iterator_type(name: &'static std::ffi::CStr, next: iternextfunc, methods: *const PyMethodDef) -> PyTypeObject {
    PyTypeObject {
        tp_name: Cell::new(name.as_ptr()),
        tp_basicsize: Cell::new(size_of::<ByteIterator>() as isize),
        tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC),
        tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
        tp_traverse: Cell::new(Some(slot::traverse(|this: &ByteIterator, visitor: &Visitor| visitor.field(&this.sequence)))),
        tp_iter: Cell::new(Some(slot::unary(|this: &ByteIterator| this.new_ref()))),
        tp_iternext: Cell::new(Some(next)),
        tp_methods: Cell::new(methods),
        ..PyTypeObject::STATIC
    }
}

/// The type of iterators over bytes.
#[capi]
pub static PyBytesIter_Type: PyTypeObject = iterator_type(c"bytes_iterator", slot::unary(next::<PyBytesObject>), BYTES_METHODS.as_ptr());
/// The type of iterators over bytearrays.
#[capi]
pub static PyByteArrayIter_Type: PyTypeObject =
    iterator_type(c"bytearray_iterator", slot::unary(next::<PyByteArrayObject>), BYTEARRAY_METHODS.as_ptr());

static BYTES_METHODS: [PyMethodDef; 4] = methods::<PyBytesObject>();
static BYTEARRAY_METHODS: [PyMethodDef; 4] = methods::<PyByteArrayObject>();

const fn methods<K: Kind>() -> [PyMethodDef; 4] {
    [
        method::noargs(c"__length_hint__", |this: &ByteIterator| long::from_usize(left::<K>(this)), iteration::LENGTH_HINT_DOC),
        method::noargs(c"__reduce__", reduce, iteration::REDUCE_DOC),
        method::o(c"__setstate__", set_state::<K>, iteration::SETSTATE_DOC),
        PyMethodDef::END,
    ]
}

/// A new iterator over the object.
pub fn iter<K: Kind>(this: &K) -> Result<Owned> {
    let ty = if std::ptr::eq(K::type_object(), &crate::types::bytes::PyBytes_Type) { &PyBytesIter_Type } else { &PyByteArrayIter_Type };
    let iterator = gc::alloc_uninit(ty, size_of::<ByteIterator>())?;
    // SAFETY: memory for an iterator, written before it is tracked.
    unsafe {
        let new = iterator.cast::<ByteIterator>();
        (&raw mut (*new).at).write(Cell::new(0));
        (&raw mut (*new).sequence).write(Field::new(Some(this.as_object().new_ref())));
        gc::track(iterator);
        Ok(Owned::from_nonnull(iterator))
    }
}

fn dealloc(this: *mut ByteIterator) {
    // SAFETY: dead; whole until it is freed.
    unsafe {
        gc::untrack(this.cast());
        (*this).sequence.set(None);
        gc::free(this.cast());
    }
}

/// The sequence's bytes.
#[inline(always)]
fn bytes<K: Kind>(this: &ByteIterator) -> Option<&[u8]> {
    // SAFETY: an iterator of this kind; nothing foreign runs while the bytes are looked at.
    Some(unsafe { this.sequence.peek()?.cast_unchecked::<K>() }.bytes())
}

#[inline(always)]
fn next<K: Kind>(this: &ByteIterator) -> Result<Option<Owned>> {
    let Some(bytes) = bytes::<K>(this) else { return Ok(None) };
    let at = this.at.get();
    match bytes.get(at as usize) {
        Some(&byte) => {
            this.at.set(at + 1);
            Ok(Some(long::from_isize(isize::from(byte))?))
        }
        None => {
            this.sequence.clear();
            Ok(None)
        }
    }
}

fn left<K: Kind>(this: &ByteIterator) -> usize {
    bytes::<K>(this).map_or(0, |bytes| bytes.len().saturating_sub(this.at.get() as usize))
}

fn reduce(this: &ByteIterator) -> Result<Owned> {
    let iter = attribute::builtin(c"iter")?;
    match this.sequence.get() {
        Some(sequence) => {
            let args = tuple::from_owned([sequence])?.upcast();
            Ok(tuple::from_owned([iter, args, long::from_isize(this.at.get())?])?.upcast())
        }
        None => {
            let args = tuple::from_owned([tuple::from_owned([])?.upcast()])?.upcast();
            Ok(tuple::from_owned([iter, args])?.upcast())
        }
    }
}

fn set_state<K: Kind>(this: &ByteIterator, state: &PyObject) -> Result<Owned> {
    let at = crate::types::long::convert::PyLong_AsSsize_t(Some(state))?;
    if let Some(bytes) = bytes::<K>(this) {
        this.at.set(at.clamp(0, bytes.len() as isize));
    }
    Ok(none())
}
