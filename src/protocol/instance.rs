//! `isinstance` and `issubclass`.

use crate::layout::*;
use crate::runtime::errors::Result;

/// Whether `derived` is `class` or below it. Plain types answer from their MRO.
pub fn is_subclass(derived: &PyObject, class: &PyObject) -> Result<bool> {
    Ok(match (derived.downcast::<PyTypeObject>(), class.downcast::<PyTypeObject>()) {
        (Some(derived), Some(class)) => derived.is_subtype(class),
        _ => false,
    })
}
