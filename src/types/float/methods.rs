//! What Python sees of a float: its text, its methods and attributes, and `float(…)`.

use super::hex::{self, HexError};
use super::*;
use crate::args::check_positional;
use crate::boundary::method::{self, Args};
use crate::protocol::format_spec::{self, Align};
use crate::types::unicode;

pub static METHODS: [PyMethodDef; 14] = [
    method::o(c"from_number", from_number, c"from_number($type, number, /)\n--\n\nThe float of a real number; text is none.").class(),
    method::noargs(c"conjugate", exact, c"conjugate($self, /)\n--\n\nThe number itself: it has no imaginary part."),
    method::noargs(c"__trunc__", |x: &PyFloatObject| long::from_f64(x.value()), c"__trunc__($self, /)\n--\n\nThe int next to it towards zero."),
    method::noargs(
        c"__floor__",
        |x: &PyFloatObject| long::from_f64(x.value().floor()),
        c"__floor__($self, /)\n--\n\nThe greatest int that is not above it.",
    ),
    method::noargs(
        c"__ceil__",
        |x: &PyFloatObject| long::from_f64(x.value().ceil()),
        c"__ceil__($self, /)\n--\n\nThe least int that is not below it.",
    ),
    method::fastcall(
        c"__round__",
        round,
        c"__round__($self, ndigits=None, /)\n--\n\nThe nearest float with that many decimals, the even one of two; the nearest int without ndigits.",
    ),
    method::noargs(
        c"as_integer_ratio",
        as_integer_ratio,
        c"as_integer_ratio($self, /)\n--\n\nTwo ints without a common divisor, the second positive, whose ratio is exactly the float.",
    ),
    method::o(
        c"fromhex",
        from_hex,
        c"fromhex($type, string, /)\n--\n\nThe float that a hexadecimal text holds.\n\n>>> float.fromhex('0x1.8p1')\n3.0",
    )
    .class(),
    method::noargs(c"hex", to_hex, c"hex($self, /)\n--\n\nThe float as hexadecimal text.\n\n>>> 3.0.hex()\n'0x1.8000000000000p+1'"),
    method::noargs(
        c"is_integer",
        |x: &PyFloatObject| from_bool(x.value().is_finite() && x.value() == x.value().floor()),
        c"is_integer($self, /)\n--\n\nWhether the float is whole.",
    ),
    method::noargs(c"__getnewargs__", |x: &PyFloatObject| tuple::from_owned([from_f64(x.value())?]), c"__getnewargs__($self, /)\n--\n\n"),
    method::o(
        c"__getformat__",
        get_format,
        c"__getformat__($type, typestr, /)\n--\n\nHow C's 'double' or 'float' lies in memory. For the tests of the library.",
    )
    .class(),
    method::o(c"__format__", format, c"__format__($self, format_spec, /)\n--\n\nThe float as text, as the format specification says."),
    PyMethodDef::END,
];

pub static GETSETS: [PyGetSetDef; 3] = [
    method::getset(c"real", exact, c"The number itself."),
    method::getset(c"imag", |_: &PyFloatObject| from_f64(0.0), c"Zero: it has no imaginary part."),
    PyGetSetDef::END,
];

// ---- float(…) -----------------------------------------------------------------------------------------------------

fn make(x: Option<&PyObject>) -> Result<Owned> {
    match x {
        None => from_f64(0.0),
        Some(x) => number::PyNumber_Float(x),
    }
}

pub fn new(ty: &PyTypeObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    let exactly = std::ptr::eq(ty, &PyFloat_Type);
    // A subclass's own __init__ may take keywords.
    if kwargs.is_some_and(|k| !k.is_empty()) && (exactly || ty.tp_init.get().map(|f| f as usize) == PyFloat_Type.tp_init.get().map(|f| f as usize)) {
        return Err(raise!(TypeError, "float() takes no keyword arguments"));
    }
    check_positional("float", args.len(), 0, 1)?;
    let value = make(args.as_slice().first().copied())?;
    if exactly {
        return Ok(value);
    }
    // SAFETY: `make` gives floats.
    of_subclass(ty, unsafe { value.cast_unchecked::<PyFloatObject>() }.value())
}

/// `float(…)` without a tuple of arguments.
pub fn vectorcall(_: &PyTypeObject, args: Args<'_>) -> Result<Owned> {
    if args.has_keywords() {
        return Err(raise!(TypeError, "float() takes no keyword arguments"));
    }
    check_positional("float", args.positional.len(), 0, 1)?;
    make(args.positional.first().copied())
}

/// A float as an instance of `ty`, which is `float` or derives from it.
fn as_instance(ty: &PyTypeObject, value: f64) -> Result<Owned> {
    let float = from_f64(value)?;
    if std::ptr::eq(ty, &PyFloat_Type) { Ok(float) } else { ty.as_object().call1(&float) }
}

fn from_number(ty: &PyTypeObject, object: &PyObject) -> Result<Owned> {
    if std::ptr::eq(ty, &PyFloat_Type) && object.downcast_exact::<PyFloatObject>().is_some() {
        return Ok(object.new_ref());
    }
    as_instance(ty, as_f64(object)?)
}

// ---- text ---------------------------------------------------------------------------------------------------------

/// `repr(x)`.
pub fn repr(x: &PyFloatObject) -> Result<Owned<PyUnicodeObject>> {
    unicode::from_ascii(text::repr(x.value(), &mut [0; 32]))
}

/// `format(x, spec)`.
pub fn format(x: &PyFloatObject, spec: &PyObject) -> Result<Owned> {
    format_spec::format_object(x, spec, 0, Align::Right, |x, spec| Ok(format_spec::format_float(x.value(), spec)))
}

fn to_hex(x: &PyFloatObject) -> Result<Owned<PyUnicodeObject>> {
    if x.value().is_finite() { unicode::from_str(&hex::write(x.value())) } else { repr(x) }
}

fn from_hex(ty: &PyTypeObject, string: &PyObject) -> Result<Owned> {
    let Some(string) = string.downcast::<PyUnicodeObject>() else {
        return Err(raise!(TypeError, "bad argument type for built-in operation"));
    };
    match hex::read(string.utf8()?) {
        Ok(value) => as_instance(ty, value),
        Err(HexError::Syntax) => Err(raise!(ValueError, "invalid hexadecimal floating-point string")),
        Err(HexError::Overflow) => Err(raise!(OverflowError, "hexadecimal value too large to represent as a float")),
        Err(HexError::TooLong) => Err(raise!(ValueError, "hexadecimal string too long to convert")),
    }
}

fn get_format(_: &PyTypeObject, name: &PyObject) -> Result<Owned<PyUnicodeObject>> {
    let Some(name) = name.downcast::<PyUnicodeObject>() else {
        return Err(unicode::bad_type("__getformat__", None, name));
    };
    if !name.is_text("double") && !name.is_text("float") {
        return Err(raise!(ValueError, "__getformat__() argument 1 must be 'double' or 'float'"));
    }
    unicode::from_str(if cfg!(target_endian = "little") { "IEEE, little-endian" } else { "IEEE, big-endian" })
}

// ---- rounding and ratio -------------------------------------------------------------------------------------------

fn round(x: &PyFloatObject, args: &[&PyObject]) -> Result<Owned> {
    check_positional("__round__", args.len(), 0, 1)?;
    let value = x.value();
    let places = match args.first() {
        None => return long::from_f64(value.round_ties_even()),
        Some(n) if n.is_none() => return long::from_f64(value.round_ties_even()),
        Some(n) => number::as_isize(n, None)?,
    };
    if !value.is_finite() || value == 0.0 {
        return from_f64(value);
    }
    let rounded = text::round(value, places as i64);
    if rounded.is_infinite() {
        return Err(raise!(OverflowError, "rounded value too large to represent"));
    }
    from_f64(rounded)
}

fn as_integer_ratio(x: &PyFloatObject) -> Result<Owned> {
    let value = x.value();
    if value.is_infinite() {
        return Err(raise!(OverflowError, "cannot convert Infinity to integer ratio"));
    }
    if value.is_nan() {
        return Err(raise!(ValueError, "cannot convert NaN to integer ratio"));
    }
    let bits = value.to_bits();
    let (exponent, fraction) = ((bits >> 52 & 0x7ff) as i64, bits & ((1 << 52) - 1));
    let (mut significand, mut exponent) = if exponent == 0 { (fraction, -1074) } else { (fraction | 1 << 52, exponent - 1075) };
    if significand == 0 {
        exponent = 0;
    } else {
        let zeros = significand.trailing_zeros();
        significand >>= zeros;
        exponent += i64::from(zeros);
    }
    let numerator = long::from_i64(if value < 0.0 { -(significand as i64) } else { significand as i64 })?;
    let one = long::one();
    // SAFETY: both are ints.
    let (numerator_int, one_int) = unsafe { (numerator.cast_unchecked(), one.cast_unchecked()) };
    let pair = match exponent {
        0.. => [long::arith::shift_left_by(numerator_int, exponent as u64)?, one.clone()],
        _ => [numerator.clone(), long::arith::shift_left_by(one_int, exponent.unsigned_abs())?],
    };
    Ok(tuple::from_owned(pair)?.upcast())
}
