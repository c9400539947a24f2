//! Fields of C structs as attributes: every `Py_T_…`.

use crate::layout::*;
use crate::object::Owned;
use crate::object::types::{READONLY, RELATIVE_OFFSET};
use crate::raise;
use crate::runtime::errors::{self, Raised, Result};
use crate::types::bool::{from_bool, value_of};
use crate::types::singletons::none;
use crate::types::{long, unicode};
use exuvia_macros::capi;
use std::ffi::{CStr, c_char};

/// The values of `PyMemberDef.type`.
pub mod kind {
    use std::ffi::c_int;
    pub const SHORT: c_int = 0;
    pub const INT: c_int = 1;
    pub const LONG: c_int = 2;
    pub const FLOAT: c_int = 3;
    pub const DOUBLE: c_int = 4;
    pub const STRING: c_int = 5;
    pub const OBJECT: c_int = 6;
    pub const CHAR: c_int = 7;
    pub const BYTE: c_int = 8;
    pub const UBYTE: c_int = 9;
    pub const USHORT: c_int = 10;
    pub const UINT: c_int = 11;
    pub const ULONG: c_int = 12;
    pub const STRING_INPLACE: c_int = 13;
    pub const BOOL: c_int = 14;
    pub const OBJECT_EX: c_int = 16;
    pub const LONGLONG: c_int = 17;
    pub const ULONGLONG: c_int = 18;
    pub const PYSSIZET: c_int = 19;
    pub const NONE: c_int = 20;
}

/// The field's value, a new reference.
pub fn get(object: &PyObject, def: &PyMemberDef) -> Result<Owned> {
    // SAFETY: the row says what lies at its offset in instances of its type.
    unsafe {
        let at = object.as_ptr().byte_offset(def.offset);
        match def.r#type {
            kind::BOOL => Ok(from_bool(*at.cast::<c_char>() != 0)),
            kind::BYTE => crate::types::long::from_isize(*at.cast::<i8>() as isize),
            kind::UBYTE => crate::types::long::from_isize(*at.cast::<u8>() as isize),
            kind::SHORT => crate::types::long::from_isize(at.cast::<i16>().read_unaligned() as isize),
            kind::USHORT => crate::types::long::from_isize(at.cast::<u16>().read_unaligned() as isize),
            kind::INT => crate::types::long::from_isize(at.cast::<i32>().read_unaligned() as isize),
            kind::UINT => crate::types::long::from_isize(at.cast::<u32>().read_unaligned() as isize),
            kind::LONG | kind::LONGLONG | kind::PYSSIZET => crate::types::long::from_isize(at.cast::<isize>().read_unaligned()),
            kind::ULONG | kind::ULONGLONG => crate::types::long::from_u64(at.cast::<u64>().read_unaligned()),
            kind::FLOAT => crate::types::float::from_f64(f64::from(at.cast::<f32>().read_unaligned())),
            kind::DOUBLE => crate::types::float::from_f64(at.cast::<f64>().read_unaligned()),
            kind::STRING => match at.cast::<*const c_char>().read_unaligned() {
                text if text.is_null() => Ok(none()),
                text => Ok(unicode::codecs::utf8::decode_strict(CStr::from_ptr(text).to_bytes())?.upcast()),
            },
            kind::STRING_INPLACE => Ok(unicode::codecs::utf8::decode_strict(CStr::from_ptr(at.cast()).to_bytes())?.upcast()),
            kind::CHAR => Ok(unicode::codecs::utf8::decode_strict(std::slice::from_ref(&*at.cast::<u8>()))?.upcast()),
            kind::OBJECT => Ok((*at.cast::<Field>()).get().unwrap_or_else(none)),
            kind::OBJECT_EX => (*at.cast::<Field>()).get().ok_or_else(|| unset(object, def)),
            kind::NONE => Ok(none()),
            _ => Err(raise!(SystemError, "bad memberdescr type")),
        }
    }
}

fn name(def: &PyMemberDef) -> &str {
    if def.name.is_null() {
        return "?";
    }
    // SAFETY: a row's name is a C string.
    unsafe { CStr::from_ptr(def.name) }.to_str().unwrap_or("?")
}

#[cold]
fn unset(object: &PyObject, def: &PyMemberDef) -> Raised {
    match crate::object::types::query::qualified_name(object.ty()) {
        Ok(class) => raise!(AttributeError, "'{}' object has no attribute '{}'", class.to_lossy(), name(def)),
        Err(raised) => raised,
    }
}

/// An int that is cut to a narrower field, with a warning where that loses something.
fn narrow<T: Copy + TryFrom<i64>>(value: &PyObject, what: &str, cut: impl Fn(i64) -> T) -> Result<T> {
    let n: i64 = long::convert::PyLong_AsLong(Some(value))?;
    match T::try_from(n) {
        Ok(n) => Ok(n),
        Err(_) => {
            warn(&format!("Truncation of value to {what}"))?;
            Ok(cut(n))
        }
    }
}

fn warn(message: &str) -> Result<()> {
    crate::modules::warnings::warn_text(&crate::types::exceptions::RuntimeWarning, message)
}

/// Sets the field; `None` deletes it, where that is possible.
pub fn set(object: &PyObject, def: &PyMemberDef, value: Option<&PyObject>) -> Result<()> {
    if def.flags & READONLY != 0 {
        return Err(raise!(AttributeError, "readonly attribute"));
    }
    // SAFETY: the row says what lies at its offset in instances of its type.
    unsafe {
        let at = object.as_ptr().byte_offset(def.offset);
        let Some(value) = value else {
            match def.r#type {
                kind::OBJECT => (*at.cast::<Field>()).set(None),
                kind::OBJECT_EX => match (*at.cast::<Field>()).take() {
                    Some(old) => drop(old),
                    None => return Err(raise!(AttributeError, "{}", name(def))),
                },
                _ => return Err(raise!(TypeError, "can't delete numeric/char attribute")),
            }
            return Ok(());
        };
        match def.r#type {
            kind::BOOL => match value_of(value) {
                Some(truth) => *at.cast::<c_char>() = truth as c_char,
                None => return Err(raise!(TypeError, "attribute value type must be bool")),
            },
            kind::BYTE => *at.cast::<i8>() = narrow(value, "char", |n| n as i8)?,
            kind::UBYTE => *at.cast::<u8>() = narrow(value, "unsigned char", |n| n as u8)?,
            kind::SHORT => at.cast::<i16>().write_unaligned(narrow(value, "short", |n| n as i16)?),
            kind::USHORT => at.cast::<u16>().write_unaligned(narrow(value, "unsigned short", |n| n as u16)?),
            kind::INT => at.cast::<i32>().write_unaligned(narrow(value, "int", |n| n as i32)?),
            kind::UINT => {
                let (n, negative) = unsigned(value)?;
                at.cast::<u32>().write_unaligned(n as u32);
                if negative {
                    warn("Writing negative value into unsigned field")?;
                } else if u32::try_from(n).is_err() {
                    warn("Truncation of value to unsigned int")?;
                }
            }
            kind::LONG => at.cast::<i64>().write_unaligned(long::convert::PyLong_AsLong(Some(value))?),
            kind::ULONG => {
                let (n, negative) = unsigned(value)?;
                at.cast::<u64>().write_unaligned(n);
                if negative {
                    warn("Writing negative value into unsigned field")?;
                }
            }
            kind::PYSSIZET => at.cast::<isize>().write_unaligned(long::convert::PyLong_AsSsize_t(Some(value))?),
            kind::LONGLONG => at.cast::<i64>().write_unaligned(long::convert::PyLong_AsLongLong(Some(value))?),
            kind::ULONGLONG => {
                let index = crate::protocol::number::index(value)?;
                if is_negative(&index) {
                    at.cast::<i64>().write_unaligned(long::convert::PyLong_AsLong(Some(&*index))?);
                    warn("Writing negative value into unsigned field")?;
                } else {
                    at.cast::<u64>().write_unaligned(long::convert::PyLong_AsUnsignedLongLong(Some(&*index))?);
                }
            }
            kind::FLOAT => {
                let n = float(value)?;
                at.cast::<f32>().write_unaligned(n as f32);
            }
            kind::DOUBLE => {
                let n = float(value)?;
                at.cast::<f64>().write_unaligned(n);
            }
            kind::OBJECT | kind::OBJECT_EX => (*at.cast::<Field>()).set(Some(value.new_ref())),
            kind::CHAR => match value.downcast::<PyUnicodeObject>().map(|text| text.utf8()) {
                Some(Ok([byte])) => *at.cast::<u8>() = *byte,
                Some(Err(raised)) => return Err(raised),
                _ => return Err(unicode::bad_argument()),
            },
            kind::STRING | kind::STRING_INPLACE => return Err(raise!(TypeError, "readonly attribute")),
            _ => return Err(raise!(SystemError, "bad memberdescr type for {}", name(def))),
        }
        Ok(())
    }
}

fn is_negative(int: &PyObject) -> bool {
    int.downcast::<PyLongObject>().is_some_and(PyLongObject::is_negative)
}

/// An int for an unsigned field; whether it was negative.
fn unsigned(value: &PyObject) -> Result<(u64, bool)> {
    let index = crate::protocol::number::index(value)?;
    if is_negative(&index) {
        Ok((long::convert::PyLong_AsLong(Some(&*index))? as u64, true))
    } else {
        Ok((long::convert::PyLong_AsUnsignedLong(Some(&*index))?, false))
    }
}

fn float(value: &PyObject) -> Result<f64> {
    let n = crate::types::float::PyFloat_AsDouble(Some(value))?;
    if n == -1.0 && errors::occurred() { Err(Raised::already()) } else { Ok(n) }
}

fn refuse_relative(def: &PyMemberDef, function: &str) -> Result<()> {
    if def.flags & RELATIVE_OFFSET != 0 {
        return Err(raise!(SystemError, "{function} used with Py_RELATIVE_OFFSET"));
    }
    Ok(())
}

/// The field of the struct at `addr`, new.
#[capi]
pub fn PyMember_GetOne(addr: *const c_char, member: *mut PyMemberDef) -> Result<Owned> {
    // SAFETY: C's word: an object and a row of its type.
    let (Some(object), Some(def)) = (unsafe { (addr.cast::<PyObject>().as_ref(), member.as_ref()) }) else {
        return Err(unicode::bad_internal_call());
    };
    refuse_relative(def, "PyMember_GetOne")?;
    get(object, def)
}

/// Sets the field of the struct at `addr`; NULL deletes it, where that is possible.
#[capi]
pub fn PyMember_SetOne(addr: *mut c_char, member: *mut PyMemberDef, value: Option<&PyObject>) -> Result<()> {
    // SAFETY: C's word: an object and a row of its type.
    let (Some(object), Some(def)) = (unsafe { (addr.cast::<PyObject>().as_ref(), member.as_ref()) }) else {
        return Err(unicode::bad_internal_call());
    };
    refuse_relative(def, "PyMember_SetOne")?;
    set(object, def, value)
}
