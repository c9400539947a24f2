//! Arguments: counting and binding them, `PyArg_*`, `Py_BuildValue`, `*_FromFormat`.

pub mod build_value;
pub mod from_format;
mod keywords;
mod parse;
mod row;
mod signature;
mod unpack;

pub use row::Row;
pub use signature::{Signature, check_positional, with_dict};

use crate::boundary::IntoC;
use crate::runtime::errors::Result;
use std::ffi::c_int;

/// What the `PyArg_…` functions say: 1, or 0 with an exception.
pub struct Parsed(pub Result<()>);

impl IntoC for Parsed {
    type C = c_int;
    #[inline(always)]
    fn into_c(self) -> c_int {
        c_int::from(self.0.is_ok())
    }
    fn failure() -> Option<c_int> {
        Some(0)
    }
}
