//! `MemoryError`, which must be there when there is no memory.
//!
//! An interpreter keeps the memory of a few instances aside from its start; what is freed goes back there. When they are all
//! in use, one that lasts as long as the interpreter is raised again and again.

use crate::boundary::slot;
use crate::layout::*;
use crate::object::{Owned, gc, types};
use crate::runtime::errors::{Raised, Result, raise_again, raise_object};
use crate::runtime::free_list::FreeList;
use crate::runtime::interp;
use crate::types::tuple;
use std::cell::Cell;

/// Memory of instances of exactly `MemoryError`, and the last resort.
#[derive(Default)]
pub struct Pool {
    free: FreeList<16>,
    last: Field,
}

impl Pool {
    /// Puts memory aside; the interpreter starts.
    pub fn fill(&self) -> Result<()> {
        loop {
            let object = gc::alloc_uninit(&super::MemoryError, size_of::<PyBaseExceptionObject>())?;
            // SAFETY: fresh memory of that size, not tracked.
            if unsafe { !self.free.put_aside(object) } {
                // SAFETY: nobody has seen it.
                unsafe { gc::free(object) };
                break;
            }
        }
        let last = super::new(&super::MemoryError, format_args!(""))?;
        self.last.set(Some(last));
        Ok(())
    }
    /// Gives everything back; the interpreter ends.
    pub fn clear(&self) {
        self.last.set(None);
        // SAFETY: dead memory of GC objects, not tracked.
        self.free.drain(|object| unsafe {
            gc::init(object, &super::MemoryError);
            gc::free(object);
        });
    }
    fn take(&self) -> Option<Owned> {
        let object = self.free.pop()?;
        // SAFETY: memory for the struct; zeroed fields can be traversed.
        unsafe {
            object.cast::<PyBaseExceptionObject>().write_bytes(0, 1);
            gc::init(object, &super::MemoryError);
            gc::track(object);
            Some(Owned::from_nonnull(object))
        }
    }
}

/// What is raised while an interpreter starts and has nothing aside yet.
#[repr(C)]
struct First {
    head: [usize; 2],
    exception: PyBaseExceptionObject,
}
// SAFETY: immortal, and never written.
unsafe impl Sync for First {}
static FIRST: First = First {
    head: [0; 2],
    exception: PyBaseExceptionObject {
        ob_base: PyObject::immortal((&raw const super::MemoryError).cast_mut()),
        dict: Field::NULL,
        args: Field::NULL,
        notes: Field::NULL,
        traceback: Field::NULL,
        context: Field::NULL,
        cause: Field::NULL,
        suppress_context: Cell::new(0),
    },
};

pub fn new(ty: &PyTypeObject, args: &PyTupleObject, _: Option<&PyDictObject>) -> Result<Owned> {
    let own = std::ptr::eq(ty, &super::MemoryError);
    let made = match own.then(|| interp().exceptions.memory_errors.take()).flatten() {
        Some(made) => made,
        None => types::alloc(ty, 0)?,
    };
    // SAFETY: every exception begins with a PyBaseExceptionObject.
    let this = unsafe { made.cast_unchecked::<PyBaseExceptionObject>() };
    this.args.set(Some(if own { tuple::from_owned([])? } else { Owned::from_ref(args) }));
    Ok(made)
}

/// `tp_dealloc`.
pub const fn dealloc() -> destructor {
    fn free(this: *mut PyBaseExceptionObject) {
        // SAFETY: dead, but whole; of the pool's size where it is exactly a MemoryError.
        unsafe {
            gc::untrack(this.cast());
            super::table::clear_base(&*this);
            let own = std::ptr::eq((*this).ty(), &super::MemoryError);
            if !own || !interp().exceptions.memory_errors.free.put_aside(this.cast()) {
                types::free(this.cast());
            }
        }
    }
    slot::dealloc(free)
}

/// Raises `MemoryError` without asking for memory where some was put aside.
#[cold]
pub fn no_memory() -> Raised {
    let pool = &interp().exceptions.memory_errors;
    match pool.take().or_else(|| pool.last.get()) {
        Some(exception) => raise_object(exception),
        // Without a context: nobody writes to it.
        None => raise_again(Owned::from_ref(FIRST.exception.ob_base.as_object())),
    }
}
