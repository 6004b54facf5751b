#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Pairscape authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# LibTorch may draw Qt 5 into the process beside Qt 6. A function of Qt 6 that a program of ours exports without a
# version would be called by Qt 5 as its own, with objects of another shape: there must be
# none. Usage: exported_symbols.sh PROGRAM...
set -euo pipefail
broken=0
for program in "$@"; do
  qt5=$(ldd "$program" | grep -o '/[^ ]*libQt5[^ ]*' || true)
  [ -n "$qt5" ] || continue
  # shellcheck disable=SC2086 # one word a library
  wanted=$(nm -D $qt5 | awk '{print $NF}' | sed 's/@.*//' | grep '^_Z' | sort -u)
  ours=$(nm -D --defined-only "$program" | awk '$2 != "V" {print $NF}' | sort -u)
  shared=$(comm -12 <(echo "$ours") <(echo "$wanted") | c++filt | grep -E '\bQ[A-Z]' || true)
  [ -z "$shared" ] || { echo "$program exports what Qt 5 would take for its own:"; echo "$shared"; broken=1; }
done
exit "$broken"
