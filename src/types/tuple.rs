//! `tuple`.

use crate::layout::*;
use crate::object::{Owned, Typed, gc};
use crate::runtime::errors::{Raised, Result};
use exuvia_macros::capi;
use std::cell::Cell;

// SAFETY: instances of tuple and of its subclasses begin with a PyTupleObject.
unsafe impl Typed for PyTupleObject {
    fn type_object() -> &'static PyTypeObject {
        &PyTuple_Type
    }
    const FLAG: Option<u64> = Some(flags::TUPLE_SUBCLASS);
}

/// `tuple`.
#[capi]
pub static PyTuple_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"tuple".as_ptr()),
    tp_basicsize: Cell::new(32),
    tp_itemsize: Cell::new(8),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::BASETYPE | flags::TUPLE_SUBCLASS | flags::MATCH_SELF | flags::SEQUENCE),
    ..PyTypeObject::STATIC
};

impl PyTupleObject {
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.ob_size.get() as usize
    }
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// The items, borrowed. A tuple that is still being filled must not be looked at.
    #[inline(always)]
    pub fn as_slice(&self) -> &[&PyObject] {
        // SAFETY: as many items as the size says, none of them NULL.
        unsafe { std::slice::from_raw_parts(self.ob_item.as_ptr().cast(), self.len()) }
    }
}

/// A new tuple of owned references.
pub fn from_owned<const N: usize>(items: [Owned; N]) -> Result<Owned<PyTupleObject>> {
    from_exact(N, items.into_iter())
}

/// A new tuple of borrowed references.
pub fn from_slice(items: &[&PyObject]) -> Result<Owned<PyTupleObject>> {
    from_exact(items.len(), items.iter().map(|item| item.new_ref()))
}

/// A new tuple of what the iterator gives, which is `count` items.
pub fn from_exact(count: usize, items: impl Iterator<Item = Owned>) -> Result<Owned<PyTupleObject>> {
    let count = isize::try_from(count).map_err(|_| Raised::no_memory())?;
    let tuple = gc::alloc(&PyTuple_Type, count)?.cast::<PyTupleObject>();
    // SAFETY: just made, with room for `count` items.
    unsafe {
        (*tuple).ob_hash.set(-1);
        let slots = (*tuple).ob_item.as_ptr();
        for (i, item) in items.take(count as usize).enumerate() {
            (*slots.add(i)).set(Some(item));
        }
        gc::track(tuple.cast());
        Ok(Owned::from_nonnull(tuple))
    }
}
