//! What a run has done in a time.

pub(super) mod evidence;
mod rates;
mod shares;

pub use self::rates::{EdgeRates, Rates, StageRates};
pub use self::shares::Shares;
