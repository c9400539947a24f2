//! Docstrings of C functions and types: the signature that a docstring may begin with, and the text after it.
//!
//! A docstring `name(…)\n--\n\ntext` has the signature `(…)`. The name is compared without what stands before its last dot.

use crate::layout::meth;
use crate::object::Owned;
use crate::runtime::errors::Result;
use crate::types::{singletons, unicode};
use std::ffi::{CStr, c_char, c_int};

const MARK: &[u8] = b")\n--\n\n";

/// A docstring's two parts.
struct Parts<'a> {
    /// With its parentheses.
    signature: Option<&'a [u8]>,
    text: &'a [u8],
}

fn parts<'a>(name: &[u8], doc: &'a [u8]) -> Parts<'a> {
    let plain = Parts { signature: None, text: doc };
    let name = name.rsplit(|b| *b == b'.').next().unwrap_or(name);
    let Some(rest) = doc.strip_prefix(name).filter(|rest| rest.first() == Some(&b'(')) else {
        return plain;
    };
    let Some(end) = rest.windows(MARK.len()).position(|w| w == MARK) else {
        return plain;
    };
    // An empty line ends the search for the mark.
    if rest[..end].windows(2).any(|w| w == b"\n\n") {
        return plain;
    }
    Parts { signature: Some(&rest[..end + 1]), text: &rest[end + MARK.len()..] }
}

/// # Safety
/// `text` is a C string or NULL.
unsafe fn bytes<'a>(text: *const c_char) -> &'a [u8] {
    // SAFETY: the caller's word.
    if text.is_null() { b"" } else { unsafe { CStr::from_ptr(text) }.to_bytes() }
}

fn str_of(bytes: &[u8]) -> Result<Owned> {
    Ok(unicode::from_str(&String::from_utf8_lossy(bytes))?.upcast())
}

/// `__doc__` of what has this name and docstring, new: a `str`, or `None` where there is no text.
///
/// # Safety
/// Both are C strings or NULL.
pub unsafe fn text(name: *const c_char, doc: *const c_char) -> Result<Owned> {
    // SAFETY: the caller's word.
    match unsafe { parts(bytes(name), bytes(doc)) }.text {
        [] => Ok(singletons::none()),
        text => str_of(text),
    }
}

/// `__text_signature__` of what has this name and docstring, new: a `str`, or `None`. A method's flags (0 for what is none)
/// give the signature where the docstring does not.
///
/// # Safety
/// Both are C strings or NULL.
pub unsafe fn signature(name: *const c_char, doc: *const c_char, flags: c_int) -> Result<Owned> {
    // SAFETY: the caller's word.
    if let Some(signature) = unsafe { parts(bytes(name), bytes(doc)) }.signature {
        return str_of(signature);
    }
    let (receiver, alone) = match flags & (meth::STATIC | meth::CLASS) {
        0 => ("$self, ", "($self, /)"),
        meth::CLASS => ("$type, ", "($type, /)"),
        _ => ("", "()"),
    };
    Ok(match flags & (meth::NOARGS | meth::O) {
        meth::NOARGS => unicode::from_str(alone)?.upcast(),
        meth::O => unicode::from_display(format_args!("({receiver}object, /)"))?.upcast(),
        _ => singletons::none(),
    })
}
