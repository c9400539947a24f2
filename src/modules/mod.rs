//! Built-in modules.

pub mod builtins;
pub mod sys;
pub mod warnings;
