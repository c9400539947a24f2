//! Type objects.

use crate::layout::*;
use crate::object::{Owned, Typed, gc};
use crate::runtime::errors::{Raised, Result};
use exuvia_macros::capi;
use std::ffi::CStr;

// SAFETY: every instance of `type` and of metatypes begins with a PyTypeObject.
unsafe impl Typed for PyTypeObject {
    fn type_object() -> &'static PyTypeObject {
        &PyType_Type
    }
    const FLAG: Option<u64> = Some(flags::TYPE_SUBCLASS);
}

impl PyTypeObject {
    /// `tp_name`: with the module for static types of modules, without it for built-in ones.
    pub fn name(&self) -> &str {
        let name = self.tp_name.get();
        if name.is_null() {
            return "?";
        }
        // SAFETY: a type's name is a C string that lives as long as the type.
        unsafe { CStr::from_ptr(name) }.to_str().unwrap_or("?")
    }
    pub fn has_flag(&self, flag: u64) -> bool {
        self.tp_flags.get() & flag != 0
    }
    /// Whether the type is `base` or derives from it.
    pub fn is_subtype(&self, base: &PyTypeObject) -> bool {
        // SAFETY: nothing runs while the tuple is looked at.
        if let Some(mro) = unsafe { self.tp_mro.peek() } {
            return mro.as_slice().iter().any(|t| t.is(base));
        }
        let mut ty = Some(self);
        while let Some(this) = ty {
            if std::ptr::eq(this, base) {
                return true;
            }
            // SAFETY: nothing runs while the chain is walked.
            ty = unsafe { this.tp_base.peek() };
        }
        std::ptr::eq(base, &PyBaseObject_Type)
    }
}

/// `type`.
#[capi]
pub static PyType_Type: PyTypeObject = PyTypeObject {
    tp_name: std::cell::Cell::new(c"type".as_ptr()),
    tp_basicsize: std::cell::Cell::new(size_of::<PyHeapTypeObject>() as isize),
    tp_flags: std::cell::Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::BASETYPE | flags::TYPE_SUBCLASS | flags::ITEMS_AT_END),
    ..PyTypeObject::STATIC
};

/// `object`.
#[capi]
pub static PyBaseObject_Type: PyTypeObject = PyTypeObject {
    tp_name: std::cell::Cell::new(c"object".as_ptr()),
    tp_basicsize: std::cell::Cell::new(size_of::<PyObject>() as isize),
    tp_flags: std::cell::Cell::new(flags::DEFAULT | flags::BASETYPE),
    ..PyTypeObject::STATIC
};

/// Makes a type usable: fills in base, metatype, MRO and inherited slots.
pub fn ready(ty: &PyTypeObject) -> Result<()> {
    if ty.has_flag(flags::READY) {
        return Ok(());
    }
    if ty.ob_type.get().is_null() {
        ty.ob_type.set(PyType_Type.as_ptr());
    }
    if ty.tp_base.is_null() && !std::ptr::eq(ty, &PyBaseObject_Type) {
        ty.tp_base.set(Some(Owned::from_ref(&PyBaseObject_Type)));
    }
    if let Some(base) = ty.tp_base.get() {
        ready(&base)?;
        macro_rules! inherit {
            ($($slot:ident)*) => { $( if ty.$slot.get().is_none() { ty.$slot.set(base.$slot.get()); } )* };
        }
        inherit! { tp_dealloc tp_repr tp_hash tp_str tp_richcompare tp_init tp_new tp_traverse tp_clear tp_iter tp_iternext tp_call tp_getattro tp_setattro }
        if ty.tp_basicsize.get() == 0 {
            ty.tp_basicsize.set(base.tp_basicsize.get());
        }
        let inherited = flags::LONG_SUBCLASS
            | flags::LIST_SUBCLASS
            | flags::TUPLE_SUBCLASS
            | flags::BYTES_SUBCLASS
            | flags::UNICODE_SUBCLASS
            | flags::DICT_SUBCLASS
            | flags::BASE_EXC_SUBCLASS
            | flags::TYPE_SUBCLASS
            | flags::HAVE_GC;
        ty.tp_flags.set(ty.tp_flags.get() | (base.tp_flags.get() & inherited));
    }
    ty.tp_flags.set(ty.tp_flags.get() | flags::READY);
    Ok(())
}

/// A new object of a type, as `tp_alloc` makes it: zeroed, counted once, tracked where the type takes part in collection.
pub fn alloc(ty: &PyTypeObject, items: isize) -> Result<Owned> {
    let object = match ty.tp_alloc.get() {
        // SAFETY: the slot's contract.
        Some(alloc) => unsafe { Owned::from_ptr(alloc(ty.as_ptr(), items)) }.ok_or(Raised::already())?,
        None => {
            let object = gc::alloc(ty, items)?;
            if ty.has_flag(flags::HAVE_GC) {
                // SAFETY: zeroed fields can be traversed.
                unsafe { gc::track(object) };
            }
            // SAFETY: just made.
            unsafe { Owned::from_nonnull(object) }
        }
    };
    Ok(object)
}

/// Frees an instance's memory, as `tp_free` does, and gives back its type where that is a heap type.
///
/// # Safety
/// The object is dead, and its fields have been dropped.
pub unsafe fn free(object: *mut PyObject) {
    // SAFETY: the header is still there.
    unsafe {
        let ty = (*object).ob_type.get();
        match (*ty).tp_free.get() {
            Some(free) => free(object.cast()),
            None => gc::free(object),
        }
        if (*ty).tp_flags.get() & flags::HEAPTYPE != 0 {
            PyObject::decref(ty.cast());
        }
    }
}
