//! CPython's C API as data: the tables of `abi/`.

use std::collections::BTreeMap;
use std::path::Path;

/// A symbol of `libpython3.14.so.1.0`: a row of `abi/symbols-3.14.tsv`, completed from `abi/declarations-3.14.tsv`.
#[derive(Clone, Debug, Default)]
pub struct Symbol {
    pub name: String,
    pub is_data: bool,
    /// The size of a datum in bytes; 0 for functions.
    pub size: u64,
    /// The first version whose stable ABI has it, as (3, minor).
    pub stable_since: Option<(u32, u32)>,
    /// In the stable ABI for binaries only: by no means for sources.
    pub abi_only: bool,
    /// The header that declares it, where a public one does.
    pub header: String,
    /// The C declaration without storage class, and for functions without the names of parameters, where a public header has it.
    pub declaration: String,
    /// The first version whose limited API declares it.
    pub limited: Option<(u32, u32)>,
    /// What else the declaration says: `deprecated 3.9`, `noreturn`, `printf 1 2`.
    pub attributes: Vec<String>,
}

impl Symbol {
    /// The value that Py_LIMITED_API must reach for this symbol, 0 where every limited API has it; `None` outside of the limited API.
    pub fn limited_since(&self) -> Option<u32> {
        let (major, minor) = self.limited?;
        Some(if minor <= 2 { 0 } else { major << 24 | minor << 16 })
    }
}

/// The rows of a table of `abi/` below its heading, split in columns.
pub fn table(root: &Path, name: &str) -> Vec<Vec<String>> {
    let path = root.join("abi").join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    text.lines().skip(1).filter(|l| !l.is_empty()).map(|l| l.split('\t').map(str::to_owned).collect()).collect()
}

/// Reads `3.14`.
pub fn version(text: &str) -> Option<(u32, u32)> {
    let (major, minor) = text.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

/// A measured prototype as a programmer writes it: the tables have types in the compiler's spelling.
fn as_written(prototype: &str) -> String {
    const SPELLINGS: [(&str, &str); 5] = [
        ("__va_list_tag *", "va_list"),
        ("long long unsigned int", "unsigned long long"),
        ("long long int", "long long"),
        ("long unsigned int", "unsigned long"),
        ("long int", "long"),
    ];
    SPELLINGS.iter().fold(prototype.to_owned(), |text, (measured, written)| text.replace(measured, written))
}

/// Every symbol that `libpython3.14.so.1.0` exports, by name.
pub fn symbols(root: &Path) -> BTreeMap<String, Symbol> {
    let mut symbols: BTreeMap<String, Symbol> = BTreeMap::new();
    for row in table(root, "symbols-3.14.tsv") {
        let column = |i: usize| row.get(i).cloned().unwrap_or_default();
        let symbol = Symbol {
            name: column(0),
            is_data: column(1) == "data",
            size: column(2).parse().unwrap_or(0),
            stable_since: version(&column(3)),
            limited: version(&column(3)),
            abi_only: column(4) == "yes",
            header: column(6),
            declaration: as_written(&column(7)),
            attributes: Vec::new(),
        };
        symbols.insert(symbol.name.clone(), symbol);
    }
    for row in table(root, "declarations-3.14.tsv") {
        let column = |i: usize| row.get(i).cloned().unwrap_or_default();
        if let Some(symbol) = symbols.get_mut(&column(0)) {
            if !column(2).is_empty() {
                (symbol.header, symbol.declaration) = (column(1), column(2));
            }
            symbol.attributes = column(3).split(", ").filter(|a| !a.is_empty()).map(str::to_owned).collect();
            // Headers declare some symbols for older versions than the stable ABI promises them to.
            symbol.limited = version(&column(4)).or(symbol.limited);
        }
    }
    symbols
}

/// The symbols that CPython 3.15 adds to the stable ABI and that exist on this platform, with their kind's being data.
/// Exuvia has them as well, so that modules for 3.15's stable ABI load.
pub fn additions(root: &Path) -> BTreeMap<String, bool> {
    let rows = table(root, "stable-abi-3.15-additions.tsv").into_iter();
    rows.filter(|row| row.get(3).is_some_and(|there| there == "yes")).map(|row| (row[0].clone(), row[1] == "data")).collect()
}

/// What the limited API of 3.15 has other than 3.14's: for each symbol its header and its declaration, or nothing where it is gone.
pub fn limited_3_15(root: &Path) -> BTreeMap<String, Option<(String, String)>> {
    let rows = table(root, "declarations-3.15.tsv").into_iter();
    rows.map(|row| (row[0].clone(), (row[3] == "added").then(|| (row[1].clone(), as_written(&row[2]))))).collect()
}

/// What absent symbols wait for: `capi-tests/absent.tsv`. A name that ends with `*` stands for all that begin so and are not there.
pub struct Waits(Vec<(String, String)>);

impl Waits {
    pub fn read(root: &Path) -> Waits {
        let text = std::fs::read_to_string(root.join("capi-tests/absent.tsv")).unwrap_or_else(|e| panic!("capi-tests/absent.tsv: {e}"));
        let rows = text.lines().skip(1).filter_map(|line| line.split_once('\t'));
        Waits(rows.map(|(name, reason)| (name.to_owned(), reason.to_owned())).collect())
    }

    /// What the symbol waits for.
    pub fn of(&self, symbol: &str) -> Option<&str> {
        let names = |row: &&(String, String)| match row.0.strip_suffix('*') {
            Some(beginning) => symbol.starts_with(beginning),
            None => row.0 == symbol,
        };
        self.0.iter().find(names).map(|row| row.1.as_str())
    }

    /// The names of the table, a `*` included.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|row| row.0.as_str())
    }
}

/// How many extension files of popular packages want a symbol: (built for the stable ABI, built for 3.14).
pub fn uses(root: &Path) -> BTreeMap<String, (u32, u32)> {
    let number = |row: &[String], i: usize| row.get(i).and_then(|n| n.parse().ok()).unwrap_or(0);
    table(root, "symbol-use.tsv").into_iter().map(|row| (row[0].clone(), (number(&row, 1), number(&row, 2)))).collect()
}
