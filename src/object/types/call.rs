//! Calling a type: `__new__`, then `__init__`.

use crate::boundary::{new_reference, slot, status};
use crate::foreign;
use crate::layout::*;
use crate::object::Owned;
use crate::raise;
use crate::runtime::errors::Result;
use crate::types::tuple;
use std::ffi::c_void;
use std::ptr::null_mut;

/// `tp_call` of `type`.
pub fn type_call(ty: &PyTypeObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    if std::ptr::eq(ty, &super::PyType_Type) {
        match (args.as_slice(), kwargs.is_some_and(|k| !k.is_empty())) {
            ([object], false) => return Ok(object.ty().new_ref()),
            ([_], true) => return Err(raise!(TypeError, "type() takes no keyword arguments")),
            ([_, _, _], _) => {}
            _ => return Err(raise!(TypeError, "type() takes 1 or 3 arguments")),
        }
    }
    let Some(new) = ty.tp_new.get() else {
        return Err(raise!(TypeError, "cannot create '{}' instances", ty.name()));
    };
    let kwargs = kwargs.map_or(null_mut(), |k| k.as_ptr().cast());
    // SAFETY: the slots' contracts.
    unsafe {
        let object = crate::protocol::call::checked(ty, foreign!(new(ty.as_ptr(), args.as_ptr().cast(), kwargs)))?;
        let made = object.ty();
        if !made.is_subtype(ty) {
            return Ok(object);
        }
        if let Some(init) = made.tp_init.get() {
            status(foreign!(init(object.as_ptr(), args.as_ptr().cast(), kwargs)))?;
        }
        Ok(object)
    }
}

/// `tp_vectorcall` of `type` itself: `type(x)` without a tuple.
pub fn type_vectorcall(ty: &PyTypeObject, args: crate::boundary::method::Args<'_>) -> Result<Owned> {
    if let ([object], false) = (args.positional, args.has_keywords())
        && std::ptr::eq(ty, &super::PyType_Type)
    {
        return Ok(object.ty().new_ref());
    }
    let kwargs = match args.kwnames.filter(|_| args.has_keywords()) {
        Some(names) => Some(crate::protocol::call::dict_of_keywords(args.keywords, names)?),
        None => None,
    };
    type_call(ty, &*tuple::from_slice(args.positional)?, kwargs.as_deref())
}

/// The type as a `__new__` method's receiver; a builtin function bound to it.
static NEW: PyMethodDef = PyMethodDef {
    ml_name: c"__new__".as_ptr(),
    // SAFETY: with METH_VARARGS | METH_KEYWORDS the pointer is called by its own type.
    ml_meth: Some(unsafe { std::mem::transmute::<PyCFunctionWithKeywords, PyCFunction>(slot::call(new_from_python)) }),
    ml_flags: meth::VARARGS | meth::KEYWORDS,
    ml_doc: c"__new__($type, *args, **kwargs)\n--\n\nMakes a new object of a type; help(type) tells what it takes.".as_ptr(),
};

/// `T.__new__(S, *args, **kwargs)`: `S` must be a subtype of `T` whose instances `T` knows how to make.
fn new_from_python(receiver: &PyObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    let Some(ty) = receiver.downcast::<PyTypeObject>() else {
        return Err(raise!(SystemError, "__new__() called with non-type 'self'"));
    };
    let Some((first, rest)) = args.as_slice().split_first() else {
        return Err(raise!(TypeError, "{}.__new__(): not enough arguments", ty.name()));
    };
    let Some(subtype) = first.downcast::<PyTypeObject>() else {
        return Err(raise!(TypeError, "{}.__new__(X): X is not a type object ({})", ty.name(), first.ty().name()));
    };
    if !subtype.is_subtype(ty) {
        let (name, sub) = (ty.name(), subtype.name());
        return Err(raise!(TypeError, "{name}.__new__({sub}): {sub} is not a subtype of {name}"));
    }
    // The nearest type whose __new__ is C's own must be this one: else its memory would be laid out wrongly.
    let mut solid = Some(subtype);
    let is_class = |t: &PyTypeObject| t.tp_new.get().is_some_and(|f| f as *mut c_void == super::slots::new as *mut c_void);
    while let Some(this) = solid.filter(|t| is_class(t)) {
        // SAFETY: a type holds its base, and nothing runs here.
        solid = unsafe { this.tp_base.peek() };
    }
    let address = |t: &PyTypeObject| t.tp_new.get().map(|f| f as usize);
    if let Some(solid) = solid
        && address(solid) != address(ty)
    {
        if solid.tp_new.get().is_none() {
            return Err(raise!(TypeError, "cannot create '{}' instances", subtype.name()));
        }
        let (name, sub, solid) = (ty.name(), subtype.name(), solid.name());
        return Err(raise!(TypeError, "{name}.__new__({sub}) is not safe, use {solid}.__new__()"));
    }
    let Some(new) = ty.tp_new.get() else {
        return Err(raise!(TypeError, "cannot create '{}' instances", subtype.name()));
    };
    let rest = tuple::from_slice(rest)?;
    let kwargs = kwargs.map_or(null_mut(), |k| k.as_ptr().cast());
    // SAFETY: the slot's contract.
    unsafe { new_reference(foreign!(new(subtype.as_ptr(), rest.as_ptr().cast(), kwargs))) }
}

/// `T.__new__` as a method object.
pub fn new_method(ty: &PyTypeObject) -> Result<Owned> {
    // SAFETY: a static row.
    unsafe { crate::types::builtin_function::new(&NEW, Some(ty), None, None) }
}

/// Whether an object is what [`new_method`] makes.
pub fn is_new_method(object: &PyObject) -> bool {
    object.downcast::<PyCFunctionObject>().is_some_and(|f| std::ptr::eq(f.m_ml.get(), &raw const NEW))
}
