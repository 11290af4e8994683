//! Which stages take which options; the traits behind the compiler's messages.

mod on_pipe;
mod on_run;
mod on_stream;
mod set;
pub(crate) mod staged;
mod traits;

pub use self::traits::{
    Fails, FailsLater, KeepsItem, Shared, TakesFrontier, TakesOrder, TakesRetry, TakesTimeout, TakesWorkers,
};
