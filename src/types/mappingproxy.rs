//! `mappingproxy`: a mapping that can be read only, through this object.

use crate::args::{Signature, check_positional};
use crate::boundary::method::{self, Args};
use crate::boundary::slot::{self, CompareOp};
use crate::layout::*;
use crate::object::{Owned, attribute, gc, id, types};
use crate::protocol::{iteration, mapping, number, sequence};
use crate::raise;
use crate::runtime::errors::Result;
use crate::types::generic_alias;
use crate::types::singletons::none;
use crate::types::unicode::{self, TextBuf};
use exuvia_macros::capi;
use std::cell::Cell;

/// A view of any mapping.
#[repr(C)]
pub struct MappingProxy {
    ob_base: PyObject,
    mapping: Field,
}
object_structs! { MappingProxy: ob_base -> PyObject }

/// `mappingproxy`.
#[capi]
pub static PyDictProxy_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"mappingproxy".as_ptr()),
    tp_doc: Cell::new(c"mappingproxy(mapping)\n--\n\nThe mapping, for reading.".as_ptr()),
    tp_basicsize: Cell::new(size_of::<MappingProxy>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::MAPPING),
    tp_dealloc: Cell::new(Some(slot::dealloc(|proxy: *mut MappingProxy| {
        // SAFETY: the proxy is dead.
        unsafe {
            gc::untrack(proxy.cast());
            (*proxy).mapping.set(None);
            types::free(proxy.cast());
        }
    }))),
    tp_traverse: Cell::new(Some(slot::traverse(|proxy: &MappingProxy, visitor: &gc::Visitor| visitor.field(&proxy.mapping)))),
    tp_repr: Cell::new(Some(slot::unary(repr))),
    tp_str: Cell::new(Some(slot::unary(|proxy: &MappingProxy| Ok(proxy.target().str()?.upcast())))),
    tp_hash: Cell::new(Some(slot::hash(|proxy: &MappingProxy| proxy.target().hash()))),
    tp_richcompare: Cell::new(Some(slot::compare(|proxy: &MappingProxy, other: &PyObject, op: CompareOp| proxy.target().compare(other, op)))),
    tp_iter: Cell::new(Some(slot::unary(|proxy: &MappingProxy| iteration::iter(&proxy.target())))),
    tp_new: Cell::new(Some(slot::new(construct))),
    tp_as_number: Cell::new(&NUMBER),
    tp_as_sequence: Cell::new(&SEQUENCE),
    tp_as_mapping: Cell::new(&MAPPING),
    tp_methods: Cell::new(METHODS.as_ptr()),
    ..PyTypeObject::STATIC
};

static MAPPING: PyMappingMethods = PyMappingMethods {
    mp_length: Cell::new(Some(slot::length(|proxy: &MappingProxy| sequence::len(&proxy.target()).map(|len| len as isize)))),
    mp_subscript: Cell::new(Some(slot::subscript(|proxy: &MappingProxy, key: &PyObject| mapping::get_item(&proxy.target(), key)))),
    ..PyMappingMethods::EMPTY
};
static SEQUENCE: PySequenceMethods = PySequenceMethods {
    sq_contains: Cell::new(Some(slot::contains(|proxy: &MappingProxy, key: &PyObject| sequence::contains(&proxy.target(), key)))),
    ..PySequenceMethods::EMPTY
};
static NUMBER: PyNumberMethods =
    PyNumberMethods { nb_or: Cell::new(Some(slot::binary(or))), nb_inplace_or: Cell::new(Some(slot::binary(or_in_place))), ..PyNumberMethods::EMPTY };

static METHODS: [PyMethodDef; 8] = [
    method::fastcall(c"get", get, c"get($self, key, default=None, /)\n--\n\nThe value of the key, or the default where the mapping has no such key."),
    method::noargs(c"keys", |proxy: &MappingProxy| attribute::get(&proxy.target(), &id::keys)?.call0(), c"What the mapping's own keys() gives."),
    method::noargs(
        c"values",
        |proxy: &MappingProxy| attribute::get(&proxy.target(), &id::values)?.call0(),
        c"What the mapping's own values() gives.",
    ),
    method::noargs(c"items", |proxy: &MappingProxy| attribute::get(&proxy.target(), &id::items)?.call0(), c"What the mapping's own items() gives."),
    method::noargs(c"copy", |proxy: &MappingProxy| attribute::get(&proxy.target(), &id::copy)?.call0(), c"A copy of the mapping."),
    method::noargs(
        c"__reversed__",
        |proxy: &MappingProxy| attribute::get(&proxy.target(), &id::__reversed__)?.call0(),
        c"An iterator over the keys, the last first.",
    ),
    generic_alias::CLASS_GETITEM,
    PyMethodDef::END,
];

impl MappingProxy {
    fn target(&self) -> Owned {
        self.mapping.get().unwrap_or_else(none)
    }
}

/// A new proxy of a mapping.
pub fn new(mapping: &PyObject) -> Result<Owned> {
    let is_mapping =
        mapping::PyMapping_Check(Some(mapping)) != 0 && !mapping.ty().has_flag(flags::LIST_SUBCLASS) && !mapping.ty().has_flag(flags::TUPLE_SUBCLASS);
    if !is_mapping {
        return Err(raise!(TypeError, "mappingproxy() argument must be a mapping, not {}", mapping.ty().name()));
    }
    let object = gc::alloc_uninit(&PyDictProxy_Type, size_of::<MappingProxy>())?;
    // SAFETY: memory for a proxy, written before it is tracked.
    unsafe {
        (&raw mut (*object.cast::<MappingProxy>()).mapping).write(Field::new(Some(mapping.new_ref())));
        gc::track(object);
        Ok(Owned::from_nonnull(object))
    }
}

static NEW: Signature<1> = Signature { function: "mappingproxy", names: ["mapping"], positional: 1, required: 1 };

fn construct(_: &PyTypeObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    let [mapping] = NEW.bind_call(args, kwargs)?;
    mapping.map_or_else(|| Ok(none()), |mapping| new(&mapping))
}

fn repr(proxy: &MappingProxy) -> Result<Owned> {
    let mut text = TextBuf::new();
    text.push_str("mappingproxy(");
    text.push_chars(proxy.target().repr()?.chars());
    text.push_str(")");
    Ok(unicode::from_buf(&text)?.upcast())
}

/// What stands behind an operand: the mapping of a proxy, or the object itself.
fn behind(object: &PyObject) -> Owned {
    if std::ptr::eq(object.ty(), &PyDictProxy_Type) {
        // SAFETY: a proxy.
        return unsafe { object.cast_unchecked::<MappingProxy>() }.target();
    }
    object.new_ref()
}

fn or(a: &PyObject, b: &PyObject) -> Result<Owned> {
    number::or(&behind(a), &behind(b))
}

fn or_in_place(a: &PyObject, _: &PyObject) -> Result<Owned> {
    Err(raise!(TypeError, "'|=' is not supported by {}; use '|' instead", a.ty().name()))
}

fn get(proxy: &MappingProxy, args: &[&PyObject]) -> Result<Owned> {
    check_positional("get", args.len(), 1, 2)?;
    let none = none();
    let default = args.get(1).copied().unwrap_or(&none);
    attribute::get(&proxy.target(), &id::get)?.call_args(Args::positional(&[args[0], default]))
}

/// A new proxy of a mapping.
#[capi]
pub fn PyDictProxy_New(mapping: &PyObject) -> Result<Owned> {
    new(mapping)
}
