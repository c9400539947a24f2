//! `iterator` over anything with `sq_item`, and `callable_iterator`.

use crate::boundary::{method, slot};
use crate::layout::*;
use crate::object::{Owned, attribute, gc, types};
use crate::protocol::{index, iteration, sequence};
use crate::raise;
use crate::runtime::errors::Result;
use crate::types::exceptions::{IndexError, StopIteration};
use crate::types::singletons::{none, not_implemented};
use crate::types::{long, tuple};
use exuvia_macros::capi;
use std::cell::Cell;

/// Where an iteration by position stands. The sequence is dropped at the end, which makes the end final.
#[repr(C)]
pub struct SequenceIterator {
    ob_base: PyObject,
    index: Cell<isize>,
    sequence: Field,
}
/// A function that is called for each item, until it returns the sentinel. Both are dropped at the end.
#[repr(C)]
pub struct CallableIterator {
    ob_base: PyObject,
    callable: Field,
    sentinel: Field,
}
object_structs! { SequenceIterator: ob_base -> PyObject, CallableIterator: ob_base -> PyObject }

/// `iterator`.
#[capi]
pub static PySeqIter_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"iterator".as_ptr()),
    tp_basicsize: Cell::new(size_of::<SequenceIterator>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC),
    tp_dealloc: Cell::new(Some(slot::dealloc(|it: *mut SequenceIterator| {
        // SAFETY: the iterator is dead.
        unsafe {
            gc::untrack(it.cast());
            (*it).sequence.set(None);
            types::free(it.cast());
        }
    }))),
    tp_traverse: Cell::new(Some(slot::traverse(|it: &SequenceIterator, visitor: &gc::Visitor| visitor.field(&it.sequence)))),
    tp_iter: Cell::new(Some(slot::unary(|it: &SequenceIterator| it.as_object().new_ref()))),
    tp_iternext: Cell::new(Some(slot::unary(next_item))),
    tp_methods: Cell::new(SEQUENCE_METHODS.as_ptr()),
    ..PyTypeObject::STATIC
};

static SEQUENCE_METHODS: [PyMethodDef; 4] = [
    method::noargs(c"__reduce__", reduce_sequence, iteration::REDUCE_DOC),
    method::noargs(c"__length_hint__", length_hint, iteration::LENGTH_HINT_DOC),
    method::o(c"__setstate__", set_state, iteration::SETSTATE_DOC),
    PyMethodDef::END,
];

/// `callable_iterator`.
#[capi]
pub static PyCallIter_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"callable_iterator".as_ptr()),
    tp_basicsize: Cell::new(size_of::<CallableIterator>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC),
    tp_dealloc: Cell::new(Some(slot::dealloc(|it: *mut CallableIterator| {
        // SAFETY: the iterator is dead.
        unsafe {
            gc::untrack(it.cast());
            (*it).callable.set(None);
            (*it).sentinel.set(None);
            types::free(it.cast());
        }
    }))),
    tp_traverse: Cell::new(Some(slot::traverse(|it: &CallableIterator, visitor: &gc::Visitor| {
        visitor.field(&it.callable)?;
        visitor.field(&it.sentinel)
    }))),
    tp_iter: Cell::new(Some(slot::unary(|it: &CallableIterator| it.as_object().new_ref()))),
    tp_iternext: Cell::new(Some(slot::unary(next_call))),
    tp_methods: Cell::new(CALLABLE_METHODS.as_ptr()),
    ..PyTypeObject::STATIC
};

static CALLABLE_METHODS: [PyMethodDef; 2] = [method::noargs(c"__reduce__", reduce_callable, iteration::REDUCE_DOC), PyMethodDef::END];

fn reduce_sequence(it: &SequenceIterator) -> Result<Owned> {
    match it.sequence.get() {
        Some(sequence) => iteration::reduce(c"iter", &sequence, Some(it.index.get())),
        None => iteration::reduce(c"iter", &tuple::empty(), None),
    }
}

fn reduce_callable(it: &CallableIterator) -> Result<Owned> {
    match (it.callable.get(), it.sentinel.get()) {
        (Some(callable), Some(sentinel)) => {
            let arguments = tuple::from_owned([callable, sentinel])?;
            Ok(tuple::from_owned([attribute::builtin(c"iter")?, arguments.upcast()])?.upcast())
        }
        _ => iteration::reduce(c"iter", &tuple::empty(), None),
    }
}

/// A new iterator over the items of a sequence.
pub fn sequence_iterator(sequence: &PyObject) -> Result<Owned> {
    let object = gc::alloc_uninit(&PySeqIter_Type, size_of::<SequenceIterator>())?;
    // SAFETY: memory for an iterator, written before it is tracked.
    unsafe {
        let it = object.cast::<SequenceIterator>();
        (&raw mut (*it).index).write(Cell::new(0));
        (&raw mut (*it).sequence).write(Field::new(Some(sequence.new_ref())));
        gc::track(object);
        Ok(Owned::from_nonnull(object))
    }
}

fn next_item(it: &SequenceIterator) -> Result<Option<Owned>> {
    let Some(sequence) = it.sequence.get() else { return Ok(None) };
    let index = it.index.get();
    if index == isize::MAX {
        return Err(raise!(OverflowError, "iter index too large"));
    }
    match sequence::get_item(&sequence, index) {
        Ok(item) => {
            it.index.set(index + 1);
            Ok(Some(item))
        }
        Err(raised) if raised.matches(&IndexError) || raised.matches(&StopIteration) => {
            raised.clear();
            it.sequence.set(None);
            Ok(None)
        }
        Err(raised) => Err(raised),
    }
}

fn length_hint(it: &SequenceIterator) -> Result<Owned> {
    let Some(sequence) = it.sequence.get() else { return long::from_usize(0) };
    if !sequence::has_len(&sequence) {
        return Ok(not_implemented());
    }
    let left = sequence::sequence_len(&sequence)? as isize - it.index.get();
    long::from_isize(left.max(0))
}

fn set_state(it: &SequenceIterator, state: &PyObject) -> Result<Owned> {
    let index = index::int(state)?;
    if !it.sequence.is_null() {
        it.index.set(index.max(0));
    }
    Ok(none())
}

fn next_call(it: &CallableIterator) -> Result<Option<Owned>> {
    let Some(callable) = it.callable.get() else { return Ok(None) };
    let end = |it: &CallableIterator| {
        it.callable.set(None);
        it.sentinel.set(None);
    };
    match callable.call0() {
        Ok(item) => {
            // The call may have ended the iteration.
            let Some(sentinel) = it.sentinel.get() else { return Ok(None) };
            if sentinel.equals(&item)? {
                end(it);
                return Ok(None);
            }
            Ok(Some(item))
        }
        Err(raised) if raised.matches(&StopIteration) => {
            raised.clear();
            end(it);
            Ok(None)
        }
        Err(raised) => Err(raised),
    }
}

// ---- iterobject.h -------------------------------------------------------------------------------------------------

/// A new iterator over the items of a sequence.
#[capi]
pub fn PySeqIter_New(seq: &PyObject) -> Result<Owned> {
    if !sequence::is_sequence(seq) {
        return Err(raise!(SystemError, "bad argument to internal function"));
    }
    sequence_iterator(seq)
}

/// A new iterator over what calls of a function return, until that equals the sentinel.
#[capi]
pub fn PyCallIter_New(callable: &PyObject, sentinel: &PyObject) -> Result<Owned> {
    let object = gc::alloc_uninit(&PyCallIter_Type, size_of::<CallableIterator>())?;
    // SAFETY: memory for an iterator, written before it is tracked.
    unsafe {
        let it = object.cast::<CallableIterator>();
        (&raw mut (*it).callable).write(Field::new(Some(callable.new_ref())));
        (&raw mut (*it).sentinel).write(Field::new(Some(sentinel.new_ref())));
        gc::track(object);
        Ok(Owned::from_nonnull(object))
    }
}
