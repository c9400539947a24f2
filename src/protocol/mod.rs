//! What works on any object.

pub mod object;
