//! Chains that would wait for ever: one branch of a split is read to its end before another, for which the
//! split waits.
//!
//! A `chain` opens its second stream when its first has ended. Where the second comes from a split that other
//! tasks have started, the split soon waits for the branch that nobody reads. If the first stream depends on
//! that split, be it through other stages, splits and chains, neither ever goes on.
//!
//! For each chain the search assumes that its second stream is never opened, and follows what that brings to
//! a standstill. If the first stream is among it, the assumption holds. Buffers count as bounded however
//! large they are, for a long enough input fills them; an edge without a bound never holds its writer up. A
//! `take` is trusted to end if the branch has room for what it takes meanwhile, and a `take_while` always:
//! whether they end is a matter of the items.

use std::collections::HashMap;
use std::sync::Arc;

use crate::error::PipelineError;
use crate::plan::capacity::Capacity;
use crate::plan::node::{Node, Reads, Role};
use crate::plan::plan::Plan;

/// Refuses a plan with a chain that cannot get past its first stream.
pub(crate) fn check_chains<E>(plan: &Plan<'_>) -> Result<(), PipelineError<E>> {
    if !plan.nodes.iter().any(|node| matches!(node.role, Role::Split(_))) {
        return Ok(());
    }
    let map = Map::new(plan);
    for (place, chain) in plan.nodes.iter().enumerate() {
        if chain.reads != Reads::InTurn {
            continue;
        }
        let (first, next) = (map.place(&chain.inputs[0]), map.place(&chain.inputs[1]));
        let Some(blamed) = Standstill::assume(&map, next).stuck[first] else { continue };
        let branch = map.nodes[blamed];
        let Role::Branch(of_split) = &branch.role else { unreachable!("it is branches that are blamed") };
        let (mut names, split) = (plan.names(), map.place(&branch.inputs[0]));
        return Err(PipelineError::Deadlock {
            branch: of_split.index,
            remedy: remedy(map.nodes[split]),
            split: std::mem::take(&mut names[split]),
            stage: std::mem::take(&mut names[place]),
        });
    }
    Ok(())
}

/// What to do instead. The options of an arm of `match` are those of a stage behind the branch, so none helps
/// there.
fn remedy(split: &Node) -> &'static str {
    match split.operator {
        "match" => {
            "use `merge`, which reads both at the same time, or run the two apart with `Run::join((a, b))`"
        }
        _ => {
            "use `merge`, which reads both at the same time, run the two apart with `Run::join((a, \
             b))`, or let that \
             branch fall behind without a bound with `.unbounded()`"
        }
    }
}

/// The plan as a graph that can be walked both ways.
struct Map<'a> {
    nodes: &'a [&'a Node],
    places: HashMap<*const Node, usize>,
    /// Who reads each node. A split is read by its branches, and has none here.
    readers: Vec<Option<usize>>,
    /// The branches of each split, without those that are gone.
    branches: HashMap<usize, Vec<usize>>,
}

impl<'a> Map<'a> {
    fn new(plan: &'a Plan<'a>) -> Self {
        let nodes = &plan.nodes;
        let places: HashMap<_, _> =
            nodes.iter().enumerate().map(|(place, node)| (*node as *const Node, place)).collect();
        let (mut readers, mut branches) = (vec![None; nodes.len()], HashMap::<usize, Vec<usize>>::new());
        for (reader, node) in nodes.iter().enumerate() {
            for input in &node.inputs {
                let place = places[&Arc::as_ptr(input)];
                match &node.role {
                    Role::Branch(_) => branches.entry(place).or_default().push(reader),
                    _ => readers[place] = Some(reader),
                }
            }
        }
        Self { nodes, places, readers, branches }
    }

    fn place(&self, node: &Arc<Node>) -> usize {
        self.places[&Arc::as_ptr(node)]
    }

    fn inputs(&self, place: usize) -> impl Iterator<Item = usize> {
        self.nodes[place].inputs.iter().map(|input| self.place(input))
    }
}

/// How many items the node's edge takes up while nobody reads it; nothing if it has no bound, or if others
/// read it too.
fn room(node: &Node) -> Option<usize> {
    match node.capacity() {
        _ if node.unbuffered.is_some() => None,
        Capacity::Items(n) => Some(n),
        Capacity::Unbounded => None,
    }
}

/// What comes to a standstill for want of a reader, each with the branch that causes it.
struct Standstill<'a> {
    map: &'a Map<'a>,
    /// Nobody opens these.
    unopened: Vec<bool>,
    /// Nobody reads these any more, though they are open.
    unread: Vec<bool>,
    /// These give nothing more and never end.
    stuck: Vec<Option<usize>>,
    /// The room of the smallest branch that holds its split up.
    least_room: usize,
    todo: Vec<Fact>,
}

/// Something that was found, with consequences still to be drawn: the place, and the branch that causes it.
enum Fact {
    Unread(usize, usize),
    Stuck(usize, usize),
}

impl<'a> Standstill<'a> {
    /// Everything that stops if `next` is never opened.
    fn assume(map: &'a Map<'a>, next: usize) -> Self {
        let none = vec![false; map.nodes.len()];
        let stuck = vec![None; map.nodes.len()];
        let mut still = Self {
            map,
            unopened: none.clone(),
            unread: none,
            stuck,
            least_room: usize::MAX,
            todo: Vec::new(),
        };
        still.leave_unopened(next, None);
        while let Some(fact) = still.todo.pop() {
            match fact {
                Fact::Unread(place, blamed) => still.hold_up(place, blamed),
                Fact::Stuck(place, blamed) => still.starve(place, blamed),
            }
        }
        still
    }

    /// `place` is never opened, nor is what it alone would have opened. Without another cause, it is
    /// the branches where that ends.
    fn leave_unopened(&mut self, place: usize, blamed: Option<usize>) {
        let mut path = vec![place];
        let mut ends = Vec::new();
        while let Some(place) = path.pop() {
            if std::mem::replace(&mut self.unopened[place], true) {
                continue;
            }
            let node = self.map.nodes[place];
            path.extend(node.side_runs.iter().map(|terminal| self.map.place(terminal)));
            let Role::Branch(_) = node.role else {
                path.extend(self.map.inputs(place));
                continue;
            };
            ends.push(place);
            let split = self.map.place(&node.inputs[0]);
            if self.map.branches[&split].iter().all(|branch| self.unopened[*branch]) {
                path.push(split);
            }
        }
        // A split that another branch opens waits for this one as soon as its edge is full.
        for branch in ends {
            let split = self.map.place(&self.map.nodes[branch].inputs[0]);
            if let (false, Some(room)) = (self.unopened[split], room(self.map.nodes[branch])) {
                self.least_room = self.least_room.min(room);
                self.stop_split(split, blamed.unwrap_or(branch));
            }
        }
    }

    fn leave_unread(&mut self, place: usize, blamed: usize) {
        let node = self.map.nodes[place];
        // What may overflow waits for nobody, once it was opened.
        let holds = room(node).is_some() && node.overflow.is_none() && !self.unopened[place];
        if holds && !std::mem::replace(&mut self.unread[place], true) {
            self.todo.push(Fact::Unread(place, blamed));
        }
    }

    fn stick(&mut self, place: usize, blamed: usize) {
        if self.stuck[place].is_none() {
            self.stuck[place] = Some(blamed);
            self.todo.push(Fact::Stuck(place, blamed));
        }
    }

    /// The edge behind `place` is full, so it takes no more input.
    fn hold_up(&mut self, place: usize, blamed: usize) {
        if let Role::Branch(_) = self.map.nodes[place].role {
            self.stop_split(self.map.place(&self.map.nodes[place].inputs[0]), blamed);
        } else {
            self.map.inputs(place).for_each(|input| self.leave_unread(input, blamed));
        }
    }

    /// A split waits for a branch for ever: no branch gets anything more, and nobody reads its input.
    fn stop_split(&mut self, split: usize, blamed: usize) {
        self.map.branches[&split].iter().for_each(|branch| self.stick(*branch, blamed));
        self.map.inputs(split).for_each(|input| self.leave_unread(input, blamed));
    }

    /// `place` gives nothing more, so what reads it gives nothing more either, and may leave its other inputs
    /// unread.
    fn starve(&mut self, place: usize, blamed: usize) {
        if let Role::Split(_) = self.map.nodes[place].role {
            self.map.branches[&place].iter().for_each(|branch| self.stick(*branch, blamed));
        }
        let Some(reader) = self.map.readers[place] else { return };
        let node = self.map.nodes[reader];
        if node.leaves_after.is_some_and(|items| items <= self.least_room.saturating_add(1)) {
            return;
        }
        let is_first = place == self.map.place(&node.inputs[0]);
        let others: Vec<usize> = self.map.inputs(reader).filter(|input| *input != place).collect();
        for other in others {
            match node.reads {
                Reads::InPairs => self.leave_unread(other, blamed),
                Reads::InTurn if is_first => self.leave_unopened(other, Some(blamed)),
                Reads::InTurn | Reads::AsTheyCome => {}
            }
        }
        self.stick(reader, blamed);
    }
}
