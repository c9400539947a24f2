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
