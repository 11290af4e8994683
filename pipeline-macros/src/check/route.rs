//! A `match`: which of its arms are open.

use super::branches::Traits;
use super::checker::Checker;
use super::flow::{End, drain};
use crate::ast::{Names, Route, Shape};
use crate::lex::trees;

/// How many arms a `match` can send items down.
const MOST: usize = 8;

impl Checker<'_> {
    /// Checks the input and the arms.
    pub(super) fn route(&mut self, route: &mut Route) {
        let (end, _) = self.flow(&mut route.input);
        if let End::Closed(terminal) = &end {
            let text =
                format!("a terminal has no output to match\nhelp: `match` the flow in front of `{terminal}`");
            self.found.error(terminal, text);
            route.input.stages.pop();
        }
        for arm in &mut route.arms {
            self.touch(&trees(arm.guard.clone()));
            self.touch(&trees(arm.value.clone().unwrap_or_default()));
            let (_, _) = self.stages(&mut arm.stages, Traits::default(), None);
        }
        let branches: Vec<_> = route.arms.iter().filter(|arm| arm.value.is_some()).collect();
        match branches.get(MOST) {
            Some(arm) => {
                let text = "a `match` has at most 8 arms that send items on\nhelp: send the rest down one arm, and `match` that branch again";
                self.found.error_at(arm.span, text);
                let mut seen = 0;
                for arm in &mut route.arms {
                    seen += usize::from(arm.value.is_some());
                    if seen > MOST {
                        arm.value = None;
                    }
                }
            }
            None if branches.is_empty() => {
                self.found.error(&route.keyword, "no arm of this `match` sends its items on\nhelp: to throw all items away, end the flow in `drain()`");
            }
            None => {}
        }
    }

    /// A `match` that stands alone: an open arm leads nowhere.
    pub(super) fn close_arms(&mut self, route: &mut Route) {
        for arm in route.arms.iter_mut().filter(|arm| arm.is_open()) {
            let text = "this branch has no terminal, and the `match` is not named\nhelp: end the arm in a terminal such as `drain()`, or name its output: `let out = match .. { .. };`";
            match &arm.value {
                Some(value) => self.found.error(value, text),
                None => self.found.error_at(arm.span, text),
            }
            arm.stages.push(drain(arm.span));
        }
    }

    /// A `match` whose output is named: a list has a name for each open arm.
    /// False if there is nothing to name.
    pub(super) fn count_arms(&mut self, route: &Route, names: &Names) -> bool {
        let open = route.arms.iter().filter(|arm| arm.is_open()).count();
        let listed = matches!(names.shape, Shape::Tuple | Shape::Array);
        if open == 0 {
            if route.arms.iter().any(|arm| arm.value.is_some()) {
                let text = "every arm of this `match` ends in a terminal: it has no output to name\nhelp: leave one arm open: `Ok(page) => page,`";
                self.found.error_at(names.span, text);
            }
            return false;
        }
        if listed && names.each.len() != open {
            let arms = if open == 1 { "arm" } else { "arms" };
            let count = names.each.len();
            self.found
                .error(&names.tokens, format!("this `match` has {open} open {arms}, but {count} names"));
        }
        true
    }
}
