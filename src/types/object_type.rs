//! `object`: what every object can do.

use crate::boundary::method;
use crate::boundary::slot::{self, CompareOp};
use crate::foreign;
use crate::layout::*;
use crate::object::types::{self, layout, lookup, query, slots, type_object};
use crate::object::{Owned, attribute, id};
use crate::raise;
use crate::runtime::errors::Result;
use crate::types::singletons::{none, not_implemented};
use crate::types::{dict, list, tuple, unicode};
use exuvia_macros::capi;
use std::cell::Cell;

/// `object`.
#[capi]
pub static PyBaseObject_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"object".as_ptr()),
    tp_doc: Cell::new(
        c"object()\n--\n\nWhat all classes derive from: an instance has no attributes of its own, and its methods are everybody's.".as_ptr(),
    ),
    tp_basicsize: Cell::new(size_of::<PyObject>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::BASETYPE),
    // SAFETY: the object is dead, and has nothing but its memory.
    tp_dealloc: Cell::new(Some(slot::dealloc(|this: *mut PyObject| unsafe { types::free(this) }))),
    tp_repr: Cell::new(Some(slot::unary(repr))),
    tp_hash: Cell::new(Some(slot::hash(|this: &PyObject| crate::object::hash::hash_pointer(this.as_ptr().cast())))),
    tp_str: Cell::new(Some(slot::unary(str))),
    tp_getattro: Cell::new(Some(attribute::GENERIC_GET)),
    tp_setattro: Cell::new(Some(attribute::GENERIC_SET)),
    tp_richcompare: Cell::new(Some(slot::compare(compare))),
    tp_methods: Cell::new(METHODS.as_ptr()),
    tp_getset: Cell::new(GETSETS.as_ptr()),
    tp_init: Cell::new(Some(INIT)),
    tp_alloc: Cell::new(Some(types::c::PyType_GenericAlloc)),
    tp_new: Cell::new(Some(NEW)),
    tp_free: Cell::new(Some(types::c::PyObject_Free)),
    ..PyTypeObject::STATIC
};

static GETSETS: [PyGetSetDef; 2] =
    [method::getset(c"__class__", |this: &PyObject| this.ty().new_ref(), c"The object's class.").settable(set_class), PyGetSetDef::END];

static METHODS: [PyMethodDef; 9] = [
    method::o(c"__reduce_ex__", reduce_ex, c"__reduce_ex__($self, protocol, /)\n--\n\nWhat pickle of a protocol needs to make the object again."),
    method::noargs(c"__reduce__", |this: &PyObject| reduce(this, 0), c"__reduce__($self, /)\n--\n\nWhat pickle needs to make the object again."),
    method::noargs(
        c"__getstate__",
        |this: &PyObject| state(this, false),
        c"__getstate__($self, /)\n--\n\nThe object's attributes, for pickle and copy.",
    ),
    method::fastcall(
        c"__subclasshook__",
        |_: &PyObject, _: &[&PyObject]| not_implemented(),
        c"__subclasshook__($type, object, /)\n--\n\nWhether a class counts as a subclass: NotImplemented leaves that to the bases.",
    )
    .class(),
    method::fastcall(
        c"__init_subclass__",
        |_: &PyObject, args: &[&PyObject]| match args.len() {
            0 => Ok(none()),
            n => Err(raise!(TypeError, "object.__init_subclass__() takes no arguments ({n} given)")),
        },
        c"__init_subclass__($type, /)\n--\n\nCalled when a class is derived.",
    )
    .class(),
    method::o(c"__format__", format, c"__format__($self, format_spec, /)\n--\n\nThe object as text."),
    method::noargs(c"__sizeof__", sizeof, c"__sizeof__($self, /)\n--\n\nThe object's memory in bytes."),
    method::noargs(c"__dir__", dir, c"__dir__($self, /)\n--\n\nThe names of the object's attributes."),
    PyMethodDef::END,
];

// ---- text, comparison ---------------------------------------------------------------------------------------------

fn repr(this: &PyObject) -> Result<Owned> {
    let ty = this.ty();
    let module = query::module_name(ty).unwrap_or_else(|raised| {
        raised.clear();
        none()
    });
    let at = this.as_ptr();
    let text = match (*module).downcast::<PyUnicodeObject>() {
        Some(module) if !module.is_text("builtins") => {
            let name = query::qualname(ty)?;
            unicode::from_display(format_args!("<{}.{} object at {at:p}>", module.to_lossy(), name.to_lossy()))
        }
        _ => unicode::from_display(format_args!("<{} object at {at:p}>", ty.name())),
    };
    Ok(text?.upcast())
}

fn str(this: &PyObject) -> Result<Owned> {
    match this.ty().tp_repr.get() {
        // SAFETY: the slot's contract.
        Some(repr) => unsafe { crate::boundary::new_reference(foreign!(repr(this.as_ptr()))) },
        None => repr(this),
    }
}

/// How objects compare whose type does not say: each equals itself.
pub fn compare(this: &PyObject, other: &PyObject, op: CompareOp) -> Result<Owned> {
    match op {
        CompareOp::Eq if this.is(other) => Ok(crate::types::bool::from_bool(true)),
        // Unequal is what equal is not, where the type says only what equal is.
        CompareOp::Ne => {
            let Some(equal) = this.ty().tp_richcompare.get() else { return Ok(not_implemented()) };
            // SAFETY: the slot's contract.
            let result = unsafe { crate::boundary::new_reference(foreign!(equal(this.as_ptr(), other.as_ptr(), CompareOp::Eq as i32))) }?;
            if result.is_not_implemented() { Ok(result) } else { Ok(crate::types::bool::from_bool(!result.is_true()?)) }
        }
        _ => Ok(not_implemented()),
    }
}

fn format(this: &PyObject, spec: &PyObject) -> Result<Owned> {
    let Some(spec) = spec.downcast::<PyUnicodeObject>() else {
        return Err(unicode::bad_type("__format__", None, spec));
    };
    if !spec.is_empty() {
        return Err(raise!(TypeError, "unsupported format string passed to {}.__format__", this.ty().name()));
    }
    Ok(this.str()?.upcast())
}

// ---- making -------------------------------------------------------------------------------------------------------

/// `tp_new` of `object`.
pub const NEW: newfunc = slot::new(new);
/// `tp_init` of `object`.
pub const INIT: initproc = slot::init(init);

fn is<F: Copy>(slot: &Cell<Option<F>>, function: *const (), address: impl Fn(F) -> *const ()) -> bool {
    slot.get().is_some_and(|f| address(f) == function)
}
fn has_own_new(ty: &PyTypeObject) -> bool {
    !is(&ty.tp_new, NEW as *const (), |f| f as *const ())
}
fn has_own_init(ty: &PyTypeObject) -> bool {
    !is(&ty.tp_init, INIT as *const (), |f| f as *const ())
}
fn excess(args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> bool {
    !args.is_empty() || kwargs.is_some_and(|k| !k.is_empty())
}

/// Arguments are an error where nobody takes them: those for `__init__` pass `__new__` by where `__init__` is somebody's own, and the
/// other way round.
fn init(this: &PyObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<()> {
    let ty = this.ty();
    if excess(args, kwargs) {
        if has_own_init(ty) {
            return Err(raise!(TypeError, "object.__init__() takes exactly one argument (the instance to initialize)"));
        }
        if !has_own_new(ty) {
            return Err(raise!(TypeError, "{}.__init__() takes exactly one argument (the instance to initialize)", ty.name()));
        }
    }
    Ok(())
}

fn new(ty: &PyTypeObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    if excess(args, kwargs) {
        if has_own_new(ty) {
            return Err(raise!(TypeError, "object.__new__() takes exactly one argument (the type to instantiate)"));
        }
        if !has_own_init(ty) {
            return Err(raise!(TypeError, "{}() takes no arguments", ty.name()));
        }
    }
    if ty.has_flag(flags::IS_ABSTRACT) {
        return Err(abstract_error(ty)?);
    }
    types::alloc(ty, 0)
}

fn abstract_error(ty: &PyTypeObject) -> Result<crate::runtime::errors::Raised> {
    let methods = attribute::get(ty, &id::__abstractmethods__)?;
    let sorted = list::from_iterable(&methods)?;
    list::capi::PyList_Sort(Some(&sorted))?;
    let sorted = sorted.take_tuple()?;
    let mut names = String::new();
    for name in sorted.as_slice() {
        let Some(name) = name.downcast::<PyUnicodeObject>() else {
            return Err(raise!(TypeError, "sequence item 0: expected str instance, {} found", name.ty().name()));
        };
        names.push_str(if names.is_empty() { "'" } else { "', '" });
        names.push_str(&name.to_lossy());
    }
    let s = if sorted.len() > 1 { "s" } else { "" };
    let class = ty.name();
    Ok(raise!(TypeError, "Can't instantiate abstract class {class} without an implementation for abstract method{s} {names}'"))
}

// ---- class --------------------------------------------------------------------------------------------------------

fn set_class(this: &PyObject, value: Option<&PyObject>) -> Result<()> {
    let Some(value) = value else {
        return Err(raise!(TypeError, "can't delete __class__ attribute"));
    };
    let Some(new) = value.downcast::<PyTypeObject>() else {
        return Err(raise!(TypeError, "__class__ must be set to a class, not '{}' object", value.ty().name()));
    };
    let old = Owned::from_ref(this.ty());
    let module = &crate::types::module::PyModule_Type;
    let both_modules = new.is_subtype(module) && old.is_subtype(module);
    if !both_modules && (new.has_flag(flags::IMMUTABLETYPE) || old.has_flag(flags::IMMUTABLETYPE)) {
        return Err(raise!(TypeError, "__class__ assignment only supported for mutable types or ModuleType subclasses"));
    }
    layout::check_exchange(&old, new, "__class__")?;
    if new.has_flag(flags::HEAPTYPE) {
        new.incref();
    }
    this.ob_type.set(new.as_ptr());
    if old.has_flag(flags::HEAPTYPE) {
        // SAFETY: the count that the instance had of its class.
        unsafe { PyObject::decref(old.as_ptr().cast()) };
    }
    Ok(())
}

// ---- attributes, size ---------------------------------------------------------------------------------------------

fn dir(this: &PyObject) -> Result<Owned<PyListObject>> {
    let names = dict::new()?;
    if let Some(own) = attribute::get_optional(this, &id::__dict__)?
        && (*own).downcast::<PyDictObject>().is_some()
    {
        crate::types::dict::merge::update(&names, &own)?;
    }
    if let Some(class) = attribute::get_optional(this, &id::__class__)? {
        type_object::merge_class_dict(&names, &class)?;
    }
    names.keys()
}

fn sizeof(this: &PyObject) -> Result<Owned> {
    let ty = this.ty();
    let items = match ty.tp_itemsize.get() {
        0 => 0,
        // SAFETY: an object with items begins with a PyVarObject.
        size => unsafe { this.cast_unchecked::<PyVarObject>() }.ob_size.get().abs() * size,
    };
    crate::types::long::from_isize(ty.tp_basicsize.get() + items)
}

// ---- pickling -----------------------------------------------------------------------------------------------------

/// The class's `__slots__` as copyreg lists them; `None` where it has none.
fn slot_names(ty: &PyTypeObject) -> Result<Owned> {
    if let Some(known) = ty.dict()?.get(&id::__slotnames__)? {
        return Ok(known);
    }
    // What copyreg._slotnames finds: all names of `__slots__` along the MRO but the two special ones, private ones mangled.
    let mut names: Vec<Owned> = Vec::new();
    let mro = ty.tp_mro.get();
    for class in mro.iter().flat_map(|m| m.as_slice()).filter_map(|t| t.downcast::<PyTypeObject>()) {
        let Some(listed) = class.dict()?.get(&id::__slots__)? else { continue };
        let listed = if (*listed).downcast::<PyUnicodeObject>().is_some() { tuple::from_owned([listed])? } else { tuple::from_iterable(&listed)? };
        for name in listed.as_slice().iter().filter_map(|n| n.downcast::<PyUnicodeObject>()) {
            if name.is_text("__dict__") || name.is_text("__weakref__") {
                continue;
            }
            names.push(types::new::mangle(class, name)?.upcast());
        }
    }
    let items: Vec<&PyObject> = names.iter().map(|n| &**n).collect();
    Ok(list::from_slice(&items)?.upcast())
}

/// The attributes: the dict's, or with slots a pair of it and a dict of those that are set. `required` asks for an object whose state
/// has no place else.
fn state(this: &PyObject, required: bool) -> Result<Owned> {
    let ty = this.ty();
    if required && ty.tp_itemsize.get() != 0 {
        return Err(raise!(TypeError, "cannot pickle '{}' object", query::qualified_name(ty)?.to_lossy()));
    }
    let has_dict = attribute::get_optional(this, &id::__dict__)?;
    let own = match has_dict {
        Some(dict) if (*dict).downcast::<PyDictObject>().is_none_or(|d| !d.is_empty()) => dict,
        _ => none(),
    };
    let names = slot_names(ty)?;
    let names = tuple::from_iterable(&names)?;
    if required {
        let word = size_of::<usize>() as isize;
        let mut expected = size_of::<PyObject>() as isize + names.len() as isize * word;
        if ty.tp_dictoffset.get() != 0 && !ty.has_flag(flags::MANAGED_DICT) {
            expected += word;
        }
        if ty.tp_weaklistoffset.get() > 0 {
            expected += word;
        }
        if ty.tp_basicsize.get() > expected {
            return Err(raise!(TypeError, "cannot pickle '{}' object", query::qualified_name(ty)?.to_lossy()));
        }
    }
    if names.is_empty() {
        return Ok(own);
    }
    let set = dict::new()?;
    for name in names.as_slice().iter().filter_map(|n| n.downcast::<PyUnicodeObject>()) {
        if let Some(value) = attribute::get_optional(this, name)? {
            set.insert(name, &value)?;
        }
    }
    if set.is_empty() { Ok(own) } else { Ok(tuple::from_owned([own, set.upcast()])?.upcast()) }
}

/// The state by the object's own `__getstate__`.
#[capi(private)]
pub fn _PyObject_GetState(object: &PyObject) -> Result<Owned> {
    attribute::get(object, &id::__getstate__)?.call0()
}

fn reduce(this: &PyObject, protocol: isize) -> Result<Owned> {
    // What `copyreg` does for the protocols: it is Python source, so it is asked where it can be imported.
    let copyreg = crate::import::PyImport_ImportModule(c"copyreg")?;
    let name: &PyUnicodeObject = if protocol >= 2 { &id::__reduce_ex__ } else { &id::_reduce_ex };
    let function = attribute::get(&copyreg, if protocol >= 2 { &id::__newobj__ } else { name })?;
    if protocol < 2 {
        return function.call(&[this, &*crate::types::long::from_isize(protocol)?]);
    }
    let (args, kwargs) = new_arguments(this)?;
    let class = attribute::get(this, &id::__class__)?;
    let (maker, args) = match kwargs {
        Some(kwargs) if !kwargs.is_empty() => {
            let maker = attribute::get(&copyreg, &id::__newobj_ex__)?;
            let args = args.map_or_else(|| tuple::from_slice(&[]), Ok)?;
            (maker, tuple::from_owned([class, args.upcast(), kwargs.upcast()])?)
        }
        _ => {
            let rest = args.as_ref().map_or(&[][..], |a| a.as_slice());
            (function, tuple::from_exact(rest.len() + 1, [class].into_iter().chain(rest.iter().map(|a| a.new_ref())))?)
        }
    };
    let is_collection = this.downcast::<PyListObject>().is_some() || this.downcast::<PyDictObject>().is_some();
    let getstate = attribute::get(this, &id::__getstate__)?;
    let required = args.len() == 1 && !is_collection;
    let own = lookup::lookup(this.ty(), &id::__getstate__);
    let plain = lookup::lookup(&PyBaseObject_Type, &id::__getstate__);
    let is_plain = own.zip(plain).is_some_and(|(own, plain)| own.is(&plain));
    let state = if is_plain { state(this, required)? } else { getstate.call0()? };
    let list_items = if this.downcast::<PyListObject>().is_some() { crate::protocol::iteration::iter(this)? } else { none() };
    let dict_items = if this.downcast::<PyDictObject>().is_some() {
        crate::protocol::iteration::iter(&*attribute::get(this, &id::items)?.call0()?)?
    } else {
        none()
    };
    Ok(tuple::from_owned([maker, args.upcast(), state, list_items, dict_items])?.upcast())
}

/// Positional and keyword arguments for `__new__`.
type NewArguments = (Option<Owned<PyTupleObject>>, Option<Owned<PyDictObject>>);

/// What `__getnewargs_ex__` or `__getnewargs__` says.
fn new_arguments(this: &PyObject) -> Result<NewArguments> {
    if let Some(method) = slots::Method::find(this, &id::__getnewargs_ex__)? {
        let given = method.call(&[this])?;
        let Some(pair) = (*given).downcast::<PyTupleObject>() else {
            return Err(raise!(TypeError, "__getnewargs_ex__ should return a tuple, not '{}'", given.ty().name()));
        };
        let [args, kwargs] = pair.as_slice() else {
            return Err(raise!(ValueError, "__getnewargs_ex__ should return a tuple of length 2, not {}", pair.len()));
        };
        let Some(args) = args.downcast::<PyTupleObject>() else {
            return Err(raise!(TypeError, "first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '{}'", args.ty().name()));
        };
        let Some(kwargs) = kwargs.downcast::<PyDictObject>() else {
            return Err(raise!(TypeError, "second item of the tuple returned by __getnewargs_ex__ must be a dict, not '{}'", kwargs.ty().name()));
        };
        return Ok((Some(Owned::from_ref(args)), Some(Owned::from_ref(kwargs))));
    }
    let Some(method) = slots::Method::find(this, &id::__getnewargs__)? else { return Ok((None, None)) };
    let given = method.call(&[this])?;
    match (*given).downcast::<PyTupleObject>() {
        Some(args) => Ok((Some(Owned::from_ref(args)), None)),
        None => Err(raise!(TypeError, "__getnewargs__ should return a tuple, not '{}'", given.ty().name())),
    }
}

fn reduce_ex(this: &PyObject, protocol: &PyObject) -> Result<Owned> {
    let protocol = crate::types::long::convert::as_int(protocol)? as isize;
    // A class with its own __reduce__ is asked that.
    let own = lookup::lookup(this.ty(), &id::__reduce__);
    let plain = lookup::lookup(&PyBaseObject_Type, &id::__reduce__);
    if !own.zip(plain).is_some_and(|(own, plain)| own.is(&plain)) {
        return attribute::get(this, &id::__reduce__)?.call0();
    }
    reduce(this, protocol)
}
