//! How many items there will be, as far as sources know.

use futures::Stream as _;
use pipeline_core::prelude::*;
use pipeline_core::{Overflow, Snapshot};

use crate::support::{both_runtimes, ended, paused};

/// What the first stage and the last are expected to have.
fn expected(seen: &Snapshot) -> (Option<u64>, Option<u64>) {
    assert!(seen.stages[1..seen.stages.len() - 1].iter().all(|stage| stage.expected.is_none()), "{seen:#?}");
    (seen.stages[0].expected, seen.stages.last().unwrap().expected)
}

async fn of<R: Send + 'static, E: Send + 'static, S: Send + 'static>(
    run: Run<R, E, S>,
) -> (Option<u64>, Option<u64>) {
    let (run, watch) = run.watch();
    assert_eq!(expected(&watch.snapshot()), (None, None), "nobody has asked the source");
    let _ = run.await;
    expected(&watch.snapshot())
}

both_runtimes! {
    async fn stages_that_give_one_for_each_keep_the_number() {
        let ten = || Stream::from_iter(0..10);
        let both = (Some(10), Some(10));
        assert_eq!(of(ten().map(|n| n + 1).count()).await, both);
        assert_eq!(of(ten().map_async(|n| async move { n }).workers(4).ordered().buffer(3).count()).await, both);
        assert_eq!(of(ten().enumerate().inspect(|_| ()).for_each(|_| ())).await, both);
        assert_eq!(of(ten().try_map(Ok::<_, String>).results().collect::<Vec<_>>()).await, both);
        assert_eq!(of(Stream::once(1).count()).await, (Some(1), Some(1)));
        assert_eq!(of(Stream::from_stream(futures::stream::iter(vec![1; 10])).count()).await, both);
    }

    async fn stages_that_give_another_number_leave_that_of_the_source() {
        let ten = || Stream::from_iter(0..10);
        let source = (Some(10), None);
        assert_eq!(of(ten().filter(|n| n % 2 == 0).count()).await, source);
        assert_eq!(of(ten().map(|n| n).flat_map(|n| 0..n).map(|n| n).count()).await, source);
        assert_eq!(of(ten().chunks(3).collect::<Vec<_>>()).await, source);
        assert_eq!(of(ten().try_map(Ok::<_, String>).ok_only().count()).await, source);
        let may_drop = || ten().buffer(3).overflow(Overflow::DropOldest);
        assert_eq!(of(may_drop().count()).await, source);
        assert_eq!(of(may_drop().map_async(|n| async move { n }).count()).await, source);
        assert_eq!(of(ten().map(|n| n).buffer(3).overflow(Overflow::DropOldest).count()).await, source);
    }

    /// Whoever leaves before the end has the source give less than it could.
    async fn stages_that_may_leave_leave_nothing_to_be_known() {
        let ten = || Stream::from_iter(0..10);
        let nothing = (None, None);
        assert_eq!(of(ten().take(3).count()).await, nothing);
        assert_eq!(of(ten().take_while(|n| *n < 3).count()).await, nothing);
        assert_eq!(of(ten().scan((), |(), n| (n < 3).then_some(n)).count()).await, nothing);
        assert_eq!(of(ten().scan_async((), |(), n| async move { (n < 3).then_some((n, ())) }).count()).await, nothing);
        assert_eq!(of(ten().first()).await, nothing);
        assert_eq!(of(ten().any(|n| *n > 3)).await, nothing);
        assert_eq!(of(ten().zip(Stream::from_iter(0..3)).count()).await, nothing);
        assert_eq!(of(Stream::once(4).expand(|n| (n, (n > 0).then(|| n - 1))).count()).await, nothing);
        assert_eq!(of(Stream::unfold(0, |n| async move { (n < 3).then_some((n, n + 1)) }).count()).await, nothing);
    }
}

#[test]
fn several_sources_are_added_up() {
    paused(async {
        let (_, seen) = ended(Stream::from_iter(0..10).merge([0; 5]).map(|n| n).count()).await;
        let of = |name: &str| {
            seen.stages
                .iter()
                .filter(|stage| stage.operator == name)
                .map(|stage| stage.expected)
                .sum::<Option<u64>>()
        };
        assert_eq!((of("from_iter"), of("count")), (Some(15), Some(15)), "{seen:#?}");
        // Of one of them nothing is known.
        let (sender, others) = Stream::channel(1);
        drop(sender);
        let (_, seen) = ended(Stream::from_iter(0..10).merge(others).count()).await;
        assert_eq!(seen.stages.last().unwrap().expected, None);
    });
}

/// An iterator that says of itself what it likes.
struct Lies {
    left: usize,
    says: fn() -> (usize, Option<usize>),
}

impl Iterator for Lies {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        self.left = self.left.checked_sub(1)?;
        Some(self.left)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.says)()
    }
}

both_runtimes! {
    /// What a source says of itself is shown, and nothing goes by it.
    async fn lies_do_no_harm() {
        for (says, known) in [
            ((|| (3, Some(3))) as fn() -> _, Some(3)),
            (|| (1_000, Some(1_000)), Some(1_000)),
            (|| (usize::MAX, Some(usize::MAX)), Some(u64::MAX)),
            (|| (0, Some(0)), Some(0)),
            (|| (10, Some(3)), None),
            (|| (0, Some(10)), None),
            (|| (10, None), None),
            (|| panic!("it does not know itself"), None),
        ] {
            let (run, watch) = Stream::from_iter(Lies { left: 10, says }).map(|n| n).count().watch();
            assert_eq!(run.await.unwrap(), 10);
            assert_eq!(expected(&watch.snapshot()), (known, known));
            // Nobody asks where nobody looks.
            assert_eq!(Stream::from_iter(Lies { left: 10, says }).count().await.unwrap(), 10);
        }
    }
}

#[test]
fn a_stream_may_lie_as_well() {
    paused(async {
        let stream = || futures::stream::iter(Lies { left: 10, says: || (3, Some(3)) });
        assert_eq!(stream().size_hint(), (3, Some(3)));
        assert_eq!(of(Stream::from_stream(stream()).count()).await, (Some(3), Some(3)));
    });
}
