//! Owned references and downcasts.

use crate::layout::*;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;
use std::ptr::NonNull;

/// A reference that is counted: dropped, it gives the count back. Never NULL; `Option<Owned>` is as large as a pointer.
#[repr(transparent)]
pub struct Owned<T: IsObject = PyObject>(NonNull<T>, PhantomData<T>);

impl<T: IsObject> Owned<T> {
    /// A new reference to a borrowed object.
    #[inline(always)]
    pub fn from_ref(object: &T) -> Self {
        object.as_object().incref();
        Owned(NonNull::from(object), PhantomData)
    }
    /// Takes over a reference that C handed out; `None` for NULL.
    ///
    /// # Safety
    /// `object` is NULL or a live object of this type, and one count of it belongs to the caller.
    #[inline(always)]
    pub unsafe fn from_ptr(object: *mut T) -> Option<Self> {
        NonNull::new(object).map(|object| Owned(object, PhantomData))
    }
    /// Takes over a reference that cannot be NULL.
    ///
    /// # Safety
    /// As for [`Owned::from_ptr`], and `object` is not NULL.
    #[inline(always)]
    pub const unsafe fn from_nonnull(object: *mut T) -> Self {
        // SAFETY: the caller's word.
        Owned(unsafe { NonNull::new_unchecked(object) }, PhantomData)
    }
    /// Gives the reference away, to C or into a field.
    #[inline(always)]
    pub const fn into_ptr(self) -> *mut T {
        let pointer = self.0.as_ptr();
        std::mem::forget(self);
        pointer
    }
    /// The same reference, as one to a plain object.
    #[inline(always)]
    pub fn upcast(self) -> Owned {
        // SAFETY: every IsObject begins with a PyObject.
        unsafe { Owned::from_nonnull(self.into_ptr().cast()) }
    }
    /// The same reference under another struct.
    ///
    /// # Safety
    /// The object is of a type whose instances have that struct.
    #[inline(always)]
    pub unsafe fn cast<U: IsObject>(self) -> Owned<U> {
        // SAFETY: the caller's word.
        unsafe { Owned::from_nonnull(self.into_ptr().cast()) }
    }
}

impl Owned {
    /// The same reference as an instance of a built-in type (or of a subclass); gives it back where it is not one.
    #[inline]
    pub fn downcast<T: Typed>(self) -> std::result::Result<Owned<T>, Owned> {
        if is_instance::<T>(&self) {
            // SAFETY: just checked.
            Ok(unsafe { self.cast() })
        } else {
            Err(self)
        }
    }
}

impl<T: IsObject> Clone for Owned<T> {
    #[inline(always)]
    fn clone(&self) -> Self {
        Owned::from_ref(self)
    }
}

impl<T: IsObject> Drop for Owned<T> {
    #[inline(always)]
    fn drop(&mut self) {
        // SAFETY: the count is ours.
        unsafe { PyObject::decref(self.0.as_ptr().cast()) }
    }
}

impl<T: IsObject> Deref for Owned<T> {
    type Target = T;
    #[inline(always)]
    fn deref(&self) -> &T {
        // SAFETY: a counted object is alive.
        unsafe { self.0.as_ref() }
    }
}

impl<T: IsObject> AsRef<PyObject> for Owned<T> {
    fn as_ref(&self) -> &PyObject {
        self.as_object()
    }
}

impl<T: IsObject> fmt::Debug for Owned<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} object at {:p}>", self.as_object().ty().name(), self.0)
    }
}

/// Structs that belong to one built-in type and its subclasses: what can be asked for by `downcast`.
///
/// # Safety
/// Every instance of `TYPE` and of its subclasses has this struct.
pub unsafe trait Typed: IsObject {
    /// The type object.
    fn type_object() -> &'static PyTypeObject;
    /// The flag that all subclasses have, where CPython has one: it makes the test a single load.
    const FLAG: Option<u64> = None;
}

/// Whether an object is an instance of `T`'s type or of a subclass.
#[inline(always)]
pub fn is_instance<T: Typed>(object: &PyObject) -> bool {
    let ty = object.ty();
    match T::FLAG {
        Some(flag) => ty.tp_flags.get() & flag != 0,
        None => std::ptr::eq(ty, T::type_object()) || ty.is_subtype(T::type_object()),
    }
}

/// Whether an object's type is exactly `T`'s.
#[inline(always)]
pub fn is_exact<T: Typed>(object: &PyObject) -> bool {
    std::ptr::eq(object.ty(), T::type_object())
}

impl PyObject {
    /// The object as an instance of a built-in type or of a subclass.
    #[inline(always)]
    pub fn downcast<T: Typed>(&self) -> Option<&T> {
        // SAFETY: just checked.
        is_instance::<T>(self).then(|| unsafe { self.cast_unchecked() })
    }
    /// The object as an instance of exactly this type.
    #[inline(always)]
    pub fn downcast_exact<T: Typed>(&self) -> Option<&T> {
        // SAFETY: just checked.
        is_exact::<T>(self).then(|| unsafe { self.cast_unchecked() })
    }
    /// The object under another struct.
    ///
    /// # Safety
    /// The object is of a type whose instances have that struct.
    #[inline(always)]
    pub unsafe fn cast_unchecked<T: IsObject>(&self) -> &T {
        // SAFETY: the caller's word.
        unsafe { &*(self as *const PyObject).cast() }
    }
    /// A new reference.
    #[inline(always)]
    pub fn new_ref(&self) -> Owned {
        Owned::from_ref(self)
    }
    /// Whether two references are to one object (`is`).
    #[inline(always)]
    pub fn is(&self, other: &PyObject) -> bool {
        std::ptr::eq(self, other)
    }
}
