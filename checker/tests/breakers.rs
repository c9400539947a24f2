//! Each extension of extmods/breakers/ breaks one rule: it is found by that rule, at the line that says so, and by no other.
//!
//! A breaker is checked as a source, unless it says at its top what it is built as: `/* flags: -O2 */` is given to the compiler,
//! `/* file: NAME.abi3.so */` names the extension, and `/* wheel: cp38-abi3 */` puts it into a wheel of these tags.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

const MACHINE: &str = std::env::consts::ARCH;

/// The rule and the line that a breaker's name and text promise.
fn promised(source: &Path) -> (String, u64) {
    let name = source.file_stem().expect("a name").to_string_lossy().into_owned();
    let rule = name.split('_').next().unwrap_or_default().to_uppercase();
    let text = std::fs::read_to_string(source).expect("a source");
    let line = text.lines().position(|line| line.contains("/* BREAKS")).unwrap_or_else(|| panic!("{name}: no line breaks the rule")) + 1;
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

/// What a source says at its top: `/* KEY: VALUE */`.
fn says(text: &str, key: &str) -> Option<String> {
    let start = format!("/* {key}: ");
    let value = text.lines().find_map(|line| line.strip_prefix(&start))?.split("*/").next().unwrap_or_default();
    Some(value.trim().replace("MACHINE", MACHINE))
}

/// A source, compiled.
fn built(source: &Path, flags: &str, name: &str, folder: &Path) -> PathBuf {
    let built = folder.join(name);
    let triple = format!("{MACHINE}-unknown-linux-gnu");
    let compiler = cc::Build::new().target(&triple).host(&triple).opt_level(0).cargo_metadata(false).get_compiler();
    let output = Command::new(compiler.path())
        .args(["-shared", "-fPIC", "-g", "-pthread", "-I"])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("../include"))
        .args(flags.split_whitespace())
        .arg("-o")
        .arg(&built)
        .arg(source)
        .output()
        .expect("a C compiler");
    assert!(output.status.success(), "{}: {}", source.display(), String::from_utf8_lossy(&output.stderr));
    built
}

/// What is to be checked: the source itself, or what it says that it is built as.
fn target(source: &Path, text: &str, folder: &Path) -> PathBuf {
    let (flags, file, wheel) = (says(text, "flags"), says(text, "file"), says(text, "wheel"));
    if flags.is_none() && file.is_none() && wheel.is_none() {
        return source.to_owned();
    }
    let stem = source.file_stem().expect("a name").to_string_lossy();
    let name = file.unwrap_or_else(|| format!("{stem}.so"));
    let built = built(source, &flags.unwrap_or_default(), &name, folder);
    let Some(tags) = wheel else { return built };
    let path = folder.join(format!("{stem}-1-{tags}-linux_{MACHINE}.whl"));
    let mut archive = zip::ZipWriter::new(std::fs::File::create(&path).expect("a file"));
    archive.start_file(name, zip::write::SimpleFileOptions::default()).expect("a member");
    archive.write_all(&std::fs::read(&built).expect("a file")).expect("a member");
    archive.finish().expect("a wheel");
    path
}

/// What is found, as rule and line.
fn found(source: &Path) -> Vec<(String, Option<u64>)> {
    let text = std::fs::read_to_string(source).expect("a source");
    let folder = tempfile::tempdir().expect("a folder");
    found_in(&target(source, &text, folder.path()), source, &text)
}

/// What is found in a file, which was made of the source.
fn found_in(target: &Path, source: &Path, text: &str) -> Vec<(String, Option<u64>)> {
    let output = Command::new(env!("CARGO_BIN_EXE_exuvia")).args(["check", "--format=json"]).arg(target).output().expect("the command runs");
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let findings = json["files"][0]["extensions"][0]["findings"].as_array().cloned().unwrap_or_default();
    if std::env::var_os("EXUVIA_SHOW_FINDINGS").is_some() {
        for f in &findings {
            eprintln!(
                "{}: {} {} {}:{} {}: {}",
                source.file_stem().unwrap_or_default().display(),
                f["rule"],
                f["subject"],
                f["file"],
                f["line"],
                f["function"],
                f["message"]
            );
        }
        eprint!("{}", String::from_utf8_lossy(&output.stderr));
    }
    // A variable or a symbol has no line in what is found, but a name.
    let named = |f: &serde_json::Value| {
        let names = [f["function"].as_str(), f["subject"].as_str()];
        let line = names
            .into_iter()
            .flatten()
            .filter(|name| !name.is_empty())
            .find_map(|name| text.lines().position(|line| line.contains("/* BREAKS") && line.contains(name)))?;
        Some(line as u64 + 1)
    };
    let found = findings.iter().map(|f| (f["rule"].as_str().unwrap_or_default().to_owned(), f["line"].as_u64().or_else(|| named(f))));
    let mut found: Vec<_> = found.collect();
    found.sort();
    found.dedup();
    found
}

/// Does the same with all, two at a time; what it says of them, by their order.
fn with_each(sources: &[PathBuf], each: impl Fn(&Path) -> Option<String> + Sync) -> Vec<String> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut said = Vec::new();
        while let Some(source) = sources.get(next.fetch_add(1, Ordering::Relaxed)) {
            said.extend(each(source));
        }
        said
    };
    let mut said = std::thread::scope(|scope| {
        let other = scope.spawn(work);
        let mut said = work();
        said.extend(other.join().expect("no panic"));
        said
    });
    said.sort();
    said
}

#[test]
fn each_breaker_is_found_by_its_rule_and_no_other() {
    let mut breakers = sources("extmods/breakers");
    assert!(breakers.len() >= 60, "{} breakers", breakers.len());
    if let Some(some) = std::env::var_os("EXUVIA_BREAKERS") {
        breakers.retain(|path| path.to_string_lossy().contains(&*some.to_string_lossy()));
    }
    let wrong = with_each(&breakers, |source| {
        let (rule, line) = promised(source);
        let found = found(source);
        (found != [(rule.clone(), Some(line))]).then(|| format!("{}: {rule} at line {line} is promised, found was {found:?}", source.display()))
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn clean_extensions_have_no_findings() {
    let mut clean = sources("extmods");
    // One that wears immortals away is no clean one.
    clean.retain(|source| !source.ends_with("wear.c"));
    let folder = tempfile::tempdir().expect("a folder");
    for round in 0..3 {
        let wrong = with_each(&clean, |source| {
            let mut found = found(source);
            // As it would be shipped: optimised, and by the stable ABI.
            let stem = source.file_stem().expect("a name").to_string_lossy();
            let shipped = built(source, "-O2 -DPy_LIMITED_API=0x030C0000", &format!("{stem}.abi3.so"), folder.path());
            found.extend(found_in(&shipped, source, ""));
            (!found.is_empty()).then(|| format!("{}, round {round}: {found:?}", source.display()))
        });
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
