//! Laws that every word obeys: a random pipeline gives what a `Vec` gives, fails when a stage panics, and
//! loses nothing; a run that is dropped at any turn, or fails in any function, leaves nothing; no more is
//! alive than is told beforehand; and all that whatever its tasks are delayed by.

mod bounds;
mod chaos;
mod enrolled;
mod job;
mod kit;
mod law;
mod number;
mod operators;
mod panics;
mod shape;
mod sources;
mod terminals;
#[path = "../shared/trace.rs"]
mod trace;
mod turns;
mod watched;

use pipeline_core::prelude::*;
use proptest::prelude::*;

use job::{RUNTIMES, quiet, values};
use kit::{Kit, Number};
use shape::{shapes, sorted};
use trace::Trace;

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_pipeline_gives_what_a_vec_gives(shape in shapes()) {
        let wanted = shape.oracle(shape.len());
        for runtime in &*RUNTIMES {
            let kit = Kit::default();
            let found = values(runtime.block_on(shape.stream(&kit).collect::<Vec<_>>().into_future()).unwrap());
            prop_assert_eq!(kit.ledger.alive(), 0, "{:?}", shape.words());
            if shape.keeps_order() {
                prop_assert_eq!(&found, &wanted, "{:?}", shape.words());
            } else {
                prop_assert_eq!(sorted(found), sorted(wanted.clone()), "{:?}", shape.words());
            }
        }
        if !shape.needs_clock() {
            let run = shape.stream(&Kit::default()).collect::<Vec<_>>().run_local();
            let alone = futures::executor::block_on(run).unwrap();
            prop_assert_eq!(sorted(values(alone)), sorted(wanted), "{:?}", shape.words());
        }
    }

    #[test]
    fn chaos_changes_nothing(shape in shapes(), seed in any::<u64>()) {
        chaos::check_items_in(&shape, seed);
    }

    #[test]
    fn g24_watching_changes_nothing(shape in shapes()) {
        for runtime in &*RUNTIMES {
            let bare = shape.stream(&Kit::default()).collect::<Vec<_>>();
            let (watched, watch) = shape.stream(&Kit::default()).collect::<Vec<_>>().watch();
            let bare = values(runtime.block_on(bare.into_future()).unwrap());
            let seen = values(runtime.block_on(watched.into_future()).unwrap());
            let snapshot = watch.snapshot();
            if shape.keeps_order() {
                prop_assert_eq!(&bare, &seen, "{:?}", shape.words());
            } else {
                prop_assert_eq!(sorted(bare), sorted(seen.clone()), "{:?}", shape.words());
            }
            let context = format!("{:?} on {} items", shape.words(), shape.given());
            watched::check(&snapshot, &context);
            if !shape.may_leave(0) {
                watched::check_edges(&snapshot, shape.given(), seen.len(), &context);
            }
        }
    }

    #[test]
    fn g24_a_trace_holds_what_was_counted(shape in shapes()) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("trace.json");
        for runtime in &*RUNTIMES {
            let run = shape.stream(&Kit::default()).collect::<Vec<_>>().trace_to(&path).unwrap();
            let (traced, watch) = run.watch();
            runtime.block_on(traced.into_future()).unwrap();
            trace::check(&watch.snapshot(), &Trace::read(&path));
        }
    }

    #[test]
    fn a_panic_is_never_a_short_result(
        shape in shapes(),
        at in 0..6_usize,
        pick in any::<prop::sample::Index>(),
        workers in 1..=8_usize,
    ) {
        quiet();
        let at = at.min(shape.len().saturating_sub(1));
        let seen = shape.oracle(at);
        prop_assume!(shape.len() > 0 && !seen.is_empty());
        let bad = seen[pick.index(seen.len())];
        for runtime in &*RUNTIMES {
            let trap = move |s: Stream<Number>| -> Stream<Number> {
                s.map(move |n| if n.value == bad { panic!("boom") } else { n }).name("trap").workers(workers).ordered().into()
            };
            match runtime.block_on(shape.build(&Kit::default(), at, trap).collect::<Vec<_>>().into_future()) {
                Err(PipelineError::Panicked { stage, message, .. }) => {
                    prop_assert_eq!((stage.as_str(), message.as_str()), ("trap", "boom"));
                }
                // A stage behind the trap may have had enough before the bad item came.
                Ok(found) if shape.may_leave(at) => {
                    prop_assert_eq!(sorted(values(found)), sorted(shape.oracle(shape.len())), "{:?}", shape.words());
                }
                other => prop_assert!(false, "{:?} gives {other:?}", shape.words()),
            }
        }
    }

    #[test]
    fn values_and_errors_are_all_there(shape in shapes(), modulus in 1..5_i64, workers in 1..=8_usize) {
        let wanted = sorted(shape.oracle(shape.len()));
        let check = move |n: i64| if n % modulus == 0 { Err(n) } else { Ok(n) };
        for runtime in &*RUNTIMES {
            let checked = shape.stream(&Kit::default()).map(|n| n.value).try_map(check).workers(workers).map(|n| n).workers(2).collect_split();
            let (values, errors) = runtime.block_on(checked.into_future()).unwrap();
            prop_assert!(values.iter().all(|n| check(*n).is_ok()) && errors.iter().all(|e| check(*e.error()).is_err()));
            let all = values.into_iter().chain(errors.into_iter().map(StageError::into_error));
            prop_assert_eq!(sorted(all.collect()), wanted.clone(), "{:?}", shape.words());
        }
    }
}
