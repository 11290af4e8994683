//! Names that nobody would give: each is a name in the trace, and nothing else.

use pipeline_core::prelude::*;

use crate::support::{Place, both_runtimes};

const ODD: [&str; 9] = [
    "",
    " ",
    "a\nb\tc",
    "\u{1b}[31m\u{0}\u{202e}",
    "\",\"ph\":\"X\"},{\"",
    "\\",
    "a|b -> c",
    "<script>alert(1)</script>",
    "你好 😀 é",
];

both_runtimes! {
    async fn odd_names() {
        for name in ODD {
            let place = Place::new();
            let run = Stream::from_iter(0..3).map_async(|n| async move { n }).name(name).map_async(|n| async move { n })
                .name(name).count().name(name);
            assert_eq!(run.trace_to(place.path()).unwrap().await.unwrap(), 3);
            let text = std::fs::read_to_string(place.path()).unwrap();
            assert!(!text.chars().any(|c| c.is_control() && c != '\n') && !text.contains("<script"), "{text}");
            let trace = place.trace();
            assert_eq!((trace.slices(1).len(), trace.slices(2).len()), (3, 3), "{name:?}");
            let processes = trace.processes();
            assert_eq!(processes.len(), 5);
            assert!(processes.iter().all(|name| !name.chars().any(char::is_control)), "{processes:?}");
            if name == "<script>alert(1)</script>" || name == "你好 😀 é" {
                assert_eq!(processes[2], name);
            }
        }
    }

    async fn long_names_are_shortened() {
        let place = Place::new();
        let long = "x".repeat(1 << 20);
        let run = Stream::from_iter(0..100).map_async(|n| async move { n }).name(&*long).map_async(|n| async move { n })
            .name(&*long).count().name(&*long);
        assert_eq!(run.trace_to(place.path()).unwrap().await.unwrap(), 100);
        assert!(std::fs::metadata(place.path()).unwrap().len() < 1 << 18);
        let trace = place.trace();
        assert!(trace.processes().iter().all(|name| name.chars().count() <= 64));
        assert_eq!((trace.slices(1).len(), trace.slices(2).len()), (100, 100));
    }
}
