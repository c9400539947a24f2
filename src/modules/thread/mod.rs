//! `_thread`: threads, locks and what belongs to a thread, as Python sees them.
//!
//! What changes is the interpreter's: [`State`]. The types are static and shared.

pub mod handle;
pub mod local;
pub mod lock;
mod start;
mod timeout;

use crate::args::Signature;
use crate::boundary::method::{self, Args};
use crate::boundary::slot;
use crate::layout::*;
use crate::object::{Owned, attribute, id};
use crate::raise;
use crate::runtime::errors::{self, Raised, Result};
use crate::runtime::{interp, lifecycle, pythread, signals};
use crate::types::bool::from_bool;
use crate::types::module::{self, PyModuleObject};
use crate::types::{exceptions, float, long, singletons, unicode};
use handle::Os;
use std::cell::{Cell, RefCell};
use std::ffi::{CString, c_int};
use std::sync::{Arc, Weak};

/// An interpreter's threads, as this module sees them.
#[derive(Default)]
pub struct State {
    /// How many threads of this module are running.
    pub count: Cell<usize>,
    /// The locals that are alive.
    pub locals: RefCell<Vec<*mut local::Local>>,
    /// Every handle's threads, for the child of a fork.
    handles: RefCell<Vec<Weak<Os>>>,
    /// Threads that `_shutdown` waits for.
    waited_for: RefCell<Vec<Arc<Os>>>,
    /// The type of what `_excepthook` gets.
    hook_arguments: Field<PyTypeObject>,
}

impl State {
    fn remember(&self, os: &Arc<Os>) {
        let mut handles = self.handles.borrow_mut();
        if handles.len() == handles.capacity() {
            handles.retain(|os| os.strong_count() > 0);
        }
        handles.push(Arc::downgrade(os));
    }
    fn add_to_wait_for(&self, os: &Arc<Os>) {
        self.waited_for.borrow_mut().push(os.clone());
    }
    fn waited_for(&self, os: &Arc<Os>) {
        self.waited_for.borrow_mut().retain(|other| !Arc::ptr_eq(other, os));
    }
    /// In the child of a fork: no thread but the calling one is there.
    pub fn after_fork(&self) {
        let own = pythread::PyThread_get_thread_ident_ex();
        self.count.set(0);
        self.waited_for.borrow_mut().clear();
        for os in self.handles.borrow().iter().filter_map(Weak::upgrade) {
            if os.ident.load(std::sync::atomic::Ordering::Relaxed) != own {
                os.lost();
            }
        }
    }
    /// Drops what is the interpreter's: it ends.
    pub fn clear(&self) {
        self.hook_arguments.set(None);
        self.waited_for.borrow_mut().clear();
        self.handles.take();
    }
}

/// The smallest stack that Python source can do with.
const LEAST_STACK: isize = 53248;
/// The longest name of a thread that the system takes.
const LONGEST_NAME: usize = 15;

static METHODS: [PyMethodDef; 21] = [
    method::fastcall(
        c"start_new_thread",
        start::start_new_thread,
        c"start_new_thread($module, function, args, kwargs={}, /)\n--\n\nStarts a thread that calls a function; its identifier.",
    ),
    method::fastcall(
        c"start_new",
        start::start_new_thread,
        c"start_new($module, function, args, kwargs={}, /)\n--\n\nThe old name of start_new_thread().",
    ),
    method::keywords(
        c"start_joinable_thread",
        start::start_joinable_thread,
        c"start_joinable_thread($module, /, function, handle=None, daemon=True)\n--\n\nStarts a thread that can be waited for; its handle.",
    ),
    method::noargs(
        c"daemon_threads_allowed",
        daemon_threads_allowed,
        c"daemon_threads_allowed($module, /)\n--\n\nWhether the interpreter may have daemon threads.",
    ),
    method::noargs(c"allocate_lock", |_: &PyObject| lock::new(), c"allocate_lock($module, /)\n--\n\nA new lock."),
    method::noargs(c"allocate", |_: &PyObject| lock::new(), c"allocate($module, /)\n--\n\nThe old name of allocate_lock()."),
    method::noargs(c"exit_thread", exit, c"exit_thread($module, /)\n--\n\nThe old name of exit()."),
    method::noargs(c"exit", exit, c"exit($module, /)\n--\n\nRaises SystemExit, which ends the thread."),
    method::fastcall(
        c"interrupt_main",
        interrupt_main,
        c"interrupt_main($module, signum=signal.SIGINT, /)\n--\n\nMakes it so in the main thread as if a signal had come.",
    ),
    method::noargs(
        c"get_ident",
        |_: &PyObject| long::from_u64(pythread::PyThread_get_thread_ident_ex()),
        c"get_ident($module, /)\n--\n\nThe running thread's identifier.",
    ),
    method::noargs(
        c"get_native_id",
        |_: &PyObject| long::from_u64(pythread::PyThread_get_thread_native_id()),
        c"get_native_id($module, /)\n--\n\nThe running thread's number in the system.",
    ),
    method::noargs(
        c"_count",
        |_: &PyObject| long::from_usize(interp().threads_module.count.get()),
        c"_count($module, /)\n--\n\nHow many threads are running that this module has started.",
    ),
    method::fastcall(c"stack_size", stack_size, c"stack_size($module, size=0, /)\n--\n\nSets the stack size of new threads; what it was."),
    method::o(c"_excepthook", excepthook, c"_excepthook($module, args, /)\n--\n\nShows what a thread has raised."),
    method::noargs(
        c"_is_main_interpreter",
        |_: &PyObject| from_bool(interp().id == 0),
        c"_is_main_interpreter($module, /)\n--\n\nWhether this is the main interpreter.",
    ),
    method::noargs(c"_shutdown", shutdown, c"_shutdown($module, /)\n--\n\nWaits for the threads that are no daemons."),
    method::o(c"_make_thread_handle", handle::of_ident, c"_make_thread_handle($module, ident, /)\n--\n\nA handle of a thread that runs already."),
    method::noargs(
        c"_get_main_thread_ident",
        |_: &PyObject| long::from_u64(lifecycle::main_thread()),
        c"_get_main_thread_ident($module, /)\n--\n\nThe main thread's identifier.",
    ),
    method::noargs(c"_get_name", name, c"_get_name($module, /)\n--\n\nThe running thread's name in the system."),
    method::keywords(c"set_name", set_name, c"set_name($module, /, name)\n--\n\nSets the running thread's name in the system."),
    PyMethodDef::END,
];

static SLOTS: [PyModuleDef_Slot; 4] = slot::filled_by(fill);

static DEFINITION: PyModuleDef = PyModuleDef {
    m_name: c"_thread".as_ptr(),
    m_doc: c"Threads and locks: what the 'threading' module is made of.".as_ptr(),
    m_methods: METHODS.as_ptr().cast_mut(),
    m_slots: SLOTS.as_ptr(),
    ..PyModuleDef::STATIC
};

/// The init function of `_thread`.
#[unsafe(no_mangle)]
pub extern "C" fn PyInit__thread() -> *mut PyObject {
    module::def_init(&DEFINITION).as_ptr().cast()
}

fn fill(this: &PyModuleObject) -> Result<()> {
    let names = this.dict()?;
    let put = |name: &str, value: &PyObject| names.insert(&*unicode::intern::intern_str(name)?, value);
    put("lock", &lock::LOCK)?;
    put("LockType", &lock::LOCK)?;
    put("RLock", &lock::RLOCK)?;
    put("_local", &local::LOCAL)?;
    put("_ThreadHandle", &handle::HANDLE)?;
    put("_ExceptHookArgs", &*hook_arguments()?)?;
    put("error", &exceptions::RuntimeError)?;
    put("TIMEOUT_MAX", &*float::from_f64((pythread::PY_TIMEOUT_MAX as f64 * 1e-6).floor())?)?;
    put("_NAME_MAXLEN", &*long::from_usize(LONGEST_NAME)?)
}

fn daemon_threads_allowed(_: &PyObject) -> Owned {
    from_bool(interp().config.get().allow_daemon_threads != 0)
}

fn exit(_: &PyObject) -> Result<Owned> {
    Err(errors::raise_class(&exceptions::SystemExit))
}

fn interrupt_main(_: &PyObject, args: &[&PyObject]) -> Result<Owned> {
    if args.len() > 1 {
        return Err(raise!(TypeError, "signum() takes at most 1 argument ({} given)", args.len()));
    }
    let signal = args.first().map_or(Ok(libc::SIGINT), |signal| long::convert::as_int(signal))?;
    if signals::PyErr_SetInterruptEx(signal) < 0 {
        return Err(raise!(ValueError, "signal number out of range"));
    }
    Ok(singletons::none())
}

fn stack_size(_: &PyObject, args: &[&PyObject]) -> Result<Owned> {
    if args.len() > 1 {
        return Err(raise!(TypeError, "stack_size() takes at most 1 argument ({} given)", args.len()));
    }
    let size = args.first().map_or(Ok(0), |size| long::convert::as_ssize(size))?;
    if size != 0 && size < LEAST_STACK {
        return Err(raise!(ValueError, "size must be at least {LEAST_STACK} bytes"));
    }
    let old = pythread::PyThread_get_stacksize();
    if pythread::PyThread_set_stacksize(size.unsigned_abs()) != 0 {
        return Err(raise!(ValueError, "size not valid: {size} bytes"));
    }
    long::from_usize(old)
}

fn shutdown(_: &PyObject) -> Result<Owned> {
    let own = pythread::PyThread_get_thread_ident_ex();
    loop {
        let waited_for = &interp().threads_module.waited_for;
        let next = waited_for.borrow().iter().find(|os| os.ident.load(std::sync::atomic::Ordering::Relaxed) != own).cloned();
        let Some(os) = next else { return Ok(singletons::none()) };
        handle::wait(&os, None)?;
        interp().threads_module.waited_for(&os);
    }
}

fn name(_: &PyObject) -> Result<Owned> {
    let mut buffer = [0; 64];
    // SAFETY: a buffer of that length, in which the name ends with a NUL.
    unsafe {
        let status = libc::pthread_getname_np(libc::pthread_self(), buffer.as_mut_ptr(), buffer.len());
        if status != 0 {
            return Err(os_error(status));
        }
        unicode::codecs::locale::PyUnicode_DecodeFSDefault(std::ffi::CStr::from_ptr(buffer.as_ptr()))
    }
}

fn os_error(status: c_int) -> Raised {
    errors::from_errno(&exceptions::OSError, status, None, None)
}

fn set_name(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    static SIGNATURE: Signature<1> = Signature { function: "set_name", names: ["name"], positional: 1, required: 1 };
    let [Some(name)] = SIGNATURE.bind(args)? else { return Ok(singletons::none()) };
    if name.downcast::<PyUnicodeObject>().is_none() {
        return Err(raise!(TypeError, "set_name() argument 'name' must be str, not {}", name.ty().short_name()));
    }
    let bytes = unicode::codecs::PyUnicode_AsEncodedString(name, Some(c"utf-8"), Some(c"replace"))?;
    let bytes = bytes.downcast::<PyBytesObject>().map_err(|_| Raised::no_memory())?;
    let text = bytes.as_slice().get(..LONGEST_NAME).unwrap_or(bytes.as_slice());
    let text = CString::new(text.split(|byte| *byte == 0).next().unwrap_or(&[])).unwrap_or_default();
    // SAFETY: a C string.
    match unsafe { libc::pthread_setname_np(libc::pthread_self(), text.as_ptr()) } {
        0 => Ok(singletons::none()),
        status => Err(os_error(status)),
    }
}

/// The interpreter's type of what `_excepthook` gets.
fn hook_arguments() -> Result<Owned<PyTypeObject>> {
    let place = &interp().threads_module.hook_arguments;
    if let Some(ty) = place.get() {
        return Ok(ty);
    }
    let fields = [
        (c"exc_type", c"The exception's class"),
        (c"exc_value", c"The exception"),
        (c"exc_traceback", c"Its traceback"),
        (c"thread", c"The thread that raised it"),
    ];
    let ty = crate::modules::sys::structs::struct_type(c"_thread._ExceptHookArgs", c"What threading.excepthook is told.", &fields, 4)?;
    place.set(Some(ty.clone()));
    Ok(ty)
}

fn excepthook(_: &PyObject, args: &PyObject) -> Result<Owned> {
    let refuse = || raise!(TypeError, "_thread.excepthook argument type must be ExceptHookArgs");
    if !std::ptr::eq(args.ty(), &*hook_arguments()?) {
        return Err(refuse());
    }
    let Some(args) = args.downcast::<PyTupleObject>() else { return Err(refuse()) };
    let &[class, value, traceback, thread] = args.as_slice() else { return Err(refuse()) };
    if class.is(exceptions::SystemExit.as_object()) {
        return Ok(singletons::none());
    }
    let file = match crate::runtime::sys::get(&id::stderr)? {
        Some(file) if !file.is_none() => file,
        // The stream that the thread object has kept.
        _ if thread.is_none() => return Ok(singletons::none()),
        _ => match attribute::get(thread, &*unicode::intern::intern_str("_stderr")?)? {
            file if !file.is_none() => file,
            _ => return Ok(singletons::none()),
        },
    };
    let name = match thread.is_none() {
        true => None,
        false => attribute::get_optional(thread, &id::name)?,
    };
    let name = match name {
        Some(name) => name.str()?,
        None => unicode::from_display(format_args!("{}", pythread::PyThread_get_thread_ident()))?,
    };
    let write = attribute::get(&file, &id::write)?;
    for piece in [unicode::from_str("Exception in thread ")?, name, unicode::from_str(":\n")?] {
        write.call1(&piece)?;
    }
    if let (Some(this), Some(_)) = (value.downcast::<PyBaseExceptionObject>(), traceback.downcast::<PyTracebackObject>())
        && this.traceback.is_null()
    {
        this.traceback.set(Some(traceback.new_ref()));
    }
    errors::show(value, &file)?;
    Ok(singletons::none())
}
