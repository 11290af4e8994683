//! The nodes of a pipeline: what is known of a stage before it runs.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use super::branch::Branch;
use super::capacity::Capacity;
use super::depth::Depth;
use super::overflow::{OnDrop, Overflow};
use crate::error::StageId;

/// One stage as it was written down, options included; the DAG of these is the pipeline's description.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) operator: &'static str,
    pub(crate) role: Role,
    /// The name the user set.
    pub(crate) name: Option<String>,
    /// The type of the stage's function, from which its name is taken if none was set.
    pub(crate) function: Option<&'static str>,
    /// True where a stage needs a task of its own whatever its options say.
    pub(crate) own_task: bool,
    pub(crate) workers: usize,
    /// The fewest that may work at a time, where the number is found while the stage works; `workers` is the
    /// most.
    pub(crate) least_workers: Option<usize>,
    pub(crate) ordered: bool,
    /// Whether calls for one key follow each other.
    pub(crate) by_key: bool,
    pub(crate) window: Option<usize>,
    pub(crate) buffer: Option<Capacity>,
    /// Why the channel behind the node takes no items of its own, where that is so: it is one that others
    /// read too.
    pub(crate) unbuffered: Option<&'static str>,
    /// What becomes of items for which the buffer has no room; nothing where the stage waits for its reader.
    pub(crate) overflow: Option<Overflow>,
    pub(crate) on_drop: Option<OnDrop>,
    /// Whether the stage takes in what comes at all times, and gives when its reader waits.
    pub(crate) gives_on_demand: bool,
    /// How many items may wait to be expanded, where the stage gives items back to itself.
    pub(crate) frontier: Option<Capacity>,
    /// The option or argument for which the stage waits on tokio's clock.
    pub(crate) needs_clock: Option<&'static str>,
    /// Items it may hold beside those in its workers' hands, such as a chunk that fills.
    pub(crate) holds: usize,
    /// An argument that cannot work, found when the stage was attached: the option and the reason.
    pub(crate) rejected: Option<(&'static str, String)>,
    pub(crate) inputs: Vec<Arc<Node>>,
    pub(crate) reads: Reads,
    /// After how many items the stage may leave its input, where it may do so before the end.
    pub(crate) leaves_after: Option<usize>,
    /// The terminals of runs that go along with this stage: part of its run, and not of its flow.
    pub(crate) side_runs: Vec<Arc<Node>>,
    pub(crate) depth: Depth,
    /// How many items are to arrive, where the user knows.
    #[cfg(feature = "_live")]
    pub(crate) expected: Option<u64>,
    /// Whether several tasks read what leaves this node.
    shared: AtomicBool,
    pub(super) stage_id: OnceLock<Arc<StageId>>,
}

/// How a stage reads, if it has several inputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reads {
    AsTheyCome,
    /// One item of each.
    InPairs,
    /// One input to its end, and only then the other.
    InTurn,
}

/// What a node is in the graph.
#[derive(Debug)]
pub(crate) enum Role {
    Source,
    Stage,
    /// Deals its input out over branches, in a task of its own.
    Split(Vec<Arc<Branch>>),
    /// One of the streams that come out of a split.
    Branch(Arc<Branch>),
    Terminal,
}

impl Node {
    pub(crate) fn new(operator: &'static str, role: Role) -> Self {
        Self {
            operator,
            role,
            name: None,
            function: None,
            own_task: false,
            workers: 1,
            least_workers: None,
            ordered: false,
            by_key: false,
            window: None,
            buffer: None,
            unbuffered: None,
            overflow: None,
            on_drop: None,
            gives_on_demand: false,
            frontier: None,
            needs_clock: None,
            holds: 0,
            rejected: None,
            inputs: Vec::new(),
            reads: Reads::AsTheyCome,
            leaves_after: None,
            side_runs: Vec::new(),
            depth: Depth::default(),
            #[cfg(feature = "_live")]
            expected: None,
            shared: AtomicBool::new(false),
            stage_id: OnceLock::new(),
        }
    }

    /// A stage that is called by the name of its function `F`, where that has one.
    pub(crate) fn for_fn<F>(operator: &'static str) -> Self {
        Self::stage(operator).named_for::<F>()
    }

    /// Takes the name of the function `F`, where that has one.
    pub(crate) fn named_for<F>(mut self) -> Self {
        self.function = Some(std::any::type_name::<F>());
        self
    }

    /// A stage that keeps state, or whose function has no name to show.
    pub(crate) fn stage(operator: &'static str) -> Self {
        Self::new(operator, Role::Stage)
    }

    /// Gives the stage a task of its own, with channels before and after it.
    pub(crate) fn with_own_task(mut self) -> Self {
        self.own_task = true;
        self
    }

    /// Gives the stage a task that takes in what comes at all times, and gives when its reader waits.
    pub(crate) fn giving_on_demand(mut self) -> Self {
        self.own_task = true;
        self.gives_on_demand = true;
        self
    }

    /// Makes one call after another for the items of one key, between channels before and after the stage.
    pub(crate) fn keyed(mut self) -> Self {
        self.by_key = true;
        self.with_own_task()
    }

    pub(crate) fn holding_items(mut self, items: usize) -> Self {
        self.holds = items;
        self
    }

    /// Notes that the stage waits on tokio's clock, because of the option or argument named.
    pub(crate) fn needing_clock(mut self, because: &'static str) -> Self {
        self.needs_clock = Some(because);
        self
    }

    /// Remembers that an argument cannot work, to be told when the pipeline is run.
    pub(crate) fn reject_if(mut self, bad: bool, option: &'static str, reason: &str) -> Self {
        if bad {
            self.rejected = Some((option, reason.to_owned()));
        }
        self
    }

    /// Whether the stage runs in tasks of its own: async, blocking, several workers, or a buffer.
    pub(crate) fn has_task(&self) -> bool {
        match self.role {
            Role::Source | Role::Branch(_) | Role::Split(_) => false,
            Role::Stage => self.own_task || self.workers > 1 || self.buffer.is_some(),
            Role::Terminal => self.own_task || self.workers > 1,
        }
    }

    /// Whether it only takes out of a branch of a `match` what is its own. It is part of the branch then:
    /// nobody wrote it, so no graph shows it.
    pub(crate) fn is_arm(&self) -> bool {
        self.operator == "arm" && !self.has_task() && self.overflow.is_none() && self.name.is_none()
    }

    /// Whether what leaves this node is handed over by a channel, whoever reads it.
    pub(crate) fn ends_in_channel(&self) -> bool {
        self.has_task()
            || self.buffer.is_some()
            || self.overflow.is_some()
            || matches!(self.role, Role::Branch(_))
    }

    /// Notes that several tasks will read what leaves this node.
    pub(crate) fn share(&self) {
        self.shared.store(true, Ordering::Relaxed);
    }

    /// Whether several tasks read what this node gets.
    pub(crate) fn shares_input(&self) -> bool {
        self.workers > 1 && !self.ordered && !self.by_key && self.frontier.is_none()
    }

    pub(crate) fn is_shared(&self) -> bool {
        self.shared.load(Ordering::Relaxed)
    }

    /// The capacity of the edge behind this node. What may overflow waits before that.
    pub(crate) fn capacity(&self) -> Capacity {
        match self.overflow {
            Some(_) => Capacity::Items(0),
            None => self.buffer.unwrap_or(Capacity::Items(0)),
        }
    }

    /// Whether what is made in the task that reads goes into an edge by a task for that alone. Where items
    /// may overflow, the task that keeps them reads.
    pub(crate) fn has_forwarder(&self) -> bool {
        let asks = self.has_task() || matches!(self.role, Role::Source) && self.buffer.is_some();
        asks && self.overflow.is_none()
    }

    /// Results that may wait for an earlier one, or items for the call of an earlier one, beside those in the
    /// workers' hands.
    pub(crate) fn window(&self) -> usize {
        if (self.ordered || self.by_key) && self.workers > 1 {
            self.window.unwrap_or(2 * self.workers)
        } else {
            0
        }
    }
}

/// Whether items go from `from` to `to` through a channel; otherwise the two share a task.
pub(crate) fn is_channel(from: &Node, to: &Node) -> bool {
    from.ends_in_channel() || to.has_task()
}

impl Drop for Node {
    /// Drops what is before the node one by one, however long the pipeline is.
    fn drop(&mut self) {
        let mut before = std::mem::take(&mut self.inputs);
        before.append(&mut self.side_runs);
        while let Some(mut node) = before.pop().map(Arc::into_inner) {
            if let Some(node) = &mut node {
                before.append(&mut node.inputs);
                before.append(&mut node.side_runs);
            }
        }
    }
}
