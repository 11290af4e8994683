//! Reading a pipeline for a probe.

use std::fmt;
use std::sync::Arc;

use futures::StreamExt;
use tokio::sync::{Semaphore, mpsc};

use crate::error::PipelineError;
use crate::terminal::Open;

/// What a pipeline gives.
pub(super) enum Event<I> {
    Item(I),
    End,
    Failure(PipelineError),
}

impl<I> fmt::Display for Event<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Event::Item(_) => f.write_str("an item came"),
            Event::End => f.write_str("the pipeline ended"),
            Event::Failure(error) => write!(f, "the run failed: {error}"),
        }
    }
}

/// Reads a pipeline, an item for each permit.
pub(super) async fn read<I: Send>(
    mut open: Open<I>,
    demand: Arc<Semaphore>,
    told: mpsc::UnboundedSender<Event<I>>,
) {
    while let Ok(permit) = demand.acquire().await {
        permit.forget();
        let event = match open.next().await {
            Some(Ok(item)) => Event::Item(item),
            Some(Err(error)) => Event::Failure(error),
            None => Event::End,
        };
        let goes_on = matches!(event, Event::Item(_));
        if told.send(event).is_err() || !goes_on {
            return;
        }
    }
}
