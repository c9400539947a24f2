//! Code objects. What follows the struct is the bytecode, two bytes a unit.

use super::*;
use exuvia_macros::layout;
use std::cell::Cell;
use std::ffi::{c_int, c_void};

#[layout]
pub struct PyCodeObject {
    /// `ob_size` counts the code units.
    pub ob_base: PyVarObject,
    pub co_consts: Field<PyTupleObject>,
    pub co_names: Field<PyTupleObject>,
    pub co_exceptiontable: Field<PyBytesObject>,
    pub co_flags: Cell<c_int>,
    pub co_argcount: Cell<c_int>,
    pub co_posonlyargcount: Cell<c_int>,
    pub co_kwonlyargcount: Cell<c_int>,
    pub co_stacksize: Cell<c_int>,
    pub co_firstlineno: Cell<c_int>,
    pub co_nlocalsplus: Cell<c_int>,
    pub co_framesize: Cell<c_int>,
    pub co_nlocals: Cell<c_int>,
    pub co_ncellvars: Cell<c_int>,
    pub co_nfreevars: Cell<c_int>,
    pub co_version: Cell<u32>,
    pub co_localsplusnames: Field<PyTupleObject>,
    pub co_localspluskinds: Field<PyBytesObject>,
    pub co_filename: Field<PyUnicodeObject>,
    pub co_name: Field<PyUnicodeObject>,
    pub co_qualname: Field<PyUnicodeObject>,
    pub co_linetable: Field<PyBytesObject>,
    pub co_weakreflist: Cell<*mut PyObject>,
    pub co_executors: Cell<*mut c_void>,
    pub _co_cached: Cell<*mut c_void>,
    pub _co_instrumentation_version: Cell<usize>,
    pub _co_monitoring: Cell<*mut c_void>,
    pub _co_unique_id: Cell<isize>,
    pub _co_firsttraceable: Cell<c_int>,
    /// What extensions have attached: a boxed list, or NULL.
    pub co_extra: Cell<*mut c_void>,
    pub co_code_adaptive: [Cell<u8>; 1],
}
object_structs! { PyCodeObject: ob_base -> PyVarObject }
