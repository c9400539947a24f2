//! What the exceptions and the modules about them ask of the rest, under short names.

use crate::boundary::va_list::VaList;
use crate::boundary::{new_reference, status};
use crate::layout::*;
use crate::object::{Owned, attribute};
use crate::protocol::{iteration, number, sequence};
use crate::raise;
use crate::runtime::errors::{Raised, Result};
use crate::types::{complex as complex_type, list as list_type, long, tuple};
use std::ffi::{CStr, c_int, c_void};

pub use crate::protocol::dir::PyObject_Dir;
pub use crate::protocol::iteration::{PyObject_GetAIter, PyObject_GetIter};
pub use crate::protocol::number::{PyNumber_Absolute, PyNumber_Add, PyNumber_Divmod, PyNumber_Index, PyNumber_Power, PyNumber_ToBase};
pub use crate::protocol::object::PyObject_Format;
pub use crate::protocol::sequence::PyObject_Size;
pub use crate::types::iterators::PyCallIter_New;
pub use crate::types::long::convert::PyLong_FromVoidPtr;

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

fn name_of(name: &PyObject) -> Result<&PyUnicodeObject> {
    name.downcast().ok_or_else(|| raise!(TypeError, "attribute name must be string, not '{}'", name.ty().name()))
}
pub fn get_attr(o: &PyObject, name: &PyObject) -> Result<Owned> {
    attribute::get(o, name_of(name)?)
}
pub fn optional_attr(o: &PyObject, name: &PyObject) -> Result<Option<Owned>> {
    attribute::get_optional(o, name_of(name)?)
}
pub fn set_attr(o: &PyObject, name: &PyObject, value: Option<&PyObject>) -> Result<()> {
    attribute::set(o, name, value)
}
pub fn special(o: &PyObject, name: &PyObject) -> Result<Option<Owned>> {
    attribute::_PyObject_LookupSpecial(o, name)
}
/// # Safety
/// `format` and `va` are what `PyUnicode_FromFormatV` takes.
pub unsafe fn from_format(format: &CStr, va: *mut VaList) -> Result<Owned<PyUnicodeObject>> {
    let text = crate::args::from_format::PyUnicode_FromFormatV(format, va)?;
    text.downcast().map_err(|_| raise!(SystemError, "bad argument to internal function"))
}
/// # Safety
/// `format` and `va` are what `Py_VaBuildValue` takes.
pub unsafe fn build_value(format: &CStr, va: *mut VaList) -> Result<Owned> {
    crate::args::build_value::Py_VaBuildValue(format, va)
}
pub fn new_module(name: &str, doc: &str, methods: &'static [PyMethodDef]) -> Result<Owned> {
    let new = late!(c"PyModule_NewObject": fn(O) -> O);
    let add = late!(c"PyModule_AddFunctions": fn(O, *const PyMethodDef) -> c_int);
    let name = crate::types::unicode::from_str(name)?;
    let module = unsafe { new_reference(new(name.as_object().as_ptr()))? };
    status(unsafe { add(module.as_ptr(), methods.as_ptr()) })?;
    module_dict(&module)?.insert(&crate::object::id::__doc__, &*crate::types::unicode::from_str(doc)?)?;
    Ok(module)
}
pub fn module_dict(module: &PyObject) -> Result<Owned<PyDictObject>> {
    let f = late!(c"PyModule_GetDict": fn(O) -> O);
    let dict = unsafe { f(module.as_ptr()).as_ref() }.ok_or(Raised::already())?;
    dict.new_ref().downcast().map_err(|_| raise!(SystemError, "a module without a dict"))
}
pub fn struct_type(name: &'static CStr, doc: &'static CStr, fields: &[(&'static CStr, &'static CStr)], shown: c_int) -> Result<Owned<PyTypeObject>> {
    let f = late!(c"PyStructSequence_NewType": fn(*mut PyStructSequence_Desc) -> *mut PyTypeObject);
    let mut rows: Vec<PyStructSequence_Field> = fields.iter().map(|(name, doc)| PyStructSequence_Field { name: name.as_ptr(), doc: doc.as_ptr() }).collect();
    rows.push(PyStructSequence_Field { name: std::ptr::null(), doc: std::ptr::null() });
    // The type's members point into the table as long as the type lives.
    let rows = Box::leak(rows.into_boxed_slice());
    let mut desc = PyStructSequence_Desc { name: name.as_ptr(), doc: doc.as_ptr(), fields: rows.as_ptr(), n_in_sequence: shown };
    unsafe { Owned::from_ptr(f(&mut desc)) }.ok_or(Raised::already())
}
pub fn struct_new(ty: &PyTypeObject, values: Vec<Owned>) -> Result<Owned> {
    let new = late!(c"PyStructSequence_New": fn(*mut PyTypeObject) -> O);
    let set = late!(c"PyStructSequence_SetItem": fn(O, isize, O) -> ());
    unsafe {
        let made = new_reference(new(ty.as_ptr()))?;
        for (i, value) in values.into_iter().enumerate() {
            set(made.as_ptr(), i as isize, value.into_ptr());
        }
        Ok(made)
    }
}

pub fn tuple_of(o: &PyObject) -> Result<Owned<PyTupleObject>> {
    tuple::from_iterable(o)
}
pub fn list_of(o: &PyObject) -> Result<Owned> {
    Ok(list_type::from_iterable(o)?.upcast())
}
pub fn list() -> Result<Owned> {
    Ok(list_type::new()?.upcast())
}
pub fn append(list: &PyObject, item: &PyObject) -> Result<()> {
    match list.downcast::<PyListObject>() {
        Some(list) => list.append(item),
        None => Err(raise!(SystemError, "bad argument to internal function")),
    }
}
pub fn is_list(o: &PyObject) -> bool {
    o.ty().has_flag(flags::LIST_SUBCLASS)
}
pub fn is_sequence(o: &PyObject) -> Result<bool> {
    Ok(sequence::is_sequence(o))
}
pub fn next_item(iterator: &PyObject) -> Result<Option<Owned>> {
    iteration::next(iterator)
}
pub fn int(n: i64) -> Result<Owned> {
    long::from_i64(n)
}
/// An int's value; `None` where it does not fit.
pub fn int_value(n: &PyObject) -> Result<Option<i64>> {
    match n.downcast::<PyLongObject>() {
        Some(n) => Ok(n.to_i64()),
        None => Err(raise!(TypeError, "an integer is required")),
    }
}
pub fn is_int(o: &PyObject) -> bool {
    o.ty().has_flag(flags::LONG_SUBCLASS)
}
pub fn is_exact_int(o: &PyObject) -> bool {
    std::ptr::eq(o.ty(), &long::PyLong_Type)
}
pub fn is_number(o: &PyObject) -> Result<bool> {
    Ok(number::PyNumber_Check(Some(o)) != 0)
}
pub fn as_ssize(o: &PyObject, error: Option<&PyTypeObject>) -> Result<isize> {
    number::PyNumber_AsSsize_t(o, error.map(|e| e.as_object()))
}
pub fn index_ssize(o: &PyObject) -> Result<isize> {
    ssize_of_int(&*PyNumber_Index(o)?)
}
pub fn ssize_of_int(o: &PyObject) -> Result<isize> {
    long::convert::PyLong_AsSsize_t(Some(o))
}
pub fn complex(real: f64, imag: f64) -> Result<Owned> {
    complex_type::from_complex(Py_complex { real, imag })
}
pub fn complex_value(o: &PyObject) -> Option<(f64, f64)> {
    o.downcast_exact::<PyComplexObject>().map(|c| (c.value().real, c.value().imag))
}
pub fn decode(bytes: &[u8]) -> Result<Owned<PyUnicodeObject>> {
    crate::types::unicode::codecs::decode(bytes, None, None)
}
pub fn decode_path(bytes: &[u8]) -> Result<Owned<PyUnicodeObject>> {
    crate::types::unicode::codecs::locale::decode_fs(bytes)
}
pub fn encode_path(path: &PyObject) -> Result<Vec<u8>> {
    let path = path.downcast().ok_or_else(|| raise!(TypeError, "a file name must be str"))?;
    Ok(crate::types::unicode::codecs::locale::encode_fs(path)?.as_slice().to_vec())
}
pub fn snapshot(dict: &PyDictObject) -> Vec<(Owned, Owned)> {
    let mut position = 0;
    let mut out = Vec::with_capacity(dict.len());
    while let Some((k, v)) = dict.next(&mut position) {
        out.push((k.new_ref(), v.new_ref()));
    }
    out
}
pub fn type_named(symbol: &CStr) -> Option<&'static PyTypeObject> {
    // SAFETY: a C string; the symbol is a type object.
    unsafe { libc::dlsym(libc::RTLD_DEFAULT, symbol.as_ptr()).cast::<PyTypeObject>().as_ref() }
}
pub fn namespace(values: &PyDictObject) -> Result<Owned> {
    crate::types::namespace::_PyNamespace_New(Some(values))
}
