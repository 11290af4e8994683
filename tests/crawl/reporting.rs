//! The page about the run: that it is written, also of a run that fails, and that it holds every stage.

use std::fs;
use std::path::Path;

use axum::Router;
use axum::routing::get;
use pipeline_core::prelude::*;
use scraper::{Html, Selector};
use tempfile::TempDir;
use url::Url;

use super::browser::Browser;
use super::running::{crawl_folder, program};
use super::{folder, page, with_app};

/// The stages of a crawl.
const STAGES: [&str; 5] = ["once", "fetch", "results", "take", "fold"];

/// The texts of all elements that are selected.
fn texts(page: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    page.select(&selector).map(|element| element.text().collect()).collect()
}

/// Each stage has a row, a card and a place in each of the two graphs.
#[track_caller]
fn assert_whole(page: &Html) {
    assert_eq!(texts(page, "tbody th"), STAGES);
    assert_eq!(texts(page, "section h3"), STAGES);
    for graph in ["div.wide svg", "div.narrow svg"] {
        let drawn = texts(page, graph).concat();
        assert!(STAGES.iter().all(|stage| drawn.contains(stage)), "{graph}: {drawn}");
    }
    assert!(texts(page, "script").is_empty() && texts(page, "[src], [href]").is_empty());
}

/// A crawl of a small folder, and the page about it.
async fn crawled(to: &Path) -> String {
    let files = [("README.md", "[page](docs/page.html) [gone](gone.md)"), ("docs/page.html", "<a href=..>")];
    let (code, text) = crawl_folder(&folder(&files), &["--report", to.to_str().unwrap()]).await;
    assert_eq!(code, 1, "{text}");
    fs::read_to_string(to).unwrap()
}

#[tokio::test]
async fn a_page_holds_every_stage() {
    let files = TempDir::new().unwrap();
    let written = crawled(&files.path().join("out.html")).await;
    let page = Html::parse_document(&written);
    assert_whole(&page);
    assert!(texts(&page, "header p").concat().starts_with("succeeded after "), "{written}");
    assert!(!written.contains(files.path().to_str().unwrap()) && !written.contains("127.0.0.1"));
}

/// In a browser nothing is wider than the screen, be that of a desk or of a phone, but for what can be scrolled: how wide
/// that is depends on the fonts. One of the two graphs is to be seen.
#[tokio::test]
async fn a_browser_shows_every_stage() {
    let files = TempDir::new().unwrap();
    let browser = match Browser::find(files.path()).await {
        Ok(browser) => browser,
        Err(why) => return eprintln!("skipped: no browser lays out a page here: {why}"),
    };
    let written = crawled(&files.path().join("out.html")).await;
    for (width, seen) in [(1_280, "wide"), (390, "narrow")] {
        let measured = browser.measure(&written, width).await.unwrap();
        assert_whole(&measured.page);
        assert_eq!(measured.sees, [seen], "at {width}");
        assert_eq!(measured.cut, 0, "at {width} a part of the page is cut");
        assert!(measured.content <= measured.screen, "{} in {} columns", measured.content, measured.screen);
    }
}

/// Above all a run that fails is to be looked at.
#[tokio::test]
async fn a_page_is_written_of_a_run_that_fails() {
    let files = TempDir::new().unwrap();
    let path = files.path().join("out.html");
    let run = Stream::from_iter(0..9)
        .try_map(|n| if n < 5 { Ok(n) } else { Err(std::fmt::Error) })
        .name("five")
        .try_collect::<Vec<_>>();
    let error = page::written(run, Some(&path)).await.unwrap_err();
    assert!(error.to_string().contains("five"), "{error}");
    let written = fs::read_to_string(&path).unwrap();
    let page = Html::parse_document(&written);
    assert_eq!(texts(&page, "tbody th"), ["from_iter", "five", "try_collect"]);
    assert!(texts(&page, "header p").concat().starts_with("failed after "), "{written}");
}

#[tokio::test]
async fn a_file_that_cannot_be_written_is_told_before_the_crawl() {
    let files = folder(&[("README.md", "")]);
    let (code, text) = crawl_folder(&files, &["--report", "no/such/folder/out.html"]).await;
    assert_eq!(code, 2, "{text}");
    assert!(text.contains("error: cannot write the report to no/such/folder/out.html: "), "{text}");
    assert!(!text.contains("pages "), "{text}");
}

/// Ctrl-c ends a crawl that does not end by itself, and what it did until then is told.
#[cfg(unix)]
#[tokio::test]
async fn a_page_is_written_of_a_crawl_that_is_interrupted() {
    use super::in_time::in_time;
    use super::signal::{self, Signal};

    let (asked, mut is_asked) = tokio::sync::mpsc::unbounded_channel();
    let never = move || {
        let _ = asked.send(());
        std::future::pending::<()>()
    };
    with_app(Router::new().route("/", get(never)), async |url: Url, _| {
        let files = TempDir::new().unwrap();
        let path = files.path().join("out.html");
        let mut command = program();
        command.arg(url.as_str()).arg("--report").arg(&path);
        let child = command.stderr(std::process::Stdio::piped()).spawn().unwrap();
        let output = in_time(async {
            is_asked.recv().await.unwrap();
            signal::send(Signal::INT, child.id().unwrap());
            child.wait_with_output().await.unwrap()
        })
        .await;
        let text = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{text}");
        assert!(text.contains("error: the run was cancelled"), "{text}");
        let page = Html::parse_document(&fs::read_to_string(&path).unwrap());
        assert_eq!(texts(&page, "tbody th"), STAGES);
        assert!(texts(&page, "header p").concat().starts_with("cancelled after "));
    })
    .await;
}
