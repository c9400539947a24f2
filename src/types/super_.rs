//! `super`: attributes of the classes after one in an object's MRO.

use crate::boundary::{new_reference, slot};
use crate::foreign;
use crate::layout::*;
use crate::object::types::{self, code};
use crate::object::{Owned, attribute, gc, id};
use crate::raise;
use crate::runtime::errors::Result;
use crate::types::descr::member::kind;
use crate::types::unicode;
use exuvia_macros::capi;
use std::cell::Cell;
use std::mem::offset_of;
use std::ptr::null_mut;

/// A super object.
#[repr(C)]
pub struct Super {
    ob_base: PyObject,
    class: Field<PyTypeObject>,
    object: Field,
    object_type: Field<PyTypeObject>,
}
object_structs! { Super: ob_base -> PyObject }

/// `super`.
#[capi]
pub static PySuper_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"super".as_ptr()),
    tp_doc: Cell::new(
        c"super() -> the attributes after the class around the method, for its first argument\nsuper(type, obj) -> those after type in obj's MRO\nsuper(type) -> unbound".as_ptr(),
    ),
    tp_basicsize: Cell::new(size_of::<Super>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::BASETYPE),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_repr: Cell::new(Some(slot::unary(repr))),
    tp_getattro: Cell::new(Some(slot::subscript(get_attribute))),
    tp_traverse: Cell::new(Some(slot::traverse(|this: &Super, visitor: &gc::Visitor| {
        visitor.field(&this.object)?;
        visitor.field(&this.class)?;
        visitor.field(&this.object_type)
    }))),
    tp_members: Cell::new(MEMBERS.as_ptr()),
    tp_descr_get: Cell::new(Some(slot::descr_get(bind))),
    tp_init: Cell::new(Some(slot::init(init))),
    tp_alloc: Cell::new(Some(types::c::PyType_GenericAlloc)),
    tp_new: Cell::new(Some(types::c::PyType_GenericNew)),
    tp_free: Cell::new(Some(types::c::PyObject_GC_Del)),
    ..PyTypeObject::STATIC
};

const fn member(name: &'static std::ffi::CStr, offset: usize) -> PyMemberDef {
    PyMemberDef { name: name.as_ptr(), r#type: kind::OBJECT, offset: offset as isize, flags: types::READONLY, doc: std::ptr::null() }
}
static MEMBERS: [PyMemberDef; 4] = [
    member(c"__thisclass__", offset_of!(Super, class)),
    member(c"__self__", offset_of!(Super, object)),
    member(c"__self_class__", offset_of!(Super, object_type)),
    types::MEMBERS_END,
];

fn dealloc(this: *mut Super) {
    // SAFETY: dead but whole.
    unsafe {
        gc::untrack(this.cast());
        (*this).object.set(None);
        (*this).class.set(None);
        (*this).object_type.set(None);
        types::free(this.cast());
    }
}

fn repr(this: &Super) -> Result<Owned> {
    let class = this.class.get();
    let class = class.as_deref().map_or("NULL", |c| c.name());
    let text = match this.object_type.get() {
        Some(ty) => unicode::from_display(format_args!("<super: <class '{class}'>, <{} object>>", ty.name())),
        None => unicode::from_display(format_args!("<super: <class '{class}'>, NULL>")),
    };
    Ok(text?.upcast())
}

/// What the classes after `class` in the MRO of `start` have under a name, bound to `object` (to the class only, where the object is
/// the class itself).
fn find_after(class: &PyTypeObject, object: &PyObject, start: &PyTypeObject, name: &PyUnicodeObject) -> Result<Option<Owned>> {
    let Some(mro) = start.tp_mro.get() else { return Ok(None) };
    let hash = name.hash()?;
    let mut after = mro.as_slice().iter().skip_while(|t| !t.is(class)).skip(1).filter_map(|t| t.downcast::<PyTypeObject>());
    for base in &mut after {
        let Some(dict) = base.tp_dict.get() else { continue };
        let Some(found) = dict.get_known(name, hash)?.map(PyObject::new_ref) else { continue };
        return match found.ty().tp_descr_get.get() {
            Some(get) => {
                let object = if object.is(start) { null_mut() } else { object.as_ptr() };
                // SAFETY: the slot's contract.
                unsafe { new_reference(foreign!(get(found.as_ptr(), object, start.as_ptr().cast()))) }.map(Some)
            }
            None => Ok(Some(found)),
        };
    }
    Ok(None)
}

/// `super(class, object).name`, without the super object.
pub fn attribute_after(class: &PyTypeObject, object: &PyObject, start: &PyTypeObject, name: &PyUnicodeObject) -> Result<Owned> {
    find_after(class, object, start, name)?.ok_or_else(|| raise!(AttributeError, "'super' object has no attribute '{}'", name.to_lossy()))
}

fn get_attribute(this: &Super, name: &PyObject) -> Result<Owned> {
    // What a super object is must be its own.
    if let (Some(start), Some(name)) = (this.object_type.get(), name.downcast::<PyUnicodeObject>())
        && !name.is_text("__class__")
        && let (Some(class), Some(object)) = (this.class.get(), this.object.get())
        && let Some(found) = find_after(&class, &object, &start, name)?
    {
        return Ok(found);
    }
    attribute::PyObject_GenericGetAttr(this, name)
}

/// The type whose MRO is searched: the object itself where it is a class below `class`, else its type, or its `__class__`.
fn check(class: &PyTypeObject, object: &PyObject) -> Result<Owned<PyTypeObject>> {
    if let Some(ty) = object.downcast::<PyTypeObject>()
        && ty.is_subtype(class)
    {
        return Ok(Owned::from_ref(ty));
    }
    if object.ty().is_subtype(class) {
        return Ok(Owned::from_ref(object.ty()));
    }
    if let Some(claimed) = attribute::get_optional(object, &id::__class__)?
        && let Some(ty) = claimed.downcast::<PyTypeObject>().ok().filter(|t| !t.is(object.ty()) && t.is_subtype(class))
    {
        return Ok(ty);
    }
    let (kind, name) = match object.downcast::<PyTypeObject>() {
        Some(ty) => ("type", ty.name()),
        None => ("instance of", object.ty().name()),
    };
    Err(raise!(TypeError, "super(type, obj): obj ({kind} {name}) is not an instance or subtype of type ({}).", class.name()))
}

fn bind(this: &Super, object: Option<&PyObject>, _: Option<&PyTypeObject>) -> Result<Owned> {
    let (Some(object), None) = (object.filter(|o| !o.is_none()), this.object.get()) else {
        return Ok(this.new_ref());
    };
    let Some(class) = this.class.get() else { return Ok(this.new_ref()) };
    if !std::ptr::eq(this.ty(), &PySuper_Type) {
        // A subclass is asked to make one of its own.
        return this.ty().call(&[&*class.upcast(), object]);
    }
    let start = check(&class, object)?;
    let bound = types::alloc(&PySuper_Type, 0)?;
    // SAFETY: instances of super have that struct.
    let fields = unsafe { bound.cast_unchecked::<Super>() };
    fields.class.set(Some(class));
    fields.object.set(Some(object.new_ref()));
    fields.object_type.set(Some(start));
    Ok(bound)
}

fn init(this: &Super, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<()> {
    if kwargs.is_some_and(|k| !k.is_empty()) {
        return Err(raise!(TypeError, "super() takes no keyword arguments"));
    }
    crate::args::check_positional("super()", args.len(), 0, 2)?;
    let (class, object) = match args.as_slice() {
        [] => {
            let (class, object) = code::super_arguments()?;
            (class, Some(object))
        }
        [class, rest @ ..] => {
            let Some(class) = class.downcast::<PyTypeObject>() else {
                return Err(raise!(TypeError, "super() argument 1 must be a type, not {}", class.ty().name()));
            };
            (Owned::from_ref(class), rest.first().filter(|o| !o.is_none()).map(|o| o.new_ref()))
        }
    };
    let start = match &object {
        Some(object) => Some(check(&class, object)?),
        None => None,
    };
    this.class.set(Some(class));
    this.object.set(object);
    this.object_type.set(start);
    Ok(())
}

/// `super(su_type, su_obj).name`, new. With `meth_found`, a method is not bound and `*meth_found` says so.
#[capi(private)]
pub fn _PySuper_Lookup(su_type: &PyTypeObject, su_obj: &PyObject, name: &PyObject, meth_found: *mut std::ffi::c_int) -> Result<Owned> {
    let start = check(su_type, su_obj)?;
    let Some(text) = name.downcast::<PyUnicodeObject>() else {
        return Err(raise!(TypeError, "attribute name must be string, not '{}'", name.ty().name()));
    };
    if !meth_found.is_null() && !text.is_text("__class__") {
        let mro = start.tp_mro.get();
        let after = mro.iter().flat_map(|m| m.as_slice()).skip_while(|t| !t.is(su_type)).skip(1);
        for base in after.filter_map(|t| t.downcast::<PyTypeObject>()) {
            let Some(found) = base.dict()?.get(text)? else { continue };
            if found.ty().has_flag(flags::METHOD_DESCRIPTOR) {
                // SAFETY: C's word: where the answer goes.
                unsafe { *meth_found = 1 };
                return Ok(found);
            }
            break;
        }
    }
    if !text.is_text("__class__")
        && let Some(found) = find_after(su_type, su_obj, &start, text)?
    {
        return Ok(found);
    }
    let plain = types::alloc(&PySuper_Type, 0)?;
    // SAFETY: instances of super have that struct.
    let fields = unsafe { plain.cast_unchecked::<Super>() };
    fields.class.set(Some(Owned::from_ref(su_type)));
    fields.object.set(Some(su_obj.new_ref()));
    fields.object_type.set(Some(start));
    attribute::PyObject_GenericGetAttr(&plain, name)
}
