//! What works on any object.

pub mod instance;
pub mod buffer;
pub mod call;
pub mod object;
