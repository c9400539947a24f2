//! Crossing as C calls it (pycore_crossinterp.h).

use super::basic::{self, Text};
use super::{GetData, NewObject, XIData};
use crate::boundary::va_list::VaList;
use crate::layout::*;
use crate::object::Owned;
use crate::raise;
use crate::runtime::errors::{self, Raised, Result};
use crate::runtime::interpreter::PyInterpreterState;
use crate::runtime::memory::{self, Domain};
use crate::worker;
use exuvia_macros::capi;
use std::ffi::{CStr, c_int, c_void};

/// Empty data, to be freed with `_PyXIData_Free`; NULL with `MemoryError`.
#[capi(private)]
pub fn _PyXIData_New() -> Result<*mut XIData> {
    let block = basic::raw_block(size_of::<XIData>())?.cast::<XIData>();
    // SAFETY: a fresh block of that size.
    unsafe { block.write(XIData::EMPTY) };
    Ok(block)
}

/// Clears data that the current interpreter made, and frees them.
#[capi(private)]
pub fn _PyXIData_Free(data: *mut XIData) {
    // SAFETY: C's word: made by `_PyXIData_New`, or NULL.
    unsafe {
        if let Some(data) = data.as_mut() {
            data.clear();
            memory::free(Domain::Raw, std::ptr::from_mut(data).cast());
        }
    }
}

/// Fills data: a pointer, and an object that they are bound to, or NULL.
#[capi(private)]
pub fn _PyXIData_Init(
    data: *mut XIData,
    interp: *mut PyInterpreterState,
    shared: *mut c_void,
    object: Option<&PyObject>,
    new_object: Option<NewObject>,
) {
    // SAFETY: C's word: data to be written, an interpreter or NULL.
    unsafe {
        data.write(XIData {
            data: shared,
            obj: object.map_or(std::ptr::null_mut(), |object| object.new_ref().into_ptr()),
            interpid: interp.as_ref().map_or(-1, |interp| interp.id),
            new_object,
            free: None,
        });
    }
}

/// As `_PyXIData_Init`, with a block of that size for the data: 0, or -1 with `MemoryError`.
#[capi(private)]
pub fn _PyXIData_InitWithSize(
    data: *mut XIData,
    interp: *mut PyInterpreterState,
    size: usize,
    object: Option<&PyObject>,
    new_object: Option<NewObject>,
) -> Result<()> {
    let block = basic::raw_block(size)?;
    _PyXIData_Init(data, interp, block, object, new_object);
    // SAFETY: just written.
    unsafe { (*data).free = Some(super::free_raw) };
    Ok(())
}

/// Frees what data hold, which the current interpreter made, and leaves them empty.
#[capi(private)]
pub fn _PyXIData_Clear(_interp: *mut PyInterpreterState, data: *mut XIData) {
    // SAFETY: C's word: data that are whole.
    unsafe {
        (*data).clear();
        data.write(XIData::EMPTY);
    }
}

/// The class of what is raised for objects that may not cross, borrowed.
#[capi(private)]
pub fn _PyXIData_GetNotShareableErrorType(_thread: *mut PyThreadState) -> Result<*mut PyObject> {
    // The interpreter holds it.
    Ok(super::not_shareable_error()?.as_ptr())
}

/// Raises `NotShareableError`.
#[capi(private)]
pub fn _PyXIData_SetNotShareableError(_thread: *mut PyThreadState, message: &CStr) {
    let _: Raised = super::raise_of(super::not_shareable_error(), format_args!("{}", message.to_string_lossy()));
}

worker! {
    format_not_shareable as exuvia_xi_not_shareable(format: &CStr, va: *mut VaList) -> Result<()>;
}

/// # Safety
/// `format` and `va` are what `PyUnicode_FromFormatV` takes.
unsafe fn format_not_shareable(format: &CStr, va: *mut VaList) -> Result<()> {
    // SAFETY: the caller's word.
    let message = unsafe { errors::text_of_format(format, va) }?;
    Err(errors::set_object(&*super::not_shareable_error()?, Some(&message)))
}

/// How the object's data are derived; neither function where it may not cross.
#[capi(private)]
pub fn _PyXIData_Lookup(_thread: *mut PyThreadState, object: &PyObject) -> GetData {
    super::lookup(object)
}

/// Whether the object may cross as it is: 0, or -1 with `NotShareableError`.
#[capi(private)]
pub fn _PyObject_CheckXIData(_thread: *mut PyThreadState, object: &PyObject) -> Result<()> {
    if super::is_shareable(object) {
        return Ok(());
    }
    let shown = object.repr()?;
    Err(super::raise_of(super::not_shareable_error(), format_args!("{} does not support cross-interpreter data", &*shown)))
}

/// Derives the object's data: 0, or -1 with `NotShareableError`.
#[capi(private)]
pub fn _PyObject_GetXIDataNoFallback(_thread: *mut PyThreadState, object: &PyObject, data: *mut XIData) -> Result<()> {
    // SAFETY: C's word: empty data.
    super::get(object, super::ONLY_SHAREABLE, unsafe { &mut *data })
}

/// As `_PyObject_GetXIDataNoFallback`; with `fallback` 1 what may not cross travels as a pickle. `ValueError` for another one.
#[capi(private)]
pub fn _PyObject_GetXIData(_thread: *mut PyThreadState, object: &PyObject, fallback: c_int, data: *mut XIData) -> Result<()> {
    // SAFETY: C's word: empty data.
    super::get(object, fallback, unsafe { &mut *data })
}

/// A new object of the data, in the current interpreter.
#[capi(private)]
pub fn _PyXIData_NewObject(data: *mut XIData) -> Result<Owned> {
    // SAFETY: C's word: data that are whole.
    unsafe { (*data).object() }
}

/// Frees what the data hold, in their interpreter: 0, or -1 with an exception where that is gone.
#[capi(private)]
pub fn _PyXIData_Release(data: *mut XIData) -> Result<()> {
    // SAFETY: C's word: data that are whole.
    unsafe { (*data).release() }
}

/// As `_PyXIData_Release`; the data themselves are freed as well.
#[capi(private)]
pub fn _PyXIData_ReleaseAndRawFree(data: *mut XIData) -> Result<()> {
    // SAFETY: C's word: data that are whole, in a block of the raw domain.
    unsafe {
        let released = (*data).release();
        memory::free(Domain::Raw, data.cast());
        released
    }
}

/// Has the class's instances cross, in this interpreter: 0, or -1 with an exception.
#[capi(private)]
pub fn _PyXIData_RegisterClass(_thread: *mut PyThreadState, class: &PyTypeObject, getdata: GetData) -> Result<()> {
    if getdata.basic.is_none() && getdata.fallback.is_none() {
        return Err(raise!(ValueError, "missing 'getdata' func"));
    }
    super::register(class, getdata)
}

/// Takes one registration back: 1, or 0 where there is none.
#[capi(private)]
pub fn _PyXIData_UnregisterClass(_thread: *mut PyThreadState, class: &PyTypeObject) -> bool {
    super::unregister(class)
}

// ---- bytes and pickles --------------------------------------------------------------------------------------------

/// The text of a `bytes`, good while that is alive: 0, or -1 with `TypeError`.
#[capi(private)]
pub fn _PyBytes_GetData(object: &PyObject, data: *mut Text) -> Result<()> {
    let text = Text::of(object)?;
    // SAFETY: C's word: a struct to be written.
    unsafe { data.write(text) };
    Ok(())
}

/// A new `bytes` of a text.
#[capi(private)]
pub fn _PyBytes_FromData(data: *mut Text) -> Result<Owned> {
    // SAFETY: C's word: a text that is alive.
    unsafe { (*data).make() }
}

/// A new `bytes` of data that `_PyBytes_GetXIData` made.
#[capi(private)]
pub fn _PyBytes_FromXIData(data: *mut XIData) -> Result<Owned> {
    // SAFETY: C's word.
    unsafe { crate::boundary::new_reference(basic::new_bytes(data)) }
}

/// Fills the data of a `bytes`: 0, or -1 with an exception.
#[capi(private)]
pub fn _PyBytes_GetXIData(_thread: *mut PyThreadState, object: &PyObject, data: *mut XIData) -> Result<()> {
    // SAFETY: C's word: empty data.
    basic::fill_bytes(object, unsafe { &mut *data }, basic::new_bytes)
}

/// As `_PyBytes_GetXIData` with a block of at least `size` bytes that begins with the text, and another function that makes an
/// object of it: the block, or NULL with an exception.
#[capi(private)]
pub fn _PyBytes_GetXIDataWrapped(
    _thread: *mut PyThreadState,
    object: &PyObject,
    size: usize,
    new_object: Option<NewObject>,
    data: *mut XIData,
) -> Result<*mut Text> {
    let text = Text::of(object)?;
    if size != 0 && size < size_of::<Text>() {
        return Err(raise!(ValueError, "expected size >= {}, got {size}", size_of::<Text>()));
    }
    if new_object.is_none() {
        return Err(raise!(ValueError, "missing new_object func"));
    }
    let block = basic::raw_block(size.max(size_of::<Text>()))?.cast::<Text>();
    // SAFETY: a fresh block with room for it; C's word: data to be written.
    unsafe {
        block.write(text);
        _PyXIData_Init(data, crate::runtime::interp().as_ptr(), block.cast(), Some(object), new_object);
        (*data).free = Some(super::free_raw);
    }
    Ok(block)
}

/// Fills the data of an object with its pickle: 0, or -1 with an exception.
#[capi(private)]
pub fn _PyPickle_GetXIData(_thread: *mut PyThreadState, object: &PyObject, data: *mut XIData) -> Result<()> {
    // SAFETY: C's word: empty data.
    basic::pickled(object, unsafe { &mut *data })
}

/// A new object of data that `_PyPickle_GetXIData` made.
#[capi(private)]
pub fn _PyPickle_LoadFromXIData(data: *mut XIData) -> Result<Owned> {
    // SAFETY: C's word.
    unsafe { crate::boundary::new_reference(basic::new_of_pickle(data)) }
}
