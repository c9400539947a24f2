//! The sequence protocol: items by position, concatenation and repetition, searching, lists and tuples of anything.

use crate::boundary::{Handed, new_reference, status};
use crate::foreign;
use crate::layout::*;
use crate::object::{Owned, is_exact};
use crate::protocol::iteration;
use crate::raise;
use crate::runtime::errors::{Raised, Result};
use crate::types::long;
use crate::types::{list, tuple};
use exuvia_macros::capi;
use std::ffi::{CStr, c_char, c_int};
use std::ptr::null_mut;

/// The sequence suite.
#[inline(always)]
pub(super) fn suite(object: &PyObject) -> Option<&PySequenceMethods> {
    // SAFETY: a suite lives as long as its type.
    unsafe { object.ty().tp_as_sequence.get().as_ref() }
}
/// The mapping suite.
#[inline(always)]
pub(super) fn mapping_suite(object: &PyObject) -> Option<&PyMappingMethods> {
    // SAFETY: a suite lives as long as its type.
    unsafe { object.ty().tp_as_mapping.get().as_ref() }
}
fn name(object: &PyObject) -> &str {
    object.ty().name()
}

/// Gives a found value to C: 1 and a new reference, or 0 and NULL; -1 and NULL after an exception.
///
/// # Safety
/// `result` is NULL or points to room for a reference.
pub unsafe fn hand_out(result: *mut *mut PyObject, found: Result<Option<Owned>>) -> Result<bool> {
    let (value, outcome) = match found {
        Ok(Some(value)) => (value.into_ptr(), Ok(true)),
        Ok(None) => (null_mut(), Ok(false)),
        Err(raised) => (null_mut(), Err(raised)),
    };
    // SAFETY: the caller's word; a value that nobody wants is dropped.
    unsafe {
        if !result.is_null() {
            *result = value;
        } else {
            drop(Owned::from_ptr(value));
        }
    }
    outcome
}

/// Whether the object has items by position. A dict's subscripts are no positions.
#[inline]
pub fn is_sequence(object: &PyObject) -> bool {
    !object.ty().has_flag(flags::DICT_SUBCLASS) && suite(object).is_some_and(|s| s.sq_item.get().is_some())
}

/// Whether `len()` can be asked of the object.
pub fn has_len(object: &PyObject) -> bool {
    suite(object).is_some_and(|s| s.sq_length.get().is_some()) || mapping_suite(object).is_some_and(|m| m.mp_length.get().is_some())
}

/// # Safety
/// The slot belongs to the object's type.
#[inline]
pub(super) unsafe fn ask_len(object: &PyObject, slot: lenfunc) -> Result<usize> {
    // SAFETY: the slot's contract.
    match unsafe { foreign!(slot(object.as_ptr())) } {
        len if len >= 0 => Ok(len as usize),
        _ => Err(Raised::already()),
    }
}

#[cold]
#[inline(never)]
pub(super) fn no_len(object: &PyObject) -> Raised {
    raise!(TypeError, "object of type '{}' has no len()", name(object))
}

/// The slot that knows the length.
#[inline(always)]
fn len_slot(object: &PyObject) -> Option<lenfunc> {
    suite(object).and_then(|s| s.sq_length.get()).or_else(|| mapping_suite(object).and_then(|m| m.mp_length.get()))
}

/// `len(object)`.
#[inline]
pub fn len(object: &PyObject) -> Result<usize> {
    match len_slot(object) {
        // SAFETY: the type's own slot.
        Some(slot) => unsafe { ask_len(object, slot) },
        None => Err(no_len(object)),
    }
}

/// `len(object)` of a sequence.
pub fn sequence_len(object: &PyObject) -> Result<usize> {
    match suite(object).and_then(|s| s.sq_length.get()) {
        // SAFETY: the type's own slot.
        Some(slot) => unsafe { ask_len(object, slot) },
        None if mapping_suite(object).is_some_and(|m| m.mp_length.get().is_some()) => Err(raise!(TypeError, "{} is not a sequence", name(object))),
        None => Err(no_len(object)),
    }
}

/// A position as the slots want it: one below zero counts from the end.
#[inline]
fn from_end(object: &PyObject, suite: &PySequenceMethods, i: isize) -> Result<isize> {
    match suite.sq_length.get() {
        // SAFETY: the type's own slot.
        Some(slot) if i < 0 => Ok(i + unsafe { ask_len(object, slot) }? as isize),
        _ => Ok(i),
    }
}

#[cold]
fn not_a_sequence(object: &PyObject) -> Raised {
    raise!(TypeError, "{} is not a sequence", name(object))
}

/// The item at a position.
#[inline]
pub fn get_item(object: &PyObject, i: isize) -> Result<Owned> {
    match suite(object).and_then(|suite| suite.sq_item.get()) {
        // SAFETY: the slot's contract.
        Some(slot) if i >= 0 => unsafe { new_reference(foreign!(slot(object.as_ptr(), i))) },
        _ => item_from_end(object, i),
    }
}

#[inline(never)]
fn item_from_end(object: &PyObject, i: isize) -> Result<Owned> {
    if let Some(suite) = suite(object)
        && let Some(slot) = suite.sq_item.get()
    {
        let i = from_end(object, suite, i)?;
        // SAFETY: the slot's contract.
        return unsafe { new_reference(foreign!(slot(object.as_ptr(), i))) };
    }
    if mapping_suite(object).is_some_and(|m| m.mp_subscript.get().is_some()) {
        return Err(not_a_sequence(object));
    }
    Err(raise!(TypeError, "'{}' object does not support indexing", name(object)))
}

/// Sets the item at a position, or deletes it.
pub fn set_item(object: &PyObject, i: isize, value: Option<&PyObject>) -> Result<()> {
    if let Some(suite) = suite(object)
        && let Some(slot) = suite.sq_ass_item.get()
    {
        let i = from_end(object, suite, i)?;
        let value = value.map_or(null_mut(), |v| v.as_ptr());
        // SAFETY: the slot's contract.
        return status(unsafe { foreign!(slot(object.as_ptr(), i, value)) }).map(drop);
    }
    if mapping_suite(object).is_some_and(|m| m.mp_ass_subscript.get().is_some()) {
        return Err(not_a_sequence(object));
    }
    Err(match value {
        Some(_) => raise!(TypeError, "'{}' object does not support item assignment", name(object)),
        None => raise!(TypeError, "'{}' object doesn't support item deletion", name(object)),
    })
}

/// A slice of two positions.
fn slice_of(low: isize, high: isize) -> Result<Owned> {
    crate::types::slice::from_positions(low, high)
}

/// Whether `value` is among the object's items.
pub fn contains(object: &PyObject, value: &PyObject) -> Result<bool> {
    if let Some(slot) = suite(object).and_then(|s| s.sq_contains.get()) {
        // SAFETY: the slot's contract.
        return Ok(status(unsafe { foreign!(slot(object.as_ptr(), value.as_ptr())) })? != 0);
    }
    contains_by_iteration(object, value)
}

/// Whether `value` is among what iterating over the object gives.
pub fn contains_by_iteration(object: &PyObject, value: &PyObject) -> Result<bool> {
    let mut found = false;
    search(object, value, "is not a container or iterable", |_, equal| {
        found = equal;
        Ok(!equal)
    })?;
    Ok(found)
}

/// Tells of each item whether it equals the value, until told to stop.
fn search(object: &PyObject, value: &PyObject, message: &str, mut tell: impl FnMut(isize, bool) -> Result<bool>) -> Result<()> {
    let iterator = match iteration::iter(object) {
        Ok(iterator) => iterator,
        Err(raised) if raised.matches(&crate::types::exceptions::TypeError) => {
            raised.clear();
            return Err(raise!(TypeError, "argument of type '{}' {message}", name(object)));
        }
        Err(raised) => return Err(raised),
    };
    let step = iteration::Step::of(&iterator);
    let mut n: isize = 0;
    while let Some(item) = step.next(&iterator)? {
        if !tell(n, item.equals(value)?)? {
            break;
        }
        n = n.checked_add(1).ok_or_else(|| raise!(OverflowError, "index exceeds C integer size"))?;
    }
    Ok(())
}

/// The position of the first item that equals the value.
pub fn find(object: &PyObject, value: &PyObject) -> Result<isize> {
    let mut found = None;
    search(object, value, "is not iterable", |n, equal| {
        if equal {
            found = Some(n);
        }
        Ok(!equal)
    })?;
    found.ok_or_else(|| raise!(ValueError, "sequence.index(x): x not in sequence"))
}

/// How many items equal the value.
pub fn count(object: &PyObject, value: &PyObject) -> Result<isize> {
    let mut count = 0;
    search(object, value, "is not iterable", |_, equal| {
        count += isize::from(equal);
        Ok(true)
    })?;
    Ok(count)
}

/// The object itself where it is a list or a tuple, else a list of its items; the message where it cannot be iterated over.
#[inline]
pub fn fast(object: &PyObject, message: &CStr) -> Result<Owned> {
    if is_exact::<PyListObject>(object) || is_exact::<PyTupleObject>(object) {
        return Ok(object.new_ref());
    }
    items_of_other(object, message)
}

#[inline(never)]
fn items_of_other(object: &PyObject, message: &CStr) -> Result<Owned> {
    let iterator = match iteration::iter(object) {
        Ok(iterator) => iterator,
        Err(raised) if raised.matches(&crate::types::exceptions::TypeError) => {
            raised.clear();
            return Err(raise!(TypeError, "{}", message.to_string_lossy()));
        }
        Err(raised) => return Err(raised),
    };
    Ok(list::from_iterable(&iterator)?.upcast())
}

// ---- abstract.h ---------------------------------------------------------------------------------------------------

/// Whether the object has items by position.
#[capi]
pub fn PySequence_Check(o: Option<&PyObject>) -> c_int {
    c_int::from(o.is_some_and(is_sequence))
}

/// `len(o)`.
#[capi]
pub fn PyObject_Size(o: &PyObject) -> Handed<isize> {
    match len_slot(o) {
        // SAFETY: the type's own slot.
        Some(slot) => Handed(unsafe { foreign!(slot(o.as_ptr())) }),
        None => Handed::failed(no_len(o)),
    }
}

/// `len(o)`.
#[capi]
pub fn PyObject_Length(o: &PyObject) -> Handed<isize> {
    PyObject_Size(o)
}

/// `len(o)` of a sequence.
#[capi]
pub fn PySequence_Size(o: &PyObject) -> Result<isize> {
    Ok(sequence_len(o)? as isize)
}

/// `len(o)` of a sequence.
#[capi]
pub fn PySequence_Length(o: &PyObject) -> Result<isize> {
    Ok(sequence_len(o)? as isize)
}

/// What a numeric operator makes of two sequences, where their type says it with that operator.
fn by_number(slot: Option<binaryfunc>, other: Option<binaryfunc>, a: &PyObject, b: &PyObject) -> Result<Option<Owned>> {
    for slot in [slot, other].into_iter().flatten() {
        // SAFETY: the slot's contract.
        let result = unsafe { new_reference(foreign!(slot(a.as_ptr(), b.as_ptr()))) }?;
        if !result.is_not_implemented() {
            return Ok(Some(result));
        }
    }
    Ok(None)
}
fn numbers(object: &PyObject) -> Option<&PyNumberMethods> {
    // SAFETY: a suite lives as long as its type.
    unsafe { object.ty().tp_as_number.get().as_ref() }
}

/// `s + o` of sequences, new.
#[capi]
pub fn PySequence_Concat(s: &PyObject, o: &PyObject) -> Result<Owned> {
    if let Some(slot) = suite(s).and_then(|suite| suite.sq_concat.get()) {
        // SAFETY: the slot's contract.
        return unsafe { new_reference(foreign!(slot(s.as_ptr(), o.as_ptr()))) };
    }
    if is_sequence(s) && is_sequence(o) {
        let (left, right) = (numbers(s).and_then(|n| n.nb_add.get()), numbers(o).and_then(|n| n.nb_add.get()));
        let right = right.filter(|r| left.is_none_or(|l| l as usize != *r as usize));
        if let Some(result) = by_number(left, right, s, o)? {
            return Ok(result);
        }
    }
    Err(raise!(TypeError, "'{}' object can't be concatenated", name(s)))
}

/// `o * count` of a sequence, new.
#[capi]
pub fn PySequence_Repeat(o: &PyObject, count: isize) -> Result<Owned> {
    if let Some(slot) = suite(o).and_then(|suite| suite.sq_repeat.get()) {
        // SAFETY: the slot's contract.
        return unsafe { new_reference(foreign!(slot(o.as_ptr(), count))) };
    }
    if is_sequence(o) {
        let n = long::from_isize(count)?;
        if let Some(result) = by_number(numbers(o).and_then(|n| n.nb_multiply.get()), numbers(&n).and_then(|n| n.nb_multiply.get()), o, &n)? {
            return Ok(result);
        }
    }
    Err(raise!(TypeError, "'{}' object can't be repeated", name(o)))
}

/// `s += o` of sequences: `s` itself where it can change, else a new object.
#[capi]
pub fn PySequence_InPlaceConcat(s: &PyObject, o: &PyObject) -> Result<Owned> {
    let suite = suite(s);
    if let Some(slot) = suite.and_then(|suite| suite.sq_inplace_concat.get().or(suite.sq_concat.get())) {
        // SAFETY: the slot's contract.
        return unsafe { new_reference(foreign!(slot(s.as_ptr(), o.as_ptr()))) };
    }
    if is_sequence(s)
        && is_sequence(o)
        && let Some(n) = numbers(s)
        && let Some(result) = by_number(n.nb_inplace_add.get(), n.nb_add.get(), s, o)?
    {
        return Ok(result);
    }
    Err(raise!(TypeError, "'{}' object can't be concatenated", name(s)))
}

/// `o *= count` of a sequence: `o` itself where it can change, else a new object.
#[capi]
pub fn PySequence_InPlaceRepeat(o: &PyObject, count: isize) -> Result<Owned> {
    let suite = suite(o);
    if let Some(slot) = suite.and_then(|suite| suite.sq_inplace_repeat.get().or(suite.sq_repeat.get())) {
        // SAFETY: the slot's contract.
        return unsafe { new_reference(foreign!(slot(o.as_ptr(), count))) };
    }
    if is_sequence(o)
        && let Some(suite) = numbers(o)
    {
        let n = long::from_isize(count)?;
        if let Some(result) = by_number(suite.nb_inplace_multiply.get(), suite.nb_multiply.get(), o, &n)? {
            return Ok(result);
        }
    }
    Err(raise!(TypeError, "'{}' object can't be repeated", name(o)))
}

/// The item at a position, new.
#[capi]
pub fn PySequence_GetItem(o: &PyObject, i: isize) -> Result<Owned> {
    get_item(o, i)
}

/// Sets the item at a position.
#[capi]
pub fn PySequence_SetItem(o: &PyObject, i: isize, v: Option<&PyObject>) -> Result<()> {
    set_item(o, i, v)
}

/// Deletes the item at a position.
#[capi]
pub fn PySequence_DelItem(o: &PyObject, i: isize) -> Result<()> {
    set_item(o, i, None)
}

/// The items from `i1` to `i2`, new.
#[capi]
pub fn PySequence_GetSlice(o: &PyObject, i1: isize, i2: isize) -> Result<Owned> {
    match mapping_suite(o).and_then(|m| m.mp_subscript.get()) {
        // SAFETY: the slot's contract.
        Some(slot) => unsafe { new_reference(foreign!(slot(o.as_ptr(), slice_of(i1, i2)?.as_ptr()))) },
        None => Err(raise!(TypeError, "'{}' object is unsliceable", name(o))),
    }
}

/// Puts the items of `v` (nothing for NULL) in the place of those from `i1` to `i2`.
#[capi]
pub fn PySequence_SetSlice(o: &PyObject, i1: isize, i2: isize, v: Option<&PyObject>) -> Result<()> {
    set_slice(o, i1, i2, v, "assignment")
}

/// Deletes the items from `i1` to `i2`.
#[capi]
pub fn PySequence_DelSlice(o: &PyObject, i1: isize, i2: isize) -> Result<()> {
    set_slice(o, i1, i2, None, "deletion")
}

fn set_slice(o: &PyObject, low: isize, high: isize, value: Option<&PyObject>, what: &str) -> Result<()> {
    match mapping_suite(o).and_then(|m| m.mp_ass_subscript.get()) {
        // SAFETY: the slot's contract.
        Some(slot) => {
            status(unsafe { foreign!(slot(o.as_ptr(), slice_of(low, high)?.as_ptr(), value.map_or(null_mut(), |v| v.as_ptr()))) }).map(drop)
        }
        None => Err(raise!(TypeError, "'{}' object doesn't support slice {what}", name(o))),
    }
}

/// How many items equal the value.
#[capi]
pub fn PySequence_Count(o: &PyObject, value: &PyObject) -> Result<isize> {
    count(o, value)
}

/// 1 where the value is among the items, 0 where not.
#[capi]
pub fn PySequence_Contains(seq: &PyObject, ob: &PyObject) -> Result<bool> {
    contains(seq, ob)
}

/// As `PySequence_Contains`, under its old name.
#[capi]
pub fn PySequence_In(o: &PyObject, value: &PyObject) -> Result<bool> {
    contains(o, value)
}

/// The position of the first item that equals the value; `ValueError` where there is none.
#[capi]
pub fn PySequence_Index(o: &PyObject, value: &PyObject) -> Result<isize> {
    find(o, value)
}

/// A new list of the items.
#[capi]
pub fn PySequence_List(o: &PyObject) -> Result<Owned> {
    Ok(list::from_iterable(o)?.upcast())
}

/// A tuple of the items: the object itself where it is exactly a tuple.
#[capi]
pub fn PySequence_Tuple(o: &PyObject) -> Result<Owned> {
    Ok(tuple::from_iterable(o)?.upcast())
}

/// The object itself where it is a list or a tuple, else a new list of its items; `TypeError` with the message where it has none.
#[capi]
pub fn PySequence_Fast(o: &PyObject, m: *const c_char) -> Result<Owned> {
    if is_exact::<PyListObject>(o) || is_exact::<PyTupleObject>(o) {
        return Ok(o.new_ref());
    }
    // SAFETY: C's word: a C string, whose length nobody asks for before the message is needed.
    items_of_other(o, unsafe { if m.is_null() { c"" } else { CStr::from_ptr(m) } })
}
