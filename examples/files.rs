//! Files that are there twice, and the largest ones: a tree of files, read and hashed on all cores.
//!
//! ```text
//! cargo run --example files                     a tree that it makes, and looks whether it finds what it put there
//! cargo run --release --example files -- ../..  a folder of yours
//! ```

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ffi::OsString;
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::available_parallelism;

use pipeline_core::prelude::*;

/// Ordered by size, and where sizes are equal by path, so that the largest are the same each time.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct File {
    size: u64,
    path: Reverse<PathBuf>,
    hash: u64,
}

/// What was found in a tree.
struct Found {
    largest: Vec<Arc<File>>,
    /// How many files there are of each content: a size and a hash.
    contents: HashMap<(u64, u64), usize>,
    /// What could not be read, and why.
    unreadable: Vec<String>,
}

impl Found {
    /// How many files there are, and how many of them have the content of another.
    fn counts(&self) -> (usize, usize) {
        let files = self.contents.values().sum();
        (files, files - self.contents.len())
    }
}

/// What a folder holds: its files, and the folders in it. Links are not followed.
async fn list(folder: PathBuf) -> io::Result<(Vec<PathBuf>, Vec<PathBuf>)> {
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    let mut entries = tokio::fs::read_dir(folder).await?;
    while let Some(entry) = entries.next_entry().await? {
        let kind = entry.file_type().await?;
        if kind.is_dir() {
            folders.push(entry.path());
        } else if kind.is_file() {
            files.push(entry.path());
        }
    }
    Ok((files, folders))
}

/// Reads a file, piece by piece.
fn hash(path: PathBuf) -> io::Result<File> {
    let mut file = fs::File::open(&path)?;
    let (mut hasher, mut size, mut piece) = (DefaultHasher::new(), 0, vec![0; 64 * 1024]);
    loop {
        match file.read(&mut piece)? {
            0 => return Ok(File { size, path: Reverse(path), hash: hasher.finish() }),
            n => {
                hasher.write(&piece[..n]);
                size += n as u64;
            }
        }
    }
}

/// The `k` largest files below some folders, and which are there twice.
async fn search(folders: Vec<PathBuf>, k: usize) -> Result<Found, Box<dyn std::error::Error>> {
    let (unreadable, errors) = Stream::channel(16);
    let [by_size, by_content] = Stream::from_iter(folders)
        .try_expand_async(list)
        .workers(4)
        .keep_item()
        .flatten()
        .try_map_blocking(hash)
        .workers(available_parallelism()?)
        .keep_item()
        .divert_err(unreadable)
        .map(Arc::new)
        .tee();
    let errors = errors.map(|error: StageError<io::Error>| {
        let path = error.item::<PathBuf>().expect("both stages keep their items");
        format!("{}: {error}", path.display())
    });
    let (largest, contents, unreadable) = Run::join((
        by_size.top_k(k),
        by_content.count_by_key(|file| (file.size, file.hash)),
        errors.collect::<Vec<_>>(),
    ))
    .await?;
    Ok(Found { largest, contents, unreadable })
}

/// Three floors of folders with ten files each. Every tenth file is a copy of the first.
fn make_tree(root: &Path) -> io::Result<usize> {
    let mut folders = vec![root.to_owned()];
    for floor in 0..3 {
        for parent in folders.clone() {
            folders.extend((0..4).map(|n| parent.join(format!("{floor}-{n}"))));
        }
    }
    for (at, folder) in folders.iter().enumerate() {
        fs::create_dir_all(folder)?;
        for n in 0..10 {
            let number = if n == 9 { 0 } else { at * 10 + n + 1 };
            fs::write(folder.join(format!("{n}.txt")), format!("{number}\n").repeat(number % 500 + 1))?;
        }
    }
    Ok(folders.len())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let given: Vec<OsString> = std::env::args_os().skip(1).collect();
    let found = if given.is_empty() {
        let tree = tempfile::tempdir()?;
        let folders = make_tree(tree.path())?;
        let missing = tree.path().join("missing");
        let found = search(vec![tree.path().to_owned(), missing.clone()], 5).await?;

        assert_eq!(found.counts(), (10 * folders, folders - 1));
        assert_eq!(found.largest.len(), 5);
        assert!(found.largest.is_sorted_by(|a, b| a >= b), "the largest comes first");
        // 500 lines, each with a number of three digits.
        assert_eq!(found.largest[0].size, 500 * 4);
        let [error] = &found.unreadable[..] else { panic!("one folder is missing: {:?}", found.unreadable) };
        assert!(error.starts_with(&format!("{}: [list] ", missing.display())));
        found
    } else {
        search(given.into_iter().map(PathBuf::from).collect(), 5).await?
    };

    let (files, copies) = found.counts();
    println!("{files} files, {copies} of them copies of another");
    for file in &found.largest {
        println!("{:>12} bytes  {}", file.size, file.path.0.display());
    }
    for error in &found.unreadable {
        println!("not read: {error}");
    }
    Ok(())
}
