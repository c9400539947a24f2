//! Built-in modules.

pub mod atexit;
pub mod builtins;
pub mod codecs;
pub mod contextvars;
pub mod crossing;
pub mod imp;
pub mod interpchannels;
pub mod interpqueues;
pub mod interpreters;
pub mod io;
pub mod operator;
pub mod string;
pub mod structs;
pub mod sys;
pub mod thread;
pub mod tracemalloc;
pub mod types;
pub mod warning_options;
pub mod warnings;

use crate::layout::PyMethodDef;
use crate::object::{Owned, id};
use crate::runtime::errors::Result;
use crate::types::module::{self, PyModuleObject};
use crate::types::unicode;

/// A new module with a documentation and functions.
fn built_in(name: &str, doc: &str, methods: &'static [PyMethodDef]) -> Result<Owned<PyModuleObject>> {
    let module = module::new_named(name)?;
    module::PyModule_AddFunctions(&module, methods.as_ptr().cast_mut())?;
    module.dict()?.insert(&id::__doc__, &*unicode::from_str(doc)?)?;
    Ok(module)
}
