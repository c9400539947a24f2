//! The finders of modules that are part of the program: `BuiltinImporter` and `FrozenImporter`, classes whose methods need no instance.

use super::load::import_error;
use super::{extension, inittab, spec};
use crate::args::{Signature, check_positional};
use crate::boundary::method::{self, Args};
use crate::layout::*;
use crate::object::{Owned, attribute, id};
use crate::raise;
use crate::runtime::errors::Result;
use crate::types::singletons::none;
use crate::types::{exceptions, unicode};
use std::cell::Cell;

/// The parameters of `find_spec`.
pub static FIND_SPEC: Signature<3> = Signature { function: "find_spec", names: ["fullname", "path", "target"], positional: 3, required: 1 };

/// `BuiltinImporter`: finds and makes the modules of the table.
pub static BuiltinImporter_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"_frozen_importlib.BuiltinImporter".as_ptr()),
    tp_doc: Cell::new(c"Finds and makes modules that are part of the program.".as_ptr()),
    tp_basicsize: Cell::new(size_of::<PyObject>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::BASETYPE),
    tp_methods: Cell::new(BUILTIN.as_ptr()),
    tp_new: Cell::new(Some(crate::types::object_type::NEW)),
    ..PyTypeObject::STATIC
};

static BUILTIN: [PyMethodDef; 7] = [
    method::keywords(c"find_spec", find_builtin, c"The spec of a module of the table, or None.").class(),
    method::free_o(c"create_module", create_builtin, c"Makes the module of a spec.").static_(),
    method::free_o(c"exec_module", |module: &PyObject| extension::exec(module).map(|()| none()), c"Executes a module.").static_(),
    method::fastcall(c"get_code", |_: &PyObject, args: &[&PyObject]| of_builtin("get_code", args, none), c"None: there is no code.").class(),
    method::fastcall(c"get_source", |_: &PyObject, args: &[&PyObject]| of_builtin("get_source", args, none), c"None: there is no source.").class(),
    method::fastcall(
        c"is_package",
        |_: &PyObject, args: &[&PyObject]| of_builtin("is_package", args, || crate::types::bool::from_bool(false)),
        c"False: the table has no packages.",
    )
    .class(),
    PyMethodDef::END,
];

fn is_builtin(name: &PyObject) -> Result<bool> {
    let Some(text) = name.downcast::<PyUnicodeObject>() else {
        let given = if name.is_none() { "None" } else { name.ty().name() };
        return Err(raise!(TypeError, "is_builtin() argument must be str, not {given}"));
    };
    Ok(inittab::find(&text.to_string()).is_some())
}

fn not_builtin(name: &PyObject) -> Result<crate::runtime::errors::Raised> {
    Ok(import_error(&exceptions::ImportError, name, None, format_args!("{} is not a built-in module", &*name.repr()?)))
}

/// The spec of a module of the table.
pub fn builtin_spec(name: &PyObject) -> Result<Owned> {
    spec::new(name, &BuiltinImporter_Type, &*unicode::from_str("built-in")?, false, None)
}

fn find_builtin(class: &PyObject, args: Args<'_>) -> Result<Owned> {
    let [Some(name), _, _] = FIND_SPEC.bind(args)? else { return Ok(none()) };
    if !is_builtin(name)? {
        return Ok(none());
    }
    spec::new(name, class, &*unicode::from_str("built-in")?, false, None)
}

fn create_builtin(spec: &PyObject) -> Result<Owned> {
    let name = attribute::get(spec, &id::name)?;
    if (*name).downcast::<PyUnicodeObject>().is_none_or(|name| inittab::find(&name.to_string()).is_none()) {
        return Err(not_builtin(&name)?);
    }
    extension::create_builtin(spec)
}

fn of_builtin(function: &str, args: &[&PyObject], answer: fn() -> Owned) -> Result<Owned> {
    check_positional(function, args.len(), 1, 1)?;
    match args {
        [name, ..] if !is_builtin(name)? => Err(not_builtin(name)?),
        _ => Ok(answer()),
    }
}

/// `FrozenImporter`: finds modules whose code the program holds. This library holds none.
pub static FrozenImporter_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"_frozen_importlib.FrozenImporter".as_ptr()),
    tp_doc: Cell::new(c"Finds modules whose code the program holds.".as_ptr()),
    tp_basicsize: Cell::new(size_of::<PyObject>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::BASETYPE),
    tp_methods: Cell::new(FROZEN.as_ptr()),
    tp_new: Cell::new(Some(crate::types::object_type::NEW)),
    ..PyTypeObject::STATIC
};

static FROZEN: [PyMethodDef; 7] = [
    method::keywords(c"find_spec", find_frozen, c"None: there are no such modules.").class(),
    method::free_o(c"create_module", |_: &PyObject| none(), c"None: the module is made in the usual way.").static_(),
    method::free_o(c"exec_module", exec_frozen, c"Executes a module's code.").static_(),
    method::o(c"get_code", not_frozen, c"The module's code.").class(),
    method::o(c"get_source", not_frozen, c"None: there is no source.").class(),
    method::o(c"is_package", not_frozen, c"Whether the module is a package.").class(),
    PyMethodDef::END,
];

fn find_frozen(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    FIND_SPEC.bind(args).map(|_| none())
}

fn exec_frozen(module: &PyObject) -> Result<Owned> {
    let spec = attribute::get(module, &id::__spec__)?;
    let name = attribute::get(&spec, &id::name)?;
    Err(import_error(&exceptions::ImportError, &name, None, format_args!("No such frozen object named {}", &*name.str()?)))
}

fn not_frozen(_: &PyObject, name: &PyObject) -> Result<Owned> {
    Err(import_error(&exceptions::ImportError, name, None, format_args!("{} is not a frozen module", &*name.repr()?)))
}
