//! Slices of a list: reading, assigning, deleting.

use crate::layout::*;
use crate::object::Owned;
use crate::protocol::index::{self, Span};
use crate::protocol::sequence;
use crate::raise;
use crate::runtime::errors::{Raised, Result};

/// A new list of the items that a slice names.
pub(super) fn get(list: &PyListObject, slice: &PySliceObject) -> Result<Owned> {
    let span = index::span(index::unpack(slice)?, list.len());
    let items = list.as_slice();
    if span.step == 1 {
        let start = span.start as usize;
        return Ok(super::from_slice(&items[start..start + span.count])?.upcast());
    }
    Ok(super::from_exact(span.count, span.positions().map(|n| items[n].new_ref()))?.upcast())
}

/// Puts what an iterable gives (nothing for `None`) in the place of the items from `low` to `high`, which are held to the list.
pub(super) fn assign(list: &PyListObject, low: isize, high: isize, values: Option<&PyObject>) -> Result<()> {
    assign_or(list, low, high, values, c"can only assign an iterable")
}

fn assign_or(list: &PyListObject, low: isize, high: isize, values: Option<&PyObject>, message: &std::ffi::CStr) -> Result<()> {
    let values = match values {
        // A list that is put into itself is read before it changes.
        Some(values) if values.is(list) => Some(super::from_slice(list.as_slice())?.upcast()),
        Some(values) => Some(sequence::fast(values, message)?),
        None => None,
    };
    let new = values.as_ref().and_then(|values| super::items_of(values)).unwrap_or_default();
    let len = list.len();
    let low = low.clamp(0, len as isize) as usize;
    let high = (high.min(len as isize).max(0) as usize).max(low);
    let removed = high - low;
    if len - removed + new.len() == 0 {
        list.clear();
        return Ok(());
    }
    // What goes is dropped when the list is whole again.
    let mut gone: Vec<Owned> = Vec::new();
    if gone.try_reserve_exact(removed).is_err() {
        return Err(Raised::no_memory());
    }
    // SAFETY: positions are held to the list, and room is made before items move. Nothing runs before the list is whole.
    unsafe {
        if new.len() > removed {
            list.resize(len - removed + new.len())?;
        }
        let items = list.ob_item.get();
        gone.extend((low..high).map(|n| Owned::from_nonnull(*items.add(n))));
        std::ptr::copy(items.add(high), items.add(low + new.len()), len - high);
        for (n, item) in new.iter().enumerate() {
            *items.add(low + n) = item.new_ref().into_ptr();
        }
        if new.len() < removed {
            let left = len - removed + new.len();
            if list.resize(left).is_err() {
                crate::runtime::errors::clear();
                list.ob_size.set(left as isize);
            }
        }
    }
    while let Some(item) = gone.pop() {
        drop(item);
    }
    Ok(())
}

const NOT_ITERABLE: &std::ffi::CStr = c"must assign iterable to extended slice";

/// `list[slice] = values`, or `del list[slice]` for `None`.
pub(super) fn set(list: &PyListObject, slice: &PySliceObject, values: Option<&PyObject>) -> Result<()> {
    let bounds = index::unpack(slice)?;
    let span = index::span(bounds, list.len());
    if span.step == 1 {
        return assign_or(list, span.start, span.stop, values, NOT_ITERABLE);
    }
    match values {
        None => delete(list, span),
        Some(values) => replace(list, bounds, values),
    }
}

/// Deletes every `step`th item.
fn delete(list: &PyListObject, span: Span) -> Result<()> {
    if span.count == 0 {
        return Ok(());
    }
    let span = span.ascending();
    let mut gone: Vec<Owned> = Vec::new();
    if gone.try_reserve_exact(span.count).is_err() {
        return Err(Raised::no_memory());
    }
    let len = list.len();
    // SAFETY: a span's positions are below the length; the gaps are closed before anything runs.
    unsafe {
        let items = list.ob_item.get();
        let mut to = span.start as usize;
        for (removed, at) in span.positions().enumerate() {
            gone.push(Owned::from_nonnull(*items.add(at)));
            let next = if removed + 1 == span.count { len } else { at + span.step as usize };
            std::ptr::copy(items.add(at + 1), items.add(to), next - at - 1);
            to += next - at - 1;
        }
        if list.resize(to).is_err() {
            crate::runtime::errors::clear();
            list.ob_size.set(to as isize);
        }
    }
    Ok(())
}

/// Puts as many values in the place of every `step`th item.
fn replace(list: &PyListObject, bounds: (isize, isize, isize), values: &PyObject) -> Result<()> {
    let values = if values.is(list) { super::from_slice(list.as_slice())?.upcast() } else { sequence::fast(values, NOT_ITERABLE)? };
    // Reading the values may have changed the list.
    let span = index::span(bounds, list.len());
    let new = super::items_of(&values).unwrap_or_default();
    if new.len() != span.count {
        return Err(raise!(ValueError, "attempt to assign sequence of size {} to extended slice of size {}", new.len(), span.count));
    }
    let mut gone: Vec<Option<Owned>> = Vec::new();
    if gone.try_reserve_exact(span.count).is_err() {
        return Err(Raised::no_memory());
    }
    for (at, item) in span.positions().zip(new) {
        gone.push(list.replace(at, item.new_ref().into_ptr()));
    }
    Ok(())
}
