//! Exceptions. Each struct begins with [`PyBaseExceptionObject`], which the contract lists field by field.

use super::*;
use exuvia_macros::layout;
use std::cell::Cell;
use std::ffi::c_char;

#[layout]
pub struct PyBaseExceptionObject {
    pub ob_base: PyObject,
    pub dict: Field<PyDictObject>,
    pub args: Field<PyTupleObject>,
    pub notes: Field,
    pub traceback: Field,
    pub context: Field,
    pub cause: Field,
    pub suppress_context: Cell<c_char>,
}
object_structs! { PyBaseExceptionObject: ob_base -> PyObject }

macro_rules! exceptions {
    ($($(#[$doc:meta])* $name:ident { $($field:ident: $ty:ty),* $(,)? })*) => { $(
        $(#[$doc])*
        #[layout(skip(ob_base, dict, args, notes, traceback, context, cause, suppress_context))]
        pub struct $name {
            pub base: PyBaseExceptionObject,
            $(pub $field: $ty,)*
        }
        object_structs! { $name: base -> PyBaseExceptionObject }
    )* };
}

exceptions! {
    /// `BaseExceptionGroup`.
    PyBaseExceptionGroupObject { msg: Field, excs: Field, excs_str: Field }
    PySyntaxErrorObject {
        msg: Field, filename: Field, lineno: Field, offset: Field, end_lineno: Field, end_offset: Field, text: Field,
        print_file_and_line: Field, metadata: Field,
    }
    PyImportErrorObject { msg: Field, name: Field, path: Field, name_from: Field }
    /// The three of them share it.
    PyUnicodeErrorObject { encoding: Field, object: Field, start: Cell<isize>, end: Cell<isize>, reason: Field }
    PySystemExitObject { code: Field }
    PyOSErrorObject { myerrno: Field, strerror: Field, filename: Field, filename2: Field, written: Cell<isize> }
    PyStopIterationObject { value: Field }
    PyNameErrorObject { name: Field }
    PyAttributeErrorObject { obj: Field, name: Field }
}

#[layout]
pub struct PyTracebackObject {
    pub ob_base: PyObject,
    pub tb_next: Field<PyTracebackObject>,
    pub tb_frame: Field,
    pub tb_lasti: Cell<i32>,
    pub tb_lineno: Cell<i32>,
}
object_structs! { PyTracebackObject: ob_base -> PyObject }
