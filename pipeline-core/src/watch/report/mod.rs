//! What there is to tell of a run that has ended.

#[cfg(feature = "html")]
mod html;
#[cfg(feature = "serde")]
mod json;
#[cfg(all(test, feature = "html"))]
mod names;
mod report;
mod sparkline;
mod text;
#[cfg(test)]
mod tests;

pub use self::report::{CallTimes, Report};
