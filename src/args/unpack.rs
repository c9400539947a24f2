//! Positional arguments one by one: `PyTuple_Pack`, `PyArg_UnpackTuple`, and the checks that generated code calls.

use super::Parsed;
use crate::boundary::va_list::VaList;
use crate::layout::*;
use crate::object::Owned;
use crate::runtime::errors::Result;
use crate::types::tuple;
use crate::{raise, worker};
use exuvia_macros::capi;
use std::ffi::{CStr, c_char};

worker! {
    pack as exuvia_tuple_pack(count: isize, va: *mut VaList) -> Result<Owned<PyTupleObject>>;
    unpack as exuvia_unpack_tuple(args: &PyObject, name: *const c_char, least: isize, most: isize, va: *mut VaList) -> Parsed;
}

/// # Safety
/// `va` holds `count` objects.
unsafe fn pack(count: isize, va: *mut VaList) -> Result<Owned<PyTupleObject>> {
    let count = usize::try_from(count).map_err(|_| raise!(SystemError, "bad argument to internal function"))?;
    // SAFETY: the caller's word; each is a live object.
    let mut va = unsafe { VaList::copy(va) };
    tuple::from_exact(count, std::iter::repeat_with(|| Owned::from_ref(unsafe { &*va.arg::<*mut PyObject>() })))
}

/// # Safety
/// `va` holds `most` places for borrowed references.
unsafe fn unpack(args: &PyObject, name: *const c_char, least: isize, most: isize, va: *mut VaList) -> Parsed {
    let Some(args) = args.downcast::<PyTupleObject>() else {
        return Parsed(Err(raise!(SystemError, "PyArg_UnpackTuple() argument list is not a tuple")));
    };
    if let Err(raised) = check_count(name, args.len() as isize, least, most) {
        return Parsed(Err(raised));
    }
    // SAFETY: the caller's word.
    unsafe {
        let mut va = VaList::copy(va);
        for item in args.as_slice() {
            *va.arg::<*mut *mut PyObject>() = item.as_ptr();
        }
    }
    Parsed(Ok(()))
}

/// `TypeError` where `given` is not between `least` and `most`; without a name it is a tuple that is being unpacked.
#[inline]
fn check_count(name: *const c_char, given: isize, least: isize, most: isize) -> Result<()> {
    if given >= least && given <= most { Ok(()) } else { wrong_count(name, given, least, most) }
}

#[cold]
#[inline(never)]
fn wrong_count(name: *const c_char, given: isize, least: isize, most: isize) -> Result<()> {
    let (bound, n) = if given < least { ("at least ", least) } else { ("at most ", most) };
    let (bound, s) = (if least == most { "" } else { bound }, if n == 1 { "" } else { "s" });
    // SAFETY: a function's name is a C string, or NULL.
    let name = (!name.is_null()).then(|| unsafe { CStr::from_ptr(name) });
    Err(match name {
        Some(name) => raise!(TypeError, "{} expected {bound}{n} argument{s}, got {given}", name.to_string_lossy()),
        None => raise!(TypeError, "unpacked tuple should have {bound}{n} element{s}, but has {given}"),
    })
}

/// 1 where the number of positional arguments is between `least` and `most`, otherwise 0 with `TypeError`.
#[capi(private)]
pub fn _PyArg_CheckPositional(name: *const c_char, given: isize, least: isize, most: isize) -> Parsed {
    Parsed(check_count(name, given, least, most))
}

/// 1 where the dict is NULL or empty, otherwise 0 with `TypeError`.
#[capi(private)]
pub fn _PyArg_NoKeywords(name: Option<&CStr>, kwargs: Option<&PyObject>) -> Parsed {
    let Some(kwargs) = kwargs else { return Parsed(Ok(())) };
    Parsed(match kwargs.downcast_exact::<PyDictObject>() {
        None => Err(raise!(SystemError, "bad argument to internal function")),
        Some(kwargs) if kwargs.is_empty() => Ok(()),
        Some(_) => Err(raise!(TypeError, "{}() takes no keyword arguments", name.unwrap_or(c"function").to_string_lossy())),
    })
}

/// 1 where the tuple is NULL or empty, otherwise 0 with `TypeError`.
#[capi(private)]
pub fn _PyArg_NoPositional(name: Option<&CStr>, args: Option<&PyObject>) -> Parsed {
    let Some(args) = args else { return Parsed(Ok(())) };
    Parsed(match args.downcast_exact::<PyTupleObject>() {
        None => Err(raise!(SystemError, "bad argument to internal function")),
        Some(args) if args.is_empty() => Ok(()),
        Some(_) => Err(raise!(TypeError, "{}() takes no positional arguments", name.unwrap_or(c"function").to_string_lossy())),
    })
}

/// Raises `TypeError`: the argument is not what was expected.
#[capi(private)]
pub fn _PyArg_BadArgument(function: &CStr, argument: &CStr, expected: &CStr, given: &PyObject) {
    let given = if given.is_none() { "None" } else { given.ty().name() };
    let (function, argument, expected) = (function.to_string_lossy(), argument.to_string_lossy(), expected.to_string_lossy());
    let _ = raise!(TypeError, "{function}() {argument} must be {expected}, not {given}");
}

/// 1 where all keys of the dict are `str`, otherwise 0 with `TypeError`.
#[capi]
pub fn PyArg_ValidateKeywordArguments(kwargs: &PyObject) -> Parsed {
    let Some(kwargs) = kwargs.downcast::<PyDictObject>() else {
        return Parsed(Err(raise!(SystemError, "bad argument to internal function")));
    };
    let mut position = 0;
    while let Some((name, _)) = kwargs.next(&mut position) {
        if name.downcast::<PyUnicodeObject>().is_none() {
            return Parsed(Err(raise!(TypeError, "keywords must be strings")));
        }
    }
    Parsed(Ok(()))
}
