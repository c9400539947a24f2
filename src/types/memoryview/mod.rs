//! `memoryview`: a window on the memory of another object.
//!
//! An exporter's buffer is taken once, into a [`_PyManagedBufferObject`], which counts the views that look through it and releases it
//! when the last one is released. A view has numbers of its own (shape, strides, suboffsets behind the struct), so that a slice of
//! a view is a view on the same managed buffer.
//!
//! Here: the two types, how views are made and released, and memoryobject.h. `item.rs` reads and writes items and slices, `format.rs`
//! understands formats, `methods.rs` is what Python sees, `dunder.rs` the special methods `__buffer__` and `__release_buffer__`.
//!
//! Invariant: a view that is not released has a shape and strides of as many numbers as it has dimensions, and counts once in
//! `mbuf.exports`. A view with `exports` of its own cannot be released.

mod dunder;
pub mod format;
mod item;
mod methods;

pub use dunder::{WRAPPER, from_buffer_proc, get_buffer_by_method, release_buffer_by_method, release_exported};
pub use methods::_PyMemoryIter_Type;

use crate::boundary::slot;
use crate::layout::*;
use crate::object::gc::Visitor;
use crate::object::{Owned, Typed, gc};
use crate::protocol::buffer::{self, MAX_DIMENSIONS, contiguous_strides, is_contiguous, request};
use crate::raise;
use crate::runtime::errors::{Raised, Result};
use crate::types::{bytes, weakref};
use exuvia_macros::capi;
use std::cell::Cell;
use std::ffi::{CStr, c_char, c_int};
use std::mem::offset_of;
use std::ptr::null_mut;

/// The bits of a view's `flags`.
mod state {
    use std::ffi::c_int;
    pub const RELEASED: c_int = 1;
    pub const C: c_int = 2;
    pub const FORTRAN: c_int = 4;
    pub const SCALAR: c_int = 8;
    pub const PIL: c_int = 0x10;
    /// Made for a call of `__release_buffer__`: nothing new may come of it.
    pub const RESTRICTED: c_int = 0x20;
}
/// The bits of a managed buffer's `flags`.
const MANAGED_RELEASED: c_int = 1;
/// The format is a copy that belongs to the managed buffer.
const MANAGED_FREE_FORMAT: c_int = 2;

// SAFETY: memoryview has no subclasses; its instances are PyMemoryViewObjects.
unsafe impl Typed for PyMemoryViewObject {
    fn type_object() -> &'static PyTypeObject {
        &PyMemoryView_Type
    }
}

/// `memoryview`.
#[capi]
pub static PyMemoryView_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"memoryview".as_ptr()),
    tp_doc: Cell::new(c"memoryview(object)\n--\n\nA view on the memory of an object that has a buffer.".as_ptr()),
    tp_basicsize: Cell::new(offset_of!(PyMemoryViewObject, ob_array) as isize),
    tp_itemsize: Cell::new(size_of::<isize>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::SEQUENCE),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_traverse: Cell::new(Some(slot::traverse(traverse))),
    tp_clear: Cell::new(Some(slot::clear(clear))),
    tp_weaklistoffset: Cell::new(offset_of!(PyMemoryViewObject, weakreflist) as isize),
    tp_repr: Cell::new(Some(slot::unary(methods::repr))),
    tp_hash: Cell::new(Some(slot::hash(methods::hash))),
    tp_richcompare: Cell::new(Some(slot::compare(methods::compare))),
    tp_iter: Cell::new(Some(slot::unary(methods::iter))),
    tp_new: Cell::new(Some(slot::new(methods::new))),
    tp_as_sequence: Cell::new(&methods::SEQUENCE),
    tp_as_mapping: Cell::new(&methods::MAPPING),
    tp_as_buffer: Cell::new(&BUFFER),
    tp_methods: Cell::new(methods::METHODS.as_ptr()),
    tp_getset: Cell::new(methods::GETSETS.as_ptr()),
    ..PyTypeObject::STATIC
};

static BUFFER: PyBufferProcs = PyBufferProcs {
    bf_getbuffer: Cell::new(Some(slot::get_buffer(get_buffer))),
    bf_releasebuffer: Cell::new(Some(slot::release_buffer(release_buffer))),
};

/// The type of managed buffers.
pub static _PyManagedBuffer_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"managedbuffer".as_ptr()),
    tp_basicsize: Cell::new(size_of::<_PyManagedBufferObject>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC),
    tp_dealloc: Cell::new(Some(slot::dealloc(managed_dealloc))),
    tp_traverse: Cell::new(Some(slot::traverse(managed_traverse))),
    tp_clear: Cell::new(Some(slot::clear(managed_release))),
    ..PyTypeObject::STATIC
};

// ---- managed buffers ----------------------------------------------------------------------------------------------

impl _PyManagedBufferObject {
    fn master(&self) -> *mut Py_buffer {
        (&raw const self.master).cast_mut()
    }
    fn released(&self) -> bool {
        self.flags.get() & MANAGED_RELEASED != 0
    }
}

/// A new managed buffer that holds nothing.
fn managed() -> Result<Owned<_PyManagedBufferObject>> {
    let object = gc::alloc_uninit(&_PyManagedBuffer_Type, size_of::<_PyManagedBufferObject>())?;
    // SAFETY: memory for one, written before it is tracked.
    unsafe {
        let this = object.cast::<_PyManagedBufferObject>();
        (&raw mut (*this).flags).write(Cell::new(0));
        (&raw mut (*this).exports).write(Cell::new(0));
        (&raw mut (*this).master).write(Py_buffer::EMPTY);
        gc::track(object);
        Ok(Owned::from_nonnull(this))
    }
}

/// Takes the object's buffer into a new managed one.
fn managed_of(object: &PyObject, flags: c_int) -> Result<Owned<_PyManagedBufferObject>> {
    let managed = managed()?;
    buffer::get_buffer(object, managed.master(), flags)?;
    Ok(managed)
}

fn managed_release(this: &_PyManagedBufferObject) {
    if this.released() {
        return;
    }
    this.flags.set(this.flags.get() | MANAGED_RELEASED);
    let object = this.as_object().as_ptr();
    // SAFETY: a GC object whose fields stay as they are while the exporter is told.
    unsafe {
        gc::untrack(object);
        buffer::release(&mut *this.master());
    }
}

fn managed_dealloc(this: *mut _PyManagedBufferObject) {
    // SAFETY: dead; nobody looks through it any more.
    unsafe {
        managed_release(&*this);
        if (*this).flags.get() & MANAGED_FREE_FORMAT != 0 {
            drop(std::ffi::CString::from_raw((*this).master.format));
        }
        gc::free(this.cast());
    }
}

fn managed_traverse(this: &_PyManagedBufferObject, visitor: &Visitor) -> std::result::Result<(), c_int> {
    visitor.pointer(this.master.obj)
}

// ---- views --------------------------------------------------------------------------------------------------------

impl PyMemoryViewObject {
    fn has(&self, flag: c_int) -> bool {
        self.flags.get() & flag != 0
    }
    fn managed(&self) -> Option<&_PyManagedBufferObject> {
        // SAFETY: written when the view is made and when it is cleared, which is when it is released.
        unsafe { self.mbuf.peek() }
    }
    fn is_released(&self) -> bool {
        self.has(state::RELEASED) || self.managed().is_none_or(_PyManagedBufferObject::released)
    }
    /// `ValueError` where the view is released.
    fn check_released(&self) -> Result<()> {
        if self.is_released() {
            return Err(raise!(ValueError, "operation forbidden on released memoryview object"));
        }
        Ok(())
    }
    fn check_restricted(&self) -> Result<()> {
        if self.has(state::RESTRICTED) {
            return Err(raise!(ValueError, "cannot create new view on restricted memoryview"));
        }
        Ok(())
    }
    fn view(&self) -> *mut Py_buffer {
        (&raw const self.view).cast_mut()
    }
    fn dimensions(&self) -> usize {
        usize::try_from(self.view.ndim).unwrap_or(0)
    }
    fn numbers(&self, at: *mut isize) -> &[isize] {
        if at.is_null() {
            return &[];
        }
        // SAFETY: as many numbers as dimensions stand behind the struct.
        unsafe { std::slice::from_raw_parts(at, self.dimensions()) }
    }
    fn shape(&self) -> &[isize] {
        self.numbers(self.view.shape)
    }
    fn strides(&self) -> &[isize] {
        self.numbers(self.view.strides)
    }
    /// Empty where there are none.
    fn suboffsets(&self) -> &[isize] {
        self.numbers(self.view.suboffsets)
    }
    /// The format; bytes where the exporter named none.
    fn format(&self) -> &CStr {
        // SAFETY: the exporter's C string, or a static one.
        if self.view.format.is_null() { c"B" } else { unsafe { CStr::from_ptr(self.view.format) } }
    }
    fn is_c_contiguous(&self) -> bool {
        self.has(state::SCALAR | state::C)
    }
    fn is_f_contiguous(&self) -> bool {
        self.has(state::SCALAR | state::FORTRAN)
    }
    fn is_contiguous(&self) -> bool {
        self.has(state::SCALAR | state::C | state::FORTRAN)
    }

    /// Says in the flags which order the memory has.
    fn note_order(&self) {
        let mut flags = self.flags.get() & !(state::SCALAR | state::C | state::FORTRAN | state::PIL);
        // SAFETY: the numbers of a view are whole.
        unsafe {
            match self.view.ndim {
                0 => flags |= state::SCALAR | state::C | state::FORTRAN,
                _ => {
                    if is_contiguous(&self.view, b'C') {
                        flags |= state::C;
                    }
                    if is_contiguous(&self.view, b'F') {
                        flags |= state::FORTRAN;
                    }
                }
            }
        }
        if !self.view.suboffsets.is_null() {
            flags = flags & !(state::C | state::FORTRAN) | state::PIL;
        }
        self.flags.set(flags);
    }
}

/// A view through `managed` with no numbers yet.
fn alloc(managed: &_PyManagedBufferObject, dimensions: usize) -> Result<Owned<PyMemoryViewObject>> {
    let object = gc::alloc_uninit(&PyMemoryView_Type, offset_of!(PyMemoryViewObject, ob_array) + 3 * dimensions * size_of::<isize>())?;
    // SAFETY: memory for a view and the numbers of so many dimensions, written before it is tracked.
    unsafe {
        let new = object.cast::<PyMemoryViewObject>();
        let array = (&raw mut (*new).ob_array).cast::<isize>();
        array.write_bytes(0, 3 * dimensions);
        (&raw mut (*new).ob_base.ob_size).write(Cell::new(3 * dimensions as isize));
        (&raw mut (*new).mbuf).write(Field::new(Some(Owned::from_ref(managed))));
        (&raw mut (*new).hash).write(Cell::new(-1));
        (&raw mut (*new).flags).write(Cell::new(0));
        (&raw mut (*new).exports).write(Cell::new(0));
        (&raw mut (*new).weakreflist).write(Cell::new(null_mut()));
        (&raw mut (*new).view).write(Py_buffer {
            ndim: dimensions as c_int,
            shape: array,
            strides: array.add(dimensions),
            suboffsets: array.add(2 * dimensions),
            ..Py_buffer::EMPTY
        });
        managed.exports.set(managed.exports.get() + 1);
        gc::track(object);
        Ok(Owned::from_nonnull(new))
    }
}

/// A new view through `managed` of what `source` describes.
///
/// # Safety
/// The buffer is as its exporter filled it, and describes the managed buffer's memory.
unsafe fn over(managed: &_PyManagedBufferObject, source: &Py_buffer) -> Result<Owned<PyMemoryViewObject>> {
    let dimensions = dimension_count(source)?;
    let this = alloc(managed, dimensions)?;
    // SAFETY: the source's numbers, as many as it says; room for them.
    unsafe {
        let view = this.view();
        let (shape, strides, suboffsets) = ((*view).shape, (*view).strides, (*view).suboffsets);
        *view = Py_buffer { shape, strides, suboffsets, internal: null_mut(), ..*source };
        if !source.shape.is_null() {
            shape.copy_from_nonoverlapping(source.shape, dimensions);
        } else if dimensions == 1 {
            *shape = source.len.checked_div(source.itemsize).unwrap_or(0);
        }
        if source.strides.is_null() {
            let shape = std::slice::from_raw_parts(shape, dimensions);
            buffer::fill_strides(shape, std::slice::from_raw_parts_mut(strides, dimensions), source.itemsize, false);
        } else {
            strides.copy_from_nonoverlapping(source.strides, dimensions);
        }
        if source.suboffsets.is_null() || dimensions == 0 {
            (*view).suboffsets = null_mut();
        } else {
            suboffsets.copy_from_nonoverlapping(source.suboffsets, dimensions);
        }
        if (*view).format.is_null() {
            (*view).format = c"B".as_ptr().cast_mut();
        }
    }
    this.note_order();
    Ok(this)
}

fn dimension_count(source: &Py_buffer) -> Result<usize> {
    match usize::try_from(source.ndim) {
        Ok(dimensions) if dimensions <= MAX_DIMENSIONS => Ok(dimensions),
        _ => Err(raise!(ValueError, "memoryview: number of dimensions must not exceed {MAX_DIMENSIONS}")),
    }
}

/// A new view on the object, taken with these flags; on the same managed buffer where the object is a view itself.
pub fn from_object_with_flags(object: &PyObject, flags: c_int) -> Result<Owned<PyMemoryViewObject>> {
    if let Some(other) = object.downcast_exact::<PyMemoryViewObject>() {
        other.check_released()?;
        other.check_restricted()?;
        let Some(managed) = other.mbuf.get() else {
            return Err(raise!(ValueError, "operation forbidden on released memoryview object"));
        };
        // SAFETY: the numbers of a view are whole.
        return unsafe { over(&managed, &other.view) };
    }
    if buffer::getter(object.ty()).is_none() {
        return Err(raise!(TypeError, "memoryview: a bytes-like object is required, not '{}'", object.ty().name()));
    }
    let managed = managed_of(object, flags)?;
    // SAFETY: the exporter has filled it.
    unsafe { over(&managed, &managed.master) }
}

/// A new view on the object.
pub fn from_object(object: &PyObject) -> Result<Owned<PyMemoryViewObject>> {
    from_object_with_flags(object, request::FULL_RO)
}

/// Ends the view: `BufferError` where buffers of it are in use. A view is released once only.
fn release(this: &PyMemoryViewObject) -> Result<()> {
    if this.has(state::RELEASED) {
        return Ok(());
    }
    match this.exports.get() {
        0 => {
            this.flags.set(this.flags.get() | state::RELEASED);
            if let Some(managed) = this.mbuf.get() {
                managed.exports.set(managed.exports.get() - 1);
                if managed.exports.get() == 0 {
                    managed_release(&managed);
                }
            }
            Ok(())
        }
        1.. => {
            let count = this.exports.get();
            Err(raise!(BufferError, "memoryview has {count} exported buffer{}", if count == 1 { "" } else { "s" }))
        }
        _ => Err(raise!(SystemError, "memoryview: negative export count")),
    }
}

fn dealloc(this: *mut PyMemoryViewObject) {
    // SAFETY: dead; whole until it is freed.
    unsafe {
        gc::untrack(this.cast());
        let view = &*this;
        // A dead view's buffers hold a reference to it, so there are none.
        if let Err(raised) = release(view) {
            raised.clear();
        }
        weakref::clear_all(view);
        view.mbuf.set(None);
        gc::free(this.cast());
    }
}

fn traverse(this: &PyMemoryViewObject, visitor: &Visitor) -> std::result::Result<(), c_int> {
    visitor.field(&this.mbuf)
}

fn clear(this: &PyMemoryViewObject) {
    match release(this) {
        Ok(()) => this.mbuf.set(None),
        Err(raised) => raised.clear(),
    }
}

// ---- a view's own buffer ------------------------------------------------------------------------------------------

fn get_buffer(this: &PyMemoryViewObject, view: *mut Py_buffer, flags: c_int) -> Result<()> {
    this.check_released()?;
    this.check_restricted()?;
    // SAFETY: the caller's buffer.
    let Some(view) = (unsafe { view.as_mut() }) else {
        return Err(raise!(BufferError, "memoryview: view==NULL argument is obsolete"));
    };
    let asks = |what: c_int| flags & what == what;
    let refuse = |what: &str| Err(raise!(BufferError, "memoryview: underlying buffer {what}"));
    *view = this.view;
    view.obj = null_mut();
    if asks(request::WRITABLE) && this.view.readonly != 0 {
        return refuse("is not writable");
    }
    if !asks(request::FORMAT) {
        view.format = null_mut();
    }
    if asks(request::C_CONTIGUOUS) && !this.is_c_contiguous() {
        return refuse("is not C-contiguous");
    }
    if asks(request::F_CONTIGUOUS) && !this.is_f_contiguous() {
        return refuse("is not Fortran contiguous");
    }
    if asks(request::ANY_CONTIGUOUS) && !this.is_contiguous() {
        return refuse("is not contiguous");
    }
    if !asks(request::INDIRECT) && this.has(state::PIL) {
        return refuse("requires suboffsets");
    }
    if !asks(request::STRIDES) {
        if !this.is_c_contiguous() {
            return refuse("is not C-contiguous");
        }
        view.strides = null_mut();
    }
    if !asks(request::ND) {
        // Plain bytes are asked for, whatever the items are.
        if !view.format.is_null() {
            return Err(raise!(BufferError, "memoryview: cannot cast to unsigned bytes if the format flag is present"));
        }
        view.ndim = 1;
        view.shape = null_mut();
    }
    view.obj = this.new_ref().into_ptr();
    this.exports.set(this.exports.get() + 1);
    Ok(())
}

fn release_buffer(this: &PyMemoryViewObject, _view: *mut Py_buffer) {
    this.exports.set(this.exports.get() - 1);
}

/// A new view of plain bytes on all memory of `object`, whose buffer is `view`. `BufferError` where that is not contiguous.
pub fn raw(object: &PyObject, view: &Py_buffer) -> Result<Owned> {
    // SAFETY: as its exporter filled it.
    if !unsafe { is_contiguous(view, b'A') } {
        return Err(raise!(BufferError, "cannot extract raw buffer from non-contiguous buffer"));
    }
    let whole = from_object(object)?;
    let Some(managed) = whole.mbuf.get() else { return Err(Raised::no_memory()) };
    let (mut length, mut step) = (whole.view.len, 1);
    let plain = Py_buffer {
        format: c"B".as_ptr().cast_mut(),
        ndim: 1,
        itemsize: 1,
        shape: &raw mut length,
        strides: &raw mut step,
        suboffsets: null_mut(),
        ..whole.view
    };
    // SAFETY: contiguous memory, as bytes.
    Ok(unsafe { over(&managed, &plain) }?.upcast())
}

// ---- memoryobject.h -----------------------------------------------------------------------------------------------

/// A new view on the object. `TypeError` where it has no buffer.
#[capi]
pub fn PyMemoryView_FromObject(object: &PyObject) -> Result<Owned> {
    Ok(from_object(object)?.upcast())
}

/// A new view on `size` bytes of memory that nobody owns; `PyBUF_READ` or `PyBUF_WRITE` says what may be done.
#[capi]
pub fn PyMemoryView_FromMemory(memory: *mut c_char, size: isize, flags: c_int) -> Result<Owned> {
    let managed = managed()?;
    let readonly = c_int::from(flags != request::WRITE);
    buffer::PyBuffer_FillInfo(managed.master(), None, memory.cast(), size, readonly, request::FULL_RO)?;
    // SAFETY: just filled.
    unsafe { Ok(over(&managed, &managed.master)?.upcast()) }
}

/// A new view on what the buffer describes. It does not own the buffer, which stays in use as long as the view.
#[capi]
pub fn PyMemoryView_FromBuffer(info: *const Py_buffer) -> Result<Owned> {
    // SAFETY: the caller's buffer.
    let Some(info) = (unsafe { info.as_ref() }).filter(|info| !info.buf.is_null()) else {
        return Err(raise!(ValueError, "PyMemoryView_FromBuffer(): info->buf must not be NULL"));
    };
    let managed = managed()?;
    // SAFETY: as its exporter filled it; the copy in the managed buffer releases nothing, because it names no exporter.
    unsafe {
        *managed.master() = Py_buffer { obj: null_mut(), ..*info };
        Ok(over(&managed, &managed.master)?.upcast())
    }
}

/// A new view on the object's memory if that is contiguous in the order `C`, `F` or `A` for either, else on a copy of it.
/// `BufferError` where `PyBUF_WRITE` is asked and cannot be had.
#[capi]
pub fn PyMemoryView_GetContiguous(object: &PyObject, kind: c_int, order: c_char) -> Result<Owned> {
    let this = from_object(object)?;
    if kind == request::WRITE && this.view.readonly != 0 {
        return Err(raise!(BufferError, "underlying buffer is not writable"));
    }
    // SAFETY: the numbers of a view are whole.
    if unsafe { is_contiguous(&this.view, order as u8) } {
        return Ok(this.upcast());
    }
    if kind == request::WRITE {
        return Err(raise!(BufferError, "writable contiguous buffer requested for a non-contiguous object."));
    }
    copied(&this, order as u8 == b'F')
}

/// A new view, of the same shape and format, on a copy of the items.
fn copied(this: &PyMemoryViewObject, fortran: bool) -> Result<Owned> {
    let memory = to_bytes(this, fortran)?;
    let managed = managed_of(&memory, request::FULL_RO)?;
    // The format outlives the view that it is copied from.
    let format = this.format().to_owned().into_raw();
    managed.flags.set(managed.flags.get() | MANAGED_FREE_FORMAT);
    let (shape, strides) = (this.shape().to_vec(), contiguous_strides(this.shape(), this.view.itemsize, fortran));
    // SAFETY: the copy has the same items, contiguous in that order.
    unsafe {
        (*managed.master()).format = format;
        let view = Py_buffer {
            itemsize: this.view.itemsize,
            ndim: this.view.ndim,
            format,
            shape: shape.as_ptr().cast_mut(),
            strides: strides.as_ptr().cast_mut(),
            ..managed.master
        };
        Ok(over(&managed, &view)?.upcast())
    }
}

/// The items one after the other, in C order or in Fortran's, as bytes.
fn to_bytes(this: &PyMemoryViewObject, fortran: bool) -> Result<Owned> {
    let size = usize::try_from(this.view.len).map_err(|_| Raised::no_memory())?;
    if size == 0 {
        return Ok(bytes::empty().new_ref());
    }
    // SAFETY: all of the bytes are written; a single one goes into an object of its own, which is then exchanged for the shared one.
    unsafe {
        if size == 1 {
            let mut byte = 0u8;
            buffer::copy_items(&this.view, fortran, &raw mut byte);
            return Ok(bytes::from_slice(&[byte])?.upcast());
        }
        let copy = bytes::uninit(size)?;
        buffer::copy_items(&this.view, fortran, copy.data());
        Ok(copy.upcast())
    }
}
