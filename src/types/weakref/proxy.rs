//! Proxies: objects that pass everything on to their referent, while it lives.

use super::{as_weak, clear, dealloc, traverse};
use crate::boundary::method;
use crate::boundary::slot::{self, CompareOp};
use crate::layout::*;
use crate::object::Owned;
use crate::object::attribute;
use crate::protocol::{iteration, mapping, number, sequence};
use crate::raise;
use crate::runtime::errors::Result;
use exuvia_macros::capi;
use std::cell::Cell;
use std::ffi::CStr;

/// The referent of a proxy, or `ReferenceError`.
fn referent(this: &PyWeakReference) -> Result<Owned> {
    this.referent().ok_or_else(|| raise!(ReferenceError, "weakly-referenced object no longer exists"))
}

/// An operand: the referent of a proxy, any other object itself.
fn unwrap(object: &PyObject) -> Result<Owned> {
    match as_weak(object).filter(|_| super::is_proxy_type(object.ty())) {
        Some(weak) => referent(weak),
        None => Ok(object.new_ref()),
    }
}

macro_rules! binary {
    ($operation:path) => {
        Cell::new(Some(slot::binary(|a, b| -> Result<Owned> { $operation(&*unwrap(a)?, &*unwrap(b)?) })))
    };
}
macro_rules! unary {
    ($operation:path) => {
        Cell::new(Some(slot::unary(|this: &PyWeakReference| -> Result<Owned> { $operation(&*referent(this)?) })))
    };
}
macro_rules! ternary {
    ($operation:path) => {
        Cell::new(Some(slot::ternary(|a, b, c| -> Result<Owned> { $operation(&*unwrap(a)?, &*unwrap(b)?, &*unwrap(c)?) })))
    };
}

static NUMBER: PyNumberMethods = PyNumberMethods {
    nb_add: binary!(number::PyNumber_Add),
    nb_subtract: binary!(number::PyNumber_Subtract),
    nb_multiply: binary!(number::PyNumber_Multiply),
    nb_remainder: binary!(number::PyNumber_Remainder),
    nb_divmod: binary!(number::PyNumber_Divmod),
    nb_power: ternary!(number::PyNumber_Power),
    nb_negative: unary!(number::PyNumber_Negative),
    nb_positive: unary!(number::PyNumber_Positive),
    nb_absolute: unary!(number::PyNumber_Absolute),
    nb_bool: Cell::new(Some(slot::inquiry(|this: &PyWeakReference| -> Result<bool> { referent(this)?.is_true() }))),
    nb_invert: unary!(number::PyNumber_Invert),
    nb_lshift: binary!(number::PyNumber_Lshift),
    nb_rshift: binary!(number::PyNumber_Rshift),
    nb_and: binary!(number::PyNumber_And),
    nb_xor: binary!(number::PyNumber_Xor),
    nb_or: binary!(number::PyNumber_Or),
    nb_int: unary!(number::PyNumber_Long),
    nb_float: unary!(number::PyNumber_Float),
    nb_inplace_add: binary!(number::PyNumber_InPlaceAdd),
    nb_inplace_subtract: binary!(number::PyNumber_InPlaceSubtract),
    nb_inplace_multiply: binary!(number::PyNumber_InPlaceMultiply),
    nb_inplace_remainder: binary!(number::PyNumber_InPlaceRemainder),
    nb_inplace_power: ternary!(number::PyNumber_InPlacePower),
    nb_inplace_lshift: binary!(number::PyNumber_InPlaceLshift),
    nb_inplace_rshift: binary!(number::PyNumber_InPlaceRshift),
    nb_inplace_and: binary!(number::PyNumber_InPlaceAnd),
    nb_inplace_xor: binary!(number::PyNumber_InPlaceXor),
    nb_inplace_or: binary!(number::PyNumber_InPlaceOr),
    nb_floor_divide: binary!(number::PyNumber_FloorDivide),
    nb_true_divide: binary!(number::PyNumber_TrueDivide),
    nb_inplace_floor_divide: binary!(number::PyNumber_InPlaceFloorDivide),
    nb_inplace_true_divide: binary!(number::PyNumber_InPlaceTrueDivide),
    nb_index: unary!(number::PyNumber_Index),
    nb_matrix_multiply: binary!(number::PyNumber_MatrixMultiply),
    nb_inplace_matrix_multiply: binary!(number::PyNumber_InPlaceMatrixMultiply),
    ..PyNumberMethods::EMPTY
};

static SEQUENCE: PySequenceMethods = PySequenceMethods {
    sq_length: Cell::new(Some(slot::length(length))),
    sq_contains: Cell::new(Some(slot::contains(|this: &PyWeakReference, value| sequence::contains(&*referent(this)?, &*unwrap(value)?)))),
    ..PySequenceMethods::EMPTY
};

static MAPPING: PyMappingMethods = PyMappingMethods {
    mp_length: Cell::new(Some(slot::length(length))),
    mp_subscript: Cell::new(Some(slot::subscript(|this: &PyWeakReference, key| mapping::get_item(&*referent(this)?, &*unwrap(key)?)))),
    mp_ass_subscript: Cell::new(Some(slot::set_subscript(set_item))),
};

static METHODS: [PyMethodDef; 3] = [
    method::noargs(c"__bytes__", |this: &PyWeakReference| method0(this, c"__bytes__"), c""),
    method::noargs(c"__reversed__", |this: &PyWeakReference| method0(this, c"__reversed__"), c""),
    PyMethodDef::END,
];

const fn proxy_type(name: &'static CStr, call: Option<ternaryfunc>) -> PyTypeObject {
    PyTypeObject {
        tp_name: Cell::new(name.as_ptr()),
        tp_basicsize: Cell::new(size_of::<PyWeakReference>() as isize),
        tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC),
        tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
        tp_repr: Cell::new(Some(slot::unary(repr))),
        tp_as_number: Cell::new(&NUMBER),
        tp_as_sequence: Cell::new(&SEQUENCE),
        tp_as_mapping: Cell::new(&MAPPING),
        // Equality is the referent's, so a proxy has no hash of its own; the referent may die, so it has none of that either.
        tp_hash: Cell::new(Some(slot::HASH_NOT_IMPLEMENTED)),
        tp_call: Cell::new(call),
        tp_str: Cell::new(Some(slot::unary(|this: &PyWeakReference| -> Result<Owned> { Ok(referent(this)?.str()?.upcast()) }))),
        tp_getattro: Cell::new(Some(slot::subscript(|this: &PyWeakReference, name| attribute::PyObject_GetAttr(&*referent(this)?, name)))),
        tp_setattro: Cell::new(Some(slot::set_subscript(set_attribute))),
        tp_traverse: Cell::new(Some(slot::traverse(traverse))),
        tp_clear: Cell::new(Some(slot::clear(clear))),
        tp_richcompare: Cell::new(Some(slot::compare(compare))),
        tp_iter: Cell::new(Some(slot::unary(|this: &PyWeakReference| -> Result<Owned> { iteration::iter(&*referent(this)?) }))),
        tp_iternext: Cell::new(Some(slot::unary(next))),
        tp_methods: Cell::new(METHODS.as_ptr()),
        ..PyTypeObject::STATIC
    }
}

/// The type of proxies of what cannot be called.
#[capi]
pub static _PyWeakref_ProxyType: PyTypeObject = proxy_type(c"weakref.ProxyType", None);
/// The type of proxies of what can be called.
#[capi]
pub static _PyWeakref_CallableProxyType: PyTypeObject = proxy_type(c"weakref.CallableProxyType", Some(slot::call(call)));

fn length(this: &PyWeakReference) -> Result<isize> {
    Ok(sequence::len(&*referent(this)?)? as isize)
}

fn set_item(this: &PyWeakReference, key: &PyObject, value: Option<&PyObject>) -> Result<()> {
    let object = referent(this)?;
    match value {
        Some(value) => mapping::set_item(&object, key, value),
        None => mapping::delete_item(&object, key),
    }
}

fn set_attribute(this: &PyWeakReference, name: &PyObject, value: Option<&PyObject>) -> Result<()> {
    attribute::set(&*referent(this)?, name, value)
}

fn method0(this: &PyWeakReference, name: &CStr) -> Result<Owned> {
    let object = referent(this)?;
    attribute::PyObject_GetAttrString(&object, name)?.call0()
}

fn repr(this: &PyWeakReference) -> Result<Owned> {
    Ok(super::text_of(this, "weakproxy")?.upcast())
}

fn compare(this: &PyWeakReference, other: &PyObject, op: CompareOp) -> Result<Owned> {
    referent(this)?.compare(&*unwrap(other)?, op)
}

fn next(this: &PyWeakReference) -> Result<Option<Owned>> {
    let object = referent(this)?;
    if object.ty().tp_iternext.get().is_none() {
        return Err(raise!(TypeError, "Weakref proxy referenced a non-iterator '{}' object", object.ty().name()));
    }
    iteration::next(&object)
}

fn call(this: &PyWeakReference, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    referent(this)?.call_tuple(args, kwargs)
}
