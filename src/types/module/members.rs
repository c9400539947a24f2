//! The methods and attributes of modules.

use super::PyModuleObject;
use super::getattr::is_initializing;
use crate::boundary::method;
use crate::layout::*;
use crate::object::{Owned, attribute, id};
use crate::raise;
use crate::runtime::errors::{self, Result};
use crate::types::{dict, exceptions, singletons};
use std::mem::offset_of;
use std::ptr::null;

pub static METHODS: [PyMethodDef; 2] =
    [method::noargs(c"__dir__", dir, c"__dir__() -> list\nThe names of the module, or what its own __dir__ says."), PyMethodDef::END];

pub static MEMBERS: [PyMemberDef; 2] = [
    PyMemberDef { name: c"__dict__".as_ptr(), r#type: 6, offset: offset_of!(PyModuleObject, md_dict) as isize, flags: 1, doc: null() },
    PyMemberDef { name: null(), r#type: 0, offset: 0, flags: 0, doc: null() },
];

pub static GETSETS: [PyGetSetDef; 3] = [
    method::getset(c"__annotations__", annotations, c"").settable(set_annotations),
    method::getset(c"__annotate__", annotate, c"").settable(set_annotate),
    PyGetSetDef::END,
];

fn dir(this: &PyModuleObject) -> Result<Owned> {
    let dict = attribute::get(this, &id::__dict__)?;
    let Some(dict) = (*dict).downcast::<PyDictObject>() else {
        return Err(raise!(TypeError, "{}.__dict__ is not a dictionary", this.ty().name()));
    };
    match dict.get(&id::__dir__)? {
        Some(dir) => dir.call0(),
        None => {
            let (mut position, mut names) = (0, Vec::with_capacity(dict.len()));
            while let Some((name, _)) = dict.next(&mut position) {
                names.push(name);
            }
            Ok(crate::types::list::from_slice(&names)?.upcast())
        }
    }
}

fn dict_of(this: &PyModuleObject) -> Result<Owned<PyDictObject>> {
    attribute::get(this, &id::__dict__)?.downcast().map_err(|_| raise!(TypeError, "<module>.__dict__ is not a dictionary"))
}

/// The module's annotations: what is set, what `__annotate__` computes, or an empty dict; kept once the module is initialised.
fn annotations(this: &PyModuleObject) -> Result<Owned> {
    let dict = dict_of(this)?;
    if let Some(set) = dict.get(&id::__annotations__)? {
        return Ok(set);
    }
    let spec = dict.get(&id::__spec__)?;
    let initializing = is_initializing(spec.as_deref())?;
    let made = match dict.get(&id::__annotate__)? {
        Some(annotate) if annotate.ty().tp_call.get().is_some() => {
            let format = crate::types::long::from_i64(1)?;
            let made = annotate.call1(&format)?;
            if (*made).downcast::<PyDictObject>().is_none() {
                return Err(raise!(TypeError, "__annotate__ returned non-dict of type '{}'", made.ty().name()));
            }
            made
        }
        _ => dict::new()?.upcast(),
    };
    if !initializing {
        dict.insert(&id::__annotations__, &made)?;
    }
    Ok(made)
}

fn set_annotations(this: &PyModuleObject, value: Option<&PyObject>) -> Result<()> {
    let dict = dict_of(this)?;
    match value {
        Some(value) => dict.insert(&id::__annotations__, value)?,
        None if dict.remove(&id::__annotations__)? => {}
        None => return Err(errors::with_value(&exceptions::AttributeError, &id::__annotations__)),
    }
    dict.remove(&id::__annotate__).map(drop)
}

fn annotate(this: &PyModuleObject) -> Result<Owned> {
    let dict = dict_of(this)?;
    if let Some(set) = dict.get(&id::__annotate__)? {
        return Ok(set);
    }
    let none = singletons::none();
    dict.insert(&id::__annotate__, &none)?;
    Ok(none)
}

fn set_annotate(this: &PyModuleObject, value: Option<&PyObject>) -> Result<()> {
    let Some(value) = value else {
        return Err(raise!(TypeError, "cannot delete __annotate__ attribute"));
    };
    if !value.is_none() && value.ty().tp_call.get().is_none() {
        return Err(raise!(TypeError, "__annotate__ must be callable or None"));
    }
    let dict = dict_of(this)?;
    dict.insert(&id::__annotate__, value)?;
    if !value.is_none() {
        dict.remove(&id::__annotations__)?;
    }
    Ok(())
}
