//! Functions that drive an extension.

#[path = "targets/mod.rs"]
mod targets;

use targets::{Answer, check, marked, source, target};

fn driven(way: &str) -> Answer {
    let here = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/targets/exercises.c");
    let exercises = source(&here, "exercises", way);
    check(&target("driven", "").file, &["--repeat=20", &format!("--exercise={}", exercises.file.display())])
}

/// One rule is broken, at the line that the mark is on.
fn assert_found(answer: &Answer, rule: &str, mark: &str) {
    assert_eq!(answer.rules(), [rule], "{} {}", answer.stderr, answer.json);
    assert_eq!(answer.findings()[0]["line"], marked("driven", mark), "{}", answer.json);
}

#[test]
fn what_is_clean_stays_so_and_a_cache_is_no_leak() {
    let answer = driven("CLEAN");
    assert_eq!(answer.rules(), [""; 0], "{} {}", answer.stderr, answer.json);
    assert_eq!(answer.status, 0, "{}", answer.stderr);
}

#[test]
fn an_object_is_lost_in_each_call() {
    let answer = driven("LOST");
    assert_found(&answer, "EX301", "LOST");
    assert!(answer.messages("EX301")[0].contains("in 20 calls of exercise_lost"), "{}", answer.json);
}

#[test]
fn a_block_is_lost_in_each_call() {
    let answer = driven("BLOCK");
    assert_found(&answer, "EX907", "BLOCK");
    assert_eq!(answer.messages("EX907"), ["each call leaves a block that PyMem_Malloc gave, and nothing has its address"]);
}

#[test]
fn what_is_kept_is_a_note() {
    let answer = driven("KEPT");
    assert_eq!(answer.rules(), ["EX908"], "{}", answer.json);
    assert_eq!(answer.status, 0, "{}", answer.stderr);
}

#[test]
fn an_exercise_that_fails() {
    let answer = driven("FAILS");
    assert_eq!(answer.rules(), ["EX909"], "{}", answer.json);
    assert_eq!(answer.messages("EX909"), ["raised AttributeError: module 'driven' has no attribute 'absent'"]);
}

#[test]
fn an_exercise_that_crashes() {
    let answer = driven("CRASHES");
    assert!(answer.messages("EX901").iter().any(|m| m.contains("while exercise_crash ran, by signal 6")), "{}", answer.json);
}

#[test]
fn a_source_is_compiled() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("drive.c");
    std::fs::write(&file, "#include <Python.h>\nint exercise_nothing(PyObject *module) { return module ? 0 : -1; }\n").expect("a file");
    let answer = check(&target("driven", "").file, &["--exercise", &file.display().to_string()]);
    assert_eq!((answer.status, answer.rules()), (0, vec![]), "{} {}", answer.stderr, answer.json);
}

#[test]
fn what_is_no_file_of_exercises() {
    let built = target("driven", "");
    let answer = check(&built.file, &["--exercise=absent.c"]);
    assert_eq!((answer.status, answer.stderr.as_str()), (2, "exuvia: absent.c does not exist\n"));
    let answer = check(&built.file, &[&format!("--exercise={}", built.file.display())]);
    assert_eq!(answer.status, 2);
    assert!(answer.stderr.contains("has no function whose name begins with exercise_"), "{}", answer.stderr);
}
