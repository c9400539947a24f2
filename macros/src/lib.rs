//! Procedural macros of Exuvia.
