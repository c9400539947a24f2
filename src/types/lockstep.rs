//! `zip`, `map` and `filter`: iterators over other iterators.

use crate::args::{Signature, check_positional};
use crate::boundary::{method, slot};
use crate::layout::*;
use crate::object::{Owned, gc, types};
use crate::protocol::iteration;
use crate::raise;
use crate::runtime::errors::{Raised, Result};
use crate::types::singletons::none;
use crate::types::{bool, tuple};
use exuvia_macros::capi;
use std::cell::Cell;

/// Iterators that are advanced together.
#[repr(C)]
pub struct Zip {
    ob_base: PyObject,
    iterators: Field<PyTupleObject>,
    /// A tuple that is used again while nobody else has it.
    row: Field<PyTupleObject>,
    strict: Cell<bool>,
}
/// A function and the iterators that its arguments come from.
#[repr(C)]
pub struct Map {
    ob_base: PyObject,
    iterators: Field<PyTupleObject>,
    function: Field,
    strict: Cell<bool>,
}
/// An iterator and the function that chooses among its items.
#[repr(C)]
pub struct Filter {
    ob_base: PyObject,
    function: Field,
    iterator: Field,
}
object_structs! { Zip: ob_base -> PyObject, Map: ob_base -> PyObject, Filter: ob_base -> PyObject }

/// `zip`.
#[capi]
pub static PyZip_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"zip".as_ptr()),
    tp_doc: Cell::new(
        c"zip(*iterables, strict=False)\n--\n\nTuples of one item of each iterable, until one ends; with strict, all must end together.".as_ptr(),
    ),
    tp_basicsize: Cell::new(size_of::<Zip>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::BASETYPE),
    tp_dealloc: Cell::new(Some(slot::dealloc(|it: *mut Zip| {
        // SAFETY: the iterator is dead.
        unsafe {
            gc::untrack(it.cast());
            (*it).iterators.set(None);
            (*it).row.set(None);
            types::free(it.cast());
        }
    }))),
    tp_traverse: Cell::new(Some(slot::traverse(|it: &Zip, visitor: &gc::Visitor| {
        visitor.field(&it.iterators)?;
        visitor.field(&it.row)
    }))),
    tp_iter: Cell::new(Some(slot::unary(|it: &Zip| it.as_object().new_ref()))),
    tp_iternext: Cell::new(Some(slot::unary(next_row))),
    tp_new: Cell::new(Some(slot::new(new_zip))),
    tp_methods: Cell::new(ZIP_METHODS.as_ptr()),
    ..PyTypeObject::STATIC
};
/// `map`.
#[capi]
pub static PyMap_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"map".as_ptr()),
    tp_doc: Cell::new(
        c"map(function, iterable, /, *iterables, strict=False)\n--\n\nWhat the function makes of one item of each iterable, until one ends; with strict, all must end together.".as_ptr(),
    ),
    tp_basicsize: Cell::new(size_of::<Map>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::BASETYPE),
    tp_dealloc: Cell::new(Some(slot::dealloc(|it: *mut Map| {
        // SAFETY: the iterator is dead.
        unsafe {
            gc::untrack(it.cast());
            (*it).iterators.set(None);
            (*it).function.set(None);
            types::free(it.cast());
        }
    }))),
    tp_traverse: Cell::new(Some(slot::traverse(|it: &Map, visitor: &gc::Visitor| {
        visitor.field(&it.iterators)?;
        visitor.field(&it.function)
    }))),
    tp_iter: Cell::new(Some(slot::unary(|it: &Map| it.as_object().new_ref()))),
    tp_iternext: Cell::new(Some(slot::unary(next_mapped))),
    tp_new: Cell::new(Some(slot::new(new_map))),
    tp_methods: Cell::new(MAP_METHODS.as_ptr()),
    ..PyTypeObject::STATIC
};
/// `filter`.
#[capi]
pub static PyFilter_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"filter".as_ptr()),
    tp_doc: Cell::new(
        c"filter(function, iterable, /)\n--\n\nThe items for which the function says true; without one (None), those that are true.".as_ptr(),
    ),
    tp_basicsize: Cell::new(size_of::<Filter>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::BASETYPE),
    tp_dealloc: Cell::new(Some(slot::dealloc(|it: *mut Filter| {
        // SAFETY: the iterator is dead.
        unsafe {
            gc::untrack(it.cast());
            (*it).function.set(None);
            (*it).iterator.set(None);
            types::free(it.cast());
        }
    }))),
    tp_traverse: Cell::new(Some(slot::traverse(|it: &Filter, visitor: &gc::Visitor| {
        visitor.field(&it.function)?;
        visitor.field(&it.iterator)
    }))),
    tp_iter: Cell::new(Some(slot::unary(|it: &Filter| it.as_object().new_ref()))),
    tp_iternext: Cell::new(Some(slot::unary(next_chosen))),
    tp_new: Cell::new(Some(slot::new(new_filter))),
    tp_methods: Cell::new(FILTER_METHODS.as_ptr()),
    ..PyTypeObject::STATIC
};

static ZIP_METHODS: [PyMethodDef; 3] = [
    method::noargs(c"__reduce__", reduce_zip, iteration::REDUCE_DOC),
    method::o(
        c"__setstate__",
        |it: &Zip, state: &PyObject| {
            it.strict.set(state.is_true()?);
            Ok(none())
        },
        iteration::SETSTATE_DOC,
    ),
    PyMethodDef::END,
];
static MAP_METHODS: [PyMethodDef; 3] = [
    method::noargs(c"__reduce__", reduce_map, iteration::REDUCE_DOC),
    method::o(
        c"__setstate__",
        |it: &Map, state: &PyObject| {
            it.strict.set(state.is_true()?);
            Ok(none())
        },
        iteration::SETSTATE_DOC,
    ),
    PyMethodDef::END,
];
static FILTER_METHODS: [PyMethodDef; 2] = [method::noargs(c"__reduce__", reduce_filter, iteration::REDUCE_DOC), PyMethodDef::END];

static ZIP_KEYWORDS: Signature<1> = Signature { function: "zip", names: ["strict"], positional: 0, required: 0 };
static MAP_KEYWORDS: Signature<1> = Signature { function: "map", names: ["strict"], positional: 0, required: 0 };

fn strictness(signature: &Signature<1>, kwargs: Option<&PyDictObject>) -> Result<bool> {
    if kwargs.is_none_or(|k| k.is_empty()) {
        return Ok(false);
    }
    let [strict] = signature.bind_call(&tuple::empty(), kwargs)?;
    strict.map_or(Ok(false), |strict| strict.is_true())
}

/// A tuple of iterators over each of the iterables.
fn iterators_over(iterables: &[&PyObject]) -> Result<Owned<PyTupleObject>> {
    let mut iterators = Vec::new();
    iterators.try_reserve_exact(iterables.len()).map_err(|_| Raised::no_memory())?;
    for iterable in iterables {
        iterators.push(iteration::iter(iterable)?);
    }
    tuple::from_exact(iterators.len(), iterators.into_iter())
}

/// The next item of each iterator goes to `take`, until one ends. With `strict` an error where others go on.
fn step(name: &str, iterators: &PyTupleObject, strict: bool, mut take: impl FnMut(Owned)) -> Result<bool> {
    let range = |n: usize| if n == 1 { "argument 1".to_owned() } else { format!("arguments 1-{n}") };
    for (n, iterator) in iterators.as_slice().iter().enumerate() {
        if let Some(item) = iteration::next(iterator)? {
            take(item);
            continue;
        }
        if strict && n > 0 {
            return Err(raise!(ValueError, "{name}() argument {} is shorter than {}", n + 1, range(n)));
        }
        if strict {
            for (n, iterator) in iterators.as_slice().iter().enumerate().skip(1) {
                if iteration::next(iterator)?.is_some() {
                    return Err(raise!(ValueError, "{name}() argument {} is longer than {}", n + 1, range(n)));
                }
            }
        }
        return Ok(false);
    }
    Ok(true)
}

// ---- zip ----------------------------------------------------------------------------------------------------------

fn new_zip(ty: &PyTypeObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    let strict = strictness(&ZIP_KEYWORDS, kwargs)?;
    let iterators = iterators_over(args.as_slice())?;
    let none = none();
    let row = tuple::from_exact(iterators.len(), std::iter::repeat_with(|| none.clone()))?;
    let object = types::alloc(ty, 0)?;
    // SAFETY: an instance of zip or of a subclass.
    let it = unsafe { object.cast_unchecked::<Zip>() };
    it.iterators.set(Some(iterators));
    it.row.set(Some(row));
    it.strict.set(strict);
    Ok(object)
}

fn next_row(it: &Zip) -> Result<Option<Owned>> {
    let (Some(iterators), Some(kept)) = (it.iterators.get(), it.row.get()) else { return Ok(None) };
    if iterators.is_empty() {
        return Ok(None);
    }
    // The field's reference and the one in hand: nobody else sees the row change.
    if kept.refcount() == 2 {
        let mut n = 0;
        let whole = step("zip", &iterators, it.strict.get(), |item| {
            tuple::replace(&kept, n, item);
            n += 1;
        })?;
        kept.ob_hash.set(-1);
        return Ok(whole.then(|| kept.upcast()));
    }
    let row = tuple::of_nulls(iterators.len())?;
    let mut n = 0;
    let whole = step("zip", &iterators, it.strict.get(), |item| {
        tuple::replace(&row, n, item);
        n += 1;
    })?;
    Ok(whole.then(|| row.upcast()))
}

fn reduce_zip(it: &Zip) -> Result<Owned> {
    let ty = it.ty().as_object().new_ref();
    let iterators = it.iterators.get().unwrap_or_else(tuple::empty).upcast();
    Ok(if it.strict.get() { tuple::from_owned([ty, iterators, bool::from_bool(true)])? } else { tuple::from_owned([ty, iterators])? }.upcast())
}

// ---- map ----------------------------------------------------------------------------------------------------------

fn new_map(ty: &PyTypeObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    let strict = strictness(&MAP_KEYWORDS, kwargs)?;
    let [function, iterables @ ..] = args.as_slice() else {
        return Err(raise!(TypeError, "map() must have at least two arguments."));
    };
    if iterables.is_empty() {
        return Err(raise!(TypeError, "map() must have at least two arguments."));
    }
    let iterators = iterators_over(iterables)?;
    let object = types::alloc(ty, 0)?;
    // SAFETY: an instance of map or of a subclass.
    let it = unsafe { object.cast_unchecked::<Map>() };
    it.iterators.set(Some(iterators));
    it.function.set(Some(function.new_ref()));
    it.strict.set(strict);
    Ok(object)
}

fn next_mapped(it: &Map) -> Result<Option<Owned>> {
    let (Some(iterators), Some(function)) = (it.iterators.get(), it.function.get()) else { return Ok(None) };
    if let [iterator] = *iterators.as_slice() {
        return match iteration::next(iterator)? {
            Some(item) => function.call1(&item).map(Some),
            None => Ok(None),
        };
    }
    let mut items = Vec::with_capacity(iterators.len());
    if !step("map", &iterators, it.strict.get(), |item| items.push(item))? {
        return Ok(None);
    }
    let items: Vec<&PyObject> = items.iter().map(|item| &**item).collect();
    function.call(&items).map(Some)
}

fn reduce_map(it: &Map) -> Result<Owned> {
    let ty = it.ty().as_object().new_ref();
    let (iterators, function) = (it.iterators.get().unwrap_or_else(tuple::empty), it.function.get().unwrap_or_else(none));
    let items = std::iter::once(function).chain(iterators.as_slice().iter().map(|iterator| iterator.new_ref()));
    let args = tuple::from_exact(iterators.len() + 1, items)?.upcast();
    Ok(if it.strict.get() { tuple::from_owned([ty, args, bool::from_bool(true)])? } else { tuple::from_owned([ty, args])? }.upcast())
}

// ---- filter -------------------------------------------------------------------------------------------------------

fn new_filter(ty: &PyTypeObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    let plain = std::ptr::eq(ty, &PyFilter_Type) || ty.tp_init.get().map(|f| f as usize) == PyFilter_Type.tp_init.get().map(|f| f as usize);
    if plain && kwargs.is_some_and(|k| !k.is_empty()) {
        return Err(raise!(TypeError, "filter() takes no keyword arguments"));
    }
    check_positional("filter", args.len(), 2, 2)?;
    let iterator = iteration::iter(args.as_slice()[1])?;
    let object = types::alloc(ty, 0)?;
    // SAFETY: an instance of filter or of a subclass.
    let it = unsafe { object.cast_unchecked::<Filter>() };
    it.function.set(Some(args.as_slice()[0].new_ref()));
    it.iterator.set(Some(iterator));
    Ok(object)
}

fn next_chosen(it: &Filter) -> Result<Option<Owned>> {
    let (Some(iterator), Some(function)) = (it.iterator.get(), it.function.get()) else { return Ok(None) };
    let ask_item = function.is_none() || std::ptr::eq(function.as_ptr(), bool::PyBool_Type.as_object().as_ptr());
    let step = iteration::Step::of(&iterator);
    while let Some(item) = step.next(&iterator)? {
        let chosen = if ask_item { item.is_true()? } else { function.call1(&item)?.is_true()? };
        if chosen {
            return Ok(Some(item));
        }
    }
    Ok(None)
}

fn reduce_filter(it: &Filter) -> Result<Owned> {
    let ty = it.ty().as_object().new_ref();
    let args = tuple::from_owned([it.function.get().unwrap_or_else(none), it.iterator.get().unwrap_or_else(none)])?;
    Ok(tuple::from_owned([ty, args.upcast()])?.upcast())
}
