//! `_contextvars`: context variables, as `contextvars` gives them out.

use crate::boundary::method;
use crate::boundary::slot;
use crate::layout::*;
use crate::runtime::errors::Result;
use crate::types::context::variable::{PyContextToken_Type, PyContextVar_Type};
use crate::types::context::{PyContext_CopyCurrent, PyContext_Type};
use crate::types::module::{self, PyModuleObject};
use crate::types::unicode;

static METHODS: [PyMethodDef; 2] = [
    method::noargs(c"copy_context", |_: &PyObject| PyContext_CopyCurrent(), c"copy_context($module, /)\n--\n\nA copy of the thread's context."),
    PyMethodDef::END,
];

static SLOTS: [PyModuleDef_Slot; 4] = slot::filled_by(fill);

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
fn fill(this: &PyModuleObject) -> Result<()> {
    let names = this.dict()?;
    for (name, ty) in [("Context", &PyContext_Type), ("ContextVar", &PyContextVar_Type), ("Token", &PyContextToken_Type)] {
        names.insert(&*unicode::intern::intern_str(name)?, ty)?;
    }
    Ok(())
}
