//! `_io.StringIO`: a file of text in memory.
//!
//! The text is as narrow as its widest character so far asks for. Text that comes passes the newline decoder, so that reading finds lines as they are kept.

use super::abstracts::TEXT_IO_BASE;
use super::base::{self, IoBase};
use super::newline::{self, NewlineDecoder};
use super::{bytesio, optional_size, whence};
use crate::args::{Signature, check_positional};
use crate::boundary::{method, slot};
use crate::layout::*;
use crate::object::{Owned, Typed, id, types};
use crate::protocol::number;
use crate::raise;
use crate::runtime::errors::{Raised, Result};
use crate::types::bool::from_bool;
use crate::types::singletons::none;
use crate::types::unicode::chars::{Chars, TextBuf};
use crate::types::unicode::{self, search};
use crate::types::{exceptions, long, tuple};
use std::cell::{Cell, RefCell};

/// What ends a line where it is read, and how ends are changed: an argument `newline`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[repr(u8)]
pub enum Newline {
    /// Any of the three, which become `\n` (None).
    Universal = 0,
    /// Any of the three, kept as they are (the empty text).
    Kept,
    #[default]
    Lf,
    Cr,
    CrLf,
}

impl Newline {
    /// What the argument says.
    pub fn of(newline: Option<&PyUnicodeObject>) -> Result<Self> {
        let Some(newline) = newline else { return Ok(Newline::Universal) };
        Ok(match newline.chars() {
            Chars::One([]) => Newline::Kept,
            Chars::One(b"\n") => Newline::Lf,
            Chars::One(b"\r") => Newline::Cr,
            Chars::One(b"\r\n") => Newline::CrLf,
            _ => {
                let shown = newline.as_object().repr()?;
                let message = exceptions::text::compose("illegal newline value: %", &[&shown])?;
                return Err(crate::runtime::errors::with_value(&exceptions::ValueError, &message));
            }
        })
    }
    /// The argument, where it is none of the `str` that `of` takes: `TypeError`.
    pub fn of_object(newline: &PyObject) -> Result<Self> {
        if newline.is_none() {
            return Ok(Newline::Universal);
        }
        match newline.downcast::<PyUnicodeObject>() {
            Some(newline) => Newline::of(Some(newline)),
            None => Err(raise!(TypeError, "newline must be str or None, not {}", newline.ty().name())),
        }
    }
    /// Whether any of the three ends a line.
    pub fn is_universal(self) -> bool {
        matches!(self, Newline::Universal | Newline::Kept)
    }
    /// What a line that is written ends with, where that is not `\n`.
    pub fn written(self) -> Option<&'static str> {
        match self {
            Newline::Cr => Some("\r"),
            Newline::CrLf => Some("\r\n"),
            _ => None,
        }
    }
    /// The argument that says this.
    pub fn argument(self) -> Option<&'static str> {
        match self {
            Newline::Universal => None,
            Newline::Kept => Some(""),
            Newline::Lf => Some("\n"),
            Newline::Cr => Some("\r"),
            Newline::CrLf => Some("\r\n"),
        }
    }
    /// Where the first line ends, its end included.
    pub fn find(self, chars: Chars<'_>) -> Option<usize> {
        let find = |c: u8, from: usize| search::find_char(chars.slice(from, chars.len()), u32::from(c), true).map(|at| from + at);
        match self {
            Newline::Universal | Newline::Lf => find(b'\n', 0).map(|at| at + 1),
            Newline::Cr => find(b'\r', 0).map(|at| at + 1),
            Newline::Kept => {
                let lf = find(b'\n', 0);
                let until = lf.unwrap_or(chars.len());
                match search::find_char(chars.slice(0, until), u32::from(b'\r'), true) {
                    Some(cr) => Some(if lf == Some(cr + 1) { cr + 2 } else { cr + 1 }),
                    None => lf.map(|at| at + 1),
                }
            }
            Newline::CrLf => {
                let mut from = 0;
                while let Some(at) = find(b'\r', from) {
                    if chars.get(at + 1) == Some(u32::from(b'\n')) {
                        return Some(at + 2);
                    }
                    from = at + 1;
                }
                None
            }
        }
    }
}

/// Text with each `\n` replaced.
pub fn with_newlines(text: &PyUnicodeObject, by: &str) -> Result<Owned<PyUnicodeObject>> {
    let chars = text.chars();
    let mut out = TextBuf::with_capacity(chars.len() + chars.len() / 16);
    let mut at = 0;
    while let Some(found) = search::find_char(chars.slice(at, chars.len()), u32::from(b'\n'), true) {
        out.push_chars(chars.slice(at, at + found));
        out.push_str(by);
        at += found + 1;
    }
    if at == 0 {
        return Ok(Owned::from_ref(text));
    }
    out.push_chars(chars.slice(at, chars.len()));
    unicode::from_buf(&out)
}

/// A file of text in memory.
#[repr(C)]
pub struct StringIo {
    base: IoBase,
    text: RefCell<TextBuf>,
    at: Cell<usize>,
    decoder: Field<NewlineDecoder>,
    newline: Cell<Newline>,
    /// `__init__` has run.
    ready: Cell<bool>,
    closed: Cell<bool>,
}
object_structs! { StringIo: base -> IoBase }
const _: () = assert!(size_of::<StringIo>() <= 120);
// SAFETY: instances of StringIO and of its subclasses begin with this struct.
unsafe impl Typed for StringIo {
    fn type_object() -> &'static PyTypeObject {
        &STRING_IO
    }
}

/// `_io.StringIO`.
pub static STRING_IO: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"_io.StringIO".as_ptr()),
    tp_doc: Cell::new(c"StringIO(initial_value='', newline='\\n')\n--\n\nA file of text in memory.".as_ptr()),
    tp_basicsize: Cell::new(size_of::<StringIo>() as isize),
    tp_base: Field::to_static(&TEXT_IO_BASE),
    tp_dealloc: Cell::new(Some(slot::dealloc(|this: *mut StringIo| {
        // SAFETY: dead but whole; the text is dropped once, with the object.
        unsafe {
            base::end(this.cast(), |this: &StringIo| {
                this.decoder.set(None);
                drop(this.text.take());
            })
        }
    }))),
    tp_traverse: Cell::new(Some(slot::traverse(|this: &StringIo, visitor| {
        visitor.field(&this.base.dict)?;
        visitor.field(&this.decoder)
    }))),
    tp_clear: Cell::new(Some(slot::clear(|this: &StringIo| {
        this.base.dict.set(None);
        this.decoder.set(None);
    }))),
    tp_iternext: Cell::new(Some(slot::unary(next))),
    tp_methods: Cell::new(METHODS.as_ptr()),
    tp_getset: Cell::new(GETSETS.as_ptr()),
    tp_init: Cell::new(Some(slot::init(init))),
    tp_new: Cell::new(Some(slot::new(|ty: &PyTypeObject, _: &PyTupleObject, _: Option<&PyDictObject>| alloc(ty)))),
    ..base::TYPE
};

static METHODS: [PyMethodDef; 14] = [
    method::noargs(c"close", close, c"close($self, /)\n--\n\nEnds it, and frees the text."),
    method::noargs(c"getvalue", getvalue, c"getvalue($self, /)\n--\n\nAll the text."),
    method::fastcall(c"read", read, c"read($self, size=-1, /)\n--\n\nSo many characters, or all that are left."),
    method::fastcall(c"readline", readline, c"readline($self, size=-1, /)\n--\n\nThe next line with its end."),
    method::noargs(c"tell", |this: &StringIo| this.open().and_then(|()| long::from_usize(this.at.get())), c"tell($self, /)\n--\n\nThe place."),
    method::fastcall(c"truncate", truncate, c"truncate($self, pos=None, /)\n--\n\nCuts it at a place, by default at the present one."),
    method::fastcall(c"seek", seek, c"seek($self, pos, whence=0, /)\n--\n\nMoves to a place; where that is."),
    method::o(c"write", write, c"write($self, s, /)\n--\n\nWrites text; how many characters."),
    method::noargs(c"seekable", yes, c"seekable($self, /)\n--\n\nTrue."),
    method::noargs(c"readable", yes, c"readable($self, /)\n--\n\nTrue."),
    method::noargs(c"writable", yes, c"writable($self, /)\n--\n\nTrue."),
    method::noargs(c"__getstate__", getstate, c"__getstate__($self, /)\n--\n\n"),
    method::o(c"__setstate__", setstate, c"__setstate__($self, state, /)\n--\n\n"),
    PyMethodDef::END,
];

static GETSETS: [PyGetSetDef; 4] = [
    method::getset(
        c"closed",
        |this: &StringIo| {
            this.check_ready()?;
            Ok::<Owned, Raised>(from_bool(this.closed.get()))
        },
        c"Whether the file is closed.",
    ),
    method::getset(
        c"newlines",
        |this: &StringIo| {
            this.open()?;
            this.decoder.get().map_or_else(|| Ok(none()), |decoder| decoder.newlines())
        },
        c"The ends of lines that were seen.",
    ),
    method::getset(
        c"line_buffering",
        |this: &StringIo| {
            this.open()?;
            Ok::<Owned, Raised>(from_bool(false))
        },
        c"False.",
    ),
    PyGetSetDef::END,
];

fn alloc(ty: &PyTypeObject) -> Result<Owned> {
    let made = types::alloc(ty, 0)?;
    // SAFETY: just made, of the type; a zeroed text is none.
    unsafe { (&raw mut (*made.as_ptr().cast::<StringIo>()).text).write(RefCell::new(TextBuf::new())) };
    Ok(made)
}

/// Where a piece of text goes over what is there.
fn put(text: &mut TextBuf, at: usize, piece: Chars<'_>) {
    let len = text.len();
    if at >= len {
        text.push_n(0, at - len);
        return text.push_chars(piece);
    }
    // What fits into the units that are there is written over them.
    match (&mut *text, piece) {
        (TextBuf::One(units), Chars::One(new)) => return over(units, at, new),
        (TextBuf::Two(units), Chars::Two(new)) => return over(units, at, new),
        (TextBuf::Four(units), Chars::Four(new)) => return over(units, at, new),
        _ => {}
    }
    let old = std::mem::take(text);
    let chars = old.chars();
    text.push_chars(chars.slice(0, at));
    text.push_chars(piece);
    text.push_chars(chars.slice((at + piece.len()).min(len), len));
}

fn over<T: Copy>(units: &mut crate::runtime::buf::Buf<T>, at: usize, new: &[T]) {
    let within = new.len().min(units.len().saturating_sub(at));
    let (first, rest) = new.split_at(within);
    if let Some(place) = units.get_mut(at..at + within) {
        place.copy_from_slice(first);
    }
    units.extend_from_slice(rest);
}

impl StringIo {
    fn check_ready(&self) -> Result<()> {
        if self.ready.get() { Ok(()) } else { Err(raise!(ValueError, "I/O operation on uninitialized object")) }
    }
    fn open(&self) -> Result<()> {
        self.check_ready()?;
        if self.closed.get() { Err(raise!(ValueError, "I/O operation on closed file")) } else { Ok(()) }
    }
    fn len(&self) -> usize {
        self.text.borrow().len()
    }
    /// Writes text as it is to be kept.
    fn put(&self, text: &PyUnicodeObject) -> Result<()> {
        let mut text = match self.decoder.get() {
            Some(decoder) => decoder.translate(Owned::from_ref(text), true)?,
            None => Owned::from_ref(text),
        };
        if let Some(newline) = self.newline.get().written() {
            text = with_newlines(&text, newline)?;
        }
        let at = self.at.get();
        if at.checked_add(text.len()).is_none_or(|end| end > isize::MAX as usize) {
            return Err(raise!(OverflowError, "new position too large"));
        }
        put(&mut self.text.borrow_mut(), at, text.chars());
        self.at.set(at + text.len());
        Ok(())
    }
    /// So many characters from the place on, which moves.
    fn take(&self, count: usize) -> Result<Owned> {
        let text = self.text.borrow();
        let at = self.at.get();
        let taken = match text.chars() {
            _ if count == 0 => unicode::from_str("")?,
            _ if at == 0 && count == text.len() => whole(&text)?,
            chars => unicode::from_chars(chars.slice(at, at + count))?,
        };
        self.at.set(at + count);
        Ok(taken.upcast())
    }
    fn line(&self, most: isize) -> Result<Owned> {
        let text = self.text.borrow();
        let at = self.at.get();
        if at >= text.len() {
            return Ok(unicode::from_str("")?.upcast());
        }
        let rest = text.chars().slice(at, text.len());
        let found = self.newline.get().find(rest).unwrap_or(rest.len());
        drop(text);
        self.take(usize::try_from(most).map_or(found, |most| found.min(most)))
    }
}

/// All of a text. Its units may be wider than what is left in it asks for.
fn whole(text: &TextBuf) -> Result<Owned<PyUnicodeObject>> {
    unicode::from_chars(text.chars())
}

fn init(this: &StringIo, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<()> {
    static SIGNATURE: Signature<2> = Signature { function: "StringIO", names: ["initial_value", "newline"], positional: 2, required: 0 };
    let [value, newline] = SIGNATURE.bind_call(args, kwargs)?;
    start(this, value.as_deref(), newline.as_deref())
}

fn start(this: &StringIo, value: Option<&PyObject>, newline: Option<&PyObject>) -> Result<()> {
    let newline = newline.map_or(Ok(Newline::Lf), Newline::of_object)?;
    let value = match value {
        None => None,
        Some(value) if value.is_none() => None,
        Some(value) => match value.downcast::<PyUnicodeObject>() {
            Some(value) => Some(value),
            None => return Err(raise!(TypeError, "initial_value must be str or None, not {}", value.ty().name())),
        },
    };
    this.ready.set(false);
    this.newline.set(newline);
    this.decoder.set(if newline.is_universal() { Some(newline::new(None, newline == Newline::Universal)?) } else { None });
    drop(this.text.take());
    this.at.set(0);
    if let Some(value) = value.filter(|value| !value.is_empty()) {
        this.put(value)?;
        this.at.set(0);
    }
    this.closed.set(false);
    this.ready.set(true);
    Ok(())
}

fn yes(this: &StringIo) -> Result<Owned> {
    this.open()?;
    Ok(from_bool(true))
}

fn close(this: &StringIo) -> Result<Owned> {
    this.closed.set(true);
    drop(this.text.take());
    Ok(none())
}

fn getvalue(this: &StringIo) -> Result<Owned> {
    this.open()?;
    Ok(whole(&this.text.borrow())?.upcast())
}

fn read(this: &StringIo, args: &[&PyObject]) -> Result<Owned> {
    check_positional("read", args.len(), 0, 1)?;
    let size = optional_size(args.first())?;
    this.open()?;
    let rest = this.len().saturating_sub(this.at.get());
    this.take(usize::try_from(size).map_or(rest, |size| size.min(rest)))
}

fn readline(this: &StringIo, args: &[&PyObject]) -> Result<Owned> {
    check_positional("readline", args.len(), 0, 1)?;
    let size = optional_size(args.first())?;
    this.open()?;
    this.line(size)
}

fn next(this: &StringIo) -> Result<Option<Owned>> {
    this.open()?;
    let line = if std::ptr::eq(this.ty(), &STRING_IO) { this.line(-1)? } else { this.call_method(&id::readline, &[])? };
    match PyObject::downcast::<PyUnicodeObject>(&line) {
        Some(text) if text.is_empty() => Ok(None),
        Some(_) => Ok(Some(line)),
        None => Err(raise!(OSError, "readline() should have returned a str object, not '{}'", line.ty().name())),
    }
}

fn truncate(this: &StringIo, args: &[&PyObject]) -> Result<Owned> {
    check_positional("truncate", args.len(), 0, 1)?;
    this.open()?;
    let size = match args.first().filter(|size| !size.is_none()) {
        None => this.at.get() as isize,
        Some(size) if number::is_index(size) => number::as_isize(size, Some(&exceptions::OverflowError))?,
        Some(size) => return Err(raise!(TypeError, "argument should be integer or None, not '{}'", size.ty().name())),
    };
    let Ok(len) = usize::try_from(size) else { return Err(raise!(ValueError, "Negative size value {size}")) };
    match &mut *this.text.borrow_mut() {
        TextBuf::One(units) => units.truncate(len),
        TextBuf::Two(units) => units.truncate(len),
        TextBuf::Four(units) => units.truncate(len),
    }
    long::from_usize(len)
}

fn seek(this: &StringIo, args: &[&PyObject]) -> Result<Owned> {
    check_positional("seek", args.len(), 1, 2)?;
    let to = args.first().map_or(Ok(0), |to| long::convert::as_ssize(to))?;
    let whence = whence(args.get(1))?;
    this.open()?;
    match whence {
        0..=2 => {}
        _ => return Err(raise!(ValueError, "Invalid whence ({whence}, should be 0, 1 or 2)")),
    }
    if whence == 0 && to < 0 {
        return Err(raise!(ValueError, "Negative seek position {to}"));
    }
    if whence != 0 && to != 0 {
        return Err(raise!(OSError, "Can't do nonzero cur-relative seeks"));
    }
    this.at.set(match whence {
        0 => to as usize,
        1 => this.at.get(),
        _ => this.len(),
    });
    long::from_usize(this.at.get())
}

fn write(this: &StringIo, text: &PyObject) -> Result<Owned> {
    this.check_ready()?;
    let Some(text) = text.downcast::<PyUnicodeObject>() else {
        return Err(raise!(TypeError, "string argument expected, got '{}'", text.ty().name()));
    };
    this.open()?;
    if !text.is_empty() {
        this.put(text)?;
    }
    long::from_usize(text.len())
}

fn getstate(this: &StringIo) -> Result<Owned> {
    let value = getvalue(this)?;
    let newline = match this.newline.get().argument() {
        None => none(),
        Some(text) => unicode::from_str(text)?.upcast(),
    };
    let dict = match this.base.dict.get() {
        Some(dict) => dict.copy()?.upcast(),
        None => none(),
    };
    Ok(tuple::from_owned([value, newline, long::from_usize(this.at.get())?, dict])?.upcast())
}

fn setstate(this: &StringIo, state: &PyObject) -> Result<Owned> {
    let Some(&[value, newline, at, dict]) = state.downcast::<PyTupleObject>().map(PyTupleObject::as_slice) else {
        let (this, given) = (this.ty().name(), state.ty().name());
        return Err(raise!(TypeError, "{this}.__setstate__ argument should be 4-tuple, got {given}"));
    };
    start(this, Some(value), Some(newline))?;
    // What was kept is put back as it is: ends of lines that have been changed once are not changed again.
    let Some(text) = value.downcast::<PyUnicodeObject>() else {
        return Err(raise!(TypeError, "string argument expected, got '{}'", value.ty().name()));
    };
    let mut kept = TextBuf::new();
    kept.push_chars(text.chars());
    drop(this.text.replace(kept));
    if at.downcast::<PyLongObject>().is_none() {
        return Err(raise!(TypeError, "third item of state must be an integer, got {}", at.ty().name()));
    }
    let Ok(at) = usize::try_from(long::convert::PyLong_AsSsize_t(Some(at))?) else {
        return Err(raise!(ValueError, "position value cannot be negative"));
    };
    this.at.set(at);
    bytesio::restore_dict(this, dict, "fourth")?;
    Ok(none())
}
