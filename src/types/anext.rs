//! `anext(iterator, default)`: what awaits an asynchronous iterator's next item, and gives the default where there is none.

use crate::boundary::method;
use crate::boundary::{new_reference, slot};
use crate::foreign;
use crate::layout::*;
use crate::object::gc::Visitor;
use crate::object::{Owned, attribute, gc, id, types};
use crate::protocol::iteration::PyIter_Check;
use crate::raise;
use crate::runtime::errors::{self, Raised, Result, raise_object};
use crate::types::exceptions::{StopAsyncIteration, StopIteration};
use crate::types::unicode::bad_internal_call;
use std::cell::Cell;

/// An `anext_awaitable`; no header shows it.
#[repr(C)]
pub struct Anext {
    ob_base: PyObject,
    /// What the iterator gave, which is awaited.
    awaitable: Field,
    default: Field,
}
object_structs! { Anext: ob_base -> PyObject }

/// `anext_awaitable`.
pub static ANEXT: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"anext_awaitable".as_ptr()),
    tp_basicsize: Cell::new(size_of::<Anext>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::DISALLOW_INSTANTIATION),
    tp_dealloc: Cell::new(Some(slot::dealloc(|this: *mut Anext| {
        // SAFETY: dead but whole.
        unsafe {
            gc::untrack(this.cast());
            (*this).awaitable.set(None);
            (*this).default.set(None);
            types::free(this.cast());
        }
    }))),
    tp_traverse: Cell::new(Some(slot::traverse(|this: &Anext, visitor: &Visitor| {
        visitor.field(&this.awaitable)?;
        visitor.field(&this.default)
    }))),
    tp_as_async: Cell::new(&ASYNC),
    tp_iter: Cell::new(Some(slot::unary(itself))),
    tp_iternext: Cell::new(Some(slot::unary(|this: &Anext| this.forward(step)))),
    tp_methods: Cell::new(METHODS.as_ptr()),
    ..PyTypeObject::STATIC
};

static ASYNC: PyAsyncMethods = PyAsyncMethods { am_await: Cell::new(Some(slot::unary(itself))), ..PyAsyncMethods::EMPTY };

static METHODS: [PyMethodDef; 4] = [
    method::o(c"send", |this: &Anext, value: &PyObject| this.forward_method(&id::send, &[value]), c"Goes on, with a value."),
    method::fastcall(c"throw", |this: &Anext, args: &[&PyObject]| this.forward_method(&id::throw, args), c"Goes on, with an exception."),
    method::noargs(c"close", |this: &Anext| this.forward_method(&id::close, &[]), c"Has it end."),
    PyMethodDef::END,
];

fn itself(this: &Anext) -> Owned {
    this.new_ref()
}

/// The awaitable of `anext` with a default, new.
pub fn new(awaitable: Owned, default: Owned) -> Result<Owned> {
    let object = types::alloc(&ANEXT, 0)?;
    // SAFETY: an instance of the type.
    let this = unsafe { object.cast_unchecked::<Anext>() };
    this.awaitable.set(Some(awaitable));
    this.default.set(Some(default));
    Ok(object)
}

/// One step of an iterator, which may end without an exception.
fn step(iterator: &PyObject) -> Result<Option<Owned>> {
    let Some(next) = iterator.ty().tp_iternext.get() else { return Err(bad_internal_call()) };
    // SAFETY: the slot's contract: NULL is the end, or an error.
    match unsafe { Owned::from_ptr(foreign!(next(iterator.as_ptr()))) } {
        Some(item) => Ok(Some(item)),
        None if errors::occurred() => Err(Raised::already()),
        None => Ok(None),
    }
}

impl Anext {
    /// The iterator that awaits what the asynchronous iterator gave.
    fn iterator(&self) -> Result<Owned> {
        let awaitable = self.awaitable.get().ok_or_else(bad_internal_call)?;
        // SAFETY: a suite lives as long as its type.
        let slot = unsafe { awaitable.ty().tp_as_async.get().as_ref() }.and_then(|suite| suite.am_await.get());
        let Some(slot) = slot else { return Err(raise!(TypeError, "'{:.100}' object can't be awaited", awaitable.ty().name())) };
        // SAFETY: the slot's contract.
        let iterator = unsafe { new_reference(foreign!(slot(awaitable.as_ptr()))) }?;
        if PyIter_Check(Some(&iterator)) == 0 {
            return Err(raise!(TypeError, "__await__() returned non-iterator of type '{:.100}'", iterator.ty().name()));
        }
        Ok(iterator)
    }

    /// Has that iterator do something. The end of the asynchronous iterator becomes the end of this one, with the default as its value.
    fn forward<T>(&self, something: impl FnOnce(&PyObject) -> Result<T>) -> Result<T> {
        let iterator = self.iterator()?;
        something(&iterator).map_err(|raised| {
            if !raised.matches(&StopAsyncIteration) {
                return raised;
            }
            raised.clear();
            let default = self.default.get().unwrap_or_else(crate::types::singletons::none);
            StopIteration.as_object().call1(&default).map_or_else(|raised| raised, raise_object)
        })
    }

    fn forward_method(&self, name: &PyUnicodeObject, args: &[&PyObject]) -> Result<Owned> {
        self.forward(|iterator| attribute::get(iterator, name)?.call(args))
    }
}
