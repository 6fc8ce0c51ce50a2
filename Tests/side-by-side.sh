#!/usr/bin/env bash
# side-by-side.sh JOBS MODULE…: runs the tests of each Python module in a process of its own, so many at once,
# since they mostly wait. What a module says is shown when it has ended; what the failed ones say comes last.
set -euo pipefail
jobs=${1:?how many at once}
shift
logs=$(mktemp -d)
export logs
trap 'rm -rf "$logs"' EXIT

one() {
  local begin=$SECONDS result=passed
  python3 -m unittest -v "$1" >"$logs/$1" 2>&1 || result=failed
  (
    flock 9
    echo "== $1 $result after $((SECONDS - begin)) s"
    if [ "$result" = passed ]; then cat "$logs/$1"; else mv "$logs/$1" "$logs/$1.failed"; fi
  ) 9>"$logs/lock"
}
export -f one

printf '%s\n' "$@" | xargs -P "$jobs" -I{} bash -c 'one {}'
failed=("$logs"/*.failed)
if [ ! -e "${failed[0]}" ]; then exit 0; fi
for log in "${failed[@]}"; do
  echo "== $(basename "$log" .failed) failed:"
  cat "$log"
done
exit 1
