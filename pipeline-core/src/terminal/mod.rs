//! What closes a pipeline and gives its result; one terminal a file.

mod collect;
mod from_items;
mod for_each;
mod try_for_each;
mod drain;
mod count;
mod count_by_key;
mod fold;
mod try_fold;
mod first;
mod nth;
mod find;
mod min_max;
mod top_k;
mod send_to;
mod write_to;
mod open;

pub use self::collect::{Collect, TryCollect, collect, collect_split, try_collect};
pub use self::count::{count, try_count};
pub use self::count_by_key::count_by_key;
pub use self::drain::{drain, try_drain};
pub use self::find::{all, any, find};
pub use self::first::{first, last};
pub use self::fold::{fold, fold_async, reduce};
pub use self::for_each::{for_each, for_each_async, for_each_blocking};
pub use self::from_items::FromItems;
pub use self::min_max::{max, max_by_key, min, min_by_key};
pub use self::nth::{nth, nth_back};
pub use self::open::{Open, open};
pub use self::send_to::{forward, send_to};
pub use self::top_k::top_k;
pub use self::try_fold::{try_fold, try_fold_async};
pub use self::try_for_each::{try_for_each, try_for_each_async, try_for_each_blocking};
pub use self::write_to::write_to;
