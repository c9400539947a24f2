//! What a dict does: find, insert, remove, walk. The rest of the library uses dicts through the methods here.
//!
//! Invariant: `ma_keys` points to a [`Table`] (the shared empty one until something is inserted), whose living entries own a reference to their key and their value, and
//! `ma_used` is their number. `ma_values` is NULL.
//!
//! Finding a key can run foreign code (`__eq__`), which can change the dict; a search that notices starts again. An entry number is good until such code runs next.

use super::table::{self, Entry, Glance, KIND_GENERAL, KIND_STR, STR_WORDS, Table};
use super::watch::{self, Event};
use crate::layout::*;
use crate::object::{Owned, gc, is_exact};
use crate::raise;
use crate::runtime::errors::{self, Raised, Result};
use crate::runtime::memory::{self, Domain};
use crate::runtime::thread;
use crate::types::{exceptions, list, tuple, unicode};
use std::ptr::null_mut;

/// Whether a key is exactly a `str`: such keys compare without foreign code, and know their hash.
#[inline(always)]
pub fn is_str_key(key: &PyObject) -> bool {
    is_exact::<PyUnicodeObject>(key)
}

/// Whether two exact strings have the same text. (Equal text has equal form.)
///
/// # Safety
/// Both are exact `str` objects.
#[inline(always)]
unsafe fn same_text(a: *mut PyObject, b: *mut PyObject) -> bool {
    // SAFETY: the caller's word.
    let (a, b) = unsafe { (&*a.cast::<PyUnicodeObject>(), &*b.cast::<PyUnicodeObject>()) };
    a.same_text(b)
}

/// The hash of a key of a dict. A key that cannot be hashed is refused in the words that CPython uses for dicts.
#[inline(always)]
pub fn hash_key(key: &PyObject) -> Result<isize> {
    match hash_at_hand(key) {
        Some(hash) => Ok(hash),
        None => hash_for(key, "a dict key"),
    }
}

/// Asks for the hash of a key, and says what an unhashable object was to be used as.
#[inline(never)]
pub fn hash_for(key: &PyObject, place: &str) -> Result<isize> {
    key.hash().map_err(|raised| explain_unhashable(raised, key, place))
}

/// The hash of a key, or what asking for it raises.
#[inline(always)]
pub fn hash_plainly(key: &PyObject) -> Result<isize> {
    match hash_at_hand(key) {
        Some(hash) => Ok(hash),
        None => key.hash(),
    }
}

/// The hash of what most keys are, strings that have it and ints of one digit.
#[inline(always)]
pub fn hash_at_hand(key: &PyObject) -> Option<isize> {
    if is_str_key(key) {
        // SAFETY: just checked.
        return Some(unsafe { table::str_hash(key.as_ptr()) }).filter(|hash| *hash != -1);
    }
    let value = key.downcast_exact::<PyLongObject>()?.compact()? as isize;
    Some(if value == -1 { -2 } else { value })
}

/// Says what an unhashable object was to be used as, where that is what was raised.
#[cold]
#[inline(never)]
fn explain_unhashable(raised: Raised, key: &PyObject, place: &str) -> Raised {
    let Some(exception) = raised.take() else { return Raised::already() };
    if !std::ptr::eq(exception.ty(), &exceptions::TypeError) {
        return errors::raise_object(exception);
    }
    let Ok(text) = exception.str() else { return Raised::already() };
    let Ok(name) = crate::object::types::query::qualified_name(key.ty()) else { return Raised::already() };
    raise!(TypeError, "cannot use '{}' as {place} ({})", crate::types::unicode::to_text(&name), crate::types::unicode::to_text(&text))
}

/// A new table of this size and kind.
fn new_table(log2: u8, kind: u8) -> Result<*mut Table> {
    let size = table::block_size(log2, kind).ok_or_else(Raised::no_memory)?;
    let kept = if log2 == table::LOG2_MIN && kind == KIND_STR { thread().interp().free.dict_table.pop() } else { None };
    let block = match kept {
        Some(block) => block.cast::<u8>(),
        None => memory::alloc(Domain::Mem, size).cast::<u8>(),
    };
    if block.is_null() {
        return Err(Raised::no_memory());
    }
    // SAFETY: a block of that size.
    Ok(unsafe { Table::init(block, log2, kind) })
}

/// Gives the memory of a table back; what its entries hold is no longer the table's.
///
/// # Safety
/// The table is not used again.
unsafe fn free_table(table: *mut Table) {
    if table == table::empty_table() {
        return;
    }
    // SAFETY: a table of ours.
    unsafe {
        let kept = (*table).log2 == table::LOG2_MIN && (*table).kind == KIND_STR && thread().interp().free.dict_table.push(table.cast());
        if !kept {
            memory::free(Domain::Mem, table.cast());
        }
    }
}

/// Drops what a table's entries hold, and the table.
///
/// # Safety
/// The table belongs to no dict any more.
unsafe fn drop_table(table: *mut Table) {
    // SAFETY: nobody else sees the table, so what the drops run cannot change it.
    unsafe {
        (*table).each(|entry| {
            PyObject::decref((*entry).key);
            PyObject::decref((*entry).value);
        });
        free_table(table);
    }
}

/// What a look at one candidate entry of a search says.
enum Step {
    Found(usize),
    Changed,
    Failed(Raised),
}

/// A new, empty dict.
#[inline]
pub fn new() -> Result<Owned<PyDictObject>> {
    let object = match thread().interp().free.dict.pop() {
        Some(object) => {
            // SAFETY: memory of a dict with its head.
            unsafe { gc::reuse(object, &PyDict_Type) };
            object
        }
        None => gc::alloc_uninit(&PyDict_Type, size_of::<PyDictObject>())?,
    };
    let dict = object.cast::<PyDictObject>();
    // SAFETY: memory for a dict; all fields are written before it is tracked.
    unsafe {
        init_fields(dict, table::empty_table(), 0);
        gc::track(object);
        Ok(Owned::from_nonnull(dict))
    }
}
use super::PyDict_Type;

/// # Safety
/// `dict` points to a dict's memory, and the table is for it.
#[inline(always)]
pub(super) unsafe fn init_fields(dict: *mut PyDictObject, table: *mut Table, used: usize) {
    // SAFETY: the caller's word.
    unsafe {
        (*dict).ma_used.set(used as isize);
        (*dict)._ma_watcher_tag.set(0);
        (*dict).ma_keys.set(table.cast());
        (*dict).ma_values.set(null_mut());
    }
}

/// A new, empty dict with room for `count` entries.
pub fn with_capacity(count: usize, str_keys: bool) -> Result<Owned<PyDictObject>> {
    let dict = new()?;
    if count > capacity_without_request() {
        // A wrong hint does not take much memory.
        let log2 = table::log2_for_entries(count).min(17);
        dict.ma_keys.set(new_table(log2, if str_keys { KIND_STR } else { KIND_GENERAL })?.cast());
    }
    Ok(dict)
}
fn capacity_without_request() -> usize {
    table::capacity_of(table::LOG2_MIN)
}

impl PyDictObject {
    /// How many entries the dict has.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.ma_used.get() as usize
    }
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    #[inline(always)]
    pub(super) fn table(&self) -> *mut Table {
        self.ma_keys.get().cast()
    }
    #[inline(always)]
    pub(super) fn is_watched(&self) -> bool {
        self._ma_watcher_tag.get() & 0xFF != 0
    }

    /// The number of the entry with this key.
    #[inline(always)]
    fn find(&self, key: &PyObject, hash: isize) -> Result<Option<usize>> {
        // SAFETY: the dict's table.
        match unsafe { Table::glance(self.table(), key.as_ptr(), hash) } {
            Glance::Found(number) => Ok(Some(number)),
            Glance::Absent => Ok(None),
            Glance::Unknown => self.search(key, hash),
        }
    }

    #[inline(never)]
    fn search(&self, key: &PyObject, hash: isize) -> Result<Option<usize>> {
        let table = self.table();
        // SAFETY: the dict's table; only exact strings are compared, which runs no foreign code.
        unsafe {
            if (*table).is_str() && is_str_key(key) {
                let key = key.as_ptr();
                return Ok(Table::search(table, hash, |number| {
                    let candidate = (*(*table).entry_of::<STR_WORDS>(number)).key;
                    (candidate == key || (table::str_hash(candidate) == hash && same_text(candidate, key))).then_some(number)
                }));
            }
        }
        self.find_general(key, hash)
    }

    fn find_general(&self, key: &PyObject, hash: isize) -> Result<Option<usize>> {
        loop {
            let table = self.table();
            // SAFETY: the dict's table. After foreign code has run, `compare` says whether it may be used on.
            let step = unsafe {
                Table::search(table, hash, |number| {
                    if (*(*table).entry(number)).key == key.as_ptr() {
                        return Some(Step::Found(number));
                    }
                    if (*table).hash_at(number) != hash {
                        return None;
                    }
                    self.compare(table, number, key)
                })
            };
            match step {
                None => return Ok(None),
                Some(Step::Found(number)) => return Ok(Some(number)),
                Some(Step::Failed(raised)) => return Err(raised),
                Some(Step::Changed) => {}
            }
        }
    }

    /// Compares an entry of the same hash with a key; `None` where they differ and the search may go on. Foreign code may
    /// run: the search begins anew where the table is no longer the dict's, of the same size, with the entry in its place.
    ///
    /// # Safety
    /// The table is the dict's, and the entry lives.
    #[inline(never)]
    unsafe fn compare(&self, table: *mut Table, number: usize, key: &PyObject) -> Option<Step> {
        // SAFETY: the caller's word; the candidate is held while it is compared.
        unsafe {
            let log2 = (*table).log2;
            let candidate = (*(*table).entry(number)).key;
            if is_str_key(key) && is_str_key(&*candidate) {
                return same_text(candidate, key.as_ptr()).then_some(Step::Found(number));
            }
            let held = (*candidate).new_ref();
            let equal = match held.equals(key) {
                Ok(equal) => equal,
                Err(raised) => return Some(Step::Failed(raised)),
            };
            let same = self.table() == table && (*table).log2 == log2 && number < (*table).nentries;
            if !same || (*(*table).entry(number)).key != candidate {
                return Some(Step::Changed);
            }
            equal.then_some(Step::Found(number))
        }
    }

    /// # Safety
    /// The entry lives.
    #[inline(always)]
    unsafe fn entry<'a>(&self, number: usize) -> &'a mut Entry {
        // SAFETY: the caller's word.
        unsafe { &mut *(*self.table()).entry(number) }
    }

    // ---- looking up -----------------------------------------------------------------------------------------------

    /// The value of a key whose hash is known, borrowed: good until the dict changes.
    #[inline(always)]
    pub fn get_known(&self, key: &PyObject, hash: isize) -> Result<Option<&PyObject>> {
        // SAFETY: the entry was just found.
        Ok(self.find(key, hash)?.map(|number| unsafe { &*self.entry(number).value }))
    }
    /// The value of a key, borrowed: good until the dict changes.
    #[inline(always)]
    pub fn get_borrowed(&self, key: &PyObject) -> Result<Option<&PyObject>> {
        self.get_known(key, hash_key(key)?)
    }
    /// The value of a key, as a new reference.
    #[inline]
    pub fn get(&self, key: &PyObject) -> Result<Option<Owned>> {
        Ok(self.get_borrowed(key)?.map(PyObject::new_ref))
    }
    /// The value of a key given as UTF-8, borrowed. ASCII is looked for without making a string of it.
    pub fn get_text(&self, text: &[u8]) -> Result<Option<&PyObject>> {
        let table = self.table();
        // SAFETY: the dict's table; its keys are exact strings.
        unsafe {
            if (*table).is_str() && text.is_ascii() {
                let hash = crate::object::hash::of_bytes(text);
                let found = Table::search(table, hash, |number| {
                    let key = (*(*table).entry(number)).key;
                    let same = table::str_hash(key) == hash
                        && matches!((*key.cast::<PyUnicodeObject>()).chars(), unicode::Chars::One(chars) if chars == text);
                    same.then_some(number)
                });
                return Ok(found.map(|number| &*self.entry(number).value));
            }
        }
        let key = unicode::codecs::utf8::decode_strict(text)?;
        self.get_borrowed(&key)
    }
    /// Whether the dict has the key.
    #[inline(always)]
    pub fn contains(&self, key: &PyObject) -> Result<bool> {
        Ok(self.find(key, hash_key(key)?)?.is_some())
    }
    /// Whether the dict has a key whose hash is known.
    #[inline]
    pub fn contains_known(&self, key: &PyObject, hash: isize) -> Result<bool> {
        Ok(self.find(key, hash)?.is_some())
    }

    // ---- walking --------------------------------------------------------------------------------------------------

    /// The entry at or after `*position`, borrowed; moves the position behind it. Begin with 0.
    #[inline(always)]
    pub fn next<'a>(&'a self, position: &mut usize) -> Option<(&'a PyObject, &'a PyObject)> {
        // SAFETY: the dict's table; the entry lives.
        unsafe {
            let number = (*self.table()).next(position)?;
            let entry = (*self.table()).entry(number);
            Some((&*(*entry).key, &*(*entry).value))
        }
    }
    /// As [`next`](Self::next), with the key's hash.
    #[inline(always)]
    pub fn next_hashed<'a>(&'a self, position: &mut usize) -> Option<(&'a PyObject, &'a PyObject, isize)> {
        // SAFETY: the dict's table; the entry lives.
        unsafe {
            let number = (*self.table()).next(position)?;
            let entry = (*self.table()).entry(number);
            Some((&*(*entry).key, &*(*entry).value, (*self.table()).hash_at(number)))
        }
    }
    /// The entry at or before `*position`, borrowed; moves the position to what is before it. Begin with [`end`](Self::end).
    pub fn previous<'a>(&'a self, position: &mut usize) -> Option<(&'a PyObject, &'a PyObject)> {
        // SAFETY: the dict's table; only living entries are returned.
        unsafe {
            let table = self.table();
            let mut number = (*position).min((*table).nentries);
            while number > 0 {
                number -= 1;
                let entry = (*table).entry(number);
                if !(*entry).value.is_null() {
                    *position = number;
                    return Some((&*(*entry).key, &*(*entry).value));
                }
            }
            *position = 0;
            None
        }
    }
    /// The position behind the last entry.
    pub fn end(&self) -> usize {
        // SAFETY: the dict's table.
        unsafe { (*self.table()).nentries }
    }

    // ---- inserting ------------------------------------------------------------------------------------------------

    /// Sets a key's value.
    #[inline]
    pub fn insert(&self, key: &PyObject, value: &PyObject) -> Result<()> {
        self.insert_known(key, hash_key(key)?, value.new_ref())
    }

    /// Sets the value of a key whose hash is known.
    #[inline]
    pub fn insert_known(&self, key: &PyObject, hash: isize, value: Owned) -> Result<()> {
        match self.find(key, hash)? {
            None => self.insert_absent(key, hash, value),
            Some(number) => self.replace(number, key, hash, value),
        }
    }

    #[inline(always)]
    fn replace(&self, number: usize, key: &PyObject, hash: isize, value: Owned) -> Result<()> {
        let mut number = number;
        if self.is_watched() {
            // SAFETY: just found.
            let unchanged = unsafe { self.entry(number).value == value.as_ptr() };
            if !unchanged {
                watch::notify(Event::Modified, self, Some(key), Some(&value));
                // A watcher should not change the dict; one that does must not harm it.
                match self.find(key, hash)? {
                    Some(found) => number = found,
                    None => return self.insert_absent(key, hash, value),
                }
            }
        }
        // SAFETY: just found; what the old value's end runs sees the new one.
        unsafe {
            let entry = self.entry(number);
            let old = std::mem::replace(&mut entry.value, value.into_ptr());
            PyObject::decref(old);
        }
        Ok(())
    }

    /// Appends a key that the dict does not have.
    #[inline]
    pub(super) fn insert_absent(&self, key: &PyObject, hash: isize, value: Owned) -> Result<()> {
        if self.is_watched() {
            watch::notify(Event::Added, self, Some(key), Some(&value));
        }
        let str_key = is_str_key(key);
        let mut table = self.table();
        // SAFETY: the dict's table; it has room and the right kind when the entry is appended.
        unsafe {
            if (*table).usable == 0 || ((*table).is_str() && !str_key) {
                table = self.grow(str_key)?;
            }
            (*table).version = 0;
            (*table).append(key.new_ref().into_ptr(), value.into_ptr(), hash);
        }
        self.ma_used.set(self.ma_used.get() + 1);
        Ok(())
    }

    /// A larger table, or one of kind general where the next key asks for it.
    #[cold]
    #[inline(never)]
    fn grow(&self, str_key: bool) -> Result<*mut Table> {
        let old = self.table();
        // SAFETY: the dict's table; its entries move to the new one.
        unsafe {
            let kind = if str_key && ((*old).is_str() || self.is_empty() && old == table::empty_table()) { KIND_STR } else { KIND_GENERAL };
            let table = new_table(table::log2_for_slots(self.len() * 3), kind)?;
            (*table).take_from(&*old);
            self.ma_keys.set(table.cast());
            free_table(old);
            Ok(table)
        }
    }

    /// The value of a key, borrowed, after giving it `default` where the dict has no such key; and whether it had it.
    #[inline]
    pub fn set_default(&self, key: &PyObject, default: &PyObject) -> Result<(Owned, bool)> {
        let hash = hash_key(key)?;
        match self.get_known(key, hash)? {
            Some(value) => Ok((value.new_ref(), true)),
            None => {
                let value = default.new_ref();
                self.insert_absent(key, hash, value.clone())?;
                Ok((value, false))
            }
        }
    }

    // ---- removing -------------------------------------------------------------------------------------------------

    /// Removes the entry `number` and returns its key and value.
    ///
    /// # Safety
    /// The entry lives.
    unsafe fn take(&self, number: usize) -> (Owned, Owned) {
        self.ma_used.set(self.ma_used.get() - 1);
        // SAFETY: the caller's word; what the entry owned is handed on.
        unsafe {
            let table = self.table();
            (*table).version = 0;
            let (key, value) = (*table).remove(number);
            (Owned::from_nonnull(key), Owned::from_nonnull(value))
        }
    }

    /// Removes a key whose hash is known, and returns its value; `None` where the dict has no such key.
    pub fn pop_known(&self, key: &PyObject, hash: isize) -> Result<Option<Owned>> {
        let Some(mut number) = self.find(key, hash)? else { return Ok(None) };
        if self.is_watched() {
            watch::notify(Event::Deleted, self, Some(key), None);
            match self.find(key, hash)? {
                Some(found) => number = found,
                None => return Ok(None),
            }
        }
        // SAFETY: just found.
        let (key, value) = unsafe { self.take(number) };
        drop(key);
        Ok(Some(value))
    }
    /// Removes a key and returns its value; `None` where the dict has no such key.
    pub fn pop(&self, key: &PyObject) -> Result<Option<Owned>> {
        if self.is_empty() {
            return Ok(None);
        }
        self.pop_known(key, hash_key(key)?)
    }
    /// Removes a key; says whether the dict had it.
    pub fn remove(&self, key: &PyObject) -> Result<bool> {
        Ok(self.pop_known(key, hash_key(key)?)?.is_some())
    }

    /// Removes and returns the last entry.
    pub fn pop_last(&self) -> Option<(Owned, Owned)> {
        let mut position = self.end();
        let (key, _) = self.previous(&mut position)?;
        if self.is_watched() {
            let key = key.new_ref();
            watch::notify(Event::Deleted, self, Some(&key), None);
            position = self.end();
            self.previous(&mut position)?;
        }
        // SAFETY: `position` is the number of a living entry, and what is behind it is removed.
        unsafe {
            let taken = self.take(position);
            (*self.table()).truncate(position);
            Some(taken)
        }
    }

    // ---- changing the order -----------------------------------------------------------------------------------------

    /// Makes a key's entry the last one; says whether the dict has the key.
    pub fn move_to_end(&self, key: &PyObject, hash: isize) -> Result<bool> {
        let Some(mut number) = self.find(key, hash)? else { return Ok(false) };
        // SAFETY: the dict's table and a living entry of it; the references stay the table's. Nothing runs meanwhile.
        unsafe {
            if number + 1 == (*self.table()).nentries {
                return Ok(true);
            }
            if (*self.table()).usable == 0 {
                let same = (*(*self.table()).entry(number)).key;
                let table = self.grow((*self.table()).is_str())?;
                let found = Table::search(table, hash, |number| ((*(*table).entry(number)).key == same).then_some(number));
                number = found.unwrap_or(number);
            }
            let table = self.table();
            (*table).version = 0;
            let (key, value) = (*table).remove(number);
            (*table).append(key, value, hash);
        }
        Ok(true)
    }

    /// Makes a key's entry the first one, which takes as long as the dict is large; says whether the dict has the key.
    pub fn move_to_start(&self, key: &PyObject, hash: isize) -> Result<bool> {
        let Some(number) = self.find(key, hash)? else { return Ok(false) };
        // SAFETY: the dict's table and a living entry of it; all references move to the new table.
        unsafe {
            let old = self.table();
            let table = new_table((*old).log2, (*old).kind)?;
            let (key, value) = (*old).remove(number);
            (*table).append(key, value, hash);
            (*table).take_from(&*old);
            self.ma_keys.set(table.cast());
            free_table(old);
        }
        Ok(true)
    }

    /// Removes and returns the entry at or after a position, which moves to it. The position is that of an earlier call, or 0.
    pub fn pop_first(&self, position: &mut usize) -> Option<(Owned, Owned)> {
        // SAFETY: the dict's table; the entry lives.
        unsafe {
            let table = self.table();
            // In a table that was built since, the first entry lives.
            if (*table).nentries > 0 && !(*(*table).entry(0)).value.is_null() {
                *position = 0;
            }
            let number = (*table).next(position)?;
            Some(self.take(number))
        }
    }

    /// Removes all entries.
    pub fn clear(&self) {
        let table = self.table();
        if table == table::empty_table() {
            return;
        }
        if self.is_watched() {
            watch::notify(Event::Cleared, self, None, None);
        }
        let table = self.ma_keys.replace(table::empty_table().cast()).cast();
        self.ma_used.set(0);
        // SAFETY: the dict no longer has it.
        unsafe { drop_table(table) };
    }

    // ---- lists ----------------------------------------------------------------------------------------------------

    /// The keys, in a new list.
    pub fn keys(&self) -> Result<Owned<PyListObject>> {
        self.listed(|key, _| Ok(key.new_ref()))
    }
    /// The values, in a new list.
    pub fn values(&self) -> Result<Owned<PyListObject>> {
        self.listed(|_, value| Ok(value.new_ref()))
    }
    /// The pairs of key and value, in a new list.
    pub fn items(&self) -> Result<Owned<PyListObject>> {
        self.listed(|key, value| Ok(tuple::from_slice(&[key, value])?.upcast()))
    }
    fn listed(&self, make: impl Fn(&PyObject, &PyObject) -> Result<Owned>) -> Result<Owned<PyListObject>> {
        loop {
            let len = self.len();
            let list = list::with_room(len)?;
            // Making the list may have run a collection, and with it foreign code.
            if len != self.len() {
                continue;
            }
            let mut position = 0;
            while let Some((key, value)) = self.next(&mut position) {
                list.push(make(key, value)?)?;
            }
            return Ok(list);
        }
    }

    // ---- copying --------------------------------------------------------------------------------------------------

    /// A new dict (exactly that) with the same entries.
    pub fn copy(&self) -> Result<Owned<PyDictObject>> {
        let copy = new()?;
        copy.take_copy(self)?;
        Ok(copy)
    }

    /// Makes an empty dict a copy of another, without asking for equality.
    pub(super) fn take_copy(&self, from: &PyDictObject) -> Result<()> {
        if from.is_empty() {
            return Ok(());
        }
        // SAFETY: tables of living dicts; nothing runs while references are counted.
        unsafe {
            let source = &*from.table();
            let table = if source.nentries - from.len() <= from.len() / 2 && source.log2 <= table::log2_for_entries(from.len()) + 1 {
                let size = table::block_size(source.log2, source.kind).ok_or_else(Raised::no_memory)?;
                let block = memory::alloc(Domain::Mem, size).cast::<u8>();
                if block.is_null() {
                    return Err(Raised::no_memory());
                }
                Table::clone_to(source, block)
            } else {
                let table = new_table(table::log2_for_entries(from.len()), source.kind)?;
                (*table).take_from(source);
                table
            };
            (*table).each(|entry| {
                (*(*entry).key).incref();
                (*(*entry).value).incref();
            });
            let old = self.ma_keys.replace(table.cast()).cast();
            self.ma_used.set(from.len() as isize);
            drop_table(old);
        }
        Ok(())
    }

    /// Whether the entries have no gaps and the table is no larger than they need: then a copy of it is a good table.
    pub(super) fn is_compact(&self) -> bool {
        // SAFETY: the dict's table.
        let table = unsafe { &*self.table() };
        table.nentries == self.len() && (table.log2 <= table::LOG2_MIN || table::capacity_of(table.log2 - 1) < self.len())
    }

    /// Makes an empty dict a copy of another that [is compact](Self::is_compact).
    pub(super) fn take_clone(&self, from: &PyDictObject) -> Result<()> {
        if self.is_watched() {
            watch::notify(Event::Cloned, self, Some(from), None);
        }
        self.take_copy(from)
    }

    /// Makes room for the entries of another dict, of which none may be new.
    pub(super) fn reserve_for(&self, other: &PyDictObject) -> Result<()> {
        // SAFETY: the dict's table; its entries move to the new one.
        unsafe {
            let (old, source) = (self.table(), &*other.table());
            if old != table::empty_table() && table::capacity_of((*old).log2) >= other.len() {
                return Ok(());
            }
            let kind = if (*old).is_str() && source.is_str() { KIND_STR } else { KIND_GENERAL };
            let table = new_table(table::log2_for_entries(self.len() + other.len()), kind)?;
            (*table).take_from(&*old);
            self.ma_keys.set(table.cast());
            free_table(old);
        }
        Ok(())
    }

    /// Bytes of the dict's table that are not shared.
    pub(in crate::types) fn table_size(&self) -> usize {
        // SAFETY: the dict's table.
        let table = unsafe { &*self.table() };
        if std::ptr::eq(table, table::empty_table()) { 0 } else { table::block_size(table.log2, table.kind).unwrap_or(0) }
    }

    pub(in crate::types) fn traverse(&self, visitor: &gc::Visitor) -> std::result::Result<(), std::ffi::c_int> {
        let mut position = 0;
        // SAFETY: the dict's table; a visitor changes nothing.
        unsafe {
            let table = &*self.table();
            while let Some(number) = table.next(&mut position) {
                let entry = table.entry(number);
                if !table.is_str() {
                    visitor.pointer((*entry).key)?;
                }
                visitor.pointer((*entry).value)?;
            }
        }
        Ok(())
    }
}

/// `tp_dealloc`.
pub(in crate::types) fn dealloc(dict: *mut PyDictObject) {
    let object = dict.cast::<PyObject>();
    // SAFETY: the dict is dead.
    unsafe {
        if (*dict).is_watched() {
            // Watchers may look at the dict: it lives while they do.
            (*object).ob_refcnt.set(1);
            watch::notify(Event::Deallocated, &*dict, None, None);
            let count = (*object).ob_refcnt.get();
            (*object).ob_refcnt.set(count.saturating_sub(1));
            if count > 1 {
                return;
            }
        }
        gc::untrack(object);
        drop_table((*dict).table());
        if !std::ptr::eq((*object).ty(), &PyDict_Type) {
            crate::object::types::free(object);
        } else if !thread().interp().free.dict.push(object) {
            gc::free(object);
        }
    }
}
