//! `dict`: a mapping that keeps the order of insertion.
//!
//! [`table`] is the hash table, `core` what a dict does with it and what the rest of the library calls, `capi` the C API, `methods` what Python sees, `views` and
//! `iterators` the objects that look into a dict, `merge` update and construction, `watch` the watchers.

pub(crate) mod capi;
pub(in crate::types) mod core;
pub(in crate::types) mod group;
mod iterators;
pub mod merge;
pub(in crate::types) mod methods;
mod table;
pub(in crate::types) mod views;
pub mod watch;

pub use self::core::{hash_at_hand, hash_for, hash_key, hash_plainly, new};
pub use self::iterators::*;
pub use self::views::*;
pub use merge::merge;

use crate::boundary::slot;
use crate::layout::*;
use crate::object::Typed;
use exuvia_macros::capi;
use std::cell::Cell;

// SAFETY: instances of dict and of its subclasses begin with a PyDictObject.
unsafe impl Typed for PyDictObject {
    fn type_object() -> &'static PyTypeObject {
        &PyDict_Type
    }
    const FLAG: Option<u64> = Some(flags::DICT_SUBCLASS);
}

/// `dict`.
#[capi]
pub static PyDict_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"dict".as_ptr()),
    tp_doc: Cell::new(
        c"A mapping from keys to values, in the order in which the keys came: from a mapping, from pairs, from keyword arguments.".as_ptr(),
    ),
    tp_basicsize: Cell::new(size_of::<PyDictObject>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::BASETYPE | flags::DICT_SUBCLASS | flags::MATCH_SELF | flags::MAPPING),
    tp_dealloc: Cell::new(Some(slot::dealloc(core::dealloc))),
    tp_traverse: Cell::new(Some(slot::traverse(PyDictObject::traverse))),
    tp_clear: Cell::new(Some(slot::clear(PyDictObject::clear))),
    tp_repr: Cell::new(Some(slot::unary(methods::repr))),
    tp_hash: Cell::new(Some(slot::HASH_NOT_IMPLEMENTED)),
    tp_richcompare: Cell::new(Some(slot::compare(methods::compare))),
    tp_iter: Cell::new(Some(slot::unary(|d: &PyDictObject| iterators::new(&PyDictIterKey_Type, d)))),
    tp_init: Cell::new(Some(slot::init(methods::init))),
    tp_new: Cell::new(Some(slot::new(methods::new))),
    tp_vectorcall: Cell::new(Some(slot::vectorcall(methods::vectorcall))),
    tp_as_number: Cell::new(&methods::NUMBER),
    tp_as_sequence: Cell::new(&methods::SEQUENCE),
    tp_as_mapping: Cell::new(&methods::MAPPING),
    tp_methods: Cell::new(methods::METHODS.as_ptr()),
    ..PyTypeObject::STATIC
};
