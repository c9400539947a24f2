//! Context watchers: functions that hear when a thread goes from one context to another.

use crate::foreign;
use crate::layout::*;
use crate::raise;
use crate::runtime::errors::{self, Result};
use crate::runtime::thread;
use crate::types::singletons::none;
use std::cell::Cell;
use std::ffi::c_int;

/// The one event that there is, `Py_CONTEXT_SWITCHED`.
const SWITCHED: c_int = 1;

pub type Callback = unsafe extern "C" fn(c_int, *mut PyObject) -> c_int;

/// An interpreter's watchers.
#[derive(Default)]
pub struct Watchers([Cell<Option<Callback>>; 8]);

/// Tells the watchers which context is the thread's now. What one of them raises is reported, not passed on.
pub fn switched() {
    let watchers = &thread().interp().context_watchers.0;
    if watchers.iter().all(|watcher| watcher.get().is_none()) {
        return;
    }
    let pending = errors::take();
    let context = thread().context.get().unwrap_or_else(none);
    for callback in watchers.iter().filter_map(Cell::get) {
        // SAFETY: the watcher's own function, called as its type says.
        if unsafe { foreign!(callback(SWITCHED, context.as_ptr())) } < 0 {
            match context.repr() {
                Ok(shown) => errors::unraisable(format_args!("Exception ignored in Py_CONTEXT_SWITCHED watcher callback for {}", &*shown)),
                Err(raised) => raised.clear(),
            }
        }
    }
    errors::restore(pending);
}

pub(super) fn add(callback: Option<Callback>) -> Result<c_int> {
    for (place, watcher) in thread().interp().context_watchers.0.iter().enumerate() {
        if watcher.get().is_none() {
            watcher.set(callback);
            return Ok(place as c_int);
        }
    }
    Err(raise!(RuntimeError, "no more context watcher IDs available"))
}

pub(super) fn clear(id: c_int) -> Result<()> {
    match usize::try_from(id).ok().and_then(|place| thread().interp().context_watchers.0.get(place)) {
        None => Err(raise!(ValueError, "Invalid context watcher ID {id}")),
        Some(watcher) => match watcher.take() {
            Some(_) => Ok(()),
            None => Err(raise!(ValueError, "No context watcher set for ID {id}")),
        },
    }
}
