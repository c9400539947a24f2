//! Instances: their memory, their dict and weak list, their end.
//!
//! Instances of a type with the MANAGED_DICT or MANAGED_WEAKREF flag have two words before the collector's head: the dict three words
//! before the object, the weak list four. Any other type says by `tp_dictoffset` and `tp_weaklistoffset` where they lie.

use crate::foreign;
use crate::layout::*;
use crate::object::{Owned, gc};
use crate::raise;
use crate::runtime::errors::{self, Result};
use crate::runtime::interp;
use crate::types::dict;
use exuvia_macros::capi;
use std::cell::RefCell;
use std::collections::HashMap;
use std::ffi::{c_int, c_void};

const MANAGED_DICT_OFFSET: isize = -3 * size_of::<usize>() as isize;

// ---- the dict -----------------------------------------------------------------------------------------------------

/// Where an object's dict lies; `None` where its type has none.
#[inline(always)]
pub fn dict_slot(object: &PyObject) -> Option<&Field<PyDictObject>> {
    let ty = object.ty();
    let offset = if ty.has_flag(flags::MANAGED_DICT) {
        MANAGED_DICT_OFFSET
    } else {
        match ty.tp_dictoffset.get() {
            0 => return None,
            offset if offset > 0 => offset,
            offset => offset_from_end(object, ty, offset),
        }
    };
    // SAFETY: the type says that the object has the word there.
    Some(unsafe { &*object.as_ptr().byte_offset(offset).cast() })
}

/// A negative offset counts from the end of an object with items.
#[cold]
fn offset_from_end(object: &PyObject, ty: &PyTypeObject, offset: isize) -> isize {
    // SAFETY: an object with items begins with a PyVarObject.
    let items = unsafe { object.cast_unchecked::<PyVarObject>() }.ob_size.get().abs();
    let size = (ty.tp_basicsize.get() + items * ty.tp_itemsize.get() + 7) & !7;
    size + offset
}

/// The object's dict, if it has one by now.
#[inline(always)]
pub fn dict(object: &PyObject) -> Option<Owned<PyDictObject>> {
    match dict_slot(object)?.get() {
        Some(dict) => Some(dict),
        None if object.ob_flags.get() != 0 => dict_of_shared(object),
        None => None,
    }
}

/// What an interpreter has put into the dicts of objects that are everybody's, by their address.
#[derive(Default)]
pub struct DictsOfShared(RefCell<HashMap<usize, Owned<PyDictObject>>>);

impl DictsOfShared {
    /// Drops them: the interpreter ends.
    pub fn clear(&self) {
        drop(self.0.take());
    }
}

/// Whether the object is part of a static type: one for all interpreters, which do not write to it.
fn is_shared(object: &PyObject) -> bool {
    object.ob_flags.get() != 0 && crate::types::classmethod::is_wrapping(object)
}

#[cold]
fn dict_of_shared(object: &PyObject) -> Option<Owned<PyDictObject>> {
    interp().types.dicts_of_shared.0.borrow().get(&(object.as_ptr() as usize)).cloned()
}

/// The object's dict, made where it has none yet. `AttributeError` where it cannot have one.
#[inline]
pub fn dict_or_new(object: &PyObject) -> Result<Owned<PyDictObject>> {
    let Some(slot) = dict_slot(object) else {
        return Err(raise!(AttributeError, "This object has no __dict__"));
    };
    if let Some(dict) = slot.get() {
        return Ok(dict);
    }
    if is_shared(object) {
        if let Some(dict) = dict_of_shared(object) {
            return Ok(dict);
        }
        let dict = dict::new()?;
        interp().types.dicts_of_shared.0.borrow_mut().insert(object.as_ptr() as usize, dict.clone());
        return Ok(dict);
    }
    let dict = dict::new()?;
    slot.set(Some(dict.clone()));
    Ok(dict)
}

/// Puts another dict in the place of the object's.
pub fn set_dict(object: &PyObject, dict: Option<Owned<PyDictObject>>) {
    if is_shared(object) {
        let mut dicts = interp().types.dicts_of_shared.0.borrow_mut();
        let key = object.as_ptr() as usize;
        let old = match dict {
            Some(dict) => dicts.insert(key, dict),
            None => dicts.remove(&key),
        };
        drop(dicts);
        drop(old);
        return;
    }
    if let Some(slot) = dict_slot(object) {
        slot.set(dict);
    }
}

/// Shows the managed dict to a visitor: for `tp_traverse` of types with the flag.
#[capi]
pub fn PyObject_VisitManagedDict(object: &PyObject, visit: Option<visitproc>, arg: *mut c_void) -> c_int {
    let Some(visit) = visit else { return 0 };
    if !object.ty().has_flag(flags::MANAGED_DICT) {
        return 0;
    }
    let visitor = gc::Visitor::new(visit, arg);
    dict_slot(object).map_or(0, |slot| visitor.field(slot).err().unwrap_or(0))
}

/// Drops the managed dict: for `tp_clear` and `tp_dealloc` of types with the flag.
#[capi]
pub fn PyObject_ClearManagedDict(object: &PyObject) {
    if object.ty().has_flag(flags::MANAGED_DICT) {
        let pending = errors::take();
        set_dict(object, None);
        errors::restore(pending);
    }
}

/// Puts a dict in the place of the managed one; NULL takes it away.
#[capi]
pub fn _PyObject_SetManagedDict(object: &PyObject, new_dict: Option<&PyObject>) -> Result<()> {
    set_dict(object, new_dict.and_then(|d| d.downcast::<PyDictObject>()).map(Owned::from_ref));
    Ok(())
}

/// Where the object's weak list lies; `None` where its type has none.
pub fn weak_list(object: &PyObject) -> Option<*mut *mut PyObject> {
    let offset = object.ty().tp_weaklistoffset.get();
    // SAFETY: the type says that the object has the word there.
    (offset != 0).then(|| unsafe { object.as_ptr().byte_offset(offset).cast() })
}

/// Where the object's weak list lies, borrowed; NULL where it has none.
#[capi]
pub fn PyObject_GET_WEAKREFS_LISTPTR(object: &PyObject) -> *mut *mut PyObject {
    weak_list(object).unwrap_or(std::ptr::null_mut())
}

// ---- the beginning ------------------------------------------------------------------------------------------------

/// `tp_alloc` of everything that does not have its own: zeroed memory, counted once, tracked where the type takes part in collection.
#[capi]
pub fn PyType_GenericAlloc(ty: &PyTypeObject, items: isize) -> Result<Owned> {
    let object = gc::alloc(ty, items)?;
    if ty.has_flag(flags::HAVE_GC) {
        // SAFETY: zeroed fields can be traversed.
        unsafe { gc::track(object) };
    }
    // SAFETY: just made.
    Ok(unsafe { Owned::from_nonnull(object) })
}

/// A new instance of a class, as `PyType_GenericAlloc` makes it.
#[capi(private)]
pub fn _PyType_NewManagedObject(ty: &PyTypeObject) -> Result<Owned> {
    PyType_GenericAlloc(ty, 0)
}

/// As `PyType_GenericAlloc`, not tracked.
#[capi(private)]
pub fn _PyType_AllocNoTrack(ty: &PyTypeObject, items: isize) -> Result<Owned> {
    // SAFETY: just made.
    Ok(unsafe { Owned::from_nonnull(gc::alloc(ty, items)?) })
}

/// `tp_new` for types whose instances need nothing but their memory.
#[capi]
pub fn PyType_GenericNew(ty: &PyTypeObject, args: Option<&PyObject>, kwds: Option<&PyObject>) -> Result<Owned> {
    let _ = (args, kwds);
    super::alloc(ty, 0)
}

// ---- the end ------------------------------------------------------------------------------------------------------

/// The nearest base whose instances C made: the first along the bases that has its own `tp_dealloc`.
fn c_base(ty: &PyTypeObject) -> &PyTypeObject {
    let mut base = ty;
    while is_class_dealloc(base) {
        // SAFETY: a type holds its base; `object` at the end has its own.
        match unsafe { base.tp_base.peek() } {
            Some(next) => base = next,
            None => break,
        }
    }
    base
}

/// Whether a type's instances end by [`dealloc`].
pub fn is_class_dealloc(ty: &PyTypeObject) -> bool {
    ty.tp_dealloc.get().is_some_and(|d| d as *const () == dealloc as *const ())
}

/// The slots that a class statement added: the members that its heap type carries at its end.
///
/// # Safety
/// The object is an instance of the type.
unsafe fn own_slots(ty: &PyTypeObject, object: *mut PyObject) -> impl Iterator<Item = &Field> {
    let members = ty.as_heap().map_or(&[][..], super::members);
    members.iter().filter(|m| m.r#type == super::T_OBJECT_EX && m.flags & super::READONLY == 0).map(move |m| {
        // SAFETY: the member says where the reference lies.
        unsafe { &*object.byte_offset(m.offset).cast::<Field>() }
    })
}

/// `tp_dealloc` of classes: the finalizer, weak references, slots, dict, then what the C base does.
///
/// # Safety
/// The object is dead but whole.
pub unsafe extern "C" fn dealloc(this: *mut PyObject) {
    crate::boundary::enter::<()>("the end of an instance", || {
        // SAFETY: the object is dead but whole.
        unsafe { end(this) }
    });
}

unsafe fn end(this: *mut PyObject) {
    // SAFETY: the caller's word: alive until the base's dealloc, which comes last.
    let object = unsafe { &*this };
    let ty = object.ty();
    let collected = ty.has_flag(flags::HAVE_GC);
    let base = c_base(ty);
    // SAFETY: a GC object where the flag says so; slots are called as their contracts say.
    unsafe {
        if collected {
            gc::untrack(this);
        }
        if ty.tp_finalize.get().is_some() {
            if collected {
                gc::track(this);
            }
            if super::c::PyObject_CallFinalizerFromDealloc(this) < 0 {
                return;
            }
            if collected {
                gc::untrack(this);
            }
        }
        if let Some(del) = ty.tp_del.get() {
            foreign!(del(this));
            if object.refcount() > 0 {
                return;
            }
        }
        // What is on the type may have changed meanwhile.
        let ty = object.ty();
        if ty.tp_weaklistoffset.get() != 0 && base.tp_weaklistoffset.get() == 0 {
            crate::types::weakref::clear_all(object);
        }
        let mut class = ty;
        while is_class_dealloc(class) {
            for slot in own_slots(class, this) {
                slot.set(None);
            }
            match class.tp_base.peek() {
                Some(next) => class = next,
                None => break,
            }
        }
        if ty.has_flag(flags::MANAGED_DICT) {
            if !base.has_flag(flags::MANAGED_DICT) {
                set_dict(object, None);
            }
        } else if ty.tp_dictoffset.get() != 0 && base.tp_dictoffset.get() == 0 {
            set_dict(object, None);
        }
        // The base's dealloc gives the type back where it knows of heap types, and only then.
        let ty = Owned::<PyTypeObject>::from_nonnull(object.ob_type.get());
        if base.has_flag(flags::HAVE_GC) && collected {
            gc::track(this);
        }
        if !ty.has_flag(flags::HEAPTYPE) || base.has_flag(flags::HEAPTYPE) {
            std::mem::forget(ty);
            if let Some(end) = base.tp_dealloc.get() {
                foreign!(end(this));
            }
            return;
        }
        if let Some(end) = base.tp_dealloc.get() {
            foreign!(end(this));
        }
        drop(ty);
    }
}

/// `tp_traverse` of classes.
///
/// # Safety
/// Called as the slot, by a collector.
pub unsafe extern "C" fn traverse(this: *mut PyObject, visit: visitproc, arg: *mut c_void) -> c_int {
    // SAFETY: an instance; nothing but the visitor runs.
    unsafe {
        let object = &*this;
        let ty = object.ty();
        let visitor = gc::Visitor::new(visit, arg);
        let mut base = ty;
        while base.tp_traverse.get().is_some_and(|t| t as *const () == traverse as *const ()) {
            for slot in own_slots(base, this) {
                if let Err(stop) = visitor.field(slot) {
                    return stop;
                }
            }
            match base.tp_base.peek() {
                Some(next) => base = next,
                None => break,
            }
        }
        let managed = ty.has_flag(flags::MANAGED_DICT) && !base.has_flag(flags::MANAGED_DICT);
        if (managed || ty.tp_dictoffset.get() != base.tp_dictoffset.get())
            && let Some(slot) = dict_slot(object)
            && let Err(stop) = visitor.field(slot)
        {
            return stop;
        }
        // A C base that is a heap type shows the type itself.
        if ty.has_flag(flags::HEAPTYPE)
            && (!base.has_flag(flags::HEAPTYPE) || base.tp_traverse.get().is_none())
            && let Err(stop) = visitor.pointer(ty.as_ptr())
        {
            return stop;
        }
        match base.tp_traverse.get() {
            Some(next) => foreign!(loose next(this, visit, arg)),
            None => 0,
        }
    }
}

/// `tp_clear` of classes.
///
/// # Safety
/// Called as the slot, by a collector.
pub unsafe extern "C" fn clear(this: *mut PyObject) -> c_int {
    crate::boundary::enter::<c_int>("the clearing of an instance", || {
        // SAFETY: an instance that the collector holds.
        unsafe {
            let object = &*this;
            let ty = object.ty();
            let mut base = ty;
            while base.tp_clear.get().is_some_and(|t| t as *const () == clear as *const ()) {
                for slot in own_slots(base, this) {
                    slot.set(None);
                }
                match base.tp_base.peek() {
                    Some(next) => base = next,
                    None => break,
                }
            }
            let own_dict = if ty.has_flag(flags::MANAGED_DICT) {
                !base.has_flag(flags::MANAGED_DICT)
            } else {
                ty.tp_dictoffset.get() != base.tp_dictoffset.get()
            };
            if own_dict {
                set_dict(object, None);
            }
            match base.tp_clear.get() {
                Some(next) => foreign!(loose next(this)),
                None => 0,
            }
        }
    })
}
