//! `memoryview` across interpreters: the other's object has the buffer itself, not a copy.

use crate::boundary::slot;
use crate::boundary::{IntoC, enter, new_reference};
use crate::layout::*;
use crate::object::{Owned, types};
use crate::protocol::buffer;
use crate::runtime::crossinterp::{self, GetData, XIData, basic};
use crate::runtime::errors::{self, Result};
use crate::runtime::memory::{self, Domain};
use crate::runtime::thread;
use crate::types::memoryview;
use std::cell::Cell;
use std::ffi::{c_int, c_void};
use std::ptr::null_mut;

/// Holds a buffer of another interpreter.
#[repr(C)]
struct View {
    ob_base: PyObject,
    /// A block of the raw domain.
    view: Cell<*mut Py_buffer>,
    interpid: Cell<i64>,
}
object_structs! { View: ob_base -> PyObject }

/// `_interpreters.CrossInterpreterBufferView`.
pub static VIEW_TYPE: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"_interpreters.CrossInterpreterBufferView".as_ptr()),
    tp_basicsize: Cell::new(size_of::<View>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::DISALLOW_INSTANTIATION),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_as_buffer: Cell::new(&BUFFER),
    ..PyTypeObject::STATIC
};

static BUFFER: PyBufferProcs = PyBufferProcs { bf_getbuffer: Cell::new(Some(get_buffer)), bf_releasebuffer: Cell::new(None) };

unsafe extern "C" fn get_buffer(this: *mut PyObject, place: *mut Py_buffer, _: c_int) -> c_int {
    // SAFETY: called as the type's own slot.
    unsafe {
        let held = &*this.cast::<View>();
        place.write(std::ptr::read(held.view.get()));
        (*place).obj = (*this).new_ref().into_ptr();
    }
    0
}

/// Gives a buffer back and frees its block.
///
/// # Safety
/// A buffer of the current interpreter in a block of the raw domain.
unsafe fn give_back(view: *mut Py_buffer) {
    // SAFETY: the caller's word.
    unsafe {
        buffer::release(&mut *view);
        memory::free(Domain::Raw, view.cast());
    }
}

fn dealloc(this: *mut View) {
    // SAFETY: dead, but whole.
    unsafe {
        let (view, id) = ((*this).view.replace(null_mut()), (*this).interpid.get());
        if !view.is_null() {
            let pending = errors::take();
            if id == thread().interp().id {
                give_back(view);
            } else if crossinterp::visit(id, || give_back(view)).is_none() {
                // Its interpreter is gone, and the buffer with it.
                memory::free(Domain::Raw, view.cast());
            }
            errors::restore(pending);
        }
        types::free(this.cast());
    }
}

unsafe extern "C" fn free(view: *mut c_void) {
    // SAFETY: the data's own buffer, in its own interpreter.
    unsafe { give_back(view.cast()) };
}

unsafe extern "C" fn new(data: *mut XIData) -> *mut PyObject {
    enter::<Result<Owned>>("memoryview", || {
        let make = || -> Result<Owned> {
            // SAFETY: called as the data's own function; the object takes the buffer over.
            unsafe {
                let view = new_reference(types::alloc(&VIEW_TYPE, 0)?.into_ptr())?;
                let held = view.cast_unchecked::<View>();
                held.interpid.set((*data).interpid);
                held.view.set(std::mem::replace(&mut (*data).data, null_mut()).cast());
                Ok(memoryview::from_object(&view)?.upcast())
            }
        };
        make().into_c()
    })
}

unsafe extern "C" fn get(_: *mut PyThreadState, object: *mut PyObject, data: *mut XIData) -> c_int {
    enter::<Result<()>>("memoryview", || {
        let fill = || -> Result<()> {
            let view = basic::raw_block(size_of::<Py_buffer>())?.cast::<Py_buffer>();
            // SAFETY: called as the type's own function; a fresh block of that size.
            unsafe {
                if let Err(raised) = buffer::get_buffer(&*object, view, buffer::request::FULL_RO) {
                    memory::free(Domain::Raw, view.cast());
                    return Err(raised);
                }
                (*data).fill(view.cast(), None, new);
                (*data).free = Some(free);
            }
            Ok(())
        };
        fill().into_c()
    })
}

/// Has memoryviews cross in this interpreter.
pub fn register() -> Result<()> {
    crossinterp::register(&memoryview::PyMemoryView_Type, GetData { basic: Some(get), fallback: None })
}
