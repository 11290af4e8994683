//! Fused stages push items through each other: what a stage gives at the very end gets through all of them as well.

use pipeline_core::prelude::*;

use crate::support::both_runtimes;

fn thrice(n: i32) -> [i32; 3] {
    [n, n, n]
}

/// The same items by a loop in one task, over a rendezvous, through a buffer, by a stream that is polled, and in order.
async fn ends_alike(make: impl Fn() -> Stream<i32>, expected: &[i32]) {
    assert_eq!(make().collect::<Vec<_>>().await.unwrap(), expected);
    assert_eq!(make().map_async(|n| async move { n }).collect::<Vec<_>>().await.unwrap(), expected);
    assert_eq!(make().map(|n| n).buffer(0).collect::<Vec<_>>().await.unwrap(), expected);
    assert_eq!(make().map(|n| n).buffer(2).map(|n| n).buffer(5).collect::<Vec<_>>().await.unwrap(), expected);
    let zipped = make().zip(Stream::repeat(0)).map(|(n, _)| n);
    assert_eq!(zipped.collect::<Vec<_>>().await.unwrap(), expected);
    let ordered = make().map_async(|n| async move { n }).workers(3).ordered();
    assert_eq!(ordered.collect::<Vec<_>>().await.unwrap(), expected);
    let mut found = make().map(|n| n).workers(3).collect::<Vec<_>>().await.unwrap();
    found.sort_unstable();
    let mut sorted = expected.to_vec();
    sorted.sort_unstable();
    assert_eq!(found, sorted);
}

both_runtimes! {
    /// `take` leaves its input with its last item, of which three more come.
    async fn the_last_item_of_take_may_become_several() {
        ends_alike(|| Stream::from_iter(0..9).take(1).flat_map(thrice).into(), &[0, 0, 0]).await;
        ends_alike(|| Stream::from_iter(0..9).take(2).flat_map(thrice).skip(1), &[0, 0, 1, 1, 1]).await;
        ends_alike(|| Stream::from_iter(1..9).take(2).flat_map(thrice).flat_map(|n| 0..n).into(), &[0, 0, 0, 0, 1, 0, 1, 0, 1]).await;
    }

    /// The chunk that is left when the input has ended holds several items.
    async fn the_last_chunk_is_flattened_whole() {
        ends_alike(|| Stream::from_iter(0..6).chunks(4).flatten().into(), &[0, 1, 2, 3, 4, 5]).await;
        ends_alike(|| Stream::from_iter(0..5).chunks(9).flatten().take(3).flat_map(thrice).into(), &[0, 0, 0, 1, 1, 1, 2, 2, 2]).await;
    }

    /// An error that the end of one stage causes and the rest that another keeps both get through.
    async fn an_error_at_the_end_hides_nothing() {
        let make = || {
            let chunks = Stream::from_iter(0..5).chunks(3).try_map(|chunk: Vec<i32>| match chunk.len() {
                3 => Ok(chunk),
                _ => Err("short"),
            });
            chunks.chunks(2)
        };
        for buffer in [None, Some(0), Some(4)] {
            let stream = match buffer {
                None => make().map(|chunks| chunks.len()),
                Some(n) => make().map(|chunks| chunks.len()).buffer(n),
            };
            let (chunks, errors) = stream.collect_split().await.unwrap();
            assert_eq!((chunks, errors.len()), (vec![1], 1));
        }
        let found = make().results().collect::<Vec<_>>().await.unwrap();
        assert_eq!(found.len(), 2);
    }
}
