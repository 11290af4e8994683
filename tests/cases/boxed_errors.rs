//! Errors of stages in functions that return `anyhow::Result`, `eyre::Result` or a boxed error.

use std::fmt;

use anyhow::Context;
use pipeline_core::prelude::*;

type Boxed = Box<dyn std::error::Error + Send + Sync>;

/// An error with a source, as those of libraries are.
#[derive(Debug)]
struct Refused(std::num::ParseIntError);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text was refused")
    }
}

impl std::error::Error for Refused {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

fn parse(text: &'static str) -> Result<i32, Refused> {
    text.parse().map_err(Refused)
}

fn parse_anyhow(text: &'static str) -> anyhow::Result<i32> {
    text.parse::<i32>().context("the text was refused")
}

fn parse_eyre(text: &'static str) -> eyre::Result<i32> {
    Ok(text.parse::<i32>()?)
}

fn parse_string(text: &'static str) -> Result<i32, String> {
    text.parse().map_err(|_| format!("`{text}` is no number"))
}

fn parse_str(text: &'static str) -> Result<i32, &'static str> {
    text.parse().map_err(|_| "no number")
}

fn parse_boxed(text: &'static str) -> Result<i32, Boxed> {
    Ok(text.parse::<i32>()?)
}

const TEXTS: [&str; 2] = ["1", "x"];

#[tokio::test]
async fn an_error_type_goes_through_anyhow_as_it_is() {
    async fn all() -> anyhow::Result<Vec<i32>> {
        Ok(Stream::from_iter(TEXTS).try_map(parse).try_collect().await?)
    }
    let error = all().await.unwrap_err();
    assert_eq!(
        format!("{error:#}"),
        "[parse] the text was refused: the text was refused: invalid digit found in string"
    );
    assert_eq!(
        without_backtrace(&error),
        "[parse] the text was refused\n\nCaused by:\n    0: the text was refused\n    \
         1: invalid digit found in string"
    );
    assert!(error.chain().any(|cause| cause.is::<Refused>()));
    assert!(error.downcast_ref::<PipelineError<Refused>>().is_some());
}

#[tokio::test]
async fn an_anyhow_error_goes_through_anyhow_by_one_word() {
    async fn all() -> anyhow::Result<Vec<i32>> {
        let texts = Stream::from_iter(TEXTS).try_map(parse_anyhow);
        texts.try_collect().boxed_err().await.context("in the second file")
    }
    let error = all().await.unwrap_err();
    assert_eq!(
        format!("{error:#}"),
        "in the second file: stage `parse_anyhow` failed: the text was refused: the text was refused: \
         invalid digit found in string"
    );
    assert_eq!(
        without_backtrace(&error),
        "in the second file\n\nCaused by:\n    0: stage `parse_anyhow` failed: the text was refused\n    \
         1: the text was refused\n    2: invalid digit found in string"
    );
}

#[tokio::test]
async fn texts_and_boxed_errors_go_through_anyhow_by_one_word() {
    async fn string() -> anyhow::Result<usize> {
        Ok(Stream::from_iter(TEXTS).try_map(parse_string).try_count().boxed_err().await?)
    }
    async fn text() -> anyhow::Result<()> {
        Ok(Stream::from_iter(TEXTS).try_map(parse_str).try_drain().boxed_err().await?)
    }
    async fn boxed() -> anyhow::Result<()> {
        Ok((TEXTS | pipe::try_map(parse_boxed) | pipe::try_drain()).boxed_err().await?)
    }
    async fn eyre() -> anyhow::Result<()> {
        Ok(pipeline!(TEXTS | try_map(parse_eyre) | try_drain()).boxed_err().await?)
    }
    assert_eq!(string().await.unwrap_err().to_string(), "stage `parse_string` failed: `x` is no number");
    assert_eq!(text().await.unwrap_err().to_string(), "stage `parse_str` failed: no number");
    let digit = "failed: invalid digit found in string";
    assert_eq!(boxed().await.unwrap_err().to_string(), format!("stage `parse_boxed` {digit}"));
    assert_eq!(eyre().await.unwrap_err().to_string(), format!("stage `parse_eyre` {digit}"));
}

#[tokio::test]
async fn functions_of_eyre_and_of_boxed_errors_take_all_of_them() {
    async fn eyre() -> eyre::Result<()> {
        Stream::from_iter(["1"]).try_map(parse_anyhow).try_drain().boxed_err().await?;
        Stream::from_iter(["1"]).try_map(parse).try_drain().await?;
        Ok(Stream::from_iter(TEXTS).try_map(parse_eyre).try_drain().boxed_err().await?)
    }
    async fn boxed() -> Result<(), Boxed> {
        Stream::from_iter(["1"]).try_map(parse_string).try_drain().boxed_err().await?;
        Stream::from_iter(["1"]).try_map(parse).try_drain().await?;
        let ended =
            Stream::from_iter(TEXTS).try_for_each_async(|text| async move { parse_boxed(text).map(drop) });
        Ok(ended.workers(2).boxed_err().await?)
    }
    let error = eyre().await.unwrap_err();
    assert_eq!(error.to_string(), "stage `parse_eyre` failed: invalid digit found in string");
    let error = boxed().await.unwrap_err();
    assert_eq!(error.to_string(), "stage `try_for_each_async` failed: invalid digit found in string");
}

#[tokio::test]
async fn boxed_runs_of_different_errors_can_be_joined() {
    let [a, b, c] = Stream::from_iter(["1", "2"]).tee();
    let joined = Run::join((
        a.try_map(parse_string).try_count().boxed_err(),
        b.try_map(parse_anyhow).try_count().boxed_err(),
        c.count(),
    ));
    assert_eq!(joined.await.unwrap(), (2, 2, 2));

    // Beside one that fails with a type of its own, which stays.
    let [a, b] = Stream::from_iter(TEXTS).tee();
    let boxed = a.try_map(parse_string).try_count().boxed_err().err_into();
    let error = Run::join((boxed, b.map(|_| 1).try_map(Ok::<_, Refused>).try_count())).await.unwrap_err();
    assert!(matches!(&error, PipelineError::Failed { stage, .. } if stage == "parse_string"), "{error:?}");
    let [a, b] = Stream::from_iter(TEXTS).tee();
    let boxed = a.try_map(Ok::<_, String>).try_count().boxed_err().err_into();
    let error = Run::join((boxed, b.try_map(parse).try_count())).await.unwrap_err();
    assert!(matches!(&error, PipelineError::Item(error) if error.stage() == "parse"), "{error:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_else_a_run_fails_with_stays_as_it_is() {
    let none = Stream::repeat_with(|| 1).try_map(Ok::<_, String>).try_drain();
    assert!(matches!(none.cancel_when(async {}).boxed_err().await, Err(PipelineError::Cancelled)));
    let none = Stream::from_iter([1]).try_map(Ok::<_, String>).workers(0).try_drain().boxed_err().await;
    assert_eq!(none.unwrap_err().stage(), Some("try_map"));
    let many = Stream::from_iter(0..100).try_map(|n| Err::<(), _>(n.to_string())).workers(8).try_drain();
    let error = many.boxed_err().await.unwrap_err();
    let rest = error.also().iter().all(|error| matches!(error, PipelineError::Failed { .. }));
    assert!(matches!(error, PipelineError::Failed { .. }) && rest);
}

/// `{:?}` of an error, as it is where no backtrace is asked for.
fn without_backtrace(error: &anyhow::Error) -> String {
    let text = format!("{error:?}");
    text.split("\n\nStack backtrace:").next().unwrap_or_default().to_owned()
}
