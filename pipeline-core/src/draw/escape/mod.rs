//! Names as each language takes them: a name can hold anything, and stays a name.

mod dot;
#[cfg(feature = "trace")]
mod json;
mod mermaid;
mod plain;
#[cfg(feature = "svg")]
mod xml;

pub(crate) use self::dot::dot;
#[cfg(feature = "trace")]
pub(crate) use self::json::json;
pub(crate) use self::mermaid::mermaid;
#[cfg(any(feature = "svg", feature = "_live"))]
pub(crate) use self::plain::plain;
pub(crate) use self::plain::{columns, shortened};
#[cfg(feature = "svg")]
pub(crate) use self::xml::xml;
