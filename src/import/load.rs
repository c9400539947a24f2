//! Finding and loading: each finder of `sys.meta_path` is asked for a module's spec, whose loader makes and executes the module.
//!
//! The library's own finders and loaders are called straight, all others by their methods.

use super::finders::{self, BuiltinImporter_Type};
use super::loaders::{self, ExtensionFileLoader_Type};
use super::{extension, inittab, modules};
use crate::layout::*;
use crate::object::{Owned, attribute, id};
use crate::protocol::iteration;
use crate::raise;
use crate::runtime::buf;
use crate::runtime::errors::{self, Raised, Result};
use crate::types::module::{self, PyModuleObject};
use crate::types::singletons::none;
use crate::types::{exceptions, list, unicode};
use std::ffi::CString;

/// `ImportError` (or below it) for a module's name.
#[cold]
pub(super) fn import_error(ty: &PyTypeObject, name: &PyObject, path: Option<&PyObject>, message: std::fmt::Arguments<'_>) -> Raised {
    let message = match unicode::from_display(message) {
        Ok(message) => message,
        Err(raised) => return raised,
    };
    match errors::import_error(ty, Some(&*message), Some(name), path) {
        Err(raised) => raised,
        Ok(_) => Raised::already(),
    }
}

#[cold]
fn not_found(name: &PyObject, message: std::fmt::Arguments<'_>) -> Raised {
    import_error(&exceptions::ModuleNotFoundError, name, None, message)
}

/// The module of an absolute name, found and loaded; its packages first.
pub fn find_and_load(name: &PyUnicodeObject) -> Result<Owned> {
    if let Some(known) = modules::find(name)? {
        if known.is_none() {
            return Err(not_found(name, format_args!("import of {name} halted; None in sys.modules")));
        }
        return Ok(known);
    }
    let text = buf::text(name);
    let Some(dot) = text.rfind('.') else {
        return load(&*find_spec(name, None, None)?.ok_or_else(|| no_module(name))?);
    };
    let (package_name, child) = (unicode::from_str(&text[..dot])?, unicode::from_str(&text[dot + 1..])?);
    let package = find_and_load(&package_name)?;
    // Loading the package may have loaded the module.
    if let Some(known) = modules::find(name)? {
        return Ok(known);
    }
    let Some(path) = attribute::get_optional(&package, &id::__path__)? else {
        let (name_repr, package_repr) = (name.as_object().repr()?, package_name.as_object().repr()?);
        return Err(not_found(name, format_args!("No module named {}; {} is not a package", &*name_repr, &*package_repr)));
    };
    let spec = find_spec(name, Some(&path), None)?.ok_or_else(|| no_module(name))?;
    let waiting = waiting_children(&package)?;
    if let Some(waiting) = &waiting {
        waiting.append(&child)?;
    }
    let loaded = load(&spec);
    if let Some(waiting) = &waiting {
        let pending = errors::take();
        let size = waiting.len() as isize;
        list::capi::PyList_SetSlice(waiting, size - 1, size, None)?;
        errors::restore(pending);
    }
    let module = loaded?;
    if let Err(raised) = attribute::set(&package, &child, Some(&module)) {
        if !raised.matches(&exceptions::AttributeError) {
            return Err(raised);
        }
        raised.clear();
        let said = format!("Cannot set an attribute on {} for child module {}", &*package_name.as_object().repr()?, &*child.as_object().repr()?);
        crate::modules::warnings::warn_text(&exceptions::ImportWarning, &said)?;
    }
    Ok(module)
}

/// The list in which a package's spec keeps the names of modules that are being loaded.
fn waiting_children(package: &PyObject) -> Result<Option<Owned<PyListObject>>> {
    let Some(spec) = attribute::get_optional(package, &id::__spec__)?.filter(|spec| !spec.is_none()) else { return Ok(None) };
    Ok(attribute::get_optional(&spec, &id::_uninitialized_submodules)?.and_then(|names| names.downcast::<PyListObject>().ok()))
}

fn no_module(name: &PyUnicodeObject) -> Raised {
    match name.as_object().repr() {
        Ok(repr) => not_found(name, format_args!("No module named {}", &*repr)),
        Err(raised) => raised,
    }
}

/// Asks each finder of `sys.meta_path` for a module's spec; `None` where none has it. `target` is the module that is loaded again.
fn find_spec(name: &PyUnicodeObject, path: Option<&PyObject>, target: Option<&PyObject>) -> Result<Option<Owned>> {
    let finders = crate::runtime::sys::get(&id::meta_path)?.unwrap_or_else(none);
    if finders.is_none() {
        return Err(raise!(ImportError, "sys.meta_path is None, Python is likely shutting down"));
    }
    if !finders.is_true()? {
        crate::modules::warnings::warn_text(&exceptions::ImportWarning, "sys.meta_path is empty")?;
    }
    let mut found = None;
    iteration::for_each(&finders, |finder| {
        let spec = if finder.is(&BuiltinImporter_Type) {
            // The table's own finder is not called by its method's name.
            match inittab::find(&name.to_string()) {
                Some(_) => finders::builtin_spec(name)?,
                None => return Ok(true),
            }
        } else {
            let Some(method) = attribute::get_optional(&finder, &id::find_spec)? else { return Ok(true) };
            method.call(&[name, path.unwrap_or(&none()), target.unwrap_or(&none())])?
        };
        if spec.is_none() {
            return Ok(true);
        }
        found = Some(spec);
        Ok(false)
    })?;
    // The finder may have imported the module: its own spec is the true one.
    if target.is_none()
        && found.is_some()
        && let Some(known) = modules::find(name)?
        && let Some(spec) = attribute::get_optional(&known, &id::__spec__)?.filter(|spec| !spec.is_none())
    {
        found = Some(spec);
    }
    Ok(found)
}

/// Makes the module of a spec, puts it into `sys.modules`, and executes it.
fn load(spec: &PyObject) -> Result<Owned> {
    let loader = attribute::get(spec, &id::loader)?;
    let name = attribute::get(spec, &id::name)?;
    if !loader.is_none() && attribute::get_optional(&loader, &id::exec_module)?.is_none() {
        return load_in_the_old_way(spec, &loader, &name);
    }
    let module = module_of(spec, &loader, &name)?;
    let initializing = |value| attribute::set(spec, &id::_initializing, Some(&crate::types::bool::from_bool(value)));
    initializing(true)?;
    modules::set(&name, &module)?;
    let executed = if !loader.is_none() {
        exec_with(&loader, &module)
    } else if attribute::get(spec, &id::submodule_search_locations)?.is_none() {
        Err(import_error(&exceptions::ImportError, &name, None, format_args!("missing loader")))
    } else {
        Ok(())
    };
    if let Err(raised) = executed {
        let pending = raised.take();
        let undone = modules::dict().and_then(|modules| modules.remove(&name)).map(drop).and_then(|()| initializing(false));
        if let Err(raised) = undone {
            raised.clear();
        }
        errors::restore(pending);
        return Err(Raised::already());
    }
    // The module may have put another one in its place; whichever it is goes to the end.
    let module = modules::dict()?.pop(&name)?.ok_or_else(|| errors::key_error(&name))?;
    modules::set(&name, &module)?;
    initializing(false)?;
    Ok(module)
}

/// Makes the module of a spec and gives it what the spec says.
fn module_of(spec: &PyObject, loader: &PyObject, name: &PyObject) -> Result<Owned> {
    let made = if loader.is(&BuiltinImporter_Type) {
        extension::create_builtin(spec)?
    } else if std::ptr::eq(loader.ty(), &ExtensionFileLoader_Type) {
        extension::create_dynamic(spec)?
    } else if let Some(create) = attribute::get_optional(loader, &id::create_module)? {
        create.call1(spec)?
    } else if attribute::get_optional(loader, &id::exec_module)?.is_some() {
        return Err(raise!(ImportError, "loaders that define exec_module() must also define create_module()"));
    } else {
        none()
    };
    let module = if made.is_none() { module::new(name)?.upcast() } else { made };
    initialise(spec, &module)?;
    Ok(module)
}

fn exec_with(loader: &PyObject, module: &PyObject) -> Result<()> {
    if loader.is(&BuiltinImporter_Type) || std::ptr::eq(loader.ty(), &ExtensionFileLoader_Type) {
        return extension::exec(module);
    }
    attribute::get(loader, &id::exec_module)?.call1(module).map(drop)
}

/// By `load_module`, which loaders had before specs.
fn load_in_the_old_way(spec: &PyObject, loader: &PyObject, name: &PyObject) -> Result<Owned> {
    let shown = match attribute::get_optional(loader, &id::__qualname__)? {
        Some(shown) => shown.str()?.to_string(),
        None => attribute::get(loader.ty(), &id::__qualname__)?.str()?.to_string(),
    };
    let said = format!("{shown}.exec_module() not found; falling back to load_module()");
    crate::modules::warnings::warn_text(&exceptions::ImportWarning, &said)?;
    attribute::get(loader, &id::load_module)?.call1(name)?;
    let module = modules::dict()?.pop(name)?.ok_or_else(|| errors::key_error(name))?;
    modules::set(name, &module)?;
    let set_missing = |attribute: &PyUnicodeObject, value: &dyn Fn() -> Result<Owned>| match attribute::get_optional(&module, attribute)? {
        Some(value) if !value.is_none() => Ok(()),
        _ => attribute::set(&module, attribute, Some(&*value()?)),
    };
    set_missing(&id::__loader__, &|| Ok(loader.new_ref()))?;
    set_missing(&id::__package__, &|| attribute::get(spec, &id::parent))?;
    set_missing(&id::__spec__, &|| Ok(spec.new_ref()))?;
    Ok(module)
}

/// Finds a module's spec anew and executes it once more, in the module that is there.
pub fn reload(module: &PyObject) -> Result<Owned> {
    if module.downcast::<PyModuleObject>().is_none() {
        return Err(raise!(TypeError, "reload() argument must be a module"));
    }
    let spec = attribute::get_optional(module, &id::__spec__)?.filter(|spec| !spec.is_none());
    let name = match &spec {
        Some(spec) => attribute::get(spec, &id::name)?,
        None => attribute::get(module, &id::__name__)?,
    };
    let Some(name) = (*name).downcast::<PyUnicodeObject>() else {
        return Err(raise!(TypeError, "module name must be a string"));
    };
    if !modules::find(name)?.is_some_and(|known| known.is(module)) {
        return Err(import_error(&exceptions::ImportError, name, None, format_args!("module {name} not in sys.modules")));
    }
    let text = buf::text(name);
    let path = match text.rfind('.') {
        Some(dot) => match modules::find(&*unicode::from_str(&text[..dot])?)? {
            Some(package) => Some(attribute::get(&package, &id::__path__)?),
            None => {
                let why = format_args!("parent '{}' not in sys.modules", &text[..dot]);
                return Err(import_error(&exceptions::ImportError, name, None, why));
            }
        },
        None => None,
    };
    let Some(spec) = find_spec(name, path.as_deref(), Some(module))? else {
        return Err(not_found(name, format_args!("spec not found for the module {}", &*name.as_object().repr()?)));
    };
    attribute::set(module, &id::__spec__, Some(&spec))?;
    let loader = attribute::get(&spec, &id::loader)?;
    give(&spec, module, true)?;
    if loader.is_none() {
        if attribute::get(&spec, &id::submodule_search_locations)?.is_none() {
            return Err(import_error(&exceptions::ImportError, name, None, format_args!("missing loader")));
        }
    } else {
        exec_with(&loader, module)?;
    }
    modules::find(name)?.ok_or_else(|| modules::gone(name))
}

/// The attributes that a module has from its spec, where it has not set them itself.
pub(super) fn initialise(spec: &PyObject, module: &PyObject) -> Result<()> {
    give(spec, module, false)
}

/// The same; with `again`, in the place of those that it has.
fn give(spec: &PyObject, module: &PyObject, again: bool) -> Result<()> {
    let missing =
        |name: &PyUnicodeObject| -> Result<bool> { Ok(again || attribute::get_optional(module, name)?.is_none_or(|value| value.is_none())) };
    let set = |name: &PyUnicodeObject, value: &PyObject| attribute::set(module, name, Some(value));
    if missing(&id::__name__)? {
        set(&id::__name__, &*attribute::get(spec, &id::name)?)?;
    }
    let search = attribute::get(spec, &id::submodule_search_locations)?;
    if missing(&id::__loader__)? {
        let mut loader = attribute::get(spec, &id::loader)?;
        if loader.is_none() && !search.is_none() {
            loader = loaders::namespace_loader(&search)?;
            attribute::set(spec, &id::loader, Some(&loader))?;
            // What has no file says so.
            set(&id::__file__, &none())?;
        }
        set(&id::__loader__, &loader)?;
    }
    if missing(&id::__package__)? {
        set(&id::__package__, &*attribute::get(spec, &id::parent)?)?;
    }
    set(&id::__spec__, spec)?;
    if !search.is_none() && missing(&id::__path__)? {
        set(&id::__path__, &search)?;
    }
    if attribute::get(spec, &id::has_location)?.is_true()? {
        if missing(&id::__file__)? {
            set(&id::__file__, &*attribute::get(spec, &id::origin)?)?;
        }
        let cached = attribute::get(spec, &id::cached)?;
        if !cached.is_none() && missing(&id::__cached__)? {
            set(&id::__cached__, &cached)?;
        }
    }
    Ok(())
}

/// A text as a C string for the system.
pub(super) fn system_text(bytes: &[u8]) -> Result<CString> {
    CString::new(bytes).map_err(|_| raise!(ValueError, "embedded null byte"))
}
