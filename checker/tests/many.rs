//! Many targets: folders, threads, parts for several machines, and joining what they found.

mod common;

use std::collections::BTreeSet;
use std::io::Read;
use std::os::fd::FromRawFd;
use std::path::Path;

use common::*;
use serde_json::Value;

fn names(json: &Value) -> Vec<String> {
    json["files"].as_array().expect("files").iter().map(|file| file["file"].as_str().expect("a path").to_owned()).collect()
}

/// So many wheels in two folders, one of them below the other; every tenth has findings.
fn wheels(folder: &Path, count: usize) {
    std::fs::create_dir_all(folder.join("wheels/below")).expect("a folder");
    for n in 0..count {
        let below = if n % 3 == 0 { "wheels/below" } else { "wheels" };
        let (module, contents): (_, &[u8]) = if n % 10 == 0 { ("unstable.abi3.so", &UNSTABLE) } else { ("plain.abi3.so", &PLAIN) };
        wheel(&folder.join(below), &format!("package{n}-1.0-cp38-abi3-linux_{MACHINE}.whl"), &[(module, contents)]);
    }
}

#[test]
fn a_folder_of_wheels() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    wheels(folder, 30);
    file(folder, "wheels/README.txt", "no wheel");
    wheel(&folder.join("wheels"), "pure-1-py3-none-any.whl", &[("pure.py", b"")]);
    wheel(&folder.join("wheels"), "other-1-cp314-cp314-macosx_11_0_arm64.whl", &[]);
    wheel(&folder.join("wheels"), &format!("older-1-cp39-cp39-linux_{MACHINE}.whl"), &[]);
    std::os::unix::fs::symlink(folder.join("wheels"), folder.join("wheels/below/round")).expect("a link");
    let check = |jobs: &str| run(folder, &["check", "--no-load", "--format", "json", "-j", jobs, "wheels"]).expect(1);
    let (one, four) = (check("1"), check("4"));
    assert_eq!(one.stdout, four.stdout, "the order is the targets'");
    let json = one.json();
    assert_eq!(
        (json["totals"]["files"].as_u64(), json["totals"]["skipped"].as_u64(), json["totals"]["not_checked"].as_u64()),
        (Some(33), Some(3), Some(0))
    );
    assert!(names(&json).is_sorted());

    std::fs::create_dir(folder.join("empty")).expect("a folder");
    run(folder, &["check", "empty"]).refused("empty has no wheels");
    run(folder, &["check", "-j", "0", "wheels"]).expect(2);
}

#[test]
fn parts_and_their_sum() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    wheels(folder, 40);
    let whole = run(folder, &["check", "--no-load", "--format", "json", "wheels"]).expect(1).json();
    let mut seen = BTreeSet::new();
    let mut parts = Vec::new();
    for part in 1..=3 {
        let (shard, output) = (format!("{part}/3"), format!("{part}.json"));
        run(folder, &["check", "--no-load", "--shard", &shard, "--output", &output, "wheels"]);
        let json: Value = serde_json::from_str(&std::fs::read_to_string(folder.join(&output)).expect("results")).expect("JSON");
        for name in names(&json) {
            assert!(seen.insert(name), "a file is in two parts");
        }
        parts.push(output);
    }
    assert_eq!(seen.len(), 40);
    let mut arguments = vec!["merge", "--format", "json"];
    arguments.extend(parts.iter().map(String::as_str));
    let merged = run(folder, &arguments).expect(1).json();
    assert_eq!(merged, whole);

    // As another form, with another selection, and against a baseline.
    arguments[2] = "html";
    assert!(run(folder, &arguments).expect(1).stdout.contains("package10-1.0"));
    arguments[2] = "junit";
    run(folder, &[&arguments[..], &["--select", "EX3"]].concat()).expect(0);
    run(folder, &[&arguments[..], &["--write-baseline", "known.toml"]].concat()).expect(0);
    run(folder, &[&arguments[..], &["--baseline", "known.toml"]].concat()).expect(0);

    run(folder, &["merge", "1.json", "1.json"]).refused("is in 1.json and in 1.json");
    run(folder, &["merge", "absent.json"]).refused("absent.json: No such file");
    file(folder, "other.json", "{\"format\": 1}");
    run(folder, &["merge", "other.json"]).refused("other.json holds no results of exuvia check: ");
    file(folder, "later.json", "{\"format\": 9, \"files\": []}");
    run(folder, &["merge", "later.json"]).refused("later.json is of format 9");
    for part in ["0/3", "4/3", "x"] {
        let said = run(folder, &["check", "--shard", part, "wheels"]).expect(2);
        assert!(said.stderr.contains("a part is written as 3/8"), "{}", said.stderr);
    }
}

#[test]
fn progress_is_for_terminals() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    wheels(folder, 20);
    let arguments = ["check", "--no-load", "--fail-on", "never", "-o", "results.json", "wheels"];
    assert_eq!(run(folder, &arguments).expect(0).stderr, "", "a pipe is no terminal");

    let (mut ours, mut theirs) = (0, 0);
    // SAFETY: two numbers to write to, and no settings.
    let opened = unsafe { libc::openpty(&raw mut ours, &raw mut theirs, std::ptr::null_mut(), std::ptr::null(), std::ptr::null()) };
    assert_eq!(opened, 0, "a terminal");
    // SAFETY: both are open and nobody else's.
    let (mut ours, theirs) = unsafe { (std::fs::File::from_raw_fd(ours), std::fs::File::from_raw_fd(theirs)) };
    let child = exuvia(folder).env("TERM", "xterm").args(arguments).stderr(theirs).spawn().expect("the command runs");
    let mut seen = Vec::new();
    // Its end is an error, once nobody has the other side open.
    let _ = ours.read_to_end(&mut seen);
    answer(child.wait_with_output().expect("the command ends")).expect(0);
    let seen = String::from_utf8_lossy(&seen);
    assert!(seen.contains("/20 ") && seen.contains('\u{2588}'), "{seen:?}");
}

/// The most memory that a command had, in KiB, as the system counts it for the children that have ended.
fn peak(folder: &Path, arguments: &[&str]) -> u64 {
    let script = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL); \
                  print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)";
    let mut command = std::process::Command::new("python3");
    command.current_dir(folder).args(["-c", script, env!("CARGO_BIN_EXE_exuvia")]).args(arguments);
    answer(command.output().expect("python3")).expect(0).stdout.trim().parse().expect("a number")
}

#[test]
fn a_thousand_wheels_take_no_more_memory_than_a_hundred() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    wheels(folder, 1000);
    for form in ["json", "sarif", "html"] {
        let arguments = ["check", "--no-load", "--format", form, "wheels"];
        let tenth = peak(folder, &[&arguments[..], &["--shard", "1/10"]].concat());
        let whole = peak(folder, &arguments);
        assert!(whole < tenth + 8 * 1024, "{form}: {tenth} KiB for a tenth, {whole} KiB for the whole");
    }
}
