//! `exuvia install`: lays out below a prefix what a libpython brings.
//!
//! Nothing that is installed knows its prefix: the scripts, the package descriptions and the library's own search path compute it from where
//! they lie, so the folder may be moved. All that can fail is done in a folder beside the files' places first; then the files are
//! put in their places by renaming, and taken out again should one of these fail ([`place`]).

mod filter;
mod place;

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::arguments::Shell;
use crate::contract::{PYTHON, written};
use crate::{library, manual};
use place::Stage;

/// The list of what was installed, below the prefix: what a second run may replace.
const LIST: &str = "lib/exuvia/installed.txt";

const CONFIG: &str = include_str!("python-config.sh");
const PC: &str = include_str!("python.pc");
const PC_EMBED: &str = include_str!("python-embed.pc");
/// The files of CMake's package, by their paths in its folder.
const CMAKE: [(&str, &str); 6] = [
    ("ExuviaConfig.cmake", include_str!("../../../cmake/ExuviaConfig.cmake")),
    ("ExuviaConfigVersion.cmake", include_str!("../../../cmake/ExuviaConfigVersion.cmake")),
    ("ExuviaPython.cmake", include_str!("../../../cmake/ExuviaPython.cmake")),
    ("ExuviaFindPython.cmake", include_str!("../../../cmake/ExuviaFindPython.cmake")),
    ("modules/FindPython.cmake", include_str!("../../../cmake/modules/FindPython.cmake")),
    ("modules/FindPython3.cmake", include_str!("../../../cmake/modules/FindPython3.cmake")),
];

pub struct Options {
    pub prefix: PathBuf,
    /// Leave the symbols for debuggers in the library and the command.
    pub keep_symbols: bool,
    /// Replace files that no earlier run has put there.
    pub force: bool,
}

/// `x86_64-linux-gnu`.
pub fn triplet() -> String {
    format!("{}-linux-gnu", std::env::consts::ARCH)
}

/// `cpython-314-x86_64-linux-gnu`: what the names of extension files carry.
fn soabi() -> String {
    format!("cpython-{}{}-{}", PYTHON.0, PYTHON.1, triplet())
}

/// Installs, and says where. The error says in one line why nothing has changed.
pub fn install(options: &Options) -> Result<PathBuf, String> {
    let prefix = std::path::absolute(&options.prefix).map_err(|e| format!("{}: {e}", options.prefix.display()))?;
    let library = library::find(library::Build::Default)?;
    let checked = library::find(library::Build::Checked)?;
    let headers = library::headers()?;
    let command = std::env::current_exe().map_err(|e| e.to_string())?;

    let stage = Stage::new(&prefix)?;
    let python = format!("python{}", written(PYTHON));
    let shared = format!("lib{python}.so.1.0");

    stage.copy(&library, &format!("lib/{shared}"))?;
    stage.link(&shared, &format!("lib/lib{python}.so"))?;
    stage.copy(&command, "bin/exuvia")?;
    // What `exuvia check` loads extensions into: no program finds it by its place.
    stage.copy(&checked, &format!("lib/exuvia/{shared}"))?;
    if !options.keep_symbols {
        strip(&[stage.path(&format!("lib/{shared}")), stage.path(&format!("lib/exuvia/{shared}")), stage.path("bin/exuvia")])?;
    }
    filter::make(&stage.path(&format!("lib/{shared}")), &stage.path("lib/libpython3.so"), &shared)?;
    for header in headers_below(&headers).map_err(|e| format!("{}: {e}", headers.display()))? {
        stage.copy(&headers.join(&header), &format!("include/{python}/{}", header.display()))?;
    }
    stage.link(&format!("../../lib{python}.so"), &format!("lib/{python}/config-{}-{}/lib{python}.so", written(PYTHON), triplet()))?;

    stage.write(&format!("bin/{python}-config"), &filled(CONFIG), 0o755)?;
    stage.link(&format!("{python}-config"), "bin/python3-config")?;
    for (text, kind) in [(PC, ""), (PC_EMBED, "-embed")] {
        let name = format!("python-{}{kind}.pc", written(PYTHON));
        stage.write(&format!("lib/pkgconfig/{name}"), &filled(text), 0o644)?;
        stage.link(&name, &format!("lib/pkgconfig/python3{kind}.pc"))?;
    }
    for (name, text) in CMAKE {
        stage.write(&format!("lib/cmake/Exuvia/{name}"), &filled(text), 0o644)?;
    }

    for (name, page) in manual::pages().map_err(|e| format!("the manual: {e}"))? {
        stage.write(&format!("share/man/man1/{name}"), &String::from_utf8_lossy(&page), 0o644)?;
    }
    for (shell, place) in [
        (Shell::Bash, "share/bash-completion/completions/exuvia"),
        (Shell::Zsh, "share/zsh/site-functions/_exuvia"),
        (Shell::Fish, "share/fish/vendor_completions.d/exuvia.fish"),
    ] {
        stage.write(place, &String::from_utf8_lossy(&manual::completion(shell)), 0o644)?;
    }

    let earlier = earlier(&prefix)?;
    stage.write(LIST, "", 0o644)?;
    let files = stage.files().map_err(|e| format!("{}: {e}", prefix.display()))?;
    stage.write(LIST, &files.iter().map(|f| format!("{f}\n")).collect::<String>(), 0o644)?;
    if !options.force {
        refuse_strangers(&prefix, &files, &earlier)?;
    }
    let gone = earlier.difference(&files).cloned().collect();
    stage.put_in_place(&files, &gone)?;
    Ok(prefix)
}

/// A text with the constants of this build in it.
fn filled(text: &str) -> String {
    text.replace("@VERSION@", &written(PYTHON))
        .replace("@SOABI@", &soabi())
        .replace("@TRIPLET@", &triplet())
        .replace("@PACKAGE_VERSION@", env!("CARGO_PKG_VERSION"))
}

/// Takes out of files what only debuggers want.
fn strip(files: &[PathBuf]) -> Result<(), String> {
    let tool = std::env::var_os("STRIP").unwrap_or_else(|| "strip".into());
    let output = Command::new(&tool).arg("--strip-unneeded").args(files).output();
    let output = output.map_err(|e| format!("{}: {e}; it comes with the C compiler's binutils, or --keep-symbols does without", tool.display()))?;
    if output.status.success() { Ok(()) } else { Err(format!("{} failed: {}", tool.display(), first_line(&output.stderr))) }
}

fn first_line(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).lines().next().unwrap_or("it does not say why").to_owned()
}

/// The headers below a folder, by their paths in it.
fn headers_below(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut pending = vec![PathBuf::new()];
    while let Some(below) = pending.pop() {
        for entry in fs::read_dir(folder.join(&below))? {
            let entry = entry?;
            let path = below.join(entry.file_name());
            if folder.join(&path).is_dir() {
                pending.push(path);
            } else if path.extension().is_some_and(|e| e == "h") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// What an earlier run has put below the prefix.
fn earlier(prefix: &Path) -> Result<BTreeSet<String>, String> {
    match fs::read_to_string(prefix.join(LIST)) {
        Ok(text) => {
            let ours = |line: &&str| Path::new(line).components().all(|c| matches!(c, std::path::Component::Normal(_)));
            Ok(text.lines().filter(|l| !l.is_empty()).filter(ours).map(str::to_owned).collect())
        }
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(BTreeSet::new()),
        Err(error) => Err(format!("{}: {error}", prefix.join(LIST).display())),
    }
}

/// Files that someone else has put in the places of ours stay, unless their replacement is asked for.
fn refuse_strangers(prefix: &Path, files: &BTreeSet<String>, earlier: &BTreeSet<String>) -> Result<(), String> {
    let strangers: Vec<&String> = files.iter().filter(|f| !earlier.contains(*f) && prefix.join(f).symlink_metadata().is_ok()).collect();
    match strangers[..] {
        [] => Ok(()),
        [only] => Err(format!("{} is there, and not from exuvia install; --force replaces it", prefix.join(only).display())),
        [first, ..] => {
            let more = strangers.len() - 1;
            Err(format!("{} and {more} more files are there, and not from exuvia install; --force replaces them", prefix.join(first).display()))
        }
    }
}
