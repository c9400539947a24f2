//! Union, intersection, difference, and the questions about subsets. The order of the steps is CPython's, as it shows in the results' order.

use super::{PyFrozenSet_Type, PySet_Type, as_any_set, empty_of};
use crate::layout::*;
use crate::object::{Owned, is_exact};
use crate::protocol::iteration;
use crate::runtime::errors::Result;
use crate::types::list::items_of;

/// The built-in type that results have: a subclass's operations give plain sets.
pub(super) fn base_of(set: &PySetObject) -> &'static PyTypeObject {
    let ty = set.ty();
    if std::ptr::eq(ty, &PySet_Type) || ty.is_subtype(&PySet_Type) { &PySet_Type } else { &PyFrozenSet_Type }
}

/// Calls `f` with each key of a set, held, and its hash. The set may change meanwhile.
fn each_key(set: &PySetObject, mut f: impl FnMut(&PyObject, isize) -> Result<()>) -> Result<()> {
    let mut position = 0;
    while let Some((key, hash)) = set.next(&mut position) {
        let key = key.new_ref();
        f(&key, hash)?;
    }
    Ok(())
}
/// The same of a dict.
fn each_dict_key(dict: &PyDictObject, mut f: impl FnMut(&PyObject, isize) -> Result<()>) -> Result<()> {
    let mut position = 0;
    while let Some((key, _, hash)) = dict.next_hashed(&mut position) {
        let key = key.new_ref();
        f(&key, hash)?;
    }
    Ok(())
}

impl PySetObject {
    /// Adds what an iterable gives.
    pub fn update(&self, other: &PyObject) -> Result<()> {
        if let Some(other) = as_any_set(other) {
            return self.merge(other);
        }
        if let Some(dict) = other.downcast_exact::<PyDictObject>() {
            if self.is_full(self.fill.get() + dict.ma_used.get()) {
                self.resize((self.len() + dict.len()) * 2)?;
            }
            return each_dict_key(dict, |key, hash| self.add_known(key, hash).map(drop));
        }
        if is_exact::<PyListObject>(other) || is_exact::<PyTupleObject>(other) {
            let mut at = 0;
            // Hashing and comparing may change a list.
            while let Some(key) = items_of(other).and_then(|items| items.get(at)).map(|key| key.new_ref()) {
                self.add(&key)?;
                at += 1;
            }
            return Ok(());
        }
        iteration::for_each(other, |key| self.add(&key).map(|_| true))
    }

    /// A new set of that type with the same keys.
    pub(super) fn copy_as(&self, ty: &PyTypeObject) -> Result<Owned<PySetObject>> {
        let copy = empty_of(ty)?;
        copy.merge(self)?;
        Ok(copy)
    }
    /// A new set with the same keys.
    pub fn copy(&self) -> Result<Owned<PySetObject>> {
        self.copy_as(base_of(self))
    }

    pub(super) fn union(&self, other: &PyObject) -> Result<Owned<PySetObject>> {
        let result = self.copy()?;
        if !other.is(self) {
            result.update(other)?;
        }
        Ok(result)
    }

    pub fn intersection(&self, other: &PyObject) -> Result<Owned<PySetObject>> {
        if other.is(self) {
            return self.copy();
        }
        let result = empty_of(base_of(self))?;
        if let Some(other) = as_any_set(other) {
            let (small, large) = if other.len() > self.len() { (self, other) } else { (other, self) };
            each_key(small, |key, hash| {
                if large.contains_known(key, hash)? {
                    result.add_known(key, hash)?;
                }
                Ok(())
            })?;
            return Ok(result);
        }
        iteration::for_each(other, |key| {
            let hash = key.hash()?;
            if self.contains_known(&key, hash)? {
                result.add_known(&key, hash)?;
                if result.len() >= self.len() {
                    return Ok(false);
                }
            }
            Ok(true)
        })?;
        Ok(result)
    }

    pub(super) fn difference(&self, other: &PyObject) -> Result<Owned<PySetObject>> {
        let (set, dict) = (as_any_set(other), other.downcast_exact::<PyDictObject>());
        let other_len = match (set, dict) {
            (Some(set), _) => set.len(),
            (None, Some(dict)) => dict.len(),
            (None, None) => return self.copy_without(other),
        };
        if self.len() >> 2 > other_len {
            return self.copy_without(other);
        }
        let result = empty_of(base_of(self))?;
        each_key(self, |key, hash| {
            let known = match (set, dict) {
                (Some(set), _) => set.contains_known(key, hash)?,
                (None, Some(dict)) => dict.contains_known(key, hash)?,
                (None, None) => false,
            };
            if !known {
                result.add_known(key, hash)?;
            }
            Ok(())
        })?;
        Ok(result)
    }
    fn copy_without(&self, other: &PyObject) -> Result<Owned<PySetObject>> {
        let result = self.copy()?;
        result.difference_update(other)?;
        Ok(result)
    }

    pub fn difference_update(&self, other: &PyObject) -> Result<()> {
        if other.is(self) {
            self.clear();
            return Ok(());
        }
        if let Some(other) = as_any_set(other) {
            // A much larger set is first cut to what the two share.
            let shared = if other.len() >> 3 > self.len() { Some(self.intersection(other)?) } else { None };
            let other = shared.as_deref().unwrap_or(other);
            each_key(other, |key, hash| self.discard_known(key, hash).map(drop))?;
        } else {
            iteration::for_each(other, |key| self.discard(&key).map(|_| true))?;
        }
        if (self.fill.get() - self.used.get()) as usize > self.mask.get() as usize / 4 {
            self.resize(self.grown())?;
        }
        Ok(())
    }

    pub fn symmetric_difference_update(&self, other: &PyObject) -> Result<()> {
        if other.is(self) {
            self.clear();
            return Ok(());
        }
        let toggle = |key: &PyObject, hash: isize| {
            if !self.discard_known(key, hash)? {
                self.add_known(key, hash)?;
            }
            Ok(())
        };
        if let Some(dict) = other.downcast_exact::<PyDictObject>() {
            return each_dict_key(dict, toggle);
        }
        if let Some(other) = as_any_set(other) {
            return each_key(other, toggle);
        }
        // Each value counts once.
        let other = super::from_iterable(base_of(self), other)?;
        each_key(&other, toggle)
    }

    pub(super) fn symmetric_difference(&self, other: &PyObject) -> Result<Owned<PySetObject>> {
        let result = super::from_iterable(base_of(self), other)?;
        result.symmetric_difference_update(self)?;
        Ok(result)
    }

    pub(super) fn is_disjoint(&self, other: &PyObject) -> Result<bool> {
        if other.is(self) {
            return Ok(self.is_empty());
        }
        let mut disjoint = true;
        if let Some(other) = as_any_set(other) {
            let (small, large) = if other.len() > self.len() { (self, other) } else { (other, self) };
            let mut position = 0;
            while let Some((key, hash)) = small.next(&mut position) {
                let key = key.new_ref();
                if large.contains_known(&key, hash)? {
                    return Ok(false);
                }
            }
            return Ok(true);
        }
        iteration::for_each(other, |key| {
            disjoint = !self.contains(&key)?;
            Ok(disjoint)
        })?;
        Ok(disjoint)
    }

    pub(super) fn is_subset(&self, other: &PyObject) -> Result<bool> {
        let Some(other) = as_any_set(other) else {
            return Ok(self.intersection(other)?.len() == self.len());
        };
        if self.len() > other.len() {
            return Ok(false);
        }
        let mut position = 0;
        while let Some((key, hash)) = self.next(&mut position) {
            let key = key.new_ref();
            if !other.contains_known(&key, hash)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    pub(super) fn is_superset(&self, other: &PyObject) -> Result<bool> {
        if let Some(other) = as_any_set(other) {
            return other.is_subset(self);
        }
        let mut all = true;
        iteration::for_each(other, |key| {
            all = self.contains(&key)?;
            Ok(all)
        })?;
        Ok(all)
    }

    pub(super) fn equals_set(&self, other: &PySetObject) -> Result<bool> {
        if self.len() != other.len() {
            return Ok(false);
        }
        let (a, b) = (self.hash.get(), other.hash.get());
        if a != -1 && b != -1 && a != b {
            return Ok(false);
        }
        self.is_subset(other)
    }

    /// Changes content with another set.
    pub(super) fn swap(&self, other: &PySetObject) {
        self.fill.swap(&other.fill);
        self.used.swap(&other.used);
        self.mask.swap(&other.mask);
        let (mine, theirs) = (self.table.get(), other.table.get());
        let (mine_small, theirs_small) = (mine == self.small(), theirs == other.small());
        self.table.set(if theirs_small { self.small() } else { theirs });
        other.table.set(if mine_small { other.small() } else { mine });
        if mine_small || theirs_small {
            // SAFETY: the slots within two objects.
            unsafe { std::ptr::swap_nonoverlapping(self.small(), other.small(), super::core::MIN_SIZE) };
        }
        if is_exact_frozen(self) && is_exact_frozen(other) {
            self.hash.swap(&other.hash);
        } else {
            self.hash.set(-1);
            other.hash.set(-1);
        }
    }
}

fn is_exact_frozen(set: &PySetObject) -> bool {
    std::ptr::eq(set.ty(), &PyFrozenSet_Type)
}
