//! The object header.

use super::{IsObject, PyTypeObject, object_structs};
use crate::object::Owned;
use exuvia_macros::layout;
use std::cell::Cell;

/// What every object begins with.
///
/// The count word is CPython's union: 32 bits of count, 16 unused, 16 of flags. The upper half of a mortal object's
/// word is zero, always: extensions built for an older limited API test all 64 bits.
#[layout(skip(ob_refcnt_full, _aligner))]
pub struct PyObject {
    pub ob_refcnt: Cell<u32>,
    pub ob_overflow: Cell<u16>,
    pub ob_flags: Cell<u16>,
    pub ob_type: Cell<*mut PyTypeObject>,
}
// SAFETY: an object is used by the threads of one interpreter under its GIL, or is immortal and never written.
unsafe impl Sync for PyObject {}

/// An object whose struct ends in a variable number of items.
#[layout]
pub struct PyVarObject {
    pub ob_base: PyObject,
    pub ob_size: Cell<isize>,
}
object_structs! { PyVarObject: ob_base -> PyObject }

/// A field that owns a reference, or is NULL.
#[repr(transparent)]
pub struct Field<T: IsObject = PyObject>(Cell<*mut T>);

impl<T: IsObject> Field<T> {
    pub const NULL: Self = Field(Cell::new(std::ptr::null_mut()));

    /// A field of a static that refers to another static object.
    pub const fn to_static(object: &'static T) -> Self {
        Field(Cell::new((object as *const T).cast_mut()))
    }
    pub fn new(value: Option<Owned<T>>) -> Self {
        Field(Cell::new(value.map_or(std::ptr::null_mut(), Owned::into_ptr)))
    }
    /// A new reference to what the field holds.
    #[inline]
    pub fn get(&self) -> Option<Owned<T>> {
        // SAFETY: a field holds a live object or NULL.
        unsafe { self.0.get().as_ref() }.map(Owned::from_ref)
    }
    /// What the field holds, borrowed.
    ///
    /// # Safety
    /// The field is not written, directly or by any code that runs, while the result is in use.
    #[inline(always)]
    pub unsafe fn peek<'a>(&self) -> Option<&'a T> {
        // SAFETY: a field holds a live object or NULL; the caller keeps it so.
        unsafe { self.0.get().as_ref() }
    }
    #[inline(always)]
    pub fn is_null(&self) -> bool {
        self.0.get().is_null()
    }
    /// Puts a value in, then drops the old one: what that runs sees the new value.
    #[inline]
    pub fn set(&self, value: Option<Owned<T>>) {
        drop(self.replace(value));
    }
    /// Drops what the field holds: for the end of something, out of the way of what goes on.
    #[cold]
    #[inline(never)]
    pub fn clear(&self) {
        drop(self.take());
    }
    #[inline]
    pub fn replace(&self, value: Option<Owned<T>>) -> Option<Owned<T>> {
        let old = self.0.replace(value.map_or(std::ptr::null_mut(), Owned::into_ptr));
        // SAFETY: the field owned it, and no longer does.
        unsafe { Owned::from_ptr(old) }
    }
    #[inline]
    pub fn take(&self) -> Option<Owned<T>> {
        self.replace(None)
    }
    #[inline(always)]
    pub fn as_ptr(&self) -> *mut T {
        self.0.get()
    }
}

impl<T: IsObject> Default for Field<T> {
    fn default() -> Self {
        Self::NULL
    }
}
