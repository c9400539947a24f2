//! Making strings: memory for one of a given length and width, and every way to fill it.
//!
//! Invariant: a string that has left this module is canonical (its width is the smallest that holds its characters) and ends with a
//! terminator of its width; the empty string and the strings of one Latin-1 character are the statics of [`super::statics`].

use super::chars::{Chars, TextBuf, Unit, with_units};
use super::{PyUnicode_Type, statics, utf8};
use crate::layout::*;
use crate::object::{Owned, gc};
use crate::runtime::buf::formatted;
use crate::runtime::errors::{Raised, Result};
use crate::runtime::memory;
use std::fmt;
use std::ptr::null_mut;

/// Bytes before the characters and bytes a character, by the class of the widest character.
#[inline(always)]
fn shape(class: u32) -> (usize, usize) {
    match class {
        0..=0x7F => (size_of::<PyASCIIObject>(), 1),
        0x80..=0xFF => (size_of::<PyCompactUnicodeObject>(), 1),
        0x100..=0xFFFF => (size_of::<PyCompactUnicodeObject>(), 2),
        _ => (size_of::<PyCompactUnicodeObject>(), 4),
    }
}

/// The state bits of a compact string of that class.
#[inline(always)]
fn state(class: u32) -> u32 {
    let (_, kind) = shape(class);
    (kind as u32) << str_state::KIND_SHIFT | str_state::COMPACT | if class < 0x80 { str_state::ASCII } else { 0 }
}

/// A new compact string of `len` (not 0) characters that are still to be written; the terminator is. `MemoryError` where it would be too large.
#[inline]
pub fn alloc(len: usize, class: u32) -> Result<Owned<PyUnicodeObject>> {
    let (head, kind) = shape(class);
    let size = len.checked_add(1).and_then(|n| n.checked_mul(kind)).and_then(|n| n.checked_add(head)).ok_or_else(Raised::no_memory)?;
    let string = memory::alloc_object(size)?;
    // SAFETY: fresh memory for head, characters and terminator.
    unsafe {
        gc::init(string, &PyUnicode_Type);
        let this = &*string.cast::<PyUnicodeObject>();
        this.length.set(len as isize);
        this.hash.set(-1);
        this.state.set(state(class));
        if class > 0x7F {
            this.utf8_length.set(0);
            this.utf8.set(null_mut());
        }
        string.cast::<u8>().add(size - kind).write_bytes(0, kind);
        Ok(Owned::from_nonnull(string.cast()))
    }
}

/// A new string of `len` characters that `fill` writes, all of them, into units of the class's width. `fill` gets memory that holds nothing yet.
///
/// # Safety
/// `fill` writes `len` units, the widest of them of exactly `class`; `T` is the class's unit.
#[inline]
unsafe fn filled<T: Unit>(len: usize, class: u32, fill: impl FnOnce(*mut T)) -> Result<Owned<PyUnicodeObject>> {
    let string = alloc(len, class)?;
    fill(string.data().cast());
    Ok(string)
}

/// A new string of characters, whose class the caller knows.
///
/// # Safety
/// The widest of the characters is of exactly `class`.
#[inline]
pub unsafe fn from_chars_of_class(chars: Chars<'_>, class: u32) -> Result<Owned<PyUnicodeObject>> {
    let len = chars.len();
    if len <= 1
        && let Some(small) = small(chars)
    {
        return Ok(small);
    }
    let string = alloc(len, class)?;
    // SAFETY: fresh memory of `len` characters of that width; each fits, by the caller's word.
    unsafe {
        match shape(class).1 {
            1 => chars.copy_to(std::slice::from_raw_parts_mut(string.data(), len)),
            2 => chars.copy_to(std::slice::from_raw_parts_mut(string.data().cast::<u16>(), len)),
            _ => chars.copy_to(std::slice::from_raw_parts_mut(string.data().cast::<u32>(), len)),
        }
    }
    Ok(string)
}

/// The static that holds these characters, if they are none or one below 256.
#[inline]
fn small(chars: Chars<'_>) -> Option<Owned<PyUnicodeObject>> {
    match (chars.len(), chars.get(0)) {
        (0, _) => Some(statics::empty()),
        (1, Some(c @ 0..=0xFF)) => Some(statics::latin1(c as u8)),
        _ => None,
    }
}

/// A new string of characters.
#[inline]
pub fn from_chars(chars: Chars<'_>) -> Result<Owned<PyUnicodeObject>> {
    // SAFETY: the class is measured.
    unsafe { from_chars_of_class(chars, chars.max_class()) }
}

/// A new string of bytes below 128; the caller has looked.
#[inline]
pub fn from_ascii(bytes: &[u8]) -> Result<Owned<PyUnicodeObject>> {
    debug_assert!(bytes.is_ascii());
    // SAFETY: the caller's word; were a byte above 127, the string would print wrongly and no more: its width is the same.
    unsafe { from_chars_of_class(Chars::One(bytes), 0x7F) }
}

/// A new string of what `map` makes of each byte of ASCII, which is ASCII again.
#[inline]
pub fn map_ascii(bytes: &[u8], map: impl Fn(u8) -> u8) -> Result<Owned<PyUnicodeObject>> {
    match bytes {
        [] => Ok(statics::empty()),
        [one] => Ok(statics::latin1(map(*one))),
        _ => {
            // SAFETY: as many bytes as there is room for, all of them ASCII.
            unsafe { filled(bytes.len(), 0x7F, |out: *mut u8| bytes.iter().enumerate().for_each(|(i, &b)| out.add(i).write(map(b)))) }
        }
    }
}

/// A new string of Latin-1.
pub fn from_latin1(bytes: &[u8]) -> Result<Owned<PyUnicodeObject>> {
    from_chars(Chars::One(bytes))
}

/// A new string of one character.
#[inline]
pub fn from_char(c: u32) -> Result<Owned<PyUnicodeObject>> {
    if c < 256 {
        return Ok(statics::latin1(c as u8));
    }
    from_chars(Chars::Four(&[c]))
}

/// A new string of what a buffer holds.
pub fn from_buf(buf: &TextBuf) -> Result<Owned<PyUnicodeObject>> {
    match buf {
        TextBuf::One(v) => from_chars(Chars::One(v)),
        // SAFETY: a buffer widens only for a character that needs it, and nothing is ever taken out.
        TextBuf::Two(v) => unsafe { from_chars_of_class(Chars::Two(v), 0xFFFF) },
        // SAFETY: as above.
        TextBuf::Four(v) => unsafe { from_chars_of_class(Chars::Four(v), 0x10FFFF) },
    }
}

/// A new string of well-formed UTF-8.
///
/// # Safety
/// The bytes are well-formed.
pub unsafe fn from_utf8_unchecked(bytes: &[u8]) -> Result<Owned<PyUnicodeObject>> {
    if bytes.is_ascii() {
        return from_ascii(bytes);
    }
    let extent = utf8::measure(bytes);
    // SAFETY: the extent is measured; the bytes are well-formed.
    unsafe {
        if extent.chars == 1 && extent.class <= 0xFF {
            return Ok(statics::latin1((bytes[0] & 3) << 6 | bytes[1] & 0x3F));
        }
        match extent.class {
            0..=0xFF => filled(extent.chars, extent.class, |out: *mut u8| utf8::transcode(bytes, out)),
            0x100..=0xFFFF => filled(extent.chars, extent.class, |out: *mut u16| utf8::transcode(bytes, out)),
            _ => filled(extent.chars, extent.class, |out: *mut u32| utf8::transcode(bytes, out)),
        }
    }
}

/// A new string of Rust text.
#[inline]
pub fn from_str(text: &str) -> Result<Owned<PyUnicodeObject>> {
    // SAFETY: Rust text is well-formed.
    unsafe { from_utf8_unchecked(text.as_bytes()) }
}

/// A new string of formatted text.
pub fn from_display(text: fmt::Arguments<'_>) -> Result<Owned<PyUnicodeObject>> {
    match text.as_str() {
        Some(text) => from_str(text),
        // SAFETY: formatted text is well-formed.
        None => unsafe { from_utf8_unchecked(&formatted(text)) },
    }
}

/// The characters from `start` to before `end`, both cut to what is there; the string itself where that is all of an exact `str`.
pub fn substring(string: &PyUnicodeObject, start: usize, end: usize) -> Result<Owned<PyUnicodeObject>> {
    let end = end.min(string.len());
    let start = start.min(end);
    if start == 0 && end == string.len() {
        return exact(string);
    }
    let chars = string.chars().slice(start, end);
    let class = if string.is_ascii() { 0x7F } else { chars.max_class() };
    // SAFETY: the class is known or measured.
    unsafe { from_chars_of_class(chars, class) }
}

/// The string itself where it is exactly a `str`, else a copy that is.
#[inline]
pub fn exact(string: &PyUnicodeObject) -> Result<Owned<PyUnicodeObject>> {
    if string.is_exact_str() {
        return Ok(Owned::from_ref(string));
    }
    // SAFETY: strings are canonical.
    unsafe { from_chars_of_class(string.chars(), string.max_class()) }
}

/// A new string of both texts.
pub fn concat(a: &PyUnicodeObject, b: &PyUnicodeObject) -> Result<Owned<PyUnicodeObject>> {
    let (n, m) = (a.len(), b.len());
    if n == 0 {
        return exact(b);
    }
    if m == 0 {
        return exact(a);
    }
    let len = match n.checked_add(m) {
        Some(len) if len <= isize::MAX as usize => len,
        _ => return Err(crate::raise!(OverflowError, "strings are too large to concat")),
    };
    let string = alloc(len, a.max_class().max(b.max_class()))?;
    // SAFETY: fresh memory of `len` characters, as wide as the wider of both.
    unsafe {
        string.write(0, a.chars());
        string.write(n, b.chars());
    }
    Ok(string)
}

/// `n` (not 0) times the text.
pub fn repeat(string: &PyUnicodeObject, n: usize) -> Result<Owned<PyUnicodeObject>> {
    let len = string.len();
    if len == 0 || n == 0 {
        return Ok(statics::empty());
    }
    if n == 1 {
        return exact(string);
    }
    let Some(total) = len.checked_mul(n).filter(|&t| t <= isize::MAX as usize) else {
        return Err(crate::raise!(OverflowError, "repeated string is too long"));
    };
    let new = alloc(total, string.max_class())?;
    with_units!(string.chars(), |s| {
        // SAFETY: fresh memory of `total` characters of the same width: the first text, then copies of what stands there already.
        unsafe { repeat_units(s, new.data().cast(), total) }
    });
    Ok(new)
}

/// # Safety
/// `out` has room for `total` units, a multiple of the slice's length, which is not 0.
unsafe fn repeat_units<T: Unit>(units: &[T], out: *mut T, total: usize) {
    // SAFETY: the caller's word; source and target of each copy do not overlap.
    unsafe {
        if let [one] = units {
            return std::slice::from_raw_parts_mut(out, total).fill(*one);
        }
        out.copy_from_nonoverlapping(units.as_ptr(), units.len());
        let mut done = units.len();
        while done < total {
            let n = done.min(total - done);
            out.add(done).copy_from_nonoverlapping(out, n);
            done += n;
        }
    }
}
