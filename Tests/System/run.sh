#!/usr/bin/env bash
# Runs the system tests: real processes, real faults.
#
#   Tests/System/run.sh [--bin DIR] [TEST…]
#
# --bin DIR   folder with muster-hub and muster-node (default: .build/debug)
# TEST        names as unittest takes them, such as test_kills or test_mistakes.Mistakes.test_used_code
#
# MUSTER_SEED=N makes the random moments of an earlier run; MUSTER_KEEP=1 keeps data and logs.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
bin=$here/../../.build/debug
if [ "${1:-}" = --bin ]; then
  bin=${2:?--bin needs a folder}
  shift 2
fi
for program in muster-hub muster-node; do
  if [ ! -x "$bin/$program" ]; then
    echo "run.sh: $bin/$program is not there: build it first (swift build), or give --bin DIR" >&2
    exit 69
  fi
done
MUSTER_BIN=$(cd "$bin" && pwd)
export MUSTER_BIN PYTHONDONTWRITEBYTECODE=1
# The node in another language stands in a folder of its own.
export PYTHONPATH=$here/../Interop
cd "$here"
if [ $# -gt 0 ]; then exec python3 -m unittest -v "$@"; fi
exec ../side_by_side.py $(($(nproc) + 1)) test_*.py ../Interop/test_*.py
