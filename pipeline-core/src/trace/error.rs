//! What goes wrong with files.

use std::io;
use std::path::{Path, PathBuf};

/// A trace whose file cannot be created.
#[derive(Debug, thiserror::Error)]
#[error(
    "cannot create the trace `{}`: {source}; give a path in a folder that is there and can be written to",
    path.display()
)]
pub(super) struct NotCreated {
    path: PathBuf,
    source: io::Error,
}

impl NotCreated {
    /// The same kind of error, which names the path.
    pub(super) fn of(path: &Path, source: io::Error) -> io::Error {
        io::Error::new(source.kind(), Self { path: path.to_owned(), source })
    }
}

/// A trace that could not be written to its end.
#[derive(Debug, thiserror::Error)]
#[error("the trace `{}` is not whole: {source}", path.display())]
pub(super) struct NotWhole {
    pub(super) path: PathBuf,
    pub(super) source: io::Error,
}
