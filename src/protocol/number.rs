//! The number protocol: operators, and what becomes an int or a float.
//!
//! An operator asks the left operand's slot, then the right one's; the right one first where its type derives from the left one's. A slot
//! that does not know the other operand returns `NotImplemented`.

use crate::boundary::new_reference;
use crate::foreign;
use crate::layout::*;
use crate::object::{Owned, is_exact, is_instance};
use crate::raise;
use crate::runtime::buf::Buf;
use crate::runtime::errors::{Raised, Result, set_object};
use crate::types::singletons::not_implemented;
use crate::types::{float, long, unicode};
use exuvia_macros::capi;
use std::ffi::c_int;

/// A type's number suite.
#[inline(always)]
fn suite(object: &PyObject) -> Option<&PyNumberMethods> {
    // SAFETY: suites live as long as their type.
    unsafe { object.ty().tp_as_number.get().as_ref() }
}

/// A type's sequence suite.
#[inline(always)]
fn sequence_suite(object: &PyObject) -> Option<&PySequenceMethods> {
    // SAFETY: suites live as long as their type.
    unsafe { object.ty().tp_as_sequence.get().as_ref() }
}

/// Which slot of a suite an operator asks.
type Slot<F> = fn(&PyNumberMethods) -> Option<F>;

// ---- dispatch -----------------------------------------------------------------------------------------------------

#[inline(always)]
fn call2(slot: binaryfunc, a: &PyObject, b: &PyObject) -> Result<Owned> {
    // SAFETY: the slot's contract.
    unsafe { new_reference(foreign!(slot(a.as_ptr(), b.as_ptr()))) }
}

/// `a OP b` as far as number slots go; `NotImplemented` where none knows.
#[inline(always)]
fn dispatch(a: &PyObject, b: &PyObject, slot: impl Fn(&PyNumberMethods) -> Option<binaryfunc>) -> Result<Owned> {
    if !std::ptr::eq(a.ty(), b.ty()) {
        return dispatch_mixed(a, b, suite(a).and_then(&slot), suite(b).and_then(&slot));
    }
    match suite(a).and_then(&slot) {
        Some(slot) => call2(slot, a, b),
        None => Ok(not_implemented()),
    }
}

#[inline(never)]
fn dispatch_mixed(a: &PyObject, b: &PyObject, left: Option<binaryfunc>, right: Option<binaryfunc>) -> Result<Owned> {
    let mut right = right.filter(|right| left.is_none_or(|left| left as usize != *right as usize));
    if let Some(left) = left {
        if let Some(first) = right
            && b.ty().is_subtype(a.ty())
        {
            let result = call2(first, a, b)?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
            right = None;
        }
        let result = call2(left, a, b)?;
        if !result.is_not_implemented() {
            return Ok(result);
        }
    }
    match right {
        Some(right) => call2(right, a, b),
        None => Ok(not_implemented()),
    }
}

/// `a OP= b`: the left operand's in-place slot, then the operator's own.
#[inline(always)]
fn dispatch_in_place(
    a: &PyObject,
    b: &PyObject,
    in_place: impl Fn(&PyNumberMethods) -> Option<binaryfunc>,
    slot: impl Fn(&PyNumberMethods) -> Option<binaryfunc>,
) -> Result<Owned> {
    if let Some(in_place) = suite(a).and_then(in_place) {
        let result = call2(in_place, a, b)?;
        if !result.is_not_implemented() {
            return Ok(result);
        }
    }
    dispatch(a, b, slot)
}

#[cold]
#[inline(never)]
fn unsupported(symbol: &str, a: &PyObject, b: &PyObject) -> Raised {
    raise!(TypeError, "unsupported operand type(s) for {symbol}: '{}' and '{}'", a.ty().name(), b.ty().name())
}

/// The result, or `TypeError` where nobody knew.
#[inline(always)]
fn known(result: Owned, symbol: &str, a: &PyObject, b: &PyObject) -> Result<Owned> {
    if result.is_not_implemented() { Err(unsupported(symbol, a, b)) } else { Ok(result) }
}

macro_rules! operators {
    ($($rust:ident $name:ident $slot:ident $symbol:literal, $rust_in_place:ident $name_in_place:ident $slot_in_place:ident $symbol_in_place:literal;)*) => { $(
        #[doc = concat!("`a ", $symbol, " b`.")]
        #[inline]
        pub fn $rust(a: &PyObject, b: &PyObject) -> Result<Owned> {
            known(dispatch(a, b, |n| n.$slot.get())?, $symbol, a, b)
        }
        #[doc = concat!("`a ", $symbol, " b`, new; `TypeError` where neither operand knows the other.")]
        #[capi]
        pub fn $name(a: &PyObject, b: &PyObject) -> Result<Owned> {
            $rust(a, b)
        }
        #[doc = concat!("`a ", $symbol_in_place, " b`: what `a` becomes.")]
        #[inline]
        pub fn $rust_in_place(a: &PyObject, b: &PyObject) -> Result<Owned> {
            known(dispatch_in_place(a, b, |n| n.$slot_in_place.get(), |n| n.$slot.get())?, $symbol_in_place, a, b)
        }
        #[doc = concat!("What `a ", $symbol_in_place, " b` makes of `a`, new; `TypeError` where neither operand knows the other.")]
        #[capi]
        pub fn $name_in_place(a: &PyObject, b: &PyObject) -> Result<Owned> {
            $rust_in_place(a, b)
        }
    )* };
}
operators! {
    subtract PyNumber_Subtract nb_subtract "-", in_place_subtract PyNumber_InPlaceSubtract nb_inplace_subtract "-=";
    matrix_multiply PyNumber_MatrixMultiply nb_matrix_multiply "@", in_place_matrix_multiply PyNumber_InPlaceMatrixMultiply nb_inplace_matrix_multiply "@=";
    floor_divide PyNumber_FloorDivide nb_floor_divide "//", in_place_floor_divide PyNumber_InPlaceFloorDivide nb_inplace_floor_divide "//=";
    true_divide PyNumber_TrueDivide nb_true_divide "/", in_place_true_divide PyNumber_InPlaceTrueDivide nb_inplace_true_divide "/=";
    remainder PyNumber_Remainder nb_remainder "%", in_place_remainder PyNumber_InPlaceRemainder nb_inplace_remainder "%=";
    shift_left PyNumber_Lshift nb_lshift "<<", in_place_shift_left PyNumber_InPlaceLshift nb_inplace_lshift "<<=";
    shift_right PyNumber_Rshift nb_rshift ">>", in_place_shift_right PyNumber_InPlaceRshift nb_inplace_rshift ">>=";
    and PyNumber_And nb_and "&", in_place_and PyNumber_InPlaceAnd nb_inplace_and "&=";
    xor PyNumber_Xor nb_xor "^", in_place_xor PyNumber_InPlaceXor nb_inplace_xor "^=";
    or PyNumber_Or nb_or "|", in_place_or PyNumber_InPlaceOr nb_inplace_or "|=";
}

/// `divmod(a, b)`.
#[inline]
pub fn divmod(a: &PyObject, b: &PyObject) -> Result<Owned> {
    known(dispatch(a, b, |n| n.nb_divmod.get())?, "divmod()", a, b)
}

/// `divmod(a, b)`, new; `TypeError` where neither operand knows the other.
#[capi]
pub fn PyNumber_Divmod(a: &PyObject, b: &PyObject) -> Result<Owned> {
    divmod(a, b)
}

// ---- addition and multiplication, which sequences know too --------------------------------------------------------

/// `a + b`: of numbers, or of sequences.
#[inline]
pub fn add(a: &PyObject, b: &PyObject) -> Result<Owned> {
    let result = dispatch(a, b, |n| n.nb_add.get())?;
    if !result.is_not_implemented() {
        return Ok(result);
    }
    match sequence_suite(a).and_then(|s| s.sq_concat.get()) {
        Some(concat) => call2(concat, a, b),
        None => Err(unsupported("+", a, b)),
    }
}

/// `a += b`: what `a` becomes.
#[inline]
pub fn in_place_add(a: &PyObject, b: &PyObject) -> Result<Owned> {
    let result = dispatch_in_place(a, b, |n| n.nb_inplace_add.get(), |n| n.nb_add.get())?;
    if !result.is_not_implemented() {
        return Ok(result);
    }
    match sequence_suite(a).and_then(|s| s.sq_inplace_concat.get().or_else(|| s.sq_concat.get())) {
        Some(concat) => call2(concat, a, b),
        None => Err(unsupported("+=", a, b)),
    }
}

fn repeat(repeat: ssizeargfunc, sequence: &PyObject, count: &PyObject) -> Result<Owned> {
    if !is_index(count) {
        return Err(raise!(TypeError, "can't multiply sequence by non-int of type '{}'", count.ty().name()));
    }
    let count = as_isize(count, Some(&crate::types::exceptions::OverflowError))?;
    // SAFETY: the slot's contract.
    unsafe { new_reference(foreign!(repeat(sequence.as_ptr(), count))) }
}

/// `a * b`: of numbers, or of a sequence and a number.
#[inline]
pub fn multiply(a: &PyObject, b: &PyObject) -> Result<Owned> {
    let result = dispatch(a, b, |n| n.nb_multiply.get())?;
    if !result.is_not_implemented() {
        return Ok(result);
    }
    if let Some(slot) = sequence_suite(a).and_then(|s| s.sq_repeat.get()) {
        return repeat(slot, a, b);
    }
    if let Some(slot) = sequence_suite(b).and_then(|s| s.sq_repeat.get()) {
        return repeat(slot, b, a);
    }
    Err(unsupported("*", a, b))
}

/// `a *= b`: what `a` becomes.
#[inline]
pub fn in_place_multiply(a: &PyObject, b: &PyObject) -> Result<Owned> {
    let result = dispatch_in_place(a, b, |n| n.nb_inplace_multiply.get(), |n| n.nb_multiply.get())?;
    if !result.is_not_implemented() {
        return Ok(result);
    }
    if let Some(s) = sequence_suite(a) {
        if let Some(slot) = s.sq_inplace_repeat.get().or_else(|| s.sq_repeat.get()) {
            return repeat(slot, a, b);
        }
    } else if let Some(slot) = sequence_suite(b).and_then(|s| s.sq_repeat.get()) {
        // The right operand is not changed: it is not the one that is assigned to.
        return repeat(slot, b, a);
    }
    Err(unsupported("*=", a, b))
}

/// `a + b`, new; sequences are joined. `TypeError` where neither operand knows the other.
#[capi]
pub fn PyNumber_Add(a: &PyObject, b: &PyObject) -> Result<Owned> {
    add(a, b)
}
/// What `a += b` makes of `a`, new.
#[capi]
pub fn PyNumber_InPlaceAdd(a: &PyObject, b: &PyObject) -> Result<Owned> {
    in_place_add(a, b)
}
/// `a * b`, new; a sequence is repeated. `TypeError` where neither operand knows the other.
#[capi]
pub fn PyNumber_Multiply(a: &PyObject, b: &PyObject) -> Result<Owned> {
    multiply(a, b)
}
/// What `a *= b` makes of `a`, new.
#[capi]
pub fn PyNumber_InPlaceMultiply(a: &PyObject, b: &PyObject) -> Result<Owned> {
    in_place_multiply(a, b)
}

// ---- power --------------------------------------------------------------------------------------------------------

#[inline(always)]
fn call3(slot: ternaryfunc, a: &PyObject, b: &PyObject, c: &PyObject) -> Result<Owned> {
    // SAFETY: the slot's contract.
    unsafe { new_reference(foreign!(slot(a.as_ptr(), b.as_ptr(), c.as_ptr()))) }
}

fn dispatch3(a: &PyObject, b: &PyObject, c: &PyObject, symbol: &str) -> Result<Owned> {
    let slot: Slot<ternaryfunc> = |n| n.nb_power.get();
    let same = |f: Option<ternaryfunc>, g: Option<ternaryfunc>| f.map(|f| f as usize) == g.map(|g| g as usize);
    let left = suite(a).and_then(slot);
    let right = if std::ptr::eq(a.ty(), b.ty()) { None } else { suite(b).and_then(slot).filter(|f| !same(Some(*f), left)) };
    let mut pending = right;
    if let Some(left) = left {
        if let Some(first) = right
            && b.ty().is_subtype(a.ty())
        {
            let result = call3(first, a, b, c)?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
            pending = None;
        }
        let result = call3(left, a, b, c)?;
        if !result.is_not_implemented() {
            return Ok(result);
        }
    }
    if let Some(right) = pending {
        let result = call3(right, a, b, c)?;
        if !result.is_not_implemented() {
            return Ok(result);
        }
    }
    if let Some(third) = suite(c).and_then(slot).filter(|f| !same(Some(*f), left) && !same(Some(*f), right)) {
        let result = call3(third, a, b, c)?;
        if !result.is_not_implemented() {
            return Ok(result);
        }
    }
    let (a_name, b_name) = (a.ty().name(), b.ty().name());
    if c.is_none() {
        return Err(raise!(TypeError, "unsupported operand type(s) for {symbol}: '{a_name}' and '{b_name}'"));
    }
    Err(raise!(TypeError, "unsupported operand type(s) for {symbol}: '{a_name}', '{b_name}', '{}'", c.ty().name()))
}

/// `pow(a, b, c)`; `a ** b` where `c` is `None`.
pub fn power(a: &PyObject, b: &PyObject, c: &PyObject) -> Result<Owned> {
    dispatch3(a, b, c, "** or pow()")
}

/// `a **= b`: what `a` becomes.
pub fn in_place_power(a: &PyObject, b: &PyObject, c: &PyObject) -> Result<Owned> {
    if let Some(slot) = suite(a).and_then(|n| n.nb_inplace_power.get()) {
        let result = call3(slot, a, b, c)?;
        if !result.is_not_implemented() {
            return Ok(result);
        }
    }
    dispatch3(a, b, c, "**=")
}

/// `pow(a, b, c)`, new; `a ** b` where `c` is `None`. `TypeError` where no operand knows the others.
#[capi]
pub fn PyNumber_Power(a: &PyObject, b: &PyObject, c: &PyObject) -> Result<Owned> {
    power(a, b, c)
}
/// What `a **= b` makes of `a`, new.
#[capi]
pub fn PyNumber_InPlacePower(a: &PyObject, b: &PyObject, c: &PyObject) -> Result<Owned> {
    in_place_power(a, b, c)
}

// ---- one operand --------------------------------------------------------------------------------------------------

macro_rules! unary_operators {
    ($($rust:ident $name:ident $slot:ident $what:literal $message:literal;)*) => { $(
        #[doc = concat!("`", $what, "`.")]
        #[inline]
        pub fn $rust(a: &PyObject) -> Result<Owned> {
            match suite(a).and_then(|n| n.$slot.get()) {
                // SAFETY: the slot's contract.
                Some(slot) => unsafe { new_reference(foreign!(slot(a.as_ptr()))) },
                None => Err(raise!(TypeError, concat!("bad operand type for ", $message, ": '{}'"), a.ty().name())),
            }
        }
        #[doc = concat!("`", $what, "`, new; `TypeError` where the operand does not know it.")]
        #[capi]
        pub fn $name(a: &PyObject) -> Result<Owned> {
            $rust(a)
        }
    )* };
}
unary_operators! {
    negative PyNumber_Negative nb_negative "-a" "unary -";
    positive PyNumber_Positive nb_positive "+a" "unary +";
    invert PyNumber_Invert nb_invert "~a" "unary ~";
    absolute PyNumber_Absolute nb_absolute "abs(a)" "abs()";
}

// ---- what becomes an int ------------------------------------------------------------------------------------------

/// Whether the object has `__index__`.
#[inline(always)]
pub fn is_index(object: &PyObject) -> bool {
    suite(object).is_some_and(|n| n.nb_index.get().is_some())
}

/// Whether the object has `__index__`; the argument is an object.
#[capi]
pub fn PyIndex_Check(object: &PyObject) -> c_int {
    c_int::from(is_index(object))
}

/// Whether the object is a number: an int or float can be made of it, or it is complex.
#[capi]
pub fn PyNumber_Check(object: Option<&PyObject>) -> c_int {
    let Some(object) = object else { return 0 };
    let number = suite(object).is_some_and(|n| n.nb_index.get().is_some() || n.nb_int.get().is_some() || n.nb_float.get().is_some());
    c_int::from(number || object.downcast::<PyComplexObject>().is_some())
}

/// What `__int__` or `__index__` returned, if it is an int; a warning where it is one of a subclass.
fn checked_int(result: Owned, method: &str) -> Result<Owned> {
    if is_exact::<PyLongObject>(&result) {
        return Ok(result);
    }
    let name = result.ty().name();
    if !is_instance::<PyLongObject>(&result) {
        return Err(raise!(TypeError, "{method} returned non-int (type {name})"));
    }
    deprecated(format_args!(
        "{method} returned non-int (type {name}).  The ability to return an instance of a strict subclass of int is deprecated, and may not be supported in a future version of Python."
    ))?;
    Ok(result)
}

/// The object itself if it is an int of any kind, else what its `__index__` gives. `TypeError`.
#[inline]
pub fn index_any(object: &PyObject) -> Result<Owned> {
    if object.downcast::<PyLongObject>().is_some() {
        return Ok(object.new_ref());
    }
    let Some(slot) = suite(object).and_then(|n| n.nb_index.get()) else {
        return Err(raise!(TypeError, "'{}' object cannot be interpreted as an integer", object.ty().name()));
    };
    // SAFETY: the slot's contract.
    checked_int(unsafe { new_reference(foreign!(slot(object.as_ptr()))) }?, "__index__")
}

/// `operator.index(object)`: exactly of type `int`.
#[inline]
pub fn index(object: &PyObject) -> Result<Owned> {
    exact_int(index_any(object)?)
}

#[inline(always)]
fn exact_int(int: Owned) -> Result<Owned> {
    if is_exact::<PyLongObject>(&int) {
        return Ok(int);
    }
    // SAFETY: an int of a subclass.
    long::exact(unsafe { int.cast_unchecked() })
}

/// `operator.index(object)`, new, exactly of type `int`; `TypeError`.
#[capi]
pub fn PyNumber_Index(object: &PyObject) -> Result<Owned> {
    index(object)
}

/// As `PyNumber_Index`, but an int of a subclass stays one.
#[capi(private)]
pub fn _PyNumber_Index(object: &PyObject) -> Result<Owned> {
    index_any(object)
}

/// The object as an index. One that is too large raises `error`, or is cut to the range where `error` is `None`.
pub fn as_isize(object: &PyObject, error: Option<&PyTypeObject>) -> Result<isize> {
    let int = index_any(object)?;
    // SAFETY: what index_any returns is an int.
    let int: &PyLongObject = unsafe { int.cast_unchecked() };
    match (int.to_i64(), error) {
        (Some(v), _) => Ok(v as isize),
        (None, None) => Ok(if int.is_negative() { isize::MIN } else { isize::MAX }),
        (None, Some(error)) => {
            let message = unicode::from_display(format_args!("cannot fit '{}' into an index-sized integer", object.ty().name()))?;
            Err(set_object(error, Some(&message)))
        }
    }
}

/// The object as an index; -1 with an exception. One that is too large raises `error`, or is cut to the range where `error` is NULL.
#[capi]
pub fn PyNumber_AsSsize_t(object: &PyObject, error: Option<&PyObject>) -> Result<isize> {
    as_isize(object, error.and_then(|e| e.downcast::<PyTypeObject>()))
}

/// `int(object)`.
pub fn int(object: &PyObject) -> Result<Owned> {
    if is_exact::<PyLongObject>(object) {
        return Ok(object.new_ref());
    }
    if let Some(n) = suite(object) {
        if let Some(slot) = n.nb_int.get() {
            // SAFETY: the slot's contract.
            return exact_int(checked_int(unsafe { new_reference(foreign!(slot(object.as_ptr()))) }?, "__int__")?);
        }
        if n.nb_index.get().is_some() {
            return index(object);
        }
    }
    if let Some(text) = object.downcast::<PyUnicodeObject>() {
        return long::new::from_str_object(text, 10);
    }
    if let Some(result) = long::new::from_bytes_like(object, 10) {
        return result;
    }
    let name = object.ty().name();
    Err(raise!(TypeError, "int() argument must be a string, a bytes-like object or a real number, not '{name}'"))
}

/// `int(object)`, new, exactly of type `int`.
#[capi]
pub fn PyNumber_Long(object: &PyObject) -> Result<Owned> {
    int(object)
}

/// The int in base 2, 8 or 16 with its prefix, or in base 10, as a new `str`. Takes objects with `__index__`.
#[capi]
pub fn PyNumber_ToBase(object: &PyObject, base: c_int) -> Result<Owned> {
    if !matches!(base, 2 | 8 | 10 | 16) {
        return Err(raise!(SystemError, "PyNumber_ToBase: base must be 2, 8, 10 or 16"));
    }
    let int = index_any(object)?;
    // SAFETY: what index_any returns is an int.
    long::methods::to_base(unsafe { int.cast_unchecked() }, base as u32)
}

// ---- what becomes a float -----------------------------------------------------------------------------------------

/// The object as a double, by its value, `__float__` or `__index__`; `None` where it has none of them.
pub fn as_f64(object: &PyObject) -> Result<Option<f64>> {
    if let Some(x) = object.downcast::<PyFloatObject>() {
        return Ok(Some(x.value()));
    }
    let Some(n) = suite(object) else { return Ok(None) };
    if let Some(slot) = n.nb_float.get() {
        if let Some(int) = object.downcast_exact::<PyLongObject>() {
            return int.to_f64().map(Some);
        }
        // SAFETY: the slot's contract.
        let result = unsafe { new_reference(foreign!(slot(object.as_ptr()))) }?;
        let (name, result_name) = (object.ty().name(), result.ty().name());
        if !is_instance::<PyFloatObject>(&result) {
            return Err(raise!(TypeError, "{name}.__float__ returned non-float (type {result_name})"));
        }
        // SAFETY: just checked.
        let x = unsafe { result.cast_unchecked::<PyFloatObject>() }.value();
        if !is_exact::<PyFloatObject>(&result) {
            deprecated(format_args!(
                "{name}.__float__ returned non-float (type {result_name}).  The ability to return an instance of a strict subclass of float is deprecated, and may not be supported in a future version of Python."
            ))?;
        }
        return Ok(Some(x));
    }
    if n.nb_index.get().is_some() {
        let int = index_any(object)?;
        // SAFETY: what index_any returns is an int.
        return unsafe { int.cast_unchecked::<PyLongObject>() }.to_f64().map(Some);
    }
    Ok(None)
}

/// `float(object)`, new, exactly of type `float`.
#[capi]
pub fn PyNumber_Float(object: &PyObject) -> Result<Owned> {
    if is_exact::<PyFloatObject>(object) {
        return Ok(object.new_ref());
    }
    match as_f64(object)? {
        Some(x) => float::from_f64(x),
        None => float::from_text(object),
    }
}

/// Warns of a use that is deprecated; fails where the program has made the warning an error.
#[cold]
pub fn deprecated(message: std::fmt::Arguments<'_>) -> Result<()> {
    crate::modules::warnings::warn_text(&crate::types::exceptions::DeprecationWarning, &message.to_string())
}

/// The characters of a number in text: other scripts' decimal digits and white space become ASCII's, and what is neither ends the text with a
/// character that no number has.
pub fn number_text(text: &PyUnicodeObject) -> std::borrow::Cow<'_, [u8]> {
    use unicode::{Chars, ctype};
    fn convert(chars: impl Iterator<Item = u32>) -> Buf<u8> {
        let mut out = Buf::new();
        for c in chars {
            match c {
                0..0x80 => out.push(c as u8),
                _ if ctype::is_space(c) => out.push(b' '),
                _ => match ctype::to_decimal(c) {
                    Some(d) => out.push(b'0' + d),
                    None => {
                        out.push(b'?');
                        break;
                    }
                },
            }
        }
        out
    }
    match text.chars() {
        Chars::One(bytes) if text.is_ascii() => bytes.into(),
        Chars::One(bytes) => convert(bytes.iter().map(|&b| b as u32)).into(),
        Chars::Two(units) => convert(units.iter().map(|&u| u as u32)).into(),
        Chars::Four(units) => convert(units.iter().copied()).into(),
    }
}
