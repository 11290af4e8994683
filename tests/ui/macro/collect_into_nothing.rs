//! `collect` without a type to collect into.
use pipeline_core::prelude::*;

async fn sum() -> Result<(), PipelineError> {
    pipeline!(0..3 | map(|n| n + 1) | collect()).await?;
    Ok(())
}

fn main() {
    drop(sum());
}
