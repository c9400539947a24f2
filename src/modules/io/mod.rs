//! `_io`: files, raw, buffered and as text, and streams in memory.
//!
//! A file's classes stand one on the other by calls of methods, so that any object with the methods of the lower one will do; where the lower one is
//! of the exact class of this folder, the work is done without the call. Each class has a file here: `base` (`_IOBase`, `_RawIOBase`), `abstracts`
//! (`_BufferedIOBase`, `_TextIOBase`), `buffered` (four of them), `fileio`, `bytesio`, `stringio`, `newline` (`IncrementalNewlineDecoder`), `text` (`TextIOWrapper`), `open` what opens
//! files, `stdio` those that every interpreter begins with.
//!
//! The types are static and immutable, shared by all interpreters; what an interpreter has of its own is in [`State`].
//!
//! Invariants: an object is zeroed memory until `__init__` has run, and every method finds it usable then. No reference into an object's own buffer
//! is held while foreign code may run, and no foreign code runs while another thread could see a buffer half changed.

pub mod abstracts;
pub mod base;
pub mod buffered;
pub mod bytesio;
pub mod fileio;
pub mod newline;
pub mod open;
pub mod stdio;
pub mod stringio;
pub mod text;

use crate::boundary::slot;
use crate::layout::*;
use crate::object::{Owned, Typed, is_instance};
use crate::protocol::buffer::View;
use crate::protocol::number;
use crate::raise;
use crate::runtime::errors::{self, Raised, Result};
use crate::runtime::gil::allow_threads;
use crate::runtime::{interp, signals};
use crate::types::module::{self, PyModuleObject};
use crate::types::{builtin_function, exceptions, long, tuple, unicode};
use std::ffi::c_int;

/// As many bytes as are read and written at once where nobody says otherwise.
pub const DEFAULT_BUFFER_SIZE: usize = 128 * 1024;

/// The types, bases before what derives from them.
pub static TYPES: [&PyTypeObject; 14] = [
    &base::IO_BASE,
    &base::RAW_IO_BASE,
    &abstracts::BUFFERED_IO_BASE,
    &abstracts::TEXT_IO_BASE,
    &fileio::FILE_IO,
    &bytesio::BYTES_IO,
    &bytesio::BYTES_IO_BUFFER,
    &stringio::STRING_IO,
    &newline::INCREMENTAL_NEWLINE_DECODER,
    &buffered::BUFFERED_READER,
    &buffered::BUFFERED_WRITER,
    &buffered::BUFFERED_RANDOM,
    &buffered::pair::BUFFERED_RW_PAIR,
    &text::TEXT_IO_WRAPPER,
];

/// What an interpreter keeps for the module.
#[derive(Default)]
pub struct State {
    /// `UnsupportedOperation`, once somebody has asked for it.
    unsupported: Field<PyTypeObject>,
    /// The function `open`, which `builtins` gives out too.
    open: Field,
}

impl State {
    /// Drops what it holds; the interpreter ends.
    pub fn clear(&self) {
        self.unsupported.set(None);
        self.open.set(None);
    }
    /// The function `open`.
    pub fn open(&self) -> Result<Owned> {
        if let Some(open) = self.open.get() {
            return Ok(open);
        }
        static OPEN: PyMethodDef = open::OPEN;
        let name = unicode::intern::intern_str("_io")?;
        let made = builtin_function::PyCFunction_NewEx((&raw const OPEN).cast_mut(), None, Some(&name))?;
        self.open.set(Some(made.clone()));
        Ok(made)
    }
    /// `io.UnsupportedOperation`.
    fn unsupported(&self) -> Result<Owned<PyTypeObject>> {
        if let Some(class) = self.unsupported.get() {
            return Ok(class);
        }
        let bases = tuple::from_slice(&[exceptions::OSError.as_object(), exceptions::ValueError.as_object()])?;
        let made = errors::new_exception(c"io.UnsupportedOperation", Some(&bases), None)?;
        let made: Owned<PyTypeObject> = made.downcast().map_err(|_| raise!(SystemError, "an exception's class is no class"))?;
        self.unsupported.set(Some(made.clone()));
        Ok(made)
    }
}

// ---- errors -------------------------------------------------------------------------------------------------------

/// Raises `io.UnsupportedOperation`.
#[cold]
fn unsupported(message: &str) -> Raised {
    match (interp().io.unsupported(), unicode::from_str(message)) {
        (Ok(class), Ok(message)) => errors::set_object(class.as_object(), Some(&message)),
        (Err(raised), _) | (_, Err(raised)) => raised,
    }
}

/// Does something also where what came before has failed. Of two exceptions the first is the context of the second.
fn also<T, U>(first: Result<T>, second: impl FnOnce() -> Result<U>) -> Result<(T, U)> {
    let raised = match first {
        Ok(first) => return second().map(|second| (first, second)),
        Err(raised) => raised.take(),
    };
    match second() {
        Ok(_) => errors::restore(raised),
        Err(newer) => {
            let newer = newer.take();
            if let (Some(newer), Some(_)) = (&newer, &raised) {
                exceptions::base::PyException_SetContext(newer, raised);
            }
            errors::restore(newer);
        }
    }
    Err(Raised::already())
}

/// Reports what was raised while a file was closed because nobody holds it any more.
#[cold]
fn ignored_at_the_end(file: &PyObject) {
    let kept = errors::take();
    let shown = file.repr().map(|shown| shown.to_lossy());
    let shown = shown.unwrap_or_else(|raised| {
        raised.clear();
        format!("<{} object>", file.ty().name())
    });
    errors::restore(kept);
    errors::unraisable(format_args!("Exception ignored while finalizing file {shown}"));
}

/// Calls again as long as a signal interrupts what is called.
fn uninterrupted<T>(mut call: impl FnMut() -> Result<T>) -> Result<T> {
    loop {
        match call() {
            Err(raised) if is_interruption(&raised) => raised.clear(),
            outcome => return outcome,
        }
    }
}

/// Whether the exception says that a signal has interrupted a system call.
fn is_interruption(raised: &Raised) -> bool {
    if !raised.matches(&exceptions::OSError) {
        return false;
    }
    let exception = errors::take();
    let errno = exception.as_ref().and_then(|e| {
        let error = (**e).downcast::<PyBaseExceptionObject>()?;
        // SAFETY: every OSError has this struct.
        let error = unsafe { error.as_object().cast_unchecked::<PyOSErrorObject>() };
        long::value_of(&*error.myerrno.get()?)
    });
    errors::restore(exception);
    errno == Some(i64::from(libc::EINTR))
}

// ---- arguments ----------------------------------------------------------------------------------------------------

/// A size that may be None or missing: -1 then.
fn optional_size(object: Option<&&PyObject>) -> Result<isize> {
    match object {
        None => Ok(-1),
        Some(object) if object.is_none() => Ok(-1),
        Some(object) if number::is_index(object) => number::as_isize(object, Some(&exceptions::OverflowError)),
        Some(object) => Err(raise!(TypeError, "argument should be integer or None, not '{}'", object.ty().name())),
    }
}

/// The bytes of a method's one argument, to write.
fn writable_argument(function: &str, object: &PyObject) -> Result<View> {
    View::writable(object).map_err(|raised| {
        raised.clear();
        raise!(TypeError, "{function}() argument must be read-write bytes-like object, not {}", unicode::type_or_none(object))
    })
}

/// `whence` of a `seek`, 0 where it is not given.
fn whence(object: Option<&&PyObject>) -> Result<c_int> {
    object.map_or(Ok(0), |object| long::convert::as_int(object))
}

/// The arguments of a call as a struct that `__init__` fills in: true where an object is given and is not None.
fn given(object: &Option<Owned>) -> Option<&PyObject> {
    object.as_deref().filter(|object| !object.is_none())
}

/// An instance of a built-in class, `TypeError` naming the argument where it is not.
fn bytes_of(object: &PyObject) -> Option<&PyBytesObject> {
    if is_instance::<PyBytesObject>(object) { object.downcast() } else { None }
}

/// Whether an object is of exactly this class, and not of one that may do otherwise.
fn exactly<T: Typed>(object: &PyObject) -> Option<&T> {
    object.downcast_exact::<T>()
}

/// What `__getstate__` of all these classes does.
fn cannot_pickle(this: &PyObject) -> Result<Owned> {
    Err(raise!(TypeError, "cannot pickle '{}' instances", this.ty().short_name()))
}

// ---- system calls -------------------------------------------------------------------------------------------------

/// A system call that may block, without the GIL, again where a signal interrupts it: its result, or `errno`; what a signal's handler raises is raised.
fn system(mut call: impl FnMut() -> isize) -> Result<std::result::Result<isize, c_int>> {
    loop {
        let (result, errno) = allow_threads(|| {
            let result = call();
            (result, if result < 0 { errors::errno() } else { 0 })
        });
        match errno {
            _ if result >= 0 => return Ok(Ok(result)),
            libc::EINTR => signals::check()?,
            errno => return Ok(Err(errno)),
        }
    }
}

/// Raises `OSError` for an error number.
fn os_error(errno: c_int) -> Raised {
    errors::from_errno(&exceptions::OSError, errno, None, None)
}

// ---- the module ---------------------------------------------------------------------------------------------------

static METHODS: [PyMethodDef; 3] = [open::OPEN_CODE, open::TEXT_ENCODING, PyMethodDef::END];

static SLOTS: [PyModuleDef_Slot; 4] = slot::filled_by(fill);

static DEF: PyModuleDef = PyModuleDef {
    m_name: c"_io".as_ptr(),
    m_doc: c"Files, raw, buffered and as text, and streams in memory.".as_ptr(),
    m_methods: METHODS.as_ptr(),
    m_slots: SLOTS.as_ptr(),
    ..PyModuleDef::STATIC
};

/// The init function of `_io`.
#[unsafe(no_mangle)]
pub extern "C" fn PyInit__io() -> *mut PyObject {
    module::def_init(&DEF).as_ptr().cast()
}

/// What the module has beside its functions.
fn fill(this: &PyModuleObject) -> Result<()> {
    let names = this.dict()?;
    let set = |name: &str, value: &PyObject| names.insert(&*unicode::intern::intern_str(name)?, value);
    set("DEFAULT_BUFFER_SIZE", &*long::from_usize(DEFAULT_BUFFER_SIZE)?)?;
    set("UnsupportedOperation", interp().io.unsupported()?.as_object())?;
    set("open", &*interp().io.open()?)?;
    set("BlockingIOError", &exceptions::BlockingIOError)?;
    TYPES.iter().try_for_each(|ty| set(ty.short_name(), ty))
}
