//! `types.GenericAlias`: `list[int]`. It passes for its origin, and remembers the arguments.

use crate::boundary::method::{self, Args};
use crate::boundary::slot::{self, CompareOp};
use crate::layout::*;
use crate::object::types;
use crate::object::{Owned, attribute, gc, id};
use crate::raise;
use crate::runtime::errors::Result;
use crate::types::descr::member::kind;
use crate::types::exceptions;
use crate::types::singletons::{_PyNone_Type, PyEllipsis_Type, none, not_implemented};
use crate::types::{list, tuple, unicode};
use exuvia_macros::capi;
use std::cell::Cell;
use std::ffi::{CStr, c_char, c_int};
use std::mem::offset_of;

/// A parameterized type.
#[repr(C)]
pub struct Alias {
    ob_base: PyObject,
    pub origin: Field,
    pub args: Field<PyTupleObject>,
    /// Found in the arguments when first asked for.
    parameters: Field<PyTupleObject>,
    weakreflist: Cell<*mut PyObject>,
    /// `*list[int]`.
    starred: Cell<c_char>,
    vectorcall: Cell<Option<vectorcallfunc>>,
}
object_structs! { Alias: ob_base -> PyObject }

/// `types.GenericAlias`.
#[capi]
pub static Py_GenericAliasType: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"types.GenericAlias".as_ptr()),
    tp_doc: Cell::new(c"GenericAlias(origin, args, /)\n--\n\nA type with arguments, as list[int] is.".as_ptr()),
    tp_basicsize: Cell::new(size_of::<Alias>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::BASETYPE | flags::HAVE_VECTORCALL),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_vectorcall_offset: Cell::new(offset_of!(Alias, vectorcall) as isize),
    tp_repr: Cell::new(Some(slot::unary(repr))),
    tp_as_number: Cell::new(&NUMBER),
    tp_as_mapping: Cell::new(&MAPPING),
    tp_hash: Cell::new(Some(slot::hash(hash))),
    tp_call: Cell::new(Some(slot::call(|this: &PyObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>| this.call_tuple(args, kwargs)))),
    tp_getattro: Cell::new(Some(slot::subscript(get_attribute))),
    tp_setattro: Cell::new(Some(attribute::GENERIC_SET)),
    tp_traverse: Cell::new(Some(slot::traverse(|this: &Alias, visitor: &gc::Visitor| {
        visitor.field(&this.origin)?;
        visitor.field(&this.args)?;
        visitor.field(&this.parameters)
    }))),
    tp_richcompare: Cell::new(Some(slot::compare(compare))),
    tp_weaklistoffset: Cell::new(offset_of!(Alias, weakreflist) as isize),
    tp_iter: Cell::new(Some(slot::unary(iterate))),
    tp_methods: Cell::new(METHODS.as_ptr()),
    tp_members: Cell::new(MEMBERS.as_ptr()),
    tp_getset: Cell::new(GETSETS.as_ptr()),
    tp_alloc: Cell::new(Some(types::c::PyType_GenericAlloc)),
    tp_new: Cell::new(Some(slot::new(new_from_python))),
    tp_free: Cell::new(Some(types::c::PyObject_GC_Del)),
    ..PyTypeObject::STATIC
};
static NUMBER: PyNumberMethods = PyNumberMethods { nb_or: Cell::new(Some(slot::binary(crate::types::union::or_types))), ..PyNumberMethods::EMPTY };
static MAPPING: PyMappingMethods = PyMappingMethods { mp_subscript: Cell::new(Some(slot::subscript(subscript))), ..PyMappingMethods::EMPTY };

static METHODS: [PyMethodDef; 6] = [
    method::o(c"__mro_entries__", |this: &Alias, _: &PyObject| tuple::from_owned([this.origin()?]), c""),
    method::o(
        c"__instancecheck__",
        |_: &Alias, _: &PyObject| -> Result<Owned> { Err(raise!(TypeError, "isinstance() argument 2 cannot be a parameterized generic")) },
        c"",
    ),
    method::o(
        c"__subclasscheck__",
        |_: &Alias, _: &PyObject| -> Result<Owned> { Err(raise!(TypeError, "issubclass() argument 2 cannot be a parameterized generic")) },
        c"",
    ),
    method::noargs(c"__reduce__", reduce, c""),
    method::noargs(c"__dir__", dir, c""),
    PyMethodDef::END,
];

const fn member(name: &'static CStr, kind: c_int, offset: usize) -> PyMemberDef {
    PyMemberDef { name: name.as_ptr(), r#type: kind, offset: offset as isize, flags: types::READONLY, doc: std::ptr::null() }
}
static MEMBERS: [PyMemberDef; 4] = [
    member(c"__origin__", kind::OBJECT, offset_of!(Alias, origin)),
    member(c"__args__", kind::OBJECT, offset_of!(Alias, args)),
    member(c"__unpacked__", kind::BOOL, offset_of!(Alias, starred)),
    types::MEMBERS_END,
];
static GETSETS: [PyGetSetDef; 3] = [
    method::getset(c"__parameters__", Alias::parameters, c"The type variables among the arguments."),
    method::getset(c"__typing_unpacked_tuple_args__", unpacked_arguments, c""),
    PyGetSetDef::END,
];

/// Names that an alias answers for itself.
const OWN: [&str; 11] = [
    "__class__",
    "__origin__",
    "__args__",
    "__unpacked__",
    "__parameters__",
    "__typing_unpacked_tuple_args__",
    "__mro_entries__",
    "__reduce_ex__",
    "__reduce__",
    "__copy__",
    "__deepcopy__",
];

impl Alias {
    fn origin(&self) -> Result<Owned> {
        self.origin.get().ok_or_else(|| raise!(SystemError, "bad argument to internal function"))
    }
    fn arguments(&self) -> Result<Owned<PyTupleObject>> {
        self.args.get().ok_or_else(|| raise!(SystemError, "bad argument to internal function"))
    }
    fn parameters(&self) -> Result<Owned<PyTupleObject>> {
        if let Some(known) = self.parameters.get() {
            return Ok(known);
        }
        let found = parameters_of(&*self.arguments()?)?;
        self.parameters.set(Some(found.clone()));
        Ok(found)
    }
}

/// An object as an alias.
pub fn as_alias(object: &PyObject) -> Option<&Alias> {
    // SAFETY: instances of the type have that struct.
    object.ty().is_subtype(&Py_GenericAliasType).then(|| unsafe { object.cast_unchecked() })
}

fn make(ty: &PyTypeObject, origin: &PyObject, args: &PyObject, starred: bool) -> Result<Owned> {
    let args = match args.downcast::<PyTupleObject>() {
        Some(args) => Owned::from_ref(args),
        None => tuple::from_slice(&[args])?,
    };
    let object = types::alloc(ty, 0)?;
    // SAFETY: instances of the type have that struct.
    let alias = unsafe { object.cast_unchecked::<Alias>() };
    alias.origin.set(Some(origin.new_ref()));
    alias.args.set(Some(args));
    alias.starred.set(c_char::from(starred));
    alias.vectorcall.set(Some(slot::vectorcall(call)));
    Ok(object)
}

/// `origin[args]`; arguments that are no tuple are the only one.
pub fn new(origin: &PyObject, args: &PyObject) -> Result<Owned> {
    make(&Py_GenericAliasType, origin, args, false)
}

fn new_from_python(ty: &PyTypeObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    if kwargs.is_some_and(|k| !k.is_empty()) {
        return Err(raise!(TypeError, "GenericAlias() takes no keyword arguments"));
    }
    crate::args::check_positional("GenericAlias", args.len(), 2, 2)?;
    match args.as_slice() {
        [origin, arguments] => make(ty, origin, arguments, false),
        _ => Err(unicode::bad_internal_call()),
    }
}

fn dealloc(this: *mut Alias) {
    // SAFETY: dead but whole.
    unsafe {
        gc::untrack(this.cast());
        if !(*this).weakreflist.get().is_null() {
            crate::types::weakref::clear_all(&*this);
        }
        (*this).origin.set(None);
        (*this).args.set(None);
        (*this).parameters.set(None);
        types::free(this.cast());
    }
}

// ---- text ---------------------------------------------------------------------------------------------------------

/// How a type looks in an annotation: a class by its name, with its module where that is not builtins; anything else by its repr.
pub fn type_text(object: &PyObject) -> Result<String> {
    if std::ptr::eq(object.ty(), &PyEllipsis_Type) {
        return Ok("...".to_owned());
    }
    if object.is(&_PyNone_Type) {
        return Ok("None".to_owned());
    }
    let plain = || object.repr().map(|text| text.to_lossy());
    if attribute::get_optional(object, &id::__origin__)?.is_some() && attribute::get_optional(object, &id::__args__)?.is_some() {
        return plain();
    }
    let Some(name) = attribute::get_optional(object, &id::__qualname__)? else { return plain() };
    let Some(module) = attribute::get_optional(object, &id::__module__)?.filter(|m| !m.is_none()) else { return plain() };
    let name = name.str()?.to_lossy();
    match (*module).downcast::<PyUnicodeObject>() {
        Some(module) if module.is_text("builtins") => Ok(name),
        _ => Ok(format!("{}.{name}", module.str()?.to_lossy())),
    }
}

fn argument_text(argument: &PyObject) -> Result<String> {
    let Some(items) = argument.downcast::<PyListObject>() else { return type_text(argument) };
    let mut text = "[".to_owned();
    let mut i = 0;
    while let Some(item) = items.get(i) {
        if i > 0 {
            text.push_str(", ");
        }
        text.push_str(&type_text(&item)?);
        i += 1;
    }
    text.push(']');
    Ok(text)
}

fn repr(this: &Alias) -> Result<Owned> {
    let mut text = if this.starred.get() != 0 { "*".to_owned() } else { String::new() };
    text.push_str(&type_text(&*this.origin()?)?);
    text.push('[');
    let args = this.arguments()?;
    if args.is_empty() {
        text.push_str("()");
    }
    for (i, argument) in args.as_slice().iter().enumerate() {
        if i > 0 {
            text.push_str(", ");
        }
        text.push_str(&argument_text(argument)?);
    }
    text.push(']');
    Ok(unicode::from_str(&text)?.upcast())
}

// ---- comparison, hash ---------------------------------------------------------------------------------------------

fn hash(this: &Alias) -> Result<isize> {
    let hash = this.origin()?.hash()? ^ this.arguments()?.hash()?;
    Ok(if hash == -1 { -2 } else { hash })
}

fn compare(this: &Alias, other: &PyObject, op: CompareOp) -> Result<Owned> {
    let (Some(other), CompareOp::Eq | CompareOp::Ne) = (as_alias(other), op) else {
        return Ok(not_implemented());
    };
    let equal =
        this.starred.get() == other.starred.get() && this.origin()?.equals(&*other.origin()?)? && this.arguments()?.equals(&*other.arguments()?)?;
    Ok(crate::types::bool::from_bool(equal == (op == CompareOp::Eq)))
}

// ---- standing for the origin --------------------------------------------------------------------------------------

fn get_attribute(this: &Alias, name: &PyObject) -> Result<Owned> {
    if let Some(text) = name.downcast::<PyUnicodeObject>()
        && !text.is_text("__bases__")
        && !OWN.iter().any(|own| text.is_text(own))
    {
        return attribute::get(&*this.origin()?, text);
    }
    attribute::PyObject_GenericGetAttr(this, name)
}

fn call(this: &Alias, args: Args<'_>) -> Result<Owned> {
    let object = this.origin()?.call_args(args)?;
    // What cannot remember the alias need not.
    if let Err(raised) = attribute::set(&object, &id::__orig_class__, Some(this)) {
        if !raised.matches(&exceptions::AttributeError) && !raised.matches(&exceptions::TypeError) {
            return Err(raised);
        }
        raised.clear();
    }
    Ok(object)
}

fn reduce(this: &Alias) -> Result<Owned> {
    let args = [this.origin()?, this.arguments()?.upcast()];
    if this.starred.get() != 0 {
        let plain = make(&Py_GenericAliasType, &args[0], &args[1], false)?;
        let iterator = make_iterator(&plain)?;
        return Ok(tuple::from_owned([attribute::builtin(c"next")?, tuple::from_owned([iterator])?.upcast()])?.upcast());
    }
    Ok(tuple::from_owned([this.ty().new_ref(), tuple::from_owned(args)?.upcast()])?.upcast())
}

fn dir(this: &Alias) -> Result<Owned> {
    let names = list::from_iterable(&*crate::protocol::dir::dir(&*this.origin()?)?)?;
    for own in OWN {
        let name = unicode::from_str(own)?;
        if !crate::protocol::sequence::contains(&names, &name)? {
            names.append(&name)?;
        }
    }
    Ok(names.upcast())
}

fn unpacked_arguments(this: &Alias) -> Result<Owned> {
    let of_tuple = this.origin()?.is(&tuple::PyTuple_Type);
    if this.starred.get() != 0 && of_tuple { Ok(this.arguments()?.upcast()) } else { Ok(none()) }
}

// ---- type variables -----------------------------------------------------------------------------------------------

fn add_parameter(found: &mut Vec<Owned>, parameter: &PyObject) {
    if !found.iter().any(|p| p.is(parameter)) {
        found.push(parameter.new_ref());
    }
}

fn collect(args: &[&PyObject], found: &mut Vec<Owned>) -> Result<()> {
    for argument in args {
        // The descriptor of a class is no type variable.
        if argument.downcast::<PyTypeObject>().is_some() {
            continue;
        }
        if let Some(items) = argument.downcast::<PyTupleObject>() {
            collect(items.as_slice(), found)?;
            continue;
        }
        if let Some(items) = argument.downcast::<PyListObject>() {
            let items = items.take_tuple()?;
            collect(items.as_slice(), found)?;
            continue;
        }
        if attribute::get_optional(argument, &id::__typing_subst__)?.is_some() {
            add_parameter(found, argument);
            continue;
        }
        if let Some(inner) = attribute::get_optional(argument, &id::__parameters__)?
            && let Some(inner) = (*inner).downcast::<PyTupleObject>()
        {
            for parameter in inner.as_slice() {
                add_parameter(found, parameter);
            }
        }
    }
    Ok(())
}

/// The type variables among arguments, each once, in order.
pub fn parameters_of(args: &PyTupleObject) -> Result<Owned<PyTupleObject>> {
    let mut found = Vec::new();
    collect(args.as_slice(), &mut found)?;
    tuple::from_exact(found.len(), found.into_iter())
}

/// The arguments of a starred tuple, to be spread: `*tuple[int, str]`.
fn spread(items: &PyObject) -> Result<Owned<PyTupleObject>> {
    let Some(items) = items.downcast::<PyTupleObject>() else { return tuple::from_slice(&[items]) };
    let mut all = Vec::new();
    for item in items.as_slice() {
        let unpacked = if item.downcast::<PyTypeObject>().is_some() {
            None
        } else {
            attribute::get_optional(item, &id::__typing_unpacked_tuple_args__)?.filter(|u| !u.is_none())
        };
        match unpacked.as_deref().and_then(|u| u.downcast::<PyTupleObject>()) {
            Some(inner) if !inner.as_slice().last().is_some_and(|last| std::ptr::eq(last.ty(), &PyEllipsis_Type)) => {
                all.extend(inner.as_slice().iter().map(|i| i.new_ref()));
            }
            _ => all.push(item.new_ref()),
        }
    }
    tuple::from_exact(all.len(), all.into_iter())
}

/// The arguments with the type variables replaced by what `items` gives for them.
pub fn substitute(this: &PyObject, args: &PyTupleObject, parameters: &PyTupleObject, items: &PyObject) -> Result<Owned<PyTupleObject>> {
    if parameters.is_empty() {
        return Err(raise!(TypeError, "{} is not a generic class", this.repr()?.to_lossy()));
    }
    let mut items = spread(items)?;
    for parameter in parameters.as_slice() {
        if let Some(prepare) = attribute::get_optional(parameter, &id::__typing_prepare_subst__)?.filter(|p| !p.is_none()) {
            let prepared = prepare.call(&[this, &*items])?;
            items = match prepared.downcast::<PyTupleObject>() {
                Ok(prepared) => prepared,
                Err(other) => tuple::from_owned([other])?,
            };
        }
    }
    if items.len() != parameters.len() {
        let (few, at_least) = if items.len() < parameters.len() { ("few", "at least ") } else { ("many", "") };
        let (text, given, expected) = (this.repr()?.to_lossy(), items.len(), parameters.len());
        return Err(raise!(TypeError, "Too {few} arguments for {text}; actual {given}, expected {at_least}{expected}"));
    }
    let replaced = replace(args.as_slice(), parameters, &items)?;
    tuple::from_exact(replaced.len(), replaced.into_iter())
}

fn replace(args: &[&PyObject], parameters: &PyTupleObject, items: &PyTupleObject) -> Result<Vec<Owned>> {
    let value_of = |parameter: &PyObject| {
        let at = parameters.as_slice().iter().position(|p| p.is(parameter));
        at.and_then(|i| items.as_slice().get(i)).map(|i| i.new_ref())
    };
    let mut out = Vec::with_capacity(args.len());
    for argument in args {
        if argument.downcast::<PyTypeObject>().is_some() {
            out.push(argument.new_ref());
            continue;
        }
        if let Some(nested) = argument.downcast::<PyTupleObject>() {
            let nested = replace(nested.as_slice(), parameters, items)?;
            out.push(tuple::from_exact(nested.len(), nested.into_iter())?.upcast());
            continue;
        }
        if let Some(nested) = argument.downcast::<PyListObject>() {
            let nested = nested.take_tuple()?;
            let nested = replace(nested.as_slice(), parameters, items)?;
            out.push(list::from_exact(nested.len(), nested.into_iter())?.upcast());
            continue;
        }
        let starred = attribute::get_optional(argument, &id::__typing_is_unpacked_typevartuple__)?.is_some_and(|s| s.is_true().unwrap_or(false));
        let new = match attribute::get_optional(argument, &id::__typing_subst__)? {
            Some(subst) => match value_of(argument) {
                Some(value) => subst.call1(&value)?,
                None => argument.new_ref(),
            },
            None => replace_inside(argument, value_of)?,
        };
        match (*new).downcast::<PyTupleObject>() {
            Some(many) if starred => out.extend(many.as_slice().iter().map(|i| i.new_ref())),
            _ => out.push(new),
        }
    }
    Ok(out)
}

/// An argument that is generic itself, with its own type variables replaced.
fn replace_inside(argument: &PyObject, value_of: impl Fn(&PyObject) -> Option<Owned>) -> Result<Owned> {
    let Some(own) = attribute::get_optional(argument, &id::__parameters__)? else { return Ok(argument.new_ref()) };
    let Some(own) = (*own).downcast::<PyTupleObject>().filter(|o| !o.is_empty()) else { return Ok(argument.new_ref()) };
    let values: Vec<Owned> = own.as_slice().iter().map(|p| value_of(p).unwrap_or_else(|| p.new_ref())).collect();
    let values = tuple::from_exact(values.len(), values.into_iter())?;
    crate::protocol::mapping::get_item(argument, &values)
}

fn subscript(this: &Alias, items: &PyObject) -> Result<Owned> {
    let args = substitute(this, &*this.arguments()?, &*this.parameters()?, items)?;
    make(&Py_GenericAliasType, &*this.origin()?, &args, this.starred.get() != 0)
}

// ---- `*list[int]` -------------------------------------------------------------------------------------------------

/// Gives the alias once, starred.
#[repr(C)]
struct AliasIterator {
    ob_base: PyObject,
    object: Field,
}
object_structs! { AliasIterator: ob_base -> PyObject }

/// `generic_alias_iterator`.
pub static AliasIterator_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"generic_alias_iterator".as_ptr()),
    tp_basicsize: Cell::new(size_of::<AliasIterator>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC),
    tp_dealloc: Cell::new(Some(slot::dealloc(|this: *mut AliasIterator| {
        // SAFETY: dead but whole.
        unsafe {
            gc::untrack(this.cast());
            (*this).object.set(None);
            types::free(this.cast());
        }
    }))),
    tp_traverse: Cell::new(Some(slot::traverse(|this: &AliasIterator, visitor: &gc::Visitor| visitor.field(&this.object)))),
    tp_clear: Cell::new(Some(slot::clear(|this: &AliasIterator| this.object.set(None)))),
    tp_iter: Cell::new(Some(slot::unary(|this: &PyObject| this.new_ref()))),
    tp_iternext: Cell::new(Some(slot::unary(|this: &AliasIterator| -> Result<Option<Owned>> {
        let Some(alias) = this.object.take() else { return Ok(None) };
        let Some(alias) = as_alias(&alias) else { return Ok(None) };
        make(&Py_GenericAliasType, &*alias.origin()?, &*alias.arguments()?, true).map(Some)
    }))),
    tp_methods: Cell::new(ITERATOR_METHODS.as_ptr()),
    ..PyTypeObject::STATIC
};
static ITERATOR_METHODS: [PyMethodDef; 2] = [
    method::noargs(
        c"__reduce__",
        |this: &AliasIterator| -> Result<Owned> {
            let what = this.object.get().map_or_else(|| tuple::from_slice(&[]).map(Owned::upcast), Ok)?;
            Ok(tuple::from_owned([attribute::builtin(c"iter")?, tuple::from_owned([what])?.upcast()])?.upcast())
        },
        c"",
    ),
    PyMethodDef::END,
];

fn make_iterator(alias: &PyObject) -> Result<Owned> {
    let object = types::alloc(&AliasIterator_Type, 0)?;
    // SAFETY: instances of the type have that struct.
    unsafe { object.cast_unchecked::<AliasIterator>() }.object.set(Some(alias.new_ref()));
    Ok(object)
}

fn iterate(this: &Alias) -> Result<Owned> {
    make_iterator(this)
}

/// `origin[args]`, new; arguments that are no tuple are the only one.
#[capi]
pub fn Py_GenericAlias(origin: &PyObject, args: &PyObject) -> Result<Owned> {
    new(origin, args)
}

/// `__class_getitem__`, as generic built-in types have it.
pub const CLASS_GETITEM: PyMethodDef =
    crate::boundary::method::o(c"__class_getitem__", |ty: &PyTypeObject, args: &PyObject| new(ty, args), c"See PEP 585").class();
