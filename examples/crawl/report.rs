//! What a crawl has found.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt;
use std::time::{Duration, Instant};

use indicatif::HumanBytes;
use pipeline_core::prelude::StageError;
use url::{Position, Url};

use super::Visit;
use super::fetch::{Answer, FetchError, Page};
use super::links::Link;

/// How many of the slowest pages are shown.
const SLOWEST: usize = 5;

/// The links of a site: those that are good, those that are broken, and the pages that have them.
#[derive(Debug)]
pub(crate) struct Report {
    start: Url,
    began: Instant,
    took: Duration,
    /// Every page that was found: how long it took, and how many bytes of it were read.
    pages: BTreeMap<String, (Duration, usize)>,
    too_large: BTreeSet<String>,
    external: HashSet<String>,
    visited: HashSet<String>,
    /// Links that lead nowhere: the kind of error, and what it says in full.
    broken: BTreeMap<String, (String, String)>,
    /// Every link inside the host, and the pages that have it.
    named_by: BTreeMap<String, BTreeSet<String>>,
}

impl Report {
    /// A report of nothing yet.
    pub(crate) fn new(start: Url) -> Report {
        Report {
            named_by: BTreeMap::from([(short(&start), BTreeSet::from(["the command line".to_owned()]))]),
            start,
            began: Instant::now(),
            took: Duration::ZERO,
            pages: BTreeMap::new(),
            too_large: BTreeSet::new(),
            external: HashSet::new(),
            visited: HashSet::new(),
            broken: BTreeMap::new(),
        }
    }

    /// Adds what became of a visit.
    pub(crate) fn with(mut self, outcome: Result<Page, StageError<FetchError>>) -> Report {
        match outcome {
            Ok(page) => self.add_page(page),
            Err(error) => {
                let visit: &Visit = error.item().expect("the stage keeps its items");
                self.add_broken(short(&visit.url), error.error().kind(), error.error());
            }
        }
        self.took = self.began.elapsed();
        self
    }

    /// How many links are broken.
    pub(crate) fn broken(&self) -> usize {
        self.broken.len()
    }

    fn add_page(&mut self, page: Page) {
        let name = short(&page.url);
        self.visited.insert(short(&page.link));
        page.links().iter().for_each(|link| self.add_link(&name, link));
        match page.answer {
            Answer::Text { bytes, .. } => _ = self.pages.insert(name, (page.took, bytes)),
            Answer::File => _ = self.pages.insert(name, (page.took, 0)),
            Answer::TooLarge => _ = self.too_large.insert(name),
            Answer::Elsewhere(to) if page.link == self.start => {
                self.add_broken(name, "start on another host", format!("redirects to {to}: start there"));
            }
            Answer::Elsewhere(to) => _ = self.external.insert(to),
            Answer::Broken(status) => self.add_broken(short(&page.link), status, status),
        }
    }

    fn add_link(&mut self, page: &str, link: &Link) {
        let target = match link {
            Link::Inside(url) => short(url),
            Link::Outside(url) => {
                self.external.insert(url.to_string());
                return;
            }
            Link::Malformed(text, error) => {
                self.add_broken(text.clone(), "malformed URL", error);
                text.clone()
            }
        };
        self.named_by.entry(target).or_default().insert(page.to_owned());
    }

    fn add_broken(&mut self, link: String, kind: impl ToString, details: impl ToString) {
        self.broken.insert(link, (kind.to_string(), details.to_string()));
    }
}

/// A URL as it is said on its own host.
fn short(url: &Url) -> String {
    url[Position::BeforePath..].to_owned()
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (pages, seconds) = (self.pages.len(), self.took.as_secs_f64());
        let speed = pages as f64 / seconds.max(1e-9);
        let bytes: usize = self.pages.values().map(|(_, bytes)| bytes).sum();
        writeln!(f, "start      {}", self.start)?;
        writeln!(f, "pages      {pages} in {seconds:.2} s, {speed:.0} a second")?;
        writeln!(f, "read       {} of HTML and Markdown", HumanBytes(bytes as u64))?;
        writeln!(f, "external   {}, not followed", self.external.len())?;
        let unvisited = |link: &&String| !self.visited.contains(*link) && !self.broken.contains_key(*link);
        match self.named_by.keys().filter(unvisited).count() {
            0 => {}
            left => writeln!(f, "unvisited  {left}, beyond the depth or the limit")?,
        }
        for page in &self.too_large {
            writeln!(f, "too large  {page}, not searched")?;
        }

        let mut slowest: Vec<_> = self.pages.iter().map(|(page, (took, _))| (took, page)).collect();
        slowest.sort_unstable_by(|a, b| b.cmp(a));
        for (took, page) in slowest.iter().take(SLOWEST) {
            writeln!(f, "slowest    {:7.1} ms  {page}", took.as_secs_f64() * 1e3)?;
        }

        let mut kinds = BTreeMap::<&str, usize>::new();
        self.broken.values().for_each(|(kind, _)| *kinds.entry(kind).or_default() += 1);
        for (kind, count) in kinds {
            writeln!(f, "error      {count} x {kind}")?;
        }

        writeln!(f, "broken     {} of {} links", self.broken(), self.named_by.len())?;
        for (link, (_, details)) in &self.broken {
            writeln!(f, "\n  {link}\n    {details}")?;
            for page in self.named_by.get(link).into_iter().flatten() {
                writeln!(f, "    named by {page}")?;
            }
        }
        Ok(())
    }
}
