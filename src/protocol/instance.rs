//! `isinstance` and `issubclass`.
//!
//! A class whose metatype is exactly `type` answers from MROs. Others are asked by `__instancecheck__` and
//! `__subclasscheck__`, and what is no class at all but has `__bases__` is followed along these.

use crate::layout::*;
use crate::object::types::PyType_Type;
use crate::object::{Owned, attribute, id, is_instance as is_a};
use crate::raise;
use crate::runtime::errors::Result;
use crate::runtime::stack;
use exuvia_macros::capi;

const NO_CLASS: &str = "isinstance() arg 2 must be a type, a tuple of types, or a union";
const NO_BASE: &str = "issubclass() arg 2 must be a class, a tuple of classes, or a union";
const NO_DERIVED: &str = "issubclass() arg 1 must be a class";

/// Whether an object's class is exactly `type`, so that it has nothing to say for itself.
#[inline(always)]
fn is_plain_class(class: &PyObject) -> bool {
    std::ptr::eq(class.ty(), &PyType_Type)
}

/// The classes that a union (`int | str`) stands for.
fn union_args(class: &PyObject) -> Result<Option<Owned>> {
    match crate::types::union::as_union(class) {
        Some(union) => Ok(Some(attribute::get(union.as_object(), &id::__args__)?)),
        None => Ok(None),
    }
}

/// `isinstance(object, class)`.
#[inline]
pub fn is_instance(object: &PyObject, class: &PyObject) -> Result<bool> {
    // SAFETY: what is of the class `type` is a type.
    if std::ptr::eq(object.ty().as_object(), class) || is_plain_class(class) && object.ty().is_subtype(unsafe { class.cast_unchecked() }) {
        return Ok(true);
    }
    ask_class(object, class)
}

#[inline(never)]
fn ask_class(object: &PyObject, class: &PyObject) -> Result<bool> {
    if is_plain_class(class) {
        return is_real_instance(object, class);
    }
    let unfolded = union_args(class)?;
    let class = unfolded.as_deref().unwrap_or(class);
    if let Some(classes) = class.downcast::<PyTupleObject>() {
        let _guard = stack::enter(" in __instancecheck__")?;
        for class in classes.as_slice() {
            if is_instance(object, class)? {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    if let Some(check) = attribute::_PyObject_LookupSpecial(class, &id::__instancecheck__)? {
        let _guard = stack::enter(" in __instancecheck__")?;
        return check.call1(object)?.is_true();
    }
    is_real_instance(object, class)
}

/// `type.__instancecheck__(class, object)`: by the type, or by what `object.__class__` says.
pub fn is_real_instance(object: &PyObject, class: &PyObject) -> Result<bool> {
    if let Some(class) = class.downcast::<PyTypeObject>() {
        if object.ty().is_subtype(class) {
            return Ok(true);
        }
        // Most objects have the `__class__` that `object` gives them, which says nothing new.
        return Ok(match attribute::get_optional(object, &id::__class__)? {
            Some(told) if !told.is(object.ty()) => PyObject::downcast::<PyTypeObject>(&told).is_some_and(|told| told.is_subtype(class)),
            _ => false,
        });
    }
    check_class(class, NO_CLASS)?;
    match attribute::get_optional(object, &id::__class__)? {
        Some(told) => is_abstract_subclass(&told, class),
        None => Ok(false),
    }
}

/// `issubclass(derived, class)`.
#[inline]
pub fn is_subclass(derived: &PyObject, class: &PyObject) -> Result<bool> {
    if is_plain_class(class) && is_plain_class(derived) {
        // SAFETY: what is of the class `type` is a type.
        return Ok(unsafe { derived.cast_unchecked::<PyTypeObject>().is_subtype(class.cast_unchecked()) });
    }
    ask_class_of_derived(derived, class)
}

#[inline(never)]
fn ask_class_of_derived(derived: &PyObject, class: &PyObject) -> Result<bool> {
    if is_plain_class(class) {
        return if derived.is(class) { Ok(true) } else { is_real_subclass(derived, class) };
    }
    let unfolded = union_args(class)?;
    let class = unfolded.as_deref().unwrap_or(class);
    if let Some(classes) = class.downcast::<PyTupleObject>() {
        let _guard = stack::enter(" in __subclasscheck__")?;
        for class in classes.as_slice() {
            if is_subclass(derived, class)? {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    if let Some(check) = attribute::_PyObject_LookupSpecial(class, &id::__subclasscheck__)? {
        let _guard = stack::enter(" in __subclasscheck__")?;
        return check.call1(derived)?.is_true();
    }
    is_real_subclass(derived, class)
}

/// `type.__subclasscheck__(class, derived)`: by the MRO, or by `__bases__`.
pub fn is_real_subclass(derived: &PyObject, class: &PyObject) -> Result<bool> {
    if let (Some(derived), Some(class)) = (derived.downcast::<PyTypeObject>(), class.downcast::<PyTypeObject>()) {
        return Ok(derived.is_subtype(class));
    }
    check_class(derived, NO_DERIVED)?;
    check_class(class, NO_BASE)?;
    is_abstract_subclass(derived, class)
}

/// `__bases__` where it is a tuple.
fn bases(class: &PyObject) -> Result<Option<Owned<PyTupleObject>>> {
    Ok(attribute::get_optional(class, &id::__bases__)?.and_then(|bases| bases.downcast().ok()))
}

/// `TypeError` with the message where the object has no `__bases__`.
fn check_class(class: &PyObject, message: &str) -> Result<()> {
    if is_a::<PyTypeObject>(class) || bases(class)?.is_some() { Ok(()) } else { Err(raise!(TypeError, "{message}")) }
}

fn is_abstract_subclass(derived: &PyObject, class: &PyObject) -> Result<bool> {
    let mut derived = derived.new_ref();
    loop {
        if derived.is(class) {
            return Ok(true);
        }
        let Some(bases) = bases(&derived)? else { return Ok(false) };
        match bases.as_slice() {
            [] => return Ok(false),
            // A long line of single bases needs no stack.
            [only] => derived = only.new_ref(),
            several => {
                let _guard = stack::enter(" in __issubclass__")?;
                for base in several {
                    if is_abstract_subclass(base, class)? {
                        return Ok(true);
                    }
                }
                return Ok(false);
            }
        }
    }
}

/// 1 where the object is an instance of the class, or of one of a tuple's or a union's; 0 where not; -1 with an exception.
#[capi]
pub fn PyObject_IsInstance(object: &PyObject, class: &PyObject) -> Result<bool> {
    // The question that is asked most is answered before anything is saved for a call.
    if std::ptr::eq(object.ty().as_object(), class) {
        return Ok(true);
    }
    is_instance(object, class)
}

/// 1 where `derived` is the class or below it, or one of a tuple's or a union's; 0 where not; -1 with an exception.
#[capi]
pub fn PyObject_IsSubclass(derived: &PyObject, class: &PyObject) -> Result<bool> {
    is_subclass(derived, class)
}
