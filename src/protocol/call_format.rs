//! Calls whose arguments C passes one by one, by a format or up to a NULL.

use super::call::ARGUMENTS_OFFSET;
use crate::args::build_value;
use crate::boundary::va_list::VaList;
use crate::layout::*;
use crate::object::{Owned, attribute};
use crate::runtime::errors::Result;
use crate::types::unicode;
use crate::{raise, worker};
use std::ffi::{CStr, c_char};
use std::ptr::null_mut;

worker! {
    call_function as exuvia_call_function(callable: &PyObject, format: Option<&CStr>, va: *mut VaList) -> Result<Owned>;
    call_method as exuvia_call_method(object: &PyObject, name: &CStr, format: Option<&CStr>, va: *mut VaList) -> Result<Owned>;
    call_method_named as exuvia_call_method_named(object: &PyObject, name: &PyObject, format: Option<&CStr>, va: *mut VaList) -> Result<Owned>;
    call_method_id as exuvia_call_method_id(object: &PyObject, name: *const Identifier, format: Option<&CStr>, va: *mut VaList) -> Result<Owned>;
    call_objects as exuvia_call_objects(callable: &PyObject, va: *mut VaList) -> Result<Owned>;
    call_method_objects as exuvia_call_method_objects(object: &PyObject, name: &PyObject, va: *mut VaList) -> Result<Owned>;
}

/// The arguments that a format makes, for a call; one that is a tuple is all the arguments.
///
/// # Safety
/// `va` holds what the format says.
#[inline]
unsafe fn with_arguments(format: Option<&CStr>, va: *mut VaList, call: impl FnOnce(&[&PyObject]) -> Result<Owned>) -> Result<Owned> {
    let Some(format) = format.filter(|format| !format.is_empty()) else {
        return call(&[]);
    };
    // SAFETY: the caller's word.
    let row = unsafe { build_value::row(format, va) }?;
    match row.as_slice() {
        [one] => match one.downcast::<PyTupleObject>() {
            Some(all) => call(all.as_slice()),
            None => call(&[one]),
        },
        args => call(args),
    }
}

/// `callable(…)` with the arguments that the format makes.
///
/// # Safety
/// `va` holds what the format says.
unsafe fn call_function(callable: &PyObject, format: Option<&CStr>, va: *mut VaList) -> Result<Owned> {
    // SAFETY: the caller's word.
    unsafe { with_arguments(format, va, |args| callable.call(args)) }
}

/// `object.name(…)` with the arguments that the format makes.
///
/// # Safety
/// `va` holds what the format says.
unsafe fn call_by_name(object: &PyObject, name: &PyUnicodeObject, format: Option<&CStr>, va: *mut VaList) -> Result<Owned> {
    let (mut function, mut unbound) = attribute::get_method(object, name)?;
    // A built-in method of a base calls itself, once bound, by the name of the object's type.
    if unbound && function.downcast_exact::<PyMethodDescrObject>().is_some_and(|method| !std::ptr::eq(method.d_common.d_type.as_ptr(), object.ty())) {
        (function, unbound) = (attribute::get(object, name)?, false);
    }
    if function.ty().tp_call.get().is_none() {
        return Err(raise!(TypeError, "attribute of type '{}' is not callable", function.ty().name()));
    }
    // SAFETY: the caller's word.
    unsafe { with_arguments(format, va, |args| if unbound { function.call_with_receiver(object, args) } else { function.call(args) }) }
}

/// # Safety
/// `va` holds what the format says.
unsafe fn call_method(object: &PyObject, name: &CStr, format: Option<&CStr>, va: *mut VaList) -> Result<Owned> {
    let name = unicode::intern::intern(unicode::codecs::utf8::decode_strict(name.to_bytes())?);
    // SAFETY: the caller's word.
    unsafe { call_by_name(object, &name, format, va) }
}

/// # Safety
/// `va` holds what the format says.
unsafe fn call_method_named(object: &PyObject, name: &PyObject, format: Option<&CStr>, va: *mut VaList) -> Result<Owned> {
    let Some(name) = name.downcast::<PyUnicodeObject>() else {
        return Err(raise!(TypeError, "attribute name must be string, not '{}'", name.ty().name()));
    };
    // SAFETY: the caller's word.
    unsafe { call_by_name(object, name, format, va) }
}

/// What `_Py_IDENTIFIER` makes: a name, and a place for CPython's cache of its `str`, which is not used.
#[repr(C)]
pub struct Identifier {
    string: *const c_char,
    index: isize,
    mutex: u8,
}

/// # Safety
/// `name` points to an identifier; `va` holds what the format says.
unsafe fn call_method_id(object: &PyObject, name: *const Identifier, format: Option<&CStr>, va: *mut VaList) -> Result<Owned> {
    // SAFETY: the caller's word.
    unsafe { call_method(object, CStr::from_ptr((*name).string), format, va) }
}

/// The objects up to a NULL, after `head`; the first place is free.
///
/// # Safety
/// `va` holds objects and then NULL.
unsafe fn objects<R>(head: Option<&PyObject>, va: *mut VaList, call: impl FnOnce(&[*mut PyObject]) -> R) -> R {
    const SMALL: usize = 8;
    let (mut small, mut large) = ([null_mut(); SMALL], Vec::new());
    let mut count = 1;
    if let Some(head) = head {
        small[count] = head.as_ptr();
        count += 1;
    }
    // SAFETY: the caller's word.
    let mut va = unsafe { VaList::copy(va) };
    loop {
        // SAFETY: the caller's word.
        let object = unsafe { va.arg::<*mut PyObject>() };
        if object.is_null() {
            break;
        }
        if count < SMALL {
            small[count] = object;
        } else {
            if large.is_empty() {
                large.extend_from_slice(&small);
            }
            large.push(object);
        }
        count += 1;
    }
    call(if large.is_empty() { &small[..count] } else { &large })
}

/// `callable(…)` with the objects up to a NULL.
///
/// # Safety
/// `va` holds objects and then NULL.
unsafe fn call_objects(callable: &PyObject, va: *mut VaList) -> Result<Owned> {
    // SAFETY: the row's first place is free, the arguments follow it.
    unsafe { objects(None, va, |row| callable.vectorcall(row.as_ptr().add(1), (row.len() - 1) | ARGUMENTS_OFFSET, null_mut())) }
}

/// `object.name(…)` with the objects up to a NULL.
///
/// # Safety
/// `va` holds objects and then NULL.
unsafe fn call_method_objects(object: &PyObject, name: &PyObject, va: *mut VaList) -> Result<Owned> {
    // SAFETY: the row's first place is free, the receiver and the arguments follow it.
    unsafe {
        objects(Some(object), va, |row| super::call::vectorcall_method(name, row.as_ptr().add(1), (row.len() - 1) | ARGUMENTS_OFFSET, null_mut()))
    }
}
