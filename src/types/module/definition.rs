//! Modules made of a `PyModuleDef`: at once (single-phase), or created and then executed (multi-phase).

use super::PyModuleObject;
use crate::foreign;
use crate::import;
use crate::layout::*;
use crate::object::{Owned, Typed, attribute, id};
use crate::protocol::call;
use crate::raise;
use crate::runtime::errors::{self, Raised, Result};
use crate::runtime::interp;
use crate::runtime::sync::{AcrossFork, Mutex};
use crate::types::{exceptions, unicode};
use exuvia_macros::capi;
use std::cell::Cell;
use std::ffi::{CStr, c_int, c_void};

/// `PYTHON_API_VERSION`.
const API_VERSION: c_int = 1013;
/// `PYTHON_ABI_VERSION`: what the stable ABI passes.
const ABI_VERSION: c_int = 3;

/// The slots of `m_slots`.
mod slots {
    use std::ffi::c_int;
    pub const CREATE: c_int = 1;
    pub const EXEC: c_int = 2;
    pub const MULTIPLE_INTERPRETERS: c_int = 3;
    pub const GIL: c_int = 4;

    /// The number of a slot as 3.14 has it: 3.15's limited API has given these four anew, as 84 to 87.
    pub fn number(slot: c_int) -> c_int {
        if (84..=87).contains(&slot) { slot - 83 } else { slot }
    }
}

/// What the slot `Py_mod_multiple_interpreters` says.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Interpreters {
    MainOnly,
    SharedGil,
    Any,
}

impl Interpreters {
    pub(super) fn of(value: *mut c_void) -> Self {
        match value as usize {
            0 => Interpreters::MainOnly,
            2 => Interpreters::Any,
            _ => Interpreters::SharedGil,
        }
    }
}

/// How a module is created, as its slots say.
pub(super) struct Plan {
    pub create: Option<*mut c_void>,
    pub executes: bool,
    pub interpreters: Option<Interpreters>,
}

// SAFETY: every instance of moduledef is a PyModuleDef.
unsafe impl Typed for PyModuleDef {
    fn type_object() -> &'static PyTypeObject {
        &PyModuleDef_Type
    }
}

/// `moduledef`: the type that a definition gets when it is first used.
#[capi]
pub static PyModuleDef_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"moduledef".as_ptr()),
    tp_basicsize: Cell::new(size_of::<PyModuleDef>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::DISALLOW_INSTANTIATION),
    ..PyTypeObject::STATIC
};

/// The lock here, as a fork needs it.
pub fn lock() -> &'static dyn AcrossFork {
    &LAST_INDEX
}

/// Definitions are numbered in the order of their first use, for the whole process.
static LAST_INDEX: Mutex<isize> = Mutex::new(0);

/// Makes an object of a definition, and numbers it.
pub fn def_init(def: &PyModuleDef) -> &PyModuleDef {
    // Interpreters with locks of their own may meet here over one definition.
    let mut last = LAST_INDEX.lock();
    if def.m_base.m_index.get() == 0 {
        def.m_base.ob_base.make_immortal();
        def.m_base.ob_base.ob_type.set(PyModuleDef_Type.as_ptr());
        *last += 1;
        def.m_base.m_index.set(*last);
    }
    def
}

/// The definition as an object, borrowed: what a multi-phase module's init function returns.
#[capi]
pub fn PyModuleDef_Init(def: &PyModuleDef) -> &PyModuleDef {
    def_init(def)
}

fn text(name: *const std::ffi::c_char) -> String {
    if name.is_null() {
        return "?".to_owned();
    }
    // SAFETY: a C string.
    unsafe { CStr::from_ptr(name) }.to_string_lossy().into_owned()
}

/// Warns of a module that was made for another version of the API.
fn check_version(name: &str, version: c_int) -> Result<()> {
    if version == API_VERSION || version == ABI_VERSION {
        return Ok(());
    }
    let message = format!(
        "Python C API version mismatch for module {name:.100}: This Python has API version {API_VERSION}, module {name:.100} has version {version}."
    );
    crate::modules::warnings::warn_text(&exceptions::RuntimeWarning, &message)
}

/// A new module of a definition without slots.
#[capi]
pub fn PyModule_Create2(def: &PyModuleDef, module_api_version: c_int) -> Result<Owned<PyModuleObject>> {
    def_init(def);
    let name = text(def.m_name);
    check_version(&name, module_api_version)?;
    if !def.m_slots.is_null() {
        return Err(raise!(SystemError, "module {name}: PyModule_Create is incompatible with m_slots"));
    }
    if def.m_name.is_null() {
        return Err(raise!(SystemError, "bad argument to internal function"));
    }
    // SAFETY: a C string.
    let own_name = unsafe { CStr::from_ptr(def.m_name) };
    let name = match import::extension::full_name(own_name) {
        Some(full) => unicode::from_str(&full)?,
        None => unicode::codecs::utf8::decode_strict(own_name.to_bytes())?,
    };
    let module = super::new(&name)?;
    if def.m_size > 0 {
        module.make_state(def.m_size)?;
    }
    fill(&module, &name, def)?;
    module.md_def.set(def);
    Ok(module)
}

/// The definition's functions and docstring.
fn fill(module: &PyObject, name: &PyObject, def: &PyModuleDef) -> Result<()> {
    // SAFETY: the definition's table and text.
    unsafe {
        super::add_functions(module, name, def.m_methods)?;
        if !def.m_doc.is_null() {
            super::PyModule_SetDocString(module, CStr::from_ptr(def.m_doc))?;
        }
    }
    Ok(())
}

/// The rows of `m_slots`.
fn slots_of(def: &PyModuleDef) -> impl Iterator<Item = &PyModuleDef_Slot> {
    let mut row = def.m_slots;
    std::iter::from_fn(move || {
        // SAFETY: a table that ends with a row of slot 0, or NULL.
        let slot = unsafe { row.as_ref() }.filter(|slot| slot.slot != 0)?;
        // SAFETY: not the last row.
        row = unsafe { row.add(1) };
        Some(slot)
    })
}

type Create = unsafe extern "C" fn(*mut PyObject, *const PyModuleDef) -> *mut PyObject;
pub(super) type Exec = unsafe extern "C" fn(*mut PyObject) -> c_int;

/// A new module of a definition for the module that a spec describes; it is not executed yet.
pub fn from_def_and_spec(def: &PyModuleDef, spec: &PyObject, version: c_int) -> Result<Owned> {
    def_init(def);
    let name_object = attribute::get(spec, &id::name)?;
    let Some(name) = (*name_object).downcast::<PyUnicodeObject>() else {
        return Err(raise!(TypeError, "bad argument type for built-in operation"));
    };
    let name = name.to_text()?;
    check_version(name, version)?;
    if def.m_size < 0 {
        return Err(raise!(SystemError, "module {name}: m_size may not be negative for multi-phase initialization"));
    }
    let (mut create, mut executes, mut interpreters, mut has_gil) = (None, false, None, false);
    for slot in slots_of(def) {
        match slots::number(slot.slot) {
            slots::CREATE if create.is_some() => return Err(raise!(SystemError, "module {name} has multiple create slots")),
            slots::CREATE => create = Some(slot.value),
            slots::EXEC => executes = true,
            slots::MULTIPLE_INTERPRETERS if interpreters.is_some() => {
                return Err(raise!(SystemError, "module {name} has more than one 'multiple interpreters' slots"));
            }
            slots::MULTIPLE_INTERPRETERS => {
                interpreters = Some(Interpreters::of(slot.value));
            }
            slots::GIL if has_gil => return Err(raise!(SystemError, "module {name} has more than one 'gil' slot")),
            slots::GIL => has_gil = true,
            other => return Err(raise!(SystemError, "module {name} uses unknown slot ID {other}")),
        }
    }
    let plan = Plan { create: create.filter(|function| !function.is_null()), executes, interpreters };
    // SAFETY: the definition is C's, and outlives the module.
    unsafe { self::create(def, spec, &name_object, name, &plan, def) }
}

/// A new module for the module that a spec describes, by what its slots say. `given` is what a create function gets as the
/// definition: the same, or NULL.
///
/// # Safety
/// The definition outlives the module, or the module frees it.
pub(super) unsafe fn create(
    def: *const PyModuleDef,
    spec: &PyObject,
    name_object: &PyObject,
    name: &str,
    plan: &Plan,
    given: *const PyModuleDef,
) -> Result<Owned> {
    match plan.interpreters.unwrap_or(Interpreters::SharedGil) {
        Interpreters::MainOnly => import::extension::check_interpreter(name)?,
        Interpreters::SharedGil if interp().owns_gil() => import::extension::check_interpreter(name)?,
        _ => {}
    }
    let object = match plan.create {
        Some(function) => {
            // SAFETY: what the slot holds.
            let function = unsafe { std::mem::transmute::<*mut c_void, Create>(function) };
            // SAFETY: C's function, called as the slot says.
            made(name, unsafe { Owned::from_ptr(foreign!(function(spec.as_ptr(), given))) })?
        }
        None => super::new(name_object)?.upcast(),
    };
    // SAFETY: the caller's word.
    let def = unsafe { &*def };
    let module = (*object).downcast::<PyModuleObject>();
    match module {
        Some(module) => module.md_state.set(std::ptr::null_mut()),
        None => {
            if def.m_size > 0 || def.m_traverse.is_some() || def.m_clear.is_some() || def.m_free.is_some() {
                return Err(raise!(SystemError, "module {name} is not a module object, but requests module state"));
            }
            if plan.executes {
                return Err(raise!(SystemError, "module {name} specifies execution slots, but did not create a ModuleType instance"));
            }
        }
    }
    fill(&object, name_object, def)?;
    if let Some(module) = module {
        module.md_def.set(def);
    }
    Ok(object)
}

/// What a create slot gave, if it kept its contract.
fn made(name: &str, object: Option<Owned>) -> Result<Owned> {
    match object {
        Some(object) if !errors::occurred() => Ok(object),
        Some(_) => Err(call::raise_from_pending(format_args!("creation of module {name} raised unreported exception"))),
        None if errors::occurred() => Err(Raised::already()),
        None => Err(raise!(SystemError, "creation of module {name} failed without setting an exception")),
    }
}

/// A new module of a definition for the module that a spec describes; it is not executed yet.
#[capi]
pub fn PyModule_FromDefAndSpec2(def: &PyModuleDef, spec: &PyObject, module_api_version: c_int) -> Result<Owned> {
    from_def_and_spec(def, spec, module_api_version)
}

/// Gives a module its state and runs the definition's execution slots: 0, or -1 with an exception.
#[capi]
pub fn PyModule_ExecDef(module: &PyObject, def: &PyModuleDef) -> Result<()> {
    exec_def(module, def)
}

/// Gives a module its state and runs the definition's execution slots.
pub fn exec_def(module: &PyObject, def: &PyModuleDef) -> Result<()> {
    let name = super::PyModule_GetNameObject(module)?;
    if def.m_size >= 0
        && let Some(module) = module.downcast::<PyModuleObject>()
    {
        module.make_state(def.m_size)?;
    }
    for slot in slots_of(def) {
        match slots::number(slot.slot) {
            slots::EXEC => {
                if slot.value.is_null() {
                    return Err(raise!(SystemError, "execution of module {} failed without setting an exception", &*name));
                }
                // SAFETY: what the slot holds.
                let function = unsafe { std::mem::transmute::<*mut c_void, Exec>(slot.value) };
                // SAFETY: C's function, called as the slot says.
                match (unsafe { foreign!(function(module.as_ptr())) }, errors::occurred()) {
                    (0, false) => {}
                    (0, true) => {
                        return Err(call::raise_from_pending(format_args!("execution of module {} raised unreported exception", &*name)));
                    }
                    (_, true) => return Err(Raised::already()),
                    (_, false) => {
                        return Err(raise!(SystemError, "execution of module {} failed without setting an exception", &*name));
                    }
                }
            }
            slots::CREATE | slots::MULTIPLE_INTERPRETERS | slots::GIL => {}
            other => return Err(raise!(SystemError, "module {} initialized with unknown slot {other}", &*name)),
        }
    }
    Ok(())
}

// ---- pystate.h: modules by their definition -----------------------------------------------------------------------

/// The module that was made of the definition in this interpreter, borrowed; NULL, without an exception, where there is none,
/// or the definition has slots.
#[capi]
pub fn PyState_FindModule(def: &PyModuleDef) -> Option<&'static PyObject> {
    if !def.m_slots.is_null() {
        return None;
    }
    // SAFETY: the interpreter holds it until it is taken out.
    interp().import.by_definition(def.m_base.m_index.get()).map(|module| unsafe { &*module })
}

/// Registers a module under its definition: 0, or -1 with an exception.
#[capi]
pub fn PyState_AddModule(module: &PyObject, def: Option<&PyModuleDef>) -> Result<()> {
    let Some(def) = def else {
        return Err(raise!(SystemError, "module definition is NULL"));
    };
    if !def.m_slots.is_null() {
        return Err(raise!(SystemError, "PyState_AddModule called on module with slots"));
    }
    def_init(def);
    let import = &interp().import;
    if import.by_definition(def.m_base.m_index.get()) == Some(module.as_ptr()) {
        return Err(raise!(SystemError, "module already added"));
    }
    import.set_by_definition(def.m_base.m_index.get(), Some(module.new_ref()));
    Ok(())
}

/// Takes the definition's module out of the register: 0, or -1 with an exception.
#[capi]
pub fn PyState_RemoveModule(def: &PyModuleDef) -> Result<()> {
    if !def.m_slots.is_null() {
        return Err(raise!(SystemError, "PyState_RemoveModule called on module with slots"));
    }
    let index = def.m_base.m_index.get();
    if index == 0 || interp().import.by_definition(index).is_none() {
        return Err(raise!(SystemError, "Module index invalid."));
    }
    interp().import.set_by_definition(index, None);
    Ok(())
}

/// `PyState_AddModule`.
#[capi(private)]
pub fn _PyState_AddModule(_thread: *mut PyThreadState, module: &PyObject, def: Option<&PyModuleDef>) -> Result<()> {
    PyState_AddModule(module, def)
}
