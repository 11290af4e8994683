//! Items whose lives are counted.

use std::cell::RefCell;
use std::collections::HashSet;
use std::fmt;
use std::sync::{Arc, Mutex};

use crate::engine::lock::lock;

/// Makes [`Counted`] items, and knows what became of each. Clones are the same counts.
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// use pipeline_core::testkit::Counts;
///
/// let counts = Counts::new();
/// let evens = Stream::from_iter(counts.items(0..10)).filter(|n| **n % 2 == 0).count().await?;
/// assert_eq!((evens, counts.made(), counts.dropped()), (5, 10, 10));
/// counts.assert_clean();
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Counts(Arc<Mutex<Account>>);

#[derive(Default)]
struct Account {
    made: usize,
    most: usize,
    /// The numbers of the items that are alive.
    alive: HashSet<usize>,
    /// Drops of items that were not alive any more.
    again: usize,
}

/// A value that is counted from when it is made until it is dropped. It passes for the value by `Deref`; a
/// clone is another item.
///
/// ```
/// use pipeline_core::testkit::Counts;
///
/// let counts = Counts::new();
/// let name = counts.item("ann");
/// let copy = name.clone();
/// assert_eq!((name.len(), counts.alive()), (3, 2));
/// drop(copy);
/// assert_eq!(name.into_inner(), "ann");
/// counts.assert_clean();
/// ```
pub struct Counted<T> {
    pub(super) value: T,
    life: Life,
}

/// What is counted of an item.
struct Life {
    number: usize,
    counts: Counts,
}

thread_local! {
    /// Where counts that are made on this thread are noted, while somebody asks for it.
    static NOTED: RefCell<Option<Vec<Counts>>> = const { RefCell::new(None) };
}

/// Calls `f`, and gives the counts that it has made.
pub(super) fn noting<R>(f: impl FnOnce() -> R) -> (R, Vec<Counts>) {
    let before = NOTED.replace(Some(Vec::new()));
    let result = f();
    (result, NOTED.replace(before).unwrap_or_default())
}

impl Counts {
    /// Counts of nothing yet.
    ///
    /// ```
    /// assert_eq!(pipeline_core::testkit::Counts::new().made(), 0);
    /// ```
    #[allow(
        clippy::new_without_default,
        reason = "it is noted by `assert_no_leaks`; a default should be plain"
    )]
    pub fn new() -> Self {
        let counts = Self(Arc::default());
        NOTED.with_borrow_mut(|noted| noted.iter_mut().for_each(|noted| noted.push(counts.clone())));
        counts
    }

    /// An item that counts.
    ///
    /// ```
    /// let counts = pipeline_core::testkit::Counts::new();
    /// let seven = counts.item(7);
    /// assert_eq!((*seven, counts.alive()), (7, 1));
    /// ```
    pub fn item<T>(&self, value: T) -> Counted<T> {
        let mut account = lock(&self.0);
        account.made += 1;
        let number = account.made;
        account.alive.insert(number);
        account.most = account.most.max(account.alive.len());
        Counted { value, life: Life { number, counts: self.clone() } }
    }

    /// Items of these values, each made when it is asked for: a source that counts.
    ///
    /// ```
    /// let counts = pipeline_core::testkit::Counts::new();
    /// let mut letters = counts.items(["a", "b"]);
    /// letters.next();
    /// assert_eq!((counts.made(), counts.dropped()), (1, 1));
    /// ```
    pub fn items<I: IntoIterator>(&self, values: I) -> impl Iterator<Item = Counted<I::Item>> + use<I> {
        let counts = self.clone();
        values.into_iter().map(move |value| counts.item(value))
    }

    /// How many items were made, clones included.
    ///
    /// ```
    /// let counts = pipeline_core::testkit::Counts::new();
    /// drop(counts.item(1).clone());
    /// assert_eq!(counts.made(), 2);
    /// ```
    pub fn made(&self) -> usize {
        lock(&self.0).made
    }

    /// How many items are alive.
    ///
    /// ```
    /// let counts = pipeline_core::testkit::Counts::new();
    /// let _kept = counts.item(1);
    /// drop(counts.item(2));
    /// assert_eq!(counts.alive(), 1);
    /// ```
    pub fn alive(&self) -> usize {
        lock(&self.0).alive.len()
    }

    /// The most items that were alive at one time: never more than
    /// [`max_in_flight`](crate::Run::max_in_flight) tells of a run that keeps none.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let counts = pipeline_core::testkit::Counts::new();
    /// let run = Stream::from_iter(counts.items(0..100)).buffer(8).map_async(|n| async { n }).count();
    /// let told = run.max_in_flight();
    /// run.await?;
    /// assert!(counts.most_alive() <= told);
    /// # Ok(()) }
    /// ```
    pub fn most_alive(&self) -> usize {
        lock(&self.0).most
    }

    /// How many times an item was dropped.
    ///
    /// ```
    /// let counts = pipeline_core::testkit::Counts::new();
    /// counts.items(0..4).for_each(drop);
    /// assert_eq!(counts.dropped(), 4);
    /// ```
    pub fn dropped(&self) -> usize {
        let account = lock(&self.0);
        account.made - account.alive.len() + account.again
    }

    /// Every item that was made was dropped, and none twice.
    ///
    /// # Panics
    ///
    /// Where that is not so; the message says how many items are alive or were dropped again.
    ///
    /// ```
    /// let counts = pipeline_core::testkit::Counts::new();
    /// drop(counts.item(1));
    /// counts.assert_clean();
    /// ```
    #[track_caller]
    pub fn assert_clean(&self) {
        if let Some(fault) = self.fault() {
            panic!("{fault}");
        }
    }

    /// What is wrong with these counts once everything should be over.
    pub(super) fn fault(&self) -> Option<String> {
        let account = lock(&self.0);
        let (made, alive, again) = (account.made, account.alive.len(), account.again);
        if again > 0 {
            return Some(format!("of {made} items {again} were dropped again"));
        }
        (alive > 0).then(|| format!("of {made} items {alive} are alive"))
    }
}

impl<T> Counted<T> {
    /// The value; as an item it counts as dropped.
    ///
    /// ```
    /// let counts = pipeline_core::testkit::Counts::new();
    /// assert_eq!(counts.item(7).into_inner(), 7);
    /// assert_eq!(counts.dropped(), 1);
    /// ```
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The counts that it is of.
    ///
    /// ```
    /// let counts = pipeline_core::testkit::Counts::new();
    /// let one = counts.item(1);
    /// let two = one.counts().item(2);
    /// assert_eq!((*two, counts.alive()), (2, 2));
    /// ```
    pub fn counts(&self) -> &Counts {
        &self.life.counts
    }
}

impl Drop for Life {
    fn drop(&mut self) {
        let mut account = lock(&self.counts.0);
        if !account.alive.remove(&self.number) {
            account.again += 1;
        }
    }
}

impl<T: Clone> Clone for Counted<T> {
    fn clone(&self) -> Self {
        self.life.counts.item(self.value.clone())
    }
}

impl fmt::Debug for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (made, alive, dropped) = (self.made(), self.alive(), self.dropped());
        f.debug_struct("Counts")
            .field("made", &made)
            .field("alive", &alive)
            .field("dropped", &dropped)
            .finish()
    }
}
