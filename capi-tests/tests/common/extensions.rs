//! Extension modules that programs load: files of wheels from PyPI, and builds of our own sources in `extmods/`.

use super::{build, fingerprint, reference, run, scratch};
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// One way to run a program: which file it is shown.
#[derive(Clone)]
pub struct Setting {
    /// Empty, or what tells this way from the others in the test's name.
    pub label: String,
    pub environment: Vec<(&'static str, OsString)>,
}

impl Setting {
    /// A program that needs nothing.
    pub fn plain() -> Setting {
        Setting { label: String::new(), environment: Vec::new() }
    }
}

/// Why a program cannot run.
pub enum Hindrance {
    /// Something that this machine lacks: the program is skipped.
    OutOfReach(String),
    /// Something that is wrong: the program fails.
    Wrong(String),
}

/// What a program runs with.
pub type Settings = Result<Vec<Setting>, Hindrance>;

/// The settings of a program by its area: programs of `wheels` see an unpacked wheel, those of `extmods` (and
/// `robust/wear`) each build of the module of their name; all others run as they are.
pub fn settings(root: &Path, program: &Path) -> Settings {
    let stem = program.file_stem().and_then(OsStr::to_str).unwrap_or("");
    match program.parent().and_then(Path::to_str) {
        Some("wheels") => {
            Ok(vec![Setting { label: String::new(), environment: vec![("EXUVIA_WHEEL", wheel(root, stem).map_err(Hindrance::OutOfReach)?.into())] }])
        }
        Some("extmods") => builds(root, stem),
        Some("robust") if root.join("extmods").join(stem).with_extension("c").exists() => builds(root, stem),
        _ => Ok(vec![Setting::plain()]),
    }
}

/// The folder of an unpacked wheel, fetched by exact version where it is not there yet.
fn wheel(root: &Path, program: &str) -> Result<PathBuf, String> {
    let table = std::fs::read_to_string(root.join("capi-tests/wheels.tsv")).map_err(|e| format!("wheels.tsv: {e}"))?;
    let row = table.lines().skip(1).map(|l| l.split('\t').collect::<Vec<_>>()).find(|row| row[0] == program);
    let Some([_, requirement, kind]) = row.as_deref() else { return Err(format!("wheels.tsv has no {program}")) };
    let folder = scratch("wheels").join(requirement.replace("==", "-"));
    let complete = folder.join("complete");
    if complete.exists() {
        return Ok(folder);
    }
    let fresh = folder.with_extension(format!("{}.part", std::process::id()));
    let _ = std::fs::remove_dir_all(&fresh);
    let mut pip = Command::new("python3");
    pip.args(["-m", "pip", "download", "-q", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:"]);
    pip.args(["--python-version", "3.14", "--implementation", "cp", "--abi", kind]);
    for platform in ["2_34", "2_31", "2_28", "2_27", "2_26", "2_24", "2_17", "2_12", "2_5", "2014", "2010", "1"] {
        let glue = if platform.contains('_') { "_" } else { "" };
        pip.arg("--platform").arg(format!("manylinux{glue}{platform}_{}", std::env::consts::ARCH));
    }
    pip.arg("-d").arg(&fresh).arg(requirement);
    step(&mut pip, "pip could not fetch the wheel")?;
    let file = std::fs::read_dir(&fresh).map_err(|e| e.to_string())?.flatten().map(|e| e.path()).find(|p| p.extension().is_some_and(|e| e == "whl"));
    let file = file.ok_or("pip fetched no wheel")?;
    step(Command::new("python3").args(["-m", "zipfile", "-e"]).arg(&file).arg(&fresh), "the wheel could not be unpacked")?;
    std::fs::write(fresh.join("complete"), "").map_err(|e| e.to_string())?;
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::rename(&fresh, &folder).map_err(|e| e.to_string())?;
    Ok(folder)
}

fn step(command: &mut Command, failure: &str) -> Result<(), String> {
    if command.get_program() == "python3" && Command::new("python3").arg("--version").output().is_err() {
        return Err("there is no python3 to fetch wheels with".to_owned());
    }
    let ran = run(command, Duration::from_secs(180));
    if ran.succeeded() { Ok(()) } else { Err(format!("{failure}: {}", ran.stderr.lines().last().unwrap_or("no reason given"))) }
}

/// The module of `extmods/` in every build: each API against our header, and against CPython's where that is present.
fn builds(root: &Path, name: &str) -> Settings {
    let apis =
        [("3.2", "-DPy_LIMITED_API=0x03020000"), ("3.8", "-DPy_LIMITED_API=0x03080000"), ("3.12", "-DPy_LIMITED_API=0x030c0000"), ("full", "")];
    let mut headers = vec![("exuvia", vec![root.join("include")])];
    if let Some(cpython) = reference() {
        let include = cpython.join("root/usr/include");
        headers.push(("cpython", vec![include.join("python3.14"), include]));
    }
    let mut settings = Vec::new();
    for (whose, folders) in &headers {
        for (api, flag) in apis {
            let file = module(root, name, whose, api, flag, folders).map_err(Hindrance::Wrong)?;
            settings.push(Setting { label: format!("{whose}_{api}"), environment: vec![("EXUVIA_EXTMOD", file.into())] });
        }
    }
    Ok(settings)
}

/// Builds one, as strictly as a careful maintainer would.
fn module(root: &Path, name: &str, whose: &str, api: &str, flag: &str, folders: &[PathBuf]) -> Result<PathBuf, String> {
    let source = root.join("extmods").join(name).with_extension("c");
    let headers = if whose == "exuvia" { super::headers_fingerprint(root) } else { String::new() };
    let text = [&source, &root.join("extmods/module.h")].map(|f| std::fs::read_to_string(f).unwrap_or_default());
    let output = scratch("extmods").join(format!("{name}-{whose}-{api}-{}.so", fingerprint(text.iter().chain([&headers]))));
    let mut arguments: Vec<&OsStr> = ["-std=c11", "-Wall", "-Wextra", "-Werror", "-g", "-O2", "-fPIC", "-shared"].iter().map(OsStr::new).collect();
    if !flag.is_empty() {
        arguments.push(OsStr::new(flag));
    }
    for folder in folders {
        arguments.extend([OsStr::new("-I"), folder.as_os_str()]);
    }
    arguments.push(source.as_os_str());
    build(&output, false, &arguments).map_err(|e| format!("{name} against {whose}'s headers, {api}: {e}"))?;
    Ok(output)
}
