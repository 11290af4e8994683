//! Mistakes, one a file; see `ui.rs`.
