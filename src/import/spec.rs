//! `ModuleSpec`: what is known of a module before it is made.
//!
//! CPython's is a class of importlib's; this one has the same attributes and takes its name.

use crate::boundary::{method, slot};
use crate::layout::*;
use crate::object::{Owned, attribute, gc, id, types};
use crate::raise;
use crate::runtime::errors::Result;
use crate::types::{dict, singletons, unicode};
use std::cell::Cell;
use std::mem::offset_of;
use std::ptr::null_mut;

/// A spec: its attributes are in its dict.
#[repr(C)]
pub struct ModuleSpecObject {
    ob_base: PyObject,
    dict: Field<PyDictObject>,
    weaklist: Cell<*mut PyObject>,
}
object_structs! { ModuleSpecObject: ob_base -> PyObject }

/// `ModuleSpec`.
pub static ModuleSpec_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"_frozen_importlib.ModuleSpec".as_ptr()),
    tp_doc: Cell::new(c"What is known of a module before it is made.".as_ptr()),
    tp_basicsize: Cell::new(size_of::<ModuleSpecObject>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::DISALLOW_INSTANTIATION),
    tp_dictoffset: Cell::new(offset_of!(ModuleSpecObject, dict) as isize),
    tp_weaklistoffset: Cell::new(offset_of!(ModuleSpecObject, weaklist) as isize),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_repr: Cell::new(Some(slot::unary(repr))),
    tp_traverse: Cell::new(Some(slot::traverse(|this: &ModuleSpecObject, visitor| visitor.field(&this.dict)))),
    tp_clear: Cell::new(Some(slot::clear(|this: &ModuleSpecObject| this.dict.set(None)))),
    tp_getset: Cell::new(GETSETS.as_ptr()),
    ..PyTypeObject::STATIC
};

static GETSETS: [PyGetSetDef; 2] = [method::getset(c"parent", parent, c"The name of the package that the module is in."), PyGetSetDef::END];

/// `BuiltinImporter`: the loader that modules of the table name.
pub static BuiltinImporter_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"_frozen_importlib.BuiltinImporter".as_ptr()),
    tp_doc: Cell::new(c"Makes modules that are part of the program.".as_ptr()),
    tp_basicsize: Cell::new(size_of::<PyObject>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::DISALLOW_INSTANTIATION),
    ..PyTypeObject::STATIC
};

fn dealloc(this: *mut ModuleSpecObject) {
    // SAFETY: dead.
    unsafe {
        gc::untrack(this.cast());
        if !(*this).weaklist.get().is_null() {
            crate::types::weakref::clear_all(&*this);
        }
        (*this).dict.set(None);
        types::free(this.cast());
    }
}

fn repr(this: &ModuleSpecObject) -> Result<Owned> {
    let (name, loader, origin) = (attribute::get(this, &id::name)?, attribute::get(this, &id::loader)?, attribute::get(this, &id::origin)?);
    let origin = if origin.is_none() { String::new() } else { format!(", origin={}", &*origin.repr()?) };
    Ok(unicode::from_display(format_args!("ModuleSpec(name={}, loader={}{origin})", &*name.repr()?, &*loader.repr()?))?.upcast())
}

/// The package: the module itself where it has places to search, otherwise the name before the last dot.
fn parent(this: &ModuleSpecObject) -> Result<Owned> {
    let name = attribute::get(this, &id::name)?;
    if !attribute::get(this, &id::submodule_search_locations)?.is_none() {
        return Ok(name);
    }
    let Some(name) = (*name).downcast::<PyUnicodeObject>() else {
        return Err(raise!(TypeError, "a spec's name must be a string"));
    };
    let name = name.to_string();
    Ok(unicode::from_str(name.rfind('.').map_or("", |dot| &name[..dot]))?.upcast())
}

/// A new spec of a module. `has_location` where the origin is a file; `search` for a package.
pub fn new(name: &PyObject, loader: &PyObject, origin: &PyObject, has_location: bool, search: Option<&PyObject>) -> Result<Owned> {
    let object = gc::alloc_uninit(&ModuleSpec_Type, size_of::<ModuleSpecObject>())?;
    // SAFETY: fresh memory; tracked once it is whole.
    let spec = unsafe {
        let this = object.cast::<ModuleSpecObject>();
        (&raw mut (*this).dict).write(Field::NULL);
        (*this).weaklist.set(null_mut());
        gc::track(object);
        Owned::from_nonnull(this)
    };
    let attributes = dict::new()?;
    let none: &PyObject = &singletons::_Py_NoneStruct;
    attributes.insert(&id::name, name)?;
    attributes.insert(&id::loader, loader)?;
    attributes.insert(&id::origin, origin)?;
    attributes.insert(&id::loader_state, none)?;
    attributes.insert(&id::submodule_search_locations, search.unwrap_or(none))?;
    attributes.insert(&id::has_location, &crate::types::bool::from_bool(has_location))?;
    attributes.insert(&id::cached, none)?;
    spec.dict.set(Some(attributes));
    Ok(spec.upcast())
}
