//! `UnicodeDecodeError`, `UnicodeEncodeError` and `UnicodeTranslateError`: which part of what could not be converted, and why.
//!
//! The three share a struct. Their numbers are what somebody wrote there: whoever reads them for use clamps them.

use super::base;
use super::table::{self, object_member, of_type, slots_of};
use super::text::compose;
use crate::layout::*;
use crate::object::{Owned, Typed, is_instance};
use crate::protocol::buffer::View;
use crate::protocol::number;
use crate::raise;
use crate::runtime::errors::Result;
use crate::types::{bytes, long, tuple, unicode};
use exuvia_macros::capi;
use std::ffi::{CStr, c_char};
use std::mem::offset_of;

slots_of! { PyUnicodeErrorObject: slots(encoding, object, reason) }

/// The argument at `index` as a `str`.
fn text(args: &[&PyObject], index: usize) -> Result<Owned> {
    let arg = args[index];
    if !is_instance::<PyUnicodeObject>(arg) {
        return Err(raise!(TypeError, "argument {} must be str, not {}", index + 1, super::type_word(arg)));
    }
    Ok(arg.new_ref())
}

fn count(args: &PyTupleObject, wanted: usize) -> Result<()> {
    if args.len() != wanted {
        return Err(raise!(TypeError, "function takes exactly {wanted} arguments ({} given)", args.len()));
    }
    Ok(())
}

fn number(arg: &PyObject) -> Result<isize> {
    long::convert::PyLong_AsSsize_t(Some(&*number::PyNumber_Index(arg)?))
}

fn set(this: &PyUnicodeErrorObject, encoding: Option<Owned>, object: Owned, start: isize, end: isize, reason: Owned) {
    this.encoding.set(encoding);
    this.object.set(Some(object));
    this.start.set(start);
    this.end.set(end);
    this.reason.set(Some(reason));
}

pub fn decode_init(this: &PyUnicodeErrorObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<()> {
    base::init(this, args, kwargs)?;
    count(args, 5)?;
    let items = args.as_slice();
    let (encoding, object) = (text(items, 0)?, items[1].new_ref());
    let (start, end, reason) = (number(items[2])?, number(items[3])?, text(items, 4)?);
    let object = match is_instance::<PyBytesObject>(&object) {
        true => object,
        false => bytes::from_slice(View::simple(&object)?.as_slice())?.upcast(),
    };
    set(this, Some(encoding), object, start, end, reason);
    Ok(())
}

pub fn encode_init(this: &PyUnicodeErrorObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<()> {
    base::init(this, args, kwargs)?;
    count(args, 5)?;
    let items = args.as_slice();
    let (encoding, object) = (text(items, 0)?, text(items, 1)?);
    let (start, end, reason) = (number(items[2])?, number(items[3])?, text(items, 4)?);
    set(this, Some(encoding), object, start, end, reason);
    Ok(())
}

pub fn translate_init(this: &PyUnicodeErrorObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<()> {
    base::init(this, args, kwargs)?;
    count(args, 4)?;
    let items = args.as_slice();
    let object = text(items, 0)?;
    let (start, end, reason) = (number(items[1])?, number(items[2])?, text(items, 3)?);
    set(this, None, object, start, end, reason);
    Ok(())
}

/// A field that must hold a `T` to be of use.
fn required<T: Typed>(field: &Field, name: &str, word: &str) -> Result<Owned<T>> {
    match field.get() {
        None => Err(raise!(TypeError, "UnicodeError '{name}' attribute is not set")),
        Some(value) => value.downcast().map_err(|_| raise!(TypeError, "UnicodeError '{name}' attribute must be a {word}")),
    }
}

impl PyUnicodeErrorObject {
    fn bytes(&self) -> Result<Owned<PyBytesObject>> {
        required(&self.object, "object", "bytes")
    }
    fn string(&self) -> Result<Owned<PyUnicodeObject>> {
        required(&self.object, "object", "string")
    }
    /// The first unit that is meant, if it is the only one.
    fn single(&self, len: usize) -> Option<usize> {
        let (start, end) = (self.start.get(), self.end.get());
        let at = usize::try_from(start).ok().filter(|at| *at < len)?;
        (end == start + 1).then_some(at)
    }
    /// A field's text for a message.
    fn shown(field: &Field) -> Result<Owned<PyUnicodeObject>> {
        match field.get() {
            Some(value) => value.str(),
            None => unicode::from_str("<NULL>"),
        }
    }
    fn range(&self) -> Result<Owned<PyUnicodeObject>> {
        unicode::from_display(format_args!("{}-{}", self.start.get(), self.end.get().wrapping_sub(1)))
    }
}

fn escaped(c: u32) -> String {
    match c {
        0..=0xff => format!("\\x{c:02x}"),
        0x100..=0xffff => format!("\\u{c:04x}"),
        _ => format!("\\U{c:08x}"),
    }
}

pub fn decode_str(this: &PyUnicodeErrorObject) -> Result<Owned<PyUnicodeObject>> {
    if this.object.is_null() {
        return unicode::from_str("");
    }
    let object = this.bytes()?;
    let (encoding, reason) = (PyUnicodeErrorObject::shown(&this.encoding)?, PyUnicodeErrorObject::shown(&this.reason)?);
    match this.single(object.len()) {
        Some(at) => {
            let byte = unicode::from_display(format_args!("0x{:02x} in position {at}", object.as_slice()[at]))?;
            compose("'%' codec can't decode byte %: %", &[&encoding, &byte, &reason])
        }
        None => compose("'%' codec can't decode bytes in position %: %", &[&encoding, &this.range()?, &reason]),
    }
}

pub fn encode_str(this: &PyUnicodeErrorObject) -> Result<Owned<PyUnicodeObject>> {
    if this.object.is_null() {
        return unicode::from_str("");
    }
    let object = this.string()?;
    let (encoding, reason) = (PyUnicodeErrorObject::shown(&this.encoding)?, PyUnicodeErrorObject::shown(&this.reason)?);
    match this.single(object.len()) {
        Some(at) => {
            let c = unicode::from_display(format_args!("'{}' in position {at}", escaped(object.chars().at(at))))?;
            compose("'%' codec can't encode character %: %", &[&encoding, &c, &reason])
        }
        None => compose("'%' codec can't encode characters in position %: %", &[&encoding, &this.range()?, &reason]),
    }
}

pub fn translate_str(this: &PyUnicodeErrorObject) -> Result<Owned<PyUnicodeObject>> {
    if this.object.is_null() {
        return unicode::from_str("");
    }
    let object = this.string()?;
    let reason = PyUnicodeErrorObject::shown(&this.reason)?;
    match this.single(object.len()) {
        Some(at) => {
            let c = unicode::from_display(format_args!("'{}' in position {at}", escaped(object.chars().at(at))))?;
            compose("can't translate character %: %", &[&c, &reason])
        }
        None => compose("can't translate characters in position %: %", &[&this.range()?, &reason]),
    }
}

pub static MEMBERS: [PyMemberDef; 6] = [
    object_member(c"encoding", offset_of!(PyUnicodeErrorObject, encoding)),
    object_member(c"object", offset_of!(PyUnicodeErrorObject, object)),
    of_type(object_member(c"start", offset_of!(PyUnicodeErrorObject, start)), table::SSIZE),
    of_type(object_member(c"end", offset_of!(PyUnicodeErrorObject, end)), table::SSIZE),
    object_member(c"reason", offset_of!(PyUnicodeErrorObject, reason)),
    table::END,
];

// ---- pyerrors.h ---------------------------------------------------------------------------------------------------

/// The object as one of the three; `TypeError` names the one that the function is for.
fn receive<'a>(object: &'a PyObject, wanted: &'static PyTypeObject) -> Result<&'a PyUnicodeErrorObject> {
    let ours = [&super::UnicodeDecodeError, &super::UnicodeEncodeError, &super::UnicodeTranslateError];
    if ours.iter().any(|ty| object.ty().is_subtype(ty)) {
        // SAFETY: the three and their subclasses have this struct.
        return Ok(unsafe { object.cast_unchecked() });
    }
    Err(raise!(TypeError, "expecting a {} object, got {}", wanted.name(), object.ty().name()))
}

/// A start for use: of a unit that is there, or 0.
fn clamped_start(start: isize, len: usize) -> isize {
    start.clamp(0, (len as isize - 1).max(0))
}

/// An end for use: past a unit that is there, or 0 where there is none.
fn clamped_end(end: isize, len: usize) -> isize {
    end.max(1).min(len as isize)
}

macro_rules! accessors {
    ($ty:ident, $object:ident, $struct:ty:
     $get_object:ident $get_reason:ident $set_reason:ident $get_start:ident $get_end:ident $set_start:ident $set_end:ident) => {
        /// What was to be converted, new; `TypeError` where it is not set or of the wrong type.
        #[capi]
        pub fn $get_object(exc: &PyObject) -> Result<Owned> {
            Ok(receive(exc, &super::$ty)?.$object()?.upcast())
        }
        /// Why it failed, new; `TypeError` where it is not set or no `str`.
        #[capi]
        pub fn $get_reason(exc: &PyObject) -> Result<Owned> {
            Ok(required::<PyUnicodeObject>(&receive(exc, &super::$ty)?.reason, "reason", "string")?.upcast())
        }
        /// Sets why it failed, from UTF-8.
        #[capi]
        pub fn $set_reason(exc: &PyObject, reason: &CStr) -> Result<()> {
            let this = receive(exc, &super::$ty)?;
            this.reason.set(Some(unicode::codecs::decode(reason.to_bytes(), None, None)?.upcast()));
            Ok(())
        }
        /// Where the part begins: always a position in the object, or 0.
        #[capi]
        pub fn $get_start(exc: &PyObject, start: *mut isize) -> Result<()> {
            let this = receive(exc, &super::$ty)?;
            let len = this.$object()?.len();
            if !start.is_null() {
                // SAFETY: C's word.
                unsafe { *start = clamped_start(this.start.get(), len) };
            }
            Ok(())
        }
        /// Where the part ends: past a position in the object.
        #[capi]
        pub fn $get_end(exc: &PyObject, end: *mut isize) -> Result<()> {
            let this = receive(exc, &super::$ty)?;
            let len = this.$object()?.len();
            if !end.is_null() {
                // SAFETY: C's word.
                unsafe { *end = clamped_end(this.end.get(), len) };
            }
            Ok(())
        }
        /// Sets where the part begins, whatever the object is.
        #[capi]
        pub fn $set_start(exc: &PyObject, start: isize) -> Result<()> {
            receive(exc, &super::$ty)?.start.set(start);
            Ok(())
        }
        /// Sets where the part ends, whatever the object is.
        #[capi]
        pub fn $set_end(exc: &PyObject, end: isize) -> Result<()> {
            receive(exc, &super::$ty)?.end.set(end);
            Ok(())
        }
    };
}
accessors! { UnicodeDecodeError, bytes, PyBytesObject:
PyUnicodeDecodeError_GetObject PyUnicodeDecodeError_GetReason PyUnicodeDecodeError_SetReason PyUnicodeDecodeError_GetStart
PyUnicodeDecodeError_GetEnd PyUnicodeDecodeError_SetStart PyUnicodeDecodeError_SetEnd }
accessors! { UnicodeEncodeError, string, PyUnicodeObject:
PyUnicodeEncodeError_GetObject PyUnicodeEncodeError_GetReason PyUnicodeEncodeError_SetReason PyUnicodeEncodeError_GetStart
PyUnicodeEncodeError_GetEnd PyUnicodeEncodeError_SetStart PyUnicodeEncodeError_SetEnd }
accessors! { UnicodeTranslateError, string, PyUnicodeObject:
PyUnicodeTranslateError_GetObject PyUnicodeTranslateError_GetReason PyUnicodeTranslateError_SetReason PyUnicodeTranslateError_GetStart
PyUnicodeTranslateError_GetEnd PyUnicodeTranslateError_SetStart PyUnicodeTranslateError_SetEnd }

/// The encoding's name, new; `TypeError` where it is not set or no `str`.
#[capi]
pub fn PyUnicodeDecodeError_GetEncoding(exc: &PyObject) -> Result<Owned> {
    Ok(required::<PyUnicodeObject>(&receive(exc, &super::UnicodeDecodeError)?.encoding, "encoding", "string")?.upcast())
}

/// The encoding's name, new; `TypeError` where it is not set or no `str`.
#[capi]
pub fn PyUnicodeEncodeError_GetEncoding(exc: &PyObject) -> Result<Owned> {
    Ok(required::<PyUnicodeObject>(&receive(exc, &super::UnicodeEncodeError)?.encoding, "encoding", "string")?.upcast())
}

/// A new `UnicodeDecodeError`; the object is copied. `start` and `end` are taken as they are.
#[capi]
pub fn PyUnicodeDecodeError_Create(encoding: &CStr, object: *const c_char, length: isize, start: isize, end: isize, reason: &CStr) -> Result<Owned> {
    let args = tuple::from_owned([
        unicode::codecs::decode(encoding.to_bytes(), None, None)?.upcast(),
        bytes::PyBytes_FromStringAndSize(object, length)?.upcast(),
        long::from_i64(start as i64)?,
        long::from_i64(end as i64)?,
        unicode::codecs::decode(reason.to_bytes(), None, None)?.upcast(),
    ])?;
    crate::runtime::errors::make(super::UnicodeDecodeError.as_object(), Some(args.as_object()))
}
