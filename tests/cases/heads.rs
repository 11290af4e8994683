//! What may stand left of the first `|`, and what `via` and `to` take.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use futures::StreamExt;
use pipeline_core::prelude::*;

type Result = std::result::Result<(), PipelineError>;

/// All items, as they come.
macro_rules! all {
    ($head:expr) => {
        ($head | pipe::collect::<Vec<_>>()).await?
    };
}

#[tokio::test]
async fn collections_are_sources_as_they_are() -> Result {
    assert_eq!(all!(vec![1, 2]), [1, 2]);
    assert_eq!(all!(VecDeque::from([1, 2])), [1, 2]);
    assert_eq!(all!(BTreeSet::from([2, 1])), [1, 2]);
    assert_eq!(all!(HashSet::from([1])), [1]);
    assert_eq!(all!(BTreeMap::from([(2, 'b'), (1, 'a')])), [(1, 'a'), (2, 'b')]);
    assert_eq!(all!(HashMap::from([(1, 'a')])), [(1, 'a')]);
    assert_eq!(all!(Some(1)), [1]);
    assert_eq!(all!(None::<i32>), [0_i32; 0]);
    assert_eq!(all!(vec![1].into_boxed_slice()), [1]);
    static NUMBERS: [i32; 2] = [1, 2];
    assert_eq!(all!(&NUMBERS), [&1, &2]);
    assert_eq!(all!(&NUMBERS[1..]), [&2]);
    Ok(())
}

#[tokio::test]
async fn iterators_are_sources_as_they_are() -> Result {
    static NUMBERS: [i32; 3] = [1, 2, 3];
    assert_eq!(all!(NUMBERS.iter().copied().filter(|n| *n > 1).rev()), [3, 2]);
    assert_eq!(all!((0..2).zip(5..).chain([(9, 9)]).enumerate()), [(0, (0, 5)), (1, (1, 6)), (2, (9, 9))]);
    assert_eq!(all!(vec![Some(1), None].into_iter().flatten()), [1]);
    assert_eq!(all!("a b".split(' ').map(str::to_owned)), ["a", "b"]);
    assert_eq!(all!(std::iter::successors(Some(1), |n| (*n < 4).then_some(n * 2))), [1, 2, 4]);
    Ok(())
}

#[tokio::test]
async fn streams_of_futures_and_receivers_are_sources_as_they_are() -> Result {
    let boxed = futures::stream::iter([1, 2]).boxed();
    assert_eq!(all!(boxed.map(|n| n + 1).take(1)), [2]);
    assert_eq!(all!(futures::stream::iter([1, 2]).boxed()), [1, 2]);
    let (sender, receiver) = tokio::sync::mpsc::channel(2);
    sender.send(1).await.unwrap();
    drop(sender);
    assert_eq!(all!(receiver), [1]);
    let (sender, receiver) = tokio::sync::mpsc::unbounded_channel();
    sender.send(1).unwrap();
    drop(sender);
    assert_eq!(all!(receiver), [1]);
    let (sender, receiver) = tokio::sync::broadcast::channel(2);
    sender.send(1).unwrap();
    drop(sender);
    assert_eq!(all!(receiver | pipe::ok_only()), [1]);
    Ok(())
}

#[tokio::test]
async fn via_and_to_take_pipes_functions_and_operators() -> Result {
    fn evens(numbers: Stream<i32>) -> Stream<i32> {
        numbers.filter(|n| n % 2 == 0).into()
    }
    fn total(numbers: Stream<i32>) -> Run<i32> {
        numbers.fold(0, |sum, n| sum + n)
    }
    let next = || pipe::map(|n: i32| n + 1).workers(2).ordered() | pipe::take(2);
    let by_methods = Stream::from_iter(0..9).via(evens).via(next()).via(|s: Stream<i32>| s.skip(1)).to(total);
    assert_eq!(by_methods.await?, 3);
    assert_eq!((Stream::from_iter(0..9) | evens | next() | pipe::skip(1) | total).await?, 3);
    assert_eq!(pipeline!(0..9 | via(evens) | via(next()) | via(|s| s.skip(1)) | to(total)).await?, 3);
    assert_eq!(Stream::from_iter(0..9).to(pipe::count()).await?, 9);
    Ok(())
}
