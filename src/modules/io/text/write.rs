//! Writing text.

use super::super::stringio::with_newlines;
use super::super::{uninterrupted, unsupported};
use super::{TextIo, codec, plain_buffer};
use crate::layout::*;
use crate::object::{Owned, id};
use crate::raise;
use crate::runtime::errors::Result;
use crate::types::exceptions::type_word;
use crate::types::unicode::search;
use crate::types::{bytes, long};

fn has(text: &PyUnicodeObject, c: u8) -> bool {
    search::find_char(text.chars(), u32::from(c), true).is_some()
}

impl TextIo {
    /// Hands what waits to the file of bytes.
    pub(super) fn write_pending(&self) -> Result<()> {
        if self.parts.pending.borrow().is_empty() {
            return Ok(());
        }
        let buffer = self.file()?;
        let pending = self.parts.pending.take();
        if let Some(plain) = plain_buffer(&buffer).filter(|plain| plain.writes()) {
            return plain.write_bytes(&pending);
        }
        let pending = bytes::from_slice(&pending)?;
        uninterrupted(|| buffer.call_method(&id::write, &[&pending])).map(drop)
    }

    /// Keeps encoded text. Before much of it, what waits is written: it is not copied together. (Others may add to it meanwhile.)
    fn keep(&self, bytes: &[u8]) -> Result<()> {
        while bytes.len() >= self.chunk.get() as usize && !self.parts.pending.borrow().is_empty() {
            self.write_pending()?;
        }
        self.parts.pending.borrow_mut().extend_from_slice(bytes);
        Ok(())
    }
}

/// `write(text)`.
pub fn write(this: &TextIo, text: &PyObject) -> Result<Owned> {
    let Some(text) = text.downcast::<PyUnicodeObject>() else {
        return Err(raise!(TypeError, "write() argument must be str, not {}", type_word(text)));
    };
    let buffer = this.open()?;
    let Some(encoder) = this.encoder() else { return Err(unsupported("not writable")) };
    let len = text.len();
    let written = this.newline.get().written();
    let has_end = (written.is_some() || this.line_buffering.get()) && has(text, b'\n');
    let mut text = Owned::from_ref(text);
    if let Some(newline) = written.filter(|_| has_end) {
        text = with_newlines(&text, newline)?;
    }
    let flush = this.line_buffering.get() && (has_end || has(&text, b'\r'));
    match encoder.native() {
        // The bytes of ASCII are the same in all that are coded here.
        Some(_) if text.is_ascii() => this.keep(text.utf8()?)?,
        Some((native, errors)) => this.keep(codec::encode(native, &text, errors.as_deref())?.as_slice())?,
        None => {
            let Some(object) = encoder.object() else { return Err(unsupported("not writable")) };
            let encoded = object.call_method(&id::encode, &[&text])?;
            // ASCII text is as good as its bytes.
            let bytes = match ((*encoded).downcast::<PyBytesObject>(), (*encoded).downcast::<PyUnicodeObject>()) {
                (Some(bytes), _) => bytes.as_slice(),
                (_, Some(text)) if text.is_ascii() => text.utf8()?,
                _ => return Err(raise!(TypeError, "encoder should return a bytes object, not '{}'", encoded.ty().name())),
            };
            this.keep(bytes)?;
        }
    }
    let waiting = this.parts.pending.borrow().len() as isize;
    if waiting >= this.chunk.get() || flush || this.write_through.get() {
        this.write_pending()?;
    }
    if flush {
        match plain_buffer(&buffer).filter(|plain| plain.writes()) {
            Some(plain) => plain.flush()?,
            None => drop(buffer.call_method(&id::flush, &[])?),
        }
    }
    if this.has_snapshot.get() {
        this.forget_decoded();
    }
    if let Some(decoder) = this.decoder() {
        decoder.reset()?;
    }
    long::from_usize(len)
}
