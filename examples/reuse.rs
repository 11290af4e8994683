//! Reuse: pipes without a source, functions of a stream, and functions that build a pipeline.
//!
//! `cargo run --example reuse`

use pipeline_core::prelude::*;

/// A pipe of several stages, to be attached to any stream of strings.
fn shout(workers: usize) -> Pipe<impl Operator<String, Plain, Output = Stream<String>>> {
    Pipe::new(move |words: Stream<String>| {
        words.map(|word| word.to_uppercase()).workers(workers).ordered().map(|word| word + "!").into()
    })
}

/// A function of a stream is a pipe too.
fn without_short(words: Stream<String>) -> Stream<String> {
    words.filter(|word| word.len() > 2).into()
}

/// The same in the macro: a typed pipe.
fn trimmed() -> impl FnOnce(Stream<String>) -> Stream<String> {
    pipeline! { <String => String> map(|word| word.trim().to_owned()) | filter(|word| !word.is_empty()) }
}

/// A whole pipeline as a function: called twice, it runs twice.
fn longest(words: &[&str]) -> Run<Option<String>> {
    let words: Vec<String> = words.iter().map(|word| word.to_string()).collect();
    Stream::from_iter(words).reduce(|a, b| if b.len() > a.len() { b } else { a })
}

fn words() -> Vec<String> {
    [" ab ", "hello", "", "world"].map(String::from).to_vec()
}

#[tokio::main]
async fn main() -> Result<(), PipelineError> {
    let shouted: Vec<String> =
        (Stream::from_iter(words()) | trimmed() | without_short | shout(4) | pipe::collect()).await?;
    assert_eq!(shouted, ["HELLO!", "WORLD!"]);

    // Pipes compose with `|` before there is a source.
    let quiet = pipe::map(|word: String| word.to_lowercase()) | pipe::enumerate();
    let numbered: Vec<(usize, String)> = (shouted | quiet | pipe::collect()).await?;
    assert_eq!(numbered[1], (1, "world!".to_owned()));

    // `via` takes any of them, as a method and in the macro.
    let loud = Stream::from_iter(words()).via(trimmed()).via(without_short).via(shout(4)).count().await?;
    assert_eq!(loud, 2);
    let loud = pipeline!(words() | via(trimmed()) | via(without_short) | via(shout(4)) | count()).await?;
    assert_eq!(loud, 2);

    assert_eq!(longest(&["a", "bbb", "cc"]).await?.as_deref(), Some("bbb"));
    assert_eq!(longest(&[]).await?, None);
    println!("{numbered:?}");
    Ok(())
}
