//! Exuvia.
