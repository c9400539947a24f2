//! Rust functions as slots.
//!
//! Each adaptor takes a Rust function of the slot's natural shape and gives the `extern "C"` function that a
//! `PyTypeObject` holds: `tp_repr: Cell::new(Some(slot::unary(float_repr)))`. The function itself is a type without
//! size, so the adaptor is a constant and the call inside it is direct.
//!
//! `S` is the struct of the type's instances: a slot is only ever called with instances of the type it belongs to.

use super::{IntoC, enter};
use crate::layout::*;
use crate::object::gc::Visitor;
use crate::runtime::errors::Result;
use crate::types::module::PyModuleObject;
use std::ffi::{c_int, c_void};

/// The one value of a function item's type.
#[inline(always)]
pub(super) fn conjure<F: Copy>() -> F {
    const { assert!(size_of::<F>() == 0, "a slot is a plain function, not a pointer or a closure that captures") };
    // SAFETY: a type without size has nothing to initialise, and the function was passed to the adaptor, so it exists.
    #[allow(clippy::uninit_assumed_init)]
    unsafe {
        std::mem::MaybeUninit::uninit().assume_init()
    }
}

/// How `Py_LT` … `Py_GE` compare.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(i32)]
pub enum CompareOp {
    Lt = 0,
    Le = 1,
    Eq = 2,
    Ne = 3,
    Gt = 4,
    Ge = 5,
}
impl CompareOp {
    /// `None` where C passes a number that is no operator.
    #[inline]
    pub fn from_c(op: c_int) -> Option<Self> {
        const ALL: [CompareOp; 6] = [CompareOp::Lt, CompareOp::Le, CompareOp::Eq, CompareOp::Ne, CompareOp::Gt, CompareOp::Ge];
        ALL.get(usize::try_from(op).ok()?).copied()
    }
    /// The operator that gives the same answer with the operands changed over.
    pub fn swapped(self) -> Self {
        match self {
            CompareOp::Lt => CompareOp::Gt,
            CompareOp::Le => CompareOp::Ge,
            CompareOp::Gt => CompareOp::Lt,
            CompareOp::Ge => CompareOp::Le,
            same => same,
        }
    }
    /// What the operator says of two things that compare so.
    #[inline]
    pub fn holds(self, ordering: std::cmp::Ordering) -> bool {
        match self {
            CompareOp::Lt => ordering.is_lt(),
            CompareOp::Le => ordering.is_le(),
            CompareOp::Eq => ordering.is_eq(),
            CompareOp::Ne => ordering.is_ne(),
            CompareOp::Gt => ordering.is_gt(),
            CompareOp::Ge => ordering.is_ge(),
        }
    }
    pub fn symbol(self) -> &'static str {
        ["<", "<=", "==", "!=", ">", ">="][self as usize]
    }
}

/// Adaptors whose trampoline only converts its arguments one by one.
macro_rules! adaptors {
    ($($(#[$doc:meta])* $name:ident: $slot:ty = fn($($arg:ident: $c:ty => $rust:ty = $convert:expr),*) -> $result:ty;)*) => { $(
        $(#[$doc])*
        pub const fn $name<S: IsObject, R: IntoC<C = $result>, F: Fn(&S $(, $rust)*) -> R + Copy>(_: F) -> $slot {
            unsafe extern "C" fn entry<S: IsObject, R: IntoC<C = $result>, F: Fn(&S $(, $rust)*) -> R + Copy>(this: *mut PyObject $(, $arg: $c)*) -> $result {
                enter::<R>(std::any::type_name::<F>(), || {
                    // SAFETY: a slot is called with an instance of its type and the arguments that its prototype names.
                    unsafe { conjure::<F>()(&*this.cast::<S>() $(, $convert)*).into_c() }
                })
            }
            entry::<S, R, F>
        }
    )* };
}
adaptors! {
    /// `tp_repr`, `tp_str`, `tp_iter`, `tp_iternext` (with `Result<Option<_>>`), `nb_negative` and the like.
    unary: unaryfunc = fn() -> *mut PyObject;
    /// `nb_bool`, `tp_clear`, `tp_is_gc`.
    inquiry: inquiry = fn() -> c_int;
    /// `sq_length`, `mp_length`.
    length: lenfunc = fn() -> isize;
    /// `tp_hash`.
    hash: hashfunc = fn() -> isize;
    /// `sq_item`, `sq_repeat`.
    indexed: ssizeargfunc = fn(i: isize => isize = i) -> *mut PyObject;
    /// `sq_ass_item`: the value is `None` to delete.
    set_indexed: ssizeobjargproc = fn(i: isize => isize = i, value: *mut PyObject => Option<&PyObject> = value.as_ref()) -> c_int;
    /// `sq_contains`.
    contains: objobjproc = fn(item: *mut PyObject => &PyObject = &*item) -> c_int;
    /// `mp_subscript`, `tp_getattro`, `sq_concat`: the left operand is the type's own.
    subscript: binaryfunc = fn(key: *mut PyObject => &PyObject = &*key) -> *mut PyObject;
    /// `mp_ass_subscript`, `tp_setattro`, `tp_descr_set`: the value is `None` to delete.
    set_subscript: objobjargproc = fn(key: *mut PyObject => &PyObject = &*key, value: *mut PyObject => Option<&PyObject> = value.as_ref()) -> c_int;
    /// `tp_descr_get`: object and type may be missing.
    descr_get: descrgetfunc = fn(object: *mut PyObject => Option<&PyObject> = object.as_ref(), ty: *mut PyObject => Option<&PyTypeObject> = ty.cast::<PyTypeObject>().as_ref()) -> *mut PyObject;
    /// `tp_call`.
    call: ternaryfunc = fn(args: *mut PyObject => &PyTupleObject = &*args.cast(), kwargs: *mut PyObject => Option<&PyDictObject> = kwargs.cast::<PyDictObject>().as_ref()) -> *mut PyObject;
    /// `tp_init`.
    init: initproc = fn(args: *mut PyObject => &PyTupleObject = &*args.cast(), kwargs: *mut PyObject => Option<&PyDictObject> = kwargs.cast::<PyDictObject>().as_ref()) -> c_int;
    /// `bf_getbuffer`.
    get_buffer: getbufferproc = fn(view: *mut Py_buffer => *mut Py_buffer = view, flags: c_int => c_int = flags) -> c_int;
    /// `bf_releasebuffer`.
    release_buffer: releasebufferproc = fn(view: *mut Py_buffer => *mut Py_buffer = view) -> ();
    /// `tp_richcompare`.
    compare: richcmpfunc = fn(other: *mut PyObject => &PyObject = &*other, op: c_int => CompareOp = CompareOp::from_c(op).unwrap_or(CompareOp::Eq)) -> *mut PyObject;
}

unsafe extern "C" {
    fn PyObject_HashNotImplemented(object: *mut PyObject) -> isize;
}
/// The `tp_hash` that says that instances have no hash: `type` knows it by its address.
pub const HASH_NOT_IMPLEMENTED: hashfunc = PyObject_HashNotImplemented;

/// `nb_add` and the like: either operand may be the type's own, so neither is taken for it.
pub const fn binary<R: IntoC<C = *mut PyObject>, F: Fn(&PyObject, &PyObject) -> R + Copy>(_: F) -> binaryfunc {
    unsafe extern "C" fn entry<R: IntoC<C = *mut PyObject>, F: Fn(&PyObject, &PyObject) -> R + Copy>(
        a: *mut PyObject,
        b: *mut PyObject,
    ) -> *mut PyObject {
        // SAFETY: two live objects.
        enter::<R>(std::any::type_name::<F>(), || unsafe { conjure::<F>()(&*a, &*b).into_c() })
    }
    entry::<R, F>
}

/// `nb_power`: the third operand is `None` (the object) where there is none.
pub const fn ternary<R: IntoC<C = *mut PyObject>, F: Fn(&PyObject, &PyObject, &PyObject) -> R + Copy>(_: F) -> ternaryfunc {
    unsafe extern "C" fn entry<R: IntoC<C = *mut PyObject>, F: Fn(&PyObject, &PyObject, &PyObject) -> R + Copy>(
        a: *mut PyObject,
        b: *mut PyObject,
        c: *mut PyObject,
    ) -> *mut PyObject {
        // SAFETY: three live objects.
        enter::<R>(std::any::type_name::<F>(), || unsafe { conjure::<F>()(&*a, &*b, &*c).into_c() })
    }
    entry::<R, F>
}

/// `tp_new`.
pub const fn new<R: IntoC<C = *mut PyObject>, F: Fn(&PyTypeObject, &PyTupleObject, Option<&PyDictObject>) -> R + Copy>(_: F) -> newfunc {
    unsafe extern "C" fn entry<R: IntoC<C = *mut PyObject>, F: Fn(&PyTypeObject, &PyTupleObject, Option<&PyDictObject>) -> R + Copy>(
        ty: *mut PyTypeObject,
        args: *mut PyObject,
        kwargs: *mut PyObject,
    ) -> *mut PyObject {
        enter::<R>(std::any::type_name::<F>(), || {
            // SAFETY: a type, a tuple, and a dict or NULL.
            unsafe { conjure::<F>()(&*ty, &*args.cast(), kwargs.cast::<PyDictObject>().as_ref()).into_c() }
        })
    }
    entry::<R, F>
}

/// The slots of a module into which `fill` puts its names: every interpreter may have one, with a GIL of its own or without.
pub const fn filled_by<F: Fn(&PyModuleObject) -> Result<()> + Copy>(_: F) -> [PyModuleDef_Slot; 4] {
    unsafe extern "C" fn entry<F: Fn(&PyModuleObject) -> Result<()> + Copy>(module: *mut PyObject) -> c_int {
        enter::<Result<()>>(std::any::type_name::<F>(), || {
            // SAFETY: the object that is being executed. A loader may have made it something else than a module, which needs no names of ours.
            let module = unsafe { &*module }.downcast::<PyModuleObject>();
            module.map_or(Ok(()), conjure::<F>()).into_c()
        })
    }
    [
        // `Py_mod_exec`.
        PyModuleDef_Slot { slot: 2, value: entry::<F> as *mut c_void },
        PyModuleDef_Slot::PER_INTERPRETER_GIL,
        PyModuleDef_Slot::GIL_NOT_USED,
        PyModuleDef_Slot::END,
    ]
}

/// `tp_vectorcall` of a type and the `vectorcall` field of a callable. `S` is the callable's struct.
pub const fn vectorcall<S: IsObject, R: IntoC<C = *mut PyObject>, F: Fn(&S, super::method::Args<'_>) -> R + Copy>(_: F) -> vectorcallfunc {
    unsafe extern "C" fn entry<S: IsObject, R: IntoC<C = *mut PyObject>, F: Fn(&S, super::method::Args<'_>) -> R + Copy>(
        callable: *mut PyObject,
        args: *const *mut PyObject,
        nargsf: usize,
        kwnames: *mut PyObject,
    ) -> *mut PyObject {
        enter::<R>(std::any::type_name::<F>(), || {
            // SAFETY: the vectorcall convention.
            unsafe { conjure::<F>()(&*callable.cast::<S>(), super::method::Args::from_vectorcall(args, nargsf, kwnames)).into_c() }
        })
    }
    entry::<S, R, F>
}

/// `tp_dealloc`: the object's count is zero; the function frees what it holds and then its memory.
pub const fn dealloc<S: IsObject, F: Fn(*mut S) + Copy>(_: F) -> destructor {
    unsafe extern "C" fn entry<S: IsObject, F: Fn(*mut S) + Copy>(this: *mut PyObject) {
        enter::<()>(std::any::type_name::<F>(), || conjure::<F>()(this.cast()))
    }
    entry::<S, F>
}

/// `tp_traverse`: shows every object that is held to the visitor, and stops where the visitor says so:
/// `visitor.field(&this.a)?; visitor.field(&this.b)`.
pub const fn traverse<S: IsObject, F: Fn(&S, &Visitor) -> std::result::Result<(), c_int> + Copy>(_: F) -> traverseproc {
    unsafe extern "C" fn entry<S: IsObject, F: Fn(&S, &Visitor) -> std::result::Result<(), c_int> + Copy>(
        this: *mut PyObject,
        visit: visitproc,
        arg: *mut c_void,
    ) -> c_int {
        // SAFETY: an instance of the type. (Nothing here can panic but a fault of the function itself, which then aborts.)
        match conjure::<F>()(unsafe { &*this.cast::<S>() }, &Visitor::new(visit, arg)) {
            Ok(()) => 0,
            Err(stop) => stop,
        }
    }
    entry::<S, F>
}

/// `tp_clear`: drops what could be part of a cycle.
pub const fn clear<S: IsObject, F: Fn(&S) + Copy>(_: F) -> inquiry {
    unsafe extern "C" fn entry<S: IsObject, F: Fn(&S) + Copy>(this: *mut PyObject) -> c_int {
        enter::<c_int>(std::any::type_name::<F>(), || {
            // SAFETY: an instance of the type.
            conjure::<F>()(unsafe { &*this.cast::<S>() });
            0
        })
    }
    entry::<S, F>
}

/// A `PyGetSetDef`'s `get`.
pub const fn get<S: IsObject, R: IntoC<C = *mut PyObject>, F: Fn(&S) -> R + Copy>(_: F) -> getter {
    unsafe extern "C" fn entry<S: IsObject, R: IntoC<C = *mut PyObject>, F: Fn(&S) -> R + Copy>(
        this: *mut PyObject,
        _closure: *mut c_void,
    ) -> *mut PyObject {
        // SAFETY: an instance of the type.
        enter::<R>(std::any::type_name::<F>(), || unsafe { conjure::<F>()(&*this.cast::<S>()).into_c() })
    }
    entry::<S, R, F>
}

/// A `PyGetSetDef`'s `set`: the value is `None` to delete.
pub const fn set<S: IsObject, F: Fn(&S, Option<&PyObject>) -> Result<()> + Copy>(_: F) -> setter {
    unsafe extern "C" fn entry<S: IsObject, F: Fn(&S, Option<&PyObject>) -> Result<()> + Copy>(
        this: *mut PyObject,
        value: *mut PyObject,
        _closure: *mut c_void,
    ) -> c_int {
        // SAFETY: an instance of the type, and an object or NULL.
        enter::<Result<()>>(std::any::type_name::<F>(), || unsafe { conjure::<F>()(&*this.cast::<S>(), value.as_ref()).into_c() })
    }
    entry::<S, F>
}
