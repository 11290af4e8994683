//! The server of a folder.

use std::fs;

use axum::http::StatusCode;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use url::Url;

use super::fetch::{Answer, Fetcher, Page};
use super::links::Link;
use super::{folder, with_folder};

#[tokio::test]
async fn folders_are_lists_of_what_is_in_them() {
    let files = [
        "a b.md",
        "100%.md",
        "q?#.md",
        "<&>'\"`{|}^[].md",
        "a:b.md",
        "ü☃.md",
        ".hidden/x",
        "target/x",
        "sub/x",
    ];
    let folder = folder(&files.map(|file| (file, "")));
    with_folder(folder.path(), async |url: Url, fetcher: Fetcher| {
        let list = fetcher.fetch(url.clone()).await.unwrap();
        assert_eq!(list.links().len(), 7, "{:?}", paths(&list));
        for link in list.links() {
            let Link::Inside(link) = link else { panic!("{link:?}") };
            let page = fetcher.fetch(link.clone()).await.unwrap();
            assert!(matches!(page.answer, Answer::Text { .. }), "{page:?}");
            assert_eq!(&page.url, link, "what is listed is not redirected");
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_hidden_is_served_to_those_who_name_it() {
    let folder = folder(&[(".ci/run", ""), (".git/config", "")]);
    with_folder(folder.path(), async |url: Url, fetcher: Fetcher| {
        let fetch = async |path| fetcher.fetch(url.join(path).unwrap()).await.unwrap().answer;
        assert!(matches!(fetch("/").await, Answer::Text { links, .. } if links.is_empty()));
        assert!(matches!(fetch("/.ci/run").await, Answer::File));
        assert!(matches!(fetch("/.git/config").await, Answer::Broken(StatusCode::FORBIDDEN)));
    })
    .await;
}

#[tokio::test]
async fn nothing_outside_of_the_folder_is_served() {
    let folder = folder(&[("secret", "secret"), ("site/index.md", "")]);
    let secret = folder.path().join("secret");
    with_folder(&folder.path().join("site"), async |url: Url, fetcher: Fetcher| {
        for path in
            ["/../secret", "/%2e%2e/secret", "/..%2fsecret", "/x/..%2f..%2fsecret", "/%2e%2e%2fsecret"]
        {
            let url = url.join(path).unwrap();
            assert!(matches!(fetcher.fetch(url).await.unwrap().answer, Answer::Broken(_)), "{path}");
        }
        let absolute = url.join(&secret.to_str().unwrap().replace('/', "%2f")).unwrap();
        assert!(matches!(fetcher.fetch(absolute).await.unwrap().answer, Answer::Broken(_)));
        let address = url.authority().to_owned();
        assert_eq!(raw_status(&address, "/../secret").await, "403");
        assert_eq!(raw_status(&address, "/./../secret").await, "403");
    })
    .await;
}

/// The status that a client gets which, unlike ours, sends a path as it is.
async fn raw_status(address: &str, path: &str) -> String {
    let mut connection = TcpStream::connect(address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    connection.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).await.unwrap();
    answer.split(' ').nth(1).unwrap().to_owned()
}

#[cfg(unix)]
#[tokio::test]
async fn symbolic_links_neither_leave_nor_loop() {
    use std::os::unix::fs::symlink;
    let folder = folder(&[("site/sub/a.md", ""), ("secret/b.md", "")]);
    let site = folder.path().join("site");
    symlink(folder.path().join("secret"), site.join("leaves")).unwrap();
    symlink("nowhere", site.join("dangles")).unwrap();
    symlink("turns", site.join("turns")).unwrap();
    symlink(".", site.join("loop")).unwrap();
    symlink("sub/a.md", site.join("b.md")).unwrap();
    with_folder(&site, async |url: Url, fetcher: Fetcher| {
        let fetch = async |path| fetcher.fetch(url.join(path).unwrap()).await.unwrap();
        assert_eq!(paths(&fetch("/").await), ["/", "/sub/", "/sub/a.md"]);
        assert!(matches!(fetch("/leaves/b.md").await.answer, Answer::Broken(StatusCode::FORBIDDEN)));
        assert_eq!(fetch("/loop/loop/sub/a.md").await.url.path(), "/sub/a.md");
    })
    .await;
}

#[tokio::test]
async fn one_file_has_one_address() {
    let folder = folder(&[("sub/a(b).md", "")]);
    with_folder(folder.path(), async |url: Url, fetcher: Fetcher| {
        let fetch = async |path| fetcher.fetch(url.join(path).unwrap()).await.unwrap();
        for path in ["/sub/a(b).md", "/sub//a%28b%29.md", "/s%75b/a%28b).md"] {
            assert_eq!(fetch(path).await.url.path(), "/sub/a%28b%29.md");
        }
        assert_eq!(fetch("/sub").await.url.path(), "/sub/");
        assert!(matches!(fetch("/sub/a(b).md/").await.answer, Answer::Broken(StatusCode::NOT_FOUND)));
    })
    .await;
}

#[tokio::test]
async fn bytes_that_are_no_utf8_do_no_harm() {
    let folder = folder(&[("next.md", "")]);
    fs::write(folder.path().join("latin.md"), b"caf\xe9 [next](next.md) \xff\xfe\x00").unwrap();
    with_folder(folder.path(), async |url: Url, fetcher: Fetcher| {
        let page = fetcher.fetch(url.join("latin.md").unwrap()).await.unwrap();
        assert_eq!(paths(&page), ["/next.md"]);
    })
    .await;
}

/// The paths of the links of a page.
fn paths(page: &Page) -> Vec<&str> {
    page.links().iter().filter_map(Link::inside).map(Url::path).collect()
}
