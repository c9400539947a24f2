//! The type `bytes`: its slots, and the methods that bytearray does not share.

use super::{PyBytes_Type, build, empty, from_slice, from_slice_as};
use crate::args::Signature;
use crate::boundary::method::Args;
use crate::boundary::slot::{self, CompareOp};
use crate::layout::*;
use crate::object::types::slots::Method;
use crate::object::{Owned, hash, is_exact};
use crate::protocol::buffer::{self, PyBuffer_FillInfo};
use crate::protocol::index;
use crate::runtime::errors::Result;
use crate::types::bytes_methods::{self, table};
use crate::types::singletons::not_implemented;
use crate::types::{bool, long, tuple};
use crate::{raise, shared_byte_methods};
use std::cell::Cell;
use std::ffi::c_int;

pub static NUMBER: PyNumberMethods = PyNumberMethods { nb_remainder: Cell::new(Some(slot::binary(remainder))), ..PyNumberMethods::EMPTY };

pub static SEQUENCE: PySequenceMethods = PySequenceMethods {
    sq_length: Cell::new(Some(slot::length(length))),
    sq_concat: Cell::new(Some(slot::subscript(|a: &PyBytesObject, b| super::api::concat(a, b)))),
    sq_repeat: Cell::new(Some(slot::indexed(repeat))),
    sq_item: Cell::new(Some(slot::indexed(item))),
    sq_contains: Cell::new(Some(slot::contains(table::contains::<PyBytesObject>))),
    ..PySequenceMethods::EMPTY
};

pub static MAPPING: PyMappingMethods = PyMappingMethods {
    mp_length: Cell::new(Some(slot::length(length))),
    mp_subscript: Cell::new(Some(slot::subscript(subscript))),
    ..PyMappingMethods::EMPTY
};

pub static BUFFER: PyBufferProcs = PyBufferProcs { bf_getbuffer: Cell::new(Some(slot::get_buffer(get_buffer))), ..PyBufferProcs::EMPTY };

pub static METHODS: [PyMethodDef; 45] = shared_byte_methods!(PyBytesObject;
    noargs(c"__bytes__", |this: &PyBytesObject| table::Kind::unchanged(this), c"__bytes__($self, /)\n--\n\nThe bytes themselves."),
    noargs(c"__getnewargs__", getnewargs, c"__getnewargs__($self, /)\n--\n\n"),
);

fn length(this: &PyBytesObject) -> isize {
    this.ob_size.get()
}

fn get_buffer(this: &PyBytesObject, view: *mut Py_buffer, flags: c_int) -> Result<()> {
    PyBuffer_FillInfo(view, Some(this), this.data().cast(), this.ob_size.get(), 1, flags)
}

fn getnewargs(this: &PyBytesObject) -> Result<Owned> {
    Ok(tuple::from_owned([from_slice(this.as_slice())?.upcast()])?.upcast())
}

pub(super) fn hash(this: &PyBytesObject) -> isize {
    let known = this.ob_shash.get();
    if known != -1 {
        return known;
    }
    let hash = hash::of_bytes(this.as_slice());
    // The shared ones are never written.
    if !this.is_immortal() {
        this.ob_shash.set(hash);
    }
    hash
}

pub(super) fn compare(this: &PyBytesObject, other: &PyObject, op: CompareOp) -> Result<Owned> {
    let Some(other) = other.downcast::<PyBytesObject>() else {
        return Ok(not_implemented());
    };
    let (a, b) = (this.as_slice(), other.as_slice());
    let holds = match op {
        CompareOp::Eq => a == b,
        CompareOp::Ne => a != b,
        _ => op.holds(a.cmp(b)),
    };
    Ok(bool::from_bool(holds))
}

pub(super) fn repr(this: &PyBytesObject) -> Result<Owned> {
    Ok(super::api::repr(this, true)?.upcast())
}

fn item(this: &PyBytesObject, at: isize) -> Result<Owned> {
    match usize::try_from(at).ok().and_then(|at| this.as_slice().get(at)) {
        Some(&byte) => long::from_isize(isize::from(byte)),
        None => Err(raise!(IndexError, "index out of range")),
    }
}

fn subscript(this: &PyBytesObject, key: &PyObject) -> Result<Owned> {
    let bytes = this.as_slice();
    if index::is_index(key) {
        let at = index::position(key)?;
        return item(this, if at < 0 { at + this.ob_size.get() } else { at });
    }
    let Some(slice) = index::as_slice(key) else {
        return Err(raise!(TypeError, "byte indices must be integers or slices, not {}", key.ty().name()));
    };
    let span = index::span(index::unpack(slice)?, bytes.len());
    if span.step == 1 {
        if span.count == bytes.len() && is_exact::<PyBytesObject>(this) {
            return Ok(this.new_ref());
        }
        let start = if span.count == 0 { 0 } else { span.start as usize };
        return Ok(from_slice(&bytes[start..start + span.count])?.upcast());
    }
    Ok(build(span.count, |out| span.positions().for_each(|at| out.push(bytes[at])))?.upcast())
}

fn repeat(this: &PyBytesObject, times: isize) -> Result<Owned> {
    let bytes = this.as_slice();
    let times = usize::try_from(times).unwrap_or(0);
    let size = bytes.len().checked_mul(times).filter(|&size| size <= isize::MAX as usize);
    let size = size.ok_or_else(|| raise!(OverflowError, "repeated bytes are too long"))?;
    if size == bytes.len() && is_exact::<PyBytesObject>(this) {
        return Ok(this.new_ref());
    }
    Ok(build(size, |out| bytes_methods::repeat(bytes, times, out))?.upcast())
}

/// `a % b`, where the format is bytes.
fn remainder(a: &PyObject, b: &PyObject) -> Result<Owned> {
    match a.downcast::<PyBytesObject>() {
        Some(format) => Ok(super::percent::format(format.as_slice(), b, super::percent::Into::Bytes)?),
        None => Ok(not_implemented()),
    }
}

// ---- making -------------------------------------------------------------------------------------------------------

const NEW: Signature<3> = Signature { function: "bytes", names: ["source", "encoding", "errors"], positional: 3, required: 0 };

/// `bytes(source, encoding, errors)`.
fn of_arguments(source: Option<&PyObject>, encoding: Option<&PyObject>, errors: Option<&PyObject>) -> Result<Owned> {
    match table::encoded("bytes", source, encoding, errors)? {
        Some(text) => Ok(text),
        None => source.map_or_else(|| Ok(empty().new_ref()), of_object),
    }
}

pub(super) fn new(ty: &PyTypeObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    let [source, encoding, errors] = NEW.bind_call(args, kwargs)?;
    let made = of_arguments(source.as_deref(), encoding.as_deref(), errors.as_deref())?;
    if std::ptr::eq(ty, &PyBytes_Type) {
        return Ok(made);
    }
    let bytes = made.as_object().downcast::<PyBytesObject>().map_or(&[][..], PyBytesObject::as_slice);
    Ok(from_slice_as(ty, bytes)?.upcast())
}

pub(super) fn vectorcall(_: &PyTypeObject, args: Args<'_>) -> Result<Owned> {
    let [source, encoding, errors] = NEW.bind(args)?;
    of_arguments(source, encoding, errors)
}

/// What `__bytes__` of the object gives; `None` where it has none.
pub fn by_method(object: &PyObject) -> Result<Option<Owned>> {
    let Some(method) = Method::find(object, &crate::object::id::__bytes__)? else { return Ok(None) };
    let made = method.call(&[object])?;
    if made.as_object().downcast::<PyBytesObject>().is_none() {
        return Err(raise!(TypeError, "__bytes__ returned non-bytes (type {})", made.ty().name()));
    }
    Ok(Some(made))
}

/// `bytes(object)`: by `__bytes__`, or so many zeros, or the object's items.
fn of_object(object: &PyObject) -> Result<Owned> {
    if let Some(made) = by_method(object)? {
        return Ok(made);
    }
    if index::is_index(object) && object.downcast::<PyUnicodeObject>().is_none() {
        match index::count(object) {
            Ok(count) => {
                let size = usize::try_from(count).map_err(|_| raise!(ValueError, "negative count"))?;
                super::block_size(size)?;
                return Ok(build(size, |out| out.fill(0, size))?.upcast());
            }
            // Something that is not to be counted may still have items.
            Err(raised) if raised.matches(&crate::types::exceptions::TypeError) => raised.clear(),
            Err(raised) => return Err(raised),
        }
    }
    of_items(object)
}

/// The bytes of the object's buffer, or its items, which are ints from 0 to 255.
pub fn of_items(object: &PyObject) -> Result<Owned> {
    if let Some(bytes) = object.downcast_exact::<PyBytesObject>() {
        return Ok(bytes.new_ref());
    }
    if buffer::getter(object.ty()).is_some() {
        return table::copy_of_buffer(object);
    }
    if object.downcast::<PyUnicodeObject>().is_none() && table::is_iterable(object) {
        let bytes = table::collect(object, "bytes")?;
        return Ok(from_slice(&bytes)?.upcast());
    }
    Err(raise!(TypeError, "cannot convert '{}' object to bytes", object.ty().name()))
}
