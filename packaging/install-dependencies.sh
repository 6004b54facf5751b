#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Pairscape authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The one list of what Pairscape needs on Debian 12. Installs what is missing and nothing else; asks for
# root only when something is missing. Usage: install-dependencies.sh [--list]
set -euo pipefail

packages=(
  # tools
  build-essential cmake ninja-build ccache pkg-config
  # tensors, and a BLAS that is 20 to 30 times faster in matrix products than the reference one
  libtorch-dev libopenblas0-pthread
  # SIMD, threads, multi-objective search
  libhwy-dev libtbb-dev libpagmo-dev
  # studies and texts
  libsqlitecpp-dev libsqlite3-dev nlohmann-json3-dev libcli11-dev libspdlog-dev
  # pictures of data sets
  libjpeg62-turbo-dev libpng-dev
  # searches that are spread over several machines; optional, without it a search is one process
  libopenmpi-dev openmpi-bin
  # the window
  qt6-base-dev qt6-svg-dev libqcustomplot-dev libqcustomplot2.1-qt6 libgl-dev
  libxcb-cursor0 qt6-wayland fonts-inter fonts-dejavu-core
  # tests
  libgtest-dev librapidcheck-dev verilator yosys
)

if [ "${1:-}" = "--list" ]; then
  printf '%s\n' "${packages[@]}"
  exit 0
fi

if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
  echo "This is not a Debian system: install the counterparts of these packages by hand, then run the build again:" >&2
  printf '  %s\n' "${packages[@]}" >&2
  exit 1
fi

missing=()
for package in "${packages[@]}"; do
  state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$state" = installed ] || missing+=("$package")
done
[ "${#missing[@]}" -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "Pairscape needs packages that only root can install. Run this as root, then try again:" >&2
    echo "  apt-get update && apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi

echo "Installing ${#missing[@]} Debian packages: ${missing[*]}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
install() {
  "${as_root[@]}" apt-get update -q >"$log" 2>&1 &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -q --no-install-recommends "${missing[@]}" >>"$log" 2>&1
}
if ! install; then
  tail -n 20 "$log" >&2
  echo "apt-get could not install the packages above; see its last lines, check the network and the disk, and try again." >&2
  exit 1
fi
