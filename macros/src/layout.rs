//! `#[layout]`.

use crate::contract::LAYOUTS;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::punctuated::Punctuated;
use syn::{Ident, ItemStruct, Result, Token};

pub fn expand(attribute: TokenStream, item: TokenStream) -> Result<TokenStream> {
    let item: ItemStruct = syn::parse2(item)?;
    let name = &item.ident;
    let mut skipped: Vec<String> = Vec::new();
    if !attribute.is_empty() {
        let list: syn::MetaList = syn::parse2(attribute)?;
        let names = list.parse_args_with(Punctuated::<Ident, Token![,]>::parse_terminated)?;
        skipped.extend(names.iter().map(|n| n.to_string().trim_start_matches("r#").to_owned()));
    }
    let Some(fields) = LAYOUTS.get(name.to_string().as_str()) else {
        return Err(syn::Error::new(name.span(), format!("abi/layouts-x86_64-3.14.tsv has no struct {name}")));
    };
    let mut asserts = TokenStream::new();
    for field in fields {
        let (offset, size) = (field.offset, field.size);
        if field.name.is_empty() {
            let message = format!("size of {name} differs from CPython's");
            asserts.extend(quote! { assert!(::core::mem::size_of::<#name>() == #size, #message); });
            continue;
        }
        if field.bits || skipped.iter().any(|s| field.name.split('.').next() == Some(s)) {
            continue;
        }
        let path = field.name.split('.').map(|part| match part {
            "type" => format_ident!("r#type"),
            _ => format_ident!("{}", part),
        });
        let message = format!("offset of {name}.{} differs from CPython's", field.name);
        asserts.extend(quote! { assert!(::core::mem::offset_of!(#name, #(#path).*) == #offset, #message); });
    }
    Ok(quote! {
        #[repr(C)]
        #item
        const _: () = { #asserts };
    })
}
