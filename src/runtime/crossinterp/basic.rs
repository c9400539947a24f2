//! The types that may cross from the start, and pickles.

use super::{Get, GetData, GetWithFallback, NewObject, XIData, get};
use crate::boundary::{IntoC, enter};
use crate::import::import;
use crate::layout::*;
use crate::object::{Owned, attribute};
use crate::protocol::call;
use crate::raise;
use crate::runtime::errors::{Raised, Result};
use crate::runtime::memory::{self, Domain};
use crate::types::{bool, bytes, float, long, singletons, tuple, unicode};
use std::ffi::{c_int, c_void};
use std::ptr::null_mut;

/// The functions of a type that may cross from the start.
pub fn of(ty: &PyTypeObject) -> Option<GetData> {
    let basics: [(&PyTypeObject, Get); 6] = [
        (&unicode::PyUnicode_Type, get_str),
        (&long::PyLong_Type, get_int),
        (&singletons::_PyNone_Type, get_none),
        (&bytes::PyBytes_Type, get_bytes),
        (&float::PyFloat_Type, get_float),
        (&bool::PyBool_Type, get_bool),
    ];
    if std::ptr::eq(ty, &tuple::PyTuple_Type) {
        return Some(GetData { basic: None, fallback: Some(get_tuple as GetWithFallback) });
    }
    let found = basics.into_iter().find(|(known, _)| std::ptr::eq(*known, ty))?;
    Some(GetData { basic: Some(found.1), fallback: None })
}

/// # Safety
/// A live object, which `what` may look at, and data to fill.
unsafe fn filling(what: &'static str, object: *mut PyObject, data: *mut XIData, fill: impl FnOnce(&PyObject, &mut XIData) -> Result<()>) -> c_int {
    // SAFETY: the caller's word.
    enter::<Result<()>>(what, || unsafe { fill(&*object, &mut *data) }.into_c())
}

/// # Safety
/// Data that are whole.
unsafe fn making(what: &'static str, data: *mut XIData, make: impl FnOnce(&mut XIData) -> Result<Owned>) -> *mut PyObject {
    // SAFETY: the caller's word.
    enter::<Result<Owned>>(what, || make(unsafe { &mut *data }).into_c())
}

unsafe extern "C" fn get_none(_: *mut PyThreadState, object: *mut PyObject, data: *mut XIData) -> c_int {
    unsafe extern "C" fn new(data: *mut XIData) -> *mut PyObject {
        // SAFETY: called as the data's own function.
        unsafe { making("None", data, |_| Ok(singletons::none())) }
    }
    // SAFETY: called as the type's own function.
    unsafe {
        filling("None", object, data, |_, data| {
            data.fill(null_mut(), None, new);
            Ok(())
        })
    }
}

unsafe extern "C" fn get_bool(_: *mut PyThreadState, object: *mut PyObject, data: *mut XIData) -> c_int {
    unsafe extern "C" fn new(data: *mut XIData) -> *mut PyObject {
        // SAFETY: called as the data's own function.
        unsafe { making("bool", data, |data| Ok(bool::from_bool(!data.data.is_null()))) }
    }
    // SAFETY: called as the type's own function.
    unsafe {
        filling("bool", object, data, |object, data| {
            data.fill(usize::from(object.is_true()?) as *mut c_void, None, new);
            Ok(())
        })
    }
}

unsafe extern "C" fn get_int(_: *mut PyThreadState, object: *mut PyObject, data: *mut XIData) -> c_int {
    unsafe extern "C" fn new(data: *mut XIData) -> *mut PyObject {
        // SAFETY: called as the data's own function.
        unsafe { making("int", data, |data| long::from_i64(data.data as isize as i64)) }
    }
    // SAFETY: called as the type's own function.
    unsafe {
        filling("int", object, data, |object, data| {
            let value = match long::convert::PyLong_AsLongLong(Some(object)) {
                Ok(value) => value,
                Err(raised) if raised.matches(&crate::types::exceptions::OverflowError) => {
                    raised.clear();
                    return Err(raise!(OverflowError, "try sending as bytes"));
                }
                Err(raised) => return Err(raised),
            };
            data.fill(value as isize as *mut c_void, None, new);
            Ok(())
        })
    }
}

unsafe extern "C" fn get_float(_: *mut PyThreadState, object: *mut PyObject, data: *mut XIData) -> c_int {
    unsafe extern "C" fn new(data: *mut XIData) -> *mut PyObject {
        // SAFETY: called as the data's own function; the block holds a number.
        unsafe { making("float", data, |data| Ok(float::PyFloat_FromDouble(*data.data.cast::<f64>())?.upcast())) }
    }
    // SAFETY: called as the type's own function.
    unsafe { filling("float", object, data, |object, data| data.fill_with(float::PyFloat_AsDouble(Some(object))?, None, new)) }
}

/// `_PyBytes_data_t`: the text of a `bytes`, which is alive.
#[repr(C)]
pub struct Text {
    bytes: *const u8,
    len: isize,
}

impl Text {
    /// The text of a `bytes`; `TypeError` for anything else.
    pub fn of(object: &PyObject) -> Result<Self> {
        match object.downcast::<PyBytesObject>() {
            Some(bytes) => Ok(Text { bytes: bytes.as_slice().as_ptr(), len: bytes.as_slice().len() as isize }),
            None => Err(raise!(TypeError, "expected bytes, {} found", object.ty().name())),
        }
    }
    /// A new `bytes` of that text.
    ///
    /// # Safety
    /// The text is alive.
    pub unsafe fn make(&self) -> Result<Owned> {
        // SAFETY: the caller's word.
        Ok(bytes::from_slice(unsafe { std::slice::from_raw_parts(self.bytes, self.len as usize) })?.upcast())
    }
}

/// A new `bytes` of data that [`fill_bytes`] made.
pub unsafe extern "C" fn new_bytes(data: *mut XIData) -> *mut PyObject {
    // SAFETY: called as the data's own function; the block holds a text, whose object the data hold.
    unsafe { making("bytes", data, |data| (*data.data.cast::<Text>()).make()) }
}

/// Fills the data of a `bytes`.
pub fn fill_bytes(object: &PyObject, data: &mut XIData, new_object: NewObject) -> Result<()> {
    data.fill_with(Text::of(object)?, Some(object), new_object)
}

unsafe extern "C" fn get_bytes(_: *mut PyThreadState, object: *mut PyObject, data: *mut XIData) -> c_int {
    // SAFETY: called as the type's own function.
    unsafe { filling("bytes", object, data, |object, data| fill_bytes(object, data, new_bytes)) }
}

/// The characters of a `str`, which is alive.
struct Characters {
    kind: c_int,
    buffer: *const c_void,
    len: isize,
}

unsafe extern "C" fn get_str(_: *mut PyThreadState, object: *mut PyObject, data: *mut XIData) -> c_int {
    unsafe extern "C" fn new(data: *mut XIData) -> *mut PyObject {
        // SAFETY: called as the data's own function; the block holds characters, whose object the data hold.
        unsafe {
            making("str", data, |data| {
                let Characters { kind, buffer, len } = *data.data.cast::<Characters>();
                unicode::api::PyUnicode_FromKindAndData(kind, buffer, len)
            })
        }
    }
    // SAFETY: called as the type's own function.
    unsafe {
        filling("str", object, data, |object, data| {
            let Some(text) = object.downcast::<PyUnicodeObject>() else {
                return Err(raise!(TypeError, "expected str, {} found", object.ty().name()));
            };
            let characters = Characters { kind: text.kind() as c_int, buffer: text.data().cast_const().cast(), len: text.len() as isize };
            data.fill_with(characters, Some(object), new)
        })
    }
}

/// The items of a tuple.
struct Items(Vec<XIData>);

unsafe extern "C" fn get_tuple(_: *mut PyThreadState, object: *mut PyObject, fallback: c_int, data: *mut XIData) -> c_int {
    unsafe extern "C" fn new(data: *mut XIData) -> *mut PyObject {
        // SAFETY: called as the data's own function; they are items.
        unsafe {
            making("tuple", data, |data| {
                let items = &mut (*data.data.cast::<Items>()).0;
                let made = items.iter_mut().map(XIData::object).collect::<Result<Vec<Owned>>>()?;
                Ok(tuple::from_exact(made.len(), made.into_iter())?.upcast())
            })
        }
    }
    unsafe extern "C" fn free(items: *mut c_void) {
        // SAFETY: boxed below; called once.
        let mut items = unsafe { Box::from_raw(items.cast::<Items>()) };
        items.0.iter_mut().for_each(XIData::clear);
    }
    // SAFETY: called as the type's own function.
    unsafe {
        filling("tuple", object, data, |object, data| {
            let Some(tuple) = object.downcast::<PyTupleObject>() else {
                return Err(raise!(TypeError, "expected tuple, {} found", object.ty().name()));
            };
            let mut items = Items(Vec::new());
            for item in tuple.as_slice() {
                let mut one = XIData::EMPTY;
                let got = call::Py_EnterRecursiveCall(c" while sharing a tuple").and_then(|()| {
                    let got = get(item, fallback, &mut one);
                    call::Py_LeaveRecursiveCall();
                    got
                });
                if let Err(raised) = got {
                    items.0.iter_mut().for_each(XIData::clear);
                    return Err(raised);
                }
                items.0.push(one);
            }
            data.fill(Box::into_raw(Box::new(items)).cast(), None, new);
            data.free = Some(free);
            Ok(())
        })
    }
}

// ---- pickles ------------------------------------------------------------------------------------------------------

fn of_pickle(name: &str) -> Result<Owned> {
    let module = import(&*unicode::from_str("pickle")?, None, None, 0)?;
    attribute::get(&module, &*unicode::from_str(name)?)
}

/// A new object of data that are a pickle.
pub unsafe extern "C" fn new_of_pickle(data: *mut XIData) -> *mut PyObject {
    // SAFETY: called as the data's own function; the block holds a text, whose object the data hold.
    unsafe { making("pickle", data, |data| of_pickle("loads")?.call1(&*(*data.data.cast::<Text>()).make()?)) }
}

/// Fills the data of an object with its pickle.
pub fn pickled(object: &PyObject, data: &mut XIData) -> Result<()> {
    let pickle = of_pickle("dumps")?.call1(object)?;
    fill_bytes(&pickle, data, new_of_pickle)
}

/// A block of the raw domain, not initialised; `MemoryError` where there is none.
pub fn raw_block(size: usize) -> Result<*mut c_void> {
    let block = memory::alloc(Domain::Raw, size.max(1));
    if block.is_null() { Err(Raised::no_memory()) } else { Ok(block.cast()) }
}
