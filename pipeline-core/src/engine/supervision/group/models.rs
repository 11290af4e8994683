//! Models of closing a group against starting its tasks, and cancelling a run against making its groups.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use loom::sync::atomic::{AtomicBool, Ordering};
use loom::thread;

use super::members::{GroupState, Members};
use super::roots::Roots;
use crate::engine::models::check;

/// Tasks that were started and aborted, out of loom's sight.
#[derive(Default)]
struct Tasks {
    started: AtomicUsize,
    aborted: AtomicUsize,
}

/// A group, and what has become of its tasks.
#[derive(Default)]
struct Group {
    members: Members<()>,
    tasks: Tasks,
}

impl Group {
    fn start(&self) {
        self.members.start(|| {
            self.tasks.started.fetch_add(1, SeqCst);
        });
    }

    fn close(&self, state: GroupState) {
        self.tasks.aborted.fetch_add(self.members.close(state).len(), SeqCst);
    }

    fn assert_all_aborted(&self) {
        assert_eq!(self.tasks.started.load(SeqCst), self.tasks.aborted.load(SeqCst));
    }
}

#[test]
fn closed_while_tasks_are_started() {
    let shows = "a task that is started while its group is closed is aborted, or not started; three threads";
    check(3, shows, || {
        let group = Arc::new(Group::default());
        let start = |tasks| {
            let group = group.clone();
            thread::spawn(move || (0..tasks).for_each(|_| group.start()))
        };
        let starting = [start(2), start(1)];
        group.close(GroupState::Closed);
        starting.into_iter().for_each(|starts| starts.join().unwrap());
        group.assert_all_aborted();
    });
}

#[test]
fn closed_twice() {
    let shows = "a group that is left and torn down at once aborts each task once; three threads";
    check(3, shows, || {
        let group = Arc::new(Group::default());
        group.start();
        let (starting, leaving) = (group.clone(), group.clone());
        let starts = thread::spawn(move || starting.start());
        let leaves = thread::spawn(move || leaving.close(GroupState::Abandoned));
        group.close(GroupState::Closed);
        starts.join().unwrap();
        leaves.join().unwrap();
        group.assert_all_aborted();
    });
}

#[test]
fn what_was_done_before_it_was_left() {
    let shows = "who sees that a group was left sees what its reader did before";
    check(3, shows, || {
        let (group, done) = (Arc::new(Group::default()), Arc::new(AtomicBool::new(false)));
        let (leaving, does) = (group.clone(), done.clone());
        let reader = thread::spawn(move || {
            does.store(true, Ordering::Relaxed);
            leaving.close(GroupState::Abandoned);
        });
        if group.members.state() == GroupState::Abandoned {
            assert!(done.load(Ordering::Relaxed));
        }
        reader.join().unwrap();
    });
}

#[test]
fn a_run_cancelled_while_it_starts() {
    let shows = "a terminal that is started while its run is cancelled is torn down; three threads";
    check(3, shows, || {
        let roots = Arc::new(Roots::<Arc<Group>>::default());
        let groups = [Arc::new(Group::default()), Arc::new(Group::default())];
        let start = |group: &Arc<Group>| {
            let (roots, group) = (roots.clone(), group.clone());
            thread::spawn(move || {
                if roots.add(group.clone()) {
                    group.close(GroupState::Closed);
                }
                group.start();
            })
        };
        let starting = [start(&groups[0]), start(&groups[1])];
        for group in roots.cancel() {
            group.close(GroupState::Closed);
        }
        starting.into_iter().for_each(|starts| starts.join().unwrap());
        groups.iter().for_each(|group| group.assert_all_aborted());
    });
}
