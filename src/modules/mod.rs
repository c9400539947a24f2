//! Built-in modules.

pub mod builtins;
pub mod codecs;
pub mod string;
pub mod imp;
pub mod sys;
pub mod types;
pub mod warnings;
