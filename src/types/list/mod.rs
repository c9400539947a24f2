//! `list`: a sequence that changes.
//!
//! Invariant: `ob_item` is a block of `allocated` places (NULL where that is 0), the first `ob_size` of which own a reference. An item may be NULL only in a list
//! that C is still filling. While a list is being sorted its items are elsewhere and `allocated` is -1.
//!
//! Items are taken out before they are dropped: what a drop runs sees the list in its new state.

pub mod capi;
mod iterators;
mod methods;
mod ordering;
mod slices;
mod sort;

pub use iterators::{PyListIter_Type, PyListRevIter_Type};

use crate::boundary::slot;
use crate::layout::*;
use crate::object::{Owned, Typed, gc, types};
use crate::protocol::iteration;
use crate::runtime::errors::{Raised, Result};
use crate::runtime::memory::{self, Domain};
use crate::runtime::thread;
use crate::types::{set, tuple};
use exuvia_macros::capi;
use std::cell::Cell;
use std::ptr::null_mut;

// SAFETY: instances of list and of its subclasses begin with a PyListObject.
unsafe impl Typed for PyListObject {
    fn type_object() -> &'static PyTypeObject {
        &PyList_Type
    }
    const FLAG: Option<u64> = Some(flags::LIST_SUBCLASS);
}

/// `list`.
#[capi]
pub static PyList_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"list".as_ptr()),
    tp_doc: Cell::new(c"list(iterable=(), /)\n--\n\nA sequence that can change, of what the iterable gives.".as_ptr()),
    tp_basicsize: Cell::new(size_of::<PyListObject>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::BASETYPE | flags::LIST_SUBCLASS | flags::MATCH_SELF | flags::SEQUENCE),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_traverse: Cell::new(Some(slot::traverse(traverse))),
    tp_clear: Cell::new(Some(slot::clear(PyListObject::clear))),
    tp_repr: Cell::new(Some(slot::unary(methods::repr))),
    tp_hash: Cell::new(Some(slot::HASH_NOT_IMPLEMENTED)),
    tp_richcompare: Cell::new(Some(slot::compare(methods::compare))),
    tp_iter: Cell::new(Some(slot::unary(iterators::new))),
    tp_init: Cell::new(Some(slot::init(methods::init))),
    tp_new: Cell::new(Some(slot::new(methods::new))),
    tp_vectorcall: Cell::new(Some(slot::vectorcall(methods::vectorcall))),
    tp_as_sequence: Cell::new(&methods::SEQUENCE),
    tp_as_mapping: Cell::new(&methods::MAPPING),
    tp_methods: Cell::new(methods::METHODS.as_ptr()),
    ..PyTypeObject::STATIC
};

/// The most items that memory can hold.
const MOST: usize = isize::MAX as usize / 8;

/// A new, empty list.
#[inline]
pub fn new() -> Result<Owned<PyListObject>> {
    let object = match thread().interp().free.list.pop() {
        Some(object) => {
            // SAFETY: memory of a list with its head.
            unsafe { gc::reuse(object, &PyList_Type) };
            object
        }
        None => gc::alloc_uninit(&PyList_Type, size_of::<PyListObject>())?,
    };
    let list = object.cast::<PyListObject>();
    // SAFETY: memory for a list, written before it is tracked.
    unsafe {
        (*list).ob_base.ob_size.set(0);
        (*list).ob_item.set(null_mut());
        (*list).allocated.set(0);
        gc::track(object);
        Ok(Owned::from_nonnull(list))
    }
}

/// A new list with room for exactly `room` items.
pub fn with_room(room: usize) -> Result<Owned<PyListObject>> {
    let list = new()?;
    if room != 0 {
        list.ob_item.set(block(room)?);
        list.allocated.set(room as isize);
    }
    Ok(list)
}

/// Memory for items.
fn block(room: usize) -> Result<*mut *mut PyObject> {
    if room > MOST {
        return Err(Raised::no_memory());
    }
    let block = memory::alloc(Domain::Mem, room * 8);
    if block.is_null() { Err(Raised::no_memory()) } else { Ok(block.cast()) }
}

/// A new list of `count` items that the iterator gives.
pub fn from_exact(count: usize, items: impl Iterator<Item = Owned>) -> Result<Owned<PyListObject>> {
    let list = with_room(count)?;
    for (n, item) in items.take(count).enumerate() {
        // SAFETY: there is room.
        unsafe { *list.ob_item.get().add(n) = item.into_ptr() };
        list.ob_size.set(n as isize + 1);
    }
    Ok(list)
}

/// A new list of borrowed references.
pub fn from_slice(items: &[&PyObject]) -> Result<Owned<PyListObject>> {
    from_parts([items, &[]], 1)
}

/// A new list of the items of two slices, one after the other, all that `times` over.
pub(super) fn from_parts(parts: [&[&PyObject]; 2], times: usize) -> Result<Owned<PyListObject>> {
    let once = parts[0].len() + parts[1].len();
    let total = once.checked_mul(times).filter(|total| *total <= MOST).ok_or_else(Raised::no_memory)?;
    let list = with_room(total)?;
    if total == 0 {
        return Ok(list);
    }
    let mut place = list.ob_item.get();
    for _ in 0..times {
        for part in parts {
            for item in part {
                item.incref();
                // SAFETY: there is room for all of them.
                unsafe {
                    *place = item.as_ptr();
                    place = place.add(1);
                }
            }
        }
    }
    list.ob_size.set(total as isize);
    Ok(list)
}

/// A new list of owned references.
pub fn from_owned<const N: usize>(items: [Owned; N]) -> Result<Owned<PyListObject>> {
    from_exact(N, items.into_iter())
}

/// A new list of what an iterable gives.
pub fn from_iterable(iterable: &PyObject) -> Result<Owned<PyListObject>> {
    let list = new()?;
    list.extend(iterable)?;
    Ok(list)
}

/// The items of a list or a tuple. Neither may change while they are looked at.
#[inline(always)]
pub fn items_of(object: &PyObject) -> Option<&[&PyObject]> {
    match object.downcast::<PyListObject>() {
        Some(list) => Some(list.as_slice()),
        None => object.downcast::<PyTupleObject>().map(PyTupleObject::as_slice),
    }
}

impl PyListObject {
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.ob_size.get() as usize
    }
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// The items, borrowed: good until the list changes, so no foreign code may run meanwhile.
    #[inline(always)]
    pub fn as_slice(&self) -> &[&PyObject] {
        if self.is_empty() {
            return &[];
        }
        // SAFETY: as many items as the size says, none of them NULL.
        unsafe { std::slice::from_raw_parts(self.ob_item.get().cast(), self.len()) }
    }
    /// The item at a position, as a new reference.
    #[inline(always)]
    pub fn get(&self, at: usize) -> Option<Owned> {
        self.as_slice().get(at).map(|item| item.new_ref())
    }
    /// The item at a position, borrowed: good until the list changes.
    #[inline(always)]
    pub fn get_borrowed(&self, at: usize) -> Option<&PyObject> {
        self.as_slice().get(at).copied()
    }

    /// Makes room for `len` items and sets the size to that; what is new is not initialised. Room is taken in CPython's steps.
    #[inline(never)]
    pub(super) fn resize(&self, len: usize) -> Result<()> {
        let allocated = self.allocated.get();
        if allocated >= len as isize && len as isize >= allocated >> 1 {
            self.ob_size.set(len as isize);
            return Ok(());
        }
        if len > MOST {
            return Err(Raised::no_memory());
        }
        // An eighth more than is needed, so that appending takes constant time each on average.
        let mut room = (len + (len >> 3) + 6) & !3;
        if len as isize - self.ob_size.get() > room as isize - len as isize {
            room = (len + 3) & !3;
        }
        if len == 0 {
            room = 0;
        }
        self.reallocate(room)?;
        self.ob_size.set(len as isize);
        Ok(())
    }

    fn reallocate(&self, room: usize) -> Result<()> {
        if room == 0 {
            // SAFETY: a block of ours, or NULL; nothing lives in it.
            unsafe { memory::free(Domain::Mem, self.ob_item.replace(null_mut()).cast()) };
            self.allocated.set(0);
            return Ok(());
        }
        if room > MOST {
            return Err(Raised::no_memory());
        }
        // SAFETY: a block of ours, or NULL.
        let moved = unsafe { memory::realloc_growing(Domain::Mem, self.ob_item.get().cast(), room * 8) };
        if moved.is_null() {
            return Err(Raised::no_memory());
        }
        self.ob_item.set(moved.cast());
        self.allocated.set(room as isize);
        Ok(())
    }

    /// Makes room for `more` items; a first request is served almost exactly.
    pub(super) fn reserve(&self, more: usize) -> Result<()> {
        let len = self.len();
        let wanted = len.checked_add(more).ok_or_else(Raised::no_memory)?;
        if self.ob_item.get().is_null() && wanted != 0 {
            // Blocks come in sixteens of bytes.
            let room = (wanted + 1) & !1;
            self.ob_item.set(block(room)?);
            self.allocated.set(room as isize);
            return Ok(());
        }
        self.resize(wanted)?;
        self.ob_size.set(len as isize);
        Ok(())
    }

    /// Appends an item.
    #[inline(always)]
    pub fn append(&self, item: &PyObject) -> Result<()> {
        self.push(item.new_ref())
    }

    /// Appends an owned reference.
    #[inline(always)]
    pub fn push(&self, item: Owned) -> Result<()> {
        let len = self.len();
        if self.allocated.get() <= len as isize {
            return self.push_growing(item);
        }
        self.ob_size.set(len as isize + 1);
        // SAFETY: there is room.
        unsafe { *self.ob_item.get().add(len) = item.into_ptr() };
        Ok(())
    }
    #[inline(never)]
    fn push_growing(&self, item: Owned) -> Result<()> {
        let len = self.len();
        self.resize(len + 1)?;
        // SAFETY: there is room now.
        unsafe { *self.ob_item.get().add(len) = item.into_ptr() };
        Ok(())
    }

    /// Inserts before a position, which is held to the list.
    pub fn insert(&self, at: isize, item: &PyObject) -> Result<()> {
        let len = self.len();
        let at = crate::protocol::index::from_end(at, len);
        self.resize(len + 1)?;
        // SAFETY: there is room for one more.
        unsafe {
            let place = self.ob_item.get().add(at);
            std::ptr::copy(place, place.add(1), len - at);
            *place = item.new_ref().into_ptr();
        }
        Ok(())
    }

    /// Puts an item at a position below the length, and returns the old one.
    pub(super) fn replace(&self, at: usize, item: *mut PyObject) -> Option<Owned> {
        debug_assert!(at < self.len());
        // SAFETY: in range; the list owned the old item.
        unsafe { Owned::from_ptr(self.ob_item.get().add(at).replace(item)) }
    }

    /// Takes out the item at a position below the length.
    pub(super) fn remove_at(&self, at: usize) -> Result<Owned> {
        let len = self.len();
        debug_assert!(at < len);
        // SAFETY: in range; the gap is closed before anything runs.
        unsafe {
            let place = self.ob_item.get().add(at);
            let item = Owned::from_nonnull(*place);
            std::ptr::copy(place.add(1), place, len - at - 1);
            if self.resize(len - 1).is_err() {
                // Too much room is no harm.
                crate::runtime::errors::clear();
                self.ob_size.set(len as isize - 1);
            }
            Ok(item)
        }
    }

    /// Removes all items.
    pub fn clear(&self) {
        let items = self.ob_item.replace(null_mut());
        let len = self.ob_size.replace(0) as usize;
        self.allocated.set(0);
        // SAFETY: the block and what is in it are out of the list.
        unsafe { drop_block(items, len) };
    }

    /// Appends what an iterable gives. What was appended before an error stays.
    pub fn extend(&self, iterable: &PyObject) -> Result<()> {
        let exact = std::ptr::eq(iterable.ty(), &PyList_Type) || std::ptr::eq(iterable.ty(), &tuple::PyTuple_Type);
        if let (true, Some(items)) = (exact, items_of(iterable)) {
            let count = items.len();
            if count == 0 {
                return Ok(());
            }
            self.reserve(count)?;
            // The list may be its own source, and may have moved.
            let (Some(items), len) = (items_of(iterable), self.len()) else { return Ok(()) };
            for (n, item) in items[..count].iter().enumerate() {
                item.incref();
                // SAFETY: room was made.
                unsafe { *self.ob_item.get().add(len + n) = item.as_ptr() };
            }
            self.ob_size.set((len + count) as isize);
            return Ok(());
        }
        if let Some(set) = set::as_any_set(iterable).filter(|set| set::is_plain(set)) {
            self.reserve(set.len())?;
            let mut position = 0;
            while let Some((key, _)) = set.next(&mut position) {
                self.append(key)?;
            }
            return Ok(());
        }
        let iterator = iteration::iter(iterable)?;
        let hint = iteration::length_hint(iterable, 8)?;
        // What a hint asks for too much is given back below; one that no list can follow is not followed.
        if hint != 0 && self.len() + hint <= isize::MAX as usize {
            self.reserve(hint)?;
        }
        let step = iteration::Step::of(&iterator);
        while let Some(item) = step.next(&iterator)? {
            self.push(item)?;
        }
        if self.len() < self.allocated.get().max(0) as usize {
            self.resize(self.len())?;
        }
        Ok(())
    }

    /// A new tuple of the items, which the list loses.
    pub fn take_tuple(&self) -> Result<Owned<PyTupleObject>> {
        let len = self.len();
        // SAFETY: the items move to the tuple.
        let tuple = unsafe { tuple::from_array_steal(self.ob_item.get(), len) }?;
        self.ob_size.set(0);
        self.clear();
        Ok(tuple)
    }

    /// Turns the items round.
    pub fn reverse(&self) {
        if !self.is_empty() {
            // SAFETY: the items; nothing runs.
            unsafe { std::slice::from_raw_parts_mut(self.ob_item.get(), self.len()) }.reverse();
        }
    }
}

/// Drops items, the last first, and the block they are in.
///
/// # Safety
/// The block belongs to no list any more.
unsafe fn drop_block(items: *mut *mut PyObject, len: usize) {
    if items.is_null() {
        return;
    }
    // SAFETY: the caller's word; items may be NULL where C never set them.
    unsafe {
        for n in (0..len).rev() {
            let item = *items.add(n);
            if !item.is_null() {
                PyObject::decref(item);
            }
        }
        memory::free(Domain::Mem, items.cast());
    }
}

fn dealloc(list: *mut PyListObject) {
    let object = list.cast::<PyObject>();
    // SAFETY: the list is dead.
    unsafe {
        gc::untrack(object);
        drop_block((*list).ob_item.get(), (*list).len());
        if !std::ptr::eq((*object).ty(), &PyList_Type) {
            types::free(object);
        } else if !thread().interp().free.list.push(object) {
            gc::free(object);
        }
    }
}

fn traverse(list: &PyListObject, visitor: &gc::Visitor) -> std::result::Result<(), std::ffi::c_int> {
    for n in 0..list.len() {
        // SAFETY: an item or NULL.
        visitor.pointer(unsafe { *list.ob_item.get().add(n) })?;
    }
    Ok(())
}
