//! Memory of objects that may be part of a cycle, and the lists that hold them.
//!
//! Invariant: a GC object's block begins with a [`Head`] (and, before it, two words of managed dict and weak list where
//! the type has them); the object follows. `next` is NULL exactly while the object is not tracked. A tracked object is
//! on one list of its interpreter, and all its fields can be traversed.

use crate::layout::*;
use crate::runtime::errors::{Raised, Result};
use crate::runtime::memory;
use crate::runtime::thread;
use std::cell::Cell;
use std::ffi::{c_int, c_void};
use std::ptr::null_mut;

/// What stands before a GC object.
#[repr(C)]
pub struct Head {
    next: Cell<*mut Head>,
    /// The previous head; its two low bits are [`FINALIZED`] and the collector's own.
    prev: Cell<usize>,
}

/// The object's finalizer has run.
const FINALIZED: usize = 1;

/// Bytes of the words before the head of a type with a managed dict or weak list.
const PREHEADER: usize = 2 * size_of::<usize>();

/// Bytes before an object of this type in its block.
#[inline(always)]
pub fn before(ty: &PyTypeObject) -> usize {
    let flags = ty.tp_flags.get();
    let mut size = 0;
    if flags & flags::HAVE_GC != 0 {
        size += size_of::<Head>();
    }
    if flags & flags::PREHEADER != 0 {
        size += PREHEADER;
    }
    size
}

/// The head of a GC object.
///
/// # Safety
/// The object is a GC object.
#[inline(always)]
pub unsafe fn head<'a>(object: *mut PyObject) -> &'a Head {
    // SAFETY: the caller's word.
    unsafe { &*object.cast::<Head>().sub(1) }
}

fn object_of(head: *mut Head) -> *mut PyObject {
    // SAFETY: the object follows its head.
    unsafe { head.add(1).cast() }
}

/// An interpreter's collector.
pub struct State {
    /// The head of the list of young objects: a ring.
    pub young: Head,
    pub young_count: Cell<usize>,
}

impl State {
    pub const fn new() -> Self {
        State { young: Head { next: Cell::new(null_mut()), prev: Cell::new(0) }, young_count: Cell::new(0) }
    }
    /// Closes the rings; the state does not move afterwards.
    pub fn pin(&self) {
        let young = (&raw const self.young).cast_mut();
        self.young.next.set(young);
        self.young.prev.set(young as usize);
    }
}

/// A new, zeroed object of a type with `items` items: counted once, its type counted where it is a heap type, not yet tracked.
pub fn alloc(ty: &PyTypeObject, items: isize) -> Result<*mut PyObject> {
    let basic = ty.tp_basicsize.get() as usize;
    let variable = (ty.tp_itemsize.get() as usize).checked_mul(usize::try_from(items).map_err(|_| Raised::no_memory())? + 1);
    let size = if ty.tp_itemsize.get() == 0 { Some(basic) } else { variable.and_then(|v| v.checked_add(basic)) };
    let size = size.filter(|s| *s < isize::MAX as usize - 64).ok_or_else(Raised::no_memory)?;
    let before = before(ty);
    let size = ((size + 7) & !7) + before;
    let block = memory::alloc(memory::Domain::Object, size);
    if block.is_null() {
        return Err(Raised::no_memory());
    }
    // SAFETY: a fresh block of `size` bytes, `before` of which precede the object.
    unsafe {
        block.write_bytes(0, size);
        let object = block.byte_add(before).cast::<PyObject>();
        init(object, ty);
        if ty.tp_itemsize.get() != 0 {
            (*object.cast::<PyVarObject>()).ob_size.set(items);
        }
        Ok(object)
    }
}

/// A new GC object of `size` bytes whose fields are not initialised (all but the header), not tracked.
#[inline(always)]
pub fn alloc_uninit(ty: &PyTypeObject, size: usize) -> Result<*mut PyObject> {
    let block = memory::alloc(memory::Domain::Object, size + size_of::<Head>()).cast::<Head>();
    if block.is_null() {
        return Err(Raised::no_memory());
    }
    // SAFETY: a fresh block with room for head and object.
    unsafe {
        block.write(Head { next: Cell::new(null_mut()), prev: Cell::new(0) });
        let object = object_of(block);
        init(object, ty);
        Ok(object)
    }
}

/// Writes the header of a new object: one count, no flags, the type.
///
/// # Safety
/// `object` points to memory for an object of the type.
#[inline(always)]
pub unsafe fn init(object: *mut PyObject, ty: &PyTypeObject) {
    if ty.tp_flags.get() & flags::HEAPTYPE != 0 {
        ty.incref();
    }
    // SAFETY: the caller's word.
    unsafe {
        object.write(PyObject { ob_refcnt: Cell::new(1), ob_overflow: Cell::new(0), ob_flags: Cell::new(0), ob_type: Cell::new(ty.as_ptr()) });
    }
}

/// Gives the block of a dead object back: `tp_free` of all types of ours. The object is no longer tracked.
///
/// # Safety
/// The object came from [`alloc`] or [`alloc_uninit`] and is dead.
#[inline]
pub unsafe fn free(object: *mut PyObject) {
    // SAFETY: the header is still there.
    unsafe {
        let before = before((*object).ty());
        if (*object).ty().tp_flags.get() & flags::HAVE_GC != 0 && is_tracked(object) {
            untrack(object);
        }
        memory::free(memory::Domain::Object, object.byte_sub(before).cast());
    }
}

/// Whether the collector knows the object.
///
/// # Safety
/// The object is a GC object.
#[inline(always)]
pub unsafe fn is_tracked(object: *mut PyObject) -> bool {
    // SAFETY: the caller's word.
    unsafe { !head(object).next.get().is_null() }
}

/// Shows the object to the collector: from now on it may be traversed at any time.
///
/// # Safety
/// A GC object that is not tracked, all of whose fields are initialised.
#[inline(always)]
pub unsafe fn track(object: *mut PyObject) {
    let gc = &thread().interp().gc;
    // SAFETY: the caller's word; the ring is closed.
    unsafe {
        let head = head(object);
        let ring = (&raw const gc.young).cast_mut();
        let last = (gc.young.prev.get() & !3) as *mut Head;
        let this = (head as *const Head).cast_mut();
        head.next.set(ring);
        head.prev.set(last as usize | (head.prev.get() & FINALIZED));
        (*last).next.set(this);
        gc.young.prev.set(this as usize);
    }
}

/// Takes the object off its list; does nothing where it is on none.
///
/// # Safety
/// The object is a GC object.
#[inline(always)]
pub unsafe fn untrack(object: *mut PyObject) {
    // SAFETY: the caller's word; the neighbours are tracked objects or a ring's head.
    unsafe {
        let head = head(object);
        let next = head.next.get();
        if next.is_null() {
            return;
        }
        let prev = (head.prev.get() & !3) as *mut Head;
        (*prev).next.set(next);
        (*next).prev.set(prev as usize | ((*next).prev.get() & 3));
        head.next.set(null_mut());
        head.prev.set(head.prev.get() & FINALIZED);
    }
}

/// Links a dead object that waits for its destruction.
///
/// # Safety
/// The object is a dead GC object.
pub unsafe fn link_delayed(object: *mut PyObject, next: *mut PyObject) {
    // SAFETY: the caller's word.
    unsafe {
        untrack(object);
        head(object).prev.set(next as usize | (head(object).prev.get() & FINALIZED));
    }
}

/// The next one of the chain that [`link_delayed`] makes; the object leaves it.
///
/// # Safety
/// The object is the chain's first.
pub unsafe fn unlink_delayed(object: *mut PyObject) -> *mut PyObject {
    // SAFETY: the caller's word.
    unsafe {
        let head = head(object);
        let next = (head.prev.get() & !3) as *mut PyObject;
        head.prev.set(head.prev.get() & FINALIZED);
        next
    }
}

/// What `tp_traverse` shows its fields to.
pub struct Visitor {
    visit: visitproc,
    arg: *mut c_void,
}

impl Visitor {
    pub fn new(visit: visitproc, arg: *mut c_void) -> Self {
        Visitor { visit, arg }
    }
    /// Shows one object, or nothing for NULL.
    #[inline(always)]
    pub fn pointer<T: IsObject>(&self, object: *mut T) -> std::result::Result<(), c_int> {
        if object.is_null() {
            return Ok(());
        }
        // SAFETY: the collector's own function, and a live object.
        match unsafe { (self.visit)(object.cast(), self.arg) } {
            0 => Ok(()),
            stop => Err(stop),
        }
    }
    /// Shows what a field holds.
    #[inline(always)]
    pub fn field<T: IsObject>(&self, field: &Field<T>) -> std::result::Result<(), c_int> {
        self.pointer(field.as_ptr())
    }
}
