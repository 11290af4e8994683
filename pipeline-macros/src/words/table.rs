//! The words: an operator, a terminal or an option a line.

use super::word::{Kind, Word};
use proc_macro2::Ident;

const WORDS: &[Word] = &[
    each("map"),
    each("map_async"),
    each("map_blocking"),
    each("filter"),
    each("filter_async"),
    each("filter_map"),
    each("filter_map_async"),
    each("filter_map_blocking"),
    each("flat_map"),
    each("flat_map_async"),
    each("flat_map_blocking"),
    each("inspect"),
    each("inspect_async"),
    each("try_map"),
    each("try_map_async"),
    each("try_map_blocking"),
    each("try_flat_map"),
    each("try_flat_map_async"),
    each("try_filter"),
    each("try_filter_async"),
    each("try_inspect"),
    each("try_inspect_async"),
    each("expand"),
    each("expand_async"),
    each("try_expand_async"),
    each("map_err"),
    each("map_stage_err"),
    each("err_into").bare(),
    each("recover"),
    each("recover_async"),
    each("ok_only").bare(),
    each("errors_only").bare(),
    each("flat_map_stream"),
    each("flatten").bare(),
    each("divert_err"),
    each("results").bare(),
    each("fallible").bare(),
    each("flatten_stream").bare(),
    each("delay"),
    each("map_by_key"),
    each("map_by_key_async"),
    each("map_by_key_blocking"),
    each("try_map_by_key"),
    each("try_map_by_key_async"),
    sequential("scan").minding_order(),
    sequential("enumerate").bare().minding_order(),
    sequential("chunks"),
    sequential("take").minding_order(),
    sequential("skip").minding_order(),
    sequential("take_while").minding_order(),
    sequential("skip_while").minding_order(),
    sequential("or_fail").bare(),
    sequential("chain"),
    sequential("merge"),
    sequential("zip").minding_order(),
    sequential("take_last").minding_order(),
    sequential("skip_last").minding_order(),
    sequential("slice").minding_order(),
    sequential("step_by").minding_order(),
    sequential("take_until").minding_order(),
    sequential("take_until_async").minding_order(),
    sequential("take_while_async").minding_order(),
    sequential("skip_while_async").minding_order(),
    sequential("scan_async").minding_order(),
    sequential("accumulate").minding_order(),
    sequential("accumulate_from").minding_order(),
    sequential("chunk_by").minding_order(),
    sequential("dedup").bare().minding_order(),
    sequential("dedup_by_key").minding_order(),
    sequential("distinct"),
    sequential("distinct_by_key"),
    sequential("zip_strict").minding_order(),
    sequential("zip_latest"),
    sequential("zip_latest_from"),
    sequential("interleave"),
    sequential("merge_sorted_by").minding_order(),
    sequential("merge_sorted_by_key").minding_order(),
    sequential("or_else"),
    sequential("merge_first"),
    sequential("switch_map").minding_order(),
    sequential("conflate"),
    sequential("debounce").minding_order(),
    sequential("sample").minding_order(),
    sequential("throttle"),
    sequential("rate_limit"),
    sequential("chunks_timeout"),
    sequential("ready_chunks"),
    sequential("chunks_by_weight"),
    sequential("delay_start"),
    sequential("idle_timeout"),
    sequential("keep_alive"),
    sequential("tumbling"),
    sequential("tumbling_by"),
    sequential("sliding"),
    sequential("sliding_by"),
    sequential("session"),
    sequential("session_by"),
    sequential("chunks_by_key"),
    sequential("take_until_future"),
    split("tee").bare(),
    split("partition"),
    split("route"),
    split("balance").bare(),
    terminal("collect").bare(),
    terminal("collect_split").bare(),
    terminal("try_collect").bare(),
    terminal("count").bare(),
    terminal("try_count").bare(),
    terminal("fold"),
    terminal("fold_async"),
    terminal("reduce"),
    terminal("first").bare().minding_order(),
    terminal("last").bare().minding_order(),
    terminal("find"),
    terminal("any"),
    terminal("all"),
    terminal("for_each").with_workers(),
    terminal("for_each_async").with_workers(),
    terminal("try_for_each").with_workers(),
    terminal("try_for_each_async").with_workers(),
    terminal("drain").bare(),
    terminal("try_drain").bare(),
    terminal("send_to"),
    terminal("forward"),
    terminal("open").bare(),
    terminal("for_each_blocking").with_workers(),
    terminal("try_for_each_blocking").with_workers(),
    terminal("nth").minding_order(),
    terminal("nth_back").minding_order(),
    terminal("min").bare(),
    terminal("max").bare(),
    terminal("min_by_key"),
    terminal("max_by_key"),
    terminal("count_by_key"),
    terminal("top_k"),
    terminal("try_fold"),
    terminal("try_fold_async"),
    terminal("write_to"),
    terminal("to").giving_anything(),
    via("via"),
    prefix("worker_state"),
    option("workers"),
    option("ordered").bare(),
    option("window"),
    option("buffer"),
    option("unbounded").bare(),
    option("name"),
    option("timeout"),
    option("retry"),
    option("keep_item").bare(),
    option("frontier"),
    option("overflow"),
    option("on_drop"),
    option("on_close"),
    option("calls_per"),
];

/// What is said of every word that is not listed.
const UNKNOWN: &Word = &Word::new("", Kind::Unknown);

/// What is known of a word.
pub(crate) fn word(name: &Ident) -> &'static Word {
    WORDS.iter().find(|word| name == word.name).unwrap_or(UNKNOWN)
}

const fn each(name: &'static str) -> Word {
    Word::new(name, Kind::Each)
}

const fn sequential(name: &'static str) -> Word {
    Word::new(name, Kind::Sequential)
}

const fn split(name: &'static str) -> Word {
    Word::new(name, Kind::Split)
}

const fn terminal(name: &'static str) -> Word {
    Word::new(name, Kind::Terminal)
}

const fn via(name: &'static str) -> Word {
    Word::new(name, Kind::Via)
}

const fn prefix(name: &'static str) -> Word {
    Word::new(name, Kind::Prefix)
}

const fn option(name: &'static str) -> Word {
    Word::new(name, Kind::Option)
}
