//! Warnings of `pipeline!` are silenced by their names; those that are left would be errors here.
#![deny(deprecated)]

use pipeline_core::prelude::*;

fn add(n: i32) -> i32 {
    n + 1
}

#[test]
fn a_lint_is_allowed_for_one_pipeline() {
    let _lost = pipeline! { #![allow(order_lost)] 0..9 | map(add).workers(4) | enumerate() | count() };
    let _zipped = pipeline! { #![allow(unrelated_zip)]
        let (even, odd) = 0..9 | partition(|n| n % 2 == 0);
        even | zip(odd) | count()
    };
}

#[test]
fn order_that_is_kept_or_does_not_matter_is_no_warning() {
    let _ordered = pipeline!(0..9 | map(add).workers(4).ordered() | enumerate() | count());
    let _one = pipeline!(0..9 | map(add).workers(1) | enumerate() | count());
    let _counted = pipeline!(0..9 | map(add).workers(4) | filter(|n| *n > 3) | count());
    let _through_a_function = pipeline!(0..9 | map(add).workers(4) | via(|s| s) | enumerate() | count());
}

#[test]
fn branches_of_a_tee_are_paired_without_a_warning() {
    let _paired = pipeline!({
        let [a, b] = 0..9 | tee();
        let b = b | map(add);
        a | zip(b) | count()
    });
}
