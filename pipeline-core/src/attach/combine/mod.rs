//! Several streams in one: their inputs, and streams that are made of items.

mod branches;
mod combine;
mod lookahead;
mod substream;

pub use self::branches::Branches;
pub(crate) use self::lookahead::{Head, Lookahead};
pub use self::substream::Substream;
