//! `pipeline!` in a crate that lets no warning pass, under another name, beside modules called `std` and `core`.
#![deny(warnings, clippy::all, clippy::pedantic)]

extern crate pipeline_core as flows;

use flows::{PipelineError, Run, Stream};

mod std {}
mod core {}
mod pipeline_core {}

struct Report {
    even: Vec<i32>,
    odd: usize,
}

flows::pipeline!(
    /// Sorts numbers.
    fn sorted(numbers: Vec<i32>) -> Run<Report> {
        let (even, odd) = match numbers | map(|n| n + 1).workers(2).ordered() {
            n if n % 2 == 0 => n,
            n => n,
        };
        Report { even: even | collect(), odd: odd | count() }
    }
);

#[tokio::test]
async fn strict_crates_take_every_form() -> Result<(), PipelineError> {
    let report = sorted(vec![1, 2, 3]).await?;
    assert_eq!((report.even, report.odd), (vec![2, 4], 1));
    assert_eq!(sorted::GRAPH.nodes.len(), 5);
    assert!(sorted::MERMAID.starts_with("flowchart"));

    let (sum, last) = flows::pipeline!({
        let [a, b] = 0..4 | filter(|n| *n != 2) | tee();
        (a | fold(0, |sum, n| sum + n), b | last())
    })
    .await?;
    assert_eq!((sum, last), (4, Some(3)));

    let doubled: Stream<i32> = flows::pipeline!([1, 2] | map(|n| n * 2));
    assert_eq!(flows::pipeline!(doubled | count()).await?, 2);
    Ok(())
}
