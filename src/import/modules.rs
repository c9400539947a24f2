//! `sys.modules`.

use crate::layout::*;
use crate::object::Owned;
use crate::raise;
use crate::runtime::errors::{Raised, Result};
use crate::runtime::interp;
use crate::types::module::{self, PyModuleObject};
use crate::types::{dict, unicode};
use exuvia_macros::capi;
use std::ffi::CStr;

/// The interpreter's `sys.modules`; made when it is first asked for.
pub fn dict() -> Result<Owned<PyDictObject>> {
    let state = &interp().sys.modules;
    if let Some(modules) = state.get() {
        return Ok(modules);
    }
    let made = dict::new()?;
    state.set(Some(made.clone()));
    Ok(made)
}

/// What stands in `sys.modules` under a name.
pub fn find(name: &PyObject) -> Result<Option<Owned>> {
    dict()?.get(name)
}

/// The module of a name, imported where it is not there yet.
pub fn get(name: &str) -> Result<Owned> {
    let name = unicode::from_str(name)?;
    match find(&name)? {
        Some(module) => Ok(module),
        None => super::import(&name, None, None, 0),
    }
}

/// Puts a module into `sys.modules`.
pub fn set(name: &PyObject, module: &PyObject) -> Result<()> {
    dict()?.insert(name, module)
}

/// The module of a name, made (empty) and put into `sys.modules` where there is none.
pub fn add(name: &PyObject) -> Result<Owned> {
    if let Some(module) = find(name)?
        && (*module).downcast::<PyModuleObject>().is_some()
    {
        return Ok(module);
    }
    let module = module::new(name)?.upcast();
    set(name, &module)?;
    Ok(module)
}

/// `sys.modules`, borrowed.
#[capi]
pub fn PyImport_GetModuleDict() -> Result<*mut PyObject> {
    // The interpreter holds it.
    Ok(dict()?.as_ptr().cast())
}

/// What is in `sys.modules` under a name, new; NULL, without an exception, where there is nothing.
#[capi]
pub fn PyImport_GetModule(name: &PyObject) -> Result<Option<Owned>> {
    find(name)
}

/// The module of a name, borrowed; made, empty, where there is none in `sys.modules`.
#[capi]
pub fn PyImport_AddModuleObject(name: &PyObject) -> Result<*mut PyObject> {
    // `sys.modules` holds it.
    Ok(add(name)?.as_ptr())
}

/// As `PyImport_AddModuleObject`, with the name in UTF-8.
#[capi]
pub fn PyImport_AddModule(name: &CStr) -> Result<*mut PyObject> {
    PyImport_AddModuleObject(&*unicode::codecs::utf8::decode_strict(name.to_bytes())?)
}

/// The module of a name, new; made, empty, where there is none in `sys.modules`.
#[capi]
pub fn PyImport_AddModuleRef(name: &CStr) -> Result<Owned> {
    add(&*unicode::codecs::utf8::decode_strict(name.to_bytes())?)
}

/// Puts a module into `sys.modules`: 0, or -1 with an exception.
#[capi(private)]
pub fn _PyImport_SetModule(name: &PyObject, module: &PyObject) -> Result<()> {
    set(name, module)
}

/// `KeyError` for a module that has gone from `sys.modules` while it was imported.
pub(super) fn gone(name: &PyObject) -> Raised {
    match name.repr() {
        Ok(name) => raise!(KeyError, "{} not in sys.modules as expected", &*name),
        Err(raised) => raised,
    }
}
