//! Entries from elsewhere: update, merge, pairs, `fromkeys`.

use super::PyDict_Type;
use crate::layout::*;
use crate::object::{Owned, attribute, id};
use crate::protocol::{call, iteration, mapping, sequence};
use crate::raise;
use crate::runtime::errors::{self, Result};
use crate::types::list::items_of;
use crate::types::set;

/// What becomes of a key that the dict has already.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Override {
    /// It keeps its value.
    No,
    /// It gets the new one.
    Yes,
    /// `KeyError`.
    Refuse,
}

/// Whether a dict (or an instance of a subclass) is iterated over as dicts are, so that its table says all.
fn is_plain(dict: &PyDictObject) -> bool {
    dict.ty().tp_iter.get().map(|f| f as usize) == PyDict_Type.tp_iter.get().map(|f| f as usize)
}

/// Whether an entry for the key is to be written; an error where it may not.
fn wanted(d: &PyDictObject, key: &PyObject, hash: isize, mode: Override) -> Result<bool> {
    match mode {
        Override::Yes => Ok(true),
        Override::No => Ok(!d.contains_known(key, hash)?),
        Override::Refuse if d.contains_known(key, hash)? => Err(errors::key_error(key)),
        Override::Refuse => Ok(true),
    }
}

/// Adds the entries of a dict.
pub(super) fn merge_dict(d: &PyDictObject, other: &PyDictObject, mode: Override) -> Result<()> {
    if std::ptr::eq(d, other) || other.is_empty() {
        return Ok(());
    }
    if d.is_empty() && other.is_compact() {
        return d.take_clone(other);
    }
    d.reserve_for(other)?;
    let (end, mut position) = (other.end(), 0);
    while let Some((key, value, hash)) = other.next_hashed(&mut position) {
        // Comparing keys can change either dict.
        let (key, value) = (key.new_ref(), value.new_ref());
        if wanted(d, &key, hash, mode)? {
            d.insert_known(&key, hash, value)?;
        }
        if other.end() != end {
            return Err(raise!(RuntimeError, "dict mutated during update"));
        }
    }
    Ok(())
}

/// Adds the entries of a mapping: what `keys()` gives, with `mapping[key]` for each.
pub fn merge(d: &PyDictObject, other: &PyObject, mode: Override) -> Result<()> {
    if let Some(other) = other.downcast::<PyDictObject>()
        && is_plain(other)
    {
        return merge_dict(d, other, mode);
    }
    let keys = mapping::keys(other)?;
    iteration::for_each(&keys, |key| {
        let hash = super::hash_key(&key)?;
        if wanted(d, &key, hash, mode)? {
            d.insert_known(&key, hash, mapping::get_item(other, &key)?)?;
        }
        Ok(true)
    })
}

/// Adds what an iterable of pairs gives.
pub(super) fn merge_pairs(d: &PyDictObject, pairs: &PyObject, replace: bool) -> Result<()> {
    let mut n = 0usize;
    iteration::for_each(pairs, |pair| {
        let pair = sequence::fast(&pair, c"object is not iterable")?;
        let items = items_of(&pair).unwrap_or_default();
        let [key, value] = *items else {
            let len = items.len();
            return Err(raise!(ValueError, "dictionary update sequence element #{n} has length {len}; 2 is required"));
        };
        let (key, value) = (key.new_ref(), value.new_ref());
        if replace {
            d.insert(&key, &value)?;
        } else {
            d.set_default(&key, &value)?;
        }
        n += 1;
        Ok(true)
    })
}

/// Adds what `dict.update` takes: a mapping (anything with `keys`), or pairs.
pub fn update(d: &PyDictObject, source: &PyObject) -> Result<()> {
    if let Some(other) = source.downcast_exact::<PyDictObject>() {
        return merge_dict(d, other, Override::Yes);
    }
    match attribute::get_optional(source, &id::keys)? {
        Some(_) => merge(d, source, Override::Yes),
        None => merge_pairs(d, source, true),
    }
}

/// `TypeError` where a key is no `str`.
pub fn check_keywords(kwargs: &PyDictObject) -> Result<()> {
    let mut position = 0;
    while let Some((key, _)) = kwargs.next(&mut position) {
        if !key.ty().has_flag(flags::UNICODE_SUBCLASS) {
            return Err(raise!(TypeError, "keywords must be strings"));
        }
    }
    Ok(())
}

/// `cls.fromkeys(iterable, value)`.
pub(in crate::types) fn from_keys(cls: &PyTypeObject, iterable: &PyObject, value: &PyObject) -> Result<Owned> {
    let result = call::vectorcall(cls, &[])?;
    if let Some(d) = result.downcast_exact::<PyDictObject>().filter(|d| d.is_empty()) {
        if let Some(source) = iterable.downcast_exact::<PyDictObject>() {
            let mut position = 0;
            while let Some((key, _, hash)) = source.next_hashed(&mut position) {
                let key = key.new_ref();
                d.insert_known(&key, hash, value.new_ref())?;
            }
            return Ok(result);
        }
        if let Some(source) = set::as_any_set(iterable).filter(|s| set::is_plain(s)) {
            let mut position = 0;
            while let Some((key, hash)) = source.next(&mut position) {
                let key = key.new_ref();
                d.insert_known(&key, hash, value.new_ref())?;
            }
            return Ok(result);
        }
    }
    if let Some(d) = result.downcast_exact::<PyDictObject>() {
        iteration::for_each(iterable, |key| d.insert(&key, value).map(|()| true))?;
    } else {
        iteration::for_each(iterable, |key| mapping::set_item(&result, &key, value).map(|()| true))?;
    }
    Ok(result)
}
