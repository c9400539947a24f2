//! What the tests of the command share: compiled extensions, wheels, and running it.

#![allow(dead_code, reason = "each test takes what it needs")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

use serde_json::Value;

pub const MACHINE: &str = std::env::consts::ARCH;

/// The repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// An extension of `tests/extensions`, compiled; each once.
fn compiled(source: &str) -> Vec<u8> {
    let triple = format!("{MACHINE}-unknown-linux-gnu");
    let compiler = cc::Build::new().target(&triple).host(&triple).opt_level(0).cargo_metadata(false).get_compiler();
    let folder = tempfile::tempdir().expect("a folder");
    let built = folder.path().join("built.so");
    let status = Command::new(compiler.path())
        .args(["-shared", "-fPIC", "-g", "-I"])
        .arg(root().join("include"))
        .arg("-o")
        .arg(&built)
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/extensions").join(source))
        .status()
        .expect("a C compiler");
    assert!(status.success(), "{source} does not compile");
    std::fs::read(built).expect("a library")
}

/// An extension without a fault.
pub static PLAIN: LazyLock<Vec<u8>> = LazyLock::new(|| compiled("plain.c"));
/// One whose symbols break EX101, EX105 and others when it promises the stable ABI.
pub static UNSTABLE: LazyLock<Vec<u8>> = LazyLock::new(|| compiled("unstable.c"));
/// One that crashes while it is loaded.
pub static CRASHING: LazyLock<Vec<u8>> = LazyLock::new(|| compiled("crashing.c"));

pub fn file(folder: &Path, name: &str, contents: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    std::fs::write(&path, contents).expect("a file");
    path
}

/// A wheel of this machine.
pub fn wheel(folder: &Path, name: &str, files: &[(&str, &[u8])]) -> PathBuf {
    let path = folder.join(name);
    let mut archive = zip::ZipWriter::new(std::fs::File::create(&path).expect("a file"));
    for (inside, contents) in files {
        archive.start_file(*inside, zip::write::SimpleFileOptions::default()).expect("a member");
        archive.write_all(contents).expect("a member");
    }
    archive.finish().expect("a wheel");
    path
}

/// The command, in a folder of its own so that no `exuvia.toml` is above it by chance.
pub fn exuvia(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_exuvia"));
    command.current_dir(folder).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").env_remove("CLICOLOR");
    command
}

pub struct Answer {
    pub status: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

pub fn answer(output: Output) -> Answer {
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Answer { status: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// Runs `exuvia` with these arguments in a folder.
pub fn run(folder: &Path, arguments: &[&str]) -> Answer {
    answer(exuvia(folder).args(arguments).output().expect("the command runs"))
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|e| panic!("no JSON: {e}\n{}\n{}", self.stdout, self.stderr))
    }

    /// The rules of all findings, in order, each once.
    pub fn rules(&self) -> Vec<String> {
        let mut rules: Vec<String> = findings(&self.json()).iter().filter_map(|f| f["rule"].as_str().map(str::to_owned)).collect();
        rules.sort();
        rules.dedup();
        rules
    }

    #[track_caller]
    pub fn expect(self, status: i32) -> Answer {
        assert_eq!(self.status, Some(status), "{}\n{}", self.stdout, self.stderr);
        self
    }

    /// Nothing was done, and one line says why.
    #[track_caller]
    pub fn refused(&self, why: &str) {
        assert_eq!(self.status, Some(2), "{}\n{}", self.stdout, self.stderr);
        assert_eq!(self.stderr.lines().count(), 1, "{}", self.stderr);
        assert!(self.stderr.starts_with("exuvia: ") && self.stderr.contains(why), "{}", self.stderr);
    }
}

/// All findings of results.
pub fn findings(json: &Value) -> Vec<Value> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    list(&json["files"]).iter().flat_map(|file| list(&file["extensions"])).flat_map(|extension| list(&extension["findings"])).collect()
}
