//! Arguments: counting and binding them, `PyArg_*`, `Py_BuildValue`, `*_FromFormat`.

mod signature;

pub use signature::{Signature, check_positional};
