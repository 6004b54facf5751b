#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Pairscape authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs a list of commands and compares stdout, stderr and exit code with the files in golden/.
# UPDATE_GOLDEN=1 golden.sh PROGRAM rewrites them. Only figures that are the same on every machine are kept:
# zero-shot values and times are masked.
set -uo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

mask=cat

# golden NAME ARGUMENT...
golden() {
  local name=$1 file="$here/golden/$1.txt"
  shift
  {
    printf '$ pairscape-cli'
    printf ' %q' "$@"
    printf '\n'
    "$cli" "$@" >out 2>err </dev/null
    local code=$?
    echo "--- stdout"
    $mask <out
    echo "--- stderr"
    grep -vE 'reference BLAS|^[a-z ]+: [^ ]+( of [^ ]+)? (pairings|architectures)' err | $mask
    echo "--- exit $code"
  } >actual
  if [ "${UPDATE_GOLDEN:-}" = 1 ]; then
    cp actual "$file"
  elif ! diff -u "$file" actual; then
    fail "$name differs from golden/$name.txt"
  fi
}

mask_times() { sed -E 's/[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z/TIME/g; s/  +ended/  ended/; s/, ([0-9]+ (h|min|s) ?)+\./, TIME./'; }
# Of a front only what is before its rows: which pairings are on it follows from zero-shot values.
mask_front() { sed -E 's/Front of [0-9]+/Front of N/' | mask_times | sed -E 's/[0-9.]+(  (finished|interrupted))/N.NNN\1/' | sed -E '/^ *[0-9]+  +[0-9.]+  /d'; }
mask_scores() { sed -E 's/[0-9]+\.[0-9]{4}/N.NNNN/g; s/ +/ /g'; }

small='stem8 8k3e1:CS 16k5e3:SA head32'

# What a person reads first
golden version --version
golden help --help
golden help-search search --help
golden help-export study export --help
golden space-list space list
golden space-list-json space list --json
golden space-show space show tiny
golden space-show-nash space show nash-cifar100
golden space-show-json space show tiny --json
golden space-layers space show tiny --arch "$small"
golden space-layers-json space show tiny --arch "$small" --json
golden space-sample space show nash-cifar100 --sample 1
golden platform-list platform list
golden platform-list-json platform list --json
golden platform-show platform show kv260
golden platform-show-json platform show zc706 --json
golden platform-show-asic platform show nasa-asic
golden accelerate accelerate --space tiny --arch "$small" --platform kv260
golden accelerate-json accelerate --space tiny --arch "$small" --platform kv260 --json
golden accelerate-nasa accelerate --space tiny --arch "$small" --platform zc706 --method nasa --objective energy --max-batch 4

golden accelerate-asic accelerate --space tiny --arch "$small" --platform nasa-asic
golden accelerate-asic-energy accelerate --space tiny --arch "$small" --platform nasa-asic --method nasa --objective energy
golden accelerate-asic-method accelerate --space tiny --arch "$small" --platform nasa-asic --method exact
golden bad-platform-asic search --study x.pairscape --space tiny --platform nasa-asic
golden accelerate-budget accelerate --space tiny --arch "$small" --platform kv260 --max-dsp 20 --max-lut 9000 --max-bram36 30 --max-uram 0
golden accelerate-given accelerate --space tiny --arch "$small" --platform zcu102 --accelerator 'conv 8x4x7 16/12.5/8,shift 8x8x8 32/16/16, adder 4x4x16 16/16/16,  batch 3'
golden accelerate-given-unpacked accelerate --space tiny --arch "$small" --platform zcu102 --accelerator 'conv 8x4x7 unpacked 16/12.5/8,shift 8x8x8 32/16/16, adder 4x4x16 16/16/16, batch 3'
golden accelerate-given-unknown accelerate --space tiny --arch "$small" --platform zcu102 --accelerator 'conv 8x4x7 16/12.5/8,shift 8x8x8 unpacked 32/16/16, adder 4x4x16 16/16/16, batch 3'
golden accelerate-given-bad accelerate --space tiny --arch "$small" --platform zcu102 --accelerator 'conv 8x4 16/8/8, batch 3'
golden accelerate-given-short accelerate --space tiny --arch "$small" --platform zcu102 --accelerator 'conv 8x4x7 16/8/8, batch 4'
golden accelerate-given-zero accelerate --space tiny --arch "$small" --platform zcu102 --accelerator 'conv 0x4x7 16/8/8, batch 4'
golden accelerate-budget-none accelerate --space tiny --arch "$small" --platform kv260 --max-dsp 0
golden accelerate-budget-asic accelerate --space tiny --arch "$small" --platform nasa-asic --max-dsp 5
golden help-accelerate accelerate --help
sed -E 's/("clock_mhz": *)[0-9]+/\1300/; s/("uram": *)[0-9]+/\10/; s/("name": *)"kv260"/\1"mine"/' "$here/../../resources/platforms/kv260.json" >mine.json
golden platform-check platform check mine.json
golden platform-check-against platform check mine.json --against kv260
golden platform-check-json platform check mine.json --against kv260 --json
golden platform-check-asic platform check "nasa-asic"
sed -E 's/("clock_mhz": *)[0-9]+/\1"fast"/' mine.json >wrong.json
golden platform-check-wrong platform check wrong.json
"$cli" platform show kv260 --json >shown.json
golden platform-check-shown platform check shown.json --against kv260
"$cli" platform show nasa-asic --json >shown-asic.json
golden platform-check-shown-asic platform check shown-asic.json
golden validate validate
# The last of Timeloop's nests in the form in which such runs are written down; then without their figures.
cat >nest.json <<'END'
{"architecture": {"PEs": 128, "word_bits": 8, "register_file_words": 64, "global_buffer_bytes": 131072,
                  "energy_pJ_per_word": {"mac": 0.25, "register_file": 0.49, "global_buffer": 3.7, "dram": 100}},
 "cases": {"depthwise": {"layer": "depthwise 3x3, C96, output 56x56, stride 2",
   "register_file": {"factors": "R3 S3", "order_inner_to_outer": "R S"}, "spatial": {"x": "C16", "y": "Q14"},
   "global_buffer": {"factors": "P14 Q4", "order_inner_to_outer": "P Q"},
   "dram": {"factors": "P4 C6", "order_inner_to_outer": "P C"},
   "timeloop": {"cycles": 12096, "energy_uJ": 172.12, "accesses": {
     "RegFile": {"Weights": {"reads": 12096.0, "fills": 54.0, "updates": 0.0}, "Inputs": {"reads": 12096.0, "fills": 8352.0, "updates": 0.0}, "Outputs": {"reads": 10752.0, "fills": 0.0, "updates": 12096.0}},
     "GlobalBuffer": {"Weights": {"reads": 864.0, "fills": 864.0, "updates": 0.0}, "Inputs": {"reads": 1870848.0, "fills": 1225824.0, "updates": 0.0}, "Outputs": {"reads": 0.0, "fills": 0.0, "updates": 301057.0}},
     "DRAM": {"Weights": {"reads": 864.0, "fills": 0.0, "updates": 0.0}, "Inputs": {"reads": 1225824.0, "fills": 0.0, "updates": 0.0}, "Outputs": {"reads": 0.0, "fills": 0.0, "updates": 301056.0}}}}}}}
END
golden validate-cases validate --cases nest.json
echo '{"cases": [{"name": "mine", "extents": "R3 S3 P8 Q8 C4 K4", "stride": 1, "depthwise": false, "register_file": "R3 S3", "spatial": "K4", "global_buffer": "Q8 C4", "dram": "P8"}]}' >mine-nest.json
golden validate-cases-alone validate --cases mine-nest.json
golden validate-cases-json validate --cases mine-nest.json --json
sed 's/"dram": "P8"/"dram": "P9"/' mine-nest.json >wrong-nest.json
golden validate-cases-wrong validate --cases wrong-nest.json
golden validate-cases-none validate --cases none.json

# Wrong command lines
golden wrong-verb serch
golden wrong-subverb study frnt x.pairscape
golden wrong-option search --study x.pairscape --budgt 5
golden wrong-value search --study x.pairscape --budget none
golden wrong-number accelerate --space tiny --arch "$small" --platform kv260 --max-dsp abc
golden wrong-missing accelerate --space tiny
golden wrong-seed-large search --study x.pairscape --space tiny --platform kv260 --seed 18446744073709551616
golden wrong-seed-negative score --space tiny --sample 1 --seed -1
golden wrong-sample-seed space show tiny --sample 18446744073709551616
golden wrong-pairing study export x.pairscape --pairing 99999999999999999999 -o -
golden wrong-population search --study x.pairscape --space tiny --platform kv260 --population 100001
golden wrong-hexadecimal search --study x.pairscape --space tiny --platform kv260 --budget 0x10
golden wrong-metric-twice score --space tiny --sample 1 --metrics zen,nn_degree,zen
golden wrong-metric-all score --space tiny --sample 1 --metrics zen,all
golden wrong-exclusive study export x.pairscape --pairing 1 --table -o -
golden wrong-json search --budget 0 --json

# Wrong input
golden bad-space space show nash-cifar10
golden bad-space-json space show nash-cifar10 --json
golden bad-space-search search --study x.pairscape --space tini --platform kv260
golden bad-platform search --study x.pairscape --space tiny --platform kv26
golden bad-strategy search --study x.pairscape --space tiny --platform kv260 --strategy nsh
golden bad-method accelerate --space tiny --arch "$small" --platform kv260 --method magic
golden bad-objective accelerate --space tiny --arch "$small" --platform kv260 --objective speed
golden bad-architecture space show tiny --arch 'stem8 8k3e1:CX 16k5e3:SA head32'
golden bad-architecture-choice accelerate --space tiny --arch 'stem8 8k7e1:CS 16k5e3:SA head32' --platform kv260
golden bad-architecture-score score --space tiny --arch 'stem8 8k3e1:CS' --no-ranks
golden bad-architecture-empty-score score --space tiny --arch '' --no-ranks
golden bad-architecture-empty-show space show tiny --arch ''
golden bad-architecture-file-empty score --space tiny --arch-file '' --no-ranks
golden bad-metric score --space tiny --arch "$small" --metrics zenn --no-ranks
sed -E 's/("dsp": *)[0-9]+/\10/; s/("name": *)"kv260"/\1"mine"/' "$here/../../resources/platforms/kv260.json" >no-dsp.json
golden bad-platform-no-dsp accelerate --space tiny --arch "$small" --platform no-dsp.json
golden bad-platform-no-dsp-search search --study x.pairscape --space tiny --platform no-dsp.json
echo '{"name": "half"' >half.json
golden bad-json space show half.json
golden no-study study info nowhere.pairscape
golden no-study-name study info ''
golden no-study-name-search search --study '' --space tiny --platform kv260
golden no-study-search search --study nowhere.pairscape --budget 5
[ -e x.pairscape ] && fail "a search that could not start left a file"

# Folders that are no data sets
mkdir empty
golden bad-dataset-none dataset check nowhere
golden bad-dataset-empty dataset describe empty --json
mkdir cifar && head -c 5000 /dev/zero >cifar/train.bin && seq 100 >cifar/fine_label_names.txt
golden bad-dataset-cut dataset check cifar

# Trainings that cannot start
golden bad-train-space train --space tini --arch "$small" --dataset empty
golden bad-train-resume train --space tiny --arch "$small" --dataset empty --resume
golden bad-train-dataset train --space tiny --arch "$small" --dataset empty
golden wrong-train-epochs train --space tiny --arch "$small" --dataset empty --epochs 0
golden wrong-train-rate train --space tiny --arch "$small" --dataset empty --lr fast
golden wrong-train-rate-range train --space tiny --arch "$small" --dataset empty --lr -1
golden wrong-shard rank-study run x.jsonl --space tiny --dataset empty --shard 2/2
golden wrong-combine rank-study report x.jsonl --combine zen
golden no-rank-study rank-study report nowhere.jsonl
echo milk >list.txt
golden bad-rank-study rank-study report list.txt

# Files that are no studies
cp "$here/data/other-program.sqlite" other.sqlite
golden other-program study front other.sqlite
golden other-program-search search --study other.sqlite --space tiny --platform kv260 --budget 5
cmp -s "$here/data/other-program.sqlite" other.sqlite || fail "a file of another program was changed"
echo 'shopping list' >text.pairscape
golden not-sqlite study info text.pairscape --json
: >empty.pairscape
golden empty-file study front empty.pairscape

# A small study
mask=mask_front
golden search search --study s.pairscape --space tiny --platform kv260 --budget 24 --population 8 --batch 4 --workers 2
golden search-finished search --study s.pairscape --resume
golden search-metric-fixed search --study s.pairscape --metric pairscape
golden search-metric-unknown search --study y.pairscape --space tiny --platform kv260 --metric zen
golden search-other-space search --study s.pairscape --space nash-cifar100 --platform kv260
golden search-other-platform search --study s.pairscape --platform zcu102
golden search-other-budget search --study s.pairscape --budget 30 --resume
golden study-pin study pin s.pairscape 3 'Small, "quick" one'
golden study-pin-again study pin s.pairscape 5 --json
golden study-pin-lines study pin s.pairscape 3 $'a\nb'
golden study-pin-long study pin s.pairscape 3 "$(printf 'x%.0s' {1..81})"
golden study-accuracy study accuracy s.pairscape 5 --top1 61.25 --images 10000 --source 'CIFAR-100, 30 epochs, seed 1'
golden study-accuracy-supernet study accuracy s.pairscape 5 --kind supernet --top1 40 --images 500 --source 'my supernet' --json
golden study-accuracy-none study accuracy s.pairscape 99 --top1 50 --images 1 --source x
golden study-accuracy-much study accuracy s.pairscape 5 --top1 101 --images 1 --source x
golden study-info study info s.pairscape
golden study-unpin study unpin s.pairscape 5
golden study-unpin-again study unpin s.pairscape 5
golden study-no-pairing study pin s.pairscape 99
golden study-verify study verify s.pairscape --samples 2
golden study-export-none study export s.pairscape --pairing 99 -o design.json
[ -e design.json ] && fail "an export that failed left a file"
golden study-export-nowhere study export s.pairscape --table -o nowhere/table.csv
golden study-export-full study export s.pairscape --table -o /dev/full
golden study-export-folder study export s.pairscape --table -o .
golden study-export-nameless study export s.pairscape --table -o ''

# A study is never overwritten, whoever writes
cp s.pairscape before.pairscape
golden study-export-itself study export s.pairscape --table -o s.pairscape
golden study-export-itself-design study export s.pairscape --pairing 1 -o ./s.pairscape
golden score-population-study score --space tiny --population --size 2 -o s.pairscape
cmp -s before.pairscape s.pairscape || fail "an export was written over a study"

# Where no network fits the platform, the front says why
sed -E 's/("lut": *)[0-9]+/\120/; s/("name": *)"kv260"/\1"little"/' "$here/../../resources/platforms/kv260.json" >little.json
golden search-infeasible search --study little.pairscape --space tiny --platform little.json --budget 4 --population 4 --batch 2 --workers 1

# Scores
mask=mask_scores
golden score score --space tiny --arch "$small" --no-ranks
golden score-leading-zero score --space tiny --sample 010 --metrics nn_degree --no-ranks
golden score-nn-degree score --space tiny --sample 2 --seed 3 --metrics nn_degree --no-ranks
# Terms of the first members join those of all
expect 0 score --space tiny --population --size 4 --metrics params -o four.csv
golden score-population-onto score --space tiny --population --size 2 --metrics macs --onto four.csv -o -
golden score-population-stranger score --space tiny --seed 2 --population --size 2 --metrics macs --onto four.csv -o -
finish
