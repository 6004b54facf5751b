#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Pairscape authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Makes resources/studies/sample.pairscape anew: a nash and a conv-only run of the same budget on kv260 in one
# study, the first start's study. Takes about a minute on two cores after the build. The pairings are the same
# on every machine; the times at which the runs began and ended are not.
#
# Usage: make-sample-study.sh [BUDGET OF EACH RUN]
set -euo pipefail
budget=${1:-250}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cli=$root/build/release/bin/pairscape-cli
[ -x "$cli" ] || { echo "make-sample-study.sh: there is no $cli yet; run packaging/test.sh first." >&2; exit 1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

"$cli" search --study "$folder/runs.pairscape" --space nash-cifar100 --platform kv260 --seed 1 \
  --strategy nash --budget "$budget" --workers "$(nproc)"
"$cli" search --study "$folder/runs.pairscape" --strategy conv-only --budget "$budget" --workers "$(nproc)"
# Written anew without what can be computed again, and without the free pages of a file that grew.
"$cli" study repair "$folder/runs.pairscape" -o "$folder/sample.pairscape"
"$cli" study verify "$folder/sample.pairscape"
install -m 644 "$folder/sample.pairscape" "$root/resources/studies/sample.pairscape"
ls -l "$root/resources/studies/sample.pairscape"
