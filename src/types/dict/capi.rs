//! dictobject.h.

use super::merge::{self, Override};
use super::{core, watch};
use crate::foreign;
use crate::layout::*;
use crate::object::Owned;
use crate::protocol::mapping::key_of;
use crate::protocol::sequence::hand_out;
use crate::raise;
use crate::runtime::errors::{self, Raised, Result};
use crate::types::unicode;
use exuvia_macros::capi;
use std::ffi::{CStr, c_int, c_void};

/// The object as a dict, or `SystemError`.
#[inline(always)]
fn dict(object: &PyObject) -> Result<&PyDictObject> {
    object.downcast().ok_or_else(bad_call)
}
#[cold]
#[inline(never)]
fn bad_call() -> Raised {
    raise!(SystemError, "bad argument to internal function")
}
/// The hash of a key to be inserted: a string's is its own, whatever the caller says, as a table finds strings by that.
fn trusted(key: &PyObject, hash: isize) -> Result<isize> {
    if core::is_str_key(key) { core::hash_plainly(key) } else { Ok(hash) }
}
/// What a function returns that cannot report: the error goes to `sys.unraisablehook`, an exception that was set before stays.
fn unreported<'a>(name: &str, instead: &str, look: impl FnOnce() -> Result<Option<&'a PyObject>>) -> Option<&'a PyObject> {
    let before = errors::take();
    let found = look().unwrap_or_else(|_| {
        errors::unraisable(format_args!("Exception ignored in {name}(); consider using {instead}"));
        None
    });
    errors::restore(before);
    found
}

/// A new, empty dict.
#[capi]
pub fn PyDict_New() -> Result<Owned> {
    Ok(core::new()?.upcast())
}

/// A new, empty dict with room for `minused` entries.
#[capi]
pub fn _PyDict_NewPresized(minused: isize) -> Result<Owned> {
    Ok(core::with_capacity(usize::try_from(minused).unwrap_or(0), false)?.upcast())
}

/// The value of a key, borrowed; NULL, without an exception, where there is none or the look-up fails.
#[capi]
pub fn PyDict_GetItem<'a>(mp: Option<&'a PyObject>, key: Option<&PyObject>) -> Option<&'a PyObject> {
    let (dict, key) = (mp?.downcast::<PyDictObject>()?, key?);
    let (name, instead) = ("PyDict_GetItem", "PyDict_GetItemRef() or PyDict_GetItemWithError()");
    match core::hash_plainly(key) {
        Ok(hash) => unreported(name, instead, || dict.get_known(key, hash)),
        Err(_) => {
            errors::unraisable(format_args!("Exception ignored in {name}(); consider using {instead}"));
            None
        }
    }
}

/// The value of a key, borrowed; NULL where there is none, or with an exception.
#[capi]
pub fn PyDict_GetItemWithError<'a>(mp: &'a PyObject, key: &PyObject) -> Result<Option<&'a PyObject>> {
    dict(mp)?.get_borrowed(key)
}

/// As `PyDict_GetItemWithError`, with the key's hash.
#[capi]
pub fn _PyDict_GetItem_KnownHash<'a>(mp: &'a PyObject, key: &PyObject, hash: isize) -> Result<Option<&'a PyObject>> {
    dict(mp)?.get_known(key, hash)
}

/// 1 and the value of the key, new; 0 and NULL where there is none; -1 and NULL with an exception.
#[capi]
pub fn PyDict_GetItemRef(mp: &PyObject, key: &PyObject, result: *mut *mut PyObject) -> Result<bool> {
    // SAFETY: C's word.
    unsafe { hand_out(result, dict(mp).and_then(|dict| dict.get(key))) }
}

/// Sets a key's value.
#[capi]
pub fn PyDict_SetItem(mp: &PyObject, key: &PyObject, item: &PyObject) -> Result<()> {
    dict(mp)?.insert(key, item)
}

/// Sets a key's value, with the key's hash.
#[capi(private)]
pub fn _PyDict_SetItem_KnownHash(mp: &PyObject, key: &PyObject, item: &PyObject, hash: isize) -> Result<()> {
    dict(mp)?.insert_known(key, trusted(key, hash)?, item.new_ref())
}

/// Removes a key; `KeyError` where there is none.
#[capi]
pub fn PyDict_DelItem(mp: &PyObject, key: &PyObject) -> Result<()> {
    let hash = super::core::hash_key(key)?;
    _PyDict_DelItem_KnownHash(mp, key, hash)
}

/// As `PyDict_DelItem`, with the key's hash.
#[capi(private)]
pub fn _PyDict_DelItem_KnownHash(mp: &PyObject, key: &PyObject, hash: isize) -> Result<()> {
    match dict(mp)?.pop_known(key, hash)? {
        Some(_) => Ok(()),
        None => Err(errors::key_error(key)),
    }
}

/// Removes all entries; does nothing to what is no dict.
#[capi]
pub fn PyDict_Clear(mp: Option<&PyObject>) {
    if let Some(dict) = mp.and_then(|mp| mp.downcast::<PyDictObject>()) {
        dict.clear();
    }
}

/// The next entry after position `*pos`, borrowed: 1, or 0 at the end (and for what is no dict). Begin with 0.
#[capi]
pub fn PyDict_Next(mp: Option<&PyObject>, pos: *mut isize, key: *mut *mut PyObject, value: *mut *mut PyObject) -> bool {
    let Some(dict) = mp.and_then(|mp| mp.downcast::<PyDictObject>()) else { return false };
    // SAFETY: C's word: pointers to room, or NULL.
    unsafe {
        let Some(pos) = pos.as_mut() else { return false };
        let Ok(mut position) = usize::try_from(*pos) else { return false };
        let Some((k, v)) = dict.next(&mut position) else { return false };
        *pos = position as isize;
        if !key.is_null() {
            *key = k.as_ptr();
        }
        if !value.is_null() {
            *value = v.as_ptr();
        }
    }
    true
}

/// The number of entries.
#[capi]
pub fn PyDict_Size(mp: &PyObject) -> Result<isize> {
    Ok(dict(mp)?.ma_used.get())
}

/// A new dict with the same entries.
#[capi]
pub fn PyDict_Copy(mp: &PyObject) -> Result<Owned> {
    Ok(dict(mp)?.copy()?.upcast())
}

/// 1 where the dict has the key, 0 where not.
#[capi]
pub fn PyDict_Contains(mp: &PyObject, key: &PyObject) -> Result<bool> {
    dict(mp)?.contains(key)
}

/// As `PyDict_Contains`, with the key as a C string.
#[capi]
pub fn PyDict_ContainsString(mp: &PyObject, key: &CStr) -> Result<bool> {
    Ok(dict(mp)?.get_text(key.to_bytes())?.is_some())
}

/// As `PyDict_GetItem`, with the key as a C string.
#[capi]
pub fn PyDict_GetItemString<'a>(dp: Option<&'a PyObject>, key: Option<&CStr>) -> Option<&'a PyObject> {
    let (dp, key) = (dp?, key?);
    unreported("PyDict_GetItemString", "PyDict_GetItemStringRef()", || {
        dp.downcast::<PyDictObject>().map_or(Ok(None), |dict| dict.get_text(key.to_bytes()))
    })
}

/// As `PyDict_GetItemWithError`, with the key as a C string.
#[capi]
pub fn _PyDict_GetItemStringWithError<'a>(dp: &'a PyObject, key: &CStr) -> Result<Option<&'a PyObject>> {
    dict(dp)?.get_text(key.to_bytes())
}

/// As `PyDict_GetItemRef`, with the key as a C string.
#[capi]
pub fn PyDict_GetItemStringRef(mp: &PyObject, key: &CStr, result: *mut *mut PyObject) -> Result<bool> {
    // SAFETY: C's word.
    unsafe { hand_out(result, dict(mp).and_then(|dict| Ok(dict.get_text(key.to_bytes())?.map(PyObject::new_ref)))) }
}

/// As `PyDict_SetItem`, with the key as a C string.
#[capi]
pub fn PyDict_SetItemString(dp: &PyObject, key: &CStr, item: &PyObject) -> Result<()> {
    let key = unicode::intern::intern(key_of(key)?.downcast().map_err(|_| bad_call())?);
    dict(dp)?.insert(&key, item)
}

/// As `PyDict_DelItem`, with the key as a C string.
#[capi]
pub fn PyDict_DelItemString(dp: &PyObject, key: &CStr) -> Result<()> {
    let key = key_of(key)?;
    PyDict_DelItem(dp, &key)
}

/// The value of a key, borrowed, after giving it `defaultobj` where there is none.
#[capi]
pub fn PyDict_SetDefault<'a>(mp: &'a PyObject, key: &PyObject, defaultobj: &'a PyObject) -> Result<&'a PyObject> {
    let (value, _) = dict(mp)?.set_default(key, defaultobj)?;
    // SAFETY: the dict holds it.
    Ok(unsafe { &*value.as_ptr() })
}

/// 1 where the dict has the key, 0 where it was given `default_value`; with the value it has now, new, where `result` is not NULL.
#[capi]
pub fn PyDict_SetDefaultRef(mp: &PyObject, key: &PyObject, default_value: &PyObject, result: *mut *mut PyObject) -> Result<bool> {
    let (found, had) = match dict(mp).and_then(|dict| dict.set_default(key, default_value)) {
        Ok((value, had)) => (Ok(Some(value)), had),
        Err(raised) => (Err(raised), false),
    };
    // SAFETY: C's word.
    unsafe { hand_out(result, found) }?;
    Ok(had)
}

/// Removes a key: 1 and its value, new (where `result` is not NULL), or 0 and NULL where there is none.
#[capi]
pub fn PyDict_Pop(dict: &PyObject, key: &PyObject, result: *mut *mut PyObject) -> Result<bool> {
    // SAFETY: C's word.
    unsafe { hand_out(result, self::dict(dict).and_then(|dict| dict.pop(key))) }
}

/// As `PyDict_Pop`, with the key as a C string.
#[capi]
pub fn PyDict_PopString(dict: &PyObject, key: &CStr, result: *mut *mut PyObject) -> Result<bool> {
    // SAFETY: C's word.
    unsafe { hand_out(result, key_of(key).and_then(|key| self::dict(dict)?.pop(&key))) }
}

/// Removes a key and returns its value, new; without the key a new reference to the default, or `KeyError` without one.
#[capi]
pub fn _PyDict_Pop(dict: &PyObject, key: &PyObject, default_value: Option<&PyObject>) -> Result<Owned> {
    match (self::dict(dict)?.pop(key)?, default_value) {
        (Some(value), _) => Ok(value),
        (None, Some(default)) => Ok(default.new_ref()),
        (None, None) => Err(errors::key_error(key)),
    }
}

/// Bytes that a dict takes.
#[capi(private)]
pub fn _PyDict_SizeOf(mp: &PyDictObject) -> Result<isize> {
    Ok((mp.ty().tp_basicsize.get() as usize + mp.table_size()) as isize)
}

/// The keys, in a new list.
#[capi]
pub fn PyDict_Keys(mp: &PyObject) -> Result<Owned> {
    Ok(dict(mp)?.keys()?.upcast())
}

/// The values, in a new list.
#[capi]
pub fn PyDict_Values(mp: &PyObject) -> Result<Owned> {
    Ok(dict(mp)?.values()?.upcast())
}

/// The pairs of key and value, in a new list.
#[capi]
pub fn PyDict_Items(mp: &PyObject) -> Result<Owned> {
    Ok(dict(mp)?.items()?.upcast())
}

/// Adds the entries of a mapping to a dict; `overwrite` says whether keys that it has get new values.
fn merge(a: &PyObject, b: Option<&PyObject>, mode: Override) -> Result<()> {
    match (a.downcast::<PyDictObject>(), b) {
        (Some(a), Some(b)) => merge::merge(a, b, mode),
        _ => Err(bad_call()),
    }
}

/// Adds the entries of a mapping; keys that the dict has get the new values.
#[capi]
pub fn PyDict_Update(mp: &PyObject, other: Option<&PyObject>) -> Result<()> {
    merge(mp, other, Override::Yes)
}

/// Adds the entries of a mapping; keys that the dict has get the new values where `overwrite` is not 0.
#[capi]
pub fn PyDict_Merge(mp: &PyObject, other: Option<&PyObject>, overwrite: c_int) -> Result<()> {
    merge(mp, other, if overwrite == 0 { Override::No } else { Override::Yes })
}

/// As `PyDict_Merge`; 2 refuses keys that the dict has with `KeyError`.
#[capi(private)]
pub fn _PyDict_MergeEx(mp: &PyObject, other: Option<&PyObject>, overwrite: c_int) -> Result<()> {
    merge(
        mp,
        other,
        match overwrite {
            0 => Override::No,
            1 => Override::Yes,
            _ => Override::Refuse,
        },
    )
}

/// Adds what an iterable of pairs gives; keys that the dict has get the new values where `overwrite` is not 0.
#[capi]
pub fn PyDict_MergeFromSeq2(d: &PyObject, seq2: &PyObject, overwrite: c_int) -> Result<()> {
    merge::merge_pairs(dict(d)?, seq2, overwrite != 0)
}

/// A new dict of keys and values that lie `keys_offset` and `values_offset` places apart in memory.
#[capi(private)]
pub fn _PyDict_FromItems(
    keys: *const *mut PyObject,
    keys_offset: isize,
    values: *const *mut PyObject,
    values_offset: isize,
    length: isize,
) -> Result<Owned> {
    let count = usize::try_from(length).unwrap_or(0);
    // SAFETY: C's word: so many keys and values, at those places.
    unsafe {
        let all_str = (0..count as isize).all(|n| core::is_str_key(&**keys.offset(n * keys_offset)));
        let dict = core::with_capacity(count, all_str)?;
        for n in 0..count as isize {
            dict.insert(&**keys.offset(n * keys_offset), &**values.offset(n * values_offset))?;
        }
        Ok(dict.upcast())
    }
}

/// Steals key and value, and sets the value of the key; 0, or -1 with an exception.
#[capi(private)]
pub fn _PyDict_SetItem_Take2(mp: &PyDictObject, key: Owned, value: Owned) -> Result<()> {
    mp.insert_known(&key, core::hash_key(&key)?, value)
}

/// As `_PyDict_SetItem_KnownHash`: there is one lock, and it is held.
#[capi(private)]
pub fn _PyDict_SetItem_KnownHash_LockHeld(mp: &PyDictObject, key: &PyObject, value: &PyObject, hash: isize) -> Result<()> {
    mp.insert_known(key, trusted(key, hash)?, value.new_ref())
}

/// As `PyDict_GetItemRef`, with the key's hash.
#[capi(private)]
pub fn _PyDict_GetItemRef_KnownHash_LockHeld(mp: &PyDictObject, key: &PyObject, hash: isize, result: *mut *mut PyObject) -> Result<bool> {
    // SAFETY: C's word.
    unsafe { hand_out(result, mp.get_known(key, hash).map(|found| found.map(PyObject::new_ref))) }
}

/// Removes a key where `predicate` says so of its value: 1, or 0 where it does not, -1 with an exception.
#[capi(private)]
pub fn _PyDict_DelItemIf(
    mp: &PyObject,
    key: &PyObject,
    predicate: Option<unsafe extern "C" fn(*mut PyObject, *mut c_void) -> c_int>,
    arg: *mut c_void,
) -> Result<bool> {
    let (dict, Some(predicate)) = (dict(mp)?, predicate) else { return Err(bad_call()) };
    let hash = core::hash_key(key)?;
    let Some(value) = dict.get_known(key, hash)?.map(PyObject::new_ref) else {
        return Err(errors::key_error(key));
    };
    // SAFETY: the caller's own function.
    match unsafe { foreign!(predicate(value.as_ptr(), arg)) } {
        0 => Ok(false),
        n if n < 0 => Err(Raised::already()),
        _ => dict.pop_known(key, hash).map(|_| true),
    }
}

/// The value of a name in a function's globals, or else in its builtins, new; NULL without an exception where neither has it.
#[capi(private)]
pub fn _PyDict_LoadGlobal(globals: &PyDictObject, builtins: &PyDictObject, key: &PyObject) -> Result<Option<Owned>> {
    let hash = core::hash_key(key)?;
    match globals.get_known(key, hash)? {
        Some(value) => Ok(Some(value.new_ref())),
        None => Ok(builtins.get_known(key, hash)?.map(PyObject::new_ref)),
    }
}

/// Tells the watchers in `watcher_bits` of what happens to a dict.
#[capi(private)]
pub fn _PyDict_SendEvent(watcher_bits: c_int, event: c_int, mp: Option<&PyDictObject>, key: Option<&PyObject>, value: Option<&PyObject>) {
    if let (Some(event), Some(mp)) = (watch::Event::from_c(event), mp) {
        watch::send(watcher_bits as u8, event, mp, key, value);
    }
}
