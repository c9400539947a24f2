//! What the runtime is started with: `PyPreConfig`, `PyConfig`, `PyInitConfig`, and the variables and functions that were before.
//!
//! A start goes in three steps. What comes before all else is settled first ([`preinit`]): the locale, and whether the environment
//! speaks. A configuration is then read ([`read`]): command line, variables and options fill in what the host left open. The runtime
//! takes a copy, completes it with paths ([`paths`]), and the main interpreter holds it ([`held`]).
//!
//! Invariant: a configuration's strings come from the raw domain and belong to it; -1 and NULL stand for what nobody has decided.

pub mod arguments;
pub mod command_line;
pub mod environment;
pub mod fields;
pub mod held;
pub mod init_config;
pub mod legacy;
pub mod locale;
pub mod paths;
pub mod preinit;
pub mod py_config;
pub mod read;
pub mod status;
mod usage;
pub mod values;
pub mod wide;

/// Kinds of configurations: in the old style, as the `python` program begins, isolated.
pub const COMPAT: std::ffi::c_int = 1;
pub const PYTHON: std::ffi::c_int = 2;
pub const ISOLATED: std::ffi::c_int = 3;
