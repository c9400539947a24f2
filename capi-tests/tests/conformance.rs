//! The headers and the built library against the contract of `abi/`, and, where a CPython is there to compare with, against its own headers.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

use capi_tests::contract::{Waits, additions, symbols, table};
use common::{compiler, dynamic_symbols, fingerprint, library, reference, run, scratch};
use libtest_mimic::{Arguments, Failed, Trial};

/// The values of Py_LIMITED_API that the headers must know, and none for the full API.
const VERSIONS: [Option<u32>; 15] = [
    None,
    Some(0x0302_0000),
    Some(0x0303_0000),
    Some(0x0304_0000),
    Some(0x0305_0000),
    Some(0x0306_0000),
    Some(0x0307_0000),
    Some(0x0308_0000),
    Some(0x0309_0000),
    Some(0x030a_0000),
    Some(0x030b_0000),
    Some(0x030c_0000),
    Some(0x030d_0000),
    Some(0x030e_0000),
    Some(0x030f_0000),
];
/// Headers that Python.h does not include.
const BESIDE: [&str; 6] = ["structmember.h", "datetime.h", "frameobject.h", "marshal.h", "errcode.h", "osdefs.h"];
/// Rows of the table of constants that are no integers: what is measured of them says nothing.
const NO_INTEGERS: [&str; 9] = [
    "PY_VERSION",
    "PyDateTime_CAPSULE_NAME",
    "PY_FORMAT_SIZE_T",
    "PY_STDIOTEXTMODE",
    "Py_HUGE_VAL",
    "Py_INFINITY",
    "Py_NAN",
    "_Py_NULL",
    "Py_TP_USE_SPEC",
];
/// Macros of CPython's headers that describe how its own standard library was built, or serve other builds and compilers: ours have no use for them.
const NOT_OURS: [&str; 25] = [
    "_Py_HACL_",
    "_Py_FFI_",
    "PY_SQLITE_",
    "PY_SSL_",
    "PY_BUILTIN_HASHLIB_",
    "_Py_USE_GCC_BUILTIN_ATOMICS",
    "_Py_atomic_",
    "_PyCode_DEF",
    "Py_BEGIN_CRITICAL_SECTION_SEQUENCE",
    "PY_COERCE_",
    "Py_PYCORE",
    "Py_DYNAMIC_ANNOTATIONS_H",
    "Py_CPYTHON_ATOMIC_H",
    "Py_ATOMIC_H",
    "Py_PYSTATS_H",
    "_Py_CPYTHON_",
    "Py_CPYTHON_",
    "PyStats",
    "Py_STATS",
    "PY_HAVE_PERF",
    "Py_PYMACCONFIG",
    "PYMACCONFIG",
    "PyMAC",
    "_Py_DECREF_",
    "_Py_INCREF_",
];

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let mut trials = vec![
        Trial::test("generated_files_are_fresh", fresh),
        Trial::test("headers_structs_and_constants", structs_and_constants),
        Trial::test("library_exports", exports),
        Trial::test("library_absent", absent),
        Trial::test("library_writable_data", writable_data),
    ];
    for (language, cpp) in [("c99", false), ("c11", false), ("gnu17", false), ("c++11", true), ("c++17", true)] {
        for limited in VERSIONS {
            trials.push(Trial::test(format!("headers_compile::{language}::{}", version_name(limited)), move || {
                headers_compile(language, cpp, limited)
            }));
        }
    }
    let reference = reference();
    let absent = reference.is_none();
    let with_reference = |name: String, test: fn(&Path, Option<u32>) -> Result<(), Failed>, limited: Option<u32>| {
        let reference = reference.clone();
        let name = if absent { format!("{name} (needs a CPython reference)") } else { name };
        Trial::test(name, move || test(&reference.ok_or("no CPython reference")?, limited)).with_ignored_flag(absent)
    };
    for limited in VERSIONS {
        trials.push(with_reference(format!("like_cpython::declarations::{}", version_name(limited)), same_declarations, limited));
        trials.push(with_reference(format!("like_cpython::macros::{}", version_name(limited)), same_macros, limited));
    }
    trials.push(with_reference("like_cpython::programs".to_owned(), programs_on_cpython, None));
    trials.push(with_reference("like_cpython::extensions".to_owned(), their_extensions, None));
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn version_name(limited: Option<u32>) -> String {
    limited.map_or("full".to_owned(), |v| format!("limited_3_{}", v >> 16 & 0xff))
}

fn limited_flag(limited: Option<u32>) -> Option<String> {
    limited.map(|v| format!("-DPy_LIMITED_API={v:#010x}"))
}

/// MATRIX.md and the declarations in the headers follow from the sources and the contract.
fn fresh() -> Result<(), Failed> {
    let stale: Vec<PathBuf> = capi_tests::stale(&capi_tests::root())?.into_iter().map(|(path, _)| path).collect();
    if stale.is_empty() {
        return Ok(());
    }
    Err(format!("stale: {stale:?}\nrun `cargo run -p capi-tests --example regenerate`").into())
}

/// Compiles C or C++ source, without linking; `Err` is what the compiler says.
fn check(name: &str, source: &str, cpp: bool, flags: &[&str]) -> Result<(), Failed> {
    let file = common::source_file(&scratch("conformance"), name, if cpp { "cpp" } else { "c" }, source)?;
    let mut command = compiler(cpp);
    command.args(flags).arg("-fsyntax-only").arg(&file);
    let ran = run(&mut command, Duration::from_secs(120));
    if ran.succeeded() {
        return Ok(());
    }
    let first: Vec<&str> = ran.stderr.lines().take(40).collect();
    Err(format!("the compiler {}\n{}", ran.ending(), first.join("\n")).into())
}

/// A source that includes every header, and uses what a macro or an inline function hides from the compiler until then.
fn all_headers(limited: Option<u32>) -> String {
    let mut source = String::from("#include <Python.h>\n");
    for header in BESIDE {
        let _ = writeln!(source, "#include <{header}>");
    }
    source.push_str(include_str!("headers/uses.c"));
    if limited.is_none() {
        source.push_str(include_str!("headers/uses_full.c"));
    }
    source
}

fn headers_compile(language: &str, cpp: bool, limited: Option<u32>) -> Result<(), Failed> {
    let include = capi_tests::root().join("include");
    let standard = format!("-std={language}");
    let mut flags = vec![standard.as_str(), "-Wall", "-Wextra", "-Werror", "-pedantic", "-I"];
    let folder = include.to_string_lossy().into_owned();
    flags.push(&folder);
    let define = limited_flag(limited);
    flags.extend(define.as_deref());
    check("headers", &all_headers(limited), cpp, &flags)
}

/// How each struct of the contract is named in C: by a typedef or by its tag.
fn named_in_c(headers: &str, name: &str) -> String {
    let is_typedef = [format!("}} {name};"), format!(" {name};")].iter().any(|end| {
        headers.match_indices(end.as_str()).any(|(at, _)| {
            let line_start = headers[..at].rfind('\n').map_or(0, |n| n + 1);
            let line = &headers[line_start..at];
            line.starts_with("typedef") || line.starts_with('}') || end.starts_with('}')
        })
    });
    if is_typedef { name.to_owned() } else { format!("struct {name}") }
}

/// Sizes and offsets of every public struct, and every constant, are the contract's.
fn structs_and_constants() -> Result<(), Failed> {
    let root = capi_tests::root();
    let headers: String =
        capi_tests::files_below(&root.join("include"), "h").iter().map(|f| std::fs::read_to_string(f).unwrap_or_default()).collect();
    let mut source = String::from("#include <Python.h>\n");
    for header in BESIDE {
        let _ = writeln!(source, "#include <{header}>");
    }
    source.push_str("#include <stddef.h>\n");
    let macros = defined(&root.join("include"), &[], None)?;
    for row in table(&root, "layouts-x86_64-3.14.tsv") {
        let [name, field, offset, size, kind, _] = row.as_slice() else { return Err(format!("a row of other columns: {row:?}").into()) };
        let name = named_in_c(&headers, name);
        if field.is_empty() {
            let _ = writeln!(source, "_Static_assert(sizeof({name}) == {size}, \"size of {name}\");");
        } else if !kind.contains(":bit") {
            let _ = writeln!(source, "_Static_assert(offsetof({name}, {field}) == {offset}, \"{name}.{field}\");");
            if size.parse::<u64>().is_ok_and(|s| s > 0) {
                let _ = writeln!(source, "_Static_assert(sizeof((({name} *)0)->{field}) == {size}, \"size of {name}.{field}\");");
            }
        }
    }
    let enumerators: BTreeSet<&str> = headers.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').collect();
    let mut wanting = Vec::new();
    for row in table(&root, "constants-x86_64-3.14.tsv") {
        let (name, value) = (&row[0], &row[1]);
        // What a macro of the name expands to, through other macros: functions and objects are no constants.
        let mut text = name.as_str();
        while let Some(body) = macros.get(text) {
            text = body;
        }
        let is_integer = !NO_INTEGERS.contains(&name.as_str())
            && (text.contains(|c: char| c.is_ascii_digit()) || !macros.contains_key(name))
            && !text.contains(['&', '"'])
            && !text.contains('.');
        let is_function = symbols_named(&root, text)
            || text.starts_with("_PyMutex")
            || text.starts_with("_PyLong_") && text == text.trim_end_matches(|c: char| c.is_ascii_digit());
        if NOT_OURS.iter().any(|prefix| name.starts_with(prefix)) {
            continue;
        }
        if !macros.contains_key(name) && !enumerators.contains(name.as_str()) {
            wanting.push(name.clone());
        } else if is_integer && !(is_function && macros.contains_key(name)) {
            let value = if value == "-9223372036854775808" { "(-9223372036854775807LL - 1)".to_owned() } else { format!("{value}LL") };
            let _ = writeln!(source, "_Static_assert((long long)({name}) == {value}, \"{name}\");");
        }
    }
    if !wanting.is_empty() {
        return Err(format!("the headers lack {}", wanting.join(" ")).into());
    }
    let include = root.join("include");
    check("layouts", &source, false, &["-std=gnu11", "-w", "-I", &include.to_string_lossy()])
}

fn symbols_named(root: &Path, text: &str) -> bool {
    static NAMES: std::sync::OnceLock<BTreeSet<String>> = std::sync::OnceLock::new();
    NAMES.get_or_init(|| symbols(root).into_keys().collect()).contains(text)
}

/// What the headers of a folder define, by name, as the preprocessor has it at the end.
fn defined(include: &Path, more: &[&Path], limited: Option<u32>) -> Result<BTreeMap<String, String>, Failed> {
    let text = preprocess(include, more, limited, "-dM")?;
    Ok(text
        .lines()
        .filter_map(|l| l.strip_prefix("#define "))
        .map(|l| {
            let (name, body) = l.split_once([' ', '(']).unwrap_or((l, ""));
            (name.to_owned(), body.trim().to_owned())
        })
        .collect())
}

fn preprocess(include: &Path, more: &[&Path], limited: Option<u32>, mode: &str) -> Result<String, Failed> {
    let mut source = String::from("#include <Python.h>\n");
    for header in BESIDE {
        let _ = writeln!(source, "#include <{header}>");
    }
    let file = common::source_file(&scratch("conformance"), "everything", "c", &source)?;
    let mut command = compiler(false);
    command.args(["-E", "-P", mode, "-std=gnu11", "-I"]).arg(include).args(more.iter().flat_map(|m| [OsStr::new("-I"), m.as_os_str()]));
    command.args(limited_flag(limited)).arg(&file);
    let ran = run(&mut command, Duration::from_secs(60));
    if ran.succeeded() { Ok(ran.stdout) } else { Err(ran.stderr.into()) }
}

/// The library exports what the contract has and nothing else, with data of the contract's sizes, under CPython's SONAME.
fn exports() -> Result<(), Failed> {
    use object::Object;
    let root = capi_tests::root();
    let (contract, additions) = (symbols(&root), additions(&root));
    let found = dynamic_symbols(&library());
    let mut report = String::new();
    for (name, symbol) in &found.defined {
        if !(name.starts_with("Py") || name.starts_with("_Py") || name == "PY_TIMEOUT_MAX") {
            let _ = writeln!(report, "{name} is exported and no part of the C API");
            continue;
        }
        let Some(row) = contract.get(name) else {
            if !additions.contains_key(name) {
                let _ = writeln!(report, "{name} is exported and not in the contract");
            }
            continue;
        };
        if row.is_data != symbol.is_data {
            let _ = writeln!(report, "{name} is {} here", if symbol.is_data { "data" } else { "a function" });
        } else if row.is_data && row.size != symbol.size {
            let _ = writeln!(report, "{name} has {} bytes here and {} in CPython", symbol.size, row.size);
        }
    }
    for name in capi_tests::exports::exports(&root)?.keys().filter(|name| !found.defined.contains_key(*name)) {
        let _ = writeln!(report, "{name} stands under #[capi] and is not exported");
    }
    let sources = capi_tests::exports::exports(&root)?;
    for name in found.defined.keys().filter(|name| !sources.contains_key(*name)) {
        let _ = writeln!(report, "{name} is exported, but the generator does not find it in the sources");
    }
    let bytes = std::fs::read(library())?;
    let file = object::File::parse(&*bytes)?;
    let soname = soname(&bytes).unwrap_or_default();
    if soname != "libpython3.14.so.1.0" {
        let _ = writeln!(report, "the SONAME is {soname:?}");
    }
    if file.architecture() != object::Architecture::X86_64 && file.architecture() != object::Architecture::Aarch64 {
        let _ = writeln!(report, "built for {:?}", file.architecture());
    }
    if report.is_empty() { Ok(()) } else { Err(report.into()) }
}

/// What is said to wait for something is absent, and part of the contract.
fn absent() -> Result<(), Failed> {
    let root = capi_tests::root();
    let (contract, additions, found) = (symbols(&root), additions(&root), dynamic_symbols(&library()).defined);
    let mut report = String::new();
    for name in Waits::read(&root).names() {
        match name.strip_suffix('*') {
            Some(beginning) => {
                let missing = |symbol: &&String| symbol.starts_with(beginning) && !found.contains_key(*symbol);
                if !contract.keys().any(|symbol| missing(&symbol)) {
                    let _ = writeln!(report, "{name} of capi-tests/absent.tsv: nothing of it is absent");
                }
            }
            None if found.contains_key(name) => {
                let _ = writeln!(report, "{name} is exported: take it off capi-tests/absent.tsv");
            }
            None if !contract.contains_key(name) && !additions.contains_key(name) => {
                let _ = writeln!(report, "{name} of capi-tests/absent.tsv is not in the contract");
            }
            None => {}
        }
    }
    if report.is_empty() { Ok(()) } else { Err(report.into()) }
}

/// State that all interpreters share is immutable, atomic or locked: each writable datum of ours is accounted for in writable.tsv, by its
/// type or by its path.
fn writable_data() -> Result<(), Failed> {
    use object::{Object, ObjectSection, ObjectSymbol};
    let root = capi_tests::root();
    let table = std::fs::read_to_string(root.join("capi-tests/writable.tsv"))?;
    let accounted: Vec<&str> = table.lines().skip(1).filter_map(|l| l.split('\t').next()).collect();
    let like = |pattern: &str, name: &str| match pattern.split_once('*') {
        Some((start, end)) => name.starts_with(start) && name.ends_with(end),
        None => pattern == name,
    };
    let types = capi_tests::exports::statics(&root)?;
    let contract = symbols(&root);
    let bytes = std::fs::read(library())?;
    let file = object::File::parse(&*bytes)?;
    let mut report = String::new();
    for symbol in file.symbols() {
        let section = symbol.section_index().and_then(|i| file.section_by_index(i).ok()).and_then(|s| s.name().ok().map(str::to_owned));
        if !matches!(section.as_deref(), Some(".data" | ".bss" | ".tdata" | ".tbss")) {
            continue;
        }
        let mangled = symbol.name().unwrap_or_default();
        let path = format!("{:#}", rustc_demangle::demangle(mangled));
        // The optimizer numbers the parts that it takes a static apart into.
        let path = path.trim_end_matches(|c: char| c.is_ascii_digit()).strip_suffix('.').unwrap_or(&path).to_owned();
        // Other crates answer for theirs.
        if !(path.starts_with("exuvia") || contract.contains_key(&path)) {
            continue;
        }
        let last = path.rsplit("::").next().unwrap_or_default();
        let is_type = path.ends_with("_Type") || path.starts_with("PyExc_");
        let by_type = types.get(last).is_some_and(|types| types.iter().all(|ty| accounted.contains(&ty.as_str())));
        if !(is_type || by_type || accounted.iter().any(|pattern| like(pattern, &path))) {
            let _ = writeln!(
                report,
                "{path} ({}) is writable and not accounted for in capi-tests/writable.tsv",
                types.get(last).map_or(String::new(), |t| t.join(", "))
            );
        }
    }
    if report.is_empty() { Ok(()) } else { Err(report.into()) }
}

fn soname(bytes: &[u8]) -> Option<String> {
    use object::read::elf::{Dyn, FileHeader};
    type Elf = object::elf::FileHeader64<object::Endianness>;
    let header = Elf::parse(bytes).ok()?;
    let endian = header.endian().ok()?;
    let sections = header.sections(endian, bytes).ok()?;
    let (entries, link) = sections.dynamic(endian, bytes).ok()??;
    let strings = sections.strings(endian, bytes, link).ok()?;
    let entry = entries.iter().find(|e| e.d_tag(endian) == u64::from(object::elf::DT_SONAME))?;
    let name = strings.get(u32::try_from(entry.d_val(endian)).ok()?).ok()?;
    Some(String::from_utf8_lossy(name).into_owned())
}

/// The symbols that headers declare under a limited API.
fn declared(include: &Path, more: &[&Path], limited: Option<u32>, names: &BTreeSet<String>) -> Result<BTreeSet<String>, Failed> {
    let text = preprocess(include, more, limited, "-dD")?;
    let mut found = BTreeSet::new();
    for statement in text.split([';', '{', '}']).filter(|s| s.contains("visibility")) {
        let words = statement.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        found.extend(words.filter(|w| names.contains(*w)).map(str::to_owned));
    }
    Ok(found)
}

/// What ours declare agrees with CPython's declarations, and appears and disappears with the same versions of the limited API.
fn same_declarations(reference: &Path, limited: Option<u32>) -> Result<(), Failed> {
    let root = capi_tests::root();
    let (include, usr) = (root.join("include"), reference.join("root/usr/include"));
    let theirs = usr.join("python3.14");
    let exported = capi_tests::exports::exports(&root)?;
    let names: BTreeSet<String> = symbols(&root).into_keys().collect();
    let their_names = declared(&theirs, &[&usr], limited, &names)?;
    let our_names = declared(&include, &[], limited, &names)?;
    let mut report = String::new();
    for name in our_names.difference(&their_names) {
        let _ = writeln!(report, "only ours declare {name}");
    }
    for name in their_names.difference(&our_names).filter(|name| exported.contains_key(*name)) {
        let _ = writeln!(report, "only CPython's declare {name}");
    }
    // Each declaration of ours again, after CPython's: the compiler says where the types differ.
    let mut source = String::from("#include <Python.h>\n#include <frameobject.h>\n#include <marshal.h>\n");
    for file in capi_tests::files_below(&include, "h") {
        let text = std::fs::read_to_string(&file)?;
        let statements = text.split_inclusive(';').filter_map(|s| s.find("PyAPI_").map(|at| &s[at..]));
        for statement in statements {
            let Some(name) = statement.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').find(|w| names.contains(*w)) else { continue };
            if their_names.contains(name) && our_names.contains(name) {
                let _ = writeln!(source, "{}", statement.replacen(&format!("{name}("), &format!("({name})("), 1));
            }
        }
    }
    let mut flags = vec!["-std=gnu11".to_owned(), "-w".to_owned(), "-I".to_owned(), theirs.to_string_lossy().into_owned(), "-I".to_owned()];
    flags.push(usr.to_string_lossy().into_owned());
    flags.extend(limited_flag(limited));
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    check("declarations", &source, false, &flags)?;
    if report.is_empty() { Ok(()) } else { Err(report.into()) }
}

/// Every public macro of CPython's headers is one, or an enumerator or function, in ours, for the same versions of the limited API.
fn same_macros(reference: &Path, limited: Option<u32>) -> Result<(), Failed> {
    let include = capi_tests::root().join("include");
    let usr = reference.join("root/usr/include");
    let ours = defined(&include, &[], limited)?;
    let theirs = defined(&usr.join("python3.14"), &[&usr], limited)?;
    let public = |name: &&String| {
        ["Py", "_Py", "PY", "METH_", "CO_", "T_", "FVC_", "FVS_", "E_", "FUTURE_", "SSTATE_"].iter().any(|p| name.starts_with(p))
            && !name.ends_with("_H")
            && !NOT_OURS.iter().any(|prefix| name.starts_with(prefix))
    };
    // A name may be a macro here and a function there.
    let our_text = preprocess(&include, &[], limited, "-dD")?;
    let their_text = preprocess(&usr.join("python3.14"), &[&usr], limited, "-dD")?;
    let words = |text| str::split(text, |c: char| !c.is_ascii_alphanumeric() && c != '_').collect::<BTreeSet<&str>>();
    let (our_words, their_words) = (words(&our_text), words(&their_text));
    let mut report = String::new();
    for name in theirs.keys().filter(public).filter(|name| !our_words.contains(name.as_str())) {
        let _ = writeln!(report, "only CPython's define {name}");
    }
    for name in ours.keys().filter(public).filter(|name| !their_words.contains(name.as_str())) {
        let _ = writeln!(report, "only ours define {name}");
    }
    if report.is_empty() { Ok(()) } else { Err(report.into()) }
}

/// The extensions by which CPython tests its own headers compile against ours under the same flags.
fn their_extensions(reference: &Path, _: Option<u32>) -> Result<(), Failed> {
    let root = capi_tests::root();
    let tests = reference.join("root/usr/lib/python3.14/test");
    let (include, declared) = (root.join("include"), common::stand_ins(&root).join("absent.h"));
    let c = ["-pedantic-errors", "-Wcast-qual", "-Werror=declaration-after-statement"];
    let cpp = ["-pedantic-errors", "-Wno-long-long"];
    let versions = [None, Some(0x0305_0000), Some(0x030b_0000), Some(0x030e_0000)];
    let mut report = String::new();
    for (source, standards, is_cpp) in [
        ("test_cext/extension.c", &["c99", "c11", "gnu17", "c2x"][..], false),
        ("test_cppext/extension.cpp", &["c++11", "c++14", "c++17", "c++20"][..], true),
    ] {
        let path = tests.join(source);
        for standard in standards {
            for limited in versions {
                let mut command = compiler(is_cpp);
                command.args(["-Wall", "-Wextra", "-Werror", "-fsyntax-only", "-DMODULE_NAME=extension"]).arg(format!("-std={standard}"));
                command.args(if is_cpp { &cpp[..] } else { &c[..] }).args(limited_flag(limited));
                // What Exuvia does not export yet, the full API's sources see declared all the same.
                if limited.is_none() && !is_cpp {
                    command.arg("-include").arg(&declared);
                }
                let ran = run(command.arg("-I").arg(&include).arg(&path), Duration::from_secs(60));
                if !ran.succeeded() {
                    let first = ran.stderr.lines().filter(|l| l.contains("error")).take(3).collect::<Vec<_>>().join("\n    ");
                    let _ = writeln!(report, "{source} as {standard}, {}:\n    {first}", version_name(limited));
                }
            }
        }
    }
    if report.is_empty() { Ok(()) } else { Err(report.into()) }
}

/// The differential programs, compiled against our headers, print on CPython what is recorded: the macros and layouts are CPython's.
fn programs_on_cpython(reference: &Path, _: Option<u32>) -> Result<(), Failed> {
    let root = capi_tests::root();
    let programs = root.join("capi-tests/programs");
    let lib = reference.join("root/usr/lib").join(format!("{}-linux-gnu", std::env::consts::ARCH));
    let declared = common::stand_ins(&root).join("absent.h");
    let mut report = String::new();
    for relative in common::programs(&root) {
        let source_path = programs.join(&relative).with_extension("c");
        // Those that drive extensions are told where they are; what CPython crashes on says nothing.
        if ["beyond", "extmods", "robust", "sdists", "wheels"].iter().any(|area| relative.starts_with(area)) {
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
        let ran = run(&mut command, Duration::from_secs(60));
        let expected = root.join("capi-tests/expected").join(&relative).with_extension("txt");
        if std::fs::read_to_string(expected)? != ran.stdout {
            let _ = writeln!(report, "{name} prints something else");
        }
    }
    if report.is_empty() { Ok(()) } else { Err(report.into()) }
}
