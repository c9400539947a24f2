//! Where text is cut: white space, separators, line ends, margins; and tabs and padding. Places only, on plain slices:
//! whoever asks makes the pieces.

use super::chars::{Chars, TextBuf, with_units};
use super::ctype;
use super::search;

/// What is left after stripping, as a range. `keep_out` says which code points go; either side can be left alone.
pub fn strip(text: Chars<'_>, left: bool, right: bool, keep_out: impl Fn(u32) -> bool) -> (usize, usize) {
    with_units!(text, |s| {
        let mut start = 0;
        let mut end = s.len();
        if left {
            while start < end && keep_out(s[start].into()) {
                start += 1;
            }
        }
        if right {
            while end > start && keep_out(s[end - 1].into()) {
                end -= 1;
            }
        }
        (start, end)
    })
}

/// Whether `c` is among `set`, for `strip(chars)`.
#[inline]
pub fn member(set: Chars<'_>, c: u32) -> bool {
    search::find_char(set, c, true).is_some()
}

/// Calls `piece` with the range of each word, at most `limit` cuts; what is left is the last piece, with the white space behind it. Stops at the first error.
pub fn words<E>(text: Chars<'_>, limit: usize, mut piece: impl FnMut(usize, usize) -> Result<(), E>) -> Result<(), E> {
    with_units!(text, |s| {
        let n = s.len();
        let space = |i: usize| ctype::is_space(s[i].into());
        let mut at = 0;
        let mut cuts = 0;
        loop {
            while at < n && space(at) {
                at += 1;
            }
            if at == n {
                return Ok(());
            }
            if cuts == limit {
                return piece(at, n);
            }
            let start = at;
            while at < n && !space(at) {
                at += 1;
            }
            piece(start, at)?;
            cuts += 1;
        }
    })
}

/// As [`words`], from the right: the pieces come last first.
pub fn words_from_right<E>(text: Chars<'_>, limit: usize, mut piece: impl FnMut(usize, usize) -> Result<(), E>) -> Result<(), E> {
    with_units!(text, |s| {
        let space = |i: usize| ctype::is_space(s[i].into());
        let mut end = s.len();
        let mut cuts = 0;
        loop {
            while end > 0 && space(end - 1) {
                end -= 1;
            }
            if end == 0 {
                return Ok(());
            }
            if cuts == limit {
                return piece(0, end);
            }
            let stop = end;
            while end > 0 && !space(end - 1) {
                end -= 1;
            }
            piece(end, stop)?;
            cuts += 1;
        }
    })
}

/// Calls `piece` with the ranges between occurrences of `separator` (not empty), at most `limit` cuts.
pub fn pieces<E>(text: Chars<'_>, separator: Chars<'_>, limit: usize, mut piece: impl FnMut(usize, usize) -> Result<(), E>) -> Result<(), E> {
    let mut start = 0;
    let mut cuts = 0;
    let mut failed = None;
    if limit > 0 {
        search::each_match(text, separator, |at| {
            if let Err(error) = piece(start, at) {
                failed = Some(error);
                return false;
            }
            start = at + separator.len();
            cuts += 1;
            cuts < limit
        });
    }
    match failed {
        Some(error) => Err(error),
        None => piece(start, text.len()),
    }
}

/// As [`pieces`], from the right: the pieces come last first.
pub fn pieces_from_right<E>(
    text: Chars<'_>,
    separator: Chars<'_>,
    limit: usize,
    mut piece: impl FnMut(usize, usize) -> Result<(), E>,
) -> Result<(), E> {
    let mut end = text.len();
    for _ in 0..limit {
        match search::find_chars(text.slice(0, end), separator, false) {
            Some(at) => {
                piece(at + separator.len(), end)?;
                end = at;
            }
            None => break,
        }
    }
    piece(0, end)
}

/// Calls `line` with the range of each line, its end included when `keep_ends`.
pub fn lines<E>(text: Chars<'_>, keep_ends: bool, mut line: impl FnMut(usize, usize) -> Result<(), E>) -> Result<(), E> {
    with_units!(text, |s| {
        let n = s.len();
        let mut at = 0;
        while at < n {
            let start = at;
            while at < n && !ctype::is_linebreak(s[at].into()) {
                at += 1;
            }
            let mut end = at;
            if at < n {
                let pair = Into::<u32>::into(s[at]) == 13 && at + 1 < n && Into::<u32>::into(s[at + 1]) == 10;
                at += 1 + pair as usize;
                if keep_ends {
                    end = at;
                }
            }
            line(start, end)?;
        }
        Ok(())
    })
}

/// How long `text` is with its tabs expanded; `None` when that is longer than an object can be.
pub fn expanded_len(text: Chars<'_>, tab_size: usize) -> Option<usize> {
    let (mut column, mut len) = (0usize, 0usize);
    for c in text.iter() {
        let n = match c {
            9 if tab_size > 0 => tab_size - column % tab_size,
            9 => 0,
            _ => 1,
        };
        len = len.checked_add(n).filter(|&n| n <= isize::MAX as usize)?;
        column = if c == 10 || c == 13 { 0 } else { column + n };
    }
    Some(len)
}

/// `str.expandtabs`, for a text whose [`expanded_len`] there is room for.
pub fn expand_tabs(text: Chars<'_>, tab_size: usize, out: &mut TextBuf) {
    let mut column = 0usize;
    for c in text.iter() {
        if c == 9 {
            if tab_size > 0 {
                let n = tab_size - column % tab_size;
                column += n;
                out.push_n(32, n);
            }
        } else {
            column = if c == 10 || c == 13 { 0 } else { column + 1 };
            out.push(c);
        }
    }
}
