//! `_interpreters`: making and ending interpreters from Python, and what they share.
//!
//! What runs source in another interpreter (`exec`, `run_string`, `run_func`, `call`) comes with the evaluator.

mod buffer;
pub mod config;
pub mod ids;

use crate::args::Signature;
use crate::boundary::method::{self, Args};
use crate::boundary::slot;
use crate::layout::*;
use crate::object::{Owned, attribute};
use crate::raise;
use crate::runtime::crossinterp::{self, XIData};
use crate::runtime::errors::{self, Raised, Result};
use crate::runtime::interpreter::PyInterpreterState;
use crate::runtime::{gil, guards, interp, interpreters, lifecycle, thread_state};
use crate::types::bool::from_bool;
use crate::types::exceptions;
use crate::types::module::{self, PyModuleObject};
use crate::types::singletons::none;
use crate::types::{dict, list, long, namespace, tuple, unicode};

static METHODS: [PyMethodDef; 15] = [
    method::keywords(
        c"new_config",
        config::new_config,
        c"new_config(name='isolated', /, **overrides) -> type.SimpleNamespace\n\nA configuration by its name, with some of it changed.",
    ),
    method::keywords(c"create", create, c"create([config], *, reqrefs=False) -> ID\n\nMakes an interpreter."),
    method::keywords(c"destroy", destroy, c"destroy(id, *, restrict=False)\n\nEnds an interpreter that runs nothing."),
    method::keywords(c"list_all", list_all, c"list_all() -> [(ID, whence)]\n\nThe interpreters, oldest first."),
    method::noargs(
        c"get_current",
        |_: &PyObject| pair(interp()),
        c"get_current($module, /)\n--\n\nThe current interpreter's number, and who made it.",
    ),
    method::noargs(c"get_main", get_main, c"get_main($module, /)\n--\n\nThe main interpreter's number, and who made it."),
    method::keywords(c"is_running", is_running, c"is_running(id, *, restrict=False) -> bool\n\nWhether a thread runs the interpreter's __main__."),
    method::keywords(c"get_config", get_config, c"get_config(id, *, restrict=False) -> types.SimpleNamespace\n\nHow an interpreter is configured."),
    method::keywords(c"whence", whence, c"whence(id) -> int\n\nWho made an interpreter."),
    method::keywords(
        c"set___main___attrs",
        set_main_attrs,
        c"set___main___attrs(id, ns, *, restrict=False)\n\nSets names in an interpreter's __main__.",
    ),
    method::keywords(c"incref", incref, c""),
    method::keywords(c"decref", decref, c""),
    method::keywords(c"is_shareable", is_shareable, c"is_shareable(obj) -> bool\n\nWhether an object may cross as it is."),
    method::keywords(
        c"capture_exception",
        capture_exception,
        c"capture_exception(exc=None) -> types.SimpleNamespace\n\nWhat of an exception is told in other interpreters.",
    ),
    PyMethodDef::END,
];

static SLOTS: [PyModuleDef_Slot; 4] = slot::filled_by(fill);

static DEF: PyModuleDef = PyModuleDef {
    m_name: c"_interpreters".as_ptr(),
    m_doc: c"Interpreters, as concurrent.interpreters needs them.".as_ptr(),
    m_methods: METHODS.as_ptr(),
    m_slots: SLOTS.as_ptr(),
    ..PyModuleDef::STATIC
};

/// The init function of `_interpreters`.
pub extern "C" fn init() -> *mut PyObject {
    module::def_init(&DEF).as_ptr().cast()
}

fn fill(this: &PyModuleObject) -> Result<()> {
    let names = this.dict()?;
    let made = [
        ("WHENCE_UNKNOWN", interpreters::whence::UNKNOWN),
        ("WHENCE_RUNTIME", interpreters::whence::RUNTIME),
        ("WHENCE_LEGACY_CAPI", interpreters::whence::LEGACY_CAPI),
        ("WHENCE_CAPI", interpreters::whence::CAPI),
        ("WHENCE_XI", interpreters::whence::XI),
        ("WHENCE_STDLIB", interpreters::whence::STDLIB),
    ];
    for (name, value) in made {
        names.insert(&*unicode::intern::intern_str(name)?, &*long::from_i64(value)?)?;
    }
    let classes = [
        ("InterpreterError", &exceptions::InterpreterError),
        ("InterpreterNotFoundError", &exceptions::InterpreterNotFoundError),
        ("CrossInterpreterBufferView", &buffer::VIEW_TYPE),
    ];
    for (name, class) in classes {
        names.insert(&*unicode::intern::intern_str(name)?, class)?;
    }
    names.insert(&*unicode::intern::intern_str("NotShareableError")?, &*crossinterp::not_shareable_error()?)?;
    buffer::register()
}

/// The TYPE of buffers that crossed, for start-up.
pub use buffer::VIEW_TYPE;

/// An interpreter's number and who made it.
fn pair(interp: &PyInterpreterState) -> Result<Owned> {
    Ok(tuple::from_owned([long::from_i64(interp.id)?, long::from_i64(interp.whence.get())?])?.upcast())
}

fn get_main(_: &PyObject) -> Result<Owned> {
    // SAFETY: the main interpreter lives as long as the runtime is up.
    match unsafe { lifecycle::main_interpreter().as_ref() } {
        Some(main) => pair(main),
        None => Err(raise!(RuntimeError, "interpreter not found")),
    }
}

/// Binds arguments of functions some of whose parameters are keyword-only, in the words of the older parser.
fn bind<'a, const N: usize>(signature: &Signature<N>, args: Args<'a>) -> Result<[Option<&'a PyObject>; N]> {
    let (given, most) = (args.positional.len(), signature.positional);
    if given > most && given + args.keywords.len() <= N {
        let plural = if most == 1 { "" } else { "s" };
        return Err(raise!(TypeError, "{}() takes at most {most} positional argument{plural} ({given} given)", signature.function));
    }
    signature.bind(args)
}

fn truth(argument: Option<&PyObject>) -> Result<bool> {
    argument.map_or(Ok(false), PyObject::is_true)
}

fn list_all(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    static SIGNATURE: Signature<1> = Signature { function: "_interpreters.list_all", names: ["require_ready"], positional: 0, required: 0 };
    let [only_ready] = SIGNATURE.bind(args)?;
    let only_ready = truth(only_ready)?;
    let mut found = Vec::new();
    interpreters::find(|interp| -> Option<()> {
        if !only_ready || interp.ready.get() {
            found.push((interp.id, interp.whence.get()));
        }
        None
    });
    let all = list::new()?;
    for (id, whence) in found.into_iter().rev() {
        all.push(tuple::from_owned([long::from_i64(id)?, long::from_i64(whence)?])?.upcast())?;
    }
    Ok(all.upcast())
}

/// The interpreter that an argument names, kept from ending; with `restrict` one that this module has made, which the action is
/// good for.
fn resolve(argument: &PyObject, restrict: bool, action: &str) -> Result<guards::Held> {
    let id = ids::parse(argument)?;
    let found = guards::of_id(id).ok_or_else(|| crossinterp::not_found(id))?;
    // SAFETY: a guard's interpreter is alive.
    if restrict && unsafe { &*found.interp() }.whence.get() != interpreters::whence::STDLIB {
        return Err(raise!(InterpreterError, "cannot {action} unrecognized interpreter {id}"));
    }
    Ok(found)
}

fn create(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    static SIGNATURE: Signature<2> = Signature { function: "create", names: ["config", "reqrefs"], positional: 1, required: 0 };
    let [config, needs_ids] = SIGNATURE.bind(args)?;
    let needs_ids = truth(needs_ids)?;
    let config = config::of_object(config)?;
    let before = thread_state::thread();
    match interpreters::create(&config, interpreters::whence::STDLIB) {
        Ok(made) => {
            let own = made.interp();
            own.ends_with_ids.set(needs_ids);
            let id = own.id;
            // The new one goes on without a thread state.
            thread_state::PyThreadState_Clear((&raw const **made).cast_mut());
            thread_state::PyThreadState_DeleteCurrent();
            gil::attach(std::ptr::from_ref(before).cast_mut());
            long::from_i64(id)
        }
        Err(_) => {
            let why = raise!(InterpreterError, "sub-interpreter creation failed").take();
            let error = raise!(InterpreterError, "interpreter creation failed").take();
            if let (Some(error), why) = (&error, why) {
                exceptions::base::PyException_SetContext(error, why);
            }
            errors::restore(error);
            Err(Raised::already())
        }
    }
}

/// Whether a thread runs the interpreter's `__main__`; the main one's always does.
fn runs_main(interp: &PyInterpreterState) -> bool {
    interp.id == 0 || interp.runs_main.get()
}

fn destroy(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    static SIGNATURE: Signature<2> = Signature { function: "destroy", names: ["id", "restrict"], positional: 1, required: 1 };
    let [Some(id), restrict] = bind(&SIGNATURE, args)? else { return Ok(none()) };
    let found = resolve(id, truth(restrict)?, "destroy")?;
    let interp = found.interp();
    if std::ptr::eq(interp, crate::runtime::interp()) {
        return Err(raise!(InterpreterError, "cannot destroy the current interpreter"));
    }
    // SAFETY: a guard's interpreter is alive.
    if runs_main(unsafe { &*interp }) {
        return Err(raise!(InterpreterError, "interpreter running"));
    }
    drop(found);
    interpreters::end_other(interp);
    Ok(none())
}

fn is_running(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    static SIGNATURE: Signature<2> = Signature { function: "is_running", names: ["id", "restrict"], positional: 1, required: 1 };
    let [Some(id), restrict] = bind(&SIGNATURE, args)? else { return Ok(none()) };
    let found = resolve(id, truth(restrict)?, "check if running for")?;
    // SAFETY: a guard's interpreter is alive.
    Ok(from_bool(runs_main(unsafe { &*found.interp() })))
}

fn get_config(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    static SIGNATURE: Signature<2> = Signature { function: "get_config", names: ["id", "restrict"], positional: 1, required: 1 };
    let [Some(id), restrict] = bind(&SIGNATURE, args)? else { return Ok(none()) };
    let restrict = truth(restrict)?;
    let config = if id.is_none() {
        interp().config.get()
    } else {
        // SAFETY: a guard's interpreter is alive.
        unsafe { &*resolve(id, restrict, "get the config of")?.interp() }.config.get()
    };
    namespace::_PyNamespace_New(Some(&*config::as_dict(&config)?))
}

fn whence(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    static SIGNATURE: Signature<1> = Signature { function: "whence", names: ["id"], positional: 1, required: 1 };
    let [Some(id)] = SIGNATURE.bind(args)? else { return Ok(none()) };
    let found = resolve(id, false, "")?;
    // SAFETY: a guard's interpreter is alive.
    long::from_i64(unsafe { &*found.interp() }.whence.get())
}

fn incref(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    static SIGNATURE: Signature<3> = Signature { function: "incref", names: ["id", "implieslink", "restrict"], positional: 1, required: 1 };
    let [Some(id), link, restrict] = bind(&SIGNATURE, args)? else { return Ok(none()) };
    let (link, restrict) = (truth(link)?, truth(restrict)?);
    let found = resolve(id, restrict, "incref")?;
    if link {
        // SAFETY: a guard's interpreter is alive.
        unsafe { &*found.interp() }.ends_with_ids.set(true);
    }
    ids::_PyInterpreterState_IDIncref(found.interp());
    Ok(none())
}

fn decref(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    static SIGNATURE: Signature<2> = Signature { function: "decref", names: ["id", "restrict"], positional: 1, required: 1 };
    let [Some(id), restrict] = bind(&SIGNATURE, args)? else { return Ok(none()) };
    let found = resolve(id, truth(restrict)?, "decref")?;
    let interp = found.interp();
    drop(found);
    ids::_PyInterpreterState_IDDecref(interp);
    Ok(none())
}

fn is_shareable(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    static SIGNATURE: Signature<1> = Signature { function: "is_shareable", names: ["obj"], positional: 1, required: 1 };
    let [Some(object)] = SIGNATURE.bind(args)? else { return Ok(none()) };
    Ok(from_bool(crossinterp::is_shareable(object)))
}

/// What `__main__` is given: names and data, which are released where they go out of sight.
struct Updates(Vec<(String, XIData)>);

impl Drop for Updates {
    fn drop(&mut self) {
        let pending = errors::take();
        for (_, data) in &mut self.0 {
            if let Err(raised) = data.release() {
                raised.clear();
            }
        }
        errors::restore(pending);
    }
}

fn set_main_attrs(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    static SIGNATURE: Signature<3> =
        Signature { function: "_interpreters.set___main___attrs", names: ["id", "updates", "restrict"], positional: 2, required: 2 };
    let [Some(id), Some(given), restrict] = bind(&SIGNATURE, args)? else { return Ok(none()) };
    let Some(given) = given.downcast::<PyDictObject>() else {
        let found = if given.is_none() { "None" } else { given.ty().name() };
        return Err(raise!(TypeError, "_interpreters.set___main___attrs() argument 2 must be dict, not {found}"));
    };
    let found = resolve(id, truth(restrict)?, "update __main__ for")?;
    if given.is_empty() {
        return Err(raise!(ValueError, "arg 2 must be a non-empty dict"));
    }
    let mut updates = Updates(Vec::new());
    for item in given.items()?.as_slice() {
        let Some([name, value]) = item.downcast::<PyTupleObject>().map(PyTupleObject::as_slice) else { continue };
        let Some(name) = name.downcast::<PyUnicodeObject>() else {
            return Err(raise!(TypeError, "bad argument type for built-in operation"));
        };
        let mut data = XIData::EMPTY;
        crossinterp::get(value, crossinterp::ONLY_SHAREABLE, &mut data)?;
        updates.0.push((name.to_text()?.to_owned(), data));
    }
    // SAFETY: a guard's interpreter is alive.
    let target = unsafe { &*found.interp() };
    if target.runs_main.get() {
        return Err(raise!(InterpreterError, "interpreter already running"));
    }
    let set = interpreters::within(found.interp(), |target| {
        target.runs_main.set(true);
        let result = apply(&mut updates).map_err(Raised::clear);
        target.runs_main.set(false);
        result
    });
    set.map_err(|()| raise!(InterpreterError, "failed to apply namespace to __main__"))?;
    Ok(none())
}

/// Sets the names in the current interpreter's `__main__`.
fn apply(updates: &mut Updates) -> Result<()> {
    let main = crate::import::modules::add(&crate::object::id::__main__)?;
    let Some(main) = (*main).downcast::<PyModuleObject>() else { return Ok(()) };
    let names = main.dict()?;
    for (name, data) in &mut updates.0 {
        names.insert(&*unicode::from_str(name)?, &*data.object()?)?;
    }
    Ok(())
}

fn capture_exception(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    static SIGNATURE: Signature<1> = Signature { function: "capture_exception", names: ["exc"], positional: 1, required: 0 };
    let [given] = SIGNATURE.bind(args)?;
    let exception = match given.filter(|given| !given.is_none()) {
        None => match errors::handled() {
            Some(handled) => handled,
            None => return Ok(none()),
        },
        Some(given) if given.downcast::<PyBaseExceptionObject>().is_some() => given.new_ref(),
        Some(given) => return Err(raise!(TypeError, "expected exception, got {}", &*given.repr()?)),
    };
    captured(&exception)
}

/// What of an exception is told in other interpreters.
fn captured(exception: &PyObject) -> Result<Owned> {
    let ty = exception.ty();
    let of_type = dict::new()?;
    let mut texts = Vec::new();
    for name in ["__name__", "__qualname__", "__module__"] {
        let text = attribute::get(ty, &*unicode::from_str(name)?)?;
        of_type.insert(&*unicode::from_str(name)?, &text)?;
        texts.push(text.str()?.to_string());
    }
    let message = match exception.str() {
        Ok(message) => message,
        Err(raised) => {
            let cause = raised.take();
            let error = raise!(Exception, "error while formatting exception").take();
            if let (Some(error), cause) = (&error, cause) {
                exceptions::base::PyException_SetCause(error, cause);
            }
            errors::restore(error);
            return Err(Raised::already());
        }
    };
    let [_, qualname, module] = &texts[..] else { return Ok(none()) };
    let name = if module == "builtins" || module == "__main__" { qualname.clone() } else { format!("{module}.{qualname}") };
    let formatted = unicode::from_str(&format!("{name}: {}", &*message))?;
    let told = errors::told(exception).map_err(Raised::clear).ok();
    let all = dict::new()?;
    all.insert(&*unicode::from_str("type")?, &*namespace::_PyNamespace_New(Some(&of_type))?)?;
    all.insert(&*unicode::from_str("msg")?, &message)?;
    all.insert(&*unicode::from_str("formatted")?, &formatted)?;
    if let Some(told) = told {
        all.insert(&*unicode::from_str("errdisplay")?, &told)?;
    }
    namespace::_PyNamespace_New(Some(&all))
}
