//! Compiling the targets, and checking them.

#![allow(dead_code, reason = "each test takes what it needs")]

use std::path::{Path, PathBuf};
use std::process::Command;

/// A target, compiled in one of its ways, in a folder of its own.
pub struct Target {
    pub folder: tempfile::TempDir,
    pub file: PathBuf,
}

/// Compiles `targets/NAME.c` with a macro defined.
pub fn target(name: &str, way: &str) -> Target {
    source(&Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/targets/{name}.c")), name, way)
}

/// Compiles a source as the module of a name.
pub fn source(source: &Path, name: &str, way: &str) -> Target {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join(format!("{name}.so"));
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let triple = format!("{}-unknown-linux-gnu", std::env::consts::ARCH);
    let compiler = cc::Build::new().target(&triple).host(&triple).opt_level(0).cargo_metadata(false).get_compiler();
    let mut command = Command::new(compiler.path());
    command.args(["-shared", "-fPIC", "-g", "-I"]).arg(here.join("../include")).arg("-o").arg(&file).arg(source);
    if !way.is_empty() {
        command.arg(format!("-D{way}"));
    }
    assert!(command.status().expect("a C compiler").success(), "{} does not compile", source.display());
    Target { folder, file }
}

/// The line of a source that has a mark.
#[allow(dead_code, reason = "not every program of tests asks")]
pub fn marked(name: &str, mark: &str) -> u64 {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/targets/{name}.c"));
    let text = std::fs::read_to_string(path).expect("a source");
    text.lines().position(|line| line.contains(mark)).expect("a mark") as u64 + 1
}

pub struct Answer {
    pub status: i32,
    pub json: serde_json::Value,
    pub stderr: String,
}

/// Runs `exuvia check`.
pub fn check(file: &Path, arguments: &[&str]) -> Answer {
    let output =
        Command::new(env!("CARGO_BIN_EXE_exuvia")).args(["check", "--format=json"]).args(arguments).arg(file).output().expect("the command runs");
    let json = serde_json::from_slice(&output.stdout).unwrap_or_default();
    Answer { status: output.status.code().expect("no signal"), json, stderr: String::from_utf8_lossy(&output.stderr).into_owned() }
}

impl Answer {
    pub fn extension(&self) -> &serde_json::Value {
        &self.json["files"][0]["extensions"][0]
    }

    pub fn findings(&self) -> Vec<serde_json::Value> {
        self.extension()["findings"].as_array().cloned().unwrap_or_default()
    }

    /// The rules that were broken, each once, in order.
    pub fn rules(&self) -> Vec<String> {
        let mut rules: Vec<String> = self.findings().iter().map(|f| f["rule"].as_str().unwrap_or_default().to_owned()).collect();
        rules.sort();
        rules.dedup();
        rules
    }

    /// The messages of a rule's findings.
    #[allow(dead_code, reason = "not every program of tests asks")]
    pub fn messages(&self, rule: &str) -> Vec<String> {
        self.findings().iter().filter(|f| f["rule"] == rule).map(|f| f["message"].as_str().unwrap_or_default().to_owned()).collect()
    }
}
