//! `dict_keys`, `dict_values`, `dict_items`: a dict seen as a collection. Keys and items are sets, too.

use super::iterators::*;
use crate::boundary::method;
use crate::boundary::slot::{self, CompareOp};
use crate::layout::*;
use crate::object::{Owned, gc, is_exact, recursion, types};
use crate::protocol::{iteration, sequence};
use crate::runtime::errors::Result;
use crate::types::singletons::not_implemented;
use crate::types::{bool, list, mappingproxy, set, tuple};
use exuvia_macros::capi;
use std::cell::Cell;

/// A view of a dict.
#[repr(C)]
pub struct View {
    ob_base: PyObject,
    pub(in crate::types) dict: Field<PyDictObject>,
}
object_structs! { View: ob_base -> PyObject }

const BASE: PyTypeObject = PyTypeObject {
    tp_basicsize: Cell::new(size_of::<View>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::DISALLOW_INSTANTIATION),
    tp_dealloc: Cell::new(Some(slot::dealloc(|view: *mut View| {
        // SAFETY: the view is dead.
        unsafe {
            gc::untrack(view.cast());
            (*view).dict.set(None);
            types::free(view.cast());
        }
    }))),
    tp_traverse: Cell::new(Some(slot::traverse(|view: &View, visitor: &gc::Visitor| visitor.field(&view.dict)))),
    tp_repr: Cell::new(Some(slot::unary(repr))),
    tp_getset: Cell::new(GETSETS.as_ptr()),
    ..PyTypeObject::STATIC
};

/// `dict_keys`.
#[capi]
pub static PyDictKeys_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"dict_keys".as_ptr()),
    tp_richcompare: Cell::new(Some(slot::compare(compare))),
    tp_hash: Cell::new(Some(slot::HASH_NOT_IMPLEMENTED)),
    tp_iter: Cell::new(Some(slot::unary(|view: &View| view.iterate(&PyDictIterKey_Type)))),
    tp_as_number: Cell::new(&SET_OPERATORS),
    tp_as_sequence: Cell::new(&KEYS),
    tp_methods: Cell::new(KEYS_METHODS.as_ptr()),
    ..BASE
};
/// `dict_values`.
#[capi]
pub static PyDictValues_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"dict_values".as_ptr()),
    tp_iter: Cell::new(Some(slot::unary(|view: &View| view.iterate(&PyDictIterValue_Type)))),
    tp_as_sequence: Cell::new(&VALUES),
    tp_methods: Cell::new(VALUES_METHODS.as_ptr()),
    ..BASE
};
/// `dict_items`.
#[capi]
pub static PyDictItems_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"dict_items".as_ptr()),
    tp_richcompare: Cell::new(Some(slot::compare(compare))),
    tp_hash: Cell::new(Some(slot::HASH_NOT_IMPLEMENTED)),
    tp_iter: Cell::new(Some(slot::unary(|view: &View| view.iterate(&PyDictIterItem_Type)))),
    tp_as_number: Cell::new(&SET_OPERATORS),
    tp_as_sequence: Cell::new(&ITEMS),
    tp_methods: Cell::new(ITEMS_METHODS.as_ptr()),
    ..BASE
};

static KEYS: PySequenceMethods = PySequenceMethods {
    sq_length: Cell::new(Some(slot::length(View::len))),
    sq_contains: Cell::new(Some(slot::contains(|view: &View, key: &PyObject| view.dict.get().map_or(Ok(false), |dict| dict.contains(key))))),
    ..PySequenceMethods::EMPTY
};
static VALUES: PySequenceMethods = PySequenceMethods { sq_length: Cell::new(Some(slot::length(View::len))), ..PySequenceMethods::EMPTY };
static ITEMS: PySequenceMethods = PySequenceMethods {
    sq_length: Cell::new(Some(slot::length(View::len))),
    sq_contains: Cell::new(Some(slot::contains(contains_item))),
    ..PySequenceMethods::EMPTY
};

const ISDISJOINT: PyMethodDef = method::o(c"isdisjoint", isdisjoint, c"Whether the view has no value in common with the iterable.");
static KEYS_METHODS: [PyMethodDef; 3] = [
    ISDISJOINT,
    method::noargs(c"__reversed__", |view: &View| view.iterate(&PyDictRevIterKey_Type), c"An iterator over the keys, the last first."),
    PyMethodDef::END,
];
static VALUES_METHODS: [PyMethodDef; 2] = [
    method::noargs(c"__reversed__", |view: &View| view.iterate(&PyDictRevIterValue_Type), c"An iterator over the values, the last first."),
    PyMethodDef::END,
];
static ITEMS_METHODS: [PyMethodDef; 3] = [
    ISDISJOINT,
    method::noargs(c"__reversed__", |view: &View| view.iterate(&PyDictRevIterItem_Type), c"An iterator over the pairs, the last first."),
    PyMethodDef::END,
];
static GETSETS: [PyGetSetDef; 2] = [method::getset(c"mapping", mapping, c"The dict, for reading."), PyGetSetDef::END];

static SET_OPERATORS: PyNumberMethods = PyNumberMethods {
    nb_subtract: Cell::new(Some(slot::binary(difference))),
    nb_and: Cell::new(Some(slot::binary(intersection))),
    nb_xor: Cell::new(Some(slot::binary(symmetric_difference))),
    nb_or: Cell::new(Some(slot::binary(union))),
    ..PyNumberMethods::EMPTY
};

/// A new view of a dict.
pub(in crate::types) fn new(ty: &PyTypeObject, dict: &PyDictObject) -> Result<Owned> {
    let object = gc::alloc_uninit(ty, size_of::<View>())?;
    // SAFETY: memory for a view, written before it is tracked.
    unsafe {
        (&raw mut (*object.cast::<View>()).dict).write(Field::new(Some(Owned::from_ref(dict))));
        gc::track(object);
        Ok(Owned::from_nonnull(object))
    }
}

impl View {
    fn len(&self) -> isize {
        self.dict.get().map_or(0, |dict| dict.ma_used.get())
    }
    fn iterate(&self, ty: &PyTypeObject) -> Result<Owned> {
        match self.dict.get() {
            Some(dict) => super::iterators::new(ty, &dict),
            None => super::iterators::new(ty, &*super::new()?),
        }
    }
}

fn contains_item(view: &View, item: &PyObject) -> Result<bool> {
    let (Some(dict), Some([key, value])) = (view.dict.get(), item.downcast::<PyTupleObject>().map(PyTupleObject::as_slice)) else {
        return Ok(false);
    };
    match dict.get(key)? {
        Some(found) => found.equals(value),
        None => Ok(false),
    }
}

fn mapping(view: &View) -> Result<Owned> {
    match view.dict.get() {
        Some(dict) => mappingproxy::new(&dict),
        None => mappingproxy::new(&*super::new()?),
    }
}

fn repr(view: &View) -> Result<Owned> {
    recursion::guarded(view, "...", |text| {
        let content = list::from_iterable(view)?;
        text.push_str(view.ty().name());
        text.push_str("(");
        recursion::push_repr(text, &content)?;
        text.push_str(")");
        Ok(())
    })
}

// ---- as sets ------------------------------------------------------------------------------------------------------

/// Whether the object is a view that is a set.
fn is_view_set(object: &PyObject) -> bool {
    let ty = object.ty();
    ty.is_subtype(&PyDictKeys_Type) || ty.is_subtype(&PyDictItems_Type)
}
fn is_set_like(object: &PyObject) -> bool {
    is_view_set(object) || set::is_any_set(object)
}

/// Whether all that `a` gives is in `b`.
fn all_in(a: &PyObject, b: &PyObject) -> Result<bool> {
    let mut all = true;
    iteration::for_each(a, |value| {
        all = sequence::contains(b, &value)?;
        Ok(all)
    })?;
    Ok(all)
}

fn compare(view: &View, other: &PyObject, op: CompareOp) -> Result<Owned> {
    if !is_set_like(other) {
        return Ok(not_implemented());
    }
    let (here, there) = (view.len() as usize, sequence::len(other)?);
    let this = view.as_object();
    let holds = match op {
        CompareOp::Eq => here == there && all_in(this, other)?,
        CompareOp::Ne => !(here == there && all_in(this, other)?),
        CompareOp::Lt => here < there && all_in(this, other)?,
        CompareOp::Le => here <= there && all_in(this, other)?,
        CompareOp::Gt => here > there && all_in(other, this)?,
        CompareOp::Ge => here >= there && all_in(other, this)?,
    };
    Ok(bool::from_bool(holds))
}

/// A new set of what one operand gives.
fn as_set(object: &PyObject) -> Result<Owned<PySetObject>> {
    if std::ptr::eq(object.ty(), &PyDictKeys_Type) {
        // SAFETY: a view.
        let dict = unsafe { object.cast_unchecked::<View>() }.dict.get();
        if let Some(dict) = dict.filter(|dict| is_exact::<PyDictObject>(dict)) {
            return set::from_iterable(&set::PySet_Type, &dict);
        }
    }
    set::from_iterable(&set::PySet_Type, object)
}

fn union(a: &PyObject, b: &PyObject) -> Result<Owned> {
    let result = as_set(a)?;
    result.update(b)?;
    Ok(result.upcast())
}

fn difference(a: &PyObject, b: &PyObject) -> Result<Owned> {
    let result = as_set(a)?;
    result.difference_update(b)?;
    Ok(result.upcast())
}

fn intersection(a: &PyObject, b: &PyObject) -> Result<Owned> {
    // The view may be the right operand.
    let (mut view, mut other) = if is_view_set(a) { (a, b) } else { (b, a) };
    let len = sequence::len(view)?;
    if let Some(set) = other.downcast_exact_set()
        && len <= set.len()
    {
        return Ok(set.intersection(view)?.upcast());
    }
    if is_view_set(other) && sequence::len(other)? > len {
        (view, other) = (other, view);
    }
    let result = set::new()?;
    iteration::for_each(other, |value| {
        if sequence::contains(view, &value)? {
            result.add(&value)?;
        }
        Ok(true)
    })?;
    Ok(result.upcast())
}

impl PyObject {
    /// The object as exactly a `set`.
    fn downcast_exact_set(&self) -> Option<&PySetObject> {
        set::as_set(self).filter(|set| std::ptr::eq(set.ty(), &set::PySet_Type))
    }
}

fn symmetric_difference(a: &PyObject, b: &PyObject) -> Result<Owned> {
    if std::ptr::eq(a.ty(), &PyDictItems_Type) && std::ptr::eq(b.ty(), &PyDictItems_Type) {
        // SAFETY: two views.
        let (x, y) = unsafe { (a.cast_unchecked::<View>().dict.get(), b.cast_unchecked::<View>().dict.get()) };
        if let (Some(x), Some(y)) = (x, y) {
            return items_difference(&x, &y);
        }
    }
    let result = as_set(a)?;
    result.symmetric_difference_update(b)?;
    Ok(result.upcast())
}

/// The pairs that only one of two dicts has. Values that both have under one key need no hash.
fn items_difference(a: &PyDictObject, b: &PyDictObject) -> Result<Owned> {
    let rest = b.copy()?;
    let result = set::new()?;
    let mut position = 0;
    while let Some((key, value, hash)) = a.next_hashed(&mut position) {
        let (key, value) = (key.new_ref(), value.new_ref());
        let other = rest.get_known(&key, hash)?.map(PyObject::new_ref);
        match other {
            Some(other) if other.equals(&value)? => drop(rest.pop_known(&key, hash)?),
            _ => drop(result.add(&*tuple::from_owned([key, value])?)?),
        }
    }
    let mut position = 0;
    while let Some((key, value)) = rest.next(&mut position) {
        let pair = tuple::from_slice(&[key, value])?;
        result.add(&pair)?;
    }
    Ok(result.upcast())
}

fn isdisjoint(view: &View, other: &PyObject) -> Result<Owned> {
    if other.is(view) {
        return Ok(bool::from_bool(view.len() == 0));
    }
    let (mut inside, mut walked) = (view.as_object(), other);
    if is_set_like(other) && sequence::len(other)? > view.len() as usize {
        (inside, walked) = (other, view.as_object());
    }
    let mut disjoint = true;
    iteration::for_each(walked, |value| {
        disjoint = !sequence::contains(inside, &value)?;
        Ok(disjoint)
    })?;
    Ok(bool::from_bool(disjoint))
}
