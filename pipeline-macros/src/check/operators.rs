//! The operators of the library, as far as a message needs them. An operator that is not listed
//! can be used all the same: it is a method call, and the compiler knows it.

use proc_macro2::Ident;

/// What kind of word this is.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Kind {
    /// Calls a function on each item, and so can have several workers.
    Each,
    /// Keeps state or order: one worker by its nature.
    Sequential,
    /// Gives several branches.
    Split,
    /// Ends the flow.
    Terminal,
    /// Says how the stage before it is run.
    Option,
    /// Takes a function from a stream: whatever that gives.
    Via,
    /// None of ours.
    Unknown,
}

const EACH: &[&str] = &[
    "map",
    "map_async",
    "map_blocking",
    "filter",
    "filter_async",
    "filter_map",
    "filter_map_async",
    "filter_map_blocking",
    "flat_map",
    "flat_map_async",
    "flat_map_blocking",
    "inspect",
    "inspect_async",
    "try_map",
    "try_map_async",
    "try_map_blocking",
    "try_flat_map",
    "try_flat_map_async",
    "try_filter",
    "try_filter_async",
    "try_inspect",
    "try_inspect_async",
    "expand",
    "expand_async",
    "try_expand_async",
    "map_err",
    "map_stage_err",
    "err_into",
    "recover",
    "recover_async",
    "ok_only",
    "errors_only",
    "flat_map_stream",
    "flatten",
    "divert_err",
    "results",
    "fallible",
];

const SEQUENTIAL: &[&str] = &[
    "scan",
    "accumulate",
    "enumerate",
    "cycle",
    "chunks",
    "chunk_by",
    "dedup",
    "dedup_by_key",
    "distinct",
    "take",
    "take_last",
    "skip",
    "skip_last",
    "nth",
    "slice",
    "take_while",
    "take_until",
    "take_until_future",
    "skip_while",
    "or_fail",
    "chain",
    "merge",
    "zip",
];

const SPLIT: &[&str] = &["tee", "partition"];

const TERMINAL: &[&str] = &[
    "collect",
    "collect_split",
    "try_collect",
    "count",
    "try_count",
    "fold",
    "fold_async",
    "reduce",
    "first",
    "last",
    "find",
    "any",
    "all",
    "min",
    "max",
    "for_each",
    "for_each_async",
    "try_for_each",
    "try_for_each_async",
    "drain",
    "try_drain",
    "send_to",
    "forward",
    "open",
    "to",
];

const OPTION: &[&str] = &[
    "workers",
    "ordered",
    "window",
    "buffer",
    "unbounded",
    "name",
    "timeout",
    "retry",
    "keep_item",
    "frontier",
];

/// Operators whose result means something else when the items come in another order.
const ORDER_MATTERS: &[&str] = &[
    "enumerate",
    "scan",
    "accumulate",
    "zip",
    "take",
    "take_last",
    "skip",
    "skip_last",
    "nth",
    "slice",
    "take_while",
    "take_until",
    "skip_while",
    "first",
    "last",
    "dedup",
    "dedup_by_key",
    "chunk_by",
];

/// Operators that can be called without arguments.
const BARE: &[&str] = &[
    "flatten",
    "enumerate",
    "cycle",
    "dedup",
    "ok_only",
    "errors_only",
    "or_fail",
    "results",
    "fallible",
    "tee",
    "collect",
    "collect_split",
    "try_collect",
    "count",
    "try_count",
    "first",
    "last",
    "min",
    "max",
    "drain",
    "try_drain",
    "open",
    "ordered",
    "unbounded",
    "keep_item",
];

/// What kind of word this is.
pub(crate) fn kind(name: &Ident) -> Kind {
    let lists = [
        (EACH, Kind::Each),
        (SEQUENTIAL, Kind::Sequential),
        (SPLIT, Kind::Split),
        (TERMINAL, Kind::Terminal),
        (OPTION, Kind::Option),
        (&["via"], Kind::Via),
    ];
    lists
        .into_iter()
        .find(|(list, _)| list.iter().any(|word| name == word))
        .map_or(Kind::Unknown, |(_, kind)| kind)
}

/// Whether this is an operator or a terminal of the library.
pub(crate) fn is_known(name: &Ident) -> bool {
    !matches!(kind(name), Kind::Unknown | Kind::Option)
}

/// Whether a default of `.workers(n)` is for this stage.
pub(crate) fn takes_workers(name: &Ident) -> bool {
    kind(name) == Kind::Each
}

/// Whether `.workers(n)` is refused here. Some terminals take it when it is written out.
pub(super) fn refuses_workers(name: &Ident) -> bool {
    let known = !matches!(kind(name), Kind::Unknown | Kind::Via | Kind::Option);
    known && !takes_workers(name) && !name.to_string().contains("for_each")
}

/// Whether `.buffer(n)` fits.
pub(crate) fn takes_buffer(name: &Ident) -> bool {
    matches!(kind(name), Kind::Each | Kind::Sequential)
}

/// Whether the stage is named after the function it is given.
pub(crate) fn names_itself(name: &Ident) -> bool {
    kind(name) == Kind::Each
}

/// Whether the order of the input changes the result.
pub(super) fn order_matters(name: &Ident) -> bool {
    ORDER_MATTERS.iter().any(|word| name == word)
}

/// Whether a call without arguments makes sense.
pub(super) fn is_bare(name: &Ident) -> bool {
    BARE.iter().any(|word| name == word)
}
