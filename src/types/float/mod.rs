//! `float`: a C double in a box of 24 bytes.
//!
//! The model of a built-in type. In order: the struct and its type object; how Rust makes and reads one; arithmetic;
//! comparison and hash; the Python-visible methods; the C API in the order of floatobject.h.
//!
//! Invariant: a float's value never changes after it is made.

use crate::boundary::method;
use crate::boundary::slot::{self, CompareOp};
use crate::layout::*;
use crate::object::{Owned, Typed, gc, types};
use crate::runtime::errors::Result;
use crate::runtime::{memory, thread};
use crate::types::singletons::not_implemented;
use exuvia_macros::capi;
use std::cell::Cell;

// SAFETY: instances of float and of its subclasses begin with a PyFloatObject.
unsafe impl Typed for PyFloatObject {
    fn type_object() -> &'static PyTypeObject {
        &PyFloat_Type
    }
}

/// `float`.
#[capi]
pub static PyFloat_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"float".as_ptr()),
    tp_doc: Cell::new(c"float(x=0, /)\n--\n\nA floating-point number, from a number or a text that holds one.".as_ptr()),
    tp_basicsize: Cell::new(size_of::<PyFloatObject>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::BASETYPE | flags::MATCH_SELF),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_hash: Cell::new(Some(slot::hash(hash))),
    tp_richcompare: Cell::new(Some(slot::compare(compare))),
    tp_as_number: Cell::new(&NUMBER),
    tp_methods: Cell::new(METHODS.as_ptr()),
    tp_getset: Cell::new(GETSETS.as_ptr()),
    ..PyTypeObject::STATIC
};

static NUMBER: PyNumberMethods = PyNumberMethods {
    nb_add: Cell::new(Some(slot::binary(|a, b| arithmetic(a, b, |x, y| x + y)))),
    nb_subtract: Cell::new(Some(slot::binary(|a, b| arithmetic(a, b, |x, y| x - y)))),
    nb_multiply: Cell::new(Some(slot::binary(|a, b| arithmetic(a, b, |x, y| x * y)))),
    nb_negative: Cell::new(Some(slot::unary(|x: &PyFloatObject| from_f64(-x.value())))),
    nb_absolute: Cell::new(Some(slot::unary(|x: &PyFloatObject| from_f64(x.value().abs())))),
    nb_bool: Cell::new(Some(slot::inquiry(|x: &PyFloatObject| x.value() != 0.0))),
    ..PyNumberMethods::EMPTY
};

static METHODS: [PyMethodDef; 2] = [
    method::noargs(
        c"conjugate",
        |x: &PyFloatObject| Owned::from_ref(x.as_object()),
        c"conjugate($self, /)\n--\n\nThe number itself: it has no imaginary part.",
    ),
    PyMethodDef::END,
];

static GETSETS: [PyGetSetDef; 2] =
    [method::getset(c"real", |x: &PyFloatObject| Owned::from_ref(x.as_object()), c"The number itself."), PyGetSetDef::END];

// ---- making and reading -------------------------------------------------------------------------------------------

impl PyFloatObject {
    #[inline(always)]
    pub fn value(&self) -> f64 {
        self.ob_fval.get()
    }
}

/// A new float.
#[inline]
pub fn from_f64(value: f64) -> Result<Owned> {
    let object = match thread().interp().free.float.pop() {
        Some(object) => object,
        None => memory::alloc_object(size_of::<PyFloatObject>())?,
    };
    // SAFETY: memory for a float; `float` is not a heap type, so nothing else is counted.
    unsafe {
        gc::init(object, &PyFloat_Type);
        (*object.cast::<PyFloatObject>()).ob_fval.set(value);
        Ok(Owned::from_nonnull(object))
    }
}

fn dealloc(this: *mut PyFloatObject) {
    let object = this.cast::<PyObject>();
    // SAFETY: dead, and of the free list's size where it is exactly a float.
    unsafe {
        if !std::ptr::eq((*object).ty(), &PyFloat_Type) {
            types::free(object);
        } else if !thread().interp().free.float.push(object) {
            memory::free_object(object);
        }
    }
}

// ---- arithmetic ---------------------------------------------------------------------------------------------------

/// Both operands as doubles, or `None` where one of them is not a number that a float mixes with.
#[inline(always)]
fn operands(a: &PyObject, b: &PyObject) -> Option<(f64, f64)> {
    Some((a.downcast::<PyFloatObject>()?.value(), b.downcast::<PyFloatObject>()?.value()))
}

#[inline(always)]
fn arithmetic(a: &PyObject, b: &PyObject, operation: impl Fn(f64, f64) -> f64) -> Result<Owned> {
    match operands(a, b) {
        Some((x, y)) => from_f64(operation(x, y)),
        None => Ok(not_implemented()),
    }
}

// ---- comparison and hash ------------------------------------------------------------------------------------------

fn compare(a: &PyFloatObject, b: &PyObject, op: CompareOp) -> Result<Owned> {
    let Some((x, y)) = operands(a, b) else {
        return Ok(not_implemented());
    };
    // A NaN compares with nothing, so only "unequal" holds.
    let holds = x.partial_cmp(&y).map_or(op == CompareOp::Ne, |ordering| op.holds(ordering));
    from_f64(f64::from(u8::from(holds)))
}

fn hash(x: &PyFloatObject) -> Result<isize> {
    Ok(x.value().to_bits() as isize)
}

// ---- floatobject.h ------------------------------------------------------------------------------------------------

/// A new float.
#[capi]
pub fn PyFloat_FromDouble(value: f64) -> Result<Owned> {
    from_f64(value)
}
