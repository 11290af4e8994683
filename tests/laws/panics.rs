//! A panic in any function that a word takes ends the run, names the stage, and leaves nothing behind.

use std::time::Duration;

use crate::job::{Job, RUNTIMES, Subject, assert_nothing_alive, paused, quiet};
use crate::kit::{Bomb, Kit};

pub(crate) fn check(subject: &Subject<'_>) {
    quiet();
    let functions = {
        let kit = Kit::small(None);
        drop((subject.build)(&kit));
        assert_eq!(kit.ledger.alive(), 0, "{}: a run that is not started", subject.name);
        kit.functions()
    };
    for function in 0..functions {
        for call in [1, 3] {
            let bomb = Bomb { function, call };
            paused(fails(subject, bomb));
            if !subject.is_timed {
                let hang = Duration::from_secs(60);
                let guarded = async { tokio::time::timeout(hang, fails(subject, bomb)).await.expect("a hang") };
                RUNTIMES[1].block_on(guarded);
            }
        }
    }
}

async fn fails(subject: &Subject<'_>, bomb: Bomb) {
    let kit = Kit::small(Some(bomb));
    let Job { future, .. } = (subject.build)(&kit);
    match future.await {
        Err(error) => {
            let wanted = format!("stage `{}` panicked: boom", subject.stage);
            assert_eq!(error, wanted, "{}, {bomb:?}", subject.name);
        }
        // Not every function is called more than once.
        Ok(found) => assert!(bomb.call > 1, "{}, {bomb:?}: {found:?}", subject.name),
    }
    // The run has ended, and all of it with it; only what is dropped by other threads may take a moment.
    assert_eq!(kit.ledger.alive(), 0, "{}, {bomb:?}", subject.name);
    if tokio::runtime::Handle::current().runtime_flavor() == tokio::runtime::RuntimeFlavor::CurrentThread {
        assert_nothing_alive(&kit.ledger, format_args!("{}, {bomb:?}", subject.name)).await;
    }
}
