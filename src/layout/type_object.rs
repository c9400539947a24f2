//! Type objects and the suites of slots that hang on them.

use super::*;
use exuvia_macros::layout;
use std::cell::Cell;
use std::ffi::{c_char, c_uint, c_void};
use std::ptr::{null, null_mut};

/// The number protocol.
#[layout]
pub struct PyNumberMethods {
    pub nb_add: Cell<Option<binaryfunc>>,
    pub nb_subtract: Cell<Option<binaryfunc>>,
    pub nb_multiply: Cell<Option<binaryfunc>>,
    pub nb_remainder: Cell<Option<binaryfunc>>,
    pub nb_divmod: Cell<Option<binaryfunc>>,
    pub nb_power: Cell<Option<ternaryfunc>>,
    pub nb_negative: Cell<Option<unaryfunc>>,
    pub nb_positive: Cell<Option<unaryfunc>>,
    pub nb_absolute: Cell<Option<unaryfunc>>,
    pub nb_bool: Cell<Option<inquiry>>,
    pub nb_invert: Cell<Option<unaryfunc>>,
    pub nb_lshift: Cell<Option<binaryfunc>>,
    pub nb_rshift: Cell<Option<binaryfunc>>,
    pub nb_and: Cell<Option<binaryfunc>>,
    pub nb_xor: Cell<Option<binaryfunc>>,
    pub nb_or: Cell<Option<binaryfunc>>,
    pub nb_int: Cell<Option<unaryfunc>>,
    pub nb_reserved: Cell<*mut c_void>,
    pub nb_float: Cell<Option<unaryfunc>>,
    pub nb_inplace_add: Cell<Option<binaryfunc>>,
    pub nb_inplace_subtract: Cell<Option<binaryfunc>>,
    pub nb_inplace_multiply: Cell<Option<binaryfunc>>,
    pub nb_inplace_remainder: Cell<Option<binaryfunc>>,
    pub nb_inplace_power: Cell<Option<ternaryfunc>>,
    pub nb_inplace_lshift: Cell<Option<binaryfunc>>,
    pub nb_inplace_rshift: Cell<Option<binaryfunc>>,
    pub nb_inplace_and: Cell<Option<binaryfunc>>,
    pub nb_inplace_xor: Cell<Option<binaryfunc>>,
    pub nb_inplace_or: Cell<Option<binaryfunc>>,
    pub nb_floor_divide: Cell<Option<binaryfunc>>,
    pub nb_true_divide: Cell<Option<binaryfunc>>,
    pub nb_inplace_floor_divide: Cell<Option<binaryfunc>>,
    pub nb_inplace_true_divide: Cell<Option<binaryfunc>>,
    pub nb_index: Cell<Option<unaryfunc>>,
    pub nb_matrix_multiply: Cell<Option<binaryfunc>>,
    pub nb_inplace_matrix_multiply: Cell<Option<binaryfunc>>,
}
// SAFETY: a suite is written only under the GIL of the interpreter whose type it belongs to.
unsafe impl Sync for PyNumberMethods {}
#[allow(clippy::declare_interior_mutable_const)]
impl PyNumberMethods {
    /// All slots empty; the rest of a `..` expression.
    pub const EMPTY: Self = PyNumberMethods {
        nb_add: Cell::new(None),
        nb_subtract: Cell::new(None),
        nb_multiply: Cell::new(None),
        nb_remainder: Cell::new(None),
        nb_divmod: Cell::new(None),
        nb_power: Cell::new(None),
        nb_negative: Cell::new(None),
        nb_positive: Cell::new(None),
        nb_absolute: Cell::new(None),
        nb_bool: Cell::new(None),
        nb_invert: Cell::new(None),
        nb_lshift: Cell::new(None),
        nb_rshift: Cell::new(None),
        nb_and: Cell::new(None),
        nb_xor: Cell::new(None),
        nb_or: Cell::new(None),
        nb_int: Cell::new(None),
        nb_reserved: Cell::new(null_mut()),
        nb_float: Cell::new(None),
        nb_inplace_add: Cell::new(None),
        nb_inplace_subtract: Cell::new(None),
        nb_inplace_multiply: Cell::new(None),
        nb_inplace_remainder: Cell::new(None),
        nb_inplace_power: Cell::new(None),
        nb_inplace_lshift: Cell::new(None),
        nb_inplace_rshift: Cell::new(None),
        nb_inplace_and: Cell::new(None),
        nb_inplace_xor: Cell::new(None),
        nb_inplace_or: Cell::new(None),
        nb_floor_divide: Cell::new(None),
        nb_true_divide: Cell::new(None),
        nb_inplace_floor_divide: Cell::new(None),
        nb_inplace_true_divide: Cell::new(None),
        nb_index: Cell::new(None),
        nb_matrix_multiply: Cell::new(None),
        nb_inplace_matrix_multiply: Cell::new(None),
    };
}

/// The sequence protocol.
#[layout]
pub struct PySequenceMethods {
    pub sq_length: Cell<Option<lenfunc>>,
    pub sq_concat: Cell<Option<binaryfunc>>,
    pub sq_repeat: Cell<Option<ssizeargfunc>>,
    pub sq_item: Cell<Option<ssizeargfunc>>,
    pub was_sq_slice: Cell<*mut c_void>,
    pub sq_ass_item: Cell<Option<ssizeobjargproc>>,
    pub was_sq_ass_slice: Cell<*mut c_void>,
    pub sq_contains: Cell<Option<objobjproc>>,
    pub sq_inplace_concat: Cell<Option<binaryfunc>>,
    pub sq_inplace_repeat: Cell<Option<ssizeargfunc>>,
}
// SAFETY: a suite is written only under the GIL of the interpreter whose type it belongs to.
unsafe impl Sync for PySequenceMethods {}
#[allow(clippy::declare_interior_mutable_const)]
impl PySequenceMethods {
    /// All slots empty; the rest of a `..` expression.
    pub const EMPTY: Self = PySequenceMethods {
        sq_length: Cell::new(None),
        sq_concat: Cell::new(None),
        sq_repeat: Cell::new(None),
        sq_item: Cell::new(None),
        was_sq_slice: Cell::new(null_mut()),
        sq_ass_item: Cell::new(None),
        was_sq_ass_slice: Cell::new(null_mut()),
        sq_contains: Cell::new(None),
        sq_inplace_concat: Cell::new(None),
        sq_inplace_repeat: Cell::new(None),
    };
}

/// The mapping protocol.
#[layout]
pub struct PyMappingMethods {
    pub mp_length: Cell<Option<lenfunc>>,
    pub mp_subscript: Cell<Option<binaryfunc>>,
    pub mp_ass_subscript: Cell<Option<objobjargproc>>,
}
// SAFETY: a suite is written only under the GIL of the interpreter whose type it belongs to.
unsafe impl Sync for PyMappingMethods {}
#[allow(clippy::declare_interior_mutable_const)]
impl PyMappingMethods {
    /// All slots empty; the rest of a `..` expression.
    pub const EMPTY: Self = PyMappingMethods { mp_length: Cell::new(None), mp_subscript: Cell::new(None), mp_ass_subscript: Cell::new(None) };
}

/// The asynchronous protocol.
#[layout]
pub struct PyAsyncMethods {
    pub am_await: Cell<Option<unaryfunc>>,
    pub am_aiter: Cell<Option<unaryfunc>>,
    pub am_anext: Cell<Option<unaryfunc>>,
    pub am_send: Cell<Option<sendfunc>>,
}
// SAFETY: a suite is written only under the GIL of the interpreter whose type it belongs to.
unsafe impl Sync for PyAsyncMethods {}
#[allow(clippy::declare_interior_mutable_const)]
impl PyAsyncMethods {
    /// All slots empty; the rest of a `..` expression.
    pub const EMPTY: Self =
        PyAsyncMethods { am_await: Cell::new(None), am_aiter: Cell::new(None), am_anext: Cell::new(None), am_send: Cell::new(None) };
}

/// The buffer protocol.
#[layout]
pub struct PyBufferProcs {
    pub bf_getbuffer: Cell<Option<getbufferproc>>,
    pub bf_releasebuffer: Cell<Option<releasebufferproc>>,
}
// SAFETY: a suite is written only under the GIL of the interpreter whose type it belongs to.
unsafe impl Sync for PyBufferProcs {}
#[allow(clippy::declare_interior_mutable_const)]
impl PyBufferProcs {
    /// All slots empty; the rest of a `..` expression.
    pub const EMPTY: Self = PyBufferProcs { bf_getbuffer: Cell::new(None), bf_releasebuffer: Cell::new(None) };
}

/// A type. Static ones are shared by all interpreters and never written after start-up; heap types are a
/// [`PyHeapTypeObject`]'s first part.
#[layout(skip(ob_base))]
pub struct PyTypeObject {
    pub ob_base: PyVarObject,
    pub tp_name: Cell<*const c_char>,
    pub tp_basicsize: Cell<isize>,
    pub tp_itemsize: Cell<isize>,
    pub tp_dealloc: Cell<Option<destructor>>,
    pub tp_vectorcall_offset: Cell<isize>,
    pub tp_getattr: Cell<Option<getattrfunc>>,
    pub tp_setattr: Cell<Option<setattrfunc>>,
    pub tp_as_async: Cell<*const PyAsyncMethods>,
    pub tp_repr: Cell<Option<reprfunc>>,
    pub tp_as_number: Cell<*const PyNumberMethods>,
    pub tp_as_sequence: Cell<*const PySequenceMethods>,
    pub tp_as_mapping: Cell<*const PyMappingMethods>,
    pub tp_hash: Cell<Option<hashfunc>>,
    pub tp_call: Cell<Option<ternaryfunc>>,
    pub tp_str: Cell<Option<reprfunc>>,
    pub tp_getattro: Cell<Option<getattrofunc>>,
    pub tp_setattro: Cell<Option<setattrofunc>>,
    pub tp_as_buffer: Cell<*const PyBufferProcs>,
    pub tp_flags: Cell<u64>,
    pub tp_doc: Cell<*const c_char>,
    pub tp_traverse: Cell<Option<traverseproc>>,
    pub tp_clear: Cell<Option<inquiry>>,
    pub tp_richcompare: Cell<Option<richcmpfunc>>,
    pub tp_weaklistoffset: Cell<isize>,
    pub tp_iter: Cell<Option<getiterfunc>>,
    pub tp_iternext: Cell<Option<iternextfunc>>,
    pub tp_methods: Cell<*const PyMethodDef>,
    pub tp_members: Cell<*const PyMemberDef>,
    pub tp_getset: Cell<*const PyGetSetDef>,
    pub tp_base: Field<PyTypeObject>,
    pub tp_dict: Field<PyDictObject>,
    pub tp_descr_get: Cell<Option<descrgetfunc>>,
    pub tp_descr_set: Cell<Option<descrsetfunc>>,
    pub tp_dictoffset: Cell<isize>,
    pub tp_init: Cell<Option<initproc>>,
    pub tp_alloc: Cell<Option<allocfunc>>,
    pub tp_new: Cell<Option<newfunc>>,
    pub tp_free: Cell<Option<freefunc>>,
    pub tp_is_gc: Cell<Option<inquiry>>,
    pub tp_bases: Field<PyTupleObject>,
    pub tp_mro: Field<PyTupleObject>,
    pub tp_cache: Cell<*mut PyObject>,
    pub tp_subclasses: Cell<*mut c_void>,
    pub tp_weaklist: Cell<*mut PyObject>,
    pub tp_del: Cell<Option<destructor>>,
    pub tp_version_tag: Cell<c_uint>,
    pub tp_finalize: Cell<Option<destructor>>,
    pub tp_vectorcall: Cell<Option<vectorcallfunc>>,
    pub tp_watched: Cell<u8>,
    pub tp_versions_used: Cell<u16>,
}
object_structs! { PyTypeObject: ob_base -> PyVarObject }

#[allow(clippy::declare_interior_mutable_const)]
impl PyTypeObject {
    /// A static type before start-up has readied it: the rest of a `..` expression. Its metatype and base are filled in
    /// when it is readied (`type` and `object` unless it names others).
    pub const STATIC: Self = PyTypeObject {
        ob_base: PyVarObject { ob_base: PyObject::immortal(null_mut()), ob_size: Cell::new(0) },
        tp_name: Cell::new(null()),
        tp_basicsize: Cell::new(0),
        tp_itemsize: Cell::new(0),
        tp_dealloc: Cell::new(None),
        tp_vectorcall_offset: Cell::new(0),
        tp_getattr: Cell::new(None),
        tp_setattr: Cell::new(None),
        tp_as_async: Cell::new(null()),
        tp_repr: Cell::new(None),
        tp_as_number: Cell::new(null()),
        tp_as_sequence: Cell::new(null()),
        tp_as_mapping: Cell::new(null()),
        tp_hash: Cell::new(None),
        tp_call: Cell::new(None),
        tp_str: Cell::new(None),
        tp_getattro: Cell::new(None),
        tp_setattro: Cell::new(None),
        tp_as_buffer: Cell::new(null()),
        tp_flags: Cell::new(flags::DEFAULT),
        tp_doc: Cell::new(null()),
        tp_traverse: Cell::new(None),
        tp_clear: Cell::new(None),
        tp_richcompare: Cell::new(None),
        tp_weaklistoffset: Cell::new(0),
        tp_iter: Cell::new(None),
        tp_iternext: Cell::new(None),
        tp_methods: Cell::new(null()),
        tp_members: Cell::new(null()),
        tp_getset: Cell::new(null()),
        tp_base: Field::NULL,
        tp_dict: Field::NULL,
        tp_descr_get: Cell::new(None),
        tp_descr_set: Cell::new(None),
        tp_dictoffset: Cell::new(0),
        tp_init: Cell::new(None),
        tp_alloc: Cell::new(None),
        tp_new: Cell::new(None),
        tp_free: Cell::new(None),
        tp_is_gc: Cell::new(None),
        tp_bases: Field::NULL,
        tp_mro: Field::NULL,
        tp_cache: Cell::new(null_mut()),
        tp_subclasses: Cell::new(null_mut()),
        tp_weaklist: Cell::new(null_mut()),
        tp_del: Cell::new(None),
        tp_version_tag: Cell::new(0),
        tp_finalize: Cell::new(None),
        tp_vectorcall: Cell::new(None),
        tp_watched: Cell::new(0),
        tp_versions_used: Cell::new(0),
    };
}

/// The values of `tp_flags`.
pub mod flags {
    pub const STATIC_BUILTIN: u64 = 1 << 1;
    pub const INLINE_VALUES: u64 = 1 << 2;
    pub const MANAGED_WEAKREF: u64 = 1 << 3;
    pub const MANAGED_DICT: u64 = 1 << 4;
    pub const PREHEADER: u64 = MANAGED_WEAKREF | MANAGED_DICT;
    pub const SEQUENCE: u64 = 1 << 5;
    pub const MAPPING: u64 = 1 << 6;
    pub const DISALLOW_INSTANTIATION: u64 = 1 << 7;
    pub const IMMUTABLETYPE: u64 = 1 << 8;
    pub const HEAPTYPE: u64 = 1 << 9;
    pub const BASETYPE: u64 = 1 << 10;
    pub const HAVE_VECTORCALL: u64 = 1 << 11;
    pub const READY: u64 = 1 << 12;
    pub const READYING: u64 = 1 << 13;
    pub const HAVE_GC: u64 = 1 << 14;
    pub const METHOD_DESCRIPTOR: u64 = 1 << 17;
    pub const IS_ABSTRACT: u64 = 1 << 20;
    pub const MATCH_SELF: u64 = 1 << 22;
    pub const ITEMS_AT_END: u64 = 1 << 23;
    pub const LONG_SUBCLASS: u64 = 1 << 24;
    pub const LIST_SUBCLASS: u64 = 1 << 25;
    pub const TUPLE_SUBCLASS: u64 = 1 << 26;
    pub const BYTES_SUBCLASS: u64 = 1 << 27;
    pub const UNICODE_SUBCLASS: u64 = 1 << 28;
    pub const DICT_SUBCLASS: u64 = 1 << 29;
    pub const BASE_EXC_SUBCLASS: u64 = 1 << 30;
    pub const TYPE_SUBCLASS: u64 = 1 << 31;
    /// What a type has that says nothing else.
    pub const DEFAULT: u64 = 0;
}

/// A type made at run time: the suites are part of it.
#[layout(skip(ht_cached_keys, _spec_cache))]
pub struct PyHeapTypeObject {
    pub ht_type: PyTypeObject,
    pub as_async: PyAsyncMethods,
    pub as_number: PyNumberMethods,
    pub as_mapping: PyMappingMethods,
    pub as_sequence: PySequenceMethods,
    pub as_buffer: PyBufferProcs,
    pub ht_name: Field<PyUnicodeObject>,
    pub ht_slots: Field,
    pub ht_qualname: Field<PyUnicodeObject>,
    pub ht_cached_keys: Cell<*mut c_void>,
    pub ht_module: Field,
    pub _ht_tpname: Cell<*mut c_char>,
    pub ht_token: Cell<*mut c_void>,
    pub _spec_cache: [Cell<usize>; 3],
}
object_structs! { PyHeapTypeObject: ht_type -> PyTypeObject }
