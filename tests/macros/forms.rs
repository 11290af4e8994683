//! The corners of the grammar of `pipeline!`.

use pipeline_core::prelude::*;

type Result<T = ()> = std::result::Result<T, PipelineError>;

#[tokio::test]
async fn a_route_on_results_has_ok_and_err_as_its_arms() -> Result {
    let (numbers, errors) = pipeline!(match ["1", "x", "3"] | try_map(|text| text.parse::<i32>()) {
        Ok(n) => n | collect::<Vec<_>>(),
        Err(e) => e.into_error().to_string() | collect::<Vec<_>>(),
    })
    .await?;
    assert_eq!((numbers, errors), (vec![1, 3], vec!["invalid digit found in string".to_owned()]));
    Ok(())
}

#[tokio::test]
async fn open_arms_go_on_as_one_flow_and_closed_ones_run_along() -> Result {
    let (tell, told) = std::sync::mpsc::channel();
    let mut found: Vec<String> = pipeline!(
        match 0..10 {
            n if n < 3 => n.to_string(),
            n if n < 6 => (n, n) | map(|(a, b)| a + b) | map(|n| n.to_string()),
            9 => {}
            n => n | for_each(move |n| tell.send(n).unwrap_or(())),
        } | map(|s| s + "!")
            | collect()
    )
    .await?;
    found.sort_unstable();
    assert_eq!(found, ["0!", "1!", "10!", "2!", "6!", "8!"]);
    assert_eq!(told.iter().collect::<Vec<_>>(), [6, 7, 8]);
    Ok(())
}

#[tokio::test]
async fn an_arm_may_stand_in_braces_as_rustfmt_writes_long_ones() -> Result {
    let sums = pipeline!(match 0..10 {
        n if n % 2 == 0 => {
            n | map(|n| n + 1) | map(|n| n + 1) | map(|n| n + 1) | map(|n| n - 3) | fold(0, |sum, n| sum + n)
        }
        n => {
            let doubled = n * 2;
            doubled / 2
        } | fold(0, |sum, n| sum + n),
    });
    assert_eq!(sums.await?, (20, 25));
    Ok(())
}

#[tokio::test]
async fn alternatives_in_a_pattern_are_no_stages() -> Result {
    let (few, many) = pipeline!(match 0..10 {
        1 | 3 | 5 => () | count(),
        0..=9 if true => () | count(),
        _ => {}
    })
    .await?;
    assert_eq!((few, many), (3, 7));
    Ok(())
}

#[tokio::test]
async fn a_body_of_side_flows_is_a_run_of_nothing() -> Result {
    let (tell, told) = std::sync::mpsc::channel();
    let run: Run<()> = pipeline!({
        let [a, b] = 0..3 | tee();
        a | drain();
        b | for_each(move |n| tell.send(n).unwrap_or(()));
    });
    run.await?;
    assert_eq!(told.iter().sum::<i32>(), 3);
    Ok(())
}

#[tokio::test]
async fn a_side_flow_may_fail_in_its_own_way() {
    let run: Run<usize, std::num::ParseIntError> = pipeline!({
        let [a, b] = ["1", "x"] | tee();
        a | try_for_each(|text| text.parse::<i32>().map(drop));
        b | count()
    });
    assert!(matches!(run.await, Err(PipelineError::Item(_))));

    let run: Run<Vec<i32>, std::num::ParseIntError> = pipeline!({
        let [a, b] = ["1", "2"] | tee();
        a | drain();
        b | try_map(|text| text.parse::<i32>()) | try_collect()
    });
    assert_eq!(run.await.unwrap(), [1, 2]);
}

#[tokio::test]
async fn a_side_flow_that_fails_ends_the_run_of_an_open_tail() {
    let open = pipeline!({
        let [a, b] = 0..3 | tee();
        a | for_each(|n| assert!(n < 2, "too much"));
        b
    });
    let failed = open.count().await;
    assert!(matches!(failed, Err(PipelineError::Panicked { .. })), "{failed:?}");
}

#[tokio::test]
async fn a_graph_may_have_any_number_of_results() -> Result {
    let sums = pipeline!({
        let [a, b, c, d, e, f, g, h, i] = 1..3 | tee();
        (
            a | count(),
            b | last(),
            c | count(),
            d | count(),
            e | count(),
            f | count(),
            g | count(),
            h | count(),
            i | first(),
        )
    });
    assert_eq!(sums.await?, (2, Some(2), 2, 2, 2, 2, 2, 2, Some(1)));
    Ok(())
}

#[derive(Debug, Default, PartialEq)]
struct Totals {
    count: usize,
    label: String,
    rest: Option<u8>,
}

#[tokio::test]
async fn a_struct_takes_values_short_fields_and_a_base() -> Result {
    let label = "three".to_owned();
    let totals = pipeline!({
        let items = vec![1, 2, 3];
        let base = Totals { rest: Some(7), ..Totals::default() };
        Totals { count: items | map(|n| n + 1) | count(), label, ..base }
    });
    assert_eq!(totals.await?, Totals { count: 3, label: "three".into(), rest: Some(7) });
    Ok(())
}

#[tokio::test]
async fn plain_rust_stays_plain_rust() -> Result {
    let run = pipeline!({
        let closure = |n: i32| n + 1;
        let either = closure(1) > 5 || closure(2) == 3;
        let Some(limit) = either.then_some(3) else { unreachable!() };
        assert!(either);
        let numbers = <Vec<i32>>::from([1, 2, 3]);
        let map = std::collections::HashMap::<i32, i32>::from([(1, 2)]);
        numbers | filter(move |n| *n < limit && map.contains_key(n)) | map(closure) | collect::<Vec<i32>>()
    });
    assert_eq!(run.await?, [2]);
    Ok(())
}

#[tokio::test]
async fn defaults_may_be_computed_and_are_computed_once() -> Result {
    let calls = std::cell::Cell::new(0);
    let width = || {
        calls.set(calls.get() + 1);
        3
    };
    let run = pipeline! { #![defaults(workers = width(), buffer(2))]
        0..9 | map(|n| n).ordered() | filter(|n| n % 2 == 0).workers(1) | take(3).buffer(0) | collect::<Vec<_>>()
    };
    let graph = run.graph();
    let options: Vec<_> = graph.nodes()[1..4].iter().map(|node| (node.workers, node.buffer)).collect();
    assert_eq!(options, [(3, Some(2)), (1, Some(2)), (1, Some(0))]);
    assert_eq!(run.await?, [0, 2, 4]);
    assert_eq!(calls.get(), 1);
    Ok(())
}

#[tokio::test]
async fn a_header_takes_streams_of_results_as_they_are() -> Result {
    let parse =
        pipeline! { <&'static str => TryStream<i32, std::num::ParseIntError>> try_map(|text| text.parse()) };
    let good = pipeline! { <numbers: TryStream<i32, std::num::ParseIntError> => i32> numbers | ok_only() };
    assert_eq!(pipeline!(["1", "x"] | via(parse) | via(good) | count()).await?, 1);
    Ok(())
}

#[tokio::test]
async fn an_array_head_takes_sources_too() -> Result {
    let run = pipeline!({
        let a = 0..3 | map(|n| n + 10);
        [a, vec![1, 2]] | fold(0, |sum, n| sum + n)
    });
    assert_eq!(run.await?, 36);
    assert_eq!(pipeline!([1, 2, 3] | count()).await?, 3);
    Ok(())
}

#[tokio::test]
async fn a_name_may_be_used_again_once_it_was_read() -> Result {
    let run = pipeline!({
        let items = 0..4 | map(|n| n + 1);
        let items = items | filter(|n| n % 2 == 0);
        let items: Stream<i32> = items | map(|n| n * 10);
        items | collect::<Vec<_>>()
    });
    assert_eq!(run.await?, [20, 40]);
    Ok(())
}
