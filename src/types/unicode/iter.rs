//! `str_iterator`, and `str_ascii_iterator` over ASCII strings.

use super::{from_char, statics};
use crate::boundary::{method, slot};
use crate::layout::*;
use crate::object::{Owned, attribute, gc, types};
use crate::protocol::{index, iteration};
use crate::runtime::errors::Result;
use crate::types::singletons::none;
use crate::types::{long, tuple};
use exuvia_macros::capi;
use std::cell::Cell;

/// Where an iteration over a string stands. The string is dropped at the end, which makes the end final.
#[repr(C)]
pub struct StrIterator {
    ob_base: PyObject,
    index: Cell<isize>,
    string: Field<PyUnicodeObject>,
}
object_structs! { StrIterator: ob_base -> PyObject }

/// `str_iterator`.
#[capi]
pub static PyUnicodeIter_Type: PyTypeObject =
    PyTypeObject { tp_name: Cell::new(c"str_iterator".as_ptr()), tp_iternext: Cell::new(Some(slot::unary(next))), ..BASE };

/// `str_ascii_iterator`.
pub static ASCII_ITERATOR: PyTypeObject =
    PyTypeObject { tp_name: Cell::new(c"str_ascii_iterator".as_ptr()), tp_iternext: Cell::new(Some(slot::unary(next_ascii))), ..BASE };

/// What the two types have in common.
const BASE: PyTypeObject = PyTypeObject {
    tp_basicsize: Cell::new(size_of::<StrIterator>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_traverse: Cell::new(Some(slot::traverse(|it: &StrIterator, visitor: &gc::Visitor| visitor.field(&it.string)))),
    tp_iter: Cell::new(Some(slot::unary(|it: &StrIterator| it.as_object().new_ref()))),
    tp_methods: Cell::new(METHODS.as_ptr()),
    ..PyTypeObject::STATIC
};

static METHODS: [PyMethodDef; 4] = [
    method::noargs(c"__length_hint__", length_hint, iteration::LENGTH_HINT_DOC),
    method::noargs(c"__reduce__", reduce, c"How to make this iterator again."),
    method::o(c"__setstate__", set_state, iteration::SETSTATE_DOC),
    PyMethodDef::END,
];

/// A new iterator over a string.
pub fn new(string: &PyUnicodeObject) -> Result<Owned> {
    let ty = if string.is_compact_ascii() { &ASCII_ITERATOR } else { &PyUnicodeIter_Type };
    let object = gc::alloc_uninit(ty, size_of::<StrIterator>())?;
    // SAFETY: memory for an iterator, written before it is tracked.
    unsafe {
        let it = object.cast::<StrIterator>();
        (&raw mut (*it).index).write(Cell::new(0));
        (&raw mut (*it).string).write(Field::new(Some(Owned::from_ref(string))));
        gc::track(object);
        Ok(Owned::from_nonnull(object))
    }
}

fn dealloc(it: *mut StrIterator) {
    // SAFETY: the iterator is dead.
    unsafe {
        gc::untrack(it.cast());
        (*it).string.set(None);
        types::free(it.cast());
    }
}

#[inline(always)]
fn next(it: &StrIterator) -> Result<Option<Owned>> {
    // SAFETY: nothing runs before the character is taken.
    let Some(string) = (unsafe { it.string.peek() }) else { return Ok(None) };
    let index = it.index.get();
    match string.chars().get(index as usize) {
        Some(c) => {
            it.index.set(index + 1);
            from_char(c).map(|c| Some(c.upcast()))
        }
        None => {
            it.string.clear();
            Ok(None)
        }
    }
}

#[inline(always)]
fn next_ascii(it: &StrIterator) -> Option<Owned> {
    // SAFETY: nothing runs before the character is taken.
    let string = unsafe { it.string.peek() }?;
    let index = it.index.get();
    if (index as usize) < string.len() {
        it.index.set(index + 1);
        // SAFETY: inside of the string, which is compact ASCII: else it had got the other iterator.
        return Some(unsafe { statics::ascii(*string.compact_ascii().add(index as usize)) }.upcast());
    }
    it.string.clear();
    None
}

fn length_hint(it: &StrIterator) -> Result<Owned> {
    let left = it.string.get().map_or(0, |string| string.len() as isize - it.index.get());
    long::from_isize(left.max(0))
}

fn reduce(it: &StrIterator) -> Result<Owned> {
    let iter = attribute::builtin(c"iter")?;
    let over = tuple::from_owned([it.string.get().unwrap_or_else(statics::empty).upcast()])?.upcast();
    if it.string.is_null() {
        return Ok(tuple::from_owned([iter, over])?.upcast());
    }
    Ok(tuple::from_owned([iter, over, long::from_isize(it.index.get())?])?.upcast())
}

fn set_state(it: &StrIterator, state: &PyObject) -> Result<Owned> {
    let index = index::int(state)?;
    if let Some(string) = it.string.get() {
        it.index.set(index.clamp(0, string.len() as isize));
    }
    Ok(none())
}
