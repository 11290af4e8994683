//! Smaller faults, each with its story: closing by hand, errors that hide their stage, terminals that hide errors.

use std::num::ParseIntError;
use std::sync::Arc;

use crate::support::{Barrier, Counter, Gate, both_runtimes, quiet, settle, tasks, until};
use futures::StreamExt;
use pipeline_core::prelude::*;
use pipeline_core::testkit::Counts;

fn failing() -> TryStream<i32, &'static str> {
    Stream::from_iter(0..3).try_map(|_| Err("no")).name("check").into()
}

both_runtimes! {
    // `open()` could only be dropped, which does not wait: the source was dropped some time later, and nobody could say when.
    // `close().await` resolves when every task has ended and every item and closure is dropped.
    async fn an_open_pipeline_can_be_closed_and_awaited() {
        for read in [0, 1, 7] {
            let (ledger, gate) = (Counts::new(), Gate::new());
            let (held, waiting) = (Arc::new(ledger.item(usize::MAX)), gate.clone());
            let source = Stream::from_iter(ledger.items(0..20)).buffer(2).map_async(move |item| {
                let (held, waiting) = (held.clone(), waiting.clone());
                async move {
                    if *item == 9 { waiting.pass().await }
                    drop(held);
                    item
                }
            });
            let mut open = source.workers(3).buffer(1).open();
            for _ in 0..read {
                assert!(open.next().await.unwrap().is_ok());
            }
            assert!(open.close().await.is_ok());
            ledger.assert_clean();
            // The runtime strikes a task off its list a moment after it has dropped it.
            until(|| tasks() == 0).await;
        }
    }

    // What was never polled had started nothing, and to close it must not start it either.
    async fn closing_what_was_never_read_starts_nothing() {
        let (asked, ledger) = (Counter::default(), Counts::new());
        let (asking, held) = (asked.clone(), Arc::new(ledger.item(usize::MAX)));
        let source = (0..3).inspect(move |_| { let _ = &held; asking.add(); });
        assert!(Stream::from_iter(source).open().close().await.is_ok());
        assert_eq!((asked.get(), tasks()), (0, 0));
        ledger.assert_clean();
    }

    // A failure that had happened when the reader turned away went unheard.
    // `close` gives it; a failure that was read is not told twice.
    async fn closing_tells_a_failure_that_was_not_read() {
        quiet();
        let (failed, gate) = (Counter::default(), Gate::new());
        let (fails, waiting) = (failed.clone(), gate.clone());
        let stream = Stream::from_iter(0..9).map_async(move |n| {
            let (fails, waiting) = (fails.clone(), waiting.clone());
            async move {
                if n == 3 {
                    waiting.pass().await;
                    fails.add();
                    panic!("boom");
                }
                n
            }
        });
        let mut open = stream.name("trap").buffer(9).open();
        assert_eq!(open.next().await.unwrap().unwrap(), 0);
        gate.open();
        failed.reaches(1).await;
        settle().await;
        let closed = open.close().await;
        assert!(matches!(&closed, Err(PipelineError::Panicked { stage, .. }) if stage == "trap"), "{closed:?}");
        until(|| tasks() == 0).await;

        let mut open = Stream::from_iter([1]).map(|_: i32| -> i32 { panic!("boom") }).open();
        assert!(open.next().await.unwrap().is_err());
        assert!(open.close().await.is_ok());
    }

    // After the end there is nothing to cancel, and to drop the closing half-way is like dropping what it closes.
    async fn closing_after_the_end_and_closing_half_way() {
        let mut open = Stream::from_iter([1]).open();
        assert_eq!(open.next().await.unwrap().unwrap(), 1);
        assert!(open.next().await.is_none());
        assert!(open.close().await.is_ok());

        let (ledger, barrier) = (Counts::new(), Barrier::default());
        let (started, blocked) = (Counter::default(), barrier.clone());
        let starts = started.clone();
        let stream = Stream::from_iter(ledger.items(0..3)).map_blocking(move |item| {
            starts.add();
            blocked.pass();
            item
        });
        let mut open = stream.open();
        assert!(futures::poll!(open.next()).is_pending());
        started.reaches(1).await;
        let mut closing = Box::pin(open.close());
        assert!(futures::poll!(&mut closing).is_pending());
        settle().await;
        assert!(futures::poll!(&mut closing).is_pending(), "a blocking call is waited for");
        drop(closing);
        barrier.open();
        until(|| ledger.alive() == 0 && tasks() == 0).await;
        ledger.assert_clean();
    }

    // The function of `map_err` saw the error alone, so two stages with one error type could not be told apart by it.
    // `map_stage_err` gives it the whole `StageError`: the stage, the error, the item.
    async fn an_error_can_be_mapped_by_its_stage() {
        fn tell(error: StageError<ParseIntError>) -> String {
            format!("{} on {:?}", error.stage(), error.item::<&str>())
        }
        fn parse(text: &str) -> Result<i32, ParseIntError> {
            text.parse()
        }
        let numbers = || {
            let whole = Stream::from_iter(["1", "x"]).try_map(|text| parse(text).map(|_| "y"));
            whole.name("whole").keep_item().try_map(parse).name("rest").keep_item()
        };
        let wanted = ["rest on Some(\"y\")", "whole on Some(\"x\")"];
        let method = numbers().map_stage_err(tell).workers(2).ordered().collect_split();
        let pipe = numbers() | pipe::map_stage_err(tell) | pipe::collect_split();
        let mac = pipeline!(numbers() | map_stage_err(tell).workers(2).ordered() | collect_split());
        for (form, run) in [("method", method), ("pipe", pipe), ("macro", mac)] {
            let (_, errors) = run.await.unwrap();
            assert_eq!(errors.iter().map(|e| e.error().as_str()).collect::<Vec<_>>(), wanted, "{form}");
            assert_eq!(errors.iter().map(StageError::stage).collect::<Vec<_>>(), ["rest", "whole"], "{form}");
            assert_eq!((errors[0].item(), errors[1].item()), (Some(&"y"), Some(&"x")), "{form}");
        }
    }

    // Where every item had failed, `drain` was `Ok(())` and `count` a number, with no terminal beside them that minds.
    // `try_drain` and `try_count` end the run at the first error, in all three forms.
    async fn draining_and_counting_can_end_at_the_first_error() {
        assert_eq!(failing().count().await.unwrap(), 3);
        failing().drain().await.unwrap();
        let drains = [
            failing().try_drain(),
            failing() | pipe::try_drain(),
            pipeline!(failing() | try_drain()),
        ];
        for run in drains {
            let ended = run.await;
            assert!(matches!(&ended, Err(PipelineError::Item(e)) if e.to_string() == "[check] no"), "{ended:?}");
        }
        let counts = [
            failing().try_count(),
            failing() | pipe::try_count(),
            pipeline!(failing() | try_count()),
        ];
        for run in counts {
            let ended = run.await;
            assert!(matches!(&ended, Err(PipelineError::Item(e)) if e.stage() == "check"), "{ended:?}");
        }
        until(|| tasks() == 0).await;
        let good = || Stream::from_iter(0..5).try_map(Ok::<_, String>);
        assert_eq!(good().try_count().await.unwrap(), 5);
        good().try_drain().await.unwrap();
    }
}

// The first error ends the run: what is behind it is not asked for.
#[test]
fn nothing_is_asked_for_after_the_error_that_ends_a_drain() {
    crate::support::paused(async {
        let asked = Counter::default();
        let asking = asked.clone();
        let source = Stream::from_iter((0..100).inspect(move |_| _ = asking.add()));
        let ended = source.try_map(|n| if n == 4 { Err("no") } else { Ok(n) }).try_drain().await;
        assert!(ended.is_err());
        assert_eq!(asked.get(), 5);
    });
}

// Where the documentation of `futures` is not built beside ours, a link to it by name stays as text in raw brackets.
// So such a link is a URL.
#[test]
fn links_to_futures_are_urls() {
    let mut folders = vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("pipeline-core/src")];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            for (at, name) in text.match_indices("[`futures::") {
                let rest = text[at + name.len()..].split_once("`]").unwrap().1;
                assert!(
                    rest.starts_with("(https://docs.rs/"),
                    "{}: a link to `futures` by name",
                    path.display()
                );
            }
        }
    }
}
