//! The last resort for telling of an object: C's stderr.

use crate::layout::*;
use crate::runtime::errors::{self, Raised};
use crate::runtime::sys::write_stderr_text;
use exuvia_macros::capi;

/// Writes what an object is to C's stderr.
pub fn object(object: &PyObject) {
    write_stderr_text(&format!(
        "object address  : {object:p}\nobject refcount : {}\nobject type     : {:p}\nobject type name: {}\nobject repr     : ",
        object.refcount(),
        object.ty(),
        object.ty().name()
    ));
    let kept = errors::take();
    let text = object.repr().map_err(Raised::clear).map_or_else(|()| "<repr failed>".to_owned(), |text| text.to_lossy());
    errors::restore(kept);
    write_stderr_text(&text);
    write_stderr_text("\n");
}

/// Writes what an object is to C's stderr, for a debugger.
#[capi]
pub fn _PyObject_Dump(op: Option<&PyObject>) {
    match op {
        Some(op) => object(op),
        None => write_stderr_text("<object at NULL>\n"),
    }
}
