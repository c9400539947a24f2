//! Exception classes that C makes, and exceptions that C describes: from `errno`, for an import, for a place in source.

use super::set::{make, set_object};
use super::{Raised, Result, restore, take};
use crate::layout::*;
use crate::object::{Owned, attribute, id};
use crate::raise;
use crate::types::exceptions::os_error::strerror;
use crate::types::singletons::none;
use crate::types::{dict, exceptions, long, tuple, unicode};
use exuvia_macros::capi;
use std::ffi::{CStr, OsStr, c_int};
use std::os::unix::ffi::OsStrExt;

// ---- classes ------------------------------------------------------------------------------------------------------

/// A new exception class of the name `MODULE.CLASS`: below `base` (a class or a tuple of them; `Exception` for NULL), with
/// the attributes of `attributes`. `SystemError` where the name has no dot.
#[capi]
pub fn PyErr_NewException(name: &CStr, base: Option<&PyObject>, attributes: Option<&PyObject>) -> Result<Owned> {
    new_class(name, base, attributes)
}

/// As `PyErr_NewException`, with a docstring.
#[capi]
pub fn PyErr_NewExceptionWithDoc(name: &CStr, doc: Option<&CStr>, base: Option<&PyObject>, attributes: Option<&PyObject>) -> Result<Owned> {
    let fresh;
    let attributes = match attributes {
        Some(attributes) => attributes,
        None => {
            fresh = dict::new()?;
            fresh.as_object()
        }
    };
    if let Some(doc) = doc {
        let doc = unicode::codecs::decode(doc.to_bytes(), None, None)?;
        dict_of(attributes)?.insert(&id::__doc__, &doc)?;
    }
    new_class(name, base, Some(attributes))
}

fn dict_of(object: &PyObject) -> Result<&PyDictObject> {
    object.downcast().ok_or_else(|| raise!(SystemError, "bad argument to internal function"))
}

fn new_class(name: &CStr, base: Option<&PyObject>, attributes: Option<&PyObject>) -> Result<Owned> {
    let name = name.to_bytes();
    let Some(dot) = name.iter().rposition(|b| *b == b'.') else {
        return Err(raise!(SystemError, "PyErr_NewException: name must be module.class"));
    };
    let base = base.unwrap_or(&exceptions::Exception);
    let fresh;
    let attributes = match attributes {
        Some(attributes) => dict_of(attributes)?,
        None => {
            fresh = dict::new()?;
            &fresh
        }
    };
    if !attributes.contains(&id::__module__)? {
        let module = unicode::codecs::decode(&name[..dot], None, None)?;
        attributes.insert(&id::__module__, &module)?;
    }
    let bases = match base.downcast::<PyTupleObject>() {
        Some(bases) => Owned::from_ref(bases),
        None => tuple::from_slice(&[base])?,
    };
    let name = unicode::codecs::decode(&name[dot + 1..], None, None)?;
    crate::object::types::PyType_Type.as_object().call(&[&name, &bases, attributes])
}

// ---- errno --------------------------------------------------------------------------------------------------------

/// Raises `class(errno, text of errno[, filename[, 0, filename2]])`.
pub fn from_errno(class: &PyObject, errno: c_int, filename: Option<&PyObject>, filename2: Option<&PyObject>) -> Raised {
    let build = || {
        let (number, text) = (long::from_i64(i64::from(errno))?, strerror(errno)?.upcast());
        let args = match (filename, filename2) {
            (Some(filename), Some(filename2)) => tuple::from_owned([number, text, filename.new_ref(), long::from_i64(0)?, filename2.new_ref()])?,
            (Some(filename), None) => tuple::from_owned([number, text, filename.new_ref()])?,
            _ => tuple::from_owned([number, text])?,
        };
        make(class, Some(&args))
    };
    match build() {
        Ok(exception) => set_object(exception.ty(), Some(&exception)),
        Err(raised) => raised,
    }
}

/// The calling thread's `errno`.
pub fn errno() -> c_int {
    std::io::Error::last_os_error().raw_os_error().unwrap_or(0)
}

fn raise_errno(class: &PyObject, errno: c_int, filename: Option<&PyObject>, filename2: Option<&PyObject>) -> Result<Owned> {
    if errno == libc::EINTR {
        crate::runtime::signals::check()?;
    }
    Err(from_errno(class, errno, filename, filename2))
}

/// Raises `class(errno, text)`; NULL. A signal handler's exception comes first where `errno` is `EINTR`.
#[capi]
pub fn PyErr_SetFromErrno(class: &PyObject) -> Result<Owned> {
    raise_errno(class, errno(), None, None)
}

/// As `PyErr_SetFromErrno`, with a file's name.
#[capi]
pub fn PyErr_SetFromErrnoWithFilenameObject(class: &PyObject, filename: Option<&PyObject>) -> Result<Owned> {
    raise_errno(class, errno(), filename, None)
}

/// As `PyErr_SetFromErrno`, with two files' names.
#[capi]
pub fn PyErr_SetFromErrnoWithFilenameObjects(class: &PyObject, filename: Option<&PyObject>, filename2: Option<&PyObject>) -> Result<Owned> {
    raise_errno(class, errno(), filename, filename2)
}

/// As `PyErr_SetFromErrno`, with a file's name in the file system's encoding.
#[capi]
pub fn PyErr_SetFromErrnoWithFilename(class: &PyObject, filename: Option<&CStr>) -> Result<Owned> {
    let errno = errno();
    let filename = filename.map(|name| unicode::codecs::locale::decode_fs(name.to_bytes())).transpose()?;
    raise_errno(class, errno, filename.as_deref().map(|f| f.as_object()), None)
}

// ---- imports ------------------------------------------------------------------------------------------------------

/// Raises `class(message, name=name, path=path)`, where `class` is `ImportError` or below it; NULL.
#[capi]
pub fn PyErr_SetImportErrorSubclass(class: &PyObject, message: Option<&PyObject>, name: Option<&PyObject>, path: Option<&PyObject>) -> Result<Owned> {
    // Before the start the class itself is not whole.
    crate::runtime::thread();
    if !crate::protocol::instance::is_subclass(class, &exceptions::ImportError)? {
        return Err(raise!(TypeError, "expected a subclass of ImportError"));
    }
    let Some(message) = message else {
        return Err(raise!(TypeError, "expected a message argument"));
    };
    let keywords = dict::new()?;
    let none = none();
    keywords.insert(&id::name, name.unwrap_or(&none))?;
    keywords.insert(&id::path, path.unwrap_or(&none))?;
    keywords.insert(&id::name_from, &none)?;
    let exception = class.call_tuple(&*tuple::from_slice(&[message])?, Some(&keywords))?;
    Err(set_object(exception.ty(), Some(&exception)))
}

/// Raises `ImportError(message, name=name, path=path)`; NULL.
#[capi]
pub fn PyErr_SetImportError(message: Option<&PyObject>, name: Option<&PyObject>, path: Option<&PyObject>) -> Result<Owned> {
    PyErr_SetImportErrorSubclass(exceptions::ImportError.as_object(), message, name, path)
}

// ---- places in source ---------------------------------------------------------------------------------------------

/// At most this many bytes of a line are shown.
const LONGEST_LINE: usize = 999;

/// A line of a file, with a `\n` at its end if it has an end; `None` where there is no such line or no such file.
pub fn source_line(path: &[u8], lineno: c_int) -> Option<Vec<u8>> {
    let lineno = usize::try_from(lineno).ok().filter(|n| *n > 0)?;
    let content = std::fs::read(OsStr::from_bytes(path)).ok()?;
    let mut rest = content.as_slice();
    for _ in 1..lineno {
        let (_, after) = split_line(rest);
        rest = after;
    }
    if rest.is_empty() {
        return None;
    }
    let (line, _) = split_line(rest);
    let ended = line.ends_with(b"\n") || line.ends_with(b"\r");
    let mut line = line.trim_ascii_end_newline().to_vec();
    if ended {
        line.push(b'\n');
    }
    line.truncate(LONGEST_LINE);
    Some(line)
}

/// The first line with its end, and the rest. A line ends with `\n`, `\r\n` or `\r`.
fn split_line(text: &[u8]) -> (&[u8], &[u8]) {
    match text.iter().position(|b| matches!(b, b'\n' | b'\r')) {
        None => (text, &[]),
        Some(at) if text[at..].starts_with(b"\r\n") => text.split_at(at + 2),
        Some(at) => text.split_at(at + 1),
    }
}

trait Line {
    fn trim_ascii_end_newline(&self) -> &[u8];
}
impl Line for [u8] {
    fn trim_ascii_end_newline(&self) -> &[u8] {
        let line = self.strip_suffix(b"\n").unwrap_or(self);
        line.strip_suffix(b"\r").unwrap_or(line)
    }
}

fn program_text(path: &[u8], lineno: c_int) -> Option<Owned> {
    let line = source_line(path, lineno)?;
    unicode::from_str(&String::from_utf8_lossy(&line)).map_err(Raised::clear).ok().map(Owned::upcast)
}

/// A line of a file as a new `str`, or NULL where there is none; never with an exception.
#[capi]
pub fn PyErr_ProgramText(filename: Option<&CStr>, lineno: c_int) -> Option<Owned> {
    program_text(filename?.to_bytes(), lineno)
}

/// As `PyErr_ProgramText`, for a name that is an object.
#[capi]
pub fn PyErr_ProgramTextObject(filename: Option<&PyObject>, lineno: c_int) -> Option<Owned> {
    let path = unicode::codecs::locale::encode_fs(filename?.downcast()?).map_err(Raised::clear).ok()?;
    program_text(path.as_slice(), lineno)
}

/// Sets an attribute of the exception that is being described; a failure to do so is nobody's business.
fn note(exception: &PyObject, name: &PyObject, value: Result<Owned>) {
    if let Err(raised) = value.and_then(|value| attribute::set(exception, name, Some(&value))) {
        raised.clear();
    }
}

/// Adds the place in source to the exception that is set: where it begins and, if known, where it ends (-1: not known).
pub fn add_place(filename: Option<&PyObject>, lineno: c_int, column: c_int, end_lineno: c_int, end_column: c_int) {
    let Some(exception) = take() else { return };
    let column_of = |column: c_int| if column >= 0 { long::from_i64(i64::from(column)) } else { Ok(none()) };
    note(&exception, &id::lineno, long::from_i64(i64::from(lineno)));
    note(&exception, &id::offset, column_of(column));
    note(&exception, &id::end_lineno, long::from_i64(i64::from(end_lineno)));
    note(&exception, &id::end_offset, column_of(end_column));
    if let Some(filename) = filename {
        note(&exception, &id::filename, Ok(filename.new_ref()));
        if let Some(text) = PyErr_ProgramTextObject(Some(filename), lineno) {
            note(&exception, &id::text, Ok(text));
        }
    }
    if !std::ptr::eq(exception.ty(), &exceptions::SyntaxError) {
        // Whoever displays it takes it for a syntax error by these two.
        match attribute::get_optional(&exception, &id::msg) {
            Ok(Some(_)) => {}
            Ok(None) => note(&exception, &id::msg, exception.str().map(Owned::upcast)),
            Err(raised) => raised.clear(),
        }
        match attribute::get_optional(&exception, &id::print_file_and_line) {
            Ok(Some(_)) => {}
            Ok(None) => note(&exception, &id::print_file_and_line, Ok(none())),
            Err(raised) => raised.clear(),
        }
    }
    restore(Some(exception));
}

/// Adds the place in source to the exception that is set, with the line's text where the file can be read.
#[capi]
pub fn PyErr_SyntaxLocationObject(filename: Option<&PyObject>, lineno: c_int, column: c_int) {
    add_place(filename, lineno, column, lineno, -1);
}

/// As `PyErr_SyntaxLocationObject`, with the place's end.
#[capi]
pub fn PyErr_RangedSyntaxLocationObject(filename: Option<&PyObject>, lineno: c_int, column: c_int, end_lineno: c_int, end_column: c_int) {
    add_place(filename, lineno, column, end_lineno, end_column);
}

/// As `PyErr_SyntaxLocationObject`, for a name in the file system's encoding.
#[capi]
pub fn PyErr_SyntaxLocationEx(filename: Option<&CStr>, lineno: c_int, column: c_int) {
    let kept = take();
    let filename = filename.and_then(|name| unicode::codecs::locale::decode_fs(name.to_bytes()).map_err(Raised::clear).ok());
    restore(kept);
    add_place(filename.as_deref().map(|f| f.as_object()), lineno, column, lineno, -1);
}

/// As `PyErr_SyntaxLocationEx`, without a column.
#[capi]
pub fn PyErr_SyntaxLocation(filename: Option<&CStr>, lineno: c_int) {
    PyErr_SyntaxLocationEx(filename, lineno, -1);
}

// ---- what the library itself raises -------------------------------------------------------------------------------

/// Raises `InterpreterError: interpreter already running`.
#[capi(private)]
pub fn _PyErr_SetInterpreterAlreadyRunning() {
    let _: Raised = raise!(InterpreterError, "interpreter already running");
}

/// Raises `class(message)` for a message in the locale's encoding.
#[capi(private)]
pub fn _PyErr_SetLocaleString(class: &PyObject, message: &CStr) {
    let _: Raised = match unicode::codecs::locale::PyUnicode_DecodeLocale(message, Some(c"surrogateescape")) {
        Ok(message) => set_object(class, Some(&message)),
        Err(raised) => raised,
    };
}

/// As `PyErr_ProgramTextObject`, for a file in another encoding than UTF-8.
#[capi(private)]
pub fn _PyErr_ProgramDecodedTextObject(filename: Option<&PyObject>, lineno: c_int, encoding: Option<&CStr>) -> Option<Owned> {
    let path = unicode::codecs::locale::encode_fs(filename?.downcast()?).map_err(Raised::clear).ok()?;
    let line = source_line(path.as_slice(), lineno)?;
    let line = unicode::codecs::decode(&line, encoding, Some(c"replace")).map_err(Raised::clear).ok()?;
    Some(line.upcast())
}
