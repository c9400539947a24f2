//! `PyArg_Parse…`: arguments taken apart by a format.
//!
//! A format is looked through once to count its units, and the count is checked before anything is written. Then each
//! argument goes through [`Parser::item`], which writes what the unit says to the places that C has passed.
//!
//! Invariant: when a unit fails, whatever earlier units hold (buffers, memory, converters that clean up) is given back.

use super::Parsed;
use crate::boundary::va_list::VaList;
use crate::foreign;
use crate::layout::*;
use crate::object::Owned;
use crate::protocol::{buffer, sequence};
use crate::runtime::errors::{self, Raised, Result};
use crate::runtime::memory::{self, Domain};
use crate::types::unicode::Chars;
use crate::types::{complex, exceptions, float, long, tuple, unicode};
use crate::{raise, worker};
use exuvia_macros::capi;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::ptr::null_mut;

worker! {
    parse_tuple as exuvia_parse_tuple(args: &PyObject, format: *const c_char, va: *mut VaList) -> Parsed;
    parse_one as exuvia_parse_one(object: Option<&PyObject>, format: &CStr, va: *mut VaList) -> Parsed;
    parse_stack as exuvia_parse_stack(args: *const *mut PyObject, count: isize, format: *const c_char, va: *mut VaList) -> Parsed;
}

/// Takes a tuple apart by a format; 1, or 0 with an exception. The caller's `va` is not advanced.
#[capi]
pub fn PyArg_VaParse(args: &PyObject, format: &CStr, va: *mut VaList) -> Parsed {
    // SAFETY: C's word.
    unsafe { parse_tuple(args, format.as_ptr(), va) }
}

/// `PyArg_VaParse`; sizes are `Py_ssize_t` in both.
#[capi(private)]
pub fn _PyArg_VaParse_SizeT(args: &PyObject, format: &CStr, va: *mut VaList) -> Parsed {
    // SAFETY: C's word.
    unsafe { parse_tuple(args, format.as_ptr(), va) }
}

/// # Safety
/// `va` holds the places that the format says.
unsafe fn parse_tuple(args: &PyObject, format: *const c_char, va: *mut VaList) -> Parsed {
    let Some(args) = args.downcast::<PyTupleObject>() else {
        return Parsed(Err(raise!(SystemError, "new style getargs format but argument is not a tuple")));
    };
    // SAFETY: the caller's word.
    Parsed(unsafe { positional(args.as_slice(), format, va) })
}

/// # Safety
/// `args` points to `count` objects; `va` holds the places that the format says.
unsafe fn parse_stack(args: *const *mut PyObject, count: isize, format: *const c_char, va: *mut VaList) -> Parsed {
    // SAFETY: the caller's word.
    unsafe {
        let args = crate::boundary::method::Args::from_vectorcall(args, count.max(0) as usize, null_mut());
        Parsed(positional(args.positional, format, va))
    }
}

/// # Safety
/// `va` holds the places that the format says.
unsafe fn parse_one(object: Option<&PyObject>, format: &CStr, va: *mut VaList) -> Parsed {
    // SAFETY: the caller's word.
    Parsed(unsafe { one(object, format, va) })
}

// ---- the format as a whole ----------------------------------------------------------------------------------------

/// What a format says of itself.
struct Outline<'f> {
    least: usize,
    most: usize,
    /// After `:`.
    function: Option<&'f CStr>,
    /// After `;`.
    message: Option<&'f CStr>,
}

impl Outline<'_> {
    /// # Safety
    /// A C string.
    unsafe fn new<'f>(format: *const c_char) -> Result<Outline<'f>> {
        let (mut most, mut least, mut level) = (0, None, 0usize);
        let (mut function, mut message) = (None, None);
        if format.is_null() {
            return Err(raise!(SystemError, "null argument to internal routine"));
        }
        let mut at = format.cast::<u8>();
        loop {
            // SAFETY: never past the terminator.
            let c = unsafe { *at };
            if c.is_ascii_alphabetic() {
                // The encoding's unit is counted by the letter that follows.
                most += usize::from(level == 0 && c != b'e');
                // SAFETY: not the terminator.
                at = unsafe { at.add(1) };
                continue;
            }
            match c {
                b'(' => {
                    most += usize::from(level == 0);
                    level += 1;
                }
                b')' if level == 0 => return Err(raise!(SystemError, "excess ')' in getargs format")),
                b')' => level -= 1,
                // SAFETY: not the terminator; the rest is a C string.
                b':' => function = Some(unsafe { CStr::from_ptr(at.add(1).cast()) }),
                // SAFETY: as above.
                b';' => message = Some(unsafe { CStr::from_ptr(at.add(1).cast()) }),
                b'|' if level == 0 => least = Some(most),
                _ => {}
            }
            if matches!(c, 0 | b':' | b';') {
                break;
            }
            // SAFETY: not the terminator.
            at = unsafe { at.add(1) };
        }
        if level != 0 {
            return Err(raise!(SystemError, "missing ')' in getargs format"));
        }
        Ok(Outline { least: least.unwrap_or(most), most, function, message })
    }

    /// The name and `()`, or "function".
    fn called(&self, longest: usize) -> String {
        called(self.function, longest)
    }
}

/// A function's name for a message, no longer than so many bytes, and `()`; "function" where it has none.
pub(super) fn called(function: Option<&CStr>, longest: usize) -> String {
    match function {
        Some(name) => {
            let name = name.to_bytes();
            format!("{}()", String::from_utf8_lossy(&name[..name.len().min(longest)]))
        }
        None => "function".to_owned(),
    }
}

/// # Safety
/// `va` holds the places that the format says.
unsafe fn positional(args: &[&PyObject], format: *const c_char, va: *mut VaList) -> Result<()> {
    // SAFETY: the caller's word.
    let outline = unsafe { Outline::new(format) }?;
    if args.len() < outline.least || args.len() > outline.most {
        return Err(wrong_count(&outline, args.len()));
    }
    // SAFETY: the caller's word.
    let mut parser = unsafe { Parser::new(format, va) };
    for (i, arg) in args.iter().enumerate() {
        parser.skip(b'|');
        // SAFETY: the caller's word.
        if let Err(problem) = unsafe { parser.item(arg) } {
            return Err(parser.fail(problem, Some(i + 1), outline.function, outline.message));
        }
    }
    match parser.peek() {
        0 | b'(' | b'|' | b':' | b';' => {}
        c if c.is_ascii_alphabetic() => {}
        _ => {
            let _: Raised = raise!(SystemError, "bad format string: {:.200}", unsafe { CStr::from_ptr(format) }.to_string_lossy());
            return Err(parser.give_back());
        }
    }
    parser.keep();
    Ok(())
}

#[cold]
#[inline(never)]
fn wrong_count(outline: &Outline<'_>, given: usize) -> Raised {
    if let Some(message) = outline.message {
        return raise!(TypeError, "{}", message.to_string_lossy());
    }
    let (bound, n) = match () {
        () if outline.least == outline.most => ("exactly", outline.most),
        () if given < outline.least => ("at least", outline.least),
        () => ("at most", outline.most),
    };
    let s = if n == 1 { "" } else { "s" };
    raise!(TypeError, "{} takes {bound} {n} argument{s} ({given} given)", outline.called(150))
}

/// `PyArg_Parse`: one object against a format of one unit.
///
/// # Safety
/// `va` holds the places that the format says.
unsafe fn one(object: Option<&PyObject>, format: &CStr, va: *mut VaList) -> Result<()> {
    let format = format.as_ptr();
    // SAFETY: a C string.
    let outline = unsafe { Outline::new(format) }?;
    match (outline.least, outline.most, object) {
        (_, 0, None) => Ok(()),
        (_, 0, Some(_)) => Err(raise!(TypeError, "{} takes no arguments", outline.called(200))),
        (1, 1, None) => Err(raise!(TypeError, "{} takes at least one argument", outline.called(200))),
        (1, 1, Some(object)) => {
            // SAFETY: the caller's word.
            let mut parser = unsafe { Parser::new(format, va) };
            // SAFETY: as above.
            match unsafe { parser.item(object) } {
                Ok(()) => {
                    parser.keep();
                    Ok(())
                }
                Err(problem) => Err(parser.fail(problem, None, outline.function, outline.message)),
            }
        }
        _ => Err(raise!(SystemError, "old style getargs format uses new features")),
    }
}

// ---- one unit after the other -------------------------------------------------------------------------------------

/// Why an argument does not fit.
pub(super) enum Problem {
    /// An exception says it.
    Raised(Raised),
    /// "must be str, not int"; where it begins with `(` the format is at fault.
    Words { text: String, items: Vec<usize> },
}

/// Boxed: the way of success stays a register wide.
type Step = std::result::Result<(), Box<Problem>>;

impl From<Raised> for Box<Problem> {
    #[cold]
    fn from(raised: Raised) -> Self {
        Box::new(Problem::Raised(raised))
    }
}

#[cold]
#[inline(never)]
fn words(text: String) -> Step {
    Err(Box::new(Problem::Words { text, items: Vec::new() }))
}

/// "must be …, not …", with CPython's bounds on the names.
#[cold]
#[inline(never)]
fn must_be(expected: &str, arg: &PyObject) -> Step {
    if let Some(text) = expected.strip_prefix('(') {
        return words(format!("({text}"));
    }
    words(format!("must be {}, not {}", bounded(expected, 50), bounded(type_name(arg), 50)))
}

fn type_name(object: &PyObject) -> &str {
    if object.is_none() { "None" } else { object.ty().name() }
}

/// No more than so many bytes of a text, whole characters.
fn bounded(text: &str, bytes: usize) -> &str {
    if text.len() <= bytes {
        return text;
    }
    let end = (0..=bytes).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
    &text[..end]
}

/// What is given back when a later unit fails.
enum Held {
    Buffer(*mut Py_buffer),
    /// Memory that `es` has made; the place is cleared.
    Memory(*mut *mut c_char),
    Converted(ConverterFn, *mut c_void),
    /// The items of a sequence that is not a tuple.
    Items(#[allow(dead_code)] Owned<PyTupleObject>),
}

type ConverterFn = unsafe extern "C" fn(*mut PyObject, *mut c_void) -> c_int;

/// A converter's answer that it wants to be called with NULL when parsing fails later.
const CLEANUP_SUPPORTED: c_int = 0x20000;

/// Where a format and its places have come to.
pub(super) struct Parser {
    format: *const u8,
    va: VaList,
    held: Vec<Held>,
}

macro_rules! int_units {
    ($parser:ident, $arg:ident, $ty:ty, $name:literal, $kind:literal) => {{
        let value = long::convert::PyLong_AsLong(Some($arg))?;
        match <$ty>::try_from(value) {
            Ok(value) => $parser.put(value),
            Err(_) => {
                let bound = if value < 0 { "less than minimum" } else { "greater than maximum" };
                return Err(raise!(OverflowError, concat!($kind, " integer is {}"), bound).into());
            }
        }
    }};
}

impl Parser {
    /// # Safety
    /// The format is a C string, and `va` holds the places that it says.
    pub(super) unsafe fn new(format: *const c_char, va: *mut VaList) -> Self {
        // SAFETY: the caller's word.
        Parser { format: format.cast(), va: unsafe { VaList::copy(va) }, held: Vec::new() }
    }

    #[inline(always)]
    pub(super) fn peek(&self) -> u8 {
        // SAFETY: never past the terminator.
        unsafe { *self.format }
    }
    /// Passes the next character, which is not the terminator.
    #[inline(always)]
    fn pass(&mut self) {
        // SAFETY: the caller has looked.
        self.format = unsafe { self.format.add(1) };
    }
    /// Passes the next character if it is this one.
    #[inline(always)]
    pub(super) fn skip(&mut self, c: u8) -> bool {
        let same = self.peek() == c;
        if same {
            self.pass();
        }
        same
    }

    /// Everything went well: what the units hold is the caller's now.
    #[inline]
    pub(super) fn keep(self) {
        if !self.held.is_empty() {
            // Only the items of sequences are ours still; dropping the rest gives nothing back.
            drop(self.held);
        }
    }

    /// Gives back what the units hold, after a failure.
    #[cold]
    #[inline(never)]
    pub(super) fn give_back(&mut self) -> Raised {
        let raised = errors::take();
        for held in self.held.drain(..).rev() {
            // SAFETY: the places were written by units of this call, and are C's variables still.
            unsafe {
                match held {
                    Held::Buffer(view) => buffer::PyBuffer_Release(view),
                    Held::Memory(place) => {
                        memory::free(Domain::Mem, (*place).cast());
                        *place = null_mut();
                    }
                    Held::Converted(convert, place) => {
                        foreign!(loose convert(null_mut(), place));
                    }
                    Held::Items(_) => {}
                }
            }
        }
        errors::restore(raised);
        Raised::already()
    }

    /// Raises what a unit's problem is, and gives back what the units hold.
    #[cold]
    #[inline(never)]
    #[allow(clippy::boxed_local, reason = "the problem comes boxed: success is what has to be small")]
    pub(super) fn fail(mut self, problem: Box<Problem>, index: Option<usize>, function: Option<&CStr>, message: Option<&CStr>) -> Raised {
        if let Problem::Words { text, items } = *problem
            && !errors::occurred()
        {
            let text_of = || {
                if let Some(message) = message {
                    return message.to_string_lossy().into_owned();
                }
                let mut said = String::new();
                if function.is_some() {
                    said.push_str(&called(function, 200));
                    said.push(' ');
                }
                said.push_str("argument");
                if let Some(index) = index {
                    said.push_str(&format!(" {index}"));
                    for item in items.iter().rev().take(32) {
                        if said.len() >= 220 {
                            break;
                        }
                        said.push_str(&format!(", item {item}"));
                    }
                }
                said.push(' ');
                said.push_str(bounded(&text, 256));
                said
            };
            let ty = if text.starts_with('(') { &exceptions::SystemError } else { &exceptions::TypeError };
            let _: Raised = errors::raise(ty, format_args!("{}", text_of()));
        }
        self.give_back()
    }

    /// Writes a value to the next place.
    #[inline(always)]
    fn put<T>(&mut self, value: T) {
        // SAFETY: `item`'s caller says that the list holds the places that the format says.
        unsafe { *self.va.arg::<*mut T>() = value };
    }

    /// Takes one argument by the next unit.
    ///
    /// # Safety
    /// The list holds the places that the format says, and they can be written.
    #[inline]
    pub(super) unsafe fn item(&mut self, arg: &PyObject) -> Step {
        let c = self.peek();
        if c == 0 {
            return must_be("(impossible<bad format char>)", arg);
        }
        self.pass();
        // SAFETY: the caller's word.
        unsafe {
            match c {
                b'O' => return self.object(arg),
                b'i' => int_units!(self, arg, c_int, "i", "signed"),
                b's' | b'z' | b'y' => return self.text(c, arg),
                b'n' => {
                    let value = index(arg)?;
                    self.put(value);
                }
                b'l' => {
                    let value = long::convert::PyLong_AsLong(Some(arg))?;
                    self.put(value);
                }
                b'd' => {
                    let value = float::as_f64(arg)?;
                    self.put(value);
                }
                b'p' => {
                    let value = arg.is_true()?;
                    self.put(c_int::from(value));
                }
                b'U' => match arg.downcast::<PyUnicodeObject>() {
                    Some(_) => self.put(arg.as_ptr()),
                    None => return must_be("str", arg),
                },
                b'S' => match arg.downcast::<PyBytesObject>() {
                    Some(_) => self.put(arg.as_ptr()),
                    None => return must_be("bytes", arg),
                },
                b'Y' => match arg.downcast::<PyByteArrayObject>() {
                    Some(_) => self.put(arg.as_ptr()),
                    None => return must_be("bytearray", arg),
                },
                b'b' => int_units!(self, arg, u8, "b", "unsigned byte"),
                b'h' => int_units!(self, arg, i16, "h", "signed short"),
                b'B' => {
                    let value = long::convert::PyLong_AsUnsignedLongMask(Some(arg))?;
                    self.put(value as u8);
                }
                b'H' => {
                    let value = long::convert::PyLong_AsUnsignedLongMask(Some(arg))?;
                    self.put(value as u16);
                }
                b'I' => {
                    let value = long::convert::PyLong_AsUnsignedLongMask(Some(arg))?;
                    self.put(value as u32);
                }
                b'k' | b'K' => {
                    if arg.downcast::<PyLongObject>().is_none() && !has_index(arg) {
                        return must_be("int", arg);
                    }
                    let value = long::convert::PyLong_AsUnsignedLongMask(Some(arg))?;
                    self.put(value);
                }
                b'L' => {
                    let value = long::convert::PyLong_AsLongLong(Some(arg))?;
                    self.put(value);
                }
                b'f' => {
                    let value = float::as_f64(arg)?;
                    self.put(value as f32);
                }
                b'D' => {
                    let value = complex::as_complex(arg)?;
                    self.put(value);
                }
                b'c' => return self.byte(arg),
                b'C' => return self.character(arg),
                b'(' => return self.sequence(arg),
                b'w' => return self.writable(arg),
                b'e' => return self.encoded(arg),
                _ => return must_be("(impossible<bad format char>)", arg),
            }
        }
        Ok(())
    }

    /// `O`, `O!`, `O&`.
    #[inline(always)]
    unsafe fn object(&mut self, arg: &PyObject) -> Step {
        // SAFETY: the caller's word.
        unsafe {
            match self.peek() {
                b'!' => {
                    self.pass();
                    let ty = self.va.arg::<*mut PyTypeObject>();
                    let Some(ty) = ty.as_ref() else { return must_be("(null type)", arg) };
                    if !std::ptr::eq(arg.ty(), ty) && !arg.ty().is_subtype(ty) {
                        return must_be(ty.name(), arg);
                    }
                }
                b'&' => {
                    self.pass();
                    return self.converted(arg);
                }
                _ => {}
            }
            self.put(arg.as_ptr());
        }
        Ok(())
    }

    unsafe fn converted(&mut self, arg: &PyObject) -> Step {
        // SAFETY: the caller's word.
        unsafe {
            let (convert, place) = (self.va.arg::<Option<ConverterFn>>(), self.va.arg::<*mut c_void>());
            let Some(convert) = convert else { return must_be("(null converter)", arg) };
            match foreign!(loose convert(arg.as_ptr(), place)) {
                0 => return must_be("(unspecified)", arg),
                CLEANUP_SUPPORTED => self.held.push(Held::Converted(convert, place)),
                _ => {}
            }
        }
        Ok(())
    }

    /// `s`, `z`, `y`, each alone, with `#`, with `*`.
    #[inline(always)]
    unsafe fn text(&mut self, unit: u8, arg: &PyObject) -> Step {
        // SAFETY: the caller's word.
        unsafe {
            match self.peek() {
                b'*' => {
                    self.pass();
                    return self.buffer(unit, arg);
                }
                b'#' => {
                    self.pass();
                    let (data, size): (*const c_char, isize) = match arg.downcast::<PyUnicodeObject>() {
                        Some(text) if unit != b'y' => {
                            let utf8 = text.utf8()?;
                            (utf8.as_ptr().cast(), utf8.len() as isize)
                        }
                        _ if unit == b'z' && arg.is_none() => (null_mut(), 0),
                        _ => read_only(arg)?,
                    };
                    self.put(data);
                    self.put(size);
                }
                _ => {
                    let bytes: &[u8] = match arg.downcast::<PyUnicodeObject>() {
                        Some(text) if unit != b'y' => text.utf8()?,
                        _ if unit == b'y' => {
                            let (data, size) = read_only(arg)?;
                            let bytes: &[u8] = if data.is_null() { &[] } else { std::slice::from_raw_parts(data.cast(), size as usize) };
                            if memchr::memchr(0, bytes).is_some() {
                                return Err(raise!(ValueError, "embedded null byte").into());
                            }
                            self.put(data);
                            return Ok(());
                        }
                        _ if unit == b'z' && arg.is_none() => {
                            self.put(null_mut::<c_char>());
                            return Ok(());
                        }
                        _ => return must_be(if unit == b'z' { "str or None" } else { "str" }, arg),
                    };
                    if memchr::memchr(0, bytes).is_some() {
                        return Err(raise!(ValueError, "embedded null character").into());
                    }
                    self.put(bytes.as_ptr().cast::<c_char>());
                }
            }
        }
        Ok(())
    }

    /// `s*`, `z*`, `y*`.
    unsafe fn buffer(&mut self, unit: u8, arg: &PyObject) -> Step {
        // SAFETY: the caller's word.
        unsafe {
            let view = self.va.arg::<*mut Py_buffer>();
            if unit == b'z' && arg.is_none() {
                buffer::PyBuffer_FillInfo(view, None, null_mut(), 0, 1, 0)?;
            } else if let Some(text) = arg.downcast::<PyUnicodeObject>().filter(|_| unit != b'y') {
                let utf8 = text.utf8()?;
                buffer::PyBuffer_FillInfo(view, Some(arg), utf8.as_ptr().cast_mut().cast(), utf8.len() as isize, 1, 0)?;
            } else {
                buffer::get_buffer(arg, view, 0)?;
                if !buffer::PyBuffer_IsContiguous(view, b'C' as c_char) {
                    buffer::PyBuffer_Release(view);
                    return must_be("contiguous buffer", arg);
                }
            }
            self.held.push(Held::Buffer(view));
        }
        Ok(())
    }

    /// `w*`.
    unsafe fn writable(&mut self, arg: &PyObject) -> Step {
        const PYBUF_WRITABLE: c_int = 1;
        // SAFETY: the caller's word.
        unsafe {
            if !self.skip(b'*') {
                return must_be("(invalid use of 'w' format character)", arg);
            }
            let view = self.va.arg::<*mut Py_buffer>();
            if let Err(raised) = buffer::get_buffer(arg, view, PYBUF_WRITABLE) {
                raised.clear();
                return must_be("read-write bytes-like object", arg);
            }
            if !buffer::PyBuffer_IsContiguous(view, b'C' as c_char) {
                buffer::PyBuffer_Release(view);
                return must_be("contiguous buffer", arg);
            }
            self.held.push(Held::Buffer(view));
        }
        Ok(())
    }

    /// `es`, `et`, with or without `#`.
    unsafe fn encoded(&mut self, arg: &PyObject) -> Step {
        // SAFETY: the caller's word.
        unsafe {
            let encoding = self.va.arg::<*const c_char>();
            let unit = self.peek();
            if unit != b's' && unit != b't' {
                return must_be("(unknown parser marker combination)", arg);
            }
            self.pass();
            let place = self.va.arg::<*mut *mut c_char>();
            let sized = self.skip(b'#');
            if place.is_null() {
                return must_be("(buffer is NULL)", arg);
            }
            let as_it_is = |arg: &PyObject| -> Option<Vec<u8>> {
                if unit != b't' {
                    return None;
                }
                match (arg.downcast::<PyBytesObject>(), arg.downcast::<PyByteArrayObject>()) {
                    (Some(bytes), _) => Some(bytes.as_slice().to_vec()),
                    (_, Some(array)) => Some(array.as_slice().to_vec()),
                    _ => None,
                }
            };
            let made;
            let bytes = match as_it_is(arg) {
                Some(bytes) => {
                    made = bytes;
                    &made[..]
                }
                None => {
                    let Some(text) = arg.downcast::<PyUnicodeObject>() else {
                        return must_be(if unit == b't' { "str, bytes or bytearray" } else { "str" }, arg);
                    };
                    let encoding = (!encoding.is_null()).then(|| CStr::from_ptr(encoding));
                    made = unicode::codecs::encode(text, encoding, None)?.as_slice().to_vec();
                    &made[..]
                }
            };
            if sized {
                let room = self.va.arg::<*mut isize>();
                if room.is_null() {
                    return must_be("(buffer_len is NULL)", arg);
                }
                if (*place).is_null() {
                    self.hold_copy(bytes, place)?;
                } else if bytes.len() as isize + 1 > *room {
                    return Err(raise!(ValueError, "encoded string too long ({}, maximum length {})", bytes.len(), *room - 1).into());
                } else {
                    copy_terminated(bytes, *place);
                }
                *room = bytes.len() as isize;
            } else {
                if memchr::memchr(0, bytes).is_some() {
                    return must_be("encoded string without null bytes", arg);
                }
                self.hold_copy(bytes, place)?;
            }
        }
        Ok(())
    }

    /// Copies bytes and a NUL into memory of their own.
    unsafe fn hold_copy(&mut self, bytes: &[u8], place: *mut *mut c_char) -> Step {
        let copy = memory::alloc(Domain::Mem, bytes.len() + 1).cast::<c_char>();
        if copy.is_null() {
            return Err(Raised::no_memory().into());
        }
        // SAFETY: room for the bytes and a NUL.
        unsafe {
            copy_terminated(bytes, copy);
            *place = copy;
        }
        self.held.push(Held::Memory(place));
        Ok(())
    }

    /// `c`.
    unsafe fn byte(&mut self, arg: &PyObject) -> Step {
        let bytes = match (arg.downcast::<PyBytesObject>(), arg.downcast::<PyByteArrayObject>()) {
            (Some(bytes), _) => bytes.as_slice(),
            (_, Some(array)) => array.as_slice(),
            _ => return must_be("a byte string of length 1", arg),
        };
        match bytes {
            [one] => self.put(*one),
            _ => {
                let kind = if arg.downcast::<PyBytesObject>().is_some() { "bytes" } else { "bytearray" };
                return words(format!("must be a byte string of length 1, not a {kind} object of length {}", bytes.len()));
            }
        }
        Ok(())
    }

    /// `C`.
    unsafe fn character(&mut self, arg: &PyObject) -> Step {
        let Some(text) = arg.downcast::<PyUnicodeObject>() else {
            return must_be("a unicode character", arg);
        };
        let character = match text.chars() {
            Chars::One([c]) => u32::from(*c),
            Chars::Two([c]) => u32::from(*c),
            Chars::Four([c]) => *c,
            _ => return words(format!("must be a unicode character, not a string of length {}", text.len())),
        };
        self.put(character as c_int);
        Ok(())
    }

    /// What stands between `(` and `)`, against the items of a sequence.
    unsafe fn sequence(&mut self, arg: &PyObject) -> Step {
        let (count, borrows) = self.inner();
        let wrong_kind = || words(format!("must be {count}-item tuple, not {}", bounded(type_name(arg), 50)));
        let wrong_length = |kind: &str, given: usize| words(format!("must be {kind} of length {count}, not {given}"));
        let made;
        let items = match arg.downcast::<PyTupleObject>() {
            Some(tuple) => tuple,
            None => {
                let text = arg.downcast::<PyUnicodeObject>().is_some()
                    || arg.downcast::<PyBytesObject>().is_some()
                    || arg.downcast::<PyByteArrayObject>().is_some();
                if text || !sequence::is_sequence(arg) {
                    return wrong_kind();
                }
                if borrows {
                    let said = format!("argument must be {count}-item tuple, not {}", arg.ty().name());
                    crate::modules::warnings::warn_text(&exceptions::DeprecationWarning, &said)?;
                }
                let given = sequence::len(arg)?;
                if given != count {
                    return wrong_length("sequence", given);
                }
                made = tuple::from_iterable(arg)?;
                // The items live as long as the call's own arguments would.
                self.held.push(Held::Items(made.clone()));
                &*made
            }
        };
        if items.len() != count {
            return wrong_length("tuple", items.len());
        }
        for (i, item) in items.as_slice().iter().enumerate() {
            // SAFETY: the caller's word.
            if let Err(mut problem) = unsafe { self.item(item) } {
                if let Problem::Words { items, .. } = &mut *problem {
                    items.push(i);
                }
                return Err(problem);
            }
        }
        self.skip(b')');
        Ok(())
    }

    /// The units up to the closing parenthesis, and whether one of them gives a pointer into its argument.
    fn inner(&self) -> (usize, bool) {
        let (mut at, mut level, mut count, mut borrows) = (self.format, 0usize, 0, false);
        loop {
            // SAFETY: never past the terminator.
            let (c, next) = unsafe { (*at, if *at == 0 { 0 } else { *at.add(1) }) };
            match c {
                0 | b':' | b';' => return (count, borrows),
                b')' if level == 0 => return (count, borrows),
                b')' => level -= 1,
                b'(' => {
                    count += usize::from(level == 0);
                    level += 1;
                }
                b'e' if matches!(next, b's' | b't') => {
                    count += usize::from(level == 0);
                    // SAFETY: the letter after is not the terminator.
                    at = unsafe { at.add(1) };
                }
                b's' | b'z' | b'y' => {
                    count += usize::from(level == 0);
                    borrows |= next != b'*';
                }
                b'U' | b'S' | b'Y' => {
                    count += usize::from(level == 0);
                    borrows = true;
                }
                b'O' => {
                    count += usize::from(level == 0);
                    borrows |= next != b'&';
                }
                c if c.is_ascii_alphabetic() => count += usize::from(level == 0),
                _ => {}
            }
            // SAFETY: not the terminator.
            at = unsafe { at.add(1) };
        }
    }

    /// Passes one unit and its places without an argument; where the format is wrong, says how.
    ///
    /// # Safety
    /// The list holds what the format says.
    pub(super) unsafe fn skip_item(&mut self) -> std::result::Result<(), &'static str> {
        let places = self.skip_unit()?;
        for _ in 0..places {
            // SAFETY: the caller's word; places are pointers.
            unsafe { self.va.arg::<*mut c_void>() };
        }
        Ok(())
    }

    /// Passes one unit of the format and gives the number of its places; where the format is wrong, says how.
    pub(super) fn skip_unit(&mut self) -> std::result::Result<usize, &'static str> {
        let c = self.peek();
        if c == 0 {
            return Err("impossible<bad format char>");
        }
        self.pass();
        match c {
            b'b' | b'B' | b'h' | b'H' | b'i' | b'I' | b'l' | b'k' | b'L' | b'K' | b'n' | b'f' | b'd' | b'D' | b'c' | b'p' | b'S' | b'Y' | b'U'
            | b'C' => Ok(1),
            b'e' => match self.skip(b's') || self.skip(b't') {
                true => Ok(2 + usize::from(self.skip(b'#'))),
                false => Err("unknown parser marker combination"),
            },
            b'w' if self.peek() != b'*' => Err("impossible<bad format char>"),
            b's' | b'z' | b'y' | b'w' => {
                let sized = self.skip(b'#');
                if !sized {
                    self.skip(b'*');
                }
                Ok(1 + usize::from(sized))
            }
            b'O' => Ok(if self.skip(b'!') || self.skip(b'&') { 2 } else { 1 }),
            b'(' => {
                let mut places = 0;
                loop {
                    if self.skip(b')') {
                        return Ok(places);
                    }
                    if matches!(self.peek(), 0 | b':' | b';') {
                        return Err("Unmatched left paren in format string");
                    }
                    places += self.skip_unit()?;
                }
            }
            b')' => Err("Unmatched right paren in format string"),
            _ => Err("impossible<bad format char>"),
        }
    }

    /// What is left of the format.
    pub(super) fn rest(&self) -> &CStr {
        // SAFETY: within a C string.
        unsafe { CStr::from_ptr(self.format.cast()) }
    }

    /// Gives back what the units hold, after something else has failed.
    #[cold]
    pub(super) fn abandon(mut self, raised: Raised) -> Raised {
        drop(raised);
        self.give_back()
    }
}

/// The bytes of a read-only buffer that needs no release: good as long as the object.
#[cold]
#[inline(never)]
fn read_only(arg: &PyObject) -> std::result::Result<(*const c_char, isize), Box<Problem>> {
    if let Some(bytes) = arg.downcast_exact::<PyBytesObject>() {
        return Ok((bytes.data().cast(), bytes.len() as isize));
    }
    let fault = |expected| must_be(expected, arg).map(|()| (std::ptr::null(), 0));
    // SAFETY: suites live as long as their type.
    if unsafe { arg.ty().tp_as_buffer.get().as_ref() }.is_some_and(|b| b.bf_releasebuffer.get().is_some()) {
        return fault("read-only bytes-like object");
    }
    let view = buffer::View::simple(arg)?;
    Ok((view.data().cast::<c_char>().cast_const(), view.len() as isize))
}

/// An index as a number that fits.
#[inline]
fn index(arg: &PyObject) -> Result<isize> {
    long::convert::with_index(arg, |number| long::convert::PyLong_AsSsize_t(Some(number)))
}

fn has_index(arg: &PyObject) -> bool {
    // SAFETY: suites live as long as their type.
    unsafe { arg.ty().tp_as_number.get().as_ref() }.is_some_and(|n| n.nb_index.get().is_some())
}

/// # Safety
/// `to` has room for the bytes and a NUL.
unsafe fn copy_terminated(bytes: &[u8], to: *mut c_char) {
    // SAFETY: the caller's word.
    unsafe {
        to.cast::<u8>().copy_from_nonoverlapping(bytes.as_ptr(), bytes.len());
        *to.add(bytes.len()) = 0;
    }
}
