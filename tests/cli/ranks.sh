#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Pairscape authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A search that is shared by ranks stores what one process stores; a rank that dies ends the job, and the same
# command goes on to the same set. Skipped (exit 77) where there is no mpirun or the program knows no MPI.
set -uo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

command -v mpirun >/dev/null || { echo "skipped: there is no mpirun"; exit 77; }
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
# All on this machine, more ranks than cores or not, with no look at networks.
job=(mpirun -n "${PAIRSCAPE_TEST_RANKS:-2}" --oversubscribe --bind-to none --mca btl self,vader
  --mca plm isolated "$cli")
mpirun -n 1 --oversubscribe true >out 2>&1 || { echo "skipped: mpirun does not start here"; cat out; exit 77; }
"${job[@]}" --version >out 2>err
grep -q 'built without MPI' err && { echo "skipped: the program was built without MPI"; exit 77; }
[ "$(wc -l <out)" -eq 1 ] || fail "not exactly one rank answers --version"

budget=${PAIRSCAPE_TEST_BUDGET:-120}
search=(search --space tiny --platform kv260 --budget "$budget" --population 16 --batch 8 --seed 1)

table() { "$cli" study export "$1" --table -o "$2" 2>err || { fail "cannot export $1"; cat err; }; }
same() {
  table "$1" other.csv
  cmp -s whole.csv other.csv || fail "$2 gives other pairings than one process"
}

echo "One process"
expect 0 "${search[@]}" --study whole.pairscape --workers 2
cp out front.txt
table whole.pairscape whole.csv

echo "A job"
"${job[@]}" "${search[@]}" --study job.pairscape >out 2>err </dev/null || { fail "the job failed"; cat err; }
cmp -s out front.txt || fail "a job prints another front"
same job.pairscape "a job"
expect 0 study verify job.pairscape --samples 3

echo "A job one rank of which is killed"
killed=0
for delay in 0.2 0.5 1 2; do
  rm -f killed.pairscape*
  "${job[@]}" "${search[@]}" --study killed.pairscape >out 2>err </dev/null &
  mpi=$!
  for _ in $(seq 300); do
    [ -e killed.pairscape ] && break
    sleep 0.1
  done
  sleep "$delay"
  # The ranks are mpirun's children; the last one is not rank 0.
  victim=$(pgrep -P "$mpi" | tail -n 1)
  [ -n "$victim" ] && kill -KILL "$victim" 2>/dev/null
  wait "$mpi"
  [ $? -ne 0 ] && { killed=1; break; }
done
[ "$killed" -eq 1 ] || fail "no job was ended by a rank's death"
"${job[@]}" "${search[@]}" --study killed.pairscape --resume >out 2>err </dev/null || { fail "the job does not go on"; cat err; }
cmp -s out front.txt || fail "a job that went on prints another front"
same killed.pairscape "a job that went on"

echo "A search begun by a job and finished by one process"
table killed.pairscape killed.csv
expect 0 "${search[@]}" --study killed.pairscape --resume
cmp -s out front.txt || fail "a finished job prints another front"
finish
