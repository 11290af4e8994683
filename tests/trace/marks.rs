//! Errors, retries and timeouts of calls.

use std::sync::atomic::{AtomicU32, Ordering};

use pipeline_core::prelude::*;
use pipeline_core::retry::ConstantBuilder;
use pipeline_core::{Elapsed, PipelineError};

use crate::support::{marks, ms, paused, traced};

#[test]
fn retries_and_timeouts_are_on_the_row_of_their_call() {
    paused(async {
        let tries = AtomicU32::new(0);
        let slow_at_first = move |n: u32| {
            let time = if tries.fetch_add(1, Ordering::Relaxed) < 2 { 50 } else { 1 };
            async move {
                tokio::time::sleep(ms(time)).await;
                Ok::<_, Elapsed>(n)
            }
        };
        let policy = ConstantBuilder::new().with_delay(ms(100)).with_max_times(3);
        let run = Stream::once(1).try_map_async(slow_at_first).timeout(ms(20)).retry(policy).try_count();
        let (result, _, trace) = traced(run).await;
        assert_eq!(result.unwrap(), 1);
        let [slice] = &trace.slices(1)[..] else { panic!("one call: {trace:#?}") };
        assert_eq!((slice.args["retries"].as_u64(), slice.args["timeouts"].as_u64()), (Some(2), Some(2)));
        assert_eq!(slice.ended / 1_000_000, 241);
        let marks: Vec<_> = marks(&trace);
        let expected = [("timeout", 20), ("retry", 120), ("timeout", 140), ("retry", 240)];
        assert!(marks.iter().map(|(_, what, at)| (what.as_str(), *at)).eq(expected), "{marks:?}");
        assert!(marks.iter().all(|(process, ..)| *process == 3));
    });
}

#[test]
fn errors_are_those_of_their_stage() {
    paused(async {
        let odd = |n: u32| if n % 2 == 1 { Err(n) } else { Ok(n) };
        let run = Stream::from_iter(0..10)
            .try_map(odd)
            .name("fused")
            .try_map_async(move |n| async move { if n == 4 { Err(n) } else { Ok(n) } })
            .name("awaited")
            .count();
        let (result, _, trace): (Result<_, PipelineError>, _, _) = traced(run).await;
        assert_eq!(result.unwrap(), 10);
        let marks = marks(&trace);
        let of =
            |process| marks.iter().filter(|mark| (mark.0, mark.1.as_str()) == (process, "error")).count();
        assert_eq!((of(3), of(4), marks.len()), (5, 1, 6));
        let failed = trace.slices(2).into_iter().filter(|slice| slice.args["errors"] == 1).count();
        assert_eq!((failed, trace.slices(2).len()), (1, 10));
    });
}
