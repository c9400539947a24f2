//! Exceptions that nobody can be handed: they are reported to `sys.unraisablehook`.

use super::{Result, clear, restore, take};
use crate::boundary::va_list::VaList;
use crate::layout::*;
use crate::modules::sys::structs;
use crate::object::{Owned, attribute, id};
use crate::raise;
use crate::runtime::{errors, interp, sys};
use crate::types::singletons::none;
use crate::types::unicode;
use crate::worker;
use exuvia_macros::capi;
use std::ffi::{CStr, c_char};

worker! {
    format_v as exuvia_err_format_unraisable(text: *const c_char, va: *mut VaList) -> ();
}

/// What a hook is told, in the order of the struct sequence's fields.
struct Report {
    class: Owned,
    value: Owned,
    traceback: Owned,
    message: Owned,
    object: Owned,
}

/// # Safety
/// `text` and `va` are what `PyUnicode_FromFormatV` takes; `text` may be NULL.
unsafe fn format_v(text: *const c_char, va: *mut VaList) {
    if !super::occurred() {
        return;
    }
    let kept = take();
    let message = match text.is_null() {
        true => None,
        // SAFETY: the caller's word.
        false => match unsafe { errors::text_of_format(CStr::from_ptr(text), va) } {
            Ok(message) => Some(message),
            Err(raised) => {
                raised.clear();
                None
            }
        },
    };
    restore(kept);
    report(message.map(Owned::upcast), None);
}

/// Reports the exception that is set, and clears it. `message` says what was going on, `object` in or of what.
pub fn report(message: Option<Owned>, object: Option<&PyObject>) {
    let exception = take();
    let traceback = exception.as_ref().and_then(|e| PyObject::downcast::<PyBaseExceptionObject>(e)).and_then(|e| e.traceback.get());
    let report = Report {
        class: exception.as_ref().map_or_else(none, |e| e.ty().as_object().new_ref()),
        value: exception.unwrap_or_else(none),
        traceback: traceback.unwrap_or_else(none),
        message: message.unwrap_or_else(none),
        object: object.map_or_else(none, PyObject::new_ref),
    };
    if let Err(raised) = tell(&report) {
        raised.clear();
    }
    clear();
}

fn tell(report: &Report) -> Result<()> {
    let Some(hook) = sys::get(&id::unraisablehook)?.filter(|hook| !hook.is_none()) else {
        return write(report);
    };
    let told = arguments(report).and_then(|args| {
        crate::runtime::audit::audit(c"sys.unraisablehook", || Ok(crate::types::tuple::from_slice(&[&hook, &args])?.upcast()))?;
        hook.call1(&args)
    });
    let Err(raised) = told else { return Ok(()) };
    // The hook itself failed: that is what is reported, in the library's own way.
    let exception = raised.take();
    let traceback = exception.as_ref().and_then(|e| PyObject::downcast::<PyBaseExceptionObject>(e)).and_then(|e| e.traceback.get());
    write(&Report {
        class: exception.as_ref().map_or_else(none, |e| e.ty().as_object().new_ref()),
        value: exception.unwrap_or_else(none),
        traceback: traceback.unwrap_or_else(none),
        message: unicode::from_str("Exception ignored in sys.unraisablehook")?.upcast(),
        object: hook,
    })
}

/// The interpreter's type of what the hook gets.
pub fn argument_type() -> Result<Owned<PyTypeObject>> {
    let slot = &interp().sys.unraisable_type;
    if let Some(ty) = slot.get() {
        return Ok(ty);
    }
    let ty = structs::struct_type(
        c"UnraisableHookArgs",
        c"What sys.unraisablehook is told.",
        &[
            (c"exc_type", c"The exception's class"),
            (c"exc_value", c"The exception"),
            (c"exc_traceback", c"Its traceback"),
            (c"err_msg", c"What was going on"),
            (c"object", c"In or of what"),
        ],
        5,
    )?;
    slot.set(Some(ty.clone()));
    Ok(ty)
}

fn arguments(report: &Report) -> Result<Owned> {
    let values = [&report.class, &report.value, &report.traceback, &report.message, &report.object];
    structs::struct_new(&*argument_type()?, values.into_iter().cloned().collect())
}

/// `sys.unraisablehook(args)`.
pub fn default_hook(args: &PyObject) -> Result<()> {
    if !std::ptr::eq(args.ty(), &*argument_type()?) {
        return Err(raise!(TypeError, "sys.unraisablehook argument type must be UnraisableHookArgs"));
    }
    let Some(items) = args.downcast::<PyTupleObject>() else { return Ok(()) };
    let at = |i: usize| items.as_slice().get(i).map_or_else(none, |item| item.new_ref());
    write(&Report { class: at(0), value: at(1), traceback: at(2), message: at(3), object: at(4) })
}

/// Writes the report to `sys.stderr`; whatever fails on the way ends it.
fn write(report: &Report) -> Result<()> {
    let Some(file) = sys::get(&id::stderr)?.filter(|file| !file.is_none()) else { return Ok(()) };
    let write = |text: &PyObject| attribute::get(&file, &id::write)?.call1(text).map(drop);
    let put = |text: &str| write(&*unicode::from_str(text)?);
    if !report.object.is_none() {
        if report.message.is_none() {
            put("Exception ignored in: ")?;
        } else {
            write(&*report.message.str()?)?;
            put(": ")?;
        }
        match report.object.repr() {
            Ok(text) => write(&text)?,
            Err(raised) => {
                raised.clear();
                put("<object repr() failed>")?;
            }
        }
        put("\n")?;
    } else if !report.message.is_none() {
        write(&*report.message.str()?)?;
        put(":\n")?;
    }
    if !report.traceback.is_none() {
        crate::types::traceback::print(&report.traceback, &file)?;
    }
    let Some(class) = PyObject::downcast::<PyTypeObject>(&report.class).filter(|ty| ty.has_flag(flags::BASE_EXC_SUBCLASS)) else {
        return Ok(());
    };
    match attribute::get_optional(class, &id::__module__)? {
        Some(module) if module.ty().has_flag(flags::UNICODE_SUBCLASS) => {
            let name = module.str()?;
            if !name.is_text("builtins") && !name.is_text("__main__") {
                write(&name)?;
                put(".")?;
            }
        }
        _ => put("<unknown>")?,
    }
    match attribute::get(class, &id::__qualname__) {
        Ok(name) if name.ty().has_flag(flags::UNICODE_SUBCLASS) => write(&name)?,
        Ok(_) => put("<unknown>")?,
        Err(raised) => {
            raised.clear();
            put("<unknown>")?;
        }
    }
    if !report.value.is_none() {
        put(": ")?;
        match report.value.str() {
            Ok(text) => write(&text)?,
            Err(raised) => {
                raised.clear();
                put("<exception str() failed>")?;
            }
        }
    }
    put("\n")?;
    match attribute::get_optional(&file, &id::flush)? {
        Some(flush) => flush.call0().map(drop),
        None => Ok(()),
    }
}

/// Reports the exception that is set, as one of `object` (or of nothing, for NULL), and clears it.
#[capi]
pub fn PyErr_WriteUnraisable(object: Option<&PyObject>) {
    report(None, object);
}
