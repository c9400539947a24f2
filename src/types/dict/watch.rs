//! Dict watchers: functions that hear of each change before it happens.
//!
//! The low eight bits of a dict's `_ma_watcher_tag` say which of its interpreter's eight watchers it has.

use crate::foreign;
use crate::layout::*;
use crate::raise;
use crate::runtime::errors::{self, Result};
use crate::runtime::thread;
use exuvia_macros::capi;
use std::cell::Cell;
use std::ffi::c_int;

/// What happens to a dict: CPython's `PyDict_WatchEvent`.
#[derive(Clone, Copy)]
#[repr(i32)]
pub enum Event {
    Added = 0,
    Modified = 1,
    Deleted = 2,
    Cloned = 3,
    Cleared = 4,
    Deallocated = 5,
}

impl Event {
    /// `None` where C passes a number that is no event.
    pub fn from_c(event: c_int) -> Option<Event> {
        use Event::*;
        [Added, Modified, Deleted, Cloned, Cleared, Deallocated].get(usize::try_from(event).ok()?).copied()
    }
    fn name(self) -> &'static str {
        match self {
            Event::Added => "PyDict_EVENT_ADDED",
            Event::Modified => "PyDict_EVENT_MODIFIED",
            Event::Deleted => "PyDict_EVENT_DELETED",
            Event::Cloned => "PyDict_EVENT_CLONED",
            Event::Cleared => "PyDict_EVENT_CLEARED",
            Event::Deallocated => "PyDict_EVENT_DEALLOCATED",
        }
    }
}

type Callback = unsafe extern "C" fn(c_int, *mut PyObject, *mut PyObject, *mut PyObject) -> c_int;

/// An interpreter's watchers. The first two places are kept for the library itself, as in CPython.
#[derive(Default)]
pub struct Watchers([Cell<Option<Callback>>; 8]);

const FIRST_FREE: usize = 2;

/// Tells a dict's watchers. What one of them raises is reported, not passed on.
#[cold]
pub fn notify(event: Event, dict: &PyDictObject, key: Option<&PyObject>, value: Option<&PyObject>) {
    send(dict._ma_watcher_tag.get() as u8, event, dict, key, value);
}

/// Tells the watchers in `bits`.
pub fn send(bits: u8, event: Event, dict: &PyDictObject, key: Option<&PyObject>, value: Option<&PyObject>) {
    let pending = errors::take();
    for (place, watcher) in thread().interp().dict_watchers.0.iter().enumerate() {
        let (true, Some(callback)) = (bits >> place & 1 == 1, watcher.get()) else { continue };
        let pointer = |o: Option<&PyObject>| o.map_or(std::ptr::null_mut(), |o| o.as_ptr());
        // SAFETY: the watcher's own function, called as its type says.
        if unsafe { foreign!(callback(event as c_int, dict.as_ptr().cast(), pointer(key), pointer(value))) } < 0 {
            errors::unraisable(format_args!("Exception ignored in {} watcher callback for <dict at {:p}>", event.name(), dict));
        }
    }
    errors::restore(pending);
}

/// The place of a watcher identifier, where there is a watcher.
fn place(id: c_int) -> Result<usize> {
    let watchers = &thread().interp().dict_watchers.0;
    match usize::try_from(id).ok().and_then(|place| watchers.get(place)) {
        None => Err(raise!(ValueError, "Invalid dict watcher ID {id}")),
        Some(watcher) if watcher.get().is_none() => Err(raise!(ValueError, "No dict watcher set for ID {id}")),
        Some(_) => Ok(id as usize),
    }
}

/// Registers a watcher; its identifier, or `RuntimeError` where all are in use.
#[capi]
pub fn PyDict_AddWatcher(callback: Option<Callback>) -> Result<c_int> {
    for (place, watcher) in thread().interp().dict_watchers.0.iter().enumerate().skip(FIRST_FREE) {
        if watcher.get().is_none() {
            watcher.set(callback);
            return Ok(place as c_int);
        }
    }
    Err(raise!(RuntimeError, "no more dict watcher IDs available"))
}

/// Forgets a watcher; `ValueError` where there is none of that identifier.
#[capi]
pub fn PyDict_ClearWatcher(watcher_id: c_int) -> Result<()> {
    let place = place(watcher_id)?;
    thread().interp().dict_watchers.0[place].set(None);
    Ok(())
}

/// Lets a watcher hear of changes to a dict; `ValueError` for what is no dict or no watcher.
#[capi]
pub fn PyDict_Watch(watcher_id: c_int, dict: &PyObject) -> Result<()> {
    let Some(dict) = dict.downcast::<PyDictObject>() else {
        return Err(raise!(ValueError, "Cannot watch non-dictionary"));
    };
    let place = place(watcher_id)?;
    dict._ma_watcher_tag.set(dict._ma_watcher_tag.get() | 1 << place);
    Ok(())
}

/// Lets a watcher no longer hear of changes to a dict; `ValueError` for what is no dict or no watcher.
#[capi]
pub fn PyDict_Unwatch(watcher_id: c_int, dict: &PyObject) -> Result<()> {
    let Some(dict) = dict.downcast::<PyDictObject>() else {
        return Err(raise!(ValueError, "Cannot watch non-dictionary"));
    };
    let place = place(watcher_id)?;
    dict._ma_watcher_tag.set(dict._ma_watcher_tag.get() & !(1 << place));
    Ok(())
}
