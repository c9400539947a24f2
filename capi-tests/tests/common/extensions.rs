//! Extension modules that programs load: files of wheels from PyPI, builds of sources from there, and builds of our own sources in `extmods/`.

use super::{LIMIT, build, fingerprint, reference, run, scratch};
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Command;

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
    /// There is no CPython, whose files the program loads: it is skipped, even where nothing else may be.
    NoReference,
    /// Something that is wrong: the program fails.
    Wrong(String),
}

impl std::fmt::Display for Hindrance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Hindrance::OutOfReach(why) | Hindrance::Wrong(why) => f.write_str(why),
            Hindrance::NoReference => f.write_str("it needs a CPython reference"),
        }
    }
}

/// What a program runs with.
pub type Settings = Result<Vec<Setting>, Hindrance>;

/// The settings of a program by its area: programs of `dynload` see the extension modules of CPython's own library, those of `wheels` an unpacked wheel, those of `sdists` and `extmods` (and
/// `robust/wear`) each build of the module of their name; all others run as they are.
pub fn settings(root: &Path, program: &Path) -> Settings {
    let stem = program.file_stem().and_then(OsStr::to_str).unwrap_or("");
    match program.parent().and_then(Path::to_str) {
        Some("wheels") => {
            let folders = wheels(root, stem).map_err(Hindrance::OutOfReach)?;
            let environment = ["EXUVIA_WHEEL", "EXUVIA_WHEEL_2"].into_iter().zip(folders.into_iter().map(Into::into)).collect();
            Ok(vec![Setting { label: String::new(), environment }])
        }
        Some("sdists") => sdist(root, stem),
        Some("dynload") => {
            let cpython = reference().ok_or(Hindrance::NoReference)?;
            let folder = cpython.join("root/usr/lib/python3.14/lib-dynload");
            Ok(vec![Setting { label: String::new(), environment: vec![("EXUVIA_DYNLOAD", folder.into())] }])
        }
        Some("extmods") => builds(root, stem),
        Some("robust") if root.join("extmods").join(stem).with_extension("c").exists() => builds(root, stem),
        _ => Ok(vec![Setting::plain()]),
    }
}

/// The row of a table of `capi-tests/` that begins with the program's name.
fn row(root: &Path, table: &str, program: &str) -> Result<Vec<String>, String> {
    let text = std::fs::read_to_string(root.join("capi-tests").join(table)).map_err(|e| format!("{table}: {e}"))?;
    let mut rows = text.lines().skip(1).map(|l| l.split('\t').map(str::to_owned).collect::<Vec<_>>());
    rows.find(|row| row[0] == program).ok_or_else(|| format!("{table} has no {program}"))
}

/// The folder of what pip downloads for an exact version, unpacked; fetched where it is not there yet.
fn fetched(area: &str, requirement: &str, options: &[String], unpack: &str, endings: [&str; 2]) -> Result<PathBuf, String> {
    let folder = scratch(area).join(requirement.replace("==", "-"));
    if folder.join("complete").exists() {
        return Ok(folder);
    }
    let fresh = folder.with_extension(format!("{}.part", std::process::id()));
    let _ = std::fs::remove_dir_all(&fresh);
    let mut pip = Command::new("python3");
    pip.args(["-m", "pip", "download", "-q", "--disable-pip-version-check", "--no-deps"]).args(options);
    pip.arg("-d").arg(&fresh).arg(requirement);
    step(&mut pip, &format!("pip could not fetch {requirement}"))?;
    let files = std::fs::read_dir(&fresh).map_err(|e| e.to_string())?.flatten().map(|e| e.path());
    let mut archives = files.filter(|p| p.extension().is_some_and(|e| endings.iter().any(|ending| e == *ending)));
    let file = archives.next().ok_or("pip fetched nothing")?;
    step(Command::new("python3").args(["-m", unpack, "-e"]).arg(&file).arg(&fresh), "the archive could not be unpacked")?;
    std::fs::write(fresh.join("complete"), "").map_err(|e| e.to_string())?;
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::rename(&fresh, &folder).map_err(|e| e.to_string())?;
    Ok(folder)
}

/// The folders of a program's wheels: its own, and a second one that the first needs.
fn wheels(root: &Path, program: &str) -> Result<Vec<PathBuf>, String> {
    let row = row(root, "wheels.tsv", program)?;
    let [_, requirements, kinds] = row.as_slice() else { return Err(format!("wheels.tsv: the row of {program} has other columns")) };
    requirements.split(' ').zip(kinds.split(' ')).map(|(requirement, kind)| wheel(requirement, kind)).collect()
}

/// The folder of an unpacked wheel.
fn wheel(requirement: &str, kind: &str) -> Result<PathBuf, String> {
    let mut options: Vec<String> =
        ["--only-binary=:all:", "--python-version", "3.14", "--implementation", "cp", "--abi", kind].map(str::to_owned).into();
    for platform in ["2_34", "2_31", "2_28", "2_27", "2_26", "2_24", "2_17", "2_12", "2_5", "2014", "2010", "1"] {
        let glue = if platform.contains('_') { "_" } else { "" };
        options.extend(["--platform".to_owned(), format!("manylinux{glue}{platform}_{}", std::env::consts::ARCH)]);
    }
    fetched("wheels", requirement, &options, "zipfile", ["whl", "whl"])
}

/// The module of a package's sources, compiled against CPython's headers, where they are present, and against ours, which must not make
/// the compiler say anything that it does not say with CPython's.
fn sdist(root: &Path, program: &str) -> Settings {
    let row = row(root, "sdists.tsv", program).map_err(Hindrance::Wrong)?;
    let [_, requirement, sources, flags, libraries] = row.as_slice() else {
        return Err(Hindrance::Wrong(format!("sdists.tsv: the row of {program} has other columns")));
    };
    for library in libraries.split_whitespace() {
        let probe =
            super::source_file(&scratch("sdists"), "probe", "c", "int main(void) { return 0; }\n").map_err(|e| Hindrance::Wrong(e.to_string()))?;
        let ran = run(super::compiler(false).arg(probe).arg(format!("-l{library}")).args(["-o", "/dev/null"]), LIMIT);
        if !ran.succeeded() {
            return Err(Hindrance::OutOfReach(format!("there is no lib{library} to link to")));
        }
    }
    let folder = fetched("sdists", requirement, &["--no-binary=:all:".to_owned()], "tarfile", ["gz", "zip"]).map_err(Hindrance::OutOfReach)?;
    let unpacked = std::fs::read_dir(&folder).into_iter().flatten().flatten().map(|e| e.path()).find(|p| p.is_dir());
    let unpacked = unpacked.ok_or_else(|| Hindrance::Wrong(format!("{requirement} has no folder")))?;
    let mut headers = Vec::new();
    if let Some(cpython) = reference() {
        let include = cpython.join("root/usr/include");
        headers.push(("cpython", vec![include.join("python3.14"), include]));
    }
    headers.push(("exuvia", vec![root.join("include")]));
    let mut settings = Vec::new();
    let mut said: Option<Vec<String>> = None;
    for (whose, folders) in &headers {
        let print = if *whose == "exuvia" { super::headers_fingerprint(root) } else { String::new() };
        let output = folder.join(format!("{program}-{whose}-{}.so", fingerprint(row.iter().chain([&print]))));
        let build = Build { unpacked: &unpacked, folders, sources, flags, libraries };
        let mut warnings = build.run(&output).map_err(|e| Hindrance::Wrong(format!("{program} against {whose}'s headers: {e}")))?;
        if let Some(theirs) = &mut said {
            warnings.retain(|ours| match theirs.iter().position(|their| their == ours) {
                Some(at) => {
                    theirs.swap_remove(at);
                    false
                }
                None => true,
            });
            if !warnings.is_empty() {
                return Err(Hindrance::Wrong(format!("{program}: the compiler warns with our headers only:\n{}", warnings.join("\n"))));
            }
        }
        said = Some(warnings);
        settings.push(Setting { label: (*whose).to_owned(), environment: vec![("EXUVIA_SDIST", output.into())] });
    }
    Ok(settings)
}

/// How a package's sources become an extension file.
struct Build<'a> {
    unpacked: &'a Path,
    folders: &'a [PathBuf],
    sources: &'a str,
    flags: &'a str,
    libraries: &'a str,
}

impl Build<'_> {
    /// Builds it, unless it is there; what the compiler warned of, without the places in headers.
    fn run(&self, output: &Path) -> Result<Vec<String>, String> {
        let record = output.with_extension("warnings");
        if output.exists() && record.exists() {
            let text = std::fs::read_to_string(&record).map_err(|e| e.to_string())?;
            return Ok(text.lines().map(str::to_owned).collect());
        }
        let sources = self.files()?;
        let is_cpp = |source: &Path| source.extension().is_some_and(|e| e != "c");
        let mut warnings = Vec::new();
        let mut objects = Vec::new();
        for (i, source) in sources.iter().enumerate() {
            let object = output.with_extension(format!("{i}.o"));
            let mut command = super::compiler(is_cpp(source));
            command.current_dir(self.unpacked).args(["-c", "-O1", "-fPIC", "-Wall", "-Wextra"]);
            command.args(self.folders.iter().flat_map(|f| [OsStr::new("-I"), f.as_os_str()]));
            command.args(self.flags.split_whitespace()).arg(source).arg("-o").arg(&object);
            let ran = run(&mut command, LIMIT);
            if !ran.succeeded() {
                let errors: Vec<&str> = ran.stderr.lines().filter(|l| l.contains("error:")).take(5).collect();
                return Err(format!("the compiler {}\n{}", ran.ending(), errors.join("\n")));
            }
            for line in ran.stderr.lines() {
                let Some((place, warning)) = line.split_once(" warning: ") else { continue };
                // Which line of which header a macro stands on is nobody's concern.
                let place = if place.starts_with('/') { "" } else { place };
                warnings.push(format!("{place} {warning}"));
            }
            objects.push(object);
        }
        let mut arguments: Vec<OsString> = vec!["-shared".into()];
        arguments.extend(objects.iter().map(OsString::from));
        arguments.extend(self.libraries.split_whitespace().map(|l| format!("-l{l}").into()));
        let arguments: Vec<&OsStr> = arguments.iter().map(OsString::as_os_str).collect();
        build(output, sources.iter().any(|s| is_cpp(s)), &arguments)?;
        for object in objects {
            let _ = std::fs::remove_file(object);
        }
        std::fs::write(&record, warnings.join("\n")).map_err(|e| e.to_string())?;
        Ok(warnings)
    }

    /// The sources that patterns name; a `*` stands in the last part only.
    fn files(&self) -> Result<Vec<PathBuf>, String> {
        let mut files = Vec::new();
        for pattern in self.sources.split_whitespace() {
            let Some((start, end)) = pattern.split_once('*') else {
                files.push(PathBuf::from(pattern));
                continue;
            };
            let (folder, start) = start.rsplit_once('/').unwrap_or((".", start));
            let entries = std::fs::read_dir(self.unpacked.join(folder)).map_err(|e| format!("{folder}: {e}"))?;
            let names = entries.flatten().map(|e| e.file_name().to_string_lossy().into_owned());
            let mut found: Vec<PathBuf> = names.filter(|n| n.starts_with(start) && n.ends_with(end)).map(|n| Path::new(folder).join(n)).collect();
            found.sort();
            files.extend(found);
        }
        Ok(files)
    }
}

fn step(command: &mut Command, failure: &str) -> Result<(), String> {
    if command.get_program() == "python3" && Command::new("python3").arg("--version").output().is_err() {
        return Err("there is no python3 to fetch packages with".to_owned());
    }
    let ran = run(command, LIMIT);
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
        // 3.14's headers know no more of 3.15 than 3.14 has.
        let newest = (*whose == "exuvia").then_some(("3.15", "-DPy_LIMITED_API=0x030f0000"));
        for (api, flag) in apis.into_iter().chain(newest) {
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
