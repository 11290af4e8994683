//! TODO engine/upstream

mod recipe;
mod upstream;

pub(crate) use self::recipe::{AnyFeed, Links};
pub(crate) use self::upstream::Upstream;
