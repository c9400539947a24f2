//! Free lists: memory of small objects kept for the next object of the same size.
//!
//! Invariant: what is on a list belongs to the list's interpreter, is of one size, and is linked through its first word.

use crate::layout::PyObject;
use std::cell::Cell;
use std::ptr::null_mut;

/// A stack of freed objects, at most `MAX` of them.
pub struct FreeList<const MAX: u32> {
    head: Cell<*mut PyObject>,
    count: Cell<u32>,
}

impl<const MAX: u32> FreeList<MAX> {
    pub const fn new() -> Self {
        FreeList { head: Cell::new(null_mut()), count: Cell::new(0) }
    }
    /// Memory for one object; its content is undefined. `None` where the list is empty.
    #[inline(always)]
    pub fn pop(&self) -> Option<*mut PyObject> {
        let head = self.head.get();
        if head.is_null() {
            return None;
        }
        // SAFETY: the first word of what is on the list links it.
        self.head.set(unsafe { *head.cast::<*mut PyObject>() });
        self.count.set(self.count.get() - 1);
        Some(head)
    }
    /// Keeps the memory and says true, or says false where the list is full.
    ///
    /// # Safety
    /// `object` is dead, of the list's size, and allocated in this interpreter.
    #[inline(always)]
    pub unsafe fn push(&self, object: *mut PyObject) -> bool {
        // In the checked build what is freed must not come back at once: somebody may still use it.
        // SAFETY: the caller's word.
        !cfg!(feature = "checked") && unsafe { self.put_aside(object) }
    }
    /// As [`push`](Self::push), for memory that must be there when it is needed, in every build.
    ///
    /// # Safety
    /// As `push`.
    #[inline(always)]
    pub unsafe fn put_aside(&self, object: *mut PyObject) -> bool {
        if self.count.get() >= MAX {
            return false;
        }
        // SAFETY: dead memory of at least a word.
        unsafe { *object.cast::<*mut PyObject>() = self.head.get() };
        self.head.set(object);
        self.count.set(self.count.get() + 1);
        true
    }
    /// Gives everything back.
    pub fn drain(&self, free: impl Fn(*mut PyObject)) {
        while let Some(object) = self.pop() {
            free(object);
        }
    }
}

impl<const MAX: u32> Default for FreeList<MAX> {
    fn default() -> Self {
        Self::new()
    }
}
