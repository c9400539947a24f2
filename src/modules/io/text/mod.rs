//! `_io.TextIOWrapper`: text over a file of bytes with a buffer.
//!
//! Text that is written waits, encoded, in `pending`. Of what is read, `decoded` has the text of the last chunk, of which `used` characters were given away;
//! where the file's place can be asked for, `snapshot` has what the chunk was decoded from, and the decoder's flags before it, so that any place in it
//! can be found again by decoding from there. `codec` encodes and decodes, `read`, `write` and `place` do what they say.
//!
//! Invariant: `decoded` is not empty only while `snapshot` says how it came to be, or the place cannot be asked for.

mod codec;
mod place;
mod read;
mod write;

use super::abstracts::TEXT_IO_BASE;
use super::base::{self, IoBase, closed_file};
use super::buffered::{self, Buffered};
use super::fileio::{self, FileIo};
use super::stringio::Newline;
use super::{also, cannot_pickle, exactly, unsupported};
use crate::args::Signature;
use crate::boundary::method::{self, Args};
use crate::boundary::slot;
use crate::layout::*;
use crate::modules::warnings;
use crate::object::{Owned, Typed, attribute, gc, id, types};
use crate::raise;
use crate::runtime::buf::Buf;
use crate::runtime::config::locale;
use crate::runtime::errors::Result;
use crate::runtime::interp;
use crate::types::descr::member::kind;
use crate::types::exceptions::{self, type_word};
use crate::types::singletons::none;
use crate::types::{codecs, long, unicode};
use codec::{Codec, Decoder, Encoder, Shared};
use std::cell::{Cell, RefCell};
use std::mem::offset_of;
use std::rc::Rc;

/// As many bytes as are read, or written, at once.
const CHUNK: isize = 8192;

/// What a Rust value needs that a zeroed object has not.
struct Parts {
    encoder: Shared<Encoder>,
    decoder: Shared<Decoder>,
    pending: RefCell<Buf<u8>>,
}

/// Text over a file of bytes.
#[repr(C)]
pub struct TextIo {
    base: IoBase,
    buffer: Field,
    encoding: Field<PyUnicodeObject>,
    errors: Field<PyUnicodeObject>,
    decoded: Field<PyUnicodeObject>,
    snapshot: Field<PyBytesObject>,
    snapshot_flags: Cell<u64>,
    used: Cell<usize>,
    parts: Box<Parts>,
    chunk: Cell<isize>,
    /// Bytes for each character, in the last chunk.
    ratio: Cell<f64>,
    ready: Cell<bool>,
    detached: Cell<bool>,
    newline: Cell<Newline>,
    line_buffering: Cell<bool>,
    write_through: Cell<bool>,
    seekable: Cell<bool>,
    telling: Cell<bool>,
    has_read1: Cell<bool>,
    finalizing: Cell<bool>,
    has_snapshot: Cell<bool>,
}
object_structs! { TextIo: base -> IoBase }
const _: () = assert!(size_of::<TextIo>() <= 200);
// SAFETY: instances of TextIOWrapper and of its subclasses begin with this struct.
unsafe impl Typed for TextIo {
    fn type_object() -> &'static PyTypeObject {
        &TEXT_IO_WRAPPER
    }
}

/// `_io.TextIOWrapper`.
pub static TEXT_IO_WRAPPER: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"_io.TextIOWrapper".as_ptr()),
    tp_doc: Cell::new(
        c"TextIOWrapper(buffer, encoding=None, errors=None, newline=None,\n              line_buffering=False, write_through=False)\n--\n\nText over a file of bytes."
            .as_ptr(),
    ),
    tp_basicsize: Cell::new(size_of::<TextIo>() as isize),
    tp_base: Field::to_static(&TEXT_IO_BASE),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_traverse: Cell::new(Some(slot::traverse(traverse))),
    tp_clear: Cell::new(Some(slot::clear(|this: &TextIo| {
        this.ready.set(false);
        this.base.dict.set(None);
        clear(this);
    }))),
    tp_repr: Cell::new(Some(slot::unary(repr))),
    tp_iternext: Cell::new(Some(slot::unary(read::next))),
    tp_methods: Cell::new(METHODS.as_ptr()),
    tp_members: Cell::new(MEMBERS.as_ptr()),
    tp_getset: Cell::new(GETSETS.as_ptr()),
    tp_init: Cell::new(Some(slot::init(init))),
    tp_new: Cell::new(Some(slot::new(|ty: &PyTypeObject, _: &PyTupleObject, _: Option<&PyDictObject>| alloc(ty)))),
    ..base::TYPE
};

static METHODS: [PyMethodDef; 18] = [
    method::noargs(c"detach", detach, c"detach($self, /)\n--\n\nGives the file of bytes away; this one is of no use then."),
    method::keywords(
        c"reconfigure",
        reconfigure,
        c"reconfigure($self, /, *, encoding=None, errors=None, newline=None,\n            line_buffering=None, write_through=None)\n--\n\nChanges what is given.",
    ),
    method::o(c"write", write::write, c"write($self, text, /)\n--\n\nWrites text, or keeps it until there is enough; how many characters."),
    method::fastcall(c"read", read::read, c"read($self, size=-1, /)\n--\n\nSo many characters, or all that are left."),
    method::fastcall(c"readline", read::readline, c"readline($self, size=-1, /)\n--\n\nThe next line with its end, at most so many characters of it."),
    method::noargs(c"fileno", |this: &TextIo| this.ask(&id::fileno), c"fileno($self, /)\n--\n\nThe descriptor."),
    method::noargs(c"seekable", |this: &TextIo| this.ask(&id::seekable), c"seekable($self, /)\n--\n\nWhether the place can be changed."),
    method::noargs(c"readable", |this: &TextIo| this.ask(&id::readable), c"readable($self, /)\n--\n\nWhether it can be read."),
    method::noargs(c"writable", |this: &TextIo| this.ask(&id::writable), c"writable($self, /)\n--\n\nWhether it can be written."),
    method::noargs(c"isatty", |this: &TextIo| this.ask(&id::isatty), c"isatty($self, /)\n--\n\nWhether it is a terminal."),
    method::noargs(c"flush", flush, c"flush($self, /)\n--\n\nWrites what waits."),
    method::noargs(c"close", close, c"close($self, /)\n--\n\nWrites what waits, and ends it and the file of bytes."),
    method::fastcall(c"seek", place::seek, c"seek($self, cookie, whence=os.SEEK_SET, /)\n--\n\nMoves to a place that tell() has named, or to the beginning or the end."),
    method::noargs(c"tell", place::tell, c"tell($self, /)\n--\n\nThe place, as a number for seek()."),
    method::fastcall(c"truncate", truncate, c"truncate($self, pos=None, /)\n--\n\nMakes the file so long, by default as long as the place says."),
    method::noargs(c"__getstate__", |this: &TextIo| cannot_pickle(this), c"__getstate__($self, /)\n--\n\n"),
    PyMethodDef::END,
    PyMethodDef::END,
];

const fn member(name: &'static std::ffi::CStr, offset: usize, kind: std::ffi::c_int, flags: std::ffi::c_int) -> PyMemberDef {
    PyMemberDef { name: name.as_ptr(), r#type: kind, offset: offset as isize, flags, doc: std::ptr::null() }
}
static MEMBERS: [PyMemberDef; 6] = [
    member(c"encoding", offset_of!(TextIo, encoding), kind::OBJECT, types::READONLY),
    member(c"buffer", offset_of!(TextIo, buffer), kind::OBJECT, types::READONLY),
    member(c"line_buffering", offset_of!(TextIo, line_buffering), kind::BOOL, types::READONLY),
    member(c"write_through", offset_of!(TextIo, write_through), kind::BOOL, types::READONLY),
    member(c"_finalizing", offset_of!(TextIo, finalizing), kind::BOOL, 0),
    types::MEMBERS_END,
];

static GETSETS: [PyGetSetDef; 6] = [
    method::getset(c"name", |this: &TextIo| attribute::get(&*this.file()?, &id::name), c"The name of the file of bytes."),
    method::getset(c"closed", |this: &TextIo| attribute::get(&*this.file()?, &id::closed), c"Whether the file of bytes is closed."),
    method::getset(
        c"newlines",
        |this: &TextIo| {
            this.file()?;
            this.decoder().and_then(|decoder| decoder.newlines()).unwrap_or_else(|| Ok(none()))
        },
        c"The ends of lines that were read so far.",
    ),
    method::getset(
        c"errors",
        |this: &TextIo| -> Result<Owned> {
            this.check_ready()?;
            Ok(this.errors.get().map_or_else(none, Owned::upcast))
        },
        c"The error handler's name.",
    ),
    method::getset(
        c"_CHUNK_SIZE",
        |this: &TextIo| {
            this.file()?;
            long::from_isize(this.chunk.get())
        },
        c"As many bytes as are read, or written, at once.",
    )
    .settable(set_chunk),
    PyGetSetDef::END,
];

// ---- life ---------------------------------------------------------------------------------------------------------

fn alloc(ty: &PyTypeObject) -> Result<Owned> {
    let parts = Box::new(Parts { encoder: RefCell::new(None), decoder: RefCell::new(None), pending: RefCell::new(Buf::new()) });
    let made = types::alloc(ty, 0)?;
    // SAFETY: just made, of the type; the field is not a box yet.
    unsafe { (&raw mut (*made.as_ptr().cast::<TextIo>()).parts).write(parts) };
    Ok(made)
}

fn traverse(this: &TextIo, visitor: &gc::Visitor) -> std::result::Result<(), std::ffi::c_int> {
    visitor.field(&this.base.dict)?;
    visitor.field(&this.buffer)?;
    // Who has hold of one of them shows its objects: they are not free then.
    if let Ok(encoder) = this.parts.encoder.try_borrow()
        && let Some(encoder) = encoder.as_ref().filter(|encoder| Rc::strong_count(encoder) == 1)
        && let Some(object) = encoder.object_ptr()
    {
        visitor.pointer(object)?;
    }
    if let Ok(decoder) = this.parts.decoder.try_borrow()
        && let Some(decoder) = decoder.as_ref().filter(|decoder| Rc::strong_count(decoder) == 1)
    {
        for object in decoder.objects() {
            visitor.pointer(object)?;
        }
    }
    Ok(())
}

fn clear(this: &TextIo) {
    this.buffer.set(None);
    this.encoding.set(None);
    this.errors.set(None);
    this.decoded.set(None);
    this.snapshot.set(None);
    let encoder = this.parts.encoder.take();
    let decoder = this.parts.decoder.take();
    drop((encoder, decoder));
}

fn dealloc(this: *mut TextIo) {
    // SAFETY: dead but whole; the box is dropped once, with the object.
    unsafe {
        (*this).finalizing.set(true);
        base::end(this.cast(), |text: &TextIo| {
            text.ready.set(false);
            clear(text);
            std::ptr::drop_in_place(&raw mut (*this).parts);
        });
    }
}

/// What a text file is made with.
pub struct Options<'a> {
    pub encoding: Option<&'a PyUnicodeObject>,
    pub errors: Option<&'a PyUnicodeObject>,
    pub newline: Newline,
    pub line_buffering: bool,
    pub write_through: bool,
}

/// A new text file over a file of bytes.
pub fn new(buffer: &PyObject, options: Options<'_>) -> Result<Owned<TextIo>> {
    // SAFETY: made of that type.
    let made: Owned<TextIo> = unsafe { alloc(&TEXT_IO_WRAPPER)?.cast() };
    made.start(buffer, options)?;
    Ok(made)
}

/// The text of an argument that may be None; `TypeError` naming it where it is neither.
pub fn optional_text<'a>(object: &'a Option<Owned>, function: &str, name: &str) -> Result<Option<&'a PyUnicodeObject>> {
    let Some(object) = super::given(object) else { return Ok(None) };
    match object.downcast::<PyUnicodeObject>() {
        Some(text) => {
            codec::c_text(text)?;
            Ok(Some(text))
        }
        None => Err(raise!(TypeError, "{function}() argument '{name}' must be str or None, not {}", type_word(object))),
    }
}

/// What an argument `newline` says.
pub fn newline_of(newline: Option<&PyUnicodeObject>) -> Result<Newline> {
    let Some(text) = newline else { return Ok(Newline::Universal) };
    [Newline::Kept, Newline::Lf, Newline::Cr, Newline::CrLf]
        .into_iter()
        .find(|newline| newline.argument().is_some_and(|argument| text.is_text(argument)))
        .ok_or_else(|| raise!(ValueError, "illegal newline value: {}", text.to_lossy()))
}

fn init(this: &TextIo, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<()> {
    static SIGNATURE: Signature<6> = Signature {
        function: "TextIOWrapper",
        names: ["buffer", "encoding", "errors", "newline", "line_buffering", "write_through"],
        positional: 6,
        required: 1,
    };
    let [Some(buffer), encoding, errors, newline, line_buffering, write_through] = SIGNATURE.bind_call(args, kwargs)? else { return Ok(()) };
    let encoding = optional_text(&encoding, "TextIOWrapper", "encoding")?;
    if let Some(errors) = super::given(&errors)
        && errors.downcast::<PyUnicodeObject>().is_none()
    {
        optional_text(&Some(errors.new_ref()), "TextIOWrapper", "errors")?;
    }
    let newline = optional_text(&newline, "TextIOWrapper", "newline")?;
    let truth = |object: Option<Owned>| object.map_or(Ok(false), |object| object.is_true());
    let (line_buffering, write_through) = (truth(line_buffering)?, truth(write_through)?);
    this.ready.set(false);
    this.detached.set(false);
    if encoding.is_none() && interp().py_config.get().warn_default_encoding != 0 {
        warnings::warn_text(&exceptions::EncodingWarning, "'encoding' argument not specified")?;
    }
    let errors = super::given(&errors).and_then(|errors| errors.downcast::<PyUnicodeObject>());
    this.start(&buffer, Options { encoding, errors, newline: newline_of(newline)?, line_buffering, write_through })
}

/// The encoding's name that an argument stands for.
fn encoding_of(encoding: Option<&PyUnicodeObject>) -> Result<Owned<PyUnicodeObject>> {
    match encoding {
        None if locale::utf8_mode() => unicode::from_str("utf-8"),
        Some(name) if !name.is_text("locale") => Ok(Owned::from_ref(name)),
        _ => unicode::from_ucs4(&locale::encoding().iter().map(|unit| *unit as u32).collect::<Vec<_>>()),
    }
}

impl TextIo {
    fn start(&self, buffer: &PyObject, options: Options<'_>) -> Result<()> {
        let errors = match options.errors {
            Some(errors) => Owned::from_ref(errors),
            None => Owned::from_ref(&*id::strict),
        };
        let encoding = encoding_of(options.encoding)?;
        let codec = Codec::of(&encoding, &errors)?;
        if interp().py_config.get().dev_mode != 0 {
            codecs::lookup_error(Some(&codec::c_text(&errors)?))?;
        }
        self.forget_decoded();
        self.parts.pending.take();
        self.encoding.set(Some(encoding));
        self.errors.set(Some(errors));
        self.newline.set(options.newline);
        self.line_buffering.set(options.line_buffering);
        self.write_through.set(options.write_through);
        self.chunk.set(CHUNK);
        self.ratio.set(0.0);
        self.buffer.set(None);
        self.set_codec(buffer, &codec)?;
        self.buffer.set(Some(buffer.new_ref()));
        let seekable = match plain_file(buffer) {
            Some(file) => file.seekable()?,
            None => buffer.call_method(&id::seekable, &[])?.is_true()?,
        };
        self.seekable.set(seekable);
        self.telling.set(seekable);
        self.has_read1.set(buffered::of_own_class(buffer).is_some() || attribute::get_optional(buffer, &id::read1)?.is_some());
        self.start_encoder()?;
        self.ready.set(true);
        Ok(())
    }
    /// Makes the encoder and the decoder that the file of bytes has a use for.
    fn set_codec(&self, buffer: &PyObject, codec: &Codec) -> Result<()> {
        let newline = self.newline.get();
        let newlines = newline.is_universal().then_some(newline == Newline::Universal);
        let decoder = match buffer.call_method(&id::readable, &[])?.is_true()? {
            true => Some(Rc::new(Decoder::new(codec, newlines)?)),
            false => None,
        };
        drop(self.parts.decoder.replace(decoder));
        let encoder = match buffer.call_method(&id::writable, &[])?.is_true()? {
            true => Some(Rc::new(Encoder::new(codec)?)),
            false => None,
        };
        drop(self.parts.encoder.replace(encoder));
        Ok(())
    }
    /// An encoder whose text does not begin at the file's beginning writes no mark of the byte order.
    fn start_encoder(&self) -> Result<()> {
        let Some(encoder) = self.encoder() else { return Ok(()) };
        if !self.seekable.get() {
            return Ok(());
        }
        let Some(buffer) = self.buffer.get() else { return Ok(()) };
        if encoder.object().is_none() && buffered::of_own_class(&buffer).is_some() {
            return Ok(());
        }
        let place = buffer.call_method(&id::tell, &[])?;
        if let Some(object) = encoder.object()
            && !place.equals(&long::zero())?
        {
            object.call_method(&id::setstate, &[&long::zero()])?;
        }
        Ok(())
    }
    fn encoder(&self) -> Option<Rc<Encoder>> {
        self.parts.encoder.borrow().clone()
    }
    fn decoder(&self) -> Option<Rc<Decoder>> {
        self.parts.decoder.borrow().clone()
    }
    fn check_ready(&self) -> Result<()> {
        if self.ready.get() { Ok(()) } else { Err(raise!(ValueError, "I/O operation on uninitialized object")) }
    }
    /// The file of bytes; `ValueError` where there is none.
    fn file(&self) -> Result<Owned> {
        self.check_ready()?;
        match self.buffer.get() {
            Some(buffer) if !self.detached.get() => Ok(buffer),
            _ => Err(raise!(ValueError, "underlying buffer has been detached")),
        }
    }
    /// The same, where it is open.
    fn open(&self) -> Result<Owned> {
        let buffer = self.file()?;
        if std::ptr::eq(self.ty(), &TEXT_IO_WRAPPER) {
            let closed = match plain_file(&buffer) {
                Some(file) => file.is_closed(),
                None => attribute::get(&buffer, &id::closed)?.is_true()?,
            };
            if closed {
                return Err(closed_file());
            }
        } else {
            base::check_closed(self)?;
        }
        Ok(buffer)
    }
    fn ask(&self, question: &PyUnicodeObject) -> Result<Owned> {
        self.file()?.call_method(question, &[])
    }
    fn forget_decoded(&self) {
        self.used.set(0);
        self.decoded.set(None);
        self.has_snapshot.set(false);
        self.snapshot.set(None);
    }
    fn set_decoded(&self, text: Option<Owned<PyUnicodeObject>>) {
        self.used.set(0);
        self.decoded.set(text);
    }
}

/// The `FileIO` under a buffer of one of the classes here: what may be asked without a call by name.
fn plain_file(buffer: &PyObject) -> Option<Owned<FileIo>> {
    let raw = buffered::of_own_class(buffer)?.raw()?;
    exactly::<FileIo>(&raw).map(Owned::from_ref)
}

/// A buffer of one of the classes here whose methods nobody has replaced.
fn plain_buffer(buffer: &PyObject) -> Option<&Buffered> {
    buffered::of_own_class(buffer).filter(|buffer| buffer.dict.is_null())
}

// ---- methods ------------------------------------------------------------------------------------------------------

fn flush(this: &TextIo) -> Result<Owned> {
    let buffer = this.open()?;
    this.telling.set(this.seekable.get());
    this.write_pending()?;
    match plain_buffer(&buffer) {
        Some(plain) if plain.writes() => plain.flush().map(|()| none()),
        _ => buffer.call_method(&id::flush, &[]),
    }
}

fn close(this: &TextIo) -> Result<Owned> {
    let buffer = this.file()?;
    if attribute::get(this, &id::closed)?.is_true()? {
        return Ok(none());
    }
    if this.finalizing.get()
        && let Err(raised) = buffer.call_method(&id::_dealloc_warn, &[this])
    {
        raised.clear();
    }
    // A class that derives from this one may flush otherwise.
    let flushed = this.call_method(&id::flush, &[]);
    also(flushed, || buffer.call_method(&id::close, &[])).map(|(_, closed)| closed)
}

fn detach(this: &TextIo) -> Result<Owned> {
    let buffer = this.file()?;
    this.call_method(&id::flush, &[])?;
    this.buffer.set(None);
    this.detached.set(true);
    Ok(buffer)
}

fn truncate(this: &TextIo, args: &[&PyObject]) -> Result<Owned> {
    crate::args::check_positional("truncate", args.len(), 0, 1)?;
    let to = args.first().map_or_else(none, |to| (*to).new_ref());
    let buffer = this.file()?;
    this.call_method(&id::flush, &[])?;
    buffer.call_method(&id::truncate, &[&to])
}

fn set_chunk(this: &TextIo, value: Option<&PyObject>) -> Result<()> {
    this.file()?;
    let Some(value) = value else {
        return Err(raise!(AttributeError, "attribute '_CHUNK_SIZE' of '_io.TextIOWrapper' objects cannot be deleted"));
    };
    let size = crate::protocol::number::as_isize(value, Some(&exceptions::ValueError))?;
    if size <= 0 {
        return Err(raise!(ValueError, "a strictly positive integer is required"));
    }
    this.chunk.set(size);
    Ok(())
}

fn reconfigure(this: &TextIo, args: Args<'_>) -> Result<Owned> {
    static SIGNATURE: Signature<5> = Signature {
        function: "reconfigure",
        names: ["encoding", "errors", "newline", "line_buffering", "write_through"],
        positional: 0,
        required: 0,
    };
    let [encoding, errors, new_newline, line_buffering, write_through] = SIGNATURE.bind(args)?;
    let owned = |object: Option<&PyObject>| object.map(PyObject::new_ref);
    let (encoding, errors, newline) = (owned(encoding), owned(errors), owned(new_newline));
    for (object, name) in [(&encoding, "encoding"), (&errors, "errors"), (&newline, "newline")] {
        optional_text(object, "reconfigure", name)?;
    }
    this.file()?;
    let encoding = optional_text(&encoding, "reconfigure", "encoding")?;
    let errors = optional_text(&errors, "reconfigure", "errors")?;
    // What was read ahead was decoded as it was to be then.
    let changes = encoding.is_some() || errors.is_some() || new_newline.is_some();
    if changes && !this.decoded.is_null() {
        return Err(unsupported("It is not possible to set the encoding or newline of stream after the first read"));
    }
    let newline = match new_newline {
        None => this.newline.get(),
        Some(_) => newline_of(optional_text(&newline, "reconfigure", "newline")?)?,
    };
    let truth = |object: Option<&PyObject>, present: bool| match object.filter(|object| !object.is_none()) {
        None => Ok(present),
        Some(object) => long::convert::as_int(object).map(|value| value != 0),
    };
    let line_buffering = truth(line_buffering, this.line_buffering.get())?;
    let write_through = truth(write_through, this.write_through.get())?;
    this.call_method(&id::flush, &[])?;
    this.ratio.set(0.0);
    this.newline.set(newline);
    if changes {
        let name = match encoding {
            Some(_) => encoding_of(encoding)?,
            None => this.encoding.get().map_or_else(|| encoding_of(None), Ok)?,
        };
        let errors = match (errors, encoding, this.errors.get()) {
            (Some(errors), ..) => Owned::from_ref(errors),
            (None, None, Some(errors)) => errors,
            _ => Owned::from_ref(&*id::strict),
        };
        let codec = Codec::of(&name, &errors)?;
        this.set_codec(&*this.file()?, &codec)?;
        this.encoding.set(Some(name));
        this.errors.set(Some(errors));
        this.start_encoder()?;
    }
    this.line_buffering.set(line_buffering);
    this.write_through.set(write_through);
    Ok(none())
}

fn repr(this: &TextIo) -> Result<Owned<PyUnicodeObject>> {
    this.check_ready()?;
    let class = this.ty().name();
    let part = |name: &PyUnicodeObject| match attribute::get_optional(this, name) {
        Ok(found) => found.map(|found| fileio::repr_of_name(this, &found)).transpose(),
        Err(raised) if raised.matches(&exceptions::ValueError) => {
            raised.clear();
            Ok(None)
        }
        Err(raised) => Err(raised),
    };
    let (name, mode) = (part(&id::name)?, part(&id::mode)?);
    let encoding = this.encoding.get().map_or_else(|| unicode::from_str("None"), |encoding| encoding.as_object().repr())?;
    let mut template = format!("<{class}");
    let mut texts = Vec::with_capacity(3);
    if let Some(name) = &name {
        template.push_str(" name=%");
        texts.push(name);
    }
    if let Some(mode) = &mode {
        template.push_str(" mode=%");
        texts.push(mode);
    }
    template.push_str(" encoding=%>");
    texts.push(&encoding);
    exceptions::text::compose(&template, &texts)
}
