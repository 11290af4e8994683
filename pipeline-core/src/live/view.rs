//! What shows a run while it works, in a thread of its own.

use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use crate::engine::containment::contain;
use crate::engine::executor::spawn_view;
use crate::engine::lock::lock;
use crate::run::Run;
use crate::watch::{RunState, Snapshot, Watch};

/// What shows a run.
pub(crate) trait View: Send + 'static {
    /// How long after the last time it wants to be asked again.
    fn period(&self) -> Duration;

    /// Shows the run at work.
    fn show(&mut self, now: &Snapshot);

    /// Shows the run as it has ended, and leaves the place as it was found.
    fn finish(self: Box<Self>, last: &Snapshot);
}

/// A view, until the run has ended.
struct Showing {
    view: Mutex<Option<Box<dyn View>>>,
    has_ended: Condvar,
}

/// Has a run shown from its start to its end.
///
/// A thread of its own looks at it: the run may be on any executor, and its clock may stand still. The last
/// is shown by the thread on which the run ends, so that it is there before anything that the program prints
/// of the result.
pub(crate) fn shown_by<R, E, S, V: View>(run: Run<R, E, S>, view: impl FnOnce(&Watch) -> V) -> Run<R, E, S>
where
    R: Send + 'static,
    E: Send + 'static,
    S: Send + 'static,
{
    run.watched_by(|watch| {
        let view: Box<dyn View> = Box::new(view(&watch));
        let showing = Showing { view: Mutex::new(Some(view)), has_ended: Condvar::new() };
        let showing = Arc::new(showing);
        let (looking, looked_at) = (showing.clone(), watch.clone());
        // Without a thread there is the end to be shown still.
        let _ = spawn_view("pipeline-view", move || looking.show_until_end(&looked_at));
        Box::new(move || contain(|| showing.finish(&watch)))
    })
}

impl Showing {
    fn show_until_end(&self, watch: &Watch) {
        let mut guard = lock(&self.view);
        while let Some(view) = &mut *guard {
            let now = watch.snapshot();
            if now.state != RunState::NotStarted {
                view.show(&now);
            }
            let period = view.period();
            guard = match self.has_ended.wait_timeout(guard, period) {
                Ok((guard, _)) => guard,
                Err(poisoned) => poisoned.into_inner().0,
            };
        }
    }

    fn finish(&self, watch: &Watch) {
        let view = lock(&self.view).take();
        self.has_ended.notify_one();
        let last = watch.snapshot();
        // A run that was never awaited has nothing to show.
        let has_begun = !last.elapsed.is_zero() || last.stages.iter().any(|stage| stage.items_in > 0);
        if let Some(view) = view.filter(|_| has_begun) {
            view.finish(&last);
        }
    }
}
