//! Descriptors: what a type's tables become in its dict.
//!
//! A method, class method, member, getset or slot wrapper knows the type it belongs to, its name, and the row of the table it was made
//! from. Invariant: none of that changes. Those of a static type are immortal and shared, so nothing is kept in them that is made later.

pub mod member;
mod method;
mod wrapper;

pub use method::{PyClassMethodDescr_Type, PyMethodDescr_Type};
pub use wrapper::{_PyMethodWrapper_Type, PyWrapperDescr_Type};

use crate::boundary::{method as row, new_reference, slot, status};
use crate::foreign;
use crate::layout::*;
use crate::object::types::{self, query};
use crate::object::{Owned, Typed, docstring, gc};
use crate::raise;
use crate::runtime::errors::{Raised, Result};
use crate::types::{tuple, unicode};
use exuvia_macros::capi;
use std::cell::Cell;
use std::ffi::{c_char, c_int};
use std::mem::offset_of;
use std::ptr::null_mut;

macro_rules! typed {
    ($($layout:ident: $ty:expr;)*) => { $(
        // SAFETY: exactly the instances of this type, which nothing derives from.
        unsafe impl Typed for $layout {
            fn type_object() -> &'static PyTypeObject {
                &$ty
            }
        }
    )* };
}
typed! {
    PyMethodDescrObject: PyMethodDescr_Type;
    PyMemberDescrObject: PyMemberDescr_Type;
    PyGetSetDescrObject: PyGetSetDescr_Type;
    PyWrapperDescrObject: PyWrapperDescr_Type;
}

// ---- what they have in common -------------------------------------------------------------------------------------

/// A new descriptor with the common part filled in, not tracked yet.
fn make<T: IsObject + std::ops::Deref<Target = PyDescrObject>>(
    kind: &'static PyTypeObject,
    ty: &PyTypeObject,
    name: Owned<PyUnicodeObject>,
) -> Result<Owned<T>> {
    // SAFETY: the kind's instances have that struct; zeroed fields can be dropped.
    unsafe {
        let object = Owned::<T>::from_nonnull(gc::alloc(kind, 0)?.cast());
        object.d_type.set(Some(Owned::from_ref(ty)));
        object.d_name.set(Some(name.upcast()));
        Ok(object)
    }
}

fn show<T: IsObject>(object: Owned<T>) -> Owned<T> {
    // SAFETY: a GC object whose fields are filled in.
    unsafe { gc::track(object.as_ptr().cast()) };
    object
}

fn dealloc(this: *mut PyDescrObject) {
    // SAFETY: dead but whole.
    unsafe {
        gc::untrack(this.cast());
        (*this).d_type.set(None);
        (*this).d_name.set(None);
        (*this).d_qualname.set(None);
        types::free(this.cast());
    }
}

fn traverse(this: &PyDescrObject, visitor: &gc::Visitor) -> std::result::Result<(), c_int> {
    visitor.field(&this.d_type)
}

impl PyDescrObject {
    /// The type it belongs to.
    pub fn class(&self) -> &PyTypeObject {
        // SAFETY: set when it was made, and never changed.
        unsafe { self.d_type.peek() }.unwrap_or(&types::PyBaseObject_Type)
    }
    /// Its name, for messages.
    pub fn name_text(&self) -> String {
        // SAFETY: set when it was made, and never changed.
        unsafe { self.d_name.peek() }.and_then(|n| n.downcast::<PyUnicodeObject>()).map_or_else(|| "?".to_owned(), |n| n.to_lossy())
    }
    /// `TypeError` where the object is no instance of the descriptor's type.
    #[inline(always)]
    fn check(&self, object: &PyObject) -> Result<()> {
        if std::ptr::eq(object.ty(), self.class()) || object.ty().is_subtype(self.class()) { Ok(()) } else { Err(self.foreign(object)) }
    }
    #[cold]
    fn foreign(&self, object: &PyObject) -> Raised {
        let (name, class) = (self.name_text(), self.class().name());
        raise!(TypeError, "descriptor '{name}' for '{class}' objects doesn't apply to a '{}' object", object.ty().name())
    }
}

fn qualname(this: &PyDescrObject) -> Result<Owned> {
    if let Some(known) = this.d_qualname.get() {
        return Ok(known);
    }
    let class = query::qualname(this.class())?;
    let name = unicode::from_display(format_args!("{}.{}", class.to_lossy(), this.name_text()))?.upcast();
    if !this.is_immortal() {
        this.d_qualname.set(Some(name.clone()));
    }
    Ok(name)
}

/// `__reduce__`: descriptors are found again by `getattr(type, name)`.
fn reduce(this: &PyDescrObject) -> Result<Owned> {
    let builtins = crate::object::attribute::builtin(c"getattr")?;
    let name = this.d_name.get().ok_or_else(|| raise!(SystemError, "bad argument to internal function"))?;
    let args = tuple::from_owned([this.class().new_ref(), name])?;
    Ok(tuple::from_owned([builtins, args.upcast()])?.upcast())
}

static MEMBERS: [PyMemberDef; 3] = [
    PyMemberDef {
        name: c"__objclass__".as_ptr(),
        r#type: types::T_OBJECT,
        offset: offset_of!(PyDescrObject, d_type) as isize,
        flags: types::READONLY,
        doc: std::ptr::null(),
    },
    PyMemberDef {
        name: c"__name__".as_ptr(),
        r#type: types::T_OBJECT,
        offset: offset_of!(PyDescrObject, d_name) as isize,
        flags: types::READONLY,
        doc: std::ptr::null(),
    },
    types::MEMBERS_END,
];

static REDUCIBLE: [PyMethodDef; 2] = [row::noargs(c"__reduce__", reduce, c""), PyMethodDef::END];

/// The object of a `__get__` call; `None` where the descriptor is asked for on the class.
#[inline(always)]
fn instance<'a>(this: &PyDescrObject, object: Option<&'a PyObject>) -> Result<Option<&'a PyObject>> {
    match object {
        Some(object) => this.check(object).map(|()| Some(object)),
        None => Ok(None),
    }
}

fn repr_as(what: &str, this: &PyDescrObject) -> Result<Owned> {
    Ok(unicode::from_display(format_args!("<{what} '{}' of '{}' objects>", this.name_text(), this.class().name()))?.upcast())
}

// ---- members ------------------------------------------------------------------------------------------------------

const KIND: PyTypeObject = PyTypeObject {
    tp_basicsize: Cell::new(size_of::<PyMemberDescrObject>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::DISALLOW_INSTANTIATION),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_traverse: Cell::new(Some(slot::traverse(traverse))),
    tp_getattro: Cell::new(Some(crate::object::attribute::GENERIC_GET)),
    tp_members: Cell::new(MEMBERS.as_ptr()),
    ..PyTypeObject::STATIC
};

/// `member_descriptor`: an attribute that is a field of the instance.
#[capi]
pub static PyMemberDescr_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"member_descriptor".as_ptr()),
    tp_repr: Cell::new(Some(slot::unary(|this: &PyMemberDescrObject| repr_as("member", this)))),
    tp_methods: Cell::new(REDUCIBLE.as_ptr()),
    tp_getset: Cell::new(MEMBER_GETSETS.as_ptr()),
    tp_descr_get: Cell::new(Some(slot::descr_get(member_get))),
    tp_descr_set: Cell::new(Some(slot::set_subscript(member_set))),
    ..KIND
};

static MEMBER_GETSETS: [PyGetSetDef; 3] = [
    row::getset(c"__doc__", |this: &PyMemberDescrObject| doc_text(this.row().doc), c""),
    row::getset(c"__qualname__", |this: &PyMemberDescrObject| qualname(this), c""),
    PyGetSetDef::END,
];

fn doc_text(doc: *const c_char) -> Result<Owned> {
    // SAFETY: a row's docstring is a C string or NULL.
    unsafe { docstring::text(null_mut(), doc) }
}

impl PyMemberDescrObject {
    fn row(&self) -> &PyMemberDef {
        // SAFETY: a type's tables live as long as the type, which the descriptor holds.
        unsafe { &*self.d_member.get() }
    }
}

fn member_get(this: &PyMemberDescrObject, object: Option<&PyObject>, _: Option<&PyTypeObject>) -> Result<Owned> {
    match instance(this, object)? {
        Some(object) => member::get(object, this.row()),
        None => Ok(this.new_ref()),
    }
}

fn member_set(this: &PyMemberDescrObject, object: &PyObject, value: Option<&PyObject>) -> Result<()> {
    this.check(object)?;
    member::set(object, this.row(), value)
}

/// A descriptor of a field, for the type's dict.
pub fn new_member(ty: &PyTypeObject, def: &PyMemberDef) -> Result<Owned<PyMemberDescrObject>> {
    if def.flags & types::RELATIVE_OFFSET != 0 {
        return Err(raise!(SystemError, "PyDescr_NewMember used with Py_RELATIVE_OFFSET"));
    }
    let object: Owned<PyMemberDescrObject> = make(&PyMemberDescr_Type, ty, types::ready::intern_name(ty, def.name)?)?;
    object.d_member.set(def);
    Ok(show(object))
}

// ---- getsets ------------------------------------------------------------------------------------------------------

/// `getset_descriptor`: an attribute that a pair of C functions reads and writes.
#[capi]
pub static PyGetSetDescr_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"getset_descriptor".as_ptr()),
    tp_basicsize: Cell::new(size_of::<PyGetSetDescrObject>() as isize),
    tp_repr: Cell::new(Some(slot::unary(|this: &PyGetSetDescrObject| repr_as("attribute", this)))),
    tp_getset: Cell::new(GETSET_GETSETS.as_ptr()),
    tp_descr_get: Cell::new(Some(slot::descr_get(getset_get))),
    tp_descr_set: Cell::new(Some(slot::set_subscript(getset_set))),
    ..KIND
};

static GETSET_GETSETS: [PyGetSetDef; 3] = [
    row::getset(c"__doc__", |this: &PyGetSetDescrObject| doc_text(this.row().doc), c""),
    row::getset(c"__qualname__", |this: &PyGetSetDescrObject| qualname(this), c""),
    PyGetSetDef::END,
];

impl PyGetSetDescrObject {
    fn row(&self) -> &PyGetSetDef {
        // SAFETY: a type's tables live as long as the type, which the descriptor holds.
        unsafe { &*self.d_getset.get() }
    }
}

fn getset_get(this: &PyGetSetDescrObject, object: Option<&PyObject>, _: Option<&PyTypeObject>) -> Result<Owned> {
    let Some(object) = instance(this, object)? else { return Ok(this.new_ref()) };
    match this.row().get {
        // SAFETY: the row's function, called as it asks.
        Some(get) => unsafe { new_reference(foreign!(get(object.as_ptr(), this.row().closure))) },
        None => Err(raise!(AttributeError, "attribute '{}' of '{}' objects is not readable", this.name_text(), this.class().name())),
    }
}

fn getset_set(this: &PyGetSetDescrObject, object: &PyObject, value: Option<&PyObject>) -> Result<()> {
    this.check(object)?;
    match this.row().set {
        // SAFETY: the row's function, called as it asks.
        Some(set) => status(unsafe { foreign!(set(object.as_ptr(), value.map_or(null_mut(), |v| v.as_ptr()), this.row().closure)) }).map(drop),
        None => Err(raise!(AttributeError, "attribute '{}' of '{}' objects is not writable", this.name_text(), this.class().name())),
    }
}

/// A descriptor of a pair of functions, for the type's dict.
pub fn new_getset(ty: &PyTypeObject, def: &PyGetSetDef) -> Result<Owned<PyGetSetDescrObject>> {
    let object: Owned<PyGetSetDescrObject> = make(&PyGetSetDescr_Type, ty, types::ready::intern_name(ty, def.name)?)?;
    object.d_getset.set(def);
    Ok(show(object))
}

/// A descriptor of a method, for the type's dict.
pub fn new_method(ty: &PyTypeObject, def: &PyMethodDef) -> Result<Owned<PyMethodDescrObject>> {
    let function = method::vectorcall_of(def)?;
    let object: Owned<PyMethodDescrObject> = make(&PyMethodDescr_Type, ty, types::ready::intern_name(ty, def.ml_name)?)?;
    object.d_method.set(def);
    object.vectorcall.set(Some(function));
    Ok(show(object))
}

/// A descriptor of a class method, for the type's dict.
pub fn new_classmethod(ty: &PyTypeObject, def: &PyMethodDef) -> Result<Owned<PyMethodDescrObject>> {
    let object: Owned<PyMethodDescrObject> = make(&PyClassMethodDescr_Type, ty, types::ready::intern_name(ty, def.ml_name)?)?;
    object.d_method.set(def);
    Ok(show(object))
}

/// A wrapper of the slot that a type fills in, for the type's dict.
pub fn new_wrapper(ty: &PyTypeObject, base: &'static wrapperbase, wrapped: *mut std::ffi::c_void) -> Result<Owned> {
    wrapper::new(ty, base, wrapped)
}

// ---- descrobject.h ------------------------------------------------------------------------------------------------

/// A method descriptor, new.
#[capi]
pub fn PyDescr_NewMethod(ty: &PyTypeObject, method: *mut PyMethodDef) -> Result<Owned> {
    // SAFETY: C's word: a row that outlives the type.
    let row = unsafe { method.as_ref() }.ok_or_else(unicode::bad_internal_call)?;
    Ok(new_method(ty, row)?.upcast())
}

/// A class method descriptor, new.
#[capi]
pub fn PyDescr_NewClassMethod(ty: &PyTypeObject, method: *mut PyMethodDef) -> Result<Owned> {
    // SAFETY: C's word: a row that outlives the type.
    let row = unsafe { method.as_ref() }.ok_or_else(unicode::bad_internal_call)?;
    Ok(new_classmethod(ty, row)?.upcast())
}

/// A member descriptor, new.
#[capi]
pub fn PyDescr_NewMember(ty: &PyTypeObject, member: *mut PyMemberDef) -> Result<Owned> {
    // SAFETY: C's word: a row that outlives the type.
    let row = unsafe { member.as_ref() }.ok_or_else(unicode::bad_internal_call)?;
    Ok(new_member(ty, row)?.upcast())
}

/// A getset descriptor, new.
#[capi]
pub fn PyDescr_NewGetSet(ty: &PyTypeObject, getset: *mut PyGetSetDef) -> Result<Owned> {
    // SAFETY: C's word: a row that outlives the type.
    let row = unsafe { getset.as_ref() }.ok_or_else(unicode::bad_internal_call)?;
    Ok(new_getset(ty, row)?.upcast())
}

/// A slot wrapper, new.
#[capi]
pub fn PyDescr_NewWrapper(ty: &PyTypeObject, base: *mut wrapperbase, wrapped: *mut std::ffi::c_void) -> Result<Owned> {
    // SAFETY: C's word: a row that is never freed.
    let row = unsafe { base.as_ref() }.ok_or_else(unicode::bad_internal_call)?;
    wrapper::new(ty, row, wrapped)
}

/// Whether the object is a data descriptor: whether its type has `__set__`.
#[capi]
pub fn PyDescr_IsData(object: &PyObject) -> c_int {
    c_int::from(object.ty().tp_descr_set.get().is_some())
}
