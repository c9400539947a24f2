//! What the process that checks asks of the checked build, beside the C API of CPython.
//!
//! These names are in no contract: only the checked build exports them, and only the `exuvia` command calls them.

use super::{blocks, finding, leaks};
use crate::object::gc::{GENERATIONS, collect};

/// Collects, and looks at all objects: once after each run. `with_judgement` reports what the last runs have lost.
#[unsafe(no_mangle)]
extern "C" fn _PyExuvia_Survey(with_judgement: i32) {
    for _ in 0..3 {
        collect::collect(GENERATIONS - 1);
    }
    leaks::survey();
    if with_judgement != 0 {
        leaks::judge();
        leaks::forget();
    }
}

/// Looks at everything that can only be seen at the end, and tells how often each finding came. Blocks that are alive, of all domains.
#[unsafe(no_mangle)]
extern "C" fn _PyExuvia_Finish() -> usize {
    blocks::look_at_all();
    finding::finish();
    blocks::living().iter().map(|(count, _)| count).sum()
}

/// How many findings there were until now.
#[unsafe(no_mangle)]
extern "C" fn _PyExuvia_Findings() -> u64 {
    finding::count()
}
