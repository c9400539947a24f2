//! The configuration of a running program, by names: `PyConfig_Get`, `PyConfig_Set`, and dicts of it.
//!
//! What `sys` has as an attribute is asked there: a program may have changed it.

use super::fields::{CONFIG, Field, InSys, Kind, PRECONFIG, Sight, find};
use super::{held, legacy, preinit};
use crate::layout::*;
use crate::object::{Owned, id, is_instance};
use crate::raise;
use crate::runtime::errors::{Raised, Result};
use crate::runtime::{audit, interp, sys};
use crate::types::bool::from_bool;
use crate::types::{dict, list, long, set, tuple, unicode};
use exuvia_macros::capi;
use libc::wchar_t;
use std::ffi::{CStr, c_int, c_ulong};
use std::sync::atomic::Ordering;

/// A named option that a running program can see, and whether it is settled before all else; `ValueError` for any other name.
fn seen(name: &CStr) -> Result<(&'static Field, bool)> {
    match find(name.to_bytes()) {
        Some((field, early)) if field.sight != Sight::Start => Ok((field, early)),
        _ => Err(raise!(ValueError, "unknown config option name: {}", name.to_string_lossy())),
    }
}

/// A number of a struct, as its field has it.
///
/// # Safety
/// The field is one of the struct's, and a number.
unsafe fn number(of: *const u8, field: &Field) -> i64 {
    // SAFETY: the caller's word.
    unsafe {
        match field.kind {
            Kind::ULong => of.add(field.offset).cast::<c_ulong>().read() as i64,
            _ => i64::from(of.add(field.offset).cast::<c_int>().read()),
        }
    }
}

/// The value of a field as an object, new.
fn object(config: &PyConfig, field: &Field) -> Result<Owned> {
    let at = (&raw const *config).cast::<u8>().wrapping_add(field.offset);
    match field.kind {
        // SAFETY: a string of the configuration.
        Kind::Text | Kind::OptionalText => held::text_or_none(unsafe { at.cast::<*mut wchar_t>().read() }),
        // SAFETY: a list of the configuration.
        Kind::List if field.name == "xoptions" => crate::runtime::sys_options::x_options_dict(unsafe { &*at.cast() }).map(Owned::upcast),
        // SAFETY: as above.
        Kind::List => held::list(unsafe { &*at.cast() }),
        // SAFETY: a number.
        _ => number_object(unsafe { number((&raw const *config).cast(), field) }, field.kind),
    }
}

fn number_object(number: i64, kind: Kind) -> Result<Owned> {
    match kind {
        Kind::Bool => Ok(from_bool(number != 0)),
        Kind::ULong => long::from_u64(number as u64),
        _ => long::from_i64(number),
    }
}

/// An attribute of `sys`, new; `RuntimeError` where it is missing.
fn required(name: &str) -> Result<Owned> {
    match sys::get(&*unicode::from_str(name)?)? {
        Some(found) => Ok(found),
        None => Err(raise!(RuntimeError, "lost sys.{name}")),
    }
}

fn preconfig_number(field: &Field) -> i64 {
    let settled = preinit::settled();
    // SAFETY: the field is one of `PyPreConfig`.
    unsafe { number((&raw const settled).cast(), field) }
}

/// The value of a named option, new: `ValueError` for a name that there is not.
#[capi]
pub fn PyConfig_Get(name: &CStr) -> Result<Owned> {
    let (field, early) = seen(name)?;
    if early {
        return number_object(preconfig_number(field), field.kind);
    }
    match (field.sys, field.name) {
        (InSys::Attribute(name), _) => required(name),
        (_, "write_bytecode") => Ok(from_bool(!required("dont_write_bytecode")?.is_true()?)),
        (_, "int_max_str_digits") => long::from_i64(i64::from(interp().int_max_str_digits.get())),
        _ => object(interp().py_config.get(), field),
    }
}

/// The value of a named option that is a number: 0, or -1 with an exception, `TypeError` where it is none.
#[capi]
pub fn PyConfig_GetInt(name: &CStr, value: *mut c_int) -> Result<()> {
    let found = PyConfig_Get(name)?;
    let shown = name.to_string_lossy();
    if !is_instance::<PyLongObject>(&found) {
        return Err(raise!(TypeError, "config option {shown} is not an int"));
    }
    let number = match long::convert::PyLong_AsInt(Some(&*found)) {
        Ok(number) => number,
        Err(raised) => {
            if raised.matches(&crate::types::exceptions::OverflowError) {
                raised.clear();
                return Err(raise!(OverflowError, "config option {shown} value does not fit into a C int"));
            }
            return Err(raised);
        }
    };
    if !value.is_null() {
        // SAFETY: C's word: a place to write to.
        unsafe { *value = number };
    }
    Ok(())
}

/// The names of all options that a running program can see: a new frozenset.
#[capi]
pub fn PyConfig_Names() -> Result<Owned> {
    let names = list::new()?;
    for field in CONFIG.iter().chain(PRECONFIG).filter(|field| field.sight != Sight::Start) {
        names.push(unicode::from_str(field.name)?.upcast())?;
    }
    Ok(set::from_iterable(&set::PyFrozenSet_Type, &names)?.upcast())
}

/// Sets a named option: 0, or -1 with an exception, `ValueError` for one that cannot be set.
#[capi]
pub fn PyConfig_Set(name: &CStr, value: &PyObject) -> Result<()> {
    audit::audit(c"cpython.PyConfig_Set", || {
        Ok(tuple::from_owned([unicode::codecs::decode(name.to_bytes(), None, None)?.upcast(), value.new_ref()])?.upcast())
    })?;
    let (field, _) = seen(name)?;
    if field.sight != Sight::Public {
        return Err(raise!(ValueError, "cannot set read-only option {}", field.name));
    }
    match field.kind {
        Kind::Int | Kind::UInt | Kind::Bool | Kind::ULong => return set_number(field, value),
        Kind::Text if !is_instance::<PyUnicodeObject>(value) => {
            return Err(raise!(TypeError, "expected str, got {}", &*name_of(value)?));
        }
        Kind::OptionalText if !value.is_none() && !is_instance::<PyUnicodeObject>(value) => {
            return Err(raise!(TypeError, "expected str or None, got {}", &*name_of(value)?));
        }
        Kind::List if field.name == "xoptions" => check_options(value)?,
        Kind::List => check_list(value)?,
        _ => {}
    }
    match field.sys {
        InSys::Attribute(name) => sys::set(&*unicode::intern::intern_str(name)?, Some(value)),
        _ => Err(raise!(ValueError, "cannot set option {}", field.name)),
    }
}

/// The full name of an object's type.
fn name_of(object: &PyObject) -> Result<Owned<PyUnicodeObject>> {
    crate::object::types::query::qualified_name(object.ty())
}

fn check_list(value: &PyObject) -> Result<()> {
    let Some(items) = value.downcast::<PyListObject>() else {
        return Err(raise!(TypeError, "expected list[str], got {}", &*name_of(value)?));
    };
    for at in 0..items.len() {
        if let Some(item) = items.get(at)
            && !is_instance::<PyUnicodeObject>(&item)
        {
            return Err(raise!(TypeError, "expected str, list item {at} has type {}", &*name_of(&item)?));
        }
    }
    Ok(())
}

fn check_options(value: &PyObject) -> Result<()> {
    let Some(options) = value.downcast::<PyDictObject>() else {
        return Err(raise!(TypeError, "expected dict[str, str | bool], got {}", &*name_of(value)?));
    };
    let mut at = 0;
    while let Some((key, value)) = options.next(&mut at) {
        if !is_instance::<PyUnicodeObject>(key) {
            return Err(raise!(TypeError, "expected str, got dict key type {}", &*name_of(key)?));
        }
        if !is_instance::<PyUnicodeObject>(value) && crate::types::bool::value_of(value).is_none() {
            // CPython names the key's type here.
            return Err(raise!(TypeError, "expected str or bool, got dict value type {}", &*name_of(key)?));
        }
    }
    Ok(())
}

fn set_number(field: &'static Field, value: &PyObject) -> Result<()> {
    if !is_instance::<PyLongObject>(value) {
        return Err(raise!(TypeError, "expected int or bool, got {}", &*name_of(value)?));
    }
    let number = long::convert::PyLong_AsInt(Some(value))?;
    if number < 0 && field.kind != Kind::Int {
        return Err(raise!(ValueError, "value must be >= 0"));
    }
    let interp = interp();
    if field.name == "int_max_str_digits" {
        crate::modules::sys::set_int_max_str_digits(number)?;
    }
    // SAFETY: the field is a number.
    unsafe { interp.py_config.at::<c_int>(field.offset).write(number) };
    let flag = match field.sys {
        InSys::Flag(at) => Some((at, if field.kind == Kind::Bool { c_int::from(number != 0) } else { number })),
        InSys::NotFlag(at) => Some((at, c_int::from(number == 0))),
        _ if field.name == "int_max_str_digits" => Some((17, number)),
        _ => None,
    };
    if let Some((at, flag)) = flag {
        crate::modules::sys::structs::set_flag(at, flag)?;
    }
    let global = match field.name {
        "bytes_warning" => Some(&legacy::Py_BytesWarningFlag),
        "inspect" => Some(&legacy::Py_InspectFlag),
        "interactive" => Some(&legacy::Py_InteractiveFlag),
        "optimization_level" => Some(&legacy::Py_OptimizeFlag),
        "parser_debug" => Some(&legacy::Py_DebugFlag),
        "quiet" => Some(&legacy::Py_QuietFlag),
        "verbose" => Some(&legacy::Py_VerboseFlag),
        _ => None,
    };
    if let Some(global) = global {
        global.store(number, Ordering::Relaxed);
    }
    match field.name {
        "use_environment" => legacy::Py_IgnoreEnvironmentFlag.store(c_int::from(number == 0), Ordering::Relaxed),
        "write_bytecode" => {
            legacy::Py_DontWriteBytecodeFlag.store(c_int::from(number == 0), Ordering::Relaxed);
            sys::set(&*unicode::intern::intern_str("dont_write_bytecode")?, Some(&*long::from_i64(i64::from(number == 0))?))?;
        }
        _ => {}
    }
    Ok(())
}

// ---- dicts --------------------------------------------------------------------------------------------------------

fn put(dict: &PyDictObject, name: &str, value: Owned) -> Result<()> {
    dict.insert(&*unicode::from_str(name)?, &value)
}

/// All options of a configuration: a new dict.
#[capi(private)]
pub fn _PyConfig_AsDict(config: *const PyConfig) -> Result<Owned> {
    // SAFETY: C's word: a configuration.
    let Some(config) = (unsafe { config.as_ref() }) else { return Err(raise!(SystemError, "initialization config is NULL")) };
    let all = dict::new()?;
    for field in CONFIG {
        let value = object(config, field)?;
        let is_list = field.kind == Kind::List && field.name != "xoptions";
        put(&all, field.name, if is_list { tuple::from_iterable(&value)?.upcast() } else { value })?;
    }
    Ok(all.upcast())
}

/// The flags, what was settled before all else, and the interpreter's configuration: a new dict of dicts.
#[capi(private)]
pub fn _Py_GetConfigsAsDict() -> Result<Owned> {
    let (all, flags, settled) = (dict::new()?, dict::new()?, dict::new()?);
    let name = |name: &std::sync::atomic::AtomicPtr<std::ffi::c_char>| {
        let name = name.load(Ordering::Acquire);
        if name.is_null() {
            return Ok::<Owned, Raised>(crate::types::singletons::none());
        }
        // SAFETY: a C string that stays while the runtime is up.
        Ok(unicode::codecs::decode(unsafe { CStr::from_ptr(name) }.to_bytes(), None, None)?.upcast())
    };
    put(&flags, "Py_FileSystemDefaultEncoding", name(&legacy::Py_FileSystemDefaultEncoding)?)?;
    put(&flags, "Py_HasFileSystemDefaultEncoding", long::from_i64(0)?)?;
    put(&flags, "Py_FileSystemDefaultEncodeErrors", name(&legacy::Py_FileSystemDefaultEncodeErrors)?)?;
    put(&flags, "_Py_HasFileSystemDefaultEncodeErrors", long::from_i64(0)?)?;
    for (name, flag) in [
        ("Py_UTF8Mode", &legacy::Py_UTF8Mode),
        ("Py_DebugFlag", &legacy::Py_DebugFlag),
        ("Py_VerboseFlag", &legacy::Py_VerboseFlag),
        ("Py_QuietFlag", &legacy::Py_QuietFlag),
        ("Py_InteractiveFlag", &legacy::Py_InteractiveFlag),
        ("Py_InspectFlag", &legacy::Py_InspectFlag),
        ("Py_OptimizeFlag", &legacy::Py_OptimizeFlag),
        ("Py_NoSiteFlag", &legacy::Py_NoSiteFlag),
        ("Py_BytesWarningFlag", &legacy::Py_BytesWarningFlag),
        ("Py_FrozenFlag", &legacy::Py_FrozenFlag),
        ("Py_IgnoreEnvironmentFlag", &legacy::Py_IgnoreEnvironmentFlag),
        ("Py_DontWriteBytecodeFlag", &legacy::Py_DontWriteBytecodeFlag),
        ("Py_NoUserSiteDirectory", &legacy::Py_NoUserSiteDirectory),
        ("Py_UnbufferedStdioFlag", &legacy::Py_UnbufferedStdioFlag),
        ("Py_HashRandomizationFlag", &legacy::Py_HashRandomizationFlag),
        ("Py_IsolatedFlag", &legacy::Py_IsolatedFlag),
    ] {
        put(&flags, name, long::from_i64(i64::from(flag.load(Ordering::Relaxed)))?)?;
    }
    let values = preinit::settled();
    for (name, value) in [
        ("_config_init", values._config_init),
        ("parse_argv", values.parse_argv),
        ("isolated", values.isolated),
        ("use_environment", values.use_environment),
        ("configure_locale", values.configure_locale),
        ("coerce_c_locale", values.coerce_c_locale),
        ("coerce_c_locale_warn", values.coerce_c_locale_warn),
        ("utf8_mode", values.utf8_mode),
        ("dev_mode", values.dev_mode),
        ("allocator", values.allocator),
    ] {
        put(&settled, name, long::from_i64(i64::from(value))?)?;
    }
    put(&all, "global_config", flags.upcast())?;
    put(&all, "pre_config", settled.upcast())?;
    put(&all, "config", _PyConfig_AsDict(interp().py_config.get())?)?;
    Ok(all.upcast())
}

/// The name of an attribute that a start fills in, as the interpreter holds it.
pub fn attributes() -> impl Iterator<Item = (&'static str, &'static Field)> {
    CONFIG.iter().filter_map(|field| match field.sys {
        InSys::Attribute(name) => Some((name, field)),
        _ => None,
    })
}

/// Puts what the interpreter's configuration says into `sys`.
pub fn fill_sys() -> Result<()> {
    let config = interp().py_config.get();
    for (name, field) in attributes() {
        if name != "path" || config.module_search_paths_set != 0 {
            sys::set(&*unicode::intern::intern_str(name)?, Some(&*object(config, field)?))?;
        }
    }
    sys::set(&id::dont_write_bytecode, Some(&*from_bool(config.write_bytecode == 0)))
}
