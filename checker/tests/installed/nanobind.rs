//! `extmods/nanobind`: an extension module in C++, built with nanobind from PyPI and its own CMake package.

use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;

use libtest_mimic::Failed;

use crate::Test;
use crate::ground::*;

/// What is fetched, for pip.
const NANOBIND: &str = "nanobind==2.9.2";

pub fn tests() -> Vec<Test> {
    vec![Test::new("nanobind::an_extension", nanobind, an_extension)]
}

/// A folder with nanobind in it, where it can be reached.
static FETCHED: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = scratch("nanobind");
    let fetch = format!("python3 -m pip download -q --no-deps {NANOBIND} && python3 -m zipfile -e nanobind-*.whl .");
    run(shell(&fetch).current_dir(&folder));
    folder
});

fn nanobind() -> Result<(), String> {
    for name in ["cmake", "make", "c++", "python3"] {
        tool(name)?;
    }
    if FETCHED.join("nanobind/cmake").is_dir() { Ok(()) } else { Err(format!("pip could not fetch {NANOBIND}")) }
}

fn an_extension() -> Result<(), Failed> {
    let folder = scratch("nanobind-build");
    succeed(
        Command::new("cmake")
            .arg("-S")
            .arg(root().join("extmods/nanobind"))
            .arg("-B")
            .arg(&folder)
            .arg(format!("-Dnanobind_DIR={}/nanobind/cmake", FETCHED.display()))
            .arg(format!("-DCMAKE_MODULE_PATH={}/lib/cmake/Exuvia/modules", MOVED.display())),
    )?;
    succeed(Command::new("cmake").arg("--build").arg(&folder))?;
    let script = format!(
        // nanobind's functions do not show the collector their type, which is a finding (EX306); nothing else may stop the check.
        "{0}/bin/exuvia check vectors.abi3.so >&2 || [ $? = 1 ]
         cc $({0}/bin/python3.14-config --includes) '{1}/checker/tests/installed/vectors_host.c' -L{0}/lib -lpython3 -Wl,-rpath,{0}/lib -o host
         ./host .",
        MOVED.display(),
        root().display()
    );
    let got = succeed(shell(&script).current_dir(&folder))?;
    same("the vectors' host", &got, include_str!("vectors_host.txt"))
}
