//! `extmods/pyo3`: an extension module and a host in Rust, built with PyO3 from crates.io.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use libtest_mimic::Failed;

use crate::Test;
use crate::ground::*;

const WANTED: &str = include_str!("pyo3.txt");

pub fn tests() -> Vec<Test> {
    vec![Test::new("pyo3::an_extension_and_a_host", crates, an_extension_and_a_host)]
}

/// Whether the crates are there, or can be fetched.
fn crates() -> Result<(), String> {
    static REACHED: LazyLock<bool> = LazyLock::new(|| run(cargo("fetch").arg("--locked")).status == Some(0));
    if *REACHED { Ok(()) } else { Err("PyO3 cannot be fetched".to_owned()) }
}

fn cargo(verb: &str) -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.arg(verb).current_dir(root().join("extmods/pyo3"));
    for name in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_TARGET"] {
        cargo.env_remove(name);
    }
    cargo
}

/// The folder where cargo builds: it stays from run to run.
fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("pyo3")
}

fn an_extension_and_a_host() -> Result<(), Failed> {
    let folder = scratch("pyo3-modules");
    let config = folder.join("pyo3-config.txt");
    std::fs::write(&config, succeed(Command::new(MOVED.join("bin/exuvia")).arg("pyo3-config"))?)?;
    let build = |arguments: &[&str]| {
        succeed(cargo("build").args(["--locked", "--target-dir"]).arg(target()).args(arguments).env("PYO3_CONFIG_FILE", &config))
    };
    build(&["--lib"])?;
    std::fs::copy(target().join("debug/libtally.so"), folder.join("tally.abi3.so"))?;
    build(&["--bin", "host", "--no-default-features", "--features", "host"])?;

    let checked = succeed(Command::new(MOVED.join("bin/exuvia")).arg("check").arg(folder.join("tally.abi3.so")))?;
    ensure(checked.contains("\n1 extension module: no findings"), checked)?;
    let ran = run(Command::new(target().join("debug/host")).arg(&folder).env("LD_LIBRARY_PATH", MOVED.join("lib")));
    same("the host", &format!("{:?}\n{}{}", ran.status, ran.stdout, ran.stderr), &format!("Some(0)\n{WANTED}"))
}
