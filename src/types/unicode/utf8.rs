//! UTF-8, decoded to and encoded from PEP 393 buffers, on plain slices.
//!
//! Decoding looks at the bytes twice: once to check them and to learn how many code points of what width they are, once to write
//! these into a buffer of the right size. Surrogates are not UTF-8.

use super::chars::{Chars, Unit};

/// What is wrong with the bytes, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where the faulty bytes begin.
    pub start: usize,
    /// Where decoding goes on: after the bytes that cannot begin anything.
    pub end: usize,
    /// CPython's words for it.
    pub reason: &'static str,
    /// More bytes could make it right.
    pub unfinished: bool,
}

/// How many code points well-formed bytes are, and the class of the widest.
#[derive(Clone, Copy, Debug)]
pub struct Extent {
    pub chars: usize,
    pub class: u32,
}

/// The first fault at or after `from`; before it all is well-formed.
pub fn check(bytes: &[u8], from: usize) -> Result<(), Fault> {
    // The fast check reads everything and says only whether: behind a first fault the slow one, which stops at the next, is faster.
    if from == 0 && simdutf8::basic::from_utf8(bytes).is_ok() {
        return Ok(());
    }
    let Err(fault) = std::str::from_utf8(&bytes[from..]) else {
        return Ok(());
    };
    let start = from + fault.valid_up_to();
    Err(match fault.error_len() {
        None => Fault { start, end: bytes.len(), reason: "unexpected end of data", unfinished: true },
        Some(n) => {
            let reason = if matches!(bytes[start], 0xC2..=0xF4) { "invalid continuation byte" } else { "invalid start byte" };
            Fault { start, end: start + n, reason, unfinished: false }
        }
    })
}

/// Measures well-formed bytes.
pub fn measure(bytes: &[u8]) -> Extent {
    let (mut chars, mut top) = (0usize, 0u8);
    // Blocks small enough for a byte-wide sum, so that the compiler uses vectors of bytes.
    for block in bytes.chunks(192) {
        let mut continuations = 0u8;
        for &b in block {
            continuations += ((b as i8) < -64) as u8;
            top = top.max(b);
        }
        chars += block.len() - continuations as usize;
    }
    let class = match top {
        0..=0x7F => 0x7F,
        0x80..=0xC3 => 0xFF,
        0xC4..=0xEF => 0xFFFF,
        _ => 0x10FFFF,
    };
    Extent { chars, class }
}

/// Writes the code points of well-formed bytes, whose extent the caller has measured, into `out`.
///
/// # Safety
/// `bytes` is well-formed UTF-8 and `out` points to room for all its code points, each of which fits `T`.
pub unsafe fn transcode<T: Unit>(bytes: &[u8], mut out: *mut T) {
    let mut i = 0;
    let n = bytes.len();
    // SAFETY: well-formed bytes never end inside a sequence, so every read below is inside the slice, and each sequence writes the
    // one code point that the caller counted for it.
    unsafe {
        let at = |i: usize| *bytes.get_unchecked(i) as u32;
        while i < n {
            let mut lead = at(i);
            if lead < 0x80 {
                // A run of ASCII: eight bytes while they last, then one by one.
                while i + 8 <= n {
                    let eight = bytes.as_ptr().add(i).cast::<[u8; 8]>().read();
                    if u64::from_ne_bytes(eight) & 0x8080_8080_8080_8080 != 0 {
                        break;
                    }
                    for (k, &b) in eight.iter().enumerate() {
                        out.add(k).write(T::of(b as u32));
                    }
                    out = out.add(8);
                    i += 8;
                }
                while i < n {
                    lead = at(i);
                    if lead >= 0x80 {
                        break;
                    }
                    out.write(T::of(lead));
                    out = out.add(1);
                    i += 1;
                }
                if i >= n {
                    return;
                }
            }
            let c = if lead < 0xE0 {
                i += 2;
                (lead & 0x1F) << 6 | at(i - 1) & 0x3F
            } else if lead < 0xF0 {
                i += 3;
                (lead & 0xF) << 12 | (at(i - 2) & 0x3F) << 6 | at(i - 1) & 0x3F
            } else {
                i += 4;
                (lead & 7) << 18 | (at(i - 3) & 0x3F) << 12 | (at(i - 2) & 0x3F) << 6 | at(i - 1) & 0x3F
            };
            out.write(T::of(c));
            out = out.add(1);
        }
    }
}

/// How many bytes the code points take. A surrogate counts as three, as if it could be encoded.
pub fn encoded_len(chars: Chars<'_>) -> usize {
    match chars {
        Chars::One(s) => s.len() + s.iter().map(|&b| (b >> 7) as usize).sum::<usize>(),
        Chars::Two(s) => s.iter().map(|&c| 1 + (c >= 0x80) as usize + (c >= 0x800) as usize).sum(),
        Chars::Four(s) => s.iter().map(|&c| 1 + (c >= 0x80) as usize + (c >= 0x800) as usize + (c >= 0x10000) as usize).sum(),
    }
}

/// How many bytes the code points take, if none is a surrogate.
pub fn plain_len(chars: Chars<'_>) -> Option<usize> {
    let surrogates = match chars {
        Chars::One(_) => false,
        Chars::Two(s) => s.iter().fold(false, |any, &c| any | (c & 0xF800 == 0xD800)),
        Chars::Four(s) => s.iter().fold(false, |any, &c| any | (c & 0xFFFF_F800 == 0xD800)),
    };
    (!surrogates).then(|| encoded_len(chars))
}

/// Writes code points, none of them a surrogate, in UTF-8.
///
/// # Safety
/// `out` has room for as many bytes as [`plain_len`] says.
pub unsafe fn encode_to(chars: Chars<'_>, out: *mut u8) {
    /// # Safety
    /// As for [`encode_to`].
    unsafe fn write<T: Unit>(units: &[T], mut out: *mut u8) {
        for &c in units {
            let c: u32 = c.into();
            // SAFETY: the caller's word.
            unsafe {
                if c < 0x80 {
                    out.write(c as u8);
                    out = out.add(1);
                } else if c < 0x800 {
                    out.cast::<[u8; 2]>().write([0xC0 | (c >> 6) as u8, 0x80 | (c & 0x3F) as u8]);
                    out = out.add(2);
                } else if c < 0x10000 {
                    out.cast::<[u8; 3]>().write([0xE0 | (c >> 12) as u8, 0x80 | (c >> 6 & 0x3F) as u8, 0x80 | (c & 0x3F) as u8]);
                    out = out.add(3);
                } else {
                    out.cast::<[u8; 4]>().write([
                        0xF0 | (c >> 18) as u8,
                        0x80 | (c >> 12 & 0x3F) as u8,
                        0x80 | (c >> 6 & 0x3F) as u8,
                        0x80 | (c & 0x3F) as u8,
                    ]);
                    out = out.add(4);
                }
            }
        }
    }
    // SAFETY: the caller's word.
    unsafe {
        match chars {
            Chars::One(s) => write(s, out),
            Chars::Two(s) => write(s, out),
            Chars::Four(s) => write(s, out),
        }
    }
}

/// Appends the code point in UTF-8, a surrogate in the three bytes it would have.
#[inline]
pub fn push(out: &mut Vec<u8>, c: u32) {
    match c {
        0..=0x7F => out.push(c as u8),
        0x80..=0x7FF => out.extend_from_slice(&[0xC0 | (c >> 6) as u8, 0x80 | (c & 0x3F) as u8]),
        0x800..=0xFFFF => out.extend_from_slice(&[0xE0 | (c >> 12) as u8, 0x80 | (c >> 6 & 0x3F) as u8, 0x80 | (c & 0x3F) as u8]),
        _ => out.extend_from_slice(&[0xF0 | (c >> 18) as u8, 0x80 | (c >> 12 & 0x3F) as u8, 0x80 | (c >> 6 & 0x3F) as u8, 0x80 | (c & 0x3F) as u8]),
    }
}

/// Encodes from code point `from` until the end or the first surrogate, whose place it returns.
pub fn encode_from(chars: Chars<'_>, from: usize, out: &mut Vec<u8>) -> Option<usize> {
    fn wide<T: Unit>(units: &[T], from: usize, out: &mut Vec<u8>) -> Option<usize> {
        for (i, &c) in units.iter().enumerate().skip(from) {
            let c = c.into();
            if c & 0xFFFF_F800 == 0xD800 {
                return Some(i);
            }
            push(out, c);
        }
        None
    }
    match chars {
        Chars::One(s) => {
            let mut rest = &s[from..];
            while !rest.is_empty() {
                let plain = rest.iter().take_while(|&&b| b < 0x80).count();
                out.extend_from_slice(&rest[..plain]);
                rest = &rest[plain..];
                if let Some((&b, tail)) = rest.split_first() {
                    out.extend_from_slice(&[0xC0 | b >> 6, 0x80 | b & 0x3F]);
                    rest = tail;
                }
            }
            None
        }
        Chars::Two(s) => wide(s, from, out),
        Chars::Four(s) => wide(s, from, out),
    }
}
