//! Checks the links of a folder or of a site, many pages at a time.
//!
//! ```text
//! cargo run --release --example crawl                                  this repository
//! cargo run --release --example crawl -- ../notes --workers 64         a folder
//! cargo run --release --example crawl -- https://example.com --depth 2 a site
//! cargo run --release --example crawl -- ../notes --except /drafts/    all but some links
//! cargo run --release --example crawl -- ../notes --top                what the stages do, while they do it
//! cargo run --release --example crawl -- ../notes --report out.html    what they did, as a page
//! cargo run --release --example crawl -- ../notes --trace out.json     when each page was fetched, for ui.perfetto.dev
//! ```
//!
//! The pipeline is in [`crawl`]. A link goes in; it is fetched, and what comes back is searched for links. Those
//! that nobody has seen before go in again, and the page goes on to the report. The crawl ends by itself, when no
//! link waits and none is being fetched.
//!
//! A folder is crawled over HTTP like any site: the example serves it to itself, on a port of this machine.

mod args;
mod fetch;
mod links;
mod page;
mod report;
mod server;

use std::collections::HashSet;
use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use clap::Parser;
use futures::future::maybe_done;
use futures::poll;
use pipeline_core::prelude::*;
use pipeline_core::retry::ExponentialBuilder;
use tokio::signal::ctrl_c;
use url::Url;

use args::{Args, Target};
use fetch::{FetchError, Fetcher, Page};
use links::Link;
use report::Report;
use server::Server;

/// How long a host may take for a page, each time it is asked.
const TIMEOUT: Duration = Duration::from_secs(10);

#[tokio::main]
async fn main() -> ExitCode {
    let outcome = check(&Args::parse()).await.and_then(|report| {
        write!(io::stdout().lock(), "{report}")?;
        Ok(report.broken())
    });
    match outcome {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

/// Crawls a site, or a folder for as long as its server runs.
async fn check(args: &Args) -> Result<Report, Box<dyn Error>> {
    match &args.target {
        Target::Site(start) => crawl(start.clone(), args).await,
        Target::Folder(folder) => {
            let server = Server::bind(folder).await?;
            let start = server.url()?;
            tokio::select! {
                report = crawl(start, args) => report,
                end = server.run() => Err(format!("the server of the folder ended: {end:?}").into()),
            }
        }
    }
}

/// Checks `start`, the links in it, the links in those, and so on.
async fn crawl(start: Url, args: &Args) -> Result<Report, Box<dyn Error>> {
    // Polled once: ctrl-c is heeded from then on, and until then it just ends the program.
    let mut interrupted = Box::pin(maybe_done(async { _ = ctrl_c().await }));
    let _ = poll!(&mut interrupted);

    let site = Arc::new(Site::new(&start, args)?);
    // Three more chances, after waits of 0.1, 0.2 and 0.4 seconds and up to as much again.
    let patience = ExponentialBuilder::new().with_min_delay(Duration::from_millis(100)).with_jitter();

    let run = Stream::once(Visit { url: start.clone(), depth: 0 })
        | pipe::try_expand_async(move |visit| site.clone().visit(visit))
            .name("fetch")
            .workers(args.workers)
            .timeout(TIMEOUT)
            .retry(patience)
            .keep_item()
        | pipe::results()
        | pipe::take(args.limit)
        | pipe::fold(Report::new(start), Report::with);
    let run = if args.top { run.top() } else { run.progress() };
    let run = if let Some(file) = &args.trace { run.trace_to(file)? } else { run };
    page::written(run.cancel_when(interrupted), args.report.as_deref()).await
}

/// A link to follow, and how many links lead to it from the start.
#[derive(Clone, Debug)]
struct Visit {
    url: Url,
    depth: u32,
}

/// What the workers share.
#[derive(Debug)]
struct Site {
    fetcher: Fetcher,
    /// The deepest page whose links are not followed any more.
    depth: Option<u32>,
    /// Links with one of these texts are left out.
    except: Vec<String>,
    known: Mutex<HashSet<Url>>,
}

impl Site {
    fn new(start: &Url, args: &Args) -> Result<Site, reqwest::Error> {
        let known = Mutex::new(HashSet::from([start.clone()]));
        Ok(Site { fetcher: Fetcher::new(start)?, depth: args.depth, except: args.except.clone(), known })
    }

    /// Follows a link. Gives the page, and the links that it is the first to name.
    async fn visit(self: Arc<Self>, visit: Visit) -> Result<(Page, Vec<Visit>), FetchError> {
        let mut page = self.fetcher.fetch(visit.url).await?;
        page.keep_links(|link| !self.except.iter().any(|text| link.address().contains(text)));
        if Some(visit.depth) == self.depth {
            return Ok((page, Vec::new()));
        }
        // Nothing can fail from here on: a link that is marked as known is sure to be visited.
        let mut known = self.known.lock().unwrap();
        let inside = page.links().iter().filter_map(Link::inside);
        let new = inside.filter(|url| known.insert((*url).clone())).cloned();
        let more = new.map(|url| Visit { url, depth: visit.depth + 1 }).collect();
        drop(known);
        Ok((page, more))
    }
}
