//! `set_iterator`.

use crate::boundary::{method, slot};
use crate::layout::*;
use crate::object::{Owned, gc, types};
use crate::protocol::iteration;
use crate::raise;
use crate::runtime::errors::{Raised, Result};
use crate::types::{list, long};
use exuvia_macros::capi;
use std::cell::Cell;

/// Where an iteration over a set stands. The set is dropped at the end.
#[repr(C)]
pub struct SetIterator {
    ob_base: PyObject,
    set: Field<PySetObject>,
    /// The set's size at the start; -1 once that has changed.
    used: Cell<isize>,
    position: Cell<usize>,
    left: Cell<usize>,
}
object_structs! { SetIterator: ob_base -> PyObject }

/// `set_iterator`.
#[capi]
pub static PySetIter_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"set_iterator".as_ptr()),
    tp_basicsize: Cell::new(size_of::<SetIterator>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::DISALLOW_INSTANTIATION),
    tp_dealloc: Cell::new(Some(slot::dealloc(|it: *mut SetIterator| {
        // SAFETY: the iterator is dead.
        unsafe {
            gc::untrack(it.cast());
            (*it).set.set(None);
            types::free(it.cast());
        }
    }))),
    tp_traverse: Cell::new(Some(slot::traverse(|it: &SetIterator, visitor: &gc::Visitor| visitor.field(&it.set)))),
    tp_iter: Cell::new(Some(slot::unary(|it: &SetIterator| it.as_object().new_ref()))),
    tp_iternext: Cell::new(Some(slot::unary(next))),
    tp_methods: Cell::new(METHODS.as_ptr()),
    ..PyTypeObject::STATIC
};

static METHODS: [PyMethodDef; 3] = [
    method::noargs(c"__length_hint__", length_hint, iteration::LENGTH_HINT_DOC),
    method::noargs(c"__reduce__", reduce, iteration::REDUCE_DOC),
    PyMethodDef::END,
];

/// A list of what is left; the iteration itself goes on where it is.
fn reduce(it: &SetIterator) -> Result<Owned> {
    let rest = make(it.set.get(), it.used.get(), it.position.get(), it.left.get())?;
    iteration::reduce(c"iter", &*list::from_iterable(&rest)?, None)
}

pub(super) fn new(set: &PySetObject) -> Result<Owned> {
    make(Some(Owned::from_ref(set)), set.used.get(), 0, set.len())
}

fn make(set: Option<Owned<PySetObject>>, used: isize, position: usize, left: usize) -> Result<Owned> {
    let object = gc::alloc_uninit(&PySetIter_Type, size_of::<SetIterator>())?;
    // SAFETY: memory for an iterator, written before it is tracked.
    unsafe {
        let it = object.cast::<SetIterator>();
        (&raw mut (*it).set).write(Field::new(set));
        (&raw mut (*it).used).write(Cell::new(used));
        (&raw mut (*it).position).write(Cell::new(position));
        (&raw mut (*it).left).write(Cell::new(left));
        gc::track(object);
        Ok(Owned::from_nonnull(object))
    }
}

#[inline(always)]
fn next(it: &SetIterator) -> Result<Option<Owned>> {
    // SAFETY: nothing runs before the key is taken.
    let Some(set) = (unsafe { it.set.peek() }) else { return Ok(None) };
    if it.used.get() != set.used.get() {
        it.used.set(-1);
        return Err(changed());
    }
    let mut position = it.position.get();
    let key = set.next(&mut position).map(|(key, _)| key.new_ref());
    it.position.set(position);
    match key {
        Some(_) => it.left.set(it.left.get().saturating_sub(1)),
        None => it.set.clear(),
    }
    Ok(key)
}

#[cold]
#[inline(never)]
fn changed() -> Raised {
    raise!(RuntimeError, "Set changed size during iteration")
}

fn length_hint(it: &SetIterator) -> Result<Owned> {
    let unchanged = it.set.get().is_some_and(|set| it.used.get() == set.used.get());
    long::from_usize(if unchanged { it.left.get() } else { 0 })
}
