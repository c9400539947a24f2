//! codecs.h: the registry of codecs and of error handlers.
//!
//! An interpreter has its search functions, the codecs that they have found, and the error handlers by name. Codecs of the library's own
//! ([`known`]) are found before any search function is asked. The handlers that the language names are
//! built-in functions over [`crate::types::unicode::codecs::errors`].

use crate::boundary::method;
use crate::layout::*;
use crate::modules::codecs::known;
use crate::object::{Owned, attribute, id};
use crate::protocol::buffer::View;
use crate::raise;
use crate::runtime::buf::Buf;
use crate::runtime::errors::{Raised, Result, raise_object};
use crate::runtime::interp;
use crate::types::unicode::chars::Chars;
use crate::types::unicode::codecs::errors::{self, Kind, Wide};
use crate::types::unicode::codecs::native::Native;
use crate::types::unicode::{self, TextBuf};
use crate::types::{builtin_function, bytes, exceptions, long, tuple};
use exuvia_macros::capi;
use std::cell::RefCell;
use std::collections::HashMap;
use std::ffi::{CStr, c_int};

/// An interpreter's registry.
#[derive(Default)]
pub struct Registry {
    searches: RefCell<Vec<Owned>>,
    found: RefCell<HashMap<String, Owned<PyTupleObject>>>,
    handlers: RefCell<HashMap<Vec<u8>, Owned>>,
    /// The class of the library's own codecs, once one was asked for.
    pub info_class: RefCell<Option<Owned>>,
}

impl Registry {
    /// Drops what it holds.
    pub fn clear(&self) {
        let taken = (self.searches.take(), self.found.take(), self.handlers.take(), self.info_class.take());
        drop(taken);
    }
}

/// A name as search functions get it: letters and digits in lower case, everything between them one underscore.
pub fn normalize(name: &[u8]) -> String {
    let mut out = String::with_capacity(name.len());
    let mut gap = false;
    for &b in name {
        if b.is_ascii_alphanumeric() || b == b'.' {
            if gap && !out.is_empty() {
                out.push('_');
            }
            gap = false;
            out.push(char::from(b.to_ascii_lowercase()));
        } else {
            gap = true;
        }
    }
    out
}

/// The codec of a name: a tuple of encoder, decoder, stream reader and stream writer. `LookupError` where nobody knows it.
pub fn lookup(encoding: &CStr) -> Result<Owned<PyTupleObject>> {
    let registry = &interp().codecs;
    let name = normalize(encoding.to_bytes());
    if let Some(found) = registry.found.borrow().get(&name) {
        return Ok(found.clone());
    }
    if let Some(codec) = known::find(&name)? {
        let old = registry.found.borrow_mut().insert(name, codec.clone());
        drop(old);
        return Ok(codec);
    }
    let argument = unicode::intern::intern_str(&name)?;
    let mut i = 0;
    loop {
        // A search function may register another.
        let Some(search) = registry.searches.borrow().get(i).cloned() else { break };
        i += 1;
        let answer = search.call1(&argument)?;
        if answer.is_none() {
            continue;
        }
        let codec = answer.downcast::<PyTupleObject>().ok().filter(|codec| codec.len() == 4);
        let Some(codec) = codec else { return Err(raise!(TypeError, "codec search functions must return 4-tuples")) };
        registry.found.borrow_mut().insert(name, codec.clone());
        return Ok(codec);
    }
    Err(raise!(LookupError, "unknown encoding: {}", encoding.to_string_lossy()))
}

/// The part of a codec at an index.
fn part(encoding: &CStr, index: usize) -> Result<Owned> {
    let codec = lookup(encoding)?;
    match codec.as_slice().get(index) {
        Some(part) => Ok(part.new_ref()),
        None => Err(raise!(TypeError, "codec search functions must return 4-tuples")),
    }
}

/// Calls `callable` with an object and, where there are any, the name of an error handler.
fn call_with_errors(callable: &PyObject, object: &PyObject, errors: Option<&CStr>) -> Result<Owned> {
    match errors {
        Some(errors) => {
            let errors = unicode::codecs::utf8::decode_strict(errors.to_bytes())?;
            callable.call(&[object, &errors])
        }
        None => callable.call1(object),
    }
}

fn first_of_two(result: Owned, message: &str) -> Result<Owned> {
    match result.downcast::<PyTupleObject>() {
        Ok(pair) if pair.len() == 2 => Ok(pair.as_slice()[0].new_ref()),
        _ => Err(raise!(TypeError, "{message}")),
    }
}

/// Says in a note to the exception which codec failed.
#[cold]
pub fn failed(raised: Raised, encoding: &CStr, coding: &str) -> Raised {
    let Some(exception) = raised.take() else { return unicode::bad_internal_call() };
    let note = unicode::from_display(format_args!("{coding} with '{}' codec failed", encoding.to_string_lossy()));
    match note.and_then(|note| exceptions::base::add_note(&exception, &note)) {
        Ok(()) => raise_object(exception),
        Err(raised) => raised,
    }
}

fn encode_by(encoder: &PyObject, object: &PyObject, encoding: &CStr, errors: Option<&CStr>) -> Result<Owned> {
    let result = call_with_errors(encoder, object, errors).map_err(|raised| failed(raised, encoding, "encoding"))?;
    first_of_two(result, "encoder must return a tuple (object, integer)")
}

fn decode_by(decoder: &PyObject, object: &PyObject, encoding: &CStr, errors: Option<&CStr>) -> Result<Owned> {
    let result = call_with_errors(decoder, object, errors).map_err(|raised| failed(raised, encoding, "decoding"))?;
    first_of_two(result, "decoder must return a tuple (object,integer)")
}

/// What a codec makes of an object.
pub fn encode(object: &PyObject, encoding: &CStr, errors: Option<&CStr>) -> Result<Owned> {
    if let Some((native, _)) = Native::of(encoding.to_bytes()) {
        let encoded = match object.downcast::<PyUnicodeObject>() {
            Some(text) => native.encode(text, errors),
            None => Err(unicode::bad_type(&format!("{}_encode", native.name()), Some(1), object)),
        };
        return encoded.map(Owned::upcast).map_err(|raised| failed(raised, encoding, "encoding"));
    }
    encode_by(&*part(encoding, 0)?, object, encoding, errors)
}

/// What a codec makes of an object.
pub fn decode(object: &PyObject, encoding: &CStr, errors: Option<&CStr>) -> Result<Owned> {
    if let Some((native, _)) = Native::of(encoding.to_bytes()) {
        let escapes = matches!(native, Native::UnicodeEscape | Native::RawUnicodeEscape);
        let decoded = match object.downcast::<PyUnicodeObject>() {
            Some(text) if escapes => text.utf8().and_then(|bytes| native.decode(bytes, errors)),
            _ => View::simple(object).and_then(|view| native.decode(view.as_slice(), errors)),
        };
        return decoded.map(Owned::upcast).map_err(|raised| failed(raised, encoding, "decoding"));
    }
    decode_by(&*part(encoding, 1)?, object, encoding, errors)
}

/// As [`encode`], by a codec that is one for text.
pub fn encode_text(object: &PyObject, encoding: &CStr, errors: Option<&CStr>) -> Result<Owned> {
    encode_by(&*text_part(encoding, 0, "codecs.encode()")?, object, encoding, errors)
}

/// As [`decode`], by a codec that is one for text.
pub fn decode_text(object: &PyObject, encoding: &CStr, errors: Option<&CStr>) -> Result<Owned> {
    decode_by(&*text_part(encoding, 1, "codecs.decode()")?, object, encoding, errors)
}

/// A part of a codec that does not say of itself that it is none for text.
fn text_part(encoding: &CStr, index: usize, instead: &str) -> Result<Owned> {
    let codec = lookup(encoding)?;
    if !std::ptr::eq(codec.ty(), &tuple::PyTuple_Type) {
        let is_text = attribute::get_optional(&codec, &id::_is_text_encoding)?;
        if let Some(is_text) = is_text
            && !is_text.is_true()?
        {
            return Err(raise!(
                LookupError,
                "'{:.400}' is not a text encoding; use {instead} to handle arbitrary codecs",
                encoding.to_string_lossy()
            ));
        }
    }
    match codec.as_slice().get(index) {
        Some(part) => Ok(part.new_ref()),
        None => Err(raise!(TypeError, "codec search functions must return 4-tuples")),
    }
}

/// The error handler of a name, `strict` where there is none.
pub fn lookup_error(name: Option<&CStr>) -> Result<Owned> {
    let name = name.unwrap_or(c"strict");
    let handlers = &interp().codecs.handlers;
    if let Some(handler) = handlers.borrow().get(name.to_bytes()) {
        return Ok(handler.clone());
    }
    let Some(def) = BUILT_IN.iter().position(|known| *known == name) else {
        return Err(raise!(LookupError, "unknown error handler name '{:.400}'", name.to_string_lossy()));
    };
    let handler = builtin_function::PyCFunction_New((&raw const HANDLERS[def]).cast_mut(), None)?;
    handlers.borrow_mut().insert(name.to_bytes().to_vec(), handler.clone());
    Ok(handler)
}

/// Takes an error handler's name away: whether it had one. `ValueError` for those that the language names.
pub fn unregister_error(name: &CStr) -> Result<bool> {
    if BUILT_IN.contains(&name) {
        return Err(raise!(ValueError, "cannot un-register built-in error handler '{}'", name.to_string_lossy()));
    }
    let old = interp().codecs.handlers.borrow_mut().remove(name.to_bytes());
    Ok(old.is_some())
}

// ---- the built-in handlers ----------------------------------------------------------------------------------------

const BUILT_IN: [&CStr; 8] =
    [c"strict", c"ignore", c"replace", c"xmlcharrefreplace", c"backslashreplace", c"namereplace", c"surrogateescape", c"surrogatepass"];

static HANDLERS: [PyMethodDef; 9] = [
    method::free_o(c"strict_errors", |e| handle(Kind::Strict, e), c"Raises the exception."),
    method::free_o(c"ignore_errors", |e| handle(Kind::Ignore, e), c"Leaves out what could not be coded."),
    method::free_o(c"replace_errors", |e| handle(Kind::Replace, e), c"Puts a replacement mark in its place."),
    method::free_o(c"xmlcharrefreplace_errors", |e| handle(Kind::XmlCharRefReplace, e), c"Puts XML character references in its place."),
    method::free_o(c"backslashreplace_errors", |e| handle(Kind::BackslashReplace, e), c"Puts escapes with backslashes in its place."),
    method::free_o(c"namereplace_errors", |e| handle(Kind::NameReplace, e), c"Puts the characters' names in its place."),
    method::free_o(c"surrogateescape", |e| handle(Kind::SurrogateEscape, e), c"Puts surrogates in the place of bytes, and back."),
    method::free_o(c"surrogatepass", |e| handle(Kind::SurrogatePass, e), c"Lets surrogates through."),
    PyMethodDef::END,
];

/// Raises `TypeError`: the handler cannot deal with this exception.
#[cold]
pub fn wrong_exception(ty: &str) -> Raised {
    raise!(TypeError, "don't know how to handle {ty} in error callback")
}

fn raise_it(exception: &PyObject) -> Raised {
    match exception.downcast::<PyBaseExceptionObject>() {
        Some(_) => raise_object(exception.new_ref()),
        None => raise!(TypeError, "codec must pass exception instance"),
    }
}

/// What the exception is about: the object's part, cut to what is there.
enum About {
    Encode(Owned<PyUnicodeObject>, usize, usize),
    Decode(Owned<PyBytesObject>, usize, usize),
    Translate(Owned<PyUnicodeObject>, usize, usize),
}

fn about(exception: &PyObject) -> Result<About> {
    let ty = exception.ty();
    let is = |base: &PyTypeObject| ty.is_subtype(base);
    if !is(&exceptions::UnicodeEncodeError) && !is(&exceptions::UnicodeDecodeError) && !is(&exceptions::UnicodeTranslateError) {
        return Err(wrong_exception(ty.name()));
    }
    // SAFETY: the three types' instances have this struct.
    let error: &PyUnicodeErrorObject = unsafe { exception.cast_unchecked() };
    let Some(object) = error.object.get() else { return Err(raise!(TypeError, "UnicodeError 'object' attribute is not set")) };
    let cut = |len: usize| {
        let end = error.end.get().max(1).min(len as isize).max(0);
        let start = error.start.get().clamp(0, (len as isize - 1).max(0));
        (start as usize, end as usize)
    };
    if is(&exceptions::UnicodeDecodeError) {
        let object = object.downcast::<PyBytesObject>().map_err(|_| raise!(TypeError, "UnicodeError 'object' attribute must be a bytes"))?;
        let (start, end) = cut(object.len());
        return Ok(About::Decode(object, start, end));
    }
    let object = object.downcast::<PyUnicodeObject>().map_err(|_| raise!(TypeError, "UnicodeError 'object' attribute must be a string"))?;
    let (start, end) = cut(object.len());
    Ok(if is(&exceptions::UnicodeEncodeError) { About::Encode(object, start, end) } else { About::Translate(object, start, end) })
}

/// The encoding that the exception names.
fn encoding_of(exception: &PyObject) -> Result<Option<Wide>> {
    // SAFETY: the caller has looked: it is one of the two.
    let error: &PyUnicodeErrorObject = unsafe { exception.cast_unchecked() };
    match error.encoding.get().map(Owned::downcast::<PyUnicodeObject>) {
        Some(Ok(name)) => Ok(Wide::of(name.utf8()?)),
        _ => Err(raise!(TypeError, "UnicodeError 'encoding' attribute must be a string")),
    }
}

fn answer(text: Owned, position: usize) -> Result<Owned> {
    Ok(tuple::from_owned([text, long::from_usize(position)?])?.upcast())
}
fn answer_text(text: &[u8], position: usize) -> Result<Owned> {
    answer(unicode::from_latin1(text)?.upcast(), position)
}

/// A built-in handler's answer to an exception.
fn handle(kind: Kind, exception: &PyObject) -> Result<Owned> {
    if kind == Kind::Strict {
        return Err(raise_it(exception));
    }
    let about = about(exception)?;
    let other = || wrong_exception(exception.ty().name());
    match (kind, &about) {
        (Kind::Ignore, About::Encode(_, _, end) | About::Decode(_, _, end) | About::Translate(_, _, end)) => answer_text(b"", *end),
        (Kind::Replace, About::Encode(_, start, end)) => answer_text(&Buf::filled(b'?', end.saturating_sub(*start)), *end),
        (Kind::Replace, About::Decode(_, _, end)) => answer(unicode::from_char(0xFFFD)?.upcast(), *end),
        (Kind::Replace, About::Translate(_, start, end)) => {
            let mut marks = TextBuf::new();
            marks.push_n(0xFFFD, end.saturating_sub(*start));
            answer(unicode::from_buf(&marks)?.upcast(), *end)
        }
        (Kind::XmlCharRefReplace, About::Encode(text, start, end)) => answer_text(&errors::char_refs(text.chars().slice(*start, *end)), *end),
        (Kind::BackslashReplace, About::Encode(text, start, end) | About::Translate(text, start, end)) => {
            answer_text(&errors::backslashes(text.chars().slice(*start, *end)), *end)
        }
        (Kind::BackslashReplace, About::Decode(bytes, start, end)) => {
            answer_text(&errors::backslashes(Chars::One(bytes.as_slice()).slice(*start, *end)), *end)
        }
        (Kind::NameReplace, About::Encode(text, start, end)) => answer_text(&errors::names(text.chars().slice(*start, *end)), *end),
        (Kind::SurrogateEscape, About::Encode(text, start, end)) => {
            let escaped: Option<Vec<u8>> = text.chars().slice(*start, *end).iter().map(errors::escaped_byte).collect();
            match escaped {
                Some(escaped) => answer(bytes::from_slice(&escaped)?.upcast(), *end),
                None => Err(raise_it(exception)),
            }
        }
        (Kind::SurrogateEscape, About::Decode(bytes, start, end)) => {
            let mut text = TextBuf::new();
            let part = bytes.as_slice().get(*start..*end).unwrap_or(&[]);
            match errors::escape_surrogates(part, &mut text) {
                0 => Err(raise_it(exception)),
                n => answer(unicode::from_buf(&text)?.upcast(), start + n),
            }
        }
        (Kind::SurrogatePass, About::Encode(text, start, end)) => {
            let Some(wide) = encoding_of(exception)? else { return Err(raise_it(exception)) };
            let part = text.chars().slice(*start, *end);
            if !part.iter().all(errors::is_surrogate) {
                return Err(raise_it(exception));
            }
            let mut out = Buf::new();
            part.iter().for_each(|c| wide.encode_surrogate(c, &mut out));
            answer(bytes::from_slice(&out)?.upcast(), *end)
        }
        (Kind::SurrogatePass, About::Decode(bytes, start, _)) => {
            let found = encoding_of(exception)?.and_then(|wide| wide.decode_surrogate(bytes.as_slice().get(*start..)?));
            match found {
                Some((c, n)) => answer(unicode::from_char(c)?.upcast(), start + n),
                None => Err(raise_it(exception)),
            }
        }
        _ => Err(other()),
    }
}

fn is_callable(object: &PyObject) -> bool {
    object.ty().tp_call.get().is_some()
}

// ---- codecs.h -----------------------------------------------------------------------------------------------------

/// Adds a search function. `TypeError` where it cannot be called.
#[capi]
pub fn PyCodec_Register(search: Option<&PyObject>) -> Result<()> {
    let Some(search) = search else { return Err(unicode::bad_argument()) };
    if !is_callable(search) {
        return Err(raise!(TypeError, "argument must be callable"));
    }
    interp().codecs.searches.borrow_mut().push(search.new_ref());
    Ok(())
}

/// Takes a search function away, and forgets the codecs that were found. Does nothing where it is not there.
#[capi]
pub fn PyCodec_Unregister(search: &PyObject) -> Result<()> {
    let registry = &interp().codecs;
    let at = registry.searches.borrow().iter().position(|other| other.is(search));
    if let Some(at) = at {
        let removed = registry.searches.borrow_mut().remove(at);
        let found = registry.found.take();
        drop((removed, found));
    }
    Ok(())
}

/// 1 where the encoding is known, else 0. Does not fail.
#[capi]
pub fn PyCodec_KnownEncoding(encoding: &CStr) -> c_int {
    if Native::of(encoding.to_bytes()).is_some() {
        return 1;
    }
    match lookup(encoding) {
        Ok(_) => 1,
        Err(raised) => {
            raised.clear();
            0
        }
    }
}

/// What the codec of that name makes of the object, new.
#[capi]
pub fn PyCodec_Encode(object: &PyObject, encoding: &CStr, errors: Option<&CStr>) -> Result<Owned> {
    encode(object, encoding, errors)
}

/// What the codec of that name makes of the object, new.
#[capi]
pub fn PyCodec_Decode(object: &PyObject, encoding: &CStr, errors: Option<&CStr>) -> Result<Owned> {
    decode(object, encoding, errors)
}

/// The encoder of that name, new.
#[capi]
pub fn PyCodec_Encoder(encoding: &CStr) -> Result<Owned> {
    part(encoding, 0)
}

/// The decoder of that name, new.
#[capi]
pub fn PyCodec_Decoder(encoding: &CStr) -> Result<Owned> {
    part(encoding, 1)
}

fn incremental(encoding: &CStr, attribute: &PyUnicodeObject, errors: Option<&CStr>) -> Result<Owned> {
    let codec = lookup(encoding)?;
    let factory = attribute::get(&codec, attribute)?;
    match errors {
        Some(errors) => {
            let errors = unicode::codecs::utf8::decode_strict(errors.to_bytes())?;
            factory.call1(&errors)
        }
        None => factory.call0(),
    }
}

/// An incremental encoder of that name, new.
#[capi]
pub fn PyCodec_IncrementalEncoder(encoding: &CStr, errors: Option<&CStr>) -> Result<Owned> {
    incremental(encoding, &id::incrementalencoder, errors)
}

/// An incremental decoder of that name, new.
#[capi]
pub fn PyCodec_IncrementalDecoder(encoding: &CStr, errors: Option<&CStr>) -> Result<Owned> {
    incremental(encoding, &id::incrementaldecoder, errors)
}

/// A stream reader of that name over a stream, new.
#[capi]
pub fn PyCodec_StreamReader(encoding: &CStr, stream: &PyObject, errors: Option<&CStr>) -> Result<Owned> {
    call_with_errors(&*part(encoding, 2)?, stream, errors)
}

/// A stream writer of that name over a stream, new.
#[capi]
pub fn PyCodec_StreamWriter(encoding: &CStr, stream: &PyObject, errors: Option<&CStr>) -> Result<Owned> {
    call_with_errors(&*part(encoding, 3)?, stream, errors)
}

/// Gives an error handler a name. `TypeError` where it cannot be called.
#[capi]
pub fn PyCodec_RegisterError(name: &CStr, handler: &PyObject) -> Result<()> {
    if !is_callable(handler) {
        return Err(raise!(TypeError, "handler must be callable"));
    }
    let old = interp().codecs.handlers.borrow_mut().insert(name.to_bytes().to_vec(), handler.new_ref());
    drop(old);
    Ok(())
}

/// The error handler of a name (`strict` for NULL), new; `LookupError` where there is none.
#[capi]
pub fn PyCodec_LookupError(name: Option<&CStr>) -> Result<Owned> {
    lookup_error(name)
}

/// Raises the exception.
#[capi]
pub fn PyCodec_StrictErrors(exception: &PyObject) -> Result<Owned> {
    handle(Kind::Strict, exception)
}

/// `('', end)`: leaves out what could not be coded. New.
#[capi]
pub fn PyCodec_IgnoreErrors(exception: &PyObject) -> Result<Owned> {
    handle(Kind::Ignore, exception)
}

/// A replacement mark for what could not be coded, and its end. New.
#[capi]
pub fn PyCodec_ReplaceErrors(exception: &PyObject) -> Result<Owned> {
    handle(Kind::Replace, exception)
}

/// XML character references for what could not be encoded, and its end. New.
#[capi]
pub fn PyCodec_XMLCharRefReplaceErrors(exception: &PyObject) -> Result<Owned> {
    handle(Kind::XmlCharRefReplace, exception)
}

/// Escapes with backslashes for what could not be coded, and its end. New.
#[capi]
pub fn PyCodec_BackslashReplaceErrors(exception: &PyObject) -> Result<Owned> {
    handle(Kind::BackslashReplace, exception)
}

/// The names of what could not be encoded, as `\N{…}`, and its end. New.
#[capi]
pub fn PyCodec_NameReplaceErrors(exception: &PyObject) -> Result<Owned> {
    handle(Kind::NameReplace, exception)
}
