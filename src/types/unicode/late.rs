//! A call by name into a part of the library that is linked late.

use crate::boundary::new_reference;
use crate::layout::*;
use crate::object::Owned;
use crate::raise;
use crate::runtime::errors::Result;
use std::ffi::c_void;
use std::ptr::null_mut;

type O = *mut PyObject;

/// A built-in function.
pub fn function(def: *const PyMethodDef) -> Result<Owned> {
    // SAFETY: a C string.
    let found = unsafe { libc::dlsym(libc::RTLD_DEFAULT, c"PyCMethod_New".as_ptr()) };
    if found.is_null() {
        return Err(raise!(SystemError, "no PyCMethod_New"));
    }
    // SAFETY: the symbol's prototype; the table is static.
    unsafe {
        let make = std::mem::transmute::<*mut c_void, unsafe extern "C" fn(*const PyMethodDef, O, O, *mut PyTypeObject) -> O>(found);
        new_reference(make(def, null_mut(), null_mut(), null_mut()))
    }
}
