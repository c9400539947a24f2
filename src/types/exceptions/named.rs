//! `ImportError`, `NameError`, `AttributeError`: exceptions that say by keywords what was asked for in vain;
//! `StopIteration` and `SystemExit`, which carry a value.

use super::base;
use super::table::{self, object_member, slots_of};
use crate::boundary::method;
use crate::layout::*;
use crate::object::{Owned, is_exact};
use crate::raise;
use crate::runtime::errors::Result;
use crate::runtime::suggestions;
use crate::types::singletons::none;
use crate::types::{dict, tuple, unicode};
use std::mem::offset_of;

slots_of! { PyImportErrorObject: import_slots(msg, name, path, name_from) }
slots_of! { PyNameErrorObject: name_slots(name) }
slots_of! { PyAttributeErrorObject: attribute_slots(obj, name) }
slots_of! { PyStopIterationObject: stop_slots(value) }
slots_of! { PySystemExitObject: exit_slots(code) }

/// The keyword arguments of a constructor that takes these and no others.
fn keywords<const N: usize>(function: &str, names: [&str; N], kwargs: Option<&PyDictObject>) -> Result<[Option<Owned>; N]> {
    let mut bound = [const { None }; N];
    let Some(kwargs) = kwargs else { return Ok(bound) };
    let given = kwargs.len();
    if given > N {
        return Err(raise!(TypeError, "{function}() takes at most {N} keyword argument{} ({given} given)", if N == 1 { "" } else { "s" }));
    }
    for (key, value) in base::entries(kwargs) {
        let key = key.downcast::<PyUnicodeObject>().map(|key| unicode::to_text(&key)).unwrap_or_default();
        let Some(i) = names.iter().position(|name| *name == key) else {
            let near = suggestions::nearest(&names, key.as_bytes()).map_or(String::new(), |i| format!(". Did you mean '{}'?", names[i]));
            return Err(raise!(TypeError, "{function}() got an unexpected keyword argument '{key}'{near}"));
        };
        bound[i] = Some(value);
    }
    Ok(bound)
}

/// The type, the arguments and, if there is one, the state.
fn reduced(this: &PyBaseExceptionObject, state: Option<Owned<PyDictObject>>) -> Result<Owned<PyTupleObject>> {
    let (ty, args) = (this.ty().as_object().new_ref(), this.arguments()?.upcast());
    match state {
        Some(state) => tuple::from_owned([ty, args, state.upcast()]),
        None => tuple::from_owned([ty, args]),
    }
}

/// A dict of the instance's attributes and of those of `more` that are there; `None` where there is nothing.
fn state(this: &PyBaseExceptionObject, more: &[(&str, Option<Owned>)]) -> Result<Option<Owned<PyDictObject>>> {
    if more.iter().all(|(_, value)| value.is_none()) {
        return Ok(this.dict.get());
    }
    let state = match this.dict.get() {
        Some(dict) => dict.copy()?,
        None => dict::new()?,
    };
    for (name, value) in more {
        if let Some(value) = value {
            state.insert(unicode::from_str(name)?.as_object(), value)?;
        }
    }
    Ok(Some(state))
}

// ---- ImportError --------------------------------------------------------------------------------------------------

pub fn import_init(this: &PyImportErrorObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<()> {
    base::init(this, args, None)?;
    let args = Owned::from_ref(args);
    let [name, path, name_from] = keywords("ImportError", ["name", "path", "name_from"], kwargs)?;
    this.name.set(name);
    this.path.set(path);
    this.name_from.set(name_from);
    if let [msg] = args.as_slice() {
        this.msg.set(Some(msg.new_ref()));
    }
    Ok(())
}

pub fn import_str(this: &PyImportErrorObject) -> Result<Owned<PyUnicodeObject>> {
    match this.msg.get() {
        // SAFETY: just checked.
        Some(msg) if is_exact::<PyUnicodeObject>(&msg) => Ok(unsafe { msg.cast() }),
        _ => base::str(this),
    }
}

fn import_reduce(this: &PyImportErrorObject) -> Result<Owned<PyTupleObject>> {
    let state = state(this, &[("name", this.name.get()), ("path", this.path.get()), ("name_from", this.name_from.get())])?;
    reduced(this, state)
}

pub static IMPORT_METHODS: [PyMethodDef; 2] = [
    method::noargs(
        c"__reduce__",
        |this: &PyImportErrorObject| import_reduce(this).map(Owned::upcast),
        c"__reduce__($self, /)\n--\n\nHow to pickle it.",
    ),
    PyMethodDef::END,
];

pub static IMPORT_MEMBERS: [PyMemberDef; 5] = [
    object_member(c"msg", offset_of!(PyImportErrorObject, msg)),
    object_member(c"name", offset_of!(PyImportErrorObject, name)),
    object_member(c"path", offset_of!(PyImportErrorObject, path)),
    object_member(c"name_from", offset_of!(PyImportErrorObject, name_from)),
    table::END,
];

// ---- NameError ----------------------------------------------------------------------------------------------------

pub fn name_init(this: &PyNameErrorObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<()> {
    base::init(this, args, None)?;
    let [name] = keywords("NameError", ["name"], kwargs)?;
    this.name.set(name);
    Ok(())
}

pub static NAME_MEMBERS: [PyMemberDef; 2] = [object_member(c"name", offset_of!(PyNameErrorObject, name)), table::END];

// ---- AttributeError -----------------------------------------------------------------------------------------------

pub fn attribute_init(this: &PyAttributeErrorObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<()> {
    base::init(this, args, None)?;
    let [name, obj] = keywords("AttributeError", ["name", "obj"], kwargs)?;
    this.name.set(name);
    this.obj.set(obj);
    Ok(())
}

/// What is pickled of it: not the object, which may be anything.
fn attribute_state(this: &PyAttributeErrorObject) -> Result<Option<Owned<PyDictObject>>> {
    state(this, &[("name", this.name.get()), ("args", this.args.get().map(Owned::upcast))])
}

pub static ATTRIBUTE_METHODS: [PyMethodDef; 3] = [
    method::noargs(
        c"__getstate__",
        |this: &PyAttributeErrorObject| attribute_state(this).map(|state| state.map_or_else(none, Owned::upcast)),
        c"__getstate__($self, /)\n--\n\nWhat to pickle beside the arguments.",
    ),
    method::noargs(
        c"__reduce__",
        |this: &PyAttributeErrorObject| reduced(this, attribute_state(this)?).map(Owned::upcast),
        c"__reduce__($self, /)\n--\n\nHow to pickle it.",
    ),
    PyMethodDef::END,
];

pub static ATTRIBUTE_MEMBERS: [PyMemberDef; 3] =
    [object_member(c"name", offset_of!(PyAttributeErrorObject, name)), object_member(c"obj", offset_of!(PyAttributeErrorObject, obj)), table::END];

// ---- StopIteration and SystemExit ---------------------------------------------------------------------------------

pub fn stop_init(this: &PyStopIterationObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<()> {
    base::init(this, args, kwargs)?;
    this.value.set(Some(args.as_slice().first().map_or_else(none, |value| value.new_ref())));
    Ok(())
}

pub static STOP_MEMBERS: [PyMemberDef; 2] = [object_member(c"value", offset_of!(PyStopIterationObject, value)), table::END];

pub fn exit_init(this: &PySystemExitObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<()> {
    base::init(this, args, kwargs)?;
    match args.as_slice() {
        [] => {}
        [code] => this.code.set(Some(code.new_ref())),
        _ => this.code.set(Some(args.as_object().new_ref())),
    }
    Ok(())
}

pub static EXIT_MEMBERS: [PyMemberDef; 2] = [object_member(c"code", offset_of!(PySystemExitObject, code)), table::END];
