//! Names as each language takes them: a name can hold anything, and stays a name.

mod dot;
mod mermaid;
mod plain;
#[cfg(any(feature = "svg", feature = "html"))]
mod xml;

pub(crate) use self::dot::dot;
pub(crate) use self::mermaid::mermaid;
pub(crate) use self::plain::{columns, plain, shortened};
#[cfg(any(feature = "svg", feature = "html"))]
pub(crate) use self::xml::xml;
