//! Iterators over a dict's keys, values and pairs, forwards and backwards.

use crate::boundary::{method, slot};
use crate::layout::*;
use crate::object::{Owned, gc, types};
use crate::protocol::iteration;
use crate::raise;
use crate::runtime::errors::{Raised, Result};
use crate::types::{list, long, tuple};
use exuvia_macros::capi;
use std::cell::Cell;

/// Where an iteration over a dict stands. The dict is dropped at the end.
#[repr(C)]
pub struct DictIterator {
    ob_base: PyObject,
    dict: Field<PyDictObject>,
    /// The dict's size at the start; -1 once that has changed.
    used: Cell<isize>,
    position: Cell<usize>,
    /// A pair that is used again while nobody else has it.
    pair: Field<PyTupleObject>,
    left: Cell<usize>,
}
object_structs! { DictIterator: ob_base -> PyObject }

/// What the six types have in common.
const BASE: PyTypeObject = PyTypeObject {
    tp_basicsize: Cell::new(size_of::<DictIterator>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::DISALLOW_INSTANTIATION),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_traverse: Cell::new(Some(slot::traverse(|it: &DictIterator, visitor: &gc::Visitor| {
        visitor.field(&it.dict)?;
        visitor.field(&it.pair)
    }))),
    tp_iter: Cell::new(Some(slot::unary(|it: &DictIterator| it.as_object().new_ref()))),
    tp_methods: Cell::new(METHODS.as_ptr()),
    ..PyTypeObject::STATIC
};

static METHODS: [PyMethodDef; 3] = [
    method::noargs(c"__length_hint__", length_hint, iteration::LENGTH_HINT_DOC),
    method::noargs(c"__reduce__", reduce, iteration::REDUCE_DOC),
    PyMethodDef::END,
];

/// A list of what is left; the iteration itself goes on where it is.
fn reduce(it: &DictIterator) -> Result<Owned> {
    let rest = make_at(it.ty(), it.dict.get(), it.used.get(), it.position.get(), it.left.get())?;
    iteration::reduce(c"iter", &*list::from_iterable(&rest)?, None)
}

macro_rules! iterator_types {
    ($($(#[$doc:meta])* $name:ident: $text:literal, $next:expr;)*) => { $(
        $(#[$doc])*
        #[capi]
        pub static $name: PyTypeObject = PyTypeObject {
            tp_name: Cell::new($text.as_ptr()),
            tp_iternext: Cell::new(Some(slot::unary($next))),
            ..BASE
        };
    )* };
}
iterator_types! {
    /// `dict_keyiterator`.
    PyDictIterKey_Type: c"dict_keyiterator", |it: &DictIterator| advance(it, key);
    /// `dict_valueiterator`.
    PyDictIterValue_Type: c"dict_valueiterator", |it: &DictIterator| advance(it, value);
    /// `dict_itemiterator`.
    PyDictIterItem_Type: c"dict_itemiterator", |it: &DictIterator| advance(it, pair);
    /// `dict_reversekeyiterator`.
    PyDictRevIterKey_Type: c"dict_reversekeyiterator", |it: &DictIterator| retreat(it, key);
    /// `dict_reversevalueiterator`.
    PyDictRevIterValue_Type: c"dict_reversevalueiterator", |it: &DictIterator| retreat(it, value);
    /// `dict_reverseitemiterator`.
    PyDictRevIterItem_Type: c"dict_reverseitemiterator", |it: &DictIterator| retreat(it, pair);
}

/// A new iterator of one of the six types.
pub(in crate::types::dict) fn new(ty: &PyTypeObject, dict: &PyDictObject) -> Result<Owned> {
    let reversed = [&PyDictRevIterKey_Type, &PyDictRevIterValue_Type, &PyDictRevIterItem_Type].iter().any(|t| std::ptr::eq(*t, ty));
    let position = if reversed { dict.end() } else { 0 };
    make_at(ty, Some(Owned::from_ref(dict)), dict.ma_used.get(), position, dict.len())
}

fn make_at(ty: &PyTypeObject, dict: Option<Owned<PyDictObject>>, used: isize, position: usize, left: usize) -> Result<Owned> {
    let pairs = std::ptr::eq(ty, &PyDictIterItem_Type) || std::ptr::eq(ty, &PyDictRevIterItem_Type);
    let pair = if pairs {
        let none = crate::types::singletons::none();
        Some(tuple::from_slice(&[&none, &none])?)
    } else {
        None
    };
    let object = gc::alloc_uninit(ty, size_of::<DictIterator>())?;
    // SAFETY: memory for an iterator, written before it is tracked.
    unsafe {
        let it = object.cast::<DictIterator>();
        (&raw mut (*it).dict).write(Field::new(dict));
        (&raw mut (*it).used).write(Cell::new(used));
        (&raw mut (*it).position).write(Cell::new(position));
        (&raw mut (*it).pair).write(Field::new(pair));
        (&raw mut (*it).left).write(Cell::new(left));
        gc::track(object);
        Ok(Owned::from_nonnull(object))
    }
}

fn dealloc(it: *mut DictIterator) {
    // SAFETY: the iterator is dead.
    unsafe {
        gc::untrack(it.cast());
        (*it).dict.set(None);
        (*it).pair.set(None);
        types::free(it.cast());
    }
}

type Make = fn(&DictIterator, &PyObject, &PyObject) -> Result<Owned>;

fn key(_: &DictIterator, key: &PyObject, _: &PyObject) -> Result<Owned> {
    Ok(key.new_ref())
}
fn value(_: &DictIterator, _: &PyObject, value: &PyObject) -> Result<Owned> {
    Ok(value.new_ref())
}
fn pair(it: &DictIterator, key: &PyObject, value: &PyObject) -> Result<Owned> {
    if let Some(pair) = it.pair.get()
        && pair.refcount() == 2
    {
        // The iterator's own reference and the one in hand: nobody else can see it change.
        tuple::refill(&pair, [key.new_ref(), value.new_ref()]);
        return Ok(pair.upcast());
    }
    Ok(tuple::from_slice(&[key, value])?.upcast())
}

#[cold]
#[inline(never)]
fn changed() -> Raised {
    raise!(RuntimeError, "dictionary changed size during iteration")
}
#[cold]
#[inline(never)]
fn changed_keys(it: &DictIterator) -> Raised {
    it.dict.clear();
    raise!(RuntimeError, "dictionary keys changed during iteration")
}

/// The dict, if the iteration goes on.
#[inline(always)]
fn dict_of(it: &DictIterator) -> Result<Option<&PyDictObject>> {
    // SAFETY: the iterator drops its dict only where its caller says so, at the end.
    let Some(dict) = (unsafe { it.dict.peek() }) else { return Ok(None) };
    if it.used.get() != dict.ma_used.get() {
        it.used.set(-1);
        return Err(changed());
    }
    Ok(Some(dict))
}

#[inline(always)]
fn advance(it: &DictIterator, make: Make) -> Result<Option<Owned>> {
    let Some(dict) = dict_of(it)? else { return Ok(None) };
    let mut position = it.position.get();
    match dict.next(&mut position) {
        None => {
            it.dict.clear();
            Ok(None)
        }
        // More entries than the dict had: some were removed and others added.
        Some(_) if it.left.get() == 0 => Err(changed_keys(it)),
        Some((key, value)) => {
            it.position.set(position);
            it.left.set(it.left.get() - 1);
            make(it, key, value).map(Some)
        }
    }
}

#[inline(always)]
fn retreat(it: &DictIterator, make: Make) -> Result<Option<Owned>> {
    let Some(dict) = dict_of(it)? else { return Ok(None) };
    let mut position = it.position.get();
    match dict.previous(&mut position) {
        None => {
            it.dict.clear();
            Ok(None)
        }
        Some((key, value)) => {
            it.position.set(position);
            it.left.set(it.left.get().saturating_sub(1));
            make(it, key, value).map(Some)
        }
    }
}

fn length_hint(it: &DictIterator) -> Result<Owned> {
    let unchanged = it.dict.get().is_some_and(|dict| it.used.get() == dict.ma_used.get());
    long::from_usize(if unchanged { it.left.get() } else { 0 })
}
