//! Parts of the library above this one that types need, by their exported names.

use crate::boundary::new_reference;
use crate::layout::*;
use crate::object::Owned;
use crate::raise;
use crate::runtime::errors::{self, Raised, Result};
use std::ffi::{CStr, c_int, c_void};
use std::ptr::null_mut;

type O = *mut PyObject;

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
fn or_raised(n: isize) -> Result<isize> {
    if n == -1 && errors::occurred() { Err(Raised::already()) } else { Ok(n) }
}

pub fn from_isize(n: isize) -> Result<Owned> {
    let f = late!(c"PyLong_FromSsize_t": fn(isize) -> O);
    unsafe { new_reference(f(n)) }
}
pub fn from_u64(n: u64) -> Result<Owned> {
    let f = late!(c"PyLong_FromUnsignedLongLong": fn(u64) -> O);
    unsafe { new_reference(f(n)) }
}
pub fn from_f64(n: f64) -> Result<Owned> {
    crate::types::float::from_f64(n)
}
pub fn as_ssize(o: &PyObject, error: &PyTypeObject) -> Result<isize> {
    let f = late!(c"PyNumber_AsSsize_t": fn(O, O) -> isize);
    or_raised(unsafe { f(o.as_ptr(), error.as_ptr().cast()) })
}
pub fn long_as_ssize(o: &PyObject) -> Result<isize> {
    let f = late!(c"PyLong_AsSsize_t": fn(O) -> isize);
    or_raised(unsafe { f(o.as_ptr()) })
}
pub fn index(o: &PyObject) -> Result<Owned> {
    let f = late!(c"PyNumber_Index": fn(O) -> O);
    unsafe { new_reference(f(o.as_ptr())) }
}
pub fn is_negative(o: &PyObject) -> bool {
    o.downcast::<PyLongObject>().is_some_and(|n| n.long_value.lv_tag.get() & 3 == 2)
}
pub fn to_tuple(o: &PyObject) -> Result<Owned<PyTupleObject>> {
    if let Some(t) = o.downcast_exact::<PyTupleObject>() {
        return Ok(Owned::from_ref(t));
    }
    let f = late!(c"PySequence_Tuple": fn(O) -> O);
    unsafe { Ok(new_reference(f(o.as_ptr()))?.cast()) }
}
pub fn contains_by_iteration(o: &PyObject, item: &PyObject) -> Result<bool> {
    let f = late!(c"_PySequence_IterSearch": fn(O, O, c_int) -> isize);
    Ok(or_raised(unsafe { f(o.as_ptr(), item.as_ptr(), 3) })? != 0)
}
pub fn sequence_iterator(o: &PyObject) -> Result<Owned> {
    let f = late!(c"PySeqIter_New": fn(O) -> O);
    unsafe { new_reference(f(o.as_ptr())) }
}
pub fn builtin_function(def: &PyMethodDef, this: Option<&PyObject>, class: Option<&PyTypeObject>) -> Result<Owned> {
    let f = late!(c"PyCMethod_New": fn(*const PyMethodDef, O, O, *mut PyTypeObject) -> O);
    unsafe { new_reference(f(def, this.map_or(null_mut(), |t| t.as_ptr()), null_mut(), class.map_or(null_mut(), |t| t.as_ptr()))) }
}
pub fn module_state(module: &PyObject) -> Result<*mut c_void> {
    let f = late!(c"PyModule_GetState": fn(O) -> *mut c_void);
    Ok(unsafe { f(module.as_ptr()) })
}
pub fn module_definition(module: &PyObject) -> Result<*mut PyModuleDef> {
    let f = late!(c"PyModule_GetDef": fn(O) -> *mut PyModuleDef);
    Ok(unsafe { f(module.as_ptr()) })
}
/// A conversion of an int by its exported name.
pub fn convert<T: Copy + PartialEq + From<T>>(name: &CStr, o: &PyObject) -> Result<T> {
    const { assert!(size_of::<T>() == 8) };
    // SAFETY: the conversions take an object and return 64 bits.
    let n: T = unsafe { std::mem::transmute::<*mut c_void, unsafe extern "C" fn(O) -> T>(find(name)?)(o.as_ptr()) };
    if errors::occurred() { Err(Raised::already()) } else { Ok(n) }
}
pub fn warn(category: &PyTypeObject, message: &str) -> Result<()> {
    let f = late!(c"PyErr_WarnEx": fn(O, *const std::ffi::c_char, isize) -> c_int);
    let message = std::ffi::CString::new(message).unwrap_or_default();
    if unsafe { f(category.as_ptr().cast(), message.as_ptr(), 1) } < 0 { Err(Raised::already()) } else { Ok(()) }
}

// ---- what stands where this module can name it --------------------------------------------------------------------

pub fn dict_proxy(dict: &PyObject) -> Result<Owned> {
    let f = late!(c"PyDictProxy_New": fn(O) -> O);
    unsafe { new_reference(f(dict.as_ptr())) }
}
pub fn list_of(items: &[&PyObject]) -> Result<Owned> {
    Ok(crate::types::list::from_slice(items)?.upcast())
}
pub fn dict_update(into: &PyDictObject, from: &PyObject) -> Result<()> {
    let f = late!(c"PyDict_Update": fn(O, O) -> c_int);
    if unsafe { f(into.as_ptr().cast(), from.as_ptr()) } < 0 { Err(Raised::already()) } else { Ok(()) }
}
pub fn dict_keys(dict: &PyDictObject) -> Result<Owned> {
    Ok(dict.keys()?.upcast())
}
pub fn sorted(items: &PyObject) -> Result<Owned<PyTupleObject>> {
    let list = crate::types::list::from_iterable(items)?;
    let f = late!(c"PyList_Sort": fn(O) -> c_int);
    if unsafe { f(list.as_ptr().cast()) } < 0 {
        return Err(Raised::already());
    }
    list.into_tuple()
}
pub fn module_type() -> Option<&'static PyTypeObject> {
    data(c"PyModule_Type")
}
fn data(name: &CStr) -> Option<&'static PyTypeObject> {
    // SAFETY: a C string; the symbol is a type.
    unsafe { libc::dlsym(libc::RTLD_DEFAULT, name.as_ptr()).cast::<PyTypeObject>().as_ref() }
}
pub fn import(name: &CStr) -> Result<Owned> {
    let f = late!(c"PyImport_ImportModule": fn(*const std::ffi::c_char) -> O);
    unsafe { new_reference(f(name.as_ptr())) }
}
pub fn iterator(o: &PyObject) -> Result<Owned> {
    crate::protocol::iteration::iter(o)
}
pub fn globals() -> Option<Owned<PyDictObject>> {
    // SAFETY: the symbol's prototype; it returns a borrowed dict or NULL.
    unsafe {
        let f = libc::dlsym(libc::RTLD_DEFAULT, c"PyEval_GetGlobals".as_ptr());
        if f.is_null() {
            return None;
        }
        std::mem::transmute::<*mut c_void, unsafe extern "C" fn() -> *mut PyDictObject>(f)().as_ref().map(Owned::from_ref)
    }
}
pub fn is_function(o: &PyObject) -> bool {
    data(c"PyFunction_Type").is_some_and(|f| std::ptr::eq(o.ty(), f))
}
pub fn is_cell(o: &PyObject) -> bool {
    o.downcast::<PyCellObject>().is_some()
}
pub fn add_note(raised: Raised, note: &str) -> Raised {
    let Some(exception) = raised.take() else { return Raised::already() };
    let add = || -> Result<()> {
        let method = crate::object::attribute::get(&exception, &crate::object::id::add_note)?;
        method.call1(&*crate::types::unicode::from_str(note)?).map(drop)
    };
    if let Err(again) = add() {
        again.clear();
    }
    errors::raise_again(exception)
}
pub fn bound_method(function: &PyObject, this: &PyObject) -> Result<Owned> {
    let f = late!(c"PyMethod_New": fn(O, O) -> O);
    unsafe { new_reference(f(function.as_ptr(), this.as_ptr())) }
}
pub fn super_arguments() -> Result<(Owned<PyTypeObject>, Owned)> {
    Err(raise!(RuntimeError, "super(): no current frame"))
}
/// Whether the library has builtin functions.
pub fn has_builtin_functions() -> bool {
    find(c"PyCMethod_New").map_err(Raised::clear).is_ok()
}
pub fn is_builtin_function(o: &PyObject) -> bool {
    data(c"PyCFunction_Type").is_some_and(|t| o.ty().is_subtype(t))
}
pub fn dir(o: &PyObject) -> Result<Owned> {
    let f = late!(c"PyObject_Dir": fn(O) -> O);
    unsafe { new_reference(f(o.as_ptr())) }
}
pub fn new_set(frozen: bool, items: Option<&PyObject>) -> Result<Owned> {
    let f = if frozen { late!(c"PyFrozenSet_New": fn(O) -> O) } else { late!(c"PySet_New": fn(O) -> O) };
    unsafe { new_reference(f(items.map_or(null_mut(), |i| i.as_ptr()))) }
}
pub fn set_contains(set: &PyObject, item: &PyObject) -> Result<bool> {
    crate::protocol::sequence::contains(set, item)
}
pub fn set_add(set: &PyObject, item: &PyObject) -> Result<()> {
    let f = late!(c"PySet_Add": fn(O, O) -> c_int);
    if unsafe { f(set.as_ptr(), item.as_ptr()) } < 0 { Err(Raised::already()) } else { Ok(()) }
}
pub fn is_type_alias(o: &PyObject) -> bool {
    o.ty().name() == "typing.TypeAliasType"
}
