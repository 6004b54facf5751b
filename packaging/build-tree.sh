# SPDX-FileCopyrightText: 2026 The Pairscape authors
# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by run.sh and test.sh from the repository's root.

# prepare_build_tree PRESET: configures build/PRESET; says what to do when the folder is not ours to write.
prepare_build_tree() {
  local folder=build/$1
  if ! mkdir -p "$folder" 2>/dev/null || [ ! -w "$folder" ]; then
    echo "$(pwd)/$folder cannot be written by $(id -un): run this as the owner of the clone, or clone it anew." >&2
    exit 1
  fi
  local log=$folder/configure.log
  if ! cmake --preset "$1" >"$log" 2>&1; then
    tail -n 30 "$log" >&2
    echo "CMake could not configure the build; the whole log is in $(pwd)/$log." >&2
    exit 1
  fi
}
