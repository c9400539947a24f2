//! What an extension does to the process that loads it, to others, and to the machine, is a finding; nothing of it is left; and the check goes on.

#[path = "targets/mod.rs"]
mod targets;

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use targets::{Answer, check, target};

/// Small limits, so that the tests are quick.
fn misbehaves(way: &str, arguments: &[&str]) -> Answer {
    check(&target("misbehaves", way).file, arguments)
}

/// One rule is broken, and what was told contains the words.
fn assert_found(answer: &Answer, rule: &str, words: &str) {
    assert_eq!(answer.rules(), [rule], "{} {}", answer.stderr, answer.json);
    assert!(answer.messages(rule)[0].contains(words), "{}", answer.json);
}

/// The finding tells where in the extension it was.
fn assert_placed(answer: &Answer, function: &str) {
    let placed = answer.findings().iter().any(|f| f["function"] == function && f["file"].as_str().is_some_and(|file| file.ends_with("misbehaves.c")));
    assert!(placed, "{}", answer.json);
}

/// Whether a process has the file's path among what it was started with.
fn is_running(file: &Path) -> bool {
    let name = file.display().to_string();
    let lines = std::fs::read_dir("/proc").into_iter().flatten().flatten().filter_map(|entry| std::fs::read(entry.path().join("cmdline")).ok());
    lines.into_iter().any(|line| String::from_utf8_lossy(&line).contains(&name))
}

#[test]
fn one_that_hangs() {
    let start = Instant::now();
    let answer = misbehaves("HANGS", &["--timeout=2"]);
    assert_found(&answer, "EX902", "did not come back within 2 s while the module was executed");
    assert_placed(&answer, "go_wrong");
    assert_eq!(answer.extension()["load"]["outcome"], "hung");
    assert!(start.elapsed() < Duration::from_secs(60));
}

#[test]
fn one_that_spins() {
    let answer = misbehaves("SPINS", &["--timeout=2"]);
    assert_found(&answer, "EX902", "did not come back");
    assert_placed(&answer, "go_wrong");
}

#[test]
fn one_that_prints() {
    let answer = misbehaves("PRINTS", &["--output-limit=1"]);
    assert_found(&answer, "EX905", "printed more than 1 MiB while the module was executed");
    assert_placed(&answer, "go_wrong");
}

#[test]
fn one_that_eats_memory() {
    let answer = misbehaves("EATS", &["--memory=256"]);
    assert_found(&answer, "EX904", "used more than 256 MiB");
    assert_placed(&answer, "go_wrong");
}

#[test]
fn one_that_forks_without_end() {
    let built = target("misbehaves", "FORKS");
    let answer = check(&built.file, &["--process-limit=20"]);
    assert_found(&answer, "EX906", "had more than 20 processes");
    assert!(!is_running(&built.file));
}

#[test]
fn one_that_leaves_a_process_behind() {
    let built = target("misbehaves", "LEAVES_A_DAEMON");
    let answer = check(&built.file, &[]);
    assert_found(&answer, "EX906", "left a process behind");
    assert!(!is_running(&built.file));
}

#[test]
fn one_whose_copies_return() {
    let built = target("misbehaves", "FORKS_AND_RETURNS");
    let answer = check(&built.file, &[]);
    assert_eq!(answer.rules(), [""; 0], "{}", answer.json);
    assert!(!is_running(&built.file));
}

#[test]
fn one_that_aborts() {
    let answer = misbehaves("ABORTS", &[]);
    assert_found(&answer, "EX901", "by signal 6 (abort)");
    assert_placed(&answer, "go_wrong");
}

#[test]
fn one_that_exits() {
    let answer = misbehaves("EXITS", &[]);
    assert_found(&answer, "EX901", "with exit status 0");
    assert_placed(&answer, "go_wrong");
}

#[test]
fn one_that_exits_at_once() {
    assert_found(&misbehaves("EXITS_AT_ONCE", &[]), "EX901", "ended the process while the module was executed, with exit status 0");
}

#[test]
fn one_that_closes_all_files() {
    let answer = misbehaves("CLOSES_FILES", &[]);
    assert_found(&answer, "EX901", "by signal 6 (abort)");
    assert_placed(&answer, "go_wrong");
}

#[test]
fn one_that_raises_a_signal() {
    assert_found(&misbehaves("RAISES_A_SIGNAL", &[]), "EX901", "by signal 15 (terminated)");
}

#[test]
fn one_that_kills_its_group() {
    assert_found(&misbehaves("KILLS_ITS_GROUP", &[]), "EX901", "by signal 9 (killed)");
}

#[test]
fn one_that_kills_its_parent() {
    let built = target("misbehaves", "KILLS_ITS_PARENT");
    assert_found(&check(&built.file, &[]), "EX901", "by signal 9 (killed)");
    assert!(!is_running(&built.file));
}

#[test]
fn files_are_written_where_they_go_away() {
    let built = target("misbehaves", "WRITES_FILES");
    let output =
        Command::new(env!("CARGO_BIN_EXE_exuvia")).arg("check").arg(&built.file).current_dir(built.folder.path()).output().expect("the command runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    assert!(!built.folder.path().join("left-behind").exists());
}

#[test]
fn the_check_goes_on() {
    let (bad, good) = (target("misbehaves", "ABORTS"), target("single", ""));
    let mut command = Command::new(env!("CARGO_BIN_EXE_exuvia"));
    let output = command.args(["check", "--format=json"]).args([&bad.file, &good.file]).output().expect("the command runs");
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(json["files"][1]["extensions"][0]["load"]["outcome"], "loaded", "{json}");
}
