//! The built library, and the structs and constants of the headers, against the contract of `abi/`.

mod common;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use capi_tests::contract::{Waits, additions, symbols, table};
use common::headers::{Apart, Tier, check, defined, every_header};
use common::{dynamic_symbols, library};
use libtest_mimic::{Arguments, Failed, Trial};

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
fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let trials = vec![
        Trial::test("generated_files_are_fresh", fresh),
        Trial::test("headers_structs_and_constants", structs_and_constants),
        Trial::test("library_exports", exports),
        Trial::test("library_absent", absent),
        Trial::test("contract_of_references", contract_of_references),
        Trial::test("library_writable_data", writable_data),
    ];
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// MATRIX.md and the declarations in the headers follow from the sources and the contract.
fn fresh() -> Result<(), Failed> {
    let stale: Vec<PathBuf> = capi_tests::stale(&capi_tests::root())?.into_iter().map(|(path, _)| path).collect();
    if stale.is_empty() {
        return Ok(());
    }
    Err(format!("stale: {stale:?}\nrun `cargo run -p capi-tests --example regenerate`").into())
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
    let mut source = every_header();
    source.push_str("#include <stddef.h>\n");
    let macros = defined(&[root.join("include")], Tier::Full)?;
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
    let apart = Apart::read(&root);
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
        if apart.row(name).is_some() {
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
    check("layouts", &source, false, &["-std=gnu11", "-w"], &[include], Tier::Full)
}

fn symbols_named(root: &Path, text: &str) -> bool {
    static NAMES: std::sync::OnceLock<BTreeSet<String>> = std::sync::OnceLock::new();
    NAMES.get_or_init(|| symbols(root).into_keys().collect()).contains(text)
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

/// `abi/contract-3.14.tsv` has a row for each function that is exported, and none for another. (What a row says of references is held to the
/// sources while they are compiled.)
fn contract_of_references() -> Result<(), Failed> {
    let root = capi_tests::root();
    let table = std::fs::read_to_string(root.join("abi/contract-3.14.tsv"))?;
    let rows: BTreeSet<&str> = table.lines().skip(1).filter_map(|line| line.split('\t').next()).collect();
    let contract = symbols(&root);
    let is_function = |name: &&String| contract.get(*name).is_none_or(|symbol| !symbol.is_data) && !name.starts_with("PyInit_");
    let found = dynamic_symbols(&library()).defined;
    let exported: BTreeSet<&str> = found.keys().filter(is_function).map(String::as_str).collect();
    let mut report = String::new();
    for name in exported.difference(&rows) {
        let _ = writeln!(report, "{name} has no row in abi/contract-3.14.tsv");
    }
    for name in rows.difference(&exported) {
        let _ = writeln!(report, "{name} of abi/contract-3.14.tsv is not exported");
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
