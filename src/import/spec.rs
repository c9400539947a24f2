//! `ModuleSpec`: what is known of a module before it is made.

use super::attributed;
use crate::args::Signature;
use crate::boundary::method;
use crate::boundary::slot::{self, CompareOp};
use crate::layout::*;
use crate::object::{Owned, attribute, id};
use crate::raise;
use crate::runtime::buf;
use crate::runtime::errors::Result;
use crate::types::bool::from_bool;
use crate::types::singletons::{none, not_implemented};
use crate::types::{exceptions, list, unicode};
use std::cell::Cell;

/// `ModuleSpec`.
pub static ModuleSpec_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"_frozen_importlib.ModuleSpec".as_ptr()),
    tp_doc: Cell::new(c"What is known of a module before it is made.".as_ptr()),
    tp_repr: Cell::new(Some(slot::unary(repr))),
    tp_hash: Cell::new(Some(slot::HASH_NOT_IMPLEMENTED)),
    tp_richcompare: Cell::new(Some(slot::compare(compare))),
    tp_getset: Cell::new(GETSETS.as_ptr()),
    tp_init: Cell::new(Some(slot::init(init))),
    ..attributed::TYPE
};

static GETSETS: [PyGetSetDef; 5] = [
    attributed::DICT,
    method::getset(c"parent", parent, c"The name of the package that the module is in.").settable(no_parent),
    method::getset(c"has_location", has_location, c"Whether the origin is a place that can be loaded from.").settable(set_has_location),
    method::getset(c"cached", cached, c"Where the module's bytecode is kept.").settable(set_cached),
    PyGetSetDef::END,
];

fn init(this: &PyObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<()> {
    static SIGNATURE: Signature<5> =
        Signature { function: "ModuleSpec", names: ["name", "loader", "origin", "loader_state", "is_package"], positional: 2, required: 2 };
    let [Some(name), Some(loader), origin, state, is_package] = SIGNATURE.bind_call(args, kwargs)? else { return Ok(()) };
    let is_package = match is_package {
        Some(is_package) => is_package.is_true()?,
        None => false,
    };
    let search = if is_package { list::new()?.upcast() } else { none() };
    fill(this, &name, &loader, &origin.unwrap_or_else(none), &state.unwrap_or_else(none), &search, false)
}

fn fill(this: &PyObject, name: &PyObject, loader: &PyObject, origin: &PyObject, state: &PyObject, search: &PyObject, located: bool) -> Result<()> {
    let set = |attribute: &PyUnicodeObject, value: &PyObject| attribute::set(this, attribute, Some(value));
    set(&id::name, name)?;
    set(&id::loader, loader)?;
    set(&id::origin, origin)?;
    set(&id::loader_state, state)?;
    set(&id::submodule_search_locations, search)?;
    set(&id::_uninitialized_submodules, &*list::new()?)?;
    set(&id::_set_fileattr, &from_bool(located))?;
    set(&id::_cached, &none())
}

/// A new spec of a module. `located` where the origin is a file; `search` for a package.
pub fn new(name: &PyObject, loader: &PyObject, origin: &PyObject, located: bool, search: Option<&PyObject>) -> Result<Owned> {
    let spec = attributed::new(&ModuleSpec_Type)?;
    fill(&spec, name, loader, origin, &none(), search.unwrap_or(&none()), located)?;
    Ok(spec)
}

fn repr(this: &PyObject) -> Result<Owned> {
    let (name, loader, origin) = (attribute::get(this, &id::name)?, attribute::get(this, &id::loader)?, attribute::get(this, &id::origin)?);
    let mut text = format!("{}(name={}, loader={}", this.ty().name().rsplit('.').next().unwrap_or_default(), &*name.repr()?, &*loader.repr()?);
    if !origin.is_none() {
        text += &format!(", origin={}", &*origin.repr()?);
    }
    let search = attribute::get(this, &id::submodule_search_locations)?;
    if !search.is_none() {
        text += &format!(", submodule_search_locations={}", &*search.str()?);
    }
    Ok(unicode::from_str(&(text + ")"))?.upcast())
}

fn compare(this: &PyObject, other: &PyObject, op: CompareOp) -> Result<Owned> {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(not_implemented());
    }
    for name in [&*id::name, &*id::loader, &*id::origin, &*id::submodule_search_locations, &*id::cached, &*id::has_location] {
        let theirs = match attribute::get(other, name) {
            Ok(theirs) => theirs,
            Err(raised) if raised.matches(&exceptions::AttributeError) => {
                raised.clear();
                return Ok(not_implemented());
            }
            Err(raised) => return Err(raised),
        };
        if !attribute::get(this, name)?.equals(&theirs)? {
            return Ok(from_bool(op == CompareOp::Ne));
        }
    }
    Ok(from_bool(op == CompareOp::Eq))
}

/// The package: the module itself where it has places to search, otherwise the name before the last dot.
fn parent(this: &PyObject) -> Result<Owned> {
    let name = attribute::get(this, &id::name)?;
    if !attribute::get(this, &id::submodule_search_locations)?.is_none() {
        return Ok(name);
    }
    let Some(name) = (*name).downcast::<PyUnicodeObject>() else {
        return Err(raise!(AttributeError, "'{}' object has no attribute 'rpartition'", name.ty().name()));
    };
    let name = buf::text(name);
    Ok(unicode::from_str(name.rfind('.').map_or("", |dot| &name[..dot]))?.upcast())
}

fn no_parent(_: &PyObject, _: Option<&PyObject>) -> Result<()> {
    Err(raise!(AttributeError, "property 'parent' of 'ModuleSpec' object has no setter"))
}

fn has_location(this: &PyObject) -> Result<Owned> {
    attribute::get(this, &id::_set_fileattr)
}

fn set_has_location(this: &PyObject, value: Option<&PyObject>) -> Result<()> {
    let Some(value) = value else {
        return Err(raise!(AttributeError, "property 'has_location' of 'ModuleSpec' object has no deleter"));
    };
    attribute::set(this, &id::_set_fileattr, Some(&from_bool(value.is_true()?)))
}

/// What was set or, for a file of bytecode, the file; modules of this library's loaders have none.
fn cached(this: &PyObject) -> Result<Owned> {
    let known = attribute::get(this, &id::_cached)?;
    let origin = attribute::get(this, &id::origin)?;
    if !known.is_none() || origin.is_none() || !attribute::get(this, &id::_set_fileattr)?.is_true()? {
        return Ok(known);
    }
    let Some(file) = (*origin).downcast::<PyUnicodeObject>().map(|file| file.to_string()) else { return Ok(known) };
    let found = if file.ends_with(".pyc") {
        origin
    } else if let Some(stem) = file.strip_suffix(".py") {
        let (folder, stem) = stem.rsplit_once('/').map_or(("", stem), |(folder, stem)| (&file[..=folder.len()], stem));
        unicode::from_str(&format!("{folder}__pycache__/{stem}.cpython-314.pyc"))?.upcast()
    } else {
        return Ok(known);
    };
    attribute::set(this, &id::_cached, Some(&found))?;
    Ok(found)
}

fn set_cached(this: &PyObject, value: Option<&PyObject>) -> Result<()> {
    let Some(value) = value else {
        return Err(raise!(AttributeError, "property 'cached' of 'ModuleSpec' object has no deleter"));
    };
    attribute::set(this, &id::_cached, Some(value))
}
