//! int's operators, comparison and hash.
//!
//! Each operator tries what fits a machine word first, then goes to the algorithms of `digits`. An operand that is no int makes the
//! result `NotImplemented`.

use super::digits::{self, Bitwise};
use super::*;
use crate::boundary::slot::CompareOp;
use crate::runtime::buf::Buf;
use crate::types::bool::from_bool;
use crate::types::singletons::not_implemented;
use crate::types::{float, tuple};
use dashu_base::Gcd;
use dashu_int::fast_div::ConstDivisor;
use std::cmp::Ordering;

pub static NUMBER: PyNumberMethods = PyNumberMethods {
    nb_add: Cell::new(Some(slot::binary(|a, b| on_ints(a, b, add)))),
    nb_subtract: Cell::new(Some(slot::binary(|a, b| on_ints(a, b, subtract)))),
    nb_multiply: Cell::new(Some(slot::binary(|a, b| on_ints(a, b, multiply)))),
    nb_remainder: Cell::new(Some(slot::binary(|a, b| on_ints(a, b, remainder)))),
    nb_divmod: Cell::new(Some(slot::binary(|a, b| on_ints(a, b, divmod)))),
    nb_power: Cell::new(Some(slot::ternary(power))),
    nb_negative: Cell::new(Some(slot::unary(negative))),
    nb_positive: Cell::new(Some(slot::unary(exact))),
    nb_absolute: Cell::new(Some(slot::unary(absolute))),
    nb_bool: Cell::new(Some(slot::inquiry(|x: &PyLongObject| !x.is_zero()))),
    nb_invert: Cell::new(Some(slot::unary(invert))),
    nb_lshift: Cell::new(Some(slot::binary(|a, b| on_ints(a, b, shift_left)))),
    nb_rshift: Cell::new(Some(slot::binary(|a, b| on_ints(a, b, shift_right)))),
    nb_and: Cell::new(Some(slot::binary(|a, b| on_ints(a, b, |x, y| bitwise(Bitwise::And, x, y))))),
    nb_xor: Cell::new(Some(slot::binary(|a, b| on_ints(a, b, |x, y| bitwise(Bitwise::Xor, x, y))))),
    nb_or: Cell::new(Some(slot::binary(|a, b| on_ints(a, b, |x, y| bitwise(Bitwise::Or, x, y))))),
    nb_int: Cell::new(Some(slot::unary(exact))),
    nb_float: Cell::new(Some(slot::unary(|x: &PyLongObject| float::from_f64(x.to_f64()?)))),
    nb_floor_divide: Cell::new(Some(slot::binary(|a, b| on_ints(a, b, floor_divide)))),
    nb_true_divide: Cell::new(Some(slot::binary(|a, b| on_ints(a, b, true_divide)))),
    nb_index: Cell::new(Some(slot::unary(exact))),
    ..PyNumberMethods::EMPTY
};

#[inline(always)]
fn on_ints(a: &PyObject, b: &PyObject, operation: impl Fn(&PyLongObject, &PyLongObject) -> Result<Owned>) -> Result<Owned> {
    match (a.downcast::<PyLongObject>(), b.downcast::<PyLongObject>()) {
        (Some(a), Some(b)) => operation(a, b),
        _ => Ok(not_implemented()),
    }
}

// ---- sums and products --------------------------------------------------------------------------------------------

/// `a + b`.
#[inline(always)]
pub fn add(a: &PyLongObject, b: &PyLongObject) -> Result<Owned> {
    match (a.compact(), b.compact()) {
        (Some(x), Some(y)) => from_i64(x + y),
        _ => sum(a, b, b.is_negative()),
    }
}

/// `a - b`.
#[inline(always)]
pub fn subtract(a: &PyLongObject, b: &PyLongObject) -> Result<Owned> {
    match (a.compact(), b.compact()) {
        (Some(x), Some(y)) => from_i64(x - y),
        _ => sum(a, b, !b.is_negative()),
    }
}

/// `a` and `b` with its sign given.
#[inline(never)]
fn sum(a: &PyLongObject, b: &PyLongObject, b_negative: bool) -> Result<Owned> {
    if let (Some(x), Some(y)) = (a.short(), b.short()) {
        // 61 bits at most.
        return from_i64(if b_negative == b.is_negative() { x + y } else { x - y });
    }
    let (x, y) = (a.digits(), b.digits());
    if a.is_negative() == b_negative {
        let mut draft = Draft::new(x.len().max(y.len()) + 1)?;
        digits::add(draft.digits(), x, y);
        return Ok(draft.finish(b_negative));
    }
    let (large, small, negative) = if digits::compare(x, y).is_ge() { (x, y, a.is_negative()) } else { (y, x, b_negative) };
    let mut draft = Draft::new(large.len())?;
    digits::sub(draft.digits(), large, small);
    Ok(draft.finish(negative))
}

/// `a * b`.
#[inline(always)]
pub fn multiply(a: &PyLongObject, b: &PyLongObject) -> Result<Owned> {
    match (a.compact(), b.compact()) {
        (Some(x), Some(y)) => from_i64(x * y),
        _ => product(a, b),
    }
}

#[inline(never)]
fn product(a: &PyLongObject, b: &PyLongObject) -> Result<Owned> {
    if let (Some(x), Some(y)) = (a.short(), b.short()) {
        return from_i128(x as i128 * y as i128);
    }
    let (x, y) = (a.digits(), b.digits());
    if x.is_empty() || y.is_empty() {
        return Ok(zero());
    }
    let mut draft = Draft::new(x.len() + y.len())?;
    digits::mul(draft.digits(), x, y);
    Ok(draft.finish(a.is_negative() != b.is_negative()))
}

// ---- division -----------------------------------------------------------------------------------------------------

#[cold]
fn by_zero() -> Raised {
    raise!(ZeroDivisionError, "division by zero")
}

/// The quotient rounded down.
#[inline(always)]
fn floor_quotient(x: i64, y: i64) -> i64 {
    let q = x / y;
    if x % y != 0 && (x < 0) != (y < 0) { q - 1 } else { q }
}

/// The remainder that has the divisor's sign.
#[inline(always)]
fn floor_remainder(x: i64, y: i64) -> i64 {
    let r = x % y;
    if r != 0 && (r < 0) != (y < 0) { r + y } else { r }
}

/// Quotient and remainder, rounded down, as signed magnitudes.
fn long_divmod(a: &PyLongObject, b: &PyLongObject) -> (Buf<u32>, bool, Buf<u32>, bool) {
    let (mut q, mut r) = digits::divrem(a.digits(), b.digits());
    let opposite = a.is_negative() != b.is_negative();
    if opposite && !r.is_empty() {
        if digits::increment(&mut q) {
            q.push(1);
        }
        let mut rest = Buf::filled(0, b.digits().len());
        digits::sub(&mut rest, b.digits(), &r);
        r = rest;
    }
    (q, opposite, r, b.is_negative())
}

/// `a // b`.
#[inline]
pub fn floor_divide(a: &PyLongObject, b: &PyLongObject) -> Result<Owned> {
    if b.is_zero() {
        return Err(by_zero());
    }
    if let (Some(x), Some(y)) = (a.short(), b.short()) {
        return from_i64(floor_quotient(x, y));
    }
    let (q, negative, ..) = long_divmod(a, b);
    from_digits(&q, negative)
}

/// `a % b`.
#[inline]
pub fn remainder(a: &PyLongObject, b: &PyLongObject) -> Result<Owned> {
    if b.is_zero() {
        return Err(by_zero());
    }
    if let (Some(x), Some(y)) = (a.short(), b.short()) {
        return from_i64(floor_remainder(x, y));
    }
    if let Some(y) = b.compact() {
        let size = digits::rem_digit(a.digits(), y.unsigned_abs() as u32) as i64;
        return from_i64(floor_remainder(if a.is_negative() { -size } else { size }, y));
    }
    let (_, _, r, negative) = long_divmod(a, b);
    from_digits(&r, negative)
}

/// `divmod(a, b)`.
pub fn divmod(a: &PyLongObject, b: &PyLongObject) -> Result<Owned> {
    if b.is_zero() {
        return Err(by_zero());
    }
    let (q, r) = if let (Some(x), Some(y)) = (a.short(), b.short()) {
        (from_i64(floor_quotient(x, y))?, from_i64(floor_remainder(x, y))?)
    } else {
        let (q, q_negative, r, r_negative) = long_divmod(a, b);
        (from_digits(&q, q_negative)?, from_digits(&r, r_negative)?)
    };
    Ok(tuple::from_owned([q, r])?.upcast())
}

/// `a / b`, correctly rounded.
pub fn true_divide(a: &PyLongObject, b: &PyLongObject) -> Result<Owned> {
    if b.is_zero() {
        return Err(by_zero());
    }
    if let (Some(x), Some(y)) = (a.compact(), b.compact()) {
        return float::from_f64(x as f64 / y as f64);
    }
    match digits::true_divide(a.digits(), b.digits()) {
        Some(v) => float::from_f64(if a.is_negative() != b.is_negative() { -v } else { v }),
        None => Err(raise!(OverflowError, "integer division result too large for a float")),
    }
}

// ---- power --------------------------------------------------------------------------------------------------------

fn power(a: &PyObject, b: &PyObject, c: &PyObject) -> Result<Owned> {
    let (Some(a), Some(b)) = (a.downcast::<PyLongObject>(), b.downcast::<PyLongObject>()) else {
        return Ok(not_implemented());
    };
    if let Some(modulus) = c.downcast::<PyLongObject>() {
        return power_modulo(a, b, modulus);
    }
    if !c.is_none() {
        return Ok(not_implemented());
    }
    if b.is_negative() {
        // The result is a fraction: float decides, zero included.
        let (x, y) = (float::from_f64(a.to_f64()?)?, float::from_f64(b.to_f64()?)?);
        return crate::protocol::number::power(&x, &y, c);
    }
    plain_power(a, b)
}

/// A power of more bits (eight gigabytes) is a `MemoryError`.
const MOST_BITS: u128 = 1 << 36;

/// `a ** b` for `b >= 0`.
fn plain_power(a: &PyLongObject, b: &PyLongObject) -> Result<Owned> {
    let negative = a.is_negative() && b.digits().first().is_some_and(|d| d & 1 == 1);
    match (a.compact(), b.compact()) {
        (_, Some(0)) => return Ok(one()),
        (Some(0 | 1), _) => return exact(a),
        (Some(-1), _) => return from_i64(if negative { -1 } else { 1 }),
        (Some(2), Some(e)) => return shift_left_by(a, e as u64 - 1),
        (Some(x), Some(e)) => {
            if let Some(v) = u32::try_from(e).ok().and_then(|e| x.checked_pow(e)) {
                return from_i64(v);
            }
        }
        _ => {}
    }
    // What cannot be held is refused before it is tried.
    let bits = digits::bit_length(a.digits()) as u128 - 1;
    let exponent = match usize::try_from(b.to_u64().unwrap_or(u64::MAX)) {
        Ok(e) if bits * (e as u128) < MOST_BITS => e,
        _ => return Err(Raised::no_memory()),
    };
    from_big(&digits::to_big(a.digits()).pow(exponent), negative)
}

/// `pow(a, b, m)`.
fn power_modulo(a: &PyLongObject, b: &PyLongObject, m: &PyLongObject) -> Result<Owned> {
    if m.is_zero() {
        return Err(raise!(ValueError, "pow() 3rd argument cannot be 0"));
    }
    let ring = ConstDivisor::new(digits::to_big(m.digits()));
    if let [1] = *m.digits() {
        return Ok(zero());
    }
    let modulus = digits::to_big(m.digits());
    let mut base = ring.reduce(digits::to_big(a.digits()));
    if a.is_negative() {
        base = -base;
    }
    if b.is_negative() {
        base = base.inv().ok_or_else(|| raise!(ValueError, "base is not invertible for the given modulus"))?;
    }
    let result = base.pow(&digits::to_big(b.digits())).residue();
    // A negative modulus wants a result of its own sign.
    if m.is_negative() && !result.is_zero() { from_big(&(modulus - result), true) } else { from_big(&result, false) }
}

// ---- one operand --------------------------------------------------------------------------------------------------

/// `-a`.
pub fn negative(a: &PyLongObject) -> Result<Owned> {
    match a.short() {
        Some(v) => from_i64(-v),
        None => from_digits(a.digits(), !a.is_negative()),
    }
}

/// `abs(a)`.
pub fn absolute(a: &PyLongObject) -> Result<Owned> {
    if a.is_negative() { negative(a) } else { exact(a) }
}

/// `~a`.
pub fn invert(a: &PyLongObject) -> Result<Owned> {
    if let Some(v) = a.short() {
        return from_i64(!v);
    }
    // -a - 1: the size grows by one where a is not negative, and shrinks otherwise.
    let mut draft = Draft::new(a.digits().len() + !a.is_negative() as usize)?;
    if a.is_negative() {
        digits::sub(draft.digits(), a.digits(), &[1]);
    } else {
        digits::add(draft.digits(), a.digits(), &[1]);
    }
    Ok(draft.finish(!a.is_negative()))
}

// ---- bits ---------------------------------------------------------------------------------------------------------

#[inline]
fn bitwise(op: Bitwise, a: &PyLongObject, b: &PyLongObject) -> Result<Owned> {
    if let (Some(x), Some(y)) = (a.short(), b.short()) {
        return from_i64(match op {
            Bitwise::And => x & y,
            Bitwise::Or => x | y,
            Bitwise::Xor => x ^ y,
        });
    }
    let (x, y) = ((a.digits(), a.is_negative()), (b.digits(), b.is_negative()));
    let mut draft = Draft::new(digits::bitwise_len(op, x, y))?;
    digits::bitwise(draft.digits(), op, x, y);
    Ok(draft.finish(digits::bitwise_negative(op, x.1, y.1)))
}

/// A shift count: `None` where it is beyond 64 bits; `ValueError` where it is negative.
#[inline(always)]
fn shift_count(b: &PyLongObject) -> Result<Option<u64>> {
    if b.is_negative() {
        return Err(raise!(ValueError, "negative shift count"));
    }
    Ok(b.to_u64())
}

fn shift_left(a: &PyLongObject, b: &PyLongObject) -> Result<Owned> {
    let count = shift_count(b)?;
    if a.is_zero() {
        return Ok(zero());
    }
    match count {
        Some(count) => shift_left_by(a, count),
        None => Err(raise!(OverflowError, "too many digits in integer")),
    }
}

/// `a << count`.
pub fn shift_left_by(a: &PyLongObject, count: u64) -> Result<Owned> {
    if let Some(v) = a.compact()
        && count < 32
    {
        return from_i64(v << count);
    }
    if a.is_zero() {
        return Ok(zero());
    }
    let len = digits::shl_len(a.digits(), count).unwrap_or(usize::MAX);
    let mut draft = Draft::new(len)?;
    digits::shl_into(draft.digits(), a.digits(), count);
    Ok(draft.finish(a.is_negative()))
}

fn shift_right(a: &PyLongObject, b: &PyLongObject) -> Result<Owned> {
    shift_right_by(a, shift_count(b)?.unwrap_or(u64::MAX))
}

/// `a >> count`: rounds down.
pub fn shift_right_by(a: &PyLongObject, count: u64) -> Result<Owned> {
    if let Some(v) = a.short() {
        return from_i64(v >> count.min(63));
    }
    let len = (a.digits().len() as u64).saturating_sub(count / digits::SHIFT as u64) as usize;
    // One digit more, in case rounding down carries.
    let mut draft = Draft::new(len + 1)?;
    let lost = digits::shr_into(draft.digits(), a.digits(), count);
    if lost && a.is_negative() {
        digits::increment(draft.digits());
    }
    Ok(draft.finish(a.is_negative()))
}

// ---- comparison and hash ------------------------------------------------------------------------------------------

/// Orders two ints.
#[inline]
pub fn order(a: &PyLongObject, b: &PyLongObject) -> Ordering {
    if let (Some(x), Some(y)) = (a.compact(), b.compact()) {
        return x.cmp(&y);
    }
    match (a.is_negative(), b.is_negative()) {
        (false, false) => digits::compare(a.digits(), b.digits()),
        (true, true) => digits::compare(b.digits(), a.digits()),
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
    }
}

pub fn compare(a: &PyLongObject, b: &PyObject, op: CompareOp) -> Result<Owned> {
    match b.downcast::<PyLongObject>() {
        Some(b) => Ok(from_bool(op.holds(order(a, b)))),
        None => Ok(not_implemented()),
    }
}

pub fn hash(a: &PyLongObject) -> Result<isize> {
    Ok(hash_of(a))
}

/// The hash: the residue modulo 2**61 - 1 with the number's sign, and -2 instead of -1.
#[inline]
pub fn hash_of(a: &PyLongObject) -> isize {
    let h = match a.compact() {
        Some(v) => v as isize,
        None => {
            let size = digits::hash_magnitude(a.digits()) as isize;
            if a.is_negative() { -size } else { size }
        }
    };
    if h == -1 { -2 } else { h }
}

// ---- the C API ----------------------------------------------------------------------------------------------------

/// The sum, new.
#[capi(private)]
pub fn _PyLong_Add(a: &PyLongObject, b: &PyLongObject) -> Result<Owned> {
    add(a, b)
}
/// The difference, new.
#[capi(private)]
pub fn _PyLong_Subtract(a: &PyLongObject, b: &PyLongObject) -> Result<Owned> {
    subtract(a, b)
}
/// The product, new.
#[capi(private)]
pub fn _PyLong_Multiply(a: &PyLongObject, b: &PyLongObject) -> Result<Owned> {
    multiply(a, b)
}
/// `a << count`, new.
#[capi(private)]
pub fn _PyLong_Lshift(a: &PyLongObject, count: i64) -> Result<Owned> {
    shift_left_by(a, count.max(0) as u64)
}
/// `a >> count`, new.
#[capi(private)]
pub fn _PyLong_Rshift(a: &PyLongObject, count: i64) -> Result<Owned> {
    shift_right_by(a, count.max(0) as u64)
}

/// The greatest common divisor, never negative, new.
#[capi]
pub fn _PyLong_GCD(a: &PyLongObject, b: &PyLongObject) -> Result<Owned> {
    if let (Some(x), Some(y)) = (a.short(), b.short()) {
        let (mut x, mut y) = (x.unsigned_abs(), y.unsigned_abs());
        while y != 0 {
            (x, y) = (y, x % y);
        }
        return from_u64(x);
    }
    match (a.is_zero(), b.is_zero()) {
        (true, _) => absolute(b),
        (_, true) => absolute(a),
        _ => from_big(&digits::to_big(a.digits()).gcd(digits::to_big(b.digits())), false),
    }
}

/// `(q, r)` with `a == q * b + r` where `q` is the nearest whole quotient, the even one of two that are equally near; a new tuple.
#[capi(private)]
pub fn _PyLong_DivmodNear(a: &PyObject, b: &PyObject) -> Result<Owned> {
    let (Some(a), Some(b)) = (a.downcast::<PyLongObject>(), b.downcast::<PyLongObject>()) else {
        return Err(raise!(TypeError, "non-integer arguments in division"));
    };
    let (q, r) = divmod_near(a, b)?;
    Ok(tuple::from_owned([q, r])?.upcast())
}

/// See [`_PyLong_DivmodNear`].
pub fn divmod_near(a: &PyLongObject, b: &PyLongObject) -> Result<(Owned, Owned)> {
    if b.is_zero() {
        return Err(by_zero());
    }
    let (mut q, mut r) = digits::divrem(a.digits(), b.digits());
    let mut double = Buf::filled(0, r.len() + 1);
    digits::shl_into(&mut double, &r, 1);
    let significant = digits::trimmed(&double);
    double.truncate(significant);
    let up = match digits::compare(&double, b.digits()) {
        Ordering::Greater => true,
        Ordering::Equal => q.first().is_some_and(|d| d & 1 == 1),
        Ordering::Less => false,
    };
    // Towards zero, the remainder has the dividend's sign; a quotient one further out gives it the other.
    let mut r_negative = a.is_negative();
    if up {
        if digits::increment(&mut q) {
            q.push(1);
        }
        let mut rest = Buf::filled(0, b.digits().len());
        digits::sub(&mut rest, b.digits(), &r);
        r = rest;
        r_negative = !r_negative;
    }
    Ok((from_digits(&q, a.is_negative() != b.is_negative())?, from_digits(&r, r_negative)?))
}
