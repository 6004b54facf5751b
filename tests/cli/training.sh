#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Pairscape authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Trains networks and supernets on pictures that write_drawn_images makes, kills the trainings and a search again and
# again at random moments, and resumes them: what they leave is, byte for byte, what an undisturbed one leaves.
# Usage: training.sh PROGRAM WRITE_DRAWN_IMAGES [KILLS]
set -uo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
kills=${3:-${PAIRSCAPE_TEST_KILLS:-3}}
RANDOM=${PAIRSCAPE_TEST_SEED:-1}
"$2" data 4 24 || fail "no pictures were drawn"

small='stem8 8k3e1:CS 16k5e3:SA head32'
budget=(--dataset data --image-size 12 --classes 4 --batch 16 --checkpoint-steps 2)
# Paths and times aside, an answer is the same whoever gave it.
plain() { sed -E 's/^(supernet|time) .*//; s/[a-z]+\.(net|jsonl)//g' out; }

# killed FILE ARGUMENT...: kills the command `kills` times, resuming it, and then lets it end.
killed() {
  local file=$1 done_kills=0 pid tries=0
  shift
  while [ "$done_kills" -lt "$kills" ] && [ "$tries" -lt $((20 * kills)) ]; do
    tries=$((tries + 1))
    "$cli" "$@" >out 2>err </dev/null &
    pid=$!
    local delay=$((RANDOM * took / 32768 / 2 + 100))
    sleep "$(printf '%d.%03d' $((delay / 1000)) $((delay % 1000)))"
    kill -KILL "$pid" 2>/dev/null && done_kills=$((done_kills + 1))
    wait "$pid" 2>/dev/null
    # One that got to its end begins anew, so that kills hit all of it.
    [ -s out ] && rm -f "$file"
  done
  expect 0 "$@"
}

# timed ARGUMENT...: expects success; $took is how long it took, in ms.
timed() {
  local begun
  begun=$(date +%s%N)
  expect 0 "$@"
  took=$((($(date +%s%N) - begun) / 1000000))
}

echo "One network"
train=(train --space tiny --arch "$small" "${budget[@]}" --epochs 8 --json)
timed "${train[@]}" --checkpoint whole.net
grep -v -E '"(value|seconds|images_per_second)"' out >whole.txt
killed one.net "${train[@]}" --checkpoint one.net --resume
cmp -s whole.net one.net || fail "a killed training left another checkpoint than an undisturbed one"
grep -v -E '"(value|seconds|images_per_second)"' out | cmp -s - whole.txt || fail "a killed training answers otherwise"

echo "A pairing of a study"
expect 0 search --study s.pairscape --space tiny --platform kv260 --budget 6 --population 4 --batch 2
expect 0 train --study s.pairscape --pairing 2 "${budget[@]}" --epochs 1 --json
top1=$(sed -n '/"top1"/,/}/s/.*"value": \([0-9.e-]*\).*/\1/p' out)
expect 0 study export s.pairscape --pairing 2 -o - --format json
grep -q '"kind": "trained"' out || fail "the study does not keep what was trained"
grep -q '4 classes, 12 pixels, 1 epoch, seed 1' out || fail "the study does not say how it was trained"
expect 0 study export s.pairscape --table -o table.csv
awk -F, -v share="$top1" 'NR == 1 { for (i = 1; i <= NF; ++i) if ($i == "top-1 (trained %)") column = i }
  NR == 3 { exit !($column - 100 * share < 1e-6 && 100 * share - $column < 1e-6) }' table.csv ||
  fail "the table has another accuracy than the training told"
# The curve of tests changes nothing in what is learnt.
expect 0 train --space tiny --arch "$small" "${budget[@]}" --epochs 2 --checkpoint plain.net --json
grep -q '"test_top1"' out && fail "test images were looked at without being asked for"
grep -A 3 '"top1": {' out >plain.txt
expect 0 train --space tiny --arch "$small" "${budget[@]}" --epochs 2 --test-every 1 --checkpoint curve.net --json
[ "$(grep -c '"test_top1"' out)" -eq 2 ] || fail "not every epoch was tested"
grep -A 3 '"top1": {' out | cmp -s - plain.txt || fail "tests on the way changed the accuracy"
expect 4 train --study s.pairscape --pairing 99 "${budget[@]}" --epochs 1
expect 3 train "${budget[@]}" --epochs 1

echo "In few bits and in integers"
few=(train --space tiny --arch "$small" "${budget[@]}" --epochs 4 --lr 0.02 --quantised --from whole.net --json)
timed "${few[@]}" --checkpoint bits.net
grep -q '"quantised": true' out || fail "a quantised training does not say so"
killed few.net "${few[@]}" --checkpoint few.net --resume
cmp -s bits.net few.net || fail "a killed quantised training left another checkpoint than an undisturbed one"
expect 3 train --space tiny --arch "$small" "${budget[@]}" --epochs 4 --lr 0.02 --checkpoint bits.net --resume
expect 0 evaluate bits.net --space tiny --dataset data --integer --json
grep -q '"different_logits": 0' out || fail "integers give other logits than the quantised network"
grep -q '"test_images": 96' out || fail "not all test images were looked at"

echo "A supernet"
supernet=(--space tiny "${budget[@]}" --epochs 4 --random 1)
timed supernet train whole.net "${supernet[@]}"
plain >whole.txt
expect 0 supernet train again.net "${supernet[@]}" --loader-threads 3
cmp -s whole.net again.net || fail "two trainings with one seed differ"
killed two.net supernet train two.net "${supernet[@]}" --resume
cmp -s whole.net two.net || fail "a killed supernet is another than an undisturbed one"
plain | cmp -s - whole.txt || fail "a killed supernet answers otherwise"

echo "Ctrl-C"
code=0
for _ in 1 2 3 4 5; do # one that is quicker than we are ends by itself
  rm -f stopped.net
  "$cli" supernet train stopped.net "${supernet[@]}" >out 2>err </dev/null &
  pid=$!
  for _ in $(seq 600); do # the clock starts when there is something to stop
    [ -e stopped.net ] && break
    sleep 0.05
  done
  kill -INT "$pid" 2>/dev/null
  wait "$pid"
  code=$?
  [ "$code" -ne 0 ] && break
done
[ "$code" -eq 130 ] || fail "Ctrl-C gave exit code $code, not 130"
[ -s stopped.net ] || fail "Ctrl-C left no file"
expect 0 supernet train stopped.net "${supernet[@]}" --resume
cmp -s whole.net stopped.net || fail "a stopped supernet is another than an undisturbed one"
expect 3 supernet train stopped.net "${supernet[@]}" --seed 2 --resume
expect 4 supernet evaluate no.net --dataset data --arch "$small"

echo "A promising set"
expect 0 supernet train best.net "${supernet[@]}" --promising-share 0.05 --metric nn_degree --pool 40 --json
grep -q '"promising": 2' out || fail "a share of 0.05 of 40 is not 2 architectures"
printf '%s\n' "$small" 'stem8 8k3e1:C 8k3e2:C head32' >list.txt
expect 0 supernet train list.net "${supernet[@]}" --promising list.txt --json
grep -q '"selection": "a list"' out || fail "a list of architectures is not called one"

echo "Evaluation"
expect 0 supernet evaluate whole.net --dataset data --arch-file list.txt --json
grep -q '"kind": "supernet"' out || fail "an evaluation does not say what kind it is"
grep -q '"images": "validation"' out || fail "an evaluation does not look at validation images"
cp out first.txt
expect 0 supernet evaluate whole.net --dataset data --arch-file list.txt --json
cmp -s out first.txt || fail "two evaluations differ"
expect 2 supernet evaluate whole.net --dataset data
expect 3 supernet evaluate two.net --dataset data --arch 'stem8 8k7e1:C 8k3e2:C head32'

echo "A search"
search=(supernet search whole.net --dataset data --platform kv260 --budget 60 --population 8 --batch 4 --constraint 'parameters<=6000')
timed "${search[@]}" --table whole.csv
plain >front.txt
[ "$(grep -c ',yes,0' whole.csv)" -gt 0 ] || fail "nothing that keeps the limit was found"
killed one.jsonl "${search[@]}" --results one.jsonl --table one.csv
cmp -s whole.csv one.csv || fail "a killed search found other architectures"
plain | cmp -s - front.txt || fail "a killed search prints another front"
lines=$(wc -l <one.jsonl)
expect 0 "${search[@]}" --results one.jsonl --table one.csv --workers 2
[ "$(wc -l <one.jsonl)" -eq "$lines" ] || fail "a finished search evaluated something again"
cmp -s whole.csv one.csv || fail "two workers find other architectures than one"
expect 3 "${search[@]}" --results one.jsonl --seed 2
expect 3 "${search[@]}" --objective accuracy:max --objective fps:max

echo "A rank study"
study=(--space tiny --dataset data --image-size 12 --classes 4 --batch 16 --epochs 1 --hybrids 4 --conv-only 2 --metrics nn_degree)
# What is known of each member, without the time that it took.
results() { sed -E 's/"seconds":[0-9.]+,?//' "$1" | sort; }
expect 0 rank-study run whole.jsonl "${study[@]}"
[ "$(grep -c '"top1"' whole.jsonl)" -eq 6 ] || fail "not all six members were trained"
results whole.jsonl >whole.txt
expect 0 rank-study run parts.jsonl "${study[@]}" --shard 1/2
expect 0 rank-study run parts.jsonl "${study[@]}" --shard 0/2
results parts.jsonl | cmp -s - whole.txt || fail "two parts of a rank study are not the whole"
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
if mpirun -n 1 --oversubscribe true >out 2>&1 && ! mpirun -n 2 --oversubscribe "$cli" --version 2>&1 | grep -q 'without MPI'; then
  job=(mpirun -n 2 --oversubscribe --bind-to none --mca btl self,vader --mca plm isolated "$cli")
  "${job[@]}" rank-study run job.jsonl "${study[@]}" --json >out 2>err </dev/null || { fail "the job failed"; cat err; }
  [ "$(grep -c '"members"' out)" -eq 1 ] || fail "not exactly one rank answers"
  results job.jsonl | cmp -s - whole.txt || fail "two ranks' rank study is not the whole"
  "${job[@]}" rank-study run job.jsonl "${study[@]}" --shard 0/2 >out 2>err </dev/null && fail "a part of a part was done"
fi
finish
