//! `slice`: start, stop and step of a subscript.
//!
//! What a slice means for a sequence of a length stands in `protocol/index.rs`, for lengths that fit, and here in whole ints, for
//! `slice.indices` and long ranges.

use crate::boundary::method;
use crate::boundary::slot::{self, CompareOp};
use crate::layout::*;
use crate::object::gc::Visitor;
use crate::object::{Owned, Typed, gc};
use crate::protocol::{index, number};
use crate::raise;
use crate::runtime::errors::Result;
use crate::runtime::thread;
use crate::types::singletons::{none, not_implemented};
use crate::types::{long, tuple, unicode};
use exuvia_macros::capi;
use std::cell::Cell;
use std::ffi::c_int;
use std::mem::offset_of;

// SAFETY: slice has no subclasses; its instances are PySliceObjects.
unsafe impl Typed for PySliceObject {
    fn type_object() -> &'static PyTypeObject {
        &PySlice_Type
    }
}

/// `slice`.
#[capi]
pub static PySlice_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"slice".as_ptr()),
    tp_doc: Cell::new(c"slice(stop)\nslice(start, stop[, step])\n\nWhat stands in a subscript with colons: start, stop and step.".as_ptr()),
    tp_basicsize: Cell::new(size_of::<PySliceObject>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_repr: Cell::new(Some(slot::unary(repr))),
    tp_hash: Cell::new(Some(slot::hash(hash))),
    tp_traverse: Cell::new(Some(slot::traverse(traverse))),
    tp_richcompare: Cell::new(Some(slot::compare(compare))),
    tp_methods: Cell::new(METHODS.as_ptr()),
    tp_members: Cell::new(MEMBERS.as_ptr()),
    tp_new: Cell::new(Some(slot::new(new))),
    ..PyTypeObject::STATIC
};

static METHODS: [PyMethodDef; 3] = [
    method::o(
        c"indices",
        indices,
        c"indices($self, object, /)\n--\n\nStart, stop and step for a sequence of that length, as a tuple of ints; what lies outside is cut off.",
    ),
    method::noargs(c"__reduce__", reduce, c"__reduce__($self, /)\n--\n\nWhat copy and pickle need."),
    PyMethodDef::END,
];

const fn member(name: &'static std::ffi::CStr, offset: usize) -> PyMemberDef {
    // An object that cannot be written.
    PyMemberDef { name: name.as_ptr(), r#type: 6, offset: offset as isize, flags: 1, doc: std::ptr::null() }
}

static MEMBERS: [PyMemberDef; 4] = [
    member(c"start", offset_of!(PySliceObject, start)),
    member(c"stop", offset_of!(PySliceObject, stop)),
    member(c"step", offset_of!(PySliceObject, step)),
    PyMemberDef { name: std::ptr::null(), r#type: 0, offset: 0, flags: 0, doc: std::ptr::null() },
];

// ---- making and reading -------------------------------------------------------------------------------------------

/// A new slice of owned parts.
pub fn from_owned(start: Owned, stop: Owned, step: Owned) -> Result<Owned> {
    let object = match thread().interp().free.slice.pop() {
        Some(object) => {
            // SAFETY: memory of a slice with its head.
            unsafe { gc::reuse(object, &PySlice_Type) };
            object
        }
        None => gc::alloc_uninit(&PySlice_Type, size_of::<PySliceObject>())?,
    };
    // SAFETY: memory for a slice, written before it is tracked.
    unsafe {
        let slice = object.cast::<PySliceObject>();
        (&raw mut (*slice).start).write(Field::new(Some(start)));
        (&raw mut (*slice).stop).write(Field::new(Some(stop)));
        (&raw mut (*slice).step).write(Field::new(Some(step)));
        gc::track(object);
        Ok(Owned::from_nonnull(object))
    }
}

/// A new slice from one position to another.
pub fn from_positions(start: isize, stop: isize) -> Result<Owned> {
    from_owned(long::from_isize(start)?, long::from_isize(stop)?, none())
}

impl PySliceObject {
    /// Start, stop and step, new.
    fn parts(&self) -> [Owned; 3] {
        [&self.start, &self.stop, &self.step].map(|part| part.get().unwrap_or_else(none))
    }
}

fn dealloc(this: *mut PySliceObject) {
    // SAFETY: dead; whole until it is freed.
    unsafe {
        gc::untrack(this.cast());
        (*this).start.set(None);
        (*this).stop.set(None);
        (*this).step.set(None);
        if !thread().interp().free.slice.push(this.cast()) {
            gc::free(this.cast());
        }
    }
}

fn traverse(this: &PySliceObject, visitor: &Visitor) -> std::result::Result<(), c_int> {
    visitor.field(&this.start)?;
    visitor.field(&this.stop)?;
    visitor.field(&this.step)
}

fn new(_: &PyTypeObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    if kwargs.is_some_and(|kwargs| !kwargs.is_empty()) {
        return Err(raise!(TypeError, "slice() takes no keyword arguments"));
    }
    crate::args::check_positional("slice", args.len(), 1, 3)?;
    let part = |object: &&PyObject| object.new_ref();
    match args.as_slice() {
        [stop] => from_owned(none(), part(stop), none()),
        [start, stop] => from_owned(part(start), part(stop), none()),
        [start, stop, step, ..] => from_owned(part(start), part(stop), part(step)),
        [] => from_owned(none(), none(), none()),
    }
}

fn repr(this: &PySliceObject) -> Result<Owned> {
    let [start, stop, step] = this.parts();
    let (start, stop, step) = (start.repr()?, stop.repr()?, step.repr()?);
    let mut text = unicode::from_str("slice(")?;
    for (part, after) in [(start, ", "), (stop, ", "), (step, ")")] {
        text = unicode::concat(&*unicode::concat(&text, &part)?, &*unicode::from_str(after)?)?;
    }
    Ok(text.upcast())
}

fn hash(this: &PySliceObject) -> Result<isize> {
    let [start, stop, step] = this.parts();
    // The steps of a tuple's hash, without its last one.
    const PRIMES: [u64; 3] = [11400714785074694791, 14029467366897019727, 2870177450012600261];
    let mut state = PRIMES[2];
    for part in [start, stop, step] {
        state = state.wrapping_add((part.hash()? as u64).wrapping_mul(PRIMES[1])).rotate_left(31).wrapping_mul(PRIMES[0]);
    }
    Ok(if state == u64::MAX { 1546275796 } else { state as isize })
}

/// Slices compare as the tuples of their parts do.
fn compare(this: &PySliceObject, other: &PyObject, op: CompareOp) -> Result<Owned> {
    let Some(other_slice) = other.downcast_exact::<PySliceObject>() else {
        return Ok(not_implemented());
    };
    if this.as_object().is(other) {
        let holds = matches!(op, CompareOp::Eq | CompareOp::Le | CompareOp::Ge);
        return Ok(crate::types::bool::from_bool(holds));
    }
    let (a, b) = (tuple::from_owned(this.parts())?, tuple::from_owned(other_slice.parts())?);
    a.as_object().compare(&b, op)
}

fn reduce(this: &PySliceObject) -> Result<Owned> {
    Ok(tuple::from_owned([this.ty().new_ref(), tuple::from_owned(this.parts())?.upcast()])?.upcast())
}

// ---- indices of any size ------------------------------------------------------------------------------------------

/// A part as an int; `TypeError` where it has no `__index__`.
fn part(object: &PyObject) -> Result<Owned> {
    if !index::is_index(object) {
        return Err(raise!(TypeError, "slice indices must be integers or None or have an __index__ method"));
    }
    number::index(object)
}

/// Whether an int is below zero.
fn is_negative(int: &PyObject) -> bool {
    int.downcast::<PyLongObject>().is_some_and(PyLongObject::is_negative)
}

/// Start, stop and step, as ints, for a sequence of `length` items (an int that is not negative).
pub fn long_indices(slice: &PySliceObject, length: &PyObject) -> Result<[Owned; 3]> {
    let [start, stop, step] = slice.parts();
    let step = if step.is_none() { long::one() } else { part(&step)? };
    let int = step.as_object().downcast::<PyLongObject>();
    if int.is_some_and(PyLongObject::is_zero) {
        return Err(raise!(ValueError, "slice step cannot be zero"));
    }
    let backwards = is_negative(&step);
    // The bounds of a walk backwards lie one lower.
    let (lowest, highest) = match backwards {
        true => (long::from_isize(-1)?, number::add(length, &*long::from_isize(-1)?)?),
        false => (long::zero(), length.new_ref()),
    };
    let hold = |bound: Owned, default: &Owned| -> Result<Owned> {
        if bound.is_none() {
            return Ok(default.clone());
        }
        let bound = part(&bound)?;
        if is_negative(&bound) {
            let bound = number::add(&bound, length)?;
            return Ok(if bound.compare_bool(&lowest, CompareOp::Lt)? { lowest.clone() } else { bound });
        }
        Ok(if bound.compare_bool(&highest, CompareOp::Gt)? { highest.clone() } else { bound })
    };
    let start = hold(start, if backwards { &highest } else { &lowest })?;
    let stop = hold(stop, if backwards { &lowest } else { &highest })?;
    Ok([start, stop, step])
}

fn indices(this: &PySliceObject, length: &PyObject) -> Result<Owned> {
    let length = number::index(length)?;
    if is_negative(&length) {
        return Err(raise!(ValueError, "length should not be negative"));
    }
    Ok(tuple::from_owned(long_indices(this, &length)?)?.upcast())
}

// ---- sliceobject.h ------------------------------------------------------------------------------------------------

/// A new slice; NULL stands for `None`.
#[capi]
pub fn PySlice_New(start: Option<&PyObject>, stop: Option<&PyObject>, step: Option<&PyObject>) -> Result<Owned> {
    let part = |object: Option<&PyObject>| object.map_or_else(none, |object| object.new_ref());
    from_owned(part(start), part(stop), part(step))
}

/// A new slice from one position to another.
#[capi]
pub fn _PySlice_FromIndices(start: isize, stop: isize) -> Result<Owned> {
    from_positions(start, stop)
}

/// Writes start, stop and step as new ints, for a sequence of `length` items.
#[capi]
pub fn _PySlice_GetLongIndices(
    slice: &PySliceObject,
    length: &PyObject,
    start: *mut *mut PyObject,
    stop: *mut *mut PyObject,
    step: *mut *mut PyObject,
) -> Result<()> {
    let parts = long_indices(slice, length)?;
    for (place, part) in [start, stop, step].into_iter().zip(parts) {
        // SAFETY: the caller's places.
        unsafe { *place = part.into_ptr() };
    }
    Ok(())
}

/// The object as a slice: `SystemError` for any other.
fn expect(object: &PyObject) -> Result<&PySliceObject> {
    object.downcast_exact().ok_or_else(|| raise!(SystemError, "bad argument to internal function"))
}

/// Writes start, stop and step, cut to what a `Py_ssize_t` holds, before they are held to a length. Where one of them is refused, those
/// before it, of step, start and stop, are written.
#[capi]
pub fn PySlice_Unpack(slice: &PyObject, start: *mut isize, stop: *mut isize, step: *mut isize) -> Result<()> {
    let [start_object, stop_object, step_object] = expect(slice)?.parts();
    // SAFETY: the caller's places.
    unsafe {
        // So that a step can be negated.
        *step = index::slice_bound(&step_object, 1)?.max(-isize::MAX);
        if *step == 0 {
            return Err(raise!(ValueError, "slice step cannot be zero"));
        }
        let backwards = *step < 0;
        *start = index::slice_bound(&start_object, if backwards { isize::MAX } else { 0 })?;
        *stop = index::slice_bound(&stop_object, if backwards { isize::MIN } else { isize::MAX })?;
    }
    Ok(())
}

/// Holds start and stop to a length, and gives how many items the slice has.
#[capi]
pub fn PySlice_AdjustIndices(length: isize, start: *mut isize, stop: *mut isize, step: isize) -> isize {
    // SAFETY: the caller's places.
    unsafe {
        let span = index::span((*start, *stop, step), usize::try_from(length).unwrap_or(0));
        *start = span.start;
        *stop = span.stop;
        span.count as isize
    }
}

/// Writes start, stop and step for a sequence of `length` items. -1, without an exception, where a part is no int or lies outside; what
/// is known by then is written.
#[capi]
pub fn PySlice_GetIndices(slice: &PyObject, length: isize, start: *mut isize, stop: *mut isize, step: *mut isize) -> c_int {
    let Ok(slice) = expect(slice) else { return -1 };
    let [start_object, stop_object, step_object] = slice.parts();
    let value = |object: &Owned| object.as_object().downcast::<PyLongObject>().and_then(index::fitting);
    let from_end = |at: isize| if at < 0 { at + length } else { at };
    // SAFETY: the caller's places.
    unsafe {
        match if step_object.is_none() { Some(1) } else { value(&step_object) } {
            Some(value) => *step = value,
            None => return -1,
        }
        let backwards = *step < 0;
        match if start_object.is_none() { Some(if backwards { length - 1 } else { 0 }) } else { value(&start_object).map(from_end) } {
            Some(value) => *start = value,
            None => return -1,
        }
        match if stop_object.is_none() { Some(if backwards { -1 } else { length }) } else { value(&stop_object).map(from_end) } {
            Some(value) => *stop = value,
            None => return -1,
        }
        if *stop > length || *start >= length || *step == 0 { -1 } else { 0 }
    }
}

/// Writes start, stop, step and number of items for a sequence of `length` items.
#[capi]
pub fn PySlice_GetIndicesEx(slice: &PyObject, length: isize, start: *mut isize, stop: *mut isize, step: *mut isize, count: *mut isize) -> Result<()> {
    PySlice_Unpack(slice, start, stop, step)?;
    // SAFETY: the caller's places.
    unsafe { *count = PySlice_AdjustIndices(length, start, stop, *step) };
    Ok(())
}

/// Writes a bound of a slice, cut to what a `Py_ssize_t` holds; leaves the place alone for `None`. 1, or 0 with an exception.
#[capi(private)]
pub fn _PyEval_SliceIndex(bound: &PyObject, place: *mut isize) -> crate::args::Parsed {
    crate::args::Parsed((|| {
        if !bound.is_none() {
            let value = index::slice_bound(bound, 0)?;
            // SAFETY: the caller's place.
            unsafe { *place = value };
        }
        Ok(())
    })())
}

/// As [`_PyEval_SliceIndex`], but `None` is refused.
#[capi(private)]
pub fn _PyEval_SliceIndexNotNone(bound: &PyObject, place: *mut isize) -> crate::args::Parsed {
    crate::args::Parsed(index::bound(bound).map(|value| {
        // SAFETY: the caller's place.
        unsafe { *place = value };
    }))
}
