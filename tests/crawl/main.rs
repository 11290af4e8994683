//! The link checker of `examples/crawl`: what it calls a link, what its server gives away, what it reports.

#[path = "../../examples/crawl/fetch.rs"]
#[expect(dead_code, reason = "the tests ask less of a page than the report does")]
mod fetch;
#[path = "../../examples/crawl/links.rs"]
mod links;
#[path = "../../examples/crawl/page.rs"]
mod page;
#[path = "../../examples/crawl/server.rs"]
mod server;

#[path = "../shared/example.rs"]
mod example;
#[path = "../shared/in_time.rs"]
mod in_time;
#[cfg(unix)]
#[path = "../shared/signal.rs"]
mod signal;

mod browser;
mod fetching;
mod finding;
mod reporting;
mod running;
mod serving;

use std::fs;
use std::path::Path;

use axum::Router;
use fetch::Fetcher;
use server::Server;
use tempfile::TempDir;
use tokio::net::TcpListener;
use url::Url;

/// A folder with these files: paths and texts.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// Runs a test against the server of a folder.
async fn with_folder<R>(folder: &Path, test: impl AsyncFnOnce(Url, Fetcher) -> R) -> R {
    let server = Server::bind(folder).await.unwrap();
    let url = server.url().unwrap();
    let fetcher = Fetcher::new(&url).unwrap();
    tokio::select! {
        result = test(url, fetcher) => result,
        end = server.run() => panic!("the server ended: {end:?}"),
    }
}

/// Runs a test against a server that does what no folder would.
async fn with_app<R>(app: Router, test: impl AsyncFnOnce(Url, Fetcher) -> R) -> R {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
    let fetcher = Fetcher::new(&url).unwrap();
    tokio::select! {
        result = test(url, fetcher) => result,
        end = async { axum::serve(listener, app).await } => panic!("the server ended: {end:?}"),
    }
}
