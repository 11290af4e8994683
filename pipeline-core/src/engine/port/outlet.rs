//! How what a task makes gets to the stage that reads it.

use std::sync::Arc;

use super::inlet::{Feed, Intake, LineIntake};
use crate::engine::channel::Closed;
use crate::engine::channel::mpmc::{Tx, edge};
use crate::engine::channel::spsc::{Line, LineEnd, LineTx, line};
use crate::engine::supervision::Owner;
use crate::plan::{Capacity, Node};

/// The end of an edge that one task sends into.
pub(crate) enum Exit<U> {
    Line(LineTx<U>),
    Shared(Arc<Tx<U>>),
}

/// What keeps the edge from ending; see [`Scope::spawn`].
pub(crate) enum Hold<U> {
    Line(#[allow(dead_code, reason = "it counts by being dropped")] LineEnd),
    Shared(#[allow(dead_code, reason = "it counts by being dropped")] Arc<Tx<U>>),
}

impl<U: Send + 'static> Exit<U> {
    /// The edge behind `node`, whose one task belongs to `owner`.
    pub(crate) fn of(node: &Node, owner: Owner) -> (Self, Hold<U>, Feed<U>) {
        match node.capacity() {
            Capacity::Items(n) if !node.is_shared() => {
                let (tx, rx) = line(n);
                let hold = Hold::Line(tx.end());
                (Self::Line(tx), hold, Feed::Line(LineIntake::new(rx, owner)))
            }
            capacity => {
                let (tx, rx) = edge(capacity);
                let tx = Arc::new(tx);
                (Self::Shared(tx.clone()), Hold::Shared(tx), Feed::Shared(Intake::new(rx, owner)))
            }
        }
    }

    #[inline]
    pub(crate) async fn send(&mut self, item: U) -> Result<(), Closed> {
        match self {
            Self::Line(tx) => tx.send(item).await,
            Self::Shared(tx) => tx.send(item).await,
        }
    }

    /// The line that is sent into, if it is one.
    pub(crate) fn line(&self) -> Option<&Arc<Line>> {
        match self {
            Self::Line(tx) => Some(tx.line()),
            Self::Shared(_) => None,
        }
    }
}
