//! The structs that C sees, at CPython 3.14's offsets, and nothing that behaves.
//!
//! Invariant: every struct here stands under `#[layout]`, which compares it with `abi/layouts-x86_64-3.14.tsv` while
//! compiling. A field that changes is a `Cell` (a number, a foreign pointer, a function) or a [`Field`] (an owned
//! reference that may be NULL), so that `&PyObject` can be the borrowed reference of the whole library: several may
//! exist while the object changes.
//!
//! An object struct dereferences to the struct it begins with, so `&PyListObject` serves where `&PyObject` is asked.

mod builtin;
mod code;
mod config;
mod defs;
mod exceptions;
mod function_types;
mod init_config;
mod object;
mod thread_state;
mod type_object;
mod unicode;

pub use builtin::*;
pub use code::*;
pub use config::*;
pub use defs::*;
pub use exceptions::*;
pub use function_types::*;
pub use init_config::*;
pub use object::*;
pub use thread_state::*;
pub use type_object::*;
pub use unicode::*;

/// Structs that begin with a `PyObject`: a pointer to one is a pointer to an object.
///
/// # Safety
/// The implementing struct is `#[repr(C)]` and its first bytes are a `PyObject`.
pub unsafe trait IsObject: Sized + 'static {
    /// The same object as the base struct.
    #[inline(always)]
    fn as_object(&self) -> &PyObject {
        // SAFETY: the trait's contract.
        unsafe { &*(self as *const Self).cast() }
    }

    /// The object's address, for C.
    #[inline(always)]
    fn as_ptr(&self) -> *mut Self {
        (self as *const Self).cast_mut()
    }
}

// SAFETY: it is the base struct itself.
unsafe impl IsObject for PyObject {}

/// `object_structs! { PyListObject: ob_base -> PyVarObject }`: the struct is an object, and dereferences to its first field.
macro_rules! object_structs {
    ($($name:ident: $field:ident -> $base:ty),* $(,)?) => { $(
        // SAFETY: `#[layout]` has compared the offsets; the first field begins with a PyObject.
        unsafe impl $crate::layout::IsObject for $name {}
        // SAFETY: an object is used by the threads of one interpreter under its GIL, or is immortal and never written.
        unsafe impl Sync for $name {}
        impl ::core::ops::Deref for $name {
            type Target = $base;
            #[inline(always)]
            fn deref(&self) -> &$base {
                &self.$field
            }
        }
    )* };
}
pub(crate) use object_structs;
