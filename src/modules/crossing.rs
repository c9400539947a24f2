//! What `_interpqueues` and `_interpchannels` share: items on their way between interpreters.
//!
//! An item outlives the interpreter that sent it, its data do not. Then it goes, stands for nothing, or is an error to receive, as it says.
//!
//! Invariant: data are made and released under no lock.

use crate::layout::*;
use crate::protocol::number;
use crate::raise;
use crate::runtime::crossinterp::{self, XIData};
use crate::runtime::errors::{self, Raised, Result};
use crate::runtime::interp;
use crate::types::{exceptions, long};
use std::collections::VecDeque;
use std::ffi::c_int;

/// What becomes of an item whose interpreter has ended: it goes, getting it is an error, it is replaced.
const REMOVE: c_int = 1;
const REPLACE: c_int = 3;

/// An object's data, and `more` that the module keeps of it.
pub struct Item<M = ()> {
    /// `None` where the interpreter that sent it has ended.
    pub data: Option<XIData>,
    interpid: i64,
    pub unbound: c_int,
    pub more: M,
}

impl<M> Item<M> {
    /// The data of an object of the current interpreter; `NotShareableError` where it may not cross.
    pub fn new(object: &PyObject, options: Options, more: M) -> Result<Self> {
        let mut data = XIData::EMPTY;
        crossinterp::get(object, options.fallback, &mut data)?;
        Ok(Item { data: Some(data), interpid: interp().id, unbound: options.unbound, more })
    }
}

/// Adds an item at the end; hands it back where there is no memory.
pub fn push<M>(items: &mut VecDeque<Item<M>>, item: Item<M>) -> std::result::Result<(), Item<M>> {
    if items.try_reserve(1).is_err() {
        return Err(item);
    }
    items.push_back(item);
    Ok(())
}

/// Takes what an interpreter has sent out of a queue of items: it ends. What it returns is to be released.
pub fn forget<M>(items: &mut VecDeque<Item<M>>, interpid: i64) -> Vec<Option<XIData>> {
    let gone = items.iter_mut().filter(|item| item.interpid == interpid).map(|item| item.data.take()).collect();
    items.retain(|item| item.interpid != interpid || item.unbound != REMOVE);
    gone
}

/// Releases data; what goes wrong with it is nobody's affair.
pub fn release(data: Option<XIData>) {
    let Some(mut data) = data else { return };
    let pending = errors::take();
    if let Err(raised) = data.release() {
        raised.clear();
    }
    errors::restore(pending);
}

/// What becomes of an item whose interpreter ends, and of what is not shareable.
#[derive(Clone, Copy)]
pub struct Options {
    pub unbound: c_int,
    pub fallback: c_int,
}

/// The options of what is made without any.
pub const DEFAULTS: Options = Options { unbound: REPLACE, fallback: crossinterp::PICKLED };

impl Options {
    /// As arguments give them: -1 where one is not given.
    pub fn given(unbound: Option<&PyObject>, fallback: Option<&PyObject>) -> Result<Self> {
        let option = |argument: Option<&PyObject>| argument.map_or(Ok(-1), long::convert::as_int);
        Ok(Options { unbound: option(unbound)?, fallback: option(fallback)? })
    }
    /// With the defaults for what is not given; `ValueError` where one is unknown.
    pub fn or(self, defaults: Self) -> Result<Self> {
        let unbound = match self.unbound {
            ..=-1 => defaults.unbound,
            REMOVE..=REPLACE => self.unbound,
            other => return Err(raise!(ValueError, "unsupported unboundop {other}")),
        };
        let fallback = match self.fallback {
            ..=-1 => defaults.fallback,
            crossinterp::ONLY_SHAREABLE | crossinterp::PICKLED => self.fallback,
            other => return Err(raise!(ValueError, "unsupported fallback {other}")),
        };
        Ok(Options { unbound, fallback })
    }
    /// The same with defaults that are looked up only where one is not given.
    pub fn or_of(self, defaults: impl FnOnce() -> Result<Self>) -> Result<Self> {
        let defaults = if self.unbound < 0 || self.fallback < 0 { defaults()? } else { DEFAULTS };
        self.or(defaults)
    }
}

/// The number that an object is; an exception where it can be none of an interpreter, a channel, a queue: of `what`. What is raised for one
/// that is too big, `too_big` says.
pub fn parse_id(what: &str, object: &PyObject, too_big: impl FnOnce() -> Raised) -> Result<i64> {
    if number::PyIndex_Check(object) == 0 {
        return Err(raise!(TypeError, "{what} ID must be an int, got {}", object.ty().name()));
    }
    let id = match long::convert::PyLong_AsLongLong(Some(object)) {
        Ok(id) => id,
        Err(raised) if raised.matches(&exceptions::OverflowError) => {
            raised.clear();
            return Err(too_big());
        }
        Err(raised) => return Err(raised),
    };
    if id < 0 {
        return Err(raise!(ValueError, "{what} ID must be a non-negative int, got {}", &*object.repr()?));
    }
    Ok(id)
}

/// The `OverflowError` that says no more than that.
#[cold]
pub fn too_big() -> Raised {
    raise!(OverflowError, "int too big to convert")
}
