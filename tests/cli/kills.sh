#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Pairscape authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Kills a search again and again at random moments, half of them while the reference population is being scored,
# and resumes it. After each kill: every pairing that the search had reported as stored is there, and no
# half-written one. At the end: the same set as an undisturbed search.
# Usage: kills.sh PROGRAM [KILLS]; ctest makes a few, `kills.sh build/release/bin/pairscape-cli 200` the many.
set -uo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

kills=${2:-${PAIRSCAPE_TEST_KILLS:-4}}
budget=${PAIRSCAPE_TEST_BUDGET:-120}
RANDOM=${PAIRSCAPE_TEST_SEED:-1}
# Another seed than the shipped population's, so that there is a scoring to be killed.
search=(search --space tiny --platform kv260 --budget "$budget" --population 16 --batch 8 --seed 3)

stored() { # what `study info` says: members of the reference population, then pairings
  "$cli" study info "$1" --json 2>/dev/null |
    sed -nE 's/^ *"(reference_population|pairings)": ([0-9]+),?$/\1 \2/p' | sort -r | sed 's/.* //' | paste -sd' '
}

echo "An undisturbed search"
begun=$(date +%s%N)
expect 0 "${search[@]}" --study whole.pairscape --workers 2
took=$((($(date +%s%N) - begun) / 1000000)) # ms
cp out front.txt
"$cli" study export whole.pairscape --table -o whole.csv 2>/dev/null

# A few kills share one search; many go through several, each half as long as one between two kills at most.
span=$((kills <= 10 ? 2 * took / (kills + 2) : took / 2))

echo "$kills kills at random moments"
done_kills=0
members=0
pairings=0
restarts=0
while [ "$done_kills" -lt "$kills" ]; do
  # Moments are spread over the whole search, whatever it takes here.
  delay=$((RANDOM * span / 32768 + 20))
  "$cli" "${search[@]}" --study killed.pairscape --workers 2 --resume >out 2>err </dev/null &
  pid=$!
  sleep "$(printf '%d.%03d' $((delay / 1000)) $((delay % 1000)))"
  # What a reader sees while the search goes on is stored for good.
  read -r seen_members seen_pairings <<<"$(stored killed.pairscape)"
  if kill -KILL "$pid" 2>/dev/null; then
    done_kills=$((done_kills + 1))
  fi
  wait "$pid" 2>/dev/null
  [ -e killed.pairscape ] || continue
  read -r members pairings <<<"$(stored killed.pairscape)"
  [ "${members:-0}" -ge "${seen_members:-0}" ] || fail "kill $done_kills lost members of the population"
  [ "${pairings:-0}" -ge "${seen_pairings:-0}" ] || fail "kill $done_kills lost pairings: ${seen_pairings} were reported, ${pairings} are there"
  if [ $((done_kills % 10)) -eq 0 ] || [ "$kills" -le 10 ]; then
    expect 0 study verify killed.pairscape --samples 0
  fi
  # A search that got to its end begins anew, so that kills hit all of it.
  if grep -q 'finished' err; then
    "$cli" study export killed.pairscape --table -o other.csv 2>/dev/null
    cmp -s whole.csv other.csv || fail "a killed search ended with other pairings than an undisturbed one"
    rm -f killed.pairscape*
    restarts=$((restarts + 1))
    span=$((span * 2 / 3)) # the first search may have run on a busier machine
  fi
done
expect 0 "${search[@]}" --study killed.pairscape --workers 2 --resume
cmp -s out front.txt || fail "a killed search prints another front"
"$cli" study export killed.pairscape --table -o other.csv 2>/dev/null
cmp -s whole.csv other.csv || fail "a killed search ended with other pairings than an undisturbed one"
expect 0 study verify killed.pairscape --samples 5
echo "$done_kills kills, $restarts searches got to their end between them"
finish
