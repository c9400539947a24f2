//! Items and slices of a view.

use super::format::{self, native};
use super::{PyMemoryViewObject, alloc};
use crate::layout::*;
use crate::object::Owned;
use crate::protocol::buffer::{self, Dimensions, follow};
use crate::protocol::index;
use crate::raise;
use crate::runtime::buf::{Buf, ToBuf};
use crate::runtime::errors::{Raised, Result};
use std::ffi::CStr;

/// The letter of the view's format, or `NotImplementedError`.
pub fn readable(format: &CStr) -> Result<u8> {
    native(format).ok_or_else(|| raise!(NotImplementedError, "memoryview: unsupported format {}", format.to_string_lossy()))
}

#[cold]
fn sub_views() -> Raised {
    raise!(NotImplementedError, "sub-views are not implemented")
}
#[cold]
fn bad_key() -> Raised {
    raise!(TypeError, "memoryview: invalid slice key")
}
#[cold]
fn no_index() -> Raised {
    raise!(TypeError, "invalid indexing of 0-dim memory")
}

/// Where the `at`-th item of a dimension lies, counted from `place`.
fn step(this: &PyMemoryViewObject, place: *mut u8, dimension: usize, at: isize) -> Result<*mut u8> {
    let length = this.shape()[dimension];
    let at = if at < 0 { at + length } else { at };
    if at < 0 || at >= length {
        return Err(raise!(IndexError, "index out of bounds on dimension {}", dimension + 1));
    }
    // SAFETY: within the shape.
    unsafe { Ok(follow(place.offset(this.strides()[dimension] * at), this.suboffsets().get(dimension))) }
}

/// The item of one dimension.
pub fn item(this: &PyMemoryViewObject, at: isize) -> Result<Owned> {
    this.check_released()?;
    let letter = readable(this.format())?;
    match this.dimensions() {
        0 => Err(no_index()),
        // SAFETY: `step` gives an item's address.
        1 => unsafe { format::unpack(letter, step(this, this.view.buf.cast(), 0, at)?) },
        _ => Err(raise!(NotImplementedError, "multi-dimensional sub-views are not implemented")),
    }
}

/// Whether all items of a tuple are indices, and whether all are slices.
fn kinds(key: &PyTupleObject) -> (bool, bool) {
    let items = key.as_slice();
    (items.iter().all(|item| index::is_index(item)), !items.is_empty() && items.iter().all(|item| index::as_slice(item).is_some()))
}

/// The address of the item that a tuple of indices names.
fn address(this: &PyMemoryViewObject, key: &PyTupleObject) -> Result<*mut u8> {
    let (given, dimensions) = (key.len(), this.dimensions());
    if given > dimensions {
        return Err(raise!(TypeError, "cannot index {dimensions}-dimension view with {given}-element tuple"));
    }
    let mut place = this.view.buf.cast::<u8>();
    for (dimension, object) in key.as_slice().iter().enumerate() {
        place = step(this, place, dimension, index::position(object)?)?;
    }
    Ok(place)
}

/// `this[key]`.
pub fn subscript(this: &PyMemoryViewObject, key: &PyObject) -> Result<Owned> {
    this.check_released()?;
    if this.dimensions() == 0 {
        if key.downcast_exact::<PyTupleObject>().is_some_and(PyTupleObject::is_empty) {
            let letter = readable(this.format())?;
            // SAFETY: the one item.
            return unsafe { format::unpack(letter, this.view.buf.cast()) };
        }
        if key.is(&crate::types::singletons::_Py_EllipsisObject) {
            return Ok(this.new_ref());
        }
        return Err(no_index());
    }
    if index::is_index(key) {
        return item(this, index::position(key)?);
    }
    if let Some(slice) = index::as_slice(key) {
        return Ok(sliced(this, slice)?.upcast());
    }
    if let Some(tuple) = key.downcast::<PyTupleObject>() {
        match kinds(tuple) {
            (true, _) => {
                let letter = readable(this.format())?;
                if tuple.len() < this.dimensions() {
                    return Err(sub_views());
                }
                // The indices' own methods can release the view.
                let place = address(this, tuple)?;
                this.check_released()?;
                // SAFETY: an item's address.
                return unsafe { format::unpack(letter, place) };
            }
            (_, true) => return Err(raise!(NotImplementedError, "multi-dimensional slicing is not implemented")),
            _ => {}
        }
    }
    Err(bad_key())
}

/// A view on a part of the first dimension.
fn sliced(this: &PyMemoryViewObject, slice: &PySliceObject) -> Result<Owned<PyMemoryViewObject>> {
    let bounds = index::unpack(slice)?;
    this.check_released()?;
    this.check_restricted()?;
    let Some(managed) = this.mbuf.get() else { return Err(bad_key()) };
    let span = index::span(bounds, usize::try_from(this.shape()[0]).unwrap_or(0));
    let dimensions = this.dimensions();
    let part = alloc(&managed, dimensions)?;
    // SAFETY: numbers of as many dimensions; the first one's are those of the slice.
    unsafe {
        let view = part.view();
        let (shape, strides, suboffsets) = ((*view).shape, (*view).strides, (*view).suboffsets);
        *view = Py_buffer { shape, strides, suboffsets, ..this.view };
        shape.copy_from_nonoverlapping(this.shape().as_ptr(), dimensions);
        strides.copy_from_nonoverlapping(this.strides().as_ptr(), dimensions);
        if this.suboffsets().is_empty() {
            (*view).suboffsets = std::ptr::null_mut();
        } else {
            suboffsets.copy_from_nonoverlapping(this.suboffsets().as_ptr(), dimensions);
        }
        (*view).buf = this.view.buf.byte_offset(this.strides()[0].wrapping_mul(span.start));
        *shape = span.count as isize;
        *strides = this.strides()[0].wrapping_mul(span.step);
        let count = part.shape().iter().product::<isize>();
        (*view).len = count * this.view.itemsize;
    }
    part.note_order();
    Ok(part)
}

/// `this[key] = value`, or `del this[key]`, which is refused.
pub fn assign(this: &PyMemoryViewObject, key: &PyObject, value: Option<&PyObject>) -> Result<()> {
    this.check_released()?;
    let letter = readable(this.format())?;
    if this.view.readonly != 0 {
        return Err(raise!(TypeError, "cannot modify read-only memory"));
    }
    let Some(value) = value else {
        return Err(raise!(TypeError, "cannot delete memory"));
    };
    if this.dimensions() == 0 {
        if key.is(&crate::types::singletons::_Py_EllipsisObject) || key.downcast_exact::<PyTupleObject>().is_some_and(PyTupleObject::is_empty) {
            return write(this, letter, value, || Ok(this.view.buf.cast()));
        }
        return Err(no_index());
    }
    if index::is_index(key) {
        if this.dimensions() > 1 {
            return Err(sub_views());
        }
        let at = index::position(key)?;
        return write(this, letter, value, || step(this, this.view.buf.cast(), 0, at));
    }
    if let Some(slice) = index::as_slice(key) {
        if this.dimensions() > 1 {
            return Err(raise!(NotImplementedError, "memoryview slice assignments are currently restricted to ndim = 1"));
        }
        return assign_slice(this, slice, value);
    }
    if let Some(tuple) = key.downcast::<PyTupleObject>() {
        match kinds(tuple) {
            (true, _) => {
                if tuple.len() < this.dimensions() {
                    return Err(sub_views());
                }
                let place = address(this, tuple)?;
                return write(this, letter, value, || Ok(place));
            }
            (_, true) => return Err(raise!(NotImplementedError, "memoryview slice assignments are currently restricted to ndim = 1")),
            _ => {}
        }
    }
    Err(bad_key())
}

/// Writes a value to the item at a place. Converting the value can run foreign code, which can release the view.
fn write(this: &PyMemoryViewObject, letter: u8, value: &PyObject, place: impl FnOnce() -> Result<*mut u8>) -> Result<()> {
    let place = place()?;
    let (bytes, size) = format::pack(this.format(), letter, value)?;
    this.check_released()?;
    // SAFETY: an item's address, of a view that is in use.
    unsafe { place.copy_from_nonoverlapping(bytes.as_ptr(), size) };
    Ok(())
}

/// Whether two views have items of the same format and are of the same shape.
fn same_structure(a: &PyMemoryViewObject, b: &Py_buffer) -> bool {
    let strip = |format: &CStr| format.to_bytes().strip_prefix(b"@").unwrap_or(format.to_bytes()).to_buf();
    let b_format = if b.format.is_null() {
        c"B"
    } else {
        // SAFETY: the exporter's C string.
        unsafe { CStr::from_ptr(b.format) }
    };
    // SAFETY: as its exporter filled it.
    let b_shape = unsafe { Dimensions::of(b) }.shape;
    strip(a.format()) == strip(b_format) && a.view.itemsize == b.itemsize && a.shape() == b_shape
}

fn assign_slice(this: &PyMemoryViewObject, slice: &PySliceObject, value: &PyObject) -> Result<()> {
    let mut source = Py_buffer::EMPTY;
    buffer::get_buffer(value, &raw mut source, buffer::request::FULL_RO)?;
    let result = (|| {
        let target = sliced(this, slice)?;
        if !same_structure(&target, &source) {
            return Err(raise!(ValueError, "memoryview assignment: lvalue and rvalue have different structures"));
        }
        // SAFETY: both are as their exporters filled them, of the same shape and item size. They may share memory, so all is read first.
        unsafe {
            let size = usize::try_from(source.itemsize).unwrap_or(1).max(1);
            let length = usize::try_from(source.len).unwrap_or(0);
            if target.is_c_contiguous() && buffer::is_contiguous(&source, b'C') {
                target.view.buf.cast::<u8>().copy_from(source.buf.cast(), length);
                return Ok(());
            }
            let mut items = Buf::filled(0u8, length);
            buffer::copy_items(&source, false, items.as_mut_ptr());
            let mut chunks = items.chunks_exact(size);
            Dimensions::of(&target.view).walk(target.view.buf.cast(), false, |place| {
                if let Some(chunk) = chunks.next() {
                    place.copy_from_nonoverlapping(chunk.as_ptr(), size);
                }
            });
        }
        Ok(())
    })();
    buffer::release(&mut source);
    result
}

/// The items as a list, of lists where there is more than one dimension.
pub fn to_list(this: &PyMemoryViewObject) -> Result<Owned> {
    this.check_released()?;
    let letter = readable(this.format())?;
    nested(this, letter, this.view.buf.cast(), 0)
}

fn nested(this: &PyMemoryViewObject, letter: u8, place: *mut u8, dimension: usize) -> Result<Owned> {
    if dimension == this.dimensions() {
        // SAFETY: an item's address.
        return unsafe { format::unpack(letter, place) };
    }
    let length = usize::try_from(this.shape()[dimension]).unwrap_or(0);
    let mut items = Buf::with_capacity(length);
    for at in 0..length {
        items.push(nested(this, letter, step(this, place, dimension, at as isize)?, dimension + 1)?);
    }
    Ok(crate::types::list::from_exact(items.len(), items.into_iter())?.upcast())
}
