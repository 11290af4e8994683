//! What only one file or folder may do.

use std::fs;
use std::path::Path;

use crate::fault::{Fault, assert_none};
use crate::fixture::{faults, tree_with};
use crate::tokens::{lines_naming, lines_with};
use crate::tree::Tree;

enum What {
    /// Whichever of these stands in code: `tokio::spawn`.
    Phrases(&'static [&'static str]),
    Crate(&'static str),
}

/// Something that belongs to some files: those whose path begins with one of `homes`.
struct Owned {
    what: What,
    homes: &'static [&'static str],
}

const SPAWNING: Owned = Owned {
    what: What::Phrases(&[
        "tokio::spawn",
        "task::spawn",
        "handle.spawn",
        "Handle::spawn",
        "thread::spawn",
        "thread::scope",
        "thread::Builder",
        "spawn_blocking",
        "spawn_blocking_on",
        "spawn_local",
        "spawn_on",
        "JoinSet",
    ]),
    homes: &["engine/executor/spawner.rs"],
};

const KANAL: Owned =
    Owned { what: What::Crate("kanal"), homes: &["engine/channel/mpmc.rs", "interop/kanal.rs"] };

const RTRB: Owned = Owned { what: What::Crate("rtrb"), homes: &["engine/channel/spsc/"] };

/// The folders of words: they go through what is above the engine.
const WORDS: &[&str] = &["op/", "source/", "terminal/"];

/// Where something stands outside its home.
fn strays(tree: &Tree, owned: &Owned) -> Vec<Fault> {
    let mut faults = Vec::new();
    for file in tree.files.iter().filter(|file| !owned.homes.iter().any(|home| file.path.starts_with(home))) {
        let places = match owned.what {
            What::Phrases(phrases) => lines_with(file, phrases),
            What::Crate(name) => {
                lines_naming(file, name).into_iter().map(|line| (line, name.to_owned())).collect()
            }
        };
        for (line, what) in places {
            let rule = format!("only {} may have it", owned.homes.join(" and "));
            faults.push(Fault::new(&file.path, line, what, rule));
        }
    }
    faults
}

/// Words that import the engine.
fn engine_in_words(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for file in tree.files.iter().filter(|file| WORDS.iter().any(|folder| file.path.starts_with(folder))) {
        for mention in
            file.mentions.iter().filter(|mention| mention.path.first().is_some_and(|name| name == "engine"))
        {
            let rule =
                "sources, operators and terminals say what happens to an item: the engine is not theirs";
            faults.push(Fault::new(&file.path, mention.line, &mention.written, rule));
        }
    }
    faults
}

/// Files that the reasons in `clippy.toml` name, and that are not there.
fn wrong_reasons(tree: &Tree, clippy: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (at, line) in clippy.lines().enumerate() {
        let names = line.split([' ', '"', '`', ',', ';', ':']).filter(|name| name.ends_with(".rs"));
        for name in names.filter(|name| !tree.files.iter().any(|file| file.path == *name)) {
            let rule = "a reason names a file by its path in pipeline-core/src";
            faults.push(Fault::new("clippy.toml", at + 1, name, rule));
        }
    }
    faults
}

#[test]
fn spawning_kanal_and_rtrb_have_their_homes() {
    let tree = Tree::of_core();
    for owned in [SPAWNING, KANAL, RTRB] {
        assert_none(strays(&tree, &owned));
        let anywhere = strays(&tree, &Owned { homes: &[], ..owned });
        assert!(!anywhere.is_empty(), "the search finds nothing at all");
    }
}

#[test]
fn words_do_not_import_the_engine() {
    assert_none(engine_in_words(&Tree::of_core()));
}

#[test]
fn the_reasons_of_clippy_name_files_that_are_there() {
    let clippy = Path::new(env!("CARGO_MANIFEST_DIR")).join("clippy.toml");
    assert_none(wrong_reasons(&Tree::of_core(), &fs::read_to_string(clippy).unwrap()));
}

#[test]
fn spawning_elsewhere_is_found_however_it_is_written() {
    for code in [
        "fn f() { tokio::spawn(async {}); }",
        "use tokio::{spawn, sync::Notify};",
        "use std::{sync, thread::{self, Builder}};",
        "fn f() { handle.spawn(async {}); }",
        "fn f() { tokio::select! { _ = tokio::task::spawn_local(g()) => {} } }",
        "fn f() { let set = JoinSet::new(); }",
    ] {
        let found = faults(|tree| strays(tree, &SPAWNING), &[("engine/lock.rs", code)]);
        assert!(!found.is_empty() && found[0].starts_with("engine/lock.rs:1: "), "{code}: {found:?}");
    }
    let free = "/// As `tokio::spawn`, or kanal.\nfn spawner() { scope.spawn(\"thread::spawn\"); tokio::spawner(); }\n\
                #[cfg(test)]\nmod tests { fn f() { tokio::spawn(kanal::bounded()); } }";
    for owned in [SPAWNING, KANAL] {
        assert_eq!(strays(&tree_with(&[("engine/lock.rs", free)]), &owned), []);
    }
}

#[test]
fn a_dependency_outside_its_home_is_found() {
    let files = [
        ("interop/kanal.rs", "use kanal::Sender;"),
        ("interop/mod.rs", "mod kanal;\npub use self::kanal::Sent;\n"),
        ("engine/channel/spsc/channel.rs", "use rtrb::RingBuffer;"),
        ("engine/lock.rs", "use kanal::AsyncSender;\nstruct S(rtrb::Producer);\nuse ::kanal::Sender;"),
    ];
    let both = |tree: &Tree| [strays(tree, &KANAL), strays(tree, &RTRB)].concat();
    assert_eq!(
        faults(both, &files),
        [
            "engine/lock.rs:1: `kanal`: only engine/channel/mpmc.rs and interop/kanal.rs may have it",
            "engine/lock.rs:2: `rtrb`: only engine/channel/spsc/ may have it",
            "engine/lock.rs:3: `kanal`: only engine/channel/mpmc.rs and interop/kanal.rs may have it",
        ]
    );
}

#[test]
fn a_word_that_imports_the_engine_is_found() {
    let found = faults(engine_in_words, &[("op/map.rs", "use crate::{engine::lock::lock, stream::Stream};")]);
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("op/map.rs:1: `crate::engine::lock::lock`: "), "{found:?}");
}

#[test]
fn a_reason_that_names_no_file_is_found() {
    let clippy = "a = \"only engine/lock.rs\"\nb = \"only lock.rs spawns\"";
    let found = wrong_reasons(&tree_with(&[]), clippy);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].line, found[0].what.as_str()), (2, "lock.rs"));
}
