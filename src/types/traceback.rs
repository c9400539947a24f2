//! `traceback`: where an exception passed on its way, the outermost frame first.

use crate::layout::*;
use crate::object::Typed;
use exuvia_macros::capi;
use std::cell::Cell;

// SAFETY: the type has no subclasses; its instances are PyTracebackObjects.
unsafe impl Typed for PyTracebackObject {
    fn type_object() -> &'static PyTypeObject {
        &PyTraceBack_Type
    }
}

/// `traceback`.
#[capi]
pub static PyTraceBack_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"traceback".as_ptr()),
    tp_basicsize: Cell::new(size_of::<PyTracebackObject>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC),
    ..PyTypeObject::STATIC
};
