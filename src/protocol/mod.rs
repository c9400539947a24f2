//! What works on any object.

pub mod buffer;
pub mod call;
mod call_format;
pub mod dir;
pub mod file;
pub mod format_spec;
pub mod index;
pub mod instance;
pub mod iteration;
pub mod mapping;
pub mod number;
pub mod object;
pub mod sequence;
