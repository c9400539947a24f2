//! What start-up is told, and what it answers.

use exuvia_macros::layout;
use std::ffi::{c_char, c_int};

/// How a step of the life cycle went: passed by value, and without an exception beside it.
#[layout]
#[derive(Clone, Copy)]
pub struct PyStatus {
    /// 0 it went well, 1 it failed, 2 the process is asked to exit.
    pub _type: c_int,
    /// The function that failed, or NULL.
    pub func: *const c_char,
    /// Why, or NULL.
    pub err_msg: *const c_char,
    pub exitcode: c_int,
}
