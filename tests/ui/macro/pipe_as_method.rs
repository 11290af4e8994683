//! A pipe function that is called as an operator: it belongs into `via(..)`.
use pipeline_core::prelude::*;

fn shout() -> impl FnOnce(Stream<&'static str>) -> Stream<String> {
    pipeline! { <&'static str => String> map(|word| word.to_uppercase()) }
}

fn main() {
    let _ = pipeline!(vec!["a"] | shout() | count());
}
