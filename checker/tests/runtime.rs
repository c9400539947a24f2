//! `--runtime`: the same on another libpython, side by side.

#[path = "targets/mod.rs"]
mod targets;

use std::path::PathBuf;
use std::process::Command;

use targets::{check, target};

/// The library's default build, which is another libpython than the one that extensions are checked in.
fn other() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_BIN_EXE_exuvia"));
    let folder = folder.parent().expect("a folder");
    let built = ["libexuvia.so", "deps/libexuvia.so"].map(|place| folder.join(place)).into_iter().filter(|path| path.is_file());
    built.max_by_key(|path| path.metadata().and_then(|m| m.modified()).ok()).expect("the library is built")
}

#[test]
fn what_does_the_same() {
    let answer = check(&target("driven", "").file, &["--runtime", &other().display().to_string()]);
    let comparison = &answer.extension()["comparison"];
    assert_eq!(comparison["different"], serde_json::json!([]), "{}", answer.json);
    assert!(comparison["compared"].as_u64().is_some_and(|count| count >= 10), "{}", answer.json);
    assert_eq!(answer.status, 0, "{}", answer.stderr);
}

#[test]
fn a_table_of_both() {
    let built = target("driven", "");
    let mut command = Command::new(env!("CARGO_BIN_EXE_exuvia"));
    let output = command.arg("check").arg("--runtime").arg(other()).arg(&built.file).output().expect("the command runs");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.contains("things compared, all the same"), "{text}");
}

#[test]
fn what_is_no_libpython() {
    let built = target("driven", "");
    let answer = check(&built.file, &["--runtime", "absent.so"]);
    assert_eq!((answer.status, answer.stderr.as_str()), (2, "exuvia: absent.so does not exist\n"));
    let answer = check(&built.file, &["--runtime", &built.file.display().to_string()]);
    let different = answer.extension()["comparison"]["different"].as_array().cloned().unwrap_or_default();
    assert!(different.iter().any(|row| row["what"] == "the library"), "{}", answer.json);
}

/// CPython's own, where the machine has it: `EXUVIA_CPYTHON` names its libpython.
#[test]
fn cpythons_own() {
    let Some(library) = std::env::var_os("EXUVIA_CPYTHON") else { return };
    let answer = check(&target("driven", "").file, &["--runtime", &library.to_string_lossy()]);
    assert_eq!(answer.extension()["comparison"]["different"], serde_json::json!([]), "{}", answer.json);
}
