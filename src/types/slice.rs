//! `slice`.

use crate::layout::*;
use crate::object::{Owned, Typed, types};
use crate::runtime::errors::Result;
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

/// A new slice from one position to another.
pub fn from_positions(start: isize, stop: isize) -> Result<Owned> {
    let (start, stop) = (crate::types::long::from_isize(start)?, crate::types::long::from_isize(stop)?);
    let object = types::alloc(&PySlice_Type, 0)?;
    // SAFETY: a new slice.
    let slice = unsafe { object.cast_unchecked::<PySliceObject>() };
    slice.start.set(Some(start));
    slice.stop.set(Some(stop));
    slice.step.set(Some(crate::types::singletons::none()));
    Ok(object)
}
