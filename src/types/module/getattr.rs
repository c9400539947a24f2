//! `module.name`: the dict, the type, a `__getattr__` in the dict; and what is said where none of them has it.

use super::PyModuleObject;
use crate::layout::*;
use crate::object::{Owned, attribute, id};
use crate::raise;
use crate::runtime::errors::{Raised, Result};

/// `tp_getattro`.
pub fn getattr(this: &PyModuleObject, name: &PyObject) -> Result<Owned> {
    if let Some(found) = attribute::generic_get_optional(this, name)? {
        return Ok(found);
    }
    let dict = this.md_dict.get();
    let from_dict = |key: &PyUnicodeObject| match &dict {
        Some(dict) => dict.get(key),
        None => Ok(None),
    };
    if let Some(hook) = from_dict(&id::__getattr__)? {
        return hook.call1(name);
    }
    let Some(name) = name.downcast::<PyUnicodeObject>() else {
        return Err(raise!(TypeError, "attribute name must be string, not '{}'", name.ty().name()));
    };
    let Some(module) = from_dict(&id::__name__)?.and_then(|module| module.downcast::<PyUnicodeObject>().ok()) else {
        return Err(raise!(AttributeError, "module has no attribute '{name}'"));
    };
    let plain = || raise!(AttributeError, "module '{}' has no attribute '{name}'", &*module);
    let Some(spec) = from_dict(&id::__spec__)?.filter(|spec| !spec.is_none()) else {
        return Err(plain());
    };
    if is_initializing(Some(&spec))? {
        return Err(match file_of(&spec)? {
            Some(file) => raise!(
                AttributeError,
                "partially initialized module '{}' from '{}' has no attribute '{name}' (most likely due to a circular import)",
                &*module,
                &*file
            ),
            None => {
                raise!(AttributeError, "partially initialized module '{}' has no attribute '{name}' (most likely due to a circular import)", &*module)
            }
        });
    }
    if has_uninitialized_submodule(&spec, name)? {
        return Err(raise!(AttributeError, "cannot access submodule '{name}' of module '{}' (most likely due to a circular import)", &*module));
    }
    Err(plain())
}

/// Whether a module's spec says that it is being initialised.
pub fn is_initializing(spec: Option<&PyObject>) -> Result<bool> {
    match spec {
        Some(spec) => match attribute::get_optional(spec, &id::_initializing)? {
            Some(initializing) => initializing.is_true(),
            None => Ok(false),
        },
        None => Ok(false),
    }
}

fn has_uninitialized_submodule(spec: &PyObject, name: &PyUnicodeObject) -> Result<bool> {
    match attribute::get_optional(spec, &id::_uninitialized_submodules)? {
        Some(names) => crate::protocol::sequence::contains(&names, name),
        None => Ok(false),
    }
}

/// The file that a spec says the module comes from.
fn file_of(spec: &PyObject) -> Result<Option<Owned<PyUnicodeObject>>> {
    match attribute::get_optional(spec, &id::has_location)? {
        Some(has) if has.is_true()? => Ok(attribute::get_optional(spec, &id::origin)?.and_then(|origin| origin.downcast::<PyUnicodeObject>().ok())),
        _ => Ok(None),
    }
}

/// For a module that holds a callable under its own name, that name: it may be what was meant to be called.
pub fn callable_of_same_name(object: &PyObject) -> Option<Owned<PyUnicodeObject>> {
    let module = object.downcast_exact::<PyModuleObject>()?;
    let look = || -> Result<Option<Owned<PyUnicodeObject>>> {
        let name = super::name(module)?;
        let found = attribute::get_optional(module, &name)?;
        Ok(found.is_some_and(|found| found.ty().tp_call.get().is_some()).then_some(name))
    };
    look().map_err(Raised::clear).ok().flatten()
}
