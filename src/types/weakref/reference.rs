//! `weakref.ref`: called, it gives its referent, or `None`.

use super::{clear, dealloc, make, traverse};
use crate::args::check_positional;
use crate::boundary::method::Args;
use crate::boundary::slot::{self, CompareOp};
use crate::layout::*;
use crate::object::{Owned, is_instance};
use crate::raise;
use crate::runtime::errors::Result;
use crate::types::bool;
use crate::types::singletons::{none, not_implemented};
use exuvia_macros::capi;
use std::cell::Cell;
use std::ffi::c_int;
use std::mem::offset_of;

/// The type of weak references.
#[capi]
pub static _PyWeakref_RefType: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"weakref.ReferenceType".as_ptr()),
    tp_basicsize: Cell::new(size_of::<PyWeakReference>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::BASETYPE | flags::HAVE_VECTORCALL),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_vectorcall_offset: Cell::new(offset_of!(PyWeakReference, vectorcall) as isize),
    tp_call: Cell::new(Some(slot::call(call))),
    tp_repr: Cell::new(Some(slot::unary(repr))),
    tp_hash: Cell::new(Some(slot::hash(hash))),
    tp_traverse: Cell::new(Some(slot::traverse(traverse))),
    tp_clear: Cell::new(Some(slot::clear(clear))),
    tp_richcompare: Cell::new(Some(slot::compare(compare))),
    tp_methods: Cell::new(METHODS.as_ptr()),
    tp_members: Cell::new(MEMBERS.as_ptr()),
    tp_init: Cell::new(Some(slot::init(init))),
    tp_new: Cell::new(Some(slot::new(new))),
    ..PyTypeObject::STATIC
};

static METHODS: [PyMethodDef; 2] = [crate::types::generic_alias::CLASS_GETITEM, PyMethodDef::END];

/// An attribute that is a field, and may be NULL.
const T_OBJECT: c_int = 6;
const READONLY: c_int = 1;

static MEMBERS: [PyMemberDef; 2] = [
    PyMemberDef {
        name: c"__callback__".as_ptr(),
        r#type: T_OBJECT,
        offset: offset_of!(PyWeakReference, wr_callback) as isize,
        flags: READONLY,
        doc: std::ptr::null(),
    },
    PyMemberDef { name: std::ptr::null(), r#type: 0, offset: 0, flags: 0, doc: std::ptr::null() },
];

/// What every reference's `vectorcall` field holds.
pub const VECTORCALL: vectorcallfunc = slot::vectorcall(vectorcall);

fn vectorcall(this: &PyWeakReference, args: Args<'_>) -> Result<Owned> {
    if args.has_keywords() {
        return Err(raise!(TypeError, "weakref() takes no keyword arguments"));
    }
    check_positional("weakref", args.positional.len(), 0, 0)?;
    Ok(this.referent().unwrap_or_else(none))
}

fn call(this: &PyWeakReference, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    refuse_keywords("weakref", kwargs)?;
    vectorcall(this, Args::positional(args.as_slice()))
}

fn refuse_keywords(function: &str, kwargs: Option<&PyDictObject>) -> Result<()> {
    if kwargs.is_some_and(|kwargs| kwargs.ma_used.get() != 0) {
        return Err(raise!(TypeError, "{function}() takes no keyword arguments"));
    }
    Ok(())
}

fn new(ty: &PyTypeObject, args: &PyTupleObject, _kwargs: Option<&PyDictObject>) -> Result<Owned> {
    let args = args.as_slice();
    check_positional("__new__", args.len(), 1, 2)?;
    Ok(make(ty, args[0], args.get(1).copied())?.upcast())
}

fn init(_this: &PyWeakReference, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<()> {
    refuse_keywords("ref", kwargs)?;
    check_positional("__init__", args.len(), 1, 2)
}

fn hash(this: &PyWeakReference) -> Result<isize> {
    if this.hash.get() == -1 {
        let Some(referent) = this.referent() else {
            return Err(raise!(TypeError, "weak object has gone away"));
        };
        this.hash.set(referent.hash()?);
    }
    Ok(this.hash.get())
}

fn compare(this: &PyWeakReference, other: &PyObject, op: CompareOp) -> Result<Owned> {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) || !is_instance::<PyWeakReference>(other) {
        return Ok(not_implemented());
    }
    // SAFETY: just checked.
    let that = unsafe { other.cast_unchecked::<PyWeakReference>() };
    match (this.referent(), that.referent()) {
        (Some(a), Some(b)) => a.compare(&b, op),
        // A dead reference equals itself only.
        _ => Ok(bool::from_bool(this.as_object().is(other) == (op == CompareOp::Eq))),
    }
}

fn repr(this: &PyWeakReference) -> Result<Owned> {
    Ok(super::text_of(this, "weakref")?.upcast())
}
