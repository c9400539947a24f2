//! `_struct`, and `struct`, which gives the same names out: values to and from the bytes of C structs.
//!
//! A format is read once, into a [`Layout`]; `Struct` objects hold it, and the functions keep those that they have made.
//! `value` has the fields.
//!
//! Invariant: a layout is not changed once it is made. Whoever works by one holds it, so that `Struct.__init__` may put another in its place.

mod value;

use crate::args::{Signature, check_positional};
use crate::boundary::method::{self, Args};
use crate::boundary::slot;
use crate::layout::*;
use crate::object::{Owned, Typed, types};
use crate::protocol::buffer::View;
use crate::protocol::number;
use crate::raise;
use crate::runtime::errors::{self, Raised, Result};
use crate::runtime::interp;
use crate::types::memoryview::format::Layout;
use crate::types::module::{self, PyModuleObject};
use crate::types::singletons::none;
use crate::types::{bytes, dict, exceptions, long, tuple, unicode};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use value::Packed;

/// What an interpreter keeps for the module.
#[derive(Default)]
pub struct State {
    /// `struct.error`, once the module was imported.
    error: Field<PyTypeObject>,
    /// `Struct` objects by their formats.
    known: Field<PyDictObject>,
}

impl State {
    /// Drops what it holds; the interpreter ends.
    pub fn clear(&self) {
        self.error.set(None);
        self.known.set(None);
    }
    fn error(&self) -> Result<Owned<PyTypeObject>> {
        if let Some(error) = self.error.get() {
            return Ok(error);
        }
        let made = errors::new_exception(c"struct.error", None, None)?;
        let made: Owned<PyTypeObject> = made.downcast().map_err(|_| raise!(SystemError, "an exception's class is no class"))?;
        self.error.set(Some(made.clone()));
        Ok(made)
    }
}

/// How many `Struct` objects the functions keep.
const MOST_KNOWN: usize = 100;

/// `struct.error`, raised.
fn error(message: &str) -> Raised {
    match (interp().structs.error(), unicode::from_str(message)) {
        (Ok(error), Ok(message)) => errors::set_object(error.as_object(), Some(&message)),
        (Err(raised), _) | (_, Err(raised)) => raised,
    }
}

// ---- Struct -------------------------------------------------------------------------------------------------------

/// A `Struct`.
#[repr(C)]
pub struct StructObject {
    ob_base: PyObject,
    /// Nothing until `__init__` has run.
    layout: RefCell<Option<Rc<Layout>>>,
    format: Field<PyUnicodeObject>,
    weaklist: Cell<*mut PyObject>,
}
object_structs! { StructObject: ob_base -> PyObject, StructIterator: ob_base -> PyObject }
const _: () = assert!(size_of::<StructObject>() <= 56);

// SAFETY: instances of Struct and of its subclasses begin with this struct.
unsafe impl Typed for StructObject {
    fn type_object() -> &'static PyTypeObject {
        &STRUCT
    }
}

/// `_struct.Struct`.
pub static STRUCT: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"_struct.Struct".as_ptr()),
    tp_doc: Cell::new(c"Struct(format)\n--\n\nPacks and unpacks by a format that is read once.".as_ptr()),
    tp_basicsize: Cell::new(size_of::<StructObject>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::BASETYPE),
    tp_weaklistoffset: Cell::new(std::mem::offset_of!(StructObject, weaklist) as isize),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_repr: Cell::new(Some(slot::unary(repr))),
    tp_methods: Cell::new(STRUCT_METHODS.as_ptr()),
    tp_getset: Cell::new(STRUCT_GETSETS.as_ptr()),
    tp_init: Cell::new(Some(slot::init(init))),
    tp_new: Cell::new(Some(slot::new(|ty: &PyTypeObject, _: &PyTupleObject, _: Option<&PyDictObject>| alloc(ty)))),
    ..PyTypeObject::STATIC
};

static STRUCT_METHODS: [PyMethodDef; 7] = [
    method::o(
        c"iter_unpack",
        |this: &StructObject, buffer| iter_unpack(this.layout()?, buffer),
        c"iter_unpack($self, buffer, /)\n--\n\nAn iterator over the structs in a buffer, as tuples.",
    ),
    method::fastcall(
        c"pack",
        |this: &StructObject, values: &[&PyObject]| pack(&*this.layout()?, values),
        c"pack(*values) -> bytes\n\nThe values as the struct's bytes.",
    ),
    method::fastcall(
        c"pack_into",
        |this: &StructObject, args: &[&PyObject]| pack_into(&*this.layout()?, args),
        c"pack_into(buffer, offset, *values)\n\nWrites the values into a buffer, from an offset on.",
    ),
    method::o(
        c"unpack",
        |this: &StructObject, buffer| unpack(&*this.layout()?, buffer),
        c"unpack($self, buffer, /)\n--\n\nThe values in a buffer of the struct's size, as a tuple.",
    ),
    method::keywords(
        c"unpack_from",
        unpack_from_method,
        c"unpack_from($self, /, buffer, offset=0)\n--\n\nThe values in a buffer, from an offset on, as a tuple.",
    ),
    method::noargs(c"__sizeof__", sizeof, c"__sizeof__($self, /)\n--\n\nThe object's size in memory, in bytes."),
    PyMethodDef::END,
];

static STRUCT_GETSETS: [PyGetSetDef; 3] = [
    method::getset(
        c"format",
        |this: &StructObject| -> Result<Owned> { this.format.get().map(Owned::upcast).ok_or_else(not_initialized) },
        c"The format.",
    ),
    method::getset(
        c"size",
        |this: &StructObject| long::from_i64(this.layout.borrow().as_ref().map_or(-1, |layout| layout.size as i64)),
        c"How many bytes the struct has.",
    ),
    PyGetSetDef::END,
];

#[cold]
fn not_initialized() -> Raised {
    raise!(RuntimeError, "Struct object is not initialized")
}

impl StructObject {
    fn layout(&self) -> Result<Rc<Layout>> {
        self.layout.borrow().clone().ok_or_else(not_initialized)
    }
}

fn alloc(ty: &PyTypeObject) -> Result<Owned> {
    let object = types::alloc(ty, 0)?;
    // SAFETY: fresh memory for a Struct.
    unsafe { (&raw mut (*object.as_ptr().cast::<StructObject>()).layout).write(RefCell::new(None)) };
    Ok(object)
}

fn dealloc(this: *mut StructObject) {
    // SAFETY: dead; whole until it is freed.
    unsafe {
        if !(*this).weaklist.get().is_null() {
            crate::types::weakref::clear_all(&*this);
        }
        drop((*this).layout.take());
        (*this).format.set(None);
        types::free(this.cast());
    }
}

fn init(this: &StructObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<()> {
    static SIGNATURE: Signature<1> = Signature { function: "Struct", names: ["format"], positional: 1, required: 1 };
    let [Some(format)] = SIGNATURE.bind_call(args, kwargs)? else { return Ok(()) };
    let owned;
    let letters = match ((*format).downcast::<PyUnicodeObject>(), (*format).downcast::<PyBytesObject>()) {
        (Some(text), _) => {
            owned = unicode::codecs::PyUnicode_AsASCIIString(text)?;
            match (*owned).downcast::<PyBytesObject>() {
                Some(bytes) => bytes.as_slice(),
                None => &[],
            }
        }
        (_, Some(bytes)) => bytes.as_slice(),
        _ => return Err(raise!(TypeError, "Struct() argument 1 must be a str or bytes object, not {}", format.ty().name())),
    };
    if letters.contains(&0) {
        return Err(error("embedded null character"));
    }
    let layout = Layout::parse(letters).map_err(|bad| error(bad.message()))?;
    let text = unicode::from_display(format_args!("{}", String::from_utf8_lossy(letters)))?;
    this.format.set(Some(text));
    let old = this.layout.replace(Some(Rc::new(layout)));
    drop(old);
    Ok(())
}

fn repr(this: &StructObject) -> Result<Owned> {
    let format = this.format.get().ok_or_else(not_initialized)?;
    let name = this.ty().name();
    let name = name.rsplit('.').next().unwrap_or(name);
    Ok(unicode::from_display(format_args!("{name}({})", &*format.as_object().repr()?))?.upcast())
}

fn sizeof(this: &StructObject) -> Result<Owned> {
    let layout = this.layout()?;
    long::from_i64((size_of::<StructObject>() + size_of::<Layout>() + std::mem::size_of_val(layout.fields.as_slice())) as i64)
}

// ---- packing and unpacking ----------------------------------------------------------------------------------------

/// The values' bytes; `error` where they are too many or too few.
fn packed(layout: &Layout, function: &str, values: &[&PyObject]) -> Result<Vec<Packed>> {
    let count = layout.count();
    if values.len() != count {
        return Err(error(&format!("{function} expected {count} items for packing (got {})", values.len())));
    }
    layout.each().zip(values).map(|(field, value)| value::pack(layout, &field, value)).collect()
}

fn put(layout: &Layout, fields: &[Packed], place: &mut [u8]) {
    for (field, packed) in layout.each().zip(fields) {
        packed.write(&mut place[field.offset..field.offset + field.size]);
    }
}

fn pack(layout: &Layout, values: &[&PyObject]) -> Result<Owned> {
    let fields = packed(layout, "pack", values)?;
    let made = bytes::from_exact(layout.size, |out| {
        // SAFETY: as many bytes as the struct has.
        let place = unsafe {
            out.write_bytes(0, layout.size);
            std::slice::from_raw_parts_mut(out, layout.size)
        };
        put(layout, &fields, place);
    })?;
    Ok(made.upcast())
}

/// Where a struct begins in a buffer of `len` bytes.
fn place_of(layout: &Layout, offset: isize, len: usize, function: &str, doing: &str, too_short: &str) -> Result<usize> {
    let size = layout.size as isize;
    let mut at = offset;
    if at < 0 {
        if at + size > 0 {
            return Err(error(&format!("{too_short} {size} bytes at offset {at}")));
        }
        at += len as isize;
        if at < 0 {
            return Err(error(&format!("offset {offset} out of range for {len}-byte buffer")));
        }
    }
    if len as isize - at < size {
        return Err(error(&format!(
            "{function} requires a buffer of at least {} bytes for {doing} {size} bytes at offset {at} (actual buffer size is {len})",
            at as usize + layout.size
        )));
    }
    Ok(at as usize)
}

fn pack_into(layout: &Layout, args: &[&PyObject]) -> Result<Owned> {
    let &[buffer, offset, ref values @ ..] = args else {
        return Err(error(if args.is_empty() { "pack_into expected buffer argument" } else { "pack_into expected offset argument" }));
    };
    let count = layout.count();
    if values.len() != count {
        return Err(error(&format!("pack_into expected {count} items for packing (got {})", values.len())));
    }
    let view = View::writable(buffer).map_err(|raised| {
        raised.clear();
        raise!(TypeError, "argument must be read-write bytes-like object, not {}", buffer.ty().name())
    })?;
    let offset = number::as_isize(offset, Some(&exceptions::IndexError))?;
    let at = place_of(layout, offset, view.len(), "pack_into", "packing", "no space to pack")?;
    let fields = packed(layout, "pack_into", values);
    if layout.size > 0 {
        // SAFETY: within the buffer, whose exporter keeps it while the view is held; no foreign code runs meanwhile.
        let place = unsafe {
            let place = view.data().add(at);
            place.write_bytes(0, layout.size);
            std::slice::from_raw_parts_mut(place, layout.size)
        };
        if let Ok(fields) = &fields {
            put(layout, fields, place);
        }
    }
    fields.map(|_| none())
}

/// The values of the struct that the bytes hold.
fn values(layout: &Layout, raw: &[u8]) -> Result<Owned> {
    // Made at once, so that nothing of the buffer is looked at after foreign code has run.
    let made = layout.each().map(|field| value::unpack(layout, &field, &raw[field.offset..field.offset + field.size])).collect::<Result<Vec<_>>>()?;
    Ok(tuple::from_exact(made.len(), made.into_iter())?.upcast())
}

fn unpack(layout: &Layout, buffer: &PyObject) -> Result<Owned> {
    let view = View::simple(buffer)?;
    if view.len() != layout.size {
        return Err(error(&format!("unpack requires a buffer of {} bytes", layout.size)));
    }
    values(layout, view.as_slice())
}

fn unpack_from(layout: &Layout, buffer: &PyObject, offset: Option<&PyObject>) -> Result<Owned> {
    let view = View::simple(buffer)?;
    let offset = offset.map_or(Ok(0), long::convert::as_ssize)?;
    let at = place_of(layout, offset, view.len(), "unpack_from", "unpacking", "not enough data to unpack")?;
    values(layout, &view.as_slice()[at..at + layout.size])
}

fn unpack_from_method(this: &StructObject, args: Args<'_>) -> Result<Owned> {
    static SIGNATURE: Signature<2> = Signature { function: "unpack_from", names: ["buffer", "offset"], positional: 2, required: 1 };
    let [Some(buffer), offset] = SIGNATURE.bind(args)? else { return Ok(none()) };
    unpack_from(&*this.layout()?, buffer, offset)
}

// ---- iterating ----------------------------------------------------------------------------------------------------

struct Rest {
    layout: Rc<Layout>,
    view: View,
    at: usize,
}

/// What `iter_unpack` gives.
#[repr(C)]
pub struct StructIterator {
    ob_base: PyObject,
    /// Nothing once it is at its end.
    rest: RefCell<Option<Box<Rest>>>,
}

/// `_struct.unpack_iterator`.
pub static ITERATOR: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"_struct.unpack_iterator".as_ptr()),
    tp_basicsize: Cell::new(size_of::<StructIterator>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::DISALLOW_INSTANTIATION),
    tp_dealloc: Cell::new(Some(slot::dealloc(|this: *mut StructIterator| {
        // SAFETY: dead; whole until it is freed.
        unsafe {
            drop((*this).rest.take());
            types::free(this.cast());
        }
    }))),
    tp_iter: Cell::new(Some(slot::unary(|this: &StructIterator| this.as_object().new_ref()))),
    tp_iternext: Cell::new(Some(slot::unary(next))),
    tp_methods: Cell::new(ITERATOR_METHODS.as_ptr()),
    ..PyTypeObject::STATIC
};

static ITERATOR_METHODS: [PyMethodDef; 2] = [method::noargs(c"__length_hint__", length_hint, c""), PyMethodDef::END];

fn iter_unpack(layout: Rc<Layout>, buffer: &PyObject) -> Result<Owned> {
    if layout.size == 0 {
        return Err(error("cannot iteratively unpack with a struct of length 0"));
    }
    let view = View::simple(buffer)?;
    if view.len() % layout.size != 0 {
        return Err(error(&format!("iterative unpacking requires a buffer of a multiple of {} bytes", layout.size)));
    }
    let object = types::alloc(&ITERATOR, 0)?;
    // SAFETY: fresh memory for an iterator.
    unsafe {
        let place = &raw mut (*object.as_ptr().cast::<StructIterator>()).rest;
        place.write(RefCell::new(Some(Box::new(Rest { layout, view, at: 0 }))));
    }
    Ok(object)
}

fn next(this: &StructIterator) -> Result<Option<Owned>> {
    let taken = this.rest.borrow_mut().take();
    let Some(mut rest) = taken else { return Ok(None) };
    let end = rest.at + rest.layout.size;
    let Some(raw) = rest.view.as_slice().get(rest.at..end) else { return Ok(None) };
    let made = values(&rest.layout, raw);
    rest.at = end;
    *this.rest.borrow_mut() = Some(rest);
    made.map(Some)
}

fn length_hint(this: &StructIterator) -> Result<Owned> {
    let rest = this.rest.borrow();
    long::from_i64(rest.as_ref().map_or(0, |rest| (rest.view.len() - rest.at) / rest.layout.size) as i64)
}

// ---- the module ---------------------------------------------------------------------------------------------------

static METHODS: [PyMethodDef; 8] = [
    method::noargs(
        c"_clearcache",
        |_: &PyObject| {
            interp().structs.known.set(None);
            none()
        },
        c"_clearcache($module, /)\n--\n\nForgets the formats that have been read.",
    ),
    method::o(c"calcsize", calcsize, c"calcsize($module, format, /)\n--\n\nHow many bytes a struct of the format has."),
    method::fastcall(
        c"iter_unpack",
        |_: &PyObject, args: &[&PyObject]| two(args, "iter_unpack", iter_unpack),
        c"iter_unpack($module, format, buffer, /)\n--\n\nAn iterator over the structs in a buffer, as tuples.",
    ),
    method::fastcall(c"pack", pack_function, c"pack(format, *values) -> bytes\n\nThe values as a struct's bytes."),
    method::fastcall(
        c"pack_into",
        pack_into_function,
        c"pack_into(format, buffer, offset, *values)\n\nWrites the values into a buffer, from an offset on.",
    ),
    method::fastcall(
        c"unpack",
        |_: &PyObject, args: &[&PyObject]| two(args, "unpack", |layout, buffer| unpack(&layout, buffer)),
        c"unpack($module, format, buffer, /)\n--\n\nThe values in a buffer of the struct's size, as a tuple.",
    ),
    method::keywords(
        c"unpack_from",
        unpack_from_function,
        c"unpack_from($module, format, /, buffer, offset=0)\n--\n\nThe values in a buffer, from an offset on, as a tuple.",
    ),
    PyMethodDef::END,
];

/// The layout of a format, from those that have been read.
fn layout_of(format: &PyObject) -> Result<Rc<Layout>> {
    let state = &interp().structs;
    if let Some(known) = state.known.get()
        && let Some(found) = known.get(format)?
        && let Some(found) = (*found).downcast::<StructObject>()
    {
        return found.layout();
    }
    format.hash()?;
    let made = STRUCT.as_object().call1(format)?;
    let Some(found) = (*made).downcast::<StructObject>() else { return Err(not_initialized()) };
    let known = match state.known.get() {
        Some(known) => known,
        None => {
            let known = dict::new()?;
            state.known.set(Some(known.clone()));
            known
        }
    };
    if known.len() >= MOST_KNOWN {
        known.clear();
    }
    known.insert(format, &made)?;
    found.layout()
}

fn two(args: &[&PyObject], function: &str, work: impl FnOnce(Rc<Layout>, &PyObject) -> Result<Owned>) -> Result<Owned> {
    check_positional(function, args.len(), 2, 2)?;
    match args {
        &[format, buffer, ..] => work(layout_of(format)?, buffer),
        _ => Ok(none()),
    }
}

fn calcsize(_: &PyObject, format: &PyObject) -> Result<Owned> {
    long::from_i64(layout_of(format)?.size as i64)
}

fn split<'a, 'b>(args: &'b [&'a PyObject]) -> Result<(Rc<Layout>, &'b [&'a PyObject])> {
    match args.split_first() {
        Some((format, rest)) => Ok((layout_of(format)?, rest)),
        None => Err(raise!(TypeError, "missing format argument")),
    }
}

fn pack_function(_: &PyObject, args: &[&PyObject]) -> Result<Owned> {
    let (layout, values) = split(args)?;
    pack(&layout, values)
}

fn pack_into_function(_: &PyObject, args: &[&PyObject]) -> Result<Owned> {
    let (layout, args) = split(args)?;
    pack_into(&layout, args)
}

fn unpack_from_function(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    static SIGNATURE: Signature<3> = Signature { function: "unpack_from", names: ["", "buffer", "offset"], positional: 3, required: 2 };
    let [Some(format), Some(buffer), offset] = SIGNATURE.bind(args)? else { return Ok(none()) };
    unpack_from(&*layout_of(format)?, buffer, offset)
}

static SLOTS: [PyModuleDef_Slot; 4] = slot::filled_by(fill);

static PRIVATE: PyModuleDef = PyModuleDef {
    m_name: c"_struct".as_ptr(),
    m_doc: c"Values to and from the bytes of C structs.".as_ptr(),
    m_methods: METHODS.as_ptr(),
    m_slots: SLOTS.as_ptr(),
    ..PyModuleDef::STATIC
};

static PUBLIC: PyModuleDef = PyModuleDef {
    m_name: c"struct".as_ptr(),
    m_doc: c"Values to and from the bytes of C structs.".as_ptr(),
    m_methods: METHODS.as_ptr(),
    m_slots: SLOTS.as_ptr(),
    ..PyModuleDef::STATIC
};

/// The init function of `_struct`.
#[unsafe(no_mangle)]
pub extern "C" fn PyInit__struct() -> *mut PyObject {
    module::def_init(&PRIVATE).as_ptr().cast()
}

/// The init function of `struct`.
pub extern "C" fn init_public() -> *mut PyObject {
    module::def_init(&PUBLIC).as_ptr().cast()
}

/// What the module has beside its functions.
fn fill(this: &PyModuleObject) -> Result<()> {
    let names = this.dict()?;
    names.insert(&*unicode::intern::intern_str("Struct")?, &STRUCT)?;
    names.insert(&*unicode::intern::intern_str("error")?, &*interp().structs.error()?)
}
