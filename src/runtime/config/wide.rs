//! Wide strings as configurations hold them: zero-terminated, from the raw domain.

use super::status::{Step, error, no_memory};
use crate::layout::{PyStatus, PyWideStringList};
use crate::runtime::memory::{self, Domain};
use exuvia_macros::capi;
use libc::wchar_t;
use std::ffi::{CStr, c_int};
use std::ptr::null_mut;

/// The characters of a wide string, without the zero; `None` for NULL.
///
/// # Safety
/// NULL, or a wide string that ends with a zero and stays unchanged for `'a`.
pub unsafe fn units<'a>(text: *const wchar_t) -> Option<&'a [wchar_t]> {
    if text.is_null() {
        return None;
    }
    // SAFETY: the caller's word.
    Some(unsafe { std::slice::from_raw_parts(text, libc::wcslen(text)) })
}

/// A new copy with a zero, or NULL where there is no memory.
pub fn dup(text: &[wchar_t]) -> *mut wchar_t {
    let copy = memory::alloc(Domain::Raw, (text.len() + 1) * size_of::<wchar_t>()).cast::<wchar_t>();
    if !copy.is_null() {
        // SAFETY: the block is that large.
        unsafe {
            copy.copy_from_nonoverlapping(text.as_ptr(), text.len());
            copy.add(text.len()).write(0);
        }
    }
    copy
}

/// Frees a string and leaves NULL.
pub fn free(place: &mut *mut wchar_t) {
    // SAFETY: a configuration's strings are from the raw domain, or NULL.
    unsafe { memory::free(Domain::Raw, std::mem::replace(place, null_mut()).cast()) };
}

/// Puts a copy in a string's place; the old one is freed.
pub fn set(place: &mut *mut wchar_t, text: Option<&[wchar_t]>, function: &'static CStr) -> Step {
    let copy = match text {
        Some(text) => dup(text),
        None => null_mut(),
    };
    if text.is_some() && copy.is_null() {
        return Err(no_memory(function));
    }
    free(place);
    *place = copy;
    Ok(())
}

/// Whether a wide string is this ASCII text.
pub fn is(text: &[wchar_t], ascii: &str) -> bool {
    text.len() == ascii.len() && text.iter().zip(ascii.bytes()).all(|(a, b)| *a == wchar_t::from(b))
}

/// ASCII text as a wide string.
pub fn of_ascii(text: &str) -> Vec<wchar_t> {
    text.bytes().map(wchar_t::from).collect()
}

/// The number that all of a text is, as C's `strtol` reads it; nothing at all is 0.
pub fn number(text: impl IntoIterator<Item = u32>) -> Option<c_int> {
    let mut rest = text.into_iter().peekable();
    if rest.peek().is_none() {
        return Some(0);
    }
    while rest.next_if(|c| matches!(c, 9..=13 | 32)).is_some() {}
    let negative = match rest.peek() {
        Some(0x2d) => rest.next().is_some(),
        Some(0x2b) => rest.next().is_none(),
        _ => false,
    };
    rest.peek()?;
    let mut value: i64 = 0;
    for c in rest {
        let digit = char::from_u32(c)?.to_digit(10)?;
        value = (value * 10 + i64::from(digit)).min(1 << 40);
    }
    c_int::try_from(if negative { -value } else { value }).ok()
}

/// As [`number`], of a wide string.
pub fn number_of(text: &[wchar_t]) -> Option<c_int> {
    number(text.iter().map(|c| *c as u32))
}

impl PyWideStringList {
    pub const EMPTY: PyWideStringList = PyWideStringList { length: 0, items: null_mut() };

    /// The strings.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &[wchar_t]> + DoubleEndedIterator {
        let items: &[*mut wchar_t] = match usize::try_from(self.length) {
            // SAFETY: so many strings.
            Ok(length) if length > 0 && !self.items.is_null() => unsafe { std::slice::from_raw_parts(self.items, length) },
            _ => &[],
        };
        // SAFETY: wide strings that end with a zero.
        items.iter().map(|item| unsafe { units(*item) }.unwrap_or(&[]))
    }
    pub fn contains(&self, text: &[wchar_t]) -> bool {
        self.iter().any(|item| item == text)
    }
    /// Puts a copy before the item at `at`, or behind all.
    pub fn insert(&mut self, at: usize, text: &[wchar_t], function: &'static CStr) -> Step {
        let length = self.iter().len();
        let copy = dup(text);
        if copy.is_null() {
            return Err(no_memory(function));
        }
        // SAFETY: a list's items are a block of the raw domain, or NULL.
        let items = unsafe { memory::realloc(Domain::Raw, self.items.cast(), (length + 1) * size_of::<*mut wchar_t>()) }.cast::<*mut wchar_t>();
        if items.is_null() {
            // SAFETY: just made.
            unsafe { memory::free(Domain::Raw, copy.cast()) };
            return Err(no_memory(function));
        }
        let at = at.min(length);
        // SAFETY: room for one item more.
        unsafe {
            items.add(at).copy_to(items.add(at + 1), length - at);
            items.add(at).write(copy);
        }
        self.items = items;
        self.length = length as isize + 1;
        Ok(())
    }
    pub fn push(&mut self, text: &[wchar_t], function: &'static CStr) -> Step {
        self.insert(usize::MAX, text, function)
    }
    /// Frees all.
    pub fn clear(&mut self) {
        for i in 0..self.iter().len() {
            // SAFETY: one of the items, from the raw domain.
            unsafe { memory::free(Domain::Raw, (*self.items.add(i)).cast()) };
        }
        // SAFETY: the items' block, or NULL.
        unsafe { memory::free(Domain::Raw, self.items.cast()) };
        *self = Self::EMPTY;
    }
    /// Puts copies in place of what is there.
    pub fn assign<'a>(&mut self, texts: impl IntoIterator<Item = &'a [wchar_t]>, function: &'static CStr) -> Step {
        let mut made = Self::EMPTY;
        for text in texts {
            if let Err(status) = made.push(text, function) {
                made.clear();
                return Err(status);
            }
        }
        self.clear();
        *self = made;
        Ok(())
    }
}

/// Adds a copy of a string to the end of a list.
#[capi]
pub fn PyWideStringList_Append(list: *mut PyWideStringList, item: *const wchar_t) -> PyStatus {
    insert(list, isize::MAX, item, c"PyWideStringList_Append")
}

/// Puts a copy of a string before the item at `index`, or at the end; an error for an index below 0.
#[capi]
pub fn PyWideStringList_Insert(list: *mut PyWideStringList, index: isize, item: *const wchar_t) -> PyStatus {
    insert(list, index, item, c"PyWideStringList_Insert")
}

fn insert(list: *mut PyWideStringList, index: isize, item: *const wchar_t, function: &'static CStr) -> PyStatus {
    let Ok(index) = usize::try_from(index) else {
        return error(Some(c"PyWideStringList_Insert"), c"PyWideStringList_Insert index must be >= 0");
    };
    // SAFETY: C's word.
    match unsafe { (list.as_mut(), units(item)) } {
        (Some(list), Some(item)) => super::status::status(list.insert(index, item, function)),
        _ => error(Some(function), c"a list and a string are needed"),
    }
}
