//! `collections.OrderedDict`: a dict whose order is part of what it is.
//!
//! A dict keeps the order of insertion already; this type adds what moves entries and what compares order. Every change of keys or of their order through its own
//! methods counts up `state`, by which iterators notice.

use crate::args::Signature;
use crate::boundary::method::{self, Args};
use crate::boundary::slot::{self, CompareOp};
use crate::layout::*;
use crate::object::{Owned, Typed, attribute, gc, id, is_exact, recursion, types};
use crate::protocol::{iteration, mapping, sequence};
use crate::raise;
use crate::runtime::errors::{self, Raised, Result};
use crate::types::dict::core::dealloc as dealloc_dict;
use crate::types::dict::{PyDict_Type, PyDictItems_Type, PyDictKeys_Type, PyDictValues_Type, hash_plainly, merge, methods, views};
use crate::types::singletons::{none, not_implemented};
use crate::types::{bool, generic_alias, list, long, object_type, tuple, weakref};
use exuvia_macros::capi;
use std::cell::Cell;
use std::mem::offset_of;
use std::ptr::null_mut;

/// An ordered dict.
#[repr(C)]
pub struct PyODictObject {
    dict: PyDictObject,
    state: Cell<usize>,
    /// Where the first entry was found last: those before it are gone.
    first: Cell<usize>,
    attributes: Field<PyDictObject>,
    weakreflist: Cell<*mut PyObject>,
}
object_structs! { PyODictObject: dict -> PyDictObject, OrderedIterator: ob_base -> PyObject }

// SAFETY: instances of OrderedDict and of its subclasses begin with a PyODictObject.
unsafe impl Typed for PyODictObject {
    fn type_object() -> &'static PyTypeObject {
        &PyODict_Type
    }
}

/// `collections.OrderedDict`.
#[capi]
pub static PyODict_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"collections.OrderedDict".as_ptr()),
    tp_doc: Cell::new(c"A dict whose order is part of what it is.".as_ptr()),
    tp_base: Field::to_static(&PyDict_Type),
    tp_basicsize: Cell::new(size_of::<PyODictObject>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::BASETYPE | flags::DICT_SUBCLASS | flags::MAPPING),
    tp_dictoffset: Cell::new(offset_of!(PyODictObject, attributes) as isize),
    tp_weaklistoffset: Cell::new(offset_of!(PyODictObject, weakreflist) as isize),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_traverse: Cell::new(Some(slot::traverse(|od: &PyODictObject, visitor: &gc::Visitor| {
        visitor.field(&od.attributes)?;
        od.dict.traverse(visitor)
    }))),
    tp_clear: Cell::new(Some(slot::clear(|od: &PyODictObject| {
        od.attributes.set(None);
        od.empty();
    }))),
    tp_repr: Cell::new(Some(slot::unary(repr))),
    tp_hash: Cell::new(Some(slot::HASH_NOT_IMPLEMENTED)),
    tp_richcompare: Cell::new(Some(slot::compare(compare))),
    tp_iter: Cell::new(Some(slot::unary(|od: &PyODictObject| iterate(od, Kind::Keys, false)))),
    tp_init: Cell::new(Some(slot::init(init))),
    tp_new: Cell::new(Some(slot::new(methods::new))),
    tp_as_number: Cell::new(&NUMBER),
    tp_as_mapping: Cell::new(&MAPPING),
    tp_methods: Cell::new(METHODS.as_ptr()),
    tp_getset: Cell::new(GETSETS.as_ptr()),
    ..PyTypeObject::STATIC
};

static NUMBER: PyNumberMethods = PyNumberMethods {
    nb_or: Cell::new(Some(slot::binary(or))),
    nb_inplace_or: Cell::new(Some(slot::subscript(|od: &PyODictObject, other: &PyObject| {
        update_from(od, other)?;
        Ok(od.as_object().new_ref())
    }))),
    ..PyNumberMethods::EMPTY
};
static MAPPING: PyMappingMethods = PyMappingMethods {
    mp_length: Cell::new(Some(slot::length(|od: &PyODictObject| od.ma_used.get()))),
    mp_subscript: Cell::new(Some(slot::subscript(|od: &PyODictObject, key: &PyObject| methods::subscript(od, key)))),
    mp_ass_subscript: Cell::new(Some(slot::set_subscript(|od: &PyODictObject, key: &PyObject, value: Option<&PyObject>| match value {
        Some(value) => od.set(key, value),
        None => od.delete(key),
    }))),
};

static METHODS: [PyMethodDef; 16] = [
    method::keywords(
        c"fromkeys",
        fromkeys,
        c"fromkeys($type, /, iterable, value=None)\n--\n\nA new dict with keys from the iterable, all of the one value.",
    )
    .class(),
    method::keywords(
        c"setdefault",
        setdefault,
        c"setdefault($self, /, key, default=None)\n--\n\nThe value of the key, which gets the default where there is none.",
    ),
    method::keywords(
        c"pop",
        pop,
        c"pop($self, /, key, default=<unrepresentable>)\n--\n\nRemoves the key and returns its value, or the default where there is none.",
    ),
    method::keywords(
        c"popitem",
        popitem,
        c"popitem($self, /, last=True)\n--\n\nRemoves the last entry, or else the first, and returns it as a pair.",
    ),
    method::keywords(
        c"move_to_end",
        move_to_end,
        c"move_to_end($self, /, key, last=True)\n--\n\nMakes the key's entry the last, or else the first; KeyError where there is none.",
    ),
    method::keywords(c"update", update, c"Adds the entries of a mapping or of an iterable of pairs, then those of the keyword arguments."),
    method::noargs(
        c"clear",
        |od: &PyODictObject| {
            od.empty();
            none()
        },
        c"clear($self, /)\n--\n\nRemoves all entries.",
    ),
    method::noargs(c"copy", copy, c"copy($self, /)\n--\n\nA new ordered dict with the same entries."),
    method::noargs(
        c"keys",
        |od: &PyODictObject| views::new(&PyODictKeys_Type, od),
        c"keys($self, /)\n--\n\nThe keys, as a view that follows the dict.",
    ),
    method::noargs(
        c"values",
        |od: &PyODictObject| views::new(&PyODictValues_Type, od),
        c"values($self, /)\n--\n\nThe values, as a view that follows the dict.",
    ),
    method::noargs(
        c"items",
        |od: &PyODictObject| views::new(&PyODictItems_Type, od),
        c"items($self, /)\n--\n\nThe pairs of key and value, as a view that follows the dict.",
    ),
    method::noargs(
        c"__reversed__",
        |od: &PyODictObject| iterate(od, Kind::Keys, true),
        c"__reversed__($self, /)\n--\n\nAn iterator over the keys, the last first.",
    ),
    method::noargs(c"__reduce__", reduce, c"__reduce__($self, /)\n--\n\nWhat copy and pickle need."),
    method::noargs(c"__sizeof__", size_of_instance, c"__sizeof__($self, /)\n--\n\nThe bytes that the dict takes."),
    generic_alias::CLASS_GETITEM,
    PyMethodDef::END,
];
static GETSETS: [PyGetSetDef; 2] = [
    method::getset(c"__dict__", |od: &PyODictObject| attribute::PyObject_GenericGetDict(od, null_mut()), c"")
        .settable(|od: &PyODictObject, value: Option<&PyObject>| attribute::PyObject_GenericSetDict(od, value, null_mut())),
    PyGetSetDef::END,
];

// ---- entries ------------------------------------------------------------------------------------------------------

impl PyODictObject {
    /// The keys or their order have changed.
    fn touch(&self) {
        self.state.set(self.state.get().wrapping_add(1));
    }
    fn set(&self, key: &PyObject, value: &PyObject) -> Result<()> {
        let (hash, before) = (hash_plainly(key)?, self.len());
        self.insert_known(key, hash, value.new_ref())?;
        if self.len() != before {
            self.touch();
        }
        Ok(())
    }
    /// Removes a key and returns its value.
    fn take_key(&self, key: &PyObject) -> Result<Option<Owned>> {
        let value = self.pop_known(key, hash_plainly(key)?)?;
        if value.is_some() {
            self.touch();
        }
        Ok(value)
    }
    fn delete(&self, key: &PyObject) -> Result<()> {
        self.take_key(key)?.map(drop).ok_or_else(|| errors::key_error(key))
    }
    fn empty(&self) {
        self.touch();
        self.dict.clear();
    }
}

/// A new, empty ordered dict.
fn new() -> Result<Owned<PyODictObject>> {
    let object = methods::new(&PyODict_Type, &tuple::empty(), None)?;
    // SAFETY: an instance of the type.
    Ok(unsafe { object.cast() })
}

fn dealloc(od: *mut PyODictObject) {
    // SAFETY: the dict is dead.
    unsafe {
        gc::untrack(od.cast());
        (*od).attributes.set(None);
        if !(*od).weakreflist.get().is_null() {
            weakref::clear_all(&*od.cast::<PyObject>());
        }
    }
    dealloc_dict(od.cast());
}

/// `tp_init`.
fn init(od: &PyODictObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<()> {
    if args.len() > 1 {
        return Err(raise!(TypeError, "expected at most 1 argument, got {}", args.len()));
    }
    if let Some(source) = args.as_slice().first() {
        update_from(od, source)?;
    }
    match kwargs {
        Some(kwargs) if !kwargs.is_empty() => {
            merge::check_keywords(kwargs)?;
            add_pairs(od, &*kwargs.items()?)
        }
        _ => Ok(()),
    }
}

/// Sets what an iterable of pairs gives, by the object's own `__setitem__`.
fn add_pairs(od: &PyObject, pairs: &PyObject) -> Result<()> {
    iteration::for_each(pairs, |pair| {
        let iterator = iteration::iter(&pair)?;
        let step = iteration::Step::of(&iterator);
        let short = |n: usize| raise!(ValueError, "need more than {n} value{} to unpack", if n == 1 { "" } else { "s" });
        let key = step.next(&iterator)?.ok_or_else(|| short(0))?;
        let value = step.next(&iterator)?.ok_or_else(|| short(1))?;
        if step.next(&iterator)?.is_some() {
            return Err(raise!(ValueError, "too many values to unpack (expected 2)"));
        }
        mapping::set_item(od, &key, &value).map(|()| true)
    })
}

/// Sets what a mapping or an iterable of pairs holds, by the object's own `__setitem__`.
fn update_from(od: &PyObject, source: &PyObject) -> Result<()> {
    if let Some(dict) = source.downcast_exact::<PyDictObject>() {
        return add_pairs(od, &*dict.items()?);
    }
    if let Some(keys) = attribute::get_optional(source, &id::keys)? {
        return iteration::for_each(&*keys.call0()?, |key| {
            let value = mapping::get_item(source, &key)?;
            mapping::set_item(od, &key, &value).map(|()| true)
        });
    }
    match attribute::get_optional(source, &id::items)? {
        Some(items) => add_pairs(od, &*items.call0()?),
        None => add_pairs(od, source),
    }
}

fn update(od: &PyODictObject, args: Args<'_>) -> Result<Owned> {
    if args.positional.len() > 1 {
        return Err(raise!(TypeError, "update() takes at most 1 positional argument ({} given)", args.positional.len()));
    }
    if let Some(source) = args.positional.first() {
        update_from(od, source)?;
    }
    if let Some(names) = args.kwnames {
        for (name, value) in names.as_slice().iter().zip(args.keywords) {
            mapping::set_item(od, name, value)?;
        }
    }
    Ok(none())
}

static FROMKEYS: Signature<2> = Signature { function: "fromkeys", names: ["iterable", "value"], positional: 2, required: 1 };
static SETDEFAULT: Signature<2> = Signature { function: "setdefault", names: ["key", "default"], positional: 2, required: 1 };
static POP: Signature<2> = Signature { function: "pop", names: ["key", "default"], positional: 2, required: 1 };
static POPITEM: Signature<1> = Signature { function: "popitem", names: ["last"], positional: 1, required: 0 };
static MOVE_TO_END: Signature<2> = Signature { function: "move_to_end", names: ["key", "last"], positional: 2, required: 1 };

/// An argument that the signature requires.
fn given(argument: Option<&PyObject>) -> Result<&PyObject> {
    argument.ok_or_else(|| raise!(SystemError, "null argument to internal routine"))
}

fn fromkeys(ty: &PyTypeObject, args: Args<'_>) -> Result<Owned> {
    let [iterable, value] = FROMKEYS.bind(args)?;
    let none = none();
    merge::from_keys(ty, given(iterable)?, value.unwrap_or(&none))
}

fn setdefault(od: &PyODictObject, args: Args<'_>) -> Result<Owned> {
    let [key, default] = SETDEFAULT.bind(args)?;
    let (key, none) = (given(key)?, none());
    let default = default.unwrap_or(&none);
    if is_exact::<PyODictObject>(od) {
        if let Some(value) = od.get(key)? {
            return Ok(value);
        }
        od.set(key, default)?;
        return Ok(default.new_ref());
    }
    if sequence::contains(od, key)? {
        return mapping::get_item(od, key);
    }
    mapping::set_item(od, key, default)?;
    Ok(default.new_ref())
}

fn pop(od: &PyODictObject, args: Args<'_>) -> Result<Owned> {
    let [key, default] = POP.bind(args)?;
    let key = given(key)?;
    match (od.take_key(key)?, default) {
        (Some(value), _) => Ok(value),
        (None, Some(default)) => Ok(default.new_ref()),
        (None, None) => Err(errors::key_error(key)),
    }
}

fn popitem(od: &PyODictObject, args: Args<'_>) -> Result<Owned> {
    let [last] = POPITEM.bind(args)?;
    let taken = if last.map_or(Ok(true), PyObject::is_true)? {
        od.pop_last()
    } else {
        let mut position = od.first.get();
        let taken = od.pop_first(&mut position);
        od.first.set(position);
        taken
    };
    let Some((key, value)) = taken else {
        return Err(raise!(KeyError, "dictionary is empty"));
    };
    od.touch();
    Ok(tuple::from_owned([key, value])?.upcast())
}

fn move_to_end(od: &PyODictObject, args: Args<'_>) -> Result<Owned> {
    let [key, last] = MOVE_TO_END.bind(args)?;
    let key = given(key)?;
    let last = last.map_or(Ok(true), PyObject::is_true)?;
    if od.is_empty() {
        return Err(errors::key_error(key));
    }
    let hash = hash_plainly(key)?;
    let found = if last { od.dict.move_to_end(key, hash)? } else { od.dict.move_to_start(key, hash)? };
    if !found {
        return Err(errors::key_error(key));
    }
    od.touch();
    Ok(none())
}

fn copy(od: &PyODictObject) -> Result<Owned> {
    let exact = is_exact::<PyODictObject>(od);
    let copy = if exact { new()?.upcast() } else { od.ty().as_object().call0()? };
    let keys = od.keys()?;
    for key in keys.as_slice() {
        let value = if exact { od.get(key)?.ok_or_else(|| errors::key_error(key))? } else { mapping::get_item(od, key)? };
        mapping::set_item(&copy, key, &value)?;
    }
    Ok(copy)
}

fn reduce(od: &PyODictObject) -> Result<Owned> {
    let state = object_type::_PyObject_GetState(od)?;
    let items = iteration::iter(&*attribute::get(od, &id::items)?.call0()?)?;
    Ok(tuple::from_owned([od.ty().as_object().new_ref(), tuple::empty().upcast(), state, none(), items])?.upcast())
}

fn size_of_instance(od: &PyODictObject) -> Result<Owned> {
    long::from_usize(od.ty().tp_basicsize.get() as usize + od.table_size())
}

// ---- text, comparison, union --------------------------------------------------------------------------------------

fn repr(od: &PyODictObject) -> Result<Owned> {
    recursion::guarded(od, "...", |text| {
        text.push_str(od.ty().short_name());
        text.push_str("(");
        if !od.is_empty() {
            recursion::push_repr(text, &*od.dict.copy()?)?;
        }
        text.push_str(")");
        Ok(())
    })
}

/// As for dicts; two ordered dicts must agree on the order, too.
fn compare(od: &PyODictObject, other: &PyObject, op: CompareOp) -> Result<Owned> {
    let (CompareOp::Eq | CompareOp::Ne, Some(dict)) = (op, other.downcast::<PyDictObject>()) else {
        return Ok(not_implemented());
    };
    let mut equal = methods::compare(od, dict, CompareOp::Eq)?.is_true()?;
    if equal && let Some(other) = other.downcast::<PyODictObject>() {
        let (a, b) = (od.keys()?, other.keys()?);
        equal = a.len() == b.len();
        for (a, b) in a.as_slice().iter().zip(b.as_slice()) {
            equal = equal && a.equals(b)?;
        }
    }
    Ok(bool::from_bool(equal == (op == CompareOp::Eq)))
}

fn or(a: &PyObject, b: &PyObject) -> Result<Owned> {
    if a.downcast::<PyDictObject>().is_none() || b.downcast::<PyDictObject>().is_none() {
        return Ok(not_implemented());
    }
    let ordered = if a.downcast::<PyODictObject>().is_some() { a } else { b };
    let result = ordered.ty().as_object().call1(a)?;
    update_from(&result, b)?;
    Ok(result)
}

// ---- iteration ----------------------------------------------------------------------------------------------------

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Keys,
    Values,
    Items,
}

/// Where an iteration over an ordered dict stands. The dict is dropped at the end.
#[repr(C)]
pub struct OrderedIterator {
    ob_base: PyObject,
    dict: Field<PyODictObject>,
    position: Cell<usize>,
    state: Cell<usize>,
    used: Cell<isize>,
    kind: Cell<Kind>,
    reversed: Cell<bool>,
}

/// `odict_iterator`.
#[capi]
pub static PyODictIter_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"odict_iterator".as_ptr()),
    tp_basicsize: Cell::new(size_of::<OrderedIterator>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC),
    tp_dealloc: Cell::new(Some(slot::dealloc(|it: *mut OrderedIterator| {
        // SAFETY: the iterator is dead.
        unsafe {
            gc::untrack(it.cast());
            (*it).dict.set(None);
            types::free(it.cast());
        }
    }))),
    tp_traverse: Cell::new(Some(slot::traverse(|it: &OrderedIterator, visitor: &gc::Visitor| visitor.field(&it.dict)))),
    tp_iter: Cell::new(Some(slot::unary(|it: &OrderedIterator| it.as_object().new_ref()))),
    tp_iternext: Cell::new(Some(slot::unary(next))),
    tp_methods: Cell::new(ITERATOR_METHODS.as_ptr()),
    ..PyTypeObject::STATIC
};
static ITERATOR_METHODS: [PyMethodDef; 2] = [method::noargs(c"__reduce__", reduce_iterator, iteration::REDUCE_DOC), PyMethodDef::END];

fn iterate(od: &PyODictObject, kind: Kind, reversed: bool) -> Result<Owned> {
    let position = if reversed { od.end() } else { 0 };
    iterator_at(Some(Owned::from_ref(od)), kind, reversed, position, od.state.get(), od.ma_used.get())
}

fn iterator_at(od: Option<Owned<PyODictObject>>, kind: Kind, reversed: bool, position: usize, state: usize, used: isize) -> Result<Owned> {
    let object = gc::alloc_uninit(&PyODictIter_Type, size_of::<OrderedIterator>())?;
    // SAFETY: memory for an iterator, written before it is tracked.
    unsafe {
        let it = object.cast::<OrderedIterator>();
        (&raw mut (*it).dict).write(Field::new(od));
        (&raw mut (*it).position).write(Cell::new(position));
        (&raw mut (*it).state).write(Cell::new(state));
        (&raw mut (*it).used).write(Cell::new(used));
        (&raw mut (*it).kind).write(Cell::new(kind));
        (&raw mut (*it).reversed).write(Cell::new(reversed));
        gc::track(object);
        Ok(Owned::from_nonnull(object))
    }
}

fn next(it: &OrderedIterator) -> Result<Option<Owned>> {
    let Some(od) = it.dict.get() else { return Ok(None) };
    let changed = |what: &str| -> Raised {
        it.dict.set(None);
        raise!(RuntimeError, "OrderedDict {what} during iteration")
    };
    if od.state.get() != it.state.get() {
        return Err(changed("mutated"));
    }
    if od.ma_used.get() != it.used.get() {
        return Err(changed("changed size"));
    }
    let mut position = it.position.get();
    let entry = if it.reversed.get() { od.previous(&mut position) } else { od.dict.next(&mut position) };
    it.position.set(position);
    match entry {
        None => {
            it.dict.set(None);
            Ok(None)
        }
        Some((key, value)) => Ok(Some(match it.kind.get() {
            Kind::Keys => key.new_ref(),
            Kind::Values => value.new_ref(),
            Kind::Items => tuple::from_slice(&[key, value])?.upcast(),
        })),
    }
}

/// A list of what is left; the iteration itself goes on where it is.
fn reduce_iterator(it: &OrderedIterator) -> Result<Owned> {
    let rest = iterator_at(it.dict.get(), it.kind.get(), it.reversed.get(), it.position.get(), it.state.get(), it.used.get())?;
    iteration::reduce(c"iter", &*list::from_iterable(&rest)?, None)
}

// ---- views --------------------------------------------------------------------------------------------------------

macro_rules! view_types {
    ($($(#[$doc:meta])* $name:ident: $text:literal, $base:ident, $kind:expr, $methods:ident;)*) => { $(
        $(#[$doc])*
        #[capi]
        pub static $name: PyTypeObject = PyTypeObject {
            tp_name: Cell::new($text.as_ptr()),
            tp_base: Field::to_static(&$base),
            tp_basicsize: Cell::new(size_of::<views::View>() as isize),
            tp_iter: Cell::new(Some(slot::unary(|view: &views::View| over(view, $kind, false)))),
            tp_methods: Cell::new($methods.as_ptr()),
            ..PyTypeObject::STATIC
        };
        static $methods: [PyMethodDef; 2] = [
            method::noargs(c"__reversed__", |view: &views::View| over(view, $kind, true), c"An iterator from the end."),
            PyMethodDef::END,
        ];
    )* };
}
view_types! {
    /// `odict_keys`.
    PyODictKeys_Type: c"odict_keys", PyDictKeys_Type, Kind::Keys, KEYS_METHODS;
    /// `odict_values`.
    PyODictValues_Type: c"odict_values", PyDictValues_Type, Kind::Values, VALUES_METHODS;
    /// `odict_items`.
    PyODictItems_Type: c"odict_items", PyDictItems_Type, Kind::Items, ITEMS_METHODS;
}

/// An iterator over an ordered dict by way of a view.
fn over(view: &views::View, kind: Kind, reversed: bool) -> Result<Owned> {
    let od = view.dict.get().map(Owned::upcast).and_then(|dict| dict.downcast::<PyODictObject>().ok());
    match od {
        Some(od) => iterate(&od, kind, reversed),
        None => iterator_at(None, kind, reversed, 0, 0, 0),
    }
}

// ---- odictobject.h ------------------------------------------------------------------------------------------------

/// A new, empty ordered dict.
#[capi]
pub fn PyODict_New() -> Result<Owned> {
    Ok(new()?.upcast())
}

#[cold]
fn bad_call() -> Raised {
    raise!(SystemError, "bad argument to internal function")
}

/// Sets a key's value; a new key comes last.
#[capi]
pub fn PyODict_SetItem(od: &PyObject, key: &PyObject, item: &PyObject) -> Result<()> {
    od.downcast::<PyODictObject>().ok_or_else(bad_call)?.set(key, item)
}

/// Removes a key; `KeyError` where there is none.
#[capi]
pub fn PyODict_DelItem(od: &PyObject, key: &PyObject) -> Result<()> {
    od.downcast::<PyODictObject>().ok_or_else(bad_call)?.delete(key)
}
