//! `classmethod` and `staticmethod`: a callable that binds to the class, or to nothing.

use crate::boundary::method;
use crate::boundary::slot;
use crate::layout::*;
use crate::object::types;
use crate::object::{Owned, attribute, gc, id};
use crate::raise;
use crate::runtime::errors::Result;
use crate::types::descr::member::kind;
use crate::types::singletons::none;
use crate::types::unicode;
use exuvia_macros::capi;
use std::cell::Cell;
use std::mem::offset_of;

/// Both types' instances.
#[repr(C)]
pub struct Wrapping {
    ob_base: PyObject,
    pub function: Field,
    dict: Field<PyDictObject>,
}
object_structs! { Wrapping: ob_base -> PyObject }

/// Whether the object is a class method or a static method, and nothing derived from them.
pub fn is_wrapping(object: &PyObject) -> bool {
    std::ptr::eq(object.ty(), &PyClassMethod_Type) || std::ptr::eq(object.ty(), &PyStaticMethod_Type)
}

const BOTH: PyTypeObject = PyTypeObject {
    tp_basicsize: Cell::new(size_of::<Wrapping>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::BASETYPE | flags::HAVE_GC),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_traverse: Cell::new(Some(slot::traverse(|this: &Wrapping, visitor: &gc::Visitor| {
        visitor.field(&this.dict)?;
        visitor.field(&this.function)
    }))),
    tp_clear: Cell::new(Some(slot::clear(|this: &Wrapping| {
        this.dict.set(None);
        this.function.set(None);
    }))),
    tp_members: Cell::new(MEMBERS.as_ptr()),
    tp_getset: Cell::new(GETSETS.as_ptr()),
    tp_methods: Cell::new(METHODS.as_ptr()),
    tp_dictoffset: Cell::new(offset_of!(Wrapping, dict) as isize),
    tp_alloc: Cell::new(Some(types::c::PyType_GenericAlloc)),
    tp_new: Cell::new(Some(slot::new(new))),
    tp_free: Cell::new(Some(types::c::PyObject_GC_Del)),
    ..PyTypeObject::STATIC
};

/// `classmethod`.
#[capi]
pub static PyClassMethod_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"classmethod".as_ptr()),
    tp_doc: Cell::new(c"classmethod(function, /)\n--\n\nA method that gets the class, not the instance, as its first argument.".as_ptr()),
    tp_repr: Cell::new(Some(slot::unary(|this: &Wrapping| repr("classmethod", this)))),
    tp_init: Cell::new(Some(slot::init(|this: &Wrapping, args: &PyTupleObject, kwargs: Option<&PyDictObject>| {
        init("classmethod", this, args, kwargs)
    }))),
    tp_descr_get: Cell::new(Some(slot::descr_get(class_get))),
    ..BOTH
};

/// `staticmethod`.
#[capi]
pub static PyStaticMethod_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"staticmethod".as_ptr()),
    tp_doc: Cell::new(c"staticmethod(function, /)\n--\n\nA function in a class that gets neither the class nor the instance.".as_ptr()),
    tp_repr: Cell::new(Some(slot::unary(|this: &Wrapping| repr("staticmethod", this)))),
    tp_init: Cell::new(Some(slot::init(|this: &Wrapping, args: &PyTupleObject, kwargs: Option<&PyDictObject>| {
        init("staticmethod", this, args, kwargs)
    }))),
    tp_call: Cell::new(Some(slot::call(|this: &Wrapping, args: &PyTupleObject, kwargs: Option<&PyDictObject>| {
        function(this, "staticmethod")?.call_tuple(args, kwargs)
    }))),
    tp_descr_get: Cell::new(Some(slot::descr_get(|this: &Wrapping, _: Option<&PyObject>, _: Option<&PyTypeObject>| function(this, "staticmethod")))),
    ..BOTH
};

const fn member(name: &'static std::ffi::CStr) -> PyMemberDef {
    PyMemberDef {
        name: name.as_ptr(),
        r#type: kind::OBJECT,
        offset: offset_of!(Wrapping, function) as isize,
        flags: types::READONLY,
        doc: std::ptr::null(),
    }
}
static MEMBERS: [PyMemberDef; 3] = [member(c"__func__"), member(c"__wrapped__"), types::MEMBERS_END];

static METHODS: [PyMethodDef; 2] = [
    method::o(
        c"__class_getitem__",
        crate::types::generic_alias::new,
        c"__class_getitem__($type, object, /)\n--\n\nThe type with arguments (PEP 585).",
    )
    .class(),
    PyMethodDef::END,
];

static GETSETS: [PyGetSetDef; 5] = [
    method::getset(c"__isabstractmethod__", |this: &Wrapping| is_abstract(this.function.get()).map(crate::types::bool::from_bool), c""),
    PyGetSetDef {
        name: c"__dict__".as_ptr(),
        get: Some(types::c::PyObject_GenericGetDict),
        set: Some(types::c::PyObject_GenericSetDict),
        doc: std::ptr::null(),
        closure: std::ptr::null_mut(),
    },
    method::getset(c"__annotations__", |this: &Wrapping| forwarded(this, &id::__annotations__), c"")
        .settable(|this: &Wrapping, value: Option<&PyObject>| forward(this, &id::__annotations__, value)),
    method::getset(c"__annotate__", |this: &Wrapping| forwarded(this, &id::__annotate__), c"")
        .settable(|this: &Wrapping, value: Option<&PyObject>| forward(this, &id::__annotate__, value)),
    PyGetSetDef::END,
];

/// What a callable says of itself by `__isabstractmethod__`.
pub fn is_abstract(function: Option<Owned>) -> Result<bool> {
    let Some(function) = function else { return Ok(false) };
    match attribute::get_optional(&function, &id::__isabstractmethod__)? {
        Some(value) => value.is_true(),
        None => Ok(false),
    }
}

/// The wrapped callable's attribute, kept from the first time it is asked for.
fn forwarded(this: &Wrapping, name: &PyUnicodeObject) -> Result<Owned> {
    let own = types::instance::dict_or_new(this)?;
    if let Some(value) = own.get(name)? {
        return Ok(value);
    }
    let value = attribute::get(&*function(this, "method")?, name)?;
    own.insert(name, &value)?;
    Ok(value)
}

fn forward(this: &Wrapping, name: &PyUnicodeObject, value: Option<&PyObject>) -> Result<()> {
    let own = types::instance::dict_or_new(this)?;
    match value {
        Some(value) => own.insert(name, value),
        None if own.remove(name)? => Ok(()),
        None => Err(crate::runtime::errors::with_value(&crate::types::exceptions::AttributeError, name)),
    }
}

fn function(this: &Wrapping, kind: &str) -> Result<Owned> {
    this.function.get().ok_or_else(|| raise!(RuntimeError, "uninitialized {kind} object"))
}

fn class_get(this: &Wrapping, object: Option<&PyObject>, ty: Option<&PyTypeObject>) -> Result<Owned> {
    let function = function(this, "classmethod")?;
    match (ty, object) {
        (Some(ty), _) => Ok(crate::types::method::bind(&function, ty)?.upcast()),
        (None, Some(object)) => Ok(crate::types::method::bind(&function, object.ty())?.upcast()),
        (None, None) => Err(raise!(SystemError, "bad argument to internal function")),
    }
}

fn repr(kind: &str, this: &Wrapping) -> Result<Owned> {
    let inner = this.function.get().unwrap_or_else(none).repr()?;
    Ok(unicode::from_display(format_args!("<{kind}({})>", inner.to_lossy()))?.upcast())
}

fn new(ty: &PyTypeObject, _: &PyTupleObject, _: Option<&PyDictObject>) -> Result<Owned> {
    let object = types::alloc(ty, 0)?;
    // SAFETY: instances of both types have that struct.
    unsafe { object.cast_unchecked::<Wrapping>() }.function.set(Some(none()));
    Ok(object)
}

/// Puts the function in, and its name, docstring and module into the wrapper's own dict.
fn wrap(this: &Wrapping, function: &PyObject) -> Result<()> {
    this.function.set(Some(function.new_ref()));
    for name in [&*id::__module__, &*id::__name__, &*id::__qualname__, &*id::__doc__] {
        if copies(function)
            && let Some(value) = attribute::get_optional(function, name)?
        {
            types::instance::dict_or_new(this)?.insert(name, &value)?;
        }
    }
    Ok(())
}

/// Builtin functions keep their attributes to themselves.
fn copies(function: &PyObject) -> bool {
    types::code::is_function(function)
}

fn init(kind: &str, this: &Wrapping, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<()> {
    if kwargs.is_some_and(|k| !k.is_empty()) {
        return Err(raise!(TypeError, "{kind}() takes no keyword arguments"));
    }
    crate::args::check_positional(kind, args.len(), 1, 1)?;
    args.as_slice().first().map_or(Ok(()), |function| wrap(this, function))
}

fn dealloc(this: *mut Wrapping) {
    // SAFETY: dead but whole.
    unsafe {
        gc::untrack(this.cast());
        (*this).function.set(None);
        (*this).dict.set(None);
        types::free(this.cast());
    }
}

fn make(ty: &PyTypeObject, function: &PyObject) -> Result<Owned> {
    let object = types::alloc(ty, 0)?;
    // SAFETY: instances of both types have that struct.
    wrap(unsafe { object.cast_unchecked() }, function)?;
    Ok(object)
}

/// A staticmethod object.
pub fn new_static(function: &PyObject) -> Result<Owned> {
    make(&PyStaticMethod_Type, function)
}

/// A classmethod object.
pub fn new_class(function: &PyObject) -> Result<Owned> {
    make(&PyClassMethod_Type, function)
}

// ---- funcobject.h -------------------------------------------------------------------------------------------------

/// A classmethod object, new.
#[capi]
pub fn PyClassMethod_New(callable: &PyObject) -> Result<Owned> {
    new_class(callable)
}

/// A staticmethod object, new.
#[capi]
pub fn PyStaticMethod_New(callable: &PyObject) -> Result<Owned> {
    new_static(callable)
}
