//! `dict`.

use crate::layout::*;
use crate::object::Typed;
use exuvia_macros::capi;
use std::cell::Cell;

// SAFETY: instances of dict and of its subclasses begin with a PyDictObject.
unsafe impl Typed for PyDictObject {
    fn type_object() -> &'static PyTypeObject {
        &PyDict_Type
    }
    const FLAG: Option<u64> = Some(flags::DICT_SUBCLASS);
}

/// `dict`.
#[capi]
pub static PyDict_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"dict".as_ptr()),
    tp_basicsize: Cell::new(size_of::<PyDictObject>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::BASETYPE | flags::DICT_SUBCLASS | flags::MATCH_SELF | flags::MAPPING),
    ..PyTypeObject::STATIC
};
