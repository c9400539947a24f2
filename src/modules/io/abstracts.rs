//! `_io._BufferedIOBase` and `_io._TextIOBase`: what files with a buffer, and files of text, are expected to have.

use super::base::{IO_BASE, IoBase, TYPE, no_arguments, read_into_by, unsupported_call};
use crate::args::Signature;
use crate::boundary::method::{self, Args};
use crate::layout::*;
use crate::object::id;
use crate::types::singletons::none;
use std::cell::Cell;

/// `_io._BufferedIOBase`.
pub static BUFFERED_IO_BASE: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"_io._BufferedIOBase".as_ptr()),
    tp_doc: Cell::new(c"What a file with a buffer has.".as_ptr()),
    tp_basicsize: Cell::new(size_of::<IoBase>() as isize),
    tp_base: Field::to_static(&IO_BASE),
    tp_methods: Cell::new(BUFFERED_METHODS.as_ptr()),
    ..TYPE
};

/// `_io._TextIOBase`.
pub static TEXT_IO_BASE: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"_io._TextIOBase".as_ptr()),
    tp_doc: Cell::new(c"What a file of text has.".as_ptr()),
    tp_basicsize: Cell::new(size_of::<IoBase>() as isize),
    tp_base: Field::to_static(&IO_BASE),
    tp_methods: Cell::new(TEXT_METHODS.as_ptr()),
    tp_getset: Cell::new(TEXT_GETSETS.as_ptr()),
    ..TYPE
};

const fn optional(function: &'static str) -> Signature<1> {
    Signature { function, names: [""], positional: 1, required: 0 }
}
const fn required(function: &'static str) -> Signature<1> {
    Signature { function, names: [""], positional: 1, required: 1 }
}

static BUFFERED_METHODS: [PyMethodDef; 7] = [
    method::keywords(
        c"detach",
        |_: &IoBase, args: Args<'_>| no_arguments("detach", args),
        c"detach($self, /)\n--\n\nGives the raw file away; this one is of no use then.",
    ),
    method::keywords(
        c"read",
        |_: &IoBase, args: Args<'_>| unsupported_call(&optional("read"), args),
        c"read($self, size=-1, /)\n--\n\nSo many bytes, or all that are left.",
    ),
    method::keywords(
        c"read1",
        |_: &IoBase, args: Args<'_>| unsupported_call(&optional("read1"), args),
        c"read1($self, size=-1, /)\n--\n\nAt most so many bytes, by at most one read of the raw file.",
    ),
    method::o(
        c"readinto",
        |this: &IoBase, buffer| read_into_by(this, buffer, "readinto", &id::read),
        c"readinto($self, buffer, /)\n--\n\nReads into a buffer; how many bytes.",
    ),
    method::o(
        c"readinto1",
        |this: &IoBase, buffer| read_into_by(this, buffer, "readinto1", &id::read1),
        c"readinto1($self, buffer, /)\n--\n\nReads into a buffer by at most one read of the raw file; how many bytes.",
    ),
    method::keywords(
        c"write",
        |_: &IoBase, args: Args<'_>| unsupported_call(&required("write"), args),
        c"write($self, b, /)\n--\n\nWrites bytes; how many.",
    ),
    PyMethodDef::END,
];

static TEXT_METHODS: [PyMethodDef; 5] = [
    method::keywords(
        c"detach",
        |_: &IoBase, args: Args<'_>| no_arguments("detach", args),
        c"detach($self, /)\n--\n\nGives the file of bytes away; this one is of no use then.",
    ),
    method::keywords(
        c"read",
        |_: &IoBase, args: Args<'_>| unsupported_call(&optional("read"), args),
        c"read($self, size=-1, /)\n--\n\nSo many characters, or all that are left.",
    ),
    method::keywords(
        c"readline",
        |_: &IoBase, args: Args<'_>| unsupported_call(&optional("readline"), args),
        c"readline($self, size=-1, /)\n--\n\nThe next line with its end.",
    ),
    method::keywords(
        c"write",
        |_: &IoBase, args: Args<'_>| unsupported_call(&required("write"), args),
        c"write($self, s, /)\n--\n\nWrites text; how many characters.",
    ),
    PyMethodDef::END,
];

static TEXT_GETSETS: [PyGetSetDef; 4] = [
    method::getset(c"encoding", |_: &IoBase| none(), c"The encoding's name."),
    method::getset(c"newlines", |_: &IoBase| none(), c"The ends of lines that were read so far."),
    method::getset(c"errors", |_: &IoBase| none(), c"The error handler's name."),
    PyGetSetDef::END,
];
