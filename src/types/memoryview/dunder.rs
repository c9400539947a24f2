//! PEP 688: `__buffer__` and `__release_buffer__`, from the slots to Python and back.
//!
//! A class that defines `__buffer__` gets a slot that calls it and takes the buffer of the memoryview that it returns. That buffer is
//! held by a [`Wrapper`], which is what C sees as the exporter: when it is released it calls `__release_buffer__` of the object
//! with the view, and then releases that.

use super::{managed, over, release, state};
use crate::boundary::slot;
use crate::foreign;
use crate::layout::*;
use crate::object::gc::Visitor;
use crate::object::types::slots::Method;
use crate::object::{Owned, gc, id, types};
use crate::protocol::buffer;
use crate::raise;
use crate::runtime::errors::{self, Raised, Result};
use crate::types::long;
use std::cell::Cell;
use std::ffi::c_int;

/// What stands between a Python class's object and the buffer that its `__buffer__` gave.
#[repr(C)]
pub struct Wrapper {
    ob_base: PyObject,
    view: Field<PyMemoryViewObject>,
    object: Field,
}
object_structs! { Wrapper: ob_base -> PyObject }

/// The type of wrappers.
pub static WRAPPER: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"_buffer_wrapper".as_ptr()),
    tp_basicsize: Cell::new(size_of::<Wrapper>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::DISALLOW_INSTANTIATION),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_traverse: Cell::new(Some(slot::traverse(traverse))),
    tp_as_buffer: Cell::new(&BUFFER),
    ..PyTypeObject::STATIC
};

static BUFFER: PyBufferProcs = PyBufferProcs { bf_releasebuffer: Cell::new(Some(slot::release_buffer(wrapper_released))), ..PyBufferProcs::EMPTY };

fn traverse(this: &Wrapper, visitor: &Visitor) -> std::result::Result<(), c_int> {
    visitor.field(&this.view)?;
    visitor.field(&this.object)
}

fn dealloc(this: *mut Wrapper) {
    // SAFETY: dead; whole until it is freed.
    unsafe {
        gc::untrack(this.cast());
        (*this).view.set(None);
        (*this).object.set(None);
        types::free(this.cast());
    }
}

/// C releases the buffer: the object's `__release_buffer__` is called, and the memoryview's own buffer is released.
fn wrapper_released(this: &Wrapper, view: *mut Py_buffer) {
    let (Some(memory), Some(object)) = (this.view.get(), this.object.get()) else { return };
    // SAFETY: the buffer that `get_buffer_by_method` filled from the memoryview.
    unsafe { release_buffer_by_method(&object, view) };
    memory.exports.set(memory.exports.get() - 1);
}

/// `bf_getbuffer` of a class with `__buffer__`. `TypeError` where that returns no memoryview.
///
/// # Safety
/// `view` points to a buffer that is not in use.
pub unsafe fn get_buffer_by_method(this: &PyObject, view: *mut Py_buffer, flags: c_int) -> Result<()> {
    let flags_object = long::from_isize(flags as isize)?;
    let returned = Method::get(this, &id::__buffer__)?.call(&[this, &flags_object])?;
    let Ok(memory) = returned.downcast::<PyMemoryViewObject>() else {
        return Err(raise!(TypeError, "__buffer__ returned non-memoryview object"));
    };
    buffer::get_buffer(&memory, view, flags)?;
    let wrapper = gc::alloc(&WRAPPER, 0);
    // SAFETY: the buffer was just filled, with a reference to the memoryview that the wrapper takes over.
    unsafe {
        let wrapper = match wrapper {
            Ok(wrapper) => wrapper,
            Err(raised) => {
                buffer::release(&mut *view);
                return Err(raised);
            }
        };
        (*wrapper.cast::<Wrapper>()).view.set(Some(memory));
        (*wrapper.cast::<Wrapper>()).object.set(Some(this.new_ref()));
        gc::track(wrapper);
        PyObject::decref(std::mem::replace(&mut (*view).obj, wrapper));
    }
    Ok(())
}

/// `bf_releasebuffer` of a class with `__release_buffer__`: calls it with a view on the buffer that is going. What it raises is
/// reported, not passed on; what was raised before stays raised.
///
/// # Safety
/// `view` is a buffer that the object has exported.
pub unsafe fn release_buffer_by_method(this: &PyObject, view: *mut Py_buffer) {
    let pending = errors::take();
    if let Err(raised) = unsafe { call_release(this, view) } {
        errors::restore(raised.take());
        let name = this.repr().ok().map(|text| text.to_lossy());
        errors::unraisable(format_args!("Exception ignored in __release_buffer__ of {}", name.as_deref().unwrap_or("?")));
    }
    errors::restore(pending);
}

unsafe fn call_release(this: &PyObject, view: *mut Py_buffer) -> Result<()> {
    let Some(method) = Method::find(this, &id::__release_buffer__)? else { return Ok(()) };
    let managed = managed()?;
    // SAFETY: the exporter's buffer; the copy names no exporter, so it releases nothing.
    let memory = unsafe {
        *managed.master() = Py_buffer { obj: std::ptr::null_mut(), ..*view };
        over(&managed, &*view)?
    };
    // It is going: nothing new may look through it.
    memory.flags.set(memory.flags.get() | state::RESTRICTED);
    let called = method.call(&[this, memory.as_object()]);
    let released = release(&memory);
    called?;
    released
}

/// `x.__buffer__(flags)` of a C type.
pub fn from_buffer_proc(this: &PyObject, flags: c_int, get: getbufferproc) -> Result<Owned> {
    let managed = managed()?;
    // SAFETY: the slot's contract.
    if unsafe { foreign!(get(this.as_ptr(), managed.master(), flags)) } < 0 {
        return Err(Raised::already());
    }
    // SAFETY: just filled.
    Ok(unsafe { over(&managed, &managed.master) }?.upcast())
}

/// `x.__release_buffer__(view)` of a C type: releases a view that its `__buffer__` made.
pub fn release_exported(this: &PyObject, view: &PyObject) -> Result<()> {
    let Some(memory) = view.downcast_exact::<PyMemoryViewObject>() else {
        return Err(raise!(TypeError, "expected a memoryview object"));
    };
    if memory.view.obj.is_null() || memory.is_released() {
        return Err(raise!(ValueError, "memoryview's buffer has already been released"));
    }
    if !std::ptr::eq(memory.view.obj, this) {
        return Err(raise!(ValueError, "memoryview's buffer is not this object"));
    }
    if memory.has(state::RELEASED) {
        return Err(raise!(ValueError, "memoryview's buffer has already been released"));
    }
    release(memory)
}
