//! What specs, loaders and finders have in common: objects whose attributes stand in their dict, as those of a class written in Python do.

use crate::boundary::{method, slot};
use crate::layout::*;
use crate::object::types::{self, instance};
use crate::object::{Owned, attribute, gc};
use crate::runtime::errors::Result;
use crate::types::unicode;
use std::cell::Cell;
use std::mem::offset_of;

/// An object with a dict and weak references.
#[repr(C)]
pub struct AttributedObject {
    ob_base: PyObject,
    dict: Field<PyDictObject>,
    weaklist: Cell<*mut PyObject>,
}
object_structs! { AttributedObject: ob_base -> PyObject }

/// The type of such objects, without a name and without behaviour; it may be derived from.
#[allow(clippy::declare_interior_mutable_const, reason = "each static that takes it has its own")]
pub const TYPE: PyTypeObject = PyTypeObject {
    tp_basicsize: Cell::new(size_of::<AttributedObject>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::BASETYPE),
    tp_dictoffset: Cell::new(offset_of!(AttributedObject, dict) as isize),
    tp_weaklistoffset: Cell::new(offset_of!(AttributedObject, weaklist) as isize),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_traverse: Cell::new(Some(slot::traverse(|this: &AttributedObject, visitor| visitor.field(&this.dict)))),
    tp_clear: Cell::new(Some(slot::clear(|this: &AttributedObject| this.dict.set(None)))),
    tp_getset: Cell::new(GETSETS.as_ptr()),
    tp_new: Cell::new(Some(slot::new(|ty: &PyTypeObject, _: &PyTupleObject, _: Option<&PyDictObject>| types::alloc(ty, 0)))),
    ..PyTypeObject::STATIC
};

static GETSETS: [PyGetSetDef; 2] = [DICT, PyGetSetDef::END];

/// The row `__dict__`, for those that have more.
#[allow(clippy::declare_interior_mutable_const, reason = "each static that takes it has its own")]
pub const DICT: PyGetSetDef = method::getset(c"__dict__", |this: &PyObject| instance::dict_or_new(this), c"The attributes.");

fn dealloc(this: *mut AttributedObject) {
    // SAFETY: dead; whole until it is freed.
    unsafe {
        gc::untrack(this.cast());
        if !(*this).weaklist.get().is_null() {
            crate::types::weakref::clear_all(&*this);
        }
        (*this).dict.set(None);
        types::free(this.cast());
    }
}

/// A new object of one of these types, without attributes.
pub fn new(ty: &PyTypeObject) -> Result<Owned> {
    types::alloc(ty, 0)
}

/// An attribute by a name that is no identifier of the library.
pub fn get(object: &PyObject, name: &str) -> Result<Owned> {
    attribute::get(object, &*unicode::intern::intern_str(name)?)
}

/// The same, `None` where there is none.
pub fn get_optional(object: &PyObject, name: &str) -> Result<Option<Owned>> {
    attribute::get_optional(object, &*unicode::intern::intern_str(name)?)
}

/// Sets one.
pub fn set(object: &PyObject, name: &str, value: &PyObject) -> Result<()> {
    attribute::set(object, &*unicode::intern::intern_str(name)?, Some(value))
}

/// Calls a method by such a name.
pub fn call(object: &PyObject, name: &str, args: &[&PyObject]) -> Result<Owned> {
    get(object, name)?.call(args)
}
