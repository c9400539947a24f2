//! Interned strings: one object a text, so that names can be compared by address.
//!
//! What is interned at compile time (identifiers, Latin-1 characters) is in one table for the process; what a program interns is in a
//! table of its interpreter. Invariant: the table holds no counted reference. A mortal string takes itself out when it is destroyed, an
//! immortal one stays until the interpreter ends, and is destroyed then.

use super::chars::Chars;
use super::{new, statics};
use crate::layout::*;
use crate::object::{Owned, identifiers as id};
use crate::runtime::errors::Result;
use crate::runtime::interp;
use crate::runtime::sync::{AcrossFork, RwLock};
use hashbrown::HashTable;
use std::cell::RefCell;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

/// The strings that an interpreter has interned.
#[derive(Default)]
pub struct Table(RefCell<HashTable<*mut PyUnicodeObject>>);

/// The compile-time strings; built once, never changed.
struct Fixed(HashTable<&'static PyUnicodeObject>);
// SAFETY: immortal strings, read only.
unsafe impl Send for Fixed {}
// SAFETY: as above.
unsafe impl Sync for Fixed {}
static FIXED: OnceLock<Fixed> = OnceLock::new();

/// Gives the compile-time strings their hashes and makes the table of them. Once a process, before the first type is readied.
pub fn start() {
    FIXED.get_or_init(|| {
        let mut table = HashTable::with_capacity(1024);
        for string in statics::all().chain(id::all()) {
            let hash = string.text_hash();
            table.insert_unique(hash as u64, string, |s: &&PyUnicodeObject| s.text_hash() as u64);
        }
        Fixed(table)
    });
}

/// Frees the tables of strings that live as long as the process: the library goes.
///
/// # Safety
/// No code of the library runs after this but what gives its memory back.
pub unsafe fn unload() {
    for table in [&FIXED, &SETTLED] {
        // SAFETY: the caller's word: nobody reads the table.
        unsafe { std::ptr::from_ref(table).cast_mut().drop_in_place() };
    }
}

/// The pointer under which the table has a text.
fn find(table: &HashTable<*mut PyUnicodeObject>, string: &PyUnicodeObject) -> Option<*mut PyUnicodeObject> {
    // SAFETY: what the table holds is alive.
    table.find(string.text_hash() as u64, |other| unsafe { string.chars().equals((**other).chars()) }).copied()
}

/// The one interned string of the text of `string`, which is exactly a `str`; `string` itself becomes it where there was none.
pub fn intern(string: Owned<PyUnicodeObject>) -> Owned<PyUnicodeObject> {
    if string.interned() != str_state::NOT_INTERNED {
        return string;
    }
    if let Some(one) = fixed(&string) {
        return one;
    }
    let mut table = interp().interned.0.borrow_mut();
    if let Some(found) = find(&table, &string) {
        // SAFETY: what the table holds is alive.
        return Owned::from_ref(unsafe { &*found });
    }
    // SAFETY: what the table holds is alive.
    if table.try_reserve(1, |s| unsafe { (**s).text_hash() as u64 }).is_err() {
        return string;
    }
    // SAFETY: what the table holds is alive.
    table.insert_unique(string.text_hash() as u64, string.as_ptr(), |s| unsafe { (**s).text_hash() as u64 });
    let state = if string.is_immortal() { str_state::INTERNED_IMMORTAL } else { str_state::INTERNED_MORTAL };
    string.state.set(string.state.get() | state);
    string
}

/// The lock that [`intern_forever`] takes.
pub fn lock() -> &'static dyn AcrossFork {
    &FOREVER
}

/// Names that the library's own static types have brought: built once, when all of them are ready, and read by all.
static SETTLED: OnceLock<Fixed> = OnceLock::new();
/// Whether anything is in the table that is locked. Most processes never look there, and interpreters on different cores
/// do not meet at its lock.
static ANY_FOREVER: AtomicBool = AtomicBool::new(false);

/// All static types of the library are ready: what they have brought is read without a lock from here on.
pub fn settle() {
    let brought = std::mem::take(&mut FOREVER.write().0);
    if SETTLED.set(Fixed(brought)).is_ok() {
        ANY_FOREVER.store(false, Ordering::Release);
    }
}

/// Names that static types brought after start-up has made the table of compile-time strings.
static FOREVER: RwLock<Forever> = RwLock::new(Forever(HashTable::new()));
struct Forever(HashTable<&'static PyUnicodeObject>);
// SAFETY: immortal strings, read only.
unsafe impl Send for Forever {}
// SAFETY: as above.
unsafe impl Sync for Forever {}

/// As [`intern`], for the process: the string is immortal and shared by all interpreters, as what hangs under a static type must be.
pub fn intern_forever(string: Owned<PyUnicodeObject>) -> Owned<PyUnicodeObject> {
    if let Some(one) = fixed(&string) {
        return one;
    }
    // A copy: the string at hand may be known to somebody who counts.
    let Ok(own) = new::from_chars(string.chars()) else { return string };
    own.make_immortal();
    own.state.set(own.state.get() & !str_state::INTERNED_MASK | str_state::INTERNED_IMMORTAL_STATIC);
    // SAFETY: immortal.
    let forever: &'static PyUnicodeObject = unsafe { &*own.as_ptr() };
    FOREVER.write().0.insert_unique(forever.text_hash() as u64, forever, |s| s.text_hash() as u64);
    ANY_FOREVER.store(true, Ordering::Release);
    own
}

fn fixed(string: &PyUnicodeObject) -> Option<Owned<PyUnicodeObject>> {
    let hash = string.text_hash() as u64;
    let find =
        |table: &HashTable<&'static PyUnicodeObject>| table.find(hash, |other| string.chars().equals(other.chars())).map(|s| Owned::from_ref(*s));
    let settled = || SETTLED.get().and_then(|settled| find(&settled.0));
    let late = || ANY_FOREVER.load(Ordering::Acquire).then(|| find(&FOREVER.read().0)).flatten();
    find(&FIXED.get()?.0).or_else(settled).or_else(late)
}

/// As [`intern`], and the string lives as long as the interpreter.
pub fn intern_immortal(string: Owned<PyUnicodeObject>) -> Owned<PyUnicodeObject> {
    let string = intern(string);
    if string.interned() == str_state::INTERNED_MORTAL {
        string.state.set(string.state.get() & !str_state::INTERNED_MASK | str_state::INTERNED_IMMORTAL);
        string.make_immortal();
        interp().immortals.add_string(&string);
    }
    string
}

/// An interned string of Rust text, new.
#[inline]
pub fn intern_str(text: &str) -> Result<Owned<PyUnicodeObject>> {
    if text.is_ascii() { intern_ascii(text.as_bytes()) } else { Ok(intern(new::from_str(text)?)) }
}

/// The interned string of bytes below 128, new: made only where there is none yet.
pub fn intern_ascii(bytes: &[u8]) -> Result<Owned<PyUnicodeObject>> {
    if let [one] = bytes {
        return Ok(statics::latin1(*one));
    }
    let hash = crate::object::hash::of_bytes(bytes);
    let same = |string: &PyUnicodeObject| matches!(string.chars(), Chars::One(own) if own == bytes);
    if let Some(fixed) = FIXED.get().and_then(|table| table.0.find(hash as u64, |other| same(other))) {
        return Ok(Owned::from_ref(*fixed));
    }
    // SAFETY: what the table holds is alive.
    let found = interp().interned.0.borrow().find(hash as u64, |other| same(unsafe { &**other })).copied();
    if let Some(found) = found {
        // SAFETY: as above.
        return Ok(Owned::from_ref(unsafe { &*found }));
    }
    let string = new::from_ascii(bytes)?;
    string.hash.set(hash);
    Ok(intern(string))
}

/// Takes a string that is being destroyed out of the table.
pub(super) fn forget(string: *mut PyUnicodeObject) {
    // SAFETY: the string is still whole.
    let hash = unsafe { (*string).text_hash() } as u64;
    let mut table = interp().interned.0.borrow_mut();
    if let Ok(entry) = table.find_entry(hash, |other| *other == string) {
        entry.remove();
    }
}

impl Table {
    /// Lets go of the mortal strings: whoever still holds one may drop it when the interpreter is gone.
    pub fn release(&self) {
        self.0.borrow_mut().retain(|string| {
            // SAFETY: what the table holds is alive.
            let this = unsafe { &**string };
            let mortal = this.interned() == str_state::INTERNED_MORTAL;
            if mortal {
                this.state.set(this.state.get() & !str_state::INTERNED_MASK);
            }
            !mortal
        });
    }
}

impl Drop for Table {
    /// Destroys the immortal strings; the table is the last of its interpreter's fields to go.
    fn drop(&mut self) {
        self.release();
        for string in self.0.get_mut().drain() {
            // SAFETY: what the table holds is alive, and nobody uses it any more.
            unsafe {
                let this = &*string;
                this.state.set(this.state.get() & !str_state::INTERNED_MASK);
                this.ob_flags.set(0);
                this.ob_overflow.set(0);
                this.ob_refcnt.set(1);
                PyObject::decref(string.cast());
            }
        }
    }
}

/// Puts the interned string of that text in the place of `*string`, whose reference is taken over. Does nothing for NULL, for what is not
/// a `str` and for instances of subclasses.
///
/// # Safety
/// `string` points to NULL or to an owned reference.
pub unsafe fn intern_in_place(string: *mut *mut PyObject, immortal: bool) {
    // SAFETY: the caller's word.
    unsafe {
        if string.is_null() || (*string).as_ref().is_none_or(|o| !std::ptr::eq(o.ty(), &super::PyUnicode_Type)) {
            return;
        }
        let owned = Owned::from_nonnull((*string).cast::<PyUnicodeObject>());
        *string = if immortal { intern_immortal(owned) } else { intern(owned) }.into_ptr().cast();
    }
}

/// How many strings the interpreter has interned, the compile-time ones among them; or only those that are immortal.
pub fn count(only_immortal: bool) -> usize {
    let fixed = FIXED.get().map_or(0, |fixed| fixed.0.len());
    let table = interp().interned.0.borrow();
    // SAFETY: what the table holds is alive.
    let own = table.iter().filter(|s| !only_immortal || unsafe { (***s).is_immortal() }).count();
    fixed + own
}
