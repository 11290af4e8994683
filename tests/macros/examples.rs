//! The worked examples of `pipeline!`, run. The fourteenth, items, stands in `items.rs`.

use pipeline_core::prelude::*;

use crate::pages::{Page, Result, fetch, title, words};

async fn get(url: &'static str) -> Page {
    Page { url: url.to_owned(), status: 200 }
}

#[tokio::test]
async fn e01_linear() -> Result {
    let lengths: Vec<usize> = pipeline!(words() | map(|w| w.len()) | filter(|n| *n > 1) | collect()).await?;
    assert_eq!(lengths, [2, 3, 4]);
    Ok(())
}

#[tokio::test]
async fn e02_options() -> Result {
    let run = pipeline!(
        words()
            | map(fetch).workers(8).buffer(64).name("download").ordered()
            | filter(|r| r.is_ok())
            | count()
    );
    let graph = run.graph();
    let stage = &graph.nodes()[1];
    assert_eq!((stage.name.as_str(), stage.workers, stage.buffer), ("download", 8, Some(64)));
    assert_eq!(run.await?, 3);
    Ok(())
}

#[tokio::test]
async fn e03_an_open_end_is_a_stream_that_e04_goes_on() -> Result {
    let pages: Stream<Page> = pipeline!(words() | map_async(get).workers(4).ordered());
    let titles: Vec<String> = pipeline!(pages | map(title) | collect()).await?;
    assert_eq!(titles, ["A", "BB", "CCC", "DDDD"]);
    Ok(())
}

#[tokio::test]
async fn e05_an_error_branch_leaves_in_the_middle() -> Result {
    let (tell, told) = std::sync::mpsc::channel();
    let titles: Vec<String> = pipeline!({
        let page = match words() | map(fetch) {
            Ok(page) => page,
            Err(e) => e | for_each(move |e| tell.send(e).unwrap_or(())),
        };
        page | map(title) | collect()
    })
    .await?;
    assert_eq!(titles, ["A", "BB", "DDDD"]);
    assert_eq!(told.iter().collect::<Vec<_>>(), ["ccc is gone"]);
    Ok(())
}

enum Event {
    Click { x: i32, y: i32 },
    Key(char),
    Idle,
}

#[tokio::test]
async fn e06_a_route_of_terminals_gives_a_tuple() -> Result {
    let events = || {
        vec![
            Event::Click { x: 1, y: 2 },
            Event::Key('a'),
            Event::Idle,
            Event::Key('B'),
            Event::Click { x: 3, y: 4 },
        ]
    };
    let (clicks, keys) = pipeline!(match events() {
        Event::Click { x, y } => (x, y) | map(|(x, y)| x + y) | collect::<Vec<_>>(),
        Event::Key(c) if c.is_lowercase() => c | count(),
        _ => {}
    })
    .await?;
    assert_eq!((clicks, keys), (vec![3, 7], 1));
    Ok(())
}

fn crawl(n: usize) -> impl FnOnce(Stream<&'static str>) -> Stream<Page> {
    pipeline! { <&'static str => Page> map_async(get).workers(n) | filter(|p| p.status == 200) }
}

fn tally() -> impl FnOnce(Stream<Page>) -> Run<usize> {
    pipeline! { <Page> map(title) | filter(|t| !t.is_empty()) | count() }
}

#[tokio::test]
async fn e07_a_typed_pipe_and_e09_a_typed_terminal() -> Result {
    assert_eq!(pipeline!(words() | via(crawl(3)) | to(tally())).await?, 4);
    assert_eq!(pipeline!(words() | self::crawl(3) | to(tally())).await?, 4);
    Ok(())
}

#[tokio::test]
async fn e08_a_typed_pipe_with_a_graph_inside() -> Result {
    let lengths = pipeline! { <words: &'static str => usize>
        let [a, b] = words | tee();
        let long = b | filter(|w| w.len() > 2) | map(|w| w.len());
        a | map(|w| w.len()) | merge(long)
    };
    let mut found: Vec<usize> = pipeline!(words() | via(lengths) | collect()).await?;
    found.sort_unstable();
    assert_eq!(found, [1, 2, 3, 3, 4, 4]);
    Ok(())
}

#[tokio::test]
async fn e10_a_broadcast_joins_its_branches() -> Result {
    let (all, sum) = pipeline!({
        let [a, b] = words() | map(|w| w.len()) | tee();
        (a | collect::<Vec<_>>(), b | fold(0, |sum, n| sum + n))
    })
    .await?;
    assert_eq!((all, sum), (vec![1, 2, 3, 4], 10));
    Ok(())
}

#[tokio::test]
async fn e11_partition_and_merge() -> Result {
    let mut found: Vec<String> = pipeline!({
        let (short, long) = words() | map(|w| w.to_owned()) | partition(|w| w.len() < 3);
        let long = long | map(|w| w.to_uppercase());
        short | merge(long) | collect()
    })
    .await?;
    found.sort_unstable();
    assert_eq!(found, ["CCC", "DDDD", "a", "bb"]);
    Ok(())
}

#[tokio::test]
async fn e12_zip() -> Result {
    let pairs: Vec<_> = pipeline!({
        let [a, b] = words() | tee();
        let n = b | map(|w| w.len());
        a | zip(n) | collect()
    })
    .await?;
    assert_eq!(pairs, [("a", 1), ("bb", 2), ("ccc", 3), ("dddd", 4)]);
    Ok(())
}

#[tokio::test]
async fn e13_defaults() -> Result {
    let run = pipeline! { #![workers = 4, buffer = 8]
        words() | map(fetch).ordered() | filter(|r| r.is_err()).workers(1) | count()
    };
    let graph = run.graph();
    let options: Vec<_> = graph.nodes()[1..3].iter().map(|node| (node.workers, node.buffer)).collect();
    assert_eq!(options, [(4, Some(8)), (1, Some(8))]);
    assert_eq!(run.await?, 1);
    Ok(())
}

#[tokio::test]
async fn e15_an_array_head_merges() -> Result {
    let n = pipeline!({
        let [x, y, z] = words() | tee();
        [x, y, z] | count()
    })
    .await?;
    assert_eq!(n, 12);
    Ok(())
}

#[tokio::test]
async fn e16_a_side_terminal_runs_along() -> Result {
    let (save, saved) = std::sync::mpsc::channel();
    let short = pipeline!({
        let limit = 3;
        let [store, index] = words() | map_async(get) | tee();
        store | for_each(move |p| save.send(p.url).unwrap_or(()));
        index | filter(move |p| p.url.len() < limit) | count()
    })
    .await?;
    assert_eq!(short, 2);
    assert_eq!(saved.iter().count(), 4);
    Ok(())
}

#[tokio::test]
async fn e16_an_open_tail_takes_its_side_terminals_along() -> Result {
    let (save, saved) = std::sync::mpsc::channel();
    let open: Stream<usize> = pipeline!({
        let [store, index] = words() | tee();
        store | for_each(move |w| save.send(w).unwrap_or(()));
        index | map(|w| w.len())
    });
    let lengths: Vec<usize> = pipeline!(open | filter(|n| *n > 1) | collect()).await?;
    assert_eq!(lengths, [2, 3, 4]);
    assert_eq!(saved.iter().count(), 4);
    Ok(())
}

mod parse {
    pub(crate) fn length(word: &str) -> usize {
        word.len()
    }
}

#[tokio::test]
async fn e17_a_line_of_operators_fits_in() -> Result {
    let run = pipeline!(words() | pipe::map(parse::length) | pipe::fold(0, |sum, n| sum + n));
    assert_eq!(run.graph().nodes()[1].name, "length");
    assert_eq!(run.await?, 10);
    Ok(())
}

#[tokio::test]
async fn e18_a_route_named_by_position() -> Result {
    let (small, big) = pipeline!({
        let (small, big) = match 0..12 {
            n if n < 3 => n,
            9 => {}
            n => n.to_string(),
        };
        (small | count(), big | map(|s| s.len()) | collect::<Vec<_>>())
    })
    .await?;
    assert_eq!((small, big), (3, vec![1, 1, 1, 1, 1, 1, 2, 2]));
    Ok(())
}

#[tokio::test]
async fn a_split_gives_its_options_to_each_branch() -> Result {
    let written = pipeline!({
        let [a, b] = words() | tee().buffer(2);
        let (c, d) = b | partition(|w| w.len() > 2).buffer(3);
        (a | count(), c | count(), d | count())
    });
    let [a, b] = Stream::from_iter(words()).tee();
    let (c, d) = b.buffer(2).partition(|w| w.len() > 2);
    let called = Run::join((a.buffer(2).count(), c.buffer(3).count(), d.buffer(3).count()));
    assert_eq!(written.max_in_flight(), called.max_in_flight());
    assert_eq!(written.await?, called.await?);
    Ok(())
}
