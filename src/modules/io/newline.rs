//! `_io.IncrementalNewlineDecoder`: ends of lines, as they come, made one kind and counted.
//!
//! A `\r` at the end of what came so far is held back: a `\n` may follow it.

use crate::args::Signature;
use crate::boundary::method::{self, Args};
use crate::boundary::slot;
use crate::layout::*;
use crate::object::{Owned, Typed, gc, id, types};
use crate::raise;
use crate::runtime::errors::{Raised, Result};
use crate::types::bool::from_bool;
use crate::types::singletons::none;
use crate::types::unicode::chars::{Chars, TextBuf};
use crate::types::unicode::search;
use crate::types::{bytes, long, tuple, unicode};
use std::cell::Cell;

/// Ends of lines that were seen.
mod seen {
    pub const CR: u8 = 1;
    pub const LF: u8 = 2;
    pub const CRLF: u8 = 4;
    pub const ALL: u8 = 7;
}

/// A decoder of ends of lines, behind another one or alone.
#[repr(C)]
pub struct NewlineDecoder {
    ob_base: PyObject,
    /// What decodes before; None for nothing, NULL until `__init__` has run.
    decoder: Field,
    errors: Field,
    translate: Cell<bool>,
    held_back: Cell<bool>,
    seen: Cell<u8>,
}
object_structs! { NewlineDecoder: ob_base -> PyObject }
const _: () = assert!(size_of::<NewlineDecoder>() == 40);
// SAFETY: instances of the type and of its subclasses begin with this struct.
unsafe impl Typed for NewlineDecoder {
    fn type_object() -> &'static PyTypeObject {
        &INCREMENTAL_NEWLINE_DECODER
    }
}

/// `_io.IncrementalNewlineDecoder`.
pub static INCREMENTAL_NEWLINE_DECODER: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"_io.IncrementalNewlineDecoder".as_ptr()),
    tp_doc: Cell::new(
        c"IncrementalNewlineDecoder(decoder, translate, errors='strict')\n--\n\nDecodes text and makes all ends of lines \\n, or only counts them."
            .as_ptr(),
    ),
    tp_basicsize: Cell::new(size_of::<NewlineDecoder>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::BASETYPE | flags::IMMUTABLETYPE),
    tp_dealloc: Cell::new(Some(slot::dealloc(|this: *mut NewlineDecoder| {
        // SAFETY: dead but whole.
        unsafe {
            gc::untrack(this.cast());
            clear(&*this);
            types::free(this.cast());
        }
    }))),
    tp_traverse: Cell::new(Some(slot::traverse(|this: &NewlineDecoder, visitor| {
        visitor.field(&this.decoder)?;
        visitor.field(&this.errors)
    }))),
    tp_clear: Cell::new(Some(slot::clear(clear))),
    tp_methods: Cell::new(METHODS.as_ptr()),
    tp_getset: Cell::new(GETSETS.as_ptr()),
    tp_init: Cell::new(Some(slot::init(init))),
    tp_new: Cell::new(Some(crate::types::object_type::NEW)),
    ..PyTypeObject::STATIC
};

static METHODS: [PyMethodDef; 5] = [
    method::keywords(c"decode", decode, c"decode($self, /, input, final=False)\n--\n\nThe text of the input, and of what was held back."),
    method::noargs(c"getstate", getstate, c"getstate($self, /)\n--\n\nWhat is held back, and flags."),
    method::o(c"setstate", setstate, c"setstate($self, state, /)\n--\n\nPuts a state back."),
    method::noargs(c"reset", |this: &NewlineDecoder| this.reset(), c"reset($self, /)\n--\n\nForgets what was held back and seen."),
    PyMethodDef::END,
];

static GETSETS: [PyGetSetDef; 2] =
    [method::getset(c"newlines", |this: &NewlineDecoder| this.newlines(), c"The ends of lines that were seen."), PyGetSetDef::END];

fn clear(this: &NewlineDecoder) {
    this.decoder.set(None);
    this.errors.set(None);
}

/// A new decoder, without one before it where `decoder` is `None`.
pub fn new(decoder: Option<&PyObject>, translate: bool) -> Result<Owned<NewlineDecoder>> {
    let made = types::alloc(&INCREMENTAL_NEWLINE_DECODER, 0)?;
    // SAFETY: just made, of that type.
    let made: Owned<NewlineDecoder> = unsafe { made.cast() };
    made.decoder.set(Some(decoder.map_or_else(none, PyObject::new_ref)));
    made.translate.set(translate);
    Ok(made)
}

fn init(this: &NewlineDecoder, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<()> {
    static SIGNATURE: Signature<3> =
        Signature { function: "IncrementalNewlineDecoder", names: ["decoder", "translate", "errors"], positional: 3, required: 2 };
    let [Some(decoder), Some(translate), errors] = SIGNATURE.bind_call(args, kwargs)? else { return Ok(()) };
    let translate = translate.is_true()?;
    this.decoder.set(Some(decoder));
    this.errors.set(Some(match errors {
        Some(errors) => errors,
        None => unicode::from_str("strict")?.upcast(),
    }));
    this.translate.set(translate);
    this.seen.set(0);
    this.held_back.set(false);
    Ok(())
}

impl NewlineDecoder {
    /// What decodes before.
    fn before(&self) -> Result<Option<Owned>> {
        match self.decoder.get() {
            Some(decoder) if decoder.is_none() => Ok(None),
            Some(decoder) => Ok(Some(decoder)),
            None => Err(raise!(ValueError, "IncrementalNewlineDecoder.__init__() not called")),
        }
    }
    fn see(&self, what: u8) {
        self.seen.set(self.seen.get() | what);
    }

    /// Decodes input, which is text where nothing decodes before.
    pub fn decode(&self, input: &PyObject, last: bool) -> Result<Owned> {
        let decoded = match self.before()? {
            Some(decoder) => decoder.call_method(&id::decode, &[input, &from_bool(last)])?,
            None => input.new_ref(),
        };
        match decoded.downcast::<PyUnicodeObject>() {
            Ok(text) => Ok(self.translate(text, last)?.upcast()),
            Err(other) => Err(raise!(TypeError, "decoder should return a string result, not '{}'", other.ty().name())),
        }
    }

    /// The same for text that is decoded.
    pub fn translate(&self, text: Owned<PyUnicodeObject>, last: bool) -> Result<Owned<PyUnicodeObject>> {
        let mut text = text;
        if self.held_back.get() && (last || !text.is_empty()) {
            let mut whole = TextBuf::with_capacity(text.len() + 1);
            whole.push(u32::from(b'\r'));
            whole.push_chars(text.chars());
            text = unicode::from_buf(&whole)?;
            self.held_back.set(false);
        }
        let chars = text.chars();
        if !last && !chars.is_empty() && chars.at(chars.len() - 1) == u32::from(b'\r') {
            text = unicode::substring(&text, 0, chars.len() - 1)?;
            self.held_back.set(true);
        }
        let chars = text.chars();
        if chars.is_empty() {
            return Ok(text);
        }
        let Some(first) = search::find_char(chars, u32::from(b'\r'), true) else {
            if self.seen.get() & seen::LF == 0 && search::find_char(chars, u32::from(b'\n'), true).is_some() {
                self.see(seen::LF);
            }
            return Ok(text);
        };
        if !self.translate.get() {
            self.look(chars);
            return Ok(text);
        }
        // Up to the first one nothing changes but the count.
        if search::find_char(chars.slice(0, first), u32::from(b'\n'), true).is_some() {
            self.see(seen::LF);
        }
        let mut out = TextBuf::with_capacity(chars.len());
        let mut at = 0;
        while let Some(cr) = search::find_char(chars.slice(at, chars.len()), u32::from(b'\r'), true) {
            let piece = chars.slice(at, at + cr);
            if self.seen.get() & seen::LF == 0 && search::find_char(piece, u32::from(b'\n'), true).is_some() {
                self.see(seen::LF);
            }
            out.push_chars(piece);
            out.push(u32::from(b'\n'));
            at += cr + 1;
            if chars.get(at) == Some(u32::from(b'\n')) {
                at += 1;
                self.see(seen::CRLF);
            } else {
                self.see(seen::CR);
            }
        }
        let rest = chars.slice(at, chars.len());
        if search::find_char(rest, u32::from(b'\n'), true).is_some() {
            self.see(seen::LF);
        }
        out.push_chars(rest);
        unicode::from_buf(&out)
    }

    /// Notes which ends of lines there are, until all kinds have been seen.
    fn look(&self, chars: Chars<'_>) {
        let mut units = chars.iter().peekable();
        while let Some(unit) = units.next() {
            if self.seen.get() == seen::ALL {
                return;
            }
            if unit == u32::from(b'\n') {
                self.see(seen::LF);
            } else if unit == u32::from(b'\r') {
                let both = units.next_if_eq(&u32::from(b'\n')).is_some();
                self.see(if both { seen::CRLF } else { seen::CR });
            }
        }
    }

    /// The ends of lines that were seen: None, one, or a tuple.
    pub fn newlines(&self) -> Result<Owned> {
        self.before()?;
        let kinds = [(seen::CR, "\r"), (seen::LF, "\n"), (seen::CRLF, "\r\n")];
        let texts: Vec<&str> = kinds.iter().filter(|(kind, _)| self.seen.get() & kind != 0).map(|(_, text)| *text).collect();
        match texts.as_slice() {
            [] => Ok(none()),
            [one] => Ok(unicode::from_str(one)?.upcast()),
            all => {
                let made = all.iter().map(|text| unicode::from_str(text).map(Owned::upcast)).collect::<Result<Vec<_>>>()?;
                Ok(tuple::from_exact(made.len(), made.into_iter())?.upcast())
            }
        }
    }

    /// Forgets what was held back and seen, here and in what decodes before.
    pub fn reset(&self) -> Result<Owned> {
        let before = self.before()?;
        self.seen.set(0);
        self.held_back.set(false);
        match before {
            Some(decoder) => decoder.call_method(&id::reset, &[]),
            None => Ok(none()),
        }
    }
}

fn decode(this: &NewlineDecoder, args: Args<'_>) -> Result<Owned> {
    static SIGNATURE: Signature<2> = Signature { function: "decode", names: ["input", "final"], positional: 2, required: 1 };
    let [Some(input), last] = SIGNATURE.bind(args)? else { return Ok(none()) };
    this.decode(input, last.map_or(Ok(false), |last| last.is_true())?)
}

/// A decoder's state: bytes, and flags.
pub fn state_of(state: &PyObject, bad: impl Fn() -> Raised) -> Result<(&PyObject, u64)> {
    let Some(&[held, flags]) = state.downcast::<PyTupleObject>().map(PyTupleObject::as_slice) else { return Err(bad()) };
    if flags.downcast::<PyLongObject>().is_none() {
        return Err(bad());
    }
    Ok((held, long::convert::PyLong_AsUnsignedLongLongMask(Some(flags))?))
}

fn getstate(this: &NewlineDecoder) -> Result<Owned> {
    let (held, flags) = match this.before()? {
        Some(decoder) => {
            let state = decoder.call_method(&id::getstate, &[])?;
            let (held, flags) = state_of(&state, || raise!(TypeError, "illegal decoder state"))?;
            (held.new_ref(), flags << 1)
        }
        None => (bytes::empty().as_object().new_ref(), 0),
    };
    let flags = flags | u64::from(this.held_back.get());
    Ok(tuple::from_owned([held, long::from_u64(flags)?])?.upcast())
}

fn setstate(this: &NewlineDecoder, state: &PyObject) -> Result<Owned> {
    let before = this.before()?;
    if state.downcast::<PyTupleObject>().is_none() {
        return Err(raise!(TypeError, "state argument must be a tuple"));
    }
    let (held, flags) = state_of(state, || raise!(TypeError, "setstate(): illegal state argument"))?;
    this.held_back.set(flags & 1 != 0);
    match before {
        Some(decoder) => {
            let state = tuple::from_owned([held.new_ref(), long::from_u64(flags >> 1)?])?;
            decoder.call_method(&id::setstate, &[&state])
        }
        None => Ok(none()),
    }
}

impl NewlineDecoder {
    /// Whether a `\r` is held back.
    pub fn holds_back(&self) -> bool {
        self.held_back.get()
    }
    /// Says whether one is.
    pub fn hold_back(&self, so: bool) {
        self.held_back.set(so);
    }
}
