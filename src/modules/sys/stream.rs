//! `sys.stdin`, `sys.stdout` and `sys.stderr`: text over a file descriptor.
//!
//! Written text is in the configuration's encoding, kept until there is enough of it, a line of it, or none may wait; what is read comes a block at a time.

use crate::args::check_positional;
use crate::boundary::{method, slot};
use crate::layout::*;
use crate::object::gc::Visitor;
use crate::object::{Owned, Typed, gc, types};
use crate::protocol::{iteration, number};
use crate::raise;
use crate::runtime::buf::{Buf, ToBuf};
use crate::runtime::errors::{Result, from_errno};
use crate::runtime::gil::allow_threads;
use crate::types::bool::from_bool;
use crate::types::exceptions::{self, type_word};
use crate::types::singletons::none;
use crate::types::{list, long, unicode};
use std::cell::{Cell, RefCell};
use std::ffi::{CString, c_int};

/// As much written text as waits.
const ENOUGH: usize = 8192;

/// One of the three streams.
#[repr(C)]
pub struct Stream {
    ob_base: PyObject,
    dict: Field<PyDictObject>,
    name: Field,
    fd: Cell<c_int>,
    mode: Cell<Mode>,
    closed: Cell<bool>,
    encoding: CString,
    errors: CString,
    /// ASCII stays as it is in the encoding.
    ascii_is_itself: Cell<bool>,
    /// Written text that waits, or read bytes that nobody has asked for yet.
    bytes: RefCell<Buf<u8>>,
    /// The file has no more.
    at_end: Cell<bool>,
}
crate::layout::object_structs! { Stream: ob_base -> PyObject }
// SAFETY: the type has no subclasses.
unsafe impl Typed for Stream {
    fn type_object() -> &'static PyTypeObject {
        &TYPE
    }
}

/// What a stream does with text.
#[derive(Clone, Copy, PartialEq)]
pub enum Mode {
    Read,
    /// Written text waits until there is [`ENOUGH`].
    Write,
    /// … or a line of it.
    WriteLines,
    WriteAtOnce,
}

/// The streams' type.
pub static TYPE: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"_io.TextIOWrapper".as_ptr()),
    tp_doc: Cell::new(c"Text over a file descriptor.".as_ptr()),
    tp_basicsize: Cell::new(size_of::<Stream>() as isize),
    tp_dictoffset: Cell::new(std::mem::offset_of!(Stream, dict) as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::IMMUTABLETYPE | flags::STATIC_BUILTIN | flags::DISALLOW_INSTANTIATION),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_traverse: Cell::new(Some(slot::traverse(traverse))),
    tp_clear: Cell::new(Some(slot::clear(clear))),
    tp_repr: Cell::new(Some(slot::unary(repr))),
    tp_iter: Cell::new(Some(slot::unary(|this: &Stream| this.as_object().new_ref()))),
    tp_iternext: Cell::new(Some(slot::unary(next))),
    tp_methods: Cell::new(METHODS.as_ptr()),
    tp_getset: Cell::new(GETSETS.as_ptr()),
    ..PyTypeObject::STATIC
};

fn traverse(this: &Stream, visitor: &Visitor) -> std::result::Result<(), c_int> {
    visitor.field(&this.dict)?;
    visitor.field(&this.name)
}

fn clear(this: &Stream) {
    this.dict.set(None);
    this.name.set(None);
}

fn dealloc(this: *mut Stream) {
    // SAFETY: dead, but whole; nobody finds it through the collector any more.
    unsafe {
        gc::untrack(this.cast());
        clear(&*this);
        std::ptr::drop_in_place(&raw mut (*this).bytes);
        std::ptr::drop_in_place(&raw mut (*this).encoding);
        std::ptr::drop_in_place(&raw mut (*this).errors);
        types::free(this.cast());
    }
}

/// A new stream over a descriptor, which it does not own.
pub fn new(fd: c_int, name: &str, mode: Mode, encoding: CString, errors: CString) -> Result<Owned> {
    let name = unicode::from_str(name)?;
    let made = types::alloc(&TYPE, 0)?;
    // SAFETY: just made, of that type; a zeroed RefCell is not a RefCell yet.
    unsafe {
        let this = made.as_ptr().cast::<Stream>();
        (&raw mut (*this).bytes).write(RefCell::new(Buf::new()));
        let plain = matches!(encoding.to_bytes(), b"utf-8" | b"ascii" | b"iso8859-1" | b"latin-1");
        (*this).ascii_is_itself.set(plain);
        (&raw mut (*this).encoding).write(encoding);
        (&raw mut (*this).errors).write(errors);
        (&raw mut (*this).mode).write(Cell::new(mode));
        (*this).fd.set(fd);
        (*this).name.set(Some(name.upcast()));
    }
    Ok(made)
}

impl Stream {
    fn writes(&self) -> bool {
        self.mode.get() != Mode::Read
    }
    fn open(&self) -> Result<()> {
        if self.closed.get() { Err(raise!(ValueError, "I/O operation on closed file.")) } else { Ok(()) }
    }
    /// Writes what waits to the descriptor.
    fn flush(&self) -> Result<()> {
        if !self.writes() {
            return Ok(());
        }
        let waiting = self.bytes.take();
        let mut rest = waiting.as_slice();
        while !rest.is_empty() {
            let fd = self.fd.get();
            // SAFETY: a buffer of that length.
            let (written, errno) = allow_threads(|| {
                let written = unsafe { libc::write(fd, rest.as_ptr().cast(), rest.len()) };
                (written, crate::runtime::errors::errno())
            });
            if written < 0 {
                if errno == libc::EINTR {
                    crate::runtime::signals::check()?;
                    continue;
                }
                return Err(from_errno(&exceptions::OSError, errno, None, None));
            }
            rest = rest.get(written as usize..).unwrap_or(&[]);
        }
        Ok(())
    }
    /// Reads a block; false at the end.
    fn fill(&self) -> Result<bool> {
        let mut block = Buf::filled(0, ENOUGH);
        loop {
            let fd = self.fd.get();
            // SAFETY: a buffer of that length.
            let (count, errno) = allow_threads(|| {
                let count = unsafe { libc::read(fd, block.as_mut_ptr().cast(), block.len()) };
                (count, crate::runtime::errors::errno())
            });
            match count {
                ..0 if errno == libc::EINTR => crate::runtime::signals::check()?,
                ..0 => return Err(from_errno(&exceptions::OSError, errno, None, None)),
                count => {
                    self.bytes.borrow_mut().extend_from_slice(block.get(..count as usize).unwrap_or(&[]));
                    self.at_end.set(count == 0);
                    return Ok(count != 0);
                }
            }
        }
    }
    fn decode(&self, bytes: &[u8]) -> Result<Owned> {
        let mut text = Buf::with_capacity(bytes.len());
        let mut rest = bytes;
        while let [first, after @ ..] = rest {
            rest = after;
            match first {
                b'\r' => {
                    text.push(b'\n');
                    rest = after.strip_prefix(b"\n").unwrap_or(after);
                }
                byte => text.push(*byte),
            }
        }
        Ok(unicode::codecs::decode(&text, Some(&self.encoding), Some(&self.errors))?.upcast())
    }
}

fn write(this: &Stream, text: &PyObject) -> Result<Owned> {
    this.open()?;
    let Some(text) = text.downcast::<PyUnicodeObject>() else {
        return Err(raise!(TypeError, "write() argument must be str, not {}", type_word(text)));
    };
    if !this.writes() {
        return Err(raise!(OSError, "not writable"));
    }
    if text.is_ascii() && this.ascii_is_itself.get() {
        this.bytes.borrow_mut().extend_from_slice(text.utf8()?);
    } else {
        let encoded = unicode::codecs::encode(text, Some(&this.encoding), Some(&this.errors))?;
        this.bytes.borrow_mut().extend_from_slice(encoded.as_slice());
    }
    let full = match this.mode.get() {
        Mode::WriteAtOnce => true,
        Mode::WriteLines => this.bytes.borrow().iter().any(|b| matches!(b, b'\n' | b'\r')),
        _ => this.bytes.borrow().len() >= ENOUGH,
    };
    if full {
        this.flush()?;
    }
    long::from_i64(text.len() as i64)
}

fn writelines(this: &Stream, lines: &PyObject) -> Result<Owned> {
    this.open()?;
    let lines = iteration::PyObject_GetIter(lines)?;
    while let Some(line) = iteration::next(&lines)? {
        write(this, &line)?;
    }
    Ok(none())
}

fn readable(this: &Stream) -> Result<()> {
    this.open()?;
    if this.writes() { Err(raise!(OSError, "not readable")) } else { Ok(()) }
}

/// A line with its end, in bytes; empty at the end of the file.
fn line(this: &Stream) -> Result<Buf<u8>> {
    loop {
        let found = this.bytes.borrow().iter().position(|b| *b == b'\n');
        if let Some(at) = found {
            let rest = this.bytes.borrow_mut().split_off(at + 1);
            return Ok(this.bytes.replace(rest.into()));
        }
        if !this.fill()? {
            return Ok(this.bytes.take());
        }
    }
}

fn readline(this: &Stream, args: &[&PyObject]) -> Result<Owned> {
    check_positional("readline", args.len(), 0, 1)?;
    readable(this)?;
    let text = this.decode(&line(this)?)?;
    let most = match args.first().filter(|size| !size.is_none()) {
        Some(size) => long::convert::PyLong_AsSsize_t(Some(&*number::PyNumber_Index(size)?))?,
        None => -1,
    };
    match (usize::try_from(most), PyObject::downcast::<PyUnicodeObject>(&text)) {
        (Ok(most), Some(line)) if most < line.len() => {
            let rest = unicode::substring(line, most, line.len())?;
            let mut kept = rest.utf8()?.to_buf();
            kept.append(&mut this.bytes.borrow_mut());
            this.bytes.replace(kept);
            Ok(unicode::substring(line, 0, most)?.upcast())
        }
        _ => Ok(text),
    }
}

fn read(this: &Stream, args: &[&PyObject]) -> Result<Owned> {
    check_positional("read", args.len(), 0, 1)?;
    readable(this)?;
    let most = match args.first().filter(|size| !size.is_none()) {
        Some(size) => long::convert::PyLong_AsSsize_t(Some(&*number::PyNumber_Index(size)?))?,
        None => -1,
    };
    // A character is at most four bytes, so as many are enough.
    let enough = usize::try_from(most).map_or(usize::MAX, |most| most.saturating_mul(4));
    while this.bytes.borrow().len() < enough && this.fill()? {}
    let bytes = this.bytes.take();
    let text = this.decode(&bytes)?;
    match (usize::try_from(most), PyObject::downcast::<PyUnicodeObject>(&text)) {
        (Ok(most), Some(all)) if most < all.len() => {
            let rest = unicode::substring(all, most, all.len())?;
            this.bytes.replace(rest.utf8()?.to_buf());
            Ok(unicode::substring(all, 0, most)?.upcast())
        }
        _ => Ok(text),
    }
}

fn next(this: &Stream) -> Result<Option<Owned>> {
    readable(this)?;
    match line(this)? {
        line if line.is_empty() => Ok(None),
        line => this.decode(&line).map(Some),
    }
}

fn readlines(this: &Stream) -> Result<Owned> {
    let lines = list::new()?;
    while let Some(line) = next(this)? {
        lines.push(line)?;
    }
    Ok(lines.upcast())
}

fn close(this: &Stream) -> Result<Owned> {
    if !this.closed.get() {
        let flushed = this.flush();
        this.closed.set(true);
        flushed?;
    }
    Ok(none())
}

fn repr(this: &Stream) -> Result<Owned<PyUnicodeObject>> {
    let mode = if this.writes() { "w" } else { "r" };
    let name = this.name.get().unwrap_or_else(none).repr()?;
    exceptions::text::compose(&format!("<_io.TextIOWrapper name=% mode='{mode}' encoding='{}'>", this.encoding.to_string_lossy()), &[&name])
}

static METHODS: [PyMethodDef; 13] = [
    method::o(c"write", write, c"write($self, text, /)\n--\n\nWrites text; the number of its characters."),
    method::o(c"writelines", writelines, c"writelines($self, lines, /)\n--\n\nWrites texts one after the other."),
    method::noargs(
        c"flush",
        |this: &Stream| {
            this.open()?;
            this.flush().map(|()| none())
        },
        c"flush($self, /)\n--\n\nWrites what waits.",
    ),
    method::fastcall(c"read", read, c"read($self, size=-1, /)\n--\n\nAll that is left, or at most as many characters."),
    method::fastcall(c"readline", readline, c"readline($self, size=-1, /)\n--\n\nThe next line with its end."),
    method::noargs(c"readlines", readlines, c"readlines($self, /)\n--\n\nThe lines that are left."),
    method::noargs(c"fileno", |this: &Stream| long::from_i64(i64::from(this.fd.get())), c"fileno($self, /)\n--\n\nThe descriptor."),
    method::noargs(
        c"isatty",
        |this: &Stream| {
            this.open()?;
            // SAFETY: any number may be asked about.
            Ok::<Owned, crate::runtime::errors::Raised>(from_bool(unsafe { libc::isatty(this.fd.get()) } == 1))
        },
        c"isatty($self, /)\n--\n\nWhether it is a terminal.",
    ),
    method::noargs(c"readable", |this: &Stream| from_bool(!this.writes()), c"readable($self, /)\n--\n\nWhether it can be read."),
    method::noargs(c"writable", |this: &Stream| from_bool(this.writes()), c"writable($self, /)\n--\n\nWhether it can be written."),
    method::noargs(c"seekable", |_: &Stream| from_bool(false), c"seekable($self, /)\n--\n\nFalse: the place is the descriptor's."),
    method::noargs(c"close", close, c"close($self, /)\n--\n\nWrites what waits, and ends it. The descriptor stays open."),
    PyMethodDef::END,
];

static GETSETS: [PyGetSetDef; 9] = [
    method::getset(c"name", |this: &Stream| this.name.get().unwrap_or_else(none), c""),
    method::getset(c"mode", |this: &Stream| unicode::from_str(if this.writes() { "w" } else { "r" }), c""),
    method::getset(c"encoding", |this: &Stream| unicode::from_str(this.encoding.to_str().unwrap_or("utf-8")), c""),
    method::getset(c"errors", |this: &Stream| unicode::from_str(this.errors.to_str().unwrap_or("strict")), c""),
    method::getset(c"closed", |this: &Stream| from_bool(this.closed.get()), c""),
    method::getset(c"newlines", |_: &Stream| none(), c""),
    method::getset(c"line_buffering", |this: &Stream| from_bool(this.mode.get() == Mode::WriteLines), c""),
    method::getset(
        c"write_through",
        |this: &Stream| {
            from_bool(this.mode.get() == Mode::WriteAtOnce || (!this.writes() && crate::runtime::interp().py_config.get().buffered_stdio == 0))
        },
        c"",
    ),
    PyGetSetDef::END,
];
