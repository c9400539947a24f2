//! What the process that checks asks of the checked build, beside the C API of CPython.
//!
//! These names are in no contract: only the checked build exports them, and only the `exuvia` command calls them.

use super::survey::{Survey, shown_by};
use super::{blocks, entry, finding, growth, holders, immortals, leaks, modules};
use crate::layout::{PyObject, PyUnicodeObject};
use crate::object::gc::{GENERATIONS, collect};
use crate::runtime::sync::Mutex;
use crate::runtime::thread_state;
use crate::types::dict::capi::PyDict_Next;
use crate::types::module::PyModuleObject;
use std::collections::HashSet;
use std::ffi::{c_int, c_void};
use std::ptr::null_mut;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};

/// The last surveys, three at most.
static SURVEYS: Mutex<Vec<Survey>> = Mutex::new(Vec::new());

/// Whether the process may exit: all has been looked at.
static FINISHED: AtomicBool = AtomicBool::new(false);

/// Collects, and looks at all objects: once after each of the last three runs. With `judge`, what they show is reported, and forgotten: it is
/// how many calls a run has. What is negative only forgets.
#[unsafe(no_mangle)]
extern "C" fn _PyExuvia_Survey(judge: c_int) {
    if judge < 0 {
        SURVEYS.lock().clear();
        return;
    }
    for _ in 0..3 {
        collect::collect(GENERATIONS - 1);
    }
    let mut surveys = SURVEYS.lock();
    surveys.push(Survey::take());
    if judge == 0 {
        return;
    }
    let all: Result<[Survey; 3], _> = std::mem::take(&mut *surveys).try_into();
    if let Ok(all) = all {
        leaks::judge(&all);
        growth::judge(&all, judge.unsigned_abs().into());
        holders::judge(&all[2]);
    }
}

/// Looks at everything that can only be seen at the end, and tells how often each finding came.
#[unsafe(no_mangle)]
extern "C" fn _PyExuvia_Finish() {
    FINISHED.store(true, Ordering::Relaxed);
    blocks::look_at_all();
    immortals::finish();
    finding::finish();
}

/// Where an extension called the C API as an object was made: an address in its code; 0 where nobody knows.
#[unsafe(no_mangle)]
extern "C" fn _PyExuvia_MadeAt(object: *mut PyObject) -> usize {
    match blocks::state_of(object as usize) {
        blocks::State::Alive(known) if !modules::is_own(known.made_by.site) => known.made_by.site,
        _ => 0,
    }
}

/// Reports the objects that can be reached from a module, through what `tp_traverse` shows, and that another interpreter than the running one has made.
#[unsafe(no_mangle)]
unsafe extern "C" fn _PyExuvia_FindForeign(module: *mut PyObject) {
    /// More is not looked at: whoever reaches so many objects has left the module behind.
    const MANY: usize = 100_000;
    let Some(own) = thread_state::try_thread().map(|thread| thread.interp().id) else { return };
    // SAFETY: the caller's module, which is alive, as is all that it holds; nothing else runs in this interpreter.
    unsafe {
        let Some(module) = (*module).downcast::<PyModuleObject>() else { return };
        let dict = module.md_dict.as_ptr().cast::<PyObject>();
        let mut seen = HashSet::from([dict as usize]);
        let mut rest: Vec<(String, *mut PyObject)> = Vec::new();
        let (mut at, mut name, mut value) = (0, null_mut(), null_mut());
        while PyDict_Next(dict.as_ref(), &raw mut at, &raw mut name, &raw mut value) {
            let name = (*name).downcast::<PyUnicodeObject>().map_or_else(String::new, |name| name.to_lossy());
            // What import has put there is the interpreter's.
            if !(name.starts_with("__") && name.ends_with("__")) {
                rest.push((name, value));
            }
        }
        while let Some((name, object)) = rest.pop() {
            if seen.len() > MANY || !seen.insert(object as usize) || (*object).is_immortal() {
                continue;
            }
            match blocks::state_of(object as usize) {
                blocks::State::Alive(known) if known.interpreter >= 0 && known.interpreter != own => {
                    let message = format!(
                        "{name} (a '{}') belongs to interpreter {}, and is found in interpreter {own}",
                        (*object).ty().name(),
                        known.interpreter
                    );
                    finding::report("EX808", known.made_by.place(), message);
                }
                blocks::State::Freed(_) => {}
                _ => rest.extend(shown_by(&*object).unwrap_or_default().into_iter().map(|inner| (name.clone(), inner as *mut PyObject))),
            }
        }
    }
}

/// Watches for the signals that end a process: what did it is reported, with the stack, before it goes its way. SIGQUIT is one of them: whoever
/// watches the process sends it, with the number of the rule, to one that has gone too far.
#[unsafe(no_mangle)]
extern "C" fn _PyExuvia_WatchSignals() {
    // A stack of its own: what is to be told may be that the other one has run out.
    const ROOM: usize = 256 << 10;
    // SAFETY: memory that is never given back.
    unsafe {
        let stack = libc::stack_t { ss_sp: libc::malloc(ROOM), ss_flags: 0, ss_size: ROOM };
        if !stack.ss_sp.is_null() {
            libc::sigaltstack(&raw const stack, std::ptr::null_mut());
        }
    }
    // SAFETY: a function that may be called at any exit.
    unsafe { libc::atexit(exited) };
    for signal in [libc::SIGSEGV, libc::SIGBUS, libc::SIGILL, libc::SIGFPE, libc::SIGABRT, libc::SIGTRAP, libc::SIGSYS, libc::SIGQUIT] {
        // SAFETY: a handler of the right kind.
        unsafe {
            let mut action: libc::sigaction = std::mem::zeroed();
            action.sa_sigaction = ended as extern "C" fn(c_int, *mut libc::siginfo_t, *mut c_void) as usize;
            action.sa_flags = libc::SA_SIGINFO | libc::SA_ONSTACK | libc::SA_NODEFER;
            libc::sigaction(signal, &raw const action, std::ptr::null_mut());
        }
    }
}

/// The process exits: where that was not to be, somebody has called `exit`.
extern "C" fn exited() {
    if !FINISHED.load(Ordering::Relaxed) {
        finding::last_words("EX901", "ended the process by exit".to_owned(), entry::current().site);
    }
}

/// The thread that tells of the process's end.
static TELLING: AtomicI32 = AtomicI32::new(0);

/// The process is being ended. Nothing that is done here is promised to work; should it hang, the alarm ends it.
extern "C" fn ended(signal: c_int, info: *mut libc::siginfo_t, context: *mut c_void) {
    // SAFETY: calls of the system, and a context of the system's.
    unsafe {
        let this = libc::gettid();
        match TELLING.compare_exchange(0, this, Ordering::Relaxed, Ordering::Relaxed) {
            Ok(_) => {}
            // Telling has gone wrong.
            Err(thread) if thread == this => {
                libc::signal(signal, libc::SIG_DFL);
                libc::raise(signal);
                return;
            }
            // The process ends when the other thread has told.
            Err(_) => loop {
                libc::pause();
            },
        }
        libc::signal(libc::SIGALRM, libc::SIG_DFL);
        libc::alarm(5);
        let told = if (*info).si_code == libc::SI_QUEUE { (*info).si_value().sival_ptr.addr() } else { 0 };
        let rule = match told {
            902 => "EX902",
            904 => "EX904",
            905 => "EX905",
            906 => "EX906",
            _ => "EX901",
        };
        finding::last_words(rule, format!("ended the process by signal {signal}"), interrupted_at(context));
        libc::signal(signal, libc::SIG_DFL);
        libc::raise(signal);
    }
}

/// Where the program was when a signal came.
///
/// # Safety
/// A signal handler's context.
unsafe fn interrupted_at(context: *mut c_void) -> usize {
    // SAFETY: the caller's word.
    let context = unsafe { &(*context.cast::<libc::ucontext_t>()).uc_mcontext };
    #[cfg(target_arch = "x86_64")]
    return context.gregs[libc::REG_RIP as usize] as usize;
    #[cfg(target_arch = "aarch64")]
    return context.pc as usize;
}
