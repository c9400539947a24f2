//! Reference counts and immortality.
//!
//! A count is 32 bits wide. An object whose count is negative as an `i32` is immortal to whoever looks at counts: calls
//! and inline code from 3.12 on leave it alone. Inline code of older limited APIs does not look, and can walk a count
//! out of that range; so the truth is the upper half of the word, which is zero in every mortal object and stays
//! other than zero wherever such a walk goes: what reaches deallocation with anything there is put back to [`IMMORTAL`],
//! counted, and never freed.

use crate::foreign;
use crate::layout::*;
use crate::runtime::thread_state;
use exuvia_macros::capi;
use std::cell::Cell;
use std::ffi::c_int;
use std::sync::atomic::{AtomicU64, Ordering};

/// The count that an immortal object starts with and is put back to.
pub const IMMORTAL: u32 = 3 << 30;
/// `ob_flags`: the object is immortal.
pub const IMMORTAL_FLAG: u16 = 1;
/// `ob_flags`: the object is static data.
pub const STATIC_FLAG: u16 = 4;

impl PyObject {
    /// The header of a static object.
    pub const fn immortal(ty: *mut PyTypeObject) -> Self {
        PyObject {
            ob_refcnt: Cell::new(IMMORTAL),
            ob_overflow: Cell::new(0),
            ob_flags: Cell::new(IMMORTAL_FLAG | STATIC_FLAG),
            ob_type: Cell::new(ty),
        }
    }

    /// The type.
    #[inline(always)]
    pub fn ty(&self) -> &PyTypeObject {
        // SAFETY: a live object has a live type, and holds a reference to it if it is a heap type.
        unsafe { &*self.ob_type.get() }
    }

    #[inline(always)]
    pub fn refcount(&self) -> u32 {
        self.ob_refcnt.get()
    }

    #[inline(always)]
    pub fn is_immortal(&self) -> bool {
        (self.ob_refcnt.get() as i32) < 0
    }

    /// Whether the one reference in the caller's hands is the only one.
    #[inline(always)]
    pub fn is_unique(&self) -> bool {
        self.ob_refcnt.get() == 1
    }

    #[inline(always)]
    pub fn incref(&self) {
        let count = self.ob_refcnt.get();
        #[cfg(feature = "checked")]
        if crate::checked::blocks::is_gone(count) {
            return crate::checked::blocks::taken_after_end(self);
        }
        if count < IMMORTAL {
            self.ob_refcnt.set(count + 1);
        }
    }

    /// Gives a count back; the last one destroys the object.
    ///
    /// # Safety
    /// The count belongs to the caller, who no longer uses the object through it.
    #[inline(always)]
    pub unsafe fn decref(object: *mut PyObject) {
        // SAFETY: alive until the count below is given back.
        let count = unsafe { &(*object).ob_refcnt };
        #[cfg(feature = "checked")]
        if crate::checked::blocks::is_gone(count.get()) {
            // SAFETY: a freed object's header stays readable.
            return crate::checked::blocks::given_back_after_end(unsafe { &*object });
        }
        // One comparison for the counts that go on, immortals' and zero's beside the last one's.
        match count.get() as i32 {
            n @ 2.. => count.set(n as u32 - 1),
            // SAFETY: the caller's word.
            n @ 0..=1 => unsafe { last(object, n) },
            _ => {}
        }
    }

    /// Whether an immortal object's count is not where it was put.
    #[inline]
    pub fn has_drifted(&self) -> bool {
        self.ob_refcnt.get() != IMMORTAL || self.ob_overflow.get() != 0
    }

    /// Whether the upper half of the count word says that the object is mortal, whatever the count says.
    #[inline(always)]
    fn is_marked_mortal(&self) -> bool {
        self.ob_flags.get() == 0 && self.ob_overflow.get() == 0
    }

    /// Makes an object immortal, for good.
    pub fn make_immortal(&self) {
        self.ob_flags.set(self.ob_flags.get() | IMMORTAL_FLAG);
        self.ob_refcnt.set(IMMORTAL);
    }

    /// Puts an immortal object's count back where it has drifted, and counts that. Says whether the object is immortal.
    #[inline]
    pub fn repair(&self) -> bool {
        if self.is_marked_mortal() {
            return false;
        }
        // A walk below zero borrows from the flags.
        let is_static = self.ob_flags.get() & STATIC_FLAG;
        let word = u64::from(IMMORTAL) | u64::from(IMMORTAL_FLAG | is_static) << 48;
        // In one store: others may be walking the same object's count at this moment, in other interpreters.
        // SAFETY: the header's first eight bytes.
        unsafe { AtomicU64::from_ptr(self.ob_refcnt.as_ptr().cast()) }.store(word, Ordering::Relaxed);
        super::immortal::note(self);
        true
    }

    /// Makes an immortal object mortal, with one reference: its interpreter ends.
    pub(super) fn make_mortal(&self) {
        self.ob_flags.set(0);
        self.ob_overflow.set(0);
        self.ob_refcnt.set(1);
    }
}

/// Gives back the last count, or one too many. No panic comes out of it (it is C's kind of function), so that callers need no code for one.
///
/// # Safety
/// `object` points to an object's header, whose count is `count`: 1, and it is the caller's, or 0.
#[inline(never)]
unsafe extern "C" fn last(object: *mut PyObject, count: i32) {
    // SAFETY: the caller's word.
    unsafe {
        if count == 0 {
            return below_zero(object);
        }
        (*object).ob_refcnt.set(0);
        dealloc(object);
    }
}

/// A count below zero: of an immortal that was walked out of its range, which is put back; of any other, somebody's
/// reference that was not theirs to give back.
///
/// # Safety
/// `object` points to an object's header.
#[cold]
#[inline(never)]
unsafe fn below_zero(object: *mut PyObject) {
    // SAFETY: the caller's word.
    if !unsafe { &*object }.repair() {
        crate::runtime::fatal::fatal("Py_DECREF", "an object's reference count went below zero: a reference was given back twice");
    }
}

/// Destroys an object whose count has come to zero.
///
/// # Safety
/// No reference to the object is left in use.
#[inline]
pub unsafe fn dealloc(object: *mut PyObject) {
    // SAFETY: the object is still whole.
    let this = unsafe { &*object };
    if this.repair() {
        return;
    }
    let ty = this.ty();
    // A chain of containers can be as long as memory: past the stack's margin its links wait until the stack is free.
    if ty.tp_flags.get() & flags::HAVE_GC != 0 && thread_state::stack_is_short() {
        // SAFETY: a GC object has a header that can link it.
        unsafe { thread_state::dealloc_later(object) };
        return;
    }
    if let Some(destroy) = ty.tp_dealloc.get() {
        // SAFETY: the slot's contract.
        unsafe { foreign!(destroy(object)) };
    }
}

/// Adds a reference to an object; does nothing for NULL.
#[capi]
pub fn Py_IncRef(object: Option<&PyObject>) {
    if let Some(object) = object {
        object.incref();
    }
}

/// Gives a reference back; does nothing for NULL. The last one destroys the object.
#[capi]
pub fn Py_DecRef(object: *mut PyObject) {
    if !object.is_null() {
        // SAFETY: the caller gives its reference away.
        unsafe { decref_called(object) };
    }
}

/// As `Py_IncRef`, for an object that cannot be NULL: code of the limited API calls it at each `Py_INCREF`, so the default build does not look.
#[capi]
pub fn _Py_IncRef(object: *mut PyObject) {
    if cfg!(feature = "checked") && object.is_null() {
        crate::runtime::fatal::fatal("_Py_IncRef", "NULL was passed where an object is needed");
    }
    // SAFETY: the caller's object.
    unsafe { (*object).incref() };
}

/// As `Py_DecRef`, for an object that cannot be NULL: code of the limited API calls it at each `Py_DECREF`, so the default build does not look.
#[capi]
pub fn _Py_DecRef(object: *mut PyObject) {
    if cfg!(feature = "checked") && object.is_null() {
        crate::runtime::fatal::fatal("_Py_DecRef", "NULL was passed where an object is needed");
    }
    // SAFETY: the caller gives its reference away.
    unsafe { decref_called(object) };
}

/// `PyObject::decref` as a function's whole body: neither an immortal's count nor one that goes on takes a jump but the last.
///
/// # Safety
/// As `PyObject::decref`.
#[inline(always)]
unsafe fn decref_called(object: *mut PyObject) {
    if cfg!(feature = "checked") {
        // SAFETY: the caller's word.
        return unsafe { PyObject::decref(object) };
    }
    // SAFETY: the caller's word.
    let count = unsafe { &(*object).ob_refcnt };
    let n = count.get() as i32;
    if n < 0 {
        return;
    }
    count.set((n - 1) as u32);
    if n <= 1 {
        // SAFETY: the caller's word.
        unsafe { last(object, n) };
    }
}

/// Destroys an object whose count has come to zero; inline code calls it.
#[capi]
pub fn _Py_Dealloc(object: *mut PyObject) {
    // SAFETY: the caller has taken the last count away.
    unsafe { dealloc(object) };
}

/// A new reference to the object.
#[capi]
pub fn Py_NewRef(object: &PyObject) -> crate::object::Owned {
    object.new_ref()
}

/// A new reference to the object; NULL for NULL.
#[capi]
pub fn Py_XNewRef(object: Option<&PyObject>) -> Option<crate::object::Owned> {
    object.map(|o| o.new_ref())
}

/// The reference count. Of an immortal object, a number that says nothing.
#[capi]
pub fn Py_REFCNT(object: &PyObject) -> isize {
    object.refcount() as isize
}

/// The type of the object, borrowed.
#[capi]
pub fn Py_TYPE(object: &PyObject) -> &PyTypeObject {
    object.ty()
}

/// Whether the object's type is exactly `ty`.
#[capi(since = "3.15")]
pub fn Py_IS_TYPE(object: &PyObject, ty: &PyTypeObject) -> bool {
    std::ptr::eq(object.ty(), ty)
}

/// The size of an object that has one.
#[capi(since = "3.15")]
pub fn Py_SIZE(object: &PyVarObject) -> isize {
    object.ob_size.get()
}

/// Sets the size of an object that has one.
#[capi(since = "3.15")]
pub fn Py_SET_SIZE(object: &PyVarObject, size: isize) {
    object.ob_size.set(size);
}

/// Sets the count of an object that is not immortal.
#[capi]
pub fn _Py_SetRefcnt(object: &PyObject, count: isize) {
    if !object.is_immortal() {
        object.ob_refcnt.set(count as u32);
    }
}

/// Whether the two are one object.
#[capi]
pub fn Py_Is(a: Option<&PyObject>, b: Option<&PyObject>) -> c_int {
    c_int::from(match (a, b) {
        (Some(a), Some(b)) => a.is(b),
        (None, None) => true,
        _ => false,
    })
}

/// Whether the object is immortal.
#[capi]
pub fn PyUnstable_IsImmortal(object: &PyObject) -> c_int {
    c_int::from(object.is_immortal())
}
