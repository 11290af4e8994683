//! The failures of a run, in the order they were seen.

use std::any::Any;
use std::fmt;
use std::sync::{Arc, Mutex};

use super::group::{GroupState, TaskGroup};
use crate::engine::containment::drop_contained;
use crate::engine::lock::lock;
use crate::error::{Also, BoxError, PipelineError, StageError, StageId};

/// A failure before it is known what the run's errors are.
pub(crate) enum Failure {
    Panicked(Arc<StageId>, String),
    Failed(Arc<StageId>, BoxError),
    /// A `StageError<E>`, of the `E` of the run.
    Item(Box<dyn Any + Send>),
    RuntimeStopped,
}

/// Boxes the error of an item, if that is of the type that this knows, and gives it back otherwise.
pub(crate) type BoxItem = fn(Box<dyn Any + Send>) -> Result<(Arc<StageId>, BoxError), Box<dyn Any + Send>>;

/// What has failed, each with the group of tasks it happened in.
#[derive(Default)]
pub(crate) struct FailureLog(Mutex<Vec<(Failure, Arc<TaskGroup>)>>);

impl FailureLog {
    /// Keeps a failure; true if it is the only one.
    pub(crate) fn record(&self, failure: Failure, group: &Arc<TaskGroup>) -> bool {
        let mut seen = lock(&self.0);
        seen.push((failure, group.clone()));
        seen.len() == 1
    }

    /// Whether a failure stands: one whose group was not left by its reader in the meantime.
    pub(crate) fn any_standing(&self) -> bool {
        let (standing, left) = {
            let mut seen = lock(&self.0);
            let left: Vec<_> =
                seen.extract_if(.., |(_, group)| group.state() == GroupState::Abandoned).collect();
            (!seen.is_empty(), left)
        };
        left.into_iter().for_each(drop_contained);
        standing
    }

    pub(crate) fn take_standing(&self) -> Vec<Failure> {
        self.any_standing();
        let seen = std::mem::take(&mut *lock(&self.0));
        seen.into_iter().map(|(failure, _)| failure).collect()
    }
}

/// What to say of it where the run's errors are not known.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Panicked(_, message) => write!(f, "panicked: {message}"),
            Self::Failed(_, source) => source.fmt(f),
            Self::Item(_) => f.write_str("an item failed"),
            Self::RuntimeStopped => f.write_str("the runtime was stopped"),
        }
    }
}

impl Failure {
    pub(crate) fn panicked(stage_id: Arc<StageId>, panic: &(dyn Any + Send)) -> Self {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&'static str>().copied());
        Self::Panicked(stage_id, text.unwrap_or("a panic that carries no text").to_owned())
    }

    /// The stage that failed, where that is known.
    pub(crate) fn stage(&self) -> Option<&str> {
        self.stage_id().map(|stage_id| stage_id.name.as_str())
    }

    fn stage_id(&self) -> Option<&StageId> {
        match self {
            Self::Panicked(stage_id, _) | Self::Failed(stage_id, _) => Some(stage_id),
            Self::Item(_) | Self::RuntimeStopped => None,
        }
    }

    /// Notes it in the trace of the run, where that is traced.
    pub(crate) fn trace(&self) {
        if let Some(meter) = self.stage_id().and_then(|stage_id| stage_id.meter.as_ref())
            && meter.trace.is_on()
        {
            meter.trace.fail(&self.to_string());
        }
    }

    fn into_error<E: 'static>(self, boxing: &[BoxItem]) -> PipelineError<E> {
        let also = Also(Box::new([]));
        match self {
            Self::Panicked(stage_id, message) => {
                PipelineError::Panicked { stage: stage_id.name.clone(), message, also }
            }
            Self::Failed(stage_id, source) => {
                PipelineError::Failed { stage: stage_id.name.clone(), source, also }
            }
            Self::Item(error) => match error.downcast::<StageError<E>>() {
                Ok(error) => PipelineError::Item(*error),
                Err(other) => {
                    let (stage_id, source) = boxed(other, boxing);
                    PipelineError::Failed { stage: stage_id.name.clone(), source, also }
                }
            },
            Self::RuntimeStopped => PipelineError::RuntimeStopped,
        }
    }
}

/// Boxes errors `E`, for a run whose items fail with them, and which is told of no `E`.
pub(crate) fn box_item<E: Into<BoxError> + 'static>(
    error: Box<dyn Any + Send>,
) -> Result<(Arc<StageId>, BoxError), Box<dyn Any + Send>> {
    let (stage_id, error) = error.downcast::<StageError<E>>()?.into_parts();
    Ok((stage_id, error.into()))
}

/// The error of an item, boxed by whichever knows its type.
fn boxed(mut error: Box<dyn Any + Send>, boxing: &[BoxItem]) -> (Arc<StageId>, BoxError) {
    for box_item in boxing {
        match box_item(error) {
            Ok(boxed) => return boxed,
            Err(other) => error = other,
        }
    }
    unreachable!("the terminals of a run share its error type, but for those whose errors are boxed")
}

/// The first failure as the run's error, with the later ones in `also`; nothing if none stands.
pub(crate) fn first_of<E: 'static>(failures: Vec<Failure>, boxing: &[BoxItem]) -> Option<PipelineError<E>> {
    let mut failures = failures.into_iter();
    let mut first = failures.next()?.into_error(boxing);
    // Each task that a stopping runtime drops says so; that is one thing, and it is not told twice.
    let later = failures.filter(|later| !matches!(later, Failure::RuntimeStopped));
    let later = later.map(|later| later.into_error(boxing));
    match &mut first {
        PipelineError::Item(StageError { also, .. })
        | PipelineError::Panicked { also, .. }
        | PipelineError::Failed { also, .. } => *also = Also(later.collect()),
        _ => {}
    }
    Some(first)
}
