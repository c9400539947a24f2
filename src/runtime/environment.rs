//! Environment variables that the runtime reads when it starts.

use std::env;

/// The limit of `PYTHONINTMAXSTRDIGITS`: `None` where it is not set; an error where it says nothing usable.
pub fn int_max_str_digits() -> Result<Option<i32>, &'static str> {
    const WRONG: &str = "PYTHONINTMAXSTRDIGITS: invalid limit; must be >= 640 or 0 for unlimited.";
    let Some(text) = env::var_os("PYTHONINTMAXSTRDIGITS").filter(|text| !text.is_empty()) else { return Ok(None) };
    match text.to_str().and_then(|text| text.trim().parse::<i32>().ok()) {
        Some(limit) if limit == 0 || limit >= 640 => Ok(Some(limit)),
        _ => Err(WRONG),
    }
}
