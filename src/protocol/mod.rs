//! What works on any object.

pub mod buffer;
pub mod call;
pub mod format_spec;
pub mod instance;
pub mod number;
pub mod object;
