//! Ints to and from C's numbers: longobject.h, but for text and PEP 757.

use super::digits;
use super::*;
use crate::protocol::number;
use std::ffi::{c_int, c_long, c_longlong, c_uchar, c_uint, c_ulong, c_ulonglong, c_ushort, c_void};

// ---- helpers ------------------------------------------------------------------------------------------------------

/// A NULL, or something of the wrong type, where the C API wants an int.
#[cold]
fn bad_call() -> Raised {
    raise!(SystemError, "bad argument to internal function")
}

/// An object that came from C, which may be NULL.
#[inline(always)]
fn given(object: Option<&PyObject>) -> Result<&PyObject> {
    object.ok_or_else(bad_call)
}

/// An address that a result is written to, which may not be NULL.
#[inline(always)]
fn place<T>(address: *mut T) -> Result<*mut T> {
    if address.is_null() { Err(bad_call()) } else { Ok(address) }
}

/// Bytes that C passes by address and size.
///
/// # Safety
/// `from` points to that many bytes, unless it is NULL.
unsafe fn given_bytes<'a>(from: *const u8, size: usize) -> Result<&'a [u8]> {
    match size {
        0 => Ok(&[]),
        _ if from.is_null() => Err(bad_call()),
        _ if size > isize::MAX as usize => Err(Raised::no_memory()),
        // SAFETY: the caller's word.
        _ => Ok(unsafe { std::slice::from_raw_parts(from, size) }),
    }
}

/// Runs `f` on the object's own int, or on the one that its `__index__` gives.
#[inline(always)]
pub fn with_index<R>(object: &PyObject, f: impl FnOnce(&PyLongObject) -> Result<R>) -> Result<R> {
    match object.downcast::<PyLongObject>() {
        Some(int) => f(int),
        None => {
            let int = number::index(object)?;
            // SAFETY: what `index` returns is an int.
            f(unsafe { int.cast_unchecked() })
        }
    }
}

/// The object as an int, or `TypeError: an integer is required`.
#[inline(always)]
fn required(object: Option<&PyObject>) -> Result<&PyLongObject> {
    given(object)?.downcast().ok_or_else(|| raise!(TypeError, "an integer is required"))
}

#[cold]
fn too_large(c_type: &str) -> Raised {
    raise!(OverflowError, "Python int too large to convert to C {c_type}")
}

#[cold]
fn too_big() -> Raised {
    raise!(OverflowError, "int too big to convert")
}

/// The object (or what its `__index__` gives) as an i64; `OverflowError` naming the C type.
#[inline(always)]
fn as_i64(object: &PyObject, c_type: &str) -> Result<i64> {
    with_index(object, |x| x.to_i64().ok_or_else(|| too_large(c_type)))
}

// ---- from C -------------------------------------------------------------------------------------------------------

/// A new int.
#[capi]
pub fn PyLong_FromLong(value: c_long) -> Result<Owned> {
    from_i64(value)
}
/// A new int.
#[capi]
pub fn PyLong_FromUnsignedLong(value: c_ulong) -> Result<Owned> {
    from_u64(value)
}
/// A new int.
#[capi]
pub fn PyLong_FromLongLong(value: c_longlong) -> Result<Owned> {
    from_i64(value)
}
/// A new int.
#[capi]
pub fn PyLong_FromUnsignedLongLong(value: c_ulonglong) -> Result<Owned> {
    from_u64(value)
}
/// A new int.
#[capi]
pub fn PyLong_FromSsize_t(value: isize) -> Result<Owned> {
    from_isize(value)
}
/// A new int.
#[capi]
pub fn PyLong_FromSize_t(value: usize) -> Result<Owned> {
    from_usize(value)
}
/// A new int.
#[capi]
pub fn PyLong_FromInt32(value: i32) -> Result<Owned> {
    from_i64(value as i64)
}
/// A new int.
#[capi]
pub fn PyLong_FromUInt32(value: u32) -> Result<Owned> {
    from_i64(value as i64)
}
/// A new int.
#[capi]
pub fn PyLong_FromInt64(value: i64) -> Result<Owned> {
    from_i64(value)
}
/// A new int.
#[capi]
pub fn PyLong_FromUInt64(value: u64) -> Result<Owned> {
    from_u64(value)
}
/// A new int: the double's whole part. `OverflowError` for an infinity, `ValueError` for a NaN.
#[capi]
pub fn PyLong_FromDouble(value: f64) -> Result<Owned> {
    from_f64(value)
}
/// A new int: the address, not negative.
#[capi]
pub fn PyLong_FromVoidPtr(pointer: *mut c_void) -> Result<Owned> {
    from_u64(pointer as u64)
}
/// A new int.
#[capi(private)]
pub fn _PyLong_FromTime_t(value: i64) -> Result<Owned> {
    from_i64(value)
}
/// A new int; -1 for the identifier that stands for none.
#[capi(private)]
pub fn _PyLong_FromGid(value: u32) -> Result<Owned> {
    if value == u32::MAX { from_i64(-1) } else { from_i64(value as i64) }
}

// ---- to C ---------------------------------------------------------------------------------------------------------

/// The value; `OverflowError` where a C long does not hold it. Takes objects with `__index__`.
#[capi]
pub fn PyLong_AsLong(object: Option<&PyObject>) -> Result<c_long> {
    as_i64(given(object)?, "long")
}

/// The value; `OverflowError` where a C int does not hold it. Takes objects with `__index__`.
#[capi]
pub fn PyLong_AsInt(object: Option<&PyObject>) -> Result<c_int> {
    as_int(given(object)?)
}

/// See [`PyLong_AsInt`].
pub fn as_int(object: &PyObject) -> Result<c_int> {
    with_index(object, |x| x.to_i64().and_then(|v| c_int::try_from(v).ok()).ok_or_else(|| too_large("int")))
}

/// The value, or -1 and the direction in `overflow`, which is 0 otherwise. Takes objects with `__index__`.
#[capi]
pub fn PyLong_AsLongAndOverflow(object: Option<&PyObject>, overflow: *mut c_int) -> Result<c_long> {
    let overflow = place(overflow)?;
    // SAFETY: C passes the address of an int.
    unsafe { *overflow = 0 };
    with_index(given(object)?, |x| {
        Ok(x.to_i64().unwrap_or_else(|| {
            // SAFETY: as above.
            unsafe { *overflow = x.sign() };
            -1
        }))
    })
}

/// The value, or -1 and the direction in `overflow`, which is 0 otherwise. Takes objects with `__index__`.
#[capi]
pub fn PyLong_AsLongLongAndOverflow(object: Option<&PyObject>, overflow: *mut c_int) -> Result<c_longlong> {
    PyLong_AsLongAndOverflow(object, overflow)
}

/// The value; `OverflowError` where it does not fit. Takes objects with `__index__`.
#[capi]
pub fn PyLong_AsLongLong(object: Option<&PyObject>) -> Result<c_longlong> {
    with_index(given(object)?, |x| x.to_i64().ok_or_else(too_big))
}

/// The value; `OverflowError` where it does not fit, `TypeError` for what is no int.
#[capi]
pub fn PyLong_AsSsize_t(object: Option<&PyObject>) -> Result<isize> {
    match required(object)?.to_i64() {
        Some(v) => Ok(v as isize),
        None => Err(too_large("ssize_t")),
    }
}

/// An argument that is a `Py_ssize_t` in C: `OverflowError` where the object (or what its `__index__` gives) does not fit.
pub fn as_ssize(object: &PyObject) -> Result<isize> {
    as_i64(object, "ssize_t").map(|v| v as isize)
}

/// The value as unsigned; `OverflowError` with one of two messages.
#[inline(always)]
fn unsigned(object: Option<&PyObject>, negative: &str, large: &str) -> Result<u64> {
    let x = required(object)?;
    if x.is_negative() {
        return Err(raise!(OverflowError, "{negative}"));
    }
    x.to_u64().ok_or_else(|| raise!(OverflowError, "{large}"))
}

/// The value; `OverflowError` where it does not fit or is negative, `TypeError` for what is no int.
#[capi]
pub fn PyLong_AsUnsignedLong(object: Option<&PyObject>) -> Result<c_ulong> {
    unsigned(object, "can't convert negative value to unsigned int", "Python int too large to convert to C unsigned long")
}
/// The value; `OverflowError` where it does not fit or is negative, `TypeError` for what is no int.
#[capi]
pub fn PyLong_AsSize_t(object: Option<&PyObject>) -> Result<usize> {
    unsigned(object, "can't convert negative value to size_t", "Python int too large to convert to C size_t").map(|v| v as usize)
}
/// The value; `OverflowError` where it does not fit or is negative, `TypeError` for what is no int.
#[capi]
pub fn PyLong_AsUnsignedLongLong(object: Option<&PyObject>) -> Result<c_ulonglong> {
    unsigned(object, "can't convert negative int to unsigned", "int too big to convert")
}

/// The low bits of the value. Takes objects with `__index__`.
#[capi]
pub fn PyLong_AsUnsignedLongMask(object: Option<&PyObject>) -> Result<c_ulong> {
    with_index(given(object)?, |x| Ok(x.to_u64_wrapping()))
}
/// The low bits of the value. Takes objects with `__index__`.
#[capi]
pub fn PyLong_AsUnsignedLongLongMask(object: Option<&PyObject>) -> Result<c_ulonglong> {
    with_index(given(object)?, |x| Ok(x.to_u64_wrapping()))
}

/// The nearest double; `OverflowError` where there is none, `TypeError` for what is no int.
#[capi]
pub fn PyLong_AsDouble(object: Option<&PyObject>) -> Result<f64> {
    required(object)?.to_f64()
}

/// The pointer that the int, signed or not, is the address of; `OverflowError` where it is none.
#[capi]
pub fn PyLong_AsVoidPtr(object: Option<&PyObject>) -> Result<*mut c_void> {
    let x = required(object)?;
    if x.is_negative() {
        return Ok(x.to_i64().ok_or_else(|| too_large("long"))? as *mut c_void);
    }
    Ok(x.to_u64().ok_or_else(|| too_large("unsigned long"))? as *mut c_void)
}

macro_rules! fixed_width {
    ($($name:ident: $ty:ty, $wide:ident, $c:literal, $unsigned:literal;)*) => { $(
        #[doc = concat!("Writes the value as a `", $c, "`; `OverflowError` where it does not fit.", " Takes objects with `__index__`.")]
        #[capi]
        pub fn $name(object: Option<&PyObject>, value: *mut $ty) -> Result<()> {
            let value = place(value)?;
            with_index(given(object)?, |x| {
                if $unsigned && x.is_negative() {
                    return Err(raise!(ValueError, "Cannot convert negative int"));
                }
                let v = x.$wide().and_then(|v| <$ty>::try_from(v).ok()).ok_or_else(|| too_large($c))?;
                // SAFETY: C passes the address of such an integer.
                unsafe { *value = v };
                Ok(())
            })
        }
    )* };
}
fixed_width! {
    PyLong_AsInt32: i32, to_i64, "int32_t", false;
    PyLong_AsUInt32: u32, to_u64, "uint32_t", true;
    PyLong_AsInt64: i64, to_i64, "int64_t", false;
    PyLong_AsUInt64: u64, to_u64, "uint64_t", true;
}

/// The value; `OverflowError` where a time_t does not hold it. Takes objects with `__index__`.
#[capi(private)]
pub fn _PyLong_AsTime_t(object: Option<&PyObject>) -> Result<i64> {
    with_index(given(object)?, |x| x.to_i64().ok_or_else(|| raise!(OverflowError, "timestamp out of range for platform time_t")))
}

// ---- converters for PyArg_Parse's "O&" -----------------------------------------------------------------------------

/// Writes the value where the function `fit` takes it, and returns 1; 0 with an exception.
fn converter<T>(object: &PyObject, place: *mut c_void, fit: impl FnOnce(&PyLongObject) -> Result<T>) -> c_int {
    let value = with_index(object, |x| {
        if x.is_negative() {
            return Err(raise!(ValueError, "Cannot convert negative int"));
        }
        fit(x)
    });
    match value {
        Ok(value) => {
            // SAFETY: C passes the address of such an integer.
            unsafe { *place.cast::<T>() = value };
            1
        }
        Err(_) => 0,
    }
}

macro_rules! converters {
    ($($name:ident: $ty:ty, $c:literal;)*) => { $(
        #[doc = concat!("Writes the value as a C ", $c, " and returns 1; 0 with `ValueError` for a negative one, `OverflowError` for one too large.")]
        #[capi(private)]
        pub fn $name(object: &PyObject, place: *mut c_void) -> c_int {
            converter::<$ty>(object, place, |x| x.to_u64().and_then(|v| <$ty>::try_from(v).ok()).ok_or_else(|| raise!(OverflowError, concat!("Python int too large for C ", $c))))
        }
    )* };
}
converters! {
    _PyLong_UInt8_Converter: u8, "uint8_t";
    _PyLong_UInt16_Converter: u16, "uint16_t";
    _PyLong_UInt32_Converter: u32, "uint32_t";
    _PyLong_UInt64_Converter: u64, "uint64_t";
    _PyLong_UnsignedShort_Converter: c_ushort, "unsigned short";
    _PyLong_UnsignedInt_Converter: c_uint, "unsigned int";
    _PyLong_UnsignedLong_Converter: c_ulong, "unsigned long";
    _PyLong_UnsignedLongLong_Converter: c_ulonglong, "unsigned long long";
    _PyLong_Size_t_Converter: usize, "size_t";
}

/// Writes an index, or nothing for `None`, and returns 1; 0 with an exception.
#[capi(private)]
pub fn _Py_convert_optional_to_ssize_t(object: &PyObject, place: *mut c_void) -> c_int {
    if object.is_none() {
        return 1;
    }
    let index = match number::is_index(object) {
        true => number::as_isize(object, Some(&crate::types::exceptions::OverflowError)),
        false => Err(raise!(TypeError, "argument should be integer or None, not '{}'", object.ty().name())),
    };
    match index {
        Ok(index) => {
            // SAFETY: C passes the address of an index.
            unsafe { *place.cast::<isize>() = index };
            1
        }
        Err(_) => 0,
    }
}

/// Whether the int has one digit or none, so that its value can be read at once.
#[capi]
pub fn PyUnstable_Long_IsCompact(object: &PyLongObject) -> c_int {
    c_int::from(object.compact().is_some())
}

/// The value of an int that is compact.
#[capi]
pub fn PyUnstable_Long_CompactValue(object: &PyLongObject) -> isize {
    object.compact().unwrap_or(0) as isize
}

// ---- sign and size ------------------------------------------------------------------------------------------------

/// Writes -1, 0 or 1; `TypeError` for what is no int.
#[capi]
pub fn PyLong_GetSign(object: &PyObject, sign: *mut c_int) -> Result<()> {
    let Some(x) = object.downcast::<PyLongObject>() else {
        return Err(raise!(TypeError, "expect int, got {}", object.ty().name()));
    };
    // SAFETY: C passes the address of an int.
    unsafe { *place(sign)? = x.sign() };
    Ok(())
}

fn expected(object: &PyObject) -> Result<&PyLongObject> {
    object.downcast().ok_or_else(|| raise!(TypeError, "expected int, got {}", object.ty().name()))
}

/// Whether the int is greater than zero; `TypeError` for what is no int.
#[capi]
pub fn PyLong_IsPositive(object: &PyObject) -> Result<bool> {
    Ok(expected(object)?.sign() > 0)
}
/// Whether the int is less than zero; `TypeError` for what is no int.
#[capi]
pub fn PyLong_IsNegative(object: &PyObject) -> Result<bool> {
    Ok(expected(object)?.is_negative())
}
/// Whether the int is zero; `TypeError` for what is no int.
#[capi]
pub fn PyLong_IsZero(object: &PyObject) -> Result<bool> {
    Ok(expected(object)?.is_zero())
}

/// -1, 0 or 1; the object is an int.
#[capi]
pub fn _PyLong_Sign(object: &PyObject) -> c_int {
    object.downcast::<PyLongObject>().map_or(0, PyLongObject::sign)
}

/// How many bits the magnitude has; the object is an int.
#[capi]
pub fn _PyLong_NumBits(object: &PyObject) -> i64 {
    object.downcast::<PyLongObject>().map_or(0, |x| digits::bit_length(x.digits()) as i64)
}

/// A new int of the same value, exactly of type `int`: another object, unless the value is small.
#[capi]
pub fn _PyLong_Copy(object: &PyLongObject) -> Result<Owned> {
    from_digits(object.digits(), object.is_negative())
}

/// A new int of 30-bit digits.
#[capi]
pub fn _PyLong_FromDigits(negative: c_int, count: isize, from: *mut u32) -> Result<Owned<PyLongObject>> {
    let count = usize::try_from(count).unwrap_or(0);
    // SAFETY: C passes that many digits.
    let magnitude = if count == 0 { &[][..] } else { unsafe { std::slice::from_raw_parts(from, count) } };
    let int = from_digits(magnitude, negative != 0)?;
    // SAFETY: an int.
    Ok(unsafe { int.cast() })
}

/// The value as a fraction from 0.5 to 1 and the exponent of two in `exponent`; (0.0, 0) for zero.
#[capi(private)]
pub fn _PyLong_Frexp(object: &PyLongObject, exponent: *mut i64) -> f64 {
    let (fraction, e) = digits::frexp(object.digits());
    // SAFETY: C passes the address of a 64-bit integer.
    unsafe { *exponent = e as i64 };
    if object.is_negative() { -fraction } else { fraction }
}

// ---- bytes --------------------------------------------------------------------------------------------------------

/// The int that `bytes` hold.
pub fn from_bytes(bytes: &[u8], little: bool, signed: bool) -> Result<Owned> {
    let negative = signed && super::bytes::is_negative(bytes, little);
    let len = super::bytes::digits_for_bytes(bytes.len()).unwrap_or(usize::MAX);
    let mut draft = Draft::new(len)?;
    let room = draft.digits();
    room[0] = 0;
    super::bytes::read(room, bytes, little, negative);
    Ok(draft.finish(negative))
}

/// A new int of `size` bytes.
#[capi]
pub fn _PyLong_FromByteArray(from: *const u8, size: usize, little: c_int, signed: c_int) -> Result<Owned> {
    // SAFETY: C passes that many bytes.
    from_bytes(unsafe { given_bytes(from, size)? }, little != 0, signed != 0)
}

/// Writes the value into `size` bytes: 0, or -1 where it does not fit (then the low bytes are written), with `OverflowError` if
/// `with_exceptions` is not 0.
#[capi]
pub fn _PyLong_AsByteArray(object: &PyLongObject, to: *mut u8, size: usize, little: c_int, signed: c_int, with_exceptions: c_int) -> c_int {
    let (magnitude, negative) = (object.digits(), object.is_negative());
    if negative && signed == 0 {
        if with_exceptions != 0 {
            let _: Raised = raise!(OverflowError, "can't convert negative int to unsigned");
        }
        return -1;
    }
    // SAFETY: C passes that many bytes.
    let out = if size == 0 { &mut [][..] } else { unsafe { std::slice::from_raw_parts_mut(to, size) } };
    super::bytes::write(out, magnitude, negative, little != 0);
    if super::bytes::fits(magnitude, negative, size, signed != 0) {
        return 0;
    }
    if with_exceptions != 0 {
        let _: Raised = too_big();
    }
    -1
}

const NATIVE_LITTLE: c_int = 1;
const NATIVE_ENDIAN: c_int = 3;
const UNSIGNED_BUFFER: c_int = 4;
const REJECT_NEGATIVE: c_int = 8;
const ALLOW_INDEX: c_int = 16;

/// Whether the flags ask for little-endian bytes (as the processor has them, unless they say big).
fn wants_little(flags: c_int) -> bool {
    match if flags == -1 { NATIVE_ENDIAN } else { flags & NATIVE_ENDIAN } {
        0 => false,
        NATIVE_LITTLE => true,
        _ => cfg!(target_endian = "little"),
    }
}

/// How many bytes `PyLong_AsNativeBytes` says that a value needs. What fits `size` bytes says so; beyond that the answer may be larger than
/// necessary, and for an int of one digit is a word's size.
fn native_size(x: &PyLongObject, size: usize, unsigned_buffer: bool) -> u64 {
    const WORD: usize = size_of::<usize>();
    let (magnitude, negative) = (x.digits(), x.is_negative());
    // The sign takes a bit of its own; -2**k needs none beyond its k bits, and in a buffer taken for unsigned neither does what fills it.
    let bits = digits::bit_length(magnitude);
    let fills = size > 0 && bits == size as u64 * 8;
    let power = negative && super::bytes::twos_complement_bits(magnitude, negative) < bits;
    if fills && (power || !negative && unsigned_buffer) {
        return size as u64;
    }
    if x.compact().is_none() {
        return bits / 8 + 1;
    }
    if size == 0 || size >= WORD {
        WORD as u64
    } else if bits < size as u64 * 8 {
        size as u64
    } else if fills && !negative {
        size as u64 + 1
    } else {
        WORD as u64
    }
}

/// Writes the low bytes of the value's two's complement form, and returns how many it needs: `size` or fewer says that all of it has been
/// written. `ValueError` for a negative value that the flags reject.
#[capi]
pub fn PyLong_AsNativeBytes(object: Option<&PyObject>, to: *mut c_void, size: isize, flags: c_int) -> Result<isize> {
    let object = given(object)?;
    let size = usize::try_from(size).map_err(|_| bad_call())?;
    if size > 0 {
        place(to)?;
    }
    let convert = |x: &PyLongObject| {
        let (magnitude, negative) = (x.digits(), x.is_negative());
        if flags != -1 && flags & REJECT_NEGATIVE != 0 && negative {
            return Err(raise!(ValueError, "Cannot convert negative int"));
        }
        // SAFETY: C passes that many bytes.
        let out = if size == 0 { &mut [][..] } else { unsafe { std::slice::from_raw_parts_mut(to.cast::<u8>(), size) } };
        super::bytes::write(out, magnitude, negative, wants_little(flags));
        let unsigned_buffer = flags == -1 || flags & UNSIGNED_BUFFER != 0;
        Ok(native_size(x, size, unsigned_buffer) as isize)
    };
    match object.downcast::<PyLongObject>() {
        Some(x) => convert(x),
        None if flags != -1 && flags & ALLOW_INDEX != 0 => with_index(object, convert),
        None => Err(raise!(TypeError, "expect int, got {}", object.ty().name())),
    }
}

/// A new int of two's complement bytes (unsigned ones if the flags say so).
#[capi]
pub fn PyLong_FromNativeBytes(from: *const c_void, size: usize, flags: c_int) -> Result<Owned> {
    from_native(from, size, flags, flags == -1 || flags & UNSIGNED_BUFFER == 0)
}

/// A new int of unsigned bytes.
#[capi]
pub fn PyLong_FromUnsignedNativeBytes(from: *const c_void, size: usize, flags: c_int) -> Result<Owned> {
    from_native(from, size, flags, false)
}

fn from_native(from: *const c_void, size: usize, flags: c_int, signed: bool) -> Result<Owned> {
    if from.is_null() {
        return Err(bad_call());
    }
    // SAFETY: C passes that many bytes.
    from_bytes(unsafe { given_bytes(from.cast(), size)? }, wants_little(flags), signed)
}

/// What ints are: a new `sys.int_info`.
#[capi]
pub fn PyLong_GetInfo() -> Result<Owned> {
    crate::modules::sys::structs::int_info()
}

/// The value of each character as a digit in bases up to 36, 37 for what is none.
#[capi]
pub static _PyLong_DigitValue: [c_uchar; 256] = super::text::DIGIT_VALUES;
