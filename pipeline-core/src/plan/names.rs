//! The names of stages: of a function, of a stage, and of the stages of a pipeline, made unique.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::node::{Node, Role};
use super::plan::Plan;
use crate::error::StageId;
use crate::meter::StageMeter;

impl Node {
    /// The name before it is made unique: the user's, else the function's own, else the operator's.
    pub(crate) fn base_name(&self) -> &str {
        match &self.name {
            Some(name) => name,
            None => self.function.and_then(function_name).unwrap_or(self.operator),
        }
    }

    /// The stage's name in its run. Before the run has given names it is the base name.
    pub(crate) fn stage_id(&self) -> &Arc<StageId> {
        self.stage_id.get_or_init(|| Arc::new(StageId::new(self.base_name().to_owned(), 0, None)))
    }

    fn assign_id(&self, name: String, index: usize, meter: Option<Arc<StageMeter>>) {
        // A second start cannot happen (a run is used up by running it), so the first name stands.
        let _ = self.stage_id.set(Arc::new(StageId::new(name, index, meter)));
        if let Role::Branch(branch) = &self.role {
            let _ = branch.capacity.set(self.capacity());
            let _ = branch.edge.set(self.stage_id().meter.as_ref().map(|meter| meter.edge.clone()));
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

impl<'a> Plan<'a> {
    /// The names of the stages, made unique: the second `map` is `map#2`, or `map#3` if a stage is called
    /// `map#2` by the user. A branch goes by the name of its split. An arm of a `match`, that no graph shows,
    /// takes no name away from a stage.
    pub(crate) fn names(&self) -> Vec<String> {
        let given: BTreeSet<&str> = self.nodes.iter().map(|node| node.base_name()).collect();
        let mut uses = BTreeMap::new();
        let name = |node: &&'a Node| {
            let base: &'a str = node.base_name();
            if matches!(node.role, Role::Branch(_)) || node.is_arm() {
                return base.to_owned();
            }
            let count = uses.entry(base).or_insert(0_usize);
            loop {
                *count += 1;
                if *count == 1 {
                    return base.to_owned();
                }
                let numbered = format!("{base}#{count}");
                if !given.contains(numbered.as_str()) {
                    return numbered;
                }
            }
        };
        self.nodes.iter().map(name).collect()
    }

    /// Gives the stages the names and places they have in this run, and their meters where it is watched.
    pub(crate) fn assign_ids(&self, meters: Option<&[Arc<StageMeter>]>) {
        for (index, (node, name)) in self.nodes.iter().zip(self.names()).enumerate() {
            node.assign_id(name, index, meters.map(|meters| meters[index].clone()));
        }
    }
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
