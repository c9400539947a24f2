//! `_io.FileIO`: a raw file over a descriptor.

use super::base::{self, IoBase, RAW_IO_BASE};
use super::{also, cannot_pickle, optional_size, os_error, system, unsupported, whence};
use crate::args::{Signature, check_positional};
use crate::boundary::method::{self, Args};
use crate::boundary::slot;
use crate::layout::*;
use crate::modules::warnings;
use crate::object::{Owned, Typed, attribute, id, recursion, types};
use crate::protocol::buffer::View;
use crate::raise;
use crate::runtime::audit::audit;
use crate::runtime::buf::Buf;
use crate::runtime::errors::{self, Raised, Result};
use crate::runtime::gil::allow_threads;
use crate::types::bool::{self, from_bool};
use crate::types::descr::member::kind;
use crate::types::exceptions::{self, type_word};
use crate::types::singletons::none;
use crate::types::{bytes, long, tuple, unicode};
use std::cell::Cell;
use std::ffi::c_int;
use std::mem::offset_of;

/// What the file may do.
mod may {
    pub const READ: u8 = 1;
    pub const WRITE: u8 = 2;
    pub const APPEND: u8 = 4;
    pub const CREATE: u8 = 8;
    /// The descriptor ends with the file.
    pub const CLOSE: u8 = 16;
    /// Whether the place can be changed is known …
    pub const SEEK_KNOWN: u8 = 32;
    /// … and it can.
    pub const SEEK: u8 = 64;
    /// What the system said of the file at its opening is still so: what it is, and how long.
    pub const TOLD: u8 = 128;
}

/// A file over a descriptor.
#[repr(C)]
pub struct FileIo {
    base: IoBase,
    /// One more than the descriptor; 0 where there is none.
    after_fd: Cell<c_int>,
    may: Cell<u8>,
    finalizing: Cell<bool>,
    is_character_device: Cell<bool>,
    /// The block size that the system names.
    block: Cell<u32>,
    /// How long the file was, if that is known and so small.
    length: Cell<u32>,
}
object_structs! { FileIo: base -> IoBase }
const _: () = assert!(size_of::<FileIo>() == 48);
// SAFETY: instances of FileIO and of its subclasses begin with this struct.
unsafe impl Typed for FileIo {
    fn type_object() -> &'static PyTypeObject {
        &FILE_IO
    }
}

/// `_io.FileIO`.
pub static FILE_IO: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"_io.FileIO".as_ptr()),
    tp_doc: Cell::new(c"FileIO(file, mode='r', closefd=True, opener=None)\n--\n\nA raw file over a descriptor, which a path may open.".as_ptr()),
    tp_basicsize: Cell::new(size_of::<FileIo>() as isize),
    tp_base: Field::to_static(&RAW_IO_BASE),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_repr: Cell::new(Some(slot::unary(repr))),
    tp_methods: Cell::new(METHODS.as_ptr()),
    tp_members: Cell::new(MEMBERS.as_ptr()),
    tp_getset: Cell::new(GETSETS.as_ptr()),
    tp_init: Cell::new(Some(slot::init(init))),
    tp_new: Cell::new(Some(slot::new(|ty: &PyTypeObject, _: &PyTupleObject, _: Option<&PyDictObject>| alloc(ty)))),
    ..base::TYPE
};

static METHODS: [PyMethodDef; 18] = [
    method::fastcall(c"read", read, c"read($self, size=-1, /)\n--\n\nAt most so many bytes, by one system call; all that are left for -1."),
    method::noargs(c"readall", |this: &FileIo| this.read_all(), c"readall($self, /)\n--\n\nAll the bytes that are left."),
    method::o(c"readinto", read_into, c"readinto($self, buffer, /)\n--\n\nReads into a buffer by one system call; how many bytes."),
    method::keywords(c"write", write, c"write($self, b, /)\n--\n\nWrites bytes by one system call; how many."),
    method::fastcall(c"seek", seek, c"seek($self, pos, whence=0, /)\n--\n\nMoves to a place; where that is."),
    method::noargs(c"tell", |this: &FileIo| this.seek(0, libc::SEEK_CUR).and_then(long::from_i64), c"tell($self, /)\n--\n\nThe place."),
    method::fastcall(
        c"truncate",
        truncate,
        c"truncate($self, size=None, /)\n--\n\nMakes the file so long, by default as long as the place says; the length.",
    ),
    method::noargs(c"close", close, c"close($self, /)\n--\n\nEnds it, and the descriptor where that is its own."),
    method::noargs(c"seekable", |this: &FileIo| this.seekable().map(from_bool), c"seekable($self, /)\n--\n\nWhether the place can be changed."),
    method::noargs(
        c"readable",
        |this: &FileIo| this.descriptor().map(|_| from_bool(this.can(may::READ))),
        c"readable($self, /)\n--\n\nWhether it can be read.",
    ),
    method::noargs(
        c"writable",
        |this: &FileIo| this.descriptor().map(|_| from_bool(this.can(may::WRITE))),
        c"writable($self, /)\n--\n\nWhether it can be written.",
    ),
    method::noargs(
        c"fileno",
        |this: &FileIo| this.descriptor().and_then(|fd| long::from_i64(i64::from(fd))),
        c"fileno($self, /)\n--\n\nThe descriptor.",
    ),
    method::noargs(c"isatty", |this: &FileIo| this.is_terminal().map(from_bool), c"isatty($self, /)\n--\n\nWhether it is a terminal."),
    method::noargs(
        c"_isatty_open_only",
        |this: &FileIo| this.is_terminal_at_open().map(from_bool),
        c"_isatty_open_only($self, /)\n--\n\nThe same, by what the system said when the file was opened.",
    ),
    method::o(c"_dealloc_warn", |this: &FileIo, source: &PyObject| this.warn_of_end(source), c"_dealloc_warn($self, object, /)\n--\n\n"),
    method::noargs(c"__getstate__", |this: &FileIo| cannot_pickle(this), c"__getstate__($self, /)\n--\n\n"),
    PyMethodDef::END,
    PyMethodDef::END,
];

static MEMBERS: [PyMemberDef; 2] = [
    PyMemberDef {
        name: c"_finalizing".as_ptr(),
        r#type: kind::BOOL,
        offset: offset_of!(FileIo, finalizing) as isize,
        flags: 0,
        doc: std::ptr::null(),
    },
    types::MEMBERS_END,
];

static GETSETS: [PyGetSetDef; 5] = [
    method::getset(c"closed", |this: &FileIo| from_bool(this.fd() < 0), c"Whether the file is closed."),
    method::getset(c"closefd", |this: &FileIo| from_bool(this.can(may::CLOSE)), c"Whether the descriptor ends with the file."),
    method::getset(c"mode", |this: &FileIo| unicode::from_str(this.mode()), c"What the file may do."),
    method::getset(c"_blksize", |this: &FileIo| long::from_usize(this.block_size()), c"As many bytes as are best read at once."),
    PyGetSetDef::END,
];

fn alloc(ty: &PyTypeObject) -> Result<Owned> {
    let made = types::alloc(ty, 0)?;
    // SAFETY: just made, of the type.
    unsafe { made.cast_unchecked::<FileIo>() }.may.set(may::CLOSE);
    Ok(made)
}

fn dealloc(this: *mut FileIo) {
    // SAFETY: dead but whole.
    unsafe {
        (*this).finalizing.set(true);
        base::end(this.cast(), |_: &FileIo| {});
    }
}

impl FileIo {
    /// The descriptor; negative where there is none.
    fn fd(&self) -> c_int {
        self.after_fd.get() - 1
    }
    fn set_fd(&self, fd: c_int) {
        self.after_fd.set(fd + 1);
    }
    /// The descriptor; `ValueError` where there is none.
    pub fn descriptor(&self) -> Result<c_int> {
        match self.fd() {
            ..0 => Err(raise!(ValueError, "I/O operation on closed file")),
            fd => Ok(fd),
        }
    }
    pub fn is_closed(&self) -> bool {
        self.fd() < 0
    }
    fn can(&self, what: u8) -> bool {
        self.may.get() & what != 0
    }
    fn let_it(&self, what: u8, so: bool) {
        self.may.set(if so { self.may.get() | what } else { self.may.get() & !what });
    }
    fn mode(&self) -> &'static str {
        let may = self.may.get();
        let both = may & may::READ != 0 && may & may::WRITE != 0;
        match (both, may & may::CREATE != 0, may & may::APPEND != 0) {
            (true, true, _) => "xb+",
            (false, true, _) => "xb",
            (true, _, true) => "ab+",
            (false, _, true) => "ab",
            (true, ..) => "rb+",
            _ if may & may::READ != 0 => "rb",
            _ => "wb",
        }
    }
    /// As many bytes as are best read at once.
    pub fn block_size(&self) -> usize {
        match self.block.get() {
            0 | 1 => super::DEFAULT_BUFFER_SIZE,
            block => block as usize,
        }
    }
    pub fn seekable(&self) -> Result<bool> {
        let fd = self.descriptor()?;
        if !self.can(may::SEEK_KNOWN) {
            // SAFETY: the file's descriptor.
            let at = allow_threads(|| unsafe { libc::lseek(fd, 0, libc::SEEK_CUR) });
            self.let_it(may::SEEK, at >= 0);
            self.let_it(may::SEEK_KNOWN, true);
        }
        Ok(self.can(may::SEEK))
    }
    pub fn is_terminal(&self) -> Result<bool> {
        let fd = self.descriptor()?;
        // SAFETY: any number may be asked about.
        Ok(allow_threads(|| unsafe { libc::isatty(fd) }) != 0)
    }
    /// The same for a file that was just opened: only a device with characters is asked about.
    pub fn is_terminal_at_open(&self) -> Result<bool> {
        if self.can(may::TOLD) && !self.is_character_device.get() { Ok(false) } else { self.is_terminal() }
    }

    // ---- opening and closing ----

    /// Takes the descriptor out and closes it.
    fn close_descriptor(&self) -> Result<()> {
        let fd = self.fd();
        self.set_fd(-1);
        self.forget();
        if fd < 0 {
            return Ok(());
        }
        // SAFETY: the file's own descriptor, which nobody uses any more.
        let (failed, errno) = allow_threads(|| (unsafe { libc::close(fd) } < 0, errors::errno()));
        if failed { Err(os_error(errno)) } else { Ok(()) }
    }
    /// What was told of the file need not be so any more.
    fn forget(&self) {
        self.let_it(may::TOLD, false);
        self.block.set(0);
        self.length.set(0);
    }
    fn warn_of_end(&self, source: &PyObject) -> Result<Owned> {
        if self.fd() >= 0 && self.can(may::CLOSE) {
            let kept = errors::take();
            if let Err(raised) = warnings::warn_unclosed(source, "unclosed file") {
                // A filter may make it an exception, which nobody can be handed here.
                if raised.matches(&exceptions::Warning) {
                    super::ignored_at_the_end(self);
                } else {
                    raised.clear();
                }
            }
            errors::restore(kept);
        }
        Ok(none())
    }

    /// Opens a file: what `__init__` does.
    pub fn open(&self, file: &PyObject, mode: &str, closefd: bool, opener: Option<&PyObject>) -> Result<()> {
        if self.fd() >= 0 {
            if self.can(may::CLOSE) {
                self.close_descriptor()?;
            } else {
                self.set_fd(-1);
            }
        }
        let given = descriptor_of(file)?;
        let path = if given.is_none() { Some(unicode::codecs::locale::path_bytes(file)?) } else { None };
        let (flags, allowed) = parse(mode)?;
        self.forget();
        self.may.set(allowed | if closefd { may::CLOSE } else { 0 });
        let flags = flags | libc::O_CLOEXEC;
        audit(c"open", || {
            let mode = unicode::from_str(mode)?.upcast();
            Ok(tuple::from_owned([file.new_ref(), mode, long::from_i64(i64::from(flags))?])?.upcast())
        })?;
        let mut own = false;
        if let Some(fd) = given {
            self.set_fd(fd);
        } else {
            if !closefd {
                return Err(raise!(ValueError, "Cannot use closefd=False with file name"));
            }
            own = true;
            self.set_fd(match (opener, &path) {
                (Some(opener), _) => opened_by(opener, file, flags)?,
                (None, Some(path)) => opened(path, file, flags)?,
                (None, None) => -1,
            });
        }
        let outcome = self
            .learn(file)
            .and_then(|()| attribute::set(self, &id::name, Some(file)))
            .and_then(|()| if allowed & may::APPEND != 0 { self.seek(0, libc::SEEK_END).map(drop) } else { Ok(()) });
        if outcome.is_err() {
            if !own {
                // The caller's.
                self.set_fd(-1);
            } else {
                return also(outcome, || self.close_descriptor()).map(drop);
            }
        }
        outcome
    }

    /// Asks the system what the file is; `OSError` for a directory, and for a descriptor that is none.
    fn learn(&self, file: &PyObject) -> Result<()> {
        let fd = self.fd();
        let mut told = std::mem::MaybeUninit::<libc::stat>::uninit();
        // SAFETY: room for what it writes.
        let (failed, errno) = allow_threads(|| (unsafe { libc::fstat(fd, told.as_mut_ptr()) } < 0, errors::errno()));
        if failed {
            return if errno == libc::EBADF { Err(os_error(errno)) } else { Ok(()) };
        }
        // SAFETY: written.
        let told = unsafe { told.assume_init() };
        match told.st_mode & libc::S_IFMT {
            libc::S_IFDIR => return Err(errors::from_errno(&exceptions::OSError, libc::EISDIR, Some(file), None)),
            kind => self.is_character_device.set(kind == libc::S_IFCHR),
        }
        self.let_it(may::TOLD, true);
        self.block.set(u32::try_from(told.st_blksize).unwrap_or(0));
        self.length.set(u32::try_from(told.st_size).unwrap_or(0));
        Ok(())
    }

    // ---- reading, writing, moving ----

    pub fn seek(&self, to: i64, whence: c_int) -> Result<i64> {
        let fd = self.descriptor()?;
        // SAFETY: the file's descriptor.
        let (at, errno) = allow_threads(|| (unsafe { libc::lseek(fd, to, whence) }, errors::errno()));
        if !self.can(may::SEEK_KNOWN) {
            self.let_it(may::SEEK, at >= 0);
            self.let_it(may::SEEK_KNOWN, true);
        }
        if at < 0 { Err(os_error(errno)) } else { Ok(at) }
    }
    /// Reads once, to `place`; `None` where that would block.
    ///
    /// # Safety
    /// `room` bytes may be written at `place` until this returns, without the GIL too.
    pub unsafe fn read_to(&self, place: *mut u8, room: usize) -> Result<Option<usize>> {
        let fd = self.descriptor()?;
        // SAFETY: the caller's word.
        match system(|| unsafe { libc::read(fd, place.cast(), room) })? {
            Ok(count) => Ok(Some(count as usize)),
            Err(libc::EAGAIN) => Ok(None),
            Err(errno) => Err(os_error(errno)),
        }
    }
    fn readable(&self) -> Result<()> {
        self.descriptor()?;
        if self.can(may::READ) { Ok(()) } else { Err(unsupported("File not open for reading")) }
    }
    fn writable(&self) -> Result<()> {
        self.descriptor()?;
        if self.can(may::WRITE) { Ok(()) } else { Err(unsupported("File not open for writing")) }
    }
    /// Reads into a buffer that others do not see; errors as those of the method `readinto`.
    ///
    /// # Safety
    /// As for [`FileIo::read_to`].
    pub unsafe fn read_once(&self, place: *mut u8, room: usize) -> Result<Option<usize>> {
        self.readable()?;
        // SAFETY: the caller's word.
        unsafe { self.read_to(place, room) }
    }
    /// Writes once; `None` where that would block.
    ///
    /// # Safety
    /// The bytes stay where they are until this returns, without the GIL too.
    pub unsafe fn write_once(&self, from: *const u8, count: usize) -> Result<Option<usize>> {
        self.writable()?;
        let fd = self.fd();
        // SAFETY: the caller's word.
        match system(|| unsafe { libc::write(fd, from.cast(), count) })? {
            Ok(count) => Ok(Some(count as usize)),
            Err(libc::EAGAIN) => Ok(None),
            Err(errno) => Err(os_error(errno)),
        }
    }
    /// How many bytes are probably left, and one more, which finds the end.
    fn expected(&self) -> Option<usize> {
        let fd = self.fd();
        let mut end = i64::from(self.length.get());
        if !self.can(may::TOLD) || end == 0 {
            let mut told = std::mem::MaybeUninit::<libc::stat>::uninit();
            // SAFETY: room for what it writes; then it is written.
            end = allow_threads(|| unsafe { if libc::fstat(fd, told.as_mut_ptr()) < 0 { 0 } else { told.assume_init().st_size } });
        }
        if end <= 0 {
            return None;
        }
        // For a small file it does not pay to ask for the place.
        if end > 65536 {
            // SAFETY: the file's descriptor.
            let at = allow_threads(|| unsafe { libc::lseek(fd, 0, libc::SEEK_CUR) });
            if (0..=end).contains(&at) {
                end -= at;
            }
        }
        usize::try_from(end).ok()?.checked_add(1)
    }
    /// All that is left; None where there is nothing now.
    pub fn read_all(&self) -> Result<Owned> {
        self.descriptor()?;
        let mut all = Buf::<u8>::with_capacity(self.expected().unwrap_or(8192));
        loop {
            if all.len() == all.capacity() {
                // More and more at once, but not so much that most of it is for nothing.
                all.reserve(if all.len() > 65536 { all.len() / 8 } else { 256 + all.len() });
            }
            let room = all.capacity() - all.len();
            // SAFETY: room of its own.
            match unsafe { self.read_to(all.as_mut_ptr().add(all.len()), room) }? {
                // SAFETY: so many were written.
                Some(count @ 1..) => unsafe {
                    let len = all.len() + count;
                    all.set_len(len);
                },
                None if all.is_empty() => return Ok(none()),
                Some(0) | None => return Ok(bytes::from_slice(&all)?.upcast()),
            }
        }
    }
}

/// What a mode says: the flags for the system, and what the file may do.
fn parse(mode: &str) -> Result<(c_int, u8)> {
    let bad = || raise!(ValueError, "Must have exactly one of create/read/write/append mode and at most one plus");
    let (mut allowed, mut flags, mut plus) = (0, 0, false);
    for letter in mode.bytes() {
        let (one, flag) = match letter {
            b'x' => (may::CREATE | may::WRITE, libc::O_EXCL | libc::O_CREAT),
            b'r' => (may::READ, 0),
            b'w' => (may::WRITE, libc::O_CREAT | libc::O_TRUNC),
            b'a' => (may::APPEND | may::WRITE, libc::O_APPEND | libc::O_CREAT),
            b'b' => continue,
            b'+' if plus => return Err(bad()),
            b'+' => {
                plus = true;
                continue;
            }
            _ => return Err(raise!(ValueError, "invalid mode: {mode:.200}")),
        };
        if allowed != 0 {
            return Err(bad());
        }
        (allowed, flags) = (one, flag);
    }
    if allowed == 0 {
        return Err(bad());
    }
    if plus {
        allowed |= may::READ | may::WRITE;
    }
    let access = match (allowed & may::READ != 0, allowed & may::WRITE != 0) {
        (true, true) => libc::O_RDWR,
        (true, false) => libc::O_RDONLY,
        _ => libc::O_WRONLY,
    };
    Ok((flags | access, allowed))
}

/// The descriptor that a file's name is; `None` where it is no number.
fn descriptor_of(file: &PyObject) -> Result<Option<c_int>> {
    if bool::value_of(file).is_some() {
        warnings::warn_text(&exceptions::RuntimeWarning, "bool is used as a file descriptor")?;
    }
    match long::convert::as_int(file) {
        Ok(fd @ 0..) => Ok(Some(fd)),
        Ok(_) => Err(raise!(ValueError, "negative file descriptor")),
        Err(raised) => {
            raised.clear();
            Ok(None)
        }
    }
}

fn opened(path: &PyBytesObject, file: &PyObject, flags: c_int) -> Result<c_int> {
    let path = path.data().cast();
    // SAFETY: bytes with a NUL at their end and none within.
    match system(|| unsafe { libc::open(path, flags, 0o666) } as isize)? {
        Ok(fd) => Ok(fd as c_int),
        Err(errno) => Err(errors::from_errno(&exceptions::OSError, errno, Some(file), None)),
    }
}

fn opened_by(opener: &PyObject, file: &PyObject, flags: c_int) -> Result<c_int> {
    let fd = opener.call(&[file, &*long::from_i64(i64::from(flags))?])?;
    if (*fd).downcast::<PyLongObject>().is_none() {
        return Err(raise!(TypeError, "expected integer from opener"));
    }
    let fd = long::convert::as_int(&fd)?;
    if fd < 0 {
        return Err(raise!(ValueError, "opener returned {fd}"));
    }
    // SAFETY: the descriptor that the opener has given away.
    unsafe {
        let had = libc::fcntl(fd, libc::F_GETFD);
        if had < 0 || (had & libc::FD_CLOEXEC == 0 && libc::fcntl(fd, libc::F_SETFD, had | libc::FD_CLOEXEC) < 0) {
            return Err(os_error(errors::errno()));
        }
    }
    Ok(fd)
}

/// A new file, as `FileIO(file, mode, closefd, opener)` makes it.
pub fn new(file: &PyObject, mode: &str, closefd: bool, opener: Option<&PyObject>) -> Result<Owned<FileIo>> {
    // SAFETY: made of that type.
    let made: Owned<FileIo> = unsafe { alloc(&FILE_IO)?.cast() };
    made.open(file, mode, closefd, opener)?;
    Ok(made)
}

/// The text of an argument that must be a `str` without NULs.
pub fn text_argument<'a>(object: &'a PyObject, function: &str, name: &str, or_none: bool) -> Result<&'a str> {
    let Some(text) = object.downcast::<PyUnicodeObject>() else {
        let or_none = if or_none { " or None" } else { "" };
        return Err(raise!(TypeError, "{function}() argument '{name}' must be str{or_none}, not {}", type_word(object)));
    };
    let text = text.to_text()?;
    if text.as_bytes().contains(&0) {
        return Err(raise!(ValueError, "embedded null character"));
    }
    Ok(text)
}

fn init(this: &FileIo, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<()> {
    static SIGNATURE: Signature<4> = Signature { function: "FileIO", names: ["file", "mode", "closefd", "opener"], positional: 4, required: 1 };
    let [Some(file), mode, closefd, opener] = SIGNATURE.bind_call(args, kwargs)? else { return Ok(()) };
    let mode = match &mode {
        Some(mode) => text_argument(mode, "FileIO", "mode", false)?,
        None => "r",
    };
    let closefd = closefd.map_or(Ok(true), |closefd| closefd.is_true())?;
    this.open(&file, mode, closefd, super::given(&opener))
}

fn close(this: &FileIo) -> Result<Owned> {
    let closed = base::close(this);
    if !this.can(may::CLOSE) {
        this.set_fd(-1);
        return closed;
    }
    if this.finalizing.get() {
        let kept = errors::take();
        this.warn_of_end(this)?;
        errors::restore(kept);
    }
    also(closed, || this.close_descriptor()).map(|(closed, ())| closed)
}

fn read(this: &FileIo, args: &[&PyObject]) -> Result<Owned> {
    let size = one_size("read", args)?;
    this.readable()?;
    let Ok(size) = usize::try_from(size) else {
        // A class that derives from this one may read otherwise.
        return if std::ptr::eq(this.ty(), &FILE_IO) { this.read_all() } else { this.call_method(&id::readall, &[]) };
    };
    if size == 0 {
        return Ok(Owned::from_ref(bytes::empty()).upcast());
    }
    // SAFETY: as long as is written is kept.
    unsafe {
        let made = bytes::uninit(size)?;
        match this.read_to(made.data(), size)? {
            None => Ok(none()),
            Some(count) => {
                let mut place = made.upcast().into_ptr();
                bytes::_PyBytes_Resize(&raw mut place, count as isize)?;
                Owned::from_ptr(place).ok_or(Raised::already())
            }
        }
    }
}

/// The one argument of `read`, which may be missing.
fn one_size(function: &'static str, args: &[&PyObject]) -> Result<isize> {
    Signature { function, names: [""], positional: 1, required: 0 }.bind(Args::positional(args))?;
    optional_size(args.first())
}

fn read_into(this: &FileIo, buffer: &PyObject) -> Result<Owned> {
    let view = View::writable(buffer).map_err(|raised| {
        raised.clear();
        raise!(TypeError, "readinto() argument 1 must be read-write bytes-like object, not {}", unicode::type_or_none(buffer))
    })?;
    // SAFETY: the exporter keeps the memory as long as the view.
    match unsafe { this.read_once(view.data(), view.len()) }? {
        Some(count) => long::from_usize(count),
        None => Ok(none()),
    }
}

fn write(this: &FileIo, args: Args<'_>) -> Result<Owned> {
    static SIGNATURE: Signature<1> = Signature { function: "write", names: [""], positional: 1, required: 1 };
    let [Some(bytes)] = SIGNATURE.bind(args)? else { return Ok(none()) };
    let view = View::simple(bytes)?;
    // SAFETY: the exporter keeps the memory as long as the view.
    match unsafe { this.write_once(view.data(), view.len()) }? {
        Some(count) => long::from_usize(count),
        None => Ok(none()),
    }
}

fn seek(this: &FileIo, args: &[&PyObject]) -> Result<Owned> {
    check_positional("seek", args.len(), 1, 2)?;
    let whence = whence(args.get(1))?;
    this.descriptor()?;
    let to = args.first().map_or(Ok(0), |to| long::convert::PyLong_AsLong(Some(to)))?;
    long::from_i64(this.seek(to, whence)?)
}

fn truncate(this: &FileIo, args: &[&PyObject]) -> Result<Owned> {
    Signature { function: "truncate", names: [""], positional: 1, required: 0 }.bind(Args::positional(args))?;
    this.writable()?;
    let to = match args.first().filter(|to| !to.is_none()) {
        Some(to) => (*to).new_ref(),
        None => long::from_i64(this.seek(0, libc::SEEK_CUR)?)?,
    };
    let length = long::convert::PyLong_AsLong(Some(&to))?;
    let fd = this.fd();
    this.forget();
    // SAFETY: the file's descriptor.
    match system(|| unsafe { libc::ftruncate(fd, length) } as isize)? {
        Ok(_) => Ok(to),
        Err(errno) => Err(os_error(errno)),
    }
}

fn repr(this: &FileIo) -> Result<Owned<PyUnicodeObject>> {
    let name = this.ty().name();
    if this.fd() < 0 {
        return unicode::from_display(format_args!("<{name} [closed]>"));
    }
    let closefd = if this.can(may::CLOSE) { "True" } else { "False" };
    let Some(file) = attribute::get_optional(this, &id::name)? else {
        return unicode::from_display(format_args!("<{name} fd={} mode='{}' closefd={closefd}>", this.fd(), this.mode()));
    };
    let shown = repr_of_name(this, &file)?;
    exceptions::text::compose(&format!("<{name} name=% mode='{}' closefd={closefd}>", this.mode()), &[&shown])
}

/// The repr of a file's name; `RuntimeError` where it asks for the file's own.
pub fn repr_of_name(this: &PyObject, name: &PyObject) -> Result<Owned<PyUnicodeObject>> {
    if !recursion::enter(this)? {
        return Err(raise!(RuntimeError, "reentrant call inside {}.__repr__", this.ty().name()));
    }
    let shown = name.repr();
    recursion::leave(this);
    shown
}
