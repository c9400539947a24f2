//! Stream readers and writers: objects over a stream of bytes that read and write text.
//!
//! Invariant of a reader: `bytes` have been read and not decoded, `text` has been decoded and not given out; the first `whole` lines of `text` are known to be whole, and
//! are given out without a look at the stream.

use super::incremental::{Coder, ERRORS, new};
use crate::args::{Signature, check_positional};
use crate::boundary::method::{self, Args};
use crate::boundary::slot;
use crate::layout::*;
use crate::object::gc::Visitor;
use crate::object::{Owned, attribute, gc, id, types};
use crate::protocol::buffer::View;
use crate::protocol::sequence;
use crate::raise;
use crate::runtime::errors::{Raised, Result};
use crate::types::singletons::none;
use crate::types::unicode::split;
use crate::types::{bytes, exceptions, list, long, unicode};
use std::cell::Cell;
use std::ffi::c_int;

/// A stream writer.
#[repr(C)]
pub struct Writer {
    coder: Coder,
    stream: Field,
}
/// A stream reader.
#[repr(C)]
pub struct Reader {
    writer: Writer,
    bytes: Field<PyBytesObject>,
    text: Field<PyUnicodeObject>,
    whole: Cell<usize>,
}
object_structs! { Writer: coder -> Coder, Reader: writer -> Writer }

impl Writer {
    fn stream(&self) -> Result<Owned> {
        self.stream.get().ok_or_else(|| raise!(AttributeError, "'{}' object has no attribute 'stream'", self.as_object().ty().name()))
    }
    fn visit_all(&self, visitor: &Visitor) -> std::result::Result<(), c_int> {
        self.visit(visitor)?;
        visitor.field(&self.stream)
    }
    fn drop_all(&self) {
        self.drop_fields();
        self.stream.set(None);
    }
}

static INIT: Signature<2> = Signature { function: "__init__", names: ["stream", "errors"], positional: 2, required: 1 };
static INIT_MAPPED: Signature<3> = Signature { function: "__init__", names: ["stream", "errors", "mapping"], positional: 3, required: 1 };

fn init(this: &Writer, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<()> {
    let (stream, errors, mapping) = match this.codec()?.native {
        Some(_) => {
            let [stream, errors] = INIT.bind_call(args, kwargs)?;
            (stream, errors, None)
        }
        None => {
            let [stream, errors, mapping] = INIT_MAPPED.bind_call(args, kwargs)?;
            (stream, errors, mapping)
        }
    };
    this.order.set(0);
    this.stream.set(stream);
    this.take(errors, mapping)
}

/// What the object has not itself, its stream has.
fn get(this: &Writer, name: &PyObject) -> Result<Owned> {
    match attribute::generic_get_optional(this.as_object(), name)? {
        Some(own) => Ok(own),
        None => attribute::get(&*this.stream()?, attribute::name_of(name)?),
    }
}

static CODE: Signature<2> = Signature { function: "encode", names: ["input", "errors"], positional: 2, required: 1 };

fn encode(this: &Writer, args: Args<'_>) -> Result<Owned> {
    let [Some(input), errors] = CODE.bind(args)? else { return Err(unicode::bad_internal_call()) };
    let (encoded, used) = Coder::encode(this, input, errors)?;
    super::pair(encoded.upcast(), used)
}

fn decode(this: &Writer, args: Args<'_>) -> Result<Owned> {
    let [Some(input), errors] = CODE.bind(args)? else { return Err(unicode::bad_internal_call()) };
    let view = View::simple(input)?;
    let mut used = view.len() as isize;
    let rest = if this.codec()?.keeps_rest() { Some(&mut used) } else { None };
    let text = Coder::decode(this, view.as_slice(), errors, rest)?;
    super::pair(text.upcast(), used as usize)
}

fn exit(this: &Writer, args: &[&PyObject]) -> Result<Owned> {
    check_positional("__exit__", args.len(), 3, 3)?;
    this.stream()?.call_method(&id::close, &[])?;
    Ok(none())
}

fn not_pickled(this: &Writer, _: &PyObject) -> Result<Owned> {
    let name = this.as_object().ty().name();
    Err(raise!(TypeError, "can't serialize {}", name.rsplit('.').next().unwrap_or(name)))
}

const ENCODE: PyMethodDef =
    method::keywords(c"encode", encode, c"encode($self, /, input, errors='strict')\n--\n\nThe bytes of a text, and the text's length.");
const DECODE: PyMethodDef =
    method::keywords(c"decode", decode, c"decode($self, /, input, errors='strict')\n--\n\nThe text of bytes, and how many of them were used.");
const ENTER: PyMethodDef = method::noargs(c"__enter__", |this: &Writer| Ok::<_, Raised>(this.as_object().new_ref()), c"");
const EXIT: PyMethodDef = method::fastcall(c"__exit__", exit, c"");
const REDUCE: PyMethodDef = method::o(c"__reduce_ex__", not_pickled, c"");
const STREAM: PyGetSetDef = method::getset(c"stream", |this: &Writer| this.stream(), c"The stream of bytes.");
static GETSETS: [PyGetSetDef; 3] = [ERRORS, STREAM, PyGetSetDef::END];

// ---- writers ------------------------------------------------------------------------------------------------------

/// `codecs.StreamWriter`.
pub static WRITER: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"codecs.StreamWriter".as_ptr()),
    tp_doc: Cell::new(c"Writes text to a stream of bytes.".as_ptr()),
    tp_basicsize: Cell::new(size_of::<Writer>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::BASETYPE),
    tp_dealloc: Cell::new(Some(slot::dealloc(|this: *mut Writer| {
        // SAFETY: dead but whole.
        unsafe {
            gc::untrack(this.cast());
            (*this).drop_all();
            types::free(this.cast());
        }
    }))),
    tp_traverse: Cell::new(Some(slot::traverse(|this: &Writer, visitor: &Visitor| this.visit_all(visitor)))),
    tp_clear: Cell::new(Some(slot::clear(|this: &Writer| this.drop_all()))),
    tp_getattro: Cell::new(Some(slot::subscript(get))),
    tp_methods: Cell::new(WRITER_METHODS.as_ptr()),
    tp_getset: Cell::new(GETSETS.as_ptr()),
    tp_init: Cell::new(Some(slot::init(init))),
    tp_new: Cell::new(Some(slot::new(new))),
    ..PyTypeObject::STATIC
};

static WRITER_METHODS: [PyMethodDef; 10] = [
    ENCODE,
    DECODE,
    method::o(c"write", write, c"write($self, object, /)\n--\n\nWrites a text."),
    method::o(c"writelines", write_lines, c"writelines($self, list, /)\n--\n\nWrites texts."),
    method::noargs(c"reset", writer_reset, c"reset($self, /)\n--\n\nBegins anew."),
    method::keywords(c"seek", writer_seek, c"seek($self, /, offset, whence=0)\n--\n\nGoes to a place of the stream; begins anew at its start."),
    ENTER,
    EXIT,
    REDUCE,
    PyMethodDef::END,
];

/// What one of the object's own methods makes of an input: the result, and the number beside it.
fn coded(this: &Writer, method: &PyUnicodeObject, input: &PyObject) -> Result<(Owned, Owned)> {
    let errors = this.errors.get().unwrap_or_else(none);
    let result = this.as_object().call_method(method, &[input, &errors])?;
    match result.downcast::<PyTupleObject>() {
        Ok(pair) if pair.len() == 2 => Ok((pair.as_slice()[0].new_ref(), pair.as_slice()[1].new_ref())),
        _ => Err(raise!(TypeError, "{}() must return a tuple of two", method.to_lossy())),
    }
}

fn write(this: &Writer, object: &PyObject) -> Result<Owned> {
    let (data, _) = coded(this, &id::encode, object)?;
    this.stream()?.call_method(&id::write, &[&data])?;
    Ok(none())
}

fn write_lines(this: &Writer, lines: &PyObject) -> Result<Owned> {
    let all = unicode::empty().as_object().call_method(&id::join, &[lines])?;
    this.as_object().call_method(&id::write, &[&all])
}

fn writer_reset(this: &Writer) -> Result<Owned> {
    this.order.set(0);
    Ok(none())
}

static SEEK: Signature<2> = Signature { function: "seek", names: ["offset", "whence"], positional: 2, required: 1 };

/// Has the stream go to a place; whether that is its start.
fn seek(this: &Writer, args: Args<'_>) -> Result<bool> {
    let [Some(offset), whence] = SEEK.bind(args)? else { return Err(unicode::bad_internal_call()) };
    let zero = long::from_i64(0)?;
    let whence = whence.unwrap_or(&zero);
    this.stream()?.call_method(&id::seek, &[offset, whence])?;
    Ok(whence.equals(&zero)? && offset.equals(&zero)?)
}

fn writer_seek(this: &Writer, args: Args<'_>) -> Result<Owned> {
    if seek(this, args)? {
        this.as_object().call_method(&id::reset, &[])?;
    }
    Ok(none())
}

// ---- readers ------------------------------------------------------------------------------------------------------

/// `codecs.StreamReader`.
pub static READER: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"codecs.StreamReader".as_ptr()),
    tp_doc: Cell::new(c"Reads text from a stream of bytes.".as_ptr()),
    tp_basicsize: Cell::new(size_of::<Reader>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::BASETYPE),
    tp_dealloc: Cell::new(Some(slot::dealloc(|this: *mut Reader| {
        // SAFETY: dead but whole.
        unsafe {
            gc::untrack(this.cast());
            (*this).drop_all();
            (*this).bytes.set(None);
            (*this).text.set(None);
            types::free(this.cast());
        }
    }))),
    tp_traverse: Cell::new(Some(slot::traverse(|this: &Reader, visitor: &Visitor| this.visit_all(visitor)))),
    tp_clear: Cell::new(Some(slot::clear(|this: &Reader| this.drop_all()))),
    tp_getattro: Cell::new(Some(slot::subscript(get))),
    tp_iter: Cell::new(Some(slot::unary(|this: &Reader| Ok::<_, Raised>(this.as_object().new_ref())))),
    tp_iternext: Cell::new(Some(slot::unary(next))),
    tp_methods: Cell::new(READER_METHODS.as_ptr()),
    tp_getset: Cell::new(GETSETS.as_ptr()),
    tp_init: Cell::new(Some(slot::init(|this: &Reader, args: &PyTupleObject, kwargs: Option<&PyDictObject>| {
        this.forget();
        init(this, args, kwargs)
    }))),
    tp_new: Cell::new(Some(slot::new(new))),
    ..PyTypeObject::STATIC
};

static READER_METHODS: [PyMethodDef; 11] = [
    ENCODE,
    DECODE,
    method::keywords(
        c"read",
        read,
        c"read($self, /, size=-1, chars=-1, firstline=False)\n--\n\nText: chars characters of it, or what about size bytes give.",
    ),
    method::keywords(c"readline", read_line, c"readline($self, /, size=None, keepends=True)\n--\n\nThe next line."),
    method::keywords(c"readlines", read_lines, c"readlines($self, /, sizehint=None, keepends=True)\n--\n\nAll lines that are left."),
    method::noargs(c"reset", reader_reset, c"reset($self, /)\n--\n\nForgets what was read and not given out."),
    method::keywords(c"seek", reader_seek, c"seek($self, /, offset, whence=0)\n--\n\nGoes to a place of the stream."),
    ENTER,
    EXIT,
    REDUCE,
    PyMethodDef::END,
];

fn reader_reset(this: &Reader) -> Result<Owned> {
    this.forget();
    this.order.set(0);
    Ok(none())
}

fn reader_seek(this: &Reader, args: Args<'_>) -> Result<Owned> {
    seek(this, args)?;
    this.as_object().call_method(&id::reset, &[])?;
    Ok(none())
}

fn size_of_argument(given: Option<&PyObject>, otherwise: isize) -> Result<isize> {
    given.map_or(Ok(otherwise), |given| long::convert::PyLong_AsSsize_t(Some(given)))
}

static READ: Signature<3> = Signature { function: "read", names: ["size", "chars", "firstline"], positional: 3, required: 0 };

fn read(this: &Reader, args: Args<'_>) -> Result<Owned> {
    let [size, chars, first_line] = READ.bind(args)?;
    let first_line = first_line.map_or(Ok(false), PyObject::is_true)?;
    Ok(this.read(size_of_argument(size, -1)?, size_of_argument(chars, -1)?, first_line)?.upcast())
}

static READLINE: Signature<2> = Signature { function: "readline", names: ["size", "keepends"], positional: 2, required: 0 };

fn read_line(this: &Reader, args: Args<'_>) -> Result<Owned> {
    let [size, keep_ends] = READLINE.bind(args)?;
    let size = size.filter(|size| !size.is_none()).map(|size| size_of_argument(Some(size), 0)).transpose()?;
    Ok(this.line(size, keep_ends.map_or(Ok(true), PyObject::is_true)?)?.upcast())
}

static READLINES: Signature<2> = Signature { function: "readlines", names: ["sizehint", "keepends"], positional: 2, required: 0 };

fn read_lines(this: &Reader, args: Args<'_>) -> Result<Owned> {
    let [_, keep_ends] = READLINES.bind(args)?;
    let keep_ends = keep_ends.map_or(Ok(true), PyObject::is_true)?;
    let text = this.read(-1, -1, false)?;
    let lines = list::new()?;
    split::lines(text.chars(), keep_ends, |start, end| lines.append(&*unicode::new::substring(&text, start, end)?))?;
    Ok(lines.upcast())
}

fn next(this: &Reader) -> Result<Option<Owned>> {
    let line = this.as_object().call_method(&id::readline, &[])?;
    Ok(if line.is_true()? { Some(line) } else { None })
}

/// Where the lines of a text end, their ends included: those of the first two, and how many there are.
fn line_ends(text: &PyUnicodeObject) -> Result<(usize, usize)> {
    let (mut first, mut count) = (0, 0);
    split::lines(text.chars(), true, |_, end| -> Result<()> {
        if count == 0 {
            first = end;
        }
        count += 1;
        Ok(())
    })?;
    Ok((first, count))
}

/// A line without its end.
fn without_end(line: &PyUnicodeObject) -> Result<Owned<PyUnicodeObject>> {
    let mut length = 0;
    split::lines(line.chars(), false, |_, end| -> Result<()> {
        length = end;
        Ok(())
    })?;
    unicode::new::substring(line, 0, length)
}

impl Reader {
    fn forget(&self) {
        self.bytes.set(None);
        self.text.set(None);
        self.whole.set(0);
    }

    fn decoded(&self) -> Owned<PyUnicodeObject> {
        self.text.get().unwrap_or_else(unicode::empty)
    }

    /// Takes the first `count` characters of what was decoded.
    fn give(&self, text: &PyUnicodeObject, count: usize) -> Result<Owned<PyUnicodeObject>> {
        let given = unicode::new::substring(text, 0, count)?;
        self.text.set(Some(unicode::new::substring(text, count.min(text.len()), text.len())?));
        Ok(given)
    }

    /// What the decoder makes of bytes: text, and how many it used.
    fn decode_bytes(&self, data: &PyObject) -> Result<(Owned<PyUnicodeObject>, usize)> {
        let (text, used) = coded(self, &id::decode, data)?;
        let text = text.downcast::<PyUnicodeObject>().map_err(|other| raise!(TypeError, "decode() must return str, not {}", other.ty().name()))?;
        Ok((text, usize::try_from(long::convert::PyLong_AsSsize_t(Some(&used))?).unwrap_or(0)))
    }

    /// The same; where bytes in a later line cannot be decoded, what comes before them.
    fn decode_first_line(&self, data: &PyBytesObject) -> Result<(Owned<PyUnicodeObject>, usize)> {
        let raised = match self.decode_bytes(data) {
            Err(raised) if raised.matches(&exceptions::UnicodeDecodeError) => raised,
            other => return other,
        };
        let Some(exception) = raised.take() else { return Err(unicode::bad_internal_call()) };
        // SAFETY: an instance of UnicodeDecodeError has this struct.
        let start = unsafe { exception.cast_unchecked::<PyUnicodeErrorObject>() }.start.get();
        let before = data.as_slice().get(..usize::try_from(start).unwrap_or(0)).unwrap_or(&[]);
        let (text, used) = self.decode_bytes(&*bytes::from_slice(before)?)?;
        if line_ends(&text)?.1 <= 1 {
            return Err(crate::runtime::errors::raise_object(exception));
        }
        Ok((text, used))
    }

    fn read(&self, size: isize, chars: isize, first_line: bool) -> Result<Owned<PyUnicodeObject>> {
        self.whole.set(0);
        let wanted = usize::try_from(if chars < 0 { size } else { chars }).ok();
        let stream = self.stream()?;
        loop {
            if wanted.is_some_and(|wanted| self.decoded().len() >= wanted) {
                break;
            }
            let fresh = match size {
                ..0 => stream.call_method(&id::read, &[])?,
                _ => stream.call_method(&id::read, &[&*long::from_isize(size)?])?,
            };
            let held = self.bytes.get().unwrap_or_else(|| Owned::from_ref(bytes::empty()));
            let data = sequence::PySequence_Concat(&held, &fresh)?;
            let data = data.downcast::<PyBytesObject>().map_err(|_| unicode::bad_internal_call())?;
            if data.is_empty() {
                break;
            }
            let (text, used) = if first_line { self.decode_first_line(&data)? } else { self.decode_bytes(&data)? };
            self.bytes.set(Some(bytes::from_slice(data.as_slice().get(used..).unwrap_or(&[]))?));
            self.text.set(Some(unicode::new::concat(&self.decoded(), &text)?));
            if !fresh.is_true()? {
                break;
            }
        }
        let text = self.decoded();
        self.give(&text, wanted.unwrap_or(text.len()).min(text.len()))
    }

    /// The next line, as far as one reading of `size` reaches where a size is given.
    fn line(&self, size: Option<isize>, keep_ends: bool) -> Result<Owned<PyUnicodeObject>> {
        let ended = |line: Owned<PyUnicodeObject>| if keep_ends { Ok(line) } else { without_end(&line) };
        if self.whole.get() > 0 {
            let text = self.decoded();
            let line = self.give(&text, line_ends(&text)?.0)?;
            // The last of them may go on in the stream.
            self.whole.set(if self.whole.get() > 2 { self.whole.get() - 1 } else { 0 });
            return ended(line);
        }
        let mut step = size.filter(|size| *size != 0).unwrap_or(72);
        let mut line = unicode::empty();
        loop {
            let data = self.read(step, -1, true)?;
            let is_empty = data.is_empty();
            let returned = !is_empty && data.chars().get(data.len() - 1) == Some('\r'.into());
            line = unicode::new::concat(&line, &data)?;
            if returned {
                // A line feed may follow.
                line = unicode::new::concat(&line, &*self.read(1, 1, false)?)?;
            }
            let (first, count) = line_ends(&line)?;
            let is_whole = count == 1 && without_end(&line)?.len() < line.len();
            if count > 1 || is_whole {
                let rest = unicode::new::substring(&line, first, line.len())?;
                self.text.set(Some(unicode::new::concat(&rest, &self.decoded())?));
                self.whole.set(if count > 2 { count - 1 } else { 0 });
                return ended(unicode::new::substring(&line, 0, first)?);
            }
            if is_empty || size.is_some() {
                return ended(line);
            }
            if step < 8000 {
                step *= 2;
            }
        }
    }
}
