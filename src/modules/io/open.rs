//! `_io.open`, `open_code` and `text_encoding`, and the functions of C that open files.
//!
//! C asks the module `io` for `open`, as a program would. Where that cannot be imported, because there is no Python source, `_io` is asked.

use super::buffered::{self, BUFFERED_RANDOM, BUFFERED_READER, BUFFERED_WRITER};
use super::fileio;
use super::text::{self, Options, newline_of, optional_text};
use super::{DEFAULT_BUFFER_SIZE, also};
use crate::args::{Signature, check_positional};
use crate::boundary::method::{self, Args};
use crate::foreign;
use crate::import::PyImport_ImportModule;
use crate::layout::*;
use crate::modules::warnings;
use crate::object::{Owned, attribute, id};
use crate::protocol::number;
use crate::raise;
use crate::runtime::audit::audit;
use crate::runtime::config::locale;
use crate::runtime::errors::{Raised, Result};
use crate::runtime::sync::{AcrossFork, Mutex};
use crate::runtime::{interp, os, thread_state};
use crate::types::bool::from_bool;
use crate::types::exceptions::{self, type_word};
use crate::types::{long, tuple, unicode};
use exuvia_macros::capi;
use std::ffi::{CStr, c_char, c_int, c_void};

/// `open`, for the tables of `_io` and `builtins`.
pub const OPEN: PyMethodDef = method::keywords(
    c"open",
    open_call,
    c"open($module, /, file, mode='r', buffering=-1, encoding=None,\n     errors=None, newline=None, closefd=True, opener=None)\n--\n\nOpens a file.",
);
/// `open_code`.
pub const OPEN_CODE: PyMethodDef =
    method::keywords(c"open_code", open_code, c"open_code($module, /, path)\n--\n\nOpens a file whose text is to be executed.");
/// `text_encoding`.
pub const TEXT_ENCODING: PyMethodDef = method::fastcall(
    c"text_encoding",
    text_encoding,
    c"text_encoding($module, encoding, stacklevel=2, /)\n--\n\nThe encoding, or what stands for the one that is not given.",
);

/// What a mode asks for.
#[derive(Default)]
struct Mode {
    creating: bool,
    reading: bool,
    writing: bool,
    appending: bool,
    updating: bool,
    text: bool,
    binary: bool,
}

impl Mode {
    fn parse(mode: &str) -> Result<Mode> {
        let mut parsed = Mode::default();
        for letter in mode.bytes() {
            let flag = match letter {
                b'x' => &mut parsed.creating,
                b'r' => &mut parsed.reading,
                b'w' => &mut parsed.writing,
                b'a' => &mut parsed.appending,
                b'+' => &mut parsed.updating,
                b't' => &mut parsed.text,
                b'b' => &mut parsed.binary,
                _ => return Err(raise!(ValueError, "invalid mode: '{mode}'")),
            };
            // Each letter once.
            if std::mem::replace(flag, true) {
                return Err(raise!(ValueError, "invalid mode: '{mode}'"));
            }
        }
        Ok(parsed)
    }
    /// The mode of the raw file.
    fn raw(&self) -> String {
        let letters = [(self.creating, 'x'), (self.reading, 'r'), (self.writing, 'w'), (self.appending, 'a'), (self.updating, '+')];
        letters.iter().filter(|(on, _)| *on).map(|(_, letter)| *letter).collect()
    }
}

fn open_call(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    static SIGNATURE: Signature<8> = Signature {
        function: "open",
        names: ["file", "mode", "buffering", "encoding", "errors", "newline", "closefd", "opener"],
        positional: 8,
        required: 1,
    };
    let bound = SIGNATURE.bind(args)?.map(|value| value.map(PyObject::new_ref));
    let [Some(file), mode, buffering, encoding, errors, newline, closefd, opener] = bound else {
        return Err(raise!(TypeError, "open() takes a file"));
    };
    let mode_object = match mode {
        Some(mode) => mode,
        None => unicode::intern::intern_str("r")?.upcast(),
    };
    let mode = fileio::text_argument(&mode_object, "open", "mode", false)?;
    let buffering = buffering.map_or(Ok(-1), |buffering| long::convert::as_int(&buffering))?;
    let encoding = optional_text(&encoding, "open", "encoding")?;
    let errors = optional_text(&errors, "open", "errors")?;
    let newline = optional_text(&newline, "open", "newline")?;
    let closefd = closefd.map_or(Ok(true), |closefd| closefd.is_true())?;
    let opener = super::given(&opener);
    let path = if number::PyNumber_Check(Some(&file)) != 0 { file } else { os::PyOS_FSPath(&file)? };
    let kind = Mode::parse(mode)?;
    if kind.text && kind.binary {
        return Err(raise!(ValueError, "can't have text and binary mode at once"));
    }
    if [kind.creating, kind.reading, kind.writing, kind.appending].iter().filter(|on| **on).count() > 1 {
        return Err(raise!(ValueError, "must have exactly one of create/read/write/append mode"));
    }
    if kind.binary {
        for (given, what) in [(encoding, "an encoding"), (errors, "an errors"), (newline, "a newline")] {
            if given.is_some() {
                return Err(raise!(ValueError, "binary mode doesn't take {what} argument"));
            }
        }
        if buffering == 1 {
            let text = "line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used";
            warnings::warn_text(&exceptions::RuntimeWarning, text)?;
        }
    }
    let raw = fileio::new(&path, &kind.raw(), closefd, opener)?;
    // From here on what is open is closed where something fails.
    let mut opened = raw.as_object().new_ref();
    let outcome = (|| {
        let terminal = buffering < 0 && raw.is_terminal_at_open()?;
        let line_buffering = !kind.binary && (buffering == 1 || terminal);
        let size = match buffering {
            0 if kind.binary => return Ok(()),
            0 => return Err(raise!(ValueError, "can't have unbuffered text I/O")),
            // A terminal's buffer, and one of lines, is of the usual size.
            2.. => buffering as usize,
            _ => raw.block_size().clamp(DEFAULT_BUFFER_SIZE, (8 << 20).max(DEFAULT_BUFFER_SIZE)),
        };
        let class = match (kind.updating, kind.creating || kind.writing || kind.appending) {
            (true, _) => &BUFFERED_RANDOM,
            (_, true) => &BUFFERED_WRITER,
            _ if kind.reading => &BUFFERED_READER,
            _ => return Err(raise!(ValueError, "unknown mode: '{mode}'")),
        };
        let buffer = buffered::new(class, opened.clone(), size as isize)?;
        opened = buffer.upcast();
        if kind.binary {
            return Ok(());
        }
        let options = Options { encoding, errors, newline: newline_of(newline)?, line_buffering, write_through: false };
        if encoding.is_none() {
            warn_default("'encoding' argument not specified")?;
        }
        let text = text::new(&opened, options)?;
        opened = text.upcast();
        attribute::set(&opened, &id::mode, Some(&mode_object))
    })();
    match outcome {
        Ok(()) => Ok(opened),
        Err(raised) => also(Err::<(), Raised>(raised), || opened.call_method(&id::close, &[])).map(|(_, closed)| closed),
    }
}

/// Warns where the configuration asks for it that an encoding was not given.
fn warn_default(message: &str) -> Result<()> {
    if interp().py_config.get().warn_default_encoding == 0 {
        return Ok(());
    }
    warnings::warn_text(&exceptions::EncodingWarning, message)
}

fn open_code(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    static SIGNATURE: Signature<1> = Signature { function: "open_code", names: ["path"], positional: 1, required: 1 };
    let [Some(path)] = SIGNATURE.bind(args)? else { return Err(raise!(TypeError, "open_code() takes a path")) };
    if path.downcast::<PyUnicodeObject>().is_none() {
        return Err(raise!(TypeError, "open_code() argument 'path' must be str, not {}", type_word(path)));
    }
    PyFile_OpenCodeObject(path)
}

fn text_encoding(_: &PyObject, args: &[&PyObject]) -> Result<Owned> {
    check_positional("text_encoding", args.len(), 1, 2)?;
    if let Some(level) = args.get(1) {
        long::convert::as_int(level)?;
    }
    match args.first().filter(|encoding| !encoding.is_none()) {
        Some(encoding) => Ok((*encoding).new_ref()),
        None => {
            warn_default("'encoding' argument not specified")?;
            Ok(if locale::utf8_mode() { unicode::from_str("utf-8")? } else { Owned::from_ref(&*id::locale) }.upcast())
        }
    }
}

// ---- fileobject.h -------------------------------------------------------------------------------------------------

/// `open` of `io`, or of `_io` where there is no Python source.
fn open_function() -> Result<Owned> {
    let module = match PyImport_ImportModule(c"io") {
        Ok(module) => module,
        Err(raised) if raised.matches(&exceptions::ImportError) => {
            raised.clear();
            PyImport_ImportModule(c"_io")?
        }
        Err(raised) => return Err(raised),
    };
    attribute::get(&module, &id::open)
}

/// A new file over a descriptor, as `open` makes it; `name` is not looked at. NULL stands for what `open` does by itself, and for the mode `r`.
#[capi]
pub fn PyFile_FromFd(
    fd: c_int,
    name: *const c_char,
    mode: Option<&CStr>,
    buffering: c_int,
    encoding: Option<&CStr>,
    errors: Option<&CStr>,
    newline: Option<&CStr>,
    closefd: c_int,
) -> Result<Owned> {
    let _ = name;
    let open = open_function()?;
    let text = |text: Option<&CStr>| match text {
        Some(text) => unicode::codecs::utf8::decode_strict(text.to_bytes()).map(Owned::upcast),
        None => Ok(crate::types::singletons::none()),
    };
    let args = [
        long::from_i64(i64::from(fd))?,
        text(mode)?,
        long::from_i64(i64::from(buffering))?,
        text(encoding)?,
        text(errors)?,
        text(newline)?,
        from_bool(closefd != 0),
    ];
    open.call(&args.each_ref().map(|arg| &**arg))
}

/// A host's way to open files of code: it gets the path, a `str`, and its own data.
type OpenCodeHook = unsafe extern "C" fn(path: *mut PyObject, data: *mut c_void) -> *mut PyObject;

#[derive(Clone, Copy)]
struct Hook {
    hook: OpenCodeHook,
    data: *mut c_void,
}
// SAFETY: the data is the hook's own affair.
unsafe impl Send for Hook {}

static HOOK: Mutex<Option<Hook>> = Mutex::new(None);

/// The lock here, as a fork needs it.
pub fn lock() -> &'static dyn AcrossFork {
    &HOOK
}

/// Forgets the hook; the runtime ends.
pub fn clear_hook() {
    *HOOK.lock() = None;
}

/// Sets what opens files of code, for the whole process: 0; -1 where there is a hook already, with `SystemError` where the runtime runs.
#[capi]
pub fn PyFile_SetOpenCodeHook(hook: Option<OpenCodeHook>, data: *mut c_void) -> c_int {
    let runs = thread_state::try_thread().is_some();
    if runs && audit(c"setopencodehook", || Ok(tuple::from_owned([])?.upcast())).is_err() {
        return -1;
    }
    let mut place = HOOK.lock();
    if place.is_some() {
        drop(place);
        if runs {
            let _: Raised = raise!(SystemError, "failed to change existing open_code hook");
        }
        return -1;
    }
    *place = hook.map(|hook| Hook { hook, data });
    0
}

/// A new file for reading bytes of code, by the host's hook or as `open(path, 'rb')`. `TypeError` where the path is no `str`.
#[capi]
pub fn PyFile_OpenCodeObject(path: &PyObject) -> Result<Owned> {
    if path.downcast::<PyUnicodeObject>().is_none() {
        return Err(raise!(TypeError, "'path' must be 'str', not '{}'", path.ty().name()));
    }
    let hook = *HOOK.lock();
    if let Some(Hook { hook, data }) = hook {
        // SAFETY: the hook's contract: a new reference, or NULL with an exception.
        return unsafe { crate::boundary::new_reference(foreign!(hook(path.as_ptr(), data))) };
    }
    open_function()?.call(&[path, &*unicode::from_str("rb")?])
}

/// The same for a path in UTF-8.
#[capi]
pub fn PyFile_OpenCode(path: &CStr) -> Result<Owned> {
    let path = unicode::codecs::utf8::decode_strict(path.to_bytes())?;
    PyFile_OpenCodeObject(&path)
}
