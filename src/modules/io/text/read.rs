//! Reading text.

use super::super::{optional_size, uninterrupted, unsupported};
use super::{TEXT_IO_WRAPPER, TextIo};
use crate::args::check_positional;
use crate::layout::*;
use crate::object::{Owned, id};
use crate::protocol::buffer::View;
use crate::raise;
use crate::runtime::buf;
use crate::runtime::errors::Result;
use crate::types::unicode::chars::TextBuf;
use crate::types::{long, unicode};

impl TextIo {
    /// How many characters are decoded and were not given away.
    fn left(&self) -> usize {
        // SAFETY: nothing runs meanwhile.
        unsafe { self.decoded.peek() }.map_or(0, |text| text.len().saturating_sub(self.used.get()))
    }
    /// At most so many of these, which are given away.
    fn take(&self, most: Option<usize>) -> Result<Owned<PyUnicodeObject>> {
        let Some(decoded) = self.decoded.get() else { return Ok(unicode::empty()) };
        let (used, left) = (self.used.get(), self.left());
        let count = most.map_or(left, |most| most.min(left));
        self.used.set(used + count);
        if used == 0 && count == decoded.len() { Ok(decoded) } else { unicode::substring(&decoded, used, used + count) }
    }

    /// Reads and decodes another chunk; false at the end of the file. `hint` says how many characters are wanted.
    fn read_chunk(&self, hint: usize) -> Result<bool> {
        let Some(decoder) = self.decoder() else { return Err(unsupported("not readable")) };
        let buffer = self.file()?;
        let before = if self.telling.get() { Some(decoder.state()?) } else { None };
        let hint = (self.ratio.get().max(1.0) * hint as f64) as usize;
        let size = long::from_usize(hint.max(self.chunk.get() as usize))?;
        let (method, name): (&PyUnicodeObject, _) = if self.has_read1.get() { (&id::read1, "read1") } else { (&id::read, "read") };
        let input = buffer.call_method(method, &[&size])?;
        let view = View::simple(&input).map_err(|raised| {
            raised.clear();
            raise!(TypeError, "underlying {name}() should have returned a bytes-like object, not '{}'", input.ty().name())
        })?;
        let count = view.len();
        let text = match decoder.is_native() {
            true => decoder.decode(view.as_slice(), count == 0)?,
            false => decoder.decode_object(&input, count == 0)?,
        };
        let chars = text.len();
        self.set_decoded(Some(text));
        self.ratio.set(if chars > 0 { count as f64 / chars as f64 } else { 0.0 });
        if let Some((held, flags)) = before {
            let whole = if held.is_empty() && (*input).downcast_exact::<PyBytesObject>().is_some() {
                input.clone().downcast::<PyBytesObject>().map_err(|_| raise!(SystemError, "bytes that are none"))?
            } else {
                crate::types::bytes::from_slice(&buf::joined(&[held.as_slice(), view.as_slice()]))?
            };
            self.snapshot.set(Some(whole));
            self.snapshot_flags.set(flags);
            self.has_snapshot.set(true);
        }
        Ok(chars > 0 || count > 0)
    }

    /// The next line with its end, at most so many characters of it.
    fn line(&self, most: Option<usize>) -> Result<Owned<PyUnicodeObject>> {
        self.open()?;
        self.write_pending()?;
        // What came before the present chunk.
        let mut line: Option<TextBuf> = None;
        loop {
            while self.left() == 0 {
                if !uninterrupted(|| self.read_chunk(0))? {
                    self.forget_decoded();
                    return line.map_or_else(|| Ok(unicode::empty()), |line| unicode::from_chars(line.chars()));
                }
            }
            let Some(decoded) = self.decoded.get() else { continue };
            let used = self.used.get();
            let chunk = decoded.chars().slice(used, decoded.len());
            let newline = self.newline.get();
            let Some(mut whole) = line.take() else {
                // Most lines lie within a chunk.
                let found = newline.find(chunk);
                let end = found.unwrap_or(chunk.len());
                match most {
                    Some(most) if most <= end => return self.take(Some(most)),
                    _ if found.is_some() => return self.take(Some(end)),
                    _ => {}
                }
                let mut first = TextBuf::new();
                first.push_chars(chunk);
                self.set_decoded(None);
                line = Some(first);
                continue;
            };
            let before = whole.len();
            whole.push_chars(chunk);
            // An end of two characters may have begun in what came before.
            let from = before.saturating_sub(1);
            let found = newline.find(whole.chars().slice(from, whole.len())).map(|at| from + at);
            let end = found.unwrap_or(whole.len());
            let end = match most {
                Some(most) if most <= end => most,
                _ if found.is_some() => end,
                _ => {
                    self.set_decoded(None);
                    line = Some(whole);
                    continue;
                }
            };
            self.used.set(used + end.saturating_sub(before));
            return unicode::from_chars(whole.chars().slice(0, end));
        }
    }
}

/// `read(size=-1)`.
pub fn read(this: &TextIo, args: &[&PyObject]) -> Result<Owned> {
    check_positional("read", args.len(), 0, 1)?;
    let size = optional_size(args.first())?;
    let buffer = this.open()?;
    let Some(decoder) = this.decoder() else { return Err(unsupported("not readable")) };
    this.write_pending()?;
    let Ok(size) = usize::try_from(size) else {
        let input = buffer.call_method(&id::read, &[])?;
        if input.is_none() {
            return Err(raise!(BlockingIOError, "Read returned None."));
        }
        let rest = decoder.decode_object(&input, true)?;
        let first = this.take(None)?;
        if this.has_snapshot.get() {
            this.forget_decoded();
        } else {
            this.set_decoded(None);
        }
        return Ok(if first.is_empty() { rest } else { unicode::concat(&first, &rest)? }.upcast());
    };
    let first = this.take(Some(size))?;
    if first.len() == size {
        return Ok(first.upcast());
    }
    let mut all = TextBuf::new();
    all.push_chars(first.chars());
    while all.len() < size {
        let wanted = size - all.len();
        if !uninterrupted(|| this.read_chunk(wanted))? {
            break;
        }
        all.push_chars(this.take(Some(wanted))?.chars());
    }
    Ok(unicode::from_chars(all.chars())?.upcast())
}

/// `readline(size=-1)`.
pub fn readline(this: &TextIo, args: &[&PyObject]) -> Result<Owned> {
    check_positional("readline", args.len(), 0, 1)?;
    let size = args.first().map_or(Ok(-1), |size| long::convert::as_ssize(size))?;
    Ok(this.line(usize::try_from(size).ok())?.upcast())
}

/// `tp_iternext`: while lines are taken so, the place cannot be asked for.
pub fn next(this: &TextIo) -> Result<Option<Owned>> {
    this.file()?;
    this.telling.set(false);
    let line = if std::ptr::eq(this.ty(), &TEXT_IO_WRAPPER) { this.line(None)?.upcast() } else { this.call_method(&id::readline, &[])? };
    match PyObject::downcast::<PyUnicodeObject>(&line) {
        Some(text) if text.is_empty() => {
            this.has_snapshot.set(false);
            this.snapshot.set(None);
            this.telling.set(this.seekable.get());
            Ok(None)
        }
        Some(_) => Ok(Some(line)),
        None => Err(raise!(OSError, "readline() should have returned a str object, not '{}'", line.ty().name())),
    }
}
