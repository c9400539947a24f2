//! Code and frames.

pub mod code;
pub mod current;
pub mod frame;
pub mod location;
