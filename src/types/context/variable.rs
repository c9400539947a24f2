//! `ContextVar`, whose value depends on the context, and `Token`, which remembers what the value was before it was set.

use super::{ContextObject, current};
use crate::args::{Signature, check_positional};
use crate::boundary::{method, slot};
use crate::layout::*;
use crate::object::hash::hash_pointer;
use crate::object::{Owned, Typed, gc, types};
use crate::raise;
use crate::runtime::errors::{self, Result};
use crate::types::singletons::none;
use crate::types::{exceptions, generic_alias, unicode};
use exuvia_macros::capi;
use std::cell::Cell;
use std::ffi::CStr;

// ---- ContextVar ---------------------------------------------------------------------------------------------------

/// A variable; no header shows it.
#[repr(C)]
pub struct VariableObject {
    ob_base: PyObject,
    name: Field<PyUnicodeObject>,
    default: Field,
    hash: Cell<isize>,
}
object_structs! { VariableObject: ob_base -> PyObject, TokenObject: ob_base -> PyObject, MissingObject: ob_base -> PyObject }
const _: () = assert!(size_of::<VariableObject>() <= 64 && size_of::<TokenObject>() <= 48);

// SAFETY: the type has no subclasses.
unsafe impl Typed for VariableObject {
    fn type_object() -> &'static PyTypeObject {
        &PyContextVar_Type
    }
}
// SAFETY: the type has no subclasses.
unsafe impl Typed for TokenObject {
    fn type_object() -> &'static PyTypeObject {
        &PyContextToken_Type
    }
}

/// `contextvars.ContextVar`.
#[capi]
pub static PyContextVar_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"_contextvars.ContextVar".as_ptr()),
    tp_basicsize: Cell::new(size_of::<VariableObject>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC),
    tp_dealloc: Cell::new(Some(slot::dealloc(|this: *mut VariableObject| {
        // SAFETY: dead.
        unsafe {
            gc::untrack(this.cast());
            (*this).name.set(None);
            (*this).default.set(None);
            types::free(this.cast());
        }
    }))),
    tp_traverse: Cell::new(Some(slot::traverse(|this: &VariableObject, visitor: &gc::Visitor| {
        visitor.field(&this.name)?;
        visitor.field(&this.default)
    }))),
    tp_clear: Cell::new(Some(slot::clear(|this: &VariableObject| this.default.set(None)))),
    tp_repr: Cell::new(Some(slot::unary(repr))),
    tp_hash: Cell::new(Some(slot::hash(|this: &VariableObject| this.hash.get()))),
    tp_methods: Cell::new(METHODS.as_ptr()),
    tp_getset: Cell::new(GETSETS.as_ptr()),
    tp_new: Cell::new(Some(slot::new(new_variable))),
    ..PyTypeObject::STATIC
};

static METHODS: [PyMethodDef; 5] = [
    method::fastcall(
        c"get",
        get_method,
        c"get($self, default=<unrepresentable>, /)\n--\n\nThe value in the thread's context: the one that was set, or else a default.",
    ),
    method::o(
        c"set",
        |this: &VariableObject, value| set(this, value),
        c"set($self, value, /)\n--\n\nSets the value in the thread's context; gives a token by which it can be reset.",
    ),
    method::o(
        c"reset",
        |this: &VariableObject, token| reset_by(this, token).map(|()| none()),
        c"reset($self, token, /)\n--\n\nPuts back the value from before the call that gave the token.",
    ),
    generic_alias::CLASS_GETITEM,
    PyMethodDef::END,
];

static GETSETS: [PyGetSetDef; 2] = [
    method::getset(c"name", |this: &VariableObject| this.name.get().map_or_else(none, Owned::upcast), c"The variable's name.").settable(readonly),
    PyGetSetDef::END,
];

fn readonly(_: &VariableObject, _: Option<&PyObject>) -> Result<()> {
    Err(raise!(AttributeError, "readonly attribute"))
}

fn new(name: &PyUnicodeObject, default: Option<&PyObject>) -> Result<Owned> {
    let object = gc::alloc_uninit(&PyContextVar_Type, size_of::<VariableObject>())?;
    let hash = match name.as_object().hash()? ^ hash_pointer(object.cast()) {
        -1 => -2,
        hash => hash,
    };
    // SAFETY: fresh memory for a variable; tracked once it is whole.
    unsafe {
        let variable = object.cast::<VariableObject>();
        (&raw mut (*variable).name).write(Field::new(Some(Owned::from_ref(name))));
        (&raw mut (*variable).default).write(Field::new(default.map(|default| default.new_ref())));
        (&raw mut (*variable).hash).write(Cell::new(hash));
        gc::track(object);
        Ok(Owned::from_nonnull(variable).upcast())
    }
}

fn new_variable(_: &PyTypeObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    static SIGNATURE: Signature<2> = Signature { function: "ContextVar", names: ["", "default"], positional: 1, required: 1 };
    // A second one by position is told of in other words than those of a signature.
    if args.len() == 2 && kwargs.is_none_or(|kwargs| kwargs.is_empty()) {
        return Err(raise!(TypeError, "ContextVar() takes at most 1 positional argument (2 given)"));
    }
    let [Some(name), default] = SIGNATURE.bind_call(args, kwargs)? else { return Ok(none()) };
    match (*name).downcast::<PyUnicodeObject>() {
        Some(name) => new(name, default.as_deref()),
        None => Err(raise!(TypeError, "context variable name must be a str")),
    }
}

fn repr(this: &VariableObject) -> Result<Owned> {
    let name = this.name.get().map_or_else(none, Owned::upcast);
    let default = match this.default.get() {
        Some(default) => format!(" default={}", &*default.repr()?),
        None => String::new(),
    };
    Ok(unicode::from_display(format_args!("<ContextVar name={}{default} at {this:p}>", &*name.repr()?))?.upcast())
}

/// The value in the thread's context, or a default.
pub fn get(this: &VariableObject, default: Option<&PyObject>) -> Result<Option<Owned>> {
    if let Some(context) = crate::runtime::thread().context.get().and_then(|context| context.downcast::<ContextObject>().ok())
        && let Some(value) = context.shared()?.get(this)?
    {
        return Ok(Some(value));
    }
    Ok(default.map(|default| default.new_ref()).or_else(|| this.default.get()))
}

fn get_method(this: &VariableObject, args: &[&PyObject]) -> Result<Owned> {
    check_positional("get", args.len(), 0, 1)?;
    get(this, args.first().copied())?.ok_or_else(|| errors::set_object(exceptions::LookupError.as_object(), Some(this)))
}

/// Sets the value in the thread's context; a new token.
fn set(this: &VariableObject, value: &PyObject) -> Result<Owned> {
    let context = current()?;
    let old = context.shared()?.get(this)?;
    let token = new_token(&context, this, old)?;
    context.own()?.insert(this, value)?;
    Ok(token)
}

fn reset_by(this: &VariableObject, token: &PyObject) -> Result<()> {
    match token.downcast::<TokenObject>() {
        Some(token) => reset(this, token),
        None => Err(raise!(TypeError, "expected an instance of Token, got {}", &*token.repr()?)),
    }
}

fn reset(this: &VariableObject, token: &TokenObject) -> Result<()> {
    let shown = || token.as_object().repr();
    if token.used.get() {
        return Err(raise!(RuntimeError, "{} has already been used once", &*shown()?));
    }
    if !token.variable.get().is_some_and(|variable| variable.is(this)) {
        return Err(raise!(ValueError, "{} was created by a different ContextVar", &*shown()?));
    }
    let context = current()?;
    if !token.context.get().is_some_and(|made_in| made_in.is(&context)) {
        return Err(raise!(ValueError, "{} was created in a different Context", &*shown()?));
    }
    token.used.set(true);
    match token.old.get() {
        Some(old) => context.own()?.insert(this, &old),
        None if context.own()?.remove(this)? => Ok(()),
        None => Err(errors::set_object(exceptions::LookupError.as_object(), Some(this))),
    }
}

// ---- Token --------------------------------------------------------------------------------------------------------

/// What a variable was in a context before it was set; no header shows it.
#[repr(C)]
pub struct TokenObject {
    ob_base: PyObject,
    context: Field<ContextObject>,
    variable: Field<VariableObject>,
    /// NULL where it had no value.
    old: Field,
    used: Cell<bool>,
}

/// `contextvars.Token`.
#[capi]
pub static PyContextToken_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"_contextvars.Token".as_ptr()),
    tp_basicsize: Cell::new(size_of::<TokenObject>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC),
    tp_dealloc: Cell::new(Some(slot::dealloc(|this: *mut TokenObject| {
        // SAFETY: dead.
        unsafe {
            gc::untrack(this.cast());
            clear_token(&*this);
            types::free(this.cast());
        }
    }))),
    tp_traverse: Cell::new(Some(slot::traverse(|this: &TokenObject, visitor: &gc::Visitor| {
        visitor.field(&this.context)?;
        visitor.field(&this.variable)?;
        visitor.field(&this.old)
    }))),
    tp_clear: Cell::new(Some(slot::clear(clear_token))),
    tp_repr: Cell::new(Some(slot::unary(repr_token))),
    tp_hash: Cell::new(Some(slot::HASH_NOT_IMPLEMENTED)),
    tp_methods: Cell::new(TOKEN_METHODS.as_ptr()),
    tp_getset: Cell::new(TOKEN_GETSETS.as_ptr()),
    tp_new: Cell::new(Some(slot::new(|_: &PyTypeObject, _: &PyTupleObject, _: Option<&PyDictObject>| -> Result<Owned> {
        Err(raise!(RuntimeError, "Tokens can only be created by ContextVars"))
    }))),
    ..PyTypeObject::STATIC
};

static TOKEN_METHODS: [PyMethodDef; 4] = [
    method::noargs(c"__enter__", |this: &TokenObject| this.as_object().new_ref(), c"__enter__($self, /)\n--\n\nThe token itself."),
    method::fastcall(c"__exit__", exit, c"__exit__($self, type, val, tb, /)\n--\n\nResets the variable."),
    generic_alias::CLASS_GETITEM,
    PyMethodDef::END,
];

static TOKEN_GETSETS: [PyGetSetDef; 3] = [
    method::getset(c"var", |this: &TokenObject| this.variable.get().map_or_else(none, Owned::upcast), c"The variable."),
    method::getset(
        c"old_value",
        |this: &TokenObject| this.old.get().unwrap_or_else(|| MISSING.as_object().new_ref()),
        c"The value that it had, or Token.MISSING.",
    ),
    PyGetSetDef::END,
];

fn clear_token(this: &TokenObject) {
    this.context.set(None);
    this.variable.set(None);
    this.old.set(None);
}

fn new_token(context: &ContextObject, variable: &VariableObject, old: Option<Owned>) -> Result<Owned> {
    let object = gc::alloc_uninit(&PyContextToken_Type, size_of::<TokenObject>())?;
    // SAFETY: fresh memory for a token; tracked once it is whole.
    unsafe {
        let token = object.cast::<TokenObject>();
        (&raw mut (*token).context).write(Field::new(Some(Owned::from_ref(context))));
        (&raw mut (*token).variable).write(Field::new(Some(Owned::from_ref(variable))));
        (&raw mut (*token).old).write(Field::new(old));
        (&raw mut (*token).used).write(Cell::new(false));
        gc::track(object);
        Ok(Owned::from_nonnull(token).upcast())
    }
}

fn repr_token(this: &TokenObject) -> Result<Owned> {
    let variable = this.variable.get().map_or_else(none, Owned::upcast);
    let used = if this.used.get() { " used" } else { "" };
    Ok(unicode::from_display(format_args!("<Token{used} var={} at {this:p}>", &*variable.repr()?))?.upcast())
}

fn exit(this: &TokenObject, args: &[&PyObject]) -> Result<Owned> {
    check_positional("__exit__", args.len(), 3, 3)?;
    match this.variable.get() {
        Some(variable) => reset(&variable, this).map(|()| none()),
        None => Ok(none()),
    }
}

/// The one object of its type, `Token.MISSING`.
#[repr(C)]
pub struct MissingObject {
    ob_base: PyObject,
}

/// The type of `Token.MISSING`.
pub static MISSING_TYPE: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"Token.MISSING".as_ptr()),
    tp_basicsize: Cell::new(size_of::<MissingObject>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::DISALLOW_INSTANTIATION),
    tp_repr: Cell::new(Some(slot::unary(|_: &PyObject| unicode::from_str("<Token.MISSING>")))),
    ..PyTypeObject::STATIC
};

/// `Token.MISSING`.
pub static MISSING: MissingObject = MissingObject { ob_base: PyObject::immortal((&raw const MISSING_TYPE).cast_mut()) };

/// Gives the type `Token` the object that stands for no value.
pub fn start() -> Result<()> {
    PyContextToken_Type.dict()?.insert(&*unicode::intern::intern_str("MISSING")?, &MISSING)
}

// ---- context.h ----------------------------------------------------------------------------------------------------

fn expect(object: &PyObject) -> Result<&VariableObject> {
    object.downcast().ok_or_else(|| raise!(TypeError, "an instance of ContextVar was expected"))
}

/// A new variable; `default` may be NULL.
#[capi]
pub fn PyContextVar_New(name: &CStr, default: Option<&PyObject>) -> Result<Owned> {
    new(&*unicode::codecs::utf8::decode_strict(name.to_bytes())?, default)
}

/// Puts the variable's value in the thread's context at `value`, new; or the default that is given, or the variable's own, or NULL: 0, or -1 with an exception.
#[capi]
pub fn PyContextVar_Get(var: &PyObject, default_value: Option<&PyObject>, value: *mut *mut PyObject) -> Result<()> {
    let found = expect(var).and_then(|variable| get(variable, default_value));
    let (object, result) = match found {
        Ok(found) => (found.map_or(std::ptr::null_mut(), Owned::into_ptr), Ok(())),
        Err(raised) => (std::ptr::null_mut(), Err(raised)),
    };
    // SAFETY: C's place for the result.
    unsafe { *value = object };
    result
}

/// Sets the variable's value in the thread's context: a new token.
#[capi]
pub fn PyContextVar_Set(var: &PyObject, value: &PyObject) -> Result<Owned> {
    set(expect(var)?, value)
}

/// Puts back the value from before the call that gave the token: 0, or -1 with an exception.
#[capi]
pub fn PyContextVar_Reset(var: &PyObject, token: &PyObject) -> Result<()> {
    let variable = expect(var)?;
    match token.downcast::<TokenObject>() {
        Some(token) => reset(variable, token),
        None => Err(raise!(TypeError, "an instance of Token was expected")),
    }
}
