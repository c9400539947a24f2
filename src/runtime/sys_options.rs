//! `PySys_*` of what a host sets before or after start-up: the path, the arguments, `-W` and `-X` options.

use crate::layout::*;
use crate::object::{Owned, id};
use crate::raise;
use crate::runtime::config::status::Step;
use crate::runtime::config::{held, legacy, wide};
use crate::runtime::errors::{Raised, Result};
use crate::runtime::sync::{AcrossFork, Mutex};
use crate::runtime::{sys, thread_state};
use crate::types::{dict, list, unicode};
use exuvia_macros::capi;
use libc::wchar_t;
use std::ffi::{CStr, c_int};

/// Options that came before the runtime started.
struct Early {
    warnings: Vec<Vec<wchar_t>>,
    options: Vec<Vec<wchar_t>>,
}

/// The lock here, as a fork needs it.
pub fn lock() -> &'static dyn AcrossFork {
    &EARLY
}

static EARLY: Mutex<Early> = Mutex::new(Early { warnings: Vec::new(), options: Vec::new() });

/// The text of a wide string; nothing for NULL.
///
/// # Safety
/// NULL or a wide string that ends with a zero.
unsafe fn units(text: *const wchar_t) -> Vec<wchar_t> {
    // SAFETY: the caller's word.
    unsafe { wide::units(text) }.unwrap_or(&[]).to_vec()
}

/// Moves the `-X` options that came early to those of a configuration.
pub fn add_early_x_options(options: &mut PyWideStringList) -> Step {
    let early = std::mem::take(&mut EARLY.lock().options);
    early.iter().try_for_each(|option| options.push(option, c"_PySys_ReadPreInitXOptions"))
}

/// Takes the `-W` options that came early.
pub fn early_warnings() -> Vec<Vec<wchar_t>> {
    std::mem::take(&mut EARLY.lock().warnings)
}

/// `-X` options as a new dict.
pub fn x_options_dict(options: &PyWideStringList) -> Result<Owned<PyDictObject>> {
    let all = dict::new()?;
    for option in options.iter() {
        add_x_option(&all, option)?;
    }
    Ok(all)
}

/// Adds `name` or `name=value`.
fn add_x_option(options: &PyDictObject, option: &[wchar_t]) -> Result<()> {
    let (name, value) = crate::runtime::config::command_line::split(option);
    let value = match value {
        Some(value) => held::text(value)?,
        None => crate::types::bool::from_bool(true),
    };
    options.insert(&*held::text(name)?, &value)
}

fn warn_options() -> Result<Owned<PyListObject>> {
    if let Some(Ok(options)) = sys::get(&id::warnoptions)?.map(Owned::downcast::<PyListObject>) {
        return Ok(options);
    }
    let options = list::new()?;
    sys::set(&id::warnoptions, Some(&options))?;
    Ok(options)
}

/// Ends an entry that cannot report what failed.
fn settle(result: Result<()>) {
    if let Err(raised) = result {
        Raised::clear(raised);
    }
}

/// Adds a `-W` option, for the interpreter or, before start-up, for the one that starts.
#[capi(private)]
pub fn PySys_AddWarnOption(option: *const wchar_t) {
    // SAFETY: C's word.
    let option = unsafe { units(option) };
    if thread_state::try_thread().is_none() {
        EARLY.lock().warnings.push(option);
        return;
    }
    settle(held::text(&option).and_then(|option| warn_options()?.append(&option)));
}

/// Adds a `-W` option.
#[capi(private)]
pub fn PySys_AddWarnOptionUnicode(option: &PyObject) {
    settle(warn_options().and_then(|options| options.append(option)));
}

/// Whether there are `-W` options.
#[capi(private)]
pub fn PySys_HasWarnOptions() -> c_int {
    let count = match thread_state::try_thread() {
        None => EARLY.lock().warnings.len(),
        Some(_) => warn_options().map_or_else(
            |raised| {
                raised.clear();
                0
            },
            |options| options.len(),
        ),
    };
    c_int::from(count > 0)
}

/// Drops all `-W` options.
#[capi]
pub fn PySys_ResetWarnOptions() {
    if thread_state::try_thread().is_none() {
        EARLY.lock().warnings.clear();
        return;
    }
    settle(warn_options().map(|options| options.clear()));
}

/// Adds a `-X` option, for the interpreter or, before start-up, for the one that starts.
#[capi(private)]
pub fn PySys_AddXOption(option: *const wchar_t) {
    // SAFETY: C's word.
    let option = unsafe { units(option) };
    if thread_state::try_thread().is_none() {
        EARLY.lock().options.push(option);
        return;
    }
    let add = || {
        let options = match sys::get(&id::_xoptions)?.map(Owned::downcast::<PyDictObject>) {
            Some(Ok(options)) => options,
            _ => {
                let options = dict::new()?;
                sys::set(&id::_xoptions, Some(&options))?;
                options
            }
        };
        add_x_option(&options, &option)
    };
    settle(add());
}

/// Sets `sys.path` to the directories of a path, which colons separate.
#[capi(private)]
pub fn PySys_SetPath(path: *const wchar_t) {
    // SAFETY: C's word.
    let path = unsafe { units(path) };
    let set = || {
        let entries = list::new()?;
        for entry in path.split(|c| *c == wchar_t::from(b':')) {
            entries.push(held::text(entry)?)?;
        }
        sys::set(&id::path, Some(&entries))
    };
    if let Err(raised) = set() {
        drop(raised);
        crate::runtime::fatal::fatal("PySys_SetPath", "can't assign sys.path");
    }
}

/// Sets `sys.argv`; with `updatepath` the script's folder goes before `sys.path`.
#[capi]
pub fn PySys_SetArgvEx(argc: c_int, argv: *mut *mut wchar_t, updatepath: c_int) {
    let set = || {
        let arguments = list::new()?;
        let count = if argv.is_null() { 0 } else { usize::try_from(argc).unwrap_or(0) };
        for i in 0..count {
            // SAFETY: C's word: so many wide strings.
            arguments.push(held::text(&unsafe { units(*argv.add(i)) })?)?;
        }
        if count == 0 {
            arguments.push(held::text(&[])?)?;
        }
        sys::set(&id::argv, Some(&arguments))?;
        if updatepath != 0
            && let Some(first) = arguments.get(0)
            && let Some(Ok(path)) = sys::get(&id::path)?.map(Owned::downcast::<PyListObject>)
        {
            path.insert(0, &*unicode::from_str(&folder(&first.str()?.to_lossy()))?)?;
        }
        Ok::<(), Raised>(())
    };
    if let Err(raised) = set() {
        drop(raised);
        crate::runtime::fatal::fatal("PySys_SetArgvEx", "can't assign sys.argv");
    }
}

/// The folder of a script, by its real path; nothing for a program without a script.
fn folder(script: &str) -> String {
    if script.is_empty() || script == "-c" {
        return String::new();
    }
    let script = std::path::Path::new(script);
    let real = std::fs::canonicalize(script).unwrap_or_else(|_| script.to_owned());
    real.parent().map_or(String::new(), |parent| parent.to_string_lossy().into_owned())
}

/// As `PySys_SetArgvEx`, with the script's folder on the path unless the program is isolated.
#[capi]
pub fn PySys_SetArgv(argc: c_int, argv: *mut *mut wchar_t) {
    PySys_SetArgvEx(argc, argv, c_int::from(legacy::Py_IsolatedFlag.load(std::sync::atomic::Ordering::Relaxed) == 0));
}

// ---- attributes that somebody counts on ---------------------------------------------------------------------------

fn required(name: &PyUnicodeObject) -> Result<Owned> {
    sys::get(name)?.ok_or_else(|| raise!(RuntimeError, "lost sys.{}", name.to_lossy()))
}

/// An attribute of the sys module, new; `RuntimeError` where it is missing.
#[capi(private)]
pub fn _PySys_GetRequiredAttr(name: &PyObject) -> Result<Owned> {
    match name.downcast::<PyUnicodeObject>() {
        Some(name) => required(name),
        None => Err(raise!(TypeError, "attribute name must be string, not '{}'", name.ty().name())),
    }
}

/// As `_PySys_GetRequiredAttr`, with the name in UTF-8.
#[capi(private)]
pub fn _PySys_GetRequiredAttrString(name: &CStr) -> Result<Owned> {
    required(&*unicode::codecs::decode(name.to_bytes(), None, None)?)
}

fn optional(name: &PyUnicodeObject, value: *mut *mut PyObject) -> Result<bool> {
    let found = sys::get(name);
    let (pointer, result) = match found {
        Ok(Some(found)) => (found.into_ptr(), Ok(true)),
        Ok(None) => (std::ptr::null_mut(), Ok(false)),
        Err(raised) => (std::ptr::null_mut(), Err(raised)),
    };
    if !value.is_null() {
        // SAFETY: C's word: a place to write to.
        unsafe { *value = pointer };
    }
    result
}

/// 1 and an attribute of the sys module, new; 0 and NULL where it is missing; -1 with an exception.
#[capi(private)]
pub fn _PySys_GetOptionalAttr(name: &PyObject, value: *mut *mut PyObject) -> Result<bool> {
    match name.downcast::<PyUnicodeObject>() {
        Some(name) => optional(name, value),
        None => Err(raise!(TypeError, "attribute name must be string, not '{}'", name.ty().name())),
    }
}

/// As `_PySys_GetOptionalAttr`, with the name in UTF-8.
#[capi(private)]
pub fn _PySys_GetOptionalAttrString(name: &CStr, value: *mut *mut PyObject) -> Result<bool> {
    optional(&*unicode::codecs::decode(name.to_bytes(), None, None)?, value)
}
