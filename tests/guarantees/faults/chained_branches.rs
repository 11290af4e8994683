//! A chain of two branches of one split stalled without a word: the second was not read before the first had ended, and the
//! split waited for it. Such a run is refused before anything starts; what can run still does.

use crate::support::{Counter, both_runtimes, tasks};
use pipeline_core::prelude::*;

const MANY: usize = 50;

/// A source, and how often it was asked.
fn source() -> (Stream<usize>, Counter) {
    let asked = Counter::default();
    let asking = asked.clone();
    (Stream::from_iter((0..MANY).inspect(move |_| _ = asking.add())), asked)
}

fn tee() -> [Stream<usize>; 2] {
    Stream::from_iter(0..MANY).tee()
}

/// The run is refused: the chain, the split and the branch that it names.
#[track_caller]
fn named<R>(refused: Result<R, PipelineError>) -> (String, String, usize) {
    match refused {
        Err(PipelineError::Deadlock { stage, split, branch, .. }) => (stage, split, branch),
        Err(other) => panic!("refused for another reason: {other}"),
        Ok(_) => panic!("not refused"),
    }
}

#[track_caller]
fn assert_named<R>(refused: Result<R, PipelineError>, stage: &str, split: &str, branch: usize) {
    assert_eq!(named(refused), (stage.to_owned(), split.to_owned(), branch));
}

both_runtimes! {
    async fn a_chain_of_two_branches_is_refused_before_it_starts() {
        let (items, asked) = source();
        let [a, b] = items.tee();
        let refused = a.chain(b).count().await.unwrap_err();
        assert_eq!(refused.stage(), Some("chain"));
        assert_eq!(
            refused.to_string(),
            "stage `chain` would wait for ever: its first stream waits for `tee`, which waits for its branch 1 to be read, \
             and `chain` reads that branch only when its first stream has ended: use `merge`, which reads both at the same \
             time, run the two apart with `Run::join((a, b))`, or let that branch fall behind without a bound with `.unbounded()`"
        );
        assert_eq!((asked.get(), tasks()), (0, 0));

        let [a, b] = tee();
        assert_named(b.chain(a).name("both").count().await, "both", "tee", 0);
        let (even, odd) = Stream::from_iter(0..MANY).partition(|n| n % 2 == 0);
        assert_named(even.chain(odd).drain().await, "chain", "partition", 1);
        let [a, b] = tee();
        assert!(matches!(futures::FutureExt::now_or_never(a.chain(b).count().run_local()), Some(Err(PipelineError::Deadlock { .. }))));
    }

    async fn a_chain_of_two_arms_is_refused() {
        let refused = pipeline!({
            let (small, large) = match 0..MANY { n if n < 9 => n, n => n };
            small | chain(large) | count()
        });
        let refused = refused.await.unwrap_err();
        assert!(!refused.to_string().contains("unbounded"), "an arm cannot fall behind: {refused}");
        assert_named::<()>(Err(refused), "chain", "match", 1);
    }

    async fn stages_on_the_way_change_nothing() {
        let [a, b] = tee();
        let b = b.map_async(|n| async move { n }).workers(3).buffer(9);
        assert_named(a.filter(|n| n % 2 == 0).map_blocking(|n| n).chain(b).count().await, "chain", "tee", 1);
        let [a, b] = tee();
        assert_named(a.merge([1, 2]).chain(b.scan(0, |_, n| Some(n))).count().await, "chain", "tee", 1);
        let [a, b] = tee();
        assert_named(a.zip(0..).map(|(n, _)| n).chain(b).take(1).count().await, "chain", "tee", 1);
    }

    async fn a_large_buffer_is_full_one_day() {
        let [a, b] = tee();
        assert_named(a.chain(b.buffer(10)).count().await, "chain", "tee", 1);
    }

    async fn a_bound_behind_the_branch_does_not_help() {
        let [a, b] = tee();
        assert_named(a.chain(b.map(|n| n).unbounded()).count().await, "chain", "tee", 1);
        let [a, b] = tee();
        assert_named(a.unbounded().chain(b).count().await, "chain", "tee", 1);
    }

    async fn nested_chains_are_refused() {
        let [a, b] = tee();
        assert_named(a.chain([1]).chain(b).count().await, "chain#2", "tee", 1);
        let [a, b] = tee();
        assert_named(Stream::from_iter([1]).chain(a).chain(b).count().await, "chain#2", "tee", 1);
        let [a, b] = tee();
        assert_named(a.chain(Stream::from_iter([1]).chain(b)).name("outer").count().await, "outer", "tee", 1);
        let [a, b, c] = Stream::from_iter(0..MANY).tee();
        assert_named(a.merge(b).chain(c).count().await, "chain", "tee", 2);
    }

    async fn a_split_behind_a_split_is_refused() {
        let [a, rest] = tee();
        let [b, c] = rest.tee();
        let refused = Run::join((a.chain(b).count(), c.count())).await;
        assert_named(refused, "chain", "tee#2", 0);
        let [a, rest] = tee();
        let [b, c] = rest.map(|n| n).tee();
        assert_named(Run::join((b.chain(a).count(), c.count())).await, "chain", "tee", 0);
    }

    async fn chains_that_wait_for_each_other_are_refused() {
        let ([a, b], [c, d]) = (tee(), tee());
        let refused = Run::join((a.chain(d).count(), c.chain(b).count())).await;
        assert_named(refused, "chain", "tee#2", 1);
    }

    // From here on: shapes that run.

    async fn a_branch_without_a_bound_may_come_second() {
        let [a, b] = tee();
        let all = a.chain(b.unbounded()).collect::<Vec<_>>().await.unwrap();
        assert_eq!(all, (0..MANY).chain(0..MANY).collect::<Vec<_>>());
        let (even, odd) = Stream::from_iter(0..MANY).partition(|n| n % 2 == 0);
        assert_eq!(even.chain(odd.unbounded()).count().await.unwrap(), MANY);
        let [a, b] = tee();
        let b = b.unbounded().map_async(|n| async move { n });
        assert_eq!(a.map(|n| n).chain(b).count().await.unwrap(), 2 * MANY);
        // Without a bound between the two splits the first one is not held up.
        let [a, rest] = tee();
        let [b, c] = rest.unbounded().tee();
        assert_eq!(Run::join((a.chain(b).count(), c.count())).await.unwrap(), (2 * MANY, MANY));
    }

    async fn a_branch_may_follow_what_does_not_wait_for_its_split() {
        let [a, b] = tee();
        let run = Run::join((a.count(), Stream::from_iter(0..3).chain(b).count()));
        assert_eq!(run.await.unwrap(), (MANY, MANY + 3));
        let [a, b] = tee();
        assert_eq!(a.merge(Stream::from_iter(0..3).chain(b)).count().await.unwrap(), 2 * MANY + 3);
        let [a, b] = tee();
        assert_eq!(Run::join((a.chain([1]).count(), b.chain([1]).count())).await.unwrap(), (MANY + 1, MANY + 1));
        // Each item with the one before it.
        let [a, b] = tee();
        let pairs = a.zip(Stream::once(0).chain(b)).collect::<Vec<_>>().await.unwrap();
        assert!(pairs.len() >= MANY - 1 && pairs.iter().all(|(n, before)| *n == before + usize::from(*n > 0)));
    }

    async fn both_branches_may_come_second_together() {
        let [a, b] = tee();
        assert_eq!(Stream::from_iter([1]).chain(a.merge(b)).count().await.unwrap(), 2 * MANY + 1);
        let [a, b] = tee();
        let pairs = a.zip(b).map(|(n, _)| n);
        assert_eq!(Stream::from_iter([1]).chain(pairs).count().await.unwrap(), MANY + 1);
        let [a, b] = tee();
        assert_eq!(a.merge(b).chain([1]).count().await.unwrap(), 2 * MANY + 1);
    }

    async fn a_branch_whose_other_was_dropped_may_follow() {
        let [a, b] = tee();
        drop(a);
        assert_eq!(Stream::from_iter([1]).chain(b).count().await.unwrap(), MANY + 1);
    }

    async fn a_first_stream_that_leaves_early_may_go_before() {
        let [head, all] = tee();
        assert_eq!(head.take(1).chain(all).count().await.unwrap(), MANY + 1);
        let [head, all] = tee();
        assert_eq!(head.map(|n| n).take(4).chain(all.buffer(3)).count().await.unwrap(), MANY + 4);
        let [head, all] = tee();
        assert_eq!(head.take_while(|n| *n < 1).chain(all.buffer(2)).count().await.unwrap(), MANY + 1);
        let [head, all] = tee();
        assert_named(head.take(5).chain(all.buffer(3)).count().await, "chain", "tee", 1);
    }
}

/// A search for each chain, and each in one walk: a long row of them is checked at once.
#[test]
fn many_chains_are_checked_quickly() {
    crate::support::current_thread(async {
        let [a, b] = tee();
        let mut stream = a;
        for n in 0..1_000 {
            stream = stream.chain([n]);
        }
        assert_named(stream.chain(b).count().await, "chain#1001", "tee", 1);
    });
}
