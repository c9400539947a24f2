//! Memory of objects that may be part of a cycle, and the lists that hold them.
//!
//! Invariant: a GC object's block begins with a [`Head`] (and, before it, two words of managed dict and weak list where
//! the type has them); the object follows. `next` is NULL exactly while the object is not tracked. A tracked object is
//! on one list of its interpreter, and all its fields can be traversed. Static objects of GC types have no head, so a
//! head is asked for only after [`is_gc`].

mod api;
pub mod collect;

use crate::foreign;
use crate::layout::*;
use crate::runtime::errors::{Raised, Result};
use crate::runtime::free_list::FreeList;
use crate::runtime::memory;
use crate::runtime::thread;
use std::cell::Cell;
use std::ffi::{c_int, c_void};
use std::ptr::null_mut;

/// What stands before a GC object.
#[repr(C)]
pub struct Head {
    next: Cell<*mut Head>,
    /// The previous head; its two low bits are [`FINALIZED`] and [`CANDIDATE`].
    prev: Cell<usize>,
}

/// The object's finalizer has run.
const FINALIZED: usize = 1;
/// The running collection has not yet found the object reachable; the other bits of `prev` hold a count then.
const CANDIDATE: usize = 2;
const BITS: usize = FINALIZED | CANDIDATE;

impl Head {
    /// An empty head: of an object that is not tracked.
    pub const fn new() -> Self {
        Head { next: Cell::new(null_mut()), prev: Cell::new(0) }
    }
    /// Makes the head an empty ring; it does not move afterwards.
    fn close(&self) {
        let this = (self as *const Head).cast_mut();
        self.next.set(this);
        self.prev.set(this as usize);
    }
    fn is_empty_ring(&self) -> bool {
        std::ptr::eq(self.next.get(), self)
    }
    fn last(&self) -> *mut Head {
        (self.prev.get() & !BITS) as *mut Head
    }
    /// Links a head at the ring's end.
    ///
    /// # Safety
    /// `self` is a ring's head, and `head` is on no ring.
    #[inline(always)]
    unsafe fn append(&self, head: &Head) {
        let (ring, last, this) = ((self as *const Head).cast_mut(), self.last(), (head as *const Head).cast_mut());
        head.next.set(ring);
        head.prev.set(last as usize | (head.prev.get() & FINALIZED));
        // SAFETY: the ring's last head is alive.
        unsafe { (*last).next.set(this) };
        self.prev.set(this as usize);
    }
    /// Takes a head off its ring.
    ///
    /// # Safety
    /// `self` is on a ring.
    #[inline(always)]
    unsafe fn unlink(&self) {
        let (next, prev) = (self.next.get(), self.last());
        // SAFETY: the neighbours are on the ring.
        unsafe {
            (*prev).next.set(next);
            (*next).prev.set(prev as usize | ((*next).prev.get() & BITS));
        }
        self.next.set(null_mut());
        self.prev.set(self.prev.get() & FINALIZED);
    }
    /// Moves everything on another ring to this one's end.
    ///
    /// # Safety
    /// Both are rings' heads.
    unsafe fn take_all(&self, other: &Head) {
        if other.is_empty_ring() {
            return;
        }
        // SAFETY: first and last are on the other ring.
        unsafe {
            let (first, last, mine) = (other.next.get(), other.last(), self.last());
            (*mine).next.set(first);
            (*first).prev.set(mine as usize | ((*first).prev.get() & BITS));
            (*last).next.set((self as *const Head).cast_mut());
            self.prev.set(last as usize);
        }
        other.close();
    }
}

impl Default for Head {
    fn default() -> Self {
        Self::new()
    }
}

/// Whether the object has a head: its type takes part in collection, and the object itself does not stand out (static
/// types among the types, static objects).
#[inline]
pub fn is_gc(object: &PyObject) -> bool {
    let ty = object.ty();
    if !ty.has_flag(flags::HAVE_GC) || object.ob_flags.get() & crate::object::refcount::STATIC_FLAG != 0 {
        return false;
    }
    // SAFETY: the slot's contract.
    ty.tp_is_gc.get().is_none_or(|is_gc| unsafe { foreign!(loose is_gc(object.as_ptr())) != 0 })
}

/// Makes an object immortal, and hides it from the collector: what is immortal is always reachable.
pub fn make_immortal(object: &PyObject) {
    if is_gc(object) {
        // SAFETY: just asked.
        unsafe { untrack(object.as_ptr()) };
    }
    object.make_immortal();
}

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

/// Blocks of collected objects are kept for the next of their size up to this many words,
pub const KEPT_WORDS: usize = 24;
/// and so many of each size.
pub const KEPT_BLOCKS: u32 = 32;

/// How many generations there are.
pub const GENERATIONS: usize = 3;

/// One generation: its ring, and when it is due.
#[derive(Default)]
pub struct Generation {
    ring: Head,
    /// Objects made and not yet freed since the last collection of the youngest; collections of the one before otherwise.
    pub count: Cell<usize>,
    pub threshold: Cell<usize>,
}

/// An interpreter's collector.
pub struct State {
    pub generations: [Generation; GENERATIONS],
    /// Objects that `gc.freeze` has set aside.
    permanent: Head,
    pub enabled: Cell<bool>,
    collecting: Cell<bool>,
    /// A collection is due at the next safe point.
    pub due: Cell<bool>,
}

impl State {
    pub fn new() -> Self {
        let generations: [Generation; GENERATIONS] = Default::default();
        // CPython's own numbers: gc.get_threshold() gives them.
        generations[0].threshold.set(2000);
        generations[1].threshold.set(10);
        State { generations, permanent: Head::new(), enabled: Cell::new(true), collecting: Cell::new(false), due: Cell::new(false) }
    }
    /// Closes the rings; the state does not move afterwards.
    pub fn pin(&self) {
        for generation in &self.generations {
            generation.ring.close();
        }
        self.permanent.close();
    }
    /// Takes every object off its list: who still holds one can free it when the interpreter is no more.
    pub fn forget(&self) {
        for ring in self.generations.iter().map(|generation| &generation.ring).chain([&self.permanent]) {
            while !ring.is_empty_ring() {
                // SAFETY: the head of a tracked object.
                unsafe { (*ring.next.get()).unlink() };
            }
        }
    }
    /// An object was made: says when the youngest generation has become too large.
    #[inline(always)]
    fn made(&self) {
        let young = &self.generations[0];
        let count = young.count.get() + 1;
        young.count.set(count);
        if count > young.threshold.get() {
            self.due.set(true);
        }
    }
    #[inline(always)]
    fn freed(&self) {
        let young = &self.generations[0];
        young.count.set(young.count.get().saturating_sub(1));
    }
}

impl Default for State {
    fn default() -> Self {
        Self::new()
    }
}

/// The free list of blocks of this size: of collected objects that all instances of their type are as large as, up to a size.
#[inline(always)]
fn kept_blocks(ty: &PyTypeObject, size: usize) -> Option<&'static FreeList<KEPT_BLOCKS>> {
    if ty.tp_itemsize.get() != 0 || !ty.has_flag(flags::HAVE_GC) {
        return None;
    }
    thread().interp().free.blocks.get(size / size_of::<usize>())
}

/// A new, zeroed object of a type with `items` items: counted once, its type counted where it is a heap type, not yet tracked.
pub fn alloc(ty: &PyTypeObject, items: isize) -> Result<*mut PyObject> {
    let basic = ty.tp_basicsize.get() as usize;
    let variable = (ty.tp_itemsize.get() as usize).checked_mul(usize::try_from(items).map_err(|_| Raised::no_memory())? + 1);
    let size = if ty.tp_itemsize.get() == 0 { Some(basic) } else { variable.and_then(|v| v.checked_add(basic)) };
    let size = size.filter(|s| *s < isize::MAX as usize - 64).ok_or_else(Raised::no_memory)?;
    let before = before(ty);
    let size = ((size + 7) & !7) + before;
    let block = match kept_blocks(ty, size).and_then(FreeList::pop) {
        Some(block) => block.cast(),
        None => memory::alloc(memory::Domain::Object, size),
    };
    if block.is_null() {
        return Err(Raised::no_memory());
    }
    // SAFETY: a fresh block of `size` bytes, `before` of which precede the object.
    unsafe {
        block.write_bytes(0, size);
        if ty.has_flag(flags::HAVE_GC) {
            thread().interp().gc.made();
        }
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
    thread().interp().gc.made();
    // SAFETY: a fresh block with room for head and object.
    unsafe {
        block.write(Head::new());
        let object = object_of(block);
        init(object, ty);
        Ok(object)
    }
}

/// Makes a dead, untracked GC object's memory that of a new one: its head and its header are written.
///
/// # Safety
/// The memory is that of a GC object of the type, out of everybody's hands.
#[inline(always)]
pub unsafe fn reuse(object: *mut PyObject, ty: &PyTypeObject) {
    // SAFETY: the caller's word.
    unsafe {
        object.cast::<Head>().sub(1).write(Head { next: Cell::new(null_mut()), prev: Cell::new(0) });
        init(object, ty);
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
    #[cfg(feature = "checked")]
    crate::checked::blocks::born(object);
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
        let ty = (*object).ty();
        let before = before(ty);
        if ty.has_flag(flags::HAVE_GC) {
            untrack(object);
            thread().interp().gc.freed();
        }
        let block = object.byte_sub(before);
        let size = ((ty.tp_basicsize.get() as usize + 7) & !7) + before;
        if !kept_blocks(ty, size).is_some_and(|list| list.push(block)) {
            memory::free(memory::Domain::Object, block.cast());
        }
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
    // SAFETY: the caller's word; the ring is closed.
    unsafe { thread().interp().gc.generations[0].ring.append(head(object)) };
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
        if !head.next.get().is_null() {
            head.unlink();
        }
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
        let next = (head.prev.get() & !BITS) as *mut PyObject;
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
        match unsafe { foreign!(loose(self.visit)(object.cast(), self.arg)) } {
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
