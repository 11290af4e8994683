//! What options are set on: the last stage of a stream, a run or a pipe.

use std::fmt;

use crate::plan::Node;
use crate::run::Run;
use crate::stream::{Stream, Track};

/// Has a last stage with options: a [`Stream`] or a [`Run`].
///
/// ```
/// # use pipeline_core::prelude::*;
/// use pipeline_core::stage::Staged;
///
/// fn staged(_: &impl Staged) {}
/// let numbers = Stream::from_iter(0..9);
/// staged(&numbers);
/// staged(&numbers.count());
/// ```
pub trait Staged: Sized {
    #[doc(hidden)]
    type State;
    #[doc(hidden)]
    fn parts(&mut self) -> Parts<'_, Self::State>;
}

/// The description of the last stage, and the options that need to know its input.
#[doc(hidden)]
pub struct Parts<'a, S> {
    pub(crate) node: &'a mut Node,
    pub(crate) state: &'a mut S,
}

impl<S> fmt::Debug for Parts<'_, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parts").finish_non_exhaustive()
    }
}

impl<T: Send + 'static, K: Track, S> Staged for Stream<T, K, S> {
    type State = S;
    fn parts(&mut self) -> Parts<'_, S> {
        Parts { node: &mut self.node, state: &mut self.state }
    }
}

impl<R, E, S> Staged for Run<R, E, S> {
    type State = S;
    fn parts(&mut self) -> Parts<'_, S> {
        Parts { node: &mut self.node, state: &mut self.state }
    }
}
