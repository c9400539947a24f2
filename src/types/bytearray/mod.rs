//! `bytearray`: bytes that change, in a block of their own.
//!
//! Here: how the memory is kept, and bytearrayobject.h. The type object and its slots stand in `ty.rs`, the methods in `methods.rs`.
//!
//! Invariants: `ob_bytes` is NULL or a block of `ob_alloc` bytes of the mem domain; the bytes begin at `ob_start` inside of it (taking
//! bytes off the front moves only that), and a NUL follows them. While `ob_exports` is not 0 somebody looks at the memory, and
//! neither block nor size change.

mod ty;

pub use ty::from_object;

use crate::boundary::slot;
use crate::layout::*;
use crate::object::{Owned, Typed, types};
use crate::protocol::buffer::View;
use crate::raise;
use crate::runtime::errors::{Raised, Result};
use crate::runtime::memory::{self, Domain};
use crate::types::bytes_methods::{Out, iterator};
use exuvia_macros::capi;
use std::cell::Cell;
use std::ffi::c_char;
use std::ops::Range;
use std::ptr::null_mut;

// SAFETY: instances of bytearray and of its subclasses begin with a PyByteArrayObject.
unsafe impl Typed for PyByteArrayObject {
    fn type_object() -> &'static PyTypeObject {
        &PyByteArray_Type
    }
}

/// `bytearray`.
#[capi]
pub static PyByteArray_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"bytearray".as_ptr()),
    tp_basicsize: Cell::new(size_of::<PyByteArrayObject>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::BASETYPE | flags::MATCH_SELF),
    tp_doc: Cell::new(c"bytearray(source=b'', encoding=<unrepresentable>, errors=<unrepresentable>)\n\nA sequence of bytes that can be changed: of the ints of an iterable, the buffer of an object, an encoded text,\nor so many zeros.".as_ptr()),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_repr: Cell::new(Some(slot::unary(ty::repr))),
    tp_str: Cell::new(Some(slot::unary(ty::repr))),
    tp_richcompare: Cell::new(Some(slot::compare(ty::compare))),
    tp_hash: Cell::new(Some(slot::HASH_NOT_IMPLEMENTED)),
    tp_iter: Cell::new(Some(slot::unary(iterator::iter::<PyByteArrayObject>))),
    tp_as_number: Cell::new(&ty::NUMBER),
    tp_as_sequence: Cell::new(&ty::SEQUENCE),
    tp_as_mapping: Cell::new(&ty::MAPPING),
    tp_as_buffer: Cell::new(&ty::BUFFER),
    tp_methods: Cell::new(ty::METHODS.as_ptr()),
    tp_init: Cell::new(Some(slot::init(ty::init))),
    tp_new: Cell::new(Some(slot::new(ty::new))),
    ..PyTypeObject::STATIC
};

/// What an empty array shows to C, which may look at the NUL.
#[capi]
pub static _PyByteArray_empty_string: [u8; 1] = [0];

// ---- the memory ---------------------------------------------------------------------------------------------------

impl PyByteArrayObject {
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.ob_size.get() as usize
    }
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Where the bytes begin; a NUL follows the last. Never NULL.
    #[inline(always)]
    pub fn data(&self) -> *mut u8 {
        let start = self.ob_start.get();
        if start.is_null() { (&raw const _PyByteArray_empty_string).cast_mut().cast() } else { start }
    }
    /// The bytes. They must not be changed, and no foreign code may run, while they are looked at.
    #[inline(always)]
    pub fn as_slice(&self) -> &[u8] {
        // SAFETY: as many bytes as the size says.
        unsafe { std::slice::from_raw_parts(self.data(), self.len()) }
    }

    /// `BufferError` while somebody looks at the memory.
    #[inline]
    pub fn check_exports(&self) -> Result<()> {
        if self.ob_exports.get() > 0 {
            return Err(raise!(BufferError, "Existing exports of data: object cannot be re-sized"));
        }
        Ok(())
    }

    /// Makes the array `size` bytes long. New bytes are not initialised. `BufferError` while it is exported, unless nothing changes.
    pub fn resize(&self, size: usize) -> Result<()> {
        if size == self.len() {
            return Ok(());
        }
        self.check_exports()?;
        let alloc = self.ob_alloc.get() as usize;
        let (block, start) = (self.ob_bytes.get(), self.ob_start.get());
        let offset = if block.is_null() { 0 } else { start as usize - block as usize };
        let needed = size.checked_add(1).filter(|&n| n <= isize::MAX as usize).ok_or_else(Raised::no_memory)?;
        if needed + offset <= alloc && needed > alloc / 2 {
            // There is room, and not too much of it.
            self.finish_resize(size);
            return Ok(());
        }
        let wanted = if needed + offset <= alloc || size as f64 > alloc as f64 * 1.125 {
            needed
        } else {
            // A little growth is followed by more.
            size.checked_add(size >> 3).and_then(|n| n.checked_add(if size < 9 { 3 } else { 6 })).ok_or_else(Raised::no_memory)?
        };
        // SAFETY: a block of the mem domain or NULL; what is copied lies inside of both blocks.
        unsafe {
            let new = if offset > 0 {
                let new = memory::alloc(Domain::Mem, wanted).cast::<u8>();
                if !new.is_null() {
                    new.copy_from_nonoverlapping(start, self.len().min(size));
                    memory::free(Domain::Mem, block.cast());
                }
                new
            } else {
                memory::realloc(Domain::Mem, block.cast(), wanted).cast()
            };
            if new.is_null() {
                return Err(Raised::no_memory());
            }
            self.ob_bytes.set(new);
            self.ob_start.set(new);
            self.ob_alloc.set(wanted as isize);
        }
        self.finish_resize(size);
        Ok(())
    }

    fn finish_resize(&self, size: usize) {
        self.ob_size.set(size as isize);
        // SAFETY: the block has room for the bytes and the NUL.
        unsafe { *self.ob_start.get().add(size) = 0 };
    }

    /// Replaces the bytes of a range by others, which are not the array's own.
    pub fn splice(&self, range: Range<usize>, bytes: &[u8]) -> Result<()> {
        let len = self.len();
        let (removed, added) = (range.len(), bytes.len());
        if added < removed {
            self.check_exports()?;
            let shrink = removed - added;
            // SAFETY: all within the array's memory.
            unsafe {
                if range.start == 0 {
                    // The front goes: the bytes stay where they are.
                    self.ob_start.set(self.ob_start.get().add(shrink));
                    self.ob_size.set((len - shrink) as isize);
                    if let Err(raised) = self.resize_to_fit(len - shrink) {
                        raised.clear();
                    }
                } else {
                    let data = self.data();
                    data.add(range.start + added).copy_from(data.add(range.end), len - range.end);
                    self.resize(len - shrink)?;
                }
            }
        } else if added > removed {
            let size = len.checked_add(added - removed).ok_or_else(Raised::no_memory)?;
            self.resize(size)?;
            let data = self.data();
            // SAFETY: the array has grown by what is moved.
            unsafe { data.add(range.start + added).copy_from(data.add(range.end), len - range.end) };
        }
        // SAFETY: the range is as long as the bytes now.
        unsafe { self.data().add(range.start).copy_from(bytes.as_ptr(), added) };
        Ok(())
    }

    /// Gives memory back where the bytes have become few; they are in place, and their number is set.
    fn resize_to_fit(&self, size: usize) -> Result<()> {
        if size < self.ob_alloc.get() as usize / 2 {
            // One byte more than there is makes `resize` look at the block.
            self.ob_size.set(size as isize);
            let (block, start) = (self.ob_bytes.get(), self.ob_start.get());
            // SAFETY: the mem domain's; what is copied lies inside of both blocks.
            unsafe {
                let new = memory::alloc(Domain::Mem, size + 1).cast::<u8>();
                if new.is_null() {
                    return Err(Raised::no_memory());
                }
                new.copy_from_nonoverlapping(start, size);
                memory::free(Domain::Mem, block.cast());
                self.ob_bytes.set(new);
                self.ob_start.set(new);
                self.ob_alloc.set(size as isize + 1);
            }
        }
        self.finish_resize(size);
        Ok(())
    }
}

/// A new array of `size` bytes that are not initialised.
///
/// # Safety
/// The bytes are written before anybody reads them.
unsafe fn uninit(ty: &PyTypeObject, size: usize) -> Result<Owned<PyByteArrayObject>> {
    // SAFETY: bytearray's instances have this struct; zeroed, it is an empty array.
    let array = unsafe { types::alloc(ty, 0)?.cast::<PyByteArrayObject>() };
    if size > 0 {
        if size >= isize::MAX as usize {
            return Err(Raised::no_memory());
        }
        let block = memory::alloc(Domain::Mem, size + 1).cast::<u8>();
        if block.is_null() {
            return Err(Raised::no_memory());
        }
        array.ob_bytes.set(block);
        array.ob_start.set(block);
        array.ob_alloc.set(size as isize + 1);
        array.finish_resize(size);
    }
    Ok(array)
}

/// A new array with a copy of the bytes.
pub fn from_slice(bytes: &[u8]) -> Result<Owned<PyByteArrayObject>> {
    // SAFETY: written at once.
    unsafe {
        let array = uninit(&PyByteArray_Type, bytes.len())?;
        array.data().copy_from_nonoverlapping(bytes.as_ptr(), bytes.len());
        Ok(array)
    }
}

/// A new array of `size` bytes that `write` writes, all of them.
pub fn build(size: usize, write: impl FnOnce(&mut Out)) -> Result<Owned<PyByteArrayObject>> {
    // SAFETY: `write` writes what is then read, or panics, and then the array is dropped unread.
    unsafe {
        let array = uninit(&PyByteArray_Type, size)?;
        let mut out = Out::new(std::slice::from_raw_parts_mut(array.data().cast(), size));
        write(&mut out);
        assert_eq!(out.written(), size, "a result of bytearray was measured wrong");
        Ok(array)
    }
}

/// `a + b` of two objects with buffers, as a new array.
pub fn concat(a: &PyObject, b: &PyObject) -> Result<Owned> {
    let (left, right) = match (View::simple(a), View::simple(b)) {
        (Ok(left), Ok(right)) => (left, right),
        (left, right) => {
            drop((left.map_err(Raised::clear), right.map_err(Raised::clear)));
            return Err(raise!(TypeError, "can't concat {} to {}", b.ty().name(), a.ty().name()));
        }
    };
    let size = left.len().checked_add(right.len()).ok_or_else(Raised::no_memory)?;
    let sum = build(size, |out| {
        out.extend(left.as_slice());
        out.extend(right.as_slice());
    })?;
    Ok(sum.upcast())
}

fn dealloc(this: *mut PyByteArrayObject) {
    // SAFETY: dead, and the block is its own.
    unsafe {
        if (*this).ob_exports.get() > 0 {
            // Whoever exported it and let it die has a fault; nobody can take an exception here.
            raise!(SystemError, "deallocated bytearray object has exported buffers").clear();
        }
        memory::free(Domain::Mem, (*this).ob_bytes.replace(null_mut()).cast());
        types::free(this.cast());
    }
}

// ---- bytearrayobject.h --------------------------------------------------------------------------------------------

/// An instance of `bytearray` or of a subclass, or `TypeError`.
fn expect(object: &PyObject) -> Result<&PyByteArrayObject> {
    object.downcast().ok_or_else(|| raise!(TypeError, "expected bytearray, {} found", object.ty().name()))
}

/// A new array with a copy of the `size` bytes at `bytes`. Where that is NULL they are for the caller to fill in.
#[capi]
pub fn PyByteArray_FromStringAndSize(bytes: *const c_char, size: isize) -> Result<Owned> {
    let Ok(length) = usize::try_from(size) else {
        return Err(raise!(SystemError, "Negative size passed to PyByteArray_FromStringAndSize"));
    };
    // SAFETY: the caller's bytes; or the caller fills them in before the array is used.
    unsafe {
        let array = uninit(&PyByteArray_Type, length)?;
        if !bytes.is_null() {
            array.data().copy_from_nonoverlapping(bytes.cast(), length);
        }
        Ok(array.upcast())
    }
}

/// `a + b` of two objects with buffers, as a new array; `TypeError` where one of them has none.
#[capi]
pub fn PyByteArray_Concat(a: &PyObject, b: &PyObject) -> Result<Owned> {
    concat(a, b)
}

/// How many bytes there are.
#[capi]
pub fn PyByteArray_Size(object: &PyObject) -> Result<isize> {
    Ok(expect(object)?.ob_size.get())
}

/// Where the bytes begin, until the array changes; a NUL follows them.
#[capi]
pub fn PyByteArray_AsString(object: &PyObject) -> Result<*mut c_char> {
    Ok(expect(object)?.data().cast())
}

/// Makes the array `size` bytes long; new bytes are not initialised. `BufferError` while it is exported.
#[capi]
pub fn PyByteArray_Resize(object: &PyObject, size: isize) -> Result<()> {
    let array = expect(object)?;
    let Ok(length) = usize::try_from(size) else {
        return Err(raise!(ValueError, "Can only resize to positive sizes, got {size}"));
    };
    array.resize(length)
}

/// A new array of what `bytearray(object)` takes: the object's buffer, its items, or so many zeros.
#[capi]
pub fn PyByteArray_FromObject(object: &PyObject) -> Result<Owned> {
    from_object(object)
}
