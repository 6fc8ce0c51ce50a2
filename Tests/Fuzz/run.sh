#!/usr/bin/env bash
# run.sh [SECONDS]: fuzz the readers of what comes from outside; 60 seconds unless told.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-60}
out=.build/fuzz
mkdir -p "$out/corpus"
swiftc -swift-version 6 -parse-as-library -O -sanitize=fuzzer,address \
  Sources/MusterSync/Wire/*.swift Tests/Fuzz/Wire.swift -o "$out/wire"
printf 'M\1\0\0\0\0\0\3{}\nM' >"$out/corpus/plain"
printf 'M\1\1\0\0\0\0\4abcd' >"$out/corpus/compressed"
printf '{"a":[1,-20,"\\u00e9\\ud83d\\ude00",null],"b":{"c":true}}' >"$out/corpus/json"
SWIFT_BACKTRACE=enable=no timeout -k 2 $((seconds + 30)) \
  "$out/wire" -max_total_time="$seconds" -max_len=400 -artifact_prefix="$out/" "$out/corpus"
