//! Draws the graph of a program, as far as its text tells.

use super::graph::{Edge, Graph, Node, Role};
use super::label::{pattern, source_name, stage_name};
use super::unique::number;
use crate::ast::{Body, Call, Field, Flow, Head, Member, Route, Settings, Shape, Stage, Statement, Tail};
use crate::lex::{self, commas, lone_ident, trees};
use crate::words::{Kind, Workers, word};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::HashMap;

/// An end that the next stage is tied to: a stage, and what is written on the edge.
type Ends = Vec<(usize, String)>;

/// Draws a body.
pub(super) fn graph(body: &Body) -> Graph {
    let mut drawing = Drawing {
        graph: Graph::default(),
        branches: HashMap::new(),
        settings: &body.settings,
        sides: Vec::new(),
    };
    for statement in &body.statements {
        match statement {
            Statement::Rust(_) => {}
            Statement::Side(flow) => {
                let ends = drawing.flow(flow);
                drawing.sides.extend(ends.into_iter().map(|(node, _)| node));
            }
            Statement::Let { names, flow, .. } => drawing.binding(names, flow),
        }
    }
    let mut terminals = Vec::new();
    match &body.tail {
        None => {}
        Some(Tail::Flow(flow)) => drawing.last_flow(flow, &mut terminals),
        Some(Tail::Tuple(flows, _)) => flows.iter().for_each(|flow| drawing.last_flow(flow, &mut terminals)),
        Some(Tail::Struct { fields, .. }) => {
            for field in fields {
                if let Field::Flow(_, flow) = field {
                    drawing.last_flow(flow, &mut terminals);
                }
            }
        }
    }
    let Drawing { mut graph, sides, .. } = drawing;
    terminals.extend(sides);
    number(&mut graph, &terminals);
    graph
}

/// A graph while it is drawn.
struct Drawing<'a> {
    graph: Graph,
    branches: HashMap<String, Ends>,
    settings: &'a Settings,
    /// The terminals that run along with the tail.
    sides: Vec<usize>,
}

impl Drawing<'_> {
    /// `let names = flow;`
    fn binding(&mut self, names: &crate::ast::Names, flow: &Flow) {
        let listed = matches!(names.shape, Shape::Array | Shape::Tuple);
        let (arms, mut ends) = match &flow.head {
            Head::Route(route) if listed && flow.stages.is_empty() => (true, self.route(route)),
            _ => (false, self.flow(flow)),
        };
        for (at, name) in names.each.iter().enumerate() {
            let Some(ident) = &name.ident else { continue };
            let own = match (listed, arms) {
                (false, _) => std::mem::take(&mut ends),
                (true, true) => ends.get(at).cloned().into_iter().collect(),
                (true, false) => ends.iter().map(|(node, _)| (*node, ident.to_string())).collect(),
            };
            self.branches.insert(ident.to_string(), own);
        }
    }

    /// A flow of the tail, and the terminals it adds to those of the tail.
    fn last_flow(&mut self, flow: &Flow, terminals: &mut Vec<usize>) {
        let before = self.sides.len();
        let ends = self.flow(flow);
        // The arms of a `match` that are all closed are the result, and not run along with it.
        let arms = if ends.is_empty() { self.sides.split_off(before) } else { Vec::new() };
        terminals.extend(ends.into_iter().map(|(node, _)| node).chain(arms));
    }

    /// A flow, and where it ends.
    fn flow(&mut self, flow: &Flow) -> Ends {
        let head = match &flow.head {
            Head::Input => vec![(self.node("input", "input".to_owned(), Role::Source), String::new())],
            Head::Branch(ident) | Head::StandIn(ident) => self.branch(&ident.to_string()),
            Head::Source(tokens) => {
                vec![(self.node("source", source_name(tokens), Role::Source), String::new())]
            }
            Head::Merge(members) => {
                let ends = members.iter().flat_map(|member| self.member(member)).collect();
                self.merge(ends)
            }
            Head::Route(route) => {
                let open = self.route(route);
                self.merge(open)
            }
        };
        self.stages(head, &flow.stages)
    }

    /// Several streams as one.
    fn merge(&mut self, ends: Ends) -> Ends {
        if ends.len() < 2 {
            return ends;
        }
        let merge = self.node("merge", "merge".to_owned(), Role::Stage);
        self.tie(ends, merge);
        vec![(merge, String::new())]
    }

    /// The ends of a branch.
    fn branch(&mut self, name: &str) -> Ends {
        self.branches.remove(name).unwrap_or_default()
    }

    /// A member of an array head.
    fn member(&mut self, member: &Member) -> Ends {
        match member {
            Member::Branch(ident) => self.branch(&ident.to_string()),
            Member::Source(tokens) => {
                vec![(self.node("source", source_name(tokens), Role::Source), String::new())]
            }
        }
    }

    /// A `match`: its open arms are its ends.
    fn route(&mut self, route: &Route) -> Ends {
        let input = self.flow(&route.input);
        let split = self.node("match", "match".to_owned(), Role::Route);
        self.tie(input, split);
        let alone = route.arms.iter().filter(|arm| arm.is_open()).count() == 1;
        let mut open = Ends::new();
        for arm in route.arms.iter().filter(|arm| arm.value.is_some()) {
            let label = if alone && arm.is_open() { String::new() } else { pattern(arm) };
            let ends = self.stages(vec![(split, label)], &arm.stages);
            if arm.is_open() {
                open.extend(ends);
            } else {
                self.sides.extend(ends.into_iter().map(|(node, _)| node));
            }
        }
        open
    }

    /// Stages that follow one another.
    fn stages(&mut self, mut ends: Ends, stages: &[Stage]) -> Ends {
        for stage in stages {
            let node = self.stage(stage);
            self.tie(ends, node);
            if let Call::Method { args: Some(args), .. } = &stage.call {
                for branch in branches(args.stream()) {
                    if self.branches.contains_key(&branch) {
                        let more = self.branch(&branch);
                        self.tie(more, node);
                    }
                }
            }
            ends = vec![(node, String::new())];
        }
        ends
    }

    /// One stage.
    fn stage(&mut self, stage: &Stage) -> usize {
        let Some(name) = stage.operator() else {
            let Call::Via(tokens) = &stage.call else {
                return self.node("via", "via".to_owned(), Role::Stage);
            };
            return self.node("via", source_name(tokens), Role::Stage);
        };
        let (known, operator) = (word(name), name.to_string());
        let given = stage.option("name").and_then(|option| lex::text(&option.args.as_ref()?.stream()));
        let name = given.unwrap_or_else(|| stage_name(stage, name));
        let role = if known.kind == Kind::Terminal { Role::Terminal } else { Role::Stage };
        let node = self.node(&operator, name, role);
        let by_default = known.workers == Workers::ByDefault;
        let number = |key: &str, fits: bool| match stage.option(key) {
            Some(option) => lex::number(&option.args.as_ref()?.stream()),
            None if fits => self
                .settings
                .each
                .iter()
                .find(|setting| setting.name == key)
                .and_then(|it| lex::number(&it.value)),
            None => None,
        };
        // How much room what overflows has is said where it is said what becomes of the rest.
        let takes_buffer = known.takes_buffer() && stage.option("overflow").is_none();
        let (workers, buffer) = (number("workers", by_default), number("buffer", takes_buffer));
        self.graph.nodes[node].workers = workers;
        self.graph.nodes[node].buffer = buffer;
        node
    }

    /// A new node.
    fn node(&mut self, operator: &str, name: String, role: Role) -> usize {
        self.graph.nodes.push(Node {
            operator: operator.to_owned(),
            name,
            workers: None,
            buffer: None,
            role,
        });
        self.graph.nodes.len() - 1
    }

    /// Edges from the ends to a node.
    fn tie(&mut self, ends: Ends, to: usize) {
        self.graph.edges.extend(ends.into_iter().map(|(from, label)| Edge { from, to, label }));
    }
}

/// The names among the arguments that may be branches.
fn branches(args: TokenStream) -> Vec<String> {
    let tokens = trees(args);
    let mut names = Vec::new();
    for argument in commas(&tokens) {
        match (lone_ident(argument), argument) {
            (Some(ident), _) => names.push(ident.to_string()),
            (None, [TokenTree::Group(group)]) if group.delimiter() == Delimiter::Bracket => {
                names.extend(branches(group.stream()))
            }
            _ => {}
        }
    }
    names
}
