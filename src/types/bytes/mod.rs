//! `bytes`: an immutable sequence of bytes with a NUL behind it.
//!
//! Here: the struct, how Rust makes and reads one, and bytesobject.h. The type object and its slots stand in `ty.rs`, the methods in
//! `methods.rs`, `%` in `percent.rs`, escapes of literals in `escape.rs`, `PyBytes_FromFormat` in `from_format.rs`.
//!
//! Invariant: the empty object and the 256 of one byte exist once, as immortal statics; nothing here makes a second one of exactly
//! the type `bytes`. The bytes of an object never change once it is in other hands.

mod api;
pub mod escape;
mod from_format;
pub mod percent;
mod ty;

pub use api::*;
pub use ty::{by_method, of_items};

use crate::boundary::slot;
use crate::layout::*;
use crate::object::{Owned, Typed, gc, types};
use crate::runtime::errors::{Raised, Result};
use crate::runtime::memory;
use crate::types::bytes_methods::{Out, iterator};
use exuvia_macros::capi;
use std::cell::Cell;
use std::mem::MaybeUninit;

// SAFETY: instances of bytes and of its subclasses begin with a PyBytesObject.
unsafe impl Typed for PyBytesObject {
    fn type_object() -> &'static PyTypeObject {
        &PyBytes_Type
    }
    const FLAG: Option<u64> = Some(flags::BYTES_SUBCLASS);
}

/// Where the bytes begin.
const DATA: usize = std::mem::offset_of!(PyBytesObject, ob_sval);
/// The size of an empty object: header, size, hash and the NUL.
pub const BASIC_SIZE: usize = DATA + 1;

/// `bytes`.
#[capi]
pub static PyBytes_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"bytes".as_ptr()),
    tp_basicsize: Cell::new(BASIC_SIZE as isize),
    tp_itemsize: Cell::new(1),
    tp_flags: Cell::new(flags::DEFAULT | flags::BASETYPE | flags::BYTES_SUBCLASS | flags::MATCH_SELF),
    tp_doc: Cell::new(c"bytes(source=b'', encoding=<unrepresentable>, errors=<unrepresentable>)\n\nA sequence of bytes that does not change: of the ints of an iterable, the buffer of an object, an encoded text,\nor so many zeros.".as_ptr()),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_repr: Cell::new(Some(slot::unary(ty::repr))),
    tp_str: Cell::new(Some(slot::unary(ty::repr))),
    tp_hash: Cell::new(Some(slot::hash(ty::hash))),
    tp_richcompare: Cell::new(Some(slot::compare(ty::compare))),
    tp_iter: Cell::new(Some(slot::unary(iterator::iter::<PyBytesObject>))),
    tp_as_number: Cell::new(&ty::NUMBER),
    tp_as_sequence: Cell::new(&ty::SEQUENCE),
    tp_as_mapping: Cell::new(&ty::MAPPING),
    tp_as_buffer: Cell::new(&ty::BUFFER),
    tp_methods: Cell::new(ty::METHODS.as_ptr()),
    tp_new: Cell::new(Some(slot::new(ty::new))),
    tp_vectorcall: Cell::new(Some(slot::vectorcall(ty::vectorcall))),
    ..PyTypeObject::STATIC
};

// ---- the statics --------------------------------------------------------------------------------------------------

/// An object with one byte and its NUL, spelled out so that the padding has a value.
#[repr(C)]
struct OneByte {
    head: PyVarObject,
    hash: Cell<isize>,
    bytes: [u8; 8],
}
// SAFETY: an immortal object, written at start-up only.
unsafe impl Sync for OneByte {}
const _: () = assert!(size_of::<OneByte>() == size_of::<PyBytesObject>() && std::mem::offset_of!(OneByte, bytes) == DATA);

const fn immortal(size: isize) -> OneByte {
    let ty = (&raw const PyBytes_Type).cast_mut();
    OneByte { head: PyVarObject { ob_base: PyObject::immortal(ty), ob_size: Cell::new(size) }, hash: Cell::new(-1), bytes: [0; 8] }
}

/// `b""`.
static EMPTY: OneByte = immortal(0);
/// The objects of one byte, in order.
static SINGLES: [OneByte; 256] = {
    let mut all = [const { immortal(1) }; 256];
    let mut byte = 0;
    while byte < 256 {
        all[byte].bytes[0] = byte as u8;
        byte += 1;
    }
    all
};

/// `b""`, borrowed.
#[inline(always)]
pub fn empty() -> &'static PyBytesObject {
    // SAFETY: the layouts are the same, as asserted above.
    unsafe { &*(&raw const EMPTY).cast() }
}

/// The object of one byte, borrowed.
#[inline(always)]
pub fn single(byte: u8) -> &'static PyBytesObject {
    // SAFETY: the layouts are the same, as asserted above.
    unsafe { &*(&raw const SINGLES[usize::from(byte)]).cast() }
}

/// All static objects of the type, borrowed.
pub fn statics() -> impl Iterator<Item = &'static PyObject> {
    (0..=u8::MAX).map(single).chain([empty()]).map(|bytes| bytes.as_object())
}

// ---- making and reading -------------------------------------------------------------------------------------------

impl PyBytesObject {
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.ob_size.get() as usize
    }
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Where the bytes begin; a NUL follows the last.
    #[inline(always)]
    pub fn data(&self) -> *mut u8 {
        // SAFETY: the data is part of the object's block.
        unsafe { self.as_ptr().cast::<u8>().add(DATA) }
    }
    /// The bytes.
    #[inline(always)]
    pub fn as_slice(&self) -> &[u8] {
        // SAFETY: as many bytes as the size says, which do not change any more.
        unsafe { std::slice::from_raw_parts(self.data(), self.len()) }
    }
}

/// The size of the block of an object with so many bytes.
fn block_size(size: usize) -> Result<usize> {
    if size > isize::MAX as usize - BASIC_SIZE {
        return Err(crate::raise!(OverflowError, "byte string is too large"));
    }
    Ok(BASIC_SIZE + size)
}

/// A new object of `size` bytes that are not initialised; the NUL is there. Not for size 0, which is one object for all.
///
/// # Safety
/// The bytes are written before anybody reads them.
#[inline]
pub unsafe fn uninit(size: usize) -> Result<Owned<PyBytesObject>> {
    let object = memory::alloc_object(block_size(size)?)?;
    // SAFETY: a fresh block of that size.
    unsafe {
        gc::init(object, &PyBytes_Type);
        let this = Owned::from_nonnull(object.cast::<PyBytesObject>());
        this.ob_size.set(size as isize);
        this.ob_shash.set(-1);
        *this.data().add(size) = 0;
        Ok(this)
    }
}

/// A new object with a copy of the bytes.
#[inline]
pub fn from_slice(bytes: &[u8]) -> Result<Owned<PyBytesObject>> {
    match bytes {
        [] => Ok(Owned::from_ref(empty())),
        [byte] => Ok(Owned::from_ref(single(*byte))),
        _ => {
            // SAFETY: written at once.
            unsafe {
                let object = uninit(bytes.len())?;
                object.data().copy_from_nonoverlapping(bytes.as_ptr(), bytes.len());
                Ok(object)
            }
        }
    }
}

/// A new object of `size` bytes that `write` writes, all of them, to the address it is given.
#[inline]
pub fn from_exact(size: usize, write: impl FnOnce(*mut u8)) -> Result<Owned<PyBytesObject>> {
    if size < 2 {
        let mut byte = 0;
        write(&mut byte);
        return Ok(Owned::from_ref(if size == 0 { empty() } else { single(byte) }));
    }
    // SAFETY: written at once.
    let object = unsafe { uninit(size)? };
    write(object.data());
    Ok(object)
}

/// A new object of `size` bytes that `write` writes, all of them.
#[inline]
pub fn build(size: usize, write: impl FnOnce(&mut Out)) -> Result<Owned<PyBytesObject>> {
    if size < 2 {
        let mut buffer = [MaybeUninit::new(0)];
        write(&mut Out::new(&mut buffer[..size]));
        // SAFETY: initialised above.
        return Ok(Owned::from_ref(if size == 0 { empty() } else { single(unsafe { buffer[0].assume_init() }) }));
    }
    // SAFETY: `write` writes what is then read, or panics, and then the object is dropped unread.
    unsafe {
        let object = uninit(size)?;
        let mut out = Out::new(std::slice::from_raw_parts_mut(object.data().cast(), size));
        write(&mut out);
        assert_eq!(out.written(), size, "a result of bytes was measured wrong");
        Ok(object)
    }
}

/// A new instance of a type that derives from `bytes`, with a copy of the bytes.
pub fn from_slice_as(ty: &PyTypeObject, bytes: &[u8]) -> Result<Owned<PyBytesObject>> {
    if std::ptr::eq(ty, &PyBytes_Type) {
        return from_slice(bytes);
    }
    let size = isize::try_from(bytes.len()).map_err(|_| Raised::no_memory())?;
    // SAFETY: an instance of a subclass of bytes, zeroed, with room for the bytes and the NUL.
    unsafe {
        let object = types::alloc(ty, size)?.cast::<PyBytesObject>();
        object.ob_shash.set(-1);
        object.data().copy_from_nonoverlapping(bytes.as_ptr(), bytes.len());
        Ok(object)
    }
}

fn dealloc(this: *mut PyBytesObject) {
    let object = this.cast::<PyObject>();
    // SAFETY: dead.
    unsafe {
        if std::ptr::eq((*object).ty(), &PyBytes_Type) {
            memory::free_object(object);
        } else {
            types::free(object);
        }
    }
}
