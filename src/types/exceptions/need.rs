//! What the exceptions and the modules about them ask of the rest, under short names.

use crate::boundary::va_list::VaList;
use crate::layout::*;
use crate::object::{Owned, attribute};
use crate::protocol::{iteration, number, sequence};
use crate::raise;
use crate::runtime::errors::Result;
use crate::types::module::{self, PyModuleObject};
use crate::types::{complex as complex_type, list as list_type, long, structseq, tuple};
use std::ffi::{CStr, c_int};

pub use crate::protocol::dir::PyObject_Dir;
pub use crate::protocol::iteration::{PyObject_GetAIter, PyObject_GetIter};
pub use crate::protocol::number::{PyNumber_Absolute, PyNumber_Add, PyNumber_Divmod, PyNumber_Index, PyNumber_Power, PyNumber_ToBase};
pub use crate::protocol::object::PyObject_Format;
pub use crate::protocol::sequence::PyObject_Size;
pub use crate::types::iterators::PyCallIter_New;
pub use crate::types::long::convert::PyLong_FromVoidPtr;

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
    let module = module::new_named(name)?;
    module::PyModule_AddFunctions(&module, methods.as_ptr().cast_mut())?;
    module.dict()?.insert(&crate::object::id::__doc__, &*crate::types::unicode::from_str(doc)?)?;
    Ok(module.upcast())
}
pub fn module_dict(module: &PyObject) -> Result<Owned<PyDictObject>> {
    match module.downcast::<PyModuleObject>() {
        Some(module) => module.dict(),
        None => Err(raise!(SystemError, "bad argument to internal function")),
    }
}
pub fn struct_type(name: &'static CStr, doc: &'static CStr, fields: &[(&'static CStr, &'static CStr)], shown: c_int) -> Result<Owned<PyTypeObject>> {
    let mut rows: Vec<PyStructSequence_Field> = fields.iter().map(|(name, doc)| PyStructSequence_Field { name: name.as_ptr(), doc: doc.as_ptr() }).collect();
    rows.push(PyStructSequence_Field { name: std::ptr::null(), doc: std::ptr::null() });
    let mut desc = PyStructSequence_Desc { name: name.as_ptr(), doc: doc.as_ptr(), fields: rows.as_ptr(), n_in_sequence: shown };
    let made = structseq::PyStructSequence_NewType(&mut desc)?;
    made.upcast().downcast().map_err(|_| raise!(SystemError, "bad argument to internal function"))
}
pub fn struct_new(ty: &PyTypeObject, values: Vec<Owned>) -> Result<Owned> {
    let made = structseq::PyStructSequence_New(ty)?;
    for (i, value) in values.into_iter().enumerate() {
        structseq::PyStructSequence_SetItem(&made, i as isize, Some(value));
    }
    Ok(made.upcast())
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
pub fn namespace(values: &PyDictObject) -> Result<Owned> {
    crate::types::namespace::_PyNamespace_New(Some(values))
}
