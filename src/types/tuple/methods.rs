//! What Python sees of a tuple: slots and methods.

use crate::args::check_positional;
use crate::boundary::method::{self, Args};
use crate::boundary::slot::{self, CompareOp};
use crate::layout::*;
use crate::object::{Owned, is_exact, recursion, types};
use crate::protocol::index;
use crate::raise;
use crate::runtime::errors::{Raised, Result};
use crate::types::long;
use crate::types::singletons::not_implemented;
use crate::types::{bool, generic_alias, unicode};
use std::cell::Cell;

const LENGTH: lenfunc = slot::length(|t: &PyTupleObject| t.ob_size.get());

pub(super) static SEQUENCE: PySequenceMethods = PySequenceMethods {
    sq_length: Cell::new(Some(LENGTH)),
    sq_concat: Cell::new(Some(slot::subscript(concat))),
    sq_repeat: Cell::new(Some(slot::indexed(repeat))),
    sq_item: Cell::new(Some(slot::indexed(item))),
    sq_contains: Cell::new(Some(slot::contains(contains))),
    ..PySequenceMethods::EMPTY
};

pub(super) static MAPPING: PyMappingMethods =
    PyMappingMethods { mp_length: Cell::new(Some(LENGTH)), mp_subscript: Cell::new(Some(slot::subscript(subscript))), ..PyMappingMethods::EMPTY };

pub(super) static METHODS: [PyMethodDef; 5] = [
    method::noargs(c"__getnewargs__", getnewargs, c"__getnewargs__($self, /)\n--\n\n"),
    method::fastcall(
        c"index",
        find,
        c"index($self, value, start=0, stop=sys.maxsize, /)\n--\n\nThe first position of the value; ValueError where it is not in the tuple.",
    ),
    method::o(c"count", count, c"count($self, value, /)\n--\n\nHow often the value is in the tuple."),
    generic_alias::CLASS_GETITEM,
    PyMethodDef::END,
];

// ---- construction -------------------------------------------------------------------------------------------------

/// `tp_new`.
pub(super) fn new(ty: &PyTypeObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    let exact = std::ptr::eq(ty, &super::PyTuple_Type);
    // A subclass may take keywords in its own __init__.
    if (exact || ty.tp_init.get().map(|f| f as usize) == super::PyTuple_Type.tp_init.get().map(|f| f as usize))
        && kwargs.is_some_and(|k| !k.is_empty())
    {
        return Err(raise!(TypeError, "tuple() takes no keyword arguments"));
    }
    let args = args.as_slice();
    check_positional("tuple", args.len(), 0, 1)?;
    make(ty, args.first().copied())
}

pub(super) fn vectorcall(ty: &PyTypeObject, args: Args<'_>) -> Result<Owned> {
    if args.has_keywords() {
        return Err(raise!(TypeError, "tuple() takes no keyword arguments"));
    }
    check_positional("tuple", args.positional.len(), 0, 1)?;
    make(ty, args.positional.first().copied())
}

fn make(ty: &PyTypeObject, iterable: Option<&PyObject>) -> Result<Owned> {
    let items = match iterable {
        Some(iterable) => super::from_iterable(iterable)?,
        None => super::empty(),
    };
    if std::ptr::eq(ty, &super::PyTuple_Type) {
        return Ok(items.upcast());
    }
    let object = types::alloc(ty, items.len() as isize)?;
    // SAFETY: an instance of a subclass of tuple with room for as many items, all NULL.
    unsafe {
        let tuple = object.cast_unchecked::<PyTupleObject>();
        tuple.ob_hash.set(-1);
        for (n, item) in items.as_slice().iter().enumerate() {
            *tuple.items().add(n) = item.new_ref().into_ptr();
        }
    }
    Ok(object)
}

fn getnewargs(t: &PyTupleObject) -> Result<Owned> {
    Ok(super::from_owned([super::from_slice(t.as_slice())?.upcast()])?.upcast())
}

// ---- items --------------------------------------------------------------------------------------------------------

#[cold]
fn out_of_range() -> Raised {
    raise!(IndexError, "tuple index out of range")
}

fn item(t: &PyTupleObject, i: isize) -> Result<Owned> {
    t.as_slice().get(i as usize).map(|item| item.new_ref()).ok_or_else(out_of_range)
}

fn subscript(t: &PyTupleObject, key: &PyObject) -> Result<Owned> {
    if let Some(slice) = index::as_slice(key) {
        let span = index::span(index::unpack(slice)?, t.len());
        if span.step == 1 && span.count == t.len() && is_exact::<PyTupleObject>(t) {
            return Ok(t.as_object().new_ref());
        }
        let items = t.as_slice();
        if span.step == 1 {
            let start = span.start as usize;
            return Ok(super::from_slice(&items[start..start + span.count])?.upcast());
        }
        return Ok(super::from_exact(span.count, span.positions().map(|n| items[n].new_ref()))?.upcast());
    }
    if !index::is_index(key) {
        return Err(raise!(TypeError, "tuple indices must be integers or slices, not {}", key.ty().name()));
    }
    let i = index::position(key)?;
    item(t, if i < 0 { i + t.ob_size.get() } else { i })
}

/// The items from `start` to `stop`, held to the tuple: the tuple itself where that is all of an exact tuple.
pub(super) fn slice(t: &PyTupleObject, start: isize, stop: isize) -> Result<Owned> {
    let start = start.clamp(0, t.ob_size.get()) as usize;
    let stop = (stop.min(t.ob_size.get()).max(0) as usize).max(start);
    if start == 0 && stop == t.len() && is_exact::<PyTupleObject>(t) {
        return Ok(t.as_object().new_ref());
    }
    Ok(super::from_slice(&t.as_slice()[start..stop])?.upcast())
}

// ---- sequence operations ------------------------------------------------------------------------------------------

fn concat(t: &PyTupleObject, other: &PyObject) -> Result<Owned> {
    if t.is_empty() && is_exact::<PyTupleObject>(other) {
        return Ok(other.new_ref());
    }
    let Some(other) = other.downcast::<PyTupleObject>() else {
        return Err(raise!(TypeError, "can only concatenate tuple (not \"{}\") to tuple", other.ty().name()));
    };
    if other.is_empty() && is_exact::<PyTupleObject>(t) {
        return Ok(t.as_object().new_ref());
    }
    let items = t.as_slice().iter().chain(other.as_slice());
    Ok(super::from_exact(t.len() + other.len(), items.map(|item| item.new_ref()))?.upcast())
}

fn repeat(t: &PyTupleObject, n: isize) -> Result<Owned> {
    if (n == 1 || t.is_empty()) && is_exact::<PyTupleObject>(t) {
        return Ok(t.as_object().new_ref());
    }
    let n = n.max(0) as usize;
    let total = t.len().checked_mul(n).ok_or_else(Raised::no_memory)?;
    let items = t.as_slice();
    Ok(super::from_exact(total, (0..n).flat_map(|_| items).map(|item| item.new_ref()))?.upcast())
}

fn contains(t: &PyTupleObject, value: &PyObject) -> Result<bool> {
    for item in t.as_slice() {
        if item.equals(value)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn count(t: &PyTupleObject, value: &PyObject) -> Result<Owned> {
    let mut count = 0;
    for item in t.as_slice() {
        count += usize::from(item.equals(value)?);
    }
    long::from_usize(count)
}

fn find(t: &PyTupleObject, args: &[&PyObject]) -> Result<Owned> {
    check_positional("index", args.len(), 1, 3)?;
    let start = args.get(1).map_or(Ok(0), |start| index::bound(start))?;
    let stop = args.get(2).map_or(Ok(isize::MAX), |stop| index::bound(stop))?;
    let (start, stop) = (index::from_end(start, t.len()), index::from_end(stop, t.len()));
    for n in start..stop {
        if t.as_slice()[n].equals(args[0])? {
            return long::from_usize(n);
        }
    }
    Err(raise!(ValueError, "tuple.index(x): x not in tuple"))
}

// ---- text ---------------------------------------------------------------------------------------------------------

/// `tp_repr`.
pub(super) fn repr(t: &PyTupleObject) -> Result<Owned> {
    if t.is_empty() {
        return Ok(unicode::from_ascii(b"()")?.upcast());
    }
    recursion::guarded(t, "(...)", |text| {
        for (n, item) in t.as_slice().iter().enumerate() {
            text.push_str(if n == 0 { "(" } else { ", " });
            recursion::push_repr(text, item)?;
        }
        text.push_str(if t.len() == 1 { ",)" } else { ")" });
        Ok(())
    })
}

// ---- comparison and hash ------------------------------------------------------------------------------------------

/// `tp_hash`: xxHash's lanes over the items' hashes, and their number.
pub(super) fn hash(t: &PyTupleObject) -> Result<isize> {
    if t.ob_hash.get() != -1 {
        return Ok(t.ob_hash.get());
    }
    const PRIME_1: u64 = 11400714785074694791;
    const PRIME_2: u64 = 14029467366897019727;
    const PRIME_5: u64 = 2870177450012600261;
    let mut state = PRIME_5;
    for item in t.as_slice() {
        let lane = item.hash()? as u64;
        state = state.wrapping_add(lane.wrapping_mul(PRIME_2)).rotate_left(31).wrapping_mul(PRIME_1);
    }
    state = state.wrapping_add(t.len() as u64 ^ (PRIME_5 ^ 3527539));
    let hash = if state == u64::MAX { 1546275796 } else { state as isize };
    t.ob_hash.set(hash);
    Ok(hash)
}

/// `tp_richcompare`: by the first items that differ, then by length.
pub(super) fn compare(t: &PyTupleObject, other: &PyObject, op: CompareOp) -> Result<Owned> {
    let Some(other) = other.downcast::<PyTupleObject>() else {
        return Ok(not_implemented());
    };
    for (a, b) in t.as_slice().iter().zip(other.as_slice()) {
        if !a.equals(b)? {
            return match op {
                CompareOp::Eq => Ok(bool::from_bool(false)),
                CompareOp::Ne => Ok(bool::from_bool(true)),
                _ => a.compare(b, op),
            };
        }
    }
    Ok(bool::from_bool(op.holds(t.len().cmp(&other.len()))))
}
