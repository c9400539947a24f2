//! `sys`.
//!
//! What needs frames (`_getframe`, tracing, profiling) is not of this folder.

mod functions;
pub mod stdlib;
pub mod structs;

pub use functions::set_int_max_str_digits_to as set_int_max_str_digits;

use crate::boundary::method;
use crate::layout::*;
use crate::object::{Owned, attribute, id};
use crate::runtime::errors::Result;
use crate::runtime::{config, interp, version};
use crate::types::singletons::none;
use crate::types::{dict, list, long, namespace, tuple, unicode};
use std::ffi::CStr;

static METHODS: [PyMethodDef; 39] = [
    method::keywords(
        c"breakpointhook",
        functions::breakpointhook,
        c"breakpointhook($module, /, *args, **kwargs)\n--\n\nCalls the debugger that the environment names.",
    ),
    method::noargs(c"_clear_internal_caches", functions::clear_type_cache, c"_clear_internal_caches($module, /)\n--\n\nEmpties caches."),
    method::noargs(
        c"_clear_type_cache",
        functions::clear_type_cache,
        c"_clear_type_cache($module, /)\n--\n\nEmpties the cache of types' attributes.",
    ),
    method::o(
        c"_clear_type_descriptors",
        functions::clear_type_descriptors,
        c"_clear_type_descriptors($module, type, /)\n--\n\nTakes a class's own __dict__ and __weakref__ away.",
    ),
    method::noargs(
        c"getswitchinterval",
        functions::getswitchinterval,
        c"getswitchinterval($module, /)\n--\n\nHow long a thread waits for its turn, in seconds.",
    ),
    method::o(
        c"setswitchinterval",
        functions::setswitchinterval,
        c"setswitchinterval($module, interval, /)\n--\n\nSets how long a thread waits for its turn, in seconds.",
    ),
    method::keywords(c"addaudithook", functions::addaudithook, c"addaudithook($module, /, hook)\n--\n\nAdds an audit hook, for good."),
    method::fastcall(c"audit", functions::audit, c"audit($module, event, /, *args)\n--\n\nTells the audit hooks of an event."),
    method::o(c"displayhook", functions::displayhook, c"displayhook($module, object, /)\n--\n\nShows a value and keeps it in builtins._"),
    method::noargs(c"exc_info", functions::exc_info, c"exc_info($module, /)\n--\n\nThe class, value and traceback of what is being handled."),
    method::noargs(c"exception", functions::exception, c"exception($module, /)\n--\n\nThe exception that is being handled."),
    method::fastcall(
        c"excepthook",
        functions::excepthook,
        c"excepthook($module, exctype, value, traceback, /)\n--\n\nShows an exception on sys.stderr.",
    ),
    method::fastcall(c"exit", functions::exit, c"exit($module, status=None, /)\n--\n\nRaises SystemExit."),
    method::noargs(
        c"get_asyncgen_hooks",
        functions::get_asyncgen_hooks,
        c"get_asyncgen_hooks($module, /)\n--\n\nThe hooks of asynchronous generators.",
    ),
    method::keywords(c"set_asyncgen_hooks", functions::set_asyncgen_hooks, c"Sets the hooks of asynchronous generators."),
    method::noargs(
        c"get_coroutine_origin_tracking_depth",
        functions::get_coroutine_origin_tracking_depth,
        c"get_coroutine_origin_tracking_depth($module, /)\n--\n\nHow many frames a coroutine's origin has.",
    ),
    method::keywords(
        c"set_coroutine_origin_tracking_depth",
        functions::set_coroutine_origin_tracking_depth,
        c"set_coroutine_origin_tracking_depth($module, /, depth)\n--\n\nSets how many frames a coroutine's origin has.",
    ),
    method::noargs(
        c"get_int_max_str_digits",
        functions::get_int_max_str_digits,
        c"get_int_max_str_digits($module, /)\n--\n\nThe limit of digits in conversions; 0: none.",
    ),
    method::keywords(
        c"set_int_max_str_digits",
        functions::set_int_max_str_digits,
        c"set_int_max_str_digits($module, /, maxdigits)\n--\n\nSets the limit of digits in conversions.",
    ),
    method::noargs(c"getdefaultencoding", functions::getdefaultencoding, c"getdefaultencoding($module, /)\n--\n\nThe default encoding of text."),
    method::noargs(c"getdlopenflags", functions::getdlopenflags, c"getdlopenflags($module, /)\n--\n\nThe flags for loading extension modules."),
    method::o(
        c"setdlopenflags",
        functions::setdlopenflags,
        c"setdlopenflags($module, flags, /)\n--\n\nSets the flags for loading extension modules.",
    ),
    method::noargs(
        c"getfilesystemencoding",
        functions::getfilesystemencoding,
        c"getfilesystemencoding($module, /)\n--\n\nThe encoding of file names.",
    ),
    method::noargs(
        c"getfilesystemencodeerrors",
        functions::getfilesystemencodeerrors,
        c"getfilesystemencodeerrors($module, /)\n--\n\nThe error handler for file names.",
    ),
    method::noargs(
        c"getallocatedblocks",
        functions::getallocatedblocks,
        c"getallocatedblocks($module, /)\n--\n\nHow many blocks of memory the calling thread has made that are still out.",
    ),
    method::noargs(c"getrecursionlimit", functions::getrecursionlimit, c"getrecursionlimit($module, /)\n--\n\nHow deep calls may be nested."),
    method::o(c"setrecursionlimit", functions::setrecursionlimit, c"setrecursionlimit($module, limit, /)\n--\n\nSets how deep calls may be nested."),
    method::o(c"getrefcount", functions::getrefcount, c"getrefcount($module, object, /)\n--\n\nAn object's reference count."),
    method::keywords(c"getsizeof", functions::getsizeof, c"An object's size in bytes, or the default where it does not say."),
    method::keywords(
        c"getunicodeinternedsize",
        functions::getunicodeinternedsize,
        c"getunicodeinternedsize($module, /, *, _only_immortal=False)\n--\n\nHow many strings are interned.",
    ),
    method::o(c"intern", functions::intern, c"intern($module, string, /)\n--\n\nThe one string with that text."),
    method::noargs(
        c"_get_cpu_count_config",
        functions::cpu_count_config,
        c"_get_cpu_count_config($module, /)\n--\n\nHow many processors os.cpu_count() is to tell of; -1 where nobody has said.",
    ),
    method::noargs(c"is_finalizing", functions::is_finalizing, c"is_finalizing($module, /)\n--\n\nWhether the runtime is ending."),
    method::noargs(c"_is_gil_enabled", functions::is_gil_enabled, c"_is_gil_enabled($module, /)\n--\n\nWhether the GIL is in use."),
    method::noargs(
        c"_immortal_repairs",
        functions::immortal_repairs,
        c"_immortal_repairs($module, /)\n--\n\nHow often counts of immortal objects were put back: a dict of the objects' types and reprs.",
    ),
    method::o(c"_is_immortal", functions::is_immortal, c"_is_immortal($module, op, /)\n--\n\nWhether an object is immortal."),
    method::o(c"_is_interned", functions::is_interned, c"_is_interned($module, string, /)\n--\n\nWhether a string is interned."),
    method::o(
        c"unraisablehook",
        functions::unraisablehook,
        c"unraisablehook($module, unraisable, /)\n--\n\nReports an exception that nobody can be handed.",
    ),
    PyMethodDef::END,
];

fn c_text(text: *const std::ffi::c_char) -> Result<Owned> {
    // SAFETY: a C string that lives as long as the process.
    let text = unsafe { CStr::from_ptr(text) };
    Ok(unicode::codecs::decode(text.to_bytes(), None, None)?.upcast())
}

/// A new module `sys`, which also becomes the interpreter's.
pub fn create() -> Result<Owned> {
    let module = super::built_in("sys", "The interpreter, as a program sees it.", &METHODS)?;
    let names = module.dict()?;
    let state = &interp().sys;
    state.dict.set(Some(names.clone()));
    let set = |name: &str, value: Owned| names.insert(&*unicode::intern::intern_str(name)?, &value);
    let text = |value: &str| Ok::<Owned, crate::runtime::errors::Raised>(unicode::from_str(value)?.upcast());
    if let Some(modules) = state.modules.get() {
        set("modules", modules.upcast())?;
    }
    for hook in ["breakpointhook", "displayhook", "excepthook", "unraisablehook"] {
        if let Some(function) = names.get(&*unicode::from_str(hook)?)? {
            set(&format!("__{hook}__"), function)?;
        }
    }
    set("version", c_text(version::Py_GetVersion())?)?;
    set("copyright", c_text(version::Py_GetCopyright())?)?;
    set("platform", c_text(version::Py_GetPlatform())?)?;
    set("hexversion", long::from_i64(version::Py_Version as i64)?)?;
    set("_git", tuple::from_owned([text("CPython")?, text("")?, text("")?])?.upcast())?;
    set("_framework", text("")?)?;
    set("api_version", long::from_i64(1013)?)?;
    set("maxsize", long::from_i64(i64::MAX)?)?;
    set("maxunicode", long::from_i64(0x10ffff)?)?;
    set("byteorder", text(if cfg!(target_endian = "little") { "little" } else { "big" })?)?;
    set("abiflags", text("")?)?;
    set("float_repr_style", text("short")?)?;
    let tuples: [(&str, fn() -> Result<Owned>); 6] = [
        ("float_info", structs::float_info),
        ("int_info", structs::int_info),
        ("hash_info", structs::hash_info),
        ("thread_info", structs::thread_info),
        ("version_info", structs::version_info),
        ("flags", structs::flags_object),
    ];
    for (name, make) in tuples {
        match make() {
            Ok(value) => set(name, value)?,
            Err(raised) => raised.clear(),
        }
    }
    set("implementation", implementation(&names)?)?;
    paths(&set)?;
    config::values::fill_sys()?;
    crate::modules::io::stdio::start(&set)?;
    Ok(module.upcast())
}

/// What finds modules; the configuration says where.
fn paths(set: &dyn Fn(&str, Owned) -> Result<()>) -> Result<()> {
    let text = |value: &str| Ok::<Owned, crate::runtime::errors::Raised>(unicode::from_str(value)?.upcast());
    set("path", list::new()?.upcast())?;
    use crate::import::{finders, path as finding};
    let meta_path: [&PyObject; 3] = [&finders::BuiltinImporter_Type, &finders::FrozenImporter_Type, &finding::PathFinder_Type];
    set("meta_path", list::from_slice(&meta_path)?.upcast())?;
    set("path_hooks", list::from_owned([finding::first_hook()?])?.upcast())?;
    set("path_importer_cache", dict::new()?.upcast())?;
    let names = list::new()?;
    for name in stdlib::names() {
        names.append(name)?;
    }
    let built_in = list::new()?;
    for name in crate::import::inittab::names() {
        built_in.append(&*text(&name)?)?;
    }
    set("builtin_module_names", tuple::from_iterable(&built_in)?.upcast())?;
    set("stdlib_module_names", crate::types::set::from_iterable(&crate::types::set::PyFrozenSet_Type, &names)?.upcast())
}

/// `sys.implementation`: a namespace.
fn implementation(names: &PyDictObject) -> Result<Owned> {
    let values = dict::new()?;
    let set = |name: &str, value: &PyObject| values.insert(&*unicode::intern::intern_str(name)?, value);
    let from_sys = |name: &str| Ok::<Owned, crate::runtime::errors::Raised>(names.get(&*unicode::from_str(name)?)?.unwrap_or_else(none));
    set("name", &*unicode::from_str("cpython")?)?;
    set("cache_tag", &*unicode::from_str("cpython-314")?)?;
    set("version", &*from_sys("version_info")?)?;
    set("hexversion", &*from_sys("hexversion")?)?;
    set("_multiarch", &*unicode::from_str(if cfg!(target_arch = "aarch64") { "aarch64-linux-gnu" } else { "x86_64-linux-gnu" })?)?;
    set("supports_isolated_interpreters", &crate::types::bool::from_bool(true))?;
    namespace::_PyNamespace_New(Some(&values))
}

/// Writes what waits in `sys.stdout` and `sys.stderr`; false where that fails. The interpreter ends.
pub fn flush() -> bool {
    let mut good = true;
    for (name, what) in [(&id::stdout as &PyUnicodeObject, "stdout"), (&id::stderr, "stderr")] {
        let flushed = crate::runtime::sys::get(name).and_then(|file| match file.filter(|file| !file.is_none()) {
            None => Ok(()),
            Some(file) => {
                if let Some(closed) = attribute::get_optional(&file, &id::closed)?
                    && closed.is_true()?
                {
                    return Ok(());
                }
                attribute::get(&file, &id::flush)?.call0().map(drop)
            }
        });
        if let Err(raised) = flushed {
            good = false;
            if what == "stdout" {
                crate::runtime::errors::unraisable(format_args!("Exception ignored while flushing sys.stdout"));
            }
            raised.clear();
        }
    }
    good
}
