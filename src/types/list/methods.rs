//! What Python sees of a list: slots and methods.

use super::{ordering, slices};
use crate::args::{Signature, check_positional};
use crate::boundary::method::{self, Args};
use crate::boundary::slot::{self, CompareOp};
use crate::layout::*;
use crate::object::{Owned, recursion, types};
use crate::protocol::index;
use crate::raise;
use crate::runtime::errors::{Raised, Result};
use crate::types::long;
use crate::types::singletons::{none, not_implemented};
use crate::types::{bool, generic_alias, unicode};
use std::cell::Cell;

const LENGTH: lenfunc = slot::length(|l: &PyListObject| l.ob_size.get());

pub(super) static SEQUENCE: PySequenceMethods = PySequenceMethods {
    sq_length: Cell::new(Some(LENGTH)),
    sq_concat: Cell::new(Some(slot::subscript(concat))),
    sq_repeat: Cell::new(Some(slot::indexed(repeat))),
    sq_item: Cell::new(Some(slot::indexed(item))),
    sq_ass_item: Cell::new(Some(slot::set_indexed(set_item))),
    sq_contains: Cell::new(Some(slot::contains(contains))),
    sq_inplace_concat: Cell::new(Some(slot::subscript(concat_in_place))),
    sq_inplace_repeat: Cell::new(Some(slot::indexed(repeat_in_place))),
    ..PySequenceMethods::EMPTY
};

pub(super) static MAPPING: PyMappingMethods = PyMappingMethods {
    mp_length: Cell::new(Some(LENGTH)),
    mp_subscript: Cell::new(Some(slot::subscript(subscript))),
    mp_ass_subscript: Cell::new(Some(slot::set_subscript(set_subscript))),
};

pub(super) static METHODS: [PyMethodDef; 16] = [
    method::o(c"__getitem__", subscript, c"__getitem__($self, index, /)\n--\n\nReturn self[index].").coexist(),
    method::noargs(c"__reversed__", super::iterators::reversed, c"__reversed__($self, /)\n--\n\nAn iterator over the items, the last first."),
    method::noargs(c"__sizeof__", size_of, c"__sizeof__($self, /)\n--\n\nThe bytes that the list takes."),
    method::noargs(c"clear", clear, c"clear($self, /)\n--\n\nRemoves all items."),
    method::noargs(c"copy", copy, c"copy($self, /)\n--\n\nA new list of the same items."),
    method::o(c"append", |l: &PyListObject, item: &PyObject| l.append(item).map(|()| none()), c"append($self, object, /)\n--\n\nPuts the object behind the last item."),
    method::fastcall(c"insert", insert, c"insert($self, index, object, /)\n--\n\nPuts the object before the item at the index."),
    method::o(c"extend", |l: &PyListObject, items: &PyObject| l.extend(items).map(|()| none()), c"extend($self, iterable, /)\n--\n\nAppends what the iterable gives."),
    method::fastcall(c"pop", pop, c"pop($self, index=-1, /)\n--\n\nRemoves the item at the index, the last by default, and returns it; IndexError where there is none."),
    method::o(c"remove", remove, c"remove($self, value, /)\n--\n\nRemoves the first item that equals the value; ValueError where there is none."),
    method::fastcall(
        c"index",
        find,
        c"index($self, value, start=0, stop=sys.maxsize, /)\n--\n\nThe first position of the value; ValueError where it is not in the list.",
    ),
    method::o(c"count", count, c"count($self, value, /)\n--\n\nHow often the value is in the list."),
    method::noargs(c"reverse", reverse, c"reverse($self, /)\n--\n\nTurns the items round, in place."),
    method::keywords(
        c"sort",
        sort,
        c"sort($self, /, *, key=None, reverse=False)\n--\n\nSorts the items in place: ascending, and equal ones stay in their order. With a key, by what it gives for each item.",
    ),
    generic_alias::CLASS_GETITEM,
    PyMethodDef::END,
];

// ---- construction -------------------------------------------------------------------------------------------------

/// `tp_new`: an empty list, whatever the arguments.
pub(super) fn new(ty: &PyTypeObject, _: &PyTupleObject, _: Option<&PyDictObject>) -> Result<Owned> {
    if std::ptr::eq(ty, &super::PyList_Type) {
        return Ok(super::new()?.upcast());
    }
    // All zeros are an empty list.
    types::alloc(ty, 0)
}

/// `tp_init`: what the iterable gives takes the place of the items.
pub(super) fn init(l: &PyListObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<()> {
    let exact_init = l.ty().tp_new.get().map(|f| f as usize) == super::PyList_Type.tp_new.get().map(|f| f as usize);
    if exact_init && kwargs.is_some_and(|k| !k.is_empty()) {
        return Err(raise!(TypeError, "list() takes no keyword arguments"));
    }
    let args = args.as_slice();
    check_positional("list", args.len(), 0, 1)?;
    l.clear();
    args.first().map_or(Ok(()), |items| l.extend(items))
}

pub(super) fn vectorcall(_: &PyTypeObject, args: Args<'_>) -> Result<Owned> {
    if args.has_keywords() {
        return Err(raise!(TypeError, "list() takes no keyword arguments"));
    }
    check_positional("list", args.positional.len(), 0, 1)?;
    let list = super::new()?;
    if let Some(items) = args.positional.first() {
        list.extend(items)?;
    }
    Ok(list.upcast())
}

fn size_of(l: &PyListObject) -> Result<Owned> {
    long::from_isize(l.ty().tp_basicsize.get() + l.allocated.get().max(0) * 8)
}

// ---- items --------------------------------------------------------------------------------------------------------

#[cold]
fn out_of_range(what: &str) -> Raised {
    raise!(IndexError, "{what} index out of range")
}

#[inline]
fn item(l: &PyListObject, i: isize) -> Result<Owned> {
    l.get(i as usize).ok_or_else(|| out_of_range("list"))
}

fn set_item(l: &PyListObject, i: isize, value: Option<&PyObject>) -> Result<()> {
    if i as usize >= l.len() {
        return Err(out_of_range("list assignment"));
    }
    match value {
        Some(value) => drop(l.replace(i as usize, value.new_ref().into_ptr())),
        None => drop(l.remove_at(i as usize)?),
    }
    Ok(())
}

#[cold]
fn no_index(key: &PyObject) -> Raised {
    raise!(TypeError, "list indices must be integers or slices, not {}", key.ty().name())
}

fn subscript(l: &PyListObject, key: &PyObject) -> Result<Owned> {
    if index::is_index(key) {
        let i = index::position(key)?;
        return item(l, if i < 0 { i + l.ob_size.get() } else { i });
    }
    match index::as_slice(key) {
        Some(slice) => slices::get(l, slice),
        None => Err(no_index(key)),
    }
}

fn set_subscript(l: &PyListObject, key: &PyObject, value: Option<&PyObject>) -> Result<()> {
    if index::is_index(key) {
        let i = index::position(key)?;
        return set_item(l, if i < 0 { i + l.ob_size.get() } else { i }, value);
    }
    match index::as_slice(key) {
        Some(slice) => slices::set(l, slice, value),
        None => Err(no_index(key)),
    }
}

// ---- sequence operations ------------------------------------------------------------------------------------------

fn concat(l: &PyListObject, other: &PyObject) -> Result<Owned> {
    let Some(other) = other.downcast::<PyListObject>() else {
        return Err(raise!(TypeError, "can only concatenate list (not \"{}\") to list", other.ty().name()));
    };
    Ok(super::from_parts([l.as_slice(), other.as_slice()], 1)?.upcast())
}

fn concat_in_place(l: &PyListObject, other: &PyObject) -> Result<Owned> {
    l.extend(other)?;
    Ok(l.as_object().new_ref())
}

fn repeat(l: &PyListObject, n: isize) -> Result<Owned> {
    Ok(super::from_parts([l.as_slice(), &[]], n.max(0) as usize)?.upcast())
}

fn repeat_in_place(l: &PyListObject, n: isize) -> Result<Owned> {
    let len = l.len();
    if n < 1 {
        l.clear();
    } else if len != 0 && n > 1 {
        let total = len.checked_mul(n as usize).filter(|total| *total <= super::MOST).ok_or_else(Raised::no_memory)?;
        l.resize(total)?;
        // SAFETY: room was made; nothing runs while references are counted and copied.
        unsafe {
            let items = l.ob_item.get();
            for at in len..total {
                let item = *items.add(at - len);
                (*item).incref();
                *items.add(at) = item;
            }
        }
    }
    Ok(l.as_object().new_ref())
}

fn contains(l: &PyListObject, value: &PyObject) -> Result<bool> {
    let mut at = 0;
    // The list may change while items are compared.
    while let Some(item) = l.get(at) {
        if item.equals(value)? {
            return Ok(true);
        }
        at += 1;
    }
    Ok(false)
}

fn count(l: &PyListObject, value: &PyObject) -> Result<Owned> {
    let (mut at, mut count) = (0, 0);
    while let Some(item) = l.get(at) {
        count += usize::from(item.equals(value)?);
        at += 1;
    }
    long::from_usize(count)
}

fn find(l: &PyListObject, args: &[&PyObject]) -> Result<Owned> {
    check_positional("index", args.len(), 1, 3)?;
    let start = args.get(1).map_or(Ok(0), |start| index::bound(start))?;
    let stop = args.get(2).map_or(Ok(isize::MAX), |stop| index::bound(stop))?;
    let (mut at, stop) = (index::from_end(start, l.len()), index::from_end(stop, l.len()));
    while at < stop {
        let Some(item) = l.get(at) else { break };
        if item.equals(args[0])? {
            return long::from_usize(at);
        }
        at += 1;
    }
    Err(raise!(ValueError, "list.index(x): x not in list"))
}

fn remove(l: &PyListObject, value: &PyObject) -> Result<Owned> {
    let mut at = 0;
    while let Some(item) = l.get(at) {
        if item.equals(value)? {
            // The comparison may have shortened the list.
            if at < l.len() {
                drop(l.remove_at(at)?);
            }
            return Ok(none());
        }
        at += 1;
    }
    Err(raise!(ValueError, "list.remove(x): x not in list"))
}

// ---- changing -----------------------------------------------------------------------------------------------------

fn clear(l: &PyListObject) -> Owned {
    l.clear();
    none()
}

fn copy(l: &PyListObject) -> Result<Owned> {
    Ok(super::from_slice(l.as_slice())?.upcast())
}

fn reverse(l: &PyListObject) -> Owned {
    l.reverse();
    none()
}

fn insert(l: &PyListObject, args: &[&PyObject]) -> Result<Owned> {
    check_positional("insert", args.len(), 2, 2)?;
    l.insert(index::number(args[0])?, args[1])?;
    Ok(none())
}

fn pop(l: &PyListObject, args: &[&PyObject]) -> Result<Owned> {
    check_positional("pop", args.len(), 0, 1)?;
    let at = args.first().map_or(Ok(-1), |at| index::number(at))?;
    if l.is_empty() {
        return Err(raise!(IndexError, "pop from empty list"));
    }
    let at = if at < 0 { at + l.ob_size.get() } else { at };
    if at as usize >= l.len() {
        return Err(out_of_range("pop"));
    }
    l.remove_at(at as usize)
}

static SORT: Signature<2> = Signature { function: "sort", names: ["key", "reverse"], positional: 0, required: 0 };

fn sort(l: &PyListObject, args: Args<'_>) -> Result<Owned> {
    let [key, reverse] = SORT.bind(args)?;
    let reverse = reverse.map_or(Ok(false), PyObject::is_true)?;
    ordering::sort(l, key.filter(|key| !key.is_none()), reverse)?;
    Ok(none())
}

// ---- text ---------------------------------------------------------------------------------------------------------

/// `tp_repr`.
pub(super) fn repr(l: &PyListObject) -> Result<Owned> {
    if l.is_empty() {
        return Ok(unicode::from_ascii(b"[]")?.upcast());
    }
    recursion::guarded(l, "[...]", |text| {
        let mut at = 0;
        // The items' own text may change the list.
        while let Some(item) = l.get(at) {
            text.push_str(if at == 0 { "[" } else { ", " });
            recursion::push_repr(text, &item)?;
            at += 1;
        }
        text.push_str("]");
        Ok(())
    })
}

// ---- comparison ---------------------------------------------------------------------------------------------------

/// `tp_richcompare`: by the first items that differ, then by length.
pub(super) fn compare(l: &PyListObject, other: &PyObject, op: CompareOp) -> Result<Owned> {
    let Some(other) = other.downcast::<PyListObject>() else {
        return Ok(not_implemented());
    };
    if l.len() != other.len() && matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(bool::from_bool(op == CompareOp::Ne));
    }
    let mut at = 0;
    // The lists may change while items are compared.
    while let (Some(a), Some(b)) = (l.get(at), other.get(at)) {
        if !a.equals(&b)? {
            return match op {
                CompareOp::Eq => Ok(bool::from_bool(false)),
                CompareOp::Ne => Ok(bool::from_bool(true)),
                _ => a.compare(&b, op),
            };
        }
        at += 1;
    }
    Ok(bool::from_bool(op.holds(l.len().cmp(&other.len()))))
}
