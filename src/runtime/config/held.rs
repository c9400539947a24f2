//! The configuration that an interpreter holds.

use super::status::{Step, error};
use super::{legacy, locale, preinit, wide};
use crate::layout::{PyConfig, PyWideStringList};
use crate::object::Owned;
use crate::runtime::errors::Result;
use crate::runtime::{interp, lifecycle};
use crate::types::unicode::codecs::native::Native;
use crate::types::unicode::{self, chars::TextBuf};
use exuvia_macros::capi;
use libc::wchar_t;
use std::cell::{Cell, UnsafeCell};
use std::ffi::{CStr, CString};

/// A configuration that is not written while anybody reads it: it changes when its interpreter starts, and under the GIL.
pub struct Held {
    config: UnsafeCell<PyConfig>,
    /// File names are UTF-8 with escaped bytes.
    utf8_names: Cell<bool>,
}

impl Default for Held {
    fn default() -> Self {
        Held { config: UnsafeCell::new(PyConfig::new(super::COMPAT)), utf8_names: Cell::new(true) }
    }
}

impl Held {
    pub fn get(&self) -> &PyConfig {
        // SAFETY: who has the interpreter's GIL reads; it changes under that.
        unsafe { &*self.config.get() }
    }
    /// Changes it.
    pub fn change<R>(&self, change: impl FnOnce(&mut PyConfig) -> R) -> R {
        // SAFETY: no reader keeps a reference across a call that changes it.
        change(unsafe { &mut *self.config.get() })
    }
    /// Puts another in its place.
    pub fn put(&self, config: PyConfig) {
        let (encoding, errors) = (plain(config.filesystem_encoding, c"utf-8"), plain(config.filesystem_errors, c"surrogateescape"));
        self.utf8_names.set(encoding.as_c_str() == c"utf-8" && errors.as_c_str() == c"surrogateescape");
        self.change(|held| std::mem::replace(held, config).clear());
    }
    /// Whether file names are UTF-8 with escaped bytes.
    #[inline]
    pub fn names_are_utf8(&self) -> bool {
        self.utf8_names.get()
    }
    /// The encoding of file names, and its error handler.
    pub fn file_names(&self) -> (CString, CString) {
        let config = self.get();
        (plain(config.filesystem_encoding, c"utf-8"), plain(config.filesystem_errors, c"surrogateescape"))
    }
    /// Takes a copy of the main interpreter's.
    pub fn inherit(&self) -> Step {
        // SAFETY: the main interpreter outlives the others.
        match unsafe { lifecycle::main_interpreter().as_ref() } {
            Some(main) if !std::ptr::eq(&main.py_config, self) => {
                self.put(main.py_config.get().copy()?);
                Ok(())
            }
            _ => Ok(()),
        }
    }
    /// The address of a field, for a program that knows its offset.
    pub fn at<T>(&self, offset: usize) -> *mut T {
        self.config.get().cast::<u8>().wrapping_add(offset).cast()
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.config.get_mut().clear();
    }
}

/// Lets the flags, the settled and C's streams say what a configuration says.
pub fn apply(config: &PyConfig) -> Step {
    config.give_flags();
    if config.configure_c_stdio != 0 {
        streams(config.buffered_stdio != 0, config.interactive != 0);
    }
    preinit::note(config);
    super::arguments::keep(&config.orig_argv)
}

unsafe extern "C" {
    static stdin: *mut libc::FILE;
    static stdout: *mut libc::FILE;
    static stderr: *mut libc::FILE;
}

/// How C's streams wait: not at all, or by lines in an interactive program; else as C has them.
fn streams(buffered: bool, interactive: bool) {
    let mode = match (buffered, interactive) {
        (false, _) => libc::_IONBF,
        (true, true) => libc::_IOLBF,
        _ => return,
    };
    // SAFETY: C's streams; the buffer is their own.
    unsafe {
        for stream in [stdin, stdout, stderr] {
            if mode == libc::_IONBF || !std::ptr::eq(stream, stderr) {
                libc::setvbuf(stream, std::ptr::null_mut(), mode, 0);
            }
        }
    }
}

/// A configuration's string for C, or what stands for none.
pub fn plain(string: *mut wchar_t, otherwise: &CStr) -> CString {
    // SAFETY: the configuration's string.
    let bytes = unsafe { wide::units(string) }.map(|text| text.iter().map(|c| *c as u8).collect::<Vec<u8>>());
    bytes.and_then(|bytes| CString::new(bytes).ok()).unwrap_or_else(|| otherwise.to_owned())
}

/// The name by which a codec of the library calls itself, of one by which the C library or a host does.
fn codec_name(name: &[wchar_t]) -> Option<String> {
    let plain: Vec<u8> = name.iter().map(|c| u8::try_from(*c).unwrap_or(b'?')).collect();
    let (codec, _) = Native::of(&plain)?;
    Some(match codec {
        Native::Latin1 => "iso8859-1".to_owned(),
        codec => codec.name().replace('_', "-"),
    })
}

/// Calls the encodings by their own names. An error for streams in one that nobody knows; the locale's own goes through.
pub fn name_codecs(config: &mut PyConfig) -> Step {
    let own = locale::encoding();
    for (place, streams) in [(&mut config.filesystem_encoding, false), (&mut config.stdio_encoding, true)] {
        // SAFETY: the configuration's string.
        let Some(name) = (unsafe { wide::units(*place) }) else { continue };
        match codec_name(name) {
            Some(known) => wide::set(place, Some(&wide::of_ascii(&known)), c"config_get_codec_name")?,
            None if streams && name != own => {
                return Err(error(Some(c"init_stdio_encoding"), c"failed to get the Python codec name of the stdio encoding"));
            }
            None => {}
        }
    }
    Ok(())
}

/// Names the encoding of file names to C.
pub fn name_encoding(config: &PyConfig) {
    // SAFETY: the configuration's strings.
    let names = unsafe { wide::units(config.filesystem_encoding).zip(wide::units(config.filesystem_errors)) };
    legacy::set_file_system_encoding(names);
}

/// A `str` of wide text, new.
pub fn text(text: &[wchar_t]) -> Result<Owned> {
    let mut out = TextBuf::with_capacity(text.len());
    for c in text {
        out.push((*c as u32).min(0x10_FFFF));
    }
    Ok(unicode::from_buf(&out)?.upcast())
}

/// A `str` of a configuration's string, or `None`; new.
pub fn text_or_none(string: *mut wchar_t) -> Result<Owned> {
    // SAFETY: the configuration's string.
    match unsafe { wide::units(string) } {
        Some(found) => text(found),
        None => Ok(crate::types::singletons::none()),
    }
}

/// A list of a configuration's strings, new.
pub fn list(strings: &PyWideStringList) -> Result<Owned> {
    let list = crate::types::list::new()?;
    for string in strings.iter() {
        list.push(text(string)?)?;
    }
    Ok(list.upcast())
}

/// The interpreter's configuration, borrowed. Its thread state is attached.
#[capi(private)]
pub fn _Py_GetConfig() -> *const PyConfig {
    interp().py_config.get()
}
