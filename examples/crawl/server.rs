//! A web server for one folder, on a free port that only this machine can reach.

use std::fs::Metadata;
use std::io;
use std::io::ErrorKind::{InvalidFilename, InvalidInput, NotADirectory, NotFound, PermissionDenied};
use std::net::Ipv4Addr;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::serve::ListenerExt;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use tokio::fs::{self, File};
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;
use tokio_util::io::ReaderStream;
use url::Url;

/// What is percent-encoded in an address: all that could mean something in a URL or in HTML.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Serves a folder: files with their types, folders as lists of links.
///
/// Hidden entries and `target` folders are not listed, but are served to those who know their names; `.git`
/// and what lies outside of the folder are refused. A file that can be reached by several paths, through
/// symbolic links, has one address, and the others redirect to it: a loop of links is not an endless site.
#[derive(Debug)]
pub(crate) struct Server {
    listener: TcpListener,
    root: Arc<Path>,
}

impl Server {
    /// Takes a port; requests wait until [`run`](Server::run).
    pub(crate) async fn bind(folder: &Path) -> io::Result<Server> {
        let root = fs::canonicalize(folder).await?.into();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        Ok(Server { listener, root })
    }

    /// The address of the folder.
    pub(crate) fn url(&self) -> io::Result<Url> {
        let address = self.listener.local_addr()?;
        Ok(Url::parse(&format!("http://{address}/")).expect("a socket address makes a URL"))
    }

    /// Answers requests for as long as it is polled.
    pub(crate) async fn run(self) -> io::Result<()> {
        let app = Router::new().fallback(get(answer)).with_state(self.root);
        // Without this, an answer of two packets waits 40 ms for the first to be acknowledged.
        let listener = self.listener.tap_io(|connection| _ = connection.set_nodelay(true));
        axum::serve(listener, app).await
    }
}

async fn answer(State(root): State<Arc<Path>>, uri: Uri) -> Response {
    find_and_read(&root, uri.path()).await.unwrap_or_else(|error| {
        let status = match error.kind() {
            PermissionDenied => StatusCode::FORBIDDEN,
            NotFound | NotADirectory | InvalidInput | InvalidFilename => StatusCode::NOT_FOUND,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        (status, error.to_string()).into_response()
    })
}

async fn find_and_read(root: &Path, address: &str) -> io::Result<Response> {
    let entry = Entry::find(root, &root.join(relative_path(address)?)).await?;
    if address.ends_with('/') && !entry.metadata.is_dir() {
        return Err(NotADirectory.into());
    }
    if address != entry.address {
        return Ok(Redirect::permanent(&entry.address).into_response());
    }
    if entry.metadata.is_dir() {
        return Ok(Html(list(root, &entry).await?).into_response());
    }
    let (file, size) = (File::open(&entry.path).await?, entry.metadata.len());
    let kind = mime_guess::from_path(&entry.path).first_or_octet_stream();
    let headers = [(header::CONTENT_TYPE, kind.to_string()), (header::CONTENT_LENGTH, size.to_string())];
    Ok((headers, Body::from_stream(ReaderStream::new(file.take(size)))).into_response())
}

/// A page with a link to each entry of a folder.
async fn list(root: &Path, folder: &Entry) -> io::Result<String> {
    let mut lines = Vec::new();
    let mut names = fs::read_dir(&folder.path).await?;
    while let Some(name) = names.next_entry().await? {
        let hidden = name.file_name().as_encoded_bytes().starts_with(b".") || name.file_name() == "target";
        if let (false, Ok(entry)) = (hidden, Entry::find(root, &name.path()).await) {
            let text = name.file_name().display().to_string().replace('&', "&amp;").replace('<', "&lt;");
            lines.push(format!("<li><a href=\"{}\">{text}</a>\n", entry.address));
        }
    }
    lines.sort();
    Ok(format!(
        "<!doctype html><meta charset=\"utf-8\"><title>{0}</title><h1>{0}</h1>\n<ul>\n{1}</ul>\n",
        folder.address,
        lines.concat()
    ))
}

/// A file or a folder, and its one address.
struct Entry {
    path: PathBuf,
    metadata: Metadata,
    address: String,
}

impl Entry {
    /// Follows symbolic links to the end. Anything but files and folders of the root is an error.
    async fn find(root: &Path, path: &Path) -> io::Result<Entry> {
        let path = fs::canonicalize(path).await?;
        let metadata = fs::metadata(&path).await?;
        // A pipe would keep its reader waiting for ever.
        if !metadata.is_file() && !metadata.is_dir() {
            return Err(NotFound.into());
        }
        let mut address = String::from("/");
        for name in path.strip_prefix(root).map_err(|_| PermissionDenied)? {
            let name = name.to_str().filter(|name| *name != ".git").ok_or(PermissionDenied)?;
            address.extend(utf8_percent_encode(name, ESCAPED));
            address.push('/');
        }
        if metadata.is_file() {
            address.pop();
        }
        Ok(Entry { path, metadata, address })
    }
}

/// Decodes an address to a path that can only lead down.
fn relative_path(address: &str) -> io::Result<PathBuf> {
    let mut path = PathBuf::new();
    for name in address.split('/').filter(|name| !name.is_empty()) {
        let name = percent_decode_str(name).decode_utf8().map_err(|_| NotFound)?;
        let mut parts = Path::new(&*name).components();
        match (parts.next(), parts.next()) {
            (Some(Component::Normal(part)), None) if part == &*name => path.push(part),
            _ => return Err(PermissionDenied.into()),
        }
    }
    Ok(path)
}
