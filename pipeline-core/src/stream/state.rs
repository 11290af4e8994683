//! What kinds of stages there are, and which options each takes.

use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use crate::error::KeptItem;

/// The time that `.timeout(d)` allows has passed. Make your error type `From` it.
///
/// ```
/// use pipeline_core::Elapsed;
///
/// #[derive(Debug)]
/// enum FetchError {
///     TooSlow(Elapsed),
/// }
/// impl From<Elapsed> for FetchError {
///     fn from(elapsed: Elapsed) -> Self {
///         Self::TooSlow(elapsed)
///     }
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("took longer than {0:?}")]
pub struct Elapsed(pub Duration);

/// The last stage keeps state or order and runs on one worker; it takes `.buffer`, `.unbounded`, `.overflow`
/// and `.name`.
///
/// ```
/// # use pipeline_core::prelude::*;
/// let first: Stream<i32, Plain, Sealed> = Stream::from_iter(0..9).take(3).buffer(2);
/// # drop(first);
/// ```
#[derive(Debug)]
pub struct Sealed(pub(crate) ());

/// The last stage calls a function on each item of type `In`; it takes `.workers(n)`. `M` says what else.
///
/// ```
/// # use pipeline_core::prelude::*;
/// use pipeline_core::stage::Tunable;
///
/// let doubled: Stream<i32, Plain, Tunable<i32>> = Stream::from_iter(0..9).map(|n| n * 2);
/// # drop(doubled);
/// ```
pub struct Tunable<In, M: Mode = Maps> {
    pub(crate) timeout: Option<(Duration, fn(Elapsed) -> M::Error)>,
    pub(crate) retry: Option<Retry<In>>,
    pub(crate) keep: Option<fn(&In) -> KeptItem>,
    /// So many calls in any span of a time.
    pub(crate) calls_per: Option<(usize, Duration)>,
}

/// How to call again: the waits, and a copy of the item for the next call.
pub(crate) struct Retry<In> {
    pub(crate) waits: Waits,
    pub(crate) clone: fn(&In) -> In,
}

/// Makes the waits between the calls for one item, shortest first.
pub(crate) type Waits = Arc<dyn Fn() -> Box<dyn Iterator<Item = Duration> + Send> + Send + Sync>;

impl<In, M: Mode> Tunable<In, M> {
    pub(crate) fn new() -> Self {
        Self { timeout: None, retry: None, keep: None, calls_per: None }
    }
}

impl<In, M: Mode> fmt::Debug for Tunable<In, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tunable")
            .field("timeout", &self.timeout.map(|(limit, _)| limit))
            .field("retries", &self.retry.is_some())
            .field("keeps_item", &self.keep.is_some())
            .field("calls_per", &self.calls_per)
            .finish()
    }
}

/// What kind of function a [`Tunable`] stage calls. Sealed.
///
/// ```
/// # use pipeline_core::prelude::*;
/// use pipeline_core::stage::{Maps, Tunable};
///
/// let doubled: Stream<i32, Plain, Tunable<i32, Maps>> = Stream::from_iter(0..9).map(|n| n * 2);
/// # drop(doubled);
/// ```
pub trait Mode: Send + 'static + sealed::Sealed {
    /// The error of the function.
    type Error: 'static;
}

/// The stage's function cannot fail: `map`, `filter`, ...
///
/// ```
/// # use pipeline_core::prelude::*;
/// use pipeline_core::stage::{Maps, Tunable};
///
/// let doubled: Stream<i32, Plain, Tunable<i32, Maps>> = Stream::from_iter(0..9).map(|n| n * 2);
/// # drop(doubled);
/// ```
#[derive(Debug)]
pub struct Maps(Infallible);

/// The stage's function gives a `Result` at once: `try_map`, `try_filter`, ...
///
/// ```
/// # use pipeline_core::prelude::*;
/// use pipeline_core::stage::{Tries, Tunable};
///
/// let checked: Stream<i32, Fallible<&str>, Tunable<i32, Tries<&str>>> = Stream::from_iter([1])
///     .try_map(|n| Ok(n));
/// # drop(checked);
/// ```
#[derive(Debug)]
pub struct Tries<E>(PhantomData<fn() -> E>, Infallible);

/// The stage's function gives a future of a `Result`: `try_map_async`, ...
///
/// ```
/// # use pipeline_core::prelude::*;
/// use pipeline_core::stage::{TriesAsync, Tunable};
///
/// let asked: Stream<i32, Fallible<&str>, Tunable<i32, TriesAsync<&str>>> =
///     Stream::from_iter([1]).try_map_async(|n| async move { Ok(n) });
/// # drop(asked);
/// ```
#[derive(Debug)]
pub struct TriesAsync<E>(PhantomData<fn() -> E>, Infallible);

/// The stage gives items back to itself: `expand`. It has no order to restore.
///
/// ```
/// # use pipeline_core::prelude::*;
/// use pipeline_core::stage::{Expands, Maps, Tunable};
///
/// let tree: Stream<u32, Plain, Tunable<u32, Expands<Maps>>> = Stream::once(3_u32)
///     .expand(|n| (n, n.checked_sub(1)));
/// # drop(tree);
/// ```
#[derive(Debug)]
pub struct Expands<M>(PhantomData<fn() -> M>, Infallible);

/// The stage keeps the order of each key, and calls its function for one item of a key at a time:
/// `map_by_key`. It has no other order to restore.
///
/// ```
/// # use pipeline_core::prelude::*;
/// use pipeline_core::stage::{Keyed, Maps, Tunable};
///
/// let added: Stream<u32, Plain, Tunable<u32, Keyed<Maps>>> =
///     Stream::from_iter(0..9).map_by_key(|n| n % 3, |n| n + 1);
/// # drop(added);
/// ```
///
/// ```compile_fail,E0277
/// # use pipeline_core::prelude::*;
/// let added = Stream::from_iter(0..9).map_by_key(|n| n % 3, |n| n + 1).ordered();
/// ```
#[derive(Debug)]
pub struct Keyed<M>(PhantomData<fn() -> M>, Infallible);

impl Mode for Maps {
    type Error = Infallible;
}

impl<E: 'static> Mode for Tries<E> {
    type Error = E;
}

impl<E: 'static> Mode for TriesAsync<E> {
    type Error = E;
}

impl<M: Mode> Mode for Expands<M> {
    type Error = M::Error;
}

impl<M: Mode> Mode for Keyed<M> {
    type Error = M::Error;
}

mod sealed {
    use super::{Expands, Keyed, Maps, Tries, TriesAsync};
    pub trait Sealed {}
    impl Sealed for Maps {}
    impl<E> Sealed for Tries<E> {}
    impl<E> Sealed for TriesAsync<E> {}
    impl<M> Sealed for Expands<M> {}
    impl<M> Sealed for Keyed<M> {}
}
