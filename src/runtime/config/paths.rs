//! Where the program, the standard library and extension modules are: what of it a configuration leaves open.
//!
//! A home settles it. Else the library's own folder, the program's, and their parents are searched for the landmark of a standard
//! library; where there is none, the prefix that this library was built for stands in. A virtual environment's `pyvenv.cfg` beside the
//! program, or above it, moves the prefix, but not what is searched.

use super::status::Step;
use super::{environment, legacy, locale, wide};
use crate::layout::PyConfig;
use libc::wchar_t;
use std::ffi::{CStr, CString, OsStr};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

const FUNCTION: &CStr = c"_PyConfig_InitPathConfig";
const PROGRAM: &str = "python3";
/// The prefix where nothing else says one.
const PREFIX: &str = "/usr/local";
const LIBRARY_FOLDER: &str = "lib";
const STANDARD_LIBRARY: &str = "python3.14";
const ARCHIVE: &str = "python314.zip";
const LANDMARKS: [&str; 2] = ["os.py", "os.pyc"];
const EXTENSIONS: &str = "lib-dynload";

fn to_path(text: &[wchar_t]) -> PathBuf {
    let bytes = locale::encode(text).unwrap_or_else(|_| text.iter().map(|c| u8::try_from(*c).unwrap_or(b'?')).collect());
    PathBuf::from(std::ffi::OsString::from_vec(bytes))
}

fn to_wide(path: &Path) -> Vec<wchar_t> {
    locale::decode(path.as_os_str().as_bytes())
}

/// A configuration's string as a path.
fn field(text: *mut wchar_t) -> Option<PathBuf> {
    // SAFETY: a configuration's string.
    unsafe { wide::units(text) }.map(to_path)
}

fn set(place: &mut *mut wchar_t, path: &Path) -> Step {
    wide::set(place, Some(&to_wide(path)), FUNCTION)
}

fn set_where_open(place: &mut *mut wchar_t, path: &Path) -> Step {
    if place.is_null() { set(place, path) } else { Ok(()) }
}

/// From the root on, without `.`, `..` and doubled slashes; nothing of it is looked up.
fn absolute(path: &Path) -> PathBuf {
    let whole = if path.is_absolute() { path.to_owned() } else { std::env::current_dir().unwrap_or_default().join(path) };
    let mut out = PathBuf::new();
    for part in whole.components() {
        match part {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir => drop(out.pop()),
            part => out.push(part),
        }
    }
    out
}

fn is_program(path: &Path) -> bool {
    let Ok(name) = CString::new(path.as_os_str().as_bytes()) else { return false };
    // SAFETY: a C string.
    path.is_file() && unsafe { libc::access(name.as_ptr(), libc::X_OK) } == 0
}

/// The program's full path: nothing where it is not found.
fn full_path(name: &Path) -> PathBuf {
    if name.as_os_str().as_bytes().contains(&b'/') {
        return absolute(name);
    }
    let path = environment::variable(true, c"PATH").unwrap_or_default();
    let found = path.split(|b| *b == b':').map(|folder| Path::new(OsStr::from_bytes(folder)).join(name)).find(|path| is_program(path));
    found.map_or_else(PathBuf::new, |path| absolute(&path))
}

/// The folder, or the nearest above it, that the test holds for.
fn upwards(from: &Path, test: impl Fn(&Path) -> bool) -> Option<PathBuf> {
    from.ancestors().find(|folder| !folder.as_os_str().is_empty() && test(folder)).map(Path::to_owned)
}

/// The folder of the library that this is; it does not move while it is loaded.
static FOLDER: OnceLock<Option<PathBuf>> = OnceLock::new();

/// Forgets the folder: the library goes.
///
/// # Safety
/// Nobody asks for it any more.
pub unsafe fn unload() {
    // SAFETY: the caller's word.
    unsafe { (&raw const FOLDER).cast_mut().drop_in_place() };
}

fn own_folder() -> Option<PathBuf> {
    FOLDER.get_or_init(find_own_folder).clone()
}

fn find_own_folder() -> Option<PathBuf> {
    let mut info = std::mem::MaybeUninit::<libc::Dl_info>::zeroed();
    // SAFETY: asks for the library of one of its own functions; the name is copied at once.
    let name = unsafe {
        if libc::dladdr(find_own_folder as *const () as *const libc::c_void, info.as_mut_ptr()) == 0 || info.assume_init().dli_fname.is_null() {
            return None;
        }
        CStr::from_ptr(info.assume_init().dli_fname)
    };
    let file = Path::new(OsStr::from_bytes(name.to_bytes()));
    file.canonicalize().ok()?.parent().map(Path::to_owned)
}

/// A virtual environment: its folder, and the folder of the program that it was made with.
struct Venv {
    prefix: PathBuf,
    home: Option<PathBuf>,
}

impl Venv {
    /// The one that a program belongs to.
    fn of(executable: &Path) -> Option<Venv> {
        let folder = executable.parent()?;
        let (prefix, text) = [Some(folder), folder.parent()].into_iter().flatten().find_map(|folder| {
            let text = std::fs::read(folder.join("pyvenv.cfg")).ok()?;
            Some((folder.to_owned(), text))
        })?;
        let home = text.split(|b| *b == b'\n').find_map(|line| {
            let at = line.iter().position(|b| *b == b'=')?;
            let is_home = line[..at].trim_ascii().eq_ignore_ascii_case(b"home");
            is_home.then(|| PathBuf::from(OsStr::from_bytes(line[at + 1..].trim_ascii())))
        });
        // One in bin/ says that the environment is what holds bin/.
        Some(Venv { prefix, home })
    }
    /// The program that it was made with.
    fn program(&self, executable: &Path) -> Option<PathBuf> {
        let Some(home) = &self.home else { return executable.canonicalize().ok() };
        let own = executable.canonicalize().ok().and_then(|real| real.file_name().map(OsStr::to_owned));
        let names = own.into_iter().chain(executable.file_name().map(OsStr::to_owned)).chain([PROGRAM.into(), STANDARD_LIBRARY.into()]);
        let found = names.map(|name| home.join(name)).find(|path| is_program(path));
        found.or_else(|| executable.file_name().map(|name| home.join(name)))
    }
}

/// Completes a configuration with paths.
pub fn complete(config: &mut PyConfig) -> Step {
    if config.hash_seed > super::read::LARGEST_SEED {
        return Err(super::status::error(None, c"error getting getpath results"));
    }
    let (given_name, given_home, given_path) = legacy::given();
    if config.platlibdir.is_null() {
        wide::set(&mut config.platlibdir, Some(&wide::of_ascii(LIBRARY_FOLDER)), FUNCTION)?;
    }
    let folder = field(config.platlibdir).unwrap_or_default();
    // The program.
    // SAFETY: the configuration's string.
    if unsafe { wide::units(config.program_name) }.is_none_or(<[_]>::is_empty) {
        let first = config.orig_argv.iter().next().filter(|word| !word.is_empty()).map(<[_]>::to_vec);
        let name = given_name.or(first).unwrap_or_else(|| wide::of_ascii(PROGRAM));
        wide::set(&mut config.program_name, Some(&name), FUNCTION)?;
    }
    let program = field(config.program_name).unwrap_or_default();
    let executable = field(config.executable).unwrap_or_else(|| full_path(&program));
    set_where_open(&mut config.executable, &executable)?;
    // A path of the host's own stands for all.
    if let Some(path) = given_path {
        set_where_open(&mut config.base_executable, &executable)?;
        if config.module_search_paths_set == 0 {
            config.module_search_paths.assign(path.split(|c| *c == wchar_t::from(b':')), FUNCTION)?;
            config.module_search_paths_set = 1;
        }
        for place in [&mut config.prefix, &mut config.exec_prefix, &mut config.base_prefix, &mut config.base_exec_prefix] {
            set_where_open(place, Path::new(""))?;
        }
        return Ok(());
    }
    let venv = if executable.as_os_str().is_empty() { None } else { Venv::of(&executable) };
    // The home.
    if config.home.is_null() {
        let from_environment = environment::variable(config.use_environment != 0, c"PYTHONHOME").map(|home| locale::decode(&home));
        if let Some(home) = given_home.or(from_environment) {
            wide::set(&mut config.home, Some(&home), FUNCTION)?;
        }
    }
    let home = field(config.home);
    let base = match &venv {
        Some(venv) if home.is_none() => venv.program(&executable),
        _ => None,
    };
    let base = field(config.base_executable).or(base).unwrap_or_else(|| executable.clone());
    set_where_open(&mut config.base_executable, &base)?;
    // The prefixes.
    let library = |prefix: &Path| prefix.join(&folder).join(STANDARD_LIBRARY);
    let (found, found_exec) = match &home {
        Some(home) => {
            let bytes = home.as_os_str().as_bytes();
            let mut parts = bytes.splitn(2, |b| *b == b':').map(|part| PathBuf::from(OsStr::from_bytes(part)));
            let first = parts.next().unwrap_or_default();
            let second = parts.next().unwrap_or_else(|| first.clone());
            (first, second)
        }
        None => {
            let real = match &venv {
                Some(Venv { home: Some(home), .. }) => Some(home.clone()),
                _ => base.canonicalize().ok().and_then(|real| real.parent().map(Path::to_owned)),
            };
            let starts = [own_folder(), real];
            let search = |test: &dyn Fn(&Path) -> bool| starts.iter().flatten().find_map(|start| upwards(start, test));
            let prefix = search(&|folder| LANDMARKS.iter().any(|landmark| library(folder).join(landmark).is_file()));
            let exec_prefix = search(&|folder| library(folder).join(EXTENSIONS).is_dir());
            let prefix = prefix.unwrap_or_else(|| PathBuf::from(PREFIX));
            let exec_prefix = exec_prefix.unwrap_or_else(|| prefix.clone());
            (prefix, exec_prefix)
        }
    };
    let moved = |found: &Path| venv.as_ref().map_or_else(|| found.to_owned(), |venv| venv.prefix.clone());
    if home.is_some() || config.prefix.is_null() {
        set(&mut config.prefix, &moved(&found))?;
    }
    if home.is_some() || config.exec_prefix.is_null() {
        set(&mut config.exec_prefix, &moved(&found_exec))?;
    }
    set_where_open(&mut config.base_prefix, &found)?;
    set_where_open(&mut config.base_exec_prefix, &found_exec)?;
    if config.module_search_paths_set != 0 {
        return Ok(());
    }
    // The module search path.
    let prefix = field(config.base_prefix).unwrap_or_default();
    let exec_prefix = field(config.base_exec_prefix).unwrap_or_default();
    set_where_open(&mut config.stdlib_dir, &library(&prefix))?;
    let mut path: Vec<Vec<wchar_t>> = Vec::new();
    if let Some(entries) = field(config.pythonpath_env).filter(|entries| !entries.as_os_str().is_empty()) {
        path.extend(entries.as_os_str().as_bytes().split(|b| *b == b':').map(|entry| to_wide(&absolute(Path::new(OsStr::from_bytes(entry))))));
    }
    path.push(to_wide(&prefix.join(&folder).join(ARCHIVE)));
    path.extend(field(config.stdlib_dir).map(|library| to_wide(&library)));
    path.push(to_wide(&library(&exec_prefix).join(EXTENSIONS)));
    config.module_search_paths.assign(path.iter().map(Vec::as_slice), FUNCTION)?;
    config.module_search_paths_set = 1;
    Ok(())
}
