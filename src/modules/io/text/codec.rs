//! The two directions of a text file's encoding.
//!
//! UTF-8, ASCII and Latin-1 are coded here without a call. Any other encoding is an object of the registry's: an incremental encoder, an incremental decoder.
//!
//! A decoder's state is what CPython's would be: the bytes that are not decoded yet, and flags, whose lowest bit is the newline decoder's where there is one.

use super::super::newline::{self, NewlineDecoder, state_of};
use crate::layout::*;
use crate::object::{Owned, attribute, id};
use crate::protocol::buffer::View;
use crate::raise;
use crate::runtime::errors::Result;
use crate::types::bool::from_bool;
use crate::types::unicode::codecs::{narrow, native::Native, utf8};
use crate::types::{bytes, codecs, long, tuple, unicode};
use std::cell::{Cell, RefCell};
use std::ffi::{CStr, CString};

/// An encoding, and its error handler.
#[derive(Clone)]
pub struct Codec {
    /// One that is coded here.
    pub native: Option<Native>,
    /// One of the registry's.
    info: Option<Owned<PyTupleObject>>,
    /// The handler's name; `None` for `strict`.
    errors: Option<CString>,
}

/// A text as a C string; `ValueError` where a NUL is in it.
pub fn c_text(text: &PyUnicodeObject) -> Result<CString> {
    let bytes = text.utf8()?;
    if bytes.contains(&0) {
        return Err(raise!(ValueError, "embedded null character"));
    }
    // What is left to fail is memory.
    CString::new(bytes).map_err(|_| raise!(ValueError, "embedded null character"))
}

impl Codec {
    /// The encoding of a name. `LookupError` where it is not known, or none for text.
    pub fn of(encoding: &PyUnicodeObject, errors: &PyUnicodeObject) -> Result<Codec> {
        let (encoding, errors) = (c_text(encoding)?, c_text(errors)?);
        let native = match Native::of(encoding.to_bytes()) {
            Some((native @ (Native::Utf8 | Native::Ascii | Native::Latin1), _)) => Some(native),
            _ => None,
        };
        let info = match native {
            Some(_) => None,
            None => Some(codecs::lookup(&encoding)?),
        };
        if let Some(info) = &info
            && let Some(is_text) = attribute::get_optional(info, &id::_is_text_encoding)?
            && !is_text.is_true()?
        {
            return Err(raise!(LookupError, "'{}' is not a text encoding", encoding.to_string_lossy()));
        }
        let errors = (errors.as_bytes() != b"strict").then_some(errors);
        Ok(Codec { native, info, errors })
    }
    fn errors(&self) -> Option<&CStr> {
        self.errors.as_deref()
    }
    /// An incremental encoder or decoder of the registry's.
    fn incremental(&self, name: &PyUnicodeObject) -> Result<Option<Owned>> {
        let Some(info) = &self.info else { return Ok(None) };
        let make = attribute::get(info, name)?;
        let errors = self.errors().unwrap_or(c"strict");
        let made = make.call1(&*unicode::codecs::decode(errors.to_bytes(), None, None)?)?;
        Ok(Some(made))
    }
}

/// From text to bytes.
pub struct Encoder {
    codec: Codec,
    object: Option<Owned>,
}

impl Encoder {
    pub fn new(codec: &Codec) -> Result<Encoder> {
        Ok(Encoder { codec: codec.clone(), object: codec.incremental(&id::incrementalencoder)? })
    }
    /// The object that encodes, where it is not done here.
    pub fn object(&self) -> Option<Owned> {
        self.object.clone()
    }
    /// The bytes of text, where no object encodes it.
    pub fn native(&self) -> Option<(Native, Option<CString>)> {
        Some((self.codec.native?, self.codec.errors.clone()))
    }
}

/// The bytes of text in an encoding that is coded here.
pub fn encode(native: Native, text: &PyUnicodeObject, errors: Option<&CStr>) -> Result<Owned<PyBytesObject>> {
    match native {
        Native::Utf8 => utf8::encode(text, errors),
        Native::Ascii => narrow::encode(text, narrow::Narrow::Ascii, errors),
        _ => narrow::encode(text, narrow::Narrow::Latin1, errors),
    }
}

/// The bytes that are not decoded yet: part of a character of UTF-8.
#[derive(Clone, Copy, Default)]
struct Held {
    bytes: [u8; 7],
    len: u8,
}
impl Held {
    fn as_slice(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.len)).unwrap_or(&[])
    }
    /// Where there is no room, the part goes: more than a character's bytes do not wait.
    fn of(bytes: &[u8]) -> Held {
        let mut held = Held::default();
        if let Some(place) = held.bytes.get_mut(..bytes.len()) {
            place.copy_from_slice(bytes);
            held.len = bytes.len() as u8;
        }
        held
    }
}

/// From bytes to text.
pub struct Decoder {
    codec: Codec,
    object: Option<Owned>,
    held: Cell<Held>,
    flags: Cell<u64>,
    /// What sees to the ends of lines.
    newline: Option<Owned<NewlineDecoder>>,
}

impl Decoder {
    /// `newlines` says whether ends of lines are looked at, and changed.
    pub fn new(codec: &Codec, newlines: Option<bool>) -> Result<Decoder> {
        let object = codec.incremental(&id::incrementaldecoder)?;
        let newline = newlines.map(|translate| newline::new(None, translate)).transpose()?;
        Ok(Decoder { codec: codec.clone(), object, held: Cell::default(), flags: Cell::new(0), newline })
    }
    /// The objects that it holds, for the collector.
    pub fn objects(&self) -> impl Iterator<Item = *mut PyObject> {
        let newline = self.newline.as_ref().map(|newline| newline.as_object().as_ptr());
        self.object.as_ref().map(|object| object.as_ptr()).into_iter().chain(newline)
    }
    fn decode_native(&self, native: Native, input: &[u8], last: bool) -> Result<Owned<PyUnicodeObject>> {
        let errors = self.codec.errors();
        match native {
            Native::Ascii => narrow::decode_ascii(input, errors),
            Native::Latin1 => unicode::from_latin1(input),
            _ => {
                let held = self.held.get();
                let whole;
                let input = if held.len == 0 {
                    input
                } else {
                    whole = crate::runtime::buf::joined(&[held.as_slice(), input]);
                    &whole
                };
                let mut used = input.len() as isize;
                let text = utf8::decode(input, errors, if last { None } else { Some(&mut used) })?;
                self.held.set(Held::of(input.get(used as usize..).unwrap_or(&[])));
                Ok(text)
            }
        }
    }
    /// The text of bytes. `last` says that no more will come.
    pub fn decode(&self, input: &[u8], last: bool) -> Result<Owned<PyUnicodeObject>> {
        match self.codec.native {
            Some(native) => self.finish(self.decode_native(native, input, last)?, last),
            None => self.decode_object(&*bytes::from_slice(input)?, last),
        }
    }
    /// The same for an object that has bytes.
    pub fn decode_object(&self, input: &PyObject, last: bool) -> Result<Owned<PyUnicodeObject>> {
        let Some(object) = &self.object else {
            let view = View::simple(input)?;
            return self.decode(view.as_slice(), last);
        };
        let text = object.call_method(&id::decode, &[input, &from_bool(last)])?;
        match text.downcast::<PyUnicodeObject>() {
            Ok(text) => self.finish(text, last),
            Err(other) => Err(raise!(TypeError, "decoder should return a string result, not '{}'", other.ty().name())),
        }
    }
    fn finish(&self, text: Owned<PyUnicodeObject>, last: bool) -> Result<Owned<PyUnicodeObject>> {
        match &self.newline {
            Some(newline) => newline.translate(text, last),
            None => Ok(text),
        }
    }
    /// The bytes that wait, and flags.
    pub fn state(&self) -> Result<(Owned<PyBytesObject>, u64)> {
        let (held, mut flags) = match &self.object {
            Some(object) => {
                let state = object.call_method(&id::getstate, &[])?;
                let (held, flags) = state_of(&state, || raise!(TypeError, "illegal decoder state"))?;
                let Some(held) = held.downcast::<PyBytesObject>() else {
                    let given = held.ty().name();
                    return Err(raise!(TypeError, "illegal decoder state: the first item should be a bytes object, not '{given}'"));
                };
                (Owned::from_ref(held), flags)
            }
            None => (bytes::from_slice(self.held.get().as_slice())?, self.flags.get()),
        };
        if let Some(newline) = &self.newline {
            flags = flags << 1 | u64::from(newline.holds_back());
        }
        Ok((held, flags))
    }
    /// Puts a state back.
    pub fn set_state(&self, held: &[u8], flags: u64) -> Result<()> {
        let mut flags = flags;
        if let Some(newline) = &self.newline {
            newline.hold_back(flags & 1 != 0);
            flags >>= 1;
        }
        match &self.object {
            Some(object) => {
                let state = tuple::from_owned([bytes::from_slice(held)?.upcast(), long::from_u64(flags)?])?;
                object.call_method(&id::setstate, &[&state]).map(drop)
            }
            None => {
                self.held.set(Held::of(held));
                self.flags.set(flags);
                Ok(())
            }
        }
    }
    /// Forgets what it holds.
    pub fn reset(&self) -> Result<()> {
        if let Some(newline) = &self.newline {
            newline.reset()?;
        }
        self.held.set(Held::default());
        self.flags.set(0);
        match &self.object {
            Some(object) => object.call_method(&id::reset, &[]).map(drop),
            None => Ok(()),
        }
    }
    /// The ends of lines that were seen.
    pub fn newlines(&self) -> Option<Result<Owned>> {
        match (&self.newline, &self.object) {
            (Some(newline), _) => Some(newline.newlines()),
            (None, Some(object)) => attribute::get_optional(object, &id::newlines).transpose(),
            _ => None,
        }
    }
}

/// One of the two, which may be exchanged while it works: who works by it holds it.
pub type Shared<T> = RefCell<Option<std::rc::Rc<T>>>;

impl Encoder {
    /// The object that it holds, for the collector.
    pub fn object_ptr(&self) -> Option<*mut PyObject> {
        self.object.as_ref().map(|object| object.as_ptr())
    }
}

impl Decoder {
    /// Whether it is done here.
    pub fn is_native(&self) -> bool {
        self.codec.native.is_some()
    }
}
