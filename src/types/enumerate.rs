//! `enumerate` and `reversed`.

use crate::args::check_positional;
use crate::boundary::{method, slot};
use crate::layout::*;
use crate::object::types::slots::Method;
use crate::object::{Owned, gc, id, types};
use crate::protocol::{index, iteration, number, sequence};
use crate::raise;
use crate::runtime::errors::Result;
use crate::types::exceptions::{IndexError, StopIteration};
use crate::types::singletons::none;
use crate::types::{generic_alias, long, tuple};
use exuvia_macros::capi;
use std::cell::Cell;

// ---- enumerate ----------------------------------------------------------------------------------------------------

/// An iteration that counts.
#[repr(C)]
pub struct Enumerate {
    ob_base: PyObject,
    /// The next number while it fits.
    count: Cell<isize>,
    iterator: Field,
    /// A pair that is used again while nobody else has it.
    pair: Field<PyTupleObject>,
    /// The next number once `count` is at its end.
    large: Field,
}
object_structs! { Enumerate: ob_base -> PyObject, Reversed: ob_base -> PyObject }

/// `enumerate`.
#[capi]
pub static PyEnum_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"enumerate".as_ptr()),
    tp_doc: Cell::new(c"enumerate(iterable, start=0)\n--\n\nPairs of a number, counted up from start, and what the iterable gives.".as_ptr()),
    tp_basicsize: Cell::new(size_of::<Enumerate>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::BASETYPE),
    tp_dealloc: Cell::new(Some(slot::dealloc(|it: *mut Enumerate| {
        // SAFETY: the iterator is dead.
        unsafe {
            gc::untrack(it.cast());
            (*it).iterator.set(None);
            (*it).pair.set(None);
            (*it).large.set(None);
            types::free(it.cast());
        }
    }))),
    tp_traverse: Cell::new(Some(slot::traverse(|it: &Enumerate, visitor: &gc::Visitor| {
        visitor.field(&it.iterator)?;
        visitor.field(&it.pair)?;
        visitor.field(&it.large)
    }))),
    tp_iter: Cell::new(Some(slot::unary(|it: &Enumerate| it.as_object().new_ref()))),
    tp_iternext: Cell::new(Some(slot::unary(next_pair))),
    tp_new: Cell::new(Some(slot::new(new_enumerate))),
    tp_methods: Cell::new(ENUMERATE_METHODS.as_ptr()),
    ..PyTypeObject::STATIC
};

static ENUMERATE_METHODS: [PyMethodDef; 3] =
    [method::noargs(c"__reduce__", reduce_enumerate, iteration::REDUCE_DOC), generic_alias::CLASS_GETITEM, PyMethodDef::END];

fn new_enumerate(ty: &PyTypeObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    let given = args.len() + kwargs.map_or(0, PyDictObject::len);
    if given > 2 {
        return Err(raise!(TypeError, "enumerate() takes at most 2 arguments ({given} given)"));
    }
    let mut start = None;
    let mut iterable = None;
    if let Some(kwargs) = kwargs {
        if args.is_empty() && kwargs.len() == 1 && !kwargs.contains(&id::iterable)? {
            let mut position = 0;
            let name = kwargs.next(&mut position).map(|(name, _)| name.str()).transpose()?;
            let name = name.map(|name| crate::types::unicode::to_text(&name)).unwrap_or_default();
            return Err(raise!(TypeError, "'{name}' is an invalid keyword argument for enumerate()"));
        }
        let mut position = 0;
        while let Some((name, value)) = kwargs.next(&mut position) {
            let text = name.downcast::<PyUnicodeObject>();
            let place = if text.is_some_and(|t| t.is_text("iterable")) && args.is_empty() {
                &mut iterable
            } else if text.is_some_and(|t| t.is_text("start")) && args.len() < 2 {
                &mut start
            } else {
                return Err(raise!(TypeError, "'{}' is an invalid keyword argument for enumerate()", crate::types::unicode::to_text(&*name.str()?)));
            };
            *place = Some(value.new_ref());
        }
    }
    let args = args.as_slice();
    iterable = args.first().map(|it| it.new_ref()).or(iterable);
    start = args.get(1).map(|n| n.new_ref()).or(start);
    let Some(iterable) = iterable else {
        return Err(raise!(TypeError, "enumerate() missing required argument 'iterable'"));
    };
    let (mut count, mut large) = (0, None);
    if let Some(start) = start {
        let start = number::index(&start)?;
        // SAFETY: what `index` returns is an int.
        match index::fitting(unsafe { start.cast_unchecked() }) {
            Some(n) => count = n,
            None => (count, large) = (isize::MAX, Some(start)),
        }
    }
    let object = types::alloc(ty, 0)?;
    // SAFETY: an instance of enumerate or of a subclass.
    let it = unsafe { object.cast_unchecked::<Enumerate>() };
    it.iterator.set(Some(iteration::iter(&iterable)?));
    it.count.set(count);
    it.large.set(large);
    let none = none();
    it.pair.set(Some(tuple::from_slice(&[&none, &none])?));
    Ok(object)
}
fn next_pair(it: &Enumerate) -> Result<Option<Owned>> {
    let Some(iterator) = it.iterator.get() else { return Ok(None) };
    let Some(item) = iteration::next(&iterator)? else { return Ok(None) };
    let n = if it.count.get() == isize::MAX {
        let n = match it.large.get() {
            Some(large) => large,
            None => long::from_isize(isize::MAX)?,
        };
        it.large.set(Some(number::add(&n, &long::one())?));
        n
    } else {
        let n = long::from_isize(it.count.get())?;
        it.count.set(it.count.get() + 1);
        n
    };
    pair_of(&it.pair, n, item).map(Some)
}

/// A pair: the kept one where nobody else has it, else a new one.
pub(super) fn pair_of(kept: &Field<PyTupleObject>, a: Owned, b: Owned) -> Result<Owned> {
    match kept.get() {
        Some(pair) if pair.refcount() == 2 => {
            tuple::refill(&pair, [a, b]);
            Ok(pair.upcast())
        }
        _ => Ok(tuple::from_owned([a, b])?.upcast()),
    }
}

fn reduce_enumerate(it: &Enumerate) -> Result<Owned> {
    let n = match it.large.get() {
        Some(large) => large,
        None => long::from_isize(it.count.get())?,
    };
    let iterator = it.iterator.get().unwrap_or_else(none);
    Ok(tuple::from_owned([it.ty().as_object().new_ref(), tuple::from_owned([iterator, n])?.upcast()])?.upcast())
}

// ---- reversed -----------------------------------------------------------------------------------------------------

/// Where an iteration from the end stands. The sequence is dropped at the end.
#[repr(C)]
pub struct Reversed {
    ob_base: PyObject,
    index: Cell<isize>,
    sequence: Field,
}

/// `reversed`.
#[capi]
pub static PyReversed_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"reversed".as_ptr()),
    tp_doc: Cell::new(c"reversed(object, /)\n--\n\nAn iterator over the items of a sequence, the last first.".as_ptr()),
    tp_basicsize: Cell::new(size_of::<Reversed>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::BASETYPE),
    tp_dealloc: Cell::new(Some(slot::dealloc(|it: *mut Reversed| {
        // SAFETY: the iterator is dead.
        unsafe {
            gc::untrack(it.cast());
            (*it).sequence.set(None);
            types::free(it.cast());
        }
    }))),
    tp_traverse: Cell::new(Some(slot::traverse(|it: &Reversed, visitor: &gc::Visitor| visitor.field(&it.sequence)))),
    tp_iter: Cell::new(Some(slot::unary(|it: &Reversed| it.as_object().new_ref()))),
    tp_iternext: Cell::new(Some(slot::unary(next_reversed))),
    tp_new: Cell::new(Some(slot::new(new_reversed))),
    tp_methods: Cell::new(REVERSED_METHODS.as_ptr()),
    ..PyTypeObject::STATIC
};

static REVERSED_METHODS: [PyMethodDef; 4] = [
    method::noargs(c"__length_hint__", length_hint, iteration::LENGTH_HINT_DOC),
    method::noargs(c"__reduce__", reduce_reversed, iteration::REDUCE_DOC),
    method::o(c"__setstate__", set_state, iteration::SETSTATE_DOC),
    PyMethodDef::END,
];

fn new_reversed(ty: &PyTypeObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    if kwargs.is_some_and(|k| !k.is_empty()) && std::ptr::eq(ty, &PyReversed_Type) {
        return Err(raise!(TypeError, "reversed() takes no keyword arguments"));
    }
    check_positional("reversed", args.len(), 1, 1)?;
    let sequence = args.as_slice()[0];
    if let Some(method) = Method::find(sequence, &id::__reversed__)? {
        if method.is_none() {
            return Err(raise!(TypeError, "'{}' object is not reversible", sequence.ty().name()));
        }
        return method.call(&[sequence]);
    }
    if !sequence::is_sequence(sequence) {
        return Err(raise!(TypeError, "'{}' object is not reversible", sequence.ty().name()));
    }
    let len = sequence::sequence_len(sequence)?;
    let object = types::alloc(ty, 0)?;
    // SAFETY: an instance of reversed or of a subclass.
    let it = unsafe { object.cast_unchecked::<Reversed>() };
    it.index.set(len as isize - 1);
    it.sequence.set(Some(sequence.new_ref()));
    Ok(object)
}

fn next_reversed(it: &Reversed) -> Result<Option<Owned>> {
    let index = it.index.get();
    if let (true, Some(sequence)) = (index >= 0, it.sequence.get()) {
        match sequence::get_item(&sequence, index) {
            Ok(item) => {
                it.index.set(index - 1);
                return Ok(Some(item));
            }
            Err(raised) if raised.matches(&IndexError) || raised.matches(&StopIteration) => raised.clear(),
            Err(raised) => return Err(raised),
        }
    }
    it.index.set(-1);
    it.sequence.set(None);
    Ok(None)
}

fn length_hint(it: &Reversed) -> Result<Owned> {
    let Some(sequence) = it.sequence.get() else { return long::from_usize(0) };
    let left = it.index.get() + 1;
    long::from_isize(if (sequence::sequence_len(&sequence)? as isize) < left { 0 } else { left })
}

fn reduce_reversed(it: &Reversed) -> Result<Owned> {
    let ty = it.ty().as_object().new_ref();
    Ok(match it.sequence.get() {
        Some(sequence) => {
            let index = long::from_isize(it.index.get())?;
            tuple::from_owned([ty, tuple::from_owned([sequence])?.upcast(), index])?.upcast()
        }
        None => tuple::from_owned([ty, tuple::from_owned([tuple::empty().upcast()])?.upcast()])?.upcast(),
    })
}

fn set_state(it: &Reversed, state: &PyObject) -> Result<Owned> {
    let index = index::int(state)?;
    if let Some(sequence) = it.sequence.get() {
        let len = sequence::sequence_len(&sequence)? as isize;
        it.index.set(index.min(len - 1).max(-1));
    }
    Ok(none())
}
