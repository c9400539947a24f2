//! Where Rust calls out: slots, functions of method tables, visitors, destructors, and whatever else C gave us a pointer to.
//!
//! Every such call is written `foreign!(function(a, b))`, and nowhere is a pointer called that may be C's without it. In the default build
//! that is the call and nothing else. In the checked build `checked::out` learns what is called before, and sees the result after:
//! the one place where checks stand on the way out.
//!
//! What the result must be follows from its type: NULL, or -1 as `int` or `Py_ssize_t`, says that an exception was raised, and anything else that
//! none was. `foreign!(ends f(x))` is for `tp_iternext` and its like, where NULL without an exception is the end; `foreign!(loose f(x))` for
//! functions whose result says nothing of exceptions (visitors, allocators).

/// Calls a function that may be an extension's. See the module's text for the words before it.
#[macro_export]
macro_rules! foreign {
    (ends $function:tt ($($argument:expr),* $(,)?)) => { $crate::foreign!(@ Ends, $function ($($argument),*)) };
    (loose $function:tt ($($argument:expr),* $(,)?)) => { $crate::foreign!(@ Loose, $function ($($argument),*)) };
    ($function:tt ($($argument:expr),* $(,)?)) => { $crate::foreign!(@ Strict, $function ($($argument),*)) };
    (@ $convention:ident, $function:tt ($($argument:expr),*)) => {{
        #[cfg(not(feature = "checked"))]
        let result = $function($($argument),*);
        #[cfg(feature = "checked")]
        let result = $crate::checked::out::call($crate::checked::out::Convention::$convention, $function, ($($argument,)*));
        result
    }};
}
