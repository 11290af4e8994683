//! Which stages take which options; the traits behind the compiler's messages.

use std::sync::Arc;
use std::time::Duration;

use crate::stream::{Elapsed, Expands, Keyed, Maps, Mode, Retry, Tries, TriesAsync, Tunable, Waits};

/// The last stage calls a function on each item, so that several workers can share the work.
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let shared = Stream::from_iter(0..9).map(|n| n + 1).workers(2);
/// assert_eq!(shared.count().await?, 9);
/// # Ok(()) }
/// ```
#[diagnostic::on_unimplemented(
    message = "`workers` does not go with this stage, which always runs on one worker",
    label = "this stage keeps state or order, or has no function to share out",
    note = "`workers` belongs to stages that call a function on each item, such as `map`, `filter` or \
            `for_each`: \
            set it right behind the stage it is meant for"
)]
pub trait TakesWorkers {}

/// The last stage has an order of results to restore.
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let shared = Stream::from_iter(0..3).map(|n| n + 1).workers(2).ordered();
/// assert_eq!(shared.collect::<Vec<_>>().await?, [1, 2, 3]);
/// # Ok(()) }
/// ```
#[diagnostic::on_unimplemented(
    message = "`ordered` does not go with this stage",
    label = "this stage has no order of results to restore",
    note = "it belongs to stages that call a function on each item, such as `map`; `map_by_key` keeps the \
            order of each key, and a stage on one worker keeps order by itself"
)]
pub trait TakesOrder: TakesWindow {}

/// The last stage lets items or results wait for earlier ones.
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let shared = Stream::from_iter(0..3).map_by_key(|n| n % 2, |n| n + 1).workers(2).window(1);
/// assert_eq!(shared.count().await?, 3);
/// # Ok(()) }
/// ```
#[diagnostic::on_unimplemented(
    message = "`window` does not go with this stage",
    label = "in this stage nothing waits for an earlier item",
    note = "it belongs to stages that call a function on each item, such as `map`, with `.ordered()`, and to \
            `map_by_key`"
)]
pub trait TakesWindow: TakesWorkers {}

/// The last stage calls a function that can fail, on an item that can be cloned for another try.
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// use pipeline_core::retry::ConstantBuilder;
/// let patient = Stream::from_iter(["1"]).try_map(|text| text.parse::<i32>()).retry(ConstantBuilder::new());
/// assert_eq!(patient.ok_only().count().await?, 1);
/// # Ok(()) }
/// ```
#[diagnostic::on_unimplemented(
    message = "`retry` does not go with this stage",
    label = "this stage's function cannot fail, or its items cannot be cloned",
    note = "it belongs to `try_*` stages, such as `try_map`, whose input is `Clone`"
)]
pub trait TakesRetry {
    #[doc(hidden)]
    fn set_retry(&mut self, waits: Waits);
}

/// The last stage calls a function that can fail, on an item that its errors can keep.
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let kept = Stream::from_iter(["x"]).try_map(|text| text.parse::<i32>()).keep_item();
/// assert_eq!(kept.errors_only().first().await?.unwrap().item(), Some(&"x"));
/// # Ok(()) }
/// ```
#[diagnostic::on_unimplemented(
    message = "`keep_item` does not go with this stage",
    label = "this stage's function cannot fail, or its items cannot be kept",
    note = "it belongs to `try_*` stages, such as `try_map`, whose input is `Clone + Sync`"
)]
pub trait KeepsItem {
    #[doc(hidden)]
    fn set_keep(&mut self);
}

/// The last stage awaits a future that can fail, and so can be given up.
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let hasty = Stream::from_iter([1]).try_map_async(|n| async move { Ok::<_, Elapsed>(n) });
/// assert_eq!(hasty.timeout(std::time::Duration::from_secs(1)).ok_only().count().await?, 1);
/// # Ok(()) }
/// ```
#[diagnostic::on_unimplemented(
    message = "`timeout` does not go with this stage",
    label = "this stage does not await a future whose error can tell of a timeout",
    note = "it belongs to `try_*_async` stages, such as `try_map_async`, whose error is \
            `From<pipeline_core::Elapsed>`"
)]
pub trait TakesTimeout {
    #[doc(hidden)]
    fn set_timeout(&mut self, limit: Duration);
}

/// The last stage awaits a future that can fail, and so may be called again.
///
/// ```
/// # use pipeline_core::prelude::*;
/// # use std::time::Duration;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let polite = Stream::from_iter([1]).try_map_async(|n| async move { Ok::<_, String>(n) });
/// assert_eq!(polite.calls_per(10, Duration::from_secs(1)).ok_only().count().await?, 1);
/// # Ok(()) }
/// ```
#[diagnostic::on_unimplemented(
    message = "`calls_per` does not go with this stage",
    label = "this stage does not await a future that can fail",
    note = "it belongs to `try_*_async` stages; before any other put `.rate_limit(n, per)`"
)]
pub trait TakesCallsPer {
    #[doc(hidden)]
    fn set_calls_per(&mut self, n: usize, per: Duration);
}

/// The last stage gives items back to itself.
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let tree = Stream::once(2_u32).expand(|n| (n, n.checked_sub(1))).frontier(10);
/// assert_eq!(tree.count().await?, 3);
/// # Ok(()) }
/// ```
#[diagnostic::on_unimplemented(
    message = "`frontier` does not go with this stage",
    label = "this stage gives no items back to itself",
    note = "it belongs to `expand`, `expand_async` and `try_expand_async`"
)]
pub trait TakesFrontier {}

/// A function that the workers of a stage can share: `Send`, `Sync` and `'static`.
///
/// ```
/// # use pipeline_core::prelude::*;
/// use pipeline_core::options::Shared;
///
/// fn counted<F: Fn(i32) -> i32 + Shared>(f: F) -> Run<usize> {
///     Stream::from_iter(0..3).map(f).count()
/// }
/// # drop(counted(|n| n));
/// ```
#[diagnostic::on_unimplemented(
    message = "this function cannot be shared by the workers of a stage",
    label = "holds something that is not `Send + Sync`, such as an `Rc`, a `RefCell` or a raw pointer",
    note = "the function of a stage is called from other tasks, and by several workers at once: let it \
            hold `Arc`, \
            `Mutex` or atomics in place of `Rc`, `RefCell` and `Cell`, or make what it needs inside"
)]
pub trait Shared: Send + Sync + 'static {}

// Without this the compiler speaks of `Send` deep inside the closure, and not of the stage.
#[diagnostic::do_not_recommend]
impl<F: Send + Sync + 'static> Shared for F {}

impl<In, M: Mode> TakesWorkers for Tunable<In, M> {}

impl<In> TakesOrder for Tunable<In, Maps> {}

impl<In, E: 'static> TakesOrder for Tunable<In, Tries<E>> {}

impl<In, E: 'static> TakesOrder for Tunable<In, TriesAsync<E>> {}

impl<In> TakesWindow for Tunable<In, Maps> {}

impl<In, E: 'static> TakesWindow for Tunable<In, Tries<E>> {}

impl<In, E: 'static> TakesWindow for Tunable<In, TriesAsync<E>> {}

impl<In, M: Mode> TakesWindow for Tunable<In, Keyed<M>> {}

impl<In, M: Mode> TakesFrontier for Tunable<In, Expands<M>> {}

#[diagnostic::do_not_recommend]
impl<In: Clone, M: Fails> TakesRetry for Tunable<In, M> {
    fn set_retry(&mut self, waits: Waits) {
        self.retry = Some(Retry { waits, clone: In::clone });
    }
}

#[diagnostic::do_not_recommend]
impl<In: Clone + Send + Sync + 'static, M: Fails> KeepsItem for Tunable<In, M> {
    fn set_keep(&mut self) {
        self.keep = Some(|item| Arc::new(item.clone()));
    }
}

#[diagnostic::do_not_recommend]
impl<In, M: FailsLater> TakesTimeout for Tunable<In, M>
where
    M::Error: From<Elapsed>,
{
    fn set_timeout(&mut self, limit: Duration) {
        self.timeout = Some((limit, M::Error::from));
    }
}

#[diagnostic::do_not_recommend]
impl<In, M: FailsLater> TakesCallsPer for Tunable<In, M> {
    fn set_calls_per(&mut self, n: usize, per: Duration) {
        self.calls_per = Some((n, per));
    }
}

/// The mode of a stage whose function can fail.
///
/// ```
/// # use pipeline_core::prelude::*;
/// use pipeline_core::stage::{Tries, TriesAsync, Tunable};
///
/// let checked: Stream<i32, Fallible<&str>, Tunable<i32, Tries<&str>>> = Stream::from_iter([1])
///     .try_map(|n| Ok(n));
/// # drop(checked);
/// ```
pub trait Fails: Mode {}

impl<E: 'static> Fails for Tries<E> {}

impl<E: 'static> Fails for TriesAsync<E> {}

impl<M: Fails> Fails for Expands<M> {}

impl<M: Fails> Fails for Keyed<M> {}

/// The mode of a stage whose function gives a future that can fail.
///
/// ```
/// # use pipeline_core::prelude::*;
/// use pipeline_core::stage::{Tries, TriesAsync, Tunable};
///
/// let asked: Stream<i32, Fallible<&str>, Tunable<i32, TriesAsync<&str>>> =
///     Stream::from_iter([1]).try_map_async(|n| async move { Ok(n) });
/// # drop(asked);
/// ```
pub trait FailsLater: Fails {}

impl<E: 'static> FailsLater for TriesAsync<E> {}

impl<M: FailsLater> FailsLater for Expands<M> {}

impl<M: FailsLater> FailsLater for Keyed<M> {}
