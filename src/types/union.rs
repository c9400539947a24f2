//! `typing.Union` (`types.UnionType`): `int | str`.
//!
//! A union has at least two different members, none of them a union. Those that can be hashed are also in a set, by which unions are
//! compared; the others stand in a tuple.

use crate::boundary::method;
use crate::boundary::slot::{self, CompareOp};
use crate::layout::*;
use crate::object::types;
use crate::object::{Owned, attribute, gc, id};
use crate::raise;
use crate::runtime::errors::{Raised, Result};
use crate::types::descr::member::kind;
use crate::types::generic_alias::{self, Py_GenericAliasType, type_text};
use crate::types::singletons::{_PyNone_Type, not_implemented};
use crate::types::{set, tuple, unicode};
use exuvia_macros::capi;
use std::cell::Cell;
use std::mem::offset_of;

/// A union of types.
#[repr(C)]
pub struct Union {
    ob_base: PyObject,
    args: Field<PyTupleObject>,
    /// A frozenset.
    hashable: Field,
    unhashable: Field<PyTupleObject>,
    parameters: Field<PyTupleObject>,
    weakreflist: Cell<*mut PyObject>,
}
object_structs! { Union: ob_base -> PyObject }

/// `typing.Union`.
#[capi]
pub static _PyUnion_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"typing.Union".as_ptr()),
    tp_doc: Cell::new(c"Any of several types, as int | str is.".as_ptr()),
    tp_basicsize: Cell::new(size_of::<Union>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::DISALLOW_INSTANTIATION),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_repr: Cell::new(Some(slot::unary(repr))),
    tp_as_number: Cell::new(&NUMBER),
    tp_as_mapping: Cell::new(&MAPPING),
    tp_hash: Cell::new(Some(slot::hash(hash))),
    tp_getattro: Cell::new(Some(slot::subscript(get_attribute))),
    tp_traverse: Cell::new(Some(slot::traverse(|this: &Union, visitor: &gc::Visitor| {
        visitor.field(&this.args)?;
        visitor.field(&this.hashable)?;
        visitor.field(&this.unhashable)?;
        visitor.field(&this.parameters)
    }))),
    tp_richcompare: Cell::new(Some(slot::compare(compare))),
    tp_weaklistoffset: Cell::new(offset_of!(Union, weakreflist) as isize),
    tp_methods: Cell::new(METHODS.as_ptr()),
    tp_members: Cell::new(MEMBERS.as_ptr()),
    tp_getset: Cell::new(GETSETS.as_ptr()),
    tp_alloc: Cell::new(Some(types::c::PyType_GenericAlloc)),
    tp_free: Cell::new(Some(types::c::PyObject_GC_Del)),
    ..PyTypeObject::STATIC
};
static NUMBER: PyNumberMethods = PyNumberMethods { nb_or: Cell::new(Some(slot::binary(or))), ..PyNumberMethods::EMPTY };
static MAPPING: PyMappingMethods = PyMappingMethods { mp_subscript: Cell::new(Some(slot::subscript(subscript))), ..PyMappingMethods::EMPTY };
static METHODS: [PyMethodDef; 3] = [
    method::o(
        c"__mro_entries__",
        |this: &Union, _: &PyObject| -> Result<Owned> { Err(raise!(TypeError, "Cannot subclass {}", this.as_object().repr()?.to_lossy())) },
        c"",
    ),
    method::o(c"__class_getitem__", class_getitem, c"").class(),
    PyMethodDef::END,
];
static MEMBERS: [PyMemberDef; 2] = [
    PyMemberDef {
        name: c"__args__".as_ptr(),
        r#type: kind::OBJECT,
        offset: offset_of!(Union, args) as isize,
        flags: types::READONLY,
        doc: std::ptr::null(),
    },
    types::MEMBERS_END,
];
static GETSETS: [PyGetSetDef; 5] = [
    method::getset(c"__name__", |_: &Union| unicode::from_str("Union"), c""),
    method::getset(c"__qualname__", |_: &Union| unicode::from_str("Union"), c""),
    method::getset(c"__origin__", |_: &Union| _PyUnion_Type.new_ref(), c""),
    method::getset(c"__parameters__", Union::parameters, c"The type variables among the members."),
    PyGetSetDef::END,
];

impl Union {
    fn members(&self) -> Result<Owned<PyTupleObject>> {
        self.args.get().ok_or_else(|| raise!(SystemError, "bad argument to internal function"))
    }
    fn parameters(&self) -> Result<Owned<PyTupleObject>> {
        if let Some(known) = self.parameters.get() {
            return Ok(known);
        }
        let found = generic_alias::parameters_of(&*self.members()?)?;
        self.parameters.set(Some(found.clone()));
        Ok(found)
    }
}

/// An object as a union.
pub fn as_union(object: &PyObject) -> Option<&Union> {
    // SAFETY: exactly an instance of the type, which nothing derives from.
    std::ptr::eq(object.ty(), &_PyUnion_Type).then(|| unsafe { object.cast_unchecked() })
}

// ---- making -------------------------------------------------------------------------------------------------------

/// A union that is being put together.
struct Builder {
    all: Vec<Owned>,
    /// A set of those that can be hashed.
    seen: Owned<PySetObject>,
    unhashable: Vec<Owned>,
}

impl Builder {
    fn new() -> Result<Self> {
        Ok(Builder { all: Vec::new(), seen: set::new()?, unhashable: Vec::new() })
    }
    fn add(&mut self, member: &PyObject) -> Result<()> {
        if let Some(union) = as_union(member) {
            let members = union.members()?;
            return members.as_slice().iter().try_for_each(|m| self.add_single(m));
        }
        if member.is_none() {
            return self.add_single(_PyNone_Type.as_object());
        }
        if member.downcast::<PyUnicodeObject>().is_some() {
            let forward = attribute::PyObject_GetAttrString(&*crate::import::PyImport_ImportModule(c"annotationlib")?, c"ForwardRef")?;
            return self.add_single(&*forward.call1(member)?);
        }
        if member.downcast_exact::<PyTupleObject>().is_some() {
            return Err(raise!(TypeError, "Union[arg, ...]: each arg must be a type. Got {}.", member.repr()?.to_lossy()));
        }
        self.add_single(member)
    }
    fn add_single(&mut self, member: &PyObject) -> Result<()> {
        match member.hash() {
            Ok(_) => {
                if self.seen.contains(member)? {
                    return Ok(());
                }
                self.seen.add(member)?;
            }
            Err(raised) if raised.matches(&crate::types::exceptions::TypeError) => {
                raised.clear();
                for known in &self.unhashable {
                    if known.equals(member)? {
                        return Ok(());
                    }
                }
                self.unhashable.push(member.new_ref());
            }
            Err(raised) => return Err(raised),
        }
        self.all.push(member.new_ref());
        Ok(())
    }
    fn finish(self) -> Result<Owned> {
        match self.all.len() {
            0 => return Err(raise!(TypeError, "Cannot take a Union of no types.")),
            1 => return self.all.into_iter().next().ok_or(Raised::already()),
            _ => {}
        }
        let object = types::alloc(&_PyUnion_Type, 0)?;
        // SAFETY: instances of the type have that struct.
        let union = unsafe { object.cast_unchecked::<Union>() };
        union.hashable.set(Some(set::from_iterable(&set::PyFrozenSet_Type, &self.seen)?.upcast()));
        if !self.unhashable.is_empty() {
            union.unhashable.set(Some(tuple::from_exact(self.unhashable.len(), self.unhashable.into_iter())?));
        }
        union.args.set(Some(tuple::from_exact(self.all.len(), self.all.into_iter())?));
        Ok(object)
    }
}

/// The union of some types; the type itself where there is only one.
pub fn of(members: &[&PyObject]) -> Result<Owned> {
    let mut builder = Builder::new()?;
    members.iter().try_for_each(|m| builder.add(m))?;
    builder.finish()
}

/// Whether `type | object` makes a union.
fn is_unionable(object: &PyObject) -> bool {
    object.is_none()
        || object.downcast::<PyTypeObject>().is_some()
        || object.ty().is_subtype(&Py_GenericAliasType)
        || as_union(object).is_some()
        || object.ty().name() == "typing.TypeAliasType"
}

/// `a | b` of types: `NotImplemented` where one of them is none.
pub fn or_types(a: &PyObject, b: &PyObject) -> Result<Owned> {
    if is_unionable(a) && is_unionable(b) { of(&[a, b]) } else { Ok(not_implemented()) }
}

/// `a | b` where one of them is a union already: the other may be anything that typing lets in.
fn or(a: &PyObject, b: &PyObject) -> Result<Owned> {
    of(&[a, b])
}

fn class_getitem(_: &PyObject, items: &PyObject) -> Result<Owned> {
    match items.downcast::<PyTupleObject>() {
        Some(items) => of(items.as_slice()),
        None => of(&[items]),
    }
}

fn subscript(this: &Union, items: &PyObject) -> Result<Owned> {
    let args = generic_alias::substitute(this, &*this.members()?, &*this.parameters()?, items)?;
    of(args.as_slice())
}

// ---- the rest -----------------------------------------------------------------------------------------------------

fn dealloc(this: *mut Union) {
    // SAFETY: dead but whole.
    unsafe {
        gc::untrack(this.cast());
        if !(*this).weakreflist.get().is_null() {
            crate::types::weakref::clear_all(&*this);
        }
        (*this).args.set(None);
        (*this).hashable.set(None);
        (*this).unhashable.set(None);
        (*this).parameters.set(None);
        types::free(this.cast());
    }
}

fn repr(this: &Union) -> Result<Owned> {
    let mut text = String::new();
    for member in this.members()?.as_slice() {
        if !text.is_empty() {
            text.push_str(" | ");
        }
        text.push_str(&type_text(member)?);
    }
    Ok(unicode::from_str(&text)?.upcast())
}

fn hash(this: &Union) -> Result<isize> {
    if let Some(unhashable) = this.unhashable.get() {
        // The first of them says why.
        for member in unhashable.as_slice() {
            member.hash()?;
        }
        return Err(raise!(TypeError, "union contains {} unhashable elements", unhashable.len()));
    }
    this.hashable.get().ok_or_else(|| raise!(SystemError, "bad argument to internal function"))?.hash()
}

fn compare(this: &Union, other: &PyObject, op: CompareOp) -> Result<Owned> {
    let (Some(other), CompareOp::Eq | CompareOp::Ne) = (as_union(other), op) else {
        return Ok(not_implemented());
    };
    let mut equal = match (this.hashable.get(), other.hashable.get()) {
        (Some(a), Some(b)) => a.equals(&b)?,
        _ => false,
    };
    if equal {
        let (a, b) = (this.unhashable.get(), other.unhashable.get());
        equal = match (&a, &b) {
            (None, None) => true,
            (Some(a), Some(b)) if a.len() == b.len() => all_in(a, b)? && all_in(b, a)?,
            _ => false,
        };
    }
    Ok(crate::types::bool::from_bool(equal == (op == CompareOp::Eq)))
}

fn all_in(a: &PyTupleObject, b: &PyTupleObject) -> Result<bool> {
    for member in a.as_slice() {
        if !crate::protocol::sequence::contains(b, member)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// `__module__` is the type's: the instances have none of their own.
fn get_attribute(this: &Union, name: &PyObject) -> Result<Owned> {
    if name.downcast::<PyUnicodeObject>().is_some_and(|n| n.is_text("__module__")) {
        return attribute::get(&_PyUnion_Type, &id::__module__);
    }
    attribute::PyObject_GenericGetAttr(this, name)
}

/// `a | b` of types, new; `NotImplemented` where one of them is none.
#[capi(private)]
pub fn _Py_union_type_or(a: &PyObject, b: &PyObject) -> Result<Owned> {
    or_types(a, b)
}
