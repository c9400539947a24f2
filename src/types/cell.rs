//! `cell`: a place that a function and the functions inside it share.

use crate::boundary::method;
use crate::boundary::slot::{self, CompareOp};
use crate::layout::*;
use crate::object::{Owned, Typed, gc, types};
use crate::raise;
use crate::runtime::errors::Result;
use crate::types::bool::from_bool;
use crate::types::{singletons, unicode};
use exuvia_macros::capi;
use std::cell::Cell;

// SAFETY: the type has no subclasses.
unsafe impl Typed for PyCellObject {
    fn type_object() -> &'static PyTypeObject {
        &PyCell_Type
    }
}

/// `cell`.
#[capi]
pub static PyCell_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"cell".as_ptr()),
    tp_doc: Cell::new(c"cell([contents])\n--\n\nA place for one object, or empty.".as_ptr()),
    tp_basicsize: Cell::new(size_of::<PyCellObject>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_repr: Cell::new(Some(slot::unary(repr))),
    tp_richcompare: Cell::new(Some(slot::compare(compare))),
    tp_traverse: Cell::new(Some(slot::traverse(|this: &PyCellObject, visitor| visitor.field(&this.ob_ref)))),
    tp_clear: Cell::new(Some(slot::clear(|this: &PyCellObject| this.ob_ref.set(None)))),
    tp_getset: Cell::new(GETSETS.as_ptr()),
    tp_new: Cell::new(Some(slot::new(cell_new))),
    ..PyTypeObject::STATIC
};

static GETSETS: [PyGetSetDef; 2] = [method::getset(c"cell_contents", contents, c"").settable(set_contents), PyGetSetDef::END];

/// A new cell that holds the object, or nothing.
pub fn new(contents: Option<Owned>) -> Result<Owned<PyCellObject>> {
    let object = gc::alloc_uninit(&PyCell_Type, size_of::<PyCellObject>())?;
    // SAFETY: fresh memory for a cell; tracked once it is whole.
    unsafe {
        let cell = object.cast::<PyCellObject>();
        (&raw mut (*cell).ob_ref).write(Field::new(contents));
        gc::track(object);
        Ok(Owned::from_nonnull(cell))
    }
}

fn dealloc(this: *mut PyCellObject) {
    // SAFETY: dead.
    unsafe {
        gc::untrack(this.cast());
        (*this).ob_ref.set(None);
        types::free(this.cast());
    }
}

fn cell_new(_: &PyTypeObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    if kwargs.is_some_and(|kwargs| !kwargs.is_empty()) {
        return Err(raise!(TypeError, "cell() takes no keyword arguments"));
    }
    crate::args::check_positional("cell", args.len(), 0, 1)?;
    Ok(new(args.as_slice().first().map(|contents| contents.new_ref()))?.upcast())
}

fn repr(this: &PyCellObject) -> Result<Owned> {
    let text = match this.ob_ref.get() {
        Some(held) => unicode::from_display(format_args!("<cell at {this:p}: {} object at {:p}>", held.ty().name(), &*held))?,
        None => unicode::from_display(format_args!("<cell at {this:p}: empty>"))?,
    };
    Ok(text.upcast())
}

/// By contents; an empty cell is less than any other.
fn compare(a: &PyCellObject, b: &PyObject, op: CompareOp) -> Result<Owned> {
    let Some(b) = b.downcast::<PyCellObject>() else {
        return Ok(singletons::not_implemented());
    };
    match (a.ob_ref.get(), b.ob_ref.get()) {
        (Some(a), Some(b)) => a.compare(&b, op),
        (a, b) => Ok(from_bool(op.holds(a.is_some().cmp(&b.is_some())))),
    }
}

fn contents(this: &PyCellObject) -> Result<Owned> {
    this.ob_ref.get().ok_or_else(|| raise!(ValueError, "Cell is empty"))
}

fn set_contents(this: &PyCellObject, value: Option<&PyObject>) -> Result<()> {
    this.ob_ref.set(value.map(|value| value.new_ref()));
    Ok(())
}

// ---- cpython/cellobject.h -----------------------------------------------------------------------------------------

/// A new cell that holds the object; NULL makes it empty.
#[capi]
pub fn PyCell_New(contents: Option<&PyObject>) -> Result<Owned<PyCellObject>> {
    new(contents.map(|contents| contents.new_ref()))
}

fn expect(object: &PyObject) -> Result<&PyCellObject> {
    object.downcast().ok_or_else(|| raise!(SystemError, "bad argument to internal function"))
}

/// What the cell holds, new; NULL without an exception where it is empty.
#[capi]
pub fn PyCell_Get(cell: &PyObject) -> Result<Option<Owned>> {
    Ok(expect(cell)?.ob_ref.get())
}

/// Puts an object into the cell, or empties it (NULL): 0, or -1 with an exception.
#[capi]
pub fn PyCell_Set(cell: &PyObject, value: Option<&PyObject>) -> Result<()> {
    set_contents(expect(cell)?, value)
}
