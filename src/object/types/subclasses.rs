//! Who derives from a type directly.
//!
//! A subclass holds its bases, never the other way round: the lists here are of borrowed pointers, and a type takes itself off its bases'
//! lists before it goes. A heap type's list hangs on the type; what derives from a static type is the interpreter's own affair.

use crate::layout::*;
use crate::object::Owned;
use crate::runtime::interp;
use std::cell::RefCell;
use std::collections::HashMap;
use std::ptr::null_mut;

/// Types in the order in which they were made.
type List = Vec<*mut PyTypeObject>;

/// An interpreter's subclasses of static types.
#[derive(Default)]
pub struct OfStatic(RefCell<HashMap<*mut PyTypeObject, List>>);

fn with<R>(base: &PyTypeObject, f: impl FnOnce(&mut List) -> R) -> R {
    if base.has_flag(flags::HEAPTYPE) {
        let mut list = base.tp_subclasses.get().cast::<List>();
        if list.is_null() {
            list = Box::into_raw(Box::default());
            base.tp_subclasses.set(list.cast());
        }
        // SAFETY: the type's own list; nothing runs while it is borrowed.
        f(unsafe { &mut *list })
    } else {
        f(interp().types.subclasses.0.borrow_mut().entry(base.as_ptr()).or_default())
    }
}

/// Puts a type on its base's list.
pub fn add(base: &PyTypeObject, ty: &PyTypeObject) {
    with(base, |list| {
        if !list.contains(&ty.as_ptr()) {
            list.push(ty.as_ptr());
        }
    });
}

/// Takes a type off its base's list.
pub fn remove(base: &PyTypeObject, ty: &PyTypeObject) {
    if base.has_flag(flags::HEAPTYPE) && base.tp_subclasses.get().is_null() {
        return;
    }
    with(base, |list| list.retain(|t| *t != ty.as_ptr()));
}

/// The direct subclasses, oldest first.
pub fn list(ty: &PyTypeObject) -> Vec<Owned<PyTypeObject>> {
    // SAFETY: a type on a list is alive.
    let owned = |list: &List| list.iter().map(|t| Owned::from_ref(unsafe { &**t })).collect();
    if ty.has_flag(flags::HEAPTYPE) {
        // SAFETY: the type's own list.
        return unsafe { ty.tp_subclasses.get().cast::<List>().as_ref() }.map(owned).unwrap_or_default();
    }
    interp().types.subclasses.0.borrow().get(&ty.as_ptr()).map(owned).unwrap_or_default()
}

/// Frees a heap type's list, which is dying.
pub fn free(ty: &PyTypeObject) {
    let list = ty.tp_subclasses.replace(null_mut()).cast::<List>();
    if !list.is_null() {
        // SAFETY: made by `with`, and the type was its only owner.
        drop(unsafe { Box::from_raw(list) });
    }
}
