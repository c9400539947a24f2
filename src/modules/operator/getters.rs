//! `itemgetter`, `attrgetter` and `methodcaller`: callables that remember what to fetch from their one argument.

use crate::args::{Row, check_positional};
use crate::boundary::method::{self, Args};
use crate::boundary::slot;
use crate::layout::*;
use crate::object::{Owned, attribute, gc, recursion, types};
use crate::protocol::call::{dict_of_keywords, keywords_of, vectorcall_method};
use crate::protocol::mapping;
use crate::raise;
use crate::runtime::errors::Result;
use crate::types::tuple;
use crate::types::unicode::intern::{intern, intern_str};
use crate::types::unicode::{self, TextBuf, bad_internal_call};
use std::cell::Cell;
use std::ffi::CStr;
use std::mem::offset_of;

/// An `itemgetter` or an `attrgetter`.
#[repr(C)]
pub struct Getter {
    ob_base: PyObject,
    /// The keys; or the attributes' names, of which a dotted one is a tuple of its parts.
    what: Field<PyTupleObject>,
    vectorcall: Cell<Option<vectorcallfunc>>,
}
/// A `methodcaller`.
#[repr(C)]
pub struct Caller {
    ob_base: PyObject,
    name: Field<PyUnicodeObject>,
    /// The arguments, those by keyword last.
    args: Field<PyTupleObject>,
    /// The names of those by keyword; empty where there are none.
    names: Field<PyTupleObject>,
    vectorcall: Cell<Option<vectorcallfunc>>,
}
object_structs! { Getter: ob_base -> PyObject, Caller: ob_base -> PyObject }

/// What the three types have in common.
const BASE: PyTypeObject = PyTypeObject {
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::HAVE_VECTORCALL),
    tp_call: Cell::new(Some(slot::call(|this: &PyObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>| this.call_tuple(args, kwargs)))),
    ..PyTypeObject::STATIC
};
const GETTER: PyTypeObject = PyTypeObject {
    tp_basicsize: Cell::new(size_of::<Getter>() as isize),
    tp_vectorcall_offset: Cell::new(offset_of!(Getter, vectorcall) as isize),
    tp_dealloc: Cell::new(Some(slot::dealloc(|this: *mut Getter| {
        // SAFETY: dead but whole.
        unsafe {
            gc::untrack(this.cast());
            (*this).what.set(None);
            types::free(this.cast());
        }
    }))),
    tp_traverse: Cell::new(Some(slot::traverse(|this: &Getter, visitor: &gc::Visitor| visitor.field(&this.what)))),
    tp_clear: Cell::new(Some(slot::clear(|this: &Getter| this.what.set(None)))),
    ..BASE
};

/// `operator.itemgetter`.
pub static ITEMGETTER: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"operator.itemgetter".as_ptr()),
    tp_doc: Cell::new(c"itemgetter(item, /, *items)\n--\n\nFetches an item, or a tuple of several, from what it is called with.".as_ptr()),
    tp_repr: Cell::new(Some(slot::unary(|this: &Getter| repr("operator.itemgetter", this, || Ok((this.what()?, None)))))),
    tp_methods: Cell::new(ITEMGETTER_METHODS.as_ptr()),
    tp_new: Cell::new(Some(slot::new(new_itemgetter))),
    ..GETTER
};

/// `operator.attrgetter`.
pub static ATTRGETTER: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"operator.attrgetter".as_ptr()),
    tp_doc: Cell::new(
        c"attrgetter(attr, /, *attrs)\n--\n\nFetches an attribute, or a tuple of several, from what it is called with; dots lead to attributes of attributes.".as_ptr(),
    ),
    tp_repr: Cell::new(Some(slot::unary(|this: &Getter| repr("operator.attrgetter", this, || Ok((this.attributes()?, None)))))),
    tp_methods: Cell::new(ATTRGETTER_METHODS.as_ptr()),
    tp_new: Cell::new(Some(slot::new(new_attrgetter))),
    ..GETTER
};

/// `operator.methodcaller`.
pub static METHODCALLER: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"operator.methodcaller".as_ptr()),
    tp_doc: Cell::new(c"methodcaller(name, /, *args, **kwargs)\n--\n\nCalls a method of what it is called with.".as_ptr()),
    tp_basicsize: Cell::new(size_of::<Caller>() as isize),
    tp_vectorcall_offset: Cell::new(offset_of!(Caller, vectorcall) as isize),
    tp_dealloc: Cell::new(Some(slot::dealloc(|this: *mut Caller| {
        // SAFETY: dead but whole.
        unsafe {
            gc::untrack(this.cast());
            (*this).name.set(None);
            (*this).args.set(None);
            (*this).names.set(None);
            types::free(this.cast());
        }
    }))),
    tp_traverse: Cell::new(Some(slot::traverse(|this: &Caller, visitor: &gc::Visitor| {
        visitor.field(&this.name)?;
        visitor.field(&this.args)?;
        visitor.field(&this.names)
    }))),
    tp_clear: Cell::new(Some(slot::clear(|this: &Caller| {
        this.name.set(None);
        this.args.set(None);
        this.names.set(None);
    }))),
    tp_repr: Cell::new(Some(slot::unary(caller_repr))),
    tp_methods: Cell::new(METHODCALLER_METHODS.as_ptr()),
    tp_new: Cell::new(Some(slot::new(new_methodcaller))),
    ..BASE
};

const REDUCE: &CStr = c"__reduce__($self, /)\n--\n\nHow a copy is made.";
static ITEMGETTER_METHODS: [PyMethodDef; 2] =
    [method::noargs(c"__reduce__", |this: &Getter| reduced(this.as_object().ty(), &*this.what()?), REDUCE), PyMethodDef::END];
static ATTRGETTER_METHODS: [PyMethodDef; 2] =
    [method::noargs(c"__reduce__", |this: &Getter| reduced(this.as_object().ty(), &*this.attributes()?), REDUCE), PyMethodDef::END];
static METHODCALLER_METHODS: [PyMethodDef; 2] = [method::noargs(c"__reduce__", reduce_caller, REDUCE), PyMethodDef::END];

/// A callable and the arguments that make it again.
fn reduced(callable: &PyObject, args: &PyTupleObject) -> Result<Owned> {
    Ok(tuple::from_slice(&[callable, args])?.upcast())
}

/// The one argument of a call.
fn only<'a>(function: &str, args: &Args<'a>) -> Result<&'a PyObject> {
    check_positional(function, args.positional.len(), 1, 1)?;
    args.positional.first().copied().ok_or_else(bad_internal_call)
}

fn no_keywords(function: &str, kwargs: Option<&PyDictObject>) -> Result<()> {
    match kwargs {
        Some(kwargs) if !kwargs.is_empty() => Err(raise!(TypeError, "{function}() takes no keyword arguments")),
        _ => Ok(()),
    }
}

fn refuse_keywords(function: &str, args: &Args<'_>) -> Result<()> {
    if args.has_keywords() { Err(raise!(TypeError, "{function}() takes no keyword arguments")) } else { Ok(()) }
}

/// What is fetched for the one key, or a tuple of what is fetched for each.
fn fetch_each(keys: &PyTupleObject, fetch: impl Fn(&PyObject) -> Result<Owned>) -> Result<Owned> {
    if let [only] = keys.as_slice() {
        return fetch(only);
    }
    let mut fetched = Row::new(keys.len());
    for key in keys.as_slice() {
        fetched.push(fetch(key)?);
    }
    Ok(fetched.into_tuple()?.upcast())
}

/// `NAME(first, second, key=value)`.
fn repr(name: &str, this: &PyObject, parts: impl FnOnce() -> Result<(Owned<PyTupleObject>, Option<Owned<PyTupleObject>>)>) -> Result<Owned> {
    recursion::guarded(this, &format!("{name}(...)"), |text: &mut TextBuf| {
        let (values, names) = parts()?;
        let named = names.as_ref().map_or(0, |names| names.len());
        let first_named = values.len().saturating_sub(named);
        text.push_str(name);
        text.push_str("(");
        for (i, value) in values.as_slice().iter().enumerate() {
            if i > 0 {
                text.push_str(", ");
            }
            let name = i.checked_sub(first_named).and_then(|at| names.as_ref()?.as_slice().get(at).copied());
            if let Some(name) = name {
                text.push_chars(name.str()?.chars());
                text.push_str("=");
            }
            recursion::push_repr(text, value)?;
        }
        text.push_str(")");
        Ok(())
    })
}

impl Getter {
    fn what(&self) -> Result<Owned<PyTupleObject>> {
        self.what.get().ok_or_else(bad_internal_call)
    }

    /// The attributes' names as they were given.
    fn attributes(&self) -> Result<Owned<PyTupleObject>> {
        let what = self.what()?;
        let mut names = Row::new(what.len());
        for name in what.as_slice() {
            names.push(match name.downcast::<PyTupleObject>() {
                Some(parts) => unicode::methods::join_items(Some(&*intern_str(".")?), parts.as_slice())?.upcast(),
                None => name.new_ref(),
            });
        }
        names.into_tuple()
    }
}

fn new_getter(ty: &PyTypeObject, what: Owned<PyTupleObject>, vectorcall: vectorcallfunc) -> Result<Owned> {
    let object = types::alloc(ty, 0)?;
    // SAFETY: instances of both types have that struct.
    let getter = unsafe { object.cast_unchecked::<Getter>() };
    getter.what.set(Some(what));
    getter.vectorcall.set(Some(vectorcall));
    Ok(object)
}

fn new_itemgetter(ty: &PyTypeObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    no_keywords("itemgetter", kwargs)?;
    if args.is_empty() {
        check_positional("itemgetter", 0, 1, 1)?;
    }
    new_getter(ty, Owned::from_ref(args), slot::vectorcall(get_items))
}

fn get_items(this: &Getter, args: Args<'_>) -> Result<Owned> {
    refuse_keywords("itemgetter", &args)?;
    let object = only("itemgetter", &args)?;
    fetch_each(&*this.what()?, |key| mapping::get_item(object, key))
}

fn new_attrgetter(ty: &PyTypeObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    no_keywords("attrgetter", kwargs)?;
    if args.is_empty() {
        check_positional("attrgetter", 0, 1, 1)?;
    }
    let mut names = Row::new(args.len());
    for name in args.as_slice() {
        let Some(text) = name.downcast::<PyUnicodeObject>() else {
            return Err(raise!(TypeError, "attribute name must be a string"));
        };
        names.push(path(text)?);
    }
    new_getter(ty, names.into_tuple()?, slot::vectorcall(get_attributes))
}

/// An attribute's name, interned; or, of a dotted one, a tuple of its parts.
fn path(name: &PyUnicodeObject) -> Result<Owned> {
    let chars = name.chars();
    if !(0..name.len()).any(|i| chars.get(i) == Some(u32::from(b'.'))) {
        return Ok(if name.is_exact_str() { intern(Owned::from_ref(name)).upcast() } else { name.as_object().new_ref() });
    }
    let parts = unicode::methods::split(name, Some(&*intern_str(".")?), -1, true)?;
    let parts = tuple::from_iterable(&parts)?;
    let mut interned = Row::new(parts.len());
    for part in parts.as_slice() {
        interned.push(intern(Owned::from_ref(unicode::expect_str(part)?)).upcast());
    }
    Ok(interned.into_tuple()?.upcast())
}

fn get_attributes(this: &Getter, args: Args<'_>) -> Result<Owned> {
    refuse_keywords("attrgetter", &args)?;
    let object = only("attrgetter", &args)?;
    fetch_each(&*this.what()?, |name| match name.downcast::<PyTupleObject>() {
        None => attribute::get(object, attribute::name_of(name)?),
        Some(parts) => {
            let mut at = object.new_ref();
            for part in parts.as_slice() {
                at = attribute::get(&at, attribute::name_of(part)?)?;
            }
            Ok(at)
        }
    })
}

impl Caller {
    fn parts(&self) -> Result<(Owned<PyUnicodeObject>, Owned<PyTupleObject>, Owned<PyTupleObject>)> {
        match (self.name.get(), self.args.get(), self.names.get()) {
            (Some(name), Some(args), Some(names)) => Ok((name, args, names)),
            _ => Err(bad_internal_call()),
        }
    }
}

fn new_methodcaller(ty: &PyTypeObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    let Some((name, positional)) = args.as_slice().split_first() else {
        return Err(raise!(TypeError, "methodcaller needs at least one argument, the method name"));
    };
    let Some(name) = name.downcast::<PyUnicodeObject>() else {
        return Err(raise!(TypeError, "method name must be a string"));
    };
    let keywords = keywords_of(kwargs)?;
    let all = keywords.args(positional);
    let names = all.kwnames.map_or_else(tuple::empty, Owned::from_ref);
    let args = tuple::from_slice(&[all.positional, all.keywords].concat())?;
    let object = types::alloc(ty, 0)?;
    // SAFETY: instances of the type have that struct.
    let caller = unsafe { object.cast_unchecked::<Caller>() };
    caller.name.set(Some(if name.is_exact_str() { intern(Owned::from_ref(name)) } else { Owned::from_ref(name) }));
    caller.args.set(Some(args));
    caller.names.set(Some(names));
    caller.vectorcall.set(Some(slot::vectorcall(call_method)));
    Ok(object)
}

fn call_method(this: &Caller, args: Args<'_>) -> Result<Owned> {
    let object = only("methodcaller", &args)?;
    refuse_keywords("methodcaller", &args)?;
    let (name, args, names) = this.parts()?;
    let row: Vec<*mut PyObject> = std::iter::once(&object).chain(args.as_slice()).map(|one| one.as_ptr()).collect();
    let names_or_null = if names.is_empty() { std::ptr::null_mut() } else { names.as_object().as_ptr() };
    // SAFETY: the receiver, and arguments whose last ones have these names; all of them are held until the call is over.
    unsafe { vectorcall_method(name.as_object(), row.as_ptr(), row.len() - names.len(), names_or_null) }
}

fn caller_repr(this: &Caller) -> Result<Owned> {
    repr("operator.methodcaller", this.as_object(), || {
        let (name, args, names) = this.parts()?;
        let all = [&[name.as_object()][..], args.as_slice()].concat();
        Ok((tuple::from_slice(&all)?, Some(names)))
    })
}

/// Arguments by keyword are bound first: a copy is made by calling with the others.
fn reduce_caller(this: &Caller) -> Result<Owned> {
    let ty = this.as_object().ty();
    let (name, args, names) = this.parts()?;
    let (positional, keywords) = args.as_slice().split_at(args.len() - names.len());
    if names.is_empty() {
        return reduced(ty, &*tuple::from_slice(&[&[name.as_object()][..], positional].concat())?);
    }
    let partial = crate::import::PyImport_ImportModule(c"functools")?;
    let partial = attribute::get(&partial, &*intern_str("partial")?)?;
    let keywords: Owned<PyDictObject> = dict_of_keywords(keywords, &names)?;
    let bound = partial.call_tuple(&*tuple::from_slice(&[ty, name.as_object()])?, Some(&keywords))?;
    reduced(&bound, &*tuple::from_slice(positional)?)
}
