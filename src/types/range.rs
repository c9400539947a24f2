//! `range`: the ints from one to before another, by a step; and its two iterators.
//!
//! Start, stop, step and length are ints of any size. Where they fit into 64 bits, items, membership and iteration work on those; the
//! iterator of such a range is a `range_iterator`, of any other a `longrange_iterator`.
//!
//! Invariant: a range never changes, and `length` is the number of its items.

use crate::args::check_positional;
use crate::boundary::method;
use crate::boundary::slot::{self, CompareOp};
use crate::layout::*;
use crate::object::{Owned, Typed, attribute, gc, types};
use crate::protocol::{index, iteration, number, sequence};
use crate::raise;
use crate::runtime::errors::{Raised, Result};
use crate::runtime::memory;
use crate::types::singletons::{none, not_implemented};
use crate::types::{bool, long, slice, tuple, unicode};
use exuvia_macros::capi;
use std::cell::Cell;
use std::mem::offset_of;

/// A range; no header shows it.
#[repr(C)]
pub struct PyRangeObject {
    ob_base: PyObject,
    start: Field,
    stop: Field,
    step: Field,
    length: Field,
}
/// An iterator over a range that fits into 64 bits.
#[repr(C)]
pub struct RangeIterator {
    ob_base: PyObject,
    start: Cell<i64>,
    step: Cell<i64>,
    left: Cell<i64>,
}
/// An iterator over any other range.
#[repr(C)]
pub struct LongRangeIterator {
    ob_base: PyObject,
    start: Field,
    step: Field,
    left: Field,
}
object_structs! { PyRangeObject: ob_base -> PyObject, RangeIterator: ob_base -> PyObject, LongRangeIterator: ob_base -> PyObject }

// SAFETY: ranges are made here only, and the type has no subclasses.
unsafe impl Typed for PyRangeObject {
    fn type_object() -> &'static PyTypeObject {
        &PyRange_Type
    }
}

/// `range`.
#[capi]
pub static PyRange_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"range".as_ptr()),
    tp_doc: Cell::new(c"range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\nThe ints from start, 0 if it is not given, to before stop, by step.".as_ptr()),
    tp_basicsize: Cell::new(size_of::<PyRangeObject>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::SEQUENCE),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_repr: Cell::new(Some(slot::unary(repr))),
    tp_hash: Cell::new(Some(slot::hash(hash))),
    tp_richcompare: Cell::new(Some(slot::compare(compare))),
    tp_iter: Cell::new(Some(slot::unary(iter))),
    tp_as_number: Cell::new(&NUMBER),
    tp_as_sequence: Cell::new(&SEQUENCE),
    tp_as_mapping: Cell::new(&MAPPING),
    tp_methods: Cell::new(METHODS.as_ptr()),
    tp_members: Cell::new(MEMBERS.as_ptr()),
    tp_new: Cell::new(Some(slot::new(new))),
    ..PyTypeObject::STATIC
};

static NUMBER: PyNumberMethods =
    PyNumberMethods { nb_bool: Cell::new(Some(slot::inquiry(|this: &PyRangeObject| this.part(&this.length).is_true()))), ..PyNumberMethods::EMPTY };

static SEQUENCE: PySequenceMethods = PySequenceMethods {
    sq_length: Cell::new(Some(slot::length(length))),
    sq_item: Cell::new(Some(slot::indexed(|this: &PyRangeObject, at: isize| item(this, &*long::from_isize(at)?)))),
    sq_contains: Cell::new(Some(slot::contains(contains))),
    ..PySequenceMethods::EMPTY
};

static MAPPING: PyMappingMethods = PyMappingMethods {
    mp_length: Cell::new(Some(slot::length(length))),
    mp_subscript: Cell::new(Some(slot::subscript(subscript))),
    ..PyMappingMethods::EMPTY
};

static METHODS: [PyMethodDef; 5] = [
    method::noargs(c"__reversed__", reversed, c"An iterator over the same ints from the last to the first."),
    method::noargs(c"__reduce__", reduce, c""),
    method::o(c"count", count, c"How often the value occurs."),
    method::o(c"index", index_of, c"The place of the value; ValueError where it does not occur."),
    PyMethodDef::END,
];

const fn member(name: &'static std::ffi::CStr, offset: usize) -> PyMemberDef {
    // An object that cannot be written.
    PyMemberDef { name: name.as_ptr(), r#type: 16, offset: offset as isize, flags: 1, doc: std::ptr::null() }
}

static MEMBERS: [PyMemberDef; 4] = [
    member(c"start", offset_of!(PyRangeObject, start)),
    member(c"stop", offset_of!(PyRangeObject, stop)),
    member(c"step", offset_of!(PyRangeObject, step)),
    PyMemberDef { name: std::ptr::null(), r#type: 0, offset: 0, flags: 0, doc: std::ptr::null() },
];

// ---- making -------------------------------------------------------------------------------------------------------

/// The value of an int that fits.
fn short(int: &PyObject) -> Option<i64> {
    int.downcast::<PyLongObject>()?.to_i64()
}

/// How many items there are from `start` to before `stop`.
fn count_items(start: &PyObject, stop: &PyObject, step: &PyObject) -> Result<Owned> {
    if let (Some(start), Some(stop), Some(step)) = (short(start), short(stop), short(step)) {
        return long::from_i128(short_count(start.into(), stop.into(), step.into()));
    }
    let backwards = step.downcast::<PyLongObject>().is_some_and(PyLongObject::is_negative);
    let (low, high, step) = if backwards { (stop, start, number::negative(step)?) } else { (start, stop, step.new_ref()) };
    if !low.compare_bool(high, CompareOp::Lt)? {
        return Ok(long::zero());
    }
    let distance = number::subtract(&*number::subtract(high, low)?, &long::one())?;
    number::add(&*number::floor_divide(&distance, &step)?, &long::one())
}

fn short_count(start: i128, stop: i128, step: i128) -> i128 {
    let (low, high) = if step > 0 { (start, stop) } else { (stop, start) };
    if low < high { (high - low - 1) / step.abs() + 1 } else { 0 }
}

/// A new range of ints.
fn make(start: Owned, stop: Owned, step: Owned) -> Result<Owned> {
    let length = count_items(&start, &stop, &step)?;
    let object = types::alloc(&PyRange_Type, 0)?;
    // SAFETY: just made, zeroed.
    let range = unsafe { object.cast_unchecked::<PyRangeObject>() };
    range.start.set(Some(start));
    range.stop.set(Some(stop));
    range.step.set(Some(step));
    range.length.set(Some(length));
    Ok(object)
}

fn new(_: &PyTypeObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    if kwargs.is_some_and(|kwargs| !kwargs.is_empty()) {
        return Err(raise!(TypeError, "range() takes no keyword arguments"));
    }
    check_positional("range", args.len(), 1, 3)?;
    match args.as_slice() {
        [stop] => make(long::zero(), number::index(stop)?, long::one()),
        [start, stop] => make(number::index(start)?, number::index(stop)?, long::one()),
        [start, stop, step, ..] => {
            let (start, stop, step) = (number::index(start)?, number::index(stop)?, number::index(step)?);
            if short(&step) == Some(0) {
                return Err(raise!(ValueError, "range() arg 3 must not be zero"));
            }
            make(start, stop, step)
        }
        [] => make(long::zero(), long::zero(), long::one()),
    }
}

fn dealloc(this: *mut PyRangeObject) {
    // SAFETY: dead; whole until it is freed.
    unsafe {
        for field in [&(*this).start, &(*this).stop, &(*this).step, &(*this).length] {
            field.set(None);
        }
        types::free(this.cast());
    }
}

impl PyRangeObject {
    /// One of the range's ints, borrowed.
    #[inline]
    fn part<'a>(&'a self, field: &'a Field) -> &'a PyObject {
        // SAFETY: written once, when the range was made.
        unsafe { field.peek() }.unwrap_or(&crate::types::singletons::_Py_NoneStruct)
    }
    /// Start, step and length, where all of them and the stop fit.
    fn short(&self) -> Option<(i64, i64, i64)> {
        short(self.part(&self.stop))?;
        Some((short(self.part(&self.start))?, short(self.part(&self.step))?, short(self.part(&self.length))?))
    }
}

// ---- reading ------------------------------------------------------------------------------------------------------

fn length(this: &PyRangeObject) -> Result<isize> {
    long::as_ssize(this.part(&this.length))
}

/// `start + at * step`.
fn at(this: &PyRangeObject, at: &PyObject) -> Result<Owned> {
    number::add(this.part(&this.start), &*number::multiply(at, this.part(&this.step))?)
}

/// The item at a place, which counts from the end if it is negative.
fn item(this: &PyRangeObject, place: &PyObject) -> Result<Owned> {
    let out_of_range = || raise!(IndexError, "range object index out of range");
    if let (Some((start, step, length)), Some(place)) = (this.short(), short(place)) {
        let place = if place < 0 { place + length } else { place };
        if !(0..length).contains(&place) {
            return Err(out_of_range());
        }
        return long::from_i64(start + place * step);
    }
    let length = this.part(&this.length);
    let zero = long::zero();
    let place = if place.compare_bool(&zero, CompareOp::Lt)? { number::add(place, length)? } else { place.new_ref() };
    if place.compare_bool(&zero, CompareOp::Lt)? || place.compare_bool(length, CompareOp::Ge)? {
        return Err(out_of_range());
    }
    at(this, &place)
}

fn subscript(this: &PyRangeObject, key: &PyObject) -> Result<Owned> {
    if index::is_index(key) {
        return item(this, &*number::index(key)?);
    }
    let Some(key) = index::as_slice(key) else {
        return Err(raise!(TypeError, "range indices must be integers or slices, not {}", key.ty().name()));
    };
    let [start, stop, step] = slice::long_indices(key, this.part(&this.length))?;
    make(at(this, &start)?, at(this, &stop)?, number::multiply(&step, this.part(&this.step))?)
}

/// Whether an int is an item.
fn contains_int(this: &PyRangeObject, value: &PyObject) -> Result<bool> {
    if let (Some((start, step, length)), Some(value)) = (this.short(), short(value)) {
        let distance = i128::from(value) - i128::from(start);
        let (step, length) = (i128::from(step), i128::from(length));
        return Ok(distance % step == 0 && (0..length).contains(&(distance / step)));
    }
    let (start, stop, step) = (this.part(&this.start), this.part(&this.stop), this.part(&this.step));
    let forwards = step.compare_bool(&long::zero(), CompareOp::Gt)?;
    let (before, behind) = if forwards { (start, stop) } else { (stop, start) };
    let inside = match forwards {
        true => before.compare_bool(value, CompareOp::Le)? && value.compare_bool(behind, CompareOp::Lt)?,
        false => before.compare_bool(value, CompareOp::Lt)? && value.compare_bool(behind, CompareOp::Le)?,
    };
    if !inside {
        return Ok(false);
    }
    Ok(!number::remainder(&*number::subtract(value, start)?, step)?.is_true()?)
}

/// Only an int's place can be computed; others are compared with each item.
fn is_plain_int(value: &PyObject) -> bool {
    value.downcast_exact::<PyLongObject>().is_some() || bool::value_of(value).is_some()
}

fn contains(this: &PyRangeObject, value: &PyObject) -> Result<bool> {
    if is_plain_int(value) {
        return contains_int(this, value);
    }
    Ok(find(this, value)?.is_some())
}

/// The place of the first item that equals a value.
fn find(this: &PyRangeObject, value: &PyObject) -> Result<Option<isize>> {
    let (mut at, mut found) = (0, None);
    iteration::for_each(this, |item| {
        if item.equals(value)? {
            found = Some(at);
        }
        at += 1;
        Ok(found.is_none())
    })?;
    Ok(found)
}

fn count(this: &PyRangeObject, value: &PyObject) -> Result<Owned> {
    if is_plain_int(value) {
        return long::from_i64(contains_int(this, value)?.into());
    }
    long::from_isize(sequence::count(this, value)?)
}

fn index_of(this: &PyRangeObject, value: &PyObject) -> Result<Owned> {
    if !is_plain_int(value) {
        return match find(this, value)? {
            Some(at) => long::from_isize(at),
            None => Err(raise!(ValueError, "sequence.index(x): x not in sequence")),
        };
    }
    if !contains_int(this, value)? {
        return Err(raise!(ValueError, "range.index(x): x not in range"));
    }
    number::floor_divide(&*number::subtract(value, this.part(&this.start))?, this.part(&this.step))
}

fn repr(this: &PyRangeObject) -> Result<Owned> {
    let text = |field: &Field| -> Result<String> { Ok(this.part(field).repr()?.to_lossy()) };
    let (start, stop) = (text(&this.start)?, text(&this.stop)?);
    let made = if short(this.part(&this.step)) == Some(1) {
        unicode::from_display(format_args!("range({start}, {stop})"))
    } else {
        unicode::from_display(format_args!("range({start}, {stop}, {})", text(&this.step)?))
    };
    Ok(made?.upcast())
}

/// What ranges of the same items have in common: the length, the start where there are items, the step where there are several.
fn essence(this: &PyRangeObject) -> Result<Owned<PyTupleObject>> {
    let length = this.part(&this.length);
    let (start, step) = match short(length) {
        Some(0) => (none(), none()),
        Some(1) => (this.part(&this.start).new_ref(), none()),
        _ => (this.part(&this.start).new_ref(), this.part(&this.step).new_ref()),
    };
    tuple::from_owned([length.new_ref(), start, step])
}

fn compare(this: &PyRangeObject, other: &PyObject, op: CompareOp) -> Result<Owned> {
    let Some(that) = other.downcast_exact::<PyRangeObject>() else {
        return Ok(not_implemented());
    };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(not_implemented());
    }
    let equal = this.as_object().is(other) || essence(this)?.as_object().equals(&*essence(that)?)?;
    Ok(bool::from_bool(equal == (op == CompareOp::Eq)))
}

fn hash(this: &PyRangeObject) -> Result<isize> {
    essence(this)?.as_object().hash()
}

fn reduce(this: &PyRangeObject) -> Result<Owned> {
    let part = |field: &Field| this.part(field).new_ref();
    let args = tuple::from_owned([part(&this.start), part(&this.stop), part(&this.step)])?;
    Ok(tuple::from_owned([this.ty().new_ref(), args.upcast()])?.upcast())
}

// ---- iterators ----------------------------------------------------------------------------------------------------

/// `range_iterator`.
#[capi]
pub static PyRangeIter_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"range_iterator".as_ptr()),
    tp_basicsize: Cell::new(size_of::<RangeIterator>() as isize),
    tp_flags: Cell::new(flags::DEFAULT),
    tp_dealloc: Cell::new(Some(slot::dealloc(|this: *mut RangeIterator| {
        // SAFETY: dead, and it holds nothing.
        unsafe { memory::free_object(this.cast()) }
    }))),
    tp_iter: Cell::new(Some(slot::unary(|this: &RangeIterator| this.new_ref()))),
    tp_iternext: Cell::new(Some(slot::unary(next))),
    tp_methods: Cell::new(ITERATOR_METHODS.as_ptr()),
    ..PyTypeObject::STATIC
};

static ITERATOR_METHODS: [PyMethodDef; 4] = [
    method::noargs(c"__reduce__", iterator_reduce, iteration::REDUCE_DOC),
    method::noargs(c"__length_hint__", |this: &RangeIterator| long::from_i64(this.left.get()), iteration::LENGTH_HINT_DOC),
    method::o(c"__setstate__", set_state, iteration::SETSTATE_DOC),
    PyMethodDef::END,
];

/// `longrange_iterator`.
#[capi]
pub static PyLongRangeIter_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"longrange_iterator".as_ptr()),
    tp_basicsize: Cell::new(size_of::<LongRangeIterator>() as isize),
    tp_flags: Cell::new(flags::DEFAULT),
    tp_dealloc: Cell::new(Some(slot::dealloc(|this: *mut LongRangeIterator| {
        // SAFETY: dead; whole until it is freed.
        unsafe {
            (*this).start.set(None);
            (*this).step.set(None);
            (*this).left.set(None);
            types::free(this.cast());
        }
    }))),
    tp_iter: Cell::new(Some(slot::unary(|this: &LongRangeIterator| this.new_ref()))),
    tp_iternext: Cell::new(Some(slot::unary(long_next))),
    tp_methods: Cell::new(LONG_ITERATOR_METHODS.as_ptr()),
    ..PyTypeObject::STATIC
};

static LONG_ITERATOR_METHODS: [PyMethodDef; 4] = [
    method::noargs(c"__reduce__", long_reduce, iteration::REDUCE_DOC),
    method::noargs(c"__length_hint__", |this: &LongRangeIterator| long_part(&this.left), iteration::LENGTH_HINT_DOC),
    method::o(c"__setstate__", long_set_state, iteration::SETSTATE_DOC),
    PyMethodDef::END,
];

fn long_part(field: &Field) -> Result<Owned> {
    field.get().ok_or_else(Raised::no_memory)
}

fn short_iterator(start: i64, step: i64, left: i64) -> Result<Owned> {
    let object = memory::alloc_object(size_of::<RangeIterator>())?;
    // SAFETY: memory for an iterator, all of which is written.
    unsafe {
        gc::init(object, &PyRangeIter_Type);
        let iterator = object.cast::<RangeIterator>();
        (&raw mut (*iterator).start).write(Cell::new(start));
        (&raw mut (*iterator).step).write(Cell::new(step));
        (&raw mut (*iterator).left).write(Cell::new(left));
        Ok(Owned::from_nonnull(object))
    }
}

fn long_iterator(start: Owned, step: Owned, left: Owned) -> Result<Owned> {
    let object = types::alloc(&PyLongRangeIter_Type, 0)?;
    // SAFETY: just made, zeroed.
    let iterator = unsafe { object.cast_unchecked::<LongRangeIterator>() };
    iterator.start.set(Some(start));
    iterator.step.set(Some(step));
    iterator.left.set(Some(left));
    Ok(object)
}

fn iter(this: &PyRangeObject) -> Result<Owned> {
    match this.short() {
        Some((start, step, length)) => short_iterator(start, step, length),
        None => {
            let part = |field: &Field| this.part(field).new_ref();
            long_iterator(part(&this.start), part(&this.step), part(&this.length))
        }
    }
}

fn reversed(this: &PyRangeObject) -> Result<Owned> {
    if let Some((start, step, length)) = this.short()
        && let (Some(_), Some(back)) = (start.checked_sub(step), step.checked_neg())
    {
        return short_iterator(start.wrapping_add((length - 1).wrapping_mul(step)), back, length);
    }
    let last = number::subtract(this.part(&this.length), &long::one())?;
    long_iterator(at(this, &last)?, number::negative(this.part(&this.step))?, this.part(&this.length).new_ref())
}

#[inline]
fn next(this: &RangeIterator) -> Result<Option<Owned>> {
    let left = this.left.get();
    if left <= 0 {
        return Ok(None);
    }
    let value = this.start.get();
    this.start.set(value.wrapping_add(this.step.get()));
    this.left.set(left - 1);
    long::from_i64(value).map(Some)
}

/// `iter(range(…))`, and no state: the range is of the items that are left.
fn reduced(start: Owned, stop: Owned, step: Owned) -> Result<Owned> {
    let args = tuple::from_owned([make(start, stop, step)?])?;
    Ok(tuple::from_owned([attribute::builtin(c"iter")?, args.upcast(), none()])?.upcast())
}

fn iterator_reduce(this: &RangeIterator) -> Result<Owned> {
    let (start, step, left) = (this.start.get(), this.step.get(), this.left.get());
    let stop = i128::from(start) + i128::from(left) * i128::from(step);
    reduced(long::from_i64(start)?, long::from_i128(stop)?, long::from_i64(step)?)
}

fn long_reduce(this: &LongRangeIterator) -> Result<Owned> {
    let (start, step) = (long_part(&this.start)?, long_part(&this.step)?);
    let stop = number::add(&start, &*number::multiply(&*long_part(&this.left)?, &step)?)?;
    reduced(start, stop, step)
}

fn set_state(this: &RangeIterator, state: &PyObject) -> Result<Owned> {
    let state = i64::clamp(long::as_ssize(state)? as i64, 0, this.left.get());
    this.start.set(this.start.get().wrapping_add(state.wrapping_mul(this.step.get())));
    this.left.set(this.left.get() - state);
    Ok(none())
}

fn long_next(this: &LongRangeIterator) -> Result<Option<Owned>> {
    let left = long_part(&this.left)?;
    if !left.compare_bool(&long::zero(), CompareOp::Gt)? {
        return Ok(None);
    }
    let value = long_part(&this.start)?;
    let after = number::add(&value, &*long_part(&this.step)?)?;
    let left = number::subtract(&left, &long::one())?;
    this.start.set(Some(after));
    this.left.set(Some(left));
    Ok(Some(value))
}

fn long_set_state(this: &LongRangeIterator, state: &PyObject) -> Result<Owned> {
    if state.downcast::<PyLongObject>().is_none() {
        return Err(raise!(TypeError, "state must be an int, not {}", state.ty().name()));
    }
    let (zero, left) = (long::zero(), long_part(&this.left)?);
    let state = if state.compare_bool(&zero, CompareOp::Lt)? {
        zero
    } else if state.compare_bool(&left, CompareOp::Gt)? {
        left.clone()
    } else {
        state.new_ref()
    };
    let start = number::add(&*long_part(&this.start)?, &*number::multiply(&state, &*long_part(&this.step)?)?)?;
    this.start.set(Some(start));
    this.left.set(Some(number::subtract(&left, &state)?));
    Ok(none())
}
