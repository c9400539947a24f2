//! The guard against `repr` of an object that contains itself.
//!
//! Each thread state has the list of the objects whose text is being made, the innermost last.

use crate::layout::*;
use crate::object::Owned;
use crate::runtime::errors::{Raised, Result};
use crate::runtime::thread;
use crate::types::unicode::{self, TextBuf};
use exuvia_macros::capi;

/// Says that an object's text is being made; `false` where it is already.
pub fn enter(object: &PyObject) -> Result<bool> {
    let mut active = thread().reprs.borrow_mut();
    if active.iter().rev().any(|one| one.is(object)) {
        return Ok(false);
    }
    if active.try_reserve(1).is_err() {
        return Err(Raised::no_memory());
    }
    active.push(object.new_ref());
    Ok(true)
}

/// Takes back what [`enter`] said.
pub fn leave(object: &PyObject) {
    let left = {
        let mut active = thread().reprs.borrow_mut();
        active.iter().rposition(|one| one.is(object)).map(|at| active.remove(at))
    };
    drop(left);
}

/// The text that `write` makes of an object; `again` where that is being made already, because the object contains itself.
pub fn guarded(object: &PyObject, again: &str, write: impl FnOnce(&mut TextBuf) -> Result<()>) -> Result<Owned> {
    if !enter(object)? {
        return Ok(unicode::from_str(again)?.upcast());
    }
    let mut text = TextBuf::new();
    let outcome = write(&mut text);
    leave(object);
    outcome?;
    Ok(unicode::from_buf(&text)?.upcast())
}

/// Writes the `repr` of an object.
pub fn push_repr(text: &mut TextBuf, object: &PyObject) -> Result<()> {
    text.push_chars(object.repr()?.chars());
    Ok(())
}

/// Says that an object's text is being made: 1 where it is already, 0 where not, -1 with an exception.
#[capi]
pub fn Py_ReprEnter(object: &PyObject) -> Result<bool> {
    Ok(!enter(object)?)
}

/// Takes back what `Py_ReprEnter` said; an exception that is set stays.
#[capi]
pub fn Py_ReprLeave(object: Option<&PyObject>) {
    if let Some(object) = object {
        leave(object);
    }
}
