//! C hosts: programs that start Exuvia themselves, and what they print.
//!
//! A test that needs a tool that is not installed is reported as ignored, with the reason; where `EXUVIA_NO_SKIP` is set, it fails. One that
//! needs a library of its own kind is ignored where none is named.

mod common;

use common::extensions::{Settings, settings};
use common::{LIMIT, build, fingerprint, library, run, scratch};
use libtest_mimic::{Arguments, Trial};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

fn main() -> ExitCode {
    let strict = std::env::var_os("EXUVIA_NO_SKIP").is_some();
    let no_valgrind = Command::new("valgrind").arg("--version").output().is_err();
    let no_instrumented = std::env::var_os("EXUVIA_TSAN_LIBRARY").is_none();
    let mut trials = Vec::new();
    let mut add = |name: &str, test: fn(), lacks: Option<&str>| {
        if let Some(why) = lacks {
            eprintln!("skipped {name}: {why}");
        }
        let run = move || {
            test();
            Ok(())
        };
        trials.push(Trial::test(name, run).with_ignored_flag(lacks.is_some()));
    };
    add("opened_with_rtld_local_a_hundred_times", opened_with_rtld_local_a_hundred_times, None);
    add("started_and_ended_again_and_again", started_and_ended_again_and_again, None);
    add("opened_started_forked_and_unloaded_in_unusual_ways", opened_started_forked_and_unloaded_in_unusual_ways, None);
    add("linked", linked, None);
    add("opened_twice_by_two_paths", opened_twice_by_two_paths, None);
    add("two_copies_side_by_side", two_copies_side_by_side, None);
    add("unloaded_and_opened_again", unloaded_and_opened_again, None);
    add("forks", forks, None);
    add("started_by_a_second_thread", started_by_a_second_thread, None);
    add("ended_with_threads_alive", ended_with_threads_alive, None);
    add("immortal_objects_go_with_the_runtime", immortal_objects_go_with_the_runtime, None);
    add("many_threads_in_many_interpreters", many_threads_in_many_interpreters, None);
    add("called_without_a_thread_state", called_without_a_thread_state, None);
    add("helgrind", helgrind, (no_valgrind && !strict).then_some("valgrind is not installed"));
    add("thread_sanitizer", thread_sanitizer, no_instrumented.then_some("EXUVIA_TSAN_LIBRARY names no library"));
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

/// Compiles a host of `capi-tests/hosts/`, which links no libpython.
fn host(name: &str) -> PathBuf {
    let source = capi_tests::root().join("capi-tests/hosts").join(name).with_extension("c");
    let text = std::fs::read_to_string(&source).expect("the host's source");
    let shared = std::fs::read_to_string(source.with_file_name("host.h")).expect("what they share");
    let output = scratch("hosts").join(format!("{name}-{}", fingerprint([text, shared])));
    let arguments = ["-std=gnu11", "-Wall", "-Wextra", "-Werror", "-g", "-ldl", "-pthread"].map(OsStr::new);
    build(&output, false, &[&[source.as_os_str()], &arguments[..]].concat()).expect("the host compiles");
    output
}

/// An extension module of `extmods/`, built against our headers with the full API.
fn extension(name: &str) -> std::ffi::OsString {
    let found: Settings = settings(&capi_tests::root(), &Path::new("extmods").join(name));
    let built = found.unwrap_or_else(|hindrance| panic!("{hindrance}"));
    built.into_iter().find(|setting| setting.label == "exuvia_full").expect("that build").environment.remove(0).1
}

fn opened_with_rtld_local_a_hundred_times() {
    let ran = run(Command::new(host("dlopen")).arg(library()).arg(extension("registry")).arg("100").env("PYTHONHASHSEED", "0"), LIMIT);
    assert_eq!(ran.stdout, "42, nothing is registered as 'nothing'\n100 rounds alike\nmemory level\n", "{}\n{}", ran.ending(), ran.stderr);
    assert!(ran.succeeded(), "{}", ran.ending());
}

/// How many rounds the host of rounds makes; `EXUVIA_ROUNDS` says another number.
const ROUNDS: &str = "2000";

fn started_and_ended_again_and_again() {
    let rounds = std::env::var("EXUVIA_ROUNDS").unwrap_or_else(|_| ROUNDS.to_owned());
    let mut command = Command::new(host("rounds"));
    command.arg(library()).arg(extension("registry")).arg(&rounds).env("PYTHONHASHSEED", "0");
    let ran = run(&mut command, LIMIT);
    let wanted = format!("{rounds} rounds alike: 12\nexit functions 1, pending calls 1\ndescriptors +0, threads +0, keys +0\nmemory level\n");
    assert_eq!(ran.stdout, wanted, "{}\n{}", ran.ending(), ran.stderr);
    assert!(ran.succeeded(), "{}", ran.ending());
    eprint!("{}", ran.stderr);
}

fn opened_started_forked_and_unloaded_in_unusual_ways() {
    let other = scratch("hosts").join("another-name.so");
    let _ = std::fs::remove_file(&other);
    std::os::unix::fs::symlink(library(), &other).expect("target/ can be written to");
    let ran = run(Command::new(host("ways")).arg(library()).arg(other).env("PYTHONHASHSEED", "0"), LIMIT);
    let wanted = "opened: 48 0\nthe same by two paths: 1\nby the other path: 48 0\nin another thread: 48 0\nin the first thread again: 48 0\n\
                  started by a thread that is gone: 48\nended by another: 0\nchild: 48 0\nchild again: 48 0\nchild ended: 0\nparent: 48 0\n\
                  child of a host that has ended it: 48 0\nstill loaded: 0\nopened again: 48 0\nstill loaded: 0\nopened again: 48 0\n\
                  still loaded: 0\nopened again: 48 0\n";
    assert_eq!(ran.stdout, wanted, "{}\n{}", ran.ending(), ran.stderr);
    assert!(ran.succeeded(), "{}", ran.ending());
}
/// The host, to be run on the library.
fn on_library(name: &str) -> Command {
    let mut command = Command::new(host(name));
    command.arg(library()).env("PYTHONHASHSEED", "0");
    command
}

/// Runs a host and compares what it prints.
fn prints(command: &mut Command, expected: &str) {
    let ran = run(command, LIMIT);
    assert_eq!(ran.stdout, expected, "{}\n{}", ran.ending(), ran.stderr);
    assert!(ran.succeeded(), "{}", ran.ending());
}

fn linked() {
    let source = capi_tests::root().join("capi-tests/hosts/links.c");
    let text = std::fs::read_to_string(&source).expect("the host's source");
    let output = scratch("hosts").join(format!("links-{}", fingerprint([text])));
    let folder = common::library_folder();
    let arguments = ["-std=gnu11", "-Wall", "-Wextra", "-Werror", "-g", "-L"].map(OsStr::new);
    let rest = [folder.as_os_str(), OsStr::new("-lpython3.14")];
    build(&output, false, &[&arguments[..], &[rest[0], source.as_os_str(), rest[1]]].concat()).expect("the host compiles");
    prints(Command::new(output).env("LD_LIBRARY_PATH", &folder), "(42, 'text', <class 'ValueError'>)\ndone\n");
}

fn opened_twice_by_two_paths() {
    let link = scratch("hosts").join("the-same-library.so");
    let _ = std::fs::remove_file(&link);
    std::os::unix::fs::symlink(library(), &link).expect("a link");
    prints(on_library("twice").arg(&link), "one library\nstarted: 1\nstarted: 0\nstarted: 1\nstarted: 0\nstarted: 1\nstarted: 0\ndone\n");
}

fn two_copies_side_by_side() {
    let copy = scratch("hosts").join("a-copy-of-the-library.so");
    std::fs::copy(library(), &copy).expect("a copy");
    prints(on_library("twice").arg(&copy), "two libraries\nstarted: 0\nstarted: 0\nstarted: 0\nstarted: 0\nstarted: 0\nstarted: 0\ndone\n");
}

fn unloaded_and_opened_again() {
    let ran = run(on_library("unload").arg("100"), LIMIT);
    assert!(ran.succeeded(), "{}\n{}\n{}", ran.ending(), ran.stdout, ran.stderr);
    assert_eq!(ran.stdout, "100 rounds, unloaded each time\nmemory level\n", "{}", ran.stderr);
}

fn forks() {
    prints(&mut on_library("forks"), "0 children went wrong\n");
}

fn started_by_a_second_thread() {
    let own = "main thread: 1, pending calls run: 1\n";
    prints(&mut on_library("second_thread"), &format!("{own}main thread: 0, pending calls run: 0\nrun by the main thread: 1\n{own}{own}"));
}

fn ended_with_threads_alive() {
    prints(&mut on_library("left_alive"), "threads: 1\nthreads: 5\nthreads: 9\ndone\n");
}

fn immortal_objects_go_with_the_runtime() {
    prints(on_library("immortals").arg("1000"), "1000 rounds, memory level\n");
}

/// The checked build too keeps what was freed, and what is known of it, for a while only.
#[test]
fn objects_and_blocks_come_and_go() {
    prints(on_library("level").args(["10000000", "1024"]), "10000000 objects, 1024 MiB of blocks: memory level\n");
}

/// For how long the stress program runs, and within which time it has to have ended: `EXUVIA_STRESS_SECONDS`, 3 where it says nothing.
fn stress_seconds() -> (String, Duration) {
    let seconds = std::env::var("EXUVIA_STRESS_SECONDS").unwrap_or_else(|_| "3".to_owned());
    let own = Duration::from_secs(seconds.parse().expect("EXUVIA_STRESS_SECONDS is a number"));
    (seconds, own * 10 + LIMIT * 2)
}

/// Each function that needs a thread state, without one: before the start, detached, after the end.
fn called_without_a_thread_state() {
    let contract = std::fs::read_to_string(capi_tests::root().join("abi/contract-3.14.tsv")).expect("the contract");
    // They take data of a certain kind without a look at it.
    const BLIND: [&str; 5] = ["_PyBytes_FromXIData", "_PyFloat_ExactDealloc", "_PyLong_ExactDealloc", "_PyUnicode_ExactDealloc", "_PyUnicode_FromId"];
    let needs = |row: &&str| row.rsplit('\t').next() == Some("attached") && !BLIND.iter().any(|name| row.starts_with(name));
    let names: Vec<&str> = contract.lines().filter(needs).filter_map(|row| row.split('\t').next()).collect();
    for when in ["before", "detached", "after"] {
        let ran = run(on_library("unattached").arg(when).args(&names), LIMIT);
        assert!(ran.succeeded() && ran.stdout.starts_with("0 of "), "{when}: {}\n{}\n{}", ran.ending(), ran.stdout, ran.stderr);
    }
}

/// For so many seconds as `EXUVIA_STRESS_SECONDS` says, 3 where it says nothing.
fn many_threads_in_many_interpreters() {
    let (seconds, limit) = stress_seconds();
    let ran = run(on_library("stress").arg(extension("registry")).args(["6", &seconds]), limit);
    eprintln!("{}", ran.stderr);
    assert_eq!(ran.stdout, "done\n", "{}\n{}", ran.ending(), ran.stderr);
    assert!(ran.succeeded(), "{}", ran.ending());
}

/// A small case under valgrind's helgrind: races, and misuse of threads and locks. It knows no atomics, which are ThreadSanitizer's, and not
/// mimalloc, so blocks are the system's; of our locks it is told.
fn helgrind() {
    let mut command = Command::new("valgrind");
    let suppressions = format!("--suppressions={}", capi_tests::root().join("capi-tests/hosts/helgrind.supp").display());
    command.args(["--tool=helgrind", "--quiet", "--error-exitcode=99"]).arg(suppressions);
    command.arg(host("stress")).arg(library()).arg(extension("registry")).args(["2", "1"]).env("PYTHONHASHSEED", "0");
    command.env("PYTHONMALLOC", "malloc").env("STRESS_KEEPS_COUNTS", "1");
    let ran = run(&mut command, LIMIT * 2);
    assert!(ran.succeeded(), "{}\n{}\n{}", ran.ending(), ran.stdout, ran.stderr);
}

/// The stress program under ThreadSanitizer, on the library that `EXUVIA_TSAN_LIBRARY` names (`.ci/tsan` builds it).
fn thread_sanitizer() {
    let instrumented = std::env::var_os("EXUVIA_TSAN_LIBRARY").expect("EXUVIA_TSAN_LIBRARY names a library");
    let root = capi_tests::root();
    let source = root.join("capi-tests/hosts/stress.c");
    let output = scratch("hosts").join("stress-tsan");
    let _ = std::fs::remove_file(&output);
    // The C compiler's own run time stays out: the library's is Rust's, and a process has one.
    let flags = ["-std=gnu11", "-g", "-O1", "-fsanitize=thread", "-nodefaultlibs", "-rdynamic", "-Wl,--whole-archive"].map(OsStr::new);
    let runtime = Path::new(&instrumented).with_file_name("tsan.a");
    let libraries = ["-Wl,--no-whole-archive", "-ldl", "-lpthread", "-lm", "-lrt", "-lresolv", "-lc", "-lgcc_s", "-lgcc"].map(OsStr::new);
    build(&output, false, &[&[source.as_os_str()], &flags[..], &[runtime.as_os_str()], &libraries[..]].concat()).expect("the host compiles");
    let (seconds, limit) = stress_seconds();
    let options = format!("exitcode=66 second_deadlock_stack=1 suppressions={}", root.join("capi-tests/hosts/tsan.supp").display());
    let mut command = Command::new(output);
    command.arg(instrumented).arg(extension("registry")).args(["4", &seconds]).env("TSAN_OPTIONS", options).env("PYTHONHASHSEED", "0");
    let ran = run(&mut command, limit);
    assert!(ran.succeeded(), "{}\n{}\n{}", ran.ending(), ran.stdout, ran.stderr.lines().take(200).collect::<Vec<_>>().join("\n"));
}
