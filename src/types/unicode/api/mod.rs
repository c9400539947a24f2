//! unicodeobject.h: what C asks of strings. Making and reading, changing, and asking questions, a file each.

mod change;
mod make;
mod questions;

pub use change::*;
pub use make::*;
pub use questions::*;
