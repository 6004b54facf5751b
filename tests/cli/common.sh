# SPDX-FileCopyrightText: 2026 The Pairscape authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What the scripts of this folder share. Sourced with the program's path as the first argument.

cli=$(readlink -f "$1")
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[ -x "$cli" ] || { echo "There is no program $1"; exit 2; }
export LC_ALL=C.UTF-8
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
failures=0

fail() {
  echo "FAILED: $*"
  failures=$((failures + 1))
}

# expect CODE ARGUMENT...: runs the program quietly; its exit code must be CODE. Output stays in out and err.
expect() {
  local code=$1
  shift
  "$cli" "$@" >out 2>err </dev/null
  local got=$?
  [ "$got" -eq "$code" ] || { fail "pairscape-cli $* exited with $got, not $code"; sed 's/^/    /' err | head -n 5; }
}

finish() {
  [ "$failures" -eq 0 ] && echo "All is as it should be."
  exit "$((failures > 0))"
}
