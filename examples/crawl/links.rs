//! The links of a page.

use std::collections::HashSet;
use std::sync::LazyLock;

use pulldown_cmark::{Options, Parser, html};
use scraper::{Html, Selector};
use url::Url;

/// A kind of page that can be searched for links.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Format {
    Html,
    Markdown,
}

impl Format {
    /// Tells the format from the `Content-Type` of an answer, and from the name where that says only "text".
    pub(crate) fn of(content_type: &str, url: &Url) -> Option<Format> {
        let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match essence.as_str() {
            "text/html" | "application/xhtml+xml" => Some(Format::Html),
            "text/markdown" | "text/x-markdown" => Some(Format::Markdown),
            "text/plain" if url.path().ends_with(".md") => Some(Format::Markdown),
            _ => None,
        }
    }
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Link {
    /// To a page of the same host, to be checked.
    Inside(Url),
    /// To another host, to be counted.
    Outside(Url),
    /// Nowhere: it is no URL, for the reason given.
    Malformed(String, String),
}

impl Link {
    /// The address, as a full URL where it is one.
    pub(crate) fn address(&self) -> &str {
        match self {
            Link::Inside(url) | Link::Outside(url) => url.as_str(),
            Link::Malformed(text, _) => text,
        }
    }

    /// The page to check, if there is one.
    pub(crate) fn inside(&self) -> Option<&Url> {
        match self {
            Link::Inside(url) => Some(url),
            Link::Outside(_) | Link::Malformed(..) => None,
        }
    }
}

/// Finds the links of the page at `page`, each one once, in the order of the page.
///
/// Links within the page (`#here`) and those that no HTTP client can follow (`mailto:`, `javascript:`,
/// `data:`) are left out.
pub(crate) fn links_in(page: &Url, format: Format, text: &str) -> Vec<Link> {
    match format {
        Format::Html => html_links(page, text),
        // Markdown may hold raw HTML; as HTML it is all of one kind.
        Format::Markdown => html_links(page, &markdown_to_html(text)),
    }
}

/// Whether two URLs lead to the same host, be it through http or https.
pub(crate) fn same_host(a: &Url, b: &Url) -> bool {
    a.host() == b.host() && a.port() == b.port()
}

fn html_links(page: &Url, text: &str) -> Vec<Link> {
    static LINKS: LazyLock<Selector> = LazyLock::new(|| Selector::parse("[href]:not(base), [src]").unwrap());
    static BASE: LazyLock<Selector> = LazyLock::new(|| Selector::parse("base[href]").unwrap());

    let document = Html::parse_document(text);
    let base = document.select(&BASE).next().and_then(|base| page.join(base.attr("href")?).ok());
    let base = base.as_ref().unwrap_or(page);

    let mut seen = HashSet::new();
    document
        .select(&LINKS)
        .filter_map(|element| element.attr("href").or(element.attr("src")))
        .filter_map(|target| resolve(page, base, target))
        .filter(|link| seen.insert(link.clone()))
        .collect()
}

/// Makes a full URL of what the page says. URLs that lead to the same page come out equal: `..` and default
/// ports are gone, spaces and letters outside of ASCII are percent-encoded, the fragment is cut off.
fn resolve(page: &Url, base: &Url, target: &str) -> Option<Link> {
    if target.trim_start().starts_with('#') {
        return None;
    }
    match base.join(target) {
        Err(error) => Some(Link::Malformed(target.to_owned(), error.to_string())),
        Ok(url) if !matches!(url.scheme(), "http" | "https") => None,
        Ok(mut url) => {
            url.set_fragment(None);
            Some(if same_host(&url, page) { Link::Inside(url) } else { Link::Outside(url) })
        }
    }
}

fn markdown_to_html(text: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut page = String::with_capacity(text.len() * 3 / 2);
    html::push_html(&mut page, Parser::new_ext(text, options));
    page
}
