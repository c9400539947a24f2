//! `PyConfig` as a host fills it: what it begins with, its strings, and its end.

use super::command_line::Words;
use super::fields::{CONFIG, Kind};
use super::status::{Step, error, status};
use super::wide::units;
use super::{COMPAT, ISOLATED, PYTHON, locale, preinit, wide};
use crate::layout::*;
use crate::types::long::text::DEFAULT_MAX_STR_DIGITS;
use exuvia_macros::capi;
use libc::wchar_t;
use std::ffi::{CStr, c_char, c_int};

/// Where a field of that kind stands.
fn place<T>(config: *mut PyConfig, offset: usize) -> *mut T {
    config.cast::<u8>().wrapping_add(offset).cast()
}

impl PyConfig {
    /// What a configuration of that kind begins with.
    pub fn new(kind: c_int) -> PyConfig {
        // SAFETY: numbers and pointers: zeros are a value.
        let zero: PyConfig = unsafe { std::mem::zeroed() };
        let compat = PyConfig {
            _config_init: COMPAT,
            isolated: -1,
            use_environment: -1,
            dev_mode: -1,
            install_signal_handlers: 1,
            use_hash_seed: -1,
            faulthandler: -1,
            tracemalloc: -1,
            perf_profiling: -1,
            remote_debug: -1,
            import_time: -1,
            code_debug_ranges: 1,
            site_import: -1,
            bytes_warning: -1,
            inspect: -1,
            interactive: -1,
            optimization_level: -1,
            parser_debug: -1,
            write_bytecode: -1,
            verbose: -1,
            quiet: -1,
            user_site_directory: -1,
            buffered_stdio: -1,
            use_frozen_modules: 1,
            int_max_str_digits: -1,
            cpu_count: -1,
            pathconfig_warnings: -1,
            _install_importlib: 1,
            _init_main: 1,
            ..zero
        };
        if kind == COMPAT {
            return compat;
        }
        let python = PyConfig {
            _config_init: PYTHON,
            isolated: 0,
            use_environment: 1,
            site_import: 1,
            bytes_warning: 0,
            inspect: 0,
            interactive: 0,
            optimization_level: 0,
            parser_debug: 0,
            write_bytecode: 1,
            verbose: 0,
            quiet: 0,
            user_site_directory: 1,
            buffered_stdio: 1,
            pathconfig_warnings: 1,
            configure_c_stdio: 1,
            parse_argv: 1,
            ..compat
        };
        if kind == PYTHON {
            return python;
        }
        PyConfig {
            _config_init: ISOLATED,
            isolated: 1,
            use_environment: 0,
            user_site_directory: 0,
            dev_mode: 0,
            install_signal_handlers: 0,
            use_hash_seed: 0,
            tracemalloc: 0,
            perf_profiling: 0,
            int_max_str_digits: DEFAULT_MAX_STR_DIGITS,
            safe_path: 1,
            pathconfig_warnings: 0,
            configure_c_stdio: 0,
            parse_argv: 0,
            ..python
        }
    }

    /// A copy with strings of its own.
    pub fn copy(&self) -> Step<PyConfig> {
        const FUNCTION: &CStr = c"_PyConfig_Copy";
        let mut copy = *self;
        copy.forget_strings();
        for field in CONFIG {
            let made = match field.kind {
                Kind::Text | Kind::OptionalText => {
                    let from: *mut *mut wchar_t = place((&raw const *self).cast_mut(), field.offset);
                    // SAFETY: the field is a string, or NULL.
                    unsafe { wide::set(&mut *place(&mut copy, field.offset), units(*from), FUNCTION) }
                }
                Kind::List => {
                    let from: *mut PyWideStringList = place((&raw const *self).cast_mut(), field.offset);
                    // SAFETY: the field is a list.
                    unsafe { (*place::<PyWideStringList>(&mut copy, field.offset)).assign((*from).iter(), FUNCTION) }
                }
                _ => Ok(()),
            };
            if let Err(status) = made {
                copy.clear();
                return Err(status);
            }
        }
        Ok(copy)
    }

    /// Leaves NULL where strings and lists stand: they are somebody else's.
    fn forget_strings(&mut self) {
        for field in CONFIG {
            match field.kind {
                // SAFETY: the field is a string.
                Kind::Text | Kind::OptionalText => unsafe { place::<*mut wchar_t>(self, field.offset).write(std::ptr::null_mut()) },
                // SAFETY: the field is a list.
                Kind::List => unsafe { place::<PyWideStringList>(self, field.offset).write(PyWideStringList::EMPTY) },
                _ => {}
            }
        }
    }

    /// Frees strings and lists.
    pub fn clear(&mut self) {
        for field in CONFIG {
            match field.kind {
                // SAFETY: the field is a string.
                Kind::Text | Kind::OptionalText => wide::free(unsafe { &mut *place(self, field.offset) }),
                // SAFETY: the field is a list.
                Kind::List => unsafe { (*place::<PyWideStringList>(self, field.offset)).clear() },
                _ => {}
            }
        }
    }
}

fn write(config: *mut PyConfig, kind: c_int) {
    if !config.is_null() {
        // SAFETY: C's word: a place to write to.
        unsafe { config.write(PyConfig::new(kind)) };
    }
}

/// Writes what a start in the Python style begins with: as the `python` program does.
#[capi]
pub fn PyConfig_InitPythonConfig(config: *mut PyConfig) {
    write(config, PYTHON);
}

/// Writes what an isolated start begins with: no environment, no command line.
#[capi]
pub fn PyConfig_InitIsolatedConfig(config: *mut PyConfig) {
    write(config, ISOLATED);
}

/// Writes what a start in the old style begins with: as `Py_Initialize` does.
#[capi(private)]
pub fn _PyConfig_InitCompatConfig(config: *mut PyConfig) {
    write(config, COMPAT);
}

/// Frees what the configuration holds.
#[capi]
pub fn PyConfig_Clear(config: *mut PyConfig) {
    // SAFETY: C's word: a configuration, or NULL.
    if let Some(config) = unsafe { config.as_mut() } {
        config.clear();
    }
}

/// Runs a step on a configuration that is there.
fn on(config: *mut PyConfig, function: &'static CStr, step: impl FnOnce(&mut PyConfig) -> Step) -> PyStatus {
    // SAFETY: C's word: a configuration, or NULL.
    match unsafe { config.as_mut() } {
        Some(config) => status(step(config)),
        None => error(Some(function), c"initialization config is NULL"),
    }
}

/// Puts a copy of a string in a field of the configuration; NULL for NULL. What comes before all else is settled.
#[capi]
pub fn PyConfig_SetString(config: *mut PyConfig, config_str: *mut *mut wchar_t, text: *const wchar_t) -> PyStatus {
    const FUNCTION: &CStr = c"PyConfig_SetString";
    on(config, FUNCTION, |config| {
        preinit::settle_for(config, None)?;
        // SAFETY: C's word: a field, and a string or NULL.
        match unsafe { config_str.as_mut() } {
            // SAFETY: as above.
            Some(place) => wide::set(place, unsafe { units(text) }, FUNCTION),
            None => Ok(()),
        }
    })
}

/// As `PyConfig_SetString`, of bytes in the locale's encoding.
#[capi]
pub fn PyConfig_SetBytesString(config: *mut PyConfig, config_str: *mut *mut wchar_t, text: *const c_char) -> PyStatus {
    const FUNCTION: &CStr = c"config_set_bytes_string";
    on(config, FUNCTION, |config| {
        preinit::settle_for(config, None)?;
        // SAFETY: C's word: a field, and a string or NULL.
        let Some(place) = (unsafe { config_str.as_mut() }) else { return Ok(()) };
        // SAFETY: as above.
        let text = (!text.is_null()).then(|| locale::decode(unsafe { CStr::from_ptr(text) }.to_bytes()));
        wide::set(place, text.as_deref(), FUNCTION)
    })
}

fn set_arguments(config: &mut PyConfig, words: &Words) -> Step {
    preinit::settle_for(config, Some(words))?;
    let words = words.text();
    config.argv.assign(words.iter().map(Vec::as_slice), c"PyConfig_SetArgv")
}

/// Sets the arguments from bytes in the locale's encoding. What comes before all else is settled, by them.
#[capi]
pub fn PyConfig_SetBytesArgv(config: *mut PyConfig, argc: isize, argv: *const *mut c_char) -> PyStatus {
    // SAFETY: C's word: so many C strings.
    on(config, c"PyConfig_SetBytesArgv", |config| set_arguments(config, &unsafe { Words::of_bytes(argc, argv) }))
}

/// Sets the arguments. What comes before all else is settled, by them.
#[capi]
pub fn PyConfig_SetArgv(config: *mut PyConfig, argc: isize, argv: *const *mut wchar_t) -> PyStatus {
    // SAFETY: C's word: so many wide strings.
    on(config, c"PyConfig_SetArgv", |config| set_arguments(config, &unsafe { Words::of_wide(argc, argv) }))
}

/// Puts copies of strings in a list of the configuration. What comes before all else is settled.
#[capi]
pub fn PyConfig_SetWideStringList(config: *mut PyConfig, list: *mut PyWideStringList, length: isize, items: *mut *mut wchar_t) -> PyStatus {
    const FUNCTION: &CStr = c"PyConfig_SetWideStringList";
    on(config, FUNCTION, |config| {
        preinit::settle_for(config, None)?;
        let from = PyWideStringList { length, items };
        // SAFETY: C's word: a list.
        match unsafe { list.as_mut() } {
            Some(list) => list.assign(from.iter(), FUNCTION),
            None => Ok(()),
        }
    })
}

/// Decides what is open, but for paths: from the arguments, the environment and the flags.
#[capi]
pub fn PyConfig_Read(config: *mut PyConfig) -> PyStatus {
    on(config, c"PyConfig_Read", super::read::read)
}
