//! PEP 757: an int's digits in and out, for other libraries of large integers.

use super::*;
use std::ffi::{c_int, c_void};

/// How ints lie in memory.
static LAYOUT: PyLongLayout = PyLongLayout {
    bits_per_digit: digits::SHIFT as u8,
    digit_size: 4,
    digits_order: -1,
    digit_endianness: if cfg!(target_endian = "little") { -1 } else { 1 },
};

/// How ints lie in memory; static.
#[capi]
pub fn PyLong_GetNativeLayout() -> *const PyLongLayout {
    &LAYOUT
}

/// Fills in `export`: the value if 64 bits hold it, else the digits, which live until `PyLong_FreeExport`. `TypeError` for what is no int.
#[capi]
pub fn PyLong_Export(object: &PyObject, export: *mut PyLongExport) -> Result<()> {
    // SAFETY: C passes the address of such a struct.
    let Some(export) = (unsafe { export.as_mut() }) else {
        return Err(raise!(SystemError, "bad argument to internal function"));
    };
    let Some(x) = object.downcast::<PyLongObject>() else {
        export._reserved = 0;
        return Err(raise!(TypeError, "expect int, got {}", object.ty().name()));
    };
    *export = match x.to_i64() {
        Some(value) => PyLongExport { value, negative: 0, ndigits: 0, digits: std::ptr::null(), _reserved: 0 },
        None => PyLongExport {
            value: 0,
            negative: x.is_negative() as u8,
            ndigits: x.digits().len() as isize,
            digits: x.digits().as_ptr().cast(),
            // The digits are the object's own: the export keeps it alive.
            _reserved: object.new_ref().into_ptr() as usize,
        },
    };
    Ok(())
}

/// Gives back what `PyLong_Export` holds.
#[capi]
pub fn PyLong_FreeExport(export: *mut PyLongExport) {
    // SAFETY: C passes the address of a struct that PyLong_Export has filled in.
    let Some(export) = (unsafe { export.as_mut() }) else { return };
    let held = std::mem::take(&mut export._reserved) as *mut PyObject;
    // SAFETY: PyLong_Export took this reference.
    drop(unsafe { Owned::from_ptr(held) });
}

/// A new int whose `count` digits, at `*to`, the caller writes before `PyLongWriter_Finish`. `ValueError` where the count is not positive,
/// `OverflowError` or `MemoryError` where no int has so many.
#[capi]
pub fn PyLongWriter_Create(negative: c_int, count: isize, to: *mut *mut c_void) -> Result<*mut c_void> {
    if to.is_null() {
        return Err(raise!(SystemError, "bad argument to internal function"));
    }
    let failed = |raised| {
        // SAFETY: C passes the address of a pointer.
        unsafe { *to = std::ptr::null_mut() };
        raised
    };
    let Some(len) = usize::try_from(count).ok().filter(|n| *n > 0) else {
        return Err(failed(raise!(ValueError, "ndigits must be positive")));
    };
    let mut draft = Draft::new(len).map_err(failed)?;
    // SAFETY: C passes the address of a pointer.
    unsafe { *to = draft.digits().as_mut_ptr().cast() };
    let object = draft.object;
    std::mem::forget(draft);
    // SAFETY: the memory is ours; the tag keeps length and sign until the digits have been written.
    Ok(unsafe { seal(object, tag(len, negative != 0)) }.into_ptr().cast())
}

/// The writer's int, normalized, new; the writer is gone.
#[capi]
pub fn PyLongWriter_Finish(writer: *mut c_void) -> Result<Owned> {
    let object = writer.cast::<PyLongObject>();
    if object.is_null() {
        return Err(raise!(SystemError, "bad argument to internal function"));
    }
    // SAFETY: PyLongWriter_Create made it, and nobody else knows it: it becomes a draft again.
    let (draft, negative) = unsafe { (Draft { object, len: (*object).tag() >> LENGTH_SHIFT }, (*object).is_negative()) };
    Ok(draft.finish(negative))
}

/// Drops the writer; does nothing for NULL.
#[capi]
pub fn PyLongWriter_Discard(writer: *mut c_void) {
    // SAFETY: PyLongWriter_Create made it, and its reference is the only one.
    drop(unsafe { Owned::from_ptr(writer.cast::<PyObject>()) });
}
