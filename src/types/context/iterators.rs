//! What goes through a context: its variables, their values, or pairs of both, as they were when the iteration began.

use super::ContextObject;
use crate::boundary::slot;
use crate::layout::*;
use crate::object::{Owned, gc, types};
use crate::runtime::errors::Result;
use crate::types::tuple;
use std::cell::Cell;

/// An iteration.
#[repr(C)]
pub struct ContextIterator {
    ob_base: PyObject,
    values: Field<PyDictObject>,
    at: Cell<usize>,
}
object_structs! { ContextIterator: ob_base -> PyObject }

/// What the three have in common.
#[allow(clippy::declare_interior_mutable_const, reason = "each static that takes it has its own")]
const TYPE: PyTypeObject = PyTypeObject {
    tp_basicsize: Cell::new(size_of::<ContextIterator>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::DISALLOW_INSTANTIATION),
    tp_dealloc: Cell::new(Some(slot::dealloc(|this: *mut ContextIterator| {
        // SAFETY: dead.
        unsafe {
            gc::untrack(this.cast());
            (*this).values.set(None);
            types::free(this.cast());
        }
    }))),
    tp_traverse: Cell::new(Some(slot::traverse(|this: &ContextIterator, visitor: &gc::Visitor| visitor.field(&this.values)))),
    tp_clear: Cell::new(Some(slot::clear(|this: &ContextIterator| this.values.set(None)))),
    tp_iter: Cell::new(Some(slot::unary(|this: &ContextIterator| this.as_object().new_ref()))),
    ..PyTypeObject::STATIC
};

/// The variables.
pub static KEYS: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"keys".as_ptr()),
    tp_iternext: Cell::new(Some(slot::unary(|this: &ContextIterator| next(this, |key, _| Ok(key))))),
    ..TYPE
};
/// Their values.
pub static VALUES: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"values".as_ptr()),
    tp_iternext: Cell::new(Some(slot::unary(|this: &ContextIterator| next(this, |_, value| Ok(value))))),
    ..TYPE
};
/// Pairs of both.
pub static ITEMS: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"items".as_ptr()),
    tp_iternext: Cell::new(Some(slot::unary(|this: &ContextIterator| next(this, |key, value| Ok(tuple::from_owned([key, value])?.upcast()))))),
    ..TYPE
};

/// A new iteration of one of the three types.
pub fn new(ty: &'static PyTypeObject, context: &ContextObject) -> Result<Owned> {
    let values = context.shared()?;
    let object = gc::alloc_uninit(ty, size_of::<ContextIterator>())?;
    // SAFETY: fresh memory for an iteration; tracked once it is whole.
    unsafe {
        let iterator = object.cast::<ContextIterator>();
        (&raw mut (*iterator).values).write(Field::new(Some(values)));
        (&raw mut (*iterator).at).write(Cell::new(0));
        gc::track(object);
        Ok(Owned::from_nonnull(iterator).upcast())
    }
}

fn next(this: &ContextIterator, made: impl FnOnce(Owned, Owned) -> Result<Owned>) -> Result<Option<Owned>> {
    let Some(values) = this.values.get() else { return Ok(None) };
    let mut at = this.at.get();
    let Some((key, value)) = values.next(&mut at) else {
        this.values.set(None);
        return Ok(None);
    };
    this.at.set(at);
    made(key.new_ref(), value.new_ref()).map(Some)
}
