//! `PathFinder`, which asks a finder for each entry of a path, and `FileFinder`, the one for folders.
//!
//! A folder is looked into at each import, so nothing that it held earlier is remembered.

use super::{attributed, extension, finders, loaders, modules, spec};
use crate::args::Signature;
use crate::boundary::method::{self, Args};
use crate::boundary::slot;
use crate::layout::*;
use crate::object::{Owned, attribute, id};
use crate::protocol::{iteration, sequence};
use crate::raise;
use crate::runtime::errors::{self, Result};
use crate::types::singletons::none;
use crate::types::{builtin_function, exceptions, list, tuple, unicode};
use exuvia_macros::capi;
use std::cell::Cell;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

/// Bytes as the system's path.
pub fn system_path(bytes: &[u8]) -> &Path {
    Path::new(OsStr::from_bytes(bytes))
}

fn to_text(path: &Path) -> Result<Owned> {
    Ok(unicode::codecs::locale::decode_fs(path.as_os_str().as_bytes())?.upcast())
}

fn to_path(text: &PyUnicodeObject) -> Result<PathBuf> {
    Ok(system_path(unicode::codecs::locale::encode_fs(text)?.as_slice()).to_owned())
}

// ---- PathFinder ---------------------------------------------------------------------------------------------------

/// `PathFinder`.
pub static PathFinder_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"_frozen_importlib_external.PathFinder".as_ptr()),
    tp_doc: Cell::new(c"Finds modules on sys.path and on the paths of packages.".as_ptr()),
    tp_basicsize: Cell::new(size_of::<PyObject>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::BASETYPE),
    tp_methods: Cell::new(PATH_FINDER.as_ptr()),
    tp_new: Cell::new(Some(crate::types::object_type::NEW)),
    ..PyTypeObject::STATIC
};

static PATH_FINDER: [PyMethodDef; 3] = [
    method::keywords(c"find_spec", find_on_path, c"The spec of a module, or None.").class(),
    method::noargs(c"invalidate_caches", |_: &PyObject| invalidate(), c"Has all finders forget what they have seen.").class(),
    PyMethodDef::END,
];

fn find_on_path(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    let [Some(name), path, target] = finders::FIND_SPEC.bind(args)? else { return Ok(none()) };
    Ok(find(name, path.filter(|path| !path.is_none()), target)?.unwrap_or_else(none))
}

/// The spec of a module on `path`, or on `sys.path`.
pub fn find(name: &PyObject, path: Option<&PyObject>, target: Option<&PyObject>) -> Result<Option<Owned>> {
    let sys_path;
    let path = match path {
        Some(path) => path,
        None => {
            sys_path = attribute::get(&*modules::get("sys")?, &id::path)?;
            &*sys_path
        }
    };
    let Some(found) = search(name, path, target)? else { return Ok(None) };
    if !attribute::get(&found, &id::loader)?.is_none() {
        return Ok(Some(found));
    }
    let places = attribute::get(&found, &id::submodule_search_locations)?;
    if !places.is_true()? {
        return Ok(None);
    }
    attribute::set(&found, &id::origin, Some(&none()))?;
    attribute::set(&found, &id::submodule_search_locations, Some(&*loaders::namespace_path(name, &places)?))?;
    Ok(Some(found))
}

/// Asks the finder of each entry; without a loader and with all the places where only folders of that name were found.
pub fn search(name: &PyObject, path: &PyObject, target: Option<&PyObject>) -> Result<Option<Owned>> {
    let folders = list::new()?;
    let mut answer = None;
    iteration::for_each(path, |entry| {
        let Some(entry) = (*entry).downcast::<PyUnicodeObject>() else { return Ok(true) };
        let finder = cached_finder(entry)?;
        if finder.is_none() {
            return Ok(true);
        }
        let found = attribute::get(&finder, &id::find_spec)?.call(&[name, target.unwrap_or(&none())])?;
        if found.is_none() {
            return Ok(true);
        }
        if !attribute::get(&found, &id::loader)?.is_none() {
            answer = Some(found);
            return Ok(false);
        }
        let places = attribute::get(&found, &id::submodule_search_locations)?;
        if places.is_none() {
            return Err(raise!(ImportError, "spec missing loader"));
        }
        folders.extend(&places)?;
        Ok(true)
    })?;
    match answer {
        Some(found) => Ok(Some(found)),
        None => spec::new(name, &none(), &none(), false, Some(&folders)).map(Some),
    }
}

/// The finder of an entry, from `sys.path_importer_cache` or made by a hook; None where no hook takes it.
fn cached_finder(entry: &PyUnicodeObject) -> Result<Owned> {
    let sys = modules::get("sys")?;
    let cache = attribute::get(&sys, &id::path_importer_cache)?;
    let here;
    let entry = if entry.is_empty() {
        // A folder that has gone has no name.
        let Ok(folder) = std::env::current_dir() else { return Ok(none()) };
        here = to_text(&folder)?;
        &*here
    } else {
        entry.as_object()
    };
    if let Some(cache) = (*cache).downcast::<PyDictObject>() {
        if let Some(known) = cache.get(entry)? {
            return Ok(known);
        }
        let finder = made_by_hooks(&sys, entry)?;
        cache.insert(entry, &finder)?;
        return Ok(finder);
    }
    made_by_hooks(&sys, entry)
}

fn made_by_hooks(sys: &PyObject, entry: &PyObject) -> Result<Owned> {
    let hooks = attribute::get(sys, &id::path_hooks)?;
    if !hooks.is_none() && !hooks.is_true()? {
        crate::modules::warnings::warn_text(&exceptions::ImportWarning, "sys.path_hooks is empty")?;
    }
    Ok(ask_hooks(&hooks, entry)?.unwrap_or_else(none))
}

/// What the first hook that takes an entry makes for it.
fn ask_hooks(hooks: &PyObject, entry: &PyObject) -> Result<Option<Owned>> {
    let mut made = None;
    iteration::for_each(hooks, |hook| match hook.call1(entry) {
        Ok(finder) => {
            made = Some(finder);
            Ok(false)
        }
        Err(raised) if raised.matches(&exceptions::ImportError) => {
            raised.clear();
            Ok(true)
        }
        Err(raised) => Err(raised),
    })?;
    Ok(made)
}

/// Drops finders that are none or whose entries depend on the current folder, and has the others forget.
fn invalidate() -> Result<Owned> {
    let cache = attribute::get(&*modules::get("sys")?, &id::path_importer_cache)?;
    let Some(cache) = (*cache).downcast::<PyDictObject>() else { return Ok(none()) };
    let items = cache.items()?;
    for item in items.as_slice() {
        let Some([entry, finder]) = item.downcast::<PyTupleObject>().map(PyTupleObject::as_slice) else { continue };
        let is_absolute = entry.downcast::<PyUnicodeObject>().is_some_and(|entry| entry.to_string().starts_with('/'));
        if finder.is_none() || !is_absolute {
            cache.remove(entry)?;
        } else if let Some(method) = attributed::get_optional(finder, "invalidate_caches")? {
            method.call0()?;
        }
    }
    Ok(none())
}

/// The finder of a path's entry, new: from `sys.path_importer_cache`, or made by the first of `sys.path_hooks` that takes it. None where none does.
#[capi]
pub fn PyImport_GetImporter(path: &PyObject) -> Result<Owned> {
    let sys = |name: &PyUnicodeObject| crate::runtime::sys::get(name)?.ok_or_else(|| raise!(RuntimeError, "lost sys.{name}"));
    let (cache, hooks) = (sys(&id::path_importer_cache)?, sys(&id::path_hooks)?);
    let Some(cache) = (*cache).downcast::<PyDictObject>() else {
        return Err(unicode::bad_internal_call());
    };
    if let Some(known) = cache.get(path)? {
        return Ok(known);
    }
    // A hook that asks for the same entry finds that there is none yet.
    cache.insert(path, &none())?;
    match ask_hooks(&hooks, path)? {
        Some(finder) => {
            cache.insert(path, &finder)?;
            Ok(finder)
        }
        None => Ok(none()),
    }
}

// ---- FileFinder ---------------------------------------------------------------------------------------------------

/// `FileFinder`: its loaders are pairs of a suffix and what makes a loader.
pub static FileFinder_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"_frozen_importlib_external.FileFinder".as_ptr()),
    tp_doc: Cell::new(c"Finds modules in a folder.".as_ptr()),
    tp_repr: Cell::new(Some(slot::unary(|this: &PyObject| -> Result<Owned> {
        Ok(unicode::from_display(format_args!("FileFinder({})", &*attribute::get(this, &id::path)?.repr()?))?.upcast())
    }))),
    tp_methods: Cell::new(FILE_FINDER.as_ptr()),
    tp_init: Cell::new(Some(slot::init(init_finder))),
    ..attributed::TYPE
};

static FILE_FINDER: [PyMethodDef; 4] = [
    method::keywords(c"find_spec", find_in_folder, c"The spec of a module, or None."),
    method::noargs(c"invalidate_caches", |_: &PyObject| none(), c"Forgets what was seen: nothing is."),
    method::fastcall(c"path_hook", path_hook, c"A function for sys.path_hooks that makes finders with these loaders.").class(),
    PyMethodDef::END,
];

fn init_finder(this: &PyObject, args: &PyTupleObject, _: Option<&PyDictObject>) -> Result<()> {
    let Some((path, details)) = args.as_slice().split_first() else {
        return Err(raise!(TypeError, "FileFinder.__init__() missing 1 required positional argument: 'path'"));
    };
    let loaders = list::new()?;
    for detail in details {
        let pair = sequence::fast(detail, c"loader details must be pairs")?;
        let Some(&[loader, suffixes]) = list::items_of(&pair) else {
            return Err(raise!(ValueError, "loader details must be pairs"));
        };
        iteration::for_each(suffixes, |suffix| {
            loaders.push(tuple::from_slice(&[&suffix, loader])?.upcast())?;
            Ok(true)
        })?;
    }
    attributed::set(this, "_loaders", &loaders)?;
    let given = (*path).downcast::<PyUnicodeObject>();
    let given = given.ok_or_else(|| raise!(TypeError, "expected str, bytes or os.PathLike object, not {}", path.ty().short_name()))?;
    let folder = to_path(given)?;
    let absolute = match std::env::current_dir() {
        Ok(here) if folder.as_os_str().is_empty() || folder == Path::new(".") => to_text(&here)?,
        Ok(here) if folder.is_relative() => to_text(&here.join(folder))?,
        _ => path.new_ref(),
    };
    attribute::set(this, &id::path, Some(&absolute))
}

fn find_in_folder(this: &PyObject, args: Args<'_>) -> Result<Owned> {
    static SIGNATURE: Signature<2> = Signature { function: "find_spec", names: ["fullname", "target"], positional: 2, required: 1 };
    let [Some(name), _] = SIGNATURE.bind(args)? else { return Ok(none()) };
    let full = name.str()?.to_string();
    let last = full.rsplit('.').next().unwrap_or_default();
    // A name with a NUL in it names no file.
    if last.contains('\0') {
        return Ok(none());
    }
    let path = attribute::get(this, &id::path)?;
    let Some(path) = (*path).downcast::<PyUnicodeObject>() else { return Ok(none()) };
    let folder = to_path(path)?;
    let last = unicode::codecs::locale::encode_fs(&*unicode::from_str(last)?)?;
    let last = OsStr::from_bytes(last.as_slice());
    let package = folder.join(last);
    let is_folder = package.is_dir();
    let loaders = attributed::get(this, "_loaders")?;
    let made = |stem: &Path, search: Option<&Path>| -> Result<Option<Owned>> {
        let mut made = None;
        iteration::for_each(&loaders, |pair| {
            let Some(&[suffix, loader]) = (*pair).downcast::<PyTupleObject>().map(PyTupleObject::as_slice) else { return Ok(true) };
            let mut file = stem.as_os_str().to_owned();
            file.push(suffix.str()?.to_string());
            if !Path::new(&file).is_file() {
                return Ok(true);
            }
            let file = to_text(Path::new(&file))?;
            let loader =
                if loader.is(&loaders::ExtensionFileLoader_Type) { loaders::extension_loader(name, &file)? } else { loader.call(&[name, &file])? };
            let search = search.map(|folder| list::from_owned([to_text(folder)?])).transpose()?;
            made = Some(spec::new(name, &loader, &file, true, search.as_deref().map(|list| list.as_object()))?);
            Ok(false)
        })?;
        Ok(made)
    };
    if is_folder && let Some(found) = made(&package.join("__init__"), Some(&package))? {
        return Ok(found);
    }
    if let Some(found) = made(&package, None)? {
        return Ok(found);
    }
    // A package whose code is Python's is not one without code.
    if !is_folder || ["__init__.py", "__init__.pyc"].iter().any(|file| package.join(file).is_file()) {
        return Ok(none());
    }
    let places = list::from_owned([to_text(&package)?])?;
    spec::new(name, &none(), &none(), false, Some(&places))
}

static HOOK: PyMethodDef = method::o(c"path_hook_for_FileFinder", hook, c"A finder for a folder; ImportError for anything else.");

fn path_hook(class: &PyObject, details: &[&PyObject]) -> Result<Owned> {
    let bound: Vec<&PyObject> = std::iter::once(class).chain(details.iter().copied()).collect();
    let bound = tuple::from_slice(&bound)?;
    builtin_function::PyCFunction_NewEx((&raw const HOOK).cast_mut(), Some(&bound), None)
}

/// What a hook is bound to is the class and its loaders.
fn hook(bound: &PyTupleObject, path: &PyObject) -> Result<Owned> {
    let Some((class, details)) = bound.as_slice().split_first() else { return Ok(none()) };
    let folder = match path.downcast::<PyUnicodeObject>() {
        Some(text) if text.is_empty() => Some(PathBuf::from(".")),
        Some(text) => Some(to_path(text)?),
        None => None,
    };
    if !folder.is_some_and(|folder| folder.is_dir()) {
        let message = unicode::from_str("only directories are supported")?;
        return errors::import_error(&exceptions::ImportError, Some(&message), None, Some(path));
    }
    let arguments: Vec<&PyObject> = std::iter::once(path).chain(details.iter().copied()).collect();
    class.call(&arguments)
}

/// The hook that an interpreter begins with: folders, and extension files in them.
pub fn first_hook() -> Result<Owned> {
    let suffixes = list::new()?;
    for suffix in extension::SUFFIXES {
        suffixes.push(unicode::from_str(suffix)?.upcast())?;
    }
    let details = tuple::from_slice(&[&loaders::ExtensionFileLoader_Type, &suffixes])?;
    path_hook(&FileFinder_Type, &[&details])
}
