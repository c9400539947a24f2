//! `slice`.

use crate::layout::*;
use crate::object::Typed;
use exuvia_macros::capi;
use std::cell::Cell;

// SAFETY: slice has no subclasses; its instances are PySliceObjects.
unsafe impl Typed for PySliceObject {
    fn type_object() -> &'static PyTypeObject {
        &PySlice_Type
    }
}

/// `slice`.
#[capi]
pub static PySlice_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"slice".as_ptr()),
    tp_basicsize: Cell::new(size_of::<PySliceObject>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC),
    ..PyTypeObject::STATIC
};
