//! `_types` and `types`: the built-in types that have no name in `builtins`.
//!
//! `_types` is CPython's module of that name. `types` is Python source in the standard library, most of it these very
//! names; extensions ask for it, so it is here as well, with what of it needs no source.

use crate::boundary::slot;
use crate::layout::*;
use crate::runtime::errors::Result;
use crate::types::module::{self, PyModuleObject};
use crate::types::{builtin_function, capsule, cell, descr, generic_alias, mappingproxy, method, namespace, singletons, traceback, unicode, union};

/// Names and their types. Those of functions, code and frames come with the evaluator.
static NAMES: &[(&str, &PyTypeObject)] = &[
    ("BuiltinFunctionType", &builtin_function::PyCFunction_Type),
    ("BuiltinMethodType", &builtin_function::PyCFunction_Type),
    ("CapsuleType", &capsule::PyCapsule_Type),
    ("CellType", &cell::PyCell_Type),
    ("ClassMethodDescriptorType", &descr::PyClassMethodDescr_Type),
    ("EllipsisType", &singletons::PyEllipsis_Type),
    ("GenericAlias", &generic_alias::Py_GenericAliasType),
    ("GetSetDescriptorType", &descr::PyGetSetDescr_Type),
    ("MappingProxyType", &mappingproxy::PyDictProxy_Type),
    ("MemberDescriptorType", &descr::PyMemberDescr_Type),
    ("MethodDescriptorType", &descr::PyMethodDescr_Type),
    ("MethodType", &method::PyMethod_Type),
    ("MethodWrapperType", &descr::_PyMethodWrapper_Type),
    ("ModuleType", &module::PyModule_Type),
    ("NoneType", &singletons::_PyNone_Type),
    ("NotImplementedType", &singletons::_PyNotImplemented_Type),
    ("SimpleNamespace", &namespace::PyNamespace_Type),
    ("TracebackType", &traceback::PyTraceBack_Type),
    ("UnionType", &union::_PyUnion_Type),
    ("WrapperDescriptorType", &descr::PyWrapperDescr_Type),
];

static SLOTS: [PyModuleDef_Slot; 4] = slot::filled_by(fill);

static PRIVATE: PyModuleDef =
    PyModuleDef { m_name: c"_types".as_ptr(), m_doc: c"Names of built-in types.".as_ptr(), m_slots: SLOTS.as_ptr(), ..PyModuleDef::STATIC };
static PUBLIC: PyModuleDef =
    PyModuleDef { m_name: c"types".as_ptr(), m_doc: c"Names of built-in types.".as_ptr(), m_slots: SLOTS.as_ptr(), ..PyModuleDef::STATIC };

/// The init function of `_types`.
pub extern "C" fn init_private() -> *mut PyObject {
    module::def_init(&PRIVATE).as_ptr().cast()
}

/// The init function of `types`.
pub extern "C" fn init() -> *mut PyObject {
    module::def_init(&PUBLIC).as_ptr().cast()
}

fn fill(this: &PyModuleObject) -> Result<()> {
    let names = this.dict()?;
    for (name, ty) in NAMES {
        names.insert(&*unicode::intern::intern_str(name)?, ty)?;
    }
    Ok(())
}
