//! The end of the process, when going on would do harm.
//!
//! What is told goes to C's stderr by system calls of this file: nothing of the runtime can be relied on any more.

use crate::runtime::interpreter::PyInterpreterState_ThreadHead;
use crate::runtime::{errors, lifecycle, thread_state};
use exuvia_macros::capi;
use std::ffi::{CStr, c_char, c_int};
use std::sync::atomic::{AtomicBool, Ordering};

/// Prints what was called and why it cannot go on, what is being raised and which threads there are, and aborts.
#[cold]
#[inline(never)]
pub fn fatal(function: &str, why: &str) -> ! {
    end(Some(function), why)
}

/// The end where a function needs a thread state and none is attached.
#[cold]
#[inline(never)]
pub fn no_thread_state(function: &str) -> ! {
    const WHY: &str = "the function must be called with the GIL held, after Python initialization and before Python finalization, \
                       but the GIL is released (the current Python thread state is NULL)";
    end(Some(function), WHY)
}

/// The exported function that foreign code has called and that is running: the outermost of ours on the stack, down to
/// the first frame that is not ours.
pub fn called_function() -> Option<String> {
    // The checked build knows; and its gates are no frames.
    #[cfg(feature = "checked")]
    if let Some(export) = crate::checked::entry::current().export {
        return Some(export.name.to_owned());
    }
    const DEPTH: usize = 64;
    let mut frames = [std::ptr::null_mut(); DEPTH];
    // SAFETY: a buffer of that length.
    let count = unsafe { libc::backtrace(frames.as_mut_ptr(), DEPTH as c_int) };
    let mut own: *mut std::ffi::c_void = std::ptr::null_mut();
    let mut found = None;
    for frame in frames.iter().take(usize::try_from(count).unwrap_or(0)) {
        let mut info = std::mem::MaybeUninit::<libc::Dl_info>::zeroed();
        // SAFETY: asks about an address; the answer is read where there is one.
        let info = unsafe {
            if libc::dladdr(*frame, info.as_mut_ptr()) == 0 {
                break;
            }
            info.assume_init()
        };
        if own.is_null() {
            own = info.dli_fbase;
        }
        if info.dli_fbase != own {
            break;
        }
        // SAFETY: a symbol's name or NULL.
        found = unsafe { text(info.dli_sname) }.or(found);
    }
    found
}

static ENDING: AtomicBool = AtomicBool::new(false);

/// Writes to C's stderr, past all that buffers.
pub fn put(text: &[u8]) {
    let mut rest = text;
    while !rest.is_empty() {
        // SAFETY: a buffer of that length.
        let written = unsafe { libc::write(2, rest.as_ptr().cast(), rest.len()) };
        match usize::try_from(written) {
            Ok(written) if written > 0 => rest = rest.get(written..).unwrap_or(&[]),
            _ => return,
        }
    }
}

fn end(function: Option<&str>, why: &str) -> ! {
    tell(function, why);
    std::process::abort()
}

/// As [`fatal`], for what a start refuses: the process exits with status 1 in place of aborting.
#[cold]
pub fn exit(function: Option<&str>, why: &str) -> ! {
    tell(function, why);
    // SAFETY: C's exit functions run.
    unsafe { libc::exit(1) }
}

fn tell(function: Option<&str>, why: &str) {
    put(b"Fatal Python error: ");
    if let Some(function) = function {
        put(format!("{function}: ").as_bytes());
    }
    put(format!("{why}\n").as_bytes());
    // An error within the telling of one is told in one line.
    if !ENDING.swap(true, Ordering::Relaxed) {
        put(format!("Python runtime state: {}\n", lifecycle::state()).as_bytes());
        if thread_state::try_thread().is_some()
            && let Some(exception) = errors::take()
        {
            errors::display(&exception, None);
            crate::runtime::sys::flush_streams();
        }
        put(b"\n");
        if !lifecycle::main_interpreter().is_null() {
            threads();
        }
    }
}

/// Tells of the main interpreter's threads, the calling one first.
fn threads() {
    // SAFETY: cannot fail.
    let own = unsafe { libc::pthread_self() } as u64;
    put(format!("Current thread 0x{own:016x}{} (most recent call first):\n  <no Python frame>\n", name(own)).as_bytes());
    let interp = lifecycle::main_interpreter();
    if interp.is_null() {
        return;
    }
    let mut thread = PyInterpreterState_ThreadHead(interp);
    // SAFETY: another thread may change the list meanwhile; nothing better can be done here.
    while let Some(this) = unsafe { thread.as_ref() } {
        let id = this.thread_id.get();
        if id != own && id != 0 {
            put(format!("\nThread 0x{id:016x}{} (most recent call first):\n  <no Python frame>\n", name(id)).as_bytes());
        }
        thread = this.next.get();
    }
}

/// The thread's name in brackets, if the system has one.
fn name(thread: u64) -> String {
    let mut buffer = [0; 64];
    // SAFETY: a buffer of that length; the thread is alive while its state is listed.
    let found = unsafe { libc::pthread_getname_np(thread as libc::pthread_t, buffer.as_mut_ptr(), buffer.len()) } == 0;
    // SAFETY: the name ends with a NUL.
    let name = unsafe { CStr::from_ptr(buffer.as_ptr()) };
    if found && !name.is_empty() { format!(" [{}]", name.to_string_lossy()) } else { String::new() }
}

/// A C string, or what stands for none.
///
/// # Safety
/// NULL or a C string.
unsafe fn text(text: *const c_char) -> Option<String> {
    // SAFETY: the caller's word.
    (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned())
}

/// Ends the process with a message and a core dump. Headers call `_Py_FatalErrorFunc` in its place.
#[capi]
pub fn Py_FatalError(message: *const c_char) {
    // SAFETY: C's word.
    end(None, unsafe { text(message) }.as_deref().unwrap_or("<message not set>"))
}

/// Ends the process with the name of a function and a message, and a core dump.
#[capi]
pub fn _Py_FatalErrorFunc(func: *const c_char, message: *const c_char) {
    // SAFETY: C's word.
    let (func, message) = unsafe { (text(func), text(message)) };
    end(func.as_deref(), message.as_deref().unwrap_or("<message not set>"))
}

/// As `_Py_FatalErrorFunc`, for debug builds that find a reference count below zero.
#[capi(private)]
pub fn _Py_FatalRefcountErrorFunc(func: *const c_char, message: *const c_char) {
    _Py_FatalErrorFunc(func, message)
}
