//! Finding and loading: from the table of built-in modules, or an extension file on the path.

use super::{extension, inittab, modules, spec};
use crate::layout::*;
use crate::object::{Owned, attribute, id};
use crate::raise;
use crate::runtime::errors::{self, Raised, Result};
use crate::types::module::PyModuleObject;
use crate::types::{exceptions, list, singletons, unicode};
use std::ffi::{CString, OsStr};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

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
    let text = name.to_string();
    let Some(dot) = text.rfind('.') else {
        return load(name, &text, None)?.ok_or_else(|| no_module(name));
    };
    let (package_name, child) = (unicode::from_str(&text[..dot])?, &text[dot + 1..]);
    let package = find_and_load(&package_name)?;
    // Loading the package may have loaded the module.
    if let Some(known) = modules::find(name)? {
        return Ok(known);
    }
    let Some(path) = attribute::get_optional(&package, &id::__path__)? else {
        let (name_repr, package_repr) = (name.as_object().repr()?, package_name.as_object().repr()?);
        return Err(not_found(name, format_args!("No module named {}; {} is not a package", &*name_repr, &*package_repr)));
    };
    let module = load(name, child, Some(&path))?.ok_or_else(|| no_module(name))?;
    attribute::PyObject_SetAttr(&package, &*unicode::from_str(child)?, Some(&module))?;
    Ok(module)
}

fn no_module(name: &PyUnicodeObject) -> Raised {
    match name.as_object().repr() {
        Ok(repr) => not_found(name, format_args!("No module named {}", &*repr)),
        Err(raised) => raised,
    }
}

/// Loads a module from the table, or from a file that the path has; `None` where there is neither.
fn load(name: &PyUnicodeObject, last: &str, path: Option<&PyObject>) -> Result<Option<Owned>> {
    let Some(spec) = find_spec(name, last, path)? else { return Ok(None) };
    let module = match attribute::get(&spec, &id::has_location)?.is_true()? {
        true => extension::create_dynamic(&spec)?,
        false => extension::create_builtin(&spec)?,
    };
    finish(name, &spec, module).map(Some)
}

/// The spec of a module of the table, or of a file that the path has; `None` where there is neither.
fn find_spec(name: &PyUnicodeObject, last: &str, path: Option<&PyObject>) -> Result<Option<Owned>> {
    let none: &PyObject = &singletons::_Py_NoneStruct;
    if path.is_none() && inittab::find(last).is_some() {
        return builtin_spec(name).map(Some);
    }
    let sys_path;
    let path = match path {
        Some(path) => path,
        None => match search_path()? {
            Some(path) => {
                sys_path = path;
                &*sys_path
            }
            None => return Ok(None),
        },
    };
    let Some(found) = locate(last, path)? else { return Ok(None) };
    let file = unicode::codecs::locale::decode_fs(found.file.as_os_str().as_bytes())?;
    let search = match &found.package {
        Some(folder) => Some(list::from_owned([unicode::codecs::locale::decode_fs(folder.as_os_str().as_bytes())?.upcast()])?),
        None => None,
    };
    spec::new(name, none, &file, true, search.as_deref().map(|list| list.as_object())).map(Some)
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
    let text = name.to_string();
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
    let last = text.rsplit('.').next().unwrap_or(&text);
    let Some(spec) = find_spec(name, last, path.as_deref())? else {
        return Err(not_found(name, format_args!("spec not found for the module {}", &*name.as_object().repr()?)));
    };
    attribute::PyObject_SetAttr(module, &id::__spec__, Some(&spec))?;
    finish(name, &spec, module.new_ref())
}

/// The spec of a module that is part of the program.
pub(super) fn builtin_spec(name: &PyObject) -> Result<Owned> {
    spec::new(name, &spec::BuiltinImporter_Type, &*unicode::from_str("built-in")?, false, None)
}

/// `sys.path`.
fn search_path() -> Result<Option<Owned>> {
    match modules::find(&id::sys)? {
        Some(sys) => attribute::get_optional(&sys, &id::path),
        None => Ok(None),
    }
}

/// A file that holds a module.
struct Found {
    file: PathBuf,
    /// The folder, for a package.
    package: Option<PathBuf>,
}

fn locate(last: &str, path: &PyObject) -> Result<Option<Found>> {
    let entries = crate::protocol::sequence::fast(path, c"sys.path must be a list of directory names")?;
    for entry in list::items_of(&entries).unwrap_or_default() {
        let folder = match (entry.downcast::<PyUnicodeObject>(), entry.downcast::<PyBytesObject>()) {
            (Some(text), _) => PathBuf::from(OsStr::from_bytes(unicode::codecs::locale::encode_fs(text)?.as_slice())),
            (_, Some(bytes)) => PathBuf::from(OsStr::from_bytes(bytes.as_slice())),
            _ => continue,
        };
        let folder = if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder };
        let package = folder.join(last);
        if package.is_dir()
            && let Some(file) = with_suffix(&package, "__init__")
        {
            return Ok(Some(Found { file, package: Some(package) }));
        }
        if let Some(file) = with_suffix(&folder, last) {
            return Ok(Some(Found { file, package: None }));
        }
    }
    Ok(None)
}

fn with_suffix(folder: &Path, stem: &str) -> Option<PathBuf> {
    extension::SUFFIXES.iter().map(|suffix| folder.join(format!("{stem}{suffix}"))).find(|file| file.is_file())
}

/// Gives a new module what its spec says, puts it into `sys.modules`, and executes it.
fn finish(name: &PyObject, spec: &PyObject, module: Owned) -> Result<Owned> {
    initialise(spec, &module)?;
    let initializing = |value| attribute::PyObject_SetAttr(spec, &id::_initializing, Some(&crate::types::bool::from_bool(value)));
    initializing(true)?;
    modules::set(name, &module)?;
    if let Err(raised) = extension::exec(&module) {
        let pending = raised.take();
        let undone = modules::dict().and_then(|modules| modules.remove(name)).map(drop).and_then(|()| initializing(false));
        if let Err(raised) = undone {
            raised.clear();
        }
        errors::restore(pending);
        return Err(Raised::already());
    }
    initializing(false)?;
    // The module may have put another one in its place.
    modules::find(name)?.ok_or_else(|| modules::gone(name))
}

/// The attributes that a module has from its spec, where it has not set them itself.
pub(super) fn initialise(spec: &PyObject, module: &PyObject) -> Result<()> {
    let missing = |name: &PyUnicodeObject| -> Result<bool> { Ok(attribute::get_optional(module, name)?.is_none_or(|value| value.is_none())) };
    let set = |name: &PyUnicodeObject, value: &PyObject| attribute::PyObject_SetAttr(module, name, Some(value));
    for (name, of_spec) in [(&*id::__name__, &*id::name), (&*id::__loader__, &*id::loader), (&*id::__package__, &*id::parent)] {
        if missing(name)? {
            set(name, &*attribute::get(spec, of_spec)?)?;
        }
    }
    set(&id::__spec__, spec)?;
    let search = attribute::get(spec, &id::submodule_search_locations)?;
    if !search.is_none() && missing(&id::__path__)? {
        set(&id::__path__, &search)?;
    }
    if attribute::get(spec, &id::has_location)?.is_true()? && missing(&id::__file__)? {
        set(&id::__file__, &*attribute::get(spec, &id::origin)?)?;
    }
    Ok(())
}

/// A text as a C string for the system.
pub(super) fn system_text(bytes: &[u8]) -> Result<CString> {
    CString::new(bytes).map_err(|_| raise!(ValueError, "embedded null byte"))
}
