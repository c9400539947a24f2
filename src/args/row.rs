//! Owned references in a row on the stack: arguments that are made before the call.

use crate::layout::*;
use crate::object::Owned;
use crate::runtime::errors::Result;
use crate::types::tuple;
use std::mem::MaybeUninit;

/// As many as are kept without memory of their own.
const SMALL: usize = 8;

/// A row of known length that is being filled; what it holds at the end is dropped with it.
pub struct Row {
    small: [MaybeUninit<Owned>; SMALL],
    /// In use where the row is longer than [`SMALL`].
    large: Vec<Owned>,
    len: usize,
    is_large: bool,
}

impl Row {
    #[inline]
    pub fn new(count: usize) -> Self {
        let is_large = count > SMALL;
        let large = if is_large { Vec::with_capacity(count) } else { Vec::new() };
        Row { small: [const { MaybeUninit::uninit() }; SMALL], large, len: 0, is_large }
    }
    #[inline(always)]
    pub fn push(&mut self, item: Owned) {
        if self.is_large {
            self.large.push(item);
        } else if let Some(slot) = self.small.get_mut(self.len) {
            slot.write(item);
            self.len += 1;
        }
    }
    /// The items, borrowed.
    #[inline]
    pub fn as_slice(&self) -> &[&PyObject] {
        if self.is_large {
            // SAFETY: an Owned is a pointer that is not NULL, as a reference is.
            unsafe { std::slice::from_raw_parts(self.large.as_ptr().cast(), self.large.len()) }
        } else {
            // SAFETY: as above; the first `len` are filled.
            unsafe { std::slice::from_raw_parts(self.small.as_ptr().cast(), self.len) }
        }
    }
    /// A new tuple of the items.
    pub fn into_tuple(self) -> Result<Owned<PyTupleObject>> {
        let count = self.as_slice().len();
        tuple::from_exact(count, self.into_iter())
    }
}

impl IntoIterator for Row {
    type Item = Owned;
    type IntoIter = RowItems;
    #[inline]
    fn into_iter(self) -> RowItems {
        RowItems { row: self, next: 0 }
    }
}

/// The items of a row, one by one.
pub struct RowItems {
    row: Row,
    next: usize,
}

impl Iterator for RowItems {
    type Item = Owned;
    #[inline(always)]
    fn next(&mut self) -> Option<Owned> {
        let item = *self.row.as_slice().get(self.next)?;
        self.next += 1;
        // SAFETY: the row's own count of it, which leaves the row here (see `drop`).
        Some(unsafe { Owned::from_nonnull(item.as_ptr()) })
    }
}

impl Drop for RowItems {
    fn drop(&mut self) {
        while self.next().is_some() {}
        // Every count has left the row.
        self.row.len = 0;
        // SAFETY: as above.
        unsafe { self.row.large.set_len(0) };
    }
}

impl Drop for Row {
    fn drop(&mut self) {
        for slot in &mut self.small[..self.len] {
            // SAFETY: the first `len` are filled.
            unsafe { slot.assume_init_drop() };
        }
    }
}
