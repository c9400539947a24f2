//! What the library's sources export: the functions and statics under `#[capi]`.
//!
//! Items are read as Rust; the arguments of macro calls as tokens: `#[capi(…)]`, further attributes, then `fn NAME(…)` or
//! `static NAME`. Where a macro's own body has the `#[capi]`, its patterns tell which of the arguments are the names.

use std::collections::BTreeMap;
use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::visit::Visit;

use crate::macro_rules::Definition;

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
    let mut files = Vec::new();
    module(&root.join("src/lib.rs"), &root.join("src"), &mut files)?;
    let mut macros = Macros::default();
    for file in &files {
        macros.visit_file(file);
    }
    let mut found = Found { macros: &macros.0, exports: BTreeMap::new() };
    for file in &files {
        found.visit_file(file);
    }
    // What the checked build exports beside the C API is the command's alone.
    found.exports.retain(|name, _| !name.starts_with("_PyExuvia_"));
    found.exports.retain(|name, _| name.starts_with("Py") || name.starts_with("_Py") || name == "PY_TIMEOUT_MAX");
    for path in crate::files_below(&root.join("src"), "c") {
        let source = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        for (name, parameters) in gathered(&source) {
            if let Some(export) = found.exports.get_mut(&name) {
                export.parameters = Some(parameters);
            }
        }
    }
    Ok(found.exports)
}

/// The statics of the library by their names, with the last names of their types; macros' are not seen.
pub fn statics(root: &Path) -> Result<BTreeMap<String, Vec<String>>, String> {
    struct Statics(BTreeMap<String, Vec<String>>);
    impl<'a> Visit<'a> for Statics {
        fn visit_item_static(&mut self, item: &'a syn::ItemStatic) {
            let mut ty = &*item.ty;
            while let syn::Type::Array(syn::TypeArray { elem, .. }) = ty {
                ty = elem;
            }
            if let syn::Type::Path(path) = ty
                && let Some(last) = path.path.segments.last()
            {
                self.0.entry(plain(&item.ident)).or_default().push(last.ident.to_string());
            }
        }
    }
    let mut files = Vec::new();
    module(&root.join("src/lib.rs"), &root.join("src"), &mut files)?;
    let mut found = Statics(BTreeMap::new());
    for file in &files {
        found.visit_file(file);
    }
    Ok(found.0)
}

/// Reads a module's file, and those of the modules that it declares; theirs are in `folder`.
fn module(path: &Path, folder: &Path, files: &mut Vec<syn::File>) -> Result<(), String> {
    let source = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let file = syn::parse_file(&source).map_err(|e| format!("{}:{}: {e}", path.display(), e.span().start().line))?;
    let items: Vec<syn::Item> = file.items.clone();
    files.push(file);
    for item in items {
        if let syn::Item::Mod(syn::ItemMod { ident, content: None, .. }) = item {
            let name = plain(&ident);
            let (alone, inside) = (folder.join(format!("{name}.rs")), folder.join(&name));
            let path = if alone.exists() { alone } else { inside.join("mod.rs") };
            module(&path, &inside, files)?;
        }
    }
    Ok(())
}

/// The variadic functions that C gathers the arguments of: `GATHER(RESULT, NAME, (PARAMETERS, ...), …)`, with the parameters' names.
fn gathered(source: &str) -> Vec<(String, Vec<String>)> {
    let calls = source.split("GATHER(").skip(1).filter_map(|call| {
        let (head, rest) = call.split_once('(')?;
        let name = head.trim_end().trim_end_matches(',').rsplit(',').next()?.trim();
        let (list, _) = rest.split_once(')')?;
        let names =
            list.split(',').map(|parameter| parameter.rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or_default().to_owned());
        Some((name.to_owned(), names.filter(|name| !name.is_empty()).collect()))
    });
    calls.collect()
}

struct Found<'m> {
    macros: &'m BTreeMap<String, Definition>,
    exports: BTreeMap<String, Export>,
}

/// The macros of the library that export, by name.
#[derive(Default)]
struct Macros(BTreeMap<String, Definition>);

impl<'a> Visit<'a> for Macros {
    fn visit_item_macro(&mut self, item: &'a syn::ItemMacro) {
        if let Some(name) = item.ident.as_ref().filter(|_| item.mac.path.is_ident("macro_rules"))
            && let Some(definition) = Definition::parse(item.mac.tokens.clone())
        {
            self.0.insert(name.to_string(), definition);
        }
    }
}

/// `#[capi]`, or, where a C function stands behind the name, `#[unsafe(no_mangle)]`.
fn is_export(attribute: &syn::Attribute) -> bool {
    match &attribute.meta {
        syn::Meta::List(list) if list.path.is_ident("unsafe") => list.tokens.to_string() == "no_mangle",
        meta => meta.path().segments.last().is_some_and(|s| s.ident == "capi"),
    }
}

impl<'a> Visit<'a> for Found<'_> {
    fn visit_item_fn(&mut self, item: &'a syn::ItemFn) {
        if item.attrs.iter().any(is_export) {
            let parameters = item.sig.inputs.iter().map(|input| match input {
                syn::FnArg::Typed(typed) => match &*typed.pat {
                    syn::Pat::Ident(name) => plain(&name.ident),
                    _ => String::new(),
                },
                syn::FnArg::Receiver(_) => "self".to_owned(),
            });
            let export = Export { is_data: false, parameters: Some(parameters.collect()), summary: summary(&item.attrs) };
            self.exports.insert(plain(&item.sig.ident), export);
        }
        syn::visit::visit_item_fn(self, item);
    }

    fn visit_item_static(&mut self, item: &'a syn::ItemStatic) {
        if item.attrs.iter().any(is_export) {
            self.exports.insert(plain(&item.ident), Export { is_data: true, parameters: None, summary: summary(&item.attrs) });
        }
    }

    fn visit_item_macro(&mut self, item: &'a syn::ItemMacro) {
        // The definition of a macro exports nothing; what a call exports, its definition says, or the call itself.
        if item.mac.path.is_ident("macro_rules") {
            return;
        }
        let tokens = item.mac.tokens.clone();
        if let Some(definition) = item.mac.path.segments.last().and_then(|s| self.macros.get(&s.ident.to_string())) {
            self.exports.extend(definition.call(tokens.clone()));
        }
        exported_items(tokens, &mut |name, export| drop(self.exports.insert(name, export)));
    }
}

/// Finds `#[capi] fn NAME(…)` and `#[capi] static NAME` among tokens. A macro's variable is told as `$NAME`.
pub fn exported_items(stream: TokenStream, found: &mut dyn FnMut(String, Export)) {
    let tokens: Vec<TokenTree> = stream.into_iter().collect();
    let mut documentation: Vec<String> = Vec::new();
    let mut exported = false;
    let mut i = 0;
    while i < tokens.len() {
        match &tokens[i..] {
            [TokenTree::Punct(hash), TokenTree::Group(group), ..] if hash.as_char() == '#' && group.delimiter() == Delimiter::Bracket => {
                let attribute: TokenStream = tokens[i..=i + 1].iter().cloned().collect();
                if let Ok(attributes) = syn::parse::Parser::parse2(syn::Attribute::parse_outer, attribute) {
                    exported |= attributes.iter().any(is_export);
                    documentation.extend(attributes.iter().filter_map(doc_line));
                }
                i += 1;
            }
            [TokenTree::Ident(word), rest @ ..] if word == "fn" || word == "static" => {
                let (name, rest) = match rest {
                    [TokenTree::Punct(dollar), TokenTree::Ident(name), rest @ ..] if dollar.as_char() == '$' => (format!("${name}"), rest),
                    [TokenTree::Ident(name), rest @ ..] => (plain(name), rest),
                    _ => (String::new(), rest),
                };
                if exported && !name.is_empty() {
                    let is_data = word == "static";
                    let parameters = rest.iter().find_map(|t| match t {
                        TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis && !is_data => Some(names(group.stream())),
                        _ => None,
                    });
                    found(name, Export { is_data, parameters, summary: first_paragraph(&documentation) });
                }
                exported = false;
                documentation.clear();
            }
            [TokenTree::Punct(end), ..] if end.as_char() == ';' => {
                exported = false;
                documentation.clear();
            }
            [TokenTree::Group(group), ..] => exported_items(group.stream(), found),
            _ => {}
        }
        i += 1;
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

/// The first paragraph of a documentation's lines, on one.
pub fn first_paragraph(lines: &[String]) -> String {
    let lines = lines.iter().skip_while(|l| l.is_empty()).take_while(|l| !l.is_empty() && !l.starts_with('#'));
    lines.map(String::as_str).collect::<Vec<_>>().join(" ")
}
