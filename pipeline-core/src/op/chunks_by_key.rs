//! `chunks_by_key`: items in groups, one for each key.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use crate::attach::{Clock, Instant, Keeper, after};
use crate::options::Shared;
use crate::plan::Node;
use crate::stream::{Pipe, Stream, Track};

/// As many groups fill at once.
const MOST_KEYS: usize = 1_024;

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Gives items in groups of one key, each of `n`, or of those that came within `wait` of its first; a
    /// group is never empty.
    ///
    /// Groups of different keys fill side by side, 1,024 at most: one key more sends the oldest group on as
    /// it is. At the end all are given, the oldest first. On a stream of results, an error passes before the
    /// groups that fill.
    ///
    /// Choose `n` by what the other side takes at once, and `wait` by how late an item may be.
    ///
    /// # Backpressure
    ///
    /// Groups are given when the reader asks: while that is busy nothing is taken in.
    ///
    /// # Errors
    ///
    /// An `n` of 0 is [`InvalidOption`](crate::PipelineError::InvalidOption) when run, and so is a run
    /// without a tokio runtime.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let groups = Stream::from_iter(1..8).chunks_by_key(2, Duration::from_secs(60), |n| n % 3);
    /// assert_eq!(groups.collect::<Vec<_>>().await?, [vec![1, 4], vec![2, 5], vec![3, 6], vec![7]]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "batch_by_key")]
    #[doc(alias = "group_by")]
    pub fn chunks_by_key<Q, F>(self, n: usize, wait: Duration, key: F) -> Stream<Vec<T>, K>
    where
        Q: Hash + Eq + Send + Sync + 'static,
        F: Fn(&T) -> Q + Shared,
    {
        let node = Node::for_fn::<F>("chunks_by_key")
            .needing_clock("chunks_by_key")
            .holding_items(n.saturating_mul(MOST_KEYS))
            .reject_if(n == 0, "n", "a group of 0 items would never be full; use at least 1");
        let keeper = ChunksByKey {
            n,
            wait,
            key,
            groups: HashMap::new(),
            by_age: BTreeMap::new(),
            opened: 0,
            full: None,
            ended: false,
        };
        self.attach_keeper(node, keeper)
    }
}

/// Gives items in groups of one key, each of `n`, or of those that came within `wait` of its first; a group
/// is never empty.
///
/// The pipe form of [`Stream::chunks_by_key`](crate::Stream::chunks_by_key).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # use std::time::Duration;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let groups: Vec<Vec<i32>> =
///     ((1..5) | pipe::chunks_by_key(2, Duration::from_secs(60), |n: &i32| n % 2) | pipe::collect()).await?;
/// assert_eq!(groups, [[1, 3], [2, 4]]);
/// # Ok(()) }
/// ```
pub fn chunks_by_key<T: Send + 'static, K: Track, Q, F>(
    n: usize,
    wait: Duration,
    key: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<Vec<T>, K>>
where
    Q: Hash + Eq + Send + Sync + 'static,
    F: Fn(&T) -> Q + Shared,
{
    Pipe::new(move |stream: Stream<T, K>| stream.chunks_by_key(n, wait, key))
}

struct ChunksByKey<T, Q, F> {
    n: usize,
    wait: Duration,
    key: F,
    /// The groups that fill, each with its age.
    groups: HashMap<Arc<Q>, (u64, Vec<T>)>,
    /// Their keys, the oldest first, and when they are to go on.
    by_age: BTreeMap<u64, (Arc<Q>, Instant)>,
    /// How many groups there have been.
    opened: u64,
    /// A group that is full.
    full: Option<Vec<T>>,
    ended: bool,
}

impl<T, Q, F> Keeper<T> for ChunksByKey<T, Q, F>
where
    T: Send + 'static,
    Q: Hash + Eq + Send + Sync + 'static,
    F: Fn(&T) -> Q + Send + 'static,
{
    type Out = Vec<T>;

    fn kept(&self) -> usize {
        self.groups.values().map(|(_, items)| items.len()).sum::<usize>()
            + self.full.iter().map(Vec::len).sum::<usize>()
    }

    fn take(&mut self, item: T, clock: &mut Clock) -> ControlFlow<()> {
        let key = (self.key)(&item);
        let key = self.groups.get_key_value(&key).map_or_else(|| Arc::new(key), |(known, _)| known.clone());
        let (age, items) = self.groups.entry(key.clone()).or_insert_with(|| {
            self.opened += 1;
            self.by_age.insert(self.opened, (key.clone(), after(clock.now(), self.wait)));
            (self.opened, Vec::new())
        });
        items.push(item);
        if items.len() >= self.n {
            self.by_age.remove(age);
            self.full = self.groups.remove(&key).map(|(_, items)| items);
        }
        ControlFlow::Continue(())
    }

    fn give(&mut self, clock: &mut Clock) -> Option<Vec<T>> {
        if let Some(full) = self.full.take() {
            return Some(full);
        }
        let oldest = self.by_age.first_entry()?;
        if !self.ended && self.groups.len() <= MOST_KEYS && clock.now() < oldest.get().1 {
            return None;
        }
        let (key, _) = oldest.remove();
        self.groups.remove(&key).map(|(_, items)| items)
    }

    fn due(&self) -> Option<Instant> {
        self.by_age.first_key_value().map(|(_, (_, due))| *due)
    }

    fn end(&mut self) {
        self.ended = true;
    }
}
