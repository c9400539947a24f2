//! `float`: a C double in a box of 24 bytes.
//!
//! The model of a built-in type. In order: the struct and its type object; how Rust makes and reads one; arithmetic;
//! comparison and hash; the C API in the order of floatobject.h. `methods` has what Python sees, `text`, `hex` and `pack` the
//! algorithms on plain doubles, `pystrtod` what C sees of them.
//!
//! Invariant: a float's value never changes after it is made.

pub mod hex;
pub mod methods;
pub mod pack;
pub mod pystrtod;
pub mod text;

use crate::boundary::slot::{self, CompareOp};
use crate::layout::*;
use crate::object::hash::hash_pointer;
use crate::object::{Owned, Typed, gc, types};
use crate::protocol::buffer::View;
use crate::protocol::number;
use crate::raise;
use crate::runtime::buf::Buf;
use crate::runtime::errors::{Raised, Result};
use crate::runtime::{memory, thread};
use crate::types::bool::from_bool;
use crate::types::singletons::not_implemented;
use crate::types::{complex, long, tuple};
use exuvia_macros::capi;
use std::cell::Cell;
use std::cmp::Ordering;
use std::ffi::{c_char, c_int};

// SAFETY: instances of float and of its subclasses begin with a PyFloatObject.
unsafe impl Typed for PyFloatObject {
    fn type_object() -> &'static PyTypeObject {
        &PyFloat_Type
    }
}

/// `float`.
#[capi]
pub static PyFloat_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"float".as_ptr()),
    tp_doc: Cell::new(c"float(x=0, /)\n--\n\nA floating-point number, from a number or a text that holds one.".as_ptr()),
    tp_basicsize: Cell::new(size_of::<PyFloatObject>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::BASETYPE | flags::MATCH_SELF),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_repr: Cell::new(Some(slot::unary(methods::repr))),
    tp_hash: Cell::new(Some(slot::hash(hash))),
    tp_richcompare: Cell::new(Some(slot::compare(compare))),
    tp_as_number: Cell::new(&NUMBER),
    tp_methods: Cell::new(methods::METHODS.as_ptr()),
    tp_getset: Cell::new(methods::GETSETS.as_ptr()),
    tp_new: Cell::new(Some(slot::new(methods::new))),
    tp_vectorcall: Cell::new(Some(slot::vectorcall(methods::vectorcall))),
    ..PyTypeObject::STATIC
};

static NUMBER: PyNumberMethods = PyNumberMethods {
    nb_add: Cell::new(Some(slot::binary(|a, b| arithmetic(a, b, |x, y| x + y)))),
    nb_subtract: Cell::new(Some(slot::binary(|a, b| arithmetic(a, b, |x, y| x - y)))),
    nb_multiply: Cell::new(Some(slot::binary(|a, b| arithmetic(a, b, |x, y| x * y)))),
    nb_remainder: Cell::new(Some(slot::binary(|a, b| division(a, b, |x, y| from_f64(floor_divmod(x, y).1))))),
    nb_divmod: Cell::new(Some(slot::binary(|a, b| division(a, b, divmod)))),
    nb_power: Cell::new(Some(slot::ternary(power))),
    nb_negative: Cell::new(Some(slot::unary(|x: &PyFloatObject| from_f64(-x.value())))),
    nb_positive: Cell::new(Some(slot::unary(exact))),
    nb_absolute: Cell::new(Some(slot::unary(|x: &PyFloatObject| from_f64(x.value().abs())))),
    nb_bool: Cell::new(Some(slot::inquiry(|x: &PyFloatObject| x.value() != 0.0))),
    nb_int: Cell::new(Some(slot::unary(|x: &PyFloatObject| long::from_f64(x.value())))),
    nb_float: Cell::new(Some(slot::unary(exact))),
    nb_floor_divide: Cell::new(Some(slot::binary(|a, b| division(a, b, |x, y| from_f64(floor_divmod(x, y).0))))),
    nb_true_divide: Cell::new(Some(slot::binary(|a, b| division(a, b, |x, y| from_f64(x / y))))),
    ..PyNumberMethods::EMPTY
};

// ---- making and reading -------------------------------------------------------------------------------------------

impl PyFloatObject {
    #[inline(always)]
    pub fn value(&self) -> f64 {
        self.ob_fval.get()
    }
}

/// A new float.
#[inline]
pub fn from_f64(value: f64) -> Result<Owned> {
    let object = match thread().interp().free.float.pop() {
        Some(object) => object,
        None => memory::alloc_object(size_of::<PyFloatObject>())?,
    };
    // SAFETY: memory for a float; `float` is not a heap type, so nothing else is counted.
    unsafe {
        gc::init(object, &PyFloat_Type);
        (*object.cast::<PyFloatObject>()).ob_fval.set(value);
        Ok(Owned::from_nonnull(object))
    }
}

/// The same value as an object of exactly the type `float`: the object itself where it is one.
#[inline]
pub fn exact(object: &PyFloatObject) -> Result<Owned> {
    if std::ptr::eq(object.ty(), &PyFloat_Type) { Ok(object.as_object().new_ref()) } else { from_f64(object.value()) }
}

/// The value as an instance of a subclass.
pub fn of_subclass(ty: &PyTypeObject, value: f64) -> Result<Owned> {
    let object = types::alloc(ty, 0)?;
    // SAFETY: an instance of a subclass of float.
    unsafe { object.cast_unchecked::<PyFloatObject>() }.ob_fval.set(value);
    Ok(object)
}

/// The float in a `str` or in bytes, new. `ValueError` where there is none, `TypeError` for anything else.
pub fn from_text(object: &PyObject) -> Result<Owned> {
    let value = if let Some(text) = object.downcast::<PyUnicodeObject>() {
        text::read(&number::number_text(text))
    } else {
        let view = match crate::protocol::buffer::getter(object.ty()) {
            Some(_) => View::simple(object).map_err(Raised::clear).ok(),
            None => None,
        };
        let Some(view) = view else {
            return Err(raise!(TypeError, "float() argument must be a string or a real number, not '{}'", object.ty().name()));
        };
        text::read(view.as_slice())
    };
    match value {
        Some(value) => from_f64(value),
        None => Err(raise!(ValueError, "could not convert string to float: {}", object.repr()?.to_lossy())),
    }
}

fn dealloc(this: *mut PyFloatObject) {
    let object = this.cast::<PyObject>();
    // SAFETY: dead, and of the free list's size where it is exactly a float.
    unsafe {
        if !std::ptr::eq((*object).ty(), &PyFloat_Type) {
            types::free(object);
        } else if !thread().interp().free.float.push(object) {
            memory::free_object(object);
        }
    }
}

// ---- arithmetic ---------------------------------------------------------------------------------------------------

/// An operand as a double: a float's or an int's value, `None` for anything else. `OverflowError` for too large an int.
#[inline(always)]
fn operand(object: &PyObject) -> Result<Option<f64>> {
    if let Some(x) = object.downcast_exact::<PyFloatObject>() {
        return Ok(Some(x.value()));
    }
    if let Some(x) = object.downcast::<PyLongObject>() {
        return x.to_f64().map(Some);
    }
    Ok(object.downcast::<PyFloatObject>().map(PyFloatObject::value))
}

/// Both operands as doubles, or `None` where one of them is not a number that a float mixes with.
#[inline(always)]
fn operands(a: &PyObject, b: &PyObject) -> Result<Option<(f64, f64)>> {
    let Some(x) = operand(a)? else { return Ok(None) };
    Ok(operand(b)?.map(|y| (x, y)))
}

#[inline(always)]
fn arithmetic(a: &PyObject, b: &PyObject, operation: impl Fn(f64, f64) -> f64) -> Result<Owned> {
    match operands(a, b)? {
        Some((x, y)) => from_f64(operation(x, y)),
        None => Ok(not_implemented()),
    }
}

#[inline(always)]
fn division(a: &PyObject, b: &PyObject, operation: impl Fn(f64, f64) -> Result<Owned>) -> Result<Owned> {
    match operands(a, b)? {
        Some((_, 0.0)) => Err(raise!(ZeroDivisionError, "division by zero")),
        Some((x, y)) => operation(x, y),
        None => Ok(not_implemented()),
    }
}

/// The quotient rounded down, and the remainder that has the divisor's sign.
fn floor_divmod(x: f64, y: f64) -> (f64, f64) {
    let mut rest = x % y;
    // What is left of x divides evenly, up to rounding.
    let mut quotient = (x - rest) / y;
    if rest != 0.0 {
        if (y < 0.0) != (rest < 0.0) {
            rest += y;
            quotient -= 1.0;
        }
    } else {
        rest = 0.0f64.copysign(y);
    }
    let whole = if quotient != 0.0 {
        let floor = quotient.floor();
        if quotient - floor > 0.5 { floor + 1.0 } else { floor }
    } else {
        0.0f64.copysign(x / y)
    };
    (whole, rest)
}

fn divmod(x: f64, y: f64) -> Result<Owned> {
    let (quotient, rest) = floor_divmod(x, y);
    Ok(tuple::from_owned([from_f64(quotient)?, from_f64(rest)?])?.upcast())
}

fn power(a: &PyObject, b: &PyObject, modulus: &PyObject) -> Result<Owned> {
    if !modulus.is_none() {
        return Err(raise!(TypeError, "pow() 3rd argument not allowed unless all arguments are integers"));
    }
    let Some((x, y)) = operands(a, b)? else { return Ok(not_implemented()) };
    if x == 0.0 && y < 0.0 && y.is_finite() {
        return Err(raise!(ZeroDivisionError, "zero to a negative power"));
    }
    if x < 0.0 && x.is_finite() && y.is_finite() && y != y.floor() {
        return complex::power(a, b, modulus);
    }
    // C's pow has Python's answer in every other corner.
    let result = x.powf(y);
    if result.is_infinite() && x.is_finite() && y.is_finite() {
        return Err(out_of_range());
    }
    from_f64(result)
}

/// What C's math functions say with ERANGE.
#[cold]
fn out_of_range() -> Raised {
    let arguments = || -> Result<Owned> {
        let text = crate::types::unicode::from_str("Numerical result out of range")?;
        Ok(tuple::from_owned([long::from_i64(libc::ERANGE.into())?, text.upcast()])?.upcast())
    };
    match arguments() {
        Ok(arguments) => crate::runtime::errors::set_object(crate::types::exceptions::OverflowError.as_object(), Some(&arguments)),
        Err(raised) => raised,
    }
}

// ---- comparison and hash ------------------------------------------------------------------------------------------

/// Orders a double and an int exactly; `None` for a NaN.
pub fn order_with_int(x: f64, y: &PyLongObject) -> Option<Ordering> {
    if let Some(y) = y.compact() {
        return x.partial_cmp(&(y as f64));
    }
    let sign = if x.is_nan() { return None } else { (x > 0.0) as i32 - (x < 0.0) as i32 };
    if sign != y.sign() || x.is_infinite() {
        return Some(if x.is_infinite() { sign.cmp(&0) } else { sign.cmp(&y.sign()) });
    }
    let sized = |ordering: Ordering| Some(if sign < 0 { ordering.reverse() } else { ordering });
    let size = x.abs();
    if size < 1.0 {
        return sized(Ordering::Less);
    }
    // Both magnitudes have the same sign and are at least one: first by their number of bits, then bit by bit.
    let bits = size.to_bits();
    let exponent = (bits >> 52) as i64 - 1022;
    let by_bits = exponent.cmp(&(long::digits::bit_length(y.digits()) as i64));
    if by_bits.is_ne() {
        return sized(by_bits);
    }
    let significand = bits & ((1 << 52) - 1) | 1 << 52;
    let mut low = [0; 2];
    long::digits::put_u128(&mut low, significand as u128);
    let mut whole = Buf::filled(0, y.digits().len() + 1);
    let inexact = match exponent - 53 {
        shift @ 0.. => {
            long::digits::shl_into(&mut whole, &low, shift as u64);
            false
        }
        shift => long::digits::shr_into(&mut whole, &low, shift.unsigned_abs()),
    };
    let significant = long::digits::trimmed(&whole);
    whole.truncate(significant);
    let ordering = long::digits::compare(&whole, y.digits());
    sized(if ordering.is_eq() && inexact { Ordering::Greater } else { ordering })
}

fn compare(a: &PyFloatObject, b: &PyObject, op: CompareOp) -> Result<Owned> {
    let ordering = if let Some(b) = b.downcast::<PyFloatObject>() {
        a.value().partial_cmp(&b.value())
    } else if let Some(b) = b.downcast::<PyLongObject>() {
        order_with_int(a.value(), b)
    } else {
        return Ok(not_implemented());
    };
    // A NaN compares with nothing, so only "unequal" holds.
    Ok(from_bool(ordering.map_or(op == CompareOp::Ne, |ordering| op.holds(ordering))))
}

fn hash(x: &PyFloatObject) -> Result<isize> {
    Ok(hash_f64(x.as_object(), x.value()))
}

/// The hash of a double: that of the int of the same value, and its like for fractions. A NaN hashes by its object.
pub fn hash_f64(object: &PyObject, value: f64) -> isize {
    const P: u64 = (1 << 61) - 1;
    if !value.is_finite() {
        return if value.is_nan() { hash_pointer(object.as_ptr().cast()) } else { 314159 * value.signum() as isize };
    }
    let bits = value.to_bits();
    let (exponent, fraction) = ((bits >> 52 & 0x7ff) as i32, bits & ((1 << 52) - 1));
    let (significand, exponent) = if exponent == 0 { (fraction, -1074) } else { (fraction | 1 << 52, exponent - 1075) };
    // 2**61 is 1 modulo P, so a power of two rotates 61 bits.
    let turn = exponent.rem_euclid(61) as u32;
    let size = (significand << turn & P | significand >> (61 - turn)) as isize;
    match if value < 0.0 { -size } else { size } {
        -1 => -2,
        h => h,
    }
}

/// The hash of a double; a NaN hashes by the object.
#[capi]
pub fn _Py_HashDouble(object: Option<&PyObject>, value: f64) -> isize {
    match object {
        Some(object) => hash_f64(object, value),
        None if value.is_nan() => 0,
        None => hash_f64(&crate::types::singletons::_Py_NoneStruct, value),
    }
}

// ---- floatobject.h ------------------------------------------------------------------------------------------------

/// What floats are: a new `sys.float_info`.
#[capi]
pub fn PyFloat_GetInfo() -> Result<Owned> {
    crate::modules::sys::structs::float_info()
}

/// The largest double.
#[capi]
pub fn PyFloat_GetMax() -> f64 {
    f64::MAX
}
/// The smallest normal double above zero.
#[capi]
pub fn PyFloat_GetMin() -> f64 {
    f64::MIN_POSITIVE
}

/// A new float.
#[capi]
pub fn PyFloat_FromDouble(value: f64) -> Result<Owned> {
    from_f64(value)
}

/// The float in a `str` or in bytes, new; `ValueError` where there is none, `TypeError` for anything else.
#[capi]
pub fn PyFloat_FromString(object: &PyObject) -> Result<Owned> {
    from_text(object)
}

/// The value of a float, or what `__float__` or `__index__` gives; -1.0 with `TypeError` for what has neither.
#[capi]
pub fn PyFloat_AsDouble(object: Option<&PyObject>) -> Result<f64> {
    match object {
        Some(object) => as_f64(object),
        None => Err(raise!(TypeError, "bad argument type for built-in operation")),
    }
}

/// See [`PyFloat_AsDouble`].
#[inline]
pub fn as_f64(object: &PyObject) -> Result<f64> {
    if let Some(float) = object.downcast_exact::<PyFloatObject>() {
        return Ok(float.value());
    }
    as_f64_by_protocol(object)
}

#[inline(never)]
fn as_f64_by_protocol(object: &PyObject) -> Result<f64> {
    match number::as_f64(object)? {
        Some(value) => Ok(value),
        None => Err(raise!(TypeError, "must be real number, not {}", object.ty().name())),
    }
}

/// Frees an object of exactly the type `float` whose count is zero.
#[capi(private)]
pub fn _PyFloat_ExactDealloc(object: *mut PyObject) {
    dealloc(object.cast());
}

/// Copies packed bytes out.
///
/// # Safety
/// `to` points to `N` bytes.
unsafe fn put<const N: usize>(bytes: std::result::Result<[u8; N], pack::TooLarge>, to: *mut c_char, letter: char) -> Result<()> {
    let bytes = bytes.map_err(|_| raise!(OverflowError, "float too large to pack with {letter} format"))?;
    // SAFETY: the caller's word.
    unsafe { to.cast::<[u8; N]>().write_unaligned(bytes) };
    Ok(())
}

/// Writes the value as binary16: 0, or -1 with `OverflowError`. `little` other than 0 puts the lowest byte first.
#[capi]
pub fn PyFloat_Pack2(value: f64, to: *mut c_char, little: c_int) -> Result<()> {
    // SAFETY: C passes two bytes.
    unsafe { put(pack::pack2(value, little != 0), to, 'e') }
}
/// Writes the value as binary32: 0, or -1 with `OverflowError`.
#[capi]
pub fn PyFloat_Pack4(value: f64, to: *mut c_char, little: c_int) -> Result<()> {
    // SAFETY: C passes four bytes.
    unsafe { put(pack::pack4(value, little != 0), to, 'f') }
}
/// Writes the value as binary64: 0.
#[capi]
pub fn PyFloat_Pack8(value: f64, to: *mut c_char, little: c_int) -> Result<()> {
    // SAFETY: C passes eight bytes.
    unsafe { put(Ok(pack::pack8(value, little != 0)), to, 'd') }
}
/// The value of two bytes of binary16.
#[capi]
pub fn PyFloat_Unpack2(from: *const c_char, little: c_int) -> f64 {
    // SAFETY: C passes two bytes.
    pack::unpack2(unsafe { from.cast::<[u8; 2]>().read_unaligned() }, little != 0)
}
/// The value of four bytes of binary32.
#[capi]
pub fn PyFloat_Unpack4(from: *const c_char, little: c_int) -> f64 {
    // SAFETY: C passes four bytes.
    pack::unpack4(unsafe { from.cast::<[u8; 4]>().read_unaligned() }, little != 0)
}
/// The value of eight bytes of binary64.
#[capi]
pub fn PyFloat_Unpack8(from: *const c_char, little: c_int) -> f64 {
    // SAFETY: C passes eight bytes.
    pack::unpack8(unsafe { from.cast::<[u8; 8]>().read_unaligned() }, little != 0)
}
