//! A first pipeline, in its three forms: which words does a text use most?
//!
//! `cargo run --example quickstart`

use std::collections::BTreeMap;

use pipeline_core::prelude::*;

const TEXT: &str = "the quick brown fox\njumps over the lazy dog\nthe end";

/// Stands for something slow, such as a request.
async fn clean(word: String) -> String {
    tokio::task::yield_now().await;
    word.to_lowercase()
}

fn count(mut counts: BTreeMap<String, u32>, word: String) -> BTreeMap<String, u32> {
    *counts.entry(word).or_default() += 1;
    counts
}

fn words(line: &'static str) -> Vec<String> {
    line.split(' ').map(String::from).collect()
}

#[tokio::main]
async fn main() -> Result<(), PipelineError> {
    // 1. operators: `|` means "flows into"
    let counts = (TEXT.lines().collect::<Vec<_>>()
        | pipe::flat_map(words)
        | pipe::map_async(clean).workers(4)
        | pipe::fold(BTreeMap::new(), count))
    .await?;
    assert_eq!(counts["the"], 3);

    // 2. methods: the same words, and closures need no annotations
    let long = Stream::from_iter(TEXT.lines())
        .flat_map(words)
        .map_async(clean)
        .workers(4)
        .ordered()
        .filter(|word| word.len() > 4)
        .collect::<Vec<_>>()
        .await?;
    assert_eq!(long, ["quick", "brown", "jumps"]);

    // 3. the macro: the same words again, plus graphs
    let (words, letters) = pipeline!({
        let [a, b] = TEXT.lines() | flat_map(words) | tee();
        (a | count(), b | map(|word| word.len()) | fold(0, |sum, n| sum + n))
    })
    .await?;
    assert_eq!((words, letters), (11, 41));

    println!("{counts:?}\n{long:?}\n{words} words, {letters} letters");
    Ok(())
}
