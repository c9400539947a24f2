//! Displaying exceptions: `PyErr_Print`, `sys.excepthook`. What is shown is laid out in [`report`](crate::runtime::report).

use super::{Raised, Result, restore, take};
use crate::layout::*;
use crate::object::{Owned, attribute, id, is_instance};
use crate::protocol::dir;
use crate::runtime::buf::{Buf, ToBuf, formatted, joined};
use crate::runtime::report::{Node, Offset, Place, Report, syntax_error};
use crate::runtime::{suggestions, sys};
use crate::types::singletons::none;
use crate::types::unicode::chars::TextBuf;
use crate::types::{exceptions, long, traceback, tuple, unicode};
use exuvia_macros::capi;
use std::ffi::c_int;

// ---- reading ------------------------------------------------------------------------------------------------------

/// UTF-8 in which lone surrogates stand like other characters.
pub fn bytes_of(text: &PyUnicodeObject) -> Buf<u8> {
    let mut out = Buf::with_capacity(text.len());
    for c in text.chars().iter() {
        unicode::utf8::push(&mut out, c);
    }
    out
}

/// The `str` of what [`bytes_of`] gives.
pub fn text_of(bytes: &[u8]) -> Result<Owned<PyUnicodeObject>> {
    let mut out = TextBuf::with_capacity(bytes.len());
    let mut rest = bytes;
    while let [first, after @ ..] = rest {
        let (width, start) = match first {
            0..=0x7f => (0, u32::from(*first)),
            0x80..=0xdf => (1, u32::from(first & 0x1f)),
            0xe0..=0xef => (2, u32::from(first & 0x0f)),
            _ => (3, u32::from(first & 0x07)),
        };
        let width = width.min(after.len());
        out.push(after[..width].iter().fold(start, |c, b| c << 6 | u32::from(b & 0x3f)));
        rest = &after[width..];
    }
    unicode::from_buf(&out)
}

/// The text of a call that may fail, and what stands for it then.
fn safely(text: Result<Owned<PyUnicodeObject>>, otherwise: &str) -> Buf<u8> {
    match text {
        Ok(text) => bytes_of(&text),
        Err(raised) => {
            raised.clear();
            otherwise.as_bytes().to_buf()
        }
    }
}

/// An attribute that need not be there; nothing where it cannot be had.
fn attribute(object: &PyObject, name: &PyUnicodeObject) -> Option<Owned> {
    attribute::get_optional(object, name).map_err(Raised::clear).ok().flatten()
}

fn str_attribute(object: &PyObject, name: &PyUnicodeObject) -> Option<Owned<PyUnicodeObject>> {
    attribute(object, name).and_then(|value| value.downcast().ok())
}

/// The class with its module, but for those of `builtins` and `__main__`.
fn class_name(class: &PyTypeObject) -> Buf<u8> {
    let name = str_attribute(class, &id::__qualname__).map_or_else(|| b"<unknown>".to_buf(), |name| bytes_of(&name));
    match str_attribute(class, &id::__module__) {
        Some(module) if module.is_text("builtins") || module.is_text("__main__") => name,
        Some(module) => joined(&[&bytes_of(&module), b".", &name]),
        None => joined(&[b"<unknown>.", &name]),
    }
}

/// The last line: the class, and after a colon the text if there is any.
fn final_line(class: &[u8], text: &[u8]) -> Buf<u8> {
    let mut line = class.to_buf();
    if !text.is_empty() {
        line.extend_from_slice(b": ");
        line.extend_from_slice(text);
    }
    line.push(b'\n');
    line
}

/// The names that can be asked of an object, for a suggestion.
fn names_of(object: &PyObject, hide_underscored: bool) -> Vec<Buf<u8>> {
    let listed = match dir::PyObject_Dir(Some(object)) {
        Err(raised) if raised.matches(&exceptions::TypeError) => {
            raised.clear();
            dir::PyObject_Dir(Some(object.ty()))
        }
        listed => listed,
    };
    let listed = listed.and_then(|names| tuple::from_iterable(&names));
    let Ok(listed) = listed.map_err(Raised::clear) else { return Vec::new() };
    let names = listed.as_slice().iter().filter_map(|name| name.downcast::<PyUnicodeObject>()).map(bytes_of);
    names.filter(|name| !hide_underscored || !name.starts_with(b"_")).collect()
}

/// What is added to the message of an exception that says which name was not found.
fn hint(exception: &PyObject, class: &PyTypeObject) -> Option<String> {
    let nearest = |wrong: &[u8], names: Vec<Buf<u8>>| {
        let found = suggestions::nearest(&names, wrong)?;
        names.get(found).map(|name| format!(". Did you mean: '{}'?", String::from_utf8_lossy(name)))
    };
    if class.is_subtype(&exceptions::ImportError) {
        let wrong = bytes_of(&*str_attribute(exception, &id::name_from)?);
        let module = attribute(exception, &id::name)?;
        let modules = crate::runtime::interp().sys.modules.get()?;
        let module = modules.get(&module).map_err(Raised::clear).ok().flatten()?;
        return nearest(&wrong, names_of(&module, !wrong.starts_with(b"_")));
    }
    if class.is_subtype(&exceptions::AttributeError) {
        let wrong = bytes_of(&*str_attribute(exception, &id::name)?);
        let object = attribute(exception, &id::obj)?;
        let mut hide = !wrong.starts_with(b"_");
        if hide && let Some(own) = traceback::innermost_local(exception, "self") {
            hide = !own.is(&object);
        }
        return nearest(&wrong, names_of(&object, hide));
    }
    if class.is_subtype(&exceptions::NameError) {
        let name = str_attribute(exception, &id::name)?;
        let wrong = bytes_of(&name);
        let near = traceback::names_in_scope(exception, &name).and_then(|found| match found {
            traceback::Scope::OfSelf => Some(format!(". Did you mean: 'self.{}'?", String::from_utf8_lossy(&wrong))),
            traceback::Scope::Names(names) => nearest(&wrong, names.iter().map(|name| bytes_of(name)).collect()),
        });
        let module = std::str::from_utf8(&wrong).ok().filter(|name| crate::modules::sys::stdlib::NAMES.binary_search(name).is_ok());
        return match (near, module) {
            (Some(near), Some(name)) => Some(format!("{near} Or did you forget to import '{name}'?")),
            (None, Some(name)) => Some(format!(". Did you forget to import '{name}'?")),
            (near, None) => near,
        };
    }
    None
}

/// Where a syntax error is.
fn place(exception: &PyObject) -> Place {
    let value = |name: &PyUnicodeObject| attribute(exception, name).filter(|value| !value.is_none());
    let shown = |value: Option<Owned>| value.map(|value| safely(value.str(), ""));
    let number = |value: &Option<Owned>| value.as_ref().and_then(|v| long::value_of(v));
    let (lineno, end_lineno) = (shown(value(&id::lineno)), shown(value(&id::end_lineno)));
    let (offset, end_offset) = (value(&id::offset), value(&id::end_offset));
    Place {
        filename: shown(value(&id::filename)),
        one_line: lineno == end_lineno,
        lineno,
        text: value(&id::text).and_then(|text| text.downcast::<PyUnicodeObject>().ok()).map(|text| text.chars().iter().collect()),
        offset: match (&offset, number(&offset)) {
            (None, _) => Offset::None,
            (_, Some(at)) => Offset::At(at),
            _ => Offset::Odd,
        },
        end_offset: number(&end_offset),
    }
}

/// What is said of an exception itself: its place in source, its class and text, its notes.
fn lines(exception: &PyObject) -> Vec<Buf<u8>> {
    let class = exception.ty();
    let name = class_name(class);
    let mut out;
    if class.is_subtype(&exceptions::SyntaxError) {
        let (place, suffix) = syntax_error(&place(exception));
        out = place;
        let message = attribute(exception, &id::msg).filter(|msg| msg.is_true().map_err(Raised::clear).unwrap_or(false));
        let message = message.map_or_else(|| b"<no detail available>".to_buf(), |msg| safely(msg.str(), ""));
        out.push(joined(&[&name, b": ", &message, &suffix, b"\n"]));
    } else {
        let mut text = safely(exception.str(), "<exception str() failed>");
        if let Some(hint) = hint(exception, class) {
            text.extend_from_slice(hint.as_bytes());
        }
        out = vec![final_line(&name, &text)];
    }
    match attribute::get_optional(exception, &id::__notes__) {
        Ok(Some(notes)) if !notes.is_none() => add_notes(&notes, &mut out),
        Ok(_) => {}
        Err(raised) => {
            let what = raised.take().map_or(Buf::new(), |e| safely(e.repr(), "<__notes__ repr() failed>"));
            out.push(joined(&[b"Ignored error getting __notes__: ", &what, b"\n"]));
        }
    }
    out
}

fn add_notes(notes: &PyObject, out: &mut Vec<Buf<u8>>) {
    let ty = notes.ty();
    let listed = ty.has_flag(flags::LIST_SUBCLASS) || ty.has_flag(flags::TUPLE_SUBCLASS) || ty.has_flag(flags::SEQUENCE);
    let text = ty.has_flag(flags::UNICODE_SUBCLASS) || ty.has_flag(flags::BYTES_SUBCLASS);
    let items = if listed && !text { tuple::from_iterable(notes).map_err(Raised::clear).ok() } else { None };
    let Some(items) = items else {
        out.push(joined(&[&safely(notes.repr(), "<__notes__ repr() failed>"), b"\n"]));
        return;
    };
    for note in items.as_slice() {
        for line in safely(note.new_ref().str(), "<note str() failed>").split(|b| *b == b'\n') {
            out.push(joined(&[line, b"\n"]));
        }
    }
}

/// Reads exceptions into a report, each once.
#[derive(Default)]
struct Reader {
    report: Report,
    /// The exceptions of the report's nodes.
    objects: Vec<Owned>,
    seen: std::collections::HashSet<usize>,
}

impl Reader {
    fn is_new(&self, exception: &PyObject) -> bool {
        !self.seen.contains(&(exception.as_ptr() as usize))
    }
    /// A node for the exception, without what hangs on it.
    fn add(&mut self, exception: Owned) -> usize {
        self.seen.insert(exception.as_ptr() as usize);
        self.report.nodes.push(Node { stack: traceback::lines_of(&exception), lines: lines(&exception), ..Node::default() });
        self.objects.push(exception);
        self.objects.len() - 1
    }
    fn read(mut self, exception: Owned) -> Report {
        let mut left = vec![self.add(exception)];
        while let Some(index) = left.pop() {
            let Some(object) = self.objects.get(index).cloned() else { continue };
            let Some(this) = PyObject::downcast::<PyBaseExceptionObject>(&object) else { continue };
            let cause = this.cause.get().filter(|cause| self.is_new(cause)).map(|cause| self.add(cause));
            let shown = cause.is_none() && this.suppress_context.get() == 0;
            let context = this.context.get().filter(|context| shown && self.is_new(context)).map(|context| self.add(context));
            let members = exceptions::members(&object).map(|members| members.into_iter().map(|member| self.add(member)).collect::<Vec<_>>());
            left.extend(cause.iter().chain(&context).chain(members.iter().flatten()));
            if let Some(node) = self.report.nodes.get_mut(index) {
                (node.cause, node.context, node.members) = (cause, context, members);
            }
        }
        self.report
    }
}

// ---- showing ------------------------------------------------------------------------------------------------------

/// What is shown of an exception, in pieces as [`bytes_of`] gives them.
fn pieces(exception: &PyObject) -> Vec<Buf<u8>> {
    Reader::default().read(exception.new_ref()).pieces()
}

/// What is shown of an exception, without the last line's end.
pub fn told(exception: &PyObject) -> Result<Owned<PyUnicodeObject>> {
    text_of(pieces(exception).into_iter().flatten().collect::<Buf<u8>>().trim_ascii_end())
}

/// Writes what there is to say of an exception to a file object.
pub fn show(exception: &PyObject, file: &PyObject) -> Result<()> {
    let pieces = if is_instance::<PyBaseExceptionObject>(exception) {
        pieces(exception)
    } else if exception.is_none() {
        vec![b"NoneType: None\n".to_buf()]
    } else {
        let other = exception.ty().name();
        vec![formatted(format_args!("TypeError: print_exception(): Exception expected for value, {other} found\n"))]
    };
    let write = attribute::get(file, &id::write)?;
    for piece in pieces {
        write.call1(&*text_of(&piece)?)?;
    }
    match attribute::get_optional(file, &id::flush)? {
        Some(flush) => flush.call0().map(drop),
        None => Ok(()),
    }
}

/// Shows an exception on `sys.stderr`. Nothing is shown where that is `None`; where it is missing, C's stream says so.
pub fn display(exception: &PyObject, traceback: Option<&PyObject>) {
    if let (Some(this), Some(traceback)) = (exception.downcast::<PyBaseExceptionObject>(), traceback)
        && is_instance::<PyTracebackObject>(traceback)
        && this.traceback.is_null()
    {
        this.traceback.set(Some(traceback.new_ref()));
    }
    let kept = take();
    let shown = sys::get(&id::stderr).and_then(|file| match file {
        Some(file) if file.is_none() => Ok(()),
        Some(file) => show(exception, &file),
        None => {
            crate::runtime::dump::object(exception);
            sys::write_stderr_text("lost sys.stderr\n");
            Ok(())
        }
    });
    if let Err(raised) = shown {
        raised.clear();
    }
    restore(kept);
}

/// The exit status that a `SystemExit` asks for; its message, if that is no number, is shown.
fn exit_status(exception: &PyObject) -> c_int {
    let code = match attribute(exception, &id::code) {
        Some(code) => code,
        None => exception.new_ref(),
    };
    if code.is_none() {
        return 0;
    }
    if is_instance::<PyLongObject>(&code) {
        return long::value_of(&code).map_or(-1, |status| status as c_int);
    }
    let shown = sys::get(&id::stderr).and_then(|file| match file.filter(|file| !file.is_none()) {
        Some(file) => crate::protocol::file::PyFile_WriteObject(Some(&code), Some(&file), 1),
        None => code.str().map(|text| sys::write_stderr_text(&text.to_lossy())),
    });
    if let Err(raised) = shown {
        raised.clear();
    }
    sys::write_stderr(c"\n");
    1
}

/// Ends the process where the exception that is set is a `SystemExit` (and nobody asked to go on after it).
fn exit_if_asked() {
    // SAFETY: nothing runs meanwhile.
    let asked = unsafe { crate::runtime::thread().current_exception.peek() }.is_some_and(|e: &PyObject| e.ty().is_subtype(&exceptions::SystemExit));
    if !asked {
        return;
    }
    let Some(exception) = take() else { return };
    sys::flush_streams();
    let status = exit_status(&exception);
    drop(exception);
    crate::runtime::lifecycle::Py_Exit(status);
}

/// Hands the exception that is set to `sys.excepthook`, and clears it. `SystemExit` ends the process.
pub fn print(set_last: bool) {
    exit_if_asked();
    let Some(exception) = take() else { return };
    let traceback = PyObject::downcast::<PyBaseExceptionObject>(&exception).and_then(|e| e.traceback.get()).unwrap_or_else(none);
    if set_last {
        let class: &PyObject = exception.ty();
        let last: [(&PyUnicodeObject, &PyObject); 4] =
            [(&id::last_exc, &exception), (&id::last_type, class), (&id::last_value, &exception), (&id::last_traceback, &traceback)];
        for (name, value) in last {
            if let Err(raised) = sys::set(name, Some(value)) {
                raised.clear();
            }
        }
    }
    let hook = sys::get(&id::excepthook).map_err(Raised::clear).ok().flatten();
    let Some(hook) = hook else {
        sys::write_stderr(c"sys.excepthook is missing\n");
        display(&exception, Some(&traceback));
        return;
    };
    let args = [exception.ty().as_object(), &exception, &traceback];
    let told = crate::runtime::audit::audit(c"sys.excepthook", || {
        let args = [&*hook, args[0], args[1], args[2]];
        Ok(tuple::from_slice(&args)?.upcast())
    });
    if let Err(raised) = told {
        if raised.matches(&exceptions::RuntimeError) {
            raised.clear();
            return;
        }
        super::unraisable::report(None, Some(&hook));
        return;
    }
    if let Err(raised) = hook.call(&args) {
        exit_if_asked();
        let second = raised.take();
        sys::flush_streams();
        sys::write_stderr(c"Error in sys.excepthook:\n");
        if let Some(second) = second {
            display(&second, None);
        }
        sys::write_stderr(c"\nOriginal exception was:\n");
        display(&exception, Some(&traceback));
    }
    sys::flush_streams();
}

// ---- pythonrun.h --------------------------------------------------------------------------------------------------

/// Hands the exception that is set to `sys.excepthook` and clears it; keeps it in `sys.last_exc` and its like where
/// `set_sys_last_vars` is not 0. A `SystemExit` ends the process.
#[capi]
pub fn PyErr_PrintEx(set_sys_last_vars: c_int) {
    print(set_sys_last_vars != 0);
}

/// As `PyErr_PrintEx(1)`.
#[capi]
pub fn PyErr_Print() {
    print(true);
}

/// Shows an exception on `sys.stderr`.
#[capi]
pub fn PyErr_DisplayException(exc: &PyObject) {
    display(exc, None);
}

/// Shows an exception on `sys.stderr`, with a traceback where it has none. The class is not looked at.
#[capi]
pub fn PyErr_Display(class: Option<&PyObject>, value: &PyObject, tb: Option<&PyObject>) {
    let _ = class;
    display(value, tb);
}
