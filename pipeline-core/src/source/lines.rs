//! `lines`: the lines of a reader.

use std::io;

use futures::stream::unfold;
use tokio::io::{AsyncBufRead, AsyncBufReadExt};

use crate::error::StageError;
use crate::stream::{Stream, TryStream};

impl TryStream<String, io::Error> {
    /// Gives the lines of a reader, without their line ends. An error of the reader, such as text that is not
    /// UTF-8, is the last item.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), PipelineError<std::io::Error>> {
    /// let lines = Stream::lines(&b"one\ntwo\n"[..]).try_collect::<Vec<_>>().await?;
    /// assert_eq!(lines, ["one", "two"]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "LinesStream")]
    pub fn lines(reader: impl AsyncBufRead + Send + Unpin + 'static) -> Self {
        Stream::source("lines", |start| {
            let stage_id = start.stage_id.clone();
            unfold(Some(reader.lines()), move |lines| {
                let stage_id = stage_id.clone();
                async move {
                    let mut lines = lines?;
                    match lines.next_line().await.transpose()? {
                        Ok(line) => Some((Ok(line), Some(lines))),
                        Err(error) => Some((Err(StageError::at(stage_id, error)), None)),
                    }
                }
            })
        })
    }
}
