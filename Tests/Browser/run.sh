#!/usr/bin/env bash
# Runs the tests of the pages: real daemons, and Debian's Chromium driven by Playwright.
#
#   Tests/Browser/run.sh [--bin DIR] [TEST…]
#
# --bin DIR   folder with muster-hub and muster-node (default: .build/debug)
# TEST        names as unittest takes them, such as test_desk or test_desk.Door.test_undo
#
# MUSTER_PAGES=live shows Pages/ as it is instead of what is built in; pictures go to .build/screens/.
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
cd "$here"
if [ $# -gt 0 ]; then exec python3 -m unittest -v "$@"; fi
exec ../side_by_side.py $(($(nproc) + 2)) test_*.py
