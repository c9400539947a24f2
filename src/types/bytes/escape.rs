//! Backslash escapes in the source text of a bytes literal.

use crate::runtime::buf::Buf;
use crate::types::bytes_methods::hex_value;

/// What is done about a `\x` without two digits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum OnBadHex {
    Raise,
    /// A question mark stands for it.
    Replace,
    Ignore,
}

/// Why text cannot be decoded.
#[derive(Debug, PartialEq, Eq)]
pub enum BadEscape {
    /// The text ends in a backslash.
    Trailing,
    /// A `\x` at this place has no two digits.
    Hex(usize),
}

/// An escape that is accepted, but is not one: the place of the byte behind the backslash.
/// For an octal escape above `\377` the place is that of its first digit.
pub type Doubtful = Option<usize>;

/// The bytes that `text` stands for, and the first doubtful escape in it.
pub fn decode(text: &[u8], on_bad_hex: OnBadHex) -> Result<(Buf<u8>, Doubtful), BadEscape> {
    let mut bytes = Buf::with_capacity(text.len());
    let mut doubtful = None;
    let mut at = 0;
    while let Some(length) = memchr::memchr(b'\\', &text[at..]) {
        bytes.extend_from_slice(&text[at..at + length]);
        at += length + 1;
        let Some(&letter) = text.get(at) else { return Err(BadEscape::Trailing) };
        let place = at;
        at += 1;
        match letter {
            b'\n' => {}
            b'\\' | b'\'' | b'"' => bytes.push(letter),
            b'a' => bytes.push(7),
            b'b' => bytes.push(8),
            b'f' => bytes.push(12),
            b'n' => bytes.push(b'\n'),
            b'r' => bytes.push(b'\r'),
            b't' => bytes.push(b'\t'),
            b'v' => bytes.push(11),
            b'0'..=b'7' => {
                let mut value = u16::from(letter - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = text.get(at) else { break };
                    value = value << 3 | u16::from(digit - b'0');
                    at += 1;
                }
                if value > 0o377 {
                    doubtful = doubtful.or(Some(place));
                }
                bytes.push(value as u8);
            }
            b'x' => {
                let digit = |at: usize| text.get(at).and_then(|&byte| hex_value(byte));
                match (digit(at), digit(at + 1)) {
                    (Some(high), Some(low)) => {
                        bytes.push(high << 4 | low);
                        at += 2;
                    }
                    (high, _) => {
                        match on_bad_hex {
                            OnBadHex::Raise => return Err(BadEscape::Hex(place - 1)),
                            OnBadHex::Replace => bytes.push(b'?'),
                            OnBadHex::Ignore => {}
                        }
                        // One lonely digit belongs to the broken escape.
                        at += usize::from(high.is_some());
                    }
                }
            }
            _ => {
                doubtful = doubtful.or(Some(place));
                bytes.extend_from_slice(&[b'\\', letter]);
            }
        }
    }
    bytes.extend_from_slice(&text[at..]);
    Ok((bytes, doubtful))
}
