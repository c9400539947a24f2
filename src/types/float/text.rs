//! Floats as text: the shortest decimal that reads back the same, any number of correctly rounded digits, and the grammar of `float(text)`.
//!
//! Digits come from `zmij` (shortest) and the standard library (exact, ties to even); what is ours is the layout around them.

use crate::runtime::buf::Buf;

/// How a float is to be written. The letters are those of format specifications, with `'r'` for repr.
#[derive(Clone, Copy)]
pub struct Style {
    /// One of `e E f F g G r`.
    pub code: u8,
    /// Digits after the point (`e`, `f`), or significant ones (`g`). C may ask for fewer than none: `f` then rounds before the point.
    pub precision: usize,
    /// How far below zero the precision is.
    pub below: usize,
    /// Write `+` before what is not negative.
    pub sign: bool,
    /// Write `.0` after a whole number without an exponent.
    pub add_dot_0: bool,
    /// Keep the point and, for `g`, trailing zeros.
    pub alternate: bool,
    /// No minus sign before what rounds to zero.
    pub no_negative_zero: bool,
}

impl Style {
    /// A style with nothing but a code and a precision.
    pub const fn new(code: u8, precision: usize) -> Self {
        Style { code, precision, below: 0, sign: false, add_dot_0: false, alternate: false, no_negative_zero: false }
    }
}

/// The style of `repr`.
pub const REPR: Style = Style { add_dot_0: true, ..Style::new(b'r', 0) };

/// A double has no more digits after the point than this, nor more significant ones.
const MAX_FRACTION: usize = 1074;
/// A double's exact significant digits.
const MAX_SIGNIFICANT: usize = 767;

/// Significant decimal digits and where the point stands: `0.DIGITS * 10**point`.
struct Decimal<'a> {
    digits: &'a [u8],
    point: i32,
}

/// Collects the digits of `text`, which has the form `D.DDDe[-]X` or `DDD.DDD`, into `buffer`, without zeros in front of or behind them.
fn collect<'a>(text: &[u8], buffer: &'a mut [u8]) -> Decimal<'a> {
    let (mantissa, exponent) = match text.iter().position(|&b| b == b'e') {
        Some(e) => {
            let (negative, digits) = match text[e + 1] {
                b'-' => (true, &text[e + 2..]),
                b'+' => (false, &text[e + 2..]),
                _ => (false, &text[e + 1..]),
            };
            let value = digits.iter().fold(0, |v, &b| v * 10 + (b - b'0') as i32);
            (&text[..e], if negative { -value } else { value })
        }
        None => (text, 0),
    };
    let (mut n, mut point, mut dot) = (0, 0, false);
    for &b in mantissa {
        if b == b'.' {
            dot = true;
            continue;
        }
        if b == b'0' && n == 0 {
            point -= dot as i32;
            continue;
        }
        buffer[n] = b;
        n += 1;
        point += !dot as i32;
    }
    while n > 0 && buffer[n - 1] == b'0' {
        n -= 1;
    }
    if n == 0 {
        buffer[0] = b'0';
        return Decimal { digits: &buffer[..1], point: 1 };
    }
    Decimal { digits: &buffer[..n], point: point + exponent }
}

/// Writes the repr of a float into `buffer` and returns it; the hot path, without an allocation.
pub fn repr(x: f64, buffer: &mut [u8; 32]) -> &[u8] {
    if !x.is_finite() {
        let text: &[u8] = if x.is_nan() {
            b"nan"
        } else if x < 0.0 {
            b"-inf"
        } else {
            b"inf"
        };
        buffer[..text.len()].copy_from_slice(text);
        return &buffer[..text.len()];
    }
    let mut shortest = zmij::Buffer::new();
    let text = shortest.format_finite(x).as_bytes();
    let size = x.abs();
    let plain = size == 0.0 || (1e-4..1e16).contains(&size);
    if plain && !text.contains(&b'e') {
        buffer[..text.len()].copy_from_slice(text);
        return &buffer[..text.len()];
    }
    let mut out = Buf::with_capacity(32);
    write(&mut out, x, REPR);
    buffer[..out.len()].copy_from_slice(&out);
    &buffer[..out.len()]
}

/// The largest precision that a float's text may have.
pub const LARGEST_PRECISION: usize = i32::MAX as usize - 1024;

/// Appends `x` in the given style.
pub fn write(out: &mut Buf<u8>, x: f64, style: Style) {
    let upper = style.code.is_ascii_uppercase();
    if !x.is_finite() {
        if style.sign || x == f64::NEG_INFINITY {
            out.push(if x == f64::NEG_INFINITY { b'-' } else { b'+' });
        }
        out.extend_from_slice(match (x.is_nan(), upper) {
            (true, false) => b"nan",
            (true, true) => b"NAN",
            (false, false) => b"inf",
            (false, true) => b"INF",
        });
        return;
    }
    let size = x.abs();
    let mut buffer = [0; MAX_SIGNIFICANT + 3];
    // How many digits have to stand after the leading one (with an exponent) or after the point, zeros included.
    let (decimal, exponential, least);
    match style.code.to_ascii_lowercase() {
        b'r' => {
            decimal = collect(zmij::Buffer::new().format_finite(size).as_bytes(), &mut buffer);
            exponential = decimal.point <= -4 || decimal.point > 16;
            least = 0;
        }
        b'e' => {
            let text = format!("{:.*e}", style.precision.min(MAX_SIGNIFICANT), size);
            decimal = collect(text.as_bytes(), &mut buffer);
            exponential = true;
            least = style.precision;
        }
        b'f' => {
            let text =
                if style.below > 0 { rounded_before_point(size, style.below) } else { format!("{:.*}", style.precision.min(MAX_FRACTION), size) };
            push_sign(out, x, style, || text.bytes().all(|b| b == b'0' || b == b'.'));
            out.extend_from_slice(text.as_bytes());
            out.resize(out.len() + style.precision.saturating_sub(MAX_FRACTION), b'0');
            if style.precision == 0 {
                match (style.add_dot_0, style.alternate) {
                    (true, _) => out.extend_from_slice(b".0"),
                    (false, true) => out.push(b'.'),
                    _ => {}
                }
            }
            return;
        }
        _ => {
            let precision = style.precision.max(1);
            let text = format!("{:.*e}", (precision - 1).min(MAX_SIGNIFICANT), size);
            decimal = collect(text.as_bytes(), &mut buffer);
            let limit = if style.below > 0 { -(style.below as i64) } else { precision as i64 } - style.add_dot_0 as i64;
            exponential = decimal.point <= -4 || decimal.point as i64 > limit;
            least = match (style.alternate, exponential) {
                (false, _) => 0,
                (true, true) => precision - 1,
                (true, false) => (precision as i64 - decimal.point as i64).max(0) as usize,
            };
        }
    }
    push_sign(out, x, style, || decimal.digits == b"0");
    lay_out(out, &decimal, exponential, least, style);
}

/// A whole number with zeros in its last `places`; as many zeros where nothing else is left.
fn rounded_before_point(size: f64, places: usize) -> String {
    let rounded = round(size, -(places as i64));
    if rounded == 0.0 && size != 0.0 { "0".repeat(places) } else { format!("{rounded:.0}") }
}

/// Appends the sign that the style asks for; `zero` says whether only zeros will be shown.
fn push_sign(out: &mut Buf<u8>, x: f64, style: Style, zero: impl Fn() -> bool) {
    if x.is_sign_negative() && !(style.no_negative_zero && zero()) {
        out.push(b'-');
    } else if style.sign {
        out.push(b'+');
    }
}

/// Appends the digits with their point, zeros and exponent.
fn lay_out(out: &mut Buf<u8>, decimal: &Decimal<'_>, exponential: bool, least: usize, style: Style) {
    let digits = decimal.digits;
    let point = if exponential { 1 } else { decimal.point };
    let before = point.max(0) as usize;
    if before == 0 {
        out.push(b'0');
    } else {
        out.extend_from_slice(&digits[..before.min(digits.len())]);
        out.resize(out.len() + before.saturating_sub(digits.len()), b'0');
    }
    let least = if style.add_dot_0 && !exponential { least.max(1) } else { least };
    let gap = (-point).max(0) as usize;
    let behind = &digits[before.min(digits.len())..];
    let nothing = digits == b"0";
    let shown = if nothing || behind.is_empty() { 0 } else { gap + behind.len() };
    if shown > 0 || least > 0 || style.alternate {
        out.push(b'.');
    }
    if shown > 0 {
        out.resize(out.len() + gap, b'0');
        out.extend_from_slice(behind);
    }
    out.resize(out.len() + least.saturating_sub(shown), b'0');
    if exponential {
        let exponent = decimal.point - 1;
        let letter = if style.code.is_ascii_uppercase() { 'E' } else { 'e' };
        let mut tail = [0u8; 8];
        let mut n = 0;
        let mut v = exponent.unsigned_abs();
        while v > 0 || n < 2 {
            tail[n] = b'0' + (v % 10) as u8;
            v /= 10;
            n += 1;
        }
        out.extend([letter as u8, if exponent < 0 { b'-' } else { b'+' }]);
        out.extend(tail[..n].iter().rev());
    }
}

/// What stands at the beginning of `text`, and how many bytes of it: no white space, no underscores. `None` if no float stands there.
pub fn read_prefix(text: &[u8]) -> Option<(f64, usize)> {
    let at = |i: usize| text.get(i).copied().unwrap_or(0);
    let signed = matches!(at(0), b'+' | b'-') as usize;
    let negative = at(0) == b'-';
    let finish = |v: f64, n: usize| Some((if negative { -v } else { v }, n));
    let digits_from = |mut i: usize| {
        while at(i).is_ascii_digit() {
            i += 1;
        }
        i
    };
    let whole = digits_from(signed);
    let mut end = whole;
    let mut any = whole > signed;
    if at(end) == b'.' {
        let fraction = digits_from(end + 1);
        any |= fraction > end + 1;
        end = fraction;
    }
    if !any {
        let has = |word: &[u8]| text.len() >= signed + word.len() && text[signed..signed + word.len()].eq_ignore_ascii_case(word);
        return if has(b"infinity") {
            finish(f64::INFINITY, signed + 8)
        } else if has(b"inf") {
            finish(f64::INFINITY, signed + 3)
        } else if has(b"nan") {
            finish(f64::NAN, signed + 3)
        } else {
            None
        };
    }
    if at(end) | 0x20 == b'e' {
        let from = end + 1 + matches!(at(end + 1), b'+' | b'-') as usize;
        let to = digits_from(from);
        if to > from {
            end = to;
        }
    }
    let value = core::str::from_utf8(&text[signed..end]).ok()?.parse().ok()?;
    finish(value, end)
}

/// Reads a whole text as `float(text)` does: white space around it, single underscores between digits. `None` if it is none.
pub fn read(text: &[u8]) -> Option<f64> {
    let text = trim(text);
    if !text.contains(&b'_') {
        let (v, n) = read_prefix(text)?;
        return (n == text.len()).then_some(v);
    }
    let plain = without_underscores(text)?;
    let (v, n) = read_prefix(&plain)?;
    (n == plain.len()).then_some(v)
}

/// The text without white space at its ends.
pub fn trim(mut text: &[u8]) -> &[u8] {
    let space = crate::types::long::text::is_space;
    while let [first, rest @ ..] = text
        && space(*first)
    {
        text = rest;
    }
    while let [rest @ .., last] = text
        && space(*last)
    {
        text = rest;
    }
    text
}

/// The text without its underscores, or `None` if one of them does not stand between two digits.
pub fn without_underscores(text: &[u8]) -> Option<Buf<u8>> {
    let mut plain = Buf::with_capacity(text.len());
    let mut previous = 0u8;
    for &b in text {
        if b == b'_' {
            if !previous.is_ascii_digit() {
                return None;
            }
        } else {
            if previous == b'_' && !b.is_ascii_digit() {
                return None;
            }
            plain.push(b);
        }
        previous = b;
    }
    (previous != b'_').then_some(plain)
}

/// `round(x, n)` for a finite `x`: the exact value rounded to `n` decimal places, ties to even. The result may be infinite.
pub fn round(x: f64, n: i64) -> f64 {
    // Beyond 17 significant digits nothing changes; a place above the largest double rounds to zero.
    const FINEST: i64 = 323;
    const COARSEST: i64 = -308;
    if n > FINEST {
        return x;
    }
    if n < COARSEST {
        return 0.0f64.copysign(x);
    }
    let size = x.abs();
    if n >= 0 {
        let text = format!("{:.*}", n as usize, size);
        return text.parse::<f64>().unwrap_or(size).copysign(x);
    }
    let places = n.unsigned_abs() as usize;
    let whole = format!("{:.0}", size.trunc());
    if whole.len() < places {
        return 0.0f64.copysign(x);
    }
    let (kept, lost) = whole.as_bytes().split_at(whole.len() - places);
    let half = {
        let (first, rest) = (lost[0], &lost[1..]);
        first.cmp(&b'5').then_with(|| (rest.iter().any(|&b| b != b'0') || size.trunc() != size).cmp(&false))
    };
    let odd = kept.last().is_some_and(|b| b & 1 == 1);
    let up = half.is_gt() || half.is_eq() && odd;
    let mut text: Buf<u8> = Buf::with_capacity(whole.len() + 8);
    text.push(b'0');
    text.extend_from_slice(kept);
    if up {
        let mut i = text.len() - 1;
        while text[i] == b'9' {
            text[i] = b'0';
            i -= 1;
        }
        text[i] += 1;
    }
    text.push(b'e');
    text.extend_from_slice(places.to_string().as_bytes());
    let value: f64 = core::str::from_utf8(&text).ok().and_then(|s| s.parse().ok()).unwrap_or(size);
    value.copysign(x)
}
