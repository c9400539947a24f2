//! `int`: a sign and as many 30-bit digits as it takes.
//!
//! In order: the type object; the small ints; how Rust makes and reads one. `arith` has the operators, `convert` the way to and from C's
//! numbers, `methods` what Python sees, `new` how text and other objects become ints, `export` PEP 757. `digits`, `bytes` and
//! `text` are the algorithms on plain slices.
//!
//! Invariants: an int's value never changes after it is made; its highest digit is not zero; a value from -5 to 256 of exactly the type
//! `int` is the one object of that value, static and immortal.

pub mod arith;
pub mod bytes;
pub mod convert;
pub mod digits;
pub mod export;
pub mod methods;
pub mod new;
pub mod strtoul;
pub mod text;

pub use convert::{as_int, as_ssize};

use crate::boundary::slot;
use crate::layout::*;
use crate::object::{Owned, Typed, gc, types};
use crate::raise;
use crate::runtime::errors::{Raised, Result};
use crate::runtime::{memory, thread};
use dashu_int::UBig;
use exuvia_macros::capi;
use std::cell::Cell;

// SAFETY: instances of int and of its subclasses begin with a PyLongObject.
unsafe impl Typed for PyLongObject {
    fn type_object() -> &'static PyTypeObject {
        &PyLong_Type
    }
    const FLAG: Option<u64> = Some(flags::LONG_SUBCLASS);
}

/// Where the digits begin: an int of n digits takes `HEAD + 4 * n` bytes, and at least one digit is always there.
const HEAD: usize = std::mem::offset_of!(PyLongObject, long_value) + std::mem::offset_of!(_PyLongValue, ob_digit);

/// `int`.
#[capi]
pub static PyLong_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"int".as_ptr()),
    tp_doc: Cell::new(
        c"int([x]) -> integer\nint(x, base=10) -> integer\n\nA whole number of any size: that of a number, or the one that a text holds in a base from 2 to 36\n(0 goes by the text's own prefix)."
            .as_ptr(),
    ),
    tp_basicsize: Cell::new(HEAD as isize),
    tp_itemsize: Cell::new(4),
    tp_flags: Cell::new(flags::DEFAULT | flags::BASETYPE | flags::LONG_SUBCLASS | flags::MATCH_SELF),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_repr: Cell::new(Some(slot::unary(methods::repr))),
    tp_hash: Cell::new(Some(slot::hash(arith::hash))),
    tp_richcompare: Cell::new(Some(slot::compare(arith::compare))),
    tp_as_number: Cell::new(&arith::NUMBER),
    tp_methods: Cell::new(methods::METHODS.as_ptr()),
    tp_getset: Cell::new(methods::GETSETS.as_ptr()),
    tp_new: Cell::new(Some(slot::new(new::new))),
    tp_vectorcall: Cell::new(Some(slot::vectorcall(new::vectorcall))),
    ..PyTypeObject::STATIC
};

// ---- the tag ------------------------------------------------------------------------------------------------------

/// Where the number of digits begins in the tag.
const LENGTH_SHIFT: u32 = 3;
/// The tag's sign: 0 positive, 1 zero, 2 negative.
const SIGN_MASK: usize = 3;
/// Marks a small int.
const IMMORTAL_BIT: usize = 4;
/// Tags below have one digit or none: the value is the digit times one minus the sign.
const COMPACT_LIMIT: usize = 2 << LENGTH_SHIFT;

/// More digits cannot be: a number of bits would not fit 64.
pub const MAX_DIGITS: usize = (i64::MAX as usize - 1) / digits::SHIFT as usize;

const fn tag(len: usize, negative: bool) -> usize {
    len << LENGTH_SHIFT | if len == 0 { 1 } else { (negative as usize) << 1 }
}

impl PyLongObject {
    #[inline(always)]
    fn tag(&self) -> usize {
        self.long_value.lv_tag.get()
    }
    /// The digits of the magnitude, the lowest first; none for zero.
    #[inline(always)]
    pub fn digits(&self) -> &[u32] {
        // SAFETY: as many digits as the tag says follow.
        unsafe { std::slice::from_raw_parts(self.long_value.ob_digit.as_ptr().cast(), self.tag() >> LENGTH_SHIFT) }
    }
    #[inline(always)]
    pub fn is_negative(&self) -> bool {
        self.tag() & SIGN_MASK == 2
    }
    #[inline(always)]
    pub fn is_zero(&self) -> bool {
        self.tag() & SIGN_MASK == 1
    }
    /// -1, 0 or 1.
    #[inline(always)]
    pub fn sign(&self) -> i32 {
        1 - (self.tag() & SIGN_MASK) as i32
    }
    /// The value of an int of one digit.
    #[inline(always)]
    pub fn compact(&self) -> Option<i64> {
        if self.tag() >= COMPACT_LIMIT {
            return None;
        }
        // A digit is always there to read: zero's is 0.
        Some((1 - (self.tag() & SIGN_MASK) as i64) * self.long_value.ob_digit[0].get() as i64)
    }
    /// The value of an int of one or two digits: 60 bits, so that sums and products fit wider integers.
    #[inline(always)]
    pub fn short(&self) -> Option<i64> {
        if let Some(v) = self.compact() {
            return Some(v);
        }
        match *self.digits() {
            [low, high] => {
                let size = low as i64 | (high as i64) << digits::SHIFT;
                Some(if self.is_negative() { -size } else { size })
            }
            _ => None,
        }
    }
    /// The value if a 64-bit integer holds it.
    #[inline]
    pub fn to_i64(&self) -> Option<i64> {
        if let Some(v) = self.short() {
            return Some(v);
        }
        let size = digits::to_u64(self.digits())?;
        if self.is_negative() { (size <= 1 << 63).then(|| (size as i64).wrapping_neg()) } else { i64::try_from(size).ok() }
    }
    /// The value if it is not negative and an unsigned 64-bit integer holds it.
    #[inline]
    pub fn to_u64(&self) -> Option<u64> {
        if self.is_negative() { None } else { digits::to_u64(self.digits()) }
    }
    /// The low 64 bits of the two's complement form.
    #[inline]
    pub fn to_u64_wrapping(&self) -> u64 {
        let low = digits::low_u64(self.digits());
        if self.is_negative() { low.wrapping_neg() } else { low }
    }
    /// The nearest double; `OverflowError` where there is none.
    #[inline]
    pub fn to_f64(&self) -> Result<f64> {
        if let Some(v) = self.short() {
            return Ok(v as f64);
        }
        match digits::to_f64(self.digits()) {
            Some(v) => Ok(if self.is_negative() { -v } else { v }),
            None => Err(raise!(OverflowError, "int too large to convert to float")),
        }
    }
    /// Whether the value is exactly of type `int`, not of a subclass (`bool` is one).
    #[inline(always)]
    pub fn is_exact(&self) -> bool {
        std::ptr::eq(self.ty(), &PyLong_Type)
    }
}

// ---- the small ints -----------------------------------------------------------------------------------------------

const SMALLEST: i64 = -5;
const LARGEST_SMALL: i64 = 256;
const SMALL_COUNT: usize = (LARGEST_SMALL - SMALLEST + 1) as usize;

static SMALL: [PyLongObject; SMALL_COUNT] = {
    let mut all = [const { small_int(0) }; SMALL_COUNT];
    let mut i = 0;
    while i < SMALL_COUNT {
        all[i] = small_int(i as i64 + SMALLEST);
        i += 1;
    }
    all
};

const fn small_int(value: i64) -> PyLongObject {
    let size = value.unsigned_abs() as u32;
    PyLongObject {
        ob_base: PyObject::immortal((&raw const PyLong_Type).cast_mut()),
        long_value: _PyLongValue { lv_tag: Cell::new(tag((size != 0) as usize, value < 0) | IMMORTAL_BIT), ob_digit: [Cell::new(size)] },
    }
}

/// All small ints, borrowed.
pub fn statics() -> impl Iterator<Item = &'static PyObject> {
    SMALL.iter().map(|int| int.as_object())
}

/// A small int, if the value is one.
#[inline(always)]
fn small(value: i64) -> Option<Owned> {
    let index = value.wrapping_sub(SMALLEST) as u64;
    if index >= SMALL_COUNT as u64 {
        return None;
    }
    // SAFETY: immortal: a count of it is anybody's.
    Some(unsafe { Owned::from_nonnull(SMALL[index as usize].as_object().as_ptr()) })
}

/// `0`, as a new reference.
#[inline(always)]
pub fn zero() -> Owned {
    const ZERO: usize = (-SMALLEST) as usize;
    // SAFETY: immortal: a count of it is anybody's.
    unsafe { Owned::from_nonnull(SMALL[ZERO].as_object().as_ptr()) }
}

/// `1`, as a new reference.
#[inline(always)]
pub fn one() -> Owned {
    const ONE: usize = (1 - SMALLEST) as usize;
    // SAFETY: immortal: a count of it is anybody's.
    unsafe { Owned::from_nonnull(SMALL[ONE].as_object().as_ptr()) }
}

// ---- making -------------------------------------------------------------------------------------------------------

/// Ints of so many digits or fewer take the same memory, which the free list keeps.
const SHORT: usize = 2;

/// An int that is being filled: memory for its digits, and no value yet.
pub struct Draft {
    object: *mut PyLongObject,
    len: usize,
}

impl Draft {
    /// Room for `len` digits (for one at least), whose content is undefined. `OverflowError` where no int has so many, `MemoryError`.
    #[inline]
    pub fn new(len: usize) -> Result<Draft> {
        if len <= SHORT {
            let object = match thread().interp().free.int.pop() {
                Some(object) => object,
                None => memory::alloc_object(HEAD + 4 * SHORT)?,
            };
            return Ok(Draft { object: object.cast(), len: len.max(1) });
        }
        if len > MAX_DIGITS {
            return Err(raise!(OverflowError, "too many digits in integer"));
        }
        Ok(Draft { object: memory::alloc_object(HEAD + 4 * len)?.cast(), len })
    }
    /// The digits, to be written.
    #[inline(always)]
    pub fn digits(&mut self) -> &mut [u32] {
        // SAFETY: `new` has made room for them; a u32 may hold anything.
        unsafe { std::slice::from_raw_parts_mut((&raw mut (*self.object).long_value.ob_digit).cast(), self.len) }
    }
    /// The int of these digits, without their leading zeros; a small int is the shared one.
    #[inline]
    pub fn finish(mut self, negative: bool) -> Owned {
        let len = digits::trimmed(self.digits());
        if len <= 1 {
            let size = if len == 0 { 0 } else { self.digits()[0] as i64 };
            if let Some(shared) = small(if negative { -size } else { size }) {
                return shared;
            }
        }
        let object = self.object;
        std::mem::forget(self);
        // SAFETY: the memory is ours and as large as it has to be.
        unsafe { seal(object, tag(len, negative)) }
    }
    /// An int of one or two digits that is not small.
    #[inline(always)]
    fn finish_short(self, size: u64, negative: bool) -> Owned {
        let object = self.object;
        std::mem::forget(self);
        let (low, high) = (size as u32 & digits::MASK, (size >> digits::SHIFT) as u32);
        // SAFETY: as above; there is room for two digits in every draft.
        unsafe {
            let place = (&raw mut (*object).long_value.ob_digit).cast::<u32>();
            place.write(low);
            place.add(1).write(high);
            seal(object, tag(1 + (high != 0) as usize, negative))
        }
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // SAFETY: it has not become an object.
        unsafe { memory::free_object(self.object.cast()) };
    }
}

/// Makes memory that holds an int's digits an `int`.
///
/// # Safety
/// The memory belongs to the caller; the tag says how many digits are in it.
#[inline(always)]
unsafe fn seal(object: *mut PyLongObject, tag: usize) -> Owned {
    // SAFETY: the caller's word; `int` is not a heap type, so nothing else is counted.
    unsafe {
        gc::init(object.cast(), &PyLong_Type);
        (*object).long_value.lv_tag.set(tag);
        Owned::from_nonnull(object.cast())
    }
}

/// The value of an int that fits.
pub fn value_of(object: &PyObject) -> Option<i64> {
    object.downcast::<PyLongObject>()?.to_i64()
}

/// The int of a 64-bit integer.
#[inline(always)]
pub fn from_i64(value: i64) -> Result<Owned> {
    match small(value) {
        Some(shared) => Ok(shared),
        None => new_from_i64(value),
    }
}

#[inline(never)]
fn new_from_i64(value: i64) -> Result<Owned> {
    let size = value.unsigned_abs();
    if size < 1 << (2 * digits::SHIFT) {
        return Ok(Draft::new(SHORT)?.finish_short(size, value < 0));
    }
    from_magnitude(size as u128, value < 0)
}

/// The int of an unsigned 64-bit integer.
#[inline]
pub fn from_u64(value: u64) -> Result<Owned> {
    match i64::try_from(value) {
        Ok(value) => from_i64(value),
        Err(_) => from_magnitude(value as u128, false),
    }
}

/// The int of a size or an index.
#[inline]
pub fn from_isize(value: isize) -> Result<Owned> {
    from_i64(value as i64)
}

/// The int of a size.
#[inline]
pub fn from_usize(value: usize) -> Result<Owned> {
    from_u64(value as u64)
}

/// The int of a 128-bit integer.
#[inline]
pub fn from_i128(value: i128) -> Result<Owned> {
    match i64::try_from(value) {
        Ok(value) => from_i64(value),
        Err(_) => from_magnitude(value.unsigned_abs(), value < 0),
    }
}

#[inline(never)]
fn from_magnitude(size: u128, negative: bool) -> Result<Owned> {
    let mut draft = Draft::new((128 - size.leading_zeros()).div_ceil(digits::SHIFT) as usize)?;
    digits::put_u128(draft.digits(), size);
    Ok(draft.finish(negative))
}

/// The int of a signed magnitude, which may have leading zeros.
pub fn from_digits(magnitude: &[u32], negative: bool) -> Result<Owned> {
    let mut draft = Draft::new(magnitude.len())?;
    match magnitude {
        [] => draft.digits()[0] = 0,
        _ => draft.digits().copy_from_slice(magnitude),
    }
    Ok(draft.finish(negative))
}

/// The int of a big integer of the crate.
pub fn from_big(magnitude: &UBig, negative: bool) -> Result<Owned> {
    let mut draft = Draft::new(digits::digits_of_big(magnitude))?;
    digits::put_big(draft.digits(), magnitude);
    Ok(draft.finish(negative))
}

/// The whole part of a double: `OverflowError` for an infinity, `ValueError` for a NaN.
pub fn from_f64(value: f64) -> Result<Owned> {
    // Everything below 2**63 in size, and -2**63, converts in one instruction.
    if (-9223372036854775808.0..9223372036854775808.0).contains(&value) {
        return from_i64(value as i64);
    }
    if value.is_infinite() {
        return Err(raise!(OverflowError, "cannot convert float infinity to integer"));
    }
    if value.is_nan() {
        return Err(raise!(ValueError, "cannot convert float NaN to integer"));
    }
    let bits = value.to_bits();
    let (significand, exponent) = (bits & ((1 << 52) - 1) | 1 << 52, (bits >> 52 & 0x7ff) - 1075);
    let mut low = [0; 2];
    digits::put_u128(&mut low, significand as u128);
    let mut draft = Draft::new((exponent + 53).div_ceil(digits::SHIFT as u64) as usize)?;
    digits::shl_into(draft.digits(), &low, exponent);
    Ok(draft.finish(value < 0.0))
}

/// The same value as an object of exactly the type `int`: the object itself where it is one.
#[inline]
pub fn exact(object: &PyLongObject) -> Result<Owned> {
    if object.is_exact() {
        return Ok(object.as_object().new_ref());
    }
    match object.compact() {
        Some(v) => from_i64(v),
        None => from_digits(object.digits(), object.is_negative()),
    }
}

/// The same value as an instance of a subclass.
pub fn of_subclass(ty: &PyTypeObject, value: &PyLongObject) -> Result<Owned> {
    let digits = value.digits();
    let object = types::alloc(ty, digits.len().max(1) as isize)?;
    // SAFETY: an instance of a subclass of int with room for the digits.
    unsafe {
        let this = object.cast_unchecked::<PyLongObject>();
        this.long_value.lv_tag.set(tag(digits.len(), value.is_negative()));
        let to = this.long_value.ob_digit.as_ptr().cast_mut().cast::<u32>();
        *to = 0;
        to.copy_from_nonoverlapping(digits.as_ptr(), digits.len());
    }
    Ok(object)
}

fn dealloc(this: *mut PyLongObject) {
    let object = this.cast::<PyObject>();
    // SAFETY: dead; whatever was allocated for an int has room for two digits.
    unsafe {
        if !std::ptr::eq((*object).ty(), &PyLong_Type) {
            types::free(object);
        } else if (*this).tag() >> LENGTH_SHIFT > SHORT || !thread().interp().free.int.push(object) {
            memory::free_object(object);
        }
    }
}

/// Frees an object of exactly the type `int` whose count is zero.
#[capi(private)]
pub fn _PyLong_ExactDealloc(object: *mut PyObject) {
    dealloc(object.cast());
}

/// An int with room for `size` digits, whose value the caller writes; `OverflowError` where no int has so many.
#[capi]
pub fn _PyLong_New(size: isize) -> Result<Owned<PyLongObject>> {
    let Ok(len) = usize::try_from(size) else {
        return Err(Raised::no_memory());
    };
    let mut draft = Draft::new(len)?;
    draft.digits()[0] = 0;
    let object = draft.object;
    std::mem::forget(draft);
    // SAFETY: room for `len` digits; the caller fills them before the value is looked at.
    Ok(unsafe { seal(object, tag(len, false)).cast() })
}
