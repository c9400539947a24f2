//! `pickle.PickleBuffer`: an object's buffer, for pickle to carry outside of its own stream.
//!
//! Invariant: while it is not released, the buffer in it holds its exporter.

use crate::boundary::method;
use crate::boundary::slot;
use crate::layout::*;
use crate::object::gc::Visitor;
use crate::object::{Owned, Typed, gc, types};
use crate::protocol::buffer::{self, request};
use crate::raise;
use crate::runtime::errors::Result;
use crate::types::singletons::none;
use crate::types::{memoryview, weakref};
use exuvia_macros::capi;
use std::cell::{Cell, UnsafeCell};
use std::ffi::c_int;
use std::mem::offset_of;

/// A pickle buffer; no header shows it.
#[repr(C)]
pub struct PyPickleBufferObject {
    ob_base: PyObject,
    view: UnsafeCell<Py_buffer>,
    weakreflist: Cell<*mut PyObject>,
}
object_structs! { PyPickleBufferObject: ob_base -> PyObject }

// SAFETY: they are made here only, and the type has no subclasses.
unsafe impl Typed for PyPickleBufferObject {
    fn type_object() -> &'static PyTypeObject {
        &PyPickleBuffer_Type
    }
}

/// `pickle.PickleBuffer`.
#[capi]
pub static PyPickleBuffer_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"pickle.PickleBuffer".as_ptr()),
    tp_doc: Cell::new(c"An object's buffer that pickle may carry out of band.".as_ptr()),
    tp_basicsize: Cell::new(size_of::<PyPickleBufferObject>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_traverse: Cell::new(Some(slot::traverse(traverse))),
    tp_clear: Cell::new(Some(slot::clear(PyPickleBufferObject::release))),
    tp_weaklistoffset: Cell::new(offset_of!(PyPickleBufferObject, weakreflist) as isize),
    tp_as_buffer: Cell::new(&BUFFER),
    tp_methods: Cell::new(METHODS.as_ptr()),
    tp_new: Cell::new(Some(slot::new(new))),
    ..PyTypeObject::STATIC
};

static BUFFER: PyBufferProcs = PyBufferProcs {
    bf_getbuffer: Cell::new(Some(slot::get_buffer(get_buffer))),
    // The exporter's own buffer is handed on, and released by whoever asked for it.
    bf_releasebuffer: Cell::new(Some(slot::release_buffer(|_: &PyPickleBufferObject, _: *mut Py_buffer| ()))),
};

static METHODS: [PyMethodDef; 3] = [
    method::noargs(c"raw", raw, c"raw($self, /)\n--\n\nA memoryview of plain bytes on the whole buffer, which must be contiguous."),
    method::noargs(
        c"release",
        |this: &PyPickleBufferObject| {
            this.release();
            none()
        },
        c"release($self, /)\n--\n\nEnds the use of the object's buffer.",
    ),
    PyMethodDef::END,
];

impl PyPickleBufferObject {
    /// The buffer; `ValueError` where it is released.
    fn view(&self) -> Result<&Py_buffer> {
        // SAFETY: written when the object is made and when it is released.
        let view = unsafe { &*self.view.get() };
        if view.obj.is_null() {
            return Err(raise!(ValueError, "operation forbidden on released PickleBuffer object"));
        }
        Ok(view)
    }
    fn release(&self) {
        // SAFETY: nobody looks into it meanwhile.
        buffer::release(unsafe { &mut *self.view.get() });
    }
}

fn make(object: &PyObject) -> Result<Owned> {
    let new = gc::alloc(&PyPickleBuffer_Type, 0)?;
    // SAFETY: just made, zeroed, which is a released one.
    unsafe {
        let new = Owned::from_nonnull(new.cast::<PyPickleBufferObject>());
        buffer::get_buffer(object, new.view.get(), request::FULL_RO)?;
        gc::track(new.as_ptr().cast());
        Ok(new.upcast())
    }
}

fn new(_: &PyTypeObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    if kwargs.is_some_and(|kwargs| !kwargs.is_empty()) {
        return Err(raise!(TypeError, "PickleBuffer() takes no keyword arguments"));
    }
    match args.as_slice() {
        [object] => make(object),
        other => Err(raise!(TypeError, "PickleBuffer() takes exactly 1 positional argument ({} given)", other.len())),
    }
}

fn dealloc(this: *mut PyPickleBufferObject) {
    // SAFETY: dead; whole until it is freed.
    unsafe {
        gc::untrack(this.cast());
        weakref::clear_all(&*this);
        (*this).release();
        types::free(this.cast());
    }
}

fn traverse(this: &PyPickleBufferObject, visitor: &Visitor) -> std::result::Result<(), c_int> {
    // SAFETY: only looked at.
    visitor.pointer(unsafe { (*this.view.get()).obj })
}

fn get_buffer(this: &PyPickleBufferObject, view: *mut Py_buffer, flags: c_int) -> Result<()> {
    // SAFETY: the buffer holds its exporter.
    let exporter = unsafe { &*this.view()?.obj }.new_ref();
    buffer::get_buffer(&exporter, view, flags)
}

fn raw(this: &PyPickleBufferObject) -> Result<Owned> {
    memoryview::raw(this, this.view()?)
}

/// The object as a pickle buffer, or `TypeError`.
fn expect(object: &PyObject) -> Result<&PyPickleBufferObject> {
    object.downcast().ok_or_else(|| raise!(TypeError, "expected PickleBuffer, {} found", object.ty().name()))
}

/// A new pickle buffer of the object's buffer; `TypeError` where it has none.
#[capi]
pub fn PyPickleBuffer_FromObject(object: &PyObject) -> Result<Owned> {
    make(object)
}

/// The buffer in it, borrowed; `ValueError` where it is released.
#[capi]
pub fn PyPickleBuffer_GetBuffer(object: &PyObject) -> Result<*const Py_buffer> {
    Ok(expect(object)?.view()?)
}

/// Releases the buffer in it.
#[capi]
pub fn PyPickleBuffer_Release(object: &PyObject) -> Result<()> {
    expect(object)?.release();
    Ok(())
}
