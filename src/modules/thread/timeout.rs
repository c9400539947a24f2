//! Timeouts as Python gives them.

use crate::layout::*;
use crate::raise;
use crate::runtime::errors::Result;
use crate::runtime::pytime;

/// The longest that a lock waits, in nanoseconds.
const LONGEST: i64 = i64::MAX / 1000 * 1000;

/// A lock's timeout in nanoseconds; `None` for -1, which stands for none. `ValueError`, `OverflowError`.
pub fn of_lock(seconds: &PyObject) -> Result<Option<u64>> {
    let time = pytime::of_timeout(seconds)?;
    if time == crate::runtime::pythread::UNSET_TIMEOUT {
        return Ok(None);
    }
    if time < 0 {
        return Err(raise!(ValueError, "timeout value must be a non-negative number"));
    }
    if time > LONGEST {
        return Err(raise!(OverflowError, "timeout value is too large"));
    }
    Ok(u64::try_from(time).ok())
}

/// A join's timeout in nanoseconds; `None` for one below zero.
pub fn of_join(seconds: &PyObject) -> Result<Option<u64>> {
    Ok(u64::try_from(pytime::of_timeout(seconds)?).ok())
}
