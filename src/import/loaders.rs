//! The loaders of what lies in folders: `ExtensionFileLoader`, and `NamespaceLoader` for packages that are folders and nothing else,
//! whose `__path__` is a `_NamespacePath`: it looks again whenever the path that the package was found on has changed.

use super::load::import_error;
use super::path::search;
use super::{attributed, extension, modules};
use crate::args::Signature;
use crate::boundary::method;
use crate::boundary::slot::{self, CompareOp};
use crate::layout::*;
use crate::object::{Owned, attribute, id};
use crate::protocol::{mapping, sequence};
use crate::runtime::errors::{self, Result};
use crate::types::bool::from_bool;
use crate::types::singletons::{none, not_implemented};
use crate::types::{bytes, exceptions, list, tuple, unicode};
use std::cell::Cell;

// ---- extension files ----------------------------------------------------------------------------------------------

/// `ExtensionFileLoader`.
pub static ExtensionFileLoader_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"_frozen_importlib_external.ExtensionFileLoader".as_ptr()),
    tp_doc: Cell::new(c"Loads an extension module from its file.".as_ptr()),
    tp_hash: Cell::new(Some(slot::hash(hash))),
    tp_richcompare: Cell::new(Some(slot::compare(compare))),
    tp_methods: Cell::new(EXTENSION.as_ptr()),
    tp_init: Cell::new(Some(slot::init(init_extension))),
    ..attributed::TYPE
};

static EXTENSION: [PyMethodDef; 8] = [
    method::o(c"create_module", |_: &PyObject, spec| extension::create_dynamic(spec), c"Makes the module of a spec."),
    method::o(c"exec_module", |_: &PyObject, module| extension::exec(module).map(|()| none()), c"Executes a module."),
    method::o(c"is_package", is_package, c"Whether the file is a package's."),
    method::o(c"get_code", |_: &PyObject, _| none(), c"None: there is no code."),
    method::o(c"get_source", |_: &PyObject, _| none(), c"None: there is no source."),
    method::fastcall(c"get_filename", get_filename, c"The file."),
    method::o(c"get_data", get_data, c"What a file holds, as bytes."),
    PyMethodDef::END,
];

fn init_extension(this: &PyObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<()> {
    static SIGNATURE: Signature<2> = Signature { function: "ExtensionFileLoader", names: ["name", "path"], positional: 2, required: 2 };
    let [Some(name), Some(path)] = SIGNATURE.bind_call(args, kwargs)? else { return Ok(()) };
    attribute::set(this, &id::name, Some(&name))?;
    attribute::set(this, &id::path, Some(&path))
}

fn hash(this: &PyObject) -> Result<isize> {
    let hash = |name: &PyUnicodeObject| attribute::get(this, name)?.hash();
    Ok(match hash(&id::name)? ^ hash(&id::path)? {
        -1 => -2,
        hash => hash,
    })
}

fn compare(this: &PyObject, other: &PyObject, op: CompareOp) -> Result<Owned> {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(not_implemented());
    }
    let same = std::ptr::eq(this.ty(), other.ty()) && attribute::get(this, &id::__dict__)?.equals(&*attribute::get(other, &id::__dict__)?)?;
    Ok(from_bool(same == (op == CompareOp::Eq)))
}

fn is_package(this: &PyObject, _: &PyObject) -> Result<Owned> {
    let path = attribute::get(this, &id::path)?.str()?.to_string();
    let file = path.rsplit('/').next().unwrap_or_default();
    Ok(from_bool(file.strip_prefix("__init__").is_some_and(|suffix| extension::SUFFIXES.contains(&suffix))))
}

fn get_filename(this: &PyObject, args: &[&PyObject]) -> Result<Owned> {
    crate::args::check_positional("get_filename", args.len(), 0, 1)?;
    let own = attribute::get(this, &id::name)?;
    if let Some(asked) = args.first().filter(|asked| !asked.is_none())
        && !own.equals(asked)?
    {
        return Err(import_error(
            &exceptions::ImportError,
            asked,
            None,
            format_args!("loader for {} cannot handle {}", &*own.str()?, &*asked.str()?),
        ));
    }
    attribute::get(this, &id::path)
}

fn get_data(_: &PyObject, path: &PyObject) -> Result<Owned> {
    let text = path.str()?;
    let file = unicode::codecs::locale::encode_fs(&text)?;
    match std::fs::read(super::path::system_path(file.as_slice())) {
        Ok(data) => Ok(bytes::from_slice(&data)?.upcast()),
        Err(why) => Err(errors::from_errno(&exceptions::OSError, why.raw_os_error().unwrap_or(0), Some(path), None)),
    }
}

/// A loader of an extension file.
pub fn extension_loader(name: &PyObject, file: &PyObject) -> Result<Owned> {
    let loader = attributed::new(&ExtensionFileLoader_Type)?;
    attribute::set(&loader, &id::name, Some(name))?;
    attribute::set(&loader, &id::path, Some(file))?;
    Ok(loader)
}

// ---- folders that are packages ------------------------------------------------------------------------------------

/// `NamespaceLoader`.
pub static NamespaceLoader_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"_frozen_importlib_external.NamespaceLoader".as_ptr()),
    tp_doc: Cell::new(c"Loads a package that is made of folders and has no code.".as_ptr()),
    tp_methods: Cell::new(NAMESPACE.as_ptr()),
    tp_init: Cell::new(Some(slot::init(init_namespace))),
    ..attributed::TYPE
};

static NAMESPACE: [PyMethodDef; 5] = [
    method::o(c"create_module", |_: &PyObject, _| none(), c"None: the module is made in the usual way."),
    method::o(c"exec_module", |_: &PyObject, _| none(), c"Does nothing: there is no code."),
    method::o(c"is_package", |_: &PyObject, _| from_bool(true), c"True."),
    method::o(c"get_source", |_: &PyObject, _| unicode::from_str(""), c"The empty text."),
    PyMethodDef::END,
];

fn init_namespace(this: &PyObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<()> {
    static SIGNATURE: Signature<3> = Signature { function: "NamespaceLoader", names: ["name", "path", "path_finder"], positional: 3, required: 3 };
    let [Some(name), Some(path), Some(finder)] = SIGNATURE.bind_call(args, kwargs)? else { return Ok(()) };
    let path = NamespacePath_Type.as_object().call(&[&name, &path, &finder])?;
    attributed::set(this, "_path", &path)
}

/// A loader of a package with these places to search.
pub fn namespace_loader(places: &PyObject) -> Result<Owned> {
    let loader = attributed::new(&NamespaceLoader_Type)?;
    attributed::set(&loader, "_path", places)?;
    Ok(loader)
}

/// `_NamespacePath`.
pub static NamespacePath_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"_frozen_importlib_external._NamespacePath".as_ptr()),
    tp_doc: Cell::new(c"The places to search of a package that is made of folders.".as_ptr()),
    tp_repr: Cell::new(Some(slot::unary(repr_path))),
    tp_iter: Cell::new(Some(slot::unary(|this: &PyObject| crate::protocol::iteration::iter(&*places(this)?)))),
    tp_as_sequence: Cell::new(&PATH_SEQUENCE),
    tp_as_mapping: Cell::new(&PATH_MAPPING),
    tp_methods: Cell::new(PATH.as_ptr()),
    tp_init: Cell::new(Some(slot::init(init_path))),
    ..attributed::TYPE
};

static PATH_SEQUENCE: PySequenceMethods = PySequenceMethods {
    sq_length: Cell::new(Some(slot::length(length))),
    sq_item: Cell::new(Some(slot::indexed(|this: &PyObject, i: isize| sequence::get_item(&*places(this)?, i)))),
    sq_contains: Cell::new(Some(slot::contains(|this: &PyObject, item: &PyObject| sequence::contains(&*places(this)?, item)))),
    ..PySequenceMethods::EMPTY
};

static PATH_MAPPING: PyMappingMethods = PyMappingMethods {
    mp_length: Cell::new(Some(slot::length(length))),
    mp_subscript: Cell::new(Some(slot::subscript(|this: &PyObject, key: &PyObject| mapping::get_item(&*places(this)?, key)))),
    mp_ass_subscript: Cell::new(Some(slot::set_subscript(set_place))),
};

static PATH: [PyMethodDef; 2] = [method::o(c"append", append, c"Adds a place."), PyMethodDef::END];

fn init_path(this: &PyObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<()> {
    static SIGNATURE: Signature<3> = Signature { function: "_NamespacePath", names: ["name", "path", "path_finder"], positional: 3, required: 3 };
    let [Some(name), Some(path), Some(finder)] = SIGNATURE.bind_call(args, kwargs)? else { return Ok(()) };
    attributed::set(this, "_name", &name)?;
    attributed::set(this, "_path", &path)?;
    attributed::set(this, "_last_parent_path", &*tuple::from_iterable(&*parent_path(this)?)?)?;
    attributed::set(this, "_path_finder", &finder)
}

/// A package's places, as found on the path of its parent.
pub fn namespace_path(name: &PyObject, places: &PyObject) -> Result<Owned> {
    let path = attributed::new(&NamespacePath_Type)?;
    attributed::set(&path, "_name", name)?;
    attributed::set(&path, "_path", places)?;
    attributed::set(&path, "_last_parent_path", &*tuple::from_iterable(&*parent_path(&path)?)?)?;
    attributed::set(&path, "_path_finder", &none())?;
    Ok(path)
}

/// `sys.path`, or the `__path__` of the package that this one is in.
fn parent_path(this: &PyObject) -> Result<Owned> {
    let name = attributed::get(this, "_name")?.str()?.to_string();
    match name.rfind('.') {
        None => attribute::get(&*modules::get("sys")?, &id::path),
        Some(dot) => {
            let parent = unicode::from_str(&name[..dot])?;
            let parent = modules::find(&parent)?.ok_or_else(|| errors::key_error(&parent))?;
            attribute::get(&parent, &id::__path__)
        }
    }
}

/// The places; found anew where the parent's have changed.
fn places(this: &PyObject) -> Result<Owned> {
    let now = tuple::from_iterable(&*parent_path(this)?)?;
    if !now.equals(&*attributed::get(this, "_last_parent_path")?)? {
        let (name, finder) = (attributed::get(this, "_name")?, attributed::get(this, "_path_finder")?);
        let spec = if finder.is_none() { search(&name, &now, None)?.unwrap_or_else(none) } else { finder.call(&[&name, &now])? };
        if !spec.is_none() && attribute::get(&spec, &id::loader)?.is_none() {
            let found = attribute::get(&spec, &id::submodule_search_locations)?;
            if found.is_true()? {
                attributed::set(this, "_path", &found)?;
            }
        }
        attributed::set(this, "_last_parent_path", &now)?;
    }
    attributed::get(this, "_path")
}

fn length(this: &PyObject) -> Result<isize> {
    Ok(sequence::len(&*places(this)?)? as isize)
}

fn set_place(this: &PyObject, key: &PyObject, value: Option<&PyObject>) -> Result<()> {
    let Some(value) = value else {
        return Err(crate::raise!(AttributeError, "__delitem__"));
    };
    mapping::set_item(&*attributed::get(this, "_path")?, key, value)
}

fn append(this: &PyObject, place: &PyObject) -> Result<Owned> {
    let own = attributed::get(this, "_path")?;
    match (*own).downcast::<PyListObject>() {
        Some(own) => own.append(place)?,
        None => drop(attributed::call(&own, "append", &[place])?),
    }
    Ok(none())
}

fn repr_path(this: &PyObject) -> Result<Owned> {
    Ok(unicode::from_display(format_args!("_NamespacePath({})", &*attributed::get(this, "_path")?.repr()?))?.upcast())
}

/// What `repr` shows of a module that such a loader has loaded: its places, as a list.
pub fn shown_places(loader: &PyObject) -> Result<Option<Owned>> {
    if !std::ptr::eq(loader.ty(), &NamespaceLoader_Type) {
        return Ok(None);
    }
    Ok(Some(list::from_iterable(&*attributed::get(loader, "_path")?)?.upcast()))
}
