//! `str`: text in CPython's PEP 393 layouts.

pub mod case;
pub mod chars;
pub mod ctype;
pub mod repr;
pub mod search;
pub mod siphash;
pub mod split;
pub mod utf8;
