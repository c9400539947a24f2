//! `PyUnicodeWriter`, and the private struct behind it that extensions have on their stacks.
//!
//! Invariant: `pos` characters of `buffer` are written. A buffer is the writer's own, with room for `size` characters up to `maxchar`, or (`readonly`)
//! a string that the first write has handed in whole, and which the second one copies.

use super::chars::{Chars, class_of};
use super::{api, codecs, empty, expect_argument, from_chars, from_ucs4, new, slice_of, statics};
use crate::boundary::va_list::VaList;
use crate::layout::*;
use crate::object::Owned;
use crate::protocol::object;
use crate::raise;
use crate::runtime::errors::{Raised, Result};
use crate::runtime::memory::{self, Domain};
use exuvia_macros::capi;
use libc::wchar_t;
use std::ffi::{CStr, c_char, c_int};
use std::ptr::null_mut;

type Writer = _PyUnicodeWriter;

crate::worker! {
    write_format as exuvia_writer_format(writer: *mut Writer, format: &CStr, va: *mut VaList) -> Result<()>;
}

impl Writer {
    const EMPTY: Writer = Writer {
        buffer: null_mut(),
        data: null_mut(),
        kind: 0,
        maxchar: 0,
        size: 0,
        pos: 0,
        min_length: 0,
        min_char: 0,
        overallocate: 0,
        readonly: 0,
    };

    fn string(&self) -> Option<&PyUnicodeObject> {
        // SAFETY: a live string or NULL.
        unsafe { self.buffer.as_ref() }
    }

    /// Puts another buffer in, and drops the old one.
    fn set(&mut self, buffer: Owned<PyUnicodeObject>, shared: bool) {
        self.data = buffer.data().cast();
        self.maxchar = buffer.max_class();
        // A shared buffer has no room and the least of kinds, so that every macro asks for another.
        (self.kind, self.size) = if shared { (0, 0) } else { (buffer.kind() as c_int, buffer.len() as isize) };
        self.readonly = u8::from(shared);
        let old = std::mem::replace(&mut self.buffer, buffer.into_ptr());
        // SAFETY: the writer owned it.
        drop(unsafe { Owned::from_ptr(old) });
    }

    /// Makes room for `len` more characters up to `maxchar`.
    fn prepare(&mut self, len: usize, maxchar: u32) -> Result<()> {
        if len == 0 && maxchar <= self.maxchar {
            return Ok(());
        }
        let pos = self.pos as usize;
        let needed = pos.checked_add(len).filter(|&n| n <= isize::MAX as usize).ok_or_else(Raised::no_memory)?;
        let mut class = class_of(maxchar.max(self.min_char)).max(self.maxchar);
        if self.readonly == 0 && needed <= self.size as usize && class <= self.maxchar {
            return Ok(());
        }
        let mut room = needed.max(self.size as usize);
        if needed > self.size as usize {
            if self.overallocate != 0 {
                room = room.saturating_add(room / 4).min(isize::MAX as usize);
            }
            room = room.max(self.min_length.max(0) as usize);
        }
        if self.buffer.is_null() {
            class = class_of(maxchar.max(self.min_char));
        }
        let buffer = new::alloc(room.max(1), class)?;
        if let Some(old) = self.string() {
            // SAFETY: just made, at least as long and as wide as what is written so far.
            unsafe { buffer.write(0, old.chars().slice(0, pos)) };
        }
        self.set(buffer, false);
        Ok(())
    }

    /// Appends characters.
    fn write(&mut self, chars: Chars<'_>, class: u32) -> Result<()> {
        if chars.is_empty() {
            return Ok(());
        }
        self.prepare(chars.len(), class)?;
        if let Some(buffer) = self.string() {
            // SAFETY: the buffer is the writer's own, with room for these characters.
            unsafe { buffer.write(self.pos as usize, chars) };
        }
        self.pos += chars.len() as isize;
        Ok(())
    }

    /// Appends a string; the first one is shared where no more is expected.
    fn write_string(&mut self, string: &PyUnicodeObject) -> Result<()> {
        if string.is_empty() {
            return Ok(());
        }
        if self.buffer.is_null() && self.overallocate == 0 {
            self.set(Owned::from_ref(string), true);
            self.pos = string.len() as isize;
            return Ok(());
        }
        self.write(string.chars(), string.max_class())
    }

    fn write_char(&mut self, c: u32) -> Result<()> {
        self.write(Chars::Four(&[c]), c)
    }

    /// The text that is written; the writer is empty then.
    fn finish(&mut self) -> Result<Owned<PyUnicodeObject>> {
        let mut taken = std::mem::replace(self, Writer::EMPTY);
        let buffer = std::mem::replace(&mut taken.buffer, null_mut());
        // SAFETY: the writer owned it.
        let buffer = unsafe { Owned::from_ptr(buffer) };
        let Some(buffer) = buffer.filter(|_| taken.pos > 0) else { return Ok(empty()) };
        let len = taken.pos as usize;
        if let (1, Some(c @ 0..=0xFF)) = (len, buffer.chars().get(0)) {
            return Ok(statics::latin1(c as u8));
        }
        if taken.readonly != 0 || buffer.len() == len {
            return Ok(buffer);
        }
        api::resize(buffer, len).map_err(|(raised, _)| raised)
    }

    fn clear(&mut self) {
        let old = std::mem::replace(&mut self.buffer, null_mut());
        // SAFETY: the writer owned it.
        drop(unsafe { Owned::from_ptr(old) });
    }
}

/// The writer that C passes.
///
/// # Safety
/// `writer` points to a writer or is NULL.
unsafe fn get<'a>(writer: *mut Writer) -> Result<&'a mut Writer> {
    // SAFETY: the caller's word.
    unsafe { writer.as_mut() }.ok_or_else(super::bad_internal_call)
}

/// Bytes of C text, of which a negative size says that a NUL ends them.
fn c_bytes<'a>(text: *const c_char, size: isize) -> Result<&'a [u8]> {
    // SAFETY: C's word.
    let size = if size < 0 && !text.is_null() { unsafe { libc::strlen(text) as isize } } else { size };
    // SAFETY: C's word.
    unsafe { slice_of(text.cast::<u8>(), size) }.or(if size == 0 { Some(&[]) } else { None }).ok_or_else(super::bad_internal_call)
}

// ---- the public writer --------------------------------------------------------------------------------------------

/// A new writer with room for `length` ASCII characters, to be given to `PyUnicodeWriter_Finish` or `PyUnicodeWriter_Discard`.
#[capi]
pub fn PyUnicodeWriter_Create(length: isize) -> Result<*mut Writer> {
    if length < 0 {
        return Err(raise!(ValueError, "length must be positive"));
    }
    let mut writer = Writer { overallocate: 1, ..Writer::EMPTY };
    if length > 0 {
        writer.prepare(length as usize, 0x7F)?;
    }
    let block = memory::alloc(Domain::Mem, size_of::<Writer>()).cast::<Writer>();
    if block.is_null() {
        writer.clear();
        return Err(Raised::no_memory());
    }
    // SAFETY: fresh memory for a writer.
    unsafe { block.write(writer) };
    Ok(block)
}

/// Ends the writer without its text; does nothing for NULL.
#[capi]
pub fn PyUnicodeWriter_Discard(writer: *mut Writer) {
    // SAFETY: C's word: made by PyUnicodeWriter_Create, or NULL, and not used again.
    unsafe {
        if let Some(this) = writer.as_mut() {
            this.clear();
            memory::free(Domain::Mem, writer.cast());
        }
    }
}

/// The writer's text, new, and its end.
#[capi]
pub fn PyUnicodeWriter_Finish(writer: *mut Writer) -> Result<Owned> {
    // SAFETY: C's word: made by PyUnicodeWriter_Create, and not used again.
    unsafe {
        let text = get(writer)?.finish();
        memory::free(Domain::Mem, writer.cast());
        text.map(Owned::upcast)
    }
}

/// Appends a character; `ValueError` where it is beyond Unicode.
#[capi]
pub fn PyUnicodeWriter_WriteChar(writer: *mut Writer, ch: u32) -> Result<()> {
    if ch > 0x10FFFF {
        return Err(raise!(ValueError, "character must be in range(0x110000)"));
    }
    // SAFETY: C's word.
    unsafe { get(writer)? }.write_char(ch)
}

/// Appends UTF-8, up to its NUL where `size` is negative; nothing where it is not well-formed.
#[capi]
pub fn PyUnicodeWriter_WriteUTF8(writer: *mut Writer, str: *const c_char, size: isize) -> Result<()> {
    let bytes = c_bytes(str, size)?;
    // SAFETY: C's word.
    let writer = unsafe { get(writer)? };
    if bytes.is_ascii() {
        return writer.write(Chars::One(bytes), 0x7F);
    }
    let text = codecs::utf8::decode_strict(bytes)?;
    writer.write(text.chars(), text.max_class())
}

/// Appends ASCII, up to its NUL where `size` is negative.
#[capi]
pub fn PyUnicodeWriter_WriteASCII(writer: *mut Writer, str: *const c_char, size: isize) -> Result<()> {
    _PyUnicodeWriter_WriteASCIIString(writer, str, size)
}

/// Appends wide characters, up to their NUL where `size` is negative.
#[capi]
pub fn PyUnicodeWriter_WriteWideChar(writer: *mut Writer, str: *const wchar_t, size: isize) -> Result<()> {
    if str.is_null() && size != 0 {
        return Err(super::bad_internal_call());
    }
    // SAFETY: C's word.
    let text = from_ucs4(&unsafe { api::wide_slice(if str.is_null() { [0; 1].as_ptr() } else { str }, size) })?;
    // SAFETY: C's word.
    unsafe { get(writer)? }.write(text.chars(), text.max_class())
}

/// Appends `size` code points; nothing where one is beyond Unicode.
#[capi]
pub fn PyUnicodeWriter_WriteUCS4(writer: *mut Writer, str: *const u32, size: isize) -> Result<()> {
    if size < 0 {
        return Err(raise!(ValueError, "size must be positive"));
    }
    // SAFETY: C's word.
    let units = unsafe { slice_of(str, size) }.unwrap_or(&[]);
    let text = from_ucs4(units)?;
    // SAFETY: C's word.
    unsafe { get(writer)? }.write(text.chars(), text.max_class())
}

/// Appends `str(obj)`.
#[capi]
pub fn PyUnicodeWriter_WriteStr(writer: *mut Writer, obj: &PyObject) -> Result<()> {
    let text = obj.str()?;
    // SAFETY: C's word.
    unsafe { get(writer)? }.write_string(&text)
}

/// Appends `repr(obj)`; `<NULL>` for NULL.
#[capi]
pub fn PyUnicodeWriter_WriteRepr(writer: *mut Writer, obj: Option<&PyObject>) -> Result<()> {
    let text = object::PyObject_Repr(obj)?;
    // SAFETY: C's word.
    unsafe { get(writer)? }.write_string(expect_argument(&text)?)
}

/// Appends the characters of a string from `start` to before `end`; `ValueError` where they are not in it.
#[capi]
pub fn PyUnicodeWriter_WriteSubstring(writer: *mut Writer, str: &PyObject, start: isize, end: isize) -> Result<()> {
    let Some(string) = str.downcast::<PyUnicodeObject>() else {
        return Err(raise!(TypeError, "expect str, not {}", str.ty().name()));
    };
    if start < 0 || start > end {
        return Err(raise!(ValueError, "invalid start argument"));
    }
    if end as usize > string.len() {
        return Err(raise!(ValueError, "invalid end argument"));
    }
    _PyUnicodeWriter_WriteSubstring(writer, str, start, end)
}

fn write_format(writer: *mut Writer, format: &CStr, va: *mut VaList) -> Result<()> {
    let mut text = super::TextBuf::new();
    // SAFETY: C's word: `va` holds what the format says.
    unsafe { crate::args::from_format::write(&mut text, format, va)? };
    let chars = text.chars();
    // SAFETY: C's word.
    unsafe { get(writer)? }.write(chars, chars.max_class())
}

/// Appends UTF-8 with an error handler; how much was used is stored where `consumed` is not NULL, and what is not finished is left.
#[capi]
pub fn PyUnicodeWriter_DecodeUTF8Stateful(
    writer: *mut Writer,
    string: *const c_char,
    length: isize,
    errors: Option<&CStr>,
    consumed: *mut isize,
) -> Result<()> {
    // SAFETY: C's word.
    let text = codecs::utf8::decode(c_bytes(string, length)?, errors, unsafe { consumed.as_mut() })?;
    // SAFETY: C's word.
    unsafe { get(writer)? }.write(text.chars(), text.max_class())
}

// ---- the private writer -------------------------------------------------------------------------------------------

/// Makes a writer that holds nothing of memory for one.
#[capi]
pub fn _PyUnicodeWriter_Init(writer: *mut Writer) {
    if !writer.is_null() {
        // SAFETY: C's word: memory for a writer.
        unsafe { writer.write(Writer::EMPTY) };
    }
}

/// Makes room for `length` more characters up to `maxchar`.
#[capi]
pub fn _PyUnicodeWriter_PrepareInternal(writer: *mut Writer, length: isize, maxchar: u32) -> Result<()> {
    // SAFETY: C's word.
    unsafe { get(writer)? }.prepare(length.max(0) as usize, maxchar)
}

/// Makes the characters at least `kind` bytes wide.
#[capi]
pub fn _PyUnicodeWriter_PrepareKindInternal(writer: *mut Writer, kind: c_int) -> Result<()> {
    let maxchar = match kind {
        1 => 0xFF,
        2 => 0xFFFF,
        _ => 0x10FFFF,
    };
    // SAFETY: C's word.
    unsafe { get(writer)? }.prepare(0, maxchar)
}

/// Appends a character.
#[capi]
pub fn _PyUnicodeWriter_WriteChar(writer: *mut Writer, ch: u32) -> Result<()> {
    // SAFETY: C's word.
    unsafe { get(writer)? }.write_char(ch)
}

/// Appends a string.
#[capi]
pub fn _PyUnicodeWriter_WriteStr(writer: *mut Writer, str: &PyObject) -> Result<()> {
    // SAFETY: C's word.
    unsafe { get(writer)? }.write_string(expect_argument(str)?)
}

/// Appends the characters of a string from `start` to before `end`.
#[capi]
pub fn _PyUnicodeWriter_WriteSubstring(writer: *mut Writer, str: &PyObject, start: isize, end: isize) -> Result<()> {
    let string = expect_argument(str)?;
    let (start, end) = (start.max(0) as usize, end.max(0) as usize);
    // SAFETY: C's word.
    let writer = unsafe { get(writer)? };
    if start == 0 && end >= string.len() {
        return writer.write_string(string);
    }
    let part = string.chars().slice(start, end);
    writer.write(part, part.max_class())
}

/// Appends ASCII, up to its NUL where `len` is negative.
#[capi]
pub fn _PyUnicodeWriter_WriteASCIIString(writer: *mut Writer, str: *const c_char, len: isize) -> Result<()> {
    let bytes = c_bytes(str, len)?;
    // SAFETY: C's word.
    let writer = unsafe { get(writer)? };
    if writer.buffer.is_null() && writer.overallocate == 0 && !bytes.is_empty() {
        let text = from_chars(Chars::One(bytes))?;
        writer.pos = text.len() as isize;
        writer.set(text, true);
        return Ok(());
    }
    writer.write(Chars::One(bytes), Chars::One(bytes).max_class())
}

/// Appends Latin-1.
#[capi]
pub fn _PyUnicodeWriter_WriteLatin1String(writer: *mut Writer, str: *const c_char, len: isize) -> Result<()> {
    let bytes = c_bytes(str, len.max(0))?;
    // SAFETY: C's word.
    unsafe { get(writer)? }.write(Chars::One(bytes), Chars::One(bytes).max_class())
}

/// The writer's text, new; the writer is empty then.
#[capi]
pub fn _PyUnicodeWriter_Finish(writer: *mut Writer) -> Result<Owned> {
    // SAFETY: C's word.
    unsafe { get(writer)? }.finish().map(Owned::upcast)
}

/// Drops what the writer holds.
#[capi]
pub fn _PyUnicodeWriter_Dealloc(writer: *mut Writer) {
    // SAFETY: C's word.
    if let Some(writer) = unsafe { writer.as_mut() } {
        writer.clear();
    }
}
