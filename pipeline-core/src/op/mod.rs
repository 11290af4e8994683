//! What is done with an item; one operator a file, with its word, its method and its example.

mod chunks;
mod enumerate;
mod filter;
mod filter_map;
mod flat_map;
mod flatten;
mod inspect;
mod map;
mod scan;
mod skip;
mod skip_while;
mod take;
mod take_while;

pub use self::chunks::chunks;
pub use self::enumerate::enumerate;
pub use self::filter::{filter, filter_async};
pub use self::filter_map::{filter_map, filter_map_async, filter_map_blocking};
pub use self::flat_map::{flat_map, flat_map_async, flat_map_blocking, flat_map_stream};
pub use self::flatten::flatten;
pub use self::inspect::{inspect, inspect_async};
pub use self::map::{map, map_async, map_blocking};
pub use self::scan::scan;
pub use self::skip::skip;
pub use self::skip_while::skip_while;
pub use self::take::take;
pub use self::take_while::take_while;
