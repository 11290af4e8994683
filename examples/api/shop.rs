//! Stands for an API elsewhere: categories that list articles page by page, and other categories.

use std::collections::{HashSet, VecDeque};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// The category that holds all others.
pub(crate) const ROOT: u32 = 1;
/// A category that is listed and not there.
pub(crate) const GONE: u32 = 13;

const CATEGORIES: u32 = 60;
const ARTICLES_OF_CATEGORY: u32 = 25;
const ARTICLES_OF_PAGE: usize = 10;

/// The shop refuses more calls than this; so much more than was agreed upon is chance.
const BEARS: usize = 40;
const TIME: Duration = Duration::from_millis(80);

#[derive(Debug, Clone, Copy)]
pub(crate) struct Query {
    pub(crate) category: u32,
    pub(crate) page: usize,
}

#[derive(Debug, Clone)]
pub(crate) struct Article {
    pub(crate) id: u32,
}

#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) articles: Vec<Article>,
    /// Listed on the first page alone.
    pub(crate) categories: Vec<u32>,
    pub(crate) next: Option<usize>,
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum ApiError {
    #[error("too many calls")]
    TooMany,
    #[error("out of order")]
    OutOfOrder,
    #[error("there is no category {0}")]
    NoCategory(u32),
    #[error(transparent)]
    TooSlow(#[from] pipeline_core::Elapsed),
}

#[derive(Default)]
struct Log {
    recent: VecDeque<Instant>,
    calls: usize,
    refused: usize,
    failed: usize,
}

pub(crate) struct Shop {
    log: Mutex<Log>,
}

impl Shop {
    pub(crate) fn new() -> Self {
        Self { log: Mutex::default() }
    }

    /// `GET /categories/{category}?page={page}`
    pub(crate) async fn page(&self, query: Query) -> Result<Page, ApiError> {
        self.note_call()?;
        tokio::time::sleep(Duration::from_millis(3)).await;
        let Query { category, page } = query;
        if category == GONE {
            return Err(ApiError::NoCategory(category));
        }
        let all: Vec<_> = articles_of(category).collect();
        let articles = all.chunks(ARTICLES_OF_PAGE).nth(page).unwrap_or_default().to_vec();
        let categories = if page == 0 { categories_of(category) } else { Vec::new() };
        let next = ((page + 1) * ARTICLES_OF_PAGE < all.len()).then_some(page + 1);
        Ok(Page { articles, categories, next })
    }

    /// Refuses a call that is one too many, and fails at every 11th.
    fn note_call(&self) -> Result<(), ApiError> {
        let mut log = self.log.lock().expect("no one panics with it in hand");
        let now = Instant::now();
        while log.recent.front().is_some_and(|first| now - *first >= TIME) {
            log.recent.pop_front();
        }
        log.calls += 1;
        if log.recent.len() >= BEARS {
            log.refused += 1;
            return Err(ApiError::TooMany);
        }
        log.recent.push_back(now);
        if log.calls.is_multiple_of(11) {
            log.failed += 1;
            return Err(ApiError::OutOfOrder);
        }
        Ok(())
    }

    pub(crate) fn calls(&self) -> usize {
        self.log.lock().expect("no one panics with it in hand").calls
    }

    pub(crate) fn refused(&self) -> usize {
        self.log.lock().expect("no one panics with it in hand").refused
    }

    pub(crate) fn failed(&self) -> usize {
        self.log.lock().expect("no one panics with it in hand").failed
    }

    /// The articles with at most so many categories above their own, found without the pages.
    pub(crate) fn reachable(&self, depth: u32) -> HashSet<u32> {
        let (mut known, mut floor) = (HashSet::from([ROOT]), vec![ROOT]);
        for _ in 0..depth {
            let below: Vec<_> =
                floor.iter().filter(|it| **it != GONE).flat_map(|it| categories_of(*it)).collect();
            floor = below.into_iter().filter(|category| known.insert(*category)).collect();
        }
        known.remove(&GONE);
        known.into_iter().flat_map(articles_of).map(|article| article.id).collect()
    }
}

/// The categories below one: two of its own, and one that others list too, so that there are circles.
fn categories_of(category: u32) -> Vec<u32> {
    let below = [category * 2, category * 2 + 1, category * 7 % CATEGORIES + 1];
    below.into_iter().filter(|category| *category <= CATEGORIES).collect()
}

/// The articles of a category: its neighbour has some of them, too.
fn articles_of(category: u32) -> impl Iterator<Item = Article> {
    let first = category * (ARTICLES_OF_CATEGORY - 5);
    (first..first + ARTICLES_OF_CATEGORY).map(|id| Article { id })
}
