//! The three forms of a `str` (PEP 393).

use super::*;
use exuvia_macros::layout;
use std::cell::Cell;
use std::ffi::{c_char, c_void};

/// An ASCII string: its characters and a NUL follow the struct.
#[layout(skip(state))]
pub struct PyASCIIObject {
    pub ob_base: PyObject,
    /// In code points.
    pub length: Cell<isize>,
    /// -1 until computed.
    pub hash: Cell<isize>,
    /// Bits 0-1 interned, 2-4 kind, 5 compact, 6 ASCII, 7 statically allocated.
    pub state: Cell<u32>,
}

/// A compact string that is not ASCII: its characters and a terminator follow the struct.
#[layout]
pub struct PyCompactUnicodeObject {
    pub _base: PyASCIIObject,
    /// Bytes of `utf8` without the terminator.
    pub utf8_length: Cell<isize>,
    /// UTF-8 form, made on demand and owned; NULL before.
    pub utf8: Cell<*mut c_char>,
}

/// A string whose characters stand elsewhere (instances of subclasses). It is also the type under which Rust code
/// holds any string; fields past `_base._base` are there only where the state says so.
#[layout(skip(data))]
pub struct PyUnicodeObject {
    pub _base: PyCompactUnicodeObject,
    pub data: Cell<*mut c_void>,
}
object_structs! {
    PyASCIIObject: ob_base -> PyObject,
    PyCompactUnicodeObject: _base -> PyASCIIObject,
    PyUnicodeObject: _base -> PyCompactUnicodeObject,
}

/// The bits of [`PyASCIIObject::state`].
pub mod str_state {
    pub const INTERNED_MASK: u32 = 3;
    pub const NOT_INTERNED: u32 = 0;
    pub const INTERNED_MORTAL: u32 = 1;
    pub const INTERNED_IMMORTAL: u32 = 2;
    pub const INTERNED_IMMORTAL_STATIC: u32 = 3;
    pub const KIND_SHIFT: u32 = 2;
    pub const KIND_MASK: u32 = 7 << KIND_SHIFT;
    pub const COMPACT: u32 = 1 << 5;
    pub const ASCII: u32 = 1 << 6;
    pub const STATICALLY_ALLOCATED: u32 = 1 << 7;
}

/// A compact ASCII string built at compile time: immortal, shared by all interpreters. Start-up computes its hash.
#[repr(C)]
pub struct StaticStr<const SIZE: usize> {
    pub head: PyASCIIObject,
    /// The characters and a NUL.
    pub text: [u8; SIZE],
}
// SAFETY: written once at start-up, before any other thread.
unsafe impl<const SIZE: usize> Sync for StaticStr<SIZE> {}
// SAFETY: begins with a PyASCIIObject.
unsafe impl<const SIZE: usize> IsObject for StaticStr<SIZE> {}

impl<const SIZE: usize> StaticStr<SIZE> {
    /// `text` ends with a NUL.
    pub const fn new(text: [u8; SIZE], interned: bool) -> Self {
        let one_byte = 1 << str_state::KIND_SHIFT;
        let interned = if interned { str_state::INTERNED_IMMORTAL_STATIC } else { 0 };
        let state = interned | one_byte | str_state::COMPACT | str_state::ASCII | str_state::STATICALLY_ALLOCATED;
        let ty = &raw const crate::types::unicode::PyUnicode_Type;
        StaticStr {
            head: PyASCIIObject {
                ob_base: PyObject::immortal(ty.cast_mut()),
                length: Cell::new(SIZE as isize - 1),
                hash: Cell::new(-1),
                state: Cell::new(state),
            },
            text,
        }
    }
}

impl<const SIZE: usize> std::ops::Deref for StaticStr<SIZE> {
    type Target = PyUnicodeObject;
    #[inline(always)]
    fn deref(&self) -> &PyUnicodeObject {
        // SAFETY: the state says compact ASCII, so nothing past the first struct is read through this reference.
        unsafe { &*(self as *const Self).cast() }
    }
}

/// A string under construction; hosts have it on their stack.
#[layout]
pub struct _PyUnicodeWriter {
    /// Owned, or NULL.
    pub buffer: *mut PyUnicodeObject,
    pub data: *mut c_void,
    /// 0 while there is nothing to write to.
    pub kind: std::ffi::c_int,
    pub maxchar: u32,
    /// How many characters there is room for; 0 while the buffer is shared.
    pub size: isize,
    pub pos: isize,
    pub min_length: isize,
    pub min_char: u32,
    pub overallocate: u8,
    pub readonly: u8,
}
