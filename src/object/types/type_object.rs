//! `type`: its slots, attributes and methods.

use super::{call, instance, lookup, query, subclasses, update};
use crate::boundary::method::{self, Args};
use crate::boundary::{new_reference, slot, status};
use crate::foreign;
use crate::layout::*;
use crate::object::{Owned, attribute, docstring, gc, id};
use crate::raise;
use crate::runtime::errors::{Raised, Result};
use crate::runtime::memory;
use crate::types::singletons::none;
use crate::types::{dict, tuple, unicode};
use exuvia_macros::capi;
use std::cell::Cell;
use std::ffi::c_int;
use std::mem::offset_of;
use std::ptr::null_mut;

/// `type`.
#[capi]
pub static PyType_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"type".as_ptr()),
    tp_doc: Cell::new(c"type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type".as_ptr()),
    tp_basicsize: Cell::new(size_of::<PyHeapTypeObject>() as isize),
    tp_itemsize: Cell::new(size_of::<PyMemberDef>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::BASETYPE | flags::TYPE_SUBCLASS | flags::HAVE_VECTORCALL | flags::ITEMS_AT_END),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_vectorcall_offset: Cell::new(offset_of!(PyTypeObject, tp_vectorcall) as isize),
    tp_repr: Cell::new(Some(slot::unary(repr))),
    tp_call: Cell::new(Some(slot::call(call::type_call))),
    tp_vectorcall: Cell::new(Some(slot::vectorcall(call::type_vectorcall))),
    tp_getattro: Cell::new(Some(GET_ATTRIBUTE)),
    tp_setattro: Cell::new(Some(slot::set_subscript(set_attribute))),
    tp_as_number: Cell::new(&NUMBER),
    tp_traverse: Cell::new(Some(slot::traverse(traverse))),
    tp_clear: Cell::new(Some(slot::clear(clear))),
    tp_weaklistoffset: Cell::new(offset_of!(PyTypeObject, tp_weaklist) as isize),
    tp_dictoffset: Cell::new(offset_of!(PyTypeObject, tp_dict) as isize),
    tp_methods: Cell::new(METHODS.as_ptr()),
    tp_members: Cell::new(MEMBERS.as_ptr()),
    tp_getset: Cell::new(GETSETS.as_ptr()),
    tp_init: Cell::new(Some(slot::init(init))),
    tp_alloc: Cell::new(Some(super::c::PyType_GenericAlloc)),
    tp_new: Cell::new(Some(super::new::TYPE_NEW)),
    tp_free: Cell::new(Some(super::c::PyObject_GC_Del)),
    tp_is_gc: Cell::new(Some(slot::inquiry(|ty: &PyTypeObject| ty.has_flag(flags::HEAPTYPE)))),
    ..PyTypeObject::STATIC
};

static NUMBER: PyNumberMethods = PyNumberMethods { nb_or: Cell::new(Some(slot::binary(crate::types::union::or_types))), ..PyNumberMethods::EMPTY };

macro_rules! member {
    ($name:literal, $kind:expr, $field:ident) => {
        PyMemberDef {
            name: $name.as_ptr(),
            r#type: $kind,
            offset: offset_of!(PyTypeObject, $field) as isize,
            flags: super::READONLY,
            doc: std::ptr::null(),
        }
    };
}
static MEMBERS: [PyMemberDef; 7] = {
    use crate::types::descr::member::kind;
    [
        member!(c"__basicsize__", kind::PYSSIZET, tp_basicsize),
        member!(c"__itemsize__", kind::PYSSIZET, tp_itemsize),
        member!(c"__flags__", kind::ULONG, tp_flags),
        member!(c"__weakrefoffset__", kind::PYSSIZET, tp_weaklistoffset),
        member!(c"__base__", kind::OBJECT, tp_base),
        member!(c"__dictoffset__", kind::PYSSIZET, tp_dictoffset),
        super::MEMBERS_END,
    ]
};

static GETSETS: [PyGetSetDef; 13] = [
    method::getset(c"__name__", query::name, c"").settable(set_name),
    method::getset(c"__qualname__", query::qualname, c"").settable(set_qualname),
    method::getset(c"__bases__", |ty: &PyTypeObject| ty.tp_bases.get().map_or_else(none, Owned::upcast), c"").settable(super::bases::set_bases),
    method::getset(c"__mro__", |ty: &PyTypeObject| ty.tp_mro.get().map_or_else(none, Owned::upcast), c""),
    method::getset(c"__module__", query::module_name, c"").settable(set_module),
    method::getset(c"__abstractmethods__", abstract_methods, c"").settable(set_abstract_methods),
    method::getset(c"__dict__", dict_proxy, c""),
    method::getset(c"__doc__", doc, c"").settable(set_doc),
    method::getset(c"__text_signature__", text_signature, c""),
    method::getset(c"__annotations__", annotations, c"").settable(set_annotations),
    method::getset(c"__annotate__", annotate, c"").settable(set_annotate),
    method::getset(c"__type_params__", type_params, c"").settable(set_type_params),
    PyGetSetDef::END,
];

static METHODS: [PyMethodDef; 8] = [
    method::noargs(c"mro", mro, c"mro($self, /)\n--\n\nThe order in which the type and its bases are searched, as a list."),
    method::noargs(c"__subclasses__", list_subclasses, c"__subclasses__($self, /)\n--\n\nThe types that derive from this one directly."),
    method::keywords(
        c"__prepare__",
        |_: &PyObject, _: Args<'_>| dict::new(),
        c"__prepare__($cls, name, bases, /, **kwds)\n--\n\nThe namespace in which a class statement's body runs.",
    )
    .class(),
    method::o(
        c"__instancecheck__",
        |ty: &PyTypeObject, object: &PyObject| crate::protocol::instance::is_real_instance(object, ty).map(crate::types::bool::from_bool),
        c"__instancecheck__($self, instance, /)\n--\n\nWhether an object is an instance.",
    ),
    method::o(
        c"__subclasscheck__",
        |ty: &PyTypeObject, other: &PyObject| crate::protocol::instance::is_real_subclass(other, ty).map(crate::types::bool::from_bool),
        c"__subclasscheck__($self, subclass, /)\n--\n\nWhether a class derives from this one.",
    ),
    method::noargs(c"__dir__", dir, c"__dir__($self, /)\n--\n\nThe names of the type's attributes and its bases', without its metatype's."),
    method::noargs(c"__sizeof__", sizeof, c"__sizeof__($self, /)\n--\n\nThe type object's memory in bytes."),
    PyMethodDef::END,
];

// ---- attributes ---------------------------------------------------------------------------------------------------

/// `tp_getattro` of `type`.
pub const GET_ATTRIBUTE: getattrofunc = slot::subscript(get_attribute);

fn get_attribute(ty: &PyTypeObject, name: &PyObject) -> Result<Owned> {
    let Some(name) = name.downcast::<PyUnicodeObject>() else {
        return Err(raise!(TypeError, "attribute name must be string, not '{}'", name.ty().name()));
    };
    find_attribute(ty, name)?
        .ok_or_else(|| attribute::error(ty, name, format_args!("type object '{}' has no attribute '{}'", ty.name(), name.to_lossy())))
}

/// What `T.name` is: a data descriptor of the metatype, else what the type or its bases have, else what the metatype has.
pub fn find_attribute(ty: &PyTypeObject, name: &PyUnicodeObject) -> Result<Option<Owned>> {
    if !ty.has_flag(flags::READY) && ty.tp_dict.is_null() {
        super::ready(ty)?;
    }
    let metatype = ty.as_object().ty();
    let on_meta = lookup::lookup(metatype, name);
    let meta_get = on_meta.as_ref().and_then(|m| m.ty().tp_descr_get.get());
    if let (Some(descriptor), Some(get)) = (&on_meta, meta_get)
        && descriptor.ty().tp_descr_set.get().is_some()
    {
        // SAFETY: the slot's contract.
        return unsafe { new_reference(foreign!(get(descriptor.as_ptr(), ty.as_ptr().cast(), metatype.as_ptr().cast()))) }.map(Some);
    }
    if let Some(found) = lookup::lookup(ty, name) {
        return match found.ty().tp_descr_get.get() {
            // SAFETY: the slot's contract.
            Some(get) => unsafe { new_reference(foreign!(get(found.as_ptr(), null_mut(), ty.as_ptr().cast()))) }.map(Some),
            None => Ok(Some(found)),
        };
    }
    match (on_meta, meta_get) {
        // SAFETY: the slot's contract.
        (Some(m), Some(get)) => unsafe { new_reference(foreign!(get(m.as_ptr(), ty.as_ptr().cast(), metatype.as_ptr().cast()))) }.map(Some),
        (found, _) => Ok(found),
    }
}

fn set_attribute(ty: &PyTypeObject, name: &PyObject, value: Option<&PyObject>) -> Result<()> {
    if ty.has_flag(flags::IMMUTABLETYPE) {
        return Err(raise!(TypeError, "cannot set {} attribute of immutable type '{}'", name.repr()?.to_lossy(), ty.name()));
    }
    let Some(name) = name.downcast::<PyUnicodeObject>() else {
        return Err(raise!(TypeError, "attribute name must be string, not '{}'", name.ty().name()));
    };
    let name = unicode::intern::intern(unicode::new::exact(name)?);
    if let Some(descriptor) = lookup::lookup(ty.as_object().ty(), &name)
        && let Some(set) = descriptor.ty().tp_descr_set.get()
    {
        // SAFETY: the slot's contract.
        return status(unsafe { foreign!(set(descriptor.as_ptr(), ty.as_ptr().cast(), value.map_or(null_mut(), |v| v.as_ptr()))) }).map(drop);
    }
    let own = ty.dict()?;
    // Watchers hear of it before it happens, and nothing that they look up is taken for the new state.
    lookup::modified(ty);
    match value {
        Some(value) => own.insert(&name, value)?,
        None => {
            if !own.remove(&name)? {
                return Err(attribute::error(ty, &name, format_args!("type object '{}' has no attribute '{}'", ty.name(), name.to_lossy())));
            }
        }
    }
    lookup::modified(ty);
    if is_dunder(&name) {
        update::method(ty, &name);
    }
    Ok(())
}

fn is_dunder(name: &PyUnicodeObject) -> bool {
    match name.chars() {
        unicode::Chars::One(text) => text.len() > 4 && text.starts_with(b"__") && text.ends_with(b"__"),
        _ => false,
    }
}

// ---- special attributes -------------------------------------------------------------------------------------------

/// `TypeError` where a special attribute of the type cannot be set, or is deleted.
fn check_settable<'a>(ty: &PyTypeObject, value: Option<&'a PyObject>, name: &str) -> Result<&'a PyObject> {
    if ty.has_flag(flags::IMMUTABLETYPE) {
        return Err(raise!(TypeError, "cannot set '{name}' attribute of immutable type '{}'", ty.name()));
    }
    value.ok_or_else(|| raise!(TypeError, "cannot delete '{name}' attribute of immutable type '{}'", ty.name()))
}

/// A heap type, or the error that an immutable one gives.
fn heap<'a>(ty: &'a PyTypeObject, name: &str) -> Result<&'a PyHeapTypeObject> {
    ty.as_heap().ok_or_else(|| raise!(TypeError, "cannot set '{name}' attribute of immutable type '{}'", ty.name()))
}

fn set_name(ty: &PyTypeObject, value: Option<&PyObject>) -> Result<()> {
    let value = check_settable(ty, value, "__name__")?;
    let Some(name) = value.downcast::<PyUnicodeObject>() else {
        return Err(raise!(TypeError, "can only assign string to {}.__name__, not '{}'", ty.name(), value.ty().name()));
    };
    let text = name.utf8()?;
    if text.contains(&0) {
        return Err(raise!(ValueError, "type name must not contain null characters"));
    }
    let heap = heap(ty, "__name__")?;
    // The old text may be in use by whoever reads `tp_name`: it lives as long as the str that holds it.
    ty.tp_name.set(text.as_ptr().cast());
    heap.ht_name.set(Some(Owned::from_ref(name)));
    Ok(())
}

fn set_qualname(ty: &PyTypeObject, value: Option<&PyObject>) -> Result<()> {
    let value = check_settable(ty, value, "__qualname__")?;
    let Some(name) = value.downcast::<PyUnicodeObject>() else {
        return Err(raise!(TypeError, "can only assign string to {}.__qualname__, not '{}'", ty.name(), value.ty().name()));
    };
    heap(ty, "__qualname__")?.ht_qualname.set(Some(Owned::from_ref(name)));
    Ok(())
}

fn set_module(ty: &PyTypeObject, value: Option<&PyObject>) -> Result<()> {
    let value = check_settable(ty, value, "__module__")?;
    lookup::modified(ty);
    let own = ty.dict()?;
    own.insert(&id::__module__, value)?;
    own.pop(&id::__firstlineno__)?;
    Ok(())
}

fn abstract_methods(ty: &PyTypeObject) -> Result<Owned> {
    let found = if std::ptr::eq(ty, &PyType_Type) { None } else { ty.dict()?.get(&id::__abstractmethods__)? };
    found.ok_or_else(|| crate::runtime::errors::with_value(&crate::types::exceptions::AttributeError, &id::__abstractmethods__))
}

fn set_abstract_methods(ty: &PyTypeObject, value: Option<&PyObject>) -> Result<()> {
    let own = ty.dict()?;
    let is_abstract = match value {
        Some(value) => {
            let is_abstract = value.is_true()?;
            own.insert(&id::__abstractmethods__, value)?;
            is_abstract
        }
        None => {
            if !own.remove(&id::__abstractmethods__)? {
                return Err(crate::runtime::errors::with_value(&crate::types::exceptions::AttributeError, &id::__abstractmethods__));
            }
            false
        }
    };
    lookup::modified(ty);
    if is_abstract {
        ty.add_flags(flags::IS_ABSTRACT);
    } else {
        ty.remove_flags(flags::IS_ABSTRACT);
    }
    Ok(())
}

fn dict_proxy(ty: &PyTypeObject) -> Result<Owned> {
    match ty.tp_dict.get() {
        Some(dict) => crate::types::mappingproxy::new(&dict),
        None => Ok(none()),
    }
}

fn doc(ty: &PyTypeObject) -> Result<Owned> {
    if !ty.has_flag(flags::HEAPTYPE) && !ty.tp_doc.get().is_null() {
        // SAFETY: a type's texts are C strings.
        return unsafe { docstring::text(ty.tp_name.get(), ty.tp_doc.get()) };
    }
    let Some(found) = ty.dict()?.get(&id::__doc__)? else { return Ok(none()) };
    match found.ty().tp_descr_get.get() {
        // SAFETY: the slot's contract.
        Some(get) => unsafe { new_reference(foreign!(get(found.as_ptr(), null_mut(), ty.as_ptr().cast()))) },
        None => Ok(found),
    }
}

fn set_doc(ty: &PyTypeObject, value: Option<&PyObject>) -> Result<()> {
    let value = check_settable(ty, value, "__doc__")?;
    lookup::modified(ty);
    ty.dict()?.insert(&id::__doc__, value)
}

fn text_signature(ty: &PyTypeObject) -> Result<Owned> {
    // SAFETY: a type's texts are C strings or NULL.
    unsafe { docstring::signature(ty.tp_name.get(), ty.tp_doc.get(), 0) }
}

fn no_attribute(ty: &PyTypeObject, name: &str) -> Raised {
    raise!(AttributeError, "type object '{}' has no attribute '{name}'", ty.name())
}

/// What a value of the dict gives on the class.
fn on_class(ty: &PyTypeObject, found: Owned) -> Result<Owned> {
    match found.ty().tp_descr_get.get() {
        // SAFETY: the slot's contract.
        Some(get) => unsafe { new_reference(foreign!(get(found.as_ptr(), null_mut(), ty.as_ptr().cast()))) },
        None => Ok(found),
    }
}

fn annotations(ty: &PyTypeObject) -> Result<Owned> {
    if !ty.has_flag(flags::HEAPTYPE) {
        return Err(no_attribute(ty, "__annotations__"));
    }
    let own = ty.dict()?;
    for key in [&*id::__annotations__, &*id::__annotations_cache__] {
        if let Some(found) = own.get(key)? {
            return on_class(ty, found);
        }
    }
    let annotate = attribute::get(ty, &id::__annotate__)?;
    let value = if annotate.is_none() {
        dict::new()?.upcast()
    } else {
        let value = annotate.call1(&crate::types::long::one())?;
        if (*value).downcast::<PyDictObject>().is_none() {
            return Err(raise!(TypeError, "__annotate__() must return a dict, not {}", value.ty().name()));
        }
        value
    };
    own.insert(&id::__annotations_cache__, &value)?;
    lookup::modified(ty);
    Ok(value)
}

fn check_annotated(ty: &PyTypeObject, name: &str) -> Result<()> {
    if ty.has_flag(flags::IMMUTABLETYPE) {
        return Err(raise!(TypeError, "cannot set '{name}' attribute of immutable type '{}'", ty.name()));
    }
    Ok(())
}

fn set_annotations(ty: &PyTypeObject, value: Option<&PyObject>) -> Result<()> {
    check_annotated(ty, "__annotations__")?;
    let own = ty.dict()?;
    lookup::modified(ty);
    match value {
        Some(value) => {
            let key = if own.contains(&id::__annotations__)? { &*id::__annotations__ } else { &*id::__annotations_cache__ };
            own.insert(key, value)?;
        }
        None => {
            if !own.remove(&id::__annotations__)? && !own.remove(&id::__annotations_cache__)? {
                return Err(crate::runtime::errors::with_value(&crate::types::exceptions::AttributeError, &id::__annotations__));
            }
        }
    }
    own.pop(&id::__annotate__)?;
    own.pop(&id::__annotate_func__)?;
    Ok(())
}

fn annotate(ty: &PyTypeObject) -> Result<Owned> {
    if !ty.has_flag(flags::HEAPTYPE) {
        return Err(no_attribute(ty, "__annotate__"));
    }
    let own = ty.dict()?;
    for key in [&*id::__annotate_func__, &*id::__annotate__] {
        if let Some(found) = own.get(key)? {
            return on_class(ty, found);
        }
    }
    own.insert(&id::__annotate_func__, &none())?;
    lookup::modified(ty);
    Ok(none())
}

fn set_annotate(ty: &PyTypeObject, value: Option<&PyObject>) -> Result<()> {
    let Some(value) = value else {
        return Err(raise!(TypeError, "cannot delete __annotate__ attribute"));
    };
    check_annotated(ty, "__annotate__")?;
    if !value.is_none() && value.ty().tp_call.get().is_none() {
        return Err(raise!(TypeError, "__annotate__ must be callable or None"));
    }
    let own = ty.dict()?;
    lookup::modified(ty);
    own.insert(&id::__annotate_func__, value)?;
    if !value.is_none() {
        own.pop(&id::__annotations_cache__)?;
    }
    Ok(())
}

fn type_params(ty: &PyTypeObject) -> Result<Owned> {
    // Those of `type` itself are of no class.
    if !std::ptr::eq(ty, &PyType_Type)
        && let Some(found) = ty.dict()?.get(&id::__type_params__)?
    {
        return Ok(found);
    }
    Ok(tuple::from_slice(&[])?.upcast())
}

fn set_type_params(ty: &PyTypeObject, value: Option<&PyObject>) -> Result<()> {
    let value = check_settable(ty, value, "__type_params__")?;
    ty.dict()?.insert(&id::__type_params__, value)?;
    lookup::modified(ty);
    Ok(())
}

// ---- methods ------------------------------------------------------------------------------------------------------

fn repr(ty: &PyTypeObject) -> Result<Owned> {
    let plain = || Ok(unicode::from_display(format_args!("<class '{}'>", ty.name()))?.upcast());
    if ty.tp_name.get().is_null() {
        return plain();
    }
    let module = match query::module_name(ty) {
        Ok(module) => module,
        Err(raised) => {
            raised.clear();
            none()
        }
    };
    match (*module).downcast::<PyUnicodeObject>() {
        Some(module) if !module.is_text("builtins") => {
            let name = query::qualname(ty)?;
            Ok(unicode::from_display(format_args!("<class '{}.{}'>", module.to_lossy(), name.to_lossy()))?.upcast())
        }
        _ => plain(),
    }
}

fn init(_: &PyTypeObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<()> {
    if args.len() == 1 && kwargs.is_some_and(|k| !k.is_empty()) {
        return Err(raise!(TypeError, "type.__init__() takes no keyword arguments"));
    }
    if args.len() != 1 && args.len() != 3 {
        return Err(raise!(TypeError, "type.__init__() takes 1 or 3 arguments"));
    }
    Ok(())
}

fn mro(ty: &PyTypeObject) -> Result<Owned<PyListObject>> {
    crate::types::list::from_slice(super::ready::linearize(ty)?.as_slice())
}

fn list_subclasses(ty: &PyTypeObject) -> Result<Owned<PyListObject>> {
    let list = subclasses::list(ty);
    let items: Vec<&PyObject> = list.iter().map(|t| t.as_object()).collect();
    crate::types::list::from_slice(&items)
}

/// Puts the names of a class's attributes, and its bases', into a dict.
pub fn merge_class_dict(into: &PyDictObject, class: &PyObject) -> Result<()> {
    if let Some(own) = attribute::get_optional(class, &id::__dict__)? {
        crate::types::dict::merge::update(into, &own)?;
    }
    let Some(bases) = attribute::get_optional(class, &id::__bases__)? else { return Ok(()) };
    let bases = tuple::from_iterable(&bases)?;
    for base in bases.as_slice() {
        let _guard = crate::runtime::stack::enter(" while listing attributes")?;
        merge_class_dict(into, base)?;
    }
    Ok(())
}

fn dir(ty: &PyTypeObject) -> Result<Owned<PyListObject>> {
    let names = dict::new()?;
    merge_class_dict(&names, ty)?;
    names.keys()
}

fn sizeof(ty: &PyTypeObject) -> Result<Owned> {
    let mut size = size_of::<PyTypeObject>();
    if ty.has_flag(flags::HEAPTYPE) {
        size = ty.as_object().ty().tp_basicsize.get() as usize + ty.ob_size.get().unsigned_abs() * size_of::<PyMemberDef>();
    }
    crate::types::long::from_isize(size as isize)
}

// ---- the end ------------------------------------------------------------------------------------------------------

fn traverse(ty: &PyTypeObject, visitor: &gc::Visitor) -> std::result::Result<(), c_int> {
    let Some(heap) = ty.as_heap() else { return Ok(()) };
    visitor.field(&ty.tp_dict)?;
    visitor.pointer(ty.tp_cache.get())?;
    visitor.field(&ty.tp_mro)?;
    visitor.field(&ty.tp_bases)?;
    visitor.field(&ty.tp_base)?;
    visitor.field(&heap.ht_module)
}

fn clear(ty: &PyTypeObject) {
    if !ty.has_flag(flags::HEAPTYPE) {
        return;
    }
    lookup::modified(ty);
    if let Some(own) = ty.tp_dict.get() {
        own.clear();
    }
    if let Some(heap) = ty.as_heap() {
        heap.ht_module.set(None);
    }
    ty.tp_mro.set(None);
}

fn dealloc(ty: *mut PyTypeObject) {
    // SAFETY: dead but whole; only heap types die.
    unsafe {
        let this = &*ty;
        gc::untrack(ty.cast());
        let pending = crate::runtime::errors::take();
        if let Some(bases) = this.tp_bases.get() {
            for base in bases.as_slice().iter().filter_map(|b| b.downcast::<PyTypeObject>()) {
                subclasses::remove(base, this);
            }
        }
        // Only static types are counted among another's subclasses without holding it, so the list is empty by now.
        subclasses::free(this);
        if !this.tp_weaklist.get().is_null() {
            crate::types::weakref::clear_all(this);
        }
        lookup::modified(this);
        crate::runtime::errors::restore(pending);
        this.tp_base.set(None);
        this.tp_dict.set(None);
        this.tp_bases.set(None);
        this.tp_mro.set(None);
        memory::free(memory::Domain::Mem, this.tp_doc.replace(std::ptr::null()).cast_mut().cast());
        if let Some(heap) = this.as_heap() {
            heap.ht_name.set(None);
            heap.ht_qualname.set(None);
            heap.ht_slots.set(None);
            heap.ht_module.set(None);
            memory::free(memory::Domain::Mem, heap._ht_tpname.replace(null_mut()).cast());
        }
        let metatype = this.as_object().ty().as_ptr();
        super::free(ty.cast());
        if (*metatype).has_flag(flags::HEAPTYPE) && !instance::is_class_dealloc(&*metatype) {
            PyObject::decref(metatype.cast());
        }
    }
}
