#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Pairscape authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# From a fresh machine to a live Pareto plot: installs what is missing, builds, and opens the explorer on a new
# study whose search starts by itself. Without a display the same search runs in the terminal and leaves the
# study file and a picture of the front in the current folder.
#
# Usage: run.sh [--space S] [--platform P] [--seed N] [--budget N] [--workers N]
set -euo pipefail
here=$(pwd)
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

space=nash-cifar100 platform=kv260 seed=1 budget=500 workers=$(nproc)
while [ $# -gt 0 ]; do
  case "$1" in
    --space | --platform | --seed | --budget | --workers)
      [ $# -ge 2 ] || { echo "run.sh: $1 needs a value; see the head of packaging/run.sh." >&2; exit 2; }
      printf -v "${1#--}" '%s' "$2"
      shift 2
      ;;
    -h | --help) sed -n '5,9s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
    *) echo "run.sh: '$1' is not an option; --help lists them." >&2; exit 2 ;;
  esac
done
search=(--space "$space" --platform "$platform" --seed "$seed" --budget "$budget" --workers "$workers")

cd "$root"
. packaging/build-tree.sh
packaging/install-dependencies.sh
prepare_build_tree release
cmake --build --preset release --parallel "$(nproc)" --target pairscape pairscape-cli
bin=$root/build/release/bin
cd "$here"

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  status=0
  "$bin/pairscape" --new --start "${search[@]}" || status=$?
  # 8: the display that the environment names does not answer.
  [ "$status" -eq 8 ] || exit "$status"
fi

echo "There is no display here, so the same search runs in this terminal. Ctrl-C stops it and keeps what is done."
[ -w . ] || cd "${HOME:-/tmp}"
name=pairscape-$(date +%Y%m%d-%H%M%S)
status=0
"$bin/pairscape-cli" search --study "$name.pairscape" "${search[@]}" || status=$?
# 130: stopped by the person; what is there is worth a picture too.
if [ "$status" -eq 0 ] || { [ "$status" -eq 130 ] && [ -e "$name.pairscape" ]; }; then
  "$bin/pairscape" --render front --study "$name.pairscape" --size 1280x800 --theme light -o "$name.png"
  echo "Study:   $(pwd)/$name.pairscape"
  echo "Picture: $(pwd)/$name.png"
fi
exit "$status"
