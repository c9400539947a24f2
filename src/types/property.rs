//! `property`: an attribute that functions compute.

use crate::boundary::method::{self, Args};
use crate::boundary::slot;
use crate::layout::*;
use crate::object::types::{self, query};
use crate::object::{Owned, attribute, gc, id};
use crate::raise;
use crate::runtime::errors::{Raised, Result};
use crate::types::descr::member::kind;
use crate::types::singletons::none;
use exuvia_macros::capi;
use std::cell::Cell;
use std::ffi::{CStr, c_int};
use std::mem::offset_of;

/// A property.
#[repr(C)]
pub struct Property {
    ob_base: PyObject,
    get: Field,
    set: Field,
    delete: Field,
    doc: Field,
    /// The name it was given in its class.
    name: Field,
    /// The docstring is the getter's.
    doc_of_getter: Cell<c_int>,
}
object_structs! { Property: ob_base -> PyObject }

/// `property`.
#[capi]
pub static PyProperty_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"property".as_ptr()),
    tp_doc: Cell::new(
        c"property(fget=None, fset=None, fdel=None, doc=None)\n--\n\nAn attribute that is computed by fget, set by fset and deleted by fdel."
            .as_ptr(),
    ),
    tp_basicsize: Cell::new(size_of::<Property>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::BASETYPE),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_traverse: Cell::new(Some(slot::traverse(|this: &Property, visitor: &gc::Visitor| {
        visitor.field(&this.get)?;
        visitor.field(&this.set)?;
        visitor.field(&this.delete)?;
        visitor.field(&this.doc)?;
        visitor.field(&this.name)
    }))),
    tp_clear: Cell::new(Some(slot::clear(|this: &Property| this.doc.set(None)))),
    tp_methods: Cell::new(METHODS.as_ptr()),
    tp_members: Cell::new(MEMBERS.as_ptr()),
    tp_getset: Cell::new(GETSETS.as_ptr()),
    tp_descr_get: Cell::new(Some(slot::descr_get(descr_get))),
    tp_descr_set: Cell::new(Some(slot::set_subscript(descr_set))),
    tp_init: Cell::new(Some(slot::init(init))),
    tp_alloc: Cell::new(Some(types::c::PyType_GenericAlloc)),
    tp_new: Cell::new(Some(types::c::PyType_GenericNew)),
    tp_free: Cell::new(Some(types::c::PyObject_GC_Del)),
    ..PyTypeObject::STATIC
};

const fn member(name: &'static CStr, offset: usize, flags: c_int) -> PyMemberDef {
    PyMemberDef { name: name.as_ptr(), r#type: kind::OBJECT, offset: offset as isize, flags, doc: std::ptr::null() }
}
static MEMBERS: [PyMemberDef; 5] = [
    member(c"fget", offset_of!(Property, get), types::READONLY),
    member(c"fset", offset_of!(Property, set), types::READONLY),
    member(c"fdel", offset_of!(Property, delete), types::READONLY),
    member(c"__doc__", offset_of!(Property, doc), 0),
    types::MEMBERS_END,
];
static GETSETS: [PyGetSetDef; 3] = [
    method::getset(c"__name__", get_name, c"").settable(|this: &Property, value: Option<&PyObject>| {
        this.name.set(value.map(PyObject::new_ref));
        Ok(())
    }),
    method::getset(c"__isabstractmethod__", is_abstract, c""),
    PyGetSetDef::END,
];
static METHODS: [PyMethodDef; 5] = [
    method::o(
        c"getter",
        |this: &Property, f: &PyObject| copy(this, Some(f), None, None),
        c"getter($self, object, /)\n--\n\nA copy with another getter.",
    ),
    method::o(
        c"setter",
        |this: &Property, f: &PyObject| copy(this, None, Some(f), None),
        c"setter($self, object, /)\n--\n\nA copy with another setter.",
    ),
    method::o(
        c"deleter",
        |this: &Property, f: &PyObject| copy(this, None, None, Some(f)),
        c"deleter($self, object, /)\n--\n\nA copy with another deleter.",
    ),
    method::fastcall(c"__set_name__", set_name, c"__set_name__($self, owner, name, /)\n--\n\nTells the property its name."),
    PyMethodDef::END,
];

fn dealloc(this: *mut Property) {
    // SAFETY: dead but whole.
    unsafe {
        gc::untrack(this.cast());
        (*this).get.set(None);
        (*this).set.set(None);
        (*this).delete.set(None);
        (*this).doc.set(None);
        (*this).name.set(None);
        types::free(this.cast());
    }
}

/// The name it was given, else the getter's.
fn name(this: &Property) -> Result<Option<Owned>> {
    if let Some(name) = this.name.get() {
        return Ok(Some(name));
    }
    match this.get.get() {
        Some(get) => attribute::get_optional(&get, &id::__name__),
        None => Ok(None),
    }
}

fn get_name(this: &Property) -> Result<Owned> {
    name(this)?.ok_or_else(|| attribute::error(this, &id::__name__, format_args!("'property' object has no attribute '__name__'")))
}

fn is_abstract(this: &Property) -> Result<Owned> {
    for function in [&this.get, &this.set, &this.delete] {
        if crate::types::classmethod::is_abstract(function.get())? {
            return Ok(crate::types::bool::from_bool(true));
        }
    }
    Ok(crate::types::bool::from_bool(false))
}

fn set_name(this: &Property, args: &[&PyObject]) -> Result<Owned> {
    let [_, name] = args else {
        return Err(raise!(TypeError, "__set_name__() takes 2 positional arguments but {} were given", args.len()));
    };
    this.name.set(Some(name.new_ref()));
    Ok(none())
}

#[cold]
fn lacks(this: &Property, object: &PyObject, what: &str) -> Raised {
    let text = || -> Result<String> {
        let class = query::qualname(object.ty())?.to_lossy();
        Ok(match name(this)? {
            Some(name) => format!("property {} of '{class}' object has no {what}", name.repr()?.to_lossy()),
            None => format!("property of '{class}' object has no {what}"),
        })
    };
    match text() {
        Ok(text) => raise!(AttributeError, "{text}"),
        Err(raised) => raised,
    }
}

fn descr_get(this: &Property, object: Option<&PyObject>, _: Option<&PyTypeObject>) -> Result<Owned> {
    let Some(object) = object.filter(|o| !o.is_none()) else { return Ok(this.new_ref()) };
    match this.get.get() {
        Some(get) => get.call1(object),
        None => Err(lacks(this, object, "getter")),
    }
}

fn descr_set(this: &Property, object: &PyObject, value: Option<&PyObject>) -> Result<()> {
    match value {
        Some(value) => match this.set.get() {
            Some(set) => set.call(&[object, value]).map(drop),
            None => Err(lacks(this, object, "setter")),
        },
        None => match this.delete.get() {
            Some(delete) => delete.call1(object).map(drop),
            None => Err(lacks(this, object, "deleter")),
        },
    }
}

fn init(this: &Property, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<()> {
    const SIGNATURE: crate::args::Signature<4> =
        crate::args::Signature { function: "property", names: ["fget", "fset", "fdel", "doc"], positional: 4, required: 0 };
    let (mut names, mut values) = (Vec::new(), Vec::new());
    if let Some(kwargs) = kwargs {
        let mut position = 0;
        while let Some((name, value)) = kwargs.next(&mut position) {
            names.push(name);
            values.push(value);
        }
    }
    let kwnames = crate::types::tuple::from_slice(&names)?;
    let all = Args { positional: args.as_slice(), keywords: &values, kwnames: (!names.is_empty()).then_some(&*kwnames) };
    let [get, set, delete, doc] = SIGNATURE.bind(all)?;
    let given = |o: Option<&PyObject>| o.filter(|o| !o.is_none()).map(PyObject::new_ref);
    let get = given(get);
    this.get.set(get.clone());
    this.set.set(given(set));
    this.delete.set(given(delete));
    this.name.set(None);
    this.doc_of_getter.set(0);
    let mut doc = doc.map(PyObject::new_ref).filter(|d| !d.is_none());
    if doc.is_none()
        && let Some(get) = &get
        && let Some(text) = attribute::get_optional(get, &id::__doc__)?
    {
        this.doc_of_getter.set(1);
        doc = Some(text).filter(|t| !t.is_none());
    }
    if std::ptr::eq(this.ty(), &PyProperty_Type) {
        this.doc.set(doc);
        return Ok(());
    }
    // A subclass keeps the docstring in its own dict, where it has one: the field would be hidden by the class's.
    let doc = doc.unwrap_or_else(none);
    match attribute::set(this, &id::__doc__, Some(&doc)) {
        Ok(()) => Ok(()),
        Err(raised) if raised.matches(&crate::types::exceptions::AttributeError) && this.doc_of_getter.get() != 0 => {
            raised.clear();
            Ok(())
        }
        Err(raised) if raised.matches(&crate::types::exceptions::AttributeError) && doc.is_none() => {
            raised.clear();
            Ok(())
        }
        Err(raised) => Err(raised),
    }
}

/// A copy of the same class with some functions exchanged.
fn copy(this: &Property, get: Option<&PyObject>, set: Option<&PyObject>, delete: Option<&PyObject>) -> Result<Owned> {
    let pick = |new: Option<&PyObject>, old: &Field| new.filter(|n| !n.is_none()).map(PyObject::new_ref).or_else(|| old.get()).unwrap_or_else(none);
    let get = pick(get, &this.get);
    let doc = if this.doc_of_getter.get() != 0 && !get.is_none() { none() } else { this.doc.get().unwrap_or_else(none) };
    let copy = this.ty().call(&[&get, &pick(set, &this.set), &pick(delete, &this.delete), &doc])?;
    if copy.ty().is_subtype(&PyProperty_Type) {
        // SAFETY: instances of property have that struct.
        unsafe { copy.cast_unchecked::<Property>() }.name.set(this.name.get());
    }
    Ok(copy)
}
