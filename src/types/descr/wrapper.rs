//! Slot wrappers (`int.__add__`) and what binds them to an object (`(1).__add__`).

use super::{KIND, REDUCIBLE, instance, make, qualname, repr_as, show};
use crate::boundary::method as row;
use crate::boundary::new_reference;
use crate::boundary::slot::{self, CompareOp};
use crate::foreign;
use crate::layout::*;
use crate::object::types::{self, slot_table};
use crate::object::{Owned, docstring, gc, is_exact};
use crate::raise;
use crate::runtime::errors::Result;
use crate::types::singletons::not_implemented;
use crate::types::{tuple, unicode};
use exuvia_macros::capi;
use std::cell::Cell;
use std::ffi::{CStr, c_int, c_void};
use std::mem::{offset_of, transmute};
use std::ptr::null_mut;

/// `wrapper_descriptor`: a slot of a C type as a method.
#[capi]
pub static PyWrapperDescr_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"wrapper_descriptor".as_ptr()),
    tp_basicsize: Cell::new(size_of::<PyWrapperDescrObject>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::METHOD_DESCRIPTOR | flags::DISALLOW_INSTANTIATION),
    tp_repr: Cell::new(Some(slot::unary(|this: &PyWrapperDescrObject| repr_as("slot wrapper", this)))),
    tp_call: Cell::new(Some(slot::call(call))),
    tp_methods: Cell::new(REDUCIBLE.as_ptr()),
    tp_getset: Cell::new(GETSETS.as_ptr()),
    tp_descr_get: Cell::new(Some(slot::descr_get(bind))),
    ..KIND
};

static GETSETS: [PyGetSetDef; 4] = [
    // SAFETY: a row's texts are C strings.
    row::getset(c"__doc__", |this: &PyWrapperDescrObject| unsafe { docstring::text(this.row().name, this.row().doc) }, c""),
    row::getset(c"__qualname__", |this: &PyWrapperDescrObject| qualname(this), c""),
    // SAFETY: as above.
    row::getset(c"__text_signature__", |this: &PyWrapperDescrObject| unsafe { docstring::signature(this.row().name, this.row().doc, 0) }, c""),
    PyGetSetDef::END,
];

impl PyWrapperDescrObject {
    fn row(&self) -> &wrapperbase {
        // SAFETY: rows are static.
        unsafe { &*self.d_base.get() }
    }
    /// Calls the slot with a receiver that fits.
    fn apply(&self, this: &PyObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
        let row = self.row();
        let Some(wrapper) = row.wrapper else {
            return Err(raise!(SystemError, "bad argument to internal function"));
        };
        let (this, args, wrapped) = (this.as_ptr(), args.as_ptr().cast(), self.d_wrapped.get());
        // SAFETY: the row pairs the wrapper with slots of this type; its flag says which of the two shapes it has.
        unsafe {
            if slot_table::takes_keywords(row) {
                let wrapper = transmute::<wrapperfunc, wrapperfunc_kwds>(wrapper);
                return new_reference(foreign!(wrapper(this, args, wrapped, kwargs.map_or(null_mut(), |k| k.as_ptr().cast()))));
            }
            if kwargs.is_some_and(|k| !k.is_empty()) {
                return Err(raise!(TypeError, "wrapper {}() takes no keyword arguments", CStr::from_ptr(row.name).to_string_lossy()));
            }
            new_reference(foreign!(wrapper(this, args, wrapped)))
        }
    }
}

fn call(this: &PyWrapperDescrObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    let Some((receiver, rest)) = args.as_slice().split_first() else {
        return Err(raise!(TypeError, "descriptor '{}' of '{}' object needs an argument", this.name_text(), this.class().name()));
    };
    if !receiver.ty().is_subtype(this.class()) {
        let (name, class, given) = (this.name_text(), this.class().name(), receiver.ty().name());
        return Err(raise!(TypeError, "descriptor '{name}' requires a '{class}' object but received a '{given}'"));
    }
    this.apply(receiver, &*tuple::from_slice(rest)?, kwargs)
}

fn bind(this: &PyWrapperDescrObject, object: Option<&PyObject>, _: Option<&PyTypeObject>) -> Result<Owned> {
    match instance(this, object)? {
        Some(object) => bound(this, object),
        None => Ok(this.new_ref()),
    }
}

/// A slot wrapper, new.
pub(super) fn new(ty: &PyTypeObject, base: &'static wrapperbase, wrapped: *mut c_void) -> Result<Owned> {
    let name = if base.name_strobj.is_null() { types::ready::intern_name(ty, base.name)? } else { Owned::from_ref(slot_table::name(base)) };
    let object: Owned<PyWrapperDescrObject> = make(&PyWrapperDescr_Type, ty, name)?;
    object.d_base.set(base);
    object.d_wrapped.set(wrapped);
    Ok(show(object).upcast())
}

// ---- method-wrapper -----------------------------------------------------------------------------------------------

/// A slot wrapper and its receiver.
#[repr(C)]
pub struct MethodWrapper {
    ob_base: PyObject,
    descr: Field<PyWrapperDescrObject>,
    this: Field,
}
object_structs! { MethodWrapper: ob_base -> PyObject }

/// `method-wrapper`.
pub static _PyMethodWrapper_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"method-wrapper".as_ptr()),
    tp_basicsize: Cell::new(size_of::<MethodWrapper>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::DISALLOW_INSTANTIATION),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_traverse: Cell::new(Some(slot::traverse(traverse))),
    tp_getattro: Cell::new(Some(crate::object::attribute::GENERIC_GET)),
    tp_repr: Cell::new(Some(slot::unary(repr))),
    tp_hash: Cell::new(Some(slot::hash(hash))),
    tp_call: Cell::new(Some(slot::call(|this: &MethodWrapper, args: &PyTupleObject, kwargs: Option<&PyDictObject>| {
        let (descr, receiver) = this.parts()?;
        descr.apply(&receiver, args, kwargs)
    }))),
    tp_richcompare: Cell::new(Some(slot::compare(compare))),
    tp_methods: Cell::new(WRAPPER_METHODS.as_ptr()),
    tp_members: Cell::new(WRAPPER_MEMBERS.as_ptr()),
    tp_getset: Cell::new(WRAPPER_GETSETS.as_ptr()),
    ..PyTypeObject::STATIC
};

static WRAPPER_METHODS: [PyMethodDef; 2] = [row::noargs(c"__reduce__", reduce, c""), PyMethodDef::END];
static WRAPPER_MEMBERS: [PyMemberDef; 2] = [
    PyMemberDef {
        name: c"__self__".as_ptr(),
        r#type: types::T_OBJECT,
        offset: offset_of!(MethodWrapper, this) as isize,
        flags: types::READONLY,
        doc: std::ptr::null(),
    },
    types::MEMBERS_END,
];
static WRAPPER_GETSETS: [PyGetSetDef; 6] = [
    row::getset(c"__objclass__", |this: &MethodWrapper| this.parts().map(|(descr, _)| descr.class().new_ref()), c""),
    row::getset(c"__name__", |this: &MethodWrapper| this.parts().map(|(descr, _)| descr.d_name.get()), c""),
    row::getset(c"__qualname__", |this: &MethodWrapper| this.parts().and_then(|(descr, _)| qualname(&descr)), c""),
    // SAFETY: a row's texts are C strings.
    row::getset(c"__doc__", |this: &MethodWrapper| this.parts().and_then(|(d, _)| unsafe { docstring::text(d.row().name, d.row().doc) }), c""),
    row::getset(
        c"__text_signature__",
        // SAFETY: as above.
        |this: &MethodWrapper| this.parts().and_then(|(d, _)| unsafe { docstring::signature(d.row().name, d.row().doc, 0) }),
        c"",
    ),
    PyGetSetDef::END,
];

impl MethodWrapper {
    fn parts(&self) -> Result<(Owned<PyWrapperDescrObject>, Owned)> {
        self.descr.get().zip(self.this.get()).ok_or_else(|| raise!(SystemError, "bad argument to internal function"))
    }
}

fn dealloc(this: *mut MethodWrapper) {
    // SAFETY: dead but whole.
    unsafe {
        gc::untrack(this.cast());
        (*this).descr.set(None);
        (*this).this.set(None);
        types::free(this.cast());
    }
}

fn traverse(this: &MethodWrapper, visitor: &gc::Visitor) -> std::result::Result<(), c_int> {
    visitor.field(&this.descr)?;
    visitor.field(&this.this)
}

fn repr(this: &MethodWrapper) -> Result<Owned> {
    let (descr, receiver) = this.parts()?;
    let (name, class) = (descr.name_text(), receiver.ty().name());
    Ok(unicode::from_display(format_args!("<method-wrapper '{name}' of {class} object at {:p}>", receiver.as_ptr()))?.upcast())
}

fn hash(this: &MethodWrapper) -> isize {
    let hash = crate::object::hash::hash_pointer(this.this.as_ptr().cast()) ^ crate::object::hash::hash_pointer(this.descr.as_ptr().cast());
    if hash == -1 { -2 } else { hash }
}

fn compare(this: &MethodWrapper, other: &PyObject, op: CompareOp) -> Result<Owned> {
    if !std::ptr::eq(other.ty(), &_PyMethodWrapper_Type) || !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(not_implemented());
    }
    // SAFETY: exactly a method wrapper.
    let other = unsafe { other.cast_unchecked::<MethodWrapper>() };
    let equal = this.descr.as_ptr() == other.descr.as_ptr() && this.this.as_ptr() == other.this.as_ptr();
    Ok(crate::types::bool::from_bool(equal == (op == CompareOp::Eq)))
}

fn reduce(this: &MethodWrapper) -> Result<Owned> {
    let (descr, receiver) = this.parts()?;
    let getattr = crate::object::attribute::builtin(c"getattr")?;
    let name = descr.d_name.get().ok_or_else(|| raise!(SystemError, "bad argument to internal function"))?;
    Ok(tuple::from_owned([getattr, tuple::from_owned([receiver, name])?.upcast()])?.upcast())
}

fn bound(descr: &PyWrapperDescrObject, this: &PyObject) -> Result<Owned> {
    // SAFETY: the type's instances have that struct; zeroed fields can be dropped.
    unsafe {
        let wrapper = Owned::<MethodWrapper>::from_nonnull(gc::alloc(&_PyMethodWrapper_Type, 0)?.cast());
        wrapper.descr.set(Some(Owned::from_ref(descr)));
        wrapper.this.set(Some(this.new_ref()));
        gc::track(wrapper.as_ptr().cast());
        Ok(wrapper.upcast())
    }
}

/// A slot wrapper bound to an object of its type, new.
#[capi]
pub fn PyWrapper_New(d: &PyObject, this: &PyObject) -> Result<Owned> {
    if !is_exact::<PyWrapperDescrObject>(d) {
        return Err(unicode::bad_internal_call());
    }
    // SAFETY: exactly a slot wrapper.
    bound(unsafe { d.cast_unchecked() }, this)
}
