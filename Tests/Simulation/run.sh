#!/usr/bin/env bash
# run.sh [SEEDS]: plays so many bad days (60 unless told), then makes each planted mistake and sees that
# some day shows it. Compiled for speed, with the mistakes in and none of them made unless asked for.
set -euo pipefail
cd "$(dirname "$0")/../.."
swift build -c release --static-swift-stdlib --scratch-path .build/planted --product muster-sim \
  -Xswiftc -DPLANTED_BUGS
jobs=$(nproc)
.build/planted/release/muster-sim run --seeds "${1:-60}" --jobs "$jobs"
.build/planted/release/muster-sim planted --jobs "$jobs"
