//! Every call of a function that C gave us: what it answers, and what it leaves behind.

use super::finding::{Place, report};
use super::{entry, exception_name, immortals, modules, pending};
use crate::runtime::thread_state;

/// What a function's result says of exceptions.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Convention {
    /// NULL, or -1, exactly where an exception was raised.
    Strict,
    /// NULL without an exception is the end.
    Ends,
    /// Nothing.
    Loose,
}

/// A result, as conventions see it.
pub trait Answer: Copy {
    /// Whether it says that the call failed; `None` where it can say nothing.
    fn failed(self) -> Option<bool>;
}
impl<T> Answer for *mut T {
    fn failed(self) -> Option<bool> {
        Some(self.is_null())
    }
}
impl<T> Answer for *const T {
    fn failed(self) -> Option<bool> {
        Some(self.is_null())
    }
}
impl Answer for i32 {
    fn failed(self) -> Option<bool> {
        Some(self < 0)
    }
}
impl Answer for isize {
    fn failed(self) -> Option<bool> {
        Some(self == -1)
    }
}
impl Answer for () {
    fn failed(self) -> Option<bool> {
        None
    }
}

/// A pointer to a C function, of any number of parameters.
pub trait Function<Arguments>: Copy {
    type Result: Answer;
    fn address(self) -> usize;
    /// # Safety
    /// The function's own contract.
    unsafe fn apply(self, arguments: Arguments) -> Self::Result;
}
macro_rules! functions {
    ($(($($ty:ident $name:ident),*))*) => { $(
        impl<R: Answer, $($ty),*> Function<($($ty,)*)> for unsafe extern "C" fn($($ty),*) -> R {
            type Result = R;
            fn address(self) -> usize {
                self as usize
            }
            #[inline(always)]
            unsafe fn apply(self, ($($name,)*): ($($ty,)*)) -> R {
                // SAFETY: the caller's word.
                unsafe { self($($name),*) }
            }
        }
    )* };
}
functions! { () (A a) (A a, B b) (A a, B b, C c) (A a, B b, C c, D d) (A a, B b, C c, D d, E e) }

/// Calls the function; where it is not this library's own, with the checks before and after.
///
/// # Safety
/// The function's own contract.
#[inline]
pub unsafe fn call<Arguments, F: Function<Arguments>>(convention: Convention, function: F, arguments: Arguments) -> F::Result {
    let address = function.address();
    if modules::is_own(address) {
        // SAFETY: the caller's word.
        return unsafe { function.apply(arguments) };
    }
    let place = Place { api: "", address };
    let before = Before::look();
    let outer = entry::replace(entry::OUTSIDE);
    // SAFETY: the caller's word.
    let result = unsafe { function.apply(arguments) };
    entry::replace(outer);
    before.compare(place, convention, result);
    result
}

/// What was so before the call.
struct Before {
    thread: usize,
    exception: usize,
}

impl Before {
    fn look() -> Before {
        immortals::settle();
        Before { thread: thread_state::current() as usize, exception: pending() }
    }

    fn compare<A: Answer>(self, place: Place, convention: Convention, answer: A) {
        if thread_state::current() as usize != self.thread {
            let what = if thread_state::current().is_null() { "no thread state attached" } else { "another thread state attached" };
            report("EX603", place, format!("came back with {what}"));
            return;
        }
        if self.thread == 0 {
            return;
        }
        immortals::drifted(place);
        let raised = pending();
        match (convention, answer.failed()) {
            (Convention::Loose, _) => {}
            (_, None) if raised != self.exception => {
                let what = if raised == 0 { "dropped the exception that was set" } else { "left another exception set than it found" };
                report("EX504", place, what.to_owned());
            }
            (Convention::Strict, Some(true)) if raised == 0 => {
                entry::silent_failure();
                report("EX501", place, "failed without an exception".to_owned());
            }
            (_, Some(false)) if raised != 0 && self.exception == 0 => {
                report("EX502", place, format!("gave a result with {} set", exception_name()));
            }
            _ => {}
        }
    }
}
