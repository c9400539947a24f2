//! Enough of `macro_rules!` to know which names a call exports: patterns are matched, bodies are only searched for `#[capi]`.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use crate::exports::{Export, exported_items};

/// A macro of the library that exports what it is given names for.
pub struct Definition {
    arms: Vec<Arm>,
}

struct Arm {
    pattern: Vec<Pattern>,
    /// What its body exports, each by a variable's name: `$name`.
    exported: Vec<(String, Export)>,
}

enum Pattern {
    Token(TokenTree),
    Group(Delimiter, Vec<Pattern>),
    Variable { name: String, fragment: String },
    Repeated { inner: Vec<Pattern>, separator: Option<TokenTree> },
}

impl Definition {
    /// Reads the arms of a `macro_rules!`; `None` for a macro that exports nothing.
    pub fn parse(tokens: TokenStream) -> Option<Definition> {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut arms = Vec::new();
        for window in tokens.windows(4) {
            // (pattern) => {body}
            if let [TokenTree::Group(pattern), TokenTree::Punct(a), TokenTree::Punct(b), TokenTree::Group(body)] = window
                && (a.as_char(), b.as_char()) == ('=', '>')
            {
                let mut exported = Vec::new();
                exported_items(body.stream(), &mut |name, export| exported.push((name, export)));
                exported.retain(|(name, _)| name.starts_with('$'));
                arms.push(Arm { pattern: parse_pattern(pattern.stream()), exported });
            }
        }
        arms.iter().any(|arm| !arm.exported.is_empty()).then_some(Definition { arms })
    }

    /// What a call of the macro exports.
    pub fn call(&self, tokens: TokenStream) -> Vec<(String, Export)> {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        for Arm { pattern, exported } in &self.arms {
            let mut bound = Vec::new();
            if match_all(pattern, &tokens, None, &mut bound) == Some(tokens.len()) {
                // In the order of the source: attributes come before the name that they are for.
                let mut found = Vec::new();
                let mut documentation = Vec::new();
                for (variable, value) in bound {
                    if let Some(text) = value.strip_prefix("doc = ") {
                        documentation.push(syn::parse_str::<syn::LitStr>(text).map_or(String::new(), |text| text.value().trim().to_owned()));
                    } else if let Some((_, export)) = exported.iter().find(|(name, _)| name.strip_prefix('$') == Some(&variable)) {
                        let mut export = export.clone();
                        if !documentation.is_empty() {
                            export.summary = crate::exports::first_paragraph(&std::mem::take(&mut documentation));
                        }
                        found.push((value, export));
                    }
                }
                return found;
            }
        }
        Vec::new()
    }
}

fn parse_pattern(stream: TokenStream) -> Vec<Pattern> {
    let tokens: Vec<TokenTree> = stream.into_iter().collect();
    let mut patterns = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        match (&tokens[i], tokens.get(i + 1)) {
            (TokenTree::Punct(dollar), Some(TokenTree::Ident(name))) if dollar.as_char() == '$' => {
                let fragment = tokens.get(i + 3).map(ToString::to_string).unwrap_or_default();
                patterns.push(Pattern::Variable { name: name.to_string(), fragment });
                i += 4;
            }
            (TokenTree::Punct(dollar), Some(TokenTree::Group(inner))) if dollar.as_char() == '$' => {
                i += 2;
                let is_operator = |t: Option<&TokenTree>| matches!(t, Some(TokenTree::Punct(p)) if "*+?".contains(p.as_char()));
                let separator = if is_operator(tokens.get(i)) {
                    None
                } else {
                    i += 1;
                    tokens.get(i - 1).cloned()
                };
                i += 1;
                patterns.push(Pattern::Repeated { inner: parse_pattern(inner.stream()), separator });
            }
            (TokenTree::Group(group), _) => {
                patterns.push(Pattern::Group(group.delimiter(), parse_pattern(group.stream())));
                i += 1;
            }
            (token, _) => {
                patterns.push(Pattern::Token(token.clone()));
                i += 1;
            }
        }
    }
    patterns
}

fn same(a: &TokenTree, b: &TokenTree) -> bool {
    match (a, b) {
        (TokenTree::Group(a), TokenTree::Group(b)) => a.delimiter() == b.delimiter(),
        (TokenTree::Group(_), _) | (_, TokenTree::Group(_)) => false,
        _ => a.to_string() == b.to_string(),
    }
}

/// Whether a token may begin what a pattern matches; a variable is not asked.
fn begins(pattern: &Pattern, token: &TokenTree) -> bool {
    match pattern {
        Pattern::Token(wanted) => same(wanted, token),
        Pattern::Group(delimiter, _) => matches!(token, TokenTree::Group(g) if g.delimiter() == *delimiter),
        Pattern::Variable { .. } | Pattern::Repeated { .. } => false,
    }
}

/// Matches as many tokens as the patterns take; how many, or `None` where they do not match. `then` ends the last of them.
fn match_all(patterns: &[Pattern], tokens: &[TokenTree], then: Option<&TokenTree>, bound: &mut Vec<(String, String)>) -> Option<usize> {
    let mut at = 0;
    for (i, pattern) in patterns.iter().enumerate() {
        match pattern {
            Pattern::Token(wanted) => {
                same(wanted, tokens.get(at)?).then_some(())?;
                at += 1;
            }
            Pattern::Group(delimiter, inner) => {
                let Some(TokenTree::Group(group)) = tokens.get(at) else { return None };
                let contents: Vec<TokenTree> = Group::stream(group).into_iter().collect();
                (group.delimiter() == *delimiter && match_all(inner, &contents, None, bound)? == contents.len()).then_some(())?;
                at += 1;
            }
            Pattern::Variable { name, fragment } => {
                let start = at;
                match fragment.as_str() {
                    "ident" | "tt" | "literal" | "lifetime" | "block" => at += 1,
                    // Types, expressions and their like end where the next token of the pattern is.
                    _ => {
                        let ends = |token: &TokenTree| match patterns.get(i + 1) {
                            Some(next) => begins(next, token),
                            None => then.is_some_and(|then| same(then, token)),
                        };
                        while at < tokens.len() && !ends(&tokens[at]) {
                            at += 1;
                        }
                    }
                }
                let value = tokens.get(start..at)?;
                let is_ident = matches!(value, [TokenTree::Ident(_)]);
                (fragment != "ident" || is_ident).then_some(())?;
                if is_ident || fragment == "meta" {
                    bound.push((name.clone(), value.iter().cloned().collect::<TokenStream>().to_string()));
                }
            }
            Pattern::Repeated { inner, separator } => loop {
                let mark = bound.len();
                let next = separator.as_ref().or(then);
                match match_all(inner, &tokens[at..], next, bound) {
                    Some(taken) if taken > 0 => at += taken,
                    _ => {
                        bound.truncate(mark);
                        break;
                    }
                }
                if let Some(separator) = separator {
                    match tokens.get(at) {
                        Some(token) if same(separator, token) => at += 1,
                        _ => break,
                    }
                }
            },
        }
    }
    Some(at)
}
