//! Every export: who calls it, with what, and what it gets.
//!
//! The public name is a gate that notes itself and where it was called from, and jumps to the entry that `#[capi]` makes; variadic
//! entries pass the same way through their C halves. [`run`] stands around the entry's body.

use super::finding::{Place, report};
use super::{blocks, exception_name, immortals, modules, particular, pending, waiting};
use crate::boundary::{Give, IntoC, Take};
use crate::layout::PyObject;
use crate::runtime::{errors, gilstate, lifecycle, thread_state};
use std::ffi::c_int;

/// What is known of an export while compiling.
pub struct Export {
    pub name: &'static str,
    /// Whether it may be called while an exception is set (abi/contract-3.14.tsv).
    pub with_exception: bool,
    /// Whether it may be called by a thread that has no thread state attached.
    pub without_thread: bool,
    /// What it is for, as far as [`particular`] asks.
    pub purpose: Purpose,
}

/// What an export is for, where more is asked of its callers than of others'.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Nothing in particular.
    Any,
    /// To count references.
    Counts,
    /// To give back a reference to its argument.
    Releases,
    /// [`particular`] knows it by name.
    Particular,
}

impl Purpose {
    /// By the export's name, while compiling.
    pub const fn of(name: &str) -> Purpose {
        const fn is(name: &[u8], other: &[u8]) -> bool {
            name.len() == other.len() && starts(name, other)
        }
        const fn starts(name: &[u8], start: &[u8]) -> bool {
            if name.len() < start.len() {
                return false;
            }
            let mut i = 0;
            while i < start.len() {
                if name[i] != start[i] {
                    return false;
                }
                i += 1;
            }
            true
        }
        let name = name.as_bytes();
        if is(name, b"Py_DecRef") || is(name, b"_Py_DecRef") || is(name, b"_Py_Dealloc") || is(name, b"Py_XDECREF") {
            Purpose::Releases
        } else if is(name, b"Py_IncRef") || is(name, b"_Py_IncRef") || is(name, b"Py_NewRef") || is(name, b"Py_XNewRef") {
            Purpose::Counts
        } else if starts(name, b"PyGILState_")
            || starts(name, b"PyEval_")
            || starts(name, b"PyThreadState_")
            || starts(name, b"PyObject_GC_")
            || starts(name, b"_PyObject_GC_")
            || is(name, b"PyBuffer_Release")
            || is(name, b"PyObject_GetBuffer")
            || starts(name, b"PyErr_")
            || starts(name, b"PyArg_")
            || starts(name, b"_PyArg_")
        {
            Purpose::Particular
        } else {
            Purpose::Any
        }
    }
}

/// What the running call of the C API is.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Call {
    pub export: Option<&'static Export>,
    pub site: usize,
}

impl Call {
    const NONE: Call = Call { export: None, site: 0 };
    /// The place that findings of this call have.
    pub fn place(self) -> Place {
        Place { api: self.export.map_or("", |export| export.name), address: self.site }
    }
}

/// Whether the running call is one that gives back a reference to this very object.
pub(super) fn gives_back(object: usize) -> bool {
    thread_state::given_back() == object
}

/// A function of an extension has failed and not said why: what we then hand on is its fault.
pub(super) fn silent_failure() {
    thread_state::count_silent_failure();
}

/// The innermost call of the C API that runs on this thread.
#[inline]
pub fn current() -> Call {
    let (export, site) = thread_state::running_call();
    Call { export, site }
}

/// Sets what [`current`] gives, and gives what it was.
#[inline]
pub(super) fn replace(call: Call) -> Call {
    let outer = current();
    thread_state::set_running_call(call.export, call.site);
    outer
}

pub(super) const OUTSIDE: Call = Call::NONE;

/// An argument or a result as a word, an `int` in its lower half; what is neither is of no interest here.
pub fn word<T: Copy>(value: &T) -> usize {
    match size_of::<T>() {
        // SAFETY: eight bytes that are there.
        8 => unsafe { std::ptr::from_ref(value).cast::<usize>().read_unaligned() },
        // SAFETY: four bytes that are there.
        4 => unsafe { std::ptr::from_ref(value).cast::<u32>().read_unaligned() as usize },
        _ => 0,
    }
}

/// Runs an entry's body with the checks before and after it. Its gate has noted which entry it is, and who called.
#[inline]
pub fn run<R: IntoC>(arguments: &[(Take, usize)], body: impl FnOnce() -> R::C) -> R::C {
    let site = thread_state::take_call_site();
    // A slot of ours that is an export: the call that matters is the one outside of it.
    let Some(export) = thread_state::take_call_export().filter(|_| !modules::is_own(site)) else { return body() };
    let call = Call { export: Some(export), site };
    let outer = replace(call);
    waiting::arrive(call.place());
    let attached = if thread_state::current().is_null() { Attached::where_needed(call, export) } else { None };
    let (raised_before, silent_before) = (pending(), thread_state::silent_failures());
    let outer_given_back = thread_state::given_back();
    let releases = export.purpose == Purpose::Releases;
    thread_state::set_given_back(if releases { arguments.first().map_or(0, |(_, object)| *object) } else { 0 });
    let usable = before(call, export, arguments, raised_before);
    let result = match (usable, R::failure()) {
        (false, Some(failure)) => {
            let _: errors::Raised = crate::raise!(SystemError, "{} was given what it cannot work with", export.name);
            failure
        }
        // SAFETY: nothing is what a function without a result gives.
        (false, None) if size_of::<R::C>() == 0 => unsafe { std::mem::zeroed() },
        _ => body(),
    };
    thread_state::set_given_back(outer_given_back);
    if export.purpose == Purpose::Particular || raised_before != 0 {
        particular::after(call, export, arguments, word(&result), raised_before);
    }
    if thread_state::silent_failures() == silent_before {
        after(call, export, R::GIVES, word(&result), raised_before);
    }
    drop(attached);
    replace(outer);
    waiting::leave();
    result
}

/// A thread state attached for one call, by a thread that has none and needs one: reported, so that the check can go on.
struct Attached(c_int);

impl Attached {
    #[cold]
    fn where_needed(call: Call, export: &Export) -> Option<Attached> {
        if export.without_thread || lifecycle::Py_IsInitialized() == 0 {
            return None;
        }
        report("EX601", call.place(), "was called by a thread that has no thread state attached".to_owned());
        (!handles_threads(export.name)).then(|| Attached(gilstate::PyGILState_Ensure()))
    }
}
impl Drop for Attached {
    fn drop(&mut self) {
        gilstate::PyGILState_Release(self.0);
    }
}

/// Whether a function works on thread states and interpreters themselves: one that is attached for it would be what it works on.
fn handles_threads(name: &str) -> bool {
    ["PyThreadState_", "PyInterpreterState_", "Py_NewInterpreter", "Py_EndInterpreter"].iter().any(|start| name.starts_with(start))
        || (name.starts_with("PyEval_") && name.ends_with("Thread"))
}

/// Whether the call can be made at all.
#[inline]
fn before(call: Call, export: &'static Export, arguments: &[(Take, usize)], raised: usize) -> bool {
    if export.purpose == Purpose::Particular && !particular::before(call, export, arguments) {
        return false;
    }
    if thread_state::current().is_null() {
        return true;
    }
    if immortals::have_moved() {
        immortals::touched_inline(call.place());
    }
    if raised != 0 && !export.with_exception {
        called_with_exception(call);
    }
    // What counts sees for itself whether there is anything to count.
    if matches!(export.purpose, Purpose::Counts | Purpose::Releases) {
        return true;
    }
    let look_closer = blocks::several_interpreters();
    let mut usable = true;
    for (i, (take, argument)) in arguments.iter().enumerate() {
        if *take == Take::Plain || *argument == 0 {
            continue;
        }
        if matches!(take, Take::Stolen | Take::StolenOrNull) {
            blocks::stolen(*argument, call);
        }
        // SAFETY: an object of the caller's, alive or kept.
        if look_closer || unsafe { blocks::looks_freed(*argument) } {
            usable &= is_usable(call, i, *argument);
        }
    }
    usable
}

#[cold]
#[inline(never)]
fn called_with_exception(call: Call) {
    report("EX503", call.place(), format!("was called while {} was set", exception_name()));
}

/// Whether an argument is an object that can be worked with.
#[cold]
#[inline(never)]
fn is_usable(call: Call, i: usize, argument: usize) -> bool {
    match blocks::state_of(argument) {
        blocks::State::Freed(block) => {
            report("EX303", call.place(), format!("argument {} is {}, which was freed", i + 1, block.what()));
            return false;
        }
        // What is immortal is shared: static types' dicts, for one.
        // SAFETY: an object that is alive.
        blocks::State::Alive(block) if !unsafe { &*(argument as *const PyObject) }.is_immortal() => {
            if let Some(thread) = thread_state::try_thread()
                && block.interpreter != thread.interp().id
                && block.interpreter >= 0
            {
                let (own, other) = (thread.interp().id, block.interpreter);
                report("EX805", call.place(), format!("argument {} is of interpreter {other}, the caller's is {own}", i + 1));
            }
        }
        blocks::State::Alive(_) | blocks::State::Unknown => {}
    }
    true
}

/// What this library owes its caller: a failure has an exception, a success has none that was not there.
#[inline]
fn after(call: Call, export: &Export, gives: Give, result: usize, raised_before: usize) {
    let raised = pending();
    // Mostly nothing was raised, and what was to be given was given.
    if gives == Give::Plain || ((raised == 0) == (result != 0) && raised_before == 0) || thread_state::current().is_null() {
        return;
    }
    owed(call, export, gives, result, raised, raised_before);
}

#[cold]
#[inline(never)]
fn owed(call: Call, export: &Export, gives: Give, result: usize, raised: usize, raised_before: usize) {
    if matches!(gives, Give::New | Give::Borrowed) && result == 0 && raised == 0 {
        report("EX991", call.place(), "gave NULL without an exception".to_owned());
    }
    if gives != Give::Plain && result != 0 && raised != 0 && raised != raised_before && !export.with_exception {
        report("EX992", call.place(), format!("gave a result and left {} set", exception_name()));
    }
}
