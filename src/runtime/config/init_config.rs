//! `PyInitConfig` (PEP 741): a configuration by names, in UTF-8, that no struct ties to a version.

use super::fields::{Field, Kind, find};
use super::status::{PyStatus_Exception, PyStatus_IsError, error, exit_code};
use super::{ISOLATED, wide};
use crate::layout::*;
use crate::runtime::lifecycle;
use exuvia_macros::capi;
use libc::wchar_t;
use std::ffi::{CStr, CString, c_char, c_int, c_ulong};
use std::ptr::null;

/// A module that an initialization adds to the table.
type Init = unsafe extern "C" fn() -> *mut PyObject;

/// A configuration in the making.
pub struct PyInitConfig {
    preconfig: PyPreConfig,
    config: PyConfig,
    modules: Vec<(CString, Option<Init>)>,
    status: Option<PyStatus>,
    /// The text of the last error, for C.
    message: CString,
}

impl Drop for PyInitConfig {
    fn drop(&mut self) {
        self.config.clear();
    }
}

/// Why a call failed.
type Refused = &'static CStr;

impl PyInitConfig {
    fn place<T>(&mut self, field: &Field, early: bool) -> *mut T {
        let start = if early { (&raw mut self.preconfig).cast::<u8>() } else { (&raw mut self.config).cast() };
        start.wrapping_add(field.offset).cast()
    }
    /// 0, or -1 and the error kept.
    fn finish(&mut self, result: Result<(), Refused>) -> c_int {
        match result {
            Ok(()) => 0,
            Err(why) => {
                self.status = Some(error(None, why));
                -1
            }
        }
    }
    fn set_number(&mut self, field: &Field, early: bool, value: i64) -> Result<(), Refused> {
        match field.kind {
            Kind::Int => {
                let value = c_int::try_from(value).map_err(|_| c"config option value is out of int range")?;
                // SAFETY: the field is an int.
                unsafe { *self.place::<c_int>(field, early) = value };
            }
            Kind::UInt | Kind::Bool => {
                let value = u32::try_from(value).map_err(|_| c"config option value is out of unsigned int range")?;
                // SAFETY: as above.
                unsafe { *self.place::<u32>(field, early) = value };
            }
            Kind::ULong => {
                let value = c_ulong::try_from(value).map_err(|_| c"config option value is out of unsigned long range")?;
                // SAFETY: the field is an unsigned long.
                unsafe { *self.place::<c_ulong>(field, early) = value };
            }
            _ => return Err(c"config option type is not int"),
        }
        // What both structs have is said to both.
        match field.name {
            "isolated" => self.preconfig.isolated = self.config.isolated,
            "use_environment" => self.preconfig.use_environment = self.config.use_environment,
            "dev_mode" => self.preconfig.dev_mode = self.config.dev_mode,
            "parse_argv" => self.preconfig.parse_argv = self.config.parse_argv,
            _ => {}
        }
        Ok(())
    }
}

fn named(name: &CStr) -> Result<(&'static Field, bool), Refused> {
    find(name.to_bytes()).ok_or(c"unknown config option name")
}

/// UTF-8 as wide text.
///
/// # Safety
/// A C string.
unsafe fn widen(text: *const c_char) -> Result<Vec<wchar_t>, Refused> {
    // SAFETY: the caller's word.
    let text = unsafe { CStr::from_ptr(text) }.to_str().map_err(|_| c"decoding error")?;
    Ok(text.chars().map(|c| c as wchar_t).collect())
}

/// Wide text as a C string of `malloc`'s; NULL where there is no memory.
fn narrow(text: &[wchar_t]) -> *mut c_char {
    let mut bytes = Vec::with_capacity(text.len() + 1);
    for c in text {
        crate::types::unicode::utf8::push(&mut bytes, *c as u32);
    }
    bytes.push(0);
    // SAFETY: a block of that size.
    unsafe {
        let block = libc::malloc(bytes.len()).cast::<u8>();
        if !block.is_null() {
            block.copy_from_nonoverlapping(bytes.as_ptr(), bytes.len());
        }
        block.cast()
    }
}

/// The configuration, which C says is there.
///
/// # Safety
/// NULL, or what `PyInitConfig_Create` made.
unsafe fn on(config: *mut PyInitConfig, act: impl FnOnce(&mut PyInitConfig) -> Result<(), Refused>) -> c_int {
    // SAFETY: the caller's word.
    match unsafe { config.as_mut() } {
        Some(config) => {
            let result = act(config);
            config.finish(result)
        }
        None => -1,
    }
}

/// A new configuration, isolated; NULL where there is no memory. `PyInitConfig_Free` frees it.
#[capi]
pub fn PyInitConfig_Create() -> *mut PyInitConfig {
    Box::into_raw(Box::new(PyInitConfig {
        preconfig: PyPreConfig::new(ISOLATED),
        config: PyConfig::new(ISOLATED),
        modules: Vec::new(),
        status: None,
        message: CString::default(),
    }))
}

/// Frees a configuration; does nothing for NULL.
#[capi]
pub fn PyInitConfig_Free(config: *mut PyInitConfig) {
    if !config.is_null() {
        // SAFETY: C's word: from PyInitConfig_Create, and not used again.
        drop(unsafe { Box::from_raw(config) });
    }
}

/// Whether the last call failed: 1 and why, or 0 and NULL. The text stays until the next call.
#[capi]
pub fn PyInitConfig_GetError(config: *mut PyInitConfig, err_msg: *mut *const c_char) -> c_int {
    // SAFETY: C's word.
    let Some(config) = (unsafe { config.as_mut() }) else { return 0 };
    let text = match config.status {
        Some(status) if PyStatus_IsError(status) != 0 => {
            // SAFETY: messages are C strings that stay.
            Some(if status.err_msg.is_null() { String::new() } else { unsafe { CStr::from_ptr(status.err_msg) }.to_string_lossy().into_owned() })
        }
        Some(status) => exit_code(&status).map(|code| format!("exit code {code}")),
        None => None,
    };
    let failed = text.is_some();
    let mut shown = null();
    if let Some(text) = text {
        config.message = CString::new(text).unwrap_or_default();
        shown = config.message.as_ptr();
    }
    if !err_msg.is_null() {
        // SAFETY: C's word: a place to write to.
        unsafe { *err_msg = shown };
    }
    c_int::from(failed)
}

/// Whether the initialization asked that the process exit: 1 and the exit status, or 0.
#[capi]
pub fn PyInitConfig_GetExitCode(config: *mut PyInitConfig, exitcode: *mut c_int) -> c_int {
    // SAFETY: C's word.
    let code = unsafe { config.as_ref() }.and_then(|config| config.status.as_ref()).and_then(exit_code);
    if let (Some(code), false) = (code, exitcode.is_null()) {
        // SAFETY: C's word: a place to write to.
        unsafe { *exitcode = code };
    }
    c_int::from(code.is_some())
}

/// Whether there is an option of that name.
#[capi]
pub fn PyInitConfig_HasOption(_config: *mut PyInitConfig, name: &CStr) -> c_int {
    c_int::from(find(name.to_bytes()).is_some())
}

/// The value of an option that is a number: 0, or -1 and an error.
#[capi]
pub fn PyInitConfig_GetInt(config: *mut PyInitConfig, name: &CStr, value: *mut i64) -> c_int {
    // SAFETY: C's word.
    unsafe {
        on(config, |config| {
            let (field, early) = named(name)?;
            let found = match field.kind {
                Kind::Int | Kind::UInt | Kind::Bool => i64::from(*config.place::<c_int>(field, early)),
                Kind::ULong => {
                    let found = *config.place::<c_ulong>(field, early);
                    i64::try_from(found).map_err(|_| c"config option value doesn't fit into int64_t")?
                }
                _ => return Err(c"config option type is not int"),
            };
            if !value.is_null() {
                *value = found;
            }
            Ok(())
        })
    }
}

/// The value of an option that is a string, which `free` frees, or NULL: 0, or -1 and an error.
#[capi]
pub fn PyInitConfig_GetStr(config: *mut PyInitConfig, name: &CStr, value: *mut *mut c_char) -> c_int {
    // SAFETY: C's word.
    unsafe {
        on(config, |config| {
            let (field, early) = named(name)?;
            if !matches!(field.kind, Kind::Text | Kind::OptionalText) {
                return Err(c"config option type is not string");
            }
            let found = match wide::units(*config.place::<*mut wchar_t>(field, early)) {
                None => std::ptr::null_mut(),
                Some(text) => match narrow(text) {
                    block if block.is_null() => return Err(c"memory allocation failed"),
                    block => block,
                },
            };
            if value.is_null() {
                libc::free(found.cast());
            } else {
                *value = found;
            }
            Ok(())
        })
    }
}

/// The value of an option that is a list of strings, which `PyInitConfig_FreeStrList` frees: 0, or -1 and an error.
#[capi]
pub fn PyInitConfig_GetStrList(config: *mut PyInitConfig, name: &CStr, length: *mut usize, items: *mut *mut *mut c_char) -> c_int {
    // SAFETY: C's word.
    unsafe {
        on(config, |config| {
            let (field, early) = named(name)?;
            if field.kind != Kind::List {
                return Err(c"config option type is not string list");
            }
            let list = &*config.place::<PyWideStringList>(field, early);
            let count = list.iter().len();
            let block = libc::calloc(count.max(1), size_of::<*mut c_char>()).cast::<*mut c_char>();
            if block.is_null() {
                return Err(c"memory allocation failed");
            }
            for (at, item) in list.iter().enumerate() {
                let copy = narrow(item);
                if copy.is_null() {
                    PyInitConfig_FreeStrList(at, block);
                    return Err(c"memory allocation failed");
                }
                *block.add(at) = copy;
            }
            if length.is_null() || items.is_null() {
                PyInitConfig_FreeStrList(count, block);
                return Ok(());
            }
            *length = count;
            *items = block;
            Ok(())
        })
    }
}

/// Frees a list that `PyInitConfig_GetStrList` gave.
#[capi]
pub fn PyInitConfig_FreeStrList(length: usize, items: *mut *mut c_char) {
    if items.is_null() {
        return;
    }
    // SAFETY: C's word: so many blocks of malloc's, in one.
    unsafe {
        for at in 0..length {
            libc::free((*items.add(at)).cast());
        }
        libc::free(items.cast());
    }
}

/// Sets an option that is a number: 0, or -1 and an error.
#[capi]
pub fn PyInitConfig_SetInt(config: *mut PyInitConfig, name: &CStr, value: i64) -> c_int {
    // SAFETY: C's word.
    unsafe {
        on(config, |config| {
            let (field, early) = named(name)?;
            config.set_number(field, early, value)
        })
    }
}

/// Sets an option that is a string, of UTF-8, or NULL where it may be missing: 0, or -1 and an error.
#[capi]
pub fn PyInitConfig_SetStr(config: *mut PyInitConfig, name: &CStr, value: *const c_char) -> c_int {
    // SAFETY: C's word.
    unsafe {
        on(config, |config| {
            let (field, early) = named(name)?;
            let text = match (field.kind, value.is_null()) {
                (Kind::OptionalText, true) => None,
                (Kind::Text, true) => return Err(c"config option string cannot be NULL"),
                (Kind::Text | Kind::OptionalText, false) => Some(widen(value)?),
                _ => return Err(c"config option type is not string"),
            };
            let place = config.place::<*mut wchar_t>(field, early);
            wide::set(&mut *place, text.as_deref(), c"PyInitConfig_SetStr").map_err(|_| c"memory allocation failed")
        })
    }
}

/// Sets an option that is a list of strings, of UTF-8: 0, or -1 and an error.
#[capi]
pub fn PyInitConfig_SetStrList(config: *mut PyInitConfig, name: &CStr, length: usize, items: *const *mut c_char) -> c_int {
    // SAFETY: C's word.
    unsafe {
        on(config, |config| {
            let (field, early) = named(name)?;
            if field.kind != Kind::List {
                return Err(c"config option type is not strings list");
            }
            let mut texts = Vec::new();
            for at in 0..if items.is_null() { 0 } else { length } {
                texts.push(widen(*items.add(at))?);
            }
            let list = &mut *config.place::<PyWideStringList>(field, early);
            list.assign(texts.iter().map(Vec::as_slice), c"PyInitConfig_SetStrList").map_err(|_| c"memory allocation failed")?;
            if field.name == "module_search_paths" {
                config.config.module_search_paths_set = 1;
            }
            Ok(())
        })
    }
}

/// Adds a module that is part of the program, when the runtime starts: 0, or -1 and an error. The name is copied.
#[capi]
pub fn PyInitConfig_AddModule(config: *mut PyInitConfig, name: &CStr, initfunc: Option<Init>) -> c_int {
    // SAFETY: C's word.
    unsafe {
        on(config, |config| {
            config.modules.push((name.to_owned(), initfunc));
            Ok(())
        })
    }
}

/// Starts the runtime: 0, or -1 and an error, or an exit status.
#[capi]
pub fn Py_InitializeFromInitConfig(config: *mut PyInitConfig) -> c_int {
    // SAFETY: C's word.
    let Some(config) = (unsafe { config.as_mut() }) else { return -1 };
    for (name, init) in std::mem::take(&mut config.modules) {
        // The table keeps the name as long as the process lives.
        if crate::import::inittab::PyImport_AppendInittab(name.into_raw(), init) < 0 {
            return config.finish(Err(c"failed to add a module to the table"));
        }
    }
    let mut status = super::preinit::Py_PreInitialize(&config.preconfig);
    if PyStatus_Exception(status) == 0 {
        status = lifecycle::Py_InitializeFromConfig(&config.config);
    }
    config.status = Some(status);
    -c_int::from(PyStatus_Exception(status) != 0)
}
