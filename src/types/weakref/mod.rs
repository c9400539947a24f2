//! Weak references: objects that know another one without keeping it alive.
//!
//! An object whose type has a weak list heads a list of its references, linked through `wr_prev` and `wr_next`. At the front stand the two
//! that everybody shares, the plain reference and the plain proxy, in this order; then those of subclasses and those with callbacks,
//! the newest first.
//!
//! Invariants: a reference is on its referent's list exactly while `wr_object` is that referent; afterwards `wr_object` is `None`, which is
//! immortal and not counted. Static types are shared by all interpreters, so their lists are kept by each interpreter for itself.
//!
//! Proxies stand in `proxy.rs`, the reference type in `reference.rs`.

pub mod proxy;
pub mod reference;

pub use proxy::{_PyWeakref_CallableProxyType, _PyWeakref_ProxyType};
pub use reference::_PyWeakref_RefType;

use crate::layout::*;
use crate::object::refcount::STATIC_FLAG;
use crate::object::types::{lookup, query};
use crate::object::{Owned, Typed, attribute, gc, id, types};
use crate::raise;
use crate::runtime::errors::{self, Raised, Result};
use crate::runtime::interpreter::interp;
use crate::types::singletons::_Py_NoneStruct;
use crate::types::unicode;
use exuvia_macros::capi;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ffi::c_int;
use std::ptr::null_mut;

type Link = Cell<*mut PyWeakReference>;

// SAFETY: instances of weakref.ref and of its subclasses, which are the ones asked for, begin with a PyWeakReference.
unsafe impl Typed for PyWeakReference {
    fn type_object() -> &'static PyTypeObject {
        &_PyWeakref_RefType
    }
}

/// An interpreter's weak references to static types: the heads of their lists.
#[derive(Default)]
pub struct StaticTypes(RefCell<HashMap<usize, Box<Link>>>);

// ---- lists --------------------------------------------------------------------------------------------------------

/// The head of the object's list, where its type has one.
pub fn list(object: &PyObject) -> Option<&Link> {
    let offset = object.ty().tp_weaklistoffset.get();
    if offset == 0 {
        return None;
    }
    if object.ob_flags.get() & STATIC_FLAG != 0 && object.ty().has_flag(flags::TYPE_SUBCLASS) {
        let mut lists = interp().static_type_weakrefs.0.borrow_mut();
        let head: *const Link = &**lists.entry(object.as_ptr() as usize).or_default();
        // SAFETY: boxed, and never taken out while the interpreter lives.
        return Some(unsafe { &*head });
    }
    // SAFETY: the type's offset leads to the list's head.
    Some(unsafe { &*object.as_ptr().byte_offset(offset).cast::<Link>() })
}

/// The reference that a link leads to.
fn follow(link: &Link) -> Option<&PyWeakReference> {
    // SAFETY: what is on a list is alive.
    unsafe { link.get().as_ref() }
}

fn is_basic(reference: &PyWeakReference, is_kind: impl Fn(&PyTypeObject) -> bool) -> bool {
    reference.wr_callback.is_null() && is_kind(reference.ty())
}

fn is_proxy_type(ty: &PyTypeObject) -> bool {
    std::ptr::eq(ty, &_PyWeakref_ProxyType) || std::ptr::eq(ty, &_PyWeakref_CallableProxyType)
}

/// The two shared references of a list, where they are there.
fn basics(head: &Link) -> (Option<&PyWeakReference>, Option<&PyWeakReference>) {
    let reference = follow(head).filter(|first| is_basic(first, |ty| std::ptr::eq(ty, &_PyWeakref_RefType)));
    let next = reference.map_or(head, |reference| &reference.wr_next);
    let proxy = follow(next).filter(|first| is_basic(first, is_proxy_type));
    (reference, proxy)
}

fn link_front(new: &PyWeakReference, head: &Link) {
    new.wr_prev.set(null_mut());
    new.wr_next.set(head.get());
    if let Some(next) = follow(head) {
        next.wr_prev.set(new.as_ptr());
    }
    head.set(new.as_ptr());
}

fn link_after(new: &PyWeakReference, previous: &PyWeakReference) {
    new.wr_prev.set(previous.as_ptr());
    new.wr_next.set(previous.wr_next.get());
    if let Some(next) = follow(&previous.wr_next) {
        next.wr_prev.set(new.as_ptr());
    }
    previous.wr_next.set(new.as_ptr());
}

/// Takes a reference off its list: it is dead now. Its callback stays where it is.
pub fn detach(reference: &PyWeakReference) {
    let referent = reference.wr_object.get();
    if referent.is_null() || std::ptr::eq(referent, &_Py_NoneStruct) {
        return;
    }
    // SAFETY: alive, or in the course of being destroyed: its header and list are still there.
    if let Some(head) = list(unsafe { &*referent })
        && std::ptr::eq(head.get(), reference)
    {
        head.set(reference.wr_next.get());
    }
    if let Some(previous) = follow(&reference.wr_prev) {
        previous.wr_next.set(reference.wr_next.get());
    }
    if let Some(next) = follow(&reference.wr_next) {
        next.wr_prev.set(reference.wr_prev.get());
    }
    reference.wr_prev.set(null_mut());
    reference.wr_next.set(null_mut());
    reference.wr_object.set((&raw const _Py_NoneStruct).cast_mut());
}

// ---- making and reading -------------------------------------------------------------------------------------------

impl PyWeakReference {
    /// The referent, new, while it is alive.
    #[inline]
    pub fn referent(&self) -> Option<Owned> {
        let object = self.wr_object.get();
        // SAFETY: alive, or in the course of being destroyed, when its count is 0.
        unsafe { object.as_ref() }.filter(|object| !object.is_none() && object.refcount() > 0).map(|object| object.new_ref())
    }
    pub fn is_dead(&self) -> bool {
        self.referent().is_none()
    }
}

/// The object as a reference or a proxy.
pub fn as_weak(object: &PyObject) -> Option<&PyWeakReference> {
    // SAFETY: proxies have the same struct.
    object.downcast().or_else(|| is_proxy_type(object.ty()).then(|| unsafe { object.cast_unchecked() }))
}

/// A reference of that type to the object: the shared one, where a plain one is asked for and there is one already.
pub fn make(ty: &PyTypeObject, object: &PyObject, callback: Option<&PyObject>) -> Result<Owned<PyWeakReference>> {
    let callback = callback.filter(|callback| !callback.is_none());
    let Some(head) = list(object) else {
        return Err(raise!(TypeError, "cannot create weak reference to '{}' object", object.ty().name()));
    };
    let proxy = is_proxy_type(ty);
    let shared = callback.is_none() && (proxy || std::ptr::eq(ty, &_PyWeakref_RefType));
    let existing = || {
        let (reference, proxies) = basics(head);
        let found = if proxy { proxies } else { reference };
        found.filter(|found| found.refcount() > 0).map(Owned::from_ref)
    };
    if shared && let Some(found) = existing() {
        return Ok(found);
    }
    let new = gc::alloc(ty, 0)?;
    // SAFETY: a zeroed instance of a type with this struct.
    let new = unsafe { Owned::from_nonnull(new.cast::<PyWeakReference>()) };
    new.hash.set(-1);
    new.wr_callback.set(callback.map(|callback| callback.new_ref()));
    new.vectorcall.set(Some(reference::VECTORCALL));
    // Making memory can run the collector, and that anything.
    if shared && let Some(found) = existing() {
        new.wr_object.set((&raw const _Py_NoneStruct).cast_mut());
        return Ok(found);
    }
    new.wr_object.set(object.as_ptr());
    let (basic_reference, basic_proxy) = basics(head);
    let previous = match (shared, proxy) {
        (true, false) => None,
        (true, true) => basic_reference,
        (false, _) => basic_proxy.or(basic_reference),
    };
    match previous {
        Some(previous) => link_after(&new, previous),
        None => link_front(&new, head),
    }
    // SAFETY: not tracked, all fields set.
    unsafe { gc::track(new.as_ptr().cast()) };
    Ok(new)
}

fn dealloc(this: *mut PyWeakReference) {
    // SAFETY: dead; whole until it is freed.
    unsafe {
        gc::untrack(this.cast());
        detach(&*this);
        (*this).wr_callback.set(None);
        types::free(this.cast());
    }
}

fn traverse(this: &PyWeakReference, visitor: &gc::Visitor) -> std::result::Result<(), c_int> {
    visitor.field(&this.wr_callback)
}

fn clear(this: &PyWeakReference) {
    detach(this);
    this.wr_callback.set(None);
}

/// The text of a reference's or proxy's repr: what it is, and what it refers to.
fn text_of(this: &PyWeakReference, kind: &str) -> Result<Owned<PyUnicodeObject>> {
    let Some(referent) = this.referent() else {
        return unicode::from_display(format_args!("<{kind} at {this:p}; dead>"));
    };
    // A proxy has its referent's name for its own.
    let named = kind == "weakref" && lookup::lookup(referent.ty(), &id::__name__).is_some();
    let name = if named { attribute::get_optional(&referent, &id::__name__)? } else { None };
    let name = name.and_then(|name| name.as_object().downcast::<PyUnicodeObject>().map(PyUnicodeObject::to_lossy));
    let (ty, at) = (query::qualified_name(referent.ty())?.to_lossy(), referent.as_ptr());
    match name {
        Some(name) => unicode::from_display(format_args!("<{kind} at {this:p}; to '{ty}' at {at:p} ({name})>")),
        None => unicode::from_display(format_args!("<{kind} at {this:p}; to '{ty}' at {at:p}>")),
    }
}

// ---- the referent's end -------------------------------------------------------------------------------------------

/// Whether objects of this type can be referred to weakly.
pub fn supports(ty: &PyTypeObject) -> bool {
    ty.tp_weaklistoffset.get() != 0
}

/// The object dies: its references die, and their callbacks are called. What was raised before stays raised.
///
/// For `tp_dealloc` of types with a weak list.
#[inline]
pub fn clear_all(object: &PyObject) {
    if list(object).is_some_and(|head| !head.get().is_null()) {
        clear_with_callbacks(object);
    }
}

#[cold]
fn clear_with_callbacks(object: &PyObject) {
    let Some(head) = list(object) else { return };
    let mut calls: Vec<(Owned<PyWeakReference>, Owned)> = Vec::new();
    while let Some(reference) = follow(head) {
        if calls.try_reserve(1).is_err() {
            // Those that there was memory for are called before the rest is looked at.
            call_all(std::mem::take(&mut calls));
        }
        // A reference that is being destroyed as well calls nobody.
        let alive = reference.refcount() > 0;
        let held = alive.then(|| Owned::from_ref(reference));
        detach(reference);
        let callback = reference.wr_callback.take();
        if let (Some(held), Some(callback)) = (held, callback) {
            calls.push((held, callback));
        }
    }
    if !calls.is_empty() {
        call_all(calls);
    }
}

/// Calls callbacks with their references; the exception that is set stays.
fn call_all(calls: Vec<(Owned<PyWeakReference>, Owned)>) {
    let pending = errors::take();
    for (reference, callback) in calls {
        call_back(&reference, &callback);
    }
    errors::restore(pending);
}

/// Calls a callback with its reference; what it raises is reported, not passed on.
pub fn call_back(reference: &PyWeakReference, callback: &PyObject) {
    if let Err(raised) = callback.call1(reference.as_object()) {
        report(raised, callback);
    }
}

#[cold]
fn report(raised: Raised, callback: &PyObject) {
    let exception = raised.take();
    let name = callback.repr().ok().map(|text| text.to_lossy());
    errors::clear();
    errors::restore(exception);
    errors::unraisable(format_args!("Exception ignored while calling weakref callback {}", name.as_deref().unwrap_or("?")));
}

// ---- weakrefobject.h ----------------------------------------------------------------------------------------------

/// A new reference to the object: the plain one that all share, where `callback` is NULL or `None`. `TypeError` where the type allows none.
#[capi]
pub fn PyWeakref_NewRef(object: &PyObject, callback: Option<&PyObject>) -> Result<Owned> {
    Ok(make(&_PyWeakref_RefType, object, callback)?.upcast())
}

/// A new proxy of the object: the plain one that all share, where `callback` is NULL or `None`. `TypeError` where the type allows none.
#[capi]
pub fn PyWeakref_NewProxy(object: &PyObject, callback: Option<&PyObject>) -> Result<Owned> {
    let callable = object.ty().tp_call.get().is_some();
    let ty = if callable { &_PyWeakref_CallableProxyType } else { &_PyWeakref_ProxyType };
    Ok(make(ty, object, callback)?.upcast())
}

/// Writes a new reference to the referent and gives 1, or writes NULL and gives 0 where it is gone; -1 with an exception.
#[capi]
pub fn PyWeakref_GetRef(reference: Option<&PyObject>, place: *mut *mut PyObject) -> Result<bool> {
    // SAFETY: the caller's place.
    let place = unsafe { place.as_mut() };
    let (Some(reference), Some(place)) = (reference, place) else {
        return Err(raise!(SystemError, "bad argument to internal function"));
    };
    *place = null_mut();
    let Some(weak) = as_weak(reference) else {
        return Err(raise!(TypeError, "expected a weakref"));
    };
    let referent = weak.referent();
    let alive = referent.is_some();
    *place = referent.map_or(null_mut(), Owned::into_ptr);
    Ok(alive)
}

/// The referent, borrowed; `None` where it is gone.
#[capi]
pub fn PyWeakref_GetObject(reference: Option<&PyObject>) -> Result<&PyObject> {
    let Some(weak) = reference.and_then(as_weak) else {
        return Err(raise!(SystemError, "bad argument to internal function"));
    };
    match weak.is_dead() {
        true => Ok(&_Py_NoneStruct),
        // SAFETY: alive; how long is the caller's affair.
        false => Ok(unsafe { &*weak.wr_object.get() }),
    }
}

/// Whether the referent is gone; -1 where this is no weak reference.
#[capi]
pub fn PyWeakref_IsDead(reference: Option<&PyObject>) -> Result<bool> {
    let Some(reference) = reference else {
        return Err(raise!(SystemError, "bad argument to internal function"));
    };
    match as_weak(reference) {
        Some(weak) => Ok(weak.is_dead()),
        None => Err(raise!(TypeError, "expected a weakref, got {}", reference.ty().name())),
    }
}

/// Whether the referent is gone.
#[capi(private)]
pub fn _PyWeakref_IsDead(reference: &PyObject) -> bool {
    as_weak(reference).is_none_or(PyWeakReference::is_dead)
}

/// Makes a reference a dead one; its callback is kept and never called.
#[capi]
pub fn _PyWeakref_ClearRef(reference: &PyWeakReference) {
    detach(reference);
}

/// The object dies: its references die, and their callbacks are called. For `tp_dealloc`.
#[capi]
pub fn PyObject_ClearWeakRefs(object: Option<&PyObject>) {
    match object {
        Some(object) if object.refcount() == 0 && supports(object.ty()) => clear_all(object),
        _ => drop(raise!(SystemError, "bad argument to internal function")),
    }
}

/// The references to the object die, and nobody is called.
#[capi]
pub fn PyUnstable_Object_ClearWeakRefsNoCallbacks(object: &PyObject) {
    if let Some(head) = list(object) {
        while let Some(reference) = follow(head) {
            detach(reference);
        }
    }
}
