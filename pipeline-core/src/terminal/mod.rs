//! What closes a pipeline and gives its result; one terminal a file.

pub(crate) mod close;

mod collect;
mod count;
mod drain;
mod find;
mod first;
mod fold;

pub use self::collect::{Collect, TryCollect, collect, collect_split, try_collect};
pub use self::count::count;
pub use self::drain::drain;
pub use self::find::{all, any, find};
pub use self::first::{first, last};
pub use self::fold::{fold, fold_async, reduce};
