//! `bool`: two static ints of a type of their own.

use crate::layout::*;
use crate::object::Owned;
use exuvia_macros::capi;
use std::cell::Cell;

/// `bool`.
#[capi]
pub static PyBool_Type: PyTypeObject =
    PyTypeObject { tp_name: Cell::new(c"bool".as_ptr()), tp_basicsize: Cell::new(size_of::<PyLongObject>() as isize), ..PyTypeObject::STATIC };

const fn make(value: u32) -> PyLongObject {
    // The sign is 0 for a positive number, 1 for zero; both have one digit to read.
    let tag = if value == 0 { 1 } else { 1 << 3 };
    PyLongObject {
        ob_base: PyObject::immortal((&raw const PyBool_Type).cast_mut()),
        long_value: _PyLongValue { lv_tag: Cell::new(tag), ob_digit: [Cell::new(value)] },
    }
}

/// `False`.
#[capi]
pub static _Py_FalseStruct: PyLongObject = make(0);
/// `True`.
#[capi]
pub static _Py_TrueStruct: PyLongObject = make(1);

/// `True` or `False`, as a new reference.
#[inline(always)]
pub fn from_bool(value: bool) -> Owned {
    let object: &PyObject = if value { &_Py_TrueStruct } else { &_Py_FalseStruct };
    // SAFETY: immortal: a count of it is anybody's.
    unsafe { Owned::from_nonnull(object.as_ptr()) }
}

/// The truth of `True` and `False`; `None` for anything else.
#[inline(always)]
pub fn value_of(object: &PyObject) -> Option<bool> {
    if object.is(&_Py_TrueStruct) {
        Some(true)
    } else if object.is(&_Py_FalseStruct) {
        Some(false)
    } else {
        None
    }
}
