//! Method and class method descriptors.

use super::{KIND, PyDescrObject, REDUCIBLE, instance, qualname, repr_as};
use crate::boundary::method as row;
use crate::boundary::{IntoC, enter, new_reference, slot};
use crate::foreign;
use crate::layout::*;
use crate::object::{Owned, docstring};
use crate::raise;
use crate::runtime::errors::{Raised, Result};
use crate::runtime::stack;
use crate::types::{dict, tuple};
use exuvia_macros::capi;
use std::cell::Cell;
use std::ffi::{CStr, c_int};
use std::mem::offset_of;
use std::ptr::null_mut;

/// `method_descriptor`: a method of a type, called with the receiver as its first argument.
#[capi]
pub static PyMethodDescr_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"method_descriptor".as_ptr()),
    tp_basicsize: Cell::new(size_of::<PyMethodDescrObject>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::HAVE_VECTORCALL | flags::METHOD_DESCRIPTOR | flags::DISALLOW_INSTANTIATION),
    tp_vectorcall_offset: Cell::new(offset_of!(PyMethodDescrObject, vectorcall) as isize),
    tp_repr: Cell::new(Some(slot::unary(|this: &PyMethodDescrObject| repr_as("method", this)))),
    tp_call: Cell::new(Some(slot::call(|this: &PyObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>| this.call_tuple(args, kwargs)))),
    tp_methods: Cell::new(REDUCIBLE.as_ptr()),
    tp_getset: Cell::new(GETSETS.as_ptr()),
    tp_descr_get: Cell::new(Some(slot::descr_get(method_get))),
    ..KIND
};

/// `classmethod_descriptor`: a method of a type, bound to the type or a subtype.
#[capi]
pub static PyClassMethodDescr_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"classmethod_descriptor".as_ptr()),
    tp_basicsize: Cell::new(size_of::<PyMethodDescrObject>() as isize),
    tp_repr: Cell::new(Some(slot::unary(|this: &PyMethodDescrObject| repr_as("method", this)))),
    tp_call: Cell::new(Some(slot::call(class_call))),
    tp_getset: Cell::new(GETSETS.as_ptr()),
    tp_descr_get: Cell::new(Some(slot::descr_get(class_get))),
    ..KIND
};

static GETSETS: [PyGetSetDef; 4] = [
    // SAFETY: a row's texts are C strings or NULL.
    row::getset(c"__doc__", |this: &PyMethodDescrObject| unsafe { docstring::text(this.row().ml_name, this.row().ml_doc) }, c""),
    row::getset(c"__qualname__", |this: &PyMethodDescrObject| qualname(this), c""),
    row::getset(
        c"__text_signature__",
        // SAFETY: as above.
        |this: &PyMethodDescrObject| unsafe { docstring::signature(this.row().ml_name, this.row().ml_doc, this.row().ml_flags) },
        c"",
    ),
    PyGetSetDef::END,
];

impl PyMethodDescrObject {
    #[inline(always)]
    fn row(&self) -> &PyMethodDef {
        // SAFETY: a type's tables live as long as the type, which the descriptor holds.
        unsafe { &*self.d_method.get() }
    }
}

/// The row's function bound to a receiver.
fn bound(row: &PyMethodDef, receiver: &PyObject, class: Option<&PyTypeObject>) -> Result<Owned> {
    // SAFETY: a type's tables live as long as the type, which the receiver or the class holds.
    unsafe { crate::types::builtin_function::new(row, Some(receiver), None, class) }
}

fn method_get(this: &PyMethodDescrObject, object: Option<&PyObject>, ty: Option<&PyTypeObject>) -> Result<Owned> {
    let Some(object) = instance(this, object)? else { return Ok(this.new_ref()) };
    if this.row().ml_flags & meth::METHOD == 0 {
        return bound(this.row(), object, None);
    }
    if let Some(ty) = ty
        && ty.as_object().downcast::<PyTypeObject>().is_none()
    {
        return Err(raise!(TypeError, "descriptor '{}' needs a type, not '{}', as arg 2", this.name_text(), ty.as_object().ty().name()));
    }
    bound(this.row(), object, Some(this.class()))
}

fn class_get(this: &PyMethodDescrObject, object: Option<&PyObject>, ty: Option<&PyTypeObject>) -> Result<Owned> {
    let class = this.class();
    let receiver: &PyObject = match (ty, object) {
        (Some(ty), _) => ty,
        (None, Some(object)) => object.ty(),
        (None, None) => {
            return Err(raise!(TypeError, "descriptor '{}' for type '{}' needs either an object or a type", this.name_text(), class.name()));
        }
    };
    let Some(ty) = receiver.downcast::<PyTypeObject>() else {
        let (name, class, given) = (this.name_text(), class.name(), receiver.ty().name());
        return Err(raise!(TypeError, "descriptor '{name}' for type '{class}' needs a type, not a '{given}' as arg 2"));
    };
    if !ty.is_subtype(class) {
        return Err(raise!(TypeError, "descriptor '{}' requires a subtype of '{}' but received '{}'", this.name_text(), class.name(), ty.name()));
    }
    bound(this.row(), ty, (this.row().ml_flags & meth::METHOD != 0).then_some(class))
}

fn class_call(this: &PyMethodDescrObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    let Some((first, rest)) = args.as_slice().split_first() else {
        return Err(raise!(TypeError, "descriptor '{}' of '{}' object needs an argument", this.name_text(), this.class().name()));
    };
    // SAFETY: what is no type is refused there.
    let bound = class_get(this, None, Some(unsafe { first.cast_unchecked() }))?;
    bound.call_tuple(&*tuple::from_slice(rest)?, kwargs)
}

// ---- calling ------------------------------------------------------------------------------------------------------

/// A method's arguments: the receiver, then the rest.
struct Call<'a> {
    descr: &'a PyMethodDescrObject,
    this: *mut PyObject,
    args: *const *mut PyObject,
    count: usize,
    kwnames: Option<&'a PyTupleObject>,
}

impl<'a> Call<'a> {
    /// Takes the arguments of a vectorcall apart; `TypeError` where the receiver is missing or foreign.
    ///
    /// # Safety
    /// The vectorcall convention, of a method descriptor.
    #[inline(always)]
    unsafe fn new(callable: *mut PyObject, args: *const *mut PyObject, nargsf: usize, kwnames: *mut PyObject) -> Result<Self> {
        let count = nargsf & !(1 << (usize::BITS - 1));
        // SAFETY: the caller's word.
        unsafe {
            let descr = &*callable.cast::<PyMethodDescrObject>();
            if count == 0 {
                return Err(raise!(TypeError, "unbound method {} needs an argument", function_text(descr)));
            }
            let this = *args;
            descr.check(&*this)?;
            let kwnames = kwnames.cast::<PyTupleObject>().as_ref();
            Ok(Call { descr, this, args: args.add(1), count: count - 1, kwnames })
        }
    }
    fn has_keywords(&self) -> bool {
        self.kwnames.is_some_and(|names| !names.is_empty())
    }
    #[inline(always)]
    fn no_keywords(&self) -> Result<()> {
        if self.has_keywords() { Err(refuse_keywords(self.descr)) } else { Ok(()) }
    }
    /// The row's function under its own type.
    ///
    /// # Safety
    /// `F` is what the row's flags say.
    #[inline(always)]
    unsafe fn function<F: Copy>(&self) -> F {
        const { assert!(size_of::<F>() == size_of::<usize>()) };
        // SAFETY: the caller's word; a row that was made a descriptor has a function.
        unsafe { std::mem::transmute_copy::<Option<PyCFunction>, F>(&self.descr.row().ml_meth) }
    }
    fn positional(&self) -> &'a [&'a PyObject] {
        // SAFETY: as many objects as the count says, alive for the call.
        if self.count == 0 { &[] } else { unsafe { std::slice::from_raw_parts(self.args.cast(), self.count) } }
    }
}

/// `type.method()`, as messages name it.
fn function_text(descr: &PyDescrObject) -> String {
    match super::query::qualname(descr.class()) {
        Ok(class) => format!("{}.{}()", class.to_lossy(), descr.name_text()),
        Err(raised) => {
            raised.clear();
            format!("{}()", descr.name_text())
        }
    }
}

#[cold]
fn refuse_keywords(descr: &PyDescrObject) -> Raised {
    raise!(TypeError, "{} takes no keyword arguments", function_text(descr))
}
#[cold]
fn refuse_count(descr: &PyDescrObject, takes: &str, given: usize) -> Raised {
    raise!(TypeError, "{} takes {takes} ({given} given)", function_text(descr))
}

const WHERE: &str = " while calling a Python object";

macro_rules! conventions {
    ($($(#[$doc:meta])* $name:ident($call:ident) $body:block)*) => { $(
        $(#[$doc])*
        unsafe extern "C" fn $name(callable: *mut PyObject, args: *const *mut PyObject, nargsf: usize, kwnames: *mut PyObject) -> *mut PyObject {
            let body = || -> Result<Owned> {
                // SAFETY: the vectorcall convention; the row's flags name the function's type.
                unsafe {
                    let $call = Call::new(callable, args, nargsf, kwnames)?;
                    $body
                }
            };
            enter::<Result<Owned>>("a method", || body().into_c())
        }
    )* };
}
conventions! {
    /// METH_NOARGS.
    noargs(call) {
        call.no_keywords()?;
        if call.count != 0 {
            return Err(refuse_count(call.descr, "no arguments", call.count));
        }
        let _guard = stack::enter(WHERE)?;
        new_reference(foreign!((call.function::<PyCFunction>())(call.this, null_mut())))
    }
    /// METH_O.
    o(call) {
        call.no_keywords()?;
        if call.count != 1 {
            return Err(refuse_count(call.descr, "exactly one argument", call.count));
        }
        let _guard = stack::enter(WHERE)?;
        new_reference(foreign!((call.function::<PyCFunction>())(call.this, *call.args)))
    }
    /// METH_FASTCALL.
    fastcall(call) {
        call.no_keywords()?;
        let _guard = stack::enter(WHERE)?;
        new_reference(foreign!((call.function::<PyCFunctionFast>())(call.this, call.args, call.count as isize)))
    }
    /// METH_FASTCALL | METH_KEYWORDS.
    fastcall_keywords(call) {
        let _guard = stack::enter(WHERE)?;
        let names = call.kwnames.map_or(null_mut(), |names| names.as_ptr().cast());
        new_reference(foreign!((call.function::<PyCFunctionFastWithKeywords>())(call.this, call.args, call.count as isize, names)))
    }
    /// METH_METHOD | METH_FASTCALL | METH_KEYWORDS.
    method(call) {
        let _guard = stack::enter(WHERE)?;
        let names = call.kwnames.map_or(null_mut(), |names| names.as_ptr().cast());
        new_reference(foreign!((call.function::<PyCMethod>())(call.this, call.descr.class().as_ptr(), call.args, call.count, names)))
    }
    /// METH_VARARGS.
    varargs(call) {
        call.no_keywords()?;
        let tuple = tuple::from_slice(call.positional())?;
        let _guard = stack::enter(WHERE)?;
        new_reference(foreign!((call.function::<PyCFunction>())(call.this, tuple.as_ptr().cast())))
    }
    /// METH_VARARGS | METH_KEYWORDS.
    varargs_keywords(call) {
        let tuple = tuple::from_slice(call.positional())?;
        let mut kwargs = None;
        if let Some(names) = call.kwnames.filter(|names| !names.is_empty()) {
            let dict = dict::new()?;
            for (i, name) in names.as_slice().iter().enumerate() {
                dict.insert(name, &**call.args.add(call.count + i))?;
            }
            kwargs = Some(dict);
        }
        let _guard = stack::enter(WHERE)?;
        let kwargs = kwargs.as_ref().map_or(null_mut(), |dict| dict.as_ptr().cast());
        new_reference(foreign!((call.function::<PyCFunctionWithKeywords>())(call.this, tuple.as_ptr().cast(), kwargs)))
    }
}

/// The function that calls a row by its convention. `SystemError` where its flags name none.
pub(super) fn vectorcall_of(def: &PyMethodDef) -> Result<vectorcallfunc> {
    const FASTCALL_KEYWORDS: c_int = meth::FASTCALL | meth::KEYWORDS;
    const METHOD: c_int = meth::METHOD | FASTCALL_KEYWORDS;
    const VARARGS_KEYWORDS: c_int = meth::VARARGS | meth::KEYWORDS;
    const ALL: c_int = meth::VARARGS | meth::FASTCALL | meth::NOARGS | meth::O | meth::KEYWORDS | meth::METHOD;
    Ok(match def.ml_flags & ALL {
        meth::VARARGS => varargs,
        VARARGS_KEYWORDS => varargs_keywords,
        meth::FASTCALL => fastcall,
        FASTCALL_KEYWORDS => fastcall_keywords,
        meth::NOARGS => noargs,
        meth::O => o,
        METHOD => method,
        _ => {
            // SAFETY: a row's name is a C string.
            let name = unsafe { CStr::from_ptr(def.ml_name) }.to_string_lossy().into_owned();
            return Err(raise!(SystemError, "{name}() method: bad call flags"));
        }
    })
}
