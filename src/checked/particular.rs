//! What single functions of the C API ask of their callers, beyond what abi/contract-3.14.tsv says of all.
//!
//! Invariant: where a function is not to run because it would end the process, the finding has been told.

use super::entry::{Call, Export, Purpose};
use super::finding::report;
use super::{blocks, buffers, exception_name, pending, survey};
use crate::boundary::Take;
use crate::layout::{PyObject, flags};
use crate::object::gc;
use crate::runtime::sync::Mutex;
use crate::runtime::{gilstate, lifecycle, thread_state};
use crate::types::exceptions;
use std::cell::Cell;

/// Thread states that were attached by other threads than their own.
static LENT: Mutex<Vec<usize>> = Mutex::new(Vec::new());

thread_local! {
    /// How many `PyGILState_Ensure` this thread has not released yet.
    static ENSURED: Cell<i32> = const { Cell::new(0) };
    /// The exception that the extension has last asked the kind of.
    static LOOKED_AT: Cell<usize> = const { Cell::new(0) };
}

pub fn ensured() -> i32 {
    ENSURED.with(Cell::get)
}

pub fn set_ensured(count: i32) {
    ENSURED.with(|ensured| ensured.set(count));
}

/// Looks at a call before it is made. False where it must not be made.
pub fn before(call: Call, export: &Export, arguments: &[(Take, usize)]) -> bool {
    let first = arguments.first().map_or(0, |(_, argument)| *argument);
    match export.name {
        "PyGILState_Ensure" => {
            let bound = thread_state::live_bound();
            // SAFETY: alive.
            if let Some(thread) = unsafe { bound.as_ref() }
                && !std::ptr::eq(thread.interp(), lifecycle::main_interpreter())
            {
                report("EX606", call.place(), format!("was called in interpreter {}", thread.interp().id));
            }
            set_ensured(ensured() + 1);
        }
        "PyGILState_Release" => {
            if ensured() <= 0 {
                report("EX604", call.place(), "releases what no PyGILState_Ensure of this thread has ensured".to_owned());
                return false;
            }
            if gilstate::PyGILState_GetThisThreadState().is_null() || thread_state::current().is_null() {
                report("EX604", call.place(), "releases a thread state that is not attached".to_owned());
                return false;
            }
            set_ensured(ensured() - 1);
        }
        "PyEval_RestoreThread" | "PyEval_AcquireThread" if !thread_state::current().is_null() => {
            report("EX604", call.place(), "attaches a thread state where one is attached".to_owned());
            return false;
        }
        "PyEval_RestoreThread" | "PyEval_AcquireThread" | "PyThreadState_Swap" => {
            // SAFETY: a thread state of the caller's, or NULL.
            let owner = unsafe { (first as *const thread_state::Thread).as_ref() }.map_or(0, thread_state::Thread::owner);
            // SAFETY: cannot fail.
            if owner != 0 && owner != unsafe { libc::pthread_self() } as u64 && lent_anew(first) {
                report("EX602", call.place(), "attaches a thread state that is another thread's".to_owned());
            }
        }
        // SAFETY: a GC object of the caller's.
        "PyObject_GC_Del" if first != 0 && unsafe { gc::is_tracked(first as *mut PyObject) } => {
            // SAFETY: as above.
            let ty = unsafe { (*(first as *const PyObject)).ty() };
            report("EX309", call.place(), format!("frees an object of type '{}' that the collector still tracks", ty.name()));
        }
        "PyObject_GC_Track" => unfinished(call, first),
        "PyBuffer_Release" => return buffers::released(call, first),
        "PyErr_ExceptionMatches" | "PyErr_GivenExceptionMatches" => LOOKED_AT.with(|looked| looked.set(pending())),
        "PyErr_Clear" if ends_the_program() && LOOKED_AT.with(Cell::get) != pending() => {
            report("EX507", call.place(), format!("clears {} without having looked at it", exception_name()));
        }
        _ => {}
    }
    true
}

/// Notes that a thread state is in other hands than its thread's. False where that is known: it comes home, too.
fn lent_anew(thread: usize) -> bool {
    let mut lent = LENT.lock();
    let anew = !lent.contains(&thread);
    if anew {
        lent.push(thread);
    }
    anew
}

/// Looks at a call that was made.
pub fn after(call: Call, export: &Export, arguments: &[(Take, usize)], result: usize, raised_before: usize) {
    let word = |i: usize| arguments.get(i).map_or(0, |(_, argument)| *argument);
    match export.name {
        "PyObject_GetBuffer" if result == 0 => buffers::got(call, word(0), word(1)),
        "_PyObject_GC_New" if result != 0 => blocks::unset(result, size_of::<PyObject>()),
        name if name.starts_with("PyArg_") || name.starts_with("_PyArg_") => buffers::may_have_come(),
        _ => {}
    }
    if raised_before != 0
        && export.with_exception
        && export.purpose != Purpose::Releases
        && !is_for_exceptions(export.name)
        && !thread_state::current().is_null()
        && pending() == 0
    {
        report("EX506", call.place(), "was called with an exception set, and cleared it".to_owned());
    }
}

/// Whether a function may clear the exception that is set, by what it is for.
fn is_for_exceptions(name: &str) -> bool {
    let kinds =
        ["PyErr_", "_PyErr_", "PyThreadState_", "PyEval_", "PyGILState_", "PyInterpreterState_", "Py_EndInterpreter", "Py_NewInterpreter", "_PyGen_"];
    let single = ["Py_Finalize", "Py_FinalizeEx", "Py_RunMain", "Py_Exit", "_PyExc_", "_Py_FatalErrorFunc"];
    kinds.iter().any(|kind| name.starts_with(kind)) || single.contains(&name) || name.contains("XIData") || name.contains("Unraisable")
}

/// Whether the exception that is set asks for the end of the program.
fn ends_the_program() -> bool {
    // SAFETY: nothing runs between the two.
    let exception = thread_state::try_thread().and_then(|thread| unsafe { thread.current_exception.peek() });
    exception.is_some_and(|exception| {
        let ty = exception.ty();
        [&exceptions::KeyboardInterrupt, &exceptions::SystemExit].into_iter().any(|end| ty.is_subtype(end))
    })
}

/// An object is shown to the collector: its fields must be set.
fn unfinished(call: Call, address: usize) {
    // SAFETY: a new object of the caller's, or NULL.
    let Some(object) = (unsafe { (address as *const PyObject).as_ref() }) else { return };
    if !object.ty().has_flag(flags::HAVE_GC) || !blocks::has_unset(address, size_of::<PyObject>()) {
        return;
    }
    if survey::shown_by(object).is_some_and(|shown| shown.into_iter().any(blocks::is_fresh)) {
        report("EX310", call.place(), format!("tracks an object of type '{}' whose members are not set", object.ty().name()));
        blocks::settle(address, size_of::<PyObject>());
    }
}
