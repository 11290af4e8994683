//! A pipe for other items.
use pipeline_core::prelude::*;

fn shout() -> impl FnOnce(Stream<&'static str>) -> Stream<String> {
    pipeline! { <&'static str => String> map(|word| word.to_uppercase()) }
}

fn main() {
    let _ = pipeline!(0..9 | via(shout()) | count());
}
