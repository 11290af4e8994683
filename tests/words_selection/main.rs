//! Selection and shape: the cases by id, and what each word does at its corners.

mod cases;
mod corners;
mod failures;
mod support;
