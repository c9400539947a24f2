//! Modules: which there are, where they come from, how they are loaded.
//!
//! What an interpreter has imported stands in its `sys.modules`. A module is made by the init function of a table
//! ([`inittab`]) or of an extension file ([`extension`]). [`load`] asks the finders of `sys.meta_path` ([`finders`], [`path`]) for its
//! spec ([`spec`]), whose loader ([`loaders`]) makes it; [`import`] is the statement.
//!
//! Invariant: a module is in `sys.modules` before its code runs, and out of it again when that fails.

mod attributed;
pub mod extension;
pub mod finders;
pub mod finish;
pub mod inittab;
mod level;
pub mod load;
pub mod loaders;
pub mod modules;
pub mod path;
mod punycode;
pub mod spec;

pub use level::{PyImport_ImportModule, dunder_import, import};

use crate::layout::*;
use crate::object::{Owned, id};
use crate::runtime::errors::Result;
use crate::runtime::gil;
use crate::types::unicode;
use std::cell::{Cell, RefCell};
use std::ffi::c_int;

/// An interpreter's modules.
#[derive(Default)]
pub struct State {
    /// Single-phase modules, by the number of their definition.
    by_definition: RefCell<Vec<Option<Owned>>>,
    /// The full name of the extension whose init function is running: a single-phase one learns it by this.
    context: RefCell<Option<String>>,
    /// Whether extensions that do not support it are refused.
    pub check_extensions: Cell<bool>,
    /// -1 never, 0 as `check_extensions` says, 1 always.
    pub check_override: Cell<c_int>,
    /// How often the import lock is taken, and by which thread.
    pub lock: Cell<(usize, usize)>,
}

/// A number that no other thread has.
fn this_thread() -> usize {
    // SAFETY: cannot fail.
    unsafe { libc::pthread_self() as usize }
}

impl State {
    /// The module registered under a definition's number.
    pub fn by_definition(&self, index: isize) -> Option<*mut PyObject> {
        let modules = self.by_definition.borrow();
        modules.get(usize::try_from(index).ok()?)?.as_ref().map(|module| module.as_ptr())
    }
    /// Registers a module under a definition's number, or takes it out.
    pub fn set_by_definition(&self, index: isize, module: Option<Owned>) {
        let Ok(index) = usize::try_from(index) else { return };
        let old = {
            let mut modules = self.by_definition.borrow_mut();
            if modules.len() <= index {
                modules.resize_with(index + 1, || None);
            }
            std::mem::replace(&mut modules[index], module)
        };
        drop(old);
    }
    /// Takes the import lock; waits while another thread has it.
    pub fn take_lock(&self) {
        loop {
            match self.lock.get() {
                (0, _) => return self.lock.set((1, this_thread())),
                (depth, owner) if owner == this_thread() => return self.lock.set((depth + 1, owner)),
                // Another thread has it, which needs the GIL to give it back.
                _ => gil::allow_threads(|| std::thread::sleep(std::time::Duration::from_micros(50))),
            }
        }
    }
    /// Gives it back; false where the running thread does not have it.
    pub fn give_lock(&self) -> bool {
        match self.lock.get() {
            (depth, owner) if depth > 0 && owner == this_thread() => {
                self.lock.set((depth - 1, owner));
                true
            }
            _ => false,
        }
    }
    /// Drops all modules: the interpreter ends.
    pub fn clear(&self) {
        drop(self.by_definition.take());
    }
}

/// Makes what every interpreter begins with: `sys.modules`, `sys`, `builtins`, `__main__`.
pub fn start() -> Result<()> {
    modules::dict()?;
    for (name, create) in [("sys", crate::modules::sys::create as fn() -> Result<Owned>), ("builtins", crate::modules::builtins::create)] {
        let name = unicode::from_str(name)?;
        let module = create()?;
        let spec = finders::builtin_spec(&name)?;
        load::initialise(&spec, &module)?;
        modules::set(&name, &module)?;
    }
    let sys = &crate::runtime::interp().sys;
    sys.builtin_count.set(sys.builtins.get().map_or(0, |names| names.len()));
    let main = modules::add(&id::__main__)?;
    if let Some(main) = (*main).downcast::<crate::types::module::PyModuleObject>() {
        let names = main.dict()?;
        names.insert(&id::__builtins__, &*modules::get("builtins")?)?;
        names.insert(&id::__loader__, &finders::BuiltinImporter_Type)?;
    }
    Ok(())
}

/// The number that files of bytecode begin with: CPython 3.14's.
#[exuvia_macros::capi]
pub fn PyImport_GetMagicNumber() -> Result<std::ffi::c_long> {
    Ok(MAGIC_NUMBER)
}

/// 3627 for 3.14, and "\r\n" behind it.
pub const MAGIC_NUMBER: std::ffi::c_long = 3627 | (b'\r' as std::ffi::c_long) << 16 | (b'\n' as std::ffi::c_long) << 24;
