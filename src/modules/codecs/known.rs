//! The codecs that need no Python source, as `codecs.lookup` gives them.
//!
//! CPython's registry asks the package `encodings` for every codec: Python source, and for these codecs no more than names and classes over the functions of
//! `_codecs`. Here the same tuples and classes are made of the library's own parts, when a codec is first asked for. The registry asks [`find`] before any
//! search function, as the package is asked first where it can be imported. A codec's classes are subclasses of the four in [`super::incremental`] and
//! [`super::streams`]; which codec a class belongs to stands in its dict as `_codec`.

use super::incremental::{DECODER, ENCODER};
use super::streams::{READER, WRITER};
use crate::args::Signature;
use crate::boundary::method::{self, Args};
use crate::import::PyImport_ImportModule;
use crate::layout::*;
use crate::object::types::{PyType_Type, lookup};
use crate::object::{Owned, attribute, id};
use crate::protocol::buffer::View;
use crate::raise;
use crate::runtime::errors::Result;
use crate::runtime::interp;
use crate::types::bool::from_bool;
use crate::types::tuple::PyTuple_Type;
use crate::types::unicode::codecs::errors::raise_decode;
use crate::types::unicode::codecs::native::Native;
use crate::types::unicode::codecs::{charmap, wide};
use crate::types::unicode::intern::intern_str;
use crate::types::{builtin_function, descr, dict, long, tuple, unicode};

/// A codec that is here.
pub struct Codec {
    /// As it calls itself.
    name: &'static str,
    /// The module that CPython has it in.
    module: &'static str,
    /// `None`: it maps by a table that it is given, `charmap`.
    pub native: Option<Native>,
    /// `decode(input, errors='strict')`, which takes what is not finished for an error.
    decode: PyMethodDef,
}

macro_rules! codecs {
    ($($name:literal $module:ident $native:expr;)*) => {
        [$(Codec {
            name: $name,
            module: concat!("encodings.", stringify!($module)),
            native: $native,
            decode: method::keywords(
                c"decode",
                |_: &PyObject, args: Args<'_>| decode_all($native, args),
                c"decode(input, errors='strict')\n--\n\nThe text of all of the input, and the input's length.",
            ),
        }),*]
    };
}

/// All of them. Their places are the numbers of `_codec`.
static CODECS: [Codec; 13] = codecs! {
    "utf-8" utf_8 Some(Native::Utf8);
    "utf-7" utf_7 Some(Native::Utf7);
    "utf-16" utf_16 Some(Native::Utf16(0));
    "utf-16-le" utf_16_le Some(Native::Utf16(-1));
    "utf-16-be" utf_16_be Some(Native::Utf16(1));
    "utf-32" utf_32 Some(Native::Utf32(0));
    "utf-32-le" utf_32_le Some(Native::Utf32(-1));
    "utf-32-be" utf_32_be Some(Native::Utf32(1));
    "ascii" ascii Some(Native::Ascii);
    "iso8859-1" latin_1 Some(Native::Latin1);
    "unicode-escape" unicode_escape Some(Native::UnicodeEscape);
    "raw-unicode-escape" raw_unicode_escape Some(Native::RawUnicodeEscape);
    "charmap" charmap None;
};

static DECODE: Signature<2> = Signature { function: "decode", names: ["input", "errors"], positional: 2, required: 1 };

/// The decoder of a codec whose function in `_codecs` leaves what is not finished: here nothing may be left.
fn decode_all(native: Option<Native>, args: Args<'_>) -> Result<Owned> {
    let ([Some(input), errors], Some(native)) = (DECODE.bind(args)?, native) else { return Err(unicode::bad_internal_call()) };
    let errors = super::handler(&format!("{}_decode", native.name()), errors, 1)?;
    let view = View::simple(input)?;
    super::pair(native.decode(view.as_slice(), errors.as_deref())?.upcast(), view.len())
}

impl Codec {
    /// Whether its decoders keep what is not finished for the next time.
    pub fn keeps_rest(&self) -> bool {
        !matches!(self.native, None | Some(Native::Ascii | Native::Latin1))
    }
    /// Whether it writes a mark of the byte order, and reads one: how many bytes a unit has.
    pub fn marked(&self) -> Option<usize> {
        match self.native {
            Some(Native::Utf16(0)) => Some(2),
            Some(Native::Utf32(0)) => Some(4),
            _ => None,
        }
    }
    /// The codec that a class belongs to; `TypeError` where it is none's.
    pub fn of(ty: &PyTypeObject) -> Result<&'static Codec> {
        let number = lookup::lookup(ty, &id::_codec).and_then(|number| number.downcast::<PyLongObject>().ok()?.to_i64());
        let codec = number.and_then(|number| CODECS.get(usize::try_from(number).ok()?));
        codec.ok_or_else(|| raise!(TypeError, "cannot create '{}' instances: it belongs to no codec", ty.name()))
    }
    /// The codec of a name as search functions get it.
    fn named(name: &str) -> Option<usize> {
        let native = Native::of(name.as_bytes()).map(|(native, _)| native);
        if native.is_none() && name != "charmap" {
            return None;
        }
        CODECS.iter().position(|codec| codec.native == native)
    }
}

/// A class below `base`, with what its dict is to have.
fn class(name: &str, base: &PyTypeObject, own: &[(&PyUnicodeObject, &PyObject)]) -> Result<Owned> {
    let dict = dict::new()?;
    for (key, value) in own {
        dict.insert(key, value)?;
    }
    PyType_Type.as_object().call(&[&*unicode::from_str(name)?, &*tuple::from_slice(&[base.as_object()])?, &*dict])
}

static REPR: PyMethodDef = method::noargs(
    c"__repr__",
    |this: &PyObject| {
        let name = attribute::get(this, &id::name)?.str()?;
        unicode::from_display(format_args!("<codecs.CodecInfo object for encoding {} at {:p}>", name.to_lossy(), this.as_ptr()))
    },
    c"",
);

/// The class of what `lookup` gives: a tuple of four with more attributes. One an interpreter.
fn info_class() -> Result<Owned> {
    let place = &interp().codecs.info_class;
    if let Some(class) = place.borrow().clone() {
        return Ok(class);
    }
    let (module, repr) = (unicode::from_str("codecs")?, descr::PyDescr_NewMethod(&PyTuple_Type, (&raw const REPR).cast_mut())?);
    let own: [(&PyUnicodeObject, &PyObject); 3] = [(&id::__module__, &module), (&id::_is_text_encoding, &*from_bool(true)), (&id::__repr__, &repr)];
    let made = class("CodecInfo", &PyTuple_Type, &own)?;
    let old = place.replace(Some(made.clone()));
    drop(old);
    Ok(made)
}

/// The codec of a name that [`crate::types::codecs::normalize`] has made, new; `None` where it is none of these.
pub fn find(name: &str) -> Result<Option<Owned<PyTupleObject>>> {
    let Some(number) = Codec::named(name) else { return Ok(None) };
    let codec = &CODECS[number];
    let functions = PyImport_ImportModule(c"_codecs")?;
    let function = |what: &str| attribute::get(&functions, &*intern_str(&format!("{}_{what}", codec.native.map_or("charmap", Native::name)))?);
    let encode = function("encode")?;
    // Those that never leave anything are the functions themselves.
    let own = codec.keeps_rest() && !matches!(codec.native, Some(Native::UnicodeEscape | Native::RawUnicodeEscape));
    let decode = if own { builtin_function::PyCFunction_New((&raw const codec.decode).cast_mut(), None)? } else { function("decode")? };

    let (number, module) = (long::from_usize(number)?, unicode::from_str(codec.module)?);
    let part = |name: &str, base: &PyTypeObject| class(name, base, &[(&id::__module__, &module), (&id::_codec, &number)]);
    let (encoder, decoder) = (part("IncrementalEncoder", &ENCODER)?, part("IncrementalDecoder", &DECODER)?);
    let (reader, writer) = (part("StreamReader", &READER)?, part("StreamWriter", &WRITER)?);

    let parts = tuple::from_slice(&[&encode, &decode, &reader, &writer])?;
    let info = PyTuple_Type.as_object().call_method(&id::__new__, &[&*info_class()?, &*parts])?;
    for (name, value) in [
        (&*id::name, &*unicode::from_str(codec.name)?.upcast()),
        (&*id::encode, &*encode),
        (&*id::decode, &*decode),
        (&*id::incrementalencoder, &*encoder),
        (&*id::incrementaldecoder, &*decoder),
        (&*id::streamwriter, &*writer),
        (&*id::streamreader, &*reader),
    ] {
        attribute::set(&info, name, Some(value))?;
    }
    info.downcast::<PyTupleObject>().map(Some).map_err(|_| unicode::bad_internal_call())
}

/// A codec in the state in which an object has it: `order` is the byte order where the codec has one to choose or to find out, 0 before that.
pub struct State {
    pub codec: &'static Codec,
    pub order: i32,
    pub mapping: Option<Owned>,
}

/// The byte order of this machine.
pub const NATIVE_ORDER: i32 = if cfg!(target_endian = "little") { -1 } else { 1 };

impl State {
    /// The codec, with the byte order that it has come to.
    fn native(&self) -> Option<Native> {
        self.codec.native.map(|native| match native {
            Native::Utf16(0) => Native::Utf16(self.order),
            Native::Utf32(0) => Native::Utf32(self.order),
            other => other,
        })
    }
    /// The function of `_codecs` that works in this state.
    fn function(&self, what: &str) -> String {
        format!("{}_{what}", self.native().map_or("charmap", Native::name))
    }
    fn mapping(&self) -> Option<&PyObject> {
        self.mapping.as_deref().filter(|mapping| !mapping.is_none())
    }

    /// The bytes of a text, and the text's length.
    pub fn encode(&self, input: &PyObject, errors: Option<&PyObject>) -> Result<(Owned<PyBytesObject>, usize)> {
        let Some(text) = input.downcast::<PyUnicodeObject>() else { return Err(unicode::bad_type(&self.function("encode"), Some(1), input)) };
        let errors = match errors {
            Some(errors) => super::handler(&self.function("encode"), Some(errors), 1)?,
            None => None,
        };
        let encoded = match self.native() {
            Some(native) => native.encode(text, errors.as_deref()),
            None => charmap::encode(text, self.mapping(), errors.as_deref()),
        };
        Ok((encoded?, text.len()))
    }

    /// The text of bytes. Where some may be left, `rest` gets how many were used. The byte order may be found out.
    pub fn decode(&mut self, input: &[u8], errors: Option<&PyObject>, rest: Option<&mut isize>) -> Result<Owned<PyUnicodeObject>> {
        let errors = match errors {
            Some(errors) => super::handler(&self.function("decode"), Some(errors), 1)?,
            None => None,
        };
        let errors = errors.as_deref();
        let Some(native) = self.native() else { return charmap::decode(input, self.mapping(), errors) };
        let Some(unit) = self.codec.marked().filter(|_| self.order == 0) else { return native.decode_part(input, errors, rest) };
        let mut used = input.len() as isize;
        let consumed = rest.is_some().then_some(&mut used);
        let text = match unit {
            2 => wide::decode_utf16(input, errors, &mut self.order, consumed)?,
            _ => wide::decode_utf32(input, errors, &mut self.order, consumed)?,
        };
        if self.order == 0 && used >= unit as isize {
            return Err(raise_decode(self.codec.name, input, 0, unit, "Stream does not start with BOM"));
        }
        if let Some(rest) = rest {
            *rest = used;
        }
        Ok(text)
    }
}
