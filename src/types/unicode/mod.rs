//! `str`: text in CPython's PEP 393 layouts.

pub mod case;
pub mod chars;
pub mod ctype;
mod display;
pub mod repr;
pub mod search;
pub mod siphash;
pub mod split;
pub mod utf8;

use crate::layout::*;
use crate::object::{Owned, Typed, gc};
use crate::runtime::errors::Result;
use crate::runtime::memory;
use exuvia_macros::capi;
use std::cell::Cell;
use std::fmt;
use std::ptr::null_mut;

// SAFETY: instances of str and of its subclasses have one of the three forms, which the state tells apart.
unsafe impl Typed for PyUnicodeObject {
    fn type_object() -> &'static PyTypeObject {
        &PyUnicode_Type
    }
    const FLAG: Option<u64> = Some(flags::UNICODE_SUBCLASS);
}

/// `str`.
#[capi]
pub static PyUnicode_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"str".as_ptr()),
    tp_basicsize: Cell::new(size_of::<PyUnicodeObject>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::BASETYPE | flags::UNICODE_SUBCLASS | flags::MATCH_SELF),
    ..PyTypeObject::STATIC
};

/// The characters of a string, by width.
#[derive(Clone, Copy)]
pub enum Chars<'a> {
    One(&'a [u8]),
    Two(&'a [u16]),
    Four(&'a [u32]),
}

impl PyUnicodeObject {
    /// In code points.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.length.get() as usize
    }
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    #[inline(always)]
    pub fn is_ascii(&self) -> bool {
        self.state.get() & str_state::ASCII != 0
    }
    /// The characters, borrowed.
    #[inline]
    pub fn chars(&self) -> Chars<'_> {
        let state = self.state.get();
        let this: *const Self = self;
        let data: *const u8 = if state & str_state::COMPACT == 0 {
            self.data.get().cast_const().cast()
        } else if state & str_state::ASCII != 0 {
            // SAFETY: the characters follow the struct.
            unsafe { this.cast::<PyASCIIObject>().add(1).cast() }
        } else {
            // SAFETY: the characters follow the struct.
            unsafe { this.cast::<PyCompactUnicodeObject>().add(1).cast() }
        };
        let len = self.len();
        // SAFETY: as many characters of that width as the length says.
        unsafe {
            match (state & str_state::KIND_MASK) >> str_state::KIND_SHIFT {
                1 => Chars::One(std::slice::from_raw_parts(data, len)),
                2 => Chars::Two(std::slice::from_raw_parts(data.cast(), len)),
                _ => Chars::Four(std::slice::from_raw_parts(data.cast(), len)),
            }
        }
    }
}

/// A new string of valid UTF-8.
pub fn from_str(text: &str) -> Result<Owned<PyUnicodeObject>> {
    let (count, largest) = text.chars().fold((0, 0), |(n, m), c| (n + 1, m.max(c as u32)));
    let (head, kind) = match largest {
        0..0x80 => (size_of::<PyASCIIObject>(), 1),
        0x80..0x100 => (size_of::<PyCompactUnicodeObject>(), 1),
        0x100..0x10000 => (size_of::<PyCompactUnicodeObject>(), 2),
        _ => (size_of::<PyCompactUnicodeObject>(), 4),
    };
    let ascii = largest < 0x80;
    let string = memory::alloc_object(head + (count + 1) * kind)?;
    let state = (kind as u32) << str_state::KIND_SHIFT | str_state::COMPACT | if ascii { str_state::ASCII } else { 0 };
    // SAFETY: fresh memory for head, characters and terminator.
    unsafe {
        gc::init(string, &PyUnicode_Type);
        let this = &*string.cast::<PyUnicodeObject>();
        this.length.set(count as isize);
        this.hash.set(-1);
        this.state.set(state);
        if !ascii {
            this.utf8_length.set(0);
            this.utf8.set(null_mut());
        }
        let data = string.cast::<u8>().add(head);
        for (i, c) in text.chars().chain(std::iter::once('\0')).enumerate() {
            match kind {
                1 => *data.add(i) = c as u8,
                2 => *data.cast::<u16>().add(i) = c as u16,
                _ => *data.cast::<u32>().add(i) = c as u32,
            }
        }
        Ok(Owned::from_nonnull(string.cast()))
    }
}

/// A new string of formatted text.
pub fn from_display(text: fmt::Arguments<'_>) -> Result<Owned<PyUnicodeObject>> {
    match text.as_str() {
        Some(text) => from_str(text),
        None => from_str(&text.to_string()),
    }
}

/// The text for a message: a lone surrogate becomes a question mark.
pub fn to_text(string: &PyUnicodeObject) -> String {
    let c = |c: u32| char::from_u32(c).unwrap_or('?');
    match string.chars() {
        Chars::One(text) => text.iter().map(|b| char::from(*b)).collect(),
        Chars::Two(text) => text.iter().map(|u| c(u32::from(*u))).collect(),
        Chars::Four(text) => text.iter().map(|u| c(*u)).collect(),
    }
}
