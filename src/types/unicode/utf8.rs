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

/// Whether something holds for all of eight, asked without a branch between them, so that it is a few vector instructions.
#[inline(always)]
fn all<T: Copy>(eight: &[T; 8], holds: impl Fn(T) -> bool) -> bool {
    eight.iter().fold(true, |all, &one| all & holds(one))
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
            if at(i) < 0x80 {
                // Eight bytes become eight units, of which those before the first byte that is not ASCII count; while thirty-two bytes are left, eight units have room.
                while i + 32 <= n {
                    let eight = bytes.as_ptr().add(i).cast::<[u8; 8]>().read();
                    out.cast::<[T; 8]>().write(eight.map(|b| T::of(b as u32)));
                    let run = (u64::from_le_bytes(eight) & 0x8080_8080_8080_8080).trailing_zeros() as usize / 8;
                    (out, i) = (out.add(run), i + run);
                    if run < 8 {
                        break;
                    }
                }
                while i < n && at(i) < 0x80 {
                    out.write(T::of(at(i)));
                    (out, i) = (out.add(1), i + 1);
                }
                continue;
            }
            let lead = at(i);
            // Where the next sequence is as long as this one, eight of them may be.
            let sixteen = |i: usize| bytes.as_ptr().add(i).cast::<[u16; 8]>().read_unaligned().map(u16::from_le);
            if lead < 0xE0 && i + 16 <= n && at(i + 2) & 0xE0 == 0xC0 {
                let eight = sixteen(i);
                if all(&eight, |pair| pair & 0xE0 == 0xC0) {
                    out.cast::<[T; 8]>().write(eight.map(|pair| T::of(((pair & 0x1F) << 6 | pair >> 8 & 0x3F) as u32)));
                    (out, i) = (out.add(8), i + 16);
                    continue;
                }
            }
            if lead >= 0xF0 && i + 32 <= n && at(i + 4) >= 0xF0 {
                let eight = bytes.as_ptr().add(i).cast::<[u32; 8]>().read_unaligned().map(u32::from_le);
                if all(&eight, |four| four & 0xF8 == 0xF0) {
                    let code = |four: u32| (four & 7) << 18 | (four >> 8 & 0x3F) << 12 | (four >> 16 & 0x3F) << 6 | four >> 24 & 0x3F;
                    out.cast::<[T; 8]>().write(eight.map(|four| T::of(code(four))));
                    (out, i) = (out.add(8), i + 32);
                    continue;
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
    // Sums of no more bits than the units have, over pieces that cannot overflow them, so that vectors hold as many sums as units.
    chars.len()
        + match chars {
            Chars::One(s) => s.chunks(255).map(|piece| piece.iter().fold(0, |more, &b| more + (b >> 7)) as usize).sum::<usize>(),
            Chars::Two(s) => {
                s.chunks(1 << 14).map(|piece| piece.iter().fold(0, |more, &c| more + (c >= 0x80) as u16 + (c >= 0x800) as u16) as usize).sum()
            }
            Chars::Four(s) => {
                let more = |c: u32| (c >= 0x80) as u32 + (c >= 0x800) as u32 + (c >= 0x10000) as u32;
                s.chunks(1 << 30).map(|piece| piece.iter().fold(0, |sum, &c| sum + more(c)) as usize).sum()
            }
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
    #[inline(always)]
    unsafe fn put(c: u32, out: *mut u8) -> *mut u8 {
        // SAFETY: the caller's word.
        unsafe {
            if c < 0x80 {
                out.write(c as u8);
                out.add(1)
            } else if c < 0x800 {
                out.cast::<[u8; 2]>().write([0xC0 | (c >> 6) as u8, 0x80 | (c & 0x3F) as u8]);
                out.add(2)
            } else if c < 0x10000 {
                out.cast::<[u8; 3]>().write([0xE0 | (c >> 12) as u8, 0x80 | (c >> 6 & 0x3F) as u8, 0x80 | (c & 0x3F) as u8]);
                out.add(3)
            } else {
                out.cast::<u32>().write_unaligned(four(c));
                out.add(4)
            }
        }
    }
    /// The two and the four bytes of a code point as a number whose lowest byte comes first.
    #[inline(always)]
    fn two(c: u32) -> u16 {
        ((0x80C0 | c >> 6 | (c & 0x3F) << 8) as u16).to_le()
    }
    #[inline(always)]
    fn four(c: u32) -> u32 {
        (0x8080_80F0 | c >> 18 | (c >> 12 & 0x3F) << 8 | (c >> 6 & 0x3F) << 16 | (c & 0x3F) << 24).to_le()
    }
    /// # Safety
    /// As for [`encode_to`].
    unsafe fn write<T: Unit>(units: &[T], mut out: *mut u8) {
        let (blocks, rest) = units.as_chunks::<8>();
        // SAFETY: the caller's word.
        unsafe {
            for block in blocks {
                let code = block.map(Into::<u32>::into);
                if all(&code, |c| c < 0x80) {
                    out.cast::<[u8; 8]>().write(code.map(|c| c as u8));
                    out = out.add(8);
                } else if all(&code, |c| c.wrapping_sub(0x80) < 0x780) {
                    out.cast::<[u16; 8]>().write_unaligned(code.map(two));
                    out = out.add(16);
                } else if all(&code, |c| c >= 0x10000) {
                    out.cast::<[u32; 8]>().write_unaligned(code.map(four));
                    out = out.add(32);
                } else {
                    for c in code {
                        out = put(c, out);
                    }
                }
            }
            for c in rest {
                out = put((*c).into(), out);
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
