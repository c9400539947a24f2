//! Tables that extensions hand over (methods, members, slots, specs) and the buffer.
//!
//! Those that C only reads are plain fields; a definition that the runtime writes to has cells.
#![allow(non_camel_case_types)]

use super::*;
use exuvia_macros::layout;
use std::cell::Cell;
use std::ffi::{c_char, c_int, c_void};

#[layout]
#[derive(Clone, Copy)]
pub struct PyMethodDef {
    pub ml_name: *const c_char,
    pub ml_meth: Option<PyCFunction>,
    pub ml_flags: c_int,
    pub ml_doc: *const c_char,
}
/// The values of `ml_flags`.
pub mod meth {
    use std::ffi::c_int;
    pub const VARARGS: c_int = 1;
    pub const KEYWORDS: c_int = 2;
    pub const NOARGS: c_int = 4;
    pub const O: c_int = 8;
    pub const CLASS: c_int = 0x10;
    pub const STATIC: c_int = 0x20;
    pub const COEXIST: c_int = 0x40;
    pub const FASTCALL: c_int = 0x80;
    pub const METHOD: c_int = 0x200;
}

#[layout]
pub struct PyMemberDef {
    pub name: *const c_char,
    pub r#type: c_int,
    pub offset: isize,
    pub flags: c_int,
    pub doc: *const c_char,
}

#[layout]
pub struct PyGetSetDef {
    pub name: *const c_char,
    pub get: Option<getter>,
    pub set: Option<setter>,
    pub doc: *const c_char,
    pub closure: *mut c_void,
}

/// One row of the table of special methods that a slot answers for.
#[layout]
pub struct wrapperbase {
    pub name: *const c_char,
    pub offset: c_int,
    pub function: *mut c_void,
    pub wrapper: Option<wrapperfunc>,
    pub doc: *const c_char,
    pub flags: c_int,
    pub name_strobj: *mut PyObject,
}

#[layout]
pub struct PyType_Slot {
    pub slot: c_int,
    pub pfunc: *mut c_void,
}

#[layout]
pub struct PyType_Spec {
    pub name: *const c_char,
    pub basicsize: c_int,
    pub itemsize: c_int,
    pub flags: u32,
    pub slots: *mut PyType_Slot,
}

#[layout]
pub struct PyModuleDef_Base {
    pub ob_base: PyObject,
    pub m_init: Cell<Option<unsafe extern "C" fn() -> *mut PyObject>>,
    pub m_index: Cell<isize>,
    pub m_copy: Cell<*mut PyObject>,
}

#[layout]
pub struct PyModuleDef_Slot {
    pub slot: c_int,
    pub value: *mut c_void,
}

impl PyModuleDef_Slot {
    /// `Py_mod_multiple_interpreters`: the module runs in interpreters with a GIL each.
    pub const PER_INTERPRETER_GIL: Self = PyModuleDef_Slot { slot: 3, value: 2 as *mut c_void };
    /// `Py_mod_gil`: the module needs no GIL.
    pub const GIL_NOT_USED: Self = PyModuleDef_Slot { slot: 4, value: 1 as *mut c_void };
    /// The row that ends a table.
    pub const END: Self = PyModuleDef_Slot { slot: 0, value: std::ptr::null_mut() };
}

#[layout]
pub struct PyModuleDef {
    pub m_base: PyModuleDef_Base,
    pub m_name: *const c_char,
    pub m_doc: *const c_char,
    pub m_size: isize,
    pub m_methods: *const PyMethodDef,
    pub m_slots: *const PyModuleDef_Slot,
    pub m_traverse: Option<traverseproc>,
    pub m_clear: Option<inquiry>,
    pub m_free: Option<freefunc>,
}
#[allow(clippy::declare_interior_mutable_const)]
impl PyModuleDef {
    /// A definition that says nothing yet: the rest of a `..` expression.
    pub const STATIC: Self = PyModuleDef {
        m_base: PyModuleDef_Base {
            ob_base: PyObject::immortal(std::ptr::null_mut()),
            m_init: Cell::new(None),
            m_index: Cell::new(0),
            m_copy: Cell::new(std::ptr::null_mut()),
        },
        m_name: std::ptr::null(),
        m_doc: std::ptr::null(),
        m_size: 0,
        m_methods: std::ptr::null(),
        m_slots: std::ptr::null(),
        m_traverse: None,
        m_clear: None,
        m_free: None,
    };
}
object_structs! { PyModuleDef: m_base -> PyModuleDef_Base, PyModuleDef_Base: ob_base -> PyObject }

#[layout]
pub struct PyStructSequence_Field {
    pub name: *const c_char,
    pub doc: *const c_char,
}

#[layout]
pub struct PyStructSequence_Desc {
    pub name: *const c_char,
    pub doc: *const c_char,
    pub fields: *const PyStructSequence_Field,
    pub n_in_sequence: c_int,
}

#[layout]
#[derive(Clone, Copy)]
pub struct Py_buffer {
    pub buf: *mut c_void,
    /// A reference that the buffer owns; NULL once it is released.
    pub obj: *mut PyObject,
    pub len: isize,
    pub itemsize: isize,
    pub readonly: c_int,
    pub ndim: c_int,
    pub format: *mut c_char,
    pub shape: *mut isize,
    pub strides: *mut isize,
    pub suboffsets: *mut isize,
    pub internal: *mut c_void,
}

#[layout]
#[derive(Clone, Copy)]
pub struct PyMemAllocatorEx {
    pub ctx: *mut c_void,
    pub malloc: Option<unsafe extern "C" fn(*mut c_void, usize) -> *mut c_void>,
    pub calloc: Option<unsafe extern "C" fn(*mut c_void, usize, usize) -> *mut c_void>,
    pub realloc: Option<unsafe extern "C" fn(*mut c_void, *mut c_void, usize) -> *mut c_void>,
    pub free: Option<unsafe extern "C" fn(*mut c_void, *mut c_void)>,
}

/// What an interpreter may do, and whether its lock is its own.
#[layout]
#[derive(Clone, Copy)]
pub struct PyInterpreterConfig {
    pub use_main_obmalloc: c_int,
    pub allow_fork: c_int,
    pub allow_exec: c_int,
    pub allow_threads: c_int,
    pub allow_daemon_threads: c_int,
    pub check_multi_interp_extensions: c_int,
    pub gil: c_int,
}

#[layout(skip(once))]
pub struct _PyArg_Parser {
    pub format: *const c_char,
    pub keywords: *const *const c_char,
    pub fname: *const c_char,
    pub custom_msg: *const c_char,
    pub once: Cell<u8>,
    pub is_kwtuple_owned: Cell<c_int>,
    pub pos: Cell<c_int>,
    pub min: Cell<c_int>,
    pub max: Cell<c_int>,
    pub kwtuple: Cell<*mut PyObject>,
    pub next: Cell<*mut _PyArg_Parser>,
}

// SAFETY: tables are read only, or written under the GIL.
unsafe impl Sync for PyMethodDef {}
// SAFETY: as above.
unsafe impl Sync for PyMemberDef {}
// SAFETY: as above.
unsafe impl Sync for PyGetSetDef {}
// SAFETY: as above.
unsafe impl Sync for wrapperbase {}
// SAFETY: as above.
unsafe impl Sync for PyModuleDef_Slot {}
// SAFETY: as above.
unsafe impl Sync for PyStructSequence_Field {}
// SAFETY: as above.
unsafe impl Sync for PyStructSequence_Desc {}
