//! Compiling and preprocessing against the headers, at each version and tier that they serve.

use super::{LIMIT, compiler, run, scratch, source_file};
use libtest_mimic::Failed;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What a source may ask of the headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// The API of this CPython.
    Full,
    /// Py_LIMITED_API of 3.minor.
    Limited(u32),
    /// Py_TARGET_ABI3T of 3.15.
    Abi3t,
}

/// The first and the last version of the limited API.
const OLDEST: u32 = 2;
pub const NEWEST: u32 = 15;

impl Tier {
    pub fn all() -> Vec<Tier> {
        [Tier::Full].into_iter().chain((OLDEST..=NEWEST).map(Tier::Limited)).chain([Tier::Abi3t]).collect()
    }

    /// As tests are called.
    pub fn name(self) -> String {
        match self {
            Tier::Full => "full".to_owned(),
            Tier::Limited(minor) => format!("limited_3_{minor}"),
            Tier::Abi3t => "abi3t".to_owned(),
        }
    }

    pub fn flag(self) -> Option<String> {
        match self {
            Tier::Full => None,
            Tier::Limited(minor) => Some(format!("-DPy_LIMITED_API={:#010x}", 3 << 24 | minor << 16)),
            Tier::Abi3t => Some(format!("-DPy_TARGET_ABI3T={:#010x}", 3 << 24 | NEWEST << 16)),
        }
    }

    /// The folders of the headers of CPython that serve this tier, where they are present: 3.15 has brought its own limited API.
    pub fn cpython(self, reference: &Path) -> Option<Vec<PathBuf>> {
        let include = reference.join("root/usr/include");
        let own = include.join(if matches!(self, Tier::Limited(NEWEST) | Tier::Abi3t) { "python3.15" } else { "python3.14" });
        own.join("Python.h").exists().then(|| vec![own, include])
    }
}

/// A source that includes every header.
pub fn every_header() -> String {
    /// Those that Python.h does not include.
    const BESIDE: [&str; 6] = ["structmember.h", "datetime.h", "frameobject.h", "marshal.h", "errcode.h", "osdefs.h"];
    ["Python.h"].iter().chain(&BESIDE).map(|header| format!("#include <{header}>\n")).collect()
}

fn command(flags: &[&str], folders: &[PathBuf], tier: Tier, cpp: bool) -> Command {
    let mut command = compiler(cpp);
    command.args(flags).args(folders.iter().flat_map(|f| [OsStr::new("-I"), f.as_os_str()])).args(tier.flag());
    command
}

/// Compiles C or C++ source, without linking; `Err` is what the compiler says.
pub fn check(name: &str, source: &str, cpp: bool, flags: &[&str], folders: &[PathBuf], tier: Tier) -> Result<(), Failed> {
    let file = source_file(&scratch("headers"), name, if cpp { "cpp" } else { "c" }, source)?;
    let ran = run(command(flags, folders, tier, cpp).arg("-fsyntax-only").arg(&file), LIMIT);
    if ran.succeeded() {
        return Ok(());
    }
    let first: Vec<&str> = ran.stderr.lines().take(40).collect();
    Err(format!("the compiler {}\n{}", ran.ending(), first.join("\n")).into())
}

/// Every header after the preprocessor, which is asked for more by `mode`.
pub fn preprocess(folders: &[PathBuf], tier: Tier, mode: &[&str]) -> Result<String, Failed> {
    let file = source_file(&scratch("headers"), "everything", "c", &every_header())?;
    let ran = run(command(&["-E", "-std=gnu11"], folders, tier, false).args(mode).arg(&file), LIMIT);
    if ran.succeeded() { Ok(ran.stdout) } else { Err(format!("the preprocessor {}", ran.account()).into()) }
}

/// What all headers define, theirs and the C library's, by name.
pub fn defined(folders: &[PathBuf], tier: Tier) -> Result<BTreeMap<String, String>, Failed> {
    let text = preprocess(folders, tier, &["-P", "-dM"])?;
    Ok(text
        .lines()
        .filter_map(|l| l.strip_prefix("#define "))
        .map(|l| {
            let (name, body) = l.split_once([' ', '(']).unwrap_or((l, ""));
            (name.to_owned(), body.trim().to_owned())
        })
        .collect())
}

/// The names in which our headers are not CPython's, with reasons: `headers-apart.tsv`. A name that ends with `*` stands for all that begin so.
pub struct Apart(Vec<String>);

impl Apart {
    pub fn read(root: &Path) -> Apart {
        let text = std::fs::read_to_string(root.join("capi-tests/headers-apart.tsv")).expect("headers-apart.tsv");
        Apart(text.lines().skip(1).filter_map(|l| l.split('\t').next()).map(str::to_owned).collect())
    }

    /// The row that a name falls under.
    pub fn row(&self, name: &str) -> Option<&str> {
        let is_meant = |pattern: &&String| match pattern.strip_suffix('*') {
            Some(start) => name.starts_with(start),
            None => pattern.as_str() == name,
        };
        self.0.iter().find(is_meant).map(String::as_str)
    }

    pub fn rows(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}
