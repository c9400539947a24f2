//! Finding a name in a type's MRO, fast: version tags and the lookup cache.
//!
//! A type with a version tag has not changed since it got it, nor has any type it inherits from; so a cache entry of that tag and a
//! name stays true as long as the tag is the type's. Tags come from one counter for the process and are never used twice. The cache is
//! the interpreter's: it holds its names, and borrows what it found from the types' dicts, which cannot lose it without a new tag.

use super::subclasses;
use crate::foreign;
use crate::layout::*;
use crate::object::{Owned, is_exact};
use crate::raise;
use crate::runtime::errors::Result;
use crate::runtime::heap::out_of_memory;
use crate::runtime::interp;
use exuvia_macros::capi;
use std::cell::Cell;
use std::ffi::{c_int, c_uint};
use std::ptr::null_mut;
use std::sync::atomic::{AtomicU32, Ordering};

/// `tp_versions_used` of a type that must not be cached: its MRO can change without anybody's knowing.
pub const NO_CACHE: u16 = 30_000;
/// So many tags and no more may one type use up.
const MOST_VERSIONS: u16 = 1000;
/// How many entries a cache begins with, and has at most; it grows when they have been overwritten often enough.
const FEWEST: usize = 1 << 8;
const MOST: usize = 1 << 12;
/// Longer names are not worth an entry.
const LONGEST_NAME: usize = 100;

static NEXT_VERSION: AtomicU32 = AtomicU32::new(1);

#[derive(Default)]
struct Entry {
    version: Cell<u32>,
    /// Owned.
    name: Cell<*mut PyUnicodeObject>,
    /// Borrowed from the dict of a type in the MRO; NULL where the name is nowhere.
    value: Cell<*mut PyObject>,
}

/// An interpreter's lookup cache.
pub struct Cache {
    /// A boxed slice of `mask + 1` entries; a power of two.
    entries: Cell<*mut Entry>,
    mask: Cell<usize>,
    /// How many entries were overwritten at this size.
    overwritten: Cell<usize>,
}

impl Default for Cache {
    fn default() -> Self {
        let entries = make(FEWEST).unwrap_or_else(|| out_of_memory());
        Cache { entries: Cell::new(entries), mask: Cell::new(FEWEST - 1), overwritten: Cell::new(0) }
    }
}

fn make(count: usize) -> Option<*mut Entry> {
    let mut entries = Vec::new();
    entries.try_reserve_exact(count).ok()?;
    entries.resize_with(count, Entry::default);
    Some(Box::into_raw(entries.into_boxed_slice()).cast())
}

impl Cache {
    #[inline(always)]
    fn entry(&self, version: u32, name: &PyUnicodeObject) -> &Entry {
        let index = (version as usize ^ ((name as *const PyUnicodeObject as usize) >> 3)) & self.mask.get();
        // SAFETY: the mask keeps the index below the length.
        unsafe { &*self.entries.get().add(index) }
    }
    fn all(&self) -> &[Entry] {
        // SAFETY: the mask says how many there are.
        unsafe { std::slice::from_raw_parts(self.entries.get(), self.mask.get() + 1) }
    }
    /// Keeps what was found under a tag and a name.
    fn remember(&self, version: u32, name: &PyUnicodeObject, value: *mut PyObject) {
        let entry = self.entry(version, name);
        if !entry.name.get().is_null() {
            self.overwritten.set(self.overwritten.get() + 1);
        }
        entry.version.set(version);
        entry.value.set(value);
        let old = entry.name.replace(Owned::from_ref(name).into_ptr());
        // SAFETY: the entry owned it.
        drop(unsafe { Owned::from_ptr(old) });
        if self.overwritten.get() > self.mask.get() && self.mask.get() < MOST - 1 {
            self.grow();
        }
    }
    #[cold]
    fn grow(&self) {
        let count = (self.mask.get() + 1) * 4;
        let Some(entries) = make(count) else {
            self.overwritten.set(0);
            return;
        };
        let old = Cache { entries: self.entries.clone(), mask: self.mask.clone(), overwritten: Cell::new(0) };
        self.entries.set(entries);
        self.mask.set(count - 1);
        self.overwritten.set(0);
        for entry in old.all() {
            // SAFETY: NULL or the name that the entry owns.
            let Some(name) = (unsafe { entry.name.get().as_ref() }) else { continue };
            let new = self.entry(entry.version.get(), name);
            if entry.version.get() != 0 && new.name.get().is_null() {
                new.version.set(entry.version.get());
                new.value.set(entry.value.get());
                new.name.set(entry.name.replace(null_mut()));
            }
        }
    }
    /// Forgets everything.
    pub fn clear(&self) {
        for entry in self.all() {
            entry.version.set(0);
            entry.value.set(null_mut());
            // SAFETY: the entry owned it.
            drop(unsafe { Owned::from_ptr(entry.name.replace(null_mut())) });
        }
    }
    /// Forgets what was found under a tag.
    fn forget(&self, version: u32) {
        for entry in self.all().iter().filter(|e| e.version.get() == version) {
            entry.version.set(0);
        }
    }
}

impl Drop for Cache {
    fn drop(&mut self) {
        self.clear();
        // SAFETY: made as a boxed slice of that length.
        drop(unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(self.entries.get(), self.mask.get() + 1)) });
    }
}

/// What a type's MRO has under a name, borrowed; `None` where it has nothing. Never raises.
///
/// # Safety
/// The result is used only while nothing runs that could change the type, or is made an `Owned` at once.
#[inline]
pub unsafe fn lookup_borrowed<'a>(ty: &'a PyTypeObject, name: &PyUnicodeObject) -> Option<&'a PyObject> {
    let version = ty.tp_version_tag.get();
    if version != 0 {
        let entry = interp().types.cache.entry(version, name);
        if entry.version.get() == version && entry.name.get() == name.as_ptr() {
            // SAFETY: the tag says that the type still has it.
            return unsafe { entry.value.get().as_ref() };
        }
    }
    // SAFETY: the caller's word.
    unsafe { search_and_remember(ty, name) }
}

/// What a type's MRO has under a name, a new reference.
#[inline]
pub fn lookup(ty: &PyTypeObject, name: &PyUnicodeObject) -> Option<Owned> {
    // SAFETY: made an owned reference at once.
    unsafe { lookup_borrowed(ty, name) }.map(Owned::from_ref)
}

#[cold]
#[inline(never)]
unsafe fn search_and_remember<'a>(ty: &'a PyTypeObject, name: &PyUnicodeObject) -> Option<&'a PyObject> {
    let cacheable = is_exact::<PyUnicodeObject>(name) && name.len() <= LONGEST_NAME && assign_version(ty);
    let version = ty.tp_version_tag.get();
    let found = match search(ty, name) {
        Ok(found) => found,
        Err(raised) => {
            // A lookup has never been allowed to raise; what failed is as good as absent.
            raised.clear();
            return None;
        }
    };
    if cacheable && version == ty.tp_version_tag.get() {
        interp().types.cache.remember(version, name, found.map_or(null_mut(), |f| f.as_ptr()));
    }
    found
}

/// As [`lookup`] without the cache: for names that are asked for once in a type's life.
pub fn lookup_once(ty: &PyTypeObject, name: &PyUnicodeObject) -> Option<Owned> {
    match search(ty, name) {
        Ok(found) => found.map(PyObject::new_ref),
        Err(raised) => {
            raised.clear();
            None
        }
    }
}

/// The first dict along the MRO that has the name.
fn search<'a>(ty: &'a PyTypeObject, name: &PyUnicodeObject) -> Result<Option<&'a PyObject>> {
    let hash = name.hash()?;
    let Some(mro) = ty.tp_mro.get() else {
        if ty.has_flag(flags::READYING) {
            return Ok(None);
        }
        super::ready(ty)?;
        return if ty.tp_mro.is_null() { Ok(None) } else { search(ty, name) };
    };
    for base in mro.as_slice() {
        // SAFETY: an MRO holds types.
        let base = unsafe { base.cast_unchecked::<PyTypeObject>() };
        let Some(dict) = base.tp_dict.get() else { continue };
        if let Some(found) = dict.get_known(name, hash)? {
            // SAFETY: the dict is the type's, and the caller keeps the type as it is.
            return Ok(Some(unsafe { &*found.as_ptr() }));
        }
    }
    Ok(None)
}

/// Gives a type, and all it inherits from, a version tag. False where it cannot have one.
pub fn assign_version(ty: &PyTypeObject) -> bool {
    if ty.tp_version_tag.get() != 0 {
        return true;
    }
    if !ty.has_flag(flags::READY) || ty.tp_versions_used.get() >= MOST_VERSIONS {
        return false;
    }
    if let Some(bases) = ty.tp_bases.get() {
        let assigned = bases.as_slice().iter().all(|b| b.downcast::<PyTypeObject>().is_some_and(assign_version));
        if !assigned {
            return false;
        }
    }
    let next = NEXT_VERSION.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |v| v.checked_add(1));
    let Ok(version) = next else { return false };
    ty.tp_versions_used.set(ty.tp_versions_used.get() + 1);
    ty.tp_version_tag.set(version);
    true
}

/// Tells everybody that a type has changed, or is about to: its tag and those of all that derive from it are taken away, and watchers
/// are called.
pub fn modified(ty: &PyTypeObject) {
    let version = ty.tp_version_tag.get();
    if version == 0 {
        return;
    }
    for subclass in subclasses::list(ty) {
        modified(&subclass);
    }
    let watched = ty.tp_watched.get();
    if watched != 0 {
        let watchers = &interp().types.watchers;
        for (i, watcher) in watchers.iter().enumerate() {
            if watched & (1 << i) != 0
                && let Some(callback) = watcher.get()
            {
                // SAFETY: the watcher's own function, called as it asked.
                if unsafe { foreign!(callback(ty.as_ptr())) } < 0 {
                    crate::runtime::errors::unraisable(format_args!("Exception ignored in a type watcher callback for <class '{}'>", ty.name()));
                }
            }
        }
    }
    if ty.has_flag(flags::STATIC_BUILTIN) {
        // Shared by all interpreters, so its tag stays; what this one has found under it is forgotten.
        interp().types.cache.forget(version);
        return;
    }
    ty.tp_version_tag.set(0);
}

/// What `PyType_AddWatcher` registers.
pub type Watcher = unsafe extern "C" fn(*mut PyTypeObject) -> c_int;

// ---- object.h -----------------------------------------------------------------------------------------------------

/// What the type's MRO has under the name, borrowed; NULL without an exception where it has nothing.
#[capi]
pub fn _PyType_Lookup<'a>(ty: &'a PyTypeObject, name: &PyObject) -> Option<&'a PyObject> {
    // SAFETY: the caller keeps the type as it is while it uses the result.
    name.downcast::<PyUnicodeObject>().and_then(|name| unsafe { lookup_borrowed(ty, name) })
}

/// What the type's MRO has under the name, new; NULL without an exception where it has nothing.
#[capi]
pub fn _PyType_LookupRef(ty: &PyTypeObject, name: &PyObject) -> Option<Owned> {
    name.downcast::<PyUnicodeObject>().and_then(|name| lookup(ty, name))
}

/// Says that the type's dict or MRO has been changed from outside.
#[capi]
pub fn PyType_Modified(ty: &PyTypeObject) {
    modified(ty);
}

/// Forgets all lookups. The last version tag that was given out.
#[capi]
pub fn PyType_ClearCache() -> c_uint {
    interp().types.cache.clear();
    NEXT_VERSION.load(Ordering::Relaxed) - 1
}

/// Gives the type a version tag: 1, or 0 where it cannot have one.
#[capi]
pub fn PyUnstable_Type_AssignVersionTag(ty: &PyTypeObject) -> c_int {
    c_int::from(assign_version(ty))
}

fn check_watcher(id: c_int) -> Result<usize> {
    let watchers = &interp().types.watchers;
    match usize::try_from(id).ok().filter(|i| *i < watchers.len()) {
        None => Err(raise!(ValueError, "Invalid type watcher ID {id}")),
        Some(i) if watchers[i].get().is_none() => Err(raise!(ValueError, "No type watcher set for ID {id}")),
        Some(i) => Ok(i),
    }
}

/// Registers a function that is called before a watched type changes. Its id; `RuntimeError` where all eight are taken.
#[capi]
pub fn PyType_AddWatcher(callback: Option<Watcher>) -> Result<c_int> {
    // The first one is kept for the library itself.
    for (i, watcher) in interp().types.watchers.iter().enumerate().skip(1) {
        if watcher.get().is_none() {
            watcher.set(callback);
            return Ok(i as c_int);
        }
    }
    Err(raise!(RuntimeError, "no more type watcher IDs available"))
}

/// Takes a watcher away. `ValueError` where there is none of that id.
#[capi]
pub fn PyType_ClearWatcher(watcher_id: c_int) -> Result<()> {
    let i = check_watcher(watcher_id)?;
    interp().types.watchers[i].set(None);
    Ok(())
}

fn watched_type(object: &PyObject) -> Result<&PyTypeObject> {
    object.downcast().ok_or_else(|| raise!(ValueError, "Cannot watch non-type"))
}

/// Watches a type. `ValueError` where it is none, or no watcher has that id.
#[capi]
pub fn PyType_Watch(watcher_id: c_int, object: &PyObject) -> Result<()> {
    let ty = watched_type(object)?;
    let i = check_watcher(watcher_id)?;
    // A type without a tag changes unnoticed.
    assign_version(ty);
    ty.tp_watched.set(ty.tp_watched.get() | 1 << i);
    Ok(())
}

/// Watches a type no more. `ValueError` where it is none, or no watcher has that id.
#[capi]
pub fn PyType_Unwatch(watcher_id: c_int, object: &PyObject) -> Result<()> {
    let ty = watched_type(object)?;
    let i = check_watcher(watcher_id)?;
    ty.tp_watched.set(ty.tp_watched.get() & !(1 << i));
    Ok(())
}

/// Sets the type's version tag to one that nobody else has; 0 takes it away.
#[capi(private)]
pub fn _PyType_SetVersion(ty: &PyTypeObject, version: c_uint) {
    if ty.tp_version_tag.get() == version {
        return;
    }
    interp().types.cache.forget(ty.tp_version_tag.get());
    ty.tp_version_tag.set(version);
    if version != 0 {
        ty.tp_versions_used.set(ty.tp_versions_used.get().saturating_add(1));
    }
}
