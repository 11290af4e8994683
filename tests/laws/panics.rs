//! A panic in any function that a word takes ends the run, names the stage, and leaves nothing behind.

use std::time::Duration;

use crate::job::{RUNTIMES, Subject, assert_nothing_alive, paused, quiet};
use crate::kit::{Bomb, Kit};

/// Several ways to run one word. With one worker there is no key to ask for: each function panics in one of
/// them at least.
pub(crate) fn check(ways: &[Subject<'_>]) {
    quiet();
    for function in 0..functions(ways) {
        let at_first = Bomb { function, call: 1 };
        let panics = ways.iter().filter(|subject| fails_everywhere(subject, at_first)).count();
        assert!(panics > 0, "function {function} of {} is never called", ways[0].name);
        // In the midst of it all, if it is called as often.
        for subject in ways {
            fails_everywhere(subject, Bomb { function, call: 3 });
        }
    }
}

/// How many functions a word takes; a run that is not started drops them.
fn functions(ways: &[Subject<'_>]) -> usize {
    let functions = ways.iter().map(|subject| {
        let kit = Kit::small(None);
        drop((subject.build)(&kit));
        assert_eq!(kit.ledger.alive(), 0, "{}: a run that is not started", subject.name);
        kit.functions()
    });
    functions.max().expect("one way at least")
}

/// Whether the run fails, and on each runtime. Under time that is not paused, only what waits for none is run.
///
/// What is called only where items wait, such as the function of `conflate`, may not be called in each run on
/// several threads: there it has many runs to fail in.
fn fails_everywhere(subject: &Subject<'_>, bomb: Bomb) -> bool {
    let alone = paused(fails(subject, bomb, None));
    for seed in 1..4 {
        _ = paused(fails(subject, bomb, Some(seed)));
    }
    if subject.is_timed {
        return alone;
    }
    let hang = Duration::from_secs(120);
    let guarded = async || {
        tokio::time::timeout(hang, fails(subject, bomb, None)).await.expect("nothing moves any more")
    };
    let on_threads = || RUNTIMES[1].block_on(guarded());
    let runs = if alone { 100 } else { 1 };
    (0..runs).any(|_| on_threads()) && alone
}

async fn fails(subject: &Subject<'_>, bomb: Bomb, chaos: Option<u64>) -> bool {
    let kit = Kit::small(Some(bomb));
    let job = (subject.build)(&kit);
    let result = match chaos {
        Some(seed) => job.run_in_chaos(seed).await,
        None => job.run().await,
    };
    // The run has ended, and all of it with it.
    assert_eq!(kit.ledger.alive(), 0, "{}, {bomb:?}", subject.name);
    assert_nothing_alive(&kit.ledger, format_args!("{}, {bomb:?}", subject.name)).await;
    if let Err(error) = &result {
        assert_eq!(*error, format!("stage `{}` panicked: boom", subject.stage), "{}, {bomb:?}", subject.name);
    }
    result.is_err()
}
