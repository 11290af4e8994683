//! Arrows go down: a file imports what stands below it, or beside it in its own folder.

use crate::fault::{Fault, assert_none};
use crate::fixture::faults;
use crate::tree::Tree;

/// The storeys, from the lowest to the highest: folders and files of `pipeline-core/src`.
const STOREYS: &[&[&str]] = &[
    &["engine/lock", "engine/models"],
    &["meter"],
    &["error"],
    &["plan"],
    &["engine/chaos", "engine/containment", "engine/dropped", "engine/sync", "engine/telemetry"],
    &["engine/executor", "engine/coop"],
    &["engine/channel", "engine/supervision"],
    &["engine/call", "engine/fusion"],
    &["engine/port"],
    &["engine/upstream"],
    &["engine/worker", "engine/fan_out"],
    &["draw"],
    &["watch"],
    &["stream"],
    &["run"],
    &["live", "trace"],
    &["attach", "options", "interop"],
    &["source", "op", "terminal"],
    &["pipe", "macros", "lib", "prelude", "schedules", "testkit"],
];

/// The face is what users import: its parts may name each other.
const FACE: usize = STOREYS.len() - 1;

const UPWARD: &str = "arrows go down only";

/// The storey of a module, and the folder or file there that it belongs to.
fn place(module: &[String]) -> Option<(usize, &'static str)> {
    let path = if module.is_empty() { "lib".to_owned() } else { module.join("/") };
    let holds =
        |room: &&str| path.strip_prefix(*room).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    STOREYS
        .iter()
        .enumerate()
        .find_map(|(storey, rooms)| Some((storey, *rooms.iter().find(|room| holds(room))?)))
}

/// Whether it is a folder of folders, such as `engine`: these have storeys, it has none.
fn holds_rooms(module: &[String]) -> bool {
    let folder = format!("{}/", module.join("/"));
    STOREYS.iter().flat_map(|rooms| rooms.iter()).any(|room| room.starts_with(&folder))
}

/// Imports of what stands higher, or beside the file's own folder.
fn upward(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for file in &tree.files {
        let from = place(&file.module);
        if from.is_none() && !holds_rooms(&file.module) {
            faults.push(Fault::new(
                &file.path,
                1,
                file.module.join("::"),
                "it stands in no storey of the table",
            ));
            continue;
        }
        for mention in &file.mentions {
            let Some(target) = tree.file_of(&mention.path) else { continue };
            let fault = match (from, place(&target.module)) {
                _ if target.path == file.path => None,
                (Some((from, room)), Some((to, other))) => {
                    let may = to < from || room == other || from == FACE;
                    let way = if to == from { "sideways" } else { "up" };
                    (!may).then(|| format!("{UPWARD}, and this goes {way}, from {room} to {other}"))
                }
                // A list of modules passes on what is in them.
                (None, _) if target.module.starts_with(&file.module) => None,
                (None, _) => Some(format!("{} lists what it holds, and imports nothing else", file.path)),
                (Some(_), None) => Some(format!("{} has no storey: name the file in it", target.path)),
            };
            faults.extend(fault.map(|rule| Fault::new(&file.path, mention.line, &mention.written, rule)));
        }
    }
    faults
}

#[test]
fn arrows_go_down() {
    assert_none(upward(&Tree::of_core()));
}

#[test]
fn an_arrow_up_is_found_however_it_is_written() {
    for (line, code, written) in [
        (1, "use crate::stream::Stream;", "crate::stream::Stream"),
        (1, "use crate::{error::StageError, stream::{Stream as S}};", "crate::stream::Stream"),
        (1, "use super::super::super::stream::*;", "super::super::super::stream"),
        (2, "fn f() {\n    crate::stream::open();\n}", "crate::stream::open"),
        (2, "fn f() {\n    use crate::stream::Stream;\n}", "crate::stream::Stream"),
        (1, "struct S(Vec<crate::stream::Stream>);", "crate::stream::Stream"),
        (
            1,
            "mod inner { use super::super::super::super::stream::Stream; }",
            "super::super::super::super::stream::Stream",
        ),
        (2, "fn f() {\n    ready!(crate::stream::open(1));\n}", "crate::stream::open"),
        (2, "macro_rules! m { () => {\n    $crate::stream::open()\n} }", "crate::stream::open"),
        (
            1,
            "impl From<u8> for crate::stream::Stream { fn from(_: u8) -> Self { todo!() } }",
            "crate::stream::Stream",
        ),
    ] {
        let found = faults(upward, &[("engine/executor/local.rs", code)]);
        let fault = format!(
            "engine/executor/local.rs:{line}: `{written}`: arrows go down only, and this goes up, \
             from engine/executor to stream"
        );
        assert_eq!(found, [fault], "{code}");
    }
}

#[test]
fn an_arrow_sideways_is_found() {
    assert_eq!(
        faults(
            upward,
            &[("engine/containment.rs", "use crate::engine::dropped::note;"), ("engine/dropped.rs", "")]
        ),
        [
            "engine/containment.rs:1: `crate::engine::dropped::note`: arrows go down only, and this goes sideways, \
          from engine/containment to engine/dropped"
        ]
    );
}

#[test]
fn the_root_is_no_way_round() {
    assert_eq!(
        faults(upward, &[("run/mod.rs", "use crate::Stream;")]),
        ["run/mod.rs:1: `crate::Stream`: arrows go down only, and this goes up, from run to lib"]
    );
    assert_eq!(
        faults(upward, &[("run/mod.rs", "use crate::engine::Inlet;")]),
        ["run/mod.rs:1: `crate::engine::Inlet`: engine/mod.rs has no storey: name the file in it"]
    );
    assert_eq!(
        faults(
            upward,
            &[("engine/mod.rs", "mod lock;\nuse crate::error::StageError;\npub use self::lock::lock;")]
        ),
        [
            "engine/mod.rs:2: `crate::error::StageError`: engine/mod.rs lists what it holds, and imports nothing else"
        ]
    );
}

#[test]
fn a_file_without_a_storey_is_found() {
    assert_eq!(
        faults(upward, &[("helpers.rs", "")]),
        ["helpers.rs:1: `helpers`: it stands in no storey of the table"]
    );
}

#[test]
fn the_face_names_itself_and_what_is_no_path_into_the_crate_is_no_arrow() {
    let face = [("prelude.rs", "pub use crate::Stream;"), ("pipe.rs", "pub use crate::prelude::Stream;")];
    assert_eq!(faults(upward, &face), [""; 0]);
    let outside = "use ::stream::Stream;\nuse futures::stream;\n//! `crate::stream`\nfn f(self_: u8) { stream::iter(1); }";
    assert_eq!(faults(upward, &[("error.rs", &outside.replace("//!", "///"))]), [""; 0]);
}
