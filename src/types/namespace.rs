//! `types.SimpleNamespace`: attributes and nothing else.

use crate::args::check_positional;
use crate::boundary::method::{self, Args};
use crate::boundary::slot::{self, CompareOp};
use crate::layout::*;
use crate::object::gc::Visitor;
use crate::object::{Owned, Typed, gc, recursion, types};
use crate::protocol::call::dict_of_keywords;
use crate::raise;
use crate::runtime::errors::{Raised, Result};
use crate::types::dict::merge::{check_keywords, update};
use crate::types::singletons::not_implemented;
use crate::types::{dict, tuple, unicode};
use exuvia_macros::capi;
use std::cell::Cell;
use std::mem::offset_of;

/// A namespace; no header shows it.
#[repr(C)]
pub struct PyNamespaceObject {
    ob_base: PyObject,
    /// Never NULL once the object is made.
    dict: Field<PyDictObject>,
}
object_structs! { PyNamespaceObject: ob_base -> PyObject }

// SAFETY: instances of SimpleNamespace and of its subclasses begin with this struct.
unsafe impl Typed for PyNamespaceObject {
    fn type_object() -> &'static PyTypeObject {
        &PyNamespace_Type
    }
}

/// `types.SimpleNamespace`.
pub static PyNamespace_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"types.SimpleNamespace".as_ptr()),
    tp_doc: Cell::new(c"SimpleNamespace(mapping_or_iterable=(), /, **kwargs)\n--\n\nAn object with the attributes that it is given.".as_ptr()),
    tp_basicsize: Cell::new(size_of::<PyNamespaceObject>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::BASETYPE),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_repr: Cell::new(Some(slot::unary(repr))),
    tp_hash: Cell::new(Some(slot::HASH_NOT_IMPLEMENTED)),
    tp_traverse: Cell::new(Some(slot::traverse(|this: &PyNamespaceObject, visitor: &Visitor| visitor.field(&this.dict)))),
    tp_clear: Cell::new(Some(slot::clear(|this: &PyNamespaceObject| {
        // The dict stays, empty: there is always one.
        if let Some(dict) = this.dict.get() {
            dict.clear();
        }
    }))),
    tp_richcompare: Cell::new(Some(slot::compare(compare))),
    tp_dictoffset: Cell::new(offset_of!(PyNamespaceObject, dict) as isize),
    tp_methods: Cell::new(METHODS.as_ptr()),
    tp_members: Cell::new(MEMBERS.as_ptr()),
    tp_init: Cell::new(Some(slot::init(init))),
    tp_new: Cell::new(Some(slot::new(new))),
    ..PyTypeObject::STATIC
};

static METHODS: [PyMethodDef; 3] = [
    method::noargs(c"__reduce__", reduce, c"What copy and pickle need."),
    method::keywords(c"__replace__", replace, c"__replace__($self, /, **changes)\n--\n\nA copy with some attributes changed."),
    PyMethodDef::END,
];

static MEMBERS: [PyMemberDef; 2] = [
    // An object that cannot be written.
    PyMemberDef { name: c"__dict__".as_ptr(), r#type: 6, offset: offset_of!(PyNamespaceObject, dict) as isize, flags: 1, doc: std::ptr::null() },
    PyMemberDef { name: std::ptr::null(), r#type: 0, offset: 0, flags: 0, doc: std::ptr::null() },
];

impl PyNamespaceObject {
    fn dict(&self) -> Result<Owned<PyDictObject>> {
        self.dict.get().ok_or_else(Raised::no_memory)
    }
}

fn new(ty: &PyTypeObject, _: &PyTupleObject, _: Option<&PyDictObject>) -> Result<Owned> {
    let dict = dict::new()?;
    let object = types::alloc(ty, 0)?;
    // SAFETY: an instance of SimpleNamespace or of a subclass.
    unsafe { object.cast_unchecked::<PyNamespaceObject>() }.dict.set(Some(dict));
    Ok(object)
}

fn dealloc(this: *mut PyNamespaceObject) {
    // SAFETY: dead; whole until it is freed.
    unsafe {
        gc::untrack(this.cast());
        (*this).dict.set(None);
        types::free(this.cast());
    }
}

fn init(this: &PyNamespaceObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<()> {
    check_positional("SimpleNamespace", args.len(), 0, 1)?;
    let own = this.dict()?;
    if let Some(source) = args.as_slice().first() {
        let given = match source.downcast_exact::<PyDictObject>() {
            Some(dict) => Owned::from_ref(dict),
            None => {
                let made = dict::new()?;
                update(&made, source)?;
                made
            }
        };
        check_keywords(&given)?;
        update(&own, &given)?;
    }
    if let Some(kwargs) = kwargs {
        check_keywords(kwargs)?;
        update(&own, kwargs)?;
    }
    Ok(())
}

fn repr(this: &PyNamespaceObject) -> Result<Owned> {
    let ty = this.ty();
    let name = if std::ptr::eq(ty, &PyNamespace_Type) { "namespace" } else { ty.name() };
    recursion::guarded(this, &format!("{name}(...)"), |text| {
        text.push_chars(unicode::from_str(name)?.chars());
        text.push('('.into());
        let mut first = true;
        // The dict may change while a value's repr is made.
        for item in this.dict()?.items()?.as_slice() {
            let Some([key, value]) = item.downcast::<PyTupleObject>().map(PyTupleObject::as_slice) else { continue };
            let Some(key) = key.downcast::<PyUnicodeObject>().filter(|key| !key.is_empty()) else { continue };
            if !first {
                text.push_latin1(b", ");
            }
            first = false;
            text.push_chars(key.chars());
            text.push('='.into());
            recursion::push_repr(text, value)?;
        }
        text.push(')'.into());
        Ok(())
    })
}

fn compare(this: &PyNamespaceObject, other: &PyObject, op: CompareOp) -> Result<Owned> {
    match other.downcast::<PyNamespaceObject>() {
        Some(other) => this.dict()?.as_object().compare(&*other.dict()?, op),
        None => Ok(not_implemented()),
    }
}

fn reduce(this: &PyNamespaceObject) -> Result<Owned> {
    Ok(tuple::from_owned([this.ty().new_ref(), tuple::from_owned([])?.upcast(), this.dict()?.upcast()])?.upcast())
}

fn replace(this: &PyNamespaceObject, args: Args<'_>) -> Result<Owned> {
    if !args.positional.is_empty() {
        return Err(raise!(TypeError, "__replace__() takes no positional arguments"));
    }
    let made = this.ty().as_object().call0()?;
    let Some(copy) = made.as_object().downcast::<PyNamespaceObject>() else {
        return Err(raise!(TypeError, "expect {} type, but {}() returned '{}' object", PyNamespace_Type.name(), this.ty().name(), made.ty().name()));
    };
    let dict = copy.dict()?;
    update(&dict, &*this.dict()?)?;
    if let Some(names) = args.kwnames {
        update(&dict, &*dict_of_keywords(args.keywords, names)?)?;
    }
    Ok(made)
}

/// A new namespace with the attributes of a dict, or with none for NULL.
#[capi(private)]
pub fn _PyNamespace_New(attributes: Option<&PyDictObject>) -> Result<Owned> {
    let object = new(&PyNamespace_Type, &*tuple::from_owned([])?, None)?;
    if let (Some(attributes), Some(this)) = (attributes, object.as_object().downcast::<PyNamespaceObject>()) {
        update(&*this.dict()?, attributes)?;
    }
    Ok(object)
}
