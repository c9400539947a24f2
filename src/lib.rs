//! Exuvia: a shared library in the place of `libpython3.14.so.1.0`.
//!
//! See ARCHITECTURE.md for the map. In short: [`layout`] is what C sees of our memory, [`boundary`] how C's calls come
//! in, [`object`] what every object is, [`types`] the built-in types, [`protocol`] what works on any object,
//! [`runtime`] interpreters, threads and errors.

// Names that C or Python gave are theirs to write.
#![allow(non_camel_case_types, non_snake_case, non_upper_case_globals)]
#![deny(unsafe_op_in_unsafe_fn)]

pub mod args;
pub mod boundary;
#[cfg(feature = "checked")]
pub mod checked;
pub mod eval;
pub mod import;
pub mod layout;
pub mod modules;
pub mod object;
pub mod protocol;
pub mod runtime;
pub mod types;
