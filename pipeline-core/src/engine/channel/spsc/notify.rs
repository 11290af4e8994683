//! Telling the other halves of a task's rings, at the end of each poll: steps P3 and P4 of the
//! [protocol](super), for what the poll moved.

use std::sync::Arc;

use super::shared::Shared;
use crate::engine::coop::AfterPoll;

/// The rings that a task receives from and sends into, if it does.
#[derive(Debug, Clone, Default)]
pub(crate) struct Peers {
    pub(crate) read: Option<Arc<Shared>>,
    pub(crate) sent: Option<Arc<Shared>>,
}

impl AfterPoll for Peers {
    #[inline]
    fn after_poll(&self) {
        if let Some(read) = &self.read {
            read.notify_writer();
        }
        if let Some(sent) = &self.sent {
            sent.notify_reader();
        }
    }
}
