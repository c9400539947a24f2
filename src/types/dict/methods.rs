//! What Python sees of a dict: slots and methods.

use super::core::init_fields;
use super::table;
use crate::args::check_positional;
use crate::boundary::method;
use crate::boundary::slot::{self, CompareOp};
use crate::layout::*;
use crate::object::{Owned, types};
use crate::raise;
use crate::runtime::errors::{self, Result};
use crate::types::singletons::{none, not_implemented};
use crate::types::{bool, tuple};
use std::cell::Cell;

pub(super) static SEQUENCE: PySequenceMethods =
    PySequenceMethods { sq_contains: Cell::new(Some(slot::contains(PyDictObject::contains))), ..PySequenceMethods::EMPTY };

pub(super) static MAPPING: PyMappingMethods = PyMappingMethods {
    mp_length: Cell::new(Some(slot::length(|d: &PyDictObject| d.ma_used.get()))),
    mp_subscript: Cell::new(Some(slot::subscript(subscript))),
    mp_ass_subscript: Cell::new(Some(slot::set_subscript(set_subscript))),
};

pub(super) static METHODS: [PyMethodDef; 9] = [
    method::o(c"__contains__", contains, c"__contains__($self, key, /)\n--\n\nWhether the dict has the key.").coexist(),
    method::o(c"__getitem__", subscript, c"__getitem__($self, key, /)\n--\n\nReturn self[key].").coexist(),
    method::fastcall(c"get", get, c"get($self, key, default=None, /)\n--\n\nThe value of the key, or the default where the dict has no such key."),
    method::fastcall(
        c"setdefault",
        set_default,
        c"setdefault($self, key, default=None, /)\n--\n\nThe value of the key, which gets the default where the dict has no such key.",
    ),
    method::fastcall(
        c"pop",
        pop,
        c"D.pop(k[,d]) -> v: removes the key and returns its value.\n\nWithout the key the default is returned, and without that KeyError is raised.",
    ),
    method::noargs(
        c"popitem",
        popitem,
        c"popitem($self, /)\n--\n\nRemoves the last entry and returns it as a pair; KeyError where the dict is empty.",
    ),
    method::noargs(c"clear", clear, c"clear($self, /)\n--\n\nRemoves all entries."),
    method::noargs(c"copy", |d: &PyDictObject| d.copy().map(Owned::upcast), c"copy($self, /)\n--\n\nA new dict with the same entries."),
    PyMethodDef::END,
];

/// `tp_new`: an empty dict, whatever the arguments.
pub(super) fn new(ty: &PyTypeObject, _: &PyTupleObject, _: Option<&PyDictObject>) -> Result<Owned> {
    if std::ptr::eq(ty, &super::PyDict_Type) {
        return Ok(super::new()?.upcast());
    }
    let object = types::alloc(ty, 0)?;
    // SAFETY: an instance of a subclass of dict, all zeros so far.
    unsafe { init_fields(object.as_ptr().cast(), table::empty_table(), 0) };
    Ok(object)
}

fn contains(d: &PyDictObject, key: &PyObject) -> Result<Owned> {
    Ok(bool::from_bool(d.contains(key)?))
}

pub(super) fn subscript(d: &PyDictObject, key: &PyObject) -> Result<Owned> {
    match d.get(key)? {
        Some(value) => Ok(value),
        None => missing(d, key),
    }
}

/// `__missing__` of a subclass, or KeyError.
#[cold]
fn missing(d: &PyDictObject, key: &PyObject) -> Result<Owned> {
    let _ = d;
    Err(errors::key_error(key))
}

pub(super) fn set_subscript(d: &PyDictObject, key: &PyObject, value: Option<&PyObject>) -> Result<()> {
    match value {
        Some(value) => d.insert(key, value),
        None => {
            if d.remove(key)? {
                Ok(())
            } else {
                Err(errors::key_error(key))
            }
        }
    }
}

fn get(d: &PyDictObject, args: &[&PyObject]) -> Result<Owned> {
    check_positional("get", args.len(), 1, 2)?;
    Ok(match d.get(args[0])? {
        Some(value) => value,
        None => args.get(1).map_or_else(none, |default| default.new_ref()),
    })
}

fn set_default(d: &PyDictObject, args: &[&PyObject]) -> Result<Owned> {
    check_positional("setdefault", args.len(), 1, 2)?;
    let none = none();
    Ok(d.set_default(args[0], args.get(1).copied().unwrap_or(&none))?.0)
}

fn pop(d: &PyDictObject, args: &[&PyObject]) -> Result<Owned> {
    check_positional("pop", args.len(), 1, 2)?;
    match (d.pop(args[0])?, args.get(1)) {
        (Some(value), _) => Ok(value),
        (None, Some(default)) => Ok(default.new_ref()),
        (None, None) => Err(errors::key_error(args[0])),
    }
}

fn popitem(d: &PyDictObject) -> Result<Owned> {
    match d.pop_last() {
        Some((key, value)) => Ok(tuple::from_owned([key, value])?.upcast()),
        None => Err(raise!(KeyError, "popitem(): dictionary is empty")),
    }
}

fn clear(d: &PyDictObject) -> Owned {
    d.clear();
    none()
}

/// `tp_richcompare`: dicts are equal or not, and nothing else.
pub(super) fn compare(d: &PyDictObject, other: &PyObject, op: CompareOp) -> Result<Owned> {
    let (CompareOp::Eq | CompareOp::Ne, Some(other)) = (op, other.downcast::<PyDictObject>()) else {
        return Ok(not_implemented());
    };
    Ok(bool::from_bool(equal(d, other)? == (op == CompareOp::Eq)))
}

fn equal(a: &PyDictObject, b: &PyDictObject) -> Result<bool> {
    if a.len() != b.len() {
        return Ok(false);
    }
    let mut position = 0;
    while let Some((key, value, hash)) = a.next_hashed(&mut position) {
        // The comparisons can run code that removes the entry.
        let (key, value) = (key.new_ref(), value.new_ref());
        let Some(other) = b.get_known(&key, hash)?.map(PyObject::new_ref) else { return Ok(false) };
        if !other.equals(&value)? {
            return Ok(false);
        }
    }
    Ok(true)
}
