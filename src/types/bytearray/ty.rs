//! The type `bytearray`: its slots, and the methods that bytes does not share.

use super::{PyByteArray_Type, build, concat, from_slice};
use crate::args::{Signature, check_positional};
use crate::boundary::slot::{self, CompareOp};
use crate::layout::*;
use crate::object::{Owned, id};
use crate::protocol::buffer::{self, PyBuffer_FillInfo, View};
use crate::protocol::{index, iteration};
use crate::runtime::buf::{Buf, ToBuf};
use crate::runtime::errors::{Raised, Result};
use crate::types::bytes::percent;
use crate::types::bytes_methods::table::byte;
use crate::types::bytes_methods::{self, Quoting, table};
use crate::types::singletons::{none, not_implemented};
use crate::types::{bool, exceptions, long, tuple, unicode};
use crate::{raise, shared_byte_methods};
use std::cell::Cell;
use std::ffi::c_int;

pub static NUMBER: PyNumberMethods = PyNumberMethods { nb_remainder: Cell::new(Some(slot::binary(remainder))), ..PyNumberMethods::EMPTY };

pub static SEQUENCE: PySequenceMethods = PySequenceMethods {
    sq_length: Cell::new(Some(slot::length(length))),
    sq_concat: Cell::new(Some(slot::subscript(|this: &PyByteArrayObject, other| concat(this, other)))),
    sq_repeat: Cell::new(Some(slot::indexed(repeat))),
    sq_item: Cell::new(Some(slot::indexed(item))),
    sq_ass_item: Cell::new(Some(slot::set_indexed(set_item))),
    sq_contains: Cell::new(Some(slot::contains(table::contains::<PyByteArrayObject>))),
    sq_inplace_concat: Cell::new(Some(slot::subscript(add_in_place))),
    sq_inplace_repeat: Cell::new(Some(slot::indexed(repeat_in_place))),
    ..PySequenceMethods::EMPTY
};

pub static MAPPING: PyMappingMethods = PyMappingMethods {
    mp_length: Cell::new(Some(slot::length(length))),
    mp_subscript: Cell::new(Some(slot::subscript(subscript))),
    mp_ass_subscript: Cell::new(Some(slot::set_subscript(set_subscript))),
};

pub static BUFFER: PyBufferProcs = PyBufferProcs {
    bf_getbuffer: Cell::new(Some(slot::get_buffer(get_buffer))),
    bf_releasebuffer: Cell::new(Some(slot::release_buffer(release_buffer))),
};

pub static METHODS: [PyMethodDef; 56] = shared_byte_methods!(PyByteArrayObject;
    noargs(c"__alloc__", |this: &PyByteArrayObject| long::from_isize(this.ob_alloc.get()), c"__alloc__($self, /)\n--\n\nHow many bytes of memory there are."),
    noargs(c"__reduce__", |this: &PyByteArrayObject| reduce(this, 2), c"__reduce__($self, /)\n--\n\nWhat makes the array anew."),
    fastcall(c"__reduce_ex__", reduce_ex, c"__reduce_ex__($self, proto=0, /)\n--\n\nWhat makes the array anew, for a protocol of pickle."),
    noargs(c"__sizeof__", sizeof, c"__sizeof__($self, /)\n--\n\nThe size of object and memory, in bytes."),
    o(c"append", append, c"append($self, item, /)\n--\n\nAdds one byte, an int from 0 to 255, at the end."),
    noargs(c"clear", clear, c"clear($self, /)\n--\n\nTakes all bytes out."),
    noargs(c"copy", |this: &PyByteArrayObject| from_slice(this.as_slice()).map(Owned::upcast), c"copy($self, /)\n--\n\nA new array with the same bytes."),
    o(c"extend", extend, c"extend($self, iterable_of_ints, /)\n--\n\nAdds all items, bytes or ints from 0 to 255, at the end."),
    fastcall(c"insert", insert, c"insert($self, index, item, /)\n--\n\nPuts one byte before the place."),
    fastcall(c"pop", pop, c"pop($self, index=-1, /)\n--\n\nTakes a byte out, the last one if no place is given, and gives it."),
    o(c"remove", remove, c"remove($self, value, /)\n--\n\nTakes the first byte of that value out; ValueError where there is none."),
    o(c"resize", resize, c"resize($self, size, /)\n--\n\nMakes the array so long; new bytes are zero."),
    noargs(c"reverse", reverse, c"reverse($self, /)\n--\n\nTurns the order of the bytes round."),
);

fn length(this: &PyByteArrayObject) -> isize {
    this.ob_size.get()
}

fn get_buffer(this: &PyByteArrayObject, view: *mut Py_buffer, flags: c_int) -> Result<()> {
    PyBuffer_FillInfo(view, Some(this), this.data().cast(), this.ob_size.get(), 0, flags)?;
    this.ob_exports.set(this.ob_exports.get() + 1);
    Ok(())
}

fn release_buffer(this: &PyByteArrayObject, _: *mut Py_buffer) {
    this.ob_exports.set(this.ob_exports.get() - 1);
}

pub(super) fn compare(this: &PyByteArrayObject, other: &PyObject, op: CompareOp) -> Result<Owned> {
    if other.downcast::<PyUnicodeObject>().is_some() || buffer::getter(other.ty()).is_none() {
        return Ok(not_implemented());
    }
    let view = match View::simple(other) {
        Ok(view) => view,
        Err(raised) => {
            raised.clear();
            return Ok(not_implemented());
        }
    };
    let (a, b) = (this.as_slice(), view.as_slice());
    let holds = match op {
        CompareOp::Eq => a == b,
        CompareOp::Ne => a != b,
        _ => op.holds(a.cmp(b)),
    };
    Ok(bool::from_bool(holds))
}

pub(super) fn repr(this: &PyByteArrayObject) -> Result<Owned> {
    let bytes = this.as_slice();
    let name = this.ty().name();
    let name = name.rsplit('.').next().unwrap_or(name);
    let quoting = Quoting::new(bytes, true, true);
    if name.is_ascii() {
        let before = [name.as_bytes(), b"(b"].concat();
        return Ok(bytes_methods::repr_text(&before, &quoting, bytes, b")")?.upcast());
    }
    let inside = bytes_methods::repr_text(b"b", &quoting, bytes, b"")?;
    Ok(unicode::from_display(format_args!("{name}({})", inside.to_lossy()))?.upcast())
}

// ---- items and slices ---------------------------------------------------------------------------------------------

/// The place that an index names.
fn place(this: &PyByteArrayObject, at: isize) -> Option<usize> {
    usize::try_from(at).ok().filter(|&at| at < this.len())
}

/// An index that counts from the end if it is negative.
fn from_end(this: &PyByteArrayObject, key: &PyObject) -> Result<isize> {
    let at = index::position(key)?;
    Ok(if at < 0 { at + this.ob_size.get() } else { at })
}

#[cold]
fn out_of_range() -> Raised {
    raise!(IndexError, "bytearray index out of range")
}

fn item(this: &PyByteArrayObject, at: isize) -> Result<Owned> {
    let at = place(this, at).ok_or_else(out_of_range)?;
    long::from_isize(isize::from(this.as_slice()[at]))
}

fn set_item(this: &PyByteArrayObject, at: isize, value: Option<&PyObject>) -> Result<()> {
    let value = value.map(|value| byte(value, "byte")).transpose()?;
    let at = place(this, at).ok_or_else(out_of_range)?;
    match value {
        // SAFETY: within the bytes.
        Some(value) => unsafe { *this.data().add(at) = value },
        None => this.splice(at..at + 1, b"")?,
    }
    Ok(())
}

#[cold]
fn bad_key(key: &PyObject) -> Raised {
    raise!(TypeError, "bytearray indices must be integers or slices, not {}", key.ty().name())
}

fn subscript(this: &PyByteArrayObject, key: &PyObject) -> Result<Owned> {
    if index::is_index(key) {
        let at = from_end(this, key)?;
        return item(this, at);
    }
    let bounds = index::unpack(index::as_slice(key).ok_or_else(|| bad_key(key))?)?;
    let span = index::span(bounds, this.len());
    let bytes = this.as_slice();
    let part = if span.step == 1 {
        let start = if span.count == 0 { 0 } else { span.start as usize };
        from_slice(&bytes[start..start + span.count])?
    } else {
        build(span.count, |out| span.positions().for_each(|at| out.push(bytes[at])))?
    };
    Ok(part.upcast())
}

fn set_subscript(this: &PyByteArrayObject, key: &PyObject, value: Option<&PyObject>) -> Result<()> {
    if index::is_index(key) {
        let at = index::position(key)?;
        // The value's own methods can change the length.
        let value = match value {
            Some(value) => Some(byte(value, "byte")?),
            None => None,
        };
        let at = place(this, if at < 0 { at + this.ob_size.get() } else { at }).ok_or_else(out_of_range)?;
        match value {
            // SAFETY: within the bytes.
            Some(value) => unsafe { *this.data().add(at) = value },
            None => this.splice(at..at + 1, b"")?,
        }
        return Ok(());
    }
    let slice = index::as_slice(key).ok_or_else(|| bad_key(key))?;
    let bounds = index::unpack(slice)?;
    let bytes = match value {
        None => None,
        Some(value) => Some(new_items(this, value)?),
    };
    let span = index::span(bounds, this.len());
    match bytes {
        None => delete(this, span),
        Some(bytes) => replace(this, span, &bytes),
    }
}

/// The bytes that are assigned to a slice, as a copy: they may be the array's own.
fn new_items(this: &PyByteArrayObject, value: &PyObject) -> Result<Buf<u8>> {
    if value.is(this) {
        return Ok(this.as_slice().to_buf());
    }
    if let Some(bytes) = value.downcast::<PyBytesObject>() {
        return Ok(bytes.as_slice().to_buf());
    }
    if index::is_index(value) || value.downcast::<PyUnicodeObject>().is_some() {
        return Err(raise!(TypeError, "can assign only bytes, buffers, or iterables of ints in range(0, 256)"));
    }
    items(value)
}

/// The bytes of `bytearray(value)`, where the value is no text and no count.
fn items(value: &PyObject) -> Result<Buf<u8>> {
    if buffer::getter(value.ty()).is_some() {
        let copy = table::copy_of_buffer(value)?;
        return Ok(copy.as_object().downcast::<PyBytesObject>().map_or_else(Buf::new, |bytes| bytes.as_slice().to_buf()));
    }
    if !table::is_iterable(value) {
        return Err(raise!(TypeError, "cannot convert '{}' object to bytearray", value.ty().name()));
    }
    table::collect(value, "byte")
}

fn delete(this: &PyByteArrayObject, span: index::Span) -> Result<()> {
    if span.count == 0 {
        return Ok(());
    }
    let span = span.ascending();
    let start = span.start as usize;
    if span.step == 1 {
        return this.splice(start..start + span.count, b"");
    }
    this.check_exports()?;
    let mut taken = span.positions().peekable();
    let kept: Buf<u8> = this.as_slice().iter().enumerate().filter(|(at, _)| taken.next_if_eq(at).is_none()).map(|(_, &byte)| byte).collect();
    this.splice(0..this.len(), &kept)
}

fn replace(this: &PyByteArrayObject, span: index::Span, bytes: &[u8]) -> Result<()> {
    if span.step == 1 {
        let start = span.start as usize;
        return this.splice(start..start + span.count, bytes);
    }
    // An empty slice of any step names a place, where bytes can be put in only as an ordinary slice.
    if bytes.is_empty() {
        return delete(this, span);
    }
    if bytes.len() != span.count {
        return Err(raise!(ValueError, "attempt to assign bytes of size {} to extended slice of size {}", bytes.len(), span.count));
    }
    for (at, &byte) in span.positions().zip(bytes) {
        // SAFETY: within the bytes.
        unsafe { *this.data().add(at) = byte };
    }
    Ok(())
}

// ---- operators ----------------------------------------------------------------------------------------------------

fn repeat(this: &PyByteArrayObject, times: isize) -> Result<Owned> {
    let bytes = this.as_slice();
    let times = usize::try_from(times).unwrap_or(0);
    let size = bytes.len().checked_mul(times).filter(|&size| size < isize::MAX as usize).ok_or_else(Raised::no_memory)?;
    Ok(build(size, |out| bytes_methods::repeat(bytes, times, out))?.upcast())
}

fn repeat_in_place(this: &PyByteArrayObject, times: isize) -> Result<Owned> {
    let times = usize::try_from(times).unwrap_or(0);
    let old = this.len();
    let size = old.checked_mul(times).filter(|&size| size < isize::MAX as usize).ok_or_else(Raised::no_memory)?;
    this.resize(size)?;
    let data = this.data();
    for copy in 1..times {
        // SAFETY: the array is `times` times as long as it was.
        unsafe { data.add(copy * old).copy_from_nonoverlapping(data, old) };
    }
    Ok(this.new_ref())
}

fn add_in_place(this: &PyByteArrayObject, other: &PyObject) -> Result<Owned> {
    let view = View::simple(other).map_err(|raised| {
        raised.clear();
        raise!(TypeError, "can't concat {} to {}", other.ty().name(), this.ty().name())
    })?;
    // The view is an export where it is of the array itself, which then refuses to grow under it.
    this.splice(this.len()..this.len(), view.as_slice())?;
    Ok(this.new_ref())
}

/// `a % b`, where the format is a bytearray.
fn remainder(a: &PyObject, b: &PyObject) -> Result<Owned> {
    match a.downcast::<PyByteArrayObject>() {
        Some(format) => percent::format(format.as_slice(), b, percent::Into::ByteArray),
        None => Ok(not_implemented()),
    }
}

// ---- making -------------------------------------------------------------------------------------------------------

pub(super) fn new(ty: &PyTypeObject, _: &PyTupleObject, _: Option<&PyDictObject>) -> Result<Owned> {
    // SAFETY: no bytes to write.
    Ok(unsafe { super::uninit(ty, 0) }?.upcast())
}

/// `bytearray.__init__(source, encoding, errors)`.
pub(super) fn init(this: &PyByteArrayObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<()> {
    const INIT: Signature<3> = Signature { function: "bytearray", names: ["source", "encoding", "errors"], positional: 3, required: 0 };
    let [source, encoding, errors] = INIT.bind_call(args, kwargs)?;
    // What the array held is gone, whatever comes.
    this.resize(0)?;
    if let Some(encoded) = table::encoded("bytearray", source.as_deref(), encoding.as_deref(), errors.as_deref())? {
        let view = View::simple(&encoded)?;
        return this.splice(0..this.len(), view.as_slice());
    }
    let Some(source) = source else { return Ok(()) };
    if index::is_index(&source) && source.as_object().downcast::<PyUnicodeObject>().is_none() {
        match index::count(&source) {
            Ok(count) => {
                let size = usize::try_from(count).map_err(|_| raise!(ValueError, "negative count"))?;
                return this.grow_with_zeros(size);
            }
            // Something that is not to be counted may still have items.
            Err(raised) if raised.matches(&exceptions::TypeError) => raised.clear(),
            Err(raised) => return Err(raised),
        }
    }
    let bytes = items(&source)?;
    this.splice(0..this.len(), &bytes)
}

impl PyByteArrayObject {
    /// Makes the array `size` bytes long; new bytes are zero.
    fn grow_with_zeros(&self, size: usize) -> Result<()> {
        let old = self.len();
        self.resize(size)?;
        if size > old {
            // SAFETY: the array has grown by what is written.
            unsafe { self.data().add(old).write_bytes(0, size - old) };
        }
        Ok(())
    }
}

fn sizeof(this: &PyByteArrayObject) -> Result<Owned> {
    long::from_isize(size_of::<PyByteArrayObject>() as isize + this.ob_alloc.get())
}

fn reduce(this: &PyByteArrayObject, protocol: isize) -> Result<Owned> {
    let args = match this.as_slice() {
        [] => tuple::from_owned([])?,
        bytes if protocol < 3 => tuple::from_owned([unicode::from_latin1(bytes)?.upcast(), unicode::from_str("latin-1")?.upcast()])?,
        bytes => tuple::from_owned([crate::types::bytes::from_slice(bytes)?.upcast()])?,
    };
    let state = crate::object::attribute::get_optional(this, &id::__dict__)?.unwrap_or_else(none);
    Ok(tuple::from_owned([this.ty().new_ref(), args.upcast(), state])?.upcast())
}

fn reduce_ex(this: &PyByteArrayObject, args: &[&PyObject]) -> Result<Owned> {
    check_positional("__reduce_ex__", args.len(), 0, 1)?;
    reduce(this, args.first().map_or(Ok(0), |protocol| long::as_int(protocol))? as isize)
}

// ---- methods ------------------------------------------------------------------------------------------------------

fn append(this: &PyByteArrayObject, object: &PyObject) -> Result<Owned> {
    let byte = byte(object, "byte")?;
    let old = this.len();
    this.resize(old.checked_add(1).ok_or_else(Raised::no_memory)?)?;
    // SAFETY: the array has grown by one.
    unsafe { *this.data().add(old) = byte };
    Ok(none())
}

fn clear(this: &PyByteArrayObject) -> Result<Owned> {
    this.resize(0)?;
    Ok(none())
}

fn extend(this: &PyByteArrayObject, object: &PyObject) -> Result<Owned> {
    if object.is(this) || buffer::getter(object.ty()).is_some() {
        let bytes = if object.is(this) {
            this.as_slice().to_buf()
        } else {
            let view = View::simple(object).map_err(|raised| {
                raised.clear();
                raise!(TypeError, "can't set bytearray slice from {}", object.ty().name())
            })?;
            view.as_slice().to_buf()
        };
        this.splice(this.len()..this.len(), &bytes)?;
        return Ok(none());
    }
    if object.downcast::<PyUnicodeObject>().is_some() {
        return Err(raise!(TypeError, "expected iterable of integers; got: 'str'"));
    }
    if !table::is_iterable(object) {
        return Err(raise!(TypeError, "can't extend bytearray with {}", object.ty().name()));
    }
    let mut bytes = Buf::new();
    iteration::for_each(object, |item| {
        bytes.push(byte(&item, "byte")?);
        Ok(true)
    })?;
    this.splice(this.len()..this.len(), &bytes)?;
    Ok(none())
}

fn insert(this: &PyByteArrayObject, args: &[&PyObject]) -> Result<Owned> {
    check_positional("insert", args.len(), 2, 2)?;
    let at = long::as_ssize(args[0])?;
    let byte = byte(args[1], "byte")?;
    let at = index::from_end(at, this.len());
    this.splice(at..at, &[byte])?;
    Ok(none())
}

fn pop(this: &PyByteArrayObject, args: &[&PyObject]) -> Result<Owned> {
    check_positional("pop", args.len(), 0, 1)?;
    let at = args.first().map_or(Ok(-1), |at| long::as_ssize(at))?;
    if this.is_empty() {
        return Err(raise!(IndexError, "pop from empty bytearray"));
    }
    let at = place(this, if at < 0 { at + this.ob_size.get() } else { at }).ok_or_else(|| raise!(IndexError, "pop index out of range"))?;
    this.check_exports()?;
    let byte = this.as_slice()[at];
    this.splice(at..at + 1, b"")?;
    long::from_isize(isize::from(byte))
}

fn remove(this: &PyByteArrayObject, object: &PyObject) -> Result<Owned> {
    let byte = byte(object, "byte")?;
    let at = memchr::memchr(byte, this.as_slice()).ok_or_else(|| raise!(ValueError, "value not found in bytearray"))?;
    this.splice(at..at + 1, b"")?;
    Ok(none())
}

fn resize(this: &PyByteArrayObject, size: &PyObject) -> Result<Owned> {
    let size = long::as_ssize(size)?;
    let size = usize::try_from(size).map_err(|_| raise!(ValueError, "Can only resize to positive sizes, got {size}"))?;
    this.grow_with_zeros(size)?;
    Ok(none())
}

fn reverse(this: &PyByteArrayObject) -> Owned {
    // SAFETY: the bytes, which nobody else looks at meanwhile.
    unsafe { std::slice::from_raw_parts_mut(this.data(), this.len()) }.reverse();
    none()
}

/// A new array of the object's bytes: of its buffer, or of its items.
pub fn from_object(object: &PyObject) -> Result<Owned> {
    PyByteArray_Type.as_object().call1(object)
}
