#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Pairscape authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Synthesises the processing elements of resources/rtl and counts what they take.
#   measure-pe-costs.sh                  rewrites the measured rows of resources/platforms/pe-costs.json
#   measure-pe-costs.sh --check MODULE   exits 1 where a row of that module is not what synthesis gives today,
#                                        77 where this Yosys is not the version the table was measured with
# Energies are modelled by the rule in the table's `energy` line and typed beside the modules, packed and alone. The
# rule asks where synthesis puts an accumulator: where a count changes that, tests/core/accelerator/platform_test.cpp
# fails until the energy follows.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
table=$root/resources/platforms/pe-costs.json
modules=(pe_conv pe_conv_packed pe_shift pe_adder)
families=(xcup xc7)
version=$(yosys -V | sed -E 's/^Yosys ([^ ]+).*/\1/')

# One row of the table: what a module takes of a family. The command is the one that the table quotes.
measure() {
  local module=$1 family=$2 pes=1 stat
  [ "$module" = pe_conv_packed ] && pes=2
  stat=$(mktemp)
  # From the root, so that no path of this machine, blanks and all, reaches Yosys.
  (cd "$root" && yosys -q -p "read_verilog resources/rtl/$module.v; synth_xilinx -family $family -noiopad -noclkbuf -top $module; tee -q -o $stat stat -json")
  sed -n '/"design"/,$p' "$stat" | tr -d '",:' | awk -v module="$module" -v family="$family" -v pes="$pes" '
    # An inverter takes a LUT; wide multiplexers (MUXF7, MUXF8) lie beside the LUTs and are free.
    $1 ~ /^LUT[1-6]$/ || $1 == "INV" { lut += $2 }
    $1 ~ /^FD/ { ff += $2 }
    $1 == "CARRY4" { carry += $2 }
    $1 ~ /^DSP48/ { dsp += $2 }
    END {
      printf "    {\"module\": \"%s\", \"yosys_family\": \"%s\", \"pes\": %d, \"dsp\": %d, \"lut\": %d, \"ff\": %d, \"carry4\": %d}",
        module, family, pes, dsp, lut, ff, carry
    }'
  rm -f "$stat"
}

if [ "${1:-}" = --check ]; then
  known=$(sed -nE 's/^  "yosys": "([^"]+)".*/\1/p' "$table")
  if [ "$version" != "$known" ]; then
    echo "pe-costs.json was measured with Yosys $known; Yosys $version may count otherwise, so nothing was compared."
    exit 77
  fi
  wrong=0
  for family in "${families[@]}"; do
    row=$(measure "$2" "$family")
    if ! grep -qF -- "$row" "$table"; then
      echo "resources/platforms/pe-costs.json does not have what synthesis gives; run packaging/measure-pe-costs.sh:"
      echo "$row"
      wrong=1
    fi
  done
  exit "$wrong"
fi

rows=
for family in "${families[@]}"; do
  for module in "${modules[@]}"; do
    rows+=${rows:+$',\n'}$(measure "$module" "$family")
  done
done
new=$(mktemp)
awk -v rows="$rows" -v version="$version" '
  /^  "yosys": / { printf "  \"yosys\": \"%s\",\n", version; next }
  /^  "measured": \[/ { print; print rows; skip = 1; next }
  skip && /^  \]/ { skip = 0 }
  !skip { print }' "$table" >"$new"
cat "$new" >"$table"
rm -f "$new"
