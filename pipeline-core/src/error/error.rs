//! What kinds of stages there are, and which options each takes.
//! Why an item or a run failed.

use std::any::Any;
use std::convert::Infallible;
use std::error::Error;
use std::fmt;
use std::sync::Arc;

use super::stage_id::StageId;

/// An item that a [`StageError`](crate::StageError) keeps.
pub(crate) type KeptItem = Arc<dyn Any + Send + Sync>;

/// A boxed error, as [`PipelineError::Failed`] carries it.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// The error of one item: which stage gave it, the error itself, and the item if `.keep_item()` asked for it.
///
/// `Display` is `[stage] message`; [`source`](Error::source) is the error itself.
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// fn parse(text: &'static str) -> Result<i32, std::num::ParseIntError> {
///     text.parse()
/// }
/// let items = Stream::from_iter(["1", "x"]).try_map(parse).keep_item().collect::<Vec<_>>().await?;
/// let error = items[1].as_ref().unwrap_err();
/// assert_eq!(error.stage(), "parse");
/// assert_eq!(error.item::<&str>(), Some(&"x"));
/// assert_eq!(error.to_string(), "[parse] invalid digit found in string");
/// # Ok(()) }
/// ```
pub struct StageError<E> {
    pub(super) stage_id: Arc<StageId>,
    pub(super) error: E,
    pub(super) item: Option<KeptItem>,
    /// What failed after this error had ended a run; empty for an error among items.
    pub(crate) also: Also<E>,
}

impl<E> StageError<E> {
    /// What an item has failed with at a stage, which counts it among its errors.
    pub(crate) fn at(stage_id: Arc<StageId>, error: E) -> Self {
        if let Some(meter) = &stage_id.meter {
            meter.note_error();
        }
        Self::new(stage_id, error)
    }

    pub(super) fn new(stage_id: Arc<StageId>, error: E) -> Self {
        Self { stage_id, error, item: None, also: Also(Box::new([])) }
    }

    pub(crate) fn with_item(mut self, item: Option<KeptItem>) -> Self {
        self.item = item;
        self
    }

    /// The name of the stage whose function failed.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let (_, errors) = Stream::from_iter([1]).try_map(|n: i32| Err::<i32, _>(n)).name("check")
    ///     .collect_split().await?;
    /// assert_eq!(errors[0].stage(), "check");
    /// # Ok(()) }
    /// ```
    pub fn stage(&self) -> &str {
        &self.stage_id.name
    }

    /// The place of the stage in the pipeline; the first source has 0.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let (_, errors) = Stream::from_iter([1]).try_map(|n: i32| Err::<i32, _>(n)).collect_split().await?;
    /// assert_eq!(errors[0].stage_index(), 1);
    /// # Ok(()) }
    /// ```
    pub fn stage_index(&self) -> usize {
        self.stage_id.index
    }

    /// What the function failed with.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let (_, errors) = Stream::from_iter([7]).try_map(|n: i32| Err::<i32, _>(n)).collect_split().await?;
    /// assert_eq!(errors[0].error(), &7);
    /// # Ok(()) }
    /// ```
    pub fn error(&self) -> &E {
        &self.error
    }

    /// Gives the error back, without the stage and the item.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let (_, errors) = Stream::from_iter([7]).try_map(|n: i32| Err::<i32, _>(n)).collect_split().await?;
    /// assert_eq!(errors.into_iter().map(StageError::into_error).sum::<i32>(), 7);
    /// # Ok(()) }
    /// ```
    pub fn into_error(self) -> E {
        self.error
    }

    /// The item the function failed on, if the stage was told to `.keep_item()` and its input is a `T`.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let failing = Stream::from_iter([7]).try_map(|_: i32| Err::<i32, _>("no"));
    /// let (_, errors) = failing.keep_item().collect_split().await?;
    /// assert_eq!(errors[0].item::<i32>(), Some(&7));
    /// # Ok(()) }
    /// ```
    pub fn item<T: 'static>(&self) -> Option<&T> {
        self.item.as_deref().and_then(|item| item.downcast_ref())
    }

    pub(crate) fn into_parts(self) -> (Arc<StageId>, E) {
        (self.stage_id, self.error)
    }
}

impl<E: Clone> Clone for StageError<E> {
    fn clone(&self) -> Self {
        Self::new(self.stage_id.clone(), self.error.clone()).with_item(self.item.clone())
    }
}

impl<E: fmt::Debug> fmt::Debug for StageError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StageError")
            .field("stage", &self.stage())
            .field("error", &self.error)
            .field("keeps_item", &self.item.is_some())
            .finish()
    }
}

impl<E: fmt::Display> fmt::Display for StageError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}] {}", self.stage(), self.error)
    }
}

impl<E: Error + 'static> Error for StageError<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.error)
    }
}

/// Why a run failed.
///
/// The first failure is the result; failures that were seen after it are in [`also`](PipelineError::also).
/// `E` is the error of items, where a terminal such as `try_collect` makes one the failure of the run.
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let run = Stream::from_iter([1, 0]).map(|n: i32| 10 / n).name("divide").collect::<Vec<_>>();
/// let error = run.await.unwrap_err();
/// assert_eq!(error.stage(), Some("divide"));
/// assert_eq!(error.to_string(), "stage `divide` panicked: attempt to divide by zero");
/// # }
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PipelineError<E = Infallible> {
    /// An item failed, and the terminal ends at the first error (`try_collect`, `try_for_each`).
    #[error(transparent)]
    Item(StageError<E>),

    /// A function of a stage panicked.
    #[error("stage `{stage}` panicked: {message}")]
    #[non_exhaustive]
    Panicked {
        /// The stage whose function it was.
        stage: String,
        /// The text the panic carried.
        message: String,
        #[doc(hidden)]
        also: Also<E>,
    },

    /// A stage ended the run: `or_fail` met an error, a source was made to `fail`.
    #[error("stage `{stage}` failed: {source}")]
    #[non_exhaustive]
    Failed {
        /// The stage that failed.
        stage: String,
        /// What it failed with.
        source: BoxError,
        #[doc(hidden)]
        also: Also<E>,
    },

    /// A setting cannot work. Nothing was started.
    #[error("stage `{stage}` cannot run: its `{option}` is refused: {reason}")]
    InvalidOption {
        /// The stage that carries the setting.
        stage: String,
        /// The option or argument.
        option: &'static str,
        /// Why, and what to do.
        reason: String,
    },

    /// A split's branch lives outside the run, which would wait for it for ever. Nothing was started.
    #[error(
        "branch {branch} of `{stage}` is not part of this run, which would wait for it for ever: \
         run all branches together with `Run::join((a, b))`, or drop the branch"
    )]
    MissingBranch {
        /// The split: `tee` or `partition`.
        stage: String,
        /// The branch, counted from 0.
        branch: usize,
    },

    /// A `chain` reads one branch of a split to its end before it reads another, for which the split waits.
    /// Nothing was started.
    #[error(
        "stage `{stage}` would wait for ever: its first stream waits for `{split}`, which waits for its \
         branch {branch} to be read, and `{stage}` reads that branch only when its first stream has ended: \
         {remedy}"
    )]
    #[non_exhaustive]
    Deadlock {
        /// The chain.
        stage: String,
        /// The split: `tee`, `partition` or `match`.
        split: String,
        /// The branch that is read too late, counted from 0.
        branch: usize,
        /// What to do instead.
        remedy: &'static str,
    },

    /// There is no tokio runtime where the run was first polled. Nothing was started.
    #[error(
        "a pipeline needs a tokio runtime: await it inside one, or use `run_local()`, which runs on any \
         executor"
    )]
    NoRuntime,

    /// The runtime stopped while the pipeline was at work.
    #[error("the runtime stopped before the pipeline had ended")]
    RuntimeStopped,

    /// The run was cancelled from outside, by [`Run::cancel_when`](crate::Run::cancel_when).
    #[error("the run was cancelled")]
    Cancelled,
}

/// The failures seen after the first; read with [`PipelineError::also`].
#[doc(hidden)]
pub struct Also<E>(pub(crate) Box<[PipelineError<E>]>);

impl<E> fmt::Debug for Also<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} more", self.0.len())
    }
}
