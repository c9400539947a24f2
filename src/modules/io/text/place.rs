//! Places in a text file: what `tell` gives and `seek` takes.
//!
//! A number that holds a place in the file of bytes where decoding can begin, the decoder's flags there, how many bytes it must then be fed, and how many
//! of the characters that come of it lie before the place.

use super::super::unsupported;
use super::{TextIo, codec::Decoder};
use crate::args::check_positional;
use crate::boundary::slot::CompareOp;
use crate::layout::*;
use crate::object::{Owned, id};
use crate::protocol::number;
use crate::raise;
use crate::runtime::errors::{self, Result};
use crate::types::{bytes, exceptions, long};

/// A place.
#[derive(Clone, Copy, Default)]
struct Cookie {
    start: u64,
    flags: u32,
    bytes: u32,
    chars: u32,
    /// The decoder must be told that no more comes.
    at_end: bool,
}

/// As many bytes as the number has at most.
const SIZE: usize = 21;

impl Cookie {
    fn from_number(number: &PyObject) -> Result<Cookie> {
        let number = number::int(number)?;
        let mut raw = [0; SIZE];
        let too_large = || raise!(OverflowError, "int too big to convert");
        // SAFETY: what `int` returns is an int.
        let int: &PyLongObject = unsafe { number.cast_unchecked() };
        if int.is_negative() {
            return Err(raise!(OverflowError, "can't convert negative int to unsigned"));
        }
        for (i, &digit) in int.digits().iter().enumerate() {
            for bit in (0..30).filter(|bit| digit >> bit & 1 != 0) {
                let at = i * 30 + bit;
                *raw.get_mut(at / 8).ok_or_else(too_large)? |= 1 << (at % 8);
            }
        }
        let word = |at: usize| u32::from_le_bytes([raw[at], raw[at + 1], raw[at + 2], raw[at + 3]]);
        Ok(Cookie { start: u64::from(word(0)) | u64::from(word(4)) << 32, flags: word(8), bytes: word(12), chars: word(16), at_end: raw[20] != 0 })
    }
    fn to_number(self) -> Result<Owned> {
        let mut raw = [0; SIZE];
        raw[..8].copy_from_slice(&self.start.to_le_bytes());
        raw[8..12].copy_from_slice(&self.flags.to_le_bytes());
        raw[12..16].copy_from_slice(&self.bytes.to_le_bytes());
        raw[16..20].copy_from_slice(&self.chars.to_le_bytes());
        raw[20] = u8::from(self.at_end);
        long::convert::from_bytes(&raw, true, false)
    }
    /// Puts the decoder into the state that it had there.
    fn restore(&self, decoder: &Decoder) -> Result<()> {
        if self.start == 0 && self.flags == 0 { decoder.reset() } else { decoder.set_state(&[], u64::from(self.flags)) }
    }
}

/// `tell()`.
pub fn tell(this: &TextIo) -> Result<Owned> {
    let buffer = this.open()?;
    if !this.seekable.get() {
        return Err(unsupported("underlying stream is not seekable"));
    }
    if !this.telling.get() {
        return Err(raise!(OSError, "telling position disabled by next() call"));
    }
    this.write_pending()?;
    this.call_method(&id::flush, &[])?;
    let place = buffer.call_method(&id::tell, &[])?;
    let (Some(decoder), Some(input)) = (this.decoder(), this.snapshot.get().filter(|_| this.has_snapshot.get())) else {
        return Ok(place);
    };
    let mut cookie = Cookie::from_number(&place)?;
    cookie.start = cookie.start.wrapping_sub(input.len() as u64);
    cookie.flags = this.snapshot_flags.get() as u32;
    let skip = this.used.get();
    if skip == 0 {
        return cookie.to_number();
    }
    let (held, flags) = decoder.state()?;
    let found = find(&decoder, input.as_slice(), skip, this.ratio.get(), cookie);
    super::also(found, || decoder.set_state(held.as_slice(), flags))?.0.to_number()
}

/// The place `skip` characters into the text of `input`, which begins at the cookie's place.
fn find(decoder: &Decoder, input: &[u8], skip: usize, ratio: f64, cookie: Cookie) -> Result<Cookie> {
    let (mut cookie, mut skip) = (cookie, skip);
    // From the snapshot, as far as may be: nothing is to wait in the decoder there.
    let mut guess = ((ratio * skip as f64) as usize).min(input.len());
    let mut back = 1;
    loop {
        cookie.restore(decoder)?;
        if guess == 0 {
            break;
        }
        let chars = decoder.decode(&input[..guess], false)?.len();
        if chars <= skip {
            let (held, flags) = decoder.state()?;
            if held.is_empty() {
                cookie.flags = flags as u32;
                skip -= chars;
                break;
            }
            guess = guess.saturating_sub(held.len());
            back = 1;
        } else {
            guess = guess.saturating_sub(back);
            back *= 2;
        }
    }
    cookie.start = cookie.start.wrapping_add(guess as u64);
    cookie.chars = skip as u32;
    if skip == 0 {
        return Ok(cookie);
    }
    // Then a byte at a time; where nothing waits in the decoder it can begin anew.
    let mut chars = 0;
    for byte in input[guess..].chunks(1) {
        chars += decoder.decode(byte, false)?.len();
        cookie.bytes += 1;
        let (held, flags) = decoder.state()?;
        if held.is_empty() && chars <= skip {
            cookie.start = cookie.start.wrapping_add(u64::from(cookie.bytes));
            skip -= chars;
            cookie.flags = flags as u32;
            cookie.bytes = 0;
            chars = 0;
        }
        if chars >= skip {
            cookie.chars = skip as u32;
            return Ok(cookie);
        }
    }
    chars += decoder.decode(&[], true)?.len();
    cookie.at_end = true;
    if chars < skip {
        return Err(raise!(OSError, "can't reconstruct logical file position"));
    }
    cookie.chars = skip as u32;
    Ok(cookie)
}

/// `seek(cookie, whence=0)`.
pub fn seek(this: &TextIo, args: &[&PyObject]) -> Result<Owned> {
    check_positional("seek", args.len(), 1, 2)?;
    let whence = super::super::whence(args.get(1))?;
    let Some(to) = args.first() else { return Ok(long::zero()) };
    let buffer = this.open()?;
    if !this.seekable.get() {
        return Err(unsupported("underlying stream is not seekable"));
    }
    let mut to = (*to).new_ref();
    match whence {
        libc::SEEK_SET => {}
        libc::SEEK_CUR => {
            if !to.equals(&long::zero())? {
                return Err(unsupported("can't do nonzero cur-relative seeks"));
            }
            // The file of bytes is brought to where this one is.
            to = this.call_method(&id::tell, &[])?;
        }
        libc::SEEK_END => {
            if !to.equals(&long::zero())? {
                return Err(unsupported("can't do nonzero end-relative seeks"));
            }
            this.call_method(&id::flush, &[])?;
            this.forget_decoded();
            if let Some(decoder) = this.decoder() {
                decoder.reset()?;
            }
            let place = buffer.call_method(&id::seek, &[&long::zero(), &*long::from_i64(2)?])?;
            restart(this, place.equals(&long::zero())?)?;
            return Ok(place);
        }
        _ => return Err(raise!(ValueError, "invalid whence ({whence}, should be 0, 1 or 2)")),
    }
    if to.compare_bool(&long::zero(), CompareOp::Lt)? {
        let message = exceptions::text::compose("negative seek position %", &[&to.repr()?])?;
        return Err(errors::with_value(&exceptions::ValueError, &message));
    }
    this.call_method(&id::flush, &[])?;
    let cookie = Cookie::from_number(&to)?;
    buffer.call_method(&id::seek, &[&*long::from_u64(cookie.start)?])?;
    this.forget_decoded();
    let decoder = this.decoder();
    if let Some(decoder) = &decoder {
        cookie.restore(decoder)?;
    }
    this.snapshot_flags.set(u64::from(cookie.flags));
    if cookie.chars > 0 {
        let input = buffer.call_method(&id::read, &[&*long::from_u64(u64::from(cookie.bytes))?])?;
        let Some(input) = super::super::bytes_of(&input).map(Owned::from_ref) else {
            return Err(raise!(TypeError, "underlying read() should have returned a bytes object, not '{}'", input.ty().name()));
        };
        this.snapshot.set(Some(input.clone()));
        this.has_snapshot.set(true);
        let Some(decoder) = &decoder else { return Err(unsupported("not readable")) };
        let text = decoder.decode_object(&input, cookie.at_end)?;
        let len = text.len();
        this.set_decoded(Some(text));
        if len < cookie.chars as usize {
            return Err(raise!(OSError, "can't restore logical file position"));
        }
        this.used.set(cookie.chars as usize);
    } else {
        this.snapshot.set(Some(Owned::from_ref(bytes::empty())));
        this.has_snapshot.set(true);
    }
    restart(this, cookie.start == 0 && cookie.flags == 0)?;
    Ok(to)
}

/// The encoder as at the beginning of the file, or as within it.
fn restart(this: &TextIo, at_beginning: bool) -> Result<()> {
    let Some(object) = this.encoder().and_then(|encoder| encoder.object()) else { return Ok(()) };
    if at_beginning { object.call_method(&id::reset, &[]) } else { object.call_method(&id::setstate, &[&long::zero()]) }.map(drop)
}
