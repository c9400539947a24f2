//! What works on any object.

pub mod buffer;
pub mod call;
pub mod format_spec;
pub mod instance;
pub mod number;
pub mod index;
pub mod iteration;
pub mod mapping;
pub mod need;
pub mod object;
pub mod sequence;
