//! `-W` options as filters of warnings.
//!
//! An option is `action:message:category:module:line`, of which all but the first may be missing. A message fits texts that begin with it
//! in any case; a module is itself.

use crate::boundary::method;
use crate::layout::*;
use crate::object::{Owned, attribute, id};
use crate::protocol::instance;
use crate::runtime::errors::{Raised, Result};
use crate::runtime::{interp, sys};
use crate::types::singletons::none;
use crate::types::{builtin_function, dict, exceptions, long, namespace, tuple, unicode};

const ACTIONS: [&str; 6] = ["default", "always", "ignore", "module", "once", "error"];

/// Whether a text begins with the function's own, which is in lower case.
fn begins(own: &PyObject, text: &PyObject) -> Result<Owned> {
    let lower = text.call_method(&*unicode::intern::intern_str("lower")?, &[])?;
    lower.call_method(&*unicode::intern::intern_str("startswith")?, &[own])
}

static BEGINS: [PyMethodDef; 2] =
    [method::o(c"match", begins, c"match($self, text, /)\n--\n\nWhether a text begins with the filter's, in any case."), PyMethodDef::END];

/// What a filter asks whether a message fits.
fn pattern(message: &str) -> Result<Owned> {
    if message.is_empty() {
        return Ok(none());
    }
    let lower = unicode::from_str(message)?.call_method(&*unicode::intern::intern_str("lower")?, &[])?;
    let names = dict::new()?;
    let matcher = builtin_function::PyCFunction_New(BEGINS.as_ptr().cast_mut(), Some(&*lower))?;
    names.insert(&*unicode::intern::intern_str("match")?, &matcher)?;
    namespace::_PyNamespace_New(Some(&names))
}

/// Why an option says nothing, or what was raised.
enum Refused {
    Because(String),
    Raised(Raised),
}
impl From<Raised> for Refused {
    fn from(raised: Raised) -> Self {
        Refused::Raised(raised)
    }
}
fn because<T>(why: String) -> std::result::Result<T, Refused> {
    Err(Refused::Because(why))
}

fn shown(text: &str) -> Result<String> {
    Ok(unicode::from_str(text)?.repr()?.to_lossy())
}

fn category(name: &str) -> std::result::Result<Owned, Refused> {
    if name.is_empty() {
        return Ok(exceptions::Warning.as_object().new_ref());
    }
    let (module, class) = name.rsplit_once('.').unwrap_or(("builtins", name));
    let names = tuple::from_owned([unicode::from_str(class)?.upcast()])?;
    let module = match crate::import::import(&*unicode::from_str(module)?, None, Some(&names), 0) {
        Ok(found) => found,
        Err(raised) if raised.matches(&exceptions::ImportError) => {
            raised.clear();
            return because(format!("invalid module name: {}", shown(module)?));
        }
        Err(raised) => return Err(raised.into()),
    };
    let Some(found) = attribute::get_optional(&module, &*unicode::from_str(class)?)? else {
        return because(format!("unknown warning category: {}", shown(name)?));
    };
    match instance::is_subclass(&found, exceptions::Warning.as_object()) {
        Ok(true) => Ok(found),
        Ok(false) => because(format!("invalid warning category: {}", shown(name)?)),
        Err(raised) => Err(raised.into()),
    }
}

fn filter(option: &str) -> std::result::Result<Owned<PyTupleObject>, Refused> {
    let parts: Vec<&str> = option.split(':').map(str::trim).collect();
    if parts.len() > 5 {
        return because(format!("too many fields (max 5): {}", shown(option)?));
    }
    let part = |at: usize| parts.get(at).copied().unwrap_or("");
    let action = match part(0) {
        "" => "default",
        "all" => "always",
        begun => match ACTIONS.iter().find(|action| action.starts_with(begun)) {
            Some(action) => action,
            None => return because(format!("invalid action: {}", shown(begun)?)),
        },
    };
    let category = category(part(2))?;
    let line = match part(4) {
        "" => 0,
        text => match text.parse::<i64>() {
            Ok(line) if line >= 0 => line,
            Ok(line) => return because(format!("invalid lineno {line}")),
            Err(_) => return because(format!("invalid lineno {}", shown(text)?)),
        },
    };
    let module = if part(3).is_empty() { none() } else { unicode::from_str(part(3))?.upcast() };
    let action = unicode::intern::intern_str(action)?.upcast();
    Ok(tuple::from_owned([action, pattern(part(1))?, category, module, long::from_i64(line)?])?)
}

/// Puts the filters of `sys.warnoptions` before the others: the last option is asked first. One that says nothing is told of.
pub fn apply(filters: &PyListObject) -> Result<()> {
    let Some(options) = sys::get(&id::warnoptions)? else { return Ok(()) };
    let options = tuple::from_iterable(&options)?;
    for option in options.as_slice() {
        let Some(text) = option.downcast::<PyUnicodeObject>() else { continue };
        match filter(&text.to_lossy()) {
            Ok(filter) => filters.insert(0, &filter)?,
            Err(Refused::Because(why)) => {
                let line = std::ffi::CString::new(format!("Invalid -W option ignored: {why}\n")).unwrap_or_default();
                sys::write_stderr(&line);
            }
            Err(Refused::Raised(raised)) => return Err(raised),
        }
    }
    Ok(())
}

/// Reads the options of an interpreter that starts, if there are any.
pub fn start() -> Result<()> {
    if interp().py_config.get().warnoptions.length > 0 { super::warnings::start() } else { Ok(()) }
}
