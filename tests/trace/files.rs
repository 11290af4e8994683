//! Files: those that cannot be written, and several at once.

use std::error::Error;
use std::io::{ErrorKind, IsTerminal, stderr};

use pipeline_core::prelude::*;

use crate::support::{Place, both_runtimes, check};

fn run() -> Run<usize> {
    Stream::from_iter(0..50_u32).map_async(|n| async move { n }).workers(2).count()
}

both_runtimes! {
    async fn a_path_that_cannot_be_created() {
        let place = Place::new();
        let path = place.path().join("no").join("such.json");
        let error = run().trace_to(&path).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound);
        let told = error.to_string();
        assert!(told.starts_with(&format!("cannot create the trace `{}`: ", path.display())), "{told}");
        assert!(told.ends_with("; give a path in a folder that is there and can be written to"), "{told}");
        assert!(error.source().is_some());
        let error = run().trace_to(place.path().parent().unwrap()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::IsADirectory);
    }

    #[cfg(target_os = "linux")]
    async fn a_disk_that_is_full() {
        if !std::path::Path::new("/dev/full").exists() {
            return eprintln!("skipped: there is no /dev/full");
        }
        assert_eq!(run().trace_to("/dev/full").unwrap().await.unwrap(), 50);
    }

    async fn what_was_in_the_file_is_replaced() {
        let place = Place::new();
        std::fs::write(place.path(), "x".repeat(1 << 20)).unwrap();
        assert_eq!(run().trace_to(place.path()).unwrap().await.unwrap(), 50);
        assert_eq!(place.trace().slices(1).len(), 50);
    }

    async fn two_traces_of_one_run_and_all_else_that_looks_at_it() {
        if stderr().is_terminal() {
            return eprintln!("skipped: it would draw on this terminal");
        }
        let places = [Place::new(), Place::new()];
        let named = run().trace_to(places[0].path()).unwrap().name("a").total(50).progress();
        let (run, watch) = named.top().trace_to(places[1].path()).unwrap().map(|n| n + 1).watch();
        assert_eq!(run.await.unwrap(), 51);
        let traces = places.map(|place| place.trace());
        assert_eq!(traces[0].events.len(), traces[1].events.len());
        for trace in traces {
            check(&watch.snapshot(), &trace);
            assert_eq!(trace.other["pipeline"], "a");
        }
    }

    async fn the_trace_of_a_part_is_that_of_the_whole() {
        let place = Place::new();
        let (both, watch) = Run::join((run().trace_to(place.path()).unwrap(), run())).watch();
        assert_eq!(both.await.unwrap(), (50, 50));
        check(&watch.snapshot(), &place.trace());
        assert_eq!(place.trace().processes().len(), 7);
    }
}
