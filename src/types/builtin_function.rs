//! `builtin_function_or_method` and `builtin_method`: a C function with what it is bound to.
//!
//! How a function is called is told by its flags, once: when the object is made, the vectorcall function for them goes into
//! it. Functions that want a tuple have none, and are called through `tp_call`.

use crate::boundary::enter;
use crate::boundary::method;
use crate::boundary::slot::{self, CompareOp};
use crate::foreign;
use crate::layout::*;
use crate::object::{Owned, Typed, attribute, docstring, gc, id, is_instance};
use crate::protocol::call;
use crate::raise;
use crate::runtime::errors::{Raised, Result};
use crate::runtime::stack;
use crate::types::bool::from_bool;
use crate::types::{module, singletons, unicode, weakref};
use exuvia_macros::capi;
use std::cell::Cell;
use std::ffi::{CStr, c_int};
use std::mem::{offset_of, transmute};
use std::ptr::null_mut;

// SAFETY: instances of both types begin with a PyCFunctionObject.
unsafe impl Typed for PyCFunctionObject {
    fn type_object() -> &'static PyTypeObject {
        &PyCFunction_Type
    }
}
// SAFETY: the type has no subclasses.
unsafe impl Typed for PyCMethodObject {
    fn type_object() -> &'static PyTypeObject {
        &PyCMethod_Type
    }
}

/// `builtin_function_or_method`.
#[capi]
pub static PyCFunction_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"builtin_function_or_method".as_ptr()),
    tp_basicsize: Cell::new(size_of::<PyCFunctionObject>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::HAVE_VECTORCALL | flags::DISALLOW_INSTANTIATION),
    tp_vectorcall_offset: Cell::new(offset_of!(PyCFunctionObject, vectorcall) as isize),
    tp_weaklistoffset: Cell::new(offset_of!(PyCFunctionObject, m_weakreflist) as isize),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_repr: Cell::new(Some(slot::unary(repr))),
    tp_hash: Cell::new(Some(slot::hash(hash))),
    tp_call: Cell::new(Some(slot::call(call_tuple))),
    tp_traverse: Cell::new(Some(slot::traverse(|this: &PyCFunctionObject, visitor| {
        if let Some(method) = this.downcast::<PyCMethodObject>() {
            visitor.field(&method.mm_class)?;
        }
        visitor.field(&this.m_self)?;
        visitor.field(&this.m_module)
    }))),
    tp_richcompare: Cell::new(Some(slot::compare(compare))),
    tp_methods: Cell::new(METHODS.as_ptr()),
    tp_members: Cell::new(MEMBERS.as_ptr()),
    tp_getset: Cell::new(GETSETS.as_ptr()),
    ..PyTypeObject::STATIC
};

/// `builtin_method`: a builtin function that is told the class that defines it.
#[capi]
pub static PyCMethod_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"builtin_method".as_ptr()),
    tp_basicsize: Cell::new(size_of::<PyCMethodObject>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_VECTORCALL | flags::DISALLOW_INSTANTIATION),
    tp_vectorcall_offset: Cell::new(offset_of!(PyCFunctionObject, vectorcall) as isize),
    tp_base: Field::to_static(&PyCFunction_Type),
    ..PyTypeObject::STATIC
};

static METHODS: [PyMethodDef; 2] =
    [method::noargs(c"__reduce__", reduce, c"__reduce__($self, /)\n--\n\nHow a copy of the function is found again."), PyMethodDef::END];
static MEMBERS: [PyMemberDef; 2] = [
    PyMemberDef {
        name: c"__module__".as_ptr(),
        r#type: 6,
        offset: offset_of!(PyCFunctionObject, m_module) as isize,
        flags: 0,
        doc: std::ptr::null(),
    },
    PyMemberDef { name: std::ptr::null(), r#type: 0, offset: 0, flags: 0, doc: std::ptr::null() },
];
static GETSETS: [PyGetSetDef; 6] = [
    method::getset(c"__doc__", doc, c""),
    method::getset(c"__name__", name, c""),
    method::getset(c"__qualname__", qualname, c""),
    method::getset(c"__self__", |this: &PyCFunctionObject| this.receiver().unwrap_or_else(singletons::none), c""),
    method::getset(c"__text_signature__", text_signature, c""),
    PyGetSetDef::END,
];

// ---- making and reading -------------------------------------------------------------------------------------------

impl PyCFunctionObject {
    #[inline(always)]
    fn def(&self) -> &PyMethodDef {
        // SAFETY: a function is made of a definition that outlives it.
        unsafe { &*self.m_ml.get() }
    }
    /// What the C function gets as its first argument.
    #[inline(always)]
    fn receiver_ptr(&self) -> *mut PyObject {
        if self.def().ml_flags & meth::STATIC != 0 { null_mut() } else { self.m_self.as_ptr() }
    }
    fn receiver(&self) -> Option<Owned> {
        if self.def().ml_flags & meth::STATIC != 0 { None } else { self.m_self.get() }
    }
    /// What the function is bound to, unless that is a module.
    fn bound_to(&self) -> Option<Owned> {
        self.m_self.get().filter(|receiver| !is_instance::<module::PyModuleObject>(receiver))
    }
    fn display_name(&self) -> std::borrow::Cow<'_, str> {
        // SAFETY: a definition's name is a C string.
        unsafe { CStr::from_ptr(self.def().ml_name) }.to_string_lossy()
    }
}

/// The vectorcall function for a definition's flags (`None`: called with a tuple); `SystemError` where there is no such kind.
fn vectorcall_for(def: &PyMethodDef) -> Result<Option<vectorcallfunc>> {
    const FASTCALL_KEYWORDS: c_int = meth::FASTCALL | meth::KEYWORDS;
    const METHOD: c_int = meth::METHOD | FASTCALL_KEYWORDS;
    const VARARGS_KEYWORDS: c_int = meth::VARARGS | meth::KEYWORDS;
    let kind = meth::VARARGS | meth::FASTCALL | meth::NOARGS | meth::O | meth::KEYWORDS | meth::METHOD;
    Ok(match def.ml_flags & kind {
        meth::VARARGS | VARARGS_KEYWORDS => None,
        meth::FASTCALL => Some(fastcall),
        FASTCALL_KEYWORDS => Some(fastcall_keywords),
        meth::NOARGS => Some(noargs),
        meth::O => Some(one),
        METHOD => Some(method_with_class),
        _ => {
            // SAFETY: a definition's name is a C string.
            let name = unsafe { CStr::from_ptr(def.ml_name) }.to_string_lossy();
            return Err(raise!(SystemError, "{name}() method: bad call flags"));
        }
    })
}

/// A new function object of a definition, bound to `receiver`, of the module named `module`; `class` where the definition has
/// `METH_METHOD`.
///
/// # Safety
/// The definition outlives the object.
pub unsafe fn new(def: &PyMethodDef, receiver: Option<&PyObject>, module: Option<&PyObject>, class: Option<&PyTypeObject>) -> Result<Owned> {
    let vectorcall = vectorcall_for(def)?;
    let with_class = def.ml_flags & meth::METHOD != 0;
    match class {
        None if with_class => return Err(raise!(SystemError, "attempting to create PyCMethod with a METH_METHOD flag but no class")),
        Some(_) if !with_class => {
            return Err(raise!(SystemError, "attempting to create PyCFunction with class but no METH_METHOD flag"));
        }
        _ => {}
    }
    // SAFETY: fresh memory for the object; tracked once it is whole.
    unsafe {
        let object = match class {
            Some(_) => gc::alloc_uninit(&PyCMethod_Type, size_of::<PyCMethodObject>())?,
            None => match crate::runtime::thread().interp().free.builtin_function.pop() {
                Some(object) => {
                    gc::reuse(object, &PyCFunction_Type);
                    object
                }
                None => gc::alloc_uninit(&PyCFunction_Type, size_of::<PyCFunctionObject>())?,
            },
        };
        if let Some(class) = class {
            (&raw mut (*object.cast::<PyCMethodObject>()).mm_class).write(Field::new(Some(Owned::from_ref(class))));
        }
        let this = object.cast::<PyCFunctionObject>();
        (*this).m_ml.set(def);
        (&raw mut (*this).m_self).write(Field::new(receiver.map(|receiver| receiver.new_ref())));
        (&raw mut (*this).m_module).write(Field::new(module.map(|module| module.new_ref())));
        (*this).m_weakreflist.set(null_mut());
        (*this).vectorcall.set(vectorcall);
        gc::track(object);
        Ok(Owned::from_nonnull(object))
    }
}

fn dealloc(this: *mut PyCFunctionObject) {
    // SAFETY: dead; of one of the two types, which have no subclasses.
    unsafe {
        gc::untrack(this.cast());
        if !(*this).m_weakreflist.get().is_null() {
            weakref::clear_all(&*this.cast::<PyObject>());
        }
        (*this).m_self.set(None);
        (*this).m_module.set(None);
        if let Some(method) = (*this).downcast::<PyCMethodObject>() {
            method.mm_class.set(None);
            gc::free(this.cast());
        } else if !crate::runtime::thread().interp().free.builtin_function.push(this.cast()) {
            gc::free(this.cast());
        }
    }
}

// ---- calling ------------------------------------------------------------------------------------------------------

/// A call that is not what the function takes. `given` positional arguments, or keyword arguments where it is `None`.
#[cold]
#[inline(never)]
fn wrong_call(this: &PyCFunctionObject, given: Option<usize>) -> Raised {
    let name = match function_str(this) {
        Ok(name) => name,
        Err(raised) => return raised,
    };
    match given {
        None => raise!(TypeError, "{name} takes no keyword arguments"),
        Some(given) if this.def().ml_flags & meth::O != 0 => raise!(TypeError, "{name} takes exactly one argument ({given} given)"),
        Some(given) => raise!(TypeError, "{name} takes no arguments ({given} given)"),
    }
}

/// How a callable is named in messages: its qualified name with its module before it, and `()`.
pub fn function_str(callable: &PyObject) -> Result<String> {
    let Some(qualname) = attribute::get_optional(callable, &id::__qualname__)? else {
        return Ok(callable.str()?.to_string());
    };
    let qualname = qualname.str()?;
    match attribute::get_optional(callable, &id::__module__)? {
        Some(module) if !module.is_none() => {
            let module = module.str()?.to_string();
            Ok(if module == "builtins" { format!("{}()", &*qualname) } else { format!("{module}.{}()", &*qualname) })
        }
        _ => Ok(format!("{}()", &*qualname)),
    }
}

/// The frame of all the vectorcall functions: keywords are refused, the stack is looked at, the C function is called.
macro_rules! vectorcalls {
    ($($(#[$doc:meta])* $name:ident($this:ident, $args:ident, $count:ident, $kwnames:ident) $body:block)*) => { $(
        $(#[$doc])*
        unsafe extern "C" fn $name(callable: *mut PyObject, $args: *const *mut PyObject, nargsf: usize, $kwnames: *mut PyObject) -> *mut PyObject {
            enter::<Result<*mut PyObject>>("a builtin function", || {
                // SAFETY: a builtin function, called by the vectorcall convention; the pointer is of the kind that the flags say.
                unsafe {
                    let $this = &*callable.cast::<PyCFunctionObject>();
                    let $count = nargsf & !call::ARGUMENTS_OFFSET;
                    $body
                }
            })
        }
    )* };
}

/// Whether a tuple of names says that there are keyword arguments.
///
/// # Safety
/// A tuple or NULL.
#[inline(always)]
unsafe fn has_names(kwnames: *mut PyObject) -> bool {
    // SAFETY: the caller's word.
    unsafe { kwnames.cast::<PyTupleObject>().as_ref() }.is_some_and(|names| !names.is_empty())
}

/// Refuses what the function does not take, with NULL; then looks at the stack.
macro_rules! check {
    ($wrong:expr) => {
        if $wrong.is_err() || stack::enter(" while calling a Python object").is_err() {
            return null_mut();
        }
    };
}

vectorcalls! {
    noargs(this, _args, count, kwnames) {
        check!(if has_names(kwnames) { Err(wrong_call(this, None)) } else if count != 0 { Err(wrong_call(this, Some(count))) } else { Ok(()) });
        let Some(function) = this.def().ml_meth else { return null_mut() };
        foreign!(function(this.receiver_ptr(), null_mut()))
    }
    one(this, args, count, kwnames) {
        check!(if has_names(kwnames) { Err(wrong_call(this, None)) } else if count != 1 { Err(wrong_call(this, Some(count))) } else { Ok(()) });
        let Some(function) = this.def().ml_meth else { return null_mut() };
        foreign!(function(this.receiver_ptr(), *args))
    }
    fastcall(this, args, count, kwnames) {
        check!(if has_names(kwnames) { Err(wrong_call(this, None)) } else { Ok(()) });
        let function = transmute::<Option<PyCFunction>, Option<PyCFunctionFast>>(this.def().ml_meth);
        let Some(function) = function else { return null_mut() };
        foreign!(function(this.receiver_ptr(), args, count as isize))
    }
    fastcall_keywords(this, args, count, kwnames) {
        check!(Ok::<(), Raised>(()));
        let function = transmute::<Option<PyCFunction>, Option<PyCFunctionFastWithKeywords>>(this.def().ml_meth);
        let Some(function) = function else { return null_mut() };
        foreign!(function(this.receiver_ptr(), args, count as isize, kwnames))
    }
    method_with_class(this, args, count, kwnames) {
        check!(Ok::<(), Raised>(()));
        let class = (*this.as_ptr().cast::<PyCMethodObject>()).mm_class.as_ptr();
        let function = transmute::<Option<PyCFunction>, Option<PyCMethod>>(this.def().ml_meth);
        let Some(function) = function else { return null_mut() };
        foreign!(function(this.receiver_ptr(), class, args, count, kwnames))
    }
}

/// `tp_call`: functions that want a tuple are called with it, the others by their vectorcall function.
fn call_tuple(this: &PyCFunctionObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    let def = this.def();
    if def.ml_flags & meth::VARARGS == 0 {
        return this.as_object().call_tuple(args, kwargs);
    }
    let Some(function) = def.ml_meth else {
        return Err(raise!(SystemError, "bad argument to internal function"));
    };
    let (receiver, positional) = (this.receiver_ptr(), args.as_ptr().cast::<PyObject>());
    // SAFETY: the pointer is of the kind that the flags say.
    let result = unsafe {
        if def.ml_flags & meth::KEYWORDS != 0 {
            let function = transmute::<PyCFunction, PyCFunctionWithKeywords>(function);
            foreign!(function(receiver, positional, kwargs.map_or(null_mut(), |kwargs| kwargs.as_ptr().cast())))
        } else if kwargs.is_some_and(|kwargs| !kwargs.is_empty()) {
            return Err(wrong_call(this, None));
        } else {
            foreign!(function(receiver, positional))
        }
    };
    call::checked(this, result)
}

// ---- what Python sees ---------------------------------------------------------------------------------------------

fn repr(this: &PyCFunctionObject) -> Result<Owned> {
    let name = this.display_name();
    let text = match this.bound_to() {
        Some(receiver) => unicode::from_display(format_args!("<built-in method {name} of {} object at {:p}>", receiver.ty().name(), &*receiver))?,
        None => unicode::from_display(format_args!("<built-in function {name}>"))?,
    };
    Ok(text.upcast())
}

/// The hash of an address, as objects without a hash of their own have it.
pub fn hash_of_pointer<T>(pointer: *const T) -> isize {
    match (pointer as usize).rotate_right(4) as isize {
        -1 => -2,
        hash => hash,
    }
}

fn hash(this: &PyCFunctionObject) -> Result<isize> {
    let function = this.def().ml_meth.map_or(std::ptr::null(), |function| function as *const u8);
    Ok(match hash_of_pointer(this.m_self.as_ptr()) ^ hash_of_pointer(function) {
        -1 => -2,
        hash => hash,
    })
}

/// Equal are the same C function on the same object.
fn compare(a: &PyCFunctionObject, b: &PyObject, op: CompareOp) -> Result<Owned> {
    let (Some(b), CompareOp::Eq | CompareOp::Ne) = (b.downcast::<PyCFunctionObject>(), op) else {
        return Ok(singletons::not_implemented());
    };
    let function = |f: &PyCFunctionObject| f.def().ml_meth.map(|function| function as usize);
    let equal = a.m_self.as_ptr() == b.m_self.as_ptr() && function(a) == function(b);
    Ok(from_bool(equal == (op == CompareOp::Eq)))
}

fn name(this: &PyCFunctionObject) -> Result<Owned> {
    Ok(unicode::from_str(&this.display_name())?.upcast())
}

/// The name, behind that of the class that the function is a method of.
fn qualname(this: &PyCFunctionObject) -> Result<Owned> {
    let Some(receiver) = this.bound_to() else {
        return name(this);
    };
    let class = match (*receiver).downcast::<PyTypeObject>() {
        Some(class) => Owned::from_ref(class),
        None => Owned::from_ref(receiver.ty()),
    };
    let class = attribute::get(class.as_object(), &id::__qualname__)?;
    let Some(class) = (*class).downcast::<PyUnicodeObject>() else {
        return Err(raise!(TypeError, "<method>.__class__.__qualname__ is not a unicode object"));
    };
    Ok(unicode::from_display(format_args!("{class}.{}", this.display_name()))?.upcast())
}

fn doc(this: &PyCFunctionObject) -> Result<Owned> {
    let def = this.def();
    // SAFETY: C strings of the definition.
    unsafe { docstring::text(def.ml_name, def.ml_doc) }
}

fn text_signature(this: &PyCFunctionObject) -> Result<Owned> {
    let def = this.def();
    // SAFETY: C strings of the definition.
    unsafe { docstring::signature(def.ml_name, def.ml_doc, def.ml_flags) }
}

fn reduce(this: &PyCFunctionObject) -> Result<Owned> {
    match this.bound_to() {
        Some(receiver) => reduce_to_getattr(&receiver, &*name(this)?),
        None => name(this),
    }
}

/// `(getattr, (object, name))`: how an attribute is found again.
pub fn reduce_to_getattr(object: &PyObject, name: &PyObject) -> Result<Owned> {
    let builtins = crate::import::modules::get("builtins")?;
    let getattr = attribute::get(&builtins, &id::getattr)?;
    let pair = crate::types::tuple::from_slice(&[object, name])?;
    Ok(crate::types::tuple::from_owned([getattr, pair.upcast()])?.upcast())
}

// ---- methodobject.h -----------------------------------------------------------------------------------------------

fn expect(function: &PyObject) -> Result<&PyCFunctionObject> {
    function.downcast().ok_or_else(|| raise!(SystemError, "bad argument to internal function"))
}

/// The C function of a builtin function.
#[capi]
pub fn PyCFunction_GetFunction(function: &PyObject) -> Result<*mut std::ffi::c_void> {
    Ok(expect(function)?.def().ml_meth.map_or(null_mut(), |function| function as *mut std::ffi::c_void))
}

/// What a builtin function is bound to, borrowed; NULL for none, and for a static method.
#[capi]
pub fn PyCFunction_GetSelf(function: &PyObject) -> Result<*mut PyObject> {
    Ok(expect(function)?.receiver_ptr())
}

/// The flags of a builtin function's definition; -1 with an exception.
#[capi]
pub fn PyCFunction_GetFlags(function: &PyObject) -> Result<c_int> {
    Ok(expect(function)?.def().ml_flags)
}

fn make(def: *const PyMethodDef, receiver: Option<&PyObject>, module: Option<&PyObject>, class: Option<&PyTypeObject>) -> Result<Owned> {
    // SAFETY: the definition outlives the object: C's word.
    unsafe {
        let def = def.as_ref().ok_or_else(|| raise!(SystemError, "bad argument to internal function"))?;
        new(def, receiver, module, class)
    }
}

/// A new builtin function, bound to `receiver` (or NULL).
#[capi]
pub fn PyCFunction_New(def: *mut PyMethodDef, receiver: Option<&PyObject>) -> Result<Owned> {
    make(def, receiver, None, None)
}

/// A new builtin function, with its module's name (or NULL).
#[capi]
pub fn PyCFunction_NewEx(def: *mut PyMethodDef, receiver: Option<&PyObject>, module: Option<&PyObject>) -> Result<Owned> {
    make(def, receiver, module, None)
}

/// A new builtin function or, where the definition has `METH_METHOD`, a method that is told its class.
#[capi]
pub fn PyCMethod_New(def: *mut PyMethodDef, receiver: Option<&PyObject>, module: Option<&PyObject>, class: Option<&PyTypeObject>) -> Result<Owned> {
    make(def, receiver, module, class)
}
