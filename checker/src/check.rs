//! Checking: what is asked of each extension, and which findings follow.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::children::Children;
use crate::contract::{PYTHON, Tier, Version, is_gone_in_3_15, is_in_abi3t, is_of_headers, tier, written};
use crate::extension::{self, Extension, Target};
use crate::rules::Severity;
use crate::{disassembly, library, panics, report, rules, scratch, symbols, targets, wheel};

/// An extension to be checked.
struct Subject {
    /// Its path as people know it.
    shown: String,
    file: PathBuf,
    /// The dotted name to import it by.
    module: String,
    target: Target,
}

/// How targets are checked.
pub struct Options {
    /// The children that load what is in the files; `None` to look at these only.
    pub children: Option<Children>,
    /// How many bytes may come out of a wheel.
    pub unpacked_limit: u64,
}

/// What all checks of a run share.
pub struct Checker {
    options: Options,
    library: PathBuf,
    exported: BTreeSet<String>,
}

impl Checker {
    /// Finds the library that extensions are loaded into. The error says in one line why there is none.
    pub fn new(options: Options) -> Result<Checker, String> {
        let library = library::find(library::Build::Checked)?;
        let exported = extension::defined(&library)?;
        Ok(Checker { options, library, exported })
    }

    /// Checks one target.
    pub fn check(&self, target: &targets::Target) -> report::File {
        let path = &target.path;
        if let Some(error) = &target.error {
            return report::File::not_checked(path, error.clone());
        }
        // Whatever a file is made to do to those who read it, the check goes on.
        let checked = std::panic::catch_unwind(|| self.check_file(path));
        match checked {
            Ok(Ok(report)) => report,
            Ok(Err(Unchecked::NotForHere(reason))) if target.is_found => report::File::passed_over(path, reason),
            Ok(Err(Unchecked::NotForHere(error) | Unchecked::Failed(error))) => report::File::not_checked(path, error),
            Err(_) => report::File::not_checked(path, format!("made the check itself fail: {}", panics::last())),
        }
    }

    fn check_file(&self, file: &Path) -> Result<report::File, Unchecked> {
        if !file.is_file() {
            return Err(if file.exists() { "is not a file" } else { "does not exist" }.to_owned().into());
        }
        let folder = scratch::folder().map_err(|e| e.to_string())?;
        let mut report = report::File::new(file);
        let subjects = match file.extension().and_then(|e| e.to_str()) {
            Some("whl") => {
                let tags = wheel::Tags::read(file)?;
                let target = tags.target().map_err(Unchecked::NotForHere)?;
                report.tags = Some(tags.written());
                let libraries = wheel::unpack(file, folder.path(), self.options.unpacked_limit)?;
                let subject = |path: PathBuf| Subject {
                    shown: path.display().to_string(),
                    file: folder.path().join(&path),
                    module: wheel::module_name(&path),
                    target,
                };
                libraries.into_iter().map(subject).collect()
            }
            Some("c") => {
                let built = compile(file, folder.path())?;
                vec![Subject { shown: file.display().to_string(), module: extension::named(file).0, file: built, target: Target::Unsaid }]
            }
            _ => {
                let (module, target) = extension::named(file);
                vec![Subject { shown: file.display().to_string(), file: std::path::absolute(file).map_err(|e| e.to_string())?, module, target }]
            }
        };
        let is_wheel = report.tags.is_some();
        for subject in subjects {
            match extension::read(&subject.file) {
                // Shared libraries that extensions bring along are not ours to judge.
                Ok(read) if is_wheel && !read.is_module() => {}
                Ok(read) if !read.is_module() => return Err("is not an extension module: it has no PyInit_ function".to_owned().into()),
                Ok(read) => report.extensions.push(self.check_extension(&subject, &read, folder.path())),
                Err(error) if is_wheel => return Err(format!("{}: {error}", subject.shown).into()),
                Err(error) => return Err(error.into()),
            }
        }
        if report.extensions.is_empty() {
            return Err(Unchecked::NotForHere("has no extension modules".to_owned()));
        }
        Ok(report)
    }
}

/// Why a file was not checked.
enum Unchecked {
    /// It is a wheel for another Python or machine, or for all of them.
    NotForHere(String),
    Failed(String),
}

impl From<String> for Unchecked {
    fn from(error: String) -> Unchecked {
        Unchecked::Failed(error)
    }
}

/// Compiles a C source as an extension module against Exuvia's headers.
pub fn compile(source: &Path, folder: &Path) -> Result<PathBuf, String> {
    let (stem, _) = extension::named(source);
    let built = folder.join(format!("{stem}.so"));
    let compiler = std::env::var_os("CC").unwrap_or_else(|| "cc".into());
    let output = Command::new(&compiler)
        .args(["-shared", "-fPIC", "-O0", "-g", "-I"])
        .arg(library::headers()?)
        .arg("-o")
        .arg(&built)
        .arg(source)
        .output()
        .map_err(|e| format!("cannot be compiled: {}: {e}", compiler.display()))?;
    if output.status.success() {
        return Ok(built);
    }
    let errors = String::from_utf8_lossy(&output.stderr);
    let first = errors.lines().find(|l| l.contains("error")).unwrap_or("the compiler failed");
    Err(format!("cannot be compiled: {first}"))
}

impl Checker {
    fn check_extension(&self, subject: &Subject, read: &Extension, root: &Path) -> report::Extension {
        let (stem, named_for) = extension::named(&subject.file);
        // A file's own name says more than its wheel's.
        let target = match (named_for, subject.target) {
            (Target::Unsaid, target) | (Target::Stable(None), target @ Target::Stable(_)) => target,
            (named, _) => named,
        };
        let mut report = report::Extension {
            path: subject.shown.clone(),
            module: subject.module.clone(),
            target: target_written(target),
            ..report::Extension::default()
        };
        if let (Target::Version(version), Target::Stable(_)) = (named_for, subject.target) {
            report.find("EX110", &stem, format!("the wheel promises the stable ABI, the file is for Python {} only", written(version)));
        }
        judge_symbols(&mut report, read, target, &self.exported);
        for name in &read.defines {
            report.find("EX109", name, "is defined by the extension, and by libpython".to_owned());
        }
        for name in &read.looked_up {
            report.find("EX106", name, "is looked up at run time, as it seems".to_owned());
        }

        if extension::is_abi3t(&subject.file) {
            judge_without_structs(&mut report, read, &stem);
        }
        if let Target::Stable(_) = target {
            judge_code(&mut report, &subject.file);
        }

        if !read.init_names.is_empty() && !read.init_names.contains(&stem) && stem.is_ascii() {
            let names: Vec<String> = read.init_names.iter().map(|n| format!("PyInit_{n}")).collect();
            report.find("EX108", &stem, format!("is asked for, and the file has {}", names.join(", ")));
            report.blocked = Some(format!("cannot be imported as {stem}: it has {} and no PyInit_{stem}", names.join(", ")));
            return report;
        }
        report.init.style = if read.imports.iter().any(|i| i.name == "PyModuleDef_Init") { "multi-phase" } else { "single-phase" }.to_owned();
        if read.has_export_hook {
            report.init.style = "export hook".to_owned();
        }
        if let Target::Version(version) = target
            && version != PYTHON
        {
            report.blocked = Some(format!("is for Python {}", written(version)));
        } else if !report.symbols.missing.is_empty() {
            let missing = &report.symbols.missing;
            let more = if missing.len() > 3 { format!(" and {} more", missing.len() - 3) } else { String::new() };
            report.blocked = Some(format!("cannot be loaded: Exuvia does not have {}{more}", missing[..missing.len().min(3)].join(", ")));
        } else if let Some(children) = &self.options.children {
            children.check(&mut report, &self.library, &subject.file, root);
        }
        report
    }
}

/// What abi3t asks for beyond the stable ABI: no struct of an object, nor of a module's definition, is known to the extension.
fn judge_without_structs(report: &mut report::Extension, read: &Extension, stem: &str) {
    if !read.has_export_hook {
        report.find("EX107", &format!("PyInit_{stem}"), format!("abi3t has no PyModuleDef: the file needs PyModExport_{stem}"));
    }
    for import in read.imports.iter().filter(|import| matches!(tier(&import.name), Some(Tier::Stable(_))) && !is_in_abi3t(&import.name)) {
        report.find("EX107", &import.name, "is in the stable ABI, and not in abi3t".to_owned());
    }
}

/// What the code does inline that the stable ABI does not promise; once for each line.
fn judge_code(report: &mut report::Extension, file: &Path) {
    let Ok(bytes) = std::fs::read(file) else { return };
    let mut places = symbols::Symbols::default();
    for seen in disassembly::look(&bytes) {
        let place = places.place(file, seen.address, false);
        let known = report.findings.iter_mut().find(|known| known.rule == seen.rule && known.message == seen.message && known.place == place);
        if let Some(known) = known {
            known.count += 1;
            continue;
        }
        let subject = place.function.clone().unwrap_or_default();
        report.find(seen.rule, &subject, seen.message);
        if let Some(new) = report.findings.last_mut() {
            new.place = place;
        }
    }
}

fn target_written(target: Target) -> String {
    match target {
        Target::Stable(Some(version)) => format!("stable ABI of {}", written(version)),
        Target::Stable(None) => "stable ABI".to_owned(),
        Target::Version(version) => format!("Python {}", written(version)),
        Target::Unsaid => "not said".to_owned(),
    }
}

/// Counts the symbols that an extension imports, and compares them with what it promises.
fn judge_symbols(report: &mut report::Extension, read: &Extension, target: Target, exported: &BTreeSet<String>) {
    let mut newest: Version = (3, 2);
    let mut only_stable = true;
    for import in &read.imports {
        let name = &import.name;
        report.symbols.imported += 1;
        if !exported.contains(name) && !import.optional {
            report.symbols.missing.push(name.clone());
        }
        // What an extension for one version has from that version's headers, the next version's headers replace.
        if is_gone_in_3_15(name) && !(is_of_headers(name) && matches!(target, Target::Version(_))) {
            report.find("EX104", name, "is not in Python 3.15".to_owned());
        }
        match tier(name) {
            Some(Tier::Stable(since)) => {
                report.symbols.stable += 1;
                newest = newest.max(since);
                if let Target::Stable(Some(promised)) = target
                    && since > promised
                {
                    report.find("EX102", name, format!("is in the stable ABI since {}, and {} is promised", written(since), written(promised)));
                }
            }
            Some(Tier::Full) => {
                report.symbols.full += 1;
                only_stable = false;
                if let Target::Stable(_) = target {
                    report.find("EX101", name, "is not in the stable ABI".to_owned());
                }
            }
            Some(Tier::Private) => {
                report.symbols.private += 1;
                only_stable = false;
                let (severity, message) = match target {
                    Target::Stable(_) => (Severity::Error, "is private, and not in the stable ABI"),
                    _ => (Severity::Note, "is private: it may change or go without notice"),
                };
                if let Some(rule) = rules::find("EX103") {
                    report.find_as(severity, rule, name, message.to_owned());
                }
            }
            None => {
                report.symbols.unknown += 1;
                only_stable = false;
                report.find("EX105", name, format!("is not in CPython {}", written(PYTHON)));
            }
        }
    }
    report.symbols.needs = only_stable.then(|| written(newest));
}
