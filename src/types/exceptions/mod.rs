//! The exceptions: one static type each, and the pointer to it that C knows as `PyExc_…`.
//!
//! In Rust an exception type goes by its Python name: `&exceptions::TypeError`. What they all share stands in [`base`];
//! the modules beside it hold those that keep more than arguments.
#![allow(non_upper_case_globals)]

pub mod base;
mod group;
mod memory_error;
mod named;
pub mod os_error;
mod syntax_error;
pub mod table;
pub mod text;
mod unicode_error;

pub use group::{exception_group, members};
pub use memory_error::no_memory;

use crate::boundary::slot;
use crate::layout::*;
use crate::object::types::{self, PyBaseObject_Type as object_};
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

const FLAGS: u64 = flags::DEFAULT | flags::HAVE_GC | flags::BASETYPE | flags::BASE_EXC_SUBCLASS | flags::IMMUTABLETYPE | flags::STATIC_BUILTIN;

/// A `static` that is an exception type: what all of them have, then what this one has besides.
macro_rules! exception_type {
    ($(#[$doc:meta])* $name:ident, $text:expr, $base:ident, $layout:ty, $slots:expr, $tp_doc:literal, { $($own:tt)* }) => {
        $(#[$doc])*
        pub static $name: PyTypeObject = PyTypeObject {
            tp_name: Cell::new($text.as_ptr().cast()),
            tp_doc: Cell::new($tp_doc.as_ptr()),
            tp_basicsize: Cell::new(size_of::<$layout>() as isize),
            tp_dictoffset: Cell::new(std::mem::offset_of!(PyBaseExceptionObject, dict) as isize),
            tp_base: Field::to_static(&$base),
            tp_flags: Cell::new(FLAGS),
            tp_traverse: Cell::new(Some($slots.0)),
            tp_clear: Cell::new(Some($slots.1)),
            $($own)*
            ..PyTypeObject { tp_dealloc: Cell::new(Some($slots.2)), ..PyTypeObject::STATIC }
        };
    };
}

macro_rules! hierarchy {
    ($($name:ident: $base:ident, $layout:ty, $symbol:ident, $slots:expr, $tp_doc:literal, { $($own:tt)* };)*) => {
        $(
            exception_type! {
                #[doc = concat!("`", stringify!($name), "`")]
                $name, concat!(stringify!($name), "\0"), $base, $layout, $slots, $tp_doc, { $($own)* }
            }
            #[doc = concat!("`", stringify!($name), "`, borrowed.")]
            #[capi]
            pub static $symbol: ExceptionPointer = ExceptionPointer(&$name);
        )*
        /// Those that are names of `builtins`, bases before what derives from them.
        pub fn named() -> impl Iterator<Item = &'static PyTypeObject> {
            [$(&$name),*].into_iter()
        }
    };
}

hierarchy! {
    BaseException: object_, PyBaseExceptionObject, PyExc_BaseException, base::base_slots(), c"What every exception derives from.", { tp_new: Cell::new(Some(slot::new(base::new))), tp_init: Cell::new(Some(slot::init(base::init))), tp_str: Cell::new(Some(slot::unary(base::str))), tp_repr: Cell::new(Some(slot::unary(base::repr))), tp_methods: Cell::new(base::METHODS.as_ptr()), tp_getset: Cell::new(base::GETSETS.as_ptr()), tp_members: Cell::new(base::MEMBERS.as_ptr()), };
    BaseExceptionGroup: BaseException, PyBaseExceptionGroupObject, PyExc_BaseExceptionGroup, group::slots(), c"Exceptions that were raised together.", { tp_new: Cell::new(Some(slot::new(group::new))), tp_init: Cell::new(Some(slot::init(group::init))), tp_str: Cell::new(Some(slot::unary(group::str))), tp_repr: Cell::new(Some(slot::unary(group::repr))), tp_methods: Cell::new(group::METHODS.as_ptr()), tp_members: Cell::new(group::MEMBERS.as_ptr()), };
    Exception: BaseException, PyBaseExceptionObject, PyExc_Exception, base::base_slots(), c"What exceptions that programs handle derive from.", { tp_new: Cell::new(Some(slot::new(base::new))), };
    ArithmeticError: Exception, PyBaseExceptionObject, PyExc_ArithmeticError, base::base_slots(), c"An arithmetic operation failed.", { tp_new: Cell::new(Some(slot::new(base::new))), };
    FloatingPointError: ArithmeticError, PyBaseExceptionObject, PyExc_FloatingPointError, base::base_slots(), c"A floating-point operation failed.", { tp_new: Cell::new(Some(slot::new(base::new))), };
    OverflowError: ArithmeticError, PyBaseExceptionObject, PyExc_OverflowError, base::base_slots(), c"A result is too large to be represented.", { tp_new: Cell::new(Some(slot::new(base::new))), };
    ZeroDivisionError: ArithmeticError, PyBaseExceptionObject, PyExc_ZeroDivisionError, base::base_slots(), c"A number was divided by zero.", { tp_new: Cell::new(Some(slot::new(base::new))), };
    AssertionError: Exception, PyBaseExceptionObject, PyExc_AssertionError, base::base_slots(), c"An assertion does not hold.", { tp_new: Cell::new(Some(slot::new(base::new))), };
    AttributeError: Exception, PyAttributeErrorObject, PyExc_AttributeError, named::attribute_slots(), c"There is no such attribute.", { tp_init: Cell::new(Some(slot::init(named::attribute_init))), tp_methods: Cell::new(named::ATTRIBUTE_METHODS.as_ptr()), tp_members: Cell::new(named::ATTRIBUTE_MEMBERS.as_ptr()), };
    BufferError: Exception, PyBaseExceptionObject, PyExc_BufferError, base::base_slots(), c"A buffer operation cannot be done.", { tp_new: Cell::new(Some(slot::new(base::new))), };
    EOFError: Exception, PyBaseExceptionObject, PyExc_EOFError, base::base_slots(), c"There was nothing more to read.", { tp_new: Cell::new(Some(slot::new(base::new))), };
    ImportError: Exception, PyImportErrorObject, PyExc_ImportError, named::import_slots(), c"A module, or a name in it, cannot be imported.", { tp_init: Cell::new(Some(slot::init(named::import_init))), tp_str: Cell::new(Some(slot::unary(named::import_str))), tp_methods: Cell::new(named::IMPORT_METHODS.as_ptr()), tp_members: Cell::new(named::IMPORT_MEMBERS.as_ptr()), };
    ModuleNotFoundError: ImportError, PyImportErrorObject, PyExc_ModuleNotFoundError, named::import_slots(), c"There is no such module.", {};
    LookupError: Exception, PyBaseExceptionObject, PyExc_LookupError, base::base_slots(), c"There is nothing at that key or index.", { tp_new: Cell::new(Some(slot::new(base::new))), };
    IndexError: LookupError, PyBaseExceptionObject, PyExc_IndexError, base::base_slots(), c"A sequence has no item at that index.", { tp_new: Cell::new(Some(slot::new(base::new))), };
    KeyError: LookupError, PyBaseExceptionObject, PyExc_KeyError, base::base_slots(), c"A mapping has no such key.", { tp_str: Cell::new(Some(slot::unary(key_error_str))), };
    MemoryError: Exception, PyBaseExceptionObject, PyExc_MemoryError, base::base_slots(), c"There is not enough memory.", { tp_new: Cell::new(Some(slot::new(memory_error::new))), tp_dealloc: Cell::new(Some(memory_error::dealloc())), };
    NameError: Exception, PyNameErrorObject, PyExc_NameError, named::name_slots(), c"There is no such name.", { tp_init: Cell::new(Some(slot::init(named::name_init))), tp_members: Cell::new(named::NAME_MEMBERS.as_ptr()), };
    UnboundLocalError: NameError, PyNameErrorObject, PyExc_UnboundLocalError, named::name_slots(), c"A local variable was used before it was given a value.", {};
    OSError: Exception, PyOSErrorObject, PyExc_OSError, os_error::slots(), c"The system reported an error.", { tp_new: Cell::new(Some(slot::new(os_error::new))), tp_init: Cell::new(Some(slot::init(os_error::init))), tp_str: Cell::new(Some(slot::unary(os_error::str))), tp_methods: Cell::new(os_error::METHODS.as_ptr()), tp_members: Cell::new(os_error::MEMBERS.as_ptr()), tp_getset: Cell::new(os_error::GETSETS.as_ptr()), };
    BlockingIOError: OSError, PyOSErrorObject, PyExc_BlockingIOError, os_error::slots(), c"An operation would block.", {};
    ChildProcessError: OSError, PyOSErrorObject, PyExc_ChildProcessError, os_error::slots(), c"There is no such child process.", {};
    ConnectionError: OSError, PyOSErrorObject, PyExc_ConnectionError, os_error::slots(), c"A connection failed.", {};
    BrokenPipeError: ConnectionError, PyOSErrorObject, PyExc_BrokenPipeError, os_error::slots(), c"The other end of a pipe or connection is closed.", {};
    ConnectionAbortedError: ConnectionError, PyOSErrorObject, PyExc_ConnectionAbortedError, os_error::slots(), c"A connection was aborted.", {};
    ConnectionRefusedError: ConnectionError, PyOSErrorObject, PyExc_ConnectionRefusedError, os_error::slots(), c"A connection was refused.", {};
    ConnectionResetError: ConnectionError, PyOSErrorObject, PyExc_ConnectionResetError, os_error::slots(), c"A connection was reset.", {};
    FileExistsError: OSError, PyOSErrorObject, PyExc_FileExistsError, os_error::slots(), c"A file is there already.", {};
    FileNotFoundError: OSError, PyOSErrorObject, PyExc_FileNotFoundError, os_error::slots(), c"There is no such file.", {};
    InterruptedError: OSError, PyOSErrorObject, PyExc_InterruptedError, os_error::slots(), c"A system call was interrupted by a signal.", {};
    IsADirectoryError: OSError, PyOSErrorObject, PyExc_IsADirectoryError, os_error::slots(), c"It is a directory.", {};
    NotADirectoryError: OSError, PyOSErrorObject, PyExc_NotADirectoryError, os_error::slots(), c"It is no directory.", {};
    PermissionError: OSError, PyOSErrorObject, PyExc_PermissionError, os_error::slots(), c"It is not permitted.", {};
    ProcessLookupError: OSError, PyOSErrorObject, PyExc_ProcessLookupError, os_error::slots(), c"There is no such process.", {};
    TimeoutError: OSError, PyOSErrorObject, PyExc_TimeoutError, os_error::slots(), c"It took too long.", {};
    ReferenceError: Exception, PyBaseExceptionObject, PyExc_ReferenceError, base::base_slots(), c"A weak proxy's object is gone.", { tp_new: Cell::new(Some(slot::new(base::new))), };
    RuntimeError: Exception, PyBaseExceptionObject, PyExc_RuntimeError, base::base_slots(), c"An error of no other class.", { tp_new: Cell::new(Some(slot::new(base::new))), };
    NotImplementedError: RuntimeError, PyBaseExceptionObject, PyExc_NotImplementedError, base::base_slots(), c"A method is left to be written.", { tp_new: Cell::new(Some(slot::new(base::new))), };
    PythonFinalizationError: RuntimeError, PyBaseExceptionObject, PyExc_PythonFinalizationError, base::base_slots(), c"It cannot be done while the interpreter ends.", { tp_new: Cell::new(Some(slot::new(base::new))), };
    RecursionError: RuntimeError, PyBaseExceptionObject, PyExc_RecursionError, base::base_slots(), c"Calls are nested too deep.", { tp_new: Cell::new(Some(slot::new(base::new))), };
    StopAsyncIteration: Exception, PyBaseExceptionObject, PyExc_StopAsyncIteration, base::base_slots(), c"An asynchronous iterator has no more items.", { tp_new: Cell::new(Some(slot::new(base::new))), };
    StopIteration: Exception, PyStopIterationObject, PyExc_StopIteration, named::stop_slots(), c"An iterator has no more items.", { tp_init: Cell::new(Some(slot::init(named::stop_init))), tp_members: Cell::new(named::STOP_MEMBERS.as_ptr()), };
    SyntaxError: Exception, PySyntaxErrorObject, PyExc_SyntaxError, syntax_error::slots(), c"Source text cannot be parsed.", { tp_init: Cell::new(Some(slot::init(syntax_error::init))), tp_str: Cell::new(Some(slot::unary(syntax_error::str))), tp_members: Cell::new(syntax_error::MEMBERS.as_ptr()), };
    IndentationError: SyntaxError, PySyntaxErrorObject, PyExc_IndentationError, syntax_error::slots(), c"Source text is indented in a wrong way.", {};
    TabError: IndentationError, PySyntaxErrorObject, PyExc_TabError, syntax_error::slots(), c"Tabs and spaces are mixed.", {};
    SystemError: Exception, PyBaseExceptionObject, PyExc_SystemError, base::base_slots(), c"The library itself is at fault, or an extension.", { tp_new: Cell::new(Some(slot::new(base::new))), };
    TypeError: Exception, PyBaseExceptionObject, PyExc_TypeError, base::base_slots(), c"An argument is of the wrong type.", { tp_new: Cell::new(Some(slot::new(base::new))), };
    ValueError: Exception, PyBaseExceptionObject, PyExc_ValueError, base::base_slots(), c"An argument has the right type and a wrong value.", { tp_new: Cell::new(Some(slot::new(base::new))), };
    UnicodeError: ValueError, PyBaseExceptionObject, PyExc_UnicodeError, base::base_slots(), c"Text cannot be encoded or decoded.", { tp_new: Cell::new(Some(slot::new(base::new))), };
    UnicodeDecodeError: UnicodeError, PyUnicodeErrorObject, PyExc_UnicodeDecodeError, unicode_error::slots(), c"Bytes cannot be decoded.", { tp_new: Cell::new(Some(slot::new(base::new))), tp_init: Cell::new(Some(slot::init(unicode_error::decode_init))), tp_str: Cell::new(Some(slot::unary(unicode_error::decode_str))), tp_members: Cell::new(unicode_error::MEMBERS.as_ptr()), };
    UnicodeEncodeError: UnicodeError, PyUnicodeErrorObject, PyExc_UnicodeEncodeError, unicode_error::slots(), c"Text cannot be encoded.", { tp_new: Cell::new(Some(slot::new(base::new))), tp_init: Cell::new(Some(slot::init(unicode_error::encode_init))), tp_str: Cell::new(Some(slot::unary(unicode_error::encode_str))), tp_members: Cell::new(unicode_error::MEMBERS.as_ptr()), };
    UnicodeTranslateError: UnicodeError, PyUnicodeErrorObject, PyExc_UnicodeTranslateError, unicode_error::slots(), c"Text cannot be translated.", { tp_new: Cell::new(Some(slot::new(base::new))), tp_init: Cell::new(Some(slot::init(unicode_error::translate_init))), tp_str: Cell::new(Some(slot::unary(unicode_error::translate_str))), tp_members: Cell::new(unicode_error::MEMBERS.as_ptr()), };
    Warning: Exception, PyBaseExceptionObject, PyExc_Warning, base::base_slots(), c"What all categories of warnings derive from.", { tp_new: Cell::new(Some(slot::new(base::new))), };
    BytesWarning: Warning, PyBaseExceptionObject, PyExc_BytesWarning, base::base_slots(), c"Bytes are used as if they were text.", { tp_new: Cell::new(Some(slot::new(base::new))), };
    DeprecationWarning: Warning, PyBaseExceptionObject, PyExc_DeprecationWarning, base::base_slots(), c"Something is deprecated; for programmers.", { tp_new: Cell::new(Some(slot::new(base::new))), };
    EncodingWarning: Warning, PyBaseExceptionObject, PyExc_EncodingWarning, base::base_slots(), c"The encoding depends on the locale.", { tp_new: Cell::new(Some(slot::new(base::new))), };
    FutureWarning: Warning, PyBaseExceptionObject, PyExc_FutureWarning, base::base_slots(), c"Something will change; for users.", { tp_new: Cell::new(Some(slot::new(base::new))), };
    ImportWarning: Warning, PyBaseExceptionObject, PyExc_ImportWarning, base::base_slots(), c"Something is odd about an import.", { tp_new: Cell::new(Some(slot::new(base::new))), };
    PendingDeprecationWarning: Warning, PyBaseExceptionObject, PyExc_PendingDeprecationWarning, base::base_slots(), c"Something is going to be deprecated.", { tp_new: Cell::new(Some(slot::new(base::new))), };
    ResourceWarning: Warning, PyBaseExceptionObject, PyExc_ResourceWarning, base::base_slots(), c"A resource was not given back.", { tp_new: Cell::new(Some(slot::new(base::new))), };
    RuntimeWarning: Warning, PyBaseExceptionObject, PyExc_RuntimeWarning, base::base_slots(), c"Something is odd about what happens at run time.", { tp_new: Cell::new(Some(slot::new(base::new))), };
    SyntaxWarning: Warning, PyBaseExceptionObject, PyExc_SyntaxWarning, base::base_slots(), c"Something is odd about source text.", { tp_new: Cell::new(Some(slot::new(base::new))), };
    UnicodeWarning: Warning, PyBaseExceptionObject, PyExc_UnicodeWarning, base::base_slots(), c"Something is odd about text.", { tp_new: Cell::new(Some(slot::new(base::new))), };
    UserWarning: Warning, PyBaseExceptionObject, PyExc_UserWarning, base::base_slots(), c"A warning of a program's own.", { tp_new: Cell::new(Some(slot::new(base::new))), };
    GeneratorExit: BaseException, PyBaseExceptionObject, PyExc_GeneratorExit, base::base_slots(), c"A generator is asked to end.", { tp_new: Cell::new(Some(slot::new(base::new))), };
    KeyboardInterrupt: BaseException, PyBaseExceptionObject, PyExc_KeyboardInterrupt, base::base_slots(), c"The user interrupts.", { tp_new: Cell::new(Some(slot::new(base::new))), };
    SystemExit: BaseException, PySystemExitObject, PyExc_SystemExit, named::exit_slots(), c"The program is to end.", { tp_init: Cell::new(Some(slot::init(named::exit_init))), tp_members: Cell::new(named::EXIT_MEMBERS.as_ptr()), };
}

exception_type! {
    /// Source text that is right as far as it goes, and ends too early.
    _IncompleteInputError, c"_IncompleteInputError", SyntaxError, PySyntaxErrorObject, syntax_error::slots(), c"Source text ends too early.", {}
}
exception_type! {
    /// `concurrent.interpreters.InterpreterError`
    InterpreterError, c"concurrent.interpreters.InterpreterError", Exception, PyBaseExceptionObject, base::base_slots(),
    c"An operation on an interpreter failed.", {}
}
exception_type! {
    /// `concurrent.interpreters.InterpreterNotFoundError`
    InterpreterNotFoundError, c"concurrent.interpreters.InterpreterNotFoundError", InterpreterError, PyBaseExceptionObject, base::base_slots(),
    c"There is no such interpreter.", {}
}
/// `concurrent.interpreters.InterpreterError`, borrowed.
#[capi]
pub static PyExc_InterpreterError: ExceptionPointer = ExceptionPointer(&InterpreterError);
/// `concurrent.interpreters.InterpreterNotFoundError`, borrowed.
#[capi]
pub static PyExc_InterpreterNotFoundError: ExceptionPointer = ExceptionPointer(&InterpreterNotFoundError);
/// `OSError` under its old names.
#[capi]
pub static PyExc_EnvironmentError: ExceptionPointer = ExceptionPointer(&OSError);
/// `OSError` under its old names.
#[capi]
pub static PyExc_IOError: ExceptionPointer = ExceptionPointer(&OSError);

/// All static exception types, bases before what derives from them.
pub fn all() -> impl Iterator<Item = &'static PyTypeObject> {
    named().chain([&_IncompleteInputError, &InterpreterError, &InterpreterNotFoundError])
}

/// What an interpreter keeps for exceptions.
#[derive(Default)]
pub struct State {
    /// Its `ExceptionGroup`, once somebody has asked for it.
    pub group: Field<PyTypeObject>,
    pub memory_errors: memory_error::Pool,
}

impl State {
    /// Drops the objects; the interpreter ends.
    pub fn clear(&self) {
        self.group.set(None);
    }
}

/// A new exception with the message as its one argument (none where that is empty), made without a call.
pub fn new(ty: &'static PyTypeObject, message: fmt::Arguments<'_>) -> Result<Owned> {
    let text = message.to_string();
    let args = if text.is_empty() { tuple::from_owned([])? } else { tuple::from_owned([unicode::from_str(&text)?.upcast()])? };
    let exception = types::alloc(ty, 0)?;
    // SAFETY: every exception begins with a PyBaseExceptionObject.
    unsafe { exception.cast_unchecked::<PyBaseExceptionObject>() }.args.set(Some(args));
    Ok(exception)
}

/// How an argument's type is named in a message about arguments.
pub fn type_word(object: &PyObject) -> &str {
    if object.is_none() { "None" } else { object.ty().name() }
}

/// A single key is shown by its `repr`: an empty one would show nothing.
fn key_error_str(this: &PyBaseExceptionObject) -> Result<Owned<PyUnicodeObject>> {
    match this.arguments()?.as_slice() {
        [key] => key.new_ref().repr(),
        _ => base::str(this),
    }
}
