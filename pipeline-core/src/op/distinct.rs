//! `distinct`: each item once, as far as is remembered.

use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasher, Hash, RandomState};

use crate::attach::{Stateful, Step};
use crate::plan::Node;
use crate::stream::{Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Drops each item that equals one of the last `capacity` that were given.
    ///
    /// Clones of those are remembered, and no others: what is older passes again, so memory is bounded.
    /// Choose a `capacity` as large as the distance over which repetitions matter; `usize::MAX` remembers all
    /// there ever were. For repetitions of the item before, [`dedup`](Stream::dedup) is enough. On a stream
    /// of results, errors pass.
    ///
    /// # Errors
    ///
    /// A `capacity` of 0 is [`InvalidOption`](crate::PipelineError::InvalidOption) when run.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let once = Stream::from_iter([1, 2, 1, 3, 2]).distinct(100);
    /// assert_eq!(once.collect::<Vec<_>>().await?, [1, 2, 3]);
    /// // The 3 is remembered in the place of the 1, which passes again.
    /// let again = Stream::from_iter([1, 2, 1, 3, 1]).distinct(2);
    /// assert_eq!(again.collect::<Vec<_>>().await?, [1, 2, 3, 1]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "unique")]
    pub fn distinct(self, capacity: usize) -> Stream<T, K>
    where
        T: Clone + Eq + Hash,
    {
        let node = remembering("distinct", capacity).holding_items(capacity);
        self.attach_stateful(node, Distinct(Recent::new(capacity)))
    }

    /// Drops each item whose key equals that of one of the last `capacity` that were given.
    ///
    /// As [`distinct`](Stream::distinct), but that keys are remembered and no items; of items with equal keys
    /// the first is given.
    ///
    /// # Errors
    ///
    /// A `capacity` of 0 is [`InvalidOption`](crate::PipelineError::InvalidOption) when run.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let words = Stream::from_iter(["a", "bb", "c", "dd"]).distinct_by_key(100, |word| word.len());
    /// assert_eq!(words.collect::<Vec<_>>().await?, ["a", "bb"]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "unique_by")]
    pub fn distinct_by_key<Q, F>(self, capacity: usize, key: F) -> Stream<T, K>
    where
        Q: Eq + Hash + Send + 'static,
        F: FnMut(&T) -> Q + Send + 'static,
    {
        let node = remembering("distinct_by_key", capacity);
        self.attach_stateful(node, DistinctByKey { keys: Recent::new(capacity), key })
    }
}

fn remembering(operator: &'static str, capacity: usize) -> Node {
    Node::stage(operator).reject_if(
        capacity == 0,
        "capacity",
        "what is not remembered cannot be told from what is new; use at least 1",
    )
}

/// Drops each item that equals one of the last `capacity` that were given.
///
/// The pipe form of [`Stream::distinct`](crate::Stream::distinct).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let once: Vec<i32> = ([1, 2, 1, 3, 2] | pipe::distinct(100) | pipe::collect()).await?;
/// assert_eq!(once, [1, 2, 3]);
/// # Ok(()) }
/// ```
pub fn distinct<T, K>(capacity: usize) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, K>>
where
    T: Clone + Eq + Hash + Send + 'static,
    K: Track,
{
    Pipe::new(move |stream: Stream<T, K>| stream.distinct(capacity))
}

/// Drops each item whose key equals that of one of the last `capacity` that were given.
///
/// The pipe form of [`Stream::distinct_by_key`](crate::Stream::distinct_by_key).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let tens: Vec<i32> = ([11, 25, 12] | pipe::distinct_by_key(100, |n| n / 10) | pipe::collect()).await?;
/// assert_eq!(tens, [11, 25]);
/// # Ok(()) }
/// ```
pub fn distinct_by_key<T, K, Q, F>(capacity: usize, key: F) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, K>>
where
    T: Send + 'static,
    K: Track,
    Q: Eq + Hash + Send + 'static,
    F: FnMut(&T) -> Q + Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.distinct_by_key(capacity, key))
}

struct Distinct<T>(Recent<T>);

impl<T: Clone + Eq + Hash + Send + 'static> Stateful<T> for Distinct<T> {
    type Out = T;

    fn step(&mut self, value: T) -> Step<T> {
        match self.0.find(&value) {
            Ok(()) => Step::Skip,
            Err(hash) => {
                self.0.make_room();
                self.0.remember(value.clone(), hash);
                Step::Emit(value)
            }
        }
    }
}

struct DistinctByKey<Q, F> {
    keys: Recent<Q>,
    key: F,
}

impl<T: Send + 'static, Q, F> Stateful<T> for DistinctByKey<Q, F>
where
    Q: Eq + Hash + Send + 'static,
    F: FnMut(&T) -> Q + Send + 'static,
{
    type Out = T;

    fn step(&mut self, value: T) -> Step<T> {
        let key = (self.key)(&value);
        match self.keys.find(&key) {
            Ok(()) => Step::Skip,
            Err(hash) => {
                self.keys.make_room();
                self.keys.remember(key, hash);
                Step::Emit(value)
            }
        }
    }
}

/// The last keys that were put in, at most `capacity`, each of them held once.
///
/// A map from a key's hash to its number finds it in the queue; keys of one hash are chained from the newest
/// on.
struct Recent<Q> {
    capacity: usize,
    /// The oldest first.
    keys: VecDeque<Key<Q>>,
    /// The number of the oldest.
    first: u64,
    /// The number of the newest key with each hash.
    newest: HashMap<u64, u64>,
    hasher: RandomState,
}

struct Key<Q> {
    key: Q,
    hash: u64,
    /// The number of the key before it with the same hash; that may have been forgotten.
    before: Option<u64>,
}

impl<Q: Eq + Hash> Recent<Q> {
    fn new(capacity: usize) -> Self {
        let hasher = RandomState::new();
        Self { capacity, keys: VecDeque::new(), first: 0, newest: HashMap::new(), hasher }
    }

    /// Whether `key` is remembered; otherwise its hash, to remember it by.
    fn find(&self, key: &Q) -> Result<(), u64> {
        let hash = self.hasher.hash_one(key);
        let mut number = self.newest.get(&hash).copied();
        while let Some(known) = number.and_then(|number| self.numbered(number)) {
            if known.key == *key {
                return Ok(());
            }
            number = known.before;
        }
        Err(hash)
    }

    fn numbered(&self, number: u64) -> Option<&Key<Q>> {
        let place = number.checked_sub(self.first)?;
        self.keys.get(usize::try_from(place).ok()?)
    }

    /// Forgets the oldest if there is no room for another.
    fn make_room(&mut self) {
        if self.keys.len() < self.capacity {
            return;
        }
        if let Some(oldest) = self.keys.pop_front() {
            if self.newest.get(&oldest.hash) == Some(&self.first) {
                self.newest.remove(&oldest.hash);
            }
            self.first += 1;
        }
    }

    /// Puts a key in that is not there.
    fn remember(&mut self, key: Q, hash: u64) {
        let number = self.first + self.keys.len() as u64;
        let before = self.newest.insert(hash, number);
        self.keys.push_back(Key { key, hash, before });
    }
}
