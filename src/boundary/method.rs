//! Rust functions as methods and getters: rows of `tp_methods` and `tp_getset`.
//!
//! ```ignore
//! static METHODS: [PyMethodDef; 3] = [
//!     method::noargs(c"is_integer", float_is_integer, c"is_integer($self, /)\n--\n\nWhether the value is whole."),
//!     method::fastcall(c"find", str_find, c"…"),
//!     PyMethodDef::END,
//! ];
//! ```
//! A docstring that begins with `name($self, …)\n--\n\n` carries its signature, as CPython's do.

use super::{IntoC, enter, slot};
use crate::layout::*;
use crate::runtime::errors::Result;
use std::ffi::{CStr, c_char, c_int};
use std::ptr::{null, null_mut};

/// The arguments of a call: positional ones, then the values of the keywords that `kwnames` names.
#[derive(Clone, Copy)]
pub struct Args<'a> {
    pub positional: &'a [&'a PyObject],
    /// Values in the order of `kwnames`.
    pub keywords: &'a [&'a PyObject],
    pub kwnames: Option<&'a PyTupleObject>,
}

impl<'a> Args<'a> {
    pub const EMPTY: Self = Args { positional: &[], keywords: &[], kwnames: None };

    /// Arguments by the vectorcall convention.
    ///
    /// # Safety
    /// `args` points to as many objects as `nargsf` and `kwnames` say, alive for `'a`; `kwnames` is a tuple of `str` or NULL.
    #[inline(always)]
    pub unsafe fn from_vectorcall(args: *const *mut PyObject, nargsf: usize, kwnames: *mut PyObject) -> Self {
        let count = nargsf & !(1 << (usize::BITS - 1));
        // SAFETY: the caller's word; `&PyObject` is a pointer that is not NULL.
        unsafe {
            let kwnames = kwnames.cast::<PyTupleObject>().as_ref();
            let named = kwnames.map_or(0, |names| names.ob_size.get() as usize);
            Args { positional: slice(args, count), keywords: if named == 0 { &[] } else { slice(args.add(count), named) }, kwnames }
        }
    }
    /// Positional arguments only.
    pub fn positional(positional: &'a [&'a PyObject]) -> Self {
        Args { positional, keywords: &[], kwnames: None }
    }
    /// The first positional argument apart from the rest: the receiver of an unbound method.
    pub fn split_first(self) -> Option<(&'a PyObject, Self)> {
        let (first, positional) = self.positional.split_first()?;
        Some((first, Args { positional, ..self }))
    }
    pub fn has_keywords(&self) -> bool {
        !self.keywords.is_empty()
    }
}

/// # Safety
/// `args` points to `count` objects, or `count` is 0.
#[inline(always)]
unsafe fn slice<'a>(args: *const *mut PyObject, count: usize) -> &'a [&'a PyObject] {
    if count == 0 {
        return &[];
    }
    // SAFETY: the caller's word; `&PyObject` is a pointer that is not NULL.
    unsafe { std::slice::from_raw_parts(args.cast(), count) }
}

impl PyMethodDef {
    /// The row that ends a table.
    pub const END: Self = PyMethodDef { ml_name: null(), ml_meth: None, ml_flags: 0, ml_doc: null() };

    /// The same as a class method.
    pub const fn class(mut self) -> Self {
        self.ml_flags |= meth::CLASS;
        self
    }
    /// The same as a static method: its receiver is the type, or NULL in a module's table.
    pub const fn static_(mut self) -> Self {
        self.ml_flags |= meth::STATIC;
        self
    }
    /// The same where a slot wrapper of that name would otherwise take its place.
    pub const fn coexist(mut self) -> Self {
        self.ml_flags |= meth::COEXIST;
        self
    }
}

/// What a method is called on. A static method is called on nothing, for which `None` stands.
///
/// # Safety
/// An object of the struct, or NULL where the struct is a plain object's.
#[inline(always)]
unsafe fn receiver<'a, S: IsObject>(this: *mut PyObject) -> &'a S {
    let none: *const PyObject = &crate::types::singletons::_Py_NoneStruct;
    let this: *const PyObject = if this.is_null() { none } else { this };
    // SAFETY: the caller's word.
    unsafe { &*this.cast::<S>() }
}

const fn def(name: &'static CStr, function: PyCFunction, flags: c_int, doc: &'static CStr) -> PyMethodDef {
    let doc = if doc.is_empty() { null::<c_char>() } else { doc.as_ptr() };
    PyMethodDef { ml_name: name.as_ptr(), ml_meth: Some(function), ml_flags: flags, ml_doc: doc }
}

/// A method without arguments.
pub const fn noargs<S: IsObject, R: IntoC<C = *mut PyObject>, F: Fn(&S) -> R + Copy>(name: &'static CStr, _: F, doc: &'static CStr) -> PyMethodDef {
    unsafe extern "C" fn entry<S: IsObject, R: IntoC<C = *mut PyObject>, F: Fn(&S) -> R + Copy>(
        this: *mut PyObject,
        _: *mut PyObject,
    ) -> *mut PyObject {
        // SAFETY: the descriptor has checked the receiver.
        enter::<R>(std::any::type_name::<F>(), || unsafe { slot::conjure::<F>()(receiver::<S>(this)).into_c() })
    }
    def(name, entry::<S, R, F>, meth::NOARGS, doc)
}

/// A method with one argument.
pub const fn o<S: IsObject, R: IntoC<C = *mut PyObject>, F: Fn(&S, &PyObject) -> R + Copy>(
    name: &'static CStr,
    _: F,
    doc: &'static CStr,
) -> PyMethodDef {
    unsafe extern "C" fn entry<S: IsObject, R: IntoC<C = *mut PyObject>, F: Fn(&S, &PyObject) -> R + Copy>(
        this: *mut PyObject,
        arg: *mut PyObject,
    ) -> *mut PyObject {
        // SAFETY: the descriptor has checked the receiver; the argument is an object.
        enter::<R>(std::any::type_name::<F>(), || unsafe { slot::conjure::<F>()(receiver::<S>(this), &*arg).into_c() })
    }
    def(name, entry::<S, R, F>, meth::O, doc)
}

/// A method with positional arguments, which the function counts ([`crate::args::check_positional`]).
pub const fn fastcall<S: IsObject, R: IntoC<C = *mut PyObject>, F: Fn(&S, &[&PyObject]) -> R + Copy>(
    name: &'static CStr,
    _: F,
    doc: &'static CStr,
) -> PyMethodDef {
    unsafe extern "C" fn entry<S: IsObject, R: IntoC<C = *mut PyObject>, F: Fn(&S, &[&PyObject]) -> R + Copy>(
        this: *mut PyObject,
        args: *const *mut PyObject,
        count: isize,
    ) -> *mut PyObject {
        // SAFETY: the descriptor has checked the receiver; there are `count` arguments.
        enter::<R>(std::any::type_name::<F>(), || unsafe { slot::conjure::<F>()(receiver::<S>(this), slice(args, count as usize)).into_c() })
    }
    // SAFETY: with METH_FASTCALL the pointer is called by its own type.
    let function = unsafe { std::mem::transmute::<PyCFunctionFast, PyCFunction>(entry::<S, R, F>) };
    def(name, function, meth::FASTCALL, doc)
}

/// A function with one argument and no receiver: a static method, or a function that belongs to no module.
pub const fn free_o<R: IntoC<C = *mut PyObject>, F: Fn(&PyObject) -> R + Copy>(name: &'static CStr, _: F, doc: &'static CStr) -> PyMethodDef {
    unsafe extern "C" fn entry<R: IntoC<C = *mut PyObject>, F: Fn(&PyObject) -> R + Copy>(_: *mut PyObject, arg: *mut PyObject) -> *mut PyObject {
        // SAFETY: the argument is an object.
        enter::<R>(std::any::type_name::<F>(), || unsafe { slot::conjure::<F>()(&*arg).into_c() })
    }
    def(name, entry::<R, F>, meth::O, doc)
}

/// A static method with positional arguments: it has no receiver.
pub const fn static_fastcall<R: IntoC<C = *mut PyObject>, F: Fn(&[&PyObject]) -> R + Copy>(
    name: &'static CStr,
    _: F,
    doc: &'static CStr,
) -> PyMethodDef {
    unsafe extern "C" fn entry<R: IntoC<C = *mut PyObject>, F: Fn(&[&PyObject]) -> R + Copy>(
        _: *mut PyObject,
        args: *const *mut PyObject,
        count: isize,
    ) -> *mut PyObject {
        // SAFETY: there are `count` arguments.
        enter::<R>(std::any::type_name::<F>(), || unsafe { slot::conjure::<F>()(slice(args, count as usize)).into_c() })
    }
    // SAFETY: with METH_FASTCALL the pointer is called by its own type.
    let function = unsafe { std::mem::transmute::<PyCFunctionFast, PyCFunction>(entry::<R, F>) };
    def(name, function, meth::FASTCALL | meth::STATIC, doc)
}

/// A method with positional and keyword arguments, which the function binds ([`crate::args::Signature`]).
pub const fn keywords<S: IsObject, R: IntoC<C = *mut PyObject>, F: Fn(&S, Args<'_>) -> R + Copy>(
    name: &'static CStr,
    _: F,
    doc: &'static CStr,
) -> PyMethodDef {
    unsafe extern "C" fn entry<S: IsObject, R: IntoC<C = *mut PyObject>, F: Fn(&S, Args<'_>) -> R + Copy>(
        this: *mut PyObject,
        args: *const *mut PyObject,
        count: isize,
        kwnames: *mut PyObject,
    ) -> *mut PyObject {
        // SAFETY: the descriptor has checked the receiver; the arguments come by the vectorcall convention.
        enter::<R>(std::any::type_name::<F>(), || unsafe {
            slot::conjure::<F>()(receiver::<S>(this), Args::from_vectorcall(args, count as usize, kwnames)).into_c()
        })
    }
    // SAFETY: with METH_FASTCALL | METH_KEYWORDS the pointer is called by its own type.
    let function = unsafe { std::mem::transmute::<PyCFunctionFastWithKeywords, PyCFunction>(entry::<S, R, F>) };
    def(name, function, meth::FASTCALL | meth::KEYWORDS, doc)
}

impl PyGetSetDef {
    /// The row that ends a table.
    pub const END: Self = PyGetSetDef { name: null(), get: None, set: None, doc: null(), closure: null_mut() };

    /// The same with a setter.
    pub const fn settable<S: IsObject, F: Fn(&S, Option<&PyObject>) -> Result<()> + Copy>(mut self, set: F) -> Self {
        self.set = Some(slot::set(set));
        self
    }
}

/// An attribute that is computed: a row of `tp_getset`.
pub const fn getset<S: IsObject, R: IntoC<C = *mut PyObject>, F: Fn(&S) -> R + Copy>(name: &'static CStr, get: F, doc: &'static CStr) -> PyGetSetDef {
    let doc = if doc.is_empty() { null::<c_char>() } else { doc.as_ptr() };
    PyGetSetDef { name: name.as_ptr(), get: Some(slot::get(get)), set: None, doc, closure: null_mut() }
}
