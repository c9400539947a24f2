//! Configuration by variables and functions that a host sets before start-up: what there was before `PyConfig`.
//!
//! The flags are read by starts that say nothing of their own, and written by every start. The functions that give paths answer with
//! those of the running interpreter.

use super::wide;
use crate::layout::{PyConfig, PyPreConfig};
use crate::runtime::config;
use crate::runtime::sync::{AcrossFork, Mutex};
use exuvia_macros::capi;
use libc::wchar_t;
use std::ffi::{c_char, c_int};
use std::ptr::null_mut;
use std::sync::atomic::{AtomicI32, AtomicPtr, Ordering};

macro_rules! flags {
    ($($(#[$doc:meta])* $name:ident = $value:expr;)*) => { $(
        $(#[$doc])*
        #[capi]
        pub static $name: AtomicI32 = AtomicI32::new($value);
    )* };
}
flags! {
    /// `-d`
    Py_DebugFlag = 0;
    /// `-v`
    Py_VerboseFlag = 0;
    /// `-q`
    Py_QuietFlag = 0;
    /// `-i`
    Py_InteractiveFlag = 0;
    /// `-i`
    Py_InspectFlag = 0;
    /// `-O`
    Py_OptimizeFlag = 0;
    /// `-S`
    Py_NoSiteFlag = 0;
    /// `-b`
    Py_BytesWarningFlag = 0;
    /// No warnings about paths.
    Py_FrozenFlag = 0;
    /// `-E`
    Py_IgnoreEnvironmentFlag = 0;
    /// `-B`
    Py_DontWriteBytecodeFlag = 0;
    /// `-s`
    Py_NoUserSiteDirectory = 0;
    /// `-u`
    Py_UnbufferedStdioFlag = 0;
    /// Hashes differ from process to process.
    Py_HashRandomizationFlag = 0;
    /// `-I`
    Py_IsolatedFlag = 0;
    /// Text from the outside is UTF-8.
    Py_UTF8Mode = 0;
    /// Whether the encoding of file names is the host's.
    Py_HasFileSystemDefaultEncoding = 0;
}

/// The encoding of file names while the runtime is up, or NULL.
#[capi]
pub static Py_FileSystemDefaultEncoding: AtomicPtr<c_char> = AtomicPtr::new(null_mut());
/// Its error handler while the runtime is up, or NULL.
#[capi]
pub static Py_FileSystemDefaultEncodeErrors: AtomicPtr<c_char> = AtomicPtr::new(null_mut());

fn take(field: &mut c_int, flag: &AtomicI32) {
    if *field == -1 {
        *field = flag.load(Ordering::Relaxed);
    }
}
fn take_not(field: &mut c_int, flag: &AtomicI32) {
    if *field == -1 {
        *field = c_int::from(flag.load(Ordering::Relaxed) == 0);
    }
}
fn give(field: c_int, flag: &AtomicI32) {
    if field != -1 {
        flag.store(field, Ordering::Relaxed);
    }
}
fn give_not(field: c_int, flag: &AtomicI32) {
    if field != -1 {
        flag.store(c_int::from(field == 0), Ordering::Relaxed);
    }
}

impl PyPreConfig {
    /// Takes the flags where nothing was said; for a start in the old style.
    pub fn take_flags(&mut self) {
        if self._config_init == config::COMPAT {
            take(&mut self.isolated, &Py_IsolatedFlag);
            take_not(&mut self.use_environment, &Py_IgnoreEnvironmentFlag);
            let utf8 = Py_UTF8Mode.load(Ordering::Relaxed);
            if utf8 > 0 {
                self.utf8_mode = utf8;
            }
        }
    }
    /// Lets the flags say what was settled.
    pub fn give_flags(&self) {
        give(self.isolated, &Py_IsolatedFlag);
        give_not(self.use_environment, &Py_IgnoreEnvironmentFlag);
        give(self.utf8_mode, &Py_UTF8Mode);
    }
}

impl PyConfig {
    /// Takes the flags where nothing was said; for a start in the old style.
    pub fn take_flags(&mut self) {
        if self._config_init == config::COMPAT {
            take(&mut self.isolated, &Py_IsolatedFlag);
            take_not(&mut self.use_environment, &Py_IgnoreEnvironmentFlag);
            take(&mut self.bytes_warning, &Py_BytesWarningFlag);
            take(&mut self.inspect, &Py_InspectFlag);
            take(&mut self.interactive, &Py_InteractiveFlag);
            take(&mut self.optimization_level, &Py_OptimizeFlag);
            take(&mut self.parser_debug, &Py_DebugFlag);
            take(&mut self.verbose, &Py_VerboseFlag);
            take(&mut self.quiet, &Py_QuietFlag);
            take_not(&mut self.pathconfig_warnings, &Py_FrozenFlag);
            take_not(&mut self.buffered_stdio, &Py_UnbufferedStdioFlag);
            take_not(&mut self.site_import, &Py_NoSiteFlag);
            take_not(&mut self.write_bytecode, &Py_DontWriteBytecodeFlag);
            take_not(&mut self.user_site_directory, &Py_NoUserSiteDirectory);
        }
    }
    /// Lets the flags say what was settled.
    pub fn give_flags(&self) {
        give(self.isolated, &Py_IsolatedFlag);
        give_not(self.use_environment, &Py_IgnoreEnvironmentFlag);
        give(self.bytes_warning, &Py_BytesWarningFlag);
        give(self.inspect, &Py_InspectFlag);
        give(self.interactive, &Py_InteractiveFlag);
        give(self.optimization_level, &Py_OptimizeFlag);
        give(self.parser_debug, &Py_DebugFlag);
        give(self.verbose, &Py_VerboseFlag);
        give(self.quiet, &Py_QuietFlag);
        give_not(self.pathconfig_warnings, &Py_FrozenFlag);
        give_not(self.buffered_stdio, &Py_UnbufferedStdioFlag);
        give_not(self.site_import, &Py_NoSiteFlag);
        give_not(self.write_bytecode, &Py_DontWriteBytecodeFlag);
        give_not(self.user_site_directory, &Py_NoUserSiteDirectory);
        give(c_int::from(self.use_hash_seed == 0 || self.hash_seed != 0), &Py_HashRandomizationFlag);
    }
}

/// Names a C string of the encoding and one of the error handler to C, or none when the runtime ends.
pub fn set_file_system_encoding(names: Option<(&[wchar_t], &[wchar_t])>) {
    let (encoding, errors) = names.map_or((&[][..], &[][..]), |names| names);
    for (place, name) in [(&Py_FileSystemDefaultEncoding, encoding), (&Py_FileSystemDefaultEncodeErrors, errors)] {
        let bytes: Vec<u8> = name.iter().map(|c| *c as u8).collect();
        let new = match std::ffi::CString::new(bytes) {
            Ok(name) if names.is_some() => name.into_raw(),
            _ => null_mut(),
        };
        let old = place.swap(new, Ordering::AcqRel);
        if !old.is_null() {
            // SAFETY: what stands there came from this function.
            drop(unsafe { std::ffi::CString::from_raw(old) });
        }
    }
}

// ---- names and paths ----------------------------------------------------------------------------------------------

/// A wide string that C was given a pointer to; it lives until another takes its place.
struct Text(Option<Box<[wchar_t]>>);

impl Text {
    const NONE: Text = Text(None);
    fn set(&mut self, text: Option<&[wchar_t]>) {
        // A host may hold the pointer: what says the same stays where it is.
        if self.get() != text {
            self.0 = text.map(|text| text.iter().copied().chain([0]).collect());
        }
    }
    fn get(&self) -> Option<&[wchar_t]> {
        self.0.as_deref().and_then(|text| text.split_last()).map(|(_, text)| text)
    }
    fn pointer(&self) -> *mut wchar_t {
        self.0.as_deref().map_or(null_mut(), |text| text.as_ptr().cast_mut())
    }
}

/// What the functions say: the paths of the last start, which stay when it has ended, and what a host has set for the next.
struct Paths {
    program_name: Text,
    home: Text,
    full_path: Text,
    prefix: Text,
    exec_prefix: Text,
    module_search_path: Text,
    /// A module search path of the host's own.
    set_path: Text,
}
/// The lock here, as a fork needs it.
pub fn lock() -> &'static dyn AcrossFork {
    &PATHS
}

static PATHS: Mutex<Paths> = Mutex::new(Paths {
    program_name: Text::NONE,
    home: Text::NONE,
    full_path: Text::NONE,
    prefix: Text::NONE,
    exec_prefix: Text::NONE,
    module_search_path: Text::NONE,
    set_path: Text::NONE,
});

/// What a host has set for the start: the program's name, the home, the module search path.
pub fn given() -> (Option<Vec<wchar_t>>, Option<Vec<wchar_t>>, Option<Vec<wchar_t>>) {
    let paths = PATHS.lock();
    let text = |text: &Text| text.get().map(<[_]>::to_vec);
    (text(&paths.program_name), text(&paths.home), text(&paths.set_path))
}

/// Remembers the paths of a start.
pub fn set_paths(config: &PyConfig) {
    let mut paths = PATHS.lock();
    // SAFETY: the configuration's strings.
    let text = |text: *mut wchar_t| unsafe { wide::units(text) };
    paths.program_name.set(text(config.program_name));
    paths.home.set(text(config.home));
    paths.full_path.set(text(config.executable));
    paths.prefix.set(text(config.prefix));
    paths.exec_prefix.set(text(config.exec_prefix));
    let colon = [wchar_t::from(b':')];
    let joined: Vec<wchar_t> = config.module_search_paths.iter().collect::<Vec<_>>().join(&colon[..]);
    paths.module_search_path.set(Some(&joined));
}

/// Forgets the paths of the last start, and what was set for the next.
#[capi(private)]
pub fn _PyPathConfig_ClearGlobal() {
    let mut paths = PATHS.lock();
    let Paths { program_name, home, full_path, prefix, exec_prefix, module_search_path, set_path } = &mut *paths;
    for text in [program_name, home, full_path, prefix, exec_prefix, module_search_path, set_path] {
        text.set(None);
    }
}

/// Sets the program's name for the next start; the library keeps a copy. NULL or an empty text forgets what was set.
#[capi]
pub fn Py_SetProgramName(name: *const wchar_t) {
    // SAFETY: C's word.
    let name = unsafe { wide::units(name) };
    PATHS.lock().program_name.set(name.filter(|name| !name.is_empty()));
}

/// Sets the home, where the standard library is looked for, for the next start; none for NULL or an empty text.
#[capi]
pub fn Py_SetPythonHome(home: *const wchar_t) {
    // SAFETY: C's word.
    let home = unsafe { wide::units(home) };
    PATHS.lock().home.set(home.filter(|home| !home.is_empty()));
}

/// Sets the module search path for the next start, directories that colons separate, in place of one that is searched for; NULL
/// forgets what was set.
#[capi(private)]
pub fn Py_SetPath(path: *const wchar_t) {
    // SAFETY: C's word.
    let path = unsafe { wide::units(path) };
    let mut paths = PATHS.lock();
    paths.prefix.set(path.map(|_| &[][..]));
    paths.exec_prefix.set(path.map(|_| &[][..]));
    paths.module_search_path.set(None);
    paths.set_path.set(path);
    paths.full_path.set(None);
}

/// The module search path of the start, borrowed; NULL before it.
#[capi]
pub fn Py_GetPath() -> *mut wchar_t {
    let paths = PATHS.lock();
    if paths.set_path.0.is_some() { paths.set_path.pointer() } else { paths.module_search_path.pointer() }
}

/// The prefix of files that do not depend on the platform, borrowed; NULL before the start.
#[capi]
pub fn Py_GetPrefix() -> *mut wchar_t {
    PATHS.lock().prefix.pointer()
}

/// The prefix of files that depend on the platform, borrowed; NULL before the start.
#[capi]
pub fn Py_GetExecPrefix() -> *mut wchar_t {
    PATHS.lock().exec_prefix.pointer()
}

/// The program's full path, borrowed; NULL before the start.
#[capi]
pub fn Py_GetProgramFullPath() -> *mut wchar_t {
    PATHS.lock().full_path.pointer()
}

/// The program's name, borrowed; NULL before the start unless it was set.
#[capi]
pub fn Py_GetProgramName() -> *mut wchar_t {
    PATHS.lock().program_name.pointer()
}

/// The home, borrowed; NULL before the start and where there is none.
#[capi]
pub fn Py_GetPythonHome() -> *mut wchar_t {
    PATHS.lock().home.pointer()
}
