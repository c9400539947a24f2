//! Which Python this is, and what built it.

use exuvia_macros::capi;
use std::ffi::{c_char, c_int, c_ulong};

/// The version of CPython whose outline this is, as `sys.hexversion` has it.
pub const HEX: u32 = 0x030e_08f0;
/// `sys.version`: the version of the language first, then who speaks it.
pub const TEXT: &std::ffi::CStr =
    match std::ffi::CStr::from_bytes_with_nul(concat!("3.14.8 (Exuvia ", env!("CARGO_PKG_VERSION"), ") [Rust]\0").as_bytes()) {
        Ok(text) => text,
        Err(_) => c"3.14.8",
    };

/// The version as a number: one byte each for major, minor, micro, and release level with serial.
#[capi]
pub static Py_Version: c_ulong = HEX as c_ulong;

/// The version text; it begins with the number and a space.
#[capi]
pub fn Py_GetVersion() -> *const c_char {
    TEXT.as_ptr()
}

/// The platform's name.
#[capi]
pub fn Py_GetPlatform() -> *const c_char {
    c"linux".as_ptr()
}

/// Who holds the copyright.
#[capi]
pub fn Py_GetCopyright() -> *const c_char {
    c"Copyright (c) 2026 The Exuvia authors.".as_ptr()
}

/// The compiler, in brackets.
#[capi]
pub fn Py_GetCompiler() -> *const c_char {
    c"[Rust]".as_ptr()
}

/// The build.
#[capi]
pub fn Py_GetBuildInfo() -> *const c_char {
    concat!("Exuvia ", env!("CARGO_PKG_VERSION"), "\0").as_ptr().cast()
}

/// A version as a number, from its parts; of each, so many bits as there are.
#[capi]
pub fn Py_PACK_FULL_VERSION(major: c_int, minor: c_int, micro: c_int, level: c_int, serial: c_int) -> u32 {
    let part = |value: c_int, bits: u32, at: u32| (value as u32 & ((1 << bits) - 1)) << at;
    part(major, 8, 24) | part(minor, 8, 16) | part(micro, 8, 8) | part(level, 4, 4) | part(serial, 4, 0)
}

/// A version as a number, from its first two parts.
#[capi]
pub fn Py_PACK_VERSION(major: c_int, minor: c_int) -> u32 {
    Py_PACK_FULL_VERSION(major, minor, 0, 0, 0)
}
