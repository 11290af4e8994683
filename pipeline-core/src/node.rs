//! What a pipeline knows of its stages before it runs: the source of names, checks and graphs.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use crate::depth::Depth;
use crate::edge::Capacity;

/// The most workers a stage may have.
pub(crate) const MOST_WORKERS: usize = 65_536;
/// The most items a buffer or a window may hold.
pub(crate) const MOST_SLOTS: usize = 1 << 20;

/// One stage as it was written down, options included; the DAG of these is the pipeline's description.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) word: &'static str,
    pub(crate) role: Role,
    /// The name the user set.
    pub(crate) name: Option<String>,
    /// The type of the stage's function, from which its name is taken if none was set.
    pub(crate) function: Option<&'static str>,
    /// True where a stage needs a task of its own whatever its options say.
    pub(crate) own_task: bool,
    pub(crate) workers: usize,
    pub(crate) ordered: bool,
    pub(crate) window: Option<usize>,
    pub(crate) buffer: Option<Capacity>,
    /// How many items may wait to be expanded, where the stage gives items back to itself.
    pub(crate) frontier: Option<Capacity>,
    /// The option or argument for which the stage waits on tokio's clock.
    pub(crate) needs_clock: Option<&'static str>,
    /// Items it may hold beside those in its workers' hands, such as a chunk that fills.
    pub(crate) holds: usize,
    /// An argument that cannot work, found when the stage was attached: the option and the reason.
    pub(crate) refused: Option<(&'static str, String)>,
    pub(crate) inputs: Vec<Arc<Node>>,
    pub(crate) reads: Reads,
    /// After how many items the stage may leave its input, where it may do so before the end.
    pub(crate) leaves_after: Option<usize>,
    /// The terminals of runs that go along with this stage: part of its run, and not of its flow.
    pub(crate) along: Vec<Arc<Node>>,
    pub(crate) depth: Depth,
    /// Whether several tasks read what leaves this node.
    shared: AtomicBool,
    site: OnceLock<Arc<Site>>,
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

/// One branch of a split, as its run must know it: a branch that lives outside the run would stall it.
#[derive(Debug)]
pub(crate) struct Branch {
    pub(crate) index: usize,
    pub(crate) gone: AtomicBool,
    /// The capacity of the branch's edge, once its options are final.
    pub(crate) capacity: OnceLock<Capacity>,
}

impl Branch {
    pub(crate) fn new(index: usize) -> Arc<Self> {
        Arc::new(Self { index, gone: AtomicBool::new(false), capacity: OnceLock::new() })
    }
}

/// The name of a stage in one run, and its place in it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Site {
    pub(crate) name: String,
    pub(crate) index: usize,
}

impl Node {
    pub(crate) fn new(word: &'static str, role: Role) -> Self {
        Self {
            word,
            role,
            name: None,
            function: None,
            own_task: false,
            workers: 1,
            ordered: false,
            window: None,
            buffer: None,
            frontier: None,
            needs_clock: None,
            holds: 0,
            refused: None,
            inputs: Vec::new(),
            reads: Reads::AsTheyCome,
            leaves_after: None,
            along: Vec::new(),
            depth: Depth::default(),
            shared: AtomicBool::new(false),
            site: OnceLock::new(),
        }
    }

    /// A stage that is called by the name of its function `F`, where that has one.
    pub(crate) fn calling<F>(word: &'static str) -> Self {
        Self::stage(word).named_for::<F>()
    }

    /// Takes the name of the function `F`, where that has one.
    pub(crate) fn named_for<F>(mut self) -> Self {
        self.function = Some(std::any::type_name::<F>());
        self
    }

    /// A stage that keeps state, or whose function has no name to show.
    pub(crate) fn stage(word: &'static str) -> Self {
        Self::new(word, Role::Stage)
    }

    /// Gives the stage a task of its own, with channels before and after it.
    pub(crate) fn tasked(mut self) -> Self {
        self.own_task = true;
        self
    }

    pub(crate) fn holding(mut self, items: usize) -> Self {
        self.holds = items;
        self
    }

    /// Notes that the stage waits on tokio's clock, because of the option or argument named.
    pub(crate) fn timed(mut self, because: &'static str) -> Self {
        self.needs_clock = Some(because);
        self
    }

    /// Remembers that an argument cannot work, to be told when the pipeline is run.
    pub(crate) fn refuse_if(mut self, bad: bool, option: &'static str, reason: &str) -> Self {
        if bad {
            self.refused = Some((option, reason.to_owned()));
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

    /// Whether what leaves this node is handed over by a channel, whoever reads it.
    pub(crate) fn ends_in_edge(&self) -> bool {
        self.has_task() || self.buffer.is_some() || matches!(self.role, Role::Branch(_))
    }

    /// Notes that several tasks will read what leaves this node.
    pub(crate) fn share(&self) {
        self.shared.store(true, Ordering::Relaxed);
    }

    /// Whether several tasks read what this node gets.
    pub(crate) fn shares_input(&self) -> bool {
        self.workers > 1 && !self.ordered && self.frontier.is_none()
    }

    pub(crate) fn is_shared(&self) -> bool {
        self.shared.load(Ordering::Relaxed)
    }

    /// The capacity of the edge behind this node.
    pub(crate) fn capacity(&self) -> Capacity {
        self.buffer.unwrap_or(Capacity::Items(0))
    }

    /// Results that may wait for an earlier one, beside those in the workers' hands.
    pub(crate) fn window(&self) -> usize {
        if self.ordered && self.workers > 1 { self.window.unwrap_or(2 * self.workers) } else { 0 }
    }

    /// Items that the node's own tasks may have in hand. A fused stage passes them on in the task it shares.
    pub(crate) fn in_hand(&self) -> usize {
        let reads_edge = self.inputs.iter().any(|input| input.ends_in_edge());
        let hands = match self.role {
            Role::Source => 1,
            Role::Branch(_) => 0,
            _ if self.has_task() => self.workers,
            _ => usize::from(reads_edge),
        };
        let waiting = match self.frontier {
            None => 0,
            // Beside those that wait, one that is let in.
            Some(Capacity::Items(n)) => n.saturating_add(1),
            Some(Capacity::Unbounded) => usize::MAX,
        };
        (hands + self.window() + self.holds).saturating_add(waiting)
    }

    /// The first thing about this node that cannot work: the option and the reason.
    pub(crate) fn objection(&self, has_clock: bool) -> Option<(&'static str, String)> {
        if let (Some(option), false) = (self.needs_clock, has_clock) {
            return Some((option, "it waits for time, which takes a tokio runtime around the run".into()));
        }
        if let Some(refused) = &self.refused {
            return Some(refused.clone());
        }
        if self.workers == 0 {
            return Some(("workers", "a stage with 0 workers never runs; give it at least 1".into()));
        }
        if self.workers > MOST_WORKERS {
            let reason = format!("{} workers are more than a stage may have ({MOST_WORKERS})", self.workers);
            return Some(("workers", reason));
        }
        match (self.buffer, self.window) {
            (Some(Capacity::Items(n)), _) if n > MOST_SLOTS => {
                let reason = format!(
                    "{n} items are more than a buffer may hold ({MOST_SLOTS}); \
                                      for an edge without a bound use `.unbounded()`"
                );
                Some(("buffer", reason))
            }
            (_, Some(n)) if n > MOST_SLOTS => {
                Some(("window", format!("{n} results are more than a window may hold ({MOST_SLOTS})")))
            }
            _ => None,
        }
    }

    /// The name before it is made unique: the user's, else the function's own, else the operator's.
    pub(crate) fn base_name(&self) -> &str {
        match &self.name {
            Some(name) => name,
            None => self.function.and_then(function_name).unwrap_or(self.word),
        }
    }

    /// The stage's name in its run. Before the run has given names it is the base name.
    pub(crate) fn site(&self) -> &Arc<Site> {
        self.site.get_or_init(|| Arc::new(Site { name: self.base_name().to_owned(), index: 0 }))
    }

    pub(crate) fn settle_name(&self, name: String, index: usize) {
        // A second start cannot happen (a run is used up by running it), so the first name stands.
        let _ = self.site.set(Arc::new(Site { name, index }));
        if let Role::Branch(branch) = &self.role {
            let _ = branch.capacity.set(self.capacity());
        }
    }
}

/// The last segment of a function's path; nothing for closures, pointers and other callable types.
fn function_name(type_name: &'static str) -> Option<&'static str> {
    if type_name.ends_with("}}") {
        return None;
    }
    let mut path = type_name;
    if path.ends_with('>') {
        let mut depth = 0;
        let open = path.char_indices().rev().find(|(_, c)| {
            depth += i32::from(*c == '>') - i32::from(*c == '<');
            depth == 0
        })?;
        path = &path[..open.0];
    }
    let last = path.rsplit(':').next()?;
    let named = last.starts_with(|c: char| c.is_lowercase() || c == '_')
        && last.chars().all(|c| c.is_alphanumeric() || c == '_')
        && path.contains("::");
    named.then_some(last)
}

#[cfg(test)]
mod tests {
    use super::function_name;

    #[test]
    fn functions_have_names_and_closures_have_none() {
        assert_eq!(function_name("app::net::fetch"), Some("fetch"));
        assert_eq!(function_name("app::parse<i32>"), Some("parse"));
        assert_eq!(function_name("core::str::<impl str>::len"), Some("len"));
        assert_eq!(function_name("<alloc::string::String as T>::to_string"), Some("to_string"));
        assert_eq!(function_name("app::main::{{closure}}"), None);
        assert_eq!(function_name("fn(i32) -> i32"), None);
        assert_eq!(function_name("alloc::boxed::Box<dyn core::ops::Fn(i32)>"), None);
    }
}
