#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Pairscape authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Searches on a space small enough to be quick: any number of workers, a killed program and a stopped one all
# end with the same pairings and metrics; a write that fails loses nothing.
set -uo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

budget=${PAIRSCAPE_TEST_BUDGET:-200}
search=(search --space tiny --platform kv260 --budget "$budget" --population 16 --batch 8 --seed 1)

# table STUDY FILE: all stored pairings with all metrics
table() { "$cli" study export "$1" --table -o "$2" 2>err || { fail "cannot export $1"; cat err; }; }

same() {
  table "$1" other.csv
  cmp -s whole.csv other.csv || fail "$2 gives other pairings than an undisturbed search"
}

echo "An undisturbed search with two workers"
expect 0 "${search[@]}" --study whole.pairscape --workers 2
cp out front.txt
table whole.pairscape whole.csv
[ "$(wc -l <whole.csv)" -eq "$((budget + 1))" ] || fail "not $budget pairings in the table"
grep -q '^Front of' front.txt || fail "no front at the end"

echo "One worker"
expect 0 "${search[@]}" --study one.pairscape --workers 1
same one.pairscape "one worker"
cmp -s out front.txt || fail "one worker prints another front"

echo "Part of a platform"
limited=(search --study part.pairscape --space tiny --platform kv260 --population 8 --batch 4 --max-dsp 200 --max-lut 20000)
expect 0 "${limited[@]}" --budget 24
table part.pairscape part.csv
awk -F, 'NR == 1 { for (i = 1; i <= NF; ++i) column[$i] = i; next }
  { for (name in column) if ($column[name] + 0 > most[name]) most[name] = $column[name] + 0 }
  END { dsp = most["DSP (modelled)"]; lut = most["LUT (modelled)"]
        exit !(dsp > 100 && dsp <= 200 && lut > 10000 && lut <= 20000) }' part.csv ||
  fail "accelerators are not within the part of the platform, or use little of it"
expect 0 "${limited[@]}" --budget 24 --resume
expect 0 search --study part.pairscape --budget 30 --max-lut 20000
expect 3 search --study part.pairscape --budget 30 --max-lut 10000
grep -q 'leave out the --max options' err || fail "another part of the platform is not named"
expect 3 search --study part.pairscape --budget 30 --platform kv260
expect 0 study verify part.pairscape --samples 3

echo "Killed again and again, then resumed"
kills=0
for delay in 0.3 0.5 0.7 0.9 1.1; do
  timeout -s KILL "$delay" "$cli" "${search[@]}" --study killed.pairscape --workers 2 --resume >/dev/null 2>&1
  [ $? -eq 137 ] && kills=$((kills + 1))
done
[ "$kills" -gt 0 ] || fail "no search was killed"
expect 0 "${search[@]}" --study killed.pairscape --workers 2 --resume
same killed.pairscape "a killed search"
cmp -s out front.txt || fail "a killed search prints another front"
expect 0 study verify killed.pairscape --samples 5

echo "Stopped with Ctrl-C, then resumed"
stopped=0
for delay in 0.05 0.2 0.4 0.8; do
  rm -f stopped.pairscape*
  "$cli" "${search[@]}" --study stopped.pairscape --workers 2 >out 2>err &
  pid=$!
  # How long a program takes to start is the machine's business: the clock starts when the study is there.
  for _ in $(seq 300); do
    [ -e stopped.pairscape ] && break
    sleep 0.1
  done
  sleep "$delay"
  kill -INT "$pid" 2>/dev/null
  wait "$pid"
  [ $? -eq 130 ] && { stopped=1; break; }
done
[ "$stopped" -eq 1 ] || fail "Ctrl-C never ended in exit code 130"
grep -q -e '--resume goes on' err || fail "a stopped search does not say how to go on"
expect 0 study info stopped.pairscape
grep -q interrupted out || fail "a stopped run is not marked as interrupted"
expect 0 "${search[@]}" --study stopped.pairscape --workers 1 --resume
same stopped.pairscape "a stopped search"

echo "Resumed although finished, and without a study"
expect 0 "${search[@]}" --study whole.pairscape --resume
cmp -s out front.txt || fail "a finished search prints another front"
grep -q 'nothing to resume' err || fail "a finished search does not say so"

echo "A reader that closes the pipe"
"$cli" study export whole.pairscape --table -o - 2>err | head -n 1 >/dev/null
[ "${PIPESTATUS[0]}" -eq 0 ] || fail "a closed pipe is an error"
[ -s err ] && fail "a closed pipe is complained about"
"$cli" study export whole.pairscape --table -o - >/dev/full 2>err
[ $? -eq 5 ] || fail "a full disk under stdout is not an error"

echo "A platform whose measured PE costs are others than when the study was made"
expect 0 platform show kv260 --json
sed '/"alone": {/,/}/d; s/"lut": 32.5/"lut": 30/' out >kv260.json
expect 0 search --study before.pairscape --space tiny --platform kv260.json --budget 4 --population 8 --seed 1
expect 0 search --study before.pairscape --space tiny --platform kv260 --budget 4 --population 8 --seed 1 --resume
sed -i 's/"clock_mhz": 200/"clock_mhz": 210/' kv260.json
expect 0 search --study own.pairscape --space tiny --platform kv260.json --budget 4 --population 8 --seed 1
expect 3 search --study own.pairscape --space tiny --platform kv260 --budget 4 --population 8 --seed 1 --resume

echo "A file that cannot grow, as on a full disk"
(
  trap '' XFSZ
  ulimit -f 300 # KiB
  exec "$cli" "${search[@]}" --study full.pairscape --workers 2 >out 2>err
)
code=$?
[ "$code" -eq 5 ] || fail "a search without room exited with $code, not 5"
[ "$(grep -c '^pairscape-cli: ' err)" -eq 1 ] || { fail "not one sentence about the missing room"; cat err; }
if [ -e full.pairscape ]; then
  expect 0 "${search[@]}" --study full.pairscape --workers 2 --resume
  same full.pairscape "a search that ran out of room"
fi

echo "A file that may only be read"
as=()
if [ "$(id -u)" -eq 0 ]; then
  as=(setpriv --reuid 65534 --regid 65534 --clear-groups) # root may write everything
fi
chmod 755 "$work"
chmod 444 whole.pairscape
if "${as[@]}" "$cli" --version >/dev/null 2>&1; then
  "${as[@]}" "$cli" study front whole.pairscape >out 2>err || { fail "a read-only study cannot be read"; cat err; }
  "${as[@]}" "$cli" search --study whole.pairscape --budget 5 >out 2>err
  code=$?
  [ "$code" -eq 5 ] || { fail "searching in a read-only study exited with $code, not 5"; cat err; }
  "${as[@]}" "$cli" search --study new.pairscape --space tiny --platform kv260 --budget 5 >out 2>err
  code=$?
  [ "$code" -eq 5 ] || { fail "creating a study in a read-only folder exited with $code, not 5"; cat err; }
else
  echo "  skipped: nobody may run the program here"
fi
chmod 644 whole.pairscape
table whole.pairscape other.csv
cmp -s whole.csv other.csv || fail "the read-only study was changed"
finish
