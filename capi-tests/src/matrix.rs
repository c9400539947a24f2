//! Writes MATRIX.md: each symbol of the contract, whether Exuvia has it, and who needs it.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use crate::contract::{Symbol, Waits, additions, uses};
use crate::exports::Export;

/// The text of MATRIX.md.
pub fn matrix(root: &Path, symbols: &BTreeMap<String, Symbol>, exports: &BTreeMap<String, Export>) -> String {
    let uses = uses(root);
    let (additions, waits) = (additions(root), Waits::read(root));
    let needed = |name: &str| uses.get(name).map_or(0, |(abi3, cp314)| abi3 + cp314);
    let mut text = String::from(
        "# What is there\n\n\
         Every symbol that CPython 3.14's `libpython3.14.so.1.0` exports. One that is *whole* does all that CPython's does; one that is\n\
         *absent* is missing from the library's symbol table as well. This file is written by `cargo run -p capi-tests --example regenerate`.\n\n",
    );
    let row = |text: &mut String, label: &str, chosen: &dyn Fn(&Symbol) -> bool| {
        let all: Vec<&Symbol> = symbols.values().filter(|s| chosen(s)).collect();
        let whole = all.iter().filter(|s| exports.contains_key(&s.name)).count();
        let _ = writeln!(text, "| {label} | {whole} | {} | {} |", all.len(), percent(whole, all.len()));
    };
    text.push_str("| symbols | whole | of | |\n|---|--:|--:|--:|\n");
    row(&mut text, "all", &|_| true);
    row(&mut text, "stable ABI", &|s| s.stable_since.is_some());
    row(&mut text, "full API, in a public header", &|s| s.stable_since.is_none() && !s.name.starts_with('_') && !s.header.is_empty());
    row(&mut text, "private or in no public header", &|s| s.stable_since.is_none() && (s.name.starts_with('_') || s.header.is_empty()));
    row(&mut text, "needed by a popular extension", &|s| needed(&s.name) > 0);
    let whole = additions.keys().filter(|name| exports.contains_key(*name)).count();
    let _ = writeln!(text, "| 3.15's additions to the stable ABI | {whole} | {} | {} |", additions.len(), percent(whole, additions.len()));
    let wanted: u64 = uses.values().map(|(a, b)| u64::from(a + b)).sum();
    let met: u64 = uses.iter().filter(|(name, _)| exports.contains_key(*name)).map(|(_, (a, b))| u64::from(a + b)).sum();
    let _ = writeln!(text, "| imports of popular extensions | {met} | {wanted} | {} |", percent(met as usize, wanted as usize));
    text.push_str(
        "\n*since*: the first version whose stable ABI has it; *binary* after it: for binaries only. *needed by*: the number of extension files of popular packages that\n\
         import it (`abi/symbol-use.tsv`). *waits for*: why it is absent (`capi-tests/absent.tsv`).\n\n\
         | symbol | | tier | since | header | needed by | waits for |\n|---|---|---|---|---|--:|---|\n",
    );
    for symbol in symbols.values() {
        let name = &symbol.name;
        let state = if exports.contains_key(name) { "whole" } else { "absent" };
        let tier = match (symbol.stable_since, name.starts_with('_') || symbol.header.is_empty()) {
            (Some(_), _) => "stable",
            (None, false) => "full",
            (None, true) => "private",
        };
        let since =
            symbol.stable_since.map_or(String::new(), |(major, minor)| format!("{major}.{minor}{}", if symbol.abi_only { " binary" } else { "" }));
        let needed = Some(needed(name)).filter(|n| *n > 0).map_or(String::new(), |n| n.to_string());
        let reason = Some(name).filter(|name| !exports.contains_key(*name)).and_then(|name| waits.of(name)).unwrap_or("");
        let _ = writeln!(text, "| `{name}` | {state} | {tier} | {since} | {} | {needed} | {reason} |", symbol.header);
    }
    text.push_str("\n## Names that 3.15 adds\n\nModules built for 3.15's stable ABI load where these are.\n\n| symbol | |\n|---|---|\n");
    for name in additions.keys().filter(|name| !symbols.contains_key(*name)) {
        let _ = writeln!(text, "| `{name}` | {} |", if exports.contains_key(name) { "whole" } else { "absent" });
    }
    text.push_str(
        "\n## Names of `builtins` and `sys` that are absent\n\nAll others that they have before Python source has run are there (`capi-tests/programs/modules/names.c`, \
         `capi-tests/waiting.tsv`).\n\n| name | waits for |\n|---|---|\n",
    );
    let waiting = std::fs::read_to_string(root.join("capi-tests/waiting.tsv")).unwrap_or_default();
    for row in waiting.lines().filter_map(|line| line.strip_prefix("modules/names\t")) {
        let Some((name, reason)) = row.split_once('\t') else { continue };
        let _ = writeln!(text, "| `{}` | {reason} |", name.replacen('_', ".", 1));
    }
    text
}

fn percent(part: usize, whole: usize) -> String {
    format!("{} %", (part * 100).checked_div(whole).unwrap_or(100))
}
