//! How text is shown: `repr` with its quotes and escapes, and the escapes that `ascii` and the escaping codecs share.

use super::chars::{Chars, TextBuf, with_units};
use super::ctype;

const HEX: &[u8; 16] = b"0123456789abcdef";

/// Appends `\xhh`, `\uhhhh` or `\Uhhhhhhhh`, the shortest that holds `c`, by way of `put`.
#[inline]
pub fn escape(c: u32, mut put: impl FnMut(u8)) {
    let (letter, digits) = match c {
        0..=0xFF => (b'x', 2),
        0x100..=0xFFFF => (b'u', 4),
        _ => (b'U', 8),
    };
    put(b'\\');
    put(letter);
    (0..digits).rev().for_each(|i| put(HEX[(c >> (4 * i) & 15) as usize]));
}

/// The quote that `repr` chooses: the single one, unless the text has single and no double ones.
fn quote_for(text: Chars<'_>) -> u8 {
    let has = |quote: u8| super::search::find_char(text, quote as u32, true).is_some();
    if has(b'\'') && !has(b'"') { b'"' } else { b'\'' }
}

/// `repr(text)`; with `ascii_only`, what `ascii(text)` says.
pub fn repr(text: Chars<'_>, ascii_only: bool) -> TextBuf {
    let quote = quote_for(text);
    let mut out = TextBuf::with_capacity(text.len() + 2);
    out.push(quote as u32);
    with_units!(text, |s| {
        for &c in s {
            let c: u32 = c.into();
            match c {
                0x5C => out.push_latin1(b"\\\\"),
                _ if c == quote as u32 => out.push_latin1(&[b'\\', quote]),
                0x20..=0x7E => out.push(c),
                0x09 => out.push_latin1(b"\\t"),
                0x0A => out.push_latin1(b"\\n"),
                0x0D => out.push_latin1(b"\\r"),
                _ if c >= 0x80 && !ascii_only && ctype::is_printable(c) => out.push(c),
                _ => escape(c, |b| out.push(b as u32)),
            }
        }
    });
    out.push(quote as u32);
    out
}
