//! Small trees to try the rules on.

use std::fs;

use tempfile::TempDir;

use crate::fault::Fault;
use crate::tree::Tree;

/// A tree that obeys every rule.
const OBEYS: &[(&str, &str)] = &[
    ("lib.rs", "mod error;\nmod engine;\nmod stream;\nmod op;\npub use crate::stream::Stream;\n"),
    ("error.rs", "pub struct StageError;\n"),
    ("engine/mod.rs", "pub(crate) mod lock;\npub(crate) mod executor;\npub(crate) mod port;\n"),
    ("engine/lock.rs", "/// Locks.\npub(crate) fn lock() {}\n"),
    ("engine/executor/mod.rs", "pub(crate) mod spawner;\n"),
    (
        "engine/executor/spawner.rs",
        "/// Starts a task.\npub(crate) fn spawn() {\n    tokio::spawn(async {});\n}\n",
    ),
    ("engine/port/mod.rs", "mod inlet;\nmod outlet;\npub(crate) use self::inlet::Inlet;\n"),
    (
        "engine/port/inlet.rs",
        "use crate::engine::lock::lock;\nuse crate::error::StageError;\n/// Reads.\npub(crate) struct Inlet;\n\
         #[cfg(test)]\nmod tests {\n    use crate::stream::Stream;\n}\n",
    ),
    (
        "engine/port/outlet.rs",
        "use super::inlet::Inlet;\n/// Writes.\npub(in crate::engine) struct Outlet(Inlet);\n",
    ),
    ("stream/mod.rs", "mod stream;\npub use self::stream::Stream;\n"),
    ("stream/stream.rs", "use crate::engine::port::Inlet;\npub struct Stream(Inlet);\n"),
    ("op/mod.rs", "mod map;\n"),
    ("op/map.rs", "use crate::stream::Stream;\n/// As `crate::prelude` says.\npub fn map(_: Stream) {}\n"),
];

/// The tree that obeys, with these files in place of its own or added to them.
pub(crate) fn tree_with(files: &[(&str, &str)]) -> Tree {
    let root = TempDir::new().unwrap();
    for (path, text) in OBEYS.iter().chain(files) {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    Tree::read(root.path())
}

/// What a rule finds, a line a fault; nothing in the tree that obeys.
#[track_caller]
pub(crate) fn faults(rule: impl Fn(&Tree) -> Vec<Fault>, files: &[(&str, &str)]) -> Vec<String> {
    assert_eq!(rule(&tree_with(&[])), [], "the tree that obeys");
    let mut found = rule(&tree_with(files));
    found.sort();
    found.iter().map(ToString::to_string).collect()
}
