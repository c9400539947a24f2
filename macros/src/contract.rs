//! abi/*.tsv as the macros need it: read once a compiler process.

use std::collections::HashMap;
use std::sync::LazyLock;

/// One row of abi/symbols-3.14.tsv.
pub struct Symbol {
    pub kind: &'static str,
    pub size: Option<usize>,
    /// The first version whose stable ABI has it; empty where none has.
    pub since: &'static str,
    pub header: &'static str,
    pub prototype: &'static str,
}

impl Symbol {
    /// Where the name is declared, and who may use it: the last line of its documentation.
    pub fn provenance(&self, name: &str) -> String {
        let tier = match self.since {
            "" if name.starts_with('_') => "Private.".to_owned(),
            "" => "Of the full API.".to_owned(),
            since => format!("In the stable ABI since {since}."),
        };
        if self.header.is_empty() { tier } else { format!("`{}`. {tier}", self.header) }
    }
}

/// One row of abi/layouts-x86_64-3.14.tsv; the row of the whole struct has an empty field.
pub struct Field {
    pub name: &'static str,
    pub offset: usize,
    pub size: usize,
    pub bits: bool,
}

pub static SYMBOLS: LazyLock<HashMap<&'static str, Symbol>> = LazyLock::new(|| {
    let rows = include_str!("../../abi/symbols-3.14.tsv").lines().skip(1).map(|line| {
        let mut columns = line.split('\t');
        let mut next = || columns.next().unwrap_or("");
        let (name, kind, size, since) = (next(), next(), next(), next());
        let (_, _, header, prototype) = (next(), next(), next(), next());
        (name, Symbol { kind, size: size.parse().ok(), since, header, prototype })
    });
    rows.collect()
});

pub static ADDED_IN_3_15: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| include_str!("../../abi/stable-abi-3.15-additions.tsv").lines().skip(1).filter_map(|l| l.split('\t').next()).collect());

pub static LAYOUTS: LazyLock<HashMap<&'static str, Vec<Field>>> = LazyLock::new(|| {
    let mut structs: HashMap<&str, Vec<Field>> = HashMap::new();
    for line in include_str!("../../abi/layouts-x86_64-3.14.tsv").lines().skip(1) {
        let columns: Vec<&'static str> = line.split('\t').collect();
        let [name, field, offset, size, kind, ..] = columns[..] else {
            continue;
        };
        let (Ok(offset), Ok(size)) = (offset.parse(), size.parse()) else {
            continue;
        };
        structs.entry(name).or_default().push(Field { name: field, offset, size, bits: kind.contains(":bit") });
    }
    structs
});

/// One row of abi/contract-3.14.tsv: what a function asks of its caller, and gives, beyond its prototype.
pub struct Promise {
    pub gives: &'static str,
    pub takes: &'static str,
    pub exception: &'static str,
    pub thread: &'static str,
}

pub static CONTRACT: LazyLock<HashMap<&'static str, Promise>> = LazyLock::new(|| {
    let rows = include_str!("../../abi/contract-3.14.tsv").lines().skip(1).filter_map(|line| {
        let mut columns = line.split('\t');
        let (name, gives, takes) = (columns.next()?, columns.next()?, columns.next()?);
        Some((name, Promise { gives, takes, exception: columns.next()?, thread: columns.next()? }))
    });
    rows.collect()
});

/// The class of a C type as the calling convention sees it: `p` pointer, `i` 32-bit, `l` 64-bit, `d` double, `v` void,
/// `c` 8-bit, `h` 16-bit, `?` anything else (structs by value: not compared).
pub fn class_of(ctype: &str) -> char {
    let ctype = ctype.trim();
    if ctype.contains('*') || ctype.contains('[') {
        return 'p';
    }
    let words: Vec<&str> = ctype.split_whitespace().filter(|w| !matches!(*w, "const" | "unsigned" | "signed")).collect();
    match words.join(" ").as_str() {
        "void" => 'v',
        "int" | "int32_t" | "uint32_t" | "Py_UCS4" | "PyGILState_STATE" | "PyLockStatus" | "digit" | "PySendResult" | "" => 'i',
        "long" | "long int" | "long long" | "long long int" | "Py_ssize_t" | "Py_hash_t" | "size_t" | "int64_t" | "uint64_t" | "intptr_t"
        | "uintptr_t" | "Py_uhash_t" | "PyTime_t" | "ssize_t" | "PyThread_ident_t" => 'l',
        "double" => 'd',
        "char" | "uint8_t" | "Py_UCS1" => 'c',
        "uint16_t" | "short" | "short int" => 'h',
        name if FUNCTION_POINTERS.contains(&name) => 'p',
        _ => '?',
    }
}

/// Typedefs of the headers that are pointers without a star.
const FUNCTION_POINTERS: &[&str] = &[
    "PyCFunction",
    "destructor",
    "PyCapsule_Destructor",
    "PyOS_sighandler_t",
    "traverseproc",
    "visitproc",
    "inquiry",
    "unaryfunc",
    "binaryfunc",
    "PyThread_type_lock",
    "vectorcallfunc",
    "wrapperfunc",
    "Py_tracefunc",
    "PyDict_WatchCallback",
    "PyType_WatchCallback",
    "Py_AuditHookFunction",
    "gcvisitobjects_t",
    "getattrofunc",
    "freefunc",
    "allocfunc",
    "newfunc",
    "initproc",
    "va_list",
];

/// Splits `RESULT NAME (A, B, ...)` into the classes of result and parameters, and whether it is variadic.
pub fn signature_of(prototype: &str, name: &str) -> Option<(char, Vec<char>, bool)> {
    let at = prototype.find(&format!("{name} ("))?;
    let result = &prototype[..at];
    let inside = prototype[at + name.len() + 2..].strip_suffix(')')?;
    let (mut depth, mut start, mut parts) = (0, 0, Vec::new());
    for (i, c) in inside.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&inside[start..i]);
                start = i + 1;
            }
            _ => {}
        }
    }
    parts.push(&inside[start..]);
    let variadic = parts.last().is_some_and(|p| p.trim() == "...");
    if variadic {
        parts.pop();
    }
    if parts.len() == 1 && matches!(parts[0].trim(), "void" | "") {
        parts.clear();
    }
    Some((class_of(result), parts.into_iter().map(class_of).collect(), variadic))
}
