//! The functions of `builtins` that do one thing.

use crate::args::{Signature, check_positional};
use crate::boundary::method::Args;
use crate::foreign;
use crate::layout::*;
use crate::object::{Owned, attribute, id, is_instance};
use crate::protocol::{dir, instance, iteration, number, object, sequence};
use crate::raise;
use crate::runtime::errors::{Raised, Result, raise_class};
use crate::types::bool::from_bool;
use crate::types::exceptions::{self, type_word};
use crate::types::singletons::none;
use crate::types::{anext, iterators, long, unicode};

pub fn abs(_: &PyObject, x: &PyObject) -> Result<Owned> {
    number::PyNumber_Absolute(x)
}

pub fn aiter(_: &PyObject, iterable: &PyObject) -> Result<Owned> {
    iteration::PyObject_GetAIter(iterable)
}

pub fn anext(_: &PyObject, args: &[&PyObject]) -> Result<Owned> {
    check_positional("anext", args.len(), 1, 2)?;
    let iterator = args[0];
    // SAFETY: a suite lives as long as its type.
    let slot = unsafe { iterator.ty().tp_as_async.get().as_ref() }.and_then(|suite| suite.am_anext.get());
    let Some(slot) = slot else { return Err(raise!(TypeError, "'{:.200}' object is not an async iterator", iterator.ty().name())) };
    // SAFETY: the slot's contract.
    let awaitable = unsafe { crate::boundary::new_reference(foreign!(slot(iterator.as_ptr()))) }?;
    match args.get(1) {
        Some(default) => anext::new(awaitable, default.new_ref()),
        None => Ok(awaitable),
    }
}

pub fn all(_: &PyObject, iterable: &PyObject) -> Result<Owned> {
    let items = iteration::PyObject_GetIter(iterable)?;
    while let Some(item) = iteration::next(&items)? {
        if !item.is_true()? {
            return Ok(from_bool(false));
        }
    }
    Ok(from_bool(true))
}

pub fn any(_: &PyObject, iterable: &PyObject) -> Result<Owned> {
    let items = iteration::PyObject_GetIter(iterable)?;
    while let Some(item) = iteration::next(&items)? {
        if item.is_true()? {
            return Ok(from_bool(true));
        }
    }
    Ok(from_bool(false))
}

pub fn ascii(_: &PyObject, object: &PyObject) -> Result<Owned> {
    crate::protocol::object::PyObject_ASCII(Some(object))
}

pub fn bin(_: &PyObject, number: &PyObject) -> Result<Owned> {
    number::PyNumber_ToBase(number, 2)
}

pub fn oct(_: &PyObject, number: &PyObject) -> Result<Owned> {
    number::PyNumber_ToBase(number, 8)
}

pub fn hex(_: &PyObject, number: &PyObject) -> Result<Owned> {
    number::PyNumber_ToBase(number, 16)
}

pub fn breakpoint(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    let Some(hook) = crate::runtime::sys::get(&id::breakpointhook)? else {
        return Err(raise!(RuntimeError, "lost sys.breakpointhook"));
    };
    crate::runtime::audit::audit(c"builtins.breakpoint", || Ok(hook.clone()))?;
    hook.call_args(args)
}

pub fn callable(_: &PyObject, object: &PyObject) -> Owned {
    from_bool(object.ty().tp_call.get().is_some())
}

pub fn chr(_: &PyObject, number: &PyObject) -> Result<Owned> {
    let index = number::PyNumber_Index(number)?;
    match long::value_of(&index).and_then(|n| u32::try_from(n).ok()).filter(|n| *n <= 0x10ffff) {
        Some(c) => Ok(unicode::from_char(c)?.upcast()),
        None => Err(raise!(ValueError, "chr() arg not in range(0x110000)")),
    }
}

pub fn ord(_: &PyObject, c: &PyObject) -> Result<Owned> {
    let (single, len) = if let Some(text) = c.downcast::<PyUnicodeObject>() {
        (text.chars().get(0), text.len())
    } else if let Some(bytes) = c.downcast::<PyBytesObject>() {
        (bytes.as_slice().first().map(|b| u32::from(*b)), bytes.len())
    } else if let Some(bytes) = c.downcast::<PyByteArrayObject>() {
        let bytes = bytes.as_slice();
        (bytes.first().map(|b| u32::from(*b)), bytes.len())
    } else {
        return Err(raise!(TypeError, "ord() expected string of length 1, but {} found", c.ty().name()));
    };
    match (single, len) {
        (Some(c), 1) => long::from_i64(i64::from(c)),
        _ => Err(raise!(TypeError, "ord() expected a character, but string of length {len} found")),
    }
}

fn attribute_name(name: &PyObject) -> Result<()> {
    if is_instance::<PyUnicodeObject>(name) {
        return Ok(());
    }
    Err(raise!(TypeError, "attribute name must be string, not '{}'", name.ty().name()))
}

pub fn getattr(_: &PyObject, args: &[&PyObject]) -> Result<Owned> {
    check_positional("getattr", args.len(), 2, 3)?;
    match args {
        [object, name, default] => {
            attribute_name(name)?;
            Ok(attribute::get_optional(object, attribute::name_of(name)?)?.unwrap_or_else(|| default.new_ref()))
        }
        [object, name, ..] => attribute::PyObject_GetAttr(object, name),
        _ => Ok(none()),
    }
}

pub fn hasattr(_: &PyObject, args: &[&PyObject]) -> Result<Owned> {
    check_positional("hasattr", args.len(), 2, 2)?;
    attribute_name(args[1])?;
    Ok(from_bool(attribute::get_optional(args[0], attribute::name_of(args[1])?)?.is_some()))
}

pub fn setattr(_: &PyObject, args: &[&PyObject]) -> Result<Owned> {
    check_positional("setattr", args.len(), 3, 3)?;
    attribute::set(args[0], args[1], Some(args[2]))?;
    Ok(none())
}

pub fn delattr(_: &PyObject, args: &[&PyObject]) -> Result<Owned> {
    check_positional("delattr", args.len(), 2, 2)?;
    attribute::set(args[0], args[1], None)?;
    Ok(none())
}

pub fn dir(_: &PyObject, args: &[&PyObject]) -> Result<Owned> {
    check_positional("dir", args.len(), 0, 1)?;
    dir::PyObject_Dir(args.first().copied())
}

pub fn vars(_: &PyObject, args: &[&PyObject]) -> Result<Owned> {
    check_positional("vars", args.len(), 0, 1)?;
    let Some(object) = args.first() else {
        return Err(raise!(SystemError, "frame does not exist"));
    };
    attribute::get_optional(object, &id::__dict__)?.ok_or_else(|| raise!(TypeError, "vars() argument must have __dict__ attribute"))
}

pub fn divmod(_: &PyObject, args: &[&PyObject]) -> Result<Owned> {
    check_positional("divmod", args.len(), 2, 2)?;
    number::PyNumber_Divmod(args[0], args[1])
}

pub fn format(_: &PyObject, args: &[&PyObject]) -> Result<Owned> {
    check_positional("format", args.len(), 1, 2)?;
    if let Some(spec) = args.get(1)
        && !is_instance::<PyUnicodeObject>(spec)
    {
        return Err(raise!(TypeError, "format() argument 2 must be str, not {}", type_word(spec)));
    }
    object::PyObject_Format(args[0], args.get(1).copied())
}

pub fn hash(_: &PyObject, object: &PyObject) -> Result<Owned> {
    long::from_i64(object.hash()? as i64)
}

pub fn id(_: &PyObject, object: &PyObject) -> Result<Owned> {
    crate::runtime::audit::audit(c"builtins.id", || long::from_i64(object.as_ptr() as i64))?;
    long::convert::PyLong_FromVoidPtr(object.as_ptr().cast())
}

pub fn isinstance(_: &PyObject, args: &[&PyObject]) -> Result<Owned> {
    check_positional("isinstance", args.len(), 2, 2)?;
    Ok(from_bool(instance::is_instance(args[0], args[1])?))
}

pub fn issubclass(_: &PyObject, args: &[&PyObject]) -> Result<Owned> {
    check_positional("issubclass", args.len(), 2, 2)?;
    Ok(from_bool(instance::is_subclass(args[0], args[1])?))
}

pub fn iter(_: &PyObject, args: &[&PyObject]) -> Result<Owned> {
    check_positional("iter", args.len(), 1, 2)?;
    match args {
        [callable, sentinel] if callable.ty().tp_call.get().is_some() => iterators::PyCallIter_New(callable, sentinel),
        [_, _] => Err(raise!(TypeError, "iter(v, w): v must be callable")),
        [iterable, ..] => iteration::PyObject_GetIter(iterable),
        [] => Ok(none()),
    }
}

pub fn len(_: &PyObject, object: &PyObject) -> Result<Owned> {
    long::from_usize(sequence::len(object)?)
}

pub fn next(_: &PyObject, args: &[&PyObject]) -> Result<Owned> {
    check_positional("next", args.len(), 1, 2)?;
    let iterator = args[0];
    let Some(next) = iterator.ty().tp_iternext.get() else {
        return Err(raise!(TypeError, "'{}' object is not an iterator", iterator.ty().name()));
    };
    // SAFETY: the slot's contract: NULL without an exception is the end.
    let found = unsafe { Owned::from_ptr(foreign!(ends next(iterator.as_ptr()))) };
    match (found, args.get(1)) {
        (Some(item), _) => Ok(item),
        (None, Some(default)) => match crate::runtime::errors::occurred() {
            false => Ok(default.new_ref()),
            true => {
                let raised = Raised::already();
                if !raised.matches(&exceptions::StopIteration) {
                    return Err(raised);
                }
                raised.clear();
                Ok(default.new_ref())
            }
        },
        (None, None) if crate::runtime::errors::occurred() => Err(Raised::already()),
        (None, None) => Err(raise_class(&exceptions::StopIteration)),
    }
}

pub fn pow(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    static SIGNATURE: Signature<3> = Signature { function: "pow", names: ["base", "exp", "mod"], positional: 3, required: 2 };
    let [Some(base), Some(exponent), modulus] = SIGNATURE.bind(args)? else { return Ok(none()) };
    number::PyNumber_Power(base, exponent, modulus.unwrap_or(&none()))
}

pub fn repr(_: &PyObject, object: &PyObject) -> Result<Owned> {
    Ok(object.repr()?.upcast())
}

pub fn round(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    static SIGNATURE: Signature<2> = Signature { function: "round", names: ["number", "ndigits"], positional: 2, required: 1 };
    let [Some(number), digits] = SIGNATURE.bind(args)? else { return Ok(none()) };
    let Some(round) = attribute::_PyObject_LookupSpecial(number, &id::__round__)? else {
        return Err(raise!(TypeError, "type {} doesn't define __round__ method", number.ty().name()));
    };
    match digits.filter(|d| !d.is_none()) {
        Some(digits) => round.call1(digits),
        None => round.call0(),
    }
}
