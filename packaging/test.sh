#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Pairscape authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Builds everything and runs every test. Usage: test.sh [PRESET] [CTEST OPTION...]; the preset is `release`
# unless it is one of dev, asan, tsan.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
. packaging/build-tree.sh

preset=release
case "${1:-}" in release | dev | asan | tsan) preset=$1; shift ;; esac

packaging/install-dependencies.sh
prepare_build_tree "$preset"
cmake --build --preset "$preset" --parallel "$(nproc)"
ctest --preset "$preset" --parallel "$(nproc)" "$@"
