//! `None`, `NotImplemented` and `Ellipsis`: static, immortal, shared by all interpreters.

use crate::boundary::{method, slot};
use crate::layout::*;
use crate::object::{Owned, id};
use crate::raise;
use crate::runtime::errors::Result;
use exuvia_macros::capi;
use std::cell::Cell;

macro_rules! singletons {
    ($($(#[$doc:meta])* $object:ident: $ty:expr, $owned:ident;)*) => { $(
        $(#[$doc])*
        #[capi]
        pub static $object: PyObject = PyObject::immortal((&raw const $ty).cast_mut());
        $(#[$doc])* ///
        /// A new reference.
        #[inline(always)]
        pub fn $owned() -> Owned {
            // SAFETY: immortal: a count of it is anybody's.
            unsafe { Owned::from_nonnull((&raw const $object).cast_mut()) }
        }
    )* };
}
singletons! {
    /// `None`.
    _Py_NoneStruct: _PyNone_Type, none;
    /// `NotImplemented`.
    _Py_NotImplementedStruct: _PyNotImplemented_Type, not_implemented;
    /// `...`.
    _Py_EllipsisObject: PyEllipsis_Type, ellipsis;
}

impl PyObject {
    #[inline(always)]
    pub fn is_none(&self) -> bool {
        std::ptr::eq(self, &_Py_NoneStruct)
    }
    #[inline(always)]
    pub fn is_not_implemented(&self) -> bool {
        std::ptr::eq(self, &_Py_NotImplementedStruct)
    }
}

/// The slots that the three types share: text, and what `type(None)()` gives.
const fn singleton_type(name: &'static std::ffi::CStr, doc: &'static std::ffi::CStr) -> PyTypeObject {
    PyTypeObject {
        tp_name: Cell::new(name.as_ptr()),
        tp_doc: Cell::new(doc.as_ptr()),
        tp_basicsize: Cell::new(size_of::<PyObject>() as isize),
        tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
        tp_repr: Cell::new(Some(slot::unary(repr))),
        ..PyTypeObject::STATIC
    }
}

/// The type of `None`.
#[capi]
pub static _PyNone_Type: PyTypeObject = PyTypeObject {
    tp_hash: Cell::new(Some(slot::hash(|_: &PyObject| NONE_HASH))),
    // Who has a hash of its own inherits no comparison.
    tp_richcompare: Cell::new(Some(slot::compare(crate::types::object_type::compare))),
    tp_as_number: Cell::new(&NONE_NUMBER),
    tp_new: Cell::new(Some(slot::new(|_, args, kwargs| make("NoneType", none(), args, kwargs)))),
    ..singleton_type(c"NoneType", c"The type of None, its only instance.")
};
/// The type of `NotImplemented`.
#[capi]
pub static _PyNotImplemented_Type: PyTypeObject = PyTypeObject {
    tp_as_number: Cell::new(&NOT_IMPLEMENTED_NUMBER),
    tp_methods: Cell::new(METHODS.as_ptr()),
    tp_new: Cell::new(Some(slot::new(|_, args, kwargs| make("NotImplementedType", not_implemented(), args, kwargs)))),
    ..singleton_type(c"NotImplementedType", c"The type of NotImplemented, its only instance.")
};
/// The type of `...`.
#[capi]
pub static PyEllipsis_Type: PyTypeObject = PyTypeObject {
    tp_methods: Cell::new(METHODS.as_ptr()),
    tp_new: Cell::new(Some(slot::new(|_, args, kwargs| make("EllipsisType", ellipsis(), args, kwargs)))),
    ..singleton_type(c"ellipsis", c"The type of Ellipsis, its only instance.")
};

/// The same in every process, as CPython's is.
const NONE_HASH: isize = 0xfca8_6420;

static NONE_NUMBER: PyNumberMethods = PyNumberMethods { nb_bool: Cell::new(Some(slot::inquiry(|_: &PyObject| false))), ..PyNumberMethods::EMPTY };
static NOT_IMPLEMENTED_NUMBER: PyNumberMethods = PyNumberMethods { nb_bool: Cell::new(Some(slot::inquiry(no_truth))), ..PyNumberMethods::EMPTY };

static METHODS: [PyMethodDef; 2] = [method::noargs(c"__reduce__", repr, c""), PyMethodDef::END];

fn no_truth(_: &PyObject) -> Result<bool> {
    Err(raise!(TypeError, "NotImplemented should not be used in a boolean context"))
}

/// The name, which is also what pickles the object.
fn repr(this: &PyObject) -> &'static PyUnicodeObject {
    if this.is_none() {
        &id::None
    } else if this.is_not_implemented() {
        &id::NotImplemented
    } else {
        &id::Ellipsis
    }
}

fn make(name: &str, object: Owned, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    if !args.is_empty() || kwargs.is_some_and(|k| !k.is_empty()) {
        return Err(raise!(TypeError, "{name} takes no arguments"));
    }
    Ok(object)
}

/// A count that was walked down to zero is put back.
fn dealloc(this: *mut PyObject) {
    // SAFETY: the three are static.
    unsafe { &*this }.make_immortal();
}
