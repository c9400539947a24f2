//! The hash table of a set, in CPython's memory and order.
//!
//! A table has a power of two slots; it is searched from the hash's own slot in stretches of neighbours, then at places that the rest of the hash chooses. A removed
//! key leaves a dummy, which a search passes and a new key may take; so the order of iteration, which programs see, is CPython's.
//!
//! Invariant: `fill` counts the keys and dummies, `used` the keys, and at least two fifths of the slots are free. A slot that is free has a NULL key and hash 0, one with
//! a dummy has hash -1. `table` is `smalltable` while `mask` is 7, else a block of its own.
//!
//! Finding a key can run foreign code (`__eq__`), which can change the set; a search that notices starts again.

use crate::layout::*;
use crate::object::Owned;
use crate::runtime::errors::{Raised, Result};
use crate::runtime::memory::{self, Domain};
use crate::types::dict::{hash_at_hand, hash_for};
use std::ptr::null_mut;

pub(super) const MIN_SIZE: usize = 8;
/// How many neighbours of a slot are looked at before the search jumps.
const NEIGHBOURS: usize = 9;

/// What stands in a slot whose key was removed.
pub(super) fn dummy() -> *mut PyObject {
    super::DUMMY.as_ptr()
}

/// The hash of a key of a set. A key that cannot be hashed is refused in the words that CPython uses for sets.
#[inline(always)]
pub fn hash_key(key: &PyObject) -> Result<isize> {
    match hash_at_hand(key) {
        Some(hash) => Ok(hash),
        None => hash_for(key, "a set element"),
    }
}

/// The slots that a hash leads to, in order.
struct Probe {
    at: usize,
    left: usize,
    start: usize,
    rest: usize,
    mask: usize,
}
impl Probe {
    #[inline(always)]
    fn new(hash: isize, mask: usize) -> Probe {
        let start = hash as usize & mask;
        Probe { at: start, left: Self::neighbours(start, mask), start, rest: hash as usize, mask }
    }
    #[inline(always)]
    fn neighbours(start: usize, mask: usize) -> usize {
        if start + NEIGHBOURS <= mask { NEIGHBOURS } else { 0 }
    }
    #[inline(always)]
    fn advance(&mut self) {
        if self.left > 0 {
            self.left -= 1;
            self.at += 1;
            return;
        }
        self.rest >>= 5;
        self.start = self.start.wrapping_mul(5).wrapping_add(1).wrapping_add(self.rest) & self.mask;
        self.at = self.start;
        self.left = Self::neighbours(self.start, self.mask);
    }
}

/// Where a key is, or where it would go: to the last dummy on its way, or else to a free slot.
pub(super) enum Place {
    Found(usize),
    Dummy(usize),
    Free(usize),
}

impl PySetObject {
    /// How many keys the set has.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.used.get() as usize
    }
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    #[inline(always)]
    pub(super) fn slot(&self, at: usize) -> &setentry {
        debug_assert!(at as isize <= self.mask.get());
        // SAFETY: below the number of slots.
        unsafe { &*self.table.get().add(at) }
    }
    #[inline(always)]
    pub(super) fn slots(&self) -> usize {
        self.mask.get() as usize + 1
    }
    /// The address of the slots within the object.
    pub(super) fn small(&self) -> *mut setentry {
        (&raw const self.smalltable).cast_mut().cast()
    }

    /// Finds a key. The hash's own slot mostly says all: it has the very key, or is free.
    #[inline(always)]
    pub(super) fn find(&self, key: &PyObject, hash: isize) -> Result<Place> {
        let home = hash as usize & self.mask.get() as usize;
        let slot = self.slot(home);
        let candidate = slot.key.get();
        if candidate == key.as_ptr() && slot.hash.get() == hash {
            return Ok(Place::Found(home));
        }
        if candidate.is_null() {
            return Ok(Place::Free(home));
        }
        self.search(key, hash)
    }

    /// Finds a key; the way to it is walked again by [`search_comparing`](Self::search_comparing) where another key of the same hash is on it.
    #[inline(never)]
    fn search(&self, key: &PyObject, hash: isize) -> Result<Place> {
        let table = self.table.get();
        let mut probe = Probe::new(hash, self.mask.get() as usize);
        let mut last_dummy = None;
        loop {
            // SAFETY: a probe names slots of the table it was made for.
            let slot = unsafe { &*table.add(probe.at) };
            let candidate = slot.key.get();
            if candidate.is_null() {
                return Ok(last_dummy.map_or(Place::Free(probe.at), Place::Dummy));
            }
            if slot.hash.get() == hash {
                return if candidate == key.as_ptr() { Ok(Place::Found(probe.at)) } else { self.search_comparing(key, hash) };
            }
            if slot.hash.get() == -1 {
                last_dummy = Some(probe.at);
            }
            probe.advance();
        }
    }

    #[inline(never)]
    fn search_comparing(&self, key: &PyObject, hash: isize) -> Result<Place> {
        'search: loop {
            let table = self.table.get();
            let mut probe = Probe::new(hash, self.mask.get() as usize);
            let mut last_dummy = None;
            loop {
                // SAFETY: a probe names slots of the table it was made for, which is the set's still.
                let slot = unsafe { &*table.add(probe.at) };
                let candidate = slot.key.get();
                if slot.hash.get() == hash && !candidate.is_null() {
                    // SAFETY: hash -1 marks dummies and is no key's, so this is a key.
                    let candidate = unsafe { &*candidate };
                    if let Some(equal) = candidate.equals_plainly(key) {
                        if equal {
                            return Ok(Place::Found(probe.at));
                        }
                    } else {
                        let held = candidate.new_ref();
                        let mask = self.mask.get();
                        let equal = held.equals(key)?;
                        if self.table.get() != table || self.mask.get() != mask || slot.key.get() != held.as_ptr() {
                            continue 'search;
                        }
                        if equal {
                            return Ok(Place::Found(probe.at));
                        }
                    }
                } else if candidate.is_null() {
                    return Ok(last_dummy.map_or(Place::Free(probe.at), Place::Dummy));
                } else if slot.hash.get() == -1 {
                    last_dummy = Some(probe.at);
                }
                probe.advance();
            }
        }
    }

    /// Whether the set has a key whose hash is known.
    #[inline]
    pub fn contains_known(&self, key: &PyObject, hash: isize) -> Result<bool> {
        Ok(matches!(self.find(key, hash)?, Place::Found(_)))
    }
    /// Whether the set has a key.
    pub fn contains(&self, key: &PyObject) -> Result<bool> {
        self.contains_known(key, hash_key(key)?)
    }

    /// Adds a key whose hash is known; says whether it is new.
    #[inline]
    pub fn add_known(&self, key: &PyObject, hash: isize) -> Result<bool> {
        let (at, free) = match self.find(key, hash)? {
            Place::Found(_) => return Ok(false),
            Place::Dummy(at) => (at, false),
            Place::Free(at) => (at, true),
        };
        let slot = self.slot(at);
        slot.key.set(key.new_ref().into_ptr());
        slot.hash.set(hash);
        self.used.set(self.used.get() + 1);
        if free {
            self.fill.set(self.fill.get() + 1);
            if self.is_full(self.fill.get())
                && let Err(raised) = self.resize(self.grown())
            {
                // The slot was free and is the last of its probes: the set is as it was.
                slot.key.set(null_mut());
                slot.hash.set(0);
                self.used.set(self.used.get() - 1);
                self.fill.set(self.fill.get() - 1);
                // SAFETY: the reference that the slot held; the caller holds another.
                unsafe { Owned::from_nonnull(key.as_ptr()) };
                return Err(raised);
            }
        }
        Ok(true)
    }
    /// Adds a key; says whether it is new.
    pub fn add(&self, key: &PyObject) -> Result<bool> {
        self.add_known(key, hash_key(key)?)
    }

    /// Whether so many keys and dummies are too many for the table.
    #[inline(always)]
    pub(super) fn is_full(&self, fill: isize) -> bool {
        fill * 5 >= self.mask.get() * 3
    }
    /// The size that a full set asks for.
    pub(super) fn grown(&self) -> usize {
        if self.len() > 50000 { self.len() * 2 } else { self.len() * 4 }
    }

    /// Puts a key that is not in the table into a free slot. References are the caller's affair.
    #[inline(always)]
    fn place(&self, key: *mut PyObject, hash: isize) {
        let table = self.table.get();
        let mut probe = Probe::new(hash, self.mask.get() as usize);
        loop {
            // SAFETY: a probe names slots of the table only.
            let slot = unsafe { &*table.add(probe.at) };
            if slot.key.get().is_null() {
                slot.key.set(key);
                slot.hash.set(hash);
                return;
            }
            probe.advance();
        }
    }

    /// Gives the table more than `wanted` slots, and leaves the dummies behind.
    #[inline(never)]
    pub(super) fn resize(&self, wanted: usize) -> Result<()> {
        let mut size = MIN_SIZE;
        while size <= wanted {
            size = size.checked_mul(2).filter(|size| *size <= isize::MAX as usize / 32).ok_or_else(Raised::no_memory)?;
        }
        let old_size = self.slots();
        let mut old = self.table.get();
        let was_small = old == self.small();
        let mut copy = [const { setentry { key: std::cell::Cell::new(null_mut()), hash: std::cell::Cell::new(0) } }; MIN_SIZE];
        if size == MIN_SIZE {
            if was_small {
                if self.fill.get() == self.used.get() {
                    return Ok(());
                }
                // SAFETY: two arrays of that size.
                unsafe { std::ptr::copy_nonoverlapping(old, copy.as_mut_ptr(), MIN_SIZE) };
                old = copy.as_mut_ptr();
            }
            self.table.set(self.small());
        } else {
            let block = memory::alloc(Domain::Mem, size * size_of::<setentry>());
            if block.is_null() {
                return Err(Raised::no_memory());
            }
            self.table.set(block.cast());
        }
        // SAFETY: the new table has that many slots; the old one had as many as said.
        unsafe {
            self.table.get().write_bytes(0, size);
            self.mask.set(size as isize - 1);
            for at in 0..old_size {
                let slot = &*old.add(at);
                if !slot.key.get().is_null() && slot.key.get() != dummy() {
                    self.place(slot.key.get(), slot.hash.get());
                }
            }
            self.fill.set(self.used.get());
            if !was_small {
                memory::free(Domain::Mem, old.cast());
            }
        }
        Ok(())
    }

    /// Takes the key out of a slot.
    pub(super) fn take(&self, at: usize) -> Owned {
        let slot = self.slot(at);
        slot.hash.set(-1);
        self.used.set(self.used.get() - 1);
        // SAFETY: the slot owned the key.
        unsafe { Owned::from_nonnull(slot.key.replace(dummy())) }
    }

    /// Removes a key whose hash is known; says whether the set had it.
    #[inline]
    pub fn discard_known(&self, key: &PyObject, hash: isize) -> Result<bool> {
        match self.find(key, hash)? {
            Place::Found(at) => {
                drop(self.take(at));
                Ok(true)
            }
            Place::Dummy(_) | Place::Free(_) => Ok(false),
        }
    }
    /// Removes a key; says whether the set had it.
    pub fn discard(&self, key: &PyObject) -> Result<bool> {
        self.discard_known(key, hash_key(key)?)
    }

    /// Removes and returns some key: the first after the one that was removed last.
    pub fn pop_any(&self) -> Option<Owned> {
        if self.is_empty() {
            return None;
        }
        let mask = self.mask.get() as usize;
        let mut at = self.finger.get() as usize & mask;
        while self.slot(at).key.get().is_null() || self.slot(at).key.get() == dummy() {
            at = (at + 1) & mask;
        }
        self.finger.set(at as isize + 1);
        Some(self.take(at))
    }

    /// The key at or after `*position`, borrowed, and its hash; moves the position behind it. Begin with 0.
    #[inline(always)]
    pub fn next<'a>(&'a self, position: &mut usize) -> Option<(&'a PyObject, isize)> {
        let (table, slots) = (self.table.get(), self.slots());
        let mut at = *position;
        while at < slots {
            // SAFETY: below the number of slots.
            let slot = unsafe { &*table.add(at) };
            at += 1;
            let key = slot.key.get();
            // Most slots are free; a dummy is told by its hash, which is only looked at where there is a key.
            if !key.is_null() && slot.hash.get() != -1 {
                *position = at;
                // SAFETY: a key that the set owns.
                return Some((unsafe { &*key }, slot.hash.get()));
            }
        }
        *position = at;
        None
    }

    /// Makes the memory that of an empty set.
    ///
    /// # Safety
    /// The object's own slots hold nothing.
    pub(super) unsafe fn make_empty(&self) {
        // SAFETY: the object's own slots.
        unsafe { self.small().write_bytes(0, MIN_SIZE) };
        self.fill.set(0);
        self.used.set(0);
        self.mask.set(MIN_SIZE as isize - 1);
        self.table.set(self.small());
        self.hash.set(-1);
    }

    /// Removes all keys.
    pub fn clear(&self) {
        if self.fill.get() == 0 && self.table.get() == self.small() {
            return;
        }
        let mut copy = [const { setentry { key: std::cell::Cell::new(null_mut()), hash: std::cell::Cell::new(0) } }; MIN_SIZE];
        let (mut table, size) = (self.table.get(), self.slots());
        let was_small = table == self.small();
        // SAFETY: the old slots are out of the set before their keys are dropped.
        unsafe {
            if was_small {
                std::ptr::copy_nonoverlapping(table, copy.as_mut_ptr(), MIN_SIZE);
                table = copy.as_mut_ptr();
            }
            self.make_empty();
            drop_slots(table, size);
            if !was_small {
                memory::free(Domain::Mem, table.cast());
            }
        }
    }

    /// Adds the keys of another set.
    pub(super) fn merge(&self, other: &PySetObject) -> Result<()> {
        if std::ptr::eq(self, other) || other.is_empty() {
            return Ok(());
        }
        if self.is_full(self.fill.get() + other.used.get()) {
            self.resize((self.len() + other.len()) * 2)?;
        }
        if self.fill.get() == 0 {
            // No key can be there twice, so none is compared.
            let same_places = self.mask.get() == other.mask.get() && other.fill.get() == other.used.get();
            let (mut position, to) = (0, self.table.get());
            while let Some((key, hash)) = other.next(&mut position) {
                key.incref();
                if same_places {
                    // SAFETY: the tables are of one size.
                    let slot = unsafe { &*to.add(position - 1) };
                    slot.key.set(key.as_ptr());
                    slot.hash.set(hash);
                } else {
                    self.place(key.as_ptr(), hash);
                }
            }
            self.fill.set(other.used.get());
            self.used.set(other.used.get());
            return Ok(());
        }
        let mut position = 0;
        while let Some((key, hash)) = other.next(&mut position) {
            let key = key.new_ref();
            self.add_known(&key, hash)?;
        }
        Ok(())
    }
}

/// Drops the keys in slots that belong to no set any more and are not used again.
///
/// # Safety
/// There are `size` slots.
pub(super) unsafe fn drop_slots(slots: *mut setentry, size: usize) {
    for at in 0..size {
        // SAFETY: the caller's word.
        let key = unsafe { (*slots.add(at)).key.get() };
        if !key.is_null() && key != dummy() {
            // SAFETY: the slot owned it.
            unsafe { PyObject::decref(key) };
        }
    }
}
