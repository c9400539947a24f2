//! `sys`.

pub mod stdlib;
