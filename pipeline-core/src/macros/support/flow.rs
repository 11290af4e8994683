//! The small functions around a flow.

use std::marker::PhantomData;

use crate::plan::{Node, Role};
use crate::run::{Join, Run};
use crate::stream::{IntoStream, Stream, Track};

/// What stands left of the first `|`.
pub fn source<I: IntoStream>(items: I) -> Stream<I::Item, I::Track> {
    items.into_stream()
}

/// The same in a function that is drawn: a source that has no name of its own is called as in the drawing.
pub fn named_source<I: IntoStream>(items: I, name: &'static str) -> Stream<I::Item, I::Track> {
    let mut stream = items.into_stream();
    if let (Role::Source, None) = (&stream.node.role, &stream.node.name) {
        stream.node.name = Some(name.to_owned());
    }
    stream
}

/// Calls a branch, or the arm behind it, as in the drawing.
pub fn label<T: Send + 'static, K: Track, S>(branch: &Stream<T, K, S>, label: &'static str) {
    let role = |node: &Node| match &node.role {
        Role::Branch(branch) => Some(branch.clone()),
        _ => None,
    };
    let of_arm = || branch.node.inputs.first().and_then(|input| role(input));
    if let Some(branch) = role(&branch.node).or_else(of_arm) {
        // A branch is bound once, so the first label stands.
        _ = branch.label.set(label);
    }
}

/// `<In => Out> ..`
pub fn pipe<A, B, F: FnOnce(A) -> B>(pipe: F) -> F {
    pipe
}

/// `<In> ..`
pub fn terminal<A, R, F: FnOnce(A) -> R>(terminal: F) -> F {
    terminal
}

/// Runs that are one run. They are written as a tuple, whose members may still take options.
pub fn join<E, J: Join<E>>(runs: J) -> Run<J::Output, E> {
    runs.into_run()
}

/// A tail that is a struct.
pub fn map_run<R, R2, E, S>(run: Run<R, E, S>, f: impl FnOnce(R) -> R2 + Send + 'static) -> Run<R2, E>
where
    R: Send + 'static,
    R2: Send + 'static,
    E: Send + 'static,
    S: Send + 'static,
{
    run.map(f)
}

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// `via(|stream| ..)`: as `via`, which takes more than functions and so cannot tell a closure its
    /// argument.
    #[doc(hidden)]
    pub fn __via<R>(self, f: impl FnOnce(Stream<T, K>) -> R) -> R {
        self.via(f)
    }
}

/// The type of a branch, kept for a place where the branch is read by mistake.
pub fn witness<T: Send + 'static, K: Track, S>(_: &Stream<T, K, S>) -> Witness<T, K> {
    Witness(PhantomData)
}

#[derive(Debug)]
pub struct Witness<T, K>(PhantomData<fn() -> (T, K)>);

impl<T: Send + 'static, K: Track> Witness<T, K> {
    /// Stands in a program that is refused, and never runs.
    pub fn stand_in(&self) -> Stream<T, K> {
        unreachable!("a program with a mistake in it does not compile")
    }
}
