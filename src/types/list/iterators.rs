//! `list_iterator` and `list_reverseiterator`.

use crate::boundary::{method, slot};
use crate::layout::*;
use crate::object::{Owned, gc};
use crate::protocol::{index, iteration};
use crate::runtime::errors::Result;
use crate::runtime::thread;
use crate::types::long;
use crate::types::singletons::none;
use exuvia_macros::capi;
use std::cell::Cell;

/// Where an iteration over a list stands. The list is dropped at the end, which makes the end final.
#[repr(C)]
pub struct ListIterator {
    ob_base: PyObject,
    index: Cell<isize>,
    list: Field<PyListObject>,
}
object_structs! { ListIterator: ob_base -> PyObject }

/// `list_iterator`.
#[capi]
pub static PyListIter_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"list_iterator".as_ptr()),
    tp_iternext: Cell::new(Some(slot::unary(next))),
    tp_methods: Cell::new(METHODS.as_ptr()),
    ..BASE
};

/// `list_reverseiterator`.
#[capi]
pub static PyListRevIter_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"list_reverseiterator".as_ptr()),
    tp_iternext: Cell::new(Some(slot::unary(next_reversed))),
    tp_methods: Cell::new(METHODS_REVERSED.as_ptr()),
    ..BASE
};

/// What the two types have in common.
const BASE: PyTypeObject = PyTypeObject {
    tp_basicsize: Cell::new(size_of::<ListIterator>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_traverse: Cell::new(Some(slot::traverse(|it: &ListIterator, visitor: &gc::Visitor| visitor.field(&it.list)))),
    tp_iter: Cell::new(Some(slot::unary(|it: &ListIterator| it.as_object().new_ref()))),
    ..PyTypeObject::STATIC
};

static METHODS: [PyMethodDef; 4] = [
    method::noargs(c"__length_hint__", length_hint, iteration::LENGTH_HINT_DOC),
    method::noargs(c"__reduce__", reduce, iteration::REDUCE_DOC),
    method::o(c"__setstate__", set_state, iteration::SETSTATE_DOC),
    PyMethodDef::END,
];
static METHODS_REVERSED: [PyMethodDef; 4] = [
    method::noargs(c"__length_hint__", length_hint_reversed, iteration::LENGTH_HINT_DOC),
    method::noargs(c"__reduce__", reduce_reversed, iteration::REDUCE_DOC),
    method::o(c"__setstate__", set_state_reversed, iteration::SETSTATE_DOC),
    PyMethodDef::END,
];

fn make(ty: &PyTypeObject, list: &PyListObject, index: isize) -> Result<Owned> {
    let object = match thread().interp().free.list_iter.pop() {
        Some(object) => {
            // SAFETY: memory of an iterator with its head.
            unsafe { gc::reuse(object, ty) };
            object
        }
        None => gc::alloc_uninit(ty, size_of::<ListIterator>())?,
    };
    // SAFETY: memory for an iterator, written before it is tracked.
    unsafe {
        let it = object.cast::<ListIterator>();
        (&raw mut (*it).index).write(Cell::new(index));
        (&raw mut (*it).list).write(Field::new(Some(Owned::from_ref(list))));
        gc::track(object);
        Ok(Owned::from_nonnull(object))
    }
}

pub(super) fn new(list: &PyListObject) -> Result<Owned> {
    make(&PyListIter_Type, list, 0)
}

pub(super) fn reversed(list: &PyListObject) -> Result<Owned> {
    make(&PyListRevIter_Type, list, list.ob_size.get() - 1)
}

fn dealloc(it: *mut ListIterator) {
    // SAFETY: the iterator is dead.
    unsafe {
        gc::untrack(it.cast());
        (*it).list.set(None);
        // Neither type can be derived from, so the memory serves the next of either.
        if !thread().interp().free.list_iter.push(it.cast()) {
            gc::free(it.cast());
        }
    }
}

#[inline(always)]
fn next(it: &ListIterator) -> Option<Owned> {
    // SAFETY: nothing runs before the item is taken.
    let list = unsafe { it.list.peek() }?;
    let index = it.index.get();
    if let Some(item) = list.get(index as usize) {
        it.index.set(index + 1);
        return Some(item);
    }
    it.list.clear();
    None
}

#[inline(always)]
fn next_reversed(it: &ListIterator) -> Option<Owned> {
    // SAFETY: nothing runs before the item is taken.
    let list = unsafe { it.list.peek() }?;
    let index = it.index.get();
    if index >= 0
        && let Some(item) = list.get(index as usize)
    {
        it.index.set(index - 1);
        return Some(item);
    }
    it.index.set(-1);
    it.list.clear();
    None
}

fn length_hint(it: &ListIterator) -> Result<Owned> {
    let index = it.index.get();
    let left = it.list.get().filter(|_| index >= 0).map_or(0, |list| list.ob_size.get() - index);
    long::from_isize(left.max(0))
}

fn length_hint_reversed(it: &ListIterator) -> Result<Owned> {
    let left = it.index.get() + 1;
    let len = it.list.get().map_or(0, |list| list.ob_size.get());
    long::from_isize(if len < left { 0 } else { left })
}

fn reduce(it: &ListIterator) -> Result<Owned> {
    match it.list.get() {
        Some(list) if it.index.get() >= 0 => iteration::reduce(c"iter", &list, Some(it.index.get())),
        _ => iteration::reduce(c"iter", &*super::new()?, None),
    }
}

fn reduce_reversed(it: &ListIterator) -> Result<Owned> {
    match it.list.get() {
        Some(list) if it.index.get() >= 0 => iteration::reduce(c"reversed", &list, Some(it.index.get())),
        _ => iteration::reduce(c"iter", &*super::new()?, None),
    }
}

fn set_state(it: &ListIterator, state: &PyObject) -> Result<Owned> {
    let index = index::int(state)?;
    if let Some(list) = it.list.get() {
        // Below the first item means the end.
        it.index.set(index.clamp(-1, list.ob_size.get()));
    }
    Ok(none())
}

fn set_state_reversed(it: &ListIterator, state: &PyObject) -> Result<Owned> {
    let index = index::int(state)?;
    if let Some(list) = it.list.get() {
        it.index.set(index.min(list.ob_size.get() - 1).max(-1));
    }
    Ok(none())
}
