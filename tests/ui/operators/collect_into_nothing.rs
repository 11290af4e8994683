//! `collect` without a type to collect into.
use pipeline_core::prelude::*;

async fn sum() -> Result<(), PipelineError> {
    ((0..3) | pipe::map(|n| n + 1) | pipe::collect()).await?;
    Ok(())
}

fn main() {
    drop(sum());
}
