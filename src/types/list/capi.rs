//! listobject.h.

use super::{ordering, slices};
use crate::layout::*;
use crate::object::Owned;
use crate::raise;
use crate::runtime::errors::{Raised, Result};
use crate::types::singletons::none;
use exuvia_macros::capi;

#[cold]
#[inline(never)]
fn bad_call() -> Raised {
    raise!(SystemError, "bad argument to internal function")
}
#[inline(always)]
fn list(object: &PyObject) -> Result<&PyListObject> {
    object.downcast().ok_or_else(bad_call)
}
#[cold]
#[inline(never)]
fn out_of_range() -> Raised {
    raise!(IndexError, "list index out of range")
}

/// A new list of `size` items that are NULL until the caller sets them.
#[capi]
pub fn PyList_New(size: isize) -> Result<Owned> {
    let Ok(len) = usize::try_from(size) else { return Err(bad_call()) };
    let list = super::with_room(len)?;
    if len != 0 {
        // SAFETY: there is room for so many.
        unsafe { list.ob_item.get().write_bytes(0, len) };
        list.ob_size.set(size);
    }
    Ok(list.upcast())
}

/// The number of items.
#[capi]
pub fn PyList_Size(op: &PyObject) -> Result<isize> {
    Ok(list(op)?.ob_size.get())
}

/// The item at a position, borrowed; `IndexError` where there is none.
#[capi]
pub fn PyList_GetItem(op: &PyObject, index: isize) -> Result<*mut PyObject> {
    let list = list(op)?;
    if index as usize >= list.len() {
        return Err(out_of_range());
    }
    // SAFETY: in range. A list that is being filled has NULL items, which C may look at.
    Ok(unsafe { *list.ob_item.get().add(index as usize) })
}

/// The item at a position, new; `IndexError` where there is none.
#[capi]
pub fn PyList_GetItemRef(op: &PyObject, index: isize) -> Result<Owned> {
    let Some(list) = op.downcast::<PyListObject>() else {
        return Err(raise!(TypeError, "expected a list"));
    };
    list.get(index as usize).ok_or_else(out_of_range)
}

/// Sets the item at a position; steals it, also on failure.
#[capi]
pub fn PyList_SetItem(op: &PyObject, index: isize, newitem: Option<Owned>) -> Result<()> {
    match op.downcast::<PyListObject>() {
        Some(list) if (index as usize) < list.len() => {
            drop(list.replace(index as usize, newitem.map_or(std::ptr::null_mut(), Owned::into_ptr)));
            Ok(())
        }
        _ => Err(no_place(op, newitem)),
    }
}
#[cold]
#[inline(never)]
fn no_place(op: &PyObject, newitem: Option<Owned>) -> Raised {
    drop(newitem);
    match list(op) {
        Ok(_) => raise!(IndexError, "list assignment index out of range"),
        Err(raised) => raised,
    }
}

/// Inserts before a position.
#[capi]
pub fn PyList_Insert(op: &PyObject, index: isize, newitem: Option<&PyObject>) -> Result<()> {
    match (op.downcast::<PyListObject>(), newitem) {
        (Some(list), Some(item)) => list.insert(index, item),
        _ => Err(bad_call()),
    }
}

/// Appends an item.
#[capi]
pub fn PyList_Append(op: &PyObject, newitem: Option<&PyObject>) -> Result<()> {
    match (op.downcast::<PyListObject>(), newitem) {
        (Some(list), Some(item)) => list.append(item),
        _ => Err(bad_call()),
    }
}

/// Appends what an iterable gives.
#[capi]
pub fn PyList_Extend(op: &PyObject, iterable: &PyObject) -> Result<()> {
    list(op)?.extend(iterable)
}

/// As `PyList_Extend`, and returns `None`, new.
#[capi(private)]
pub fn _PyList_Extend(op: &PyListObject, iterable: &PyObject) -> Result<Owned> {
    op.extend(iterable)?;
    Ok(none())
}

/// Removes all items.
#[capi]
pub fn PyList_Clear(op: &PyObject) -> Result<()> {
    list(op)?.clear();
    Ok(())
}

/// A new list of the items from `low` to `high`.
#[capi]
pub fn PyList_GetSlice(op: &PyObject, low: isize, high: isize) -> Result<Owned> {
    let list = list(op)?;
    let low = low.clamp(0, list.ob_size.get()) as usize;
    let high = (high.min(list.ob_size.get()).max(0) as usize).max(low);
    Ok(super::from_slice(&list.as_slice()[low..high])?.upcast())
}

/// Puts what an iterable gives (nothing for NULL) in the place of the items from `low` to `high`.
#[capi]
pub fn PyList_SetSlice(op: &PyObject, low: isize, high: isize, itemlist: Option<&PyObject>) -> Result<()> {
    slices::assign(list(op)?, low, high, itemlist)
}

/// Sorts the list.
#[capi]
pub fn PyList_Sort(op: Option<&PyObject>) -> Result<()> {
    match op.and_then(|op| op.downcast::<PyListObject>()) {
        Some(list) => ordering::sort(list, None, false),
        None => Err(bad_call()),
    }
}

/// Turns the items round.
#[capi]
pub fn PyList_Reverse(op: Option<&PyObject>) -> Result<()> {
    match op.and_then(|op| op.downcast::<PyListObject>()) {
        Some(list) => {
            list.reverse();
            Ok(())
        }
        None => Err(bad_call()),
    }
}

/// A new tuple of the items.
#[capi]
pub fn PyList_AsTuple(op: Option<&PyObject>) -> Result<Owned> {
    match op.and_then(|op| op.downcast::<PyListObject>()) {
        Some(list) => Ok(crate::types::tuple::from_slice(list.as_slice())?.upcast()),
        None => Err(bad_call()),
    }
}

/// A new tuple of the items, which the list loses.
#[capi(private)]
pub fn _PyList_AsTupleAndClear(op: &PyListObject) -> Result<Owned> {
    Ok(op.take_tuple()?.upcast())
}

/// A new list of the items that a slice names.
#[capi(private)]
pub fn _PyList_SliceSubscript(op: &PyObject, slice: &PyObject) -> Result<Owned> {
    match (op.downcast::<PyListObject>(), crate::protocol::index::as_slice(slice)) {
        (Some(list), Some(slice)) => slices::get(list, slice),
        _ => Err(bad_call()),
    }
}

/// Appends an item that it steals, where the list has no room left for it.
#[capi(private)]
pub fn _PyList_AppendTakeRefListResize(op: &PyListObject, newitem: Owned) -> Result<()> {
    op.push(newitem)
}
