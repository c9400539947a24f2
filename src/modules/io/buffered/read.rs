//! Reading by way of a buffer.

use super::super::{bytes_of, optional_size, uninterrupted, writable_argument};
use super::{BUFFERED_RANDOM, BUFFERED_READER, Buffered};
use crate::args::check_positional;
use crate::layout::*;
use crate::object::{Owned, attribute, id};
use crate::protocol::{buffer, number};
use crate::raise;
use crate::runtime::buf::Buf;
use crate::runtime::errors::{self, Raised, Result};
use crate::types::singletons::none;
use crate::types::{bytes, exceptions, long, memoryview};

/// Calls a method of a raw file with a view of memory, which is of no use afterwards.
pub fn with_view(raw: &PyObject, method: &PyUnicodeObject, memory: *mut u8, count: usize, flags: std::ffi::c_int) -> Result<Owned> {
    let view = memoryview::PyMemoryView_FromMemory(memory.cast(), count as isize, flags)?;
    let answer = uninterrupted(|| raw.call_method(method, &[&view]));
    if !view.is_unique() {
        // Somebody has kept it, and the memory will not stay.
        let kept = errors::take();
        if let Err(raised) = attribute::get(&view, &id::release).and_then(|release| release.call0()) {
            raised.clear();
        }
        errors::restore(kept);
    }
    answer
}

impl Buffered {
    /// One read of the raw file; `None` where that would block. The lock is held.
    ///
    /// # Safety
    /// `room` bytes may be written at `place`.
    unsafe fn raw_read(&self, place: *mut u8, room: usize) -> Result<Option<usize>> {
        let raw = self.file()?;
        let count = match self.plain_raw(&raw, &id::readinto)? {
            // SAFETY: the caller's word.
            Some(file) => match unsafe { file.read_once(place, room) }? {
                Some(count) => count,
                None => return Ok(None),
            },
            None => {
                let answer = with_view(&raw, &id::readinto, place, room, buffer::request::WRITE)?;
                if answer.is_none() {
                    return Ok(None);
                }
                let count = number::as_isize(&answer, Some(&exceptions::ValueError))
                    .map_err(|_| crate::protocol::call::raise_with_cause(&exceptions::OSError, format_args!("raw readinto() failed")))?;
                match usize::try_from(count) {
                    Ok(count) if count <= room => count,
                    _ => {
                        let text = "raw readinto() returned invalid length";
                        return Err(raise!(OSError, "{text} {count} (should have been between 0 and {room})"));
                    }
                }
            }
        };
        if self.raw_place.get() >= 0 {
            self.raw_place.set(self.raw_place.get() + count as i64);
        }
        Ok(Some(count))
    }
    /// Reads once into what is free of the buffer; `None` where that would block. The lock is held.
    fn fill(&self) -> Result<Option<usize>> {
        let start = if self.has_read() { self.read_end.get() } else { 0 };
        let memory = self.memory()?;
        // SAFETY: the room behind what was read.
        let count = unsafe { self.raw_read(memory.add(start as usize), (self.size.get() - start) as usize) }?;
        if let Some(count @ 1..) = count {
            self.read_end.set(start + count as i64);
            self.raw_at.set(start + count as i64);
        }
        Ok(count)
    }
    /// What was read ahead. Nothing may run while it is looked at.
    fn ahead_bytes(&self) -> &[u8] {
        let ahead = self.ahead();
        if ahead == 0 || self.memory.get().is_null() {
            return &[];
        }
        // SAFETY: so much lies behind the place.
        unsafe { std::slice::from_raw_parts(self.memory.get().add(self.at.get() as usize), ahead) }
    }
    /// So much of what was read ahead, which is then behind.
    fn take(&self, count: usize) -> Result<Owned> {
        let made = bytes::from_slice(self.ahead_bytes().get(..count).unwrap_or(&[]))?;
        self.at.set(self.at.get() + count as i64);
        Ok(made.upcast())
    }
    /// Copies of what was read ahead as much as there is room for; how much.
    ///
    /// # Safety
    /// `room` bytes may be written at `place`.
    unsafe fn copy_to(&self, place: *mut u8, room: usize) -> usize {
        let ahead = self.ahead_bytes();
        let count = ahead.len().min(room);
        // SAFETY: the caller's word.
        unsafe { place.copy_from_nonoverlapping(ahead.as_ptr(), count) };
        self.at.set(self.at.get() + count as i64);
        count
    }
    /// All that is left. The lock is held.
    fn read_all(&self) -> Result<Owned> {
        let ahead = self.ahead();
        let first = if ahead > 0 { Some(self.take(ahead)?) } else { None };
        self.before_reading()?;
        self.no_read();
        let raw = self.file()?;
        let first_bytes = first.as_deref().and_then(bytes_of).map_or(&[][..], PyBytesObject::as_slice);
        if let Some(readall) = attribute::get_optional(&raw, &id::readall)? {
            let rest = match self.plain_raw(&raw, &id::readall)? {
                Some(file) => file.read_all()?,
                None => readall.call0()?,
            };
            if !rest.is_none() && bytes_of(&rest).is_none() {
                return Err(raise!(TypeError, "readall() should return bytes"));
            }
            return match (first.clone(), bytes_of(&rest)) {
                (None, _) => Ok(rest),
                (Some(first), None) => Ok(first),
                (Some(_), Some(rest)) => {
                    let rest = rest.as_slice();
                    bytes::from_exact(first_bytes.len() + rest.len(), |out| {
                        // SAFETY: room for both.
                        unsafe {
                            out.copy_from_nonoverlapping(first_bytes.as_ptr(), first_bytes.len());
                            out.add(first_bytes.len()).copy_from_nonoverlapping(rest.as_ptr(), rest.len());
                        }
                    })
                    .map(Owned::upcast)
                }
            };
        }
        let mut all = Buf::copied(first_bytes);
        loop {
            let read = raw.call_method(&id::read, &[])?;
            let bytes = bytes_of(&read).map_or(&[][..], PyBytesObject::as_slice);
            if !read.is_none() && bytes_of(&read).is_none() {
                return Err(raise!(TypeError, "read() should return bytes"));
            }
            if bytes.is_empty() {
                return if all.is_empty() { Ok(read) } else { Ok(crate::types::bytes::from_slice(&all)?.upcast()) };
            }
            all.extend_from_slice(bytes);
            if self.raw_place.get() >= 0 {
                self.raw_place.set(self.raw_place.get() + bytes.len() as i64);
            }
        }
    }
    /// So many bytes, of which not all were read ahead; fewer at the end, or where reading would block. The lock is held.
    fn read_more(&self, size: usize) -> Result<Owned> {
        if size <= self.ahead() {
            return self.take(size);
        }
        // SAFETY: what is not written is cut off.
        let (made, out) = unsafe {
            let made = bytes::uninit(size.max(2))?;
            let out = made.data();
            (made, out)
        };
        // SAFETY: room for `size` bytes, here and below; `done` never exceeds it.
        let mut done = unsafe { self.copy_to(out, size) };
        self.before_reading()?;
        self.no_read();
        let mut blocked = false;
        // Whole blocks go where they are wanted.
        let block = self.size.get() as usize;
        while size - done >= block {
            // SAFETY: as above.
            match unsafe { self.raw_read(out.add(done), (size - done) / block * block) }? {
                Some(count @ 1..) => done += count,
                end => {
                    blocked = end.is_none();
                    return finished(made, done, blocked);
                }
            }
        }
        self.at.set(0);
        self.raw_at.set(0);
        self.read_end.set(0);
        // The rest by the buffer, with no read more than is needed.
        while done < size && self.read_end.get() < self.size.get() {
            match self.fill()? {
                // SAFETY: as above.
                Some(1..) => done += unsafe { self.copy_to(out.add(done), size - done) },
                end => {
                    blocked = end.is_none();
                    break;
                }
            }
        }
        finished(made, done, blocked)
    }
    /// What was read ahead; reads once where that is nothing. The lock is held.
    fn peek(&self) -> Result<Owned> {
        if self.ahead() == 0 {
            self.no_read();
            self.fill()?;
            self.at.set(0);
        }
        Ok(bytes::from_slice(self.ahead_bytes())?.upcast())
    }
    /// The next line with its end, at most so many bytes of it.
    pub fn line(&self, most: Option<usize>) -> Result<Owned> {
        self.check_open("readline of closed file")?;
        // How much of what was read ahead belongs to the line, and whether that ends it.
        let part = |this: &Buffered, most: Option<usize>| {
            let ahead = this.ahead_bytes();
            let ahead = most.and_then(|most| ahead.get(..most)).unwrap_or(ahead);
            match memchr::memchr(b'\n', ahead) {
                Some(at) => (at + 1, true),
                None => (ahead.len(), Some(ahead.len()) == most),
            }
        };
        if let (count, true) = part(self, most) {
            return self.take(count);
        }
        let _guard = self.enter()?;
        let mut line = Buf::new();
        line.extend_from_slice(self.ahead_bytes());
        self.at.set(self.at.get() + line.len() as i64);
        self.before_reading()?;
        loop {
            self.no_read();
            let filled = self.fill()?;
            self.at.set(0);
            if !matches!(filled, Some(1..)) {
                break;
            }
            let left = most.map(|most| most - line.len());
            let (count, ends) = part(self, left);
            line.extend_from_slice(self.ahead_bytes().get(..count).unwrap_or(&[]));
            self.at.set(count as i64);
            if ends {
                break;
            }
        }
        Ok(bytes::from_slice(&line)?.upcast())
    }
}

/// Cuts what was read to what there was; None where nothing was, because reading would block.
fn finished(made: Owned<PyBytesObject>, done: usize, blocked: bool) -> Result<Owned> {
    if done == 0 && blocked {
        return Ok(none());
    }
    if done < 2 {
        return Ok(bytes::from_slice(made.as_slice().get(..done).unwrap_or(&[]))?.upcast());
    }
    let mut place = made.upcast().into_ptr();
    bytes::_PyBytes_Resize(&raw mut place, done as isize)?;
    // SAFETY: the resized object, which is ours.
    unsafe { Owned::from_ptr(place) }.ok_or(Raised::already())
}

/// `read(size=-1)`.
pub fn read(this: &Buffered, args: &[&PyObject]) -> Result<Owned> {
    check_positional("read", args.len(), 0, 1)?;
    let size = optional_size(args.first())?;
    this.check_ready()?;
    if size < -1 {
        return Err(raise!(ValueError, "read length must be non-negative or -1"));
    }
    this.check_open("read of closed file")?;
    let Ok(size) = usize::try_from(size) else {
        let _guard = this.enter()?;
        return this.read_all();
    };
    if size <= this.ahead() {
        return this.take(size);
    }
    let _guard = this.enter()?;
    this.read_more(size)
}

/// `peek(size=0)`; the size says nothing.
pub fn peek(this: &Buffered, args: &[&PyObject]) -> Result<Owned> {
    check_positional("peek", args.len(), 0, 1)?;
    if let Some(size) = args.first() {
        long::convert::as_ssize(size)?;
    }
    this.check_open("peek of closed file")?;
    let _guard = this.enter()?;
    this.before_reading()?;
    this.peek()
}

/// `read1(size=-1)`.
pub fn read1(this: &Buffered, args: &[&PyObject]) -> Result<Owned> {
    check_positional("read1", args.len(), 0, 1)?;
    let size = args.first().map_or(Ok(-1), |size| long::convert::as_ssize(size))?;
    this.check_ready()?;
    let size = usize::try_from(size).unwrap_or(this.size.get() as usize);
    this.check_open("read of closed file")?;
    if size == 0 {
        return Ok(Owned::from_ref(bytes::empty()).upcast());
    }
    let ahead = this.ahead();
    if ahead > 0 {
        return this.take(ahead.min(size));
    }
    // SAFETY: what is not written is cut off; room for `size` bytes.
    unsafe {
        let made = bytes::uninit(size.max(2))?;
        let _guard = this.enter()?;
        this.no_read();
        let count = this.raw_read(made.data(), size)?.unwrap_or(0);
        finished(made, count, false)
    }
}

/// `readinto(buffer)` and `readinto1(buffer)`.
pub fn read_into(this: &Buffered, to: &PyObject, once: bool) -> Result<Owned> {
    let view = writable_argument(if once { "readinto1" } else { "readinto" }, to)?;
    this.check_open("readinto of closed file")?;
    let (place, size) = (view.data(), view.len());
    // SAFETY: the exporter keeps the memory as long as the view; `done` never exceeds its size.
    unsafe {
        let mut done = this.copy_to(place, size);
        if done == size {
            return long::from_usize(done);
        }
        let _guard = this.enter()?;
        this.before_reading()?;
        this.no_read();
        this.at.set(0);
        while done < size {
            let left = size - done;
            let count = if left > this.size.get() as usize {
                this.raw_read(place.add(done), left)?
            } else if once && done > 0 {
                Some(0)
            } else {
                let filled = this.fill()?;
                if matches!(filled, Some(1..)) { Some(this.copy_to(place.add(done), left)) } else { filled }
            };
            match count {
                Some(count @ 1..) => done += count,
                None if done == 0 => return Ok(none()),
                Some(0) | None => break,
            }
            if once {
                break;
            }
        }
        long::from_usize(done)
    }
}

/// `readline(size=-1)`.
pub fn readline(this: &Buffered, args: &[&PyObject]) -> Result<Owned> {
    check_positional("readline", args.len(), 0, 1)?;
    let size = optional_size(args.first())?;
    this.check_ready()?;
    this.line(usize::try_from(size).ok())
}

/// `tp_iternext`.
pub fn next(this: &Buffered) -> Result<Option<Owned>> {
    this.check_ready()?;
    let ours = std::ptr::eq(this.ty(), &BUFFERED_READER) || std::ptr::eq(this.ty(), &BUFFERED_RANDOM);
    let line = if ours { this.line(None)? } else { this.call_method(&id::readline, &[])? };
    match bytes_of(&line) {
        Some(bytes) if bytes.is_empty() => Ok(None),
        Some(_) => Ok(Some(line)),
        None => Err(raise!(OSError, "readline() should have returned a bytes object, not '{}'", line.ty().name())),
    }
}
