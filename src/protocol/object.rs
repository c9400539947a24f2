//! The object protocol: text, comparison, hash, truth.
//!
//! Each operation is a method of `PyObject` for Rust, and the export of that name for C. (Attributes stand in
//! `object/attribute.rs`, calls in `protocol/call.rs`, items in `protocol/sequence.rs` and `mapping.rs`.)

use crate::boundary::slot::CompareOp;
use crate::boundary::{Handed, IntoC, new_reference, status};
use crate::foreign;
use crate::layout::*;
use crate::object::{Owned, id};
use crate::raise;
use crate::runtime::buf::Buf;
use crate::runtime::errors::{self, Raised, Result};
use crate::runtime::stack;
use crate::types::unicode;
use exuvia_macros::capi;
use std::ffi::c_int;

impl PyObject {
    /// `repr(self)`.
    pub fn repr(&self) -> Result<Owned<PyUnicodeObject>> {
        let Some(repr) = self.ty().tp_repr.get() else {
            return unicode::from_display(format_args!("<{} object at {:p}>", self.ty().name(), self));
        };
        let _guard = stack::enter(" while getting the repr of an object")?;
        // SAFETY: the slot's contract.
        let text = unsafe { new_reference(foreign!(repr(self.as_ptr()))) }?;
        text.downcast().map_err(|other| raise!(TypeError, "__repr__ returned non-string (type {})", other.ty().name()))
    }

    /// `str(self)`.
    pub fn str(&self) -> Result<Owned<PyUnicodeObject>> {
        if let Some(text) = self.downcast_exact::<PyUnicodeObject>() {
            return Ok(Owned::from_ref(text));
        }
        let Some(str) = self.ty().tp_str.get() else {
            return self.repr();
        };
        let _guard = stack::enter(" while getting the str of an object")?;
        // SAFETY: the slot's contract.
        let text = unsafe { new_reference(foreign!(str(self.as_ptr()))) }?;
        text.downcast().map_err(|other| raise!(TypeError, "__str__ returned non-string (type {})", other.ty().name()))
    }

    /// `hash(self)`; never -1.
    #[inline]
    pub fn hash(&self) -> Result<isize> {
        match self.ty().tp_hash.get() {
            // SAFETY: the slot's contract.
            Some(hash) => match unsafe { foreign!(hash(self.as_ptr())) } {
                -1 => Err(Raised::already()),
                value => Ok(value),
            },
            None => self.hash_unready(),
        }
    }

    /// A type that nobody has readied yet is readied by the first question for its hash, as CPython does.
    #[cold]
    #[inline(never)]
    fn hash_unready(&self) -> Result<isize> {
        if !self.ty().has_flag(flags::READY) {
            crate::object::types::ready(self.ty())?;
            if self.ty().tp_hash.get().is_some() {
                return self.hash();
            }
        }
        Err(self.unhashable())
    }

    /// Raises `TypeError: unhashable type`.
    #[cold]
    pub fn unhashable(&self) -> Raised {
        raise!(TypeError, "unhashable type: '{}'", self.ty().name())
    }

    /// `bool(self)`.
    #[inline]
    pub fn is_true(&self) -> Result<bool> {
        if let Some(truth) = self.known_truth() {
            return Ok(truth);
        }
        let ty = self.ty();
        // SAFETY: suites live as long as their type; the slots' contract.
        unsafe {
            if let Some(bool) = ty.tp_as_number.get().as_ref().and_then(|n| n.nb_bool.get()) {
                return Ok(status(foreign!(bool(self.as_ptr())))? != 0);
            }
            let length = ty.tp_as_mapping.get().as_ref().and_then(|m| m.mp_length.get());
            let length = length.or_else(|| ty.tp_as_sequence.get().as_ref().and_then(|s| s.sq_length.get()));
            match length {
                Some(length) => match length(self.as_ptr()) {
                    n if n < 0 => Err(Raised::already()),
                    n => Ok(n != 0),
                },
                None => Ok(true),
            }
        }
    }

    /// The truth of `True`, `False` and `None`, which needs no call.
    #[inline(always)]
    fn known_truth(&self) -> Option<bool> {
        if self.is_none() { Some(false) } else { crate::types::bool::value_of(self) }
    }

    /// `self OP other`, whatever it gives.
    pub fn compare(&self, other: &PyObject, op: CompareOp) -> Result<Owned> {
        let _guard = stack::enter(" in comparison")?;
        let (v, w) = (self.as_ptr(), other.as_ptr());
        let (left, right) = (self.ty(), other.ty());
        let mut tried_right = false;
        // SAFETY: the slots' contract.
        unsafe {
            if !std::ptr::eq(left, right)
                && right.is_subtype(left)
                && let Some(compare) = right.tp_richcompare.get()
            {
                tried_right = true;
                let result = new_reference(foreign!(compare(w, v, op.swapped() as c_int)))?;
                if !result.is_not_implemented() {
                    return Ok(result);
                }
            }
            if let Some(compare) = left.tp_richcompare.get() {
                let result = new_reference(foreign!(compare(v, w, op as c_int)))?;
                if !result.is_not_implemented() {
                    return Ok(result);
                }
            }
            if !tried_right && let Some(compare) = right.tp_richcompare.get() {
                let result = new_reference(foreign!(compare(w, v, op.swapped() as c_int)))?;
                if !result.is_not_implemented() {
                    return Ok(result);
                }
            }
        }
        match op {
            CompareOp::Eq => Ok(crate::types::bool::from_bool(self.is(other))),
            CompareOp::Ne => Ok(crate::types::bool::from_bool(!self.is(other))),
            _ => {
                let (op, left, right) = (op.symbol(), left.name(), right.name());
                Err(raise!(TypeError, "'{op}' not supported between instances of '{left}' and '{right}'"))
            }
        }
    }

    /// The truth of `self OP other`; an object equals itself without being asked.
    #[inline]
    pub fn compare_bool(&self, other: &PyObject, op: CompareOp) -> Result<bool> {
        if self.is(other) {
            match op {
                CompareOp::Eq => return Ok(true),
                CompareOp::Ne => return Ok(false),
                _ => {}
            }
        }
        self.compare(other, op)?.is_true()
    }

    /// The truth of `self == other`; an object equals itself without being asked.
    #[inline]
    pub fn equals(&self, other: &PyObject) -> Result<bool> {
        match self.equals_plainly(other) {
            Some(equal) => Ok(equal),
            None => self.compare(other, CompareOp::Eq)?.is_true(),
        }
    }

    /// The truth of `self == other` where it takes no call to know it: of one object, of two ints, of two strings.
    #[inline(always)]
    pub fn equals_plainly(&self, other: &PyObject) -> Option<bool> {
        if self.is(other) {
            return Some(true);
        }
        if !std::ptr::eq(self.ty(), other.ty()) {
            return None;
        }
        if let (Some(a), Some(b)) = (self.downcast_exact::<PyLongObject>(), other.downcast_exact::<PyLongObject>()) {
            return Some(a.is_negative() == b.is_negative() && a.digits() == b.digits());
        }
        if let (Some(a), Some(b)) = (self.downcast_exact::<PyUnicodeObject>(), other.downcast_exact::<PyUnicodeObject>()) {
            return Some(a.same_text(b));
        }
        None
    }
}

/// `repr(object)`, new; `<NULL>` for NULL.
#[capi]
pub fn PyObject_Repr(object: Option<&PyObject>) -> Result<Owned> {
    match object {
        Some(object) => Ok(object.repr()?.upcast()),
        None => Ok(unicode::from_str("<NULL>")?.upcast()),
    }
}

/// `str(object)`, new; `<NULL>` for NULL.
#[capi]
pub fn PyObject_Str(object: Option<&PyObject>) -> Result<Owned> {
    match object {
        Some(object) => Ok(object.str()?.upcast()),
        None => Ok(unicode::from_str("<NULL>")?.upcast()),
    }
}

/// `hash(object)`; -1 with an exception.
#[capi]
pub fn PyObject_Hash(object: &PyObject) -> Handed<isize> {
    match object.ty().tp_hash.get() {
        // SAFETY: the slot's contract.
        Some(hash) => Handed(unsafe { foreign!(hash(object.as_ptr())) }),
        None => Handed(object.hash_unready().into_c()),
    }
}

/// Raises `TypeError: unhashable type` and returns -1: a `tp_hash` for types without one.
#[capi]
pub fn PyObject_HashNotImplemented(object: &PyObject) -> Result<isize> {
    Err(object.unhashable())
}

/// 1 where the object is true, 0 where not; -1 with an exception.
#[capi]
pub fn PyObject_IsTrue(object: &PyObject) -> Result<bool> {
    object.is_true()
}

/// 0 where the object is true, 1 where not; -1 with an exception.
#[capi]
pub fn PyObject_Not(object: &PyObject) -> Result<bool> {
    Ok(!object.is_true()?)
}

/// `a OP b` by the operator's number, new.
#[capi]
pub fn PyObject_RichCompare(a: Option<&PyObject>, b: Option<&PyObject>, op: c_int) -> Result<Owned> {
    let (Some(a), Some(b)) = (a, b) else {
        if !errors::occurred() {
            return Err(raise!(SystemError, "bad argument to internal function"));
        }
        return Err(Raised::already());
    };
    a.compare(b, operator(op)?)
}

/// The truth of `a OP b`: 1 or 0, -1 with an exception. An object equals itself without being asked.
#[capi]
pub fn PyObject_RichCompareBool(a: &PyObject, b: &PyObject, op: c_int) -> Result<bool> {
    a.compare_bool(b, operator(op)?)
}

/// For each comparison's number, that of the one that gives the same answer with the operands changed over.
#[capi]
pub static _Py_SwappedOp: [c_int; 6] = [4, 5, 2, 3, 0, 1];

fn operator(op: c_int) -> Result<CompareOp> {
    CompareOp::from_c(op).ok_or_else(|| raise!(SystemError, "bad argument to internal function"))
}

/// `ascii(object)`, new: its repr with what is not ASCII escaped; `<NULL>` for NULL.
#[capi]
pub fn PyObject_ASCII(object: Option<&PyObject>) -> Result<Owned> {
    let Some(object) = object else { return Ok(unicode::from_str("<NULL>")?.upcast()) };
    let text = object.repr()?;
    if text.is_ascii() {
        return Ok(text.upcast());
    }
    let mut escaped = Buf::with_capacity(text.len());
    for c in text.chars().iter() {
        if c < 0x80 { escaped.push(c as u8) } else { unicode::repr::escape(c, |byte| escaped.push(byte)) }
    }
    Ok(unicode::from_ascii(&escaped)?.upcast())
}

/// `type(object)`, new.
#[capi]
pub fn PyObject_Type(object: &PyObject) -> Result<Owned> {
    Ok(object.ty().new_ref())
}

/// The object itself, new: a `tp_iter` for iterators.
#[capi]
pub fn PyObject_SelfIter(object: &PyObject) -> Owned {
    object.new_ref()
}

/// Whether the object is `None`.
#[capi]
pub fn Py_IsNone(object: Option<&PyObject>) -> bool {
    object.is_some_and(PyObject::is_none)
}

/// Whether the object is `True` itself.
#[capi]
pub fn Py_IsTrue(object: Option<&PyObject>) -> bool {
    object.and_then(crate::types::bool::value_of) == Some(true)
}

/// Whether the object is `False` itself.
#[capi]
pub fn Py_IsFalse(object: Option<&PyObject>) -> bool {
    object.and_then(crate::types::bool::value_of) == Some(false)
}

/// Whether the caller's reference is the only one.
#[capi]
pub fn PyUnstable_Object_IsUniquelyReferenced(object: &PyObject) -> bool {
    object.is_unique()
}

/// Whether the only reference is a temporary of the interpreter's evaluation, so that the object may be reused. Only an
/// evaluator can know that; without a running frame the answer is no.
#[capi]
pub fn PyUnstable_Object_IsUniqueReferencedTemporary(object: &PyObject) -> bool {
    let _ = object;
    false
}

/// Asks for deferred reference counting; 0, as in every build with a GIL.
#[capi]
pub fn PyUnstable_Object_EnableDeferredRefcount(object: &PyObject) -> c_int {
    let _ = object;
    0
}

/// Prepares an object for `PyUnstable_TryIncRef`; nothing to do under a GIL.
#[capi]
pub fn PyUnstable_EnableTryIncRef(object: &PyObject) {
    let _ = object;
}

/// Adds a reference to an object that may be dying: 1, or 0 where its count is zero.
#[capi]
pub fn PyUnstable_TryIncRef(object: &PyObject) -> bool {
    if object.refcount() == 0 {
        return false;
    }
    object.incref();
    true
}

/// Writes the header's count of a new object: one.
#[capi]
pub fn _Py_NewReference(object: &PyObject) {
    object.ob_refcnt.set(1);
    object.ob_overflow.set(0);
    object.ob_flags.set(0);
}

/// As `_Py_NewReference`.
#[capi]
pub fn _Py_NewReferenceNoTotal(object: &PyObject) {
    _Py_NewReference(object);
}

/// Gives an object that its finalizer brought back its one reference.
#[capi]
pub fn _Py_ResurrectReference(object: &PyObject) {
    object.ob_refcnt.set(1);
}

/// `format(object, spec)`, the empty specification where there is none.
pub fn format(object: &PyObject, spec: Option<&PyObject>) -> Result<Owned> {
    if let Some(spec) = spec
        && spec.downcast::<PyUnicodeObject>().is_none()
    {
        return Err(raise!(SystemError, "Format specifier must be a string, not {}", spec.ty().name()));
    }
    let empty = unicode::empty();
    let spec = spec.unwrap_or_else(|| empty.as_object());
    if spec.downcast::<PyUnicodeObject>().is_some_and(PyUnicodeObject::is_empty) {
        if object.downcast_exact::<PyUnicodeObject>().is_some() {
            return Ok(object.new_ref());
        }
        if object.downcast_exact::<PyLongObject>().is_some() {
            return Ok(object.str()?.upcast());
        }
    }
    // What these types do with a specification cannot be changed.
    if let Some(int) = object.downcast_exact::<PyLongObject>() {
        return crate::types::long::methods::format(int, spec);
    }
    if let Some(float) = object.downcast_exact::<PyFloatObject>() {
        return crate::types::float::methods::format(float, spec);
    }
    let Some(method) = crate::object::attribute::_PyObject_LookupSpecial(object, id::__format__.as_object())? else {
        return Err(raise!(TypeError, "Type {} doesn't define __format__", object.ty().name()));
    };
    let text = method.call1(spec)?;
    if text.as_object().downcast::<PyUnicodeObject>().is_none() {
        return Err(raise!(TypeError, "__format__ must return a str, not {}", text.ty().name()));
    }
    Ok(text)
}

/// `format(object, format_spec)`, new; NULL is the empty specification.
#[capi]
pub fn PyObject_Format(object: &PyObject, format_spec: Option<&PyObject>) -> Result<Owned> {
    format(object, format_spec)
}

/// One of the objects that are the same in every interpreter, by `Py_CONSTANT_…`; `SystemError` for any other number.
fn constant(id: u32) -> Result<Owned> {
    use crate::types::{bytes, long, singletons, tuple};
    match id {
        0 => Ok(singletons::none()),
        1 => Ok(crate::types::bool::from_bool(false)),
        2 => Ok(crate::types::bool::from_bool(true)),
        3 => Ok(singletons::ellipsis()),
        4 => Ok(singletons::not_implemented()),
        5 => long::from_i64(0),
        6 => long::from_i64(1),
        7 => Ok(unicode::from_str("")?.upcast()),
        8 => Ok(bytes::empty().new_ref()),
        9 => Ok(tuple::empty().upcast()),
        _ => Err(raise!(SystemError, "{}:{}: bad argument to internal function", file!(), line!())),
    }
}

/// A constant, new: None, False, True, ..., NotImplemented, 0, 1, '', b'' or () by its number; `SystemError` for any other.
#[capi]
pub fn Py_GetConstant(constant_id: u32) -> Result<Owned> {
    constant(constant_id)
}

/// As `Py_GetConstant`, borrowed: the constants are immortal.
#[capi]
pub fn Py_GetConstantBorrowed(constant_id: u32) -> Result<*mut PyObject> {
    Ok(constant(constant_id)?.into_ptr())
}

/// `bytes(object)` of what has a buffer, `__bytes__` or items, new; `b'<NULL>'` for NULL. `TypeError` for text and for ints.
#[capi]
pub fn PyObject_Bytes(object: Option<&PyObject>) -> Result<Owned> {
    let Some(object) = object else {
        return Ok(crate::types::bytes::from_slice(b"<NULL>")?.upcast());
    };
    if object.downcast_exact::<PyBytesObject>().is_some() {
        return Ok(object.new_ref());
    }
    match crate::types::bytes::by_method(object)? {
        Some(made) => Ok(made),
        None => crate::types::bytes::of_items(object),
    }
}

/// Writes `repr(object)` (with flag 1 `str(object)`) to a C stream; `<nil>` for NULL. -1 with an exception where writing fails.
#[capi]
pub fn PyObject_Print(object: Option<&PyObject>, file: *mut libc::FILE, flags: c_int) -> Result<()> {
    if file.is_null() {
        return Err(unicode::bad_internal_call());
    }
    let encoded;
    let bytes: &[u8] = match object {
        None => b"<nil>",
        Some(object) => {
            let text = if flags & 1 != 0 { object.str()? } else { object.repr()? };
            encoded = text;
            encoded.utf8()?
        }
    };
    // SAFETY: C's word: an open stream.
    unsafe {
        libc::clearerr(file);
        if libc::fwrite(bytes.as_ptr().cast(), 1, bytes.len(), file) < bytes.len() || libc::ferror(file) != 0 {
            let raised = errors::from_errno(&crate::types::exceptions::OSError, errors::errno(), None, None);
            libc::clearerr(file);
            return Err(raised);
        }
    }
    Ok(())
}
