#!/usr/bin/env bash
# The house rules, held by a script. Each finding is a place, under the rule it breaks and what to do instead.
set -uo pipefail
cd "$(git -C "$(dirname "$0")" rev-parse --show-toplevel)" || exit 1

broken=0
rule() { # rule "what is wrong: what to do" PLACES
  [ -n "$2" ] || return 0
  broken=$((broken + 1))
  printf '\n%s\n' "$1" >&2
  printf '%s\n' "$2" | sed 's/^/  /' >&2
}

# Lines of tracked files that match; comment lines of Swift do not count.
lines() { git grep -nE "$1" -- "${@:2}" ':!Tests/House' || true; }
code() { lines "$@" | grep -vE '^[^:]+:[0-9]+: *//' || true; }


# --- style ---------------------------------------------------------------------------------------------

rule 'The formatter disagrees: swift format -i FILE mends most; the rest needs a hand.' \
  "$(swift format lint --strict --parallel --recursive Sources Tests Package.swift 2>&1 | head -n 40)"
rule 'The formatter is told to look away: write the line so that it need not.' \
  "$(lines 'swift-format-ignore' 'Sources/*.swift' 'Tests/*.swift')"
for name in NeverForceUnwrap NeverUseForceTry NeverUseImplicitlyUnwrappedOptionals AllPublicDeclarationsHaveDocumentation; do
  rule ".swift-format no longer holds $name: turn it on again." \
    "$(grep -q "\"$name\": true" .swift-format || echo .swift-format)"
done
rule 'A file of more than 500 lines: it holds two ideas; give each its file.' \
  "$(git ls-files -z 'Sources/*.swift' 'Tests/*.swift' ':!Sources/*/Pages/*Pages.swift' | xargs -0 -r wc -l | awk '$1 > 500 && $2 != "total" {print $2 ": " $1 " lines"}')"
rule 'A leftover of a merge, a patch or a download: take it out.' \
  "$(git ls-files | grep -E '(\.(orig|rej|bak|deb|swp)|~)$')"
rule 'A type named for no idea (Manager, Helper, Util, Service, Base): name it for what it knows or does.' \
  "$(code '(struct|class|enum|actor|protocol) [A-Za-z]*(Manager|Helper|Util|Utils|Service|Base)\b' 'Sources/*.swift' 'Tests/*.swift')"

# --- what outside data could stop -----------------------------------------------------------------------

rule 'Could stop the process on outside data: throw an error whose message tells a person what to do.' \
  "$(code '\btry!|\bas!|\bfatalError\(|\.unsafelyUnwrapped' 'Sources/*.swift')"
rule 'A force unwrap: bind with guard let, and say what nil means there.' \
  "$(code '[])A-Za-z0-9_]!(\.|\)|,|\[| *$)' 'Sources/*.swift')"

# --- pages --------------------------------------------------------------------------------------------------

rule 'A page reads markup or code from text: make elements (Pages/shared/dom.js).' \
  "$(lines 'innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\(|new Function' Pages)"
rule 'A page has script or style in its HTML, which its policy forbids: give it a file.' \
  "$(lines ' (style|on[a-z]+)="|<style|<script>|javascript:' 'Pages/*.html')"
rule 'A side of the page by its name: it reads from either; write inline-start, inline-size and their like.' \
  "$(lines '(^|[ ;{(]|min-|max-)(left|right|top|bottom|width|height):|-(left|right)[:-]|: *(left|right);' 'Pages/*.css' | grep -vE '@media \((min|max)-width' || true)"

# --- finished ---------------------------------------------------------------------------------------------

rule 'Unfinished by its own words: finish it, or leave it out.' \
  "$(lines '\b(TODO|FIXME|XXX|HACK)\b' . ':!*.csv')"
rule 'Speaks of the world of its developers: say it in words of the product.' \
  "$(lines '\.\./shared|/work/|\b[Ii]ssue #?[0-9]+|\bPR #?[0-9]+' . ':!*.csv')"
rule 'A test that sleeps: let time be a parameter, or wait for the word that says it is done.' \
  "$(code 'Task\.sleep|\busleep\(|[^a-zA-Z_.]sleep\(' 'Tests/*.swift')"
rule 'A test that asserts how long something takes: measure it in muster-bench, as a ratio.' \
  "$(code '\.timeLimit\(' 'Tests/*.swift')"
rule 'A test that nobody runs: mend it, or take it out.' \
  "$(code '\.disabled\(|XCTSkip|@unittest\.skip|pytest\.mark\.skip' Tests)"

# --- rooms ------------------------------------------------------------------------------------------------

rooms=
for folder in Sources/*/; do
  room=$(basename "$folder")
  case $room in
    C[A-Z]*) continue ;;
    muster-*) door=(main) text='^///? ' ;;
    *) door=("$room" "${room#Muster}") text='^/// ' ;;
  esac
  door=("${door[@]/#/$folder}")
  grep -qsE "$text" "${door[@]/%/.swift}" || rooms+="${door[0]}.swift"$'\n'
done
rule 'A room without a text at its door: begin the file with what the room knows, may do and never does.' \
  "${rooms%$'\n'}"

rule 'An import that a room may not have: rooms look down only.' \
  "$(python3 -B Tests/House/imports.py 2>&1)"

# --- what is generated -----------------------------------------------------------------------------------

made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
mkdir -p "$made/Sources/MusterCore/Names" "$made/Protocol"
cp -r seeds "$made/seeds"
cp -r Protocol/names "$made/Protocol/names"
rule 'seeds/ is not what seeds/make.py makes: run it, and commit what it writes.' \
  "$(python3 -B "$made/seeds/make.py" 2>&1; diff -rq -x __pycache__ seeds "$made/seeds")"
if python3 -c 'import sys, unicodedata; sys.exit(unicodedata.unidata_version != "14.0.0")'; then
  rule 'The table of names is not what Protocol/names/make.py makes: run it, and commit what it writes.' \
    "$(python3 -B "$made/Protocol/names/make.py" >/dev/null
      diff -q Sources/MusterCore/Names/NameTableText.swift "$made/Sources/MusterCore/Names/"
      diff -q Protocol/names/table.json "$made/Protocol/names/")"
fi
rule 'The programs do not hold Pages/ as it is: run Deploy/pages.py, and commit what it writes.' \
  "$(python3 -B Deploy/pages.py --check 2>&1)"
rule 'The folding of names is not as its vectors say.' \
  "$(python3 -B Protocol/names/check.py 2>&1 >/dev/null)"
rule 'The schemas of the protocol are not as its vectors say.' \
  "$(python3 -B Protocol/schemas/check.py 2>&1)"
rule 'A script that bash cannot read.' \
  "$(git ls-files '*.sh' .ci/run | while read -r script; do bash -n "$script" 2>&1; done)"

if [ "$broken" -gt 0 ]; then
  printf '\nhouse: %d rules are broken\n' "$broken" >&2
  exit 1
fi
echo 'house: every rule holds'
