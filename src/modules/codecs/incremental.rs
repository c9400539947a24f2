//! Incremental encoders and decoders: text and bytes that come piece by piece.
//!
//! Invariant: what a decoder has not decoded yet is in `buffer`, and nothing else is; a codec with a mark of the byte order has not seen it, or not written it, as
//! long as `order` is 0.

use super::known::{Codec, NATIVE_ORDER, State};
use crate::args::Signature;
use crate::boundary::method::{self, Args};
use crate::boundary::slot;
use crate::layout::*;
use crate::object::gc::Visitor;
use crate::object::{Owned, Typed, gc, is_exact, types};
use crate::protocol::buffer::View;
use crate::protocol::{mapping, sequence};
use crate::raise;
use crate::runtime::errors::Result;
use crate::types::singletons::none;
use crate::types::{bytes, long, tuple, unicode};
use std::cell::Cell;
use std::ffi::c_int;

/// What encoders, decoders and streams have in common; an encoder has no more.
#[repr(C)]
pub struct Coder {
    ob_base: PyObject,
    /// The error handler's name, or what somebody has put in its place.
    pub errors: Field,
    /// The table of a codec that maps by one.
    pub mapping: Field,
    codec: Cell<Option<&'static Codec>>,
    pub order: Cell<c_int>,
}
/// An incremental decoder.
#[repr(C)]
pub struct Decoder {
    coder: Coder,
    buffer: Field<PyBytesObject>,
}
object_structs! { Coder: ob_base -> PyObject, Decoder: coder -> Coder }

// SAFETY: instances of the two types and of their subclasses begin with these structs.
unsafe impl Typed for Decoder {
    fn type_object() -> &'static PyTypeObject {
        &DECODER
    }
}

static INIT: Signature<1> = Signature { function: "__init__", names: ["errors"], positional: 1, required: 0 };
static INIT_MAPPED: Signature<2> = Signature { function: "__init__", names: ["errors", "mapping"], positional: 2, required: 0 };

impl Coder {
    /// `TypeError` before there was a codec: only `__new__` gives one.
    pub fn codec(&self) -> Result<&'static Codec> {
        self.codec.get().ok_or_else(|| raise!(TypeError, "'{}' object belongs to no codec", self.ob_base.ty().name()))
    }
    fn state(&self) -> Result<State> {
        Ok(State { codec: self.codec()?, order: self.order.get(), mapping: self.mapping.get() })
    }
    /// What the codec makes of a text, by an error handler.
    pub fn encode(&self, input: &PyObject, errors: Option<&PyObject>) -> Result<(Owned<PyBytesObject>, usize)> {
        let state = self.state()?;
        let encoded = state.encode(input, errors)?;
        if state.codec.marked().is_some() {
            self.order.set(NATIVE_ORDER);
        }
        Ok(encoded)
    }
    /// What the codec makes of bytes, by an error handler; `rest` as in [`State::decode`].
    pub fn decode(&self, input: &[u8], errors: Option<&PyObject>, rest: Option<&mut isize>) -> Result<Owned<PyUnicodeObject>> {
        let mut state = self.state()?;
        let text = state.decode(input, errors, rest)?;
        self.order.set(state.order);
        Ok(text)
    }
    /// Takes the arguments that all four kinds end with.
    pub fn take(&self, errors: Option<Owned>, mapping: Option<Owned>) -> Result<()> {
        self.errors.set(Some(match errors {
            Some(errors) => errors,
            None => unicode::intern::intern_str("strict")?.upcast(),
        }));
        self.mapping.set(mapping);
        Ok(())
    }
    pub fn visit(&self, visitor: &Visitor) -> std::result::Result<(), c_int> {
        visitor.field(&self.errors)?;
        visitor.field(&self.mapping)
    }
    pub fn drop_fields(&self) {
        self.errors.set(None);
        self.mapping.set(None);
    }
}

/// `tp_new` of the four types: which codec it is for, the class says.
pub fn new(ty: &PyTypeObject, _: &PyTupleObject, _: Option<&PyDictObject>) -> Result<Owned> {
    let codec = Codec::of(ty)?;
    let object = types::alloc(ty, 0)?;
    // SAFETY: an instance of a subclass of one of the four.
    unsafe { object.cast_unchecked::<Coder>() }.codec.set(Some(codec));
    Ok(object)
}

fn init(this: &Coder, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<()> {
    let (errors, mapping) = match this.codec()?.native {
        Some(_) => {
            let [errors] = INIT.bind_call(args, kwargs)?;
            (errors, None)
        }
        None => {
            let [errors, mapping] = INIT_MAPPED.bind_call(args, kwargs)?;
            (errors, mapping)
        }
    };
    this.order.set(0);
    this.take(errors, mapping)
}

/// The attribute `errors`, which can be written.
pub const ERRORS: PyGetSetDef = method::getset(c"errors", |this: &Coder| this.errors.get().unwrap_or_else(none), c"The error handler's name.")
    .settable(|this: &Coder, value: Option<&PyObject>| match value {
        Some(value) => {
            this.errors.set(Some(value.new_ref()));
            Ok(())
        }
        None => Err(raise!(AttributeError, "cannot delete attribute")),
    });

static GETSETS: [PyGetSetDef; 2] = [ERRORS, PyGetSetDef::END];

/// `codecs.IncrementalEncoder`.
pub static ENCODER: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"codecs.IncrementalEncoder".as_ptr()),
    tp_doc: Cell::new(c"Encodes text that comes piece by piece.".as_ptr()),
    tp_basicsize: Cell::new(size_of::<Coder>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::BASETYPE),
    tp_dealloc: Cell::new(Some(slot::dealloc(|this: *mut Coder| {
        // SAFETY: dead but whole.
        unsafe {
            gc::untrack(this.cast());
            (*this).drop_fields();
            types::free(this.cast());
        }
    }))),
    tp_traverse: Cell::new(Some(slot::traverse(|this: &Coder, visitor: &Visitor| this.visit(visitor)))),
    tp_clear: Cell::new(Some(slot::clear(|this: &Coder| this.drop_fields()))),
    tp_methods: Cell::new(ENCODER_METHODS.as_ptr()),
    tp_getset: Cell::new(GETSETS.as_ptr()),
    tp_init: Cell::new(Some(slot::init(init))),
    tp_new: Cell::new(Some(slot::new(new))),
    ..PyTypeObject::STATIC
};

static ENCODER_METHODS: [PyMethodDef; 5] = [
    method::keywords(c"encode", encoder_encode, c"encode($self, /, input, final=False)\n--\n\nThe bytes of another piece of text."),
    method::noargs(c"reset", encoder_reset, c"reset($self, /)\n--\n\nBegins anew."),
    method::noargs(
        c"getstate",
        |this: &Coder| long::from_i64(if this.codec()?.marked().is_some() && this.order.get() == 0 { 2 } else { 0 }),
        c"getstate($self, /)\n--\n\nThe state, a number.",
    ),
    method::o(c"setstate", encoder_setstate, c"setstate($self, state, /)\n--\n\nGoes back to a state that getstate() gave."),
    PyMethodDef::END,
];

static ENCODE: Signature<2> = Signature { function: "encode", names: ["input", "final"], positional: 2, required: 1 };

fn encoder_encode(this: &Coder, args: Args<'_>) -> Result<Owned> {
    let [Some(input), _] = ENCODE.bind(args)? else { return Err(unicode::bad_internal_call()) };
    Ok(this.encode(input, this.errors.get().as_deref())?.0.upcast())
}

fn encoder_reset(this: &Coder) -> Result<Owned> {
    this.order.set(0);
    Ok(none())
}

fn encoder_setstate(this: &Coder, state: &PyObject) -> Result<Owned> {
    if this.codec()?.marked().is_some() {
        this.order.set(if state.is_true()? { 0 } else { NATIVE_ORDER });
    }
    Ok(none())
}

/// `codecs.IncrementalDecoder`.
pub static DECODER: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"codecs.IncrementalDecoder".as_ptr()),
    tp_doc: Cell::new(c"Decodes bytes that come piece by piece.".as_ptr()),
    tp_basicsize: Cell::new(size_of::<Decoder>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::BASETYPE),
    tp_dealloc: Cell::new(Some(slot::dealloc(|this: *mut Decoder| {
        // SAFETY: dead but whole.
        unsafe {
            gc::untrack(this.cast());
            (*this).drop_fields();
            (*this).buffer.set(None);
            types::free(this.cast());
        }
    }))),
    tp_traverse: Cell::new(Some(slot::traverse(|this: &Decoder, visitor: &Visitor| {
        this.visit(visitor)?;
        visitor.field(&this.buffer)
    }))),
    tp_clear: Cell::new(Some(slot::clear(|this: &Decoder| {
        this.drop_fields();
        this.buffer.set(None);
    }))),
    tp_methods: Cell::new(DECODER_METHODS.as_ptr()),
    tp_getset: Cell::new(DECODER_GETSETS.as_ptr()),
    tp_init: Cell::new(Some(slot::init(init))),
    tp_new: Cell::new(Some(slot::new(new))),
    ..PyTypeObject::STATIC
};

static DECODER_METHODS: [PyMethodDef; 5] = [
    method::keywords(
        c"decode",
        decoder_decode,
        c"decode($self, /, input, final=False)\n--\n\nThe text of another piece; what is not finished waits, unless final is true.",
    ),
    method::noargs(
        c"reset",
        |this: &Decoder| -> Result<Owned> {
            this.order.set(0);
            this.buffer.set(None);
            Ok(none())
        },
        c"reset($self, /)\n--\n\nBegins anew.",
    ),
    method::noargs(c"getstate", |this: &Decoder| this.waiting_state(), c"getstate($self, /)\n--\n\nThe bytes that wait, and a number."),
    method::o(c"setstate", Decoder::set_state, c"setstate($self, state, /)\n--\n\nGoes back to a state that getstate() gave."),
    PyMethodDef::END,
];

static DECODER_GETSETS: [PyGetSetDef; 3] =
    [ERRORS, method::getset(c"buffer", |this: &Decoder| this.waiting().upcast(), c"The bytes that wait for more."), PyGetSetDef::END];

static DECODE: Signature<2> = Signature { function: "decode", names: ["input", "final"], positional: 2, required: 1 };

fn decoder_decode(this: &Decoder, args: Args<'_>) -> Result<Owned> {
    let [Some(input), last] = DECODE.bind(args)? else { return Err(unicode::bad_internal_call()) };
    let last = last.map_or(Ok(false), PyObject::is_true)?;
    Ok(this.step(input, last)?.upcast())
}

impl Decoder {
    fn waiting(&self) -> Owned<PyBytesObject> {
        self.buffer.get().unwrap_or_else(|| Owned::from_ref(bytes::empty()))
    }

    /// The text of another piece. What is not finished waits for the next, unless this is the last.
    pub fn step(&self, input: &PyObject, last: bool) -> Result<Owned<PyUnicodeObject>> {
        let errors = self.errors.get();
        if !self.codec()?.keeps_rest() {
            return self.decode(View::simple(input)?.as_slice(), errors.as_deref(), None);
        }
        let waiting = self.waiting();
        let all = match waiting.is_empty() && is_exact::<PyBytesObject>(input) {
            true => input.new_ref(),
            false => sequence::PySequence_Concat(&waiting, input)?,
        };
        let all = all.downcast::<PyBytesObject>().map_err(|_| unicode::bad_internal_call())?;
        let mut used = all.len() as isize;
        let text = self.decode(all.as_slice(), errors.as_deref(), if last { None } else { Some(&mut used) })?;
        let rest = all.as_slice().get(used as usize..).unwrap_or(&[]);
        self.buffer.set(if rest.is_empty() { None } else { Some(bytes::from_slice(rest)?) });
        Ok(text)
    }

    /// The bytes that wait, and for a codec that finds out the byte order: 2 as long as it has not, 0 for this machine's, 1 for the other.
    pub fn waiting_state(&self) -> Result<Owned> {
        let order = match (self.codec()?.marked(), self.order.get()) {
            (None, _) => 0,
            (Some(_), 0) => 2,
            (Some(_), order) => (order != NATIVE_ORDER).into(),
        };
        Ok(tuple::from_owned([self.waiting().upcast(), long::from_i64(order)?])?.upcast())
    }

    fn set_state(&self, state: &PyObject) -> Result<Owned> {
        let codec = self.codec()?;
        if !codec.keeps_rest() {
            return Ok(none());
        }
        let waiting = mapping::get_item(state, &*long::from_i64(0)?)?;
        let waiting = waiting.downcast::<PyBytesObject>().map_err(|other| raise!(TypeError, "can't concat bytes to {}", other.ty().name()))?;
        if codec.marked().is_some() {
            let order = mapping::get_item(state, &*long::from_i64(1)?)?;
            let is = |n: i64| order.equals(&*long::from_i64(n)?);
            self.order.set(if is(0)? {
                NATIVE_ORDER
            } else if is(1)? {
                -NATIVE_ORDER
            } else {
                0
            });
        }
        self.buffer.set(Some(waiting));
        Ok(none())
    }
}
