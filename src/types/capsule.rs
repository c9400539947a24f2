//! Capsules: a C pointer in an object, with a name that says what it points to.
//!
//! Invariant: the pointer of a living capsule is not NULL. The name is the caller's text, compared by its letters.

use crate::boundary::slot;
use crate::foreign;
use crate::layout::*;
use crate::object::{Owned, Typed, attribute, gc};
use crate::raise;
use crate::runtime::errors::Result;
use crate::types::unicode;
use exuvia_macros::capi;
use std::cell::Cell;
use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::ptr::null_mut;

type Destructor = unsafe extern "C" fn(*mut PyObject);

/// A capsule; no header shows it.
#[repr(C)]
pub struct PyCapsule {
    ob_base: PyObject,
    pointer: Cell<*mut c_void>,
    name: Cell<*const c_char>,
    context: Cell<*mut c_void>,
    destructor: Cell<Option<Destructor>>,
    traverse: Cell<Option<traverseproc>>,
    clear: Cell<Option<inquiry>>,
}
object_structs! { PyCapsule: ob_base -> PyObject }

// SAFETY: capsules are made here only, and the type has no subclasses.
unsafe impl Typed for PyCapsule {
    fn type_object() -> &'static PyTypeObject {
        &PyCapsule_Type
    }
}

/// The type of capsules.
#[capi]
pub static PyCapsule_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"PyCapsule".as_ptr()),
    tp_doc: Cell::new(c"A C pointer, with a name that says what it points to.\n\nExtension modules hand such pointers to one another; Python code can only hold them.".as_ptr()),
    tp_basicsize: Cell::new(size_of::<PyCapsule>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::DISALLOW_INSTANTIATION),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_repr: Cell::new(Some(slot::unary(repr))),
    tp_traverse: Cell::new(Some(traverse)),
    tp_clear: Cell::new(Some(clear)),
    ..PyTypeObject::STATIC
};

fn dealloc(this: *mut PyCapsule) {
    // SAFETY: dead, but whole until it is freed; the destructor may look at it.
    unsafe {
        gc::untrack(this.cast());
        if let Some(destructor) = (*this).destructor.get() {
            foreign!(destructor(this.cast()));
        }
        gc::free(this.cast());
    }
}

fn repr(this: &PyCapsule) -> Result<Owned> {
    let (name, quote) = match this.name() {
        Some(name) => (name.to_string_lossy(), "\""),
        None => ("NULL".into(), ""),
    };
    Ok(unicode::from_display(format_args!("<capsule object {quote}{name}{quote} at {this:p}>"))?.upcast())
}

/// A capsule has references only where its maker says which.
unsafe extern "C" fn traverse(this: *mut PyObject, visit: visitproc, arg: *mut c_void) -> c_int {
    // SAFETY: a capsule; its maker's function.
    unsafe { (*this.cast::<PyCapsule>()).traverse.get().map_or(0, |traverse| foreign!(loose traverse(this, visit, arg))) }
}

unsafe extern "C" fn clear(this: *mut PyObject) -> c_int {
    // SAFETY: a capsule; its maker's function.
    unsafe { (*this.cast::<PyCapsule>()).clear.get().map_or(0, |clear| foreign!(loose clear(this))) }
}

impl PyCapsule {
    fn name(&self) -> Option<&CStr> {
        let name = self.name.get();
        // SAFETY: the maker keeps the text as long as the capsule lives.
        (!name.is_null()).then(|| unsafe { CStr::from_ptr(name) })
    }
    /// # Safety
    /// `name` is a C string or NULL.
    #[inline]
    unsafe fn is_named(&self, name: *const c_char) -> bool {
        let own = self.name.get();
        // SAFETY: the caller's word; the maker keeps the name as long as the capsule lives.
        own == name || (!own.is_null() && !name.is_null() && unsafe { libc::strcmp(own, name) } == 0)
    }
}

/// The capsule that a function of this name was called with, or `ValueError`.
fn expect<'a>(object: Option<&'a PyObject>, function: &str) -> Result<&'a PyCapsule> {
    let capsule = object.and_then(|object| object.downcast_exact::<PyCapsule>()).filter(|capsule| !capsule.pointer.get().is_null());
    capsule.ok_or_else(|| raise!(ValueError, "{function} called with invalid PyCapsule object"))
}

/// A new capsule. `ValueError` where the pointer is NULL. The name is kept, not copied.
#[capi]
pub fn PyCapsule_New(pointer: *mut c_void, name: *const c_char, destructor: Option<Destructor>) -> Result<Owned> {
    if pointer.is_null() {
        return Err(raise!(ValueError, "PyCapsule_New called with null pointer"));
    }
    // Not tracked: a capsule is part of no cycle unless its maker says so.
    let capsule = gc::alloc_uninit(&PyCapsule_Type, size_of::<PyCapsule>())?;
    // SAFETY: memory for a capsule.
    unsafe {
        let this = capsule.cast::<PyCapsule>();
        (&raw mut (*this).pointer).write(Cell::new(pointer));
        (&raw mut (*this).name).write(Cell::new(name));
        (&raw mut (*this).context).write(Cell::new(null_mut()));
        (&raw mut (*this).destructor).write(Cell::new(destructor));
        (&raw mut (*this).traverse).write(Cell::new(None));
        (&raw mut (*this).clear).write(Cell::new(None));
        Ok(Owned::from_nonnull(capsule))
    }
}

/// Whether the object is a capsule of that name.
#[capi]
pub fn PyCapsule_IsValid(object: Option<&PyObject>, name: *const c_char) -> bool {
    let capsule = object.and_then(|object| object.downcast_exact::<PyCapsule>());
    // SAFETY: the caller's name.
    capsule.is_some_and(|capsule| !capsule.pointer.get().is_null() && unsafe { capsule.is_named(name) })
}

/// The pointer. `ValueError` where the object is no capsule, or has another name.
#[capi]
pub fn PyCapsule_GetPointer(object: Option<&PyObject>, name: *const c_char) -> Result<*mut c_void> {
    let capsule = expect(object, "PyCapsule_GetPointer")?;
    // SAFETY: the caller's name.
    if !unsafe { capsule.is_named(name) } {
        return Err(raise!(ValueError, "PyCapsule_GetPointer called with incorrect name"));
    }
    Ok(capsule.pointer.get())
}

/// The name, which may be NULL without an exception.
#[capi]
pub fn PyCapsule_GetName(object: Option<&PyObject>) -> Result<*const c_char> {
    Ok(expect(object, "PyCapsule_GetName")?.name.get())
}

/// The destructor, which may be NULL without an exception.
#[capi]
pub fn PyCapsule_GetDestructor(object: Option<&PyObject>) -> Option<Destructor> {
    match expect(object, "PyCapsule_GetDestructor") {
        Ok(capsule) => capsule.destructor.get(),
        Err(_) => None,
    }
}

/// The context, which may be NULL without an exception.
#[capi]
pub fn PyCapsule_GetContext(object: Option<&PyObject>) -> Result<*mut c_void> {
    Ok(expect(object, "PyCapsule_GetContext")?.context.get())
}

/// Gives the capsule another pointer, which is not NULL.
#[capi]
pub fn PyCapsule_SetPointer(object: Option<&PyObject>, pointer: *mut c_void) -> Result<()> {
    if pointer.is_null() {
        return Err(raise!(ValueError, "PyCapsule_SetPointer called with null pointer"));
    }
    expect(object, "PyCapsule_SetPointer")?.pointer.set(pointer);
    Ok(())
}

/// Gives the capsule another name, which is kept, not copied.
#[capi]
pub fn PyCapsule_SetName(object: Option<&PyObject>, name: *const c_char) -> Result<()> {
    expect(object, "PyCapsule_SetName")?.name.set(name);
    Ok(())
}

/// Gives the capsule another destructor, or none.
#[capi]
pub fn PyCapsule_SetDestructor(object: Option<&PyObject>, destructor: Option<Destructor>) -> Result<()> {
    expect(object, "PyCapsule_SetDestructor")?.destructor.set(destructor);
    Ok(())
}

/// Gives the capsule another context.
#[capi]
pub fn PyCapsule_SetContext(object: Option<&PyObject>, context: *mut c_void) -> Result<()> {
    expect(object, "PyCapsule_SetContext")?.context.set(context);
    Ok(())
}

/// The pointer of the capsule that is the attribute `module.attribute`, which is also its name. `ImportError` where there is no such
/// module, `AttributeError` where there is no such attribute or it is no capsule of that name. (`_no_block` means nothing any more.)
#[capi]
pub fn PyCapsule_Import(name: &CStr, _no_block: c_int) -> Result<*mut c_void> {
    let text = name.to_string_lossy();
    let mut parts = text.split('.');
    let module = parts.next().unwrap_or_default();
    let c_text = |part: &str| CString::new(part).unwrap_or_default();
    let mut object = crate::import::PyImport_ImportModule(&c_text(module)).map_err(|raised| {
        raised.clear();
        raise!(ImportError, "PyCapsule_Import could not import module \"{module}\"")
    })?;
    for part in parts {
        object = attribute::PyObject_GetAttrString(&object, &c_text(part))?;
    }
    // SAFETY: a C string.
    let capsule = object.as_object().downcast_exact::<PyCapsule>().filter(|capsule| unsafe { capsule.is_named(name.as_ptr()) });
    match capsule {
        Some(capsule) if !capsule.pointer.get().is_null() => Ok(capsule.pointer.get()),
        _ => Err(raise!(AttributeError, "PyCapsule_Import \"{text}\" is not valid")),
    }
}

/// Says which references the thing behind the pointer holds; from now on the collector looks at the capsule.
#[capi(private)]
pub fn _PyCapsule_SetTraverse(object: Option<&PyObject>, traverse: Option<traverseproc>, clear: Option<inquiry>) -> Result<()> {
    let capsule = expect(object, "_PyCapsule_SetTraverse")?;
    if traverse.is_none() || clear.is_none() {
        return Err(raise!(ValueError, "_PyCapsule_SetTraverse() called with NULL callback"));
    }
    capsule.traverse.set(traverse);
    capsule.clear.set(clear);
    let object = capsule.as_object().as_ptr();
    // SAFETY: capsules are GC objects.
    unsafe {
        if !gc::is_tracked(object) {
            gc::track(object);
        }
    }
    Ok(())
}
