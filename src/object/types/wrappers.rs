//! What a slot wrapper calls: each function here takes the positional arguments of `x.__add__(y)` and calls the C slot
//! that stands behind it.

use super::slots;
use crate::args::check_positional;
use crate::boundary::slot::CompareOp;
use crate::boundary::{IntoC, enter, new_reference};
use crate::foreign;
use crate::layout::*;
use crate::object::Owned;
use crate::raise;
use crate::runtime::errors::{self, Raised, Result};
use crate::types::bool::from_bool;
use crate::types::singletons::none;
use std::ffi::{c_int, c_void};
use std::mem::transmute;
use std::ptr::null_mut;

/// Runs a wrapper's body: a panic must not cross into C.
#[inline(always)]
fn run(body: impl FnOnce() -> Result<Owned>) -> *mut PyObject {
    enter::<Result<Owned>>("a slot wrapper", || body().into_c())
}

/// The arguments, which are exactly `N`.
fn exactly<'a, const N: usize>(args: *mut PyObject) -> Result<&'a [&'a PyObject; N]> {
    // SAFETY: a wrapper is called with a tuple of arguments.
    let given = unsafe { &*args.cast::<PyTupleObject>() }.as_slice();
    given.try_into().map_err(|_| raise!(TypeError, "expected {N} argument{}, got {}", if N == 1 { "" } else { "s" }, given.len()))
}

/// What a slot that answers by number says: an error where it is negative and an exception is set.
fn signed(result: isize) -> Result<isize> {
    if result == -1 && errors::occurred() { Err(Raised::already()) } else { Ok(result) }
}

/// An index, negative ones counted from the end.
fn index(this: *mut PyObject, argument: &PyObject) -> Result<isize> {
    let i = crate::protocol::number::as_isize(argument, Some(&crate::types::exceptions::IndexError))?;
    if i >= 0 {
        return Ok(i);
    }
    // SAFETY: a suite lives as long as its type; the slot's contract.
    unsafe {
        if let Some(length) = (*this).ty().tp_as_sequence.get().as_ref().and_then(|s| s.sq_length.get()) {
            let n = foreign!(length(this));
            return if n < 0 { Err(Raised::already()) } else { Ok(i + n) };
        }
    }
    Ok(i)
}

/// As [`exactly`], with the method's name in the message.
///
/// # Safety
/// `args` is a tuple that lives for `'a`.
unsafe fn exactly_named<'a>(name: &str, args: *mut PyObject) -> Result<[&'a PyObject; 1]> {
    // SAFETY: the caller's word.
    let items = unsafe { (*args.cast::<PyTupleObject>()).as_slice() };
    crate::args::check_positional(name, items.len(), 1, 1)?;
    Ok([items[0]])
}

/// `wrapper! { name(this, wrapped as slot type, [arguments]) body }`: the body may call the slot.
macro_rules! wrappers {
    ($($(#[$doc:meta])* $name:ident($this:ident, $wrapped:ident: $slot:ty, $args:ident) $body:block)*) => { $(
        $(#[$doc])*
        ///
        /// # Safety
        /// Called by the wrapper of a slot of that type, with a receiver that fits and a tuple.
        pub unsafe extern "C" fn $name($this: *mut PyObject, $args: *mut PyObject, wrapped: *mut c_void) -> *mut PyObject {
            // SAFETY: the table pairs the wrapper with slots of this type; the receiver was checked by the descriptor.
            run(|| unsafe {
                let $wrapped: $slot = transmute(wrapped);
                $body
            })
        }
    )* };
}
wrappers! {
    /// `x.__neg__()`.
    unary(this, slot: unaryfunc, args) {
        exactly::<0>(args)?;
        new_reference(foreign!(slot(this)))
    }
    /// `x.__bool__()`.
    inquiry_predicate(this, slot: inquiry, args) {
        exactly::<0>(args)?;
        Ok(from_bool(signed(foreign!(slot(this)) as isize)? != 0))
    }
    /// `x.__add__(y)`, and where the slot has the receiver on the left in any case.
    binary(this, slot: binaryfunc, args) {
        let [other] = exactly(args)?;
        new_reference(foreign!(slot(this, other.as_ptr())))
    }
    /// `x.__radd__(y)`: `y + x`.
    binary_reflected(this, slot: binaryfunc, args) {
        let [other] = exactly(args)?;
        new_reference(foreign!(slot(other.as_ptr(), this)))
    }
    /// `x.__pow__(y[, z])`.
    ternary(this, slot: ternaryfunc, args) {
        let (other, third) = power_arguments(args)?;
        new_reference(foreign!(slot(this, other, third)))
    }
    /// `x.__rpow__(y[, z])`.
    ternary_reflected(this, slot: ternaryfunc, args) {
        let (other, third) = power_arguments(args)?;
        new_reference(foreign!(slot(other, this, third)))
    }
    /// `x.__len__()`.
    length(this, slot: lenfunc, args) {
        exactly::<0>(args)?;
        crate::types::long::from_isize(signed(foreign!(slot(this)))?)
    }
    /// `x.__mul__(n)` of a sequence.
    repeat(this, slot: ssizeargfunc, args) {
        let [count] = exactly(args)?;
        let count = crate::protocol::number::as_isize(count, Some(&crate::types::exceptions::OverflowError))?;
        new_reference(foreign!(slot(this, count)))
    }
    /// `x.__getitem__(i)` of a sequence.
    sequence_item(this, slot: ssizeargfunc, args) {
        let [i] = exactly(args)?;
        new_reference(foreign!(slot(this, index(this, i)?)))
    }
    /// `x.__setitem__(i, value)` of a sequence.
    sequence_set_item(this, slot: ssizeobjargproc, args) {
        let [i, value] = *two("__setitem__", args)?;
        done(foreign!(slot(this, index(this, i)?, value.as_ptr())))
    }
    /// `x.__delitem__(i)` of a sequence.
    sequence_delete_item(this, slot: ssizeobjargproc, args) {
        let [i] = exactly(args)?;
        done(foreign!(slot(this, index(this, i)?, null_mut())))
    }
    /// `x.__contains__(item)`.
    contains(this, slot: objobjproc, args) {
        let [item] = exactly(args)?;
        Ok(from_bool(signed(foreign!(slot(this, item.as_ptr())) as isize)? != 0))
    }
    /// `x.__setitem__(key, value)` of a mapping.
    set_item(this, slot: objobjargproc, args) {
        let [key, value] = *two("__setitem__", args)?;
        done(foreign!(slot(this, key.as_ptr(), value.as_ptr())))
    }
    /// `x.__delitem__(key)` of a mapping.
    delete_item(this, slot: objobjargproc, args) {
        let [key] = exactly(args)?;
        done(foreign!(slot(this, key.as_ptr(), null_mut())))
    }
    /// `x.__setattr__(name, value)`.
    set_attribute(this, slot: setattrofunc, args) {
        let [name, value] = *two("__setattr__", args)?;
        may_apply(&*this, slot, "__setattr__")?;
        done(foreign!(slot(this, name.as_ptr(), value.as_ptr())))
    }
    /// `x.__delattr__(name)`.
    delete_attribute(this, slot: setattrofunc, args) {
        let [name] = exactly(args)?;
        may_apply(&*this, slot, "__delattr__")?;
        done(foreign!(slot(this, name.as_ptr(), null_mut())))
    }
    /// `x.__hash__()`.
    hash(this, slot: hashfunc, args) {
        exactly::<0>(args)?;
        crate::types::long::from_isize(signed(foreign!(slot(this)))?)
    }
    /// `x.__del__()`.
    finalize(this, slot: destructor, args) {
        exactly::<0>(args)?;
        foreign!(slot(this));
        Ok(none())
    }
    /// `x.__lt__(y)`.
    less(this, slot: richcmpfunc, args) { compare(this, slot, args, CompareOp::Lt) }
    /// `x.__le__(y)`.
    less_equal(this, slot: richcmpfunc, args) { compare(this, slot, args, CompareOp::Le) }
    /// `x.__eq__(y)`.
    equal(this, slot: richcmpfunc, args) { compare(this, slot, args, CompareOp::Eq) }
    /// `x.__ne__(y)`.
    not_equal(this, slot: richcmpfunc, args) { compare(this, slot, args, CompareOp::Ne) }
    /// `x.__gt__(y)`.
    greater(this, slot: richcmpfunc, args) { compare(this, slot, args, CompareOp::Gt) }
    /// `x.__ge__(y)`.
    greater_equal(this, slot: richcmpfunc, args) { compare(this, slot, args, CompareOp::Ge) }
    /// `x.__next__()`: the end is StopIteration here.
    next(this, slot: iternextfunc, args) {
        exactly::<0>(args)?;
        let item = foreign!(slot(this));
        if item.is_null() && !errors::occurred() {
            return Err(raise!(StopIteration, ""));
        }
        new_reference(item)
    }
    /// `d.__get__(instance[, owner])`.
    descr_get(this, slot: descrgetfunc, args) {
        let given = (*args.cast::<PyTupleObject>()).as_slice();
        check_positional("__get__", given.len(), 1, 2)?;
        let present = |object: Option<&&PyObject>| object.filter(|o| !o.is_none()).map_or(null_mut(), |o| o.as_ptr());
        let (instance, owner) = (present(given.first()), present(given.get(1)));
        if instance.is_null() && owner.is_null() {
            return Err(raise!(TypeError, "__get__(None, None) is invalid"));
        }
        new_reference(foreign!(slot(this, instance, owner)))
    }
    /// `d.__set__(instance, value)`.
    descr_set(this, slot: descrsetfunc, args) {
        let [instance, value] = *two("__set__", args)?;
        done(foreign!(slot(this, instance.as_ptr(), value.as_ptr())))
    }
    /// `d.__delete__(instance)`.
    descr_delete(this, slot: descrsetfunc, args) {
        let [instance] = exactly(args)?;
        done(foreign!(slot(this, instance.as_ptr(), null_mut())))
    }
    /// `x.__buffer__(flags)`: a memoryview.
    buffer(this, slot: getbufferproc, args) {
        let [flags] = exactly_named("__buffer__", args)?;
        let flags = crate::protocol::number::as_isize(flags, Some(&crate::types::exceptions::OverflowError))?;
        let Ok(flags) = c_int::try_from(flags) else {
            return Err(raise!(OverflowError, "buffer flags out of range"));
        };
        crate::types::memoryview::from_buffer_proc(&*this, flags, slot)
    }
    /// `x.__release_buffer__(view)`.
    release_buffer(this, slot: releasebufferproc, args) {
        let _ = slot;
        let [view] = exactly_named("__release_buffer__", args)?;
        crate::types::memoryview::release_exported(&*this, view)?;
        Ok(none())
    }
}

/// `f(*args, **kwargs)` through `tp_call`.
///
/// # Safety
/// The wrapper of a slot of that type, called with a tuple and a dict or NULL.
pub unsafe extern "C" fn call(this: *mut PyObject, args: *mut PyObject, wrapped: *mut c_void, kwargs: *mut PyObject) -> *mut PyObject {
    // SAFETY: the caller's word.
    run(|| unsafe { new_reference(foreign!((transmute::<*mut c_void, ternaryfunc>(wrapped))(this, args, kwargs))) })
}

/// `x.__init__(*args, **kwargs)`.
///
/// # Safety
/// The wrapper of a slot of that type, called with a tuple and a dict or NULL.
pub unsafe extern "C" fn init(this: *mut PyObject, args: *mut PyObject, wrapped: *mut c_void, kwargs: *mut PyObject) -> *mut PyObject {
    // SAFETY: the caller's word.
    run(|| unsafe { done(foreign!((transmute::<*mut c_void, initproc>(wrapped))(this, args, kwargs))) })
}

/// `None` where a slot that answers by status says that all is well.
fn done(status: c_int) -> Result<Owned> {
    if status < 0 { Err(Raised::already()) } else { Ok(none()) }
}

/// Two arguments of a method that is named in the message.
fn two<'a>(name: &str, args: *mut PyObject) -> Result<&'a [&'a PyObject; 2]> {
    // SAFETY: a wrapper is called with a tuple of arguments.
    let given = unsafe { &*args.cast::<PyTupleObject>() }.as_slice();
    check_positional(name, given.len(), 2, 2)?;
    given.try_into().map_err(|_| raise!(SystemError, "bad argument to internal function"))
}

fn power_arguments(args: *mut PyObject) -> Result<(*mut PyObject, *mut PyObject)> {
    // SAFETY: a wrapper is called with a tuple of arguments.
    match unsafe { &*args.cast::<PyTupleObject>() }.as_slice() {
        [other] => Ok((other.as_ptr(), none().into_ptr())),
        [other, third] => Ok((other.as_ptr(), third.as_ptr())),
        given => Err(raise!(TypeError, "expected 1 or 2 arguments, got {}", given.len())),
    }
}

unsafe fn compare(this: *mut PyObject, slot: richcmpfunc, args: *mut PyObject, op: CompareOp) -> Result<Owned> {
    let [other] = exactly(args)?;
    // SAFETY: the slot's contract.
    unsafe { new_reference(foreign!(slot(this, other.as_ptr(), op as c_int))) }
}

/// `object.__setattr__(int, …)` must not go around what `type` guards: the wrapped slot has to be the one of the
/// nearest C type of the receiver that has its own.
fn may_apply(this: &PyObject, slot: setattrofunc, what: &str) -> Result<()> {
    let ty = this.ty();
    let own = |t: &PyTypeObject| t.tp_setattro.get().map_or(null_mut(), |f| f as *mut c_void);
    let python: setattrofunc = slots::set_attribute;
    let python = python as *mut c_void;
    // SAFETY: nothing runs while the tuple is looked at.
    let Some(mro) = (unsafe { ty.tp_mro.peek() }) else { return Ok(()) };
    let types = || mro.as_slice().iter().filter_map(|t| t.downcast::<PyTypeObject>());
    let mut defining = ty;
    let bases: Vec<&PyTypeObject> = types().collect();
    for base in bases.iter().rev() {
        if own(base) != python && own(base) == own(ty) {
            defining = base;
            break;
        }
    }
    let mut base = Some(defining);
    while let Some(this_type) = base {
        if own(this_type) == slot as *mut c_void {
            return Ok(());
        }
        if own(this_type) != python {
            return Err(raise!(TypeError, "can't apply this {what} to {} object", ty.name()));
        }
        // SAFETY: nothing runs while the chain is walked.
        base = unsafe { this_type.tp_base.peek() };
    }
    Ok(())
}
