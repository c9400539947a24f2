//! `frame`: a call that is running, or that only stands for one in a traceback.
//!
//! The fields before `code` are where CPython's are, because generated code writes `f_lineno` in place.

use super::code::{self, PARTS_OF_FRAME};
use crate::boundary::{method, slot};
use crate::layout::*;
use crate::object::gc::Visitor;
use crate::object::{Owned, Typed, attribute, gc, id, is_instance, types};
use crate::raise;
use crate::runtime::errors::{Raised, Result};
use crate::runtime::interp;
use crate::types::bool::{from_bool, value_of};
use crate::types::module::PyModuleObject;
use crate::types::singletons::none;
use crate::types::{dict, exceptions, long, unicode};
use exuvia_macros::capi;
use std::cell::Cell;
use std::ffi::{CStr, c_char, c_int, c_void};

/// A frame.
#[repr(C)]
pub struct PyFrameObject {
    ob_base: PyObject,
    f_back: Field<PyFrameObject>,
    /// CPython's running frame; there is none.
    f_frame: Cell<*mut c_void>,
    f_trace: Field,
    /// 0: it follows from the code and the place in it.
    f_lineno: Cell<c_int>,
    f_trace_lines: Cell<c_char>,
    f_trace_opcodes: Cell<c_char>,
    f_extra_locals: Field,
    f_locals_cache: Field,
    f_overwritten_fast_locals: Field,
    code: Field<PyCodeObject>,
    globals: Field<PyDictObject>,
    builtins: Field,
    locals: Field,
    /// In bytes.
    lasti: Cell<c_int>,
}
object_structs! { PyFrameObject: ob_base -> PyObject }
const _: () = assert!(std::mem::offset_of!(PyFrameObject, f_lineno) == 40 && size_of::<PyFrameObject>() <= PARTS_OF_FRAME);

// SAFETY: the type has no subclasses.
unsafe impl Typed for PyFrameObject {
    fn type_object() -> &'static PyTypeObject {
        &PyFrame_Type
    }
}

/// `frame`.
#[capi]
pub static PyFrame_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"frame".as_ptr()),
    tp_basicsize: Cell::new(PARTS_OF_FRAME as isize),
    tp_itemsize: Cell::new(8),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::IMMUTABLETYPE | flags::STATIC_BUILTIN | flags::DISALLOW_INSTANTIATION),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_traverse: Cell::new(Some(slot::traverse(traverse))),
    tp_clear: Cell::new(Some(slot::clear(clear_cycles))),
    tp_repr: Cell::new(Some(slot::unary(repr))),
    tp_methods: Cell::new(METHODS.as_ptr()),
    tp_getset: Cell::new(GETSETS.as_ptr()),
    ..PyTypeObject::STATIC
};

fn traverse(this: &PyFrameObject, visitor: &Visitor) -> std::result::Result<(), c_int> {
    visitor.field(&this.f_back)?;
    visitor.field(&this.f_trace)?;
    visitor.field(&this.f_extra_locals)?;
    visitor.field(&this.code)?;
    visitor.field(&this.globals)?;
    visitor.field(&this.builtins)?;
    visitor.field(&this.locals)
}

fn clear_cycles(this: &PyFrameObject) {
    this.f_trace.set(None);
    this.f_extra_locals.set(None);
    this.f_locals_cache.set(None);
    this.f_overwritten_fast_locals.set(None);
    this.locals.set(None);
}

fn dealloc(this: *mut PyFrameObject) {
    // SAFETY: dead, but whole; nobody finds it through the collector any more.
    unsafe {
        gc::untrack(this.cast());
        clear_cycles(&*this);
        (*this).f_back.set(None);
        (*this).globals.set(None);
        (*this).builtins.set(None);
        (*this).code.set(None);
        types::free(this.cast());
    }
}

/// The builtins that code with these globals sees.
fn builtins_of(globals: &PyDictObject) -> Result<Owned> {
    match globals.get(&id::__builtins__)? {
        Some(builtins) => match PyObject::downcast::<PyModuleObject>(&builtins) {
            Some(module) => Ok(module.dict()?.upcast()),
            None => Ok(builtins),
        },
        None => Ok(interp().sys.builtins.get().map_or_else(none, Owned::upcast)),
    }
}

/// A new frame that does not run, at the first instruction of the code.
pub fn new(code: &PyCodeObject, globals: &PyDictObject, locals: Option<&PyObject>) -> Result<Owned<PyFrameObject>> {
    let builtins = builtins_of(globals)?;
    let object = gc::alloc(&PyFrame_Type, 0)?;
    // SAFETY: fresh and zeroed; it has no items, so the count of them that stands in `f_back` is NULL.
    let this = unsafe { Owned::from_nonnull(object.cast::<PyFrameObject>()) };
    this.f_trace_lines.set(1);
    this.code.set(Some(Owned::from_ref(code)));
    this.globals.set(Some(Owned::from_ref(globals)));
    this.builtins.set(Some(builtins));
    this.locals.set(locals.map(PyObject::new_ref));
    this.lasti.set(2);
    // SAFETY: all fields are set.
    unsafe { gc::track(object) };
    Ok(this)
}

impl PyFrameObject {
    fn code(&self) -> Result<Owned<PyCodeObject>> {
        self.code.get().ok_or_else(|| raise!(SystemError, "bad argument to internal function"))
    }
    /// The line, or `None` where the code at hand belongs to none.
    pub fn line(&self) -> Result<Option<c_int>> {
        match self.f_lineno.get() {
            0 => Ok(self.code()?.place(self.lasti.get()).line),
            line => Ok(Some(line)),
        }
    }
    pub fn set_line(&self, line: c_int) {
        self.f_lineno.set(line);
    }
    pub fn globals(&self) -> Owned {
        self.globals.get().map_or_else(none, Owned::upcast)
    }
    pub fn builtins(&self) -> Owned {
        self.builtins.get().unwrap_or_else(none)
    }
    /// The mapping of the locals; made where the code has one and none was given.
    pub fn locals(&self) -> Result<Owned> {
        if let Some(locals) = self.locals.get() {
            return Ok(locals);
        }
        let made = dict::new()?.upcast();
        self.locals.set(Some(made.clone()));
        Ok(made)
    }
}

fn repr(this: &PyFrameObject) -> Result<Owned<PyUnicodeObject>> {
    let code = this.code()?;
    let address = unicode::from_display(format_args!("{:p}", this.as_object()))?;
    let line = unicode::from_display(format_args!("{}", this.line()?.unwrap_or(-1)))?;
    let filename = attribute::get(&code, &id::co_filename)?.repr()?;
    let name = attribute::get(&code, &id::co_name)?.str()?;
    exceptions::text::compose("<frame at %, file %, line %, code %>", &[&address, &filename, &line, &name])
}

fn lineno(this: &PyFrameObject) -> Result<Owned> {
    this.line()?.map_or_else(|| Ok(none()), |line| long::from_i64(i64::from(line)))
}

fn set_lineno(_: &PyFrameObject, value: Option<&PyObject>) -> Result<()> {
    match value {
        None => Err(raise!(AttributeError, "attribute 'f_lineno' of 'frame' objects cannot be deleted")),
        Some(value) if !is_instance::<PyLongObject>(value) => Err(raise!(ValueError, "lineno must be an integer")),
        Some(_) => Err(raise!(ValueError, "can't jump from unstarted frame")),
    }
}

fn set_trace(this: &PyFrameObject, value: Option<&PyObject>) -> Result<()> {
    this.f_trace.set(value.filter(|value| !value.is_none()).map(PyObject::new_ref));
    Ok(())
}

fn flag(value: Option<&PyObject>) -> Result<c_char> {
    match value.and_then(value_of) {
        Some(value) => Ok(c_char::from(value)),
        None => Err(raise!(TypeError, "attribute value type must be bool")),
    }
}

fn set_trace_lines(this: &PyFrameObject, value: Option<&PyObject>) -> Result<()> {
    if value.is_none() {
        return Err(raise!(TypeError, "can't delete numeric/char attribute"));
    }
    this.f_trace_lines.set(flag(value)?);
    Ok(())
}

fn set_trace_opcodes(this: &PyFrameObject, value: Option<&PyObject>) -> Result<()> {
    if value.is_none() {
        return Err(raise!(TypeError, "cannot delete attribute"));
    }
    this.f_trace_opcodes.set(flag(value)?);
    Ok(())
}

static METHODS: [PyMethodDef; 3] = [
    method::noargs(
        c"clear",
        |this: &PyFrameObject| {
            this.f_trace.set(None);
            this.f_extra_locals.set(None);
            none()
        },
        c"clear($self, /)\n--\n\nDrops what the frame holds for its own use.",
    ),
    method::noargs(c"__sizeof__", |_: &PyFrameObject| long::from_usize(PARTS_OF_FRAME), c"__sizeof__($self, /)\n--\n\nSize in bytes."),
    PyMethodDef::END,
];

static GETSETS: [PyGetSetDef; 12] = [
    method::getset(c"f_back", |this: &PyFrameObject| this.f_back.get().map_or_else(none, Owned::upcast), c""),
    method::getset(c"f_locals", PyFrameObject::locals, c""),
    method::getset(c"f_lineno", lineno, c"").settable(set_lineno),
    method::getset(c"f_trace", |this: &PyFrameObject| this.f_trace.get().unwrap_or_else(none), c"").settable(set_trace),
    method::getset(c"f_lasti", |this: &PyFrameObject| long::from_i64(i64::from(this.lasti.get())), c""),
    method::getset(c"f_globals", PyFrameObject::globals, c""),
    method::getset(c"f_builtins", PyFrameObject::builtins, c""),
    method::getset(c"f_code", PyFrameObject::code, c""),
    method::getset(c"f_trace_lines", |this: &PyFrameObject| from_bool(this.f_trace_lines.get() != 0), c"").settable(set_trace_lines),
    method::getset(c"f_trace_opcodes", |this: &PyFrameObject| from_bool(this.f_trace_opcodes.get() != 0), c"").settable(set_trace_opcodes),
    method::getset(c"f_generator", |_: &PyFrameObject| none(), c""),
    PyGetSetDef::END,
];

// ---- pyframe.h ----------------------------------------------------------------------------------------------------

/// The object as a frame; `SystemError` where it is none.
fn receive(object: &PyObject) -> Result<&PyFrameObject> {
    object.downcast().ok_or_else(|| raise!(SystemError, "bad argument to internal function"))
}

/// A new frame that does not run. The globals are a dict.
#[capi]
pub fn PyFrame_New(tstate: *mut PyThreadState, code: &PyObject, globals: &PyObject, locals: Option<&PyObject>) -> Result<Owned<PyFrameObject>> {
    let _ = tstate;
    match (code.downcast::<PyCodeObject>(), globals.downcast::<PyDictObject>()) {
        (Some(code), Some(globals)) => new(code, globals, locals),
        _ => Err(raise!(SystemError, "bad argument to internal function")),
    }
}

/// The line that the frame is at, -1 for none.
#[capi]
pub fn PyFrame_GetLineNumber(frame: &PyObject) -> Result<c_int> {
    Ok(receive(frame)?.line()?.unwrap_or(-1))
}

/// The frame's code, new.
#[capi]
pub fn PyFrame_GetCode(frame: &PyObject) -> Result<Owned<PyCodeObject>> {
    receive(frame)?.code()
}

/// The frame that called, new, or NULL.
#[capi]
pub fn PyFrame_GetBack(frame: &PyObject) -> Result<Option<Owned<PyFrameObject>>> {
    Ok(receive(frame)?.f_back.get())
}

/// The frame's locals, new.
#[capi]
pub fn PyFrame_GetLocals(frame: &PyObject) -> Result<Owned> {
    receive(frame)?.locals()
}

/// The frame's globals, new.
#[capi]
pub fn PyFrame_GetGlobals(frame: &PyObject) -> Result<Owned> {
    Ok(receive(frame)?.globals())
}

/// The frame's builtins, new.
#[capi]
pub fn PyFrame_GetBuiltins(frame: &PyObject) -> Result<Owned> {
    Ok(receive(frame)?.builtins())
}

/// The address in the code, in bytes, that the frame is at; -1 where it has not begun.
#[capi]
pub fn PyFrame_GetLasti(frame: &PyObject) -> Result<c_int> {
    Ok(receive(frame)?.lasti.get())
}

/// The generator that the frame belongs to, new; `None` for other frames.
#[capi]
pub fn PyFrame_GetGenerator(frame: &PyObject) -> Result<Owned> {
    receive(frame)?;
    Ok(none())
}

fn missing_variable(name: &PyUnicodeObject) -> Result<Owned> {
    Err(match name.as_object().repr() {
        Ok(name) => raise!(NameError, "variable {} does not exist", name.to_lossy()),
        Err(raised) => raised,
    })
}

/// A variable of the frame's function, new; `NameError` where it has no value.
#[capi]
pub fn PyFrame_GetVar(frame: &PyObject, name: &PyObject) -> Result<Owned> {
    receive(frame)?;
    match name.downcast::<PyUnicodeObject>() {
        // The variables of a frame that never ran have no values.
        Some(name) => missing_variable(name),
        None => Err(raise!(TypeError, "name must be str, not {}", name.ty().name())),
    }
}

/// As `PyFrame_GetVar`, with the name in UTF-8.
#[capi]
pub fn PyFrame_GetVarString(frame: &PyObject, name: &CStr) -> Result<Owned> {
    receive(frame)?;
    missing_variable(&*unicode::codecs::decode(name.to_bytes(), None, None)?)
}

/// Does nothing: the locals are always current. 0.
#[capi]
pub fn PyFrame_FastToLocalsWithError(frame: &PyObject) -> Result<()> {
    if is_instance::<PyFrameObject>(frame) { Ok(()) } else { Err(raise!(SystemError, "bad argument to internal function")) }
}

/// Does nothing: the locals are always current.
#[capi]
pub fn PyFrame_FastToLocals(_frame: *mut PyFrameObject) {}

/// Does nothing: what is written to the locals is written to the variables.
#[capi]
pub fn PyFrame_LocalsToFast(_frame: *mut PyFrameObject, _clear: c_int) {}

// ---- tracebacks ---------------------------------------------------------------------------------------------------

/// Adds a frame to the traceback of the exception that is set: 0, or -1 with an exception.
#[capi]
pub fn PyTraceBack_Here(frame: &PyObject) -> Result<()> {
    let frame = receive(frame)?;
    let Some(exception) = crate::runtime::errors::take() else {
        return Err(raise!(SystemError, "bad argument to internal function"));
    };
    let added = (|| {
        let Some(this) = PyObject::downcast::<PyBaseExceptionObject>(&exception) else { return Ok(()) };
        let inner = this.traceback.get().and_then(|inner| inner.downcast::<PyTracebackObject>().ok());
        // The line is asked for when somebody looks: most tracebacks are dropped unseen.
        let line = if frame.f_lineno.get() == 0 { -1 } else { frame.f_lineno.get() };
        let entry = crate::types::traceback::new(inner, frame.as_object().new_ref(), frame.lasti.get(), line)?;
        this.traceback.set(Some(entry.upcast()));
        Ok::<(), Raised>(())
    })();
    match added {
        Ok(()) => {
            crate::runtime::errors::restore(Some(exception));
            Ok(())
        }
        Err(raised) => {
            if let Some(new) = raised.take() {
                if let Some(this) = PyObject::downcast::<PyBaseExceptionObject>(&new) {
                    this.context.set(Some(exception));
                }
                return Err(crate::runtime::errors::raise_again(new));
            }
            Ok(())
        }
    }
}

/// Adds a frame of a function that has none to the traceback of the exception that is set. Where that fails, the failure
/// takes its place.
#[capi(private)]
pub fn _PyTraceback_Add(funcname: &CStr, filename: &CStr, lineno: c_int) {
    let exception = crate::runtime::errors::take();
    let frame = (|| {
        let code =
            code::empty(unicode::codecs::locale::decode_fs(filename.to_bytes())?, unicode::codecs::decode(funcname.to_bytes(), None, None)?, lineno)?;
        let frame = new(&code, &*dict::new()?, None)?;
        frame.set_line(lineno);
        Ok::<_, Raised>(frame)
    })();
    match frame {
        Ok(frame) => {
            crate::runtime::errors::restore(exception);
            if let Err(raised) = PyTraceBack_Here(frame.as_object()) {
                drop(raised);
            }
        }
        Err(raised) => {
            if let (Some(new), Some(exception)) = (raised.take(), exception) {
                if let Some(this) = PyObject::downcast::<PyBaseExceptionObject>(&new) {
                    this.context.set(Some(exception));
                }
                let _: Raised = crate::runtime::errors::raise_again(new);
            }
        }
    }
}
