//! What the library's sources export: the functions and statics under `#[capi]`.
//!
//! Items are read as Rust; inside of macro calls, where nobody knows what the macro will do, as tokens:
//! `#[capi(…)]`, further attributes, then `fn NAME(…)` or `static NAME`.

use std::collections::BTreeMap;
use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::visit::Visit;

/// An exported item.
#[derive(Clone, Debug, Default)]
pub struct Export {
    pub is_data: bool,
    /// The parameters' names, where the source shows them.
    pub parameters: Option<Vec<String>>,
    /// The first paragraph of its documentation, on one line.
    pub summary: String,
}

/// Every exported item of `src/`, by name.
pub fn exports(root: &Path) -> Result<BTreeMap<String, Export>, String> {
    let mut found = Found(BTreeMap::new());
    for path in crate::files_below(&root.join("src"), "rs") {
        let source = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        let file = syn::parse_file(&source).map_err(|e| format!("{}:{}: {e}", path.display(), e.span().start().line))?;
        found.visit_file(&file);
    }
    Ok(found.0)
}

struct Found(BTreeMap<String, Export>);

fn is_capi(attribute: &syn::Attribute) -> bool {
    attribute.path().segments.last().is_some_and(|s| s.ident == "capi")
}

impl<'a> Visit<'a> for Found {
    fn visit_item_fn(&mut self, item: &'a syn::ItemFn) {
        if item.attrs.iter().any(is_capi) {
            let parameters = item.sig.inputs.iter().map(|input| match input {
                syn::FnArg::Typed(typed) => match &*typed.pat {
                    syn::Pat::Ident(name) => name.ident.to_string(),
                    _ => String::new(),
                },
                syn::FnArg::Receiver(_) => "self".to_owned(),
            });
            let export = Export { is_data: false, parameters: Some(parameters.collect()), summary: summary(&item.attrs) };
            self.0.insert(plain(&item.sig.ident), export);
        }
        syn::visit::visit_item_fn(self, item);
    }

    fn visit_item_static(&mut self, item: &'a syn::ItemStatic) {
        if item.attrs.iter().any(is_capi) {
            self.0.insert(plain(&item.ident), Export { is_data: true, parameters: None, summary: summary(&item.attrs) });
        }
    }

    fn visit_item_macro(&mut self, item: &'a syn::ItemMacro) {
        // The definition of a macro exports nothing.
        if !item.mac.path.is_ident("macro_rules") {
            self.tokens(item.mac.tokens.clone());
        }
    }
}

impl Found {
    fn tokens(&mut self, stream: TokenStream) {
        let tokens: Vec<TokenTree> = stream.into_iter().collect();
        let mut documentation: Vec<String> = Vec::new();
        let mut exported = false;
        let mut i = 0;
        while i < tokens.len() {
            match (&tokens[i], tokens.get(i + 1), tokens.get(i + 2)) {
                (TokenTree::Punct(hash), Some(TokenTree::Group(group)), _) if hash.as_char() == '#' && group.delimiter() == Delimiter::Bracket => {
                    if let Ok(attribute) = syn::parse::Parser::parse2(syn::Attribute::parse_outer, tokens[i..=i + 1].iter().cloned().collect::<TokenStream>()) {
                        exported |= attribute.iter().any(is_capi);
                        documentation.extend(attribute.iter().filter_map(doc_line));
                    }
                    i += 2;
                    continue;
                }
                (TokenTree::Ident(word), Some(TokenTree::Ident(name)), after) if word == "fn" || (word == "static" && name != "mut") => {
                    if exported {
                        let parameters = match after {
                            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => Some(names(group.stream())),
                            _ => None,
                        };
                        let is_data = word == "static";
                        self.0.insert(plain(name), Export { is_data, parameters: parameters.filter(|_| !is_data), summary: first_paragraph(&documentation) });
                    }
                    exported = false;
                    documentation.clear();
                    i += 2;
                    continue;
                }
                (TokenTree::Punct(end), ..) if end.as_char() == ';' => {
                    exported = false;
                    documentation.clear();
                }
                (TokenTree::Group(group), ..) => self.tokens(group.stream()),
                _ => {}
            }
            i += 1;
        }
    }
}

/// The names in front of the colons of a parameter list.
fn names(list: TokenStream) -> Vec<String> {
    let mut names = Vec::new();
    let mut last = String::new();
    let mut in_type = false;
    for token in list {
        match token {
            TokenTree::Punct(p) if p.as_char() == ',' => in_type = false,
            TokenTree::Punct(p) if p.as_char() == ':' && !in_type => {
                in_type = true;
                names.push(std::mem::take(&mut last));
            }
            TokenTree::Ident(ident) if !in_type => last = plain(&ident),
            _ => {}
        }
    }
    names
}

fn plain(ident: &proc_macro2::Ident) -> String {
    let text = ident.to_string();
    text.strip_prefix("r#").map_or(text.clone(), str::to_owned)
}

fn doc_line(attribute: &syn::Attribute) -> Option<String> {
    let syn::Meta::NameValue(pair) = &attribute.meta else { return None };
    let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) = &pair.value else { return None };
    pair.path.is_ident("doc").then(|| text.value().trim().to_owned())
}

fn summary(attributes: &[syn::Attribute]) -> String {
    first_paragraph(&attributes.iter().filter_map(doc_line).collect::<Vec<_>>())
}

fn first_paragraph(lines: &[String]) -> String {
    let lines = lines.iter().skip_while(|l| l.is_empty()).take_while(|l| !l.is_empty() && !l.starts_with('#'));
    lines.map(String::as_str).collect::<Vec<_>>().join(" ")
}
