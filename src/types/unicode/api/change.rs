//! Changing strings: before anybody else sees them, and by putting another in their place.

use crate::layout::*;
use crate::object::Owned;
use crate::raise;
use crate::runtime::errors::{Raised, Result, occurred};
use crate::runtime::memory::{self, Domain};
use crate::types::unicode::chars::Unit;
use crate::types::unicode::{bad_argument, bad_internal_call, concat, concat_object, expect_argument, new, statics};
use exuvia_macros::capi;
use std::ffi::c_int;
use std::ptr::null_mut;

/// Whether the one who holds the string may change it: nobody else knows it, and nobody has relied on its text yet.
fn is_modifiable(string: &PyUnicodeObject) -> bool {
    string.is_unique() && string.hash.get() == -1 && string.interned() == str_state::NOT_INTERNED && string.is_exact_str()
}

fn check_modifiable(string: &PyUnicodeObject) -> Result<()> {
    if is_modifiable(string) { Ok(()) } else { Err(raise!(SystemError, "Cannot modify a string currently used")) }
}

fn out_of_range() -> Raised {
    raise!(IndexError, "string index out of range")
}

/// # Safety
/// The string is modifiable, `at` is inside of it, and `c` fits.
unsafe fn put(string: &PyUnicodeObject, at: usize, c: u32) {
    // SAFETY: the caller's word.
    unsafe {
        match string.kind() {
            1 => string.data().add(at).write(u8::of(c)),
            2 => string.data().cast::<u16>().add(at).write(u16::of(c)),
            _ => string.data().cast::<u32>().add(at).write(c),
        }
    }
}

/// Writes the character at an index of a string that nobody else uses yet.
#[capi]
pub fn PyUnicode_WriteChar(object: &PyObject, index: isize, c: u32) -> Result<()> {
    let string = object.downcast::<PyUnicodeObject>().filter(|s| s.state.get() & str_state::COMPACT != 0).ok_or_else(bad_argument)?;
    let at = usize::try_from(index).ok().filter(|&i| i < string.len()).ok_or_else(out_of_range)?;
    check_modifiable(string)?;
    if c > string.max_class() {
        return Err(raise!(ValueError, "character out of range"));
    }
    // SAFETY: just checked.
    unsafe { put(string, at, c) };
    Ok(())
}

/// Writes `c` to at most `length` places from `start` on; how many. `SystemError` where somebody else uses the string.
#[capi]
pub fn PyUnicode_Fill(object: &PyObject, start: isize, length: isize, c: u32) -> Result<isize> {
    let string = object.downcast::<PyUnicodeObject>().ok_or_else(bad_internal_call)?;
    check_modifiable(string)?;
    let start = usize::try_from(start).map_err(|_| out_of_range())?;
    if c > string.max_class() {
        return Err(raise!(ValueError, "fill character is bigger than the string maximum character"));
    }
    let n = (length.max(0) as usize).min(string.len().saturating_sub(start));
    for i in 0..n {
        // SAFETY: modifiable, inside, and it fits.
        unsafe { put(string, start + i, c) };
    }
    Ok(n as isize)
}

fn class_name(string: &PyUnicodeObject) -> &'static str {
    match string.max_class() {
        0x7F => "ascii",
        0xFF => "latin1",
        0xFFFF => "UCS2",
        _ => "UCS4",
    }
}

/// Copies at most `how_many` characters from one string into another that nobody else uses; how many. `SystemError` where they do not fit.
#[capi]
pub fn PyUnicode_CopyCharacters(to: &PyObject, to_start: isize, from: &PyObject, from_start: isize, how_many: isize) -> Result<isize> {
    let from = from.downcast::<PyUnicodeObject>().ok_or_else(bad_internal_call)?;
    let to = to.downcast::<PyUnicodeObject>().ok_or_else(bad_internal_call)?;
    let from_start = usize::try_from(from_start).ok().filter(|&i| i <= from.len()).ok_or_else(out_of_range)?;
    let to_start = usize::try_from(to_start).ok().filter(|&i| i <= to.len()).ok_or_else(out_of_range)?;
    let Ok(how_many) = usize::try_from(how_many) else {
        return Err(raise!(SystemError, "how_many cannot be negative"));
    };
    let n = how_many.min(from.len() - from_start);
    if to_start + n > to.len() {
        return Err(raise!(SystemError, "Cannot write {n} characters at {to_start} in a string of {} characters", to.len()));
    }
    if n == 0 {
        return Ok(0);
    }
    check_modifiable(to)?;
    let chars = from.chars().slice(from_start, from_start + n);
    if chars.max_class() > to.max_class() {
        return Err(raise!(SystemError, "Cannot copy {} characters into a string of {} characters", class_name(from), class_name(to)));
    }
    for (i, c) in chars.iter().enumerate() {
        // SAFETY: modifiable, inside, and it fits.
        unsafe { put(to, to_start + i, c) };
    }
    Ok(n as isize)
}

/// The string with another length: itself where nobody else uses it, else a new one. Characters that are added are not written.
pub(in crate::types::unicode) fn resize(
    string: Owned<PyUnicodeObject>,
    len: usize,
) -> Result<Owned<PyUnicodeObject>, (Raised, Owned<PyUnicodeObject>)> {
    if string.len() == len {
        return Ok(string);
    }
    if len == 0 {
        return Ok(statics::empty());
    }
    if is_modifiable(&string) && string.state.get() & str_state::COMPACT != 0 {
        return grow(string, len);
    }
    match new::alloc(len, string.max_class()) {
        Ok(copy) => {
            // SAFETY: just made, at least as wide, and the slice is no longer than it.
            unsafe { copy.write(0, string.chars().slice(0, len)) };
            Ok(copy)
        }
        Err(raised) => Err((raised, string)),
    }
}

/// Another length for a modifiable compact string, in its own block, which may move.
fn grow(string: Owned<PyUnicodeObject>, len: usize) -> Result<Owned<PyUnicodeObject>, (Raised, Owned<PyUnicodeObject>)> {
    let kind = string.kind() as usize;
    let head = if string.is_ascii() { size_of::<PyASCIIObject>() } else { size_of::<PyCompactUnicodeObject>() };
    let Some(size) = len.checked_add(1).and_then(|n| n.checked_mul(kind)).and_then(|n| n.checked_add(head)) else {
        return Err((Raised::no_memory(), string));
    };
    // SAFETY: modifiable: nobody else has the string or its UTF-8. The old block is not used where there is a new one.
    unsafe {
        string.forget_caches();
        let block = memory::realloc(Domain::Object, string.as_ptr().cast(), size);
        if block.is_null() {
            return Err((Raised::no_memory(), string));
        }
        string.into_ptr();
        let string = Owned::from_nonnull(block.cast::<PyUnicodeObject>());
        string.length.set(len as isize);
        block.cast::<u8>().add(size - kind).write_bytes(0, kind);
        Ok(string)
    }
}

/// Gives the string in `*place` another length: where somebody else uses it, a new string takes its place.
#[capi]
pub fn PyUnicode_Resize(place: *mut *mut PyObject, length: isize) -> Result<()> {
    // SAFETY: C's word: an owned reference or NULL stands there.
    unsafe {
        if place.is_null() || length < 0 || (*place).as_ref().and_then(|o| o.downcast::<PyUnicodeObject>()).is_none() {
            return Err(bad_internal_call());
        }
        let (result, string) = match resize(Owned::from_nonnull((*place).cast()), length as usize) {
            Ok(string) => (Ok(()), string),
            Err((raised, string)) => (Err(raised), string),
        };
        *place = string.into_ptr().cast();
        result
    }
}

/// Both texts, in the memory of the first where nobody else uses it.
pub fn append(left: Owned<PyUnicodeObject>, right: &PyUnicodeObject) -> Result<Owned<PyUnicodeObject>> {
    if right.is_empty() {
        return if left.is_exact_str() { Ok(left) } else { new::exact(&left) };
    }
    if left.is_empty() {
        return new::exact(right);
    }
    let (n, m) = (left.len(), right.len());
    let in_place =
        is_modifiable(&left) && left.state.get() & str_state::COMPACT != 0 && right.max_class() <= left.max_class() && !std::ptr::eq(&*left, right);
    if !in_place {
        return concat(&left, right);
    }
    if m > isize::MAX as usize - n {
        return Err(raise!(OverflowError, "strings are too large to concat"));
    }
    let string = grow(left, n + m).map_err(|(raised, _)| raised)?;
    // SAFETY: room has been made, and the text is no wider.
    unsafe { string.write(n, right.chars()) };
    Ok(string)
}

/// Puts both texts in the place of `*left`; NULL with an exception where that fails. Borrows `right`.
#[capi]
pub fn PyUnicode_Append(left: *mut *mut PyObject, right: Option<&PyObject>) {
    if left.is_null() {
        if !occurred() {
            drop(bad_internal_call());
        }
        return;
    }
    // SAFETY: C's word: an owned reference or NULL stands there.
    unsafe {
        let taken = Owned::from_ptr(std::ptr::replace(left, null_mut()));
        match appended(taken, right) {
            Ok(string) => *left = string.into_ptr().cast(),
            Err(raised) => drop(raised),
        }
    }
}

fn appended(left: Option<Owned>, right: Option<&PyObject>) -> Result<Owned<PyUnicodeObject>> {
    let (Some(left), Some(right)) = (left.and_then(|o| o.downcast::<PyUnicodeObject>().ok()), right.and_then(|o| o.downcast::<PyUnicodeObject>()))
    else {
        return Err(if occurred() { Raised::already() } else { bad_internal_call() });
    };
    append(left, right)
}

/// As `PyUnicode_Append`, and gives `right` back.
#[capi]
pub fn PyUnicode_AppendAndDel(left: *mut *mut PyObject, right: Option<Owned>) {
    PyUnicode_Append(left, right.as_deref());
}

/// Both texts as one, new.
#[capi]
pub fn PyUnicode_Concat(left: &PyObject, right: &PyObject) -> Result<Owned> {
    match left.downcast::<PyUnicodeObject>() {
        Some(left) => concat_object(left, right),
        None => Err(raise!(TypeError, "must be str, not {}", left.ty().name())),
    }
}

/// 1 where the string is what its state says; a fatal error where not. `check_content` asks for the characters as well.
#[capi(private)]
pub fn _PyUnicode_CheckConsistency(object: &PyObject, check_content: c_int) -> Result<c_int> {
    let string = expect_argument(object)?;
    if check_content != 0 && string.chars().max_class() != string.max_class() {
        crate::runtime::fatal::fatal("_PyUnicode_CheckConsistency", "a string is wider than its characters");
    }
    Ok(1)
}
