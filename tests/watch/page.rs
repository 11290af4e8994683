//! The reports that `docs/watching.md` shows are those that its pipeline prints.

use pipeline_core::prelude::*;

use crate::support::{paused, takes};

/// The pipeline of the page.
fn site(fetchers: usize) -> Run<()> {
    Stream::from_iter(0..200)
        .map_async(takes(50))
        .name("fetch")
        .workers(fetchers)
        .buffer(8)
        .map_async(takes(5))
        .name("parse")
        .buffer(8)
        .for_each_async(|page| async move { _ = takes(10)(page).await })
        .name("store")
        .into()
}

/// Which of the items of one moment is counted by a look in that moment, is not told by the clock.
fn without_curve(report: &str) -> Vec<&str> {
    let lines: Vec<_> = report.lines().filter(|line| !line.contains("  up to ")).collect();
    assert_eq!(lines.len(), report.lines().count() - 1);
    lines
}

#[test]
fn it_shows_what_is_printed() {
    let page = include_str!("../../docs/watching.md");
    let mut shown = page.split("```text\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    for fetchers in [2, 10] {
        let report = paused(async {
            let (run, watch) = site(fetchers).watch();
            run.await.unwrap();
            watch.report().to_string()
        });
        let shown = shown.next().map(without_curve);
        assert_eq!(shown, Some(without_curve(&report)), "with {fetchers} fetchers:\n{report}");
    }
    assert_eq!(shown.next(), None);
}
