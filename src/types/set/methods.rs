//! What Python sees of sets: slots and methods.

use super::core::hash_key;
use super::{PyFrozenSet_Type, PySet_Type, as_any_set, as_set, empty_of, from_iterable, is_any_set};
use crate::args::check_positional;
use crate::boundary::method::{self, Args};
use crate::boundary::slot::{self, CompareOp};
use crate::layout::*;
use crate::object::{Owned, recursion};
use crate::raise;
use crate::runtime::errors::{self, Raised, Result};
use crate::types::exceptions::TypeError;
use crate::types::singletons::{none, not_implemented};
use crate::types::{bool, generic_alias, list, long, object_type, tuple};
use std::cell::Cell;
use std::ffi::CStr;

pub(super) static SEQUENCE: PySequenceMethods = PySequenceMethods {
    sq_length: Cell::new(Some(slot::length(|s: &PySetObject| s.used.get()))),
    sq_contains: Cell::new(Some(slot::contains(contains))),
    ..PySequenceMethods::EMPTY
};

type Operation = fn(&PySetObject, &PyObject) -> Result<Owned<PySetObject>>;

/// An operator of two sets.
#[inline(always)]
fn operator(a: &PyObject, b: &PyObject, operation: Operation) -> Result<Owned> {
    match as_any_set(a) {
        Some(a) if is_any_set(b) => Ok(operation(a, b)?.upcast()),
        _ => Ok(not_implemented()),
    }
}
/// An operator that changes its left side.
#[inline(always)]
fn in_place(a: &PySetObject, b: &PyObject, operation: fn(&PySetObject, &PyObject) -> Result<()>) -> Result<Owned> {
    if !is_any_set(b) {
        return Ok(not_implemented());
    }
    operation(a, b)?;
    Ok(a.as_object().new_ref())
}

pub(super) static FROZEN_NUMBER: PyNumberMethods = PyNumberMethods {
    nb_subtract: Cell::new(Some(slot::binary(|a, b| operator(a, b, PySetObject::difference)))),
    nb_and: Cell::new(Some(slot::binary(|a, b| operator(a, b, PySetObject::intersection)))),
    nb_xor: Cell::new(Some(slot::binary(|a, b| operator(a, b, PySetObject::symmetric_difference)))),
    nb_or: Cell::new(Some(slot::binary(|a, b| operator(a, b, PySetObject::union)))),
    ..PyNumberMethods::EMPTY
};
pub(super) static SET_NUMBER: PyNumberMethods = PyNumberMethods {
    nb_subtract: Cell::new(Some(slot::binary(|a, b| operator(a, b, PySetObject::difference)))),
    nb_and: Cell::new(Some(slot::binary(|a, b| operator(a, b, PySetObject::intersection)))),
    nb_xor: Cell::new(Some(slot::binary(|a, b| operator(a, b, PySetObject::symmetric_difference)))),
    nb_or: Cell::new(Some(slot::binary(|a, b| operator(a, b, PySetObject::union)))),
    nb_inplace_subtract: Cell::new(Some(slot::subscript(|a: &PySetObject, b: &PyObject| in_place(a, b, PySetObject::difference_update)))),
    nb_inplace_and: Cell::new(Some(slot::subscript(|a: &PySetObject, b: &PyObject| in_place(a, b, intersect_with)))),
    nb_inplace_xor: Cell::new(Some(slot::subscript(|a: &PySetObject, b: &PyObject| in_place(a, b, PySetObject::symmetric_difference_update)))),
    nb_inplace_or: Cell::new(Some(slot::subscript(|a: &PySetObject, b: &PyObject| in_place(a, b, PySetObject::update)))),
    ..PyNumberMethods::EMPTY
};

const CONTAINS: &CStr = c"__contains__($self, object, /)\n--\n\nx.__contains__(y) <==> y in x.";
const COPY: PyMethodDef = method::noargs(c"copy", copy, c"copy($self, /)\n--\n\nA set of the same values.");
const DIFFERENCE: PyMethodDef =
    method::fastcall(c"difference", difference, c"difference($self, /, *others)\n--\n\nA set of the values that are in none of the others.");
const INTERSECTION: PyMethodDef = method::fastcall(
    c"intersection",
    intersection,
    c"intersection($self, /, *others)\n--\n\nA set of the values that are in all of the others, too.",
);
const ISDISJOINT: PyMethodDef = method::o(
    c"isdisjoint",
    |s: &PySetObject, other: &PyObject| Ok(bool::from_bool(s.is_disjoint(other)?)),
    c"isdisjoint($self, other, /)\n--\n\nWhether the other has no value in common with the set.",
);
const ISSUBSET: PyMethodDef = method::o(
    c"issubset",
    |s: &PySetObject, other: &PyObject| Ok(bool::from_bool(s.is_subset(other)?)),
    c"issubset($self, other, /)\n--\n\nWhether every value of the set is in the other.",
);
const ISSUPERSET: PyMethodDef = method::o(
    c"issuperset",
    |s: &PySetObject, other: &PyObject| Ok(bool::from_bool(s.is_superset(other)?)),
    c"issuperset($self, other, /)\n--\n\nWhether every value of the other is in the set.",
);
const REDUCE: PyMethodDef = method::noargs(c"__reduce__", reduce, c"__reduce__($self, /)\n--\n\nWhat copy and pickle need.");
const SIZEOF: PyMethodDef = method::noargs(c"__sizeof__", size_of, c"__sizeof__($self, /)\n--\n\nThe bytes that the set takes.");
const SYMMETRIC: PyMethodDef = method::o(
    c"symmetric_difference",
    |s: &PySetObject, other: &PyObject| Ok(s.symmetric_difference(other)?.upcast()),
    c"symmetric_difference($self, other, /)\n--\n\nA set of the values that are in one of the two, and not in both.",
);
const UNION: PyMethodDef = method::fastcall(c"union", union, c"union($self, /, *others)\n--\n\nA set of the values of all.");

pub(super) static FROZEN_METHODS: [PyMethodDef; 13] = [
    method::o(c"__contains__", contains_method, CONTAINS).coexist(),
    method::noargs(c"copy", frozen_copy, c"copy($self, /)\n--\n\nA set of the same values."),
    DIFFERENCE,
    INTERSECTION,
    ISDISJOINT,
    ISSUBSET,
    ISSUPERSET,
    REDUCE,
    SIZEOF,
    SYMMETRIC,
    UNION,
    generic_alias::CLASS_GETITEM,
    PyMethodDef::END,
];
pub(super) static SET_METHODS: [PyMethodDef; 22] = [
    method::o(c"__contains__", contains_method, CONTAINS).coexist(),
    method::o(
        c"add",
        |s: &PySetObject, key: &PyObject| s.add(key).map(|_| none()),
        c"add($self, object, /)\n--\n\nAdds the value where it is not in the set.",
    ),
    method::noargs(c"clear", clear, c"clear($self, /)\n--\n\nRemoves all values."),
    COPY,
    DIFFERENCE,
    method::fastcall(c"difference_update", difference_update, c"difference_update($self, /, *others)\n--\n\nRemoves the values of the others."),
    method::o(c"discard", discard, c"discard($self, object, /)\n--\n\nRemoves the value where it is in the set."),
    INTERSECTION,
    method::fastcall(
        c"intersection_update",
        intersection_update,
        c"intersection_update($self, /, *others)\n--\n\nRemoves the values that are not in all of the others.",
    ),
    ISDISJOINT,
    ISSUBSET,
    ISSUPERSET,
    method::noargs(c"pop", pop, c"pop($self, /)\n--\n\nRemoves a value and returns it; KeyError where the set is empty."),
    method::o(c"remove", remove, c"remove($self, object, /)\n--\n\nRemoves the value; KeyError where it is not in the set."),
    REDUCE,
    SIZEOF,
    SYMMETRIC,
    method::o(
        c"symmetric_difference_update",
        |s: &PySetObject, other: &PyObject| s.symmetric_difference_update(other).map(|()| none()),
        c"symmetric_difference_update($self, other, /)\n--\n\nRemoves the values that are in the other, and adds the rest of it.",
    ),
    UNION,
    method::fastcall(c"update", update, c"update($self, /, *others)\n--\n\nAdds the values of the others."),
    generic_alias::CLASS_GETITEM,
    PyMethodDef::END,
];

// ---- construction -------------------------------------------------------------------------------------------------

/// `__reduce__`: the type, a list of the values, and the instance's own state.
fn reduce(s: &PySetObject) -> Result<Owned> {
    let values = tuple::from_owned([list::from_iterable(s)?.upcast()])?;
    let state = object_type::_PyObject_GetState(s)?;
    Ok(tuple::from_owned([s.ty().as_object().new_ref(), values.upcast(), state])?.upcast())
}

fn same_function<F: Copy>(a: &Cell<Option<F>>, b: &Cell<Option<F>>, address: impl Fn(F) -> usize) -> bool {
    a.get().map(&address) == b.get().map(&address)
}

/// `tp_new` of `set`: empty, whatever the arguments.
pub(super) fn new(ty: &PyTypeObject, _: &PyTupleObject, _: Option<&PyDictObject>) -> Result<Owned> {
    Ok(empty_of(ty)?.upcast())
}

/// `tp_init` of `set`: what the iterable gives takes the place of the values.
pub(super) fn init(s: &PySetObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<()> {
    let plain = same_function(&s.ty().tp_new, &PySet_Type.tp_new, |f| f as usize);
    if plain && kwargs.is_some_and(|k| !k.is_empty()) {
        return Err(raise!(TypeError, "set() takes no keyword arguments"));
    }
    let args = args.as_slice();
    check_positional("set", args.len(), 0, 1)?;
    s.clear();
    s.hash.set(-1);
    args.first().map_or(Ok(()), |values| s.update(values))
}

pub(super) fn vectorcall(ty: &PyTypeObject, args: Args<'_>) -> Result<Owned> {
    if args.has_keywords() {
        return Err(raise!(TypeError, "set() takes no keyword arguments"));
    }
    check_positional("set", args.positional.len(), 0, 1)?;
    match args.positional.first() {
        Some(values) => Ok(from_iterable(ty, values)?.upcast()),
        None => Ok(empty_of(ty)?.upcast()),
    }
}

/// `tp_new` of `frozenset`.
pub(super) fn frozen_new(ty: &PyTypeObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    let plain = std::ptr::eq(ty, &PyFrozenSet_Type) || same_function(&ty.tp_init, &PyFrozenSet_Type.tp_init, |f| f as usize);
    if plain && kwargs.is_some_and(|k| !k.is_empty()) {
        return Err(raise!(TypeError, "frozenset() takes no keyword arguments"));
    }
    let args = args.as_slice();
    check_positional("frozenset", args.len(), 0, 1)?;
    frozen_of(ty, args.first().copied())
}

pub(super) fn frozen_vectorcall(ty: &PyTypeObject, args: Args<'_>) -> Result<Owned> {
    if args.has_keywords() {
        return Err(raise!(TypeError, "frozenset() takes no keyword arguments"));
    }
    check_positional("frozenset", args.positional.len(), 0, 1)?;
    frozen_of(ty, args.positional.first().copied())
}

fn frozen_of(ty: &PyTypeObject, values: Option<&PyObject>) -> Result<Owned> {
    match values {
        None => Ok(empty_of(ty)?.upcast()),
        Some(values) if std::ptr::eq(ty, &PyFrozenSet_Type) && std::ptr::eq(values.ty(), ty) => Ok(values.new_ref()),
        Some(values) => Ok(from_iterable(ty, values)?.upcast()),
    }
}

fn copy(s: &PySetObject) -> Result<Owned> {
    Ok(s.copy()?.upcast())
}
fn frozen_copy(s: &PySetObject) -> Result<Owned> {
    if std::ptr::eq(s.ty(), &PyFrozenSet_Type) {
        return Ok(s.as_object().new_ref());
    }
    copy(s)
}

// ---- values -------------------------------------------------------------------------------------------------------

/// Looks for a key; a set, which has no hash, is looked for as the frozenset of the same values.
fn look<R>(s: &PySetObject, key: &PyObject, find: impl Fn(&PySetObject, &PyObject, isize) -> Result<R>) -> Result<R> {
    match hash_key(key) {
        Ok(hash) => find(s, key, hash),
        Err(raised) => match as_set(key) {
            Some(as_set) if raised.matches(&TypeError) => {
                raised.clear();
                find(s, key, hash_of_values(as_set))
            }
            _ => Err(raised),
        },
    }
}

pub(super) fn contains(s: &PySetObject, key: &PyObject) -> Result<bool> {
    look(s, key, PySetObject::contains_known)
}
fn contains_method(s: &PySetObject, key: &PyObject) -> Result<Owned> {
    Ok(bool::from_bool(contains(s, key)?))
}
fn discard(s: &PySetObject, key: &PyObject) -> Result<Owned> {
    look(s, key, PySetObject::discard_known)?;
    Ok(none())
}
fn remove(s: &PySetObject, key: &PyObject) -> Result<Owned> {
    if look(s, key, PySetObject::discard_known)? { Ok(none()) } else { Err(errors::key_error(key)) }
}

#[cold]
pub(super) fn pop_from_empty() -> Raised {
    raise!(KeyError, "pop from an empty set")
}
fn pop(s: &PySetObject) -> Result<Owned> {
    s.pop_any().ok_or_else(pop_from_empty)
}
fn clear(s: &PySetObject) -> Owned {
    s.clear();
    none()
}
fn size_of(s: &PySetObject) -> Result<Owned> {
    let table = if s.table.get() == s.small() { 0 } else { s.slots() * std::mem::size_of::<setentry>() };
    long::from_usize(s.ty().tp_basicsize.get() as usize + table)
}

// ---- operations with any number of others -------------------------------------------------------------------------

fn union(s: &PySetObject, others: &[&PyObject]) -> Result<Owned> {
    let result = s.copy()?;
    for other in others {
        if !other.is(s) {
            result.update(other)?;
        }
    }
    Ok(result.upcast())
}
fn update(s: &PySetObject, others: &[&PyObject]) -> Result<Owned> {
    for other in others {
        s.update(other)?;
    }
    Ok(none())
}
fn shared(s: &PySetObject, others: &[&PyObject]) -> Result<Owned<PySetObject>> {
    let Some((first, rest)) = others.split_first() else { return s.copy() };
    let mut result = s.intersection(first)?;
    for other in rest {
        result = result.intersection(other)?;
    }
    Ok(result)
}
fn intersection(s: &PySetObject, others: &[&PyObject]) -> Result<Owned> {
    Ok(shared(s, others)?.upcast())
}
fn intersection_update(s: &PySetObject, others: &[&PyObject]) -> Result<Owned> {
    s.swap(&*shared(s, others)?);
    Ok(none())
}
fn intersect_with(s: &PySetObject, other: &PyObject) -> Result<()> {
    s.swap(&*s.intersection(other)?);
    Ok(())
}
fn difference(s: &PySetObject, others: &[&PyObject]) -> Result<Owned> {
    let Some((first, rest)) = others.split_first() else { return copy(s) };
    let result = s.difference(first)?;
    for other in rest {
        result.difference_update(other)?;
    }
    Ok(result.upcast())
}
fn difference_update(s: &PySetObject, others: &[&PyObject]) -> Result<Owned> {
    for other in others {
        s.difference_update(other)?;
    }
    Ok(none())
}

// ---- text, comparison, hash ---------------------------------------------------------------------------------------

/// `tp_repr`: `{1, 2}`, or `name({1, 2})` for all but plain sets.
pub(super) fn repr(s: &PySetObject) -> Result<Owned> {
    let name = s.ty().name();
    recursion::guarded(s, &format!("{name}(...)"), |text| {
        if s.is_empty() {
            text.push_str(name);
            text.push_str("()");
            return Ok(());
        }
        // The values' own text may change the set.
        let values = list::from_iterable(s)?;
        let plain = std::ptr::eq(s.ty(), &PySet_Type);
        if !plain {
            text.push_str(name);
            text.push_str("(");
        }
        for (n, value) in values.as_slice().iter().enumerate() {
            text.push_str(if n == 0 { "{" } else { ", " });
            recursion::push_repr(text, value)?;
        }
        text.push_str(if plain { "}" } else { "})" });
        Ok(())
    })
}

/// `tp_richcompare`: equality, and the order of subsets.
pub(super) fn compare(s: &PySetObject, other: &PyObject, op: CompareOp) -> Result<Owned> {
    let Some(other) = as_any_set(other) else { return Ok(not_implemented()) };
    let holds = match op {
        CompareOp::Eq => s.equals_set(other)?,
        CompareOp::Ne => !s.equals_set(other)?,
        CompareOp::Le => s.is_subset(other)?,
        CompareOp::Ge => other.is_subset(s)?,
        CompareOp::Lt => s.len() < other.len() && s.is_subset(other)?,
        CompareOp::Gt => s.len() > other.len() && other.is_subset(s)?,
    };
    Ok(bool::from_bool(holds))
}

/// The hash of a set's values: the same in whatever order they stand.
fn hash_of_values(s: &PySetObject) -> isize {
    let (mut hash, mut position) = (0u64, 0);
    while let Some((_, one)) = s.next(&mut position) {
        let one = one as u64;
        // The values' hashes are often close to each other: their bits are spread before they meet.
        hash ^= ((one ^ 89869747) ^ (one << 16)).wrapping_mul(3644798167);
    }
    hash ^= (s.len() as u64 + 1).wrapping_mul(1927868237);
    hash ^= (hash >> 11) ^ (hash >> 25);
    hash = hash.wrapping_mul(69069).wrapping_add(907133923);
    if hash == u64::MAX { 590923713 } else { hash as isize }
}

/// `tp_hash` of `frozenset`.
pub(super) fn frozen_hash(s: &PySetObject) -> Result<isize> {
    if s.hash.get() == -1 {
        s.hash.set(hash_of_values(s));
    }
    Ok(s.hash.get())
}
