//! The macros that hold the library to the contract in `abi/`.
//!
//! `#[capi]` exports a function or a static under its Rust name, and is the only place that knows how C sees it;
//! `#[layout]` holds a `#[repr(C)]` struct to the measured offsets. Both read the contract while compiling, so that
//! an export that CPython does not have, a parameter of another class, or a field at another offset does not compile.

mod capi;
mod contract;
mod layout;

use proc_macro::TokenStream;

/// Exports a function or a static of the C API under its own name.
///
/// On a function: the Rust function stays callable from Rust under its name; beside it stands an `extern "C"` entry
/// that converts each argument by `FromC`, stops panics, and converts the result by `IntoC`. A NULL where the Rust
/// parameter does not allow it raises `SystemError`.
///
/// `#[capi(private)]` exports a name that abi/symbols-3.14.tsv gives no prototype for; the signature is then not compared.
/// `#[capi(since = "3.15")]` exports a name that only abi/stable-abi-3.15-additions.tsv has.
#[proc_macro_attribute]
pub fn capi(attribute: TokenStream, item: TokenStream) -> TokenStream {
    capi::expand(attribute.into(), item.into()).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// `export!(PyObject_CallFunction)`: what the checked build has to know of an export, from abi/contract-3.14.tsv.
#[proc_macro]
pub fn export(name: TokenStream) -> TokenStream {
    capi::export(&name.to_string()).into()
}

/// Makes a struct `#[repr(C)]` and asserts, at compile time, size and field offsets as abi/layouts-x86_64-3.14.tsv has them.
///
/// `#[layout(skip(a, b))]` leaves out fields of the contract that Rust expresses otherwise (unions, bit fields).
#[proc_macro_attribute]
pub fn layout(attribute: TokenStream, item: TokenStream) -> TokenStream {
    layout::expand(attribute.into(), item.into()).unwrap_or_else(syn::Error::into_compile_error).into()
}
