//! What `bytes` and `bytearray` do alike, over `&[u8]`.
//!
//! Nothing in here knows an object but the makers of text at the end.  A method that yields one new sequence comes as two functions: the first says how long the
//! result is (or that it equals its input), the second writes it into an [`Out`] of exactly that length, so that each type
//! allocates once and fills in place.  A method that yields many pieces hands out ranges of its input.
//! Only ASCII has a case or a class here; bytes above 127 are left alone.

pub mod iterator;
pub mod table;

use crate::layout::*;
use crate::object::Owned;
use crate::runtime::buf::Buf;
use core::mem::MaybeUninit;
use core::ops::Range;
use memchr::memmem;

/// A result being written: a buffer of a known length that is filled from its start.
///
/// Writing past the end panics, which the boundary turns into an exception; it never writes outside.
pub struct Out<'a> {
    buffer: &'a mut [MaybeUninit<u8>],
    at: usize,
}

impl<'a> Out<'a> {
    /// Starts at the beginning of `buffer`.
    pub fn new(buffer: &'a mut [MaybeUninit<u8>]) -> Self {
        Out { buffer, at: 0 }
    }

    /// Appends one byte.
    #[inline]
    pub fn push(&mut self, byte: u8) {
        self.buffer[self.at].write(byte);
        self.at += 1;
    }

    /// Appends all of `bytes`.
    #[inline]
    pub fn extend(&mut self, bytes: &[u8]) {
        self.buffer[self.at..self.at + bytes.len()].write_copy_of_slice(bytes);
        self.at += bytes.len();
    }

    /// Appends `count` times `byte`.
    #[inline]
    pub fn fill(&mut self, byte: u8, count: usize) {
        self.buffer[self.at..self.at + count].fill(MaybeUninit::new(byte));
        self.at += count;
    }

    /// How many bytes have been written.
    pub fn written(&self) -> usize {
        self.at
    }
}

/// Where a search begins and ends, from Python's `start` and `end`: negative counts from the end, and what lies outside is cut off.
/// `None` when the start lies behind the end, where not even the empty sequence is found.
pub fn search_range(start: isize, end: isize, len: usize) -> Option<Range<usize>> {
    let len = len as isize;
    let end = if end > len {
        len
    } else if end < 0 {
        (end + len).max(0)
    } else {
        end
    };
    let start = if start < 0 { (start + len).max(0) } else { start };
    (start <= end).then_some(start as usize..end as usize)
}

/// The first place of `needle`.
#[inline]
pub fn find(hay: &[u8], needle: &[u8]) -> Option<usize> {
    match needle {
        [] => Some(0),
        [byte] => memchr::memchr(*byte, hay),
        _ => memmem::find(hay, needle),
    }
}

/// The last place of `needle`.
#[inline]
pub fn rfind(hay: &[u8], needle: &[u8]) -> Option<usize> {
    match needle {
        [] => Some(hay.len()),
        [byte] => memchr::memrchr(*byte, hay),
        _ => memmem::rfind(hay, needle),
    }
}

/// How often `needle` occurs without overlap, but not more than `max`.
pub fn count(hay: &[u8], needle: &[u8], max: usize) -> usize {
    match needle {
        [] => hay.len().saturating_add(1).min(max),
        [byte] if max >= hay.len() => memchr::memchr_iter(*byte, hay).count(),
        [byte] => memchr::memchr_iter(*byte, hay).take(max).count(),
        _ => memmem::find_iter(hay, needle).take(max).count(),
    }
}

/// ASCII white space as `bytes` understands it: space, and tab to carriage return.
#[inline]
pub const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

/// Hands out the pieces between runs of white space, at most `max` splits; the rest, if any, is the last piece.
pub fn split_space<E>(hay: &[u8], max: usize, mut piece: impl FnMut(Range<usize>) -> Result<(), E>) -> Result<(), E> {
    let (mut at, mut splits) = (0, 0);
    loop {
        while at < hay.len() && is_space(hay[at]) {
            at += 1;
        }
        if at == hay.len() {
            return Ok(());
        }
        if splits == max {
            // The last piece of a limited split keeps what stands behind it.
            return piece(at..hay.len());
        }
        let start = at;
        while at < hay.len() && !is_space(hay[at]) {
            at += 1;
        }
        piece(start..at)?;
        splits += 1;
    }
}

/// [`split_space`] from the right: the pieces come last first.
pub fn rsplit_space<E>(hay: &[u8], max: usize, mut piece: impl FnMut(Range<usize>) -> Result<(), E>) -> Result<(), E> {
    let (mut at, mut splits) = (hay.len(), 0);
    loop {
        while at > 0 && is_space(hay[at - 1]) {
            at -= 1;
        }
        if at == 0 {
            return Ok(());
        }
        if splits == max {
            return piece(0..at);
        }
        let end = at;
        while at > 0 && !is_space(hay[at - 1]) {
            at -= 1;
        }
        piece(at..end)?;
        splits += 1;
    }
}

/// Hands out the pieces between occurrences of `sep` (not empty), at most `max` splits.
pub fn split<E>(hay: &[u8], sep: &[u8], max: usize, mut piece: impl FnMut(Range<usize>) -> Result<(), E>) -> Result<(), E> {
    let mut start = 0;
    if let [byte] = sep {
        for at in memchr::memchr_iter(*byte, hay).take(max) {
            piece(start..at)?;
            start = at + 1;
        }
    } else {
        for at in memmem::find_iter(hay, sep).take(max) {
            piece(start..at)?;
            start = at + sep.len();
        }
    }
    piece(start..hay.len())
}

/// [`split`] from the right: the pieces come last first.
pub fn rsplit<E>(hay: &[u8], sep: &[u8], max: usize, mut piece: impl FnMut(Range<usize>) -> Result<(), E>) -> Result<(), E> {
    let mut end = hay.len();
    if let [byte] = sep {
        for at in memchr::memrchr_iter(*byte, hay).take(max) {
            piece(at + 1..end)?;
            end = at;
        }
    } else {
        for at in memmem::rfind_iter(hay, sep).take(max) {
            piece(at + sep.len()..end)?;
            end = at;
        }
    }
    piece(0..end)
}

/// Hands out the lines, which end in `\n`, `\r` or `\r\n`, with their ends if `keep_ends`.
pub fn split_lines<E>(hay: &[u8], keep_ends: bool, mut piece: impl FnMut(Range<usize>) -> Result<(), E>) -> Result<(), E> {
    let mut start = 0;
    while start < hay.len() {
        let Some(length) = memchr::memchr2(b'\n', b'\r', &hay[start..]) else {
            return piece(start..hay.len());
        };
        let end = start + length;
        let next = if hay[end..].starts_with(b"\r\n") { end + 2 } else { end + 1 };
        piece(start..if keep_ends { next } else { end })?;
        start = next;
    }
    Ok(())
}

/// A set of bytes, with a test that costs one shift.
pub struct ByteSet([u64; 4]);

impl ByteSet {
    /// The bytes that occur in `bytes`.
    pub fn new(bytes: &[u8]) -> Self {
        let mut words = [0; 4];
        for &byte in bytes {
            words[usize::from(byte >> 6)] |= 1 << (byte & 63);
        }
        ByteSet(words)
    }

    /// Whether `byte` is one of them.
    #[inline]
    pub fn contains(&self, byte: u8) -> bool {
        self.0[usize::from(byte >> 6)] >> (byte & 63) & 1 != 0
    }
}

/// What is left of `hay` when the bytes for which `drop` holds are taken off its ends.
pub fn strip(hay: &[u8], left: bool, right: bool, drop: impl Fn(u8) -> bool) -> Range<usize> {
    let (mut start, mut end) = (0, hay.len());
    while left && start < end && drop(hay[start]) {
        start += 1;
    }
    while right && end > start && drop(hay[end - 1]) {
        end -= 1;
    }
    start..end
}

/// The questions that begin with "is": whether all bytes are of a class.  All but `ascii` are false of an empty sequence.
pub mod is {
    use super::is_space;

    fn all(hay: &[u8], class: impl Fn(&u8) -> bool) -> bool {
        !hay.is_empty() && hay.iter().all(class)
    }
    /// Letters and digits.
    pub fn alnum(hay: &[u8]) -> bool {
        all(hay, u8::is_ascii_alphanumeric)
    }
    /// Letters.
    pub fn alpha(hay: &[u8]) -> bool {
        all(hay, u8::is_ascii_alphabetic)
    }
    /// Below 128.
    pub fn ascii(hay: &[u8]) -> bool {
        hay.is_ascii()
    }
    /// Digits.
    pub fn digit(hay: &[u8]) -> bool {
        all(hay, u8::is_ascii_digit)
    }
    /// White space.
    pub fn space(hay: &[u8]) -> bool {
        all(hay, |&byte| is_space(byte))
    }
    /// No capital letter, and at least one small one.
    pub fn lower(hay: &[u8]) -> bool {
        !hay.iter().any(u8::is_ascii_uppercase) && hay.iter().any(u8::is_ascii_lowercase)
    }
    /// No small letter, and at least one capital one.
    pub fn upper(hay: &[u8]) -> bool {
        !hay.iter().any(u8::is_ascii_lowercase) && hay.iter().any(u8::is_ascii_uppercase)
    }
    /// Each run of letters is one capital letter and then small ones, and there is such a run.
    pub fn title(hay: &[u8]) -> bool {
        let (mut inside, mut cased) = (false, false);
        for byte in hay {
            if byte.is_ascii_uppercase() {
                if inside {
                    return false;
                }
                (inside, cased) = (true, true);
            } else if byte.is_ascii_lowercase() {
                if !inside {
                    return false;
                }
                cased = true;
            } else {
                inside = false;
            }
        }
        cased
    }
}

/// Writes `hay` with each byte changed by `change`.
pub fn map(hay: &[u8], out: &mut Out, change: impl Fn(u8) -> u8) {
    for (place, &byte) in out.buffer[out.at..][..hay.len()].iter_mut().zip(hay) {
        place.write(change(byte));
    }
    out.at += hay.len();
}

/// A small letter for a capital one and the reverse.
pub fn swap_case(byte: u8) -> u8 {
    if byte.is_ascii_alphabetic() { byte ^ 0x20 } else { byte }
}

/// Writes `hay` with the first letter of each run capital and the others small.
pub fn title(hay: &[u8], out: &mut Out) {
    let mut inside = false;
    for &byte in hay {
        out.push(if inside { byte.to_ascii_lowercase() } else { byte.to_ascii_uppercase() });
        inside = byte.is_ascii_alphabetic();
    }
}

/// Writes `hay` with its first byte capital and the others small.
pub fn capitalize(hay: &[u8], out: &mut Out) {
    if let Some((first, rest)) = hay.split_first() {
        out.push(first.to_ascii_uppercase());
        map(rest, out, |byte| byte.to_ascii_lowercase());
    }
}

/// What a replacement does, found before anything is written.
pub enum Replacement {
    /// The result equals the input.
    Same,
    /// So many occurrences are replaced, and the result is so long.
    Change { count: usize, size: usize },
    /// No sequence can be so long.
    TooLong,
}

/// How `from` by `to` at most `max` times changes `hay`.
pub fn plan_replacement(hay: &[u8], from: &[u8], to: &[u8], max: usize) -> Replacement {
    if max == 0 || (from.is_empty() && to.is_empty()) || from.len() > hay.len() {
        return Replacement::Same;
    }
    let count = count(hay, from, max);
    if count == 0 {
        return Replacement::Same;
    }
    let kept = if from.is_empty() { hay.len() } else { hay.len() - count * from.len() };
    match to.len().checked_mul(count).and_then(|new| new.checked_add(kept)) {
        Some(size) if size <= isize::MAX as usize => Replacement::Change { count, size },
        _ => Replacement::TooLong,
    }
}

/// Writes `hay` with the first `count` occurrences of `from` replaced by `to`; an empty `from` occurs before each byte and at the end.
pub fn replace(hay: &[u8], from: &[u8], to: &[u8], count: usize, out: &mut Out) {
    let mut start = 0;
    match from {
        [] => {
            for at in 0..count {
                out.extend(to);
                if let Some(&byte) = hay.get(at) {
                    out.push(byte);
                }
                start = (at + 1).min(hay.len());
            }
        }
        [byte] => {
            for at in memchr::memchr_iter(*byte, hay).take(count) {
                out.extend(&hay[start..at]);
                out.extend(to);
                start = at + 1;
            }
        }
        _ => {
            for at in memmem::find_iter(hay, from).take(count) {
                out.extend(&hay[start..at]);
                out.extend(to);
                start = at + from.len();
            }
        }
    }
    out.extend(&hay[start..]);
}

/// Writes `hay` so many times.
pub fn repeat(hay: &[u8], times: usize, out: &mut Out) {
    match hay {
        [byte] => out.fill(*byte, times),
        _ => (0..times).for_each(|_| out.extend(hay)),
    }
}

/// How the padding of `center` is divided: an odd rest goes to the left where the width is odd, as it does for `str`.
pub fn center_padding(len: usize, width: usize) -> (usize, usize) {
    let padding = width.saturating_sub(len);
    let left = padding / 2 + (padding & width & 1);
    (left, padding - left)
}

/// Writes `hay` filled with zeros from the left, behind its sign, to `width` (not below its length).
pub fn zero_fill(hay: &[u8], width: usize, out: &mut Out) {
    let zeros = width - hay.len();
    match hay.split_first() {
        Some((&sign @ (b'+' | b'-'), rest)) => {
            out.push(sign);
            out.fill(b'0', zeros);
            out.extend(rest);
        }
        _ => {
            out.fill(b'0', zeros);
            out.extend(hay);
        }
    }
}

/// Walks over `hay` as `expandtabs` writes it: `text` for what is copied, `spaces` for what a tab becomes.
fn walk_tabs(hay: &[u8], tab_size: usize, mut piece: impl FnMut(&[u8], usize) -> Option<()>) -> Option<()> {
    let (mut start, mut column) = (0, 0);
    for (at, &byte) in hay.iter().enumerate() {
        match byte {
            b'\t' => {
                let spaces = if tab_size == 0 { 0 } else { tab_size - column % tab_size };
                piece(&hay[start..at], spaces)?;
                (start, column) = (at + 1, column + spaces);
            }
            b'\n' | b'\r' => column = 0,
            _ => column += 1,
        }
    }
    piece(&hay[start..], 0)
}

/// How long `hay` is with its tabs expanded; `None` where that is more than a sequence can hold.
pub fn expanded_size(hay: &[u8], tab_size: usize) -> Option<usize> {
    let mut size = 0usize;
    walk_tabs(hay, tab_size, |text, spaces| {
        size = size.checked_add(text.len())?.checked_add(spaces)?;
        (size <= isize::MAX as usize).then_some(())
    })?;
    Some(size)
}

/// Writes `hay` with its tabs expanded.
pub fn expand_tabs(hay: &[u8], tab_size: usize, out: &mut Out) {
    let _ = walk_tabs(hay, tab_size, |text, spaces| {
        out.extend(text);
        out.fill(b' ', spaces);
        Some(())
    });
}

/// The table that `maketrans` builds: byte `from[i]` becomes `to[i]`.
pub fn make_translation(from: &[u8], to: &[u8]) -> [u8; 256] {
    let mut table: [u8; 256] = core::array::from_fn(|byte| byte as u8);
    for (&key, &value) in from.iter().zip(to) {
        table[usize::from(key)] = value;
    }
    table
}

/// `hay` without the bytes of `delete`, the others looked up in `table` (of 256 entries, or absent for no change).
pub fn translate(hay: &[u8], table: Option<&[u8]>, delete: &ByteSet) -> Buf<u8> {
    let kept = hay.iter().filter(|&&byte| !delete.contains(byte));
    match table {
        Some(table) => kept.map(|&byte| table[usize::from(byte)]).collect(),
        None => kept.copied().collect(),
    }
}

const HEX: &[u8; 16] = b"0123456789abcdef";

/// The two digits of a byte.
#[inline]
pub const fn hex_digits(byte: u8) -> [u8; 2] {
    [HEX[(byte >> 4) as usize], HEX[(byte & 15) as usize]]
}

/// How `hex` groups bytes: a separator after every so many bytes, counted from the right if positive, from the left if negative.
#[derive(Clone, Copy)]
pub struct HexGroups {
    pub separator: u8,
    pub size: isize,
}

impl HexGroups {
    /// The size of a group, if there is more than one in `len` bytes.
    fn effective(groups: Option<Self>, len: usize) -> Option<(u8, usize, bool)> {
        let groups = groups?;
        let size = groups.size.unsigned_abs();
        (size != 0 && size < len).then_some((groups.separator, size, groups.size > 0))
    }
}

/// How long the hexadecimal text of `len` bytes is; `None` where no text can be so long.
pub fn hex_size(len: usize, groups: Option<HexGroups>) -> Option<usize> {
    let separators = HexGroups::effective(groups, len).map_or(0, |(_, size, _)| (len - 1) / size);
    len.checked_mul(2)?.checked_add(separators).filter(|&size| size <= isize::MAX as usize)
}

/// Writes the hexadecimal text of `hay`.
pub fn hex(hay: &[u8], groups: Option<HexGroups>, out: &mut Out) {
    let Some((separator, size, from_right)) = HexGroups::effective(groups, hay.len()) else {
        for &byte in hay {
            out.extend(&hex_digits(byte));
        }
        return;
    };
    // Counted from the right, the first group is the one that may be short.
    let offset = if from_right { (size - hay.len() % size) % size } else { 0 };
    for (at, &byte) in hay.iter().enumerate() {
        if at > 0 && (at + offset) % size == 0 {
            out.push(separator);
        }
        out.extend(&hex_digits(byte));
    }
}

/// Why hexadecimal text was refused.
#[derive(Debug, PartialEq, Eq)]
pub enum BadHex {
    /// What stands at this place is no digit.
    At(usize),
    /// The last digit has no partner.
    Odd,
}

/// The value of a hexadecimal digit.
#[inline]
pub const fn hex_value(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

/// The bytes that `text` spells, two digits each, with white space between them.
pub fn from_hex(text: &[u8]) -> Result<Buf<u8>, BadHex> {
    let mut bytes = Buf::with_capacity(text.len() / 2);
    let mut at = 0;
    while let Some(&first) = text.get(at) {
        if is_space(first) {
            at += 1;
            continue;
        }
        let high = hex_value(first).ok_or(BadHex::At(at))?;
        let second = *text.get(at + 1).ok_or(BadHex::Odd)?;
        let low = hex_value(second).ok_or(BadHex::At(at + 1))?;
        bytes.push(high << 4 | low);
        at += 2;
    }
    Ok(bytes)
}

/// How the text of a repr escapes `hay`: which quotation mark stands around it, and how long the inside is.
pub struct Quoting {
    pub quote: u8,
    pub size: usize,
    /// Whether an apostrophe is escaped even inside double quotes, as `bytearray` does.
    escape_apostrophe: bool,
}

impl Quoting {
    /// Chooses the quotation mark: double where there are apostrophes only and `smart` allows it.
    pub fn new(hay: &[u8], smart: bool, bytearray: bool) -> Self {
        let (mut size, mut apostrophes, mut doubles) = (0usize, 0usize, false);
        for &byte in hay {
            size += match byte {
                b'\\' | b'\t' | b'\n' | b'\r' => 2,
                b'\'' => {
                    apostrophes += 1;
                    1
                }
                b'"' => {
                    doubles = true;
                    1
                }
                b' '..=b'~' => 1,
                _ => 4,
            };
        }
        let quote = if smart && apostrophes > 0 && !doubles { b'"' } else { b'\'' };
        let escape_apostrophe = bytearray || quote == b'\'';
        if escape_apostrophe {
            size += apostrophes;
        }
        Quoting { quote, size, escape_apostrophe }
    }

    /// Writes the inside, without the quotation marks.
    pub fn write(&self, hay: &[u8], out: &mut Out) {
        for &byte in hay {
            match byte {
                b'\\' => out.extend(b"\\\\"),
                b'\'' if self.escape_apostrophe => out.extend(b"\\'"),
                b'\t' => out.extend(b"\\t"),
                b'\n' => out.extend(b"\\n"),
                b'\r' => out.extend(b"\\r"),
                b' '..=b'~' => out.push(byte),
                _ => {
                    out.extend(b"\\x");
                    out.extend(&hex_digits(byte));
                }
            }
        }
    }
}

/// The text of a repr, new: `before`, the bytes in quotation marks, `after`.
pub fn repr_text(before: &[u8], quoting: &Quoting, hay: &[u8], after: &[u8]) -> crate::runtime::errors::Result<Owned<PyUnicodeObject>> {
    let size = quoting.size + before.len() + after.len() + 2;
    ascii_text(size, |out| {
        out.extend(before);
        out.push(quoting.quote);
        quoting.write(hay, out);
        out.push(quoting.quote);
        out.extend(after);
    })
}

/// A new `str` of `size` ASCII characters that `write` writes, all of them.
pub fn ascii_text(size: usize, write: impl FnOnce(&mut Out)) -> crate::runtime::errors::Result<Owned<PyUnicodeObject>> {
    let mut text: Buf<u8> = Buf::new();
    text.try_reserve_exact(size).map_err(|_| crate::runtime::errors::Raised::no_memory())?;
    let mut out = Out::new(&mut text.spare_capacity_mut()[..size]);
    write(&mut out);
    assert_eq!(out.written(), size, "a text was measured wrong");
    // SAFETY: all of them written.
    unsafe { text.set_len(size) };
    crate::types::unicode::from_str(std::str::from_utf8(&text).unwrap_or_default())
}
