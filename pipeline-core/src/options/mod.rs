//! Which stages take which options; the traits behind the compiler's messages.

mod on_stream;
mod on_run;
mod overflow;
mod calls_per;
mod on_pipe;
mod set;
pub(crate) mod staged;
mod traits;
mod tuned;
mod worker_count;

pub use self::overflow::Flows;
pub use self::traits::{
    Fails, FailsLater, KeepsItem, Shared, TakesCallsPer, TakesFrontier, TakesOrder, TakesRetry, TakesTimeout,
    TakesWindow, TakesWorkers,
};
pub use self::worker_count::WorkerCount;
