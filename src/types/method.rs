//! Bound methods (`method`), and `instancemethod`, which makes a method of any callable that stands in a class.
//!
//! A bound method is a function and its first argument. Called by vectorcall it puts the receiver before the arguments
//! without copying them where the caller has left a free slot.

use crate::boundary::method::{self, Args};
use crate::boundary::slot::CompareOp;
use crate::boundary::{IntoC, enter, new_reference, slot};
use crate::foreign;
use crate::layout::*;
use crate::object::{Owned, Typed, attribute, gc, id, types};
use crate::protocol::call::ARGUMENTS_OFFSET;
use crate::raise;
use crate::runtime::errors::Result;
use crate::types::bool::from_bool;
use crate::types::{builtin_function, singletons, unicode, weakref};
use exuvia_macros::capi;
use std::cell::Cell;
use std::mem::offset_of;
use std::ptr::{null, null_mut};

// SAFETY: the type has no subclasses.
unsafe impl Typed for PyMethodObject {
    fn type_object() -> &'static PyTypeObject {
        &PyMethod_Type
    }
}
// SAFETY: the type has no subclasses.
unsafe impl Typed for PyInstanceMethodObject {
    fn type_object() -> &'static PyTypeObject {
        &PyInstanceMethod_Type
    }
}

/// A member that holds an object and cannot be written.
const fn object_member(name: &'static std::ffi::CStr, offset: usize, doc: &'static std::ffi::CStr) -> PyMemberDef {
    PyMemberDef { name: name.as_ptr(), r#type: 6, offset: offset as isize, flags: 1, doc: doc.as_ptr() }
}
const END: PyMemberDef = PyMemberDef { name: null(), r#type: 0, offset: 0, flags: 0, doc: null() };

// ---- method -------------------------------------------------------------------------------------------------------

/// `method`.
#[capi]
pub static PyMethod_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"method".as_ptr()),
    tp_doc: Cell::new(c"method(function, instance, /)\n--\n\nA function bound to its first argument.".as_ptr()),
    tp_basicsize: Cell::new(size_of::<PyMethodObject>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::HAVE_VECTORCALL),
    tp_vectorcall_offset: Cell::new(offset_of!(PyMethodObject, vectorcall) as isize),
    tp_weaklistoffset: Cell::new(offset_of!(PyMethodObject, im_weakreflist) as isize),
    tp_dealloc: Cell::new(Some(slot::dealloc(method_dealloc))),
    tp_repr: Cell::new(Some(slot::unary(method_repr))),
    tp_hash: Cell::new(Some(slot::hash(method_hash))),
    tp_call: Cell::new(Some(slot::call(|this: &PyMethodObject, args, kwargs| this.call_tuple(args, kwargs)))),
    tp_getattro: Cell::new(Some(slot::subscript(method_getattr))),
    tp_traverse: Cell::new(Some(slot::traverse(|this: &PyMethodObject, visitor| {
        visitor.field(&this.im_func)?;
        visitor.field(&this.im_self)
    }))),
    tp_richcompare: Cell::new(Some(slot::compare(method_compare))),
    tp_methods: Cell::new(METHODS.as_ptr()),
    tp_members: Cell::new(MEMBERS.as_ptr()),
    tp_getset: Cell::new(GETSETS.as_ptr()),
    tp_descr_get: Cell::new(Some(slot::descr_get(|this: &PyMethodObject, _, _| Ok(Owned::from_ref(this.as_object()))))),
    tp_new: Cell::new(Some(slot::new(method_new))),
    ..PyTypeObject::STATIC
};

static METHODS: [PyMethodDef; 2] =
    [method::noargs(c"__reduce__", method_reduce, c"__reduce__($self, /)\n--\n\nHow a copy of the method is found again."), PyMethodDef::END];
static MEMBERS: [PyMemberDef; 3] = [
    object_member(c"__func__", offset_of!(PyMethodObject, im_func), c"The function."),
    object_member(c"__self__", offset_of!(PyMethodObject, im_self), c"The object that the function is bound to."),
    END,
];
static GETSETS: [PyGetSetDef; 2] = [method::getset(c"__doc__", method_doc, c""), PyGetSetDef::END];

/// A new method of a function and its first argument.
#[inline]
pub fn bind(function: &PyObject, receiver: &PyObject) -> Result<Owned<PyMethodObject>> {
    let object = match crate::runtime::thread().interp().free.method.pop() {
        Some(object) => {
            // SAFETY: a dead method of this interpreter's list.
            unsafe { gc::reuse(object, &PyMethod_Type) };
            object
        }
        None => gc::alloc_uninit(&PyMethod_Type, size_of::<PyMethodObject>())?,
    };
    // SAFETY: memory for a method; tracked once it is whole.
    unsafe {
        let this = object.cast::<PyMethodObject>();
        (&raw mut (*this).im_func).write(Field::new(Some(function.new_ref())));
        (&raw mut (*this).im_self).write(Field::new(Some(receiver.new_ref())));
        (*this).im_weakreflist.set(null_mut());
        (*this).vectorcall.set(Some(vectorcall));
        gc::track(object);
        Ok(Owned::from_nonnull(this))
    }
}

impl PyMethodObject {
    fn function(&self) -> Result<Owned> {
        self.im_func.get().ok_or_else(|| raise!(SystemError, "bad argument to internal function"))
    }
    fn receiver(&self) -> Result<Owned> {
        self.im_self.get().ok_or_else(|| raise!(SystemError, "bad argument to internal function"))
    }
}

/// The function with the receiver before the arguments.
unsafe extern "C" fn vectorcall(this: *mut PyObject, args: *const *mut PyObject, nargsf: usize, kwnames: *mut PyObject) -> *mut PyObject {
    enter::<Result<Owned>>("method", || {
        // SAFETY: a method, called by the vectorcall convention; whoever calls holds the method, which holds both its parts.
        unsafe {
            let this = &*this.cast::<PyMethodObject>();
            let (Some(function), receiver) = (this.im_func.peek(), this.im_self.as_ptr()) else {
                return this.function().into_c();
            };
            let count = nargsf & !ARGUMENTS_OFFSET;
            if nargsf & ARGUMENTS_OFFSET != 0 {
                // The slot before the arguments is lent to us; what is in it is put back.
                let first = args.cast_mut().sub(1);
                let before = first.replace(receiver);
                let result = function.vectorcall(first, count + 1, kwnames);
                first.write(before);
                return result.into_c();
            }
            let all = Args::from_vectorcall(args, count, kwnames);
            let total = count + all.keywords.len();
            let mut small = [null_mut(); 8];
            let mut large;
            let row = if total + 2 <= small.len() {
                &mut small[..total + 2]
            } else {
                large = vec![null_mut(); total + 2];
                &mut large[..]
            };
            row[1] = receiver;
            if total > 0 {
                row[2..].copy_from_slice(std::slice::from_raw_parts(args, total));
            }
            function.vectorcall(row.as_ptr().add(1), (count + 1) | ARGUMENTS_OFFSET, kwnames).into_c()
        }
    })
}

fn method_dealloc(this: *mut PyMethodObject) {
    // SAFETY: dead, and of exactly this type: it has no subclasses.
    unsafe {
        gc::untrack(this.cast());
        if !(*this).im_weakreflist.get().is_null() {
            weakref::clear_all(&*this.cast::<PyObject>());
        }
        (*this).im_func.set(None);
        (*this).im_self.set(None);
        if !crate::runtime::thread().interp().free.method.push(this.cast()) {
            gc::free(this.cast());
        }
    }
}

fn method_new(_: &PyTypeObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    if kwargs.is_some_and(|kwargs| !kwargs.is_empty()) {
        return Err(raise!(TypeError, "method() takes no keyword arguments"));
    }
    crate::args::check_positional("method", args.len(), 2, 2)?;
    let &[function, receiver] = args.as_slice() else {
        return Err(raise!(SystemError, "bad argument to internal function"));
    };
    if function.ty().tp_call.get().is_none() {
        return Err(raise!(TypeError, "first argument must be callable"));
    }
    if receiver.is_none() {
        return Err(raise!(TypeError, "instance must not be None"));
    }
    Ok(bind(function, receiver)?.upcast())
}

/// `<bound method NAME of RECEIVER>`.
fn method_repr(this: &PyMethodObject) -> Result<Owned> {
    let (function, receiver) = (this.function()?, this.receiver()?);
    let name = match attribute::get_optional(&function, &id::__qualname__)? {
        Some(name) => Some(name),
        None => attribute::get_optional(&function, &id::__name__)?,
    };
    let receiver = receiver.repr()?;
    let text = match name.as_deref().and_then(|name| name.downcast::<PyUnicodeObject>()) {
        Some(name) => unicode::from_display(format_args!("<bound method {name} of {}>", &*receiver))?,
        None => unicode::from_display(format_args!("<bound method ? of {}>", &*receiver))?,
    };
    Ok(text.upcast())
}

fn method_hash(this: &PyMethodObject) -> Result<isize> {
    let receiver = builtin_function::hash_of_pointer(this.im_self.as_ptr());
    Ok(match receiver ^ this.function()?.hash()? {
        -1 => -2,
        hash => hash,
    })
}

/// Equal are methods of equal functions on the same object.
fn method_compare(a: &PyMethodObject, b: &PyObject, op: CompareOp) -> Result<Owned> {
    let (Some(b), CompareOp::Eq | CompareOp::Ne) = (b.downcast::<PyMethodObject>(), op) else {
        return Ok(singletons::not_implemented());
    };
    let equal = a.function()?.equals(&*b.function()?)? && a.im_self.as_ptr() == b.im_self.as_ptr();
    Ok(from_bool(equal == (op == CompareOp::Eq)))
}

/// Attributes of the type itself come first, then those of the function.
fn method_getattr(this: &PyMethodObject, name: &PyObject) -> Result<Owned> {
    delegate(this.as_object(), name, || this.function())
}

/// An attribute that the object's type has, bound to the object; otherwise the function's.
fn delegate(object: &PyObject, name: &PyObject, function: impl FnOnce() -> Result<Owned>) -> Result<Owned> {
    let ty = object.ty();
    if let Some(text) = name.downcast::<PyUnicodeObject>()
        && let Some(found) = types::lookup::lookup(ty, text)
    {
        return match found.ty().tp_descr_get.get() {
            // SAFETY: the slot's contract.
            Some(get) => unsafe { new_reference(foreign!(get(found.as_ptr(), object.as_ptr(), ty.as_ptr().cast()))) },
            None => Ok(found),
        };
    }
    attribute::PyObject_GetAttr(&*function()?, name)
}

fn method_doc(this: &PyMethodObject) -> Result<Owned> {
    attribute::get(&*this.function()?, &id::__doc__)
}

fn method_reduce(this: &PyMethodObject) -> Result<Owned> {
    let name = attribute::get(&*this.function()?, &id::__name__)?;
    builtin_function::reduce_to_getattr(&*this.receiver()?, &name)
}

// ---- instancemethod -----------------------------------------------------------------------------------------------

/// `instancemethod`.
#[capi]
pub static PyInstanceMethod_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"instancemethod".as_ptr()),
    tp_doc: Cell::new(c"instancemethod(function)\n\nMakes a method of a callable that is none when it is found on a class.".as_ptr()),
    tp_basicsize: Cell::new(size_of::<PyInstanceMethodObject>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC),
    tp_dealloc: Cell::new(Some(slot::dealloc(instance_method_dealloc))),
    tp_repr: Cell::new(Some(slot::unary(instance_method_repr))),
    tp_call: Cell::new(Some(slot::call(|this: &PyInstanceMethodObject, args, kwargs| this.function()?.call_tuple(args, kwargs)))),
    tp_getattro: Cell::new(Some(slot::subscript(|this: &PyInstanceMethodObject, name| delegate(this.as_object(), name, || this.function())))),
    tp_traverse: Cell::new(Some(slot::traverse(|this: &PyInstanceMethodObject, visitor| visitor.field(&this.func)))),
    tp_richcompare: Cell::new(Some(slot::compare(instance_method_compare))),
    tp_members: Cell::new(INSTANCE_METHOD_MEMBERS.as_ptr()),
    tp_getset: Cell::new(INSTANCE_METHOD_GETSETS.as_ptr()),
    tp_descr_get: Cell::new(Some(slot::descr_get(instance_method_get))),
    tp_new: Cell::new(Some(slot::new(instance_method_new))),
    ..PyTypeObject::STATIC
};

static INSTANCE_METHOD_MEMBERS: [PyMemberDef; 2] = [object_member(c"__func__", offset_of!(PyInstanceMethodObject, func), c"The callable."), END];
static INSTANCE_METHOD_GETSETS: [PyGetSetDef; 2] =
    [method::getset(c"__doc__", |this: &PyInstanceMethodObject| attribute::get(&*this.function()?, &id::__doc__), c""), PyGetSetDef::END];

impl PyInstanceMethodObject {
    fn function(&self) -> Result<Owned> {
        self.func.get().ok_or_else(|| raise!(SystemError, "bad argument to internal function"))
    }
}

fn instance_method_dealloc(this: *mut PyInstanceMethodObject) {
    // SAFETY: dead.
    unsafe {
        gc::untrack(this.cast());
        (*this).func.set(None);
        gc::free(this.cast());
    }
}

fn instance_method_new(_: &PyTypeObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    if kwargs.is_some_and(|kwargs| !kwargs.is_empty()) {
        return Err(raise!(TypeError, "instancemethod() takes no keyword arguments"));
    }
    crate::args::check_positional("instancemethod", args.len(), 1, 1)?;
    let &[function] = args.as_slice() else {
        return Err(raise!(SystemError, "bad argument to internal function"));
    };
    if function.ty().tp_call.get().is_none() {
        return Err(raise!(TypeError, "first argument must be callable"));
    }
    Ok(PyInstanceMethod_New(function)?.upcast())
}

fn instance_method_repr(this: &PyInstanceMethodObject) -> Result<Owned> {
    let name = attribute::get_optional(&*this.function()?, &id::__name__)?;
    let text = match name.as_deref().and_then(|name| name.downcast::<PyUnicodeObject>()) {
        Some(name) => unicode::from_display(format_args!("<instancemethod {name} at {this:p}>"))?,
        None => unicode::from_display(format_args!("<instancemethod ? at {this:p}>"))?,
    };
    Ok(text.upcast())
}

fn instance_method_compare(a: &PyInstanceMethodObject, b: &PyObject, op: CompareOp) -> Result<Owned> {
    let (Some(b), CompareOp::Eq | CompareOp::Ne) = (b.downcast::<PyInstanceMethodObject>(), op) else {
        return Ok(singletons::not_implemented());
    };
    let equal = a.function()?.equals(&*b.function()?)?;
    Ok(from_bool(equal == (op == CompareOp::Eq)))
}

fn instance_method_get(this: &PyInstanceMethodObject, object: Option<&PyObject>, _: Option<&PyTypeObject>) -> Result<Owned> {
    match object {
        Some(object) => Ok(bind(&*this.function()?, object)?.upcast()),
        None => this.function(),
    }
}

// ---- cpython/classobject.h ----------------------------------------------------------------------------------------

/// A new bound method.
#[capi]
pub fn PyMethod_New(function: &PyObject, receiver: Option<&PyObject>) -> Result<Owned<PyMethodObject>> {
    match receiver {
        Some(receiver) => bind(function, receiver),
        None => Err(raise!(SystemError, "bad argument to internal function")),
    }
}

fn expect(object: &PyObject) -> Result<&PyMethodObject> {
    object.downcast().ok_or_else(|| raise!(SystemError, "bad argument to internal function"))
}

/// The function of a bound method, borrowed.
#[capi]
pub fn PyMethod_Function(method: &PyObject) -> Result<*mut PyObject> {
    Ok(expect(method)?.im_func.as_ptr())
}

/// The object that a method is bound to, borrowed.
#[capi]
pub fn PyMethod_Self(method: &PyObject) -> Result<*mut PyObject> {
    Ok(expect(method)?.im_self.as_ptr())
}

/// A new `instancemethod` of a callable.
#[capi]
pub fn PyInstanceMethod_New(function: &PyObject) -> Result<Owned<PyInstanceMethodObject>> {
    let object = gc::alloc_uninit(&PyInstanceMethod_Type, size_of::<PyInstanceMethodObject>())?;
    // SAFETY: fresh memory; tracked once it is whole.
    unsafe {
        let this = object.cast::<PyInstanceMethodObject>();
        (&raw mut (*this).func).write(Field::new(Some(function.new_ref())));
        gc::track(object);
        Ok(Owned::from_nonnull(this))
    }
}

/// The callable of an `instancemethod`, borrowed.
#[capi]
pub fn PyInstanceMethod_Function(method: &PyObject) -> Result<*mut PyObject> {
    match method.downcast::<PyInstanceMethodObject>() {
        Some(method) => Ok(method.func.as_ptr()),
        None => Err(raise!(SystemError, "bad argument to internal function")),
    }
}
