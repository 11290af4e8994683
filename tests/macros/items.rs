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

fn double(n: u64) -> u64 {
    2 * n
}

fn keep(_: u64) {}

// The branches are read in another order than they are written in.
pipeline!(
    fn numbered(items: std::ops::Range<u64>) -> Run<(usize, Vec<u64>)> {
        let [a, b, c, d] = items | map(|n| n + 1) | map(|n| n + 2) | tee();
        c | map(|n| n + 3) | for_each(keep);
        let a = a | map(|n| n + 4) | filter(|n| *n > 4).name("map");
        let b = b | map(|n| n + 5) | map(double);
        let (even, odd) = b | zip(a) | map(|(b, _)| b) | partition(|n| n % 2 == 0);
        let even = even | map(double);
        let joined = [even, odd] | merge(d);
        let (low, high) = match joined {
            n if n < 5 => n | map(|n| n + 6),
            n => n,
        };
        (high | count(), low | pipe(pipe::map(double)) | collect())
    }
);

pipeline!(
    fn routed(items: std::ops::Range<u64>) -> Run<usize> {
        let all = match items | map(|n| n + 1) {
            0 => 0 | map(|n| n + 2),
            1 => 1 | map(|n| n + 3) | drain(),
            n => n | map(double),
        };
        all | map(|n| n + 4) | count()
    }
);

/// The edges by the names of their ends, and what is written on them.
fn edges_of_run<R, E, S>(run: &Run<R, E, S>) -> Vec<(String, String, String)>
where
    R: Send + 'static,
    E: Send + 'static,
    S: Send + 'static,
{
    let graph = run.graph();
    let name = |at: usize| graph.nodes()[at].name.clone();
    let label = |label: &Option<String>| label.clone().unwrap_or_default();
    let edges = graph.edges().iter();
    let mut edges: Vec<_> = edges.map(|edge| (name(edge.from), label(&edge.label), name(edge.to))).collect();
    edges.sort();
    edges
}

/// The same of the constant.
fn edges_of_text(graph: &pipeline_core::__private::Graph) -> Vec<(String, String, String)> {
    let name = |at: usize| graph.nodes[at].name.to_owned();
    let mut edges: Vec<_> =
        graph.edges.iter().map(|edge| (name(edge.from), edge.label.to_owned(), name(edge.to))).collect();
    edges.sort();
    edges
}

pipeline!(
    fn joined_sources(words: Vec<u32>) -> Run<usize> {
        [words.clone(), words] | count()
    }
);

#[test]
fn stages_sources_and_branches_have_the_same_names_in_the_constant_and_in_the_run() {
    assert_eq!(edges_of_text(numbered::GRAPH), edges_of_run(&numbered(0..9)));
    assert_eq!(edges_of_text(routed::GRAPH), edges_of_run(&routed(0..9)));
    assert_eq!(edges_of_text(report::GRAPH), edges_of_run(&report(words(), "words")));
    assert_eq!(edges_of_text(joined_sources::GRAPH), edges_of_run(&joined_sources(vec![1])));
    let drawn = report(words(), "words").graph().to_string();
    assert!(drawn.starts_with("urls => fetch (8 workers) => match\n"), "{drawn}");
    assert!(
        drawn.contains("tee =a=> title") && drawn.contains("match =Err(e)=> ") && !drawn.contains("arm"),
        "{drawn}"
    );
}

fn arm(n: u64) -> u64 {
    n
}

pipeline!(
    fn sorted(items: std::ops::Range<u64>) -> Run<(usize, usize, Vec<u64>)> {
        match items {
            0 => 0 | count(),
            n if n % 2 == 0 => n | map(arm) | count(),
            n => n | collect(),
        }
    }
);

/// What goes down an arm was a stage `arm` in the drawing of the run, and nowhere in the text.
#[tokio::test]
async fn an_arm_is_an_edge_in_the_constant_and_in_the_run() -> Result {
    let run = sorted(0..5);
    assert_eq!(edges_of_text(sorted::GRAPH), edges_of_run(&run));
    let drawn = run.graph().to_string();
    let labels = ["match =0=> count\n", "match =n if n % 2 == 0=> arm -> count#2\n", "match =n=> collect\n"];
    assert!(labels.iter().all(|line| drawn.contains(line)), "{drawn}");
    // The edges into the arms are channels: they come from a split.
    assert!(run.graph().edges().iter().filter(|edge| edge.label.is_some()).all(|edge| edge.channel));
    assert_eq!(run.await?, (1, 2, vec![1, 3]));
    Ok(())
}

#[test]
fn two_closures_do_not_look_alike_in_mermaid() {
    for text in [numbered::MERMAID.to_owned(), numbered(0..9).graph().to_mermaid()] {
        for name in [
            "map",
            "map#35;2",
            "map#35;3",
            "double",
            "double#35;2",
            "double#35;3",
            "merge",
            "merge#35;2",
            "keep",
        ] {
            assert_eq!(text.matches(&format!("\"{name}\"")).count(), 1, "{name} in {text}");
        }
    }
}

pipeline!(
    fn numbered_by_hand(items: std::ops::Range<u32>) -> Run<usize> {
        items | map(|n| n + 1) | map(|n| n * 2) | map(|n| n - 1).name("map#2") | count()
    }
);

#[test]
fn a_number_given_by_hand_is_left_to_its_stage() {
    let names: Vec<_> = numbered_by_hand::GRAPH.nodes.iter().map(|node| node.name).collect();
    assert_eq!(names, ["items", "map", "map#3", "map#2", "count"]);
    assert_eq!(edges_of_text(numbered_by_hand::GRAPH), edges_of_run(&numbered_by_hand(0..9)));
}

fn shout(words: Stream<&'static str>) -> Stream<String> {
    words.map(str::to_uppercase).into()
}

pipeline!(
    fn piped(words: Vec<&'static str>) -> Run<usize> {
        words | via(shout) | pipe(pipe::filter(|word: &String| word.len() > 1)) | pipe(pipe::count())
    }
);

#[tokio::test]
async fn a_piped_stage_has_the_name_of_what_is_piped() -> Result {
    assert_eq!(piped(words()).await?, 3);
    let names: Vec<_> = piped::GRAPH.nodes.iter().map(|node| node.name).collect();
    assert_eq!(names, ["words", "shout", "filter", "count"]);
    Ok(())
}
