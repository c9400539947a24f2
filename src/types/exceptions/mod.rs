//! The exceptions: one static type each, and the pointer to it that C knows as `PyExc_…`.
//!
//! In Rust an exception type goes by its Python name: `&exceptions::TypeError`.
#![allow(non_upper_case_globals)]

use crate::layout::*;
use crate::object::types::{self, PyBaseObject_Type as object};
use crate::object::{Owned, Typed};
use crate::runtime::errors::Result;
use crate::types::{tuple, unicode};
use exuvia_macros::capi;
use std::cell::Cell;
use std::fmt;

// SAFETY: every exception begins with a PyBaseExceptionObject.
unsafe impl Typed for PyBaseExceptionObject {
    fn type_object() -> &'static PyTypeObject {
        &BaseException
    }
    const FLAG: Option<u64> = Some(flags::BASE_EXC_SUBCLASS);
}

/// What a `PyExc_…` symbol is: a pointer to the type.
#[repr(transparent)]
pub struct ExceptionPointer(&'static PyTypeObject);

macro_rules! hierarchy {
    ($($name:ident: $base:ident, $layout:ty, $symbol:ident;)*) => {
        $(
            #[doc = concat!("`", stringify!($name), "`")]
            pub static $name: PyTypeObject = PyTypeObject {
                // SAFETY: the text ends with its only NUL.
                tp_name: Cell::new(concat!(stringify!($name), "\0").as_ptr().cast()),
                tp_basicsize: Cell::new(size_of::<$layout>() as isize),
                tp_base: Field::to_static(&$base),
                tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::BASETYPE | flags::BASE_EXC_SUBCLASS),
                ..PyTypeObject::STATIC
            };
            #[doc = concat!("`", stringify!($name), "`, borrowed.")]
            #[capi]
            pub static $symbol: ExceptionPointer = ExceptionPointer(&$name);
        )*
        /// All of them, bases before what derives from them.
        pub fn all() -> impl Iterator<Item = &'static PyTypeObject> {
            [$(&$name),*].into_iter()
        }
    };
}

hierarchy! {
    BaseException: object, PyBaseExceptionObject, PyExc_BaseException;
    BaseExceptionGroup: BaseException, PyBaseExceptionGroupObject, PyExc_BaseExceptionGroup;
    Exception: BaseException, PyBaseExceptionObject, PyExc_Exception;
    ArithmeticError: Exception, PyBaseExceptionObject, PyExc_ArithmeticError;
    FloatingPointError: ArithmeticError, PyBaseExceptionObject, PyExc_FloatingPointError;
    OverflowError: ArithmeticError, PyBaseExceptionObject, PyExc_OverflowError;
    ZeroDivisionError: ArithmeticError, PyBaseExceptionObject, PyExc_ZeroDivisionError;
    AssertionError: Exception, PyBaseExceptionObject, PyExc_AssertionError;
    AttributeError: Exception, PyAttributeErrorObject, PyExc_AttributeError;
    BufferError: Exception, PyBaseExceptionObject, PyExc_BufferError;
    EOFError: Exception, PyBaseExceptionObject, PyExc_EOFError;
    ImportError: Exception, PyImportErrorObject, PyExc_ImportError;
    ModuleNotFoundError: ImportError, PyImportErrorObject, PyExc_ModuleNotFoundError;
    LookupError: Exception, PyBaseExceptionObject, PyExc_LookupError;
    IndexError: LookupError, PyBaseExceptionObject, PyExc_IndexError;
    KeyError: LookupError, PyBaseExceptionObject, PyExc_KeyError;
    MemoryError: Exception, PyBaseExceptionObject, PyExc_MemoryError;
    NameError: Exception, PyNameErrorObject, PyExc_NameError;
    UnboundLocalError: NameError, PyNameErrorObject, PyExc_UnboundLocalError;
    OSError: Exception, PyOSErrorObject, PyExc_OSError;
    BlockingIOError: OSError, PyOSErrorObject, PyExc_BlockingIOError;
    ChildProcessError: OSError, PyOSErrorObject, PyExc_ChildProcessError;
    ConnectionError: OSError, PyOSErrorObject, PyExc_ConnectionError;
    BrokenPipeError: ConnectionError, PyOSErrorObject, PyExc_BrokenPipeError;
    ConnectionAbortedError: ConnectionError, PyOSErrorObject, PyExc_ConnectionAbortedError;
    ConnectionRefusedError: ConnectionError, PyOSErrorObject, PyExc_ConnectionRefusedError;
    ConnectionResetError: ConnectionError, PyOSErrorObject, PyExc_ConnectionResetError;
    FileExistsError: OSError, PyOSErrorObject, PyExc_FileExistsError;
    FileNotFoundError: OSError, PyOSErrorObject, PyExc_FileNotFoundError;
    InterruptedError: OSError, PyOSErrorObject, PyExc_InterruptedError;
    IsADirectoryError: OSError, PyOSErrorObject, PyExc_IsADirectoryError;
    NotADirectoryError: OSError, PyOSErrorObject, PyExc_NotADirectoryError;
    PermissionError: OSError, PyOSErrorObject, PyExc_PermissionError;
    ProcessLookupError: OSError, PyOSErrorObject, PyExc_ProcessLookupError;
    TimeoutError: OSError, PyOSErrorObject, PyExc_TimeoutError;
    ReferenceError: Exception, PyBaseExceptionObject, PyExc_ReferenceError;
    RuntimeError: Exception, PyBaseExceptionObject, PyExc_RuntimeError;
    NotImplementedError: RuntimeError, PyBaseExceptionObject, PyExc_NotImplementedError;
    PythonFinalizationError: RuntimeError, PyBaseExceptionObject, PyExc_PythonFinalizationError;
    RecursionError: RuntimeError, PyBaseExceptionObject, PyExc_RecursionError;
    StopAsyncIteration: Exception, PyBaseExceptionObject, PyExc_StopAsyncIteration;
    StopIteration: Exception, PyStopIterationObject, PyExc_StopIteration;
    SyntaxError: Exception, PySyntaxErrorObject, PyExc_SyntaxError;
    IndentationError: SyntaxError, PySyntaxErrorObject, PyExc_IndentationError;
    TabError: IndentationError, PySyntaxErrorObject, PyExc_TabError;
    SystemError: Exception, PyBaseExceptionObject, PyExc_SystemError;
    TypeError: Exception, PyBaseExceptionObject, PyExc_TypeError;
    ValueError: Exception, PyBaseExceptionObject, PyExc_ValueError;
    UnicodeError: ValueError, PyBaseExceptionObject, PyExc_UnicodeError;
    UnicodeDecodeError: UnicodeError, PyUnicodeErrorObject, PyExc_UnicodeDecodeError;
    UnicodeEncodeError: UnicodeError, PyUnicodeErrorObject, PyExc_UnicodeEncodeError;
    UnicodeTranslateError: UnicodeError, PyUnicodeErrorObject, PyExc_UnicodeTranslateError;
    Warning: Exception, PyBaseExceptionObject, PyExc_Warning;
    BytesWarning: Warning, PyBaseExceptionObject, PyExc_BytesWarning;
    DeprecationWarning: Warning, PyBaseExceptionObject, PyExc_DeprecationWarning;
    EncodingWarning: Warning, PyBaseExceptionObject, PyExc_EncodingWarning;
    FutureWarning: Warning, PyBaseExceptionObject, PyExc_FutureWarning;
    ImportWarning: Warning, PyBaseExceptionObject, PyExc_ImportWarning;
    PendingDeprecationWarning: Warning, PyBaseExceptionObject, PyExc_PendingDeprecationWarning;
    ResourceWarning: Warning, PyBaseExceptionObject, PyExc_ResourceWarning;
    RuntimeWarning: Warning, PyBaseExceptionObject, PyExc_RuntimeWarning;
    SyntaxWarning: Warning, PyBaseExceptionObject, PyExc_SyntaxWarning;
    UnicodeWarning: Warning, PyBaseExceptionObject, PyExc_UnicodeWarning;
    UserWarning: Warning, PyBaseExceptionObject, PyExc_UserWarning;
    GeneratorExit: BaseException, PyBaseExceptionObject, PyExc_GeneratorExit;
    KeyboardInterrupt: BaseException, PyBaseExceptionObject, PyExc_KeyboardInterrupt;
    SystemExit: BaseException, PySystemExitObject, PyExc_SystemExit;
}

/// `OSError` under its old names.
#[capi]
pub static PyExc_EnvironmentError: ExceptionPointer = ExceptionPointer(&OSError);
/// `OSError` under its old names.
#[capi]
pub static PyExc_IOError: ExceptionPointer = ExceptionPointer(&OSError);

/// A new exception with the message as its one argument (none where that is empty), made without a call.
pub fn new(ty: &'static PyTypeObject, message: fmt::Arguments<'_>) -> Result<Owned> {
    let text = message.to_string();
    let args = if text.is_empty() { tuple::from_owned([])? } else { tuple::from_owned([unicode::from_str(&text)?.upcast()])? };
    let exception = types::alloc(ty, 0)?;
    // SAFETY: every exception begins with a PyBaseExceptionObject.
    unsafe { exception.cast_unchecked::<PyBaseExceptionObject>() }.args.set(Some(args));
    Ok(exception)
}
