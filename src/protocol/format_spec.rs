//! The format mini-language: `[[fill]align][sign][z][#][0][width][grouping][.precision[grouping]][type]`, and what int, float, complex
//! and str make of it.
//!
//! Everything here works on code points and plain numbers. Text that comes out is ASCII bytes, except where the fill or a locale's
//! separators are not ASCII. Messages that name the object's type or quote the whole specification are left to who has them.

use crate::layout::{IsObject, PyObject, PyUnicodeObject};
use crate::object::Owned;
use crate::raise;
use crate::runtime::buf::{Buf, ToBuf};
use crate::runtime::errors::{Raised, Result as PyResult};
use crate::types::float::text::{self as float_text, LARGEST_PRECISION, Style};
use crate::types::long::text as long_text;
use crate::types::unicode::{self, Chars};
use std::borrow::Cow;

/// Where padding goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Align {
    Left,
    Right,
    Center,
    /// Between the sign and the digits.
    AfterSign,
}

/// What separates groups of digits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Grouping {
    None,
    Comma,
    Underscore,
    /// As the C library's current locale has it (type `n`).
    Locale,
}

/// A parsed specification.
#[derive(Clone, Debug)]
pub struct FormatSpec {
    /// A code point; may be a lone surrogate.
    pub fill: u32,
    pub align: Align,
    /// `+`, `-`, a space, or 0 where none was given.
    pub sign: u8,
    pub no_negative_zero: bool,
    pub alternate: bool,
    pub width: Option<usize>,
    pub precision: Option<usize>,
    pub grouping: Grouping,
    pub fraction_grouping: Grouping,
    /// The type's code point, 0 where none was given and there is no default.
    pub kind: u32,
}

/// Why a specification is refused.
#[derive(Debug, PartialEq, Eq)]
pub enum SpecError {
    /// ValueError with this message.
    Value(String),
    /// OverflowError with this message.
    Overflow(&'static str),
    /// ValueError: Unknown format code 'CODE' for object of type 'TYPE'.
    UnknownCode(u32),
    /// ValueError: Invalid format specifier 'SPEC' for object of type 'TYPE'.
    Invalid,
    /// MemoryError: a width or precision beyond memory.
    NoMemory,
}

impl SpecError {
    fn value<T>(message: &str) -> Result<T, SpecError> {
        Err(SpecError::Value(message.to_owned()))
    }
}

/// A format code as messages show it: itself if it is printable ASCII, else `\xHEX`.
pub fn show_code(code: u32) -> String {
    match code {
        33..=127 => (code as u8 as char).to_string(),
        _ => format!("\\x{code:x}"),
    }
}

fn align_of(c: u32) -> Option<Align> {
    Some(match u8::try_from(c).ok()? {
        b'<' => Align::Left,
        b'>' => Align::Right,
        b'^' => Align::Center,
        b'=' => Align::AfterSign,
        _ => return None,
    })
}

/// Text that a formatting function has made.
#[derive(Debug, PartialEq, Eq)]
pub enum Formatted {
    Ascii(Buf<u8>),
    /// Code points.
    Wide(Buf<u32>),
}

impl FormatSpec {
    /// Parses a specification, which is given as code points (`at(i)` for `i < len`). `kind` and `align` are the object's defaults.
    pub fn parse(len: usize, at: impl Fn(usize) -> u32, kind: u8, align: Align) -> Result<FormatSpec, SpecError> {
        let get = |i: usize| if i < len { at(i) } else { u32::MAX };
        let is = |i: usize, b: u8| get(i) == b as u32;
        let mut spec = FormatSpec {
            fill: b' ' as u32,
            align,
            sign: 0,
            no_negative_zero: false,
            alternate: false,
            width: None,
            precision: None,
            grouping: Grouping::None,
            fraction_grouping: Grouping::None,
            kind: kind as u32,
        };
        let mut i = 0;
        let (mut fill_given, mut align_given) = (false, false);
        if let Some(a) = align_of(get(1)) {
            (spec.fill, spec.align) = (get(0), a);
            (fill_given, align_given) = (true, true);
            i = 2;
        } else if let Some(a) = align_of(get(0)) {
            spec.align = a;
            align_given = true;
            i = 1;
        }
        if is(i, b'+') || is(i, b'-') || is(i, b' ') {
            spec.sign = get(i) as u8;
            i += 1;
        }
        if is(i, b'z') {
            spec.no_negative_zero = true;
            i += 1;
        }
        if is(i, b'#') {
            spec.alternate = true;
            i += 1;
        }
        if !fill_given && is(i, b'0') {
            spec.fill = b'0' as u32;
            if !align_given && align == Align::Right {
                spec.align = Align::AfterSign;
            }
            i += 1;
        }
        let number = |i: &mut usize| -> Result<Option<usize>, SpecError> {
            let start = *i;
            let mut v = 0usize;
            // Digits of any script count.
            while let Some(digit) = crate::types::unicode::ctype::to_decimal(get(*i)) {
                v = match v.checked_mul(10).and_then(|v| v.checked_add(digit.into())) {
                    Some(v) if v <= isize::MAX as usize => v,
                    _ => return SpecError::value("Too many decimal digits in format string"),
                };
                *i += 1;
            }
            Ok((*i > start).then_some(v))
        };
        let grouping = |i: &mut usize| -> Result<Grouping, SpecError> {
            let mut found = Grouping::None;
            if is(*i, b',') {
                found = Grouping::Comma;
                *i += 1;
            }
            if is(*i, b'_') {
                if found != Grouping::None {
                    return SpecError::value("Cannot specify both ',' and '_'.");
                }
                found = Grouping::Underscore;
                *i += 1;
            }
            if is(*i, b',') && found == Grouping::Underscore {
                return SpecError::value("Cannot specify both ',' and '_'.");
            }
            Ok(found)
        };
        spec.width = number(&mut i)?;
        spec.grouping = grouping(&mut i)?;
        if is(i, b'.') {
            i += 1;
            spec.precision = number(&mut i)?;
            spec.fraction_grouping = grouping(&mut i)?;
            if spec.precision.is_none() && spec.fraction_grouping == Grouping::None {
                return SpecError::value("Format specifier missing precision");
            }
        }
        match len - i {
            0 => {}
            1 => spec.kind = get(i),
            _ => return Err(SpecError::Invalid),
        }
        let allowed = |g: Grouping| match u8::try_from(spec.kind).unwrap_or(255) {
            b'd' | b'e' | b'f' | b'g' | b'E' | b'G' | b'%' | b'F' | 0 => true,
            b'b' | b'o' | b'x' | b'X' => g == Grouping::Underscore,
            _ => false,
        };
        if spec.grouping != Grouping::None && !allowed(spec.grouping) {
            let g = if spec.grouping == Grouping::Comma { ',' } else { '_' };
            return SpecError::value(&format!("Cannot specify '{g}' with '{}'.", show_code(spec.kind)));
        }
        if spec.fraction_grouping != Grouping::None && spec.kind == b'n' as u32 {
            let g = if spec.fraction_grouping == Grouping::Comma { ',' } else { '_' };
            return SpecError::value(&format!("Cannot specify '{g}' with 'n'."));
        }
        Ok(spec)
    }

    /// The type as a byte, if it is one.
    fn code(&self) -> u8 {
        u8::try_from(self.kind).unwrap_or(255)
    }

    /// How many fill characters stand before and behind a text of `len` characters.
    pub fn padding(&self, len: usize) -> (usize, usize) {
        let total = self.width.unwrap_or(0).saturating_sub(len);
        match self.align {
            Align::Left => (0, total),
            Align::Center => (total / 2, total - total / 2),
            Align::Right | Align::AfterSign => (total, 0),
        }
    }

    /// Checks what a str allows; the text is cut to `precision` and then padded by `padding`.
    pub fn check_str(&self) -> Result<(), SpecError> {
        if self.kind != b's' as u32 {
            return Err(SpecError::UnknownCode(self.kind));
        }
        if self.sign == b' ' {
            return SpecError::value("Space not allowed in string format specifier");
        }
        if self.sign != 0 {
            return SpecError::value("Sign not allowed in string format specifier");
        }
        if self.no_negative_zero {
            return SpecError::value("Negative zero coercion (z) not allowed in string format specifier");
        }
        if self.alternate {
            return SpecError::value("Alternate form (#) not allowed in string format specifier");
        }
        if self.align == Align::AfterSign {
            return SpecError::value("'=' alignment not allowed in string format specifier");
        }
        Ok(())
    }
}

/// A number's characters, taken apart.
struct Number<'a> {
    negative: bool,
    prefix: &'a [u8],
    /// Digits before the point.
    whole: &'a [u8],
    /// Digits behind the point, if there is one.
    fraction: Option<&'a [u8]>,
    /// An exponent, a percent sign, or all of `inf` and `nan`.
    rest: &'a [u8],
}

impl<'a> Number<'a> {
    /// Takes apart what `float_text::write` made.
    fn of_float(text: &'a [u8]) -> Number<'a> {
        let (negative, text) = match text {
            [b'-', rest @ ..] => (true, rest),
            _ => (false, text),
        };
        let digits = |t: &[u8]| t.iter().take_while(|b| b.is_ascii_digit()).count();
        let (whole, rest) = text.split_at(digits(text));
        let (fraction, rest) = match rest {
            [b'.', tail @ ..] => {
                let (fraction, rest) = tail.split_at(digits(tail));
                (Some(fraction), rest)
            }
            _ => (None, rest),
        };
        Number { negative, prefix: b"", whole, fraction, rest }
    }
}

/// How digits are grouped and what the point is.
struct Separators {
    point: Cow<'static, [u32]>,
    separator: Cow<'static, [u32]>,
    /// Group sizes from the right as C's localeconv gives them: the last repeats, 127 or nothing ends the grouping.
    groups: Cow<'static, [u8]>,
}

impl Separators {
    fn of(spec: &FormatSpec) -> Separators {
        const fn plain(separator: &'static [u32], groups: &'static [u8]) -> Separators {
            Separators { point: Cow::Borrowed(&[b'.' as u32]), separator: Cow::Borrowed(separator), groups: Cow::Borrowed(groups) }
        }
        match spec.grouping {
            Grouping::None => plain(&[], &[]),
            Grouping::Comma => plain(&[b',' as u32], &[3]),
            Grouping::Underscore if matches!(spec.code(), b'b' | b'o' | b'x' | b'X') => plain(&[b'_' as u32], &[4]),
            Grouping::Underscore => plain(&[b'_' as u32], &[3]),
            Grouping::Locale => Separators::of_locale(),
        }
    }

    /// The C library's current numeric locale.
    fn of_locale() -> Separators {
        // SAFETY: localeconv returns a pointer to the C library's own static structure, whose strings stay valid until the locale
        // changes, which only happens under the interpreter lock that we hold.
        let (point, separator, groups) = unsafe {
            let conv = &*libc::localeconv();
            (
                core::ffi::CStr::from_ptr(conv.decimal_point).to_bytes(),
                core::ffi::CStr::from_ptr(conv.thousands_sep).to_bytes(),
                core::ffi::CStr::from_ptr(conv.grouping).to_bytes(),
            )
        };
        let decode = |bytes: &[u8]| match core::str::from_utf8(bytes) {
            Ok(s) => s.chars().map(u32::from).collect(),
            Err(_) => bytes.iter().map(|&b| b as u32).collect(),
        };
        Separators { point: decode(point), separator: decode(separator), groups: groups.to_buf().into() }
    }

    fn is_ascii(&self) -> bool {
        self.point.iter().chain(self.separator.iter()).all(|&c| c < 128)
    }

    /// Lengths of the digit groups from the right, for `digits` digits filled with zeros so that the text has at least `min_width` characters.
    fn groups(&self, mut digits: usize, mut min_width: usize) -> impl Iterator<Item = usize> + '_ {
        let mut sizes = self.groups.iter();
        let (mut size, mut first, mut done) = (usize::MAX, true, digits == 0);
        core::iter::from_fn(move || {
            if done {
                return None;
            }
            match sizes.next() {
                Some(&127) => {
                    size = usize::MAX;
                    sizes = [].iter();
                }
                Some(&s) => size = s as usize,
                None => {}
            }
            // A separator stands to the right of every group but the first.
            if !first {
                min_width = min_width.saturating_sub(self.separator.len());
            }
            first = false;
            let length = size.min(digits.max(min_width).max(1));
            digits = digits.saturating_sub(length);
            min_width = min_width.saturating_sub(length);
            done = digits == 0 && min_width == 0;
            Some(length)
        })
    }
}

/// What the pieces of a formatted number are made of: bytes, or code points where something is not ASCII.
trait Unit: Copy {
    fn of(c: u32) -> Self;
}
impl Unit for u8 {
    fn of(c: u32) -> u8 {
        c as u8
    }
}
impl Unit for u32 {
    fn of(c: u32) -> u32 {
        c
    }
}

/// Puts sign, prefix, grouped digits, fraction and padding together.
fn assemble(number: &Number<'_>, spec: &FormatSpec) -> Result<Formatted, SpecError> {
    let separators = Separators::of(spec);
    Ok(if spec.fill < 128 && separators.is_ascii() {
        Formatted::Ascii(assemble_units(number, spec, &separators)?)
    } else {
        Formatted::Wide(assemble_units(number, spec, &separators)?)
    })
}

/// `count` times the fill, if there is memory for it.
fn filled<U: Unit>(spec: &FormatSpec, count: usize) -> Result<Buf<U>, SpecError> {
    let mut out = Buf::new();
    out.try_reserve_exact(count).map_err(|_| SpecError::NoMemory)?;
    out.resize(count, U::of(spec.fill));
    Ok(out)
}

/// Writes text over a buffer, from a place on.
struct Pen<'a, U> {
    out: &'a mut [U],
    at: usize,
}
impl<U: Unit> Pen<'_, U> {
    fn put(&mut self, c: u32) {
        self.out[self.at] = U::of(c);
        self.at += 1;
    }
    fn ascii(&mut self, text: &[u8]) {
        text.iter().for_each(|&b| self.put(b.into()));
    }
    fn wide(&mut self, text: &[u32]) {
        text.iter().for_each(|&c| self.put(c));
    }
}

fn assemble_units<U: Unit>(number: &Number<'_>, spec: &FormatSpec, separators: &Separators) -> Result<Buf<U>, SpecError> {
    let sign = match (number.negative, spec.sign) {
        (true, _) => &b"-"[..],
        (false, b'+') => b"+",
        (false, b' ') => b" ",
        _ => b"",
    };
    let fraction_separator = match spec.fraction_grouping {
        Grouping::Comma => &b","[..],
        Grouping::Underscore => b"_",
        _ => b"",
    };
    let fraction_len = number.fraction.map_or(0, |f| separators.point.len() + f.len() + fraction_separator.len() * (f.len().saturating_sub(1) / 3));
    let around = sign.len() + number.prefix.len() + fraction_len + number.rest.len();
    let width = spec.width.unwrap_or(0);
    // Zeros that fill up to the width are grouped as if they were the number's own digits.
    let min_digits = if spec.fill == b'0' as u32 && spec.align == Align::AfterSign { width.saturating_sub(around) } else { 0 };
    let (groups, digits) = separators.groups(number.whole.len(), min_digits).fold((0usize, 0usize), |(n, sum), len| (n + 1, sum + len));
    let whole_len = digits + groups.saturating_sub(1) * separators.separator.len();
    let len = around + whole_len;
    let total = width.saturating_sub(len);
    let (left, inner) = match spec.align {
        Align::AfterSign => (0, total),
        _ => (spec.padding(len).0, 0),
    };
    let mut out: Buf<U> = filled(spec, len + total)?;
    let mut pen = Pen { out: &mut out, at: left };
    pen.ascii(sign);
    pen.ascii(number.prefix);
    let whole_end = pen.at + inner + whole_len;
    // The whole part from its right end, as the groups are counted.
    let mut whole = number.whole;
    let mut end = whole_end;
    for (i, length) in separators.groups(number.whole.len(), min_digits).enumerate() {
        if i > 0 {
            end -= separators.separator.len();
            Pen { out: pen.out, at: end }.wide(&separators.separator);
        }
        let (rest, group) = whole.split_at(whole.len().saturating_sub(length));
        pen.out[end - length..end - group.len()].fill(U::of(b'0'.into()));
        end -= length;
        Pen { out: pen.out, at: end + length - group.len() }.ascii(group);
        whole = rest;
    }
    pen.at = whole_end;
    if let Some(fraction) = number.fraction {
        pen.wide(&separators.point);
        for (i, group) in fraction.chunks(3).enumerate() {
            if i > 0 {
                pen.ascii(fraction_separator);
            }
            pen.ascii(group);
        }
    }
    pen.ascii(number.rest);
    Ok(out)
}

/// Whether the specification asks for nothing around a number's own text.
fn is_bare(spec: &FormatSpec) -> bool {
    spec.width.is_none() && matches!(spec.sign, 0 | b'-') && spec.grouping == Grouping::None && spec.fraction_grouping == Grouping::None
}

/// The precision, where a float's text may have it.
fn checked_precision(spec: &FormatSpec) -> Result<Option<usize>, SpecError> {
    match spec.precision {
        Some(p) if p > LARGEST_PRECISION => SpecError::value("precision too big"),
        p => Ok(p),
    }
}

/// Formats an int, given as sign and 30-bit digits. Specifications of a float's types are for `format_float` (see `wants_float`).
pub fn format_int(digits: &[u32], negative: bool, spec: &FormatSpec) -> Result<Formatted, SpecError> {
    if !matches!(spec.code(), b'c' | b'b' | b'o' | b'x' | b'X' | b'd' | b'n') {
        return Err(SpecError::UnknownCode(spec.kind));
    }
    if spec.precision.is_some() {
        return SpecError::value("Precision not allowed in integer format specifier");
    }
    if spec.no_negative_zero {
        return SpecError::value("Negative zero coercion (z) not allowed in integer format specifier");
    }
    let (bits, prefix): (u32, &[u8]) = match spec.code() {
        b'c' => return format_char(digits, negative, spec),
        b'b' => (1, b"0b"),
        b'o' => (3, b"0o"),
        b'x' => (4, b"0x"),
        b'X' => (4, b"0X"),
        _ => (0, b""),
    };
    if bits == 0 && is_bare(spec) && spec.code() != b'n' {
        return Ok(Formatted::Ascii(long_text::decimal(digits, negative).to_buf()));
    }
    let decimal;
    let mut binary = Buf::new();
    let whole: &[u8] = if bits == 0 {
        decimal = long_text::decimal(digits, false);
        &decimal
    } else {
        binary.resize(long_text::binary_len(digits, bits), 0);
        long_text::put_binary(&mut binary, digits, bits);
        if spec.code() == b'X' {
            binary.make_ascii_uppercase();
        }
        &binary
    };
    let number = Number { negative, prefix: if spec.alternate { prefix } else { b"" }, whole, fraction: None, rest: b"" };
    if spec.code() == b'n' {
        return assemble(&number, &FormatSpec { grouping: Grouping::Locale, ..spec.clone() });
    }
    assemble(&number, spec)
}

/// Type `c`: the character with that code point.
fn format_char(digits: &[u32], negative: bool, spec: &FormatSpec) -> Result<Formatted, SpecError> {
    if spec.sign != 0 {
        return SpecError::value("Sign not allowed with integer format specifier 'c'");
    }
    if spec.alternate {
        return SpecError::value("Alternate form (#) not allowed with integer format specifier 'c'");
    }
    let fits_long = match crate::types::long::digits::to_u64(digits) {
        Some(v) => v <= i64::MAX as u64 + negative as u64,
        None => false,
    };
    if !fits_long {
        return Err(SpecError::Overflow("Python int too large to convert to C long"));
    }
    let c = match *digits {
        [] => 0,
        [c] if !negative && c < 0x11_0000 => c,
        _ => return Err(SpecError::Overflow("%c arg not in range(0x110000)")),
    };
    let (left, right) = spec.padding(1);
    let mut out = filled::<u32>(spec, left + 1 + right)?;
    out[left] = c;
    Ok(if c < 128 && spec.fill < 128 { Formatted::Ascii(out.iter().map(|&c| c as u8).collect()) } else { Formatted::Wide(out) })
}

/// Whether an int's specification has one of a float's types, so that the int is formatted as a float.
pub fn wants_float(spec: &FormatSpec) -> bool {
    matches!(spec.code(), b'e' | b'E' | b'f' | b'F' | b'g' | b'G' | b'%')
}

/// Formats a float.
pub fn format_float(x: f64, spec: &FormatSpec) -> Result<Formatted, SpecError> {
    let precision = checked_precision(spec)?;
    let mut style = Style::new(spec.code(), 6);
    style.alternate = spec.alternate;
    style.no_negative_zero = spec.no_negative_zero;
    let (mut x, mut percent, mut spec) = (x, false, Cow::Borrowed(spec));
    match style.code {
        0 => {
            style.add_dot_0 = true;
            (style.code, style.precision) = if precision.is_none() { (b'r', 0) } else { (b'g', 0) };
        }
        b'n' => {
            style.code = b'g';
            spec.to_mut().grouping = Grouping::Locale;
        }
        b'%' => {
            style.code = b'f';
            x *= 100.0;
            percent = true;
        }
        b'e' | b'E' | b'f' | b'F' | b'g' | b'G' => {}
        _ => return Err(SpecError::UnknownCode(spec.kind)),
    }
    if let Some(p) = precision {
        style.precision = p;
    }
    let mut text = Buf::new();
    text.try_reserve(style.precision + 32).map_err(|_| SpecError::NoMemory)?;
    float_text::write(&mut text, x, style);
    if percent {
        text.push(b'%');
    }
    if is_bare(&spec) {
        return Ok(Formatted::Ascii(text));
    }
    assemble(&Number::of_float(&text), &spec)
}

/// Formats a complex number.
pub fn format_complex(real: f64, imaginary: f64, spec: &FormatSpec) -> Result<Formatted, SpecError> {
    if !matches!(spec.code(), 0 | b'e' | b'E' | b'f' | b'F' | b'g' | b'G' | b'n') {
        return Err(SpecError::UnknownCode(spec.kind));
    }
    let precision = checked_precision(spec)?;
    if spec.fill == b'0' as u32 {
        return SpecError::value("Zero padding is not allowed in complex format specifier");
    }
    if spec.align == Align::AfterSign {
        return SpecError::value("'=' alignment flag is not allowed in complex format specifier");
    }
    let mut style = Style::new(spec.code(), 6);
    style.alternate = spec.alternate;
    style.no_negative_zero = spec.no_negative_zero;
    let mut part = FormatSpec { fill: 0, align: Align::Left, width: None, ..spec.clone() };
    let (mut only_imaginary, mut parentheses) = (false, false);
    match style.code {
        0 => {
            (style.code, style.precision) = if precision.is_none() { (b'r', 0) } else { (b'g', 0) };
            only_imaginary = real == 0.0 && real.is_sign_positive();
            parentheses = !only_imaginary;
        }
        b'n' => {
            style.code = b'g';
            part.grouping = Grouping::Locale;
        }
        _ => {}
    }
    if let Some(p) = precision {
        style.precision = p;
    }
    let separators = Separators::of(&part);
    let mut out: Buf<u32> = Buf::new();
    out.extend(parentheses.then_some(b'(' as u32));
    let mut text = Buf::new();
    text.try_reserve(style.precision + 32).map_err(|_| SpecError::NoMemory)?;
    if !only_imaginary {
        float_text::write(&mut text, real, style);
        out.extend(assemble_units::<u32>(&Number::of_float(&text), &part, &separators)?);
        text.clear();
        part.sign = b'+';
    }
    float_text::write(&mut text, imaginary, style);
    out.extend(assemble_units::<u32>(&Number::of_float(&text), &part, &separators)?);
    out.push(b'j' as u32);
    out.extend(parentheses.then_some(b')' as u32));
    let (left, right) = spec.padding(out.len());
    let mut padded = filled::<u32>(spec, left + out.len() + right)?;
    padded[left..left + out.len()].copy_from_slice(&out);
    Ok(if padded.iter().all(|&c| c < 128) { Formatted::Ascii(padded.iter().map(|&c| c as u8).collect()) } else { Formatted::Wide(padded) })
}

// ---- objects ------------------------------------------------------------------------------------------------------

impl SpecError {
    /// Raises what CPython raises for an object of this type and this specification.
    pub fn raise(self, spec: &PyUnicodeObject, object: &PyObject) -> Raised {
        let name = object.ty().name();
        match self {
            SpecError::Value(message) => raise!(ValueError, "{message}"),
            SpecError::Overflow(message) => raise!(OverflowError, "{message}"),
            SpecError::NoMemory => Raised::no_memory(),
            SpecError::UnknownCode(code) => raise!(ValueError, "Unknown format code '{}' for object of type '{name}'", show_code(code)),
            SpecError::Invalid => {
                // The specification is shown as it is, surrogates included.
                let mut text = unicode::TextBuf::new();
                text.push_str("Invalid format specifier '");
                text.push_chars(spec.chars());
                text.push_str("' for object of type '");
                text.push_str(name);
                text.push_str("'");
                match unicode::from_buf(&text) {
                    Ok(text) => crate::runtime::errors::with_value(&crate::types::exceptions::ValueError, &text),
                    Err(raised) => raised,
                }
            }
        }
    }
}

/// Parses the specification in a `str` for an object: see [`FormatSpec::parse`].
pub fn parse(spec: &PyUnicodeObject, object: &PyObject, kind: u8, align: Align) -> PyResult<FormatSpec> {
    let parsed = match spec.chars() {
        Chars::One(s) => FormatSpec::parse(s.len(), |i| s[i].into(), kind, align),
        Chars::Two(s) => FormatSpec::parse(s.len(), |i| s[i].into(), kind, align),
        Chars::Four(s) => FormatSpec::parse(s.len(), |i| s[i], kind, align),
    };
    parsed.map_err(|error| error.raise(spec, object))
}

/// The `__format__` of a number: its `str` for an empty specification, else what `format` makes of the parsed one.
pub fn format_object<T: IsObject>(
    object: &T,
    spec: &PyObject,
    kind: u8,
    align: Align,
    format: impl FnOnce(&T, &FormatSpec) -> PyResult<Result<Formatted, SpecError>>,
) -> PyResult<Owned> {
    let Some(spec) = spec.downcast::<PyUnicodeObject>() else {
        return Err(unicode::bad_type("__format__", None, spec));
    };
    if spec.is_empty() {
        return Ok(object.as_object().str()?.upcast());
    }
    let parsed = parse(spec, object.as_object(), kind, align)?;
    let text = match format(object, &parsed)? {
        Ok(Formatted::Ascii(text)) => unicode::from_ascii(&text)?,
        Ok(Formatted::Wide(text)) => unicode::from_chars(Chars::Four(&text))?,
        Err(error) => return Err(error.raise(spec, object.as_object())),
    };
    Ok(text.upcast())
}
