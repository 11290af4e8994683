//! Several workers whose results leave in the order of their items: a leader at the inlet, followers behind
//! it, and a reorder buffer.

mod emit;
mod leader;
mod pool;
mod reorder_buffer;

pub(crate) use self::pool::start_ordered_pool;
