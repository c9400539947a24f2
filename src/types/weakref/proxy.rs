//! Proxies: objects that pass everything on to their referent, while it lives.

use super::{clear, dealloc, traverse};
use crate::boundary::slot;
use crate::layout::*;
use exuvia_macros::capi;
use std::cell::Cell;

/// The type of proxies of what cannot be called.
#[capi]
pub static _PyWeakref_ProxyType: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"weakref.ProxyType".as_ptr()),
    tp_basicsize: Cell::new(size_of::<PyWeakReference>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_traverse: Cell::new(Some(slot::traverse(traverse))),
    tp_clear: Cell::new(Some(slot::clear(clear))),
    ..PyTypeObject::STATIC
};

/// The type of proxies of what can be called.
#[capi]
pub static _PyWeakref_CallableProxyType: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"weakref.CallableProxyType".as_ptr()),
    tp_basicsize: Cell::new(size_of::<PyWeakReference>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_traverse: Cell::new(Some(slot::traverse(traverse))),
    tp_clear: Cell::new(Some(slot::clear(clear))),
    ..PyTypeObject::STATIC
};
