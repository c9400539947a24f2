//! `_io._IOBase` and `_io._RawIOBase`: what every file has, and what a raw one has.
//!
//! Each method works by calls of the others, which a class that derives from these brings.

use super::{also, bytes_of, optional_size, uninterrupted, unsupported, writable_argument};
use crate::args::{Signature, check_positional};
use crate::boundary::method::{self, Args};
use crate::boundary::slot;
use crate::layout::*;
use crate::object::types::{self, instance};
use crate::object::{Owned, attribute, gc, id};
use crate::protocol::{iteration, sequence};
use crate::raise;
use crate::runtime::buf::Buf;
use crate::runtime::errors::{self, Raised, Result};
use crate::types::bool::from_bool;
use crate::types::singletons::none;
use crate::types::{bytearray, bytes, list, long, weakref};
use std::cell::Cell;
use std::mem::offset_of;

/// What every file begins with.
#[repr(C)]
pub struct IoBase {
    ob_base: PyObject,
    pub dict: Field<PyDictObject>,
    weaklist: Cell<*mut PyObject>,
}
object_structs! { IoBase: ob_base -> PyObject }
const _: () = assert!(size_of::<IoBase>() == 32);

/// `_io._IOBase`.
pub static IO_BASE: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"_io._IOBase".as_ptr()),
    tp_doc: Cell::new(c"What every file has.".as_ptr()),
    tp_basicsize: Cell::new(size_of::<IoBase>() as isize),
    tp_iter: Cell::new(Some(slot::unary(iter))),
    tp_iternext: Cell::new(Some(slot::unary(next))),
    tp_methods: Cell::new(METHODS.as_ptr()),
    tp_getset: Cell::new(GETSETS.as_ptr()),
    tp_finalize: Cell::new(Some(slot::dealloc(finalize))),
    tp_new: Cell::new(Some(crate::types::object_type::NEW)),
    ..TYPE
};

/// What the types of this folder have in common.
#[allow(clippy::declare_interior_mutable_const, reason = "each static that takes it has its own")]
pub const TYPE: PyTypeObject = PyTypeObject {
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::BASETYPE | flags::IMMUTABLETYPE),
    tp_dictoffset: Cell::new(offset_of!(IoBase, dict) as isize),
    tp_weaklistoffset: Cell::new(offset_of!(IoBase, weaklist) as isize),
    tp_dealloc: Cell::new(Some(slot::dealloc(|this: *mut IoBase| {
        // SAFETY: dead but whole.
        unsafe { end(this.cast(), |_: &IoBase| {}) }
    }))),
    tp_traverse: Cell::new(Some(slot::traverse(|this: &IoBase, visitor| visitor.field(&this.dict)))),
    tp_clear: Cell::new(Some(slot::clear(|this: &IoBase| this.dict.set(None)))),
    ..PyTypeObject::STATIC
};

/// `_io._RawIOBase`.
pub static RAW_IO_BASE: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"_io._RawIOBase".as_ptr()),
    tp_doc: Cell::new(c"What a file without a buffer has.".as_ptr()),
    tp_basicsize: Cell::new(size_of::<IoBase>() as isize),
    tp_base: Field::to_static(&IO_BASE),
    tp_methods: Cell::new(RAW_METHODS.as_ptr()),
    ..TYPE
};

static METHODS: [PyMethodDef; 20] = [
    method::keywords(
        c"seek",
        |_: &IoBase, args: Args<'_>| unsupported_call(&Signature { function: "seek", names: ["", ""], positional: 2, required: 1 }, args),
        c"seek($self, offset, whence=os.SEEK_SET, /)\n--\n\nMoves to a place; where that is.",
    ),
    method::noargs(c"tell", |this: &IoBase| this.call_method(&id::seek, &[&long::zero(), &long::one()]), c"tell($self, /)\n--\n\nThe place."),
    method::keywords(
        c"truncate",
        |_: &IoBase, args: Args<'_>| unsupported_call(&Signature { function: "truncate", names: [""], positional: 1, required: 0 }, args),
        c"truncate($self, size=None, /)\n--\n\nMakes the file so long, by default as long as the place says; the length.",
    ),
    method::noargs(c"flush", flush, c"flush($self, /)\n--\n\nWrites what waits."),
    method::noargs(c"close", close, c"close($self, /)\n--\n\nWrites what waits, and ends it. Does nothing a second time."),
    method::noargs(c"seekable", |_: &IoBase| from_bool(false), c"seekable($self, /)\n--\n\nWhether the place can be changed."),
    method::noargs(c"readable", |_: &IoBase| from_bool(false), c"readable($self, /)\n--\n\nWhether it can be read."),
    method::noargs(c"writable", |_: &IoBase| from_bool(false), c"writable($self, /)\n--\n\nWhether it can be written."),
    method::noargs(c"_checkClosed", |this: &IoBase| check_closed(this).map(|()| none()), c"_checkClosed($self, /)\n--\n\n"),
    method::noargs(c"_checkSeekable", |this: &IoBase| check_seekable(this), c"_checkSeekable($self, /)\n--\n\n"),
    method::noargs(c"_checkReadable", |this: &IoBase| check_readable(this), c"_checkReadable($self, /)\n--\n\n"),
    method::noargs(c"_checkWritable", |this: &IoBase| check_writable(this), c"_checkWritable($self, /)\n--\n\n"),
    method::keywords(
        c"fileno",
        |_: &IoBase, args: Args<'_>| no_arguments("fileno", args),
        c"fileno($self, /)\n--\n\nThe descriptor; OSError where there is none.",
    ),
    method::noargs(c"isatty", |this: &IoBase| check_closed(this).map(|()| from_bool(false)), c"isatty($self, /)\n--\n\nWhether it is a terminal."),
    method::noargs(c"__enter__", |this: &IoBase| check_closed(this).map(|()| this.new_ref()), c"__enter__($self, /)\n--\n\n"),
    method::fastcall(c"__exit__", |this: &IoBase, _: &[&PyObject]| this.call_method(&id::close, &[]), c""),
    method::fastcall(c"readline", readline, c"readline($self, size=-1, /)\n--\n\nThe next line with its end, at most so many bytes of it."),
    method::fastcall(
        c"readlines",
        readlines,
        c"readlines($self, hint=-1, /)\n--\n\nThe lines that are left, until there is as much as the hint says.",
    ),
    method::o(c"writelines", writelines, c"writelines($self, lines, /)\n--\n\nWrites one after the other."),
    PyMethodDef::END,
];

static GETSETS: [PyGetSetDef; 3] = [
    method::getset(c"__dict__", |this: &PyObject| instance::dict_or_new(this), c""),
    method::getset(c"closed", |this: &IoBase| is_closed(this).map(from_bool), c""),
    PyGetSetDef::END,
];

/// The end of an instance of a class of this folder: closes the file (which may bring it back), and frees what it holds.
///
/// # Safety
/// The object is dead but whole, and has the struct `S`.
pub unsafe fn end<S: IsObject>(this: *mut PyObject, clear: impl FnOnce(&S)) {
    // SAFETY: the caller's word.
    unsafe {
        if types::c::PyObject_CallFinalizerFromDealloc(this) < 0 {
            return;
        }
        gc::untrack(this);
        let base = &*this.cast::<IoBase>();
        if !base.weaklist.get().is_null() {
            weakref::clear_all(base);
        }
        clear(&*this.cast::<S>());
        base.dict.set(None);
        types::free(this);
    }
}

/// Closes what nobody has closed. What is raised goes to `sys.unraisablehook`.
fn finalize(this: *mut IoBase) {
    // SAFETY: alive while its finalizer runs.
    let this = unsafe { &*this };
    let kept = errors::take();
    let closed = match attribute::get_optional(this, &id::closed) {
        Ok(Some(closed)) => closed.is_true(),
        // Without the attribute nothing can be said.
        Ok(None) => Ok(true),
        Err(raised) => Err(raised),
    };
    let open = !closed.unwrap_or_else(|raised| {
        raised.clear();
        true
    });
    if open {
        // It says to `close` that this is the end.
        if let Err(raised) = attribute::set(this, &id::_finalizing, Some(&from_bool(true))) {
            raised.clear();
        }
        if this.call_method(&id::close, &[]).is_err() {
            super::ignored_at_the_end(this);
        }
    }
    errors::restore(kept);
}

// ---- being open ---------------------------------------------------------------------------------------------------

/// Whether `_IOBase.close` has run on the object itself.
fn is_closed(this: &PyObject) -> Result<bool> {
    Ok(attribute::get_optional(this, &id::__IOBase_closed)?.is_some())
}

#[cold]
pub fn closed_file() -> Raised {
    raise!(ValueError, "I/O operation on closed file.")
}

/// `ValueError` where the object's `closed` says so.
pub fn check_closed(this: &PyObject) -> Result<()> {
    match attribute::get_optional(this, &id::closed)? {
        Some(closed) if closed.is_true()? => Err(closed_file()),
        _ => Ok(()),
    }
}

fn check(this: &PyObject, question: &PyUnicodeObject, message: &str) -> Result<Owned> {
    let answer = this.call_method(question, &[])?;
    if answer.is(&from_bool(true)) { Ok(answer) } else { Err(unsupported(message)) }
}
/// True; `UnsupportedOperation` where the object does not say that its place can be changed.
pub fn check_seekable(this: &PyObject) -> Result<Owned> {
    check(this, &id::seekable, "File or stream is not seekable.")
}
/// True; `UnsupportedOperation` where the object does not say that it can be read.
pub fn check_readable(this: &PyObject) -> Result<Owned> {
    check(this, &id::readable, "File or stream is not readable.")
}
/// True; `UnsupportedOperation` where the object does not say that it can be written.
pub fn check_writable(this: &PyObject) -> Result<Owned> {
    check(this, &id::writable, "File or stream is not writable.")
}

fn flush(this: &IoBase) -> Result<Owned> {
    if is_closed(this)? { Err(closed_file()) } else { Ok(none()) }
}

/// `_IOBase.close`.
pub fn close(this: &IoBase) -> Result<Owned> {
    if is_closed(this)? {
        return Ok(none());
    }
    let flushed = this.call_method(&id::flush, &[]);
    also(flushed, || attribute::set(this, &id::__IOBase_closed, Some(&from_bool(true))))?;
    Ok(none())
}

/// What a class that derives from this one would do.
pub fn unsupported_call<const N: usize>(signature: &Signature<N>, args: Args<'_>) -> Result<Owned> {
    signature.bind(args)?;
    Err(unsupported(signature.function))
}
/// The same of a method without arguments.
pub fn no_arguments(function: &str, args: Args<'_>) -> Result<Owned> {
    if !args.positional.is_empty() || args.has_keywords() {
        return Err(raise!(TypeError, "{function}() takes no arguments"));
    }
    Err(unsupported(function))
}

// ---- lines --------------------------------------------------------------------------------------------------------

fn iter(this: &IoBase) -> Result<Owned> {
    check_closed(this)?;
    Ok(this.new_ref())
}

fn next(this: &IoBase) -> Result<Option<Owned>> {
    let line = this.call_method(&id::readline, &[])?;
    Ok(if sequence::len(&line)? == 0 { None } else { Some(line) })
}

/// `OSError` where `method` gave other than bytes.
fn must_be_bytes<'a>(object: &'a PyObject, method: &str) -> Result<&'a PyBytesObject> {
    bytes_of(object).ok_or_else(|| raise!(OSError, "{method}() should have returned a bytes object, not '{}'", object.ty().name()))
}

fn readline(this: &IoBase, args: &[&PyObject]) -> Result<Owned> {
    check_positional("readline", args.len(), 0, 1)?;
    let most = usize::try_from(optional_size(args.first())?).ok();
    // Without a look ahead a byte at a time is read, so that nothing after the line is.
    let peek = attribute::get_optional(this, &id::peek)?;
    let mut line = Buf::new();
    while most.is_none_or(|most| line.len() < most) {
        let mut wanted = 1;
        if let Some(peek) = &peek {
            let ahead = uninterrupted(|| peek.call1(&long::one()))?;
            let ahead = must_be_bytes(&ahead, "peek")?.as_slice();
            if !ahead.is_empty() {
                let ahead = ahead.get(..most.unwrap_or(ahead.len()).min(ahead.len())).unwrap_or(ahead);
                wanted = memchr::memchr(b'\n', ahead).map_or(ahead.len(), |at| at + 1);
            }
        }
        let wanted = long::from_usize(wanted)?;
        let read = uninterrupted(|| this.call_method(&id::read, &[&wanted]))?;
        let read = must_be_bytes(&read, "read")?.as_slice();
        line.extend_from_slice(read);
        if read.is_empty() || line.last() == Some(&b'\n') {
            break;
        }
    }
    Ok(bytes::from_slice(&line)?.upcast())
}

fn readlines(this: &IoBase, args: &[&PyObject]) -> Result<Owned> {
    check_positional("readlines", args.len(), 0, 1)?;
    let hint = optional_size(args.first())?;
    let lines = list::new()?;
    if hint <= 0 {
        lines.extend(this)?;
        return Ok(lines.upcast());
    }
    let mut left = hint as usize;
    let iterator = iteration::iter(this)?;
    while let Some(line) = iteration::next(&iterator)? {
        let length = sequence::len(&line)?;
        lines.push(line)?;
        match left.checked_sub(length) {
            Some(rest) => left = rest,
            None => break,
        }
    }
    Ok(lines.upcast())
}

fn writelines(this: &IoBase, lines: &PyObject) -> Result<Owned> {
    check_closed(this)?;
    let iterator = iteration::iter(lines)?;
    while let Some(line) = iteration::next(&iterator)? {
        uninterrupted(|| this.call_method(&id::write, &[&line]))?;
    }
    Ok(none())
}

// ---- raw files ----------------------------------------------------------------------------------------------------

static RAW_METHODS: [PyMethodDef; 5] = [
    method::fastcall(c"read", raw_read, c"read($self, size=-1, /)\n--\n\nAt most so many bytes, by one call of readinto; all that are left for -1."),
    method::noargs(c"readall", raw_readall, c"readall($self, /)\n--\n\nAll the bytes that are left, by calls of read."),
    method::fastcall(c"readinto", |_: &IoBase, _: &[&PyObject]| Err::<Owned, _>(errors::raise_class(&NOT_IMPLEMENTED)), c""),
    method::fastcall(c"write", |_: &IoBase, _: &[&PyObject]| Err::<Owned, _>(errors::raise_class(&NOT_IMPLEMENTED)), c""),
    PyMethodDef::END,
];
use crate::types::exceptions::NotImplementedError as NOT_IMPLEMENTED;

fn raw_read(this: &IoBase, args: &[&PyObject]) -> Result<Owned> {
    check_positional("read", args.len(), 0, 1)?;
    let size = match args.first() {
        Some(size) => long::convert::as_ssize(size)?,
        None => -1,
    };
    let Ok(room) = usize::try_from(size) else { return this.call_method(&id::readall, &[]) };
    let block = bytearray::from_slice(&Buf::filled(0, room))?;
    let count = this.call_method(&id::readinto, &[&block])?;
    if count.is_none() {
        return Ok(count);
    }
    let count = crate::protocol::number::as_isize(&count, Some(&crate::types::exceptions::ValueError))?;
    match usize::try_from(count).ok().and_then(|count| block.as_slice().get(..count)) {
        Some(read) if count <= size => Ok(bytes::from_slice(read)?.upcast()),
        _ => Err(raise!(ValueError, "readinto returned {count} outside buffer size {size}")),
    }
}

fn raw_readall(this: &IoBase) -> Result<Owned> {
    let size = long::from_usize(super::DEFAULT_BUFFER_SIZE)?;
    let mut all = Buf::new();
    loop {
        let read = uninterrupted(|| this.call_method(&id::read, &[&size]))?;
        if read.is_none() {
            return if all.is_empty() { Ok(read) } else { Ok(bytes::from_slice(&all)?.upcast()) };
        }
        let Some(bytes) = bytes_of(&read) else { return Err(raise!(TypeError, "read() should return bytes")) };
        if bytes.is_empty() {
            return Ok(crate::types::bytes::from_slice(&all)?.upcast());
        }
        all.extend_from_slice(bytes.as_slice());
    }
}

/// Fills a buffer by one call of `read` or `read1`, for files that bring only these.
pub fn read_into_by(this: &PyObject, buffer: &PyObject, function: &str, read: &PyUnicodeObject) -> Result<Owned> {
    let view = writable_argument(function, buffer)?;
    let read = this.call_method(read, &[&*long::from_usize(view.len())?])?;
    let Some(read) = bytes_of(&read) else { return Err(raise!(TypeError, "read() should return bytes")) };
    if read.len() > view.len() {
        return Err(raise!(ValueError, "read() returned too much data: {} bytes requested, {} returned", view.len(), read.len()));
    }
    // SAFETY: the buffer is as long; no foreign code runs meanwhile.
    unsafe { view.data().copy_from(read.data(), read.len()) };
    long::from_usize(read.len())
}
