//! objimpl.h: making, tracking and freeing objects, and the collector's switches.

use super::{collect, free, head, is_gc, is_tracked, track, untrack};
use crate::foreign;
use crate::layout::*;
use crate::object::gc;
use crate::object::refcount::STATIC_FLAG;
use crate::raise;
use crate::runtime::errors::{Raised, Result};
use crate::runtime::fatal::fatal;
use crate::runtime::{memory, thread};
use exuvia_macros::capi;
use std::ffi::{c_int, c_void};

/// Bytes of an object of this type with `items` items, rounded up to words; `MemoryError` where they cannot be counted.
fn size_of_object(ty: &PyTypeObject, items: isize, extra: usize) -> Result<usize> {
    let items = usize::try_from(items).map_err(|_| bad_internal_call())?;
    (ty.tp_itemsize.get() as usize)
        .checked_mul(items)
        .and_then(|size| size.checked_add(ty.tp_basicsize.get() as usize)?.checked_add(extra))
        .filter(|size| *size < isize::MAX as usize - 64)
        .map(|size| (size + 7) & !7)
        .ok_or_else(Raised::no_memory)
}

#[cold]
fn bad_internal_call() -> Raised {
    raise!(SystemError, "{}:{}: bad argument to internal function", file!(), line!())
}

/// A block with what its type has before the object, the object's header written, the rest zero.
fn make(ty: &PyTypeObject, items: isize, extra: usize) -> Result<*mut PyObject> {
    let before = gc::before(ty);
    let size = size_of_object(ty, items, extra)? + before;
    let block = memory::alloc(memory::Domain::Object, size);
    if block.is_null() {
        return Err(Raised::no_memory());
    }
    // SAFETY: a fresh block of that size.
    unsafe {
        block.write_bytes(0, size);
        let object = block.byte_add(before).cast();
        gc::init(object, ty);
        Ok(object)
    }
}

/// Gives memory the header of a new object: one count, the type (counted where it is a heap type). Returns it; NULL
/// raises `MemoryError`.
#[capi]
pub fn PyObject_Init(object: *mut PyObject, r#type: &PyTypeObject) -> Result<*mut PyObject> {
    if object.is_null() {
        return Err(Raised::no_memory());
    }
    // SAFETY: C's word: memory for an object of the type.
    unsafe { gc::init(object, r#type) };
    Ok(object)
}

/// As `PyObject_Init`, with the number of items.
#[capi]
pub fn PyObject_InitVar(object: *mut PyVarObject, r#type: &PyTypeObject, size: isize) -> Result<*mut PyVarObject> {
    if object.is_null() {
        return Err(Raised::no_memory());
    }
    // SAFETY: C's word: memory for an object of the type.
    unsafe {
        gc::init(object.cast(), r#type);
        (*object).ob_size.set(size);
    }
    Ok(object)
}

/// A new object of a type that takes no part in collection, its fields zero. Frees with `PyObject_Free`.
#[capi]
pub fn _PyObject_New(r#type: &PyTypeObject) -> Result<*mut PyObject> {
    let size = size_of_object(r#type, 0, 0)?;
    let object = memory::alloc_object(size)?;
    // SAFETY: a fresh block of that size.
    unsafe {
        object.cast::<u8>().write_bytes(0, size);
        gc::init(object, r#type);
    }
    Ok(object)
}

/// As `_PyObject_New`, with items. `SystemError` for a negative number of them.
#[capi]
pub fn _PyObject_NewVar(r#type: &PyTypeObject, items: isize) -> Result<*mut PyVarObject> {
    let size = size_of_object(r#type, items, 0)?;
    let object = memory::alloc_object(size)?;
    // SAFETY: a fresh block of that size.
    unsafe {
        object.cast::<u8>().write_bytes(0, size);
        gc::init(object, r#type);
        (*object.cast::<PyVarObject>()).ob_size.set(items);
    }
    Ok(object.cast())
}

/// A new object of a type that takes part in collection, its fields zero, not yet tracked. Frees with `PyObject_GC_Del`.
#[capi]
pub fn _PyObject_GC_New(r#type: &PyTypeObject) -> Result<*mut PyObject> {
    let object = make(r#type, 0, 0)?;
    thread().interp().gc.made();
    Ok(object)
}

/// As `_PyObject_GC_New`, with items. `SystemError` for a negative number of them.
#[capi]
pub fn _PyObject_GC_NewVar(r#type: &PyTypeObject, items: isize) -> Result<*mut PyVarObject> {
    let object = make(r#type, items, 0)?.cast::<PyVarObject>();
    thread().interp().gc.made();
    // SAFETY: just made.
    unsafe { (*object).ob_size.set(items) };
    Ok(object)
}

/// As `_PyObject_GC_New`, with `extra_size` zeroed bytes behind the object.
#[capi]
pub fn PyUnstable_Object_GC_NewWithExtraData(r#type: &PyTypeObject, extra_size: usize) -> Result<*mut PyObject> {
    let object = make(r#type, 0, extra_size)?;
    thread().interp().gc.made();
    Ok(object)
}

/// The object with room for another number of items; the old pointer is dead where the result is not NULL. The object
/// is not tracked and held once.
#[capi]
pub fn _PyObject_GC_Resize(object: *mut PyVarObject, items: isize) -> Result<*mut PyVarObject> {
    // SAFETY: C's word: an untracked GC object that only the caller holds.
    unsafe {
        let ty = (*object).ty();
        if is_tracked(object.cast()) {
            fatal("_PyObject_GC_Resize", "the object is tracked by the garbage collector: untrack it before it moves");
        }
        let before = gc::before(ty);
        let size = size_of_object(ty, items, 0)? + before;
        let block = memory::realloc(memory::Domain::Object, object.byte_sub(before).cast(), size);
        if block.is_null() {
            return Err(Raised::no_memory());
        }
        let object = block.byte_add(before).cast::<PyVarObject>();
        (*object).ob_size.set(items);
        Ok(object)
    }
}

/// Frees a GC object's memory: the last step of its `tp_dealloc`.
#[capi]
pub fn PyObject_GC_Del(object: *mut c_void) {
    if !object.is_null() {
        // SAFETY: C's word: a dead GC object.
        unsafe { free(object.cast()) };
    }
}

/// Shows the object to the collector. Its fields are initialised. Fatal where it is tracked already.
#[capi]
pub fn PyObject_GC_Track(object: *mut c_void) {
    let object = object.cast::<PyObject>();
    // SAFETY: C's word: a GC object.
    unsafe {
        if is_tracked(object) {
            fatal("PyObject_GC_Track", "object already tracked by the garbage collector");
        }
        track(object);
    }
}

/// Hides the object from the collector; does nothing where it is not tracked.
#[capi]
pub fn PyObject_GC_UnTrack(object: *mut c_void) {
    // SAFETY: C's word: a GC object.
    unsafe {
        if (*object.cast::<PyObject>()).ob_flags.get() & STATIC_FLAG == 0 {
            untrack(object.cast());
        }
    }
}

/// Whether the collector tracks the object; 0 for one that has no place in it.
#[capi]
pub fn PyObject_GC_IsTracked(object: &PyObject) -> c_int {
    // SAFETY: asked first.
    c_int::from(is_gc(object) && unsafe { is_tracked(object.as_ptr()) })
}

/// Whether the object's finalizer has run.
#[capi]
pub fn PyObject_GC_IsFinalized(object: &PyObject) -> c_int {
    // SAFETY: asked first.
    c_int::from(is_gc(object) && unsafe { head(object.as_ptr()) }.prev.get() & gc::FINALIZED != 0)
}

/// Whether the object takes part in collection.
#[capi]
pub fn PyObject_IS_GC(object: &PyObject) -> c_int {
    c_int::from(is_gc(object))
}

/// Collects everything: how many unreachable objects there were; 0 where collection is off or running. An exception that is set stays.
#[capi]
pub fn PyGC_Collect() -> isize {
    if !thread().interp().gc.enabled.get() {
        return 0;
    }
    collect::collect(gc::GENERATIONS - 1) as isize
}

/// Turns collection on; whether it was.
#[capi]
pub fn PyGC_Enable() -> c_int {
    c_int::from(thread().interp().gc.enabled.replace(true))
}

/// Turns collection off; whether it was on.
#[capi]
pub fn PyGC_Disable() -> c_int {
    c_int::from(thread().interp().gc.enabled.replace(false))
}

/// Whether collection is on.
#[capi]
pub fn PyGC_IsEnabled() -> c_int {
    c_int::from(thread().interp().gc.enabled.get())
}

/// Calls the function with every object that is tracked, borrowed, until it returns 0. It must not free objects.
#[capi(private)]
pub fn PyUnstable_GC_VisitObjects(callback: Option<unsafe extern "C" fn(*mut PyObject, *mut c_void) -> c_int>, arg: *mut c_void) {
    let Some(callback) = callback else { return };
    let gc = &thread().interp().gc;
    let enabled = gc.enabled.replace(false);
    // SAFETY: C's function, called as it asked.
    collect::visit_objects(&mut |object| unsafe { foreign!(loose callback(object.as_ptr(), arg)) != 0 });
    gc.enabled.set(enabled);
}

/// Calls the object's `tp_finalize`, once in its life where it is a GC object.
#[capi]
pub fn PyObject_CallFinalizer(object: &PyObject) {
    let Some(finalize) = object.ty().tp_finalize.get() else { return };
    if is_gc(object) {
        // SAFETY: just asked.
        let head = unsafe { head(object.as_ptr()) };
        if head.prev.get() & gc::FINALIZED != 0 {
            return;
        }
        head.prev.set(head.prev.get() | gc::FINALIZED);
    }
    // SAFETY: the slot's contract.
    unsafe { foreign!(finalize(object.as_ptr())) };
}

/// Calls the finalizer of an object whose count is zero, from its `tp_dealloc`: 0 where it is to be freed, -1 where
/// the finalizer brought it back to life.
#[capi]
pub fn PyObject_CallFinalizerFromDealloc(object: *mut PyObject) -> c_int {
    // SAFETY: C's word: a dying object, still whole.
    unsafe {
        let this = &*object;
        if this.refcount() != 0 {
            fatal("PyObject_CallFinalizerFromDealloc", "the object's reference count is not zero");
        }
        this.ob_refcnt.set(1);
        PyObject_CallFinalizer(this);
        let count = this.refcount() - 1;
        if count == 0 {
            this.ob_refcnt.set(0);
            return 0;
        }
        this.ob_refcnt.set(count);
        -1
    }
}
