//! `list.sort`: which comparison the keys need, and the sort with it.
//!
//! Keys that are all ints, all floats or all strings are compared without calls, on values laid beside them; so are tuples, by their first items, as long as those
//! differ. Everything else is asked `<`. While a list is sorted its items are out of it.

use super::sort::{self, Order};
use crate::boundary::new_reference;
use crate::boundary::slot::CompareOp;
use crate::foreign;
use crate::layout::*;
use crate::object::Owned;
use crate::raise;
use crate::runtime::errors::{Raised, Result};
use crate::runtime::heap;
use crate::types::bool;
use crate::types::float::PyFloat_Type;
use crate::types::long::PyLong_Type;
use crate::types::tuple::PyTuple_Type;
use crate::types::unicode::{Chars, PyUnicode_Type};
use std::cmp::Ordering;
use std::ptr::null_mut;

/// Sorts a list, by what `key` gives for each item where there is one.
pub(super) fn sort(list: &PyListObject, key: Option<&PyObject>, reverse: bool) -> Result<()> {
    let (block, len, room) = (list.ob_item.replace(null_mut()), list.ob_size.replace(0), list.allocated.replace(-1));
    let outcome = {
        // SAFETY: the list's items, which nobody else sees meanwhile.
        let items = if len == 0 { &mut [][..] } else { unsafe { std::slice::from_raw_parts_mut(block, len as usize) } };
        sort_items(items, key, reverse)
    };
    let modified = list.allocated.get() != -1;
    let (new_block, new_len) = (list.ob_item.replace(block), list.ob_size.replace(len));
    list.allocated.set(room);
    // SAFETY: what the list got meanwhile is out of it.
    unsafe { super::drop_block(new_block, new_len as usize) };
    outcome?;
    if modified { Err(raise!(ValueError, "list modified during sort")) } else { Ok(()) }
}

type Object = *mut PyObject;

fn sort_items(items: &mut [Object], key: Option<&PyObject>, reverse: bool) -> Result<()> {
    let mut keys: Vec<Owned> = Vec::new();
    if let Some(function) = key {
        reserve(&mut keys, items.len())?;
        for item in items.iter() {
            // SAFETY: an item of the list, which holds it.
            keys.push(function.call1(unsafe { &**item })?);
        }
    }
    if items.len() < 2 {
        return Ok(());
    }
    // Turned round before and after, equal items stay in their order.
    if reverse {
        items.reverse();
        keys.reverse();
    }
    let outcome = if key.is_none() { by_value(items) } else { by_key(items, &keys) };
    if reverse {
        items.reverse();
    }
    outcome
}

fn reserve<T>(vec: &mut Vec<T>, count: usize) -> Result<()> {
    vec.try_reserve_exact(count).map_err(|_| Raised::no_memory())
}

/// An item with what it is sorted by.
#[derive(Clone, Copy)]
struct Keyed<K> {
    key: K,
    item: Object,
}

/// A place of what is sorted: an item and its key, which may be the item itself.
trait Place: Copy {
    fn key(&self) -> Object;
    fn item(&self) -> Object;
    fn put(&mut self, item: Object);
}
impl Place for Object {
    fn key(&self) -> Object {
        *self
    }
    fn item(&self) -> Object {
        *self
    }
    fn put(&mut self, item: Object) {
        *self = item;
    }
}
impl Place for Keyed<Object> {
    fn key(&self) -> Object {
        self.key
    }
    fn item(&self) -> Object {
        self.item
    }
    fn put(&mut self, item: Object) {
        self.item = item;
    }
}

/// What a comparison can be made of.
enum Kind {
    Int,
    Float,
    /// Text of one byte a character.
    Latin1,
    Text,
    Tuple,
    /// Objects of one type.
    Same,
    Any,
}

/// # Safety
/// Live objects.
unsafe fn kind_of(mut keys: impl Iterator<Item = Object> + Clone) -> Kind {
    // SAFETY: the caller's word.
    let ty = |object: Object| unsafe { (*object).ob_type.get() };
    let Some(first) = keys.clone().next().map(ty) else { return Kind::Any };
    // One walk over the keys: whether all are of the first one's type, and then whether all are simple.
    let mut all = |simple: fn(Object) -> bool, kind: Kind, otherwise: Kind| {
        let mut simple_so_far = true;
        let uniform = keys.all(|key| {
            let same = ty(key) == first;
            simple_so_far = simple_so_far && same && simple(key);
            same
        });
        if !uniform {
            Kind::Any
        } else if simple_so_far {
            kind
        } else {
            otherwise
        }
    };
    let is = |known: &PyTypeObject| first == known.as_ptr();
    // SAFETY: each is asked of objects of its type only.
    unsafe {
        if is(&PyLong_Type) {
            all(|key| int_value(key).is_some(), Kind::Int, Kind::Same)
        } else if is(&PyUnicode_Type) {
            all(|key| latin1(key).is_some(), Kind::Latin1, Kind::Text)
        } else if is(&PyFloat_Type) {
            // A NaN has no place in an order, so a list with one is left to its comparisons.
            all(|key| !float_value(key).is_nan(), Kind::Float, Kind::Same)
        } else if is(&PyTuple_Type) {
            all(|_| true, Kind::Tuple, Kind::Tuple)
        } else {
            all(|_| true, Kind::Same, Kind::Same)
        }
    }
}
/// # Safety
/// An exact int.
unsafe fn int_value(object: Object) -> Option<i64> {
    // SAFETY: the caller's word.
    unsafe { (*object.cast::<PyLongObject>()).to_i64() }
}
/// # Safety
/// An exact float.
unsafe fn float_value(object: Object) -> f64 {
    // SAFETY: the caller's word.
    unsafe { (*object.cast::<PyFloatObject>()).ob_fval.get() }
}
/// # Safety
/// An exact string, which lives as long as it is sorted.
unsafe fn latin1<'a>(object: Object) -> Option<&'a [u8]> {
    // SAFETY: the caller's word.
    match unsafe { (*object.cast::<PyUnicodeObject>()).chars() } {
        Chars::One(bytes) => Some(bytes),
        _ => None,
    }
}
/// # Safety
/// An exact string, which lives as long as it is sorted.
unsafe fn compare_text(a: Object, b: Object) -> Ordering {
    fn units<'a>(chars: Chars<'a>) -> impl Iterator<Item = u32> + use<'a> {
        let (one, two, four): (&[u8], &[u16], &[u32]) = match chars {
            Chars::One(s) => (s, &[], &[]),
            Chars::Two(s) => (&[], s, &[]),
            Chars::Four(s) => (&[], &[], s),
        };
        one.iter().map(|c| u32::from(*c)).chain(two.iter().map(|c| u32::from(*c))).chain(four.iter().copied())
    }
    // SAFETY: the caller's word.
    unsafe { units((*a.cast::<PyUnicodeObject>()).chars()).cmp(units((*b.cast::<PyUnicodeObject>()).chars())) }
}

/// The first eight bytes of a text as a number of the same order.
#[inline]
fn prefix(text: &[u8]) -> u64 {
    match text.first_chunk::<8>() {
        Some(bytes) => u64::from_be_bytes(*bytes),
        None => text.iter().enumerate().fold(0, |value, (n, byte)| value | u64::from(*byte) << (56 - 8 * n)),
    }
}

fn by_value(items: &mut [Object]) -> Result<()> {
    // SAFETY: the list's items are alive, and of the type that their kind says.
    unsafe { sort_places(kind_of(items.iter().copied()), items) }
}

fn by_key(items: &mut [Object], keys: &[Owned]) -> Result<()> {
    let mut pairs = collect(items.len(), items.iter().zip(keys).map(|(item, key)| Keyed { key: key.as_ptr(), item: *item }))?;
    // SAFETY: the keys are alive, and of the type that their kind says.
    let outcome = unsafe { sort_places(kind_of(pairs.iter().map(|pair| pair.key)), &mut pairs) };
    for (item, pair) in items.iter_mut().zip(&pairs) {
        *item = pair.item;
    }
    outcome
}

fn collect<T>(count: usize, items: impl Iterator<Item = T>) -> Result<Vec<T>> {
    let mut vec = Vec::new();
    reserve(&mut vec, count)?;
    vec.extend(items);
    Ok(vec)
}

/// Sorts what has keys of that kind.
///
/// # Safety
/// The keys are alive, and of the type that their kind says.
unsafe fn sort_places<P: Place>(kind: Kind, places: &mut [P]) -> Result<()> {
    // SAFETY: the caller's word.
    unsafe {
        match kind {
            Kind::Int => unboxed(places, |key| int_value(key).unwrap_or(0), |a: &i64, b: &i64| a.cmp(b)),
            Kind::Float => unboxed(places, |key| float_value(key), |a: &f64, b: &f64| a.partial_cmp(b).unwrap_or(Ordering::Equal)),
            Kind::Latin1 => unboxed(
                places,
                |key| {
                    let text = latin1(key).unwrap_or_default();
                    (prefix(text), text)
                },
                |a: &(u64, &[u8]), b: &(u64, &[u8])| a.0.cmp(&b.0).then_with(|| a.1.cmp(b.1)),
            ),
            Kind::Text => sort_by(places, |a, b| compare_text(a.key(), b.key())),
            Kind::Tuple => sort_tuples(places),
            Kind::Same => sort::sort(places, &mut Slot(P::key)),
            Kind::Any => sort::sort(places, &mut Ask(P::key)),
        }
    }
}

/// The standard library's stable sort, with memory for its copy set aside first: it ends the process where it gets none.
fn sort_by<T>(items: &mut [T], compare: impl FnMut(&T, &T) -> Ordering) -> Result<()> {
    /// What it has on the stack, and how many bytes it copies at most unless half of the items are more.
    const ON_STACK: usize = 4096;
    const MOST: usize = 8_000_000;
    let spare = items.len().min(MOST / size_of::<T>()).max(items.len().div_ceil(2)) * size_of::<T>();
    let room = if spare <= ON_STACK { 0 } else { spare };
    heap::with_spare(room, || items.sort_by(compare)).ok_or_else(Raised::no_memory)
}

/// Sorts by values that a total order compares without calls. What is in order is seen before anything is copied.
fn unboxed<P: Place, K: Copy>(places: &mut [P], value: impl Fn(Object) -> K, compare: impl Fn(&K, &K) -> Ordering) -> Result<()> {
    if places.iter().map(|place| value(place.key())).is_sorted_by(|a, b| compare(a, b).is_le()) {
        return Ok(());
    }
    let mut values = collect(places.len(), places.iter().map(|place| Keyed { key: value(place.key()), item: place.item() }))?;
    sort_by(&mut values, |a, b| compare(&a.key, &b.key))?;
    for (place, value) in places.iter_mut().zip(&values) {
        place.put(value.item);
    }
    Ok(())
}

/// Tuples, by their first items without calls where these are of one simple kind.
///
/// # Safety
/// The keys are exact tuples.
unsafe fn sort_tuples<P: Place>(pairs: &mut [P]) -> Result<()> {
    // SAFETY: the caller's word; tuples hold their items as long as they are sorted.
    unsafe {
        let tuple = |object: Object| &*object.cast::<PyTupleObject>();
        if pairs.iter().any(|pair| tuple(pair.key()).is_empty()) {
            return sort::sort(pairs, &mut Slot(P::key));
        }
        let first = |object: Object| tuple(object).as_slice()[0].as_ptr();
        match kind_of(pairs.iter().map(|pair| first(pair.key()))) {
            Kind::Int => by_first(pairs, |key| int_value(first(key)).unwrap_or(0), |a: &i64, b: &i64| a.cmp(b)),
            Kind::Float => by_first(pairs, |key| float_value(first(key)), |a: &f64, b: &f64| a.partial_cmp(b).unwrap_or(Ordering::Equal)),
            Kind::Latin1 => by_first(
                pairs,
                |key| {
                    let text = latin1(first(key)).unwrap_or_default();
                    (prefix(text), text)
                },
                |a: &(u64, &[u8]), b: &(u64, &[u8])| a.0.cmp(&b.0).then_with(|| a.1.cmp(b.1)),
            ),
            _ => sort::sort(pairs, &mut Slot(P::key)),
        }
    }
}

/// Sorts tuples by the values of their first items, and by the rest where these are equal.
unsafe fn by_first<P: Place, K: Copy>(pairs: &mut [P], value: impl Fn(Object) -> K, compare: impl Fn(&K, &K) -> Ordering) -> Result<()> {
    let mut values = collect(pairs.len(), pairs.iter().map(|pair| Keyed { key: (value(pair.key()), pair.key()), item: pair.item() }))?;
    let outcome = sort::sort(&mut values, &mut First(compare));
    for (pair, value) in pairs.iter_mut().zip(&values) {
        pair.put(value.item);
    }
    outcome
}

struct First<C>(C);
impl<K: Copy, C: Fn(&K, &K) -> Ordering> Order<Keyed<(K, Object)>> for First<C> {
    type Error = Raised;
    #[inline]
    fn less(&mut self, a: &Keyed<(K, Object)>, b: &Keyed<(K, Object)>) -> Result<bool> {
        match (self.0)(&a.key.0, &b.key.0) {
            Ordering::Less => Ok(true),
            Ordering::Greater => Ok(false),
            // SAFETY: tuples that the list or its keys hold.
            Ordering::Equal => unsafe { rest_is_less(&*a.key.1.cast(), &*b.key.1.cast()) },
        }
    }
    fn no_memory(&mut self) -> Raised {
        Raised::no_memory()
    }
}

/// Whether a tuple is less than another with an equal first item.
fn rest_is_less(a: &PyTupleObject, b: &PyTupleObject) -> Result<bool> {
    for (x, y) in a.as_slice().iter().zip(b.as_slice()).skip(1) {
        if !x.equals(y)? {
            return x.compare_bool(y, CompareOp::Lt);
        }
    }
    Ok(a.len() < b.len())
}

/// Any two objects, asked by the whole protocol.
struct Ask<F>(F);
impl<T, F: Fn(&T) -> Object> Order<T> for Ask<F> {
    type Error = Raised;
    fn less(&mut self, a: &T, b: &T) -> Result<bool> {
        // SAFETY: objects that the list or its keys hold.
        let (a, b) = unsafe { (&*(self.0)(a), &*(self.0)(b)) };
        truth(a.compare(b, CompareOp::Lt)?)
    }
    fn no_memory(&mut self) -> Raised {
        Raised::no_memory()
    }
}

/// Objects that were of one type when the sort began: its own comparison is asked first.
struct Slot<F>(F);
impl<T, F: Fn(&T) -> Object> Order<T> for Slot<F> {
    type Error = Raised;
    #[inline]
    fn less(&mut self, a: &T, b: &T) -> Result<bool> {
        // SAFETY: objects that the list or its keys hold.
        let (a, b) = unsafe { (&*(self.0)(a), &*(self.0)(b)) };
        if std::ptr::eq(a.ty(), b.ty())
            && let Some(compare) = a.ty().tp_richcompare.get()
        {
            // SAFETY: the slot's contract.
            let result = unsafe { new_reference(foreign!(compare(a.as_ptr(), b.as_ptr(), CompareOp::Lt as i32))) }?;
            if !result.is_not_implemented() {
                return truth(result);
            }
        }
        truth(a.compare(b, CompareOp::Lt)?)
    }
    fn no_memory(&mut self) -> Raised {
        Raised::no_memory()
    }
}

#[inline(always)]
fn truth(result: Owned) -> Result<bool> {
    match bool::value_of(&result) {
        Some(truth) => Ok(truth),
        None => result.is_true(),
    }
}
