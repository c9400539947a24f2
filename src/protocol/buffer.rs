//! The buffer protocol: memory that an object lets others look into.
//!
//! A `Py_buffer` describes memory of any number of dimensions. Item `[i, j, …]` lies at `buf + i * strides[0] + …`, where after
//! each dimension with a suboffset that is not negative a pointer is followed. [`View`] is the case that nearly all Rust code
//! wants, plain contiguous bytes, and releases itself. (`memoryview` has a folder of its own, `types/memoryview`; the special
//! methods `__buffer__` and `__release_buffer__` stand in `types/memoryview/dunder.rs`.)

use crate::foreign;
use crate::layout::*;
use crate::object::{Owned, attribute, is_exact};
use crate::raise;
use crate::runtime::buf::{Buf, ToBuf};
use crate::runtime::errors::{self, Raised, Result};
use crate::runtime::interpreter::PyInterpreterState;
use crate::runtime::{memory, thread_state};
use crate::types::memoryview::format::Layout;
use crate::types::unicode;
use exuvia_macros::capi;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::ptr::{null_mut, slice_from_raw_parts};

/// The flags of a request.
pub mod request {
    use std::ffi::c_int;
    pub const SIMPLE: c_int = 0;
    pub const WRITABLE: c_int = 1;
    pub const FORMAT: c_int = 4;
    pub const ND: c_int = 8;
    pub const STRIDES: c_int = 0x10 | ND;
    pub const C_CONTIGUOUS: c_int = 0x20 | STRIDES;
    pub const F_CONTIGUOUS: c_int = 0x40 | STRIDES;
    pub const ANY_CONTIGUOUS: c_int = 0x80 | STRIDES;
    pub const INDIRECT: c_int = 0x100 | STRIDES;
    pub const FULL: c_int = INDIRECT | WRITABLE | FORMAT;
    pub const FULL_RO: c_int = INDIRECT | FORMAT;
    /// What `PyMemoryView_FromMemory` takes; no request.
    pub const READ: c_int = 0x100;
    pub const WRITE: c_int = 0x200;
}
use request::*;

/// As many dimensions as a buffer may have.
pub const MAX_DIMENSIONS: usize = 64;

impl Py_buffer {
    /// A buffer of nothing.
    pub const EMPTY: Self = Py_buffer {
        buf: null_mut(),
        obj: null_mut(),
        len: 0,
        itemsize: 1,
        readonly: 1,
        ndim: 0,
        format: null_mut(),
        shape: null_mut(),
        strides: null_mut(),
        suboffsets: null_mut(),
        internal: null_mut(),
    };
}

// ---- contiguous bytes ---------------------------------------------------------------------------------------------

enum Held {
    /// `bytes` need no export: who holds the object holds the memory.
    Object(#[allow(dead_code)] Owned),
    Buffer(Py_buffer),
}

/// The contiguous bytes of an object, held until this is dropped.
pub struct View {
    data: *mut u8,
    len: usize,
    held: Held,
}

impl View {
    /// The bytes of an object, to read. `TypeError` where it has no buffer, `BufferError` where that is not contiguous.
    #[inline]
    pub fn simple(object: &PyObject) -> Result<Self> {
        if is_exact::<PyBytesObject>(object) {
            // SAFETY: just checked.
            let bytes = unsafe { object.cast_unchecked::<PyBytesObject>() };
            return Ok(View { data: bytes.data(), len: bytes.len(), held: Held::Object(object.new_ref()) });
        }
        Self::request(object, SIMPLE)
    }

    /// The bytes of an object, to write; errors as for [`View::simple`].
    pub fn writable(object: &PyObject) -> Result<Self> {
        Self::request(object, WRITABLE)
    }

    /// `flags` ask for neither shape nor strides, so nothing in the buffer points to the buffer itself, and it can move.
    fn request(object: &PyObject, flags: c_int) -> Result<Self> {
        let mut raw = Py_buffer::EMPTY;
        get_buffer(object, &raw mut raw, flags)?;
        Ok(View { data: raw.buf.cast(), len: usize::try_from(raw.len).unwrap_or(0), held: Held::Buffer(raw) })
    }

    #[inline(always)]
    pub fn len(&self) -> usize {
        self.len
    }
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }
    /// Where the bytes begin. NULL is possible where there are none.
    #[inline(always)]
    pub fn data(&self) -> *mut u8 {
        self.data
    }
    /// The bytes. No foreign code may run while they are looked at where the memory is another object's to change.
    #[inline(always)]
    pub fn as_slice(&self) -> &[u8] {
        if self.len == 0 {
            return &[];
        }
        // SAFETY: the exporter's word, held until this is dropped.
        unsafe { &*slice_from_raw_parts(self.data, self.len) }
    }
}

impl Drop for View {
    fn drop(&mut self) {
        if let Held::Buffer(raw) = &mut self.held {
            release(raw);
        }
    }
}

// ---- getting and releasing ----------------------------------------------------------------------------------------

/// Fills `view` from the object, which the view then holds. `TypeError` where it has no buffer.
///
/// `view` points to a buffer that is not in use.
#[inline]
pub fn get_buffer(object: &PyObject, view: *mut Py_buffer, flags: c_int) -> Result<()> {
    if flags == READ || flags == WRITE {
        return Err(raise!(SystemError, "bad argument to internal function"));
    }
    let Some(get) = getter(object.ty()) else {
        return Err(raise!(TypeError, "a bytes-like object is required, not '{}'", object.ty().name()));
    };
    // SAFETY: the slot's contract.
    if unsafe { foreign!(get(object.as_ptr(), view, flags)) } < 0 {
        if !errors::occurred() {
            return Err(raise!(SystemError, "getbuffer failed without setting an exception"));
        }
        return Err(Raised::already());
    }
    Ok(())
}

/// The type's `bf_getbuffer`.
#[inline(always)]
pub fn getter(ty: &PyTypeObject) -> Option<getbufferproc> {
    // SAFETY: a suite lives as long as its type.
    unsafe { ty.tp_as_buffer.get().as_ref() }.and_then(|procs| procs.bf_getbuffer.get())
}

/// Tells the exporter that the buffer is no longer used, and drops the reference. Does nothing a second time.
pub fn release(view: &mut Py_buffer) {
    let object = view.obj;
    if object.is_null() {
        return;
    }
    // SAFETY: the view owns a reference to its exporter; the slot's contract.
    unsafe {
        let release = (*object).ty().tp_as_buffer.get().as_ref().and_then(|procs| procs.bf_releasebuffer.get());
        if let Some(release) = release {
            foreign!(release(object, view));
        }
        view.obj = null_mut();
        PyObject::decref(object);
    }
}

/// Whether the object has a buffer to give.
#[capi]
pub fn PyObject_CheckBuffer(object: &PyObject) -> bool {
    getter(object.ty()).is_some()
}

/// Fills `view`, which then holds a reference to the exporter. `TypeError` where the object has no buffer, else the exporter's error.
#[capi]
pub fn PyObject_GetBuffer(object: &PyObject, view: *mut Py_buffer, flags: c_int) -> Result<()> {
    get_buffer(object, view, flags)
}

/// Releases a buffer; does nothing for one that is released.
#[capi]
pub fn PyBuffer_Release(view: *mut Py_buffer) {
    // SAFETY: the caller's buffer, or NULL.
    if let Some(view) = unsafe { view.as_mut() } {
        release(view);
    }
}

/// Fills `view` for plain bytes in one dimension, as a `bf_getbuffer` does. `BufferError` where writing is asked and not allowed.
#[capi]
pub fn PyBuffer_FillInfo(
    view: *mut Py_buffer,
    object: Option<&PyObject>,
    data: *mut c_void,
    len: isize,
    readonly: c_int,
    flags: c_int,
) -> Result<()> {
    // SAFETY: the caller's buffer, or NULL.
    let Some(view) = (unsafe { view.as_mut() }) else {
        return Err(raise!(BufferError, "PyBuffer_FillInfo: view==NULL argument is obsolete"));
    };
    if flags == READ || flags == WRITE {
        return Err(raise!(SystemError, "bad argument to internal function"));
    }
    if flags & WRITABLE != 0 && readonly != 0 {
        return Err(raise!(BufferError, "Object is not writable."));
    }
    view.obj = object.map_or(null_mut(), |object| object.new_ref().into_ptr());
    view.buf = data;
    view.len = len;
    view.readonly = readonly;
    view.itemsize = 1;
    view.ndim = 1;
    view.format = if flags & FORMAT == FORMAT { c"B".as_ptr().cast_mut() } else { null_mut() };
    view.shape = if flags & ND == ND { &raw mut view.len } else { null_mut() };
    view.strides = if flags & STRIDES == STRIDES { &raw mut view.itemsize } else { null_mut() };
    view.suboffsets = null_mut();
    view.internal = null_mut();
    Ok(())
}

// ---- dimensions ---------------------------------------------------------------------------------------------------

/// The numbers of a buffer's dimensions, as slices; what the buffer leaves out is filled in for C order.
pub struct Dimensions {
    pub shape: Buf<isize>,
    pub strides: Buf<isize>,
    /// Empty where no dimension has one.
    pub suboffsets: Buf<isize>,
}

/// `count` numbers at `numbers`, or none for NULL.
///
/// # Safety
/// `numbers` is NULL or points to as many.
unsafe fn numbers<'a>(numbers: *const isize, count: usize) -> Option<&'a [isize]> {
    // SAFETY: the caller's word.
    (!numbers.is_null()).then(|| unsafe { std::slice::from_raw_parts(numbers, count) })
}

impl Dimensions {
    /// The dimensions of a buffer.
    ///
    /// # Safety
    /// The buffer is as its exporter filled it.
    pub unsafe fn of(view: &Py_buffer) -> Self {
        let count = usize::try_from(view.ndim).unwrap_or(0).min(MAX_DIMENSIONS);
        // SAFETY: the caller's word.
        unsafe {
            let shape = match numbers(view.shape, count) {
                Some(shape) => shape.to_buf(),
                None if count == 1 => Buf::filled(if view.itemsize > 0 { view.len / view.itemsize } else { 0 }, 1),
                None => Buf::new(),
            };
            let strides = match numbers(view.strides, shape.len()) {
                Some(strides) => strides.to_buf(),
                None => contiguous_strides(&shape, view.itemsize, false),
            };
            let suboffsets = numbers(view.suboffsets, shape.len()).map_or(Buf::new(), ToBuf::to_buf);
            Dimensions { shape, strides, suboffsets }
        }
    }

    /// How many items there are.
    pub fn count(&self) -> usize {
        self.shape.iter().map(|&n| usize::try_from(n).unwrap_or(0)).product()
    }

    /// Calls `each` with the address of every item, the last index running fastest, or the first one for `fortran`.
    ///
    /// # Safety
    /// `base` is the memory that the dimensions describe.
    pub unsafe fn walk(&self, base: *mut u8, fortran: bool, mut each: impl FnMut(*mut u8)) {
        let mut left = self.count();
        let dimensions = self.shape.len();
        let mut index = [0isize; MAX_DIMENSIONS];
        while left > 0 {
            // SAFETY: each index is below its length.
            each(unsafe { address(base, &index[..dimensions], &self.strides, &self.suboffsets) });
            left -= 1;
            for step in 0..dimensions {
                let dimension = if fortran { step } else { dimensions - 1 - step };
                index[dimension] += 1;
                if index[dimension] < self.shape[dimension] {
                    break;
                }
                index[dimension] = 0;
            }
        }
    }
}

/// The address of one item.
///
/// # Safety
/// The indices are within the shape of the memory that the numbers describe.
#[inline]
pub unsafe fn address(base: *mut u8, index: &[isize], strides: &[isize], suboffsets: &[isize]) -> *mut u8 {
    let mut pointer = base;
    for (dimension, &i) in index.iter().enumerate() {
        // SAFETY: the caller's word; with a suboffset a pointer lies there.
        unsafe { pointer = follow(pointer.offset(strides[dimension] * i), suboffsets.get(dimension)) };
    }
    pointer
}

/// What stands behind a dimension: the place itself, or where the pointer in it leads.
///
/// # Safety
/// Where there is a suboffset that is not negative, a pointer lies at `place`.
#[inline(always)]
pub unsafe fn follow(place: *mut u8, suboffset: Option<&isize>) -> *mut u8 {
    match suboffset {
        // SAFETY: the caller's word.
        Some(&offset) if offset >= 0 => unsafe { place.cast::<*mut u8>().read_unaligned().offset(offset) },
        _ => place,
    }
}

/// The strides of contiguous memory of this shape, in C order or in Fortran's.
pub fn contiguous_strides(shape: &[isize], itemsize: isize, fortran: bool) -> Buf<isize> {
    let mut strides = Buf::filled(0, shape.len());
    fill_strides(shape, &mut strides, itemsize, fortran);
    strides
}

/// Writes the strides of [`contiguous_strides`] to a place of as many.
pub fn fill_strides(shape: &[isize], strides: &mut [isize], itemsize: isize, fortran: bool) {
    let mut step = itemsize;
    for i in 0..shape.len() {
        let dimension = if fortran { i } else { shape.len() - 1 - i };
        strides[dimension] = step;
        step = step.wrapping_mul(shape[dimension]);
    }
}

/// Whether strides are those of contiguous memory; a dimension of one item may have any.
pub fn strides_are_contiguous(shape: &[isize], strides: &[isize], itemsize: isize, fortran: bool) -> bool {
    let mut step = itemsize;
    for i in 0..shape.len() {
        let dimension = if fortran { i } else { shape.len() - 1 - i };
        if shape[dimension] > 1 && strides[dimension] != step {
            return false;
        }
        step = step.wrapping_mul(shape[dimension]);
    }
    true
}

/// Whether a buffer is contiguous, in C order (`b'C'`), in Fortran's (`b'F'`), or in either (`b'A'`).
///
/// # Safety
/// The buffer is as its exporter filled it.
pub unsafe fn is_contiguous(view: &Py_buffer, order: u8) -> bool {
    if !view.suboffsets.is_null() {
        return false;
    }
    let count = usize::try_from(view.ndim).unwrap_or(0);
    let fits = |fortran: bool| {
        if view.len == 0 || count == 0 {
            return true;
        }
        // SAFETY: the caller's word.
        unsafe {
            match (numbers(view.shape, count), numbers(view.strides, count)) {
                (Some(shape), Some(strides)) => strides_are_contiguous(shape, strides, view.itemsize, fortran),
                // Without strides it is C order, which is Fortran's too where at most one dimension is longer than one.
                (Some(shape), None) => !fortran || count <= 1 || shape.iter().filter(|&&n| n > 1).count() <= 1,
                (None, _) => !fortran || count <= 1,
            }
        }
    };
    match order {
        b'C' => fits(false),
        b'F' => fits(true),
        b'A' => fits(false) || fits(true),
        _ => false,
    }
}

/// Copies the items of a buffer, one after the other in C order or in Fortran's, to `out`.
///
/// # Safety
/// The buffer is as its exporter filled it; `out` has room for all of it.
pub unsafe fn copy_items(view: &Py_buffer, fortran: bool, out: *mut u8) {
    // SAFETY: the caller's word.
    unsafe {
        let size = usize::try_from(view.itemsize).unwrap_or(0);
        if is_contiguous(view, if fortran { b'F' } else { b'C' }) {
            out.copy_from_nonoverlapping(view.buf.cast(), usize::try_from(view.len).unwrap_or(0));
            return;
        }
        let mut at = out;
        Dimensions::of(view).walk(view.buf.cast(), fortran, |item| {
            at.copy_from_nonoverlapping(item, size);
            at = at.add(size);
        });
    }
}

// ---- pybuffer.h ---------------------------------------------------------------------------------------------------

/// Whether the memory is contiguous in the order `C`, `F`, or `A` for either.
#[capi]
pub fn PyBuffer_IsContiguous(view: *const Py_buffer, order: c_char) -> bool {
    // SAFETY: the caller's buffer, or NULL.
    unsafe { view.as_ref() }.is_some_and(|view| unsafe { is_contiguous(view, order as u8) })
}

/// The address of the item at `indices`.
#[capi]
pub fn PyBuffer_GetPointer(view: *const Py_buffer, indices: *const isize) -> *mut c_void {
    // SAFETY: the caller's buffer, and as many indices as it has dimensions.
    unsafe {
        let Some(view) = view.as_ref() else { return null_mut() };
        let dimensions = Dimensions::of(view);
        let index = numbers(indices, dimensions.shape.len()).unwrap_or(&[]);
        address(view.buf.cast(), index, &dimensions.strides, &dimensions.suboffsets).cast()
    }
}

/// Writes the strides of contiguous memory of that shape: Fortran's for the order `F`, else C's.
#[capi]
pub fn PyBuffer_FillContiguousStrides(ndim: c_int, shape: *mut isize, strides: *mut isize, itemsize: c_int, order: c_char) {
    let count = usize::try_from(ndim).unwrap_or(0);
    // SAFETY: the caller's numbers, as many as there are dimensions.
    if let Some(shape) = unsafe { numbers(shape, count) }.filter(|_| !strides.is_null() && count > 0) {
        let filled = contiguous_strides(shape, itemsize as isize, order as u8 == b'F');
        // SAFETY: as above.
        unsafe { strides.copy_from_nonoverlapping(filled.as_ptr(), count) };
    }
}

/// Copies the buffer's items to `out`, in the order `C`, `F`, or `A` for whichever it has; `len` is the buffer's.
#[capi]
pub fn PyBuffer_ToContiguous(out: *mut c_void, view: *const Py_buffer, len: isize, order: c_char) -> Result<()> {
    // SAFETY: the caller's buffer, and room for all of it.
    unsafe {
        let Some(view) = view.as_ref() else {
            return Err(raise!(SystemError, "bad argument to internal function"));
        };
        if len != view.len {
            return Err(raise!(ValueError, "PyBuffer_ToContiguous: len != view->len"));
        }
        let fortran = match order as u8 {
            b'F' => true,
            b'A' => !is_contiguous(view, b'C') && is_contiguous(view, b'F'),
            _ => false,
        };
        copy_items(view, fortran, out.cast());
        Ok(())
    }
}

/// Copies `len` bytes, or as many as there is room for, into the buffer's items, taken in the order `C` or `F`.
#[capi]
pub fn PyBuffer_FromContiguous(view: *const Py_buffer, data: *const c_void, len: isize, order: c_char) -> Result<()> {
    // SAFETY: the caller's buffer, and as many bytes as it says.
    unsafe {
        let Some(view) = view.as_ref() else {
            return Err(raise!(SystemError, "bad argument to internal function"));
        };
        let len = usize::try_from(len.min(view.len)).unwrap_or(0);
        if is_contiguous(view, order as u8) {
            view.buf.cast::<u8>().copy_from_nonoverlapping(data.cast(), len);
            return Ok(());
        }
        let size = usize::try_from(view.itemsize).unwrap_or(0);
        let (mut from, mut left) = (data.cast::<u8>(), len.checked_div(size).unwrap_or(0));
        Dimensions::of(view).walk(view.buf.cast(), order as u8 == b'F', |item| {
            if left > 0 {
                item.copy_from_nonoverlapping(from, size);
                from = from.add(size);
                left -= 1;
            }
        });
        Ok(())
    }
}

/// Copies the bytes of one object's buffer into the other's. `TypeError` where one has none, `BufferError` where they do not fit.
#[capi]
pub fn PyObject_CopyData(destination: &PyObject, source: &PyObject) -> Result<()> {
    if getter(destination.ty()).is_none() || getter(source.ty()).is_none() {
        return Err(raise!(TypeError, "both destination and source must be bytes-like objects"));
    }
    let (mut to, mut from) = (Py_buffer::EMPTY, Py_buffer::EMPTY);
    get_buffer(destination, &raw mut to, FULL)?;
    if let Err(raised) = get_buffer(source, &raw mut from, FULL_RO) {
        release(&mut to);
        return Err(raised);
    }
    let result = if to.len < from.len {
        Err(raise!(BufferError, "destination is too small to receive data from source"))
    } else {
        // SAFETY: both are as their exporters filled them, and the source is not the longer one.
        unsafe { copy_between(&to, &from) };
        Ok(())
    };
    release(&mut from);
    release(&mut to);
    result
}

/// # Safety
/// Both buffers are as their exporters filled them, and the source is not the longer one.
unsafe fn copy_between(to: &Py_buffer, from: &Py_buffer) {
    // SAFETY: the caller's word.
    unsafe {
        if [b'C', b'F'].iter().any(|&order| is_contiguous(to, order) && is_contiguous(from, order)) {
            to.buf.cast::<u8>().copy_from(from.buf.cast(), usize::try_from(from.len).unwrap_or(0));
            return;
        }
        // The two may share memory, so all is read before anything is written.
        let mut items: Buf<u8> = Buf::filled(0, usize::try_from(from.len).unwrap_or(0));
        copy_items(from, false, items.as_mut_ptr());
        let mut chunks = items.chunks(usize::try_from(to.itemsize).unwrap_or(1).max(1));
        Dimensions::of(to).walk(to.buf.cast(), false, |item| {
            if let Some(bytes) = chunks.next() {
                item.copy_from_nonoverlapping(bytes.as_ptr(), bytes.len());
            }
        });
    }
}

/// The size of an item of a format, as `struct.calcsize` gives it. `struct.error` where it is none.
#[capi]
pub fn PyBuffer_SizeFromFormat(format: &CStr) -> Result<isize> {
    Layout::parse(format.to_bytes()).map(|layout| layout.size as isize).map_err(|bad| {
        let error = crate::import::PyImport_ImportModule(c"struct").and_then(|module| attribute::PyObject_GetAttrString(&module, c"error"));
        let message = unicode::from_str(bad.message());
        match (error, message) {
            (Ok(error), Ok(message)) => errors::set_object(&error, Some(&message)),
            (Err(raised), _) | (_, Err(raised)) => raised,
        }
    })
}

/// Runs `f` with a thread state of that interpreter attached.
fn in_interpreter(interp: *mut PyInterpreterState, f: impl FnOnce()) {
    if interp.is_null() || std::ptr::eq(interp, crate::runtime::interpreter::interp()) {
        return f();
    }
    let visitor = thread_state::PyThreadState_New(interp);
    let previous = thread_state::PyThreadState_Swap(visitor);
    f();
    thread_state::PyThreadState_Clear(visitor);
    thread_state::PyThreadState_Swap(previous);
    thread_state::PyThreadState_Delete(visitor);
}

/// Releases a buffer in the interpreter that its exporter belongs to. 0.
#[capi(private)]
pub fn _PyBuffer_ReleaseInInterpreter(interp: *mut PyInterpreterState, view: *mut Py_buffer) -> c_int {
    in_interpreter(interp, || PyBuffer_Release(view));
    0
}

/// The same, and gives back the memory of the `Py_buffer` itself, which is of the raw domain. 0.
#[capi(private)]
pub fn _PyBuffer_ReleaseInInterpreterAndRawFree(interp: *mut PyInterpreterState, view: *mut Py_buffer) -> c_int {
    in_interpreter(interp, || PyBuffer_Release(view));
    // SAFETY: a block of the raw domain, which the caller gives away.
    unsafe { memory::free(memory::Domain::Raw, view.cast()) };
    0
}

// ---- the protocol before this one ---------------------------------------------------------------------------------

/// Writes where the bytes of the object lie and how many there are. The buffer is released before the caller looks: it is the old
/// protocol, and only right while nobody changes the object.
fn old_buffer(object: Option<&PyObject>, data: *mut *mut c_void, len: *mut isize, writable: bool) -> Result<()> {
    let (Some(object), false) = (object, data.is_null() || len.is_null()) else {
        return Err(match errors::occurred() {
            true => Raised::already(),
            false => raise!(SystemError, "null argument to internal routine"),
        });
    };
    let view = if writable {
        View::writable(object).map_err(|raised| {
            raised.clear();
            raise!(TypeError, "expected a writable bytes-like object")
        })?
    } else {
        View::request(object, SIMPLE)?
    };
    // SAFETY: the caller's places, not NULL.
    unsafe {
        *data = view.data().cast();
        *len = view.len() as isize;
    }
    Ok(())
}

/// Writes where the bytes of the object lie and how many there are. (The protocol of Python 2.)
#[capi(private)]
pub fn PyObject_AsCharBuffer(object: Option<&PyObject>, data: *mut *const c_char, len: *mut isize) -> Result<()> {
    old_buffer(object, data.cast(), len, false)
}

/// Writes where the bytes of the object lie and how many there are. (The protocol of Python 2.)
#[capi(private)]
pub fn PyObject_AsReadBuffer(object: Option<&PyObject>, data: *mut *const c_void, len: *mut isize) -> Result<()> {
    old_buffer(object, data.cast(), len, false)
}

/// Writes where the bytes of the object lie, to be changed, and how many there are. (The protocol of Python 2.)
#[capi(private)]
pub fn PyObject_AsWriteBuffer(object: Option<&PyObject>, data: *mut *mut c_void, len: *mut isize) -> Result<()> {
    old_buffer(object, data, len, true)
}

/// Whether the object gives out plain bytes to read. (The protocol of Python 2.)
#[capi(private)]
pub fn PyObject_CheckReadBuffer(object: &PyObject) -> bool {
    if getter(object.ty()).is_none() {
        return false;
    }
    View::request(object, SIMPLE).map_err(Raised::clear).is_ok()
}
