//! Names of stages that are nothing, twice there, very long, or made of what no terminal should show.

use pipeline_core::prelude::*;

use crate::support::{both_runtimes, text};

#[path = "../shared/renderers.rs"]
mod renderers;

use renderers::RENDERERS;

/// A row of stages with these names; the last of them panics.
fn named(names: &[&str]) -> Run<usize> {
    let stages =
        names.iter().fold(Stream::from_iter(0..9), |stream, name| stream.map(|n| n).name(*name).into());
    stages.map(|_: i32| -> i32 { panic!("boom") }).name(*names.last().unwrap()).count()
}

const ODD: [&str; 8] = [
    "",
    " ",
    "a\nb",
    "a\tb\u{1b}[31m",
    "\"]; n0 -> n1 [\"",
    "a -> b => c",
    "\u{202e}abc\u{0}",
    "#quot;<b>&\\",
];

both_runtimes! {
    async fn f95_a_stage_without_a_name() {
        let run = named(&[""]);
        assert_eq!(run.graph().nodes().len(), 4);
        assert_eq!(text(run.await), "stage `#2` panicked: boom");
    }

    /// An error, a graph and a control must mean one stage.
    async fn f96_names_that_are_there_twice() {
        for names in [&["a", "a", "a"][..], &["a", "a", "a#2"], &["a#2", "a", "a"], &["a#3", "a", "a", "a#2"], &["map#2", "map", "map"]] {
            let run = named(names);
            let graph = run.graph();
            let mut all = graph.nodes().iter().map(|node| node.name.clone()).collect::<Vec<_>>();
            all.sort();
            all.dedup();
            assert_eq!(all.len(), graph.nodes().len(), "{names:?}: {all:?}");
            let told = run.await.unwrap_err();
            let last = &graph.nodes()[names.len() + 1].name;
            assert_eq!(told.stage(), Some(last.as_str()), "{names:?}");
        }
    }

    async fn f97_a_name_of_a_mebibyte() {
        let long = "x".repeat(1 << 20);
        let run = named(&[&long]);
        let graph = run.graph();
        for (way, draw) in RENDERERS {
            let length = draw(&graph).len();
            assert!(length > 2 << 20 && length < 3 << 20, "{way}: {length}");
        }
        let told = run.await.unwrap_err();
        assert_eq!(told.stage().map(str::len), Some((1 << 20) + 2));
        let running = named(&[&long]).spawn();
        assert_eq!(running.control().workers(&long), None);
        drop(running);
    }

    /// A line a stage, and nothing that a terminal would act on; quotes do not end.
    async fn f98_names_of_control_characters() {
        for name in ODD {
            let run = named(&[name]);
            let graph = run.graph();
            let plain = named(&["plain"]).graph();
            for (way, draw) in RENDERERS {
                let drawn = draw(&graph);
                // One a node, one an edge, and what is around them: as with any other name.
                assert_eq!(drawn.lines().count(), draw(&plain).lines().count(), "{way}, {name:?}: {drawn}");
                assert!(!drawn.chars().any(|c| c.is_control() && c != '\n'), "{name:?}: {drawn:?}");
            }
            // The error gives the name as it is: it is the program's own text.
            let told = run.await.unwrap_err();
            assert_eq!(told.stage(), Some(format!("{name}#2").as_str()));
        }
    }
}
