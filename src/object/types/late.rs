//! What types ask of functions and frames, which stand above them.

use crate::layout::*;
use crate::object::Owned;
use crate::raise;
use crate::runtime::errors::{self, Raised, Result};
use std::sync::OnceLock;

/// What the evaluation of Python code, which stands above types, answers for it; filled in once, at start-up.
pub struct Evaluation {
    /// The globals of the code that runs, if any does.
    pub globals: fn() -> Option<Owned<PyDictObject>>,
    /// Whether an object is a function of Python code.
    pub is_function: fn(&PyObject) -> bool,
}

pub static EVALUATION: OnceLock<Evaluation> = OnceLock::new();

/// The globals of the code that runs, if any does.
pub fn globals() -> Option<Owned<PyDictObject>> {
    EVALUATION.get().and_then(|evaluation| (evaluation.globals)())
}

/// Whether an object is a function of Python code.
pub fn is_function(object: &PyObject) -> bool {
    EVALUATION.get().is_some_and(|evaluation| (evaluation.is_function)(object))
}

/// Adds a note to the exception that is set.
pub fn add_note(raised: Raised, note: &str) -> Raised {
    let Some(exception) = raised.take() else { return Raised::already() };
    let add = || -> Result<()> {
        let method = crate::object::attribute::get(&exception, &crate::object::id::add_note)?;
        method.call1(&*crate::types::unicode::from_str(note)?).map(drop)
    };
    if let Err(again) = add() {
        again.clear();
    }
    errors::raise_again(exception)
}

/// What `super()` without arguments stands for: the class around the running method, and its first argument.
pub fn super_arguments() -> Result<(Owned<PyTypeObject>, Owned)> {
    Err(raise!(RuntimeError, "super(): no current frame"))
}
