//! What is before a stage: the recipes of a row of stages, source first, in a list.
//!
//! A pipeline can be thousands of stages long. If each recipe held the one before it, starting the first and
//! dropping the last would take a stack as deep as the pipeline is long.

use std::any::Any;
use std::cell::RefCell;

use crate::engine::supervision::Scope;

/// An inlet of whatever items; the stage that reads it knows their type.
pub(crate) type AnyFeed = Box<dyn Any>;

/// Starts one stage. It gets the inlet of the stage before it; a source gets none.
type Link = Box<dyn FnOnce(&Scope, Option<AnyFeed>) -> AnyFeed + Send>;

/// How the stages of a recipe are started, the source first.
#[derive(Default)]
pub(crate) struct Links(Vec<Link>);

impl Links {
    pub(crate) fn push(&mut self, link: impl FnOnce(&Scope, Option<AnyFeed>) -> AnyFeed + Send + 'static) {
        self.0.push(Box::new(link));
    }

    /// Starts the stages, one after another; gives the inlet of the last.
    pub(crate) fn start(mut self, scope: &Scope) -> Option<AnyFeed> {
        std::mem::take(&mut self.0).into_iter().fold(None, |inlet, link| Some(link(scope, inlet)))
    }
}

thread_local! {
    /// What is being dropped on this thread, by the outermost drop of a list.
    static DROPPING: RefCell<Option<Vec<Link>>> = const { RefCell::new(None) };
}

impl Drop for Links {
    /// Lists can be nested as deep as a program likes, each in a stage of another: a split after a split, a
    /// merge into a merge. So the drop of an inner list leaves its stages to that of the outermost.
    fn drop(&mut self) {
        let mut links = std::mem::take(&mut self.0);
        if links.is_empty() {
            return;
        }
        // A thread that ends may have no such list any more; then the stages are dropped where they are.
        let outermost = DROPPING.try_with(|dropping| match &mut *dropping.borrow_mut() {
            Some(outer) => {
                outer.append(&mut links);
                false
            }
            none => {
                *none = Some(std::mem::take(&mut links));
                true
            }
        });
        if outermost == Ok(true) {
            let _rest = Rest;
            while let Some(link) = DROPPING.with_borrow_mut(|all| all.as_mut().and_then(Vec::pop)) {
                drop(link);
            }
        }
    }
}

/// Ends the outermost drop, be it by a panic in the drop of something that a stage held.
struct Rest;

impl Drop for Rest {
    fn drop(&mut self) {
        drop(DROPPING.take());
    }
}
