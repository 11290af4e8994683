//! Keepers: what keeps items for a time, and says when it is to be asked for them.
//!
//! A keeper knows neither tasks nor channels. A fused chain drives it while its reader asks, or a task of its
//! own does so at all times.

use std::ops::ControlFlow;

use tokio::time::Instant;

use super::clock::Clock;

/// Keeps items, and gives what it makes of them when it is time.
///
/// After each item, at each moment that is [`due`](Self::due), and after the end it is asked by
/// [`give`](Self::give) until it gives nothing.
pub(crate) trait Keeper<In>: Send + 'static {
    type Out: Send + 'static;

    /// Takes an item in. Where it breaks off, the input is left at once, and what is kept is given.
    fn take(&mut self, item: In, clock: &mut Clock) -> ControlFlow<()>;

    /// What is to be given now, if there is anything.
    fn give(&mut self, clock: &mut Clock) -> Option<Self::Out>;

    /// How many items it keeps.
    fn kept(&self) -> usize;

    /// Whether another item may be taken in before something was given.
    fn is_open(&self) -> bool {
        true
    }

    /// When it is to be asked again though nothing comes in.
    fn due(&self) -> Option<Instant> {
        None
    }

    /// Whether, once the input has ended and nothing is given now, something will be at the moment that is
    /// due.
    fn has_more(&self) -> bool {
        self.due().is_some()
    }

    /// Whether there is something to give because the input has nothing ready now. Asked by a chain alone.
    fn lull(&mut self) -> bool {
        false
    }

    /// The input has ended, or was left: what is kept is to be given.
    fn end(&mut self);
}
