//! Attributes: what `a.b` finds, and the C API around it.
//!
//! The generic way, which `object` has and classes inherit: a data descriptor of the type goes first, then the instance's dict, then
//! whatever else the type has, bound if it can bind.

use super::types::instance;
use super::types::lookup::lookup;
use super::types::ready;
use crate::boundary::{new_reference, status};
use crate::foreign;
use crate::layout::*;
use crate::object::Owned;
use crate::raise;
use crate::runtime::errors::{self, Raised, Result};
use crate::types::{exceptions, unicode};
use exuvia_macros::capi;
use std::ffi::{CStr, c_int, c_void};
use std::ptr::null_mut;

unsafe extern "C" {
    #[link_name = "PyObject_GenericGetAttr"]
    fn generic_get_entry(object: *mut PyObject, name: *mut PyObject) -> *mut PyObject;
    #[link_name = "PyObject_GenericSetAttr"]
    fn generic_set_entry(object: *mut PyObject, name: *mut PyObject, value: *mut PyObject) -> c_int;
}
/// `PyObject_GenericGetAttr` as extensions see it, to put into slots and to compare with.
pub const GENERIC_GET: getattrofunc = generic_get_entry;
/// `PyObject_GenericSetAttr` as extensions see it.
pub const GENERIC_SET: setattrofunc = generic_set_entry;

// ---- errors -------------------------------------------------------------------------------------------------------

/// An attribute's name must be a `str`.
#[inline(always)]
pub fn name_of(name: &PyObject) -> Result<&PyUnicodeObject> {
    name.downcast().ok_or_else(|| not_a_name(name))
}
#[cold]
fn not_a_name(name: &PyObject) -> Raised {
    raise!(TypeError, "attribute name must be string, not '{}'", name.ty().name())
}

/// Notes object and name in the `AttributeError` that is set, if it is one that says nothing of them yet.
pub fn add_context(object: &PyObject, name: &PyObject) {
    // SAFETY: nothing runs before the fields are set.
    let Some(exception) = (unsafe { crate::runtime::thread().current_exception.peek() }) else { return };
    if !exception.ty().is_subtype(&exceptions::AttributeError) {
        return;
    }
    // SAFETY: an instance of AttributeError.
    let error = unsafe { exception.cast_unchecked::<PyAttributeErrorObject>() };
    if error.name.is_null() && error.obj.is_null() {
        error.name.set(Some(name.new_ref()));
        error.obj.set(Some(object.new_ref()));
    }
}

/// Raises `AttributeError` about an object's attribute.
#[cold]
pub fn error(object: &PyObject, name: &PyObject, message: std::fmt::Arguments<'_>) -> Raised {
    let raised = errors::raise(&exceptions::AttributeError, message);
    add_context(object, name);
    raised
}

/// `'X' object has no attribute 'name'`.
#[cold]
pub fn missing(object: &PyObject, name: &PyUnicodeObject) -> Raised {
    error(object, name, format_args!("'{}' object has no attribute '{}'", object.ty().name(), name.to_lossy()))
}

/// Drops an `AttributeError`; gives any other error back.
#[inline]
fn absent<T>(raised: Raised) -> Result<Option<T>> {
    if raised.matches(&exceptions::AttributeError) {
        raised.clear();
        Ok(None)
    } else {
        Err(raised)
    }
}

// ---- the generic way ----------------------------------------------------------------------------------------------

/// What a descriptor gives for an object.
#[inline(always)]
unsafe fn bind(get: descrgetfunc, descriptor: &PyObject, object: &PyObject) -> Result<Owned> {
    // SAFETY: the slot's contract.
    unsafe { new_reference(foreign!(get(descriptor.as_ptr(), object.as_ptr(), object.ty().as_ptr().cast()))) }
}

/// The generic lookup; `None` where nothing has the name. `in_dict` stands in for the object's own dict.
#[inline(always)]
fn generic_find(object: &PyObject, name: &PyUnicodeObject, in_dict: Option<&PyDictObject>) -> Result<Option<Owned>> {
    let ty = object.ty();
    if !ty.has_flag(flags::READY) && ty.tp_dict.is_null() {
        ready(ty)?;
    }
    let found = lookup(ty, name);
    let get = found.as_ref().and_then(|f| f.ty().tp_descr_get.get());
    if let (Some(descriptor), Some(get)) = (&found, get)
        && descriptor.ty().tp_descr_set.get().is_some()
    {
        // SAFETY: the slot is the descriptor's.
        return unsafe { bind(get, descriptor, object) }.map(Some);
    }
    if in_dict.is_some() || ty.tp_dictoffset.get() != 0 {
        let own;
        let dict = match in_dict {
            Some(dict) => Some(dict),
            None => {
                own = instance::dict(object);
                own.as_deref()
            }
        };
        if let Some(dict) = dict
            && let Some(value) = dict.get(name)?
        {
            return Ok(Some(value));
        }
    }
    match (found, get) {
        // SAFETY: the slot is the descriptor's.
        (Some(descriptor), Some(get)) => unsafe { bind(get, &descriptor, object) }.map(Some),
        (found, _) => Ok(found),
    }
}

/// The generic lookup that takes an `AttributeError` for an answer.
pub fn generic_get_optional(object: &PyObject, name: &PyObject) -> Result<Option<Owned>> {
    generic_find(object, name_of(name)?, None).or_else(absent)
}

/// The generic lookup.
#[inline]
pub fn generic_get(object: &PyObject, name: &PyUnicodeObject) -> Result<Owned> {
    generic_find(object, name, None)?.ok_or_else(|| missing(object, name))
}

/// The generic lookup with a dict that stands in for the object's own.
pub fn generic_get_with(object: &PyObject, name: &PyUnicodeObject, dict: &PyDictObject) -> Result<Owned> {
    generic_find(object, name, Some(dict))?.ok_or_else(|| missing(object, name))
}

/// The generic assignment (`None` deletes). `in_dict` stands in for the object's own dict.
pub fn generic_set(object: &PyObject, name: &PyUnicodeObject, value: Option<&PyObject>, in_dict: Option<&PyDictObject>) -> Result<()> {
    let ty = object.ty();
    if !ty.has_flag(flags::READY) && ty.tp_dict.is_null() {
        ready(ty)?;
    }
    let found = lookup(ty, name);
    if let Some(descriptor) = &found
        && let Some(set) = descriptor.ty().tp_descr_set.get()
    {
        // SAFETY: the slot's contract.
        return status(unsafe { foreign!(set(descriptor.as_ptr(), object.as_ptr(), value.map_or(null_mut(), |v| v.as_ptr()))) }).map(drop);
    }
    let own;
    let dict = match in_dict {
        Some(dict) => dict,
        None if ty.tp_dictoffset.get() == 0 => return Err(no_dict(object, name, found.is_some())),
        None => {
            let dict = if value.is_some() { Some(instance::dict_or_new(object)?) } else { instance::dict(object) };
            match dict {
                Some(dict) => {
                    own = dict;
                    &own
                }
                None => return Err(missing_for_deletion(ty, name)),
            }
        }
    };
    match value {
        Some(value) => dict.insert(name, value),
        None if dict.remove(name)? => Ok(()),
        None => Err(missing_for_deletion(ty, name)),
    }
}

#[cold]
fn missing_for_deletion(ty: &PyTypeObject, name: &PyUnicodeObject) -> Raised {
    raise!(AttributeError, "'{}' object has no attribute '{}'", ty.name(), name.to_lossy())
}

#[cold]
fn no_dict(object: &PyObject, name: &PyUnicodeObject, on_type: bool) -> Raised {
    let (ty, text) = (object.ty(), name.to_lossy());
    let class = ty.name();
    if on_type {
        error(object, name, format_args!("'{class}' object attribute '{text}' is read-only"))
    } else if ty.tp_setattro.get().is_some_and(|f| f as usize == GENERIC_SET as usize) {
        error(object, name, format_args!("'{class}' object has no attribute '{text}' and no __dict__ for setting new attributes"))
    } else {
        error(object, name, format_args!("'{class}' object has no attribute '{text}'"))
    }
}

// ---- any object ---------------------------------------------------------------------------------------------------

/// `object.name`.
#[inline]
pub fn get(object: &PyObject, name: &PyUnicodeObject) -> Result<Owned> {
    let ty = object.ty();
    if let Some(getattro) = ty.tp_getattro.get() {
        if getattro as usize == GENERIC_GET as usize {
            return generic_get(object, name);
        }
        // SAFETY: the slot's contract.
        let result = unsafe { new_reference(foreign!(getattro(object.as_ptr(), name.as_ptr().cast()))) };
        if result.is_err() {
            add_context(object, name);
        }
        return result;
    }
    get_by_text(object, name)
}

#[cold]
fn get_by_text(object: &PyObject, name: &PyUnicodeObject) -> Result<Owned> {
    let Some(getattr) = object.ty().tp_getattr.get() else { return Err(missing(object, name)) };
    let text = name.utf8()?;
    // SAFETY: the slot's contract; the text is not written to.
    let result = unsafe { new_reference(foreign!(getattr(object.as_ptr(), text.as_ptr().cast_mut().cast()))) };
    if result.is_err() {
        add_context(object, name);
    }
    result
}

/// `object.name`, `None` where that raises `AttributeError`.
#[inline]
pub fn get_optional(object: &PyObject, name: &PyUnicodeObject) -> Result<Option<Owned>> {
    if object.ty().tp_getattro.get().is_some_and(|f| f as usize == GENERIC_GET as usize) {
        // No error is made that would be dropped at once.
        return generic_find(object, name, None).or_else(absent);
    }
    if let Some(ty) = object.downcast::<PyTypeObject>()
        && ty.ty().tp_getattro.get().is_some_and(|f| f as usize == super::types::type_object::GET_ATTRIBUTE as usize)
    {
        return super::types::type_object::find_attribute(ty, name).or_else(absent);
    }
    get(object, name).map(Some).or_else(absent)
}

/// The interned string of a name.
fn interned(name: &PyUnicodeObject) -> Result<Owned<PyUnicodeObject>> {
    if name.interned() != str_state::NOT_INTERNED || !name.is_exact_str() {
        return Ok(Owned::from_ref(name));
    }
    Ok(unicode::intern::intern(Owned::from_ref(name)))
}

/// A function of the builtins module.
pub fn builtin(name: &CStr) -> Result<Owned> {
    PyObject_GetAttrString(&*crate::import::PyImport_ImportModule(c"builtins")?, name)
}

/// `object.name = value`, or `del object.name` for `None`.
pub fn set(object: &PyObject, name: &PyObject, value: Option<&PyObject>) -> Result<()> {
    let name = interned(name_of(name)?)?;
    let ty = object.ty();
    let value_pointer = value.map_or(null_mut(), |v| v.as_ptr());
    if let Some(setattro) = ty.tp_setattro.get() {
        // SAFETY: the slot's contract.
        return status(unsafe { foreign!(setattro(object.as_ptr(), name.as_ptr().cast(), value_pointer)) }).map(drop);
    }
    if let Some(setattr) = ty.tp_setattr.get() {
        let text = name.utf8()?;
        // SAFETY: the slot's contract; the text is not written to.
        return status(unsafe { foreign!(setattr(object.as_ptr(), text.as_ptr().cast_mut().cast(), value_pointer)) }).map(drop);
    }
    let (what, text) = (if value.is_some() { "assign to" } else { "del" }, name.to_lossy());
    if ty.tp_getattr.get().is_none() && ty.tp_getattro.get().is_none() {
        return Err(raise!(TypeError, "'{}' object has no attributes ({what} .{text})", ty.name()));
    }
    Err(raise!(TypeError, "'{}' object has only read-only attributes ({what} .{text})", ty.name()))
}

/// A method for a call at once: the function and whether the object goes before its arguments, or the bound attribute.
pub fn get_method(object: &PyObject, name: &PyUnicodeObject) -> Result<(Owned, bool)> {
    let ty = object.ty();
    if ty.tp_getattro.get().is_none_or(|f| f as usize != GENERIC_GET as usize) {
        return Ok((get(object, name)?, false));
    }
    let found = lookup(ty, name);
    let mut get = None;
    let mut is_method = false;
    if let Some(descriptor) = &found {
        if descriptor.ty().has_flag(flags::METHOD_DESCRIPTOR) {
            is_method = true;
        } else {
            get = descriptor.ty().tp_descr_get.get();
            if let Some(get) = get
                && descriptor.ty().tp_descr_set.get().is_some()
            {
                // SAFETY: the slot is the descriptor's.
                return Ok((unsafe { bind(get, descriptor, object) }?, false));
            }
        }
    }
    if ty.tp_dictoffset.get() != 0
        && let Some(dict) = instance::dict(object)
        && let Some(value) = dict.get(name)?
    {
        return Ok((value, false));
    }
    match (found, get) {
        (Some(method), _) if is_method => Ok((method, true)),
        // SAFETY: the slot is the descriptor's.
        (Some(descriptor), Some(get)) => Ok((unsafe { bind(get, &descriptor, object) }?, false)),
        (Some(found), None) => Ok((found, false)),
        (None, _) => Err(missing(object, name)),
    }
}

/// An attribute's name from C text, interned.
fn name_from_c(name: &CStr) -> Result<Owned<PyUnicodeObject>> {
    Ok(unicode::intern::intern(unicode::codecs::utf8::decode_strict(name.to_bytes())?))
}

// ---- object.h -----------------------------------------------------------------------------------------------------

/// `object.name`, new. `AttributeError` where there is no such attribute.
#[capi]
pub fn PyObject_GetAttr(object: &PyObject, name: &PyObject) -> Result<Owned> {
    get(object, name_of(name)?)
}

/// `object.name`, new. `AttributeError` where there is no such attribute.
#[capi]
pub fn PyObject_GetAttrString(object: &PyObject, name: &CStr) -> Result<Owned> {
    if object.ty().tp_getattro.get().is_none()
        && let Some(getattr) = object.ty().tp_getattr.get()
    {
        // SAFETY: the slot's contract; the text is not written to.
        return unsafe { new_reference(foreign!(getattr(object.as_ptr(), name.as_ptr().cast_mut()))) };
    }
    get(object, &*name_from_c(name)?)
}

/// Puts what was found into `*result`: 1, or 0 and NULL where there is nothing, or -1 and NULL with an exception.
fn put_optional(result: *mut *mut PyObject, found: Result<Option<Owned>>) -> Result<bool> {
    if result.is_null() {
        return found.and(Err(unicode::bad_internal_call()));
    }
    let (answer, value) = match found {
        Ok(Some(value)) => (Ok(true), value.into_ptr()),
        Ok(None) => (Ok(false), null_mut()),
        Err(raised) => (Err(raised), null_mut()),
    };
    // SAFETY: C's word: where the result goes.
    unsafe { *result = value };
    answer
}

/// `object.name` into `*result`, new: 1; 0 and NULL where there is no such attribute; -1 with another exception.
#[capi]
pub fn PyObject_GetOptionalAttr(object: &PyObject, name: &PyObject, result: *mut *mut PyObject) -> Result<bool> {
    put_optional(result, name_of(name).and_then(|name| get_optional(object, name)))
}

/// `object.name` into `*result`, new: 1; 0 and NULL where there is no such attribute; -1 with another exception.
#[capi]
pub fn PyObject_GetOptionalAttrString(object: &PyObject, name: &CStr, result: *mut *mut PyObject) -> Result<bool> {
    put_optional(result, name_from_c(name).and_then(|name| get_optional(object, &name)))
}

/// 1 where the object has the attribute, 0 where not; errors are reported and dropped.
#[capi]
pub fn PyObject_HasAttr(object: &PyObject, name: &PyObject) -> c_int {
    has_or_report(name_of(name).and_then(|name| get_optional(object, name)), "PyObject_HasAttr")
}

/// 1 where the object has the attribute, 0 where not; errors are reported and dropped.
#[capi]
pub fn PyObject_HasAttrString(object: &PyObject, name: &CStr) -> c_int {
    has_or_report(name_from_c(name).and_then(|name| get_optional(object, &name)), "PyObject_HasAttrString")
}

fn has_or_report(found: Result<Option<Owned>>, function: &str) -> c_int {
    match found {
        Ok(found) => c_int::from(found.is_some()),
        Err(_raised) => {
            errors::unraisable(format_args!(
                "Exception ignored in {function}(); consider using {function}WithError(), PyObject_GetOptionalAttr{string}() or PyObject_GetAttr{string}()",
                string = if function.ends_with("String") { "String" } else { "" }
            ));
            0
        }
    }
}

/// 1 where the object has the attribute, 0 where not, -1 with an exception.
#[capi]
pub fn PyObject_HasAttrWithError(object: &PyObject, name: &PyObject) -> Result<bool> {
    Ok(get_optional(object, name_of(name)?)?.is_some())
}

/// 1 where the object has the attribute, 0 where not, -1 with an exception.
#[capi]
pub fn PyObject_HasAttrStringWithError(object: &PyObject, name: &CStr) -> Result<bool> {
    Ok(get_optional(object, &*name_from_c(name)?)?.is_some())
}

/// `object.name = value`; deletes the attribute for NULL.
#[capi]
pub fn PyObject_SetAttr(object: &PyObject, name: &PyObject, value: Option<&PyObject>) -> Result<()> {
    set(object, name, value)
}

/// `object.name = value`; deletes the attribute for NULL.
#[capi]
pub fn PyObject_SetAttrString(object: &PyObject, name: &CStr, value: Option<&PyObject>) -> Result<()> {
    if object.ty().tp_setattro.get().is_none()
        && let Some(setattr) = object.ty().tp_setattr.get()
    {
        // SAFETY: the slot's contract; the text is not written to.
        return status(unsafe { foreign!(setattr(object.as_ptr(), name.as_ptr().cast_mut(), value.map_or(null_mut(), |v| v.as_ptr()))) }).map(drop);
    }
    set(object, &*name_from_c(name)?, value)
}

/// `del object.name`.
#[capi]
pub fn PyObject_DelAttr(object: &PyObject, name: &PyObject) -> Result<()> {
    set(object, name, None)
}

/// `del object.name`.
#[capi]
pub fn PyObject_DelAttrString(object: &PyObject, name: &CStr) -> Result<()> {
    PyObject_SetAttrString(object, name, None)
}

/// What `object.name` is by the generic way, new: a `tp_getattro`.
#[capi]
pub fn PyObject_GenericGetAttr(object: &PyObject, name: &PyObject) -> Result<Owned> {
    generic_get(object, name_of(name)?)
}

/// `object.name = value` by the generic way, deletion for NULL: a `tp_setattro`.
#[capi]
pub fn PyObject_GenericSetAttr(object: &PyObject, name: &PyObject, value: Option<&PyObject>) -> Result<()> {
    generic_set(object, name_of(name)?, value, None)
}

/// As `PyObject_GenericGetAttr`, with another dict for the instance's; NULL without an exception where there is no such attribute and
/// `suppress` is not 0.
#[capi]
pub fn _PyObject_GenericGetAttrWithDict(object: &PyObject, name: &PyObject, dict: Option<&PyObject>, suppress: c_int) -> Result<Option<Owned>> {
    let name = name_of(name)?;
    let found = generic_find(object, name, dict.and_then(|d| d.downcast()));
    if suppress != 0 {
        return found.or_else(absent);
    }
    found?.map(Some).ok_or_else(|| missing(object, name))
}

/// As `PyObject_GenericSetAttr`, with another dict for the instance's.
#[capi]
pub fn _PyObject_GenericSetAttrWithDict(object: &PyObject, name: &PyObject, value: Option<&PyObject>, dict: Option<&PyObject>) -> Result<()> {
    generic_set(object, name_of(name)?, value, dict.and_then(|d| d.downcast()))
}

/// The attribute for a call at once, new, into `*method`: 1 where the object goes before the arguments, else 0 (NULL with an exception
/// where there is none).
#[capi(private)]
pub fn _PyObject_GetMethod(object: &PyObject, name: &PyObject, method: *mut *mut PyObject) -> c_int {
    let (found, unbound) = match name_of(name).and_then(|name| get_method(object, name)) {
        Ok((found, unbound)) => (found.into_ptr(), unbound),
        Err(_raised) => (null_mut(), false),
    };
    if method.is_null() {
        // SAFETY: nobody else has got it.
        drop(unsafe { Owned::from_ptr(found) });
        return 0;
    }
    // SAFETY: C's word: where the result goes.
    unsafe { *method = found };
    c_int::from(unbound)
}

/// The special method of the object's type, bound, new; NULL without an exception where there is none.
#[capi(private)]
pub fn _PyObject_LookupSpecial(object: &PyObject, name: &PyObject) -> Result<Option<Owned>> {
    let Some(found) = lookup(object.ty(), name_of(name)?) else { return Ok(None) };
    match found.ty().tp_descr_get.get() {
        // SAFETY: the slot is the descriptor's.
        Some(get) => unsafe { bind(get, &found, object) }.map(Some),
        None => Ok(Some(found)),
    }
}

/// The instance's dict, new, made where it has none yet: the `get` of a `__dict__` getset. `AttributeError` where it cannot have one.
#[capi]
pub fn PyObject_GenericGetDict(object: &PyObject, _closure: *mut c_void) -> Result<Owned> {
    if object.ty().tp_dictoffset.get() == 0 {
        return Err(raise!(AttributeError, "This object has no __dict__"));
    }
    Ok(instance::dict_or_new(object)?.upcast())
}

/// Replaces the instance's dict: the `set` of a `__dict__` getset.
#[capi]
pub fn PyObject_GenericSetDict(object: &PyObject, value: Option<&PyObject>, _closure: *mut c_void) -> Result<()> {
    let Some(value) = value else {
        if object.ty().tp_dictoffset.get() == 0 {
            return Err(raise!(AttributeError, "This object has no __dict__"));
        }
        return Err(raise!(TypeError, "cannot delete __dict__"));
    };
    let Some(dict) = value.downcast::<PyDictObject>() else {
        return Err(raise!(TypeError, "__dict__ must be set to a dictionary, not a '{}'", value.ty().name()));
    };
    if object.ty().tp_dictoffset.get() == 0 {
        return Err(raise!(AttributeError, "This object has no __dict__"));
    }
    instance::set_dict(object, Some(Owned::from_ref(dict)));
    Ok(())
}

/// Where the object keeps its dict, borrowed; made where it has none yet. NULL where it cannot have one.
#[capi]
pub fn _PyObject_GetDictPtr(object: &PyObject) -> *mut *mut PyObject {
    instance::dict_slot(object).map_or(null_mut(), |slot| (slot as *const Field<PyDictObject>).cast_mut().cast())
}

/// How messages name a callable: `module.qualname()`, without the module where that is builtins; its text where it has no name. New.
#[capi]
pub fn _PyObject_FunctionStr(callable: &PyObject) -> Result<Owned> {
    Ok(unicode::from_str(&crate::types::builtin_function::function_str(callable)?)?.upcast())
}

/// Calls a special method without arguments; NULL without an exception where the type has none.
#[capi(private)]
pub fn _PyObject_MaybeCallSpecialNoArgs(object: &PyObject, name: &PyObject) -> Result<Option<Owned>> {
    super::types::slots::Method::find(object, name_of(name)?)?.map(|method| method.call(&[object])).transpose()
}

/// Calls a special method with an argument; NULL without an exception where the type has none.
#[capi(private)]
pub fn _PyObject_MaybeCallSpecialOneArg(object: &PyObject, name: &PyObject, argument: &PyObject) -> Result<Option<Owned>> {
    super::types::slots::Method::find(object, name_of(name)?)?.map(|method| method.call(&[object, argument])).transpose()
}

/// `object.name` of an identifier, new.
#[capi]
pub fn _PyObject_GetAttrId(object: &PyObject, name: *mut unicode::api::_Py_Identifier) -> Result<Owned> {
    if name.is_null() {
        return Err(unicode::bad_internal_call());
    }
    // SAFETY: an interned string that lives as long as the interpreter.
    get(object, unsafe { &*unicode::api::_PyUnicode_FromId(name)?.cast() })
}
