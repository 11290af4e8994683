//! `pipeline!` minds its own names, and lets the user mind theirs.

type Result = std::result::Result<(), pipeline_core::PipelineError>;

/// A crate that passes the library on under another name.
mod facade {
    pub(crate) use pipeline_core as engine;
}

#[tokio::test]
async fn the_macro_needs_no_import() -> Result {
    assert_eq!(pipeline_core::pipeline!(0..4 | map(|n| n + 1) | count()).await?, 4);
    Ok(())
}

#[tokio::test]
async fn a_facade_passes_the_macro_on() -> Result {
    assert_eq!(facade::engine::pipeline!(0..4 | map(|n| n + 1) | count()).await?, 4);
    Ok(())
}

macro_rules! twice {
    ($source:expr, $name:ident => $result:expr) => {
        pipeline_core::pipeline!({
            let [$name, other] = $source | tee();
            (other | count(), $name | map(|$name| $result) | collect::<Vec<_>>())
        })
    };
}

macro_rules! passed_on {
    ($($body:tt)*) => { pipeline_core::pipeline!($($body)*) };
}

#[tokio::test]
async fn a_macro_of_the_users_writes_pipelines() -> Result {
    let other = vec![1, 2, 3];
    assert_eq!(twice!(other, n => n * 2).await?, (3, vec![2, 4, 6]));
    assert_eq!(passed_on!(0..4 | filter(|n| n % 2 == 0) | count()).await?, 2);
    Ok(())
}

macro_rules! counted {
    ($flow:expr) => {
        pipeline_core::pipeline!($flow)
    };
}

#[tokio::test]
async fn a_captured_flow_is_still_a_flow() -> Result {
    assert_eq!(counted!(vec![1, 2] | map(|n| n + 1) | count()).await?, 2);
    Ok(())
}

#[tokio::test]
async fn names_of_ours_are_free_for_the_user() -> Result {
    let (__out, __item, __in, __arm1, __arm2, __side3) = (1, 2, 3, 4, 5, 6);
    let sum = pipeline_core::pipeline!({
        let big = match vec![__out, __item, __in, __arm1, __arm2, __side3] {
            __arm1 if __arm1 < __item => __arm1 | for_each(drop),
            __item => __item + __out,
        };
        big | fold(0, |sum, n| sum + n)
    })
    .await?;
    assert_eq!(sum, 2 + 3 + 4 + 5 + 6 + 5 * __out);
    Ok(())
}

/// Names that the expansion uses, all of them meaning something else here.
mod hostile {
    #![allow(non_camel_case_types, dead_code, unused_macros)]

    struct Option;
    struct Some;
    struct None;
    struct Stream;
    struct Run;
    mod std {}
    mod core {}
    fn source() {}
    fn join() {}
    fn route2() {}
    macro_rules! compile_error {
        () => {};
    }

    trait Confusing {
        fn close(&self) {}
        fn both(&self) {}
        fn seal(&self) {}
    }
    impl<T> Confusing for T {}

    pub(super) async fn count() -> super::Result {
        let counts = pipeline_core::pipeline!({
            let (low, high) = match 0..10 {
                n if n < 4 => n,
                n => n,
            };
            let [a, b] = low | via(|s| s.map(|n| n + 1)) | tee();
            a | for_each(|n| assert!(n < 5));
            (b | count(), high | count())
        });
        assert_eq!(counts.await?, (4, 6));
        Ok(())
    }
}

#[tokio::test]
async fn names_of_the_expansion_may_mean_something_else_around_it() -> Result {
    hostile::count().await
}

mod items {
    pipeline_core::pipeline!(
        pub(crate) fn count(numbers: Vec<i32>) -> pipeline_core::Run<usize> {
            numbers | count()
        }
    );

    pipeline_core::pipeline!(
        #[cfg(not(test))]
        pub(crate) fn absent() -> pipeline_core::Run<usize> {
            vec![1] | count()
        }
    );
}

#[tokio::test]
async fn an_item_stands_in_a_module_and_in_a_function() -> Result {
    pipeline_core::pipeline!(
        fn total<T>(numbers: Vec<T>) -> pipeline_core::Run<u64>
        where
            T: Into<u64> + Copy + Send + 'static,
        {
            numbers | fold(0, |sum, n: T| sum + n.into())
        }
    );
    assert_eq!(items::count(vec![1, 2]).await?, 2);
    assert_eq!(items::count::GRAPH.nodes.len(), 2);
    assert_eq!(total(vec![1_u8, 2]).await?, 3);
    assert!(total::MERMAID.starts_with("flowchart"));
    Ok(())
}

/// An operator from elsewhere: a trait of the user's.
trait Doubled<T: Send + 'static> {
    fn doubled(self) -> pipeline_core::Stream<T>;
    fn counted(self) -> usize;
}

impl Doubled<i32> for pipeline_core::Stream<i32> {
    fn doubled(self) -> pipeline_core::Stream<i32> {
        self.map(|n| n * 2).into()
    }
    fn counted(self) -> usize {
        7
    }
}

#[tokio::test]
async fn an_extension_trait_brings_operators_and_terminals() -> Result {
    let found: Vec<i32> =
        pipeline_core::pipeline!(vec![1, 2] | doubled() | map(|n| n + 1) | collect()).await?;
    assert_eq!(found, [3, 5]);
    assert_eq!(pipeline_core::pipeline!(vec![1, 2] | doubled() | counted()), 7);
    Ok(())
}

#[tokio::test]
async fn arguments_are_evaluated_in_the_surrounding_function()
-> std::result::Result<(), Box<dyn std::error::Error>> {
    let limit = async { 2 };
    let run = pipeline_core::pipeline!(
        0..4 | map(|n| n + 1).workers("3".parse::<usize>()?).buffer(limit.await) | count()
    );
    assert_eq!((run.graph().nodes()[1].workers, run.graph().nodes()[1].buffer), (3, Some(2)));
    assert_eq!(run.await?, 4);
    Ok(())
}
