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

pub fn int(n: i64) -> Result<Owned> {
    let f = late!(c"PyLong_FromLongLong": fn(i64) -> O);
    // SAFETY: the prototype.
    unsafe { new_reference(f(n)) }
}
pub fn int_value(n: &PyObject) -> Result<Option<i64>> {
    let f = late!(c"PyLong_AsLongLongAndOverflow": fn(O, *mut c_int) -> i64);
    let mut overflow = 0;
    // SAFETY: the prototype.
    let v = unsafe { f(n.as_ptr(), &mut overflow) };
    if v == -1 && crate::runtime::errors::occurred() {
        return Err(Raised::already());
    }
    Ok((overflow == 0).then_some(v))
}
pub fn is_int(n: &PyObject) -> bool {
    n.ty().has_flag(flags::LONG_SUBCLASS)
}
pub fn get_item(o: &PyObject, key: &PyObject) -> Result<Owned> {
    let f = late!(c"PyObject_GetItem": fn(O, O) -> O);
    // SAFETY: the prototype.
    unsafe { new_reference(f(o.as_ptr(), key.as_ptr())) }
}
pub fn list() -> Result<Owned> {
    let f = late!(c"PyList_New": fn(isize) -> O);
    // SAFETY: the prototype.
    unsafe { new_reference(f(0)) }
}
pub fn append(list: &PyObject, item: &PyObject) -> Result<()> {
    let f = late!(c"PyList_Append": fn(O, O) -> c_int);
    // SAFETY: the prototype.
    status(unsafe { f(list.as_ptr(), item.as_ptr()) }).map(drop)
}
