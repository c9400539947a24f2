//! `None`, `NotImplemented` and `Ellipsis`: static, immortal, shared by all interpreters.

use crate::layout::*;
use crate::object::Owned;
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

/// The type of `None`.
#[capi]
pub static _PyNone_Type: PyTypeObject =
    PyTypeObject { tp_name: Cell::new(c"NoneType".as_ptr()), tp_basicsize: Cell::new(16), ..PyTypeObject::STATIC };
/// The type of `NotImplemented`.
#[capi]
pub static _PyNotImplemented_Type: PyTypeObject =
    PyTypeObject { tp_name: Cell::new(c"NotImplementedType".as_ptr()), tp_basicsize: Cell::new(16), ..PyTypeObject::STATIC };
/// The type of `...`.
#[capi]
pub static PyEllipsis_Type: PyTypeObject =
    PyTypeObject { tp_name: Cell::new(c"ellipsis".as_ptr()), tp_basicsize: Cell::new(16), ..PyTypeObject::STATIC };
