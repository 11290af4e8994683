//! The program: what it prints, and what it leaves with.

use std::path::PathBuf;
use std::process::Output;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::http::{StatusCode, Uri};
use axum::response::{Html, Redirect};
use axum::routing::get;
use tempfile::TempDir;
use tokio::process::Command;
use url::Url;

use super::example::example;
use super::in_time::in_time;
use super::{folder, with_app};

/// The program, which ends with the test that has started it.
pub(super) fn program() -> Command {
    static PROGRAM: LazyLock<PathBuf> = LazyLock::new(|| example("crawl"));
    let mut command = Command::new(&*PROGRAM);
    command.kill_on_drop(true);
    command
}

/// The exit code and the output.
async fn crawl(arguments: &[&str]) -> (i32, String) {
    let mut command = program();
    let Output { status, stdout, stderr } = in_time(command.args(arguments).output()).await.unwrap();
    let text = [stdout, stderr].concat();
    (status.code().expect("an exit code"), String::from_utf8(text).unwrap())
}

pub(super) async fn crawl_folder(folder: &TempDir, arguments: &[&str]) -> (i32, String) {
    crawl(&[&[folder.path().to_str().unwrap()], arguments].concat()).await
}

#[tokio::test]
async fn a_folder_of_good_links_is_clean() {
    let folder = folder(&[
        ("README.md", "[page](docs/a%20page.html) [site](https://example.com/)"),
        ("docs/a page.html", "<a href='../README.md#top'>up</a> <img src=i.png>"),
        ("docs/i.png", "not really"),
    ]);
    let (code, text) = crawl_folder(&folder, &[]).await;
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("pages      5 in "), "{text}");
    assert!(text.contains("external   1, "), "{text}");
    assert!(!text.contains("unvisited"), "{text}");
}

#[tokio::test]
async fn a_broken_link_is_named_with_its_pages() {
    let folder = folder(&[
        ("README.md", "[gone](docs/gone.md) [bad](http://)"),
        ("docs/index.html", "<a href=gone.md>gone</a> <a href=/lost.png>lost</a>"),
    ]);
    let (code, text) = crawl_folder(&folder, &[]).await;
    assert_eq!(code, 1, "{text}");
    let gone = "  /docs/gone.md\n    404 Not Found\n    named by /README.md\n    named by /docs/index.html\n";
    assert!(text.contains(gone), "{text}");
    assert!(text.contains("  /lost.png\n    404 Not Found\n    named by /docs/index.html\n"), "{text}");
    assert!(text.contains("  http://\n    empty host\n    named by /README.md\n"), "{text}");
    assert!(text.contains("2 x 404 Not Found"), "{text}");
    assert!(text.contains("broken     3 of "), "{text}");
}

// Some pages name addresses that somebody else has written wrong; nothing could tell the program to leave them out.
// `--except` does, and the other links are checked all the same.
#[tokio::test]
async fn excepted_links_are_left_out() {
    let folder = folder(&[("README.md", "[a](made_up::b) [b](docs/lost.md) [c](gone.md)")]);
    let (code, text) = crawl_folder(&folder, &["--except", "made_up::", "--except", "/docs/"]).await;
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("broken     1 of "), "{text}");
    assert!(!text.contains("made_up::") && !text.contains("lost.md"), "{text}");
    let (code, text) =
        crawl_folder(&folder, &["--except", "::", "--except", "lost", "--except", "gone"]).await;
    assert_eq!(code, 0, "{text}");
    assert!(!text.contains("unvisited"), "{text}");
}

#[tokio::test]
async fn this_repository_has_no_broken_links() {
    let (code, text) = crawl(&[]).await;
    assert_eq!(code, 0, "{text}");
}

#[tokio::test]
async fn bad_arguments_are_explained() {
    let folder = folder(&[("file.md", "")]);
    let file = folder.path().join("file.md");
    for (arguments, message) in [
        (vec!["no/such/folder"], "no such folder"),
        (vec![file.to_str().unwrap()], "a file, not a folder"),
        (vec!["http://"], "empty host"),
        (vec!["ftp://host/"], "only http and https"),
        (vec!["--workers", "0"], "0 is not in 1..=1024"),
        (vec!["--limit", "0"], "0 is not in 1..=1000000000"),
        (vec!["--depth", "-1"], "-1"),
        (vec!["--fast"], "unexpected argument"),
    ] {
        let (code, text) = crawl(&arguments).await;
        assert_eq!(code, 2, "{arguments:?}: {text}");
        assert!(text.contains(message), "{arguments:?}: {text}");
    }
}

#[tokio::test]
async fn depth_and_limit_end_a_site_that_never_ends() {
    let page = |uri: Uri| async move { Html(format!("<a href={}x>", uri.path())) };
    with_app(Router::new().fallback(page), async |url: Url, _| {
        let (code, text) = crawl(&[url.as_str(), "--depth", "3"]).await;
        assert_eq!((code, text.contains("pages      4 in ")), (0, true), "{text}");
        let (code, text) = crawl(&[url.as_str(), "--limit", "7"]).await;
        assert_eq!((code, text.contains("pages      7 in ")), (0, true), "{text}");
        assert!(text.contains("unvisited  1, beyond the depth or the limit"), "{text}");
    })
    .await;
}

#[tokio::test]
async fn a_page_that_fails_once_is_asked_for_again() {
    static ASKED: AtomicUsize = AtomicUsize::new(0);
    let flaky = async || match ASKED.fetch_add(1, Ordering::Relaxed) {
        0 => Err(StatusCode::SERVICE_UNAVAILABLE),
        _ => Ok(Html("well again")),
    };
    with_app(Router::new().route("/", get(flaky)), async |url: Url, _| {
        let (code, text) = crawl(&[url.as_str()]).await;
        assert_eq!(code, 0, "{text}");
        assert_eq!(ASKED.load(Ordering::Relaxed), 2);
    })
    .await;
}

#[tokio::test]
async fn a_start_that_is_not_there_is_a_broken_link() {
    with_app(Router::new(), async |url: Url, _| {
        let (code, text) = crawl(&[url.as_str()]).await;
        assert_eq!(code, 1, "{text}");
        assert!(text.contains("  /\n    404 Not Found\n    named by the command line\n"), "{text}");
    })
    .await;
}

#[tokio::test]
async fn a_start_that_leaves_its_host_says_where_to_start() {
    let app = Router::new().route("/away", get(Redirect::permanent("http://other.invalid/")));
    with_app(app, async |url: Url, _| {
        let (code, text) = crawl(&[url.join("/away").unwrap().as_str()]).await;
        assert_eq!(code, 1, "{text}");
        assert!(text.contains("redirects to http://other.invalid/: start there"), "{text}");
    })
    .await;
}
