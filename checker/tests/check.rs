//! Runs `exuvia check` on extensions, wheels and things that are neither.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// An extension of `tests/extensions`, compiled under a file name.
fn extension(folder: &Path, source: &str, file: &str) -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let triple = format!("{}-unknown-linux-gnu", std::env::consts::ARCH);
    let compiler = cc::Build::new().target(&triple).host(&triple).opt_level(0).cargo_metadata(false).get_compiler();
    let built = folder.join(file);
    let status = Command::new(compiler.path())
        .args(["-shared", "-fPIC", "-I"])
        .arg(here.join("../include"))
        .arg("-o")
        .arg(&built)
        .arg(here.join("tests/extensions").join(source))
        .status()
        .expect("a C compiler");
    assert!(status.success(), "{source} does not compile");
    built
}

fn exuvia(arguments: &[&Path]) -> Output {
    // The library lies beside the tests' executables, one folder below the command.
    Command::new(env!("CARGO_BIN_EXE_exuvia")).arg("check").args(arguments).output().expect("the command runs")
}

struct Answer {
    status: i32,
    json: serde_json::Value,
    stderr: String,
}

fn check(path: &Path) -> Answer {
    let output = exuvia(&[Path::new("--format=json"), path]);
    let json = serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("no JSON: {e}\n{}", String::from_utf8_lossy(&output.stdout)));
    Answer { status: output.status.code().expect("no signal"), json, stderr: String::from_utf8_lossy(&output.stderr).into_owned() }
}

impl Answer {
    fn extension(&self) -> &serde_json::Value {
        &self.json["files"][0]["extensions"][0]
    }

    fn rules(&self) -> Vec<(String, String)> {
        let findings = self.extension()["findings"].as_array().cloned().unwrap_or_default();
        findings.iter().map(|f| (f["rule"].as_str().unwrap_or_default().to_owned(), f["subject"].as_str().unwrap_or_default().to_owned())).collect()
    }
}

/// Nothing could be checked, and one clear line says why.
fn assert_refused(answer: &Answer, why: &str) {
    assert_eq!(answer.status, 2, "{}", answer.stderr);
    assert_eq!(answer.stderr.lines().count(), 1, "{}", answer.stderr);
    assert!(answer.stderr.starts_with("exuvia: ") && answer.stderr.contains(why), "{}", answer.stderr);
}

fn wheel(folder: &Path, name: &str, files: &[(&str, &Path)]) -> PathBuf {
    let path = folder.join(name);
    let mut archive = zip::ZipWriter::new(std::fs::File::create(&path).expect("a file"));
    for (inside, file) in files {
        archive.start_file(*inside, zip::write::SimpleFileOptions::default()).expect("a member");
        archive.write_all(&std::fs::read(file).expect("a file")).expect("a member");
    }
    archive.finish().expect("a wheel");
    path
}

const MACHINE: &str = std::env::consts::ARCH;

#[test]
fn a_module_that_keeps_its_promises() {
    let folder = tempfile::tempdir().expect("a folder");
    let answer = check(&extension(folder.path(), "plain.c", "plain.abi3.so"));
    assert_eq!(answer.status, 0, "{} {}", answer.stderr, answer.json);
    let extension = answer.extension();
    assert_eq!(extension["target"], "stable ABI");
    assert_eq!(extension["symbols"]["needs"], "3.5");
    assert_eq!(extension["init"]["style"], "multi-phase");
    assert_eq!(extension["init"]["slots"][0], "exec");
    assert_eq!(extension["load"]["outcome"], "loaded");
}

#[test]
fn a_module_of_two_phases_without_slots() {
    let folder = tempfile::tempdir().expect("a folder");
    let answer = check(&extension(folder.path(), "bare.c", "bare.so"));
    assert_eq!(answer.status, 0, "{} {}", answer.stderr, answer.json);
    assert_eq!(answer.extension()["init"]["style"], "multi-phase");
    assert_eq!(answer.extension()["load"]["outcome"], "loaded");
}

#[test]
fn a_single_phase_module() {
    let folder = tempfile::tempdir().expect("a folder");
    let answer = check(&extension(folder.path(), "single.c", "single.so"));
    assert_eq!(answer.status, 0, "{} {}", answer.stderr, answer.json);
    assert_eq!(answer.extension()["init"]["style"], "single-phase");
    assert_eq!(answer.extension()["load"]["outcome"], "loaded");
}

#[test]
fn a_source() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/extensions/plain.c");
    let answer = check(&source);
    assert_eq!(answer.status, 0, "{} {}", answer.stderr, answer.json);
    assert_eq!(answer.extension()["module"], "plain");
}

#[test]
fn an_exception_while_loading_is_a_finding() {
    let folder = tempfile::tempdir().expect("a folder");
    let answer = check(&extension(folder.path(), "raising.c", "raising.so"));
    assert_eq!(answer.status, 1, "{} {}", answer.stderr, answer.json);
    assert_eq!(answer.rules(), [("EX903".to_owned(), "exec".to_owned())]);
    assert_eq!(answer.extension()["findings"][0]["message"], "raised ValueError: not today");
}

#[test]
fn symbols_that_the_name_does_not_allow() {
    let folder = tempfile::tempdir().expect("a folder");
    let answer = check(&extension(folder.path(), "unstable.c", "unstable.abi3.so"));
    assert_eq!(answer.status, 1, "{} {}", answer.stderr, answer.json);
    let rules = answer.rules();
    assert!(rules.contains(&("EX101".to_owned(), "PyObject_CallOneArg".to_owned())), "{rules:?}");
    assert!(rules.contains(&("EX105".to_owned(), "PyNonsense_New".to_owned())), "{rules:?}");
}

#[test]
fn symbols_that_are_too_new_for_the_wheel() {
    let folder = tempfile::tempdir().expect("a folder");
    let built = extension(folder.path(), "unstable.c", "unstable.abi3.so");
    let path = wheel(folder.path(), &format!("unstable-1-cp38-abi3-manylinux_2_17_{MACHINE}.whl"), &[("package/unstable.abi3.so", &built)]);
    let answer = check(&path);
    assert_eq!(answer.status, 1, "{} {}", answer.stderr, answer.json);
    assert_eq!(answer.extension()["module"], "package.unstable");
    assert!(answer.rules().contains(&("EX102".to_owned(), "PyType_GetName".to_owned())), "{:?}", answer.rules());
}

#[test]
fn a_wheel_that_says_abi3_of_a_file_that_is_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let name = format!("plain.cpython-314-{MACHINE}-linux-gnu.so");
    let built = extension(folder.path(), "plain.c", &name);
    let answer = check(&wheel(folder.path(), &format!("plain-1-cp38-abi3-linux_{MACHINE}.whl"), &[(&name, &built)]));
    assert_eq!(answer.status, 1, "{} {}", answer.stderr, answer.json);
    assert_eq!(answer.rules()[0].0, "EX110");
}

#[test]
fn a_crash() {
    let folder = tempfile::tempdir().expect("a folder");
    let answer = check(&extension(folder.path(), "crashing.c", "crashing.so"));
    assert_refused(&answer, "ended the process while the module was created, by signal 11");
    assert_eq!(answer.extension()["load"]["outcome"], "crashed");
}

#[test]
fn a_missing_symbol() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_refused(&check(&extension(folder.path(), "wanting.c", "wanting.so")), "Exuvia does not have PyNonsense_New");
}

#[test]
fn a_file_under_another_modules_name() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_refused(&check(&extension(folder.path(), "plain.c", "other.so")), "cannot be imported as other");
}

#[test]
fn for_another_python() {
    let folder = tempfile::tempdir().expect("a folder");
    let built = extension(folder.path(), "plain.c", "plain.cpython-312-x86_64-linux-gnu.so");
    assert_refused(&check(&built), "is for Python 3.12");
    let path = wheel(folder.path(), &format!("plain-1-cp312-cp312-linux_{MACHINE}.whl"), &[("plain.so", &built)]);
    assert_refused(&check(&path), "is for another Python: cp312");
}

#[test]
fn for_another_machine() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = wheel(folder.path(), "plain-1-cp314-cp314-macosx_11_0_arm64.whl", &[]);
    assert_refused(&check(&path), "is for another machine: macosx_11_0_arm64");
}

#[test]
fn what_is_no_extension() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_refused(&check(&folder.path().join("absent.so")), "does not exist");
    assert_refused(&check(folder.path()), "has no wheels");
    assert_refused(&check(Path::new("/bin/sh")), "is not");
    let text = folder.path().join("text.so");
    std::fs::write(&text, "not a library").expect("a file");
    assert_refused(&check(&text), "is not an ELF file");
    std::fs::write(&text, b"\x7fELF and nothing more").expect("a file");
    assert_refused(&check(&text), "is a damaged ELF file");
    let broken = folder.path().join("broken-1-py3-none-any.whl");
    std::fs::write(&broken, "PK but no zip").expect("a file");
    assert_refused(&check(&broken), "is not a wheel");
    assert_refused(&check(&wheel(folder.path(), "pure-1-py3-none-any.whl", &[("pure.py", &text)])), "has no extension modules");
    let source = folder.path().join("bad.c");
    std::fs::write(&source, "#include <Python.h>\nint f( {").expect("a file");
    assert_refused(&check(&source), "cannot be compiled");
}

#[test]
fn a_table_for_people() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = exuvia(&[&extension(folder.path(), "plain.c", "plain.abi3.so")]);
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.contains("built for  ok    stable ABI") && text.contains("1 extension module: no findings"), "{text}");
}
