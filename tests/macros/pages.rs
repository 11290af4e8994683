//! What the examples of `pipeline!` fetch, and what it is made of: words, and a page for each.

use pipeline_core::PipelineError;

pub(crate) type Result<T = (), E = PipelineError> = std::result::Result<T, E>;

pub(crate) fn words() -> Vec<&'static str> {
    vec!["a", "bb", "ccc", "dddd"]
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Page {
    pub(crate) url: String,
    pub(crate) status: u16,
}

pub(crate) fn fetch(url: &'static str) -> std::result::Result<Page, String> {
    match url.len() {
        3 => Err(format!("{url} is gone")),
        n => Ok(Page { url: url.to_owned(), status: 200 + n as u16 }),
    }
}

pub(crate) fn title(page: Page) -> String {
    page.url.to_uppercase()
}
