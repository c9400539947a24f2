//! `_io.BytesIO`: a file of bytes in memory.
//!
//! Invariant: the bytes lie in a `bytes` object that may be longer than they are. It is changed only while nobody else holds it: `getvalue`, `read` and
//! `__init__` share it, and the next change takes a copy. While a view of it is out (`exports`), its size does not change.

use super::abstracts::BUFFERED_IO_BASE;
use super::base::{self, IoBase, closed_file};
use super::{optional_size, whence, writable_argument};
use crate::args::{Signature, check_positional};
use crate::boundary::{method, slot};
use crate::layout::*;
use crate::object::types::instance;
use crate::object::{Owned, Typed, gc, is_exact, types};
use crate::protocol::buffer::{self, View};
use crate::protocol::{iteration, number};
use crate::raise;
use crate::runtime::errors::Result;
use crate::types::bool::from_bool;
use crate::types::singletons::none;
use crate::types::{bytes, exceptions, list, long, memoryview, tuple};
use std::cell::Cell;
use std::ffi::c_int;

/// A file in memory.
#[repr(C)]
pub struct BytesIo {
    base: IoBase,
    /// NULL once it is closed.
    buffer: Field<PyBytesObject>,
    at: Cell<usize>,
    /// How many of the buffer's bytes are the file's.
    len: Cell<usize>,
    exports: Cell<usize>,
}
object_structs! { BytesIo: base -> IoBase, BytesIoBuffer: ob_base -> PyObject }
const _: () = assert!(size_of::<BytesIo>() == 64);
// SAFETY: instances of BytesIO and of its subclasses begin with this struct.
unsafe impl Typed for BytesIo {
    fn type_object() -> &'static PyTypeObject {
        &BYTES_IO
    }
}

/// `_io.BytesIO`.
pub static BYTES_IO: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"_io.BytesIO".as_ptr()),
    tp_doc: Cell::new(c"BytesIO(initial_bytes=b'')\n--\n\nA file of bytes in memory.".as_ptr()),
    tp_basicsize: Cell::new(size_of::<BytesIo>() as isize),
    tp_base: Field::to_static(&BUFFERED_IO_BASE),
    tp_dealloc: Cell::new(Some(slot::dealloc(|this: *mut BytesIo| {
        // SAFETY: dead but whole.
        unsafe { base::end(this.cast(), |this: &BytesIo| this.buffer.set(None)) }
    }))),
    tp_iter: Cell::new(Some(slot::unary(|this: &BytesIo| this.new_ref()))),
    tp_iternext: Cell::new(Some(slot::unary(next))),
    tp_methods: Cell::new(METHODS.as_ptr()),
    tp_getset: Cell::new(GETSETS.as_ptr()),
    tp_init: Cell::new(Some(slot::init(init))),
    tp_new: Cell::new(Some(slot::new(|ty: &PyTypeObject, _: &PyTupleObject, _: Option<&PyDictObject>| alloc(ty)))),
    ..base::TYPE
};

static METHODS: [PyMethodDef; 24] = [
    method::noargs(c"readable", yes, c"readable($self, /)\n--\n\nTrue."),
    method::noargs(c"seekable", yes, c"seekable($self, /)\n--\n\nTrue."),
    method::noargs(c"writable", yes, c"writable($self, /)\n--\n\nTrue."),
    method::noargs(c"close", close, c"close($self, /)\n--\n\nEnds it, and frees the bytes."),
    method::noargs(c"flush", |this: &BytesIo| this.open().map(|_| none()), c"flush($self, /)\n--\n\nDoes nothing."),
    method::noargs(c"isatty", |this: &BytesIo| this.open().map(|_| from_bool(false)), c"isatty($self, /)\n--\n\nFalse."),
    method::noargs(c"tell", |this: &BytesIo| this.open().and_then(|_| long::from_usize(this.at.get())), c"tell($self, /)\n--\n\nThe place."),
    method::o(c"write", write, c"write($self, b, /)\n--\n\nWrites bytes; how many."),
    method::o(c"writelines", writelines, c"writelines($self, lines, /)\n--\n\nWrites one after the other."),
    method::fastcall(
        c"read1",
        |this: &BytesIo, args: &[&PyObject]| read(this, "read1", args),
        c"read1($self, size=-1, /)\n--\n\nSo many bytes, or all that are left.",
    ),
    method::o(c"readinto", read_into, c"readinto($self, buffer, /)\n--\n\nReads into a buffer; how many bytes."),
    method::fastcall(c"readline", readline, c"readline($self, size=-1, /)\n--\n\nThe next line with its end, at most so many bytes of it."),
    method::fastcall(c"readlines", readlines, c"readlines($self, size=None, /)\n--\n\nThe lines that are left, until there are so many bytes."),
    method::fastcall(
        c"read",
        |this: &BytesIo, args: &[&PyObject]| read(this, "read", args),
        c"read($self, size=-1, /)\n--\n\nSo many bytes, or all that are left.",
    ),
    method::noargs(c"getbuffer", getbuffer, c"getbuffer($self, /)\n--\n\nA view of the bytes, to read and write."),
    method::noargs(c"getvalue", getvalue, c"getvalue($self, /)\n--\n\nAll the bytes."),
    method::fastcall(c"seek", seek, c"seek($self, pos, whence=0, /)\n--\n\nMoves to a place; where that is."),
    method::fastcall(c"truncate", truncate, c"truncate($self, size=None, /)\n--\n\nCuts it to so many bytes, by default as many as the place says."),
    method::noargs(c"__getstate__", getstate, c"__getstate__($self, /)\n--\n\n"),
    method::o(c"__setstate__", setstate, c"__setstate__($self, object, /)\n--\n\n"),
    method::noargs(c"__sizeof__", sizeof, c"__sizeof__($self, /)\n--\n\nThe object's size in memory, in bytes."),
    PyMethodDef::END,
    PyMethodDef::END,
    PyMethodDef::END,
];

static GETSETS: [PyGetSetDef; 2] =
    [method::getset(c"closed", |this: &BytesIo| from_bool(this.buffer.is_null()), c"Whether the file is closed."), PyGetSetDef::END];

fn alloc(ty: &PyTypeObject) -> Result<Owned> {
    let made = types::alloc(ty, 0)?;
    // SAFETY: just made, of the type.
    unsafe { made.cast_unchecked::<BytesIo>() }.buffer.set(Some(Owned::from_ref(bytes::empty())));
    Ok(made)
}

impl BytesIo {
    /// The buffer, to look at; `ValueError` where the file is closed.
    fn open(&self) -> Result<&PyBytesObject> {
        // SAFETY: callers let nothing run while they look at it.
        unsafe { self.buffer.peek() }.ok_or_else(closed_file)
    }
    fn check_exports(&self) -> Result<()> {
        if self.exports.get() > 0 {
            return Err(raise!(BufferError, "Existing exports of data: object cannot be re-sized"));
        }
        Ok(())
    }
    /// The bytes from the place on. Nothing may run while they are looked at.
    fn rest(&self) -> Result<&[u8]> {
        let all = self.open()?.as_slice();
        let all = all.get(..self.len.get()).unwrap_or(all);
        Ok(all.get(self.at.get()..).unwrap_or(&[]))
    }
    /// Puts a buffer of another size in, with as many of the bytes as have room; nobody else holds it.
    fn remake(&self, size: usize) -> Result<()> {
        let Some(old) = self.buffer.take() else { return Err(closed_file()) };
        if old.is_unique() && is_exact::<PyBytesObject>(&old) && size > 1 {
            let mut place = old.upcast().into_ptr();
            // SAFETY: the one reference, which is given back.
            unsafe {
                let outcome = bytes::_PyBytes_Resize(&raw mut place, size as isize);
                let made = Owned::from_ptr(place).map(|made| made.cast::<PyBytesObject>());
                // Without memory the bytes are lost; the file stays open, and empty.
                if outcome.is_err() {
                    self.len.set(0);
                }
                self.buffer.set(Some(made.unwrap_or_else(|| Owned::from_ref(bytes::empty()))));
                return outcome;
            }
        }
        // Two at least: objects of a byte or none are everybody's.
        // SAFETY: written below as far as it is ever read.
        let made = unsafe { bytes::uninit(size.max(2)) };
        match made {
            Ok(made) => {
                let kept = self.len.get().min(size);
                // SAFETY: both have so many bytes, and the rest is zeros.
                unsafe {
                    made.data().copy_from_nonoverlapping(old.data(), kept);
                    made.data().add(kept).write_bytes(0, size.max(2) - kept);
                }
                self.buffer.set(Some(made));
                Ok(())
            }
            Err(raised) => {
                self.buffer.set(Some(old));
                Err(raised)
            }
        }
    }
    /// Makes the buffer one's own, with room for `size` bytes.
    fn make_room(&self, size: usize) -> Result<()> {
        let buffer = self.open()?;
        let (room, own) = (buffer.len(), buffer.is_unique());
        if size > isize::MAX as usize {
            return Err(raise!(OverflowError, "new buffer size too large"));
        }
        if own && size <= room && size >= room / 2 {
            return Ok(());
        }
        // A little more than is asked for, so that writing on does not copy each time.
        let wanted = match size {
            _ if size <= room => size.max(self.len.get()),
            _ if size <= room + room / 8 => size.saturating_add((size >> 3) + if size < 9 { 3 } else { 6 }),
            _ => size + 1,
        };
        self.remake(wanted)
    }
    fn write(&self, from: &PyObject) -> Result<usize> {
        let view = View::simple(from)?;
        self.open()?;
        self.check_exports()?;
        let count = view.len();
        if count == 0 {
            return Ok(0);
        }
        let at = self.at.get();
        let end = at.checked_add(count).filter(|end| *end <= isize::MAX as usize);
        let Some(end) = end else { return Err(raise!(OverflowError, "new buffer size too large")) };
        if end > self.open()?.len() || !self.open()?.is_unique() {
            self.make_room(end.max(self.len.get()))?;
        }
        let data = self.open()?.data();
        let len = self.len.get();
        // SAFETY: one's own buffer, with room up to `end`; the view's bytes are not in it, or it would not be one's own.
        unsafe {
            if at > len {
                data.add(len).write_bytes(0, at - len);
            }
            data.add(at).copy_from(view.data(), count);
        }
        self.at.set(end);
        self.len.set(end.max(len));
        Ok(count)
    }
    /// So many of the bytes from the place on, which moves.
    fn take(&self, count: usize) -> Result<Owned> {
        let (at, len) = (self.at.get(), self.len.get());
        let buffer = self.open()?;
        if count > 1 && at == 0 && count == len && count == buffer.len() && self.exports.get() == 0 {
            self.at.set(count);
            return Ok(buffer.new_ref());
        }
        let taken = bytes::from_slice(self.rest()?.get(..count).unwrap_or(&[]))?;
        self.at.set(at + count);
        Ok(taken.upcast())
    }
    /// How long the next line is, at most `most`.
    fn line(&self, most: isize) -> Result<usize> {
        let rest = self.rest()?;
        let rest = usize::try_from(most).ok().and_then(|most| rest.get(..most)).unwrap_or(rest);
        Ok(memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1))
    }
}

fn init(this: &BytesIo, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<()> {
    static SIGNATURE: Signature<1> = Signature { function: "BytesIO", names: ["initial_bytes"], positional: 1, required: 0 };
    let [initial] = SIGNATURE.bind_call(args, kwargs)?;
    this.check_exports()?;
    this.len.set(0);
    this.at.set(0);
    let Some(initial) = initial.filter(|initial| !initial.is_none()) else { return Ok(()) };
    if is_exact::<PyBytesObject>(&initial) {
        if let Ok(bytes) = initial.downcast::<PyBytesObject>() {
            this.len.set(bytes.len());
            this.buffer.set(Some(bytes));
        }
        return Ok(());
    }
    this.write(&initial)?;
    this.at.set(0);
    Ok(())
}

fn yes(this: &BytesIo) -> Result<Owned> {
    this.open().map(|_| from_bool(true))
}

fn close(this: &BytesIo) -> Result<Owned> {
    this.check_exports()?;
    this.buffer.set(None);
    Ok(none())
}

fn write(this: &BytesIo, from: &PyObject) -> Result<Owned> {
    this.write(from).and_then(long::from_usize)
}

fn writelines(this: &BytesIo, lines: &PyObject) -> Result<Owned> {
    this.open()?;
    iteration::for_each(lines, |line| this.write(&line).map(|_| true))?;
    Ok(none())
}

fn read(this: &BytesIo, function: &str, args: &[&PyObject]) -> Result<Owned> {
    check_positional(function, args.len(), 0, 1)?;
    let size = optional_size(args.first())?;
    let rest = this.rest()?.len();
    this.take(usize::try_from(size).map_or(rest, |size| size.min(rest)))
}

fn read_into(this: &BytesIo, buffer: &PyObject) -> Result<Owned> {
    let view = writable_argument("readinto", buffer)?;
    let rest = this.rest()?;
    let count = rest.len().min(view.len());
    // SAFETY: both have so many bytes; they may be the same.
    unsafe { view.data().copy_from(rest.as_ptr(), count) };
    this.at.set(this.at.get() + count);
    long::from_usize(count)
}

fn readline(this: &BytesIo, args: &[&PyObject]) -> Result<Owned> {
    check_positional("readline", args.len(), 0, 1)?;
    let size = optional_size(args.first())?;
    this.take(this.line(size)?)
}

fn readlines(this: &BytesIo, args: &[&PyObject]) -> Result<Owned> {
    check_positional("readlines", args.len(), 0, 1)?;
    this.open()?;
    let most = match args.first().filter(|size| !size.is_none()) {
        None => 0,
        Some(size) if (*size).downcast::<PyLongObject>().is_some() => long::convert::PyLong_AsSsize_t(Some(size))?,
        Some(size) => return Err(raise!(TypeError, "integer argument expected, got '{}'", size.ty().name())),
    };
    let lines = list::new()?;
    let mut count = 0;
    loop {
        let line = this.line(-1)?;
        if line == 0 {
            break;
        }
        lines.push(this.take(line)?)?;
        count += line as isize;
        if most > 0 && count >= most {
            break;
        }
    }
    Ok(lines.upcast())
}

fn next(this: &BytesIo) -> Result<Option<Owned>> {
    match this.line(-1)? {
        0 => Ok(None),
        line => this.take(line).map(Some),
    }
}

fn getvalue(this: &BytesIo) -> Result<Owned> {
    let buffer = this.open()?;
    let len = this.len.get();
    if len <= 1 || this.exports.get() > 0 {
        return Ok(bytes::from_slice(buffer.as_slice().get(..len).unwrap_or(&[]))?.upcast());
    }
    if len != buffer.len() {
        this.remake(len)?;
    }
    this.open().map(|buffer| buffer.new_ref())
}

fn seek(this: &BytesIo, args: &[&PyObject]) -> Result<Owned> {
    check_positional("seek", args.len(), 1, 2)?;
    let to = args.first().map_or(Ok(0), |to| long::convert::as_ssize(to))?;
    let whence = whence(args.get(1))?;
    this.open()?;
    let from = match whence {
        0 if to < 0 => return Err(raise!(ValueError, "negative seek value {to}")),
        0 => 0,
        1 => this.at.get(),
        2 => this.len.get(),
        _ => return Err(raise!(ValueError, "invalid whence ({whence}, should be 0, 1 or 2)")),
    };
    let Some(to) = to.checked_add(from as isize) else { return Err(raise!(OverflowError, "new position too large")) };
    this.at.set(usize::try_from(to).unwrap_or(0));
    long::from_usize(this.at.get())
}

fn truncate(this: &BytesIo, args: &[&PyObject]) -> Result<Owned> {
    check_positional("truncate", args.len(), 0, 1)?;
    this.open()?;
    this.check_exports()?;
    let size = match args.first().filter(|size| !size.is_none()) {
        None => this.at.get() as isize,
        Some(size) => number::as_isize(size, Some(&exceptions::OverflowError))?,
    };
    let Ok(len) = usize::try_from(size) else { return Err(raise!(ValueError, "negative size value {size}")) };
    if len < this.len.get() {
        this.len.set(len);
        this.make_room(len)?;
    }
    long::from_usize(len)
}

fn getstate(this: &BytesIo) -> Result<Owned> {
    let value = getvalue(this)?;
    let dict = match this.base.dict.get() {
        Some(dict) => dict.copy()?.upcast(),
        None => none(),
    };
    Ok(tuple::from_owned([value, long::from_usize(this.at.get())?, dict])?.upcast())
}

fn setstate(this: &BytesIo, state: &PyObject) -> Result<Owned> {
    let Some(&[value, at, dict]) = state.downcast::<PyTupleObject>().map(PyTupleObject::as_slice) else {
        let (this, given) = (this.ty().name(), state.ty().name());
        return Err(raise!(TypeError, "{this}.__setstate__ argument should be 3-tuple, got {given}"));
    };
    this.check_exports()?;
    this.len.set(0);
    this.at.set(0);
    this.write(value)?;
    if at.downcast::<PyLongObject>().is_none() {
        return Err(raise!(TypeError, "second item of state must be an integer, not {}", at.ty().name()));
    }
    let Ok(at) = usize::try_from(long::convert::PyLong_AsSsize_t(Some(at))?) else {
        return Err(raise!(ValueError, "position value cannot be negative"));
    };
    this.at.set(at);
    restore_dict(this, dict, "third")?;
    Ok(none())
}

/// The attributes of a pickled file.
pub fn restore_dict(this: &PyObject, dict: &PyObject, place: &str) -> Result<()> {
    if dict.is_none() {
        return Ok(());
    }
    let Some(dict) = dict.downcast::<PyDictObject>() else {
        return Err(raise!(TypeError, "{place} item of state should be a dict, got a {}", dict.ty().name()));
    };
    crate::types::dict::merge::update(&*instance::dict_or_new(this)?, dict)
}

fn sizeof(this: &BytesIo) -> Result<Owned> {
    let own = match this.open() {
        Ok(buffer) if buffer.is_unique() => number::as_isize(&*buffer.call_method(&crate::object::id::__sizeof__, &[])?, None)?,
        Ok(_) => 0,
        Err(raised) => {
            raised.clear();
            0
        }
    };
    long::from_isize(this.ty().tp_basicsize.get() + own)
}

// ---- views --------------------------------------------------------------------------------------------------------

/// What a view of a file in memory holds: it counts the views.
#[repr(C)]
pub struct BytesIoBuffer {
    ob_base: PyObject,
    source: Field<BytesIo>,
}

/// `_io._BytesIOBuffer`.
pub static BYTES_IO_BUFFER: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"_io._BytesIOBuffer".as_ptr()),
    tp_basicsize: Cell::new(size_of::<BytesIoBuffer>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::IMMUTABLETYPE | flags::DISALLOW_INSTANTIATION),
    tp_dealloc: Cell::new(Some(slot::dealloc(|this: *mut BytesIoBuffer| {
        // SAFETY: dead but whole.
        unsafe {
            gc::untrack(this.cast());
            (*this).source.set(None);
            types::free(this.cast());
        }
    }))),
    tp_traverse: Cell::new(Some(slot::traverse(|this: &BytesIoBuffer, visitor| visitor.field(&this.source)))),
    tp_as_buffer: Cell::new(&raw const AS_BUFFER),
    ..PyTypeObject::STATIC
};

static AS_BUFFER: PyBufferProcs = PyBufferProcs {
    bf_getbuffer: Cell::new(Some(slot::get_buffer(get_buffer))),
    bf_releasebuffer: Cell::new(Some(slot::release_buffer(release_buffer))),
};

fn getbuffer(this: &BytesIo) -> Result<Owned> {
    this.open()?;
    let made = types::alloc(&BYTES_IO_BUFFER, 0)?;
    // SAFETY: just made, of that type.
    unsafe { made.cast_unchecked::<BytesIoBuffer>() }.source.set(Some(Owned::from_ref(this)));
    Ok(memoryview::from_object(&made)?.upcast())
}

fn get_buffer(this: &BytesIoBuffer, view: *mut Py_buffer, flags: c_int) -> Result<()> {
    let Some(source) = this.source.get() else { return Err(closed_file()) };
    if source.exports.get() == 0 && !source.open()?.is_unique() {
        source.remake(source.len.get())?;
    }
    let data = source.open()?.data();
    buffer::PyBuffer_FillInfo(view, Some(this), data.cast(), source.len.get() as isize, 0, flags)?;
    source.exports.set(source.exports.get() + 1);
    Ok(())
}

fn release_buffer(this: &BytesIoBuffer, _: *mut Py_buffer) {
    if let Some(source) = this.source.get() {
        source.exports.set(source.exports.get().saturating_sub(1));
    }
}
