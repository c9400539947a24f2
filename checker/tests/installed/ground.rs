//! Where the tests stand: installed prefixes, folders to work in, and running commands.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use libtest_mimic::Failed;

/// No command of these tests takes longer, but the first build of PyO3 on a busy machine.
const TIME_LIMIT: &str = "900";

/// The repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().expect("the repository")
}

/// An empty folder of this run's own.
pub fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("installed").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    folder
}

pub struct Ran {
    pub status: Option<i32>,
    /// How it ended, in words.
    pub ending: String,
    pub stdout: String,
    pub stderr: String,
}

/// Runs a command to its end, in a locale and an environment that say nothing of Python.
pub fn run(command: &mut Command) -> Ran {
    let mut limited = Command::new("timeout");
    limited.arg(TIME_LIMIT).arg(command.get_program()).args(command.get_args());
    if let Some(folder) = command.get_current_dir() {
        limited.current_dir(folder);
    }
    limited.env("LC_ALL", "C");
    for name in ["LD_LIBRARY_PATH", "PYTHONPATH", "PYTHONHOME", "CMAKE_PREFIX_PATH", "PKG_CONFIG_PATH", "EXUVIA_LIBRARY", "EXUVIA_INCLUDE"] {
        limited.env_remove(name);
    }
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => limited.env(name, value),
            None => limited.env_remove(name),
        };
    }
    let output = limited.stdin(Stdio::null()).output().expect("timeout, of coreutils");
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    // What `timeout` itself ends with.
    let ending = if output.status.code() == Some(124) { format!("did not end in {TIME_LIMIT} s") } else { format!("ended with {}", output.status) };
    Ran { status: output.status.code(), ending, stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// Runs a command that has to succeed, and gives what it prints.
pub fn succeed(command: &mut Command) -> Result<String, Failed> {
    let ran = run(command);
    if ran.status == Some(0) {
        return Ok(ran.stdout);
    }
    let last = |text: &str| text.lines().rev().take(25).collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>().join("\n");
    Err(format!("{command:?}\n{}\n{}\n{}", ran.ending, last(&ran.stdout), last(&ran.stderr)).into())
}

/// A shell's answer to `command`.
pub fn shell(command: &str) -> Command {
    let mut shell = Command::new("sh");
    shell.args(["-euc", command]);
    shell
}

/// Fails unless two texts are equal.
pub fn same(what: &str, got: &str, wanted: &str) -> Result<(), Failed> {
    if got == wanted { Ok(()) } else { Err(format!("{what}: wanted\n{wanted}\nand got\n{got}").into()) }
}

pub fn ensure(holds: bool, otherwise: impl Into<String>) -> Result<(), Failed> {
    if holds { Ok(()) } else { Err(otherwise.into().into()) }
}

/// The command, as cargo has built it.
pub fn exuvia() -> Command {
    Command::new(env!("CARGO_BIN_EXE_exuvia"))
}

pub fn install(prefix: &Path) -> Command {
    let mut command = exuvia();
    command.arg("install").arg("--prefix").arg(prefix);
    command
}

/// A prefix where things were installed, and stayed.
pub static PREFIX: LazyLock<PathBuf> = LazyLock::new(|| {
    let prefix = scratch("prefix");
    succeed(&mut install(&prefix)).unwrap_or_else(|e| panic!("{}", e.message().unwrap_or("exuvia install failed")));
    prefix
});

/// A prefix that was moved after things were installed in it.
pub static MOVED: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = scratch("moving");
    let (from, to) = (folder.join("from"), folder.join("elsewhere/to"));
    succeed(&mut install(&from)).unwrap_or_else(|e| panic!("{}", e.message().unwrap_or("exuvia install failed")));
    std::fs::create_dir(folder.join("elsewhere")).expect("a folder");
    std::fs::rename(&from, &to).expect("a folder of ours");
    to
});

/// Every file and folder below a folder: its kind, mode, and contents.
pub fn tree(folder: &Path) -> BTreeMap<PathBuf, (u32, Vec<u8>)> {
    let mut found = BTreeMap::new();
    let mut pending = vec![folder.to_owned()];
    while let Some(below) = pending.pop() {
        for entry in std::fs::read_dir(&below).into_iter().flatten().flatten() {
            let path = entry.path();
            let data = path.symlink_metadata().expect("an entry");
            let contents = if data.is_symlink() {
                std::fs::read_link(&path).expect("a link").into_os_string().into_encoded_bytes()
            } else if data.is_dir() {
                pending.push(path.clone());
                Vec::new()
            } else {
                std::fs::read(&path).expect("a file")
            };
            found.insert(path.strip_prefix(folder).expect("below").to_owned(), (data.permissions().mode(), contents));
        }
    }
    found
}

/// Names of what two trees do not have alike.
pub fn differences(one: &Path, other: &BTreeMap<PathBuf, (u32, Vec<u8>)>) -> Vec<PathBuf> {
    let one = tree(one);
    let differs = |path: &&PathBuf| one.get(*path) != other.get(*path);
    one.keys().chain(other.keys()).filter(differs).cloned().collect()
}

/// Whether a tool is there, or that it is missing.
pub fn tool(name: &str) -> Result<(), String> {
    let found = std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()).any(|folder| folder.join(name).is_file());
    if found { Ok(()) } else { Err(format!("there is no {name}")) }
}

/// `PATH` with the installed commands first.
pub fn path_with(prefix: &Path) -> std::ffi::OsString {
    let mut path = prefix.join("bin").into_os_string();
    path.push(OsStr::new(":"));
    path.push(std::env::var_os("PATH").unwrap_or_default());
    path
}
