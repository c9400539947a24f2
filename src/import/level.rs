//! `import`: absolute and relative names, and what of a dotted name is given back.

use super::{load, modules};
use crate::args::Signature;
use crate::boundary::method::Args;
use crate::layout::*;
use crate::object::{Owned, attribute, id};
use crate::raise;
use crate::runtime::buf;
use crate::runtime::errors::{self, Result};
use crate::types::{dict, exceptions, list, long, tuple, unicode};
use exuvia_macros::capi;
use std::ffi::{CStr, c_int};

/// `import name` at a level: 0 for an absolute name, more for that many packages up from the one that `globals` is of. Gives the
/// first part of the name, or the module itself where `fromlist` has something.
pub fn import(name: &PyObject, globals: Option<&PyObject>, fromlist: Option<&PyObject>, level: c_int) -> Result<Owned> {
    let Some(name) = name.downcast::<PyUnicodeObject>() else {
        return Err(raise!(TypeError, "module name must be a string"));
    };
    if level < 0 {
        return Err(raise!(ValueError, "level must be >= 0"));
    }
    let text = buf::text(name);
    let absolute = if level > 0 {
        unicode::from_str(&resolve(&text, globals, level as usize)?)?
    } else if text.is_empty() {
        return Err(raise!(ValueError, "Empty module name"));
    } else {
        Owned::from_ref(name)
    };
    let module = load::find_and_load(&absolute)?;
    let wants = match fromlist.filter(|fromlist| !fromlist.is_none()) {
        Some(fromlist) if fromlist.is_true()? => Some(fromlist),
        _ => None,
    };
    if let Some(fromlist) = wants {
        if attribute::get_optional(&module, &id::__path__)?.is_some() {
            import_names(&module, fromlist)?;
        }
        return Ok(module);
    }
    let Some(dot) = text.find('.') else { return Ok(module) };
    if level == 0 {
        return import(&*unicode::from_str(&text[..dot])?, None, None, 0);
    }
    let absolute = buf::text(&*absolute);
    let front = unicode::from_str(&absolute[..absolute.len() - (text.len() - dot)])?;
    modules::find(&front)?.ok_or_else(|| modules::gone(&front))
}

/// The function `__import__` of builtins.
pub fn dunder_import(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    static SIGNATURE: Signature<5> =
        Signature { function: "__import__", names: ["name", "globals", "locals", "fromlist", "level"], positional: 5, required: 1 };
    let [name, globals, _, fromlist, level] = SIGNATURE.bind(args)?;
    let name = name.ok_or_else(|| raise!(ValueError, "Empty module name"))?;
    let level = match level {
        Some(level) => long::convert::as_int(level)?,
        None => 0,
    };
    import(name, globals, fromlist, level)
}

/// Loads those of the names that are submodules of a package and not yet its attributes.
fn import_names(package: &PyObject, fromlist: &PyObject) -> Result<()> {
    let names = list::from_iterable(fromlist)?;
    for name in names.as_slice() {
        let Some(text) = name.downcast::<PyUnicodeObject>() else {
            return Err(raise!(TypeError, "Item in ``from list'' must be str, not {}", name.ty().name()));
        };
        if text.is_text("*") {
            if let Some(all) = attribute::get_optional(package, &id::__all__)? {
                import_names(package, &all)?;
            }
            continue;
        }
        if attribute::get_optional(package, text)?.is_some() {
            continue;
        }
        let package_name = attribute::get(package, &id::__name__)?;
        let full = unicode::from_str(&format!("{}.{text}", &*package_name.str()?))?;
        if let Err(raised) = load::find_and_load(&full) {
            // A name that is no module is left for the caller to look for.
            if !raised.matches(&exceptions::ModuleNotFoundError) || modules::find(&full)?.is_some() {
                return Err(raised);
            }
            raised.clear();
        }
    }
    Ok(())
}

/// The absolute name of a relative one.
fn resolve(name: &str, globals: Option<&PyObject>, level: usize) -> Result<String> {
    let Some(globals) = globals else {
        return Err(raise!(KeyError, "'__name__' not in globals"));
    };
    let Some(globals) = globals.downcast::<PyDictObject>() else {
        return Err(raise!(TypeError, "globals must be a dict"));
    };
    let package = package_of(globals)?;
    if package.is_empty() {
        return Err(raise!(ImportError, "attempted relative import with no known parent package"));
    }
    let mut base = package.as_str();
    for _ in 1..level {
        match base.rfind('.') {
            Some(dot) => base = &base[..dot],
            None => return Err(raise!(ImportError, "attempted relative import beyond top-level package")),
        }
    }
    Ok(if name.is_empty() { base.to_owned() } else { format!("{base}.{name}") })
}

/// The package that a module's globals are of: `__package__`, `__spec__.parent`, or what `__name__` says.
fn package_of(globals: &PyDictObject) -> Result<String> {
    let given = |name: &PyUnicodeObject| -> Result<Option<Owned>> { Ok(globals.get(name)?.filter(|value| !value.is_none())) };
    let (package, spec) = (given(&id::__package__)?, given(&id::__spec__)?);
    if let Some(package) = package {
        let Some(text) = (*package).downcast::<PyUnicodeObject>() else {
            return Err(raise!(TypeError, "package must be a string"));
        };
        if let Some(spec) = spec {
            let parent = attribute::get(&spec, &id::parent)?;
            if !package.equals(&parent)? {
                let said = format!("__package__ != __spec__.parent ({} != {})", &*package.repr()?, &*parent.repr()?);
                crate::modules::warnings::warn_text(&exceptions::DeprecationWarning, &said)?;
            }
        }
        return Ok(buf::text(text));
    }
    if let Some(spec) = spec {
        let parent = attribute::get(&spec, &id::parent)?;
        return match (*parent).downcast::<PyUnicodeObject>() {
            Some(parent) => Ok(buf::text(parent)),
            None => Err(raise!(TypeError, "__spec__.parent must be a string")),
        };
    }
    let said = "can't resolve package from __spec__ or __package__, falling back on __name__ and __path__";
    crate::modules::warnings::warn_text(&exceptions::ImportWarning, said)?;
    let Some(name) = globals.get(&id::__name__)? else {
        return Err(raise!(KeyError, "'__name__' not in globals"));
    };
    let Some(name) = (*name).downcast::<PyUnicodeObject>() else {
        return Err(raise!(TypeError, "__name__ must be a string"));
    };
    let name = buf::text(name);
    if globals.contains(&id::__path__)? {
        return Ok(name);
    }
    Ok(name.rfind('.').map_or(String::new(), |dot| name[..dot].to_owned()))
}

// ---- import.h -----------------------------------------------------------------------------------------------------

/// As the statement `import`, new: the first part of the name or, with a `fromlist`, the module itself.
#[capi]
pub fn PyImport_ImportModuleLevelObject(
    name: Option<&PyObject>,
    globals: Option<&PyObject>,
    _locals: Option<&PyObject>,
    fromlist: Option<&PyObject>,
    level: c_int,
) -> Result<Owned> {
    match name {
        Some(name) => import(name, globals, fromlist, level),
        None => Err(raise!(ValueError, "Empty module name")),
    }
}

/// `PyImport_ImportModuleLevelObject`, with the name in UTF-8.
#[capi]
pub fn PyImport_ImportModuleLevel(
    name: &CStr,
    globals: Option<&PyObject>,
    _locals: Option<&PyObject>,
    fromlist: Option<&PyObject>,
    level: c_int,
) -> Result<Owned> {
    import(&*unicode::codecs::utf8::decode_strict(name.to_bytes())?, globals, fromlist, level)
}

/// Imports a module, the last of a dotted name, by the `__import__` that builtins have, new.
#[capi]
pub fn PyImport_Import(name: &PyObject) -> Result<Owned> {
    let builtins = modules::get("builtins")?;
    let function = attribute::get(&builtins, &id::__import__)?;
    let globals = dict::new()?;
    globals.insert(&id::__builtins__, &builtins)?;
    let (names, level) = (tuple::from_slice(&[])?, long::from_i64(0)?);
    function.call(&[name, &globals, &globals, &names, &level])?;
    match modules::find(name)? {
        Some(module) => Ok(module),
        None => Err(errors::key_error(name)),
    }
}

/// `PyImport_Import`, with the name in UTF-8.
#[capi]
pub fn PyImport_ImportModule(name: &CStr) -> Result<Owned> {
    PyImport_Import(&*unicode::codecs::utf8::decode_strict(name.to_bytes())?)
}

/// `PyImport_ImportModule`; importing has not waited for the import lock since 3.3.
#[capi]
pub fn PyImport_ImportModuleNoBlock(name: &CStr) -> Result<Owned> {
    let said = "PyImport_ImportModuleNoBlock() is deprecated and scheduled for removal in Python 3.15. Use PyImport_ImportModule() instead.";
    crate::modules::warnings::warn_text(&exceptions::DeprecationWarning, said)?;
    PyImport_ImportModule(name)
}

/// An attribute of a module, which is imported, new.
#[capi]
pub fn PyImport_ImportModuleAttr(mod_name: &PyObject, attr_name: &PyObject) -> Result<Owned> {
    let module = PyImport_Import(mod_name)?;
    attribute::PyObject_GetAttr(&module, attr_name)
}

/// `PyImport_ImportModuleAttr`, with the names in UTF-8.
#[capi]
pub fn PyImport_ImportModuleAttrString(mod_name: &CStr, attr_name: &CStr) -> Result<Owned> {
    let mod_name = unicode::codecs::utf8::decode_strict(mod_name.to_bytes())?;
    let attr_name = unicode::codecs::utf8::decode_strict(attr_name.to_bytes())?;
    PyImport_ImportModuleAttr(&mod_name, &attr_name)
}

/// Executes a module once more, as found anew, new.
#[capi]
pub fn PyImport_ReloadModule(module: &PyObject) -> Result<Owned> {
    load::reload(module)
}

/// The tag in the names of files of bytecode (`sys.implementation.cache_tag`), in UTF-8: the library's own text.
#[capi]
pub fn PyImport_GetMagicTag() -> Result<*const std::ffi::c_char> {
    let sys = modules::get("sys")?;
    let implementation = attribute::PyObject_GetAttrString(&sys, c"implementation")?;
    let tag = attribute::PyObject_GetAttrString(&implementation, c"cache_tag")?;
    unicode::api::PyUnicode_AsUTF8(&tag)
}
