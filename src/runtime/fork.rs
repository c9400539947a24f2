//! What is done around a fork, so that parent and child both go on.
//!
//! Invariant: between [`PyOS_BeforeFork`] and what comes after it no other thread is inside a lock of the runtime. The child has
//! one thread: every lock is new there, and other threads' states and other interpreters are gone.

use crate::runtime::config::{arguments, legacy, preinit};
use crate::runtime::fatal::{fatal, no_thread_state};
use crate::runtime::sync::AcrossFork;
use crate::runtime::thread_state::{self, Thread};
use crate::runtime::{audit, gil, interpreters, lifecycle, memory, parking, signals, sys_options, tracemalloc};
use exuvia_macros::capi;

/// Drops what the locks of the process guard: the library goes.
///
/// # Safety
/// No code of the library runs after this but what gives its memory back.
pub unsafe fn drop_guarded() {
    // SAFETY: the caller's word.
    locks().for_each(|lock| unsafe { lock.drop_guarded() });
}

/// Every lock of the process, in the order in which code that holds one takes another.
fn locks() -> impl DoubleEndedIterator<Item = &'static dyn AcrossFork> {
    [
        lifecycle::lock(),
        crate::import::inittab::lock(),
        crate::import::extension::lock(),
        crate::import::extension::multi_phase_lock(),
        crate::types::module::definition::lock(),
        arguments::lock(),
        legacy::lock(),
        preinit::lock(),
        sys_options::lock(),
        audit::lock(),
        crate::modules::interpchannels::lock(),
        crate::modules::interpqueues::lock(),
        crate::modules::io::open::lock(),
        interpreters::lock(),
        &thread_state::LIST,
        thread_state::kept_lock(),
        crate::types::unicode::intern::lock(),
        &gil::SPARE,
        tracemalloc::lock(),
        crate::object::immortal::lock(),
        memory::lock(),
    ]
    .into_iter()
}

/// The attached thread state; fatal where there is none.
fn attached(function: &str) -> &'static Thread {
    thread_state::try_thread().unwrap_or_else(|| no_thread_state(function))
}

/// Call before `fork`, with a thread state attached: takes what a child must find whole. Fatal where none is attached.
#[capi]
pub fn PyOS_BeforeFork() {
    let interp = attached("PyOS_BeforeFork").interp();
    interp.import.take_lock();
    interp.pending.lock().before();
    interp.pending_for_main.lock().before();
    locks().for_each(|lock| lock.before());
    interp.guards.lock().before();
    parking::before_fork();
}

/// Call after `fork` in the parent, also where it failed: gives back what `PyOS_BeforeFork` took.
#[capi]
pub fn PyOS_AfterFork_Parent() {
    let interp = attached("PyOS_AfterFork_Parent").interp();
    parking::after_fork_in_parent();
    interp.guards.lock().in_parent();
    locks().rev().for_each(|lock| lock.in_parent());
    interp.pending.lock().in_parent();
    interp.pending_for_main.lock().in_parent();
    interp.import.give_lock();
}

/// Call after `fork` in the child: locks are new, the other threads' states and the other interpreters are dropped, and the
/// calling thread is the main one. Fatal where it does not run in the main interpreter.
#[capi]
pub fn PyOS_AfterFork_Child() {
    // Not held across the fork, as memory may be asked for there.
    #[cfg(feature = "checked")]
    crate::checked::blocks::lock().in_child();
    locks().for_each(|lock| lock.in_child());
    lifecycle::transition().in_child();
    parking::after_fork_in_child();
    let thread = attached("PyOS_AfterFork_Child");
    let interp = thread.interp();
    interp.gil.remake();
    interp.guards.lock().in_child();
    interp.pending.remake();
    interp.pending_for_main.remake();
    interp.import.give_lock();
    // SAFETY: cannot fail.
    thread.native_thread_id.set(unsafe { libc::gettid() } as u64);
    lifecycle::take_main_thread();
    signals::forget();
    interp.threads_module.after_fork();
    if !std::ptr::eq(interp, lifecycle::main_interpreter()) {
        fatal("PyOS_AfterFork_Child", "not main interpreter");
    }
    interpreters::forget_others(interp);
    let others = thread_state::take_others(interp, thread);
    thread_state::drop_taken(others);
}

/// As `PyOS_AfterFork_Child`, by its old name.
#[capi]
pub fn PyOS_AfterFork() {
    PyOS_AfterFork_Child();
}
