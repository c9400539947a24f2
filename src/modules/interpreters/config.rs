//! `PyInterpreterConfig` as Python sees it: a dict or a namespace.

use crate::boundary::method::Args;
use crate::layout::*;
use crate::object::{Owned, attribute, id};
use crate::raise;
use crate::runtime::errors::{Raised, Result};
use crate::runtime::interpreter::PyInterpreterState;
use crate::runtime::interpreters::{ISOLATED, LEGACY, which_gil};
use crate::types::bool::from_bool;
use crate::types::{dict, namespace, unicode};
use exuvia_macros::capi;
use std::ffi::c_int;

/// The fields that are true or false, in the struct's order.
const FLAGS: [&str; 6] = ["use_main_obmalloc", "allow_fork", "allow_exec", "allow_threads", "allow_daemon_threads", "check_multi_interp_extensions"];

fn flags_of(config: &mut PyInterpreterConfig) -> [&mut c_int; 6] {
    [
        &mut config.use_main_obmalloc,
        &mut config.allow_fork,
        &mut config.allow_exec,
        &mut config.allow_threads,
        &mut config.allow_daemon_threads,
        &mut config.check_multi_interp_extensions,
    ]
}

/// The configuration of a name; `ValueError` where there is none.
pub fn named(name: &str) -> Result<PyInterpreterConfig> {
    match name {
        "" | "default" | "isolated" => Ok(ISOLATED),
        "legacy" => Ok(LEGACY),
        "empty" => Ok(PyInterpreterConfig {
            use_main_obmalloc: 0,
            allow_fork: 0,
            allow_exec: 0,
            allow_threads: 0,
            allow_daemon_threads: 0,
            check_multi_interp_extensions: 0,
            gil: which_gil::DEFAULT,
        }),
        _ => Err(raise!(ValueError, "unsupported config name '{name}'")),
    }
}

/// A new dict of a configuration.
pub fn as_dict(config: &PyInterpreterConfig) -> Result<Owned<PyDictObject>> {
    let made = dict::new()?;
    let mut copy = *config;
    for (name, value) in FLAGS.iter().zip(flags_of(&mut copy)) {
        made.insert(&*unicode::from_str(name)?, &from_bool(*value != 0))?;
    }
    let gil = match config.gil {
        which_gil::DEFAULT => "default",
        which_gil::SHARED => "shared",
        which_gil::OWN => "own",
        _ => return Err(raise!(ValueError, "invalid interpreter config 'gil' value")),
    };
    made.insert(&*unicode::from_str("gil")?, &*unicode::from_str(gil)?)?;
    Ok(made)
}

/// Changes a configuration by a dict, whose items are used up; with `all` every field must be there.
fn update(config: &mut PyInterpreterConfig, given: &PyDictObject, all: bool) -> Result<()> {
    let left = given.copy()?;
    let missing = |name: &str| -> Result<()> {
        match all {
            true => Err(raise!(ValueError, "missing config key: {name}")),
            false => Ok(()),
        }
    };
    let wrong = |name: &str| -> Raised { raise!(TypeError, "invalid config type: {name}") };
    for (name, place) in FLAGS.iter().zip(flags_of(config)) {
        let Some(value) = left.pop(&*unicode::from_str(name)?)? else {
            missing(name)?;
            continue;
        };
        if !std::ptr::eq(value.ty(), &crate::types::bool::PyBool_Type) {
            return Err(wrong(name));
        }
        *place = c_int::from(value.is_true()?);
    }
    match left.pop(&*unicode::from_str("gil")?)? {
        None => missing("gil")?,
        Some(value) => {
            let Some(text) = (*value).downcast::<PyUnicodeObject>() else { return Err(wrong("gil")) };
            config.gil = match text.to_text()? {
                "default" => which_gil::DEFAULT,
                "shared" => which_gil::SHARED,
                "own" => which_gil::OWN,
                other => return Err(raise!(ValueError, "unsupported interpreter config .gil value '{other}'")),
            };
        }
    }
    match left.len() {
        0 => Ok(()),
        1 => Err(raise!(ValueError, "config dict has 1 extra item ({})", &*left.as_object().repr()?)),
        more => Err(raise!(ValueError, "config dict has {more} extra items ({})", &*left.as_object().repr()?)),
    }
}

/// The configuration that an argument is: none, a name, or an object with attributes.
pub fn of_object(given: Option<&PyObject>) -> Result<PyInterpreterConfig> {
    let Some(given) = given.filter(|given| !given.is_none()) else { return Ok(ISOLATED) };
    if let Some(name) = given.downcast::<PyUnicodeObject>() {
        return named(name.to_text()?);
    }
    let Some(attributes) = attribute::get_optional(given, &id::__dict__)? else {
        return Err(raise!(TypeError, "bad config {}", &*given.repr()?));
    };
    let Some(attributes) = (*attributes).downcast::<PyDictObject>() else {
        return Err(raise!(TypeError, "dict expected"));
    };
    let mut config = named("empty")?;
    update(&mut config, attributes, true)?;
    Ok(config)
}

/// `_interpreters.new_config`.
pub fn new_config(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    const FUNCTION: &str = "_interpreters.new_config";
    if args.positional.len() > 1 {
        return Err(raise!(TypeError, "{FUNCTION}() takes at most 1 argument ({} given)", args.positional.len()));
    }
    let mut config = match args.positional.first() {
        None => ISOLATED,
        Some(name) => match name.downcast::<PyUnicodeObject>() {
            Some(name) => named(name.to_text()?)?,
            None => {
                let found = if name.is_none() { "None" } else { name.ty().name() };
                return Err(raise!(TypeError, "{FUNCTION}() argument 1 must be str, not {found}"));
            }
        },
    };
    if let Some(names) = args.kwnames {
        let overrides = dict::new()?;
        for (name, value) in names.as_slice().iter().zip(args.keywords) {
            overrides.insert(name, value)?;
        }
        update(&mut config, &overrides, false)?;
    }
    namespace::_PyNamespace_New(Some(&*as_dict(&config)?))
}

// ---- pycore_pylifecycle.h -----------------------------------------------------------------------------------------

/// A new dict of a configuration; `ValueError` for a lock that is none.
#[capi(private)]
pub fn _PyInterpreterConfig_AsDict(config: *mut PyInterpreterConfig) -> Result<Owned<PyDictObject>> {
    // SAFETY: C's word.
    as_dict(unsafe { &*config })
}

fn dict_of(given: &PyObject) -> Result<&PyDictObject> {
    given.downcast().ok_or_else(|| raise!(TypeError, "dict expected"))
}

/// Fills a configuration from a dict that has every field: 0, or -1 with an exception.
#[capi(private)]
pub fn _PyInterpreterConfig_InitFromDict(config: *mut PyInterpreterConfig, given: &PyObject) -> Result<()> {
    let mut made = named("empty")?;
    update(&mut made, dict_of(given)?, true)?;
    // SAFETY: C's word.
    unsafe { config.write(made) };
    Ok(())
}

/// Changes a configuration by a dict that has some fields: 0, or -1 with an exception.
#[capi(private)]
pub fn _PyInterpreterConfig_UpdateFromDict(config: *mut PyInterpreterConfig, given: &PyObject) -> Result<()> {
    // SAFETY: C's word.
    let mut made = unsafe { *config };
    update(&mut made, dict_of(given)?, false)?;
    // SAFETY: as above.
    unsafe { config.write(made) };
    Ok(())
}

/// Fills a configuration with that of an interpreter: 0.
#[capi(private)]
pub fn _PyInterpreterConfig_InitFromState(config: *mut PyInterpreterConfig, interp: *mut PyInterpreterState) -> c_int {
    // SAFETY: C's word.
    unsafe { config.write((*interp).config.get()) };
    0
}
