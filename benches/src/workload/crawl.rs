//! W4: the shape of a crawl: fetch, find links, filter, normalize, collect.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::{StreamExt as _, stream};
use futures_concurrency::concurrent_stream::ConcurrentStream;
use par_stream::{ParParams, ParStreamExt as _};
use pipeline_core::prelude::*;
use pumps::{Concurrency, Pipeline};
use roughage::AsyncPipeline;
use tokio::task::JoinSet;

use crate::bench::{Bound, Flavor, Job, Unit, Workload};
use crate::wire::{self, Crossfire, Flume, Kanal, Tokio, Wire};

const FETCHERS: usize = 10;
const PARSERS: usize = 5;
const LINKS: usize = 5;

pub(crate) fn rows() -> Vec<Workload> {
    vec![Workload {
        id: "W4".into(),
        title: "fetch (1 to 20 ms, 10 workers), 5 links each, filter, map, collect".into(),
        unit: Unit::Ms,
        flavor: Flavor::Threads,
        items: (1_000, 100),
        expected: |urls| (0..urls).flat_map(links).filter(|link| valid(link)).count(),
        jobs: vec![
            Job::task("ours", ours),
            Job::task("bare", bare),
            Job::task("kanal", wired::<Kanal>),
            Job::task("tokio mpsc", wired::<Tokio>),
            Job::task("crossfire", wired::<Crossfire>),
            Job::task("flume", wired::<Flume>),
            Job::task("futures buffer_unordered", unordered),
            Job::task("futures for_each_concurrent", for_each),
            Job::local("ConcurrentStream", concurrent),
            Job::task("par-stream", par),
            Job::task("pumps", pumped),
            Job::local("roughage", roughage),
        ],
        targets: vec![Bound::Times("bare", 1.03)],
    }]
}

async fn fetch(url: usize) -> usize {
    // The same waits in every job, evenly mixed: 7 and 20 have no common factor.
    tokio::time::sleep(Duration::from_millis((url * 7 % 20) as u64 + 1)).await;
    url
}

fn links(page: usize) -> Vec<String> {
    (0..LINKS).map(|link| format!("http://site/{page}/{link}")).collect()
}

fn valid(link: &str) -> bool {
    !link.ends_with('3')
}

fn normalize(link: String) -> String {
    link.replace("http:", "https:")
}

fn finish(page: usize) -> Vec<String> {
    links(page).into_iter().filter(|link| valid(link)).map(normalize).collect()
}

async fn ours(n: usize) -> usize {
    let pages = Stream::from_iter(0..n).map_async(fetch).workers(FETCHERS).flat_map(links).workers(PARSERS);
    let found = pages.filter(|link| valid(link)).map(normalize).collect::<Vec<_>>().await;
    found.unwrap_or_default().len()
}

/// The waits, shared out over as many tasks; a task that is free takes the next.
async fn bare(n: usize) -> usize {
    let urls = Arc::new(Mutex::new(0..n));
    let mut tasks = JoinSet::new();
    for _ in 0..FETCHERS {
        let urls = urls.clone();
        tasks.spawn(async move {
            let mut found = Vec::new();
            loop {
                let Some(url) = urls.lock().expect("no panic").next() else { return found };
                found.extend(finish(fetch(url).await));
            }
        });
    }
    tasks.join_all().await.iter().map(Vec::len).sum()
}

async fn wired<W: Wire>(n: usize) -> usize {
    let rx = W::source(0..n, 0);
    let rx = W::stage(rx, FETCHERS, 0, |url| async move { Some(fetch(url).await) });
    let rx = W::stage(rx, PARSERS, 0, |page| async move { links(page) });
    let rx = W::stage(rx, 1, 0, |link| async move { valid(&link).then(|| normalize(link)) });
    wire::collect::<W, _>(rx).await.len()
}

async fn unordered(n: usize) -> usize {
    let pages = stream::iter(0..n).map(fetch).buffer_unordered(FETCHERS);
    let links = pages.flat_map(|page| stream::iter(links(page)));
    let valid = links.filter(|link| std::future::ready(valid(link)));
    valid.map(normalize).collect::<Vec<_>>().await.len()
}

async fn for_each(n: usize) -> usize {
    let found = Mutex::new(Vec::new());
    let visit = |url| {
        let found = &found;
        async move {
            let links = finish(fetch(url).await);
            found.lock().expect("no panic").extend(links);
        }
    };
    stream::iter(0..n).for_each_concurrent(FETCHERS, visit).await;
    found.into_inner().expect("no panic").len()
}

/// By `for_each`, for `collect` does not keep to the limit.
async fn concurrent(n: usize) -> usize {
    use futures_concurrency::stream::StreamExt as _;
    let found = Arc::new(Mutex::new(Vec::new()));
    let pages = stream::iter(0..n).co().limit(NonZeroUsize::new(FETCHERS)).map(fetch);
    pages
        .for_each(|page| {
            let found = found.clone();
            async move { found.lock().expect("no panic").extend(finish(page)) }
        })
        .await;
    found.lock().expect("no panic").len()
}

async fn par(n: usize) -> usize {
    let params = |num_workers| ParParams { num_workers, buf_size: Some(num_workers) };
    let pages = stream::iter(0..n).par_then_unordered(params(FETCHERS), fetch);
    let links = pages.par_then_unordered(params(PARSERS), |page| async move { links(page) });
    let valid = links.flat_map(stream::iter).filter(|link| std::future::ready(valid(link)));
    valid.map(normalize).collect::<Vec<_>>().await.len()
}

async fn pumped(n: usize) -> usize {
    let fetched = Pipeline::from_iter(0..n).map(fetch, Concurrency::concurrent_unordered(FETCHERS));
    let links = fetched.map(|page| async move { links(page) }, Concurrency::concurrent_unordered(PARSERS));
    let valid = links.flatten_iter().filter_map(
        |link: String| async move { valid(&link).then(|| normalize(link)) },
        Concurrency::serial(),
    );
    let (mut out, _tasks) = valid.build();
    let mut found = Vec::new();
    while let Some(link) = out.recv().await {
        found.push(link);
    }
    found.len()
}

async fn roughage(n: usize) -> usize {
    let pages = AsyncPipeline::from_iter(0..n).map_unordered(fetch, FETCHERS);
    let found = pages.adapt_stream(|pages| pages.flat_map(|page| stream::iter(finish(page))));
    found.collect::<Vec<_>>().await.len()
}
