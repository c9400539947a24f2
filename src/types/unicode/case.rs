//! Case mapping of whole texts, and the questions about case (`isupper`, `istitle` …), on plain slices.

use super::chars::{Chars, TextBuf, with_units};
use super::ctype::{self, Case};

/// Whether a capital sigma at `at` ends a word, and so becomes a final small sigma.
fn is_final_sigma(text: Chars<'_>, at: usize) -> bool {
    let before = (0..at).rev().map(|i| text.at(i)).find(|&c| !ctype::is_case_ignorable(c));
    let after = (at + 1..text.len()).map(|i| text.at(i)).find(|&c| !ctype::is_case_ignorable(c));
    before.is_some_and(ctype::is_cased) && !after.is_some_and(ctype::is_cased)
}

/// Appends the lower case of the code point at `at`, which depends on its neighbours for a capital sigma.
fn push_lower(text: Chars<'_>, at: usize, out: &mut TextBuf) {
    match text.at(at) {
        0x3A3 => out.push(if is_final_sigma(text, at) { 0x3C2 } else { 0x3C3 }),
        c => ctype::map_case(c, Case::Lower, |c| out.push(c)),
    }
}

/// `str.lower`.
pub fn lower(text: Chars<'_>) -> TextBuf {
    let mut out = TextBuf::with_capacity(text.len());
    (0..text.len()).for_each(|at| push_lower(text, at, &mut out));
    out
}

/// `str.upper`.
pub fn upper(text: Chars<'_>) -> TextBuf {
    mapped(text, Case::Upper)
}

/// `str.casefold`.
pub fn casefold(text: Chars<'_>) -> TextBuf {
    mapped(text, Case::Fold)
}

fn mapped(text: Chars<'_>, case: Case) -> TextBuf {
    let mut out = TextBuf::with_capacity(text.len());
    with_units!(text, |s| s.iter().for_each(|&c| ctype::map_case(c.into(), case, |c| out.push(c))));
    out
}

/// `str.swapcase`.
pub fn swapcase(text: Chars<'_>) -> TextBuf {
    let mut out = TextBuf::with_capacity(text.len());
    for at in 0..text.len() {
        let c = text.at(at);
        if ctype::is_upper(c) {
            push_lower(text, at, &mut out);
        } else if ctype::is_lower(c) {
            ctype::map_case(c, Case::Upper, |c| out.push(c));
        } else {
            out.push(c);
        }
    }
    out
}

/// `str.capitalize`.
pub fn capitalize(text: Chars<'_>) -> TextBuf {
    let mut out = TextBuf::with_capacity(text.len());
    if let Some(first) = text.get(0) {
        ctype::map_case(first, Case::Title, |c| out.push(c));
        (1..text.len()).for_each(|at| push_lower(text, at, &mut out));
    }
    out
}

/// `str.title`.
pub fn title(text: Chars<'_>) -> TextBuf {
    let mut out = TextBuf::with_capacity(text.len());
    let mut in_word = false;
    for at in 0..text.len() {
        let c = text.at(at);
        if in_word {
            push_lower(text, at, &mut out);
        } else {
            ctype::map_case(c, Case::Title, |c| out.push(c));
        }
        in_word = ctype::is_cased(c);
    }
    out
}

/// `str.istitle`: capitals only where a word begins, and at least one.
pub fn is_title(text: Chars<'_>) -> bool {
    let (mut any, mut in_word) = (false, false);
    for c in text.iter() {
        if ctype::is_upper(c) || ctype::is_title(c) {
            if in_word {
                return false;
            }
            (any, in_word) = (true, true);
        } else if ctype::is_lower(c) {
            if !in_word {
                return false;
            }
            (any, in_word) = (true, true);
        } else {
            in_word = false;
        }
    }
    any
}

/// `str.isupper`: no lower or title case, and at least one upper case.
pub fn is_upper(text: Chars<'_>) -> bool {
    let mut any = false;
    for c in text.iter() {
        if ctype::is_lower(c) || ctype::is_title(c) {
            return false;
        }
        any |= ctype::is_upper(c);
    }
    any
}

/// `str.islower`: no upper or title case, and at least one lower case.
pub fn is_lower(text: Chars<'_>) -> bool {
    let mut any = false;
    for c in text.iter() {
        if ctype::is_upper(c) || ctype::is_title(c) {
            return false;
        }
        any |= ctype::is_lower(c);
    }
    any
}

/// Whether there is a code point and every one satisfies `test`: `isalpha` and its like.
pub fn all(text: Chars<'_>, test: impl Fn(u32) -> bool) -> bool {
    !text.is_empty() && with_units!(text, |s| s.iter().all(|&c| test(c.into())))
}

/// `str.isidentifier`.
pub fn is_identifier(text: Chars<'_>) -> bool {
    match text.get(0) {
        Some(c) if c == '_' as u32 || ctype::is_xid_start(c) => text.iter().skip(1).all(ctype::is_xid_continue),
        _ => false,
    }
}
