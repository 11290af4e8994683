//! Errors in their place, options that cannot be, panics that name their stage.

use std::future::IntoFuture;
use std::time::Duration;

use pipeline_core::Missed;
use pipeline_core::prelude::*;

use crate::support::{TICK, multi_thread, paused};

#[test]
fn errors_stay_in_their_place() {
    paused(async {
        let odd = |n: i32| if n % 2 == 0 { Err(n) } else { Ok(n) };
        let all = |s: Stream<i32, Fallible<i32>>| async {
            let results = s.results().map(|r| r.map_err(StageError::into_error)).collect::<Vec<_>>();
            results.await.unwrap()
        };
        let wanted = [Ok(1), Err(2), Ok(3), Err(4), Ok(5)];
        assert_eq!(all(Stream::from_iter(1..6).try_map(odd).throttle(TICK)).await, wanted);
        assert_eq!(all(Stream::from_iter(1..6).try_map(odd).rate_limit(1, TICK)).await, wanted);
        assert_eq!(all(Stream::from_iter(1..6).try_map(odd).delay(TICK).workers(3).into()).await, wanted);
        assert_eq!(all(Stream::from_iter(1..6).try_map(odd).delay_start(TICK)).await, wanted);
        assert_eq!(all(Stream::from_iter(1..6).try_map(odd).keep_alive(TICK, || 0)).await, wanted);
    });
}

#[test]
fn without_a_clock_such_a_run_is_refused() {
    let alone = |run: Run<(), std::convert::Infallible>| {
        let refused = futures::executor::block_on(run.run_local());
        assert!(matches!(refused, Err(PipelineError::InvalidOption { .. })), "{refused:?}");
    };
    let s = || Stream::from_iter(0..3);
    alone(s().throttle(TICK).drain());
    alone(s().rate_limit(1, TICK).drain());
    alone(s().try_map_async(|n| async move { Ok::<_, String>(n) }).calls_per(1, TICK).ok_only().drain());
    alone(s().delay(TICK).drain());
    alone(s().delay_start(TICK).drain());
    alone(s().idle_timeout(TICK).ok_only().drain());
    alone(s().keep_alive(TICK, || 0).drain());
    alone(s().chunks_timeout(2, TICK).drain());
    alone(s().tumbling(TICK).drain());
    alone(s().sliding(TICK, TICK).drain());
    alone(s().session(TICK).drain());
    alone(s().chunks_by_key(1, TICK, |n| *n).drain());
    alone(Stream::interval_at(TICK, Missed::Skip).drain());
    assert!(futures::executor::block_on(s().tumbling(2).drain().run_local()).is_ok());
    assert!(futures::executor::block_on(s().sliding(2, 1).drain().run_local()).is_ok());
    assert!(futures::executor::block_on(s().ready_chunks(2).drain().run_local()).is_ok());
    assert!(futures::executor::block_on(s().chunks_by_weight(2, |_| 1).drain().run_local()).is_ok());
}

#[test]
fn what_cannot_be_is_refused() {
    multi_thread(async {
        let s = || Stream::from_iter(0..3);
        const ZERO: Duration = Duration::ZERO;
        for (run, wanted) in [
            (s().throttle(ZERO).drain(), "gap"),
            (s().rate_limit(0, TICK).drain(), "n"),
            (s().rate_limit((1 << 20) + 1, TICK).drain(), "n"),
            (s().rate_limit(1, ZERO).drain(), "per"),
            (
                s().try_map_async(|n| async move { Ok::<_, String>(n) }).calls_per(0, TICK).ok_only().drain(),
                "calls_per",
            ),
            (
                s().try_map_async(|n| async move { Ok::<_, String>(n) }).calls_per(1, ZERO).ok_only().drain(),
                "calls_per",
            ),
            (s().idle_timeout(ZERO).ok_only().drain(), "gap"),
            (s().keep_alive(ZERO, || 0).drain(), "idle"),
            (s().chunks_timeout(0, TICK).drain(), "n"),
            (s().ready_chunks(0).drain(), "most"),
            (s().chunks_by_weight(0, |_| 1).drain(), "most"),
            (s().tumbling(0).drain(), "extent"),
            (s().tumbling(ZERO).drain(), "extent"),
            (s().tumbling_by(ZERO, ZERO, |_| ZERO).drain(), "size"),
            (s().sliding(0, 0).drain(), "step"),
            (s().sliding(2, 3).drain(), "step"),
            (s().sliding(TICK, ZERO).drain(), "step"),
            (s().sliding(TICK, TICK * 2).drain(), "step"),
            (s().sliding_by(TICK, ZERO, ZERO, |_| ZERO).drain(), "step"),
            (s().sliding_by(TICK, TICK * 2, ZERO, |_| ZERO).drain(), "step"),
            (s().session(ZERO).drain(), "gap"),
            (s().session_by(ZERO, ZERO, |_| ZERO).drain(), "gap"),
            (s().chunks_by_key(0, TICK, |n| *n).drain(), "n"),
            (Stream::interval_at(ZERO, Missed::Burst).drain(), "period"),
        ] {
            let refused = run.into_future().await;
            assert!(
                matches!(&refused, Err(PipelineError::InvalidOption { option, .. }) if *option == wanted),
                "{refused:?}"
            );
        }
    });
}

#[test]
fn a_panic_names_its_stage() {
    multi_thread(async {
        let s = || Stream::from_iter(0..3);
        for run in [
            s().tumbling_by(TICK, TICK, |_| panic!("boom")).name("bad").drain(),
            s().sliding_by(TICK, TICK, TICK, |_| panic!("boom")).name("bad").drain(),
            s().session_by(TICK, TICK, |_| panic!("boom")).name("bad").drain(),
            s().chunks_by_key(2, TICK, |_| -> u8 { panic!("boom") }).name("bad").drain(),
            s().chunks_by_weight(2, |_| panic!("boom")).name("bad").drain(),
            s().chain(Stream::pending())
                .keep_alive(Duration::from_millis(1), || panic!("boom"))
                .name("bad")
                .drain(),
        ] {
            let failed = run.into_future().await;
            assert!(
                matches!(&failed, Err(PipelineError::Panicked { stage, .. }) if stage == "bad"),
                "{failed:?}"
            );
        }
    });
}
