//! tupleobject.h.

use super::methods;
use crate::layout::*;
use crate::object::{Owned, gc, is_exact};
use crate::raise;
use crate::runtime::errors::{Raised, Result};
use crate::runtime::memory::{self, Domain};
use exuvia_macros::capi;

#[cold]
#[inline(never)]
fn bad_call() -> Raised {
    raise!(SystemError, "bad argument to internal function")
}
#[inline(always)]
fn tuple(object: &PyObject) -> Result<&PyTupleObject> {
    object.downcast().ok_or_else(bad_call)
}

/// A new tuple of `size` items that are NULL until the caller sets them.
#[capi]
pub fn PyTuple_New(size: isize) -> Result<Owned> {
    match usize::try_from(size) {
        Ok(size) => Ok(super::of_nulls(size)?.upcast()),
        Err(_) => Err(bad_call()),
    }
}

/// The number of items.
#[capi]
pub fn PyTuple_Size(op: &PyObject) -> Result<isize> {
    Ok(tuple(op)?.ob_size.get())
}

/// The item at a position, borrowed; `IndexError` where there is none.
#[capi]
pub fn PyTuple_GetItem(op: &PyObject, i: isize) -> Result<*mut PyObject> {
    let tuple = tuple(op)?;
    if i as usize >= tuple.len() {
        return Err(raise!(IndexError, "tuple index out of range"));
    }
    // SAFETY: in range. A tuple under construction has NULL items, which C may look at.
    Ok(unsafe { *tuple.items().add(i as usize) })
}

/// Sets an item of a tuple that nobody else has; steals the item, also on failure.
#[capi]
pub fn PyTuple_SetItem(op: &PyObject, i: isize, newitem: Option<Owned>) -> Result<()> {
    let Some(tuple) = op.downcast::<PyTupleObject>().filter(|t| t.is_unique()) else {
        return Err(bad_call());
    };
    if i as usize >= tuple.len() {
        return Err(raise!(IndexError, "tuple assignment index out of range"));
    }
    // SAFETY: in range; the old item is dropped after the new one is in.
    unsafe {
        let old = tuple.items().add(i as usize).replace(newitem.map_or(std::ptr::null_mut(), Owned::into_ptr));
        drop(Owned::from_ptr(old));
    }
    Ok(())
}

/// A new tuple of the items from `low` to `high`.
#[capi]
pub fn PyTuple_GetSlice(op: &PyObject, low: isize, high: isize) -> Result<Owned> {
    methods::slice(tuple(op)?, low, high)
}

/// A new tuple of borrowed references in memory.
#[capi(private)]
pub fn _PyTuple_FromArray(items: *const *mut PyObject, count: isize) -> Result<Owned> {
    if count <= 0 {
        return Ok(super::empty().upcast());
    }
    // SAFETY: C's word: so many objects.
    Ok(super::from_slice(unsafe { std::slice::from_raw_parts(items.cast(), count as usize) })?.upcast())
}

/// A new tuple of owned references in memory, which it steals, also on failure.
#[capi(private)]
pub fn _PyTuple_FromArraySteal(items: *const *mut PyObject, count: isize) -> Result<Owned> {
    let count = count.max(0) as usize;
    // SAFETY: C's word: so many owned references.
    unsafe {
        super::from_array_steal(items, count).map(Owned::upcast).inspect_err(|_| {
            for n in 0..count {
                PyObject::decref(*items.add(n));
            }
        })
    }
}

/// Gives a tuple that nobody else has another length; its place may change. On failure `*pv` is NULL and the tuple is dropped.
#[capi]
pub fn _PyTuple_Resize(pv: *mut *mut PyObject, newsize: isize) -> Result<()> {
    // SAFETY: C's word: a pointer to a reference that the function may take.
    unsafe {
        let object = pv.replace(std::ptr::null_mut());
        let Some(owned) = Owned::from_ptr(object) else { return Err(bad_call()) };
        let (Some(tuple), Ok(len)) = (owned.downcast_exact::<PyTupleObject>(), usize::try_from(newsize)) else {
            return Err(bad_call());
        };
        let old = tuple.len();
        if old != 0 && !owned.is_unique() {
            return Err(bad_call());
        }
        if old == len {
            *pv = owned.into_ptr();
            return Ok(());
        }
        if old == 0 || len == 0 {
            *pv = super::of_nulls(len)?.into_ptr().cast();
            return Ok(());
        }
        if len > (isize::MAX as usize - 64) / 8 {
            return Err(Raised::no_memory());
        }
        for n in len..old {
            drop(Owned::from_ptr(tuple.items().add(n).replace(std::ptr::null_mut())));
        }
        debug_assert!(is_exact::<PyTupleObject>(tuple));
        gc::untrack(object);
        let head = size_of::<gc::Head>();
        let block = memory::realloc(Domain::Object, object.byte_sub(head).cast(), head + super::HEAD + len * 8);
        if block.is_null() {
            tuple.ob_size.set(old.min(len) as isize);
            return Err(Raised::no_memory());
        }
        let moved = block.byte_add(head).cast::<PyTupleObject>();
        std::mem::forget(owned);
        (*moved).ob_base.ob_size.set(len as isize);
        if len > old {
            (*moved).items().add(old).write_bytes(0, len - old);
        }
        gc::track(moved.cast());
        *pv = moved.cast();
    }
    Ok(())
}
