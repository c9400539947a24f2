//! A `Vec` for what grows with a caller's input.
//!
//! Invariant: whatever makes a [`Buf`] larger through its own methods ends in `MemoryError` at the boundary when there is
//! no memory (see [`heap`](super::heap)), never the process. It reads, and is handed on, as the `Vec` inside of it.

use super::heap::out_of_memory;
use std::ops::{Deref, DerefMut};

/// Items of which there may be as many as a caller likes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Buf<T>(Vec<T>);

impl<T> Default for Buf<T> {
    #[inline]
    fn default() -> Self {
        Buf(Vec::new())
    }
}
impl<T> Buf<T> {
    /// Empty, without memory of its own.
    #[inline]
    pub const fn new() -> Buf<T> {
        Buf(Vec::new())
    }
    /// Empty, with room for `n` items.
    #[inline]
    pub fn with_capacity(n: usize) -> Buf<T> {
        let mut items = Vec::new();
        if items.try_reserve_exact(n).is_err() {
            out_of_memory();
        }
        Buf(items)
    }
    /// Makes room for `n` more items.
    #[inline]
    pub fn reserve(&mut self, n: usize) {
        if self.0.try_reserve(n).is_err() {
            out_of_memory();
        }
    }
    #[inline]
    pub fn push(&mut self, item: T) {
        if self.0.len() == self.0.capacity() {
            self.reserve(1);
        }
        self.0.push(item);
    }
    /// Keeps the first `n` items.
    #[inline]
    pub fn truncate(&mut self, n: usize) {
        self.0.truncate(n);
    }
    /// The items as a `Vec`.
    #[inline]
    pub fn into_vec(self) -> Vec<T> {
        self.0
    }
}
impl<T: Clone> Buf<T> {
    /// `n` times `item`.
    pub fn filled(item: T, n: usize) -> Buf<T> {
        let mut items = Buf::with_capacity(n);
        items.0.resize(n, item);
        items
    }
    /// A copy of `items`.
    pub fn copied(items: &[T]) -> Buf<T> {
        let mut copy = Buf::with_capacity(items.len());
        copy.0.extend_from_slice(items);
        copy
    }
    #[inline]
    pub fn extend_from_slice(&mut self, items: &[T]) {
        self.reserve(items.len());
        self.0.extend_from_slice(items);
    }
    #[inline]
    pub fn resize(&mut self, n: usize, item: T) {
        self.reserve(n.saturating_sub(self.0.len()));
        self.0.resize(n, item);
    }
}
impl<T> Extend<T> for Buf<T> {
    #[inline]
    fn extend<I: IntoIterator<Item = T>>(&mut self, items: I) {
        let items = items.into_iter();
        self.reserve(items.size_hint().0);
        items.for_each(|item| self.push(item));
    }
}
impl<'a, T: Copy + 'a> Extend<&'a T> for Buf<T> {
    #[inline]
    fn extend<I: IntoIterator<Item = &'a T>>(&mut self, items: I) {
        self.extend(items.into_iter().copied());
    }
}
impl<T> FromIterator<T> for Buf<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Buf<T> {
        let mut all = Buf::new();
        all.extend(items);
        all
    }
}
impl<T> IntoIterator for Buf<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
impl<'a, T> IntoIterator for &'a Buf<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}
impl<T> Deref for Buf<T> {
    type Target = Vec<T>;
    #[inline]
    fn deref(&self) -> &Vec<T> {
        &self.0
    }
}
impl<T> DerefMut for Buf<T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut Vec<T> {
        &mut self.0
    }
}
impl std::io::Write for Buf<u8> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
impl<T> From<Vec<T>> for Buf<T> {
    #[inline]
    fn from(items: Vec<T>) -> Buf<T> {
        Buf(items)
    }
}
impl From<String> for Buf<u8> {
    #[inline]
    fn from(text: String) -> Buf<u8> {
        Buf(text.into_bytes())
    }
}
impl std::fmt::Write for Buf<u8> {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.extend_from_slice(text.as_bytes());
        Ok(())
    }
}
/// Formatted text as UTF-8.
pub fn formatted(text: std::fmt::Arguments<'_>) -> Buf<u8> {
    let mut out = Buf::new();
    // What is written to a buffer is not refused.
    let _ = std::fmt::Write::write_fmt(&mut out, text);
    out
}

impl<T: PartialEq> PartialEq<[T]> for Buf<T> {
    fn eq(&self, items: &[T]) -> bool {
        self.0 == items
    }
}
impl<T: PartialEq> PartialEq<&[T]> for Buf<T> {
    fn eq(&self, items: &&[T]) -> bool {
        self.0 == *items
    }
}
impl<T: PartialEq> PartialEq<Buf<T>> for &[T] {
    fn eq(&self, items: &Buf<T>) -> bool {
        *self == &items[..]
    }
}
/// Pieces in one.
pub fn joined(pieces: &[&[u8]]) -> Buf<u8> {
    let mut out = Buf::with_capacity(pieces.iter().map(|piece| piece.len()).sum());
    pieces.iter().for_each(|piece| out.extend_from_slice(piece));
    out
}

/// What something shows, as Rust text.
pub fn text(shown: &dyn std::fmt::Display) -> String {
    // SAFETY: what `fmt` writes is well-formed.
    unsafe { String::from_utf8_unchecked(formatted(format_args!("{shown}")).into_vec()) }
}

/// Copies of slices.
pub trait ToBuf<T> {
    /// A copy.
    fn to_buf(&self) -> Buf<T>;
}
impl<T: Clone> ToBuf<T> for [T] {
    fn to_buf(&self) -> Buf<T> {
        Buf::copied(self)
    }
}
impl<T: Clone> From<Buf<T>> for std::borrow::Cow<'_, [T]> {
    fn from(items: Buf<T>) -> Self {
        std::borrow::Cow::Owned(items.0)
    }
}
impl<T> AsRef<[T]> for Buf<T> {
    fn as_ref(&self) -> &[T] {
        &self.0
    }
}
