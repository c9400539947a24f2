//! Objects as positions: `__index__` where a sequence wants a place, and the bounds of a slice.

use crate::boundary::new_reference;
use crate::foreign;
use crate::layout::*;
use crate::object::Owned;
use crate::raise;
use crate::runtime::errors::{Raised, Result};
use crate::types::slice::PySlice_Type;

/// Whether the object has `__index__`.
#[inline]
pub fn is_index(object: &PyObject) -> bool {
    // SAFETY: a suite lives as long as its type.
    unsafe { object.ty().tp_as_number.get().as_ref() }.is_some_and(|n| n.nb_index.get().is_some())
}

/// The value of an int where it fits.
#[inline(always)]
pub fn fitting(int: &PyLongObject) -> Option<isize> {
    let tag = int.long_value.lv_tag.get();
    let first = i64::from(int.long_value.ob_digit[0].get());
    let negative = tag & 3 == 2;
    if tag < 2 << 3 {
        return Some(if negative { -first } else { first } as isize);
    }
    fitting_long(int, tag >> 3, negative)
}

#[cold]
fn fitting_long(int: &PyLongObject, count: usize, negative: bool) -> Option<isize> {
    if count > 3 {
        return None;
    }
    // SAFETY: there are as many digits as the tag says.
    let digits = unsafe { std::slice::from_raw_parts(int.long_value.ob_digit.as_ptr().cast::<u32>(), count) };
    let size = digits.iter().rev().fold(0i128, |value, digit| value << 30 | i128::from(*digit));
    isize::try_from(if negative { -size } else { size }).ok()
}

/// Whether an int is below zero.
fn is_negative(int: &PyLongObject) -> bool {
    int.long_value.lv_tag.get() & 3 == 2
}

/// What `__index__` gives, an int.
#[cold]
fn index(object: &PyObject) -> Result<Owned> {
    // SAFETY: a suite lives as long as its type; the slot's contract.
    let result = unsafe {
        let Some(slot) = object.ty().tp_as_number.get().as_ref().and_then(|n| n.nb_index.get()) else {
            return Err(raise!(TypeError, "'{}' object cannot be interpreted as an integer", object.ty().name()));
        };
        new_reference(foreign!(slot(object.as_ptr())))?
    };
    if !result.ty().has_flag(flags::LONG_SUBCLASS) {
        return Err(raise!(TypeError, "__index__ returned non-int (type {})", result.ty().name()));
    }
    Ok(result)
}

/// Runs `f` on the int that the object is or stands for.
#[inline(always)]
fn with_int<R>(object: &PyObject, f: impl FnOnce(&PyLongObject) -> R) -> Result<R> {
    if object.ty().has_flag(flags::LONG_SUBCLASS) {
        // SAFETY: the flag says so.
        return Ok(f(unsafe { object.cast_unchecked() }));
    }
    let int = index(object)?;
    // SAFETY: `index` returns ints.
    Ok(f(unsafe { int.cast_unchecked() }))
}

/// The object as a position: `IndexError` where no sequence is that long.
#[inline(always)]
pub fn position(object: &PyObject) -> Result<isize> {
    match with_int(object, fitting)? {
        Some(value) => Ok(value),
        None => Err(unfitting(object)),
    }
}

#[cold]
fn unfitting(object: &PyObject) -> Raised {
    raise!(IndexError, "cannot fit '{}' into an index-sized integer", object.ty().name())
}

/// The object as a count of repetitions: `OverflowError` where it does not fit.
pub fn count(object: &PyObject) -> Result<isize> {
    with_int(object, fitting)?.ok_or_else(|| raise!(OverflowError, "cannot fit '{}' into an index-sized integer", object.ty().name()))
}

/// The object as a position; one that does not fit becomes the nearest that does.
pub fn clamped(object: &PyObject) -> Result<isize> {
    with_int(object, |int| fitting(int).unwrap_or(if is_negative(int) { isize::MIN } else { isize::MAX }))
}

/// A bound of a search, as `list.index` takes it: clamped, and not `None`.
pub fn bound(object: &PyObject) -> Result<isize> {
    if !is_index(object) {
        return Err(raise!(TypeError, "slice indices must be integers or have an __index__ method"));
    }
    clamped(object)
}

/// A bound of a slice; `None` stands for the default.
pub fn slice_bound(object: &PyObject, default: isize) -> Result<isize> {
    if object.is_none() {
        return Ok(default);
    }
    if !is_index(object) {
        return Err(raise!(TypeError, "slice indices must be integers or None or have an __index__ method"));
    }
    clamped(object)
}

/// A bound that may count from the end, as a position in a sequence of `len` items.
#[inline]
pub fn from_end(bound: isize, len: usize) -> usize {
    if bound < 0 { bound.saturating_add(len as isize).max(0) as usize } else { (bound as usize).min(len) }
}

/// The object as a slice.
#[inline(always)]
pub fn as_slice(object: &PyObject) -> Option<&PySliceObject> {
    // SAFETY: `slice` has no subclasses; its instances are PySliceObjects.
    std::ptr::eq(object.ty(), &PySlice_Type).then(|| unsafe { object.cast_unchecked() })
}

/// The positions that a slice names: `start`, `start + step`, … `count` of them.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    pub start: isize,
    pub step: isize,
    pub count: usize,
    /// Where the slice ends; what is assigned to an empty slice goes to `start`.
    pub stop: isize,
}

impl Span {
    /// The positions, in order; all are below the length the span was made for.
    pub fn positions(self) -> impl Iterator<Item = usize> {
        (0..self.count as isize).map(move |n| (self.start + n * self.step) as usize)
    }
    /// The same positions from the lowest up.
    pub fn ascending(self) -> Span {
        if self.step > 0 || self.count == 0 {
            return self;
        }
        let start = self.start + self.step * (self.count as isize - 1);
        Span { start, step: -self.step, count: self.count, stop: self.start + 1 }
    }
}

/// Start, stop and step of a slice, not yet held to a length.
pub fn unpack(slice: &PySliceObject) -> Result<(isize, isize, isize)> {
    let field = |field: &Field| field.get().unwrap_or_else(crate::types::singletons::none);
    let (start, stop, step) = (field(&slice.start), field(&slice.stop), field(&slice.step));
    let step = slice_bound(&step, 1)?;
    if step == 0 {
        return Err(raise!(ValueError, "slice step cannot be zero"));
    }
    // So that a step can be negated.
    let step = step.max(-isize::MAX);
    let start = slice_bound(&start, if step < 0 { isize::MAX } else { 0 })?;
    let stop = slice_bound(&stop, if step < 0 { isize::MIN } else { isize::MAX })?;
    Ok((start, stop, step))
}

/// Holds unpacked bounds to a length.
pub fn span((start, stop, step): (isize, isize, isize), len: usize) -> Span {
    let len = len as isize;
    let (lowest, highest) = if step < 0 { (-1, len - 1) } else { (0, len) };
    let hold = |bound: isize| if bound < 0 { bound.saturating_add(len).max(lowest) } else { bound.min(highest) };
    let (start, stop) = (hold(start), hold(stop));
    let count = if step < 0 {
        if stop < start { (start - stop - 1) / -step + 1 } else { 0 }
    } else if start < stop {
        (stop - start - 1) / step + 1
    } else {
        0
    };
    Span { start, step, count: count as usize, stop }
}

/// The object as an argument of C type `Py_ssize_t`: `OverflowError` where it does not fit.
pub fn number(object: &PyObject) -> Result<isize> {
    with_int(object, fitting)?.ok_or_else(|| raise!(OverflowError, "Python int too large to convert to C ssize_t"))
}

/// An int as C type `Py_ssize_t`; `TypeError` for what is no int.
pub fn int(object: &PyObject) -> Result<isize> {
    if !object.ty().has_flag(flags::LONG_SUBCLASS) {
        return Err(raise!(TypeError, "an integer is required"));
    }
    number(object)
}
