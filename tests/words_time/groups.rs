//! Groups that do not wait for long.

use std::time::Duration;

use pipeline_core::prelude::*;
use tokio::time::sleep;

use crate::support::{TICK, at, paused, secs, timed, timed_with_reader};

#[test]
fn chunks_timeout_waits_for_the_first_of_a_group() {
    paused(async {
        let groups = timed(at([0, 1, 2, 3, 9, 10]).chunks_timeout(3, Duration::from_millis(2500))).await;
        assert_eq!(groups, [(vec![0, 1, 2], 2), (vec![3], 6), (vec![9, 10], 10)]);
    });
}

#[test]
fn chunks_timeout_of_a_busy_reader() {
    paused(async {
        let groups = at([0, 1, 2, 3]).chunks_timeout(2, TICK * 9).map(|g| g.len());
        assert_eq!(timed_with_reader(groups.into(), 5).await, [1, 6]);
    });
}

#[test]
fn ready_chunks_never_waits() {
    paused(async {
        let groups = timed(at([0, 1, 5]).ready_chunks(9)).await;
        assert_eq!(groups, [(vec![0], 0), (vec![1], 1), (vec![5], 5)]);
        let slow = Stream::from_iter(0..20).buffer(4).ready_chunks(3).map_async(|g| async move {
            sleep(TICK).await;
            g
        });
        let groups = slow.collect::<Vec<_>>().await.unwrap();
        assert_eq!(groups.concat(), (0..20).collect::<Vec<_>>());
        assert!(groups.iter().all(|g| (1..=3).contains(&g.len())) && groups.iter().any(|g| g.len() == 3));
    });
}

#[test]
fn chunks_by_weight_are_not_too_heavy() {
    paused(async {
        let groups = |most, items: Vec<usize>| async move {
            Stream::from_iter(items).chunks_by_weight(most, |n| *n).collect::<Vec<_>>().await.unwrap()
        };
        assert_eq!(
            groups(4, vec![1, 9, 1, 3, 2, 0, 0, 1]).await,
            [vec![1], vec![9], vec![1, 3], vec![2, 0, 0], vec![1]]
        );
        assert_eq!(groups(4, vec![]).await, Vec::<Vec<usize>>::new());
    });
}

#[test]
fn chunks_by_key_fill_side_by_side() {
    paused(async {
        let groups = timed(at([0, 1, 2, 3, 10]).chunks_by_key(2, secs(4), |n| n % 3)).await;
        assert_eq!(groups, [(vec![0, 3], 3), (vec![1], 5), (vec![2], 6), (vec![10], 10)]);
        // One key too many sends the oldest on.
        let many = Stream::from_iter(0..1_026).chunks_by_key(2, secs(4), |n| *n).take(2);
        assert_eq!(many.collect::<Vec<_>>().await.unwrap(), [[0], [1]]);
        let all = Stream::from_iter(0..5_000).chunks_by_key(3, secs(4), |n| n % 2_000);
        assert_eq!(all.flatten().count().await.unwrap(), 5_000);
    });
}
