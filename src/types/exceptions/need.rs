//! Calls by name into parts of the library that are linked late.

use crate::boundary::{new_reference, status};
use crate::layout::*;
use crate::object::Owned;
use crate::raise;
use crate::runtime::errors::{Raised, Result};
use std::ffi::{CStr, c_int, c_void};

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

pub fn get_attr(o: &PyObject, name: &PyObject) -> Result<Owned> {
    let f = late!(c"PyObject_GetAttr": fn(O, O) -> O);
    unsafe { new_reference(f(o.as_ptr(), name.as_ptr())) }
}
pub fn optional_attr(o: &PyObject, name: &PyObject) -> Result<Option<Owned>> {
    match get_attr(o, name) {
        Ok(v) => Ok(Some(v)),
        Err(raised) if raised.matches(&super::AttributeError) => {
            raised.clear();
            Ok(None)
        }
        Err(raised) => Err(raised),
    }
}
pub fn set_attr(o: &PyObject, name: &PyObject, value: Option<&PyObject>) -> Result<()> {
    let f = late!(c"PyObject_SetAttr": fn(O, O, O) -> c_int);
    status(unsafe { f(o.as_ptr(), name.as_ptr(), value.map_or(std::ptr::null_mut(), |v| v.as_ptr())) }).map(drop)
}
pub fn tuple_of(o: &PyObject) -> Result<Owned<PyTupleObject>> {
    if let Some(t) = o.downcast_exact::<PyTupleObject>() {
        return Ok(Owned::from_ref(t));
    }
    let f = late!(c"PySequence_Tuple": fn(O) -> O);
    Ok(unsafe { new_reference(f(o.as_ptr()))?.cast() })
}
pub fn int(n: i64) -> Result<Owned> {
    let f = late!(c"PyLong_FromLongLong": fn(i64) -> O);
    unsafe { new_reference(f(n)) }
}
pub fn int_value(n: &PyObject) -> Result<Option<i64>> {
    let f = late!(c"PyLong_AsLongLongAndOverflow": fn(O, *mut c_int) -> i64);
    let mut overflow = 0;
    let v = unsafe { f(n.as_ptr(), &mut overflow) };
    if v == -1 && crate::runtime::errors::occurred() {
        return Err(Raised::already());
    }
    Ok((overflow == 0).then_some(v))
}
pub fn is_int(o: &PyObject) -> bool {
    o.ty().has_flag(flags::LONG_SUBCLASS)
}
pub fn is_number(o: &PyObject) -> Result<bool> {
    let f = late!(c"PyNumber_Check": fn(O) -> c_int);
    Ok(unsafe { f(o.as_ptr()) } != 0)
}
pub fn as_ssize(o: &PyObject, error: Option<&PyTypeObject>) -> Result<isize> {
    let f = late!(c"PyNumber_AsSsize_t": fn(O, O) -> isize);
    let v = unsafe { f(o.as_ptr(), error.map_or(std::ptr::null_mut(), |e| e.as_object().as_ptr())) };
    if v == -1 && crate::runtime::errors::occurred() {
        return Err(Raised::already());
    }
    Ok(v)
}
pub fn index_ssize(o: &PyObject) -> Result<isize> {
    let f = late!(c"PyLong_AsSsize_t": fn(O) -> isize);
    let i = late!(c"PyNumber_Index": fn(O) -> O);
    let i = unsafe { new_reference(i(o.as_ptr()))? };
    let v = unsafe { f(i.as_ptr()) };
    if v == -1 && crate::runtime::errors::occurred() {
        return Err(Raised::already());
    }
    Ok(v)
}
pub fn list() -> Result<Owned> {
    let f = late!(c"PyList_New": fn(isize) -> O);
    unsafe { new_reference(f(0)) }
}
pub fn append(list: &PyObject, item: &PyObject) -> Result<()> {
    let f = late!(c"PyList_Append": fn(O, O) -> c_int);
    status(unsafe { f(list.as_ptr(), item.as_ptr()) }).map(drop)
}
pub fn list_of(o: &PyObject) -> Result<Owned> {
    let f = late!(c"PySequence_List": fn(O) -> O);
    unsafe { new_reference(f(o.as_ptr())) }
}
pub fn is_sequence(o: &PyObject) -> Result<bool> {
    let f = late!(c"PySequence_Check": fn(O) -> c_int);
    Ok(unsafe { f(o.as_ptr()) } != 0)
}
pub fn is_list(o: &PyObject) -> bool {
    o.ty().has_flag(flags::LIST_SUBCLASS)
}
pub fn decode(bytes: &[u8]) -> Result<Owned<PyUnicodeObject>> {
    let f = late!(c"PyUnicode_DecodeUTF8": fn(*const u8, isize, *const u8) -> O);
    Ok(unsafe { new_reference(f(bytes.as_ptr(), bytes.len() as isize, std::ptr::null()))?.cast() })
}
pub fn snapshot(dict: &PyDictObject) -> Vec<(Owned, Owned)> {
    let mut position = 0;
    let mut out = Vec::with_capacity(dict.len());
    while let Some((k, v)) = dict.next(&mut position) {
        out.push((k.new_ref(), v.new_ref()));
    }
    out
}
pub fn decode_path(bytes: &[u8]) -> Result<Owned<PyUnicodeObject>> {
    let f = late!(c"PyUnicode_DecodeFSDefaultAndSize": fn(*const u8, isize) -> O);
    Ok(unsafe { new_reference(f(bytes.as_ptr(), bytes.len() as isize))?.cast() })
}
pub fn encode_path(path: &PyObject) -> Result<Vec<u8>> {
    let f = late!(c"PyUnicode_EncodeFSDefault": fn(O) -> O);
    let bytes = unsafe { new_reference(f(path.as_ptr()))? };
    Ok(bytes.downcast::<PyBytesObject>().map(|b| b.as_slice().to_vec()).unwrap_or_default())
}
