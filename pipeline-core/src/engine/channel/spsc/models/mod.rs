//! Models of a ring for loom, which tries every order of the steps of its two tasks, and every value that a
//! load may see. `scripts/models` runs them; `docs/testing.md` lists them.

mod bound;
mod handed_on;
mod leaving;
pub(super) mod mark;
pub(super) mod once;
mod order;
pub(super) mod ring;
mod task;
mod wanted;
pub(super) mod waker;
