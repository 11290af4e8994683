#!/usr/bin/env bash
# Compares ours with an earlier commit: builds the benchmark of both, runs them in turn, prints the ratio of each row.
#
#   benches/compare.sh COMMIT ROUNDS [benchmark arguments...]
#   benches/compare.sh main 3 W1 W3 --job ours
#
# Without `--job ours` the peers run too, and tell how much of a difference is the machine's. Exits with 1 if a row is more than 3 % worse.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
commit=${1:?a commit to compare with} rounds=${2:?how many rounds}
target=${CARGO_TARGET_DIR:-$root/target}
work=$target/compare
mkdir -p "$work"
cd "$root"

# The earlier commit is built outside of the working tree, which stays as it is.
rm -rf "$work/source" && mkdir "$work/source"
git archive "$commit" | tar -x -C "$work/source"
cargo build --quiet --release -p benches --manifest-path "$work/source/Cargo.toml" --target-dir "$target"
cp "$target/release/benches" "$work/before"
cargo build --quiet --release -p benches --target-dir "$target"
cp "$target/release/benches" "$work/after"

rm -f "$work"/*.json
files=()
for ((round = 1; round <= rounds; round++)); do
    for side in before after; do
        file=$work/$side-$round.json
        # A job of ours that fails is in the file, and in the comparison.
        "$work/$side" --rounds 1 --json "$file" "${@:3}" > "$work/$side.log" || test -f "$file"
        files+=("$file")
    done
done
"$work/after" --compare "${files[@]}"
