#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Pairscape authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Studies in trouble: two programs at once, a disk that is full, files that are cut or overwritten, and the verbs
# that help.
set -uo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

search=(search --space tiny --platform kv260 --population 16 --batch 8 --workers 2)

one_sentence() { [ "$(grep -c '^pairscape-cli: ' err)" -eq 1 ] || { fail "not one sentence about $1"; cat err; }; }

echo "Two programs, one study"
"$cli" search --space nash-cifar100 --platform kv260 --workers 1 --study shared.pairscape --budget 100000 >first.out 2>first.err </dev/null &
first=$!
for _ in $(seq 300); do
  "$cli" study info shared.pairscape --json 2>/dev/null | grep -q '"state": "running"' && break
  sleep 0.1
done
expect 5 search --study shared.pairscape --budget 5
grep -q 'open for writing in another window or program' err || { fail "the second program is not told"; cat err; }
one_sentence "a study that is open elsewhere"
expect 5 study pin shared.pairscape 1 mine
expect 0 study front shared.pairscape
expect 0 study info shared.pairscape
expect 0 study export shared.pairscape --table -o shared.csv
kill -INT "$first"
wait "$first"
[ $? -eq 130 ] || fail "the first program did not go on undisturbed"

echo "A file system that is full"
if [ "$(id -u)" -eq 0 ] && mkdir full && mount -t tmpfs -o size=256k none full 2>/dev/null; then
  "$cli" "${search[@]}" --study full/study.pairscape --budget 400 >out 2>err </dev/null
  code=$?
  [ "$code" -eq 5 ] || fail "a search on a full disk exited with $code, not 5"
  one_sentence "a full disk"
  if [ -e full/study.pairscape ]; then
    before=$("$cli" study info full/study.pairscape --json | grep -m 1 '"pairings"')
    cp full/study.pairscape* .
    umount full
    expect 0 study verify study.pairscape --samples 2
    [ "$("$cli" study info study.pairscape --json | grep -m 1 '"pairings"')" = "$before" ] || fail "pairings were lost"
    expect 0 "${search[@]}" --study study.pairscape --budget 400 --resume
  else
    umount full
  fi
else
  echo "  skipped: no file system can be mounted here; search.sh tries a limit on the file's size"
fi

echo "Damaged files"
expect 0 "${search[@]}" --study whole.pairscape --budget 300
"$cli" study export whole.pairscape --table -o whole.csv 2>/dev/null
size=$(stat -c %s whole.pairscape)
head -c $((size * 4 / 5)) whole.pairscape >cut.pairscape
expect 7 study verify cut.pairscape
one_sentence "a file that was cut"
grep -q 'study repair' err || fail "nothing is said of what to do with a damaged file"
expect 0 study repair cut.pairscape -o saved.pairscape
cp out repair.txt
expect 0 study verify saved.pairscape --samples 3
"$cli" study export saved.pairscape --table -o saved.csv 2>/dev/null
lines=$(($(wc -l <saved.csv) - 1))
[ "$lines" -gt 0 ] || { fail "nothing was saved of four fifths of a file"; cat repair.txt; }
expect 0 "${search[@]}" --study saved.pairscape --budget 300 --resume
"$cli" study front whole.pairscape | sed 1d | sed -E 's/^ *[0-9]+ +//' | sort >front-whole.txt
"$cli" study front saved.pairscape | sed 1d | sed -E 's/^ *[0-9]+ +//' | sort >front-saved.txt
cmp -s front-whole.txt front-saved.txt || fail "a repaired and resumed study has another front"
expect 3 study repair cut.pairscape -o whole.pairscape # never over a file
head -c 50 whole.pairscape >stump.pairscape
expect 7 study repair stump.pairscape -o never.pairscape
[ -e never.pairscape ] && fail "a repair that saved nothing left a file"

echo "Merging"
expect 0 "${search[@]}" --study other.pairscape --strategy random --budget 40
expect 0 study merge whole.pairscape other.pairscape -o merged.pairscape
expect 0 study verify merged.pairscape --samples 3
expect 0 study merge whole.pairscape other.pairscape -o again.pairscape
"$cli" study export merged.pairscape --table -o merged.csv 2>/dev/null
"$cli" study export again.pairscape --table -o again.csv 2>/dev/null
cmp -s merged.csv again.csv || fail "merging twice gives two results"
expect 3 study merge whole.pairscape other.pairscape -o whole.pairscape
expect 0 search --space tiny --platform zcu102 --budget 4 --population 2 --batch 2 --study zcu.pairscape
expect 3 study merge whole.pairscape zcu.pairscape -o never.pairscape
[ -e never.pairscape ] && fail "a merge that could not be left a file"
finish
