//! Ints as text: the grammar of `int(text, base)` and digits in any base.
//!
//! Text is ASCII here; who calls has turned other decimal digits and white space into ASCII's.

use super::digits::{self, BASE, SHIFT};
use crate::runtime::buf::{Buf, formatted};
use dashu_int::UBig;

/// A magnitude that has been read, not yet in an object.
pub enum Magnitude {
    Small(u128),
    Big(UBig),
}

/// What the text of an int is made of, found without looking at its value.
pub struct Literal<'a> {
    pub negative: bool,
    /// The base that the prefix told, or that was asked for.
    pub base: u32,
    /// The digits, perhaps with single underscores between them.
    pub digits: &'a [u8],
    /// How many of `digits` are not underscores.
    pub count: usize,
    /// Only zeros are allowed: a leading zero without a base's letter, in base 0.
    pub only_zeros: bool,
    /// How far the text was read: its length if `whole`.
    pub end: usize,
    /// Nothing but white space follows, and there is at least one digit.
    pub whole: bool,
}

/// C's isspace in the C locale.
#[inline]
pub fn is_space(b: u8) -> bool {
    matches!(b, b' ' | b'\t'..=b'\r')
}

/// The value of a digit in bases up to 36, or 37 for what is none.
pub static DIGIT_VALUES: [u8; 256] = {
    let mut table = [37; 256];
    let mut c = 0;
    while c < 256 {
        table[c] = match c as u8 {
            d @ b'0'..=b'9' => d - b'0',
            d @ b'a'..=b'z' => d - b'a' + 10,
            d @ b'A'..=b'Z' => d - b'A' + 10,
            _ => 37,
        };
        c += 1;
    }
    table
};

/// Takes the text of an int apart. `base` is 0 or 2 to 36.
pub fn scan(text: &[u8], base: u32) -> Literal<'_> {
    let at = |i: usize| text.get(i).copied().unwrap_or(0);
    let mut i = text.iter().take_while(|&&b| is_space(b)).count();
    let negative = at(i) == b'-';
    if negative || at(i) == b'+' {
        i += 1;
    }
    let mut found = Literal { negative, base, digits: &[], count: 0, only_zeros: false, end: i, whole: false };
    let prefix = match at(i + 1) | 0x20 {
        _ if at(i) != b'0' => None,
        b'x' => Some(16),
        b'o' => Some(8),
        b'b' => Some(2),
        _ => None,
    };
    if base == 0 {
        found.base = prefix.unwrap_or(10);
        found.only_zeros = prefix.is_none() && at(i) == b'0';
    }
    if prefix == Some(found.base) {
        i += 2;
        if at(i) == b'_' {
            i += 1;
        }
    }
    let start = i;
    let mut joined = false;
    loop {
        let rest = text.get(i..).unwrap_or_default();
        let run = rest.iter().take_while(|&&b| (DIGIT_VALUES[b as usize] as u32) < found.base).count();
        if run == 0 {
            break;
        }
        found.count += run;
        i += run;
        joined = at(i) == b'_';
        if !joined {
            break;
        }
        i += 1;
    }
    if joined {
        // An underscore joins two digits; a last one does not.
        found.end = i - 1;
        return found;
    }
    found.digits = &text[start..i];
    found.end = i;
    if found.count > 0 {
        i += text[i..].iter().take_while(|&&b| is_space(b)).count();
        found.end = i;
        found.whole = i == text.len();
    }
    found
}

/// The value of eight decimal digits: neighbours are joined to pairs, these to fours, and these to the whole.
#[inline]
fn eight_digits(digits: [u8; 8]) -> u64 {
    let v = u64::from_le_bytes(digits) - 0x3030_3030_3030_3030;
    let v = v * 10 + (v >> 8);
    let pairs = |v: u64| v & 0x0000_00FF_0000_00FF;
    (pairs(v).wrapping_mul(100 + (1_000_000 << 32))).wrapping_add(pairs(v >> 16).wrapping_mul(1 + (10_000 << 32))) >> 32
}

/// The value of `digits` (with underscores) in `base`.
pub fn read(digits: &[u8], base: u32) -> Magnitude {
    // So many digits fit into 64 bits for certain.
    let short = if base <= 10 { 19 } else { 12 };
    let value = |digits: &[u8]| {
        let (eights, rest) = if base == 10 { digits.as_chunks::<8>() } else { (&[][..], digits) };
        // Eight decimal digits at a time, as long as there are no underscores among them.
        let plain = eights.iter().take_while(|eight| !eight.contains(&b'_')).count();
        let high = eights[..plain].iter().fold(0u64, |v, eight| v * 100_000_000 + eight_digits(*eight));
        let late = eights[plain..].as_flattened().iter().chain(rest).filter(|&&b| b != b'_');
        late.fold(high, |v, &b| v * base as u64 + DIGIT_VALUES[b as usize] as u64)
    };
    if digits.len() <= short {
        return Magnitude::Small(value(digits) as u128);
    }
    if digits.len() <= 2 * short && !digits.contains(&b'_') {
        let (high, low) = digits.split_at(digits.len() - short);
        return Magnitude::Small(value(high) as u128 * (base as u64).pow(short as u32) as u128 + value(low) as u128);
    }
    let plain: std::borrow::Cow<'_, [u8]> = match digits.contains(&b'_') {
        true => digits.iter().copied().filter(|&b| b != b'_').collect::<Buf<u8>>().into(),
        false => digits.into(),
    };
    let value = core::str::from_utf8(&plain).ok().and_then(|s| UBig::from_str_radix(s, base).ok()).unwrap_or_default();
    match u128::try_from(&value) {
        Ok(v) => Magnitude::Small(v),
        Err(_) => Magnitude::Big(value),
    }
}

/// ASCII text of a number, short ones without an allocation.
pub enum Text {
    Short { buffer: [u8; 40], start: u8 },
    Long(Buf<u8>),
}

impl core::ops::Deref for Text {
    type Target = [u8];
    #[inline]
    fn deref(&self) -> &[u8] {
        match self {
            Text::Short { buffer, start } => &buffer[*start as usize..],
            Text::Long(text) => text,
        }
    }
}

static PAIRS: [u8; 200] = {
    let mut t = [0; 200];
    let mut i = 0;
    while i < 100 {
        t[2 * i] = b'0' + (i / 10) as u8;
        t[2 * i + 1] = b'0' + (i % 10) as u8;
        i += 1;
    }
    t
};

/// Writes `v` in decimal before `end` of the buffer and returns where it begins.
#[inline]
fn put_decimal(buffer: &mut [u8; 40], mut end: usize, mut v: u64) -> usize {
    while v >= 100 {
        let pair = (v % 100) as usize * 2;
        v /= 100;
        end -= 2;
        buffer[end..end + 2].copy_from_slice(&PAIRS[pair..pair + 2]);
    }
    if v >= 10 {
        end -= 2;
        buffer[end..end + 2].copy_from_slice(&PAIRS[v as usize * 2..v as usize * 2 + 2]);
    } else {
        end -= 1;
        buffer[end] = b'0' + v as u8;
    }
    end
}

/// A small int in decimal.
#[inline]
pub fn decimal_i64(v: i64) -> Text {
    let mut buffer = [b'0'; 40];
    let mut start = put_decimal(&mut buffer, 40, v.unsigned_abs());
    if v < 0 {
        start -= 1;
        buffer[start] = b'-';
    }
    Text::Short { buffer, start: start as u8 }
}

/// The signed magnitude in decimal.
pub fn decimal(a: &[u32], negative: bool) -> Text {
    const CHUNK: u128 = 10_000_000_000_000_000_000;
    let Some(v) = digits::to_u128(a) else {
        let out = formatted(format_args!("{}{}", if negative { "-" } else { "" }, digits::to_big(a)));
        return Text::Long(out);
    };
    let mut buffer = [b'0'; 40];
    let mut start = if v < CHUNK {
        put_decimal(&mut buffer, 40, v as u64)
    } else {
        let high = v / CHUNK;
        put_decimal(&mut buffer, 40, (v - high * CHUNK) as u64);
        put_decimal(&mut buffer, 21, high as u64)
    };
    if negative {
        start -= 1;
        buffer[start] = b'-';
    }
    Text::Short { buffer, start: start as u8 }
}

/// How many digits the magnitude has in a base of `1 << bits`, at least one.
pub fn binary_len(a: &[u32], bits: u32) -> usize {
    (digits::bit_length(a).div_ceil(bits as u64) as usize).max(1)
}

/// Fills `out`, which has `binary_len` bytes, with the magnitude's lower case digits in a base of `1 << bits` (at most 16).
pub fn put_binary(out: &mut [u8], a: &[u32], bits: u32) {
    let (mut acc, mut have) = (0u64, 0u32);
    let mut digits = a.iter();
    for b in out.iter_mut().rev() {
        if have < bits
            && let Some(&d) = digits.next()
        {
            acc |= (d as u64) << have;
            have += SHIFT;
        }
        *b = b"0123456789abcdef"[(acc & ((1 << bits) - 1)) as usize];
        acc >>= bits;
        have = have.saturating_sub(bits);
    }
}

/// CPython's default for `int_max_str_digits`, and the smallest limit that can be set.
pub const DEFAULT_MAX_STR_DIGITS: i32 = 4300;
pub const MAX_STR_DIGITS_THRESHOLD: i32 = 640;

/// Whether a magnitude of `len` 30-bit digits is certain to have more than `limit` decimal ones; a quick test that spares the conversion.
pub fn surely_longer_than(len: usize, limit: i32) -> bool {
    // 30 bits are more than nine decimal digits.
    const { assert!(BASE as u64 > 1_000_000_000) };
    limit > 0
        && len >= (10 * MAX_STR_DIGITS_THRESHOLD as usize) / (3 * SHIFT as usize) + 2
        && limit as usize / (3 * SHIFT as usize) <= (len - 11) / 10
}
