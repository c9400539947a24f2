//! The character database: what each code point is and what it becomes in another case.
//!
//! A code point is looked up in two steps, its 128-wide page and then its place in it, and finds one of a few hundred [`Record`]s.
//! The tables are observations of CPython 3.14 (Unicode 16.0), so the predicates agree with it on every code point;
//! code points above U+10FFFF have no property and map to themselves.

mod tables;

use tables::{BLOCKS, NUMERIC_VALUES, PAGES, RECORDS, SPECIAL_CASES};

/// What the code points of one kind have in common.
pub struct Record {
    flags: u16,
    decimal: i8,
    digit: i8,
    lower: i32,
    upper: i32,
    title: i32,
}

const ALPHA: u16 = 1;
const DECIMAL: u16 = 1 << 1;
const DIGIT: u16 = 1 << 2;
const NUMERIC: u16 = 1 << 3;
const LOWER: u16 = 1 << 4;
const UPPER: u16 = 1 << 5;
const TITLE: u16 = 1 << 6;
const SPACE: u16 = 1 << 7;
const LINEBREAK: u16 = 1 << 8;
const PRINTABLE: u16 = 1 << 9;
const XID_START: u16 = 1 << 10;
const XID_CONTINUE: u16 = 1 << 11;
const CASED: u16 = 1 << 12;
const CASE_IGNORABLE: u16 = 1 << 13;
const SPECIAL: u16 = 1 << 14;

#[inline]
fn record(c: u32) -> &'static Record {
    // Beyond Unicode stands the record of U+0378, which is unassigned.
    let c = if c < 0x110000 { c as usize } else { 0x378 };
    &RECORDS[BLOCKS[PAGES[c >> 7] as usize * 128 + (c & 127)] as usize]
}

#[inline]
fn has(c: u32, flags: u16) -> bool {
    record(c).flags & flags != 0
}

/// A letter of any script.
#[inline]
pub fn is_alpha(c: u32) -> bool {
    has(c, ALPHA)
}
/// A digit of a decimal system.
#[inline]
pub fn is_decimal(c: u32) -> bool {
    has(c, DECIMAL)
}
/// A digit, also a superscript or circled one.
#[inline]
pub fn is_digit(c: u32) -> bool {
    has(c, DIGIT)
}
/// Anything with a numeric value, fractions and ideographs too.
#[inline]
pub fn is_numeric(c: u32) -> bool {
    has(c, NUMERIC)
}
/// What `str.isalnum` accepts.
#[inline]
pub fn is_alnum(c: u32) -> bool {
    has(c, ALPHA | DECIMAL | DIGIT | NUMERIC)
}
/// A lower-case letter.
#[inline]
pub fn is_lower(c: u32) -> bool {
    has(c, LOWER)
}
/// An upper-case letter.
#[inline]
pub fn is_upper(c: u32) -> bool {
    has(c, UPPER)
}
/// A title-case letter, such as U+01C5.
#[inline]
pub fn is_title(c: u32) -> bool {
    has(c, TITLE)
}
/// White space as `str.isspace`, `strip` and `split` see it.
#[inline]
pub fn is_space(c: u32) -> bool {
    if c < 128 { matches!(c, 9..=13 | 28..=32) } else { c >= 0x85 && has(c, SPACE) }
}
/// The end of a line as `str.splitlines` sees it.
#[inline]
pub fn is_linebreak(c: u32) -> bool {
    if c < 0x80 { matches!(c, 10..=13 | 28..=30) } else { has(c, LINEBREAK) }
}
/// What `repr` shows as it is.
#[inline]
pub fn is_printable(c: u32) -> bool {
    if c < 127 { c >= 32 } else { has(c, PRINTABLE) }
}
/// May begin an identifier (the underscore is not counted here).
#[inline]
pub fn is_xid_start(c: u32) -> bool {
    has(c, XID_START)
}
/// May stand inside an identifier.
#[inline]
pub fn is_xid_continue(c: u32) -> bool {
    has(c, XID_CONTINUE)
}
/// Has a case, or is a cased letter's relative.
#[inline]
pub fn is_cased(c: u32) -> bool {
    has(c, CASED)
}
/// Is passed over when the neighbours of a capital sigma are looked at.
#[inline]
pub fn is_case_ignorable(c: u32) -> bool {
    has(c, CASE_IGNORABLE)
}
/// The value of a decimal digit.
#[inline]
pub fn to_decimal(c: u32) -> Option<u8> {
    let value = record(c).decimal;
    (value >= 0).then_some(value as u8)
}
/// The value of a digit.
#[inline]
pub fn to_digit(c: u32) -> Option<u8> {
    let value = record(c).digit;
    (value >= 0).then_some(value as u8)
}
/// The numeric value.
pub fn to_numeric(c: u32) -> Option<f64> {
    NUMERIC_VALUES.binary_search_by_key(&c, |entry| entry.0).ok().map(|at| NUMERIC_VALUES[at].1)
}
/// The one lower-case letter of `c`.
#[inline]
pub fn to_lower(c: u32) -> u32 {
    c.wrapping_add_signed(record(c).lower)
}
/// The one upper-case letter of `c`.
#[inline]
pub fn to_upper(c: u32) -> u32 {
    c.wrapping_add_signed(record(c).upper)
}
/// The one title-case letter of `c`.
#[inline]
pub fn to_title(c: u32) -> u32 {
    c.wrapping_add_signed(record(c).title)
}

/// Which full mapping is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Case {
    Lower,
    Upper,
    Title,
    Fold,
}

/// Hands the code points that `c` becomes in `case` to `put`, one to three of them.
#[inline]
pub fn map_case(c: u32, case: Case, mut put: impl FnMut(u32)) {
    let found = record(c);
    if found.flags & SPECIAL != 0 {
        return special(c, case).iter().for_each(|&c| put(c));
    }
    put(c.wrapping_add_signed(match case {
        Case::Lower | Case::Fold => found.lower,
        Case::Upper => found.upper,
        Case::Title => found.title,
    }))
}

#[cold]
fn special(c: u32, case: Case) -> &'static [u32] {
    let Ok(at) = SPECIAL_CASES.binary_search_by_key(&c, |entry| entry.0) else {
        return &[];
    };
    let entry = &SPECIAL_CASES[at];
    match case {
        Case::Lower => entry.1,
        Case::Upper => entry.2,
        Case::Title => entry.3,
        Case::Fold => entry.4,
    }
}

/// `unicodectype.c`'s predicates for C.
mod exports {
    use exuvia_macros::capi;
    use std::ffi::c_int;

    macro_rules! predicates {
        ($($(#[$doc:meta])* $name:ident = $test:ident;)*) => { $(
            $(#[$doc])*
            #[capi]
            pub fn $name(c: u32) -> c_int {
                c_int::from(super::$test(c))
            }
        )* };
    }
    predicates! {
        /// Whether it is a lower-case letter.
        _PyUnicode_IsLowercase = is_lower;
        /// Whether it is an upper-case letter.
        _PyUnicode_IsUppercase = is_upper;
        /// Whether it is a title-case letter.
        _PyUnicode_IsTitlecase = is_title;
        /// Whether it is white space.
        _PyUnicode_IsWhitespace = is_space;
        /// Whether it ends a line.
        _PyUnicode_IsLinebreak = is_linebreak;
        /// Whether it is a decimal digit.
        _PyUnicode_IsDecimalDigit = is_decimal;
        /// Whether it is a digit.
        _PyUnicode_IsDigit = is_digit;
        /// Whether it has a numeric value.
        _PyUnicode_IsNumeric = is_numeric;
        /// Whether `repr` shows it as it is.
        _PyUnicode_IsPrintable = is_printable;
        /// Whether it is a letter.
        _PyUnicode_IsAlpha = is_alpha;
    }
    macro_rules! mappings {
        ($($(#[$doc:meta])* $name:ident = $map:ident;)*) => { $(
            $(#[$doc])*
            #[capi]
            pub fn $name(c: u32) -> u32 {
                super::$map(c)
            }
        )* };
    }
    mappings! {
        /// The one lower-case letter of it.
        _PyUnicode_ToLowercase = to_lower;
        /// The one upper-case letter of it.
        _PyUnicode_ToUppercase = to_upper;
        /// The one title-case letter of it.
        _PyUnicode_ToTitlecase = to_title;
    }
    /// The value of a decimal digit, or -1.
    #[capi]
    pub fn _PyUnicode_ToDecimalDigit(c: u32) -> c_int {
        super::to_decimal(c).map_or(-1, c_int::from)
    }
    /// The value of a digit, or -1.
    #[capi]
    pub fn _PyUnicode_ToDigit(c: u32) -> c_int {
        super::to_digit(c).map_or(-1, c_int::from)
    }
    /// The numeric value, or -1.
    #[capi]
    pub fn _PyUnicode_ToNumeric(c: u32) -> f64 {
        super::to_numeric(c).unwrap_or(-1.0)
    }
    /// 1 at the white space among the characters below 128.
    #[capi]
    pub static _Py_ascii_whitespace: [u8; 128] = {
        let mut table = [0; 128];
        let mut c = 0;
        while c < 128 {
            table[c] = matches!(c, 9..=13 | 28..=32) as u8;
            c += 1;
        }
        table
    };
}
