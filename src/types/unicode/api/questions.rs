//! Questions about strings: comparing and finding; and joining, splitting and replacing for C.

use crate::boundary::slot::CompareOp;
use crate::layout::*;
use crate::object::Owned;
use crate::raise;
use crate::runtime::buf::Buf;
use crate::runtime::errors::Result;
use crate::types::bool::from_bool;
use crate::types::singletons::not_implemented;
use crate::types::unicode::chars::Chars;
use crate::types::unicode::{self, bad_argument, case, ctype, expect_str, methods, search};
use exuvia_macros::capi;
use std::cmp::Ordering;
use std::ffi::{CStr, c_char, c_int};

/// A range as slicing makes it of `start` and `end`: negative ones count from the end, all are cut to what is there. `None` where it ends
/// before it starts.
pub fn range(len: usize, start: isize, end: isize) -> Option<(usize, usize)> {
    let n = len as isize;
    let end = if end > n {
        n
    } else if end < 0 {
        (end + n).max(0)
    } else {
        end
    };
    let start = if start < 0 { start.saturating_add(n).max(0) } else { start };
    (start <= end).then_some((start as usize, end as usize))
}

/// Where `needle` first (or last) stands within the range.
pub fn find_in(hay: Chars<'_>, needle: Chars<'_>, start: isize, end: isize, forward: bool) -> Option<usize> {
    let (start, end) = range(hay.len(), start, end)?;
    search::find_chars(hay.slice(start, end), needle, forward).map(|at| at + start)
}

/// How often `needle` stands within the range without overlap.
pub fn count_in(hay: Chars<'_>, needle: Chars<'_>, start: isize, end: isize) -> usize {
    range(hay.len(), start, end).map_or(0, |(start, end)| search::count_chars(hay.slice(start, end), needle, usize::MAX))
}

/// Whether the range begins (or ends) with `part`.
pub fn tail_match(text: Chars<'_>, part: Chars<'_>, start: isize, end: isize, at_end: bool) -> bool {
    let Some((start, end)) = range(text.len(), start, end) else { return false };
    if end - start < part.len() {
        return false;
    }
    let start = if at_end { end - part.len() } else { start };
    text.slice(start, start + part.len()).equals(part)
}

fn sign(ordering: Ordering) -> c_int {
    ordering as c_int
}

/// -1, 0 or 1 as the first is less, equal or greater; -1 with an exception.
#[capi]
pub fn PyUnicode_Compare(left: &PyObject, right: &PyObject) -> Result<c_int> {
    match (left.downcast::<PyUnicodeObject>(), right.downcast::<PyUnicodeObject>()) {
        (Some(a), Some(b)) => Ok(sign(a.chars().compare(b.chars()))),
        _ => Err(raise!(TypeError, "Can't compare {} and {}", left.ty().name(), right.ty().name())),
    }
}

/// -1, 0 or 1 as the string is less than, equal to or greater than the text, which is taken for Latin-1. Does not fail.
#[capi]
pub fn PyUnicode_CompareWithASCIIString(string: &PyUnicodeObject, text: *const c_char) -> c_int {
    let bytes = if text.is_null() { &[] } else { c_bytes(text) };
    sign(string.chars().compare(Chars::One(bytes)))
}

fn c_bytes<'a>(text: *const c_char) -> &'a [u8] {
    // SAFETY: C's word: a text that ends with a NUL.
    unsafe { CStr::from_ptr(text) }.to_bytes()
}

/// 1 where the string has this text, else 0. Does not fail.
#[capi(private)]
pub fn _PyUnicode_EqualToASCIIString(string: &PyUnicodeObject, text: *const c_char) -> c_int {
    c_int::from(string.is_ascii() && matches!(string.chars(), Chars::One(b) if b == c_bytes(text)))
}

/// 1 where the string has the text that this UTF-8 holds, else 0. Does not fail.
#[capi]
pub fn PyUnicode_EqualToUTF8(string: &PyUnicodeObject, text: *const c_char) -> c_int {
    c_int::from(equals_utf8(string, c_bytes(text)))
}

/// As `PyUnicode_EqualToUTF8`, for `size` bytes.
#[capi]
pub fn PyUnicode_EqualToUTF8AndSize(string: &PyUnicodeObject, text: *const c_char, size: isize) -> c_int {
    // SAFETY: C's word.
    let bytes = unsafe { unicode::slice_of(text.cast::<u8>(), size) };
    c_int::from(bytes.is_some_and(|bytes| equals_utf8(string, bytes)))
}

fn equals_utf8(string: &PyUnicodeObject, bytes: &[u8]) -> bool {
    if string.is_ascii() || !string.utf8.get().is_null() {
        return string.utf8().is_ok_and(|own| own == bytes);
    }
    let mut rest = bytes;
    let mut unit = Buf::with_capacity(4);
    for c in string.chars().iter() {
        unit.clear();
        unicode::utf8::push(&mut unit, c);
        match rest.strip_prefix(unit.as_slice()) {
            Some(more) if c & 0xFFFF_F800 != 0xD800 => rest = more,
            _ => return false,
        }
    }
    rest.is_empty()
}

/// 1 where both have the same text, 0 where not; -1 with an exception.
#[capi]
pub fn PyUnicode_Equal(a: &PyObject, b: &PyObject) -> Result<bool> {
    let Some(a) = a.downcast::<PyUnicodeObject>() else {
        return Err(raise!(TypeError, "first argument must be str, not {}", a.ty().name()));
    };
    let Some(b) = b.downcast::<PyUnicodeObject>() else {
        return Err(raise!(TypeError, "second argument must be str, not {}", b.ty().name()));
    };
    Ok(a.same_text(b))
}

/// 1 where both have the same text, else 0.
#[capi(private)]
pub fn _PyUnicode_Equal(a: &PyUnicodeObject, b: &PyUnicodeObject) -> c_int {
    c_int::from(a.same_text(b))
}

/// `left OP right` as `True`, `False` or `NotImplemented`, new.
#[capi]
pub fn PyUnicode_RichCompare(left: &PyObject, right: &PyObject, op: c_int) -> Result<Owned> {
    let (Some(a), Some(b)) = (left.downcast::<PyUnicodeObject>(), right.downcast::<PyUnicodeObject>()) else {
        return Ok(not_implemented());
    };
    let op = CompareOp::from_c(op).ok_or_else(bad_argument)?;
    Ok(match op {
        CompareOp::Eq => from_bool(a.same_text(b)),
        CompareOp::Ne => from_bool(!a.same_text(b)),
        _ => from_bool(op.holds(a.chars().compare(b.chars()))),
    })
}

/// 1 where the second string stands in the first, 0 where not; -1 with an exception.
#[capi]
pub fn PyUnicode_Contains(container: &PyObject, element: &PyObject) -> Result<bool> {
    match element.downcast::<PyUnicodeObject>() {
        Some(_) => unicode::contains(expect_str(container)?, element),
        None => Err(raise!(TypeError, "'in <string>' requires string as left operand, not {}", element.ty().name())),
    }
}

/// Where `needle` first (`direction` above 0) or last stands within the range: -1 for nowhere, -2 with an exception.
#[capi]
pub fn PyUnicode_Find(hay: &PyObject, needle: &PyObject, start: isize, end: isize, direction: c_int) -> isize {
    match expect_str(hay).and_then(|hay| Ok((hay, expect_str(needle)?))) {
        Ok((hay, needle)) => find_in(hay.chars(), needle.chars(), start, end, direction > 0).map_or(-1, |at| at as isize),
        Err(_) => -2,
    }
}

/// Where the character first (`direction` above 0) or last stands within the range: -1 for nowhere.
#[capi]
pub fn PyUnicode_FindChar(hay: &PyUnicodeObject, c: u32, start: isize, end: isize, direction: c_int) -> isize {
    let hay = hay.chars();
    let Some((start, end)) = range(hay.len(), start, end) else { return -1 };
    search::find_char(hay.slice(start, end), c, direction > 0).map_or(-1, |at| (at + start) as isize)
}

/// How often `needle` stands within the range without overlap; -1 with an exception.
#[capi]
pub fn PyUnicode_Count(hay: &PyObject, needle: &PyObject, start: isize, end: isize) -> Result<isize> {
    let (hay, needle) = (expect_str(hay)?, expect_str(needle)?);
    Ok(count_in(hay.chars(), needle.chars(), start, end) as isize)
}

/// 1 where the range begins (`direction` below 0) or ends with `part`, 0 where not; -1 with an exception.
#[capi]
pub fn PyUnicode_Tailmatch(text: &PyObject, part: &PyObject, start: isize, end: isize, direction: c_int) -> Result<isize> {
    let (text, part) = (expect_str(text)?, expect_str(part)?);
    Ok(isize::from(tail_match(text.chars(), part.chars(), start, end, direction > 0)))
}

/// 1 where the string could be a name in Python, else 0.
#[capi]
pub fn PyUnicode_IsIdentifier(string: &PyUnicodeObject) -> c_int {
    c_int::from(case::is_identifier(string.chars()))
}

/// How many characters at the beginning could be a name in Python.
#[capi(private)]
pub fn _PyUnicode_ScanIdentifier(string: &PyUnicodeObject) -> isize {
    let mut chars = string.chars().iter();
    match chars.next() {
        Some(c) if c == u32::from(b'_') || ctype::is_xid_start(c) => 1 + chars.take_while(|&c| ctype::is_xid_continue(c)).count() as isize,
        _ => 0,
    }
}

/// The text with decimal digits of any script as ASCII digits, white space as spaces, and a question mark for the first other character
/// that is not ASCII, with which it ends. New; the string itself where it is ASCII.
#[capi(private)]
pub fn _PyUnicode_TransformDecimalAndSpaceToASCII(object: &PyObject) -> Result<Owned> {
    let string = object.downcast::<PyUnicodeObject>().ok_or_else(unicode::bad_internal_call)?;
    to_ascii_digits(string).map(Owned::upcast)
}

/// See [`_PyUnicode_TransformDecimalAndSpaceToASCII`].
pub fn to_ascii_digits(string: &PyUnicodeObject) -> Result<Owned<PyUnicodeObject>> {
    if string.is_ascii() {
        return Ok(Owned::from_ref(string));
    }
    let mut out = Buf::with_capacity(string.len());
    for c in string.chars().iter() {
        out.push(match c {
            0..=0x7F => c as u8,
            _ if ctype::is_space(c) => b' ',
            _ => match ctype::to_decimal(c) {
                Some(digit) => b'0' + digit,
                None => {
                    out.push(b'?');
                    break;
                }
            },
        });
    }
    unicode::from_ascii(&out)
}

/// The texts of an iterable with `separator` (a space where it is NULL) between them, new.
#[capi]
pub fn PyUnicode_Join(separator: Option<&PyObject>, iterable: &PyObject) -> Result<Owned> {
    methods::join(separator, iterable).map(Owned::upcast)
}

/// The texts of `count` items with a separator between them, new.
#[capi(private)]
pub fn _PyUnicode_JoinArray(separator: Option<&PyObject>, items: *const *mut PyObject, count: isize) -> Result<Owned> {
    // SAFETY: C's word: `count` objects; `&PyObject` is a pointer that is not NULL.
    let items = unsafe { unicode::slice_of(items.cast::<&PyObject>(), count) }.unwrap_or(&[]);
    methods::join_items(separator, items).map(Owned::upcast)
}

/// A list of the words (`separator` is NULL) or of what stands between separators, new; at most `limit` cuts, any number where it is negative.
#[capi]
pub fn PyUnicode_Split(text: &PyObject, separator: Option<&PyObject>, limit: isize) -> Result<Owned> {
    methods::split(expect_str(text)?, separator.map(expect_str).transpose()?, limit, true)
}

/// As `PyUnicode_Split`, cutting from the right.
#[capi]
pub fn PyUnicode_RSplit(text: &PyObject, separator: Option<&PyObject>, limit: isize) -> Result<Owned> {
    methods::split(expect_str(text)?, separator.map(expect_str).transpose()?, limit, false)
}

/// A list of the lines, new; with their ends where `keep_ends` is not 0.
#[capi]
pub fn PyUnicode_Splitlines(text: &PyObject, keep_ends: c_int) -> Result<Owned> {
    methods::split_lines(expect_str(text)?, keep_ends != 0)
}

/// What stands before the first separator, the separator, what stands after it: a tuple, new.
#[capi]
pub fn PyUnicode_Partition(text: &PyObject, separator: &PyObject) -> Result<Owned> {
    methods::partition(expect_str(text)?, expect_str(separator)?, true)
}

/// As `PyUnicode_Partition`, for the last separator.
#[capi]
pub fn PyUnicode_RPartition(text: &PyObject, separator: &PyObject) -> Result<Owned> {
    methods::partition(expect_str(text)?, expect_str(separator)?, false)
}

/// The text with `old` replaced by `new`, at most `limit` times, any number where it is negative. New.
#[capi]
pub fn PyUnicode_Replace(text: &PyObject, old: &PyObject, new: &PyObject, limit: isize) -> Result<Owned> {
    methods::replace(expect_str(text)?, expect_str(old)?, expect_str(new)?, limit).map(Owned::upcast)
}

/// The text with each character replaced by what the mapping gives for it: a code point, a string, or `None` to leave it out. New.
#[capi]
pub fn PyUnicode_Translate(text: &PyObject, mapping: &PyObject, errors: *const c_char) -> Result<Owned> {
    crate::types::unicode::translate::translate(expect_str(text)?, mapping, errors).map(Owned::upcast)
}
