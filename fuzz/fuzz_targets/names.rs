//! Names of all kinds, in all drawings: each is made, a name stays a name, and nothing in it reaches a
//! terminal.
#![no_main]

#[path = "../../tests/shared/renderers.rs"]
mod renderers;

use libfuzzer_sys::fuzz_target;
use pipeline_core::prelude::*;
use renderers::RENDERERS;

fuzz_target!(|text: &str| {
    let stages = text.split('|').take(9);
    let named = stages.fold(Stream::from_iter(0..9), |stream, name| stream.map(|n| n).name(name).into());
    let [left, right] = named.tee();
    let run = left.merge(right).name(text).count();
    let graph = run.graph();
    let mut names: Vec<_> = graph.nodes().iter().map(|node| node.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), graph.nodes().len(), "two stages have one name");
    let plain = plain(graph.nodes().len());
    for ((way, draw), lines) in RENDERERS.iter().zip(plain) {
        let drawn = draw(&graph);
        assert!(!drawn.chars().any(|c| c.is_control() && c != '\n'), "{way}: {drawn:?}");
        assert_eq!(drawn.lines().count(), lines, "{way}: {drawn}");
        let escape = match *way {
            "mermaid" => None,
            "dot" => Some('\\'),
            _ => continue,
        };
        assert!(drawn.lines().all(|line| quotes_are_closed(line, escape)), "{way}: {drawn}");
    }
});

/// How many lines each drawing has of the same pipeline with plain names.
fn plain(nodes: usize) -> [usize; 3] {
    let named =
        (0..nodes - 4).fold(Stream::from_iter(0..9), |stream, _| stream.map(|n| n).name("plain").into());
    let [left, right] = named.tee();
    let graph = left.merge(right).name("plain").count().graph();
    assert_eq!(graph.nodes().len(), nodes);
    RENDERERS.map(|(_, draw)| draw(&graph).lines().count())
}

/// Outside of what stands behind the character that escapes, if there is one.
fn quotes_are_closed(line: &str, escape: Option<char>) -> bool {
    let mut open = false;
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        if Some(c) == escape {
            chars.next();
        } else if c == '"' {
            open = !open;
        }
    }
    !open
}
