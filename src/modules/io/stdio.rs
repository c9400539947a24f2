//! `sys.stdin`, `sys.stdout` and `sys.stderr`.
//!
//! Each interpreter has its own three, made when it starts: text over a buffer over the descriptor, which stays open when they end. Little is done then: the
//! buffers take their memory at their first use.

use super::buffered::{self, BUFFERED_READER, BUFFERED_WRITER};
use super::stringio::Newline;
use super::text::{self, Options};
use super::{DEFAULT_BUFFER_SIZE, fileio};
use crate::layout::*;
use crate::object::{Owned, attribute, id};
use crate::runtime::config::held;
use crate::runtime::errors::Result;
use crate::runtime::interp;
use crate::types::singletons::none;
use crate::types::{exceptions, long, unicode};
use std::ffi::c_int;

/// One of the three; None where the descriptor is none. `number` is 0, 1 or 2.
fn stream(number: c_int, name: &str, encoding: &PyUnicodeObject, errors: &PyUnicodeObject) -> Result<Owned> {
    let writes = number != 0;
    let buffered_stdio = interp().py_config.get().buffered_stdio != 0;
    let raw = match fileio::new(&*long::from_i64(i64::from(number))?, if writes { "wb" } else { "rb" }, false, None) {
        Ok(raw) => raw,
        // SAFETY: any number may be asked about.
        Err(raised) if raised.matches(&exceptions::OSError) && unsafe { libc::fcntl(number, libc::F_GETFD) } == -1 => {
            raised.clear();
            return Ok(none());
        }
        Err(raised) => return Err(raised),
    };
    attribute::set(&raw, &id::name, Some(&*unicode::intern::intern_str(name)?))?;
    let terminal = raw.is_terminal_at_open()?;
    let size = raw.block_size().clamp(DEFAULT_BUFFER_SIZE, 8 << 20);
    let buffer: Owned = match writes {
        true if !buffered_stdio => raw.upcast(),
        true => buffered::new(&BUFFERED_WRITER, raw.upcast(), size as isize)?.upcast(),
        false => buffered::new(&BUFFERED_READER, raw.upcast(), size as isize)?.upcast(),
    };
    let options = Options {
        encoding: Some(encoding),
        errors: Some(errors),
        newline: Newline::Lf,
        line_buffering: buffered_stdio && (terminal || number == libc::STDERR_FILENO),
        write_through: !buffered_stdio,
    };
    let made = text::new(&buffer, options)?.upcast();
    attribute::set(&made, &id::mode, Some(&*unicode::intern::intern_str(if writes { "w" } else { "r" })?))?;
    Ok(made)
}

/// Makes the three, and gives each out under its two names.
pub fn start(set: &dyn Fn(&str, Owned) -> Result<()>) -> Result<()> {
    let config = interp().py_config.get();
    let text = |text: std::ffi::CString| unicode::intern::intern_str(&text.to_string_lossy());
    let encoding = text(held::plain(config.stdio_encoding, c"utf-8"))?;
    let errors = text(held::plain(config.stdio_errors, c"strict"))?;
    let replace = unicode::intern::intern_str("backslashreplace")?;
    // That of errors first: at the end it goes first, and what the others then say is said to nobody.
    let all = [(2, "stderr", "<stderr>", &replace), (0, "stdin", "<stdin>", &errors), (1, "stdout", "<stdout>", &errors)];
    for (number, name, shown, errors) in all {
        let made = stream(number, shown, &encoding, errors)?;
        set(name, made.clone())?;
        set(&format!("__{name}__"), made)?;
    }
    Ok(())
}
