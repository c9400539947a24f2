//! Calls by name into parts of the library that are linked late.

use crate::boundary::{new_reference, status};
use crate::layout::*;
use crate::object::Owned;
use crate::raise;
use crate::runtime::errors::Result;
use crate::types::exceptions;
use std::ffi::{CStr, c_char, c_int, c_void};

fn find(name: &CStr) -> Result<*mut c_void> {
    // SAFETY: a C string.
    let found = unsafe { libc::dlsym(libc::RTLD_DEFAULT, name.as_ptr()) };
    if found.is_null() { Err(raise!(SystemError, "no {}", name.to_string_lossy())) } else { Ok(found) }
}
macro_rules! late {
    ($name:literal: fn($($ty:ty),*) -> $r:ty) => {
        // SAFETY: the symbol's prototype.
        unsafe { std::mem::transmute::<*mut c_void, unsafe extern "C" fn($($ty),*) -> $r>(find($name)?) }
    };
}
type O = *mut PyObject;

/// `o[key]`.
pub fn get_item(o: &PyObject, key: &PyObject) -> Result<Owned> {
    let f = late!(c"PyObject_GetItem": fn(O, O) -> O);
    // SAFETY: the prototype.
    unsafe { new_reference(f(o.as_ptr(), key.as_ptr())) }
}
/// A new list.
pub fn list() -> Result<Owned> {
    let f = late!(c"PyList_New": fn(isize) -> O);
    // SAFETY: the prototype.
    unsafe { new_reference(f(0)) }
}
/// Appends to a list.
pub fn append(list: &PyObject, item: &PyObject) -> Result<()> {
    let f = late!(c"PyList_Append": fn(O, O) -> c_int);
    // SAFETY: the prototype.
    status(unsafe { f(list.as_ptr(), item.as_ptr()) }).map(drop)
}
/// `o.name`.
pub fn attr(o: &PyObject, name: &CStr) -> Result<Owned> {
    let f = late!(c"PyObject_GetAttrString": fn(O, *const c_char) -> O);
    // SAFETY: the prototype.
    unsafe { new_reference(f(o.as_ptr(), name.as_ptr())) }
}
/// `o.name`, `None` where there is no such attribute.
pub fn optional_attr(o: &PyObject, name: &CStr) -> Result<Option<Owned>> {
    match attr(o, name) {
        Ok(value) => Ok(Some(value)),
        Err(raised) if raised.matches(&exceptions::AttributeError) => {
            raised.clear();
            Ok(None)
        }
        Err(raised) => Err(raised),
    }
}
/// A built-in function.
pub fn function(def: *const PyMethodDef) -> Result<Owned> {
    let f = late!(c"PyCMethod_New": fn(*const PyMethodDef, O, O, *mut PyTypeObject) -> O);
    let null = std::ptr::null_mut();
    // SAFETY: the prototype; the table is static.
    unsafe { new_reference(f(def, null, null, std::ptr::null_mut())) }
}
/// Warns of something; the warning may be made an exception.
pub fn warn(category: &'static PyTypeObject, message: &str) -> Result<()> {
    let f = late!(c"PyErr_WarnEx": fn(O, *const c_char, isize) -> c_int);
    let message = std::ffi::CString::new(message).unwrap_or_default();
    // SAFETY: the prototype.
    status(unsafe { f(category.as_object().as_ptr(), message.as_ptr(), 1) }).map(drop)
}
/// `o.name`.
pub fn get_attr(o: &PyObject, name: &PyObject) -> Result<Owned> {
    let f = late!(c"PyObject_GetAttr": fn(O, O) -> O);
    // SAFETY: the prototype.
    unsafe { new_reference(f(o.as_ptr(), name.as_ptr())) }
}
/// A method that the object's type has, bound.
pub fn special(o: &PyObject, name: &PyObject) -> Result<Option<Owned>> {
    let f = late!(c"_PyObject_LookupSpecial": fn(O, O) -> O);
    // SAFETY: the prototype.
    match unsafe { Owned::from_ptr(f(o.as_ptr(), name.as_ptr())) } {
        None if crate::runtime::errors::occurred() => Err(crate::runtime::errors::Raised::already()),
        found => Ok(found),
    }
}
