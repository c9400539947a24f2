//! Calls by name into parts of the library that are linked late.

use crate::boundary::new_reference;
use crate::layout::*;
use crate::object::Owned;
use crate::raise;
use crate::runtime::errors::Result;
use std::ffi::{CStr, c_void};

type O = *mut PyObject;

fn find(name: &CStr) -> Result<*mut c_void> {
    // SAFETY: a C string.
    let found = unsafe { libc::dlsym(libc::RTLD_DEFAULT, name.as_ptr()) };
    if found.is_null() { Err(raise!(SystemError, "no {}", name.to_string_lossy())) } else { Ok(found) }
}

pub fn get(o: &PyObject, name: &PyObject) -> Result<Owned> {
    // SAFETY: the symbol's prototype.
    unsafe {
        new_reference(std::mem::transmute::<*mut c_void, unsafe extern "C" fn(O, O) -> O>(find(c"PyObject_GetAttr")?)(o.as_ptr(), name.as_ptr()))
    }
}
pub fn get_optional(o: &PyObject, name: &PyObject) -> Result<Option<Owned>> {
    match get(o, name) {
        Ok(value) => Ok(Some(value)),
        Err(raised) if raised.matches(&crate::types::exceptions::AttributeError) => {
            raised.clear();
            Ok(None)
        }
        Err(raised) => Err(raised),
    }
}
