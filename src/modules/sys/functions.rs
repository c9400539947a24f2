//! The functions of `sys`.

use crate::args::{Signature, check_positional};
use crate::boundary::method::Args;
use crate::layout::*;
use crate::modules::sys::structs;
use crate::object::{Owned, attribute, id};
use crate::protocol::file::{PyFile_WriteObject, RAW};
use crate::protocol::number;
use crate::raise;
use crate::runtime::config::held;
use crate::runtime::errors::{self, Result, raise_class, with_value};
use crate::runtime::{interp, sys, thread};
use crate::types::bool::from_bool;
use crate::types::exceptions::{self, type_word};
use crate::types::singletons::none;
use crate::types::{long, tuple, unicode};

fn str_argument<'a>(function: &str, object: &'a PyObject) -> Result<&'a PyUnicodeObject> {
    object.downcast().ok_or_else(|| raise!(TypeError, "{function}() argument must be str, not {}", type_word(object)))
}

fn c_int_argument(object: &PyObject) -> Result<i32> {
    let index = number::PyNumber_Index(object)?;
    crate::types::long::convert::as_int(&index)
}

// ---- exceptions ---------------------------------------------------------------------------------------------------

pub fn exc_info(_: &PyObject) -> Result<Owned> {
    let Some(exception) = errors::handled() else {
        return Ok(tuple::from_owned([none(), none(), none()])?.upcast());
    };
    let traceback = PyObject::downcast::<PyBaseExceptionObject>(&exception).and_then(|e| e.traceback.get()).unwrap_or_else(none);
    Ok(tuple::from_owned([exception.ty().as_object().new_ref(), exception, traceback])?.upcast())
}

pub fn exception(_: &PyObject) -> Owned {
    errors::handled().unwrap_or_else(none)
}

pub fn excepthook(_: &PyObject, args: &[&PyObject]) -> Result<Owned> {
    check_positional("excepthook", args.len(), 3, 3)?;
    errors::display(args[1], Some(args[2]));
    Ok(none())
}

pub fn unraisablehook(_: &PyObject, args: &PyObject) -> Result<Owned> {
    errors::default_hook(args)?;
    Ok(none())
}

pub fn exit(_: &PyObject, args: &[&PyObject]) -> Result<Owned> {
    check_positional("exit", args.len(), 0, 1)?;
    Err(match args.first() {
        Some(status) => with_value(&exceptions::SystemExit, status),
        None => raise_class(&exceptions::SystemExit),
    })
}

// ---- output -------------------------------------------------------------------------------------------------------

pub fn displayhook(_: &PyObject, value: &PyObject) -> Result<Owned> {
    let builtins = match interp().sys.modules.get() {
        Some(modules) => modules.get(&id::builtins)?,
        None => None,
    };
    let Some(builtins) = builtins else {
        return Err(raise!(RuntimeError, "lost builtins module"));
    };
    if value.is_none() {
        return Ok(none());
    }
    // While the value is being shown, `_` must not keep it alive: its repr may look there.
    let underscore = unicode::intern::intern_str("_")?;
    attribute::set(&builtins, &underscore, Some(&none()))?;
    let Some(file) = sys::get(&id::stdout)?.filter(|file| !file.is_none()) else {
        return Err(raise!(RuntimeError, "lost sys.stdout"));
    };
    if let Err(raised) = PyFile_WriteObject(Some(value), Some(&file), 0) {
        if !raised.matches(&exceptions::UnicodeEncodeError) {
            return Err(raised);
        }
        raised.clear();
        // What the file's encoding has no characters for is escaped.
        let text = value.repr()?;
        let encoding = attribute::get(&file, &id::encoding)?.str()?;
        let name = std::ffi::CString::new(encoding.to_lossy()).unwrap_or_default();
        let encoded = unicode::codecs::encode(&text, Some(&name), Some(c"backslashreplace"))?;
        let shown = unicode::codecs::decode(encoded.as_slice(), Some(&name), None)?;
        PyFile_WriteObject(Some(&shown), Some(&file), RAW)?;
    }
    PyFile_WriteObject(Some(&*unicode::from_str("\n")?), Some(&file), RAW)?;
    attribute::set(&builtins, &underscore, Some(value))?;
    Ok(none())
}

// ---- audit --------------------------------------------------------------------------------------------------------

pub fn audit(_: &PyObject, args: &[&PyObject]) -> Result<Owned> {
    check_positional("audit", args.len(), 1, usize::MAX)?;
    let Some(event) = args[0].downcast::<PyUnicodeObject>() else {
        return Err(raise!(TypeError, "audit() argument 1 must be str, not {}", type_word(args[0])));
    };
    crate::runtime::audit::audit_object(event, &args[1..])?;
    Ok(none())
}

pub fn addaudithook(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    static SIGNATURE: Signature<1> = Signature { function: "addaudithook", names: ["hook"], positional: 1, required: 1 };
    let [Some(hook)] = SIGNATURE.bind(args)? else { return Ok(none()) };
    crate::runtime::audit::add_object(hook)?;
    Ok(none())
}

// ---- objects ------------------------------------------------------------------------------------------------------

pub fn getrefcount(_: &PyObject, object: &PyObject) -> Result<Owned> {
    long::from_i64(i64::from(object.refcount()))
}

pub fn getallocatedblocks(_: &PyObject) -> Result<Owned> {
    long::from_i64(crate::runtime::memory::blocks_of_thread() as i64)
}

pub fn getsizeof(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    static SIGNATURE: Signature<2> = Signature { function: "getsizeof", names: ["object", "default"], positional: 2, required: 1 };
    let [Some(object), default] = SIGNATURE.bind(args)? else { return Ok(none()) };
    match (sys::size_of_object(object), default) {
        (Ok(size), _) => long::from_i64(size as i64),
        (Err(raised), Some(default)) if raised.matches(&exceptions::TypeError) => {
            raised.clear();
            Ok(default.new_ref())
        }
        (Err(raised), _) => Err(raised),
    }
}

pub fn intern(_: &PyObject, string: &PyObject) -> Result<Owned> {
    let string = str_argument("intern", string)?;
    if !string.is_exact_str() {
        return Err(raise!(TypeError, "can't intern {}", string.ty().name()));
    }
    Ok(unicode::intern::intern(Owned::from_ref(string)).upcast())
}

pub fn is_interned(_: &PyObject, string: &PyObject) -> Result<Owned> {
    Ok(from_bool(str_argument("_is_interned", string)?.interned() != 0))
}

pub fn is_immortal(_: &PyObject, object: &PyObject) -> Owned {
    from_bool(object.is_immortal())
}

/// How often counts of immortal objects were put back.
pub fn immortal_repairs(_: &PyObject) -> Result<Owned> {
    crate::object::immortal::repairs()
}

// ---- limits -------------------------------------------------------------------------------------------------------

pub fn getrecursionlimit(_: &PyObject) -> Result<Owned> {
    long::from_i64(i64::from(Py_GetRecursionLimit()))
}

pub fn setrecursionlimit(_: &PyObject, limit: &PyObject) -> Result<Owned> {
    let limit = c_int_argument(limit)?;
    if limit < 1 {
        return Err(raise!(ValueError, "recursion limit must be greater or equal than 1"));
    }
    let thread = thread();
    let depth = thread.py_recursion_limit.get() - thread.py_recursion_remaining.get();
    if depth >= limit {
        return Err(raise!(RecursionError, "cannot set the recursion limit to {limit} at the recursion depth {depth}: the limit is too low"));
    }
    Py_SetRecursionLimit(limit);
    Ok(none())
}

/// How deep calls of Python functions may be nested.
#[exuvia_macros::capi]
pub fn Py_GetRecursionLimit() -> i32 {
    thread().py_recursion_limit.get()
}

/// Sets how deep calls of Python functions may be nested, for all threads of the interpreter.
#[exuvia_macros::capi]
pub fn Py_SetRecursionLimit(limit: i32) {
    let mut thread = crate::runtime::interpreter::PyInterpreterState_ThreadHead(crate::runtime::interpreter::PyInterpreterState_Get());
    // SAFETY: the list of an interpreter's threads is changed under its GIL only.
    while let Some(this) = unsafe { thread.as_ref() } {
        let depth = this.py_recursion_limit.get() - this.py_recursion_remaining.get();
        this.py_recursion_limit.set(limit);
        this.py_recursion_remaining.set(limit - depth);
        thread = this.next.get();
    }
}

pub fn get_int_max_str_digits(_: &PyObject) -> Result<Owned> {
    long::from_i64(i64::from(interp().int_max_str_digits.get()))
}

pub fn set_int_max_str_digits(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    static SIGNATURE: Signature<1> = Signature { function: "set_int_max_str_digits", names: ["maxdigits"], positional: 1, required: 1 };
    let [Some(limit)] = SIGNATURE.bind(args)? else { return Ok(none()) };
    let limit = c_int_argument(limit)?;
    set_int_max_str_digits_to(limit)?;
    structs::set_flag(structs::INT_MAX_STR_DIGITS, limit)?;
    Ok(none())
}

/// Sets the limit; `ValueError` for one that is too small.
pub fn set_int_max_str_digits_to(limit: i32) -> Result<()> {
    if limit != 0 && limit < 640 {
        return Err(raise!(ValueError, "maxdigits must be >= 640 or 0 for unlimited"));
    }
    let interp = interp();
    interp.int_max_str_digits.set(limit);
    interp.py_config.change(|config| config.int_max_str_digits = limit);
    Ok(())
}

// ---- the runtime --------------------------------------------------------------------------------------------------

pub fn getdefaultencoding(_: &PyObject) -> Result<Owned> {
    Ok(unicode::from_str("utf-8")?.upcast())
}

pub fn getfilesystemencoding(_: &PyObject) -> Result<Owned> {
    held::text_or_none(interp().py_config.get().filesystem_encoding)
}

pub fn getfilesystemencodeerrors(_: &PyObject) -> Result<Owned> {
    held::text_or_none(interp().py_config.get().filesystem_errors)
}

pub fn cpu_count_config(_: &PyObject) -> Result<Owned> {
    long::from_i64(interp().py_config.get().cpu_count.into())
}

pub fn is_finalizing(_: &PyObject) -> Owned {
    from_bool(crate::runtime::lifecycle::Py_IsFinalizing() != 0)
}

pub fn is_gil_enabled(_: &PyObject) -> Owned {
    from_bool(true)
}

pub fn getdlopenflags(_: &PyObject) -> Result<Owned> {
    let flags = interp().sys.dlopen_flags.get();
    long::from_i64(i64::from(if flags == 0 { libc::RTLD_NOW } else { flags }))
}

pub fn setdlopenflags(_: &PyObject, flags: &PyObject) -> Result<Owned> {
    interp().sys.dlopen_flags.set(c_int_argument(flags)?);
    Ok(none())
}

pub fn getunicodeinternedsize(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    static SIGNATURE: Signature<1> = Signature { function: "getunicodeinternedsize", names: ["_only_immortal"], positional: 0, required: 0 };
    let [only_immortal] = SIGNATURE.bind(args)?;
    let only_immortal = only_immortal.map_or(Ok(false), PyObject::is_true)?;
    long::from_i64(unicode::intern::count(only_immortal) as i64)
}

pub fn getswitchinterval(_: &PyObject) -> Result<Owned> {
    crate::types::float::from_f64(interp().gil.interval().as_micros() as f64 * 1e-6)
}

pub fn setswitchinterval(_: &PyObject, interval: &PyObject) -> Result<Owned> {
    let seconds = crate::types::float::as_f64(interval)?;
    if seconds.is_nan() || seconds <= 0.0 {
        return Err(raise!(ValueError, "switch interval must be strictly positive"));
    }
    interp().gil.set_interval(std::time::Duration::try_from_secs_f64(seconds).unwrap_or(std::time::Duration::MAX));
    Ok(none())
}

pub fn clear_type_cache(_: &PyObject) -> Owned {
    crate::object::types::lookup::PyType_ClearCache();
    none()
}

/// Takes the descriptors of `__dict__` and `__weakref__` away, for a class whose instances have them from elsewhere.
pub fn clear_type_descriptors(_: &PyObject, ty: &PyObject) -> Result<Owned> {
    let Some(ty) = ty.downcast::<PyTypeObject>() else {
        return Err(raise!(TypeError, "_clear_type_descriptors() argument must be type, not {}", type_word(ty)));
    };
    if ty.has_flag(flags::IMMUTABLETYPE) {
        return Err(raise!(TypeError, "argument is immutable"));
    }
    if let Some(Ok(names)) = ty.tp_dict.get().map(|dict| dict.upcast().downcast::<PyDictObject>()) {
        names.pop(&id::__dict__)?;
        names.pop(&id::__weakref__)?;
    }
    crate::object::types::lookup::modified(ty);
    Ok(none())
}

/// Calls what `$PYTHONBREAKPOINT` names; `pdb.set_trace` without it, nothing for 0.
pub fn breakpointhook(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    let named = std::env::var("PYTHONBREAKPOINT").ok().filter(|name| !name.is_empty());
    let path = match named.as_deref() {
        Some("0") => return Ok(none()),
        Some(path) => path,
        None => "pdb.set_trace",
    };
    let (module, name) = path.rsplit_once('.').unwrap_or(("builtins", path));
    let find = || {
        let module = crate::import::modules::get(module)?;
        attribute::get(&module, &*unicode::intern::intern_str(name)?)
    };
    match find() {
        Ok(function) => function.call_args(args),
        Err(raised) if raised.matches(&exceptions::ImportError) || raised.matches(&exceptions::AttributeError) => {
            raised.clear();
            let text = format!("Ignoring unimportable $PYTHONBREAKPOINT: \"{path}\"");
            crate::modules::warnings::warn_text(&exceptions::RuntimeWarning, &text)?;
            Ok(none())
        }
        Err(raised) => Err(raised),
    }
}

// ---- coroutines ---------------------------------------------------------------------------------------------------

pub fn get_coroutine_origin_tracking_depth(_: &PyObject) -> Result<Owned> {
    long::from_i64(i64::from(thread().coroutine_origin_tracking_depth.get()))
}

pub fn set_coroutine_origin_tracking_depth(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    static SIGNATURE: Signature<1> = Signature { function: "set_coroutine_origin_tracking_depth", names: ["depth"], positional: 1, required: 1 };
    let [Some(depth)] = SIGNATURE.bind(args)? else { return Ok(none()) };
    let depth = c_int_argument(depth)?;
    if depth < 0 {
        return Err(raise!(ValueError, "depth must be >= 0"));
    }
    thread().coroutine_origin_tracking_depth.set(depth);
    Ok(none())
}

pub fn get_asyncgen_hooks(_: &PyObject) -> Result<Owned> {
    let slot = &interp().sys.asyncgen_hooks_type;
    let ty = match slot.get() {
        Some(ty) => ty,
        None => {
            let fields = [(c"firstiter", c"Called when one is iterated first"), (c"finalizer", c"Called before one is collected")];
            let ty = structs::struct_type(c"asyncgen_hooks", c"The hooks of asynchronous generators.", &fields, 2)?;
            slot.set(Some(ty.clone()));
            ty
        }
    };
    let thread = thread();
    let hook = |field: &Field| field.get().unwrap_or_else(none);
    structs::struct_new(&ty, vec![hook(&thread.async_gen_firstiter), hook(&thread.async_gen_finalizer)])
}

pub fn set_asyncgen_hooks(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    static SIGNATURE: Signature<2> = Signature { function: "set_asyncgen_hooks", names: ["firstiter", "finalizer"], positional: 2, required: 0 };
    let [first, finalizer] = SIGNATURE.bind(args)?;
    for (what, hook) in [("finalizer", finalizer), ("firstiter", first)] {
        if let Some(hook) = hook.filter(|hook| !hook.is_none() && hook.ty().tp_call.get().is_none()) {
            return Err(raise!(TypeError, "callable {what} expected, got {}", hook.ty().name()));
        }
    }
    let thread = thread();
    for (field, hook) in [(&thread.async_gen_finalizer, finalizer), (&thread.async_gen_firstiter, first)] {
        if let Some(hook) = hook {
            field.set((!hook.is_none()).then(|| hook.new_ref()));
        }
    }
    Ok(none())
}
