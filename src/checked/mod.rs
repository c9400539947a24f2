//! The checked build: what extensions do with the C API is watched where it passes, and what breaks the contract is reported.
//!
//! It is the same library, of the same sources and with the same ABI. Checks stand at four places, and at no other:
//!
//! | place | module | what is seen there |
//! |---|---|---|
//! | every export, as `#[capi]` makes it | [`entry`] | who calls, with which objects, in which state; what it gets |
//! | every call of a function that C gave, as `foreign!` writes it | [`out`] | what an extension's function answers, and what it leaves behind |
//! | every block of memory, below `PyMem_*` and `PyObject_*` | [`blocks`] | who made it, whether it is alive, whether its edges are whole |
//! | the header of every new object | [`blocks::born`] | which block is which object |
//!
//! What breaks a rule goes through [`finding::report`], once for each rule, place and function, to whoever started the process
//! (`EXUVIA_FINDINGS`), or to stderr. A rule is an identifier here and nothing more: its text belongs to the `exuvia` command.
//!
//! Invariant: a check never changes what the extension sees, except where going on would destroy the process: then the call
//! raises `SystemError`.

pub mod blocks;
mod buffers;
mod control;
pub mod entry;
pub mod finding;
mod growth;
mod holders;
pub mod immortals;
mod leaks;
pub mod modules;
pub mod out;
mod particular;
mod survey;
mod waiting;

use crate::runtime::thread_state;

/// The exception that is set, as an address; 0 for none.
fn pending() -> usize {
    thread_state::try_thread().map_or(0, |thread| thread.current_exception.as_ptr() as usize)
}

/// The type of the exception that is set, by name.
fn exception_name() -> String {
    // SAFETY: nothing runs between the two.
    let exception = thread_state::try_thread().and_then(|thread| unsafe { thread.current_exception.peek() });
    exception.map_or_else(String::new, |exception| exception.ty().name().to_owned())
}
