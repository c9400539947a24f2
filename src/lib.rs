//! Exuvia: a shared library in the place of `libpython3.14.so.1.0`.
//!
//! See ARCHITECTURE.md for the map. In short: [`layout`] is what C sees of our memory, [`boundary`] how C's calls come
//! in, [`object`] what every object is, [`types`] the built-in types, [`protocol`] what works on any object,
//! [`runtime`] interpreters, threads and errors.

// Names that C or Python gave are theirs to write.
#![allow(non_camel_case_types, non_snake_case, non_upper_case_globals)]
#![deny(unsafe_op_in_unsafe_fn)]
// The modules are private: what C does not see has its callers here, and the compiler puts what has one caller into it. Some of it only the checked build needs.
#![cfg_attr(not(feature = "checked"), allow(dead_code))]

mod args;
mod boundary;
#[cfg(feature = "checked")]
mod checked;
mod eval;
mod import;
mod layout;
mod modules;
mod object;
mod protocol;
mod runtime;
mod types;
