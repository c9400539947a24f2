//! What Python sees of an int: its text, its methods and attributes.

use super::text::{self, Text};
use super::*;
use crate::args::{Signature, check_positional};
use crate::boundary::method::{self, Args};
use crate::protocol::buffer::View;
use crate::protocol::format_spec::{self, Align};
use crate::protocol::number;
use crate::runtime::buf::Buf;
use crate::runtime::interpreter::interp;
use crate::types::{bytes as bytes_object, tuple, unicode};
use std::ffi::c_int;

pub static METHODS: [PyMethodDef; 15] = [
    method::noargs(c"conjugate", exact, c"conjugate($self, /)\n--\n\nThe int itself: it has no imaginary part."),
    method::noargs(
        c"bit_length",
        |x: &PyLongObject| from_u64(digits::bit_length(x.digits())),
        c"bit_length($self, /)\n--\n\nHow many bits the magnitude takes in binary.\n\n>>> (37).bit_length()\n6",
    ),
    method::noargs(
        c"bit_count",
        |x: &PyLongObject| from_u64(digits::count_ones(x.digits())),
        c"bit_count($self, /)\n--\n\nHow many ones the magnitude has in binary.\n\n>>> (13).bit_count()\n3",
    ),
    method::keywords(
        c"to_bytes",
        to_bytes,
        c"to_bytes($self, /, length=1, byteorder='big', *, signed=False)\n--\n\nThe int as that many bytes, the highest first ('big') or last ('little');\nsigned says whether two's complement is meant. OverflowError where they are too few.",
    ),
    method::keywords(
        c"from_bytes",
        from_bytes,
        c"from_bytes($type, /, bytes, byteorder='big', *, signed=False)\n--\n\nThe int that bytes hold, the highest first ('big') or last ('little');\nsigned says whether they are two's complement.",
    )
    .class(),
    method::noargs(
        c"as_integer_ratio",
        |x: &PyLongObject| tuple::from_owned([exact(x)?, one()]),
        c"as_integer_ratio($self, /)\n--\n\nThe int over one, as a pair of ints.",
    ),
    method::noargs(c"__trunc__", exact, c"__trunc__($self, /)\n--\n\nThe int itself: it is whole."),
    method::noargs(c"__floor__", exact, c"__floor__($self, /)\n--\n\nThe int itself: it is whole."),
    method::noargs(c"__ceil__", exact, c"__ceil__($self, /)\n--\n\nThe int itself: it is whole."),
    method::fastcall(
        c"__round__",
        round,
        c"__round__($self, ndigits=<unrepresentable>, /)\n--\n\nThe nearest multiple of 10**-ndigits, the even one of two; the int itself without ndigits.",
    ),
    method::noargs(c"__getnewargs__", |x: &PyLongObject| tuple::from_owned([exact(x)?]), c"__getnewargs__($self, /)\n--\n\n"),
    method::o(c"__format__", format, c"__format__($self, format_spec, /)\n--\n\nThe int as text, as the format specification says."),
    method::noargs(
        c"__sizeof__",
        |x: &PyLongObject| from_usize(x.as_object().ty().tp_basicsize.get() as usize + 4 * x.digits().len().max(1)),
        c"__sizeof__($self, /)\n--\n\nBytes that the int takes in memory.",
    ),
    method::noargs(
        c"is_integer",
        |_: &PyLongObject| crate::types::bool::from_bool(true),
        c"is_integer($self, /)\n--\n\nTrue: an int is whole.",
    ),
    PyMethodDef::END,
];

pub static GETSETS: [PyGetSetDef; 5] = [
    method::getset(c"real", exact, c"The int itself."),
    method::getset(c"imag", |_: &PyLongObject| zero(), c"Zero: an int has no imaginary part."),
    method::getset(c"numerator", exact, c"The int itself."),
    method::getset(c"denominator", |_: &PyLongObject| one(), c"One: an int is whole."),
    PyGetSetDef::END,
];

// ---- text ---------------------------------------------------------------------------------------------------------

/// The int in decimal; `ValueError` where it has more digits than `int_max_str_digits` allows.
pub fn decimal(x: &PyLongObject) -> Result<Text> {
    if let Some(v) = x.short() {
        return Ok(text::decimal_i64(v));
    }
    let too_long = |limit: i32| {
        raise!(ValueError, "Exceeds the limit ({limit} digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit")
    };
    let limit = interp().int_max_str_digits.get();
    if text::surely_longer_than(x.digits().len(), limit) {
        return Err(too_long(limit));
    }
    let text = text::decimal(x.digits(), x.is_negative());
    let len = text.len() - x.is_negative() as usize;
    if limit > 0 && len > text::MAX_STR_DIGITS_THRESHOLD as usize && len > limit as usize {
        return Err(too_long(limit));
    }
    Ok(text)
}

/// `repr(x)`.
pub fn repr(x: &PyLongObject) -> Result<Owned<PyUnicodeObject>> {
    unicode::from_ascii(&decimal(x)?)
}

/// The int in base 2, 8, 10 or 16, with a prefix but for 10.
pub fn to_base(x: &PyLongObject, base: u32) -> Result<Owned> {
    let (bits, letter) = match base {
        2 => (1, b'b'),
        8 => (3, b'o'),
        16 => (4, b'x'),
        _ => return Ok(repr(x)?.upcast()),
    };
    let sign = x.is_negative() as usize;
    let mut out = Buf::filled(b'-', sign + 2 + text::binary_len(x.digits(), bits));
    out[sign..sign + 2].copy_from_slice(&[b'0', letter]);
    text::put_binary(&mut out[sign + 2..], x.digits(), bits);
    Ok(unicode::from_ascii(&out)?.upcast())
}

/// The int in base 2, 8, 10 or 16, with a prefix but for 10, as a new `str`.
#[capi(private)]
pub fn _PyLong_Format(object: &PyObject, base: c_int) -> Result<Owned> {
    match object.downcast::<PyLongObject>() {
        Some(x) if matches!(base, 2 | 8 | 10 | 16) => to_base(x, base as u32),
        _ => Err(raise!(SystemError, "bad argument to internal function")),
    }
}

/// `format(x, spec)`.
pub fn format(x: &PyLongObject, spec: &PyObject) -> Result<Owned> {
    format_spec::format_object(x, spec, b'd', Align::Right, |x, spec| {
        if format_spec::wants_float(spec) {
            return Ok(format_spec::format_float(x.to_f64()?, spec));
        }
        if matches!(spec.kind as u8, b'd' | b'n') && spec.kind < 128 {
            // The limit on digits holds here, too.
            decimal_limit(x)?;
        }
        Ok(format_spec::format_int(x.digits(), x.is_negative(), spec))
    })
}

/// Fails where `decimal` would, without its text.
fn decimal_limit(x: &PyLongObject) -> Result<()> {
    if x.digits().len() < 64 { Ok(()) } else { decimal(x).map(drop) }
}

// ---- rounding -----------------------------------------------------------------------------------------------------

fn round(x: &PyLongObject, args: &[&PyObject]) -> Result<Owned> {
    check_positional("__round__", args.len(), 0, 1)?;
    let places = match args {
        [] => return exact(x),
        [n] if n.is_none() => return exact(x),
        [n, ..] => number::index(n)?,
    };
    // SAFETY: what `index` returns is an int.
    let places: &PyLongObject = unsafe { places.cast_unchecked() };
    if !places.is_negative() {
        return exact(x);
    }
    // A place above twice the number's size rounds it to zero, however far above.
    let above = places.to_i64().map_or(u64::MAX, i64::unsigned_abs);
    if above > digits::bit_length(x.digits()) / 3 + 2 {
        return Ok(zero());
    }
    let ten = from_i64(10)?;
    let above = from_u64(above)?;
    let unit = number::power(&ten, &above, &crate::types::singletons::_Py_NoneStruct)?;
    // SAFETY: a power of ints with an exponent that is not negative is an int, and so is a remainder.
    unsafe {
        let (_, rest) = arith::divmod_near(x, unit.cast_unchecked())?;
        arith::subtract(x, rest.cast_unchecked())
    }
}

// ---- bytes --------------------------------------------------------------------------------------------------------

/// `byteorder`: whether it is 'little'.
fn is_little(function: &str, order: Option<&PyObject>) -> Result<bool> {
    let Some(order) = order else { return Ok(false) };
    let Some(order) = order.downcast::<PyUnicodeObject>() else {
        return Err(raise!(TypeError, "{function}() argument 'byteorder' must be str, not {}", unicode::type_or_none(order)));
    };
    if order.is_text("little") {
        Ok(true)
    } else if order.is_text("big") {
        Ok(false)
    } else {
        Err(raise!(ValueError, "byteorder must be either 'little' or 'big'"))
    }
}

static TO_BYTES: Signature<3> = Signature { function: "to_bytes", names: ["length", "byteorder", "signed"], positional: 2, required: 0 };

fn to_bytes(x: &PyLongObject, args: Args<'_>) -> Result<Owned> {
    let [length, order, signed] = TO_BYTES.bind(args)?;
    let length = length.map_or(Ok(1), crate::protocol::index::number)?;
    let little = is_little("to_bytes", order)?;
    let signed = signed.map_or(Ok(false), PyObject::is_true)?;
    let Ok(length) = usize::try_from(length) else {
        return Err(raise!(ValueError, "length argument must be non-negative"));
    };
    let (magnitude, negative) = (x.digits(), x.is_negative());
    if negative && !signed {
        return Err(raise!(OverflowError, "can't convert negative int to unsigned"));
    }
    if !super::bytes::fits(magnitude, negative, length, signed) {
        return Err(raise!(OverflowError, "int too big to convert"));
    }
    let made = bytes_object::from_exact(length, |out| {
        // SAFETY: as many bytes as asked for, which are initialised here.
        let out = unsafe {
            out.write_bytes(0, length);
            std::slice::from_raw_parts_mut(out, length)
        };
        super::bytes::write(out, magnitude, negative, little);
    })?;
    Ok(made.upcast())
}

static FROM_BYTES: Signature<3> = Signature { function: "from_bytes", names: ["bytes", "byteorder", "signed"], positional: 2, required: 1 };

fn from_bytes(ty: &PyTypeObject, args: Args<'_>) -> Result<Owned> {
    let [bytes, order, signed] = FROM_BYTES.bind(args)?;
    let little = is_little("from_bytes", order)?;
    let signed = signed.map_or(Ok(false), PyObject::is_true)?;
    let Some(bytes) = bytes else {
        return Err(raise!(SystemError, "bad argument to internal function"));
    };
    let bytes = crate::protocol::object::PyObject_Bytes(Some(bytes))?;
    let value = convert::from_bytes(View::simple(&bytes)?.as_slice(), little, signed)?;
    if std::ptr::eq(ty, &PyLong_Type) {
        return Ok(value);
    }
    ty.as_object().call1(&value)
}
