//! `_codecs`: the registry, and every built-in encoder and decoder as a function that returns what it made and how much it used.

pub mod incremental;
pub mod known;
pub mod streams;

use crate::args::{Signature, check_positional};
use crate::boundary::method::{self, Args};
use crate::layout::*;
use crate::object::Owned;
use crate::protocol::buffer::View;
use crate::raise;
use crate::runtime::buf::Buf;
use crate::runtime::errors::Result;
use crate::types::bool::from_bool;
use crate::types::singletons::none;
use crate::types::unicode::codecs::narrow::Narrow;
use crate::types::unicode::codecs::{self, charmap, escape, narrow, utf7, utf8, wide};
use crate::types::unicode::{self, bad_type};
use crate::types::{bytes, codecs as registry, long, module, tuple};
use std::ffi::{CStr, CString};

type Str = PyUnicodeObject;
type Bytes = PyBytesObject;

macro_rules! decoders {
    ($($name:literal, $doc:literal, $most:literal, $decode:expr;)*) => {
        [$(method::fastcall($name, |_: &PyObject, args: &[&PyObject]| decoder($name, args, $most, $decode), $doc)),*]
    };
}
macro_rules! encoders {
    ($($name:literal, $doc:literal, $encode:expr;)*) => {
        [$(method::fastcall($name, |_: &PyObject, args: &[&PyObject]| encoder($name, args, 2, $encode), $doc)),*]
    };
}

const DECODERS: [PyMethodDef; 14] = decoders! {
    c"ascii_decode", c"ascii_decode($module, data, errors=None, /)\n--\n\n", 2, |call| narrow::decode_ascii(call.bytes(), call.errors());
    c"latin_1_decode", c"latin_1_decode($module, data, errors=None, /)\n--\n\n", 2, |call| unicode::from_latin1(call.bytes());
    c"utf_7_decode", c"utf_7_decode($module, data, errors=None, final=False, /)\n--\n\n", 3, |call| utf7::decode(call.bytes(), call.errors(), call.consumed());
    c"utf_8_decode", c"utf_8_decode($module, data, errors=None, final=False, /)\n--\n\n", 3, |call| utf8::decode(call.bytes(), call.errors(), call.consumed());
    c"utf_16_decode", c"utf_16_decode($module, data, errors=None, final=False, /)\n--\n\n", 3, |call| wide::decode_utf16(call.bytes(), call.errors(), &mut 0, call.consumed());
    c"utf_16_le_decode", c"utf_16_le_decode($module, data, errors=None, final=False, /)\n--\n\n", 3, |call| wide::decode_utf16(call.bytes(), call.errors(), &mut -1, call.consumed());
    c"utf_16_be_decode", c"utf_16_be_decode($module, data, errors=None, final=False, /)\n--\n\n", 3, |call| wide::decode_utf16(call.bytes(), call.errors(), &mut 1, call.consumed());
    c"utf_32_decode", c"utf_32_decode($module, data, errors=None, final=False, /)\n--\n\n", 3, |call| wide::decode_utf32(call.bytes(), call.errors(), &mut 0, call.consumed());
    c"utf_32_le_decode", c"utf_32_le_decode($module, data, errors=None, final=False, /)\n--\n\n", 3, |call| wide::decode_utf32(call.bytes(), call.errors(), &mut -1, call.consumed());
    c"utf_32_be_decode", c"utf_32_be_decode($module, data, errors=None, final=False, /)\n--\n\n", 3, |call| wide::decode_utf32(call.bytes(), call.errors(), &mut 1, call.consumed());
    c"unicode_escape_decode", c"unicode_escape_decode($module, data, errors=None, final=True, /)\n--\n\n", 3, |call| codecs::decode_escapes(call.bytes(), call.errors(), call.consumed());
    c"raw_unicode_escape_decode", c"raw_unicode_escape_decode($module, data, errors=None, final=True, /)\n--\n\n", 3, |call| escape::decode_raw(call.bytes(), call.errors(), call.consumed());
    c"utf_16_ex_decode", c"utf_16_ex_decode($module, data, errors=None, byteorder=0, final=False,\n                 /)\n--\n\n", 4, |call| {
        let mut order = call.order;
        let text = wide::decode_utf16(call.bytes(), call.errors(), &mut order, call.consumed())?;
        call.order = order;
        Ok(text)
    };
    c"utf_32_ex_decode", c"utf_32_ex_decode($module, data, errors=None, byteorder=0, final=False,\n                 /)\n--\n\n", 4, |call| {
        let mut order = call.order;
        let text = wide::decode_utf32(call.bytes(), call.errors(), &mut order, call.consumed())?;
        call.order = order;
        Ok(text)
    };
};

const ENCODERS: [PyMethodDef; 10] = encoders! {
    c"ascii_encode", c"ascii_encode($module, str, errors=None, /)\n--\n\n", |text, errors, _| narrow::encode(text, Narrow::Ascii, errors);
    c"latin_1_encode", c"latin_1_encode($module, str, errors=None, /)\n--\n\n", |text, errors, _| narrow::encode(text, Narrow::Latin1, errors);
    c"utf_7_encode", c"utf_7_encode($module, str, errors=None, /)\n--\n\n", |text, _, _| utf7::encode(text);
    c"utf_8_encode", c"utf_8_encode($module, str, errors=None, /)\n--\n\n", |text, errors, _| utf8::encode(text, errors);
    c"utf_16_le_encode", c"utf_16_le_encode($module, str, errors=None, /)\n--\n\n", |text, errors, _| wide::encode(text, 2, errors, -1);
    c"utf_16_be_encode", c"utf_16_be_encode($module, str, errors=None, /)\n--\n\n", |text, errors, _| wide::encode(text, 2, errors, 1);
    c"utf_32_le_encode", c"utf_32_le_encode($module, str, errors=None, /)\n--\n\n", |text, errors, _| wide::encode(text, 4, errors, -1);
    c"utf_32_be_encode", c"utf_32_be_encode($module, str, errors=None, /)\n--\n\n", |text, errors, _| wide::encode(text, 4, errors, 1);
    c"unicode_escape_encode", c"unicode_escape_encode($module, str, errors=None, /)\n--\n\n", |text, _, _| escape::encode(text);
    c"raw_unicode_escape_encode", c"raw_unicode_escape_encode($module, str, errors=None, /)\n--\n\n", |text, _, _| escape::encode_raw(text);
};

const OTHERS: [PyMethodDef; 16] = [
    method::fastcall(
        c"utf_16_encode",
        |_: &PyObject, args: &[&PyObject]| encoder(c"utf_16_encode", args, 3, |text, errors, order| wide::encode(text, 2, errors, order)),
        c"utf_16_encode($module, str, errors=None, byteorder=0, /)\n--\n\n",
    ),
    method::fastcall(
        c"utf_32_encode",
        |_: &PyObject, args: &[&PyObject]| encoder(c"utf_32_encode", args, 3, |text, errors, order| wide::encode(text, 4, errors, order)),
        c"utf_32_encode($module, str, errors=None, byteorder=0, /)\n--\n\n",
    ),
    method::fastcall(c"charmap_decode", charmap_decode, c"charmap_decode($module, data, errors=None, mapping=None, /)\n--\n\n"),
    method::fastcall(c"charmap_encode", charmap_encode, c"charmap_encode($module, str, errors=None, mapping=None, /)\n--\n\n"),
    method::o(
        c"charmap_build",
        |_: &PyObject, map: &PyObject| charmap::PyUnicode_BuildEncodingMap(text("charmap_build", None, map)?),
        c"charmap_build($module, map, /)\n--\n\n",
    ),
    method::fastcall(c"escape_decode", escape_decode, c"escape_decode($module, data, errors=None, /)\n--\n\n"),
    method::fastcall(c"escape_encode", escape_encode, c"escape_encode($module, data, errors=None, /)\n--\n\n"),
    method::fastcall(c"readbuffer_encode", readbuffer_encode, c"readbuffer_encode($module, data, errors=None, /)\n--\n\n"),
    method::keywords(c"encode", encode, c"encode($module, /, obj, encoding='utf-8', errors='strict')\n--\n\nWhat a codec makes of an object."),
    method::keywords(c"decode", decode, c"decode($module, /, obj, encoding='utf-8', errors='strict')\n--\n\nWhat a codec makes of an object."),
    method::o(
        c"lookup",
        |_: &PyObject, name: &PyObject| registry::lookup(&name_of("lookup", None, name)?),
        c"lookup($module, encoding, /)\n--\n\nThe codec of a name.",
    ),
    method::o(
        c"lookup_error",
        |_: &PyObject, name: &PyObject| registry::lookup_error(Some(&name_of("lookup_error", None, name)?)),
        c"lookup_error($module, name, /)\n--\n\nThe error handler of a name.",
    ),
    method::o(
        c"register",
        |_: &PyObject, search: &PyObject| {
            registry::PyCodec_Register(Some(search))?;
            Ok(none())
        },
        c"register($module, search_function, /)\n--\n\nAdds a search function.",
    ),
    method::o(
        c"unregister",
        |_: &PyObject, search: &PyObject| {
            registry::PyCodec_Unregister(search)?;
            Ok(none())
        },
        c"unregister($module, search_function, /)\n--\n\nTakes a search function away.",
    ),
    method::fastcall(
        c"register_error",
        |_: &PyObject, args: &[&PyObject]| {
            check_positional("register_error", args.len(), 2, 2)?;
            registry::PyCodec_RegisterError(&name_of("register_error", Some(1), args[0])?, args[1])?;
            Ok(none())
        },
        c"register_error($module, errors, handler, /)\n--\n\nGives an error handler a name.",
    ),
    method::o(
        c"_unregister_error",
        |_: &PyObject, name: &PyObject| registry::unregister_error(&name_of("_unregister_error", None, name)?).map(from_bool),
        c"_unregister_error($module, errors, /)\n--\n\nTakes an error handler's name away; whether it had one.",
    ),
];

/// `_codecs`' functions.
pub static METHODS: [PyMethodDef; 41] = {
    let mut all = [const { PyMethodDef::END }; 41];
    let mut i = 0;
    while i < 14 {
        all[i] = DECODERS[i];
        i += 1;
    }
    while i < 24 {
        all[i] = ENCODERS[i - 14];
        i += 1;
    }
    while i < 40 {
        all[i] = OTHERS[i - 24];
        i += 1;
    }
    all
};

static SLOTS: [PyModuleDef_Slot; 3] = [PyModuleDef_Slot::PER_INTERPRETER_GIL, PyModuleDef_Slot::GIL_NOT_USED, PyModuleDef_Slot::END];

static DEF: PyModuleDef = PyModuleDef {
    m_name: c"_codecs".as_ptr(),
    m_doc: c"The codecs of the library and their registry.".as_ptr(),
    m_methods: METHODS.as_ptr(),
    m_slots: SLOTS.as_ptr(),
    ..PyModuleDef::STATIC
};

/// The init function of `_codecs`.
#[unsafe(no_mangle)]
pub extern "C" fn PyInit__codecs() -> *mut PyObject {
    module::def_init(&DEF).as_ptr().cast()
}

// ---- arguments ----------------------------------------------------------------------------------------------------

fn text<'a>(function: &str, place: Option<u32>, object: &'a PyObject) -> Result<&'a PyObject> {
    match object.downcast::<Str>() {
        Some(_) => Ok(object),
        None => Err(bad_type(function, place, object)),
    }
}

fn c_string(text: &Str) -> Result<CString> {
    CString::new(text.utf8()?).map_err(|_| raise!(ValueError, "embedded null character"))
}

fn name_of(function: &str, place: Option<u32>, object: &PyObject) -> Result<CString> {
    match object.downcast::<Str>() {
        Some(text) => c_string(text),
        None => Err(bad_type(function, place, object)),
    }
}

/// The handler's name, which may be `None` or not given; `place` is the argument's, from 0.
fn handler(function: &str, errors: Option<&PyObject>, place: usize) -> Result<Option<CString>> {
    match errors {
        None => Ok(None),
        Some(object) if object.is_none() => Ok(None),
        Some(object) => match object.downcast::<Str>() {
            Some(text) => c_string(text).map(Some),
            None => Err(raise!(TypeError, "{function}() argument {} must be str or None, not {}", place + 1, object.ty().name())),
        },
    }
}

fn c_int(object: Option<&&PyObject>) -> Result<i32> {
    object.map_or(Ok(0), |object| long::convert::as_int(object))
}

fn pair(object: Owned, used: usize) -> Result<Owned> {
    Ok(tuple::from_owned([object, long::from_usize(used)?])?.upcast())
}

// ---- decoding and encoding ----------------------------------------------------------------------------------------

/// One call of a decoder.
struct Call<'a> {
    bytes: &'a [u8],
    errors: Option<CString>,
    last: bool,
    used: isize,
    order: i32,
}

impl<'a> Call<'a> {
    fn bytes(&self) -> &'a [u8] {
        self.bytes
    }
    /// The handler's name; it lives as long as the call, which is longer than the decoder runs.
    fn errors<'b>(&self) -> Option<&'b CStr> {
        // SAFETY: the call outlives the decoder, and the name is not changed meanwhile.
        self.errors.as_deref().map(|errors| unsafe { &*(errors as *const CStr) })
    }
    /// Where a decoder says how much it used, if what is not finished may be left.
    fn consumed(&mut self) -> Option<&mut isize> {
        if self.last { None } else { Some(&mut self.used) }
    }
}

fn decoder(name: &CStr, args: &[&PyObject], most: usize, decode: impl FnOnce(&mut Call<'_>) -> Result<Owned<Str>>) -> Result<Owned> {
    let name = name.to_str().unwrap_or_default();
    check_positional(name, args.len(), 1, most)?;
    let errors = handler(name, args.get(1).copied(), 1)?;
    let escapes = name.ends_with("unicode_escape_decode");
    let order = if most == 4 { c_int(args.get(2))? } else { 0 };
    let last = match args.get(if most == 4 { 3 } else { 2 }) {
        Some(last) => last.is_true()?,
        None => escapes || most == 2,
    };
    // Escapes may stand in text as well, which counts as its UTF-8.
    let view;
    let bytes = match args[0].downcast::<Str>() {
        Some(text) if escapes => text.utf8()?,
        _ => {
            view = View::simple(args[0])?;
            view.as_slice()
        }
    };
    let mut call = Call { bytes, errors, last, used: bytes.len() as isize, order };
    let text = decode(&mut call)?.upcast();
    let used = if call.last { bytes.len() } else { call.used as usize };
    if most == 4 {
        return Ok(tuple::from_owned([text, long::from_usize(used)?, long::from_i64(call.order.into())?])?.upcast());
    }
    pair(text, used)
}

fn encoder(name: &CStr, args: &[&PyObject], most: usize, encode: impl FnOnce(&Str, Option<&CStr>, i32) -> Result<Owned<Bytes>>) -> Result<Owned> {
    let name = name.to_str().unwrap_or_default();
    check_positional(name, args.len(), 1, most)?;
    let Some(text) = args[0].downcast::<Str>() else { return Err(bad_type(name, Some(1), args[0])) };
    let errors = handler(name, args.get(1).copied(), 1)?;
    let order = if most == 3 { c_int(args.get(2))? } else { 0 };
    pair(encode(text, errors.as_deref(), order)?.upcast(), text.len())
}

fn charmap_decode(_: &PyObject, args: &[&PyObject]) -> Result<Owned> {
    check_positional("charmap_decode", args.len(), 1, 3)?;
    let view = View::simple(args[0])?;
    let errors = handler("charmap_decode", args.get(1).copied(), 1)?;
    let mapping = args.get(2).copied().filter(|mapping| !mapping.is_none());
    pair(charmap::decode(view.as_slice(), mapping, errors.as_deref())?.upcast(), view.len())
}

fn charmap_encode(_: &PyObject, args: &[&PyObject]) -> Result<Owned> {
    check_positional("charmap_encode", args.len(), 1, 3)?;
    let Some(text) = args[0].downcast::<Str>() else { return Err(bad_type("charmap_encode", Some(1), args[0])) };
    let errors = handler("charmap_encode", args.get(1).copied(), 1)?;
    let mapping = args.get(2).copied().filter(|mapping| !mapping.is_none());
    pair(charmap::encode(text, mapping, errors.as_deref())?.upcast(), text.len())
}

fn escape_decode(_: &PyObject, args: &[&PyObject]) -> Result<Owned> {
    check_positional("escape_decode", args.len(), 1, 2)?;
    let errors = handler("escape_decode", args.get(1).copied(), 1)?;
    let view;
    let input = match args[0].downcast::<Str>() {
        Some(text) => text.utf8()?,
        None => {
            view = View::simple(args[0])?;
            view.as_slice()
        }
    };
    let decoded = bytes::PyBytes_DecodeEscape(input.as_ptr().cast(), input.len() as isize, errors.as_deref(), 0, std::ptr::null())?;
    pair(decoded.upcast(), input.len())
}

fn escape_encode(_: &PyObject, args: &[&PyObject]) -> Result<Owned> {
    check_positional("escape_encode", args.len(), 1, 2)?;
    let Some(data) = args[0].downcast::<Bytes>() else {
        return Err(raise!(TypeError, "escape_encode() argument 1 must be bytes, not {}", unicode::type_or_none(args[0])));
    };
    handler("escape_encode", args.get(1).copied(), 1)?;
    let mut out = Buf::with_capacity(data.len());
    for &b in data.as_slice() {
        match b {
            b'\'' | b'\\' => out.extend_from_slice(&[b'\\', b]),
            b'\t' => out.extend_from_slice(b"\\t"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b' '..=b'~' => out.push(b),
            _ => unicode::repr::escape(b.into(), |b| out.push(b)),
        }
    }
    pair(bytes::from_slice(&out)?.upcast(), data.len())
}

fn readbuffer_encode(_: &PyObject, args: &[&PyObject]) -> Result<Owned> {
    check_positional("readbuffer_encode", args.len(), 1, 2)?;
    handler("readbuffer_encode", args.get(1).copied(), 1)?;
    if let Some(text) = args[0].downcast::<Str>() {
        let data = text.utf8()?;
        return pair(bytes::from_slice(data)?.upcast(), data.len());
    }
    let view = View::simple(args[0])?;
    pair(bytes::from_slice(view.as_slice())?.upcast(), view.len())
}

static ENCODE: Signature<3> = Signature { function: "encode", names: ["obj", "encoding", "errors"], positional: 3, required: 1 };
static DECODE: Signature<3> = Signature { function: "decode", names: ["obj", "encoding", "errors"], positional: 3, required: 1 };

fn named(function: &str, argument: &str, object: Option<&PyObject>) -> Result<Option<CString>> {
    let Some(object) = object else { return Ok(None) };
    match object.downcast::<Str>() {
        Some(text) => c_string(text).map(Some),
        None => Err(raise!(TypeError, "{function}() argument '{argument}' must be str, not {}", unicode::type_or_none(object))),
    }
}

fn encode(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    let [object, encoding, errors] = ENCODE.bind(args)?;
    let (encoding, errors) = (named("encode", "encoding", encoding)?, named("encode", "errors", errors)?);
    let Some(object) = object else { return Err(unicode::bad_internal_call()) };
    registry::encode(object, encoding.as_deref().unwrap_or(c"utf-8"), errors.as_deref())
}

fn decode(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    let [object, encoding, errors] = DECODE.bind(args)?;
    let (encoding, errors) = (named("decode", "encoding", encoding)?, named("decode", "errors", errors)?);
    let Some(object) = object else { return Err(unicode::bad_internal_call()) };
    registry::decode(object, encoding.as_deref().unwrap_or(c"utf-8"), errors.as_deref())
}
