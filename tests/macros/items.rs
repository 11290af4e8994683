//! `pipeline!` as an item: a function, and its graph as constants.

use pipeline_core::prelude::*;

use crate::pages::{Result, fetch, title, words};

#[derive(Debug, PartialEq)]
struct Report {
    pages: Vec<String>,
    errors: usize,
    label: &'static str,
}

pipeline!(
    /// Fetches every url.
    fn report(urls: Vec<&'static str>, label: &'static str) -> Run<Report> {
        let page = match urls | map(fetch).workers(8).ordered() {
            Ok(page) => page,
            Err(e) => e | for_each(|e| assert_eq!(e, "ccc is gone")),
        };
        let [a, b] = page | tee();
        Report {
            pages: a | map(title) | collect(),
            errors: b | filter(|p| p.status > 203) | count(),
            label: label,
        }
    }
);

#[tokio::test]
async fn an_item_has_a_struct_result_and_a_graph() -> Result {
    let found = report(words(), "words").await?;
    let pages = ["A", "BB", "DDDD"].map(str::to_owned).to_vec();
    assert_eq!(found, Report { pages, errors: 1, label: "words" });
    assert_eq!(
        report::MERMAID,
        "flowchart LR
  n0([\"urls\"])
  n1[\"fetch<br/>workers(8)\"]
  n2{\"match\"}
  n3[[\"for_each\"]]
  n4[\"tee\"]
  n5[\"title\"]
  n6[[\"collect\"]]
  n7[\"filter\"]
  n8[[\"count\"]]
  n0 --> n1
  n1 --> n2
  n2 -->|\"Err(e)\"| n3
  n2 --> n4
  n4 -->|\"a\"| n5
  n5 --> n6
  n4 -->|\"b\"| n7
  n7 --> n8
"
    );
    assert_eq!(report::GRAPH.nodes[1].workers, Some(8));
    Ok(())
}

pipeline!(
    async fn longest(words: Vec<&'static str>) -> Result<Option<usize>> {
        words | map(|w| w.len()) | reduce(|a, b| a.max(b))
    }
);

#[tokio::test]
async fn an_async_item_is_awaited_within() -> Result {
    assert_eq!(longest(words()).await?, Some(4));
    assert_eq!(longest::GRAPH.nodes.len(), 3);
    Ok(())
}

/// An error of the caller's own, which `?` makes of the run's.
#[derive(Debug)]
struct Failed(String);

impl From<PipelineError> for Failed {
    fn from(error: PipelineError) -> Self {
        Self(error.to_string())
    }
}

pipeline!(
    async fn crash(words: Vec<&'static str>) -> Result<usize, Failed> {
        words | map(|w| if w == "ccc" { panic!("three letters") } else { w }) | count()
    }
);

#[tokio::test]
async fn an_async_item_passes_errors_on_as_its_signature_says() {
    let Failed(text) = crash(words()).await.unwrap_err();
    assert!(text.contains("three letters"), "{text}");
}
