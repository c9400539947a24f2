//! bytesobject.h.

use super::escape::{self, BadEscape, Doubtful, OnBadHex};
use super::{block_size, empty, from_slice, uninit};
use crate::layout::*;
use crate::object::{Owned, is_exact};
use crate::protocol::buffer::View;
use crate::raise;
use crate::runtime::buf::Buf;
use crate::runtime::errors::{Raised, Result};
use crate::runtime::memory;
use crate::types::bytes_methods::{self, Quoting, table};
use exuvia_macros::capi;
use std::ffi::{CStr, c_char, c_int};

/// An instance of `bytes` or of a subclass, or `TypeError`.
#[inline]
fn expect(object: &PyObject) -> Result<&PyBytesObject> {
    object.downcast().ok_or_else(|| raise!(TypeError, "expected bytes, {} found", object.ty().name()))
}

/// A new object with a copy of the `size` bytes at `bytes`. Where that is NULL they are for the caller to fill in.
#[capi]
pub fn PyBytes_FromStringAndSize(bytes: *const c_char, size: isize) -> Result<Owned<PyBytesObject>> {
    let Ok(length) = usize::try_from(size) else {
        return Err(raise!(SystemError, "Negative size passed to PyBytes_FromStringAndSize"));
    };
    if length == 0 {
        return Ok(Owned::from_ref(empty()));
    }
    // SAFETY: the caller's bytes; where there are none, the caller fills them in before the object is used.
    unsafe {
        if length == 1 && !bytes.is_null() {
            return Ok(Owned::from_ref(super::single(*bytes as u8)));
        }
        let object = uninit(length)?;
        if !bytes.is_null() {
            object.data().copy_from_nonoverlapping(bytes.cast(), length);
        }
        Ok(object)
    }
}

/// A new object with a copy of the C string.
#[capi]
pub fn PyBytes_FromString(text: &CStr) -> Result<Owned<PyBytesObject>> {
    from_slice(text.to_bytes())
}

/// How many bytes there are; `TypeError` where `object` is no bytes.
#[capi]
pub fn PyBytes_Size(object: &PyObject) -> Result<isize> {
    Ok(expect(object)?.ob_size.get())
}

/// Where the bytes begin, borrowed from the object; `TypeError` where it is no bytes.
#[capi]
pub fn PyBytes_AsString(object: &PyObject) -> Result<*mut c_char> {
    Ok(expect(object)?.data().cast())
}

/// Writes where the bytes begin, borrowed, and how many there are. Where `size` is NULL a NUL among them is a `ValueError`.
#[capi]
pub fn PyBytes_AsStringAndSize(object: &PyObject, bytes: *mut *mut c_char, size: *mut isize) -> Result<()> {
    if bytes.is_null() {
        return Err(raise!(SystemError, "bad argument to internal function"));
    }
    let this = expect(object)?;
    // SAFETY: the caller's places, not NULL where written.
    unsafe {
        *bytes = this.data().cast();
        match size.as_mut() {
            Some(size) => *size = this.ob_size.get(),
            None if this.as_slice().contains(&0) => return Err(raise!(ValueError, "embedded null byte")),
            None => {}
        }
    }
    Ok(())
}

/// `a + b` of two objects with buffers, the first of them bytes-like, new.
pub(super) fn concat(a: &PyObject, b: &PyObject) -> Result<Owned> {
    let (left, right) = match (View::simple(a), View::simple(b)) {
        (Ok(left), Ok(right)) => (left, right),
        (left, right) => {
            drop((left.map_err(Raised::clear), right.map_err(Raised::clear)));
            return Err(raise!(TypeError, "can't concat {} to {}", b.ty().name(), a.ty().name()));
        }
    };
    if left.is_empty() && is_exact::<PyBytesObject>(b) {
        return Ok(b.new_ref());
    }
    if right.is_empty() && is_exact::<PyBytesObject>(a) {
        return Ok(a.new_ref());
    }
    let size = left.len().checked_add(right.len()).filter(|&size| size <= isize::MAX as usize).ok_or_else(Raised::no_memory)?;
    let sum = super::build(size, |out| {
        out.extend(left.as_slice());
        out.extend(right.as_slice());
    })?;
    Ok(sum.upcast())
}

/// Replaces the reference at `place` by the object and `other` together. On failure there is NULL, with an exception.
/// NULL at `place` stays so, without one; a NULL `other` empties it, without one.
#[capi]
pub fn PyBytes_Concat(place: *mut *mut PyObject, other: Option<&PyObject>) {
    // SAFETY: the caller's place owns a reference or is NULL.
    unsafe {
        let Some(place) = place.as_mut() else { return };
        let Some(first) = Owned::from_ptr(std::mem::replace(place, std::ptr::null_mut())) else { return };
        let Some(other) = other else { return };
        // Bytes that nobody else has grow in place; their own bytes may be what is added.
        if first.is_unique()
            && is_exact::<PyBytesObject>(&first)
            && let Some(bytes) = other.downcast_exact::<PyBytesObject>()
            && !first.is(other)
            && !bytes.is_empty()
        {
            let old = first.cast_unchecked::<PyBytesObject>().len();
            if let Ok(grown) = resize(first.cast(), old.saturating_add(bytes.len())) {
                grown.data().add(old).copy_from_nonoverlapping(bytes.data(), bytes.len());
                *place = grown.upcast().into_ptr();
            }
            return;
        }
        if let Ok(sum) = concat(&first, other) {
            *place = sum.into_ptr();
        }
    }
}

/// As [`PyBytes_Concat`], and gives back the reference to `other`.
#[capi]
pub fn PyBytes_ConcatAndDel(place: *mut *mut PyObject, other: Option<Owned>) {
    PyBytes_Concat(place, other.as_deref());
}

/// The object with another size, its bytes kept as far as they fit; new ones are not initialised. It is the only reference to it.
///
/// # Safety
/// Nobody else has the object, it is exactly a `bytes`, not a static one, and new bytes are written before anybody reads them.
unsafe fn resize(object: Owned<PyBytesObject>, size: usize) -> Result<Owned<PyBytesObject>> {
    let block = block_size(size)?;
    let old = object.into_ptr();
    // SAFETY: the only reference, to a block of the object domain.
    unsafe {
        let new = memory::realloc(memory::Domain::Object, old.cast(), block).cast::<PyBytesObject>();
        if new.is_null() {
            memory::free_object(old.cast());
            return Err(Raised::no_memory());
        }
        let new = Owned::from_nonnull(new);
        new.ob_size.set(size as isize);
        new.ob_shash.set(-1);
        *new.data().add(size) = 0;
        Ok(new)
    }
}

/// Makes the bytes at `place` longer or shorter before they are in other hands. On failure there is NULL and an exception.
/// Bytes that others hold as well are copied.
#[capi]
pub fn _PyBytes_Resize(place: *mut *mut PyObject, size: isize) -> Result<()> {
    // SAFETY: the caller's place owns a reference.
    unsafe {
        let Some(place) = place.as_mut() else {
            return Err(raise!(SystemError, "bad argument to internal function"));
        };
        let object = Owned::from_ptr(std::mem::replace(place, std::ptr::null_mut())).and_then(|o| o.downcast::<PyBytesObject>().ok());
        let (Some(object), Ok(size)) = (object, usize::try_from(size)) else {
            return Err(raise!(SystemError, "bad argument to internal function"));
        };
        let resized = if object.len() == size {
            object
        } else if size == 0 {
            Owned::from_ref(empty())
        } else if object.is_unique() && is_exact::<PyBytesObject>(&object) {
            resize(object, size)?
        } else {
            let copy = uninit(size)?;
            copy.data().copy_from_nonoverlapping(object.data(), object.len().min(size));
            copy
        };
        *place = resized.upcast().into_ptr();
        Ok(())
    }
}

/// The text of the repr, new; `smart` asks for double quotes where there are apostrophes only.
#[capi]
pub fn PyBytes_Repr(object: &PyObject, smart: c_int) -> Result<Owned<PyUnicodeObject>> {
    repr(expect(object)?, smart != 0)
}

/// The text of the repr, new.
pub(super) fn repr(object: &PyBytesObject, smart: bool) -> Result<Owned<PyUnicodeObject>> {
    let bytes = object.as_slice();
    let quoting = Quoting::new(bytes, smart, false);
    crate::types::bytes_methods::repr_text(b"b", &quoting, bytes, b"")
}

/// The object itself where it is exactly `bytes`; else new bytes of its buffer, or of its items. `TypeError` for text and for ints.
#[capi]
pub fn PyBytes_FromObject(object: Option<&PyObject>) -> Result<Owned> {
    match object {
        Some(object) => super::ty::of_items(object),
        None => Err(raise!(SystemError, "bad argument to internal function")),
    }
}

/// The bytes of all items of the iterable with the separator between them, new. `TypeError` where the separator is no bytes.
#[capi]
pub fn PyBytes_Join(separator: &PyObject, iterable: &PyObject) -> Result<Owned> {
    match separator.downcast::<PyBytesObject>() {
        Some(separator) => table::join(separator, iterable),
        None => Err(raise!(TypeError, "sep: expected bytes, got {}", separator.ty().name())),
    }
}

/// What is done about a bad escape, by its name.
fn on_bad_hex(errors: Option<&CStr>) -> Option<OnBadHex> {
    match errors.map(CStr::to_bytes) {
        None | Some(b"strict") => Some(OnBadHex::Raise),
        Some(b"replace") => Some(OnBadHex::Replace),
        Some(b"ignore") => Some(OnBadHex::Ignore),
        Some(_) => None,
    }
}

/// The bytes that the text stands for, and the doubtful escape in it.
fn decode_escape(text: &[u8], errors: Option<&CStr>) -> Result<(Buf<u8>, Doubtful)> {
    // A handler that nobody knows is only missed where it is needed.
    let handler = on_bad_hex(errors);
    escape::decode(text, handler.unwrap_or(OnBadHex::Raise)).map_err(|bad| match (bad, handler) {
        (BadEscape::Trailing, _) => raise!(ValueError, "Trailing \\ in string"),
        (BadEscape::Hex(at), Some(_)) => raise!(ValueError, "invalid \\x escape at position {at}"),
        (BadEscape::Hex(_), None) => {
            let name = errors.map_or_else(Default::default, CStr::to_string_lossy);
            raise!(ValueError, "decoding error; unknown error handling code: {name:.400}")
        }
    })
}

/// # Safety
/// `text` points to `size` bytes.
unsafe fn input<'a>(text: *const c_char, size: isize) -> &'a [u8] {
    match usize::try_from(size) {
        // SAFETY: the caller's word.
        Ok(size @ 1..) if !text.is_null() => unsafe { std::slice::from_raw_parts(text.cast(), size) },
        _ => &[],
    }
}

/// New bytes of the text of a literal, with its escapes. An escape that is none warns. (`_unicode` and `_recode` mean nothing any more.)
#[capi]
pub fn PyBytes_DecodeEscape(text: *const c_char, size: isize, errors: Option<&CStr>, _unicode: isize, _recode: *const c_char) -> Result<Owned> {
    // SAFETY: the caller's text.
    let text = unsafe { input(text, size) };
    let (bytes, doubtful) = decode_escape(text, errors)?;
    if let Some(at) = doubtful {
        let letter = text[at];
        let octal = text[at..].iter().take(3).take_while(|digit| (b'0'..=b'7').contains(*digit)).map(|&digit| char::from(digit));
        let what = match letter {
            b'0'..=b'7' => format!("b\"\\{}\" is an invalid octal escape sequence", octal.collect::<String>()),
            _ => format!("b\"\\{}\" is an invalid escape sequence", char::from(letter)),
        };
        let message = format!("{what}. Such sequences will not work in the future. ");
        crate::modules::warnings::warn_text(&crate::types::exceptions::DeprecationWarning, &message)?;
    }
    Ok(from_slice(&bytes)?.upcast())
}

/// The same without the warning: what would be warned of is written to `doubtful` (-1 for nothing, else the letter, or the value of the
/// octal digits) and `place`.
#[capi(private)]
pub fn _PyBytes_DecodeEscape2(
    text: *const c_char,
    size: isize,
    errors: Option<&CStr>,
    doubtful: *mut c_int,
    place: *mut *const c_char,
) -> Result<Owned> {
    // SAFETY: the caller's text and places.
    unsafe {
        let bytes = input(text, size);
        (*doubtful, *place) = (-1, std::ptr::null());
        let (decoded, first) = decode_escape(bytes, errors)?;
        if let Some(at) = first {
            let digits = bytes[at..].iter().take(3).take_while(|digit| (b'0'..=b'7').contains(*digit));
            let value = digits.fold(0, |value, digit| value << 3 | c_int::from(digit - b'0'));
            *doubtful = if value > 0 { value } else { c_int::from(bytes[at]) };
            *place = text.add(at);
        }
        Ok(from_slice(&decoded)?.upcast())
    }
}

/// The place of the first needle, counted from `offset` on, or -1.
#[capi(private)]
pub fn _PyBytes_Find(hay: *const c_char, hay_size: isize, needle: *const c_char, needle_size: isize, offset: isize) -> isize {
    // SAFETY: the caller's bytes.
    unsafe { found(bytes_methods::find(input(hay, hay_size), input(needle, needle_size)), offset) }
}

/// The place of the last needle, counted from `offset` on, or -1.
#[capi(private)]
pub fn _PyBytes_ReverseFind(hay: *const c_char, hay_size: isize, needle: *const c_char, needle_size: isize, offset: isize) -> isize {
    // SAFETY: the caller's bytes.
    unsafe { found(bytes_methods::rfind(input(hay, hay_size), input(needle, needle_size)), offset) }
}

fn found(place: Option<usize>, offset: isize) -> isize {
    place.map_or(-1, |place| place as isize + offset)
}

/// Fills `out` with as many copies of the bytes as it has room for.
#[capi(private)]
pub fn _PyBytes_Repeat(out: *mut c_char, out_size: isize, bytes: *const c_char, size: isize) {
    let (Ok(room), Ok(step @ 1..)) = (usize::try_from(out_size), usize::try_from(size)) else { return };
    for at in (0..room).step_by(step) {
        // SAFETY: the caller's places; the last copy is cut to the room that is left.
        unsafe { out.add(at).copy_from_nonoverlapping(bytes, step.min(room - at)) };
    }
}

/// The bytes as hexadecimal digits: a `str`, new.
#[capi(private)]
pub fn _Py_strhex(bytes: *const c_char, size: isize) -> Result<Owned> {
    // SAFETY: the caller's bytes.
    table::hex_text(unsafe { input(bytes, size) }, None)
}

/// The bytes as hexadecimal digits with a separator (or none, for NULL) between groups of them: `bytes`, new.
#[capi(private)]
pub fn _Py_strhex_bytes_with_sep(bytes: *const c_char, size: isize, separator: Option<&PyObject>, group: c_int) -> Result<Owned> {
    // SAFETY: the caller's bytes.
    let hay = unsafe { input(bytes, size) };
    let groups = table::hex_separator(separator, group as isize)?;
    let length = bytes_methods::hex_size(hay.len(), groups).ok_or_else(Raised::no_memory)?;
    Ok(super::build(length, |out| bytes_methods::hex(hay, groups, out))?.upcast())
}
