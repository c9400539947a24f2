//! The headers at every version and tier: they compile, show the names that CPython's show and no others, with CPython's types and effects.
//!
//! `abi/names.tsv` says which names CPython's headers show where; `EXUVIA_RECORD=DIR cargo test -p capi-tests --test headers` writes it from the
//! CPython in DIR. Names of ours that are not there, and those of CPython's that are not here, stand in `headers-apart.tsv` with the reason; a
//! function or datum that the library does not export is not declared either.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use capi_tests::contract::table;
use capi_tests::declared::{Kind, declared};
use common::headers::{Apart, NEWEST, Tier, check, every_header, preprocess};
use common::{LIMIT, compiler, fingerprint, reference, run, scratch};
use libtest_mimic::{Arguments, Failed, Trial};

type Names = BTreeMap<(String, Kind), BTreeSet<Tier>>;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    if let Some(dir) = std::env::var_os("EXUVIA_RECORD").map(PathBuf::from) {
        return libtest_mimic::run(&arguments, vec![Trial::test("names", move || record(&dir))]).exit_code();
    }
    let mut trials = vec![
        Trial::test("tables::reasons_have_names", reasons_have_names),
        Trial::test("tables::facts_of_3_15", facts_of_3_15),
        Trial::test("refused", refused),
    ];
    for (language, cpp) in [("c99", false), ("c11", false), ("c17", false), ("gnu17", false), ("c++11", true), ("c++17", true), ("c++20", true)] {
        for tier in Tier::all() {
            trials.push(Trial::test(format!("compile::{language}::{}", tier.name()), move || compile(language, cpp, tier)));
        }
    }
    for tier in Tier::all() {
        trials.push(Trial::test(format!("names::{}", tier.name()), move || names(tier)));
    }
    let reference = reference();
    let with_reference = |name: String, tier: Tier, test: fn(&Path, Tier) -> Result<(), Failed>| {
        let reference = reference.clone().filter(|r| tier.cpython(r).is_some());
        let absent = reference.is_none();
        let name = if absent { format!("{name} (needs a CPython reference)") } else { name };
        Trial::test(name, move || test(&reference.ok_or("no CPython reference")?, tier)).with_ignored_flag(absent)
    };
    for tier in Tier::all() {
        trials.push(with_reference(format!("like_cpython::types::{}", tier.name()), tier, same_types));
    }
    for tier in Tier::all() {
        trials.push(with_reference(format!("like_cpython::cost::{}", tier.name()), tier, no_more_to_read));
    }
    trials.push(with_reference("like_cpython::names".to_owned(), Tier::Abi3t, names_are_fresh));
    trials.push(with_reference("like_cpython::programs".to_owned(), Tier::Full, programs_on_cpython));
    trials.push(with_reference("like_cpython::extensions".to_owned(), Tier::Full, their_extensions));
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn include() -> Vec<PathBuf> {
    vec![capi_tests::root().join("include")]
}

/// Every header, and what a macro or an inline function hides from the compiler until it is used.
fn compile(language: &str, cpp: bool, tier: Tier) -> Result<(), Failed> {
    let mut source = every_header();
    source.push_str(include_str!("headers/uses.c"));
    if tier == Tier::Full {
        source.push_str(include_str!("headers/uses_full.c"));
    }
    check("uses", &source, cpp, &[&format!("-std={language}"), "-Wall", "-Wextra", "-Werror", "-pedantic"], &include(), tier)
}

/// What the headers cannot serve, they say.
fn refused() -> Result<(), Failed> {
    for (flags, wanted) in [
        (&["-DPy_BUILD_CORE"][..], "Py_BUILD_CORE"),
        (&["-DPy_BUILD_CORE_MODULE=1"], "Py_BUILD_CORE"),
        (&["-DPy_GIL_DISABLED"], "Exuvia has a GIL"),
        (&["-DPy_GIL_DISABLED", "-DPy_LIMITED_API=0x030e0000"], "Exuvia has a GIL"),
        (&["-DPy_TARGET_ABI3T=0x030e0000"], "Py_TARGET_ABI3T must be 0x030f0000"),
        (&["-D_Py_OPAQUE_PYOBJECT"], "define Py_TARGET_ABI3T"),
    ] {
        match check("refused", "#include <Python.h>\n", false, flags, &include(), Tier::Full) {
            Ok(()) => return Err(format!("{flags:?} compiles").into()),
            Err(said) if said.message().is_some_and(|said| said.contains("#error") && said.contains(wanted)) => {}
            Err(said) => return Err(said),
        }
    }
    // Without a GIL and from 3.15 on, the limited API is abi3t.
    let opaque = "#include <Python.h>\n#ifndef _Py_OPAQUE_PYOBJECT\n#error not opaque\n#endif\n";
    check("opaque", opaque, false, &["-DPy_GIL_DISABLED"], &include(), Tier::Limited(NEWEST))?;
    // Of two versions the lower one is served.
    let lower = "#include <Python.h>\n#if Py_LIMITED_API != 0x030f0000\n#error another version\n#endif\n";
    check("lower", lower, false, &["-DPy_LIMITED_API=0x03100000"], &include(), Tier::Abi3t)
}

/// The names that headers show at a tier. CPython's pyconfig.h stands in a folder of its own; 3.15's tells of another build.
fn shown(folders: &[PathBuf], tier: Tier) -> Result<BTreeSet<(String, Kind)>, Failed> {
    let text = preprocess(folders, tier, &["-dD"])?;
    let folders: Vec<String> = folders.iter().map(|f| f.to_string_lossy().into_owned()).collect();
    let newest = matches!(tier, Tier::Limited(NEWEST) | Tier::Abi3t);
    Ok(declared(&text, |file| folders.iter().any(|f| file.starts_with(f)) && !(newest && file.ends_with("/pyconfig.h"))))
}

/// What CPython's headers show, as the table has it.
fn table_of_names() -> Result<Names, Failed> {
    let mut names = Names::new();
    for row in table(&capi_tests::root(), "names.tsv") {
        let [name, kind, tiers] = row.as_slice() else { return Err(format!("names.tsv: {row:?}").into()) };
        let kind = Kind::from_name(kind).ok_or_else(|| format!("names.tsv: {row:?}"))?;
        let minor = |text: &str| text.strip_prefix("3.").and_then(|m| m.parse::<u32>().ok());
        let mut set = BTreeSet::new();
        for word in tiers.split(' ') {
            let (first, last) = word.split_once('-').unwrap_or((word, word));
            match (word, minor(first), minor(last)) {
                ("full", ..) => drop(set.insert(Tier::Full)),
                ("abi3t", ..) => drop(set.insert(Tier::Abi3t)),
                (_, Some(first), Some(last)) => set.extend((first..=last).map(Tier::Limited)),
                _ => return Err(format!("names.tsv: {row:?}").into()),
            }
        }
        names.insert((name.clone(), kind), set);
    }
    Ok(names)
}

/// The text of the table.
fn text_of_names(names: &Names) -> String {
    let mut text = String::from("name\tkind\ttiers\n");
    for ((name, kind), tiers) in names {
        let mut words: Vec<String> = Vec::new();
        let minors: Vec<u32> = tiers.iter().filter_map(|t| if let Tier::Limited(minor) = t { Some(*minor) } else { None }).collect();
        if tiers.contains(&Tier::Full) {
            words.push("full".to_owned());
        }
        for run in minors.chunk_by(|a, b| a + 1 == *b) {
            let (first, last) = (run[0], run[run.len() - 1]);
            words.push(if first == last { format!("3.{first}") } else { format!("3.{first}-3.{last}") });
        }
        if tiers.contains(&Tier::Abi3t) {
            words.push("abi3t".to_owned());
        }
        let _ = writeln!(text, "{name}\t{}\t{}", kind.name(), words.join(" "));
    }
    text
}

fn measured_names(reference: &Path) -> Result<Names, Failed> {
    let mut names = Names::new();
    for tier in Tier::all() {
        let folders = tier.cpython(reference).ok_or("the headers of 3.14 and 3.15 are needed")?;
        for name in shown(&folders, tier)? {
            names.entry(name).or_default().insert(tier);
        }
    }
    Ok(names)
}

fn record(dir: &Path) -> Result<(), Failed> {
    let dir = if dir.join("root/usr").exists() { dir.to_path_buf() } else { reference().ok_or("no CPython in $EXUVIA_RECORD")? };
    std::fs::write(capi_tests::root().join("abi/names.tsv"), text_of_names(&measured_names(&dir)?))?;
    Ok(())
}

fn names_are_fresh(reference: &Path, _: Tier) -> Result<(), Failed> {
    let (measured, written) = (text_of_names(&measured_names(reference)?), std::fs::read_to_string(capi_tests::root().join("abi/names.tsv"))?);
    if measured == written {
        return Ok(());
    }
    let diff = similar::TextDiff::from_lines(&written, &measured).unified_diff().context_radius(0).to_string();
    Err(format!("abi/names.tsv is not what CPython's headers show:\n{diff}").into())
}

/// Ours show what the table says, and nothing more.
fn names(tier: Tier) -> Result<(), Failed> {
    let root = capi_tests::root();
    let apart = Apart::read(&root);
    let exported = capi_tests::exports::exports(&root)?;
    let ours = shown(&include(), tier)?;
    let theirs: BTreeSet<(String, Kind)> = table_of_names()?.into_iter().filter(|(_, tiers)| tiers.contains(&tier)).map(|(name, _)| name).collect();
    let is_expected = |(name, kind): &&(String, Kind)| {
        // What is not exported is declared only where inline functions call it.
        apart.row(name).is_none() && (!matches!(kind, Kind::Function | Kind::Data) || exported.contains_key(name))
    };
    let mut report = String::new();
    for (name, kind) in theirs.difference(&ours).filter(is_expected) {
        let _ = writeln!(report, "only CPython's have the {} {name}", kind.name());
    }
    for (name, kind) in ours.difference(&theirs).filter(|(name, _)| apart.row(name).is_none()) {
        let _ = writeln!(report, "only ours have the {} {name}", kind.name());
    }
    if report.is_empty() { Ok(()) } else { Err(report.into()) }
}

/// No row of the table of reasons is left of a name that has come, or gone.
fn reasons_have_names() -> Result<(), Failed> {
    let apart = Apart::read(&capi_tests::root());
    let table = table_of_names()?;
    let mut needed = BTreeSet::new();
    for tier in Tier::all() {
        let ours = shown(&include(), tier)?;
        let theirs: BTreeSet<_> = table.iter().filter(|(_, tiers)| tiers.contains(&tier)).map(|(name, _)| name.clone()).collect();
        needed.extend(ours.symmetric_difference(&theirs).filter_map(|(name, _)| apart.row(name)).map(str::to_owned));
    }
    let idle: Vec<&str> = apart.rows().filter(|row| !needed.contains(*row)).collect();
    if idle.is_empty() { Ok(()) } else { Err(format!("headers-apart.tsv gives reasons for nothing: {}", idle.join(" ")).into()) }
}

/// The constants and layouts that 3.15's limited API has brought.
fn facts_of_3_15() -> Result<(), Failed> {
    let mut source = every_header();
    source.push_str("#include <stddef.h>\n");
    for row in table(&capi_tests::root(), "facts-3.15.tsv") {
        let _ = writeln!(source, "_Static_assert((long long)({}) == {}LL, \"{}\");", row[0], row[1], row[0].replace('"', "'"));
    }
    check("facts", &source, false, &["-std=gnu11", "-w"], &include(), Tier::Limited(NEWEST))
}

/// The compiler has no more to read than with CPython's headers: what a file costs that includes Python.h.
fn no_more_to_read(reference: &Path, tier: Tier) -> Result<(), Failed> {
    let theirs = tier.cpython(reference).ok_or("no CPython reference")?;
    let (ours, theirs) = (preprocess(&include(), tier, &["-P"])?.len(), preprocess(&theirs, tier, &["-P"])?.len());
    if ours <= theirs { Ok(()) } else { Err(format!("ours have {ours} bytes after the preprocessor, CPython's {theirs}").into()) }
}

/// Each declaration of ours, and each type's name without a body, compiles after CPython's: the compiler says where the types differ.
fn same_types(reference: &Path, tier: Tier) -> Result<(), Failed> {
    let theirs = tier.cpython(reference).ok_or("no CPython reference")?;
    let ours = preprocess(&include(), tier, &[])?;
    let known: BTreeSet<String> = shown(&theirs, tier)?.into_iter().filter(|(_, kind)| *kind != Kind::Macro).map(|(name, _)| name).collect();
    let mut source = every_header();
    // A macro of a function's name would take the name away.
    for (name, _) in shown(&theirs, tier)?.into_iter().filter(|(name, kind)| *kind == Kind::Macro && known.contains(name)) {
        let _ = writeln!(source, "#undef {name}");
    }
    let mut inside = false;
    let mut text = String::new();
    for line in ours.lines() {
        if let Some(marker) = line.strip_prefix("# ") {
            inside = marker.split('"').nth(1).is_some_and(|file| file.starts_with(&*include()[0].to_string_lossy()));
        } else if inside && !line.starts_with('#') {
            text.push_str(line);
            text.push('\n');
        }
    }
    for statement in text.split_inclusive(';') {
        let start = ["__attribute__((visibility", "extern __attribute__((visibility", "typedef "].iter().filter_map(|s| statement.find(s)).min();
        let Some(statement) = start.map(|at| &statement[at..]).filter(|s| !s.contains(['{', '}'])) else { continue };
        // `typedef struct X Y;` says nothing of a type, and CPython leaves some tags away.
        if statement.starts_with("typedef struct") && !statement.contains(['(', '*']) {
            continue;
        }
        let names = declared(&format!("# 1 \"x\"\n{statement}"), |_| true);
        if names.iter().any(|(name, _)| known.contains(name)) {
            let _ = writeln!(source, "{statement}");
        }
    }
    check("types", &source, false, &["-std=gnu11", "-w"], &theirs, tier)
}

/// The extensions by which CPython tests its own headers compile against ours under the same flags.
fn their_extensions(reference: &Path, _: Tier) -> Result<(), Failed> {
    let root = capi_tests::root();
    let tests = reference.join("root/usr/lib/python3.14/test");
    let (include, declared) = (root.join("include"), common::stand_ins(&root).join("absent.h"));
    let c = ["-pedantic-errors", "-Wcast-qual", "-Werror=declaration-after-statement"];
    let cpp = ["-pedantic-errors", "-Wno-long-long"];
    let tiers = [Tier::Full, Tier::Limited(5), Tier::Limited(11), Tier::Limited(14)];
    let mut report = String::new();
    for (source, standards, is_cpp) in [
        ("test_cext/extension.c", &["c99", "c11", "gnu17", "c2x"][..], false),
        ("test_cppext/extension.cpp", &["c++11", "c++14", "c++17", "c++20"][..], true),
    ] {
        let path = tests.join(source);
        for standard in standards {
            for tier in tiers {
                let mut command = compiler(is_cpp);
                command.args(["-Wall", "-Wextra", "-Werror", "-fsyntax-only", "-DMODULE_NAME=extension"]).arg(format!("-std={standard}"));
                command.args(if is_cpp { &cpp[..] } else { &c[..] }).args(tier.flag());
                // What Exuvia does not export yet, the full API's sources see declared all the same.
                if tier == Tier::Full && !is_cpp {
                    command.arg("-include").arg(&declared);
                }
                let ran = run(command.arg("-I").arg(&include).arg(&path), LIMIT);
                if !ran.succeeded() {
                    let first = ran.stderr.lines().filter(|l| l.contains("error")).take(3).collect::<Vec<_>>().join("\n    ");
                    let _ = writeln!(report, "{source} as {standard}, {}:\n    {first}", tier.name());
                }
            }
        }
    }
    if report.is_empty() { Ok(()) } else { Err(report.into()) }
}

/// The differential programs, compiled against our headers, print on CPython what is recorded: the macros and layouts are CPython's.
fn programs_on_cpython(reference: &Path, _: Tier) -> Result<(), Failed> {
    let root = capi_tests::root();
    let programs = root.join("capi-tests/programs");
    let lib = reference.join("root/usr/lib").join(format!("{}-linux-gnu", std::env::consts::ARCH));
    let declared = common::stand_ins(&root).join("absent.h");
    let mut report = String::new();
    for relative in common::programs(&root) {
        let source_path = programs.join(&relative).with_extension("c");
        // Those that drive extensions are told where they are; what CPython crashes on says nothing.
        if ["beyond", "dynload", "extmods", "robust", "sdists", "wheels"].iter().any(|area| relative.starts_with(area)) {
            continue;
        }
        let source = std::fs::read_to_string(&source_path)?;
        if common::oracle(&source) != "3.14" {
            continue;
        }
        let name = relative.to_string_lossy().replace('/', "-");
        let output = scratch("on-cpython").join(format!("{name}-{}", fingerprint([&source, &common::headers_fingerprint(&root)])));
        let flags = common::program_flags(&source);
        let mut arguments: Vec<&OsStr> = common::USUAL_FLAGS.iter().map(OsStr::new).collect();
        arguments.extend(flags.iter().map(OsStr::new));
        if !common::is_limited(&source, &flags) {
            arguments.extend([OsStr::new("-include"), declared.as_os_str()]);
        }
        let include = root.join("include");
        arguments.extend([OsStr::new("-I"), include.as_os_str(), OsStr::new("-I"), programs.as_os_str(), source_path.as_os_str()]);
        arguments.extend([OsStr::new("-L"), lib.as_os_str(), OsStr::new("-lpython3.14"), OsStr::new("-Wl,--allow-shlib-undefined")]);
        if let Err(error) = common::build(&output, false, &arguments) {
            let _ = writeln!(report, "{name}: {error}");
            continue;
        }
        let mut command = Command::new(reference.join("bin/with-3.14"));
        command.arg(&output).env("PYTHONHASHSEED", "0").env("PYTHONDONTWRITEBYTECODE", "1");
        let expected = std::fs::read(root.join("capi-tests/expected").join(&relative).with_extension("txt"))?;
        let expected = String::from_utf8_lossy(&expected);
        let mut ran = run(&mut command, LIMIT);
        // Our headers are the subject here. A run of CPython's that ended otherwise than well may owe it to the machine: it is told of, and has
        // a second one. What a run that ended well has printed stands.
        if !ran.succeeded() {
            eprintln!("{name} on CPython {}: once more", ran.account());
            ran = run(&mut command, LIMIT);
        }
        if expected != ran.stdout {
            let place = ran.departure(&expected).unwrap_or_default();
            let _ = writeln!(report, "{name} prints something else, {place}\n  it {}", ran.account());
        } else if !ran.succeeded() {
            let _ = writeln!(report, "{name} prints what it should, but {}", ran.account());
        }
    }
    if report.is_empty() { Ok(()) } else { Err(report.into()) }
}
