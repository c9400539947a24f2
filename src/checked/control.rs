//! What the process that checks asks of the checked build, beside the C API of CPython.
//!
//! These names are in no contract: only the checked build exports them, and only the `exuvia` command calls them.

use super::survey::Survey;
use super::{blocks, finding, holders, immortals, leaks};
use crate::object::gc::{GENERATIONS, collect};
use crate::runtime::sync::Mutex;
use std::ffi::{c_int, c_void};

/// The last surveys, three at most.
static SURVEYS: Mutex<Vec<Survey>> = Mutex::new(Vec::new());

/// Collects, and looks at all objects: once after each of the last three runs. With `judge`, what they show is reported, and forgotten.
#[unsafe(no_mangle)]
extern "C" fn _PyExuvia_Survey(judge: c_int) {
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
        holders::judge(&all[2]);
    }
}

/// Looks at everything that can only be seen at the end, and tells how often each finding came.
#[unsafe(no_mangle)]
extern "C" fn _PyExuvia_Finish() {
    blocks::look_at_all();
    immortals::finish();
    finding::finish();
}

/// Watches for the signals that end a process: what did it is reported, with the stack, before it goes its way.
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
    for signal in [libc::SIGSEGV, libc::SIGBUS, libc::SIGILL, libc::SIGFPE, libc::SIGABRT, libc::SIGTRAP, libc::SIGSYS] {
        // SAFETY: a handler of the right kind; it is used once.
        unsafe {
            let mut action: libc::sigaction = std::mem::zeroed();
            action.sa_sigaction = ended as extern "C" fn(c_int, *mut libc::siginfo_t, *mut c_void) as usize;
            action.sa_flags = libc::SA_SIGINFO | libc::SA_ONSTACK | libc::SA_RESETHAND | libc::SA_NODEFER;
            libc::sigaction(signal, &raw const action, std::ptr::null_mut());
        }
    }
}

/// The process is being ended. Nothing that is done here is promised to work; should it hang, the alarm ends it.
extern "C" fn ended(signal: c_int, _: *mut libc::siginfo_t, context: *mut c_void) {
    // SAFETY: calls of the system, and a context of the system's.
    unsafe {
        libc::signal(libc::SIGALRM, libc::SIG_DFL);
        libc::alarm(5);
        finding::last_words("EX901", format!("ended the process by signal {signal}"), interrupted_at(context));
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
