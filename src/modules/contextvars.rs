//! `_contextvars`: context variables, as `contextvars` gives them out.

use crate::boundary::method;
use crate::layout::*;
use crate::runtime::errors::Result;
use crate::types::context::variable::{PyContextToken_Type, PyContextVar_Type};
use crate::types::context::{PyContext_CopyCurrent, PyContext_Type};
use crate::types::module::{self, PyModuleObject};
use crate::types::unicode;
use std::ffi::c_void;

static METHODS: [PyMethodDef; 2] = [
    method::noargs(c"copy_context", |_: &PyObject| PyContext_CopyCurrent(), c"copy_context($module, /)\n--\n\nA copy of the thread's context."),
    PyMethodDef::END,
];

static SLOTS: [PyModuleDef_Slot; 4] = [
    PyModuleDef_Slot { slot: 2, value: execute as *mut c_void },
    PyModuleDef_Slot::PER_INTERPRETER_GIL,
    PyModuleDef_Slot::GIL_NOT_USED,
    PyModuleDef_Slot::END,
];

static DEF: PyModuleDef = PyModuleDef {
    m_name: c"_contextvars".as_ptr(),
    m_doc: c"Context variables.".as_ptr(),
    m_methods: METHODS.as_ptr(),
    m_slots: SLOTS.as_ptr(),
    ..PyModuleDef::STATIC
};

/// The init function of `_contextvars`.
#[unsafe(no_mangle)]
pub extern "C" fn PyInit__contextvars() -> *mut PyObject {
    module::def_init(&DEF).as_ptr().cast()
}

/// The types.
unsafe extern "C" fn execute(this: *mut PyObject) -> std::ffi::c_int {
    crate::boundary::enter::<Result<()>>("_contextvars", || {
        use crate::boundary::IntoC;
        let fill = || -> Result<()> {
            // SAFETY: the module that is being executed.
            let Some(this) = (unsafe { &*this }).downcast::<PyModuleObject>() else { return Ok(()) };
            let names = this.dict()?;
            for (name, ty) in [("Context", &PyContext_Type), ("ContextVar", &PyContextVar_Type), ("Token", &PyContextToken_Type)] {
                names.insert(&*unicode::intern::intern_str(name)?, ty)?;
            }
            Ok(())
        };
        fill().into_c()
    })
}
