#!/usr/bin/env bash
# Compile times, as one Markdown table a part.
#
#   benches/compile-time.sh                    every part, three rounds
#   benches/compile-time.sh 7 check release    so many rounds of some: macros, check, build, release, edit, rebuild
#
# `macros`: a clean build of `pipeline-macros` and what it depends on. The others: a generated crate of 60 pipelines of 10 stages
# each, the same job written in three ways. Dependencies are built beforehand; only that crate is compiled in the time that counts, and
# whole, without incremental compilation. `edit` and `rebuild` are `cargo check` and `cargo build` with it, after a change to one of
# the 60. PIPELINES=60 may be set.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
work=${CARGO_TARGET_DIR:-$root/target}/compile-time
rounds=3
if [[ ${1:-} =~ ^[0-9]+$ ]]; then
    rounds=$1
    shift
fi
pipelines=${PIPELINES:-60}
forms=(macro methods channels)

# One pipeline of ten stages, as `pipeline!`, as methods, and as tasks and channels by hand with the same edges.
pipeline() {
    case $1 in
    macro) cat <<RUST
pub async fn p$2(input: Vec<u32>) -> Result<Vec<String>, PipelineError> {
    pipeline!(input | filter(|n| n % $3 != 0) | map(|n| u64::from(n) + $2) | map_async(fetch).workers(4).ordered()
        | inspect(|n| seen(*n)) | flat_map(|n| [n, n + $3]) | filter_map(|n| n.checked_sub($2))
        | map_async(|n| async move { fetch(n).await.to_string() }).workers(2) | filter(|text| text.len() < $3)
        | map(|text| format!("$2 {text}")) | inspect(|text| seen(text.len() as u64)) | collect::<Vec<_>>()).await
}
RUST
        ;;
    methods) cat <<RUST
pub async fn p$2(input: Vec<u32>) -> Result<Vec<String>, PipelineError> {
    Stream::from_iter(input).filter(|n| n % $3 != 0).map(|n| u64::from(n) + $2).map_async(fetch).workers(4).ordered()
        .inspect(|n| seen(*n)).flat_map(|n| [n, n + $3]).filter_map(|n| n.checked_sub($2))
        .map_async(|n| async move { fetch(n).await.to_string() }).workers(2).filter(|text| text.len() < $3)
        .map(|text| format!("$2 {text}")).inspect(|text| seen(text.len() as u64)).collect::<Vec<_>>().await
}
RUST
        ;;
    channels) cat <<RUST
pub async fn p$2(input: Vec<u32>) -> Result<Vec<String>, JoinError> {
    let mut tasks = JoinSet::new();
    let (to_fetch, urls) = kanal::bounded_async(0);
    tasks.spawn(async move {
        for (at, n) in input.into_iter().filter(|n| n % $3 != 0).map(|n| u64::from(n) + $2).enumerate() {
            if to_fetch.send((at, n)).await.is_err() {
                return;
            }
        }
    });
    let (to_order, fetched) = kanal::bounded_async(0);
    for _ in 0..4 {
        let (urls, to_order) = (urls.clone(), to_order.clone());
        tasks.spawn(async move {
            while let Ok((at, n)) = urls.recv().await {
                if to_order.send((at, fetch(n).await)).await.is_err() {
                    return;
                }
            }
        });
    }
    drop((urls, to_order));
    let (to_text, numbers) = kanal::bounded_async(0);
    tasks.spawn(async move {
        let (mut next, mut early) = (0, BTreeMap::new());
        while let Ok((at, n)) = fetched.recv().await {
            early.insert(at, n);
            while let Some(n) = early.remove(&next) {
                next += 1;
                seen(n);
                for n in [n, n + $3].into_iter().filter_map(|n| n.checked_sub($2)) {
                    if to_text.send(n).await.is_err() {
                        return;
                    }
                }
            }
        }
    });
    let (out, texts) = kanal::bounded_async(0);
    for _ in 0..2 {
        let (numbers, out) = (numbers.clone(), out.clone());
        tasks.spawn(async move {
            while let Ok(n) = numbers.recv().await {
                if out.send(fetch(n).await.to_string()).await.is_err() {
                    return;
                }
            }
        });
    }
    drop((numbers, out));
    let collected = tokio::spawn(async move {
        let mut all = Vec::new();
        while let Ok(text) = texts.recv().await {
            if text.len() < $3 {
                let text = format!("$2 {text}");
                seen(text.len() as u64);
                all.push(text);
            }
        }
        all
    });
    while let Some(ended) = tasks.join_next().await {
        ended?;
    }
    collected.await
}
RUST
        ;;
    esac
}

generate() {
    local form=$1 dir=$work/$1 uses="use pipeline_core::prelude::*;"
    rm -rf "$dir" && mkdir -p "$dir/src"
    if [ "$form" = channels ]; then
        uses="use std::collections::BTreeMap; use tokio::task::{JoinError, JoinSet};"
    fi
    cat > "$dir/Cargo.toml" <<TOML
[package]
name = "many-$form"
version = "0.0.0"
edition = "2024"
[workspace]
[dependencies]
pipeline-core = { path = "$root/pipeline-core" }
kanal = "0.1.1"
tokio = { version = "1.45", features = ["rt-multi-thread"] }
TOML
    cp "$root/Cargo.lock" "$dir/"
    {
        echo "$uses"
        echo "async fn fetch(n: u64) -> u64 { n * 2 }"
        echo "fn seen(_: u64) {}"
        for ((i = 1; i <= pipelines; i++)); do pipeline "$form" "$i" $((i + 10)); done
    } > "$dir/src/lib.rs"
}

# in_form FORM cargo-arguments...: cargo, in that form's generated crate.
in_form() {
    (cd "$work/$1" && CARGO_TARGET_DIR=$work/target cargo "${@:2}" --quiet)
}

seconds() {
    local TIMEFORMAT=%R
    { time "$@" >&3 2>&3; } 3>&2 2>&1
}

median() { tr ' ' '\n' <<<"$1" | grep . | sort -n | sed -n "$(((rounds + 1) / 2))p"; }

macros() {
    local times='' dir=$work/macros
    for ((r = 0; r < rounds; r++)); do
        rm -rf "$dir"
        times+=" $(cd "$root" && seconds cargo build --quiet -p pipeline-macros --target-dir "$dir")"
    done
    printf '\n| clean build of `pipeline-macros` | median | all |\n|---|---|---|\n'
    printf '| `cargo build -p pipeline-macros` | %s s | %s |\n' "$(median "$times")" "$times"
}

# many NAME INCREMENTAL cargo-arguments...: the three forms in turn, so that a slow moment of the machine hits all of them.
many() {
    local name=$1 base; declare -A times=()
    export CARGO_INCREMENTAL=$2
    for form in "${forms[@]}"; do generate "$form"; in_form "$form" "${@:3}"; times[$form]=''; done
    for ((r = 0; r < rounds; r++)); do
        for form in "${forms[@]}"; do
            sleep 0.02
            if [ "$2" = 1 ]; then
                # The last pipeline grows, as it would by hand: where no byte moves, the compiler has far less to do.
                sed -i "s/checked_sub($pipelines\b\([^)]*\))/checked_sub($pipelines\1 + 1)/" "$work/$form/src/lib.rs"
            else
                touch "$work/$form/src/lib.rs"
            fi
            times[$form]+=" $(seconds in_form "$form" "${@:3}")"
        done
    done
    base=$(median "${times[channels]}")
    printf '\n| %s, %s pipelines of 10 stages | median | a pipeline | to channels | all |\n|---|---|---|---|---|\n' "$name" "$pipelines"
    for form in "${forms[@]}"; do
        median "${times[$form]}" | awk -v form="$form" -v n="$pipelines" -v base="$base" -v all="${times[$form]}" \
            '{ printf "| %s | %.2f s | %.0f ms | %.2f | %s |\n", form, $1, $1 * 1000 / n, $1 / base, all }'
    done
}

mkdir -p "$work"
cd "$root" && cargo fetch --quiet
printf '%s, %s cores, %s\n' "$(uname -m)" "$(nproc)" "$(rustc --version)"
for part in ${*:-macros check build release edit rebuild}; do
    case $part in
    macros) macros ;;
    check) many '`cargo check`' 0 check ;;
    build) many '`cargo build`' 0 build ;;
    release) many '`cargo build --release`' 0 build --release ;;
    edit) many 'incremental `cargo check` after an edit' 1 check ;;
    rebuild) many 'incremental `cargo build` after an edit' 1 build ;;
    *) echo "no such part: $part" >&2; exit 2 ;;
    esac
done
