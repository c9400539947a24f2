//! Strings from C's data and back.

use crate::layout::*;
use crate::object::Owned;
use crate::raise;
use crate::runtime::buf::Buf;
use crate::runtime::errors::{Raised, Result};
use crate::runtime::memory::{self, Domain};
use crate::types::unicode::chars::{Chars, with_units};
use crate::types::unicode::{self, bad_internal_call, codecs, expect_argument, intern, new, statics};
use exuvia_macros::{capi, layout};
use libc::wchar_t;
use std::borrow::Cow;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::ptr::null_mut;

/// A new string of `size` characters, none above `maxchar`, which the caller writes; for 0 the empty string.
#[capi]
pub fn PyUnicode_New(size: isize, maxchar: u32) -> Result<Owned> {
    if size == 0 {
        return Ok(statics::empty().upcast());
    }
    if maxchar > 0x10FFFF {
        return Err(raise!(SystemError, "invalid maximum character passed to PyUnicode_New"));
    }
    let Ok(len) = usize::try_from(size) else {
        return Err(raise!(SystemError, "Negative size passed to PyUnicode_New"));
    };
    Ok(new::alloc(len, maxchar)?.upcast())
}

/// A new string of UTF-8; a `size` of 0 gives the empty string whatever `text` is.
#[capi]
pub fn PyUnicode_FromStringAndSize(text: *const c_char, size: isize) -> Result<Owned> {
    if size < 0 {
        return Err(raise!(SystemError, "Negative size passed to PyUnicode_FromStringAndSize"));
    }
    // SAFETY: C's word.
    match unsafe { unicode::slice_of(text.cast::<u8>(), size) } {
        Some(bytes) => codecs::utf8::decode_strict(bytes).map(Owned::upcast),
        None if size == 0 => Ok(statics::empty().upcast()),
        None => Err(raise!(SystemError, "NULL string with positive size with NULL passed to PyUnicode_FromStringAndSize")),
    }
}

/// A new string of UTF-8 that ends with a NUL.
#[capi]
pub fn PyUnicode_FromString(text: &CStr) -> Result<Owned> {
    codecs::utf8::decode_strict(text.to_bytes()).map(Owned::upcast)
}

/// A new string of characters of `kind` bytes each; as narrow as they allow.
#[capi]
pub fn PyUnicode_FromKindAndData(kind: c_int, buffer: *const c_void, size: isize) -> Result<Owned> {
    if size < 0 {
        return Err(if matches!(kind, 1 | 2 | 4) || size != 0 {
            raise!(ValueError, "size must be positive")
        } else {
            raise!(SystemError, "invalid kind")
        });
    }
    // SAFETY: C's word.
    let chars = unsafe {
        match kind {
            1 => unicode::slice_of(buffer.cast::<u8>(), size).map(Chars::One),
            2 => unicode::slice_of(buffer.cast::<u16>(), size).map(Chars::Two),
            4 => unicode::slice_of(buffer.cast::<u32>(), size).map(Chars::Four),
            _ => return Err(raise!(SystemError, "invalid kind")),
        }
    };
    match chars {
        Some(Chars::Four(units)) => unicode::from_ucs4(units).map(Owned::upcast),
        Some(chars) => unicode::from_chars(chars).map(Owned::upcast),
        None if size == 0 => Ok(statics::empty().upcast()),
        None => Err(bad_internal_call()),
    }
}

/// A new string of `size` wide characters, or of those before a NUL where `size` is -1.
#[capi]
pub fn PyUnicode_FromWideChar(text: *const wchar_t, size: isize) -> Result<Owned> {
    if text.is_null() {
        return if size == 0 { Ok(statics::empty().upcast()) } else { Err(bad_internal_call()) };
    }
    // SAFETY: C's word.
    unicode::from_ucs4(&unsafe { wide_slice(text, size) }).map(Owned::upcast)
}

/// Wide characters as code points; a copy where they do not stand at an address for them.
///
/// # Safety
/// `text` points to `size` wide characters, or to some that end with a NUL where `size` is -1.
pub(crate) unsafe fn wide_slice<'a>(text: *const wchar_t, size: isize) -> Cow<'a, [u32]> {
    // SAFETY: the caller's word.
    unsafe {
        let size = usize::try_from(size).unwrap_or_else(|_| libc::wcslen(text));
        if text.is_aligned() {
            return Cow::Borrowed(std::slice::from_raw_parts(text.cast(), size));
        }
        (0..size).map(|i| text.add(i).read_unaligned() as u32).collect::<Buf<u32>>().into()
    }
}

/// The one-character string of a code point.
#[capi]
pub fn PyUnicode_FromOrdinal(ordinal: c_int) -> Result<Owned> {
    match u32::try_from(ordinal) {
        Ok(c @ 0..=0x10FFFF) => unicode::from_char(c).map(Owned::upcast),
        _ => Err(raise!(ValueError, "chr() arg not in range(0x110000)")),
    }
}

/// The object where it is exactly a `str`, a copy where it is of a subclass; `TypeError` otherwise. New.
#[capi]
pub fn PyUnicode_FromObject(object: &PyObject) -> Result<Owned> {
    match object.downcast::<PyUnicodeObject>() {
        Some(string) => unicode::exact(string).map(Owned::upcast),
        None => Err(raise!(TypeError, "Can't convert '{}' object to str implicitly", object.ty().name())),
    }
}

/// A copy that shares nothing, exactly a `str`.
#[capi(private)]
pub fn _PyUnicode_Copy(object: &PyObject) -> Result<Owned> {
    let string = object.downcast::<PyUnicodeObject>().ok_or_else(bad_internal_call)?;
    if string.is_empty() {
        return Ok(statics::empty().upcast());
    }
    let copy = new::alloc(string.len(), string.max_class())?;
    // SAFETY: just made, as long and as wide.
    unsafe { copy.write(0, string.chars()) };
    Ok(copy.upcast())
}

/// The length in code points.
#[capi]
pub fn PyUnicode_GetLength(object: &PyObject) -> Result<isize> {
    Ok(expect_argument(object)?.len() as isize)
}

/// Raises: it has been removed, and is there so that old binaries load.
#[capi(private)]
pub fn PyUnicode_GetSize(_object: *mut PyObject) -> Result<isize> {
    Err(raise!(RuntimeError, "PyUnicode_GetSize has been removed."))
}

/// Bytes a character: 1, 2 or 4.
#[capi]
pub fn PyUnicode_KIND(object: &PyUnicodeObject) -> c_int {
    object.kind() as c_int
}

/// The characters, in as many bytes each as `PyUnicode_KIND` says.
#[capi]
pub fn PyUnicode_DATA(object: &PyUnicodeObject) -> *mut c_void {
    object.data().cast()
}

/// The character at an index; `(Py_UCS4)-1` with an exception.
#[capi]
pub fn PyUnicode_ReadChar(object: &PyObject, index: isize) -> Result<u32> {
    let string = expect_argument(object)?;
    let found = usize::try_from(index).ok().and_then(|i| string.chars().get(i));
    found.ok_or_else(|| raise!(IndexError, "string index out of range"))
}

/// The characters from `start` to before `end`, new.
#[capi]
pub fn PyUnicode_Substring(object: &PyObject, start: isize, end: isize) -> Result<Owned> {
    let string = object.downcast::<PyUnicodeObject>().ok_or_else(unicode::bad_argument)?;
    match (usize::try_from(start), usize::try_from(end)) {
        (Ok(start), Ok(end)) => unicode::substring(string, start, end).map(Owned::upcast),
        _ => Err(raise!(IndexError, "string index out of range")),
    }
}

/// The UTF-8 of a string, which owns it; its size without the NUL is stored where `size` is not NULL.
#[capi]
pub fn PyUnicode_AsUTF8AndSize(object: &PyObject, size: *mut isize) -> Result<*const c_char> {
    let utf8 = expect_argument(object).and_then(PyUnicodeObject::utf8);
    // SAFETY: C's word.
    if let Some(size) = unsafe { size.as_mut() } {
        *size = utf8.as_ref().map_or(-1, |bytes| bytes.len() as isize);
    }
    Ok(utf8?.as_ptr().cast())
}

/// The UTF-8 of a string, which owns it, with a NUL at its end.
#[capi]
pub fn PyUnicode_AsUTF8(object: &PyObject) -> Result<*const c_char> {
    PyUnicode_AsUTF8AndSize(object, null_mut())
}

/// As `PyUnicode_AsUTF8`; `ValueError` where the text itself has a NUL.
#[capi(private)]
pub fn _PyUnicode_AsUTF8NoNUL(object: &PyObject) -> Result<*const c_char> {
    let bytes = expect_argument(object)?.utf8()?;
    if memchr::memchr(0, bytes).is_some() {
        return Err(raise!(ValueError, "embedded null character"));
    }
    Ok(bytes.as_ptr().cast())
}

/// Copies code points to `buffer`, and a terminator where `copy_null` asks for one; the buffer. `SystemError` where it is too small.
#[capi]
pub fn PyUnicode_AsUCS4(object: &PyObject, buffer: *mut u32, size: isize, copy_null: c_int) -> Result<*mut u32> {
    let string = object.downcast::<PyUnicodeObject>().ok_or_else(bad_internal_call)?;
    let Ok(size) = usize::try_from(size) else { return Err(bad_internal_call()) };
    if buffer.is_null() {
        return Err(bad_internal_call());
    }
    let len = string.len();
    // SAFETY: C's word: room for `size` values, which is enough.
    unsafe {
        if size < len + usize::from(copy_null != 0) {
            if copy_null != 0 && size > 0 {
                buffer.write(0);
            }
            return Err(raise!(SystemError, "string is longer than the buffer"));
        }
        with_units!(string.chars(), |units| units.iter().enumerate().for_each(|(i, &c)| buffer.add(i).write(c.into())));
        if copy_null != 0 {
            buffer.add(len).write(0);
        }
    }
    Ok(buffer)
}

/// The code points and a terminator in a new block, to be freed with `PyMem_Free`.
#[capi]
pub fn PyUnicode_AsUCS4Copy(object: &PyObject) -> Result<*mut u32> {
    let string = object.downcast::<PyUnicodeObject>().ok_or_else(bad_internal_call)?;
    wide_copy(string).map(|block| block.cast())
}

/// The code points and a terminator in a new block of the mem domain.
fn wide_copy(string: &PyUnicodeObject) -> Result<*mut u32> {
    let len = string.len();
    let size = (len + 1).checked_mul(4).ok_or_else(Raised::no_memory)?;
    let block = memory::alloc(Domain::Mem, size).cast::<u32>();
    if block.is_null() {
        return Err(Raised::no_memory());
    }
    // SAFETY: a fresh block with room for all of them and the terminator.
    unsafe {
        with_units!(string.chars(), |units| units.iter().enumerate().for_each(|(i, &c)| block.add(i).write(c.into())));
        block.add(len).write(0);
    }
    Ok(block)
}

/// Copies at most `size` wide characters to `buffer`, with a terminator where there is room; how many without it. With a NULL buffer: how
/// many it would take, with it.
#[capi]
pub fn PyUnicode_AsWideChar(object: Option<&PyObject>, buffer: *mut wchar_t, size: isize) -> Result<isize> {
    let string = expect_argument(object.ok_or_else(bad_internal_call)?)?;
    let len = string.len();
    if buffer.is_null() {
        return Ok(len as isize + 1);
    }
    let n = len.min(size.max(0) as usize);
    // SAFETY: C's word: room for `size` values.
    unsafe {
        for i in 0..n {
            buffer.add(i).write(string.chars().at(i) as wchar_t);
        }
        if (n as isize) < size {
            buffer.add(n).write(0);
        }
    }
    Ok(n as isize)
}

/// The wide characters and a terminator in a new block, to be freed with `PyMem_Free`; how many without it is stored in `*size`. `ValueError`
/// where nobody asks for the size and the text has a NUL.
#[capi]
pub fn PyUnicode_AsWideCharString(object: Option<&PyObject>, size: *mut isize) -> Result<*mut wchar_t> {
    let string = expect_argument(object.ok_or_else(bad_internal_call)?)?;
    // SAFETY: C's word.
    match unsafe { size.as_mut() } {
        Some(size) => *size = string.len() as isize,
        None if string.chars().iter().any(|c| c == 0) => return Err(raise!(ValueError, "embedded null character")),
        None => {}
    }
    wide_copy(string).map(|block| block.cast())
}

/// The one interned string of that UTF-8, new.
#[capi]
pub fn PyUnicode_InternFromString(text: &CStr) -> Result<Owned> {
    let bytes = text.to_bytes();
    if bytes.is_ascii() {
        return intern::intern_ascii(bytes).map(Owned::upcast);
    }
    Ok(intern::intern(codecs::utf8::decode_strict(bytes)?).upcast())
}

/// Puts the one interned string of the text in the place of `*string`.
#[capi]
pub fn PyUnicode_InternInPlace(string: *mut *mut PyObject) {
    // SAFETY: C's word.
    unsafe { intern::intern_in_place(string, false) }
}

/// As `PyUnicode_InternInPlace`, and the string lives as long as the interpreter.
#[capi(private)]
pub fn PyUnicode_InternImmortal(string: *mut *mut PyObject) {
    // SAFETY: C's word.
    unsafe { intern::intern_in_place(string, true) }
}

/// As `PyUnicode_InternInPlace`; the first parameter is the interpreter, which is the current one.
#[capi(private)]
pub fn _PyUnicode_InternMortal(_interp: *mut c_void, string: *mut *mut PyObject) {
    // SAFETY: C's word.
    unsafe { intern::intern_in_place(string, false) }
}

/// As `PyUnicode_InternImmortal`; the first parameter is the interpreter, which is the current one.
#[capi(private)]
pub fn _PyUnicode_InternImmortal(_interp: *mut c_void, string: *mut *mut PyObject) {
    // SAFETY: C's word.
    unsafe { intern::intern_in_place(string, true) }
}

/// As `PyUnicode_InternInPlace`, with the interpreter.
#[capi(private)]
pub fn _PyUnicode_InternInPlace(_interp: *mut c_void, string: *mut *mut PyObject) {
    // SAFETY: C's word.
    unsafe { intern::intern_in_place(string, false) }
}

/// What `_Py_IDENTIFIER` declares.
#[layout(skip(mutex))]
pub struct _Py_Identifier {
    pub string: *const c_char,
    pub index: isize,
    pub mutex: u8,
}

/// The interned string of an identifier, borrowed: it lives as long as the interpreter.
#[capi]
pub fn _PyUnicode_FromId(identifier: *mut _Py_Identifier) -> Result<*mut PyObject> {
    // SAFETY: C's word: an identifier, whose text ends with a NUL.
    let text = unsafe { CStr::from_ptr((*identifier).string) };
    let string = intern::intern_immortal(codecs::utf8::decode_strict(text.to_bytes())?);
    Ok(string.as_ptr().cast())
}

/// Destroys a string that is exactly a `str`.
#[capi(private)]
pub fn _PyUnicode_ExactDealloc(object: *mut PyObject) {
    unicode::dealloc(object.cast());
}
