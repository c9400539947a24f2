//! What Python sees of a dict: slots and methods.

use super::core::init_fields;
use super::merge::{self, Override};
use super::table;
use super::{PyDictItems_Type, PyDictKeys_Type, PyDictRevIterKey_Type, PyDictValues_Type, iterators, views};
use crate::args::check_positional;
use crate::boundary::method::{self, Args};
use crate::boundary::slot::{self, CompareOp};
use crate::layout::*;
use crate::object::types::slots::Method;
use crate::object::{Owned, id, is_exact, recursion, types};
use crate::raise;
use crate::runtime::errors::{self, Result};
use crate::types::singletons::{none, not_implemented};
use crate::types::{bool, generic_alias, long, tuple, unicode};
use std::cell::Cell;

pub(super) static SEQUENCE: PySequenceMethods =
    PySequenceMethods { sq_contains: Cell::new(Some(slot::contains(PyDictObject::contains))), ..PySequenceMethods::EMPTY };

pub(super) static MAPPING: PyMappingMethods = PyMappingMethods {
    mp_length: Cell::new(Some(slot::length(|d: &PyDictObject| d.ma_used.get()))),
    mp_subscript: Cell::new(Some(slot::subscript(subscript))),
    mp_ass_subscript: Cell::new(Some(slot::set_subscript(set_subscript))),
};

pub(super) static NUMBER: PyNumberMethods = PyNumberMethods {
    nb_or: Cell::new(Some(slot::binary(or))),
    nb_inplace_or: Cell::new(Some(slot::subscript(or_in_place))),
    ..PyNumberMethods::EMPTY
};

pub(super) static METHODS: [PyMethodDef; 17] = [
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
        c"pop($self, key, default=<unrepresentable>, /)\n--\n\nRemoves the key and returns its value.\n\nWithout the key the default is returned, and without that KeyError is raised.",
    ),
    method::keywords(c"update", update, c"Adds the entries of a mapping or of an iterable of pairs, then those of the keyword arguments."),
    method::fastcall(c"fromkeys", fromkeys, c"fromkeys($type, iterable, value=None, /)\n--\n\nA new dict with keys from the iterable, all of the one value.").class(),
    method::noargs(c"__sizeof__", size_of, c"__sizeof__($self, /)\n--\n\nThe bytes that the dict takes."),
    method::noargs(c"keys", |d: &PyDictObject| views::new(&PyDictKeys_Type, d), c"keys($self, /)\n--\n\nThe keys, as a view that follows the dict."),
    method::noargs(
        c"items",
        |d: &PyDictObject| views::new(&PyDictItems_Type, d),
        c"items($self, /)\n--\n\nThe pairs of key and value, as a view that follows the dict.",
    ),
    method::noargs(
        c"values",
        |d: &PyDictObject| views::new(&PyDictValues_Type, d),
        c"values($self, /)\n--\n\nThe values, as a view that follows the dict.",
    ),
    method::noargs(
        c"__reversed__",
        |d: &PyDictObject| iterators::new(&PyDictRevIterKey_Type, d),
        c"__reversed__($self, /)\n--\n\nAn iterator over the keys, the last first.",
    ),
    method::noargs(
        c"popitem",
        popitem,
        c"popitem($self, /)\n--\n\nRemoves the last entry and returns it as a pair; KeyError where the dict is empty.",
    ),
    method::noargs(c"clear", clear, c"clear($self, /)\n--\n\nRemoves all entries."),
    method::noargs(c"copy", |d: &PyDictObject| d.copy().map(Owned::upcast), c"copy($self, /)\n--\n\nA new dict with the same entries."),
    generic_alias::CLASS_GETITEM,
    PyMethodDef::END,
];

/// `tp_new`: an empty dict, whatever the arguments.
pub(in crate::types) fn new(ty: &PyTypeObject, _: &PyTupleObject, _: Option<&PyDictObject>) -> Result<Owned> {
    make(ty)
}

fn make(ty: &PyTypeObject) -> Result<Owned> {
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

pub(in crate::types) fn subscript(d: &PyDictObject, key: &PyObject) -> Result<Owned> {
    match d.get(key)? {
        Some(value) => Ok(value),
        None => missing(d, key),
    }
}

/// `__missing__` of a subclass, or KeyError.
#[cold]
fn missing(d: &PyDictObject, key: &PyObject) -> Result<Owned> {
    if !is_exact::<PyDictObject>(d)
        && let Some(method) = Method::find(d, &id::__missing__)?
    {
        return method.call(&[d, key]);
    }
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

/// `tp_repr`.
pub(super) fn repr(d: &PyDictObject) -> Result<Owned> {
    if d.is_empty() {
        return Ok(unicode::from_ascii(b"{}")?.upcast());
    }
    recursion::guarded(d, "{...}", |text| {
        let mut position = 0;
        let mut separator = "{";
        while let Some((key, value)) = d.next(&mut position) {
            // Their own text may change the dict.
            let (key, value) = (key.new_ref(), value.new_ref());
            text.push_str(separator);
            separator = ", ";
            recursion::push_repr(text, &key)?;
            text.push_str(": ");
            recursion::push_repr(text, &value)?;
        }
        text.push_str("}");
        Ok(())
    })
}

/// `tp_init`: adds what the arguments hold.
pub(super) fn init(d: &PyDictObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<()> {
    let args = args.as_slice();
    check_positional("dict", args.len(), 0, 1)?;
    if let Some(source) = args.first() {
        merge::update(d, source)?;
    }
    match kwargs {
        Some(kwargs) if !kwargs.is_empty() => {
            merge::check_keywords(kwargs)?;
            merge::merge_dict(d, kwargs, Override::Yes)
        }
        _ => Ok(()),
    }
}

pub(super) fn vectorcall(ty: &PyTypeObject, args: Args<'_>) -> Result<Owned> {
    check_positional("dict", args.positional.len(), 0, 1)?;
    let object = make(ty)?;
    // SAFETY: an instance of dict or of a subclass.
    let d = unsafe { object.cast_unchecked::<PyDictObject>() };
    if let Some(source) = args.positional.first() {
        merge::update(d, source)?;
    }
    add_keywords(d, args)?;
    Ok(object)
}

fn add_keywords(d: &PyDictObject, args: Args<'_>) -> Result<()> {
    if let Some(names) = args.kwnames {
        for (name, value) in names.as_slice().iter().zip(args.keywords) {
            d.insert(name, value)?;
        }
    }
    Ok(())
}

fn update(d: &PyDictObject, args: Args<'_>) -> Result<Owned> {
    check_positional("update", args.positional.len(), 0, 1)?;
    if let Some(source) = args.positional.first() {
        merge::update(d, source)?;
    }
    add_keywords(d, args)?;
    Ok(none())
}

fn fromkeys(ty: &PyTypeObject, args: &[&PyObject]) -> Result<Owned> {
    check_positional("fromkeys", args.len(), 1, 2)?;
    let none = none();
    merge::from_keys(ty, args[0], args.get(1).copied().unwrap_or(&none))
}

fn size_of(d: &PyDictObject) -> Result<Owned> {
    long::from_usize(d.ty().tp_basicsize.get() as usize + d.table_size())
}

/// `a | b`.
fn or(a: &PyObject, b: &PyObject) -> Result<Owned> {
    let (Some(a), Some(b)) = (a.downcast::<PyDictObject>(), b.downcast::<PyDictObject>()) else {
        return Ok(not_implemented());
    };
    let result = a.copy()?;
    merge::update(&result, b)?;
    Ok(result.upcast())
}

fn or_in_place(d: &PyDictObject, other: &PyObject) -> Result<Owned> {
    merge::update(d, other)?;
    Ok(d.as_object().new_ref())
}

/// `tp_richcompare`: dicts are equal or not, and nothing else.
pub(in crate::types) fn compare(d: &PyDictObject, other: &PyObject, op: CompareOp) -> Result<Owned> {
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
