//! Instances of the built-in types.
#![allow(non_camel_case_types)]

use super::*;
use exuvia_macros::layout;
use std::cell::Cell;
use std::ffi::{c_int, c_void};

#[layout]
pub struct _PyLongValue {
    /// Bits 0-1 sign (0 positive, 1 zero, 2 negative), bit 2 reserved for immortals, from bit 3 the number of digits.
    pub lv_tag: Cell<usize>,
    /// Base 2^30, least first; there are as many as the tag says, at least one.
    pub ob_digit: [Cell<u32>; 1],
}
#[layout]
pub struct PyLongObject {
    pub ob_base: PyObject,
    pub long_value: _PyLongValue,
}
#[layout]
#[derive(Clone, Copy)]
pub struct PyLongLayout {
    pub bits_per_digit: u8,
    pub digit_size: u8,
    pub digits_order: i8,
    pub digit_endianness: i8,
}
#[layout]
pub struct PyLongExport {
    pub value: i64,
    pub negative: u8,
    pub ndigits: isize,
    pub digits: *const c_void,
    pub _reserved: usize,
}
#[layout]
pub struct PyFloatObject {
    pub ob_base: PyObject,
    pub ob_fval: Cell<f64>,
}
#[layout]
#[derive(Clone, Copy)]
pub struct Py_complex {
    pub real: f64,
    pub imag: f64,
}
#[layout(skip(cval))]
pub struct PyComplexObject {
    pub ob_base: PyObject,
    pub cval: Cell<Py_complex>,
}
#[layout(skip(ob_sval))]
pub struct PyBytesObject {
    pub ob_base: PyVarObject,
    /// -1 until computed.
    pub ob_shash: Cell<isize>,
    /// The bytes and a NUL.
    pub ob_sval: [Cell<u8>; 1],
}
#[layout]
pub struct PyByteArrayObject {
    pub ob_base: PyVarObject,
    pub ob_alloc: Cell<isize>,
    pub ob_bytes: Cell<*mut u8>,
    pub ob_start: Cell<*mut u8>,
    pub ob_exports: Cell<isize>,
}
#[layout]
pub struct PyTupleObject {
    pub ob_base: PyVarObject,
    /// -1 until computed.
    pub ob_hash: Cell<isize>,
    /// As many as `ob_size` says.
    pub ob_item: [Field; 1],
}
#[layout]
pub struct PyListObject {
    pub ob_base: PyVarObject,
    pub ob_item: Cell<*mut *mut PyObject>,
    pub allocated: Cell<isize>,
}
/// Past `ma_used` the layout is Exuvia's own: `ma_keys` is the table, of a type private to the dict.
#[layout]
pub struct PyDictObject {
    pub ob_base: PyObject,
    pub ma_used: Cell<isize>,
    pub _ma_watcher_tag: Cell<u64>,
    pub ma_keys: Cell<*mut c_void>,
    pub ma_values: Cell<*mut c_void>,
}
#[layout]
pub struct setentry {
    pub key: Cell<*mut PyObject>,
    pub hash: Cell<isize>,
}
#[layout]
pub struct PySetObject {
    pub ob_base: PyObject,
    pub fill: Cell<isize>,
    pub used: Cell<isize>,
    pub mask: Cell<isize>,
    pub table: Cell<*mut setentry>,
    pub hash: Cell<isize>,
    pub finger: Cell<isize>,
    pub smalltable: [setentry; 8],
    pub weakreflist: Cell<*mut PyObject>,
}
#[layout]
pub struct PySliceObject {
    pub ob_base: PyObject,
    pub start: Field,
    pub stop: Field,
    pub step: Field,
}
#[layout]
pub struct PyCellObject {
    pub ob_base: PyObject,
    pub ob_ref: Field,
}
#[layout]
pub struct PyCFunctionObject {
    pub ob_base: PyObject,
    pub m_ml: Cell<*const PyMethodDef>,
    pub m_self: Field,
    pub m_module: Field,
    pub m_weakreflist: Cell<*mut PyObject>,
    pub vectorcall: Cell<Option<vectorcallfunc>>,
}
#[layout]
pub struct PyCMethodObject {
    pub func: PyCFunctionObject,
    pub mm_class: Field<PyTypeObject>,
}
#[layout]
pub struct PyMethodObject {
    pub ob_base: PyObject,
    pub im_func: Field,
    pub im_self: Field,
    pub im_weakreflist: Cell<*mut PyObject>,
    pub vectorcall: Cell<Option<vectorcallfunc>>,
}
#[layout]
pub struct PyInstanceMethodObject {
    pub ob_base: PyObject,
    pub func: Field,
}
#[layout]
pub struct PyDescrObject {
    pub ob_base: PyObject,
    pub d_type: Field<PyTypeObject>,
    pub d_name: Field,
    pub d_qualname: Field,
}
#[layout]
pub struct PyMethodDescrObject {
    pub d_common: PyDescrObject,
    pub d_method: Cell<*const PyMethodDef>,
    pub vectorcall: Cell<Option<vectorcallfunc>>,
}
#[layout]
pub struct PyMemberDescrObject {
    pub d_common: PyDescrObject,
    pub d_member: Cell<*const PyMemberDef>,
}
#[layout]
pub struct PyGetSetDescrObject {
    pub d_common: PyDescrObject,
    pub d_getset: Cell<*const PyGetSetDef>,
}
#[layout]
pub struct PyWrapperDescrObject {
    pub d_common: PyDescrObject,
    pub d_base: Cell<*const wrapperbase>,
    pub d_wrapped: Cell<*mut c_void>,
}
#[layout]
pub struct PyWeakReference {
    pub ob_base: PyObject,
    /// Borrowed: the referent, `None` once it is gone.
    pub wr_object: Cell<*mut PyObject>,
    pub wr_callback: Field,
    pub hash: Cell<isize>,
    pub wr_prev: Cell<*mut PyWeakReference>,
    pub wr_next: Cell<*mut PyWeakReference>,
    pub vectorcall: Cell<Option<vectorcallfunc>>,
}
#[layout]
pub struct _PyManagedBufferObject {
    pub ob_base: PyObject,
    pub flags: Cell<c_int>,
    pub exports: Cell<isize>,
    pub master: Py_buffer,
}
#[layout]
pub struct PyMemoryViewObject {
    pub ob_base: PyVarObject,
    pub mbuf: Field<_PyManagedBufferObject>,
    pub hash: Cell<isize>,
    pub flags: Cell<c_int>,
    pub exports: Cell<isize>,
    pub view: Py_buffer,
    pub weakreflist: Cell<*mut PyObject>,
    /// Shape, strides and suboffsets.
    pub ob_array: [Cell<isize>; 1],
}
object_structs! {
    PyLongObject: ob_base -> PyObject,
    PyFloatObject: ob_base -> PyObject,
    PyComplexObject: ob_base -> PyObject,
    PyBytesObject: ob_base -> PyVarObject,
    PyByteArrayObject: ob_base -> PyVarObject,
    PyTupleObject: ob_base -> PyVarObject,
    PyListObject: ob_base -> PyVarObject,
    PyDictObject: ob_base -> PyObject,
    PySetObject: ob_base -> PyObject,
    PySliceObject: ob_base -> PyObject,
    PyCellObject: ob_base -> PyObject,
    PyCFunctionObject: ob_base -> PyObject,
    PyCMethodObject: func -> PyCFunctionObject,
    PyMethodObject: ob_base -> PyObject,
    PyInstanceMethodObject: ob_base -> PyObject,
    PyDescrObject: ob_base -> PyObject,
    PyMethodDescrObject: d_common -> PyDescrObject,
    PyMemberDescrObject: d_common -> PyDescrObject,
    PyGetSetDescrObject: d_common -> PyDescrObject,
    PyWrapperDescrObject: d_common -> PyDescrObject,
    PyWeakReference: ob_base -> PyObject,
    _PyManagedBufferObject: ob_base -> PyObject,
    PyMemoryViewObject: ob_base -> PyVarObject,
}
