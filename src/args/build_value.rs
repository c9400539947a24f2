//! `Py_BuildValue`: objects made of C values by a format.
//!
//! Invariant: a format's `N` units give their references away whatever happens. So when a unit fails, the units after it are
//! still made, and dropped.

use super::row::Row;
use crate::boundary::new_reference;
use crate::boundary::va_list::VaList;
use crate::foreign;
use crate::layout::*;
use crate::object::Owned;
use crate::runtime::errors::{self, Result};
use crate::runtime::stack;
use crate::types::unicode::codecs;
use crate::types::{bool, bytes, complex, dict, float, list, long, singletons, unicode};
use crate::{raise, worker};
use exuvia_macros::capi;
use std::ffi::{CStr, c_char, c_int, c_void};

worker! {
    build as exuvia_build_value(format: *const c_char, va: *mut VaList) -> Result<Owned>;
}

/// # Safety
/// The format is a C string or NULL, and `va` holds what it says.
unsafe fn build(format: *const c_char, va: *mut VaList) -> Result<Owned> {
    if format.is_null() {
        return Err(raise!(SystemError, "null argument to internal routine"));
    }
    // SAFETY: the caller's word.
    unsafe { Builder { format: format.cast(), va: VaList::copy(va) }.whole() }
}

/// A new object by the format, of the values in `va`: `None` for an empty format, a tuple where there are several units.
#[capi]
pub fn Py_VaBuildValue(format: &CStr, va: *mut VaList) -> Result<Owned> {
    // SAFETY: C's word.
    unsafe { build(format.as_ptr(), va) }
}

/// `Py_VaBuildValue`; sizes are `Py_ssize_t` in both.
#[capi(private)]
pub fn _Py_VaBuildValue_SizeT(format: &CStr, va: *mut VaList) -> Result<Owned> {
    // SAFETY: C's word.
    unsafe { build(format.as_ptr(), va) }
}

/// The arguments of a call by format, in a row.
///
/// # Safety
/// `va` holds what the format says.
pub unsafe fn row(format: &CStr, va: *mut VaList) -> Result<Row> {
    // SAFETY: the caller's word.
    let mut builder = unsafe { Builder { format: format.as_ptr().cast(), va: VaList::copy(va) } };
    let count = builder.count(0)?;
    let mut row = Row::new(count);
    if count > 0 {
        // SAFETY: the caller's word.
        unsafe { builder.units(0, count, |item| row.push(item)) }?;
    }
    Ok(row)
}

/// Where the format and its values have come to.
struct Builder {
    format: *const u8,
    va: VaList,
}

/// What `O&` calls.
type Converter = Option<unsafe extern "C" fn(*mut c_void) -> *mut PyObject>;

impl Builder {
    #[inline(always)]
    fn peek(&self) -> u8 {
        // SAFETY: never past the terminator.
        unsafe { *self.format }
    }

    /// Passes the next character if it is this one.
    #[inline(always)]
    fn passes(&mut self, c: u8) -> bool {
        let same = self.peek() == c;
        if same {
            // SAFETY: not the terminator.
            self.format = unsafe { self.format.add(1) };
        }
        same
    }

    /// The units up to the closing character; `SystemError` where the format ends before it.
    #[inline]
    fn count(&self, end: u8) -> Result<usize> {
        let (mut at, mut count, mut level) = (self.format, 0usize, 0isize);
        loop {
            // SAFETY: never past the terminator.
            let c = unsafe { *at };
            if level <= 0 && c == end {
                return Ok(count);
            }
            match c {
                0 => return Err(raise!(SystemError, "unmatched paren in format")),
                b'(' | b'[' | b'{' => {
                    count += usize::from(level == 0);
                    level += 1;
                }
                b')' | b']' | b'}' => level -= 1,
                b'#' | b'&' | b',' | b':' | b' ' | b'\t' => {}
                _ => count += usize::from(level == 0),
            }
            // SAFETY: not the terminator.
            at = unsafe { at.add(1) };
        }
    }

    /// # Safety
    /// The list holds what the format says.
    unsafe fn whole(&mut self) -> Result<Owned> {
        // SAFETY: the caller's word.
        unsafe {
            match self.count(0)? {
                0 => Ok(singletons::none()),
                1 => self.unit(),
                count => self.tuple(0, count),
            }
        }
    }

    /// Makes `count` units and passes the closing character.
    ///
    /// # Safety
    /// The list holds what the format says.
    #[inline(always)]
    unsafe fn units(&mut self, end: u8, count: usize, mut take: impl FnMut(Owned)) -> Result<()> {
        for i in 0..count {
            // SAFETY: the caller's word.
            unsafe {
                match self.unit() {
                    Ok(item) => take(item),
                    Err(raised) => {
                        self.ignore(count - i - 1, end);
                        return Err(raised);
                    }
                }
            }
        }
        self.close(end)
    }

    #[inline(always)]
    fn close(&mut self, end: u8) -> Result<()> {
        while matches!(self.peek(), b' ' | b'\t' | b',' | b':') {
            // SAFETY: not the terminator.
            self.format = unsafe { self.format.add(1) };
        }
        if end == 0 && self.peek() == 0 || end != 0 && self.passes(end) {
            return Ok(());
        }
        Err(raise!(SystemError, "Unmatched paren in format"))
    }

    /// Makes and drops the units after one that failed, and passes the closing character.
    ///
    /// # Safety
    /// The list holds what the format says.
    #[cold]
    unsafe fn ignore(&mut self, count: usize, end: u8) {
        let raised = errors::take();
        for _ in 0..count {
            // SAFETY: the caller's word.
            if let Err(also) = unsafe { self.unit() } {
                also.clear();
            }
        }
        if let Err(also) = self.close(end) {
            also.clear();
        }
        errors::restore(raised);
    }

    /// # Safety
    /// The list holds what the format says.
    unsafe fn tuple(&mut self, end: u8, count: usize) -> Result<Owned> {
        let mut row = Row::new(count);
        // SAFETY: the caller's word.
        unsafe { self.units(end, count, |item| row.push(item)) }?;
        Ok(row.into_tuple()?.upcast())
    }

    /// # Safety
    /// The list holds what the format says.
    unsafe fn list(&mut self, end: u8, count: usize) -> Result<Owned> {
        let mut row = Row::new(count);
        // SAFETY: the caller's word.
        unsafe { self.units(end, count, |item| row.push(item)) }?;
        Ok(list::from_exact(count, row.into_iter())?.upcast())
    }

    /// # Safety
    /// The list holds what the format says.
    unsafe fn dict(&mut self, end: u8, count: usize) -> Result<Owned> {
        // SAFETY: the caller's word.
        unsafe {
            if !count.is_multiple_of(2) {
                let raised = raise!(SystemError, "Bad dict format");
                self.ignore(count, end);
                return Err(raised);
            }
            let made = match dict::new() {
                Ok(made) => made,
                Err(raised) => {
                    self.ignore(count, end);
                    return Err(raised);
                }
            };
            for i in (0..count).step_by(2) {
                let key = match self.unit() {
                    Ok(key) => key,
                    Err(raised) => {
                        self.ignore(count - i - 1, end);
                        return Err(raised);
                    }
                };
                if let Err(raised) = self.unit().and_then(|value| made.insert(&key, &value)) {
                    self.ignore(count - i - 2, end);
                    return Err(raised);
                }
            }
            self.close(end)?;
            Ok(made.upcast())
        }
    }

    /// A container's units, after its opening character.
    ///
    /// # Safety
    /// The list holds what the format says.
    #[inline(never)]
    unsafe fn container(&mut self, open: u8) -> Result<Owned> {
        let _guard = stack::enter(" in Py_BuildValue")?;
        // SAFETY: the caller's word.
        unsafe {
            match open {
                b'(' => self.tuple(b')', self.count(b')')?),
                b'[' => self.list(b']', self.count(b']')?),
                _ => self.dict(b'}', self.count(b'}')?),
            }
        }
    }

    /// The object of one unit.
    ///
    /// # Safety
    /// The list holds what the format says.
    #[inline]
    unsafe fn unit(&mut self) -> Result<Owned> {
        loop {
            let c = self.peek();
            if c != 0 {
                // SAFETY: not the terminator.
                self.format = unsafe { self.format.add(1) };
            }
            // SAFETY: the caller's word: each unit's value has C's promoted type.
            unsafe {
                return match c {
                    b'(' | b'[' | b'{' => self.container(c),
                    b'i' | b'b' | b'B' | b'h' => long::from_i64(i64::from(self.va.arg::<c_int>())),
                    b'H' | b'I' => long::from_i64(i64::from(self.va.arg::<u32>())),
                    b'n' | b'l' | b'L' => long::from_i64(self.va.arg::<i64>()),
                    b'k' | b'K' => long::from_u64(self.va.arg::<u64>()),
                    b's' | b'z' | b'U' => self.text(),
                    b'O' | b'N' | b'S' => self.object(c),
                    b'd' | b'f' => float::from_f64(self.va.arg::<f64>()),
                    b'D' => self.complex(),
                    b'p' => Ok(bool::from_bool(self.va.arg::<c_int>() != 0)),
                    b'y' => self.bytes(),
                    b'c' => Ok(bytes::from_slice(&[self.va.arg::<c_int>() as u8])?.upcast()),
                    b'C' => unicode::api::PyUnicode_FromOrdinal(self.va.arg::<c_int>()),
                    b'u' => self.wide(),
                    b',' | b':' | b' ' | b'\t' => continue,
                    _ => Err(raise!(SystemError, "bad format char passed to Py_BuildValue")),
                };
            }
        }
    }

    /// The bytes of an `s` or `y` unit: by the size that a `#` announces, or up to the NUL. `None` for NULL.
    ///
    /// # Safety
    /// The list holds what the format says.
    #[inline(always)]
    unsafe fn slice<'a>(&mut self) -> Option<&'a [u8]> {
        // SAFETY: the caller's word.
        unsafe {
            let text = self.va.arg::<*const c_char>();
            let size = if self.passes(b'#') { self.va.arg::<isize>() } else { -1 };
            if text.is_null() {
                return None;
            }
            Some(match usize::try_from(size) {
                Ok(size) => std::slice::from_raw_parts(text.cast(), size),
                Err(_) => CStr::from_ptr(text).to_bytes(),
            })
        }
    }

    unsafe fn text(&mut self) -> Result<Owned> {
        // SAFETY: the caller's word.
        match unsafe { self.slice() } {
            Some(text) => Ok(codecs::utf8::decode_strict(text)?.upcast()),
            None => Ok(singletons::none()),
        }
    }

    unsafe fn bytes(&mut self) -> Result<Owned> {
        // SAFETY: the caller's word.
        match unsafe { self.slice() } {
            Some(text) => Ok(bytes::from_slice(text)?.upcast()),
            None => Ok(singletons::none()),
        }
    }

    unsafe fn wide(&mut self) -> Result<Owned> {
        // SAFETY: the caller's word.
        unsafe {
            let text = self.va.arg::<*const libc::wchar_t>();
            let size = if self.passes(b'#') { self.va.arg::<isize>() } else { -1 };
            if text.is_null() { Ok(singletons::none()) } else { unicode::api::PyUnicode_FromWideChar(text, size.max(-1)) }
        }
    }

    unsafe fn complex(&mut self) -> Result<Owned> {
        // SAFETY: the caller's word.
        match unsafe { self.va.arg::<*const Py_complex>().as_ref() } {
            Some(value) => complex::from_complex(*value),
            None => Err(raise!(SystemError, "null argument to internal routine")),
        }
    }

    unsafe fn object(&mut self, unit: u8) -> Result<Owned> {
        // SAFETY: the caller's word; `N` gives its reference.
        unsafe {
            if self.passes(b'&') {
                let (convert, value) = (self.va.arg::<Converter>(), self.va.arg::<*mut c_void>());
                let convert = convert.ok_or_else(|| raise!(SystemError, "null argument to internal routine"))?;
                return new_reference(foreign!(convert(value)));
            }
            let object = self.va.arg::<*mut PyObject>();
            match object.as_ref() {
                Some(_) if unit == b'N' => new_reference(object),
                Some(object) => Ok(object.new_ref()),
                // Whoever made the object has failed, and may have said why.
                None if errors::occurred() => new_reference(object),
                None => Err(raise!(SystemError, "NULL object passed to Py_BuildValue")),
            }
        }
    }
}
