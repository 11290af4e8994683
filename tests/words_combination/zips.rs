//! `zip_strict`, `zip_latest` and `zip_latest_from`.

use pipeline_core::LengthsDiffer;
use pipeline_core::prelude::*;
use tokio::time::Instant;

use crate::support::*;

const TOO_LONG: &str = "stage `zip_strict` failed: one of the two streams has ended, and the other has more \
                        items; use `zip` to stop at the shorter";

#[tokio::test(start_paused = true)]
async fn cmb_08_zip_strict_fails_where_one_side_is_longer() {
    for pairs in [Stream::from_iter(0..2).zip_strict(0..1), Stream::from_iter(0..1).zip_strict(0..2)] {
        assert_eq!(read_on(pairs).await, (vec![(0, 0)], Some(TOO_LONG.to_owned())));
    }
    let error = Stream::from_iter(0..2).zip_strict([1]).count().await.unwrap_err();
    let PipelineError::Failed { source, .. } = error else { panic!("{error}") };
    assert!(source.is::<LengthsDiffer>());
    assert_eq!(tasks(), 0);
}

#[tokio::test(start_paused = true)]
async fn zip_strict_of_one_length() {
    assert_eq!(all(Stream::from_iter(0..2).zip_strict(['a', 'b'])).await, [(0, 'a'), (1, 'b')]);
    assert!(all(Stream::<i32>::empty().zip_strict(Stream::<i32>::empty())).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn zip_strict_waits_until_both_have_answered() {
    // The other side ends at tick 3, with nothing more.
    let late_end = each_after(3, 0, [9, 9]).filter(|_| false);
    assert_eq!(timed(Stream::<i32>::empty().zip_strict(late_end)).await, (vec![], 3));
    let start = Instant::now();
    let late_item = Stream::<i32>::empty().zip_strict(each_after(3, 0, [9]));
    assert_eq!(late_item.count().await.unwrap_err().to_string(), TOO_LONG);
    assert_eq!(start.elapsed().as_secs(), 3);
}

#[tokio::test(start_paused = true)]
async fn zip_strict_pairs_and_counts_values() {
    let pairs = checked([1, -1, 2]).zip_strict(checked([-2, 3, 4])).map(|(a, b)| a * 10 + b);
    assert_eq!(all(errors_as_numbers(pairs)).await, [-2, 13, -1, 24]);
}

fn evens_and_odds() -> (Stream<i32>, Stream<i32>) {
    (every(2, [0, 2, 4]), each_after(1, 2, [1, 3]))
}

#[tokio::test(start_paused = true)]
async fn cmb_21_zip_latest_from_start_values() {
    let (even, odd) = evens_and_odds();
    let pairs = even.map(Some).zip_latest_from(odd.map(Some), (None, None));
    let some = |n, m, tick| ((Some(n), Some(m)), tick);
    let wanted = vec![((Some(0), None), 0), some(0, 1, 1), some(2, 1, 2), some(2, 3, 3), some(4, 3, 4)];
    assert_eq!(timed(pairs).await, (wanted, 4));
}

#[tokio::test(start_paused = true)]
async fn cmb_22_zip_latest() {
    let (even, odd) = evens_and_odds();
    let wanted = vec![((0, 1), 1), ((2, 1), 2), ((2, 3), 3), ((4, 3), 4)];
    assert_eq!(timed(even.zip_latest(odd)).await, (wanted, 4));
}

#[tokio::test(start_paused = true)]
async fn cmb_23_zip_latest_with_a_side_that_is_empty() {
    assert!(all(Stream::from_iter(0..2).zip_latest(Stream::<i32>::empty())).await.is_empty());
    // The other side is left at once, though it never ends.
    let closed = Counter::default();
    assert!(all(then_silent(&closed, [1]).zip_latest(Stream::<i32>::empty())).await.is_empty());
    assert!(all(Stream::<i32>::empty().zip_latest(then_silent(&closed, [1]))).await.is_empty());
    assert_eq!((closed.get(), tasks()), (2, 0));
}

// A pair has two sides, by type: of nothing means that both are empty.
#[tokio::test(start_paused = true)]
async fn cmb_24_zip_latest_of_nothing() {
    assert!(all(Stream::<i32>::empty().zip_latest(Stream::<i32>::empty())).await.is_empty());
    assert!(all(Stream::<i32>::empty().zip_latest_from(Stream::<i32>::empty(), (1, 2))).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn zip_latest_goes_on_with_the_side_that_is_left_and_takes_turns() {
    assert_eq!(all(Stream::from_iter([1]).zip_latest([5, 6, 7])).await, [(1, 5), (1, 6), (1, 7)]);
    let endless = Stream::repeat(0).zip_latest(['a', 'b', 'c']).take(9);
    assert_eq!(all(endless.filter(|(_, c)| *c == 'c')).await.len(), 5);
}

#[tokio::test(start_paused = true)]
async fn zip_latest_lets_errors_pass() {
    let pairs = checked([1, -1, 2]).zip_latest(checked([5])).map(|(a, b)| a * 10 + b);
    assert_eq!(all(errors_as_numbers(pairs)).await, [15, -1, 25]);
}
