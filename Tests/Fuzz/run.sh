#!/usr/bin/env bash
# run.sh [SECONDS [TARGET…]]: fuzz each target for so long (60 seconds unless told), one after the other.
# run.sh replay TARGET FILE…: feed files once, in order. Findings lie in .build/fuzz/findings/TARGET.
set -euo pipefail
cd "$(dirname "$0")/../.."
out=.build/fuzz
all=(frame json line fold private-line ticket join-code csv names message segment bundle event-file
  hub-import hub-request node-paper node-request http)

build() {
  MUSTER_FUZZ=1 swift build --scratch-path "$out" --product MusterFuzz \
    -Xswiftc -O -Xswiftc -assert-config -Xswiftc Debug -Xswiftc -parse-as-library \
    -Xswiftc -sanitize=fuzzer,address
  # Word by word: pkg-config gives several.
  # shellcheck disable=SC2046
  swiftc -sanitize=fuzzer,address -use-ld=lld "$out/debug/libMusterFuzz.a" -o "$out/fuzz" \
    $(pkg-config --libs sqlite3 openssl libevent_openssl libdeflate libqrencode)
}

work=$(mktemp -d -p /dev/shm muster-fuzz.XXXXXX 2>/dev/null || mktemp -d)
trap 'rm -rf "$work"' EXIT

feed() { # feed TARGET ARGUMENT…
  local target=$1
  shift
  mkdir -p "$work/$target"
  # A daemon keeps what it learns, which is no leak, and looking for leaks would take most of the time.
  local leaks=1 patience=$((${seconds:-60} + 300))
  case $target in hub-* | node-*) leaks=0 ;; esac
  ASAN_OPTIONS=quarantine_size_mb=16:malloc_context_size=8 SWIFT_BACKTRACE=enable=no \
    MUSTER_FUZZ_TARGET=$target MUSTER_FUZZ_FOLDER=$work/$target \
    timeout -k 5 "$patience" "$out/fuzz" -detect_leaks=$leaks -timeout=20 -rss_limit_mb=2048 -malloc_limit_mb=512 "$@"
}

fuzz() { # fuzz TARGET SECONDS
  local target=$1 seconds=$2 code=0
  local found=$out/findings/$target grown=$out/corpus/$target log=$out/$target.log
  mkdir -p "$found" "$grown" "$out/seeds/$target" "Tests/Fuzz/corpus/$target"
  local words=()
  [ -f "Tests/Fuzz/dictionaries/$target" ] && words=(-dict="Tests/Fuzz/dictionaries/$target")
  feed "$target" -max_total_time="$seconds" -max_len=8000 -print_final_stats=1 \
    -artifact_prefix="$found/" "${words[@]}" "$grown" "Tests/Fuzz/corpus/$target" \
    "$out/seeds/$target" >"$log" 2>&1 || code=$?
  local edges runs
  edges=$(grep -oE 'cov: [0-9]+' "$log" | tail -n 1 | cut -d' ' -f2 || true)
  runs=$(grep -oE 'number_of_executed_units: [0-9]+' "$log" | cut -d' ' -f2 || true)
  [ -n "$runs" ] || runs=$(grep -oE '^#[0-9]+' "$log" | tail -n 1 | tr -d '#' || true)
  printf '%-14s %10s runs %7s edges  %s\n' "$target" "${runs:-0}" "${edges:-0}" \
    "$([ "$code" = 0 ] && echo 'nothing found' || echo "found something: $log")"
  if [ "$code" != 0 ] && [ -d "$work/$target/seen" ]; then
    rm -rf "$found/seen"
    cp -r "$work/$target/seen" "$found/seen"
  fi
  return "$code"
}

if [ "${1:-}" = replay ]; then
  target=$2
  shift 2
  build >&2
  feed "$target" "$@"
  exit
fi

seconds=${1:-60}
shift || true
[ "$#" -gt 0 ] || set -- "${all[@]}"
build
rm -rf "$out/seeds"
python3 -B Tests/Fuzz/seeds.py "$out/seeds"
failed=0
for target; do fuzz "$target" "$seconds" || failed=1; done
exit "$failed"
