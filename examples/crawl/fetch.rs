//! Fetching one page.

use std::error::Error;
use std::iter::successors;
use std::time::{Duration, Instant};

use pipeline_core::Elapsed;
use reqwest::{Client, Response, StatusCode, header, redirect};
use url::{Host, Url};

use super::links::{Format, Link, links_in, same_host};

/// A page of more bytes is not searched for links.
pub(crate) const LARGEST_TEXT: usize = 8 << 20;

/// A link that was followed.
#[derive(Debug)]
pub(crate) struct Page {
    /// What the link says.
    pub(crate) link: Url,
    /// Where it led to, after redirects.
    pub(crate) url: Url,
    /// What was found there.
    pub(crate) answer: Answer,
    /// How long that took.
    pub(crate) took: Duration,
}

impl Page {
    /// The links of the page, none if it has no text.
    pub(crate) fn links(&self) -> &[Link] {
        match &self.answer {
            Answer::Text { links, .. } => links,
            _ => &[],
        }
    }

    /// Forgets the links for which `keep` returns false.
    pub(crate) fn keep_links(&mut self, keep: impl FnMut(&Link) -> bool) {
        if let Answer::Text { links, .. } = &mut self.answer {
            links.retain(keep);
        }
    }
}

/// What a host gives when it is asked for a page.
#[derive(Debug)]
pub(crate) enum Answer {
    /// HTML or Markdown, and the links in it.
    Text { bytes: usize, links: Vec<Link> },
    /// Something else, which was not downloaded.
    File,
    /// HTML or Markdown of more than [`LARGEST_TEXT`], not read to its end.
    TooLarge,
    /// A redirect to another host, not followed.
    Elsewhere(String),
    /// No page: the link is broken.
    Broken(StatusCode),
}

/// Why there is no answer. Another try may get one.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FetchError {
    #[error(transparent)]
    TimedOut(#[from] Elapsed),
    #[error("{0}")]
    Overloaded(StatusCode),
    #[error("{}: {}", self.kind(), root_cause(.0))]
    Http(#[from] reqwest::Error),
}

impl FetchError {
    /// The error without its details, for counting.
    pub(crate) fn kind(&self) -> String {
        match self {
            FetchError::Http(error) if error.is_connect() => "no connection".to_owned(),
            FetchError::Http(error) if error.is_redirect() => "too many redirects".to_owned(),
            FetchError::Http(_) => "connection broken off".to_owned(),
            FetchError::TimedOut(_) => "timed out".to_owned(),
            FetchError::Overloaded(status) => status.to_string(),
        }
    }
}

/// An HTTP client that stays on one host.
#[derive(Clone, Debug)]
pub(crate) struct Fetcher {
    client: Client,
}

impl Fetcher {
    /// Makes a client for the host of `start`.
    pub(crate) fn new(start: &Url) -> reqwest::Result<Fetcher> {
        // The first provider to be installed stays; a second call changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let local = matches!(start.host(), Some(Host::Ipv4(address)) if address.is_loopback());
        let client = || {
            let host = start.clone();
            let stay = redirect::Policy::custom(move |attempt| match attempt.previous().len() {
                _ if !same_host(attempt.url(), &host) => attempt.stop(),
                0..=10 => attempt.follow(),
                _ => attempt.error("more than 10 redirects"),
            });
            let client = Client::builder().redirect(stay).user_agent("pipelines-crawl-example");
            if local { client.no_proxy() } else { client }
        };
        // A machine without certificates of its own can still check hosts that use none.
        let client = client().build().or_else(|_| client().tls_certs_only([]).build())?;
        Ok(Fetcher { client })
    }

    /// Follows a link.
    pub(crate) async fn fetch(&self, link: Url) -> Result<Page, FetchError> {
        let began = Instant::now();
        let response = self.client.get(link.clone()).send().await?;
        let (url, status) = (response.url().clone(), response.status());
        let answer = if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS {
            return Err(FetchError::Overloaded(status));
        } else if status.is_client_error() {
            Answer::Broken(status)
        } else if status.is_redirection() {
            Answer::Elsewhere(header_of(&response, header::LOCATION).to_owned())
        } else if let Some(format) = Format::of(header_of(&response, header::CONTENT_TYPE), &url) {
            read(response, format).await?
        } else {
            Answer::File
        };
        Ok(Page { link, url, answer, took: began.elapsed() })
    }
}

/// Reads a text and finds its links.
async fn read(mut response: Response, format: Format) -> Result<Answer, FetchError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if body.len() + chunk.len() > LARGEST_TEXT {
            return Ok(Answer::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    // Bytes that are no UTF-8 are shown as such; the links around them can still be read.
    let text = String::from_utf8_lossy(&body);
    Ok(Answer::Text { bytes: body.len(), links: links_in(response.url(), format, &text) })
}

fn header_of(response: &Response, name: header::HeaderName) -> &str {
    response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// The innermost cause says what happened; those around it say where, which is known.
fn root_cause(error: &reqwest::Error) -> String {
    let cause = successors(Some(error as &dyn Error), |error| (*error).source()).last();
    cause.map(ToString::to_string).unwrap_or_default()
}
