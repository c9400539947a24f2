//! `dir`: the names of an object's attributes.

use crate::layout::*;
use crate::object::{Owned, attribute, id};
use crate::raise;
use crate::runtime::errors::Result;
use crate::types::list;
use exuvia_macros::capi;

/// The names that `object.__dir__()` gives, in a sorted list.
pub fn dir(object: &PyObject) -> Result<Owned<PyListObject>> {
    let Some(method) = attribute::_PyObject_LookupSpecial(object, &id::__dir__)? else {
        return Err(raise!(TypeError, "object does not provide __dir__"));
    };
    let names = list::from_iterable(&*method.call0()?)?;
    crate::types::list::capi::PyList_Sort(Some(&names))?;
    Ok(names)
}

/// The names of an object's attributes, in a new sorted list; for NULL those of the running frame, and `SystemError` where no
/// frame runs.
#[capi]
pub fn PyObject_Dir(object: Option<&PyObject>) -> Result<Owned> {
    match object {
        Some(object) => Ok(dir(object)?.upcast()),
        None => Err(raise!(SystemError, "frame does not exist")),
    }
}
