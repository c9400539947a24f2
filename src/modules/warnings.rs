//! `_warnings`: which warnings are shown, raised, ignored, and how often; and `PyErr_Warn*`.
//!
//! A warning finds its filter by category, text, module and line; the filter names an action. What has been shown is
//! remembered in a registry, a dict that belongs to the code that warns and is good for one version of the filters.
//! Once `warnings` is loaded its names (`filters`, `defaultaction`, `onceregistry`, `_showwarnmsg`) are the ones that count.

use crate::args::Signature;
use crate::boundary::method::{self, Args};
use crate::boundary::slot;
use crate::boundary::va_list::VaList;
use crate::layout::*;
use crate::object::{Owned, attribute, id, is_exact, is_instance};
use crate::protocol::file::{PyFile_WriteObject, RAW};
use crate::protocol::{instance, number};
use crate::raise;
use crate::runtime::errors::{self, Raised, Result, set_object};
use crate::runtime::{interp, sys};
use crate::types::bool::from_bool;
use crate::types::context::variable::{self, PyContextVar_New, VariableObject};
use crate::types::exceptions::{self, type_word};
use crate::types::module::PyModuleObject;
use crate::types::singletons::none;
use crate::types::{dict, list, long, tuple, unicode};
use crate::worker;
use exuvia_macros::capi;
use std::cell::Cell;
use std::ffi::{CStr, c_int};

/// What an interpreter keeps for warnings.
#[derive(Default)]
pub struct State {
    filters: Field,
    once_registry: Field,
    default_action: Field,
    /// The context variable that holds a context's own filters.
    context: Field,
    /// Counts the changes of the filters.
    version: Cell<i64>,
    /// How often the lock is held, by the one thread that runs.
    held: Cell<usize>,
    holder: Cell<u64>,
}

impl State {
    /// Drops the objects; the interpreter ends.
    pub fn clear(&self) {
        self.filters.set(None);
        self.once_registry.set(None);
        self.default_action.set(None);
        self.context.set(None);
    }
    fn start(&self) -> Result<()> {
        if !self.filters.is_null() {
            return Ok(());
        }
        let filters = list::new()?;
        let add = |action: &str, category: &PyTypeObject, module: Option<&str>| {
            let module = module.map_or(Ok(none()), |module| unicode::from_str(module).map(Owned::upcast))?;
            let filter = tuple::from_owned([
                unicode::intern::intern_str(action)?.upcast(),
                none(),
                category.as_object().new_ref(),
                module,
                long::from_i64(0)?,
            ])?;
            filters.append(&filter)
        };
        add("default", &exceptions::DeprecationWarning, Some("__main__"))?;
        add("ignore", &exceptions::DeprecationWarning, None)?;
        add("ignore", &exceptions::PendingDeprecationWarning, None)?;
        add("ignore", &exceptions::ImportWarning, None)?;
        add("ignore", &exceptions::ResourceWarning, None)?;
        super::warning_options::apply(&filters)?;
        self.filters.set(Some(filters.upcast()));
        self.once_registry.set(Some(dict::new()?.upcast()));
        self.default_action.set(Some(unicode::intern::intern_str("default")?.upcast()));
        self.context.set(Some(PyContextVar_New(c"_warnings_context", None)?));
        Ok(())
    }
}

/// Makes the filters of an interpreter.
pub fn start() -> Result<()> {
    interp().warnings.start()
}

/// A name of the module `warnings`, if that is loaded and has it.
fn of_module(name: &str) -> Result<Option<Owned>> {
    let Some(modules) = interp().sys.modules.get() else { return Ok(None) };
    match modules.get(&*unicode::from_str("warnings")?)? {
        Some(module) => attribute::get_optional(&module, &*unicode::intern::intern_str(name)?),
        None => Ok(None),
    }
}

/// A name of the module `warnings`, or what stands for it here.
fn current(name: &str, own: &Field) -> Result<Owned> {
    interp().warnings.start()?;
    Ok(of_module(name)?.or_else(|| own.get()).unwrap_or_else(none))
}

/// Whether a filter's pattern fits: `None` fits all, a `str` itself, anything else by its `match`.
fn fits(pattern: &PyObject, text: &PyObject) -> Result<bool> {
    if pattern.is_none() {
        return Ok(true);
    }
    if is_exact::<PyUnicodeObject>(pattern) {
        return pattern.equals(text);
    }
    attribute::get(pattern, &*unicode::intern::intern_str("match")?)?.call1(text)?.is_true()
}

/// The filters of the thread's context, if it has its own: they count in the place of the others.
fn context_filters() -> Result<Option<Owned<PyListObject>>> {
    let state = &interp().warnings;
    state.start()?;
    let Some(variable) = state.context.get().and_then(|variable| variable.downcast::<VariableObject>().ok()) else { return Ok(None) };
    let Some(context) = variable::get(&variable, None)?.filter(|context| !context.is_none()) else { return Ok(None) };
    match attribute::get(&context, &*unicode::intern::intern_str("_filters")?)?.downcast() {
        Ok(filters) => Ok(Some(filters)),
        Err(_) => Err(raise!(ValueError, "_filters of warnings._warnings_context must be a list")),
    }
}

/// The action for a warning, and the filter that says so.
fn action(category: &PyObject, text: &PyObject, lineno: c_int, module: &PyObject) -> Result<(Owned<PyUnicodeObject>, Owned)> {
    let state = &interp().warnings;
    let (filters, name) = match context_filters()? {
        Some(filters) => (filters, "_warnings_context _filters"),
        None => match current("filters", &state.filters)?.downcast::<PyListObject>() {
            Ok(filters) => (filters, "filters"),
            Err(_) => return Err(raise!(ValueError, "_warnings.filters must be a list")),
        },
    };
    // The list may change while patterns run.
    let mut index = 0;
    while let Some(filter) = filters.get(index) {
        let Some([action, message, class, source, line]) = fields(&filter) else {
            return Err(raise!(ValueError, "warnings.{name} item {index} isn't a 5-tuple"));
        };
        let action =
            action.downcast::<PyUnicodeObject>().map_err(|other| raise!(TypeError, "action must be a string, not '{}'", other.ty().name()))?;
        let fits_message = fits(&message, text)?;
        let fits_module = fits(&source, module)?;
        let fits_class = instance::is_subclass(category, &class)?;
        let line = long::convert::PyLong_AsSsize_t(Some(&line))?;
        if fits_class && fits_message && fits_module && (line == 0 || line == lineno as isize) {
            return Ok((action, filter));
        }
        index += 1;
    }
    let default = current("defaultaction", &state.default_action)?;
    match default.downcast::<PyUnicodeObject>() {
        Ok(action) => Ok((action, none())),
        Err(other) => Err(raise!(TypeError, "_warnings.defaultaction must be a string, not '{}'", other.ty().name())),
    }
}

fn fields(filter: &PyObject) -> Option<[Owned; 5]> {
    let items = filter.downcast::<PyTupleObject>()?.as_slice();
    let items: &[&PyObject; 5] = items.try_into().ok()?;
    Some(items.map(PyObject::new_ref))
}

/// Whether the registry has the key from the present version of the filters; with `set` it has it afterwards.
fn seen(registry: &PyDictObject, key: &PyObject, set: bool) -> Result<bool> {
    let version = interp().warnings.version.get();
    let current = match registry.get(&id::version)? {
        Some(known) if is_exact::<PyLongObject>(&known) => long::value_of(&known) == Some(version),
        _ => false,
    };
    if current {
        if let Some(known) = registry.get(key)?
            && known.is_true()?
        {
            return Ok(true);
        }
    } else {
        registry.clear();
        registry.insert(&id::version, &*long::from_i64(version)?)?;
    }
    if set {
        registry.insert(key, &from_bool(true))?;
    }
    Ok(false)
}

/// A warning on its way.
struct Warning<'a> {
    category: Owned,
    message: Owned,
    filename: &'a PyObject,
    lineno: c_int,
    module: Option<&'a PyObject>,
    registry: Option<&'a PyObject>,
    source_line: Option<Owned>,
    /// The object that the warning is about, whose allocation is told of.
    source: Option<&'a PyObject>,
}

/// The module's name by the file's: without `.py`.
fn module_of(filename: &PyObject) -> Result<Owned> {
    let filename = unicode::expect_argument(filename)?;
    let len = filename.len();
    if len == 0 {
        return Ok(unicode::from_str("<unknown>")?.upcast());
    }
    let chars = filename.chars();
    let ends = len >= 3 && b".py".iter().enumerate().all(|(i, c)| chars.get(len - 3 + i) == Some(u32::from(*c)));
    Ok(if ends { unicode::substring(filename, 0, len - 3)?.upcast() } else { filename.as_object().new_ref() })
}

fn warn_explicitly(warning: Warning<'_>) -> Result<()> {
    if warning.module.is_some_and(PyObject::is_none) {
        return Ok(());
    }
    let registry = warning.registry.filter(|registry| !registry.is_none());
    let registry = match registry {
        None => None,
        Some(registry) => match registry.downcast::<PyDictObject>() {
            Some(registry) => Some(registry),
            None => return Err(raise!(TypeError, "'registry' must be a dict or None")),
        },
    };
    let module = match warning.module {
        Some(module) => module.new_ref(),
        None => module_of(warning.filename)?,
    };
    let (text, message, category) = if instance::is_instance(&warning.message, &exceptions::Warning)? {
        let category = warning.message.ty().as_object().new_ref();
        (warning.message.str()?.upcast(), warning.message.clone(), category)
    } else {
        let message = warning.category.call1(&warning.message)?;
        (warning.message.clone(), message, warning.category.clone())
    };
    let key = tuple::from_owned([text.clone(), category.clone(), long::from_i64(i64::from(warning.lineno))?])?;
    if let Some(registry) = registry
        && seen(registry, &key, false)?
    {
        return Ok(());
    }
    let (action, filter) = action(&category, &text, warning.lineno, &module)?;
    if action.is_text("error") {
        return Err(set_object(&category, Some(&message)));
    }
    if action.is_text("ignore") {
        return Ok(());
    }
    if !action.is_text("always") && !action.is_text("all") {
        if let Some(registry) = registry {
            registry.insert(&key, &from_bool(true))?;
        }
        let short = || tuple::from_slice(&[&text, &category]);
        let known = if action.is_text("once") {
            match registry {
                Some(registry) => seen(registry, &*short()?, true)?,
                None => {
                    let once = current("onceregistry", &interp().warnings.once_registry)?;
                    match PyObject::downcast::<PyDictObject>(&once) {
                        Some(once) => seen(once, &*short()?, true)?,
                        None => return Err(raise!(TypeError, "_warnings.onceregistry must be a dict, not '{}'", once.ty().name())),
                    }
                }
            }
        } else if action.is_text("module") {
            registry.map_or(Ok(false), |registry| seen(registry, &*short()?, true))?
        } else if action.is_text("default") {
            false
        } else {
            let (action, filter) = (action.as_object().repr()?.to_lossy(), filter.repr()?.to_lossy());
            return Err(raise!(RuntimeError, "Unrecognized action ({action}) in warnings.filters:\n {filter}"));
        };
        if known {
            return Ok(());
        }
    }
    show(&warning, &category, &text, &message)
}

/// Hands the warning to `warnings._showwarnmsg`, or shows it here.
fn show(warning: &Warning<'_>, category: &PyObject, text: &PyObject, message: &PyObject) -> Result<()> {
    let Some(show) = of_module("_showwarnmsg")? else {
        return write(warning, category, text);
    };
    if show.ty().tp_call.get().is_none() {
        return Err(raise!(TypeError, "warnings._showwarnmsg() must be set to a callable"));
    }
    let Some(class) = of_module("WarningMessage")? else {
        return Err(raise!(RuntimeError, "unable to get warnings.WarningMessage"));
    };
    let (line, nothing) = (long::from_i64(i64::from(warning.lineno))?, none());
    let told = class.call(&[message, category, warning.filename, &line, &nothing, &nothing, warning.source.unwrap_or(&nothing)])?;
    show.call1(&told).map(drop)
}

fn write(warning: &Warning<'_>, category: &PyObject, text: &PyObject) -> Result<()> {
    let Some(file) = sys::get(&id::stderr)? else {
        sys::write_stderr_text("lost sys.stderr\n");
        return Ok(());
    };
    if file.is_none() {
        return Ok(());
    }
    let put = |object: &PyObject| PyFile_WriteObject(Some(object), Some(&file), RAW);
    let put_text = |text: &str| put(&*unicode::from_str(text)?);
    let written = || {
        let name = attribute::get(category, &id::__name__)?;
        put(warning.filename)?;
        put_text(&format!(":{}: ", warning.lineno))?;
        put(&name)?;
        put_text(": ")?;
        put(text)?;
        put_text("\n")?;
        let line = match &warning.source_line {
            Some(line) => Some(line.str()?.to_lossy()),
            None => warning
                .filename
                .downcast()
                .and_then(|name| unicode::codecs::locale::encode_fs(name).map_err(Raised::clear).ok())
                .and_then(|path| errors::source_line(path.as_slice(), warning.lineno))
                .map(|line| String::from_utf8_lossy(&line).into_owned()),
        };
        if let Some(line) = line {
            put_text(&format!("  {}\n", line.trim_matches([' ', '\t', '\x0c', '\n'])))?;
        }
        if warning.source.is_some() {
            put(&name)?;
            put_text(": Enable tracemalloc to get the object allocation traceback\n")?;
        }
        Ok::<(), Raised>(())
    };
    // A warning that cannot be shown is nobody's error.
    if let Err(raised) = written() {
        raised.clear();
    }
    Ok(())
}

/// Warns of the code that called, `level` calls up.
fn warn(category: &PyObject, message: &PyObject, level: isize, source: Option<&PyObject>) -> Result<()> {
    // No frame runs: the code is the interpreter's own.
    let _ = level;
    let (filename, module) = (unicode::from_str("<sys>")?, unicode::from_str("sys")?);
    let names = interp().sys.dict.get();
    let registry = match &names {
        None => None,
        Some(names) => match names.get(&id::__warningregistry__)? {
            Some(registry) => Some(registry),
            None => {
                let registry = dict::new()?.upcast();
                names.insert(&id::__warningregistry__, &registry)?;
                Some(registry)
            }
        },
    };
    warn_explicitly(Warning {
        category: category.new_ref(),
        message: message.new_ref(),
        filename: &filename,
        lineno: 0,
        module: Some(&module),
        registry: registry.as_deref(),
        source_line: None,
        source,
    })
}

/// Warns in the library's name: `Err` where a filter makes it an exception.
pub fn warn_text(category: &PyTypeObject, text: &str) -> Result<()> {
    warn(category.as_object(), &*unicode::from_str(text)?, 1, None)
}

/// Warns that a resource was not given back. `message` is what stands before the object's `repr`.
pub fn warn_unclosed(source: &PyObject, message: &str) -> Result<()> {
    let message = exceptions::text::compose(&format!("{message} %"), &[&source.repr()?])?;
    warn(&exceptions::ResourceWarning, &message, 1, Some(source))
}

// ---- the module ---------------------------------------------------------------------------------------------------

/// The category of a warning: the message's own class where it is a warning itself.
fn category_of(message: &PyObject, category: Option<&PyObject>) -> Result<Owned> {
    if instance::is_instance(message, &exceptions::Warning)? {
        return Ok(message.ty().as_object().new_ref());
    }
    match category.filter(|category| !category.is_none()) {
        None => Ok(exceptions::UserWarning.as_object().new_ref()),
        Some(category) => {
            let good = is_instance::<PyTypeObject>(category) && instance::is_subclass(category, &exceptions::Warning)?;
            if !good {
                return Err(raise!(TypeError, "category must be a Warning subclass, not '{}'", category.ty().name()));
            }
            Ok(category.new_ref())
        }
    }
}

fn module_warn(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    static SIGNATURE: Signature<5> =
        Signature { function: "warn", names: ["message", "category", "stacklevel", "source", "skip_file_prefixes"], positional: 4, required: 1 };
    let [Some(message), category, level, source, prefixes] = SIGNATURE.bind(args)? else { return Ok(none()) };
    let level = level.map_or(Ok(1), |level| long::convert::PyLong_AsSsize_t(Some(&*number::PyNumber_Index(level)?)))?;
    if let Some(prefixes) = prefixes {
        let Some(prefixes) = prefixes.downcast::<PyTupleObject>() else {
            return Err(raise!(TypeError, "warn() argument 'skip_file_prefixes' must be tuple, not {}", type_word(prefixes)));
        };
        for prefix in prefixes.as_slice() {
            if !is_instance::<PyUnicodeObject>(prefix) {
                return Err(raise!(TypeError, "Found non-str '{}' in skip_file_prefixes.", prefix.ty().name()));
            }
        }
    }
    let category = category_of(message, category)?;
    warn(&category, message, level, source.filter(|source| !source.is_none()))?;
    Ok(none())
}

/// The line of source that a module's loader has, if it has one.
fn line_of_loader(globals: &PyDictObject, lineno: c_int) -> Result<Option<Owned>> {
    let (Some(loader), Some(name)) = (globals.get(&id::__loader__)?, globals.get(&id::__name__)?) else {
        return Ok(None);
    };
    let Some(get_source) = attribute::get_optional(&loader, &id::get_source)? else { return Ok(None) };
    let source = get_source.call1(&name)?;
    let Ok(source) = source.downcast::<PyUnicodeObject>() else { return Ok(None) };
    let line = usize::try_from(lineno - 1).ok().and_then(|at| source.to_lossy().lines().nth(at).map(str::to_owned));
    line.map(|line| Ok(unicode::from_str(&line)?.upcast())).transpose()
}

fn module_warn_explicit(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    static SIGNATURE: Signature<8> = Signature {
        function: "warn_explicit",
        names: ["message", "category", "filename", "lineno", "module", "registry", "module_globals", "source"],
        positional: 8,
        required: 4,
    };
    let [Some(message), Some(category), Some(filename), Some(lineno), module, registry, globals, source] = SIGNATURE.bind(args)? else {
        return Ok(none());
    };
    if !is_instance::<PyUnicodeObject>(filename) {
        return Err(raise!(TypeError, "warn_explicit() argument 'filename' must be str, not {}", type_word(filename)));
    }
    let lineno = crate::types::long::convert::as_int(&*number::PyNumber_Index(lineno)?)?;
    let source_line = match globals.filter(|globals| !globals.is_none()) {
        None => None,
        Some(globals) => match globals.downcast::<PyDictObject>() {
            Some(globals) => line_of_loader(globals, lineno)?,
            None => return Err(raise!(TypeError, "module_globals must be a dict, not '{}'", globals.ty().name())),
        },
    };
    warn_explicitly(Warning {
        category: category.new_ref(),
        message: message.new_ref(),
        filename,
        lineno,
        module,
        registry,
        source_line,
        source: source.filter(|source| !source.is_none()),
    })?;
    Ok(none())
}

fn this_thread() -> u64 {
    crate::runtime::thread().id.get()
}

fn acquire_lock(_: &PyObject) -> Owned {
    let state = &interp().warnings;
    // Threads take turns by the GIL; who holds the lock keeps others waiting only while it lets go of that.
    while state.held.get() != 0 && state.holder.get() != this_thread() {
        crate::runtime::gil::allow_threads(std::thread::yield_now);
    }
    state.holder.set(this_thread());
    state.held.set(state.held.get() + 1);
    none()
}

fn holds(state: &State) -> bool {
    state.held.get() != 0 && state.holder.get() == this_thread()
}

fn release_lock(_: &PyObject) -> Result<Owned> {
    let state = &interp().warnings;
    if !holds(state) {
        return Err(raise!(RuntimeError, "cannot release un-acquired lock"));
    }
    state.held.set(state.held.get() - 1);
    Ok(none())
}

fn filters_mutated(_: &PyObject) -> Result<Owned> {
    let state = &interp().warnings;
    if !holds(state) {
        return Err(raise!(RuntimeError, "warnings lock is not held"));
    }
    state.version.set(state.version.get() + 1);
    Ok(none())
}

static METHODS: [PyMethodDef; 6] = [
    method::keywords(
        c"warn",
        module_warn,
        c"warn($module, /, message, category=None, stacklevel=1, source=None, *,\n     skip_file_prefixes=())\n--\n\nWarns, or raises, or does nothing, as the filters say.",
    ),
    method::keywords(
        c"warn_explicit",
        module_warn_explicit,
        c"warn_explicit($module, /, message, category, filename, lineno,\n              module=<unrepresentable>, registry=None,\n              module_globals=None, source=None)\n--\n\nWarns of a place that is given.",
    ),
    method::noargs(c"_acquire_lock", acquire_lock, c"_acquire_lock($module, /)\n--\n\nTakes the lock of the filters."),
    method::noargs(c"_release_lock", release_lock, c"_release_lock($module, /)\n--\n\nGives the lock of the filters back."),
    method::noargs(
        c"_filters_mutated_lock_held",
        filters_mutated,
        c"_filters_mutated_lock_held($module, /)\n--\n\nSays that the filters have changed, and registries are old.",
    ),
    PyMethodDef::END,
];

/// Gives a new module its names.
fn fill(module: &PyModuleObject) -> Result<()> {
    let state = &interp().warnings;
    state.start()?;
    let names = module.dict()?;
    let fields = [
        ("filters", &state.filters),
        ("_onceregistry", &state.once_registry),
        ("_defaultaction", &state.default_action),
        ("_warnings_context", &state.context),
    ];
    for (name, field) in fields {
        if let Some(value) = field.get() {
            names.insert(&*unicode::intern::intern_str(name)?, &value)?;
        }
    }
    Ok(())
}

static SLOTS: [PyModuleDef_Slot; 4] = slot::filled_by(fill);

static DEF: PyModuleDef = PyModuleDef {
    m_name: c"_warnings".as_ptr(),
    m_doc: c"Which warnings are shown, and how often.".as_ptr(),
    m_methods: METHODS.as_ptr(),
    m_slots: SLOTS.as_ptr(),
    ..PyModuleDef::STATIC
};

/// The init function.
pub extern "C" fn PyInit__warnings() -> *mut PyObject {
    crate::types::module::def_init(&DEF).as_ptr().cast()
}

// ---- warnings.h ---------------------------------------------------------------------------------------------------

worker! {
    warn_format as exuvia_err_warn_format(category: Option<&PyObject>, level: isize, format: &CStr, va: *mut VaList) -> Result<()>;
    resource_format as exuvia_err_resource_warning(source: Option<&PyObject>, level: isize, format: &CStr, va: *mut VaList) -> Result<()>;
    explicit_format as exuvia_err_warn_explicit_format(
        category: Option<&PyObject>, filename: &CStr, lineno: c_int, module: Option<&CStr>, registry: Option<&PyObject>,
        format: &CStr, va: *mut VaList
    ) -> Result<()>;
}

/// The category that C means: `RuntimeWarning` for NULL.
fn given(category: Option<&PyObject>) -> &PyObject {
    category.unwrap_or(&exceptions::RuntimeWarning)
}

/// # Safety
/// `format` and `va` are what `PyUnicode_FromFormatV` takes.
unsafe fn warn_format(category: Option<&PyObject>, level: isize, format: &CStr, va: *mut VaList) -> Result<()> {
    // SAFETY: the caller's word.
    let message = unsafe { errors::text_of_format(format, va) }?;
    warn(given(category), &message, level, None)
}

/// # Safety
/// As for [`warn_format`].
unsafe fn resource_format(source: Option<&PyObject>, level: isize, format: &CStr, va: *mut VaList) -> Result<()> {
    // SAFETY: the caller's word.
    let message = unsafe { errors::text_of_format(format, va) }?;
    warn(&exceptions::ResourceWarning, &message, level, source)
}

/// # Safety
/// As for [`warn_format`].
unsafe fn explicit_format(
    category: Option<&PyObject>,
    filename: &CStr,
    lineno: c_int,
    module: Option<&CStr>,
    registry: Option<&PyObject>,
    format: &CStr,
    va: *mut VaList,
) -> Result<()> {
    // SAFETY: the caller's word.
    let message = unsafe { errors::text_of_format(format, va) }?;
    explicitly(category, &message, filename, lineno, module, registry)
}

fn explicitly(
    category: Option<&PyObject>,
    message: &PyObject,
    filename: &CStr,
    lineno: c_int,
    module: Option<&CStr>,
    registry: Option<&PyObject>,
) -> Result<()> {
    let filename = unicode::codecs::locale::decode_fs(filename.to_bytes())?;
    let module = module.map(|module| unicode::codecs::decode(module.to_bytes(), None, None)).transpose()?;
    PyErr_WarnExplicitObject(category, message, &filename, lineno, module.as_deref().map(|m| m.as_object()), registry)
}

/// Warns with UTF-8 text of the code `level` calls up: 0, or -1 where a filter makes it an exception. A NULL category is
/// `RuntimeWarning`.
#[capi]
pub fn PyErr_WarnEx(category: Option<&PyObject>, message: &CStr, level: isize) -> Result<()> {
    let message = unicode::codecs::decode(message.to_bytes(), None, None)?;
    warn(given(category), &message, level, None)
}

/// Warns of a place that is given; a NULL module is named after the file.
#[capi]
pub fn PyErr_WarnExplicitObject(
    category: Option<&PyObject>,
    message: &PyObject,
    filename: &PyObject,
    lineno: c_int,
    module: Option<&PyObject>,
    registry: Option<&PyObject>,
) -> Result<()> {
    warn_explicitly(Warning {
        category: given(category).new_ref(),
        message: message.new_ref(),
        filename,
        lineno,
        module,
        registry,
        source_line: None,
        source: None,
    })
}

/// As `PyErr_WarnExplicitObject`, with texts in UTF-8 and the file's name in the file system's encoding.
#[capi]
pub fn PyErr_WarnExplicit(
    category: Option<&PyObject>,
    message: &CStr,
    filename: &CStr,
    lineno: c_int,
    module: Option<&CStr>,
    registry: Option<&PyObject>,
) -> Result<()> {
    let message = unicode::codecs::decode(message.to_bytes(), None, None)?;
    explicitly(category, &message, filename, lineno, module, registry)
}
