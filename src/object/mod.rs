//! What every object is: a header, a reference count, a type; and how Rust holds one.
//!
//! Inside the library `&PyObject` (or `&PyListObject`, …) is a borrowed reference, [`Owned`] an owned one, and `*mut`
//! appears only where C's memory is laid out or crossed. Object structs keep what changes in cells, so any number of
//! `&` to one object may exist while it changes. What may not happen while a `&` is in use is that the object dies:
//! who runs foreign code (a slot, a finalizer) holds an `Owned`.

pub mod attribute;
pub mod docstring;
pub mod gc;
pub mod hash;
pub mod identifiers;
pub mod immortal;
mod owned;
pub mod recursion;
pub mod refcount;
pub mod types;

pub use identifiers as id;
pub use owned::{Owned, Typed, is_exact, is_instance};
