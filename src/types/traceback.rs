//! `traceback`: where an exception passed on its way, the outermost frame first.
//!
//! A frame is known here by its attributes only (`f_code`, `f_locals`, …).

use crate::args::Signature;
use crate::boundary::{method, slot};
use crate::layout::*;
use crate::object::gc::Visitor;
use crate::object::{Owned, Typed, attribute, gc, id, is_instance, types};
use crate::protocol::number;
use crate::raise;
use crate::runtime::buf::{Buf, ToBuf, formatted, joined};
use crate::runtime::errors::{self, Raised, Result};
use crate::runtime::sys;
use crate::types::exceptions::table;
use crate::types::singletons::none;
use crate::types::{list, long, tuple, unicode};
use exuvia_macros::capi;
use std::cell::Cell;
use std::ffi::c_int;
use std::mem::offset_of;

// SAFETY: the type has no subclasses; its instances are PyTracebackObjects.
unsafe impl Typed for PyTracebackObject {
    fn type_object() -> &'static PyTypeObject {
        &PyTraceBack_Type
    }
}

/// `traceback`.
#[capi]
pub static PyTraceBack_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"traceback".as_ptr()),
    tp_basicsize: Cell::new(size_of::<PyTracebackObject>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::IMMUTABLETYPE | flags::STATIC_BUILTIN),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_traverse: Cell::new(Some(slot::traverse(traverse))),
    tp_clear: Cell::new(Some(slot::clear(clear))),
    tp_new: Cell::new(Some(slot::new(new_by_type))),
    tp_doc: Cell::new(c"traceback(tb_next, tb_frame, tb_lasti, tb_lineno)\n--\n\nWhere an exception passed.".as_ptr()),
    tp_methods: Cell::new(METHODS.as_ptr()),
    tp_members: Cell::new(MEMBERS.as_ptr()),
    tp_getset: Cell::new(GETSETS.as_ptr()),
    ..PyTypeObject::STATIC
};

fn traverse(this: &PyTracebackObject, visitor: &Visitor) -> std::result::Result<(), c_int> {
    visitor.field(&this.tb_next)?;
    visitor.field(&this.tb_frame)
}

fn clear(this: &PyTracebackObject) {
    this.tb_next.set(None);
    this.tb_frame.set(None);
}

fn dealloc(this: *mut PyTracebackObject) {
    // SAFETY: dead, but whole; nobody finds it through the collector any more.
    unsafe {
        gc::untrack(this.cast());
        clear(&*this);
        types::free(this.cast());
    }
}

static METHODS: [PyMethodDef; 2] =
    [method::noargs(c"__dir__", |_: &PyTracebackObject| names(), c"__dir__($self, /)\n--\n\nThe names of the attributes."), PyMethodDef::END];

static MEMBERS: [PyMemberDef; 3] = [
    table::readonly(table::object_member(c"tb_frame", offset_of!(PyTracebackObject, tb_frame))),
    table::readonly(table::of_type(table::object_member(c"tb_lasti", offset_of!(PyTracebackObject, tb_lasti)), table::INT)),
    table::END,
];

static GETSETS: [PyGetSetDef; 3] = [
    method::getset(c"tb_next", |this: &PyTracebackObject| this.tb_next.get().map_or_else(none, Owned::upcast), c"").settable(set_next),
    method::getset(c"tb_lineno", PyTracebackObject::lineno, c""),
    PyGetSetDef::END,
];

fn names() -> Result<Owned> {
    let name = |text: &str| Ok::<Owned, Raised>(unicode::from_str(text)?.upcast());
    Ok(list::from_owned([name("tb_frame")?, name("tb_next")?, name("tb_lasti")?, name("tb_lineno")?])?.upcast())
}

fn set_next(this: &PyTracebackObject, value: Option<&PyObject>) -> Result<()> {
    let Some(value) = value else {
        return Err(raise!(TypeError, "can't delete tb_next attribute"));
    };
    let next = match value.is_none() {
        true => None,
        false => match value.downcast::<PyTracebackObject>() {
            Some(next) => Some(Owned::from_ref(next)),
            None => return Err(raise!(TypeError, "expected traceback object, got '{}'", value.ty().name())),
        },
    };
    let mut link = next.clone();
    while let Some(at) = link {
        if std::ptr::eq(&*at, this) {
            return Err(raise!(ValueError, "traceback loop detected"));
        }
        link = at.tb_next.get();
    }
    this.tb_next.set(next);
    Ok(())
}

impl PyTracebackObject {
    /// The line, by the frame's code where it has not been asked for yet; `None` where there is none.
    fn lineno(&self) -> Result<Owned> {
        if self.tb_lineno.get() != -1 {
            return long::from_i64(i64::from(self.tb_lineno.get()));
        }
        match self.tb_frame.get() {
            Some(frame) => attribute::get(&frame, &id::f_lineno),
            None => Ok(none()),
        }
    }
}

fn new_by_type(_: &PyTypeObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    static SIGNATURE: Signature<4> =
        Signature { function: "traceback", names: ["tb_next", "tb_frame", "tb_lasti", "tb_lineno"], positional: 4, required: 4 };
    let [Some(next), Some(frame), Some(lasti), Some(lineno)] = SIGNATURE.bind_call(args, kwargs)? else { return Ok(none()) };
    if !is_instance::<crate::eval::frame::PyFrameObject>(&frame) {
        return Err(raise!(TypeError, "traceback() argument 'tb_frame' must be frame, not {}", crate::types::exceptions::type_word(&frame)));
    }
    let number = |value: &PyObject| crate::types::long::convert::as_int(&*number::PyNumber_Index(value)?);
    let (lasti, lineno) = (number(&lasti)?, number(&lineno)?);
    let next = match next.is_none() {
        true => None,
        false => Some(next.downcast().map_err(|other| raise!(TypeError, "expected traceback object or None, got '{}'", other.ty().name()))?),
    };
    Ok(new(next, frame, lasti, lineno)?.upcast())
}

/// A new traceback entry; `next` is the one that is further in.
pub fn new(next: Option<Owned<PyTracebackObject>>, frame: Owned, lasti: c_int, lineno: c_int) -> Result<Owned<PyTracebackObject>> {
    let made = types::alloc(&PyTraceBack_Type, 0)?;
    // SAFETY: just made, of that type.
    let this = unsafe { made.cast::<PyTracebackObject>() };
    this.tb_next.set(next);
    this.tb_frame.set(Some(frame));
    this.tb_lasti.set(lasti);
    this.tb_lineno.set(lineno);
    Ok(this)
}

// ---- text ---------------------------------------------------------------------------------------------------------

/// Entries that are alike are shown so often, and then counted.
const REPEATED: usize = 3;
/// Without `sys.tracebacklimit`, as many of the innermost entries are shown.
const LIMIT: i64 = 1000;

/// One line of a traceback.
#[derive(PartialEq)]
struct Entry {
    filename: Buf<u8>,
    lineno: i64,
    name: Buf<u8>,
}

fn text(object: &PyObject, name: &PyUnicodeObject) -> Buf<u8> {
    let found = attribute::get(object, name).and_then(|value| value.str());
    found.map_or_else(
        |raised| {
            raised.clear();
            b"???".to_buf()
        },
        |text| crate::runtime::errors::bytes_of(&text),
    )
}

impl Entry {
    fn of(this: &PyTracebackObject) -> Option<Self> {
        let code = attribute::get(&*this.tb_frame.get()?, &id::f_code).map_err(Raised::clear).ok()?;
        let lineno = this.lineno().map(|n| if n.is_none() { None } else { long::value_of(&n) });
        let lineno = lineno.map_err(Raised::clear).ok().flatten().unwrap_or(-1);
        Some(Entry { filename: text(&code, &id::co_filename), lineno, name: text(&code, &id::co_name) })
    }
    fn lines(&self) -> Buf<u8> {
        let mut out = joined(&[b"  File \"", &self.filename, b"\", line ", self.lineno.to_string().as_bytes(), b", in ", &self.name, b"\n"]);
        let source = c_int::try_from(self.lineno).ok().and_then(|lineno| errors::source_line(&self.filename, lineno));
        let shown = source.as_ref().map_or(&[][..], |line| line.trim_ascii());
        if !shown.is_empty() {
            out.extend_from_slice(b"    ");
            out.extend_from_slice(String::from_utf8_lossy(shown).as_bytes());
            out.push(b'\n');
        }
        out
    }
}

fn entries(traceback: &PyObject) -> Vec<Entry> {
    let mut out = Vec::new();
    let mut at = traceback.downcast::<PyTracebackObject>().map(Owned::from_ref);
    while let Some(this) = at {
        out.extend(Entry::of(&this));
        at = this.tb_next.get();
    }
    let limit = sys::get(&id::tracebacklimit).map_err(Raised::clear).ok().flatten();
    let limit = limit.and_then(|n| long::value_of(&n));
    let limit = usize::try_from(limit.unwrap_or(LIMIT).max(0)).unwrap_or(usize::MAX);
    let skipped = out.len().saturating_sub(limit);
    out.drain(..skipped);
    out
}

fn format(entries: &[Entry]) -> Vec<Buf<u8>> {
    let mut out = Vec::new();
    let mut alike = 0;
    let repeated = |out: &mut Vec<Buf<u8>>, alike: usize| {
        if alike > REPEATED {
            let more = alike - REPEATED;
            out.push(formatted(format_args!("  [Previous line repeated {more} more time{}]\n", if more > 1 { "s" } else { "" })));
        }
    };
    for (i, entry) in entries.iter().enumerate() {
        if i > 0 && entries.get(i - 1) != Some(entry) {
            repeated(&mut out, alike);
            alike = 0;
        }
        alike += 1;
        if alike <= REPEATED {
            out.push(entry.lines());
        }
    }
    repeated(&mut out, alike);
    out
}

/// The lines of an exception's traceback, without the heading.
pub fn lines_of(exception: &PyObject) -> Vec<Buf<u8>> {
    match exception.downcast::<PyBaseExceptionObject>().and_then(|e| e.traceback.get()) {
        Some(traceback) => format(&entries(&traceback)),
        None => Vec::new(),
    }
}

/// Writes a traceback with its heading to a file object.
pub fn print(traceback: &PyObject, file: &PyObject) -> Result<()> {
    if !is_instance::<PyTracebackObject>(traceback) {
        return Err(raise!(SystemError, "bad argument to internal function"));
    }
    let write = attribute::get(file, &id::write)?;
    let entries = entries(traceback);
    if entries.is_empty() {
        return Ok(());
    }
    write.call1(&*unicode::from_str("Traceback (most recent call last):\n")?)?;
    for piece in format(&entries) {
        write.call1(&*errors::text_of(&piece)?)?;
    }
    Ok(())
}

/// Writes a traceback to a file object: 0, or -1 with an exception. Does nothing for NULL.
#[capi]
pub fn PyTraceBack_Print(v: Option<&PyObject>, f: &PyObject) -> Result<()> {
    match v {
        Some(traceback) => print(traceback, f),
        None => Ok(()),
    }
}

// ---- what a suggestion needs --------------------------------------------------------------------------------------

fn innermost_frame(exception: &PyObject) -> Option<Owned> {
    let traceback = exception.downcast::<PyBaseExceptionObject>()?.traceback.get()?;
    let mut at = traceback.downcast::<PyTracebackObject>().ok()?;
    while let Some(next) = at.tb_next.get() {
        at = next;
    }
    at.tb_frame.get()
}

/// A mapping's value, if it is there and can be had.
fn item(mapping: &PyObject, key: &str) -> Option<Owned> {
    let key = unicode::from_str(key).map_err(Raised::clear).ok()?;
    crate::protocol::mapping::get_item(mapping, &key).map_err(Raised::clear).ok()
}

/// A local variable of the frame where the exception was raised.
pub fn innermost_local(exception: &PyObject, name: &str) -> Option<Owned> {
    let locals = attribute::get(&*innermost_frame(exception)?, &id::f_locals).map_err(Raised::clear).ok()?;
    item(&locals, name)
}

/// What could have been meant by a name that was not found.
pub enum Scope {
    /// The instance whose method it was asked in has an attribute of that name.
    OfSelf,
    /// The names that are in scope there.
    Names(Vec<Owned<PyUnicodeObject>>),
}

/// What could have been meant by a name that was not found where the exception was raised.
pub fn names_in_scope(exception: &PyObject, name: &PyUnicodeObject) -> Option<Scope> {
    let frame = innermost_frame(exception)?;
    if let Some(this) = innermost_local(exception, "self")
        && attribute::get_optional(&this, name).map_err(Raised::clear).ok().flatten().is_some()
    {
        return Some(Scope::OfSelf);
    }
    let mut names = Vec::new();
    for scope in [&id::f_locals as &PyUnicodeObject, &id::f_globals, &id::f_builtins] {
        let keys = attribute::get(&frame, scope).and_then(|scope| tuple::from_iterable(&scope)).map_err(Raised::clear).ok()?;
        names.extend(keys.as_slice().iter().filter_map(|key| key.new_ref().downcast::<PyUnicodeObject>().ok()));
    }
    Some(Scope::Names(names))
}
