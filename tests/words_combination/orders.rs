//! Words that bring the items of several streams into an order.

use pipeline_core::prelude::*;

use crate::support::*;

#[tokio::test(start_paused = true)]
async fn interleave_takes_turns_and_then_the_rest() {
    assert_eq!(all(Stream::from_iter([1, 2, 3]).interleave([10])).await, [1, 10, 2, 3]);
    assert_eq!(all(Stream::from_iter([1]).interleave([10, 20, 30])).await, [1, 10, 20, 30]);
    let three =
        Stream::from_iter([1, 2]).interleave(vec![Stream::from_iter([10]), Stream::from_iter([100, 200])]);
    assert_eq!(all(three).await, [1, 10, 100, 2, 200]);
    assert_eq!(all(Stream::from_iter([1]).interleave(Vec::<Stream<i32>>::new())).await, [1]);
    assert_eq!(all(errors_as_numbers(checked([1, -2]).interleave(checked([-3, 4])))).await, [1, -3, -2, 4]);
}

#[tokio::test(start_paused = true)]
async fn interleave_waits_for_whose_turn_it_is() {
    let slow = each_after(2, 2, ['a', 'b']);
    let wanted = vec![('a', 2), ('x', 2), ('b', 4), ('y', 4), ('z', 4)];
    assert_eq!(timed(slow.interleave(['x', 'y', 'z'])).await, (wanted, 4));
}

#[tokio::test(start_paused = true)]
async fn merge_sorted_keeps_what_is_sorted_sorted() {
    let parts: Vec<_> = (0..40).map(|n| Stream::from_iter((n..1_000).step_by(37))).collect();
    let merged = all(Stream::from_iter(0..9).merge_sorted_by(parts, |a, b| a.cmp(b))).await;
    let mut wanted: Vec<i32> = (0..40).flat_map(|n| (n..1_000).step_by(37)).chain(0..9).collect();
    wanted.sort_unstable();
    assert_eq!(merged, wanted);
}

#[tokio::test(start_paused = true)]
async fn merge_sorted_gives_equals_in_the_order_of_the_sides() {
    let side = |name| Stream::from_iter([(1, name), (2, name)]);
    let merged = side('a').merge_sorted_by_key([side('b'), side('c')], |(n, _)| *n);
    assert_eq!(all(merged).await, [(1, 'a'), (1, 'b'), (1, 'c'), (2, 'a'), (2, 'b'), (2, 'c')]);
}

#[tokio::test(start_paused = true)]
async fn merge_sorted_needs_a_head_of_every_side() {
    let merged = each_after(3, 1, [2, 9]).merge_sorted_by([1, 5], |a, b| a.cmp(b));
    assert_eq!(timed(merged).await, (vec![(1, 3), (2, 3), (5, 4), (9, 4)], 4));
}

#[tokio::test(start_paused = true)]
async fn merge_sorted_lets_errors_pass_and_loses_nothing_that_is_not_sorted() {
    let merged = checked([1, -1, 4]).merge_sorted_by(checked([-2, 2]), |a, b| a.cmp(b));
    assert_eq!(all(errors_as_numbers(merged)).await, [-2, 1, -1, 2, 4]);
    let mut merged = all(Stream::from_iter([3, 1]).merge_sorted_by([2, 0], |a, b| a.cmp(b))).await;
    merged.sort_unstable();
    assert_eq!(merged, [0, 1, 2, 3]);
}

#[tokio::test(start_paused = true)]
async fn or_else_is_for_streams_that_give_nothing() {
    let starts = Counter::default();
    assert_eq!(all(Stream::from_iter([1, 2]).or_else(started(&starts, [9]))).await, [1, 2]);
    assert_eq!(starts.get(), 0);
    assert_eq!(all(Stream::<i32>::empty().or_else(started(&starts, [9]))).await, [9]);
    assert_eq!(starts.get(), 1);
    assert!(all(Stream::<i32>::empty().or_else(Stream::empty())).await.is_empty());
    assert_eq!(all(errors_as_numbers(checked([-1]).or_else([9]))).await, [-1], "an error is something");
    let late = each_after(2, 0, [1]).filter(|n| *n > 1).or_else(each_after(3, 0, [7]));
    assert_eq!(timed(late).await, (vec![(7, 5)], 5));
}

#[tokio::test(start_paused = true)]
async fn merge_first_prefers_the_other_and_waits_for_neither() {
    assert_eq!(all(Stream::from_iter([1, 2]).merge_first([10, 20])).await, [10, 20, 1, 2]);
    let merged = every(1, ['a', 'b', 'c']).merge_first(each_after(1, 1, ['X', 'Y', 'Z']));
    let wanted = vec![('a', 0), ('X', 1), ('b', 1), ('Y', 2), ('c', 2), ('Z', 3)];
    assert_eq!(timed(merged).await, (wanted, 3));
}

#[tokio::test(start_paused = true)]
async fn merge_of_thousands_gives_all_and_is_fair() {
    let parts: Vec<_> = (0..5_000).map(|n| Stream::from_iter([n; 3])).collect();
    let mut merged = all(Stream::<i32>::empty().merge(parts)).await;
    assert_eq!(merged.len(), 15_000);
    let mut first = merged[..5_000].to_vec();
    first.sort_unstable();
    assert_eq!(first, (0..5_000).collect::<Vec<_>>(), "each has its turn before one has a second");
    merged.sort_unstable();
    assert_eq!(merged, (0..5_000).flat_map(|n| [n; 3]).collect::<Vec<_>>());
}
