//! Each extension of extmods/breakers/ breaks one rule: it is found by that rule, at the line that says so, and by no other.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The rule and the line that a breaker's name and text promise.
fn promised(source: &Path) -> (String, u64) {
    let name = source.file_stem().expect("a name").to_string_lossy().into_owned();
    let rule = name.split('_').next().unwrap_or_default().to_uppercase();
    let text = std::fs::read_to_string(source).expect("a source");
    let line = text.lines().position(|line| line.contains("/* BREAKS */")).expect("a line that breaks the rule") + 1;
    (rule, line as u64)
}

/// The C sources of a folder.
fn sources(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder);
    let mut sources: Vec<PathBuf> = std::fs::read_dir(folder).expect("the folder").flatten().map(|entry| entry.path()).collect();
    sources.retain(|path| path.extension().is_some_and(|e| e == "c"));
    sources.sort();
    sources
}

/// What is found, as rule and line.
fn found(source: &Path) -> Vec<(String, Option<u64>)> {
    let output = Command::new(env!("CARGO_BIN_EXE_exuvia")).args(["check", "--format=json"]).arg(source).output().expect("the command runs");
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        panic!("{}: no JSON ({error}), {}\n{out}\n{err}", source.display(), output.status);
    });
    let findings = json["files"][0]["extensions"][0]["findings"].as_array().cloned().unwrap_or_default();
    // A variable has no line in what is found, but a name.
    let text = std::fs::read_to_string(source).expect("a source");
    let named = |f: &serde_json::Value| {
        let name = f["function"].as_str()?;
        let line = text.lines().position(|line| line.contains("/* BREAKS */") && line.contains(name))?;
        Some(line as u64 + 1)
    };
    let found = findings.iter().map(|f| (f["rule"].as_str().unwrap_or_default().to_owned(), f["line"].as_u64().or_else(|| named(f))));
    let mut found: Vec<_> = found.collect();
    found.sort();
    found.dedup();
    found
}

#[test]
fn each_breaker_is_found_by_its_rule_and_no_other() {
    let mut wrong = Vec::new();
    for source in sources("extmods/breakers") {
        let (rule, line) = promised(&source);
        let found = found(&source);
        if found != [(rule.clone(), Some(line))] {
            wrong.push(format!("{}: {rule} at line {line} is promised, found was {found:?}", source.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn clean_extensions_have_no_findings() {
    for round in 0..3 {
        for source in sources("extmods") {
            // One that wears immortals away is no clean one.
            if !source.ends_with("wear.c") {
                assert_eq!(found(&source), [], "{}, round {round}", source.display());
            }
        }
    }
}
