//! `__buffer__` and `__release_buffer__` (PEP 688): buffers of classes are those of the memoryviews that the methods return.

use super::slots::Method;
use crate::boundary::status;
use crate::layout::*;
use crate::object::{Owned, gc, id};
use crate::object::types::{self, late};
use crate::raise;
use crate::runtime::errors::{self, Result};
use std::cell::Cell;
use std::ffi::c_int;
use std::ptr::null_mut;

/// Stands between a view and the object: it holds the memoryview that `__buffer__` returned for as long as the view is in use.
#[repr(C)]
struct Wrapper {
    ob_base: PyObject,
    view: Field,
    object: Field,
}
object_structs! { Wrapper: ob_base -> PyObject }

/// The type of what `Py_buffer.obj` is for buffers by method.
pub static BufferWrapper_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"_buffer_wrapper".as_ptr()),
    tp_basicsize: Cell::new(size_of::<Wrapper>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC),
    tp_alloc: Cell::new(Some(super::c::PyType_GenericAlloc)),
    tp_free: Cell::new(Some(super::c::PyObject_GC_Del)),
    tp_dealloc: Cell::new(Some(crate::boundary::slot::dealloc(|this: *mut Wrapper| {
        // SAFETY: dead but whole.
        unsafe {
            gc::untrack(this.cast());
            (*this).view.set(None);
            (*this).object.set(None);
            types::free(this.cast());
        }
    }))),
    tp_traverse: Cell::new(Some(crate::boundary::slot::traverse(|this: &Wrapper, visitor: &gc::Visitor| {
        visitor.field(&this.view)?;
        visitor.field(&this.object)
    }))),
    tp_as_buffer: Cell::new(&BUFFER),
    ..PyTypeObject::STATIC
};
static BUFFER: PyBufferProcs = PyBufferProcs {
    bf_releasebuffer: Cell::new(Some(crate::boundary::slot::release_buffer(|this: &Wrapper, _: *mut Py_buffer| end(this)))),
    ..PyBufferProcs::EMPTY
};

/// The view is done with: `__release_buffer__` is told, then the memoryview is released.
fn end(this: &Wrapper) {
    let (Some(view), Some(object)) = (this.view.take(), this.object.take()) else { return };
    let pending = errors::take();
    if let Ok(Some(method)) = Method::find(&object, &id::__release_buffer__) {
        if method.call(&[&object, &view]).is_err() {
            errors::unraisable(format_args!("Exception ignored in __release_buffer__ of {}", object.ty().name()));
        }
    }
    if let Err(raised) = crate::object::attribute::get(&view, &id::release).and_then(|release| release.call0()) {
        raised.clear();
        errors::clear();
    }
    errors::restore(pending);
}

/// `bf_getbuffer` by `__buffer__`.
///
/// # Safety
/// `view` is the caller's to fill.
pub unsafe fn get(object: &PyObject, view: *mut Py_buffer, flags: c_int) -> Result<()> {
    // SAFETY: the caller's word.
    unsafe { (*view).obj = null_mut() };
    let method = Method::get(object, &id::__buffer__)?;
    let answer = method.call(&[object, &*late::from_isize(flags as isize)?])?;
    if !late::is_memoryview(&answer) {
        return Err(raise!(TypeError, "__buffer__ returned non-memoryview object"));
    }
    let getter = answer_getter(&answer)?;
    // SAFETY: the slot's contract.
    unsafe { status(getter(answer.as_ptr(), view, flags))? };
    let wrapper = super::alloc(&BufferWrapper_Type, 0)?;
    // SAFETY: instances of the type have that struct; the view holds a reference of its own.
    unsafe {
        let fields = wrapper.cast_unchecked::<Wrapper>();
        fields.view.set(Some(answer));
        fields.object.set(Some(object.new_ref()));
        drop(Owned::from_ptr((*view).obj));
        (*view).obj = wrapper.into_ptr();
    }
    Ok(())
}

fn answer_getter(answer: &PyObject) -> Result<getbufferproc> {
    // SAFETY: a suite lives as long as its type.
    unsafe { answer.ty().tp_as_buffer.get().as_ref() }
        .and_then(|b| b.bf_getbuffer.get())
        .ok_or_else(|| raise!(TypeError, "a bytes-like object is required, not '{}'", answer.ty().name()))
}

/// `bf_releasebuffer` by `__release_buffer__`, where a C base has none that the view's owner would call.
///
/// # Safety
/// `view` is one that the object has given out.
pub unsafe fn release(object: &PyObject, view: *mut Py_buffer) {
    let pending = errors::take();
    let run = || -> Result<()> {
        // SAFETY: the caller's word; the memoryview is over a copy of the view that owns nothing.
        let memory = unsafe { late::memoryview_over(view) }?;
        if let Some(method) = Method::find(object, &id::__release_buffer__)? {
            method.call(&[object, &memory])?;
        }
        crate::object::attribute::get(&memory, &id::release)?.call0().map(drop)
    };
    if run().is_err() {
        errors::unraisable(format_args!("Exception ignored in bf_releasebuffer of {}", object.ty().name()));
    }
    errors::restore(pending);
}

/// `x.__release_buffer__(view)`: releases a memoryview that came from `x.__buffer__`.
pub fn release_view(object: &PyObject, view: &PyObject) -> Result<()> {
    if !late::is_memoryview(view) {
        return Err(raise!(TypeError, "expected a memoryview object"));
    }
    // SAFETY: just checked.
    let memory = unsafe { view.cast_unchecked::<PyMemoryViewObject>() };
    let Some(managed) = memory.mbuf.get() else {
        return Ok(());
    };
    if managed.master.obj != object.as_ptr() {
        return Err(raise!(ValueError, "memoryview's buffer is not this object"));
    }
    if memory.flags.get() & 1 != 0 {
        return Err(raise!(ValueError, "memoryview's buffer has already been released"));
    }
    crate::object::attribute::get(view, &id::release)?.call0().map(drop)
}

