//! Special methods, looked up on an object's type and not on the object.

use crate::layout::*;
use crate::object::Owned;
use crate::protocol::need;
use crate::raise;
use crate::runtime::errors::Result;

/// The method as the type has it, not bound.
fn find(object: &PyObject, name: &PyUnicodeObject) -> Result<Option<Owned>> {
    need::get_optional(object.ty(), name)
}

/// Whether the object's type has the method.
pub fn has(object: &PyObject, name: &PyUnicodeObject) -> Result<bool> {
    Ok(find(object, name)?.is_some())
}

/// Calls the method without arguments; `None` where the type has none.
pub fn call0(object: &PyObject, name: &PyUnicodeObject) -> Result<Option<Owned>> {
    find(object, name)?.map(|method| method.call1(object)).transpose()
}

/// Calls the method with one argument; `AttributeError` where the type has none.
pub fn call1(object: &PyObject, name: &PyUnicodeObject, argument: &PyObject) -> Result<Owned> {
    match find(object, name)? {
        Some(method) => method.call(&[object, argument]),
        None => Err(raise!(AttributeError, "{}", name.to_lossy())),
    }
}
