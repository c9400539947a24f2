//! The mapping protocol: items by key, and `o[key]` of any object.

use super::sequence::{self, hand_out, mapping_suite, suite};
use crate::boundary::{new_reference, status};
use crate::foreign;
use crate::layout::*;
use crate::object::{Owned, attribute, id, is_exact};
use crate::protocol::{index, iteration};
use crate::raise;
use crate::runtime::errors::{self, Result};
use crate::types::exceptions::KeyError;
use crate::types::{list, unicode};
use exuvia_macros::capi;
use std::ffi::{CStr, c_int};
use std::ptr::null_mut;

fn name(object: &PyObject) -> &str {
    object.ty().name()
}

/// `object[key]`.
#[inline]
pub fn get_item(object: &PyObject, key: &PyObject) -> Result<Owned> {
    match mapping_suite(object).and_then(|m| m.mp_subscript.get()) {
        // SAFETY: the slot's contract.
        Some(slot) => unsafe { new_reference(foreign!(slot(object.as_ptr(), key.as_ptr()))) },
        None => item_of_no_mapping(object, key),
    }
}

#[inline(never)]
fn item_of_no_mapping(object: &PyObject, key: &PyObject) -> Result<Owned> {
    if suite(object).is_some_and(|s| s.sq_item.get().is_some()) {
        if index::is_index(key) {
            return sequence::get_item(object, index::position(key)?);
        }
        return Err(raise!(TypeError, "sequence index must be integer, not '{}'", name(key)));
    }
    if let Some(ty) = object.downcast::<PyTypeObject>() {
        return class_item(ty, key);
    }
    Err(raise!(TypeError, "'{}' object is not subscriptable", name(object)))
}

/// `type[key]`: a generic alias, where the class makes one.
fn class_item(ty: &PyTypeObject, key: &PyObject) -> Result<Owned> {
    if std::ptr::eq(ty, &crate::object::types::PyType_Type) {
        return crate::types::generic_alias::new(ty, key);
    }
    match attribute::get_optional(ty, &id::__class_getitem__)? {
        Some(method) if !method.is_none() => method.call1(key),
        _ => Err(raise!(TypeError, "type '{}' is not subscriptable", ty.name())),
    }
}

/// `object[key] = value`.
pub fn set_item(object: &PyObject, key: &PyObject, value: &PyObject) -> Result<()> {
    if let Some(slot) = mapping_suite(object).and_then(|m| m.mp_ass_subscript.get()) {
        // SAFETY: the slot's contract.
        return status(unsafe { foreign!(slot(object.as_ptr(), key.as_ptr(), value.as_ptr())) }).map(drop);
    }
    if let Some(suite) = suite(object) {
        if index::is_index(key) {
            return sequence::set_item(object, index::position(key)?, Some(value));
        }
        if suite.sq_ass_item.get().is_some() {
            return Err(raise!(TypeError, "sequence index must be integer, not '{}'", name(key)));
        }
    }
    Err(raise!(TypeError, "'{}' object does not support item assignment", name(object)))
}

/// `del object[key]`.
pub fn delete_item(object: &PyObject, key: &PyObject) -> Result<()> {
    if let Some(slot) = mapping_suite(object).and_then(|m| m.mp_ass_subscript.get()) {
        // SAFETY: the slot's contract.
        return status(unsafe { foreign!(slot(object.as_ptr(), key.as_ptr(), null_mut())) }).map(drop);
    }
    if let Some(suite) = suite(object) {
        if index::is_index(key) {
            return sequence::set_item(object, index::position(key)?, None);
        }
        if suite.sq_ass_item.get().is_some() {
            return Err(raise!(TypeError, "sequence index must be integer, not '{}'", name(key)));
        }
    }
    Err(raise!(TypeError, "'{}' object does not support item deletion", name(object)))
}

/// `object[key]`; `None` where that raises `KeyError`.
pub fn get_optional_item(object: &PyObject, key: &PyObject) -> Result<Option<Owned>> {
    if let Some(dict) = object.downcast_exact::<PyDictObject>() {
        return dict.get(key);
    }
    match get_item(object, key) {
        Ok(value) => Ok(Some(value)),
        Err(raised) if raised.matches(&KeyError) => {
            raised.clear();
            Ok(None)
        }
        Err(raised) => Err(raised),
    }
}

/// A list of what a method of a mapping gives.
fn listed(object: &PyObject, method: &'static PyUnicodeObject) -> Result<Owned> {
    let result = attribute::get(object, method)?.call0()?;
    if is_exact::<PyListObject>(&result) {
        return Ok(result);
    }
    let iterator = match iteration::iter(&result) {
        Ok(iterator) => iterator,
        Err(raised) if raised.matches(&crate::types::exceptions::TypeError) => {
            raised.clear();
            let method = unicode::to_text(method);
            return Err(raise!(TypeError, "{}.{method}() returned a non-iterable (type {})", name(object), name(&result)));
        }
        Err(raised) => return Err(raised),
    };
    Ok(list::from_iterable(&iterator)?.upcast())
}

/// The keys of a mapping, in a new list.
pub fn keys(object: &PyObject) -> Result<Owned> {
    match object.downcast_exact::<PyDictObject>() {
        Some(dict) => Ok(dict.keys()?.upcast()),
        None => listed(object, &id::keys),
    }
}

/// A key given as a C string.
pub fn key_of(text: &CStr) -> Result<Owned> {
    Ok(unicode::codecs::utf8::decode_strict(text.to_bytes())?.upcast())
}

// ---- abstract.h ---------------------------------------------------------------------------------------------------

/// Whether the object has items by key.
#[capi]
pub fn PyMapping_Check(o: Option<&PyObject>) -> c_int {
    c_int::from(o.and_then(mapping_suite).is_some_and(|m| m.mp_subscript.get().is_some()))
}

/// `len(o)` of a mapping.
#[capi]
pub fn PyMapping_Size(o: &PyObject) -> Result<isize> {
    match mapping_suite(o).and_then(|m| m.mp_length.get()) {
        // SAFETY: the type's own slot.
        Some(slot) => Ok(unsafe { sequence::ask_len(o, slot) }? as isize),
        None if suite(o).is_some_and(|s| s.sq_length.get().is_some()) => Err(raise!(TypeError, "{} is not a mapping", name(o))),
        None => Err(sequence::no_len(o)),
    }
}

/// `len(o)` of a mapping.
#[capi]
pub fn PyMapping_Length(o: &PyObject) -> Result<isize> {
    PyMapping_Size(o)
}

/// `o[key]`, new.
#[capi]
pub fn PyObject_GetItem(o: &PyObject, key: &PyObject) -> Result<Owned> {
    get_item(o, key)
}

/// `o[key] = v`.
#[capi]
pub fn PyObject_SetItem(o: &PyObject, key: &PyObject, v: &PyObject) -> Result<()> {
    set_item(o, key, v)
}

/// `del o[key]`.
#[capi]
pub fn PyObject_DelItem(o: &PyObject, key: &PyObject) -> Result<()> {
    delete_item(o, key)
}

/// `del o[key]`, with the key as a C string.
#[capi]
pub fn PyObject_DelItemString(o: &PyObject, key: &CStr) -> Result<()> {
    delete_item(o, &*key_of(key)?)
}

/// `o[key]`, new, with the key as a C string.
#[capi]
pub fn PyMapping_GetItemString(o: &PyObject, key: &CStr) -> Result<Owned> {
    get_item(o, &*key_of(key)?)
}

/// 1 and `o[key]`, new; 0 and NULL where that raises `KeyError`; -1 and NULL with another exception.
#[capi]
pub fn PyMapping_GetOptionalItem(obj: &PyObject, key: &PyObject, result: *mut *mut PyObject) -> Result<bool> {
    // SAFETY: C's word: room for a reference.
    unsafe { hand_out(result, get_optional_item(obj, key)) }
}

/// As `PyMapping_GetOptionalItem`, with the key as a C string.
#[capi]
pub fn PyMapping_GetOptionalItemString(obj: &PyObject, key: &CStr, result: *mut *mut PyObject) -> Result<bool> {
    // SAFETY: C's word: room for a reference.
    unsafe { hand_out(result, key_of(key).and_then(|key| get_optional_item(obj, &key))) }
}

/// `o[key] = value`, with the key as a C string.
#[capi]
pub fn PyMapping_SetItemString(o: &PyObject, key: &CStr, value: &PyObject) -> Result<()> {
    set_item(o, &*key_of(key)?, value)
}

/// 1 where the mapping has the key, 0 where not.
#[capi]
pub fn PyMapping_HasKeyWithError(o: &PyObject, key: &PyObject) -> Result<bool> {
    Ok(get_optional_item(o, key)?.is_some())
}

/// As `PyMapping_HasKeyWithError`, with the key as a C string.
#[capi]
pub fn PyMapping_HasKeyStringWithError(o: &PyObject, key: &CStr) -> Result<bool> {
    Ok(get_optional_item(o, &*key_of(key)?)?.is_some())
}

/// 1 where the mapping has the key, 0 where not; what is raised is reported, not passed on.
fn has_key(function: &str, find: impl FnOnce() -> Result<bool>, instead: &str) -> c_int {
    c_int::from(find().unwrap_or_else(|_| {
        errors::unraisable(format_args!("Exception ignored in {function}(); consider using {instead}"));
        false
    }))
}

/// As `PyMapping_HasKeyWithError`; what is raised is reported, not passed on.
#[capi]
pub fn PyMapping_HasKey(o: Option<&PyObject>, key: Option<&PyObject>) -> c_int {
    let (Some(o), Some(key)) = (o, key) else { return 0 };
    let instead = "PyMapping_HasKeyWithError(), PyMapping_GetOptionalItem() or PyObject_GetItem()";
    has_key("PyMapping_HasKey", || PyMapping_HasKeyWithError(o, key), instead)
}

/// As `PyMapping_HasKey`, with the key as a C string.
#[capi]
pub fn PyMapping_HasKeyString(o: Option<&PyObject>, key: Option<&CStr>) -> c_int {
    let (Some(o), Some(key)) = (o, key) else { return 0 };
    let instead = "PyMapping_HasKeyStringWithError(), PyMapping_GetOptionalItemString() or PyMapping_GetItemString()";
    has_key("PyMapping_HasKeyString", || PyMapping_HasKeyStringWithError(o, key), instead)
}

/// The keys, in a new list.
#[capi]
pub fn PyMapping_Keys(o: &PyObject) -> Result<Owned> {
    keys(o)
}

/// The values, in a new list.
#[capi]
pub fn PyMapping_Values(o: &PyObject) -> Result<Owned> {
    match o.downcast_exact::<PyDictObject>() {
        Some(dict) => Ok(dict.values()?.upcast()),
        None => listed(o, &id::values),
    }
}

/// The pairs of key and value, in a new list.
#[capi]
pub fn PyMapping_Items(o: &PyObject) -> Result<Owned> {
    match o.downcast_exact::<PyDictObject>() {
        Some(dict) => Ok(dict.items()?.upcast()),
        None => listed(o, &id::items),
    }
}
