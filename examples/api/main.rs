//! All articles of a shop, from an API that gives them page by page: each category lists its articles and the categories
//! below it, which other categories list too. The API bears only so many calls, and refuses more.
//!
//! `cargo run --example api`

mod shop;

use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use pipeline_core::prelude::*;
use pipeline_core::retry::ExponentialBuilder;

use shop::{ApiError, Article, Query, Shop};

/// What is agreed upon with the shop.
const CALLS: usize = 20;
const TIME: Duration = Duration::from_millis(100);
/// How many categories may lie above those whose articles are wanted.
const DEPTH: u32 = 4;

/// A page to ask for, and how many categories lie above its own.
#[derive(Debug, Clone)]
struct Visit {
    query: Query,
    depth: u32,
}

/// Asks for pages, and remembers which categories were asked for.
struct Client {
    shop: Arc<Shop>,
    known: Mutex<HashSet<u32>>,
}

impl Client {
    /// Gives the articles of a page, and what is to be asked for next: the page that follows, and the categories that no
    /// page has named before.
    async fn visit(self: Arc<Self>, visit: Visit) -> Result<(Vec<Article>, Vec<Visit>), ApiError> {
        let Visit { query, depth } = visit;
        let page = self.shop.page(query).await?;
        let next = page.next.map(|page| Visit { query: Query { page, ..query }, depth });
        let mut known = self.known.lock().expect("no one panics with it in hand");
        let below = page.categories.into_iter().filter(|category| depth < DEPTH && known.insert(*category));
        let below = below.map(|category| Visit { query: Query { category, page: 0 }, depth: depth + 1 });
        Ok((page.articles, next.into_iter().chain(below).collect()))
    }
}

/// The articles of a category and of those below it, each once, and what could not be had.
async fn articles(
    shop: Arc<Shop>,
    category: u32,
) -> Result<(Vec<Article>, Vec<StageError<ApiError>>), PipelineError> {
    let client = Arc::new(Client { shop, known: Mutex::new(HashSet::from([category])) });
    let start = Visit { query: Query { category, page: 0 }, depth: 0 };
    let patience = ExponentialBuilder::new().with_min_delay(Duration::from_millis(5)).with_max_times(4);

    Stream::once(start)
        .try_expand_async(move |visit| client.clone().visit(visit))
        .name("page")
        .workers(8)
        .timeout(Duration::from_secs(1))
        .retry(patience.with_jitter())
        .calls_per(CALLS, TIME)
        .keep_item()
        .frontier(1_000)
        .flatten()
        .distinct_by_key(10_000, |article| article.id)
        .collect_split()
        .await
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let shop = Arc::new(Shop::new());
    let (articles, errors) = articles(shop.clone(), shop::ROOT).await?;

    let ids: HashSet<_> = articles.iter().map(|article| article.id).collect();
    assert_eq!(ids.len(), articles.len(), "each article is there once");
    assert_eq!(ids, shop.reachable(DEPTH));
    // One category is gone, and its neighbours were read all the same.
    let [error] = &errors[..] else { panic!("one category is gone: {errors:?}") };
    assert_eq!(error.to_string(), "[page] there is no category 13");
    assert_eq!(error.item::<Visit>().map(|visit| visit.query.category), Some(shop::GONE));
    assert_eq!(shop.refused(), 0, "the shop was never asked too often");

    println!(
        "{} articles from {} calls, {} of which failed; {error}",
        articles.len(),
        shop.calls(),
        shop.failed()
    );
    Ok(())
}
