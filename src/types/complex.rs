//! `complex`: two doubles.
//!
//! In order: the type object; how Rust makes and reads one; the arithmetic, on plain pairs, by the rules of C's Annex G (infinities survive, a
//! real operand has no imaginary part at all); operators; comparison and hash; what Python sees; text; the C API in the order of complexobject.h.
//!
//! Invariant: a complex number's value never changes after it is made.

use crate::args::Signature;
use crate::boundary::method;
use crate::boundary::slot::{self, CompareOp};
use crate::boundary::{CType, FromC, IntoC};
use crate::layout::*;
use crate::object::{Owned, Typed, attribute, gc, id, types};
use crate::protocol::format_spec::{self, Align};
use crate::protocol::number;
use crate::raise;
use crate::runtime::buf::Buf;
use crate::runtime::errors::Result;
use crate::runtime::memory;
use crate::types::bool::from_bool;
use crate::types::float::text::{self as float_text, Style};
use crate::types::singletons::not_implemented;
use crate::types::{float, tuple, unicode};
use exuvia_macros::capi;
use std::cell::Cell;
use std::ffi::c_int;

// SAFETY: instances of complex and of its subclasses begin with a PyComplexObject.
unsafe impl Typed for PyComplexObject {
    fn type_object() -> &'static PyTypeObject {
        &PyComplex_Type
    }
}

/// `complex`.
#[capi]
pub static PyComplex_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"complex".as_ptr()),
    tp_doc: Cell::new(c"complex(real=0, imag=0)\n--\n\nA complex number, from one or two real numbers or a text that holds one.".as_ptr()),
    tp_basicsize: Cell::new(size_of::<PyComplexObject>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::BASETYPE),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_repr: Cell::new(Some(slot::unary(repr))),
    tp_hash: Cell::new(Some(slot::hash(hash))),
    tp_richcompare: Cell::new(Some(slot::compare(compare))),
    tp_as_number: Cell::new(&NUMBER),
    tp_methods: Cell::new(METHODS.as_ptr()),
    tp_members: Cell::new(MEMBERS.as_ptr()),
    tp_new: Cell::new(Some(slot::new(new))),
    ..PyTypeObject::STATIC
};

static NUMBER: PyNumberMethods = PyNumberMethods {
    nb_add: Cell::new(Some(slot::binary(|a, b| {
        mixed(a, b, sum, |z, x| Py_complex { real: z.real + x, ..z }, |x, z| Py_complex { real: x + z.real, ..z })
    }))),
    nb_subtract: Cell::new(Some(slot::binary(|a, b| {
        mixed(a, b, difference, |z, x| Py_complex { real: z.real - x, ..z }, |x, z| Py_complex { real: x - z.real, imag: -z.imag })
    }))),
    nb_multiply: Cell::new(Some(slot::binary(|a, b| mixed(a, b, product, scaled, |x, z| scaled(z, x))))),
    nb_power: Cell::new(Some(slot::ternary(power))),
    nb_negative: Cell::new(Some(slot::unary(|z: &PyComplexObject| from_complex(negative(z.value()))))),
    nb_positive: Cell::new(Some(slot::unary(exact))),
    nb_absolute: Cell::new(Some(slot::unary(absolute))),
    nb_bool: Cell::new(Some(slot::inquiry(|z: &PyComplexObject| z.value().real != 0.0 || z.value().imag != 0.0))),
    nb_true_divide: Cell::new(Some(slot::binary(divide))),
    ..PyNumberMethods::EMPTY
};

// ---- making and reading -------------------------------------------------------------------------------------------

impl PyComplexObject {
    #[inline(always)]
    pub fn value(&self) -> Py_complex {
        self.cval.get()
    }
}

/// A new complex number.
pub fn from_complex(value: Py_complex) -> Result<Owned> {
    of_type(&PyComplex_Type, value)
}

fn of_type(ty: &PyTypeObject, value: Py_complex) -> Result<Owned> {
    let object = if std::ptr::eq(ty, &PyComplex_Type) {
        let object = memory::alloc_object(size_of::<PyComplexObject>())?;
        // SAFETY: memory for a complex number; `complex` is not a heap type, so nothing else is counted.
        unsafe {
            gc::init(object, &PyComplex_Type);
            Owned::from_nonnull(object)
        }
    } else {
        types::alloc(ty, 0)?
    };
    // SAFETY: an instance of complex or of a subclass.
    unsafe { object.cast_unchecked::<PyComplexObject>() }.cval.set(value);
    Ok(object)
}

fn dealloc(this: *mut PyComplexObject) {
    let object = this.cast::<PyObject>();
    // SAFETY: dead.
    unsafe {
        if std::ptr::eq((*object).ty(), &PyComplex_Type) {
            memory::free_object(object);
        } else {
            types::free(object);
        }
    }
}

fn exact(z: &PyComplexObject) -> Result<Owned> {
    if std::ptr::eq(z.ty(), &PyComplex_Type) { Ok(z.as_object().new_ref()) } else { from_complex(z.value()) }
}

const ONE: Py_complex = Py_complex { real: 1.0, imag: 0.0 };
const ZERO: Py_complex = Py_complex { real: 0.0, imag: 0.0 };

// ---- arithmetic ---------------------------------------------------------------------------------------------------

/// Why an operation has no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Failure {
    /// Outside of the operation's domain: a division by zero (EDOM).
    Domain,
    /// Beyond the largest double (ERANGE).
    Range,
}

impl Failure {
    /// Leaves C's number of the failure in `errno`, as C's own functions do.
    fn set_errno(self) {
        let code = match self {
            Failure::Domain => libc::EDOM,
            Failure::Range => libc::ERANGE,
        };
        // SAFETY: the thread's own errno.
        unsafe { *libc::__errno_location() = code };
    }
}

fn sum(a: Py_complex, b: Py_complex) -> Py_complex {
    Py_complex { real: a.real + b.real, imag: a.imag + b.imag }
}
fn difference(a: Py_complex, b: Py_complex) -> Py_complex {
    Py_complex { real: a.real - b.real, imag: a.imag - b.imag }
}
fn negative(a: Py_complex) -> Py_complex {
    Py_complex { real: -a.real, imag: -a.imag }
}
fn scaled(z: Py_complex, x: f64) -> Py_complex {
    Py_complex { real: z.real * x, imag: z.imag * x }
}

/// One for an infinity, zero for anything finite, with the sign: how Annex G "boxes" a part.
fn boxed(x: f64) -> f64 {
    (if x.is_infinite() { 1.0f64 } else { 0.0 }).copysign(x)
}
/// A NaN as a zero with its sign.
fn settled(x: f64) -> f64 {
    if x.is_nan() { 0.0f64.copysign(x) } else { x }
}

fn product(mut z: Py_complex, mut w: Py_complex) -> Py_complex {
    let (ac, bd, ad, bc) = (z.real * w.real, z.imag * w.imag, z.real * w.imag, z.imag * w.real);
    let result = Py_complex { real: ac - bd, imag: ad + bc };
    if !(result.real.is_nan() && result.imag.is_nan()) {
        return result;
    }
    // Two NaNs may hide an infinity.
    let mut again = false;
    if z.real.is_infinite() || z.imag.is_infinite() {
        z = Py_complex { real: boxed(z.real), imag: boxed(z.imag) };
        w = Py_complex { real: settled(w.real), imag: settled(w.imag) };
        again = true;
    }
    if w.real.is_infinite() || w.imag.is_infinite() {
        w = Py_complex { real: boxed(w.real), imag: boxed(w.imag) };
        z = Py_complex { real: settled(z.real), imag: settled(z.imag) };
        again = true;
    }
    if !again && [ac, bd, ad, bc].iter().any(|x| x.is_infinite()) {
        z = Py_complex { real: settled(z.real), imag: settled(z.imag) };
        w = Py_complex { real: settled(w.real), imag: settled(w.imag) };
        again = true;
    }
    if !again {
        return result;
    }
    Py_complex { real: f64::INFINITY * (z.real * w.real - z.imag * w.imag), imag: f64::INFINITY * (z.real * w.imag + z.imag * w.real) }
}

/// Division by the larger part of the divisor first, so that nothing overflows on the way.
fn quotient(a: Py_complex, b: Py_complex) -> std::result::Result<Py_complex, Failure> {
    let (size_real, size_imag) = (b.real.abs(), b.imag.abs());
    let mut result = if size_real >= size_imag {
        if size_real == 0.0 {
            return Err(Failure::Domain);
        }
        let ratio = b.imag / b.real;
        let divisor = b.real + b.imag * ratio;
        Py_complex { real: (a.real + a.imag * ratio) / divisor, imag: (a.imag - a.real * ratio) / divisor }
    } else if size_imag >= size_real {
        let ratio = b.real / b.imag;
        let divisor = b.real * ratio + b.imag;
        Py_complex { real: (a.real * ratio + a.imag) / divisor, imag: (a.imag * ratio - a.real) / divisor }
    } else {
        Py_complex { real: f64::NAN, imag: f64::NAN }
    };
    if result.real.is_nan() && result.imag.is_nan() {
        if (a.real.is_infinite() || a.imag.is_infinite()) && b.real.is_finite() && b.imag.is_finite() {
            let (x, y) = (boxed(a.real), boxed(a.imag));
            result.real = f64::INFINITY * (x * b.real + y * b.imag);
            result.imag = f64::INFINITY * (y * b.real - x * b.imag);
        } else if (size_real.is_infinite() || size_imag.is_infinite()) && a.real.is_finite() && a.imag.is_finite() {
            let (x, y) = (boxed(b.real), boxed(b.imag));
            result.real = 0.0 * (a.real * x + a.imag * y);
            result.imag = 0.0 * (a.imag * x - a.real * y);
        }
    }
    Ok(result)
}

/// A complex number over a real one.
fn quotient_by_real(a: Py_complex, x: f64) -> std::result::Result<Py_complex, Failure> {
    if x == 0.0 { Err(Failure::Domain) } else { Ok(Py_complex { real: a.real / x, imag: a.imag / x }) }
}

/// A real number over a complex one.
fn quotient_of_real(a: f64, b: Py_complex) -> std::result::Result<Py_complex, Failure> {
    let (size_real, size_imag) = (b.real.abs(), b.imag.abs());
    let mut result = if size_real >= size_imag {
        if size_real == 0.0 {
            return Err(Failure::Domain);
        }
        let ratio = b.imag / b.real;
        let divisor = b.real + b.imag * ratio;
        Py_complex { real: a / divisor, imag: (-a * ratio) / divisor }
    } else if size_imag >= size_real {
        let ratio = b.real / b.imag;
        let divisor = b.real * ratio + b.imag;
        Py_complex { real: (a * ratio) / divisor, imag: (-a) / divisor }
    } else {
        Py_complex { real: f64::NAN, imag: f64::NAN }
    };
    if result.real.is_nan() && result.imag.is_nan() && a.is_finite() && (size_real.is_infinite() || size_imag.is_infinite()) {
        let (x, y) = (boxed(b.real), boxed(b.imag));
        result.real = 0.0 * (a * x);
        result.imag = 0.0 * (-a * y);
    }
    Ok(result)
}

fn finite_or_range(result: Py_complex) -> std::result::Result<Py_complex, Failure> {
    if result.real.is_infinite() || result.imag.is_infinite() { Err(Failure::Range) } else { Ok(result) }
}

/// A power in polar form. An infinite result is a failure that still has its value.
fn polar_power(a: Py_complex, b: Py_complex) -> (Py_complex, Option<Failure>) {
    if b.real == 0.0 && b.imag == 0.0 {
        return (ONE, None);
    }
    if a.real == 0.0 && a.imag == 0.0 {
        return (ZERO, (b.imag != 0.0 || b.real < 0.0).then_some(Failure::Domain));
    }
    let size = a.real.hypot(a.imag);
    let mut length = size.powf(b.real);
    let angle = a.imag.atan2(a.real);
    let mut phase = angle * b.real;
    if b.imag != 0.0 {
        length *= (-angle * b.imag).exp();
        phase += b.imag * size.ln();
    }
    let result = Py_complex { real: length * phase.cos(), imag: length * phase.sin() };
    (result, finite_or_range(result).err())
}

/// A power with a whole exponent, by squaring.
fn whole_power(a: Py_complex, exponent: i64) -> std::result::Result<Py_complex, Failure> {
    let mut left = exponent.unsigned_abs();
    let (mut result, mut square) = (ONE, a);
    if left == 0 {
        return Ok(ONE);
    }
    loop {
        if left & 1 == 1 {
            result = product(result, square);
        }
        left >>= 1;
        if left == 0 {
            break;
        }
        square = product(square, square);
    }
    if exponent < 0 { quotient(ONE, result) } else { Ok(result) }
}

/// The absolute value; `Err` where it is beyond the largest double.
fn size(z: Py_complex) -> std::result::Result<f64, Failure> {
    let size = z.real.hypot(z.imag);
    if size.is_infinite() && z.real.is_finite() && z.imag.is_finite() { Err(Failure::Range) } else { Ok(size) }
}

// ---- operators ----------------------------------------------------------------------------------------------------

/// An operand: complex, real, or neither. `OverflowError` for an int too large for a double.
enum Operand {
    Complex(Py_complex),
    Real(f64),
    Other,
}

fn operand(object: &PyObject) -> Result<Operand> {
    Ok(if let Some(z) = object.downcast::<PyComplexObject>() {
        Operand::Complex(z.value())
    } else if let Some(x) = object.downcast::<PyFloatObject>() {
        Operand::Real(x.value())
    } else if let Some(x) = object.downcast::<PyLongObject>() {
        Operand::Real(x.to_f64()?)
    } else {
        Operand::Other
    })
}

fn mixed(
    a: &PyObject,
    b: &PyObject,
    both: impl Fn(Py_complex, Py_complex) -> Py_complex,
    by_real: impl Fn(Py_complex, f64) -> Py_complex,
    of_real: impl Fn(f64, Py_complex) -> Py_complex,
) -> Result<Owned> {
    let a = operand(a)?;
    if matches!(a, Operand::Other) {
        return Ok(not_implemented());
    }
    from_complex(match (a, operand(b)?) {
        (Operand::Complex(z), Operand::Complex(w)) => both(z, w),
        (Operand::Complex(z), Operand::Real(x)) => by_real(z, x),
        (Operand::Real(x), Operand::Complex(z)) => of_real(x, z),
        _ => return Ok(not_implemented()),
    })
}

fn divide(a: &PyObject, b: &PyObject) -> Result<Owned> {
    let a = operand(a)?;
    if matches!(a, Operand::Other) {
        return Ok(not_implemented());
    }
    let result = match (a, operand(b)?) {
        (Operand::Complex(z), Operand::Complex(w)) => quotient(z, w),
        (Operand::Complex(z), Operand::Real(x)) => quotient_by_real(z, x),
        (Operand::Real(x), Operand::Complex(z)) => quotient_of_real(x, z),
        _ => return Ok(not_implemented()),
    };
    from_complex(result.map_err(|_| raise!(ZeroDivisionError, "division by zero"))?)
}

/// `pow(a, b, c)`; float sends negative bases with fractional exponents here.
pub fn power(a: &PyObject, b: &PyObject, modulus: &PyObject) -> Result<Owned> {
    let whole = |operand| match operand {
        Operand::Complex(z) => Some(z),
        Operand::Real(x) => Some(Py_complex { real: x, imag: 0.0 }),
        Operand::Other => None,
    };
    let Some(base) = whole(operand(a)?) else { return Ok(not_implemented()) };
    let Some(exponent) = whole(operand(b)?) else { return Ok(not_implemented()) };
    if !modulus.is_none() {
        return Err(raise!(ValueError, "complex modulo"));
    }
    // Small whole exponents are exact by multiplication.
    let result = if exponent.imag == 0.0 && exponent.real == exponent.real.floor() && exponent.real.abs() <= 100.0 {
        whole_power(base, exponent.real as i64).and_then(finite_or_range)
    } else {
        match polar_power(base, exponent) {
            (result, None) => Ok(result),
            (_, Some(failure)) => Err(failure),
        }
    };
    match result {
        Ok(result) => from_complex(result),
        Err(Failure::Domain) => Err(raise!(ZeroDivisionError, "zero to a negative or complex power")),
        Err(Failure::Range) => Err(raise!(OverflowError, "complex exponentiation")),
    }
}

fn absolute(z: &PyComplexObject) -> Result<Owned> {
    match size(z.value()) {
        Ok(size) => float::from_f64(size),
        Err(_) => Err(raise!(OverflowError, "absolute value too large")),
    }
}

// ---- comparison and hash ------------------------------------------------------------------------------------------

fn compare(a: &PyComplexObject, b: &PyObject, op: CompareOp) -> Result<Owned> {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(not_implemented());
    }
    let z = a.value();
    let equal = if let Some(int) = b.downcast::<PyLongObject>() {
        z.imag == 0.0 && float::order_with_int(z.real, int).is_some_and(|o| o.is_eq())
    } else if let Some(x) = b.downcast::<PyFloatObject>() {
        z.real == x.value() && z.imag == 0.0
    } else if let Some(w) = b.downcast::<PyComplexObject>() {
        z.real == w.value().real && z.imag == w.value().imag
    } else {
        return Ok(not_implemented());
    };
    Ok(from_bool(equal == (op == CompareOp::Eq)))
}

fn hash(z: &PyComplexObject) -> Result<isize> {
    const IMAGINARY: isize = 1_000_003;
    let real = float::hash_f64(z.as_object(), z.value().real);
    let imag = float::hash_f64(z.as_object(), z.value().imag);
    Ok(match real.wrapping_add(imag.wrapping_mul(IMAGINARY)) {
        -1 => -2,
        h => h,
    })
}

// ---- what Python sees ---------------------------------------------------------------------------------------------

static METHODS: [PyMethodDef; 6] = [
    method::o(c"from_number", from_number, c"from_number($type, number, /)\n--\n\nThe complex number of a number; text is none.").class(),
    method::noargs(
        c"conjugate",
        |z: &PyComplexObject| from_complex(Py_complex { imag: -z.value().imag, ..z.value() }),
        c"conjugate($self, /)\n--\n\nThe number with its imaginary part negated.",
    ),
    method::noargs(c"__complex__", exact, c"__complex__($self, /)\n--\n\nThe number itself, exactly of type complex."),
    method::noargs(
        c"__getnewargs__",
        |z: &PyComplexObject| tuple::from_owned([float::from_f64(z.value().real)?, float::from_f64(z.value().imag)?]),
        c"__getnewargs__($self, /)\n--\n\n",
    ),
    method::o(c"__format__", format, c"__format__($self, format_spec, /)\n--\n\nThe number as text, as the format specification says."),
    PyMethodDef::END,
];

/// `Py_T_DOUBLE`.
const DOUBLE: c_int = 4;
/// `Py_READONLY`.
const READONLY: c_int = 1;

static MEMBERS: [PyMemberDef; 3] = {
    const VALUE: usize = std::mem::offset_of!(PyComplexObject, cval);
    const REAL: usize = VALUE + std::mem::offset_of!(Py_complex, real);
    const IMAG: usize = VALUE + std::mem::offset_of!(Py_complex, imag);
    [
        PyMemberDef { name: c"real".as_ptr(), r#type: DOUBLE, offset: REAL as isize, flags: READONLY, doc: c"The real part.".as_ptr() },
        PyMemberDef { name: c"imag".as_ptr(), r#type: DOUBLE, offset: IMAG as isize, flags: READONLY, doc: c"The imaginary part.".as_ptr() },
        PyMemberDef { name: std::ptr::null(), r#type: 0, offset: 0, flags: 0, doc: std::ptr::null() },
    ]
};

/// What the object's `__complex__` gives; `None` where it has none.
fn by_special_method(object: &PyObject) -> Result<Option<Py_complex>> {
    if let Some(z) = object.downcast_exact::<PyComplexObject>() {
        return Ok(Some(z.value()));
    }
    let Some(method) = attribute::_PyObject_LookupSpecial(object, id::__complex__.as_object())? else { return Ok(None) };
    let result = method.call0()?;
    let name = result.ty().name();
    let Some(z) = (*result).downcast::<PyComplexObject>() else {
        return Err(raise!(TypeError, "__complex__ returned non-complex (type {name})"));
    };
    if !std::ptr::eq(z.ty(), &PyComplex_Type) {
        number::deprecated(format_args!(
            "__complex__ returned non-complex (type {name}).  The ability to return an instance of a strict subclass of complex is deprecated, and may not be supported in a future version of Python."
        ))?;
    }
    Ok(Some(z.value()))
}

/// The object as a complex number; `TypeError` where it is no number.
pub fn as_complex(object: &PyObject) -> Result<Py_complex> {
    if let Some(z) = object.downcast::<PyComplexObject>() {
        return Ok(z.value());
    }
    match by_special_method(object)? {
        Some(z) => Ok(z),
        None => Ok(Py_complex { real: float::as_f64(object)?, imag: 0.0 }),
    }
}

fn from_number(ty: &PyTypeObject, object: &PyObject) -> Result<Owned> {
    if std::ptr::eq(ty, &PyComplex_Type) && object.downcast_exact::<PyComplexObject>().is_some() {
        return Ok(object.new_ref());
    }
    of_type(ty, as_complex(object)?)
}

static PARAMETERS: Signature<2> = Signature { function: "complex", names: ["real", "imag"], positional: 2, required: 0 };

/// `complex(real=0, imag=0)`.
fn new(ty: &PyTypeObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    if args.len() == 1
        && kwargs.is_none_or(|k| k.is_empty())
        && let [argument] = args.as_slice()
    {
        return new_of_one(ty, argument);
    }
    let [real, imag] = PARAMETERS.bind_call(args, kwargs)?;
    let (mut real_part, mut from_real) = (ZERO, None);
    if let Some(real) = real {
        real_part = match by_special_method(&real)? {
            Some(z) => {
                number::deprecated(format_args!("complex() argument 'real' must be a real number, not {}", real.ty().name()))?;
                from_real = Some(z.imag);
                z
            }
            None => match (*real).downcast::<PyComplexObject>() {
                Some(z) => z.value(),
                None => Py_complex { real: part(&real, "real")?, imag: 0.0 },
            },
        };
    }
    let mut imag_part = ZERO;
    let mut from_imag = false;
    if let Some(imag) = imag {
        if let Some(z) = (*imag).downcast::<PyComplexObject>() {
            number::deprecated(format_args!("complex() argument 'imag' must be a real number, not {}", imag.ty().name()))?;
            (imag_part, from_imag) = (z.value(), true);
        } else {
            imag_part.real = part(&imag, "imag")?;
        }
    }
    // Each may be complex: real + imag * 1j.
    if from_imag {
        real_part.real -= imag_part.imag;
    }
    if let Some(imag) = from_real {
        imag_part.real += imag;
    }
    of_type(ty, Py_complex { real: real_part.real, imag: imag_part.real })
}

/// A real part or an imaginary one.
fn part(object: &PyObject, name: &str) -> Result<f64> {
    match number::as_f64(object)? {
        Some(x) => Ok(x),
        None => Err(raise!(TypeError, "complex() argument '{name}' must be a real number, not {}", object.ty().name())),
    }
}

/// `complex(argument)`.
fn new_of_one(ty: &PyTypeObject, argument: &PyObject) -> Result<Owned> {
    if std::ptr::eq(ty, &PyComplex_Type) && argument.downcast_exact::<PyComplexObject>().is_some() {
        return Ok(argument.new_ref());
    }
    if let Some(text) = argument.downcast::<PyUnicodeObject>() {
        return of_type(ty, from_text(text)?);
    }
    if let Some(z) = by_special_method(argument)? {
        return of_type(ty, z);
    }
    if let Some(z) = argument.downcast::<PyComplexObject>() {
        return of_type(ty, z.value());
    }
    match number::as_f64(argument)? {
        Some(real) => of_type(ty, Py_complex { real, imag: 0.0 }),
        None => Err(raise!(TypeError, "complex() argument must be a string or a number, not {}", argument.ty().name())),
    }
}

// ---- text ---------------------------------------------------------------------------------------------------------

fn repr(z: &PyComplexObject) -> Result<Owned<PyUnicodeObject>> {
    let Py_complex { real, imag } = z.value();
    let (plain, signed) = (Style::new(b'r', 0), Style { sign: true, ..Style::new(b'r', 0) });
    let mut out = Buf::with_capacity(48);
    if real == 0.0 && real.is_sign_positive() {
        float_text::write(&mut out, imag, plain);
        out.push(b'j');
    } else {
        out.push(b'(');
        float_text::write(&mut out, real, plain);
        float_text::write(&mut out, imag, signed);
        out.extend_from_slice(b"j)");
    }
    unicode::from_ascii(&out)
}

fn format(z: &PyComplexObject, spec: &PyObject) -> Result<Owned> {
    format_spec::format_object(z, spec, 0, Align::Right, |z, spec| Ok(format_spec::format_complex(z.value().real, z.value().imag, spec)))
}

fn from_text(object: &PyUnicodeObject) -> Result<Py_complex> {
    let ascii = number::number_text(object);
    let malformed = || raise!(ValueError, "complex() arg is a malformed string");
    if !ascii.contains(&b'_') {
        return read(&ascii).ok_or_else(malformed);
    }
    match float_text::without_underscores(&ascii) {
        Some(plain) => read(&plain).ok_or_else(malformed),
        None => Err(raise!(ValueError, "could not convert string to complex: {}", object.as_object().repr()?.to_lossy())),
    }
}

/// Reads `x`, `yj` or `x+yj`, perhaps in parentheses, with white space around either.
fn read(text: &[u8]) -> Option<Py_complex> {
    let text = float_text::trim(text);
    let text = match text {
        [b'(', inside @ .., b')'] => float_text::trim(inside),
        _ => text,
    };
    let imaginary_unit = |text: &[u8]| matches!(text, [b'j' | b'J']);
    match float_text::read_prefix(text) {
        Some((x, n)) => match &text[n..] {
            [] => Some(Py_complex { real: x, imag: 0.0 }),
            [b'j' | b'J'] => Some(Py_complex { real: 0.0, imag: x }),
            rest @ [sign @ (b'+' | b'-'), after @ ..] => {
                let (imag, rest) = match float_text::read_prefix(rest) {
                    Some((y, n)) => (y, &rest[n..]),
                    None => (if *sign == b'+' { 1.0 } else { -1.0 }, after),
                };
                imaginary_unit(rest).then_some(Py_complex { real: x, imag })
            }
            _ => None,
        },
        None => {
            let (imag, rest) = match text {
                [b'+', rest @ ..] => (1.0, rest),
                [b'-', rest @ ..] => (-1.0, rest),
                _ => (1.0, text),
            };
            imaginary_unit(rest).then_some(Py_complex { real: 0.0, imag })
        }
    }
}

// ---- complexobject.h ----------------------------------------------------------------------------------------------

// A struct of two doubles is passed and returned in two vector registers, by value.
impl CType for Py_complex {
    const CLASS: char = '?';
}
impl FromC for Py_complex {
    type C = Py_complex;
    #[inline(always)]
    unsafe fn from_c(argument: Py_complex) -> Option<Self> {
        Some(argument)
    }
}
impl IntoC for Py_complex {
    type C = Py_complex;
    #[inline(always)]
    fn into_c(self) -> Py_complex {
        self
    }
    fn failure() -> Option<Py_complex> {
        None
    }
}
impl IntoC for Result<Py_complex> {
    type C = Py_complex;
    #[inline(always)]
    fn into_c(self) -> Py_complex {
        self.unwrap_or(Py_complex { real: -1.0, imag: 0.0 })
    }
    fn failure() -> Option<Py_complex> {
        Some(Py_complex { real: -1.0, imag: 0.0 })
    }
}

/// A new complex number.
#[capi]
pub fn PyComplex_FromDoubles(real: f64, imag: f64) -> Result<Owned> {
    from_complex(Py_complex { real, imag })
}

/// A new complex number.
#[capi]
pub fn PyComplex_FromCComplex(value: Py_complex) -> Result<Owned> {
    from_complex(value)
}

/// The real part of a complex number, or of what `__complex__` gives, or the value of a real number; -1.0 with an exception.
#[capi]
pub fn PyComplex_RealAsDouble(object: &PyObject) -> Result<f64> {
    Ok(as_complex(object)?.real)
}

/// The imaginary part of a complex number, or of what `__complex__` gives; 0.0 for anything else. -1.0 with an exception.
#[capi]
pub fn PyComplex_ImagAsDouble(object: &PyObject) -> Result<f64> {
    if let Some(z) = object.downcast::<PyComplexObject>() {
        return Ok(z.value().imag);
    }
    match by_special_method(object)? {
        Some(z) => Ok(z.imag),
        // A real number has no imaginary part; anything else is an error.
        None => float::as_f64(object).map(|_| 0.0),
    }
}

/// The value of a complex number, or what `__complex__`, `__float__` or `__index__` gives; real part -1.0 with an exception.
#[capi]
pub fn PyComplex_AsCComplex(object: &PyObject) -> Result<Py_complex> {
    as_complex(object)
}

/// `a + b`.
#[capi]
pub fn _Py_c_sum(a: Py_complex, b: Py_complex) -> Py_complex {
    sum(a, b)
}
/// `a - b`.
#[capi]
pub fn _Py_c_diff(a: Py_complex, b: Py_complex) -> Py_complex {
    difference(a, b)
}
/// `-a`.
#[capi]
pub fn _Py_c_neg(a: Py_complex) -> Py_complex {
    negative(a)
}
/// `a * b`.
#[capi]
pub fn _Py_c_prod(a: Py_complex, b: Py_complex) -> Py_complex {
    product(a, b)
}
/// `a / b`; 0 and EDOM in `errno` where `b` is zero.
#[capi]
pub fn _Py_c_quot(a: Py_complex, b: Py_complex) -> Py_complex {
    or_errno(quotient(a, b))
}
/// `a ** b`; EDOM or ERANGE in `errno` where there is no such number.
#[capi]
pub fn _Py_c_pow(a: Py_complex, b: Py_complex) -> Py_complex {
    let (result, failure) = polar_power(a, b);
    if let Some(failure) = failure {
        failure.set_errno();
    }
    result
}
/// `abs(a)`; ERANGE in `errno` where it is beyond the largest double, else 0.
#[capi]
pub fn _Py_c_abs(a: Py_complex) -> f64 {
    match size(a) {
        Ok(size) => {
            // SAFETY: the thread's own errno.
            unsafe { *libc::__errno_location() = 0 };
            size
        }
        Err(failure) => {
            failure.set_errno();
            f64::INFINITY
        }
    }
}

macro_rules! mixed_exports {
    ($($name:ident($($arg:ident: $ty:ty),*) $what:literal = $body:expr;)*) => { $(
        #[doc = concat!("`", $what, "` of a complex number and a real one, which has no imaginary part.")]
        #[capi(private)]
        pub fn $name($($arg: $ty),*) -> Py_complex {
            $body
        }
    )* };
}
/// A quotient, or zero and EDOM in `errno`.
fn or_errno(result: std::result::Result<Py_complex, Failure>) -> Py_complex {
    result.unwrap_or_else(|failure| {
        failure.set_errno();
        ZERO
    })
}
mixed_exports! {
    _Py_cr_sum(a: Py_complex, b: f64) "a + b" = Py_complex { real: a.real + b, ..a };
    _Py_cr_diff(a: Py_complex, b: f64) "a - b" = Py_complex { real: a.real - b, ..a };
    _Py_rc_diff(a: f64, b: Py_complex) "a - b" = Py_complex { real: a - b.real, imag: -b.imag };
    _Py_cr_prod(a: Py_complex, b: f64) "a * b" = scaled(a, b);
    _Py_cr_quot(a: Py_complex, b: f64) "a / b" = or_errno(quotient_by_real(a, b));
    _Py_rc_quot(a: f64, b: Py_complex) "a / b" = or_errno(quotient_of_real(a, b));
}
