//! `Tuned`: a stage that is not yet attached, with an option.

use std::fmt;
use std::marker::PhantomData;

use crate::stream::{Operator, Pipe, Stream, Track};

/// An operator with an option on its last stage; what the options of a [`Pipe`] make.
pub struct Tuned<Op, T, K, Out> {
    operator: Op,
    set: Setting<Out>,
    _on: PhantomData<fn(T, K)>,
}

/// Sets the option on what the operator has made of a stream.
type Setting<Out> = Box<dyn FnOnce(Out) -> Out + Send>;

// The bounds of an option stand at the method that sets it, and here only what attaching needs: so a stage
// that does not take the option is told of once, where the option was set.
impl<T: Send + 'static, K: Track, Op: Operator<T, K, Output = Out>, Out> Operator<T, K>
    for Tuned<Op, T, K, Out>
{
    type Output = Out;

    fn attach(self, stream: Stream<T, K>) -> Out {
        (self.set)(self.operator.attach(stream))
    }
}

impl<Op> Pipe<Op> {
    /// The pipe with an option set on its last stage, once that is attached.
    pub(super) fn tuned<T, K, Out>(
        self,
        set: impl FnOnce(&mut Out) + Send + 'static,
    ) -> Pipe<Tuned<Op, T, K, Out>> {
        self.remade(move |mut stage| {
            set(&mut stage);
            stage
        })
    }

    /// The pipe with its last stage made into another of the same type, once that is attached.
    pub(super) fn remade<T, K, Out>(
        self,
        set: impl FnOnce(Out) -> Out + Send + 'static,
    ) -> Pipe<Tuned<Op, T, K, Out>> {
        Pipe::new(Tuned { operator: self.into_operator(), set: Box::new(set), _on: PhantomData })
    }
}

impl<Op, T, K, Out> fmt::Debug for Tuned<Op, T, K, Out> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tuned(..)")
    }
}
