//! `match` in `pipeline!`: each item goes down one of several branches, whose items may be of different
//! types.

use crate::engine::channel::BranchSenders;
use crate::engine::fan_out::Dispatch;
use crate::options::Shared;
use crate::plan::Node;
use crate::stream::{Plain, Stream, Track};

/// Sends an item to the arm that the user's `match` chose, or drops it.
struct Router<F>(F);

/// What an arm gave, and which arm it was.
trait Chosen: Send + 'static {
    fn arm(&self) -> usize;
}

impl<In, Out, F> Dispatch<In, Out> for Router<F>
where
    In: Send + 'static,
    Out: Chosen,
    F: Fn(In) -> Option<Out> + Shared,
{
    async fn dispatch(&self, item: In, ends: &BranchSenders<Out>) {
        if let Some(chosen) = (self.0)(item) {
            ends.send_to(chosen.arm(), chosen).await;
        }
    }
}

/// One branch of the split, with its own arm's items taken out of the common type.
fn arm<C: Chosen, T: Send + 'static>(branch: Stream<C>, take: fn(C) -> Option<T>) -> Stream<T> {
    branch.attach_fn(Node::stage("arm"), take).seal()
}

macro_rules! routes {
    ($($count:literal $choice:ident $route:ident: $($arm:ident $index:literal),+;)+) => {$(
        #[doc = concat!("What an item of a `match` with ", $count, " arms becomes.")]
        #[derive(Debug)]
        pub enum $choice<$($arm),+> {
            $(#[doc = "It goes down this arm."] $arm($arm)),+
        }

        impl<$($arm: Send + 'static),+> Chosen for $choice<$($arm),+> {
            fn arm(&self) -> usize {
                match self {
                    $(Self::$arm(_) => $index),+
                }
            }
        }

        #[doc = concat!("Splits a stream over the ", $count, " arms of a `match`.")]
        #[allow(unreachable_patterns)]
        pub fn $route<T, K, S, Choose, $($arm),+>(stream: Stream<T, K, S>, route: Choose) ->
        ($(Stream<$arm>,)+)
        where
            T: Send + 'static,
            K: Track,
            S: Send + 'static,
            Choose: Fn(K::Item<T>) -> Option<$choice<$($arm),+>> + Shared,
            $($arm: Send + 'static),+
        {
            let branches = stream.split::<$choice<$($arm),+>, Plain, _, $count>("match", Router(route));
            let mut branches = branches.into_iter();
            // The array has a branch for each arm.
            let mut next = || branches.next().unwrap_or_else(|| unreachable!());
            ($(arm(next(), |chosen| match chosen {
                $choice::$arm(item) => Some(item),
                _ => None,
            }),)+)
        }
    )+};
}

routes! {
    1 Route1 route1: A 0;
    2 Route2 route2: A 0, B 1;
    3 Route3 route3: A 0, B 1, C 2;
    4 Route4 route4: A 0, B 1, C 2, D 3;
    5 Route5 route5: A 0, B 1, C 2, D 3, E 4;
    6 Route6 route6: A 0, B 1, C 2, D 3, E 4, F 5;
    7 Route7 route7: A 0, B 1, C 2, D 3, E 4, F 5, G 6;
    8 Route8 route8: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7;
}
