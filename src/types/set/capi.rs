//! setobject.h.

use super::{PyFrozenSet_Type, PySet_Type, as_any_set, as_frozenset, as_set, empty_of, from_iterable, methods};
use crate::layout::*;
use crate::object::Owned;
use crate::raise;
use crate::runtime::errors::{Raised, Result};
use exuvia_macros::capi;

#[cold]
#[inline(never)]
fn bad_call() -> Raised {
    raise!(SystemError, "bad argument to internal function")
}
fn any(object: &PyObject) -> Result<&PySetObject> {
    as_any_set(object).ok_or_else(bad_call)
}
fn set(object: &PyObject) -> Result<&PySetObject> {
    as_set(object).ok_or_else(bad_call)
}

/// A new set of what an iterable gives; an empty one for NULL.
#[capi]
pub fn PySet_New(iterable: Option<&PyObject>) -> Result<Owned> {
    make(&PySet_Type, iterable)
}

/// A new frozenset of what an iterable gives; an empty one for NULL.
#[capi]
pub fn PyFrozenSet_New(iterable: Option<&PyObject>) -> Result<Owned> {
    make(&PyFrozenSet_Type, iterable)
}

fn make(ty: &PyTypeObject, iterable: Option<&PyObject>) -> Result<Owned> {
    Ok(match iterable {
        Some(iterable) => from_iterable(ty, iterable)?.upcast(),
        None => empty_of(ty)?.upcast(),
    })
}

/// Adds a key to a set, or to a frozenset that nobody else has.
#[capi]
pub fn PySet_Add(set: &PyObject, key: &PyObject) -> Result<()> {
    let target = as_set(set).or_else(|| as_frozenset(set).filter(|_| set.is_unique())).ok_or_else(bad_call)?;
    target.add(key).map(drop)
}

/// Adds a key that it steals, also on failure.
#[capi(private)]
pub fn _PySet_AddTakeRef(set: &PySetObject, key: Owned) -> Result<()> {
    set.add(&key).map(drop)
}

/// Removes all keys of a set.
#[capi]
pub fn PySet_Clear(set: &PyObject) -> Result<()> {
    self::set(set)?.clear();
    Ok(())
}

/// 1 where the key is in the set or frozenset, 0 where not.
#[capi]
pub fn PySet_Contains(anyset: &PyObject, key: &PyObject) -> Result<bool> {
    any(anyset)?.contains(key)
}

/// As `PySet_Contains`, without a look at the type.
#[capi(private)]
pub fn _PySet_Contains(set: &PySetObject, key: &PyObject) -> Result<bool> {
    methods::contains(set, key)
}

/// Removes a key: 1 where it was in the set, 0 where not.
#[capi]
pub fn PySet_Discard(set: &PyObject, key: &PyObject) -> Result<bool> {
    self::set(set)?.discard(key)
}

/// Removes and returns some key, new; `KeyError` where the set is empty.
#[capi]
pub fn PySet_Pop(set: &PyObject) -> Result<Owned> {
    self::set(set)?.pop_any().ok_or_else(methods::pop_from_empty)
}

/// The number of keys.
#[capi]
pub fn PySet_Size(anyset: &PyObject) -> Result<isize> {
    Ok(any(anyset)?.used.get())
}

/// Adds what an iterable gives.
#[capi(private)]
pub fn _PySet_Update(set: &PyObject, iterable: &PyObject) -> Result<()> {
    self::set(set)?.update(iterable)
}

/// The next key after position `*pos`, borrowed, and its hash: 1, or 0 at the end; -1 for what is no set.
#[capi(private)]
pub fn _PySet_NextEntry(set: &PyObject, pos: *mut isize, key: *mut *mut PyObject, hash: *mut isize) -> Result<bool> {
    let set = any(set)?;
    // SAFETY: C's word: pointers to room.
    unsafe {
        let mut position = (*pos).max(0) as usize;
        let next = set.next(&mut position);
        *pos = position as isize;
        if let Some((found, its_hash)) = next {
            *key = found.as_ptr();
            *hash = its_hash;
        }
        Ok(next.is_some())
    }
}

/// As `_PySet_NextEntry`, with a new reference to the key.
#[capi(private)]
pub fn _PySet_NextEntryRef(set: &PyObject, pos: *mut isize, key: *mut *mut PyObject, hash: *mut isize) -> Result<bool> {
    let found = _PySet_NextEntry(set, pos, key, hash)?;
    if found {
        // SAFETY: just written.
        unsafe { (**key).incref() };
    }
    Ok(found)
}
