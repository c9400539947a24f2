//! What encoders and decoders do about what they cannot encode or decode.
//!
//! The handlers that have a name in the language are done here, without an object or a call, as long as nothing raises; any other name is
//! looked up in the registry, called with the exception, and its answer is checked.

use crate::layout::*;
use crate::object::{Owned, types};
use crate::raise;
use crate::runtime::buf::Buf;
use crate::runtime::errors::{Raised, Result, raise_object};
use crate::types::unicode::chars::{Chars, TextBuf};
use crate::types::unicode::{self, repr};
use crate::types::{bytes, codecs, exceptions, long, tuple};
use std::ffi::CStr;

/// The error handlers that the language names, and any other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Strict,
    Ignore,
    Replace,
    BackslashReplace,
    XmlCharRefReplace,
    NameReplace,
    SurrogateEscape,
    SurrogatePass,
    Other,
}

impl Kind {
    /// The handler of a name; NULL is `strict`.
    pub fn of(errors: Option<&CStr>) -> Kind {
        match errors.map(CStr::to_bytes) {
            None | Some(b"strict") => Kind::Strict,
            Some(b"ignore") => Kind::Ignore,
            Some(b"replace") => Kind::Replace,
            Some(b"backslashreplace") => Kind::BackslashReplace,
            Some(b"xmlcharrefreplace") => Kind::XmlCharRefReplace,
            Some(b"namereplace") => Kind::NameReplace,
            Some(b"surrogateescape") => Kind::SurrogateEscape,
            Some(b"surrogatepass") => Kind::SurrogatePass,
            _ => Kind::Other,
        }
    }
}

/// A `UnicodeEncodeError` or `UnicodeDecodeError`, made without a call.
pub fn exception(
    ty: &'static PyTypeObject,
    encoding: &str,
    object: &PyObject,
    start: usize,
    end: usize,
    reason: &str,
) -> Result<Owned<PyUnicodeErrorObject>> {
    let encoding = unicode::from_str(encoding)?.upcast();
    let reason = unicode::from_str(reason)?.upcast();
    let numbers = (long::from_usize(start)?, long::from_usize(end)?);
    let args = tuple::from_owned([encoding.clone(), object.new_ref(), numbers.0, numbers.1, reason.clone()])?;
    // SAFETY: both types' instances have this struct.
    let error: Owned<PyUnicodeErrorObject> = unsafe { types::alloc(ty, 0)?.cast() };
    error.args.set(Some(args));
    error.encoding.set(Some(encoding));
    error.object.set(Some(object.new_ref()));
    error.start.set(start as isize);
    error.end.set(end as isize);
    error.reason.set(Some(reason));
    Ok(error)
}

/// Raises `UnicodeDecodeError` over the whole input.
#[cold]
pub fn raise_decode(encoding: &str, input: &[u8], start: usize, end: usize, reason: &str) -> Raised {
    let error = bytes::from_slice(input).and_then(|object| exception(&exceptions::UnicodeDecodeError, encoding, &object, start, end, reason));
    error.map_or_else(|raised| raised, |error| raise_object(error.upcast()))
}

/// Raises `UnicodeEncodeError`.
#[cold]
pub fn raise_encode(encoding: &str, string: &PyUnicodeObject, start: usize, end: usize, reason: &str) -> Raised {
    match exception(&exceptions::UnicodeEncodeError, encoding, string, start, end, reason) {
        Ok(error) => raise_object(error.upcast()),
        Err(raised) => raised,
    }
}

/// The answer `(replacement, position)` of a handler, the position counted from the front and inside of `len`. `wanted` names the tuple.
fn answer(answer: &PyObject, len: usize, wanted: &str) -> Result<(Owned, usize)> {
    let malformed = || raise!(TypeError, "{wanted}");
    let pair = answer.downcast::<PyTupleObject>().ok_or_else(malformed)?;
    let [replacement, position] = pair.as_slice() else { return Err(malformed()) };
    let Some(number) = position.downcast::<PyLongObject>() else {
        return Err(raise!(TypeError, "'{}' object cannot be interpreted as an integer", position.ty().name()));
    };
    let Some(position) = number.to_i64() else {
        return Err(raise!(OverflowError, "Python int too large to convert to C ssize_t"));
    };
    let from_front = if position < 0 { position.saturating_add(len as i64) } else { position };
    match usize::try_from(from_front) {
        Ok(at) if at <= len => Ok((replacement.new_ref(), at)),
        _ => Err(raise!(IndexError, "position {from_front} from error handler out of bounds")),
    }
}

/// The exception and the handler of one coding, kept from one error to the next.
struct Custom {
    handler: Owned,
    error: Option<Owned<PyUnicodeErrorObject>>,
}

impl Custom {
    fn new(errors: Option<&CStr>) -> Result<Custom> {
        Ok(Custom { handler: codecs::lookup_error(errors)?, error: None })
    }
    /// Calls the handler about one more error.
    fn call(
        &mut self,
        ty: &'static PyTypeObject,
        encoding: &str,
        object: &PyObject,
        start: usize,
        end: usize,
        reason: &str,
    ) -> Result<(Owned, Owned<PyUnicodeErrorObject>)> {
        let error = match &self.error {
            Some(error) => {
                error.start.set(start as isize);
                error.end.set(end as isize);
                error.reason.set(Some(unicode::from_str(reason)?.upcast()));
                error.clone()
            }
            None => self.error.insert(exception(ty, encoding, object, start, end, reason)?).clone(),
        };
        Ok((self.handler.call1(&error)?, error))
    }
}

// ---- decoding -----------------------------------------------------------------------------------------------------

/// The bytes that are being decoded. A handler may put others in their place.
pub enum Input<'a> {
    Given(&'a [u8]),
    Replaced(Owned<PyBytesObject>),
}

impl Input<'_> {
    #[inline]
    pub fn bytes(&self) -> &[u8] {
        match self {
            Input::Given(bytes) => bytes,
            Input::Replaced(object) => object.as_slice(),
        }
    }
}

/// One decoding: which codec it is, and what it does about errors.
pub struct Decoding<'a> {
    pub encoding: &'static str,
    errors: Option<&'a CStr>,
    kind: Kind,
    custom: Option<Custom>,
}

impl<'a> Decoding<'a> {
    pub fn new(encoding: &'static str, errors: Option<&'a CStr>) -> Self {
        Decoding { encoding, errors, kind: Kind::of(errors), custom: None }
    }

    /// Deals with the faulty bytes from `start` to before `end`: appends what stands for them, and says where to go on.
    #[cold]
    pub fn recover(&mut self, input: &mut Input<'_>, start: usize, end: usize, reason: &str, out: &mut TextBuf) -> Result<usize> {
        let bytes = input.bytes();
        match self.kind {
            Kind::Ignore => return Ok(end),
            Kind::Replace => {
                out.push(0xFFFD);
                return Ok(end);
            }
            Kind::BackslashReplace => {
                bytes[start..end].iter().for_each(|&b| repr::escape(b.into(), |b| out.push(b.into())));
                return Ok(end);
            }
            Kind::SurrogateEscape => {
                let n = escape_surrogates(&bytes[start..end], out);
                if n > 0 {
                    return Ok(start + n);
                }
            }
            Kind::SurrogatePass => {
                if let Some((c, n)) = Wide::of(self.encoding.as_bytes()).and_then(|wide| wide.decode_surrogate(&bytes[start..])) {
                    out.push(c);
                    return Ok(start + n);
                }
            }
            Kind::Other => return self.ask(input, start, end, reason, out),
            Kind::XmlCharRefReplace | Kind::NameReplace => return Err(codecs::wrong_exception("UnicodeDecodeError")),
            Kind::Strict => {}
        }
        Err(raise_decode(self.encoding, bytes, start, end, reason))
    }

    fn ask(&mut self, input: &mut Input<'_>, start: usize, end: usize, reason: &str, out: &mut TextBuf) -> Result<usize> {
        let custom = match &mut self.custom {
            Some(custom) => custom,
            none => none.insert(Custom::new(self.errors)?),
        };
        let object = match input {
            Input::Given(given) => bytes::from_slice(given)?,
            Input::Replaced(object) => object.clone(),
        };
        let (answered, error) = custom.call(&exceptions::UnicodeDecodeError, self.encoding, &object, start, end, reason)?;
        const WANTED: &str = "decoding error handler must return (str, int) tuple";
        // The handler may have put other bytes into the exception: these are decoded from now on.
        match error.object.get().map(Owned::downcast::<PyBytesObject>) {
            Some(Ok(now)) => {
                if !std::ptr::eq(&*now, &*object) {
                    *input = Input::Replaced(now);
                }
            }
            _ => return Err(raise!(TypeError, "exception attribute object must be bytes")),
        }
        let pair_is_text =
            answered.downcast::<PyTupleObject>().ok().filter(|p| p.as_slice().first().is_some_and(|r| r.downcast::<PyUnicodeObject>().is_some()));
        let Some(pair) = pair_is_text else { return Err(raise!(TypeError, "{WANTED}")) };
        let (replacement, position) = answer(&pair, input.bytes().len(), WANTED)?;
        if let Ok(text) = replacement.downcast::<PyUnicodeObject>() {
            out.push_chars(text.chars());
        }
        Ok(position)
    }
}

/// Appends surrogates for the bytes above 127 at the beginning, at most four; how many.
pub fn escape_surrogates(bytes: &[u8], out: &mut TextBuf) -> usize {
    let n = bytes.iter().take(4).take_while(|&&b| b >= 128).count();
    bytes[..n].iter().for_each(|&b| out.push(0xDC00 + u32::from(b)));
    n
}

// ---- encoding -----------------------------------------------------------------------------------------------------

/// What stands for what could not be encoded.
pub enum Replacement {
    Text(Owned<PyUnicodeObject>),
    /// ASCII that the codec can encode for certain, if it can encode ASCII.
    Plain(Buf<u8>),
    Bytes(Owned<PyBytesObject>),
    /// Bytes in the codec's own encoding.
    Raw(Buf<u8>),
}

/// One encoding: which codec it is, and what it does about errors.
pub struct Encoding<'a> {
    pub encoding: &'static str,
    errors: Option<&'a CStr>,
    pub kind: Kind,
    custom: Option<Custom>,
}

impl<'a> Encoding<'a> {
    pub fn new(encoding: &'static str, errors: Option<&'a CStr>) -> Self {
        Encoding { encoding, errors, kind: Kind::of(errors), custom: None }
    }
    /// Raises `UnicodeEncodeError`.
    pub fn raise(&self, string: &PyUnicodeObject, start: usize, end: usize, reason: &str) -> Raised {
        raise_encode(self.encoding, string, start, end, reason)
    }

    /// What stands for the characters from `start` to before `end`, and where to go on.
    #[cold]
    pub fn recover(&mut self, string: &PyUnicodeObject, start: usize, end: usize, reason: &str) -> Result<(Replacement, usize)> {
        let chars = string.chars().slice(start, end);
        let plain = match self.kind {
            Kind::Ignore => Some(Buf::new()),
            Kind::Replace => Some(Buf::filled(b'?', chars.len())),
            Kind::BackslashReplace => Some(backslashes(chars)),
            Kind::XmlCharRefReplace => Some(char_refs(chars)),
            Kind::NameReplace => Some(names(chars)),
            _ => None,
        };
        if let Some(plain) = plain {
            return Ok((Replacement::Plain(plain), end));
        }
        match self.kind {
            Kind::SurrogateEscape => {
                // Those at the front that stand for bytes; the rest is the next error.
                let bytes: Buf<u8> = chars.iter().map_while(escaped_byte).collect();
                if !bytes.is_empty() {
                    let end = start + bytes.len();
                    return Ok((Replacement::Raw(bytes), end));
                }
            }
            Kind::SurrogatePass => {
                if let Some(wide) = Wide::of(self.encoding.as_bytes()) {
                    let n = chars.iter().take_while(|&c| is_surrogate(c)).count();
                    if n > 0 {
                        let mut bytes = Buf::new();
                        chars.iter().take(n).for_each(|c| wide.encode_surrogate(c, &mut bytes));
                        return Ok((Replacement::Raw(bytes), start + n));
                    }
                }
            }
            Kind::Other => return self.ask(string, start, end, reason),
            _ => {}
        }
        Err(self.raise(string, start, end, reason))
    }

    fn ask(&mut self, string: &PyUnicodeObject, start: usize, end: usize, reason: &str) -> Result<(Replacement, usize)> {
        let custom = match &mut self.custom {
            Some(custom) => custom,
            none => none.insert(Custom::new(self.errors)?),
        };
        let (answered, _) = custom.call(&exceptions::UnicodeEncodeError, self.encoding, string, start, end, reason)?;
        const WANTED: &str = "encoding error handler must return (str/bytes, int) tuple";
        let (replacement, position) = answer(&answered, string.len(), WANTED)?;
        match replacement.downcast::<PyUnicodeObject>() {
            Ok(text) => Ok((Replacement::Text(text), position)),
            Err(other) => match other.downcast::<PyBytesObject>() {
                Ok(bytes) => Ok((Replacement::Bytes(bytes), position)),
                Err(_) => Err(raise!(TypeError, "{WANTED}")),
            },
        }
    }
}

#[inline]
pub fn is_surrogate(c: u32) -> bool {
    c & 0xFFFF_F800 == 0xD800
}

/// The byte that an escaping surrogate stands for.
#[inline]
pub fn escaped_byte(c: u32) -> Option<u8> {
    matches!(c, 0xDC80..=0xDCFF).then(|| (c - 0xDC00) as u8)
}

/// `\x..`, `\u....`, `\U........` for each.
pub fn backslashes(chars: Chars<'_>) -> Buf<u8> {
    let mut out = Buf::with_capacity(chars.len() * 6);
    chars.iter().for_each(|c| repr::escape(c, |b| out.push(b)));
    out
}

/// `&#...;` for each.
pub fn char_refs(chars: Chars<'_>) -> Buf<u8> {
    chars.iter().flat_map(|c| format!("&#{c};").into_bytes()).collect()
}

/// `\N{...}` for each that has a name, a backslash escape for the others.
pub fn names(chars: Chars<'_>) -> Buf<u8> {
    let mut out = Buf::new();
    for c in chars.iter() {
        match unicode::names::name_of(c) {
            Some(name) => {
                out.extend_from_slice(b"\\N{");
                out.extend_from_slice(name.as_bytes());
                out.push(b'}');
            }
            None => repr::escape(c, |b| out.push(b)),
        }
    }
    out
}

/// The encodings that have a form for surrogates.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Wide {
    Utf8,
    Utf16 { little: bool },
    Utf32 { little: bool },
}

impl Wide {
    /// The encoding of a name as its codec or a program spells it.
    pub fn of(name: &[u8]) -> Option<Wide> {
        let name = name.to_ascii_lowercase();
        if name == b"cp65001" {
            return Some(Wide::Utf8);
        }
        let rest = name.strip_prefix(b"utf")?;
        let rest = rest.strip_prefix(b"-").or_else(|| rest.strip_prefix(b"_")).unwrap_or(rest);
        let (width, order) = match rest {
            b"8" => return Some(Wide::Utf8),
            [b'1', b'6', order @ ..] => (16, order),
            [b'3', b'2', order @ ..] => (32, order),
            _ => return None,
        };
        let order = order.strip_prefix(b"-").or_else(|| order.strip_prefix(b"_")).unwrap_or(order);
        let little = match order {
            b"" => cfg!(target_endian = "little"),
            b"le" => true,
            b"be" => false,
            _ => return None,
        };
        Some(if width == 16 { Wide::Utf16 { little } } else { Wide::Utf32 { little } })
    }
    /// Appends the surrogate's form.
    pub fn encode_surrogate(self, c: u32, out: &mut Buf<u8>) {
        match self {
            Wide::Utf8 => unicode::utf8::push(out, c),
            Wide::Utf16 { little: true } => out.extend_from_slice(&(c as u16).to_le_bytes()),
            Wide::Utf16 { little: false } => out.extend_from_slice(&(c as u16).to_be_bytes()),
            Wide::Utf32 { little: true } => out.extend_from_slice(&c.to_le_bytes()),
            Wide::Utf32 { little: false } => out.extend_from_slice(&c.to_be_bytes()),
        }
    }
    /// The surrogate whose form begins the bytes, and how many bytes it takes.
    pub fn decode_surrogate(self, bytes: &[u8]) -> Option<(u32, usize)> {
        let (c, n) = match (self, bytes) {
            (Wide::Utf8, &[a, b, c, ..]) if a & 0xF0 == 0xE0 && b & 0xC0 == 0x80 && c & 0xC0 == 0x80 => {
                (u32::from(a & 0xF) << 12 | u32::from(b & 0x3F) << 6 | u32::from(c & 0x3F), 3)
            }
            (Wide::Utf16 { little: true }, &[a, b, ..]) => (u16::from_le_bytes([a, b]).into(), 2),
            (Wide::Utf16 { little: false }, &[a, b, ..]) => (u16::from_be_bytes([a, b]).into(), 2),
            (Wide::Utf32 { little: true }, &[a, b, c, d, ..]) => (u32::from_le_bytes([a, b, c, d]), 4),
            (Wide::Utf32 { little: false }, &[a, b, c, d, ..]) => (u32::from_be_bytes([a, b, c, d]), 4),
            _ => return None,
        };
        is_surrogate(c).then_some((c, n))
    }
}
