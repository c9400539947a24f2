//! `OSError`: an error number, its text, up to two file names; the number chooses the class.

use super::base::{self, no_keywords};
use super::table::{self, object_member, slots_of};
use super::text::compose;
use crate::boundary::method;
use crate::layout::*;
use crate::object::{Owned, is_instance, types};
use crate::protocol::number;
use crate::raise;
use crate::runtime::errors::Result;
use crate::types::singletons::none;
use crate::types::{long, tuple, unicode};
use std::ffi::c_int;
use std::mem::offset_of;

slots_of! { PyOSErrorObject: slots(myerrno, strerror, filename, filename2) }

/// Which class an error number makes of `OSError` itself.
fn class_of(errno: i64) -> Option<&'static PyTypeObject> {
    let ty = match c_int::try_from(errno).ok()? {
        libc::EAGAIN | libc::EALREADY | libc::EINPROGRESS => &super::BlockingIOError,
        libc::EPIPE | libc::ESHUTDOWN => &super::BrokenPipeError,
        libc::ECHILD => &super::ChildProcessError,
        libc::ECONNABORTED => &super::ConnectionAbortedError,
        libc::ECONNREFUSED => &super::ConnectionRefusedError,
        libc::ECONNRESET => &super::ConnectionResetError,
        libc::EEXIST => &super::FileExistsError,
        libc::ENOENT => &super::FileNotFoundError,
        libc::EISDIR => &super::IsADirectoryError,
        libc::ENOTDIR => &super::NotADirectoryError,
        libc::EINTR => &super::InterruptedError,
        libc::EACCES | libc::EPERM => &super::PermissionError,
        libc::ESRCH => &super::ProcessLookupError,
        libc::ETIMEDOUT => &super::TimeoutError,
        _ => return None,
    };
    Some(ty)
}

/// A class that has an `__init__` of its own but not a `__new__`: then `__init__` reads the arguments, else `__new__` does.
fn init_reads(ty: &PyTypeObject) -> bool {
    let of = |slot: Option<initproc>| slot.map(|f| f as usize);
    let new = |slot: Option<newfunc>| slot.map(|f| f as usize);
    of(ty.tp_init.get()) != of(super::OSError.tp_init.get()) && new(ty.tp_new.get()) == new(super::OSError.tp_new.get())
}

/// The arguments as far as they mean something: two to five of them do.
struct Parts<'a> {
    errno: Option<&'a PyObject>,
    strerror: Option<&'a PyObject>,
    filename: Option<&'a PyObject>,
    filename2: Option<&'a PyObject>,
}

fn parts(args: &PyTupleObject) -> Parts<'_> {
    let items = args.as_slice();
    let at = |i: usize| if (2..=5).contains(&items.len()) { items.get(i).copied() } else { None };
    // The fourth is Windows' error number, which says nothing here.
    Parts { errno: at(0), strerror: at(1), filename: at(2), filename2: at(4) }
}

pub fn new(ty: &PyTypeObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    let mut ty = ty;
    let later = init_reads(ty);
    if !later {
        no_keywords(ty, kwargs)?;
        if std::ptr::eq(ty, &super::OSError)
            && let Some(errno) = parts(args).errno.filter(|e| is_instance::<PyLongObject>(e))
            && let Some(class) = long::value_of(errno).and_then(class_of)
        {
            ty = class;
        }
    }
    let made = types::alloc(ty, 0)?;
    // SAFETY: OSError and what derives from it have this struct.
    let this = unsafe { made.cast_unchecked::<PyOSErrorObject>() };
    this.written.set(-1);
    if later {
        this.args.set(Some(tuple::from_owned([])?));
    } else {
        fill(this, args)?;
    }
    Ok(made)
}

pub fn init(this: &PyOSErrorObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<()> {
    if !init_reads(this.ty()) {
        return Ok(());
    }
    no_keywords(this.ty(), kwargs)?;
    fill(this, args)
}

fn fill(this: &PyOSErrorObject, args: &PyTupleObject) -> Result<()> {
    let Parts { errno, strerror, filename, filename2 } = parts(args);
    let mut kept = Owned::from_ref(args);
    let (mut name, mut name2) = (None, None);
    if let Some(filename) = filename.filter(|f| !f.is_none()) {
        if std::ptr::eq(this.ty(), &super::BlockingIOError) && number::PyNumber_Check(Some(filename)) != 0 {
            this.written.set(number::as_isize(filename, Some(&super::ValueError))?);
        } else {
            name = Some(filename.new_ref());
            name2 = filename2.filter(|f| !f.is_none()).map(PyObject::new_ref);
            // The names are attributes only: the arguments stay what they were before there were any.
            kept = tuple::from_slice(&args.as_slice()[..2])?;
        }
    }
    this.filename.set(name);
    this.filename2.set(name2);
    this.myerrno.set(errno.map(PyObject::new_ref));
    this.strerror.set(strerror.map(PyObject::new_ref));
    this.args.set(Some(kept));
    Ok(())
}

pub fn str(this: &PyOSErrorObject) -> Result<Owned<PyUnicodeObject>> {
    let text = |field: &Field| field.get().unwrap_or_else(none).str();
    match (this.filename.get(), this.filename2.get()) {
        (Some(name), Some(name2)) => {
            let (errno, strerror) = (text(&this.myerrno)?, text(&this.strerror)?);
            compose("[Errno %] %: % -> %", &[&errno, &strerror, &name.repr()?, &name2.repr()?])
        }
        (Some(name), None) => compose("[Errno %] %: %", &[&text(&this.myerrno)?, &text(&this.strerror)?, &name.repr()?]),
        (None, _) if !this.myerrno.is_null() && !this.strerror.is_null() => compose("[Errno %] %", &[&text(&this.myerrno)?, &text(&this.strerror)?]),
        _ => base::str(this),
    }
}

fn reduce(this: &PyOSErrorObject) -> Result<Owned<PyTupleObject>> {
    let mut args = this.arguments()?;
    if let ([errno, strerror], Some(name)) = (args.clone().as_slice(), this.filename.get()) {
        let (errno, strerror) = (errno.new_ref(), strerror.new_ref());
        args = match this.filename2.get() {
            Some(name2) => tuple::from_owned([errno, strerror, name, none(), name2])?,
            None => tuple::from_owned([errno, strerror, name])?,
        };
    }
    let ty = this.ty().as_object().new_ref();
    match this.dict.get() {
        Some(dict) => tuple::from_owned([ty, args.upcast(), dict.upcast()]),
        None => tuple::from_owned([ty, args.upcast()]),
    }
}

fn written(this: &PyOSErrorObject) -> Result<Owned> {
    match this.written.get() {
        -1 => Err(raise!(AttributeError, "characters_written")),
        written => long::from_i64(written as i64),
    }
}

fn set_written(this: &PyOSErrorObject, value: Option<&PyObject>) -> Result<()> {
    match value {
        Some(value) => this.written.set(number::as_isize(value, Some(&super::ValueError))?),
        None if this.written.get() == -1 => return Err(raise!(AttributeError, "characters_written")),
        None => this.written.set(-1),
    }
    Ok(())
}

pub static METHODS: [PyMethodDef; 2] = [
    method::noargs(c"__reduce__", |this: &PyOSErrorObject| reduce(this).map(Owned::upcast), c"__reduce__($self, /)\n--\n\nHow to pickle it."),
    PyMethodDef::END,
];

pub static MEMBERS: [PyMemberDef; 5] = [
    object_member(c"errno", offset_of!(PyOSErrorObject, myerrno)),
    object_member(c"strerror", offset_of!(PyOSErrorObject, strerror)),
    object_member(c"filename", offset_of!(PyOSErrorObject, filename)),
    object_member(c"filename2", offset_of!(PyOSErrorObject, filename2)),
    table::END,
];

pub static GETSETS: [PyGetSetDef; 2] = [method::getset(c"characters_written", written, c"").settable(set_written), PyGetSetDef::END];

/// The system's text for an error number, as a `str`.
pub fn strerror(errno: c_int) -> Result<Owned<PyUnicodeObject>> {
    if errno == 0 {
        return unicode::from_str("Error");
    }
    let mut buffer = [0; 256];
    // SAFETY: writes at most as many bytes as the buffer has, with a NUL.
    unsafe { libc::strerror_r(errno, buffer.as_mut_ptr(), buffer.len()) };
    let bytes: Vec<u8> = buffer.iter().take_while(|b| **b != 0).map(|b| *b as u8).collect();
    unicode::from_str(&String::from_utf8_lossy(&bytes))
}
