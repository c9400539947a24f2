//! `#[capi]`.

use crate::contract::{ADDED_IN_3_15, CONTRACT, SYMBOLS, signature_of};
use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote};
use syn::visit_mut::{self, VisitMut};
use syn::{Error, FnArg, Ident, Item, ItemFn, ItemStatic, Lifetime, LitStr, Pat, Result, ReturnType, Type};

#[derive(Default)]
struct Options {
    private: bool,
    since: Option<String>,
}

pub fn expand(attribute: TokenStream, item: TokenStream) -> Result<TokenStream> {
    let mut options = Options::default();
    let parser = syn::meta::parser(|meta| {
        if meta.path.is_ident("private") {
            options.private = true;
        } else if meta.path.is_ident("since") {
            options.since = Some(meta.value()?.parse::<LitStr>()?.value());
        } else {
            return Err(meta.error("#[capi] knows `private` and `since = \"3.15\"`"));
        }
        Ok(())
    });
    syn::parse::Parser::parse2(parser, attribute)?;
    match syn::parse2(item)? {
        Item::Fn(function) => expand_fn(&options, &function),
        Item::Static(data) => expand_static(&options, &data),
        other => Err(Error::new_spanned(other, "#[capi] stands on functions and statics")),
    }
}

/// The contract's word on a name, or a compile error.
fn known(name: &Ident, options: &Options) -> Result<Option<&'static crate::contract::Symbol>> {
    let text = name.to_string();
    match (SYMBOLS.get(text.as_str()), &options.since) {
        (Some(symbol), _) => Ok(Some(symbol)),
        (None, Some(_)) if ADDED_IN_3_15.contains(&text.as_str()) => Ok(None),
        _ => Err(Error::new(name.span(), format!("{text} is not in abi/symbols-3.14.tsv: CPython does not export it"))),
    }
}

fn expand_static(options: &Options, item: &ItemStatic) -> Result<TokenStream> {
    let (name, ty) = (&item.ident, &item.ty);
    let symbol = known(name, options)?;
    let size = symbol.and_then(|s| s.size).map(|size| {
        let message = format!("{name} is not as large as CPython's");
        quote! { const _: () = assert!(::core::mem::size_of::<#ty>() == #size, #message); }
    });
    if symbol.is_some_and(|s| s.kind != "data") {
        return Err(Error::new(name.span(), format!("{name} is a function in CPython")));
    }
    Ok(quote! {
        #[unsafe(no_mangle)]
        #item
        #size
    })
}

fn expand_fn(options: &Options, function: &ItemFn) -> Result<TokenStream> {
    let name = &function.sig.ident;
    let symbol = known(name, options)?;
    let text = name.to_string();
    let mut types: Vec<Type> = Vec::new();
    for input in &function.sig.inputs {
        let FnArg::Typed(typed) = input else {
            return Err(Error::new_spanned(input, "an export has no self"));
        };
        if !matches!(*typed.pat, Pat::Ident(_)) {
            return Err(Error::new_spanned(&typed.pat, "an export's parameters are plain names: the header shows them"));
        }
        types.push(outlive(&typed.ty));
    }
    let result = match &function.sig.output {
        ReturnType::Default => quote! { () },
        ReturnType::Type(_, ty) => {
            let ty = outlive(ty);
            quote! { #ty }
        }
    };
    let checks = match symbol.and_then(|s| signature_of(s.prototype, &text)) {
        Some((returned, parameters, variadic)) => {
            if variadic || parameters.len() != types.len() {
                return Err(Error::new(
                    name.span(),
                    format!(
                        "{text} takes {} parameters here, {}{} in CPython",
                        types.len(),
                        parameters.len(),
                        if variadic { " and more" } else { "" }
                    ),
                ));
            }
            let pairs = types.iter().zip(&parameters).enumerate().filter(|(_, (_, class))| **class != '?').map(|(i, (ty, class))| {
                let message = format!("parameter {} of {text} is of another class in CPython", i + 1);
                quote! { assert!(<<#ty as crate::boundary::FromC>::C as crate::boundary::CType>::CLASS == #class, #message); }
            });
            let pairs = quote! { #(#pairs)* };
            let returned = (returned != '?').then(|| {
                let message = format!("the result of {text} is of another class in CPython");
                quote! { assert!(<<#result as crate::boundary::IntoC>::C as crate::boundary::CType>::CLASS == #returned, #message); }
            });
            quote! { #pairs #returned }
        }
        None if options.private || options.since.is_some() => quote! {},
        None => {
            return Err(Error::new(name.span(), format!("{text} has no prototype in the contract; say #[capi(private)]")));
        }
    };
    let arguments: Vec<Ident> = (0..types.len()).map(|i| format_ident!("a{i}", span = Span::call_site())).collect();
    let attributes: Vec<_> = function.attrs.iter().filter(|a| a.path().is_ident("cfg")).collect();
    let export = export(&text);
    // What the contract says of references must be what the types say, where these say anything; what they do not, it adds.
    let mut checks = checks;
    let takes: Vec<TokenStream> = match CONTRACT.get(text.as_str()) {
        None => types.iter().map(|ty| quote! { <#ty as crate::boundary::FromC>::TAKES }).collect(),
        Some(row) => {
            let words: Vec<&str> = row.takes.split(' ').filter(|word| !word.is_empty()).collect();
            if words.len() != types.len() {
                return Err(Error::new(name.span(), format!("{text} takes {} parameters by abi/contract-3.14.tsv", words.len())));
            }
            let variants: Vec<TokenStream> = words.iter().map(|word| take(word)).collect();
            for (i, (ty, variant)) in types.iter().zip(&variants).enumerate() {
                let message = format!("parameter {} of {text} is taken in another way by abi/contract-3.14.tsv", i + 1);
                checks.extend(quote! {
                    assert!(matches!(<#ty as crate::boundary::FromC>::TAKES, crate::boundary::Take::Plain | #variant), #message);
                });
            }
            let gives = give(row.gives);
            let message = format!("{text} gives something else by abi/contract-3.14.tsv");
            checks.extend(quote! {
                assert!(matches!(<#result as crate::boundary::IntoC>::GIVES, crate::boundary::Give::Plain | #gives), #message);
            });
            variants
        }
    };
    let provenance = symbol.map_or_else(|| "In the stable ABI since 3.15.".to_owned(), |symbol| symbol.provenance(&text));
    let mut function = function.clone();
    function.attrs.extend::<[syn::Attribute; 2]>([syn::parse_quote!(#[doc = ""]), syn::parse_quote!(#[doc = #provenance])]);
    Ok(quote! {
        #function
        #(#attributes)*
        const _: () = {
            #[cfg_attr(not(feature = "checked"), unsafe(export_name = #text))]
            unsafe extern "C" fn entry(#(#arguments: <#types as crate::boundary::FromC>::C),*) -> <#result as crate::boundary::IntoC>::C {
                let body = || crate::boundary::enter::<#result>(#text, || {
                    // SAFETY: what C passes is what the documentation of the function asks for; NULL is looked for here.
                    #[allow(unused_unsafe)]
                    unsafe {
                        #(let Some(#arguments) = <#types as crate::boundary::FromC>::from_c(#arguments) else {
                            return crate::boundary::null_argument::<#result>(#text);
                        };)*
                        crate::boundary::IntoC::into_c(#name(#(#arguments),*))
                    }
                });
                #[cfg(not(feature = "checked"))]
                return body();
                #[cfg(feature = "checked")]
                crate::checked::entry::run::<#result>(&[#((#takes, crate::checked::entry::word(&#arguments))),*], body)
            }
            #[cfg(feature = "checked")]
            #[unsafe(export_name = #text)]
            #[unsafe(naked)]
            unsafe extern "C" fn gate() {
                static EXPORT: crate::checked::entry::Export = #export;
                crate::jump!(entry, EXPORT);
            }
            #checks
        };
    })
}

/// What the checked build has to know of an export. A function that the contract does not tell of may be called at any time.
pub fn export(name: &str) -> TokenStream {
    let row = CONTRACT.get(name);
    let with_exception = row.is_none_or(|row| row.exception != "clear");
    let without_thread = row.is_none_or(|row| row.thread != "attached");
    quote! {
        crate::checked::entry::Export {
            name: #name,
            with_exception: #with_exception,
            without_thread: #without_thread,
            purpose: crate::checked::entry::Purpose::of(#name),
        }
    }
}

/// The `Take` that a word of abi/contract-3.14.tsv stands for.
fn take(word: &str) -> TokenStream {
    match word {
        "object" => quote! { crate::boundary::Take::Borrowed },
        "object?" => quote! { crate::boundary::Take::BorrowedOrNull },
        "stolen" => quote! { crate::boundary::Take::Stolen },
        "stolen?" => quote! { crate::boundary::Take::StolenOrNull },
        _ => quote! { crate::boundary::Take::Plain },
    }
}

/// The `Give` that a word of abi/contract-3.14.tsv stands for.
fn give(word: &str) -> TokenStream {
    match word {
        "new" => quote! { crate::boundary::Give::New },
        "new?" => quote! { crate::boundary::Give::NewOrNull },
        "borrowed" => quote! { crate::boundary::Give::Borrowed },
        "borrowed?" => quote! { crate::boundary::Give::BorrowedOrNull },
        _ => quote! { crate::boundary::Give::Plain },
    }
}

/// The type with every lifetime in it made `'static`: at the boundary lifetimes are the caller's word.
fn outlive(ty: &Type) -> Type {
    struct Outlive;
    impl VisitMut for Outlive {
        fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
            lifetime.ident = Ident::new("static", lifetime.ident.span());
        }
        fn visit_type_reference_mut(&mut self, reference: &mut syn::TypeReference) {
            reference.lifetime = Some(Lifetime::new("'static", reference.and_token.span));
            visit_mut::visit_type_reference_mut(self, reference);
        }
        fn visit_type_bare_fn_mut(&mut self, _: &mut syn::TypeBareFn) {}
        fn visit_path_segment_mut(&mut self, segment: &mut syn::PathSegment) {
            visit_mut::visit_path_segment_mut(self, segment);
        }
    }
    let mut ty = ty.clone();
    Outlive.visit_type_mut(&mut ty);
    ty
}
