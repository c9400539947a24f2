//! Text of exceptions: pieces of `str` put together without loss.

use crate::layout::*;
use crate::object::Owned;
use crate::runtime::errors::Result;
use crate::types::unicode;
use crate::types::unicode::chars::TextBuf;

/// The template with each `%` replaced by the next text.
pub fn compose(template: &str, texts: &[&Owned<PyUnicodeObject>]) -> Result<Owned<PyUnicodeObject>> {
    let mut out = TextBuf::new();
    let mut texts = texts.iter();
    for (i, literal) in template.split('%').enumerate() {
        if i > 0
            && let Some(text) = texts.next()
        {
            out.push_chars(text.chars());
        }
        out.push_str(literal);
    }
    unicode::from_buf(&out)
}

/// What follows the last `c` of a text; all of it where there is none.
pub fn after_last(text: &PyUnicodeObject, c: char) -> Result<Owned<PyUnicodeObject>> {
    let chars = text.chars();
    let start = (0..chars.len()).rev().find(|at| chars.at(*at) == c as u32).map_or(0, |at| at + 1);
    unicode::substring(text, start, chars.len())
}
