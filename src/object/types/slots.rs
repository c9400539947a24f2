//! The slots of classes: each C function here stands in a slot and calls the special method that the class defines.
//!
//! `update` puts them in and takes them out as a class's attributes change; the table in `slot_table` says which
//! function stands for which method.

use super::lookup;
use crate::boundary::slot::CompareOp;
use crate::boundary::{IntoC, enter, new_reference};
use crate::foreign;
use crate::layout::*;
use crate::object::{Owned, id, is_exact};
use crate::protocol::call;
use crate::raise;
use crate::runtime::errors::{self, Raised, Result};
use crate::types::singletons::{_Py_NoneStruct, not_implemented};
use crate::types::unicode;
use std::cell::Cell;
use std::ffi::{c_int, c_void};

#[inline(always)]
fn run<R: IntoC>(body: impl FnOnce() -> R) -> R::C {
    enter::<R>("a special method", || body().into_c())
}

/// A special method, found on a type and not on the instance.
pub struct Method {
    function: Owned,
    /// It takes the receiver as its first argument; otherwise it is bound already.
    unbound: bool,
}

impl Method {
    /// The method of the object's type, bound unless its type can do without; `None` where there is none.
    #[inline]
    pub fn find(this: &PyObject, name: &PyUnicodeObject) -> Result<Option<Self>> {
        let ty = this.ty();
        let Some(function) = lookup::lookup(ty, name) else { return Ok(None) };
        if function.ty().has_flag(flags::METHOD_DESCRIPTOR) {
            return Ok(Some(Method { function, unbound: true }));
        }
        let function = match function.ty().tp_descr_get.get() {
            // SAFETY: the slot's contract.
            Some(get) => unsafe { new_reference(foreign!(get(function.as_ptr(), this.as_ptr(), ty.as_ptr().cast()))) }?,
            None => function,
        };
        Ok(Some(Method { function, unbound: false }))
    }
    /// As [`Method::find`]; `AttributeError` where there is none.
    #[inline]
    pub fn get(this: &PyObject, name: &PyUnicodeObject) -> Result<Self> {
        Self::find(this, name)?.ok_or_else(|| errors::with_value(&crate::types::exceptions::AttributeError, name))
    }
    pub fn is_none(&self) -> bool {
        self.function.is_none()
    }
    /// Calls it; the first argument is the receiver.
    #[inline]
    pub fn call(&self, args: &[&PyObject]) -> Result<Owned> {
        call::vectorcall(&self.function, if self.unbound { args } else { args.get(1..).unwrap_or_default() })
    }
}

/// `receiver.name(arguments)`, the method found on the type: the first of `args` is the receiver.
#[inline]
pub fn invoke(name: &PyUnicodeObject, args: &[&PyObject]) -> Result<Owned> {
    let Some(this) = args.first() else { return Err(raise!(SystemError, "bad argument to internal function")) };
    Method::get(this, name)?.call(args)
}

/// As [`invoke`], `NotImplemented` where there is no such method.
#[inline]
fn invoke_maybe(name: &PyUnicodeObject, args: &[&PyObject]) -> Result<Owned> {
    let Some(this) = args.first() else { return Ok(not_implemented()) };
    match Method::find(this, name)? {
        Some(method) => method.call(args),
        None => Ok(not_implemented()),
    }
}

// ---- numbers ------------------------------------------------------------------------------------------------------

/// Whether the right operand's class has its own reflected method, so that it is asked first.
fn overrides(left: &PyObject, right: &PyObject, reflected: &PyUnicodeObject) -> Result<bool> {
    let Some(right) = crate::object::attribute::get_optional(right.ty(), reflected)? else { return Ok(false) };
    match crate::object::attribute::get_optional(left.ty(), reflected)? {
        Some(left) => right.compare_bool(&left, CompareOp::Ne),
        None => Ok(true),
    }
}

/// A binary operator of classes: `method` on the left, `reflected` on the right. `stands` says whether a type has this
/// very slot function, and so defines the operator by methods; `more` are further arguments (`pow`'s third).
fn operator(
    stands: impl Fn(&PyTypeObject) -> bool,
    method: &PyUnicodeObject,
    reflected: &PyUnicodeObject,
    left: &PyObject,
    right: &PyObject,
    third: Option<&PyObject>,
) -> Result<Owned> {
    let ask = |name: &PyUnicodeObject, a: &PyObject, b: &PyObject| match third {
        Some(third) => invoke_maybe(name, &[a, b, third]),
        None => invoke_maybe(name, &[a, b]),
    };
    let same = std::ptr::eq(left.ty(), right.ty());
    let mut ask_right = !same && stands(right.ty());
    if stands(left.ty()) {
        if ask_right && right.ty().is_subtype(left.ty()) && overrides(left, right, reflected)? {
            let result = ask(reflected, right, left)?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
            ask_right = false;
        }
        let result = ask(method, left, right)?;
        if !result.is_not_implemented() || std::ptr::eq(left.ty(), right.ty()) {
            return Ok(result);
        }
    }
    if ask_right { ask(reflected, right, left) } else { Ok(not_implemented()) }
}

/// Whether a type's slot holds this function.
#[inline(always)]
fn holds<F: Copy>(ty: &PyTypeObject, slot: impl Fn(&PyNumberMethods) -> &Cell<Option<F>>, address: impl Fn(F) -> usize, this: usize) -> bool {
    // SAFETY: a suite lives as long as its type.
    unsafe { ty.tp_as_number.get().as_ref() }.is_some_and(|n| slot(n).get().is_some_and(|f| address(f) == this))
}

macro_rules! operators {
    ($($name:ident: $slot:ident, $method:ident, $reflected:ident;)*) => { $(
        #[doc = concat!("`", stringify!($slot), "` of classes.")]
        ///
        /// # Safety
        /// Called as the slot, with live objects.
        pub unsafe extern "C" fn $name(left: *mut PyObject, right: *mut PyObject) -> *mut PyObject {
            let this: binaryfunc = $name;
            let stands = |ty: &PyTypeObject| holds(ty, |n| &n.$slot, |f: binaryfunc| f as usize, this as usize);
            // SAFETY: two live objects.
            run(|| unsafe { operator(stands, &id::$method, &id::$reflected, &*left, &*right, None) })
        }
    )* };
}
operators! {
    add: nb_add, __add__, __radd__;
    subtract: nb_subtract, __sub__, __rsub__;
    multiply: nb_multiply, __mul__, __rmul__;
    remainder: nb_remainder, __mod__, __rmod__;
    divmod: nb_divmod, __divmod__, __rdivmod__;
    lshift: nb_lshift, __lshift__, __rlshift__;
    rshift: nb_rshift, __rshift__, __rrshift__;
    and: nb_and, __and__, __rand__;
    xor: nb_xor, __xor__, __rxor__;
    or: nb_or, __or__, __ror__;
    floor_divide: nb_floor_divide, __floordiv__, __rfloordiv__;
    true_divide: nb_true_divide, __truediv__, __rtruediv__;
    matrix_multiply: nb_matrix_multiply, __matmul__, __rmatmul__;
}

/// `nb_power` of classes.
///
/// # Safety
/// Called as the slot, with live objects.
pub unsafe extern "C" fn power(left: *mut PyObject, right: *mut PyObject, third: *mut PyObject) -> *mut PyObject {
    let this: ternaryfunc = power;
    let stands = |ty: &PyTypeObject| holds(ty, |n| &n.nb_power, |f: ternaryfunc| f as usize, this as usize);
    // SAFETY: three live objects.
    run(|| unsafe { operator(stands, &id::__pow__, &id::__rpow__, &*left, &*right, Some(&*third).filter(|t| !t.is_none())) })
}

/// Slots that call one method with what they are given and give back what it gives.
macro_rules! plain {
    ($($name:ident($($arg:ident),*): $method:ident;)*) => { $(
        #[doc = concat!("Calls `", stringify!($method), "`.")]
        ///
        /// # Safety
        /// Called as the slot, with live objects.
        pub unsafe extern "C" fn $name($($arg: *mut PyObject),*) -> *mut PyObject {
            // SAFETY: live objects.
            run(|| unsafe { invoke(&id::$method, &[$(&*$arg),*]) })
        }
    )* };
}
plain! {
    inplace_add(a, b): __iadd__;
    inplace_subtract(a, b): __isub__;
    inplace_multiply(a, b): __imul__;
    inplace_remainder(a, b): __imod__;
    inplace_lshift(a, b): __ilshift__;
    inplace_rshift(a, b): __irshift__;
    inplace_and(a, b): __iand__;
    inplace_xor(a, b): __ixor__;
    inplace_or(a, b): __ior__;
    inplace_floor_divide(a, b): __ifloordiv__;
    inplace_true_divide(a, b): __itruediv__;
    inplace_matrix_multiply(a, b): __imatmul__;
    negative(a): __neg__;
    positive(a): __pos__;
    absolute(a): __abs__;
    invert(a): __invert__;
    int(a): __int__;
    float(a): __float__;
    index(a): __index__;
    subscript(a, key): __getitem__;
    iternext(a): __next__;
    get_attribute(a, name): __getattribute__;
}

/// `nb_inplace_power` of classes: the third operand has no place in it.
///
/// # Safety
/// Called as the slot, with live objects.
pub unsafe extern "C" fn inplace_power(a: *mut PyObject, b: *mut PyObject, _: *mut PyObject) -> *mut PyObject {
    // SAFETY: live objects.
    run(|| unsafe { invoke(&id::__ipow__, &[&*a, &*b]) })
}

/// `nb_bool` of classes: `__bool__`, or whether `__len__` is not 0.
///
/// # Safety
/// Called as the slot, with live objects.
pub unsafe extern "C" fn bool(this: *mut PyObject) -> c_int {
    // SAFETY: a live object.
    let this = unsafe { &*this };
    run(|| -> Result<bool> {
        let Some(method) = Method::find(this, &id::__bool__)? else {
            return match Method::find(this, &id::__len__)? {
                Some(method) => method.call(&[this])?.is_true(),
                None => Ok(true),
            };
        };
        if method.is_none() {
            return Err(raise!(TypeError, "'{}' cannot be interpreted as a boolean", this.ty().name()));
        }
        let answer = method.call(&[this])?;
        crate::types::bool::value_of(&answer).ok_or_else(|| raise!(TypeError, "__bool__ should return bool, returned {}", answer.ty().name()))
    })
}

// ---- containers ---------------------------------------------------------------------------------------------------

/// `sq_length` and `mp_length` of classes.
///
/// # Safety
/// Called as the slot, with live objects.
pub unsafe extern "C" fn length(this: *mut PyObject) -> isize {
    run(|| -> Result<isize> {
        // SAFETY: a live object.
        let length = crate::protocol::number::index(&*invoke(&id::__len__, &[unsafe { &*this }])?)?;
        if (*length).downcast::<PyLongObject>().is_some_and(PyLongObject::is_negative) {
            return Err(raise!(ValueError, "__len__() should return >= 0"));
        }
        crate::protocol::number::as_isize(&length, Some(&crate::types::exceptions::OverflowError))
    })
}

/// `sq_item` of classes.
///
/// # Safety
/// Called as the slot, with live objects.
pub unsafe extern "C" fn item(this: *mut PyObject, i: isize) -> *mut PyObject {
    // SAFETY: a live object.
    run(|| unsafe { invoke(&id::__getitem__, &[&*this, &*crate::types::long::from_isize(i)?]) })
}

/// `sq_ass_item` of classes.
///
/// # Safety
/// Called as the slot, with live objects.
pub unsafe extern "C" fn set_item(this: *mut PyObject, i: isize, value: *mut PyObject) -> c_int {
    // SAFETY: live objects.
    run(|| -> Result<()> { unsafe { assign(&*this, &*crate::types::long::from_isize(i)?, value.as_ref()) } })
}

/// `mp_ass_subscript` of classes.
///
/// # Safety
/// Called as the slot, with live objects.
pub unsafe extern "C" fn set_subscript(this: *mut PyObject, key: *mut PyObject, value: *mut PyObject) -> c_int {
    // SAFETY: live objects.
    run(|| unsafe { assign(&*this, &*key, value.as_ref()) })
}

fn assign(this: &PyObject, key: &PyObject, value: Option<&PyObject>) -> Result<()> {
    match value {
        Some(value) => invoke(&id::__setitem__, &[this, key, value]),
        None => invoke(&id::__delitem__, &[this, key]),
    }
    .map(drop)
}

/// `sq_contains` of classes.
///
/// # Safety
/// Called as the slot, with live objects.
pub unsafe extern "C" fn contains(this: *mut PyObject, item: *mut PyObject) -> c_int {
    // SAFETY: live objects.
    let (this, item) = unsafe { (&*this, &*item) };
    run(|| match Method::find(this, &id::__contains__)? {
        Some(method) if method.is_none() => Err(raise!(TypeError, "'{}' object is not a container", this.ty().name())),
        Some(method) => method.call(&[this, item])?.is_true(),
        None => crate::protocol::sequence::contains_by_iteration(this, item),
    })
}

/// `tp_iter` of classes: `__iter__`, or an iterator over `__getitem__`.
///
/// # Safety
/// Called as the slot, with live objects.
pub unsafe extern "C" fn iter(this: *mut PyObject) -> *mut PyObject {
    // SAFETY: a live object.
    let this = unsafe { &*this };
    run(|| {
        let not_iterable = || Err(raise!(TypeError, "'{}' object is not iterable", this.ty().name()));
        match Method::find(this, &id::__iter__)? {
            Some(method) if method.is_none() => not_iterable(),
            Some(method) => method.call(&[this]),
            None if lookup::lookup(this.ty(), &id::__getitem__).is_none() => not_iterable(),
            None => crate::types::iterators::sequence_iterator(this),
        }
    })
}

// ---- object -------------------------------------------------------------------------------------------------------

/// `tp_repr` of classes.
///
/// # Safety
/// Called as the slot, with live objects.
pub unsafe extern "C" fn repr(this: *mut PyObject) -> *mut PyObject {
    // SAFETY: a live object.
    let this = unsafe { &*this };
    run(|| match Method::find(this, &id::__repr__)? {
        Some(method) => method.call(&[this]),
        None => Ok(unicode::from_display(format_args!("<{} object at {this:p}>", this.ty().name()))?.upcast()),
    })
}

/// `tp_str` of classes.
///
/// # Safety
/// Called as the slot, with live objects.
pub unsafe extern "C" fn str(this: *mut PyObject) -> *mut PyObject {
    // SAFETY: a live object.
    run(|| unsafe { invoke(&id::__str__, &[&*this]) })
}

/// `tp_hash` of classes.
///
/// # Safety
/// Called as the slot, with live objects.
pub unsafe extern "C" fn hash(this: *mut PyObject) -> isize {
    // SAFETY: a live object.
    let this = unsafe { &*this };
    run(|| -> Result<isize> {
        let Some(method) = Method::find(this, &id::__hash__)?.filter(|m| !m.is_none()) else {
            return Err(this.unhashable());
        };
        let value = method.call(&[this])?;
        if (*value).downcast::<PyLongObject>().is_none() {
            return Err(raise!(TypeError, "__hash__ method should return an integer"));
        }
        let hash = match (*value).downcast::<PyLongObject>().and_then(|n| n.to_i64()).map(|n| n as isize) {
            Some(hash) => hash,
            None => value.hash()?,
        };
        Ok(if hash == -1 { -2 } else { hash })
    })
}

/// `tp_call` of classes.
///
/// # Safety
/// Called as the slot, with live objects.
pub unsafe extern "C" fn call(this: *mut PyObject, args: *mut PyObject, kwargs: *mut PyObject) -> *mut PyObject {
    // SAFETY: a live object, a tuple, and a dict or NULL.
    let (this, args, kwargs) = unsafe { (&*this, &*args.cast::<PyTupleObject>(), kwargs.cast::<PyDictObject>().as_ref()) };
    run(|| {
        let method = Method::get(this, &id::__call__)?;
        call_with(&method, this, args, kwargs)
    })
}

fn call_with(method: &Method, this: &PyObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    if method.unbound { call::call_prepend(&method.function, this, args, kwargs) } else { call::call(&method.function, args, kwargs) }
}

/// `tp_richcompare` of classes.
///
/// # Safety
/// Called as the slot, with live objects.
pub unsafe extern "C" fn compare(this: *mut PyObject, other: *mut PyObject, op: c_int) -> *mut PyObject {
    // SAFETY: live objects.
    run(|| unsafe {
        let name: &PyUnicodeObject = match CompareOp::from_c(op) {
            Some(CompareOp::Lt) => &id::__lt__,
            Some(CompareOp::Le) => &id::__le__,
            Some(CompareOp::Ne) => &id::__ne__,
            Some(CompareOp::Gt) => &id::__gt__,
            Some(CompareOp::Ge) => &id::__ge__,
            _ => &id::__eq__,
        };
        invoke_maybe(name, &[&*this, &*other])
    })
}

/// `tp_init` of classes.
///
/// # Safety
/// Called as the slot, with live objects.
pub unsafe extern "C" fn init(this: *mut PyObject, args: *mut PyObject, kwargs: *mut PyObject) -> c_int {
    // SAFETY: a live object, a tuple, and a dict or NULL.
    let (this, args, kwargs) = unsafe { (&*this, &*args.cast::<PyTupleObject>(), kwargs.cast::<PyDictObject>().as_ref()) };
    run(|| -> Result<()> {
        let method = Method::get(this, &id::__init__)?;
        let result = call_with(&method, this, args, kwargs)?;
        if !result.is_none() {
            return Err(raise!(TypeError, "__init__() should return None, not '{}'", result.ty().name()));
        }
        Ok(())
    })
}

/// `tp_new` of classes.
///
/// # Safety
/// Called as the slot, with live objects.
pub unsafe extern "C" fn new(ty: *mut PyTypeObject, args: *mut PyObject, kwargs: *mut PyObject) -> *mut PyObject {
    // SAFETY: a type, a tuple, and a dict or NULL.
    let (ty, args, kwargs) = unsafe { (&*ty, &*args.cast::<PyTupleObject>(), kwargs.cast::<PyDictObject>().as_ref()) };
    run(|| {
        let new = crate::object::attribute::get(ty, &id::__new__)?;
        call::call_prepend(&new, ty, args, kwargs)
    })
}

/// `tp_finalize` of classes: the pending exception survives it, its own goes to the unraisable hook.
///
/// # Safety
/// Called as the slot, with live objects.
pub unsafe extern "C" fn finalize(this: *mut PyObject) {
    // SAFETY: a live object.
    let this = unsafe { &*this };
    run(|| {
        let pending = errors::take();
        if let Ok(Some(method)) = Method::find(this, &id::__del__)
            && method.call(&[this]).is_err()
        {
            let function = method.function.repr().map(|r| r.to_lossy()).unwrap_or_default();
            errors::unraisable(format_args!("Exception ignored while calling deallocator {function}"));
        }
        if errors::occurred() {
            drop(errors::take());
        }
        if let Some(pending) = pending {
            let _: Raised = errors::raise_object(pending);
        }
    });
}

// ---- attributes ---------------------------------------------------------------------------------------------------

/// Calls a `__getattr__` or `__getattribute__` that was found on the type.
fn call_attribute(this: &PyObject, function: Owned, name: &PyObject) -> Result<Owned> {
    let function = match function.ty().tp_descr_get.get() {
        Some(_) if function.ty().has_flag(flags::METHOD_DESCRIPTOR) => return call::vectorcall(&function, &[this, name]),
        // SAFETY: the slot's contract.
        Some(get) => unsafe { new_reference(foreign!(get(function.as_ptr(), this.as_ptr(), this.ty().as_ptr().cast()))) }?,
        None => function,
    };
    call::vectorcall(&function, &[name])
}

/// `tp_getattro` of classes that may have `__getattr__`: it is asked where `__getattribute__` finds nothing.
///
/// # Safety
/// Called as the slot, with live objects.
pub unsafe extern "C" fn get_attribute_or_hook(this: *mut PyObject, name: *mut PyObject) -> *mut PyObject {
    // SAFETY: live objects.
    let (object, key) = unsafe { (&*this, &*name) };
    let ty = object.ty();
    let Some(hook) = lookup::lookup(ty, &id::__getattr__) else {
        // No hook any more: the next call goes straight.
        ty.tp_getattro.set(Some(get_attribute));
        // SAFETY: as this call.
        return unsafe { get_attribute(this, name) };
    };
    run(|| {
        let own = lookup::lookup(ty, &id::__getattribute__);
        let generic: getattrofunc = crate::object::attribute::GENERIC_GET;
        let is_generic = own.as_ref().is_none_or(|own| {
            // SAFETY: exactly a wrapper descriptor.
            is_exact::<PyWrapperDescrObject>(own) && unsafe { own.cast_unchecked::<PyWrapperDescrObject>() }.d_wrapped.get() == generic as *mut c_void
        });
        let found = match own {
            Some(own) if !is_generic => match call_attribute(object, own, key) {
                Ok(found) => Some(found),
                Err(raised) if raised.matches(&crate::types::exceptions::AttributeError) => {
                    raised.clear();
                    None
                }
                Err(raised) => return Err(raised),
            },
            _ => crate::object::attribute::generic_get_optional(object, key)?,
        };
        match found {
            Some(found) => Ok(found),
            None => call_attribute(object, hook, key),
        }
    })
}

/// `tp_setattro` of classes.
///
/// # Safety
/// Called as the slot, with live objects.
pub unsafe extern "C" fn set_attribute(this: *mut PyObject, name: *mut PyObject, value: *mut PyObject) -> c_int {
    // SAFETY: live objects, the value may be NULL.
    run(|| unsafe {
        match value.as_ref() {
            Some(value) => invoke(&id::__setattr__, &[&*this, &*name, value]),
            None => invoke(&id::__delattr__, &[&*this, &*name]),
        }
        .map(drop)
    })
}

/// `tp_descr_get` of classes.
///
/// # Safety
/// Called as the slot, with live objects.
pub unsafe extern "C" fn descr_get(this: *mut PyObject, object: *mut PyObject, owner: *mut PyObject) -> *mut PyObject {
    // SAFETY: live objects, the last two may be NULL.
    let (this, object, owner) = unsafe { (&*this, object.as_ref(), owner.as_ref()) };
    run(|| match lookup::lookup(this.ty(), &id::__get__) {
        Some(get) => call::vectorcall(&get, &[this, object.unwrap_or(&_Py_NoneStruct), owner.unwrap_or(&_Py_NoneStruct)]),
        None => {
            this.ty().tp_descr_get.set(None);
            Ok(this.new_ref())
        }
    })
}

/// `tp_descr_set` of classes.
///
/// # Safety
/// Called as the slot, with live objects.
pub unsafe extern "C" fn descr_set(this: *mut PyObject, object: *mut PyObject, value: *mut PyObject) -> c_int {
    // SAFETY: live objects, the value may be NULL.
    run(|| unsafe {
        match value.as_ref() {
            Some(value) => invoke(&id::__set__, &[&*this, &*object, value]),
            None => invoke(&id::__delete__, &[&*this, &*object]),
        }
        .map(drop)
    })
}

// ---- asynchronous -------------------------------------------------------------------------------------------------

macro_rules! asynchronous {
    ($($name:ident: $method:ident;)*) => { $(
        #[doc = concat!("Calls `", stringify!($method), "`.")]
        ///
        /// # Safety
        /// Called as the slot, with live objects.
        pub unsafe extern "C" fn $name(this: *mut PyObject) -> *mut PyObject {
            // SAFETY: a live object.
            let this = unsafe { &*this };
            run(|| match Method::find(this, &id::$method)? {
                Some(method) => method.call(&[this]),
                None => Err(raise!(AttributeError, concat!("object {} does not have ", stringify!($method), " method"), this.ty().name())),
            })
        }
    )* };
}
asynchronous! {
    r#await: __await__;
    aiter: __aiter__;
    anext: __anext__;
}

// ---- buffers ------------------------------------------------------------------------------------------------------

/// `bf_getbuffer` of classes: the buffer of the memoryview that `__buffer__` returns.
///
/// # Safety
/// Called as the slot, with live objects.
pub unsafe extern "C" fn get_buffer(this: *mut PyObject, view: *mut Py_buffer, flags: c_int) -> c_int {
    // SAFETY: a live object; the view is the caller's.
    run(|| unsafe { crate::types::memoryview::get_buffer_by_method(&*this, view, flags) })
}

/// `bf_releasebuffer` of classes.
///
/// # Safety
/// Called as the slot, with live objects.
pub unsafe extern "C" fn release_buffer(this: *mut PyObject, view: *mut Py_buffer) {
    // SAFETY: a live object; the view is one that it has given out.
    run(|| unsafe { crate::types::memoryview::release_buffer_by_method(&*this, view) })
}
