//! `?` where stages fail with what is no `Error` itself.
//!
//! The compiler says "`?` couldn't convert the error: `anyhow::Error: std::error::Error` is not satisfied",
//! or "`String: std::error::Error`". One word on the run boxes it:
//! `.try_collect::<Vec<_>>().boxed_err().await?`.
use pipeline_core::prelude::*;

fn parse(text: &str) -> anyhow::Result<i32> {
    Ok(text.parse()?)
}

async fn parsed(texts: Vec<&'static str>) -> anyhow::Result<Vec<i32>> {
    Ok(Stream::from_iter(texts).try_map(parse).try_collect().await?)
}

fn main() {
    drop(parsed(vec![]));
}
