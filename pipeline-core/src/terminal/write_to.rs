//! `write_to`: the bytes of all items into a writer.

use std::pin::pin;

use tokio::io::{AsyncWrite, AsyncWriteExt};

use crate::attach::{escalate, terminal};
use crate::run::Run;
use crate::stream::{Pipe, Plain, Stream};

impl<T: AsRef<[u8]> + Send + 'static, S: Send + 'static> Stream<T, Plain, S> {
    /// Writes the bytes of each item, one after another, into a file, a socket or any
    /// [`AsyncWrite`](https://docs.rs/tokio/1/tokio/io/trait.AsyncWrite.html), and gives their number.
    ///
    /// Nothing is put between the items: lines bring their line ends along. At the end the writer is flushed
    /// and shut down. Each item is a write of its own; where they are small, put the writer into a
    /// `tokio::io::BufWriter`.
    ///
    /// # Backpressure
    ///
    /// The next item is asked for when the writer has taken all of the one before.
    ///
    /// # Cancel safety
    ///
    /// When the run is dropped or fails, the writer is dropped as it is: an item may be written in part, and
    /// what the writer has buffered is lost.
    ///
    /// # Errors
    ///
    /// An error of the writer fails the run, in the name of this stage. On a stream of results, say first
    /// what becomes of the errors: [`or_fail`](Stream::or_fail), [`ok_only`](Stream::ok_only), or
    /// [`divert_err`](Stream::divert_err).
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), pipeline_core::BoxError> {
    /// use tokio::io::AsyncReadExt;
    ///
    /// let (writer, mut reader) = tokio::io::duplex(64);
    /// let written = Stream::from_iter(1..=3).map(|n| format!("{n}\n")).write_to(writer).await?;
    /// let mut text = String::new();
    /// reader.read_to_string(&mut text).await?;
    /// assert_eq!((written, text.as_str()), (6, "1\n2\n3\n"));
    /// # Ok(()) }
    /// ```
    #[doc(alias = "to_file")]
    #[doc(alias = "into_async_read")]
    pub fn write_to<W>(self, writer: W) -> Run<u64>
    where
        W: AsyncWrite + Send + 'static,
    {
        self.close_with_loop(terminal("write_to").with_own_task(), |mut inlet, stage_id| async move {
            let mut writer = pin!(writer);
            let mut written = 0;
            while let Some(item) = inlet.next().await {
                let bytes = item.as_ref();
                if let Err(error) = writer.write_all(bytes).await {
                    return escalate(stage_id, error).await;
                }
                written += bytes.len() as u64;
            }
            if let Err(error) = writer.flush().await {
                return escalate(stage_id, error).await;
            }
            if let Err(error) = writer.shutdown().await {
                return escalate(stage_id, error).await;
            }
            Ok(written)
        })
    }
}

/// Writes the bytes of each item, one after another, into a file, a socket or any
/// [`AsyncWrite`](https://docs.rs/tokio/1/tokio/io/trait.AsyncWrite.html), and gives their number.
///
/// The pipe form of [`Stream::write_to`](crate::Stream::write_to).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// assert_eq!((["one ", "two"] | pipe::write_to(tokio::io::sink())).await?, 7);
/// # Ok(()) }
/// ```
pub fn write_to<T, W>(writer: W) -> Pipe<impl FnOnce(Stream<T>) -> Run<u64>>
where
    T: AsRef<[u8]> + Send + 'static,
    W: AsyncWrite + Send + 'static,
{
    Pipe::new(move |stream: Stream<T>| stream.write_to(writer))
}
