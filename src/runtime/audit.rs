//! Audit hooks: functions that are told of what happens, and can refuse it.
//!
//! Hooks in C are the process's and stay until the runtime ends; hooks that are objects are an interpreter's. Without any
//! of them an event costs two loads.

use crate::foreign;
use crate::layout::*;
use crate::object::Owned;
use crate::raise;
use crate::runtime::errors::{Raised, Result};
use crate::runtime::sync::{AcrossFork, RwLock};
use crate::runtime::{interp, thread_state};
use crate::types::{exceptions, list, tuple, unicode};
use exuvia_macros::capi;
use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::sync::atomic::{AtomicBool, Ordering};

/// A hook of C's: negative, with an exception set, to refuse.
pub type Hook = unsafe extern "C" fn(event: *const c_char, args: *mut PyObject, data: *mut c_void) -> c_int;

#[derive(Clone, Copy)]
struct Entry {
    hook: Hook,
    data: *mut c_void,
}
// SAFETY: the data is the hook's own affair.
unsafe impl Send for Entry {}
// SAFETY: as above.
unsafe impl Sync for Entry {}

/// The lock here, as a fork needs it.
pub fn lock() -> &'static dyn AcrossFork {
    &HOOKS
}

static HOOKS: RwLock<Vec<Entry>> = RwLock::new(Vec::new());
static ANY: AtomicBool = AtomicBool::new(false);

/// Whether anybody listens.
#[inline(always)]
fn heard() -> bool {
    ANY.load(Ordering::Relaxed) || !interp().sys.audit_hooks.is_null()
}

/// Tells the hooks of an event whose arguments are made only where somebody listens: one value, or a tuple of them.
#[inline]
pub fn audit(event: &CStr, args: impl FnOnce() -> Result<Owned>) -> Result<()> {
    if !heard() {
        return Ok(());
    }
    let args = args()?;
    let args = match args.downcast::<PyTupleObject>() {
        Ok(args) => args,
        Err(one) => tuple::from_owned([one])?,
    };
    tell(event, &args)
}

#[cold]
fn tell(event: &CStr, args: &PyTupleObject) -> Result<()> {
    let hooks: Vec<Entry> = HOOKS.read().clone();
    for entry in hooks {
        // SAFETY: the hook's contract.
        if unsafe { foreign!((entry.hook)(event.as_ptr(), args.as_object().as_ptr(), entry.data)) } < 0 {
            return Err(Raised::already());
        }
    }
    let Some(hooks) = interp().sys.audit_hooks.get() else { return Ok(()) };
    let event = unicode::from_str(&event.to_string_lossy())?;
    for hook in tuple::from_iterable(&hooks)?.as_slice() {
        hook.call(&[&event, args])?;
    }
    Ok(())
}

/// Adds a hook that is an object to the interpreter. One that a hook refuses with an `Exception` is not added, silently.
pub fn add_object(hook: &PyObject) -> Result<()> {
    if let Err(raised) = audit(c"sys.addaudithook", || Ok(tuple::from_owned([])?.upcast())) {
        if !raised.matches(&exceptions::Exception) {
            return Err(raised);
        }
        raised.clear();
        return Ok(());
    }
    let slot = &interp().sys.audit_hooks;
    if slot.is_null() {
        slot.set(Some(list::new()?));
    }
    slot.get().map_or(Ok(()), |hooks| hooks.append(hook))
}

/// Tells the hooks of an event at an interpreter's end, which nobody can refuse.
pub fn tell_end(event: &CStr) {
    if let Err(raised) = audit(event, || Ok(tuple::from_owned([])?.upcast())) {
        crate::runtime::errors::unraisable(format_args!("Exception ignored in audit hook"));
        raised.clear();
    }
}

/// Forgets the hooks in C; the runtime ends.
pub fn clear() {
    HOOKS.write().clear();
    ANY.store(false, Ordering::Relaxed);
}

/// Adds a hook for the whole process: 0; -1 where a hook refuses with other than `RuntimeError`. It may be called before the
/// runtime starts.
#[capi]
pub fn PySys_AddAuditHook(hook: Option<Hook>, data: *mut c_void) -> c_int {
    let Some(hook) = hook else { return -1 };
    if thread_state::try_thread().is_some()
        && let Err(raised) = audit(c"sys.addaudithook", || Ok(tuple::from_owned([])?.upcast()))
    {
        if raised.matches(&exceptions::RuntimeError) {
            raised.clear();
            return 0;
        }
        return -1;
    }
    HOOKS.write().push(Entry { hook, data });
    ANY.store(true, Ordering::Relaxed);
    0
}

/// Tells the hooks of an event: 0, or -1 with the exception of a hook that refuses. `args` is a tuple or NULL.
#[capi]
pub fn PySys_AuditTuple(event: &CStr, args: Option<&PyObject>) -> Result<()> {
    let args = match args {
        None => tuple::from_owned([])?,
        Some(args) => match args.downcast::<PyTupleObject>() {
            Some(args) => Owned::from_ref(args),
            None => return Err(raise!(TypeError, "args must be tuple, got {}", args.ty().name())),
        },
    };
    audit(event, || Ok(args.upcast()))
}

/// `sys.audit(event, *args)`.
pub fn audit_object(event: &PyUnicodeObject, args: &[&PyObject]) -> Result<()> {
    if !heard() {
        return Ok(());
    }
    let Ok(event) = CString::new(event.utf8()?) else {
        return Err(raise!(ValueError, "embedded null character"));
    };
    audit(&event, || Ok(tuple::from_slice(args)?.upcast()))
}
