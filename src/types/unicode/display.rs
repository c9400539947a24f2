//! Text in messages: `raise!(TypeError, "module '{}'…", &*name)`.

use super::Chars;
use crate::layout::PyUnicodeObject;
use std::fmt::{self, Write};

/// The characters; a surrogate, which Rust's text cannot hold, shows as U+FFFD.
impl fmt::Display for PyUnicodeObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut put = |c: u32| f.write_char(char::from_u32(c).unwrap_or(char::REPLACEMENT_CHARACTER));
        match self.chars() {
            Chars::One(text) => text.iter().try_for_each(|c| put(u32::from(*c))),
            Chars::Two(text) => text.iter().try_for_each(|c| put(u32::from(*c))),
            Chars::Four(text) => text.iter().try_for_each(|c| put(*c)),
        }
    }
}
