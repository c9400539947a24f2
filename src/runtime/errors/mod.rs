//! Raised exceptions.
//!
//! Invariant: a function that returns `Err(Raised)` has left an exception in the thread state; one that returns `Ok`
//! has left none. `Raised` is the proof of it: only what raises makes one.
//!
//! What is raised while another exception is being handled gets that one as its context, whoever raises it: only
//! [`restore`] and [`raise_again`] put an exception back as it was.

mod display;
mod format;
mod made;
mod set;
mod taken;
mod unraisable;

pub use display::{PyErr_Print, bytes_of, display, show, text_of, told};
pub use format::text_of_format;
pub use made::{PyErr_NewException as new_exception, PyErr_SetImportErrorSubclass as import_error, errno, from_errno, source_line};
pub use set::{as_class, given_matches, key_error, make, raise_class, set_object, with_value};
pub use unraisable::{default_hook, report as report_unraisable};

use crate::layout::*;
use crate::object::Owned;
use crate::runtime::thread;
use std::fmt;

/// The thread state holds an exception.
#[derive(Debug)]
#[must_use = "an exception is set: return it, or take it"]
pub struct Raised(());

pub type Result<T, E = Raised> = std::result::Result<T, E>;

impl Raised {
    /// For a failure that foreign code reported: it says that it has set an exception.
    #[inline(always)]
    pub fn already() -> Self {
        Raised(())
    }
    /// Sets `MemoryError`.
    #[cold]
    pub fn no_memory() -> Self {
        crate::types::exceptions::no_memory()
    }
    /// Takes the exception out of the thread state.
    pub fn take(self) -> Option<Owned> {
        take()
    }
    /// Drops the exception.
    pub fn clear(self) {
        drop(take());
    }
    /// Whether the exception is an instance of the type.
    pub fn matches(&self, ty: &PyTypeObject) -> bool {
        pending_matches(ty)
    }
}

/// `raise!(TypeError, "'{}' object is not iterable", name)`: sets the exception and gives a [`Raised`] to return.
#[macro_export]
macro_rules! raise {
    ($exception:ident, $($format:tt)+) => {
        $crate::runtime::errors::raise(&$crate::types::exceptions::$exception, format_args!($($format)+))
    };
}

/// Sets an exception of a type whose one argument is the message (none where that is empty).
#[cold]
#[inline(never)]
pub fn raise(ty: &'static PyTypeObject, message: fmt::Arguments<'_>) -> Raised {
    match crate::types::exceptions::new(ty, message) {
        Ok(exception) => raise_object(exception),
        Err(raised) => raised,
    }
}

/// Sets an exception object, the one that is being handled as its context. What was set before is dropped.
pub fn raise_object(exception: Owned) -> Raised {
    if let Some(handled) = handled() {
        set::chain(&exception, handled);
    }
    raise_again(exception)
}

/// Sets an exception object and leaves its context alone. What was set before is dropped.
#[inline]
pub fn raise_again(exception: Owned) -> Raised {
    thread().current_exception.set(Some(exception));
    Raised(())
}

/// Whether an exception is set.
#[inline(always)]
pub fn occurred() -> bool {
    !thread().current_exception.is_null()
}

/// Takes the exception that is set.
#[inline]
pub fn take() -> Option<Owned> {
    thread().current_exception.take()
}

/// Sets what [`take`] took: for code that puts an exception aside while it does something else.
#[inline]
pub fn restore(exception: Option<Owned>) {
    thread().current_exception.set(exception);
}

/// Drops the exception that is set, if there is one.
pub fn clear() {
    drop(take());
}

/// Whether the exception that is set is an instance of the type.
pub fn pending_matches(ty: &PyTypeObject) -> bool {
    // SAFETY: nothing runs between the two.
    unsafe { thread().current_exception.peek() }.is_some_and(|e| e.ty().is_subtype(ty))
}

/// The exception that is being handled (`sys.exception()`), if there is one.
pub fn handled() -> Option<Owned> {
    let mut item = thread().exc_info.get();
    // SAFETY: the stack's items are alive while they are linked.
    while let Some(this) = unsafe { item.as_ref() } {
        // SAFETY: nothing runs meanwhile.
        if let Some(exception) = unsafe { this.exc_value.peek() }
            && !exception.is_none()
        {
            return Some(exception.new_ref());
        }
        item = this.previous_item.get();
    }
    None
}

/// Reports an exception that nobody can be told of, and drops it: `message` says where it was raised.
#[cold]
pub fn unraisable(message: fmt::Arguments<'_>) {
    let kept = take();
    let message = crate::types::unicode::from_display(message).map_err(Raised::clear).ok();
    restore(kept);
    report_unraisable(message.map(Owned::upcast), None);
}
