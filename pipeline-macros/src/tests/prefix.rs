//! A prefix stands before a stage: `worker_state(open).map_async(f)` is one stage, which `map_async` names.

use super::{expanded, snapshot};
use quote::quote;

snapshot!(prefix, {
    #![workers = 4, buffer = 8]
    ids() | worker_state(open).on_close(close).map_async(net::get).retry(policy) | worker_state(open).for_each_async(save)
});
snapshot!(prefix_in_item, {
    fn pages(ids: Vec<u64>) -> Run<usize> {
        ids | worker_state(open).map(title).workers(2) | worker_state(open).own_stage(f) | count()
    }
});

#[test]
fn a_prefix_without_its_stage_is_a_mistake() {
    let made = expanded(quote!(ids() | worker_state(open).workers(4) | count()));
    assert!(made.contains("`worker_state` stands before a stage, and none follows it"), "{made}");
    assert!(made.contains("source(ids()).count()"), "the stage is left out: {made}");
}

#[test]
fn a_prefix_needs_its_parentheses() {
    let made = expanded(quote!(ids() | worker_state.map(f) | count()));
    assert!(made.contains("`worker_state` is missing its parentheses"), "{made}");
    assert!(made.contains("source(ids()).count()"), "the stage is left out: {made}");
}

#[test]
fn behind_the_stage_of_a_prefix_stand_its_options() {
    let made = expanded(quote!(ids() | worker_state(open).map_async(f).filter(g) | count()));
    assert!(made.contains("`filter` is a stage, not an option of `map_async`"), "{made}");
    let made = expanded(quote!(ids() | worker_state(open).map_async(f).workers(0) | count()));
    assert!(made.contains("a stage with 0 workers never runs"), "{made}");
    let made = expanded(quote!(ids() | map(f).worker_state(open) | count()));
    assert!(made.contains("`worker_state` is a stage, not an option of `map`"), "{made}");
}

#[test]
fn what_a_prefix_ends_in_decides_what_may_follow() {
    let made = expanded(quote!(ids() | worker_state(open).for_each_async(f) | map(g)));
    assert!(made.contains("no stage can follow `for_each_async`"), "{made}");
    let made = expanded(quote!({
        ids() | worker_state(open).map_async(f);
        x() | count()
    }));
    assert!(made.contains("this flow has no terminal"), "{made}");
}

#[test]
fn a_branch_that_a_prefix_names_is_read() {
    let made = expanded(quote!({
        let [a, b] = ids() | tee();
        a | worker_state(|| b).map_async(f) | count()
    }));
    assert!(!made.contains("compile_error"), "{made}");
}

#[test]
fn several_workers_of_a_prefixed_stage_lose_the_order() {
    let made = expanded(quote!(ids() | worker_state(open).map_async(f).workers(4) | enumerate() | count()));
    assert!(made.contains("`f` runs several workers and does not keep it"), "{made}");
}
