//! `_io.BufferedRWPair`: a reader and a writer over two raw files, as one.

use super::super::abstracts::BUFFERED_IO_BASE;
use super::super::also;
use super::super::base::{self, IoBase};
use super::{BUFFERED_READER, BUFFERED_WRITER, Buffered};
use crate::args::check_positional;
use crate::boundary::{method, slot};
use crate::layout::*;
use crate::object::{Owned, attribute, id};
use crate::raise;
use crate::runtime::errors::Result;
use crate::types::long;
use std::cell::Cell;

/// The two.
#[repr(C)]
pub struct Pair {
    base: IoBase,
    reader: Field<Buffered>,
    writer: Field<Buffered>,
}
object_structs! { Pair: base -> IoBase }
const _: () = assert!(size_of::<Pair>() == 48);

/// `_io.BufferedRWPair`.
pub static BUFFERED_RW_PAIR: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"_io.BufferedRWPair".as_ptr()),
    tp_doc: Cell::new(c"BufferedRWPair(reader, writer, buffer_size=DEFAULT_BUFFER_SIZE, /)\n--\n\nA raw file to read and one to write, each with a buffer, as one file.".as_ptr()),
    tp_basicsize: Cell::new(size_of::<Pair>() as isize),
    tp_base: Field::to_static(&BUFFERED_IO_BASE),
    tp_dealloc: Cell::new(Some(slot::dealloc(|this: *mut Pair| {
        // SAFETY: dead but whole.
        unsafe { base::end(this.cast(), clear) }
    }))),
    tp_traverse: Cell::new(Some(slot::traverse(|this: &Pair, visitor| {
        visitor.field(&this.base.dict)?;
        visitor.field(&this.reader)?;
        visitor.field(&this.writer)
    }))),
    tp_clear: Cell::new(Some(slot::clear(|this: &Pair| {
        this.base.dict.set(None);
        clear(this);
    }))),
    tp_methods: Cell::new(METHODS.as_ptr()),
    tp_getset: Cell::new(GETSETS.as_ptr()),
    tp_init: Cell::new(Some(slot::init(init))),
    ..base::TYPE
};

static METHODS: [PyMethodDef; 12] = [
    method::fastcall(c"read", |this: &Pair, args: &[&PyObject]| of_reader(this, &id::read, args), c""),
    method::fastcall(c"peek", |this: &Pair, args: &[&PyObject]| of_reader(this, &id::peek, args), c""),
    method::fastcall(c"read1", |this: &Pair, args: &[&PyObject]| of_reader(this, &id::read1, args), c""),
    method::fastcall(c"readinto", |this: &Pair, args: &[&PyObject]| of_reader(this, &id::readinto, args), c""),
    method::fastcall(c"readinto1", |this: &Pair, args: &[&PyObject]| of_reader(this, &id::readinto1, args), c""),
    method::fastcall(c"write", |this: &Pair, args: &[&PyObject]| of_writer(this, &id::write, args), c""),
    method::noargs(c"flush", |this: &Pair| of_writer(this, &id::flush, &[]), c"flush($self, /)\n--\n\nWrites what waits."),
    method::noargs(c"readable", |this: &Pair| of_reader(this, &id::readable, &[]), c"readable($self, /)\n--\n\nWhether the reader can be read."),
    method::noargs(c"writable", |this: &Pair| of_writer(this, &id::writable, &[]), c"writable($self, /)\n--\n\nWhether the writer can be written."),
    method::noargs(c"close", close, c"close($self, /)\n--\n\nEnds the writer, then the reader."),
    method::noargs(c"isatty", isatty, c"isatty($self, /)\n--\n\nWhether one of them is a terminal."),
    PyMethodDef::END,
];

static GETSETS: [PyGetSetDef; 2] = [
    method::getset(
        c"closed",
        |this: &Pair| match this.writer.get() {
            Some(writer) => attribute::get(&writer, &id::closed),
            None => Err(raise!(RuntimeError, "the BufferedRWPair object is being garbage-collected")),
        },
        c"Whether the writer is closed.",
    ),
    PyGetSetDef::END,
];

fn clear(this: &Pair) {
    this.reader.set(None);
    this.writer.set(None);
}

fn init(this: &Pair, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<()> {
    if std::ptr::eq(this.ty(), &BUFFERED_RW_PAIR) && kwargs.is_some_and(|kwargs| !kwargs.is_empty()) {
        return Err(raise!(TypeError, "BufferedRWPair() takes no keyword arguments"));
    }
    check_positional("BufferedRWPair", args.len(), 2, 3)?;
    let &[reader, writer, ref size @ ..] = args.as_slice() else { return Ok(()) };
    let size = size.first().map_or(Ok(super::super::DEFAULT_BUFFER_SIZE as isize), |size| long::convert::as_ssize(size))?;
    base::check_readable(reader)?;
    base::check_writable(writer)?;
    this.reader.set(Some(super::new(&BUFFERED_READER, reader.new_ref(), size)?));
    this.writer.set(Some(super::new(&BUFFERED_WRITER, writer.new_ref(), size)?));
    Ok(())
}

fn forward(part: Option<Owned<Buffered>>, method: &PyUnicodeObject, args: &[&PyObject]) -> Result<Owned> {
    let Some(part) = part else { return Err(raise!(ValueError, "I/O operation on uninitialized object")) };
    attribute::get(&part, method)?.call(args)
}
fn of_reader(this: &Pair, method: &PyUnicodeObject, args: &[&PyObject]) -> Result<Owned> {
    forward(this.reader.get(), method, args)
}
fn of_writer(this: &Pair, method: &PyUnicodeObject, args: &[&PyObject]) -> Result<Owned> {
    forward(this.writer.get(), method, args)
}

fn close(this: &Pair) -> Result<Owned> {
    let first = of_writer(this, &id::close, &[]);
    also(first, || of_reader(this, &id::close, &[])).map(|(_, closed)| closed)
}

fn isatty(this: &Pair) -> Result<Owned> {
    let answer = of_writer(this, &id::isatty, &[])?;
    if answer.is_true()? { Ok(answer) } else { of_reader(this, &id::isatty, &[]) }
}
