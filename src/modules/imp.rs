//! `_imp`: what an importer written in Python asks of the library.

use crate::args::Signature;
use crate::boundary::method::{self, Args};
use crate::boundary::slot;
use crate::import::{extension, inittab};
use crate::layout::*;
use crate::object::Owned;
use crate::object::hash::{Key, siphash13};
use crate::raise;
use crate::runtime::buf;
use crate::runtime::errors::{self, Result};
use crate::runtime::interp;
use crate::types::bool::from_bool;
use crate::types::module::{self, PyModuleObject};
use crate::types::{bytes, list, long, singletons, unicode};

static METHODS: [PyMethodDef; 18] = [
    method::noargs(c"extension_suffixes", extension_suffixes, c"extension_suffixes($module, /)\n--\n\nHow the names of extension files end."),
    method::noargs(c"lock_held", lock_held, c"lock_held($module, /)\n--\n\nWhether the import lock is taken."),
    method::noargs(c"acquire_lock", acquire_lock, c"acquire_lock($module, /)\n--\n\nTakes the import lock; the thread that has it may take it again."),
    method::noargs(c"release_lock", release_lock, c"release_lock($module, /)\n--\n\nGives the import lock back."),
    method::o(c"create_builtin", |_: &PyObject, spec| extension::create_builtin(spec), c"create_builtin($module, spec, /)\n--\n\nMakes a module that is part of the program."),
    method::o(c"exec_builtin", exec, c"exec_builtin($module, mod, /)\n--\n\nExecutes a module that is part of the program."),
    method::fastcall(c"create_dynamic", create_dynamic, c"create_dynamic($module, spec, file=<unrepresentable>, /)\n--\n\nMakes the module of an extension file."),
    method::o(c"exec_dynamic", exec, c"exec_dynamic($module, mod, /)\n--\n\nExecutes the module of an extension file."),
    method::o(c"is_builtin", is_builtin, c"is_builtin($module, name, /)\n--\n\n1 for a module that is part of the program, -1 for one of those that cannot be made again, 0 for any other."),
    method::o(c"is_frozen", is_frozen, c"is_frozen($module, name, /)\n--\n\nWhether the program holds the module's code."),
    method::o(c"is_frozen_package", no_frozen, c"is_frozen_package($module, name, /)\n--\n\nWhether the module whose code the program holds is a package."),
    method::fastcall(c"get_frozen_object", |_: &PyObject, args: &[&PyObject]| frozen_object(args), c"get_frozen_object($module, name, data=None, /)\n--\n\nThe code that the program holds of a module."),
    method::keywords(c"find_frozen", find_frozen, c"find_frozen($module, name, /, *, withdata=False)\n--\n\nWhat the program knows of a module whose code it holds, or None."),
    method::o(c"init_frozen", |_: &PyObject, name| init_frozen(name), c"init_frozen($module, name, /)\n--\n\nMakes a module whose code the program holds; None where it holds none."),
    method::noargs(c"_frozen_module_names", |_: &PyObject| list::new().map(Owned::upcast), c"_frozen_module_names($module, /)\n--\n\nThe names of the modules whose code the program holds."),
    method::o(c"_override_multi_interp_extensions_check", override_check, c"_override_multi_interp_extensions_check($module, override, /)\n--\n\nSets whether extensions are held to what they say of interpreters: 1 always, -1 never, 0 as the interpreter is configured; gives what it was."),
    method::keywords(c"source_hash", source_hash, c"source_hash($module, /, key, source)\n--\n\nThe hash of a source text, as files of bytecode hold it."),
    PyMethodDef::END,
];

static SLOTS: [PyModuleDef_Slot; 4] = slot::filled_by(fill);

static DEF: PyModuleDef = PyModuleDef {
    m_name: c"_imp".as_ptr(),
    m_doc: c"What an importer asks of the library.".as_ptr(),
    m_methods: METHODS.as_ptr(),
    m_slots: SLOTS.as_ptr(),
    ..PyModuleDef::STATIC
};

/// The init function of `_imp`.
#[unsafe(no_mangle)]
pub extern "C" fn PyInit__imp() -> *mut PyObject {
    module::def_init(&DEF).as_ptr().cast()
}

/// What the module has beside its functions.
fn fill(this: &PyModuleObject) -> Result<()> {
    let names = this.dict()?;
    names.insert(&*unicode::from_str("check_hash_based_pycs")?, &*unicode::from_str("default")?)?;
    names.insert(&*unicode::from_str("pyc_magic_number_token")?, &*long::from_i64(crate::import::MAGIC_NUMBER)?)
}

fn text_argument<'a>(function: &str, argument: &'a PyObject) -> Result<&'a PyUnicodeObject> {
    argument.downcast().ok_or_else(|| {
        let given = if argument.is_none() { "None" } else { argument.ty().name() };
        raise!(TypeError, "{function}() argument must be str, not {given}")
    })
}

fn extension_suffixes(_: &PyObject) -> Result<Owned> {
    let made = list::new()?;
    // The files for both kinds of 3.15's stable ABI are loaded as well; 3.14 does not know of them.
    for suffix in extension::SUFFIXES.into_iter().filter(|suffix| !suffix.starts_with(".abi3t")) {
        made.push(unicode::from_str(suffix)?.upcast())?;
    }
    Ok(made.upcast())
}

// ---- the lock -----------------------------------------------------------------------------------------------------

fn lock_held(_: &PyObject) -> Owned {
    from_bool(interp().import.lock.get().0 > 0)
}

fn acquire_lock(_: &PyObject) -> Result<Owned> {
    interp().import.take_lock();
    Ok(singletons::none())
}

fn release_lock(_: &PyObject) -> Result<Owned> {
    match interp().import.give_lock() {
        true => Ok(singletons::none()),
        false => Err(raise!(RuntimeError, "not holding the import lock")),
    }
}

// ---- modules of the table, and extensions -------------------------------------------------------------------------

fn is_builtin(_: &PyObject, name: &PyObject) -> Result<Owned> {
    let name = text_argument("is_builtin", name)?;
    long::from_i64(match inittab::find(&buf::text(name)) {
        Some(Some(_)) => 1,
        Some(None) => -1,
        None => 0,
    })
}

fn exec(_: &PyObject, module: &PyObject) -> Result<Owned> {
    extension::exec(module)?;
    long::from_i64(0)
}

fn create_dynamic(_: &PyObject, args: &[&PyObject]) -> Result<Owned> {
    crate::args::check_positional("create_dynamic", args.len(), 1, 2)?;
    let &[spec, ..] = args else { return Ok(singletons::none()) };
    if args.len() == 2 {
        // The file is asked for, so that what hinders its opening is said as for any file.
        let origin = crate::object::attribute::get(spec, &crate::object::id::origin)?;
        if let Some(file) = (*origin).downcast::<PyUnicodeObject>() {
            let path = unicode::codecs::locale::encode_fs(file)?;
            use std::os::unix::ffi::OsStrExt;
            if let Err(why) = std::fs::File::open(std::path::Path::new(std::ffi::OsStr::from_bytes(path.as_slice()))) {
                return Err(errors::from_errno(&crate::types::exceptions::OSError, why.raw_os_error().unwrap_or(0), Some(file), None));
            }
        }
    }
    extension::create_dynamic(spec)
}

fn override_check(_: &PyObject, value: &PyObject) -> Result<Owned> {
    let value = long::convert::as_int(value)?;
    if interp().id == 0 {
        return Err(raise!(RuntimeError, "_imp._override_multi_interp_extensions_check() cannot be used in the main interpreter"));
    }
    long::from_i64(i64::from(interp().import.check_override.replace(value)))
}

// ---- frozen modules: the library holds no code --------------------------------------------------------------------

fn is_frozen(_: &PyObject, name: &PyObject) -> Result<Owned> {
    text_argument("is_frozen", name)?;
    Ok(from_bool(false))
}

fn no_frozen(_: &PyObject, name: &PyObject) -> Result<Owned> {
    let name = text_argument("is_frozen_package", name)?;
    Err(raise!(ImportError, "No such frozen object named '{name}'"))
}

fn frozen_object(args: &[&PyObject]) -> Result<Owned> {
    crate::args::check_positional("get_frozen_object", args.len(), 1, 2)?;
    let &[name, ..] = args else { return Ok(singletons::none()) };
    let name = text_argument("get_frozen_object", name)?;
    Err(raise!(ImportError, "No such frozen object named '{name}'"))
}

fn find_frozen(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    static SIGNATURE: Signature<2> = Signature { function: "find_frozen", names: ["", "withdata"], positional: 1, required: 1 };
    if let [Some(name), _] = SIGNATURE.bind(args)? {
        text_argument("find_frozen", name)?;
    }
    Ok(singletons::none())
}

fn init_frozen(name: &PyObject) -> Result<Owned> {
    text_argument("init_frozen", name)?;
    Ok(singletons::none())
}

/// SipHash-1-3 under a key of eight bytes and zeros.
fn source_hash(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    static SIGNATURE: Signature<2> = Signature { function: "source_hash", names: ["key", "source"], positional: 2, required: 2 };
    let [Some(key), Some(source)] = SIGNATURE.bind(args)? else { return Ok(singletons::none()) };
    let key = long::convert::PyLong_AsLongLong(Some(key))?;
    let view = crate::protocol::buffer::View::simple(source)?;
    let hash = siphash13(Key { k0: key as u64, k1: 0 }, view.as_slice());
    Ok(bytes::from_slice(&hash.to_le_bytes())?.upcast())
}
