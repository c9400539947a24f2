//! `tuple_iterator`.

use crate::boundary::{method, slot};
use crate::layout::*;
use crate::object::{Owned, gc, types};
use crate::protocol::{index, iteration};
use crate::runtime::errors::Result;
use crate::types::long;
use crate::types::singletons::none;
use exuvia_macros::capi;
use std::cell::Cell;

/// Where an iteration over a tuple stands. The tuple is dropped at the end.
#[repr(C)]
pub struct TupleIterator {
    ob_base: PyObject,
    index: Cell<usize>,
    tuple: Field<PyTupleObject>,
}
object_structs! { TupleIterator: ob_base -> PyObject }

/// `tuple_iterator`.
#[capi]
pub static PyTupleIter_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"tuple_iterator".as_ptr()),
    tp_basicsize: Cell::new(size_of::<TupleIterator>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_traverse: Cell::new(Some(slot::traverse(|it: &TupleIterator, visitor: &gc::Visitor| visitor.field(&it.tuple)))),
    tp_iter: Cell::new(Some(slot::unary(|it: &TupleIterator| it.as_object().new_ref()))),
    tp_iternext: Cell::new(Some(slot::unary(next))),
    tp_methods: Cell::new(METHODS.as_ptr()),
    ..PyTypeObject::STATIC
};

static METHODS: [PyMethodDef; 4] = [
    method::noargs(c"__length_hint__", |it: &TupleIterator| long::from_usize(it.left()), iteration::LENGTH_HINT_DOC),
    method::noargs(c"__reduce__", reduce, iteration::REDUCE_DOC),
    method::o(c"__setstate__", set_state, iteration::SETSTATE_DOC),
    PyMethodDef::END,
];

pub(super) fn new(tuple: &PyTupleObject) -> Result<Owned> {
    let object = gc::alloc_uninit(&PyTupleIter_Type, size_of::<TupleIterator>())?;
    // SAFETY: memory for an iterator, written before it is tracked.
    unsafe {
        let it = object.cast::<TupleIterator>();
        (&raw mut (*it).index).write(Cell::new(0));
        (&raw mut (*it).tuple).write(Field::new(Some(Owned::from_ref(tuple))));
        gc::track(object);
        Ok(Owned::from_nonnull(object))
    }
}

fn dealloc(it: *mut TupleIterator) {
    // SAFETY: the iterator is dead.
    unsafe {
        gc::untrack(it.cast());
        (*it).tuple.set(None);
        types::free(it.cast());
    }
}

impl TupleIterator {
    fn left(&self) -> usize {
        self.tuple.get().map_or(0, |tuple| tuple.len() - self.index.get())
    }
}

#[inline(always)]
fn next(it: &TupleIterator) -> Option<Owned> {
    // SAFETY: nothing runs before the item is taken.
    let tuple = unsafe { it.tuple.peek() }?;
    let index = it.index.get();
    if let Some(item) = tuple.as_slice().get(index) {
        it.index.set(index + 1);
        return Some(item.new_ref());
    }
    it.tuple.clear();
    None
}

fn reduce(it: &TupleIterator) -> Result<Owned> {
    match it.tuple.get() {
        Some(tuple) => iteration::reduce(c"iter", &tuple, Some(it.index.get() as isize)),
        None => iteration::reduce(c"iter", &super::empty(), None),
    }
}

fn set_state(it: &TupleIterator, state: &PyObject) -> Result<Owned> {
    let index = index::int(state)?;
    if let Some(tuple) = it.tuple.get() {
        it.index.set(index.clamp(0, tuple.ob_size.get()) as usize);
    }
    Ok(none())
}
