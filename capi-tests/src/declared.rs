//! What C headers define and declare, name by name, read from the preprocessor's output.
//!
//! This is no C parser: it knows the shapes that headers of the C API have, at file scope, and takes each declaration for what its first
//! words and its parentheses make of it.

use std::collections::BTreeSet;

/// What a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Macro,
    /// A function that the library exports.
    Function,
    /// A function that the header defines.
    Inline,
    Data,
    /// A typedef's name, or a tag.
    Type,
    Enumerator,
}

impl Kind {
    const NAMES: [(Kind, &str); 6] = [
        (Kind::Macro, "macro"),
        (Kind::Function, "function"),
        (Kind::Inline, "inline"),
        (Kind::Data, "data"),
        (Kind::Type, "type"),
        (Kind::Enumerator, "enumerator"),
    ];

    pub fn name(self) -> &'static str {
        Kind::NAMES.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }

    pub fn from_name(name: &str) -> Option<Kind> {
        Kind::NAMES.iter().find(|(_, other)| *other == name).map(|(kind, _)| *kind)
    }
}

/// What the files for which `ours` holds define and declare, in the output of `cc -E -dD`. The names by which headers know that they have
/// been read are left out.
pub fn declared(preprocessed: &str, ours: impl Fn(&str) -> bool) -> BTreeSet<(String, Kind)> {
    let mut found = BTreeSet::new();
    let mut code = String::new();
    let mut inside = false;
    for line in preprocessed.lines() {
        if let Some(marker) = line.strip_prefix("# ") {
            if let Some((_, rest)) = marker.split_once('"') {
                inside = rest.split_once('"').is_some_and(|(file, _)| ours(file));
            }
        } else if let Some(definition) = line.strip_prefix("#define ") {
            let (name, body) = definition.split_once([' ', '(']).unwrap_or((definition, ""));
            if inside && !(name.ends_with("_H") && body.trim().is_empty()) {
                found.insert((name.to_owned(), Kind::Macro));
            }
        } else if let Some(name) = line.strip_prefix("#undef ") {
            found.remove(&(name.trim().to_owned(), Kind::Macro));
        } else if inside && !line.starts_with('#') {
            code.push_str(line);
            code.push('\n');
        }
    }
    let tokens = tokens(&code);
    let mut statement: Vec<&str> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match tokens[at] {
            "{" => {
                let end = closing(&tokens, at);
                let body = &tokens[at + 1..end];
                let tag = statement.iter().rposition(|t| matches!(*t, "struct" | "union" | "enum"));
                if statement.first() == Some(&"extern") && statement.len() == 2 {
                    // extern "C": what stands in it is at file scope.
                    statement.clear();
                    at += 1;
                    continue;
                }
                match tag.filter(|tag| !without_attributes(&statement[*tag..]).contains(&"(")) {
                    Some(tag) => {
                        if statement[tag] == "enum" {
                            found.extend(enumerators(body).map(|name| (name.to_owned(), Kind::Enumerator)));
                        }
                        if let [_, name] = without_attributes(&statement[tag..])[..] {
                            found.insert((name.to_owned(), Kind::Type));
                        }
                        statement.push("{}");
                    }
                    None => {
                        found.extend(named(&statement));
                        statement.clear();
                    }
                }
                at = end + 1;
            }
            ";" => {
                found.extend(named(&statement));
                statement.clear();
                at += 1;
            }
            "}" => {
                statement.clear();
                at += 1;
            }
            token => {
                statement.push(token);
                at += 1;
            }
        }
    }
    found
}

/// The words, numbers, texts and signs of C.
fn tokens(code: &str) -> Vec<&str> {
    let bytes = code.as_bytes();
    let is_word = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        match bytes[at] {
            b if b.is_ascii_whitespace() => {
                at += 1;
                continue;
            }
            quote @ (b'"' | b'\'') => {
                at += 1;
                while at < bytes.len() && bytes[at] != quote {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
                at += 1;
            }
            b if is_word(b) => {
                while at < bytes.len() && is_word(bytes[at]) {
                    at += 1;
                }
            }
            _ => at += 1,
        }
        found.extend(code.get(start..at.min(bytes.len())));
    }
    found
}

/// Where the brace closes that opens at `at`.
fn closing(tokens: &[&str], at: usize) -> usize {
    let mut depth = 0;
    for (i, token) in tokens.iter().enumerate().skip(at) {
        match *token {
            "{" => depth += 1,
            "}" if depth == 1 => return i,
            "}" => depth -= 1,
            _ => {}
        }
    }
    tokens.len() - 1
}

/// A statement without `__attribute__((…))` and its like.
fn without_attributes<'a>(statement: &[&'a str]) -> Vec<&'a str> {
    let mut kept = Vec::new();
    let mut rest = statement.iter().peekable();
    while let Some(token) = rest.next() {
        match *token {
            "__extension__" => {}
            "__attribute__" | "alignas" | "_Alignas" | "__asm__" => {
                let mut depth = 0;
                for token in rest.by_ref() {
                    match *token {
                        "(" => depth += 1,
                        ")" => depth -= 1,
                        _ => {}
                    }
                    if depth == 0 {
                        break;
                    }
                }
            }
            token => kept.push(token),
        }
    }
    kept
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
}

fn enumerators<'a>(body: &[&'a str]) -> impl Iterator<Item = &'a str> {
    let mut depth = 0;
    let mut begins = true;
    without_attributes(body).into_iter().filter(move |token| {
        match *token {
            "(" => depth += 1,
            ")" => depth -= 1,
            "," if depth == 0 => begins = true,
            token if begins && is_name(token) => {
                begins = false;
                return true;
            }
            _ => {}
        }
        false
    })
}

/// What a statement at file scope names.
fn named(statement: &[&str]) -> Option<(String, Kind)> {
    let statement = without_attributes(statement);
    let first = *statement.first()?;
    if matches!(first, "struct" | "union" | "enum") && !statement.contains(&"(") {
        return None;
    }
    let last = |tokens: &[&str]| tokens.iter().rev().find(|t| is_name(t)).map(|t| (*t).to_owned());
    let end = statement.iter().position(|t| matches!(*t, "=" | "[")).unwrap_or(statement.len());
    let Some(open) = statement[..end].iter().position(|t| *t == "(") else {
        let kind = if first == "typedef" { Kind::Type } else { Kind::Data };
        let declares = first == "typedef" || matches!(first, "extern" | "static");
        return last(&statement[..end]).filter(|_| declares).map(|name| (name, kind));
    };
    // NAME(…), (NAME)(…), (*NAME)(…) or (*NAME(…))(…)
    let after = &statement[open + 1..];
    let (name, is_pointer) = match after {
        ["*", name, ")", ..] => (*name, true),
        ["*", name, ..] if first != "typedef" => (*name, false),
        [name, ")", "(", ..] if is_name(name) => (*name, false),
        _ => (*statement.get(open.checked_sub(1)?)?, false),
    };
    let kind = match first {
        "typedef" => Kind::Type,
        _ if is_pointer => Kind::Data,
        _ if statement.contains(&"static") => Kind::Inline,
        _ => Kind::Function,
    };
    is_name(name).then(|| (name.to_owned(), kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_of_declarations() {
        let text = r#"# 1 "/elsewhere/stdio.h"
#define EOF (-1)
extern int puts(const char *);
# 1 "/ours/a.h" 1
#define Py_A_H
#define Py_A 1
#define Py_B(x) x
#define Py_GONE
#undef Py_GONE
extern "C" {
__attribute__((visibility("default"))) int PyA_Call(PyObject *(*f)(int), char c[3]);
extern __attribute__((visibility("default"))) PyTypeObject PyA_Type;
extern int (*PyA_Hook)(void);
typedef struct PyA { int field; } PyA;
typedef struct { int (*f)(void); } PyB;
typedef PyObject *(*afunc)(PyObject *, int (*)(void));
typedef struct _c PyC;
struct _d;
enum { PyA_ONE, PyA_TWO = (1, 2), PyA_THREE };
typedef enum __attribute__((packed)) PyE { PyE_X } PyE;
static inline __attribute__((always_inline)) int PyA_Inline(int x) { if (x) { return 1; } return 0; }
static PyA *PyA_Static = ((void *)0);
}
"#;
        let found: Vec<String> = declared(text, |file| file.starts_with("/ours/")).into_iter().map(|(n, k)| format!("{n} {}", k.name())).collect();
        let wanted = [
            "PyA type",
            "PyA_Call function",
            "PyA_Hook data",
            "PyA_Inline inline",
            "PyA_ONE enumerator",
            "PyA_Static data",
            "PyA_THREE enumerator",
            "PyA_TWO enumerator",
            "PyA_Type data",
            "PyB type",
            "PyC type",
            "PyE type",
            "PyE_X enumerator",
            "Py_A macro",
            "Py_B macro",
            "afunc type",
        ];
        assert_eq!(found, wanted);
    }
}
