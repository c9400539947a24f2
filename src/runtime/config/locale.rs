//! Bytes from the outside as wide text: the locale's encoding, or UTF-8 in UTF-8 mode; and the locale itself.
//!
//! Bytes that mean nothing stand as the surrogates U+DC80 to U+DCFF, and come out as themselves again.

use super::legacy::Py_UTF8Mode;
use super::wide;
use crate::runtime::memory::{self, Domain};
use exuvia_macros::capi;
use libc::wchar_t;
use std::ffi::{CStr, CString, c_char};
use std::ptr::null_mut;
use std::sync::atomic::Ordering;

unsafe extern "C" {
    fn mbrtowc(to: *mut wchar_t, from: *const c_char, n: usize, state: *mut [u64; 2]) -> usize;
    fn wcrtomb(to: *mut c_char, c: wchar_t, state: *mut [u64; 2]) -> usize;
}

/// Whether text from the outside is UTF-8 whatever the locale says.
pub fn utf8_mode() -> bool {
    Py_UTF8Mode.load(Ordering::Relaxed) > 0
}

/// The wide text of bytes.
pub fn decode(bytes: &[u8]) -> Vec<wchar_t> {
    if bytes.is_ascii() {
        return bytes.iter().map(|b| wchar_t::from(*b)).collect();
    }
    let escaped = |b: &u8| 0xDC00 + wchar_t::from(*b);
    let mut out = Vec::with_capacity(bytes.len());
    if utf8_mode() {
        for chunk in bytes.utf8_chunks() {
            out.extend(chunk.valid().chars().map(|c| c as wchar_t));
            out.extend(chunk.invalid().iter().map(escaped));
        }
        return out;
    }
    let (mut rest, mut state) = (bytes, [0; 2]);
    while let [first, after @ ..] = rest {
        let mut c = 0;
        // SAFETY: the bytes that are left, and a state that is large enough for any C library's.
        let used = unsafe { mbrtowc(&mut c, rest.as_ptr().cast(), rest.len(), &mut state) };
        if (1..=rest.len()).contains(&used) && !(0xD800..0xE000).contains(&c) && (0..=0x10FFFF).contains(&c) {
            out.push(c);
            rest = &rest[used..];
        } else {
            out.push(escaped(first));
            rest = after;
            state = [0; 2];
        }
    }
    out
}

/// The bytes of wide text; where a character has none, its index.
pub fn encode(text: &[wchar_t]) -> Result<Vec<u8>, usize> {
    let (mut out, mut state, utf8) = (Vec::with_capacity(text.len()), [0; 2], utf8_mode());
    for (at, &c) in text.iter().enumerate() {
        if (0xDC80..0xDD00).contains(&c) {
            out.push((c & 0xff) as u8);
        } else if utf8 {
            let c = char::from_u32(c as u32).ok_or(at)?;
            out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        } else {
            let mut buffer = [0 as c_char; 16];
            // SAFETY: room for any C library's longest sequence, and a state that is large enough.
            let used = unsafe { wcrtomb(buffer.as_mut_ptr(), c, &mut state) };
            out.extend(buffer.get(..used).ok_or(at)?.iter().map(|b| *b as u8));
        }
    }
    Ok(out)
}

/// The wide text of a C string, in a new block of the raw domain, and its length in `size`; NULL, and -1 there, where there is no
/// memory.
#[capi]
pub fn Py_DecodeLocale(arg: *const c_char, size: *mut usize) -> *mut wchar_t {
    // SAFETY: C's word: a C string.
    let decoded = if arg.is_null() { Vec::new() } else { decode(unsafe { CStr::from_ptr(arg) }.to_bytes()) };
    let copy = wide::dup(&decoded);
    // SAFETY: C's word: a place to write to, or NULL.
    if let Some(size) = unsafe { size.as_mut() } {
        *size = if copy.is_null() { usize::MAX } else { decoded.len() };
    }
    copy
}

/// The bytes of wide text, in a new block of the mem domain; NULL where there is no memory, with -1 in `error_pos`, or where a
/// character has no bytes, with its index there. -1 also for success.
#[capi]
pub fn Py_EncodeLocale(text: *const wchar_t, error_pos: *mut usize) -> *mut c_char {
    // SAFETY: C's word: a wide string.
    let encoded = encode(unsafe { wide::units(text) }.unwrap_or(&[]));
    let (block, position) = match encoded {
        Err(position) => (null_mut(), position),
        Ok(bytes) => {
            let block = memory::alloc(Domain::Mem, bytes.len() + 1).cast::<u8>();
            if !block.is_null() {
                // SAFETY: the block is that large.
                unsafe {
                    block.copy_from_nonoverlapping(bytes.as_ptr(), bytes.len());
                    block.add(bytes.len()).write(0);
                }
            }
            (block.cast(), usize::MAX)
        }
    };
    // SAFETY: C's word: a place to write to, or NULL.
    if let Some(error_pos) = unsafe { error_pos.as_mut() } {
        *error_pos = position;
    }
    block
}

// ---- the locale ---------------------------------------------------------------------------------------------------

/// The name of the locale of characters, as it is set now.
pub fn current() -> Option<CString> {
    // SAFETY: asks; the name is copied at once.
    let name = unsafe { libc::setlocale(libc::LC_CTYPE, std::ptr::null()) };
    // SAFETY: as above.
    (!name.is_null()).then(|| unsafe { CStr::from_ptr(name) }.to_owned())
}

/// Sets the locale of characters; an empty name stands for what the environment says. Whether there is such a locale.
pub fn set(name: &CStr) -> bool {
    // SAFETY: a C string.
    unsafe { !libc::setlocale(libc::LC_CTYPE, name.as_ptr()).is_null() }
}

/// Sets a category of the locale to what the environment says: its name, which the C library owns, or NULL.
#[capi(private)]
pub fn _Py_SetLocaleFromEnv(category: std::ffi::c_int) -> *mut c_char {
    // SAFETY: any category may be asked for.
    unsafe { libc::setlocale(category, c"".as_ptr()) }
}

/// Whether the locale of characters is the one that says nothing about them.
pub fn is_c() -> bool {
    current().is_some_and(|name| matches!(name.to_bytes(), b"C" | b"POSIX"))
}

/// The name of the locale's encoding.
pub fn encoding() -> Vec<wchar_t> {
    // SAFETY: a C string, copied at once.
    let name = unsafe { CStr::from_ptr(libc::nl_langinfo(libc::CODESET)) };
    match name.to_bytes() {
        b"" => wide::of_ascii("utf-8"),
        name => decode(name),
    }
}

/// Locales that are as plain as C's, with UTF-8.
const TARGETS: [&CStr; 3] = [c"C.UTF-8", c"C.utf8", c"UTF-8"];

/// Whether the locale is one that the C locale is coerced to.
pub fn is_coercion_target() -> bool {
    current().is_some_and(|name| TARGETS.contains(&name.as_c_str()))
}

/// Replaces the C locale by one with UTF-8, for this process and those it starts, unless LC_ALL speaks. Whether it did.
pub fn coerce(warn: bool) -> bool {
    if super::environment::variable(true, c"LC_ALL").is_some() {
        return false;
    }
    let old = current();
    for target in TARGETS {
        // SAFETY: a C string; the environment is the process's, as CPython treats it.
        let set = set(target) && !encoding().is_empty() && unsafe { libc::setenv(c"LC_CTYPE".as_ptr(), target.as_ptr(), 1) } == 0;
        if set {
            if warn {
                crate::runtime::sys::write_stderr_text(&format!(
                    "Python detected LC_CTYPE=C: LC_CTYPE coerced to {} (set another locale or PYTHONCOERCECLOCALE=0 to disable this locale coercion behavior).\n",
                    target.to_string_lossy()
                ));
            }
            // SAFETY: what the environment says, with the new word.
            unsafe { libc::setlocale(libc::LC_ALL, c"".as_ptr()) };
            return true;
        }
    }
    if let Some(old) = old {
        set(&old);
    }
    false
}
