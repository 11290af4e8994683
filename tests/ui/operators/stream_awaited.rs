//! A stream that is awaited, without a terminal.
use pipeline_core::prelude::*;

async fn sum() -> Result<(), PipelineError> {
    ((0..3) | pipe::map(|n| n + 1)).await?;
    Ok(())
}

fn main() {
    drop(sum());
}
