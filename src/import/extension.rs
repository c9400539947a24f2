//! Extension modules: their init functions, and what is kept of single-phase ones.
//!
//! A multi-phase module's init function returns its definition, and every import makes a new module of it. A single-phase
//! one returns the module. It is kept by file and name: where its definition has a size (0 or more) the init function is
//! called again for a new module; where it has none (-1), a copy of the first module's dict fills the new one.

use super::inittab::{self, Init};
use super::load::{import_error, system_text};
use super::{modules, punycode};
use crate::foreign;
use crate::layout::*;
use crate::object::{Owned, attribute, id};
use crate::protocol::call;
use crate::raise;
use crate::runtime::buf;
use crate::runtime::errors::{self, Raised, Result};
use crate::runtime::sync::{AcrossFork, Mutex};
use crate::runtime::{interp, interpreters};
use crate::types::module::{self, PyModuleDef_Type, PyModuleObject};
use crate::types::{exceptions, unicode};
use std::collections::HashMap;
use std::ffi::{CStr, CString, c_void};

/// How an extension file's name may end, in the order in which they are looked for.
#[cfg(target_arch = "x86_64")]
pub const SUFFIXES: [&str; 6] =
    [".cpython-314-x86_64-linux-gnu.so", ".abi3.so", ".abi3t.so", ".abi3-x86_64-linux-gnu.so", ".abi3t-x86_64-linux-gnu.so", ".so"];
/// How an extension file's name may end, in the order in which they are looked for.
#[cfg(target_arch = "aarch64")]
pub const SUFFIXES: [&str; 6] =
    [".cpython-314-aarch64-linux-gnu.so", ".abi3.so", ".abi3t.so", ".abi3-aarch64-linux-gnu.so", ".abi3t-aarch64-linux-gnu.so", ".so"];

/// A single-phase module that was loaded.
struct Known {
    def: *const PyModuleDef,
    init: Init,
    /// A copy of the module's dict, where the definition's size is -1; owned by the table.
    copy: *mut PyDictObject,
}
// SAFETY: the table is used under its lock; the dict is touched under the main interpreter's GIL, which interpreters that may
// load single-phase modules share.
unsafe impl Send for Known {}

/// The lock here, as a fork needs it.
pub fn lock() -> &'static dyn AcrossFork {
    &KNOWN
}

/// By file and name.
static KNOWN: Mutex<Option<HashMap<(Vec<u8>, String), Known>>> = Mutex::new(None);

/// Forgets single-phase modules: the main interpreter ends.
pub fn forget_all() {
    let known = KNOWN.lock().take();
    for (_, known) in known.into_iter().flatten() {
        // SAFETY: the table's own reference.
        drop(unsafe { Owned::from_ptr(known.copy) });
    }
}

/// `ImportError` where this interpreter refuses modules that were not made for it.
pub fn check_interpreter(name: &str) -> Result<()> {
    let state = &interp().import;
    let refuses = interp().id != 0
        && match state.check_override.get() {
            0 => state.check_extensions.get(),
            other => other > 0,
        };
    if refuses { Err(raise!(ImportError, "module {name} does not support loading in subinterpreters")) } else { Ok(()) }
}

/// The full name of the module whose init function is running, where its last part is this one.
pub fn full_name(name: &CStr) -> Option<String> {
    let context = interp().import.context.borrow();
    let full = context.as_deref()?;
    let last = full.rsplit('.').next()?;
    (last.as_bytes() == name.to_bytes()).then(|| full.to_owned())
}

/// The `str` that a spec has under a name.
fn text(spec: &PyObject, name: &PyUnicodeObject, wrong: &str) -> Result<Owned<PyUnicodeObject>> {
    attribute::get(spec, name)?.downcast().map_err(|_| raise!(TypeError, "{wrong}"))
}

/// Makes the module of the table that a spec names; `None` (the object) where the table has none.
pub fn create_builtin(spec: &PyObject) -> Result<Owned> {
    let name = attribute::get(spec, &id::name)?;
    let Some(name) = (*name).downcast::<PyUnicodeObject>() else {
        return Err(raise!(TypeError, "name must be string, not {}", name.ty().name()));
    };
    let text = buf::text(name);
    if let Some(module) = reload(text.as_bytes(), &text, name)? {
        return Ok(module);
    }
    match inittab::find(&text) {
        None => Ok(crate::types::singletons::none()),
        Some(None) => modules::add(name),
        Some(Some(init)) => run(init, &text, name, text.as_bytes(), None, spec),
    }
}

/// Makes the module of the extension file that a spec names.
pub fn create_dynamic(spec: &PyObject) -> Result<Owned> {
    let name = text(spec, &id::name, "module name must be a string")?;
    let file = text(spec, &id::origin, "module filename must be a string")?;
    let (full, bytes) = (buf::text(&*name), unicode::codecs::locale::encode_fs(&file)?);
    if let Some(module) = reload(bytes.as_slice(), &full, &name)? {
        return Ok(module);
    }
    match load_hook(bytes.as_slice(), &full, &name, &file)? {
        Hook::Init(init) => run(init, &full, &name, bytes.as_slice(), Some(&file), spec),
        Hook::Export(export) => {
            // SAFETY: C's function.
            let slots = unsafe { export() };
            match (slots.is_null(), errors::occurred()) {
                // SAFETY: the hook's own contract says what the slots are.
                (false, false) => unsafe { module::slots::create(slots, spec, slots.cast_mut().cast()) },
                (true, true) => Err(Raised::already()),
                (true, false) => Err(raise!(SystemError, "module export hook for module '{full}' failed without setting an exception")),
                (false, true) => Err(call::raise_from_pending(format_args!("module export hook for module '{full}' raised unreported exception"))),
            }
        }
    }
}

/// What an extension file offers: slots (from 3.15 on), or an init function.
enum Hook {
    Export(unsafe extern "C" fn() -> *const module::slots::PySlot),
    Init(Init),
}

/// A module of a known single-phase extension.
fn reload(file: &[u8], full: &str, name: &PyUnicodeObject) -> Result<Option<Owned>> {
    let (def, init, copy) = {
        let table = KNOWN.lock();
        let Some(known) = table.as_ref().and_then(|table| table.get(&(file.to_vec(), full.to_owned()))) else {
            return Ok(None);
        };
        (known.def, known.init, known.copy)
    };
    // Only interpreters that share the main one's lock come past this, and may touch the dict.
    check_interpreter(full)?;
    // SAFETY: the table holds the dict.
    let copy = unsafe { copy.as_ref() }.map(Owned::from_ref);
    // SAFETY: a definition outlives its modules.
    let def = unsafe { &*def };
    let module = match copy {
        Some(copy) => {
            let module = modules::add(name)?;
            if let Some(made) = (*module).downcast::<PyModuleObject>() {
                let names = made.dict()?;
                let mut position = 0;
                while let Some((key, value)) = copy.next(&mut position) {
                    names.insert(key, value)?;
                }
                made.md_def.set(def);
            }
            module
        }
        None => match call_init(init, full)? {
            Made::Module(module, _) => {
                modules::set(name, &module)?;
                module
            }
            Made::Definition(_) => return Err(raise!(SystemError, "initialization of {full} did not return an extension module")),
        },
    };
    interp().import.set_by_definition(def.m_base.m_index.get(), Some(module.clone()));
    Ok(Some(module))
}

/// What an init function gave.
enum Made {
    Definition(&'static PyModuleDef),
    Module(Owned, &'static PyModuleDef),
}

/// Calls an init function, and holds it to its contract.
fn call_init(init: Init, full: &str) -> Result<Made> {
    let outer = interp().import.context.replace(Some(full.to_owned()));
    // SAFETY: C's function.
    let given = unsafe { foreign!(init()) };
    drop(interp().import.context.replace(outer));
    // SAFETY: an object or NULL. It need not be counted: a definition is not.
    let Some(object) = (unsafe { given.as_ref() }) else {
        if errors::occurred() {
            return Err(Raised::already());
        }
        return Err(raise!(SystemError, "initialization of {full} failed without raising an exception"));
    };
    if errors::occurred() {
        return Err(call::raise_from_pending(format_args!("initialization of {full} raised unreported exception")));
    }
    if object.ob_type.get().is_null() {
        return Err(raise!(SystemError, "init function of {full} returned uninitialized object"));
    }
    if object.ty().is_subtype(&PyModuleDef_Type) {
        // SAFETY: just checked; definitions are static.
        return Ok(Made::Definition(unsafe { &*given.cast::<PyModuleDef>() }));
    }
    // SAFETY: a new reference.
    let module = unsafe { Owned::from_nonnull(given) };
    let Some(made) = (*module).downcast::<PyModuleObject>() else {
        return Err(raise!(SystemError, "initialization of {full} did not return an extension module"));
    };
    // SAFETY: a definition outlives its modules.
    match unsafe { made.md_def.get().as_ref() } {
        Some(def) => Ok(Made::Module(module.clone(), def)),
        None => Err(raise!(SystemError, "initialization of {full} did not return a valid extension module")),
    }
}

/// Makes a module by an init function that runs for the first time.
fn run(init: Init, full: &str, name: &PyUnicodeObject, key: &[u8], file: Option<&PyUnicodeObject>, spec: &PyObject) -> Result<Owned> {
    if interp().id != 0 && !inittab::is_own(init) && !MULTI_PHASE.lock().contains(&(init as usize)) {
        if let Some(def) = run_in_main(init, full, key, file)? {
            MULTI_PHASE.lock().push(init as usize);
            return module::from_def_and_spec(def, spec, 1013);
        }
        check_interpreter(full)?;
        let again = reload(key, full, name)?;
        return again.ok_or_else(|| raise!(SystemError, "initialization of {full} did not return an extension module"));
    }
    let (module, def) = match call_init(init, full)? {
        Made::Definition(def) => return module::from_def_and_spec(def, spec, 1013),
        Made::Module(module, def) => (module, def),
    };
    check_interpreter(full)?;
    keep(init, full, key, file, &module, def)?;
    interp().import.set_by_definition(def.m_base.m_index.get(), Some(module.clone()));
    modules::set(name, &module)?;
    Ok(module)
}

/// Init functions that are known to return definitions: any interpreter may call them.
static MULTI_PHASE: Mutex<Vec<usize>> = Mutex::new(Vec::new());

/// The lock of these, as a fork needs it.
pub fn multi_phase_lock() -> &'static dyn AcrossFork {
    &MULTI_PHASE
}

/// Runs the init function of a module that is not known yet in the main interpreter: what it makes there may be everybody's. The
/// definition, or `None` for a single-phase module, which is kept.
fn run_in_main(init: Init, full: &str, key: &[u8], file: Option<&PyUnicodeObject>) -> Result<Option<&'static PyModuleDef>> {
    let file = file.map(|file| file.to_string());
    let outcome = interpreters::within(crate::runtime::lifecycle::main_interpreter(), |_| {
        let run = || match call_init(init, full)? {
            Made::Definition(def) => Ok(Some(def)),
            Made::Module(module, def) => {
                let file = file.as_deref().map(unicode::from_str).transpose()?;
                keep(init, full, key, file.as_deref(), &module, def)?;
                Ok(None)
            }
        };
        run().map_err(|raised: Raised| Told::of(raised.take()))
    });
    outcome.map_err(|told| raise_class_with(told.class, &told.message))
}

/// What of an exception can be told in another interpreter.
struct Told {
    class: &'static PyTypeObject,
    message: String,
}

impl Told {
    fn of(exception: Option<Owned>) -> Self {
        let Some(exception) = exception else { return Told { class: &exceptions::SystemError, message: String::new() } };
        let message = exception.str().map(|text| text.to_string()).unwrap_or_else(|raised| {
            raised.clear();
            String::new()
        });
        let is = |class: &&'static PyTypeObject| exception.ty().is_subtype(class);
        // What derives from others comes after them.
        let class = exceptions::named().filter(is).last().unwrap_or(&exceptions::SystemError);
        Told { class, message }
    }
}

#[cold]
fn raise_class_with(class: &'static PyTypeObject, message: &str) -> Raised {
    errors::raise(class, format_args!("{message}"))
}

/// Keeps a single-phase module for the imports to come.
fn keep(init: Init, full: &str, key: &[u8], file: Option<&PyUnicodeObject>, module: &PyObject, def: &'static PyModuleDef) -> Result<()> {
    let Some(made) = module.downcast::<PyModuleObject>() else {
        return Err(raise!(SystemError, "initialization of {full} did not return an extension module"));
    };
    if let Some(file) = file {
        made.dict()?.insert(&id::__file__, file)?;
    }
    let copy = if def.m_size < 0 { made.dict()?.copy()?.into_ptr() } else { std::ptr::null_mut() };
    def.m_base.m_init.set(Some(init));
    let old = KNOWN.lock().get_or_insert_default().insert((key.to_vec(), full.to_owned()), Known { def, init, copy });
    if let Some(old) = old {
        // SAFETY: the table's own reference.
        drop(unsafe { Owned::from_ptr(old.copy) });
    }
    Ok(())
}

/// Executes a module that was created by its definition or its slots, once: one that has its state already is let be.
pub fn exec(module: &PyObject) -> Result<()> {
    match module.downcast::<PyModuleObject>() {
        Some(made) if made.md_state.get().is_null() => module::slots::exec(module),
        _ => Ok(()),
    }
}

// ---- files --------------------------------------------------------------------------------------------------------

/// The name of a module's hook without its beginning: `_` and the last part of the module's name, or `U_` and that in Punycode.
fn hook_name(full: &str) -> Option<String> {
    let last = full.rsplit('.').next().unwrap_or(full);
    if last.is_ascii() {
        return Some(format!("_{last}"));
    }
    Some(format!("U_{}", punycode::encode(last)?.replace('-', "_")))
}

/// Loads an extension file and finds its hook. The file stays loaded.
fn load_hook(file: &[u8], full: &str, name: &PyUnicodeObject, file_name: &PyUnicodeObject) -> Result<Hook> {
    let path = if file.contains(&b'/') { system_text(file)? } else { system_text(&[b"./", file].concat())? };
    let ending = hook_name(full).ok_or_else(|| raise!(SystemError, "bad argument to internal function"))?;
    // SAFETY: loads a file, which runs its constructors; the caller asked for that.
    let handle = unsafe {
        match interp().sys.dlopen_flags.get() {
            0 => libc::dlopen(path.as_ptr(), libc::RTLD_NOW),
            flags => libc::dlopen(path.as_ptr(), flags),
        }
    };
    if handle.is_null() {
        // SAFETY: the loader's own text, or NULL.
        let why = unsafe { libc::dlerror().as_ref().map(|text| CStr::from_ptr(text).to_string_lossy().into_owned()) };
        let why = why.unwrap_or_else(|| "unknown dlopen() error".to_owned());
        return Err(import_error(&exceptions::ImportError, name, Some(file_name), format_args!("{why}")));
    }
    let find = |beginning: &str| -> *mut c_void {
        let symbol = CString::new(format!("{beginning}{ending}")).unwrap_or_default();
        // SAFETY: an open handle.
        unsafe { libc::dlsym(handle, symbol.as_ptr()) }
    };
    let export = find("PyModExport");
    if !export.is_null() {
        // SAFETY: the name's own contract says what the function is.
        return Ok(Hook::Export(unsafe { std::mem::transmute::<*mut c_void, unsafe extern "C" fn() -> *const module::slots::PySlot>(export) }));
    }
    let init = find("PyInit");
    if init.is_null() {
        let why = format_args!("dynamic module does not define module export function (PyInit{ending})");
        return Err(import_error(&exceptions::ImportError, name, Some(file_name), why));
    }
    // SAFETY: the name's own contract says what the function is.
    Ok(Hook::Init(unsafe { std::mem::transmute::<*mut c_void, Init>(init) }))
}
