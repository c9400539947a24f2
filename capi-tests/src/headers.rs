//! Writes into the headers of `include/` the declarations of what Exuvia exports.
//!
//! Each header is written by hand but for one stretch between two marks, which holds what CPython declares in the header of that
//! name and Exuvia exports.  The types are the contract's; the parameters' names and the words are the Rust source's.
//! What inline functions of `include/` call is declared as well, exported or not: they must compile.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};

use crate::contract::Symbol;
use crate::exports::Export;

const BEGIN: &str = "/* declarations: written by `cargo run -p capi-tests --example regenerate` */\n";
const END: &str = "/* end of declarations */\n";
/// Words that a parameter cannot be called by in C or C++.
const TAKEN: [&str; 40] = [
    "alignas",
    "alignof",
    "and",
    "auto",
    "bool",
    "case",
    "catch",
    "char",
    "class",
    "compl",
    "concept",
    "const",
    "default",
    "delete",
    "double",
    "explicit",
    "export",
    "extern",
    "float",
    "friend",
    "inline",
    "int",
    "long",
    "mutable",
    "namespace",
    "new",
    "not",
    "operator",
    "or",
    "private",
    "protected",
    "public",
    "register",
    "requires",
    "short",
    "signed",
    "template",
    "this",
    "typename",
    "union",
];
const WIDTH: usize = 120;
/// The version whose limited API is ours as well, beyond 3.14.
const NEWEST: u32 = 0x030f_0000;

/// The new text of every header in which something has changed.
pub fn changed(root: &Path, symbols: &BTreeMap<String, Symbol>, exports: &BTreeMap<String, Export>) -> Result<Vec<(PathBuf, String)>, String> {
    let include = root.join("include");
    let mut texts = BTreeMap::new();
    for path in crate::files_below(&include, "h") {
        let name = path.strip_prefix(&include).expect("below include").to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        texts.insert(name, text);
    }
    let wanted = wanted_by_inlines(texts.values().map(String::as_str));
    let mut by_header: BTreeMap<&str, Vec<&Symbol>> = BTreeMap::new();
    for symbol in symbols.values() {
        let known = !symbol.declaration.is_empty();
        if known && (exports.contains_key(&symbol.name) || wanted.contains(&symbol.name)) {
            by_header.entry(&symbol.header).or_default().push(symbol);
        }
    }
    let newest = crate::contract::limited_3_15(root);
    let added: Vec<Symbol> = newest
        .iter()
        .filter(|(name, _)| exports.contains_key(*name) || wanted.contains(*name))
        .filter_map(|(name, there)| {
            let (header, declaration) = there.clone()?;
            Some(Symbol { name: name.clone(), header, declaration, limited: Some((3, 15)), ..Symbol::default() })
        })
        .collect();
    for symbol in &added {
        by_header.entry(&symbol.header).or_default().push(symbol);
    }
    let gone = |name: &str| matches!(newest.get(name), Some(None));
    for (header, symbols) in &by_header {
        if texts.get(*header).is_none_or(|text| split(text).is_none()) {
            return Err(format!("include/{header} has no place for the declaration of {}", symbols[0].name));
        }
    }
    let mut changed = Vec::new();
    for (name, text) in &texts {
        let Some((before, _, after)) = split(text) else { continue };
        let body = declarations(by_header.get(name.as_str()).map_or(&[][..], Vec::as_slice), exports, name.starts_with("cpython/"), &gone);
        let fresh = format!("{before}{BEGIN}{body}{END}{after}");
        if fresh != *text {
            changed.push((include.join(name), fresh));
        }
    }
    Ok(changed)
}

/// A header's text before its marks, between them and after them.
fn split(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (between, after) = rest.split_once(END)?;
    Some((before, between, after))
}

fn declarations(symbols: &[&Symbol], exports: &BTreeMap<String, Export>, full_only: bool, gone: &dyn Fn(&str) -> bool) -> String {
    // In the order of the versions that brought them, then whether a later one took them away; what no limited API has comes last.
    let mut groups: BTreeMap<(u32, bool), Vec<&Symbol>> = BTreeMap::new();
    for symbol in symbols {
        let since = if full_only { 0 } else { symbol.limited_since().unwrap_or(u32::MAX) };
        let taken_away = !matches!(since, u32::MAX | NEWEST) && !full_only && gone(&symbol.name);
        groups.entry((since, taken_away)).or_default().push(symbol);
    }
    let mut text = String::new();
    for ((since, taken_away), group) in groups {
        let _ = match (since, taken_away) {
            (0, false) => Ok(()),
            (0, true) => writeln!(text, "#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 < {NEWEST:#010x}"),
            (_, true) => {
                writeln!(text, "#if !defined(Py_LIMITED_API) || (Py_LIMITED_API+0 >= {since:#010x} && Py_LIMITED_API+0 < {NEWEST:#010x})")
            }
            (u32::MAX, _) => writeln!(text, "#ifndef Py_LIMITED_API"),
            // The full API is 3.14's.
            (NEWEST, _) => writeln!(text, "#if defined(Py_LIMITED_API) && Py_LIMITED_API+0 >= {NEWEST:#010x}"),
            _ => writeln!(text, "#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= {since:#010x}"),
        };
        for symbol in group {
            let export = exports.get(&symbol.name);
            if let Some(summary) = export.map(|e| comment(&e.summary)).filter(|s| !s.is_empty()) {
                text.push_str(&summary);
            }
            text.push_str(&declaration(symbol, export.and_then(|e| e.parameters.as_deref())));
        }
        if since != 0 || taken_away {
            text.push_str("#endif\n");
        }
    }
    if text.is_empty() { text } else { format!("EXUVIA_BEGIN_C\n{text}EXUVIA_END_C\n") }
}

/// A comment of the width of the page, from what the Rust source says.
fn comment(summary: &str) -> String {
    let summary = summary.replace('`', "").replace("*/", "* /").replace("/*", "/ *");
    let mut lines = vec![String::new()];
    for word in summary.split_whitespace() {
        let line = lines.last_mut().expect("never empty");
        if !line.is_empty() && line.chars().count() + word.chars().count() > WIDTH - 8 {
            lines.push(word.to_owned());
        } else {
            let space = if line.is_empty() { "" } else { " " };
            let _ = write!(line, "{space}{word}");
        }
    }
    if lines[0].is_empty() { String::new() } else { format!("/* {} */\n", lines.join("\n   ")) }
}

fn declaration(symbol: &Symbol, names: Option<&[String]>) -> String {
    let mut before = String::new();
    let mut after = String::new();
    for attribute in &symbol.attributes {
        match attribute.split_once(' ') {
            Some(("deprecated", version)) => before = format!("Py_DEPRECATED({version}) "),
            Some(("printf", places)) => after = format!(" Py_GCC_ATTRIBUTE((format(printf, {})))", places.replace(' ', ", ")),
            _ => after = String::new(),
        }
    }
    let noreturn = if symbol.attributes.iter().any(|a| a == "noreturn") { "_Py_NO_RETURN " } else { "" };
    if symbol.is_data {
        let at = symbol.declaration.find(&symbol.name).expect("a declaration names what it declares");
        // A pointer to a function is declared around its name.
        let start = symbol.declaration[..at].rfind("(*").unwrap_or(at);
        let (kind, declarator) = symbol.declaration.split_at(start);
        return format!("{before}PyAPI_DATA({}) {declarator};\n", kind.trim_end());
    }
    let open = format!("{} (", symbol.name);
    let at = symbol.declaration.find(&open).expect("a prototype names what it declares");
    let kind = symbol.declaration[..at].trim_end();
    let list = symbol.declaration[at + open.len()..].trim_end().trim_end_matches(')');
    // `)` of a last parameter that is a pointer to a function belongs to the list.
    let list = &symbol.declaration[at + open.len()..at + open.len() + list.len() + missing(list)];
    let types = parameters(list);
    let names = names.filter(|names| {
        let fixed = types.iter().filter(|t| !matches!(t.as_str(), "..." | "void")).count();
        names.len() >= fixed
    });
    let written: Vec<String> = types.iter().enumerate().map(|(i, t)| named(t, names.and_then(|n| n.get(i)).map_or("", String::as_str))).collect();
    let start = format!("{before}PyAPI_FUNC({kind}) {noreturn}{}(", symbol.name);
    let indent = " ".repeat(start.chars().count());
    let mut line = start;
    let mut text = String::new();
    for (i, parameter) in written.iter().enumerate() {
        let end = if i + 1 == written.len() { ")" } else { "," };
        if line.chars().count() + parameter.len() + 3 > WIDTH && i > 0 {
            let _ = writeln!(text, "{}", line.trim_end());
            line.clone_from(&indent);
        }
        let _ = write!(line, "{parameter}{end} ");
    }
    let _ = writeln!(text, "{}{after};", line.trim_end());
    text
}

/// How many closing parentheses are wanting at the end of a text.
fn missing(list: &str) -> usize {
    list.matches('(').count().saturating_sub(list.matches(')').count())
}

/// A parameter list's types.
fn parameters(list: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut depth = 0;
    for c in list.chars() {
        match c {
            ',' if depth == 0 => {
                found.push(String::new());
                continue;
            }
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        found.last_mut().expect("never empty").push(c);
    }
    found.iter().map(|t| t.trim().to_owned()).collect()
}

/// A parameter of a type and a name.
fn named(kind: &str, name: &str) -> String {
    let name = name.trim_start_matches('_');
    if name.is_empty() || kind == "void" || kind == "..." {
        return kind.to_owned();
    }
    let name = if TAKEN.contains(&name) { format!("{name}_") } else { name.to_owned() };
    if let Some(at) = kind.find("(*") {
        let (front, back) = kind.split_at(at + 2);
        return format!("{front}{name}{back}");
    }
    let (front, array) = kind.find('[').map_or((kind, ""), |at| kind.split_at(at));
    let space = if front.ends_with('*') { "" } else { " " };
    format!("{}{space}{name}{array}", front.trim_end())
}

/// The symbols that the inline functions of the headers mention, themselves or by macros that they use.
fn wanted_by_inlines<'a>(texts: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    let mut macros: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut code = BTreeSet::new();
    for text in texts {
        let by_hand = split(text).map_or(text.to_owned(), |(before, _, after)| format!("{before}{after}"));
        let joined = without_comments(&by_hand).replace("\\\n", " ");
        for line in joined.lines() {
            match line.trim_start().strip_prefix('#').map(str::trim_start) {
                Some(directive) => {
                    let Some(definition) = directive.strip_prefix("define ") else { continue };
                    let mut all = words(definition);
                    if let Some(name) = all.next() {
                        macros.entry(name.to_owned()).or_default().extend(all.map(str::to_owned));
                    }
                }
                None => code.extend(words(line).map(str::to_owned)),
            }
        }
    }
    let mut seen = BTreeSet::new();
    let mut pending: Vec<String> = code.into_iter().collect();
    while let Some(word) = pending.pop() {
        if seen.insert(word.clone())
            && let Some(body) = macros.get(&word)
        {
            pending.extend(body.iter().cloned());
        }
    }
    seen
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|w| w.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_'))
}

fn without_comments(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("/*") {
        plain.push_str(&rest[..at]);
        plain.push(' ');
        rest = rest[at..].split_once("*/").map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    plain
}
