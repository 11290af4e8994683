//! `from_receiver`: the items of a channel.

use crate::attach::AtStop;
use crate::error::StageError;
use crate::interop::{Intake, Receiver};
use crate::plan::{Node, Role};
use crate::stream::{Stream, Track};

impl<T: Send + 'static, K: Track> Stream<T, K> {
    /// Gives what comes through a channel of yours, until its last sender has gone and nothing waits.
    ///
    /// A `broadcast` receiver that lags behind gives an error in the place of the items it has lost, and goes
    /// on.
    ///
    /// The receiver belongs to the run. Items in the channel when the run ends early (`take(5)`) are dropped
    /// with it, one that was just taken out included: to keep them, keep the channel's other end and stop
    /// sending first.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let (tx, rx) = tokio::sync::mpsc::channel(8);
    /// tx.send(1).await.unwrap();
    /// tx.send(2).await.unwrap();
    /// drop(tx);
    /// assert_eq!(Stream::from_receiver(rx).collect::<Vec<_>>().await?, [1, 2]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "from_channel")]
    #[doc(alias = "ReceiverStream")]
    pub fn from_receiver(rx: impl Receiver<Item = T, Track = K>) -> Self {
        let node = Node::new("from_receiver", Role::Source);
        Self::source_at(node, AtStop::Close(Intake::close, None), |start| {
            let stage_id = start.stage_id.clone();
            rx.into_items(move |error| StageError::at(stage_id.clone(), error))
        })
    }
}
