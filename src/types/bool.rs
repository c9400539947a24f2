//! `bool`: two static ints of a type of their own.
//!
//! Invariant: `True` and `False` are all there is.

use crate::args::check_positional;
use crate::boundary::method::Args;
use crate::boundary::slot;
use crate::foreign;
use crate::layout::*;
use crate::object::Owned;
use crate::protocol::number;
use crate::raise;
use crate::runtime::errors::Result;
use crate::types::long;
use exuvia_macros::capi;
use std::cell::Cell;
use std::ffi::c_long;

/// `bool`.
#[capi]
pub static PyBool_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"bool".as_ptr()),
    tp_doc: Cell::new(c"bool(object=False, /)\n--\n\nTrue where the object is true, else False. These are the only two bools.".as_ptr()),
    tp_basicsize: Cell::new(24),
    tp_itemsize: Cell::new(4),
    tp_base: Field::to_static(&long::PyLong_Type),
    tp_flags: Cell::new(flags::DEFAULT | flags::LONG_SUBCLASS),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_repr: Cell::new(Some(slot::unary(repr))),
    tp_as_number: Cell::new(&NUMBER),
    tp_new: Cell::new(Some(slot::new(new))),
    tp_vectorcall: Cell::new(Some(slot::vectorcall(vectorcall))),
    ..PyTypeObject::STATIC
};

static NUMBER: PyNumberMethods = PyNumberMethods {
    nb_invert: Cell::new(Some(slot::unary(invert))),
    nb_and: Cell::new(Some(slot::binary(|a, b| logic(a, b, |x, y| x & y, |n| n.nb_and.get())))),
    nb_xor: Cell::new(Some(slot::binary(|a, b| logic(a, b, |x, y| x ^ y, |n| n.nb_xor.get())))),
    nb_or: Cell::new(Some(slot::binary(|a, b| logic(a, b, |x, y| x | y, |n| n.nb_or.get())))),
    ..PyNumberMethods::EMPTY
};

const fn make(value: u32) -> PyLongObject {
    // The sign is 0 for a positive number, 1 for zero; both have one digit to read.
    let tag = if value == 0 { 1 } else { 1 << 3 };
    PyLongObject {
        ob_base: PyObject::immortal((&raw const PyBool_Type).cast_mut()),
        long_value: _PyLongValue { lv_tag: Cell::new(tag), ob_digit: [Cell::new(value)] },
    }
}

/// `False`.
#[capi]
pub static _Py_FalseStruct: PyLongObject = make(0);
/// `True`.
#[capi]
pub static _Py_TrueStruct: PyLongObject = make(1);

/// `True` or `False`, as a new reference.
#[inline(always)]
pub fn from_bool(value: bool) -> Owned {
    let object: &PyObject = if value { &_Py_TrueStruct } else { &_Py_FalseStruct };
    // SAFETY: immortal: a count of it is anybody's.
    unsafe { Owned::from_nonnull(object.as_ptr()) }
}

/// The truth of `True` and `False`; `None` for anything else.
#[inline(always)]
pub fn value_of(object: &PyObject) -> Option<bool> {
    if object.is(&_Py_TrueStruct) {
        Some(true)
    } else if object.is(&_Py_FalseStruct) {
        Some(false)
    } else {
        None
    }
}

/// A count that was walked down to zero is put back.
fn dealloc(this: *mut PyLongObject) {
    // SAFETY: `True` and `False` are static.
    unsafe { &*this }.as_object().make_immortal();
}

fn repr(this: &PyLongObject) -> &'static PyUnicodeObject {
    if this.is_zero() { &crate::object::id::False } else { &crate::object::id::True }
}

/// Two bools give a bool; anything else is the ints' affair.
#[inline(always)]
fn logic(
    a: &PyObject,
    b: &PyObject,
    of_bools: impl Fn(bool, bool) -> bool,
    of_ints: impl Fn(&PyNumberMethods) -> Option<binaryfunc>,
) -> Result<Owned> {
    if let (Some(x), Some(y)) = (value_of(a), value_of(b)) {
        return Ok(from_bool(of_bools(x, y)));
    }
    match of_ints(&long::arith::NUMBER) {
        // SAFETY: the slot's contract.
        Some(slot) => unsafe { crate::boundary::new_reference(foreign!(slot(a.as_ptr(), b.as_ptr()))) },
        None => Ok(crate::types::singletons::not_implemented()),
    }
}

fn invert(this: &PyLongObject) -> Result<Owned> {
    number::deprecated(format_args!(
        "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This returns the bitwise inversion of the underlying int object and is usually not what you expect from the negation of a bool object. Use the 'not' operator for boolean negation or ~int(x) for the bitwise inversion of the underlying int."
    ))?;
    long::arith::invert(this)
}

fn new(_: &PyTypeObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    make_new(args.as_slice(), kwargs.is_some_and(|k| !k.is_empty()))
}

fn vectorcall(_: &PyTypeObject, args: Args<'_>) -> Result<Owned> {
    make_new(args.positional, args.has_keywords())
}

fn make_new(args: &[&PyObject], keywords: bool) -> Result<Owned> {
    if keywords {
        return Err(raise!(TypeError, "bool() takes no keyword arguments"));
    }
    check_positional("bool", args.len(), 0, 1)?;
    Ok(from_bool(args.first().map_or(Ok(false), |x| x.is_true())?))
}

/// `True` for what is not zero, else `False`; new.
#[capi]
pub fn PyBool_FromLong(value: c_long) -> Owned {
    from_bool(value != 0)
}
