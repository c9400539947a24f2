//! Where the library is, and the headers.

use std::path::{Path, PathBuf};

/// One of the two builds of the library.
#[derive(Clone, Copy)]
pub enum Build {
    /// What is installed for programs to use.
    Default,
    /// What extensions are checked in.
    Checked,
}

impl Build {
    /// The variable that names it.
    fn variable(self) -> &'static str {
        match self {
            Build::Default => "EXUVIA_LIBRARY",
            Build::Checked => "EXUVIA_CHECKED_LIBRARY",
        }
    }
    /// Where cargo puts it, seen from the folder of the command. Depending on what it was asked to build it brings one of them up to date or both.
    fn built(self) -> [&'static str; 2] {
        match self {
            Build::Default => ["libexuvia.so", "deps/libexuvia.so"],
            Build::Checked => ["libexuvia_checked.so", "deps/libexuvia_checked.so"],
        }
    }
    /// Where it is installed, seen from the folder of the command.
    fn installed(self) -> &'static str {
        match self {
            Build::Default => "../lib/libpython3.14.so.1.0",
            Build::Checked => "../lib/exuvia/libpython3.14.so.1.0",
        }
    }
}

/// A build of the library: what its variable names, or one beside the command.
pub fn find(build: Build) -> Result<PathBuf, String> {
    if let Some(path) = std::env::var_os(build.variable()) {
        let path = PathBuf::from(path);
        return if path.is_file() { Ok(path) } else { Err(format!("${}: there is no file {}", build.variable(), path.display())) };
    }
    let command = std::env::current_exe().map_err(|e| e.to_string())?;
    let folder = command.parent().unwrap_or(Path::new("."));
    let installed = Some(folder.join(build.installed())).filter(|path| path.is_file());
    let built = build.built().into_iter().map(|place| folder.join(place)).filter(|path| path.is_file());
    let newest = built.max_by_key(|path| path.metadata().and_then(|m| m.modified()).ok());
    installed.or(newest).ok_or_else(|| format!("Exuvia's library is not beside {}; set {} to its path", command.display(), build.variable()))
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
