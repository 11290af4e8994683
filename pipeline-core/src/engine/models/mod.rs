//! What the models of the engine's synchronization share: running one under loom, which tries every order of
//! its threads' steps and every value that a load may see, and what loom can see in the place of std's.
//! `scripts/models` runs them; `docs/testing.md` lists them.

mod check;
mod mutex;
mod thread;
mod waker;

pub(crate) use self::check::{check, run};
pub(crate) use self::mutex::{Mutex, lock};
pub(crate) use self::thread::{Thread, current};
pub(crate) use self::waker::AtomicWaker;
