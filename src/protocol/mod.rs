//! What works on any object.

pub mod buffer;
pub mod call;
pub mod instance;
pub mod object;
