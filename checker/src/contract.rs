//! The C API as data, compiled in: which symbols there are, and since when the stable ABI has them.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// A version of Python, as (3, minor).
pub type Version = (u32, u32);

/// The version whose place Exuvia takes.
pub const PYTHON: Version = (3, 14);

/// What kind of promise a symbol is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tier {
    /// In the stable ABI, since a version.
    Stable(Version),
    /// Public, of this version only: by its name, by the documentation, or because public macros use it.
    Full,
    /// In CPython's library, but nobody's to use.
    Private,
}

struct Symbol {
    tier: Tier,
    /// 3.15's headers do not have it.
    is_gone: bool,
    /// Public macros and inline functions of the headers use it: whoever imports it need not have named it.
    is_of_headers: bool,
}

static SYMBOLS: LazyLock<HashMap<&'static str, Symbol>> = LazyLock::new(|| {
    let mut symbols = HashMap::new();
    let rows = |table: &'static str| table.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>());
    for row in rows(include_str!("../../abi/stable-abi-3.15-additions.tsv")) {
        if let [name, _, since, ..] = row[..] {
            symbols.insert(name, Symbol { tier: version(since).map_or(Tier::Private, Tier::Stable), is_gone: false, is_of_headers: false });
        }
    }
    for row in rows(include_str!("../../abi/symbols-3.14.tsv")) {
        if let [name, _, _, since, _, in_3_15, header, _] = row[..] {
            let unstable = if name.starts_with('_') { Tier::Private } else { Tier::Full };
            let is_data_of_a_header = !header.is_empty() || !name.starts_with('_');
            let tier = version(since).map_or(if is_data_of_a_header { unstable } else { Tier::Private }, Tier::Stable);
            symbols.insert(name, Symbol { tier, is_gone: in_3_15 == "no", is_of_headers: false });
        }
    }
    for row in rows(include_str!("../../abi/reached-3.14.tsv")) {
        if let [name, by] = row[..]
            && let Some(symbol) = symbols.get_mut(name)
        {
            symbol.is_of_headers = by != "documented";
            if symbol.tier == Tier::Private {
                symbol.tier = Tier::Full;
            }
        }
    }
    for row in rows(include_str!("../../abi/declarations-3.15.tsv")) {
        if let [name, .., "gone"] = row[..]
            && let Some(symbol) = symbols.get_mut(name)
        {
            symbol.is_gone = true;
        }
    }
    symbols
});

/// The names that a module of the ABI without the structs of objects (abi3t) may use.
static WITHOUT_STRUCTS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let rows = include_str!("../../abi/names.tsv").lines().skip(1).filter_map(|line| line.split_once('\t'));
    rows.filter(|(_, rest)| rest.split(['\t', ' ']).any(|word| word == "abi3t")).map(|(name, _)| name).collect()
});

/// Whether abi3t has a symbol.
pub fn is_in_abi3t(symbol: &str) -> bool {
    WITHOUT_STRUCTS.contains(symbol) || matches!(tier(symbol), Some(Tier::Stable(_))) && !is_known_name(symbol)
}

/// Whether the headers show a name at all: what they do not is for binaries only.
fn is_known_name(symbol: &str) -> bool {
    let starts = |line: &str| line.split_once('\t').is_some_and(|(name, _)| name == symbol);
    include_str!("../../abi/names.tsv").lines().any(starts)
}

/// What a symbol is in the C API; `None` where it is no part of it.
pub fn tier(symbol: &str) -> Option<Tier> {
    SYMBOLS.get(symbol).map(|symbol| symbol.tier)
}

/// Whether 3.15 has taken a symbol away, from its headers at least.
pub fn is_gone_in_3_15(symbol: &str) -> bool {
    SYMBOLS.get(symbol).is_some_and(|symbol| symbol.is_gone)
}

/// Whether public macros and inline functions of the headers use a symbol: then compiling against other headers may be all it takes.
pub fn is_of_headers(symbol: &str) -> bool {
    SYMBOLS.get(symbol).is_some_and(|symbol| symbol.is_of_headers)
}

/// Whether headers define a name as an inline function, whose assertions carry it.
pub fn is_inline(name: &str) -> bool {
    static INLINE: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
        let rows = include_str!("../../abi/names.tsv").lines().map(|line| line.split('\t').collect::<Vec<_>>());
        rows.filter_map(|row| matches!(row[..], [_, "inline", ..]).then(|| row[0])).collect()
    });
    INLINE.contains(name)
}

/// Whether a name is of the C API's name space.
pub fn is_python(symbol: &str) -> bool {
    symbol.starts_with("Py") || symbol.starts_with("_Py")
}

/// Reads `3.14`.
pub fn version(text: &str) -> Option<Version> {
    let (major, minor) = text.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

/// Reads `cp314`, `py3`: the version that a tag of a wheel names.
pub fn tag_version(tag: &str) -> Option<Version> {
    let digits = tag.strip_prefix("cp").or_else(|| tag.strip_prefix("py"))?;
    let digits = digits.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let (major, minor) = digits.split_at_checked(1)?;
    Some((major.parse().ok()?, if minor.is_empty() { 0 } else { minor.parse().ok()? }))
}

pub fn written((major, minor): Version) -> String {
    format!("{major}.{minor}")
}
