//! `BaseException`: arguments, text, traceback, chain, notes; and the `PyException_*` functions.

use super::table::{self, object_member, of_type, slots_of};
use crate::boundary::method;
use crate::layout::*;
use crate::object::{Owned, attribute, id, is_instance, types};
use crate::raise;
use crate::runtime::errors::Result;
use crate::types::singletons::none;
use crate::types::{dict, list, tuple, unicode};
use exuvia_macros::capi;
use std::ffi::c_char;
use std::mem::offset_of;

slots_of! { PyBaseExceptionObject: base_slots() }

/// `BaseException.__new__`: takes any arguments, and keeps those without a name.
pub fn new(ty: &PyTypeObject, args: &PyTupleObject, _: Option<&PyDictObject>) -> Result<Owned> {
    let exception = types::alloc(ty, 0)?;
    // SAFETY: every exception begins with a PyBaseExceptionObject.
    unsafe { exception.cast_unchecked::<PyBaseExceptionObject>() }.args.set(Some(Owned::from_ref(args)));
    Ok(exception)
}

/// `BaseException.__init__`.
pub fn init(this: &PyBaseExceptionObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<()> {
    no_keywords(this.ty(), kwargs)?;
    this.args.set(Some(Owned::from_ref(args)));
    Ok(())
}

/// `TypeError` where there are keyword arguments.
pub fn no_keywords(ty: &PyTypeObject, kwargs: Option<&PyDictObject>) -> Result<()> {
    match kwargs {
        Some(kwargs) if kwargs.ma_used.get() != 0 => Err(raise!(TypeError, "{}() takes no keyword arguments", ty.name())),
        _ => Ok(()),
    }
}

impl PyBaseExceptionObject {
    /// The arguments; an exception that was never initialised has none.
    pub fn arguments(&self) -> Result<Owned<PyTupleObject>> {
        match self.args.get() {
            Some(args) => Ok(args),
            None => tuple::from_owned([]),
        }
    }
    /// Its dict, which is made when first asked for.
    pub fn attributes(&self) -> Result<Owned<PyDictObject>> {
        if let Some(dict) = self.dict.get() {
            return Ok(dict);
        }
        let dict = dict::new()?;
        self.dict.set(Some(dict.clone()));
        Ok(dict)
    }
}

/// `str(exception)`: of no argument nothing, of one its text, of more the tuple's.
pub fn str(this: &PyBaseExceptionObject) -> Result<Owned<PyUnicodeObject>> {
    let args = this.arguments()?;
    match args.as_slice() {
        [] => unicode::from_str(""),
        [one] => one.new_ref().str(),
        _ => args.str(),
    }
}

/// The type's name without its module.
pub fn short_name(ty: &PyTypeObject) -> &str {
    let name = ty.name();
    name.rsplit('.').next().unwrap_or(name)
}

pub fn repr(this: &PyBaseExceptionObject) -> Result<Owned<PyUnicodeObject>> {
    let args = this.arguments()?;
    let name = unicode::from_str(short_name(this.ty()))?;
    match args.as_slice() {
        [one] => {
            let one = one.new_ref().repr()?;
            super::text::compose("%(%)", &[&name, &one])
        }
        _ => super::text::compose("%%", &[&name, &args.as_object().repr()?]),
    }
}

fn reduce(this: &PyBaseExceptionObject) -> Result<Owned<PyTupleObject>> {
    let (ty, args) = (this.ty().as_object().new_ref(), this.arguments()?.upcast());
    match this.dict.get() {
        Some(dict) => tuple::from_owned([ty, args, dict.upcast()]),
        None => tuple::from_owned([ty, args]),
    }
}

/// The entries that a dictionary has now: what is done with them may change it.
pub fn entries(dict: &PyDictObject) -> Vec<(Owned, Owned)> {
    let mut position = 0;
    let mut entries = Vec::with_capacity(dict.len());
    while let Some((key, value)) = dict.next(&mut position) {
        entries.push((key.new_ref(), value.new_ref()));
    }
    entries
}

fn setstate(this: &PyBaseExceptionObject, state: &PyObject) -> Result<Owned> {
    if !state.is_none() {
        let Some(state) = state.downcast::<PyDictObject>() else {
            return Err(raise!(TypeError, "state is not a dictionary"));
        };
        for (name, value) in entries(state) {
            attribute::set(this.as_object(), &name, Some(&value))?;
        }
    }
    Ok(none())
}

fn with_traceback(this: &PyBaseExceptionObject, traceback: &PyObject) -> Result<Owned> {
    set_traceback(this, Some(traceback))?;
    Ok(this.as_object().new_ref())
}

/// Adds a line to `__notes__`.
pub fn add_note(this: &PyObject, note: &PyObject) -> Result<()> {
    if !is_instance::<PyUnicodeObject>(note) {
        return Err(raise!(TypeError, "add_note() argument must be str, not {}", super::type_word(note)));
    }
    let notes = match attribute::get_optional(this, &id::__notes__)? {
        Some(notes) => notes.downcast().map_err(|_| raise!(TypeError, "Cannot add note: __notes__ is not a list"))?,
        None => {
            let notes = list::new()?;
            attribute::set(this, &id::__notes__, Some(&notes))?;
            notes
        }
    };
    notes.append(note)
}

fn set_args(this: &PyBaseExceptionObject, value: Option<&PyObject>) -> Result<()> {
    let Some(value) = value else {
        return Err(raise!(TypeError, "args may not be deleted"));
    };
    let args = tuple::from_iterable(value)?;
    this.args.set(Some(args));
    Ok(())
}

fn set_traceback(this: &PyBaseExceptionObject, value: Option<&PyObject>) -> Result<()> {
    let Some(value) = value else {
        return Err(raise!(TypeError, "__traceback__ may not be deleted"));
    };
    if !value.is_none() && !is_instance::<PyTracebackObject>(value) {
        return Err(raise!(TypeError, "__traceback__ must be a traceback or None"));
    }
    this.traceback.set((!value.is_none()).then(|| value.new_ref()));
    Ok(())
}

/// An exception or `None`, for a link of the chain.
fn link(what: &str, value: Option<&PyObject>) -> Result<Option<Owned>> {
    let Some(value) = value else {
        return Err(raise!(TypeError, "__{what}__ may not be deleted"));
    };
    if value.is_none() {
        return Ok(None);
    }
    if !is_instance::<PyBaseExceptionObject>(value) {
        return Err(raise!(TypeError, "exception {what} must be None or derive from BaseException"));
    }
    Ok(Some(value.new_ref()))
}

fn set_context(this: &PyBaseExceptionObject, value: Option<&PyObject>) -> Result<()> {
    this.context.set(link("context", value)?);
    Ok(())
}

fn set_cause(this: &PyBaseExceptionObject, value: Option<&PyObject>) -> Result<()> {
    let cause = link("cause", value)?;
    this.suppress_context.set(1);
    this.cause.set(cause);
    Ok(())
}

fn set_dict(this: &PyBaseExceptionObject, value: Option<&PyObject>) -> Result<()> {
    let Some(value) = value else {
        return Err(raise!(TypeError, "cannot delete __dict__"));
    };
    let Some(dict) = value.downcast::<PyDictObject>() else {
        return Err(raise!(TypeError, "__dict__ must be set to a dictionary, not a '{}'", value.ty().name()));
    };
    this.dict.set(Some(Owned::from_ref(dict)));
    Ok(())
}

pub static METHODS: [PyMethodDef; 5] = [
    method::noargs(c"__reduce__", |this: &PyBaseExceptionObject| reduce(this).map(Owned::upcast), c"__reduce__($self, /)\n--\n\nHow to pickle it."),
    method::o(c"__setstate__", setstate, c"__setstate__($self, state, /)\n--\n\nSets attributes from a dict."),
    method::o(c"with_traceback", with_traceback, c"with_traceback($self, tb, /)\n--\n\nSets __traceback__, and returns the exception."),
    method::o(
        c"add_note",
        |this: &PyBaseExceptionObject, note: &PyObject| add_note(this.as_object(), note).map(|()| none()),
        c"add_note($self, note, /)\n--\n\nAdds a text that is shown under the exception.",
    ),
    PyMethodDef::END,
];

pub static GETSETS: [PyGetSetDef; 6] = [
    method::getset(c"__dict__", |this: &PyBaseExceptionObject| this.attributes().map(Owned::upcast), c"").settable(set_dict),
    method::getset(c"args", |this: &PyBaseExceptionObject| this.arguments().map(Owned::upcast), c"").settable(set_args),
    method::getset(c"__traceback__", |this: &PyBaseExceptionObject| this.traceback.get().unwrap_or_else(none), c"").settable(set_traceback),
    method::getset(c"__context__", |this: &PyBaseExceptionObject| this.context.get().unwrap_or_else(none), c"").settable(set_context),
    method::getset(c"__cause__", |this: &PyBaseExceptionObject| this.cause.get().unwrap_or_else(none), c"").settable(set_cause),
    PyGetSetDef::END,
];

pub static MEMBERS: [PyMemberDef; 2] =
    [of_type(object_member(c"__suppress_context__", offset_of!(PyBaseExceptionObject, suppress_context)), table::BOOL), table::END];

// ---- pyerrors.h ---------------------------------------------------------------------------------------------------

/// The object as an exception; `SystemError` where it is none.
fn receive(object: &PyObject) -> Result<&PyBaseExceptionObject> {
    object.downcast().ok_or_else(|| raise!(SystemError, "bad argument to internal function"))
}

/// The traceback of an exception, new, or NULL without an exception set.
#[capi]
pub fn PyException_GetTraceback(exception: &PyObject) -> Result<Option<Owned>> {
    Ok(receive(exception)?.traceback.get())
}

/// Sets the traceback, a traceback or `None`: 0, or -1 with `TypeError`.
#[capi]
pub fn PyException_SetTraceback(exception: &PyObject, traceback: Option<&PyObject>) -> Result<()> {
    set_traceback(receive(exception)?, traceback)
}

/// The cause of an exception, new, or NULL without an exception set.
#[capi]
pub fn PyException_GetCause(exception: &PyObject) -> Result<Option<Owned>> {
    Ok(receive(exception)?.cause.get())
}

/// Sets the cause, or none for NULL, and with it that the context is not shown. Steals the cause.
#[capi]
pub fn PyException_SetCause(exception: &PyObject, cause: Option<Owned>) {
    match receive(exception) {
        Ok(exception) => {
            exception.suppress_context.set(1);
            exception.cause.set(cause);
        }
        Err(raised) => drop(raised),
    }
}

/// The context of an exception, new, or NULL without an exception set.
#[capi]
pub fn PyException_GetContext(exception: &PyObject) -> Result<Option<Owned>> {
    Ok(receive(exception)?.context.get())
}

/// Sets the context, or none for NULL. Steals the context.
#[capi]
pub fn PyException_SetContext(exception: &PyObject, context: Option<Owned>) {
    match receive(exception) {
        Ok(exception) => exception.context.set(context),
        Err(raised) => drop(raised),
    }
}

/// The arguments of an exception, new.
#[capi]
pub fn PyException_GetArgs(exception: &PyObject) -> Result<Owned<PyTupleObject>> {
    receive(exception)?.arguments()
}

/// Sets the arguments, a tuple.
#[capi]
pub fn PyException_SetArgs(exception: &PyObject, args: &PyObject) {
    match (receive(exception), args.downcast::<PyTupleObject>()) {
        (Ok(exception), Some(args)) => exception.args.set(Some(Owned::from_ref(args))),
        (Ok(_), None) => drop(raise!(SystemError, "bad argument to internal function")),
        (Err(raised), _) => drop(raised),
    }
}

/// The name of an exception class, without its module for classes made at run time. Lives as long as the class.
#[capi]
pub fn PyExceptionClass_Name(class: &PyObject) -> Result<*const c_char> {
    match class.downcast::<PyTypeObject>() {
        Some(class) => Ok(class.tp_name.get()),
        None => Err(raise!(SystemError, "bad argument to internal function")),
    }
}
