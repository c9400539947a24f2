//! Making a type usable: `PyType_Ready`.
//!
//! Invariant: a type with the READY flag has base, bases, MRO and dict, all its slots are filled in, and its bases know it. Whatever
//! hangs under a static type (dict, descriptors, names) is immortal and known to no collector, for it outlives every interpreter.

use super::{inherit, lookup, mro, slot_table, subclasses};
use crate::layout::*;
use crate::object::{Owned, docstring, gc, id};
use crate::raise;
use crate::runtime::errors::{Raised, Result};
use crate::types::singletons::none;
use crate::types::{descr, tuple, unicode};
use exuvia_macros::capi;
use std::ffi::{CStr, c_char, c_void};
use std::mem::offset_of;

/// Readies a type; does nothing where it is ready.
pub fn ready(ty: &PyTypeObject) -> Result<()> {
    if ty.has_flag(flags::READY) {
        return Ok(());
    }
    if ty.has_flag(flags::READYING) {
        return Err(raise!(SystemError, "type {} is among its own bases", ty.name()));
    }
    if !ty.has_flag(flags::HEAPTYPE) {
        ty.add_flags(flags::IMMUTABLETYPE);
        ty.make_immortal();
    }
    ty.add_flags(flags::READYING);
    let result = fill(ty);
    ty.remove_flags(flags::READYING);
    result?;
    ty.add_flags(flags::READY);
    if !ty.has_flag(flags::HEAPTYPE) {
        settle(ty);
    }
    Ok(())
}

/// Readies a static type of the library itself.
pub fn ready_builtin(ty: &PyTypeObject) -> Result<()> {
    ty.add_flags(flags::STATIC_BUILTIN);
    ready(ty)?;
    // Its tag is given out now: afterwards it is never written.
    lookup::assign_version(ty);
    Ok(())
}

fn fill(ty: &PyTypeObject) -> Result<()> {
    if ty.tp_name.get().is_null() {
        return Err(raise!(SystemError, "Type does not define the tp_name field."));
    }
    if ty.tp_dict.is_null() {
        ty.tp_dict.set(Some(crate::types::dict::new()?));
    }
    let base = set_base(ty)?;
    if ty.ob_type.get().is_null() {
        let metatype = base.as_ref().map_or(super::PyType_Type.as_ptr(), |b| b.ob_type.get());
        ty.ob_type.set(metatype);
    }
    if ty.tp_bases.is_null() {
        let bases = match &base {
            Some(base) => tuple::from_slice(&[base.as_object()])?,
            None => tuple::from_slice(&[])?,
        };
        ty.tp_bases.set(Some(bases));
    }
    if ty.has_flag(flags::HEAPTYPE) && ty.has_flag(flags::IMMUTABLETYPE) {
        check_immutable_bases(ty)?;
    }
    set_mro(ty)?;
    set_new(ty, base.as_deref())?;
    fill_dict(ty)?;
    if let Some(base) = &base {
        inherit::special(ty, base);
    }
    // SAFETY: held below.
    let mro = ty.tp_mro.get().ok_or_else(|| raise!(SystemError, "bad argument to internal function"))?;
    for inherited in mro.as_slice().iter().skip(1).filter_map(|t| t.downcast::<PyTypeObject>()) {
        inherit::slots(ty, inherited)?;
        if !ty.has_flag(flags::SEQUENCE | flags::MAPPING) {
            ty.add_flags(inherited.tp_flags.get() & (flags::SEQUENCE | flags::MAPPING));
        }
    }
    if let Some(base) = &base {
        inherit::suites(ty, base);
    }
    set_preheader(ty)?;
    set_hash(ty)?;
    if let Some(bases) = ty.tp_bases.get() {
        for base in bases.as_slice().iter().filter_map(|t| t.downcast::<PyTypeObject>()) {
            subclasses::add(base, ty);
        }
    }
    if ty.has_flag(flags::MANAGED_DICT) && !ty.has_flag(flags::HEAPTYPE) {
        return Err(raise!(SystemError, "type {} has the Py_TPFLAGS_MANAGED_DICT flag but not Py_TPFLAGS_HEAPTYPE flag", ty.name()));
    }
    check(ty)
}

/// The base that the type extends; readies it.
fn set_base(ty: &PyTypeObject) -> Result<Option<Owned<PyTypeObject>>> {
    if ty.tp_base.is_null() && !std::ptr::eq(ty, &super::PyBaseObject_Type) {
        ty.tp_base.set(Some(Owned::from_ref(&super::PyBaseObject_Type)));
    }
    let Some(base) = ty.tp_base.get() else { return Ok(None) };
    if !ty.has_flag(flags::HEAPTYPE) && base.has_flag(flags::HEAPTYPE) {
        return Err(on_heap(ty, &base));
    }
    if !base.has_flag(flags::READY) {
        ready(&base)?;
    }
    Ok(Some(base))
}

fn on_heap(ty: &PyTypeObject, base: &PyTypeObject) -> Raised {
    raise!(TypeError, "type '{}' is not dynamically allocated but its base type '{}' is dynamically allocated", ty.name(), base.name())
}

/// An immutable type cannot stand on one that changes.
pub fn check_immutable_bases(ty: &PyTypeObject) -> Result<()> {
    let Some(bases) = ty.tp_bases.get() else { return Ok(()) };
    for base in bases.as_slice().iter().filter_map(|b| b.downcast::<PyTypeObject>()) {
        if !base.has_flag(flags::IMMUTABLETYPE) {
            let base = super::query::qualified_name(base)?;
            return Err(raise!(TypeError, "Creating immutable type {} from mutable base {}", ty.name(), base.to_lossy()));
        }
    }
    Ok(())
}

// ---- the MRO ------------------------------------------------------------------------------------------------------

/// The MRO by C3, whatever the metatype says.
pub fn linearize(ty: &PyTypeObject) -> Result<Owned<PyTupleObject>> {
    let bases = ty.tp_bases.get().ok_or_else(|| raise!(SystemError, "bad argument to internal function"))?;
    let mut orders = Vec::with_capacity(bases.len() + 1);
    for base in bases.as_slice() {
        let base = base.downcast::<PyTypeObject>().ok_or_else(|| raise!(SystemError, "bad argument to internal function"))?;
        let Some(order) = base.tp_mro.get() else {
            return Err(raise!(TypeError, "Cannot extend an incomplete type '{}'", base.name()));
        };
        orders.push(order);
    }
    let listed: Vec<*mut PyObject> = bases.as_slice().iter().map(|b| b.as_ptr()).collect();
    for (i, base) in listed.iter().enumerate() {
        if listed[i + 1..].contains(base) {
            // SAFETY: the bases are held.
            let base = unsafe { &*base.cast::<PyTypeObject>() };
            return Err(raise!(TypeError, "duplicate base class {}", super::query::name(base)?.to_lossy()));
        }
    }
    let orders: Vec<Vec<*mut PyObject>> = orders.iter().map(|o| o.as_slice().iter().map(|t| t.as_ptr()).collect()).collect();
    let lists: Vec<&[*mut PyObject]> = orders.iter().map(Vec::as_slice).chain([listed.as_slice()]).collect();
    match mro::merge(&lists) {
        Ok(order) => {
            // SAFETY: the orders are held by the bases, which the type holds.
            let rest = order.iter().map(|t| unsafe { (**t).new_ref() });
            tuple::from_exact(order.len() + 1, [ty.new_ref()].into_iter().chain(rest))
        }
        Err(mro::Conflict(types)) => {
            let mut names = String::new();
            for ty in types {
                // SAFETY: as above.
                let name = super::query::name(unsafe { &*ty.cast::<PyTypeObject>() })?;
                names.push_str(if names.is_empty() { "" } else { ", " });
                names.push_str(&name.to_lossy());
            }
            Err(raise!(TypeError, "Cannot create a consistent method resolution order (MRO) for bases {names}"))
        }
    }
}

/// Computes the MRO anew, by the metatype's `mro` where it has its own. What it was before; `None` also where that method itself has
/// set another one meanwhile.
pub fn set_mro(ty: &PyTypeObject) -> Result<Option<Owned<PyTupleObject>>> {
    let before = ty.tp_mro.get();
    let (order, custom) = match custom_mro(ty)? {
        None => (linearize(ty)?, false),
        Some(method) => {
            let order = tuple::from_iterable(&*method.call(&[ty])?)?;
            check_mro(ty, &order)?;
            (order, true)
        }
    };
    if custom && before.as_ref().map(|b| b.as_ptr()) != ty.tp_mro.get().map(|m| m.as_ptr()) {
        return Ok(None);
    }
    if !ty.has_flag(flags::HEAPTYPE) {
        for base in order.as_slice().iter().filter_map(|t| t.downcast::<PyTypeObject>()) {
            if base.has_flag(flags::HEAPTYPE) {
                return Err(on_heap(ty, base));
            }
        }
    }
    if custom {
        ty.tp_versions_used.set(lookup::NO_CACHE);
    } else if order.as_slice().iter().skip(1).any(|t| t.downcast::<PyTypeObject>().is_none_or(|t| t.tp_versions_used.get() >= lookup::NO_CACHE)) {
        // What can change unnoticed below can here, too.
        ty.tp_versions_used.set(lookup::NO_CACHE);
    }
    ty.tp_mro.set(Some(order));
    lookup::modified(ty);
    Ok(before)
}

fn custom_mro(ty: &PyTypeObject) -> Result<Option<super::slots::Method>> {
    let metatype = ty.as_object().ty();
    if std::ptr::eq(metatype, &super::PyType_Type) {
        return Ok(None);
    }
    // SAFETY: compared at once.
    let (own, plain) = unsafe { (lookup::lookup_borrowed(metatype, &id::mro), lookup::lookup_borrowed(&super::PyType_Type, &id::mro)) };
    if own.map(|o| o.as_ptr()) == plain.map(|p| p.as_ptr()) {
        return Ok(None);
    }
    super::slots::Method::find(ty, &id::mro)
}

/// An MRO from a metatype's method must consist of types whose instances the type's instances can pass for.
fn check_mro(ty: &PyTypeObject, order: &PyTupleObject) -> Result<()> {
    if order.is_empty() {
        return Err(raise!(TypeError, "type MRO must not be empty"));
    }
    let solid = super::layout::solid_base(ty);
    for base in order.as_slice() {
        let Some(base) = base.downcast::<PyTypeObject>() else {
            return Err(raise!(TypeError, "mro() returned a non-class ('{}')", base.ty().name()));
        };
        if !solid.is_subtype(super::layout::solid_base(base)) {
            return Err(raise!(TypeError, "mro() returned base with unsuitable layout ('{}')", base.name()));
        }
    }
    Ok(())
}

// ---- the dict -----------------------------------------------------------------------------------------------------

/// `tp_new`: a static type directly under `object` has instances only where it says how to make them.
fn set_new(ty: &PyTypeObject, base: Option<&PyTypeObject>) -> Result<()> {
    let under_object = base.is_some_and(|b| std::ptr::eq(b, &super::PyBaseObject_Type));
    if ty.tp_new.get().is_none() && under_object && !ty.has_flag(flags::HEAPTYPE) {
        ty.add_flags(flags::DISALLOW_INSTANTIATION);
    }
    if ty.has_flag(flags::DISALLOW_INSTANTIATION) {
        ty.tp_new.set(None);
        return Ok(());
    }
    if ty.tp_new.get().is_none() {
        ty.tp_new.set(base.and_then(|b| b.tp_new.get()));
        return Ok(());
    }
    let dict = ty.dict()?;
    if !dict.contains(&id::__new__)? {
        dict.insert(&id::__new__, &*super::call::new_method(ty)?)?;
    }
    Ok(())
}

fn fill_dict(ty: &PyTypeObject) -> Result<()> {
    let dict = ty.dict()?;
    add_wrappers(ty, &dict)?;
    // SAFETY: tables that end with an empty row live as long as the type.
    unsafe {
        for def in rows(ty.tp_methods.get(), |d| d.ml_name) {
            add_method(ty, &dict, def)?;
        }
        for def in rows(ty.tp_members.get(), |d| d.name) {
            add(ty, &dict, def.name, || Ok(descr::new_member(ty, def)?.upcast()))?;
        }
        for def in rows(ty.tp_getset.get(), |d| d.name) {
            add(ty, &dict, def.name, || Ok(descr::new_getset(ty, def)?.upcast()))?;
        }
    }
    if dict.contains(&id::__doc__)? {
        return Ok(());
    }
    let text = ty.tp_doc.get();
    let value = if text.is_null() {
        none()
    } else {
        // SAFETY: a type's docstring is a C string.
        unsafe { docstring::text(ty.tp_name.get(), text) }?
    };
    dict.insert(&id::__doc__, &value)
}

/// The rows of a table before the one without a name.
///
/// # Safety
/// The table is NULL or ends with a row without a name, and lives as long as the rows are used.
pub unsafe fn rows<'a, T: 'a>(table: *const T, name: impl Fn(&T) -> *const c_char + 'a) -> impl Iterator<Item = &'a T> {
    let mut at = table;
    std::iter::from_fn(move || {
        // SAFETY: the caller's word.
        let row = unsafe { at.as_ref() }.filter(|row| !name(row).is_null())?;
        // SAFETY: a row without a name follows at the latest.
        at = unsafe { at.add(1) };
        Some(row)
    })
}

/// A name of a descriptor, interned.
pub fn intern_name(ty: &PyTypeObject, name: *const c_char) -> Result<Owned<PyUnicodeObject>> {
    // SAFETY: a row's name is a C string.
    let text = unsafe { CStr::from_ptr(name) };
    let name = unicode::from_str(&text.to_string_lossy())?;
    Ok(if ty.has_flag(flags::HEAPTYPE) { unicode::intern::intern(name) } else { unicode::intern::intern_forever(name) })
}

fn add(ty: &PyTypeObject, dict: &PyDictObject, name: *const c_char, make: impl FnOnce() -> Result<Owned>) -> Result<()> {
    let name = intern_name(ty, name)?;
    if dict.contains(&name)? { Ok(()) } else { dict.insert(&name, &*make()?) }
}

fn add_method(ty: &PyTypeObject, dict: &PyDictObject, def: &PyMethodDef) -> Result<()> {
    let descriptor = match (def.ml_flags & meth::CLASS != 0, def.ml_flags & meth::STATIC != 0) {
        (true, true) => return Err(raise!(ValueError, "method cannot be both class and static")),
        (true, false) => descr::new_classmethod(ty, def)?.upcast(),
        // SAFETY: a type's tables live as long as the type, which the function holds.
        (false, true) => crate::types::classmethod::new_static(&*unsafe { crate::types::builtin_function::new(def, Some(ty), None, None) }?)?,
        (false, false) => descr::new_method(ty, def)?.upcast(),
    };
    let name = intern_name(ty, def.ml_name)?;
    if def.ml_flags & meth::COEXIST == 0 && dict.contains(&name)? {
        return Ok(());
    }
    dict.insert(&name, &descriptor)
}

/// A wrapper for each slot that the type itself fills in.
fn add_wrappers(ty: &PyTypeObject, dict: &PyDictObject) -> Result<()> {
    for row in slot_table::ROWS {
        if row.wrapper.is_none() {
            continue;
        }
        let Some(slot) = slot_table::cell(ty, row).map(|c| c.get()).filter(|s| !s.is_null()) else { continue };
        if ty.has_flag(flags::STATIC_BUILTIN) && is_inherited(ty, row, slot) {
            continue;
        }
        let name = slot_table::name(row);
        if dict.contains(name)? {
            continue;
        }
        if slot == super::hash_not_implemented() as *mut _ {
            dict.insert(name, &none())?;
        } else {
            dict.insert(name, &*descr::new_wrapper(ty, row, slot)?)?;
        }
    }
    Ok(())
}

/// Whether a slot that the type fills in is just its base's: hash and comparison are taken over together or not at all.
fn is_inherited(ty: &PyTypeObject, row: &wrapperbase, slot: *mut c_void) -> bool {
    let Some(base) = ty.tp_base.get() else { return false };
    if slot_table::cell(&base, row).is_none_or(|c| c.get() != slot) {
        return false;
    }
    let same_compare = ty.tp_richcompare.get().map(|f| f as usize) == base.tp_richcompare.get().map(|f| f as usize);
    let same_hash = ty.tp_hash.get().map(|f| f as usize) == base.tp_hash.get().map(|f| f as usize);
    match row.offset as usize {
        offset if offset == offset_of!(PyHeapTypeObject, ht_type.tp_hash) => same_compare,
        offset if offset == offset_of!(PyHeapTypeObject, ht_type.tp_richcompare) => same_hash,
        _ => true,
    }
}

// ---- the rest -----------------------------------------------------------------------------------------------------

fn set_preheader(ty: &PyTypeObject) -> Result<()> {
    if ty.has_flag(flags::MANAGED_DICT) {
        if !matches!(ty.tp_dictoffset.get(), -1 | 0) {
            return Err(raise!(TypeError, "type {} has the Py_TPFLAGS_MANAGED_DICT flag but tp_dictoffset is set", ty.name()));
        }
        ty.tp_dictoffset.set(-1);
        if ty.tp_itemsize.get() == 0 {
            ty.add_flags(flags::INLINE_VALUES);
        }
    }
    if ty.has_flag(flags::MANAGED_WEAKREF) {
        if !matches!(ty.tp_weaklistoffset.get(), 0 | inherit::MANAGED_WEAKREF_OFFSET) {
            return Err(raise!(TypeError, "type {} has the Py_TPFLAGS_MANAGED_WEAKREF flag but tp_weaklistoffset is set", ty.name()));
        }
        ty.tp_weaklistoffset.set(inherit::MANAGED_WEAKREF_OFFSET);
    }
    Ok(())
}

/// A type that compares but has no hash is not hashable.
fn set_hash(ty: &PyTypeObject) -> Result<()> {
    if ty.tp_hash.get().is_some() || ty.dict()?.contains(&id::__hash__)? {
        return Ok(());
    }
    ty.dict()?.insert(&id::__hash__, &none())?;
    ty.tp_hash.set(Some(super::hash_not_implemented()));
    Ok(())
}

fn check(ty: &PyTypeObject) -> Result<()> {
    if ty.has_flag(flags::HAVE_GC) && ty.tp_traverse.get().is_none() {
        return Err(raise!(SystemError, "type {} has the Py_TPFLAGS_HAVE_GC flag but has no traverse function", ty.name()));
    }
    let offset = ty.tp_dictoffset.get();
    if !ty.has_flag(flags::MANAGED_DICT) && offset < size_of::<PyObject>() as isize && offset + ty.tp_basicsize.get() <= 0 {
        return Err(raise!(SystemError, "type {} has a tp_dictoffset that is too small", ty.name()));
    }
    Ok(())
}

/// Makes all that hangs under a static type immortal, and takes it from the collector.
fn settle(ty: &PyTypeObject) {
    let forever = |object: &PyObject| {
        object.make_immortal();
        if object.ty().has_flag(flags::HAVE_GC) && !object.ty().has_flag(flags::TYPE_SUBCLASS) {
            // SAFETY: a GC object, since its type says so and it is no type.
            unsafe { gc::untrack(object.as_ptr()) };
        }
    };
    for object in [ty.tp_bases.get().map(Owned::upcast), ty.tp_mro.get().map(Owned::upcast)].into_iter().flatten() {
        forever(&object);
    }
    if let Some(dict) = ty.tp_dict.get() {
        forever(&dict);
        let mut position = 0;
        while let Some((key, value)) = dict.next(&mut position) {
            key.make_immortal();
            forever(value);
            if std::ptr::eq(value.ty(), &crate::types::classmethod::PyStaticMethod_Type)
                && let Some(function) = unsafe { value.cast_unchecked::<crate::types::classmethod::Wrapping>() }.function.get()
            {
                forever(&function);
            }
        }
    }
}

/// Readies a static type of an extension that comes with the interpreter, as the library's own are readied.
#[capi(private)]
pub fn _PyStaticType_InitForExtension(_interp: *mut c_void, ty: &PyTypeObject) -> Result<()> {
    ready_builtin(ty)
}

/// Makes a type usable; does nothing where it is. -1 with an exception where it contradicts itself.
#[capi]
pub fn PyType_Ready(ty: &PyTypeObject) -> Result<()> {
    ready(ty)
}
