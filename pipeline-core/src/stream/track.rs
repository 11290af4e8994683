//! The two tracks: what an item is, and which part of it operators act on.

use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;

use crate::error::StageError;

/// Says what the items of a [`Stream`](crate::Stream) are, and which part of them operators see.
///
/// [`Plain`] carries values as they are. [`Fallible<E>`] carries `Result<T, StageError<E>>`: operators act on
/// the `Ok` values and let errors pass in their place, and terminals see both. The trait is sealed.
///
/// ```
/// use pipeline_core::{Fallible, Plain, Track};
///
/// fn doubled<K: Track>(item: K::Item<i32>) -> K::Item<i32> {
///     match K::branch(item) {
///         Ok(value) => K::output(value * 2),
///         Err(residual) => K::residual(residual),
///     }
/// }
/// assert_eq!(doubled::<Plain>(4), 8);
/// assert_eq!(doubled::<Fallible<String>>(Ok(4)).unwrap(), 8);
/// ```
pub trait Track: Sized + Send + Sync + 'static + sealed::Sealed {
    /// What travels on an edge for a value `T`.
    type Item<T: Send + 'static>: Send + 'static;
    /// What passes by the operators: nothing on the plain track, an error on the fallible one.
    type Residual: Send + 'static;
    /// What a stage before can have failed with: nothing on the plain track, `E` on the fallible one.
    type Failure: Send + 'static;

    /// Splits an item into the value operators act on, or what passes by.
    fn branch<T: Send + 'static>(item: Self::Item<T>) -> Result<T, Self::Residual>;
    /// Makes an item of a value.
    fn output<T: Send + 'static>(value: T) -> Self::Item<T>;
    /// Makes an item of what passes by.
    fn residual<T: Send + 'static>(residual: Self::Residual) -> Self::Item<T>;
    /// The value of an item, if it is not one that passes by.
    #[doc(hidden)]
    fn peek<T: Send + 'static>(item: &Self::Item<T>) -> Option<&T>;
}

/// The track of plain values: the items of a `Stream<T>` are `T`.
///
/// ```
/// use pipeline_core::{Plain, Stream};
///
/// let numbers: Stream<i32, Plain> = Stream::from_iter([1, 2, 3]);
/// # drop(numbers);
/// ```
pub struct Plain(Infallible);

/// The track of results: the items of a `Stream<T, Fallible<E>>` are `Result<T, StageError<E>>`.
///
/// ```
/// use pipeline_core::{Fallible, Stream};
/// use std::num::ParseIntError;
///
/// let numbers: Stream<i32, Fallible<ParseIntError>> =
///     Stream::from_iter(["1", "x"]).try_map(|text| text.parse::<i32>()).into();
/// # drop(numbers);
/// ```
pub struct Fallible<E>(PhantomData<fn() -> E>, Infallible);

impl fmt::Debug for Plain {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {}
    }
}

impl<E> fmt::Debug for Fallible<E> {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.1 {}
    }
}

impl Track for Plain {
    type Item<T: Send + 'static> = T;
    type Residual = Infallible;
    type Failure = Infallible;

    fn branch<T: Send + 'static>(item: T) -> Result<T, Infallible> {
        Ok(item)
    }
    fn output<T: Send + 'static>(value: T) -> T {
        value
    }
    fn residual<T: Send + 'static>(residual: Infallible) -> T {
        match residual {}
    }
    fn peek<T: Send + 'static>(item: &T) -> Option<&T> {
        Some(item)
    }
}

impl<E: Send + 'static> Track for Fallible<E> {
    type Item<T: Send + 'static> = Result<T, StageError<E>>;
    type Residual = StageError<E>;
    type Failure = E;

    fn branch<T: Send + 'static>(item: Self::Item<T>) -> Self::Item<T> {
        item
    }
    fn output<T: Send + 'static>(value: T) -> Self::Item<T> {
        Ok(value)
    }
    fn residual<T: Send + 'static>(residual: StageError<E>) -> Self::Item<T> {
        Err(residual)
    }
    fn peek<T: Send + 'static>(item: &Self::Item<T>) -> Option<&T> {
        item.as_ref().ok()
    }
}

/// A track that can take an error `E` of a `try_*` function, and the track this leads to.
///
/// From [`Plain`] it leads to [`Fallible<E>`]; a stream that is already fallible keeps its error type, and
/// `E` must be `Into` it. Implemented for both tracks; you meet it in signatures only.
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// // `io::Error: From<ParseIntError>` does not hold, so the second error is mapped to the first's type.
/// let sum = Stream::from_iter(["1", "2"])
///     .try_map(|text| text.parse::<i32>().map_err(|e| e.to_string()))
///     .try_map(|n| if n > 0 { Ok(n) } else { Err("not positive") })
///     .or_fail()
///     .fold(0, |sum, n| sum + n)
///     .await?;
/// assert_eq!(sum, 3);
/// # Ok(()) }
/// ```
#[diagnostic::on_unimplemented(
    message = "this stage fails with `{E}`, which the stream's error type cannot be made from",
    label = "the error of this function does not fit the stream",
    note = "on a stream that is already fallible, the error of a `try_*` function must be `Into` the \
            stream's \
            error: map it inside the function, or widen the stream first with `.err_into::<Wider>()`"
)]
pub trait TryTrack<E>: Track {
    /// The error type of the stream that comes out.
    type Error: Send + 'static;

    /// Turns what the function failed with into the stream's error.
    fn error(error: E) -> Self::Error;
    /// Lets what passes by through to the new track.
    fn pass(residual: Self::Residual) -> StageError<Self::Error>;
}

impl<E: Send + 'static> TryTrack<E> for Plain {
    type Error = E;

    fn error(error: E) -> E {
        error
    }
    fn pass(residual: Infallible) -> StageError<E> {
        match residual {}
    }
}

#[diagnostic::do_not_recommend]
impl<E: Into<E2>, E2: Send + 'static> TryTrack<E> for Fallible<E2> {
    type Error = E2;

    fn error(error: E) -> E2 {
        error.into()
    }
    fn pass(residual: StageError<E2>) -> StageError<E2> {
        residual
    }
}

/// A track whose items can go on as those of track `K`: the same track, or plain values as `Ok`.
///
/// You meet it in signatures only: it lets plain streams join fallible ones.
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let parsed = Stream::from_iter(["1"]).try_map(|text| text.parse::<i32>());
/// assert_eq!(parsed.chain([2, 3]).ok_only().collect::<Vec<_>>().await?, [1, 2, 3]);
/// # Ok(()) }
/// ```
#[diagnostic::on_unimplemented(
    message = "a stream on track `{Self}` cannot join one on track `{K}`",
    label = "the two streams are on different tracks",
    note = "plain streams can join fallible ones; a fallible stream becomes plain by `.ok_only()`, \
            `.recover(f)`, \
            `.or_fail()` or `.results()`, and changes its error by `.err_into()`"
)]
pub trait Lift<K: Track>: Track {
    #[doc(hidden)]
    fn lift<T: Send + 'static>(item: Self::Item<T>) -> K::Item<T>;
}

impl<K: Track> Lift<K> for Plain {
    fn lift<T: Send + 'static>(item: T) -> K::Item<T> {
        K::output(item)
    }
}

impl<E: Send + 'static> Lift<Fallible<E>> for Fallible<E> {
    fn lift<T: Send + 'static>(item: Self::Item<T>) -> Self::Item<T> {
        item
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Plain {}
    impl<E> Sealed for super::Fallible<E> {}
}
