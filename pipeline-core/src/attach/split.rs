//! Attaching a split: one stream over several branches.

use std::sync::Arc;

use crate::engine::fan_out::{
    BranchHandle, Dispatch, FanOut, Opening, StartFanOut, start_balanced, start_fan_out,
};
use crate::engine::upstream::Upstream;
use crate::plan::{Branch, Node, Role, Share};
use crate::stream::{Sealed, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Splits the stream into `N` branches, which must all be part of one run.
    pub(crate) fn split<U, K2, D, const N: usize>(self, word: &'static str, dispatch: D) -> [Stream<U, K2>; N]
    where
        U: Send + 'static,
        K2: Track,
        D: Dispatch<K::Item<T>, K2::Item<U>>,
    {
        self.fan_out(word, D::SHARE, None, |upstream, node| start_fan_out(upstream, node, dispatch))
    }

    /// Splits the stream into `N` branches that read one channel, and take an item when they are free.
    pub(crate) fn split_balanced<const N: usize>(
        self,
        word: &'static str,
        unbuffered: &'static str,
    ) -> [Stream<T, K>; N] {
        self.fan_out(word, Share::Some, Some(unbuffered), |upstream, _| start_balanced(upstream))
    }

    fn fan_out<U: Send + 'static, K2: Track, const N: usize>(
        self,
        word: &'static str,
        share: Share,
        unbuffered: Option<&'static str>,
        start: impl FnOnce(Upstream<K::Item<T>>, Arc<Node>) -> StartFanOut<K2::Item<U>>,
    ) -> [Stream<U, K2>; N] {
        let branches: [Arc<Branch>; N] = std::array::from_fn(|index| Branch::new(index, share));
        let mut node = Node::new(word, Role::Split(branches.to_vec())).holding_items(N.saturating_sub(1));
        let upstream = self.finish();
        node.inputs.push(upstream.node.clone());
        node.settle_depth(size_of::<K2::Item<U>>());
        let node = Arc::new(node);
        let split = Arc::new(FanOut {
            branches: branches.to_vec(),
            opening: Opening::new(start(upstream, node.clone())),
        });
        branches.map(|branch| {
            let mut of_branch = Node::new(word, Role::Branch(branch.clone()));
            of_branch.unbuffered = unbuffered;
            of_branch.inputs.push(node.clone());
            let handle = BranchHandle { split: split.clone(), branch };
            Stream::new(of_branch, Sealed(()), move |scope, _, _| handle.start(scope))
        })
    }
}
