//! Writing by way of a buffer.

use super::Buffered;
use super::read::with_view;
use crate::layout::*;
use crate::object::{Owned, id};
use crate::protocol::buffer::{self, View};
use crate::protocol::number;
use crate::raise;
use crate::runtime::errors::{self, Raised, Result};
use crate::runtime::signals;
use crate::types::{exceptions, long, unicode};
use std::ffi::c_int;

/// How a write of the raw file ended.
enum Written {
    Bytes(usize),
    /// It would block; `errno` then.
    Blocks(c_int),
}

/// Raises `BlockingIOError` that says how much was written all the same.
#[cold]
fn blocked(errno: c_int, written: usize) -> Raised {
    let make = || {
        let text = unicode::from_str("write could not complete without blocking")?;
        exceptions::BlockingIOError.as_object().call(&[&*long::from_i64(i64::from(errno))?, &text, &*long::from_usize(written)?])
    };
    match make() {
        Ok(error) => errors::raise_object(error),
        Err(raised) => raised,
    }
}

impl Buffered {
    /// One write to the raw file. The lock is held.
    ///
    /// # Safety
    /// `count` bytes lie at `place`.
    unsafe fn raw_write(&self, place: *mut u8, count: usize) -> Result<Written> {
        let raw = self.file()?;
        let written = match self.plain_raw(&raw, &id::write)? {
            // SAFETY: the caller's word.
            Some(file) => match unsafe { file.write_once(place, count) }? {
                Some(written) => written,
                None => return Ok(Written::Blocks(libc::EAGAIN)),
            },
            None => {
                // SAFETY: the thread's own.
                let errno = unsafe {
                    *libc::__errno_location() = 0;
                    libc::__errno_location()
                };
                let answer = with_view(&raw, &id::write, place, count, buffer::request::READ)?;
                if answer.is_none() {
                    // SAFETY: as above.
                    return Ok(Written::Blocks(unsafe { *errno }));
                }
                let written = number::as_isize(&answer, Some(&exceptions::ValueError)).unwrap_or_else(|raised| {
                    raised.clear();
                    -1
                });
                match usize::try_from(written) {
                    Ok(written) if written <= count => written,
                    _ => {
                        let text = "raw write() returned invalid length";
                        return Err(raise!(OSError, "{text} {written} (should have been between 0 and {count})"));
                    }
                }
            }
        };
        if self.raw_place.get() >= 0 {
            self.raw_place.set(self.raw_place.get() + written as i64);
        }
        Ok(Written::Bytes(written))
    }

    /// Writes what waits. The lock is held.
    pub(super) fn flush_locked(&self) -> Result<()> {
        if self.has_write() && self.write_at.get() < self.write_end.get() {
            let back = self.raw_offset() + (self.at.get() - self.write_at.get());
            if back != 0 {
                self.raw_seek(-back, libc::SEEK_CUR)?;
                self.raw_at.set(self.raw_at.get() - back);
            }
            let memory = self.memory()?;
            while self.write_at.get() < self.write_end.get() {
                let (at, end) = (self.write_at.get(), self.write_end.get());
                // SAFETY: within the buffer.
                match unsafe { self.raw_write(memory.add(at as usize), (end - at) as usize) }? {
                    Written::Bytes(count) => {
                        self.write_at.set(at + count as i64);
                        self.raw_at.set(self.write_at.get());
                    }
                    Written::Blocks(errno) => return Err(blocked(errno, 0)),
                }
                // A signal may have cut the write short.
                signals::check()?;
            }
        }
        self.no_write();
        Ok(())
    }

    /// Puts bytes into the buffer. There is room.
    fn keep(&self, at: i64, bytes: &[u8]) -> Result<()> {
        let memory = self.memory()?;
        // SAFETY: the caller's word; the bytes are elsewhere, or lie before.
        unsafe { memory.add(at as usize).copy_from(bytes.as_ptr(), bytes.len()) };
        Ok(())
    }

    /// Writes what waits, to make room for `bytes`. Where that would block, as many of them are kept as there is room for: true where that is all.
    fn flush_for(&self, bytes: &[u8]) -> Result<bool> {
        let Err(raised) = self.flush_locked() else { return Ok(false) };
        if !raised.matches(&exceptions::BlockingIOError) {
            return Err(raised);
        }
        if self.reads.get() {
            self.no_read();
        }
        let by = self.write_at.get();
        let left = self.write_end.get() - by;
        let memory = self.memory()?;
        // SAFETY: within the buffer.
        unsafe { memory.copy_from(memory.add(by as usize), left.max(0) as usize) };
        self.write_at.set(0);
        self.write_end.set(left);
        self.raw_at.set(self.raw_at.get() - by);
        self.at.set(self.at.get() - by);
        let room = (self.size.get() - left) as usize;
        let kept = bytes.get(..room).unwrap_or(bytes);
        self.keep(left, kept)?;
        self.write_end.set(left + kept.len() as i64);
        self.at.set(self.at.get() + kept.len() as i64);
        let errno = errno_of(&raised);
        raised.clear();
        if kept.len() == bytes.len() { Ok(true) } else { Err(blocked(errno, kept.len())) }
    }

    /// Writes bytes. The lock is held.
    fn write_locked(&self, bytes: &[u8]) -> Result<()> {
        if !self.has_read() && !self.has_write() {
            self.at.set(0);
            self.raw_at.set(0);
        }
        let at = self.at.get();
        // A whole buffer and more goes past it.
        if bytes.len() as i64 <= self.size.get() - at && (bytes.len() as i64) < self.size.get() {
            self.keep(at, bytes)?;
            if !self.has_write() || self.write_at.get() > at {
                self.write_at.set(at);
            }
            self.move_to(at + bytes.len() as i64);
            if self.write_end.get() < self.at.get() {
                self.write_end.set(self.at.get());
            }
            return Ok(());
        }
        if self.flush_for(bytes)? {
            return Ok(());
        }
        // The raw file may stand elsewhere, after reading.
        let offset = self.raw_offset();
        if offset != 0 {
            self.raw_seek(-offset, libc::SEEK_CUR)?;
            self.raw_at.set(self.raw_at.get() - offset);
        }
        let size = self.size.get() as usize;
        let mut rest = bytes;
        while rest.len() >= size {
            // SAFETY: the bytes stay where they are; a raw file is not to change them.
            match unsafe { self.raw_write(rest.as_ptr().cast_mut(), rest.len()) }? {
                Written::Bytes(count) => rest = rest.get(count..).unwrap_or(&[]),
                Written::Blocks(_) if rest.len() == size => break,
                Written::Blocks(errno) => {
                    self.keep(0, rest.get(..size).unwrap_or(rest))?;
                    self.raw_at.set(0);
                    self.move_to(size as i64);
                    self.write_at.set(0);
                    self.write_end.set(size as i64);
                    return Err(blocked(errno, bytes.len() - rest.len() + size));
                }
            }
            signals::check()?;
        }
        if self.reads.get() {
            self.no_read();
        }
        self.keep(0, rest)?;
        self.write_at.set(0);
        self.write_end.set(rest.len() as i64);
        self.move_to(rest.len() as i64);
        self.raw_at.set(0);
        Ok(())
    }

    /// `write(bytes)`, for those who have them.
    pub fn write_bytes(&self, bytes: &[u8]) -> Result<()> {
        self.check_ready()?;
        let _guard = self.enter()?;
        if self.is_closed()? {
            return Err(raise!(ValueError, "write to closed file"));
        }
        self.write_locked(bytes)
    }
}

/// The number of the `OSError` that is set.
fn errno_of(raised: &Raised) -> c_int {
    let _ = raised;
    let exception = errors::take();
    let errno = exception.as_deref().and_then(|error| {
        // SAFETY: a BlockingIOError has this struct.
        let error = unsafe { error.cast_unchecked::<PyOSErrorObject>() };
        long::value_of(&*error.myerrno.get()?)
    });
    errors::restore(exception);
    errno.and_then(|errno| c_int::try_from(errno).ok()).unwrap_or(libc::EAGAIN)
}

/// `write(buffer)`.
pub fn write(this: &Buffered, from: &PyObject) -> Result<Owned> {
    let view = View::simple(from)?;
    this.write_bytes(view.as_slice())?;
    long::from_usize(view.len())
}
