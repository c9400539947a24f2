//! Every call of a function that C gave us: what it answers, and what it leaves behind.

use super::finding::{Place, report};
use super::{entry, exception_name, immortals, modules, particular, pending, waiting};
use crate::runtime::{gil, thread_state};

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
    /// The failure that it should have been, where it is none of the results that there are.
    fn misshapen(self) -> Option<Self> {
        None
    }
}
/// What no object is at: numbers where pointers are asked for.
fn is_number(address: usize) -> bool {
    address != 0 && !(4096..=usize::MAX - 4096).contains(&address)
}
impl<T> Answer for *mut T {
    fn failed(self) -> Option<bool> {
        Some(self.is_null() || is_number(self as usize))
    }
    fn misshapen(self) -> Option<Self> {
        is_number(self as usize).then_some(std::ptr::null_mut())
    }
}
impl<T> Answer for *const T {
    fn failed(self) -> Option<bool> {
        Some(self.is_null() || is_number(self as usize))
    }
    fn misshapen(self) -> Option<Self> {
        is_number(self as usize).then_some(std::ptr::null())
    }
}
impl Answer for i32 {
    fn failed(self) -> Option<bool> {
        Some(self < 0)
    }
    fn misshapen(self) -> Option<Self> {
        (self < -1).then_some(-1)
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
    waiting::leave();
    // SAFETY: the caller's word.
    let result = unsafe { function.apply(arguments) };
    waiting::arrive(place);
    entry::replace(outer);
    before.compare(place, convention, result)
}

/// What was so before the call.
struct Before {
    thread: usize,
    exception: usize,
    /// How many `PyGILState_Ensure` this thread has not released yet.
    ensured: i32,
}

impl Before {
    fn look() -> Before {
        immortals::settle();
        Before { thread: thread_state::current() as usize, exception: pending(), ensured: particular::ensured() }
    }

    /// The answer, or what it should have been where nobody could go on with it.
    fn compare<A: Answer>(self, place: Place, convention: Convention, answer: A) -> A {
        let kept = particular::ensured() - self.ensured;
        if kept != 0 {
            let what = if kept > 0 {
                "came back without the PyGILState_Release of a PyGILState_Ensure"
            } else {
                "released a PyGILState_Ensure of its caller's"
            };
            report("EX604", place, what.to_owned());
            particular::set_ensured(self.ensured);
        }
        if thread_state::current() as usize != self.thread {
            let what = if thread_state::current().is_null() { "no thread state attached" } else { "another thread state attached" };
            report("EX603", place, format!("came back with {what}"));
            if thread_state::current().is_null() {
                // Nothing could go on without.
                gil::attach(self.thread as *mut thread_state::Thread);
            }
            return answer;
        }
        if self.thread == 0 {
            return answer;
        }
        immortals::drifted(place);
        let raised = pending();
        match (convention, answer.failed()) {
            (Convention::Loose, _) => {}
            (_, None) if raised != self.exception => {
                let what = if raised == 0 { "dropped the exception that was set" } else { "left another exception set than it found" };
                report("EX504", place, what.to_owned());
            }
            (_, Some(true)) if convention == Convention::Strict && raised != 0 && answer.misshapen().is_some() => {
                report("EX505", place, "failed with a number that no caller takes for a failure".to_owned());
                return answer.misshapen().unwrap_or(answer);
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
        answer
    }
}
