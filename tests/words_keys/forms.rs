//! A stage with a state as a method, as a word and in the macro.

use std::convert::Infallible;

use pipeline_core::Lease;
use pipeline_core::prelude::*;

use crate::support::everywhere;

async fn tenfold(ten: Lease<i32>, n: i32) -> i32 {
    n * *ten
}

async fn ten() -> Result<i32, Infallible> {
    Ok(10)
}

#[test]
fn all_three_forms_of_a_state() {
    everywhere(|| async {
        let method = Stream::from_iter([1, 2]).worker_state(ten).map_async(tenfold);
        assert_eq!(method.collect::<Vec<_>>().await.unwrap(), [10, 20]);
        let pipe = [1, 2] | pipe::worker_state(ten).map_async(tenfold).workers(2).ordered();
        assert_eq!(pipe.collect::<Vec<_>>().await.unwrap(), [10, 20]);
        let macros = pipeline!(
            [1, 2] | worker_state(ten).map_async(tenfold).workers(2).ordered() | collect::<Vec<_>>()
        );
        assert_eq!(macros.await.unwrap(), [10, 20]);
        let macros = pipeline!(
            [1, 2]
                | worker_state(ten).on_close(|ten| async move { assert_eq!(ten, 10) }).map(|ten, n| n + *ten)
                | map_by_key(|n| n % 2, |n| n + 1).workers(2)
                | worker_state(ten).for_each_async(|ten, n| async move { assert!(n > *ten) })
        );
        macros.await.unwrap();
    });
}
