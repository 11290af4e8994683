//! Whatever a flow consists of: written with `pipeline!` and written with methods, it is the same pipeline.

use pipeline_core::prelude::*;
use proptest::prelude::*;

fn add(n: i64) -> i64 {
    n.wrapping_add(1)
}

fn is_even(n: &i64) -> bool {
    n % 2 == 0
}

/// One stage of a random flow.
#[derive(Clone, Debug)]
enum Step {
    Map,
    Filter,
    Closure(i64),
    Take(usize),
    Skip(usize),
    Workers(usize),
    Buffer(usize),
    Named(u8),
    Merge,
    Partition,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        Just(Step::Map),
        Just(Step::Filter),
        (-5..5_i64).prop_map(Step::Closure),
        (0..30_usize).prop_map(Step::Take),
        (0..5_usize).prop_map(Step::Skip),
        (1..4_usize).prop_map(Step::Workers),
        (0..4_usize).prop_map(Step::Buffer),
        (0..9_u8).prop_map(Step::Named),
        Just(Step::Merge),
        Just(Step::Partition),
    ];
    proptest::collection::vec(step, 0..8)
}

/// The flow in the words of the macro.
fn written(flow: Stream<i64>, step: &Step) -> Stream<i64> {
    match step.clone() {
        Step::Map => pipeline!(flow | map(add)),
        Step::Filter => pipeline!(flow | filter(is_even)),
        Step::Closure(k) => pipeline!(flow | map(move |n| n.wrapping_mul(k))),
        Step::Take(n) => pipeline!(flow | take(n)),
        Step::Skip(n) => pipeline!(flow | skip(n)),
        Step::Workers(n) => pipeline!(flow | map(add).workers(n).ordered()),
        Step::Buffer(n) => pipeline! { #![buffer = n] flow | map(add) },
        Step::Named(n) => pipeline!(flow | map(|n| n).name(format!("stage {n}"))),
        Step::Merge => pipeline!({
            let [a, b] = flow | tee();
            [a, b]
        }),
        Step::Partition => pipeline!({
            let (even, odd) = flow | partition(is_even);
            let odd = odd | map(add);
            even | merge(odd)
        }),
    }
}

/// The same flow in methods.
fn called(flow: Stream<i64>, step: &Step) -> Stream<i64> {
    match step.clone() {
        Step::Map => flow.map(add).into(),
        Step::Filter => flow.filter(is_even).into(),
        Step::Closure(k) => flow.map(move |n| n.wrapping_mul(k)).into(),
        Step::Take(n) => flow.take(n),
        Step::Skip(n) => flow.skip(n),
        Step::Workers(n) => flow.map(add).workers(n).ordered().into(),
        Step::Buffer(n) => flow.map(add).buffer(n).into(),
        Step::Named(n) => flow.map(|n| n).name(format!("stage {n}")).into(),
        Step::Merge => {
            let [a, b] = flow.tee();
            a.merge([b])
        }
        Step::Partition => {
            let (even, odd) = flow.partition(is_even);
            even.merge(odd.map(add))
        }
    }
}

/// Whether the steps keep the items in one order.
fn ordered(steps: &[Step]) -> bool {
    !steps.iter().any(|step| matches!(step, Step::Merge | Step::Partition))
}

/// Whether the items do not depend on their order.
fn settled(steps: &[Step]) -> bool {
    ordered(steps) || !steps.iter().any(|step| matches!(step, Step::Take(_) | Step::Skip(_)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn both_ways_give_the_same_graph_and_the_same_items(steps in steps(), items in 0..40_i64) {
        let source = || Stream::from_iter(0..items);
        let ours = steps.iter().fold(source(), written).collect::<Vec<_>>();
        let theirs = steps.iter().fold(source(), called).collect::<Vec<_>>();
        prop_assert_eq!(ours.graph().to_string(), theirs.graph().to_string());

        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let (mut ours, mut theirs) = runtime.block_on(async { (ours.await.unwrap(), theirs.await.unwrap()) });
        if !ordered(&steps) {
            ours.sort_unstable();
            theirs.sort_unstable();
        }
        if settled(&steps) {
            prop_assert_eq!(ours, theirs);
        }
    }
}

#[tokio::test]
async fn a_route_is_the_filters_it_consists_of() {
    for items in [0, 1, 7, 100] {
        let (low, even, rest) = pipeline!(match 0..items {
            n if n < 5 => n | collect::<Vec<_>>(),
            n if n % 2 == 0 => n / 2 | collect::<Vec<_>>(),
            n => n.to_string() | collect::<Vec<_>>(),
        })
        .await
        .unwrap();
        assert_eq!(low, (0..items).filter(|n| *n < 5).collect::<Vec<_>>());
        assert_eq!(even, (0..items).filter(|n| *n >= 5 && n % 2 == 0).map(|n| n / 2).collect::<Vec<_>>());
        assert_eq!(
            rest,
            (0..items).filter(|n| *n >= 5 && n % 2 != 0).map(|n| n.to_string()).collect::<Vec<_>>()
        );
    }
}
