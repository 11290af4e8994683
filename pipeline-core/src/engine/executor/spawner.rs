//! Where tasks are spawned. The only file that does.

use futures::future::BoxFuture;

#[derive(Debug)]
pub(crate) enum AbortHandle {
    Tokio(tokio::task::AbortHandle),
    Local(futures::future::AbortHandle),
}

/// Where tasks run.
pub(crate) enum Spawner {
    /// On a tokio runtime.
    Tokio(tokio::runtime::Handle),
    /// In the caller's own task; see `local.rs`.
    Local(futures::channel::mpsc::UnboundedSender<BoxFuture<'static, ()>>),
}

pub(crate) struct AbortOnDrop(pub(crate) tokio::task::AbortHandle);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}
