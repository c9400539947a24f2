//! What types ask of running Python code, which stands above them: start-up fills in who answers, where there is somebody.

use crate::layout::*;
use crate::object::Owned;
use crate::raise;
use crate::runtime::errors::Result;
use std::sync::OnceLock;

/// Who answers.
pub struct Code {
    /// The globals of the code that runs.
    pub globals: fn() -> Option<Owned<PyDictObject>>,
    /// Whether an object is a function of Python code.
    pub is_function: fn(&PyObject) -> bool,
    /// What `super()` without arguments stands for: the class around the running method, and its first argument.
    pub super_arguments: fn() -> Result<(Owned<PyTypeObject>, Owned)>,
}

/// Set once, before the first code runs.
pub static CODE: OnceLock<Code> = OnceLock::new();

/// The globals of the code that runs, if any does.
pub fn globals() -> Option<Owned<PyDictObject>> {
    CODE.get().and_then(|code| (code.globals)())
}

/// Whether an object is a function of Python code.
pub fn is_function(object: &PyObject) -> bool {
    CODE.get().is_some_and(|code| (code.is_function)(object))
}

/// What `super()` without arguments stands for.
pub fn super_arguments() -> Result<(Owned<PyTypeObject>, Owned)> {
    match CODE.get() {
        Some(code) => (code.super_arguments)(),
        None => Err(raise!(RuntimeError, "super(): no current frame")),
    }
}
