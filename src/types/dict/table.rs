//! The table behind a dict: entries in the order of insertion, and a way from a hash to an entry.
//!
//! One block of memory holds a header, control bytes (see [`group`](super::group)), an index, and the entries:
//!
//! ```text
//! small   | header 32 | control, one per entry, in entry order       | entries … |
//! indexed | header 32 | control, one per slot  | entry numbers, one per slot | entries … |
//! ```
//!
//! A small table (at most 85 entries) has no slots: its control bytes stand in entry order, and a search compares all of them, sixteen or sixty-four at a time.
//! A bigger one is probed group by group; neighbouring hashes share a group, so that dense integer keys are as close in the index as they are in the entries.
//! In a table of kind general a key takes its home in the group, the slot that its hash names, where that is vacant, and is looked for there first: ints that are dense never
//! need more.
//!
//! An entry is `key, value` when all keys are exact `str` objects (which know their hash), and `key, value, hash` otherwise.
//! A removed entry has a NULL key and a NULL value, and keeps its place until the table is built anew.
//!
//! Invariants. Every control byte that is a tag belongs to one living entry. `usable` counts the entries that may still be appended, and is less than the number of
//! `EMPTY` slots, so that every search ends. The shared [`EMPTY_TABLE`] has no room and is never written.
//!
//! The table owns a reference to each key and value only in the eyes of its dict: nothing here counts references.

use super::group::{DELETED, EMPTY, Group, WIDTH, is_vacant, matches_wide, tag};
use crate::layout::PyObject;

/// All keys are exact `str` objects.
pub const KIND_STR: u8 = 1;
/// Keys of any type; each entry keeps its hash.
pub const KIND_GENERAL: u8 = 0;
/// Words of an entry in a table of each kind.
pub const STR_WORDS: usize = 2;
pub const GENERAL_WORDS: usize = 3;
const fn words_of(kind: u8) -> usize {
    if kind == KIND_STR { STR_WORDS } else { GENERAL_WORDS }
}
/// The smallest table that has room: log2 of its nominal slots.
pub const LOG2_MIN: u8 = 3;
/// Tables up to this log2 are small: no index, control bytes in entry order.
const LOG2_SMALL_MAX: u8 = 7;

/// The head of a table's block. `PyDictObject.ma_keys` points to it.
#[repr(C)]
pub struct Table {
    /// How many entries may still be appended.
    pub usable: usize,
    /// How many entries there are, removed ones among them.
    pub nentries: usize,
    entries: *mut usize,
    /// log2 of the nominal number of slots.
    pub log2: u8,
    /// `KIND_STR` or `KIND_GENERAL`.
    pub kind: u8,
    /// log2 of the bytes that an entry number takes in the index; 0xFF in a small table.
    width: u8,
    /// Names this state of the keys to an inline cache; 0 when nobody has asked since the keys last changed.
    pub version: u32,
}

/// What [`Table::glance`] saw.
pub enum Glance {
    /// The entry with this number has the key.
    Found(usize),
    /// No entry has an equal key.
    Absent,
    /// It takes a [search](Table::search) to know.
    Unknown,
}

/// The two words that every entry begins with.
#[repr(C)]
pub struct Entry {
    /// NULL in a removed entry.
    pub key: *mut PyObject,
    /// NULL in a removed entry.
    pub value: *mut PyObject,
}

#[repr(C)]
struct EmptyTable {
    header: Table,
    control: [u8; WIDTH],
}
// SAFETY: it is never written.
unsafe impl Sync for EmptyTable {}

static EMPTY_BLOCK: EmptyTable = EmptyTable {
    header: Table { usable: 0, nentries: 0, entries: core::ptr::null_mut(), log2: 0, kind: KIND_STR, width: NO_INDEX, version: 1 },
    control: [EMPTY; WIDTH],
};
const NO_INDEX: u8 = 0xFF;
const HEADER: usize = size_of::<Table>();
const _: () = assert!(HEADER == 32);

/// The table of all dicts without entries.
#[inline(always)]
pub fn empty_table() -> *mut Table {
    (&raw const EMPTY_BLOCK).cast_mut().cast()
}

/// How many entries a table of so many nominal slots holds.
pub const fn capacity_of(log2: u8) -> usize {
    ((1usize << log2) << 1) / 3
}

/// The smallest log2 whose nominal slots are at least `slots`, and no less than [`LOG2_MIN`].
pub fn log2_for_slots(slots: usize) -> u8 {
    let wanted = slots.max(1 << LOG2_MIN);
    (usize::BITS - (wanted - 1).leading_zeros()) as u8
}

/// The smallest log2 whose table holds `entries`.
pub fn log2_for_entries(entries: usize) -> u8 {
    log2_for_slots(entries.saturating_mul(3).saturating_add(1) / 2)
}

/// The bytes of control and index together, and the index's width.
const fn index_layout(log2: u8) -> (usize, u8) {
    let slots = 1usize << log2;
    if log2 <= LOG2_SMALL_MAX {
        return (slots, NO_INDEX);
    }
    let width = match capacity_of(log2) {
        0..=0xFF => 0,
        0x100..=0xFFFF => 1,
        0x1_0000..=0xFFFF_FFFF => 2,
        _ => 3,
    };
    (slots + (slots << width), width)
}

/// The bytes of a table's block, or None when no address space has so many.
pub fn block_size(log2: u8, kind: u8) -> Option<usize> {
    if log2 >= 58 {
        return None;
    }
    Some(HEADER + index_layout(log2).0 + capacity_of(log2) * words_of(kind) * 8)
}

/// Reads the hash that a `str` keeps; never -1 for one that is a key of a table.
///
/// # Safety
/// `key` is an exact `str`.
#[inline(always)]
pub unsafe fn str_hash(key: *mut PyObject) -> isize {
    // SAFETY: PyASCIIObject.hash follows the header and the length.
    unsafe { key.cast::<isize>().add(3).read() }
}

impl Table {
    /// Makes a table of `block`, which has [`block_size`] bytes, and returns it.
    ///
    /// # Safety
    /// The block is that large, 8-byte aligned, and the caller's.
    pub unsafe fn init(block: *mut u8, log2: u8, kind: u8) -> *mut Table {
        let (bytes, width) = index_layout(log2);
        let table = block.cast::<Table>();
        // SAFETY: header and control bytes are inside the block; index and entries need no value before they are used.
        unsafe {
            let control = block.add(HEADER);
            control.write_bytes(EMPTY, 1 << log2);
            table.write(Table { usable: capacity_of(log2), nentries: 0, entries: control.add(bytes).cast(), log2, kind, width, version: 0 });
        }
        table
    }

    /// The control bytes.
    #[inline(always)]
    fn control(&self) -> *mut u8 {
        (&raw const *self).cast_mut().cast::<u8>().wrapping_add(HEADER)
    }

    /// Whether control bytes stand in entry order.
    #[inline(always)]
    fn is_small(&self) -> bool {
        self.width == NO_INDEX
    }

    /// Whether all keys are exact `str` objects.
    #[inline(always)]
    pub fn is_str(&self) -> bool {
        self.kind == KIND_STR
    }

    /// The entry with number `number`.
    ///
    /// # Safety
    /// `number` is below the table's capacity.
    #[inline(always)]
    pub unsafe fn entry(&self, number: usize) -> *mut Entry {
        // SAFETY: the caller's promise.
        unsafe { if self.is_str() { self.entry_of::<STR_WORDS>(number) } else { self.entry_of::<GENERAL_WORDS>(number) } }
    }

    /// The entry with number `number`, in a table whose entries are known to have so many words.
    ///
    /// # Safety
    /// As for [`entry`](Self::entry), and the kind is the one of `WORDS`.
    #[inline(always)]
    pub unsafe fn entry_of<const WORDS: usize>(&self, number: usize) -> *mut Entry {
        debug_assert_eq!(WORDS, words_of(self.kind));
        // SAFETY: the caller's promise.
        unsafe { self.entries.add(number * WORDS).cast() }
    }

    /// Calls `f` with each living entry, in order.
    #[inline(always)]
    pub fn each(&self, f: impl FnMut(*mut Entry)) {
        if self.is_str() { self.each_of::<STR_WORDS>(f) } else { self.each_of::<GENERAL_WORDS>(f) }
    }
    #[inline(always)]
    fn each_of<const WORDS: usize>(&self, mut f: impl FnMut(*mut Entry)) {
        for number in 0..self.nentries {
            // SAFETY: the number is below the number of entries.
            unsafe {
                let entry = self.entry_of::<WORDS>(number);
                if !(*entry).value.is_null() {
                    f(entry);
                }
            }
        }
    }

    /// The hash of a living entry.
    ///
    /// # Safety
    /// The entry lives.
    #[inline(always)]
    pub unsafe fn hash_at(&self, number: usize) -> isize {
        // SAFETY: a living entry has a key; a general one has a third word.
        unsafe {
            if self.is_str() {
                str_hash((*self.entry_of::<STR_WORDS>(number)).key)
            } else {
                self.entry_of::<GENERAL_WORDS>(number).cast::<isize>().add(2).read()
            }
        }
    }

    /// The number in slot `slot` of the index.
    ///
    /// # Safety
    /// The table has an index, and the slot is occupied.
    #[inline(always)]
    unsafe fn number_in(&self, slot: usize) -> usize {
        // SAFETY: the index follows the control bytes; the slot is below their number.
        unsafe {
            let index = self.control().add(1 << self.log2);
            match self.width {
                0 => index.add(slot).read() as usize,
                1 => index.cast::<u16>().add(slot).read() as usize,
                2 => index.cast::<u32>().add(slot).read() as usize,
                _ => index.cast::<u64>().add(slot).read() as usize,
            }
        }
    }

    /// # Safety
    /// The table has an index with that slot.
    #[inline(always)]
    unsafe fn set_number(&mut self, slot: usize, number: usize) {
        // SAFETY: as in `number_in`; the width was chosen so that every entry number fits.
        unsafe {
            let index = self.control().add(1 << self.log2);
            match self.width {
                0 => index.add(slot).write(number as u8),
                1 => index.cast::<u16>().add(slot).write(number as u16),
                2 => index.cast::<u32>().add(slot).write(number as u32),
                _ => index.cast::<u64>().add(slot).write(number as u64),
            }
        }
    }

    /// Looks for the very object, as far as the first sixteen control bytes for its hash tell: nothing is compared, nothing is called.
    ///
    /// # Safety
    /// `this` is a table.
    #[inline(always)]
    pub unsafe fn glance(this: *const Table, key: *mut PyObject, hash: isize) -> Glance {
        let tag = tag(hash);
        // SAFETY: the control bytes follow the header; an entry's number stands in an occupied slot.
        unsafe {
            let this = &*this;
            if this.is_small() {
                if this.nentries > WIDTH {
                    return Glance::Unknown;
                }
                let mut mask = Group::load(this.control()).matches(tag) & ((1 << this.nentries) - 1);
                while mask != 0 {
                    let number = mask.trailing_zeros() as usize;
                    if (*this.entry(number)).key == key {
                        return Glance::Found(number);
                    }
                    if this.hash_at(number) == hash {
                        return Glance::Unknown;
                    }
                    mask &= mask - 1;
                }
                return Glance::Absent;
            }
            let probe = Probe::new(hash, this.log2);
            if !this.is_str() {
                let home = probe.home(hash);
                if this.control().add(home).read() == tag {
                    let number = this.number_in(home);
                    if (*this.entry_of::<GENERAL_WORDS>(number)).key == key {
                        return Glance::Found(number);
                    }
                }
            }
            let group = Group::load(this.control().add(probe.slot()));
            let mut mask = group.matches(tag);
            while mask != 0 {
                let number = this.number_in(probe.slot() + mask.trailing_zeros() as usize);
                if (*this.entry(number)).key == key {
                    return Glance::Found(number);
                }
                if this.hash_at(number) == hash {
                    return Glance::Unknown;
                }
                mask &= mask - 1;
            }
            if group.matches(EMPTY) != 0 { Glance::Absent } else { Glance::Unknown }
        }
    }

    /// Finds the first entry of that hash's tag for which `accept` breaks the search off: it is given an entry number, and returns `None` to go on.
    /// Returns what `accept` broke off with, or `None` when there is no such entry.
    ///
    /// # Safety
    /// `this` is a table and stays allocated while `accept` returns `None`; `accept` may change or free it if it then breaks off.
    #[inline(always)]
    pub unsafe fn search<R>(this: *const Table, hash: isize, mut accept: impl FnMut(usize) -> Option<R>) -> Option<R> {
        let tag = tag(hash);
        // SAFETY: the caller's promise; the control bytes follow the header.
        let (control, log2, width) = unsafe { (this.cast::<u8>().add(HEADER), (*this).log2, (*this).width) };
        if width == NO_INDEX {
            // SAFETY: as above.
            let nentries = unsafe { (*this).nentries };
            if nentries <= WIDTH {
                // SAFETY: sixteen bytes from here are in the block: what follows few control bytes is the room of five or more entries.
                let mut mask = unsafe { Group::load(control) }.matches(tag) & ((1 << nentries) - 1);
                while mask != 0 {
                    if let found @ Some(_) = accept(mask.trailing_zeros() as usize) {
                        return found;
                    }
                    mask &= mask - 1;
                }
                return None;
            }
            let mut base = 0;
            while base < nentries {
                // SAFETY: sixty-four bytes from here are in the block: a table of more than sixteen entries has room for twenty-one or more.
                let mut mask = unsafe { matches_wide(control.add(base), tag) };
                let left = nentries - base;
                if left < 64 {
                    mask &= (1 << left) - 1;
                }
                while mask != 0 {
                    if let found @ Some(_) = accept(base + mask.trailing_zeros() as usize) {
                        return found;
                    }
                    mask &= mask - 1;
                }
                base += 64;
            }
            return None;
        }
        let mut probe = Probe::new(hash, log2);
        // The slots of the first group that are still to be looked at.
        let mut rest = u32::MAX;
        // SAFETY: the home is a slot of the first group; an occupied slot has a number.
        unsafe {
            if !(*this).is_str() {
                let home = probe.home(hash);
                if control.add(home).read() == tag {
                    if let found @ Some(_) = accept((*this).number_in(home)) {
                        return found;
                    }
                    rest = !(1 << (home % WIDTH));
                }
            }
        }
        loop {
            // SAFETY: a probe names groups of the table only; an occupied slot has a number.
            unsafe {
                let group = Group::load(control.add(probe.slot()));
                let mut mask = group.matches(tag) & rest;
                while mask != 0 {
                    if let found @ Some(_) = accept((*this).number_in(probe.slot() + mask.trailing_zeros() as usize)) {
                        return found;
                    }
                    mask &= mask - 1;
                }
                if group.matches(EMPTY) != 0 {
                    return None;
                }
            }
            rest = u32::MAX;
            probe.advance();
        }
    }

    /// Appends an entry and returns its number.
    ///
    /// # Safety
    /// `usable` is not 0, no entry has an equal key, and in a table of kind str the key is an exact `str` whose hash is `hash`.
    #[inline(always)]
    pub unsafe fn append(&mut self, key: *mut PyObject, value: *mut PyObject, hash: isize) -> usize {
        let number = self.nentries;
        let control = self.control();
        // SAFETY: there is room for one more entry, and a vacant slot for it.
        unsafe {
            let slot = if self.is_small() {
                number
            } else {
                let mut probe = Probe::new(hash, self.log2);
                let home = probe.home(hash);
                let slot = if !self.is_str() && is_vacant(control.add(home).read()) {
                    home
                } else {
                    loop {
                        let vacant = Group::load(control.add(probe.slot())).vacant();
                        if vacant != 0 {
                            break probe.slot() + vacant.trailing_zeros() as usize;
                        }
                        probe.advance();
                    }
                };
                self.set_number(slot, number);
                slot
            };
            control.add(slot).write(tag(hash));
            if self.is_str() {
                self.entry_of::<STR_WORDS>(number).write(Entry { key, value });
            } else {
                let entry = self.entry_of::<GENERAL_WORDS>(number);
                entry.write(Entry { key, value });
                entry.cast::<isize>().add(2).write(hash);
            }
        }
        self.nentries = number + 1;
        self.usable -= 1;
        number
    }

    /// Removes the entry `number` and returns its key and value, which are the caller's now.
    ///
    /// # Safety
    /// The entry lives.
    pub unsafe fn remove(&mut self, number: usize) -> (*mut PyObject, *mut PyObject) {
        // SAFETY: a living entry has a slot with its number; writes stay in the block.
        unsafe {
            let hash = self.hash_at(number);
            if self.is_small() {
                self.control().add(number).write(EMPTY);
            } else {
                self.vacate(hash, number);
            }
            let entry = self.entry(number);
            let taken = ((*entry).key, (*entry).value);
            entry.write(Entry { key: core::ptr::null_mut(), value: core::ptr::null_mut() });
            taken
        }
    }

    /// Frees the slot of entry `number`.
    ///
    /// # Safety
    /// The table has an index, and the entry lives and has that hash.
    unsafe fn vacate(&mut self, hash: isize, number: usize) {
        let control = self.control();
        let tag = tag(hash);
        let mut probe = Probe::new(hash, self.log2);
        loop {
            // SAFETY: a probe names groups of the table only.
            unsafe {
                let group = Group::load(control.add(probe.slot()));
                let mut mask = group.matches(tag);
                while mask != 0 {
                    let slot = probe.slot() + mask.trailing_zeros() as usize;
                    if self.number_in(slot) == number {
                        // A group that has an empty slot was never full, so no search has ever gone past it.
                        control.add(slot).write(if group.matches(EMPTY) != 0 { EMPTY } else { DELETED });
                        return;
                    }
                    mask &= mask - 1;
                }
            }
            probe.advance();
        }
    }

    /// Forgets the removed entries at the end, so that the next entry takes the place of the first of them.
    ///
    /// # Safety
    /// The entries from `number` on are removed.
    #[inline]
    pub unsafe fn truncate(&mut self, number: usize) {
        if self.is_small() {
            self.usable += self.nentries - number;
        }
        self.nentries = number;
    }

    /// The first living entry from `*position` on; moves the position behind it.
    #[inline(always)]
    pub fn next(&self, position: &mut usize) -> Option<usize> {
        let mut number = *position;
        while number < self.nentries {
            // SAFETY: the number is below the number of entries.
            if !unsafe { (*self.entry(number)).value }.is_null() {
                *position = number + 1;
                return Some(number);
            }
            number += 1;
        }
        *position = number;
        None
    }

    /// Appends the living entries of `from`, in order. References move with them.
    ///
    /// # Safety
    /// There is room, this table is empty, and it is of kind general or `from` is of kind str.
    pub unsafe fn take_from(&mut self, from: &Table) {
        let mut position = 0;
        while let Some(number) = from.next(&mut position) {
            // SAFETY: the entry lives, and keys of one table are distinct.
            unsafe {
                let entry = from.entry(number);
                self.append((*entry).key, (*entry).value, from.hash_at(number));
            }
        }
    }

    /// Copies the block of `from`, entries and all, to `block`, which has the same size. References are not counted.
    ///
    /// # Safety
    /// The block is large enough and the caller's.
    pub unsafe fn clone_to(from: &Table, block: *mut u8) -> *mut Table {
        // SAFETY: both blocks have this size; entries beyond `nentries` need no value.
        unsafe {
            let used = HEADER + index_layout(from.log2).0 + from.nentries * words_of(from.kind) * 8;
            core::ptr::copy_nonoverlapping((&raw const *from).cast::<u8>(), block, used);
            let table = block.cast::<Table>();
            (*table).entries = block.add(HEADER + index_layout(from.log2).0).cast();
            (*table).version = 0;
            table
        }
    }
}

/// The groups in which an entry of some hash may be, in order. Each group comes up in the end.
struct Probe {
    group: usize,
    rest: usize,
    mask: usize,
}

impl Probe {
    #[inline(always)]
    fn new(hash: isize, log2: u8) -> Probe {
        let mask = ((1usize << log2) / WIDTH) - 1;
        Probe { group: (hash as usize / WIDTH) & mask, rest: hash as usize, mask }
    }
    #[inline(always)]
    fn slot(&self) -> usize {
        self.group * WIDTH
    }
    /// The slot of the first group that the hash names.
    #[inline(always)]
    fn home(&self, hash: isize) -> usize {
        self.slot() + hash as usize % WIDTH
    }
    /// Higher bits of the hash come in with each step, and when none is left the step runs through all groups.
    #[cold]
    fn advance(&mut self) {
        self.rest >>= 5;
        self.group = self.group.wrapping_mul(5).wrapping_add(self.rest).wrapping_add(1) & self.mask;
    }
}
