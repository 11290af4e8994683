//! Large items by value, handed on in every way, on threads with a stack of 2 MiB.
//!
//! Items of 64 KiB overflowed it in `.ordered()`, in a build without optimizations already at 32 KiB: an item lay on the stack
//! once for every function that it went through, and in fused stages once more for every stage. What does not fit is refused.

use crate::support::both_runtimes;
use pipeline_core::prelude::*;

/// The most that is not refused.
const BYTES: usize = if cfg!(debug_assertions) { 8 << 10 } else { 32 << 10 };

type Block = [u8; BYTES];

fn block(n: u8) -> Block {
    [n; BYTES]
}

fn blocks() -> Stream<Block> {
    Stream::from_iter((1..=20).map(block))
}

fn next(mut block: Block) -> Block {
    block[BYTES - 1] += 1;
    block
}

async fn next_async(block: Block) -> Block {
    tokio::task::yield_now().await;
    next(block)
}

/// Runs in a task of its own: on a worker's stack, where the runtime has some.
async fn arrive(stream: impl Into<Stream<Block>>, steps: u8) {
    let run = stream.into().map(|block| block[BYTES - 1]).collect::<Vec<_>>();
    let mut found = tokio::spawn(async move { run.await.unwrap() }).await.unwrap();
    found.sort_unstable();
    assert_eq!(found, (1 + steps..=20 + steps).collect::<Vec<_>>());
}

async fn too_large<T: Send + 'static>(stream: impl Into<Stream<T>>) {
    let error = stream.into().count().await.unwrap_err();
    assert!(matches!(error, PipelineError::InvalidOption { option: "item type", .. }), "{error}");
}

both_runtimes! {
    async fn large_items_in_fused_stages() {
        arrive(blocks().map(next), 1).await;
        arrive(blocks().map(next).map(next).map(next).map(next).map(next).map(next).map(next).map(next), 8).await;
        arrive(blocks().map(next).filter(|_| true).inspect(|_| ()).flat_map(|block| [block]).filter_map(Some), 1).await;
        arrive(blocks().map(next).skip(0).take(20).scan((), |_, block| Some(block)).take_while(|_| true), 1).await;
    }

    async fn large_items_in_ordered_stages() {
        arrive(blocks().map(next).workers(3).ordered(), 1).await;
        arrive(blocks().map_async(next_async).workers(3).ordered(), 1).await;
        arrive(blocks().map_async(next_async).workers(3).ordered().buffer(4).map_async(next_async).workers(2).ordered().window(8), 2).await;
        arrive(blocks().flat_map_async(|block| async move { [block] }).workers(3).ordered(), 0).await;
        arrive(blocks().map_blocking(next).workers(3).ordered(), 1).await;
    }

    async fn large_items_in_unordered_workers() {
        arrive(blocks().map(next).workers(3), 1).await;
        arrive(blocks().map_async(next_async).workers(3).map_async(next_async).workers(2), 2).await;
        arrive(blocks().map_blocking(next).workers(3), 1).await;
    }

    async fn large_items_over_rings() {
        arrive(blocks().map_async(next_async).map_async(next_async).buffer(3), 2).await;
        arrive(blocks().map(next).buffer(0).map(next).buffer(16), 2).await;
        arrive(blocks().map_blocking(next), 1).await;
        arrive(blocks().flat_map_stream(|block| futures::stream::iter([block])), 0).await;
    }

    async fn large_items_over_channels_for_many() {
        arrive(blocks().map(next).unbounded().map_async(next_async).unbounded(), 2).await;
        let [one, other] = blocks().tee();
        let runs = Run::join((one.map(|block| block[0]).count(), other.map_async(next_async).count()));
        assert_eq!(tokio::spawn(async move { runs.await.unwrap() }).await.unwrap(), (20, 20));
        arrive(blocks().merge(Stream::from_iter(None)), 0).await;
        arrive(blocks().chain(Stream::from_iter(None)), 0).await;
        arrive(blocks().zip(0..20).map(|(block, _)| block), 0).await;
        arrive(blocks().expand(|block| (block, None)), 0).await;
    }

    async fn large_items_that_can_fail() {
        let tried = blocks().try_map(|block| Ok::<_, String>(next(block))).map(next).workers(2).ordered();
        arrive(tried.try_map_async(|block| async move { Ok::<_, String>(block) }).keep_item().workers(2).ok_only(), 2).await;
        arrive(blocks().try_map(Ok::<_, String>).or_fail(), 0).await;
    }

    async fn large_items_at_the_end() {
        assert_eq!(blocks().collect::<Vec<_>>().await.unwrap().len(), 20);
        assert_eq!(blocks().map(next).workers(2).ordered().collect::<Vec<_>>().await.unwrap().len(), 20);
        assert_eq!(blocks().first().await.unwrap().map(|block| block[0]), Some(1));
        blocks().for_each_async(|_| async {}).workers(3).await.unwrap();
        assert_eq!(blocks().fold(0, |sum, block| sum + usize::from(block[0])).await.unwrap(), 210);
    }

    /// What one stage alone cannot hold is refused before anything runs.
    async fn items_that_are_too_large_are_refused() {
        let asked = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
        let seen = asked.clone();
        let source = Stream::defer(move || {
            seen.store(true, std::sync::atomic::Ordering::SeqCst);
            [1_u8]
        });
        let error = source.map(|n| [n; 1 << 20]).name("widen").workers(2).ordered().count().await.unwrap_err();
        assert!(matches!(&error, PipelineError::InvalidOption { stage, option: "item type", .. } if stage == "widen"), "{error}");
        assert!(error.to_string().contains("`Box`"), "{error}");
        assert!(!asked.load(std::sync::atomic::Ordering::SeqCst));
        too_large(Stream::from_iter([[0_u8; 64 << 10]])).await;
        too_large(Stream::once(0_u8).map(|n| [n; 64 << 10])).await;
        too_large(Stream::once(0_u8).map_async(|n| async move { [n; 64 << 10] }).workers(2).ordered()).await;
        too_large(Stream::once(0_u8).map(|n| [n; 256 << 10]).workers(2)).await;
        too_large(Stream::once(0_u8).map(|n| [n; 256 << 10]).buffer(1)).await;
        too_large(Stream::once(0_u8).map(|n| [n; 1 << 20]).unbounded()).await;
        let boxed = Stream::from_iter(0..4_u8).map(|n| vec![n; 1 << 20].into_boxed_slice()).workers(2).ordered();
        assert_eq!(boxed.map(|block| block.len()).collect::<Vec<_>>().await.unwrap(), [1 << 20; 4]);
    }
}

/// Items of some KiB share a task with fewer stages than small ones do.
#[test]
fn rows_of_fused_stages_with_middling_items() {
    for stages in [5_u8, 50] {
        crate::support::multi_thread(async move {
            let row = (0..stages).fold(Stream::from_iter([[0_u8; 4 << 10]]), |stream, _| {
                stream
                    .map(|mut block| {
                        block[0] += 1;
                        block
                    })
                    .into()
            });
            assert_eq!(row.map(|block| block[0]).collect::<Vec<_>>().await.unwrap(), [stages]);
        });
    }
}
