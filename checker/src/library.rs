//! Where the library is, and the headers.

use std::path::{Path, PathBuf};

/// Where cargo puts the library, seen from the folder of the command. Depending on what it was asked to build it brings one of them up to date or both.
const BUILT: [&str; 2] = ["libexuvia.so", "deps/libexuvia.so"];
/// Where the library is installed, seen from the folder of the command.
const INSTALLED: &str = "../lib/libpython3.14.so.1.0";

/// The library that extensions are loaded into: `$EXUVIA_LIBRARY`, or one beside the command.
pub fn find() -> Result<PathBuf, String> {
    if let Some(path) = std::env::var_os("EXUVIA_LIBRARY") {
        let path = PathBuf::from(path);
        return if path.is_file() { Ok(path) } else { Err(format!("$EXUVIA_LIBRARY: there is no file {}", path.display())) };
    }
    let command = std::env::current_exe().map_err(|e| e.to_string())?;
    let folder = command.parent().unwrap_or(Path::new("."));
    let installed = Some(folder.join(INSTALLED)).filter(|path| path.is_file());
    let built = BUILT.iter().map(|place| folder.join(place)).filter(|path| path.is_file());
    let newest = built.max_by_key(|path| path.metadata().and_then(|m| m.modified()).ok());
    installed.or(newest).ok_or_else(|| format!("Exuvia's library is not beside {}; set EXUVIA_LIBRARY to its path", command.display()))
}

/// The folder of Python.h: `$EXUVIA_INCLUDE`, one beside the command, or the sources'.
pub fn headers() -> Result<PathBuf, String> {
    if let Some(path) = std::env::var_os("EXUVIA_INCLUDE") {
        return Ok(path.into());
    }
    let command = std::env::current_exe().map_err(|e| e.to_string())?;
    let folder = command.parent().unwrap_or(Path::new(".")).join("../include/python3.14");
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../include");
    [folder, sources]
        .into_iter()
        .find(|path| path.join("Python.h").is_file())
        .ok_or_else(|| "Python.h is not found; set EXUVIA_INCLUDE to its folder".to_owned())
}
