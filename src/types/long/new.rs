//! Ints of text and of other objects: `int(…)`, `PyLong_FromString` and its like.

use super::text::{self, Magnitude};
use super::*;
use crate::args::{Signature, check_positional};
use crate::boundary::method::Args;
use crate::protocol::buffer::View;
use crate::protocol::number;
use crate::runtime::interpreter::interp;
use crate::types::bytes as bytes_object;
use std::ffi::{CStr, c_char, c_int};

/// Why a text is no int.
enum Failure {
    /// It is none in this base.
    Literal,
    /// It has more digits than `int_max_str_digits` allows.
    TooLong { digits: usize, limit: i32 },
    /// An exception has been raised.
    Raised(Raised),
}

/// Reads a whole text: the int, or how far it was one and why no farther. `base` is 0 or 2 to 36.
fn read(from: &[u8], base: u32) -> (std::result::Result<Owned, Failure>, usize, u32) {
    let found = text::scan(from, base);
    let fail = |failure| (Err(failure), found.end, found.base);
    if found.count == 0 {
        return fail(Failure::Literal);
    }
    if !found.base.is_power_of_two() && found.count > text::MAX_STR_DIGITS_THRESHOLD as usize {
        let limit = interp().int_max_str_digits.get();
        if limit > 0 && found.count > limit as usize {
            return fail(Failure::TooLong { digits: found.count, limit });
        }
    }
    if !found.whole {
        return fail(Failure::Literal);
    }
    let value = match text::read(found.digits, found.base) {
        Magnitude::Small(0) => Ok(zero()),
        _ if found.only_zeros => return (Err(Failure::Literal), found.end, base),
        Magnitude::Small(v) => match i64::try_from(v) {
            Ok(v) => from_i64(if found.negative { -v } else { v }),
            Err(_) => from_magnitude(v, found.negative),
        },
        Magnitude::Big(v) => from_big(&v, found.negative),
    };
    (value.map_err(Failure::Raised), found.end, found.base)
}

#[cold]
fn fail(failure: Failure, base: u32, original: impl FnOnce() -> Result<Owned>) -> Raised {
    match failure {
        Failure::Raised(raised) => raised,
        Failure::TooLong { digits, limit } => raise!(
            ValueError,
            "Exceeds the limit ({limit} digits) for integer string conversion: value has {digits} digits; use sys.set_int_max_str_digits() to increase the limit"
        ),
        Failure::Literal => match original().and_then(|o| o.repr()) {
            Ok(shown) => {
                let shown: String = shown.to_lossy().chars().take(200).collect();
                raise!(ValueError, "invalid literal for int() with base {base}: {shown}")
            }
            Err(raised) => raised,
        },
    }
}

fn check_base(base: c_int) -> Result<u32> {
    match base {
        0 | 2..=36 => Ok(base as u32),
        _ => Err(raise!(ValueError, "int() arg 2 must be >= 2 and <= 36")),
    }
}

/// The int that a `str` holds, new. `ValueError` where it holds none.
pub fn from_str_object(object: &PyUnicodeObject, base: u32) -> Result<Owned> {
    let ascii = number::number_text(object);
    read(&ascii, base).0.map_err(|failure| fail(failure, base, || Ok(object.as_object().new_ref())))
}

/// The int that bytes hold, new. `ValueError` where they hold none.
fn from_byte_text(bytes: &[u8], base: u32) -> Result<Owned> {
    read(bytes, base).0.map_err(|failure| fail(failure, base, || Ok(bytes_object::from_slice(bytes)?.upcast())))
}

/// The int that the bytes of a bytes-like object hold, new; `None` where it has no bytes.
pub fn from_bytes_like(object: &PyObject, base: u32) -> Option<Result<Owned>> {
    crate::protocol::buffer::getter(object.ty())?;
    match View::simple(object) {
        Ok(view) => Some(from_byte_text(view.as_slice(), base)),
        Err(raised) => {
            raised.clear();
            None
        }
    }
}

/// The int in a C string, new: white space around it, a sign, and for base 0 a prefix. `end`, unless NULL, becomes where reading stopped.
/// `ValueError` where there is none or anything follows.
#[capi]
pub fn PyLong_FromString(from: &CStr, end: *mut *mut c_char, base: c_int) -> Result<Owned> {
    let base = check_base(base)?;
    let bytes = from.to_bytes();
    let (result, stopped, found_base) = read(bytes, base);
    if !end.is_null() {
        // SAFETY: C passes the address of a pointer; the text is at least that long.
        unsafe { *end = from.as_ptr().add(stopped).cast_mut() };
    }
    result.map_err(|failure| {
        fail(failure, found_base, || {
            let shown = &bytes[..bytes.len().min(200)];
            Ok(crate::types::unicode::codecs::utf8::decode_strict(shown)?.upcast())
        })
    })
}

/// The int in a `str`, new; `ValueError` where there is none.
#[capi]
pub fn PyLong_FromUnicodeObject(object: &PyObject, base: c_int) -> Result<Owned> {
    let Some(object) = object.downcast::<PyUnicodeObject>() else {
        return Err(raise!(TypeError, "expected str, got {}", object.ty().name()));
    };
    from_str_object(object, check_base(base)?)
}

// ---- int(…) -------------------------------------------------------------------------------------------------------

static PARAMETERS: Signature<2> = Signature { function: "int", names: ["", "base"], positional: 2, required: 0 };

/// `int(x=0, base=10)`.
fn make(x: Option<&PyObject>, base: Option<&PyObject>) -> Result<Owned> {
    let Some(x) = x else {
        return match base {
            None => Ok(zero()),
            Some(_) => Err(raise!(TypeError, "int() missing string argument")),
        };
    };
    let Some(base) = base else { return number::int(x) };
    let base = match number::as_isize(base, None)? {
        base @ (0 | 2..=36) => base as u32,
        _ => return Err(raise!(ValueError, "int() base must be >= 2 and <= 36, or 0")),
    };
    if let Some(object) = x.downcast::<PyUnicodeObject>() {
        return from_str_object(object, base);
    }
    if x.downcast::<PyBytesObject>().is_some() || x.downcast::<PyByteArrayObject>().is_some() {
        return from_byte_text(View::simple(x)?.as_slice(), base);
    }
    Err(raise!(TypeError, "int() can't convert non-string with explicit base"))
}

pub fn new(ty: &PyTypeObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    let [x, base] = PARAMETERS.bind_call(args, kwargs)?;
    let value = make(x.as_deref(), base.as_deref())?;
    if std::ptr::eq(ty, &PyLong_Type) {
        return Ok(value);
    }
    // SAFETY: `make` gives ints.
    of_subclass(ty, unsafe { value.cast_unchecked() })
}

/// `int(…)` without a tuple of arguments.
pub fn vectorcall(_: &PyTypeObject, args: Args<'_>) -> Result<Owned> {
    if args.has_keywords() {
        let [x, base] = PARAMETERS.bind(args)?;
        return make(x, base);
    }
    match *args.positional {
        [] => Ok(zero()),
        [x] => number::int(x),
        [x, base] => make(Some(x), Some(base)),
        _ => Err(match check_positional("int", args.positional.len(), 0, 2) {
            Err(raised) => raised,
            Ok(()) => unreachable!("three arguments or more"),
        }),
    }
}
