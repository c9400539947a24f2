//! Immortal objects that are made at run time, and the record of repairs.
//!
//! Static immortals live as long as the process. One that a program makes belongs to its interpreter, which knows it and
//! destroys it when it ends: references to it were not counted, so that happens after all else, and whoever refers to
//! another immortal goes before it.
//!
//! Invariant: an object on an interpreter's list is immortal, not tracked, and alive.

use super::gc;
use crate::foreign;
use crate::layout::*;
use crate::object::{Owned, is_instance};
use crate::runtime::errors::Result;
use crate::runtime::interp;
use crate::runtime::sync::{AcrossFork, Mutex};
use crate::types::{dict, long, unicode};
use exuvia_macros::capi;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::ffi::{c_int, c_void};

/// What an interpreter has made immortal.
#[derive(Default)]
pub struct State {
    /// Objects that go with the interpreter.
    own: RefCell<Vec<*mut PyObject>>,
    /// Interned strings, which the table of interned strings destroys.
    strings: RefCell<Vec<*mut PyObject>>,
}

impl State {
    /// Puts back the counts that have drifted; says how many there were.
    pub fn repair(&self) -> usize {
        let (own, strings) = (self.own.borrow(), self.strings.borrow());
        // SAFETY: what is on the lists is alive.
        own.iter().chain(strings.iter()).filter(|object| unsafe { (***object).has_drifted() && (***object).repair() }).count()
    }
    /// Notes an interned string that was made immortal.
    pub fn add_string(&self, string: &PyUnicodeObject) {
        self.strings.borrow_mut().push(string.as_object().as_ptr());
    }
    fn knows(&self, object: *mut PyObject) -> bool {
        self.own.borrow().contains(&object) || self.strings.borrow().contains(&object)
    }
    /// Destroys what was made immortal: the interpreter ends, and nobody uses them any more.
    pub fn destroy(&self) {
        for string in self.strings.take() {
            RECORD.lock().settle(string);
        }
        let mut all = self.own.take();
        // Containers let go of what they hold, as far as they can: no cycle of them is left then.
        for object in &all {
            // SAFETY: alive; the slot's contract.
            unsafe {
                if gc::is_gc(&**object)
                    && let Some(clear) = (**object).ty().tp_clear.get()
                {
                    foreign!(clear(*object));
                }
            }
        }
        let mut referred: HashMap<*mut PyObject, usize> = all.iter().map(|object| (*object, 0)).collect();
        for object in &all {
            visit(*object, &mut |seen| {
                if let Some(count) = referred.get_mut(&seen) {
                    *count += 1;
                }
            });
        }
        while let Some(at) = all.iter().position(|object| referred.get(object) == Some(&0)) {
            let object = all.swap_remove(at);
            visit(object, &mut |seen| {
                if let Some(count) = referred.get_mut(&seen) {
                    *count = count.saturating_sub(1);
                }
            });
            RECORD.lock().settle(object);
            // SAFETY: nobody refers to it: the one reference is given back.
            unsafe {
                (*object).make_mortal();
                PyObject::decref(object);
            }
        }
    }
}

/// Shows what an object refers to.
fn visit(object: *mut PyObject, see: &mut dyn FnMut(*mut PyObject)) {
    unsafe extern "C" fn seen(object: *mut PyObject, see: *mut c_void) -> c_int {
        // SAFETY: the closure that `visit` was given.
        unsafe { (*see.cast::<&mut dyn FnMut(*mut PyObject)>())(object) };
        0
    }
    let mut see = see;
    // SAFETY: alive; the slot's contract.
    unsafe {
        if gc::is_gc(&*object)
            && let Some(traverse) = (*object).ty().tp_traverse.get()
        {
            foreign!(loose traverse(object, seen, (&raw mut see).cast()));
        }
    }
}

/// Makes an object immortal that is not yet: it is destroyed when the interpreter ends.
fn make(object: &PyObject) {
    if !object.is_immortal() {
        gc::make_immortal(object);
        interp().immortals.own.borrow_mut().push(object.as_ptr());
    }
}

/// Makes an object immortal that only the caller refers to: 1; 0 where it is a `str`, or others may refer to it.
#[capi(since = "3.15")]
pub fn PyUnstable_SetImmortal(object: &PyObject) -> c_int {
    if !object.is_unique() || is_instance::<PyUnicodeObject>(object) {
        return 0;
    }
    make(object);
    1
}

/// Makes an object immortal, whoever refers to it.
#[capi(private)]
pub fn _Py_SetImmortal(object: &PyObject) {
    make(object);
}

/// As `_Py_SetImmortal`, for an object that the collector does not track.
#[capi(private)]
pub fn _Py_SetImmortalUntracked(object: &PyObject) {
    make(object);
}

// ---- the record of repairs ------------------------------------------------------------------------------------------

/// How often counts were put back: by the object, and by the type's name where the object is gone.
#[derive(Default)]
struct Record {
    of: BTreeMap<usize, u64>,
    gone: BTreeMap<String, u64>,
}
static RECORD: Mutex<Record> = Mutex::new(Record { of: BTreeMap::new(), gone: BTreeMap::new() });

/// The lock here, as a fork needs it.
pub fn lock() -> &'static dyn AcrossFork {
    &RECORD
}

impl Record {
    /// The object is about to be destroyed.
    fn settle(&mut self, object: *mut PyObject) {
        if let Some(times) = self.of.remove(&(object as usize)) {
            // SAFETY: still whole.
            let name = unsafe { (*object).ty() }.name().to_string();
            *self.gone.entry(name).or_default() += times;
        }
    }
}

/// Notes that an object's count was put back.
pub fn note(object: &PyObject) {
    *RECORD.lock().of.entry(object as *const PyObject as usize).or_default() += 1;
}

/// `sys._immortal_repairs()`: how often the counts of immortal objects were put back, a dict from the type's name and the
/// `repr` to the number. Objects that are gone, and other interpreters', stand by their type's name alone.
pub fn repairs() -> Result<Owned> {
    let (known, gone) = {
        let record = RECORD.lock();
        (record.of.clone(), record.gone.clone())
    };
    let state = &interp().immortals;
    let mut by_text = gone;
    for (address, times) in known {
        let object = address as *mut PyObject;
        // SAFETY: static objects live for ever, and what the interpreter knows is alive. Of any other only the record is read.
        let text = unsafe {
            if state.knows(object) || is_static(object) {
                format!("{} {}", (*object).ty().name(), (*object).repr()?.to_lossy())
            } else {
                "another interpreter's".to_owned()
            }
        };
        *by_text.entry(text).or_default() += times;
    }
    let made = dict::new()?;
    for (text, times) in by_text {
        made.insert(&*unicode::from_str(&text)?, &*long::from_u64(times)?)?;
    }
    Ok(made.upcast())
}

/// Whether the object is one of the library's static ones; it need not be alive.
fn is_static(object: *mut PyObject) -> bool {
    crate::types::statics().any(|known| std::ptr::eq(known, object))
}
