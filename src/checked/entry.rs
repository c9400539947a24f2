//! Every export: who calls it, with what, and what it gets.
//!
//! The public name is a gate that notes itself and where it was called from, and jumps to the entry that `#[capi]` makes; variadic
//! entries pass the same way through their C halves. [`run`] stands around the entry's body.

use super::finding::{Place, report};
use super::{blocks, exception_name, immortals, modules, particular, pending, waiting};
use crate::boundary::{Give, IntoC, Take};
use crate::runtime::{errors, gilstate, lifecycle, thread_state};
use std::cell::Cell;
use std::ffi::c_int;

/// What is known of an export while compiling.
pub struct Export {
    pub name: &'static str,
    /// Whether it may be called while an exception is set (abi/contract-3.14.tsv).
    pub with_exception: bool,
    /// Whether it may be called by a thread that has no thread state attached.
    pub without_thread: bool,
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

thread_local! {
    static CURRENT: Cell<Call> = const { Cell::new(Call::NONE) };
    /// How often functions of extensions have failed on this thread and not said why.
    static SILENT: Cell<u64> = const { Cell::new(0) };
    /// The object that the running call gives a reference back to, where that is what the call is for.
    static GIVEN_BACK: Cell<usize> = const { Cell::new(0) };
}

/// Whether the running call is one that gives back a reference to this very object.
pub(super) fn gives_back(object: usize) -> bool {
    GIVEN_BACK.with(Cell::get) == object
}

/// A function of an extension has failed and not said why: what we then hand on is its fault.
pub(super) fn silent_failure() {
    SILENT.with(|silent| silent.set(silent.get() + 1));
}

/// The innermost call of the C API that runs on this thread.
pub fn current() -> Call {
    CURRENT.with(Cell::get)
}

/// Sets what [`current`] gives, and gives what it was.
pub(super) fn replace(call: Call) -> Call {
    CURRENT.with(|current| current.replace(call))
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
    let (raised_before, silent_before) = (pending(), SILENT.with(Cell::get));
    let _attached = Attached::where_needed(call, export);
    let given_back = if particular::releases(export) { arguments.first().map_or(0, |(_, object)| *object) } else { 0 };
    let outer_given_back = GIVEN_BACK.with(|cell| cell.replace(given_back));
    let usable = before(call, export, arguments);
    let result = match (usable, R::failure()) {
        (false, Some(failure)) => {
            let _: errors::Raised = crate::raise!(SystemError, "{} was given what it cannot work with", export.name);
            failure
        }
        // SAFETY: nothing is what a function without a result gives.
        (false, None) if size_of::<R::C>() == 0 => unsafe { std::mem::zeroed() },
        _ => body(),
    };
    GIVEN_BACK.with(|cell| cell.set(outer_given_back));
    particular::after(call, export, arguments, word(&result), raised_before);
    if SILENT.with(Cell::get) == silent_before {
        after(call, export, R::GIVES, word(&result), raised_before);
    }
    replace(outer);
    waiting::leave();
    result
}

/// A thread state attached for one call, by a thread that has none and needs one: reported, so that the check can go on.
struct Attached(c_int);

impl Attached {
    #[inline]
    fn where_needed(call: Call, export: &Export) -> Option<Attached> {
        if export.without_thread || !thread_state::current().is_null() || lifecycle::Py_IsInitialized() == 0 {
            return None;
        }
        report("EX601", call.place(), "was called by a thread that has no thread state attached".to_owned());
        Some(Attached(gilstate::PyGILState_Ensure()))
    }
}
impl Drop for Attached {
    fn drop(&mut self) {
        gilstate::PyGILState_Release(self.0);
    }
}

/// Whether the call can be made at all.
fn before(call: Call, export: &'static Export, arguments: &[(Take, usize)]) -> bool {
    if !particular::before(call, export, arguments) {
        return false;
    }
    if thread_state::current().is_null() {
        return true;
    }
    immortals::touched_inline(call.place());
    if !export.with_exception && pending() != 0 {
        let name = exception_name();
        report("EX503", call.place(), format!("was called while {name} was set"));
    }
    let mut usable = true;
    for (i, (take, argument)) in arguments.iter().enumerate() {
        // What counts sees for itself whether there is anything to count.
        if *take == Take::Plain || *argument == 0 || particular::counts(export) {
            continue;
        }
        if matches!(take, Take::Stolen | Take::StolenOrNull) {
            blocks::stolen(*argument, call);
        }
        match blocks::state_of(*argument) {
            blocks::State::Freed(block) => {
                report("EX303", call.place(), format!("argument {} is {}, which was freed", i + 1, block.what()));
                usable = false;
            }
            blocks::State::Alive(block) => {
                if let Some(thread) = thread_state::try_thread()
                    && block.interpreter != thread.interp().id
                    && block.interpreter >= 0
                {
                    let (own, other) = (thread.interp().id, block.interpreter);
                    report("EX805", call.place(), format!("argument {} is of interpreter {other}, the caller's is {own}", i + 1));
                }
            }
            blocks::State::Unknown => {}
        }
    }
    usable
}

/// What this library owes its caller: a failure has an exception, a success has none that was not there.
fn after(call: Call, export: &Export, gives: Give, result: usize, raised_before: usize) {
    if thread_state::current().is_null() {
        return;
    }
    let raised = pending();
    if matches!(gives, Give::New | Give::Borrowed) && result == 0 && raised == 0 {
        report("EX991", call.place(), "gave NULL without an exception".to_owned());
    }
    if gives != Give::Plain && result != 0 && raised != 0 && raised != raised_before && !export.with_exception {
        report("EX992", call.place(), format!("gave a result and left {} set", exception_name()));
    }
}
