//! C hosts: programs that start Exuvia themselves, and what they print.

mod common;

use common::extensions::{Hindrance, Settings, settings};
use common::{build, fingerprint, library, run, scratch};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// Compiles a host of `capi-tests/hosts/`, which links no libpython.
fn host(name: &str) -> PathBuf {
    let source = capi_tests::root().join("capi-tests/hosts").join(name).with_extension("c");
    let text = std::fs::read_to_string(&source).expect("the host's source");
    let output = scratch("hosts").join(format!("{name}-{}", fingerprint([text])));
    let arguments = ["-std=gnu11", "-Wall", "-Wextra", "-Werror", "-g", "-ldl", "-pthread"].map(OsStr::new);
    build(&output, false, &[&[source.as_os_str()], &arguments[..]].concat()).expect("the host compiles");
    output
}

/// An extension module of `extmods/`, built against our headers with the full API.
fn extension(name: &str) -> std::ffi::OsString {
    let found: Settings = settings(&capi_tests::root(), &Path::new("extmods").join(name));
    let built = found.unwrap_or_else(|why| match why {
        Hindrance::OutOfReach(why) | Hindrance::Wrong(why) => panic!("{why}"),
    });
    built.into_iter().find(|setting| setting.label == "exuvia_full").expect("that build").environment.remove(0).1
}

#[test]
fn opened_with_rtld_local_a_hundred_times() {
    let ran =
        run(Command::new(host("dlopen")).arg(library()).arg(extension("registry")).arg("100").env("PYTHONHASHSEED", "0"), Duration::from_secs(120));
    assert_eq!(ran.stdout, "42, nothing is registered as 'nothing'\n100 rounds alike\nmemory level\n", "{}\n{}", ran.ending(), ran.stderr);
    assert!(ran.succeeded(), "{}", ran.ending());
}

/// How many rounds the host of rounds makes; `EXUVIA_ROUNDS` says another number.
const ROUNDS: &str = "2000";

#[test]
fn started_and_ended_again_and_again() {
    let rounds = std::env::var("EXUVIA_ROUNDS").unwrap_or_else(|_| ROUNDS.to_owned());
    let mut command = Command::new(host("rounds"));
    command.arg(library()).arg(extension("registry")).arg(&rounds).env("PYTHONHASHSEED", "0");
    let ran = run(&mut command, Duration::from_secs(300));
    let wanted = format!("{rounds} rounds alike: 12\nexit functions 1, pending calls 1\ndescriptors +0, threads +0, keys +0\nmemory level\n");
    assert_eq!(ran.stdout, wanted, "{}\n{}", ran.ending(), ran.stderr);
    assert!(ran.succeeded(), "{}", ran.ending());
    eprint!("{}", ran.stderr);
}

#[test]
fn opened_started_forked_and_unloaded_in_unusual_ways() {
    let other = scratch("hosts").join("another-name.so");
    let _ = std::fs::remove_file(&other);
    std::os::unix::fs::symlink(library(), &other).expect("target/ can be written to");
    let ran = run(Command::new(host("ways")).arg(library()).arg(other).env("PYTHONHASHSEED", "0"), Duration::from_secs(120));
    let wanted = "opened: 48 0\nthe same by two paths: 1\nby the other path: 48 0\nin another thread: 48 0\nin the first thread again: 48 0\n\
                  started by a thread that is gone: 48\nended by another: 0\nchild: 48 0\nchild again: 48 0\nchild ended: 0\nparent: 48 0\n\
                  child of a host that has ended it: 48 0\nstill loaded: 0\nopened again: 48 0\nstill loaded: 0\nopened again: 48 0\n\
                  still loaded: 0\nopened again: 48 0\n";
    assert_eq!(ran.stdout, wanted, "{}\n{}", ran.ending(), ran.stderr);
    assert!(ran.succeeded(), "{}", ran.ending());
}
