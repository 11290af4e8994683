//! The client, and hosts that do not behave.

use axum::Router;
use axum::http::StatusCode;
use axum::response::Redirect;
use axum::routing::get;
use tokio::net::TcpSocket;
use url::Url;

use super::fetch::{Answer, FetchError, Fetcher, LARGEST_TEXT};
use super::{folder, with_app, with_folder};

#[tokio::test]
async fn a_huge_text_is_not_read_to_its_end() {
    let folder =
        folder(&[("limit.md", &"a".repeat(LARGEST_TEXT)), ("over.md", &"a".repeat(LARGEST_TEXT + 1))]);
    with_folder(folder.path(), async |url: Url, fetcher: Fetcher| {
        let fetch = async |path| fetcher.fetch(url.join(path).unwrap()).await.unwrap().answer;
        assert!(matches!(fetch("/limit.md").await, Answer::Text { bytes: LARGEST_TEXT, .. }));
        assert!(matches!(fetch("/over.md").await, Answer::TooLarge));
    })
    .await;
}

#[tokio::test]
async fn redirects_stay_on_the_host_and_end() {
    let app = Router::new()
        .route("/away", get(Redirect::permanent("http://other.invalid/")))
        .route("/round", get(Redirect::temporary("/round")));
    with_app(app, async |url: Url, fetcher: Fetcher| {
        let fetch = async |path| fetcher.fetch(url.join(path).unwrap()).await;
        assert!(matches!(fetch("/away").await.unwrap().answer, Answer::Elsewhere(to) if to == "http://other.invalid/"));
        assert_eq!(fetch("/round").await.unwrap_err().kind(), "too many redirects");
    })
    .await;
}

#[tokio::test]
async fn an_overloaded_host_is_not_a_broken_link() {
    let app = Router::new().route("/busy", get(StatusCode::SERVICE_UNAVAILABLE));
    with_app(app, async |url: Url, fetcher: Fetcher| {
        let error = fetcher.fetch(url.join("/busy").unwrap()).await.unwrap_err();
        assert!(matches!(error, FetchError::Overloaded(StatusCode::SERVICE_UNAVAILABLE)));
    })
    .await;
}

#[tokio::test]
async fn a_host_that_is_not_there_is_an_error() {
    // A port that nobody listens at, and that nobody else is given.
    let taken = TcpSocket::new_v4().unwrap();
    taken.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let url = Url::parse(&format!("http://{}/", taken.local_addr().unwrap())).unwrap();
    let error = Fetcher::new(&url).unwrap().fetch(url).await.unwrap_err();
    assert_eq!(error.kind(), "no connection");
}
