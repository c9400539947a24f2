//! Starting threads: a thread state is made for the new thread, which attaches it, calls the function, and is gone.

use super::handle::{self, Handle, Os, Stage};
use crate::args::{Signature, check_positional};
use crate::boundary::method::Args;
use crate::layout::*;
use crate::object::Owned;
use crate::protocol::call;
use crate::raise;
use crate::runtime::errors::{self, Raised, Result};
use crate::runtime::thread_state::{self, Thread};
use crate::runtime::{audit, gil, interp, lifecycle, pythread};
use crate::types::{bool::from_bool, exceptions, long, tuple, unicode};
use std::ffi::c_void;
use std::sync::Arc;

/// What a new thread starts with.
struct Boot {
    thread: *mut Thread,
    function: Owned,
    args: Owned<PyTupleObject>,
    kwargs: Option<Owned<PyDictObject>>,
    os: Arc<Os>,
}

/// Starts a thread that calls `function`; whoever holds the handle waits for it.
fn start(function: &PyObject, args: Owned<PyTupleObject>, kwargs: Option<Owned<PyDictObject>>, daemon: bool, handle: &Handle) -> Result<()> {
    let interp = interp();
    let config = interp.config.get();
    if config.allow_threads == 0 {
        return Err(raise!(RuntimeError, "thread is not supported for isolated subinterpreters"));
    }
    if daemon && config.allow_daemon_threads == 0 {
        return Err(raise!(RuntimeError, "daemon threads are disabled in this (sub)interpreter"));
    }
    if lifecycle::Py_IsFinalizing() != 0 {
        return Err(raise!(PythonFinalizationError, "can't create new thread at interpreter shutdown"));
    }
    let os = handle.share();
    if !os.advance(Stage::New, Stage::Starting) {
        return Err(raise!(RuntimeError, "thread already started"));
    }
    if !daemon {
        interp.threads_module.add_to_wait_for(&os);
    }
    let thread = thread_state::create(interp.as_ptr());
    let boot = Boot { thread, function: function.new_ref(), args, kwargs, os: os.clone() };
    let boot = Box::into_raw(Box::new(boot));
    let (mut ident, mut system) = (0, 0);
    // The thread waits for the GIL, which is held here until its handle is filled in.
    if pythread::PyThread_start_joinable_thread(Some(run), boot.cast(), &mut ident, &mut system) != 0 {
        // SAFETY: the thread has not started: this is still ours.
        let boot = unsafe { Box::from_raw(boot) };
        os.advance(Stage::Starting, Stage::New);
        interp.threads_module.waited_for(&os);
        drop(boot);
        thread_state::PyThreadState_Clear(thread.cast());
        thread_state::PyThreadState_Delete(thread.cast());
        return Err(raise!(RuntimeError, "can't start new thread"));
    }
    os.runs(ident, Some(system));
    Ok(())
}

/// A new thread's function.
unsafe extern "C" fn run(boot: *mut c_void) {
    // SAFETY: made by `start` for this thread.
    let boot = unsafe { Box::from_raw(boot.cast::<Boot>()) };
    // From here on this thread hangs where the runtime has come to its end meanwhile.
    gil::attach(boot.thread);
    let interp = interp();
    let count = &interp.threads_module.count;
    count.set(count.get() + 1);
    let Boot { thread, function, args, kwargs, os } = *boot;
    if let Err(raised) = call::call(&function, &args, kwargs.as_deref()) {
        if raised.matches(&exceptions::SystemExit) {
            raised.clear();
        } else {
            let kept = raised.take();
            let message =
                function.repr().and_then(|repr| unicode::from_display(format_args!("Exception ignored in thread started by {}", repr.to_lossy())));
            let message = match message {
                Ok(message) => Some(message.upcast()),
                Err(raised) => {
                    raised.clear();
                    None
                }
            };
            errors::restore(kept);
            errors::report_unraisable(message, None);
        }
    }
    drop((function, args, kwargs));
    count.set(count.get() - 1);
    interp.threads_module.waited_for(&os);
    thread_state::PyThreadState_Clear(thread.cast());
    thread_state::PyThreadState_DeleteCurrent();
    os.tell_done();
}

/// `start_new_thread(function, args[, kwargs])`: the thread's identifier.
pub fn start_new_thread(_: &PyObject, arguments: &[&PyObject]) -> Result<Owned> {
    check_positional("start_new_thread", arguments.len(), 2, 3)?;
    let (Some(&function), Some(&args)) = (arguments.first(), arguments.get(1)) else { return Err(Raised::no_memory()) };
    if call::PyCallable_Check(Some(function)) == 0 {
        return Err(raise!(TypeError, "first arg must be callable"));
    }
    let Some(args) = args.downcast::<PyTupleObject>() else { return Err(raise!(TypeError, "2nd arg must be a tuple")) };
    let kwargs = match arguments.get(2) {
        None => None,
        Some(kwargs) => match kwargs.downcast::<PyDictObject>() {
            Some(kwargs) => Some(kwargs),
            None => return Err(raise!(TypeError, "optional 3rd arg must be a dictionary")),
        },
    };
    audit::audit(c"_thread.start_new_thread", || {
        let kwargs = kwargs.map_or_else(crate::types::singletons::none, |kwargs| kwargs.as_object().new_ref());
        Ok(tuple::from_owned([function.new_ref(), args.as_object().new_ref(), kwargs])?.upcast())
    })?;
    let handle = handle::new()?;
    start(function, Owned::from_ref(args), kwargs.map(Owned::from_ref), true, &handle)?;
    long::from_u64(handle.share().ident.load(std::sync::atomic::Ordering::Relaxed))
}

/// `start_joinable_thread(function, handle=None, daemon=True)`: the handle.
pub fn start_joinable_thread(_: &PyObject, arguments: Args<'_>) -> Result<Owned> {
    static SIGNATURE: Signature<3> =
        Signature { function: "start_joinable_thread", names: ["function", "handle", "daemon"], positional: 3, required: 1 };
    let [function, handle, daemon] = SIGNATURE.bind(arguments)?;
    let Some(function) = function else { return Err(Raised::no_memory()) };
    let daemon = daemon.map_or(Ok(true), |daemon| daemon.is_true())?;
    if call::PyCallable_Check(Some(function)) == 0 {
        return Err(raise!(TypeError, "thread function must be callable"));
    }
    let given = handle.filter(|handle| !handle.is_none()).map(handle::of_argument).transpose()?;
    audit::audit(c"_thread.start_joinable_thread", || {
        let handle = given.as_ref().map_or_else(crate::types::singletons::none, |handle| handle.as_object().new_ref());
        Ok(tuple::from_owned([function.new_ref(), from_bool(daemon), handle])?.upcast())
    })?;
    let handle = match given {
        Some(handle) => handle,
        None => handle::new()?,
    };
    start(function, tuple::empty(), None, daemon, &handle)?;
    Ok(handle.upcast())
}
