//! What Python sees of a view: methods, attributes, comparison, hash, iteration.

use super::format::{self, Layout, native};
use super::item::{assign, item, readable, subscript, to_list};
use super::{from_object_with_flags, over, release, state, to_bytes};
use crate::args::{Signature, check_positional};
use crate::boundary::method::{self, Args};
use crate::boundary::slot::{self, CompareOp};
use crate::layout::*;
use crate::object::gc::Visitor;
use crate::object::{Owned, gc, hash as hashing};
use crate::protocol::buffer::{self, Dimensions, MAX_DIMENSIONS, contiguous_strides, request};
use crate::raise;
use crate::runtime::buf::Buf;
use crate::runtime::errors::{Raised, Result};
use crate::types::bytes_methods::table;
use crate::types::singletons::{none, not_implemented};
use crate::types::{bool, generic_alias, long, tuple, unicode};
use std::cell::Cell;
use std::ffi::{CStr, c_int};

pub static SEQUENCE: PySequenceMethods =
    PySequenceMethods { sq_length: Cell::new(Some(slot::length(length))), sq_item: Cell::new(Some(slot::indexed(item))), ..PySequenceMethods::EMPTY };

pub static MAPPING: PyMappingMethods = PyMappingMethods {
    mp_length: Cell::new(Some(slot::length(length))),
    mp_subscript: Cell::new(Some(slot::subscript(subscript))),
    mp_ass_subscript: Cell::new(Some(slot::set_subscript(assign))),
};

pub static METHODS: [PyMethodDef; 13] = [
    generic_alias::CLASS_GETITEM,
    method::noargs(c"release", |this: &PyMemoryViewObject| release(this).map(|()| none()), c"release($self, /)\n--\n\nEnds the use of the object's memory."),
    method::keywords(c"tobytes", tobytes, c"tobytes($self, /, order='C')\n--\n\nThe items one after the other, as bytes.\n\nThe order is 'C', 'F' for Fortran's, or 'A' for Fortran's where the memory has it and C's otherwise."),
    method::keywords(c"hex", hex, c"hex($self, /, sep=<unrepresentable>, bytes_per_sep=1)\n--\n\nThe memory as hexadecimal digits, with a separator between groups of bytes."),
    method::noargs(c"tolist", to_list, c"tolist($self, /)\n--\n\nThe items as a list, of lists where there is more than one dimension."),
    method::keywords(c"cast", cast, c"cast($self, /, format, shape=<unrepresentable>)\n--\n\nA view on the same memory with items of another format, or in another shape."),
    method::noargs(c"toreadonly", toreadonly, c"toreadonly($self, /)\n--\n\nA view on the same memory that cannot be written through."),
    method::fastcall(c"count", count, c"count($self, value, /)\n--\n\nHow many items equal the value."),
    method::fastcall(c"index", index, c"index($self, value, start=0, stop=sys.maxsize, /)\n--\n\nThe first place of an item that equals the value; ValueError where there is none."),
    method::keywords(c"_from_flags", from_flags, c"_from_flags($type, /, object, flags)\n--\n\nA view on the object's memory, asked for with these flags.").class(),
    method::noargs(c"__enter__", enter, c""),
    method::fastcall(c"__exit__", exit, c""),
    PyMethodDef::END,
];

pub static GETSETS: [PyGetSetDef; 13] = [
    method::getset(c"obj", |this: &PyMemoryViewObject| attribute(this, exporter), c"The object whose memory this is."),
    method::getset(
        c"nbytes",
        |this: &PyMemoryViewObject| attribute(this, |this| long::from_isize(this.shape().iter().product::<isize>() * this.view.itemsize)),
        c"The size of all items together, in bytes.",
    ),
    method::getset(
        c"readonly",
        |this: &PyMemoryViewObject| attribute(this, |this| Ok(bool::from_bool(this.view.readonly != 0))),
        c"Whether the memory can only be read.",
    ),
    method::getset(
        c"itemsize",
        |this: &PyMemoryViewObject| attribute(this, |this| long::from_isize(this.view.itemsize)),
        c"The size of an item in bytes.",
    ),
    method::getset(
        c"format",
        |this: &PyMemoryViewObject| attribute(this, |this| Ok(unicode::from_str(&this.format().to_string_lossy())?.upcast())),
        c"The format of an item, in the letters of the struct module.",
    ),
    method::getset(
        c"ndim",
        |this: &PyMemoryViewObject| attribute(this, |this| long::from_isize(this.dimensions() as isize)),
        c"The number of dimensions.",
    ),
    method::getset(c"shape", |this: &PyMemoryViewObject| attribute(this, |this| numbers(this.shape())), c"The length of each dimension."),
    method::getset(
        c"strides",
        |this: &PyMemoryViewObject| attribute(this, |this| numbers(this.strides())),
        c"The distance between neighbours in each dimension, in bytes.",
    ),
    method::getset(
        c"suboffsets",
        |this: &PyMemoryViewObject| attribute(this, |this| numbers(this.suboffsets())),
        c"The offsets behind the pointers of arrays of pointers.",
    ),
    method::getset(
        c"c_contiguous",
        |this: &PyMemoryViewObject| attribute(this, |this| Ok(bool::from_bool(this.is_c_contiguous()))),
        c"Whether the memory is contiguous in C's order.",
    ),
    method::getset(
        c"f_contiguous",
        |this: &PyMemoryViewObject| attribute(this, |this| Ok(bool::from_bool(this.is_f_contiguous()))),
        c"Whether the memory is contiguous in Fortran's order.",
    ),
    method::getset(
        c"contiguous",
        |this: &PyMemoryViewObject| attribute(this, |this| Ok(bool::from_bool(this.is_contiguous()))),
        c"Whether the memory is contiguous.",
    ),
    PyGetSetDef::END,
];

fn attribute(this: &PyMemoryViewObject, get: impl FnOnce(&PyMemoryViewObject) -> Result<Owned>) -> Result<Owned> {
    this.check_released()?;
    get(this)
}

fn exporter(this: &PyMemoryViewObject) -> Result<Owned> {
    // SAFETY: held by the managed buffer.
    Ok(unsafe { this.view.obj.as_ref() }.map_or_else(none, |object| object.new_ref()))
}

fn numbers(numbers: &[isize]) -> Result<Owned> {
    let mut items = Buf::with_capacity(numbers.len());
    for &number in numbers {
        items.push(long::from_isize(number)?);
    }
    Ok(tuple::from_exact(items.len(), items.into_iter())?.upcast())
}

fn length(this: &PyMemoryViewObject) -> Result<isize> {
    this.check_released()?;
    this.shape().first().copied().ok_or_else(|| raise!(TypeError, "0-dim memory has no length"))
}

pub fn new(ty: &PyTypeObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    let _ = ty;
    let [object] = Signature { function: "memoryview", names: ["object"], positional: 1, required: 1 }.bind_call(args, kwargs)?;
    Ok(super::from_object(object.as_deref().unwrap_or(&crate::types::singletons::_Py_NoneStruct))?.upcast())
}

fn from_flags(class: &PyTypeObject, args: Args<'_>) -> Result<Owned> {
    let _ = class;
    let [object, flags] = Signature { function: "_from_flags", names: ["object", "flags"], positional: 2, required: 2 }.bind(args)?;
    let (Some(object), Some(flags)) = (object, flags) else { return Err(Raised::no_memory()) };
    let flags = long::as_int(flags)?;
    Ok(from_object_with_flags(object, flags)?.upcast())
}

fn enter(this: &PyMemoryViewObject) -> Result<Owned> {
    this.check_released()?;
    Ok(this.new_ref())
}

fn exit(this: &PyMemoryViewObject, _: &[&PyObject]) -> Result<Owned> {
    release(this).map(|()| none())
}

// ---- copies -------------------------------------------------------------------------------------------------------

fn tobytes(this: &PyMemoryViewObject, args: Args<'_>) -> Result<Owned> {
    let [order] = Signature { function: "tobytes", names: ["order"], positional: 1, required: 0 }.bind(args)?;
    let fortran = match order.filter(|order| !order.is_none()) {
        None => false,
        Some(order) => {
            let Some(text) = order.downcast::<PyUnicodeObject>() else {
                return Err(raise!(TypeError, "tobytes() argument 'order' must be str or None, not {}", table::display_type(order)));
            };
            match text.to_lossy().as_str() {
                "C" => false,
                "F" => true,
                "A" => !this.is_c_contiguous() && this.is_f_contiguous(),
                _ => return Err(raise!(ValueError, "order must be 'C', 'F' or 'A'")),
            }
        }
    };
    this.check_released()?;
    to_bytes(this, fortran)
}

fn hex(this: &PyMemoryViewObject, args: Args<'_>) -> Result<Owned> {
    this.check_released()?;
    let groups = table::hex_groups(args)?;
    this.check_released()?;
    if this.is_c_contiguous() {
        // SAFETY: contiguous, of that length, and nothing foreign runs meanwhile.
        let bytes = match usize::try_from(this.view.len) {
            Ok(length @ 1..) => unsafe { std::slice::from_raw_parts(this.view.buf.cast::<u8>(), length) },
            _ => &[],
        };
        return table::hex_text(bytes, groups);
    }
    let copy = to_bytes(this, false)?;
    table::hex_text(copy.as_object().downcast::<PyBytesObject>().map_or(&[], PyBytesObject::as_slice), groups)
}

fn toreadonly(this: &PyMemoryViewObject) -> Result<Owned> {
    this.check_released()?;
    let view = super::from_object(this)?;
    // SAFETY: just made, nobody else has it.
    unsafe { (*view.view()).readonly = 1 };
    Ok(view.upcast())
}

// ---- casts --------------------------------------------------------------------------------------------------------

fn cast(this: &PyMemoryViewObject, args: Args<'_>) -> Result<Owned> {
    let [format, shape] = Signature { function: "cast", names: ["format", "shape"], positional: 2, required: 1 }.bind(args)?;
    let Some(text) = format.and_then(|format| format.downcast::<PyUnicodeObject>()) else {
        let given = format.map_or("None", table::display_type);
        return Err(raise!(TypeError, "cast() argument 'format' must be str, not {given}"));
    };
    this.check_released()?;
    this.check_restricted()?;
    if !this.is_c_contiguous() {
        return Err(raise!(TypeError, "memoryview: casts are restricted to C-contiguous views"));
    }
    let shape = match shape.filter(|shape| !shape.is_none()) {
        None => None,
        Some(shape) => Some(shape_of(this, shape)?),
    };
    let target = target_format(text)?;
    let Some(managed) = this.mbuf.get() else { return Err(raise!(ValueError, "operation forbidden on released memoryview object")) };
    let (letter, size) = target;
    if !format::is_byte(this.format()) && !matches!(letter, b'b' | b'B' | b'c') {
        return Err(raise!(TypeError, "memoryview: cannot cast between two non-byte formats"));
    }
    if this.view.len % size as isize != 0 {
        return Err(raise!(TypeError, "memoryview: length is not a multiple of itemsize"));
    }
    let flat = [this.view.len / size as isize];
    let shape: &[isize] = match &shape {
        None => &flat,
        Some(shape) => {
            let items = shape.iter().try_fold(1isize, |all, n| all.checked_mul(*n));
            let items = items.ok_or_else(|| raise!(ValueError, "memoryview.cast(): product(shape) > SSIZE_MAX"))?;
            if items.checked_mul(size as isize) != Some(this.view.len) {
                return Err(raise!(TypeError, "memoryview: product(shape) * itemsize != buffer size"));
            }
            shape
        }
    };
    let strides = contiguous_strides(shape, size as isize, false);
    let view = Py_buffer {
        format: native_name(letter, text).as_ptr().cast_mut(),
        itemsize: size as isize,
        ndim: shape.len() as c_int,
        shape: shape.as_ptr().cast_mut(),
        strides: strides.as_ptr().cast_mut(),
        suboffsets: std::ptr::null_mut(),
        ..this.view
    };
    // SAFETY: the same memory, divided otherwise.
    Ok(unsafe { over(&managed, &view) }?.upcast())
}

/// The lengths of a shape that is asked for.
fn shape_of(this: &PyMemoryViewObject, object: &PyObject) -> Result<Buf<isize>> {
    let items = if let Some(tuple) = object.downcast::<PyTupleObject>() {
        Owned::from_ref(tuple)
    } else if object.ty().has_flag(flags::LIST_SUBCLASS) {
        tuple::from_iterable(object)?
    } else {
        return Err(raise!(TypeError, "shape must be a list or a tuple"));
    };
    let items = items.as_slice();
    if items.len() > MAX_DIMENSIONS {
        return Err(raise!(ValueError, "memoryview: number of dimensions must not exceed {MAX_DIMENSIONS}"));
    }
    if this.dimensions() != 1 && items.len() != 1 {
        return Err(raise!(TypeError, "memoryview: cast must be 1D -> ND or ND -> 1D"));
    }
    let mut shape = Buf::with_capacity(items.len());
    for item in items {
        if item.downcast::<PyLongObject>().is_none() {
            return Err(raise!(TypeError, "memoryview.cast(): elements of shape must be integers"));
        }
        let length = long::as_ssize(item)?;
        if length <= 0 {
            return Err(raise!(ValueError, "memoryview.cast(): elements of shape must be integers > 0"));
        }
        shape.push(length);
    }
    Ok(shape)
}

/// The letter and item size of a format that a cast can go to.
fn target_format(text: &PyUnicodeObject) -> Result<(u8, usize)> {
    if !text.is_ascii() {
        // The codec's own error, for a text that is no ASCII.
        unicode::codecs::PyUnicode_AsASCIIString(text)?;
    }
    let bytes = text.to_lossy();
    let letter = match bytes.as_bytes() {
        [b'@', letter] | [letter] => Some(*letter),
        _ => None,
    };
    letter
        .and_then(|letter| Some((letter, format::native_size(letter)?)))
        .ok_or_else(|| raise!(ValueError, "memoryview: destination format must be a native single character format prefixed with an optional '@'"))
}

/// The format as a text that lives for ever.
fn native_name(letter: u8, text: &PyUnicodeObject) -> &'static CStr {
    macro_rules! names {
        ($($letter:literal $plain:literal $at:literal)*) => {
            match (letter, text.len()) { $( ($letter, 1) => $plain, ($letter, _) => $at, )* _ => c"B" }
        };
    }
    names! {
        b'b' c"b" c"@b" b'B' c"B" c"@B" b'c' c"c" c"@c" b'?' c"?" c"@?" b'h' c"h" c"@h" b'H' c"H" c"@H" b'e' c"e" c"@e" b'i' c"i" c"@i" b'I' c"I" c"@I"
        b'f' c"f" c"@f" b'l' c"l" c"@l" b'L' c"L" c"@L" b'q' c"q" c"@q" b'Q' c"Q" c"@Q" b'n' c"n" c"@n" b'N' c"N" c"@N" b'd' c"d" c"@d" b'P' c"P" c"@P"
    }
}

// ---- searching ----------------------------------------------------------------------------------------------------

fn count(this: &PyMemoryViewObject, args: &[&PyObject]) -> Result<Owned> {
    check_positional("count", args.len(), 1, 1)?;
    let iterator = iter(this)?;
    let mut count = 0;
    // SAFETY: just made by `iter`.
    let iterator = unsafe { iterator.cast_unchecked::<Iterator>() };
    while let Some(item) = next(iterator)? {
        count += isize::from(item.equals(args[0])?);
    }
    long::from_isize(count)
}

fn index(this: &PyMemoryViewObject, args: &[&PyObject]) -> Result<Owned> {
    check_positional("index", args.len(), 1, 3)?;
    let limit = |at: usize, default: isize| args.get(at).map_or(Ok(default), |object| crate::protocol::index::bound(object));
    let (start, stop) = (limit(1, 0)?, limit(2, isize::MAX)?);
    this.check_released()?;
    match this.dimensions() {
        0 => return Err(raise!(TypeError, "invalid lookup on 0-dim memory")),
        1 => {}
        _ => return Err(raise!(NotImplementedError, "multi-dimensional lookup is not implemented")),
    }
    let length = this.shape()[0];
    let from_end = |at: isize| if at < 0 { (at + length).max(0) } else { at };
    for at in from_end(start)..from_end(stop).min(length) {
        if item(this, at)?.equals(args[0])? {
            return long::from_isize(at);
        }
    }
    Err(raise!(ValueError, "memoryview.index(x): x not found"))
}

// ---- repr, comparison, hash ---------------------------------------------------------------------------------------

pub fn repr(this: &PyMemoryViewObject) -> Result<Owned> {
    let released = if this.has(state::RELEASED) { "released " } else { "" };
    Ok(unicode::from_display(format_args!("<{released}memory at {this:p}>"))?.upcast())
}

pub fn compare(this: &PyMemoryViewObject, other: &PyObject, op: CompareOp) -> Result<Owned> {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(not_implemented());
    }
    let answer = |equal: bool| Ok(bool::from_bool(equal == (op == CompareOp::Eq)));
    if this.is_released() {
        return answer(this.as_object().is(other));
    }
    if let Some(that) = other.downcast_exact::<PyMemoryViewObject>() {
        if that.is_released() {
            return answer(this.as_object().is(other));
        }
        // SAFETY: the numbers of views are whole.
        return answer(unsafe { equal(&this.view, &that.view) });
    }
    let mut view = Py_buffer::EMPTY;
    if let Err(raised) = buffer::get_buffer(other, &raw mut view, request::FULL_RO) {
        raised.clear();
        return Ok(not_implemented());
    }
    // The exporter's own code can have released the view.
    // SAFETY: both are as their exporters filled them.
    let equal = !this.is_released() && unsafe { equal(&this.view, &view) };
    buffer::release(&mut view);
    answer(equal)
}

/// Whether two buffers have the same shape and equal items, whatever their formats.
///
/// # Safety
/// Both are as their exporters filled them.
unsafe fn equal(a: &Py_buffer, b: &Py_buffer) -> bool {
    // SAFETY: the caller's word.
    unsafe {
        if let (Some(left), Some(right)) = (plain_bytes(a), plain_bytes(b)) {
            return left == right;
        }
        let (left, right) = (Dimensions::of(a), Dimensions::of(b));
        if a.ndim != b.ndim || !same_shape(&left.shape, &right.shape) {
            return false;
        }
        let name = |view: &Py_buffer| if view.format.is_null() { c"B" } else { CStr::from_ptr(view.format) }.to_owned();
        let (a_name, b_name) = (name(a), name(b));
        // Items that are whole numbers of the same kind are equal where their bytes are.
        let plain = |letter: Option<u8>| letter.filter(|letter| b"bBchHiIlLqQnNP".contains(letter));
        let count = left.count();
        if plain(native(&a_name)).is_some() && native(&a_name) == native(&b_name) && a.itemsize == b.itemsize {
            let size = usize::try_from(a.itemsize).unwrap_or(0);
            if buffer::is_contiguous(a, b'C') && buffer::is_contiguous(b, b'C') {
                let length = count * size;
                return length == 0
                    || std::slice::from_raw_parts(a.buf.cast::<u8>(), length) == std::slice::from_raw_parts(b.buf.cast::<u8>(), length);
            }
        }
        let (Some(a_layout), Some(b_layout)) = (layout(&a_name, a.itemsize), layout(&b_name, b.itemsize)) else {
            return false;
        };
        let mut right_items = Buf::with_capacity(count);
        right.walk(b.buf.cast(), false, |item| right_items.push(item.cast_const()));
        let (mut at, mut same) = (0, true);
        left.walk(a.buf.cast(), false, |item| {
            same = same && right_items.get(at).is_some_and(|&other| a_layout.equal(item, &b_layout, other));
            at += 1;
        });
        same
    }
}

/// The bytes of a buffer of unsigned bytes that lie side by side in one dimension.
///
/// # Safety
/// The buffer is as its exporter filled it.
unsafe fn plain_bytes<'a>(view: &Py_buffer) -> Option<&'a [u8]> {
    // SAFETY: the caller's word.
    unsafe {
        let bytes = view.format.is_null() || matches!(CStr::from_ptr(view.format).to_bytes(), b"B" | b"@B");
        if !bytes || view.itemsize != 1 || view.ndim != 1 || !buffer::is_contiguous(view, b'C') {
            return None;
        }
        Some(match usize::try_from(view.len) {
            Ok(length @ 1..) => std::slice::from_raw_parts(view.buf.cast::<u8>(), length),
            _ => &[],
        })
    }
}

/// Whether shapes agree, up to the first dimension that is empty in both.
fn same_shape(a: &[isize], b: &[isize]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    for (a, b) in a.iter().zip(b) {
        if a != b {
            return false;
        }
        if *a == 0 {
            break;
        }
    }
    true
}

/// The fields of a format, where the `struct` module understands it and it is as long as the items are.
fn layout(format: &CStr, itemsize: isize) -> Option<Layout> {
    let layout = Layout::parse(format.to_bytes()).ok()?;
    (layout.size as isize == itemsize).then_some(layout)
}

pub fn hash(this: &PyMemoryViewObject) -> Result<isize> {
    if this.hash.get() != -1 {
        return Ok(this.hash.get());
    }
    this.check_released()?;
    if this.view.readonly == 0 {
        return Err(raise!(ValueError, "cannot hash writable memoryview object"));
    }
    if !format::is_byte(this.format()) {
        return Err(raise!(ValueError, "memoryview: hashing is restricted to formats 'B', 'b' or 'c'"));
    }
    // SAFETY: held by the managed buffer.
    if let Some(object) = unsafe { this.view.obj.as_ref() } {
        // Memory of an object that may change has no hash, whatever this view allows.
        object.new_ref().hash()?;
    }
    this.check_released()?;
    let copy = to_bytes(this, false)?;
    let hash = hashing::of_bytes(copy.as_object().downcast::<PyBytesObject>().map_or(&[], PyBytesObject::as_slice));
    this.hash.set(hash);
    Ok(hash)
}

// ---- iteration ----------------------------------------------------------------------------------------------------

/// An iterator over a view's first dimension.
#[repr(C)]
pub struct Iterator {
    ob_base: PyObject,
    at: Cell<isize>,
    /// NULL once it is exhausted.
    view: Field<PyMemoryViewObject>,
    length: Cell<isize>,
}
object_structs! { Iterator: ob_base -> PyObject }

/// The type of iterators over views.
pub static _PyMemoryIter_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"memory_iterator".as_ptr()),
    tp_basicsize: Cell::new(size_of::<Iterator>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC),
    tp_dealloc: Cell::new(Some(slot::dealloc(iterator_dealloc))),
    tp_traverse: Cell::new(Some(slot::traverse(|this: &Iterator, visitor: &Visitor| visitor.field(&this.view)))),
    tp_iter: Cell::new(Some(slot::unary(|this: &Iterator| this.new_ref()))),
    tp_iternext: Cell::new(Some(slot::unary(next))),
    ..PyTypeObject::STATIC
};

fn iterator_dealloc(this: *mut Iterator) {
    // SAFETY: dead; whole until it is freed.
    unsafe {
        gc::untrack(this.cast());
        (*this).view.set(None);
        gc::free(this.cast());
    }
}

pub fn iter(this: &PyMemoryViewObject) -> Result<Owned> {
    this.check_released()?;
    let length = match this.dimensions() {
        0 => return Err(raise!(TypeError, "invalid indexing of 0-dim memory")),
        1 => this.shape()[0],
        _ => return Err(raise!(NotImplementedError, "multi-dimensional sub-views are not implemented")),
    };
    readable(this.format())?;
    let iterator = gc::alloc(&_PyMemoryIter_Type, 0)?;
    // SAFETY: just made, zeroed.
    unsafe {
        let new = &*iterator.cast::<Iterator>();
        new.view.set(Some(Owned::from_ref(this)));
        new.length.set(length);
        gc::track(iterator);
        Ok(Owned::from_nonnull(iterator))
    }
}

fn next(this: &Iterator) -> Result<Option<Owned>> {
    let Some(view) = this.view.get() else { return Ok(None) };
    let at = this.at.get();
    if at >= this.length.get() {
        this.view.set(None);
        return Ok(None);
    }
    this.at.set(at + 1);
    Ok(Some(item(&view, at)?))
}
