//! What may stand left of the first `|`, of what others wait for items by: streams of futures, receivers.

use std::ops::BitOr;

use futures::stream::{
    BoxStream, Chain, Enumerate, Filter, FilterMap, FuturesUnordered, Iter, Map, Once, PollFn, Select, Skip,
    Take, Then, Unfold,
};
use tokio::sync::{broadcast, mpsc};

use super::receiver::Receiver;
use crate::stream::{Operator, Pipe, Plain, Stream};

macro_rules! streams {
    ($([$($params:tt)*] $head:ty;)*) => {$(
        impl<T: Send + 'static, Op: Operator<T, Plain>, $($params)*> BitOr<Pipe<Op>> for $head
        where
            $head: futures::Stream<Item = T> + Send + 'static,
        {
            type Output = Op::Output;

            fn bitor(self, pipe: Pipe<Op>) -> Op::Output {
                pipe.attach(Stream::from_stream(self))
            }
        }
    )*};
}

streams! {
    [] BoxStream<'static, T>;
    [I] Iter<I>;
    [F] Once<F>;
    [F] PollFn<F>;
    [A, F, G] Unfold<A, F, G>;
    [S, F] Map<S, F>;
    [S: futures::Stream, F, G] Then<S, F, G>;
    [S: futures::Stream, F, G] Filter<S, F, G>;
    [S: futures::Stream, F, G] FilterMap<S, F, G>;
    [S] Enumerate<S>;
    [S] Take<S>;
    [S] Skip<S>;
    [A, B] Chain<A, B>;
    [A, B] Select<A, B>;
    [F] FuturesUnordered<F>;
}

macro_rules! receivers {
    ($($head:ty;)*) => {$(
        impl<T, Op> BitOr<Pipe<Op>> for $head
        where
            $head: Receiver,
            Op: Operator<<$head as Receiver>::Item, <$head as Receiver>::Track>,
        {
            type Output = Op::Output;

            fn bitor(self, pipe: Pipe<Op>) -> Op::Output {
                pipe.attach(Stream::from_receiver(self))
            }
        }
    )*};
}

receivers! {
    mpsc::Receiver<T>;
    mpsc::UnboundedReceiver<T>;
    broadcast::Receiver<T>;
}
