//! `_io.BufferedReader`, `BufferedWriter` and `BufferedRandom`: a raw file with a buffer before it.
//!
//! One struct serves the three. The buffer lies over a part of the raw file: `raw_at` is where in the buffer the raw file's own place is, `at` the place that
//! the user sees. What was read ahead lies before `read_end`, what waits to be written between `write_at` and `write_end`; either end is negative where there
//! is nothing of its kind. `read` has what reads, `write` what writes, `pair` `BufferedRWPair`.
//!
//! Invariants: `0 <= at`, and every end is at most `size`. The raw file is called under the lock only, which knows its owner: a call that comes back here while
//! the raw file works for it is an error, not a deadlock. The memory of the buffer is there from its first use until the file is closed, and is freed under
//! the lock.

pub mod pair;
mod read;
mod write;

use super::abstracts::BUFFERED_IO_BASE;
use super::base::{self, IoBase};
use super::fileio::{self, FileIo};
use super::{also, cannot_pickle, exactly, unsupported};
use crate::args::{Signature, check_positional};
use crate::boundary::{method, slot};
use crate::layout::*;
use crate::object::{Owned, attribute, id, types};
use crate::protocol::number;
use crate::raise;
use crate::runtime::errors::{self, Raised, Result};
use crate::runtime::memory::{self, Domain};
use crate::runtime::mutex::{How, Locked, PyMutex};
use crate::runtime::pythread::PyThread_get_thread_ident_ex as this_thread;
use crate::runtime::{fatal, lifecycle, sync};
use crate::types::descr::member::kind;
use crate::types::singletons::none;
use crate::types::{exceptions, long, unicode};
use std::cell::Cell;
use std::mem::offset_of;
use std::time::Duration;

/// A raw file with a buffer.
#[repr(C)]
pub struct Buffered {
    base: IoBase,
    raw: Field,
    memory: Cell<*mut u8>,
    size: Cell<i64>,
    /// Where the raw file's place is in the file; negative where that is not known.
    raw_place: Cell<i64>,
    at: Cell<i64>,
    raw_at: Cell<i64>,
    read_end: Cell<i64>,
    write_at: Cell<i64>,
    write_end: Cell<i64>,
    /// The thread that has the lock; 0 for none.
    owner: Cell<u64>,
    lock: PyMutex,
    /// `__init__` has run, and nothing has taken the raw file away.
    ready: Cell<bool>,
    detached: Cell<bool>,
    /// Neither closed nor without a buffer.
    alive: Cell<bool>,
    reads: Cell<bool>,
    writes: Cell<bool>,
    finalizing: Cell<bool>,
}
object_structs! { Buffered: base -> IoBase }
const _: () = assert!(size_of::<Buffered>() <= 152);

/// A part of a `BufferedRWPair`, or a file of its own.
macro_rules! class {
    ($(#[$doc:meta])* $name:ident, $text:literal, $signature:literal, $methods:expr, $init:expr, $next:expr) => {
        $(#[$doc])*
        pub static $name: PyTypeObject = PyTypeObject {
            tp_name: Cell::new($text.as_ptr()),
            tp_doc: Cell::new($signature.as_ptr()),
            tp_basicsize: Cell::new(size_of::<Buffered>() as isize),
            tp_base: Field::to_static(&BUFFERED_IO_BASE),
            tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
            tp_traverse: Cell::new(Some(slot::traverse(|this: &Buffered, visitor| {
                visitor.field(&this.base.dict)?;
                visitor.field(&this.raw)
            }))),
            tp_clear: Cell::new(Some(slot::clear(|this: &Buffered| {
                this.ready.set(false);
                this.base.dict.set(None);
                this.raw.set(None);
            }))),
            tp_repr: Cell::new(Some(slot::unary(repr))),
            tp_iternext: Cell::new($next),
            tp_methods: Cell::new($methods.as_ptr()),
            tp_members: Cell::new(MEMBERS.as_ptr()),
            tp_getset: Cell::new(GETSETS.as_ptr()),
            tp_init: Cell::new(Some(slot::init($init))),
            ..base::TYPE
        };
    };
}
class! {
    /// `_io.BufferedReader`.
    BUFFERED_READER, c"_io.BufferedReader", c"BufferedReader(raw, buffer_size=DEFAULT_BUFFER_SIZE)\n--\n\nA raw file that is read by way of a buffer.",
    READER_METHODS, |this: &Buffered, args: &PyTupleObject, kwargs: Option<&PyDictObject>| init(this, args, kwargs, "BufferedReader", true, false),
    Some(slot::unary(read::next))
}
class! {
    /// `_io.BufferedWriter`.
    BUFFERED_WRITER, c"_io.BufferedWriter", c"BufferedWriter(raw, buffer_size=DEFAULT_BUFFER_SIZE)\n--\n\nA raw file that is written by way of a buffer.",
    WRITER_METHODS, |this: &Buffered, args: &PyTupleObject, kwargs: Option<&PyDictObject>| init(this, args, kwargs, "BufferedWriter", false, true),
    None
}
class! {
    /// `_io.BufferedRandom`.
    BUFFERED_RANDOM, c"_io.BufferedRandom",
    c"BufferedRandom(raw, buffer_size=DEFAULT_BUFFER_SIZE)\n--\n\nA raw file that is read and written by way of a buffer, and whose place can be changed.",
    RANDOM_METHODS, |this: &Buffered, args: &PyTupleObject, kwargs: Option<&PyDictObject>| init(this, args, kwargs, "BufferedRandom", true, true),
    Some(slot::unary(read::next))
}
/// Whether an object is of exactly one of the three classes.
pub fn of_own_class(object: &PyObject) -> Option<&Buffered> {
    let ours = [&BUFFERED_READER, &BUFFERED_WRITER, &BUFFERED_RANDOM].into_iter().any(|ty| std::ptr::eq(object.ty(), ty));
    // SAFETY: just checked.
    ours.then(|| unsafe { object.cast_unchecked() })
}

const DETACH: PyMethodDef = method::noargs(c"detach", detach, c"detach($self, /)\n--\n\nGives the raw file away; this one is of no use then.");
const SIMPLE_FLUSH: PyMethodDef =
    method::noargs(c"flush", |this: &Buffered| this.ask(&id::flush), c"flush($self, /)\n--\n\nTells the raw file to write what waits.");
const FLUSH: PyMethodDef = method::noargs(c"flush", flush, c"flush($self, /)\n--\n\nWrites what waits.");
const CLOSE: PyMethodDef = method::noargs(c"close", close, c"close($self, /)\n--\n\nWrites what waits, and ends it and the raw file.");
const SEEKABLE: PyMethodDef =
    method::noargs(c"seekable", |this: &Buffered| this.ask(&id::seekable), c"seekable($self, /)\n--\n\nWhether the place can be changed.");
const READABLE: PyMethodDef =
    method::noargs(c"readable", |this: &Buffered| this.ask(&id::readable), c"readable($self, /)\n--\n\nWhether it can be read.");
const WRITABLE: PyMethodDef =
    method::noargs(c"writable", |this: &Buffered| this.ask(&id::writable), c"writable($self, /)\n--\n\nWhether it can be written.");
const FILENO: PyMethodDef = method::noargs(c"fileno", |this: &Buffered| this.ask(&id::fileno), c"fileno($self, /)\n--\n\nThe descriptor.");
const ISATTY: PyMethodDef = method::noargs(c"isatty", |this: &Buffered| this.ask(&id::isatty), c"isatty($self, /)\n--\n\nWhether it is a terminal.");
const WARN: PyMethodDef = method::o(c"_dealloc_warn", warn_of_end, c"_dealloc_warn($self, source, /)\n--\n\n");
const READ: PyMethodDef = method::fastcall(c"read", read::read, c"read($self, size=-1, /)\n--\n\nSo many bytes, or all that are left.");
const PEEK: PyMethodDef =
    method::fastcall(c"peek", read::peek, c"peek($self, size=0, /)\n--\n\nWhat was read ahead; reads once where that is nothing.");
const READ1: PyMethodDef =
    method::fastcall(c"read1", read::read1, c"read1($self, size=-1, /)\n--\n\nAt most so many bytes, by at most one read of the raw file.");
const READINTO: PyMethodDef = method::o(
    c"readinto",
    |this: &Buffered, to: &PyObject| read::read_into(this, to, false),
    c"readinto($self, buffer, /)\n--\n\nReads into a buffer; how many bytes.",
);
const READINTO1: PyMethodDef = method::o(
    c"readinto1",
    |this: &Buffered, to: &PyObject| read::read_into(this, to, true),
    c"readinto1($self, buffer, /)\n--\n\nReads into a buffer by at most one read of the raw file; how many bytes.",
);
const READLINE: PyMethodDef =
    method::fastcall(c"readline", read::readline, c"readline($self, size=-1, /)\n--\n\nThe next line with its end, at most so many bytes of it.");
const SEEK: PyMethodDef = method::fastcall(c"seek", seek, c"seek($self, target, whence=0, /)\n--\n\nMoves to a place; where that is.");
const TELL: PyMethodDef = method::noargs(c"tell", tell, c"tell($self, /)\n--\n\nThe place.");
const TRUNCATE: PyMethodDef =
    method::fastcall(c"truncate", truncate, c"truncate($self, pos=None, /)\n--\n\nMakes the file so long, by default as long as the place says.");
const WRITE: PyMethodDef =
    method::o(c"write", write::write, c"write($self, buffer, /)\n--\n\nWrites bytes, or keeps them until there is enough; how many.");
const SIZEOF: PyMethodDef = method::noargs(c"__sizeof__", sizeof, c"__sizeof__($self, /)\n--\n\nThe object's size in memory, in bytes.");
const GETSTATE: PyMethodDef = method::noargs(c"__getstate__", |this: &Buffered| cannot_pickle(this), c"__getstate__($self, /)\n--\n\n");

static READER_METHODS: [PyMethodDef; 21] = [
    DETACH,
    SIMPLE_FLUSH,
    CLOSE,
    SEEKABLE,
    FILENO,
    ISATTY,
    WARN,
    READ,
    PEEK,
    READ1,
    READINTO,
    READINTO1,
    READLINE,
    SEEK,
    TELL,
    TRUNCATE,
    SIZEOF,
    GETSTATE,
    READABLE,
    PyMethodDef::END,
    PyMethodDef::END,
];
static WRITER_METHODS: [PyMethodDef; 15] =
    [DETACH, FLUSH, CLOSE, SEEKABLE, FILENO, ISATTY, WARN, WRITE, TRUNCATE, SEEK, TELL, SIZEOF, GETSTATE, WRITABLE, PyMethodDef::END];
static RANDOM_METHODS: [PyMethodDef; 22] = [
    DETACH,
    FLUSH,
    CLOSE,
    SEEKABLE,
    FILENO,
    ISATTY,
    WARN,
    READ,
    PEEK,
    READ1,
    READINTO,
    READINTO1,
    READLINE,
    SEEK,
    TELL,
    TRUNCATE,
    SIZEOF,
    GETSTATE,
    WRITE,
    READABLE,
    WRITABLE,
    PyMethodDef::END,
];

static MEMBERS: [PyMemberDef; 3] = [
    PyMemberDef {
        name: c"raw".as_ptr(),
        r#type: kind::OBJECT,
        offset: offset_of!(Buffered, raw) as isize,
        flags: types::READONLY,
        doc: std::ptr::null(),
    },
    PyMemberDef {
        name: c"_finalizing".as_ptr(),
        r#type: kind::BOOL,
        offset: offset_of!(Buffered, finalizing) as isize,
        flags: 0,
        doc: std::ptr::null(),
    },
    types::MEMBERS_END,
];

static GETSETS: [PyGetSetDef; 4] = [
    method::getset(c"closed", |this: &Buffered| attribute::get(&*this.file()?, &id::closed), c"Whether the raw file is closed."),
    method::getset(c"name", |this: &Buffered| attribute::get(&*this.file()?, &id::name), c"The raw file's name."),
    method::getset(c"mode", |this: &Buffered| attribute::get(&*this.file()?, &id::mode), c"The raw file's mode."),
    PyGetSetDef::END,
];

// ---- life ---------------------------------------------------------------------------------------------------------

fn init(this: &Buffered, args: &PyTupleObject, kwargs: Option<&PyDictObject>, function: &'static str, reads: bool, writes: bool) -> Result<()> {
    let signature = Signature { function, names: ["raw", "buffer_size"], positional: 2, required: 1 };
    let [Some(raw), size] = signature.bind_call(args, kwargs)? else { return Ok(()) };
    let size = match size {
        Some(size) => long::convert::as_ssize(&size)?,
        None => super::DEFAULT_BUFFER_SIZE as isize,
    };
    this.ready.set(false);
    this.detached.set(false);
    if reads && writes {
        base::check_seekable(&raw)?;
    }
    if reads {
        base::check_readable(&raw)?;
    }
    if writes {
        base::check_writable(&raw)?;
    }
    this.start(raw, size, reads, writes)
}

/// A new file over a raw one, of one of the three classes; nothing is asked of the raw file but its place.
pub fn new(class: &'static PyTypeObject, raw: Owned, size: isize) -> Result<Owned<Buffered>> {
    let made = types::alloc(class, 0)?;
    // SAFETY: just made, of that class.
    let made: Owned<Buffered> = unsafe { made.cast() };
    made.start(raw, size, !std::ptr::eq(class, &BUFFERED_WRITER), !std::ptr::eq(class, &BUFFERED_READER))?;
    Ok(made)
}

fn dealloc(this: *mut Buffered) {
    // SAFETY: dead but whole.
    unsafe {
        (*this).finalizing.set(true);
        base::end(this.cast(), |this: &Buffered| {
            this.ready.set(false);
            this.free();
            this.raw.set(None);
        });
    }
}

/// The lock, given back when this is dropped.
struct Guard<'a>(&'a Buffered);
impl Drop for Guard<'_> {
    fn drop(&mut self) {
        self.0.owner.set(0);
        self.0.lock.unlock();
    }
}

impl Buffered {
    fn start(&self, raw: Owned, size: isize, reads: bool, writes: bool) -> Result<()> {
        if size <= 0 {
            return Err(raise!(ValueError, "buffer size must be strictly positive"));
        }
        let guard = self.enter()?;
        self.free();
        self.reads.set(reads);
        self.writes.set(writes);
        self.size.set(size as i64);
        self.raw_place.set(-1);
        self.at.set(0);
        self.raw_at.set(0);
        self.no_read();
        self.no_write();
        self.alive.set(true);
        drop(guard);
        self.raw.set(Some(raw));
        self.ready.set(true);
        // A raw file may not know its place. (One of the system's is asked when that is of use.)
        let plain = self.file().is_ok_and(|raw| exactly::<FileIo>(&raw).is_some());
        if !plain && let Err(raised) = self.raw_tell() {
            raised.clear();
        }
        Ok(())
    }
    fn free(&self) {
        let memory = self.memory.replace(std::ptr::null_mut());
        self.alive.set(false);
        if !memory.is_null() {
            // SAFETY: allocated by `memory`, and used by nobody any more.
            unsafe { memory::free(Domain::Mem, memory.cast()) };
        }
    }
    /// The memory of the buffer. The lock is held.
    fn memory(&self) -> Result<*mut u8> {
        if self.memory.get().is_null() {
            let memory = memory::alloc(Domain::Mem, self.size.get() as usize);
            if memory.is_null() {
                return Err(Raised::no_memory());
            }
            self.memory.set(memory.cast());
        }
        Ok(self.memory.get())
    }
    /// Takes the lock. `RuntimeError` where the running thread has it.
    fn enter(&self) -> Result<Guard<'_>> {
        let me = this_thread();
        if !self.lock.try_lock() {
            if self.owner.get() == me {
                let shown = self.as_object().repr()?;
                return Err(errors::with_value(&exceptions::RuntimeError, &*exceptions::text::compose("reentrant call inside %", &[&shown])?));
            }
            // At the end a thread may have been stopped while it had the lock.
            let until = (lifecycle::Py_IsFinalizing() != 0).then(|| sync::after(Duration::from_secs(1)));
            if self.lock.lock(until.as_ref(), How { detach: true, signals: false }) != Locked::Yes {
                let why = format!("could not acquire lock for {} at interpreter shutdown, possibly due to daemon threads", self.ty().name());
                fatal::fatal("_enter_buffered_busy", &why);
            }
        }
        self.owner.set(me);
        Ok(Guard(self))
    }
    /// The raw file; `ValueError` where there is none.
    fn file(&self) -> Result<Owned> {
        match self.raw.get() {
            Some(raw) if self.ready.get() => Ok(raw),
            _ if self.detached.get() => Err(raise!(ValueError, "raw stream has been detached")),
            _ => Err(raise!(ValueError, "I/O operation on uninitialized object")),
        }
    }
    fn check_ready(&self) -> Result<()> {
        if self.ready.get() { Ok(()) } else { self.file().map(drop) }
    }
    /// What the raw file's method answers.
    fn ask(&self, question: &PyUnicodeObject) -> Result<Owned> {
        self.file()?.call_method(question, &[])
    }
    /// The raw file where it is a `FileIO` and nothing else, so that its methods need not be called by name.
    fn plain_raw<'a>(&self, raw: &'a PyObject, method: &PyUnicodeObject) -> Result<Option<&'a FileIo>> {
        let Some(file) = exactly::<FileIo>(raw) else { return Ok(None) };
        // SAFETY: nothing runs while it is looked at.
        match unsafe { file.dict.peek() } {
            // Its name, which stands there alone, is no method's.
            Some(dict) if dict.len() > 1 => Ok(if dict.contains(method)? { None } else { Some(file) }),
            _ => Ok(Some(file)),
        }
    }
    fn raw_is_closed(&self) -> Result<bool> {
        let raw = self.file()?;
        match exactly::<FileIo>(&raw) {
            Some(file) => Ok(file.is_closed()),
            None => attribute::get(&raw, &id::closed)?.is_true(),
        }
    }
    fn is_closed(&self) -> Result<bool> {
        if self.alive.get() { self.raw_is_closed() } else { Ok(true) }
    }
    /// `ValueError` where the file is closed and nothing that was read ahead is left.
    fn check_open(&self, message: &str) -> Result<()> {
        self.check_ready()?;
        if self.is_closed()? && self.ahead() == 0 {
            return Err(raise!(ValueError, "{message}"));
        }
        Ok(())
    }

    // ---- places ----

    fn has_read(&self) -> bool {
        self.reads.get() && self.read_end.get() >= 0
    }
    fn has_write(&self) -> bool {
        self.writes.get() && self.write_end.get() >= 0
    }
    /// How much was read ahead.
    fn ahead(&self) -> usize {
        if self.has_read() { usize::try_from(self.read_end.get() - self.at.get()).unwrap_or(0) } else { 0 }
    }
    /// How far the raw file's place is beyond the user's.
    fn raw_offset(&self) -> i64 {
        if (self.has_read() || self.has_write()) && self.raw_at.get() >= 0 { self.raw_at.get() - self.at.get() } else { 0 }
    }
    fn no_read(&self) {
        self.read_end.set(-1);
    }
    fn no_write(&self) {
        self.write_at.set(0);
        self.write_end.set(-1);
    }
    fn move_to(&self, at: i64) {
        self.at.set(at);
        if self.has_read() && self.read_end.get() < at {
            self.read_end.set(at);
        }
    }
    fn place_of(&self, answer: &PyObject) -> Result<i64> {
        let place = number::as_isize(answer, Some(&exceptions::ValueError))? as i64;
        if place < 0 {
            return Err(raise!(OSError, "Raw stream returned invalid position {place}"));
        }
        self.raw_place.set(place);
        Ok(place)
    }
    fn raw_tell(&self) -> Result<i64> {
        let raw = self.file()?;
        if let Some(file) = self.plain_raw(&raw, &id::tell)? {
            let place = file.seek(0, libc::SEEK_CUR)?;
            self.raw_place.set(place);
            return Ok(place);
        }
        self.place_of(&*raw.call_method(&id::tell, &[])?)
    }
    fn raw_seek(&self, to: i64, whence: i32) -> Result<i64> {
        let raw = self.file()?;
        if let Some(file) = self.plain_raw(&raw, &id::seek)? {
            let place = file.seek(to, whence)?;
            self.raw_place.set(place);
            return Ok(place);
        }
        self.place_of(&*raw.call_method(&id::seek, &[&*long::from_i64(to)?, &*long::from_i64(i64::from(whence))?])?)
    }
    /// Writes what waits, and moves the raw file back to the user's place. The lock is held.
    fn flush_and_rewind(&self) -> Result<()> {
        self.flush_locked()?;
        if self.reads.get() {
            // What was read ahead will not be used.
            let moved = self.raw_seek(-self.raw_offset(), libc::SEEK_CUR);
            self.no_read();
            moved?;
        }
        Ok(())
    }
    /// The same where the file is written at all: before it is read.
    fn before_reading(&self) -> Result<()> {
        if self.writes.get() { self.flush_and_rewind() } else { Ok(()) }
    }
}

// ---- methods of all three -----------------------------------------------------------------------------------------

fn flush(this: &Buffered) -> Result<Owned> {
    this.check_open("flush of closed file")?;
    let _guard = this.enter()?;
    this.flush_and_rewind()?;
    Ok(none())
}

fn warn_of_end(this: &Buffered, source: &PyObject) -> Result<Owned> {
    if this.ready.get()
        && let Some(raw) = this.raw.get()
        && let Err(raised) = raw.call_method(&id::_dealloc_warn, &[source])
    {
        raised.clear();
    }
    Ok(none())
}

fn close(this: &Buffered) -> Result<Owned> {
    this.check_ready()?;
    let guard = this.enter()?;
    if this.raw_is_closed()? {
        return Ok(none());
    }
    if this.finalizing.get() {
        warn_of_end(this, this)?;
    }
    // A class that derives from this one may flush otherwise.
    drop(guard);
    let flushed = this.call_method(&id::flush, &[]);
    let guard = this.enter();
    let closed = also(flushed, || this.ask(&id::close));
    if guard.is_ok() {
        this.free();
        this.read_end.set(0);
        this.at.set(0);
    }
    drop(guard?);
    closed.map(|(_, closed)| closed)
}

fn detach(this: &Buffered) -> Result<Owned> {
    this.check_ready()?;
    this.call_method(&id::flush, &[])?;
    this.detached.set(true);
    this.ready.set(false);
    this.raw.take().ok_or_else(|| raise!(ValueError, "raw stream has been detached"))
}

fn tell(this: &Buffered) -> Result<Owned> {
    this.check_ready()?;
    let place = this.raw_tell()? - this.raw_offset();
    // Another program may have made the file shorter.
    long::from_i64(place.max(0))
}

fn seek(this: &Buffered, args: &[&PyObject]) -> Result<Owned> {
    check_positional("seek", args.len(), 1, 2)?;
    let whence = super::whence(args.get(1))?;
    this.check_ready()?;
    if !matches!(whence, libc::SEEK_SET | libc::SEEK_CUR | libc::SEEK_END | libc::SEEK_HOLE | libc::SEEK_DATA) {
        return Err(raise!(ValueError, "whence value {whence} unsupported"));
    }
    this.check_open("seek of closed file")?;
    base::check_seekable(&*this.file()?)?;
    let mut to = args.first().map_or(Ok(0), |to| number::as_isize(to, Some(&exceptions::ValueError)))? as i64;
    // Within what was read ahead the raw file is left alone.
    if matches!(whence, libc::SEEK_SET | libc::SEEK_CUR) && this.reads.get() {
        let place = if this.raw_place.get() >= 0 { this.raw_place.get() } else { this.raw_tell()? };
        let ahead = this.ahead() as i64;
        if ahead > 0 {
            let here = place - this.raw_offset();
            let by = if whence == libc::SEEK_SET { to.saturating_sub(here) } else { to };
            if by >= -this.at.get() && by <= ahead {
                this.at.set(this.at.get() + by);
                return long::from_i64(place - ahead + by);
            }
        }
    }
    let _guard = this.enter()?;
    if this.writes.get() {
        this.flush_locked()?;
    }
    if whence == libc::SEEK_CUR {
        to -= this.raw_offset();
    }
    let place = this.raw_seek(to, whence)?;
    this.raw_at.set(-1);
    if this.reads.get() {
        this.no_read();
    }
    long::from_i64(place)
}

fn truncate(this: &Buffered, args: &[&PyObject]) -> Result<Owned> {
    check_positional("truncate", args.len(), 0, 1)?;
    let to = args.first().map_or_else(none, |to| (*to).new_ref());
    this.check_open("truncate of closed file")?;
    if !this.writes.get() {
        return Err(unsupported("truncate"));
    }
    let _guard = this.enter()?;
    this.flush_and_rewind()?;
    let answer = this.file()?.call_method(&id::truncate, &[&to])?;
    // The raw file may have moved.
    if let Err(raised) = this.raw_tell() {
        raised.clear();
    }
    Ok(answer)
}

fn sizeof(this: &Buffered) -> Result<Owned> {
    let buffer = if this.alive.get() { this.size.get() as isize } else { 0 };
    long::from_isize(this.ty().tp_basicsize.get() + buffer)
}

fn repr(this: &Buffered) -> Result<Owned<PyUnicodeObject>> {
    let class = this.ty().name();
    let name = match attribute::get_optional(this, &id::name) {
        Ok(name) => name,
        Err(raised) if raised.matches(&exceptions::ValueError) => {
            raised.clear();
            None
        }
        Err(raised) => return Err(raised),
    };
    match name {
        None => unicode::from_display(format_args!("<{class}>")),
        Some(name) => {
            let shown = fileio::repr_of_name(this, &name)?;
            exceptions::text::compose(&format!("<{class} name=%>"), &[&shown])
        }
    }
}

// ---- for text files -----------------------------------------------------------------------------------------------

impl Buffered {
    /// The raw file.
    pub fn raw(&self) -> Option<Owned> {
        self.raw.get().filter(|_| self.ready.get())
    }
    /// Whether it is written at all.
    pub fn writes(&self) -> bool {
        self.writes.get()
    }
    /// `flush()` of a file that is written.
    pub fn flush(&self) -> Result<()> {
        flush(self).map(drop)
    }
}
