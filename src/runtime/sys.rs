//! The dict of the sys module as the library itself uses it, and `PySys_*`.

use crate::args::build_value;
use crate::boundary::va_list::VaList;
use crate::foreign;
use crate::layout::*;
use crate::object::{Owned, attribute, id};
use crate::runtime::errors::{self, Raised, Result};
use crate::runtime::{audit, interp};
use crate::types::{long, tuple, unicode};
use crate::worker;
use exuvia_macros::capi;
use std::cell::Cell;
use std::ffi::{CStr, c_char, c_int};

/// What an interpreter keeps for `sys`.
#[derive(Default)]
pub struct State {
    /// The module's dict.
    pub dict: Field<PyDictObject>,
    /// `sys.modules` as it was made; what a program puts in its place is in the dict.
    pub modules: Field<PyDictObject>,
    /// The dict of the builtins module.
    pub builtins: Field<PyDictObject>,
    /// How many names that dict began with: what comes after them is a program's.
    pub builtin_count: Cell<usize>,
    /// A list, once there is a hook.
    pub audit_hooks: Field<PyListObject>,
    /// For loading extension modules; 0 stands for `RTLD_NOW`.
    pub dlopen_flags: Cell<c_int>,
    /// The type of what `sys.unraisablehook` gets.
    pub unraisable_type: Field<PyTypeObject>,
    pub asyncgen_hooks_type: Field<PyTypeObject>,
}

impl State {
    /// Drops the objects; the interpreter ends.
    pub fn clear(&self) {
        self.audit_hooks.set(None);
        self.unraisable_type.set(None);
        self.asyncgen_hooks_type.set(None);
        self.dict.set(None);
        self.builtins.set(None);
        self.modules.set(None);
    }
}

/// An attribute of the sys module, new.
pub fn get(name: &PyUnicodeObject) -> Result<Option<Owned>> {
    match interp().sys.dict.get() {
        Some(dict) => dict.get(name),
        None => Ok(None),
    }
}

/// Sets an attribute of the sys module, or deletes it where it is there.
pub fn set(name: &PyUnicodeObject, value: Option<&PyObject>) -> Result<()> {
    let Some(dict) = interp().sys.dict.get() else { return Ok(()) };
    match value {
        Some(value) => dict.insert(name, value),
        None => dict.pop(name).map(drop),
    }
}

/// An attribute of the sys module, borrowed, or NULL; never with an exception of its own.
#[capi]
pub fn PySys_GetObject(name: &CStr) -> Option<&'static PyObject> {
    let kept = errors::take();
    let found = unicode::codecs::decode(name.to_bytes(), None, None).and_then(|name| get(&name)).map_err(Raised::clear).ok().flatten();
    errors::restore(kept);
    // SAFETY: the dict holds it for as long as the caller may count on it.
    found.map(|object| unsafe { &*object.as_ptr() })
}

fn named(name: &PyObject) -> Result<&PyUnicodeObject> {
    name.downcast().ok_or_else(|| crate::raise!(TypeError, "attribute name must be string, not '{}'", name.ty().name()))
}

/// An attribute of the sys module, new; `RuntimeError` where there is none.
#[capi(since = "3.15")]
pub fn PySys_GetAttr(name: &PyObject) -> Result<Owned> {
    let name = named(name)?;
    get(name)?.ok_or_else(|| crate::raise!(RuntimeError, "lost sys.{name}"))
}

/// `PySys_GetAttr`, with the name in UTF-8.
#[capi(since = "3.15")]
pub fn PySys_GetAttrString(name: &CStr) -> Result<Owned> {
    PySys_GetAttr(&*unicode::codecs::decode(name.to_bytes(), None, None)?)
}

/// Puts an attribute of the sys module at `value`, new: 1, or 0 with NULL where there is none, or -1 with NULL and an exception.
#[capi(since = "3.15")]
pub fn PySys_GetOptionalAttr(name: &PyObject, value: *mut *mut PyObject) -> Result<bool> {
    let found = named(name).and_then(get);
    let object = found.as_ref().ok().and_then(|found| found.clone()).map_or(std::ptr::null_mut(), Owned::into_ptr);
    // SAFETY: C's place for the result.
    unsafe { *value = object };
    found.map(|found| found.is_some())
}

/// `PySys_GetOptionalAttr`, with the name in UTF-8.
#[capi(since = "3.15")]
pub fn PySys_GetOptionalAttrString(name: &CStr, value: *mut *mut PyObject) -> Result<bool> {
    // SAFETY: C's place for the result.
    unsafe { *value = std::ptr::null_mut() };
    PySys_GetOptionalAttr(&*unicode::codecs::decode(name.to_bytes(), None, None)?, value)
}

/// Sets an attribute of the sys module, or deletes it for NULL: 0, or -1 with an exception.
#[capi]
pub fn PySys_SetObject(name: &CStr, value: Option<&PyObject>) -> Result<()> {
    let name = unicode::codecs::decode(name.to_bytes(), None, None)?;
    set(&crate::types::unicode::intern::intern(name), value)
}

/// The dict of the `-X` options, borrowed, or NULL.
#[capi]
pub fn PySys_GetXOptions() -> Option<&'static PyObject> {
    PySys_GetObject(c"_xoptions")
}

// ---- writing ------------------------------------------------------------------------------------------------------

unsafe extern "C" {
    static stdout: *mut libc::FILE;
    static stderr: *mut libc::FILE;
}

/// As much as one call writes.
const MOST: usize = 1000;
const TRUNCATED: &CStr = c"... truncated";

// The variadic entries know it as an address only.
#[allow(clashing_extern_declarations)]
unsafe extern "C" {
    fn exuvia_vsnprintf(text: *mut c_char, size: usize, format: *const c_char, va: *mut VaList) -> c_int;
}

worker! {
    write_v as exuvia_sys_write(error: c_int, format: *const c_char, va: *mut VaList) -> ();
    format_v as exuvia_sys_format(error: c_int, format: &CStr, va: *mut VaList) -> ();
}

/// The object and the C stream of `sys.stdout` or `sys.stderr`.
fn target(error: c_int) -> (Option<Owned>, *mut libc::FILE) {
    // SAFETY: C's streams, which live as long as the process.
    let (name, stream) = if error != 0 { (&id::stderr, unsafe { stderr }) } else { (&id::stdout, unsafe { stdout }) };
    (get(name).map_err(Raised::clear).ok().flatten(), stream)
}

fn write_object(file: Option<&PyObject>, text: &PyObject) -> Result<()> {
    let Some(file) = file else { return Err(crate::raise!(RuntimeError, "lost")) };
    attribute::get(file, &id::write)?.call1(text).map(drop)
}

/// Writes to the object, or to the C stream where that fails.
fn write_text(file: Option<&PyObject>, stream: *mut libc::FILE, text: &CStr) {
    let written = unicode::codecs::decode(text.to_bytes(), None, None).and_then(|text| write_object(file, &text));
    if let Err(raised) = written {
        raised.clear();
        // SAFETY: a stream and a C string.
        unsafe { libc::fputs(text.as_ptr(), stream) };
    }
}

/// # Safety
/// `format` and `va` are what C's printf takes.
unsafe fn write_v(error: c_int, format: *const c_char, va: *mut VaList) {
    let kept = errors::take();
    let (file, stream) = target(error);
    let mut buffer = [0; MOST + 1];
    // SAFETY: the caller's word.
    let length = unsafe { exuvia_vsnprintf(buffer.as_mut_ptr(), buffer.len(), format, va) };
    // SAFETY: the buffer ends with a NUL.
    write_text(file.as_deref(), stream, unsafe { CStr::from_ptr(buffer.as_ptr()) });
    if length < 0 || length as usize >= buffer.len() {
        write_text(file.as_deref(), stream, TRUNCATED);
    }
    errors::restore(kept);
}

/// # Safety
/// `format` and `va` are what `PyUnicode_FromFormatV` takes.
unsafe fn format_v(error: c_int, format: &CStr, va: *mut VaList) {
    let kept = errors::take();
    let (file, stream) = target(error);
    // SAFETY: the caller's word.
    let text = unsafe { errors::text_of_format(format, va) };
    let written = text.and_then(|text| match write_object(file.as_deref(), &text) {
        Ok(()) => Ok(()),
        Err(raised) => {
            raised.clear();
            let mut bytes = text.utf8()?.to_vec();
            bytes.push(0);
            // SAFETY: a stream and a C string.
            unsafe { libc::fputs(bytes.as_ptr().cast(), stream) };
            Ok(())
        }
    });
    if let Err(raised) = written {
        raised.clear();
    }
    errors::restore(kept);
}

worker! {
    audit_format as exuvia_sys_audit(event: &CStr, format: *const c_char, va: *mut VaList) -> Result<()>;
}

/// # Safety
/// `format` and `va` are what `Py_VaBuildValue` takes; the format may be NULL.
unsafe fn audit_format(event: &CStr, format: *const c_char, va: *mut VaList) -> Result<()> {
    audit::audit(event, || match format.is_null() {
        true => Ok(tuple::from_owned([])?.upcast()),
        // SAFETY: the caller's word.
        false => unsafe { build_value::Py_VaBuildValue(CStr::from_ptr(format), va) },
    })
}

/// The size of an object with its collector's head, or -1 with an exception.
pub fn size_of_object(object: &PyObject) -> Result<isize> {
    let ty = object.ty();
    if !ty.has_flag(flags::READY) {
        crate::object::types::ready(ty)?;
    }
    let Some(method) = attribute::_PyObject_LookupSpecial(object, &id::__sizeof__)? else {
        return Err(crate::raise!(TypeError, "Type {} doesn't define __sizeof__", ty.name()));
    };
    let size = long::convert::PyLong_AsSsize_t(Some(&*method.call0()?))?;
    if size < 0 {
        return Err(crate::raise!(ValueError, "__sizeof__() should return >= 0"));
    }
    let mut before = 0;
    if ty.has_flag(flags::PREHEADER) {
        before += 16;
    }
    // SAFETY: the slot's contract.
    if ty.has_flag(flags::HAVE_GC) && ty.tp_is_gc.get().is_none_or(|is_gc| unsafe { foreign!(loose is_gc(object.as_ptr())) } != 0) {
        before += 16;
    }
    Ok(size + before)
}

/// The size of an object with its collector's head; the largest number, with an exception, where it has none.
#[capi(private)]
pub fn _PySys_GetSizeOf(object: &PyObject) -> Result<isize> {
    size_of_object(object)
}

// ---- the streams --------------------------------------------------------------------------------------------------

/// Writes to C's stderr.
pub fn write_stderr_text(text: &str) {
    // SAFETY: a stream and a buffer of that length.
    unsafe { libc::fwrite(text.as_ptr().cast(), 1, text.len(), stderr) };
}

/// Writes to `sys.stderr`, or to C's where that fails; an exception that is set stays.
pub fn write_stderr(text: &CStr) {
    let kept = errors::take();
    let (file, stream) = target(1);
    write_text(file.as_deref(), stream, text);
    errors::restore(kept);
}

/// Calls `flush` of `sys.stderr` and `sys.stdout`; an exception that is set stays, one of theirs goes.
pub fn flush_streams() {
    let kept = errors::take();
    for name in [&id::stderr as &PyUnicodeObject, &id::stdout] {
        let flushed = get(name).and_then(|file| match file.filter(|file| !file.is_none()) {
            Some(file) => attribute::get(&file, &id::flush)?.call0().map(drop),
            None => Ok(()),
        });
        if let Err(raised) = flushed {
            raised.clear();
        }
    }
    errors::restore(kept);
}
