//! Windows by count, by the clock and by the time of the items.

use pipeline_core::Window;
use pipeline_core::prelude::*;

use crate::support::{at, of_seconds, paused, secs, timed};

#[test]
fn tumbling_by_count_and_by_time() {
    paused(async {
        let five = Stream::from_iter(0..5).tumbling(2);
        assert_eq!(five.collect::<Vec<_>>().await.unwrap(), [vec![0, 1], vec![2, 3], vec![4]]);
        // Windows of 3 ticks from the first item on: [1, 4), [4, 7), none in [7, 10), [10, 13).
        let windows = timed(at([1, 3, 4, 6, 10, 13]).tumbling(secs(3))).await;
        assert_eq!(windows, [(vec![1, 3], 4), (vec![4, 6], 7), (vec![10], 13), (vec![13], 13)]);
    });
}

#[test]
fn sliding_by_count_gives_each_full_window_and_what_is_new_at_the_end() {
    paused(async {
        let windows = |items: u64, extent: usize, step: usize| async move {
            Stream::from_iter(0..items).sliding(extent, step).collect::<Vec<_>>().await.unwrap()
        };
        for items in 0..20 {
            for extent in 1..6 {
                for step in 1..=extent {
                    let all: Vec<u64> = (0..items).collect();
                    let full = (0..).map(|i| i * step).take_while(|from| from + extent <= all.len());
                    let mut wanted: Vec<Vec<u64>> =
                        full.map(|from| all[from..from + extent].to_vec()).collect();
                    let seen = wanted.last().map_or(0, |w| w[extent - 1] as usize + 1);
                    if seen < all.len() {
                        wanted.push(all[wanted.len() * step..].to_vec());
                    }
                    assert_eq!(windows(items, extent, step).await, wanted, "{items} {extent} {step}");
                }
            }
        }
    });
}

#[test]
fn sliding_by_time_holds_what_came_in_its_span() {
    paused(async {
        // Spans of 4 from 1 on, every 2: [1, 5), [3, 7), [5, 9), [7, 11) .. [15, 19), [17, 21) ..
        let windows = timed(at([1, 2, 5, 18]).sliding(secs(4), secs(2))).await;
        assert_eq!(windows, [(vec![1, 2], 5), (vec![5], 7), (vec![5], 9), (vec![18], 18)]);
        let windows = timed(at([0, 3, 4]).sliding(secs(4), secs(2))).await;
        assert_eq!(windows, [(vec![0, 3], 4), (vec![3, 4], 4)]);
    });
}

#[test]
fn sessions_end_with_a_silence() {
    paused(async {
        let sessions = timed(at([1, 2, 4, 9, 10]).session(secs(3))).await;
        assert_eq!(sessions, [(vec![1, 2, 4], 7), (vec![9, 10], 10)]);
    });
}

/// From, to, whether it is late, and the items.
fn spans(stream: Stream<Window<u64>>) -> Vec<(u64, u64, bool, Vec<u64>)> {
    let windows = stream.map(|w| (w.from.as_secs(), w.to.as_secs(), w.late, w.items)).collect();
    futures::executor::block_on(windows.run_local()).unwrap()
}

#[test]
fn windows_by_the_time_of_the_items() {
    let s = |items: Vec<u64>| Stream::from_iter(items);
    let windows = spans(s(vec![5, 1, 12, 9, 30, 11, 31]).tumbling_by(secs(10), secs(2), of_seconds));
    let wanted = [
        (0, 10, false, vec![5, 1, 9]),
        (10, 20, false, vec![12]),
        (10, 20, true, vec![11]),
        (30, 40, false, vec![30, 31]),
    ];
    // 12 is not 2 after the end of the first window but at it: 9 is late by then.
    let late = [(0, 10, false, vec![5, 1]), (0, 10, true, vec![9])];
    assert_eq!(windows[..2], late);
    assert_eq!(windows[2..], wanted[1..]);

    let windows = spans(s(vec![1, 6, 12, 3, 40]).sliding_by(secs(10), secs(5), secs(2), of_seconds));
    let wanted = [
        (0, 10, false, vec![1, 6]),
        (0, 10, true, vec![3]),
        (5, 15, false, vec![6, 12]),
        (10, 20, false, vec![12]),
        (35, 45, false, vec![40]),
        (40, 50, false, vec![40]),
    ];
    assert_eq!(windows, wanted);

    let windows = spans(s(vec![1, 5, 3, 20, 3, 21]).session_by(secs(3), secs(2), of_seconds));
    let wanted = [(1, 8, false, vec![1, 5, 3]), (3, 6, true, vec![3]), (20, 24, false, vec![20, 21])];
    assert_eq!(windows, wanted);
}

#[test]
fn no_item_of_a_window_is_lost() {
    let mut state = 3_u32;
    let items: Vec<u64> = (0..500)
        .map(|n| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            n / 4 + u64::from(state >> 28)
        })
        .collect();
    let mut wanted = items.clone();
    wanted.sort_unstable();
    for late in [0, 3, 100] {
        let s = || Stream::from_iter(items.clone());
        for windows in [
            spans(s().tumbling_by(secs(7), secs(late), of_seconds)),
            spans(s().sliding_by(secs(7), secs(7), secs(late), of_seconds)),
            spans(s().session_by(secs(1), secs(late), of_seconds)),
        ] {
            assert!(windows.iter().all(|(from, to, _, items)| {
                !items.is_empty() && items.iter().all(|n| (from..to).contains(&n))
            }));
            let mut found: Vec<u64> = windows.into_iter().flat_map(|(.., items)| items).collect();
            found.sort_unstable();
            assert_eq!(found, wanted);
        }
    }
}
