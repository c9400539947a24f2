//! The end of an interpreter's modules.
//!
//! First `sys` lets go of what a program has left there, then `sys.modules` of the modules: most of them go with that, and their
//! objects before others miss them. What somebody holds is emptied, the newest first, and `sys` and `builtins` last of all.

use crate::layout::*;
use crate::object::{Owned, attribute, gc, id};
use crate::runtime::errors::{self, Raised, Result};
use crate::runtime::interpreter::PyInterpreterState;
use crate::types::module::PyModuleObject;
use crate::types::singletons::none;
use crate::types::{unicode, weakref};

/// Attributes of `sys` that become None before all else.
const LET_GO: [&str; 12] = [
    "path",
    "argv",
    "ps1",
    "ps2",
    "last_exc",
    "last_type",
    "last_value",
    "last_traceback",
    "path_hooks",
    "path_importer_cache",
    "meta_path",
    "__interactivehook__",
];
/// Streams, and what they were at first.
const STREAMS: [(&str, &str); 3] = [("stdin", "__stdin__"), ("stdout", "__stdout__"), ("stderr", "__stderr__")];

fn settle(result: Result<()>) {
    if let Err(raised) = result {
        errors::unraisable(format_args!("Exception ignored on clearing modules"));
        Raised::clear(raised);
    }
}

/// Waits for a program's threads, if the module that knows them was imported.
pub fn threading() {
    let wait = || {
        if let Some(threading) = super::modules::find(&*unicode::from_str("threading")?)? {
            attribute::get(&threading, &*unicode::from_str("_shutdown")?)?.call0()?;
        }
        Ok(())
    };
    if let Err(raised) = wait() {
        errors::unraisable(format_args!("Exception ignored on threading shutdown"));
        Raised::clear(raised);
    }
}

/// Sets the names of a dict to None: first those that begin with one underscore, then the others but `__builtins__`.
fn empty(dict: &PyDictObject) -> Result<()> {
    for private in [true, false] {
        let mut at = 0;
        while let Some((name, value)) = dict.next(&mut at) {
            let Some(text) = name.downcast::<PyUnicodeObject>() else { continue };
            let is_private = text.chars().get(0) == Some(u32::from(b'_')) && text.chars().get(1) != Some(u32::from(b'_'));
            if value.is_none() || (private && !is_private) || (!private && std::ptr::eq(text, &*id::__builtins__)) {
                continue;
            }
            let name = name.new_ref();
            dict.insert(&name, &none())?;
        }
    }
    Ok(())
}

fn let_go(interp: &PyInterpreterState) -> Result<()> {
    if let Some(builtins) = interp.sys.builtins.get() {
        builtins.insert(&*unicode::from_str("_")?, &none())?;
    }
    let Some(sys) = interp.sys.dict.get() else { return Ok(()) };
    for name in LET_GO {
        let name = unicode::from_str(name)?;
        if sys.contains(&name)? {
            sys.insert(&name, &none())?;
        }
    }
    for (name, first) in STREAMS {
        let first = sys.get(&*unicode::from_str(first)?)?.unwrap_or_else(none);
        sys.insert(&*unicode::from_str(name)?, &first)?;
    }
    Ok(())
}

/// Takes the modules out of `sys.modules`; weak references to them, in their order.
fn take_out(modules: &PyDictObject) -> Result<Vec<Owned<PyWeakReference>>> {
    let mut weak: Vec<Owned<PyWeakReference>> = Vec::new();
    let mut at = 0;
    while let Some((name, module)) = modules.next(&mut at) {
        let (name, module) = (name.new_ref(), module.new_ref());
        if (*module).downcast::<PyModuleObject>().is_some() {
            weak.push(weakref::make(&weakref::_PyWeakref_RefType, &module, None)?);
        }
        modules.insert(&name, &none())?;
    }
    modules.clear();
    Ok(weak)
}

/// Takes what a program has put into `builtins` out again.
fn restore_builtins(interp: &PyInterpreterState) -> Result<()> {
    let Some(builtins) = interp.sys.builtins.get() else { return Ok(()) };
    for name in builtins.keys()?.as_slice().iter().skip(interp.sys.builtin_count.get()) {
        builtins.remove(name)?;
    }
    Ok(())
}

/// Ends the interpreter's modules. Its thread state is attached.
pub fn modules(interp: &PyInterpreterState) {
    settle(let_go(interp));
    let modules = interp.sys.modules.get();
    let weak = match modules.as_deref().map(take_out) {
        Some(Ok(weak)) => weak,
        Some(Err(raised)) => {
            settle(Err(raised));
            Vec::new()
        }
        None => Vec::new(),
    };
    gc::collect::collect(gc::GENERATIONS - 1);
    settle(restore_builtins(interp));
    let (sys, builtins) = (interp.sys.dict.get(), interp.sys.builtins.get());
    let is = |dict: &PyDictObject, kept: &Option<Owned<PyDictObject>>| kept.as_deref().is_some_and(|kept| std::ptr::eq(kept, dict));
    for module in weak.iter().rev() {
        let Some(module) = module.referent() else { continue };
        let Some(module) = (*module).downcast::<PyModuleObject>() else { continue };
        if let Ok(dict) = module.dict()
            && !is(&dict, &sys)
            && !is(&dict, &builtins)
        {
            settle(empty(&dict));
        }
    }
    for dict in [&sys, &builtins].into_iter().flatten() {
        settle(empty(dict));
    }
}
